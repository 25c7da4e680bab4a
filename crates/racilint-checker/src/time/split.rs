//! Whether the slices of a workstream that is split by hours fit together at every minute.
//!
//! What slices are told apart by besides hours is the model's matter; that nobody has a day, that
//! of work without an owner in between.

use std::collections::BTreeSet;

use racilint_parser::values::{Hours, Many};

use super::{Clock, Set};
use crate::model::{RowId, hours_meet};

/// What is wrong with slices by hours.
#[derive(Debug)]
pub enum HoursFault<'d> {
    /// Minutes of the promise that no slice has; for one system, where slices name systems too.
    Hole(Set, Option<&'d str>),
    /// Minutes that two slices have.
    Overlap(RowId, RowId, Set),
}

impl<'d> Clock<'_, 'd> {
    /// What is wrong with the hours of the slices of a row: a hole before an overlap. Only where
    /// hours, days and systems are all that tells them apart; a slice without hours has all of the
    /// promise.
    pub fn split_fault(&self, row: RowId) -> Option<HoursFault<'d>> {
        let own = self.engagement.row(row);
        let slices = &own.slices;
        let is_known = !own.could_hold("slice");
        let is_known = is_known && slices.iter().all(|slice| self.is_split_by_hours(*slice));
        let by_hours = slices
            .iter()
            .any(|slice| self.slice_hours(*slice).is_some());
        if !is_known || !by_hours {
            return None;
        }
        let promised = self.promised(row)?;
        let mut taken: Vec<Taken> = Vec::new();
        for slice in slices {
            let in_force = self.promised(*slice)?.intersection(&promised);
            let hours = self.promised_on_any_day(*slice)?;
            let off = hours.intersection(&promised).difference(&in_force);
            taken.push(Taken {
                slice: *slice,
                told: off.difference(&self.days_of_others(*slice, slices)),
                in_force,
            });
        }
        let systems: Vec<Vec<&'d str>> = slices.iter().map(|slice| self.systems(*slice)).collect();
        match systems.iter().filter(|own| !own.is_empty()).count() {
            0 => plain_fault(&promised, &taken),
            count if count == slices.len() => hole_of_a_system(&promised, &taken, &systems),
            _ => None,
        }
    }

    /// The days of the slices that could have the work of another while that one is not in force:
    /// where there are none, these days are told with its first and last day.
    fn days_of_others(&self, slice: RowId, slices: &[RowId]) -> Set {
        let systems = self.systems(slice);
        let others = slices.iter().filter(|other| **other != slice);
        let could_have_it = others.filter(|other| {
            let named = self.systems(**other);
            self.may_meet(slice, **other)
                && (systems.is_empty() || named.iter().any(|system| systems.contains(system)))
        });
        let days = could_have_it.map(|other| self.on_days_of(*other));
        Set::union_of(&days.collect::<Vec<_>>())
    }

    /// Whether two rows have minutes in common by the hours that they promise, whatever their days;
    /// where that is not known, they may.
    pub fn may_meet(&self, a: RowId, b: RowId) -> bool {
        let hours = |row| self.engagement.hours(row);
        let meet = hours_meet(hours(a), hours(b));
        meet.unwrap_or_else(|| match (self.possible_hours(a), self.possible_hours(b)) {
            (Some(a), Some(b)) => self.left(&a, &b).minutes() < a.minutes(),
            _ => true,
        })
    }

    /// The systems that a slice names.
    fn systems(&self, slice: RowId) -> Vec<&'d str> {
        let slice = self.engagement.row(slice).slice;
        let named = slice.map_or(&[][..], |slice| Many::of(&slice.systems));
        named.iter().map(|system| &*system.name).collect()
    }

    /// The hours that a slice names itself.
    fn slice_hours(&self, slice: RowId) -> Option<&'d Hours<'d>> {
        let slice = self.engagement.row(slice).slice?;
        slice.hours.as_ref()
    }

    fn is_split_by_hours(&self, slice: RowId) -> bool {
        let row = self.engagement.row(slice);
        let keys = ["hours", "systems", "severity", "step", "from", "until"];
        row.slice.is_some_and(|slice| {
            let more = slice.severity.is_some() || slice.step.is_some();
            !more && !keys.iter().any(|key| slice.unread.could_hold(key))
        })
    }
}

/// What a slice has of the promise.
struct Taken {
    slice: RowId,
    /// At its hours, on its days.
    in_force: Set,
    /// At its hours, on days before its first or after its last that nobody else could have: these
    /// are told where the slice begins or ends.
    told: Set,
}

/// What is promised and neither in the hands of one of these slices nor told with their days.
fn left<'t>(promised: &Set, taken: impl Iterator<Item = &'t Taken>) -> Set {
    let all = taken.flat_map(|own| [&own.in_force, &own.told]);
    promised.difference(&Set::union_of(all))
}

/// What is wrong with slices that hours and days alone tell apart.
fn plain_fault<'d>(promised: &Set, taken: &[Taken]) -> Option<HoursFault<'d>> {
    let left = left(promised, taken.iter());
    if !left.is_empty() {
        return Some(HoursFault::Hole(left, None));
    }
    let pairs = taken.iter().enumerate().flat_map(|(index, second)| {
        let earlier = taken[..index].iter();
        earlier.map(move |first| (first, second))
    });
    let mut overlaps = pairs.map(|(first, second)| {
        let both = first.in_force.intersection(&second.in_force);
        HoursFault::Overlap(first.slice, second.slice, both)
    });
    overlaps.find(|fault| matches!(fault, HoursFault::Overlap(_, _, both) if !both.is_empty()))
}

/// The first system for which the slices that name it leave some of the promise to nobody. That two
/// have the same system at the same time is told without a clock.
fn hole_of_a_system<'d>(
    promised: &Set,
    taken: &[Taken],
    systems: &[Vec<&'d str>],
) -> Option<HoursFault<'d>> {
    let mut told = BTreeSet::new();
    let mut all = systems
        .iter()
        .flatten()
        .filter(|system| told.insert(**system));
    all.find_map(|system| {
        let own = taken.iter().zip(systems);
        let own = own.filter(|(_, named)| named.contains(system));
        let left = left(promised, own.map(|(own, _)| own));
        (!left.is_empty()).then_some(HoursFault::Hole(left, Some(system)))
    })
}

#[cfg(test)]
mod tests;
