//! Waivers that have nothing to accept, and those of which that cannot be said.

use racilint_diagnostics::Sources;
use racilint_parser::InMemory;

use crate::Options;
use crate::catalogue::Catalogue;
use crate::rules::tests::{check, is_not_evaluated, is_silent, run, run_together};
use crate::settle::Levels;

const RULE: &str = "waiver-unused";

const REST: &str = "reason = 'r'\nowner = 'ana'\napproved-by = 'ben'\nuntil = 2027-01-01\n";
const PEOPLE: &str = "[person.ana]\n[person.ben]\n[person.cara]\n";

fn waiver(rule: &str, on: &str) -> String {
    format!("[[waiver]]\nrule = '{rule}'\non = {on}\n{REST}")
}

#[test]
fn nothing_to_accept() {
    let fixture = r#"
[workstream.patching]
responsible = "cara"
accountable = "ben"
[workstream.backup]
responsible = "cara"
[[waiver]]
rule = "missing-accountable"
#      ^^^^^^^^^^^^^^^^^^^^^ warning: there is no `missing-accountable` on `workstream.patching` to accept
on = "patching"
REST
[[waiver]]
rule = "missing-accountable"
on = ["backup", "patching"]
#               ^^^^^^^^^^ warning: there is no `missing-accountable` on `workstream.patching` to accept
REST
"#;
    check(RULE, &(fixture.replace("REST", REST) + PEOPLE));
}

#[test]
fn accepted_twice() {
    let fixture = r#"
[workstream.backup]
responsible = "cara"
[[waiver]]
rule = "missing-accountable"
on = "backup"
#    -------- accepted here already
REST
[[waiver]]
rule = "missing-accountable"
#      ^^^^^^^^^^^^^^^^^^^^^ warning: `missing-accountable` on `workstream.backup` is accepted twice
on = "workstream.backup"
REST
"#;
    check(RULE, &(fixture.replace("REST", REST) + PEOPLE));
}

#[test]
fn used_or_not_known() {
    let rows = "[workstream.backup]\nresponsible = 'cara'\n[workstream.patching]\naccountable = 'ben'\nresponsible = 'cara'\n";
    for waiver in [
        waiver("missing-accountable", "'backup'"),
        // Not in this version, lacking its data, switched to an object that nobody knows.
        waiver("coverage-gap", "'patching'"),
        waiver("missing-handoff", "'patching'"),
        waiver("missing-accountable", "'pathcing'"),
        // Over, without a reason, of a rule that cannot be waived: said already.
        waiver("missing-accountable", "'patching'").replace("2027", "2025"),
        waiver("missing-accountable", "'patching'").replace("reason = 'r'\n", ""),
        waiver("unknown-reference", "'patching'"),
    ] {
        is_silent(RULE, &format!("[engagement]\n{rows}{waiver}{PEOPLE}"));
    }
    is_not_evaluated(RULE, "[engagement]\n");
}

/// A clause that several duties have is used where one of them is open.
#[test]
fn a_clause_of_which_one_duty_is_accepted() {
    let catalogue = Catalogue::shipped();
    let soc2 = catalogue.profile("soc2").expect("a profile");
    let unused = |open: &[&str]| {
        let duties = soc2.duties.iter().map(|duty| &*duty.id.name);
        let held = duties.filter(|name| !open.contains(name));
        let held: Vec<String> = held.map(|name| format!("'soc2:{name}'")).collect();
        let text = format!(
            "[engagement]\nprofiles = 'soc2'\n[workstream.all]\nresponsible = 'cara'\n\
             accountable = 'ben'\nsatisfies = [{}]\n{}{PEOPLE}",
            held.join(", "),
            waiver("unassigned-duty", "'soc2:CC6.3'")
        );
        let sources = Sources::default();
        let outcome = run_together(&[RULE, "unassigned-duty"], &text, &sources);
        let messages = outcome.findings.into_iter().map(|own| own.message);
        (outcome.waived.len(), messages.collect::<Vec<String>>())
    };
    assert_eq!(unused(&["sod"]), (1, Vec::new()));
    assert_eq!(unused(&["sod", "access-lifecycle"]), (2, Vec::new()));
    let (waived, findings) = unused(&[]);
    assert_eq!((waived, findings.len()), (0, 1), "{findings:?}");
}

#[test]
fn damage_may_hide_what_is_accepted() {
    let rows = "[workstream.patching]\naccountable = 'ben'\nresponsible = 'cara'\n";
    let waiver = waiver("missing-accountable", "'patching'");
    is_silent(
        RULE,
        &format!("[engagement]\n{rows}{waiver}{PEOPLE}[workstraem.lost]\n"),
    );
}

/// What follows from something else was there to accept.
#[test]
fn a_consequence_counts_as_found() {
    let text = format!(
        "[engagement]\nprofiles = ['msp-baseline', 'hipaa']\n[workstream.patching]\naccountable = 'ben'\n{}{PEOPLE}",
        waiver("compliance-duties-incomplete", "'area.log-review'")
    );
    let sources = Sources::default();
    let rules = [RULE, "unowned-area", "compliance-duties-incomplete"];
    let findings = run_together(&rules, &text, &sources).findings;
    let has = |rule: &str| findings.iter().any(|finding| finding.rule.name == rule);
    assert!(has("unowned-area"), "{findings:?}");
    assert!(!has(RULE), "{findings:?}");
}

#[test]
fn several_things_of_which_some_or_all_are_mended() {
    let fixture = r#"
[workstream.patching]
responsible = "cara"
accountable = "ben"
[workstream.desk]
responsible = "cara"
accountable = "ben"
[workstream.backup]
responsible = "cara"
[[waiver]]
rule = "missing-accountable"
on = ["patching", "backup", "desk"]
#     ^^^^^^^^^^ warning: there is no `missing-accountable` on `workstream.patching` and `workstream.desk` to accept
#                           ------ nor on this
REST
[[waiver]]
rule = "missing-responsible"
#      ^^^^^^^^^^^^^^^^^^^^^ warning: there is no `missing-responsible` on `workstream.patching` and `workstream.desk` to accept
on = ["patching", "desk"]
REST
"#;
    let text = fixture.replace("REST", REST) + PEOPLE;
    check(RULE, &text);
    let findings = run(RULE, &text, &Sources::default()).findings;
    let titles = findings
        .iter()
        .map(|own| own.fix.as_ref().map(|fix| &*fix.title));
    let titles: Vec<Option<&str>> = titles.collect();
    assert_eq!(
        titles,
        [Some("take it out of `on`"), Some("take the waiver out")]
    );
}

/// Where nobody has anything yet, one finding stands for all.
#[test]
fn what_one_finding_stands_for_is_there_to_accept() {
    let unused = |rows: &str, waiver: String| {
        let text =
            format!("[engagement]\nprofiles = ['msp-baseline', 'hipaa']\n{rows}{waiver}{PEOPLE}");
        run(RULE, &text, &Sources::default()).findings.len()
    };
    let duty = || waiver("unassigned-duty", "'duty.hipaa:risk-analysis'");
    let area = || waiver("unowned-area", "'area.log-review'");
    assert_eq!(unused("", duty()), 0);
    assert_eq!(unused("", area()), 0);
    // What is somebody's is not among them.
    let rows = "[workstream.review]\naccountable = 'ben'\narea = 'log-review'\n\
                satisfies = ['hipaa:risk-analysis']\n";
    assert_eq!(unused(rows, duty()), 1);
    assert_eq!(unused(rows, area()), 1);
}

/// Whoever does not want a rule does not want to hear that its waivers are idle.
#[test]
fn a_waiver_of_a_rule_that_is_switched_off() {
    let rows = "[workstream.patching]\naccountable = 'ben'\nresponsible = 'cara'\n";
    let waiver = waiver("missing-accountable", "'patching'");
    let text = format!("[engagement]\n{rows}{waiver}{PEOPLE}");
    let unused = |levels: Levels| {
        let options = Options {
            today: jiff::civil::date(2026, 11, 21),
            levels,
            profiles: None,
            extracts: false,
        };
        let sources = Sources::default();
        let main = sources.add("test.raci.toml", text.clone());
        let (document, parsed) =
            racilint_parser::read(&sources, main, "test.raci.toml", &InMemory::default());
        let findings = crate::check(&document, parsed, &options).findings;
        findings.iter().filter(|own| own.rule.name == RULE).count()
    };
    assert_eq!(unused(Levels::default()), 1);
    let ignored = Levels {
        ignore: ["missing-accountable"].into(),
        ..Levels::default()
    };
    assert_eq!(unused(ignored), 0);
}

/// What is not selected is looked at unseen, also where it asks what the others found.
#[test]
fn a_waiver_of_a_rule_that_is_not_selected() {
    let text = |until: &str| {
        format!(
            "[engagement]\n[workstream.desk]\naccountable = 'ben'\n[[exception]]\nid = 'surgeon'\n\
             what = 'The surgeon calls the engineer directly'\nreason = 'r'\nowner = 'cara'\n\
             approved-by = 'ben'\n{until}{}{PEOPLE}",
            waiver("side-channel", "'exception.surgeon'")
        )
    };
    is_silent(RULE, &text(""));
    let findings = run(RULE, &text("until = 2027-06-30\n"), &Sources::default()).findings;
    assert_eq!(findings.len(), 1, "{findings:?}");
}

#[test]
fn what_is_told_at_a_contract_or_a_reason_is_there_to_accept() {
    let unused = |says: &str| {
        let waiver = waiver("unassigned-duty", "'duty.house:audit'");
        let text = format!(
            "[engagement]\nclient = 'harbor'\nprofiles = ['./house.profile.toml']\n{says}\n\
             [party.harbor]\n{waiver}{PEOPLE}#@ ./house.profile.toml\n[profile]\nid = 'house'\n\
             title = 'House rules'\nversion = '1'\n[duty.audit]\ntitle = 'A duty'\n\
             kind = 'agreement'\n[duty.exit]\ntitle = 'A duty'\nkind = 'agreement'\n"
        );
        let rules = [RULE, "unassigned-duty"];
        let findings = run_together(&rules, &text, &Sources::default()).findings;
        findings.iter().filter(|own| own.rule.name == RULE).count()
    };
    let both = "['house:audit', 'house:exit']";
    let over = "until = 2025-12-31\n[workstream.patching]\nresponsible = 'ben'";
    assert_eq!(
        unused(&format!("[agreement.x]\ncovers = {both}\n{over}")),
        0
    );
    let row = format!("[workstream.patching]\nsatisfies = {both}");
    assert_eq!(
        unused(&format!("{row}\nnot-applicable = 'there are none'")),
        0
    );
    assert_eq!(unused(&format!("{row}\nresponsible = 'ben'")), 1);
}
