//! Workbooks of LibreOffice. Read here and not by the library for Excel's, because that one loses
//! merged and hidden cells, and unfolds what is repeated.

use std::collections::BTreeSet;
use std::io::Read as _;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::sheet::{Sheet, fits};
use super::zipped;
use crate::grid::{MOST_CELLS, MOST_COLUMNS, MOST_ROWS};
use crate::plain;

/// The sheets of a workbook, with what is merged in them.
///
/// # Errors
///
/// Says why it cannot be read.
pub(super) fn sheets(bytes: &[u8]) -> Result<Vec<Sheet>, String> {
    let mut archive = zipped::open(bytes)?;
    let mut content = String::new();
    let part = archive
        .by_name("content.xml")
        .map_err(|_| "its part `content.xml` is missing")?;
    part.take(zipped::MOST_UNPACKED)
        .read_to_string(&mut content)
        .map_err(|_| "it is damaged, or protected by a password")?;
    let mut walk = Walk::default();
    let mut reader = Reader::from_str(&content);
    loop {
        match reader
            .read_event()
            .map_err(|_| "it is damaged, or protected by a password")?
        {
            Event::Start(tag) => walk.start(&tag, false)?,
            Event::Empty(tag) => walk.start(&tag, true)?,
            Event::End(tag) => walk.end(tag.local_name().as_ref())?,
            Event::Text(text) => walk.text(&text.xml10_content()),
            Event::CData(text) => walk.text(&text.xml10_content()),
            Event::GeneralRef(entity) => walk.text(&resolved(&entity)),
            Event::Eof => return Ok(walk.sheets),
            _ => {}
        }
    }
}

fn resolved(entity: &quick_xml::events::BytesRef<'_>) -> String {
    match entity.resolve_char_ref() {
        Ok(Some(c)) => c.into(),
        _ => quick_xml::escape::resolve_predefined_entity(entity)
            .unwrap_or_default()
            .into(),
    }
}

#[derive(Default)]
struct Walk {
    sheets: Vec<Sheet>,
    /// The styles of sheets that are not shown.
    hidden: BTreeSet<String>,
    style: String,
    /// The next row and column.
    row: usize,
    column: usize,
    row_repeated: usize,
    /// The cell that is being read.
    cell: Option<Cell>,
    paragraphs: usize,
    /// How deep in what is no text of the cell: notes, pictures.
    aside: usize,
}

struct Cell {
    text: String,
    repeated: usize,
    columns: usize,
    rows: usize,
}

impl Walk {
    fn start(&mut self, tag: &BytesStart<'_>, is_empty: bool) -> Result<(), String> {
        let name = tag.local_name();
        let name = name.as_ref();
        if self.aside > 0
            || matches!(
                name,
                "annotation" | "frame" | "shapes" | "tracked-changes" | "forms"
            )
        {
            self.aside += usize::from(!is_empty);
            return Ok(());
        }
        match name {
            "style" => self.style = attribute(tag, "style:name"),
            "table-properties" if attribute(tag, "table:display") == "false" => {
                self.hidden.insert(self.style.clone());
            }
            "table" => self.table(tag),
            "table-row" => self.row_repeated = number(tag, "table:number-rows-repeated"),
            "table-cell" | "covered-table-cell" => {
                self.cell = Some(Cell {
                    text: String::new(),
                    repeated: number(tag, "table:number-columns-repeated"),
                    columns: number(tag, "table:number-columns-spanned"),
                    rows: number(tag, "table:number-rows-spanned"),
                });
                self.paragraphs = 0;
            }
            "p" => {
                if self.paragraphs > 0 {
                    self.text("\n");
                }
                self.paragraphs += 1;
            }
            "line-break" => self.text("\n"),
            "s" | "tab" => self.text(" "),
            _ => {}
        }
        if is_empty {
            self.end(name)?;
        }
        Ok(())
    }

    fn table(&mut self, tag: &BytesStart<'_>) {
        (self.row, self.column) = (0, 0);
        self.sheets.push(Sheet {
            name: attribute(tag, "table:name"),
            hidden: self.hidden.contains(&attribute(tag, "table:style-name")),
            ..Sheet::default()
        });
    }

    fn end(&mut self, name: &str) -> Result<(), String> {
        if self.aside > 0 {
            self.aside -= 1;
            return Ok(());
        }
        match name {
            "table-cell" | "covered-table-cell" => self.end_cell()?,
            "table-row" => self.end_row()?,
            _ => {}
        }
        Ok(())
    }

    fn text(&mut self, text: &str) {
        if self.aside == 0
            && self.paragraphs > 0
            && let Some(cell) = &mut self.cell
        {
            cell.text.push_str(text);
        }
    }

    fn end_cell(&mut self) -> Result<(), String> {
        let (Some(cell), Some(sheet)) = (self.cell.take(), self.sheets.last_mut()) else {
            return Ok(());
        };
        let text = plain::tidy(&cell.text);
        let at = (self.row, self.column);
        self.column += cell.repeated;
        if text.is_empty() {
            return Ok(());
        }
        fits(at.0 + 1, at.1 + cell.repeated)?;
        for column in at.1..at.1 + cell.repeated {
            sheet.cells.insert((at.0, column), text.clone());
        }
        if cell.rows > 1 || cell.columns > 1 {
            let (rows, columns) = (cell.rows.min(MOST_ROWS), cell.columns.min(MOST_COLUMNS));
            sheet
                .merged
                .push([at.0, at.0 + rows - 1, at.1, at.1 + columns - 1]);
        }
        if sheet.cells.len() > MOST_CELLS {
            return Err(format!("it has more than {MOST_CELLS} cells"));
        }
        Ok(())
    }

    /// A row that is repeated stands so often in the sheet; without text it only takes room.
    fn end_row(&mut self) -> Result<(), String> {
        let Some(sheet) = self.sheets.last_mut() else {
            return Ok(());
        };
        let own = sheet.cells.range((self.row, 0)..(self.row + 1, 0));
        let own: Vec<(usize, String)> = own
            .map(|((_, column), text)| (*column, text.clone()))
            .collect();
        if !own.is_empty() && self.row_repeated > 1 {
            fits(self.row + self.row_repeated, 1)?;
            if self.row_repeated * own.len() > MOST_CELLS {
                return Err(format!("it has more than {MOST_CELLS} cells"));
            }
            for row in self.row + 1..self.row + self.row_repeated {
                for (column, text) in &own {
                    sheet.cells.insert((row, *column), text.clone());
                }
            }
        }
        self.row = self.row.saturating_add(self.row_repeated);
        self.column = 0;
        Ok(())
    }
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> String {
    let found = tag.try_get_attribute(name).ok().flatten();
    let value = found.and_then(|found| {
        found
            .normalized_value(quick_xml::XmlVersion::Implicit1_0)
            .ok()
            .map(std::borrow::Cow::into_owned)
    });
    value.unwrap_or_default()
}

/// A count, at least 1; what is beyond every limit is cut there, so that sums stay small.
fn number(tag: &BytesStart<'_>, name: &str) -> usize {
    let number = attribute(tag, name).parse().unwrap_or(1_usize);
    number.clamp(1, 2_000_000)
}
