//! Letters with a name or a remark behind them, `R: Ann Bell`, `A - by night`: in a column of a role
//! they are letters with a note, anywhere else they may be a legend.

use std::collections::{BTreeMap, BTreeSet};

use super::{Context, legend};
use crate::grid::Grid;
use crate::notation::Reading;
use crate::words::{self, Column};

/// The cells of a grid in which a letter and what is said of it are one entry of a row that names a
/// task: below another cell of their column, and in a column that holds letters elsewhere, or one
/// again and again, or beside another such cell.
pub(super) fn cells(grid: &Grid, context: &Context<'_>) -> BTreeSet<(usize, usize)> {
    let mut noted = BTreeSet::new();
    let rows: Vec<usize> = (0..grid.rows.len()).collect();
    let mut of_columns: BTreeMap<usize, Vec<(usize, String)>> = BTreeMap::new();
    let mut beside: BTreeMap<usize, usize> = BTreeMap::new();
    for row in rows.iter().copied() {
        for column in 1..grid.width() {
            let Some(head) = head(grid.text(row, column), context) else {
                continue;
            };
            if names_task(grid, context, row, column) && !is_first(grid, row, column) {
                of_columns.entry(column).or_default().push((row, head));
                *beside.entry(row).or_default() += 1;
            }
        }
    }
    for (column, entries) in of_columns {
        let heads: BTreeSet<&String> = entries.iter().map(|(_, head)| head).collect();
        let has_letters = || {
            let mut rows = rows.iter().filter(|row| !is_first(grid, **row, column));
            rows.any(|row| {
                let text = grid.text(*row, column);
                context.notation.is_letters(text)
                    && head(text, context).is_none()
                    && names_task(grid, context, *row, column)
            })
        };
        let are_beside = || entries.iter().all(|(row, _)| beside[row] > 1);
        if heads.len() < entries.len() || has_letters() || are_beside() {
            noted.extend(entries.into_iter().map(|(row, _)| (row, column)));
        }
    }
    noted
}

/// The letters before a colon, a dash or their like, where a text follows: not those of `R-04`.
fn head(text: &str, context: &Context<'_>) -> Option<String> {
    let end = text.find([':', '=', '–', '—', '-', '→'])?;
    let (head, rest) = text.split_at(end);
    let bare = rest.trim_start_matches([':', '=', '–', '—', '-', '→', '>']);
    let is_joined = rest.starts_with('-') && !(head.ends_with(' ') || bare.starts_with(' '));
    let head = head.trim().trim_end_matches('*');
    let is_text = bare.contains(char::is_alphabetic);
    let is_head = head.chars().count() <= 5
        && head.starts_with(char::is_uppercase)
        && context.notation.is_letters(head);
    let is_read = || matches!(context.notation.read(text), Reading::Letters(_));
    (is_head && is_text && !is_joined && is_read()).then(|| head.to_owned())
}

/// Whether nothing stands above a cell: then it is a header.
fn is_first(grid: &Grid, row: usize, column: usize) -> bool {
    (0..row).all(|above| grid.text(above, column).is_empty())
}

/// Whether a text before a cell names what the row is about, and no legend.
fn names_task(grid: &Grid, context: &Context<'_>, row: usize, column: usize) -> bool {
    let mut before = (0..column).map(|column| grid.text(row, column));
    let says = |text: &str| {
        text.contains(char::is_alphabetic)
            && !context.notation.is_letters(text)
            && head(text, context).is_none()
    };
    let first = before.find(|text| !text.is_empty()).unwrap_or_default();
    let mut rest = before;
    !legend::is_heading(first)
        && head(first, context).is_none()
        && !words::names(first, Column::Task)
        && (says(first) || rest.any(says))
}
