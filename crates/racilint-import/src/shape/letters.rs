//! The usual shape: tasks down, roles across, letters in the cells; and the same lying on its side.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::columns;
use super::evidence::weakness;
use super::judge::{explains_only, lies_on_its_side, no_letters};
use super::rows::{RowKind, Rows};
use super::told::choices;
use super::{Class, Classes, Context, Kind, Matrix, Seat, Why, choice, is_asked_for, legend};
use crate::grid::Grid;
use crate::plain::{fold, line};
use crate::words::{self, Column};

/// Reads a grid of letters, and says at which row another one begins below it.
///
/// # Errors
///
/// Says why it is no such grid.
pub(super) fn find(grid: &Grid, context: &Context<'_>) -> Result<(Matrix, Option<usize>), Why> {
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

pub(super) fn upright(grid: &Grid, context: &Context<'_>) -> Result<(Matrix, Option<usize>), Why> {
    let legend = legend::cells(grid, context);
    let classes = Classes::of(grid, context, &legend);
    let counted = Counted::of(grid, &classes, context);
    if counted.letters.is_empty() && legend.len() >= 3 {
        return Err("it explains the letters, and assigns none".into());
    }
    if counted.letters.is_empty() {
        return Err(no_letters(grid, &classes, &counted, context).into());
    }
    let properties: Vec<usize> = counted
        .properties
        .iter()
        .map(|(column, _)| *column)
        .collect();
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
        (named, &properties),
    );
    if beside.task.is_none() {
        return Err(Why::lack(
            "no column names the tasks; `--task-column NAME` says which one does",
        ));
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
        return Err(Why::lack(
            "its columns are named by letters, and no row names the roles",
        ));
    }
    let rows = Rows {
        grid,
        context,
        classes: &classes,
        seats: &taken,
        beside: &beside,
        header: header.rows.clone(),
        sections: context.options.sections,
    };
    let body = rows.kinds();
    let below = body
        .last()
        .filter(|(_, kind)| *kind == RowKind::Another)
        .map(|(row, _)| *row);
    // What was taken for a header was the head of the sheet: the matrix begins further down.
    let first = with_letters.first().copied().unwrap_or(grid.rows.len());
    let begin = rows
        .header_before(first)
        .filter(|_| below.is_some_and(|below| below <= first));
    if let Some(below) = begin {
        let (mut matrix, rest) = upright(&grid.part(below..grid.rows.len()), context)?;
        let mut head = above(grid, below);
        head.append(&mut matrix.above);
        matrix.above = head;
        return Ok((matrix, rest.map(|row| row + below)));
    }
    let weak = weakness(grid, context, &seats, &body);
    let is_blank =
        |row: &usize, column| matches!(classes.at(*row, column), Class::Empty | Class::Nobody);
    let unused: Vec<String> = seats
        .iter()
        .filter(|seat| (header.rows.end..grid.rows.len()).all(|row| is_blank(&row, seat.column)))
        .map(|seat| format!("`{}`", seat.name))
        .collect();
    let choices = choices(grid, &header, &beside, &unused, &body, &legend);
    let mut above = above(grid, header.rows.start);
    above.extend(over_tasks(grid, &header, &beside));
    let matrix = Matrix {
        grid: grid.clone(),
        kind: Kind::Letters,
        own: false,
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
        above,
        body,
        legend,
        choices,
        weak,
    };
    Ok((matrix, below))
}

/// How many cells of each column are letters.
pub(super) struct Counted {
    /// The columns that are letters.
    pub(super) letters: Vec<usize>,
    /// Columns some of whose cells are: column, letters, others.
    pub(super) doubtful: Vec<(usize, usize, usize)>,
    /// Columns whose header names a property of the row, with that header.
    pub(super) properties: Vec<(usize, String)>,
}

impl Counted {
    fn of(grid: &Grid, classes: &Classes, context: &Context<'_>) -> Self {
        let mut counted = Counted {
            letters: Vec::new(),
            doubtful: Vec::new(),
            properties: Vec::new(),
        };
        let known = context.has_known_roles(grid);
        // A task can be called as a role is.
        let holds =
            |row: &usize| (0..grid.width()).any(|at| classes.at(*row, at) == Class::Letters);
        let head = (1..grid.rows.len().min(8)).find(holds);
        let head = head.unwrap_or(grid.rows.len().min(8));
        for column in 0..grid.width() {
            let rows = || (grid.headers..grid.rows.len()).map(|row| classes.at(row, column));
            let from = rows().position(|class| class == Class::Letters);
            let below = || rows().skip(from.unwrap_or(usize::MAX));
            let letters = below().filter(|class| *class == Class::Letters).count();
            let from = grid.headers + from.unwrap_or_default();
            let others = (from..grid.rows.len()).filter(|row| {
                // A heading over the whole width stands in no column.
                let covered = grid.cell(*row, column).is_some_and(|cell| cell.covered);
                !covered && classes.at(*row, column) == Class::Text
            });
            let others = others.count();
            let asked = (0..head).any(|row| {
                let header = fold(grid.text(row, column));
                let is_asked = context
                    .options
                    .role_columns
                    .iter()
                    .any(|name| fold(name) == header);
                !header.is_empty()
                    && (is_asked || column > 0 && known && context.roles.contains(&header))
            });
            let property = || property_of(grid, classes, column);
            let of_tasks = || names_tasks(grid, classes, column, head, context);
            match () {
                () if asked => counted.letters.push(column),
                () if of_tasks() => {}
                () if columns::is_enumeration(grid, column) => {}
                () if letters == 0 || holds_ids(grid, column) => {}
                () if property().is_some() => {
                    counted
                        .properties
                        .extend(property().map(|name| (column, name)));
                }
                () if letters * 10 >= (letters + others) * 6 => counted.letters.push(column),
                () if letters * 4 >= letters + others => {
                    counted.doubtful.push((column, letters, others));
                }
                () => {}
            }
        }
        // Whoever asks for this very table has decided that they are roles.
        if counted.letters.is_empty() && is_asked_for(grid, context.options) {
            let properties = std::mem::take(&mut counted.properties);
            counted.letters = properties.into_iter().map(|(column, _)| column).collect();
        }
        // Beside a column that is sure, half of the cells are enough.
        if !counted.letters.is_empty() {
            let (half, doubtful): (Vec<_>, Vec<_>) = counted
                .doubtful
                .into_iter()
                .partition(|(_, letters, others)| letters >= others);
            counted
                .letters
                .extend(half.into_iter().map(|(column, ..)| column));
            counted.letters.sort_unstable();
            counted.doubtful = doubtful;
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

/// Whether a column names the tasks, because the user or its header says so: a letter in it, as a row
/// that has slipped leaves there, makes it no role.
fn names_tasks(
    grid: &Grid,
    classes: &Classes,
    column: usize,
    head: usize,
    context: &Context<'_>,
) -> bool {
    let named = context.options.task_column.as_deref();
    if named.is_some_and(|named| columns::is_column(grid, &(0..head), column, named)) {
        return true;
    }
    let is_headed = (0..head).any(|row| words::names(grid.text(row, column), Column::Task));
    let count = |class: Class| {
        let rows = head..grid.rows.len();
        rows.filter(|row| classes.at(*row, column) == class).count()
    };
    is_headed && count(Class::Letters) * 3 <= count(Class::Text)
}

/// Whether a column below `ID` numbers its rows by a letter and a number: `R1`, `R2`, and so on.
fn holds_ids(grid: &Grid, column: usize) -> bool {
    let texts = (0..grid.rows.len()).map(|row| grid.text(row, column));
    let mut texts = texts.filter(|text| !text.is_empty());
    let named = texts
        .next()
        .is_some_and(|text| words::names(text, Column::Id));
    named && texts.all(|text| text.ends_with(|c: char| c.is_ascii_digit()))
}

/// The header of a column, where it names a property of the row.
fn property_of(grid: &Grid, classes: &Classes, column: usize) -> Option<String> {
    let mut all = grid.headers..grid.rows.len();
    let first = all.find(|row| classes.at(*row, column) == Class::Letters)?;
    let above = (0..first).rev().filter(|row| {
        let covered = grid.cell(*row, column).is_some_and(|cell| cell.covered);
        !covered && classes.at(*row, column) == Class::Text
    });
    let mut above = above.map(|row| grid.text(row, column));
    above.find(|text| words::is_plain_property(text)).map(line)
}

/// The rows above the letters.
pub(super) struct Header {
    pub(super) rows: Range<usize>,
    /// The one that names the roles.
    pub(super) roles: usize,
}

fn header(
    grid: &Grid,
    classes: &Classes,
    counted: &Counted,
    context: &Context<'_>,
) -> Result<Header, Why> {
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
    let first = first.ok_or_else(|| Why::lack("no row names the roles"))?;
    let has_letters = |row: usize| {
        counted
            .letters
            .iter()
            .any(|column| classes.at(row, *column) == Class::Letters)
    };
    let least = grid.headers.max(named.map_or(first + 1, |named| named + 1));
    let mut end = first + 1;
    let is_header = |row: usize| {
        let is_wide = filled(row) * 2 >= counted.letters.len();
        // Where the markup says what the header is, nothing else is.
        grid.headers == 0
            && is_wide
            && !has_letters(row)
            && !is_title(row)
            && !all_nobody(classes, counted, row)
    };
    let says_task = |row: usize| {
        (0..grid.width()).any(|column| words::names(grid.text(row, column), Column::Task))
    };
    // People above roles: Markdown knows one row of a header, and the second one names the tasks.
    let is_second = grid.headers == 1
        && first == 0
        && named.is_none()
        && !says_task(0)
        && says_task(1)
        && filled(1) == counted.letters.len()
        && !has_letters(1)
        && !is_title(1);
    let mut of_tasks = task_columns(grid, first);
    let may_follow = |row: usize, of_tasks: &BTreeSet<usize>| {
        row < least || is_header(row) && !is_labelled(grid, row, of_tasks) || is_second && row == 1
    };
    while end < grid.rows.len() && may_follow(end, &of_tasks) {
        of_tasks.extend(task_columns(grid, end));
        end += 1;
    }
    let all_letters = counted
        .letters
        .iter()
        .all(|column| classes.at(first, *column) == Class::Letters);
    if named.is_none() && grid.headers == 0 && all_letters && !says_task(first) {
        return Err(Why::lack(
            "no row names the roles; `--roles-row N` names it",
        ));
    }
    let roles = named.unwrap_or_else(|| roles_row(grid, counted, first..end));
    Ok(Header {
        rows: first..end,
        roles,
    })
}

/// The columns of which a row of the header says that they name the tasks.
fn task_columns(grid: &Grid, row: usize) -> BTreeSet<usize> {
    let columns = 0..grid.width();
    let of_tasks = columns.filter(|column| words::names(grid.text(row, *column), Column::Task));
    of_tasks.collect()
}

/// Whether a row below a header has a name of its own where the header says that tasks are named:
/// then it is a task, with words in place of letters. Below roles, `Name` and `Role` name people.
fn is_labelled(grid: &Grid, row: usize, of_tasks: &BTreeSet<usize>) -> bool {
    let kinds = [Column::Task, Column::Role, Column::Group, Column::Id];
    let mut cells = of_tasks.iter().filter_map(|column| grid.cell(row, *column));
    cells.any(|cell| {
        let is_own = !cell.covered && !cell.is_empty();
        is_own && kinds.iter().all(|kind| !words::names(&cell.text, *kind))
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

/// What stands in the header over the name of a column beside the letters, such as a title in the
/// corner; words for columns and what is merged are no titles.
fn over_tasks(grid: &Grid, header: &Header, beside: &columns::Beside) -> Vec<String> {
    let kinds = [
        Column::Task,
        Column::Group,
        Column::Description,
        Column::Id,
        Column::Role,
    ];
    let mut over: Vec<String> = Vec::new();
    let columns = beside.groups.iter().chain(&beside.number);
    for column in columns.chain(&beside.task) {
        let named = |row: &usize| !grid.text(*row, *column).is_empty();
        let Some(name) = header.rows.clone().rev().find(named) else {
            continue;
        };
        let own = grid.text(name, *column);
        let cells = (header.rows.start..name).filter_map(|row| grid.cell(row, *column));
        let texts = cells
            .filter(|cell| !cell.covered && !cell.is_empty() && cell.text != own)
            .map(|cell| line(&cell.text));
        over.extend(texts.filter(|text| kinds.iter().all(|kind| !words::names(text, *kind))));
    }
    over
}

/// The number by which people name a row.
pub(super) fn row_number(grid: &Grid, row: usize) -> usize {
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
    // Of people and roles, the roles stand beside what the tasks are called.
    let names_task = |row: usize| {
        (0..grid.width()).any(|column| words::names(grid.text(row, column), Column::Task))
    };
    rows.clone()
        .max_by_key(|row| (distinct(*row), names_task(*row), *row))
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
        let mut own = line(grid.text(header.roles, *column));
        // The letters of the column stand, so it is still known whose they are.
        if let Some(cell) = grid.cell(header.roles, *column).filter(|_| own.is_empty()) {
            own = line(&cell.struck);
        }
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
            name = format!("Column {}", grid.column_letters(*column));
        }
        // A header that is not written has no place; the first letter below it has.
        let written = (header.roles..grid.rows.len())
            .filter_map(|row| grid.cell(row, *column))
            .find(|cell| !cell.is_empty() || !cell.struck.is_empty());
        let span = written.map_or(grid.span, |cell| cell.span);
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
