//! The inverted shape: a column for each letter, names in the cells; and the same standing upright
//! for a single task.

use super::rows::RowKind;
use super::{Class, Context, Kind, Matrix, Seat, by_role, choice, letters, noted};
use crate::grid::Grid;
use crate::plain::{fold, line};
use crate::scheme::{Meaning, Sign};
use crate::words::{self, Column, Letter};

/// Reads a grid whose header names letters and whose cells hold names.
pub(super) fn find(grid: &Grid, context: &Context<'_>) -> Option<Matrix> {
    if context.options.transpose == Some(true) {
        return with_header(&turned(grid), context).or_else(|| with_header(grid, context));
    }
    with_header(grid, context).or_else(|| {
        // One task: `Responsible | SOC`, `Accountable | CISO`, one below the other.
        let is_vertical =
            grid.width() == 2 && grid.rows.len() <= 12 && context.options.transpose.is_none();
        let found = with_header(&turned(grid), context).filter(|_| is_vertical);
        // `Role | Responsible | Accountable` explains the letters; `Task | ...` assigns them.
        let names_task = |matrix: &Matrix| {
            (0..2).any(|row| {
                matrix
                    .task
                    .is_some_and(|task| words::names(matrix.grid.text(row, task), Column::Task))
            })
        };
        let found = found.filter(names_task);
        found.map(|mut matrix| {
            let text = format!(
                "{}: one task stands in it, letters below each other",
                grid.name()
            );
            matrix.choices.push(choice(text, "--no-transpose"));
            matrix
        })
    })
}

fn turned(grid: &Grid) -> Grid {
    Grid {
        headers: 0,
        ..grid.transpose()
    }
}

fn with_header(grid: &Grid, context: &Context<'_>) -> Option<Matrix> {
    let last = grid.headers.max(12).min(grid.rows.len());
    let is_named = |row: &usize| match context.options.roles_row {
        Some(number) => letters::row_number(grid, *row) == number,
        None => *row < last,
    };
    let rows = (0..grid.rows.len()).filter(is_named);
    let noted = noted::cells(grid, context);
    let (header, seats) = rows.into_iter().find_map(|row| {
        let mut seats = seats(grid, row, context);
        seats.retain(|seat| !noted.contains(&(row, seat.column)));
        (is_set(&seats) && !is_below_names(grid, row, &seats)).then_some((row, seats))
    })?;
    let body = (header + 1)..grid.rows.len();
    let columns: Vec<usize> = seats.iter().map(|seat| seat.column).collect();
    let label = (0..grid.width()).find(|column| {
        !columns.contains(column) && body.clone().any(|row| !grid.text(row, *column).is_empty())
    });
    if let Some(label) = label
        && by_role::lists_tasks(grid, header, &columns, label, context)
        && holds_names(grid, &seats, body.clone(), context)
    {
        return by_role::find(grid, header, &seats, label, context);
    }
    if body.is_empty() || !holds_names(grid, &seats, body.clone(), context) {
        return None;
    }
    let free: Vec<usize> = (0..grid.width())
        .filter(|column| seats.iter().all(|seat| seat.column != *column))
        .collect();
    let mut matrix = Matrix {
        grid: grid.clone(),
        kind: Kind::Names,
        own: false,
        task: None,
        groups: Vec::new(),
        number: None,
        description: None,
        columns: seats,
        extra: Vec::new(),
        doubtful: Vec::new(),
        above: Vec::new(),
        body: Vec::new(),
        legend: std::collections::BTreeSet::new(),
        choices: Vec::new(),
        weak: None,
    };
    place(&mut matrix, &free, header, context);
    let alone = body.len() == 1 && !grid.headings.is_empty();
    if matrix.task.is_none() && !alone {
        return None;
    }
    let sections = context.options.sections;
    matrix.body = body
        .map(|row| (row, kind(&matrix, row, sections)))
        .collect();
    set_footers_apart(&mut matrix, context);
    if sections.is_none() {
        set_sections_apart(&mut matrix);
    }
    matrix
        .body
        .iter()
        .any(|(_, kind)| *kind == RowKind::Task)
        .then_some(matrix)
}

/// The columns of a row that name letters.
fn seats(grid: &Grid, row: usize, context: &Context<'_>) -> Vec<Seat> {
    let cells = grid.rows[row].cells.iter().enumerate();
    let seats = cells
        .filter(|(_, cell)| !cell.covered)
        .filter_map(|(column, cell)| {
            let sign = sign(&cell.text, context)?;
            Some(Seat {
                column,
                name: line(&cell.text),
                span: cell.span,
                notes: Vec::new(),
                sign: Some(sign),
                unclear: None,
            })
        });
    seats.collect()
}

/// Whether another row above names the columns: then what looks like a header of letters is a row
/// of a matrix, `Patch | R | A`.
fn is_below_names(grid: &Grid, row: usize, seats: &[Seat]) -> bool {
    grid.rows[..row].iter().any(|above| {
        let texts = seats.iter().filter_map(|seat| above.cells.get(seat.column));
        let texts: std::collections::BTreeSet<String> = texts
            .filter(|cell| !cell.covered && !cell.is_empty())
            .map(|cell| fold(&cell.text))
            .collect();
        texts.len() > 1
    })
}

/// At least two letters, each once, one of them of those who do it or answer for it.
fn is_set(seats: &[Seat]) -> bool {
    let letters: Vec<char> = seats
        .iter()
        .filter_map(|seat| seat.sign)
        .map(|sign| sign.letter)
        .collect();
    let mut distinct = letters.clone();
    distinct.sort_unstable();
    distinct.dedup();
    let leads = seats.iter().filter_map(|seat| seat.sign).any(|sign| {
        matches!(
            sign.meaning,
            Meaning::Is(Letter::Responsible | Letter::Accountable)
        )
    });
    letters.len() >= 2 && distinct.len() == letters.len() && leads
}

/// The letter that a header names: `R`, `Responsible`, `R (Responsible)`, `Responsável (R)`,
/// `Accountable/decision`, `Responsible party`.
pub(super) fn sign(header: &str, context: &Context<'_>) -> Option<&'static Sign> {
    let scheme = context.notation.scheme;
    if let Some(letter) = context.notation.mapped(header) {
        let mut letters = letter.chars();
        let one = letters.next().filter(|_| letters.next().is_none());
        return one.and_then(|letter| scheme.sign(letter.to_ascii_uppercase()));
    }
    let header = fold(header).replace(['–', '—'], "-");
    let (main, inner) = match header.split_once('(') {
        Some((main, rest)) => (main.trim(), rest.trim_end_matches([')', ' ', ':'])),
        None => (header.trim_end_matches([':', '*', ' ']), ""),
    };
    let letter = |text: &str| {
        let mut chars = text.chars();
        match (chars.next(), chars.next()) {
            (Some(c), None) => scheme.sign(c.to_ascii_uppercase()),
            _ => None,
        }
    };
    if main.is_empty() {
        return letter(inner);
    }
    let part = main.split_once(" - ").map_or(main, |(part, _)| part);
    let part = by_role::without_for(part).unwrap_or(part);
    let first = part
        .split(['/', ':', '='])
        .next()
        .unwrap_or_default()
        .trim();
    let whole = [main, first];
    let direct = whole
        .iter()
        .find_map(|text| letter(text).or_else(|| scheme.word(text)));
    let direct = direct.or_else(|| {
        let mut words = first.split_whitespace();
        let head = words.next()?;
        let rest: Vec<&str> = words.collect();
        let follows = [
            "party", "parties", "role", "roles", "person", "people", "team", "teams", "persons",
            "(s)", "by", "-",
        ];
        let is_plain = !rest.is_empty()
            && rest.len() <= 2
            && rest
                .iter()
                .all(|word| follows.contains(word) || scheme.word(word).is_some());
        is_plain.then(|| scheme.word(head)).flatten()
    });
    // `Rechenschaft (A)`: where the word is not known, the letter is.
    direct.or_else(|| letter(inner))
}

/// Whether the cells hold names and not letters, levels or prose. A code of several letters, such as
/// `RA`, is a name below a header of letters.
fn holds_names(
    grid: &Grid,
    seats: &[Seat],
    body: std::ops::Range<usize>,
    context: &Context<'_>,
) -> bool {
    let (mut names, mut others) = (0, 0);
    for row in body {
        for seat in seats {
            let text = grid.text(row, seat.column);
            match context.class(text) {
                Class::Text if is_names(text) => names += 1,
                Class::Letters if is_code(text) => names += 1,
                Class::Text | Class::Letters => others += 1,
                _ => {}
            }
        }
    }
    names > 0 && names * 10 >= (names + others) * 7
}

/// Whether letters stand as one word, like the code of a role.
fn is_code(text: &str) -> bool {
    let items = crate::names::list(text);
    items
        .iter()
        .all(|item| matches!(item.chars().count(), 2..=4) && item.chars().all(char::is_uppercase))
}

/// Names are short, and a mark, a level or an explanation is none.
fn is_names(text: &str) -> bool {
    let names = crate::names::list(text);
    let longest = names.iter().map(|name| name.chars().count()).max();
    let has_letters = text.chars().filter(|c| c.is_alphabetic()).count() > 1;
    let is_other = |name: &String| words::is_level(name) || words::explains(name);
    has_letters && longest.is_some_and(|longest| longest <= 60) && !names.iter().all(is_other)
}

/// Says what the columns are that name no letter.
fn place(matrix: &mut Matrix, free: &[usize], header: usize, context: &Context<'_>) {
    let name = |column: usize| line(matrix.grid.text(header, column));
    let rows: Vec<usize> = (header + 1..matrix.grid.rows.len()).collect();
    let filled = |column: usize| {
        rows.iter()
            .filter(|row| !matrix.grid.text(**row, column).is_empty())
            .count()
    };
    let asked = context.options.task_column.as_deref();
    let is_asked = |column: &&usize| {
        let letter = crate::grid::column_name(**column);
        asked.is_some_and(|asked| {
            fold(asked) == fold(&name(**column)) || letter == asked.to_uppercase()
        })
    };
    let is_task = |column: &&usize| words::names(&name(**column), Column::Task);
    let first_seat = matrix
        .columns
        .iter()
        .map(|seat| seat.column)
        .min()
        .unwrap_or(0);
    let is_text = |column: &&usize| {
        **column < first_seat && !words::names(&name(**column), Column::Id) && filled(**column) > 0
    };
    let task = free
        .iter()
        .find(is_asked)
        .or_else(|| free.iter().find(is_task))
        .or_else(|| free.iter().rfind(is_text))
        .copied();
    let mut kept = Vec::new();
    for column in free.iter().copied().filter(|column| Some(*column) != task) {
        let header = name(column);
        match () {
            () if filled(column) == 0 => {}
            () if words::names(&header, Column::Id) && matrix.number.is_none() => {
                matrix.number = Some(column);
            }
            () if words::names(&header, Column::Group)
                && task.is_some_and(|task| column < task) =>
            {
                matrix.groups.push(column);
            }
            () if words::names(&header, Column::Description) && matrix.description.is_none() => {
                matrix.description = Some(column);
            }
            () => {
                kept.push(format!("`{header}`"));
                matrix.extra.push((column, header));
            }
        }
    }
    matrix.task = task;
    let of = matrix.grid.name();
    matrix.choices.push(choice(
        format!("{of}: its columns are letters and its cells hold names"),
        "--table N",
    ));
    if !kept.is_empty() {
        matrix.choices.push(choice(
            format!(
                "{of}: {} kept as notes",
                match kept.as_slice() {
                    [one] => format!("{one} says no letter and is"),
                    all => format!("{} say no letter and are", all.join(", ")),
                }
            ),
            "--map \"HEADER=R\"",
        ));
    }
}

/// Takes rows that hold nothing but their label, above rows with names, for headings.
fn set_sections_apart(matrix: &mut Matrix) {
    let Some(task) = matrix.task else {
        return;
    };
    let grid = &matrix.grid;
    let named = |row: usize| {
        let mut seats = matrix.columns.iter();
        seats.any(|seat| !grid.text(row, seat.column).is_empty())
    };
    let is_alone = |row: usize| {
        let cells = grid.rows[row].cells.iter().enumerate();
        let mut filled = cells.filter(|(_, cell)| !cell.is_empty());
        filled.next().is_some_and(|(column, _)| column == task) && filled.next().is_none()
    };
    let mut apart = Vec::new();
    for (at, (row, kind)) in matrix.body.iter().enumerate() {
        let next = matrix.body.get(at + 1).map(|(row, _)| *row);
        if *kind == RowKind::Task && is_alone(*row) && next.is_some_and(named) {
            apart.push((at, grid.row_name(*row)));
        }
    }
    if apart.is_empty() {
        return;
    }
    let rows: Vec<String> = apart.iter().map(|(_, name)| name.clone()).collect();
    let are = if rows.len() == 1 { "is" } else { "are each" };
    let text = format!(
        "{}: {} without names {are} taken to be a heading",
        grid.name(),
        rows.join(", ")
    );
    for (at, _) in apart {
        let (row, kind) = &mut matrix.body[at];
        *kind = RowKind::Section(matrix.grid.text(*row, task).to_owned());
    }
    matrix.choices.push(choice(text, "--no-sections"));
}

/// Takes rows below the last names that read like a footer out of the tasks.
pub(super) fn set_footers_apart(matrix: &mut Matrix, context: &Context<'_>) {
    if context.options.sections == Some(false) {
        return;
    }
    let grid = &matrix.grid;
    let mut apart = Vec::new();
    for (row, kind) in matrix.body.iter_mut().rev() {
        let cells = grid.rows[*row].cells.iter();
        let texts: Vec<String> = cells
            .filter(|cell| !cell.is_empty() && !cell.covered)
            .map(|cell| line(&cell.text))
            .collect();
        let named = matrix.columns.iter();
        let named = named.filter(|seat| !grid.text(*row, seat.column).is_empty());
        match (texts.first(), named.count()) {
            (None, _) => {}
            (Some(first), 0 | 1) if super::footer::is_footer(first, context) => {
                apart.push(grid.row_name(*row));
                *kind = RowKind::Remark(texts.join(" | "));
            }
            _ => break,
        }
    }
    if !apart.is_empty() {
        apart.reverse();
        let are = match apart.len() {
            1 => "is left out as no task",
            _ => "are left out as no tasks",
        };
        let text = format!(
            "{}: {} below the names {are} and kept as a comment",
            grid.name(),
            apart.join(", "),
        );
        matrix.choices.push(choice(text, "--no-sections"));
    }
}

fn kind(matrix: &Matrix, row: usize, sections: Option<bool>) -> RowKind {
    let text = |column: usize| matrix.grid.text(row, column);
    let has_names = matrix
        .columns
        .iter()
        .any(|seat| !text(seat.column).is_empty());
    let label = matrix.task.map(text).unwrap_or_default();
    let explains = words::names(label, Column::Description) || fold(label) == "meaning";
    let spans = !label.is_empty() && matrix.columns.iter().all(|seat| text(seat.column) == label);
    match () {
        () if explains => RowKind::Remark(label.to_owned()),
        () if spans && sections != Some(false) => RowKind::Section(label.to_owned()),
        () if !has_names && !label.is_empty() && sections == Some(true) => {
            RowKind::Section(label.to_owned())
        }
        () if has_names || !label.is_empty() => RowKind::Task,
        () => RowKind::Nothing,
    }
}
