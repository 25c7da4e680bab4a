//! The two sides of an engagement: who stands with the client, who with the provider.

use std::collections::BTreeSet;

use racilint_parser::language::PartyKind;
use racilint_parser::values::{self, Many, Ref};

use super::{ActorId, ActorKind, Engagement, Seats};

/// The parties of both sides, with the vendors and subcontractors that each has under contract.
#[derive(Debug, Default)]
pub struct Camps {
    /// The parties whose IT it is.
    pub client: BTreeSet<ActorId>,
    /// The parties that provide the service.
    pub provider: BTreeSet<ActorId>,
    with_client: BTreeSet<ActorId>,
    with_provider: BTreeSet<ActorId>,
    uncertain: bool,
}

impl Camps {
    /// Who is on which side: as `[engagement]` says, where it is silent by the kinds of parties.
    pub fn of(engagement: &Engagement<'_>) -> Self {
        let mut camps = Camps::default();
        let head = engagement.head();
        let said = head.and_then(|head| head.client.as_ref());
        camps.client = camps.take(engagement, "client", PartyKind::Client, said);
        let said = head.and_then(|head| head.provider.as_ref());
        camps.provider = camps.take(engagement, "provider", PartyKind::Provider, said);
        camps.with_client = with_contractors(camps.client.clone(), engagement);
        camps.with_provider = with_contractors(camps.provider.clone(), engagement);
        camps
    }

    fn take(
        &mut self,
        engagement: &Engagement<'_>,
        key: &str,
        kind: PartyKind,
        said: Option<&Many<Ref<'_, values::Party>>>,
    ) -> BTreeSet<ActorId> {
        let head = engagement.head();
        self.uncertain |= head.is_some_and(|head| head.unread.could_hold(key));
        let mut parties = BTreeSet::new();
        let Some(said) = said else {
            let of_kind = engagement.actors().filter(|(_, actor)| match actor.kind {
                ActorKind::Party(party) => party.kind.is_some_and(|own| own.value == kind),
                _ => false,
            });
            parties.extend(of_kind.map(|(id, _)| id));
            return parties;
        };
        for named in &said.items {
            match engagement.names.actor(&named.name) {
                Some(party) => _ = parties.insert(party),
                None => self.uncertain = true,
            }
        }
        parties
    }

    /// Whether it is known who the client is and who the provider.
    pub fn are_known(&self) -> bool {
        !self.client.is_empty() && !self.provider.is_empty() && !self.uncertain
    }

    /// Whether somebody in these seats stands with the client, also under contract to it.
    pub fn holds_for_client(&self, seats: &Seats<'_>, engagement: &Engagement<'_>) -> bool {
        let mut actors = seats.actors();
        actors.any(|actor| self.is_with_client(actor, engagement))
    }

    /// Whether an actor stands with the client, also under contract to it.
    pub fn is_with_client(&self, actor: ActorId, engagement: &Engagement<'_>) -> bool {
        !engagement.parties(actor).is_disjoint(&self.with_client)
    }

    /// Whether an actor stands with the provider alone, also under contract to it.
    pub fn is_with_provider(&self, actor: ActorId, engagement: &Engagement<'_>) -> bool {
        let parties = engagement.parties(actor);
        !parties.is_empty() && parties.is_subset(&self.with_provider)
    }
}

/// These parties, those they have under contract, those which those have, and so on.
fn with_contractors(parties: BTreeSet<ActorId>, engagement: &Engagement<'_>) -> BTreeSet<ActorId> {
    let mut contracts = Vec::new();
    for (id, actor) in engagement.actors() {
        if let ActorKind::Party(party) = actor.kind {
            let by = Many::of(&party.contracted_by).iter();
            let by = by.filter_map(|named| engagement.names.actor(&named.name));
            contracts.extend(by.map(|by| (by, id)));
        }
    }
    contracts.sort_unstable();
    let mut all = parties.clone();
    let mut open: Vec<ActorId> = parties.into_iter().collect();
    while let Some(next) = open.pop() {
        let first = contracts.partition_point(|(by, _)| *by < next);
        for (_, party) in contracts[first..].iter().take_while(|(by, _)| *by == next) {
            if all.insert(*party) {
                open.push(*party);
            }
        }
    }
    all
}
