//! What `deputy-not-equivalent` tells, and what it does not.

use racilint_diagnostics::Sources;

use crate::rules::tests::{check, is_not_evaluated, is_silent, run_together};

#[test]
fn a_deputy_without_the_authority() {
    check(
        "deputy-not-equivalent",
        r#"
[engagement]
[workstream.containment]
[command.security]
covers = "containment"
commander = "ana"
deputy = "ben"
#        ^^^^^ error: `ben` takes over from `ana` and may not `declare-incident` or `set-severity`
[[grant]]
holder = "ana"
action = ["declare-incident", "set-severity", "isolate-endpoint"]
#         ------------------ `ana` may by this
mode = "pre-authorized"
[[grant]]
holder = "cleo"
action = "declare-incident"
mode = "pre-authorized"
[[grant]]
holder = ["ana", "ben"]
action = "engage-vendor"
mode = "approval-required"
approver = "ana"
[person.ana]
[person.ben]
[person.cleo]
"#,
    );
}

#[test]
fn a_misspelt_action_makes_no_deputy_lesser() {
    is_silent(
        "deputy-not-equivalent",
        r#"
[engagement]
[workstream.containment]
[command.security]
covers = "containment"
commander = "ana"
deputy = "ben"
[[grant]]
holder = "ana"
action = ["raise-spending-limit"]
mode = "pre-authorized"
[[grant]]
holder = ["ana", "ben"]
action = ["declare-incident", "set-severity", "engage-vendor"]
mode = "pre-authorized"
[person.ana]
[person.ben]
"#,
    );
}

const SAME_HOURS: &str = r#"
[engagement]
timezone = "UTC"
starts = 2027-01-01
ends = 2027-12-31
[workstream.containment]
hours = "24x7"
[command.security]
covers = "containment"
commander = "ana"
deputy = "ben"
[person.ana]
hours = "Mon-Fri 08:00-17:00"
[person.ben]
hours = "Mon-Fri 09:00-16:00"
"#;

#[test]
fn a_deputy_who_sleeps_when_the_commander_does() {
    check(
        "deputy-not-equivalent",
        r#"
[engagement]
timezone = "UTC"
starts = 2027-01-01
ends = 2027-12-31
[workstream.containment]
hours = "24x7"
[command.security]
covers = "containment"
commander = "ana"
#           ----- commands, and is off duty at the same hours
deputy = "ben"
#        ^^^^^ error: `ben` is never there when `ana` is off duty: every Friday 17:00 to Monday 08:00, 63 hours
[person.ana]
hours = "Mon-Fri 08:00-17:00"
[person.ben]
hours = "Mon-Fri 09:00-16:00"
"#,
    );
}

#[test]
fn hours_without_command_are_told_once() {
    let sources = Sources::default();
    let rules = ["missing-incident-commander", "deputy-not-equivalent"];
    let outcome = run_together(&rules, SAME_HOURS, &sources);
    let [finding] = outcome.findings.as_slice() else {
        panic!("{:?}", outcome.findings);
    };
    assert_eq!(finding.rule.name, "missing-incident-commander");
}

#[test]
fn a_lack_of_authority_is_told_beside_hours_without_command() {
    let sources = Sources::default();
    let rules = ["missing-incident-commander", "deputy-not-equivalent"];
    let grant = "[[grant]]\nholder = 'ana'\naction = 'set-severity'\nmode = 'pre-authorized'\n";
    let outcome = run_together(&rules, &format!("{SAME_HOURS}{grant}"), &sources);
    assert_eq!(outcome.findings.len(), 2, "{:?}", outcome.findings);
}

#[test]
fn deputies_who_can_take_over_are_silent() {
    is_silent(
        "deputy-not-equivalent",
        r#"
[engagement]
timezone = "UTC"
starts = 2027-01-01
ends = 2027-12-31
[workstream.containment]
hours = "24x7"
[workstream.network]
[command.by-role]
covers = "containment"
commander = "lead"
deputy = "ben"
[command.by-team]
covers = "network"
commander = "ana"
deputy = "cleo"
[command.nuisances]
covers = "network"
severity = "sev4"
commander = "ana"
deputy = "dan"
[command.commander-may-not]
covers = "network"
commander = "dan"
deputy = "cleo"
[[grant]]
holder = ["lead", "duty-managers"]
action = ["declare-incident", "set-severity", "engage-vendor"]
mode = "pre-authorized"
[[grant]]
holder = "ana"
action = "isolate-endpoint"
mode = "pre-authorized"
[role.lead]
held-by = "ana"
deputy = "ben"
[team.duty-managers]
members = ["ana", "cleo"]
[person]
ana = { hours = "Mon-Fri 08:00-17:00" }
ben = { hours = "Mon-Sun 16:00-09:00" }
cleo = { hours = "Mon-Fri 08:00-17:00" }
dan = {}
"#,
    );
}

#[test]
fn what_is_unknown_is_silent() {
    is_silent(
        "deputy-not-equivalent",
        r#"
[engagement]
timezone = "UTC"
[workstream.containment]
hours = "24x7"
[command.misspelt]
covers = "containment"
commander = "ana"
deputy = "gohst"
[command.vacant]
covers = "containment"
commander = "ana"
deputy = "lead"
[command.the-same]
covers = "containment"
commander = "ana"
deputy = "chief"
[[grant]]
holder = "ana"
action = "declare-incident"
mode = "pre-authorized"
[role.lead]
[role.chief]
held-by = "ana"
[person.ana]
"#,
    );
}

#[test]
fn without_a_deputy_there_is_nothing_to_say() {
    is_not_evaluated(
        "deputy-not-equivalent",
        "[engagement]\n[command.security]\ncommander = 'ana'\n[person.ana]\n",
    );
}

/// `missing-deputy` says so.
#[test]
fn a_deputy_who_is_the_commander_is_told_elsewhere() {
    let chief = "[role.chief]\nheld-by = \"ana\"\n";
    let fixture = SAME_HOURS.replace("deputy = \"ben\"", "deputy = \"chief\"");
    is_silent("deputy-not-equivalent", &format!("{fixture}{chief}"));
}
