//! One line a finding.

#![allow(clippy::unwrap_used, reason = "helpers of tests may fail as tests do")]

mod support;

use racilint_diagnostics::{Finding, Sources, Span};
use racilint_emit::concise;
use support::{MISSING, harbor, summary};

#[test]
fn one_line_each() {
    let sources = Sources::default();
    let findings = harbor(&sources);
    let mut out = Vec::new();
    let summary = summary(&sources, &findings);
    concise::write(&mut out, &sources, &findings, &summary, false).unwrap();
    insta::assert_snapshot!(String::from_utf8(out).unwrap());
}

#[test]
fn color_is_for_the_severity_alone() {
    let sources = Sources::default();
    let file = sources.add("a.raci.toml", "x = 1").id();
    let findings = [Finding::new(&MISSING, Span::new(file, 4..5), "m")];
    let mut out = Vec::new();
    concise::write_findings(&mut out, &sources, &findings, true).unwrap();
    let line = String::from_utf8(out).unwrap();
    assert_eq!(
        line,
        "a.raci.toml:1:5: \u{1b}[1;31merror[missing-accountable]\u{1b}[0m m\n"
    );
}

#[test]
fn no_text_can_add_a_line_or_a_command() {
    let sources = Sources::default();
    let file = sources.add("a\nb\u{1b}c.toml", "x = 1").id();
    let span = Span::new(file, 0..1);
    let findings = [Finding::new(
        &MISSING,
        span,
        "one\r\ntwo\u{2028}three\u{9b}0m",
    )];
    let mut out = Vec::new();
    concise::write_findings(&mut out, &sources, &findings, false).unwrap();
    assert_eq!(
        String::from_utf8(out).unwrap(),
        "a\\nb\\u001Bc.toml:1:1: error[missing-accountable] \
         one\\r\\ntwo\\u2028three\\u009B0m\n"
    );
}
