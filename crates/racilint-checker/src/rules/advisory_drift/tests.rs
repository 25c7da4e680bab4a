//! The rule on providers that may only advise, and what looks like one.

mod over;

use racilint_diagnostics::Sources;

use crate::rules::tests::{check, is_not_evaluated, is_silent, run, run_together};

const RULE: &str = "advisory-drift";

const SIDES: &str = r#"
[engagement]
model = "co-managed"
client = "larch"
provider = "cedar"
timezone = "Europe/Berlin"
[party.larch]
[party.cedar]
[person.dana]
party = "larch"
[person.li]
party = "cedar"
[person.jo]
party = "cedar"
"#;

#[test]
fn more_than_half_takes_the_client() {
    check(
        RULE,
        &format!(
            "{SIDES}{}",
            r#"
[workstream.stop]
activity = "contain"
responsible = ["dana", "li"]
#                      ^^^^ error: `cedar` is responsible for `stop` and has to ask the client for 2 of 3 actions
needs = ["isolate-endpoint", "disable-account", "block-traffic"]
[[grant]]
holder = "li"
action = ["isolate-endpoint", "disable-account"]
#         ------------------ only when `dana` agrees
#                             ----------------- only when `dana` agrees
mode = "approval-required"
approver = "dana"
within = "30m"
[[grant]]
holder = "li"
action = "block-traffic"
mode = "pre-authorized"
"#
        ),
    );
}

#[test]
fn at_night_only_advice_is_left() {
    check(
        RULE,
        &format!(
            "{SIDES}{}",
            r#"
[workstream.containment]
responsible = "li"
#             ^^^^ error: `cedar` is responsible for `containment` and may not `isolate-endpoint` or `disable-account` without asking every Friday 18:00 to Monday 08:00, 62 hours; in all 118 of 168 hours a week
hours = "24x7"
#       ------ `containment` is promised then
needs = ["isolate-endpoint", "disable-account"]
[[grant]]
holder = "li"
action = "isolate-endpoint"
mode = "pre-authorized"
hours = "Mon-Fri 08:00-18:00"
#       --------------------- `li` may at once, in these hours
[[grant]]
holder = "li"
action = "disable-account"
#        ----------------- `li` may with an approval
mode = "approval-required"
approver = "dana"
within = "30m"
"#
        ),
    );
}

#[test]
fn the_client_alone_may() {
    check(
        RULE,
        &format!(
            "{SIDES}{}",
            r#"
[workstream.containment]
responsible = "li"
#             ^^^^ error: `cedar` is responsible for `containment` and may not `isolate-endpoint`
accountable = "dana"
needs = ["isolate-endpoint"]
[[grant]]
holder = "dana"
action = "isolate-endpoint"
#        ------------------ `dana` may at once
mode = "pre-authorized"
"#
        ),
    );
}

#[test]
fn what_is_prohibited_has_to_be_lifted() {
    let prohibited = format!(
        "{SIDES}{}",
        r#"
[workstream.containment]
responsible = "li"
#             ^^^^ error: `cedar` is responsible for `containment` and may not `isolate-endpoint`
accountable = "dana"
needs = ["isolate-endpoint"]
[[grant]]
holder = "dana"
action = "isolate-endpoint"
#        ------------------ `dana` may at once
mode = "pre-authorized"
[[grant]]
holder = "cedar"
action = "isolate-endpoint"
#        ------------------ this is prohibited to `cedar`
mode = "prohibited"
[[grant]]
holder = "li"
action = "isolate-endpoint"
mode = "prohibited"
hours = "Mon-Fri 08:00-18:00"
#       --------------------- this is prohibited to `li`, in these hours
"#
    );
    check(RULE, &prohibited);
    let help = |text: &str| {
        let found = run(RULE, text, &Sources::default()).findings;
        found[0].help.clone().unwrap_or_default()
    };
    assert!(help(&prohibited).starts_with("lift the prohibition for one of these actions"));
    // Of those who do the work nobody is prohibited.
    let to_others = prohibited
        .replace("holder = \"cedar\"", "holder = \"jo\"")
        .replace("holder = \"li\"", "holder = \"jo\"");
    assert!(help(&to_others).starts_with("let the provider take one of these actions at once"));
}

#[test]
fn prohibited_by_design_the_provider_only_advises() {
    let text = format!(
        "{SIDES}{}",
        r#"
[workstream.containment]
responsible = "li"
#             ^^^^ error: `cedar` is responsible for `containment` and may not `isolate-endpoint`
accountable = "jo"
needs = ["isolate-endpoint"]
escalation = "p1"
[escalation.p1]
steps = [{ to = "li" }, { to = "dana" }]
[[grant]]
holder = "dana"
action = "isolate-endpoint"
#        ------------------ `dana` may at once
mode = "pre-authorized"
[[grant]]
holder = "cedar"
action = "isolate-endpoint"
#        ------------------ this is prohibited to `cedar`
mode = "prohibited"
"#
    );
    check(RULE, &text);
    // Without a path to somebody who may, nobody at all may: that is told by itself.
    let names: [&str; 2] = [RULE, "responsibility-without-authority"];
    let nobody = text.replace(", { to = \"dana\" }", "");
    let found = run_together(&names, &nobody, &Sources::default()).findings;
    let rules: Vec<&str> = found.iter().map(|own| own.rule.name).collect();
    assert_eq!(rules, ["responsibility-without-authority"]);
}

#[test]
fn somebody_of_the_provider_who_answers_for_it_may_act() {
    is_silent(
        RULE,
        &format!(
            "{SIDES}{}",
            r#"
[workstream.containment]
hours = "24x7"
responsible = "li"
accountable = "jo"
needs = ["isolate-endpoint"]
[[grant]]
holder = "jo"
action = "isolate-endpoint"
mode = "pre-authorized"
"#
        ),
    );
}

#[test]
fn consent_colleagues_and_other_work_are_silent() {
    is_silent(
        RULE,
        &format!(
            "{SIDES}{}",
            r#"
[workstream.consent]
activity = "contain"
responsible = "li"
hours = "24x7"
decide-within = "30m"
needs = ["disable-account"]
[workstream.colleague]
activity = "contain"
responsible = "li"
hours = "24x7"
needs = ["isolate-endpoint"]
escalation = "p1"
[escalation.p1]
steps = [{ to = "jo", ack-within = "10m" }]
[[grant]]
holder = "li"
action = "disable-account"
mode = "approval-required"
approver = "dana"
within = "30m"
if-no-answer = "act"
[[grant]]
holder = "li"
action = "isolate-endpoint"
mode = "approval-required"
approver = "dana"
within = "30m"
[[grant]]
holder = "jo"
action = "isolate-endpoint"
mode = "pre-authorized"
"#
        ),
    );
}

#[test]
fn a_provider_that_watches_or_a_misspelt_grant_is_not_judged() {
    is_not_evaluated(
        RULE,
        &format!(
            "{SIDES}{}",
            r#"
[workstream.security-monitoring]
responsible = "li"
[workstream.containment]
responsible = "dana"
[[grant]]
holder = "dana"
action = "isolate-endpoint"
mode = "pre-authorized"
"#
        ),
    );
    is_not_evaluated(
        RULE,
        &format!(
            "{SIDES}{}",
            r#"
[workstream.containment]
responsible = "li"
[[grant]]
holder = "li"
action = "isolate-endpoit"
mode = "pre-authorized"
"#
        ),
    );
}

#[test]
fn what_cannot_be_taken_back_may_take_an_approval() {
    let work = |needs: &str| {
        format!(
            "{SIDES}
[workstream.stop]
activity = \"contain\"
responsible = \"li\"
needs = [\"isolate-endpoint\", {needs}]
[[grant]]
holder = \"li\"
action = \"isolate-endpoint\"
mode = \"pre-authorized\"
[[grant]]
holder = \"li\"
action = [{needs}]
mode = \"approval-required\"
approver = \"dana\"
within = \"10m\"
"
        )
    };
    is_silent(RULE, &work("\"shutdown-system\", \"restore-backup\""));
    let sources = Sources::default();
    let found = run(
        RULE,
        &work("\"block-traffic\", \"disable-account\""),
        &sources,
    );
    assert_eq!(found.findings.len(), 1);
}

#[test]
fn days_without_a_grant_are_told_by_another_rule() {
    let work = "
[workstream.stop]
hours = \"24x7\"
activity = \"contain\"
responsible = \"li\"
needs = \"isolate-endpoint\"
[[grant]]
holder = \"li\"
action = \"isolate-endpoint\"
mode = \"pre-authorized\"
from = 2027-02-01
";
    let sides = SIDES.replace("[party.larch]", "starts = 2027-01-01\n[party.larch]");
    let text = format!("{sides}{work}").replace("[person.li]", "[person.li]\nhours = \"24x7\"");
    let sources = Sources::default();
    let findings = run_together(&[RULE, "authority-invalid"], &text, &sources).findings;
    let names: Vec<&str> = findings.iter().map(|found| found.rule.name).collect();
    assert_eq!(names, ["authority-invalid"]);
}

/// Work of the provider that takes three actions, two of them with an approval.
fn two_of_three(target: &str, approval: &str) -> String {
    format!(
        r#"{SIDES}
[workstream.containment]
responsible = "li"
needs = ["isolate-endpoint", "disable-account", "block-traffic"]
{target}
[[grant]]
holder = "li"
action = ["isolate-endpoint", "disable-account"]
mode = "approval-required"
{approval}
[[grant]]
holder = "li"
action = "block-traffic"
mode = "pre-authorized"
"#
    )
}

#[test]
fn who_need_not_be_of_the_client_is_not_the_client() {
    for approvers in [
        "approver = \"jo\"",
        "approver = [\"dana\", \"jo\"]",
        "approver = [\"dana\", \"dna\"]",
        "",
    ] {
        is_silent(RULE, &two_of_three("", approvers));
    }
}

#[test]
fn consent_counts_when_it_comes_in_time() {
    let consent = "approver = \"dana\"\nwithin = \"30m\"\nif-no-answer = \"act\"";
    is_silent(RULE, &two_of_three("", consent));
    is_silent(RULE, &two_of_three("decide-within = \"30m\"", consent));
    for (target, approval) in [
        ("decide-within = \"20m\"", consent.to_owned()),
        ("", consent.replace("\"act\"", "\"escalate\"")),
        ("", consent.replace("within = \"30m\"\n", "")),
    ] {
        let text = two_of_three(target, &approval);
        let findings = run(RULE, &text, &Sources::default()).findings;
        assert_eq!(findings.len(), 1, "{target} {approval}");
        assert!(findings[0].message.ends_with("2 of 3 actions"));
    }
}

#[test]
fn half_of_the_actions_is_not_more_than_half() {
    let text = two_of_three("", "approver = \"dana\"").replace("\"isolate-endpoint\", ", "");
    is_silent(RULE, &text);
}

#[test]
fn lost_text_may_hold_another_grant() {
    let text = two_of_three("", "approver = \"dana\"");
    assert_eq!(run(RULE, &text, &Sources::default()).findings.len(), 1);
    let damaged = text.replace("[engagement]", "[engagement]\ninclude = [\"gone.toml\"]");
    is_not_evaluated(RULE, &damaged);
}

#[test]
fn work_that_stops_no_threat_or_whose_doers_are_not_known_is_not_judged() {
    let asks = two_of_three("", "approver = \"dana\"");
    for (from, to) in [
        ("workstream.containment", "workstream.security-monitoring"),
        ("responsible = \"li\"", "responsible = [\"li\", \"gohst\"]"),
    ] {
        let text = asks.replace(from, to);
        assert_ne!(text, asks);
        is_not_evaluated(RULE, &text);
    }
}

#[test]
fn the_action_that_takes_the_client_is_shown_among_others() {
    check(
        RULE,
        &format!(
            "{SIDES}{}",
            r#"
[workstream.stop]
activity = "contain"
responsible = "li"
#             ^^^^ error: `cedar` is responsible for `stop` and has to ask the client for the only action, `isolate-endpoint`
needs = "isolate-endpoint"
[[grant]]
holder = "li"
action = ["declare-incident", "isolate-endpoint"]
#                             ------------------ only when `dana` agrees
mode = "approval-required"
approver = "dana"
within = "30m"
"#
        ),
    );
}
