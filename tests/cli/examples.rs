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
fn house_rules_are_kept() {
    is_sound("house-rules");
}

/// An hour a day that no planning sheet shows, in the weeks in which only one side has changed its
/// clocks; and the same engagement with one shift an hour longer.
#[test]
fn follow_the_sun_has_a_hole_that_only_the_clock_shows() {
    let run = check("follow-the-sun/as-drafted.raci.toml");
    assert_eq!(run.code, Some(1));
    assert!(
        run.stdout.contains("1 error, 0 warnings, 0 notes"),
        "{}",
        run.stdout
    );
    insta::assert_snapshot!("follow-the-sun", run.stdout);
    let mended = check("follow-the-sun/as-mended.raci.toml");
    assert_eq!(mended.code, Some(0), "{}", mended.stdout);
    assert!(
        mended.stdout.contains("0 errors, 0 warnings, 0 notes"),
        "{}",
        mended.stdout
    );
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

/// A small engagement for a group of rules: each of them fires, and nothing else is looked at.
#[track_caller]
fn broken(group: &str, rules: &[&str]) {
    let path = format!("examples/broken/{group}");
    let select = rules.join(",");
    let day = [
        "--as-of",
        "2026-11-21",
        "--width",
        "80",
        "--fail-on",
        "note",
    ];
    let run = racilint(&[&["check", &path, "--select", &select], &day[..]].concat());
    assert_eq!(run.code, Some(1), "{}", run.stdout);
    for rule in rules {
        let count = run.stdout.matches(&format!("[{rule}]")).count();
        assert!(count > 0, "`{rule}` does not fire\n{}", run.stdout);
    }
    insta::assert_snapshot!(format!("broken-{group}"), run.stdout);
}

#[test]
fn broken_structure() {
    broken(
        "structure",
        &[
            "dependency-cycle",
            "duplicate-id",
            "party-shape",
            "review-overdue",
            "unfilled-assignee",
            "unknown-reference",
        ],
    );
}

#[test]
fn broken_escalation() {
    broken(
        "escalation",
        &[
            "advisory-drift",
            "approver-off-duty",
            "escalation-dead-end",
            "escalation-not-progressing",
            "escalation-step-off-duty",
            "escalation-too-slow",
            "missing-escalation-path",
            "sla-not-underpinned",
        ],
    );
}

#[test]
fn broken_command() {
    broken(
        "command",
        &[
            "commander-is-responder",
            "commander-lacks-authority",
            "deputy-not-equivalent",
            "missing-declaration-authority",
            "missing-deputy",
            "missing-incident-commander",
            "multiple-commanders",
            "span-of-control",
        ],
    );
}

#[test]
fn broken_handoff() {
    broken(
        "handoff",
        &[
            "handoff-loop",
            "handoff-unacknowledged",
            "missing-exit-plan",
            "missing-handoff",
        ],
    );
}

#[test]
fn broken_evidence() {
    broken(
        "evidence",
        &[
            "control-without-evidence",
            "evidence-below-profile",
            "evidence-not-portable",
            "evidence-owner-cannot-produce",
            "evidence-stale",
            "missing-evidence-owner",
        ],
    );
}

#[test]
fn broken_compliance() {
    broken(
        "compliance",
        &[
            "compliance-duties-incomplete",
            "customer-responsibility-unaccepted",
            "flow-down-missing",
            "missing-agreement",
            "missing-designated-role",
            "nondelegable-outsourced",
            "notification-clock-infeasible",
            "outsourced-role-without-overseer",
            "unassigned-duty",
        ],
    );
}

#[test]
fn broken_onboarding() {
    broken(
        "onboarding",
        &[
            "go-live-before-ready",
            "milestone-order-invalid",
            "missing-interim-owner",
            "missing-onboarding-input",
            "onboarding-unowned",
        ],
    );
}

#[test]
fn broken_metrics() {
    broken("metrics", &["metric-incomplete", "missing-success-metrics"]);
}

#[test]
fn broken_communication() {
    broken(
        "communication",
        &[
            "affected-owner-not-consulted",
            "leadership-reporting-unowned",
            "missing-provider-incident-notice",
            "responsibility-unacknowledged",
            "timezone-ambiguous",
            "unreachable-contact",
        ],
    );
}

#[test]
fn broken_model_fit() {
    broken(
        "model-fit",
        &[
            "co-managed-without-internal-capacity",
            "fully-managed-with-internal-owners",
            "missing-business-context-owner",
            "model-complexity-mismatch",
            "strategy-outsourced",
            "unexpected-holder",
        ],
    );
}

#[test]
fn broken_coverage() {
    broken(
        "coverage",
        &[
            "absence-breaks-path",
            "absence-gap",
            "after-hours-authority-gap",
            "coverage-gap",
            "missing-secondary",
            "shift-seam",
        ],
    );
}

#[test]
fn broken_load() {
    broken(
        "load",
        &[
            "consult-inflation",
            "overload",
            "single-knower-system",
            "single-person-dependency",
        ],
    );
}

#[test]
fn broken_separation() {
    broken(
        "separation",
        &["incompatible-duties", "self-approval", "self-review"],
    );
}

#[test]
fn broken_ownership() {
    broken(
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
    broken(
        "authority",
        &[
            "authority-conflict",
            "authority-invalid",
            "authority-without-access",
            "dependency-without-leverage",
        ],
    );
}

#[test]
fn broken_waivers() {
    broken(
        "waivers",
        &[
            "missing-accountable",
            "side-channel",
            "unowned-area",
            "waiver-expired-or-unbounded",
            "waiver-invalid",
            "waiver-unused",
        ],
    );
}
