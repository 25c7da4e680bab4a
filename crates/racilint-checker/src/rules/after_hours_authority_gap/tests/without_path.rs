//! Work without an escalation path: those who do it are called, with what is promised as a first
//! answer.

use racilint_diagnostics::Sources;

use crate::rules::tests::{check, is_silent, run, run_together};

const RULE: &str = "after-hours-authority-gap";

/// A desk that answers in so many minutes and may restore by this grant.
fn desk(targets: &str, grant: &str) -> String {
    format!(
        r#"
[engagement]
timezone = "Europe/Vienna"
[workstream.restore]
hours = "Mon-Fri 08:00-18:00"
responsible = "desk"
accountable = "ann"
needs = ["restore-backup"]
{targets}
[[grant]]
holder = "desk"
action = "restore-backup"
{grant}
[team.desk]
members = ["pia", "pol"]
hours = "24x7"
[person.pia]
[person.pol]
[person.ann]
hours = "24x7"
"#
    )
}

const AT_ONCE: &str = "mode = \"pre-authorized\"";
const ASKS: &str =
    "mode = \"approval-required\"\napprover = \"ann\"\nwithin = \"4h\"\nif-no-answer = \"act\"";

fn targets(respond: &str, decide: &str) -> String {
    format!("respond-within = \"{respond}\"\ndecide-within = \"{decide}\"")
}

#[test]
fn an_approval_that_takes_longer_than_is_promised() {
    check(
        RULE,
        r#"
[engagement]
timezone = "Europe/Vienna"
[workstream.restore]
hours = "Mon-Fri 08:00-18:00"
responsible = "desk"
#             ------ `desk` is called first, and may `restore-backup` with an approval, 4 hours 30 minutes after the call
accountable = "ann"
needs = ["restore-backup"]
#        ^^^^^^^^^^^^^^^^ error: nobody who may `restore-backup` for `restore` is ever reached within 1 hour
respond-within = "30m"
decide-within = "1h"
#               ---- somebody who may act is reached within this
[[grant]]
holder = "desk"
action = "restore-backup"
mode = "approval-required"
approver = "ann"
within = "4h"
if-no-answer = "act"
[team.desk]
members = ["pia", "pol"]
hours = "24x7"
[person.pia]
[person.pol]
[person.ann]
hours = "24x7"
"#,
    );
}

#[test]
fn a_first_answer_that_takes_longer_than_is_promised() {
    let told = |grant: &str| {
        let text = desk(&targets("4h", "1h"), grant);
        let findings = run(RULE, &text, &Sources::default()).findings;
        assert_eq!(findings.len(), 1, "{findings:?}");
        assert_eq!(
            findings[0].message,
            "nobody who may `restore-backup` for `restore` is ever reached within 1 hour"
        );
        findings[0].help.clone().unwrap_or_default()
    };
    assert_eq!(
        told(AT_ONCE),
        "answer sooner: a shorter `respond-within`; or promise what can be kept: a longer \
         `decide-within`"
    );
    assert!(told(ASKS).starts_with("answer sooner"));
}

#[test]
fn who_may_act_sooner_is_the_help_where_the_approval_takes_long() {
    let text = desk(&targets("30m", "1h"), ASKS);
    let findings = run(RULE, &text, &Sources::default()).findings;
    assert_eq!(
        findings[0].help.as_deref(),
        Some(
            "let whoever is there act: `[[grant]]` with `holder = \"desk\"`, `action = \
             \"restore-backup\"` and `mode = \"pre-authorized\"`; or name an `escalation` with \
             somebody who may and is on duty"
        )
    );
}

#[test]
fn what_is_in_time_or_promises_nothing_is_silent() {
    is_silent(RULE, &desk(&targets("1h", "1h"), AT_ONCE));
    is_silent(RULE, &desk(&targets("1h", "5h"), ASKS));
    is_silent(RULE, &desk("respond-within = \"4h\"", ASKS));
    is_silent(RULE, &desk(&targets("4h", "soon"), AT_ONCE));
}

#[test]
fn what_is_too_slow_for_everybody_is_told_by_one_rule() {
    let names = |text: &str| {
        let rules = [
            RULE,
            "missing-escalation-path",
            "escalation-too-slow",
            "approval-path-incomplete",
        ];
        let findings = run_together(&rules, text, &Sources::default()).findings;
        let names = findings.iter().map(|found| found.rule.name);
        names.collect::<Vec<&str>>()
    };
    let slow = desk(&targets("4h", "1h"), AT_ONCE);
    assert_eq!(names(&slow), [RULE]);
    // There has to be a path, and then this may be in time.
    let critical = slow.replace("[workstream.restore]", "$0\ncriticality = \"high\"");
    let critical = critical.replace("$0", "[workstream.restore]");
    assert_eq!(names(&critical), ["missing-escalation-path"]);
    // An approval without a time, on a path, for what is no matter of incidents.
    let slow = slow.replace("restore-backup", "grant-access");
    let along = slow.replace(AT_ONCE, "mode = \"approval-required\"\napprover = \"ann\"")
        + "[escalation.p1]\nsteps = [{ to = \"desk\", ack-within = \"15m\" }]\n";
    let along = along.replace("respond-within = \"4h\"", "escalation = \"p1\"");
    assert_eq!(names(&along), ["escalation-too-slow"]);
}
