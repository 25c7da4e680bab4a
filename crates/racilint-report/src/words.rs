//! Texts of the engagement made fit for every format, and the signs and words of the letters.
//!
//! What stands in a file can hold line breaks, commands to a terminal and marks that turn the
//! reading direction round. All of it is made visible here, once, so that a format only has to
//! escape what means something to itself.

use racilint_checker::model::Letter;
use racilint_emit::text::visible;
use racilint_parser::values::Date;

/// The text on one line.
pub(crate) fn line(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let shown = visible(&words.join(" ")).into_owned();
    // The two characters that no XML may hold and that show nothing.
    shown
        .replace('\u{fffe}', "\\uFFFE")
        .replace('\u{ffff}', "\\uFFFF")
}

/// The text with its line breaks, without blank lines.
pub(crate) fn paragraphs(text: &str) -> String {
    let lines = text.lines().map(line).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join("\n")
}

/// A date of the file.
pub(crate) fn day(date: Date) -> String {
    format!("{:04}-{:02}-{:02}", date.year, date.month, date.day)
}

/// The letter as it stands in a cell.
pub(crate) fn sign(letter: Letter) -> &'static str {
    match letter {
        Letter::Responsible => "R",
        Letter::Accountable => "A",
        Letter::Support => "S",
        Letter::Consulted => "C",
        Letter::Informed => "I",
    }
}

/// The word that a letter stands for.
pub(crate) fn title(letter: Letter) -> &'static str {
    match letter {
        Letter::Responsible => "Responsible",
        Letter::Accountable => "Accountable",
        Letter::Support => "Support",
        Letter::Consulted => "Consulted",
        Letter::Informed => "Informed",
    }
}

/// What whoever holds a letter does.
pub(crate) fn meaning(letter: Letter) -> &'static str {
    match letter {
        Letter::Responsible => "does the work",
        Letter::Accountable => "answers for it",
        Letter::Support => "helps with it",
        Letter::Consulted => "is asked before",
        Letter::Informed => "is told afterwards",
    }
}

/// Several letters in one cell, as most matrices write them: `R/A`.
pub(crate) fn signs(letters: &[Letter]) -> String {
    let signs: Vec<&str> = letters.iter().copied().map(sign).collect();
    signs.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_become_harmless() {
        assert_eq!(line("  a\n\tb\r\n"), "a b");
        assert_eq!(line("a\u{1b}[31m\u{202e}b"), "a\\u001B[31m\\u202Eb");
        assert_eq!(line("\u{ffff}"), "\\uFFFF");
        assert_eq!(line("שלום Zürich 👩‍💻"), "שלום Zürich 👩‍💻");
        assert_eq!(paragraphs("one\n\n  two\r\nthree\n"), "one\ntwo\nthree");
    }

    #[test]
    fn letters_share_a_cell() {
        let both = [Letter::Responsible, Letter::Accountable];
        assert_eq!(signs(&both), "R/A");
        assert_eq!(signs(&[]), "");
    }
}
