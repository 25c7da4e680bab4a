//! What stands behind a letter in its cell: brackets, footnote marks, free text.

use crate::plain::line;

/// What stands behind a letter: a note in brackets, a footnote mark, or free text; and whether it
/// is free. None when the letter is only the beginning of a word.
pub(super) fn note(rest: &str) -> Option<(String, bool)> {
    let rest = rest.trim_end();
    let trimmed = rest.trim_start();
    let Some(first) = trimmed.chars().next() else {
        return Some((String::new(), false));
    };
    if matches!(first, '(' | '[') {
        return Some((bracketed(trimmed), false));
    }
    if is_mark(trimmed) {
        return Some((trimmed.to_owned(), false));
    }
    if trimmed.chars().all(|c| c == '?') {
        return Some((trimmed.to_owned(), true));
    }
    if matches!(first, '→' | ':' | '–' | '—' | '-' | '>' | '=') {
        let text = trimmed.trim_start_matches(['→', ':', '–', '—', '-', '>', '=', ' ']);
        return Some((line(text), true));
    }
    (rest.starts_with(' ') || matches!(first, '.' | '*'))
        .then(|| (line(trimmed.trim_start_matches('.')), true))
}

/// `(one) (two)` as `one; two`, and what follows.
fn bracketed(text: &str) -> String {
    let closed = text.matches('(').count() == 1 && text.ends_with(')');
    let inner = text
        .strip_prefix('(')
        .and_then(|text| text.strip_suffix(')'));
    match inner {
        Some(inner) if closed && inner.chars().any(|c| !c.is_ascii_digit()) => line(inner),
        _ => line(text),
    }
}

/// Whether a text is nothing but a footnote mark.
fn is_mark(text: &str) -> bool {
    let is_sign = |c: char| {
        matches!(
            c,
            '*' | '†'
                | '‡'
                | '§'
                | '¹'
                | '²'
                | '³'
                | '⁴'
                | '⁵'
                | '⁶'
                | '⁷'
                | '⁸'
                | '⁹'
                | '^'
                | '#'
                | '+'
                | '!'
        )
    };
    text.chars().all(|c| is_sign(c) || c.is_ascii_digit()) && text.chars().count() <= 4
}
