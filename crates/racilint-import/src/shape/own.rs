//! The matrix that `racilint matrix` writes, known by its header and by what stands below it, so
//! that nothing in it has to be guessed when it comes back.

use std::collections::BTreeSet;

use super::{Context, Kind, Matrix, RowKind, Seat, choice};
use crate::grid::{Cell, Grid};
use crate::plain::line;
use crate::scheme::{SCHEMES, Sign};

/// Headings behind the columns of letters, in their order.
const EXTRAS: [&str; 6] = [
    "Criticality",
    "Hours",
    "Applies to",
    "Clause",
    "Notes",
    FINDINGS,
];

/// The heading of what a check said on the day of the export: no part of the engagement.
pub(crate) const FINDINGS: &str = "Findings";

/// Headings where the columns are letters, in their order.
const LETTERS: [(&str, char); 5] = [
    ("Responsible", 'R'),
    ("Accountable", 'A'),
    ("Support", 'S'),
    ("Consulted", 'C'),
    ("Informed", 'I'),
];

/// Whether a grid is such a matrix, whatever its title says of its letters.
pub(crate) fn is_own(grid: &Grid) -> bool {
    columns(grid).is_some()
}

/// Whether a grid is such a matrix in which somebody gives support, so that S is a letter.
pub(crate) fn gives_support(grid: &Grid) -> bool {
    let Some(columns) = columns(grid) else {
        return false;
    };
    let is_s = |text: &str| text.split('/').any(|letter| letter == "S");
    grid.text(0, columns.start + 2) == "Support"
        || grid.rows.iter().skip(1).any(|row| {
            let cells = row.cells.get(columns.clone()).unwrap_or_default();
            cells.iter().any(|cell| is_s(&cell.text))
        })
}

/// Reads such a matrix; nothing for any other.
pub(super) fn find(grid: &Grid, context: &Context<'_>) -> Option<Matrix> {
    let options = context.options;
    let is_decided = options.transpose == Some(true)
        || options.roles_row.is_some()
        || options.task_column.is_some()
        || !options.role_columns.is_empty();
    let usual = SCHEMES
        .iter()
        .take(2)
        .any(|scheme| scheme.name == context.notation.scheme.name);
    let columns = columns(grid).filter(|_| !is_decided && usual)?;
    let by_letter = by_letter(grid, columns.clone());
    let extra = (columns.end..grid.width())
        .map(|column| (column, grid.text(0, column).to_owned()))
        .filter(|(_, header)| !header.is_empty());
    let seat = |column: usize| Seat {
        column,
        name: line(grid.text(0, column)),
        span: grid.cell(0, column).map_or(grid.span, |cell| cell.span),
        notes: Vec::new(),
        sign: by_letter.then(|| sign(grid.text(0, column))).flatten(),
        unclear: None,
    };
    let body = (1..grid.rows.len()).map(|row| (row, kind(grid, row)));
    let text = format!("{}: it is a matrix that racilint has written", grid.name());
    let mut choices = vec![choice(text, "--task-column NAME")];
    if grid.text(0, grid.width() - 1) == FINDINGS {
        let text = format!("{}: what a check said on that day is not kept", grid.name());
        choices.push(choice(text, "racilint check"));
    }
    Some(Matrix {
        kind: if by_letter {
            Kind::Names
        } else {
            Kind::Letters
        },
        own: true,
        task: Some(1),
        groups: Vec::new(),
        number: Some(0),
        description: None,
        columns: columns.map(seat).collect(),
        extra: extra.collect(),
        doubtful: Vec::new(),
        above: Vec::new(),
        body: body.collect(),
        legend: BTreeSet::new(),
        choices,
        weak: None,
        grid: grid.clone(),
    })
}

/// The columns of letters or names, where header and rows are those of such a matrix.
fn columns(grid: &Grid) -> Option<std::ops::Range<usize>> {
    if grid.text(0, 0) != "ID" || grid.text(0, 1) != "Task" || grid.width() < 3 || grid.transposed {
        return None;
    }
    let used = (0..grid.width())
        .rev()
        .find(|column| !grid.text(0, *column).is_empty())?;
    let (mut end, mut behind) = (used + 1, EXTRAS.len());
    while let Some(at) = EXTRAS[..behind]
        .iter()
        .position(|extra| *extra == grid.text(0, end - 1))
    {
        (end, behind) = (end - 1, at);
    }
    let columns = 2..end;
    let names = columns.clone().map(|column| grid.text(0, column));
    let names: BTreeSet<&str> = names.filter(|name| !name.is_empty()).collect();
    let holds = by_letter(grid, columns.clone());
    let mut rows = (1..grid.rows.len()).peekable();
    let fits = names.len() == columns.len()
        && !columns.is_empty()
        && rows.peek().is_some()
        && rows.all(|row| is_own_row(grid, row, columns.clone(), holds));
    fits.then_some(columns)
}

/// Whether the columns are letters.
fn by_letter(grid: &Grid, columns: std::ops::Range<usize>) -> bool {
    let four = |name: &&&str| **name != "Support";
    let names: Vec<&str> = columns.map(|column| grid.text(0, column)).collect();
    let all: Vec<&str> = LETTERS.iter().map(|(name, _)| *name).collect();
    names == all || names == all.iter().filter(four).copied().collect::<Vec<_>>()
}

fn sign(header: &str) -> Option<&'static Sign> {
    let (_, letter) = LETTERS.iter().find(|(name, _)| *name == header)?;
    SCHEMES[1].sign(*letter)
}

/// A section with nothing but its title, or a row with an id whose cells hold letters as they are
/// written there.
fn is_own_row(grid: &Grid, row: usize, columns: std::ops::Range<usize>, holds_names: bool) -> bool {
    let cells = &grid.rows[row].cells;
    let id = grid.text(row, 0);
    if grid.text(row, 1).is_empty() {
        return false;
    }
    if id.is_empty() {
        return cells
            .iter()
            .skip(2)
            .all(|cell| cell.is_empty() || cell.covered);
    }
    let is_id = id.chars().all(|c| c.is_alphanumeric() || "-_.".contains(c))
        && id.contains(char::is_alphabetic)
        && !id.contains(char::is_uppercase)
        && !id.starts_with('.');
    let cells = cells.get(columns).unwrap_or_default();
    is_id
        && cells
            .iter()
            .all(|cell| cell.is_empty() || holds_names || is_letters(cell))
}

/// `R/A`: letters in their order, each once.
fn is_letters(cell: &Cell) -> bool {
    let order = |letter: &str| {
        LETTERS
            .iter()
            .position(|(_, own)| letter == own.to_string())
    };
    let order: Option<Vec<usize>> = cell.text.split('/').map(order).collect();
    order.is_some_and(|order| order.is_sorted_by(|one, next| one < next))
}

fn kind(grid: &Grid, row: usize) -> RowKind {
    match grid.text(row, 0).is_empty() {
        true => RowKind::Section(grid.text(row, 1).to_owned()),
        false => RowKind::Task,
    }
}
