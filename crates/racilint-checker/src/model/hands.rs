//! In whose hands something is: the people who do it, deputies left aside.

use std::collections::BTreeSet;

use super::{ActorId, ActorKind, Engagement, Seats};

impl Engagement<'_> {
    /// The people who do what an actor is given to do: a person, the holders of a role, all members
    /// of a team. A party stands for itself: whom it sends is not said.
    pub fn hands(&self, actor: ActorId) -> BTreeSet<ActorId> {
        match self.actor(actor).kind {
            ActorKind::Party(_) => BTreeSet::from([actor]),
            ActorKind::Team(_) => self.acting(actor).clone(),
            ActorKind::Person(_) | ActorKind::Role(_) => self.answering(actor).clone(),
        }
    }

    /// The people who do what a key gives to all whom it names; `None` when somebody there is not
    /// known.
    pub fn hands_of(&self, seats: &Seats<'_>) -> Option<BTreeSet<ActorId>> {
        let unknown = seats.uncertain() || seats.actors().any(|actor| self.may_be_more(actor));
        let hands = seats.actors().flat_map(|actor| self.hands(actor));
        (!unknown).then(|| hands.collect())
    }

    /// Whether two keys put something into the same hands: the same people and nobody else.
    pub fn are_same_hands(&self, a: &Seats<'_>, b: &Seats<'_>) -> bool {
        match (self.hands_of(a), self.hands_of(b)) {
            (Some(a), Some(b)) => !a.is_empty() && a == b,
            _ => false,
        }
    }
}
