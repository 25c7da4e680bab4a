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

/// Runs one broken example with the rules that it is about.
#[track_caller]
fn is_broken(group: &str, rules: &[&str]) {
    let path = format!("examples/broken/{group}");
    let select = rules.join(",");
    let run = racilint(&[
        "check",
        &path,
        "--as-of",
        "2026-11-21",
        "--width",
        "80",
        "--select",
        &select,
    ]);
    assert_eq!(run.code, Some(1), "{}", run.stdout);
    for rule in rules {
        let count = run.stdout.matches(&format!("[{rule}]")).count();
        assert_eq!(count, 1, "{rule}:\n{}", run.stdout);
    }
    insta::assert_snapshot!(format!("broken-{group}"), run.stdout);
}

#[test]
fn broken_ownership() {
    is_broken(
        "ownership",
        &[
            "conflicting-letters",
            "exclusion-unaccepted",
            "missing-single-intake",
            "parent-child-contradiction",
            "security-chain-broken",
            "subcontracted-without-retained-accountability",
            "too-many-responsible",
            "vendor-unowned",
        ],
    );
}

#[test]
fn broken_authority() {
    is_broken(
        "authority",
        &[
            "authority-conflict",
            "authority-invalid",
            "authority-without-access",
            "dependency-without-leverage",
        ],
    );
}
