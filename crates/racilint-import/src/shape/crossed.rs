//! Marks in place of letters: a column for each letter under each role, or beside a column of
//! roles, and an X where it holds; and lists with a row for each letter. Such a table is rewritten
//! as one of tasks, roles and letters.

use std::collections::BTreeSet;
use std::ops::Range;

use super::{Context, choice, inverted, noted, totals};
use crate::Choice;
use crate::grid::{Cell, Grid, Row};
use crate::plain::{fold, line};
use crate::scheme::Sign;
use crate::words::{self, Column};

/// Columns of letters that belong together: those of one role.
struct Group {
    columns: Vec<(usize, &'static Sign)>,
    name: Cell,
}

/// The same table with letters in its cells; nothing for a table of another kind.
///
/// # Errors
///
/// Says what is missing in a table of marks.
pub(super) fn rewritten(
    grid: &Grid,
    context: &Context<'_>,
) -> Result<Option<(Grid, Choice)>, String> {
    let last = grid.rows.len().min(12);
    let noted = noted::cells(grid, context);
    let found = (0..last).find_map(|row| {
        let mut columns = columns(grid, row, context);
        columns.retain(|(column, _)| !noted.contains(&(row, *column)));
        is_crossed(grid, row, &columns, context).then_some((row, columns))
    });
    let Some((header, columns)) = found else {
        return Ok(listed(grid, context));
    };
    let taken: BTreeSet<usize> = columns.iter().map(|(column, _)| *column).collect();
    let is_role = |column: &usize| {
        !taken.contains(column) && words::names(grid.text(header, *column), Column::Role)
    };
    let role = (0..grid.width()).find(is_role);
    let rewritten = match (groups(grid, header, &columns), role) {
        (_, Some(role)) if is_distinct(&columns) => by_rows(grid, header, role, &taken, &|row| {
            joined(grid, row, &columns, context)
        }),
        (Some(groups), _) => by_columns(grid, header, &groups, context),
        _ => return Err("its columns are letters and its cells are marks, and nothing names who: write the role above the letters".into()),
    };
    let text = format!(
        "{}: its cells are marks below the letters that they stand for",
        grid.name()
    );
    Ok(Some((rewritten, choice(text, "--table N"))))
}

/// A table with a row for each letter, `Patch | MSP | R`, as one of tasks and roles.
fn listed(grid: &Grid, context: &Context<'_>) -> Option<(Grid, Choice)> {
    let last = grid.rows.len().min(12);
    let is_role = |row: usize, column: usize| words::names(grid.text(row, column), Column::Role);
    let (header, role) = (0..last).find_map(|row| {
        let role = (0..grid.width()).find(|column| is_role(row, *column))?;
        Some((row, role))
    })?;
    let rows = || header + 1..grid.rows.len();
    let filled = |column: usize| rows().filter(move |row| !grid.text(*row, column).is_empty());
    let is_letters = |column: &usize| {
        let letters =
            filled(*column).filter(|row| context.notation.is_letters(grid.text(*row, *column)));
        *column != role && letters.count() * 10 >= filled(*column).count().max(3) * 8
    };
    let letters: Vec<usize> = (0..grid.width()).filter(is_letters).collect();
    let [letters] = letters[..] else {
        return None;
    };
    let task = (0..role.min(letters))
        .find(|column| words::names(grid.text(header, *column), Column::Task))?;
    let tasks: BTreeSet<String> = filled(task).map(|row| fold(grid.text(row, task))).collect();
    // With one row for each task it is a matrix of one role, whatever stands beside it.
    if tasks.is_empty() || tasks.len() * 3 > filled(letters).count() * 2 {
        return None;
    }
    let taken = BTreeSet::from([letters]);
    let rewritten = by_rows(grid, header, role, &taken, &|row| {
        grid.cell(row, letters).cloned().unwrap_or_default()
    });
    let text = format!("{}: each row says one letter of one role", grid.name());
    Some((rewritten, choice(text, "--table N")))
}

/// The columns of a row that name letters.
fn columns(grid: &Grid, row: usize, context: &Context<'_>) -> Vec<(usize, &'static Sign)> {
    let cells = grid.rows[row].cells.iter().enumerate();
    let cells = cells.filter(|(_, cell)| !cell.covered);
    cells
        .filter_map(|(column, cell)| Some((column, inverted::sign(&cell.text, context)?)))
        .collect()
}

/// Whether marks stand below the letters, and hardly anything else.
fn is_crossed(
    grid: &Grid,
    header: usize,
    columns: &[(usize, &'static Sign)],
    context: &Context<'_>,
) -> bool {
    let letters: BTreeSet<char> = columns.iter().map(|(_, sign)| sign.letter).collect();
    if letters.len() < 2
        || !letters
            .iter()
            .any(|letter| matches!(letter, 'R' | 'A' | 'D'))
    {
        return false;
    }
    // A row of letters below other letters is no header.
    let is_letters =
        |row: usize, column: usize| context.notation.is_letters(grid.text(row, column));
    let below_letters = |row: &usize| {
        let held = columns
            .iter()
            .filter(|(column, _)| is_letters(*row, *column));
        held.count() >= 2
    };
    if (0..header).filter(below_letters).count() >= 1 {
        return false;
    }
    let totals = totals::rows(grid, context);
    let (mut marks, mut others) = (0, 0);
    for row in (header + 1..grid.rows.len()).filter(|row| !totals.contains(row)) {
        for (column, sign) in columns {
            match said(grid.text(row, *column), sign, context) {
                Said::Mark => marks += 1,
                Said::Letter | Said::Other => others += 1,
                Said::Nothing => {}
            }
        }
    }
    marks >= 2 && marks * 10 >= (marks + others) * 6
}

enum Said {
    Mark,
    /// The letter of the column, in place of a mark.
    Letter,
    Nothing,
    Other,
}

/// What a cell says below a letter.
fn said(text: &str, sign: &Sign, context: &Context<'_>) -> Said {
    const MARKS: &[&str] = &[
        "x", "xx", "(x)", "[x]", "\u{d7}", "✓", "✔", "☑", "✅", "☒", "●", "•", "■", "⬤", "◉", "1",
        "yes", "y", "ja", "j", "oui", "si", "sim", "true", "wahr", "vrai",
    ];
    let folded = fold(text);
    let is_letter = folded == sign.letter.to_lowercase().to_string();
    match () {
        () if folded.is_empty() || words::is_nobody(text) => Said::Nothing,
        () if matches!(
            folded.as_str(),
            "0" | "false" | "no" | "n" | "nein" | "non" | "☐" | "[ ]"
        ) =>
        {
            Said::Nothing
        }
        () if context.notation.mapped(text).is_some() => Said::Other,
        () if is_letter => Said::Letter,
        () if MARKS.contains(&folded.as_str()) => Said::Mark,
        () => Said::Other,
    }
}

fn is_distinct(columns: &[(usize, &'static Sign)]) -> bool {
    let letters: BTreeSet<char> = columns.iter().map(|(_, sign)| sign.letter).collect();
    letters.len() == columns.len()
}

/// The letters of each role, which begin anew where one comes again; none where a role has no name.
fn groups(grid: &Grid, header: usize, columns: &[(usize, &'static Sign)]) -> Option<Vec<Group>> {
    let mut groups: Vec<Vec<(usize, &'static Sign)>> = Vec::new();
    for (column, sign) in columns {
        match groups.last_mut() {
            Some(group) if group.iter().all(|(_, own)| own.letter != sign.letter) => {
                group.push((*column, *sign));
            }
            _ => groups.push(vec![(*column, *sign)]),
        }
    }
    // A text above all columns is the title of the table and no role.
    let is_title = |row: usize| {
        let mut texts = (0..grid.width()).map(|column| grid.text(row, column));
        let first = texts.next().unwrap_or_default();
        !first.is_empty() && texts.all(|text| text == first)
    };
    let row = (0..header).rev().find(|row| {
        let mut columns = columns.iter();
        !is_title(*row) && columns.any(|(column, _)| !grid.text(*row, *column).is_empty())
    })?;
    let named = groups.into_iter().map(|columns| {
        let mut cells = columns
            .iter()
            .filter_map(|(column, _)| grid.cell(row, *column));
        let name = cells.find(|cell| !cell.is_empty())?.clone();
        let name = Cell {
            covered: false,
            ..name
        };
        Some(Group { columns, name })
    });
    named.collect()
}

/// One column for each role.
fn by_columns(grid: &Grid, header: usize, groups: &[Group], context: &Context<'_>) -> Grid {
    let taken: BTreeSet<usize> = groups
        .iter()
        .flat_map(|group| group.columns.iter().map(|(column, _)| *column))
        .collect();
    let rest: Vec<usize> = (0..grid.width())
        .filter(|column| !taken.contains(column))
        .collect();
    let first = taken.first().copied().unwrap_or(0);
    let row = |row: usize, of_group: &dyn Fn(&Group) -> Cell| {
        let plain = |column: &usize| match row == header {
            true => lowest(grid, header, *column),
            false => grid.rows[row].cells[*column].clone(),
        };
        let before = rest.iter().filter(|column| **column < first).map(plain);
        let after = rest.iter().filter(|column| **column > first).map(plain);
        let own = groups.iter().map(of_group);
        Row {
            cells: before.chain(own).chain(after).collect(),
            ..grid.rows[row].clone()
        }
    };
    let mut rows = vec![row(header, &|group| group.name.clone())];
    for below in header + 1..grid.rows.len() {
        rows.push(row(below, &|group| {
            joined(grid, below, &group.columns, context)
        }));
    }
    Grid {
        rows,
        headers: 1,
        ..grid.clone()
    }
}

/// What the header says of a column, in its lowest row that says anything.
fn lowest(grid: &Grid, header: usize, column: usize) -> Cell {
    let rows: Range<usize> = 0..header + 1;
    let mut cells = rows.rev().filter_map(|row| grid.cell(row, column));
    let own = grid.rows[header].cells[column].clone();
    cells.find(|cell| !cell.is_empty()).cloned().unwrap_or(own)
}

/// The cells of one role in one row as one cell of letters.
fn joined(
    grid: &Grid,
    row: usize,
    columns: &[(usize, &'static Sign)],
    context: &Context<'_>,
) -> Cell {
    let (mut letters, mut unread) = (Vec::new(), Vec::new());
    let mut own: Option<&Cell> = None;
    for (column, sign) in columns {
        let Some(cell) = grid.cell(row, *column) else {
            continue;
        };
        match said(&cell.text, sign, context) {
            Said::Mark | Said::Letter => letters.push(sign.letter.to_string()),
            Said::Other => unread.push(format!("{} below {}", line(&cell.text), sign.letter)),
            Said::Nothing => continue,
        }
        own = own.or(Some(cell));
    }
    let first = columns
        .first()
        .and_then(|(column, _)| grid.cell(row, *column));
    unread.append(&mut letters);
    Cell {
        text: unread.join(", "),
        covered: false,
        struck: String::new(),
        comment: String::new(),
        buried: String::new(),
        ..own.or(first).cloned().unwrap_or_default()
    }
}

/// One column for each name in the column of roles, and one row for each task.
fn by_rows(
    grid: &Grid,
    header: usize,
    role: usize,
    taken: &BTreeSet<usize>,
    letters: &dyn Fn(usize) -> Cell,
) -> Grid {
    let rest: Vec<usize> = (0..grid.width())
        .filter(|column| !taken.contains(column) && *column != role)
        .collect();
    let mut roles: Vec<Cell> = Vec::new();
    for row in header + 1..grid.rows.len() {
        let Some(cell) = grid.cell(row, role).filter(|cell| !cell.is_empty()) else {
            continue;
        };
        if roles
            .iter()
            .all(|known| fold(&known.text) != fold(&cell.text))
        {
            roles.push(cell.clone());
        }
    }
    let first = Row {
        cells: rest
            .iter()
            .map(|column| lowest(grid, header, *column))
            .chain(roles.iter().cloned())
            .collect(),
        ..grid.rows[header].clone()
    };
    let mut rows = vec![first];
    for row in header + 1..grid.rows.len() {
        let continues = rows.len() > 1
            && rest.iter().all(|column| {
                let cell = &grid.rows[row].cells[*column];
                let above = &rows[rows.len() - 1].cells[place(&rest, *column)];
                cell.covered || cell.is_empty() || cell.text == above.text
            });
        if !continues {
            let blank = roles.iter().map(|_| Cell::absent(grid.rows[row].span));
            let own = rest
                .iter()
                .map(|column| grid.rows[row].cells[*column].clone());
            rows.push(Row {
                cells: own.chain(blank).collect(),
                ..grid.rows[row].clone()
            });
        }
        let name = fold(grid.text(row, role));
        let at = roles.iter().position(|known| fold(&known.text) == name);
        let letters = letters(row);
        if let (Some(at), Some(last)) = (at, rows.last_mut()) {
            let cell = &mut last.cells[rest.len() + at];
            let both = [std::mem::take(&mut cell.text), letters.text.clone()];
            let text = both
                .into_iter()
                .filter(|text| !text.is_empty())
                .collect::<Vec<_>>();
            *cell = Cell {
                text: text.join(", "),
                ..letters
            };
        }
    }
    Grid {
        rows,
        headers: 1,
        ..grid.clone()
    }
}

fn place(columns: &[usize], column: usize) -> usize {
    columns.iter().position(|own| *own == column).unwrap_or(0)
}
