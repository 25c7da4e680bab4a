//! What is told once, and where.

use racilint_diagnostics::Sources;

use super::{WORK, granted};
use crate::rules::tests::{is_not_evaluated, run_together};

#[test]
fn an_approval_that_can_never_be_had_is_told_at_the_grant() {
    let asks = "holder = \"soc\"\naction = \"disable-account\"\nmode = \"approval-required\"\n";
    let rules = ["approval-path-incomplete", "after-hours-authority-gap"];
    let names = |grant: &str| {
        let text = granted(grant);
        let findings = run_together(&rules, &text, &Sources::default()).findings;
        let names = findings.iter().map(|found| found.rule.name);
        names.collect::<Vec<&str>>()
    };
    assert_eq!(names(asks), ["approval-path-incomplete"]);
    let endless = format!("{asks}approver = \"dana\"\n");
    assert_eq!(names(&endless), ["approval-path-incomplete"]);
}

/// The client decides, at the provider's hours.
fn co_managed(steps: &str) -> String {
    format!(
        r#"
[engagement]
model = "co-managed"
client = "mill"
provider = "nord"
timezone = "UTC"
[party.mill]
[party.nord]
[team.soc]
party = "nord"
members = ["li", "sam"]
hours = "24x7"
[person.li]
[person.sam]
[person.omar]
party = "mill"
hours = "Mon-Fri 07:40-16:45"
[escalation.incident]
steps = [{steps}]
[[grant]]
holder = "soc"
action = "disable-account"
mode = "approval-required"
approver = "omar"
within = "20m"
if-no-answer = "escalate"
{WORK}"#
    )
    .replace("decide-within = \"1h\"", "decide-within = \"30m\"")
}

#[test]
fn whoever_decides_for_the_client_and_is_not_called_is_told_once() {
    let rules = [
        "escalation-dead-end",
        "escalation-too-slow",
        "after-hours-authority-gap",
        "absence-breaks-path",
    ];
    let names = |steps: &str| {
        let findings = run_together(&rules, &co_managed(steps), &Sources::default()).findings;
        let names = findings.iter().map(|found| found.rule.name);
        names.collect::<Vec<&str>>()
    };
    let soc = "{ to = \"soc\", ack-within = \"5m\" }";
    assert_eq!(names(soc), ["escalation-dead-end"]);
    let called = format!("{soc}, {{ to = \"omar\", ack-within = \"5m\" }}");
    assert!(!names(&called).contains(&"escalation-dead-end"));
    assert!(!names(&called).is_empty());
}

/// The rule on dead ends says nothing there.
#[test]
fn where_text_is_lost_the_hours_are_told_in_its_place() {
    let rules = ["escalation-dead-end", "after-hours-authority-gap"];
    let names = |include: &str| {
        let text = co_managed("{ to = \"soc\", ack-within = \"5m\" }")
            .replace("[engagement]", &format!("[engagement]\n{include}"));
        let findings = run_together(&rules, &text, &Sources::default()).findings;
        let names = findings.iter().map(|found| found.rule.name);
        names.collect::<Vec<&str>>()
    };
    assert_eq!(names(""), ["escalation-dead-end"]);
    assert_eq!(
        names("include = \"gone.toml\""),
        ["after-hours-authority-gap"]
    );
}

/// From July on `authority-invalid` tells it; until then it hangs on hours that are not written.
#[test]
fn what_is_told_elsewhere_does_not_stand_for_what_is_not_known() {
    is_not_evaluated(
        "after-hours-authority-gap",
        r#"
[engagement]
timezone = "America/Chicago"
starts = 2027-01-01
ends = 2027-12-31
[workstream.containment]
hours = "24x7"
responsible = "soc"
accountable = "kim"
needs = ["disable-account"]
decide-within = "1h"
escalation = "incident"
[escalation.incident]
steps = [{ to = "kim", ack-within = "10m" }]
[[grant]]
holder = "kim"
action = "disable-account"
mode = "pre-authorized"
until = 2027-06-30
[team.soc]
members = ["li"]
hours = "24x7"
[person.li]
[person.kim]
"#,
    );
}
