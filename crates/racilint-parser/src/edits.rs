//! Where to cut a text, and where to put something in, so that all the rest of it stays byte for
//! byte as it is: comments, order, blanks, line ends.
//!
//! Works on the tokens of a text that is valid TOML. It changes nothing itself: it gives byte
//! ranges, and gives none where a cut would take something with it that nobody asked for.

use std::collections::BTreeMap;
use std::ops::Range;

use racilint_diagnostics::FileId;
use toml_parser::Source;
use toml_parser::lexer::TokenKind;

/// A text with its tokens. Finding them takes as long as the text is, so they are found once for all
/// that is cut out of it.
#[derive(Debug)]
pub struct Tokens<'t> {
    text: &'t str,
    /// In the order of the text, without gaps.
    pieces: Vec<Piece>,
}

/// The tokens of several files, each found when something of it is asked for first.
#[derive(Debug, Default)]
pub struct TokensOfFiles<'t> {
    files: BTreeMap<FileId, Tokens<'t>>,
}

impl<'t> TokensOfFiles<'t> {
    /// Those of a file with this text.
    pub fn of(&mut self, file: FileId, text: &'t str) -> &Tokens<'t> {
        self.files.entry(file).or_insert_with(|| Tokens::of(text))
    }
}

impl<'t> Tokens<'t> {
    /// The tokens of a text.
    pub fn of(text: &'t str) -> Self {
        let tokens = Source::new(text).lex();
        let pieces = tokens.map(|token| Piece {
            kind: token.kind(),
            start: token.span().start(),
            end: token.span().end(),
        });
        Tokens {
            text,
            pieces: pieces.collect(),
        }
    }

    /// The range of a table that begins with the header at `header`: its lines and the empty lines
    /// below. Comments above it stay, since they may speak of more than of it.
    pub fn without_table(&self, header: Range<usize>) -> Option<Range<usize>> {
        let text = self.text;
        let first = self.beginning_at(header.start)?;
        let is_header = self.pieces[first].kind == TokenKind::LeftSquareBracket;
        if !is_header || !is_alone_before(text, header.start) {
            return None;
        }
        let end = last_of_table(&self.pieces[first..], header.end);
        let start = line_start(text, header.start);
        let end = behind_empty_lines(text, line_end(text, end));
        let start = match text[end..].trim_start() {
            "" => before_empty_lines(text, start),
            _ => start,
        };
        Some(start..end)
    }

    /// The range of an item of a list with the comma that goes with it. None where it is the only
    /// one, or where a comment stands between.
    pub fn without_item(&self, item: Range<usize>) -> Option<Range<usize>> {
        let first = self.beginning_at(item.start)?;
        let last = self.ending_at(item.end)?;
        let mut before = self.pieces[..first].iter().rev();
        let mut behind = self.pieces[last + 1..].iter();
        let next = behind.find(|own| !is_gap(own.kind))?;
        if next.kind == TokenKind::Comma {
            let cut = item.start..next.end;
            let whole = whole_line(self.text, cut.clone());
            return Some(whole.unwrap_or_else(|| with_blanks(self.text, cut)));
        }
        let comma = before.find(|own| !is_gap(own.kind))?;
        let closes = next.kind == TokenKind::RightSquareBracket;
        (closes && comma.kind == TokenKind::Comma).then_some(comma.start..item.end)
    }

    /// The range of a value that is one of a list, or the only one that its key has: then the key
    /// goes too.
    pub fn without_value(&self, value: Range<usize>, key: &str) -> Option<Range<usize>> {
        let text = self.text;
        // Most values stand in a list, and a list may be one very long line.
        let is_assigned = text.get(..value.start)?.trim_end().ends_with('=');
        if !is_assigned {
            return self.without_item(value);
        }
        let start = line_start(text, value.start);
        let before = text.get(start..value.start)?.trim_start_matches('\u{feff}');
        let assigned = before.trim().strip_suffix('=').map(str::trim_end);
        match assigned == Some(key) {
            true => whole_line(text, value.start - before.trim_start().len()..value.end),
            false => self.without_item(value),
        }
    }

    fn beginning_at(&self, start: usize) -> Option<usize> {
        let at = self.pieces.partition_point(|own| own.start < start);
        (self.pieces.get(at)?.start == start).then_some(at)
    }

    fn ending_at(&self, end: usize) -> Option<usize> {
        let at = self.pieces.partition_point(|own| own.end < end);
        (self.pieces.get(at)?.end == end).then_some(at)
    }
}

/// The line of something that stands there alone.
pub fn without_line(text: &str, statement: Range<usize>) -> Option<Range<usize>> {
    whole_line(text, statement)
}

/// Where a new line of a table belongs, right below the header that `at` stands in, and the line.
/// None where that is no header alone on its line.
pub fn new_line(text: &str, at: usize, statement: &str) -> Option<(usize, String)> {
    let start = line_start(text, at);
    let end = line_end(text, at);
    let line = text.get(start..end)?;
    let is_header = line
        .trim_start_matches('\u{feff}')
        .trim_start()
        .starts_with('[');
    if !is_header || line.contains('{') {
        return None;
    }
    let indent: String = line
        .chars()
        .take_while(|c| matches!(c, ' ' | '\t'))
        .collect();
    let break_ = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let new = match line.ends_with('\n') {
        true => format!("{indent}{statement}{break_}"),
        false => format!("{break_}{indent}{statement}"),
    };
    Some((end, new))
}

#[derive(Debug)]
struct Piece {
    kind: TokenKind,
    start: usize,
    end: usize,
}

/// The end of the last key or value before the next header.
fn last_of_table(pieces: &[Piece], header_end: usize) -> usize {
    let mut end = header_end;
    let mut depth = 0_usize;
    let mut at_line_start = false;
    for piece in pieces {
        match piece.kind {
            TokenKind::LeftSquareBracket if at_line_start && depth == 0 => break,
            TokenKind::LeftSquareBracket | TokenKind::LeftCurlyBracket => depth += 1,
            TokenKind::RightSquareBracket | TokenKind::RightCurlyBracket => {
                depth = depth.saturating_sub(1);
            }
            _ => {}
        }
        match piece.kind {
            TokenKind::Newline => at_line_start = true,
            TokenKind::Whitespace | TokenKind::Comment | TokenKind::Eof => {}
            _ => {
                at_line_start = false;
                end = end.max(piece.end);
            }
        }
    }
    end
}

fn is_gap(kind: TokenKind) -> bool {
    matches!(kind, TokenKind::Whitespace | TokenKind::Newline)
}

fn is_alone_before(text: &str, at: usize) -> bool {
    let before = &text[line_start(text, at)..at];
    before.trim_start_matches('\u{feff}').trim().is_empty()
}

/// The lines that a range fills, with their breaks; none where something else stands on them.
fn whole_line(text: &str, range: Range<usize>) -> Option<Range<usize>> {
    // Blanks are all that is looked at, for the line may be very long.
    let is_blank = |c: char| c.is_whitespace() && c != '\n';
    let before = text.get(..range.start)?.trim_end_matches(is_blank);
    let behind = text.get(range.end..)?.trim_start_matches(is_blank);
    let begins = before.is_empty() || before.ends_with('\n');
    let ends = behind.is_empty() || behind.starts_with('\n');
    let end = text.len() - behind.len() + usize::from(behind.starts_with('\n'));
    (begins && ends).then_some(before.len()..end)
}

/// A range with the blanks behind it, up to what follows on the line.
fn with_blanks(text: &str, range: Range<usize>) -> Range<usize> {
    let rest = &text[range.end..];
    let blanks = rest.len() - rest.trim_start_matches([' ', '\t']).len();
    range.start..range.end + blanks
}

fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |newline| newline + 1)
}

/// Behind the break of the line, or the end of the text.
fn line_end(text: &str, at: usize) -> usize {
    text[at..]
        .find('\n')
        .map_or(text.len(), |newline| at + newline + 1)
}

fn behind_empty_lines(text: &str, at: usize) -> usize {
    let lines = text[at..].split_inclusive('\n');
    let empty = lines.take_while(|line| line.trim().is_empty());
    at + empty.map(str::len).sum::<usize>()
}

fn before_empty_lines(text: &str, at: usize) -> usize {
    let mut start = at;
    for line in text[..at].split_inclusive('\n').rev() {
        if !line.trim().is_empty() {
            break;
        }
        start -= line.len();
    }
    start
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str, range: Option<Range<usize>>) -> String {
        let range = range.expect("a range");
        format!("{}{}", &text[..range.start], &text[range.end..])
    }

    fn place(text: &str, what: &str) -> Range<usize> {
        let start = text.find(what).expect("it is there");
        start..start + what.len()
    }

    #[test]
    fn a_table_goes_and_the_comments_around_it_stay() {
        let text = "[a]\r\nx = 1\r\n\r\n# of all\r\n[[w]] # own\r\nr = '''\r\n[b]\r\n''' # z\r\nl = [\r\n[1],\r\n]\r\n\r\n# of c\r\n[c]\r\n";
        let header = place(text, "[[w]]");
        assert_eq!(
            cut(text, Tokens::of(text).without_table(header)),
            "[a]\r\nx = 1\r\n\r\n# of all\r\n# of c\r\n[c]\r\n"
        );
    }

    #[test]
    fn the_last_table_leaves_no_empty_lines() {
        let text = "[a]\nx = 1\n\n[[w]]\nr = 1";
        let header = place(text, "[[w]]");
        assert_eq!(
            cut(text, Tokens::of(text).without_table(header)),
            "[a]\nx = 1\n"
        );
        let only = "[[w]]\nr = 1\n";
        assert_eq!(cut(only, Tokens::of(only).without_table(0..5)), "");
        let inline = "w = [{ r = 1 }]";
        assert_eq!(Tokens::of(inline).without_table(5..14), None);
        let list = "w = [[1]]";
        assert_eq!(Tokens::of(list).without_table(4..9), None);
    }

    #[test]
    fn an_item_takes_its_comma_with_it() {
        let one = |text: &str| {
            let item = place(text, "'b'");
            Tokens::of(text)
                .without_item(item.clone())
                .map(|range| cut(text, Some(range)))
        };
        assert_eq!(
            one("x = ['a', 'b', 'c']").as_deref(),
            Some("x = ['a', 'c']")
        );
        for text in ["x = ['b', 'c']", "x = ['b',   'c']", "x = ['b','c']"] {
            assert_eq!(one(text).as_deref(), Some("x = ['c']"), "{text}");
        }
        assert_eq!(one("x = ['a', 'b']").as_deref(), Some("x = ['a']"));
        assert_eq!(
            one("x = [\n  'a', # A\n  'b',\n  'c',\n]").as_deref(),
            Some("x = [\n  'a', # A\n  'c',\n]")
        );
        assert_eq!(
            one("x = [\n  'a',\n  'b', # B\n]").as_deref(),
            Some("x = [\n  'a',\n  # B\n]")
        );
        assert_eq!(one("x = ['b']"), None);
        assert_eq!(one("x = ['a', # A\n'b']"), None);
    }

    #[test]
    fn a_value_that_is_the_only_one_takes_its_key_with_it() {
        let text = "x = 1\n  include = 'b'\ny = 2\n";
        let range = Tokens::of(text).without_value(place(text, "'b'"), "include");
        assert_eq!(cut(text, range), "x = 1\ny = 2\n");
        let list = "include = ['a', 'b']\n";
        let range = Tokens::of(list).without_value(place(list, "'b'"), "include");
        assert_eq!(cut(list, range), "include = ['a']\n");
        let inline = "a = { include = 'b' }\n";
        assert_eq!(
            Tokens::of(inline).without_value(place(inline, "'b'"), "include"),
            None
        );
    }

    #[test]
    fn a_line_is_cut_only_where_nothing_else_stands_on_it() {
        let text = "a = 1\r\n  a = 1\r\nb = 2 # two\r\n";
        assert_eq!(
            cut(text, without_line(text, 9..14)),
            "a = 1\r\nb = 2 # two\r\n"
        );
        assert_eq!(without_line(text, place(text, "b = 2")), None);
    }

    #[test]
    fn a_new_line_stands_below_its_header() {
        let put = |text: &str| {
            let (at, new) = new_line(text, place(text, "a").start, "k = 1")?;
            Some(format!("{}{new}{}", &text[..at], &text[at..]))
        };
        assert_eq!(
            put("\u{feff}[a] # x\nb = 1\n").as_deref(),
            Some("\u{feff}[a] # x\nk = 1\nb = 1\n")
        );
        assert_eq!(put("  [a]\r\n").as_deref(), Some("  [a]\r\n  k = 1\r\n"));
        assert_eq!(put("[a]").as_deref(), Some("[a]\nk = 1"));
        assert_eq!(put("a = { b = 1 }"), None);
        assert_eq!(put("a.b = 1"), None);
    }
}
