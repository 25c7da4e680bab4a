//! The responsibility matrix as plain data: titled columns, rows in sections, letters in cells.
//!
//! Everything in it is text that is ready to be shown (see `words`) and follows from the model
//! alone; what a check finds is a matter of [`Remarks`](crate::Remarks). No format is known here.

mod columns;
mod extras;
mod head;
mod holders;
mod hours;
mod merged;
mod order;

use std::borrow::Cow;
use std::collections::BTreeMap;

use racilint_checker::model::{Engagement, Letter, Link, Row as Work, RowId};
use racilint_diagnostics::Span;

use crate::words::{self, line};
use columns::Columns;
use holders::Holders;
use order::Entry;

/// The most cells that are drawn: with more, nobody reads it and the memory goes.
pub const MOST_CELLS: usize = 1_000_000;

/// What stands side by side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// Everybody who holds a letter, by party; the cells hold letters.
    Holders,
    /// The parties; a cell holds the letters of all who belong to the party.
    Parties,
    /// The letters; the cells hold names.
    Letters,
}

/// What is asked of a matrix.
#[derive(Clone, Copy, Debug)]
pub struct Sketch<'a> {
    /// What stands side by side.
    pub layout: Layout,
    /// The name of the file, to be shown.
    pub file: &'a str,
    /// Only these workstreams with their slices and children; all where there are none.
    pub only: &'a [RowId],
}

/// The matrix of an engagement.
#[derive(Clone, Debug)]
pub struct Matrix {
    /// What the engagement is called; the name of its file where it has no title.
    pub title: String,
    /// What else is said about the engagement: `("Client", "Harbor Clinics, Inc.")`.
    pub facts: Vec<(&'static str, String)>,
    /// The day on which the engagement is looked at: year, month, day.
    pub day: (u16, u8, u8),
    /// What stands side by side.
    pub layout: Layout,
    /// The columns between the names of the rows and the extras.
    pub columns: Vec<Column>,
    /// The headings of what is said of rows besides letters; only those that say something.
    pub extras: Vec<&'static str>,
    /// The rows, sections above what belongs to them.
    pub rows: Vec<Row>,
    /// Everybody who holds a letter, whatever the columns are, for the legend.
    pub holders: Vec<Column>,
    /// The letters that are in use, for the legend.
    pub letters: Vec<Letter>,
    /// What is deliberately nobody's; nothing where only some workstreams are drawn.
    pub left: Vec<Left>,
    places: Places,
}

/// Whoever holds letters, or a letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// The heading; no two columns have the same.
    pub title: String,
    /// The id; empty where there is none.
    pub id: String,
    /// What it is: party, team, role, person; empty for what is not known and for letters.
    pub kind: &'static str,
    /// The title of the party that it belongs to; empty where there is none.
    pub party: String,
    /// Which of the groups of columns it is in, counted from 0: those of one party are one.
    pub group: usize,
    /// The names of the members of a team, of the holders of a role.
    pub people: Vec<String>,
}

/// A row.
#[derive(Clone, Debug)]
pub struct Row {
    /// The id: `triage`, or `triage.nights` for a slice; a section is only a heading and has none.
    pub id: String,
    /// What people call it.
    pub title: String,
    /// How many sections it stands under.
    pub depth: usize,
    /// Whether it is the heading of a section and holds no letters.
    pub is_section: bool,
    /// One for each column; none for a section.
    pub cells: Vec<Cell>,
    /// One for each heading of [`Matrix::extras`]; a section has only blank ones.
    pub extras: Vec<String>,
    /// What is said of the workstream that heads a section, for a place beside the matrix.
    pub about: String,
}

/// A cell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// The letters held, each once, in the order of [`Letter::ALL`].
    pub letters: Vec<Letter>,
    /// What stands in it: letters, or names one below the other.
    pub lines: Vec<String>,
    /// Who holds what, where the column does not say it: `("R", "Service desk")`.
    pub who: Vec<(Letter, String)>,
}

/// An area or workstream that is deliberately nobody's.
#[derive(Clone, Debug)]
pub struct Left {
    /// What it is.
    pub what: String,
    /// Why.
    pub reason: String,
    /// Who accepted it.
    pub accepted_by: String,
}

/// Where things of the file stand in the matrix.
#[derive(Clone, Debug, Default)]
struct Places {
    /// Where a cell's holder is named in the file, with the row and column, in the order of spans.
    cells: Vec<(Span, usize, usize)>,
    /// The rows by their names as waivers write them.
    rows: BTreeMap<String, usize>,
    /// The columns by their names as waivers write them.
    columns: BTreeMap<String, usize>,
}

impl Matrix {
    /// Draws the matrix of an engagement. Memory grows with rows times columns: see
    /// [`Matrix::size`] and [`MOST_CELLS`].
    pub fn of(engagement: &Engagement<'_>, sketch: Sketch<'_>) -> Self {
        let entries = order::entries(engagement, sketch.only);
        let holders = Holders::of(engagement, &entries);
        let columns = Columns::of(engagement, sketch.layout, &holders, &entries);
        let mut places = Places::default();
        let mut rows: Vec<Row> = Vec::with_capacity(entries.len());
        for entry in &entries {
            let work = engagement.row(entry.row);
            places.rows.entry(work.object()).or_insert(rows.len());
            if let Some(whole) = work.whole {
                let whole = engagement.row(whole).object();
                places.rows.entry(whole).or_insert(rows.len());
            }
            let cells = match entry.is_section {
                true => Vec::new(),
                false => cells(work, &columns, &holders, rows.len(), &mut places.cells),
            };
            rows.push(Row {
                id: match entry.is_section {
                    true => String::new(),
                    false => line(&work.name),
                },
                title: line(&entry.title),
                depth: entry.depth,
                is_section: entry.is_section,
                cells,
                extras: extras::of(engagement, entry.row, entry.is_section),
                about: match entry.is_section {
                    true => extras::of_section(work),
                    false => String::new(),
                },
            });
        }
        places.cells.sort_unstable();
        for (index, object) in columns.objects(engagement) {
            places.columns.insert(object, index);
        }
        let extras = extras::keep_used(&mut rows);
        Matrix {
            title: head::title(engagement, sketch.file),
            facts: head::facts(engagement, sketch.file),
            day: head::day(engagement.today),
            layout: sketch.layout,
            extras,
            letters: letters_used(engagement, &entries),
            rows,
            columns: columns.list,
            holders: holders.list,
            left: match sketch.only {
                [] => head::left(engagement),
                _ => Vec::new(),
            },
            places,
        }
    }

    /// How many rows and columns the matrix would have.
    pub fn size(engagement: &Engagement<'_>, sketch: Sketch<'_>) -> (usize, usize) {
        let entries = order::entries(engagement, sketch.only);
        let holders = Holders::of(engagement, &entries);
        let columns = Columns::of(engagement, sketch.layout, &holders, &entries);
        (entries.len(), columns.list.len())
    }

    /// The cell whose holder is named at a place of the file.
    pub(crate) fn cell_at(&self, span: Span) -> Option<(usize, usize)> {
        let behind = self
            .places
            .cells
            .partition_point(|(own, ..)| (own.file, own.start) <= (span.file, span.start));
        let (own, row, column) = *self.places.cells.get(behind.checked_sub(1)?)?;
        own.contains(span).then_some((row, column))
    }

    /// The row of a workstream or slice by its name as waivers write it.
    pub(crate) fn row_of(&self, object: &str) -> Option<usize> {
        self.places.rows.get(object).copied()
    }

    /// The column of a party, team, role or person by its name as waivers write it.
    pub(crate) fn column_of(&self, object: &str) -> Option<usize> {
        self.places.columns.get(object).copied()
    }

    /// The cells of a column, from the top.
    pub(crate) fn cells_of(&self, column: usize) -> impl Iterator<Item = &Cell> {
        self.rows
            .iter()
            .filter_map(move |row| row.cells.get(column))
    }
}

impl Matrix {
    /// The sections of which more is said than their titles: title and text.
    pub(crate) fn sections(&self) -> impl Iterator<Item = (&str, &str)> {
        let rows = self.rows.iter().filter(|row| !row.about.is_empty());
        rows.map(|row| (row.title.as_str(), row.about.as_str()))
    }
}

impl Cell {
    /// The cell on one line.
    pub fn text(&self) -> String {
        self.parts().collect::<Vec<_>>().join(", ")
    }

    /// What stands in it, one by one. A name that would look like two stands in quotes.
    pub(crate) fn parts(&self) -> impl Iterator<Item = Cow<'_, str>> {
        self.lines.iter().map(|line| quoted(line))
    }

    /// The heaviest of its letters, by which it is coloured.
    pub(crate) fn main_letter(&self) -> Option<Letter> {
        let letters = self.letters.iter().copied();
        letters.min_by_key(|letter| match letter {
            Letter::Accountable => 0,
            Letter::Responsible => 1,
            Letter::Support => 2,
            Letter::Consulted => 3,
            Letter::Informed => 4,
        })
    }

    fn take(&mut self, letter: Letter, name: &str) {
        if !self.letters.contains(&letter) {
            self.letters.push(letter);
            self.letters.sort_unstable_by_key(|letter| *letter as usize);
        }
        let held = (letter, name.to_owned());
        if !self.who.contains(&held) {
            self.who.push(held);
        }
    }
}

/// A name as one of a list: in quotes where it holds what parts names, with its own quotes doubled.
fn quoted(name: &str) -> Cow<'_, str> {
    match name.contains([',', ';', '"', '、', '，']) {
        true => Cow::Owned(format!("\"{}\"", name.replace('"', "\"\""))),
        false => Cow::Borrowed(name),
    }
}

/// The cells of a row; `places` is told where their holders are named.
fn cells(
    work: &Work<'_>,
    columns: &Columns<'_>,
    holders: &Holders<'_>,
    row: usize,
    places: &mut Vec<(Span, usize, usize)>,
) -> Vec<Cell> {
    let mut cells = vec![Cell::default(); columns.list.len()];
    for letter in Letter::ALL {
        for link in &work.seats(letter).links {
            for column in columns.of_link(link, letter) {
                places.push((link.span, row, column));
                cells[column].take(letter, holders.title(link));
            }
        }
    }
    for cell in &mut cells {
        cell.lines = match columns.layout {
            _ if cell.letters.is_empty() => Vec::new(),
            Layout::Letters => cell.who.iter().map(|(_, name)| name.clone()).collect(),
            Layout::Holders | Layout::Parties => vec![words::signs(&cell.letters)],
        };
        if columns.layout != Layout::Parties {
            cell.who.clear();
        }
    }
    cells
}

/// The four that everybody expects, and support where somebody gives it.
fn letters_used(engagement: &Engagement<'_>, entries: &[Entry]) -> Vec<Letter> {
    let has_support = entries
        .iter()
        .any(|entry| !entry.is_section && is_held(engagement, entry.row, Letter::Support));
    let letters = Letter::ALL.into_iter();
    letters
        .filter(|letter| *letter != Letter::Support || has_support)
        .collect()
}

fn is_held(engagement: &Engagement<'_>, row: RowId, letter: Letter) -> bool {
    !engagement.row(row).seats(letter).links.is_empty()
}

/// Everybody whom a row names, with the letter.
fn links<'e, 'd>(
    engagement: &'e Engagement<'d>,
    entries: &'e [Entry],
) -> impl Iterator<Item = &'e Link<'d, racilint_checker::model::ActorId>> {
    let works = entries.iter().filter(|entry| !entry.is_section);
    works.flat_map(|entry| {
        let row = engagement.row(entry.row);
        let seats = Letter::ALL.into_iter().map(|letter| row.seats(letter));
        seats.flat_map(|seats| &seats.links)
    })
}

#[cfg(test)]
pub(crate) mod tests;
