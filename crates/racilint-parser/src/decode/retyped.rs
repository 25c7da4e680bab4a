//! Repairs of values that say the right thing in the wrong form: text without quotes, a number within
//! them, one bracket for two.
//!
//! Only what can be written in one way. Whether a number of minutes is a duration is not decided here.

use racilint_diagnostics::{Edit, Fix, Safety, Span};

use super::shape::Shape;
use crate::syntax::tree::{Origin, Table, Value, ValueKind};

/// The same value in the form that is meant, where there is one.
pub(super) fn fix(value: &Value<'_>, shape: Shape) -> Option<Fix> {
    let span = value.span;
    match (item(shape), &value.kind) {
        (
            Shape::Text,
            ValueKind::Integer(_)
            | ValueKind::Float(_)
            | ValueKind::Boolean(_)
            | ValueKind::Datetime(_),
        ) => Some(around(span, "\"", "\"", "put it in quotes")),
        (Shape::Integer { min, max }, ValueKind::String(text)) => {
            let number: i64 = text.parse().ok()?;
            let fits = (min..=max).contains(&number);
            fits.then(|| instead(span, number.to_string()))
        }
        (Shape::Boolean, ValueKind::String(text)) => {
            let word = text.to_ascii_lowercase();
            let is_truth = matches!(&*word, "true" | "false");
            is_truth.then(|| instead(span, word))
        }
        _ => None,
    }
}

/// `[a]` for `[[a]]` that stands once.
pub(super) fn one_bracket(tables: &[Table<'_>]) -> Option<Fix> {
    let [table] = tables else { return None };
    let range = table.span.range();
    let cut = |start: usize| Edit::delete(table.span.file, start..start + 1);
    Some(Fix {
        title: "write one bracket".into(),
        safety: Safety::Safe,
        edits: vec![cut(range.start), cut(range.end - 1)],
    })
}

/// `[[a]]` for `[a]`, and a list of tables in braces for a single one.
pub(super) fn two_brackets(table: &Table<'_>) -> Option<Fix> {
    let title = match table.origin {
        Origin::Header => "write two brackets",
        Origin::Inline => "put it in brackets",
        _ => return None,
    };
    Some(around(table.span, "[", "]", title))
}

fn item(shape: Shape) -> Shape {
    match shape {
        Shape::OneOrMany(item) | Shape::List(item) => *item,
        other => other,
    }
}

fn around(span: Span, before: &str, behind: &str, title: &str) -> Fix {
    let range = span.range();
    Fix {
        title: title.into(),
        safety: Safety::Safe,
        edits: vec![
            Edit::insert(span.file, range.start, before),
            Edit::insert(span.file, range.end, behind),
        ],
    }
}

fn instead(span: Span, text: String) -> Fix {
    Fix {
        title: format!("write `{text}`"),
        safety: Safety::Safe,
        edits: vec![Edit { span, text }],
    }
}
