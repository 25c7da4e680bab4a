//! Tests of `authority-invalid`.

use racilint_diagnostics::Sources;

use crate::rules::tests::{check, is_not_evaluated, is_silent, run};

const RULE: &str = "authority-invalid";

#[test]
fn it_ends_before_the_work() {
    check(
        RULE,
        r#"
[engagement]
starts = 2027-01-01
ends = 2028-12-31
#      ---------- the work goes on until then
[workstream.containment]
#           ----------- this work takes it
needs = ["block-traffic", "isolate-endpoint"]
responsible = "soc"
[[grant]]
holder = "soc"
action = ["isolate-endpoint", "block-traffic", "failover"]
#         ------------------ granted here
#                             --------------- granted here
mode = "pre-authorized"
until = 2027-06-30
#       ^^^^^^^^^^ error: `soc` may not do `block-traffic` and `isolate-endpoint` from 2027-07-01 on, and `containment` takes it then
[person.li]
[team.soc]
members = "li"
"#,
    );
}

#[test]
fn days_between_and_a_late_beginning() {
    check(
        RULE,
        r#"
[engagement]
starts = 2027-01-01
[workstream.containment]
#           ----------- this work takes it
needs = "block-traffic"
responsible = "li"
[workstream.restore]
#           ------- this work takes it
needs = "restore-backup"
responsible = "li"
[[grant]]
holder = "li"
action = "block-traffic"
#        --------------- granted here
mode = "pre-authorized"
until = 2027-06-30
#       ^^^^^^^^^^ error: `li` may not do `block-traffic` from 2027-07-01 to 2027-08-31, and `containment` takes it then
[[grant]]
holder = "li"
action = "block-traffic"
mode = "pre-authorized"
from = 2027-09-01
[[grant]]
holder = "li"
action = "restore-backup"
#        ---------------- granted here
mode = "pre-authorized"
from = 2027-01-02
#      ^^^^^^^^^^ error: `li` may not do `restore-backup` on 2027-01-01, and `restore` takes it then
[person.li]
"#,
    );
}

#[test]
fn authority_that_lasts() {
    is_silent(
        RULE,
        r#"
[engagement]
starts = 2027-01-01
ends = 2028-12-31
[workstream.containment]
needs = ["block-traffic", "isolate-endpoint", "shutdown-system"]
responsible = "soc"
[workstream.pilot]
needs = "failover"
responsible = "li"
until = 2027-03-31
[[grant]]
holder = "soc"
action = "block-traffic"
mode = "pre-authorized"
until = 2027-12-31
[[grant]]
holder = "li"
action = "block-traffic"
mode = "approval-required"
approver = "soc"
from = 2028-01-01
until = 2028-12-31
[[grant]]
holder = "soc"
action = ["isolate-endpoint", "emergency-change"]
mode = "pre-authorized"
from = 2026-01-01
[[grant]]
holder = "soc"
action = "emergency-change"
mode = "pre-authorized"
until = 2027-01-31
[[grant]]
holder = "soc"
action = "failover"
mode = "pre-authorized"
until = 2027-03-31
[person.li]
[team.soc]
members = "li"
"#,
    );
}

/// Two grants with days between; 2027-06-04 is a Friday, 2027-06-07 the Monday behind it.
fn two_grants(hours: &str, until: &str) -> String {
    format!(
        r#"
[engagement]
starts = 2027-01-01
timezone = "Europe/London"
[workstream.containment]
#           ----------- this work takes it
needs = "block-traffic"
responsible = "li"
{hours}
[[grant]]
holder = "li"
action = "block-traffic"
#        --------------- granted here
mode = "pre-authorized"
until = {until}
[[grant]]
holder = "li"
action = "block-traffic"
mode = "pre-authorized"
from = 2027-06-07
[person.li]
"#
    )
}

#[test]
fn a_weekend_between_two_grants_on_which_nothing_is_promised() {
    is_silent(
        RULE,
        &two_grants(r#"hours = "Mon-Fri 08:00-18:00""#, "2027-06-04"),
    );
}

#[test]
fn a_saturday_into_which_the_night_of_another_day_does_not_go() {
    let fixture = two_grants(
        r#"hours = ["Mon-Fri 08:00-18:00", "Sun 20:00-06:00"]"#,
        "2027-06-04",
    );
    is_silent(
        RULE,
        &fixture.replace("from = 2027-06-07", "from = 2027-06-06"),
    );
}

#[test]
fn days_between_two_grants_on_which_something_is_promised() {
    let weekdays = r#"hours = "Mon-Fri 08:00-18:00""#;
    let every_day = r#"hours = "Mon-Sun 08:00-18:00""#;
    for (hours, until, days) in [
        (weekdays, "2027-06-03", "from 2027-06-04 to 2027-06-06"),
        (every_day, "2027-06-04", "from 2027-06-05 to 2027-06-06"),
        ("", "2027-06-04", "from 2027-06-05 to 2027-06-06"),
        // Friday's night goes on into Saturday.
        (
            r#"hours = "Mon-Fri 20:00-06:00""#,
            "2027-06-04",
            "from 2027-06-05 to 2027-06-06",
        ),
    ] {
        let verdict = format!(
            "{until}\n#       ^^^^^^^^^^ error: `li` may not do `block-traffic` {days}, and \
             `containment` takes it then"
        );
        check(RULE, &two_grants(hours, &verdict));
    }
}

#[test]
fn what_comes_after_a_weekend_without_a_grant() {
    let until = "2027-06-04";
    let fixture = two_grants(r#"hours = "Mon-Fri 08:00-18:00""#, until)
        .replace("#        --------------- granted here\n", "")
        .replace(
            r#"action = "block-traffic"
mode = "pre-authorized"
from = 2027-06-07"#,
            r#"action = "block-traffic"
#        --------------- granted here
mode = "pre-authorized"
from = 2027-06-07
until = 2027-12-31
#       ^^^^^^^^^^ error: `li` may not do `block-traffic` from 2028-01-01 on, and `containment` takes it then"#,
        );
    check(RULE, &fixture);
}

#[test]
fn what_is_over_or_not_readable() {
    is_silent(
        RULE,
        r#"
[engagement]
starts = 2026-01-01
ends = 2026-12-31
[workstream.containment]
needs = ["block-traffic", "isolate-endpoint"]
responsible = "li"
[[grant]]
holder = "li"
action = "block-traffic"
mode = "pre-authorized"
from = 2026-06-01
[[grant]]
holder = "li"
action = "isolate-endpoint"
mode = "pre-authorized"
until = "the summer"
[person.li]
"#,
    );
    is_not_evaluated(RULE, "[workstream.containment]\n");
}

#[test]
fn a_grant_for_other_work_or_a_prohibition_fills_no_days() {
    let count = |more: &str| {
        let text = format!(
            "[engagement]\nstarts = 2027-01-01\n[workstream.containment]\nneeds = \"block-traffic\"\n\
             responsible = \"li\"\n[workstream.other]\n[[grant]]\nholder = \"li\"\n\
             action = \"block-traffic\"\nmode = \"pre-authorized\"\nuntil = 2027-06-30\n\
             [[grant]]\nholder = \"li\"\naction = \"block-traffic\"\n{more}\n[person.li]\n"
        );
        run(RULE, &text, &Sources::default()).findings.len()
    };
    assert_eq!(count("mode = \"pre-authorized\"\nfrom = 2027-07-01"), 0);
    assert_eq!(count("mode = \"prohibited\"\nfrom = 2027-07-01"), 1);
    assert_eq!(count("mode = \"pre-authorized\"\non = \"other\""), 1);
}

#[test]
fn each_work_that_takes_it_is_shown_once() {
    check(
        RULE,
        r#"
[engagement]
starts = 2027-01-01
[workstream.containment]
#           ----------- this work takes it
needs = ["block-traffic", "isolate-endpoint"]
responsible = "li"
[workstream.network]
#           ------- this work takes it
needs = "block-traffic"
responsible = "li"
[[grant]]
holder = "li"
action = ["block-traffic", "isolate-endpoint"]
#         --------------- granted here
#                          ------------------ granted here
mode = "pre-authorized"
until = 2027-06-30
#       ^^^^^^^^^^ error: `li` may not do `block-traffic` and `isolate-endpoint` from 2027-07-01 on, and `containment` takes it then
[person.li]
"#,
    );
}

/// That nobody has the authority on any day, or is prohibited, is told of the work.
#[test]
fn authority_that_nobody_has_or_that_is_not_known_does_not_lapse() {
    let count = |responsible: &str, until: &str, more: &str| {
        let text = format!(
            "[engagement]\nstarts = 2027-01-01\nends = 2027-12-31\n[workstream.containment]\n\
             needs = \"block-traffic\"\nresponsible = {responsible}\n[[grant]]\nholder = \"li\"\n\
             action = \"block-traffic\"\nmode = \"pre-authorized\"\nuntil = {until}\n{more}\n\
             [person.li]\n"
        );
        let found = run(RULE, &text, &Sources::default());
        found.findings.len()
    };
    let prohibited =
        "[[grant]]\nholder = \"li\"\naction = \"block-traffic\"\nmode = \"prohibited\"";
    assert_eq!(count("\"li\"", "2027-06-30", ""), 1);
    assert_eq!(count("\"li\"", "2027-06-30", prohibited), 0);
    assert_eq!(count("\"li\"", "2026-12-15", ""), 0);
    assert_eq!(count("[\"li\", \"gohst\"]", "2027-06-30", ""), 0);
}
