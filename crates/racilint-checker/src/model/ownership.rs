//! Who answers: the owners of a row, told apart by the people behind them.
//!
//! Two names are one owner when the same people stand behind them, or when the file itself says
//! that one stands in for the other.

use racilint_diagnostics::Span;

use super::{ActorId, ActorKind, Engagement, RowId};

/// So many different owners of one row are told apart: who names more has been told enough, and
/// comparing all with all would cost the square of their number.
const MOST_OWNERS: usize = 16;

impl Engagement<'_> {
    /// The accountable owners of a row that are different from each other, in the order of the
    /// file, each with the place that names it. Whoever is not certainly known is left out, and so
    /// is a team or role without people. At most 16 are told apart.
    pub fn owners(&self, row: RowId) -> Vec<(ActorId, Span)> {
        let mut owners: Vec<(ActorId, Span)> = Vec::new();
        for (actor, span) in self.row(row).accountable().placed() {
            let known = !self.answering(actor).is_empty() && !self.may_be_more(actor);
            if known && !owners.iter().any(|(own, _)| self.is_one_owner(*own, actor)) {
                owners.push((actor, span));
            }
            if owners.len() == MOST_OWNERS {
                break;
            }
        }
        owners
    }

    /// Whether two names mean one owner: the same people, somebody and their deputy, or a party
    /// and somebody of that party who answers on its behalf.
    pub fn is_one_owner(&self, a: ActorId, b: ActorId) -> bool {
        a == b
            || self.are_answered_alike(a, b)
            || self.is_deputy(a, b)
            || self.is_deputy(b, a)
            || self.speaks_for(a, b)
            || self.speaks_for(b, a)
    }

    /// Whether `deputy` stands in for the role `of`.
    pub fn is_deputy(&self, deputy: ActorId, of: ActorId) -> bool {
        let mut deputies = self.actor(of).deputies.actors();
        let is_somebody = !self.answering(deputy).is_empty();
        deputies
            .any(|named| named == deputy || (is_somebody && self.are_answered_alike(named, deputy)))
    }

    /// Whether `somebody` is of this party, and so answers on its behalf.
    fn speaks_for(&self, somebody: ActorId, party: ActorId) -> bool {
        if !matches!(self.actor(party).kind, ActorKind::Party(_)) {
            return false;
        }
        self.actor(somebody).parties.uncertain() || self.parties(somebody).contains(&party)
    }
}

#[cfg(test)]
mod tests;
