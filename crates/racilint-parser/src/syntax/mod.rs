//! The syntax layer: text to spanned TOML, every mistake in one run, never a failure.
//!
//! [`parse`] and the types of [`tree`] are the whole interface. What stands behind it can be
//! exchanged for something faster without anybody noticing.
//!
//! Tokens and the decoding of strings and numbers are `toml_parser`'s. The grammar over the tokens
//! is here, because what to say of a mistake and where to go on after it are decided within it:
//! `grammar`, `headers` and `value` read, `recover` finds the way after a mistake, `grow` keeps
//! TOML's rules on what may be written twice, `advice` and `clash` have the words. The tests hold
//! it all against `toml` itself: the same verdict on every text, the same tree on valid ones.

pub(crate) mod advice;
mod clash;
mod cursor;
mod grammar;
mod grow;
mod headers;
mod lines;
mod names;
mod recover;
mod scalar;
pub mod tree;
mod value;

#[cfg(test)]
mod tests;

use racilint_diagnostics::{Edit, FileId, Fix, Safety, Span};
use tree::Table;

/// What came of one text.
#[derive(Debug)]
pub struct Parsed<'s> {
    /// Everything that could be read.
    pub root: Table<'s>,
    /// Everything that could not, in the order of the file.
    pub errors: Vec<SyntaxError>,
}

/// One mistake against TOML itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// What sort of mistake it is.
    pub kind: SyntaxErrorKind,
    /// Where; never empty unless the text ends there.
    pub span: Span,
    /// What is wrong, in one line: lower case, no full stop.
    pub message: String,
    /// What to say under the place; may be empty.
    pub label: String,
    /// Further places that explain it, such as the bracket that was never closed.
    pub related: Vec<(Span, String)>,
    /// What would have been valid.
    pub help: Option<String>,
    /// A repair, where one is evident.
    pub fix: Option<Fix>,
}

/// The sorts of mistake that are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SyntaxErrorKind {
    /// The text is not TOML.
    Syntax,
    /// A key stands twice in one table.
    DuplicateKey,
    /// `[a.b]` stands twice; `depth` counts the keys of the header.
    DuplicateTable {
        /// 2 for `[person.dana]`.
        depth: usize,
    },
    /// It may be TOML, but is nested deeper than racilint reads.
    TooDeep,
}

/// Reads a text. `file` is the id that all spans carry.
///
/// Takes time in proportion to the text, whatever is in it. What is nested deeper than 64 brackets
/// or 64 keys is refused with one [`SyntaxErrorKind::TooDeep`].
pub fn parse(file: FileId, text: &str) -> Parsed<'_> {
    grammar::Reader::new(file, text).read()
}

impl SyntaxError {
    pub(crate) fn new(kind: SyntaxErrorKind, span: Span, message: impl Into<String>) -> Self {
        Self {
            kind,
            span,
            message: message.into(),
            label: String::new(),
            related: Vec::new(),
            help: None,
            fix: None,
        }
    }

    pub(crate) fn fix(self, safety: Safety, title: &str, edit: Edit) -> Self {
        let fix = Fix {
            title: title.to_owned(),
            safety,
            edits: vec![edit],
        };
        Self {
            fix: Some(fix),
            ..self
        }
    }

    pub(crate) fn label(self, label: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            ..self
        }
    }

    pub(crate) fn related(mut self, span: Span, label: impl Into<String>) -> Self {
        self.related.push((span, label.into()));
        self
    }

    pub(crate) fn help(self, help: impl Into<String>) -> Self {
        Self {
            help: Some(help.into()),
            ..self
        }
    }
}
