//! Clocks that change at odd moments.

use jiff::Timestamp;
use jiff::tz::{TimeZone, TimeZoneDatabase};

use super::{DAY, Local, day_number, first_minute_from, timestamp};
use crate::time::{Minute, Set};

#[test]
fn a_moment_within_a_minute_counts_from_the_next_one() {
    let from = |seconds: i64, nanos: i32| {
        first_minute_from(Timestamp::new(seconds, nanos).expect("in range"))
    };
    assert_eq!(from(120, 0), 2);
    assert_eq!(from(120, 1), 3);
    assert_eq!(from(121, 0), 3);
    assert_eq!(from(179, 0), 3);
    assert_eq!(from(179, 1), 3);
    assert_eq!(from(-121, 0), -2);
}

/// Liberia went over from 44 minutes and 30 seconds behind to none at all, half a minute past.
#[test]
fn a_clock_that_changes_within_a_minute_has_changed_with_the_next() {
    let zone = TimeZoneDatabase::bundled()
        .get("Africa/Monrovia")
        .expect("a zone");
    let start = day_number(jiff::civil::date(1972, 1, 6)) * DAY;
    let change = zone.following(timestamp(start)).next().expect("a change");
    assert_eq!(change.timestamp().as_second().rem_euclid(60), 30);
    let changed: Minute = change.timestamp().as_second().div_euclid(60) + 1;
    let local = Local::of(&zone, start, start + 3 * DAY);
    let hours = local.hours_between(changed - 1, changed + 1);
    assert_eq!(
        hours,
        [
            (changed - 1, changed, changed - 1 - 45),
            (changed, changed + 1, changed)
        ]
    );
}

#[test]
fn what_ends_at_midnight_shows_nothing_of_the_next_day() {
    let days = |start, end| Local::of(&TimeZone::UTC, start, end).days();
    assert_eq!(days(-DAY, 2 * DAY), (-1, 1));
    assert_eq!(days(-DAY - 1, 2 * DAY + 1), (-2, 2));
}

#[test]
fn the_first_and_the_last_day_are_those_of_the_local_clock() {
    let days = |zone: &str| {
        let zone = TimeZoneDatabase::bundled().get(zone).expect("a zone");
        Local::of(&zone, 0, DAY).days()
    };
    assert_eq!(days("Asia/Kolkata"), (0, 1));
    assert_eq!(days("America/Los_Angeles"), (-1, 0));
}

#[test]
fn no_time_at_all_has_no_day() {
    let local = Local::of(&TimeZone::UTC, DAY, DAY);
    assert_eq!(local.days(), (0, -1));
    assert_eq!(local.showing(&[(0, 2 * DAY)]), Set::empty());
}

#[test]
fn a_window_of_two_days_is_shown_to_its_end() {
    let local = Local::of(&TimeZone::UTC, 2 * DAY, 4 * DAY);
    let shown = |start, end| local.showing(&[(start, end)]);
    assert_eq!(shown(0, 2 * DAY), Set::empty());
    assert_eq!(shown(1, 2 * DAY + 1), Set::span(2 * DAY, 2 * DAY + 1));
    assert_eq!(
        shown(4 * DAY - 1, 6 * DAY - 1),
        Set::span(4 * DAY - 1, 4 * DAY)
    );
    assert_eq!(shown(4 * DAY, 6 * DAY), Set::empty());
}

#[test]
fn minutes_beyond_the_calendar_are_its_ends() {
    assert_eq!(timestamp(0), Timestamp::UNIX_EPOCH);
    assert_eq!(timestamp(-1).as_second(), -60);
    for (minute, end) in [
        (Minute::MIN, Timestamp::MIN),
        (Minute::MIN / 60, Timestamp::MIN),
        (Minute::MAX / 60, Timestamp::MAX),
        (Minute::MAX, Timestamp::MAX),
    ] {
        assert_eq!(timestamp(minute), end, "{minute}");
    }
}

#[test]
fn hours_begin_when_the_local_clock_says_so() {
    let kolkata = TimeZoneDatabase::bundled()
        .get("Asia/Kolkata")
        .expect("a zone");
    let local = Local::of(&kolkata, 0, DAY);
    // The day begins at half past five there.
    let hours = local.hours_between(10, 100);
    assert_eq!(hours, [(10, 30, 340), (30, 90, 360), (90, 100, 420)]);
}
