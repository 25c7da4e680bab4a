use std::collections::BTreeSet;

use racilint_diagnostics::{DefaultSeverity, Group, Span};
use racilint_parser::values::Many;

use super::{Context, declare_rule, words};
use crate::model::{ActorId, ActorKind, Engagement, Row, RowId};

declare_rule! {
    /// ## What it does
    ///
    /// Reports a workstream whose owner belongs to another party than the owner of the workstream
    /// that it is a part of, where nothing says that the part was passed on.
    ///
    /// ## Why is this bad?
    ///
    /// Whoever answers for the whole answers for all its parts. For this part they answer on paper
    /// only: somebody else's people decide, and no clause says that they were asked to.
    ///
    /// ## Example
    ///
    /// ```toml,fires
    /// [engagement]
    ///
    /// [workstream.security]
    /// accountable = "security-officer"
    ///
    /// [workstream.containment]
    /// parent = "security"
    /// accountable = "soc-lead"
    ///
    /// [role.security-officer]
    /// party = "harbor"
    /// [role.soc-lead]
    /// party = "northwind"
    /// [party.harbor]
    /// [party.northwind]
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```toml,silent
    /// [engagement]
    ///
    /// [workstream.security]
    /// accountable = "security-officer"
    ///
    /// [workstream.containment]
    /// parent = "security"
    /// accountable = "soc-lead"
    /// clause = "MSA 4.2: the provider contains threats on the client's behalf"
    ///
    /// [role.security-officer]
    /// party = "harbor"
    /// [role.soc-lead]
    /// party = "northwind"
    /// [party.harbor]
    /// [party.northwind]
    /// ```
    ///
    /// ## When it stays silent
    ///
    /// - The part cites the clause that passes it on, the client has given its area away
    ///   (`delegated`), or an agreement between the two parties covers it.
    /// - The owner of the whole has the contract with the other party.
    /// - The whole carries no owner: it only groups its parts.
    /// - The part is split, and one of its slices stays with the party of the whole.
    ///
    /// ## References
    ///
    /// - Feltus, *ReMMo*: accountability is passed on by delegation
    /// - CSA Cloud Controls Matrix 4, STA-04
    "parent-child-contradiction" {
        summary: "a part answers to another party than the whole, and nothing passes it on",
        group: Group::Ownership,
        severity: DefaultSeverity::WARNING,
        needs: "`parent`, and an owner of the parent",
    }
}

fn check(cx: &mut Context<'_, '_>) {
    let engagement = cx.engagement;
    let mut has_data = false;
    for (id, row) in engagement.rows() {
        if row.slice.is_some() || row.left_out {
            continue;
        }
        let Some((whole, above)) = owner_above(engagement, id) else {
            continue;
        };
        has_data = true;
        if let Some((owner, place)) = stranger(engagement, row, &above)
            && !is_passed_on(engagement, row, whole, owner, &above)
        {
            report(cx, row, whole, (owner, place));
        }
    }
    if !has_data {
        cx.lacks_data();
    }
}

/// The nearest workstream above that has an owner, and the parties of that owner.
fn owner_above(engagement: &Engagement<'_>, id: RowId) -> Option<(RowId, BTreeSet<ActorId>)> {
    let above = engagement.lineage(id).iter().copied().skip(1);
    let mut owned = above.filter(|row| !engagement.row(*row).accountable().nobody());
    let whole = owned.next()?;
    Some((whole, parties(engagement, engagement.row(whole))?))
}

/// The parties of all who answer for a row; `None` where one is not known.
fn parties(engagement: &Engagement<'_>, row: &Row<'_>) -> Option<BTreeSet<ActorId>> {
    let mut all = BTreeSet::new();
    if row.accountable().uncertain() {
        return None;
    }
    for actor in row.accountable().actors() {
        let own = engagement.parties(actor);
        if own.is_empty() || engagement.actor(actor).parties.uncertain() {
            return None;
        }
        all.extend(own);
    }
    (!all.is_empty()).then_some(all)
}

/// The first owner of the row, or of its slices, where none of them is of these parties.
fn stranger(
    engagement: &Engagement<'_>,
    row: &Row<'_>,
    above: &BTreeSet<ActorId>,
) -> Option<(ActorId, Span)> {
    let slices = row.slices.iter().map(|slice| engagement.row(*slice));
    let parts: Vec<&Row<'_>> = if row.slices.is_empty() {
        vec![row]
    } else {
        slices.collect()
    };
    let mut first = None;
    for part in parts {
        if part.accountable().nobody() {
            continue;
        }
        if !parties(engagement, part)?.is_disjoint(above) {
            return None;
        }
        first = first.or(part.accountable().placed().next());
    }
    first
}

fn is_passed_on(
    engagement: &Engagement<'_>,
    row: &Row<'_>,
    whole: RowId,
    owner: ActorId,
    above: &BTreeSet<ActorId>,
) -> bool {
    let others = engagement.parties(owner);
    let clause = row.workstream.clause.is_some() || row.could_hold("clause");
    clause
        || is_delegated(engagement, row)
        || others
            .iter()
            .any(|party| is_contracted_by(engagement, *party, above))
        || has_agreement(engagement, &[row, engagement.row(whole)], above, others)
}

fn is_delegated(engagement: &Engagement<'_>, row: &Row<'_>) -> bool {
    let given = engagement
        .head()
        .map_or(&[][..], |head| Many::of(&head.delegated));
    let mut areas = given.iter().flat_map(|given| &given.areas);
    areas.any(|area| row.areas.iter().any(|(own, _)| own.id.name == area.name))
}

fn is_contracted_by(engagement: &Engagement<'_>, party: ActorId, by: &BTreeSet<ActorId>) -> bool {
    let ActorKind::Party(table) = engagement.actor(party).kind else {
        return false;
    };
    let mut holders = Many::of(&table.contracted_by).iter();
    holders.any(|holder| {
        engagement
            .names
            .actor(&holder.name)
            .is_some_and(|id| by.contains(&id))
    })
}

/// Whether an agreement between the two covers one of the rows, or says nothing about what it
/// covers.
fn has_agreement(
    engagement: &Engagement<'_>,
    rows: &[&Row<'_>],
    one: &BTreeSet<ActorId>,
    other: &BTreeSet<ActorId>,
) -> bool {
    let names =
        |name: &str, row: &Row<'_>| name.strip_prefix("workstream.").unwrap_or(name) == row.name;
    engagement
        .document
        .tables
        .agreements
        .iter()
        .any(|agreement| {
            let between = Many::of(&agreement.body.between).iter();
            let parties: BTreeSet<ActorId> = between
                .filter_map(|party| engagement.names.actor(&party.name))
                .collect();
            let covers = Many::of(&agreement.body.covers);
            let covered = covers.is_empty()
                || covers
                    .iter()
                    .any(|own| rows.iter().any(|row| names(&own.name, row)));
            covered && !parties.is_disjoint(one) && !parties.is_disjoint(other)
        })
}

fn report(cx: &mut Context<'_, '_>, row: &Row<'_>, whole: RowId, owner: (ActorId, Span)) {
    let engagement = cx.engagement;
    let whole = engagement.row(whole);
    let party = |actor| {
        let parties = engagement.parties(actor);
        words::list(parties.iter().map(|party| engagement.actor(*party).name))
    };
    let message = format!(
        "{} answers for `{}`, a part of `{}`, and nothing says that it was passed on",
        party(owner.0),
        row.name,
        whole.name
    );
    let above: Vec<(Span, String)> = whole
        .accountable()
        .placed()
        .map(|(actor, span)| (span, format!("answers for the whole, for {}", party(actor))))
        .collect();
    let parent = row.parents.first().map(|link| link.span);
    let finding = cx.report(owner.1, message);
    finding.about(row.object());
    if let Some(span) = parent {
        finding.related(span, "it is a part of this");
    }
    for (span, text) in above {
        finding.related(span, text);
    }
    finding.help(
        "cite the clause that passes it on: `clause = \"...\"`; or let somebody of the same party \
         answer for the part; or take it out of the whole",
    );
}

#[cfg(test)]
mod tests;
