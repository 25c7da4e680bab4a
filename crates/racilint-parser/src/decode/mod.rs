//! From spanned TOML to the tables of the language.
//!
//! Every table is declared once, with `tables!`; the struct, its decoder and its part of the
//! schema come from that one declaration. Decoding never fails: what does not fit is reported and
//! left out, and the table remembers which of its keys could not be read.

mod dates;
mod keys;
mod likeness;
mod macros;
mod mentions;
mod retyped;
mod scalars;
pub mod shape;

use std::borrow::Cow;

use racilint_diagnostics::{Finding, RuleInfo, Span};

use crate::rules;
use crate::syntax::tree::{Entry, Key, Table, Value, ValueKind};
use crate::values::{Date, Target};
use mentions::ObjectId;
use shape::{Shape, TableInfo};

pub use likeness::{Likeness, Vocabulary, likely, nearest};
pub(crate) use macros::{choices, tables};
pub use mentions::Mentions;
pub use scalars::{Spanned, Whole};

/// A type of the language that can be read from a value.
pub trait Decode<'s>: Sized {
    /// What it takes, for messages and the schema.
    const SHAPE: Shape;

    /// Reads a value. `None` when it does not fit, which has been reported then.
    fn decode(value: Value<'s>, decoder: &mut Decoder<'s>) -> Option<Self>;

    /// The place of a value that says nothing, such as `[]`.
    fn blank(&self) -> Option<Span> {
        None
    }
}

/// A table of the language that can be read from a TOML table.
pub trait DecodeTable<'s>: Sized {
    /// Its keys, for messages and the schema.
    const INFO: &'static TableInfo;

    /// Reads a table. What does not fit is reported and left out.
    fn decode_table(table: Table<'s>, decoder: &mut Decoder<'s>) -> Self;
}

/// The keys of one table that stand in the file and could not be read. Whoever wants to report
/// that a key is missing asks here first: one fault, one finding.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unread {
    everything: bool,
    keys: Box<[&'static str]>,
}

impl Unread {
    /// Whether the file may say something under `key` that racilint could not read.
    pub fn could_hold(&self, key: &str) -> bool {
        self.everything || self.keys.contains(&key)
    }

    fn note(&mut self, key: &'static str) {
        let mut keys = std::mem::take(&mut self.keys).into_vec();
        keys.push(key);
        self.keys = keys.into();
    }
}

/// A name of a time zone as it stands in the file.
#[derive(Clone, Debug)]
pub struct ZoneMention<'s> {
    /// The name as written.
    pub name: Cow<'s, str>,
    /// Where it is written, quotes included.
    pub span: Span,
    /// The object that says it, as a waiver names it.
    pub object: Box<str>,
}

/// Collects findings while values are read, and knows where it is.
#[derive(Default)]
pub struct Decoder<'s> {
    findings: Vec<Finding>,
    /// Every reference so far.
    mentions: Mentions,
    /// Every name of a time zone so far.
    zones: Vec<ZoneMention<'s>>,
    /// The tables of the file that is being read, where it may have all of them.
    root: Option<&'static TableInfo>,
    /// The key whose value is being read.
    key: &'static str,
    /// The object that is being read.
    object: ObjectId,
    /// Something under the current key could not be read.
    failed: bool,
    /// A table with an id was meant and could not be read: its id may be named elsewhere.
    lost_item: bool,
    /// The dates of the tables that are being read, each with its key.
    dates: Vec<(&'static str, Date, Span)>,
}

/// What a [`Decoder`] has seen, in the order of reading.
#[derive(Debug)]
pub struct Decoded<'s> {
    /// What does not fit.
    pub findings: Vec<Finding>,
    /// Every reference, behind those that were read before.
    pub mentions: Mentions,
    /// Every name of a time zone.
    pub zones: Vec<ZoneMention<'s>>,
    /// Whether a table with an id was meant and could not be read.
    pub lost_item: bool,
}

impl<'s> Decoder<'s> {
    /// Reads on where these references were read before.
    pub(crate) fn behind(mentions: Mentions) -> Self {
        Decoder {
            mentions,
            ..Decoder::default()
        }
    }

    /// Knows which tables the whole file has, to say where a key belongs.
    pub(crate) fn within(self, root: &'static TableInfo) -> Self {
        Decoder {
            root: Some(root),
            ..self
        }
    }

    /// What was seen, in the order of reading.
    pub fn finish(self) -> Decoded<'s> {
        Decoded {
            findings: self.findings,
            mentions: self.mentions,
            zones: self.zones,
            lost_item: self.lost_item,
        }
    }

    pub(crate) fn mention(&mut self, target: Target, name: &str, span: Span) {
        let said = (target, name, span);
        self.mentions.note(said, self.object, self.key);
    }

    pub(crate) fn mention_zone(&mut self, name: Cow<'s, str>, span: Span) {
        self.zones.push(ZoneMention {
            name,
            span,
            object: self.mentions.object(self.object).into(),
        });
    }

    /// Reads the value of a known key, and notes when that did not work.
    pub(crate) fn field<T: Decode<'s>>(
        &mut self,
        key: &'static str,
        value: Value<'s>,
        unread: &mut Unread,
    ) -> Option<T> {
        let outer = std::mem::replace(&mut self.key, key);
        let outer_failed = std::mem::take(&mut self.failed);
        let decoded = T::decode(value, self);
        if self.failed {
            unread.note(key);
        }
        self.failed |= outer_failed;
        self.key = outer;
        decoded
    }

    /// Reports a finding about the current object and gives it back for more to be said.
    pub(crate) fn report(
        &mut self,
        rule: &'static RuleInfo,
        span: Span,
        message: impl Into<String>,
    ) -> &mut Finding {
        self.failed = true;
        let mut finding = Finding::new(rule, span, message);
        finding.about(match self.mentions.object(self.object) {
            "" => "engagement",
            object => object,
        });
        self.findings.push(finding);
        let last = self.findings.len() - 1;
        &mut self.findings[last]
    }

    /// Reports that a value is of the wrong sort. An unreadable value was reported already.
    pub(crate) fn wrong_type(&mut self, value: &Value<'_>, shape: Shape) {
        self.failed = true;
        let told = match &value.kind {
            ValueKind::Unreadable => true,
            ValueKind::Table(table) => table.damaged,
            _ => false,
        };
        if told {
            return;
        }
        let message = format!("`{}` does not take {}", self.key, value.kind.words());
        let finding = self.report(&rules::WRONG_TYPE, value.span, message);
        finding
            .label(format!("this is {}", value.kind.words()))
            .help(format!("write {}", shape.expects()));
        finding.fix = retyped::fix(value, shape);
    }

    /// Reports a list where its single items are meant.
    pub(crate) fn list_in_list(&mut self, value: &Value<'_>) {
        let message = format!("`{}` takes one list, not lists in a list", self.key);
        self.report(&rules::WRONG_TYPE, value.span, message)
            .label("this is a list in a list")
            .help("remove the inner brackets");
    }

    /// Reports a value of the right sort that makes no sense.
    pub(crate) fn invalid(&mut self, span: Span, message: impl Into<String>) -> &mut Finding {
        self.report(&rules::INVALID_VALUE, span, message)
    }

    /// Reports keys that the table does not have, and takes the nearest known ones as meant.
    /// `is_there` says which keys the table has.
    pub(crate) fn unknown_keys(
        &mut self,
        unknown: &[Key<'_>],
        info: &'static TableInfo,
        unread: &mut Unread,
        is_there: &dyn Fn(&str) -> bool,
    ) {
        for key in unknown {
            keys::report_unknown(self, key, info, unread, is_there);
        }
    }

    /// Reports `[[engagement]]`, of which there is one.
    pub(crate) fn one_bracket(&mut self, span: Span, tables: &[Table<'_>]) {
        let key = self.key;
        let finding = self.report(
            &rules::WRONG_TYPE,
            span,
            format!("`{key}` takes one bracket, not two"),
        );
        finding
            .label("two brackets make a list of it")
            .help(format!("write `[{key}]`, once"));
        finding.fix = retyped::one_bracket(tables);
    }

    /// Reports a key that is there and names nothing, where the table makes no sense without.
    pub(crate) fn blank_key(
        &mut self,
        span: Span,
        key: &'static str,
        shape: Shape,
        unread: &mut Unread,
    ) {
        if !unread.could_hold(key) {
            self.report(&rules::MISSING_KEY, span, format!("`{key}` is empty here"))
                .help(format!("write {}", shape.expects()));
            unread.note(key);
        }
    }

    /// Reports a key without which the table makes no sense.
    pub(crate) fn missing_key(
        &mut self,
        span: Span,
        key: &'static str,
        shape: Shape,
        unread: &Unread,
    ) {
        if !unread.could_hold(key) {
            self.report(
                &rules::MISSING_KEY,
                span,
                format!("`{key}` is missing here"),
            )
            .help(format!("add `{key}`: {}", shape.expects()));
        }
    }
}

/// A table declared under an id: `[person.dana]`.
#[derive(Clone, Debug)]
pub struct Item<'s, T> {
    /// The id as written.
    pub id: Key<'s>,
    /// The table.
    pub body: T,
}

/// Tables keyed by id, in the order of the file.
#[derive(Clone, Debug)]
pub struct Map<'s, T> {
    /// The tables.
    pub items: Vec<Item<'s, T>>,
}

impl<'s, T: DecodeTable<'s>> Decode<'s> for Map<'s, T> {
    const SHAPE: Shape = Shape::Map(T::INFO);

    fn decode(value: Value<'s>, decoder: &mut Decoder<'s>) -> Option<Self> {
        let kind = decoder.key;
        let outer = decoder.object;
        let mut items = Vec::new();
        match value.kind {
            ValueKind::Table(table) => {
                items.reserve_exact(table.entries.len());
                for entry in table.entries {
                    items.extend(decode_item(kind, outer, entry, decoder));
                }
            }
            ValueKind::ArrayOfTables(tables) => {
                decoder.lost_item = true;
                report_rows_for_map(kind, &tables, decoder);
            }
            _ => decoder.wrong_type(&value, Self::SHAPE),
        }
        decoder.object = outer;
        Some(Map { items })
    }
}

fn decode_item<'s, T: DecodeTable<'s>>(
    kind: &'static str,
    outer: ObjectId,
    entry: Entry<'s>,
    decoder: &mut Decoder<'s>,
) -> Option<Item<'s, T>> {
    // A slice is named after its workstream: `workstream.help-desk.nights`.
    decoder.object = decoder.mentions.add_object(outer, kind, &entry.key.name);
    keys::check_id(&entry.key, kind, decoder);
    match entry.value.kind {
        ValueKind::Table(mut table) => {
            // Findings about the whole table point at the id, its shortest name.
            table.span = entry.key.span;
            let body = T::decode_table(*table, decoder);
            Some(Item {
                id: entry.key,
                body,
            })
        }
        ValueKind::ArrayOfTables(tables) => {
            let path = path(kind, outer, decoder);
            report_rows_for_item(&path, &entry.key, &tables, decoder);
            let bodies = tables.into_iter().map(|mut table| {
                table.span = entry.key.span;
                T::decode_table(table, decoder)
            });
            // Whatever stands in the others is read for its mistakes; two of one id cannot be kept.
            let bodies: Vec<T> = bodies.collect();
            bodies.into_iter().next().map(|body| Item {
                id: entry.key,
                body,
            })
        }
        kind_of_value => {
            decoder.lost_item = true;
            if !matches!(kind_of_value, ValueKind::Unreadable) {
                let path = path(kind, outer, decoder);
                report_not_a_table(kind, &path, &entry.key, decoder);
            }
            None
        }
    }
}

/// What stands before the id in a header.
fn path(kind: &str, outer: ObjectId, decoder: &Decoder<'_>) -> String {
    match decoder.mentions.object(outer) {
        "" => kind.to_owned(),
        outer => format!("{outer}.{kind}"),
    }
}

/// `[[party.harbor]]`: an id of which there would be several.
fn report_rows_for_item(
    path: &str,
    key: &Key<'_>,
    tables: &[Table<'_>],
    decoder: &mut Decoder<'_>,
) {
    let name = &key.name;
    let finding = decoder.report(
        &rules::WRONG_TYPE,
        key.span,
        format!("`{path}.{name}` takes one bracket, not two"),
    );
    finding
        .label("two brackets make a list of it")
        .help(format!(
            "write `[{path}.{name}]`: there is one table for an id"
        ));
    finding.fix = retyped::one_bracket(tables);
}

fn report_not_a_table(kind: &'static str, path: &str, key: &Key<'_>, decoder: &mut Decoder<'_>) {
    let message = format!("`{}` is not a key of `{kind}`", key.name);
    let home = keys::home(decoder, &key.name);
    let help = home.map_or_else(
        || {
            format!(
                "give each {kind} a table of its own: a line `[{path}.ID]`, with its keys below"
            )
        },
        |home| keys::belongs(&key.name, home),
    );
    decoder
        .report(&rules::WRONG_TYPE, key.span, message)
        .help(help);
}

fn report_rows_for_map(kind: &'static str, tables: &[Table<'_>], decoder: &mut Decoder<'_>) {
    for table in tables {
        decoder
            .report(
                &rules::WRONG_TYPE,
                table.span,
                format!("this {kind} has no id"),
            )
            .help(format!(
                "give it one: `[{kind}.ID]` in place of `[[{kind}]]`"
            ));
    }
}

/// An array of tables, in the order of the file.
#[derive(Clone, Debug)]
pub struct Rows<T> {
    /// The tables.
    pub items: Vec<T>,
}

impl<'s, T: DecodeTable<'s>> Decode<'s> for Rows<T> {
    const SHAPE: Shape = Shape::Rows(T::INFO);

    fn decode(value: Value<'s>, decoder: &mut Decoder<'s>) -> Option<Self> {
        let kind = decoder.key;
        let outer = decoder.object;
        let items = match value.kind {
            ValueKind::ArrayOfTables(tables) => decode_rows(kind, tables, decoder),
            ValueKind::Array(values) => decode_inline_rows(kind, values, decoder),
            ValueKind::Table(table) => {
                report_table_for_rows(kind, &table, decoder);
                decode_rows(kind, vec![*table], decoder)
            }
            _ => {
                decoder.wrong_type(&value, Self::SHAPE);
                Vec::new()
            }
        };
        decoder.object = outer;
        Some(Rows { items })
    }
}

fn decode_rows<'s, T: DecodeTable<'s>>(
    kind: &'static str,
    tables: Vec<Table<'s>>,
    decoder: &mut Decoder<'s>,
) -> Vec<T> {
    let numbered = tables.into_iter().enumerate();
    numbered
        .map(|(index, table)| {
            decoder.object = decoder.mentions.add_row(kind, index + 1);
            T::decode_table(table, decoder)
        })
        .collect()
}

/// `grant = [{ holder = … }]` says the same as `[[grant]]`.
fn decode_inline_rows<'s, T: DecodeTable<'s>>(
    kind: &'static str,
    values: Vec<Value<'s>>,
    decoder: &mut Decoder<'s>,
) -> Vec<T> {
    let mut tables = Vec::new();
    for value in values {
        match value.kind {
            ValueKind::Table(table) => tables.push(*table),
            _ => decoder.wrong_type(&value, Shape::Table(T::INFO)),
        }
    }
    decode_rows(kind, tables, decoder)
}

fn report_table_for_rows(kind: &'static str, table: &Table<'_>, decoder: &mut Decoder<'_>) {
    let finding = decoder.report(
        &rules::WRONG_TYPE,
        table.span,
        format!("`{kind}` takes two brackets, not one"),
    );
    finding
        .label("one bracket makes it a single table")
        .help(format!(
            "write `[[{kind}]]`: there can be any number of them"
        ));
    finding.fix = retyped::two_brackets(table);
}
