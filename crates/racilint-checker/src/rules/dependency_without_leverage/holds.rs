//! What gives those who depend on other work a hold on it: a letter, a handoff, an agreement,
//! authority, access.

use std::collections::{BTreeMap, BTreeSet};

use racilint_parser::language::AgreementKind;
use racilint_parser::values::Many;

use super::End;
use crate::model::{ActorId, AgreedHandoffs, Engagement, Letter};

/// What gives those who depend on other work a hold on it.
pub(super) struct Holds<'d> {
    handoffs: AgreedHandoffs,
    agreements: BTreeMap<(ActorId, ActorId), Vec<Covers>>,
    on_systems: Vec<&'d str>,
    /// Who works under a contract, and whose it is.
    contracts: Vec<(ActorId, BTreeSet<ActorId>)>,
}

/// The rows, systems and parties that an agreement covers; `None` where it does not say.
type Covers = Option<BTreeSet<String>>;

impl<'d> Holds<'d> {
    pub(super) fn of(engagement: &Engagement<'d>) -> Self {
        let on_system = engagement.catalogue().actions().filter(|action| {
            let flag = action.body.on_system;
            flag.is_some_and(|flag| flag.value)
        });
        Holds {
            handoffs: AgreedHandoffs::of(engagement),
            agreements: agreements(engagement),
            on_systems: on_system.map(|action| &*action.id.name).collect(),
            contracts: engagement.contracted(),
        }
    }

    /// Whether something gives `own` a hold on `other`.
    pub(super) fn any(
        &self,
        engagement: &Engagement<'_>,
        own: &End<'_, '_>,
        other: &End<'_, '_>,
    ) -> bool {
        let (from, to) = (own.keys(), other.keys());
        has_letter(engagement, own, other)
            || self.handoffs.has(&from, &to)
            || self.handoffs.has(&to, &from)
            || self.has_agreement(own, other)
            || self.has_contract(own, other)
            || self.has_authority(engagement, own, other)
            || has_access(engagement, own, other)
    }

    fn has_agreement(&self, own: &End<'_, '_>, other: &End<'_, '_>) -> bool {
        let mut names: BTreeSet<&str> = [own.row, other.row].iter().map(|row| &*row.name).collect();
        names.extend(other.row.systems().iter().map(|system| &*system.name));
        let covered = |covers: &Covers| {
            let named = covers.as_ref();
            named.is_none_or(|named| named.iter().any(|name| names.contains(&**name)))
        };
        own.parties.iter().any(|a| {
            other.owner_parties.iter().any(|b| {
                let found = self.agreements.get(&(*a.min(b), *a.max(b)));
                found.is_some_and(|found| found.iter().any(covered))
            })
        })
    }

    /// Whether the other party works under a contract with one of their own.
    fn has_contract(&self, own: &End<'_, '_>, other: &End<'_, '_>) -> bool {
        let mut contracts = self.contracts.iter();
        contracts
            .any(|(party, by)| other.owner_parties.contains(party) && !by.is_disjoint(&own.parties))
    }

    /// Whether they may take an action there that the work takes, or that is done on its systems.
    fn has_authority(
        &self,
        engagement: &Engagement<'_>,
        own: &End<'_, '_>,
        other: &End<'_, '_>,
    ) -> bool {
        let mut all = other.parts.iter().flat_map(|part| {
            let needs = engagement
                .needs(*part)
                .into_iter()
                .map(|need| &*need.action.id.name);
            let actions: BTreeSet<&str> = needs.chain(self.on_systems.iter().copied()).collect();
            actions
                .into_iter()
                .flat_map(move |action| engagement.grants_for(action, *part))
        });
        all.any(|grant| {
            let mut holders = grant.holders.actors();
            grant.uncertain
                || holders.any(|holder| {
                    own.actors.contains(&holder)
                        || !engagement.acting(holder).is_disjoint(&own.people)
                })
        })
    }
}

/// Agreements about how work is done, by the two parties.
fn agreements(engagement: &Engagement<'_>) -> BTreeMap<(ActorId, ActorId), Vec<Covers>> {
    let mut by_parties: BTreeMap<(ActorId, ActorId), Vec<Covers>> = BTreeMap::new();
    for agreement in &engagement.document.tables.agreements {
        let table = &agreement.body;
        let kind = table.kind.map(|kind| kind.value);
        if !matches!(
            kind,
            None | Some(AgreementKind::Ola | AgreementKind::Underpinning)
        ) {
            continue;
        }
        let plain = |name: &str| match name.split_once('.') {
            Some(("workstream" | "system", id)) => id.to_owned(),
            _ => name.to_owned(),
        };
        let covers = table.covers.as_ref();
        let covers = covers.map(|many| many.items.iter().map(|own| plain(&own.name)).collect());
        let between = Many::of(&table.between).iter();
        let parties: BTreeSet<ActorId> = between
            .filter_map(|party| engagement.names.actor(&party.name))
            .collect();
        for a in &parties {
            for b in parties.range(*a..).skip(1) {
                by_parties.entry((*a, *b)).or_default().push(covers.clone());
            }
        }
    }
    by_parties
}

/// Whether somebody who depends on the work takes any part in it or hears of it.
fn has_letter(engagement: &Engagement<'_>, own: &End<'_, '_>, other: &End<'_, '_>) -> bool {
    other.parts.iter().any(|part| {
        Letter::ALL.into_iter().any(|letter| {
            let seats = engagement.row(*part).seats(letter);
            seats.uncertain()
                || seats.actors().any(|actor| {
                    own.actors.contains(&actor)
                        || !engagement.acting(actor).is_disjoint(&own.people)
                })
        })
    })
}

/// Whether they have access of any kind to one of its systems.
fn has_access(engagement: &Engagement<'_>, own: &End<'_, '_>, other: &End<'_, '_>) -> bool {
    let systems = other
        .parts
        .iter()
        .flat_map(|part| engagement.row(*part).systems());
    let mut systems =
        systems.filter_map(|system| engagement.system(engagement.names.system(&system.name)?));
    systems.any(|system| {
        let access = Many::of(&system.body.access).iter();
        let who = access
            .flat_map(|access| Many::of(&access.who))
            .map(|who| &*who.name);
        let top = Many::of(&system.body.top_admin)
            .iter()
            .map(|who| &*who.name);
        let mut all = who
            .chain(top)
            .filter_map(|name| engagement.names.actor(name));
        all.any(|actor| {
            own.actors.contains(&actor) || !engagement.acting(actor).is_disjoint(&own.people)
        })
    })
}
