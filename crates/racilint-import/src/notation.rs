//! One cell: which letters it holds, with the notes beside them.
//!
//! A cell is a set of letters; their order says nothing. What is not understood is said, never
//! skipped: a cell counts as read only when every part of it is.

mod note;
mod stray;

use std::cell::RefCell;
use std::collections::BTreeMap;

use crate::plain::fold;
use crate::scheme::{Meaning, SCHEMES, Scheme, Sign};
use crate::words::{is_nobody, is_pending};
use note::note;
use stray::stray;

/// How cells are read in one file.
#[derive(Debug)]
pub(crate) struct Notation {
    /// The letters and their meaning.
    pub(crate) scheme: &'static Scheme,
    /// What the user says that some texts mean: text, folded, and letters.
    pub(crate) mapped: Vec<(String, String)>,
    /// What has been read: the same few texts stand in most cells, and each is asked several times
    /// what it is.
    known: RefCell<BTreeMap<String, Reading>>,
}

/// What a cell says.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Reading {
    /// Nothing is written.
    Empty,
    /// It is written that nobody is meant.
    Nobody,
    /// It is written that it is open.
    Pending,
    /// Letters.
    Letters(Vec<Held>),
    /// Something else.
    Unknown,
}

/// A letter with what stands beside it.
#[derive(Clone, Debug)]
pub(crate) struct Held {
    /// The letter of the scheme.
    pub(crate) sign: &'static Sign,
    /// What stands in brackets behind it, or as a footnote mark.
    pub(crate) note: String,
    /// Why it is not written as it should be; empty when it is.
    pub(crate) odd: String,
    /// Whether the note is free text, which only counts in a cell that is known to hold letters.
    pub(crate) loose: bool,
    /// Letters in the note, which may be meant as such: `then A`.
    pub(crate) stray: String,
}

impl PartialEq for Held {
    fn eq(&self, other: &Self) -> bool {
        (self.sign.letter, &self.note) == (other.sign.letter, &other.note)
    }
}

impl Notation {
    /// How cells are read with the letters of a scheme, and with what the user says of some texts.
    pub(crate) fn of(scheme: &'static Scheme, mapped: Vec<(String, String)>) -> Self {
        Notation {
            scheme,
            mapped,
            known: RefCell::default(),
        }
    }

    /// Reads a cell.
    pub(crate) fn read(&self, text: &str) -> Reading {
        if text.trim().is_empty() {
            return Reading::Empty;
        }
        if let Some(known) = self.known.borrow().get(text) {
            return known.clone();
        }
        let reading = self.read_anew(text);
        let mut known = self.known.borrow_mut();
        known.insert(text.to_owned(), reading.clone());
        reading
    }

    fn read_anew(&self, text: &str) -> Reading {
        if let Some(letters) = self.mapped(text) {
            return match is_nobody(letters) {
                true => Reading::Nobody,
                false => self.meant(letters),
            };
        }
        match () {
            () if is_nobody(text) => Reading::Nobody,
            () if is_pending(text) => Reading::Pending,
            () => self.letters(text, text),
        }
    }

    /// Whether a cell holds letters beyond doubt: what makes a column one of letters.
    pub(crate) fn is_letters(&self, text: &str) -> bool {
        matches!(self.read(text), Reading::Letters(held) if !held.iter().any(|held| held.loose))
    }

    /// What the user says that a text means.
    pub(crate) fn mapped(&self, text: &str) -> Option<&str> {
        if self.mapped.is_empty() {
            return None;
        }
        let text = fold(text);
        let mut mapped = self.mapped.iter();
        mapped.find(|(from, _)| *from == text).map(|(_, to)| &**to)
    }

    fn letters(&self, text: &str, whole: &str) -> Reading {
        let mut held: Vec<Held> = Vec::new();
        let (text, is_added) = unadded(text);
        for item in items(&text) {
            match self.item(&item) {
                Some(found) => held.extend(found),
                // `A/chair`: the second part says more about the first; `A/B` is no letter at all.
                None if !held.is_empty() && whole.len() < 200 && !is_code(&item) => {
                    if let Some(last) = held.last_mut() {
                        push_note(&mut last.note, &item);
                        last.loose = true;
                    }
                }
                None => return Reading::Unknown,
            }
        }
        if held.is_empty() {
            return Reading::Unknown;
        }
        let mut held = merged(held);
        for one in &mut held {
            one.stray = stray(&one.note, self.scheme);
            one.loose |= is_added;
        }
        Reading::Letters(held)
    }

    /// What the user says is not looked up again: `Board=Board, Council` would never end, and `R=A`
    /// beside `A=R` would change nothing. S is support whatever the scheme.
    fn meant(&self, letters: &str) -> Reading {
        let schemes = [self.scheme, &SCHEMES[1]];
        let readings = schemes.into_iter().map(|scheme| {
            let plain = Notation::of(scheme, Vec::new());
            plain.letters(letters, letters)
        });
        let mut readings = readings.filter(|reading| *reading != Reading::Unknown);
        readings.next().unwrap_or(Reading::Unknown)
    }

    /// One part of a cell, such as `R (lead)`, `RA*` or `Accountable`.
    fn item(&self, item: &str) -> Option<Vec<Held>> {
        if let Some(letters) = self.mapped(item) {
            return match self.meant(letters) {
                Reading::Letters(held) => Some(held),
                _ => None,
            };
        }
        let (item, bracketed) = opened(item);
        let end = item
            .find(|c: char| !c.is_alphabetic())
            .unwrap_or(item.len());
        let (head, rest) = item.split_at(end);
        if let Some(sign) = self.word_at_start(&item) {
            let (sign, rest) = sign;
            return note(rest).map(|(text, loose)| {
                vec![Held {
                    sign,
                    note: text,
                    odd: String::new(),
                    loose,
                    stray: String::new(),
                }]
            });
        }
        let (signs, odd) = self.signs(head)?;
        let (text, mut loose) = note(rest)?;
        // `(R) Responsible` and `R - Responsible` say one thing twice; `(R) something` says something more.
        let says_again = (bracketed || loose)
            && self
                .scheme
                .word(&text)
                .is_some_and(|word| signs.iter().any(|sign| sign.letter == word.letter));
        let text = if says_again { String::new() } else { text };
        loose = loose && !says_again;
        if loose
            && (signs.len() > 1 && odd.contains("lower") || head.chars().all(char::is_lowercase))
        {
            return None;
        }
        let last = signs.len().checked_sub(1)?;
        let held = signs.into_iter().enumerate().map(|(at, sign)| Held {
            sign,
            note: if at == last {
                text.clone()
            } else {
                String::new()
            },
            odd: odd.clone(),
            loose,
            stray: String::new(),
        });
        Some(held.collect())
    }

    /// A word that stands for a letter, and what follows it.
    fn word_at_start<'t>(&self, item: &'t str) -> Option<(&'static Sign, &'t str)> {
        let brackets = item
            .find(['(', '*', '[', '†', '¹', '²', '³'])
            .unwrap_or(item.len());
        let (words, rest) = item.split_at(brackets);
        let words = words.trim();
        if words.chars().count() < 4 {
            return None;
        }
        self.scheme.word(words).map(|sign| (sign, rest))
    }

    /// The letters of a word all of whose characters are letters of the scheme, each once.
    fn signs(&self, head: &str) -> Option<(Vec<&'static Sign>, String)> {
        let mut odd = String::new();
        let mut signs: Vec<&'static Sign> = Vec::new();
        let is_small = head.chars().all(char::is_lowercase);
        for c in head.chars() {
            let latin = latin(c);
            if latin != c {
                odd = format!("`{c}` (U+{:04X}) only looks like `{latin}`", u32::from(c));
            }
            let capital = if is_small {
                latin.to_ascii_uppercase()
            } else {
                latin
            };
            let sign = self.sign(capital)?;
            if signs.iter().any(|known| known.letter == sign.letter) {
                return None;
            }
            signs.push(sign);
        }
        if is_small && odd.is_empty() {
            odd = "it is written in lower case".into();
        }
        (!signs.is_empty()).then_some((signs, odd))
    }

    fn sign(&self, letter: char) -> Option<&'static Sign> {
        let Some(mapped) = self.mapped(&letter.to_string()) else {
            return self.scheme.sign(letter);
        };
        match self.meant(mapped) {
            Reading::Letters(held) if held.len() == 1 => held.first().map(|held| held.sign),
            _ => None,
        }
    }
}

/// The parts of a cell: what `/`, commas and their like part, outside of brackets.
fn items(text: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut depth = 0_usize;
    let joined = ["and", "und", "et", "y", "e", "og", "en"];
    for c in text.chars() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        let parts_here = depth == 0
            && matches!(
                c,
                '/' | ',' | ';' | '&' | '·' | '|' | '•' | '\n' | '／' | '、' | '，'
            );
        match parts.last_mut() {
            Some(last) if !parts_here => last.push(c),
            _ => parts.push(String::new()),
        }
    }
    let mut items = Vec::new();
    for part in parts {
        let letters: Vec<&str> = part.split_whitespace().collect();
        // `A R`: letters with nothing but blanks between them.
        if letters.len() > 1 && letters.iter().all(|word| is_one_letter(word)) {
            items.extend(letters.into_iter().map(str::to_owned));
            continue;
        }
        let mut words: Vec<&str> = Vec::new();
        for word in part.split_whitespace() {
            let is_short = words.len() == 1 && words[0].chars().count() <= 3
                || words.last().is_some_and(|word| word.ends_with(')'));
            if is_short && joined.contains(&word) {
                items.push(words.join(" "));
                words.clear();
            } else {
                words.push(word);
            }
        }
        items.push(words.join(" "));
    }
    items.retain(|item| !item.is_empty());
    items
}

/// `R+A` and `R\A` as `R/A`, and whether it was so. Rights are joined like that as well (`R+W`), so it makes no
/// column one of letters.
fn unadded(text: &str) -> (String, bool) {
    let parts: Vec<&str> = text.split(['+', '\\']).map(str::trim).collect();
    match parts.len() > 1 && parts.iter().all(|part| is_one_letter(part)) {
        true => (parts.join("/"), true),
        false => (text.to_owned(), false),
    }
}

/// One or two capitals, as undeclared letters are written.
fn is_code(item: &str) -> bool {
    item.chars().count() <= 2 && item.chars().all(char::is_uppercase)
}

fn is_one_letter(word: &str) -> bool {
    let mut chars = word.chars();
    chars.next().is_some_and(char::is_uppercase) && chars.next().is_none()
}

/// `(R) rest` as `R rest`, and whether it was so.
fn opened(item: &str) -> (String, bool) {
    let inner = item.strip_prefix('(').or_else(|| item.strip_prefix('['));
    let parts = inner.and_then(|inner| inner.split_once([')', ']']));
    match parts {
        Some((letters, rest)) if letters.chars().count() <= 4 => (
            format!("{} {}", letters.trim(), rest.trim())
                .trim()
                .to_owned(),
            true,
        ),
        _ => (item.to_owned(), false),
    }
}

/// One letter for each that is said, with all its notes.
fn merged(held: Vec<Held>) -> Vec<Held> {
    let mut merged: Vec<Held> = Vec::new();
    for one in held {
        match merged
            .iter_mut()
            .find(|known| known.sign.letter == one.sign.letter)
        {
            Some(known) => {
                push_note(&mut known.note, &one.note);
                known.loose |= one.loose;
            }
            None => merged.push(one),
        }
    }
    merged
}

fn push_note(note: &mut String, more: &str) {
    if more.is_empty() {
        return;
    }
    if !note.is_empty() {
        note.push_str("; ");
    }
    note.push_str(more);
}

/// The Latin letter that a character of another script looks like.
fn latin(c: char) -> char {
    match c {
        'А' | 'Α' | 'Ａ' | 'Ⓐ' | '🅰' => 'A',
        'С' | 'Ϲ' | 'Ｃ' | 'Ⓒ' => 'C',
        'І' | 'Ι' | 'Ｉ' | 'Ⓘ' | 'Ӏ' => 'I',
        'Ｒ' | 'Ⓡ' => 'R',
        'Ѕ' | 'Ｓ' | 'Ⓢ' => 'S',
        'О' | 'Ο' | 'Ｏ' => 'O',
        'а' => 'a',
        'с' => 'c',
        'і' => 'i',
        'ѕ' => 's',
        c => c,
    }
}

impl Held {
    /// A letter with nothing beside it.
    pub(crate) fn plain(sign: &'static Sign) -> Self {
        Held {
            sign,
            note: String::new(),
            odd: String::new(),
            loose: false,
            stray: String::new(),
        }
    }

    /// Whether what stands behind it says that something is not decided: `R/TBD`, `A?`.
    pub(crate) fn is_open(&self) -> bool {
        self.loose && self.note.split("; ").any(is_pending)
    }

    /// The letter of the engagement language, if it is one.
    pub(crate) fn letter(&self) -> Option<crate::words::Letter> {
        match self.sign.meaning {
            Meaning::Is(letter) => Some(letter),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests;
