//! How far an escalation path leads when everybody is on duty: whether somebody on it may act, and
//! after which time.
//!
//! At which hours they are on duty is `time`'s matter; what is too slow is for the rules to say.

use std::collections::BTreeSet;

use racilint_parser::decode::Spanned;
use racilint_parser::language::{Mode, Slice, Workstream};
use racilint_parser::values::{Elapsed, Many};

use super::authority::Asked;
use super::{ActorId, ActorKind, Authority, Engagement, Grant, Need, Path, RowId};

/// How soon somebody who has taken the call may take an action.
#[derive(Clone, Copy, Debug)]
pub enum Soon<'e, 'd> {
    /// The file does not say readably.
    Unknown,
    /// At once.
    AtOnce,
    /// With the approval that a grant asks for, after so many minutes.
    Approved(u32, &'e Grant<'d>),
    /// With an approval for which no time is set.
    Sometime(&'e Grant<'d>),
    /// Not at all.
    Never,
}

impl Soon<'_, '_> {
    /// Whether it is certain that they may not, whoever agrees.
    pub fn never(self) -> bool {
        matches!(self, Soon::Never)
    }

    /// Less is sooner; what is not known may be at once.
    fn rank(self) -> (u8, u32) {
        match self {
            Soon::Unknown => (0, 0),
            Soon::AtOnce => (1, 0),
            Soon::Approved(minutes, _) => (1, minutes),
            Soon::Sometime(_) => (2, 0),
            Soon::Never => (3, 0),
        }
    }
}

/// A target of a row: how fast something is promised.
pub type Target = Spanned<Elapsed>;

impl<'d> Engagement<'d> {
    /// The path along which a row is escalated, where it is known completely who is called on it.
    pub fn known_path(&self, row: RowId) -> Option<&Path<'d>> {
        let path = &self.paths[self.escalation(row)?.to?];
        let unread = path.table.unread.could_hold("steps") || path.steps.is_empty();
        let unclear = path.steps.iter().any(|step| step.to.uncertain());
        (!unread && !unclear).then_some(path)
    }

    /// How soon one of several who are called may take an action on a row.
    pub fn soonest_of(
        &self,
        actors: impl IntoIterator<Item = ActorId>,
        action: &str,
        row: RowId,
    ) -> Soon<'_, 'd> {
        let actors = actors.into_iter();
        first_of(actors.map(|actor| self.soonest(actor, action, row)))
    }

    /// How soon an actor, or anybody behind it, may take an action on a row.
    pub fn soonest(&self, actor: ActorId, action: &str, row: RowId) -> Soon<'_, 'd> {
        match self.authority(actor, action, row) {
            Authority::Unknown => Soon::Unknown,
            Authority::May => {
                let Some(asked) = self.asked(action, row) else {
                    return Soon::Never;
                };
                let people = self.acting(actor);
                // Some stand behind their own name.
                let own = (!people.contains(&actor)).then_some(actor);
                let people = people.iter().copied().chain(own);
                first_of(people.map(|own| self.soonest_as(self.capacities(own), &asked)))
            }
            // Somebody more may be behind it, or somebody of a company whom nobody names.
            _ if self.may_be_more(actor) || self.may_within(actor, action, row) => Soon::Unknown,
            _ => Soon::Never,
        }
    }

    /// How soon one of several may take an action on a row who are called as what they are: whoever
    /// is reached as a role or as somebody of a team acts with its authority, whatever else they
    /// may.
    pub fn soonest_called(
        &self,
        actors: impl IntoIterator<Item = ActorId>,
        action: &str,
        row: RowId,
    ) -> Soon<'_, 'd> {
        let actors = actors.into_iter();
        first_of(actors.map(|actor| self.soonest_called_as(actor, action, row)))
    }

    fn soonest_called_as(&self, actor: ActorId, action: &str, row: RowId) -> Soon<'_, 'd> {
        let soon = self.soonest(actor, action, row);
        let Some(asked) = self.asked(action, row) else {
            return soon;
        };
        if matches!(soon, Soon::Unknown | Soon::Never) || self.is_reached_by_name(actor) {
            return soon;
        }
        let names = self.capacities(actor);
        match self.soonest_as(names, &asked) {
            Soon::Never
                if self.may_be_granted(names, action) || self.may_within(actor, action, row) =>
            {
                Soon::Unknown
            }
            called => called,
        }
    }

    /// Whether those behind an actor are called by their own names: a person, and whoever is on a
    /// team's shifts.
    fn is_reached_by_name(&self, actor: ActorId) -> bool {
        match self.actor(actor).kind {
            ActorKind::Person(_) => true,
            ActorKind::Team(team) => {
                !Many::of(&team.shifts).is_empty() || team.unread.could_hold("shifts")
            }
            ActorKind::Role(_) | ActorKind::Party(_) => false,
        }
    }

    /// How soon those who act in these names may take an action.
    fn soonest_as(&self, capacities: &BTreeSet<ActorId>, asked: &Asked<'_>) -> Soon<'_, 'd> {
        let mut soonest = Soon::Never;
        let mut is_forbidden = false;
        self.each_grant(capacities, asked, |grant| {
            is_forbidden |= grant.prohibits_always();
            let soon = soon_by(grant);
            if soon.rank() < soonest.rank() {
                soonest = soon;
            }
        });
        if is_forbidden { Soon::Never } else { soonest }
    }

    /// What a row takes and nobody on its escalation path may do, though somebody who does the
    /// work or answers for it may: the path leads past them.
    pub fn dead_ends(&self, row: RowId) -> Vec<Need<'_>> {
        let Some(path) = self.known_path(row) else {
            return Vec::new();
        };
        let owners = self.row(row);
        let owners: Vec<ActorId> = owners
            .responsible()
            .actors()
            .chain(owners.accountable().actors())
            .collect();
        let is_dead = |need: &Need| {
            let action = &*need.action.id.name;
            let may = |own: &ActorId| self.authority(*own, action, row) == Authority::May;
            let mut steps = path.steps.iter();
            owners.iter().any(may)
                && steps.all(|step| self.soonest_of(step.to.actors(), action, row).never())
        };
        self.needs(row).into_iter().filter(is_dead).collect()
    }

    /// Within which time somebody responds, own or inherited, with the row that says so.
    pub fn respond_target(&self, row: RowId) -> Option<(RowId, Target)> {
        let of_slice = |slice: &Slice<'_>| slice.respond_within;
        self.target(row, of_slice, |whole| whole.respond_within)
    }

    /// Within which time somebody who may act is reached, own or inherited, with the row that says
    /// so.
    pub fn decide_target(&self, row: RowId) -> Option<(RowId, Target)> {
        let of_slice = |slice: &Slice<'_>| slice.decide_within;
        self.target(row, of_slice, |whole| whole.decide_within)
    }

    /// Within which time the service is back, own or inherited, with the row that says so.
    pub fn restore_target(&self, row: RowId) -> Option<(RowId, Target)> {
        let of_slice = |slice: &Slice<'_>| slice.restore_within;
        self.target(row, of_slice, |whole| whole.restore_within)
    }

    fn target(
        &self,
        row: RowId,
        of_slice: impl Fn(&Slice<'_>) -> Option<Target>,
        of_whole: impl Fn(&Workstream<'_>) -> Option<Target>,
    ) -> Option<(RowId, Target)> {
        let own = |id: RowId| {
            let row = self.row(id);
            let said = match row.slice {
                Some(slice) => of_slice(slice),
                None => of_whole(row.workstream),
            };
            said.map(|said| (id, said))
        };
        self.lineage(row).iter().copied().find_map(own)
    }
}

/// The soonest of several; never where there are none.
fn first_of<'e, 'd>(each: impl Iterator<Item = Soon<'e, 'd>>) -> Soon<'e, 'd> {
    each.min_by_key(|soon| soon.rank()).unwrap_or(Soon::Never)
}

/// How soon a grant lets its holders act.
fn soon_by<'e, 'd>(grant: &'e Grant<'d>) -> Soon<'e, 'd> {
    match (grant.mode(), grant.table.within) {
        (Some(Mode::PreAuthorized), _) => Soon::AtOnce,
        (Some(Mode::ApprovalRequired), Some(within)) => Soon::Approved(within.value.minutes, grant),
        (Some(Mode::ApprovalRequired), None) if grant.table.unread.could_hold("within") => {
            Soon::Unknown
        }
        (Some(Mode::ApprovalRequired), None) => Soon::Sometime(grant),
        _ => Soon::Never,
    }
}

#[cfg(test)]
mod tests;
