//! Tests of `security-chain-broken`.

use racilint_diagnostics::Sources;

use crate::rules::tests::{check, is_not_evaluated, is_silent, run};

const RULE: &str = "security-chain-broken";

/// An owner, and all links but those of a test.
const OWNERS: &str = "[role.officer]\n[team.soc]\n";

fn row(name: &str, body: &str) -> String {
    format!("[workstream.{name}]\n{body}\nresponsible = \"soc\"\naccountable = \"officer\"\n")
}

#[test]
fn alerts_are_not_watching() {
    let fixture = r#"
[workstream.security-monitoring]
activity = ["tooling", "alerting"]
#           ^^^^^^^^^ error: the security chain breaks: nobody is there to watch the alerts or find out what an alert means
responsible = "soc"
accountable = "officer"
"#
    .to_owned()
        + &row("rest", "area = [\"security-governance\", \"access-management\", \"containment\", \"remediation\", \"control-validation\"]")
        + OWNERS;
    check(RULE, &fixture);
}

#[test]
fn only_tools() {
    let fixture = r#"
[workstream.endpoint-security]
activity = "tooling"
#          ^^^^^^^^^ error: security is only tools and alerts here: nobody must act on what they show
responsible = "soc"
[workstream.security-monitoring]
activity = "alerting"
#          ---------- nor does anybody act here
[team.soc]
"#;
    check(RULE, fixture);
}

#[test]
fn a_link_that_nobody_claims() {
    let fixture = r#"
 [engagement]
#^^^^^^^^^^^^ error: the security chain breaks: nobody is there to check that it works
"#
    .to_owned()
        + &row(
            "rest",
            "area = [\"security-governance\", \"access-management\", \"containment\", \"remediation\", \"security-monitoring\"]",
        )
        + OWNERS;
    check(RULE, &fixture);
}

#[test]
fn the_help_names_the_activities() {
    let fixture = row(
        "rest",
        "area = [\"security-governance\", \"access-management\", \"remediation\", \"security-monitoring\"]",
    ) + OWNERS;
    let findings = run(
        RULE,
        &format!("[engagement]\nprofiles = []\n{fixture}"),
        &Sources::default(),
    )
    .findings;
    let help = findings[0].help.as_deref().unwrap_or_default();
    let names = "give each link an owner and somebody who does it: `activity` with `contain` and `validate`;";
    assert!(help.starts_with(names), "{help}");
}

#[test]
fn a_link_without_an_owner() {
    let fixture = r#"
[workstream.containment]
#           ^^^^^^^^^^^ error: the security chain breaks at `containment`, which is there to stop an attack: nobody answers for it
responsible = "soc"
"#
    .to_owned()
        + &row("rest", "activity = [\"govern\", \"access\", \"monitor\", \"triage\", \"remediate\", \"validate\"]")
        + OWNERS;
    check(RULE, &fixture);
}

#[test]
fn a_link_without_an_owner_and_without_anybody_who_does_it() {
    let fixture = r#"
[workstream.containment]
#           ^^^^^^^^^^^ error: the security chain breaks at `containment`, which is there to stop an attack: nobody answers for it or does it
"#
    .to_owned()
        + &row("rest", "activity = [\"govern\", \"access\", \"monitor\", \"triage\", \"remediate\", \"validate\"]")
        + OWNERS;
    check(RULE, &fixture);
}

#[test]
fn alerts_that_go_nowhere() {
    let fixture = r#"
[workstream.endpoint-security]
activity = "alerting"
#          ^^^^^^^^^^ error: the alerts of `endpoint-security` go to nobody who must act on them
flows-to = "console"
#          --------- nobody must act here either
[workstream.console]
activity = "tooling"
responsible = "soc"
"#
    .to_owned()
        + &row(
            "rest",
            "area = \"containment\"\nactivity = [\"govern\", \"access\", \"monitor\", \"triage\", \"contain\", \"remediate\", \"validate\"]",
        )
        + OWNERS;
    check(RULE, &fixture);
}

#[test]
fn a_whole_chain() {
    let fixture = row("watch", "area = \"security-monitoring\"")
        + &row(
            "clean",
            "area = [\"remediation\", \"containment\", \"access-management\"]",
        )
        + &row("rules", "area = \"security-governance\"")
        + "[workstream.control-validation]\nnot-applicable = \"the group's audit does it\"\n"
        + "[workstream.agents]\narea = \"endpoint-security\"\nactivity = \"alerting\"\nflows-to = \"watch\"\n"
        + "[workstream.mail-filter]\narea = \"endpoint-security\"\nactivity = \"alerting\"\n"
        + "[[handoff]]\nfrom = \"mail-filter\"\nto = \"soc\"\n"
        + "[workstream.contain-plant]\nactivity = \"contain\"\n"
        + "[workstream.old-agents]\narea = \"endpoint-security\"\nactivity = \"alerting\"\nnot-applicable = \"gone\"\n"
        + &row(
            "plant",
            "area = \"endpoint-security\"\nactivity = [\"alerting\", \"operate\"]",
        )
        + OWNERS;
    is_silent(RULE, &fixture);
}

#[test]
fn a_whole_stands_for_its_links() {
    let fixture = "[workstream.security]\narea = [\"security-governance\", \"access-management\", \"control-validation\"]\n"
        .to_owned()
        + &row("watch", "parent = \"security\"\narea = \"security-monitoring\"")
        + &row("response", "parent = \"security\"\narea = [\"containment\", \"remediation\"]")
        + OWNERS;
    is_silent(RULE, &fixture);
}

#[test]
fn a_link_that_is_left_out() {
    let fixture = row(
        "all",
        "area = [\"security-monitoring\", \"remediation\", \"containment\", \"access-management\", \"security-governance\"]",
    ) + "[[exclusion]]\narea = \"control-validation\"\naccepted-by = \"officer\"\n"
        + OWNERS;
    is_silent(RULE, &fixture);
}

#[test]
fn no_security_or_not_known() {
    is_not_evaluated(RULE, "[workstream.patching]\nactivity = \"remediate\"\n");
    is_not_evaluated(RULE, "[workstream.plant]\nactivity = \"remediate\"\n");
    is_not_evaluated(RULE, "[workstream.reporting]\nactivity = \"contain\"\n");
    is_not_evaluated(
        RULE,
        "[workstream.containment]\n[workstream.a]\nactivty = \"govern\"\n",
    );
    is_not_evaluated(
        RULE,
        "[workstream.containment]\n[workstream.a]\narea = \"remedation\"\n",
    );
}

#[test]
fn areas_stand_for_themselves_beside_activities_that_are_no_links() {
    is_silent(
        RULE,
        r#"
[workstream.work]
area = ["security-monitoring", "containment", "remediation", "access-management"]
activity = ["operate", "monitor", "triage"]
responsible = "ana"
accountable = "ana"
[workstream.ours]
area = ["security-governance", "control-validation"]
activity = ["decision", "govern"]
responsible = "ben"
accountable = "ben"
[person.ana]
[person.ben]
"#,
    );
}

#[test]
fn an_engagement_about_endpoints_has_no_chain() {
    let head = "[engagement]\nprofiles = []\n";
    let fixture = format!("{head}{}{OWNERS}", row("endpoint-security", ""));
    is_not_evaluated(RULE, &fixture);
    let alerts = row("security-monitoring", "activity = \"alerting\"");
    let sources = Sources::default();
    let outcome = run(RULE, &(fixture + &alerts), &sources);
    assert_eq!(outcome.findings.len(), 1);
}

#[test]
fn each_link_without_an_owner_is_told() {
    let fixture = "[workstream.containment]\nresponsible = \"soc\"\n[workstream.remediation]\n\
                   responsible = \"soc\"\n"
        .to_owned()
        + &row(
            "rest",
            "activity = [\"govern\", \"access\", \"monitor\", \"triage\", \"validate\"]",
        )
        + OWNERS;
    let findings = run(RULE, &fixture, &Sources::default()).findings;
    let about: Vec<&str> = findings.iter().map(|own| &*own.subject.object).collect();
    assert_eq!(about, ["workstream.containment", "workstream.remediation"]);
}

#[test]
fn a_missing_link_is_told_at_the_profile_that_asks_for_it() {
    let fixture = r#"
[engagement]
profiles = ["./house.profile.toml", "msp-baseline"]
#                                   ^^^^^^^^^^^^^^ error: the security chain breaks: nobody is there to check that it works
"#
    .to_owned()
        + &row(
            "rest",
            "area = [\"security-governance\", \"access-management\", \"containment\", \"remediation\", \"security-monitoring\"]",
        )
        + OWNERS
        + "#@ ./house.profile.toml\n[profile]\nid = \"house\"\ntitle = \"House rules\"\nversion = \"1\"\nareas = [\"patching\"]\n";
    check(RULE, &fixture);
}
