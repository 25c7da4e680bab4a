//! Tests of `affected-owner-not-consulted`.

use racilint_diagnostics::Sources;

use crate::rules::tests::{check, is_not_evaluated, is_silent, run};

#[test]
fn one_finding_for_all_systems_of_an_owner() {
    check(
        "affected-owner-not-consulted",
        r#"
[workstream.changes]
area = "change-management"
systems = ["erp", "mail", "payroll", "wiki"]
#          ^^^^^ warning: `changes` touches `erp` and `payroll` without asking or telling `fiona`
accountable = "kim"
consulted = "board"
[system.erp]
business-owner = "fiona"
#                ------- `erp` belongs to them on the business side
[system.payroll]
business-owner = ["fiona"]
#                 ------- `payroll` belongs to them on the business side
[system.mail]
business-owner = "director"
[system.wiki]
[team.board]
members = ["otis"]
[role.director]
held-by = "dana"
deputy = "otis"
[person.kim]
[person.fiona]
[person.dana]
[person.otis]
"#,
    );
}

#[test]
fn a_letter_of_another_slice_or_of_the_whole_is_enough() {
    is_silent(
        "affected-owner-not-consulted",
        r#"
[workstream.changes]
activity = "change"
systems = ["erp", "mail"]
informed = "dana"
[workstream.changes.slice.approve]
step = "approve"
accountable = "fiona"
[workstream.changes.slice.carry-out]
step = "carry out"
accountable = "kim"
[system.erp]
business-owner = "fiona"
[system.mail]
business-owner = "dana"
[person.kim]
[person.fiona]
[person.dana]
"#,
    );
}

#[test]
fn what_is_unknown_may_be_the_owner() {
    is_silent(
        "affected-owner-not-consulted",
        r#"
[workstream.changes]
activity = "decision"
systems = "erp"
informed = "gohst"
[workstream.patching]
activity = "operate"
systems = "erp"
[system.erp]
business-owner = "fiona"
[person.fiona]
"#,
    );
}

#[test]
fn without_business_owners_there_is_nothing_to_say() {
    is_not_evaluated(
        "affected-owner-not-consulted",
        "[workstream.change-management]\nsystems = \"erp\"\n[system.erp]\n",
    );
}

#[test]
fn whoever_approves_is_asked() {
    for grant in [
        "holder = \"ana\"\naction = \"emergency-change\"\nmode = \"approval-required\"\napprover = \"fiona\"\n",
        "holder = \"fiona\"\naction = \"approve-change\"\nmode = \"pre-authorized\"\n",
    ] {
        let fixture = format!(
            "[workstream.change-management]\nsystems = \"erp\"\nresponsible = \"ana\"\n\
             [[grant]]\n{grant}[system.erp]\nbusiness-owner = \"fiona\"\n[person.ana]\n[person.fiona]\n"
        );
        is_silent("affected-owner-not-consulted", &fixture);
    }
    check(
        "affected-owner-not-consulted",
        r#"
[workstream.change-management]
systems = "erp"
#         ^^^^^ warning: `change-management` touches `erp` without asking or telling `fiona`
[workstream.patching]
[[grant]]
holder = "fiona"
action = ["approve-change", "restore-backup"]
on = "patching"
mode = "pre-authorized"
[system.erp]
business-owner = "fiona"
#                ------- `erp` belongs to them on the business side
[person.fiona]
"#,
    );
}

#[test]
fn whoever_only_carries_changes_out_or_is_nobody_is_not_asked() {
    let count = |owner: &str, grant: &str| {
        let text = format!(
            "[workstream.change-management]\nsystems = \"erp\"\nresponsible = \"ana\"\n{grant}\n\
             [system.erp]\nbusiness-owner = \"{owner}\"\n[person.ana]\n[person.fiona]\n[role.vacant]\n"
        );
        run("affected-owner-not-consulted", &text, &Sources::default())
            .findings
            .len()
    };
    let grant = |action: &str, mode: &str| {
        format!("[[grant]]\nholder = \"fiona\"\naction = \"{action}\"\nmode = \"{mode}\"\n")
    };
    assert_eq!(
        count("fiona", &grant("approve-change", "pre-authorized")),
        0
    );
    assert_eq!(count("fiona", &grant("approve-change", "prohibited")), 1);
    assert_eq!(
        count("fiona", &grant("emergency-change", "pre-authorized")),
        1
    );
    assert_eq!(count("fiona", "informed = \"fiona\""), 0);
    // Nobody fills the seat: another rule says so.
    assert_eq!(count("vacant", ""), 0);
    assert_eq!(count("vacant", "informed = \"vacant\""), 0);
}
