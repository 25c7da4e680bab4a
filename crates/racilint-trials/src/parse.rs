//! Bytes to a document.

use std::collections::BTreeMap;

use racilint_diagnostics::{SourceFile, Sources};
use racilint_parser::syntax::tree::{Table, Value, ValueKind};
use racilint_parser::syntax::{self, SyntaxError, SyntaxErrorKind};

use crate::parts::Files;
use crate::{held, print};

/// Reads any bytes as an engagement: there is an answer, the same one twice, all its places are
/// places, `toml` agrees on what is TOML and what it says, and what is printed of it says the same.
pub fn parse(bytes: &[u8]) {
    let files = Files::of(bytes);
    let first = document(&files);
    assert_eq!(first, document(&files), "two answers to one text");
    let sources = Sources::default();
    let (source, _) = racilint_parser::bytes::add(&sources, "any.raci.toml", files.main().to_vec());
    tree(&sources, source);
}

/// All that reading says, as a text.
fn document(files: &Files) -> String {
    let sources = Sources::default();
    let (main, broken) =
        racilint_parser::bytes::add(&sources, "any.raci.toml", files.main().to_vec());
    let (document, found) = racilint_parser::read(&sources, main, "any.raci.toml", files);
    held::places(&sources, &found);
    held::places(&sources, broken.as_slice());
    for mention in document.mentions() {
        held::place(&sources, mention.span, mention.name);
    }
    format!("{document:?}\n{broken:?}\n{found:?}")
}

/// What the syntax layer makes of one text.
fn tree(sources: &Sources, source: &SourceFile) {
    let text = source.text();
    let parsed = syntax::parse(source.id(), text);
    for error in &parsed.errors {
        held::place(sources, error.span, &error.message);
        for (span, words) in &error.related {
            held::place(sources, *span, words);
        }
    }
    table(sources, &parsed.root);
    if parsed.errors.iter().any(is_deep) {
        return;
    }
    let other = toml::from_str::<toml::Table>(text);
    let agrees = other.is_ok() == parsed.errors.is_empty();
    assert!(agrees, "{:?}\n{:?}", other.err(), parsed.errors);
    if parsed.errors.is_empty() {
        printed(source, &parsed.root);
    }
}

fn is_deep(error: &SyntaxError) -> bool {
    error.kind == SyntaxErrorKind::TooDeep
}

/// What is printed is read as the same, and printed as the same.
fn printed(source: &SourceFile, root: &Table<'_>) {
    let text = print(root);
    let again = syntax::parse(source.id(), &text);
    if again.errors.iter().any(is_deep) {
        // Braces in place of dots count as brackets.
        return;
    }
    assert!(again.errors.is_empty(), "{text}\n{:?}", again.errors);
    assert_eq!(print(&again.root), text, "another after printing");
    let (before, after) = (said(root), said(&again.root));
    assert_eq!(format!("{before:?}"), format!("{after:?}"), "{text}");
}

fn table(sources: &Sources, one: &Table<'_>) {
    held::place(sources, one.span, "a table");
    for entry in &one.entries {
        held::place(sources, entry.key.span, &entry.key.name);
        value(sources, &entry.value);
    }
}

fn value(sources: &Sources, one: &Value<'_>) {
    held::place(sources, one.span, one.kind.words());
    match &one.kind {
        ValueKind::Array(items) => items.iter().for_each(|item| value(sources, item)),
        ValueKind::ArrayOfTables(rows) => rows.iter().for_each(|row| table(sources, row)),
        ValueKind::Table(inner) => table(sources, inner),
        _ => {}
    }
}

/// What a table says, wherever it stands and in whatever order.
fn said<'t>(table: &'t Table<'_>) -> BTreeMap<&'t str, Said<'t>> {
    let entries = table.entries.iter();
    entries
        .map(|entry| (&*entry.key.name, said_value(&entry.value)))
        .collect()
}

fn said_value<'t>(value: &'t Value<'_>) -> Said<'t> {
    match &value.kind {
        ValueKind::Array(items) => Said::List(items.iter().map(said_value).collect()),
        ValueKind::ArrayOfTables(rows) => {
            Said::List(rows.iter().map(|row| Said::Table(said(row))).collect())
        }
        ValueKind::Table(inner) => Said::Table(said(inner)),
        plain => Said::Plain(plain),
    }
}

/// A value without its place. It is compared by what it looks like: "not a number" is itself.
#[derive(Debug)]
#[expect(dead_code, reason = "read by `Debug` alone")]
enum Said<'t> {
    List(Vec<Said<'t>>),
    Table(BTreeMap<&'t str, Said<'t>>),
    Plain(&'t ValueKind<'t>),
}
