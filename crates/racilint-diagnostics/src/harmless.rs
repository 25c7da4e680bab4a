//! Text made fit to be shown: nothing in a file or in a message reaches a terminal as a command,
//! turns the reading direction round, or hides.
//!
//! Such characters are written the way TOML would write them (`\u001B`), so that the reader sees
//! what stands there. This does not judge look-alike letters: that is for rules. It stands here, below
//! all others, so that there is one list of such characters.

use std::borrow::Cow;

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

/// The same for a text of several lines, whose line breaks stay.
pub fn visible_lines(text: &str) -> Cow<'_, str> {
    if !text.chars().any(|c| c != '\n' && is_unsafe(c)) {
        return Cow::Borrowed(text);
    }
    let lines: Vec<Cow<'_, str>> = text.split('\n').map(visible).collect();
    Cow::Owned(lines.join("\n"))
}

/// Whether a character commands, reorders or hides instead of showing itself.
///
/// Plane 16 is private use and counts as unsafe too: the snippets use it for their own marks.
pub fn is_unsafe(c: char) -> bool {
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

/// Whether a spreadsheet would take a text for a formula, whatever blanks stand before it, or a
/// runner that prints it for a command of its own, which begins with two colons.
///
/// Apostrophes before it do not count, so that they get one more, and whoever takes one off gets them
/// back.
pub fn acts_in_a_cell(text: &str) -> bool {
    const SIGNS: [char; 10] = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];
    let is_before = |c: char| c == '\'' || (c.is_whitespace() && !SIGNS.contains(&c));
    let bare = text.trim_start_matches(is_before);
    bare.starts_with(SIGNS) || bare.starts_with("::")
}

/// Writes a character as TOML would escape it.
pub fn push_escape(out: &mut String, c: char) {
    match c {
        '\t' => out.push_str("\\t"),
        '\n' => out.push_str("\\n"),
        '\r' => out.push_str("\\r"),
        _ if u32::from(c) <= 0xffff => out.push_str(&format!("\\u{:04X}", u32::from(c))),
        _ => out.push_str(&format!("\\U{:08X}", u32::from(c))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_and_hidden_characters_become_readable() {
        assert_eq!(
            visible("a\u{1b}[31m\u{9b}\u{202e}\u{200b}\n"),
            "a\\u001B[31m\\u009B\\u202E\\u200B\\n"
        );
        assert_eq!(visible("\u{10ff00}"), "\\U0010FF00");
        assert_eq!(visible_lines("a\u{1b}\n\tb\n"), "a\\u001B\n\\tb\n");
        assert!(matches!(visible("Zürich 漢字 👩‍💻"), Cow::Borrowed(_)));
    }
}
