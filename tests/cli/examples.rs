//! Every example is run as its README says, and what it prints is a reference.

use crate::{Run, racilint};

fn check(example: &str) -> Run {
    let path = format!("examples/{example}");
    racilint(&["check", &path, "--as-of", "2026-11-21", "--width", "80"])
}

#[track_caller]
fn is_sound(example: &str) {
    let run = check(example);
    assert_eq!(run.code, Some(0), "{}", run.stdout);
    assert!(
        run.stdout.contains("0 errors, 0 warnings, 0 notes"),
        "{}",
        run.stdout
    );
    insta::assert_snapshot!(example, run.stdout);
}

#[test]
fn harbor_clinics_is_sound() {
    is_sound("harbor-clinics");
}

#[test]
fn larch_legal_is_sound() {
    is_sound("larch-legal");
}

#[test]
fn the_unsigned_draft_shows_what_goes_wrong() {
    let run = check("unsigned");
    assert_eq!(run.code, Some(1));
    insta::assert_snapshot!("unsigned", run.stdout);
}

/// A real published matrix: one row with two accountable owners, eight with nobody responsible,
/// and silence on all the others.
#[test]
fn the_published_matrix_has_nine_faults() {
    let run = check("midsize-msp-mssp");
    assert_eq!(run.code, Some(1));
    let count = |rule: &str| run.stdout.matches(&format!("[{rule}]")).count();
    assert_eq!(count("multiple-accountable"), 1);
    assert_eq!(count("missing-responsible"), 8);
    assert!(
        run.stdout.contains("9 errors, 0 warnings, 0 notes"),
        "{}",
        run.stdout
    );
    insta::assert_snapshot!("midsize-msp-mssp", run.stdout);
}

/// An engagement that shows the rules of one group, each of them once.
#[track_caller]
fn broken(group: &str, rules: &[&str]) {
    let path = format!("examples/broken/{group}");
    let mut args = vec!["check", &path, "--as-of", "2026-11-21", "--width", "80"];
    let select = rules.join(",");
    args.extend(["--select", &select]);
    let run = racilint(&args);
    assert_eq!(run.code, Some(1), "{}", run.stdout);
    for rule in rules {
        let count = run.stdout.matches(&format!("[{rule}]")).count();
        assert_eq!(count, 1, "{rule}\n{}", run.stdout);
    }
    insta::assert_snapshot!(format!("broken-{group}"), run.stdout);
}

#[test]
fn a_start_that_is_planned_by_one_side() {
    let rules = [
        "milestone-order-invalid",
        "missing-onboarding-input",
        "onboarding-unowned",
    ];
    broken("onboarding", &rules);
}

#[test]
fn a_success_that_nobody_can_measure() {
    broken("metrics", &["metric-incomplete", "missing-success-metrics"]);
}

#[test]
fn a_contract_in_which_nobody_is_told() {
    let rules = [
        "affected-owner-not-consulted",
        "leadership-reporting-unowned",
        "missing-provider-incident-notice",
        "responsibility-unacknowledged",
        "timezone-ambiguous",
        "unreachable-contact",
    ];
    broken("communication", &rules);
}
