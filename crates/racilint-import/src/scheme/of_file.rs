//! Which scheme holds in a file: the one that is asked for, else the one that a title or a header
//! names and that its letters bear out. What a single letter means is not decided here.

use std::collections::BTreeSet;

use super::{SCHEMES, Scheme};
use crate::grid::{Cell, Grid, Workbook};
use crate::notation::{Notation, Reading};
use crate::plain::fold;
use crate::words::{self, Letter};
use crate::{Choice, Options, shape};

/// The letters that hold in a file: those that are asked for, else those that a title names, else
/// RACI, with S where a legend says that it is support.
pub(crate) fn of_file(
    workbook: &Workbook,
    name: &str,
    options: &Options,
) -> (&'static Scheme, Option<Choice>) {
    if let Some(scheme) = options.scheme {
        return (scheme, None);
    }
    let mut named = titled(workbook, name);
    // What racilint has written holds its own letters, whatever the engagement is called.
    if workbook.grids.iter().any(shape::is_own) {
        named.clear();
    }
    let (borne_out, idle): (Vec<&Scheme>, Vec<&Scheme>) = named
        .into_iter()
        .partition(|scheme| holds(workbook, scheme));
    let found = borne_out.first().copied();
    let found = found.or_else(|| workbook.grids.iter().find_map(spelled));
    let scheme = match found {
        Some(named) if named.name != "raci" => named,
        _ if says_support(workbook) => &SCHEMES[1],
        _ => match idle.first() {
            Some(idle) => return (Scheme::raci(), Some(passed_over(idle))),
            None => return (Scheme::raci(), None),
        },
    };
    let text = format!(
        "the letters are those of {}, which the file names: {}",
        scheme.name,
        scheme.letters()
    );
    (scheme, Some(told(text)))
}

/// The schemes that titles name, the outermost first.
fn titled(workbook: &Workbook, name: &str) -> Vec<&'static Scheme> {
    let headings = workbook
        .grids
        .iter()
        .flat_map(|grid| grid.headings.iter().chain(&grid.sheet));
    let first_rows = workbook
        .grids
        .iter()
        .flat_map(|grid| grid.rows.iter().take(3))
        .flat_map(|row| &row.cells)
        .map(|cell| &cell.text);
    let titles = workbook.title.iter().chain(headings).chain(first_rows);
    let file = name.rsplit('/').next().unwrap_or(name).replace('_', " ");
    let titles = titles.map(String::as_str).chain([file.as_str()]);
    titles.filter_map(Scheme::named_in).collect()
}

/// Whether the cells bear a scheme out that gives the letters of RACI another meaning: some of them
/// hold letters that RACI lacks. `Rapid` and `DACI` are also words and abbreviations of other things.
fn holds(workbook: &Workbook, scheme: &'static Scheme) -> bool {
    if !matches!(scheme.name, "daci" | "rapid") {
        return true;
    }
    let notation = Notation::of(scheme, Vec::new());
    let is_own = |text: &str| match notation.read(text) {
        Reading::Letters(held) if notation.is_letters(text) => held
            .iter()
            .any(|held| Scheme::raci().sign(held.sign.letter).is_none()),
        _ => false,
    };
    cells(workbook).any(|cell| is_own(&cell.text))
}

/// A scheme that a title names and no cell bears out.
fn passed_over(scheme: &Scheme) -> Choice {
    let raci = Scheme::raci();
    let signs = scheme.signs.iter().map(|sign| sign.letter);
    let own: Vec<String> = signs
        .filter(|letter| raci.sign(*letter).is_none())
        .map(String::from)
        .collect();
    told(format!(
        "the file names {}, and no cell holds {}: the letters are {}",
        scheme.name.to_uppercase(),
        own.join(" or "),
        raci.letters()
    ))
}

fn told(text: String) -> Choice {
    Choice {
        text,
        option: "--scheme NAME".into(),
    }
}

fn cells(workbook: &Workbook) -> impl Iterator<Item = &Cell> {
    let rows = workbook.grids.iter().flat_map(|grid| &grid.rows);
    rows.flat_map(|row| &row.cells)
}

/// The scheme whose words are the header of a table: `Driver`, `Approver`, `Contributors`.
fn spelled(grid: &Grid) -> Option<&'static Scheme> {
    let others = SCHEMES
        .iter()
        .filter(|scheme| matches!(scheme.name, "daci" | "rapid"));
    others.into_iter().find(|scheme| {
        grid.rows.iter().take(3).any(|row| {
            let words = row.cells.iter().map(|cell| fold(&cell.text));
            let signs = words.filter_map(|word| scheme.own_word(&word));
            let signs: BTreeSet<char> = signs.map(|sign| sign.letter).collect();
            signs.len() >= 3
        })
    })
}

fn says_support(workbook: &Workbook) -> bool {
    let cells = cells(workbook).map(|cell| &cell.text);
    let mut texts = workbook.prose.iter().chain(cells);
    texts.any(|text| explains_support(text)) || workbook.grids.iter().any(shape::gives_support)
}

/// `S = Support`, as a legend says it in a line of its own or behind other letters.
fn explains_support(text: &str) -> bool {
    text.lines().take(40).any(|line| {
        let folded = fold(line);
        let bare = folded.strip_prefix('(').unwrap_or(&folded);
        gives(bare, 's', Letter::Support)
            || later(&folded, 's').any(|rest| gives(rest, 's', Letter::Support))
                && (gives(bare, 'r', Letter::Responsible)
                    || later(&folded, 'r').any(|rest| gives(rest, 'r', Letter::Responsible)))
    })
}

/// What begins with a letter that stands behind a blank or a sign.
fn later(text: &str, letter: char) -> impl Iterator<Item = &str> {
    let places = text.char_indices().zip(text.chars().skip(1));
    places.filter_map(move |((at, before), next)| {
        let is_apart = next == letter && !before.is_alphanumeric() && before != '\'';
        is_apart.then(|| &text[at + before.len_utf8()..])
    })
}

/// Whether a text begins with a letter and the word that it stands for.
fn gives(text: &str, letter: char, meaning: Letter) -> bool {
    let signs = ['=', ':', '-', '–', '—'];
    let rest = text.strip_prefix(letter).unwrap_or_default();
    let rest = rest.strip_prefix(')').unwrap_or(rest).trim_start();
    let word = rest.trim_start_matches(signs).trim_start();
    rest.starts_with(signs)
        && word
            .split(|c: char| !c.is_alphabetic())
            .next()
            .and_then(words::letter)
            == Some(meaning)
}
