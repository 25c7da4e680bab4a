//! What absences change, and what counts as promised, on small engagements.

use jiff::civil::date;
use racilint_diagnostics::Sources;
use racilint_parser::InMemory;

use crate::model::Engagement;
use crate::time::{Absent, Clock, Set, Unknown};

fn with(text: &str, ask: impl FnOnce(&Engagement<'_>, &Clock<'_, '_>)) {
    let sources = Sources::default();
    let main = sources.add("test.raci.toml", text.to_owned());
    let (document, _) =
        racilint_parser::read(&sources, main, "test.raci.toml", &InMemory::default());
    let catalogue = crate::catalogue::Catalogue::of(&document);
    let engagement = Engagement::of(&document, &catalogue, date(2026, 11, 21), None);
    let clock = Clock::of(&engagement).expect("a zone and a horizon");
    ask(&engagement, &clock);
}

const HEAD: &str = r#"
[engagement]
timezone = "UTC"
starts = 2027-01-01
ends = 2027-01-10
"#;

/// The minutes of some days of January 2027.
fn days(clock: &Clock<'_, '_>, first: i64, last: i64) -> Set {
    let start = clock.horizon().first().expect("a horizon");
    Set::span(start + (first - 1) * 1440, start + last * 1440)
}

#[test]
fn a_recorded_absence_can_be_set_aside() {
    let text = r#"
[person.li]
hours = "24x7"
away = [{ from = 2027-01-02, to = 2027-01-03 }, { from = 2027-01-05, to = 2027-01-05 }]
"#;
    with(&format!("{HEAD}{text}"), |engagement, clock| {
        let li = engagement.names.actor("li").expect("li");
        let there = |absent: &Absent| {
            let duty = clock.on_duty(li, absent, Unknown::Off);
            duty.intersection(clock.horizon())
        };
        let first = Absent::nobody().setting_aside([(li, 0)]);
        assert_eq!(there(&clock.all_there()), *clock.horizon());
        assert_eq!(
            there(&first),
            clock.horizon().difference(&days(clock, 5, 5))
        );
        assert_eq!(
            there(&Absent::of([li]).setting_aside([(li, 0)])),
            Set::empty()
        );
        assert_eq!(clock.recorded().len(), 2);
    });
}

#[test]
fn a_row_promises_nothing_before_its_first_day_and_after_its_last() {
    let text = r#"
[workstream.triage]
hours = "24x7"
from = 2027-01-03
until = 2027-01-06
"#;
    with(&format!("{HEAD}{text}"), |engagement, clock| {
        let row = engagement.names.row("triage").expect("a row");
        assert_eq!(clock.promised(row).as_deref(), Some(&days(clock, 3, 6)));
    });
}

#[test]
fn a_team_of_a_company_that_names_nobody_is_there_in_its_hours() {
    let text = r#"
[party.vendor]
[party.msp]
[person.li]
party = "msp"
[team.noc]
party = "vendor"
hours = "24x7"
[team.empty]
party = "msp"
hours = "24x7"
"#;
    with(&format!("{HEAD}{text}"), |engagement, clock| {
        let duty = |name: &str| {
            let team = engagement.names.actor(name).expect("a team");
            let duty = clock.on_duty(team, &Absent::nobody(), Unknown::Off);
            duty.intersection(clock.horizon())
        };
        assert_eq!(duty("noc"), *clock.horizon());
        assert_eq!(duty("empty"), Set::empty());
    });
}

#[test]
fn only_approvers_of_those_who_are_reached_matter() {
    let text = r#"
[workstream.containment]
hours = "24x7"
responsible = "li"
needs = ["isolate-endpoint"]
[[grant]]
holder = "li"
action = "isolate-endpoint"
mode = "approval-required"
approver = "dana"
[[grant]]
holder = "sam"
action = "isolate-endpoint"
mode = "approval-required"
approver = "kurt"
[person.li]
[person.sam]
[person.dana]
[person.kurt]
"#;
    with(&format!("{HEAD}{text}"), |engagement, clock| {
        let row = engagement.names.row("containment").expect("a row");
        let matter = clock.who_matters(row, "isolate-endpoint");
        let names = matter.iter().map(|person| engagement.actor(*person).name);
        assert_eq!(names.collect::<Vec<_>>(), ["li", "dana"]);
    });
}
