//! What repeats, and what only looks so.

use super::super::local::DAY;
use super::super::tests::{at, reads, shown, span, year, zone};
use crate::time::set::{Minute, Set};

/// Fridays from 12:00 to 13:00 in these weeks of a horizon that begins on a Monday.
fn fridays(weeks: impl IntoIterator<Item = i64>, of: i64) -> (Set, (Minute, Minute)) {
    let zone = zone("UTC");
    let monday = at("2027-01-04 00:00", &zone);
    let noon = |week: i64| monday + week * 7 * DAY + 4 * DAY + 12 * 60;
    let spans = weeks.into_iter().map(|week| (noon(week), noon(week) + 60));
    let horizon = (monday, monday + of * 7 * DAY);
    (Set::from_spans(spans.collect()), horizon)
}

#[test]
fn three_weeks_in_ten_may_be_without_it() {
    let zone = zone("UTC");
    let every = ["every Friday 12:00 to 13:00, 1 hour"];
    for (weeks, of) in [
        (vec![0, 1, 3], 4),
        ((0..7).collect(), 10),
        ((3..10).collect(), 10),
        (vec![1, 2, 3, 4, 6, 7, 8], 10),
        ((0..6).chain(9..15).collect(), 15),
    ] {
        let (set, horizon) = fridays(weeks, of);
        reads(&set, horizon, &zone, &every);
    }
    for (weeks, of, text) in [
        (
            0..6,
            9,
            "8 January to 12 February 2027, every Friday 12:00 to 13:00, 1 hour",
        ),
        (
            3..9,
            9,
            "29 January to 5 March 2027, every Friday 12:00 to 13:00, 1 hour",
        ),
    ] {
        let (set, horizon) = fridays(weeks, of);
        reads(&set, horizon, &zone, &[text]);
    }
}

#[test]
fn days_that_begin_in_other_weeks_are_told_apart() {
    let zone = zone("Europe/Berlin");
    let lunch = |weekday: usize, from: &str| {
        let span = span(&format!("{from} 00:00"), "2027-03-01 00:00", &zone);
        let lunch = shown(&zone, year(&zone), |day, hour| {
            day == weekday && (12.0..13.0).contains(&hour)
        });
        lunch.intersection(&span)
    };
    let both = lunch(0, "2027-01-11").union(&lunch(1, "2027-02-01"));
    reads(
        &both,
        year(&zone),
        &zone,
        &[
            "11 January to 22 February 2027, every Monday 12:00 to 13:00, 1 hour",
            "2 to 23 February 2027, every Tuesday 12:00 to 13:00, 1 hour",
        ],
    );
    let until = |set: &Set, end: &str| {
        let end = at(&format!("{end} 00:00"), &zone);
        set.intersection(&Set::span(year(&zone).0, end))
    };
    let mondays = "4 January to 22 February 2027, every Monday 12:00 to 13:00, 1 hour";
    let short = until(&lunch(1, "2027-01-05"), "2027-01-27");
    reads(
        &lunch(0, "2027-01-04").union(&short),
        year(&zone),
        &zone,
        &[
            mondays,
            "5 to 26 January 2027, every Tuesday 12:00 to 13:00, 1 hour",
        ],
    );
    let short = until(&lunch(0, "2027-01-04"), "2027-01-27");
    reads(
        &lunch(1, "2027-01-05").union(&short),
        year(&zone),
        &zone,
        &[
            "4 to 25 January 2027, every Monday 12:00 to 13:00, 1 hour",
            "5 January to 23 February 2027, every Tuesday 12:00 to 13:00, 1 hour",
        ],
    );
    let together = lunch(0, "2027-02-01").union(&lunch(1, "2027-02-01"));
    reads(
        &together,
        year(&zone),
        &zone,
        &["1 to 23 February 2027, every Monday and Tuesday 12:00 to 13:00, 1 hour"],
    );
}

#[test]
fn what_the_horizon_cuts_belongs_to_the_nights_beside_it_only() {
    let zone = zone("Europe/Berlin");
    let horizon = (at("2027-01-01 00:00", &zone), at("2027-04-01 00:00", &zone));
    let nights = |from: &str, to: &str| {
        let nights = shown(&zone, horizon, |_, hour| !(6.0..22.0).contains(&hour));
        nights.intersection(&span(from, to, &zone))
    };
    let march = nights("2027-03-01 12:00", "2027-04-01 00:00");
    reads(
        &march,
        horizon,
        &zone,
        &["1 to 30 March 2027, every day 22:00 to 06:00, 8 hours"],
    );
    let last = span("2027-03-31 22:00", "2027-04-01 00:00", &zone);
    let february = nights("2027-02-01 12:00", "2027-02-28 12:00");
    reads(
        &february.union(&last),
        horizon,
        &zone,
        &[
            "1 to 27 February 2027, every day 22:00 to 06:00, 8 hours",
            "from Wednesday 31 March 2027 22:00 on",
        ],
    );
}

#[test]
fn days_of_one_week_that_are_not_in_a_row_are_told_by_their_dates() {
    let zone = zone("Europe/Berlin");
    let week = span("2027-01-11 00:00", "2027-01-18 00:00", &zone);
    let lunch = |days: &'static [usize]| {
        let lunch = shown(&zone, year(&zone), |day, hour| {
            days.contains(&day) && (12.0..13.0).contains(&hour)
        });
        lunch.intersection(&week)
    };
    reads(
        &lunch(&[0, 2, 4]),
        year(&zone),
        &zone,
        &[
            "on Monday 11 January, Wednesday 13 January and Friday 15 January 2027, \
             12:00 to 13:00, 1 hour each",
        ],
    );
    reads(
        &lunch(&[0, 1, 2]),
        year(&zone),
        &zone,
        &["11 to 13 January 2027, every day 12:00 to 13:00, 1 hour"],
    );
}

#[test]
fn what_repeats_is_there_twice_on_each_of_its_weekdays() {
    let zone = zone("Europe/Berlin");
    let lunch = |end: &str| {
        let lunch = shown(&zone, year(&zone), |day, hour| {
            [0, 2, 4].contains(&day) && (12.0..13.0).contains(&hour)
        });
        lunch.intersection(&span("2027-01-11 00:00", end, &zone))
    };
    reads(
        &lunch("2027-01-21 00:00"),
        year(&zone),
        &zone,
        &[
            "on Monday 11 January, Wednesday 13 January, Friday 15 January 2027 and 2 more days, \
             12:00 to 13:00, 1 hour each",
        ],
    );
    reads(
        &lunch("2027-01-23 00:00"),
        year(&zone),
        &zone,
        &["11 to 22 January 2027, every Monday, Wednesday and Friday 12:00 to 13:00, 1 hour"],
    );
}

/// Days are counted from there.
#[test]
fn the_first_day_of_1970_is_a_day_like_any_other() {
    let zone = zone("UTC");
    let horizon = (at("1969-10-01 00:00", &zone), at("1970-06-01 00:00", &zone));
    let lunch = shown(&zone, horizon, |day, hour| {
        day < 5 && (12.0..13.0).contains(&hour)
    });
    reads(
        &lunch.intersection(&span("1970-01-01 00:00", "1970-02-01 00:00", &zone)),
        horizon,
        &zone,
        &["1 to 30 January 1970, every weekday 12:00 to 13:00, 1 hour"],
    );
}

#[test]
fn three_days_in_a_row_are_told_as_such_with_the_weekend_or_over_it() {
    let zone = zone("Europe/Berlin");
    let lunch = |dates: &[&str]| {
        let spans = dates.iter().map(|date| {
            let noon = at(&format!("{date} 12:00"), &zone);
            (noon, noon + 60)
        });
        Set::from_spans(spans.collect())
    };
    for (dates, text) in [
        (
            ["2027-01-15", "2027-01-16", "2027-01-17"],
            "15 to 17 January 2027, every day 12:00 to 13:00, 1 hour",
        ),
        (
            ["2027-01-14", "2027-01-15", "2027-01-18"],
            "14 to 18 January 2027, every weekday 12:00 to 13:00, 1 hour",
        ),
    ] {
        reads(&lunch(&dates), year(&zone), &zone, &[text]);
    }
}

#[test]
fn whole_days_are_told_together_and_whole_weeks_each() {
    let zone = zone("UTC");
    let days = shown(&zone, year(&zone), |day, _| [2, 6].contains(&day));
    reads(
        &days,
        year(&zone),
        &zone,
        &["every Wednesday and Sunday 00:00 to 24:00, 24 hours"],
    );
    let week = |monday: &str| {
        let start = at(&format!("{monday} 00:00"), &zone);
        Set::span(start, start + 7 * DAY)
    };
    reads(
        &week("2027-02-01").union(&week("2027-03-01")),
        year(&zone),
        &zone,
        &["1 to 7 February 2027, 7 days", "1 to 7 March 2027, 7 days"],
    );
}

#[test]
fn a_few_nights_name_the_day_of_the_morning_where_it_is_one() {
    let zone = zone("Europe/Berlin");
    let nights = |dates: [&str; 2]| {
        let spans = dates.map(|date| {
            let start = at(&format!("{date} 22:00"), &zone);
            (start, start + 8 * 60)
        });
        Set::from_spans(spans.to_vec())
    };
    for (dates, text) in [
        (
            ["2027-01-11", "2027-01-20"],
            "on Monday 11 January and Wednesday 20 January 2027, 22:00 to 06:00 the next day, \
             8 hours each",
        ),
        (
            ["2027-01-11", "2027-02-22"],
            "on Monday 11 January and Monday 22 February 2027, 22:00 to Tuesday 06:00, 8 hours each",
        ),
    ] {
        reads(&nights(dates), year(&zone), &zone, &[text]);
    }
}
