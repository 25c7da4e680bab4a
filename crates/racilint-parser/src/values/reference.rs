//! References: ids of things declared elsewhere, each knowing what kind of thing it may name.

use std::borrow::Cow;
use std::marker::PhantomData;
use std::ops::Deref;

use racilint_diagnostics::Span;

use crate::decode::shape::{Kind, Shape};
use crate::decode::{Decode, Decoder};
use crate::syntax::tree::{Value, ValueKind};

/// What a reference may name.
pub trait ReferenceKind {
    /// For messages and the schema.
    const KIND: Kind;
}

/// A reference as it stands in the file, whatever table it stands in. The decoder lists them all,
/// so that none escapes the check that it names something.
#[derive(Clone, Copy, Debug)]
pub struct Mention<'m> {
    /// What it must name.
    pub target: Target,
    /// The id as written.
    pub name: &'m str,
    /// Where it is written, quotes included.
    pub span: Span,
    /// The object that says it, as a waiver names it.
    pub object: &'m str,
    /// The key it is a value of.
    pub key: &'static str,
}

macro_rules! kinds {
    ($($(#[doc = $doc:literal])+ $name:ident: $words:literal, $example:literal;)+) => {$(
        $(#[doc = $doc])+
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name {}

        impl ReferenceKind for $name {
            const KIND: Kind = Kind {
                target: Target::$name,
                words: $words,
                example: $example,
            };
        }
    )+

    /// All that references can name.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
    pub enum Target {
        $($(#[doc = $doc])+ $name,)+
    }

    impl Target {
        /// With its article: "a workstream".
        pub fn words(self) -> &'static str {
            match self {
                $(Target::$name => $words,)+
            }
        }

        /// Whether a placeholder such as `TBD` may stand for it: the seat is empty then.
        pub fn is_seat(self) -> bool {
            matches!(self, Target::Seat | Target::Person)
        }
    }
    };
}

kinds! {
    /// Whoever can hold a letter: a person, team, role or party.
    Actor: "a person, team, role or party", "it-director";
    /// Whoever is named to do, answer for or decide something. As [`Actor`]; an empty seat such as
    /// `TBD` is told apart from a misspelt id.
    Seat: "a person, team, role or party", "it-director";
    /// A person, in a seat of theirs: who stands in for somebody. An empty one is told apart, too.
    Person: "a person", "dana";
    /// A party.
    Party: "a party", "northwind";
    /// A workstream.
    Workstream: "a workstream", "help-desk";
    /// A workstream or one of its slices.
    Leaf: "a workstream or a slice of one", "help-desk.nights";
    /// An area of the catalogue.
    Area: "an area", "patching";
    /// An action of the catalogue.
    Action: "an action", "isolate-endpoint";
    /// A system.
    System: "a system", "firewall";
    /// An escalation path.
    Escalation: "an escalation path", "security-incident";
    /// A command of incidents.
    Command: "a command", "security";
    /// A profile of the catalogue, or a file of one's own.
    Profile: "a profile", "msp-baseline";
    /// A duty of a profile, by its id or a clause.
    Duty: "a duty of a profile", "hipaa:incident-response";
    /// A duty of the profile in which it is named.
    OwnDuty: "a duty of this profile", "security-official";
    /// A workstream, or somebody.
    Place: "a workstream, or a person, team, role or party", "help-desk";
    /// A file to include.
    Document: "a file", "roster.toml";
    /// Anything that has an id, as `kind.id` where the id alone is not unique.
    Object: "anything with an id", "workstream.help-desk";
}

/// An id of something declared elsewhere, as written.
#[derive(Clone, Debug)]
pub struct Ref<'s, K> {
    /// The id.
    pub name: Cow<'s, str>,
    /// Where it is written, quotes included.
    pub span: Span,
    kind: PhantomData<K>,
}

impl<'s, K: ReferenceKind + 's> Decode<'s> for Ref<'s, K> {
    const SHAPE: Shape = Shape::Reference(&K::KIND);

    fn decode(value: Value<'s>, decoder: &mut Decoder<'s>) -> Option<Self> {
        let span = value.span;
        let name = decoder.text(value, Self::SHAPE)?;
        decoder.mention(K::KIND.target, &name, span);
        Some(Ref {
            name,
            span,
            kind: PhantomData,
        })
    }
}

/// One value or a list of them: wherever one id fits, several do, so that "two accountable owners"
/// can be said in words instead of failing as a type.
///
/// It takes one word of a table, which has room for every key that it could have: what is said stands
/// apart.
#[derive(Clone, Debug)]
pub struct Many<T>(Box<Said<T>>);

/// What stands under a key that takes several values.
#[derive(Clone, Debug)]
pub struct Said<T> {
    /// The values, in the order of the file.
    pub items: Items<T>,
    /// The single value, or the whole list with its brackets.
    pub span: Span,
}

/// A list that is nearly always one value long, and then needs no memory of its own.
#[derive(Clone, Debug)]
pub enum Items<T> {
    /// One value.
    One([T; 1]),
    /// None, or several.
    List(Vec<T>),
}

impl<'s, T: Decode<'s>> Decode<'s> for Many<T> {
    const SHAPE: Shape = Shape::OneOrMany(&T::SHAPE);

    fn decode(value: Value<'s>, decoder: &mut Decoder<'s>) -> Option<Self> {
        let span = value.span;
        let items = match value.kind {
            ValueKind::Array(values) => {
                let values = values.into_iter();
                Items::of(values.filter_map(|item| match item.kind {
                    ValueKind::Array(_) => {
                        decoder.list_in_list(&item);
                        None
                    }
                    _ => T::decode(item, decoder),
                }))
            }
            ValueKind::ArrayOfTables(tables) => {
                let tables = tables.into_iter();
                Items::of(tables.filter_map(|table| {
                    let value = Value {
                        span: table.span,
                        kind: ValueKind::Table(Box::new(table)),
                    };
                    T::decode(value, decoder)
                }))
            }
            _ => Items::of(T::decode(value, decoder).into_iter()),
        };
        Some(Many(Box::new(Said { items, span })))
    }

    fn blank(&self) -> Option<Span> {
        self.items.is_empty().then_some(self.span)
    }
}

impl<T> Many<T> {
    /// The values of a key that may be absent.
    pub fn of(field: &Option<Self>) -> &[T] {
        field.as_ref().map_or(&[], |many| &many.items)
    }

    /// The values alone.
    pub(crate) fn into_items(self) -> Vec<T> {
        match self.0.items {
            Items::One(one) => Vec::from(one),
            Items::List(items) => items,
        }
    }
}

impl<T> Deref for Many<T> {
    type Target = Said<T>;

    fn deref(&self) -> &Said<T> {
        &self.0
    }
}

impl<T> Items<T> {
    fn of(mut values: impl Iterator<Item = T>) -> Self {
        let Some(first) = values.next() else {
            return Items::List(Vec::new());
        };
        let Some(second) = values.next() else {
            return Items::One([first]);
        };
        let (_, most) = values.size_hint();
        let mut items = Vec::with_capacity(2 + most.unwrap_or_default());
        items.extend([first, second]);
        items.extend(values);
        Items::List(items)
    }
}

impl<T> Deref for Items<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        match self {
            Items::One(one) => one,
            Items::List(items) => items,
        }
    }
}

impl<'i, T> IntoIterator for &'i Items<T> {
    type Item = &'i T;
    type IntoIter = std::slice::Iter<'i, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
