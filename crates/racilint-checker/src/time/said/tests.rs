//! The zones among which the reason for a window is looked for.

use jiff::civil::date;
use racilint_diagnostics::Sources;
use racilint_parser::InMemory;

use super::MOST_ZONES;
use crate::catalogue::Catalogue;
use crate::model::Engagement;
use crate::time::{Clock, Set};

/// Zones whose clocks nobody changes.
const STEADY: [&str; MOST_ZONES] = [
    "Africa/Abidjan",
    "Africa/Algiers",
    "Africa/Bissau",
    "Africa/Johannesburg",
    "Africa/Lagos",
    "Africa/Maputo",
    "Africa/Nairobi",
    "Africa/Tunis",
    "Asia/Bangkok",
    "Asia/Colombo",
    "Asia/Dhaka",
    "Asia/Dubai",
    "Asia/Kolkata",
    "Asia/Manila",
    "Asia/Seoul",
    "Asia/Tokyo",
];

/// Why it happens while New York has changed its clocks and Berlin has not; Jerusalem changes its
/// own in between, and is read behind so many zones that are of no account.
fn reason_behind(zones: usize) -> Option<String> {
    let mut text = "[engagement]\ntimezone = \"Europe/Berlin\"\nstarts = 2027-01-01\n\
                    ends = 2027-03-27\n[person.yes]\ntimezone = \"America/New_York\"\n"
        .to_owned();
    let steady = STEADY.iter().take(zones).copied();
    for (at, zone) in steady.chain(["Asia/Jerusalem"]).enumerate() {
        text += &format!("[person.p{at}]\ntimezone = \"{zone}\"\n");
    }
    let sources = Sources::default();
    let main = sources.add("test.raci.toml", text);
    let (document, _) =
        racilint_parser::read(&sources, main, "test.raci.toml", &InMemory::default());
    let catalogue = Catalogue::of(&document);
    let engagement = Engagement::of(&document, &catalogue, date(2026, 11, 21), None);
    let clock = Clock::of(&engagement).expect("a clock");
    // An hour of every day, and the one before it from 15 March on.
    let day = |number: i64| clock.horizon().first().expect("a horizon") + number * 24 * 60;
    let hour = |number: i64, from: i64| (day(number) + from * 60, day(number) + (from + 1) * 60);
    let all = (0..86).map(|number| hour(number, 19));
    let some = (73..86).map(|number| hour(number, 18));
    let windows = clock.windows(&Set::from_spans(all.chain(some).collect()));
    let mut reasons = windows.all().iter().map(|own| own.reason.clone());
    reasons.find_map(|reason| reason)
}

#[test]
fn the_reason_is_looked_for_among_the_first_zones() {
    // The home and New York are two of them.
    let said = "while New York has changed its clocks and Berlin has not";
    assert_eq!(reason_behind(MOST_ZONES - 3), None);
    assert_eq!(reason_behind(MOST_ZONES - 2).as_deref(), Some(said));
}
