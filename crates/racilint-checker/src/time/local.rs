//! Zones as stretches of constant offset, so that what a local clock shows becomes plain numbers.
//!
//! A local day is its number since 1 January 1970, a local minute the number of minutes since that
//! day began. Nothing here knows of an engagement.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::{Minute, Set};

/// Minutes of a day on a clock that nobody changes.
pub(super) const DAY: Minute = 24 * 60;

/// A zone within a stretch of time.
#[derive(Debug)]
pub(super) struct Local {
    stretches: Vec<Stretch>,
}

/// Minutes in which the local clock is ahead of universal time by the same amount.
#[derive(Clone, Copy, Debug)]
struct Stretch {
    start: Minute,
    end: Minute,
    /// In whole minutes; an offset of the time before zones, with seconds, is rounded down, as a
    /// clock without a second hand shows it.
    offset: Minute,
}

impl Local {
    /// A zone from `start` to `end`.
    pub(super) fn of(zone: &TimeZone, start: Minute, end: Minute) -> Self {
        let mut stretches = Vec::new();
        let mut at = start;
        let changes = zone
            .following(timestamp(start))
            .map(|change| change.timestamp());
        for change in changes.map(first_minute_from).chain([end]) {
            let next = change.min(end);
            if next > at {
                stretches.push(Stretch {
                    start: at,
                    end: next,
                    offset: offset_at(zone, at),
                });
                at = next;
            }
            if at >= end {
                break;
            }
        }
        Local { stretches }
    }

    /// The minutes at which the local clock shows a minute of one of `shown`, which are sorted
    /// stretches of local minutes and may overlap.
    pub(super) fn showing(&self, shown: &[(Minute, Minute)]) -> Set {
        let mut spans = Vec::with_capacity(shown.len());
        for stretch in &self.stretches {
            let (from, to) = (stretch.start + stretch.offset, stretch.end + stretch.offset);
            // Windows last two days at most, so that those far before need no look.
            let first = shown.partition_point(|(start, _)| start + 2 * DAY <= from);
            let near = shown[first..].iter().take_while(|(start, _)| *start < to);
            spans.extend(near.map(|(start, end)| {
                let (start, end) = ((*start).max(from), (*end).min(to));
                (start - stretch.offset, end - stretch.offset)
            }));
        }
        Set::from_spans(spans)
    }

    /// The minutes whose local date lies from `first` to `last`, both included; `None` is open.
    pub(super) fn on_days(&self, first: Option<Minute>, last: Option<Minute>) -> Set {
        let mut spans = Vec::new();
        for stretch in &self.stretches {
            let from = first.map_or(stretch.start, |day| day * DAY - stretch.offset);
            let to = last.map_or(stretch.end, |day| (day + 1) * DAY - stretch.offset);
            spans.push((stretch.start.max(from), stretch.end.min(to)));
        }
        Set::from_spans(spans)
    }

    /// The minutes between two, hour by hour as the local clock shows them: start, end, and the
    /// local minute at the start.
    pub(super) fn hours_between(
        &self,
        start: Minute,
        end: Minute,
    ) -> Vec<(Minute, Minute, Minute)> {
        let mut hours = Vec::new();
        for stretch in &self.stretches {
            let end = stretch.end.min(end);
            let mut at = stretch.start.max(start);
            while at < end {
                let shown = at + stretch.offset;
                let next = (at + 60 - shown.rem_euclid(60)).min(end);
                hours.push((at, next, shown));
                at = next;
            }
        }
        hours
    }

    /// The local days that the clock shows, first and last.
    pub(super) fn days(&self) -> (Minute, Minute) {
        let shown = |minute: Minute, stretch: &Stretch| (minute + stretch.offset).div_euclid(DAY);
        let first = self
            .stretches
            .iter()
            .map(|stretch| shown(stretch.start, stretch));
        let last = self
            .stretches
            .iter()
            .map(|stretch| shown(stretch.end - 1, stretch));
        (first.min().unwrap_or(0), last.max().unwrap_or(-1))
    }
}

/// The number of a day since 1 January 1970.
pub(super) fn day_number(date: Date) -> Minute {
    let epoch = jiff::civil::date(1970, 1, 1);
    let days = epoch.until(date).map(|span| span.get_days());
    days.map_or(0, Minute::from)
}

/// The local day of a local minute.
pub(super) fn day_of(shown: Minute) -> Minute {
    shown.div_euclid(DAY)
}

/// The weekday of a local day; Monday is 0.
pub(super) fn weekday(day: Minute) -> u8 {
    // The epoch was a Thursday.
    u8::try_from((day + 3).rem_euclid(7)).unwrap_or(0)
}

fn offset_at(zone: &TimeZone, minute: Minute) -> Minute {
    Minute::from(zone.to_offset(timestamp(minute)).seconds()).div_euclid(60)
}

/// The first whole minute at or after a moment.
fn first_minute_from(moment: Timestamp) -> Minute {
    let seconds = moment.as_second() + Minute::from(moment.subsec_nanosecond() > 0);
    seconds.div_euclid(60) + Minute::from(seconds.rem_euclid(60) > 0)
}

/// The moment at which a minute begins; the end of the calendar that is nearer where it lies beyond.
pub(super) fn timestamp(minute: Minute) -> Timestamp {
    let moment = minute.checked_mul(60).map(Timestamp::from_second);
    match moment {
        Some(Ok(moment)) => moment,
        _ if minute < 0 => Timestamp::MIN,
        _ => Timestamp::MAX,
    }
}

#[cfg(test)]
mod tests;
