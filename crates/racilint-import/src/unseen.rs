//! What a file holds and its reader does not see as it stands: hidden rows and columns, what is
//! struck out, what merged cells hide, comments. It is told; and an option decides what counts.

use std::collections::BTreeSet;

use racilint_diagnostics::Finding;

use crate::assign::Assigned;
use crate::grid::{Cell, Grid, Workbook, column_name};
use crate::plain::line;
use crate::shape::Matrix;
use crate::{Choice, Options, findings};

/// A cell of a file: the number of its table, where it begins, its place in a sheet.
pub(crate) type Key = (usize, u32, Option<(usize, usize)>);

/// The key of a cell.
pub(crate) fn key(grid: &Grid, cell: &Cell) -> Key {
    (grid.number, cell.span.start, cell.at)
}

/// Takes hidden rows and columns out of all grids where that is asked for, and puts back what is
/// struck out; each grid keeps what was decided about it.
pub(crate) fn decide(workbook: &mut Workbook, options: &Options) {
    for grid in &mut workbook.grids {
        // The rows of a sheet that is hidden by itself are read with it.
        rows(grid, options);
        columns(grid, options);
        if options.struck_out {
            put_back(grid);
        }
    }
}

fn rows(grid: &mut Grid, options: &Options) {
    let is_filled = |row: &crate::grid::Row| row.cells.iter().any(|cell| !is_blank(cell));
    let hidden: Vec<usize> = (0..grid.rows.len())
        .filter(|row| grid.rows[*row].hidden && is_filled(&grid.rows[*row]))
        .collect();
    let names: Vec<String> = hidden.iter().map(|row| grid.row_name(*row)).collect();
    tell(grid, &names, options);
    if options.hidden == Some(false) {
        grid.rows.retain(|row| !row.hidden);
    }
}

fn columns(grid: &mut Grid, options: &Options) {
    let is_filled = |column: &&usize| {
        let mut cells = grid.rows.iter().filter_map(|row| row.cells.get(**column));
        cells.any(|cell| !is_blank(cell))
    };
    let hidden: Vec<usize> = grid
        .hidden_columns
        .iter()
        .filter(is_filled)
        .copied()
        .collect();
    let names = hidden
        .iter()
        .map(|column| format!("column {}", column_name(*column)));
    let names: Vec<String> = names.collect();
    tell(grid, &names, options);
    if options.hidden == Some(false) {
        for cell in grid.rows.iter_mut().flat_map(|row| {
            let cells = row.cells.iter_mut().enumerate();
            cells.filter(|(column, _)| hidden.contains(column))
        }) {
            *cell.1 = Cell {
                at: cell.1.at,
                ..Cell::absent(cell.1.span)
            };
        }
    }
}

fn is_blank(cell: &Cell) -> bool {
    cell.is_empty() && cell.struck.is_empty()
}

/// Says what is hidden, and what was made of it.
fn tell(grid: &mut Grid, names: &[String], options: &Options) {
    if names.is_empty() {
        return;
    }
    let is = match names.len() {
        1 => "is",
        _ => "are",
    };
    let (done, option) = match options.hidden {
        Some(false) => ("left out", "--hidden"),
        _ => ("read all the same", "--no-hidden"),
    };
    let text = format!(
        "{}: {} {is} hidden, and {is} {done}",
        grid.name(),
        crate::plain::some(names)
    );
    grid.choices.push(Choice {
        text,
        option: option.into(),
    });
}

/// Reads what is struck out as if it were not.
fn put_back(grid: &mut Grid) {
    let mut any = false;
    for cell in grid.rows.iter_mut().flat_map(|row| &mut row.cells) {
        let struck = std::mem::take(&mut cell.struck);
        if !struck.is_empty() {
            any = true;
            cell.text = [std::mem::take(&mut cell.text), struck]
                .join("\n")
                .trim()
                .to_owned();
        }
    }
    if any {
        grid.choices.push(Choice {
            text: format!("{}: what is struck out is read all the same", grid.name()),
            option: "--struck-out".into(),
        });
    }
}

/// Tells what in the tables of matrices was passed over and belongs to no task: what is struck out
/// or hidden is a finding, a comment is a remark.
pub(crate) fn leftovers(workbook: &Workbook, matrices: &[Matrix], assigned: &mut Assigned) {
    let read: BTreeSet<usize> = matrices.iter().map(|matrix| matrix.grid.number).collect();
    for grid in workbook
        .grids
        .iter()
        .filter(|grid| read.contains(&grid.number))
    {
        assigned.choices.extend(grid.choices.iter().cloned());
        for row in 0..grid.rows.len() {
            match whole_row(grid, row, assigned) {
                Some(finding) => assigned.findings.push(finding),
                None => cells(grid, row, assigned),
            }
        }
    }
}

/// A row of which all cells are struck out.
fn whole_row(grid: &Grid, row: usize, assigned: &Assigned) -> Option<Finding> {
    let cells = &grid.rows[row].cells;
    let struck: Vec<&Cell> = cells
        .iter()
        .filter(|cell| !cell.struck.is_empty())
        .collect();
    let is_whole = struck.len() > 1
        && cells.iter().all(Cell::is_empty)
        && !struck
            .iter()
            .any(|cell| assigned.told.contains(&key(grid, cell)));
    is_whole.then(|| findings::struck_row(grid, row, &struck))
}

fn cells(grid: &Grid, row: usize, assigned: &mut Assigned) {
    for cell in &grid.rows[row].cells {
        if assigned.told.contains(&key(grid, cell)) {
            continue;
        }
        assigned.findings.extend(findings::passed_over(cell, None));
        if !cell.comment.is_empty() {
            let place = cell.address().unwrap_or_else(|| grid.row_name(row));
            let text = format!("comment in {place}: {}", line(&cell.comment));
            assigned.remarks.push(text);
        }
    }
}
