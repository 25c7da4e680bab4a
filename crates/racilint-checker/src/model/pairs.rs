//! Who stands on which side of a pair of duties, and where the two sides meet.

use std::collections::BTreeMap;

use racilint_diagnostics::Span;
use racilint_parser::language::{Activity, Meeting, PairEntry, SideEntry, SideSeat};
use racilint_parser::values::{Many, Text};

use super::{ActorId, Engagement, Row, RowId, Seats};

/// Where two sides of a pair can meet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Meet<'d> {
    /// On a system.
    System(&'d str),
    /// In a workstream, or among the children of one.
    Work(RowId),
}

/// A place at which one side of a pair is held.
#[derive(Clone, Debug)]
pub struct Held {
    /// By whom, each with the place that names them.
    pub by: Vec<(ActorId, Span)>,
    /// The row through which, if it is one.
    pub row: Option<RowId>,
    /// Somebody else may hold it too: a name there is not known.
    pub uncertain: bool,
}

/// One side of a pair, by where it can meet the other.
pub type Side<'d> = BTreeMap<Meet<'d>, Vec<Held>>;

impl<'d> Engagement<'d> {
    /// Both sides of a pair. A row that is of the second side is not of the first.
    pub fn sides_of(&self, pair: &PairEntry<'static>) -> Option<(Side<'d>, Side<'d>)> {
        let (first, second) = (pair.first.as_ref()?, pair.second.as_ref()?);
        let meeting = pair.meets_on?.value;
        let checks = |row: &Row<'_>| {
            seat(second) == Some(SideSeat::Responsible) && is_nothing_else(row, second)
        };
        let does = |row: &Row<'_>| is_some_of(row, first) && !checks(row);
        let first = self.side_of(first, meeting, &does);
        let only = |row: &Row<'_>| match seat(second) {
            Some(SideSeat::Holder) => is_some_of(row, second),
            _ => is_nothing_else(row, second),
        };
        Some((first, self.side_of(second, meeting, &only)))
    }

    fn side_of(
        &self,
        side: &SideEntry<'static>,
        meeting: Meeting,
        counts: &dyn Fn(&Row<'_>) -> bool,
    ) -> Side<'d> {
        match seat(side) {
            Some(SideSeat::TopAdmin) => self.administrators(),
            Some(SideSeat::Responsible) => self.by_row(meeting, counts, |id| {
                self.needs_one_of(id, side)
                    .then(|| held(self.row(id).responsible(), id))
            }),
            Some(SideSeat::Holder) => self.by_row(meeting, counts, |id| self.holders(id, side)),
            None => Side::new(),
        }
    }

    fn administrators(&self) -> Side<'d> {
        let systems = self.upkeep().into_iter();
        let systems = systems.filter(|system| !system.top_admin.links.is_empty());
        let by_system = systems.map(|system| {
            let held = Held {
                by: system.top_admin.placed().collect(),
                row: None,
                uncertain: system.top_admin.uncertain(),
            };
            (Meet::System(system.name), vec![held])
        });
        by_system.collect()
    }

    fn by_row(
        &self,
        meeting: Meeting,
        counts: &dyn Fn(&Row<'_>) -> bool,
        held: impl Fn(RowId) -> Option<Held>,
    ) -> Side<'d> {
        let mut side = Side::new();
        for (id, row) in self.leaves().filter(|(_, row)| counts(row)) {
            let Some(held) = held(id).filter(|held| !held.by.is_empty()) else {
                continue;
            };
            for meet in self.meets(id, row, meeting) {
                side.entry(meet).or_default().push(held.clone());
            }
        }
        side
    }

    fn meets(&self, id: RowId, row: &Row<'d>, meeting: Meeting) -> Vec<Meet<'d>> {
        match meeting {
            Meeting::System => {
                let systems = row.systems().iter();
                systems.map(|system| Meet::System(&system.name)).collect()
            }
            Meeting::Work => {
                let parents = row.parents.iter().filter_map(|link| link.to);
                let own = row.whole.unwrap_or(id);
                parents.chain([own]).map(Meet::Work).collect()
            }
        }
    }

    /// Those whom grants let take one of the side's actions on a row.
    fn holders(&self, id: RowId, side: &SideEntry<'static>) -> Option<Held> {
        let mut by = Vec::new();
        let mut uncertain = false;
        let actions = Many::of(&side.action).iter();
        for action in actions.filter_map(|action| self.catalogue().action(&action.value)) {
            for grant in self.grants_for(&action.id.name, id) {
                by.extend(grant.holders.actors().map(|holder| (holder, grant.place())));
                uncertain |= grant.holders.uncertain();
            }
        }
        Some(Held {
            by,
            row: Some(id),
            uncertain,
        })
    }

    fn needs_one_of(&self, id: RowId, side: &SideEntry<'static>) -> bool {
        let needs = Many::of(&side.needs);
        let named = |action: &str| needs.iter().any(|need| need.value == action);
        needs.is_empty()
            || self
                .needs(id)
                .iter()
                .any(|need| named(&need.action.id.name))
    }
}

fn seat(side: &SideEntry<'_>) -> Option<SideSeat> {
    side.seat.map(|seat| seat.value)
}

/// Whether some of what a row is counts for a side.
fn is_some_of(row: &Row<'_>, side: &SideEntry<'static>) -> bool {
    let by_activity = does_some_of(row, side);
    // Where the kinds of work count, those that a row names say more than its area.
    let says_kinds = side.activity.is_some() && row.activities().next().is_some();
    let by_area = row
        .areas
        .iter()
        .any(|(area, _)| is_area(&area.id.name, side));
    by_activity || !says_kinds && by_area
}

fn held(seats: &Seats<'_>, row: RowId) -> Held {
    Held {
        by: seats.placed().collect(),
        row: Some(row),
        uncertain: seats.uncertain(),
    }
}

/// Whether all that a row is counts for a side: work that does it among other things is not told
/// apart, and so cannot be in other hands.
fn is_nothing_else(row: &Row<'_>, side: &SideEntry<'static>) -> bool {
    let mut areas = row.areas.iter();
    let by_area = !row.areas.is_empty() && areas.all(|(area, _)| is_area(&area.id.name, side));
    let mut kinds = row.activities().peekable();
    let by_activity = kinds.peek().is_some() && kinds.all(|own| is_activity(own, side));
    by_area || by_activity
}

fn is_area(name: &str, side: &SideEntry<'static>) -> bool {
    let areas: &[Text<'_>] = Many::of(&side.area);
    areas.iter().any(|area| area.value == name)
}

fn is_activity(activity: Activity, side: &SideEntry<'static>) -> bool {
    let activities = Many::of(&side.activity).iter();
    activities.map(|own| own.value).any(|own| own == activity)
}

/// Whether one of the kinds of work that a row names counts for a side, or where it names none one of
/// those for which its areas stand.
fn does_some_of(row: &Row<'_>, side: &SideEntry<'static>) -> bool {
    if side.activity.is_none() {
        return false;
    }
    let mut named = row.activities().peekable();
    if named.peek().is_some() {
        return named.any(|own| is_activity(own, side));
    }
    let areas = row.areas.iter();
    let mut stages = areas.flat_map(|(area, _)| Many::of(&area.body.stages));
    stages.any(|stage| is_activity(stage.activity(), side))
}

#[cfg(test)]
mod tests;
