//! What is told of the longest window.

use super::{Windows, shown, span, without, worst, year, zone};
use crate::time::set::Set;

#[test]
fn the_worst_on_a_date_says_that_the_clocks_change() {
    let zone = zone("Europe/Berlin");
    let lunch = shown(&zone, year(&zone), |_, hour| (12.0..13.0).contains(&hour));
    let sunday = span("2027-03-28 00:00", "2027-03-29 00:00", &zone);
    let windows = Windows::of(&lunch.union(&sunday), year(&zone), &zone);
    let longest = windows.longest().expect("a window");
    assert_eq!(
        longest,
        "every day 12:00 to 13:00, 1 hour; \
         at worst Sunday 28 March 2027, all day, 23 hours as the clocks change"
    );
}

/// From April to September the other nights begin an hour earlier, and so are told by their dates.
#[test]
fn most_of_it_beside_the_only_window_of_every_week_is_counted() {
    let utc = zone("UTC");
    let saturdays = shown(&utc, year(&utc), |day, hour| day == 5 && hour < 8.0);
    let nights = |from: f64| {
        shown(&utc, year(&utc), |day, hour| {
            day == 1 && (from..6.0).contains(&hour)
        })
    };
    let summer = span("2027-04-01 00:00", "2027-10-01 00:00", &utc);
    let others = nights(1.0)
        .intersection(&summer)
        .union(&nights(2.0).difference(&summer));
    let told = |set: &Set| worst(&Windows::of(set, year(&utc), &utc));
    let alone = "every Saturday 00:00 to 08:00, 8 hours";
    assert_eq!(told(&saturdays), alone);
    // 52 Saturdays, 26 nights of five hours and 26 of four.
    let all = told(&saturdays.union(&others));
    assert_eq!(all, format!("{alone}; in all 650 hours"));
    let single = span("2027-05-03 09:00", "2027-05-03 15:00", &utc);
    assert_eq!(told(&saturdays.union(&single)), alone);
}

/// Holidays that make weekends longer are told by the worst of them.
#[test]
fn what_is_told_beside_the_only_window_of_every_week_is_not_counted_again() {
    let utc = zone("UTC");
    let mondays = [
        "03-29", "05-17", "06-07", "07-05", "08-02", "09-06", "10-04",
    ];
    let mondays = mondays.map(|day| format!("2027-{day}"));
    let mondays: Vec<&str> = mondays.iter().map(String::as_str).collect();
    let weekdays = shown(&utc, year(&utc), |day, _| day < 5);
    let open = without(&weekdays, &mondays, &utc);
    let closed = Set::span(year(&utc).0, year(&utc).1).difference(&open);
    let told = worst(&Windows::of(&closed, year(&utc), &utc));
    assert!(!told.contains("in all"), "{told}");
}
