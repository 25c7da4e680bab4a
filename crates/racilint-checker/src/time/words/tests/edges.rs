//! Weekdays that begin or end a few weeks apart.

use jiff::tz::TimeZone;

use super::{office_hours, reads, shown, span, without, year, zone};
use crate::time::set::Set;

/// Office hours from one day to before another.
fn office_from(first: &str, end: &str, zone: &TimeZone) -> Set {
    let days = span(&format!("{first} 00:00"), &format!("{end} 00:00"), zone);
    office_hours(zone, year(zone)).intersection(&days)
}

#[test]
fn a_holiday_at_the_edge_leaves_every_weekday() {
    let zone = zone("America/Chicago");
    let rest = office_from("2027-04-01", "2028-01-01", &zone);
    let whole = "1 April to 31 December 2027, every weekday 08:00 to 17:00, 9 hours";
    for holidays in [
        &[][..],
        &["2027-12-30"],
        &["2027-04-02"],
        &["2027-04-02", "2027-04-05", "2027-12-27", "2027-12-30"],
    ] {
        let set = without(&rest, holidays, &zone);
        reads(&set, year(&zone), &zone, &[whole]);
    }
    // Both Fridays at the end of the year.
    let fridays = without(&rest, &["2027-12-24", "2027-12-31"], &zone);
    let text = "1 April to 30 December 2027, every weekday 08:00 to 17:00, 9 hours";
    reads(&fridays, year(&zone), &zone, &[text]);
}

#[test]
fn a_weekday_that_ends_long_before_the_others_is_told_apart() {
    let zone = zone("America/Chicago");
    let rest = office_from("2027-04-01", "2028-01-01", &zone);
    let thursdays = shown(&zone, year(&zone), |day, _| day == 3);
    let last_weeks = span("2027-12-05 00:00", "2028-01-01 00:00", &zone);
    reads(
        &rest.difference(&thursdays.intersection(&last_weeks)),
        year(&zone),
        &zone,
        &[
            "1 April to 2 December 2027, every Thursday 08:00 to 17:00, 9 hours",
            "2 April to 31 December 2027, every Monday, Tuesday, Wednesday and Friday 08:00 to \
             17:00, 9 hours",
        ],
    );
    // One Friday of three is not a Friday of every week.
    let short = office_from("2027-06-07", "2027-06-26", &zone);
    let short = without(&short, &["2027-06-18", "2027-06-25"], &zone);
    reads(
        &short,
        year(&zone),
        &zone,
        &[
            "7 to 24 June 2027, every Monday, Tuesday, Wednesday and Thursday 08:00 to 17:00, 9 \
             hours",
            "Friday 11 June 2027 08:00 to 17:00, 9 hours",
        ],
    );
}

#[test]
fn a_weekday_that_begins_long_after_the_others_is_told_apart() {
    let zone = zone("America/Chicago");
    // One Friday of three, the last one.
    let short = office_from("2027-06-07", "2027-06-26", &zone);
    let short = without(&short, &["2027-06-11", "2027-06-18"], &zone);
    reads(
        &short,
        year(&zone),
        &zone,
        &[
            "7 to 24 June 2027, every Monday, Tuesday, Wednesday and Thursday 08:00 to 17:00, 9 \
             hours",
            "Friday 25 June 2027 08:00 to 17:00, 9 hours",
        ],
    );
}

#[test]
fn a_weekday_is_told_with_those_that_begin_and_end_with_it() {
    let zone = zone("Europe/Berlin");
    let lunch = |weekday: usize, end: &str| {
        let lunch = shown(&zone, year(&zone), |day, hour| {
            day == weekday && (12.0..13.0).contains(&hour)
        });
        lunch.intersection(&span("2027-01-04 00:00", end, &zone))
    };
    let long = lunch(0, "2027-03-01 00:00").union(&lunch(2, "2027-03-01 00:00"));
    let short = lunch(1, "2027-01-27 00:00");
    reads(
        &long.union(&short),
        year(&zone),
        &zone,
        &[
            "4 January to 24 February 2027, every Monday and Wednesday 12:00 to 13:00, 1 hour",
            "5 to 26 January 2027, every Tuesday 12:00 to 13:00, 1 hour",
        ],
    );
}

#[test]
fn one_of_four_weeks_may_be_without_it_at_the_edge() {
    let zone = zone("America/Chicago");
    let month = office_from("2027-06-07", "2027-07-03", &zone);
    let whole = "7 June to 2 July 2027, every weekday 08:00 to 17:00, 9 hours";
    for holiday in ["2027-06-08", "2027-07-01"] {
        let set = without(&month, &[holiday], &zone);
        reads(&set, year(&zone), &zone, &[whole]);
    }
}
