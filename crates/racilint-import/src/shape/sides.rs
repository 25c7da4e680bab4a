//! Tables side by side on one sheet: columns without anything part them, and each names its tasks.

use std::ops::Range;

use racilint_diagnostics::Span;

use super::{Context, Kind, Matrix, choice, one};
use crate::Choice;
use crate::grid::{Grid, Row};
use crate::plain::fold;
use crate::words::{self, Column};

/// The tables that stand side by side in a grid, each a matrix of its own, and what was decided.
/// Nothing for a grid that is one table: a column that only makes room parts no table.
pub(super) fn parted(grid: &Grid, context: &Context<'_>) -> Option<([Grid; 2], Choice)> {
    if context.options.split == Some(false) || grid.transposed || grid.headers > 0 {
        return None;
    }
    gaps(grid).into_iter().find_map(|gap| {
        let (title, body) = titled(grid, &gap);
        let parts = [0..gap.start, gap.end..grid.width()];
        let [left, right] = parts.map(|columns| part(&body, columns, title.as_ref()));
        let matrices = [alone(&left, context)?, alone(&right, context)?];
        are_two(&matrices).then(|| {
            let text = format!("{} and {} are two tables", left.name(), columns_of(&right));
            ([left, right], choice(text, "--no-split"))
        })
    })
}

fn columns_of(grid: &Grid) -> String {
    let name = grid.name();
    let columns = name
        .rsplit_once(", ")
        .map(|(_, columns)| columns.to_owned());
    columns.unwrap_or(name)
}

/// The stretches of columns in which nothing stands, between others.
fn gaps(grid: &Grid) -> Vec<Range<usize>> {
    let is_blank = |column: usize| {
        let cells = grid.rows.iter().filter_map(|row| row.cells.get(column));
        let mut cells = cells.filter(|cell| !cell.covered);
        cells.all(|cell| cell.is_empty() && cell.struck.is_empty())
    };
    let mut gaps: Vec<Range<usize>> = Vec::new();
    for column in (1..grid.width()).filter(|column| is_blank(*column)) {
        match gaps.last_mut() {
            Some(gap) if gap.end == column => gap.end += 1,
            _ => gaps.push(column..column + 1),
        }
    }
    gaps.retain(|gap| gap.end < grid.width());
    gaps
}

/// A title that reaches over a gap, and what stands below it.
fn titled(grid: &Grid, gap: &Range<usize>) -> (Option<String>, Grid) {
    let reaches = |row: &Row| {
        row.cells
            .get(gap.start)
            .is_some_and(|cell| cell.covered && !cell.is_empty())
    };
    let below = grid.rows.iter().position(|row| !reaches(row));
    let below = below.unwrap_or(0);
    let title = grid.rows[..below]
        .first()
        .map(|_| grid.text(0, gap.start).to_owned());
    (title, grid.part(below..grid.rows.len()))
}

/// Some columns of a grid.
fn part(grid: &Grid, columns: Range<usize>, title: Option<&String>) -> Grid {
    let first = grid.columns.map_or(0, |(first, _)| first);
    let rows = grid.rows.iter().map(|row| {
        let cells = row.cells[columns.clone()].to_vec();
        let ends = cells.first().zip(cells.last());
        let span = ends.map_or(row.span, |(from, to)| Span {
            end: to.span.end.max(from.span.start),
            ..from.span
        });
        Row {
            cells,
            span,
            ..row.clone()
        }
    });
    let mut part = Grid {
        rows: rows.collect(),
        columns: Some((first + columns.start, first + columns.end - 1)),
        ..grid.clone()
    };
    part.headings.extend(title.cloned());
    part
}

/// The first matrix of a part, where it names its tasks before who does them.
fn alone(part: &Grid, context: &Context<'_>) -> Option<Matrix> {
    let (matrix, _) = one(part, context).ok()?;
    let first = matrix.columns.iter().map(|seat| seat.column).min()?;
    let names_tasks = matrix.task.is_some_and(|task| task < first);
    (matrix.weak.is_none() && names_tasks && matrix.kind != Kind::Marked).then_some(matrix)
}

/// Whether the second matrix is one of its own and not the rest of the first: its first column is
/// named as one of tasks, its roles come again, or its rows are others.
fn are_two([left, right]: &[Matrix; 2]) -> bool {
    let header = |matrix: &Matrix| {
        let first = matrix.body.first().map_or(0, |(row, _)| *row);
        let task = matrix.task.unwrap_or(0);
        let mut above = (0..first)
            .rev()
            .map(|row| fold(matrix.grid.text(row, task)));
        above.find(|text| !text.is_empty()).unwrap_or_default()
    };
    let rows = |matrix: &Matrix| -> Vec<usize> {
        let tasks = matrix
            .body
            .iter()
            .filter(|(_, kind)| *kind == super::RowKind::Task);
        tasks
            .map(|(row, _)| matrix.grid.rows[*row].number)
            .collect()
    };
    let shares_roles = right.columns.iter().any(|seat| {
        let mut others = left.columns.iter();
        others.any(|other| fold(&other.name) == fold(&seat.name))
    });
    words::names(&header(right), Column::Task)
        || header(left) == header(right)
        || shares_roles
        || rows(left) != rows(right)
}
