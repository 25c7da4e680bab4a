//! Legends: letters that are explained, not assigned.

use std::collections::BTreeSet;

use super::{Context, noted};
use crate::grid::Grid;
use crate::notation::Reading;
use crate::plain::fold;

/// The cells of a grid that belong to a legend: a letter with its word beside it, one below the
/// other, or both in one cell.
pub(crate) fn cells(grid: &Grid, context: &Context<'_>) -> BTreeSet<(usize, usize)> {
    let mut legend = BTreeSet::new();
    let asked: Vec<usize> = (0..grid.width())
        .filter(|column| is_asked(grid, context, *column))
        .collect();
    let noted = noted::cells(grid, context);
    for row in 0..grid.rows.len() {
        for column in (0..grid.width()).filter(|column| !asked.contains(column)) {
            let text = grid.text(row, column);
            if noted.contains(&(row, column)) || context.notation.mapped(text).is_some() {
                continue;
            }
            if explains(text, context) || column == 0 && is_bracketed(text, context) {
                legend.insert((row, column));
            }
            if is_pair(grid, context, row, column) {
                legend.insert((row, column));
                legend.insert((row, column + 1));
            }
        }
    }
    for column in 0..grid.width() {
        legend.extend(list(grid, context, column));
    }
    legend
}

/// Whether the user says that a column holds letters: then none of them is one of a legend.
fn is_asked(grid: &Grid, context: &Context<'_>, column: usize) -> bool {
    let names = &context.options.role_columns;
    let is_name = |text: &str| names.iter().any(|name| fold(name) == fold(text));
    (0..grid.rows.len().min(8)).any(|row| is_name(grid.text(row, column)))
}

/// Letters below each other, each once, each with a text beside it and nothing before it: they are
/// explained in words of the author's own. Two are enough below a heading that says so.
fn list(grid: &Grid, context: &Context<'_>, column: usize) -> Vec<(usize, usize)> {
    let mut cells = Vec::new();
    let mut row = 0;
    while row < grid.rows.len() {
        let from = row;
        let mut seen = BTreeSet::new();
        while let Some(letter) = listed(grid, context, row, column)
            && seen.insert(letter)
        {
            row += 1;
        }
        let heading = from
            .checked_sub(1)
            .filter(|above| is_heading(grid.text(*above, column)));
        if seen.len() >= 3 || seen.len() == 2 && heading.is_some() {
            cells.extend(heading.map(|above| (above, column)));
            cells.extend((from..row).flat_map(|row| [(row, column), (row, column + 1)]));
        }
        row = row.max(from + 1);
    }
    cells
}

/// The letter of a cell, where a text stands beside it and nothing before it.
fn listed(grid: &Grid, context: &Context<'_>, row: usize, column: usize) -> Option<char> {
    let before = column
        .checked_sub(1)
        .map_or("", |before| grid.text(row, before));
    let beside = grid.text(row, column + 1);
    let letter = one_letter(grid.text(row, column), context)?;
    // `Does the work` explains an R, though elsewhere it is one.
    let says_it = match context.notation.read(beside) {
        Reading::Letters(held) if context.notation.is_letters(beside) => {
            held.len() == 1 && held[0].sign.letter == letter
        }
        _ => true,
    };
    (before.is_empty() && says_it && beside.chars().count() > 3).then_some(letter)
}

/// Whether a text says that a legend follows.
pub(super) fn is_heading(text: &str) -> bool {
    let words = [
        "legend",
        "key",
        "legende",
        "leyenda",
        "legenda",
        "abbreviations",
        "raci key",
        "raci legend",
        "abkurzungen",
        "letters",
        "code",
        "codes",
        "symbol",
        "symbols",
        "note",
        "notes",
    ];
    words.contains(&fold(text).trim_end_matches([':', ' ']))
}

/// Whether a text explains a letter: `R = Responsible`, `R: does the work`, `Responsible (R)`.
pub(crate) fn explains(text: &str, context: &Context<'_>) -> bool {
    let folded = fold(text);
    if let Some((letter, rest)) = folded.split_once(['=', ':', '–', '-', '—']) {
        let letter = letter.trim().trim_matches(['(', ')', '*']).to_uppercase();
        let is_letter = one_letter(&letter, context).is_some();
        return is_letter && rest.trim().chars().count() > 3;
    }
    let inner = folded
        .split_once('(')
        .and_then(|(word, rest)| Some((word.trim(), rest.strip_suffix(')')?)));
    inner.is_some_and(|(word, letter)| {
        let letter = one_letter(&letter.to_uppercase(), context);
        letter.is_some() && letter == context.notation.scheme.word(word).map(|sign| sign.letter)
    })
}

/// `(R) Executes`: how legends begin their rows.
fn is_bracketed(text: &str, context: &Context<'_>) -> bool {
    let inner = text.strip_prefix('(').and_then(|rest| rest.split_once(')'));
    inner.is_some_and(|(letter, rest)| {
        rest.trim().chars().count() > 3 && one_letter(letter, context).is_some()
    })
}

/// Whether a cell holds one letter and the cell beside it the word of that very letter.
fn is_pair(grid: &Grid, context: &Context<'_>, row: usize, column: usize) -> bool {
    let Some(letter) = one_letter(grid.text(row, column), context) else {
        return false;
    };
    let beside = fold(grid.text(row, column + 1));
    let first = beside
        .split(|c: char| !c.is_alphabetic())
        .find(|word| !word.is_empty());
    let word = first.and_then(|word| context.notation.scheme.word(word));
    beside.chars().count() > 3 && word.is_some_and(|sign| sign.letter == letter)
}

fn one_letter(text: &str, context: &Context<'_>) -> Option<char> {
    let text = text.trim().trim_matches(['(', ')', '.', ':']);
    if text.chars().count() != 1 {
        return None;
    }
    match context.notation.read(text) {
        Reading::Letters(held) => held.first().map(|held| held.sign.letter),
        _ => None,
    }
}
