//! The rule on paths on which nobody may act, and what looks like one.

mod over;

use racilint_diagnostics::Sources;

use crate::rules::tests::{check, is_not_evaluated, is_silent, run, run_together};

const RULE: &str = "escalation-dead-end";

#[test]
fn those_who_are_called_may_not() {
    check(
        RULE,
        r#"
[workstream.security]
escalation = "p1"
#            ---- the path is named here
[workstream.containment]
#           ^^^^^^^^^^^ error: `p1` leads to nobody who may `isolate-endpoint` or `block-traffic` for `containment`
parent = "security"
responsible = "soc"
#             ----- may `isolate-endpoint`, and is not called
accountable = "lead"
#             ------ may `block-traffic`, and is not called
needs = ["isolate-endpoint", "disable-account", "block-traffic"]
[escalation.p1]
steps = [
  { to = "desk" },
#        ------ calls `desk`, without that authority
  { to = "boss" },
#        ------ calls `boss`, without that authority
]
[[grant]]
holder = "soc"
action = "isolate-endpoint"
mode = "pre-authorized"
[[grant]]
holder = "lead"
action = "block-traffic"
mode = "approval-required"
approver = "boss"
within = "10m"
[[grant]]
holder = ["soc", "boss"]
action = "disable-account"
mode = "pre-authorized"
[person.soc]
[person.lead]
[person.boss]
[person.desk]
"#,
    );
}

#[test]
fn a_step_for_each_action_is_enough() {
    is_silent(
        RULE,
        r#"
[workstream.containment]
responsible = "soc"
needs = ["isolate-endpoint", "disable-account"]
escalation = "p1"
[workstream.told]
responsible = "soc"
needs = []
escalation = "informs"
[workstream.nobody-may]
responsible = "soc"
needs = ["restore-backup"]
escalation = "informs"
[escalation.p1]
steps = [{ to = "soc" }, { to = "night" }]
[escalation.informs]
steps = [{ to = "boss" }]
[[grant]]
holder = "soc"
action = "isolate-endpoint"
mode = "pre-authorized"
hours = "Mon-Fri 08:00-17:00"
[[grant]]
holder = ["deputy", "soc"]
action = "disable-account"
mode = "pre-authorized"
[[grant]]
holder = "soc"
action = "disable-account"
mode = "prohibited"
[role.night]
held-by = "boss"
deputy = "deputy"
[person.soc]
[person.deputy]
[person.boss]
"#,
    );
}

#[test]
fn what_cannot_be_read_may_be_the_one() {
    is_silent(
        RULE,
        r#"
[workstream.a]
responsible = "soc"
needs = ["isolate-endpoint"]
escalation = "unknown-grant"
[workstream.b]
responsible = "soc"
needs = ["isolate-endpoint"]
escalation = "unknown-member"
[escalation.unknown-grant]
steps = [{ to = "boss" }]
[escalation.unknown-member]
steps = [{ to = "crew" }]
[[grant]]
holder = "soc"
action = "isolate-endpoint"
mode = "pre-authorized"
[[grant]]
holder = "boss"
action = "isolate-endpoit"
mode = "pre-authorized"
[team.crew]
members = ["gohst"]
[person.soc]
[person.boss]
"#,
    );
    is_not_evaluated(
        RULE,
        r#"
[workstream.a]
responsible = "soc"
needs = ["isolate-endpoint"]
escalation = "p1"
[escalation.p1]
steps = [{ to = "gohst" }]
[person.soc]
"#,
    );
}

#[test]
fn work_that_takes_nothing_leads_nowhere_in_particular() {
    is_not_evaluated(
        RULE,
        "[workstream.told]\nresponsible = \"ana\"\nneeds = []\nescalation = \"p1\"\n\
         [escalation.p1]\nsteps = [{ to = \"ana\" }]\n[person.ana]\n",
    );
}

const DECISIONS: &str = r#"
[engagement]
model = "co-managed"
client = "larch"
provider = "cedar"
[party.larch]
[party.cedar]
[person.dana]
party = "larch"
[person.lee]
party = "larch"
[person.milo]
party = "cedar"
[role.director]
party = "larch"
held-by = "dana"
deputy = "lee"
[escalation.p1]
steps = [{ to = "milo", ack-within = "15m" }]
[escalation.p2]
steps = [{ to = "milo", ack-within = "15m" }, { to = "lee", ack-within = "15m" }]
"#;

#[test]
fn the_client_decides_and_is_not_called() {
    let fixture = r#"
[workstream.containment]
responsible = "milo"
needs = ["disable-account"]
escalation = "p1"
#            ^^^^ error: the client has to decide on `disable-account` for `containment`, and `p1` reaches nobody who can
[workstream.sign-off]
activity = "decision"
accountable = "director"
#             ---------- decides, and is not called
needs = []
escalation = "p1"
#            ^^^^ error: the client has to decide on `sign-off`, and `p1` reaches nobody who can
[[grant]]
holder = "milo"
action = "disable-account"
mode = "approval-required"
approver = "director"
#          ---------- has to agree, and is not called
within = "10m"
"#;
    let head = DECISIONS.replace(
        "[escalation.p2]",
        "#               ------ is called, and cannot decide it\n[escalation.p2]",
    );
    check(RULE, &format!("{head}{fixture}"));
}

#[test]
fn a_deputy_who_is_called_decides_and_silence_can_mean_consent() {
    is_silent(
        RULE,
        &format!(
            "{DECISIONS}{}",
            r#"
[workstream.containment]
responsible = "milo"
needs = ["disable-account"]
escalation = "p2"
[workstream.sign-off]
activity = "decision"
accountable = "director"
needs = []
escalation = "p2"
[workstream.quick]
responsible = "milo"
needs = ["block-traffic"]
escalation = "p1"
[[grant]]
holder = "milo"
action = "disable-account"
mode = "approval-required"
approver = "director"
within = "10m"
[[grant]]
holder = "milo"
action = "block-traffic"
mode = "approval-required"
approver = "director"
within = "10m"
if-no-answer = "act"
"#
        ),
    );
}

#[test]
fn only_a_decision_with_known_owners_of_the_client_waits_for_them() {
    for says in [
        "activity = \"decision\"\nneeds = []",
        "activity = \"decision\"\nneeds = []\naccountable = [\"director\", \"gohst\"]",
        "activity = \"decision\"\nneeds = []\naccountable = [\"director\", \"milo\"]",
        "needs = [\"restore-backup\"]\naccountable = \"director\"",
    ] {
        let row = format!("[workstream.sign-off]\nescalation = \"p1\"\n{says}\n");
        is_silent(RULE, &format!("{DECISIONS}{row}"));
    }
}

#[test]
fn an_approval_that_need_not_be_the_clients_is_not_theirs_to_decide() {
    let text = |approver: &str| {
        format!(
            "{DECISIONS}[workstream.containment]\nresponsible = \"milo\"\n\
             needs = [\"disable-account\"]\nescalation = \"p1\"\n[[grant]]\nholder = \"milo\"\n\
             action = \"disable-account\"\nmode = \"approval-required\"\napprover = {approver}\n\
             within = \"10m\"\n[person.nils]\nparty = \"cedar\"\n"
        )
    };
    let told = run(RULE, &text("\"director\""), &Sources::default());
    assert_eq!(told.findings.len(), 1);
    for approver in [
        "[\"director\", \"nils\"]",
        "[\"director\", \"gohst\"]",
        "\"nils\"",
    ] {
        is_silent(RULE, &text(approver));
    }
}

#[test]
fn a_step_that_may_never_act_changes_nothing_for_the_client() {
    let text = format!(
        "{DECISIONS}[escalation.p3]\nsteps = [{{ to = \"nils\" }}, {{ to = \"milo\" }}]\n\
         [person.nils]\nparty = \"cedar\"\n[workstream.containment]\nresponsible = \"milo\"\n\
         needs = [\"disable-account\"]\nescalation = \"p3\"\n[[grant]]\nholder = \"milo\"\n\
         action = \"disable-account\"\nmode = \"approval-required\"\napprover = \"director\"\n\
         within = \"10m\"\n"
    );
    let findings = run(RULE, &text, &Sources::default()).findings;
    assert_eq!(findings.len(), 1);
}

/// A path to `desk` and `boss`, with the prohibition that binds one of them or both.
fn prohibited(holder: &str, more: &str) -> String {
    format!(
        r#"
[workstream.containment]
responsible = "soc"
#             ----- may `isolate-endpoint`, and is not called
needs = ["isolate-endpoint"]
escalation = "p1"
#            ^^^^ error: `p1` leads to nobody who may `isolate-endpoint` for `containment`
[escalation.p1]
steps = [
  {{ to = "desk" }},
#        ------ calls `desk`, without that authority
  {{ to = "boss" }},
#        ------ calls `boss`, without that authority
]
[[grant]]
holder = "soc"
action = "isolate-endpoint"
mode = "pre-authorized"
[[grant]]
holder = "{holder}"
action = "isolate-endpoint"
mode = "prohibited"
#      ------------ this is prohibited to `{holder}`
{more}
[party.northwind]
[person.soc]
[person.boss]
party = "northwind"
[person.desk]
party = "northwind"
"#
    )
}

#[test]
fn a_prohibition_is_shown_and_is_to_be_lifted() {
    let help = |text: &str| {
        check(RULE, text);
        let found = run(RULE, text, &Sources::default()).findings;
        found[0].help.clone().unwrap_or_default()
    };
    let call = "call somebody who may as one of the steps of `p1`, or ";
    let grant = "let one of those who are called: `[[grant]]` with `action = \"isolate-endpoint\"`";
    let lift = "lift the prohibition of `isolate-endpoint` for `northwind`: it counts more than any \
                grant";
    assert_eq!(
        help(&prohibited("northwind", "")),
        format!("{call}{lift}; and {grant}")
    );
    let granted = "[[grant]]\nholder = \"desk\"\naction = \"isolate-endpoint\"\n\
                   mode = \"pre-authorized\"";
    assert_eq!(
        help(&prohibited("northwind", granted)),
        format!("{call}{lift}")
    );
    for elsewhere in [
        "until = 2026-01-31",
        "on = \"vendors\"\n[workstream.vendors]",
    ] {
        assert_eq!(
            help(&prohibited("northwind", &format!("{granted}\n{elsewhere}"))),
            format!("{call}{lift}; and {grant}")
        );
    }
    // The other one may still be given it.
    assert_eq!(help(&prohibited("boss", "")), format!("{call}{grant}"));
}

#[test]
fn those_who_approve_for_several_steps_are_shown_once() {
    let text = format!(
        "{DECISIONS}[escalation.p3]\nsteps = [{{ to = \"nils\" }}, {{ to = \"milo\" }}]\n\
         [person.nils]\nparty = \"cedar\"\n[workstream.containment]\nresponsible = \"milo\"\n\
         needs = [\"disable-account\"]\nescalation = \"p3\"\n[[grant]]\n\
         holder = [\"milo\", \"nils\"]\naction = \"disable-account\"\n\
         mode = \"approval-required\"\napprover = [\"dana\", \"lee\"]\nwithin = \"10m\"\n"
    );
    let findings = run(RULE, &text, &Sources::default()).findings;
    assert_eq!(findings.len(), 1);
    let related = findings[0].related.iter();
    let agree = related.filter(|own| own.message == "has to agree, and is not called");
    assert_eq!(agree.count(), 2);
}

/// Whoever decides something else is told of once these are called.
#[test]
fn what_the_same_people_decide_is_told_together() {
    let text = format!(
        "{DECISIONS}[workstream.containment]\nresponsible = \"milo\"\n\
         needs = [\"disable-account\", \"failover\", \"block-traffic\"]\nescalation = \"p1\"\n\
         [[grant]]\nholder = \"milo\"\naction = [\"disable-account\", \"block-traffic\"]\n\
         mode = \"approval-required\"\napprover = \"director\"\nwithin = \"10m\"\n[[grant]]\n\
         holder = \"milo\"\naction = \"failover\"\nmode = \"approval-required\"\n\
         approver = \"lee\"\nwithin = \"10m\"\n"
    );
    let findings = run(RULE, &text, &Sources::default()).findings;
    assert_eq!(findings.len(), 1);
    assert_eq!(
        findings[0].message,
        "the client has to decide on `disable-account` and `block-traffic` for `containment`, and \
         `p1` reaches nobody who can"
    );
}

/// In a co-managed engagement as in any other.
#[test]
fn that_nobody_who_may_is_ever_reached_is_told_once() {
    let rules = [RULE, "after-hours-authority-gap"];
    let names = |model: &str| {
        let text = format!(
            "{DECISIONS}[workstream.containment]\nresponsible = \"nils\"\nhours = \"24x7\"\n\
             needs = [\"disable-account\"]\nescalation = \"p1\"\n[person.nils]\n\
             party = \"cedar\"\n[[grant]]\nholder = \"nils\"\naction = \"disable-account\"\n\
             mode = \"pre-authorized\"\n"
        );
        let text = text
            .replace("[engagement]", "[engagement]\ntimezone = \"UTC\"")
            .replace("co-managed", model)
            .replace("party = ", "hours = \"Mon-Fri 08:00-17:00\"\nparty = ");
        let found = run_together(&rules, &text, &Sources::default()).findings;
        found.iter().map(|own| own.rule.name).collect::<Vec<_>>()
    };
    for model in ["co-managed", "fully-managed"] {
        assert_eq!(names(model), [RULE], "{model}");
    }
}
