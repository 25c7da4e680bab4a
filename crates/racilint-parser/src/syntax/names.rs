//! The names of a large table, to be searched quickly.

use std::borrow::Cow;
use std::collections::BTreeMap;

/// Where each name stands among the entries of a table.
#[derive(Default)]
pub(super) struct Names<'s>(BTreeMap<Name<'s>, u32>);

/// A name in an order of its own: most names are told apart by their first bytes, which are compared
/// all at once.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Name<'s> {
    head: u128,
    text: Cow<'s, str>,
}

impl<'s> Names<'s> {
    /// Where a name stands.
    pub(super) fn get(&self, name: &str) -> Option<u32> {
        let wanted = Name::of(Cow::Borrowed(name));
        self.0.get(&wanted).copied()
    }

    /// Adds a name, or says anew where it stands.
    pub(super) fn insert(&mut self, name: Cow<'s, str>, at: u32) {
        self.0.insert(Name::of(name), at);
    }
}

impl<'s> Name<'s> {
    fn of(text: Cow<'s, str>) -> Self {
        let mut head = [0; 16];
        let length = text.len().min(head.len());
        head[..length].copy_from_slice(&text.as_bytes()[..length]);
        Name {
            head: u128::from_be_bytes(head),
            text,
        }
    }
}
