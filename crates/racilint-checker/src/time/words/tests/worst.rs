//! What is told of the longest window.

use super::{Windows, shown, span, year, zone};

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
