//! In whose hands something is: the people who do it, deputies left aside.

use std::collections::BTreeSet;

use super::people::first_alike;
use super::{ActorId, ActorKind, Engagement, Seats};

impl Engagement<'_> {
    /// The people who do what an actor is given to do: a person, the holders of a role, all members
    /// of a team. A party stands for itself: whom it sends is not said.
    pub fn hands(&self, actor: ActorId) -> &BTreeSet<ActorId> {
        match self.actor(actor).kind {
            // Its own party is the party itself.
            ActorKind::Party(_) => self.parties(actor),
            ActorKind::Team(_) => self.acting(actor),
            ActorKind::Person(_) | ActorKind::Role(_) => self.answering(actor),
        }
    }

    /// The people who do what a key gives to all whom it names; `None` when somebody there is not
    /// known.
    pub fn hands_of(&self, seats: &Seats<'_>) -> Option<BTreeSet<ActorId>> {
        let unknown = seats.uncertain() || seats.actors().any(|actor| self.may_be_more(actor));
        let hands = seats.actors().flat_map(|actor| self.hands(actor));
        (!unknown).then(|| hands.copied().collect())
    }

    /// Whether two keys put something into the same hands: the same people and nobody else.
    pub fn are_same_hands(&self, a: &Seats<'_>, b: &Seats<'_>) -> bool {
        // Mostly one name each: the people behind them need not be gone through every time.
        if let ([one], [other]) = (&*a.links, &*b.links)
            && let (Some(one), Some(other)) = (one.to, other.to)
        {
            let is_known =
                |seats: &Seats<'_>, actor: ActorId| !seats.uncertain() && !self.may_be_more(actor);
            return self.have_same_hands(one, other)
                && !self.hands(one).is_empty()
                && is_known(a, one)
                && is_known(b, other);
        }
        match (self.hands_of(a), self.hands_of(b)) {
            (Some(a), Some(b)) => !a.is_empty() && a == b,
            _ => false,
        }
    }

    /// Whether the same people do what two actors are given to do.
    fn have_same_hands(&self, a: ActorId, b: ActorId) -> bool {
        let same = self.people.same_hands.get_or_init(|| {
            let all = self.actors();
            first_alike(all.map(|(id, _)| self.hands(id)))
        });
        same[a.index()] == same[b.index()]
    }
}

#[cfg(test)]
mod tests;
