//! Which days are looked at.

use jiff::civil::{Date, date};
use racilint_diagnostics::Sources;
use racilint_parser::InMemory;

use crate::catalogue::Catalogue;
use crate::model::Engagement;
use crate::time::Clock;

const DAY: i64 = 24 * 60;

/// How many days from 21 November 2026 the horizon begins, and how many it has.
fn horizon(days: &str) -> Option<(i64, i64)> {
    let (first, count) = horizon_from(date(2026, 11, 21), days)?;
    Some((first - 20_778, count))
}

/// How many days from 1 January 1970 the horizon begins, as seen on a day, and how many it has.
fn horizon_from(today: Date, days: &str) -> Option<(i64, i64)> {
    let sources = Sources::default();
    let text = format!("[engagement]\ntimezone = \"UTC\"\n{days}\n");
    let main = sources.add("test.raci.toml", text);
    let (document, _) =
        racilint_parser::read(&sources, main, "test.raci.toml", &InMemory::default());
    let catalogue = Catalogue::of(&document);
    let engagement = Engagement::of(&document, &catalogue, today, None);
    let clock = Clock::of(&engagement)?;
    let first = clock.horizon().first()?;
    let minutes = clock.horizon().minutes();
    assert_eq!((first % DAY, minutes % DAY), (0, 0));
    Some((first / DAY, minutes / DAY))
}

#[test]
fn it_is_looked_at_no_more_than_366_days() {
    assert_eq!(horizon(""), Some((0, 366)));
    assert_eq!(horizon("starts = 2026-12-01"), Some((10, 366)));
    let ends = |ends: &str| horizon(&format!("starts = 2026-12-01\nends = {ends}"));
    assert_eq!(ends("2027-11-30"), Some((10, 365)));
    assert_eq!(ends("2027-12-01"), Some((10, 366)));
    assert_eq!(ends("2027-12-02"), Some((10, 366)));
    assert_eq!(ends("2029-12-31"), Some((10, 366)));
}

#[test]
fn of_what_has_begun_the_days_from_today_on_count() {
    let ends = |ends: &str| horizon(&format!("starts = 2026-01-01\nends = {ends}"));
    assert_eq!(ends("2026-11-22"), Some((0, 2)));
    assert_eq!(ends("2026-11-21"), Some((0, 1)));
    assert_eq!(ends("2026-11-20"), None);
}

#[test]
fn days_before_1970_are_days_like_any_other() {
    assert_eq!(horizon_from(date(1960, 1, 1), ""), Some((-3_653, 366)));
}
