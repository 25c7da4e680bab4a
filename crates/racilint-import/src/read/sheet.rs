//! Sheets of a workbook: each becomes a text of its own, one line for each row, so that a finding
//! can show the row, and the number of the line is the number of the row.

use std::collections::{BTreeMap, BTreeSet};

use racilint_diagnostics::{FileId, Span};

use super::{Input, Read, within_limits};
use crate::grid::{Cell, Grid, MOST_COLUMNS, MOST_ROWS, Row, Workbook};
use crate::plain;

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

/// Merged areas hold the text of their first cell everywhere; those that cover more than anybody
/// would write are cut at what is used.
fn cover(sheet: &mut Sheet) {
    let last_row = sheet.cells.keys().map(|(row, _)| *row).max().unwrap_or(0);
    let last_column = sheet
        .cells
        .keys()
        .map(|(_, column)| *column)
        .max()
        .unwrap_or(0);
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
        let Some(text) = sheet.cells.get(&(*top, *left)).cloned() else {
            continue;
        };
        for row in *top..=*bottom {
            for column in *left..=*right {
                sheet.cells.insert((row, column), text.clone());
                if (row, column) != (*top, *left) {
                    sheet.covered.insert((row, column));
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
        let width = sheet
            .cells
            .keys()
            .map(|(_, column)| column + 1)
            .max()
            .unwrap_or(0);
        let height = sheet
            .cells
            .keys()
            .map(|(row, _)| row + 1)
            .max()
            .unwrap_or(0);
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
        let mut used = sheet.cells.range((row, 0)..(row + 1, 0)).peekable();
        let last = used.clone().last().map(|((_, column), _)| *column);
        for column in 0..=last.unwrap_or(0) {
            if column > 0 {
                self.text.push_str(crate::CELL_BREAK);
            }
            let start = self.text.len();
            if let Some((_, text)) = used.next_if(|((_, at), _)| *at == column)
                && !sheet.covered.contains(&(row, column))
            {
                // A bar stands between cells only, so that their number can be told.
                self.text.push_str(&plain::line(text).replace('|', "¦"));
            }
            self.places.insert((row, column), start..self.text.len());
        }
    }

    fn grid(self, input: &Input<'_>, number: usize, sheet: &Sheet) -> Grid {
        let name = format!("{}!{}", input.name, sheet.name);
        let file = input.sources.add(name, self.text).id();
        let span = |range: std::ops::Range<usize>| Span::new(file, range);
        let rows = self.rows.iter().map(|(row, range)| Row {
            number: row + 1,
            cells: (0..self.width)
                .map(|column| cell(file, sheet, &self.places, *row, column, range.end))
                .collect(),
            span: span(range.clone()),
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
            rows,
        }
    }
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
    }
}
