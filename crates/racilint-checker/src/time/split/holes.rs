//! What slices leave to nobody, for each system and severity that they are told apart by.
//!
//! Slices by step take the work together: in an hour in which one of them is there the others may
//! wait, as an approval does. So steps are not told apart here.

use std::collections::BTreeMap;

use racilint_parser::language::Incident;

use super::{HoursFault, OpenPart, Taken};
use crate::time::Set;

/// The largest of all holes, with what it is about. `systems` are those of the whole, which a slice
/// without systems has beside those that slices name; `severities` go from the gravest to the least.
pub(super) fn largest<'d>(
    promised: &Set,
    taken: &[Taken<'d>],
    systems: impl Iterator<Item = &'d str>,
    severities: &[Incident],
) -> Option<HoursFault<'d>> {
    let all: Vec<Holes> = by_system(taken, systems)
        .into_iter()
        .map(|(system, taken)| Holes::of(system, promised, &taken, severities))
        .collect();
    let largest = all.iter().rev().max_by_key(|own| own.largest.minutes())?;
    if largest.largest.is_empty() {
        return None;
    }
    let alike = all
        .iter()
        .filter(|own| (&own.largest, &own.severities) == (&largest.largest, &largest.severities));
    let named: Vec<&str> = alike.filter_map(|own| own.system).collect();
    let part = OpenPart {
        severities: without_all(largest.severities.clone(), severities.len()),
        systems: without_all(named, all.len()),
    };
    Some(HoursFault::Hole(largest.largest.clone(), part))
}

/// What is true of all needs no names.
fn without_all<T>(named: Vec<T>, all: usize) -> Vec<T> {
    if named.len() == all {
        Vec::new()
    } else {
        named
    }
}

/// What some slices with the same severities have together.
#[derive(Clone, Default)]
struct Share<'t> {
    severities: &'t [Incident],
    in_force: Set,
    told: Set,
}

impl<'t> Share<'t> {
    fn of(taken: &'t Taken<'_>) -> Self {
        Share {
            severities: &taken.severities,
            in_force: taken.in_force.clone(),
            told: taken.told.clone(),
        }
    }

    fn has(&self, severity: Incident) -> bool {
        self.severities.is_empty() || self.severities.contains(&severity)
    }
}

/// What is taken of each system, in the order in which they are named; of the work as a whole where
/// none is.
fn by_system<'t, 'd>(
    taken: &'t [Taken<'d>],
    systems: impl Iterator<Item = &'d str>,
) -> Vec<(Option<&'d str>, Vec<Share<'t>>)> {
    let rest = taken.iter().filter(|own| own.systems.is_empty());
    let rest = together(rest);
    let mut at: BTreeMap<&str, usize> = BTreeMap::new();
    let mut all: Vec<(Option<&'d str>, Vec<Share<'t>>)> = Vec::new();
    let named = taken.iter().flat_map(|own| {
        let systems = own.systems.iter();
        systems.map(move |system| (*system, Some(own)))
    });
    for (system, own) in named.chain(systems.map(|system| (system, None))) {
        let index = *at.entry(system).or_insert_with(|| {
            all.push((Some(system), rest.clone()));
            all.len() - 1
        });
        all[index].1.extend(own.map(Share::of));
    }
    if all.is_empty() {
        all.push((None, rest));
    }
    all
}

/// Slices as one where they name the same severities, so that each system looks at few of them.
fn together<'t, 'd: 't>(taken: impl Iterator<Item = &'t Taken<'d>>) -> Vec<Share<'t>> {
    let mut alike: BTreeMap<&[Incident], Vec<&Taken<'d>>> = BTreeMap::new();
    for own in taken {
        alike.entry(&own.severities).or_default().push(own);
    }
    let shares = alike.into_iter().map(|(severities, own)| Share {
        severities,
        in_force: Set::union_of(own.iter().map(|own| &own.in_force)),
        told: Set::union_of(own.iter().map(|own| &own.told)),
    });
    shares.collect()
}

/// What is left of a system, or of all.
struct Holes<'d> {
    system: Option<&'d str>,
    largest: Set,
    /// The severities that have this hole; none where slices name none.
    severities: Vec<Incident>,
}

impl<'d> Holes<'d> {
    fn of(
        system: Option<&'d str>,
        promised: &Set,
        taken: &[Share<'_>],
        severities: &[Incident],
    ) -> Self {
        let (largest, severities) = match severities {
            [] => (left(promised, taken.iter()), Vec::new()),
            _ => largest_of(&by_severity(promised, taken, severities), severities),
        };
        Holes {
            system,
            largest,
            severities,
        }
    }
}

/// The largest of the holes of some severities, and all that have it.
fn largest_of(holes: &[Set], severities: &[Incident]) -> (Set, Vec<Incident>) {
    let largest = holes.iter().rev().max_by_key(|hole| hole.minutes());
    let largest = largest.cloned().unwrap_or_default();
    let with = severities.iter().zip(holes);
    let with = with.filter(|(_, hole)| **hole == largest);
    (largest.clone(), with.map(|(own, _)| *own).collect())
}

/// What nobody has of each severity. In an hour in which somebody has graver incidents only, the
/// others are left to wait on purpose.
fn by_severity(promised: &Set, taken: &[Share<'_>], severities: &[Incident]) -> Vec<Set> {
    let of = |severity: Incident| taken.iter().filter(move |own| own.has(severity));
    let at_work = |severities: &[Incident]| {
        let own = severities.iter().flat_map(|severity| of(*severity));
        Set::union_of(own.map(|own| &own.in_force))
    };
    let holes = severities.iter().enumerate().map(|(index, severity)| {
        let (graver, rest) = severities.split_at(index);
        let lesser = rest.get(1..).unwrap_or_default();
        let waiting = at_work(graver).difference(&at_work(lesser));
        left(promised, of(*severity)).difference(&waiting)
    });
    holes.collect()
}

/// What is promised and neither in the hands of one of these nor told with their days.
fn left<'s, 't: 's>(promised: &Set, taken: impl Iterator<Item = &'s Share<'t>>) -> Set {
    let all = taken.flat_map(|own| [&own.in_force, &own.told]);
    promised.difference(&Set::union_of(all))
}
