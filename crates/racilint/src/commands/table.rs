//! Tables for people, documents and spreadsheets: columns, Markdown, CSV.
//!
//! What stands in a cell is the business of the command that writes the table.

use std::io::{self, Write};

use racilint_diagnostics::harmless::{is_unsafe, visible_lines};

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

/// A line of a CSV file.
pub(super) fn write_csv_line<S: AsRef<str>>(out: &mut dyn Write, cells: &[S]) -> io::Result<()> {
    let cells: Vec<String> = cells.iter().map(|cell| quoted(cell.as_ref())).collect();
    write!(out, "{}\r\n", cells.join(","))
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

/// A cell of a CSV file. What a spreadsheet would take for a formula is shown as text.
fn quoted(cell: &str) -> String {
    let is_number = cell.parse::<i64>().is_ok();
    let is_formula = !is_number && cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let cell = match is_formula {
        true => format!("'{}", visible_lines(cell)),
        false => visible_lines(cell).into_owned(),
    };
    if cell.contains(['"', ',', '\n', '\r']) {
        return format!("\"{}\"", cell.replace('"', "\"\""));
    }
    cell
}

#[cfg(test)]
mod tests {
    use super::{escaped, quoted};

    #[test]
    fn cells_stay_cells() {
        assert_eq!(quoted("a"), "a");
        assert_eq!(quoted("a, b"), "\"a, b\"");
        assert_eq!(quoted("\"a\""), "\"\"\"a\"\"\"");
        assert_eq!(quoted("=1+1"), "'=1+1");
        assert_eq!(quoted("-1+1"), "'-1+1");
        assert_eq!(quoted("-12"), "-12");
        assert_eq!(escaped("a|b\nc"), "a\\|b c");
    }
}
