//! What a line looks like, judged by its bytes alone.
//!
//! Asked only after a mistake is certain, to find where reading can go on. Nothing here decides
//! whether a text is valid.

/// What a line has the looks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// Neither of the others.
    Other,
    /// `key = ...`, and not with the comma at its end that would make it part of something.
    Statement,
    /// `[word]` or `[[word.word]]`: no list can hold that, as words need quotes there.
    Header,
    /// `["text"]` or `[7]`: a header, or a list within a list.
    PerhapsHeader,
}

/// The line that starts at `start`, without its line break.
pub(super) fn line_at(text: &str, start: usize) -> &str {
    text.get(start..line_end(text, start)).unwrap_or_default()
}

/// Where the line break that follows `from` starts, or the end of the text.
pub(super) fn line_end(text: &str, from: usize) -> usize {
    let rest = text.as_bytes().get(from..).unwrap_or_default();
    let length = memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len());
    #[cfg(test)]
    super::tests::worked(length + 1);
    from + length
}

/// Where the line after the one that holds `from` starts, if there is one.
pub(super) fn next_line(text: &str, from: usize) -> Option<usize> {
    let end = line_end(text, from);
    match text.as_bytes().get(end..)? {
        [] => None,
        [b'\r', b'\n', ..] => Some(end + 2),
        _ => Some(end + 1),
    }
}

/// The first line after the one that holds `from`, and before `end`, of which `wanted` holds.
pub(super) fn find_line(
    text: &str,
    from: usize,
    end: usize,
    wanted: impl Fn(&str) -> bool,
) -> Option<usize> {
    let mut at = from;
    while let Some(start) = next_line(text, at) {
        if start >= end {
            return None;
        }
        if wanted(line_at(text, start)) {
            return Some(start);
        }
        at = start;
    }
    None
}

/// Tells what a line looks like.
pub(super) fn shape(line: &str) -> Shape {
    #[cfg(test)]
    super::tests::worked(line.len() + 1);
    let rest = line.trim_start_matches(BLANKS);
    match rest.as_bytes().first() {
        None | Some(b'#') => Shape::Other,
        Some(b'[') => header_shape(rest),
        Some(_) if is_statement(rest) => Shape::Statement,
        Some(_) => Shape::Other,
    }
}

/// Whether a line inside running text is surely none: a header, or a key with something after the
/// `=` that begins as values do.
pub(super) fn ends_prose(line: &str) -> bool {
    match shape(line) {
        Shape::Header => true,
        Shape::Statement => statement_value(line).is_some_and(starts_as_value),
        Shape::Other | Shape::PerhapsHeader => false,
    }
}

/// Whether the text is `key =` with nothing behind it.
pub(super) fn is_open_assignment(line: &str) -> bool {
    statement_value(line).is_some_and(str::is_empty)
}

/// What TOML counts as blank within a line.
pub(super) const BLANKS: [char; 2] = [' ', '\t'];

/// Whether a text begins as values do.
pub(super) fn starts_as_value(value: &str) -> bool {
    value.starts_with(['"', '\'', '[', '{', '+', '-'])
        || value.starts_with(|c: char| c.is_ascii_digit())
        || value.starts_with("true")
        || value.starts_with("false")
}

fn is_statement(line: &str) -> bool {
    statement_value(line).is_some_and(|value| !value.starts_with('=') && !value.ends_with(','))
}

/// What follows the `=` of `key = ...`, without blanks around it.
fn statement_value(line: &str) -> Option<&str> {
    let (_, rest) = dotted_key(line)?;
    Some(rest.strip_prefix('=')?.trim_matches(BLANKS))
}

fn header_shape(line: &str) -> Shape {
    let Some((first, inner)) = within_brackets(line) else {
        return Shape::Other;
    };
    let end = inner.trim_start_matches(BLANKS);
    if !(end.is_empty() || end.starts_with('#')) {
        Shape::Other
    } else if is_word(first) {
        Shape::Header
    } else {
        Shape::PerhapsHeader
    }
}

/// The first key of a header, and what follows its closing bracket.
fn within_brackets(line: &str) -> Option<(&str, &str)> {
    let inner = line.strip_prefix('[')?;
    match inner.strip_prefix('[') {
        Some(inner) => {
            let (first, rest) = dotted_key(inner)?;
            Some((first, rest.strip_prefix("]]")?))
        }
        None => {
            let (first, rest) = dotted_key(inner)?;
            Some((first, rest.strip_prefix(']')?))
        }
    }
}

/// Whether a bare key could not be read as a value.
fn is_word(key: &str) -> bool {
    key.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && !matches!(key, "true" | "false" | "inf" | "nan")
}

/// Reads a dotted key with the blanks around it: its first part, and what follows it all.
fn dotted_key(line: &str) -> Option<(&str, &str)> {
    let (first, mut rest) = simple_key(line)?;
    while let Some(more) = rest.strip_prefix('.') {
        (_, rest) = simple_key(more)?;
    }
    Some((first, rest))
}

fn simple_key(line: &str) -> Option<(&str, &str)> {
    let line = line.trim_start_matches(BLANKS);
    let length = match line.as_bytes().first()? {
        quote @ (b'"' | b'\'') => quoted_length(line.as_bytes(), *quote)?,
        _ => bare_length(line),
    };
    let (key, rest) = line.split_at_checked(length).filter(|_| length > 0)?;
    Some((key, rest.trim_start_matches(BLANKS)))
}

fn bare_length(line: &str) -> usize {
    let bare = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-');
    line.bytes().take_while(bare).count()
}

/// How long a quoted text is that starts with `quote`, both quotes included; `None` when it never ends.
pub(super) fn quoted_length(line: &[u8], quote: u8) -> Option<usize> {
    let mut escaped = false;
    for (at, &byte) in line.iter().enumerate().skip(1) {
        if escaped {
            escaped = false;
        } else if byte == quote {
            return Some(at + 1);
        } else {
            escaped = byte == b'\\' && quote == b'"';
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_statements_and_the_rest_are_told_apart() {
        let cases = [
            ("[workstream.x]", Shape::Header),
            (" \t[[ role . \"a b\" ]] # note", Shape::Header),
            ("[\"a\"]", Shape::PerhapsHeader),
            ("[1, 2],", Shape::Other),
            ("[12]", Shape::PerhapsHeader),
            ("[true]", Shape::PerhapsHeader),
            ("[a],", Shape::Other),
            ("[a] b", Shape::Other),
            ("[[a]", Shape::Other),
            ("owner = \"dana\"", Shape::Statement),
            ("a.'b c'.d=1", Shape::Statement),
            ("a = 1,", Shape::Other),
            ("a == 1", Shape::Other),
            ("plain words = no", Shape::Other),
            ("= 1", Shape::Other),
            ("# a = 1", Shape::Other),
            ("", Shape::Other),
            ("\"unclosed = 1", Shape::Other),
        ];
        for (line, expected) in cases {
            assert_eq!(shape(line), expected, "{line}");
        }
    }

    #[test]
    fn prose_ends_at_what_cannot_be_prose() {
        assert!(ends_prose("[workstream.x]"));
        assert!(ends_prose("owner = \"dana\""));
        assert!(!ends_prose("note = see below"));
        assert!(!ends_prose("Call the desk."));
        assert!(is_open_assignment("text = "));
        assert!(!is_open_assignment("text = 1"));
    }

    #[test]
    fn values_are_known_by_how_they_begin() {
        for value in [
            "\"x\"", "'x'", "[1]", "{}", "+1", "-1", "1", "true", "false",
        ] {
            assert!(starts_as_value(value), "{value}");
        }
        for other in ["", "see below", "#", "=", "True", "falsch"] {
            assert!(!starts_as_value(other), "{other}");
        }
    }

    #[test]
    fn lines_are_found_whatever_ends_them() {
        let text = "a\r\nb\rc\n\nd";
        let starts: Vec<_> = std::iter::successors(Some(0), |&at| next_line(text, at)).collect();
        assert_eq!(starts, [0, 3, 5, 7, 8]);
        assert_eq!(line_at(text, 3), "b");
        assert_eq!(find_line(text, 0, text.len(), |line| line == "d"), Some(8));
        assert_eq!(find_line(text, 0, 8, |line| line == "d"), None);
    }
}
