//! A table of HTML while it is read: rows and cells as they are written, and where spans put them.

use std::collections::BTreeMap;
use std::ops::Range;

use racilint_diagnostics::FileId;

use crate::grid::{Cell, MOST_COLUMNS, MOST_ROWS, Row};
use crate::plain;
use crate::read::{span, within_limits};

/// As many rows as any table has.
pub(super) const ALL_ROWS: usize = MOST_ROWS;

/// What is read where something is seen and no word says what.
pub(crate) const PICTURE: &str = "(picture)";

/// A table that is being read.
#[derive(Default)]
pub(super) struct Table {
    pub(super) start: usize,
    pub(super) rows: Vec<WrittenRow>,
    /// How many of its first rows are headers.
    pub(super) headers: usize,
    /// The cell that is open.
    pub(super) cell: Option<Written>,
    pub(super) caption: Option<String>,
    pub(super) in_caption: bool,
    in_head: bool,
    in_row: bool,
    /// The number of heads, bodies and feet that have begun or ended.
    group: usize,
}

/// A row as it is written.
#[derive(Default)]
pub(super) struct WrittenRow {
    pub(super) cells: Vec<Written>,
    range: Range<usize>,
    /// Whether it is not shown.
    hidden: bool,
    /// Which head, body or foot it belongs to; no cell reaches from one into the next.
    group: usize,
}

/// A cell as it is written, before merging.
#[derive(Default)]
pub(super) struct Written {
    pub(super) text: String,
    pub(super) struck: String,
    /// What shows when one points at it.
    pub(super) comment: String,
    /// Whether something is seen in it that has no words.
    pub(super) has_picture: bool,
    /// How much of the text stands before a list to choose from.
    pub(super) before_list: usize,
    range: Range<usize>,
    columns: usize,
    rows: usize,
    is_header: bool,
}

impl Table {
    /// A table that begins here.
    pub(super) fn at(start: usize) -> Self {
        Self {
            start,
            ..Self::default()
        }
    }

    /// A head, a body or a foot begins, or ends.
    pub(super) fn begin_group(&mut self, at: usize, in_head: bool) {
        self.end_row(at);
        self.in_head = in_head;
        self.group += 1;
    }

    pub(super) fn begin_row(&mut self, at: usize, hidden: bool) {
        self.end_row(at);
        self.rows.push(WrittenRow {
            range: at..at,
            hidden,
            group: self.group,
            ..WrittenRow::default()
        });
        self.in_row = true;
    }

    pub(super) fn end_row(&mut self, at: usize) {
        self.end_cell(at);
        if !std::mem::take(&mut self.in_row) {
            return;
        }
        let is_first_so_far = self.headers + 1 == self.rows.len();
        let Some(row) = self.rows.last_mut() else {
            return;
        };
        row.range.end = at;
        let only_headers = !row.cells.is_empty() && row.cells.iter().all(|cell| cell.is_header);
        if is_first_so_far && (self.in_head || only_headers) {
            self.headers += 1;
        }
    }

    /// A cell begins, its tag at `tag`, and covers that many columns and rows.
    pub(super) fn begin_cell(
        &mut self,
        tag: Range<usize>,
        covers: (usize, usize),
        is_header: bool,
    ) {
        if !self.in_row {
            self.begin_row(tag.start, false);
        }
        self.end_cell(tag.start);
        self.cell = Some(Written {
            range: tag.end..tag.end,
            columns: covers.0.min(MOST_COLUMNS),
            rows: covers.1.min(MOST_ROWS),
            is_header,
            ..Written::default()
        });
    }

    pub(super) fn end_cell(&mut self, at: usize) {
        if let (Some(mut cell), Some(row)) = (self.cell.take(), self.rows.last_mut()) {
            cell.range.end = at.max(cell.range.start);
            row.cells.push(cell);
        }
    }

    /// Puts the cells where spans of rows and columns place them. `number` says in which line an
    /// offset stands, and `all` counts the cells of the file.
    ///
    /// # Errors
    ///
    /// Says what there is too much of.
    pub(super) fn merged(
        self,
        file: FileId,
        number: &dyn Fn(usize) -> usize,
        all: &mut usize,
    ) -> Result<Vec<Row>, String> {
        let mut rows = Vec::new();
        let mut from_above: BTreeMap<usize, (Cell, usize)> = BTreeMap::new();
        let mut group = 0;
        for written in self.rows {
            if std::mem::replace(&mut group, written.group) != written.group {
                from_above.clear();
            }
            let cells = placed(file, &written.cells, &mut from_above);
            *all += cells.len();
            within_limits(rows.len(), cells.len(), *all)?;
            rows.push(Row {
                number: number(written.range.start),
                span: span(file, written.range),
                cells,
                hidden: written.hidden,
            });
        }
        Ok(rows)
    }
}

/// The cells of a row with those that reach into it from above.
fn placed(
    file: FileId,
    written: &[Written],
    from_above: &mut BTreeMap<usize, (Cell, usize)>,
) -> Vec<Cell> {
    let mut cells: Vec<Cell> = Vec::new();
    for cell in written {
        fill(&mut cells, from_above);
        let first = cell.shown(file);
        for column in 0..cell.columns {
            let other = Cell {
                covered: true,
                struck: String::new(),
                comment: String::new(),
                ..first.clone()
            };
            if cell.rows > 1 {
                from_above.insert(cells.len(), (other.clone(), cell.rows - 1));
            }
            cells.push(if column > 0 { other } else { first.clone() });
        }
    }
    fill(&mut cells, from_above);
    cells
}

/// Adds the cells that reach down into this row at the place that comes next.
fn fill(cells: &mut Vec<Cell>, from_above: &mut BTreeMap<usize, (Cell, usize)>) {
    while let Some((cell, left)) = from_above.get_mut(&cells.len()) {
        let place = cells.len();
        cells.push(cell.clone());
        *left -= 1;
        if *left == 0 {
            from_above.remove(&place);
        }
    }
}

impl Written {
    /// The cell as a reader sees it.
    fn shown(&self, file: FileId) -> Cell {
        let (text, struck) = (plain::tidy(&self.text), plain::tidy(&self.struck));
        let is_picture = self.has_picture && text.is_empty() && struck.is_empty();
        Cell {
            text: if is_picture { PICTURE.into() } else { text },
            span: span(file, self.range.clone()),
            struck,
            comment: plain::tidy(&self.comment),
            ..Cell::default()
        }
    }
}
