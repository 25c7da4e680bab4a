//! Tests of `missing-success-metrics`.

use crate::rules::tests::{check, is_not_evaluated, is_silent};

#[test]
fn signed_without_a_metric() {
    check(
        "missing-success-metrics",
        r#"
[engagement]
status = "signed"
model = "co-managed"
#       ^^^^^^^^^^^^ error: nothing was agreed by which success can be measured
"#,
    );
}

#[test]
fn agreed_too_late_or_compared_with_nothing() {
    check(
        "missing-success-metrics",
        r#"
 [engagement]
#^^^^^^^^^^^^ error: no metric was agreed by the first day with what the figure was before
starts = 2027-01-01
[metric.calls]
#       ----- does not say what it was before
target = "90 % within 15 minutes"
[metric.restores]
defined-on = 2027-03-01
#            ---------- agreed after the first day, 2027-01-01
baseline = "1 of 4"
"#,
    );
}

#[test]
fn what_a_fully_managed_client_buys() {
    check(
        "missing-success-metrics",
        r#"
[engagement]
model = "fully-managed"
#       ^^^^^^^^^^^^^^^ error: no service level is promised for response and availability
[workstream.support]
area = "help-desk"
[metric.satisfaction]
for = "support"
target = "8 of 10 points"
baseline = "6 of 10"
"#,
    );
}

#[test]
fn times_that_workstreams_promise_are_service_levels() {
    is_silent(
        "missing-success-metrics",
        r#"
[engagement]
model = "fully-managed"
[workstream.servers]
respond-within = "1h"
restore-within = "8h"
[metric.calls]
target = "90 % of calls answered within 15 minutes"
defined-on = 2026-11-01
baseline = "60 %"
"#,
    );
}

#[test]
fn co_managed_with_one_good_metric() {
    is_silent(
        "missing-success-metrics",
        r#"
[engagement]
starts = 2027-01-01
[metric.calls]
baseline = 71
[metric.restores]
target = "4 of 4"
"#,
    );
}

#[test]
fn a_draft_without_metrics_is_not_evaluated() {
    is_not_evaluated(
        "missing-success-metrics",
        "[engagement]\nstatus = \"draft\"\n",
    );
}
