//! What absences change: those that the file records, and those that a question supposes.
//!
//! Nothing here says whether what changes is a defect.

use std::collections::{BTreeMap, BTreeSet};

use racilint_parser::language::Away;
use racilint_parser::values::Many;

use super::{Absent, Clock, Set, Unknown, Verdict};
use crate::model::{ActorId, ActorKind, RowId};

/// An absence that the file records.
#[derive(Clone, Copy, Debug)]
pub struct Recorded<'d> {
    /// Who is away.
    pub person: ActorId,
    /// Which of the absences in the person's list, from 0.
    pub number: usize,
    /// Its table.
    pub table: &'d Away<'d>,
}

impl<'d> Clock<'_, 'd> {
    /// All recorded absences, the one that begins first before the others; of those that begin on one
    /// day by name, whatever the order of the file.
    pub fn recorded(&self) -> Vec<Recorded<'d>> {
        let mut recorded = Vec::new();
        for (person, actor) in self.engagement.actors() {
            let ActorKind::Person(table) = actor.kind else {
                continue;
            };
            let absences = Many::of(&table.away).iter().enumerate();
            recorded.extend(absences.map(|(number, table)| Recorded {
                person,
                number,
                table,
            }));
        }
        let begins = |absence: &Recorded<'d>| {
            let from = absence.table.from.map(|from| from.value);
            from.map(|from| (from.year, from.month, from.day))
        };
        let name = |absence: &Recorded<'d>| self.engagement.actor(absence.person).name;
        recorded.sort_by_key(|absence| (begins(absence), name(absence), absence.number));
        recorded
    }

    /// Nobody is absent, and no absence that the file records happens.
    pub fn all_there(&self) -> Absent {
        let found = self.all_there.get_or_init(|| {
            let recorded = self.recorded().into_iter();
            let absences = recorded.map(|absence| (absence.person, absence.number));
            Absent::nobody().setting_aside(absences)
        });
        found.clone()
    }

    /// The promised minutes in which one of the responsible owners is on duty `before` and none is
    /// `after`.
    pub fn newly_uncovered(&self, row: RowId, before: &Absent, after: &Absent) -> Option<Verdict> {
        let promised = self.promised(row)?;
        Some(changed(|unknown| {
            let then = self.lacking(row, &promised, after, unknown);
            if then.is_empty() {
                return then;
            }
            then.difference(&self.lacking(row, &promised, before, unknown))
        }))
    }

    /// The promised minutes from which somebody who may act is reached in time `before` and not
    /// `after`.
    pub fn newly_late(
        &self,
        row: RowId,
        action: &str,
        before: &Absent,
        after: &Absent,
    ) -> Option<Verdict> {
        let promised = self.promised(row)?;
        Some(changed(|unknown| {
            let then = self.late(row, action, &promised, (after, unknown));
            if then.is_empty() {
                return Set::empty();
            }
            then.difference(&self.late(row, action, &promised, (before, unknown)))
        }))
    }

    /// The minutes in which one of several is on duty `before` and none is `after`; whoever has no
    /// hours in the file counts as there when not away.
    pub fn newly_without(&self, actors: &[ActorId], before: &Absent, after: &Absent) -> Set {
        let there = |absent| self.any_of(actors.iter().copied(), absent, Unknown::On);
        let lost = there(before).difference(&there(after));
        lost.intersection(self.horizon())
    }

    /// The days of a recorded absence.
    pub fn days_of_absence(&self, absence: &Recorded<'_>) -> Set {
        self.days_away(absence.person, absence.table)
    }

    /// The people who are at some promised minutes the only one there of all who do the work or are
    /// called about it, and at which, with no absence of the file counted.
    pub fn alone(&self, row: RowId) -> BTreeMap<ActorId, Verdict> {
        let Some(promised) = self.promised(row) else {
            return BTreeMap::new();
        };
        let owners: Vec<ActorId> = self.on_call(row).into_iter().collect();
        let all_there = self.all_there();
        let [on, off] = [Unknown::On, Unknown::Off]
            .map(|unknown| self.presence_of_any(&owners, &all_there, unknown));
        let people: BTreeSet<ActorId> = on.needed().chain(off.needed()).collect();
        let alone = people.into_iter().map(|person| {
            let verdict = changed(|unknown| {
                let presence = match unknown {
                    Unknown::On => &on,
                    Unknown::Off => &off,
                };
                presence.hanging_on(person).intersection(&promised)
            });
            (person, verdict)
        });
        alone.collect()
    }

    /// Whoever does the work of a row or is called about it.
    pub fn on_call(&self, row: RowId) -> BTreeSet<ActorId> {
        let called = self.called(row);
        let steps = called.steps.iter();
        let mut owners: BTreeSet<ActorId> = steps.flat_map(|step| &step.owners).copied().collect();
        owners.extend(self.engagement.row(row).responsible().actors());
        owners
    }
}

/// What changes whatever the unknown hours are, and what changes for some of them.
fn changed(change: impl Fn(Unknown) -> Set) -> Verdict {
    let (on, off) = (change(Unknown::On), change(Unknown::Off));
    Verdict {
        sure: on.intersection(&off),
        at_most: on.union(&off),
    }
}

#[cfg(test)]
mod tests;
