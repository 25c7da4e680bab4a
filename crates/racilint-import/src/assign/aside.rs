//! What a row says beside its letters: what is struck out or hidden in it, and comments on it.

use super::{Reader, Task};
use crate::grid::Cell;
use crate::plain::line;
use crate::shape::Matrix;
use crate::{findings, unseen};

impl Reader<'_> {
    /// Tells what is struck out in a row, and keeps it and the comments as notes.
    pub(super) fn set_aside(&mut self, matrix: &Matrix, row: usize, task: &mut Task) {
        for (column, cell) in matrix.grid.rows[row].cells.iter().enumerate() {
            let name = name(matrix, column);
            if is_plain(cell) || !self.assigned.told.insert(unseen::key(&matrix.grid, cell)) {
                continue;
            }
            let of = (name.as_str(), task.title.as_str());
            let is_seat = matrix.columns.iter().any(|seat| seat.column == column);
            let found = findings::passed_over(cell, Some(of).filter(|_| is_seat));
            self.assigned.findings.extend(found);
            let what = match name.is_empty() || matrix.task == Some(column) {
                true => String::new(),
                false => format!("{name}: "),
            };
            for (text, why) in [(&cell.struck, "struck out"), (&cell.buried, "hidden")] {
                if !text.is_empty() && matrix.task != Some(column) {
                    task.notes.push(format!("{what}{} ({why})", line(text)));
                }
            }
            if !cell.comment.is_empty() {
                task.notes
                    .push(format!("{what}comment: {}", line(&cell.comment)));
            }
        }
    }

    /// The comments on the header of a column, for whom it names.
    pub(super) fn comments_on(&mut self, matrix: &Matrix, column: usize) -> Vec<String> {
        let first = matrix.body.first().map_or(0, |(row, _)| *row);
        let mut comments = Vec::new();
        for row in 0..first {
            let cell = matrix.grid.cell(row, column);
            let Some(cell) = cell.filter(|cell| !cell.comment.is_empty()) else {
                continue;
            };
            comments.push(line(&cell.comment));
            // What is struck out in it is still to be told.
            if cell.struck.is_empty() && cell.buried.is_empty() {
                self.assigned.told.insert(unseen::key(&matrix.grid, cell));
            }
        }
        comments
    }
}

fn is_plain(cell: &Cell) -> bool {
    cell.struck.is_empty() && cell.buried.is_empty() && cell.comment.is_empty()
}

/// Who or what a column stands for.
fn name(matrix: &Matrix, column: usize) -> String {
    let seat = matrix.columns.iter().find(|seat| seat.column == column);
    let extra = matrix.extra.iter().find(|(other, _)| *other == column);
    let name = seat.map(|seat| &seat.name).or(extra.map(|(_, name)| name));
    name.map(|name| line(name)).unwrap_or_default()
}
