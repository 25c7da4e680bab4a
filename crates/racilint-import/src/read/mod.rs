//! Bytes to grids: one file for each kind of file.

pub(crate) mod csv;
pub(crate) mod html;
pub(crate) mod markdown;
mod ods;
mod sheet;
mod xlsx;
mod xml;
mod zipped;

use racilint_diagnostics::{FileId, Sources, Span};

use crate::grid::{MOST_CELLS, MOST_CHARACTERS, MOST_COLUMNS, MOST_ROWS, Workbook};
use crate::{Kind, Options, text};

/// What a reader is given.
pub(crate) struct Input<'a> {
    /// Where texts are kept.
    pub(crate) sources: &'a Sources,
    /// The name of the file, as people typed it.
    pub(crate) name: &'a str,
    /// What is in it.
    pub(crate) bytes: Vec<u8>,
    /// What the user decided.
    pub(crate) options: &'a Options,
}

/// What came of it: the file that findings point into, and the grids or the reason why not.
pub(crate) struct Read {
    /// The text, or the first sheet.
    pub(crate) file: FileId,
    /// The grids.
    pub(crate) workbook: Result<Workbook, String>,
}

/// Reads a file of any kind.
pub(crate) fn read(input: Input<'_>, kind: Kind) -> Read {
    let mut read = match kind {
        Kind::Markdown => read_text(&input, markdown::read),
        Kind::Csv | Kind::Tsv => {
            let separator = match (kind, input.options.separator) {
                (Kind::Tsv, None) => Some('\t'),
                (_, named) => named,
            };
            read_text(&input, |file, text| csv::read(file, text, separator))
        }
        Kind::Html => read_text(&input, html::read),
        Kind::Xlsx => read_sheets(&input, xlsx::sheets),
        Kind::Ods => read_sheets(&input, ods::sheets),
    };
    read.workbook = read.workbook.and_then(with_cells_of_people);
    read
}

/// Refuses a file in which a cell holds more than anybody writes into one.
fn with_cells_of_people(workbook: Workbook) -> Result<Workbook, String> {
    let rows = workbook.grids.iter().flat_map(|grid| &grid.rows);
    for row in rows {
        let is_long =
            |text: &str| text.len() > MOST_CHARACTERS && text.chars().count() > MOST_CHARACTERS;
        if row.cells.iter().any(|cell| is_long(&cell.text)) {
            return Err(format!(
                "a cell in row {} has more than {MOST_CHARACTERS} characters; keep the matrix, and \
                 take the rest into a file of its own",
                row.number
            ));
        }
    }
    Ok(workbook)
}

fn read_text(
    input: &Input<'_>,
    read: impl FnOnce(FileId, &str) -> Result<Workbook, String>,
) -> Read {
    if let Some(reason) = workbook(&input.bytes) {
        return unread(input, reason.into());
    }
    let decoded = text::decode(&input.bytes, input.options.encoding.as_deref());
    match decoded {
        Err(reason) => unread(input, reason),
        Ok((text, choice)) => {
            let source = input.sources.add(input.name, text);
            let workbook = read(source.id(), source.text()).map(|mut workbook| {
                workbook.choices.extend(choice);
                workbook
            });
            Read {
                file: source.id(),
                workbook,
            }
        }
    }
}

/// That a file is a workbook, whatever its name says.
fn workbook(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [b'P', b'K', 3, 4, ..] => Some(
            "it is a workbook and no text, whatever its name says; name it `.xlsx`, or `.ods` where LibreOffice has written it",
        ),
        [0xd0, 0xcf, 0x11, 0xe0, ..] => Some(
            "it is a workbook of an old kind and no text, whatever its name says; save it as `.xlsx`",
        ),
        _ => None,
    }
}

fn read_sheets(
    input: &Input<'_>,
    sheets: impl FnOnce(&[u8]) -> Result<Vec<sheet::Sheet>, String>,
) -> Read {
    match sheets(&input.bytes) {
        Err(reason) => unread(input, reason),
        Ok(sheets) => sheet::workbook(input, sheets),
    }
}

/// A file of which nothing can be shown.
fn unread(input: &Input<'_>, reason: String) -> Read {
    Read {
        file: input.sources.add(input.name, "").id(),
        workbook: Err(reason),
    }
}

/// Refuses what is larger than anybody would write.
fn within_limits(rows: usize, columns: usize, cells: usize) -> Result<(), String> {
    let (what, most) = match () {
        () if rows > MOST_ROWS => ("rows in one table", MOST_ROWS),
        () if columns > MOST_COLUMNS => ("columns in one table", MOST_COLUMNS),
        () if cells > MOST_CELLS => ("cells", MOST_CELLS),
        () => return Ok(()),
    };
    Err(format!(
        "it has more than {most} {what}; keep the matrix, and take the rest into a file of its own"
    ))
}

/// The lines of a stretch of text, each with its number and its bytes, without line breaks.
fn lines(text: &str) -> impl Iterator<Item = (usize, std::ops::Range<usize>)> {
    let mut start = 0;
    text.split_inclusive('\n')
        .enumerate()
        .map(move |(index, line)| {
            let at = start;
            start += line.len();
            (
                index + 1,
                at..at + line.trim_end_matches(['\n', '\r']).len(),
            )
        })
}

fn span(file: FileId, range: std::ops::Range<usize>) -> Span {
    Span::new(file, range)
}
