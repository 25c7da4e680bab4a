//! From the text of an engagement to a document, or a failed test.

use racilint_diagnostics::{Severity, Sources};
use racilint_parser::{Document, LoadError, Loaded, Loader};

/// Reads an engagement in which the parser must find nothing wrong.
#[track_caller]
pub(crate) fn read<'s>(text: &str, sources: &'s Sources) -> Document<'s> {
    let main = sources.add("engagement.raci.toml", text);
    let (document, findings) = racilint_parser::read(sources, main, "main", &Alone);
    let wrong = findings
        .iter()
        .filter(|finding| finding.severity != Severity::Note);
    let wrong: Vec<&str> = wrong.map(|finding| finding.message.as_str()).collect();
    assert!(wrong.is_empty(), "{wrong:?} in\n{text}");
    document
}

/// No file includes another.
struct Alone;

impl Loader for Alone {
    fn load(&self, _: &str, _: &str) -> Result<Loaded, LoadError> {
        Err(LoadError {
            reason: "nothing is included here".into(),
            help: "write it in one file".into(),
        })
    }
}
