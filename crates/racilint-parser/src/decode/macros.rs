//! `tables!` and `choices!`: the language is declared with them, once.

/// Declares tables of the language: struct, decoder and schema in one.
///
/// Each key is written as `"key" field: Type`, after `required` where the table makes no sense
/// without it. Every table also gets `description`, `notes` and `clause`, its place, and the list
/// of keys that could not be read.
macro_rules! tables {
    ($(
        $(#[doc = $doc:literal])+
        pub struct $name:ident<$lt:lifetime> {
            $(
                $(#[doc = $key_doc:literal])+
                $(@$required:ident)? $key:literal $field:ident: $type:ty,
            )+
        }
    )+) => {$(
        $(#[doc = $doc])+
        #[derive(Clone, Debug)]
        pub struct $name<$lt> {
            /// Where the table is named: its id, or the header's brackets.
            pub span: racilint_diagnostics::Span,
            /// Keys that stand in the file and could not be read.
            pub unread: crate::decode::Unread,
            $(
                $(#[doc = $key_doc])+
                pub $field: Option<$type>,
            )+
            /// What it is, in free words. Never checked.
            pub description: Option<Box<crate::values::Text<$lt>>>,
            /// Anything else worth knowing. Never checked.
            pub notes: Option<Box<crate::values::Text<$lt>>>,
            /// The clause of the contract that says so; shown in findings and reports.
            pub clause: Option<Box<crate::values::Text<$lt>>>,
        }

        impl<$lt> crate::decode::DecodeTable<$lt> for $name<$lt> {
            const INFO: &'static crate::decode::shape::TableInfo = &crate::decode::shape::TableInfo {
                name: stringify!($name),
                doc: concat!($($doc, "\n"),+),
                keys: &[
                    $(crate::decode::shape::KeyInfo {
                        name: $key,
                        doc: concat!($($key_doc, "\n"),+),
                        required: tables!(@required $($required)?),
                        shape: <$type as crate::decode::Decode>::SHAPE,
                    },)+
                    crate::decode::shape::KeyInfo {
                        name: "description",
                        doc: " What it is, in free words. Never checked.",
                        required: false,
                        shape: crate::decode::shape::Shape::Text,
                    },
                    crate::decode::shape::KeyInfo {
                        name: "notes",
                        doc: " Anything else worth knowing. Never checked.",
                        required: false,
                        shape: crate::decode::shape::Shape::Text,
                    },
                    crate::decode::shape::KeyInfo {
                        name: "clause",
                        doc: " The clause of the contract that says so; shown in findings and reports.",
                        required: false,
                        shape: crate::decode::shape::Shape::Text,
                    },
                ],
            };

            fn decode_table(
                table: crate::syntax::tree::Table<$lt>,
                decoder: &mut crate::decode::Decoder<$lt>,
            ) -> Self {
                let dates = decoder.dates_so_far();
                let mut decoded = $name {
                    span: table.span,
                    unread: crate::decode::Unread::of(&table),
                    $($field: None,)+
                    description: None,
                    notes: None,
                    clause: None,
                };
                let mut unknown = Vec::new();
                for entry in table.entries {
                    match &*entry.key.name {
                        $($key => {
                            decoded.$field = decoder.field($key, entry.value, &mut decoded.unread);
                        })+
                        "description" => {
                            decoded.description =
                                decoder.field("description", entry.value, &mut decoded.unread);
                        }
                        "notes" => {
                            decoded.notes = decoder.field("notes", entry.value, &mut decoded.unread);
                        }
                        "clause" => {
                            decoded.clause = decoder.field("clause", entry.value, &mut decoded.unread);
                        }
                        _ => unknown.push(entry.key),
                    }
                }
                if !unknown.is_empty() {
                    let mut unread = std::mem::take(&mut decoded.unread);
                    let is_there = |key: &str| match key {
                        $($key => decoded.$field.is_some(),)+
                        _ => false,
                    };
                    decoder.unknown_keys(&unknown, Self::INFO, &mut unread, &is_there);
                    decoded.unread = unread;
                }
                $($(
                    if tables!(@required $required) && decoded.$field.is_none() {
                        decoder.missing_key(decoded.span, $key, <$type as crate::decode::Decode>::SHAPE, &decoded.unread);
                    }
                    if let Some(span) = decoded.$field.as_ref().and_then(crate::decode::Decode::blank) {
                        decoder.blank_key(span, $key, <$type as crate::decode::Decode>::SHAPE, &mut decoded.unread);
                    }
                )?)+
                decoder.check_dates(dates);
                decoded
            }
        }

        impl<$lt> crate::decode::Decode<$lt> for $name<$lt> {
            const SHAPE: crate::decode::shape::Shape =
                crate::decode::shape::Shape::Table(<Self as crate::decode::DecodeTable>::INFO);

            fn decode(
                value: crate::syntax::tree::Value<$lt>,
                decoder: &mut crate::decode::Decoder<$lt>,
            ) -> Option<Self> {
                match value.kind {
                    crate::syntax::tree::ValueKind::Table(table) => {
                        Some(<Self as crate::decode::DecodeTable>::decode_table(*table, decoder))
                    }
                    crate::syntax::tree::ValueKind::ArrayOfTables(tables) => {
                        decoder.one_bracket(value.span, &tables);
                        let bodies: Vec<Self> = tables
                            .into_iter()
                            .map(|table| <Self as crate::decode::DecodeTable>::decode_table(table, decoder))
                            .collect();
                        bodies.into_iter().next()
                    }
                    _ => {
                        decoder.wrong_type(&value, <Self as crate::decode::Decode>::SHAPE);
                        None
                    }
                }
            }
        }
    )+};
    (@required required) => { true };
    (@required) => { false };
}

/// Declares a choice of words.
macro_rules! choices {
    ($(
        $(#[doc = $doc:literal])+
        pub enum $name:ident {
            $(
                $(#[doc = $word_doc:literal])+
                $variant:ident = $word:literal,
            )+
        }
    )+) => {$(
        $(#[doc = $doc])+
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum $name {
            $(
                $(#[doc = $word_doc])+
                $variant,
            )+
        }

        impl $name {
            /// The word as written in a file.
            pub fn word(self) -> &'static str {
                match self {
                    $($name::$variant => $word,)+
                }
            }
        }

        impl<'s> crate::decode::Decode<'s> for $name {
            const SHAPE: crate::decode::shape::Shape = crate::decode::shape::Shape::Choice(&[
                $(crate::decode::shape::Choice {
                    word: $word,
                    doc: concat!($($word_doc, "\n"),+),
                },)+
            ]);

            fn decode(
                value: crate::syntax::tree::Value<'s>,
                decoder: &mut crate::decode::Decoder<'s>,
            ) -> Option<Self> {
                decoder.choice(&value, &[$(($word, $name::$variant),)+], Self::SHAPE)
            }
        }
    )+};
}

pub(crate) use {choices, tables};
