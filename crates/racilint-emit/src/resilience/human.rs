//! The answer for people at a terminal: a table, and below it what each absence takes away.

use std::io::{self, Write};

use super::{ResilienceReport, Row};
use crate::text::{columns, push_spaces, push_wrapped, visible};

/// What the reader can see.
#[derive(Clone, Copy, Debug)]
pub struct ResilienceOptions {
    /// The width of the terminal in columns.
    pub width: usize,
    /// Whether to print headings in bold.
    pub color: bool,
}

const HEADER: [&str; 3] = ["WORKSTREAM", "CANNOT SPARE", "CANNOT SPARE BOTH"];
/// Blanks between two columns.
const GAP: usize = 2;
/// The widest text that reads well.
const WIDEST: usize = 100;

/// Writes the table and what is to be said about each workstream.
///
/// # Errors
///
/// Those of `out`.
pub fn write(
    out: &mut dyn Write,
    report: &ResilienceReport,
    options: &ResilienceOptions,
) -> io::Result<()> {
    let width = options.width.clamp(40, WIDEST);
    let mut text = String::new();
    let title = report.title.as_ref();
    let title = title.map_or(String::new(), |title| format!(": {title}"));
    push_line(&mut text, &format!("{}{title}", report.file), 0, width);
    push_line(&mut text, &report.horizon(), 0, width);
    text.push('\n');
    push_table(&mut text, report, width);
    text.push('\n');
    push_line(&mut text, &report.summary(), 0, width);
    for row in &report.rows {
        push_notes(&mut text, row, width, options.color);
    }
    if let Some(untimed) = report.untimed() {
        text.push('\n');
        push_line(&mut text, &untimed, 2, width);
    }
    if !report.without_actions.is_empty() {
        let ids: Vec<&str> = report.without_actions.iter().map(|row| &*row.id).collect();
        let ids = ids.join(", ");
        text.push('\n');
        push_line(
            &mut text,
            &format!("Nothing to be empowered for: {ids}"),
            2,
            width,
        );
    }
    out.write_all(text.as_bytes())
}

/// Three columns that fill the width; what does not fit goes on below, in its own column.
fn push_table(text: &mut String, report: &ResilienceReport, width: usize) {
    let rows = report.rows.iter().map(|row| {
        let [alone, together] = row.cells();
        [row.workstream.id.clone(), alone, together].map(|cell| visible(&cell).into_owned())
    });
    let header = HEADER.map(str::to_owned);
    let rows: Vec<[String; 3]> = [header].into_iter().chain(rows).collect();
    let widths = widths(&rows, width);
    for row in rows {
        let cells: Vec<Vec<String>> = row
            .iter()
            .zip(widths)
            .map(|(cell, width)| lines(cell, width))
            .collect();
        let height = cells.iter().map(Vec::len).max().unwrap_or(0);
        for line in 0..height {
            let mut out = String::new();
            for (cell, width) in cells.iter().zip(widths) {
                let part = cell.get(line).map_or("", String::as_str);
                out.push_str(part);
                push_spaces(&mut out, (width + GAP).saturating_sub(columns(part)));
            }
            text.push_str(out.trim_end());
            text.push('\n');
        }
    }
}

/// As wide as their content where that fits, else shared out.
fn widths(rows: &[[String; 3]], width: usize) -> [usize; 3] {
    let widest = |column: usize| {
        rows.iter()
            .map(|row| columns(&row[column]))
            .max()
            .unwrap_or(0)
    };
    let room = width - 2 * GAP;
    let first = widest(0).min(room * 2 / 5);
    let second = widest(1).min((room - first) / 2);
    [first, second, widest(2).min(room - first - second).max(1)]
}

fn lines(cell: &str, width: usize) -> Vec<String> {
    let mut wrapped = String::new();
    push_wrapped(&mut wrapped, cell, 0, 0, width);
    wrapped.lines().map(str::to_owned).collect()
}

fn push_notes(text: &mut String, row: &Row, width: usize, bold: bool) {
    let notes = row.notes();
    if notes.is_empty() {
        return;
    }
    text.push('\n');
    if bold {
        text.push_str("\u{1b}[1m");
    }
    push_line(text, &row.workstream.full(), 0, width);
    if bold {
        text.push_str("\u{1b}[0m");
    }
    for note in notes {
        push_line(text, &format!("- {note}"), 2, width);
    }
}

fn push_line(text: &mut String, line: &str, indent: usize, width: usize) {
    push_wrapped(text, &visible(line), 0, indent, width);
    text.push('\n');
}
