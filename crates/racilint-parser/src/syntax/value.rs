//! Values: text, numbers, dates, lists and tables in braces.
//!
//! Within brackets a mistake does not end the reading as long as `recover` finds the bracket
//! closed further down; otherwise the whole value is [`Lost`].

use racilint_diagnostics::{Safety, Span};
use toml_parser::lexer::TokenKind;

use super::SyntaxError;
use super::advice::{self, Advice};
use super::cursor::Token;
use super::grammar::{KeyEnd, MAX_DEPTH, Reader, ends_line};
use super::grow::Growing;
use super::lines::{self, Shape};
use super::scalar::{self, Fault};
use super::tree::{Key, Origin, Table, Value, ValueKind};

/// Tables and lists in one another, counting headers, dotted keys and brackets together: bounds
/// the recursion of everything that walks the tree.
const MAX_TOTAL_DEPTH: usize = 3 * MAX_DEPTH;

/// The value cannot be read to its end. It is told, and the reader stands where reading goes on.
pub(super) struct Lost;

impl<'s> Reader<'s> {
    /// Reads a value; `key` is what it is given to, if that may be shown.
    pub(super) fn value(&mut self, key: Option<&'s str>, depth: usize) -> Result<Value<'s>, Lost> {
        let token = self.cursor.peek();
        match token.kind {
            TokenKind::LeftSquareBracket => self.list(depth),
            TokenKind::LeftCurlyBracket => self.braces(depth),
            TokenKind::BasicString | TokenKind::LiteralString => Ok(self.string(token)),
            TokenKind::MlBasicString | TokenKind::MlLiteralString => self.long_string(token),
            TokenKind::Atom | TokenKind::Dot => self.unquoted(key),
            _ => self.no_value(key, token, depth),
        }
    }

    fn string(&mut self, token: Token) -> Value<'s> {
        self.bump();
        let kind = match scalar::quoted(self.text, token) {
            Ok(text) => ValueKind::String(text),
            Err(fault) => {
                self.broken_string(token, fault);
                ValueKind::Unreadable
            }
        };
        Value {
            span: self.token_span(token),
            kind,
        }
    }

    /// An open quote takes the rest of the line with it: a comma, and perhaps a bracket.
    fn broken_string(&mut self, token: Token, mut fault: Fault) {
        let open = ends_line(self.cursor.peek()) && fault.start == token.start;
        if open && self.section.open.is_empty() {
            if let Some(end) = self.closing_quote_below(token) {
                fault.advice.help =
                    "text over several lines stands in three quotes: `\"\"\"`".into();
                self.skip_line(end);
            }
        } else if open {
            self.section.swallowed = Some(token);
        }
        self.tell_fault(fault);
    }

    /// Where an open quote is closed some lines further down, if these are clearly still its text.
    fn closing_quote_below(&self, token: Token) -> Option<usize> {
        let quote = self.text.get(token.start..)?.chars().next()?;
        let mut at = token.start;
        while let Some(start) = lines::next_line(self.text, at) {
            let line = lines::line_at(self.text, start);
            if lines::shape(line) != Shape::Other || line.trim().is_empty() {
                return None;
            }
            if line.matches(quote).count() % 2 == 1 {
                return Some(start);
            }
            at = start;
        }
        None
    }

    fn long_string(&mut self, token: Token) -> Result<Value<'s>, Lost> {
        if !scalar::is_closed(self.text, token) || self.is_mispaired(token) {
            return Err(self.end_long_string(token));
        }
        Ok(self.string(token))
    }

    /// A value without quotes: one token, or several with dots and blanks between them.
    fn unquoted(&mut self, key: Option<&'s str>) -> Result<Value<'s>, Lost> {
        let first = self.cursor.peek();
        let end = self.joined();
        match scalar::unquoted(self.text, first.start, end) {
            Some(kind) => Ok(Value {
                span: self.span(first.start, end),
                kind,
            }),
            None if self.section.open.is_empty() => Ok(self.bad_line(key, first.start)),
            None => self.bad_item(key, first, end),
        }
    }

    /// Takes what belongs to one value without quotes; returns its end.
    fn joined(&mut self) -> usize {
        let mut end = self.bump().end;
        loop {
            match self.cursor.peek().kind {
                TokenKind::Atom | TokenKind::Dot => end = self.bump().end,
                TokenKind::Whitespace => {
                    self.bump();
                    if self.cursor.peek().kind != TokenKind::Atom {
                        return end;
                    }
                }
                _ => return end,
            }
        }
    }

    /// All that stands behind the `=` is one bad value.
    fn bad_line(&mut self, key: Option<&'s str>, start: usize) -> Value<'s> {
        let raw = self.rest_of_line(start);
        let end = start + raw.len();
        match before_assignment(raw) {
            Some((value, rest)) => {
                let at = end - rest.len();
                self.tell(at, end, advice::after_value(value, rest));
            }
            None => self.tell(start, end, advice::unquoted(raw, key)),
        }
        self.skip_statement(start);
        Value {
            span: self.span(start, end),
            kind: ValueKind::Unreadable,
        }
    }

    fn bad_item(
        &mut self,
        key: Option<&'s str>,
        first: Token,
        end: usize,
    ) -> Result<Value<'s>, Lost> {
        let end = self.skip_item().max(end);
        let raw = self.slice(first.start, end).trim_end();
        let advice = match key {
            Some(_) if before_assignment(raw).is_some() => Advice::new(
                "a comma is missing between two keys with their values",
                "two of them here",
                "put a comma after each value",
            ),
            None if raw.contains('=') => Advice::new(
                "a list holds values, not `key = value`",
                "a key within a list",
                format!("put it in braces: `{{ {} }}`", advice::short(raw)),
            ),
            None if are_values(raw) => Advice::new(
                "a comma is missing between two values",
                "two values here",
                format!(
                    "write `{}`",
                    raw.split_whitespace().collect::<Vec<_>>().join(", ")
                ),
            ),
            _ => advice::unquoted(raw, key),
        };
        let error = self.advised(first.start, first.start + raw.len(), advice);
        if self.line_shape() == Shape::Other {
            self.errors.push(error);
        } else {
            self.within_brackets(first, error)?;
        }
        Ok(Value {
            span: self.span(first.start, end),
            kind: ValueKind::Unreadable,
        })
    }

    /// Leaves what follows up to the next comma, bracket or line; returns the end of it.
    fn skip_item(&mut self) -> usize {
        let mut end = 0;
        loop {
            let token = self.cursor.peek();
            let stop = matches!(
                token.kind,
                TokenKind::Comma
                    | TokenKind::LeftSquareBracket
                    | TokenKind::RightSquareBracket
                    | TokenKind::LeftCurlyBracket
                    | TokenKind::RightCurlyBracket
            );
            if stop || ends_line(token) || token.is_multi_line() {
                return end;
            }
            end = self.bump().end;
        }
    }

    fn no_value(
        &mut self,
        key: Option<&'s str>,
        token: Token,
        depth: usize,
    ) -> Result<Value<'s>, Lost> {
        let name = key.unwrap_or("key");
        let before = self.section.last;
        let (span, advice) = if token.kind == TokenKind::Equals {
            let advice = Advice::new("one `=` is enough", "a second `=`", "delete it")
                .repair(Safety::Safe, "");
            ((token.start, token.end), advice)
        } else {
            let short = advice::short(name);
            let advice = Advice::new(
                format!("`{short}` has no value"),
                "nothing behind the `=`",
                format!("write a value, such as `{short} = \"text\"`, or leave the line out"),
            );
            ((before.start, before.end), advice)
        };
        self.tell(span.0, span.1, advice);
        if self.section.open.is_empty() && token.kind == TokenKind::Newline {
            if !self.skip_dashes() && self.is_value_below(token) {
                return self.value_below(depth);
            }
        } else if self.section.open.is_empty() && !ends_line(token) {
            self.skip_line(token.start);
        } else if token.kind == TokenKind::Equals {
            self.bump();
            self.skip_item();
        }
        Ok(Value {
            span: self.span(span.0, span.1),
            kind: ValueKind::Unreadable,
        })
    }

    /// Whether the next line holds what should have followed the `=`.
    fn is_value_below(&self, newline: Token) -> bool {
        let line = lines::line_at(self.text, newline.end);
        let start = line.trim_start_matches(lines::BLANKS);
        let value = !start.is_empty() && !start.starts_with(['#', ']', '}', '=', ',']);
        value && matches!(lines::shape(line), Shape::Other | Shape::PerhapsHeader)
    }

    /// Takes the value that begins a line too late, which is told by now.
    fn value_below(&mut self, depth: usize) -> Result<Value<'s>, Lost> {
        self.bump();
        self.blanks();
        let told = self.errors.len();
        let value = self.value(None, depth);
        self.errors.truncate(told);
        self.blanks();
        if self.cursor.peek().kind == TokenKind::Comma {
            self.skip_items();
        }
        value
    }

    /// Takes blanks, comments and line breaks.
    fn gap(&mut self) -> Token {
        while self.cursor.peek().is_trivia() {
            self.trivia();
        }
        self.cursor.peek()
    }

    /// Takes an opening bracket, unless there are too many.
    fn open_bracket(&mut self, depth: usize) -> Result<Token, Lost> {
        if self.section.open.len() >= MAX_DEPTH || depth >= MAX_TOTAL_DEPTH {
            return Err(self.too_deep());
        }
        let open = self.bump();
        self.section.open.push(open);
        Ok(open)
    }

    fn close_bracket(&mut self, open: Token, end: usize) -> Span {
        self.section.open.pop();
        self.span(open.start, end)
    }

    fn comma(&mut self) {
        self.bump();
        self.section.swallowed = None;
        self.section.forgive_comma = false;
    }

    /// `[ ... ]`.
    fn list(&mut self, depth: usize) -> Result<Value<'s>, Lost> {
        let open = self.open_bracket(depth)?;
        let first = self.values.len();
        let end = self.items(depth);
        let items = self.values.drain(first..).collect();
        Ok(Value {
            span: self.close_bracket(open, end?),
            kind: ValueKind::Array(items),
        })
    }

    /// Adds the values of a list to those that are open, and returns where the list ends.
    fn items(&mut self, depth: usize) -> Result<usize, Lost> {
        let mut complete = false;
        loop {
            let token = self.gap();
            match token.kind {
                TokenKind::RightSquareBracket => return Ok(self.bump().end),
                TokenKind::Comma if complete => {
                    self.comma();
                    complete = false;
                }
                _ if token.starts_value() => {
                    if complete {
                        self.missing_comma(token)?;
                    }
                    let told = self.errors.len();
                    let item = self.value(None, depth + 1)?;
                    if complete && item.kind == ValueKind::Unreadable {
                        // It may be anything that a comma is missing before.
                        self.errors.truncate(told);
                    }
                    self.values.push(item);
                    complete = true;
                }
                _ => {
                    if self.odd_in_list(token, complete)? {
                        return Ok(token.start);
                    }
                }
            }
        }
    }

    /// Something that no list holds. `true` when the list must be taken as closed before it.
    fn odd_in_list(&mut self, token: Token, complete: bool) -> Result<bool, Lost> {
        if token.kind == TokenKind::Eof {
            return Err(self.cut(token));
        }
        let braces = token.kind == TokenKind::RightCurlyBracket;
        if braces && self.section.is_inside(TokenKind::LeftCurlyBracket) {
            self.within_brackets(token, self.never_closed(self.section.last))?;
            return Ok(true);
        }
        let advice = if token.kind == TokenKind::Comma {
            Advice::new(
                "there is a comma too many",
                "no value before it",
                "delete it",
            )
            .repair(Safety::Safe, "")
        } else if token.kind == TokenKind::Equals {
            Advice::new(
                "a list holds values, not `key = value`",
                "a `=` within a list",
                "put it in braces: `{ key = value }`",
            )
        } else {
            closes_nothing(self.slice(token.start, token.end))
        };
        self.within_brackets(token, self.advised(token.start, token.end, advice))?;
        self.bump();
        if complete && token.kind == TokenKind::Equals {
            self.skip_item();
        }
        Ok(false)
    }

    fn missing_comma(&mut self, token: Token) -> Result<(), Lost> {
        if let Some(broken) = self.section.swallowed.take() {
            return self.after_broken_string(broken, token);
        }
        if std::mem::take(&mut self.section.forgive_comma) {
            return Ok(());
        }
        let end = if token.is_multi_line() {
            token.start + 3
        } else {
            token.end
        };
        let before = self.section.last;
        let advice = advice::missing_comma(self.slice(token.start, end));
        let is_evident = advice.is_of_comma();
        let error = self.advised(token.start, end, advice);
        let error = match is_evident {
            true => self.mended_by(error, before.end, ","),
            false => error,
        };
        self.within_brackets(token, error)
    }

    /// `{ ... }`.
    fn braces(&mut self, depth: usize) -> Result<Value<'s>, Lost> {
        let open = self.open_bracket(depth)?;
        let table = Table::new(self.token_span(open), Origin::Inline);
        let mut growing = Growing::new(table);
        let mut keys = Vec::new();
        let mut complete = false;
        let end = loop {
            let token = self.gap();
            match token.kind {
                TokenKind::RightCurlyBracket => break self.bump().end,
                TokenKind::Comma if complete => {
                    self.comma();
                    complete = false;
                }
                _ if token.starts_key() => {
                    if complete {
                        self.missing_comma(token)?;
                    }
                    self.entry(&mut growing, &mut keys, depth + 1)?;
                    complete = true;
                }
                _ => {
                    if self.odd_in_braces(token)? {
                        break token.start;
                    }
                    growing.damage();
                    // The comma behind a bad entry is its own.
                    complete |=
                        !matches!(token.kind, TokenKind::Comma | TokenKind::RightSquareBracket);
                }
            }
        };
        let span = self.close_bracket(open, end);
        let mut table = growing.finish();
        table.span = span;
        Ok(Value {
            span,
            kind: ValueKind::Table(Box::new(table)),
        })
    }

    /// `key = value` within braces; line breaks may stand around the `=`.
    fn entry(
        &mut self,
        growing: &mut Growing<'s>,
        keys: &mut Vec<Key<'s>>,
        depth: usize,
    ) -> Result<(), Lost> {
        let first = self.cursor.peek();
        let fault = match self.key_path(keys) {
            KeyEnd::Read(fault) => fault,
            KeyEnd::TooDeep => return Err(self.too_deep()),
            KeyEnd::Missing(token) => {
                self.bad_entry(first, token)?;
                growing.damage();
                return Ok(());
            }
        };
        let name = self.slice(first.start, self.section.last.end);
        if self.gap().kind != TokenKind::Equals {
            self.no_equals_in_braces(name, first)?;
            growing.damage();
            return Ok(());
        }
        if let Some(fault) = fault {
            self.tell_fault(fault);
        }
        self.bump();
        self.gap();
        let value = self.value(Some(name), depth + keys.len())?;
        growing.insert(keys, value, &mut self.errors);
        Ok(())
    }

    fn bad_entry(&mut self, first: Token, token: Token) -> Result<(), Lost> {
        let advice = Advice::new(
            "a key is missing here",
            "a key belongs here",
            "write `{ key = value }`, with a key on each side of a dot",
        );
        let end = if token.is_multi_line() {
            token.start + 3
        } else {
            token.end
        };
        self.within_brackets(token, self.advised(first.start, end, advice))?;
        if token.is_multi_line() {
            self.bump();
        }
        self.skip_item();
        Ok(())
    }

    fn no_equals_in_braces(&mut self, name: &str, first: Token) -> Result<(), Lost> {
        let token = self.cursor.peek();
        let colon = name.ends_with(':') || self.slice(token.start, token.end).starts_with(':');
        let key = advice::short(name.trim_end_matches(':'));
        let advice = if colon {
            advice::colon(name.trim_end_matches(':'), "")
        } else {
            Advice::new(
                format!("`{key}` has no value"),
                "no `=` behind it",
                format!("write `{key} = value`"),
            )
        };
        let end = first.start + name.len();
        self.within_brackets(token, self.advised(first.start, end, advice))?;
        self.skip_item();
        if matches!(
            self.cursor.peek().kind,
            TokenKind::LeftSquareBracket | TokenKind::LeftCurlyBracket
        ) {
            self.value(None, 0)?;
        }
        Ok(())
    }

    /// Something that no table in braces holds. `true` when it must be taken as closed before it.
    fn odd_in_braces(&mut self, token: Token) -> Result<bool, Lost> {
        if token.kind == TokenKind::Eof {
            return Err(self.cut(token));
        }
        let in_list = self.section.is_inside(TokenKind::LeftSquareBracket);
        let next_item = token.kind == TokenKind::LeftCurlyBracket;
        if in_list && (next_item || token.kind == TokenKind::RightSquareBracket) {
            self.within_brackets(token, self.never_closed(self.section.last))?;
            self.section.forgive_comma = next_item;
            return Ok(true);
        }
        let piece = self.slice(token.start, token.end);
        let advice = match token.kind {
            TokenKind::Comma => Advice::new(
                "there is a comma too many",
                "no `key = value` before it",
                "delete it",
            )
            .repair(Safety::Safe, ""),
            TokenKind::RightSquareBracket => closes_nothing(piece),
            _ => Advice::new(
                format!("`{piece}` stands where a key belongs"),
                "a key belongs here",
                "write `{ key = value }`",
            ),
        };
        self.within_brackets(token, self.advised(token.start, token.end, advice))?;
        if token.starts_value() && !token.starts_scalar() {
            // Read for its own mistakes and for its end; there is no key to keep it under.
            self.value(None, 0)?;
        } else {
            self.bump();
            if token.kind != TokenKind::Comma && token.kind != TokenKind::RightSquareBracket {
                self.skip_item();
            }
        }
        Ok(false)
    }

    /// That the innermost bracket is not closed where it should be.
    pub(super) fn never_closed(&self, last: Token) -> SyntaxError {
        let open = self.section.open.last().copied().unwrap_or(last);
        let (what, close) = if open.kind == TokenKind::LeftCurlyBracket {
            ("table in braces", "}")
        } else {
            ("list", "]")
        };
        let message = format!("this {what} is never closed");
        let here = format!("this {what} is opened here and never closed");
        let help = format!("add the closing `{close}`");
        if last.start <= open.start {
            return self.advised(open.start, open.end, Advice::new(message, here, help));
        }
        let advice = Advice::new(message, format!("a `{close}` belongs after this"), help);
        let error = self.advised(last.start, last.end, advice);
        self.mended_by(error, last.end, close)
            .related(self.token_span(open), here)
    }
}

fn closes_nothing(bracket: &str) -> Advice {
    Advice::new(
        format!("this `{bracket}` closes nothing"),
        "another bracket is open here",
        "close brackets in the order in which they were opened",
    )
}

/// Takes `1 b = 2` apart: a value, and what looks like another key with its own.
fn before_assignment(raw: &str) -> Option<(&str, &str)> {
    let (value, rest) = raw.split_once(lines::BLANKS)?;
    let good = rest.contains('=') && scalar::unquoted(value, 0, value.len()).is_some();
    good.then(|| (value, rest.trim_start_matches(lines::BLANKS)))
}

/// Whether every word is a value by itself.
fn are_values(raw: &str) -> bool {
    raw.split_whitespace()
        .all(|word| scalar::unquoted(word, 0, word.len()).is_some())
}
