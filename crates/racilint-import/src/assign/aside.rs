//! What a row says beside its letters: what is struck out or hidden in it, comments on it, cells
//! under no header; and what was decided about names and merged cells.

use std::collections::BTreeSet;

use super::{Reader, Task};
use crate::grid::{Cell, Grid};
use crate::plain::{fold, line, map_option, some};
use crate::shape::{Kind, Matrix, RowKind};
use crate::{Choice, findings, names, unseen};

impl Reader<'_> {
    /// Rows with a letter where most others name their task: they stand in the wrong columns.
    pub(super) fn slipped(&mut self, matrix: &Matrix) {
        let Some(task) = matrix
            .task
            .filter(|_| matrix.kind == Kind::Letters && !matrix.own)
        else {
            return;
        };
        let notation = self.context.notation;
        let rows = matrix
            .body
            .iter()
            .filter(|(_, kind)| *kind == RowKind::Task);
        let cells = rows.filter_map(|(row, _)| Some((*row, matrix.grid.cell(*row, task)?)));
        let (letters, names): (Vec<_>, Vec<_>) = cells
            .filter(|(_, cell)| !cell.covered && !cell.is_empty())
            .partition(|(_, cell)| notation.is_letters(&cell.text));
        if letters.len() * 3 > names.len() {
            return;
        }
        // `AI` and `CI` name tasks as well.
        let is_bare = |text: &str| {
            let length = text.chars().count();
            length == 1 || length <= 3 && !text.chars().all(char::is_alphabetic)
        };
        for (row, cell) in letters.into_iter().filter(|(_, cell)| is_bare(&cell.text)) {
            let found = findings::slipped_row(cell, &matrix.grid, row);
            self.assigned.findings.push(found);
        }
    }

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

impl Reader<'_> {
    /// Letters in columns that have no header at all.
    pub(super) fn unplaced(&mut self, matrix: &Matrix) {
        let known: BTreeSet<usize> = matrix
            .columns
            .iter()
            .map(|seat| seat.column)
            .chain(matrix.groups.iter().copied())
            .chain(
                [matrix.task, matrix.number, matrix.description]
                    .into_iter()
                    .flatten(),
            )
            .chain(matrix.extra.iter().map(|(column, _)| *column))
            .chain(matrix.doubtful.iter().map(|(column, ..)| *column))
            .collect();
        for (row, _) in matrix
            .body
            .iter()
            .filter(|(_, kind)| *kind == RowKind::Task)
        {
            for (column, cell) in matrix.grid.rows[*row].cells.iter().enumerate() {
                let is_lost = !known.contains(&column)
                    && !cell.is_empty()
                    && !matrix.legend.contains(&(*row, column));
                if is_lost {
                    self.assigned
                        .findings
                        .push(findings::unplaced(cell, &matrix.grid, *row));
                }
            }
        }
    }

    /// Says which names were parted, and which were not.
    pub(super) fn tell_joined(&mut self) {
        for (item, parted) in std::mem::take(&mut self.joined) {
            let text = match parted {
                true => {
                    format!("`{item}` is taken for {}", names::parts(&item).len())
                        + " names, which stand alone elsewhere"
                }
                false => format!("`{item}` is taken for one name"),
            };
            let option = match parted {
                true => map_option(&item, "NAME"),
                false if names::parts(&item).len() == 1 => map_option(&item, "NAME"),
                false => map_option(&item, &names::parts(&item).join(", ")),
            };
            self.assigned.choices.push(Choice { text, option });
        }
    }

    /// Whether a text leaves open which of several known names is meant.
    pub(super) fn is_open(&self, item: &str) -> bool {
        let names = names::alternatives(item);
        names.len() > 1
            && self.context.notation.mapped(item).is_none()
            && names.iter().all(|name| self.known.contains(&fold(name)))
    }

    /// Notes that a cell holds what a merged cell says, and whether it is not to count.
    pub(super) fn is_spread(&mut self, cell: &Cell, grid: &Grid, row: usize) -> bool {
        if cell.is_empty() || crate::words::is_nobody(&cell.text) {
            return false;
        }
        let place = cell.address().unwrap_or_else(|| grid.row_name(row));
        self.spread.push(place);
        let is_left = self.context.options.spread == Some(false);
        self.assigned.empty += usize::from(is_left);
        is_left
    }

    /// Says that merged cells hold for all that they cover, or that they do not.
    pub(super) fn tell_spread(&mut self, matrix: &Matrix) {
        let mut places = std::mem::take(&mut self.spread);
        places.dedup();
        if places.is_empty() {
            return;
        }
        let (done, option) = match self.context.options.spread {
            Some(false) => ("do not hold", "--no-spread"),
            _ => ("hold as well", "--no-spread"),
        };
        let text = format!(
            "{}: merged cells {done} for what they cover: {}",
            matrix.grid.name(),
            some(&places)
        );
        self.assigned.choices.push(Choice {
            text,
            option: option.into(),
        });
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
