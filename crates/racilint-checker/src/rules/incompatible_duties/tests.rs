//! Tests of `incompatible-duties`.

use racilint_diagnostics::Sources;

use crate::rules::tests::{check, is_not_evaluated, is_silent, run};

const RULE: &str = "incompatible-duties";

#[test]
fn administration_and_log_review() {
    check(
        RULE,
        r#"
[system.servers]
top-admin = ["platform-lead", "ben"]
#            --------------- holds the highest rights
#                             ----- holds the highest rights
[workstream.log-review]
criticality = "high"
systems = ["servers"]
responsible = "ana"
#             ^^^^^ error: administering `servers` and reviewing its logs are in the same hands: `ana`
[role.platform-lead]
held-by = "ana"
[person.ana]
[person.ben]
"#,
    );
}

#[test]
fn approving_and_carrying_out() {
    check(
        RULE,
        r#"
[workstream.change-management]
responsible = "engineers"
#             ----------- carries changes out
[[grant]]
holder = "engineers"
action = ["approve-change", "emergency-change"]
#         ^^^^^^^^^^^^^^^^ warning: approving and carrying out the changes of `change-management` are in the same hands: `ana` and `ben`
mode = "pre-authorized"
[team.engineers]
members = ["ana", "ben"]
[person.ana]
[person.ben]
"#,
    );
}

#[test]
fn the_steps_of_one_workstream_meet() {
    check(
        RULE,
        r#"
[workstream.change-management]
[workstream.change-management.slice.approve]
step = "approve"
responsible = "ana"
needs = ["approve-change"]
[workstream.change-management.slice.carry-out]
step = "carry out"
responsible = "ana"
#             ----- carries changes out
needs = ["emergency-change", "rollback-change"]
[[grant]]
holder = "ana"
action = "approve-change"
#        ^^^^^^^^^^^^^^^^ warning: approving and carrying out the changes of `change-management` are in the same hands: `ana`
on = "change-management.approve"
mode = "pre-authorized"
[person.ana]
"#,
    );
}

#[test]
fn fixing_and_closing_is_told_once() {
    check(
        RULE,
        r#"
[system.servers]
[workstream.patching]
systems = ["servers"]
responsible = "ana"
[workstream.remediation]
systems = ["servers"]
responsible = ["ana", "ben"]
#              ----- fixes what was found
#                     ----- fixes what was found
[workstream.rescans]
activity = "validate"
systems = ["servers"]
responsible = "ana"
#             ^^^^^ warning: fixing `servers` and closing the findings on it are in the same hands: `ana`
[person.ana]
[person.ben]
"#,
    );
}

#[test]
fn a_provider_audits_what_it_runs() {
    check(
        RULE,
        r#"
[engagement]
client = "harbor"
[system.servers]
[workstream.patching]
systems = ["servers"]
responsible = "engineers"
#             ----------- works on it
[workstream.control-validation]
systems = ["servers"]
responsible = "auditors"
#             ^^^^^^^^^^ warning: running `servers` and auditing it are in the same hands: `north`
[party.harbor]
[party.north]
[team.engineers]
party = "north"
members = ["ana"]
[team.auditors]
party = "north"
members = ["ben"]
[person.ana]
[person.ben]
"#,
    );
}

#[test]
fn internal_audit_is_silent() {
    is_silent(
        RULE,
        r#"
[engagement]
client = "harbor"
[system.ehr]
[workstream.business-applications]
systems = ["ehr"]
responsible = "ana"
[workstream.control-validation]
systems = ["ehr"]
responsible = "ben"
[party.harbor]
[person.ana]
party = "harbor"
[person.ben]
party = "harbor"
"#,
    );
}

#[test]
fn somebody_free_to_check_is_silent() {
    is_silent(
        RULE,
        r#"
[system.servers]
top-admin = "ana"
[workstream.log-review]
systems = ["servers"]
responsible = ["ana", "ben"]
[workstream.change-management]
responsible = "engineers"
[[grant]]
holder = "ana"
action = "approve-change"
mode = "pre-authorized"
[team.engineers]
members = ["ana", "ben"]
lead = "ana"
[person.ana]
[person.ben]
"#,
    );
}

#[test]
fn what_is_not_told_apart_or_not_known_is_silent() {
    is_silent(
        RULE,
        r#"
[system.servers]
top-admin = "ana"
[workstream.log-review]
systems = ["servers"]
responsible = ["ana", "gohst"]
[workstream.security]
area = ["security-monitoring", "remediation", "log-review"]
activity = ["monitor", "remediate", "validate"]
systems = ["servers"]
responsible = "ana"
[person.ana]
"#,
    );
}

#[test]
fn sides_that_do_not_meet_say_nothing() {
    is_not_evaluated(
        RULE,
        r#"
[system.servers]
top-admin = "ana"
[system.mail]
[workstream.log-review]
systems = ["mail"]
responsible = "ana"
[workstream.control-validation]
responsible = "ana"
[person.ana]
"#,
    );
}

#[test]
fn an_auditor_whose_party_is_not_known_may_be_another_partys() {
    let count = |auditors: &str| {
        let text = format!(
            "[engagement]\nclient = \"harbor\"\n[system.servers]\n[workstream.patching]\n\
             systems = [\"servers\"]\nresponsible = \"engineers\"\n[workstream.control-validation]\n\
             systems = [\"servers\"]\nresponsible = {auditors}\n[party.harbor]\n[party.north]\n\
             [team.engineers]\nparty = \"north\"\nmembers = [\"ana\"]\n[team.auditors]\n\
             party = \"north\"\nmembers = [\"ben\"]\n[person.ana]\n[person.ben]\n[person.eve]\n"
        );
        run(RULE, &text, &Sources::default()).findings.len()
    };
    assert_eq!(count("\"auditors\""), 1);
    assert_eq!(count("[\"eve\", \"auditors\"]"), 0);
}

#[test]
fn whoever_approves_changes_beside_other_work_approves_changes() {
    check(
        RULE,
        r#"
[workstream.changes]
area = ["change-management", "patching"]
responsible = "ana"
#             ----- carries changes out
needs = ["emergency-change"]
[[grant]]
holder = "ana"
action = ["approve-change", "emergency-change"]
#         ^^^^^^^^^^^^^^^^ warning: approving and carrying out the changes of `changes` are in the same hands: `ana`
mode = "pre-authorized"
[person.ana]
"#,
    );
}

#[test]
fn somebody_unknown_may_be_the_one_who_approves() {
    let text = |holder: &str| {
        format!(
            "[workstream.change-management]\nresponsible = \"ana\"\n[[grant]]\n\
             holder = {holder}\naction = \"approve-change\"\nmode = \"pre-authorized\"\n\
             [person.ana]\n"
        )
    };
    let found = |holder: &str| run(RULE, &text(holder), &Sources::default()).findings.len();
    assert_eq!(found("\"ana\""), 1);
    assert_eq!(found("[\"ana\", \"gohst\"]"), 0);
}
