//! From the text of an engagement to a document, or a failed test.

use racilint_diagnostics::{Severity, Sources};
use racilint_parser::{Document, InMemory};

/// Reads an engagement in which the parser must find nothing wrong.
#[track_caller]
pub(crate) fn read<'s>(text: &str, sources: &'s Sources) -> Document<'s> {
    let main = sources.add("engagement.raci.toml", text);
    let (document, findings) = racilint_parser::read(sources, main, "main", &InMemory::default());
    let wrong = findings
        .iter()
        .filter(|finding| finding.severity != Severity::Note);
    let wrong: Vec<&str> = wrong.map(|finding| finding.message.as_str()).collect();
    assert!(wrong.is_empty(), "{wrong:?} in\n{text}");
    document
}
