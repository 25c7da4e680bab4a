//! The usual shape: tasks down, roles across, letters in the cells; and the same lying on its side.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::columns::{self, Beside};
use super::rows::{RowKind, Rows};
use super::{Class, Classes, Context, Kind, Matrix, Seat, choice, is_asked_for, legend};
use crate::Choice;
use crate::grid::Grid;
use crate::notation::Reading;
use crate::plain::{fold, line};
use crate::scheme::Meaning;
use crate::words::{self, Column, Letter};

/// Reads a grid of letters, and says at which row another one begins below it.
///
/// # Errors
///
/// Says why it is no such grid.
pub(super) fn find(grid: &Grid, context: &Context<'_>) -> Result<(Matrix, Option<usize>), String> {
    let upright = upright(grid, context)?;
    let turn = match context.options.transpose {
        Some(turn) => turn,
        None => lies_on_its_side(&upright.0, context),
    };
    if !turn {
        return Ok(upright);
    }
    let turned = Grid {
        headers: 0,
        ..grid.transpose()
    };
    let (mut matrix, _) = self::upright(&turned, context)?;
    matrix.choices.insert(
        0,
        choice(
            format!("{}: roles stand in rows and tasks in columns", grid.name()),
            "--no-transpose",
        ),
    );
    Ok((matrix, None))
}

fn upright(grid: &Grid, context: &Context<'_>) -> Result<(Matrix, Option<usize>), String> {
    let legend = legend::cells(grid, context);
    let classes = Classes::of(grid, context, &legend);
    let counted = Counted::of(grid, &classes, context);
    if counted.letters.is_empty() {
        return Err(no_letters(grid, &classes, &counted));
    }
    let header = header(grid, &classes, &counted, context)?;
    let with_letters: Vec<usize> = (header.rows.end..grid.rows.len())
        .filter(|row| {
            counted
                .letters
                .iter()
                .any(|column| classes.at(*row, *column) == Class::Letters)
        })
        .collect();
    if explains_only(grid, context, &counted.letters, &with_letters) {
        return Err("it explains the letters, and assigns none".into());
    }
    let named = context.options.task_column.as_deref();
    let beside = columns::beside(
        grid,
        &classes,
        &counted.letters,
        &header.rows,
        &with_letters,
        named,
    );
    if beside.task.is_none() {
        return Err("no column names the tasks".into());
    }
    let mut taken: Vec<usize> = counted
        .letters
        .iter()
        .chain(&beside.unused)
        .copied()
        .collect();
    taken.sort_unstable();
    let seats = seats(grid, &header, &taken);
    if seats.iter().all(|seat| is_letter(&seat.name, context)) {
        return Err("its columns are named by letters, and no row names the roles".into());
    }
    let rows = Rows {
        grid,
        classes: &classes,
        seats: &taken,
        beside: &beside,
        header: header.rows.clone(),
        sections: context.options.sections,
    };
    let body = rows.kinds();
    let weak = weakness(grid, context, &counted.letters, &body);
    let choices = choices(grid, &header, &beside, &seats, &body, &legend);
    let below = body
        .last()
        .filter(|(_, kind)| *kind == RowKind::Another)
        .map(|(row, _)| *row);
    let matrix = Matrix {
        grid: grid.clone(),
        kind: Kind::Letters,
        task: beside.task,
        groups: beside.groups,
        number: beside.number,
        description: beside.description,
        columns: seats,
        extra: beside
            .extra
            .into_iter()
            .filter(|(column, _)| !counted.is_doubtful(*column))
            .collect(),
        doubtful: counted.named(grid, &header.rows),
        above: above(grid, header.rows.start),
        body,
        legend,
        choices,
        weak,
    };
    Ok((matrix, below))
}

/// How many cells of each column are letters.
struct Counted {
    /// The columns that are letters.
    letters: Vec<usize>,
    /// Columns some of whose cells are: column, letters, others.
    doubtful: Vec<(usize, usize, usize)>,
}

impl Counted {
    fn of(grid: &Grid, classes: &Classes, context: &Context<'_>) -> Self {
        let mut counted = Counted {
            letters: Vec::new(),
            doubtful: Vec::new(),
        };
        for column in 0..grid.width() {
            let rows = || (grid.headers..grid.rows.len()).map(|row| classes.at(row, column));
            let from = rows().position(|class| class == Class::Letters);
            let below = || rows().skip(from.unwrap_or(usize::MAX));
            let letters = below().filter(|class| *class == Class::Letters).count();
            let others = below().filter(|class| *class == Class::Text).count();
            let asked = (0..grid.rows.len().min(8)).any(|row| {
                let header = fold(grid.text(row, column));
                !header.is_empty()
                    && context
                        .options
                        .role_columns
                        .iter()
                        .any(|name| fold(name) == header)
            });
            match () {
                () if asked => counted.letters.push(column),
                () if letters == 0 => {}
                () if letters * 10 >= (letters + others) * 6 => counted.letters.push(column),
                () if letters * 4 >= letters + others => {
                    counted.doubtful.push((column, letters, others))
                }
                () => {}
            }
        }
        counted
    }

    fn is_doubtful(&self, column: usize) -> bool {
        self.doubtful
            .iter()
            .any(|(doubtful, ..)| *doubtful == column)
    }

    fn named(&self, grid: &Grid, header: &Range<usize>) -> Vec<(usize, String, usize, usize)> {
        let named = self.doubtful.iter().map(|(column, letters, others)| {
            let name = header
                .clone()
                .rev()
                .map(|row| grid.text(row, *column))
                .find(|text| !text.is_empty());
            (*column, line(name.unwrap_or_default()), *letters, *others)
        });
        named.collect()
    }
}

/// What a grid without letters is instead.
fn no_letters(grid: &Grid, classes: &Classes, counted: &Counted) -> String {
    let cells = || {
        grid.rows
            .iter()
            .flat_map(|row| &row.cells)
            .map(|cell| fold(&cell.text))
    };
    let count = |is: fn(&str) -> bool| cells().filter(|text| is(text)).count();
    let marks = count(|text| matches!(text, "x" | "✓" | "✔" | "✅" | "❌" | "🤝" | "yes" | "no"));
    let long = count(|text| text.chars().count() > 60);
    let contacts = count(|text| text.contains('@') || text.starts_with('+') && text.len() > 6);
    let texts =
        (0..grid.rows.len()).flat_map(|row| (0..grid.width()).map(move |column| (row, column)));
    let texts = texts
        .filter(|(row, column)| classes.at(*row, *column) == Class::Text)
        .count()
        .max(1);
    match () {
        () if contacts * 8 > texts => "it lists contacts".into(),
        () if marks * 4 > texts => {
            "its cells hold marks, which say who and not in which part; `--map \"x=R\"` gives a mark a letter".into()
        }
        () if !counted.doubtful.is_empty() => {
            "less than six of ten cells of each column are letters".into()
        }
        () if long * 3 > texts => "its cells hold prose".into(),
        () => "no column holds letters".into(),
    }
}

/// The rows above the letters.
struct Header {
    rows: Range<usize>,
    /// The one that names the roles.
    roles: usize,
}

fn header(
    grid: &Grid,
    classes: &Classes,
    counted: &Counted,
    context: &Context<'_>,
) -> Result<Header, String> {
    let filled = |row: usize| {
        let texts = counted.letters.iter().map(|column| grid.text(row, *column));
        texts.filter(|text| !text.is_empty()).count()
    };
    let named = context.options.roles_row.map(|number| {
        let is_named = |row: &usize| row_number(grid, *row) == number;
        (0..grid.rows.len())
            .find(is_named)
            .ok_or_else(|| format!("it has no row {number}"))
    });
    let named = named.transpose()?;
    let is_title = |row: usize| {
        grid.rows[row].cells.iter().all(|cell| {
            cell.covered || cell.is_empty() || Some(cell.text.as_str()) == first_text(grid, row)
        })
    };
    let first = (0..grid.rows.len()).find(|row| {
        filled(*row) * 2 >= counted.letters.len() && (!is_title(*row) || grid.headers > *row)
    });
    let first = named.map_or(first, |named| {
        Some(first.map_or(named, |first| first.min(named)))
    });
    let first = first.ok_or("no row names the roles")?;
    let has_letters = |row: usize| {
        counted
            .letters
            .iter()
            .any(|column| classes.at(row, *column) == Class::Letters)
    };
    let least = grid.headers.max(named.map_or(first + 1, |named| named + 1));
    let mut end = first + 1;
    while end < grid.rows.len()
        && (end < least
            || (!has_letters(end)
                && filled(end) * 2 >= counted.letters.len()
                && !is_title(end)
                && !all_nobody(classes, counted, end)))
    {
        end += 1;
    }
    let all_letters = counted
        .letters
        .iter()
        .all(|column| classes.at(first, *column) == Class::Letters);
    let says_task =
        (0..grid.width()).any(|column| words::names(grid.text(first, column), Column::Task));
    if named.is_none() && grid.headers == 0 && all_letters && !says_task {
        return Err("no row names the roles; `--roles-row N` names it".into());
    }
    let roles = named.unwrap_or_else(|| roles_row(grid, counted, first..end));
    Ok(Header {
        rows: first..end,
        roles,
    })
}

fn all_nobody(classes: &Classes, counted: &Counted, row: usize) -> bool {
    counted
        .letters
        .iter()
        .all(|column| matches!(classes.at(row, *column), Class::Nobody | Class::Empty))
}

fn first_text(grid: &Grid, row: usize) -> Option<&str> {
    grid.rows[row]
        .cells
        .iter()
        .map(|cell| cell.text.as_str())
        .find(|text| !text.is_empty())
}

/// The texts above a header: titles, mostly.
fn above(grid: &Grid, header: usize) -> Vec<String> {
    let mut above: Vec<String> = Vec::new();
    for cell in grid.rows[..header].iter().flat_map(|row| &row.cells) {
        if !cell.covered && !cell.is_empty() {
            above.push(line(&cell.text));
        }
    }
    above
}

/// The number by which people name a row.
fn row_number(grid: &Grid, row: usize) -> usize {
    let cell = grid.cell(row, 0).and_then(|cell| cell.at);
    match (cell, grid.transposed) {
        (Some((_, column)), true) => column + 1,
        (Some((row, _)), false) => row + 1,
        _ => grid.rows[row].number,
    }
}

/// The row with most different names; of equals, the one nearest to the letters.
fn roles_row(grid: &Grid, counted: &Counted, rows: Range<usize>) -> usize {
    let distinct = |row: usize| {
        let texts = counted
            .letters
            .iter()
            .map(|column| fold(grid.text(row, *column)));
        let texts: BTreeSet<String> = texts
            .filter(|text| text.contains(char::is_alphabetic))
            .collect();
        texts.len()
    };
    rows.clone()
        .max_by_key(|row| (distinct(*row), *row))
        .unwrap_or(rows.start)
}

/// The columns with their names.
fn seats(grid: &Grid, header: &Header, columns: &[usize]) -> Vec<Seat> {
    let mut times: BTreeMap<String, usize> = BTreeMap::new();
    for column in columns {
        *times
            .entry(fold(grid.text(header.roles, *column)))
            .or_default() += 1;
    }
    let mut seats: Vec<Seat> = Vec::new();
    for column in columns {
        let own = line(grid.text(header.roles, *column));
        let others: Vec<String> = header
            .rows
            .clone()
            .filter(|row| *row != header.roles)
            .map(|row| line(grid.text(row, *column)))
            .filter(|text| !text.is_empty() && *text != own)
            .collect();
        let is_shared = times.get(&fold(&own)).is_some_and(|times| *times > 1);
        let (mut name, mut notes) = (own, others.clone());
        if name.is_empty() || is_shared && !others.is_empty() {
            name = [name]
                .into_iter()
                .chain(others)
                .filter(|part| !part.is_empty())
                .collect::<Vec<_>>()
                .join(": ");
            notes = Vec::new();
        }
        let known = seats
            .iter()
            .any(|seat: &Seat| fold(&seat.name) == fold(&name));
        let unclear = match (name.is_empty(), known) {
            (true, _) => Some("has no name".to_owned()),
            (_, true) => Some(format!("has the name `{name}`, as another one has")),
            _ => None,
        };
        if name.is_empty() {
            name = format!("Column {}", crate::grid::column_name(*column));
        }
        let span = grid
            .cell(header.roles, *column)
            .map_or(grid.span, |cell| cell.span);
        seats.push(Seat {
            column: *column,
            name,
            span,
            notes,
            sign: None,
            unclear,
        });
    }
    seats
}

fn is_letter(name: &str, context: &Context<'_>) -> bool {
    name.chars().count() == 1 && context.notation.is_letters(name)
        || context.notation.scheme.word(name).is_some()
}

/// Whether a table only explains letters: each letter once, in one column or twice in a row.
fn explains_only(grid: &Grid, context: &Context<'_>, columns: &[usize], rows: &[usize]) -> bool {
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

/// Why a table with letters may still be something else.
fn weakness(
    grid: &Grid,
    context: &Context<'_>,
    columns: &[usize],
    body: &[(usize, RowKind)],
) -> Option<String> {
    if is_asked_for(grid, context.options) {
        return None;
    }
    let mut letters: BTreeSet<Letter> = BTreeSet::new();
    let mut signs: BTreeSet<char> = BTreeSet::new();
    for (row, _) in body.iter().filter(|(_, kind)| *kind == RowKind::Task) {
        for column in columns {
            if let Reading::Letters(held) = context.notation.read(grid.text(*row, *column)) {
                signs.extend(held.iter().map(|held| held.sign.letter));
                letters.extend(held.iter().filter_map(|held| match held.sign.meaning {
                    Meaning::Is(letter) => Some(letter),
                    _ => None,
                }));
            }
        }
    }
    let says_so = grid
        .headings
        .iter()
        .chain(&grid.sheet)
        .any(|heading| names_matrix(heading));
    match () {
        () if letters.contains(&Letter::Accountable) && letters.len() > 1 => None,
        () if says_so && letters.len() > 1 => None,
        () if letters.contains(&Letter::Accountable) => Some("all its letters are A".into()),
        () => {
            let signs: Vec<String> = signs.iter().map(char::to_string).collect();
            Some(format!(
                "its letters are {}, and nobody is accountable for anything",
                signs.join(", ")
            ))
        }
    }
}

/// Whether a heading says that a matrix follows.
fn names_matrix(heading: &str) -> bool {
    let folded = fold(heading);
    let words = [
        "raci",
        "rasci",
        "responsib",
        "verantwort",
        "zustandig",
        "responsab",
        "daci",
        "verantwoord",
    ];
    words.iter().any(|word| folded.contains(word))
}

/// Whether roles seem to stand in rows: the corner says so, or names and accountables do.
fn lies_on_its_side(matrix: &Matrix, context: &Context<'_>) -> bool {
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

/// What was decided that could be decided otherwise.
fn choices(
    grid: &Grid,
    header: &Header,
    beside: &Beside,
    seats: &[Seat],
    body: &[(usize, RowKind)],
    legend: &BTreeSet<(usize, usize)>,
) -> Vec<Choice> {
    let mut choices = Vec::new();
    let of = grid.name();
    if header.rows.len() > 1 {
        let all: Vec<String> = header.rows.clone().map(|row| grid.row_name(row)).collect();
        choices.push(choice(
            format!(
                "{of}: of the header ({}), {} names the roles",
                all.join(", "),
                grid.row_name(header.roles)
            ),
            "--roles-row N",
        ));
    }
    let name = |column: usize| {
        let text = header
            .rows
            .clone()
            .rev()
            .map(|row| line(grid.text(row, column)))
            .find(|text| !text.is_empty());
        text.unwrap_or_else(|| crate::grid::column_name(column))
    };
    if let Some(task) = beside.task
        && (!beside.extra.is_empty() || !beside.groups.is_empty())
    {
        choices.push(choice(
            format!("{of}: `{}` names the tasks", name(task)),
            "--task-column NAME",
        ));
    }
    let groups: Vec<String> = beside
        .groups
        .iter()
        .map(|column| format!("`{}`", name(*column)))
        .collect();
    if !groups.is_empty() {
        choices.push(choice(
            format!(
                "{of}: {} puts tasks into groups, down to the next entry",
                groups.join(", ")
            ),
            "--task-column NAME",
        ));
    }
    let extra: Vec<String> = beside
        .extra
        .iter()
        .map(|(column, _)| format!("`{}`", name(*column)))
        .collect();
    if !extra.is_empty() {
        choices.push(choice(
            format!(
                "{of}: {} holds no letters and is kept as notes",
                extra.join(", ")
            ),
            "--role-column NAME",
        ));
    }
    let sections = body
        .iter()
        .filter(|(_, kind)| matches!(kind, RowKind::Section(_)));
    let sections: Vec<String> = sections.map(|(row, _)| grid.row_name(*row)).collect();
    if !sections.is_empty() {
        choices.push(choice(
            format!(
                "{of}: {} without letters {} to be a heading",
                some(&sections),
                if sections.len() == 1 {
                    "is taken"
                } else {
                    "are each taken"
                }
            ),
            "--no-sections",
        ));
    }
    let unused: Vec<String> = seats
        .iter()
        .filter(|seat| beside.unused.contains(&seat.column))
        .map(|seat| format!("`{}`", seat.name))
        .collect();
    if !unused.is_empty() {
        choices.push(choice(
            format!(
                "{of}: {} is taken for a role without any letter",
                unused.join(", ")
            ),
            "--map \"NAME=-\"",
        ));
    }
    if !legend.is_empty() {
        let rows: BTreeSet<usize> = legend.iter().map(|(row, _)| *row).collect();
        let rows: Vec<String> = rows.into_iter().map(|row| grid.row_name(row)).collect();
        choices.push(choice(
            format!("{of}: a legend in {} is not read as letters", some(&rows)),
            "--table N",
        ));
    }
    let remarks: Vec<String> = body
        .iter()
        .filter(|(_, kind)| matches!(kind, RowKind::Remark(_)))
        .map(|(row, _)| grid.row_name(*row))
        .collect();
    if !remarks.is_empty() {
        choices.push(choice(
            format!(
                "{of}: {} below the letters is a remark, kept as a comment",
                some(&remarks)
            ),
            "--no-sections",
        ));
    }
    choices
}

/// The first of many, and how many more.
fn some(names: &[String]) -> String {
    const MOST: usize = 6;
    let told = names
        .iter()
        .take(MOST)
        .cloned()
        .collect::<Vec<_>>()
        .join(", ");
    match names.len().saturating_sub(MOST) {
        0 => told,
        more => format!("{told} and {more} more"),
    }
}
