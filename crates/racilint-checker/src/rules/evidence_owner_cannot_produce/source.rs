//! Where a piece of evidence comes from, and who can get at it there.

use std::collections::{BTreeMap, BTreeSet};

use racilint_diagnostics::Span;
use racilint_parser::language::{AgreementKind, PartyKind, Statement};
use racilint_parser::values::{self, Many, Ref};

use crate::model::{
    ActorId, ActorKind, DutyKey, Engagement, Evidence, Inside, Letter, Named, RowId, Signature,
};

/// Why somebody cannot make the evidence.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Obstacle {
    /// No part in the work, no way into its systems.
    Outside,
    /// A vendor that has not promised it.
    NotBound,
}

/// Where the evidence comes from.
pub(super) struct Source {
    rows: BTreeSet<RowId>,
    /// Those who do the work or help with it, each with one place.
    pub(super) doers: BTreeMap<ActorId, (Span, RowId)>,
    /// The parties that do it.
    parties: BTreeSet<ActorId>,
    /// Those who answer for it.
    answering: BTreeSet<ActorId>,
    inside: Inside,
}

impl Source {
    /// `None` where nobody does the work, or who does is not known.
    pub(super) fn of(rows: BTreeSet<RowId>, engagement: &Engagement<'_>) -> Option<Self> {
        let systems = rows.iter().flat_map(|row| engagement.row(*row).systems());
        let mut source = Source {
            inside: engagement.inside(systems),
            rows: BTreeSet::new(),
            doers: BTreeMap::new(),
            parties: BTreeSet::new(),
            answering: BTreeSet::new(),
        };
        for row in &rows {
            source.take(*row, engagement)?;
        }
        source.rows = rows;
        (!source.doers.is_empty() && !source.inside.uncertain).then_some(source)
    }

    /// Where nobody is named to do the work, whoever answers for it does it.
    fn take(&mut self, id: RowId, engagement: &Engagement<'_>) -> Option<()> {
        let row = engagement.row(id);
        let (doing, helping) = (row.responsible(), row.seats(Letter::Support));
        let answering = row.accountable();
        if [doing, helping, answering]
            .iter()
            .any(|seats| seats.uncertain())
        {
            return None;
        }
        let doing = if doing.nobody() { answering } else { doing };
        for (actor, span) in doing.placed() {
            self.parties.extend(engagement.parties(actor));
            self.doers.entry(actor).or_insert((span, id));
        }
        for (actor, span) in helping.placed() {
            self.doers.entry(actor).or_insert((span, id));
        }
        self.answering.extend(answering.actors());
        Some(())
    }

    /// What keeps somebody from making the evidence, as far as is known.
    pub(super) fn obstacle(
        &self,
        producer: ActorId,
        evidence: &Evidence<'_>,
        engagement: &Engagement<'_>,
    ) -> Option<Obstacle> {
        let parties = engagement.parties(producer);
        if parties.is_empty() || engagement.may_be_more(producer) {
            return None;
        }
        let kinds: Vec<PartyKind> = parties
            .iter()
            .filter_map(|party| kind(*party, engagement))
            .collect();
        let is = |kind: &PartyKind| matches!(kind, PartyKind::Vendor | PartyKind::Subcontractor);
        if kinds.iter().any(is) {
            let bound = self.is_bound(parties, evidence, engagement);
            return (!bound).then_some(Obstacle::NotBound);
        }
        let is_own = |kind: &PartyKind| matches!(kind, PartyKind::Client | PartyKind::Provider);
        if !kinds.iter().all(is_own) || self.can_make(producer, parties, engagement) {
            return None;
        }
        Some(Obstacle::Outside)
    }

    fn can_make(
        &self,
        producer: ActorId,
        parties: &BTreeSet<ActorId>,
        engagement: &Engagement<'_>,
    ) -> bool {
        let overlaps = |other: &ActorId| engagement.share_people(producer, *other);
        let is_near = !parties.is_disjoint(&self.parties);
        self.doers.keys().any(overlaps)
            || self.inside.actors.iter().any(overlaps)
            || is_near && !self.inside.is_said
            || is_near && self.answering.iter().any(overlaps)
    }

    /// Whether a contract or a word of its own obliges a vendor to supply the evidence.
    fn is_bound(
        &self,
        parties: &BTreeSet<ActorId>,
        evidence: &Evidence<'_>,
        engagement: &Engagement<'_>,
    ) -> bool {
        let tables = &engagement.document.tables;
        let is_one = |name: &str| {
            let party = engagement.names.actor(name);
            party.is_some_and(|party| parties.contains(&party))
        };
        let mut agreements = tables.agreements.iter();
        let by_agreement = agreements.any(|item| {
            let agreement = &item.body;
            let kind = agreement.kind.map(|kind| kind.value);
            let between = Many::of(&agreement.between);
            let covers = Many::of(&agreement.covers);
            kind != Some(AgreementKind::Nda)
                && !matches!(
                    engagement.standing(item, engagement.start()),
                    Signature::Ended(_)
                )
                && between.iter().any(|party| is_one(&party.name))
                && (covers.is_empty()
                    || covers
                        .iter()
                        .any(|own| self.is_about(&own.name, evidence, engagement)))
        });
        let mut own = tables.statements.iter().filter(|statement| {
            let mut by = Many::of(&statement.by).iter();
            by.any(|by| is_one(&by.name))
        });
        let by_statement = own.any(|own| self.is_stated(own, evidence, engagement));
        let table = evidence.table;
        let by_clause = table.clause.is_some() || table.unread.could_hold("clause");
        by_clause || by_agreement || by_statement
    }

    /// Whether what a statement provides is a duty that the evidence proves, or that its work fulfils;
    /// any will do where neither is known.
    fn is_stated(
        &self,
        statement: &Statement<'_>,
        evidence: &Evidence<'_>,
        engagement: &Engagement<'_>,
    ) -> bool {
        let catalogue = engagement.catalogue();
        let proved = Many::of(&evidence.table.proves).iter();
        let fulfilled = self
            .rows
            .iter()
            .flat_map(|row| engagement.row(*row).satisfies());
        let asked: Vec<_> = proved.chain(fulfilled).collect();
        let known = asked
            .iter()
            .map(|own| Named::of(own, catalogue).map(|own| own.key()));
        let known: Option<BTreeSet<DutyKey<'_>>> = known.collect();
        let unknown = known.as_ref().is_none_or(BTreeSet::is_empty);
        Many::of(&statement.provides).iter().any(|provided| {
            let provided = Named::of(provided, catalogue).map(|own| own.key());
            let is_one = |known: &BTreeSet<DutyKey<'_>>| {
                provided.is_none_or(|provided| known.contains(&provided))
            };
            unknown || known.as_ref().is_some_and(is_one)
        })
    }

    /// Whether the name of an object means the evidence, its work or a system of that.
    fn is_about(&self, name: &str, evidence: &Evidence<'_>, engagement: &Engagement<'_>) -> bool {
        let is_row = engagement.names.row(name).is_some_and(|row| {
            let all = engagement.with_parts([row]);
            !all.is_disjoint(&self.rows)
        });
        let system = name.strip_prefix("system.").unwrap_or(name);
        let mut systems = self
            .rows
            .iter()
            .flat_map(|row| engagement.row(*row).systems());
        is_row
            || name == evidence.name
            || name == evidence.object()
            || systems.any(|own| own.name == system)
    }
}

/// What a party is: as `[engagement]` says, else as the party does; client or provider where
/// neither says more.
fn kind(party: ActorId, engagement: &Engagement<'_>) -> Option<PartyKind> {
    let ActorKind::Party(table) = engagement.actor(party).kind else {
        return None;
    };
    let head = engagement.head();
    let is_named = |names: &[Ref<'_, values::Party>]| {
        let mut named = names.iter();
        named.any(|named| engagement.names.actor(&named.name) == Some(party))
    };
    match table.kind {
        _ if head.is_some_and(|head| is_named(Many::of(&head.client))) => Some(PartyKind::Client),
        _ if head.is_some_and(|head| is_named(Many::of(&head.provider))) => {
            Some(PartyKind::Provider)
        }
        kind => Some(kind.map_or(PartyKind::Provider, |kind| kind.value)),
    }
}
