//! Where work changes hands.

use racilint_parser::Tables;
use racilint_parser::language;

use super::{ActorId, Link, Names, RowId};

/// One end of a handoff.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// A workstream or slice.
    Row(RowId),
    /// Somebody.
    Actor(ActorId),
}

/// A handoff with its ends resolved.
#[derive(Debug)]
pub struct Handoff<'d> {
    /// Its table.
    pub table: &'d language::Handoff<'d>,
    /// Who hands over.
    pub from: Vec<Link<'d, Place>>,
    /// Who takes over.
    pub to: Vec<Link<'d, Place>>,
    /// An end could not be read, or names nothing: the handoff may be any.
    pub uncertain: bool,
}

pub(super) fn list<'d>(tables: &'d Tables<'d>, names: &Names<'d>) -> Vec<Handoff<'d>> {
    let place = |names: &Names<'d>, name: &str| {
        let row = names.row(name).map(Place::Row);
        row.or_else(|| names.actor(name).map(Place::Actor))
    };
    let handoff = |table: &'d language::Handoff<'d>| {
        let from = names.links(&table.from, place);
        let to = names.links(&table.to, place);
        let lost = from.iter().chain(&to).any(|link| link.to.is_none());
        let unread = ["from", "to"]
            .iter()
            .any(|key| table.unread.could_hold(key));
        Handoff {
            table,
            from,
            to,
            uncertain: lost || unread,
        }
    };
    tables.handoffs.iter().map(handoff).collect()
}
