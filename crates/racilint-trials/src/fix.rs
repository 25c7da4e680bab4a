//! An engagement, repaired and checked again.

use std::collections::BTreeMap;

use racilint_checker::check as check_engagement;
use racilint_diagnostics::{Fix, Severity, Sources};

use crate::check::options;
use crate::held;
use crate::parts::Files;

/// Repairs any bytes as `check --fix --unsafe-fixes` does: what comes of it is text, repairing it
/// again changes nothing, and no error of syntax or of structure is in it that was not in it before.
pub fn fix(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    let before = faults(text);
    let repaired = racilint::repaired("any.raci.toml", text);
    assert_eq!(
        repaired,
        racilint::repaired("any.raci.toml", text),
        "two answers"
    );
    if repaired == text {
        return;
    }
    let again = racilint::repaired("any.raci.toml", &repaired);
    assert_eq!(again, repaired, "repaired twice is another than once");
    for (fault, count) in faults(&repaired) {
        let known = before.get(&fault).copied().unwrap_or_default();
        assert!(count <= known, "{fault} is new in\n{repaired}");
    }
}

/// How often each rule says that something is no TOML, counted.
fn faults(text: &str) -> BTreeMap<&'static str, usize> {
    let sources = Sources::default();
    let main = sources.add("any.raci.toml", text);
    let (document, found) =
        racilint_parser::read(&sources, main, "any.raci.toml", &Files::default());
    let outcome = check_engagement(&document, found, &options());
    let mut faults = BTreeMap::new();
    for finding in &outcome.findings {
        let is_of_text = ["syntax-error", "duplicate-key"].contains(&finding.rule.name);
        if is_of_text && finding.severity == Severity::Error {
            *faults.entry(finding.rule.name).or_default() += 1;
        }
    }
    for finding in &outcome.findings {
        if let Some(fix) = &finding.fix {
            applied(&sources, text, fix);
        }
    }
    held::places(&sources, &outcome.findings);
    faults
}

/// What one repair alone makes of the text is a text, and another one.
fn applied(sources: &Sources, text: &str, fix: &Fix) {
    assert!(
        !fix.title.is_empty(),
        "a repair that does not say what it does"
    );
    let mut edits: Vec<_> = fix.edits.iter().collect();
    edits.sort_by_key(|edit| edit.span);
    let mut behind = 0;
    for edit in &edits {
        held::place(sources, edit.span, &fix.title);
        let range = edit.span.range();
        assert!(behind <= range.start, "edits lie over each other: {fix:?}");
        behind = range.end;
    }
    let mut after = text.to_owned();
    for edit in edits.iter().rev() {
        after.replace_range(edit.span.range(), &edit.text);
    }
    assert!(
        fix.edits.is_empty() || after != text,
        "a repair of nothing: {fix:?}"
    );
}
