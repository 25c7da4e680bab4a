//! Tests of `milestone-order-invalid`.

use racilint_diagnostics::Sources;

use crate::rules::tests::{check, is_not_evaluated, is_silent, run};

mod slices;

#[test]
fn three_wait_for_each_other() {
    check(
        "milestone-order-invalid",
        r#"
[milestone.access]
before = ["sensors", "milestone.papers"]
#                    ------------------ `access` comes before `papers`
due = 2026-12-20
[milestone.papers]
before = "approvals"
#        ----------- `papers` comes before `approvals`
due = 2026-12-01
[milestone.approvals]
before = "access"
#        ^^^^^^^^ error: the milestones `access`, `papers` and `approvals` wait for each other
[milestone.sensors]
"#,
    );
}

#[test]
fn one_waits_for_itself() {
    check(
        "milestone-order-invalid",
        r#"
[milestone.access]
before = "access"
#        ^^^^^^^^ error: the milestone `access` waits for itself
"#,
    );
}

#[test]
fn due_before_what_it_waits_for() {
    check(
        "milestone-order-invalid",
        r#"
[milestone.access]
due = 2026-12-15
#     ---------- `access` is due on 2026-12-15
before = ["sensors"]
#         --------- `sensors` waits for it
[milestone.sensors]
due = 2026-12-11
#     ^^^^^^^^^^ error: `sensors` is due before `access`, which it waits for
"#,
    );
}

#[test]
fn due_after_the_work_has_begun() {
    check(
        "milestone-order-invalid",
        r#"
[engagement]
starts = 2027-01-01
#        ---------- begins on 2027-01-01
[workstream.triage]
[workstream.patching]
[workstream.patching.slice.servers]
from = 2027-02-01
[workstream.network]
from = 2027-01-10
#      ---------- begins on 2027-01-10
[milestone.access]
due = 2027-01-15
#     ^^^^^^^^^^ error: `access` is due after the beginning of `triage` and 1 other, which needs it
before = ["triage", "patching.servers", "workstream.network"]
#         -------- `triage` needs it
#                                       -------------------- `network` needs it
"#,
    );
}

#[test]
fn what_is_done_or_open_contradicts_nothing() {
    is_silent(
        "milestone-order-invalid",
        r#"
[engagement]
starts = 2027-01-01
[workstream.triage]
[workstream.mainframe]
not-applicable = "there is none"
[milestone.access]
due = 2027-01-15
done = 2026-11-20
before = ["triage", "sensors"]
[milestone.sensors]
due = 2027-01-01
before = ["access", "triage", "drill"]
[milestone.drill]
due = 2027-01-01
before = ["open", "mainframe"]
[milestone.open]
before = ["triage", "gohst"]
[milestone.keys-returned]
phase = "exit"
due = 2028-12-15
before = ["triage"]
"#,
    );
}

#[test]
fn without_an_order_there_is_nothing_to_say() {
    is_not_evaluated(
        "milestone-order-invalid",
        "[milestone.access]\n[engagement]\n",
    );
}

#[test]
fn a_circle_hides_nothing_beside_it() {
    check(
        "milestone-order-invalid",
        r#"
[milestone.access]
before = ["papers", "sensors"]
#         -------- `access` comes before `papers`
#                   --------- `sensors` waits for it
due = 2026-12-20
#     ---------- `access` is due on 2026-12-20
[milestone.papers]
before = "access"
#        ^^^^^^^^ error: the milestones `access` and `papers` wait for each other
due = 2026-12-01
[milestone.sensors]
due = 2026-12-19
#     ^^^^^^^^^^ error: `sensors` is due before `access`, which it waits for
"#,
    );
}

#[test]
fn the_label_says_where_a_circle_closes() {
    let label = |text: &str| {
        let findings = run("milestone-order-invalid", text, &Sources::default()).findings;
        findings[0].label.clone()
    };
    assert_eq!(label("[milestone.a]\nbefore = \"a\"\n"), "");
    let two = "[milestone.a]\nbefore = \"b\"\n[milestone.b]\nbefore = \"a\"\n";
    assert_eq!(label(two), "`b` comes before `a`: the circle closes");
}

#[test]
fn the_same_day_is_early_enough() {
    let messages = |due: &str, rows: &str| {
        let text = format!(
            "[engagement]\nstarts = 2027-01-01\n[workstream.a]\n[workstream.b]\n[workstream.c]\n\
             [milestone.access]\ndue = {due}\nbefore = [{rows}]\n[milestone.next]\n\
             due = 2027-01-01\n"
        );
        let findings = run("milestone-order-invalid", &text, &Sources::default()).findings;
        let messages = findings.into_iter().map(|own| own.message);
        messages.collect::<Vec<String>>()
    };
    assert_eq!(messages("2027-01-01", "\"a\", \"next\""), [""; 0]);
    assert_eq!(messages("2027-01-02", "\"next\"").len(), 1);
    let late =
        |rest: &str| format!("`access` is due after the beginning of `a`{rest}, which needs it");
    assert_eq!(messages("2027-01-02", "\"a\""), [late("")]);
    assert_eq!(
        messages("2027-01-02", "\"a\", \"b\""),
        [late(" and 1 other")]
    );
    let three = messages("2027-01-02", "\"a\", \"b\", \"c\"");
    assert_eq!(three, [late(" and 2 others")]);
}
