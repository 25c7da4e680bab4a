//! The lines of a text: headers and `key = value`, one statement at a time.
//!
//! A mistake ends its statement and nothing else: reading goes on at the next line, or where
//! `recover` says. What stands behind the `=` is read in `value`; what may stand twice is the
//! business of `grow`.

use racilint_diagnostics::{Edit, FileId, Safety, Span};
use toml_parser::lexer::TokenKind;

use super::advice::{self, Advice, Repair};
use super::cursor::{Cursor, Token};
use super::grow::Growing;
use super::recover::Section;
use super::scalar::{self, Fault};
use super::tree::{Key, Origin, Table, Value, ValueKind};
use super::{Parsed, SyntaxError, SyntaxErrorKind, clash, lines};

/// Keys in one dotted key or header, and brackets within brackets.
pub(super) const MAX_DEPTH: usize = 64;

/// A text on the way to its tree.
pub(super) struct Reader<'s> {
    file: FileId,
    pub(super) text: &'s str,
    pub(super) cursor: Cursor<'s>,
    pub(super) errors: Vec<SyntaxError>,
    pub(super) section: Section,
    pub(super) tree: Growing<'s>,
    /// Emptied and filled again for each statement.
    pub(super) keys: Vec<Key<'s>>,
    /// The values of the lists that are open, the outermost first: each list ends as large as it must
    /// be.
    pub(super) values: Vec<Value<'s>>,
    /// How many tables the last header is deep.
    pub(super) depth: usize,
    told_carriage_return: bool,
}

/// How the reading of a dotted key ended.
pub(super) enum KeyEnd {
    /// At something that is no key. A fault in one of the keys leaves its meaning clear.
    Read(Option<Box<Fault>>),
    /// A part of it is not there: here is what stands in its place.
    Missing(Token),
    /// There are too many parts.
    TooDeep,
}

impl<'s> Reader<'s> {
    pub(super) fn new(file: FileId, text: &'s str) -> Self {
        let root = Table::new(Span::new(file, 0..0), Origin::Root);
        Self {
            file,
            text,
            cursor: Cursor::at(text, 0),
            errors: Vec::new(),
            section: Section::new(text),
            tree: Growing::new(root),
            keys: Vec::new(),
            values: Vec::new(),
            depth: 0,
            told_carriage_return: false,
        }
    }

    /// Reads it all.
    pub(super) fn read(mut self) -> Parsed<'s> {
        loop {
            match self.cursor.peek().kind {
                TokenKind::Eof => break,
                TokenKind::Whitespace | TokenKind::Newline | TokenKind::Comment => self.trivia(),
                TokenKind::LeftSquareBracket => self.header(),
                _ => self.assignment(),
            }
        }
        self.errors.sort_by_key(|error| error.span);
        for error in &mut self.errors {
            clash::cut_second(error, self.text);
        }
        Parsed {
            root: self.tree.finish(),
            errors: self.errors,
        }
    }

    /// A span of this text, on the bounds of characters. Tests refuse any other; a user gets the
    /// nearest one, since a place that is a little off is better than no answer.
    pub(super) fn span(&self, start: usize, end: usize) -> Span {
        debug_assert!(self.text.get(start..end).is_some(), "{start}..{end}");
        let bound = |at: usize| {
            let mut bounds = (0..=at.min(self.text.len())).rev();
            bounds.find(|at| self.text.is_char_boundary(*at))
        };
        let start = bound(start).unwrap_or_default();
        let end = bound(end).unwrap_or_default().max(start);
        Span::new(self.file, start..end)
    }

    pub(super) fn token_span(&self, token: Token) -> Span {
        Span::new(self.file, token.start..token.end)
    }

    pub(super) fn slice(&self, start: usize, end: usize) -> &'s str {
        self.text.get(start..end).unwrap_or_default()
    }

    /// An error with the words of an advice.
    pub(super) fn advised(&self, start: usize, end: usize, advice: Advice) -> SyntaxError {
        let span = self.span(start, end);
        let error = SyntaxError::new(SyntaxErrorKind::Syntax, span, advice.message)
            .label(advice.label)
            .help(advice.help);
        match advice.repair {
            None => error,
            Some(Repair { safety, text }) => {
                let title = match &*text {
                    "" => "delete it".to_owned(),
                    text => format!("write `{}`", advice::short(text.trim())),
                };
                error.fix(safety, &title, Edit { span, text })
            }
        }
    }

    /// An error that is mended by putting something in where `at` is.
    pub(super) fn mended_by(&self, error: SyntaxError, at: usize, text: &str) -> SyntaxError {
        let span = Span::new(self.file, at..at);
        let edit = Edit {
            span,
            text: text.to_owned(),
        };
        error.fix(Safety::Unsafe, &format!("put a `{text}` there"), edit)
    }

    pub(super) fn tell(&mut self, start: usize, end: usize, advice: Advice) {
        let error = self.advised(start, end, advice);
        self.errors.push(error);
    }

    pub(super) fn tell_fault(&mut self, fault: impl Into<Box<Fault>>) {
        let fault = *fault.into();
        self.tell(fault.start, fault.end, fault.advice);
    }

    /// Takes a token and keeps account of the lines.
    pub(super) fn bump(&mut self) -> Token {
        let token = self.cursor.bump();
        self.section.passed(token);
        token
    }

    /// Takes blanks of one line.
    pub(super) fn blanks(&mut self) {
        while self.cursor.peek().kind == TokenKind::Whitespace {
            self.bump();
        }
    }

    /// Takes one blank, comment or line break and looks whether it is a good one.
    pub(super) fn trivia(&mut self) {
        let token = self.bump();
        match token.kind {
            TokenKind::Comment => {
                if let Some(fault) = scalar::in_comment(self.text, token) {
                    self.tell_fault(fault);
                }
            }
            TokenKind::Newline if self.slice(token.start, token.end) == "\r" => {
                self.carriage_return(token);
            }
            _ => {}
        }
    }

    /// Files with old line ends have thousands of them: the first stands for all.
    fn carriage_return(&mut self, token: Token) {
        if !std::mem::replace(&mut self.told_carriage_return, true) {
            let advice = Advice::new(
                "a carriage return (U+000D) without a line feed ends no line in TOML",
                "a lone carriage return",
                "save the file with line ends LF or CRLF",
            );
            self.tell(token.start, token.end, advice);
        }
    }

    /// Leaves the rest of the line on which `from` stands.
    pub(super) fn skip_line(&mut self, from: usize) {
        self.cursor.seek(lines::line_end(self.text, from));
    }

    /// Leaves the rest of the line on which `from` stands, and what is opened there as far as it
    /// is closed further down.
    pub(super) fn skip_statement(&mut self, from: usize) {
        let end = self.end_of_statement(from);
        self.skip_line(end);
    }

    /// Reads `a."b c".d` into `keys`.
    pub(super) fn key_path(&mut self, keys: &mut Vec<Key<'s>>) -> KeyEnd {
        keys.clear();
        let mut fault = None;
        let mut too_deep = false;
        loop {
            self.blanks();
            let token = self.cursor.peek();
            if !token.starts_key() || token.is_multi_line() {
                return KeyEnd::Missing(token);
            }
            let (name, wrong) = scalar::key(self.text, token);
            fault = fault.or(wrong);
            self.bump();
            too_deep |= keys.len() == MAX_DEPTH;
            if !too_deep {
                let span = self.token_span(token);
                keys.push(Key { name, span });
            }
            self.blanks();
            if self.cursor.peek().kind != TokenKind::Dot {
                break;
            }
            self.bump();
        }
        if too_deep {
            KeyEnd::TooDeep
        } else {
            KeyEnd::Read(fault)
        }
    }

    /// `key = value`.
    fn assignment(&mut self) {
        self.section.begin(self.errors.len());
        let start = self.cursor.peek().start;
        let mut keys = std::mem::take(&mut self.keys);
        match self.key_path(&mut keys) {
            KeyEnd::Missing(token) => self.without_key(start, token),
            KeyEnd::TooDeep => {
                self.too_many_keys(start);
                self.tree.damage();
            }
            KeyEnd::Read(fault) if self.cursor.peek().kind == TokenKind::Equals => {
                if let Some(fault) = fault {
                    self.tell_fault(fault);
                }
                self.assigned(start, &mut keys);
            }
            KeyEnd::Read(fault) => self.without_equals(start, &mut keys, fault),
        }
        self.keys = keys;
    }

    /// From the `=` on.
    fn assigned(&mut self, start: usize, keys: &mut Vec<Key<'s>>) {
        let name = self.slice(start, self.section.last.end).trim_end();
        self.bump();
        self.blanks();
        let first = self.cursor.peek();
        let depth = self.depth + keys.len();
        let value = self.value(Some(name), depth);
        let value = match value {
            Ok(value) if self.ends_here(&value) => value,
            other => {
                self.tree.damage();
                let read = other.map_or(first.end, |value| value.span.range().end);
                Value {
                    span: self.span(first.start, read),
                    kind: ValueKind::Unreadable,
                }
            }
        };
        self.tree.insert(keys, value, &mut self.errors);
    }

    /// Whether nothing but a comment follows on the line. Tells what does.
    fn ends_here(&mut self, value: &Value<'s>) -> bool {
        self.blanks();
        let token = self.cursor.peek();
        if ends_line(token) {
            return true;
        }
        let rest = self.rest_of_line(token.start);
        if value.kind != ValueKind::Unreadable {
            let value = self.slice(value.span.range().start, value.span.range().end);
            let advice = advice::after_value(value, rest);
            self.tell(
                token.start,
                token.start + first_word(rest).len().max(1),
                advice,
            );
        }
        self.skip_statement(token.start);
        if rest == "," {
            self.skip_items();
        }
        // A bracket or comma too many leaves the value clear.
        rest.trim_end_matches([']', '}', ',', ';']).is_empty()
    }

    /// What follows on the line, without a comment and blanks around.
    pub(super) fn rest_of_line(&self, from: usize) -> &'s str {
        let line = self.slice(from, lines::line_end(self.text, from));
        let end = line.find(" #").or_else(|| line.find("\t#"));
        line[..end.unwrap_or(line.len())].trim_matches(lines::BLANKS)
    }

    pub(super) fn too_many_keys(&mut self, start: usize) {
        let end = self.cursor.peek().start;
        let error = SyntaxError::new(
            SyntaxErrorKind::TooDeep,
            self.span(start, end),
            format!("more than {MAX_DEPTH} keys in one another"),
        );
        let error = error.label("too deep to read").help("use fewer dots");
        self.errors.push(error);
        self.skip_line(end);
    }

    /// A line that begins with something that is no key, or has a gap between its dots.
    fn without_key(&mut self, start: usize, token: Token) {
        let line = self.rest_of_line(start);
        let advice = missing_key(token.kind, line);
        let end = if token.is_multi_line() {
            token.start + 3
        } else if ends_line(token) {
            token.start
        } else {
            token.end
        };
        let from = if ends_line(token) { start } else { token.start };
        self.tell(from, end, advice);
        self.tree.damage();
        self.skip_line(token.start);
    }

    /// A line that begins with a key, but has no `=` behind it.
    fn without_equals(&mut self, start: usize, keys: &mut Vec<Key<'s>>, fault: Option<Box<Fault>>) {
        let token = self.cursor.peek();
        let line = self.rest_of_line(start);
        if let Some(advice) = advice::other_comment(line) {
            self.tell(start, start + line.len(), advice);
            return self.skip_line(start);
        }
        if let Some(colon) = self.colon(token, keys) {
            return self.with_colon(start, colon, keys);
        }
        if token.kind == TokenKind::RightSquareBracket && line.ends_with(']') {
            return self.header_without_opening(start, keys);
        }
        if token.starts_key() && self.spaced_key(keys) {
            let end = self.section.last.end;
            let advice = advice::key(self.slice(start, end));
            self.tell(start, end, advice);
            return self.assigned(start, keys);
        }
        match fault.filter(|_| line.starts_with(['"', '\''])) {
            Some(fault) => self.tell_fault(fault),
            None => {
                let key = self.slice(start, token.start).trim_end();
                let advice = advice::no_equals(line, key);
                self.tell(start, start + line.len(), advice);
            }
        }
        self.tree.damage();
        self.skip_statement(start);
        if line.starts_with("- ") {
            self.skip_dashes();
        }
    }

    /// Takes the words before an `=`, as in `first name = "x"`; `false` when there is none.
    fn spaced_key(&mut self, keys: &mut [Key<'s>]) -> bool {
        let line = self.rest_of_line(self.cursor.peek().start);
        let Some(equals) = line.find('=') else {
            return false;
        };
        if line[..equals].contains(['"', '\'', '[', ']', '{', '}', ',']) {
            return false;
        }
        while self.cursor.peek().kind != TokenKind::Equals && !ends_line(self.cursor.peek()) {
            self.bump();
        }
        if let Some(key) = keys.last_mut() {
            let start = key.span.range().start;
            let end = self.section.last.end;
            key.name = self.slice(start, end).into();
            key.span = self.span(start, end);
        }
        self.cursor.peek().kind == TokenKind::Equals
    }

    /// Where the colon of `key: value` is; takes it off the key.
    fn colon(&self, token: Token, keys: &mut [Key<'s>]) -> Option<usize> {
        let key = keys.last_mut()?;
        let span = key.span.range();
        let raw = self.slice(span.start, span.end);
        if token.kind == TokenKind::Atom && self.slice(token.start, token.end).starts_with(':') {
            return Some(token.start);
        }
        let at = raw
            .find(':')
            .filter(|_| !raw.starts_with([':', '"', '\'']))?;
        key.name = raw[..at].into();
        key.span = self.span(span.start, span.start + at);
        Some(span.start + at)
    }

    fn with_colon(&mut self, start: usize, colon: usize, keys: &mut Vec<Key<'s>>) {
        let name = self.slice(start, colon).trim_end();
        let rest = self.slice(colon + 1, lines::line_end(self.text, colon));
        let text = match (name.len() < colon - start, rest.starts_with(lines::BLANKS)) {
            (true, true) => "=",
            (true, false) => "= ",
            (false, true) => " =",
            (false, false) => " = ",
        };
        let advice = advice::colon(name, self.rest_of_line(colon + 1));
        let advice = match rest.trim() {
            "" => advice,
            _ => advice.repair(Safety::Safe, text),
        };
        self.tell(colon, colon + 1, advice);
        self.skip_statement(colon + 1);
        if self.rest_of_line(colon + 1).is_empty() {
            self.skip_dashes();
        }
        let value = Value {
            span: self.span(colon, colon + 1),
            kind: ValueKind::Unreadable,
        };
        self.tree.insert(keys, value, &mut self.errors);
    }

    /// Leaves the lines below that begin with a dash, being at the end of a line: they are all the
    /// same mistake. Tells whether there were any.
    pub(super) fn skip_dashes(&mut self) -> bool {
        let start = self.cursor.peek().start;
        let mut end = start;
        while let Some(next) = lines::next_line(self.text, end) {
            let line = lines::line_at(self.text, next);
            if !line.trim_start_matches(lines::BLANKS).starts_with("- ") {
                break;
            }
            end = next + line.len();
        }
        self.cursor.seek(end);
        end > start
    }
}

/// Whether a statement is over when this comes.
pub(super) fn ends_line(token: Token) -> bool {
    matches!(
        token.kind,
        TokenKind::Newline | TokenKind::Eof | TokenKind::Comment
    )
}

fn first_word(rest: &str) -> &str {
    let end = rest.find([' ', '\t']).unwrap_or(rest.len());
    &rest[..end]
}

fn missing_key(kind: TokenKind, line: &str) -> Advice {
    match kind {
        TokenKind::MlBasicString | TokenKind::MlLiteralString => Advice::new(
            "three quotes stand where a key should begin",
            "opens or closes nothing",
            "write `key = ` before them, or delete them",
        ),
        TokenKind::RightSquareBracket | TokenKind::RightCurlyBracket => Advice::new(
            format!("this `{}` closes nothing", first_word(line)),
            "nothing is open here",
            "delete it, or look for the opening bracket above",
        ),
        TokenKind::Equals => Advice::new(
            "the key before `=` is missing",
            "a key belongs before it",
            format!("write `key {}`", advice::short(line)),
        ),
        TokenKind::Dot => Advice::new(
            "there is a dot too many, or a key too few",
            "a key belongs on each side of a dot",
            "write `key.key = value`",
        ),
        _ => Advice::new(
            format!(
                "`{}` is not the start of `key = value`",
                advice::short(line)
            ),
            "a key or a header belongs here",
            "write `key = value`",
        ),
    }
}
