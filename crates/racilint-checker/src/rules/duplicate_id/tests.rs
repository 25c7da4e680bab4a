//! Tests of `duplicate-id`: ids that are one to the eye, and ids that are two.

use racilint_diagnostics::Sources;

use crate::rules::tests::{check, is_silent, run};

#[test]
fn ids_that_differ_only_in_spelling() {
    check(
        "duplicate-id",
        r#"
[team.it-ops]
#     ------ first declared here
[team."IT Ops"]
#     ^^^^^^^^ error: `IT Ops` and `it-ops` differ only in spelling
[workstream.triage.slice.tier-1]
#                        ------ first declared here
[workstream.triage.slice.tier1]
#                        ^^^^^ error: `tier1` and `tier-1` differ only in spelling
"#,
    );
}

#[test]
fn people_teams_roles_and_parties_share_their_ids() {
    check(
        "duplicate-id",
        r#"
[team.jo]
#     -- first declared here
[person.jo]
#       ^^ error: `jo` is the id of a team and of a person
[person.desk]
#       ---- first declared here
[role.desk]
#     ^^^^ error: `desk` is the id of a person and of a role
"#,
    );
}

#[test]
fn a_table_twice_in_one_file_and_in_two() {
    check(
        "duplicate-id",
        r#"
[engagement]
include = ["roster.toml"]
[person.dana]
#       ---- first declared here
name = "Dana"
[team.soc]
#     --- first declared here
[person.dana]
#       ^^^^ error: the person `dana` is declared a second time
#@ roster.toml
[team.soc]
#     ^^^ error: the team `soc` is declared a second time
"#,
    );
}

#[test]
fn rows_with_an_id() {
    check(
        "duplicate-id",
        r#"
[[grant]]
id = "isolate"
#    --------- first declared here
holder = "soc"
action = "isolate-endpoint"
mode = "prohibited"
[[grant]]
id = "Isolate"
#    ^^^^^^^^^ error: `Isolate` and `isolate` differ only in spelling
holder = "soc"
action = "disable-account"
mode = "prohibited"
[team.soc]
"#,
    );
}

#[test]
fn the_same_id_in_different_spaces_is_silent() {
    is_silent(
        "duplicate-id",
        r#"
[workstream.security.slice.nights]
[workstream.triage.slice.nights]
[command.security]
[escalation.security]
[team.security]
[system.site-1-1]
[system.site-11]
[system.a]
[system.b]
[[exclusion]]
id = "security"
area = "documentation"
[[exclusion]]
what = "printers"
[[exclusion]]
what = "telephony"
"#,
    );
}

#[test]
fn a_slice_and_a_duty_go_by_what_they_are_a_part_of() {
    let fixture = r#"
[engagement]
profiles = ["./house.profile.toml"]
[team.soc]
[team.SOC]
[workstream.triage.slice.tier-1]
[workstream.triage.slice.tier1]
#@ ./house.profile.toml
[profile]
id = "house"
title = "House rules"
version = "1"
[duty.report-in]
title = "Report"
[duty.report_in]
title = "Report"
"#;
    let findings = run("duplicate-id", fixture, &Sources::default()).findings;
    let mut about: Vec<&str> = findings.iter().map(|own| &*own.subject.object).collect();
    about.sort_unstable();
    assert_eq!(
        about,
        [
            "duty.house:report_in",
            "team.SOC",
            "workstream.triage.tier1"
        ]
    );
}

#[test]
fn areas_and_actions_of_a_house_beside_those_that_are_brought() {
    check(
        "duplicate-id",
        r#"
[engagement]
profiles = ["./house.profile.toml"]
#@ ./house.profile.toml
[profile]
id = "hipaa"
#    ^^^^^^^ error: `hipaa` is the id of a profile that racilint brings
title = "House rules"
version = "1"
[area.patching]
#     -------- first declared here
[area.patch-ing]
#     ^^^^^^^^^ error: `patch-ing` and `patching` differ only in spelling
#     ^^^^^^^^^ error: `patch-ing` and the area `patching` differ only in spelling
[area.ward-rounds]
[action.isolate_endpoint]
#       ^^^^^^^^^^^^^^^^ error: `isolate_endpoint` and the action `isolate-endpoint` differ only in spelling
[action.close-ward]
"#,
    );
}
