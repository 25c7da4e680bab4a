//! Of whom nobody wrote when they are there.

use jiff::civil::date;
use racilint_diagnostics::Sources;
use racilint_parser::InMemory;

use crate::catalogue::Catalogue;
use crate::model::Engagement;
use crate::time::{Clock, Set, Verdict};

const TEXT: &str = r#"
[engagement]
timezone = "UTC"
starts = 2027-01-04
ends = 2027-01-10
[party.silent]
[party.open]
hours = "Mon-Fri 08:00-17:00"
[person.ana]
party = "silent"
[person.ben]
party = "open"
[person.cleo]
hours = "24x7"
[person.dora]
[team.exact]
hours = "24x7"
members = ["ana"]
[team.rota]
members = ["ana"]
shifts = [{ who = "dora", hours = "Mon 08:00-09:00" }]
[team.desk]
members = ["ana", "ben", "night"]
lead = "dora"
[team.night]
members = ["desk", "emil"]
[person.emil]
[role.chief]
held-by = "ben"
deputy = "desk"
"#;

#[test]
fn those_behind_somebody_whose_hours_nobody_wrote() {
    let sources = Sources::default();
    let main = sources.add("test.raci.toml", TEXT.to_owned());
    let (document, _) =
        racilint_parser::read(&sources, main, "test.raci.toml", &InMemory::default());
    let catalogue = Catalogue::of(&document);
    let engagement = Engagement::of(&document, &catalogue, date(2026, 11, 21), None);
    let clock = Clock::of(&engagement).expect("a clock");
    let lacking = |name: &str| -> Vec<&str> {
        let actor = engagement.names.actor(name).expect("an actor");
        let found = clock.without_hours(actor).into_iter();
        found.map(|own| engagement.actor(own).name).collect()
    };
    assert_eq!(lacking("silent"), ["silent"]);
    assert_eq!(lacking("open"), [""; 0]);
    assert_eq!(lacking("ana"), ["ana"]);
    assert_eq!(lacking("ben"), [""; 0]);
    assert_eq!(lacking("cleo"), [""; 0]);
    // Her shift says when she is there, and the hours of a team whoever of it that is.
    assert_eq!(lacking("dora"), [""; 0]);
    assert_eq!(lacking("exact"), [""; 0]);
    assert_eq!(lacking("rota"), [""; 0]);
    assert_eq!(lacking("desk"), ["ana", "emil"]);
    assert_eq!(lacking("chief"), ["ana", "emil"]);
}

#[test]
fn a_verdict_is_open_where_nothing_is_sure_and_something_possible() {
    let (none, some) = (Set::empty(), Set::span(10, 20));
    let verdict = |sure: &Set, at_most: &Set| Verdict {
        sure: sure.clone(),
        at_most: at_most.clone(),
    };
    assert!(verdict(&none, &some).is_open());
    assert!(!verdict(&none, &none).is_open());
    assert!(!verdict(&some, &some).is_open());
    let among = verdict(&Set::span(12, 30), &Set::span(0, 40)).among(&some);
    assert_eq!(among, verdict(&Set::span(12, 20), &some));
}
