//! A worksheet that takes text only, and says so when it cannot hold it.

use rust_xlsxwriter::{Format, Url, Worksheet};

use super::TooMuch;
use crate::table::wrapped;

/// The longest text of a cell, in UTF-16 units.
const LONGEST: usize = 32_767;
/// The most rows.
const ROWS: usize = 1_048_576;
/// The most columns.
const COLUMNS: usize = 16_384;
/// The most links that a sheet may hold are 65,530.
const LINKS: usize = 60_000;

/// Text into a cell. It stays text, whatever it begins with. `what` says what it is, for the case that
/// it is too long.
pub(super) fn put(
    sheet: &mut Worksheet,
    (row, column): (usize, usize),
    text: &str,
    format: &Format,
    what: impl FnOnce() -> String,
) -> Result<(), TooMuch> {
    let (row, column) = cell(row, column)?;
    let length = text.encode_utf16().count();
    if length > LONGEST {
        return Err(TooMuch(format!(
            "{} is {length} characters long, and a cell of a workbook holds {LONGEST}; make it \
             shorter, or write `--format csv` or `--format html`",
            what()
        )));
    }
    match text.is_empty() {
        true => sheet.write_blank(row, column, format)?,
        false => sheet.write_string_with_format(row, column, text, format)?,
    };
    Ok(())
}

/// A link to a cell of another sheet; plain text where a sheet holds no more links.
pub(super) fn put_link(
    sheet: &mut Worksheet,
    (row, column): (usize, usize),
    (target, name): (&str, String),
    format: &Format,
) -> Result<(), TooMuch> {
    if row > LINKS {
        return put(sheet, (row, column), &name, format, String::new);
    }
    let (row, column) = cell(row, column)?;
    let url = Url::new(format!("internal:'{target}'!{name}")).set_text(name);
    sheet.write_url_with_format(row, column, url, format)?;
    Ok(())
}

/// A cell by its numbers, counted from 0.
pub(super) fn cell(row: usize, column: usize) -> Result<(u32, u16), TooMuch> {
    if row >= ROWS {
        return Err(TooMuch(format!(
            "there are {row} rows and more, and a sheet of a workbook holds {}; write `--format \
             csv`, or choose with `--workstream`",
            ROWS - 1
        )));
    }
    if column >= COLUMNS {
        return Err(TooMuch(format!(
            "there are {column} columns and more, and a sheet of a workbook holds {COLUMNS}; write \
             `--columns parties` or `--columns letters`"
        )));
    }
    let too_much = |_| TooMuch("the matrix is too large for a workbook".into());
    Ok((
        u32::try_from(row).map_err(too_much)?,
        u16::try_from(column).map_err(too_much)?,
    ))
}

/// At most so many UTF-16 units of a text that stands elsewhere in full.
pub(super) fn short(text: &str, most: usize) -> String {
    if text.encode_utf16().count() <= most {
        return text.to_owned();
    }
    let mut short = String::new();
    let mut left = most.saturating_sub(1);
    for c in text.chars() {
        let Some(rest) = left.checked_sub(c.len_utf16()) else {
            break;
        };
        left = rest;
        short.push(c);
    }
    short.push('…');
    short
}

/// The widest of some texts in characters, between two bounds.
pub(super) fn width<'t>(texts: impl Iterator<Item = &'t str>, least: usize, most: usize) -> f64 {
    let lines = texts.flat_map(str::lines);
    let widest = lines.map(racilint_emit::text::columns).max().unwrap_or(0) + 2;
    let width = widest.clamp(least, most);
    u16::try_from(width).map_or(255.0, f64::from)
}

/// The height of a row in points so that its texts are seen, each in a column of some width. Programs
/// differ in whether they find it out by themselves.
pub(super) fn height<'t>(texts: impl Iterator<Item = (&'t str, f64)>) -> f64 {
    /// What Excel allows.
    const TALLEST: f64 = 409.0;
    const LINE: f64 = 15.0;
    let lines = texts.map(|(text, width)| {
        let room = (width * 0.92) as usize;
        let lines = text.lines().map(|line| wrapped(line, room).len());
        lines.sum::<usize>()
    });
    let lines = lines.max().unwrap_or(1).max(1);
    (u16::try_from(lines).map_or(TALLEST, f64::from) * LINE).min(TALLEST)
}
