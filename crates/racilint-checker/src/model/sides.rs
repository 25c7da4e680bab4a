//! On which side of the contract somebody stands, and whether it is signed.
//!
//! What is wrong with the sides themselves (none, several, one that is both) is not asked here.

use std::collections::BTreeSet;

use racilint_parser::decode::Unread;
use racilint_parser::language::{PartyKind, Status};
use racilint_parser::values::{Date, Many, Party, Ref, Spanned};

use super::engagement::civil;
use super::{ActorId, ActorKind, Engagement, Seats};

/// The parties on both sides of the contract.
#[derive(Debug)]
pub struct Sides {
    /// Whose IT it is.
    pub client: BTreeSet<ActorId>,
    /// Who provides the service, and who works for them as a subcontractor.
    pub provider: BTreeSet<ActorId>,
}

impl<'d> Engagement<'d> {
    /// Whether both sides agreed to it.
    pub fn is_signed(&self) -> bool {
        let status = self.head().and_then(|head| head.status);
        status.is_some_and(|status| status.value == Status::Signed)
    }

    /// Whether it says that it is still being written, or may say so.
    pub fn may_be_draft(&self) -> bool {
        self.head().is_some_and(|head| {
            let said = head.status.is_some_and(|own| own.value == Status::Draft);
            said || head.unread.could_hold("status")
        })
    }

    /// Whether the day on which it is looked at lies before its first day or after its last.
    pub fn is_out_of_force(&self) -> bool {
        let day = |date: Option<Spanned<Date>>| date.and_then(|date| civil(date.value));
        self.head().is_some_and(|head| {
            day(head.starts).is_some_and(|starts| starts > self.today)
                || day(head.ends).is_some_and(|ends| ends < self.today)
        })
    }

    /// The two sides; `None` when one of them is not known.
    pub fn sides(&self) -> Option<Sides> {
        let head = self.head()?;
        let client = self.side(&head.client, PartyKind::Client)?;
        let mut provider = self.side(&head.provider, PartyKind::Provider)?;
        provider.extend(self.subcontractors(&provider));
        Some(Sides { client, provider })
    }

    /// The parties that `[engagement]` names for a side, and those of that kind.
    fn side(
        &self,
        said: &Option<Many<Ref<'d, Party>>>,
        kind: PartyKind,
    ) -> Option<BTreeSet<ActorId>> {
        let mut parties = BTreeSet::new();
        for named in Many::of(said) {
            parties.insert(self.names.actor(&named.name)?);
        }
        let of_kind = |actor: ActorKind<'_>| match actor {
            ActorKind::Party(table) => table.kind.is_some_and(|own| own.value == kind),
            _ => false,
        };
        let others = self.actors().filter(|(_, actor)| of_kind(actor.kind));
        parties.extend(others.map(|(id, _)| id));
        (!parties.is_empty()).then_some(parties)
    }

    fn subcontractors(&self, of: &BTreeSet<ActorId>) -> Vec<ActorId> {
        let works_for_them = |actor: ActorKind<'_>| match actor {
            ActorKind::Party(table) => {
                let is_sub = table
                    .kind
                    .is_some_and(|kind| kind.value == PartyKind::Subcontractor);
                let by = Many::of(&table.contracted_by).iter();
                let mut by = by.filter_map(|party| self.names.actor(&party.name));
                is_sub && by.any(|party| of.contains(&party))
            }
            _ => false,
        };
        let all = self.actors();
        all.filter(|(_, actor)| works_for_them(actor.kind))
            .map(|(id, _)| id)
            .collect()
    }

    /// Whether somebody whom a key names stands on a side; `None` when it cannot be told, because
    /// somebody there is unknown or belongs to no known party.
    pub fn is_anybody_of(&self, seats: &Seats<'_>, side: &BTreeSet<ActorId>) -> Option<bool> {
        if seats
            .actors()
            .any(|actor| !self.parties(actor).is_disjoint(side))
        {
            return Some(true);
        }
        let homeless =
            |actor| self.parties(actor).is_empty() || self.actor(actor).parties.uncertain();
        let unknown = seats.uncertain() || seats.actors().any(homeless);
        (!unknown).then_some(false)
    }

    /// Whoever a key of a table names, for tables that the model does not keep a list of.
    pub fn named_in<K>(
        &self,
        field: &'d Option<Many<Ref<'d, K>>>,
        unread: &Unread,
        key: &str,
    ) -> Seats<'d> {
        self.names.seats(field, unread, key)
    }
}
