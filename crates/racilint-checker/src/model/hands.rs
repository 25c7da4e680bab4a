//! In whose hands something is: the people who do it, deputies left aside.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::people::first_alike;
use super::{ActorId, ActorKind, Engagement, Lapse, Seats};

/// So many people are looked at day by day; a crowd is not in the same hands by chance.
const MOST_HANDS: usize = 64;

/// Shorter than that, one hands over to another.
const MONTH: i32 = 28;

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

    /// The first month or longer within these days, the last one open where none is said, in which
    /// the people who are there make two keys the same hands, whoever else comes before or after.
    pub fn days_in_same_hands(
        &self,
        a: &Seats<'_>,
        b: &Seats<'_>,
        (first, last): (Date, Option<Date>),
    ) -> Option<Lapse> {
        let actors = a.actors().chain(b.actors());
        let crowd: usize = actors.map(|actor| self.hands(actor).len()).sum();
        let actors = a.actors().chain(b.actors());
        let mut people = actors.flat_map(|actor| self.hands(actor));
        let is_dated = |person: &ActorId| self.days_of(*person) != (None, None);
        if crowd > MOST_HANDS || !people.any(is_dated) {
            return None;
        }
        let (a, b) = (self.hands_of(a)?, self.hands_of(b)?);
        let turns = a.union(&b).flat_map(|person| {
            let (from, until) = self.days_of(*person);
            [from, until.and_then(|until| until.tomorrow().ok())]
        });
        let turns = turns.flatten();
        let within = turns.filter(|day| *day >= first && last.is_none_or(|last| *day <= last));
        let turns: BTreeSet<Date> = within.chain([first]).collect();
        let there = |hands: &BTreeSet<ActorId>, day: Date| -> BTreeSet<ActorId> {
            let there = hands.iter().copied();
            there
                .filter(|own| !self.is_away_for_good(*own, day))
                .collect()
        };
        let mut next = turns.iter().skip(1);
        let mut stretches = turns.iter().map(|day| {
            let until = next.next().and_then(|next| next.yesterday().ok());
            (*day, until.or(last))
        });
        let (first, last) = stretches.find(|(day, until)| {
            let hands = there(&a, *day);
            let is_long = until.is_none_or(|until| (until - *day).get_days() + 1 >= MONTH);
            is_long && !hands.is_empty() && hands == there(&b, *day)
        })?;
        Some(Lapse { first, last })
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
