//! Text made fit to be shown: nothing in a file or in a message reaches a terminal as a command,
//! turns the reading direction round, or hides.
//!
//! Such characters are written the way TOML would write them (`\u001B`), so that the reader sees
//! what stands there. This does not judge look-alike letters: that is for rules.

use std::borrow::Cow;

use unicode_width::UnicodeWidthChar;

/// The text with every unsafe character written as an escape.
pub fn visible(text: &str) -> Cow<'_, str> {
    let is_printable = |byte: u8| (b' '..=b'~').contains(&byte);
    if text.bytes().all(is_printable) || !text.chars().any(is_unsafe) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if is_unsafe(c) {
            push_escape(&mut shown, c);
        } else {
            shown.push(c);
        }
    }
    Cow::Owned(shown)
}

/// Whether a character commands, reorders or hides instead of showing itself.
///
/// Plane 16 is private use and counts as unsafe too: the snippets use it for their own marks.
pub(crate) fn is_unsafe(c: char) -> bool {
    match c {
        ' '..='~' => false,
        '\0'..='\u{9f}' => true,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' => true,
        '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' => true,
        '\u{feff}' | '\u{fff9}'..='\u{fffb}' => true,
        '\u{e0000}'..='\u{e007f}' | '\u{100000}'..='\u{10ffff}' => true,
        _ => false,
    }
}

/// Writes a character as TOML would escape it.
pub(crate) fn push_escape(out: &mut String, c: char) {
    match c {
        '\t' => out.push_str("\\t"),
        '\n' => out.push_str("\\n"),
        '\r' => out.push_str("\\r"),
        _ if u32::from(c) <= 0xffff => out.push_str(&format!("\\u{:04X}", u32::from(c))),
        _ => out.push_str(&format!("\\U{:08X}", u32::from(c))),
    }
}

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

/// Appends `text`, broken into lines of at most `width` columns.
///
/// The first line continues at column `at`; the others begin with `indent` spaces. A single word
/// that is wider than a line is broken. Line breaks in `text` stay, all else must be harmless.
pub(crate) fn push_wrapped(out: &mut String, text: &str, at: usize, indent: usize, width: usize) {
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
        if column + needed > width && (!is_fresh || column > indent) {
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
    for c in word.chars() {
        let needed = char_columns(c);
        if column + needed > width && column > indent {
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
    fn commands_and_hidden_characters_become_readable() {
        assert_eq!(
            visible("a\u{1b}[31m\u{9b}\u{202e}\u{200b}\n"),
            "a\\u001B[31m\\u009B\\u202E\\u200B\\n"
        );
        assert_eq!(visible("\u{10ff00}"), "\\U0010FF00");
        assert!(matches!(visible("Zürich 漢字 👩‍💻"), Cow::Borrowed(_)));
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
    fn given_line_breaks_stay() {
        assert_eq!(wrapped("one\ntwo", 4, 2, 20), "one\n  two");
    }

    #[test]
    fn a_start_beyond_the_width_does_no_harm() {
        assert_eq!(wrapped("one two", 50, 2, 10), "\n  one two");
    }
}
