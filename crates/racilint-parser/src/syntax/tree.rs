//! Spanned TOML: what the syntax layer hands to the rest of the parser.
//!
//! Plain data that borrows the text. It keeps the order of the file, knows the place of every key
//! and value, and marks what could not be read, so that one fault is told once.

use std::borrow::Cow;

use racilint_diagnostics::Span;
use toml_datetime::Datetime;

/// A key as written.
#[derive(Clone, Debug, PartialEq)]
pub struct Key<'s> {
    /// The key with quotes and escapes resolved.
    pub name: Cow<'s, str>,
    /// The key alone: in `[a.b]` the span of `b` is one byte long. Quotes are included.
    pub span: Span,
}

/// How a table came to be. TOML forbids to extend some kinds, and findings name places by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The file itself.
    Root,
    /// `[a]` or `[[a]]`.
    Header,
    /// `a` in `[a.b]`, never written as a header of its own so far.
    Implicit,
    /// `a` in `a.b = 1`.
    Dotted,
    /// `{ ... }`.
    Inline,
}

/// A table: entries in the order of the file, each name once.
#[derive(Clone, Debug, PartialEq)]
pub struct Table<'s> {
    /// Where it is written: the header's brackets included, an inline table's braces included, the
    /// key for implicit and dotted tables, an empty span at the start of the file for the root.
    pub span: Span,
    /// How it came to be.
    pub origin: Origin,
    /// What it holds.
    pub entries: Vec<Entry<'s>>,
    /// Something directly in this table could not be read: that a key is absent here proves
    /// nothing.
    pub damaged: bool,
}

/// A key with its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry<'s> {
    /// The key.
    pub key: Key<'s>,
    /// The value.
    pub value: Value<'s>,
}

/// A value with its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Value<'s> {
    /// From the first byte to the last: quotes, brackets and braces included. For a table written
    /// with headers, the span of [`Table::span`]; for an array of tables that of its first header.
    pub span: Span,
    /// What stands there.
    pub kind: ValueKind<'s>,
}

/// What a value is.
#[derive(Clone, Debug, PartialEq)]
pub enum ValueKind<'s> {
    /// Any of the four kinds of string, escapes resolved.
    String(Cow<'s, str>),
    /// A whole number.
    Integer(i64),
    /// A number with a fraction, an infinity or "not a number".
    Float(f64),
    /// `true` or `false`.
    Boolean(bool),
    /// Any of the four kinds of date and time.
    Datetime(Datetime),
    /// `[ ... ]`.
    Array(Vec<Value<'s>>),
    /// `[[name]]`, once or more.
    ArrayOfTables(Vec<Table<'s>>),
    /// A table of any origin but the root.
    Table(Box<Table<'s>>),
    /// Something that could not be read. It is reported already: whoever meets it stays silent.
    Unreadable,
}

impl<'s> Table<'s> {
    /// An empty table.
    pub fn new(span: Span, origin: Origin) -> Self {
        Self {
            span,
            origin,
            entries: Vec::new(),
            damaged: false,
        }
    }

    /// The entry with this name.
    pub fn get(&self, name: &str) -> Option<&Entry<'s>> {
        self.entries.iter().find(|entry| entry.key.name == name)
    }
}

impl ValueKind<'_> {
    /// What it is, in words for people who do not write code.
    pub fn words(&self) -> &'static str {
        match self {
            ValueKind::String(_) => "text",
            ValueKind::Integer(_) => "a whole number",
            ValueKind::Float(_) => "a number",
            ValueKind::Boolean(true) => "`true`",
            ValueKind::Boolean(false) => "`false`",
            ValueKind::Datetime(_) => "a date",
            ValueKind::Array(_) => "a list",
            ValueKind::ArrayOfTables(_) => "a list of tables",
            ValueKind::Table(_) => "a table",
            ValueKind::Unreadable => "something unreadable",
        }
    }
}
