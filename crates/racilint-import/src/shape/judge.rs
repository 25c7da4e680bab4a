//! Whether a grid of letters is a matrix, and which way up: what speaks for it and what against.

use std::collections::BTreeSet;

use super::letters::Counted;
use super::rows::RowKind;
use super::{Class, Classes, Context, Matrix};
use crate::grid::Grid;
use crate::notation::Reading;
use crate::plain::fold;
use crate::words::{self, Column, Letter};

/// What a grid without letters is instead.
pub(super) fn no_letters(
    grid: &Grid,
    classes: &Classes,
    counted: &Counted,
    context: &Context<'_>,
) -> String {
    let cells = || {
        grid.rows
            .iter()
            .flat_map(|row| &row.cells)
            .map(|cell| fold(&cell.text))
    };
    let count = |is: fn(&str) -> bool| cells().filter(|text| is(text)).count();
    let is_mark = |text: &String| {
        matches!(
            text.as_str(),
            "x" | "✓" | "✔" | "✅" | "❌" | "🤝" | "yes" | "no"
        )
    };
    let marks = cells().filter(is_mark).count();
    let mark = cells().find(is_mark).unwrap_or_default();
    let long = count(|text| text.chars().count() > 60);
    let contacts = count(|text| text.contains('@') || text.starts_with('+') && text.len() > 6);
    let texts =
        (0..grid.rows.len()).flat_map(|row| (0..grid.width()).map(move |column| (row, column)));
    let texts = texts
        .filter(|(row, column)| classes.at(*row, *column) == Class::Text)
        .count()
        .max(1);
    let properties: Vec<String> = counted
        .properties
        .iter()
        .map(|(_, name)| format!("`{name}`"))
        .collect();
    let struck = grid.rows.iter().flat_map(|row| &row.cells);
    let struck = struck
        .filter(|cell| context.notation.is_letters(&cell.struck))
        .count();
    match () {
        () if struck > 0 => "its letters are struck out; `--struck-out` reads them".into(),
        () if !properties.is_empty() => format!(
            "its letters stand under {}, which {} no role; if one is, say so: `--role-column NAME`",
            properties.join(", "),
            if properties.len() == 1 {
                "names"
            } else {
                "name"
            },
        ),
        () if contacts * 8 > texts => "it lists contacts".into(),
        () if marks * 4 > texts => format!(
            "its cells hold marks, which say who and not in which part; `{}` gives a mark its letters",
            crate::plain::map_option(&mark, "R/A")
        ),
        () if !counted.doubtful.is_empty() => {
            "less than six of ten cells of each column are letters".into()
        }
        () if long * 3 > texts => "its cells hold prose".into(),
        () => "no column holds letters".into(),
    }
}

/// Whether a table only explains letters: each letter once, in one column or twice in a row.
pub(super) fn explains_only(
    grid: &Grid,
    context: &Context<'_>,
    columns: &[usize],
    rows: &[usize],
) -> bool {
    let mut seen = BTreeSet::new();
    for row in rows {
        let mut of_row = BTreeSet::new();
        for column in columns {
            if let Reading::Letters(held) = context.notation.read(grid.text(*row, *column)) {
                of_row.extend(held.iter().map(|held| held.sign.letter));
            }
        }
        if of_row.len() != 1 || !of_row.is_subset(&of_row.difference(&seen).copied().collect()) {
            return false;
        }
        seen.extend(of_row);
    }
    let one_word = columns.iter().any(|column| {
        rows.iter()
            .any(|row| grid.text(*row, *column).chars().count() > 3)
    });
    seen.len() >= 3 && (columns.len() > 1 || one_word || columns[0] == 0)
}

/// Whether roles seem to stand in rows: the corner says so, or names and accountables do.
pub(super) fn lies_on_its_side(matrix: &Matrix, context: &Context<'_>) -> bool {
    let Some(task) = matrix.task else {
        return false;
    };
    let first = matrix.body.first().map_or(0, |(row, _)| *row);
    let corner = (0..first)
        .rev()
        .map(|row| matrix.grid.text(row, task))
        .find(|text| !text.is_empty());
    if let Some(corner) = corner {
        if words::names(corner, Column::Task) {
            return false;
        }
        if words::names(corner, Column::Role) {
            return true;
        }
    }
    let labels = || {
        let tasks = matrix
            .body
            .iter()
            .filter(|(_, kind)| *kind == RowKind::Task);
        tasks.map(|(row, _)| matrix.grid.text(*row, task))
    };
    let share = |all: usize, of: usize| of * 100 / all.max(1);
    let rows = share(
        labels().count(),
        labels()
            .filter(|text| words::sounds_like_role(text))
            .count(),
    );
    let heads = matrix
        .columns
        .iter()
        .filter(|seat| words::sounds_like_role(&seat.name));
    let columns = share(matrix.columns.len(), heads.count());
    let (by_row, by_column) = accountables(matrix, context);
    rows >= 50 && columns <= 25 && by_column > by_row
}

/// The share of rows, and of columns, with exactly one accountable.
fn accountables(matrix: &Matrix, context: &Context<'_>) -> (usize, usize) {
    let tasks: Vec<usize> = matrix
        .body
        .iter()
        .filter(|(_, kind)| *kind == RowKind::Task)
        .map(|(row, _)| *row)
        .collect();
    let is = |row: usize, column: usize| {
        let reading = context.notation.read(matrix.grid.text(row, column));
        matches!(reading, Reading::Letters(held) if held.iter().any(|held| held.letter() == Some(Letter::Accountable)))
    };
    let rows = tasks.iter().filter(|row| {
        matrix
            .columns
            .iter()
            .filter(|seat| is(**row, seat.column))
            .count()
            == 1
    });
    let columns = matrix
        .columns
        .iter()
        .filter(|seat| tasks.iter().filter(|row| is(**row, seat.column)).count() == 1);
    (
        rows.count() * 100 / tasks.len().max(1),
        columns.count() * 100 / matrix.columns.len().max(1),
    )
}
