//! Exceptions that nobody has agreed, and engagements that live by waivers.

use std::fmt::Write as _;

use racilint_diagnostics::Sources;

use crate::rules::tests::{check, is_not_evaluated, is_silent, run};

const RULE: &str = "side-channel";

#[test]
fn a_deviation_that_is_not_agreed() {
    check(
        RULE,
        r#"
[[exception]]
what = "direct calls"
#      ^^^^^^^^^^^^^^ warning: the exception "direct calls" has no owner, no approver and no last day
[[exception]]
what = "the vendor's account"
#      ---------------------- what is done otherwise
owner = "ana"
approved-by = "ben"
until = 2026-11-20
#       ^^^^^^^^^^ warning: the exception "the vendor's account" was agreed until 2026-11-20, and is over
[person.ana]
[person.ben]
"#,
    );
}

#[test]
fn agreed_deviations() {
    is_silent(
        RULE,
        r#"
[[exception]]
what = "direct calls"
owner = "ana"
approved-by = "ben"
until = 2026-11-21
[[exception]]
what = "half read"
owner = 5
approved-by = "ben"
until = "soon"
[person.ana]
[person.ben]
"#,
    );
    is_not_evaluated(RULE, "[engagement]\n");
}

fn engagement(rows: usize, waived: usize) -> String {
    let mut text = String::from("[engagement]\n[person.ana]\n[person.ben]\n");
    for row in 0..rows {
        let _ = writeln!(text, "[workstream.row-{row}]\nresponsible = 'ana'");
    }
    for row in 0..waived {
        let _ = writeln!(
            text,
            "[[waiver]]\nrule = 'missing-accountable'\non = 'row-{row}'\nreason = 'r'\n\
             owner = 'ana'\napproved-by = 'ben'\nuntil = 2027-01-01"
        );
    }
    text
}

fn share(text: &str) -> Option<String> {
    let sources = Sources::default();
    let mut findings = run(RULE, text, &sources).findings.into_iter();
    findings.next().map(|finding| finding.message)
}

#[test]
fn more_than_a_tenth_lives_by_waivers() {
    let message = "4 waivers are in use in an engagement of 39 rows";
    assert_eq!(share(&engagement(39, 4)).as_deref(), Some(message));
    assert_eq!(share(&engagement(40, 4)), None);
    assert_eq!(share(&engagement(2, 2)), None);
    assert!(share(&engagement(3, 3)).is_some());
}

#[test]
fn waivers_with_nothing_to_accept_do_not_count() {
    // One of the four rows has somebody who answers for it by now.
    let mended = "[workstream.row-0]\naccountable = 'ben'\n";
    let with = |rows, waived| engagement(rows, waived).replace("[workstream.row-0]\n", mended);
    let message = "3 waivers are in use in an engagement of 5 rows";
    assert_eq!(share(&with(5, 4)).as_deref(), Some(message));
    assert_eq!(share(&with(5, 3)), None);
    let finding = run(RULE, &with(5, 4), &Sources::default()).findings;
    let shown = finding[0].related.iter();
    let shown = shown.filter(|label| label.message == "accepted");
    assert_eq!(shown.count(), 3);
}

#[test]
fn waivers_that_do_not_hold_do_not_count() {
    let over = engagement(4, 4).replace("2027", "2025");
    assert_eq!(share(&over), None);
}

#[test]
fn each_thing_may_be_what_an_exception_lacks() {
    let messages = |says: &str| {
        let text = format!("[[exception]]\n{says}\n[person.ana]\n[person.ben]\n");
        let findings = run(RULE, &text, &Sources::default()).findings;
        let messages = findings.into_iter().map(|own| own.message);
        messages.collect::<Vec<String>>()
    };
    let whole = "owner = \"ana\"\napproved-by = \"ben\"\nuntil = 2027-01-01";
    assert_eq!(messages(whole), [""; 0]);
    for (key, what) in [
        ("owner", "owner"),
        ("approved-by", "approver"),
        ("until", "last day"),
    ] {
        let rest = whole.lines().filter(|line| !line.starts_with(key));
        let rest: Vec<&str> = rest.collect();
        let message = format!("the exception has no {what}");
        assert_eq!(messages(&rest.join("\n")), [message]);
    }
    let over = whole.replace("2027", "2025");
    assert_eq!(
        messages(&over),
        ["the exception was agreed until 2025-01-01, and is over"]
    );
}

#[test]
fn another_exception_in_its_place_is_another_one() {
    let objects = |text: &str| {
        let findings = run(RULE, text, &Sources::default()).findings;
        let objects = findings.into_iter().map(|own| own.subject.object);
        objects.collect::<Vec<String>>()
    };
    let calls = "[[exception]]\nwhat = \"direct calls\"\n";
    let other = "[[exception]]\nwhat = \"the vendor's account\"\n";
    assert_eq!(objects(calls), ["exception.direct calls"]);
    assert_eq!(objects(other), ["exception.the vendor's account"]);
    // What comes in above it does not move it.
    let both = format!("{other}{calls}");
    let named = ["exception.the vendor's account", "exception.direct calls"];
    assert_eq!(objects(&both), named);
}
