//! Which of several windows on dates is told, and how much all of them are.

use super::super::Windows;
use super::{span, worst, year, zone};
use crate::time::set::Set;

#[test]
fn of_those_about_as_long_the_one_that_happens_most_is_told() {
    let berlin = zone("Europe/Berlin");
    let weekend = |friday: &str, monday: &str, end: &str| {
        span(
            &format!("{friday} 23:00"),
            &format!("{monday} {end}"),
            &berlin,
        )
    };
    let spring = ["2027-05-07", "2027-05-14", "2027-05-21", "2027-05-28"];
    let mondays = ["2027-05-10", "2027-05-17", "2027-05-24", "2027-05-31"];
    let weekends = spring.iter().zip(mondays);
    let mut sets: Vec<Set> = weekends
        .map(|(friday, monday)| weekend(friday, monday, "01:00"))
        .collect();
    let told = |sets: &[Set]| {
        let set = Set::union_of(sets);
        worst(&Windows::of(&set, year(&berlin), &berlin))
    };
    let alone = "7 to 28 May 2027, every Friday 23:00 to Monday 01:00, 50 hours";
    assert_eq!(told(&sets), alone);
    sets.push(weekend("2027-11-05", "2027-11-08", "02:00"));
    assert_eq!(told(&sets), format!("{alone}; in all 251 hours"));
    // What is longer by more than a clock change is the worst.
    sets.pop();
    sets.push(weekend("2027-11-05", "2027-11-08", "02:15"));
    assert_eq!(
        told(&sets),
        "Friday 5 November 23:00 to Monday 8 November 2027 02:15, 51 hours 15 minutes; in all \
         251 hours 15 minutes"
    );
}

#[test]
fn little_beside_what_is_told_is_not_counted() {
    let berlin = zone("Europe/Berlin");
    let told = |minutes: u32| {
        let sets = [
            span("2027-05-03 00:00", "2027-05-04 12:00", &berlin),
            span(
                "2027-06-01 10:00",
                &format!("2027-06-01 1{}:00", minutes / 60),
                &berlin,
            ),
        ];
        worst(&Windows::of(&Set::union_of(&sets), year(&berlin), &berlin))
    };
    assert!(told(4 * 60).ends_with("36 hours"), "{}", told(4 * 60));
    assert!(
        told(5 * 60).ends_with("; in all 41 hours"),
        "{}",
        told(5 * 60)
    );
}
