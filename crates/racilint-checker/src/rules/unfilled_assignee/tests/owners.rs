//! Owners of front doors, milestones, metrics, reports and evidence.

use racilint_diagnostics::Sources;

use crate::rules::tests::{check, is_silent, run};

#[test]
fn owners_of_front_doors_milestones_metrics_and_reports() {
    check(
        "unfilled-assignee",
        r#"
[engagement]
starts = 2027-01-01
[workstream.help-desk]
responsible = "bea"
accountable = "bea"
[intake.desk]
owner = "service-manager"
#       ----------------- owns `desk`
routes = "help-desk"
[report.monthly]
owner = "service-manager"
#       ----------------- writes `monthly`
[metric.response]
for = "help-desk"
owner = "service-manager"
#       ----------------- measures `response`
[evidence.tickets]
for = "help-desk"
owner = "bea"
producer = "service-manager"
#          ----------------- produces `tickets`
[milestone.docs]
owner = "service-manager"
#       ----------------- sees to `docs`
due = 2027-01-15
[person.bea]
[role.service-manager]
#     ^^^^^^^^^^^^^^^ error: nobody holds the role `service-manager`
"#,
    );
}

#[test]
fn owners_of_what_nobody_needs_any_more_may_have_left() {
    is_silent(
        "unfilled-assignee",
        r#"
[engagement]
starts = 2020-01-01
[workstream.help-desk]
until = 2026-01-31
[intake.desk]
owner = "old"
routes = "help-desk"
[metric.response]
for = "help-desk"
owner = "old"
[evidence.tickets]
for = "help-desk"
producer = "old"
[milestone.docs]
owner = "old"
due = 2026-01-15
done = 2026-01-14
[milestone.late]
owner = "old"
due = 2026-01-31
[person.old]
until = 2026-01-31
"#,
    );
}

#[test]
fn owners_who_come_later_are_there_in_time() {
    let count = |from: &str| {
        let text = format!(
            r#"
[engagement]
starts = 2027-01-01
ends = 2027-12-31
[workstream.help-desk]
responsible = "bea"
[intake.desk]
owner = "new-desk"
[report.monthly]
owner = "new"
[metric.response]
owner = "new-desk"
[evidence.tickets]
for = "help-desk"
producer = "new-desk"
[milestone.docs]
owner = "new"
due = 2027-07-31
[team.new-desk]
members = "new"
lead = "new"
[person.bea]
[person.new]
from = {from}
"#
        );
        let findings = run("unfilled-assignee", &text, &Sources::default()).findings;
        let related = findings.iter().map(|own| own.related.len());
        related.sum::<usize>()
    };
    assert_eq!(count("2027-07-01"), 0);
    assert_eq!(count("2027-08-01"), 1);
    assert!(count("2028-01-01") >= 5);
}
