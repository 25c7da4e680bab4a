//! Tables for people and documents: columns and Markdown.
//!
//! What stands in a cell is the business of the command that writes the table.

use std::io::{self, Write};
use std::ops::Range;

use racilint_emit::markdown;

use crate::prose;

/// So wide a column stays, if it is, before its cells are broken into lines.
const LEAST_COLUMN: usize = 24;

/// Between two columns.
const GAP: usize = 2;

/// What goes on below a row stands so far to the right.
const INDENT: usize = 4;

/// Columns as wide as their widest cell, two blanks apart. Where that is more than `width`, the
/// widest are broken into lines; where not even that fits, a row goes on below itself.
pub(super) fn write_columns(
    out: &mut dyn Write,
    rows: &[Vec<String>],
    width: Option<usize>,
) -> io::Result<()> {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let widest = |measure: fn(&str) -> usize| {
        let of = move |column: usize| {
            let cells = rows.iter().filter_map(move |row| row.get(column));
            cells.map(|cell| measure(cell)).max().unwrap_or(0)
        };
        (0..columns).map(of).collect::<Vec<usize>>()
    };
    let mut widths = widest(length);
    let longest_words = widest(longest_word);
    let whole = 0..columns;
    let mut shares = Vec::from([whole]);
    if let Some(width) = width {
        let least = widths.iter().zip(longest_words);
        let least = least.map(|(wide, word)| word.max(LEAST_COLUMN.min(*wide)));
        let least: Vec<usize> = least.collect();
        if total(&least) <= width {
            narrow(&mut widths, &least, width);
        } else {
            shares = shared_out(&mut widths, width);
        }
    }
    for row in rows {
        for (number, share) in shares.iter().enumerate() {
            let indent = if number == 0 { 0 } else { INDENT };
            let cells = row.get(share.clone()).unwrap_or_default();
            if number == 0 || cells.iter().any(|cell| !cell.is_empty()) {
                write_row(out, cells, &widths[share.clone()], indent)?;
            }
        }
    }
    Ok(())
}

fn length(cell: &str) -> usize {
    cell.chars().count()
}

fn longest_word(cell: &str) -> usize {
    cell.split_whitespace().map(length).max().unwrap_or(0)
}

/// How many columns of a terminal these columns take.
fn total(widths: &[usize]) -> usize {
    widths.iter().sum::<usize>() + GAP * widths.len().saturating_sub(1)
}

/// Takes from the widest until all fit.
fn narrow(widths: &mut [usize], least: &[usize], width: usize) {
    while total(widths) > width {
        let can_give = widths.iter().zip(least).enumerate();
        let can_give = can_give.filter(|(_, (wide, least))| wide > least);
        let Some((widest, _)) = can_give.max_by_key(|(_, (wide, _))| **wide) else {
            return;
        };
        widths[widest] -= 1;
    }
}

/// Which columns stand beside each other, and which below; none is wider than the room.
fn shared_out(widths: &mut [usize], width: usize) -> Vec<Range<usize>> {
    let room = width.saturating_sub(INDENT).max(1);
    let mut shares: Vec<Range<usize>> = Vec::new();
    for column in 0..widths.len() {
        widths[column] = widths[column].min(room);
        match shares.last_mut() {
            Some(last) if total(&widths[last.start..=column]) <= room => last.end = column + 1,
            _ => shares.push(column..column + 1),
        }
    }
    shares
}

/// One row; cells that are too long go on below themselves.
fn write_row(
    out: &mut dyn Write,
    cells: &[String],
    widths: &[usize],
    indent: usize,
) -> io::Result<()> {
    let broken = cells.iter().zip(widths);
    let broken = broken.map(|(cell, width)| broken_into(cell, *width));
    let broken: Vec<Vec<String>> = broken.collect();
    let height = broken.iter().map(Vec::len).max().unwrap_or(0).max(1);
    for line in 0..height {
        let cells = broken.iter().zip(widths).map(|(lines, width)| {
            let cell = lines.get(line).map_or("", String::as_str);
            format!("{cell:<width$}")
        });
        let text = cells.collect::<Vec<String>>().join("  ");
        writeln!(out, "{}", format!("{:indent$}{text}", "").trim_end())?;
    }
    Ok(())
}

fn broken_into(cell: &str, width: usize) -> Vec<String> {
    if length(cell) <= width {
        return vec![cell.to_owned()];
    }
    let mut text = String::new();
    prose::push_words(&mut text, cell, 0, 0, width);
    text.lines().map(str::to_owned).collect()
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
        let cells: Vec<String> = row.iter().map(|text| markdown::literal(text)).collect();
        writeln!(out, "| {} |", cells.join(" | "))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::write_columns;

    fn written(width: Option<usize>) -> String {
        let rows = [
            ["RULE", "ENDS", "REASON"],
            [
                "missing-deputy",
                "2027-01-31",
                "one and two and three and four and five",
            ],
            ["overload", "", ""],
        ];
        let rows = rows.map(|row| row.map(str::to_owned).to_vec());
        let mut out = Vec::new();
        write_columns(&mut out, &rows, width).expect("memory takes it");
        String::from_utf8(out).expect("text")
    }

    #[test]
    fn into_a_file_a_row_is_a_line() {
        assert_eq!(
            written(None),
            "RULE            ENDS        REASON\n\
             missing-deputy  2027-01-31  one and two and three and four and five\n\
             overload\n"
        );
        assert_eq!(written(Some(67)), written(None));
    }

    #[test]
    fn on_a_terminal_the_widest_column_is_broken() {
        assert_eq!(
            written(Some(55)),
            "RULE            ENDS        REASON\n\
             missing-deputy  2027-01-31  one and two and three and\n                            \
             four and five\n\
             overload\n"
        );
    }

    #[test]
    fn on_a_narrow_terminal_a_row_goes_on_below_itself() {
        assert_eq!(
            written(Some(30)),
            "RULE            ENDS\n    REASON\n\
             missing-deputy  2027-01-31\n    one and two and three and\n    four and five\n\
             overload\n"
        );
        let widest = written(Some(45)).lines().map(str::len).max();
        assert!(widest <= Some(45), "{widest:?}");
    }
}
