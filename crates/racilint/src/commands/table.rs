//! Tables for people and documents: columns and Markdown.
//!
//! What stands in a cell is the business of the command that writes the table.

use std::io::{self, Write};

use racilint_diagnostics::harmless::is_unsafe;

/// Columns as wide as their widest cell, two blanks apart.
pub(super) fn write_columns(out: &mut dyn Write, rows: &[Vec<String>]) -> io::Result<()> {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column));
        cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..columns).map(width).collect();
    for row in rows {
        let cells = row.iter().zip(&widths);
        let line: Vec<String> = cells
            .map(|(cell, width)| format!("{cell:<width$}"))
            .collect();
        writeln!(out, "{}", line.join("  ").trim_end())?;
    }
    Ok(())
}

/// A table in Markdown; what stands in the cells means nothing to it.
pub(super) fn write_markdown(
    out: &mut dyn Write,
    header: &[&str],
    rows: &[Vec<String>],
) -> io::Result<()> {
    writeln!(out, "| {} |", header.join(" | "))?;
    writeln!(out, "|{}", " --- |".repeat(header.len()))?;
    for row in rows {
        let cells: Vec<String> = row.iter().map(|cell| escaped(cell)).collect();
        writeln!(out, "| {} |", cells.join(" | "))?;
    }
    Ok(())
}

/// A cell for a terminal: nothing in it can move the cursor, hide, or turn the text round.
pub(super) fn visible(cell: &str) -> String {
    cell.replace(is_unsafe, "\u{fffd}")
}

/// Text that means nothing to Markdown.
pub(super) fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for c in text.chars() {
        match c {
            '\n' | '\r' => escaped.push(' '),
            c if is_unsafe(c) => escaped.push(char::REPLACEMENT_CHARACTER),
            '|' | '\\' | '*' | '_' | '`' | '<' | '>' | '[' | ']' | '#' => {
                escaped.push('\\');
                escaped.push(c);
            }
            _ => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn markdown_stays_text() {
        assert_eq!(escaped("a|b\nc"), "a\\|b c");
    }
}
