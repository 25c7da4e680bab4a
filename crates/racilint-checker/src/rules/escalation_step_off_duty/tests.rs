//! The rule on steps that call somebody who is off duty, and what looks like one.

use racilint_diagnostics::Sources;

use crate::rules::tests::{check, is_not_evaluated, is_silent, run};

const RULE: &str = "escalation-step-off-duty";

const PEOPLE: &str = r#"
[engagement]
timezone = "Europe/Berlin"
[person.day]
hours = "Mon-Fri 08:00-17:00"
[person.late]
hours = "Mon-Fri 08:30-17:30"
[person.always]
hours = "24x7"
[person.boss]
hours = "24x7"
"#;

#[test]
fn the_first_and_the_last_step_weigh_more() {
    check(
        RULE,
        &format!(
            "{PEOPLE}{}",
            r#"
[workstream.watch]
responsible = "always"
hours = "24x7"
#       ------ `watch` is promised then
escalation = "ends"
[workstream.other]
responsible = "always"
hours = "24x7"
#       ------ `other` is promised then
escalation = "middle"
[workstream.other-hours]
responsible = "always"
hours = "Mon-Fri 09:00-16:00"
escalation = "ends"
[escalation.ends]
steps = [
  { to = "always", ack-within = "15m" },
  { to = "day", ack-within = "15m" },
#        ----- step 2 calls `day`, off duty every Friday 17:00 to Monday 08:00, 63 hours; in all 123 of 168 hours a week
  { to = ["day", "late"], ack-within = "15m" },
#         ^^^^^ error: step 3 of `ends` calls `day` and `late`, off duty every Friday 17:30 to Monday 08:00, 62 hours 30 minutes; in all 120 hours 30 minutes of 168 hours a week
]
[escalation.middle]
steps = [
  { to = "always", ack-within = "15m" },
  { to = "day", ack-within = "15m" },
#        ^^^^^ warning: step 2 of `middle` calls `day`, off duty every Friday 17:00 to Monday 08:00, 63 hours; in all 123 of 168 hours a week
  { to = "boss", ack-within = "15m" },
]
"#
        ),
    );
}

#[test]
fn a_step_is_asked_for_in_promised_hours_only() {
    is_silent(
        RULE,
        &format!(
            "{PEOPLE}{}",
            r#"
[workstream.desk]
responsible = "boss"
hours = "Mon-Fri 08:00-17:00"
escalation = "p1"
[workstream.not-promised]
responsible = "boss"
escalation = "p1"
[escalation.p1]
steps = [
  { to = "day", ack-within = "30m" },
  { to = ["late", "day"], ack-within = "15m" },
  { to = "late", ack-within = "15m" },
]
"#
        ),
    );
}

#[test]
fn a_step_that_comes_later_is_not_called_when_the_day_begins() {
    is_silent(
        RULE,
        &format!(
            "{PEOPLE}{}",
            r#"
[workstream.desk]
responsible = "boss"
hours = "Mon-Fri 08:00-17:00"
escalation = "p1"
[escalation.p1]
steps = [
  { to = "day", ack-within = "30m" },
  { to = "late", ack-within = "15m" },
]
"#
        ),
    );
    let sources = Sources::default();
    let sooner = format!(
        "{PEOPLE}{}",
        r#"
[workstream.desk]
responsible = "boss"
hours = "Mon-Fri 08:00-17:00"
escalation = "p1"
[escalation.p1]
steps = [
  { to = "day", ack-within = "10m" },
  { to = "late", ack-within = "15m" },
]
"#
    );
    let findings = run(RULE, &sooner, &sources).findings;
    assert_eq!(findings.len(), 1);
    assert!(findings[0].message.contains("08:10 to 08:30"));
}

#[test]
fn a_hole_in_the_coverage_is_not_told_twice() {
    is_silent(
        RULE,
        &format!(
            "{PEOPLE}{}",
            r#"
[workstream.watch]
responsible = ["day", "late"]
hours = "24x7"
escalation = "p1"
[escalation.p1]
steps = [
  { to = ["day", "late"], ack-within = "15m" },
  { to = "always", ack-within = "15m" },
]
"#
        ),
    );
}

#[test]
fn unknown_hours_are_asked_for() {
    let fixture = format!(
        "{PEOPLE}{}",
        r#"
[workstream.watch]
responsible = "always"
hours = "24x7"
escalation = "p1"
[escalation.p1]
steps = [{ to = "crew", ack-within = "15m" }, { to = "always", ack-within = "15m" }]
[team.crew]
members = ["ana"]
[person.ana]
"#
    );
    is_not_evaluated(RULE, &fixture);
    let outcome = run(RULE, &fixture, &Sources::default());
    assert_eq!(
        outcome.needs_hours_of.into_iter().collect::<Vec<_>>(),
        ["ana"]
    );
}

/// A name that stands for nobody may be meant for somebody who is there, and so may a step that
/// could not be read.
#[test]
fn who_is_called_must_be_known() {
    let path = |steps: &str| {
        format!(
            "{PEOPLE}[workstream.watch]\nresponsible = \"always\"\nhours = \"24x7\"\n\
             escalation = \"p1\"\n[escalation.p1]\n{steps}\n"
        )
    };
    let step = |to: &str| format!("steps = [{{ to = [{to}], ack-within = \"15m\" }}]");
    let findings = |steps: &str| run(RULE, &path(steps), &Sources::default()).findings.len();
    assert_eq!(findings(&step("\"day\"")), 1);
    assert_eq!(findings(&step("\"day\", \"gohst\"")), 0);
    assert_eq!(findings(&format!("{}\nstep = []", step("\"day\""))), 0);
}

#[test]
fn without_hours_or_zone_there_is_nothing_to_say() {
    is_not_evaluated(RULE, PEOPLE);
    is_not_evaluated(
        RULE,
        r#"
[workstream.watch]
hours = "24x7"
escalation = "p1"
[escalation.p1]
steps = [{ to = "day", ack-within = "15m" }]
[person.day]
hours = "Mon-Fri 08:00-17:00"
"#,
    );
}

/// `absence-gap` says so.
#[test]
fn only_an_absence_that_is_told_takes_somebody_away() {
    let text = r#"
[engagement]
timezone = "America/Chicago"
[workstream.containment]
hours = "Mon-Fri 08:00-17:00"
responsible = "li"
accountable = "dana"
needs = ["disable-account"]
decide-within = "1h"
escalation = "incident"
[escalation.incident]
steps = [{ to = "li", ack-within = "15m" }, { to = "dana", ack-within = "15m" }]
[[grant]]
holder = "dana"
action = "disable-account"
mode = "pre-authorized"
[person.li]
hours = "24x7"
[person.dana]
hours = "24x7"
away = { from = 2027-03-01, to = 2027-03-12 }
"#;
    is_silent(RULE, text);
    // Where it opens nothing else, the step is what is wrong.
    let harmless = text.replace("needs = [\"disable-account\"]", "needs = []");
    let sources = Sources::default();
    assert_eq!(run(RULE, &harmless, &sources).findings.len(), 1);
}
