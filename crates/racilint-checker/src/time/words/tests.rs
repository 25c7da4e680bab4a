//! The sentences as somebody reads them aloud.

mod dated;
mod edges;
mod hours;
mod worst;

use jiff::tz::{TimeZone, TimeZoneDatabase};

use super::local::{DAY, day, time, timestamp, wall, weekday};
use super::{Windows, moment};
use crate::time::set::{Minute, Set};

pub(super) fn zone(name: &str) -> TimeZone {
    TimeZoneDatabase::bundled().get(name).expect("a zone")
}

/// The minute at which the clock of a zone shows `2027-03-14 15:00`.
pub(super) fn at(text: &str, zone: &TimeZone) -> Minute {
    let shown: jiff::civil::DateTime = text.parse().expect("a date and a time");
    let moment = zone.to_ambiguous_timestamp(shown).compatible();
    moment.expect("in range").as_second() / 60
}

pub(super) fn span(start: &str, end: &str, zone: &TimeZone) -> Set {
    Set::span(at(start, zone), at(end, zone))
}

pub(super) fn year(zone: &TimeZone) -> (Minute, Minute) {
    (at("2027-01-01 00:00", zone), at("2028-01-01 00:00", zone))
}

/// Every quarter of an hour of the horizon at which the clock shows a weekday (0 is Monday) and a
/// time, in hours, of which `holds` is true.
pub(super) fn shown(
    zone: &TimeZone,
    (start, end): (Minute, Minute),
    holds: impl Fn(usize, f64) -> bool,
) -> Set {
    let mut changes = zone.following(timestamp(start)).peekable();
    let mut ahead = wall(start, zone) - start;
    let mut quarters = Vec::new();
    for minute in (start..end).step_by(15) {
        if changes
            .next_if(|change| change.timestamp() <= timestamp(minute))
            .is_some()
        {
            ahead = wall(minute, zone) - minute;
        }
        let wall = minute + ahead;
        if holds(weekday(day(wall)), time(wall) as f64 / 60.0) {
            quarters.push((minute, minute + 15));
        }
    }
    Set::from_spans(quarters)
}

pub(super) fn office_hours(zone: &TimeZone, horizon: (Minute, Minute)) -> Set {
    shown(zone, horizon, |day, hour| {
        day < 5 && (8.0..17.0).contains(&hour)
    })
}

fn without(set: &Set, dates: &[&str], zone: &TimeZone) -> Set {
    dates.iter().fold(set.clone(), |set, date| {
        let start = at(&format!("{date} 00:00"), zone);
        set.difference(&Set::span(start, start + DAY))
    })
}

pub(super) fn all(windows: &Windows) -> Vec<String> {
    let sentences = windows.all().iter().map(super::Window::sentence);
    sentences.collect()
}

pub(super) fn worst(windows: &Windows) -> String {
    windows.worst().expect("a window")
}

#[track_caller]
pub(super) fn reads(set: &Set, horizon: (Minute, Minute), zone: &TimeZone, expected: &[&str]) {
    let windows = Windows::of(set, horizon, zone);
    assert_eq!(all(&windows), expected);
    let spans: Set = Set::from_spans(
        windows
            .all()
            .iter()
            .flat_map(|window| window.spans.clone())
            .collect(),
    );
    assert_eq!(spans, set.clipped(horizon.0, horizon.1), "nothing is lost");
    let minutes: i64 = windows.all().iter().map(|window| window.minutes).sum();
    assert_eq!(minutes, spans.minutes());
}

#[test]
fn outside_office_hours_in_a_year_with_clock_changes() {
    let zone = zone("America/Los_Angeles");
    let gap = Set::span(year(&zone).0, year(&zone).1).difference(&office_hours(&zone, year(&zone)));
    reads(
        &gap,
        year(&zone),
        &zone,
        &[
            "every Friday 17:00 to Monday 08:00, 63 hours",
            "every Monday, Tuesday, Wednesday and Thursday 17:00 to 08:00 the next day, 15 hours",
        ],
    );
    let windows = Windows::of(&gap, year(&zone), &zone);
    assert_eq!(
        worst(&windows),
        "every Friday 17:00 to Monday 08:00, 63 hours; in all 123 of 168 hours a week"
    );
    let longest = windows.longest().expect("a window");
    assert_eq!(longest, "every Friday 17:00 to Monday 08:00, 63 hours");
    assert_eq!(windows.weekly(), Some("123 of 168 hours a week"));
    assert_eq!(windows.minutes(), gap.minutes());
    let weekend = &windows.all()[0];
    assert_eq!(
        moment(weekend.first(), &zone),
        "Friday 1 January 2027 17:00"
    );
    assert_eq!(
        weekend.count(),
        53,
        "the last one is cut by the end of the year"
    );
}

#[test]
fn holidays_are_exceptions_by_date() {
    let zone = zone("Europe/Berlin");
    let closed = ["2027-01-01", "2027-03-26", "2027-03-29", "2027-05-06"];
    let open = without(&office_hours(&zone, year(&zone)), &closed, &zone);
    let gap = Set::span(year(&zone).0, year(&zone).1).difference(&open);
    reads(
        &gap,
        year(&zone),
        &zone,
        &[
            "every Friday 17:00 to Monday 08:00, 63 hours",
            "every Monday, Tuesday, Wednesday and Thursday 17:00 to 08:00 the next day, 15 hours",
            "Thursday 25 March 17:00 to Tuesday 30 March 2027 08:00, 4 days 15 hours",
            "Friday 1 January 00:00 to Monday 4 January 2027 08:00, 3 days 8 hours",
            "Wednesday 5 May 17:00 to Friday 7 May 2027 08:00, 39 hours",
        ],
    );
    let windows = Windows::of(&gap, year(&zone), &zone);
    assert_eq!(
        worst(&windows),
        "every Friday 17:00 to Monday 08:00, 63 hours; \
         at worst Thursday 25 March 17:00 to Tuesday 30 March 2027 08:00, 4 days 15 hours; \
         in all 123 of 168 hours in most weeks"
    );
    assert_eq!(windows.weekly(), Some("123 of 168 hours in most weeks"));
}

/// Twelve of the fourteen touch a weekend.
#[test]
fn the_holidays_of_a_year_leave_weekends_what_they_are() {
    let zone = zone("America/New_York");
    let closed = [
        "01-01", "01-18", "02-15", "03-26", "05-31", "06-18", "07-05", "09-06", "10-11", "11-11",
        "11-25", "11-26", "12-24", "12-31",
    ];
    let closed = closed.map(|day| format!("2027-{day}"));
    let closed: Vec<&str> = closed.iter().map(String::as_str).collect();
    let open = without(&office_hours(&zone, year(&zone)), &closed, &zone);
    let gap = Set::span(year(&zone).0, year(&zone).1).difference(&open);
    let windows = Windows::of(&gap, year(&zone), &zone);
    assert_eq!(
        worst(&windows),
        "every Friday 17:00 to Monday 08:00, 63 hours; \
         at worst Wednesday 24 November 17:00 to Monday 29 November 2027 08:00, 4 days 15 hours; \
         in all 123 of 168 hours in most weeks"
    );
    let nights = "every Monday, Tuesday, Wednesday and Thursday 17:00 to 08:00 the next day";
    assert_eq!(windows.all()[1].text, nights);
    let dated = &windows.all()[2..];
    assert!(dated.iter().all(|window| !window.throughout), "{windows:?}");
}

/// Of several dates the worst is told by the first.
#[test]
fn the_worst_of_several_dates_is_one_of_them() {
    let zone = zone("Europe/Berlin");
    let closed = ["2027-05-07", "2027-06-18"];
    let open = without(&office_hours(&zone, year(&zone)), &closed, &zone);
    let gap = Set::span(year(&zone).0, year(&zone).1).difference(&open);
    let windows = Windows::of(&gap, year(&zone), &zone);
    assert_eq!(
        worst(&windows),
        "every Friday 17:00 to Monday 08:00, 63 hours; \
         at worst Thursday 6 May 17:00 to Monday 10 May 2027 08:00, 3 days 15 hours; \
         in all 123 of 168 hours in most weeks"
    );
}

#[test]
fn a_hole_on_holidays_only() {
    let zone = zone("Europe/Berlin");
    let promised = office_hours(&zone, year(&zone));
    let closed = ["2027-01-01", "2027-03-26", "2027-03-29", "2027-05-06"];
    let hole = |closed: &[&str]| promised.difference(&without(&promised, closed, &zone));
    reads(
        &hole(&closed[..1]),
        year(&zone),
        &zone,
        &["Friday 1 January 2027 08:00 to 17:00, 9 hours"],
    );
    reads(
        &hole(&closed),
        year(&zone),
        &zone,
        &[
            "on Friday 1 January, Friday 26 March, Monday 29 March and Thursday 6 May 2027, \
             08:00 to 17:00, 9 hours each",
        ],
    );
    let more = [&closed[..], &["2027-12-24", "2027-12-31"]].concat();
    reads(
        &hole(&more),
        year(&zone),
        &zone,
        &[
            "on Friday 1 January, Friday 26 March, Monday 29 March 2027 and 3 more days, \
             08:00 to 17:00, 9 hours each",
        ],
    );
}

#[test]
fn a_hole_every_night() {
    for name in ["America/Los_Angeles", "Australia/Lord_Howe"] {
        let zone = zone(name);
        let horizon = year(&zone);
        for (from, to, sentence) in [
            (1.5, 2.25, "every day 01:30 to 02:15, 45 minutes"),
            (1.0, 2.0, "every day 01:00 to 02:00, 1 hour"),
            (2.0, 3.0, "every day 02:00 to 03:00, 1 hour"),
            (2.0, 4.5, "every day 02:00 to 04:30, 2 hours 30 minutes"),
            (0.0, 2.0, "every day 00:00 to 02:00, 2 hours"),
            (22.0, 24.0, "every day 22:00 to 24:00, 2 hours"),
        ] {
            let hole = shown(&zone, horizon, |_, hour| (from..to).contains(&hour));
            reads(&hole, horizon, &zone, &[sentence]);
        }
        let night = shown(&zone, horizon, |_, hour| !(6.0..22.0).contains(&hour));
        reads(
            &night,
            horizon,
            &zone,
            &["every day 22:00 to 06:00, 8 hours"],
        );
    }
}

#[test]
fn some_days_of_every_week() {
    let zone = zone("America/Los_Angeles");
    let some = |days: &'static [usize], from: f64, to: f64| {
        shown(&zone, year(&zone), |day, hour| {
            days.contains(&day) && (from..to).contains(&hour)
        })
    };
    for (days, from, to, sentence) in [
        (
            &[1, 3][..],
            12.0,
            13.0,
            "every Tuesday and Thursday 12:00 to 13:00, 1 hour",
        ),
        (
            &[0, 1, 2, 3, 4][..],
            17.0,
            18.0,
            "every weekday 17:00 to 18:00, 1 hour",
        ),
        (
            &[5, 6][..],
            0.0,
            24.0,
            "every Saturday 00:00 to Sunday 24:00, 48 hours",
        ),
        (&[6][..], 0.0, 24.0, "every Sunday 00:00 to 24:00, 24 hours"),
    ] {
        reads(&some(days, from, to), year(&zone), &zone, &[sentence]);
    }
    let but_monday = Set::span(year(&zone).0, year(&zone).1).difference(&some(&[0], 9.0, 10.0));
    reads(
        &but_monday,
        year(&zone),
        &zone,
        &["every Monday 10:00 to the next Monday 09:00, 6 days 23 hours"],
    );
}

#[test]
fn a_single_missing_week_leaves_it_every_week() {
    let zone = zone("Europe/Berlin");
    let lunch = shown(&zone, year(&zone), |day, hour| {
        day < 5 && (12.0..13.0).contains(&hour)
    });
    let lunch = without(
        &lunch,
        &["2027-03-26", "2027-03-29", "2027-12-24", "2027-12-31"],
        &zone,
    );
    reads(
        &lunch,
        year(&zone),
        &zone,
        &["every weekday 12:00 to 13:00, 1 hour"],
    );
}

#[test]
fn a_longer_pause_is_said() {
    let zone = zone("Europe/Berlin");
    let lunch = shown(&zone, year(&zone), |day, hour| {
        day == 4 && (12.0..13.0).contains(&hour)
    });
    let pause = span("2027-06-01 00:00", "2027-07-01 00:00", &zone);
    reads(
        &lunch.difference(&pause),
        year(&zone),
        &zone,
        &[
            "1 January to 28 May 2027, every Friday 12:00 to 13:00, 1 hour",
            "2 July to 31 December 2027, every Friday 12:00 to 13:00, 1 hour",
        ],
    );
}

#[test]
fn every_second_week_is_not_every_week() {
    let zone = zone("Europe/Berlin");
    let monday = at("2027-01-04 00:00", &zone);
    let weeks = (0..26).map(|week| monday + week * 14 * DAY);
    let duty = weeks.map(|start| (start + 18 * 60, start + 20 * 60));
    let windows = Windows::of(&Set::from_spans(duty.collect()), year(&zone), &zone);
    let texts = all(&windows);
    assert!(
        texts.iter().all(|text| !text.contains("every")),
        "{texts:?}"
    );
    let count: usize = windows.all().iter().map(super::Window::count).sum();
    assert_eq!(count, 26);
}

#[test]
fn the_whole_horizon() {
    let zone = zone("America/Los_Angeles");
    let (start, end) = year(&zone);
    reads(
        &Set::span(start - 9, end + 9),
        (start, end),
        &zone,
        &["at any hour"],
    );
    let windows = Windows::of(&Set::span(start, end), (start, end), &zone);
    assert_eq!(worst(&windows), "at any hour");
    assert_eq!(windows.weekly(), Some("168 of 168 hours a week"));
    assert!(windows.all()[0].throughout);
}

#[test]
fn nothing_at_all() {
    let zone = zone("UTC");
    let windows = Windows::of(&Set::empty(), year(&zone), &zone);
    assert_eq!(windows, Windows::default());
    assert_eq!(windows.worst(), None);
    let reversed = (10, 0);
    assert_eq!(
        Windows::of(&Set::span(0, 10), reversed, &zone).worst(),
        None
    );
}

#[test]
fn whole_days_and_the_ends_of_the_horizon() {
    let zone = zone("Europe/Berlin");
    for (start, end, sentence) in [
        (
            "2027-03-11 00:00",
            "2027-04-01 00:00",
            "11 to 31 March 2027, 21 days",
        ),
        (
            "2027-03-11 00:00",
            "2027-03-12 00:00",
            "Thursday 11 March 2027, all day, 24 hours",
        ),
        (
            "2027-03-28 00:00",
            "2027-03-29 00:00",
            "Sunday 28 March 2027, all day, 23 hours as the clocks change",
        ),
        (
            "2027-03-01 00:00",
            "2029-01-01 00:00",
            "from 1 March 2027 on",
        ),
        (
            "2027-03-01 17:00",
            "2028-01-01 00:00",
            "from Monday 1 March 2027 17:00 on",
        ),
        (
            "2026-03-01 17:00",
            "2027-01-02 08:00",
            "Friday 1 January 00:00 to Saturday 2 January 2027 08:00, 32 hours",
        ),
    ] {
        reads(&span(start, end, &zone), year(&zone), &zone, &[sentence]);
    }
}

#[test]
fn over_the_turn_of_the_year() {
    let zone = zone("Europe/Berlin");
    let horizon = (at("2027-07-01 00:00", &zone), at("2028-07-01 00:00", &zone));
    reads(
        &span("2027-12-31 22:00", "2028-01-01 06:00", &zone),
        horizon,
        &zone,
        &["Friday 31 December 2027 22:00 to Saturday 1 January 2028 06:00, 8 hours"],
    );
    reads(
        &span("2027-12-24 00:00", "2028-01-03 00:00", &zone),
        horizon,
        &zone,
        &["24 December 2027 to 2 January 2028, 10 days"],
    );
    let two = span("2027-12-31 09:00", "2027-12-31 10:00", &zone);
    let two = two.union(&span("2028-01-03 09:00", "2028-01-03 10:00", &zone));
    reads(
        &two,
        horizon,
        &zone,
        &["on Friday 31 December 2027 and Monday 3 January 2028, 09:00 to 10:00, 1 hour each"],
    );
}

#[test]
fn what_the_horizon_cuts_belongs_to_the_nights() {
    let zone = zone("Europe/Berlin");
    let nights = |horizon| shown(&zone, horizon, |_, hour| !(6.0..22.0).contains(&hour));
    let weeks = (at("2027-02-01 02:00", &zone), at("2027-02-22 23:00", &zone));
    reads(
        &nights(weeks),
        weeks,
        &zone,
        &["every day 22:00 to 06:00, 8 hours"],
    );
    let half = span("2027-01-01 00:00", "2027-03-01 00:00", &zone);
    reads(
        &nights(year(&zone)).intersection(&half),
        year(&zone),
        &zone,
        &[
            "1 January to 27 February 2027, every day 22:00 to 06:00, 8 hours",
            "Sunday 28 February 2027 22:00 to 24:00, 2 hours",
        ],
    );
}

#[test]
fn a_few_days() {
    let zone = zone("Europe/Berlin");
    let days = (at("2027-02-03 00:00", &zone), at("2027-02-06 00:00", &zone));
    let lunch = shown(&zone, days, |_, hour| (12.0..13.0).contains(&hour));
    reads(&lunch, days, &zone, &["every day 12:00 to 13:00, 1 hour"]);
    let once = span("2027-02-03 12:00", "2027-02-03 13:00", &zone);
    reads(
        &once,
        days,
        &zone,
        &["Wednesday 3 February 2027 12:00 to 13:00, 1 hour"],
    );
    assert_eq!(Windows::of(&lunch, days, &zone).weekly(), None);
}

#[test]
fn a_week_is_one_from_monday_to_sunday() {
    let zone = zone("Europe/Berlin");
    let weekly = |horizon: (Minute, Minute)| {
        let windows = Windows::of(&office_hours(&zone, horizon), horizon, &zone);
        windows.weekly().map(str::to_owned)
    };
    let from = |start: &str, end: &str| (at(start, &zone), at(end, &zone));
    let week = from("2027-01-04 00:00", "2027-01-11 00:00");
    assert_eq!(weekly(week).as_deref(), Some("45 of 168 hours a week"));
    let cut = from("2027-01-04 00:00", "2027-01-10 23:45");
    assert_eq!(weekly(cut), None);
    let tuesday_to_sunday = from("2027-01-05 00:00", "2027-01-17 00:00");
    assert_eq!(weekly(tuesday_to_sunday), None);
    // The clocks change on the only Sunday.
    let changed = from("2027-03-22 00:00", "2027-03-29 00:00");
    assert_eq!(weekly(changed), None);
}

/// Most weeks are more than half of them.
#[test]
fn a_week_is_usual_when_most_are_like_it() {
    let zone = zone("Europe/Berlin");
    let horizon = (at("2027-01-04 00:00", &zone), at("2027-02-01 00:00", &zone));
    let weekly = |closed: &[&str]| {
        let open = without(&office_hours(&zone, horizon), closed, &zone);
        let windows = Windows::of(&open, horizon, &zone);
        windows.weekly().map(str::to_owned)
    };
    let usual = weekly(&["2027-01-04"]);
    assert_eq!(usual.as_deref(), Some("45 of 168 hours in most weeks"));
    assert_eq!(weekly(&["2027-01-04", "2027-01-11", "2027-01-12"]), None);
}

#[test]
fn as_the_clocks_go_back() {
    let zone = zone("America/Los_Angeles");
    let first = at("2027-11-07 01:45", &zone);
    reads(
        &Set::span(first, first + 45),
        year(&zone),
        &zone,
        &["Sunday 7 November 2027 01:45 to 01:30, 45 minutes as the clocks change"],
    );
    let weekend = span("2027-11-05 17:00", "2027-11-08 08:00", &zone);
    reads(
        &weekend,
        year(&zone),
        &zone,
        &["Friday 5 November 17:00 to Monday 8 November 2027 08:00, 64 hours as the clocks change"],
    );
}

/// Three days and more are those of the calendar, whatever the clocks do.
#[test]
fn days_are_counted_as_the_clock_shows_them() {
    let zone = zone("Europe/Berlin");
    for (start, end, sentence) in [
        (
            "2027-03-26 12:00",
            "2027-03-29 13:00",
            "Friday 26 March 12:00 to Monday 29 March 2027 13:00, 3 days 1 hour",
        ),
        (
            "2027-03-26 12:00",
            "2027-03-29 12:00",
            "Friday 26 March 12:00 to Monday 29 March 2027 12:00, 71 hours as the clocks change",
        ),
    ] {
        reads(&span(start, end, &zone), year(&zone), &zone, &[sentence]);
    }
}

#[test]
fn the_ends_of_the_calendar() {
    let zone = zone("Pacific/Kiritimati");
    for minute in [
        Minute::MIN,
        Minute::MIN + 1,
        0,
        Minute::MAX - 1,
        Minute::MAX,
    ] {
        assert!(!moment(minute, &zone).is_empty());
        let near = (minute.saturating_sub(600), minute.saturating_add(600));
        let windows = Windows::of(&Set::span(near.0, near.1), near, &zone);
        assert_eq!(worst(&windows), "at any hour");
    }
}

#[test]
fn thousands_of_spans_on_no_rhythm() {
    let zone = zone("Europe/Berlin");
    let (start, end) = year(&zone);
    let mut state = 1_u64;
    let mut at = start;
    let mut spans = Vec::new();
    while at < end {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        let length = 1 + i64::from((state >> 60) as u32);
        spans.push((at, at + length));
        at += length + 1 + i64::from((state >> 50 & 31) as u32);
    }
    let set = Set::from_spans(spans);
    assert!(set.spans().len() > 20_000);
    let windows = Windows::of(&set, (start, end), &zone);
    let count: usize = windows.all().iter().map(super::Window::count).sum();
    assert_eq!(count, set.spans().len());
    assert_eq!(windows.minutes(), set.clipped(start, end).minutes());
}
