//! Whether the slices of a workstream that is split by hours fit together at every minute.
//!
//! What slices are told apart by besides hours is the model's matter; that nobody has a day, that
//! of work without an owner in between.

use racilint_parser::language::Incident;
use racilint_parser::values::{Hours, Many};

use super::{Clock, Set};
use crate::model::{RowId, hours_meet};

mod holes;

/// What is wrong with slices by hours.
#[derive(Debug)]
pub enum HoursFault<'d> {
    /// Minutes of the promise in which nobody has the work, or this part of it.
    Hole(Set, OpenPart<'d>),
    /// Minutes of the promise that two slices have.
    Overlap(RowId, RowId, Set),
}

/// The part of the work that a hole is about; all of it where nothing is named.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OpenPart<'d> {
    /// These systems; empty where it is the same for all.
    pub systems: Vec<&'d str>,
    /// These severities; empty where it is the same for all.
    pub severities: Vec<Incident>,
}

/// What a slice has of the promise.
struct Taken<'d> {
    slice: RowId,
    /// At its hours, on its days.
    in_force: Set,
    /// At its hours, on days before its first or after its last that nobody else could have: these
    /// are told where the slice begins or ends.
    told: Set,
    /// The systems that it names: none has all of them.
    systems: Vec<&'d str>,
    /// The severities that it names: none has all of them.
    severities: Vec<Incident>,
}

impl<'d> Clock<'_, 'd> {
    /// What is wrong with the hours of the slices of a row: a hole before an overlap. A slice
    /// without hours has all of the promise.
    pub fn split_fault(&self, row: RowId) -> Option<HoursFault<'d>> {
        let own = self.engagement.row(row);
        let slices = &own.slices;
        let is_known = !own.could_hold("slice") && !own.could_hold("systems");
        let is_known = is_known && slices.iter().all(|slice| self.is_read(*slice));
        let by_hours = slices
            .iter()
            .any(|slice| self.slice_hours(*slice).is_some());
        if !is_known || !by_hours {
            return None;
        }
        let promised = self.promised(row)?;
        let taken = slices.iter().map(|slice| self.taken(*slice, &promised));
        let taken: Vec<Taken<'d>> = taken.collect::<Option<_>>()?;
        let systems = own.systems().iter().map(|system| &*system.name);
        let severities = self.engagement.severities_of(slices);
        let hole = holes::largest(&promised, &taken, systems, &severities);
        hole.or_else(|| self.overlap(&taken))
    }

    /// What a slice has of a promise; `None` where it does not say when.
    fn taken(&self, slice: RowId, promised: &Set) -> Option<Taken<'d>> {
        let in_force = self.promised(slice)?.intersection(promised);
        let hours = self.promised_on_any_day(slice)?;
        let off = hours.intersection(promised).difference(&in_force);
        let told = if off.is_empty() {
            off
        } else {
            off.difference(&self.days_of_others(slice))
        };
        let named = self.engagement.row(slice).slice;
        let severities = named.map_or(&[][..], |named| Many::of(&named.severity));
        Some(Taken {
            slice,
            in_force,
            told,
            systems: self.systems(slice),
            severities: severities.iter().map(|own| own.value).collect(),
        })
    }

    /// Minutes that two slices have, where hours and days alone tell them apart. That two have the
    /// same system, severity or step at the same time is told without a clock.
    fn overlap(&self, taken: &[Taken<'d>]) -> Option<HoursFault<'d>> {
        let names_more = |own: &Taken<'_>| {
            let slice = self.engagement.row(own.slice).slice;
            let by_step = slice.is_some_and(|slice| slice.step.is_some());
            by_step || !own.systems.is_empty() || !own.severities.is_empty()
        };
        if taken.iter().any(names_more) {
            return None;
        }
        let pairs = taken.iter().enumerate().flat_map(|(index, second)| {
            let earlier = taken[..index].iter();
            earlier.map(move |first| (first, second))
        });
        let mut shared = pairs.map(|(first, second)| {
            let both = first.in_force.intersection(&second.in_force);
            (first.slice, second.slice, both)
        });
        let (first, second, both) = shared.find(|(_, _, both)| !both.is_empty())?;
        Some(HoursFault::Overlap(first, second, both))
    }

    /// The days of the slices that could have the work of another while that one is not in force:
    /// where there are none, these days are told with its first and last day.
    fn days_of_others(&self, slice: RowId) -> Set {
        let whole = self.engagement.row(slice).whole;
        let slices = whole.map_or(&[][..], |whole| &self.engagement.row(whole).slices);
        let others = slices.iter().filter(|other| **other != slice);
        let could_have_it = others.filter(|other| {
            self.may_meet(slice, **other) && !self.engagement.are_apart(slice, **other)
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

    /// Whether all that tells a slice apart can be read, and every system that it names is known: a
    /// misspelt one may be any.
    fn is_read(&self, slice: RowId) -> bool {
        let keys = ["hours", "systems", "severity", "step", "from", "until"];
        let table = self.engagement.row(slice).slice;
        let mut systems = self.systems(slice).into_iter();
        table.is_some_and(|table| !keys.iter().any(|key| table.unread.could_hold(key)))
            && systems.all(|system| self.engagement.names.system(system).is_some())
    }
}

#[cfg(test)]
mod tests;
