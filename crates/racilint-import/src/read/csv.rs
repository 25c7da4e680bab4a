//! CSV and its kin: separators are recognised, quotes honoured, and each field keeps its place.

use std::borrow::Cow;

use csv_core::{ReadFieldResult, Reader, ReaderBuilder};
use racilint_diagnostics::FileId;
use racilint_diagnostics::harmless::acts_in_a_cell;

use super::{span, within_limits};
use crate::Choice;
use crate::grid::{Cell, Grid, Row, Workbook};
use crate::plain;

/// The separators that are tried, the likeliest first.
const SEPARATORS: [char; 4] = [',', ';', '\t', '|'];

/// Reads the one table of the file. `separator` is the user's decision.
pub(crate) fn read(file: FileId, text: &str, separator: Option<char>) -> Result<Workbook, String> {
    let (named, skip) = declared(text);
    let (separator, guessed) = match separator.or(named) {
        Some(separator) => (separator, false),
        None => (likeliest(text), true),
    };
    let records = records(text, skip, separator)?;
    let mut line = Lines {
        text,
        at: 0,
        number: 1,
    };
    let rows = records
        .into_iter()
        .map(|record| row(file, &mut line, record));
    let mut grid = Grid {
        number: 1,
        rows: rows.collect(),
        span: span(file, 0..text.len()),
        ..Grid::default()
    };
    grid.square();
    Ok(Workbook {
        grids: vec![grid],
        choices: guessed.then(|| choice(separator)).into_iter().collect(),
        ..Workbook::default()
    })
}

fn choice(separator: char) -> Choice {
    Choice {
        text: format!("fields are parted by {}", name(separator)),
        option: "--separator CHARACTER".into(),
    }
}

fn name(separator: char) -> &'static str {
    match separator {
        ',' => "commas",
        ';' => "semicolons",
        '\t' => "tabs",
        '|' => "bars",
        _ => "the character that was named",
    }
}

/// The separator of a first line `sep=;`, as Excel writes it, and how many bytes that line has.
fn declared(text: &str) -> (Option<char>, usize) {
    let first = text.lines().next().unwrap_or_default();
    let named = first
        .strip_prefix("sep=")
        .and_then(|rest| rest.chars().next());
    let named = named.filter(char::is_ascii);
    let length = first.len() + usize::from(text[first.len()..].starts_with('\n'));
    match named {
        Some(named) => (Some(named), length),
        None => (None, 0),
    }
}

/// The separator with which most records have the same number of fields, and more than one.
fn likeliest(text: &str) -> char {
    let end = text
        .char_indices()
        .nth(20_000)
        .map_or(text.len(), |(at, _)| at);
    let score = |separator: char| {
        let records = records(&text[..end], 0, separator).unwrap_or_default();
        let widths: Vec<usize> = records.iter().map(Vec::len).filter(|n| *n > 1).collect();
        let same = |width: usize| widths.iter().filter(|other| **other == width).count();
        widths
            .iter()
            .map(|width| same(*width) * (*width).min(8))
            .max()
    };
    let mut best = (',', 0);
    for separator in SEPARATORS {
        let score = score(separator).unwrap_or(0);
        if score > best.1 {
            best = (separator, score);
        }
    }
    best.0
}

struct Field {
    text: String,
    start: usize,
    end: usize,
}

/// Splits the text into records of fields; lines without anything are records without fields.
fn records(text: &str, skip: usize, separator: char) -> Result<Vec<Vec<Field>>, String> {
    let mut reader: Reader = ReaderBuilder::new()
        .delimiter(u8::try_from(separator).unwrap_or(b','))
        .build();
    let (mut records, mut record) = (Vec::new(), Vec::new());
    let (mut at, mut cells) = (skip, 0);
    loop {
        let (field, ending) = field(&mut reader, text, &mut at);
        match ending {
            Ending::Nothing => break,
            Ending::Field => record.push(field),
            Ending::Record => {
                record.push(field);
                cells += record.len();
                within_limits(records.len(), record.len(), cells)?;
                records.push(std::mem::take(&mut record));
            }
        }
    }
    Ok(records)
}

enum Ending {
    Field,
    Record,
    Nothing,
}

/// Reads one field from `at` on, and moves `at` behind it.
fn field(reader: &mut Reader, text: &str, at: &mut usize) -> (Field, Ending) {
    let start = *at;
    let mut bytes = Vec::new();
    let mut buffer = [0; 256];
    let ending = loop {
        let (result, read, written) = reader.read_field(&text.as_bytes()[*at..], &mut buffer);
        *at += read;
        bytes.extend_from_slice(&buffer[..written]);
        match result {
            ReadFieldResult::InputEmpty | ReadFieldResult::OutputFull => {}
            ReadFieldResult::Field { record_end: false } => break Ending::Field,
            ReadFieldResult::Field { record_end: true } => break Ending::Record,
            ReadFieldResult::End => break Ending::Nothing,
        }
    };
    let raw = &text[start..*at];
    // The reader passes over line breaks before a record and takes the separator behind a field.
    let lead = raw.len() - raw.trim_start_matches(['\r', '\n']).len();
    let body = raw.trim_end_matches(['\r', '\n']);
    let body = match (&ending, body.char_indices().next_back()) {
        (Ending::Field, Some((last, _))) => &body[..last],
        _ => body,
    };
    let field = Field {
        text: String::from_utf8_lossy(&bytes).into_owned(),
        start: start + lead,
        end: (start + body.len()).max(start + lead),
    };
    (field, ending)
}

/// Counts lines while going forward.
struct Lines<'t> {
    text: &'t str,
    at: usize,
    number: usize,
}

impl Lines<'_> {
    /// The number of the line that holds an offset behind the last one that was asked for.
    fn of(&mut self, offset: usize) -> usize {
        self.number += self.text[self.at..offset].matches('\n').count();
        self.at = offset;
        self.number
    }
}

fn row(file: FileId, lines: &mut Lines<'_>, record: Vec<Field>) -> Row {
    let start = record.first().map_or(0, |field| field.start);
    let (number, text) = (lines.of(start), lines.text);
    let end = record.last().map_or(start, |field| field.end);
    let cells = record.into_iter().map(|field| Cell {
        text: plain::tidy(&unguarded(&field.text)),
        span: trimmed(file, text, field.start, field.end),
        ..Cell::default()
    });
    Row {
        number,
        cells: cells.collect(),
        span: span(file, start..end),
        hidden: false,
    }
}

/// A text without the apostrophes that keep a spreadsheet from taking it, or what stands in it behind
/// a semicolon or a line break, for a formula.
fn unguarded(text: &str) -> Cow<'_, str> {
    if !text.contains('\'') {
        return Cow::Borrowed(text);
    }
    let parts = text.split_inclusive([';', '\n']).enumerate();
    let bare = parts.map(|(number, part)| {
        let is_guarded = acts_in_a_cell(if number == 0 { text } else { part });
        let bare = part.strip_prefix('\'').filter(|_| is_guarded);
        bare.unwrap_or(part)
    });
    Cow::Owned(bare.collect())
}

/// The place of a field without quotes and spaces around it.
fn trimmed(file: FileId, text: &str, start: usize, end: usize) -> racilint_diagnostics::Span {
    let raw = &text[start..end];
    let is_around = |c: char| c == '"' || c == ' ';
    let lead = raw.len() - raw.trim_start_matches(is_around).len();
    let body = raw.trim_matches(is_around);
    match body.is_empty() {
        true => span(file, start..end),
        false => span(file, start + lead..start + lead + body.len()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use racilint_diagnostics::Sources;

    fn texts(text: &str) -> (Vec<Vec<String>>, Vec<Vec<String>>, Vec<usize>) {
        let sources = Sources::default();
        let source = sources.add("a.csv", text);
        let workbook = read(source.id(), source.text(), None).expect("a table");
        let rows = &workbook.grids[0].rows;
        let texts = rows
            .iter()
            .map(|row| row.cells.iter().map(|cell| cell.text.clone()).collect());
        let places = rows.iter().map(|row| {
            row.cells
                .iter()
                .map(|cell| sources.text(cell.span).to_owned())
                .collect()
        });
        let numbers = rows.iter().map(|row| row.number).collect();
        (texts.collect(), places.collect(), numbers)
    }

    #[test]
    fn each_field_knows_its_place() {
        let (texts, places, numbers) =
            texts("Task,\"Lead, IT\",MSP\r\n\r\n\"Say \"\"no\"\"\",R,\r\n");
        assert_eq!(
            texts,
            [["Task", "Lead, IT", "MSP"], ["Say \"no\"", "R", ""]]
        );
        assert_eq!(places[0], ["Task", "Lead, IT", "MSP"]);
        assert_eq!(places[1][1], "R");
        assert_eq!(numbers, [1, 3]);
    }

    #[test]
    fn separators_are_recognised() {
        for text in [
            "a;b;c\n1,5;2;3\n",
            "a\tb\tc\n1,5\t2\t3\n",
            "a|b|c\n1|2|3",
            "sep=;\na;b;c\n1,2;3;4",
        ] {
            assert_eq!(texts(text).0[0], ["a", "b", "c"], "{text}");
        }
    }

    #[test]
    fn a_quoted_field_can_hold_lines() {
        let (texts, _, numbers) = texts("a,b\n\"x\ny\",R\nz,A\n");
        assert_eq!(texts[1], ["x\ny", "R"]);
        assert_eq!(numbers, [1, 2, 4]);
    }

    #[test]
    fn an_endless_row_is_refused() {
        let sources = Sources::default();
        let source = sources.add("a.csv", ",".repeat(2000));
        let error = read(source.id(), source.text(), None).expect_err("too wide");
        assert!(error.contains("columns"), "{error}");
    }

    #[test]
    fn only_the_guard_of_a_formula_is_taken_off() {
        use super::unguarded;
        assert_eq!(unguarded("'=Backup"), "=Backup");
        assert_eq!(unguarded("'-Patch"), "-Patch");
        assert_eq!(unguarded("''=Backup"), "'=Backup");
        assert_eq!(unguarded("'tis the season"), "'tis the season");
        assert_eq!(unguarded("Patch"), "Patch");
        assert_eq!(unguarded("' ＝Backup"), " ＝Backup");
        assert_eq!(unguarded("one;'=1;two\n'- three"), "one;=1;two\n- three");
        assert_eq!(unguarded("'\n'=1"), "\n=1");
        assert_eq!(unguarded("it's; 'twas"), "it's; 'twas");
    }
}
