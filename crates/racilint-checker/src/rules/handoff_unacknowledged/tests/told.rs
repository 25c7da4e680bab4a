//! Receivers of whom another rule tells that nobody of them is there.

use racilint_diagnostics::Sources;

use crate::rules::tests::{check, is_silent, run};

const RULE: &str = "handoff-unacknowledged";

/// A desk that is always there hands on to Fred, who is there at some hours and away in August.
fn to_fred(hours: &str, work: &str) -> String {
    format!(
        r#"
[engagement]
timezone = "Europe/Vienna"
starts = 2027-01-01
ends = 2027-12-31
[person.ann]
hours = "24x7"
[person.fred]
hours = "{hours}"
away = [{{ from = 2027-08-02, to = 2027-08-13 }}]
[workstream.triage]
hours = "24x7"
#       ------ `triage` is promised then
responsible = "ann"
[workstream.decide]
{work}
responsible = "fred"
#             ------ is off duty then
[[handoff]]
from = "triage"
to = "decide"
when = "the shop has to close"
carries = "what is down"
ack-within = "2h"
#            ---- it is to be taken within this
until-acknowledged = "triage"
"#
    )
}

fn said(text: &str) -> Vec<String> {
    let found = run(RULE, text, &Sources::default()).findings;
    found.into_iter().map(|own| own.message).collect()
}

#[test]
fn an_absence_and_a_hole_in_the_promised_hours_are_told_already() {
    is_silent(RULE, &to_fred("24x7", "hours = \"24x7\""));
    is_silent(RULE, &to_fred("Mon-Fri 09:00-17:00", "hours = \"24x7\""));
    let slices = "[workstream.decide.slice.all]\nhours = \"24x7\"";
    is_silent(RULE, &to_fred("Mon-Fri 09:00-17:00", slices));
}

#[test]
fn a_receiver_who_promises_no_hours_is_told() {
    let mark = "#    ^^^^^^^^ warning: nobody takes what `triage` hands to `decide` within 2 hours: Monday 2 August 00:00 to Friday 13 August 2027 22:00, 11 days 22 hours";
    let text = to_fred("24x7", "");
    let text = text.replace("to = \"decide\"\n", &format!("to = \"decide\"\n{mark}\n"));
    check(RULE, &text);
}

#[test]
fn hours_that_the_receiver_does_not_promise_are_told() {
    let by_day = "hours = \"Mon-Sun 09:00-17:00\"";
    let nights = "nobody takes what `triage` hands to `decide` within 2 hours: every day 17:00 to \
                  07:00, 14 hours";
    assert_eq!(said(&to_fred("Mon-Sun 09:00-17:00", by_day)), [nights]);
    // Who comes too late for the promise is told there, also of what is handed over before.
    let late = to_fred("Mon-Sun 10:00-17:00", by_day);
    assert_eq!(said(&late), [nights]);
    // During an absence that is told, nothing else is.
    assert_eq!(said(&to_fred("24x7", by_day)), [""; 0]);
}

#[test]
fn of_a_person_whom_the_handoff_names_nobody_else_tells() {
    let text = to_fred("24x7", "hours = \"24x7\"");
    let named = text.replace("to = \"decide\"", "to = \"fred\"");
    assert_eq!(said(&named).len(), 1);
}

#[test]
fn whoever_does_the_work_and_leaves_is_told_of() {
    let left = "[person.fred]\nuntil = 2027-06-30";
    let text = to_fred("24x7", "accountable = \"ann\"").replace("[person.fred]", left);
    is_silent(RULE, &text);
    assert_eq!(
        said(&text.replace("to = \"decide\"", "to = \"fred\"")).len(),
        1
    );
}
