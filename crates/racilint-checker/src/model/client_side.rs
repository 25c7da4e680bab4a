//! The client's side of an engagement: who of those that hold letters stands there.
//!
//! What is wrong with the sides themselves (none, several, one that is both) is not asked here.

use std::collections::BTreeSet;

use racilint_parser::language::{Model, PartyKind};
use racilint_parser::values::{Many, Spanned};

use super::{ActorId, ActorKind, Engagement, Letter, Row, RowId};

/// The client's parties, and the people who are lent to it.
#[derive(Debug)]
pub struct ClientSide {
    parties: BTreeSet<ActorId>,
    lent: BTreeSet<ActorId>,
}

impl Engagement<'_> {
    /// The model that the file states, with its place; `None` where it states none that can be
    /// read.
    pub fn stated_model(&self) -> Option<Spanned<Model>> {
        self.head().and_then(|head| head.model)
    }
}

impl ClientSide {
    /// The client as `[engagement]` names it, else the parties of that kind; `None` when it is not
    /// known.
    pub fn of(engagement: &Engagement<'_>) -> Option<Self> {
        let head = engagement.head()?;
        if head.unread.could_hold("client") {
            return None;
        }
        let mut parties = BTreeSet::new();
        for named in Many::of(&head.client) {
            parties.insert(engagement.names.actor(&named.name)?);
        }
        if parties.is_empty() {
            let is_client = |kind| match kind {
                ActorKind::Party(party) => {
                    party.kind.is_some_and(|own| own.value == PartyKind::Client)
                }
                _ => false,
            };
            let of_kind = engagement
                .actors()
                .filter(|(_, actor)| is_client(actor.kind));
            parties.extend(of_kind.map(|(id, _)| id));
        }
        let lent = lent_to(&parties, engagement);
        (!parties.is_empty()).then_some(ClientSide { parties, lent })
    }

    /// The name of the client.
    pub fn name<'e>(&self, engagement: &'e Engagement<'_>) -> &'e str {
        let first = self.parties.first();
        first.map_or("client", |party| engagement.actor(*party).name)
    }

    /// The client with its kind, as a waiver names it.
    pub fn object(&self, engagement: &Engagement<'_>) -> String {
        format!("party.{}", self.name(engagement))
    }

    /// Whether a party is the client.
    pub fn is_party(&self, party: ActorId) -> bool {
        self.parties.contains(&party)
    }

    /// Whether an actor stands on the client's side; `None` when that is not known.
    pub fn holds(&self, actor: ActorId, engagement: &Engagement<'_>) -> Option<bool> {
        let parties = engagement.parties(actor);
        if !parties.is_disjoint(&self.parties) || self.is_lent(actor, engagement) {
            return Some(true);
        }
        let unknown = parties.is_empty() || engagement.actor(actor).parties.uncertain();
        (!unknown).then_some(false)
    }

    /// A person who is lent to the client, or a role without a party that only such people hold.
    fn is_lent(&self, actor: ActorId, engagement: &Engagement<'_>) -> bool {
        let own = engagement.actor(actor);
        let is_bare_role = matches!(own.kind, ActorKind::Role(_)) && own.parties.nobody();
        let people = engagement.answering(actor);
        (own.is_person() || is_bare_role) && !people.is_empty() && people.is_subset(&self.lent)
    }

    /// Whether somebody of the client holds a letter of a row. Whoever is not known may be of it.
    pub fn may_hold(&self, letter: Letter, row: &Row<'_>, engagement: &Engagement<'_>) -> bool {
        let seats = row.seats(letter);
        let mut actors = seats.actors();
        seats.uncertain() || actors.any(|actor| self.holds(actor, engagement) != Some(false))
    }

    /// Whether a row is one step of work of which another step is answered for by the client
    /// (`true`) or by somebody else (`false`): the two share it on purpose.
    pub fn another_step_is(&self, client: bool, id: RowId, engagement: &Engagement<'_>) -> bool {
        let row = engagement.row(id);
        let is_step = |row: &Row<'_>| row.slice.is_some_and(|slice| slice.step.is_some());
        let Some(whole) = row.whole.filter(|_| is_step(row)) else {
            return false;
        };
        let others = engagement.row(whole).slices.iter();
        let mut others = others.filter(|other| **other != id);
        others.any(|other| {
            let mut owners = engagement.row(*other).accountable().actors();
            owners.any(|owner| self.holds(owner, engagement) == Some(client))
        })
    }
}

/// The people who are lent to one of these parties, or to a team of one.
fn lent_to(parties: &BTreeSet<ActorId>, engagement: &Engagement<'_>) -> BTreeSet<ActorId> {
    let is_lent = |kind| match kind {
        ActorKind::Person(person) => {
            let to = Many::of(&person.seconded_to).iter();
            let mut to = to.filter_map(|named| engagement.names.actor(&named.name));
            to.any(|to| !engagement.parties(to).is_disjoint(parties))
        }
        _ => false,
    };
    let people = engagement.actors().filter(|(_, actor)| is_lent(actor.kind));
    people.map(|(id, _)| id).collect()
}
