//! Grids to shapes: which table is a matrix, and what its rows and columns are.
//!
//! Where a choice is open the likeliest is taken, said, and named with the option that decides it.

mod by_role;
mod columns;
mod evidence;
mod footer;
mod inverted;
mod judge;
mod legend;
mod letters;
mod marked;
mod own;
mod rows;
mod told;

use std::collections::BTreeSet;

use racilint_diagnostics::Span;

use crate::grid::Grid;
use crate::notation::{Notation, Reading};
use crate::plain::fold;
use crate::scheme::Sign;
use crate::{Choice, Options};

pub(crate) use marked::pairs;
pub(crate) use own::gives_support;
pub(crate) use rows::RowKind;

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
    pub(crate) weak: Option<String>,
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
    /// It is none: its name and the reason.
    Other(String, String),
}

/// The matrices in one table or sheet.
pub(crate) fn find(grid: &Grid, context: &Context<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    let mut rest = Some(grid.clone());
    while let Some(grid) = rest.take() {
        let name = match found.is_empty() {
            true => grid.name(),
            false => format!("{} from {} on", grid.name(), grid.row_name(0)),
        };
        match one(&grid, context) {
            Err(reason) => match blocks(&grid, context) {
                Some(blocks) => found.extend(blocks),
                None => found.push(Found::Other(name, reason)),
            },
            Ok((matrix, below)) => {
                found.push(Found::Matrix(Box::new(matrix)));
                rest = below.map(|from| grid.part(from..grid.rows.len()));
            }
        }
    }
    found
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
            Err(reason) => Found::Other(name, reason),
        });
    }
    let is_sure = |one: &Found| matches!(one, Found::Matrix(matrix) if matrix.weak.is_none());
    found.iter().any(is_sure).then_some(found)
}

/// The first matrix of a grid, and the row at which another one begins below it.
fn one(grid: &Grid, context: &Context<'_>) -> Result<(Matrix, Option<usize>), String> {
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
pub(crate) struct Classes(Vec<Vec<Class>>);

impl Classes {
    fn of(grid: &Grid, context: &Context<'_>, legend: &BTreeSet<(usize, usize)>) -> Self {
        let rows = grid.rows.iter().enumerate().map(|(row, cells)| {
            let cells = cells.cells.iter().enumerate().map(|(column, cell)| {
                match legend.contains(&(row, column)) {
                    true => Class::Legend,
                    false => context.class(&cell.text),
                }
            });
            cells.collect()
        });
        Classes(rows.collect())
    }

    pub(crate) fn at(&self, row: usize, column: usize) -> Class {
        let cell = self.0.get(row).and_then(|row| row.get(column));
        cell.copied().unwrap_or(Class::Empty)
    }
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
