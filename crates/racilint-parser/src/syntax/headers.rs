//! Headers: `[a.b]` and `[[a.b]]`, and those with a bracket or a name amiss.
//!
//! Wherever the name is clear the table is opened, so that what stands below is not lost.

use toml_parser::lexer::TokenKind;

use super::advice::{self, Advice};
use super::cursor::Token;
use super::grammar::{KeyEnd, Reader, ends_line};
use super::scalar::Fault;
use super::tree::Key;

/// The brackets of a header that do not match.
struct Brackets {
    /// Whether two of them open it.
    list: bool,
    /// How many close it.
    closing: usize,
    /// Whether two on each side are meant.
    double: bool,
}

impl<'s> Reader<'s> {
    /// `[a.b]` or `[[a.b]]`.
    pub(super) fn header(&mut self) {
        self.section.begin(self.errors.len());
        let start = self.bump().start;
        let list = self.cursor.peek().kind == TokenKind::LeftSquareBracket;
        if list {
            self.bump();
        }
        let mut keys = std::mem::take(&mut self.keys);
        match self.key_path(&mut keys) {
            KeyEnd::Missing(token) => self.nameless_header(start, token),
            KeyEnd::TooDeep => {
                self.too_many_keys(start);
                self.tree.forget_header();
            }
            KeyEnd::Read(fault) => self.named_header(start, list, &mut keys, fault),
        }
        self.keys = keys;
    }

    fn named_header(
        &mut self,
        start: usize,
        list: bool,
        keys: &mut Vec<Key<'s>>,
        fault: Option<Box<Fault>>,
    ) {
        let fault = self.spaced_header(keys).or(fault);
        let faulty = fault.is_some();
        if let Some(fault) = fault {
            self.tell_fault(fault);
        }
        let end = self.section.last.end;
        let closing = self.closing_brackets();
        let wanted = 1 + usize::from(list);
        let balanced = closing == wanted;
        // Where the brackets differ, `a.b` is rather the table of an id than one of a list.
        let double = list && balanced || !balanced && (list || closing > 0) && keys.len() != 2;
        self.open(keys, start, self.section.last.end, double);
        if !balanced {
            if !faulty {
                self.wrong_brackets(
                    start,
                    end,
                    Brackets {
                        list,
                        closing,
                        double,
                    },
                );
            }
            self.skip_line(end);
        } else {
            self.header_ends_here();
        }
    }

    /// Takes the words of `[mail service]`, or `a.b c`, up to the bracket.
    fn spaced_header(&mut self, keys: &mut [Key<'s>]) -> Option<Box<Fault>> {
        if !self.cursor.peek().starts_key() {
            return None;
        }
        let rest = self.rest_of_line(self.cursor.peek().start);
        let closing = rest.find(']')?;
        if rest[..closing].contains(['"', '\'', '[', '=', '.']) {
            return None;
        }
        while self.cursor.peek().kind != TokenKind::RightSquareBracket
            && !ends_line(self.cursor.peek())
        {
            self.bump();
        }
        let key = keys.last_mut()?;
        let (start, end) = (key.span.range().start, self.section.last.end);
        key.name = self.slice(start, end).into();
        key.span = self.span(start, end);
        let advice = advice::key(self.slice(start, end));
        Some(Box::new(Fault { start, end, advice }))
    }

    /// Takes up to two closing brackets that touch each other.
    fn closing_brackets(&mut self) -> usize {
        let mut count = 0;
        while count < 2 && self.cursor.peek().kind == TokenKind::RightSquareBracket {
            self.bump();
            count += 1;
        }
        count
    }

    fn wrong_brackets(&mut self, start: usize, end: usize, brackets: Brackets) {
        let Brackets {
            list,
            closing,
            double,
        } = brackets;
        let opening = 1 + usize::from(list);
        let name = self.slice(start + opening, end).trim();
        let message = match closing {
            0 if self.rest_of_line(end).contains(']') => "a header holds names and dots, no more",
            0 => "this header is never closed",
            _ if list && double => "the second closing bracket is missing",
            _ if list => "there is an opening bracket too many",
            _ if double => "the second opening bracket is missing",
            _ => "there is a closing bracket too many",
        };
        let brackets = if double { ("[[", "]]") } else { ("[", "]") };
        let advice = Advice::new(
            message,
            "brackets do not match",
            format!(
                "write `{}{}{}`",
                brackets.0,
                advice::short(name),
                brackets.1
            ),
        );
        self.tell(start, end, advice);
    }

    fn header_ends_here(&mut self) {
        self.blanks();
        let token = self.cursor.peek();
        if ends_line(token) {
            return;
        }
        let rest = self.rest_of_line(token.start);
        let advice = if token.kind == TokenKind::RightSquareBracket {
            Advice::new(
                "there is a closing bracket too many",
                "closes nothing",
                "delete it",
            )
        } else {
            self.tree.damage();
            Advice::new(
                "a header stands alone on its line",
                "not part of the header",
                "put this on the next line",
            )
        };
        self.tell(token.start, token.start + rest.len(), advice);
        self.skip_statement(token.start);
    }

    fn nameless_header(&mut self, start: usize, token: Token) {
        let end = if ends_line(token) {
            token.start
        } else {
            token.end
        };
        let end = if token.is_multi_line() {
            token.start + 3
        } else {
            end
        };
        let advice = Advice::new(
            "a name is missing in this header",
            "a name belongs here",
            "write `[name]`, or `[name.name]` with one name on each side of the dot",
        );
        self.tell(start, end, advice);
        self.tree.forget_header();
        self.depth = 0;
        self.skip_line(token.start);
    }

    /// `a.b]`: surely meant as a header, and the lines below belong to it.
    pub(super) fn header_without_opening(&mut self, start: usize, keys: &mut Vec<Key<'s>>) {
        let line = self.rest_of_line(start);
        let double = line.ends_with("]]");
        let name = line.trim_end_matches(']').trim_end();
        let fixed = if double {
            format!("[[{name}]]")
        } else {
            format!("[{name}]")
        };
        let advice = Advice::new(
            "the opening bracket of this header is missing",
            "no `[` before it",
            format!("write `{fixed}`"),
        );
        self.tell(start, start + line.len(), advice);
        self.open(keys, start, start + line.len(), double);
        self.skip_line(start);
    }

    fn open(&mut self, keys: &mut Vec<Key<'s>>, start: usize, end: usize, list: bool) {
        self.depth = keys.len();
        let span = self.span(start, end);
        if list {
            self.tree.open_list(keys, span, &mut self.errors);
        } else {
            self.tree.open_table(keys, span, &mut self.errors);
        }
    }
}
