//! Roles down and letters across, with the tasks in the cells: `Role | Responsible for | ...`. It is
//! turned into the usual grid of letters, a row for each task and a column for each role.

use std::collections::BTreeMap;

use super::{Context, Matrix, Seat, choice, evidence, letters};
use crate::grid::{Cell, Grid, Row};
use crate::names;
use crate::plain::{fold, line};
use crate::words::{self, Column};

/// Whether each row of such a table names a role and its cells name tasks. `letters` are the columns
/// of letters, `label` is the column beside them.
pub(super) fn lists_tasks(
    grid: &Grid,
    header: usize,
    columns: &[usize],
    label: usize,
    context: &Context<'_>,
) -> bool {
    if let Some(turn) = context.options.transpose {
        return turn;
    }
    let corner = grid.text(header, label);
    if words::names(corner, Column::Task) && !words::names(corner, Column::Role) {
        return false;
    }
    let rows = header + 1..grid.rows.len();
    let texts = |column: usize| rows.clone().map(move |row| grid.text(row, column));
    let labels: Vec<String> = texts(label)
        .filter(|text| !text.is_empty())
        .map(str::to_owned)
        .collect();
    let entries: Vec<String> = columns
        .iter()
        .flat_map(|column| texts(*column))
        .flat_map(names::list)
        .collect();
    let says_for = columns.iter().any(|column| {
        let head = fold(grid.text(header, *column));
        head.ends_with(" for")
            || head.ends_with(" fur")
            || head.ends_with(" of")
            || head.ends_with(" about")
    });
    let of_labels = share(&labels);
    let of_entries = share(&entries);
    let is_role = words::names(corner, Column::Role);
    let enough = match (is_role, says_for) {
        (_, true) => true,
        (true, false) => of_labels >= of_entries,
        (false, false) => of_labels >= 50 && of_entries < 20,
    };
    enough && labels.len() > 1
}

/// How many of a hundred names sound like somebody.
fn share(names: &[String]) -> usize {
    let roles = names.iter().filter(|name| evidence::is_somebody(name));
    roles.count() * 100 / names.len().max(1)
}

/// The same as a matrix of letters.
pub(super) fn find(
    grid: &Grid,
    header: usize,
    seats: &[Seat],
    label: usize,
    context: &Context<'_>,
) -> Option<Matrix> {
    let mut tasks: BTreeMap<String, usize> = BTreeMap::new();
    let mut rows: Vec<Row> = Vec::new();
    let roles: Vec<usize> = (header + 1..grid.rows.len())
        .filter(|row| !grid.text(*row, label).is_empty())
        .collect();
    let width = roles.len() + 1;
    for (at, row) in roles.iter().enumerate() {
        for seat in seats {
            let (Some(cell), Some(sign)) = (grid.cell(*row, seat.column), seat.sign) else {
                continue;
            };
            for task in entries(cell) {
                let own = *tasks.entry(fold(&task)).or_insert_with(|| {
                    rows.push(blank(grid, *row, cell, &task, width));
                    rows.len() - 1
                });
                if let Some(own) = rows.get_mut(own).and_then(|row| row.cells.get_mut(at + 1)) {
                    let parts = [own.text.as_str(), &sign.letter.to_string()];
                    let text: Vec<&str> =
                        parts.into_iter().filter(|part| !part.is_empty()).collect();
                    *own = Cell {
                        text: text.join("/"),
                        ..cell.clone()
                    };
                }
            }
        }
    }
    let mut head = grid.rows[header].clone();
    let corner = grid.cell(header, label)?.clone();
    head.cells = [Cell {
        text: "Task".into(),
        ..corner
    }]
    .into_iter()
    .chain(
        roles
            .iter()
            .filter_map(|row| grid.cell(*row, label).cloned()),
    )
    .collect();
    rows.insert(0, head);
    let turned = Grid {
        rows,
        headers: 1,
        ..grid.clone()
    };
    let (mut matrix, _) = letters::upright(&turned, context).ok()?;
    matrix.weak = None;
    matrix.choices.insert(0, told(grid));
    let kept = kept(grid, header, seats, label, &mut matrix.columns);
    matrix.choices.extend(kept);
    Some(matrix)
}

fn told(grid: &Grid) -> crate::Choice {
    choice(
        format!(
            "{}: roles stand in rows, letters in columns, and commas, semicolons and lines part the tasks in the cells",
            grid.name()
        ),
        "--no-transpose",
    )
}

/// Columns beside the letters say something of a role, and are kept as its notes.
fn kept(
    grid: &Grid,
    header: usize,
    seats: &[Seat],
    label: usize,
    roles: &mut [Seat],
) -> Option<crate::Choice> {
    let is_free =
        |column: &usize| *column != label && seats.iter().all(|seat| seat.column != *column);
    let mut names = Vec::new();
    for column in (0..grid.width()).filter(is_free) {
        let name = line(grid.text(header, column));
        let mut is_used = false;
        for row in header + 1..grid.rows.len() {
            let (of, text) = (line(grid.text(row, label)), line(grid.text(row, column)));
            let role = roles.iter_mut().find(|role| role.name == of);
            if let Some(role) = role.filter(|_| !text.is_empty()) {
                role.notes.push(format!("{name}: {text}"));
                is_used = true;
            }
        }
        names.extend(is_used.then(|| format!("`{name}`")));
    }
    let text = format!(
        "{}: {} is kept as notes of the roles",
        grid.name(),
        names.join(", ")
    );
    (!names.is_empty()).then(|| choice(text, "--map \"HEADER=R\""))
}

/// The tasks of a cell; none where it says that there are none.
fn entries(cell: &Cell) -> Vec<String> {
    let entries = names::list(&cell.text).into_iter();
    entries
        .filter(|entry| !words::is_nobody(entry))
        .map(|entry| entry.trim_start_matches(['-', '*', '•', ' ']).to_owned())
        .filter(|entry| !entry.is_empty())
        .collect()
}

/// A row for a task that is named in a cell.
fn blank(grid: &Grid, row: usize, cell: &Cell, task: &str, width: usize) -> Row {
    let mut cells = vec![Cell {
        text: task.to_owned(),
        ..cell.clone()
    }];
    cells.resize_with(width, || Cell::absent(cell.span));
    Row {
        number: grid.rows[row].number,
        hidden: grid.rows[row].hidden,
        span: cell.span,
        cells,
    }
}

/// Whether a header says `Responsible for`: what follows the word of a letter there.
pub(super) fn without_for(header: &str) -> Option<&str> {
    let ends = [
        " for", " of", " about", " on", " für", " fuer", " über", " de", " para", " pour",
    ];
    ends.iter().find_map(|end| header.strip_suffix(end))
}
