//! From bytes to tokens: of what kind the next one is, and where it ends.
//!
//! Cuts a text exactly as the lexer of `toml_parser` does, which the tests hold it against, but at any
//! place and without a stream: most of the cost of reading is here. It judges nothing.

use toml_parser::lexer::TokenKind;

/// The bytes that end whatever has no quotes. Quotes are not among them: an opening one may have
/// been forgotten.
static ENDS_ATOM: [bool; 256] = {
    let mut ends = [false; 256];
    let mut at = 0;
    let all = b".=,[]{} \t#\r\n";
    while at < all.len() {
        ends[all[at] as usize] = true;
        at += 1;
    }
    ends
};

/// The kind of the token that begins at `start`, and where it ends. `Eof`, which is empty, stands
/// behind the last one.
pub(super) fn token(bytes: &[u8], start: usize) -> (TokenKind, usize) {
    let Some(&first) = bytes.get(start) else {
        return (TokenKind::Eof, start);
    };
    let next = start + 1;
    match first {
        b'.' => (TokenKind::Dot, next),
        b'=' => (TokenKind::Equals, next),
        b',' => (TokenKind::Comma, next),
        b'[' => (TokenKind::LeftSquareBracket, next),
        b']' => (TokenKind::RightSquareBracket, next),
        b'{' => (TokenKind::LeftCurlyBracket, next),
        b'}' => (TokenKind::RightCurlyBracket, next),
        b'\n' => (TokenKind::Newline, next),
        b'\r' => {
            let has_feed = bytes.get(next) == Some(&b'\n');
            (TokenKind::Newline, next + usize::from(has_feed))
        }
        b' ' | b'\t' => {
            let is_other = |byte: u8| !matches!(byte, b' ' | b'\t');
            (TokenKind::Whitespace, find(bytes, next, is_other))
        }
        b'#' => (TokenKind::Comment, comment_end(bytes, next)),
        b'\'' if bytes[next..].starts_with(b"''") => {
            (TokenKind::MlLiteralString, long_literal_end(bytes, start))
        }
        b'\'' => (TokenKind::LiteralString, literal_end(bytes, next)),
        b'"' if bytes[next..].starts_with(b"\"\"") => {
            (TokenKind::MlBasicString, long_basic_end(bytes, start))
        }
        b'"' => (TokenKind::BasicString, basic_end(bytes, next)),
        _ => {
            let ends = |byte: u8| ENDS_ATOM[usize::from(byte)];
            (TokenKind::Atom, find(bytes, next, ends))
        }
    }
}

/// Where the first byte from `from` on is that is wanted, or the end.
fn find(bytes: &[u8], from: usize, is_wanted: impl Fn(u8) -> bool) -> usize {
    let mut rest = bytes[from..].iter();
    rest.position(|byte| is_wanted(*byte))
        .map_or(bytes.len(), |length| from + length)
}

fn comment_end(bytes: &[u8], from: usize) -> usize {
    let length = memchr::memchr2(b'\r', b'\n', &bytes[from..]);
    length.map_or(bytes.len(), |length| from + length)
}

/// A string that is not closed ends with its line.
fn literal_end(bytes: &[u8], from: usize) -> usize {
    match memchr::memchr2(b'\'', b'\n', &bytes[from..]) {
        Some(length) => from + length + usize::from(bytes[from + length] == b'\''),
        None => bytes.len(),
    }
}

/// A string that is not closed ends with its line.
fn basic_end(bytes: &[u8], mut from: usize) -> usize {
    while let Some(length) = memchr::memchr3(b'"', b'\\', b'\n', &bytes[from..]) {
        let at = from + length;
        match bytes[at] {
            b'"' => return at + 1,
            b'\n' => return at,
            _ => from = behind_escape(bytes, at),
        }
    }
    bytes.len()
}

fn long_literal_end(bytes: &[u8], start: usize) -> usize {
    let from = start + 3;
    match memchr::memmem::find(&bytes[from..], b"'''") {
        Some(length) => behind_quotes(bytes, from + length + 3, b'\''),
        None => bytes.len(),
    }
}

fn long_basic_end(bytes: &[u8], start: usize) -> usize {
    let mut from = start + 3;
    while let Some(length) = memchr::memchr2(b'"', b'\\', &bytes[from..]) {
        let at = from + length;
        if bytes[at] == b'\\' {
            from = behind_escape(bytes, at);
        } else if bytes[at..].starts_with(b"\"\"\"") {
            return behind_quotes(bytes, at + 3, b'"');
        } else {
            from = at + 1;
        }
    }
    bytes.len()
}

/// What follows a backslash that is, or could be, the end of the string otherwise.
fn behind_escape(bytes: &[u8], at: usize) -> usize {
    let escapes = matches!(bytes.get(at + 1), Some(b'\\' | b'"'));
    at + 1 + usize::from(escapes)
}

/// Up to two quotes may stand in front of the three that close a text.
fn behind_quotes(bytes: &[u8], from: usize, quote: u8) -> usize {
    let more = bytes[from..].iter().take(2);
    from + more.take_while(|byte| **byte == quote).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use toml_parser::Source;

    fn ours(text: &str) -> Vec<(TokenKind, usize, usize)> {
        let mut all = Vec::new();
        let mut start = 0;
        loop {
            let (kind, end) = token(text.as_bytes(), start);
            all.push((kind, start, end));
            if kind == TokenKind::Eof {
                return all;
            }
            start = end;
        }
    }

    fn theirs(text: &str) -> Vec<(TokenKind, usize, usize)> {
        let tokens = Source::new(text).lex();
        tokens
            .map(|token| (token.kind(), token.span().start(), token.span().end()))
            .collect()
    }

    /// Every text of a few pieces that mean something to a lexer.
    #[test]
    fn texts_are_cut_as_toml_parser_cuts_them() {
        let pieces = [
            "", "a", "\"", "'", "\\", "\n", "\r", " ", "\t", "#", "é", "\"\"\"", "'''", "[", "]",
            "{", "}", ",", ".", "=", "1-b",
        ];
        let count = pieces.len().pow(4);
        for number in 0..count {
            let at = |place: u32| pieces[number / pieces.len().pow(place) % pieces.len()];
            let text = [at(0), at(1), at(2), at(3), at(1), at(0)].concat();
            assert_eq!(ours(&text), theirs(&text), "{text:?}");
        }
    }

    #[test]
    fn long_strings_are_cut_as_toml_parser_cuts_them() {
        let texts = [
            "\"\"\"a\\\"\"\"b\"\"\"\"\"\"x",
            "'''a''b''''''x",
            "\"a\\\\\"b",
            "\"\"\"a\\\\\"\"\"b",
            "\"\"\"\"\"\"\"\"\"",
            "''''''''''",
        ];
        for text in texts {
            assert_eq!(ours(text), theirs(text), "{text:?}");
        }
    }
}
