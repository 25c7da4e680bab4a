use std::collections::{BTreeMap, BTreeSet};

use racilint_diagnostics::{DefaultSeverity, Group, Span};

use super::{Context, declare_rule};
use crate::model::{ActorId, DutyKey, Engagement, Evidence, Named, RowId};
use source::{Obstacle, Source};

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
    /// - A vendor supplies it under a clause, under an agreement that is not over, or under a statement
    ///   of its own that it provides what the evidence proves or the work fulfils. Auditors, insurers
    ///   and authorities bring their own reports.
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

/// The rows that say that they fulfil each duty.
pub(super) fn rows_by_duty<'d>(engagement: &Engagement<'d>) -> BTreeMap<DutyKey<'d>, Vec<RowId>> {
    let mut rows: BTreeMap<DutyKey<'d>, Vec<RowId>> = BTreeMap::new();
    for (id, row) in engagement.rows() {
        for named in row
            .satisfies()
            .iter()
            .filter_map(|own| Named::of(own, engagement.catalogue()))
        {
            rows.entry(named.key()).or_default().push(id);
        }
    }
    rows
}

/// The work that leaves the evidence: what it is for, else whatever fulfils the duties it proves.
/// Empty where that is not known.
pub(super) fn rows(
    evidence: &Evidence<'_>,
    by_duty: &BTreeMap<DutyKey<'_>, Vec<RowId>>,
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

mod source;
#[cfg(test)]
mod tests;
