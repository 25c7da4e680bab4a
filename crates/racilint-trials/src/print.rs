//! What was read, as TOML again: plain, without comments, and the same for all ways to write it.
//!
//! Tables of the first two levels become headers, as people write engagements; what lies deeper
//! stands in braces.

use racilint_parser::syntax::tree::{Table, Value, ValueKind};

/// The text of a table that was read without mistakes.
pub fn print(root: &Table<'_>) -> String {
    let mut out = String::new();
    push_table(&mut out, root, &mut Vec::new());
    out
}

/// A table keeps its order only as far as TOML does: plain values stand before the headers.
fn push_table(out: &mut String, table: &Table<'_>, path: &mut Vec<String>) {
    let (headed, plain): (Vec<_>, Vec<_>) = table
        .entries
        .iter()
        .partition(|entry| path.len() < 2 && has_header(&entry.value));
    for entry in plain {
        out.push_str(&quoted(&entry.key.name));
        out.push_str(" = ");
        push_value(out, &entry.value);
        out.push('\n');
    }
    for entry in headed {
        path.push(quoted(&entry.key.name));
        match &entry.value.kind {
            ValueKind::Table(inner) => {
                out.push_str(&format!("[{}]\n", path.join(".")));
                push_table(out, inner, path);
            }
            ValueKind::ArrayOfTables(rows) => {
                for row in rows {
                    out.push_str(&format!("[[{}]]\n", path.join(".")));
                    push_table(out, row, path);
                }
            }
            _ => {}
        }
        path.pop();
    }
}

fn has_header(value: &Value<'_>) -> bool {
    matches!(
        value.kind,
        ValueKind::Table(_) | ValueKind::ArrayOfTables(_)
    )
}

fn push_value(out: &mut String, value: &Value<'_>) {
    match &value.kind {
        ValueKind::String(text) => out.push_str(&quoted(text)),
        ValueKind::Integer(number) => out.push_str(&number.to_string()),
        ValueKind::Float(number) => out.push_str(&float(*number)),
        ValueKind::Boolean(truth) => out.push_str(&truth.to_string()),
        ValueKind::Datetime(date) => out.push_str(&date.to_string()),
        ValueKind::Array(items) => {
            push_list(out, items.len(), |out, at| push_value(out, &items[at]));
        }
        ValueKind::ArrayOfTables(rows) => {
            push_list(out, rows.len(), |out, at| push_braces(out, &rows[at]));
        }
        ValueKind::Table(table) => push_braces(out, table),
        ValueKind::Unreadable => {}
    }
}

fn push_list(out: &mut String, count: usize, push: impl Fn(&mut String, usize)) {
    out.push('[');
    for at in 0..count {
        out.push_str(if at > 0 { ", " } else { "" });
        push(out, at);
    }
    out.push(']');
}

fn push_braces(out: &mut String, table: &Table<'_>) {
    out.push('{');
    for (at, entry) in table.entries.iter().enumerate() {
        out.push_str(if at > 0 { ", " } else { " " });
        out.push_str(&quoted(&entry.key.name));
        out.push_str(" = ");
        push_value(out, &entry.value);
    }
    out.push_str(" }");
}

/// A float that is one again when it is read.
fn float(number: f64) -> String {
    match number {
        _ if number.is_nan() => "nan".to_owned(),
        _ if number.is_infinite() && number > 0.0 => "inf".to_owned(),
        _ if number.is_infinite() => "-inf".to_owned(),
        _ => format!("{number:?}"),
    }
}

/// A text in quotes.
pub(crate) fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c.is_control() => out.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
