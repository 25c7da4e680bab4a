//! Days that nothing covers.

use jiff::civil::{Date, date};

use super::{Lapse, uncovered};
use crate::model::tests::with;
use crate::model::{Days, Grant};

/// The first days of a year, from 10 January on, on which none of these stretches holds: each is
/// the first and the last day of a month, 0 where it is open.
fn lapse(stretches: &[(i8, i8)], end: Option<Date>) -> Option<(i8, Option<i8>)> {
    let mut text = String::new();
    for (from, until) in stretches {
        text += "[[grant]]\nholder = \"ana\"\n";
        if *from > 0 {
            text += &format!("from = 2027-01-{from:02}\n");
        }
        if *until > 0 {
            text += &format!("until = 2027-01-{until:02}\n");
        }
    }
    let mut found = None;
    with(&text, |engagement| {
        let days: Vec<Days> = engagement.grants.iter().map(Grant::days).collect();
        found = uncovered(date(2027, 1, 10), end, &days);
    });
    found.map(|Lapse { first, last }| (first.day(), last.map(Date::day)))
}

#[test]
fn the_first_days_that_nothing_covers() {
    let end = Some(date(2027, 1, 30));
    assert_eq!(lapse(&[], end), Some((10, None)));
    assert_eq!(lapse(&[(0, 0)], end), None);
    assert_eq!(lapse(&[(10, 30)], end), None);
    assert_eq!(lapse(&[(10, 29)], end), Some((30, None)));
    assert_eq!(lapse(&[(11, 0)], end), Some((10, Some(10))));
    assert_eq!(lapse(&[(10, 0)], end), None);
    // One that begins on the day after the other's last leaves nothing open.
    assert_eq!(lapse(&[(16, 30), (0, 15)], end), None);
    assert_eq!(lapse(&[(17, 30), (0, 15)], end), Some((16, Some(16))));
    assert_eq!(lapse(&[(0, 20), (12, 15), (21, 30)], end), None);
    // What was over before counts for nothing.
    assert_eq!(lapse(&[(0, 9), (15, 30)], end), Some((10, Some(14))));
    assert_eq!(lapse(&[(0, 10), (15, 30)], end), Some((11, Some(14))));
}

#[test]
fn days_behind_the_end_are_none() {
    let end = |day| Some(date(2027, 1, day));
    assert_eq!(lapse(&[], end(9)), None);
    assert_eq!(lapse(&[], end(10)), Some((10, None)));
    assert_eq!(lapse(&[(21, 30)], end(20)), Some((10, None)));
    assert_eq!(lapse(&[(21, 30)], end(21)), Some((10, Some(20))));
    assert_eq!(lapse(&[(21, 30)], None), Some((10, Some(20))));
    assert_eq!(lapse(&[(10, 20)], None), Some((21, None)));
}
