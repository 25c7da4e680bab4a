//! Tests of `milestone-order-invalid`.

use crate::rules::tests::{check, is_not_evaluated, is_silent};

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
done = 2027-01-20
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
