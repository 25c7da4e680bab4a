//! Finds what repeats: windows that are there every week, every day or on some days of each week,
//! for the whole horizon or for a part of it.
//!
//! Two windows are alike when the clock shows the same at their starts and at their ends. A week
//! here and there in which one is missing, as on a holiday, leaves it a window of every week; one
//! that is only shorter for once, as at a clock change or at the edge of the horizon, belongs to
//! it. Nothing that is longer by the clock is ever hidden in something shorter.

use std::collections::BTreeMap;

use super::local::{DAY, Occurrence, WEEK, in_week, time, weekday};

/// What is alike so often repeats; fewer are told by their dates.
const REPEATS_FROM: usize = 3;
/// So many weeks in a row may be without it: in March the clocks of New York and Berlin are apart
/// over three weekends.
const LONGEST_BREAK: i64 = 3;
/// So many weeks one weekday may begin later or end sooner than the others it is told with: both
/// Fridays at the end of a year are holidays.
const MOST_MISSED: i64 = 2;

/// How a window is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// The whole horizon.
    Always,
    /// Every week of the horizon.
    Throughout,
    /// Repeating between two dates.
    Run,
    /// On certain dates.
    Dates,
    /// From a date to the end of the horizon.
    Open,
}

/// Windows that are told as one. All of `occurrences`, of which there is at least one, are alike.
#[derive(Clone, Debug)]
pub(super) struct Fold {
    pub(super) kind: Kind,
    pub(super) occurrences: Vec<Occurrence>,
    /// Those that are a part of such a window only.
    pub(super) absorbed: Vec<Occurrence>,
}

/// Windows that are alike and of one weekday, in order.
type Slot = Vec<Occurrence>;
/// The time of day at which a window starts, its length, and its weekday where it is longer than a
/// day: those are told weekday by weekday.
type Shape = (i64, i64, Option<usize>);

/// Folds the windows of a horizon, which come in order.
pub(super) fn fold(found: Vec<Occurrence>, horizon: &Occurrence) -> Vec<Fold> {
    if let [all] = found.as_slice()
        && all.span == horizon.span
    {
        return vec![of(Kind::Always, found)];
    }
    let (mut folds, rest) = throughout(found, horizon);
    let rest = absorb(&mut folds, rest);
    let (mut runs, rest) = runs(rest);
    let (open, rest) = at_the_edges(&mut runs, rest, horizon);
    folds.append(&mut runs);
    folds.extend(on_dates(rest));
    folds.extend(open);
    folds
}

/// Which weekdays the windows start on, as bits: 1 is Monday.
pub(super) fn weekdays(occurrences: &[Occurrence]) -> u8 {
    as_bits(occurrences.iter().map(Occurrence::day))
}

/// Which weekdays there are from one day to another, as bits.
pub(super) fn weekdays_between(first: i64, last: i64) -> u8 {
    as_bits((first..=last).take(7))
}

fn as_bits(days: impl Iterator<Item = i64>) -> u8 {
    days.fold(0, |bits, day| bits | 1 << weekday(day))
}

/// Monday to Friday.
pub(super) const WORKING: u8 = 0b0001_1111;

fn of(kind: Kind, mut occurrences: Vec<Occurrence>) -> Fold {
    occurrences.sort_unstable();
    Fold {
        kind,
        occurrences,
        absorbed: Vec::new(),
    }
}

fn shape(occurrence: &Occurrence) -> Shape {
    let length = occurrence.wall();
    let weekday = (length > DAY).then(|| weekday(occurrence.day()));
    (time(occurrence.start), length, weekday)
}

/// What holds in all weeks of the horizon, and the rest.
fn throughout(found: Vec<Occurrence>, horizon: &Occurrence) -> (Vec<Fold>, Vec<Occurrence>) {
    let mut shapes: BTreeMap<Shape, Slot> = BTreeMap::new();
    let mut rest = Vec::new();
    for slot in slots(found) {
        match slot.first().filter(|_| is_throughout(&slot, horizon)) {
            Some(first) => shapes.entry(shape(first)).or_default().extend(slot),
            None => rest.extend(slot),
        }
    }
    let (folds, few): (Vec<Slot>, Vec<Slot>) = shapes
        .into_values()
        .partition(|alike| alike.len() >= REPEATS_FROM);
    rest.extend(few.into_iter().flatten());
    let folds = folds.into_iter().map(|alike| of(Kind::Throughout, alike));
    (folds.collect(), rest)
}

/// Splits windows into steady slots.
fn slots(found: Vec<Occurrence>) -> Vec<Slot> {
    let mut slots: BTreeMap<(i64, i64), Slot> = BTreeMap::new();
    for occurrence in found {
        let key = (in_week(occurrence.start), occurrence.wall());
        slots.entry(key).or_default().push(occurrence);
    }
    slots.into_values().flat_map(steady_parts).collect()
}

/// Breaks a slot at its longest pauses until what is left is steady.
fn steady_parts(mut slot: Slot) -> Vec<Slot> {
    slot.sort_unstable();
    let mut parts = vec![slot];
    let mut steady = Vec::new();
    while let Some(mut part) = parts.pop() {
        match longest_pause(&part).filter(|_| !is_steady(&part)) {
            Some(at) => {
                let later = part.split_off(at);
                parts.extend([later, part]);
            }
            None => steady.push(part),
        }
    }
    steady
}

/// The index after the longest pause; the first of equals.
fn longest_pause(slot: &[Occurrence]) -> Option<usize> {
    let pauses = pauses(slot).enumerate();
    let longest = pauses.max_by_key(|(at, weeks)| (*weeks, std::cmp::Reverse(*at)));
    longest.map(|(at, _)| at + 1)
}

/// The weeks from each window to the next.
fn pauses(slot: &[Occurrence]) -> impl Iterator<Item = i64> {
    let pairs = slot.windows(2);
    pairs.filter_map(|pair| match pair {
        [one, next] => Some((next.day() - one.day()).div_euclid(7)),
        _ => None,
    })
}

fn is_steady(slot: &[Occurrence]) -> bool {
    let (missing, weeks) = missing(slot);
    let breaks = pauses(slot).all(|weeks| weeks <= LONGEST_BREAK + 1);
    breaks && is_rare(missing, weeks)
}

/// In how many weeks from the first to the last there is none, and how many weeks these are.
fn missing(slot: &[Occurrence]) -> (i64, i64) {
    let weeks: i64 = pauses(slot).sum();
    let missing = pauses(slot).map(|weeks| (weeks - 1).max(0)).sum();
    (missing, weeks + 1)
}

/// Three weeks in ten are rare: a dozen holidays a year, most of them beside a weekend, and the
/// weeks in which clocks are apart still leave a window of every week.
fn is_rare(missing: i64, weeks: i64) -> bool {
    missing * 10 <= weeks * 3
}

fn is_throughout(slot: &[Occurrence], horizon: &Occurrence) -> bool {
    let (Some(first), Some(last)) = (slot.first(), slot.last()) else {
        return false;
    };
    let before = (first.start - horizon.start).div_euclid(WEEK);
    let after = (horizon.end - last.end).div_euclid(WEEK);
    let (missing, weeks) = missing(slot);
    let breaks = before.max(after) <= LONGEST_BREAK;
    breaks && is_rare(missing + before + after, weeks + before + after)
}

/// Gives what lies within a window of every week to that window, and returns the rest.
///
/// Windows that are there in most weeks cannot overlap, so that only the one before can hold it.
fn absorb(folds: &mut [Fold], found: Vec<Occurrence>) -> Vec<Occurrence> {
    let mut starts: BTreeMap<i64, (i64, usize)> = BTreeMap::new();
    for (index, fold) in folds.iter().enumerate() {
        for one in &fold.occurrences {
            starts.insert(in_week(one.start), (one.wall(), index));
        }
    }
    let mut rest = Vec::new();
    for occurrence in found {
        let at = in_week(occurrence.start);
        let before = starts.range(..=at).next_back();
        let nearest = before.or_else(|| starts.last_key_value());
        let holding = nearest.filter(|(start, (length, _))| fits(&occurrence, **start, *length));
        match holding.and_then(|(_, (_, index))| folds.get_mut(*index)) {
            Some(fold) => fold.absorbed.push(occurrence),
            None => rest.push(occurrence),
        }
    }
    rest
}

/// Whether a window lies within one that starts at that minute of each week.
fn fits(occurrence: &Occurrence, start: i64, length: i64) -> bool {
    let later = (in_week(occurrence.start) - start).rem_euclid(WEEK);
    later + occurrence.wall().max(0) <= length
}

/// What repeats between two dates, and the rest.
fn runs(found: Vec<Occurrence>) -> (Vec<Fold>, Vec<Occurrence>) {
    let mut shapes: BTreeMap<Shape, Vec<Slot>> = BTreeMap::new();
    for slot in slots(found) {
        if let Some(first) = slot.first() {
            shapes.entry(shape(first)).or_default().push(slot);
        }
    }
    let groups = shapes.into_values().flat_map(side_by_side);
    let (runs, rest): (Vec<Group>, Vec<Group>) = groups.partition(Group::repeats);
    let runs = runs.into_iter().map(|group| of(Kind::Run, group.all()));
    let rest = rest.into_iter().flat_map(Group::all);
    (runs.collect(), rest.collect())
}

/// Slots of several weekdays that begin together and end together.
struct Group {
    slots: Vec<Slot>,
    weekdays: u8,
    first: i64,
    /// The latest of the days on which the slots have their last window.
    last: i64,
}

/// Joins slots of the same shape that begin together and end together: in one week, else with a few
/// weeks missing at the edges, as holidays are missing in between.
fn side_by_side(mut slots: Vec<Slot>) -> Vec<Group> {
    slots.sort_unstable();
    let mut groups: Vec<Group> = Vec::new();
    for slot in slots {
        let (Some(first), Some(last)) = (slot.first(), slot.last()) else {
            continue;
        };
        let (first, last, bit) = (first.day(), last.day(), 1 << weekday(first.day()));
        let near = |group: &Group| (first - group.first).div_euclid(7) <= MOST_MISSED;
        let near = groups.iter().rposition(|group| !near(group));
        let near = near.map_or(0, |before| before + 1);
        let takes = |most: i64| {
            let found = groups[near..].iter();
            let at = found.rev().position(|group| group.takes(&slot, bit, most));
            at.map(|at| groups.len() - 1 - at)
        };
        match takes(0).or_else(|| takes(MOST_MISSED)) {
            Some(at) => {
                let group = &mut groups[at];
                group.weekdays |= bit;
                group.last = group.last.max(last);
                group.slots.push(slot);
            }
            None => groups.push(Group {
                slots: vec![slot],
                weekdays: bit,
                first,
                last,
            }),
        }
    }
    groups
}

/// Whether a slot is there in all weeks from one day to another but so many at either edge, and those
/// that are missing are rare.
fn fills(slot: &Slot, (first, last): (i64, i64), most: i64) -> bool {
    let (Some(own_first), Some(own_last)) = (slot.first(), slot.last()) else {
        return false;
    };
    let before = (own_first.day() - first).div_euclid(7);
    let after = (last - own_last.day()).div_euclid(7);
    let (missing, weeks) = missing(slot);
    let edges = before + after;
    before.max(after) <= most && (edges == 0 || is_rare(missing + edges, weeks + edges))
}

impl Group {
    /// Whether a slot of another weekday begins and ends with these, so many weeks apart at most.
    fn takes(&self, slot: &Slot, bit: u8, most: i64) -> bool {
        let last = slot.last().map_or(self.last, Occurrence::day);
        let days = (self.first, self.last.max(last));
        let mut all = self.slots.iter().chain([slot]);
        self.weekdays & bit == 0 && all.all(|own| fills(own, days, most))
    }

    /// Whether it is told as something that repeats: on its weekdays at least twice, and three
    /// times in all; or on each of at least three days in a row, weekends aside.
    fn repeats(&self) -> bool {
        let between = weekdays_between(self.first, self.last);
        let in_a_row = self.weekdays == between || self.weekdays == between & WORKING;
        let count: usize = self.slots.iter().map(Vec::len).sum();
        let again = count >= 2 * self.slots.len();
        let shorter_than_week = self.slots.iter().flatten().all(|one| one.wall() < WEEK);
        shorter_than_week && count >= REPEATS_FROM && (again || in_a_row)
    }

    fn all(self) -> Vec<Occurrence> {
        self.slots.into_iter().flatten().collect()
    }
}

/// Gives what the horizon cuts to a window that repeats there; what runs to the end of the
/// horizon and belongs to none is told as open.
fn at_the_edges(
    runs: &mut [Fold],
    found: Vec<Occurrence>,
    horizon: &Occurrence,
) -> (Vec<Fold>, Vec<Occurrence>) {
    let is_cut = |one: &Occurrence| one.start == horizon.start || one.end == horizon.end;
    let (cut, mut rest): (Vec<_>, Vec<_>) = found.into_iter().partition(is_cut);
    let mut open = Vec::new();
    for occurrence in cut {
        let holding = runs.iter_mut().find(|run| is_next_to(&occurrence, run));
        match holding {
            Some(run) => run.absorbed.push(occurrence),
            None if occurrence.end == horizon.end => open.push(of(Kind::Open, vec![occurrence])),
            None => rest.push(occurrence),
        }
    }
    (open, rest)
}

/// Whether a window is a part of the one that a run would have had next or before.
fn is_next_to(occurrence: &Occurrence, run: &Fold) -> bool {
    run.occurrences.iter().any(|one| {
        let near = (occurrence.day() - one.day()).abs() <= 13;
        near && fits(occurrence, in_week(one.start), one.wall())
    })
}

/// What is left, those of one shape together if no clock change makes one of them longer.
fn on_dates(found: Vec<Occurrence>) -> Vec<Fold> {
    let mut shapes: BTreeMap<(Shape, i64), Slot> = BTreeMap::new();
    let mut alone = Vec::new();
    for occurrence in found {
        if occurrence.wall() < WEEK {
            let key = (shape(&occurrence), occurrence.minutes());
            shapes.entry(key).or_default().push(occurrence);
        } else {
            alone.push(vec![occurrence]);
        }
    }
    let folds = shapes.into_values().chain(alone);
    folds.map(|alike| of(Kind::Dates, alike)).collect()
}

#[cfg(test)]
mod tests;
