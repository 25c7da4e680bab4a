//! Tests of `unexpected-holder`.

use racilint_diagnostics::Sources;

use crate::rules::tests::{check, is_not_evaluated, is_silent, run, run_together};

const RULE: &str = "unexpected-holder";

const SIDES: &str = r#"
[party.harbor]
[party.northwind]
[party.mdr-vendor]
kind = "vendor"
[person.dana]
party = "harbor"
[person.kim]
party = "northwind"
[person.vic]
party = "mdr-vendor"
"#;

fn engagement(model: &str, rest: &str) -> String {
    let head = "[engagement]\nclient = \"harbor\"\nprovider = \"northwind\"\n";
    format!("{head}model = \"{model}\"\n{rest}{SIDES}")
}

#[track_caller]
fn says(model: &str, rest: &str) {
    check(RULE, &engagement(model, rest));
}

#[track_caller]
fn says_nothing(model: &str, rest: &str) {
    is_silent(RULE, &engagement(model, rest));
}

#[test]
fn the_client_has_what_the_provider_usually_has() {
    says(
        "co-managed",
        r#"
[workstream.patches]
area = ["patching", "help-desk"]
#       ---------- usually the provider's
accountable = "dana"
#             ^^^^^^ warning: `dana` answers for `patching`, which is usually the provider's in a co-managed engagement
"#,
    );
}

#[test]
fn somebody_else_has_what_the_client_usually_keeps() {
    says(
        "fully-managed",
        r#"
[workstream.rules]
area = ["policy-updates", "exception-management"]
#       ---------------- usually the client's
#                         ---------------------- usually the client's
accountable = "vic"
#             ^^^^^ warning: `vic` answers for `exception-management` and `policy-updates`, which are usually the client's in a fully managed engagement
"#,
    );
}

#[test]
fn what_is_meant_is_said_in_the_contract() {
    says_nothing(
        "co-managed",
        "retain = \"patching\"\n[workstream.patching]\naccountable = \"dana\"",
    );
    says_nothing(
        "co-managed",
        "delegated = [{ area = \"policy-updates\", accepted-by = \"dana\" }]\n\
         [workstream.policy-updates]\naccountable = \"kim\"",
    );
}

#[test]
fn the_usual_side_has_another_part_of_the_area() {
    says_nothing(
        "co-managed",
        r#"
[workstream.patching]
responsible = "kim"
accountable = "kim"
[workstream.patch-the-records]
area = "patching"
accountable = "dana"
"#,
    );
    says_nothing(
        "co-managed",
        r#"
[workstream.patching.slice.days]
hours = "Mon-Fri 08:00-18:00"
accountable = "dana"
[workstream.patching.slice.nights]
accountable = "kim"
"#,
    );
}

#[test]
fn a_third_party_may_stand_for_the_provider() {
    says_nothing(
        "co-managed",
        "[workstream.security-monitoring]\naccountable = \"vic\"",
    );
}

#[test]
fn the_client_may_decide_check_and_supply_tools() {
    for activity in ["decision", "govern", "validate", "tooling"] {
        let row =
            format!("[workstream.patching]\nactivity = \"{activity}\"\naccountable = \"dana\"");
        says_nothing("co-managed", &row);
    }
    says_nothing(
        "co-managed",
        "[workstream.log-review]\nsatisfies = \"hipaa:risk-analysis\"\naccountable = \"dana\"",
    );
}

#[test]
fn unknown_owners_are_of_no_side() {
    says_nothing(
        "co-managed",
        "[workstream.patching]\naccountable = \"nobody-known\"",
    );
    says_nothing(
        "co-managed",
        "[workstream.patching]\nresponsible = \"dana\"",
    );
    says_nothing(
        "co-managed",
        "[workstream.patching]\naccountable = [\"dana\", \"kim\"]",
    );
    says_nothing(
        "co-managed",
        "[workstream.patching]\naccountable = \"pat\"\n[person.pat]",
    );
}

#[test]
fn a_rule_that_tells_of_the_whole_is_not_repeated() {
    says_nothing(
        "fully-managed",
        "[workstream.run]\narea = [\"patching\", \"monitoring\", \"backup-restore\"]\n\
         accountable = \"dana\"",
    );
    says_nothing(
        "fully-managed",
        "[workstream.business-priorities]\naccountable = \"kim\"\n\
         [workstream.patching]\naccountable = \"kim\"",
    );
    let fixture = engagement(
        "co-managed",
        "[workstream.strategic-roadmap]\naccountable = \"kim\"",
    );
    let sources = Sources::default();
    let rules = [RULE, "strategy-outsourced"];
    let found = run_together(&rules, &fixture, &sources).findings;
    let names: Vec<&str> = found.iter().map(|own| own.rule.name).collect();
    assert_eq!(names, ["strategy-outsourced"]);
}

#[test]
fn a_house_changes_who_is_expected() {
    let house = r#"
#@ ./house.profile.toml
[profile]
id = "house"
title = "House rules"
version = "1"

[area.patching]
expected-co = "client"
"#;
    let asks = "profiles = [\"msp-baseline\", \"./house.profile.toml\"]\n";
    let clients = format!("{asks}[workstream.patching]\naccountable = \"dana\"");
    is_silent(RULE, &(engagement("co-managed", &clients) + house));
    let providers = r#"
profiles = ["msp-baseline", "./house.profile.toml"]
[workstream.patching]
accountable = "kim"
#             ^^^^^ warning: `kim` answers for `patching`, which is usually the client's in a co-managed engagement
"#;
    let marked = house.to_owned() + "#             -------- the house rule that says so\n";
    check(RULE, &(engagement("co-managed", providers) + &marked));
}

#[test]
fn an_engagement_without_model_or_areas() {
    is_not_evaluated(RULE, &format!("[engagement]\n{SIDES}"));
    let rows = "[workstream.desk]\narea = \"user-onboarding-offboarding\"\naccountable = \"dana\"";
    is_not_evaluated(RULE, &engagement("co-managed", rows));
}

#[test]
fn a_slice_does_for_a_duty_what_its_workstream_does() {
    let work = |duty: &str| {
        format!(
            "profiles = [\"pci-dss\"]\n[workstream.policy-updates]\n{duty}\
             [workstream.policy-updates.slice.cards]\naccountable = \"kim\"\n"
        )
    };
    says_nothing(
        "fully-managed",
        &work("satisfies = \"pci-dss:sp-program\"\n"),
    );
    let found = run_together(
        &[RULE],
        &engagement("fully-managed", &work("")),
        &Sources::default(),
    );
    assert_eq!(found.findings.len(), 1, "{:?}", found.findings);
}

#[test]
fn what_is_lost_may_say_that_it_is_meant() {
    let rows = "[workstream.patching]\naccountable = \"dana\"";
    for lost in [
        "include = [\"gone.toml\"]",
        "profiles = [\"msp-baseline\", \"./gone.profile.toml\"]",
        "retain = 7",
        "delegated = 7",
    ] {
        is_not_evaluated(RULE, &engagement("co-managed", &format!("{lost}\n{rows}")));
    }
}

#[test]
fn work_that_nobody_or_somebody_unknown_answers_for_has_no_unexpected_holder() {
    let count = |letters: &str| {
        let text = engagement("co-managed", &format!("[workstream.patching]\n{letters}\n"));
        run(RULE, &text, &Sources::default()).findings.len()
    };
    assert_eq!(count("accountable = \"dana\""), 1);
    assert_eq!(count("responsible = \"dana\""), 0);
    assert_eq!(count("accountable = [\"dana\", \"gohst\"]"), 0);
}

#[test]
fn work_that_nobody_answers_for_is_no_part_that_the_usual_side_has() {
    let count = |letters: &str| {
        let rows = format!(
            "[workstream.one]\narea = \"patching\"\naccountable = \"dana\"\n\
             [workstream.two]\narea = \"patching\"\n{letters}\n"
        );
        let found = run(RULE, &engagement("co-managed", &rows), &Sources::default());
        found.findings.len()
    };
    assert_eq!(count("responsible = \"kim\""), 1);
    assert_eq!(count("accountable = \"gohst\""), 0);
    assert_eq!(count("accountable = \"kim\""), 0);
}

/// More than two areas are told as one, by `fully-managed-with-internal-owners`.
#[test]
fn two_areas_that_a_fully_managed_client_keeps_are_told_one_by_one() {
    let count = |areas: &str| {
        let row = format!("[workstream.run]\narea = [{areas}]\naccountable = \"dana\"\n");
        let text = engagement("fully-managed", &row);
        run(RULE, &text, &Sources::default()).findings.len()
    };
    let three = "[workstream.run]\narea = [\"patching\", \"monitoring\", \"help-desk\"]\n\
                 accountable = \"dana\"\n";
    let co_managed = run(RULE, &engagement("co-managed", three), &Sources::default());
    assert_ne!(co_managed.findings.len(), 0);
    assert_ne!(count("\"patching\", \"monitoring\""), 0);
    assert_eq!(count("\"patching\", \"monitoring\", \"documentation\""), 0);
}

/// The help ends the finding: it keeps or gives away all areas that are told.
#[test]
fn the_help_names_every_area() {
    let both = "[\"log-review\", \"remediation\"]";
    let head = "[engagement]\nmodel = \"co-managed\"\nclient = \"c\"\nprovider = \"p\"\n";
    let kept = format!(
        "{head}[party.c]\n[party.p]\n[person.ann]\nparty = \"c\"\n\
         [workstream.logs]\narea = {both}\naccountable = \"ann\"\n"
    );
    let mut findings = run(RULE, &kept, &Sources::default()).findings;
    let help = findings.pop().and_then(|own| own.help).expect("a help");
    assert!(help.contains(&format!("`retain = {both}`")), "{help}");
    let keep = format!("{head}retain = {both}\n");
    is_silent(RULE, &kept.replace(head, &keep));
}
