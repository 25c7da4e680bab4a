//! Findings as sentences, one a line, for a screen reader or a braille line.
//!
//! No pictures, no colour, no wrapping: a reader that pauses at line ends should pause at ends of
//! sentences. Part of the human format, which chooses it.

use racilint_diagnostics::{Finding, Safety, Sources, Span};

use crate::excerpt::shown_line;
use crate::place::{Place, Positions};
use crate::plain;
use crate::text::visible;

/// One finding, followed by an empty line.
pub(crate) fn finding(sources: &Sources, positions: &mut Positions, finding: &Finding) -> String {
    let mut out = format!("{}, rule {}: ", finding.severity.word(), finding.rule.name);
    push_sentence(&mut out, &finding.message);
    push_place(&mut out, sources, positions, finding.span, &finding.label);
    for (number, label) in finding.related.iter().enumerate() {
        out.push_str(&format!("Evidence {}: ", number + 1));
        push_place(&mut out, sources, positions, label.span, &label.message);
    }
    if let Some(several) = plain::engagements(finding) {
        push_sentence(&mut out, &format!("In {several}"));
    }
    if let Some(help) = &finding.help {
        out.push_str("What to do: ");
        push_sentence(&mut out, help);
    }
    if let Some(fix) = &finding.fix {
        out.push_str(match fix.safety {
            Safety::Safe => "A fix can be applied: ",
            Safety::Unsafe => "A fix can be applied, but needs a look: ",
        });
        push_sentence(&mut out, &fix.title);
    }
    out.push('\n');
    out
}

/// The remark, where it is, and what is written there.
fn push_place(
    out: &mut String,
    sources: &Sources,
    positions: &mut Positions,
    span: Span,
    remark: &str,
) {
    if let Some(place) = Place::of(sources, span) {
        let position = positions.at(place.file, place.start);
        out.push_str(&format!(
            "File {}, line {}, column {}",
            visible(place.file.name()),
            position.line,
            position.column
        ));
        out.push_str(if remark.is_empty() { "." } else { ": " });
    }
    if !remark.is_empty() {
        push_words(out, remark);
    }
    if let Some(place) = Place::of(sources, span) {
        let line = shown_line(&place);
        match line.trim() {
            "" => out.push_str(" The line is empty."),
            line => out.push_str(&format!(" The line reads: {line}")),
        }
    }
    out.push('\n');
}

fn push_sentence(out: &mut String, text: &str) {
    push_words(out, text);
    out.push('\n');
}

/// The text on one line, with a full stop.
fn push_words(out: &mut String, text: &str) {
    let lines: Vec<_> = text.lines().map(|line| visible(line.trim())).collect();
    let words = lines.join(" ");
    out.push_str(&words);
    // A quotation keeps its own full stop.
    let bare = words.trim_end_matches(['"', '\'', ')']);
    if !bare.ends_with(['.', '!', '?', ':']) {
        out.push('.');
    }
}
