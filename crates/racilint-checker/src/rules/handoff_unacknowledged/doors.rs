//! Staffed front doors: who arrives there is acknowledged, while they are open.

use std::collections::BTreeMap;

use racilint_diagnostics::Span;
use racilint_parser::values::Many;

use crate::model::{ActorKind, Engagement, Handoff, Intake, Place, RowId, Serves};
use crate::time::{Absent, Clock, Set, Unknown};

/// Front doors at which the same work arrives.
#[derive(Clone, Default)]
pub(super) struct Doors<'d> {
    /// When one of them is surely or perhaps open; `None` where that may be always.
    pub open: Option<Set>,
    /// Each with the place that says when it is open.
    pub places: Vec<(&'d str, Span)>,
}

/// The staffed front doors of each row that they are for or pass work on to.
pub(super) fn by_row<'d>(
    engagement: &Engagement<'d>,
    clock: Option<&Clock<'_, 'd>>,
) -> BTreeMap<RowId, Doors<'d>> {
    let intakes = engagement.intakes();
    let mut at: BTreeMap<RowId, Vec<(&Intake<'d>, Option<Set>)>> = BTreeMap::new();
    for intake in intakes.iter().filter(|own| is_staffed(own, engagement)) {
        let open = clock.and_then(|clock| opening(intake, engagement, clock));
        let wanted = intake.serves.keys().filter_map(|what| match what {
            Serves::Row(row) => Some(*row),
            Serves::All | Serves::Area(_) | Serves::People(_) => None,
        });
        for row in wanted.chain(intake.routes.iter().filter_map(|link| link.to)) {
            at.entry(row).or_default().push((intake, open.clone()));
        }
    }
    let joined = at.into_iter().map(|(row, doors)| {
        let open: Option<Vec<&Set>> = doors.iter().map(|(_, open)| open.as_ref()).collect();
        let open = open.map(Set::union_of);
        let place = |intake: &Intake<'d>| {
            let hours = intake.table.hours.as_ref();
            (intake.name, hours.map_or(intake.span, |hours| hours.span))
        };
        let places = doors.iter().take(MOST_SHOWN).map(|(own, _)| place(own));
        let places = places.collect();
        (row, Doors { open, places })
    });
    joined.collect()
}

/// So many doors are shown.
const MOST_SHOWN: usize = 3;

/// The front doors at which everything arrives that is handed over, if all of it does.
pub(super) fn of<'d>(
    handoff: &Handoff<'d>,
    doors: &BTreeMap<RowId, Doors<'d>>,
    engagement: &Engagement<'d>,
) -> Option<Doors<'d>> {
    let at = |place| match place {
        Some(Place::Row(row)) => {
            let mut lineage = engagement.lineage(row).iter();
            lineage.find_map(|own| doors.get(own))
        }
        _ => None,
    };
    let all: Option<Vec<&Doors<'d>>> = handoff.to.iter().map(|link| at(link.to)).collect();
    let all = all.filter(|all| !all.is_empty())?;
    let open: Option<Vec<&Set>> = all.iter().map(|own| own.open.as_ref()).collect();
    let places = all.iter().flat_map(|own| &own.places);
    Some(Doors {
        open: open.map(Set::union_of),
        places: places.take(MOST_SHOWN).copied().collect(),
    })
}

/// Whether somebody owns an intake, and it is said when it is open or when they are there.
fn is_staffed(intake: &Intake<'_>, engagement: &Engagement<'_>) -> bool {
    let table = intake.table;
    let is_open = table.hours.is_some() || table.unread.could_hold("hours");
    let owners = Many::of(&table.owner);
    let is_there = |name: &str| {
        let owner = engagement.names.actor(name);
        is_open || owner.is_none_or(|owner| has_hours(engagement.actor(owner).kind))
    };
    let owned = owners.iter().any(|owner| is_there(&owner.name));
    owned || table.unread.could_hold("owner")
}

fn has_hours(kind: ActorKind<'_>) -> bool {
    match kind {
        ActorKind::Party(party) => party.hours.is_some(),
        ActorKind::Person(person) => person.hours.is_some(),
        ActorKind::Team(team) => team.hours.is_some() || team.shifts.is_some(),
        ActorKind::Role(_) => false,
    }
}

/// When a staffed front door is open: at its own hours, else while its owner is there. `None` where
/// that may be always.
fn opening<'d>(
    intake: &Intake<'d>,
    engagement: &Engagement<'d>,
    clock: &Clock<'_, 'd>,
) -> Option<Set> {
    let table = intake.table;
    if let Some(hours) = &table.hours {
        return clock.written_hours(hours, Unknown::On);
    }
    let is_known = intake.owner.links.iter().all(|link| link.to.is_some());
    let may_be_more = |owner| engagement.may_be_more(owner);
    let unread = ["hours", "owner"]
        .iter()
        .any(|key| table.unread.could_hold(key));
    if unread || !is_known || intake.owner.actors().any(may_be_more) {
        return None;
    }
    Some(clock.any_of(intake.owner.actors(), &Absent::nobody(), Unknown::On))
}
