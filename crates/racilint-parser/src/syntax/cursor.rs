//! The tokens of a text, one at a time, from any place.
//!
//! A thin layer over [`lexer`]. It holds one token, never the list of all, and can be set to any token
//! boundary, which is what recovery lives on. It knows no grammar.

use toml_parser::lexer::TokenKind;

use super::lexer;

/// A token with its absolute byte range.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    pub(super) kind: TokenKind,
    pub(super) start: usize,
    pub(super) end: usize,
}

impl Token {
    /// Blanks, line breaks and comments: what stands between things.
    pub(super) fn is_trivia(self) -> bool {
        matches!(
            self.kind,
            TokenKind::Whitespace | TokenKind::Newline | TokenKind::Comment
        )
    }

    /// The three-quote strings, which may run over many lines.
    pub(super) fn is_multi_line(self) -> bool {
        matches!(
            self.kind,
            TokenKind::MlBasicString | TokenKind::MlLiteralString
        )
    }

    /// Whether a value may begin with it.
    pub(super) fn starts_value(self) -> bool {
        matches!(
            self.kind,
            TokenKind::LeftSquareBracket | TokenKind::LeftCurlyBracket
        ) || self.starts_scalar()
    }

    /// Whether a value without brackets may begin with it.
    pub(super) fn starts_scalar(self) -> bool {
        self.starts_key() || self.kind == TokenKind::Dot
    }

    /// Whether a key may begin with it, be it a good one or not.
    pub(super) fn starts_key(self) -> bool {
        self.kind == TokenKind::Atom || self.kind.encoding().is_some()
    }
}

/// What some editors write in front of a text.
const BYTE_ORDER_MARK: char = '\u{feff}';

/// A place in a text, with the token that comes next.
pub(super) struct Cursor<'s> {
    text: &'s str,
    next: Token,
}

impl<'s> Cursor<'s> {
    /// Starts at a token boundary of `text`. A byte order mark there is skipped.
    pub(super) fn at(text: &'s str, offset: usize) -> Self {
        let rest = text.get(offset..).unwrap_or_default();
        let has_mark = rest.starts_with(BYTE_ORDER_MARK);
        let mark = if has_mark {
            BYTE_ORDER_MARK.len_utf8()
        } else {
            0
        };
        let start = offset + mark;
        let mut cursor = Self {
            text,
            next: Token {
                kind: TokenKind::Eof,
                start,
                end: start,
            },
        };
        if !rest.is_empty() {
            cursor.advance();
        }
        cursor
    }

    /// The token that comes next; `Eof` for ever at the end.
    pub(super) fn peek(&self) -> Token {
        self.next
    }

    /// Takes the next token.
    pub(super) fn bump(&mut self) -> Token {
        let token = self.next;
        self.advance();
        token
    }

    /// Continues at another token boundary.
    pub(super) fn seek(&mut self, offset: usize) {
        if offset != self.next.start {
            *self = Self::at(self.text, offset);
        }
    }

    fn advance(&mut self) {
        let start = self.next.end;
        let (kind, end) = lexer::token(self.text.as_bytes(), start);
        #[cfg(test)]
        super::tests::worked(end - start + 1);
        self.next = Token { kind, start, end };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str, offset: usize) -> Vec<(TokenKind, usize, usize)> {
        let mut cursor = Cursor::at(text, offset);
        let mut all = Vec::new();
        while cursor.peek().kind != TokenKind::Eof {
            let token = cursor.bump();
            all.push((token.kind, token.start, token.end));
        }
        all
    }

    #[test]
    fn offsets_stay_absolute_wherever_reading_starts() {
        let text = "\u{feff}a = \"é\"\nb=2";
        let whole = kinds(text, 0);
        assert_eq!(whole[0], (TokenKind::Atom, 3, 4));
        let newline = whole
            .iter()
            .position(|t| t.0 == TokenKind::Newline)
            .unwrap();
        assert_eq!(kinds(text, whole[newline].2), whole[newline + 1..]);
    }

    #[test]
    fn the_end_is_given_again_and_again() {
        let mut cursor = Cursor::at("", 0);
        for _ in 0..3 {
            assert_eq!(cursor.bump().kind, TokenKind::Eof);
        }
    }
}
