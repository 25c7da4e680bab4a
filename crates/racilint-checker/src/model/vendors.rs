//! Those outside the two sides: vendors and subcontractors, and who coordinates them.
//!
//! A vendor is whoever sells to client or provider or works for one of them. Regulators, insurers
//! and auditors are none: nobody orders anything from them.

use std::collections::{BTreeMap, BTreeSet};

use racilint_diagnostics::Span;
use racilint_parser::language::PartyKind;
use racilint_parser::values::Many;

use super::{ActorId, ActorKind, Engagement, Letter, RowId};

/// A party outside the two sides that the engagement makes use of.
#[derive(Debug, Default)]
pub struct VendorUse {
    /// The systems that it sells or hosts, by number, each with the place that says so.
    pub systems: BTreeMap<usize, Span>,
    /// The rows that it does, helps with, is asked about or answers for, each with the place.
    pub rows: BTreeMap<RowId, Span>,
}

impl VendorUse {
    /// The places that show the use, in the order of the file.
    pub fn places(&self) -> BTreeSet<Span> {
        self.systems
            .values()
            .chain(self.rows.values())
            .copied()
            .collect()
    }
}

impl Engagement<'_> {
    /// Whether a party is, for all that is known, neither client nor provider but a vendor or
    /// subcontractor: by its kind, or because one of the others has the contract with it.
    pub fn is_vendor(&self, party: ActorId) -> bool {
        let ActorKind::Party(table) = self.actor(party).kind else {
            return false;
        };
        let kind = table.kind.map(|kind| kind.value);
        let by_kind = matches!(kind, Some(PartyKind::Vendor | PartyKind::Subcontractor));
        (by_kind || kind.is_none() && table.contracted_by.is_some()) && !self.is_side(party)
    }

    /// Whether a party is the client or a provider, by `[engagement]` or by its kind.
    pub fn is_side(&self, party: ActorId) -> bool {
        self.is_client(party) || self.is_provider(party)
    }

    /// Whether somebody is known to be of vendors only, and lent to nobody else.
    pub fn is_of_vendor(&self, actor: ActorId) -> bool {
        let own = self.actor(actor);
        let lent = |person: &ActorId| match self.actor(*person).kind {
            ActorKind::Person(person) => person.seconded_to.is_some(),
            _ => false,
        };
        let parties = self.parties(actor);
        !own.parties.uncertain()
            && !parties.is_empty()
            && parties.iter().all(|party| self.is_vendor(*party))
            && !self.answering(actor).iter().any(lent)
    }

    /// The vendors that systems come from or that take part in the work; who is only told takes
    /// no part.
    pub fn used_vendors(&self) -> BTreeMap<ActorId, VendorUse> {
        let mut used: BTreeMap<ActorId, VendorUse> = BTreeMap::new();
        for (index, system) in self.document.tables.systems.iter().enumerate() {
            for named in Many::of(&system.body.vendor) {
                let Some(actor) = self.names.actor(&named.name) else {
                    continue;
                };
                for party in self
                    .parties(actor)
                    .iter()
                    .copied()
                    .filter(|party| !self.is_side(*party))
                {
                    let systems = &mut used.entry(party).or_default().systems;
                    systems.entry(index).or_insert(named.span);
                }
            }
        }
        let letters = Letter::ALL
            .into_iter()
            .filter(|letter| *letter != Letter::Informed);
        for letter in letters {
            for (id, row) in self.leaves() {
                for (actor, span) in row.seats(letter).placed() {
                    for party in self
                        .parties(actor)
                        .iter()
                        .copied()
                        .filter(|party| self.is_vendor(*party))
                    {
                        let rows = &mut used.entry(party).or_default().rows;
                        rows.entry(id).or_insert(span);
                    }
                }
            }
        }
        used
    }
}

#[cfg(test)]
mod tests;
