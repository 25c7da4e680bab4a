//! Which column is which: numbers, groups, tasks, descriptions, and what is only kept.

use std::collections::BTreeSet;
use std::ops::Range;

use super::{Class, Classes};
use crate::grid::Grid;
use crate::plain::fold;
use crate::words::{self, Column};

/// What the columns beside the letters are.
#[derive(Debug, Default)]
pub(crate) struct Beside {
    pub(crate) task: Option<usize>,
    pub(crate) groups: Vec<usize>,
    pub(crate) number: Option<usize>,
    pub(crate) description: Option<usize>,
    pub(crate) extra: Vec<(usize, String)>,
    /// Columns with a header and nothing below: roles without any part.
    pub(crate) unused: Vec<usize>,
}

/// Looks at the columns of a grid that hold no letters. `header` are the rows of the header and
/// `rows` those that hold letters; `named` is the user's decision on the column of tasks, beside the
/// columns whose letters are those of a property.
pub(crate) fn beside(
    grid: &Grid,
    classes: &Classes,
    taken: &[usize],
    header: &Range<usize>,
    rows: &[usize],
    (named, properties): (Option<&str>, &[usize]),
) -> Beside {
    let free: Vec<usize> = (0..grid.width())
        .filter(|column| !taken.contains(column))
        .collect();
    let facts = |column: usize| Facts::of(grid, classes, column, header, rows);
    let mut beside = Beside::default();
    let is_named =
        |column: &&usize| named.is_some_and(|named| is_column(grid, header, **column, named));
    let first = taken.iter().min().copied().unwrap_or(0);
    let likeliest = || {
        let texts = free.iter().filter(|column| !properties.contains(column));
        let scored = texts.map(|column| (facts(*column).score(*column < first), *column));
        let best = scored
            .filter(|(score, _)| *score > 0)
            .max_by_key(|(score, column)| (*score, usize::MAX - column));
        best.map(|(_, column)| column)
    };
    let coded = || {
        let mut texts = free.iter().filter(|column| !properties.contains(column));
        texts.find(|column| facts(**column).is_coded()).copied()
    };
    beside.task = free
        .iter()
        .find(is_named)
        .copied()
        .or_else(likeliest)
        .or_else(coded);
    for column in free
        .iter()
        .copied()
        .filter(|column| Some(*column) != beside.task)
    {
        let facts = facts(column);
        let left_of_task = beside.task.is_some_and(|task| column < task);
        match () {
            () if facts.is_blank() => {}
            () if properties.contains(&column) => beside.extra.push((column, facts.whole)),
            () if (facts.is_number() || is_enumeration(grid, column))
                && beside.number.is_none()
                && facts.may_number(left_of_task) =>
            {
                beside.number = Some(column);
            }
            () if facts.is_unused() && !left_of_task => beside.unused.push(column),
            () if left_of_task && facts.is_group() => beside.groups.push(column),
            () if facts.is_description() && beside.description.is_none() => {
                beside.description = Some(column);
            }
            () => beside.extra.push((column, facts.whole)),
        }
    }
    beside
}

/// Whether a column numbers its rows by letters: A, B, C and so on.
pub(super) fn is_enumeration(grid: &Grid, column: usize) -> bool {
    let texts = (0..grid.rows.len()).map(|row| grid.text(row, column));
    let bare = texts.map(|text| text.trim_matches(['(', ')', '.']));
    let mut single = bare.filter(|text| text.chars().count() == 1).peekable();
    let is_next = |(at, text): (usize, &str)| {
        text.to_lowercase()
            .chars()
            .eq(char::from_u32(u32::from('a') + at as u32))
    };
    let begins = single
        .peek()
        .is_some_and(|text| text.eq_ignore_ascii_case("a"));
    let letters: Vec<&str> = single.collect();
    begins && letters.len() >= 3 && letters.into_iter().enumerate().all(is_next)
}

/// Whether a column is the one that a user means by its header or its letter.
pub(super) fn is_column(grid: &Grid, header: &Range<usize>, column: usize, named: &str) -> bool {
    let is_header = header
        .clone()
        .any(|row| fold(grid.text(row, column)) == fold(named));
    is_header || grid.column_letters(column) == named.to_uppercase()
}

struct Facts {
    /// The lowest text of the header, which says what the column holds.
    header: String,
    /// All texts of the header, from the top.
    whole: String,
    /// Rows with a text of their own, texts that differ, rows, and characters in them.
    filled: usize,
    distinct: usize,
    rows: usize,
    numbers: usize,
    /// Numbers with a letter or a dot in them.
    codes: usize,
}

impl Facts {
    fn of(
        grid: &Grid,
        classes: &Classes,
        column: usize,
        header: &Range<usize>,
        rows: &[usize],
    ) -> Self {
        let texts = rows.iter().filter(|row| {
            let is_text = matches!(classes.at(**row, column), Class::Text | Class::Letters);
            is_text && grid.cell(**row, column).is_some_and(|cell| !cell.covered)
        });
        let texts: Vec<String> = texts.map(|row| fold(grid.text(*row, column))).collect();
        let distinct: BTreeSet<&String> = texts.iter().collect();
        let is_header = |row: &usize| classes.at(*row, column) != Class::Legend;
        let mut headers: Vec<&str> = header
            .clone()
            .filter(is_header)
            .filter(|row| !is_title(grid, *row))
            .map(|row| grid.text(row, column))
            .filter(|text| !text.is_empty())
            .collect();
        headers.dedup();
        Self {
            header: headers.last().copied().unwrap_or_default().to_owned(),
            whole: headers.join(", "),
            filled: texts.len(),
            distinct: distinct.len(),
            rows: rows.len().max(1),
            numbers: texts.iter().filter(|text| is_number(text)).count(),
            codes: texts
                .iter()
                .filter(|text| {
                    is_number(text) && text.contains(|c: char| c.is_alphabetic() || c == '.')
                })
                .count(),
        }
    }

    fn is_blank(&self) -> bool {
        self.header.is_empty() && self.filled == 0
    }

    /// A header with nothing below it, and no header of remarks.
    fn is_unused(&self) -> bool {
        let is_kind = [Column::Task, Column::Group, Column::Description, Column::Id];
        self.filled == 0
            && !self.is_remark()
            && !is_kind.iter().any(|kind| words::names(&self.header, *kind))
    }

    fn is_number(&self) -> bool {
        let all = self.filled > 0 && self.numbers * 5 >= self.filled * 4;
        all || words::names(&self.header, Column::Id) && self.filled > 0
    }

    /// Whether the numbers of a column can be those of its tasks: those of hours and dates, or under
    /// a name of their own behind the tasks, are not.
    fn may_number(&self, left_of_task: bool) -> bool {
        let is_own = self.header.is_empty() || words::names(&self.header, Column::Id);
        is_own || left_of_task && !self.is_remark() && !words::is_plain_property(&self.header)
    }

    /// Whether the header is one of remarks.
    fn is_remark(&self) -> bool {
        let header = fold(&self.header);
        REMARKS.iter().any(|word| header.contains(word))
    }

    /// Codes below a header of tasks, such as `A.5.1` below `Control`: where nothing else names the
    /// tasks, they do.
    fn is_coded(&self) -> bool {
        words::names(&self.header, Column::Task)
            && self.codes == self.filled
            && self.distinct == self.filled
            && self.filled > 0
    }

    fn is_group(&self) -> bool {
        let is_named = words::names(&self.header, Column::Group);
        let counts = self.numbers > 0 && self.is_remark();
        if !is_named && (counts || words::is_plain_property(&self.header)) {
            return false;
        }
        is_named || self.filled * 10 < self.rows * 7 || self.distinct * 10 <= self.filled * 6
    }

    fn is_description(&self) -> bool {
        words::names(&self.header, Column::Description)
    }

    /// How likely the column names the tasks; 0 for not at all.
    fn score(&self, left_of_letters: bool) -> usize {
        if self.filled == 0 || self.is_number() {
            return 0;
        }
        let mut score = 1 + self.filled * 40 / self.rows + self.distinct * 30 / self.filled.max(1);
        if words::names(&self.header, Column::Task) {
            score += 40;
        }
        if words::names(&self.header, Column::Group)
            || words::names(&self.header, Column::Description)
        {
            score = score.saturating_sub(35).max(1);
        }
        if left_of_letters { score + 30 } else { score }
    }
}

/// Whether a row says one thing over the whole width.
fn is_title(grid: &Grid, row: usize) -> bool {
    let first = grid.text(row, 0);
    !first.is_empty() && (1..grid.width()).all(|column| grid.text(row, column) == first)
}

/// Parts of headers of columns that say something beside the matrix.
const REMARKS: &[&str] = &[
    "note",
    "comment",
    "remark",
    "sla",
    "status",
    "date",
    "due",
    "evidence",
    "tool",
    "link",
    "reference",
    "frequency",
    "priority",
    "bemerkung",
    "kommentar",
    "anmerkung",
    "observa",
    "comentario",
    "remarque",
    "hours",
    "deadline",
    "cost",
];

/// `7`, `7a`, `2.3.1`, `R-04`, but no word.
fn is_number(text: &str) -> bool {
    let has_digit = text.contains(|c: char| c.is_ascii_digit());
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    has_digit && letters <= 3 && text.chars().count() <= 10 && !text.contains(' ')
}
