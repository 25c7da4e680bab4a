//! Windows that are there only while clocks are apart, and those that only look so.

use super::super::Windows;
use super::super::tests::{all, at, office_hours, shown, span, worst, year, zone};
use super::clock_reason;
use crate::time::set::Set;

/// The three weekends on which the clocks are apart do not break the weekends of the year.
#[test]
fn hours_of_another_zone() {
    let (berlin, york) = (zone("Europe/Berlin"), zone("America/New_York"));
    let horizon = year(&berlin);
    let gap = Set::span(horizon.0, horizon.1).difference(&office_hours(&york, horizon));
    let zones = [
        ("Europe/Berlin", berlin.clone()),
        ("America/New_York", york),
    ];
    let windows = Windows::of(&gap, horizon, &berlin).explained_by(&zones);
    assert_eq!(
        all(&windows),
        [
            "every Friday 23:00 to Monday 14:00, 63 hours",
            "every Monday, Tuesday, Wednesday and Thursday 23:00 to 14:00 the next day, 15 hours",
            "Friday 5 November 22:00 to Monday 8 November 2027 14:00, 64 hours",
            "Friday 19 March 22:00 to Monday 22 March 2027 13:00, 63 hours, \
             while New York has changed its clocks and Berlin has not",
            "Friday 26 March 22:00 to Monday 29 March 2027 14:00, 63 hours as the clocks change",
            "15 to 25 March 2027, every Monday, Tuesday, Wednesday and Thursday \
             22:00 to 13:00 the next day, 15 hours, \
             while New York has changed its clocks and Berlin has not",
            "1 to 4 November 2027, every day 22:00 to 13:00, 15 hours, \
             while Berlin has changed its clocks and New York has not",
        ]
    );
}

/// Promised until 20:00 in Berlin, where it is New York that takes the afternoon until 13:00 there.
#[test]
fn only_while_one_has_changed_the_clocks() {
    let (berlin, york) = (zone("Europe/Berlin"), zone("America/New_York"));
    let horizon = year(&berlin);
    let late = shown(&berlin, horizon, |day, hour| {
        day < 5 && (14.0..20.0).contains(&hour)
    });
    let starts = shown(&york, horizon, |day, hour| {
        day < 5 && (8.0..13.0).contains(&hour)
    });
    let early = shown(&berlin, horizon, |day, hour| {
        day < 5 && (14.0..15.0).contains(&hour)
    });
    let spring = late.difference(&starts).difference(&early);
    let zones = [
        ("Europe/Berlin", berlin.clone()),
        ("America/New_York", york),
    ];
    let windows = Windows::of(&spring, horizon, &berlin).explained_by(&zones);
    assert_eq!(
        all(&windows),
        [
            "every weekday 19:00 to 20:00, 1 hour",
            "15 to 26 March 2027, every weekday 18:00 to 20:00, 2 hours, \
             while New York has changed its clocks and Berlin has not",
            "1 to 5 November 2027, every day 18:00 to 20:00, 2 hours, \
             while Berlin has changed its clocks and New York has not",
        ]
    );
    assert_eq!(
        worst(&windows),
        "every weekday 19:00 to 20:00, 1 hour; at worst 15 to 26 March 2027, every weekday \
         18:00 to 20:00, 2 hours, while New York has changed its clocks and Berlin has not"
    );
}

#[test]
fn a_vacation_in_those_weeks_is_no_clock_change() {
    let (berlin, york) = (zone("Europe/Berlin"), zone("America/New_York"));
    let away = span("2027-03-15 00:00", "2027-03-27 00:00", &berlin);
    let hole = office_hours(&berlin, year(&berlin)).intersection(&away);
    let zones = [
        ("Europe/Berlin", berlin.clone()),
        ("America/New_York", york),
    ];
    let windows = Windows::of(&hole, year(&berlin), &berlin).explained_by(&zones);
    assert_eq!(
        all(&windows),
        ["15 to 26 March 2027, every weekday 08:00 to 17:00, 9 hours"]
    );
}

#[test]
fn the_summer_of_one_place() {
    let (berlin, kolkata) = (zone("Europe/Berlin"), zone("Asia/Kolkata"));
    let horizon = year(&kolkata);
    let hole = shown(&berlin, horizon, |_, hour| (8.0..9.0).contains(&hour)).difference(&shown(
        &kolkata,
        horizon,
        |_, hour| (12.5..13.5).contains(&hour),
    ));
    let zones = [("Europe/Berlin", berlin), ("Asia/Kolkata", kolkata.clone())];
    let windows = Windows::of(&hole, horizon, &kolkata).explained_by(&zones);
    assert_eq!(
        all(&windows),
        [
            "28 March to 30 October 2027, every day 11:30 to 12:30, 1 hour, \
             while Berlin has put its clocks forward and Kolkata has not"
        ]
    );
}

#[test]
fn the_winter_of_one_place() {
    let names = ["Europe/Berlin", "Asia/Kolkata"];
    let zones = names.map(|name| (name, zone(name)));
    let berlin = &zones[0].1;
    let reason = |from, to| clock_reason(at(from, berlin), at(to, berlin), &zones);
    assert_eq!(
        reason("2027-11-01 09:00", "2028-03-24 17:00").as_deref(),
        Some("while Berlin has put its clocks back and Kolkata has not")
    );
    assert_eq!(reason("2027-11-08 09:00", "2028-03-24 17:00"), None);
    assert_eq!(reason("2027-11-01 09:00", "2028-03-17 17:00"), None);
}

/// Chicago has put its clocks forward as well, two weeks before.
#[test]
fn whoever_changes_the_clocks_on_another_day_is_not_told_of() {
    let names = ["Europe/Amsterdam", "America/Chicago", "Asia/Singapore"];
    let zones = names.map(|name| (name, zone(name)));
    let amsterdam = &zones[0].1;
    let reason = |zones: &[_]| {
        let (from, to) = ("2027-03-29 06:00", "2027-10-30 20:00");
        clock_reason(at(from, amsterdam), at(to, amsterdam), zones)
    };
    assert_eq!(
        reason(&zones).as_deref(),
        Some("while Amsterdam has put its clocks forward and Singapore has not")
    );
    assert_eq!(reason(&zones[..2]), None);
}

#[test]
fn reasons_for_dates() {
    let names = ["America/New_York", "America/Chicago", "Europe/London"];
    let zones = names.map(|name| (name, zone(name)));
    let london = &zones[2].1;
    let reason = |from, to| clock_reason(at(from, london), at(to, london), &zones);
    assert_eq!(
        reason("2027-03-15 09:00", "2027-03-26 17:00").as_deref(),
        Some("while New York and Chicago have changed their clocks and London has not")
    );
    assert_eq!(
        reason("2027-11-01 09:00", "2027-11-05 17:00").as_deref(),
        Some("while London has changed its clocks and New York and Chicago have not")
    );
    assert_eq!(reason("2027-03-15 09:00", "2027-03-30 17:00"), None);
    assert_eq!(reason("2027-06-15 09:00", "2027-06-16 17:00"), None);
    assert_eq!(reason("2027-03-15 09:00", "2027-03-16 17:00"), None);
    let alone = &zones[..1];
    let march = (
        at("2027-03-15 09:00", london),
        at("2027-03-26 17:00", london),
    );
    assert_eq!(clock_reason(march.0, march.1, alone), None);
    assert_eq!(clock_reason(march.0, march.1, &[]), None);
}

/// New York changes its clocks at 07:00 as London shows it, London at 01:00.
#[test]
fn a_change_counts_that_is_a_week_away_to_the_minute() {
    let names = ["America/New_York", "Europe/London"];
    let zones = names.map(|name| (name, zone(name)));
    let london = &zones[1].1;
    let reason = |from, to| clock_reason(at(from, london), at(to, london), &zones);
    let spring = Some("while New York has changed its clocks and London has not".to_owned());
    assert_eq!(reason("2027-03-15 09:00", "2027-03-21 01:00"), spring);
    assert_eq!(reason("2027-03-15 09:00", "2027-03-21 00:59"), None);
    assert_eq!(reason("2027-03-21 07:00", "2027-03-26 17:00"), spring);
    assert_eq!(reason("2027-03-21 07:01", "2027-03-26 17:00"), None);
}

/// Cairo, too, goes back in the week before, and forward weeks after Berlin.
#[test]
fn who_changes_only_one_of_the_two_times_leaves_no_reason() {
    let names = ["Europe/Berlin", "Africa/Cairo", "Asia/Kolkata"];
    let zones = names.map(|name| (name, zone(name)));
    let berlin = &zones[0].1;
    let winter = (
        at("2026-10-31 09:00", berlin),
        at("2027-03-26 17:00", berlin),
    );
    assert_eq!(clock_reason(winter.0, winter.1, &zones), None);
    let [berlin, _, kolkata] = zones.clone();
    let london = ("Europe/London", zone("Europe/London"));
    let both = [berlin.clone(), london];
    assert_eq!(clock_reason(winter.0, winter.1, &both), None);
    assert_eq!(
        clock_reason(winter.0, winter.1, &[berlin, kolkata]).as_deref(),
        Some("while Berlin has put its clocks back and Kolkata has not")
    );
}

/// In October 2022 Jordan made its summer time the time of the year: no clock moved.
#[test]
fn a_change_that_moves_no_clock_is_none() {
    let names = ["Europe/London", "America/New_York", "Asia/Amman"];
    let zones = names.map(|name| (name, zone(name)));
    let london = &zones[0].1;
    let (from, to) = (
        at("2022-10-31 09:00", london),
        at("2022-11-04 17:00", london),
    );
    assert_eq!(
        clock_reason(from, to, &zones).as_deref(),
        Some("while London has changed its clocks and New York has not")
    );
}

#[test]
fn a_window_that_lasts_beyond_the_next_change_has_no_reason() {
    let names = ["Europe/Berlin", "Asia/Kolkata"];
    let zones = names.map(|name| (name, zone(name)));
    let berlin = &zones[0].1;
    let reason = |from, to| clock_reason(at(from, berlin), at(to, berlin), &zones);
    let summer = Some("while Berlin has put its clocks forward and Kolkata has not".to_owned());
    assert_eq!(reason("2027-03-29 09:00", "2027-10-29 17:00"), summer);
    assert_eq!(reason("2027-03-29 09:00", "2027-11-08 17:00"), None);
    assert_eq!(reason("2027-03-15 09:00", "2027-10-29 17:00"), None);
}
