//! Text made fit to be shown: harmless, measured in columns and broken into lines.

use unicode_width::UnicodeWidthChar;

pub use racilint_diagnostics::harmless::visible;
pub(crate) use racilint_diagnostics::harmless::{is_unsafe, push_escape};

/// How many columns a harmless text takes on a terminal.
pub fn columns(text: &str) -> usize {
    if text.is_ascii() {
        return text.len();
    }
    text.chars().map(char_columns).sum()
}

/// How many columns a harmless character takes: 0, 1 or 2.
pub fn char_columns(c: char) -> usize {
    if c.is_ascii() {
        return 1;
    }
    c.width().unwrap_or(0)
}

/// Whether a line that begins so is a command to a runner that prints it: no line is broken there.
pub fn is_command(text: &str) -> bool {
    text.starts_with("::")
}

/// Appends `text`, broken into lines of at most `width` columns.
///
/// The first line continues at column `at`; the others begin with `indent` spaces. A single word
/// that is wider than a line is broken. Line breaks in `text` stay, all else must be harmless.
pub(crate) fn push_wrapped(out: &mut String, text: &str, at: usize, indent: usize, width: usize) {
    out.reserve(text.len());
    let mut column = at;
    for (number, paragraph) in text.lines().enumerate() {
        if number > 0 {
            push_line_break(out, indent);
            column = indent;
        }
        push_paragraph(out, paragraph, column, indent, width);
    }
}

fn push_paragraph(out: &mut String, text: &str, at: usize, indent: usize, width: usize) {
    if at + columns(text) <= width {
        out.push_str(text);
        return;
    }
    let mut column = at;
    let mut is_fresh = true;
    for word in text.split(' ') {
        let needed = columns(word) + usize::from(!is_fresh);
        let has_room = column + needed <= width || is_command(word);
        if !has_room && (!is_fresh || column > indent) {
            push_line_break(out, indent);
            column = indent;
            is_fresh = true;
        }
        if !is_fresh {
            out.push(' ');
            column += 1;
        }
        column = push_word(out, word, column, indent, width);
        is_fresh = false;
    }
}

/// Appends a word, broken where it is wider than a line, and returns the column behind it.
fn push_word(out: &mut String, word: &str, at: usize, indent: usize, width: usize) -> usize {
    let whole = at + columns(word);
    if whole <= width {
        out.push_str(word);
        return whole;
    }
    let mut column = at;
    for (place, c) in word.char_indices() {
        let needed = char_columns(c);
        if column + needed > width && column > indent && !is_command(&word[place..]) {
            push_line_break(out, indent);
            column = indent;
        }
        out.push(c);
        column += needed;
    }
    column
}

fn push_line_break(out: &mut String, indent: usize) {
    out.push('\n');
    push_spaces(out, indent);
}

/// Appends so many spaces.
pub(crate) fn push_spaces(out: &mut String, count: usize) {
    out.extend(std::iter::repeat_n(' ', count));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrapped(text: &str, at: usize, indent: usize, width: usize) -> String {
        let mut out = String::new();
        push_wrapped(&mut out, text, at, indent, width);
        out
    }

    #[test]
    fn lines_break_between_words_and_never_at_hyphens() {
        assert_eq!(
            wrapped("name one on-call person", 6, 2, 20),
            "name one\n  on-call person"
        );
    }

    #[test]
    fn a_word_wider_than_the_line_is_broken() {
        assert_eq!(wrapped("aaaaaaaaaaaa", 0, 1, 5), "aaaaa\n aaaa\n aaa");
    }

    #[test]
    fn no_line_is_broken_before_a_command_of_a_runner() {
        assert_eq!(
            wrapped("one ::error::x two", 0, 1, 8),
            "one ::er\n ror::x\n two"
        );
        assert_eq!(wrapped("word::x", 0, 0, 4), "word:\n:x");
    }

    #[test]
    fn given_line_breaks_stay() {
        assert_eq!(wrapped("one\ntwo", 4, 2, 20), "one\n  two");
    }

    #[test]
    fn a_start_beyond_the_width_does_no_harm() {
        assert_eq!(wrapped("one two", 50, 2, 10), "\n  one two");
    }
}
