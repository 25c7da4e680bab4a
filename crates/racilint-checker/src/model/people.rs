//! Who stands behind each actor, and for whom they work: asked by most rules of every row, and so
//! found once for each actor. On which side of the contract that is, `sides` says.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use racilint_parser::values::Many;

use super::{ActorId, ActorKind, Engagement, Seats};
use crate::graph::Behind;

/// Who stands behind each actor, found once.
#[derive(Default)]
pub(super) struct People {
    answering: Behind,
    /// For each actor the first for which the same people answer, once somebody has asked.
    answered_alike: OnceCell<Vec<usize>>,
    /// For each actor the first that has the same hands, once somebody has asked.
    pub(super) same_hands: OnceCell<Vec<usize>>,
    acting: Behind,
    seats: BTreeMap<ActorId, BTreeSet<ActorId>>,
    /// Whether there may be more people behind an actor than are known.
    more: Vec<OnceCell<bool>>,
    parties: Vec<OnceCell<BTreeSet<ActorId>>>,
    /// The parties for which each actor works.
    employers: Vec<OnceCell<BTreeSet<ActorId>>>,
    capacities: Vec<OnceCell<BTreeSet<ActorId>>>,
}

impl Engagement<'_> {
    /// The people who answer for what an actor holds: the person, a role's holders, a team's lead
    /// or else its members, a party's people.
    pub fn answering(&self, actor: ActorId) -> &BTreeSet<ActorId> {
        &self.people.answering[actor.index()]
    }

    /// Whether the same people answer for two actors. Asked of every two of many, and so without
    /// going through the people again.
    pub fn are_answered_alike(&self, a: ActorId, b: ActorId) -> bool {
        let alike = self.people.answered_alike.get_or_init(|| {
            let all = self.actors();
            first_alike(all.map(|(id, _)| self.answering(id)))
        });
        alike[a.index()] == alike[b.index()]
    }

    /// The people who can act for an actor: as [`Self::answering`], with deputies, and with all of
    /// a team.
    pub fn acting(&self, actor: ActorId) -> &BTreeSet<ActorId> {
        &self.people.acting[actor.index()]
    }

    /// The people who can act for anybody whom a key names.
    pub fn acting_in(&self, seats: &Seats<'_>) -> BTreeSet<ActorId> {
        let actors = seats.actors();
        actors
            .flat_map(|actor| self.acting(actor).iter().copied())
            .collect()
    }

    /// Whether there may be more people behind an actor than are known: somebody there is
    /// misspelt or could not be read.
    pub fn may_be_more(&self, actor: ActorId) -> bool {
        let more = &self.people.more[actor.index()];
        *more.get_or_init(|| self.has_unknown_people(actor))
    }

    fn has_unknown_people(&self, actor: ActorId) -> bool {
        let mut seen = BTreeSet::new();
        let mut open = vec![actor];
        while let Some(next) = open.pop() {
            let actor = self.actor(next);
            if actor.uncertain() {
                return true;
            }
            if seen.insert(next) {
                for seats in [&actor.members, &actor.lead, &actor.deputies] {
                    open.extend(seats.actors());
                }
            }
        }
        false
    }

    /// Where the capacities of an actor are kept, once somebody has asked.
    pub(super) fn kept_capacities(&self, actor: ActorId) -> &OnceCell<BTreeSet<ActorId>> {
        &self.people.capacities[actor.index()]
    }

    /// The teams a person is in and the roles they hold or deputise for.
    pub(super) fn seats_of(&self, person: ActorId) -> &BTreeSet<ActorId> {
        static NONE: BTreeSet<ActorId> = BTreeSet::new();
        self.people.seats.get(&person).unwrap_or(&NONE)
    }

    /// The parties of an actor: its own, a party itself, for a role without one those of its
    /// holders.
    pub fn parties(&self, id: ActorId) -> &BTreeSet<ActorId> {
        self.people.parties[id.index()].get_or_init(|| self.find_parties(id))
    }

    fn find_parties(&self, id: ActorId) -> BTreeSet<ActorId> {
        let actor = self.actor(id);
        if actor.is_party() {
            return BTreeSet::from([id]);
        }
        let own: BTreeSet<ActorId> = actor.parties.actors().collect();
        if own.is_empty() && matches!(actor.kind, ActorKind::Role(_)) {
            let holders = actor.members.actors().filter(|holder| *holder != id);
            return holders
                .flat_map(|holder| self.actor(holder).parties.actors().collect::<Vec<_>>())
                .collect();
        }
        own
    }

    /// The parties for which an actor works: its own, and those to which a person, or every holder
    /// of a role, is seconded.
    pub fn works_for(&self, id: ActorId) -> &BTreeSet<ActorId> {
        self.people.employers[id.index()].get_or_init(|| self.find_employers(id))
    }

    fn find_employers(&self, id: ActorId) -> BTreeSet<ActorId> {
        let mut parties = self.parties(id).clone();
        let actor = self.actor(id);
        let people = match actor.kind {
            ActorKind::Person(_) => BTreeSet::from([id]),
            ActorKind::Role(_) => self.answering(id).clone(),
            ActorKind::Team(_) | ActorKind::Party(_) => BTreeSet::new(),
        };
        let lent = people.iter().map(|person| self.lent_to(*person));
        parties.extend(lent.reduce(|all, own| &all & &own).unwrap_or_default());
        parties
    }

    /// The parties to which, or to a team or role of which, a person is seconded.
    fn lent_to(&self, person: ActorId) -> BTreeSet<ActorId> {
        let ActorKind::Person(table) = self.actor(person).kind else {
            return BTreeSet::new();
        };
        let named = Many::of(&table.seconded_to).iter();
        named
            .filter_map(|to| self.names.actor(&to.name))
            .flat_map(|to| self.parties(to).iter().copied())
            .collect()
    }
}

/// For each of several sets the place of the first that is equal to it.
pub(super) fn first_alike<'s>(sets: impl Iterator<Item = &'s BTreeSet<ActorId>>) -> Vec<usize> {
    let mut first: BTreeMap<&BTreeSet<ActorId>, usize> = BTreeMap::new();
    let places = sets.enumerate();
    places
        .map(|(at, set)| *first.entry(set).or_insert(at))
        .collect()
}

impl People {
    /// Makes room for what will be asked about so many actors.
    pub(super) fn make_room_for(&mut self, actors: usize) {
        self.more.resize_with(actors, OnceCell::new);
        self.employers.resize_with(actors, OnceCell::new);
        self.parties.resize_with(actors, OnceCell::new);
        self.capacities.resize_with(actors, OnceCell::new);
    }

    pub(super) fn of(engagement: &Engagement<'_>) -> Self {
        let graph = &engagement.graph;
        let mut people = People {
            answering: graph.answering(),
            acting: graph.all_acting(),
            ..People::default()
        };
        people.make_room_for(people.acting.len());
        for (id, actor) in engagement.actors() {
            if actor.is_person() || actor.is_party() {
                continue;
            }
            for person in people.acting[id.index()].iter() {
                people.seats.entry(*person).or_default().insert(id);
            }
        }
        people
    }
}
