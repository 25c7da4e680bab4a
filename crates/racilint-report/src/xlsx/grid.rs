//! The sheet with the matrix itself: one header row that stays, filters, notes with findings.

use std::collections::BTreeMap;

use rust_xlsxwriter::{Note, Worksheet};

use super::sheet::{cell, height, put, short, width};
use super::{TooMuch, style};
use crate::csv::{ID, TASK};
use crate::{At, Cell, Layout, Matrix, Remark, Remarks, Row, words};

/// The name of the sheet.
pub(super) const NAME: &str = "Matrix";
/// The columns left of those that hold letters.
const BEFORE: usize = 2;
/// The column of titles, on which notes about a row stand.
const TITLE: usize = 1;
/// Columns from which on headings are turned.
const MANY: usize = 7;
/// The longest note; the sheet of findings has all of it.
const LONGEST_NOTE: usize = 2_000;
const FINDINGS: &str = "Findings";

pub(super) fn write(
    sheet: &mut Worksheet,
    matrix: &Matrix,
    remarks: &Remarks,
) -> Result<(), TooMuch> {
    sheet.set_name(NAME)?;
    let columns = BEFORE + matrix.columns.len() + matrix.extras.len() + 1;
    let (last_row, last_column) = cell(matrix.rows.len(), columns - 1)?;
    write_head(sheet, matrix)?;
    let found = of_rows(matrix, remarks);
    for (index, row) in matrix.rows.iter().enumerate() {
        write_row(sheet, matrix, index, row)?;
        let found = found.get(&index).map_or("", String::as_str);
        let format = match row.is_section {
            true => style::section(),
            false => style::text(),
        };
        put(sheet, (index + 1, columns - 1), found, &format, String::new)?;
    }
    write_notes(sheet, matrix, remarks)?;
    let widths = set_sizes(sheet, matrix)?;
    sheet.autofilter(0, 0, last_row, last_column)?;
    sheet.set_freeze_panes(1, 2)?;
    set_page(sheet, matrix, &widths)?;
    Ok(())
}

fn write_head(sheet: &mut Worksheet, matrix: &Matrix) -> Result<(), TooMuch> {
    let head = style::head();
    put(sheet, (0, 0), ID, &head, String::new)?;
    put(sheet, (0, TITLE), TASK, &head, String::new)?;
    for (index, column) in matrix.columns.iter().enumerate() {
        let format = style::party_head(column.group, starts_group(matrix, index), turned(matrix));
        let what = || format!("the name of `{}`", column.id);
        put(sheet, (0, BEFORE + index), &column.title, &format, what)?;
    }
    let extras = matrix.extras.iter().copied().chain([FINDINGS]);
    for (index, extra) in extras.enumerate() {
        let column = BEFORE + matrix.columns.len() + index;
        put(sheet, (0, column), extra, &head, String::new)?;
    }
    Ok(())
}

fn write_row(
    sheet: &mut Worksheet,
    matrix: &Matrix,
    index: usize,
    row: &Row,
) -> Result<(), TooMuch> {
    let at = |column: usize| (index + 1, column);
    let (id, title, text) = match row.is_section {
        true => (style::section(), style::section(), style::section()),
        false => (style::quiet(), style::indented(row.depth), style::text()),
    };
    put(sheet, at(0), &row.id, &id, || {
        format!("the id `{}`", row.id)
    })?;
    let what = || format!("the title of `{}`", row.id);
    put(sheet, at(TITLE), &row.title, &title, what)?;
    let holds_names = matrix.layout == Layout::Letters;
    for column in 0..matrix.columns.len() {
        let own = row.cells.get(column);
        let letter = own.and_then(Cell::main_letter);
        let format = match row.is_section {
            true => style::section(),
            false => style::letter(letter, starts_group(matrix, column), holds_names),
        };
        let text = own.map(Cell::text).unwrap_or_default();
        let what = || format!("what stands in a cell of `{}`", row.id);
        put(sheet, at(BEFORE + column), &text, &format, what)?;
    }
    for (extra, words) in row.extras.iter().enumerate() {
        let heading = matrix.extras.get(extra).copied().unwrap_or_default();
        let what = || format!("what stands under \"{heading}\" of `{}`", row.id);
        let column = BEFORE + matrix.columns.len() + extra;
        put(sheet, at(column), words, &text, what)?;
    }
    Ok(())
}

/// How much was found about each row, so that a filter finds them.
fn of_rows(matrix: &Matrix, remarks: &Remarks) -> BTreeMap<usize, String> {
    let mut counts: BTreeMap<usize, [usize; 4]> = BTreeMap::new();
    for remark in &remarks.list {
        let (At::Cell(row, _) | At::Row(row)) = remark.at else {
            continue;
        };
        let kinds = ["error", "warning", "note", "waived"];
        let kind = kinds.iter().position(|kind| *kind == remark.severity);
        if let Some(count) = kind.and_then(|kind| counts.entry(row).or_default().get_mut(kind)) {
            *count += 1;
        }
    }
    let rows = matrix.rows.len();
    counts.retain(|row, _| *row < rows);
    let said = |[errors, warnings, notes, waived]: [usize; 4]| {
        let plural = |count: usize, word: &str| match count {
            0 => None,
            1 => Some(format!("1 {word}")),
            _ => Some(format!("{count} {word}s")),
        };
        let waived = (waived > 0).then(|| format!("{waived} waived"));
        let parts = [
            plural(errors, "error"),
            plural(warnings, "warning"),
            plural(notes, "note"),
            waived,
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    };
    counts
        .into_iter()
        .map(|(row, counts)| (row, said(counts)))
        .collect()
}

/// A note on each cell about which there is more to say: findings, and who holds what in a party.
fn write_notes(sheet: &mut Worksheet, matrix: &Matrix, remarks: &Remarks) -> Result<(), TooMuch> {
    let mut notes: BTreeMap<(usize, usize), Vec<String>> = BTreeMap::new();
    for (column, own) in matrix.columns.iter().enumerate() {
        let said = described(own);
        if !said.is_empty() {
            notes.entry((0, BEFORE + column)).or_default().push(said);
        }
    }
    for (row, own) in matrix.rows.iter().enumerate() {
        if !own.about.is_empty() {
            notes
                .entry((row + 1, TITLE))
                .or_default()
                .push(own.about.clone());
        }
        for (column, cell) in own.cells.iter().enumerate() {
            let who = cell.who.iter();
            let who = who.map(|(letter, name)| format!("{}: {name}", words::sign(*letter)));
            let who: Vec<String> = who.collect();
            if !who.is_empty() {
                let place = (row + 1, BEFORE + column);
                notes.entry(place).or_default().push(who.join("\n"));
            }
        }
    }
    for remark in &remarks.list {
        if let Some(place) = place(remark.at) {
            notes.entry(place).or_default().push(told(remark));
        }
    }
    for ((row, column), texts) in notes {
        let (row, column) = cell(row, column)?;
        sheet.insert_note(row, column, &note(&texts))?;
    }
    Ok(())
}

/// The cell of the sheet in which something of the matrix stands.
pub(super) fn place(at: At) -> Option<(usize, usize)> {
    match at {
        At::Cell(row, column) => Some((row + 1, BEFORE + column)),
        At::Row(row) => Some((row + 1, TITLE)),
        At::Column(column) => Some((0, BEFORE + column)),
        At::Nowhere => None,
    }
}

fn told(remark: &Remark) -> String {
    let mut text = format!("{} {}: {}", remark.severity, remark.rule, remark.message);
    if !remark.help.is_empty() {
        text.push_str(&format!("\nhelp: {}", remark.help));
    }
    text
}

fn described(column: &crate::Column) -> String {
    let mut lines = Vec::new();
    if column.id != column.title && !column.id.is_empty() {
        lines.push(column.id.clone());
    }
    match (column.kind, column.party.as_str()) {
        ("" | "party", _) => {}
        (kind, "") => lines.push(kind.to_owned()),
        (kind, party) => lines.push(format!("{kind} of {party}")),
    }
    if !column.people.is_empty() {
        lines.push(column.people.join(", "));
    }
    lines.join("\n")
}

/// A note as large as its text; of very much text it shows the beginning and says where the rest is.
fn note(texts: &[String]) -> Note {
    const WIDTH: usize = 52;
    let whole = texts.join("\n\n");
    let mut text = short(&whole, LONGEST_NOTE);
    if text != whole {
        text.push_str("\n\nAll of it stands on the sheet \"Findings\".");
    }
    let lines: usize = text
        .lines()
        .map(|line| line.chars().count() / WIDTH + 1)
        .sum();
    let height = u32::try_from(lines.min(36)).unwrap_or(36) * 15 + 14;
    Note::new(text)
        .set_author("racilint")
        .add_author_prefix(false)
        .set_width(340)
        .set_height(height)
}

fn turned(matrix: &Matrix) -> bool {
    matrix.layout != Layout::Letters && matrix.columns.len() >= MANY
}

fn starts_group(matrix: &Matrix, index: usize) -> bool {
    let group = |index: usize| matrix.columns.get(index).map(|column| column.group);
    index == 0 || group(index - 1) != group(index)
}

/// The widths of all columns, in characters.
fn widths(matrix: &Matrix) -> Vec<f64> {
    let ids = matrix.rows.iter().map(|row| row.id.as_str());
    let rows = matrix.rows.iter().filter(|row| !row.is_section);
    let titles = rows.map(|row| row.title.as_str());
    let mut widths = vec![width(ids, 8, 30), width(titles, 24, 46)];
    for column in &matrix.columns {
        let words = column.title.split([' ', '-']);
        widths.push(match (matrix.layout, turned(matrix)) {
            (Layout::Letters, _) => 26.0,
            (_, true) => 5.0,
            (_, false) => width(words, 9, 24),
        });
    }
    for (index, extra) in matrix.extras.iter().enumerate() {
        let texts = matrix.rows.iter().filter_map(|row| row.extras.get(index));
        let heading = [*extra, "          "];
        let most = if *extra == "Notes" { 70 } else { 42 };
        widths.push(width(texts.map(String::as_str).chain(heading), 10, most));
    }
    widths.push(20.0);
    widths
}

fn set_sizes(sheet: &mut Worksheet, matrix: &Matrix) -> Result<Vec<f64>, TooMuch> {
    let widths = widths(matrix);
    for (column, width) in widths.iter().enumerate() {
        sheet.set_column_width(cell(0, column)?.1, *width)?;
    }
    let head = matrix.columns.iter().map(|column| column.title.as_str());
    let head_height = match turned(matrix) {
        // A turned heading takes as much height as it has characters, up to two lines of it.
        true => (width(head, 8, 32) * 5.6).max(60.0),
        false => height(head.zip(widths.iter().skip(BEFORE).copied())),
    };
    sheet.set_row_height(0, head_height)?;
    for (index, row) in matrix.rows.iter().enumerate() {
        let cells: Vec<String> = row.cells.iter().map(Cell::text).collect();
        let title = match row.is_section {
            true => "",
            false => row.title.as_str(),
        };
        let texts = [row.id.as_str(), title].into_iter();
        let extras = row.extras.iter().map(String::as_str);
        let texts = texts.chain(cells.iter().map(String::as_str));
        let blank = matrix.columns.len() - cells.len();
        let texts = texts.chain(std::iter::repeat_n("", blank)).chain(extras);
        let own = height(texts.zip(widths.iter().copied()));
        sheet.set_row_height(cell(index + 1, 0)?.0, own)?;
    }
    Ok(widths)
}

fn set_page(sheet: &mut Worksheet, matrix: &Matrix, widths: &[f64]) -> Result<(), TooMuch> {
    const A4: u8 = 9;
    /// So many characters beside each other are still read on paper.
    const READABLE: f64 = 230.0;
    let mut pages: u16 = 1;
    while pages < 8 && widths.iter().sum::<f64>() > f64::from(pages) * READABLE {
        pages += 1;
    }
    // The names of the rows stand on each page of several side by side.
    sheet.set_repeat_columns(0, 1)?;
    sheet
        .set_landscape()
        .set_paper_size(A4)
        .set_print_fit_to_pages(pages, 0)
        .set_repeat_rows(0, 0)?;
    // An ampersand commands in this place.
    let title = short(&matrix.title, 80).replace('&', "&&");
    sheet.set_header(format!("&L{title}&R&A"));
    sheet.set_footer("&RPage &P of &N");
    Ok(())
}
