//! People who come with work that begins later, and leave with work that ends.

use crate::rules::tests::{check, is_silent};

/// Work that passes from one provider to the next in the middle of the year.
const HANDED_ON: &str = r#"
[engagement]
starts = 2027-01-01
ends = 2027-12-31
[person]
ona = { until = 2027-06-30 }
nils = { from = 2027-05-01 }
[team]
old = { members = ["ona"] }
new = { members = ["nils"], lead = "nils" }
[workstream.monitoring]
[workstream.monitoring.slice.old]
until = 2027-06-30
responsible = "old"
accountable = "ona"
escalation = "old"
[workstream.monitoring.slice.new]
from = 2027-07-01
responsible = "new"
accountable = "nils"
escalation = "new"
[escalation]
old = { steps = [{ to = "old" }] }
new = { steps = [{ to = "new" }] }
[evidence.monthly]
for = "monitoring.new"
owner = "nils"
[[grant]]
holder = "new"
action = "emergency-change"
on = "monitoring.new"
mode = "approval-required"
approver = "nils"
"#;

#[test]
fn whoever_is_called_keeps_and_approves_is_needed_with_the_work() {
    is_silent("unfilled-assignee", HANDED_ON);
    // In August the first half of the year is over, and its people with it.
    let later = HANDED_ON.replace("starts = 2027-01-01\nends", "starts = 2026-01-01\nends");
    let over = later.replace("2027-06-30", "2026-06-30");
    is_silent("unfilled-assignee", &over);
}

#[test]
fn whoever_is_called_for_work_that_has_begun_must_be_there() {
    check(
        "unfilled-assignee",
        r#"
[engagement]
starts = 2027-01-01
ends = 2027-12-31
[person]
ona = {}
nils = { from = 2027-05-01 }
#               ^^^^^^^^^^ error: `nils` is not there yet when the work begins
[workstream.monitoring]
responsible = "ona"
accountable = "ona"
escalation = "new"
[escalation]
new = { steps = [{ to = "nils" }] }
#                       ------ is called by `new`
"#,
    );
}

#[test]
fn what_serves_no_work_is_needed_from_the_first_day() {
    check(
        "unfilled-assignee",
        r#"
[engagement]
starts = 2027-01-01
ends = 2027-12-31
[person]
ona = {}
nils = { from = 2027-05-01 }
#               ^^^^^^^^^^ error: `nils` is not there yet when the work begins
[workstream.monitoring]
responsible = "ona"
accountable = "ona"
[escalation]
new = { steps = [{ to = "nils" }] }
#                       ------ is called by `new`
[evidence.monthly]
owner = "nils"
#       ------ keeps `monthly`
"#,
    );
}

#[test]
fn whoever_approves_nothing_or_no_known_work_need_not_be_there_at_once() {
    for on in ["[]", "5"] {
        let text = HANDED_ON.replace("on = \"monitoring.new\"", &format!("on = {on}"));
        is_silent("unfilled-assignee", &text);
    }
}
