//! Lengths, dates and times of day.

use jiff::tz::TimeZone;

use super::super::tests::{at, zone};
use super::{clock, date, in_words, moment};

#[test]
fn lengths_in_words() {
    for (minutes, words) in [
        (0, "0 minutes"),
        (1, "1 minute"),
        (30, "30 minutes"),
        (60, "1 hour"),
        (150, "2 hours 30 minutes"),
        (61, "1 hour 1 minute"),
        (63 * 60, "63 hours"),
        (72 * 60 - 1, "71 hours 59 minutes"),
        (72 * 60, "3 days"),
        (244 * 60, "10 days 4 hours"),
        (97 * 60 + 5, "4 days 1 hour 5 minutes"),
    ] {
        assert_eq!(in_words(minutes), words);
    }
    assert!(in_words(u64::MAX).ends_with("minutes"));
}

#[test]
fn moments_in_words() {
    let zone = zone("Asia/Kolkata");
    let minute = at("2027-01-01 00:30", &zone);
    assert_eq!(clock(minute, &zone), "Friday 00:30");
    assert_eq!(date(minute, &zone), "1 January 2027");
    assert_eq!(
        moment(minute - 60, &zone),
        "Thursday 31 December 2026 23:30"
    );
    assert_eq!(date(0, &TimeZone::UTC), "1 January 1970");
    assert_eq!(date(-1, &TimeZone::UTC), "31 December 1969");
}
