//! Promises that every target holds its subject to.

use racilint_diagnostics::{Finding, Sources, Span};

/// Every place of a finding lies in a text that is there, and cuts no character in two; what is
/// replaced by a repair as well.
#[track_caller]
pub(crate) fn places(sources: &Sources, findings: &[Finding]) {
    for finding in findings {
        for span in finding.spans() {
            place(sources, span, &finding.message);
        }
        let edits = finding.fix.iter().flat_map(|fix| &fix.edits);
        edits.for_each(|edit| place(sources, edit.span, &finding.message));
        assert!(!finding.message.is_empty());
        assert!(
            !finding.message.contains('\n'),
            "more than a line: {:?}",
            finding.message
        );
    }
}

/// The place lies in its text and cuts no character in two.
#[track_caller]
pub(crate) fn place(sources: &Sources, span: Span, what: &str) {
    let source = sources.get(span.file);
    let source = source.unwrap_or_else(|| panic!("{span:?} is in no file: {what}"));
    assert!(span.start <= span.end, "{span:?} is turned round: {what}");
    assert!(
        source.text().get(span.range()).is_some(),
        "{span:?} is no place in `{}`: {what}",
        source.name()
    );
}

/// Nothing in what a terminal is given is a command to it, hides, or turns the direction of text.
#[track_caller]
pub(crate) fn harmless(text: &str, format: &str) {
    let is_harmful = |c: &char| match c {
        '\n' => false,
        c if c.is_control() => true,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' => true,
        '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' => true,
        '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}' => true,
        _ => false,
    };
    if let Some(harmful) = text.chars().find(is_harmful) {
        let line = text.lines().find(|line| line.contains(harmful));
        panic!("{format} holds {harmful:?}: {line:?}");
    }
}
