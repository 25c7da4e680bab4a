//! What the promised hours are held against: minutes without anybody there, and minutes from
//! which nobody who may act is reached in time.
//!
//! Whether that is a defect, and how it is told, is for the rules to say.

use std::collections::BTreeSet;

use super::{Absent, Clock, Set, Unknown};
use crate::model::{ActorId, ActorKind, RowId};
use racilint_parser::language::Shift;
use racilint_parser::values::{Hours, Many, Window};

/// The minutes of which something is true: surely, and at most.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// Whatever the unknown hours are.
    pub sure: Set,
    /// If all that is unknown is against it.
    pub at_most: Set,
}

impl Verdict {
    /// Whether the file says too little: it is true of no minute for sure, and of some perhaps.
    pub fn is_open(&self) -> bool {
        self.sure.is_empty() && !self.at_most.is_empty()
    }

    /// What of it lies in a set.
    #[must_use]
    pub fn among(&self, set: &Set) -> Self {
        Self {
            sure: self.sure.intersection(set),
            at_most: self.at_most.intersection(set),
        }
    }
}

impl<'d> Clock<'_, 'd> {
    /// The promised minutes from which it takes longer than `decide-within` to reach somebody who
    /// may take an action, or without such a target for ever. `None` where no hours are promised.
    pub fn too_late(&self, row: RowId, action: &str, absent: &Absent) -> Option<Verdict> {
        let promised = self.promised(row)?;
        let late = |unknown| Set::clone(&self.late(row, action, &promised, (absent, unknown)));
        Some(Verdict {
            sure: late(Unknown::On),
            at_most: late(Unknown::Off),
        })
    }

    /// The promised minutes in which none of the responsible owners is on duty. `None` where no
    /// hours are promised.
    pub fn uncovered(&self, row: RowId, absent: &Absent) -> Option<Verdict> {
        let promised = self.promised(row)?;
        let lacking = |unknown| self.lacking(row, &promised, absent, unknown);
        Some(Verdict {
            sure: lacking(Unknown::On),
            at_most: lacking(Unknown::Off),
        })
    }

    /// The minutes of `promised` in which none of the responsible owners is on duty.
    pub(super) fn lacking(
        &self,
        row: RowId,
        promised: &Set,
        absent: &Absent,
        unknown: Unknown,
    ) -> Set {
        let owners = self.engagement.row(row).responsible();
        if unknown == Unknown::On && owners.uncertain() {
            return Set::empty();
        }
        self.left(promised, &self.any_of(owners.actors(), absent, unknown))
    }

    /// The minutes in which one of several is on duty.
    pub fn any_of(
        &self,
        actors: impl IntoIterator<Item = ActorId>,
        absent: &Absent,
        unknown: Unknown,
    ) -> Set {
        let duties: Vec<_> = actors
            .into_iter()
            .map(|actor| self.on_duty(actor, absent, unknown))
            .collect();
        Set::union_of(duties.iter().map(AsRef::as_ref))
    }

    /// Those behind an actor of whom nobody wrote when they are there: what a rule that stays
    /// open names as its need.
    pub fn without_hours(&self, actor: ActorId) -> BTreeSet<ActorId> {
        let mut keepers = self.keepers_of_hours(actor);
        keepers.retain(|own| {
            let is_team = matches!(self.engagement.actor(*own).kind, ActorKind::Team(_));
            let known = is_team || self.hours_of(*own, Unknown::Off).is_some();
            !known && self.shifts_of(*own).is_empty()
        });
        keepers
    }

    /// Those behind an actor whose hours say when it is there: a team that names some stands for
    /// its people.
    pub(super) fn keepers_of_hours(&self, actor: ActorId) -> BTreeSet<ActorId> {
        let mut found = BTreeSet::new();
        let mut seen = BTreeSet::new();
        let mut open = vec![actor];
        while let Some(next) = open.pop() {
            if !seen.insert(next) {
                continue;
            }
            let table = self.engagement.actor(next);
            match table.kind {
                ActorKind::Person(_) | ActorKind::Party(_) => {
                    found.insert(next);
                }
                ActorKind::Team(team) => {
                    let exact =
                        team.hours.is_some() || !Many::<Shift<'_>>::of(&team.shifts).is_empty();
                    if exact {
                        found.insert(next);
                    } else {
                        open.extend(table.members.actors().chain(table.lead.actors()));
                    }
                }
                ActorKind::Role(_) => {
                    open.extend(table.members.actors().chain(table.deputies.actors()));
                }
            }
        }
        found
    }

    /// Those of whom nobody wrote when they are there, and outside of whose hours a row promises its
    /// own: nobody knows then when it is promised.
    pub fn without_hours_to_promise(&self, row: RowId) -> BTreeSet<ActorId> {
        let promise = self.promise_of(row);
        let unknown = promise.filter(|_| self.promised(row).is_none());
        unknown.map_or_else(BTreeSet::new, |hours| self.without_hours_in(hours))
    }

    /// Those of whom nobody wrote when they are there, and outside of whose hours some hours are.
    pub fn without_hours_in(&self, hours: &Hours<'_>) -> BTreeSet<ActorId> {
        let named = hours.windows.iter().filter_map(|(_, window)| match window {
            Window::Outside(owner) => self.engagement.names.actor(&owner.name),
            _ => None,
        });
        let unknown = named.filter(|owner| self.hours_of(*owner, Unknown::Off).is_none());
        unknown.collect()
    }

    /// Those of whom nobody wrote when they are there, among all who are called about a row or
    /// asked for an approval there.
    pub fn without_hours_on(&self, row: RowId, action: &str) -> BTreeSet<ActorId> {
        let called = self.called(row);
        let owners = called.steps.iter().flat_map(|step| &step.owners);
        let mut found: BTreeSet<ActorId> = owners
            .flat_map(|actor| self.without_hours(*actor))
            .collect();
        found.extend(self.without_hours_of_approvers(row, action));
        found
    }

    /// Those of whom nobody wrote when they are there, among all who are asked for an approval of
    /// an action on a row.
    pub fn without_hours_of_approvers(&self, row: RowId, action: &str) -> BTreeSet<ActorId> {
        let grants = self.engagement.grants_about(action, row).into_iter();
        let approvers = grants.flat_map(|grant| {
            let approvers = &self.engagement.grants[grant].approvers;
            approvers.actors().collect::<Vec<_>>()
        });
        approvers
            .flat_map(|actor| self.without_hours(actor))
            .collect()
    }
}

#[cfg(test)]
mod tests;
