//! Whoever is called in a role or as a team acts with its authority, not with all their own.

use racilint_diagnostics::Sources;

use crate::rules::tests::{check, is_silent, run_together};

const RULE: &str = "escalation-too-slow";

#[test]
fn somebody_of_a_team_who_may_elsewhere_is_not_reached_as_such() {
    check(
        RULE,
        r#"
[workstream.outage]
responsible = "desk"
needs = ["failover"]
decide-within = "30m"
#               ----- somebody who may act is reached within this
escalation = "p1"
[escalation.p1]
steps = [
  { to = "desk", ack-within = "10m" },
#                             ----- `desk` has 10 minutes to answer; `ed` may `failover`, but not as `desk`
  { to = "manager", ack-within = "3h" },
#        ^^^^^^^^^ error: `p1` takes 3 hours 10 minutes to reach somebody who may `failover` for `outage`, and it is promised within 30 minutes
#                                ---- `manager` has 3 hours to answer
]
[[grant]]
holder = "manager"
action = "failover"
mode = "pre-authorized"
[team.desk]
members = ["ed", "fay"]
[role.manager]
held-by = "ed"
[person.ed]
[person.fay]
"#,
    );
}

/// Gabi holds the one role and deputises in the other.
fn in_two_roles(first: &str, more: &str) -> String {
    format!(
        r#"
[engagement]
timezone = "Europe/Vienna"
[workstream.authority]
hours = "24x7"
responsible = "officer"
accountable = "officer"
needs = ["notify-regulator"]
decide-within = "12h"
escalation = "p1"
[escalation.p1]
steps = [{{ to = "{first}", ack-within = "2h" }}, {{ to = "officer", ack-within = "11h" }}]
[[grant]]
holder = "officer"
action = "notify-regulator"
mode = "pre-authorized"
[role.officer]
held-by = "fred"
deputy = "gabi"
[role.compliance]
held-by = "gabi"
deputy = "hans"
[party.mill]
[person]
fred = {{ party = "mill", hours = "24x7" }}
gabi = {{ party = "mill", hours = "24x7" }}
hans = {{ party = "mill", hours = "24x7" }}
{more}
"#
    )
}

#[test]
fn a_path_that_is_too_slow_for_a_role_is_told_once() {
    let names = |text: &str| {
        let rules = [
            RULE,
            "escalation-dead-end",
            "after-hours-authority-gap",
            "responsibility-without-authority",
        ];
        let findings = run_together(&rules, text, &Sources::default()).findings;
        let names = findings.iter().map(|found| found.rule.name);
        names.collect::<Vec<&str>>()
    };
    assert_eq!(names(&in_two_roles("compliance", "")), [RULE]);
    // Where nobody who is called may, there is nothing to add up.
    let never = in_two_roles("compliance", "").replace("to = \"officer\"", "to = \"hans\"");
    assert_eq!(names(&never), ["after-hours-authority-gap"]);
    // A person who is called by name acts with all that they may.
    assert_eq!(names(&in_two_roles("gabi", "")), [""; 0]);
}

#[test]
fn whoever_may_act_as_what_is_called_is_in_time() {
    let grant = |holder: &str| {
        format!(
            "[[grant]]\nholder = \"{holder}\"\naction = \"notify-regulator\"\n\
             mode = \"pre-authorized\"\n"
        )
    };
    is_silent(RULE, &in_two_roles("compliance", &grant("compliance")));
    // All who can act in the role are of the team.
    let team = "[team.legal]\nmembers = [\"gabi\", \"hans\"]\n";
    let by_team = format!("{}{team}", grant("legal"));
    is_silent(RULE, &in_two_roles("compliance", &by_team));
    is_silent(RULE, &in_two_roles("legal", &by_team));
    is_silent(RULE, &in_two_roles("compliance", &grant("mill")));
    // Whoever is on a shift is called by name as well.
    let shifts = "[team.night]\nshifts = [{ who = \"gabi\", hours = \"24x7\" }]\n";
    is_silent(RULE, &in_two_roles("night", shifts));
    // A grant that cannot be read may be theirs.
    let unread = grant("compliance").replace("\"pre-authorized\"", "7");
    is_silent(RULE, &in_two_roles("compliance", &unread));
    // A company may have somebody of it act who may.
    is_silent(RULE, &in_two_roles("mill", ""));
}
