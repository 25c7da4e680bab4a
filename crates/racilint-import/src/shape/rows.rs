//! Which row is which: tasks, sections, legends, remarks, headers that are repeated.

use std::collections::BTreeSet;
use std::ops::Range;

use super::columns::Beside;
use super::footer::is_footer;
use super::{Class, Classes, Context};
use crate::grid::Grid;
use crate::plain::fold;
use crate::words::{self, Column};

/// What a row below the header is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum RowKind {
    /// A piece of work.
    Task,
    /// The name of what the next rows belong to.
    Section(String),
    /// A remark below the matrix.
    Remark(String),
    /// The header once more, a legend, or nothing.
    Nothing,
    /// Another matrix begins here.
    Another,
}

/// `2` for `2.` and `2.0`, as headings are numbered.
pub(crate) fn outline(number: &str) -> &str {
    let bare = number.trim_end_matches(['.', ' ']);
    bare.strip_suffix(".0").unwrap_or(bare)
}

/// `---`, as no cell has it of which somebody thought.
fn is_line(mark: &str) -> bool {
    let is_dash = |c| matches!(c, '-' | '–' | '—' | '_');
    mark.chars().count() >= 3 && mark.chars().all(is_dash)
}

/// What rows are classified with.
pub(crate) struct Rows<'a> {
    pub(crate) grid: &'a Grid,
    pub(crate) context: &'a Context<'a>,
    pub(crate) classes: &'a Classes,
    pub(crate) seats: &'a [usize],
    pub(crate) beside: &'a Beside,
    pub(crate) header: Range<usize>,
    /// Whether rows without letters may be sections; the user's decision, or none.
    pub(crate) sections: Option<bool>,
}

/// What the rows with letters have in common: found once, and asked about every row below them.
struct Tasks {
    /// The first of them, or the end of the grid.
    first: usize,
    /// The last of them, or the first row below the header.
    last: usize,
    /// Whether there are any, and each has its number.
    are_numbered: bool,
    /// The first empty row below all of them.
    blank_below: Option<usize>,
    /// What stands above all of them.
    head: Head,
}

/// What the header says, by which another one is told from words in place of letters.
struct Head {
    /// Whether one of its cells names the tasks.
    names_tasks: bool,
    /// What stands above each column of letters, folded.
    names: Vec<BTreeSet<String>>,
}

impl Head {
    fn of(rows: &Rows<'_>) -> Self {
        let header = || rows.header.clone();
        let mut cells = header().flat_map(|row| &rows.grid.rows[row].cells);
        let names = rows.seats.iter().map(|column| {
            let texts = header().map(|row| fold(rows.grid.text(row, *column)));
            texts.filter(|text| !text.is_empty()).collect()
        });
        Self {
            names_tasks: cells.any(|cell| words::names(&cell.text, Column::Task)),
            names: names.collect(),
        }
    }

    /// Whether its roles come again: two in their own columns, or all of them in another order.
    fn comes_again(&self, rows: &Rows<'_>, row: usize, texts: &[usize]) -> bool {
        let said = |column: &usize| fold(rows.grid.text(row, *column));
        let seats = rows.seats.iter().zip(&self.names);
        let own = seats.filter(|(column, names)| names.contains(&said(column)));
        let all: BTreeSet<String> = texts.iter().map(said).collect();
        let is_role = |text: &String| self.names.iter().any(|names| names.contains(text));
        own.count() >= 2 || all.len() == self.names.len() && all.iter().all(is_role)
    }
}

impl Rows<'_> {
    /// The kinds of all rows below the header, up to where another matrix begins.
    pub(crate) fn kinds(&self) -> Vec<(usize, RowKind)> {
        let tasks = self.tasks();
        let mut kinds: Vec<(usize, RowKind)> = Vec::new();
        for row in self.header.end..self.grid.rows.len() {
            let kind = self.kind(row, &tasks);
            if kind == RowKind::Another {
                kinds.push((row, kind));
                break;
            }
            kinds.push((row, kind));
        }
        self.end_without_section(&mut kinds);
        kinds
    }

    /// The last row before another one that looks like a header.
    pub(crate) fn header_before(&self, row: usize) -> Option<usize> {
        let mut rows = (self.header.end..row).rev();
        let head = Head::of(self);
        rows.find(|above| self.begins_another(*above, row..row, &head))
    }

    fn tasks(&self) -> Tasks {
        let mut rows = self.header.end..self.grid.rows.len();
        let all: Vec<usize> = rows.clone().filter(|row| self.has_letters(*row)).collect();
        let last = all.last().copied();
        let below = last.map_or(self.header.end, |last| last + 1);
        Tasks {
            first: all.first().copied().unwrap_or(self.grid.rows.len()),
            last: last.unwrap_or(self.header.end),
            are_numbered: !all.is_empty() && all.iter().all(|row| self.has_number(*row)),
            blank_below: rows.find(|row| *row >= below && self.is_blank(*row)),
            head: Head::of(self),
        }
    }

    fn has_number(&self, row: usize) -> bool {
        let number = self.beside.number;
        number.is_some_and(|number| !self.grid.text(row, number).is_empty())
    }

    fn has_letters(&self, row: usize) -> bool {
        self.seats
            .iter()
            .any(|column| self.classes.at(row, *column) == Class::Letters)
    }

    fn kind(&self, row: usize, tasks: &Tasks) -> RowKind {
        let own: Vec<(usize, &str)> = (0..self.grid.width())
            .filter(|column| !matches!(self.classes.at(row, *column), Class::Empty | Class::Legend))
            .map(|column| (column, self.grid.text(row, column)))
            .collect();
        match () {
            () if self.classes.totals.contains(&row) => self.total(row),
            () if own.is_empty() => RowKind::Nothing,
            // A number without a task is a line of the form that nobody has filled in.
            () if own
                .iter()
                .all(|(column, _)| Some(*column) == self.beside.number)
                && fold(own[0].1).chars().all(|c| !c.is_alphabetic()) =>
            {
                RowKind::Nothing
            }
            () if self.has_letters(row) => RowKind::Task,
            () if self.is_header_again(row) => RowKind::Nothing,
            () if self.begins_another(row, tasks.first..tasks.last, &tasks.head) => {
                RowKind::Another
            }
            () => self.without_letters(row, &own, tasks),
        }
    }

    /// A row that counts letters, as it is written.
    fn total(&self, row: usize) -> RowKind {
        let cells = self.grid.rows[row].cells.iter();
        let cells = cells.filter(|cell| !cell.covered && !cell.is_empty());
        let texts: Vec<&str> = cells.map(|cell| cell.text.as_str()).collect();
        RowKind::Remark(texts.join(" | "))
    }

    fn is_header_again(&self, row: usize) -> bool {
        let same = |column: &usize| {
            let text = fold(self.grid.text(row, *column));
            !text.is_empty()
                && self
                    .header
                    .clone()
                    .any(|header| fold(self.grid.text(header, *column)) == text)
        };
        self.seats.len() > 1 && self.seats.iter().all(same)
    }

    /// Texts in most columns of letters, with letters below them: another header. Below letters, and
    /// below a header that names the tasks, more has to speak for it: a row in which words stand in
    /// place of letters looks the same.
    fn begins_another(&self, row: usize, letters: Range<usize>, head: &Head) -> bool {
        if row >= letters.end || self.grid.headers > 0 {
            return false;
        }
        let is_below_letters = row > letters.start;
        if is_below_letters && self.context.options.split == Some(false) {
            return false;
        }
        let texts = self.seats.iter().copied().filter(|column| {
            let cell = self.grid.cell(row, *column);
            let covered = cell.is_some_and(|cell| cell.covered);
            !covered && self.classes.at(row, *column) == Class::Text
        });
        let texts: Vec<usize> = texts.collect();
        let is_wide = texts.len() >= 2 && texts.len() * 2 >= self.seats.len();
        let task = self
            .beside
            .task
            .map_or("", |task| self.grid.text(row, task));
        let names_task = words::names(task, Column::Task);
        // A second table may be much narrower than the first; nothing stands above its header.
        let is_apart = row > 0 && self.is_blank(row - 1);
        if is_apart && names_task && !texts.is_empty() {
            return true;
        }
        let is_free = !is_below_letters && !head.names_tasks;
        let is_meant = is_free
            || is_apart
            || names_task
            || self.is_bare_below_heading(row)
            || head.comes_again(self, row, &texts);
        is_wide && is_meant
    }

    /// Whether nothing stands beside the columns of letters, as over the tasks of many tables, and
    /// no letters right above, of which it could be the rest.
    fn is_bare_below_heading(&self, row: usize) -> bool {
        let mut beside = (0..self.grid.width()).filter(|column| !self.seats.contains(column));
        row > 0
            && !self.has_letters(row - 1)
            && beside.all(|column| self.grid.text(row, column).is_empty())
    }

    fn without_letters(&self, row: usize, own: &[(usize, &str)], tasks: &Tasks) -> RowKind {
        let seats: Vec<Class> = self
            .seats
            .iter()
            .map(|column| self.classes.at(row, *column))
            .collect();
        let texts: Vec<&(usize, &str)> = own
            .iter()
            .filter(|(column, _)| {
                let is_text = matches!(self.classes.at(row, *column), Class::Text | Class::Pending);
                let is_of_group =
                    self.beside.number == Some(*column) && self.numbers_those_below(row, *column);
                is_text && !is_of_group
            })
            .collect();
        let Some((column, text)) = texts.first().map(|first| (first.0, first.1)) else {
            return if seats.contains(&Class::Pending) {
                RowKind::Task
            } else {
                RowKind::Nothing
            };
        };
        let is_one = texts.iter().all(|(_, other)| *other == text);
        let spans = is_one
            && texts.len() > 1
            && texts.iter().any(|(column, _)| self.seats.contains(column));
        // A heading that nothing stands below is none, and its text would be lost.
        let heads_nothing = spans && self.sections != Some(false) && !self.is_above_any(row);
        let is_below = row > tasks.last;
        let is_remark = || self.is_remark(row, column, is_one, text, tasks);
        if is_below && (heads_nothing || is_remark()) {
            let all: Vec<&str> = texts.iter().map(|(_, text)| *text).collect();
            let text = if is_one {
                text.to_owned()
            } else {
                all.join(" | ")
            };
            return RowKind::Remark(text);
        }
        let may_be = self.sections != Some(false);
        let is_section =
            may_be && is_one && self.is_section(row, column, &seats, tasks.last) || may_be && spans;
        match is_section {
            true => RowKind::Section(text.to_owned()),
            false if self.sections == Some(true) && is_one => RowKind::Section(text.to_owned()),
            false => RowKind::Task,
        }
    }

    /// What stands below the last letters and reads like a footer, or stands by itself below an
    /// empty row, or without the number that every task has.
    fn is_remark(
        &self,
        row: usize,
        column: usize,
        is_one: bool,
        text: &str,
        tasks: &Tasks,
    ) -> bool {
        if self.sections == Some(false) {
            return false;
        }
        if is_footer(text, self.context) || is_one && text.chars().count() > 90 {
            return true;
        }
        let lacks_number = tasks.are_numbered && !self.has_number(row);
        let is_parted = tasks.blank_below.is_some_and(|blank| blank < row);
        let in_seats = self.seats.contains(&column);
        is_one && !in_seats && (lacks_number || is_parted)
    }

    /// Whether a row below names something in a column beside the letters alone.
    fn is_above_any(&self, row: usize) -> bool {
        let names = |row: usize| {
            let cells = self.grid.rows[row].cells.iter();
            let has_text = cells.filter(|cell| !cell.is_empty()).count() > 0;
            has_text && self.grid.rows[row].cells.iter().all(|cell| !cell.covered)
        };
        (row + 1..self.grid.rows.len()).any(names)
    }

    fn is_blank(&self, row: usize) -> bool {
        (0..self.grid.width()).all(|column| self.grid.text(row, column).is_empty())
    }

    fn is_section(&self, row: usize, column: usize, seats: &[Class], last: usize) -> bool {
        if row > last || !self.task_follows(row) {
            return false;
        }
        if seats.iter().all(|class| *class == Class::Nobody) {
            // A dash says that nobody is meant, so it is a task that nobody has. A line of them is
            // drawn through a heading, unless other rows say so of single roles.
            let mark = self.grid.text(row, self.seats[0]);
            return is_line(mark) && !self.says_nobody_elsewhere(mark);
        }
        if seats.iter().any(|class| *class != Class::Empty) {
            return false;
        }
        let numbered = self.beside.number.is_some_and(|number| {
            column != number
                && !self.grid.text(row, number).is_empty()
                && !self.numbers_those_below(row, number)
        });
        let grouped = self.beside.groups.iter().any(|group| {
            *group != column
                && self
                    .grid
                    .cell(row, *group)
                    .is_some_and(|cell| !cell.covered && !cell.is_empty())
        });
        !numbered && !grouped
    }

    /// `2` above `2.1`.
    fn numbers_those_below(&self, row: usize, column: usize) -> bool {
        let own = self
            .grid
            .text(row, column)
            .trim_end_matches(['.', '0', ' ']);
        let mut below = (row + 1..self.grid.rows.len()).map(|row| self.grid.text(row, column));
        let next = below.find(|text| !text.is_empty());
        let rest = next.and_then(|next| next.strip_prefix(own));
        !own.is_empty() && rest.is_some_and(|rest| rest.starts_with(['.', '-']) && rest.len() > 1)
    }

    fn task_follows(&self, row: usize) -> bool {
        let below = (row + 1..self.grid.rows.len()).find(|row| {
            (0..self.grid.width()).any(|column| {
                !matches!(self.classes.at(*row, column), Class::Empty | Class::Legend)
            })
        });
        below.is_some_and(|below| self.has_letters(below) || self.task_follows_heading(below))
    }

    /// A heading below a heading is one as well when tasks follow it.
    fn task_follows_heading(&self, row: usize) -> bool {
        let blank = self
            .seats
            .iter()
            .all(|column| matches!(self.classes.at(row, *column), Class::Empty | Class::Nobody));
        blank && row + 1 < self.grid.rows.len() && self.has_letters(row + 1)
    }

    fn says_nobody_elsewhere(&self, mark: &str) -> bool {
        let rows = self.header.end..self.grid.rows.len();
        let mut mixed = rows.filter(|row| self.has_letters(*row));
        mixed.any(|row| {
            self.seats
                .iter()
                .any(|column| self.grid.text(row, *column) == mark)
        })
    }

    /// A heading above another matrix belongs to that one.
    fn end_without_section(&self, kinds: &mut Vec<(usize, RowKind)>) {
        if kinds
            .last()
            .is_none_or(|(_, kind)| *kind != RowKind::Another)
        {
            return;
        }
        let mut from = kinds.len() - 1;
        while from > 0
            && kinds[from - 1].1 != RowKind::Nothing
            && !self.has_letters(kinds[from - 1].0)
        {
            from -= 1;
        }
        let first = kinds[from].0;
        kinds.truncate(from);
        kinds.push((first, RowKind::Another));
    }
}
