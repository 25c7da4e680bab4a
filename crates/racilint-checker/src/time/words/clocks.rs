//! Why something happens only between two dates: some places have changed their clocks, others not
//! yet, or never do.
//!
//! It compares dates of clock changes with dates of windows. Whether the windows come from there
//! is a question of their shape: [`reason_of`] asks it, [`clock_reason`] leaves it to the caller.

use std::collections::BTreeSet;

use jiff::tz::TimeZone;

use super::local::{DAY, WEEK, timestamp};
use super::say::listed;
use crate::time::set::Minute;

/// A year and a day, in minutes.
const YEAR: Minute = 366 * DAY;

/// Why what happens from `from` to `to` happens then only, relative to the weeks before and after:
/// `while New York has changed its clocks and Berlin has not`.
///
/// Some zones, each given with its IANA name, changed their clocks in the week before, the others
/// do so in the week after; or some change theirs both times and the others never do. None when
/// it is not so, or when a clock changes in between.
pub fn clock_reason(from: Minute, to: Minute, zones: &[(&str, TimeZone)]) -> Option<String> {
    Parting::of(from, to, zones)?.reason()
}

/// The same for windows of one shape (the time of day at which they start, and their length in
/// minutes): only if it is one that a clock change makes, as seen beside the other shapes.
pub(super) fn reason_of(
    (from, to): (Minute, Minute),
    shape: (i64, i64),
    shapes: &BTreeSet<(i64, i64)>,
    zones: &[(&str, TimeZone)],
) -> Option<String> {
    let parting = Parting::of(from, to, zones)?;
    let reason = parting.reason()?;
    is_shifted(shape, shapes, parting.by).then_some(reason)
}

/// Whether a window is as long as the change itself, or another one that the change moved, made
/// longer or shorter.
fn is_shifted((start, length): (i64, i64), shapes: &BTreeSet<(i64, i64)>, by: i64) -> bool {
    let steps = [-by, 0, by];
    let moves = steps
        .iter()
        .flat_map(|late| steps.map(|long| (*late, long)));
    let mut others = moves.filter(|other| *other != (0, 0));
    length <= by
        || others.any(|(late, long)| {
            let start = (start + late).rem_euclid(DAY);
            shapes.contains(&(start, length + long))
        })
}

/// Who has changed the clocks in the week before a time, and who does in the week after it.
#[derive(Default)]
struct Parting<'z> {
    before: Vec<&'z str>,
    after: Vec<&'z str>,
    both: Vec<&'z str>,
    never: Vec<&'z str>,
    /// How far the first change before moved the clocks, in minutes.
    by: i64,
    /// Which ways the changes before moved the clocks.
    forward: bool,
    back: bool,
}

impl<'z> Parting<'z> {
    fn of(from: Minute, to: Minute, zones: &[(&'z str, TimeZone)]) -> Option<Self> {
        let mut parting = Self::default();
        for (name, zone) in zones {
            let within =
                |days: Minute| changes(zone, from.saturating_sub(days), to.saturating_add(days));
            let near = within(WEEK);
            // Who changes the clocks at other times of the year has not left them as they are.
            if !near.is_empty() || within(YEAR).is_empty() {
                parting.add(name, &near, (from, to))?;
            }
        }
        Some(parting)
    }

    /// None when the clocks change in between, or more than once before or after.
    fn add(&mut self, name: &'z str, changes: &[Change], span: (Minute, Minute)) -> Option<()> {
        let is_before = |change: &Change| change.at <= span.0;
        let is_after = |change: &Change| change.at >= span.1;
        let names = match changes {
            [] => &mut self.never,
            [one] if is_before(one) => &mut self.before,
            [one] if is_after(one) => &mut self.after,
            [one, next] if is_before(one) && is_after(next) => &mut self.both,
            _ => return None,
        };
        names.push(name);
        if let Some(first) = changes.first().filter(|first| is_before(first)) {
            self.by = self.by.max(first.by.abs());
            self.forward |= first.by > 0;
            self.back |= first.by < 0;
        }
        Some(())
    }

    fn reason(&self) -> Option<String> {
        if !self.before.is_empty() && !self.after.is_empty() && self.both.is_empty() {
            return Some(sentence(&self.before, "changed", "", &self.after));
        }
        let only_both = self.before.is_empty() && self.after.is_empty();
        let apart = only_both && !self.never.is_empty();
        match (self.forward, self.back) {
            (true, false) if apart => Some(sentence(&self.both, "put", " forward", &self.never)),
            (false, true) if apart => Some(sentence(&self.both, "put", " back", &self.never)),
            _ => None,
        }
    }
}

fn sentence(those: &[&str], did: &str, way: &str, others: &[&str]) -> String {
    let (those, others) = (cities(those), cities(others));
    let (have, its) = match those.len() {
        1 => ("has", "its"),
        _ => ("have", "their"),
    };
    let have_not = if others.len() == 1 { "has" } else { "have" };
    let (those, others) = (listed(&those), listed(&others));
    format!("while {those} {have} {did} {its} clocks{way} and {others} {have_not} not")
}

/// The cities by which zones are called, each once.
fn cities(zones: &[&str]) -> Vec<String> {
    let mut cities: Vec<String> = Vec::new();
    for zone in zones {
        let city = zone.rsplit('/').next().unwrap_or(zone).replace('_', " ");
        if !cities.contains(&city) {
            cities.push(city);
        }
    }
    cities
}

/// One clock change: when, and by how many minutes the clock goes forward.
struct Change {
    at: Minute,
    by: i64,
}

/// The changes of a zone's clock in that time, both ends included.
fn changes(zone: &TimeZone, start: Minute, end: Minute) -> Vec<Change> {
    let before = timestamp(start.saturating_sub(1));
    let mut offset = zone.to_offset(before).seconds();
    let mut changes = Vec::new();
    for change in zone.following(before) {
        let at = change.timestamp().as_second().div_euclid(60);
        if at > end {
            break;
        }
        let by = i64::from(change.offset().seconds() - offset) / 60;
        offset = change.offset().seconds();
        if by != 0 && at >= start {
            changes.push(Change { at, by });
        }
    }
    changes
}

#[cfg(test)]
mod tests;
