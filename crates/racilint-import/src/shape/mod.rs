//! Grids to shapes: which table is a matrix, and what its rows and columns are.
//!
//! Where a choice is open the likeliest is taken, said, and named with the option that decides it.

mod by_role;
mod columns;
mod crossed;
mod evidence;
mod footer;
mod inverted;
mod judge;
mod legend;
mod letters;
mod marked;
mod noted;
mod own;
mod rows;
mod sides;
mod told;
mod totals;

use std::collections::BTreeSet;

use racilint_diagnostics::Span;

use crate::grid::Grid;
use crate::notation::{Notation, Reading};
use crate::plain::fold;
use crate::scheme::Sign;
use crate::words::{self, Column};
use crate::{Choice, Options};

pub(crate) use marked::pairs;
pub(crate) use own::{FINDINGS, gives_support, is_own};
pub(crate) use rows::{RowKind, outline};

/// What the shapes of a file are found with.
pub(crate) struct Context<'a> {
    /// How cells are read.
    pub(crate) notation: &'a Notation,
    /// What the user decided.
    pub(crate) options: &'a Options,
    /// The roles that sure matrices of the file have, folded: a column with such a name is one of
    /// letters, whatever it holds.
    pub(crate) roles: BTreeSet<String>,
    /// What a file with one table calls itself; that of several says nothing of each.
    pub(crate) title: Option<String>,
    /// The name of such a file.
    pub(crate) file: String,
}

/// A table that is a matrix.
#[derive(Debug)]
pub(crate) struct Matrix {
    /// The table, turned where it has to be.
    pub(crate) grid: Grid,
    /// What its cells hold.
    pub(crate) kind: Kind,
    /// Whether racilint has written it: then names and ids are what they are.
    pub(crate) own: bool,
    /// The column that names the tasks; none when the heading does.
    pub(crate) task: Option<usize>,
    /// The columns that put tasks into groups, the outermost first.
    pub(crate) groups: Vec<usize>,
    /// The column of numbers.
    pub(crate) number: Option<usize>,
    /// The column that says more about a task.
    pub(crate) description: Option<usize>,
    /// The columns that hold letters or names.
    pub(crate) columns: Vec<Seat>,
    /// What else is kept as a note: column and header.
    pub(crate) extra: Vec<(usize, String)>,
    /// Columns of which some cells look like letters: column, header, letters, others.
    pub(crate) doubtful: Vec<(usize, String, usize, usize)>,
    /// What stands above the header, outside of it.
    pub(crate) above: Vec<String>,
    /// The rows below the header.
    pub(crate) body: Vec<(usize, RowKind)>,
    /// Legends beside it.
    pub(crate) legend: BTreeSet<(usize, usize)>,
    /// What was decided.
    pub(crate) choices: Vec<Choice>,
    /// Why it could be something else; a matrix only when a table like it is one.
    pub(crate) weak: Option<Why>,
}

/// Why a table is no matrix.
#[derive(Debug)]
pub(crate) struct Why {
    pub(crate) reason: String,
    /// Whether nothing says that it is something else: it holds letters, and lacks what a matrix has.
    pub(crate) is_lack: bool,
}

impl Why {
    pub(crate) fn lack(reason: impl Into<String>) -> Self {
        Self {
            reason: reason.into(),
            is_lack: true,
        }
    }
}

impl<T: Into<String>> From<T> for Why {
    fn from(reason: T) -> Self {
        Self {
            reason: reason.into(),
            is_lack: false,
        }
    }
}

/// What the cells of a matrix hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Letters; the column names who.
    Letters,
    /// Names; the column says which letter.
    Names,
    /// Names with their letters in brackets.
    Marked,
}

/// A column that says who, or which letter.
#[derive(Clone, Debug)]
pub(crate) struct Seat {
    /// Which column.
    pub(crate) column: usize,
    /// Who; for columns of names, what the header says.
    pub(crate) name: String,
    /// Where that is said.
    pub(crate) span: Span,
    /// What further header rows say.
    pub(crate) notes: Vec<String>,
    /// The letter, for columns of names.
    pub(crate) sign: Option<&'static Sign>,
    /// Whether the name had to be made up, or was taken twice.
    pub(crate) unclear: Option<String>,
}

/// What became of a table.
pub(crate) enum Found {
    /// It is a matrix.
    Matrix(Box<Matrix>),
    /// It is none: its name, its first row and the reason.
    Other(String, Span, Why),
}

/// The matrices in one table or sheet.
pub(crate) fn find(grid: &Grid, context: &Context<'_>) -> Vec<Found> {
    all(grid, grid.name(), context)
}

/// The matrices of a part of a table, which goes by this name.
fn all(grid: &Grid, name: String, context: &Context<'_>) -> Vec<Found> {
    if let Some(both) = side_by_side(grid, context) {
        return both;
    }
    match one(grid, context) {
        Err(why) => {
            blocks(grid, context).unwrap_or_else(|| vec![Found::Other(name, grid.first_row(), why)])
        }
        Ok((matrix, None)) => vec![Found::Matrix(Box::new(matrix))],
        Ok((matrix, Some(from))) => {
            // Seen without what stands below it, the first one has no other columns than its own.
            let top = grid.part(0..from);
            let first = || match one(&top, context) {
                Ok((own, None)) => own,
                _ => matrix,
            };
            let mut found = side_by_side(&top, context)
                .unwrap_or_else(|| vec![Found::Matrix(Box::new(first()))]);
            if let Some(Found::Matrix(above)) = found.first_mut() {
                above.choices.push(told::another(grid, from));
            }
            let below = grid.part(from..grid.rows.len());
            let name = format!("{} from {} on", below.name(), below.row_name(0));
            found.extend(all(&below, name, context));
            found
        }
    }
}

/// The matrices of tables that stand side by side; nothing for a single one.
fn side_by_side(grid: &Grid, context: &Context<'_>) -> Option<Vec<Found>> {
    let (parts, choice) = sides::parted(grid, context)?;
    let parts = parts.iter();
    let mut found: Vec<Found> = parts
        .flat_map(|part| all(part, part.name(), context))
        .collect();
    if let Some(Found::Matrix(first)) = found.first_mut() {
        first.choices.insert(0, choice);
    }
    Some(found)
}

/// A sheet that is no matrix as a whole can hold one between empty rows, beside other tables.
fn blocks(grid: &Grid, context: &Context<'_>) -> Option<Vec<Found>> {
    let is_blank = |row: usize| grid.rows[row].cells.iter().all(crate::grid::Cell::is_empty);
    let mut parts: Vec<std::ops::Range<usize>> = Vec::new();
    for row in (0..grid.rows.len()).filter(|row| !is_blank(*row)) {
        match parts.last_mut() {
            Some(part) if part.end == row => part.end = row + 1,
            _ => parts.push(row..row + 1),
        }
    }
    if grid.headers > 0 || parts.len() < 2 {
        return None;
    }
    let mut found = Vec::new();
    for part in parts {
        let part = grid.part(part);
        let name = format!("{} from {} on", grid.name(), part.row_name(0));
        found.push(match one(&part, context) {
            Ok((matrix, _)) => Found::Matrix(Box::new(matrix)),
            Err(why) => Found::Other(name, part.first_row(), why),
        });
    }
    let is_sure = |one: &Found| matches!(one, Found::Matrix(matrix) if matrix.weak.is_none());
    found.iter().any(is_sure).then_some(found)
}

/// The first matrix of a grid, and the row at which another one begins below it.
fn one(grid: &Grid, context: &Context<'_>) -> Result<(Matrix, Option<usize>), Why> {
    if grid.rows.len() < 2 || grid.width() < 2 {
        return Err("it has less than two rows or columns".into());
    }
    if let Some(matrix) = own::find(grid, context) {
        return Ok((matrix, None));
    }
    if let Some(matrix) = inverted::find(grid, context) {
        return Ok((matrix, None));
    }
    if let Some(matrix) = marked::find(grid, context) {
        return Ok((matrix, None));
    }
    if let Some((rewritten, choice)) = crossed::rewritten(grid, context)? {
        let (mut matrix, _) = letters::find(&rewritten, context)?;
        matrix.choices.insert(0, choice);
        return Ok((matrix, None));
    }
    letters::find(grid, context)
}

/// What a cell looks like before it is known what it is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    Empty,
    Nobody,
    Pending,
    Letters,
    Legend,
    Text,
}

impl Context<'_> {
    /// Whether most columns of a table are named like roles that are known, and its cells could be
    /// letters: short, and some of them letters or names of those roles.
    fn has_known_roles(&self, grid: &Grid) -> bool {
        let header = |row: usize| {
            (1..grid.width())
                .filter(|column| self.roles.contains(&fold(grid.text(row, *column))))
                .count()
        };
        let Some(row) = (0..grid.rows.len().min(4)).find(|row| header(*row) >= 2) else {
            return false;
        };
        let cells = grid.rows[row + 1..]
            .iter()
            .flat_map(|row| row.cells.iter().skip(1));
        let mut texts = cells.map(|cell| &cell.text).filter(|text| !text.is_empty());
        let fits =
            |text: &String| self.notation.is_letters(text) || self.roles.contains(&fold(text));
        header(row) * 2 >= grid.width() - 1 && texts.any(fits)
    }

    fn class(&self, text: &str) -> Class {
        match self.notation.read(text) {
            Reading::Empty => Class::Empty,
            Reading::Nobody => Class::Nobody,
            Reading::Pending => Class::Pending,
            Reading::Letters(_) if self.notation.is_letters(text) => Class::Letters,
            _ => Class::Text,
        }
    }
}

/// The classes of all cells of a grid.
pub(crate) struct Classes {
    cells: Vec<Vec<Class>>,
    /// The rows that count letters.
    pub(crate) totals: BTreeSet<usize>,
}

impl Classes {
    fn of(grid: &Grid, context: &Context<'_>, legend: &BTreeSet<(usize, usize)>) -> Self {
        let header = header_with_codes(grid, context);
        let noted = noted::cells(grid, context);
        let totals = totals::rows(grid, context);
        let rows = grid.rows.iter().enumerate().map(|(row, cells)| {
            let cells = cells.cells.iter().enumerate().map(|(column, cell)| {
                match context.class(&cell.text) {
                    _ if legend.contains(&(row, column)) => Class::Legend,
                    _ if totals.contains(&row) => Class::Legend,
                    Class::Letters if header == Some(row) => Class::Text,
                    Class::Text if noted.contains(&(row, column)) => Class::Letters,
                    class => class,
                }
            });
            cells.collect()
        });
        Classes {
            cells: rows.collect(),
            totals,
        }
    }

    pub(crate) fn at(&self, row: usize, column: usize) -> Class {
        let cell = self.cells.get(row).and_then(|row| row.get(column));
        cell.copied().unwrap_or(Class::Empty)
    }
}

/// The header above all letters, where it names the tasks: codes of roles in it, such as `CI`, are no
/// letters.
fn header_with_codes(grid: &Grid, context: &Context<'_>) -> Option<usize> {
    let is = |row: &usize, kind: fn(&Context<'_>, &str) -> bool| {
        let mut cells = grid.rows[*row].cells.iter();
        cells.any(|cell| kind(context, &cell.text))
    };
    let mut rows = 0..grid.rows.len().min(12);
    let first = rows.find(|row| {
        is(row, |_, text| words::names(text, Column::Task))
            || is(row, |context, text| context.class(text) == Class::Letters)
    });
    first.filter(|row| is(row, |_, text| words::names(text, Column::Task)))
}

/// Whether the user has asked for this very table.
fn is_asked_for(grid: &Grid, options: &Options) -> bool {
    let of_sheet = grid
        .sheet
        .as_ref()
        .is_some_and(|sheet| options.sheets.contains(sheet));
    of_sheet || options.tables.contains(&grid.number)
}

/// A choice with the option that decides it.
fn choice(text: String, option: &str) -> Choice {
    Choice {
        text,
        option: option.into(),
    }
}
