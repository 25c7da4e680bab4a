//! The rule on paths that take longer than is promised, and what looks like one.

mod called;

use racilint_diagnostics::Sources;

use crate::rules::tests::{check, is_not_evaluated, is_silent, run};

const RULE: &str = "escalation-too-slow";

#[test]
fn the_steps_add_up_to_more_than_is_promised() {
    check(
        RULE,
        r#"
[workstream.security]
decide-within = "30m"
#               ----- somebody who may act is reached within this
escalation = "p1"
[workstream.containment]
parent = "security"
responsible = "desk"
needs = ["isolate-endpoint", "block-traffic", "disable-account"]
[escalation.p1]
steps = [
  { to = "desk", ack-within = "20m" },
#                             ----- `desk` has 20 minutes to answer
  { to = "boss", ack-within = "15m" },
#        ^^^^^^ error: `p1` takes 35 minutes to reach somebody who may `isolate-endpoint` or `block-traffic` for `containment`, and it is promised within 30 minutes
#                             ----- `boss` has 15 minutes to answer
]
[[grant]]
holder = "boss"
action = ["isolate-endpoint", "block-traffic"]
mode = "pre-authorized"
[[grant]]
holder = "desk"
action = "disable-account"
mode = "approval-required"
approver = "boss"
within = "10m"
[person.desk]
[person.boss]
"#,
    );
}

/// Of two steps that come to the same end the first one is told.
#[test]
fn an_approval_takes_its_time_as_well() {
    let fixture = r#"
[workstream.containment]
responsible = "desk"
needs = ["disable-account"]
decide-within = "30m"
#               ----- somebody who may act is reached within this
escalation = "p1"
[escalation.p1]
steps = [
  { to = "desk", ack-within = "15m" },
#        ^^^^^^ error: `p1` takes 45 minutes to reach somebody who may `disable-account` for `containment`, and it is promised within 30 minutes
#                             ----- `desk` has 15 minutes to answer
  { to = "boss", ack-within = "40m" },
]
[[grant]]
holder = "desk"
action = "disable-account"
mode = "approval-required"
approver = "boss"
within = "30m"
#        ----- and the approval may take 30 minutes
[[grant]]
holder = "boss"
action = "disable-account"
mode = "pre-authorized"
[person.desk]
[person.boss]
"#;
    check(RULE, fixture);
    check(RULE, &fixture.replace("40m", "30m"));
}

#[test]
fn the_first_step_answers_too_late_and_one_never_says_when() {
    check(
        RULE,
        r#"
[workstream.desk]
respond-within = "15m"
#                ----- somebody responds within this
escalation = "p1"
#            ---- `desk` is escalated along it
[escalation.p1]
steps = [
  { to = "ana", ack-within = "20m" },
#                            ^^^^^ error: the first step of `p1` has 20 minutes to answer, and `desk` promises 15 minutes
  { to = "ben" },
#        ^^^^^ error: step 2 of `p1` does not say how long it has to answer
  { to = "cara" },
#        ------ nor does this one
]
[person.ana]
[person.ben]
[person.cara]
"#,
    );
}

#[test]
fn without_any_target_there_is_a_note() {
    check(
        RULE,
        r#"
[workstream.desk]
escalation = "p1"
#            ---- `desk` is escalated along it
[workstream.other]
escalation = "p2"
[workstream.promised]
respond-within = "1h"
escalation = "p2"
[escalation.p1]
#           ^^ note: nothing says how fast `p1` has to be
steps = [{ to = "ana" }]
[escalation.p2]
steps = [{ to = "ana", ack-within = "1h" }]
[escalation.not-used]
steps = [{ to = "ana" }]
[person.ana]
"#,
    );
}

#[test]
fn what_is_in_time_or_for_other_rules_is_silent() {
    is_silent(
        RULE,
        r#"
[workstream.equal]
responsible = "ana"
needs = ["isolate-endpoint"]
respond-within = "15m"
decide-within = "30m"
escalation = "p1"
[workstream.dead-end]
responsible = "ben"
needs = ["block-traffic"]
decide-within = "5m"
escalation = "p1"
[workstream.endless]
responsible = "ana"
needs = ["disable-account"]
decide-within = "5m"
escalation = "p1"
[workstream.unread]
responsible = "ana"
needs = ["isolate-endpoint"]
decide-within = "five"
escalation = "p1"
[escalation.p1]
steps = [{ to = "ben", ack-within = "15m" }, { to = "ana", ack-within = "15m" }]
[[grant]]
holder = "ana"
action = "isolate-endpoint"
mode = "pre-authorized"
[[grant]]
holder = "ana"
action = "disable-account"
mode = "approval-required"
approver = "ben"
[person.ana]
[person.ben]
"#,
    );
}

#[test]
fn without_work_on_a_path_there_is_nothing_to_say() {
    is_not_evaluated(
        RULE,
        r#"
[workstream.desk]
[escalation.p1]
steps = [{ to = "ana" }]
[person.ana]
"#,
    );
}

#[test]
fn a_first_step_that_is_too_slow_is_told_once() {
    let text = |within: &str| {
        format!(
            r#"
[workstream.containment]
responsible = "desk"
needs = ["isolate-endpoint", "disable-account"]
respond-within = "15m"
decide-within = "30m"
escalation = "p1"
[escalation.p1]
steps = [{{ to = "desk", ack-within = "45m" }}, {{ to = "boss", ack-within = "15m" }}]
[[grant]]
holder = "desk"
action = "isolate-endpoint"
mode = "pre-authorized"
[[grant]]
holder = "desk"
action = "disable-account"
mode = "approval-required"
approver = "boss"
within = "{within}"
[person.desk]
[person.boss]
"#
        )
    };
    let findings = run(RULE, &text("15m"), &Sources::default()).findings;
    assert_eq!(findings.len(), 1, "{findings:?}");
    let message =
        "the first step of `p1` has 45 minutes to answer, and `containment` promises 15 minutes";
    assert_eq!(findings[0].message, message);
    let told = &findings[0].related;
    assert!(told.iter().any(|label| label.message.contains("may act")));

    // An approval that would take too long behind a quick first step is another cause.
    let findings = run(RULE, &text("16m"), &Sources::default()).findings;
    assert_eq!(findings.len(), 2, "{findings:?}");
}

#[test]
fn what_waits_for_one_step_is_told_once() {
    check(
        RULE,
        r#"
[workstream.containment]
responsible = "desk"
needs = ["disable-account", "isolate-endpoint"]
#                           ------------------ 25 minutes to `isolate-endpoint` for `containment`
decide-within = "20m"
#               ----- somebody who may act is reached within this
escalation = "p1"
[escalation.p1]
steps = [{ to = "desk", ack-within = "15m" }]
#               ^^^^^^ error: `p1` takes 45 minutes to reach somebody who may `disable-account` for `containment`, and it is promised within 20 minutes
#                                    ----- `desk` has 15 minutes to answer
[[grant]]
holder = "desk"
action = "disable-account"
mode = "approval-required"
approver = "boss"
within = "30m"
#        ----- and the approval may take 30 minutes
[[grant]]
holder = "desk"
action = "isolate-endpoint"
mode = "approval-required"
approver = "boss"
within = "10m"
[person.desk]
[person.boss]
"#,
    );
}

#[test]
fn an_approval_without_a_time_keeps_no_promise() {
    check(
        RULE,
        r#"
[workstream.accounts]
responsible = "desk"
needs = ["grant-access"]
decide-within = "1h"
#               ---- somebody who may act is reached within this
escalation = "p1"
#            ---- `accounts` is escalated along it
[escalation.p1]
steps = [{ to = "desk", ack-within = "15m" }]
[[grant]]
holder = "desk"
action = ["revoke-access", "grant-access"]
#                          ^^^^^^^^^^^^^^ error: on `p1` nobody may `grant-access` for `accounts` but with an approval that has no time, and it is promised within 1 hour
mode = "approval-required"
approver = "boss"
#          ------ approves, and no time is set for the answer
[person.desk]
[person.boss]
"#,
    );
}

#[test]
fn an_approval_without_a_time_is_no_matter_where_somebody_acts_at_once_or_nothing_is_promised() {
    let text = |more: &str, target: &str| {
        format!(
            r#"
[workstream.accounts]
responsible = "desk"
needs = ["grant-access"]
{target}
escalation = "p1"
[escalation.p1]
steps = [
  {{ to = "desk", ack-within = "15m" }},
  {{ to = "boss", ack-within = "15m" }},
]
[[grant]]
holder = "desk"
action = "grant-access"
mode = "approval-required"
approver = "boss"
{more}
[person.desk]
[person.boss]
"#
        )
    };
    let at_once = "[[grant]]\nholder = \"boss\"\naction = \"grant-access\"\n\
                   mode = \"pre-authorized\"";
    for (more, target) in [
        (at_once, "decide-within = \"1h\""),
        ("within = \"30m\"", "decide-within = \"1h\""),
        ("", "respond-within = \"1h\""),
    ] {
        is_silent(RULE, &text(more, target));
    }
}

#[test]
fn what_cannot_be_read_may_be_the_target() {
    for key in [
        "parent = 7",
        "respond-within = \"soon\"",
        "decide-within = \"soon\"",
        "parent = \"whole\"",
    ] {
        is_silent(
            RULE,
            &format!(
                r#"
[workstream.whole]
decide-within = "soon"
[workstream.desk]
escalation = "p1"
{key}
[escalation.p1]
steps = [{{ to = "ana", ack-within = "1h" }}]
[person.ana]
"#
            ),
        );
    }
}

#[test]
fn who_acts_at_once_needs_no_later_step() {
    let text = r#"
[workstream.containment]
responsible = "desk"
needs = ["isolate-endpoint"]
decide-within = "10m"
escalation = "p1"
[escalation.p1]
steps = [{ to = "desk", ack-within = "15m" }, { to = "boss" }]
[[grant]]
holder = "desk"
action = "isolate-endpoint"
mode = "pre-authorized"
[person.desk]
[person.boss]
"#;
    let findings = run(RULE, text, &Sources::default()).findings;
    let mut messages: Vec<&str> = findings.iter().map(|own| &*own.message).collect();
    messages.sort_unstable();
    assert_eq!(
        messages,
        [
            "`p1` takes 15 minutes to reach somebody who may `isolate-endpoint` for `containment`, \
             and it is promised within 10 minutes",
            "step 2 of `p1` does not say how long it has to answer"
        ]
    );
    for steps in ["", "steps = 7"] {
        is_silent(
            RULE,
            &text.replace(
                "steps = [{ to = \"desk\", ack-within = \"15m\" }, { to = \"boss\" }]",
                steps,
            ),
        );
    }
}

/// `approval-path-incomplete` says so.
#[test]
fn an_approval_that_nobody_gives_is_told_elsewhere() {
    is_silent(
        RULE,
        r#"
[workstream.accounts]
responsible = "desk"
needs = ["grant-access"]
decide-within = "1h"
escalation = "p1"
[escalation.p1]
steps = [{ to = "desk", ack-within = "15m" }]
[[grant]]
holder = "desk"
action = "grant-access"
mode = "approval-required"
[person.desk]
"#,
    );
}

#[test]
fn what_is_said_of_a_path_is_about_the_path() {
    let text = "[workstream.desk]\nescalation = \"p1\"\n[escalation.p1]\n\
                steps = [{ to = \"ana\" }]\n[person.ana]\n";
    let findings = run(RULE, text, &Sources::default()).findings;
    assert_eq!(findings[0].subject.object, "escalation.p1");
}

#[test]
fn a_path_without_steps_or_with_steps_that_are_lost_is_not_judged() {
    let text = |steps: &str| {
        format!(
            "[workstream.desk]\nescalation = \"p1\"\n[escalation.p1]\nsteps = {steps}\n[person.ana]\n"
        )
    };
    let told = run(RULE, &text("[{ to = \"ana\" }]"), &Sources::default());
    assert_eq!(told.findings.len(), 1);
    is_silent(RULE, &text("[]"));
    is_silent(RULE, &text("[{ to = \"ana\" }, 5]"));
}

#[test]
fn whoever_is_not_known_may_act_sooner() {
    let count = |first: &str| {
        let text = format!(
            "[workstream.containment]\nresponsible = \"boss\"\nneeds = [\"isolate-endpoint\"]\n\
             decide-within = \"20m\"\nescalation = \"p1\"\n[escalation.p1]\n\
             steps = [{{ to = {first}, ack-within = \"15m\" }}, {{ to = \"boss\", ack-within = \"15m\" }}]\n\
             [[grant]]\nholder = \"boss\"\naction = \"isolate-endpoint\"\n\
             mode = \"pre-authorized\"\n[person.desk]\n[person.boss]\n"
        );
        run(RULE, &text, &Sources::default()).findings.len()
    };
    assert_eq!(count("\"desk\""), 1);
    assert_eq!(count("[\"desk\", \"gohst\"]"), 0);
}

#[test]
fn a_first_answer_that_cannot_be_read_excuses_nothing() {
    let count = |respond: &str| {
        let text = format!(
            "[workstream.security]\nrespond-within = \"15m\"\n[workstream.containment]\n\
             parent = \"security\"\nresponsible = \"boss\"\nneeds = [\"isolate-endpoint\"]\n\
             decide-within = \"30m\"\n{respond}\nescalation = \"p1\"\n[escalation.p1]\n\
             steps = [{{ to = \"boss\", ack-within = \"45m\" }}]\n[[grant]]\nholder = \"boss\"\n\
             action = \"isolate-endpoint\"\nmode = \"pre-authorized\"\n[person.boss]\n"
        );
        let findings = run(RULE, &text, &Sources::default()).findings;
        let sums = findings
            .iter()
            .filter(|own| own.message.contains("to reach somebody"));
        sums.count()
    };
    // That the first step alone is too slow is told already.
    assert_eq!(count(""), 0);
    assert_eq!(count("respond-within = \"soon\""), 1);
}

#[test]
fn several_who_are_called_together_have_the_time_together() {
    check(
        RULE,
        r#"
[workstream.containment]
responsible = ["ann", "ben"]
needs = ["isolate-endpoint"]
decide-within = "10m"
#               ----- somebody who may act is reached within this
escalation = "p1"
[escalation.p1]
steps = [{ to = ["ann", "ben"], ack-within = "15m" }]
#                ^^^^^ error: `p1` takes 15 minutes to reach somebody who may `isolate-endpoint` for `containment`, and it is promised within 10 minutes
#                                            ----- `ann` and `ben` have 15 minutes to answer
[[grant]]
holder = ["ann", "ben"]
action = "isolate-endpoint"
mode = "pre-authorized"
[person.ann]
[person.ben]
"#,
    );
}

#[test]
fn a_first_step_that_is_too_slow_may_be_in_time_for_the_decision() {
    let labels = |decide: &str| {
        let text = format!(
            "[workstream.containment]\nresponsible = \"soc\"\nneeds = [\"block-traffic\"]\n\
             respond-within = \"10m\"\ndecide-within = \"{decide}\"\nescalation = \"p1\"\n\
             [escalation.p1]\nsteps = [{{ to = \"soc\", ack-within = \"15m\" }}]\n[[grant]]\n\
             holder = \"soc\"\naction = \"block-traffic\"\nmode = \"pre-authorized\"\n\
             [person.soc]\n"
        );
        let findings = run(RULE, &text, &Sources::default()).findings;
        assert_eq!(findings.len(), 1, "{findings:?}");
        let related = findings[0].related.iter().map(|own| own.message.clone());
        related.collect::<Vec<String>>()
    };
    let neither = "nor is somebody who may act reached within this";
    assert!(labels("14m").iter().any(|label| label == neither));
    assert!(!labels("15m").iter().any(|label| label == neither));
}

#[test]
fn work_that_ended_before_today_is_not_judged() {
    let count = |until: &str| {
        let text = format!(
            "[workstream.move]\nuntil = {until}\nrespond-within = \"10m\"\nescalation = \"p1\"\n\
             [workstream.rest]\nrespond-within = \"1h\"\nescalation = \"p1\"\n\
             [escalation.p1]\nsteps = [{{ to = \"ben\", ack-within = \"20m\" }}]\n[person.ben]\n"
        );
        run(RULE, &text, &Sources::default()).findings.len()
    };
    assert_eq!(count("2026-11-20"), 0);
    assert_eq!(count("2026-11-21"), 1);
}
