//! Strings, numbers, dates and keys: from a piece of text to what it means.
//!
//! The decoding itself is `toml_parser`'s; here its faults become findings with places and words.

use std::borrow::Cow;

use toml_parser::decoder::{IntegerRadix, ScalarKind};
use toml_parser::lexer::TokenKind;
use toml_parser::{ParseError, Raw, Span as RawSpan};

use super::advice::{self, Advice};
use super::cursor::Token;
use super::lines;
use super::tree::ValueKind;

/// What is wrong with a piece of text, and where in the whole text.
#[derive(Debug)]
pub(super) struct Fault {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) advice: Advice,
}

/// Reads a value without brackets. `None` when it has no quotes and means nothing.
pub(super) fn unquoted(text: &str, start: usize, end: usize) -> Option<ValueKind<'_>> {
    let mut fault = None;
    let mut decoded = Cow::Borrowed("");
    let kind = raw(text, start, end, TokenKind::Atom)?.decode_scalar(&mut decoded, &mut fault);
    if fault.is_some() {
        return None;
    }
    match kind {
        ScalarKind::Boolean(value) => Some(ValueKind::Boolean(value)),
        ScalarKind::Integer(radix) => integer(&decoded, radix),
        ScalarKind::Float => float(&decoded),
        ScalarKind::DateTime => decoded.parse().ok().map(ValueKind::Datetime),
        ScalarKind::String => Some(ValueKind::String(decoded)),
    }
}

/// Reads a value in quotes of any of the four kinds.
pub(super) fn quoted<'s>(text: &'s str, token: Token) -> Result<Cow<'s, str>, Fault> {
    if let Some(plain) = plain(text, token) {
        return Ok(Cow::Borrowed(plain));
    }
    if let Some(fault) = unclosed(text, token) {
        return Err(fault);
    }
    let mut fault = None;
    let mut decoded = Cow::Borrowed("");
    if let Some(raw) = raw(text, token.start, token.end, token.kind) {
        // Which kind it is says the token already.
        let _ = raw.decode_scalar(&mut decoded, &mut fault);
    }
    match fault {
        Some(error) => Err(in_string(text, token, &error)),
        None => Ok(decoded),
    }
}

/// Reads a key. With a fault comes the name that was most likely meant.
pub(super) fn key<'s>(text: &'s str, token: Token) -> (Cow<'s, str>, Option<Box<Fault>>) {
    let piece = text.get(token.start..token.end).unwrap_or_default();
    if token.kind == TokenKind::Atom {
        let bare = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-');
        let fault = (!piece.bytes().all(bare)).then(|| Box::new(whole(token, advice::key(piece))));
        return (Cow::Borrowed(piece), fault);
    }
    match quoted(text, token) {
        Ok(name) => (name, None),
        Err(fault) => (Cow::Borrowed(piece), Some(Box::new(fault))),
    }
}

/// The first character that comments cannot hold.
pub(super) fn in_comment(text: &str, token: Token) -> Option<Fault> {
    let comment = text.get(token.start..token.end)?;
    let bad = |b: u8| (b < b' ' && b != b'\t') || b == 0x7f;
    let at = token.start + comment.bytes().position(bad)?;
    Some(unseen(text, at, "delete it"))
}

/// Whether a token in three quotes has them at its end too.
pub(super) fn is_closed(text: &str, token: Token) -> bool {
    let piece = text.get(token.start..token.end).unwrap_or_default();
    let mark = if token.kind == TokenKind::MlBasicString {
        "\"\"\""
    } else {
        "'''"
    };
    piece.len() >= 6 && piece.ends_with(mark)
}

/// What stands between two quotes, if nothing in it needs a second look: the usual case.
fn plain(text: &str, token: Token) -> Option<&str> {
    let quote = match token.kind {
        TokenKind::BasicString => '"',
        TokenKind::LiteralString => '\'',
        _ => return None,
    };
    let piece = text.get(token.start..token.end)?;
    let inner = piece.strip_prefix(quote)?.strip_suffix(quote)?;
    let odd = |b: u8| b < b' ' || b == b'\\' || b == 0x7f;
    // No short circuit: so the compiler can take many bytes at once.
    let any_odd = inner.bytes().fold(false, |found, b| found | odd(b));
    (!any_odd).then_some(inner)
}

fn raw(text: &str, start: usize, end: usize, kind: TokenKind) -> Option<Raw<'_>> {
    let piece = text.get(start..end)?;
    let span = RawSpan::new_unchecked(start, end);
    Some(Raw::new_unchecked(piece, kind.encoding(), span))
}

fn integer<'s>(digits: &str, radix: IntegerRadix) -> Option<ValueKind<'s>> {
    let value = i64::from_str_radix(digits, radix.value()).ok()?;
    Some(ValueKind::Integer(value))
}

fn float<'s>(digits: &str) -> Option<ValueKind<'s>> {
    let value: f64 = digits.parse().ok()?;
    let overflow = value.is_infinite() && !digits.contains("inf");
    (!overflow).then_some(ValueKind::Float(value))
}

fn whole(token: Token, advice: Advice) -> Fault {
    Fault {
        start: token.start,
        end: token.end,
        advice,
    }
}

fn unclosed(text: &str, token: Token) -> Option<Fault> {
    let piece = text.get(token.start..token.end)?;
    let mark = piece.as_bytes().first()?;
    if token.is_multi_line() || lines::quoted_length(piece.as_bytes(), *mark).is_some() {
        return None;
    }
    let mark = char::from(*mark);
    let advice = Advice::new(
        "this quote is never closed",
        format!("no closing `{mark}` on this line"),
        format!("add a `{mark}` where the text ends"),
    );
    Some(Fault {
        start: token.start,
        end: token.start + piece.trim_end().len(),
        advice,
    })
}

fn in_string(text: &str, token: Token, error: &ParseError) -> Fault {
    let at = error.unexpected().map_or(token.start, |span| span.start());
    let description = error.description();
    if description.contains("carriage return") {
        return unseen(text, at.saturating_sub(1), "end lines with a line feed");
    }
    let control = char_at(text, at).and_then(advice::name_of);
    if description.starts_with("invalid ") && control.is_some() && at < token.end {
        return unseen(
            text,
            at,
            "delete it, or write it as an escape such as `\\u001B` in double quotes",
        );
    }
    escape(text, token, at)
}

/// The escape that was being read when `at` was reached.
fn escape(text: &str, token: Token, at: usize) -> Fault {
    let before = text.get(token.start..at).unwrap_or_default();
    let start = before
        .rfind('\\')
        .map_or(token.start, |back| token.start + back);
    let end = (at + char_at(text, at).map_or(0, char::len_utf8)).min(token.end);
    let piece = advice::short(text.get(start..end).unwrap_or("\\").trim_end());
    let advice = Advice::new(
        format!("`{piece}` is not an escape"),
        "a backslash begins an escape in double quotes",
        "write `\\\\` for a backslash, or put the text in single quotes",
    );
    Fault { start, end, advice }
}

fn unseen(text: &str, at: usize, help: &str) -> Fault {
    let c = char_at(text, at).unwrap_or('\0');
    let name = advice::name_of(c).unwrap_or("a character");
    Fault {
        start: at,
        end: (at + c.len_utf8()).min(text.len()),
        advice: Advice::new(format!("{name} is not allowed here"), name, help),
    }
}

fn char_at(text: &str, at: usize) -> Option<char> {
    text.get(at..)?.chars().next()
}
