//! Whether a table with letters says who has which part in a task, or something else: permissions,
//! grades, states, days. Header words, titles, legends and the letters themselves are evidence.

use std::collections::BTreeSet;

use super::rows::RowKind;
use super::{Context, Seat, Why, is_asked_for, noted};
use crate::grid::Grid;
use crate::notation::Reading;
use crate::plain::fold;
use crate::scheme::Meaning;
use crate::words::{self, Letter};

/// Why a table with letters may still be something else; nothing when it is a matrix.
pub(super) fn weakness(
    grid: &Grid,
    context: &Context<'_>,
    seats: &[Seat],
    body: &[(usize, RowKind)],
) -> Option<Why> {
    let options = context.options;
    // In a file with one table, whoever says how to read it says that it is one.
    let is_decided = !context.file.is_empty()
        && (options.transpose.is_some()
            || options.roles_row.is_some()
            || options.task_column.is_some()
            || !options.role_columns.is_empty());
    if is_decided || is_asked_for(grid, options) || context.has_known_roles(grid) {
        return None;
    }
    let facts = Facts::of(grid, context, seats, body);
    facts
        .is_of_another_kind(grid, context, seats)
        .or_else(|| facts.lacks_roles(seats))
        .map(Why::from)
        .or_else(|| {
            let reason = facts.lacks_letters()?;
            // One column alone says too little of what the table is.
            Some(match seats.len() {
                1 => reason.into(),
                _ => Why::lack(reason),
            })
        })
}

/// What is known of a table of letters.
struct Facts {
    /// What its cells hold, as the language knows it.
    letters: BTreeSet<Letter>,
    /// The letters themselves.
    signs: BTreeSet<char>,
    /// Cells with letters, and cells with one or two capitals that are none.
    read: usize,
    foreign: Vec<String>,
    /// Whether a title says that a matrix follows, or that something else does.
    titled: Option<bool>,
    /// Whether at least half of the columns sound like somebody.
    names_roles: bool,
    /// Whether some cell holds several letters, as only matrices do.
    joins: bool,
    /// Whether anything else speaks for a matrix: a header of tasks, somebody in a header, or rows in
    /// which one answers and one does the work.
    likely: bool,
}

impl Facts {
    fn of(grid: &Grid, context: &Context<'_>, seats: &[Seat], body: &[(usize, RowKind)]) -> Self {
        let is_role = |seat: &&Seat| is_somebody(&seat.name);
        let mut facts = Facts {
            letters: BTreeSet::new(),
            signs: BTreeSet::new(),
            read: 0,
            foreign: Vec::new(),
            titled: titled(grid, context),
            names_roles: seats.iter().filter(is_role).count() * 2 >= seats.len(),
            joins: false,
            likely: names_tasks(grid, body)
                || seats.iter().any(|seat| is_somebody(&seat.name))
                || are_usual(grid, context, seats, body),
        };
        for (row, _) in body.iter().filter(|(_, kind)| *kind == RowKind::Task) {
            for seat in seats {
                facts.take(grid.text(*row, seat.column), context);
            }
        }
        facts
    }

    fn take(&mut self, text: &str, context: &Context<'_>) {
        match context.notation.read(text) {
            // Rights are joined by a plus as well.
            Reading::Letters(_) if text.contains('+') && !context.notation.is_letters(text) => {}
            Reading::Letters(held) => {
                self.read += 1;
                self.joins |= held.len() > 1;
                self.signs.extend(held.iter().map(|held| held.sign.letter));
                self.letters
                    .extend(held.iter().filter_map(|held| match held.sign.meaning {
                        Meaning::Is(letter) => Some(letter),
                        _ => None,
                    }));
            }
            Reading::Unknown if is_foreign(text) => self.foreign.push(text.trim().to_owned()),
            _ => {}
        }
    }

    /// What the table is instead, where titles, headers or a legend say so.
    fn is_of_another_kind(
        &self,
        grid: &Grid,
        context: &Context<'_>,
        seats: &[Seat],
    ) -> Option<String> {
        let sure = self.titled == Some(true);
        let all = |is: fn(&str) -> bool| seats.iter().all(|seat| is(&seat.name));
        let named = || {
            let names: Vec<String> = seats
                .iter()
                .map(|seat| format!("`{}`", seat.name))
                .collect();
            names.join(", ")
        };
        let strange = self.foreign.len() * 5 >= self.foreign.len() + self.read
            || self.foreign.iter().any(|text| is_right(text));
        match () {
            () if !sure && all(is_time) => {
                Some(format!("its columns are times ({}), not roles", named()))
            }
            () if !sure && all(words::is_property) => Some(format!(
                "its columns are properties ({}), not roles",
                named()
            )),
            () if !sure && legend_differs(grid, context) => {
                Some("its legend gives the letters another meaning".into())
            }
            () if self.titled == Some(false) => {
                Some("its title names something else than who does what".into())
            }
            () if !sure && strange && (!self.names_roles || self.is_permission()) => Some(format!(
                "beside {} it holds {}, which no scheme of letters knows",
                said(&self.signs),
                some(&self.foreign)
            )),
            () => None,
        }
    }

    /// Whether what is no letter of the scheme is one of reading, writing and deleting.
    fn is_permission(&self) -> bool {
        let is_of_rights = |text: &String| text.chars().all(|c| "CRUDWXE+/-, ".contains(c));
        self.foreign.iter().all(is_of_rights)
    }

    /// One column alone is a property of the rows, unless its header is somebody.
    fn lacks_roles(&self, seats: &[Seat]) -> Option<String> {
        let [seat] = seats else {
            return None;
        };
        let is_sure = self.titled == Some(true) || self.names_roles || self.joins;
        (!is_sure).then(|| {
            format!(
                "only one column, `{}`, holds letters, and it names nobody",
                seat.name
            )
        })
    }

    fn lacks_letters(&self) -> Option<String> {
        let has = |letter| self.letters.contains(&letter);
        let (sure, many) = (self.titled == Some(true), self.letters.len() > 1);
        let enough = match (has(Letter::Accountable), has(Letter::Responsible)) {
            (true, true) => true,
            (true, false) => many && (sure || self.names_roles),
            (false, true) => many && sure || self.letters.len() > 2 && self.names_roles,
            (false, false) => false,
        };
        if enough && !(sure || self.joins || self.likely) {
            return Some(
                "nothing in it names a task or a role, and its rows do not say who answers and who does the work"
                    .into(),
            );
        }
        if enough {
            return None;
        }
        Some(match has(Letter::Accountable) {
            true if !many => "all its letters are A".into(),
            true => format!(
                "its letters are {}, and nobody is responsible for anything",
                said(&self.signs)
            ),
            false => format!(
                "its letters are {}, and nobody is accountable for anything",
                said(&self.signs)
            ),
        })
    }
}

/// Whether a header above the rows names the tasks.
fn names_tasks(grid: &Grid, body: &[(usize, RowKind)]) -> bool {
    let first = body.first().map_or(0, |(row, _)| *row);
    let cells = grid.rows.iter().take(first).flat_map(|row| &row.cells);
    let mut texts = cells.map(|cell| &cell.text);
    texts.any(|text| words::names(text, words::Column::Task))
}

/// Whether most rows have one A, and an R.
fn are_usual(
    grid: &Grid,
    context: &Context<'_>,
    seats: &[Seat],
    body: &[(usize, RowKind)],
) -> bool {
    let (mut rows, mut usual) = (0, 0);
    for (row, _) in body.iter().filter(|(_, kind)| *kind == RowKind::Task) {
        let mut held = Vec::new();
        for seat in seats {
            if let Reading::Letters(own) = context.notation.read(grid.text(*row, seat.column)) {
                held.extend(own.iter().filter_map(crate::notation::Held::letter));
            }
        }
        let count = |letter| held.iter().filter(|own| **own == letter).count();
        let is_usual = count(Letter::Accountable) == 1 && count(Letter::Responsible) > 0;
        rows += usize::from(!held.is_empty());
        usual += usize::from(is_usual);
    }
    usual * 10 >= rows * 6
}

fn said(signs: &BTreeSet<char>) -> String {
    let signs: Vec<String> = signs.iter().map(char::to_string).collect();
    signs.join(", ")
}

/// Up to three texts that differ.
fn some(texts: &[String]) -> String {
    let texts: BTreeSet<&String> = texts.iter().collect();
    let texts: Vec<String> = texts
        .iter()
        .take(3)
        .map(|text| format!("`{text}`"))
        .collect();
    texts.join(", ")
}

/// Whether a header sounds like a role, a team or a party.
pub(super) fn is_somebody(name: &str) -> bool {
    words::side(name).is_some() || words::sounds_like_role(name)
}

/// What the headings, the nearest first, the sheet and, of a file with one table, its name say: a
/// matrix follows, or something else.
fn titled(grid: &Grid, context: &Context<'_>) -> Option<bool> {
    let own = grid.headings.iter().rev().chain(&grid.sheet);
    let above = above(grid);
    let mut all = own.chain(&above).chain(&context.title);
    let said = all.find_map(|title| match () {
        () if words::names_matrix(title) => Some(true),
        () if words::names_another_table(title) => Some(false),
        () => None,
    });
    said.or_else(|| words::names_matrix(&context.file).then_some(true))
}

/// Titles that stand in the first rows of the table itself.
fn above(grid: &Grid) -> Vec<String> {
    let alone = |row: &crate::grid::Row| {
        let mut texts = row
            .cells
            .iter()
            .filter(|cell| !cell.is_empty() && !cell.covered);
        let first = texts.next()?;
        texts.next().is_none().then(|| first.text.clone())
    };
    let rows = grid.rows.iter().take(4);
    rows.filter_map(alone).collect()
}

/// One or two capitals that are no letters of the scheme, and rights such as `CRUD`. The letters of
/// other schemes do not count: whoever forgot to declare a V still wrote a matrix.
fn is_foreign(text: &str) -> bool {
    let text = text.trim();
    let is_of_rights = text.chars().count() <= 9
        && text.contains(['U', 'D', 'W', 'X'])
        && text.chars().all(|c| "CRUDWXEA+/-, ".contains(c));
    let is_short = text.chars().count() <= 2
        && text.chars().all(char::is_uppercase)
        && text.contains(|c: char| !"RASCIVQODP".contains(c));
    is_of_rights || is_short
}

/// `RW`, `C/R/U`: reading with writing or updating, as no matrix of roles joins them.
fn is_right(text: &str) -> bool {
    text.contains(['U', 'W'])
        && text.contains(['R', 'C'])
        && text.chars().all(|c| "CRUDWXEA+/-, ".contains(c))
}

/// Whether a legend in the table or right below it explains letters, each by a word of its own
/// initial that is not the word of the scheme: `R = read, A = admin`.
fn legend_differs(grid: &Grid, context: &Context<'_>) -> bool {
    let noted = noted::cells(grid, context);
    let rows = grid.rows.iter().enumerate();
    let cells = rows.flat_map(|(row, cells)| {
        let cells = cells.cells.iter().enumerate();
        cells.map(move |(column, cell)| ((row, column), cell))
    });
    let cells = cells.filter(|(at, _)| !noted.contains(at));
    let texts = cells.map(|(_, cell)| &cell.text).chain(&grid.notes);
    let (mut differ, mut agree) = (BTreeSet::new(), false);
    for part in texts.flat_map(|text| text.split([',', ';', '\n', '|'])) {
        let Some((letter, word)) = explained(part) else {
            continue;
        };
        let Some(sign) = context.notation.scheme.sign(letter) else {
            continue;
        };
        agree |= word.starts_with(sign.word) || words::is_stem_of(letter, &word);
        if word.starts_with(letter.to_ascii_lowercase()) {
            differ.insert(letter);
        }
    }
    !agree && !differ.is_empty()
}

/// `R = read` as the letter and the word, folded.
fn explained(text: &str) -> Option<(char, String)> {
    let (letter, word) = text
        .split_once(['=', ':', '–', '—'])
        .or_else(|| text.split_once(" - "))?;
    let letter = letter.trim().trim_matches(['(', ')', '*', '`', '"', '\'']);
    let mut chars = letter.chars();
    let one = chars.next().filter(|_| chars.next().is_none())?;
    let word = fold(word);
    (one.is_ascii_uppercase() && !word.is_empty()).then_some((one, word))
}

/// `Mon`, `March`, `2026`, `Q1`, `Week 3`, `2026-01-05`, `5.1.`: no role is called so.
fn is_time(name: &str) -> bool {
    let name = fold(name);
    let mut words = name
        .split([' ', '-', '/', '.', ','])
        .filter(|word| !word.is_empty())
        .peekable();
    let is_one = |word: &str| {
        let digits = word.trim_start_matches(['q', 'w', 'd', 'h', 'm']);
        let is_number = !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit());
        is_number && word.len() - digits.len() <= 1 && word.len() <= 4 || words::is_time(word)
    };
    words.peek().is_some() && words.all(is_one)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_known_from_names() {
        for time in [
            "Mon",
            "March",
            "2026",
            "Q1 2026",
            "Week 3",
            "2026-01-05",
            "5.1.",
        ] {
            assert!(is_time(time), "{time}");
        }
        for name in [
            "Dana",
            "May Lindqvist",
            "QA",
            "DevOps",
            "Q",
            "Team 1",
            "Shift lead",
        ] {
            assert!(!is_time(name), "{name}");
        }
    }

    #[test]
    fn letters_of_other_schemes_are_not_foreign() {
        for text in ["G", "H", "B", "RW", "CRUD", "U"] {
            assert!(is_foreign(text), "{text}");
        }
        for text in ["S", "V", "O", "PO", "Kunde", "OPS"] {
            assert!(!is_foreign(text), "{text}");
        }
    }
}
