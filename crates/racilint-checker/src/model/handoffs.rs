//! Where work changes hands.

use std::collections::{BTreeMap, BTreeSet};

use racilint_parser::Tables;
use racilint_parser::language;

use super::{ActorId, Effort, Engagement, Link, Names, RowId};

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
    let parties = engagement.parties(actor).iter().copied();
    seats_meant(actor, engagement)
        .map(HandoffKey::Actor)
        .chain(parties.map(HandoffKey::Inside))
        .collect()
}

fn seats_meant(actor: ActorId, engagement: &Engagement<'_>) -> impl Iterator<Item = ActorId> {
    let seats = engagement.capacities(actor).iter().copied();
    seats.filter(move |seat| *seat == actor || !engagement.actor(*seat).is_party())
}

/// The workstreams at which each takes turns: those of which somebody does a slice by hours.
#[derive(Debug)]
pub(super) struct Shifts {
    by_actor: BTreeMap<ActorId, BTreeSet<RowId>>,
    /// How many of them are still looked up, for all handoffs.
    effort: Effort,
}

/// The workstreams at which one end of a handoff takes turns with others.
enum Turns<'e> {
    /// Of a slice by hours its workstream.
    At(Option<RowId>),
    /// Those of somebody, and of the teams and roles that are meant.
    Of(Vec<&'e BTreeSet<RowId>>),
}

impl Turns<'_> {
    fn len(&self) -> usize {
        match self {
            Turns::At(whole) => whole.iter().len(),
            Turns::Of(seats) => seats.iter().map(|own| own.len()).sum(),
        }
    }

    fn contains(&self, row: RowId) -> bool {
        match self {
            Turns::At(whole) => *whole == Some(row),
            Turns::Of(seats) => seats.iter().any(|own| own.contains(&row)),
        }
    }

    fn any(&self, mut is_meant: impl FnMut(RowId) -> bool) -> bool {
        match self {
            Turns::At(whole) => whole.is_some_and(is_meant),
            Turns::Of(seats) => seats.iter().copied().flatten().any(|own| is_meant(*own)),
        }
    }
}

impl Shifts {
    fn of(engagement: &Engagement<'_>) -> Self {
        let mut by_actor: BTreeMap<ActorId, BTreeSet<RowId>> = BTreeMap::new();
        for (id, row) in engagement.rows() {
            let Some(whole) = engagement.whole_by_hours(id) else {
                continue;
            };
            for actor in row.responsible().actors() {
                by_actor.entry(actor).or_default().insert(whole);
            }
        }
        Shifts {
            by_actor,
            effort: Effort::for_many(engagement.handoffs.len()),
        }
    }
}

impl Engagement<'_> {
    /// Whether a handoff only passes work on when the hours change: from one slice by hours of a
    /// workstream to another, or between those who do them. It happens where the one ends and the
    /// other begins, to and fro. Where that takes too much to see, it is none. Of one that names only
    /// one end there is nothing else to know.
    pub fn is_change_of_shift(&self, handoff: &Handoff<'_>) -> bool {
        let shifts = self.shifts.get_or_init(|| Shifts::of(self));
        let turns = |link: &Link<'_, Place>| {
            Some(match link.to? {
                Place::Row(row) => Turns::At(self.whole_by_hours(row)),
                Place::Actor(actor) => {
                    let seats = seats_meant(actor, self);
                    Turns::Of(seats.filter_map(|own| shifts.by_actor.get(&own)).collect())
                }
            })
        };
        let ends = handoff.from.iter().chain(&handoff.to).map(turns);
        let Some(ends) = ends.collect::<Option<Vec<Turns<'_>>>>() else {
            return false;
        };
        let shortest = ends.iter().min_by_key(|own| own.len());
        let is_common = |row| shifts.effort.spend(1) && ends.iter().all(|own| own.contains(row));
        shortest.is_some_and(|own| own.any(is_common))
    }

    /// The workstream of which a row is a slice by hours.
    fn whole_by_hours(&self, row: RowId) -> Option<RowId> {
        let row = self.row(row);
        let by_hours = row.slice.is_some_and(|slice| slice.hours.is_some());
        row.whole.filter(|_| by_hours)
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
