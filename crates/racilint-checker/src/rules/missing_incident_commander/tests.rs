//! What `missing-incident-commander` tells, and what it does not.

use crate::rules::tests::{check, is_not_evaluated, is_silent};

#[test]
fn nobody_commands_anything() {
    check(
        "missing-incident-commander",
        r#"
 [engagement]
#^^^^^^^^^^^^ error: nobody is named to command when an incident happens
[workstream.alerts]
#           ------ nobody commands its incidents
area = "security-monitoring"
[workstream.incident-command]
#           ---------------- somebody prepares it, but nobody is named to command
responsible = "ana"
[workstream.quarantine]
#           ---------- nobody commands its incidents
activity = "contain"
[workstream.patching]
[person.ana]
"#,
    );
}

#[test]
fn the_most_critical_work_shows_what_is_at_stake() {
    check(
        "missing-incident-commander",
        r#"
 [engagement]
#^^^^^^^^^^^^ error: nobody is named to command when an incident happens
[workstream.a]
area = "containment"
[workstream.b]
#           - nobody commands its incidents
area = "containment"
criticality = "high"
[workstream.c]
#           - nobody commands its incidents
area = "containment"
criticality = "high"
[workstream.d]
#           - nobody commands its incidents
area = "containment"
criticality = "high"
[workstream.e]
#           - nobody commands its incidents
area = "containment"
criticality = "high"
[workstream.f]
#           - nobody commands its incidents
area = "containment"
criticality = "critical"
"#,
    );
}

#[test]
fn a_command_without_commander() {
    check(
        "missing-incident-commander",
        r#"
[engagement]
[command.security]
#        ^^^^^^^^ error: nobody commands the incidents of `security`
deputy = "ana"
[person.ana]
"#,
    );
}

#[test]
fn severities_that_are_left_out() {
    check(
        "missing-incident-commander",
        r#"
[engagement]
[command.security]
commander = "ana"
severity = ["sev2"]
#          ^^^^^^^^ error: nobody is named to command incidents of `sev1`
[command.nuisances]
commander = "ana"
severity = "sev4"
#          ------ not for `sev1` either
[person.ana]
"#,
    );
}

#[test]
fn engagements_that_need_no_command_are_silent() {
    is_silent(
        "missing-incident-commander",
        r#"
[engagement]
[workstream.patching]
[workstream.containment]
not-applicable = "run by the parent company"
"#,
    );
}

#[test]
fn whoever_is_decided_or_unknown_is_silent() {
    is_silent(
        "missing-incident-commander",
        r#"
[engagement]
[command.ours]
unified-with = "theirs"
[command.theirs]
commander = "ana"
decides = "ana"
[command.unread]
commander = 7
severity = "sev1"
[command.misspelt]
commander = "gohst"
severity = ["sev2"]
[person.ana]
"#,
    );
}

#[test]
fn what_is_lost_may_be_a_command() {
    is_not_evaluated(
        "missing-incident-commander",
        r#"
[engagement]
include = "gone.toml"
[workstream.containment]
"#,
    );
}
