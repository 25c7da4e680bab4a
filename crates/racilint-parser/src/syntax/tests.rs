//! The whole layer against `toml` itself: the same verdict on every text, the same tree on good
//! ones, whatever has been done to them.

use racilint_diagnostics::{FileId, Span};
use toml::Value as Toml;

use super::tree::{Table, Value, ValueKind};
use super::{Parsed, SyntaxError, SyntaxErrorKind, parse};

mod clashes;
mod cuts;
mod faults;
mod headers;
mod hostile;
mod items;
mod recovery;
mod repairs;
mod shape;
mod statements;

fn read(text: &str) -> Parsed<'_> {
    parse(FileId::default(), text)
}

fn errors(text: &str) -> Vec<SyntaxError> {
    read(text).errors
}

/// The piece of text under a span.
fn under(text: &str, span: Span) -> &str {
    &text[span.range()]
}

/// Each error as the text it points at, with its message.
fn told(text: &str) -> Vec<(&str, String)> {
    let told = errors(text).into_iter();
    told.map(|error| (under(text, error.span), error.message))
        .collect()
}

/// The one error of a text.
fn only(text: &str) -> SyntaxError {
    let mut all = errors(text);
    assert_eq!(all.len(), 1, "{text}\n{all:#?}");
    all.remove(0)
}

/// The value at a path of keys.
fn find<'t, 's>(table: &'t Table<'s>, path: &[&str]) -> &'t Value<'s> {
    let (first, rest) = path.split_first().unwrap();
    let value = &table
        .get(first)
        .unwrap_or_else(|| panic!("no `{first}`"))
        .value;
    match (&value.kind, rest) {
        (_, []) => value,
        (ValueKind::Table(table), rest) => find(table, rest),
        other => panic!("no table: {other:?}"),
    }
}

/// What `toml` would have made of the same text.
fn plain(table: &Table<'_>) -> toml::Table {
    let entries = table.entries.iter();
    entries
        .map(|entry| (entry.key.name.to_string(), plain_value(&entry.value)))
        .collect()
}

fn plain_value(value: &Value<'_>) -> Toml {
    match &value.kind {
        ValueKind::String(text) => Toml::String(text.to_string()),
        ValueKind::Integer(number) => Toml::Integer(*number),
        ValueKind::Float(number) => Toml::Float(*number),
        ValueKind::Boolean(truth) => Toml::Boolean(*truth),
        ValueKind::Datetime(date) => Toml::Datetime(*date),
        ValueKind::Array(items) => Toml::Array(items.iter().map(plain_value).collect()),
        ValueKind::ArrayOfTables(tables) => {
            Toml::Array(tables.iter().map(plain).map(Toml::Table).collect())
        }
        ValueKind::Table(table) => Toml::Table(plain(table)),
        ValueKind::Unreadable => panic!("unreadable in a valid text"),
    }
}

/// Equal, and "not a number" equal to itself.
fn same(left: &Toml, right: &Toml) -> bool {
    match (left, right) {
        (Toml::Float(a), Toml::Float(b)) => a == b || a.is_nan() && b.is_nan(),
        (Toml::Array(a), Toml::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
        }
        (Toml::Table(a), Toml::Table(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.0 == b.0 && same(a.1, b.1))
        }
        _ => left == right,
    }
}

/// Holds a text against `toml`, and the promises of the interface.
fn check(text: &str) {
    let parsed = read(text);
    let oracle = toml::from_str::<toml::Table>(text);
    match &oracle {
        Ok(table) => {
            assert!(
                parsed.errors.is_empty(),
                "valid:\n{text}\n{:#?}",
                parsed.errors
            );
            let ours = Toml::Table(plain(&parsed.root));
            assert!(
                same(&ours, &Toml::Table(table.clone())),
                "{text}\n{ours:?}\n{table:?}"
            );
        }
        Err(error) => assert!(!parsed.errors.is_empty(), "invalid:\n{text}\n{error}"),
    }
    for error in &parsed.errors {
        check_error(text, error);
    }
    let starts: Vec<_> = parsed.errors.iter().map(|error| error.span.start).collect();
    assert!(starts.is_sorted(), "not in file order: {starts:?}");
    check_spans(text, &parsed.root);
}

fn check_error(text: &str, error: &SyntaxError) {
    let related = error.related.iter().map(|(span, _)| *span);
    for span in related.chain([error.span]) {
        assert!(text.get(span.range()).is_some(), "{text}\n{error:?}");
    }
    let at_end = error.span.range().start == text.len();
    assert!(
        !error.span.range().is_empty() || at_end,
        "{text}\n{error:?}"
    );
    assert!(
        !error.message.is_empty() && !error.message.ends_with('.'),
        "{error:?}"
    );
    assert!(!error.message.contains('\n'), "{error:?}");
    assert!(error.help.is_some(), "{error:?}");
}

fn check_spans(text: &str, table: &Table<'_>) {
    for (at, entry) in table.entries.iter().enumerate() {
        assert!(
            text.get(entry.key.span.range()).is_some(),
            "{text}\n{entry:?}"
        );
        let first = table
            .entries
            .iter()
            .position(|other| other.key.name == entry.key.name);
        assert_eq!(
            first,
            Some(at),
            "{} stands twice in\n{text}",
            entry.key.name
        );
        check_value(text, &entry.value);
    }
}

fn check_value(text: &str, value: &Value<'_>) {
    assert!(text.get(value.span.range()).is_some(), "{text}\n{value:?}");
    match &value.kind {
        ValueKind::Array(items) => items.iter().for_each(|item| check_value(text, item)),
        ValueKind::Table(table) => {
            assert_eq!(table.span, value.span);
            check_spans(text, table);
        }
        ValueKind::ArrayOfTables(tables) => {
            tables.iter().for_each(|table| check_spans(text, table));
        }
        _ => {}
    }
}

const EXAMPLES: [&str; 4] = [
    r#"# An engagement.
[engagement]
title = "Mail service"
start = 2027-01-01
until = 2027-12-31T23:59:59+01:00
factor = 1.5e3
tags = ["mail", 'on call', """long
text""", '''raw''']

[workstream.mail]
owner = "dana"
members = [
  "dana", # first
  "rene",
]
cover = { hours = "24x7", "zone" = 'Europe/Zurich', every.day = true }
escalate.after = 0x1F
escalate.to = "rene"

[workstream.mail.evidence]
kept = true

[[role]]
id = "dba"
rights = [[1, 2], [3.5, inf]]

[[role]]
id = "net"
[role.limit]
sum = 1_000
[person."dana m"]
name = "Dana \u00e9 \"M\""
"#,
    "a.b.c = 1\na.b.d = 2\n[x.y]\nz = { a = {}, b = [{}, { c = 1 }] }\n[x]\nw = -7\n[x.y.v]\n[[x.l]]\n[[x.l]]\n[x.l.m]\nt = 07:32:00\n",
    "text = \"\"\"\nowner = \"x\"\n[header]\n\"\"\"\nraw = '''\n[[a]]\nb = 1\n'''\nlist = [\n  [1],\n  [\"a\"],\n  { a = 1,\n    b = 2\n  },\n]\nd = 1979-05-27 07:32:00\n[t]\nk = \"v\"\r\nl = 1\r\n",
    "[a]\nb = {\n  c = 1, # note\n  d = [ 1,\n [2]\n, 3 ],\n}\n[c.d]\n[c]\n[e]\nf.g = 1\n[e.h]\n[[e.i]]\nj = true\n\"k\\n\" = 'x'\n'' = 1\n",
];

thread_local! {
    /// Bytes that the reader looked at, as counted by what looks at them.
    static WORK: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

/// Counts bytes looked at: proves that the work grows in proportion, which time cannot.
pub(super) fn worked(bytes: usize) {
    WORK.set(WORK.get() + bytes);
}

/// How many bytes were looked at to read a text.
fn work(text: &str) -> usize {
    WORK.set(0);
    read(text);
    WORK.get()
}

/// A small generator of numbers, the same in every run.
struct Random(u64);

impl Random {
    fn next(&mut self) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap()
    }

    fn below(&mut self, bound: usize) -> usize {
        self.next() % bound.max(1)
    }
}

const PIECES: [&str; 56] = [
    "\"",
    "'",
    "[",
    "]",
    "{",
    "}",
    "=",
    ".",
    ",",
    "\n",
    "\r",
    "\r\n",
    " ",
    "\t",
    "#",
    "\\",
    "\"\"\"",
    "'''",
    "[[",
    "]]",
    "a",
    "b",
    "1",
    "0",
    "-",
    "+",
    "_",
    ":",
    "é",
    "“",
    "\u{feff}",
    "\0",
    "true",
    "inf",
    "nan",
    "0x",
    "e9",
    "1979-05-27",
    "07:32",
    "\\u12",
    "\\\n",
    "a = 1\n",
    "[a]\n",
    "[[a]]\n",
    "a.b = 2\n",
    "[a.b]\n",
    "x = [\n",
    "y = {\n",
    "]\n",
    "}\n",
    "key = \"\"\"\n",
    "\u{7f}",
    "a: 1\n",
    "foo bar\n",
    "{ a = 1 }",
    "[\"a\"]\n",
];

fn mutate(text: &str, random: &mut Random) -> String {
    let mut chars: Vec<char> = text.chars().collect();
    for _ in 0..=random.below(4) {
        let at = random.below(chars.len() + 1);
        let end = (at + 1 + random.below(12)).min(chars.len());
        match random.below(5) {
            0 => drop(chars.drain(at..end)),
            1 => {
                let copy: Vec<char> = chars[at..end].to_vec();
                let to = random.below(chars.len() + 1);
                chars.splice(to..to, copy);
            }
            2 if at < chars.len() => drop(chars.remove(at)),
            _ => {
                let piece = PIECES[random.below(PIECES.len())];
                chars.splice(at..at, piece.chars());
            }
        }
    }
    chars.into_iter().collect()
}

fn assemble(random: &mut Random) -> String {
    let count = random.below(14);
    (0..count)
        .map(|_| PIECES[random.below(PIECES.len())])
        .collect()
}

#[test]
fn examples_are_read_as_toml_reads_them() {
    for example in EXAMPLES {
        assert!(toml::from_str::<toml::Table>(example).is_ok(), "{example}");
        check(example);
    }
}

#[test]
fn changed_examples_get_the_verdict_of_toml() {
    let mut random = Random(0x5eed_0001);
    for _ in 0..ROUNDS {
        let example = EXAMPLES[random.below(EXAMPLES.len())];
        check(&mutate(example, &mut random));
    }
}

#[test]
fn random_pieces_get_the_verdict_of_toml() {
    let mut random = Random(0x5eed_0002);
    for _ in 0..4 * ROUNDS {
        check(&assemble(&mut random));
    }
}

#[test]
fn the_same_text_gives_the_same_result() {
    let mut random = Random(0x5eed_0003);
    for _ in 0..200 {
        let text = mutate(EXAMPLES[random.below(EXAMPLES.len())], &mut random);
        let (one, two) = (read(&text), read(&text));
        assert_eq!(one.errors, two.errors);
        assert_eq!(format!("{:?}", one.root), format!("{:?}", two.root));
    }
}

/// Bounded, so that the whole takes seconds without optimisation; larger by hand now and then.
const ROUNDS: usize = 2_000;
