//! Lists of names with their letters in brackets: `Ben (A), Alex (A, R)`.

use std::collections::BTreeSet;

use super::rows::RowKind;
use super::{Context, Kind, Matrix, Seat, choice};
use crate::grid::Grid;
use crate::names;
use crate::plain::line;
use crate::words::{self, Column};

/// Reads a grid with a column of such lists.
pub(super) fn find(grid: &Grid, context: &Context<'_>) -> Option<Matrix> {
    let rows = grid.headers.max(1)..grid.rows.len();
    let is_list = |row: usize, column: usize| !pairs(grid.text(row, column), context).is_empty();
    let column = (0..grid.width()).find(|column| {
        let filled = rows
            .clone()
            .filter(|row| !grid.text(*row, *column).is_empty())
            .count();
        let lists = rows.clone().filter(|row| is_list(*row, *column)).count();
        lists >= 2 && lists * 10 >= filled * 6
    })?;
    let free = (0..grid.width()).filter(|other| *other != column);
    let free: Vec<usize> = free
        .filter(|other| rows.clone().any(|row| !grid.text(row, *other).is_empty()))
        .collect();
    let name = |column: usize| line(grid.text(0, column));
    let is_number = |column: &&usize| words::names(&name(**column), Column::Id);
    let number = free.iter().find(is_number).copied();
    let is_task = |column: &&usize| words::names(&name(**column), Column::Task);
    let others = || free.iter().filter(|column| Some(**column) != number);
    let task = others()
        .find(is_task)
        .or_else(|| others().next())
        .copied()?;
    let extra = others()
        .filter(|column| **column != task)
        .map(|column| (*column, name(*column)));
    let seat = Seat {
        column,
        name: name(column),
        span: grid.cell(0, column).map_or(grid.span, |cell| cell.span),
        notes: Vec::new(),
        sign: None,
        unclear: None,
    };
    let text = format!(
        "{}: `{}` lists names with their letters in brackets",
        grid.name(),
        seat.name
    );
    let mut matrix = Matrix {
        kind: Kind::Marked,
        own: false,
        task: Some(task),
        groups: Vec::new(),
        number,
        description: None,
        columns: vec![seat],
        extra: extra.collect(),
        doubtful: Vec::new(),
        above: Vec::new(),
        body: rows
            .map(|row| match is_blank(grid, row) {
                true => (row, RowKind::Nothing),
                false => (row, RowKind::Task),
            })
            .collect(),
        legend: BTreeSet::new(),
        choices: vec![choice(text, "--table N")],
        weak: None,
        grid: grid.clone(),
    };
    super::inverted::set_footers_apart(&mut matrix, context);
    Some(matrix)
}

fn is_blank(grid: &Grid, row: usize) -> bool {
    grid.rows[row].cells.iter().all(crate::grid::Cell::is_empty)
}

/// Names with the letters in brackets behind them; nothing when one of them is not so.
pub(crate) fn pairs(text: &str, context: &Context<'_>) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    for item in names::list(text) {
        let split = item
            .strip_suffix(')')
            .and_then(|item| item.rsplit_once('('));
        match split {
            Some((name, letters))
                if !name.trim().is_empty()
                    && context.notation.is_letters(letters)
                    && !context.notation.is_letters(name) =>
            {
                pairs.push((line(name), letters.to_owned()));
            }
            _ => return Vec::new(),
        }
    }
    pairs
}
