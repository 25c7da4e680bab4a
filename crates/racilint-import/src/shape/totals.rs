//! Rows that count letters: `Total R | 2 | 2`. They are no tasks, and their numbers are no marks.

use std::collections::BTreeSet;

use super::Context;
use crate::grid::Grid;
use crate::plain::fold;

/// The rows whose cells are numbers in columns that hold letters in two rows or more. None where the
/// user says that no row is to be left out.
pub(super) fn rows(grid: &Grid, context: &Context<'_>) -> BTreeSet<usize> {
    if context.options.sections == Some(false) {
        return BTreeSet::new();
    }
    let is_letters = |row: usize, column| context.notation.is_letters(grid.text(row, column));
    let lettered: Vec<usize> = (1..grid.width())
        .filter(|column| {
            let rows = (0..grid.rows.len()).filter(|row| is_letters(*row, *column));
            rows.count() >= 2
        })
        .collect();
    (0..grid.rows.len())
        .filter(|row| is_total(grid, *row, &lettered))
        .collect()
}

/// Whether all cells of a row behind its label are numbers, some of them below letters; of one that
/// does not call itself a total, in at least two columns.
fn is_total(grid: &Grid, row: usize, lettered: &[usize]) -> bool {
    let cells = grid.rows[row].cells.iter().enumerate();
    let mut filled = cells.filter(|(_, cell)| !cell.is_empty() && !cell.covered);
    let numbers: Vec<usize> = {
        let rest: Vec<(usize, &str)> = filled
            .by_ref()
            .map(|(column, cell)| (column, cell.text.as_str()))
            .collect();
        let label = rest.iter().take_while(|(column, text)| {
            !lettered.contains(column) && !is_number(text) || *column == 0
        });
        let label = label.count();
        if rest[label..].iter().any(|(_, text)| !is_number(text)) {
            return false;
        }
        rest[label..].iter().map(|(column, _)| *column).collect()
    };
    let below = numbers.iter().filter(|column| lettered.contains(column));
    let least = if is_named(grid, row) { 1 } else { 2 };
    below.count() >= least.min(lettered.len().max(1))
}

/// Whether a row calls itself a total.
fn is_named(grid: &Grid, row: usize) -> bool {
    let mut cells = grid.rows[row].cells.iter();
    let first = cells.find(|cell| !cell.is_empty());
    let label = fold(first.map_or("", |cell| &cell.text));
    let word = label.split(|c: char| !c.is_alphabetic()).next();
    let words = [
        "total", "totals", "sum", "count", "number", "summe", "anzahl", "gesamt", "somme",
        "nombre", "suma",
    ];
    word.is_some_and(|word| words.contains(&word))
}

/// `2`, `0,5`, `40 %`.
fn is_number(text: &str) -> bool {
    let bare = text.trim().trim_end_matches(['%', ' ']);
    let is_part = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '-');
    bare.contains(|c: char| c.is_ascii_digit()) && bare.chars().all(is_part)
}
