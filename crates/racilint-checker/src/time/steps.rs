//! The steps of an escalation path held against the hours in which they may be called.

use super::{Absent, Clock, Set, Unknown, Verdict};
use crate::model::{ActorId, RowId};

impl Clock<'_, '_> {
    /// For each step of the path of a row, the promised minutes in which it may be called and
    /// nobody of it is on duty. `None` where no hours are promised.
    ///
    /// A step may be called at a minute when that is promised, and when the call that leads to it
    /// was. Where a step calls only those who are responsible for the row, minutes in which none
    /// of all the responsible is there are left out: that is a hole in the coverage of the row,
    /// whoever is called.
    pub fn steps_off_duty(&self, row: RowId, absent: &Absent) -> Option<Vec<Verdict>> {
        let promised = self.promised(row)?;
        let called = self.called(row);
        let moments = called.moments();
        let steps = called.steps.iter().zip(moments);
        let verdict = |owners: &[ActorId], uncertain: bool, after: i64| {
            let missing = |unknown| {
                if unknown == Unknown::On && (uncertain || called.uncertain) {
                    return Set::empty();
                }
                let there = self.any_of(owners.iter().copied(), absent, unknown);
                let missing = self.left(&promised, &there);
                if missing.is_empty() {
                    return missing;
                }
                let missing = missing.intersection(&promised.shifted(after));
                missing.difference(&self.told_by_coverage(row, owners, absent, unknown))
            };
            Verdict {
                sure: missing(Unknown::On),
                at_most: missing(Unknown::Off),
            }
        };
        let verdicts =
            steps.map(|(step, at)| verdict(&step.owners, step.uncertain, at.unwrap_or(0)));
        Some(verdicts.collect())
    }

    /// The minutes without anybody responsible, where an owner of the row is called.
    fn told_by_coverage(
        &self,
        row: RowId,
        owners: &[ActorId],
        absent: &Absent,
        unknown: Unknown,
    ) -> Set {
        let responsible: Vec<ActorId> = self.engagement.row(row).responsible().actors().collect();
        if !owners.iter().all(|own| responsible.contains(own)) {
            return Set::empty();
        }
        let uncovered = self.uncovered(row, absent);
        uncovered.map_or_else(Set::empty, |verdict| match unknown {
            Unknown::On => verdict.sure,
            Unknown::Off => verdict.at_most,
        })
    }
}
