//! Where work changes hands.

use std::collections::BTreeSet;

use racilint_parser::Tables;
use racilint_parser::language;

use super::{ActorId, Engagement, Link, Names, RowId};

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

/// What an end of a handoff can be known by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum HandoffKey {
    /// A workstream or slice.
    Row(RowId),
    /// Somebody, or a team or role in which they stand.
    Actor(ActorId),
    /// Somebody of this party.
    Inside(ActorId),
    /// An end that cannot be read, or names nothing: it may be any.
    Any,
}

/// The handoffs by what their ends can be known by, so that asking costs the same however many
/// there are.
#[derive(Debug, Default)]
pub struct AgreedHandoffs(BTreeSet<(HandoffKey, HandoffKey)>);

impl AgreedHandoffs {
    /// All handoffs of an engagement.
    pub fn of(engagement: &Engagement<'_>) -> Self {
        let mut agreed = BTreeSet::new();
        for handoff in &engagement.handoffs {
            let unread = |key| handoff.table.unread.could_hold(key);
            let from = keys_of(&handoff.from, unread("from"), engagement);
            let to = keys_of(&handoff.to, unread("to"), engagement);
            for start in from {
                agreed.extend(to.iter().map(|end| (start, *end)));
            }
        }
        AgreedHandoffs(agreed)
    }

    /// Whether a handoff leads, or may lead, from an end with some of these keys to another.
    pub fn has(&self, from: &BTreeSet<HandoffKey>, to: &BTreeSet<HandoffKey>) -> bool {
        let starts = || from.iter().chain([&HandoffKey::Any]);
        let mut ends = to.iter().chain([&HandoffKey::Any]);
        ends.any(|end| starts().any(|start| self.0.contains(&(*start, *end))))
    }
}

fn keys_of(
    links: &[Link<'_, Place>],
    unread: bool,
    engagement: &Engagement<'_>,
) -> BTreeSet<HandoffKey> {
    let mut keys = BTreeSet::new();
    if unread || links.is_empty() {
        keys.insert(HandoffKey::Any);
    }
    for link in links {
        match link.to {
            None => _ = keys.insert(HandoffKey::Any),
            Some(Place::Row(row)) => _ = keys.insert(HandoffKey::Row(row)),
            Some(Place::Actor(actor)) => keys.extend(keys_of_actor(actor, engagement)),
        }
    }
    keys
}

/// Whoever names the lead of a team, or a role in it, means the team.
fn keys_of_actor(actor: ActorId, engagement: &Engagement<'_>) -> Vec<HandoffKey> {
    let seats = engagement.capacities(actor).iter().copied();
    let seats = seats.filter(|seat| *seat == actor || !engagement.actor(*seat).is_party());
    let parties = engagement.parties(actor).iter().copied();
    seats
        .map(HandoffKey::Actor)
        .chain(parties.map(HandoffKey::Inside))
        .collect()
}

impl Engagement<'_> {
    /// Whether a handoff only passes work on when the hours change: from one slice by hours of a
    /// workstream to another. It happens where the one ends and the other begins, to and fro.
    pub fn is_change_of_shift(&self, handoff: &Handoff<'_>) -> bool {
        let ends: Option<Vec<Place>> = handoff
            .from
            .iter()
            .chain(&handoff.to)
            .map(|link| link.to)
            .collect();
        let Some(ends) = ends else {
            return false;
        };
        let wholes = ends.into_iter().map(|end| match end {
            Place::Row(row) => {
                let row = self.row(row);
                row.whole
                    .filter(|_| row.slice.is_some_and(|slice| slice.hours.is_some()))
            }
            Place::Actor(_) => None,
        });
        let wholes: Option<BTreeSet<RowId>> = wholes.collect();
        wholes.is_some_and(|wholes| wholes.len() == 1)
    }
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

#[cfg(test)]
mod tests;
