//! `racilint.toml`: how a house wants its engagements checked.
//!
//! The tables are read by the same decoder as engagements, so that mistakes get the same messages.
//! Whether rules, profiles and files of these names exist is the matter of whoever reads them.

use racilint_diagnostics::Span;

use crate::decode::shape::{Choice, KeyInfo, Shape, TableInfo};
use crate::decode::{Decode, DecodeTable, Decoder, Spanned, Unread, choices};
use crate::syntax::tree::{Key, Table, Value, ValueKind};
use crate::values::{Document, Many, Profile, Ref, Text};

choices! {
    /// The least severity that fails a check.
    pub enum FailOn {
        /// Only errors fail.
        Error = "error",
        /// Errors and warnings fail.
        Warning = "warning",
        /// Everything fails.
        Note = "note",
        /// Nothing fails.
        Never = "never",
    }

    /// How much the findings of a rule weigh.
    pub enum Level {
        /// Not ready to sign.
        Error = "error",
        /// Can be signed, with a decision taken knowingly.
        Warning = "warning",
        /// Information.
        Note = "note",
        /// The rule does not run.
        Off = "off",
    }
}

/// Declares tables without the free words that tables of an engagement have: what stands in a
/// configuration is read by a program alone, and comments say the rest.
macro_rules! bare_tables {
    ($(
        $(#[doc = $doc:literal])+
        pub struct $name:ident<$lt:lifetime> {
            $($(#[doc = $key_doc:literal])+ $key:literal $field:ident: $type:ty,)+
        }
    )+) => {$(
        $(#[doc = $doc])+
        #[derive(Clone, Debug, Default)]
        pub struct $name<$lt> {
            /// Keys that stand in the file and could not be read.
            pub unread: Unread,
            $($(#[doc = $key_doc])+ pub $field: Option<$type>,)+
        }

        impl<$lt> DecodeTable<$lt> for $name<$lt> {
            const INFO: &'static TableInfo = &TableInfo {
                name: stringify!($name),
                doc: concat!($($doc, "\n"),+),
                keys: &[$(KeyInfo {
                    name: $key,
                    doc: concat!($($key_doc, "\n"),+),
                    required: false,
                    shape: <$type as Decode>::SHAPE,
                }),+],
            };

            fn decode_table(table: Table<$lt>, decoder: &mut Decoder<$lt>) -> Self {
                let mut decoded = $name {
                    unread: Unread::of(&table),
                    ..$name::default()
                };
                let mut unknown = Vec::new();
                for entry in table.entries {
                    match &*entry.key.name {
                        $($key => {
                            decoded.$field = decoder.field($key, entry.value, &mut decoded.unread);
                        })+
                        _ => unknown.push(entry.key),
                    }
                }
                let mut unread = std::mem::take(&mut decoded.unread);
                let is_there = |key: &str| match key {
                    $($key => decoded.$field.is_some(),)+
                    _ => false,
                };
                decoder.unknown_keys(&unknown, Self::INFO, &mut unread, &is_there);
                decoded.unread = unread;
                decoded
            }
        }
    )+};
}

bare_tables! {
    /// How a house wants its engagements checked. Holds for all engagements in the folder of the
    /// file and below, up to the next file of this name.
    pub struct SettingsFile<'s> {
        /// Files whose settings hold where this one says nothing, relative to this one; the last
        /// one counts most.
        "extends" extends: Many<Ref<'s, Document>>,
        /// The least severity that fails the check.
        "fail-on" fail_on: Spanned<FailOn>,
        /// Run only these rules, and those on what cannot be read; all where the list is empty.
        "select" select: Many<RuleName<'s>>,
        /// Do not run these rules.
        "ignore" ignore: Many<RuleName<'s>>,
        /// Rules at another severity, or off.
        "levels" levels: Levels<'s>,
        /// Profiles, or profile files relative to this one, that hold for every engagement besides
        /// those that it names itself.
        "profiles" profiles: Many<Ref<'s, Profile>>,
        /// Which files are found in folders.
        "paths" paths: Paths<'s>,
    }

    /// Which engagements are found where a folder is searched; a file that is named is always
    /// checked. Patterns are those of `.gitignore`, relative to the file.
    pub struct Paths<'s> {
        /// Only what one of these patterns matches.
        "include" include: Many<Text<'s>>,
        /// Nothing that one of these patterns matches.
        "exclude" exclude: Many<Text<'s>>,
    }
}

impl<'s> Decode<'s> for Paths<'s> {
    const SHAPE: Shape = Shape::Table(Self::INFO);

    fn decode(value: Value<'s>, decoder: &mut Decoder<'s>) -> Option<Self> {
        match value.kind {
            ValueKind::Table(table) => Some(Self::decode_table(*table, decoder)),
            ValueKind::ArrayOfTables(tables) => {
                decoder.one_bracket(value.span, &tables);
                let first = tables.into_iter().next()?;
                Some(Self::decode_table(first, decoder))
            }
            _ => {
                decoder.wrong_type(&value, Self::SHAPE);
                None
            }
        }
    }
}

/// The name of a rule as written.
#[derive(Clone, Debug)]
pub struct RuleName<'s> {
    /// The name.
    pub name: Text<'s>,
}

impl<'s> Decode<'s> for RuleName<'s> {
    const SHAPE: Shape = Shape::Rule;

    fn decode(value: Value<'s>, decoder: &mut Decoder<'s>) -> Option<Self> {
        let span = value.span;
        let name = decoder.text(value, Self::SHAPE)?;
        let name = Spanned { value: name, span };
        Some(RuleName { name })
    }
}

/// `[levels]`: a rule a line.
#[derive(Clone, Debug, Default)]
pub struct Levels<'s> {
    /// The rules with their levels, in the order of the file.
    pub items: Vec<RuleLevel<'s>>,
}

/// One line of `[levels]`.
#[derive(Clone, Debug)]
pub struct RuleLevel<'s> {
    /// The rule as written.
    pub rule: Key<'s>,
    /// The level, unless it could not be read.
    pub level: Option<Spanned<Level>>,
    /// Where the level is written, whatever stands there.
    pub place: Span,
}

const LEVEL_WORDS: &[Choice] = match <Level as Decode>::SHAPE {
    Shape::Choice(words) => words,
    _ => &[],
};

impl<'s> Decode<'s> for Levels<'s> {
    const SHAPE: Shape = Shape::Levels(LEVEL_WORDS);

    fn decode(value: Value<'s>, decoder: &mut Decoder<'s>) -> Option<Self> {
        match value.kind {
            ValueKind::Table(table) => Some(Self::of(*table, decoder)),
            ValueKind::ArrayOfTables(tables) => {
                decoder.one_bracket(value.span, &tables);
                let levels = tables.into_iter().map(|table| Self::of(table, decoder));
                let items = levels.flat_map(|levels| levels.items).collect();
                Some(Levels { items })
            }
            _ => {
                decoder.wrong_type(&value, Self::SHAPE);
                None
            }
        }
    }
}

impl<'s> Levels<'s> {
    fn of(table: Table<'s>, decoder: &mut Decoder<'s>) -> Self {
        let entries = table.entries.into_iter();
        let items = entries.map(|entry| RuleLevel {
            rule: entry.key,
            place: entry.value.span,
            level: Spanned::decode(entry.value, decoder),
        });
        Levels {
            items: items.collect(),
        }
    }
}

impl RuleLevel<'_> {
    /// The rule and its level in one stretch, for messages that mean both.
    pub fn span(&self) -> Span {
        self.rule.span.to(self.place)
    }
}
