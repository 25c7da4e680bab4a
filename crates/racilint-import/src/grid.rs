//! Grids: what every kind of file is turned into before anybody asks what it means.
//!
//! A grid keeps the text of each cell with its place in the original. It knows nothing of letters
//! and roles.

use std::collections::BTreeSet;

use racilint_diagnostics::Span;

/// The most rows that one table or sheet may have.
pub const MOST_ROWS: usize = 20_000;

/// The most columns that one table or sheet may have.
pub const MOST_COLUMNS: usize = 512;

/// The most cells that a file may have, over all its tables.
pub const MOST_CELLS: usize = 1_000_000;

/// The most characters that a cell may have; a spreadsheet has 32,767.
pub const MOST_CHARACTERS: usize = 100_000;

/// Everything of a file that can matter.
#[derive(Debug, Default)]
pub(crate) struct Workbook {
    /// What the file calls itself, where it does.
    pub(crate) title: Option<String>,
    /// Its tables or sheets, in order.
    pub(crate) grids: Vec<Grid>,
    /// Prose outside of tables: legends and what names the scheme.
    pub(crate) prose: Vec<String>,
    /// What was decided while reading.
    pub(crate) choices: Vec<crate::Choice>,
}

/// One table, or one sheet.
#[derive(Clone, Debug, Default)]
pub(crate) struct Grid {
    /// The number of the table in the file, from 1.
    pub(crate) number: usize,
    /// The name of the sheet, for spreadsheets.
    pub(crate) sheet: Option<String>,
    /// Whether the sheet is hidden.
    pub(crate) hidden: bool,
    /// The headings above it, the outermost first.
    pub(crate) headings: Vec<String>,
    /// The rows, all of one width.
    pub(crate) rows: Vec<Row>,
    /// How many rows the markup says are headers.
    pub(crate) headers: usize,
    /// Paragraphs right below it: footnotes.
    pub(crate) notes: Vec<String>,
    /// The whole of it.
    pub(crate) span: Span,
    /// Whether rows and columns have changed places.
    pub(crate) transposed: bool,
    /// The columns that the program does not show.
    pub(crate) hidden_columns: BTreeSet<usize>,
    /// The first and the last column, where the grid is one of several side by side.
    pub(crate) columns: Option<(usize, usize)>,
    /// What was decided about it while reading.
    pub(crate) choices: Vec<crate::Choice>,
    /// What is said far away from its cells: comments below all of them.
    pub(crate) remarks: Vec<String>,
}

/// One row.
#[derive(Clone, Debug, Default)]
pub(crate) struct Row {
    /// The number that people see: the line of a text, the row of a sheet.
    pub(crate) number: usize,
    /// Its cells.
    pub(crate) cells: Vec<Cell>,
    /// The whole row.
    pub(crate) span: Span,
    /// Whether the program does not show it.
    pub(crate) hidden: bool,
}

/// One cell.
#[derive(Clone, Debug, Default)]
pub(crate) struct Cell {
    /// The text without markup; lines are parted by line feeds.
    pub(crate) text: String,
    /// Where it stands; an empty place for a cell that is not written.
    pub(crate) span: Span,
    /// Row and column in a sheet, from 0.
    pub(crate) at: Option<(usize, usize)>,
    /// Whether the text is that of a merged cell whose first part stands elsewhere.
    pub(crate) covered: bool,
    /// What stands in it and is struck out; no part of the text.
    pub(crate) struck: String,
    /// What is written in it and hidden by a merged cell; no part of the text.
    pub(crate) buried: String,
    /// What a comment on it says.
    pub(crate) comment: String,
}

impl Cell {
    /// A cell that is not written.
    pub(crate) fn absent(span: Span) -> Self {
        Self {
            span,
            ..Self::default()
        }
    }

    /// Whether nothing is in it.
    pub(crate) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// `F12`, for a cell of a sheet.
    pub(crate) fn address(&self) -> Option<String> {
        let (row, column) = self.at?;
        Some(format!("{}{}", column_name(column), row + 1))
    }
}

impl Grid {
    /// How many columns there are.
    pub(crate) fn width(&self) -> usize {
        self.rows.first().map_or(0, |row| row.cells.len())
    }

    /// Gives all rows one width.
    pub(crate) fn square(&mut self) {
        let width = self.rows.iter().map(|row| row.cells.len()).max();
        for row in &mut self.rows {
            let end = Span {
                start: row.span.end,
                ..row.span
            };
            row.cells
                .resize_with(width.unwrap_or(0), || Cell::absent(end));
        }
    }

    /// The text of a cell; empty outside of the grid.
    pub(crate) fn text(&self, row: usize, column: usize) -> &str {
        self.cell(row, column).map_or("", |cell| &cell.text)
    }

    /// A cell.
    pub(crate) fn cell(&self, row: usize, column: usize) -> Option<&Cell> {
        self.rows.get(row)?.cells.get(column)
    }

    /// Where the first row stands.
    pub(crate) fn first_row(&self) -> Span {
        self.rows.first().map_or(self.span, |row| row.span)
    }

    /// What the grid is called in a sentence: "the sheet `RACI`", "table 2".
    pub(crate) fn name(&self) -> String {
        let name = match &self.sheet {
            Some(sheet) => format!("sheet `{sheet}`"),
            None => format!("table {}", self.number),
        };
        match self.columns {
            Some((first, last)) => {
                format!(
                    "{name}, columns {} to {}",
                    column_name(first),
                    column_name(last)
                )
            }
            None => name,
        }
    }

    /// The letters by which people know a column; of a part of a sheet, those of the sheet.
    pub(crate) fn column_letters(&self, column: usize) -> String {
        let mut cells = self.rows.iter().filter_map(|row| row.cells.get(column));
        let at = cells.find_map(|cell| cell.at).filter(|_| !self.transposed);
        column_name(at.map_or(column, |(_, column)| column))
    }

    /// What a row is called in a sentence: "row 7", "line 30", "column D" where it is transposed.
    pub(crate) fn row_name(&self, row: usize) -> String {
        let cell = self.cell(row, 0);
        match (cell.and_then(|cell| cell.at), self.transposed) {
            (Some((_, column)), true) => format!("column {}", column_name(column)),
            (None, true) => format!("column {}", row + 1),
            (Some((at, _)), false) => format!("row {}", at + 1),
            (None, false) => {
                let number = self.rows.get(row).map_or(0, |row| row.number);
                format!("line {number}")
            }
        }
    }

    /// The grid with rows and columns changed.
    pub(crate) fn transpose(&self) -> Self {
        let rows = (0..self.width()).map(|column| {
            let cells: Vec<Cell> = self
                .rows
                .iter()
                .filter_map(|row| row.cells.get(column).cloned())
                .collect();
            Row {
                number: column + 1,
                span: cells.first().map_or(self.span, |cell| cell.span),
                cells,
                hidden: self.hidden_columns.contains(&column),
            }
        });
        Self {
            rows: rows.collect(),
            headers: 1,
            transposed: !self.transposed,
            ..self.clone()
        }
    }

    /// The part of the grid from one row to another.
    pub(crate) fn part(&self, rows: std::ops::Range<usize>) -> Self {
        // Not by way of a whole copy: a sheet can have thousands of parts.
        Self {
            rows: self.rows[rows].to_vec(),
            number: self.number,
            sheet: self.sheet.clone(),
            hidden: self.hidden,
            headings: self.headings.clone(),
            headers: self.headers,
            notes: self.notes.clone(),
            span: self.span,
            transposed: self.transposed,
            hidden_columns: self.hidden_columns.clone(),
            columns: self.columns,
            choices: self.choices.clone(),
            remarks: self.remarks.clone(),
        }
    }
}

/// The letters by which a sheet names a column, from 0: `A`, `Z`, `AA`.
pub(crate) fn column_name(column: usize) -> String {
    let mut letters = Vec::new();
    let mut left = column + 1;
    while left > 0 {
        left -= 1;
        letters.push(char::from(b'A' + u8::try_from(left % 26).unwrap_or(0)));
        left /= 26;
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::column_name;

    #[test]
    fn columns_are_named_as_sheets_do() {
        let names = [0, 25, 26, 51, 52, 701, 702].map(column_name);
        assert_eq!(names, ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
    }
}
