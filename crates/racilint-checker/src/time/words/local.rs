//! What the clock on a wall shows: minutes of local time, their weekdays and dates.
//!
//! A wall clock is counted in minutes too, from the start of 1970 on that wall: weekday, date and
//! time of day are then plain arithmetic. Only here does a zone turn one into the other.

use jiff::civil::Date;
use jiff::tz::TimeZone;

pub(super) use crate::time::local::{DAY, timestamp};
use crate::time::set::{Minute, Set};

/// Minutes that a local clock has counted since it showed 1 January 1970, 00:00.
pub(super) type Wall = i64;

/// The minutes of a week that has no clock change.
pub(super) const WEEK: Wall = 7 * DAY;

/// One span, and what the clock shows at its start and at its end.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Occurrence {
    pub(super) span: (Minute, Minute),
    pub(super) start: Wall,
    /// What the clock would show next if it did not change at the end: 24:00 at midnight.
    pub(super) end: Wall,
}

impl Occurrence {
    /// How long it lasts.
    pub(super) fn minutes(&self) -> i64 {
        self.span.1.saturating_sub(self.span.0)
    }

    /// How long it lasts by the clock alone, which a clock change makes longer or shorter.
    pub(super) fn wall(&self) -> Wall {
        self.end - self.start
    }

    /// The day on which it starts.
    pub(super) fn day(&self) -> i64 {
        day(self.start)
    }

    /// The last day on which it lasts.
    pub(super) fn last_day(&self) -> i64 {
        day(self.end - 1)
    }
}

/// Reads the clock of a zone at both ends of a span.
pub(super) fn occurrence(span: (Minute, Minute), zone: &TimeZone) -> Occurrence {
    Occurrence {
        span,
        start: wall(span.0, zone),
        end: wall(span.1.saturating_sub(1), zone) + 1,
    }
}

/// What the clock of a zone shows at a minute.
pub(super) fn wall(minute: Minute, zone: &TimeZone) -> Wall {
    let moment = timestamp(minute);
    let offset = i64::from(zone.to_offset(moment).seconds());
    (moment.as_second() + offset).div_euclid(60)
}

/// The day that a clock shows, counted from 1 January 1970.
pub(super) fn day(wall: Wall) -> i64 {
    wall.div_euclid(DAY)
}

/// The time of day that a clock shows, in minutes.
pub(super) fn time(wall: Wall) -> i64 {
    wall.rem_euclid(DAY)
}

/// The weekday of a day: 0 is Monday.
pub(super) fn weekday(day: i64) -> usize {
    // The first of January 1970 was a Thursday.
    (day + 3).rem_euclid(7).unsigned_abs() as usize
}

/// Minutes since Monday 00:00.
pub(super) fn in_week(wall: Wall) -> i64 {
    (wall + 3 * DAY).rem_euclid(WEEK)
}

/// The date of a day.
pub(super) fn civil(day: i64) -> Date {
    TimeZone::UTC.to_datetime(timestamp(day * DAY)).date()
}

/// How many minutes of a week are in a set, and whether each week of the horizon is like that.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct UsualWeek {
    pub(super) minutes: i64,
    pub(super) every: bool,
}

/// The minutes that more than half of the weeks have. Weeks that the horizon cuts and weeks with
/// a clock change do not count.
pub(super) fn usual_week(set: &Set, horizon: &Occurrence, zone: &TimeZone) -> Option<UsualWeek> {
    let mut totals: Vec<i64> = weeks(horizon, zone)
        .map(|(start, end)| set.clipped(start, end).minutes())
        .collect();
    totals.sort_unstable();
    let alike = totals.chunk_by(|one, next| one == next);
    let most = alike.max_by_key(|alike| alike.len())?;
    let minutes = most.first().copied().filter(|minutes| *minutes > 0)?;
    (most.len() * 2 > totals.len()).then_some(UsualWeek {
        minutes,
        every: most.len() == totals.len(),
    })
}

/// The whole weeks of the horizon from Monday to Sunday, without those of a clock change.
fn weeks(horizon: &Occurrence, zone: &TimeZone) -> impl Iterator<Item = (Minute, Minute)> {
    let first = horizon.start + (WEEK - in_week(horizon.start)).rem_euclid(WEEK);
    let mondays = (0..).map(move |week| first + week * WEEK);
    let weeks = mondays.take_while(|monday| monday + WEEK <= horizon.end);
    let minutes = weeks.filter_map(|monday| {
        let start = minute(monday, zone)?;
        let end = minute(monday + WEEK, zone)?;
        (end - start == WEEK).then_some((start, end))
    });
    minutes.fuse()
}

/// The minute at which a clock shows that; none where it skips it.
fn minute(wall: Wall, zone: &TimeZone) -> Option<Minute> {
    let shown = TimeZone::UTC.to_datetime(timestamp(wall));
    let moment = zone.to_ambiguous_timestamp(shown).unambiguous().ok()?;
    Some(moment.as_second().div_euclid(60))
}
