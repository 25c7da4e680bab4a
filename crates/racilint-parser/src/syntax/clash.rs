//! The words for things written twice or added to what is complete.
//!
//! Called by `grow`, which knows the rules; here is only how to say it.

use racilint_diagnostics::{Edit, Safety, Span};

use super::advice::short;
use super::tree::{Entry, Key, Origin, Value, ValueKind};
use super::{SyntaxError, SyntaxErrorKind};
use crate::edits;

/// A key that its table has already.
pub(super) fn key_twice(key: &Key<'_>, value: &Value<'_>, first: &Entry<'_>) -> SyntaxError {
    let error = SyntaxError::new(
        SyntaxErrorKind::DuplicateKey,
        key.span,
        format!("`{}` is written twice in the same table", short(&key.name)),
    );
    let error = error
        .label("written again here")
        .related(first.key.span, "first written here")
        .help("keep one of the two, or give one another name");
    if !says_the_same(value, &first.value) {
        return error;
    }
    let edit = Edit {
        span: key.span.to(value.span),
        text: String::new(),
    };
    error.fix(Safety::Safe, "delete the second, which says the same", edit)
}

/// Whether two values are alike, wherever they stand. Tables are taken for different.
fn says_the_same(one: &Value<'_>, other: &Value<'_>) -> bool {
    match (&one.kind, &other.kind) {
        (ValueKind::Array(one), ValueKind::Array(other)) => {
            let mut pairs = one.iter().zip(other);
            one.len() == other.len() && pairs.all(|(one, other)| says_the_same(one, other))
        }
        (ValueKind::Unreadable | ValueKind::Table(_) | ValueKind::ArrayOfTables(_), _) => false,
        (one, other) => one == other,
    }
}

/// Takes the whole line of a key that says the same again, now that the text is at hand; where more
/// than that stands on the line, nothing is offered.
pub(super) fn cut_second(error: &mut SyntaxError, text: &str) {
    if error.kind != SyntaxErrorKind::DuplicateKey {
        return;
    }
    let Some([edit]) = error.fix.as_mut().map(|fix| fix.edits.as_mut_slice()) else {
        return;
    };
    match edits::without_line(text, edit.span.range()) {
        Some(range) => edit.span = Span::new(edit.span.file, range),
        None => error.fix = None,
    }
}

/// `[a.b]` for the second time.
pub(super) fn table_twice(key: &Key<'_>, first: &Entry<'_>, depth: usize) -> SyntaxError {
    let error = SyntaxError::new(
        SyntaxErrorKind::DuplicateTable { depth },
        key.span,
        format!("the table `{}` is written twice", short(&key.name)),
    );
    error
        .label("written again here")
        .related(first.key.span, "first written here")
        .help("put everything under one header, or give one of the two another name")
}

/// `[a]` where `a` is something complete: a value, an inline table, a table made by dotted keys.
pub(super) fn value_before(key: &Key<'_>, first: &Entry<'_>) -> SyntaxError {
    SyntaxError::new(
        SyntaxErrorKind::DuplicateKey,
        key.span,
        format!("`{}` is already {}", short(&key.name), words(first)),
    )
    .label("a header cannot give it again")
    .related(first.key.span, "first written here")
    .help("keep one of the two, or give one another name")
}

/// `[a]` where `[[a]]` stands before.
pub(super) fn list_before(key: &Key<'_>, first: &Entry<'_>) -> SyntaxError {
    let name = short(&key.name);
    SyntaxError::new(
        SyntaxErrorKind::Syntax,
        key.span,
        format!("`{name}` has single brackets here and double brackets before"),
    )
    .label("one of a list of tables needs double brackets")
    .related(first.key.span, "the list begins here")
    .help(format!("write `[[{name}]]`"))
}

/// `[[a]]` where `a` is something else.
pub(super) fn no_list_before(key: &Key<'_>, first: &Entry<'_>) -> SyntaxError {
    let name = short(&key.name);
    SyntaxError::new(
        SyntaxErrorKind::Syntax,
        key.span,
        format!(
            "`{name}` has double brackets here but is {} before",
            words(first)
        ),
    )
    .label("double brackets add a table to a list of tables")
    .related(first.key.span, "first written here")
    .help(no_list_help(&name, first))
}

fn no_list_help(name: &str, first: &Entry<'_>) -> String {
    match &first.value.kind {
        ValueKind::Table(table) if table.origin == Origin::Implicit => {
            format!("write `[{name}.ID]`, with an id as in the other places")
        }
        _ => format!("write `[[{name}]]` in every place, or give one another name"),
    }
}

/// `[a.b]` where `a` is no table, or an inline one.
pub(super) fn not_by_header(key: &Key<'_>, first: &Entry<'_>) -> SyntaxError {
    SyntaxError::new(
        SyntaxErrorKind::DuplicateKey,
        key.span,
        format!(
            "`{}` is {} and cannot be added to",
            short(&key.name),
            words(first)
        ),
    )
    .label("this header adds to it")
    .related(first.key.span, "given here")
    .help("give everything in one place: either the value, or headers")
}

/// `a.b = 1` where `a` is a table with a header or in braces.
pub(super) fn not_by_dots(key: &Key<'_>, first: &Entry<'_>) -> SyntaxError {
    SyntaxError::new(
        SyntaxErrorKind::DuplicateKey,
        key.span,
        format!(
            "`{}` is {} and cannot be added to here",
            short(&key.name),
            words(first)
        ),
    )
    .label("this dotted key adds to it")
    .related(first.key.span, "given here")
    .help("write the key where the table is")
}

/// `a.b = 1` where `a` is a plain value.
pub(super) fn not_a_table(key: &Key<'_>, first: &Entry<'_>) -> SyntaxError {
    SyntaxError::new(
        SyntaxErrorKind::DuplicateKey,
        key.span,
        format!(
            "`{}` is {} and has no keys of its own",
            short(&key.name),
            words(first)
        ),
    )
    .label("this dotted key adds to it")
    .related(first.key.span, "given here")
    .help("give one of the two another name")
}

fn words(entry: &Entry<'_>) -> &'static str {
    match &entry.value.kind {
        ValueKind::Table(table) if table.origin == Origin::Inline => "a table in braces",
        ValueKind::Table(table) if table.origin == Origin::Dotted => "a table made by dotted keys",
        other => other.words(),
    }
}
