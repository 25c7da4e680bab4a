//! Whether the slices of a workstream that is split by hours fit together at every minute.
//!
//! What slices are told apart by besides hours is the model's matter.

use super::{Clock, Set};
use crate::model::RowId;

/// What is wrong with slices by hours.
#[derive(Debug)]
pub enum HoursFault {
    /// Minutes of the promise that no slice has.
    Hole(Set),
    /// Minutes that two slices have.
    Overlap(RowId, RowId, Set),
}

impl Clock<'_, '_> {
    /// What is wrong with the hours of the slices of a row: a hole before an overlap. Only where hours are
    /// all that tells them apart; a slice without hours has all of the promise.
    pub fn split_fault(&self, row: RowId) -> Option<HoursFault> {
        let slices = &self.engagement.row(row).slices;
        let plain = slices.iter().all(|slice| self.is_split_by_hours(*slice));
        if slices.len() < 2 || !plain {
            return None;
        }
        let promised = self.promised(row)?;
        let mut taken: Vec<(RowId, Set)> = Vec::new();
        for slice in slices {
            taken.push((*slice, self.promised(*slice)?.intersection(&promised)));
        }
        let left = promised.difference(&Set::union_of(taken.iter().map(|(_, own)| own)));
        if !left.is_empty() {
            return Some(HoursFault::Hole(left));
        }
        let pairs = taken.iter().enumerate().flat_map(|(index, second)| {
            let earlier = taken[..index].iter();
            earlier.map(move |first| (first, second))
        });
        let mut overlaps = pairs.map(|(first, second)| {
            HoursFault::Overlap(first.0, second.0, first.1.intersection(&second.1))
        });
        overlaps.find(|fault| matches!(fault, HoursFault::Overlap(_, _, both) if !both.is_empty()))
    }

    fn is_split_by_hours(&self, slice: RowId) -> bool {
        let row = self.engagement.row(slice);
        let keys = ["hours", "systems", "severity", "step", "from", "until"];
        row.slice.is_some_and(|slice| {
            let more = [
                slice.systems.is_some(),
                slice.severity.is_some(),
                slice.step.is_some(),
                slice.from.is_some(),
                slice.until.is_some(),
            ];
            slice.hours.is_some()
                && !more.contains(&true)
                && !keys.iter().any(|key| slice.unread.could_hold(key))
        })
    }
}
