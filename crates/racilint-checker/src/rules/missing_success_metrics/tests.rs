//! Tests of `missing-success-metrics`.

use racilint_diagnostics::Sources;

use crate::rules::tests::{check, is_not_evaluated, is_silent, run};

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
fn what_was_agreed_on_the_first_day_was_agreed_in_time() {
    let count = |day: &str| {
        let text = format!(
            "[engagement]\nstarts = 2027-01-01\n[metric.restores]\ndefined-on = {day}\n\
             baseline = \"1 of 4\"\n"
        );
        run("missing-success-metrics", &text, &Sources::default())
            .findings
            .len()
    };
    assert_eq!(count("2027-01-01"), 0);
    assert_eq!(count("2027-01-02"), 1);
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

#[test]
fn each_service_level_is_promised_by_a_time_or_a_metric() {
    let said = |more: &str| {
        let text = format!(
            "[engagement]\nmodel = \"fully-managed\"\n[metric.calls]\n\
             target = \"90 % of tickets taken in 1 day\"\nbaseline = \"60 %\"\n{more}\n"
        );
        let findings = run("missing-success-metrics", &text, &Sources::default()).findings;
        let messages = findings.into_iter().map(|own| own.message);
        messages.collect::<Vec<String>>()
    };
    let both = "no service level is promised for response and availability";
    let response = "no service level is promised for response";
    let availability = "no service level is promised for availability";
    for (more, left) in [
        ("", both),
        ("[workstream.servers]", both),
        (
            "[workstream.servers]\nrespond-within = \"1h\"",
            availability,
        ),
        ("[workstream.servers]\nrestore-within = \"1h\"", response),
        (
            "[workstream.servers.slice.nights]\nrespond-within = \"1h\"",
            availability,
        ),
        (
            "[workstream.servers.slice.nights]\nrestore-within = \"1h\"",
            response,
        ),
        (
            "[workstream.servers]\nrestore-within = \"1h\"\n[workstream.servers.slice.nights]",
            response,
        ),
        (
            "[metric.up]\ntarget = \"no outage\"\nbaseline = \"2\"",
            response,
        ),
        (
            "[metric.up]\ntitle = \"Answers\"\ntarget = \"1 h\"\nbaseline = \"2\"",
            availability,
        ),
        ("[metric.uptime]\nbaseline = \"99 %\"", both),
    ] {
        assert_eq!(said(more), [left], "{more}");
    }
    assert_eq!(said("[metric.up]\ntarget = 7\nbaseline = \"2\""), [""; 0]);
}

/// What a target of a fully managed engagement counts as, beside the response that is promised.
#[test]
fn words_and_figures_of_service_levels() {
    let open = |target: &str| {
        let text = format!(
            "[engagement]\nmodel = \"fully-managed\"\n[workstream.servers]\n\
             respond-within = \"1h\"\n[metric.own]\ntarget = \"{target}\"\nbaseline = \"60 %\"\n"
        );
        let findings = run("missing-success-metrics", &text, &Sources::default()).findings;
        let messages = findings.into_iter().map(|own| own.message);
        messages.collect::<String>()
    };
    let availability = [
        "uptime of 99 %",
        "99.9 % available",
        "Availability: 99%",
        "high-availability cluster",
        "SLA 99.5%",
        "SLA 99,95 %",
        "SLA >99.5 %",
        "99, measured monthly",
        "99 % of the time",
        "99.5 % of all agreed service hours",
        "99.9 percent per month",
        "99.9 percent of each month",
        "no outages, no down time",
        "unavailable for 2 hours at most",
    ];
    for target in availability {
        let left = "no service level is promised for intake";
        assert_eq!(open(target), left, "{target}");
    }
    let intake = [
        "service desk: 9 of 10 on the day",
        "Help-Desk",
        "helpdesk",
        "95 % of tickets on the day",
        "callers wait 2 minutes",
        "first response in 1 hour",
        "telephones staffed",
        "requests taken in 1 day",
    ];
    for target in intake {
        let left = "no service level is promised for availability";
        assert_eq!(open(target), left, "{target}");
    }
    for target in [
        "99 % of laptops patched within 14 days",
        "99 percent of laptops patched in 14 days",
        "99 of 100 laptops patched",
        "1990 laptops, 0.99 of them patched",
        "100 % of desktops encrypted",
        "98 % of alarms recalled",
    ] {
        let left = "no service level is promised for intake and availability";
        assert_eq!(open(target), left, "{target}");
    }
}
