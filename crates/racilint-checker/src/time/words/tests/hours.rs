//! By which hours windows are known again.

use super::{Set, Windows, office_hours, span, year, zone};

/// The day on which the horizon begins is another one tomorrow.
#[test]
fn what_the_horizon_cuts_is_known_by_no_hours_of_its_own() {
    let zone = zone("Europe/Berlin");
    let known = |start: &str, end: &str| {
        let set = span(start, end, &zone);
        Windows::of(&set, year(&zone), &zone).same_hours()
    };
    assert_eq!(
        known("2027-05-06 17:00", "2027-05-07 08:00"),
        "on dates: 17:00 to 08:00"
    );
    assert_eq!(known("2027-01-01 00:00", "2027-01-01 08:00"), "");
    assert_eq!(known("2026-12-31 17:00", "2027-01-01 08:00"), "");
    assert_eq!(
        known("2027-12-31 17:00", "2028-01-01 00:00"),
        "on dates: from 17:00"
    );
    assert_eq!(known("2027-01-01 00:00", "2028-01-01 00:00"), "at any hour");
}

#[test]
fn the_hours_of_every_week_are_all_that_counts() {
    let zone = zone("Europe/Berlin");
    let open = office_hours(&zone, year(&zone));
    let late = span("2027-05-06 17:00", "2027-05-06 20:00", &zone);
    let known = |set: &Set| Windows::of(set, year(&zone), &zone).same_hours();
    assert_eq!(known(&open), "every weekday 08:00 to 17:00");
    assert_eq!(known(&open.union(&late)), known(&open));
}
