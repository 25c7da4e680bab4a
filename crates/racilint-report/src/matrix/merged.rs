//! A matrix whose columns are letters, made narrower: whoever neither does the work nor answers for it
//! shares a column.

use super::{Cell, Matrix, Row};
use crate::words;

/// Responsible and accountable stand first in every matrix of letters and keep their columns.
const KEPT: usize = 2;

impl Matrix {
    /// The same with one column for all letters behind the first two, each name with its letter.
    pub(crate) fn merged(&self) -> Self {
        let mut merged = self.clone();
        merged.columns.truncate(KEPT + 1);
        if let Some(others) = merged.columns.get_mut(KEPT) {
            others.title = "Others".to_owned();
        }
        merged.rows.iter_mut().for_each(merge);
        merged
    }
}

fn merge(row: &mut Row) {
    let mut others = Cell::default();
    for cell in row.cells.drain(KEPT.min(row.cells.len())..) {
        // The letter stays with the first word of the name.
        let signs = words::signs(&cell.letters);
        let lines = cell.lines.iter();
        others
            .lines
            .extend(lines.map(|line| format!("{signs}\u{a0}{line}")));
        others.letters.extend(cell.letters);
    }
    if !row.is_section {
        row.cells.push(others);
    }
}
