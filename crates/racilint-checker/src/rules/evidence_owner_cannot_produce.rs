use std::collections::{BTreeMap, BTreeSet};

use racilint_diagnostics::{DefaultSeverity, Group, Span};
use racilint_parser::language::{AgreementKind, PartyKind};
use racilint_parser::values::Many;

use super::{Context, declare_rule};
use crate::model::{ActorId, ActorKind, Engagement, Evidence, Inside, Letter, Named, RowId};

declare_rule! {
    /// ## What it does
    ///
    /// Reports evidence that is to be made by somebody who neither does the work nor helps with it
    /// nor gets into its systems, or by a vendor whom nothing obliges to hand it over.
    ///
    /// ## Why is this bad?
    ///
    /// A name stands beside the evidence, so nobody asks further. When it is due, that name writes
    /// an e-mail to somebody who has never heard of it.
    ///
    /// ## Example
    ///
    /// ```toml,fires
    /// [engagement]
    ///
    /// [workstream.identity]
    /// responsible = "identity-team"
    ///
    /// [evidence.access-review]
    /// for = "identity"
    /// owner = "compliance-lead"
    /// producer = "compliance-lead"
    ///
    /// [party.harbor]
    /// [party.northwind]
    /// [team.identity-team]
    /// party = "northwind"
    /// [role.compliance-lead]
    /// party = "harbor"
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```toml,silent
    /// [engagement]
    ///
    /// [workstream.identity]
    /// responsible = "identity-team"
    ///
    /// [evidence.access-review]
    /// for = "identity"
    /// owner = "compliance-lead"
    /// producer = "identity-team"
    ///
    /// [party.harbor]
    /// [party.northwind]
    /// [team.identity-team]
    /// party = "northwind"
    /// [role.compliance-lead]
    /// party = "harbor"
    /// ```
    ///
    /// ## When it stays silent
    ///
    /// - One of those who make it does the work, helps with it, or shares people with them.
    /// - Whoever makes it runs or administers a system of the work, knows it, or has access.
    /// - It is made in the party that does the work, and no system says who gets in.
    /// - Whoever answers for the work makes it, and is of the party that does it.
    /// - A vendor supplies it under a clause, an agreement or a statement of its own. Auditors,
    ///   insurers and authorities bring their own reports.
    /// - Nobody does the work, or who does it, or makes the evidence, cannot be read.
    ///
    /// ## References
    ///
    /// - CMMC assessment practice: a requirement fails when one side cannot show its half
    /// - PCI DSS 12.9.2: providers support their customers' requests for information
    "evidence-owner-cannot-produce" {
        summary: "evidence is to be made by somebody who cannot get at it",
        group: Group::Evidence,
        severity: DefaultSeverity::ERROR,
        needs: "evidence with a producer, for work that somebody does",
        frameworks: &["cmmc-l2", "pci-dss"],
    }
}

fn check(cx: &mut Context<'_, '_>) {
    let engagement = cx.engagement;
    let rows_by_duty = rows_by_duty(engagement);
    let mut judged = false;
    for evidence in &engagement.evidence {
        let rows = rows(evidence, &rows_by_duty, engagement);
        let Some(source) = Source::of(rows, engagement) else {
            continue;
        };
        if evidence.producer.links.is_empty() || evidence.producer.uncertain() {
            continue;
        }
        judged = true;
        let placed = evidence.producer.placed();
        let verdicts: Vec<_> = placed
            .map(|(actor, span)| (actor, span, source.obstacle(actor, evidence, engagement)))
            .collect();
        let stuck = verdicts
            .iter()
            .filter_map(|(actor, span, obstacle)| Some((*actor, *span, (*obstacle)?)));
        let stuck: Vec<_> = stuck.collect();
        if stuck.len() == verdicts.len() {
            report(cx, evidence, &source, &stuck);
        }
    }
    if !judged {
        cx.lacks_data();
    }
}

type DutyKey = (&'static str, &'static str);

fn rows_by_duty(engagement: &Engagement<'_>) -> BTreeMap<DutyKey, Vec<RowId>> {
    let mut rows: BTreeMap<DutyKey, Vec<RowId>> = BTreeMap::new();
    for (id, row) in engagement.rows() {
        for named in row.satisfies().iter().filter_map(Named::of) {
            rows.entry(named.key()).or_default().push(id);
        }
    }
    rows
}

/// The work that leaves the evidence: what it is for, else whatever fulfils the duties it proves.
/// Empty where that is not known.
fn rows(
    evidence: &Evidence<'_>,
    by_duty: &BTreeMap<DutyKey, Vec<RowId>>,
    engagement: &Engagement<'_>,
) -> BTreeSet<RowId> {
    let lost = evidence.rows.iter().any(|link| link.to.is_none());
    if lost || evidence.table.unread.could_hold("for") {
        return BTreeSet::new();
    }
    let mut rows: BTreeSet<RowId> = evidence.rows.iter().filter_map(|link| link.to).collect();
    if rows.is_empty() {
        for named in engagement.proved(evidence) {
            rows.extend(by_duty.get(&named.key()).into_iter().flatten());
        }
    }
    let mut rows = engagement.with_parts(rows);
    rows.retain(|row| !engagement.row(*row).left_out);
    rows
}

/// Why somebody cannot make the evidence.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Obstacle {
    /// No part in the work, no way into its systems.
    Outside,
    /// A vendor that has not promised it.
    NotBound,
}

/// Where the evidence comes from.
struct Source {
    rows: BTreeSet<RowId>,
    /// Those who do the work or help with it, each with one place.
    doers: BTreeMap<ActorId, (Span, RowId)>,
    /// The parties that do it.
    parties: BTreeSet<ActorId>,
    /// Those who answer for it.
    answering: BTreeSet<ActorId>,
    inside: Inside,
}

impl Source {
    /// `None` where nobody does the work, or who does is not known.
    fn of(rows: BTreeSet<RowId>, engagement: &Engagement<'_>) -> Option<Self> {
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

    fn obstacle(
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
            let bound = self.is_bound(&parties, evidence, engagement);
            return (!bound).then_some(Obstacle::NotBound);
        }
        let is_own = |kind: &PartyKind| matches!(kind, PartyKind::Client | PartyKind::Provider);
        if !kinds.iter().all(is_own) || self.can_make(producer, &parties, engagement) {
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
        let mut agreements = tables.agreements.iter().map(|item| &item.body);
        let by_agreement = agreements.any(|agreement| {
            let kind = agreement.kind.map(|kind| kind.value);
            let between = Many::of(&agreement.between);
            let covers = Many::of(&agreement.covers);
            kind != Some(AgreementKind::Nda)
                && between.iter().any(|party| is_one(&party.name))
                && (covers.is_empty()
                    || covers
                        .iter()
                        .any(|own| self.is_about(&own.name, evidence, engagement)))
        });
        let mut statements = tables.statements.iter();
        let by_statement = statements.any(|statement| {
            let provides = !Many::of(&statement.provides).is_empty();
            provides && Many::of(&statement.by).iter().any(|by| is_one(&by.name))
        });
        let table = evidence.table;
        let by_clause = table.clause.is_some() || table.unread.could_hold("clause");
        by_clause || by_agreement || by_statement
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
    let is_named = |names: &[racilint_parser::values::Ref<'_, _>]| {
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

fn report(
    cx: &mut Context<'_, '_>,
    evidence: &Evidence<'_>,
    source: &Source,
    stuck: &[(ActorId, Span, Obstacle)],
) {
    let Some((producer, span, obstacle)) = stuck.first() else {
        return;
    };
    let engagement = cx.engagement;
    let name = |actor: ActorId| engagement.actor(actor).name;
    let (who, what) = (name(*producer), evidence.name);
    let work = source.doers.values().next().map(|(_, row)| *row);
    let work = work.map_or("", |row| &engagement.row(row).name);
    let (message, help) = match obstacle {
        Obstacle::Outside => (
            format!("`{who}` is to make `{what}`, but has no part in `{work}` and no access to it"),
            outside_help(who, source, engagement),
        ),
        Obstacle::NotBound => (
            format!("`{who}` is to make `{what}`, and nothing obliges it to hand it over"),
            "cite where the vendor promises it, `clause = \"...\"`, or declare its contract: \
             `[agreement.ID]` with `between` and `covers`"
                .to_owned(),
        ),
    };
    let finding = cx.report(*span, message);
    finding.about(evidence.object());
    for (_, span, obstacle) in stuck.iter().skip(1) {
        finding.related(
            *span,
            match obstacle {
                Obstacle::Outside => "has no part in the work either",
                Obstacle::NotBound => "a vendor that nothing obliges",
            },
        );
    }
    if *obstacle == Obstacle::Outside {
        for (span, row) in source.doers.values() {
            let row = &engagement.row(*row).name;
            finding.related(*span, format!("has a part in `{row}`"));
        }
    }
    finding.help(help);
}

fn outside_help(who: &str, source: &Source, engagement: &Engagement<'_>) -> String {
    let doer = source.doers.keys().next();
    let doer = doer.map_or("...", |doer| engagement.actor(*doer).name);
    format!(
        "let those make it who do the work, `producer = \"{doer}\"`, and keep `{who}` as `owner` or \
         `reviewer`; or name `{who}` under `support` of the work or `access` of its system"
    )
}

#[cfg(test)]
mod tests;
