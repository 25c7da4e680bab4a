//! On whose behalf somebody answers: the client's or another party's.
//!
//! A role answers through whoever holds it: an officer of the client who is on the provider's
//! payroll answers from outside. A person who is lent to the client counts as the client's.

use std::collections::BTreeSet;

use racilint_diagnostics::Span;
use racilint_parser::language::PartyKind;
use racilint_parser::values::{Many, Party, Ref};

use super::{ActorId, ActorKind, Engagement, RowId, Seats};

impl<'d> Engagement<'d> {
    /// The client: the party that `[engagement]` names, else the one of that kind. Empty where
    /// that is not known.
    pub fn clients(&self) -> BTreeSet<ActorId> {
        let said = self.head().and_then(|head| head.client.as_ref());
        let lost = self
            .head()
            .is_some_and(|head| head.unread.could_hold("client"));
        self.parties_named(said, lost, PartyKind::Client)
    }

    /// The providers, found as [`Self::clients`].
    pub fn providers(&self) -> BTreeSet<ActorId> {
        let said = self.head().and_then(|head| head.provider.as_ref());
        let lost = self
            .head()
            .is_some_and(|head| head.unread.could_hold("provider"));
        self.parties_named(said, lost, PartyKind::Provider)
    }

    fn parties_named(
        &self,
        said: Option<&'d Many<Ref<'d, Party>>>,
        lost: bool,
        kind: PartyKind,
    ) -> BTreeSet<ActorId> {
        if lost {
            return BTreeSet::new();
        }
        if let Some(said) = said {
            let named = said.items.iter();
            return named
                .filter_map(|party| self.names.actor(&party.name))
                .collect();
        }
        let parties = self.actors().filter(|(_, actor)| match actor.kind {
            ActorKind::Party(party) => party.kind.is_some_and(|own| own.value == kind),
            _ => false,
        });
        parties.map(|(id, _)| id).collect()
    }

    /// Whether somebody answers on behalf of one of these parties; `None` where that is not known.
    pub fn answers_for(&self, actor: ActorId, parties: &BTreeSet<ActorId>) -> Option<bool> {
        if parties.is_empty() {
            return None;
        }
        match self.actor(actor).kind {
            ActorKind::Party(_) => Some(parties.contains(&actor)),
            ActorKind::Person(_) => self.person_answers_for(actor, parties),
            ActorKind::Team(_) => self.is_of(actor, parties),
            ActorKind::Role(_) => self.role_answers_for(actor, parties),
        }
    }

    fn person_answers_for(&self, person: ActorId, parties: &BTreeSet<ActorId>) -> Option<bool> {
        let ActorKind::Person(table) = self.actor(person).kind else {
            return self.answers_for(person, parties);
        };
        let lent = Many::of(&table.seconded_to).iter();
        let mut lent = lent.filter_map(|to| self.names.actor(&to.name));
        let is_here = |to: ActorId| !self.parties(to).is_disjoint(parties);
        if table.unread.could_hold("seconded-to") || lent.any(is_here) {
            return Some(true);
        }
        self.is_of(person, parties)
    }

    fn role_answers_for(&self, role: ActorId, parties: &BTreeSet<ActorId>) -> Option<bool> {
        let people = self.answering(role);
        if people.is_empty() || self.may_be_more(role) {
            return self.is_of(role, parties);
        }
        let mut known = Some(false);
        for person in people {
            match self.person_answers_for(*person, parties) {
                Some(true) => return Some(true),
                Some(false) => {}
                None => known = None,
            }
        }
        known
    }

    fn is_of(&self, actor: ActorId, parties: &BTreeSet<ActorId>) -> Option<bool> {
        let own = self.parties(actor);
        if self.actor(actor).parties.uncertain() || own.is_empty() {
            return None;
        }
        Some(!own.is_disjoint(parties))
    }

    /// Whether anybody in these seats answers on behalf of one of these parties; `None` where
    /// nobody sits there, or that is not known.
    pub fn seats_answer_for(&self, seats: &Seats<'d>, parties: &BTreeSet<ActorId>) -> Option<bool> {
        let known: Vec<Option<bool>> = seats
            .actors()
            .map(|actor| self.answers_for(actor, parties))
            .collect();
        if known.contains(&Some(true)) {
            return Some(true);
        }
        let unknown = seats.uncertain() || known.is_empty() || known.contains(&None);
        if unknown { None } else { Some(false) }
    }

    /// The rows that answer for a row: itself where it is owned, its parts where those are.
    pub fn answering_rows(&self, row: RowId) -> Vec<RowId> {
        self.answering_rows_of([row])
    }

    /// The rows that answer for any of these, each once.
    pub fn answering_rows_of(&self, rows: impl IntoIterator<Item = RowId>) -> Vec<RowId> {
        let mut seen = BTreeSet::new();
        let mut found = Vec::new();
        for row in rows {
            let mut open = vec![row];
            while let Some(next) = open.pop() {
                let row = self.row(next);
                if !seen.insert(next) || row.left_out {
                    continue;
                }
                if row.is_leaf() || !row.accountable().nobody() {
                    found.push(next);
                } else {
                    open.extend(row.slices.iter().chain(&row.children).rev());
                }
            }
        }
        found
    }

    /// The first accountable owner of a row who answers on behalf of none of these parties.
    pub fn owner_outside(
        &self,
        row: RowId,
        parties: &BTreeSet<ActorId>,
    ) -> Option<(ActorId, Span)> {
        let mut owners = self.row(row).accountable().placed();
        owners.find(|(actor, _)| self.answers_for(*actor, parties) == Some(false))
    }

    /// The party of somebody, as a name for messages; for a role that of its holders.
    pub fn party_name(&self, actor: ActorId) -> Option<&'d str> {
        let people = self.answering(actor);
        let holder = match self.actor(actor).kind {
            ActorKind::Role(_) => people.first().copied().unwrap_or(actor),
            _ => actor,
        };
        let party = self.parties(holder).into_iter().next()?;
        Some(self.actor(party).name)
    }
}
