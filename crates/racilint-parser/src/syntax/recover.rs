//! Where reading goes on when a bracket or a text in three quotes is never closed.
//!
//! Everything here runs after a mistake is certain, so that no valid text is ever cut; the one
//! exception, texts in three quotes, is cut on proof that what follows cannot be right. All looking
//! ahead is paid from a budget in proportion to the text, so that no text costs more.

use toml_parser::lexer::TokenKind;

use super::advice::Advice;
use super::cursor::{Cursor, Token};
use super::grammar::{MAX_DEPTH, Reader};
use super::lines::{self, Shape};
use super::scalar;
use super::value::Lost;
use super::{SyntaxError, SyntaxErrorKind};

/// What is known about the statement being read.
pub(super) struct Section {
    /// Where the line being read starts.
    line: usize,
    /// Where the line starts on which the statement begins.
    first_line: usize,
    /// How many errors there were before it.
    first_error: usize,
    /// The brackets that are open, the outermost first.
    pub(super) open: Vec<Token>,
    /// The last token that was not a blank, comment or line break.
    pub(super) last: Token,
    /// The same, as it was when the line began.
    last_before_line: Token,
    /// Whether the brackets are closed further down, once somebody had to look.
    closes: Option<bool>,
    /// An open quote that took the rest of its line with it.
    pub(super) swallowed: Option<Token>,
    /// The comma was taken for another's.
    pub(super) forgive_comma: bool,
    /// The shape of a line, by its start.
    shape: Option<(usize, Shape)>,
    /// How many bytes may still be looked at ahead of time.
    budget: usize,
}

/// What was found by looking ahead.
enum Ahead {
    /// The outermost bracket is closed; here is the end of it.
    Closed(usize),
    /// This line cannot be within the brackets.
    Stopped(usize),
    /// The text ends, or the budget.
    Open,
}

impl Section {
    pub(super) fn new(text: &str) -> Self {
        let nothing = Token {
            kind: TokenKind::Eof,
            start: 0,
            end: 0,
        };
        Self {
            line: 0,
            first_line: 0,
            first_error: 0,
            open: Vec::new(),
            last: nothing,
            last_before_line: nothing,
            closes: None,
            swallowed: None,
            forgive_comma: false,
            shape: None,
            budget: text.len().saturating_mul(4),
        }
    }

    /// A statement begins, after so many errors.
    pub(super) fn begin(&mut self, errors: usize) {
        self.first_line = self.line;
        self.first_error = errors;
        self.open.clear();
        self.closes = None;
        self.swallowed = None;
        self.forgive_comma = false;
    }

    /// A token was taken.
    pub(super) fn passed(&mut self, token: Token) {
        match token.kind {
            TokenKind::Newline => {
                self.line = token.end;
                self.last_before_line = self.last;
            }
            TokenKind::Whitespace | TokenKind::Comment => {}
            _ => self.last = token,
        }
    }

    /// Whether the bracket around the innermost one is of this kind.
    pub(super) fn is_inside(&self, kind: TokenKind) -> bool {
        self.open
            .iter()
            .rev()
            .nth(1)
            .is_some_and(|open| open.kind == kind)
    }
}

impl<'s> Reader<'s> {
    /// What the line being read looks like. The line on which the statement began is no candidate.
    pub(super) fn line_shape(&mut self) -> Shape {
        let line = self.section.line;
        if line <= self.section.first_line {
            return Shape::Other;
        }
        match self.section.shape {
            Some((start, shape)) if start == line => shape,
            _ => {
                let shape = lines::shape(lines::line_at(self.text, line));
                self.section.shape = Some((line, shape));
                shape
            }
        }
    }

    /// Tells an error within brackets when they are closed further down; otherwise the error is
    /// that they are not.
    pub(super) fn within_brackets(&mut self, token: Token, error: SyntaxError) -> Result<(), Lost> {
        if self.is_closed_ahead(token) {
            self.errors.push(error);
            Ok(())
        } else {
            Err(self.cut(token))
        }
    }

    /// After an open quote within brackets: `token` comes where a comma should, which the quote
    /// may have taken with it, as well as the closing bracket.
    pub(super) fn after_broken_string(&mut self, broken: Token, token: Token) -> Result<(), Lost> {
        let taken = self.slice(broken.start, broken.end).trim_end();
        let one_line = self
            .section
            .open
            .last()
            .is_some_and(|open| lines::line_end(self.text, open.start) >= broken.end);
        if one_line && taken.ends_with([']', '}']) || !self.is_closed_ahead(token) {
            return Err(self.cut(token));
        }
        Ok(())
    }

    fn is_closed_ahead(&mut self, token: Token) -> bool {
        if let Some(closes) = self.section.closes {
            return closes;
        }
        let from = if self.line_shape() == Shape::Other {
            token.start
        } else {
            self.section.line
        };
        let mut budget = self.section.budget;
        let closes = matches!(self.look_ahead(from, &mut budget), Ahead::Closed(_));
        self.section.budget = budget;
        self.section.closes = Some(closes);
        closes
    }

    /// Follows the brackets from `from` on, which is a line's start or in the midst of one.
    fn look_ahead(&self, from: usize, budget: &mut usize) -> Ahead {
        let before = self.section.open.iter().filter(|open| open.start < from);
        let mut open: Vec<TokenKind> = before.map(|open| open.kind).collect();
        let mut cursor = Cursor::at(self.text, from);
        let mut line = (from == self.section.line).then_some(from);
        loop {
            if let Some(start) = line.take()
                && self.is_outside(start, open.last().copied())
            {
                return Ahead::Stopped(start);
            }
            let token = cursor.bump();
            let Some(left) = budget.checked_sub(token.end - token.start + 1) else {
                return Ahead::Open;
            };
            *budget = left;
            match token.kind {
                TokenKind::Eof => return Ahead::Open,
                TokenKind::Newline => line = Some(token.end),
                TokenKind::LeftSquareBracket | TokenKind::LeftCurlyBracket => open.push(token.kind),
                TokenKind::RightSquareBracket => close(&mut open, TokenKind::LeftSquareBracket),
                TokenKind::RightCurlyBracket => close(&mut open, TokenKind::LeftCurlyBracket),
                _ => continue,
            }
            if open.is_empty() {
                return Ahead::Closed(token.end);
            }
        }
    }

    /// Whether the line that starts at `start` cannot be within a bracket of this kind.
    fn is_outside(&self, start: usize, innermost: Option<TokenKind>) -> bool {
        let line = lines::line_at(self.text, start);
        let braces = innermost == Some(TokenKind::LeftCurlyBracket);
        let outside = match lines::shape(line) {
            Shape::Other => false,
            Shape::Header => true,
            Shape::Statement => !braces,
            Shape::PerhapsHeader => braces,
        };
        // `[dana]` on the last line of a list: the quotes are missing, and not a bracket.
        outside
            && !self
                .slice(start + line.len(), self.text.len())
                .trim_start()
                .starts_with(']')
    }

    /// Leaves the lines below that look like the items of a list without its opening bracket, and
    /// its closing bracket.
    pub(super) fn skip_items(&mut self) {
        let mut end = lines::line_end(self.text, self.cursor.peek().start);
        while let Some(start) = lines::next_line(self.text, end) {
            let line = lines::line_at(self.text, start);
            let item = line.trim_start_matches(lines::BLANKS);
            let closing = item.starts_with([']', '}']);
            if !closing && (lines::shape(line) != Shape::Other || !lines::starts_as_value(item)) {
                break;
            }
            end = start + line.len();
            if closing {
                break;
            }
        }
        self.cursor.seek(end);
    }

    /// Where a statement ends that is given up at `from`, as far as brackets and quotes tell.
    pub(super) fn end_of_statement(&mut self, from: usize) -> usize {
        let line_end = lines::line_end(self.text, from);
        let mut open = Vec::new();
        let mut cursor = Cursor::at(self.text, from);
        loop {
            let token = cursor.bump();
            if token.start >= line_end {
                break;
            }
            match token.kind {
                TokenKind::LeftSquareBracket | TokenKind::LeftCurlyBracket => open.push(token),
                TokenKind::RightSquareBracket | TokenKind::RightCurlyBracket => drop(open.pop()),
                _ if token.is_multi_line() && token.end > line_end => {
                    let closed = scalar::is_closed(self.text, token) && !self.is_mispaired(token);
                    return if closed { token.end } else { line_end };
                }
                _ => {}
            }
        }
        if open.is_empty() {
            return line_end;
        }
        self.section.open = open;
        let mut budget = self.section.budget;
        let ahead = self.look_ahead(line_end, &mut budget);
        self.section.budget = budget;
        self.section.open.clear();
        match ahead {
            Ahead::Closed(end) => end,
            Ahead::Stopped(_) | Ahead::Open => line_end,
        }
    }

    /// Gives a value with an open bracket up, having come to `token`. Reading goes on at the first
    /// line that looks like a header or statement. One error is told of it all: the first.
    pub(super) fn cut(&mut self, token: Token) -> Lost {
        let line = self.section.line;
        let first_on_line = self.slice(line, token.start).trim().is_empty();
        let here = match self.line_shape() {
            Shape::Header => true,
            Shape::PerhapsHeader | Shape::Statement => first_on_line,
            Shape::Other => false,
        };
        let (resume, last) = if here {
            (line, self.section.last_before_line)
        } else {
            let likely =
                |line: &str| matches!(lines::shape(line), Shape::Header | Shape::Statement);
            let end = self.text.len();
            let next = lines::find_line(self.text, token.start, end, likely);
            (next.unwrap_or(end), self.section.last)
        };
        if self.errors.len() == self.section.first_error {
            self.section.open.retain(|open| open.start < resume);
            let error = self.never_closed(last);
            self.errors.push(error);
        }
        self.errors.truncate(self.section.first_error + 1);
        self.resume(resume)
    }

    /// Goes on at the start of a line.
    fn resume(&mut self, offset: usize) -> Lost {
        self.cursor.seek(offset);
        self.section.line = offset;
        self.section.open.clear();
        Lost
    }

    /// Gives up on brackets within brackets within brackets.
    pub(super) fn too_deep(&mut self) -> Lost {
        let token = self.cursor.peek();
        let error = SyntaxError::new(
            SyntaxErrorKind::TooDeep,
            self.token_span(token),
            format!("more than {MAX_DEPTH} brackets or keys in one another"),
        );
        let error = error
            .label("too deep to read")
            .help("use tables with headers instead");
        self.errors.push(error);
        self.section.open.push(token);
        // What is looked at here is not read again.
        let mut unlimited = usize::MAX;
        let resume = match self.look_ahead(token.end, &mut unlimited) {
            Ahead::Closed(end) => lines::line_end(self.text, end),
            Ahead::Stopped(line) => line,
            Ahead::Open => self.text.len(),
        };
        self.resume(resume)
    }

    /// Whether a text in three quotes, though closed, was closed by the opening quotes of another.
    ///
    /// The signs: a line in it looks like anything but text, and from its end on the next three
    /// quotes stand where no value can, which makes the whole text invalid in any case.
    pub(super) fn is_mispaired(&self, token: Token) -> bool {
        let content = self.slice(token.start, token.end.saturating_sub(3));
        let last_line = content.rfind('\n').map_or("", |at| &content[at + 1..]);
        let before_next = lines::is_open_assignment(last_line);
        let first = content.len().min(3);
        let odd = before_next
            || lines::find_line(content, first, content.len(), |line| {
                lines::shape(line) == Shape::Header
            })
            .is_some();
        let text_follows =
            before_next && self.section.open.is_empty() && self.text_follows(token.end);
        odd && (text_follows || self.next_is_misplaced(token.end))
    }

    /// Whether the next three quotes after `from` stand where no value can.
    fn next_is_misplaced(&self, from: usize) -> bool {
        let mut cursor = Cursor::at(self.text, from);
        let mut depth = self.section.open.len();
        let mut after_equals = false;
        let mut in_line = true;
        loop {
            let token = cursor.bump();
            if token.kind == TokenKind::Atom && self.has_three_quotes(token) {
                return true;
            }
            if token.is_multi_line() {
                return !(after_equals || depth > 0 && !in_line);
            }
            match token.kind {
                TokenKind::Eof => return false,
                // What stands below its `=` is a value too late, and no text in prose.
                TokenKind::Whitespace | TokenKind::Newline | TokenKind::Comment => continue,
                TokenKind::LeftSquareBracket | TokenKind::LeftCurlyBracket => depth += 1,
                TokenKind::RightSquareBracket | TokenKind::RightCurlyBracket => {
                    depth = depth.saturating_sub(1);
                }
                _ => {}
            }
            after_equals = token.kind == TokenKind::Equals;
            in_line = !matches!(
                token.kind,
                TokenKind::Comma | TokenKind::LeftSquareBracket | TokenKind::Equals
            );
        }
    }

    /// No key and no value holds that without quotes before it.
    fn has_three_quotes(&self, token: Token) -> bool {
        let piece = self.slice(token.start, token.end);
        piece.contains("\"\"\"") || piece.contains("'''")
    }

    /// Whether the next line with something on it is neither header, statement nor comment.
    fn text_follows(&self, from: usize) -> bool {
        let mut at = from;
        while let Some(start) = lines::next_line(self.text, at) {
            let line = lines::line_at(self.text, start).trim();
            if !line.is_empty() {
                return !line.starts_with(['#', '[', '"', '\'']) && !line.contains('=');
            }
            at = start;
        }
        false
    }

    /// Ends a text in three quotes at the first line that cannot be part of it.
    pub(super) fn end_long_string(&mut self, token: Token) -> Lost {
        let resume = lines::find_line(self.text, token.start, token.end, lines::ends_prose);
        let quotes = self.slice(token.start, token.start + 3);
        let advice = Advice::new(
            "this text in three quotes is never closed",
            "this text is opened here and never closed",
            format!("add the closing `{quotes}`"),
        );
        self.errors.truncate(self.section.first_error + 1);
        if self.errors.len() == self.section.first_error {
            self.tell(token.start, token.start + 3, advice);
        }
        self.resume(resume.unwrap_or(token.end))
    }
}

/// Closes the innermost bracket of this kind, and with it those that were forgotten within.
fn close(open: &mut Vec<TokenKind>, kind: TokenKind) {
    if let Some(at) = open.iter().rposition(|&opened| opened == kind) {
        open.truncate(at);
    }
}
