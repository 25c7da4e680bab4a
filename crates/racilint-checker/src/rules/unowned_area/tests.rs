//! Tests of `unowned-area`. The fixtures claim all areas but the few that a test is about.

use racilint_diagnostics::Sources;

use crate::catalogue::Catalogue;
use crate::rules::tests::{check, is_not_evaluated, is_silent, run};

const RULE: &str = "unowned-area";

/// A workstream for all areas of the catalogue but these.
fn all_but(left_out: &[&str]) -> String {
    let areas = Catalogue::shipped().areas().map(|area| &*area.id.name);
    let claimed: Vec<String> = areas
        .filter(|area| !left_out.contains(area))
        .map(|area| format!("\"{area}\""))
        .collect();
    format!("\n[workstream.all]\narea = [{}]\n", claimed.join(", "))
}

#[test]
fn an_area_that_nobody_covers() {
    let fixture = r#"
[engagement]
profiles = ["hipaa", "msp-baseline"]
#                    ^^^^^^^^^^^^^^ error: nobody owns `patching`, which `msp-baseline` asks for
#                    ^^^^^^^^^^^^^^ error: nobody owns `decision-log`, which `msp-baseline` asks for
retain = "decision-log"
#        -------------- the client keeps it, and nobody answers
"#;
    check(
        RULE,
        &(fixture.to_owned() + &all_but(&["patching", "decision-log"])),
    );
}

/// Work of another time is no work of this engagement, also where only the slices say so.
#[test]
fn work_before_or_after_the_engagement_covers_nothing() {
    let fixture = r#"
[engagement]
starts = 2027-01-01
ends = 2027-12-31
profiles = "msp-baseline"
#          ^^^^^^^^^^^^^^ error: nobody owns `patching`, which `msp-baseline` asks for
#          ^^^^^^^^^^^^^^ error: nobody owns `reporting`, which `msp-baseline` asks for
#          ^^^^^^^^^^^^^^ error: nobody owns `decision-log`, which `msp-baseline` asks for
[workstream.patching]
#           -------- covers it on no day of the engagement
until = 2026-12-31
[workstream.reporting]
#           --------- covers it on no day of the engagement
from = 2028-01-01
[workstream.decision-log]
#           ------------ covers it on no day of the engagement
[workstream.decision-log.slice.days]
#                              ---- covers it on no day of the engagement
until = 2026-12-31
[workstream.decision-log.slice.nights]
#                              ------ covers it on no day of the engagement
from = 2028-01-01
"#;
    let open = ["patching", "reporting", "decision-log"];
    check(RULE, &(fixture.to_owned() + &all_but(&open)));
}

#[test]
fn work_on_a_single_day_of_the_engagement_covers_its_area() {
    let fixture = r#"
[engagement]
starts = 2027-01-01
ends = 2027-12-31
[workstream.patching]
until = 2027-01-01
[workstream.reporting]
from = 2027-12-31
[workstream.decision-log]
[workstream.decision-log.slice.a]
until = 2026-06-30
[workstream.decision-log.slice.b]
from = 2026-07-01
[workstream.documentation]
until = 2026-06-30
[workstream.papers]
area = "documentation"
from = 2026-07-01
[workstream.monitoring]
until = 2026-06-30
not-applicable = "nothing to watch"
[workstream.lifecycle-management]
until = "2026"
"#;
    let named = [
        "patching",
        "reporting",
        "decision-log",
        "documentation",
        "monitoring",
        "lifecycle-management",
    ];
    is_silent(RULE, &(fixture.to_owned() + &all_but(&named)));
}

/// Without both days it is not known what lies outside.
#[test]
fn without_days_of_the_engagement_all_work_is_in_it() {
    let fixture = "
[engagement]
[workstream.patching]
until = 2020-12-31
";
    is_silent(RULE, &(fixture.to_owned() + &all_but(&["patching"])));
}

#[test]
fn without_profiles_the_baseline_holds() {
    let fixture = "
 [engagement]
#^^^^^^^^^^^^ error: nobody owns `patching`, which `msp-baseline` asks for
";
    check(RULE, &(fixture.to_owned() + &all_but(&["patching"])));
}

#[test]
fn nothing_at_all_is_one_loud_finding() {
    let fixture = "
 [engagement]
#^^^^^^^^^^^^ error: nobody owns anything: there is no workstream, and 34 areas of `msp-baseline` are open
";
    check(RULE, fixture);
}

#[test]
fn each_missing_area_is_its_own_object() {
    let sources = Sources::default();
    let open = [
        "access-management",
        "architecture",
        "change-management",
        "containment",
        "decision-log",
        "documentation",
        "log-review",
        "monitoring",
        "patching",
        "reporting",
    ];
    let fixture = format!("[engagement]\n{}", all_but(&open));
    let findings = run(RULE, &fixture, &sources).findings;
    let objects = findings.iter().map(|own| own.subject.object.as_str());
    let expected = open.map(|area| format!("area.{area}"));
    assert_eq!(objects.collect::<Vec<_>>(), expected);
}

#[test]
fn what_is_claimed_or_left_out() {
    let fixture = r#"
[engagement]
[workstream.patching]
not-applicable = "nothing to patch"
[workstream.operations]
[workstream.documentation]
parent = "operations"
[workstream.decision-log.slice.a]
[[exclusion]]
area = ["reporting", "architecture"]
accepted-by = "ana"
[[exclusion]]
area = "monitoring"
reason = "too dear"
[person.ana]
"#;
    let named = [
        "patching",
        "documentation",
        "decision-log",
        "reporting",
        "architecture",
        "monitoring",
    ];
    is_silent(RULE, &(fixture.to_owned() + &all_but(&named)));
}

#[test]
fn a_misspelt_area_is_told_once() {
    let fixture = r#"
[engagement]
[workstream.servers]
area = "pathcing"
"#;
    is_silent(RULE, &(fixture.to_owned() + &all_but(&["patching"])));
}

#[test]
fn what_cannot_be_known_is_not_evaluated() {
    is_not_evaluated(RULE, "[engagement]\nprofiles = [\"hipaa\"]\n");
    is_not_evaluated(RULE, "[engagement]\nprofiles = []\n");
    is_not_evaluated(RULE, "[engagement]\n[workstream.a]\narae = \"patching\"\n");
    is_not_evaluated(RULE, "[engagement]\ninclude = \"gone.toml\"\n");
    is_not_evaluated(RULE, "[workstream.a]\n");
}

#[test]
fn a_matrix_that_knows_no_areas_is_one_finding() {
    let sources = Sources::default();
    let fixture = "[engagement]\nprofiles = [\"msp-baseline\"]\n[workstream.servers]\n";
    let outcome = run("unowned-area", fixture, &sources);
    let messages: Vec<&str> = outcome
        .findings
        .iter()
        .map(|found| &*found.message)
        .collect();
    let message = "no workstream says of which area it is, and 34 areas of `msp-baseline` are open";
    assert_eq!(messages, [message]);
}

#[test]
fn an_exclusion_may_say_that_it_means_an_area() {
    let sources = Sources::default();
    let fixture = r#"
[engagement]
[workstream.patching]
[[exclusion]]
area = "area.decision-log"
reason = "kept in the client's own register"
accepted-by = "dana"
[person.dana]
"#;
    let outcome = run("unowned-area", fixture, &sources);
    let open: Vec<&str> = outcome
        .findings
        .iter()
        .flat_map(|found| found.subject.aspect.split('+'))
        .collect();
    assert!(!open.contains(&"area.decision-log"));
    assert_eq!(open.len(), 32);
}

#[test]
fn of_what_is_kept_or_given_away_only_the_open_area_is_shown() {
    let fixture = r#"
 [engagement]
#^^^^^^^^^^^^ error: nobody owns `patching`, which `msp-baseline` asks for
retain = ["containment", "patching"]
#                        ---------- the client keeps it, and nobody answers
delegated = ["monitoring", "patching"]
#                          ---------- the client gives it away, and nobody has it
"#;
    check(RULE, &(fixture.to_owned() + &all_but(&["patching"])));
}

#[test]
fn the_help_says_who_usually_has_it() {
    let help = |area: &str, model: &str| {
        let text = format!("[engagement]\nmodel = \"{model}\"\n{}", all_but(&[area]));
        let findings = run(RULE, &text, &Sources::default()).findings;
        findings[0].help.clone().unwrap_or_default()
    };
    let owner = |usual: &str, area: &str| {
        format!("give it an owner{usual}: a workstream with `area = \"{area}\"`;")
    };
    for (area, usual) in [
        ("patching", " (usually the provider)"),
        ("business-applications", " (usually the client)"),
        ("reporting", ""),
    ] {
        let help = help(area, "co-managed");
        assert!(help.starts_with(&owner(usual, area)), "{help}");
    }
    let help = help("reporting", "fully-managed");
    assert!(
        help.starts_with(&owner(" (usually the provider)", "reporting")),
        "{help}"
    );
}

#[test]
fn a_heading_without_letters_owns_nothing() {
    let work = |area: &str, more: &str| {
        format!(
            "[engagement]\n{}[workstream.endpoints]\narea = [\"patching\"]\n{more}\n\
             [workstream.laptops]\nparent = \"endpoints\"\nresponsible = \"ana\"\n{area}\n\
             [person.ana]\n",
            all_but(&["patching"])
        )
    };
    let found = run(
        RULE,
        &work("area = \"lifecycle-management\"", ""),
        &Sources::default(),
    );
    let [finding] = &found.findings[..] else {
        panic!("one finding: {:?}", found.findings);
    };
    assert_eq!(finding.subject.object, "area.patching");
    assert_eq!(
        finding.related[0].message,
        "named here, and nobody has a letter"
    );
    for (area, more) in [
        ("", ""),
        ("area = [\"lifecycle-management\", \"patching\"]", ""),
        ("area = \"lifecycle-management\"", "accountable = \"ana\""),
        (
            "area = \"lifecycle-management\"",
            "not-applicable = \"none are left\"",
        ),
    ] {
        is_silent(RULE, &work(area, more));
    }
}
