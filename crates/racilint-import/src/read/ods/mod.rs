//! Workbooks of LibreOffice. Read here and not by the library for Excel's, because that one loses
//! merged and hidden cells, and unfolds what is repeated.

mod styles;

use std::io::Read as _;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::sheet::{OURSELVES, Sheet, fits};
use super::xml::{attribute, resolved};
use super::zipped;
use crate::grid::{MOST_CELLS, MOST_COLUMNS, MOST_ROWS};
use crate::plain;
use styles::Styles;

/// The sheets of a workbook, with what is merged in them.
///
/// # Errors
///
/// Says why it cannot be read.
pub(super) fn sheets(bytes: &[u8]) -> Result<Vec<Sheet>, String> {
    let mut archive = zipped::open(bytes)?;
    let mut walk = Walk::default();
    for (name, needed) in [("styles.xml", false), ("content.xml", true)] {
        match archive.by_name(name) {
            Ok(part) => {
                let mut text = String::new();
                part.take(zipped::MOST_UNPACKED)
                    .read_to_string(&mut text)
                    .map_err(|_| DAMAGED)?;
                walk.part(&text)?;
            }
            Err(_) if needed => return Err(format!("its part `{name}` is missing")),
            Err(_) => {}
        }
    }
    Ok(walk.sheets)
}

/// What entities stand for is never filled in, so that a text that has some would be lost in part.
const ENTITIES: &str = "it declares entities of its own, which no spreadsheet program writes";

const DAMAGED: &str = "it is damaged, or protected by a password";

#[derive(Default)]
struct Walk {
    sheets: Vec<Sheet>,
    styles: Styles,
    /// The next row and column.
    row: usize,
    column: usize,
    row_repeated: usize,
    /// The style of the cells of the row that say none.
    row_style: String,
    /// Up to which column which style holds for cells that say none.
    column_styles: Vec<(usize, String)>,
    /// Whether the groups of rows and columns that are open are folded.
    folded: Vec<bool>,
    /// The cell that is being read.
    cell: Option<Cell>,
    paragraphs: usize,
    /// How deep in what is no text of the cell: comments, pictures.
    aside: usize,
    /// The comment that is being read, and whether its text is.
    comment: Option<(String, bool)>,
    /// Who has written it, while that is read.
    author: Option<String>,
    /// The bytes of all cells, unfolded.
    bytes: u64,
}

#[derive(Default)]
struct Cell {
    text: String,
    struck: String,
    comment: String,
    /// What the cell says without a text to show.
    value: String,
    repeated: usize,
    columns: usize,
    rows: usize,
    /// Whether the stretches of text that are open are struck out; the cell itself first.
    strikes: Vec<bool>,
}

impl Walk {
    fn part(&mut self, text: &str) -> Result<(), String> {
        let mut reader = Reader::from_str(text);
        let mut depth = 0_usize;
        loop {
            match reader.read_event().map_err(|_| DAMAGED)? {
                Event::Start(tag) => {
                    depth += 1;
                    self.start(&tag, false)?;
                }
                Event::Empty(tag) => self.start(&tag, true)?,
                Event::End(tag) => {
                    depth = depth.saturating_sub(1);
                    self.end(tag.local_name().as_ref())?;
                }
                Event::Eof if depth > 0 => return Err(DAMAGED.into()),
                Event::Text(text) => self.text(&text.xml10_content()),
                Event::CData(text) => self.text(&text.xml10_content()),
                Event::GeneralRef(entity) => self.text(&resolved(&entity)),
                Event::DocType(_) => return Err(ENTITIES.into()),
                Event::Eof => return Ok(()),
                _ => {}
            }
        }
    }

    fn start(&mut self, tag: &BytesStart<'_>, is_empty: bool) -> Result<(), String> {
        let name = tag.local_name();
        let name = name.as_ref();
        if self.aside > 0 || is_aside(name) {
            self.begin_aside(name, is_empty);
            return Ok(());
        }
        self.styles.start(tag);
        match name {
            "table" => self.table(tag),
            "table-column" => self.columns(tag),
            "table-row-group" | "table-column-group" if !is_empty => {
                let is_folded = attribute(tag, "table:display") == "false";
                self.folded.push(is_folded);
            }
            "table-row" => self.begin_row(tag),
            "table-cell" | "covered-table-cell" => self.begin_cell(tag),
            "p" => {
                if self.paragraphs > 0 {
                    self.text("\n");
                }
                self.paragraphs += 1;
            }
            "span" if !is_empty => {
                let own = self
                    .styles
                    .strikes("text", &attribute(tag, "text:style-name"));
                if let Some(cell) = &mut self.cell {
                    let outer = cell.strikes.last().copied().unwrap_or(false);
                    cell.strikes.push(own.unwrap_or(outer));
                }
            }
            "line-break" => self.text("\n"),
            "s" | "tab" => self.text(" "),
            _ => {}
        }
        if is_empty && name != "span" && !name.ends_with("-group") {
            self.end(name)?;
        }
        Ok(())
    }

    fn begin_aside(&mut self, name: &str, is_empty: bool) {
        if name == "annotation" && self.cell.is_some() && !is_empty {
            self.comment = Some((String::new(), false));
        }
        if let Some((text, open)) = self.comment.as_mut().filter(|_| name == "p") {
            text.push('\n');
            *open = !is_empty;
        }
        if name == "creator" && self.comment.is_some() && !is_empty {
            self.author = Some(String::new());
        }
        self.aside += usize::from(!is_empty);
    }

    fn end_aside(&mut self, name: &str) {
        self.aside -= 1;
        if let Some((_, open)) = self.comment.as_mut().filter(|_| name == "p") {
            *open = false;
        }
        if name == "creator" && self.author.take().is_some_and(|author| author == OURSELVES) {
            self.comment = None;
            if let Some(sheet) = self.sheets.last_mut() {
                sheet.own_notes += 1;
            }
        }
        if name == "annotation"
            && let (Some((text, _)), Some(cell)) = (self.comment.take(), &mut self.cell)
        {
            cell.comment = plain::tidy(&text);
        }
    }

    fn table(&mut self, tag: &BytesStart<'_>) {
        (self.row, self.column) = (0, 0);
        self.column_styles.clear();
        self.folded.clear();
        self.sheets.push(Sheet {
            name: attribute(tag, "table:name"),
            hidden: self.styles.hides(&attribute(tag, "table:style-name")),
            ..Sheet::default()
        });
    }

    /// Whether a row or a column is not shown: by itself, by a filter, or in a group.
    fn is_hidden(&self, tag: &BytesStart<'_>) -> bool {
        let visible = attribute(tag, "table:visibility");
        matches!(visible.as_str(), "collapse" | "filter") || self.folded.contains(&true)
    }

    fn columns(&mut self, tag: &BytesStart<'_>) {
        let first = self.column_styles.last().map_or(0, |(until, _)| *until);
        let until = first + number(tag, "table:number-columns-repeated");
        if self.is_hidden(tag)
            && let Some(sheet) = self.sheets.last_mut()
        {
            sheet.hidden_columns.extend(first..until.min(MOST_COLUMNS));
        }
        let style = attribute(tag, "table:default-cell-style-name");
        self.column_styles.push((until, style));
    }

    fn begin_row(&mut self, tag: &BytesStart<'_>) {
        self.row_repeated = number(tag, "table:number-rows-repeated");
        self.row_style = attribute(tag, "table:default-cell-style-name");
        let last = (self.row + self.row_repeated).min(MOST_ROWS);
        if self.is_hidden(tag)
            && let Some(sheet) = self.sheets.last_mut()
        {
            sheet.hidden_rows.extend(self.row..last);
        }
    }

    fn begin_cell(&mut self, tag: &BytesStart<'_>) {
        let of_column = self
            .column_styles
            .iter()
            .find(|(until, _)| *until > self.column);
        let of_column = of_column
            .map(|(_, style)| style.clone())
            .unwrap_or_default();
        let named = [
            attribute(tag, "table:style-name"),
            self.row_style.clone(),
            of_column,
        ];
        let style = named.iter().find(|name| !name.is_empty());
        let struck = style.and_then(|style| self.styles.strikes("table-cell", style));
        self.cell = Some(Cell {
            value: value(tag),
            repeated: number(tag, "table:number-columns-repeated"),
            columns: number(tag, "table:number-columns-spanned"),
            rows: number(tag, "table:number-rows-spanned"),
            strikes: vec![struck.unwrap_or(false)],
            ..Cell::default()
        });
        self.paragraphs = 0;
    }

    fn end(&mut self, name: &str) -> Result<(), String> {
        if self.aside > 0 {
            self.end_aside(name);
            return Ok(());
        }
        match name {
            "table-cell" | "covered-table-cell" => self.end_cell()?,
            "table-row" => self.end_row()?,
            "table-row-group" | "table-column-group" => drop(self.folded.pop()),
            "span" => {
                if let Some(cell) = self.cell.as_mut().filter(|cell| cell.strikes.len() > 1) {
                    cell.strikes.pop();
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn text(&mut self, text: &str) {
        if let Some(author) = &mut self.author {
            author.push_str(text);
        }
        if let Some((comment, true)) = &mut self.comment {
            comment.push_str(text);
        }
        if self.aside > 0 || self.paragraphs == 0 {
            return;
        }
        if let Some(cell) = &mut self.cell {
            match cell.strikes.last() {
                Some(true) => cell.struck.push_str(text),
                _ => cell.text.push_str(text),
            }
        }
    }

    fn end_cell(&mut self) -> Result<(), String> {
        let (Some(mut cell), Some(sheet)) = (self.cell.take(), self.sheets.last_mut()) else {
            return Ok(());
        };
        if self.paragraphs == 0 && !cell.value.is_empty() {
            match cell.strikes[0] {
                true => cell.struck = std::mem::take(&mut cell.value),
                false => cell.text = std::mem::take(&mut cell.value),
            }
        }
        let (text, struck) = (plain::tidy(&cell.text), plain::tidy(&cell.struck));
        let at = (self.row, self.column);
        self.column += cell.repeated;
        if !cell.comment.is_empty() {
            sheet.comments.insert(at, cell.comment);
        }
        if cell.rows > 1 || cell.columns > 1 {
            let (rows, columns) = (cell.rows.min(MOST_ROWS), cell.columns.min(MOST_COLUMNS));
            sheet
                .merged
                .push([at.0, at.0 + rows - 1, at.1, at.1 + columns - 1]);
        }
        if text.is_empty() && struck.is_empty() {
            return Ok(());
        }
        fits(at.0 + 1, at.1 + cell.repeated)?;
        self.bytes += (text.len() + struck.len()) as u64 * cell.repeated as u64;
        within_bytes(self.bytes)?;
        let Some(sheet) = self.sheets.last_mut() else {
            return Ok(());
        };
        for column in at.1..at.1 + cell.repeated {
            sheet.strike((at.0, column), &text, &struck);
        }
        within(sheet.cells.len() + sheet.struck.len())
    }

    /// A row that is repeated stands so often in the sheet; without text it only takes room.
    fn end_row(&mut self) -> Result<(), String> {
        let Some(sheet) = self.sheets.last_mut() else {
            return Ok(());
        };
        let (row, repeated) = (self.row, self.row_repeated);
        let of_row = (row, 0)..(row + 1, 0);
        let used = sheet.cells.range(of_row.clone()).count() + sheet.struck.range(of_row).count();
        if used > 0 && repeated > 1 {
            fits(row + repeated, 1)?;
            within(repeated.saturating_mul(used))?;
            let maps = [&sheet.cells, &sheet.struck].into_iter();
            let own = maps.flat_map(|map| map.range((row, 0)..(row + 1, 0)));
            let of_row: usize = own.map(|(_, text)| text.len()).sum();
            self.bytes += of_row as u64 * repeated as u64;
            within_bytes(self.bytes)?;
            for map in [&mut sheet.cells, &mut sheet.struck] {
                let own = map.range((row, 0)..(row + 1, 0));
                let own: Vec<(usize, String)> = own
                    .map(|((_, column), text)| (*column, text.clone()))
                    .collect();
                for below in row + 1..row + repeated {
                    map.extend(own.iter().map(|(at, text)| ((below, *at), text.clone())));
                }
            }
        }
        self.row = self.row.saturating_add(repeated);
        self.column = 0;
        Ok(())
    }
}

/// What is drawn on a sheet, said about it or remembered of it, and no text of a cell.
fn is_aside(name: &str) -> bool {
    matches!(
        name,
        "annotation" | "frame" | "shapes" | "tracked-changes" | "forms" | "ruby-text"
    )
}

fn within(cells: usize) -> Result<(), String> {
    match cells > MOST_CELLS {
        true => Err(format!("it has more than {MOST_CELLS} cells")),
        false => Ok(()),
    }
}

/// Refuses what is larger unfolded than a workbook may be.
fn within_bytes(bytes: u64) -> Result<(), String> {
    match bytes > zipped::MOST_UNPACKED {
        true => Err(format!(
            "unfolded it is larger than {} MiB",
            zipped::MOST_UNPACKED / 1024 / 1024
        )),
        false => Ok(()),
    }
}

/// What a cell says in its attributes: programs other than LibreOffice leave the text out, and a
/// formula may not have been computed.
fn value(tag: &BytesStart<'_>) -> String {
    let names = [
        "office:string-value",
        "office:date-value",
        "office:time-value",
        "office:boolean-value",
        "office:value",
    ];
    let mut values = names.iter().map(|name| attribute(tag, name));
    let value = values.find(|value| !value.is_empty());
    let formula = || {
        let formula = attribute(tag, "table:formula");
        let bare = formula.split_once('=').map_or("", |(_, bare)| bare);
        match bare.is_empty() {
            true => String::new(),
            false => format!("={bare}"),
        }
    };
    value.unwrap_or_else(formula)
}

/// A count, at least 1; what is beyond every limit is cut there, so that sums stay small.
fn number(tag: &BytesStart<'_>, name: &str) -> usize {
    let number = attribute(tag, name).parse().unwrap_or(1_usize);
    number.clamp(1, 2_000_000)
}
