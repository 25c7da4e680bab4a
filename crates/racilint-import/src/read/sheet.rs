//! Sheets of a workbook: each becomes a text of its own, one line for each row, so that a finding
//! can show the row, and the number of the line is the number of the row.

use std::collections::{BTreeMap, BTreeSet};

use racilint_diagnostics::{FileId, Span};

use super::{Input, Read, within_limits};
use crate::Choice;
use crate::grid::{Cell, Grid, MOST_COLUMNS, MOST_ROWS, Row, Workbook, column_name};
use crate::plain;

/// Who has written a comment that is a finding in an exported matrix.
pub(super) const OURSELVES: &str = "racilint";

/// A sheet as it is stored.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    /// Its name.
    pub(super) name: String,
    /// Whether it is hidden.
    pub(super) hidden: bool,
    /// The texts of the cells that hold any, by row and column from 0.
    pub(super) cells: BTreeMap<(usize, usize), String>,
    /// Merged cells: first and last row, first and last column.
    pub(super) merged: Vec<[usize; 4]>,
    /// Cells of merged areas that are not the first of theirs; found from `merged`.
    pub(super) covered: BTreeSet<(usize, usize)>,
    /// What is struck out in cells, and no part of their texts.
    pub(super) struck: BTreeMap<(usize, usize), String>,
    /// What merged cells hide; found from `merged`.
    pub(super) buried: BTreeMap<(usize, usize), String>,
    /// What is said in comments on cells.
    pub(super) comments: BTreeMap<(usize, usize), String>,
    /// Comments below all cells; found from `comments`.
    pub(super) remarks: Vec<String>,
    /// How many comments are findings of an export; they are found anew, and not kept.
    pub(super) own_notes: usize,
    /// Rows that are not shown.
    pub(super) hidden_rows: BTreeSet<usize>,
    /// Columns that are not shown.
    pub(super) hidden_columns: BTreeSet<usize>,
}

impl Sheet {
    /// Says that a part of a cell is struck out.
    pub(super) fn strike(&mut self, at: (usize, usize), text: &str, struck: &str) {
        let text = plain::tidy(text);
        match text.is_empty() {
            true => drop(self.cells.remove(&at)),
            false => drop(self.cells.insert(at, text)),
        }
        let struck = plain::tidy(struck);
        if !struck.is_empty() {
            self.struck.insert(at, struck);
        }
    }

    /// Says that all of a cell is struck out.
    pub(super) fn strike_all(&mut self, at: (usize, usize)) {
        if let Some(text) = self.cells.remove(&at) {
            self.struck.insert(at, text);
        }
    }

    /// The places of cells that hold anything.
    fn written(&self) -> impl Iterator<Item = (usize, usize)> {
        let set_aside = self.struck.keys().chain(self.buried.keys());
        self.cells.keys().chain(set_aside).copied()
    }

    /// How many rows and columns are in use. A comment on an empty cell beyond them is kept with
    /// the last cell that is not.
    fn size(&self) -> (usize, usize) {
        let rows = self.written().map(|(row, _)| row + 1).max();
        let columns = self.written().map(|(_, column)| column + 1).max();
        (rows.unwrap_or(0), columns.unwrap_or(0))
    }
}

/// The most rows and columns that a sheet may reach to; the sheet of a workbook can be larger than
/// any matrix.
pub(super) fn fits(row: usize, column: usize) -> Result<(), String> {
    within_limits(
        row.saturating_sub(1).min(MOST_ROWS + 1),
        column.min(MOST_COLUMNS + 1),
        0,
    )
}

/// Makes grids of sheets.
pub(super) fn workbook(input: &Input<'_>, sheets: Vec<Sheet>) -> Read {
    let mut workbook = Workbook::default();
    let mut first = None;
    let mut cells = 0;
    for (number, mut sheet) in sheets.into_iter().enumerate() {
        cover(&mut sheet);
        pull_in(&mut sheet);
        let grid = Drawn::of(&sheet).grid(input, number + 1, &sheet);
        first.get_or_insert(grid.span.file);
        cells += grid.width() * grid.rows.len();
        if let Err(reason) = within_limits(0, 0, cells) {
            return Read {
                file: grid.span.file,
                workbook: Err(reason),
            };
        }
        if !grid.rows.is_empty() {
            workbook.grids.push(grid);
        }
    }
    let file = first.unwrap_or_else(|| input.sources.add(input.name, "").id());
    Read {
        file,
        workbook: Ok(workbook),
    }
}

/// A comment on a cell beyond all that are written is one on the last of them.
fn pull_in(sheet: &mut Sheet) {
    let (rows, columns) = sheet.size();
    if rows == 0 {
        return;
    }
    for (at, text) in std::mem::take(&mut sheet.comments) {
        // Below the last row it says nothing of that one; right below it may be a footnote of it.
        if at.0 > rows {
            let address = format!("{}{}", column_name(at.1), at.0 + 1);
            let text = plain::line(&text);
            sheet.remarks.push(format!("comment on {address}: {text}"));
            continue;
        }
        let last = (at.0.min(rows - 1), at.1.min(columns - 1));
        let text = match at == last {
            true => text,
            false => format!("{}{}: {text}", column_name(at.1), at.0 + 1),
        };
        let at = last;
        let known = sheet.comments.entry(at).or_default();
        known.push_str(if known.is_empty() { "" } else { "\n" });
        known.push_str(&text);
    }
}

/// Merged areas hold the text of their first cell everywhere; those that cover more than anybody
/// would write are cut at what is used.
fn cover(sheet: &mut Sheet) {
    let (rows, columns) = sheet.size();
    let (last_row, last_column) = (rows.saturating_sub(1), columns.saturating_sub(1));
    for [top, bottom, left, right] in &mut sheet.merged {
        *bottom = (*bottom).min(last_row.max(*top));
        *right = (*right)
            .min(last_column.max(*left) + 64)
            .min(MOST_COLUMNS - 1);
    }
    let areas = sheet.merged.clone();
    let size = |area: &&[usize; 4]| {
        (area[1] + 1 - area[0].min(area[1])) * (area[3] + 1 - area[2].min(area[3])) <= 20_000
    };
    for [top, bottom, left, right] in areas.iter().filter(size) {
        let text = sheet.cells.get(&(*top, *left)).cloned();
        for row in *top..=*bottom {
            let Some(text) = &text else {
                // Nobody sees what lies below an empty merged cell.
                let below = sheet.cells.range((row, *left)..=(row, *right));
                let below: Vec<(usize, usize)> = below.map(|(at, _)| *at).collect();
                for at in below {
                    sheet
                        .buried
                        .extend(sheet.cells.remove(&at).map(|own| (at, own)));
                }
                continue;
            };
            for column in *left..=*right {
                if (row, column) == (*top, *left) {
                    continue;
                }
                sheet.covered.insert((row, column));
                let own = sheet.cells.insert((row, column), text.clone());
                if let Some(own) = own.filter(|own| own != text) {
                    sheet.buried.insert((row, column), own);
                }
            }
        }
    }
}

/// The text of a sheet, and where its cells stand in it.
struct Drawn {
    text: String,
    rows: Vec<(usize, std::ops::Range<usize>)>,
    places: BTreeMap<(usize, usize), std::ops::Range<usize>>,
    width: usize,
}

impl Drawn {
    fn of(sheet: &Sheet) -> Self {
        let (height, width) = sheet.size();
        let mut drawn = Drawn {
            text: String::new(),
            rows: Vec::new(),
            places: BTreeMap::new(),
            width,
        };
        for row in 0..height {
            let start = drawn.text.len();
            drawn.row(sheet, row);
            drawn.rows.push((row, start..drawn.text.len()));
            drawn.text.push('\n');
        }
        drawn
    }

    fn row(&mut self, sheet: &Sheet, row: usize) {
        let of_row = (row, 0)..(row + 1, 0);
        let used = sheet.cells.range(of_row.clone()).map(|((_, at), _)| *at);
        let struck = sheet.struck.range(of_row).map(|((_, at), _)| *at);
        let last = used.chain(struck).max();
        for column in 0..=last.unwrap_or(0) {
            if column > 0 {
                self.text.push_str(crate::CELL_BREAK);
            }
            let start = self.text.len();
            let at = (row, column);
            let own = sheet
                .cells
                .get(&at)
                .filter(|_| !sheet.covered.contains(&at));
            let struck = sheet.struck.get(&at).map(|text| format!("~~{text}~~"));
            let shown: Vec<&str> = own.into_iter().chain(&struck).map(String::as_str).collect();
            // A bar stands between cells only, so that their number can be told.
            let shown = plain::line(&shown.join(" ")).replace('|', "¦");
            self.text.push_str(&shown);
            self.places.insert(at, start..self.text.len());
        }
    }

    fn grid(self, input: &Input<'_>, number: usize, sheet: &Sheet) -> Grid {
        let width = self.width;
        let name = format!("{}!{}", input.name, sheet.name);
        let file = input.sources.add(name, self.text).id();
        let span = |range: std::ops::Range<usize>| Span::new(file, range);
        let rows = self.rows.iter().map(|(row, range)| Row {
            number: row + 1,
            cells: (0..width)
                .map(|column| cell(file, sheet, &self.places, *row, column, range.end))
                .collect(),
            span: span(range.clone()),
            hidden: sheet.hidden_rows.contains(row),
        });
        let rows: Vec<Row> = rows.collect();
        Grid {
            number,
            sheet: Some(sheet.name.clone()),
            hidden: sheet.hidden,
            headings: Vec::new(),
            headers: 0,
            notes: Vec::new(),
            span: span(0..rows.last().map_or(0, |row| row.span.end as usize)),
            transposed: false,
            hidden_columns: sheet.hidden_columns.clone(),
            choices: own_notes(sheet).into_iter().collect(),
            remarks: sheet.remarks.clone(),
            rows,
            ..Grid::default()
        }
    }
}

fn own_notes(sheet: &Sheet) -> Option<Choice> {
    (sheet.own_notes > 0).then(|| Choice {
        text: format!(
            "sheet `{}`: notes that {OURSELVES} wrote itself are not kept",
            sheet.name
        ),
        option: "racilint check".into(),
    })
}

fn cell(
    file: FileId,
    sheet: &Sheet,
    places: &BTreeMap<(usize, usize), std::ops::Range<usize>>,
    row: usize,
    column: usize,
    end: usize,
) -> Cell {
    let place = places.get(&(row, column)).cloned().unwrap_or(end..end);
    Cell {
        text: sheet.cells.get(&(row, column)).cloned().unwrap_or_default(),
        span: Span::new(file, place),
        at: Some((row, column)),
        covered: sheet.covered.contains(&(row, column)),
        buried: sheet
            .buried
            .get(&(row, column))
            .cloned()
            .unwrap_or_default(),
        struck: sheet
            .struck
            .get(&(row, column))
            .cloned()
            .unwrap_or_default(),
        comment: sheet
            .comments
            .get(&(row, column))
            .cloned()
            .unwrap_or_default(),
    }
}
