use std::collections::BTreeMap;

use racilint_diagnostics::{DefaultSeverity, Group, Span};
use racilint_parser::language::Hold;

use super::{Context, declare_rule, words};
use crate::model::{ActiveDuty, Claim, Duties, Engagement, RowId};

declare_rule! {
    /// ## What it does
    ///
    /// Reports a duty that the client may not give away, and for which somebody outside the client
    /// answers.
    ///
    /// ## Why is this bad?
    ///
    /// The work can be bought, the accountability cannot. When the regulator asks, the client
    /// answers, and has nobody who does.
    ///
    /// ## Example
    ///
    /// ```toml,fires
    /// [engagement]
    /// client   = "harbor"
    /// provider = "northwind"
    /// profiles = ["msp-baseline", "hipaa"]
    ///
    /// [workstream.risk-analysis]
    /// responsible = "jo"
    /// accountable = "jo"
    /// satisfies   = ["hipaa:risk-analysis"]
    ///
    /// [party.harbor]
    /// [party.northwind]
    ///
    /// [person.jo]
    /// party = "northwind"
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```toml,silent
    /// [engagement]
    /// client   = "harbor"
    /// provider = "northwind"
    /// profiles = ["msp-baseline", "hipaa"]
    ///
    /// [workstream.risk-analysis]
    /// responsible = "jo"
    /// accountable = "maria"
    /// satisfies   = ["hipaa:risk-analysis"]
    ///
    /// [party.harbor]
    /// [party.northwind]
    ///
    /// [person.jo]
    /// party = "northwind"
    ///
    /// [person.maria]
    /// party = "harbor"
    /// ```
    ///
    /// ## When it stays silent
    ///
    /// - Only the work is the provider's.
    /// - Another workstream that fulfils the duty, or one step of it, is answered for at the
    ///   client: the rest contributes.
    /// - The duty is about a decision, and a grant leaves that to the client.
    /// - The profile lays the duty on whoever holds another one, and that is who answers.
    /// - The owner is lent to the client, or it is not known whose the owner is.
    ///
    /// ## References
    ///
    /// - FTC Safeguards Rule, 16 CFR 314.4(a)(1); NYDFS 500.4(a)(1); CJIS 5.9.5, 3.2.2(3)
    /// - Regulation (EU) 2022/2554, 5(2)(a), 19(5), 28(1)(a)
    "nondelegable-outsourced" {
        summary: "somebody outside the client answers for a duty that the client may not give away",
        group: Group::Compliance,
        severity: DefaultSeverity::ERROR,
        needs: "workstreams that fulfil duties of the client, and the client's name",
        frameworks: &["ftc-safeguards", "nydfs-500", "dora", "cjis", "hipaa"],
    }
}

fn check(cx: &mut Context<'_, '_>) {
    let duties = Duties::of(cx.engagement);
    let mine = duties.all.iter().filter(|duty| duty.hold() == Hold::Client);
    let claimed: Vec<(&ActiveDuty, Vec<Claim<'_>>)> = mine
        .map(|duty| (duty, duties.claims(duty)))
        .filter(|(_, claims)| !claims.is_empty())
        .collect();
    if claimed.is_empty() || duties.clients().is_empty() {
        return cx.lacks_data();
    }
    let mut given: BTreeMap<RowId, Vec<(Claim<'_>, ActiveDuty)>> = BTreeMap::new();
    for (duty, claims) in &claimed {
        for (row, claim) in given_away(duty, claims, &duties, cx.engagement) {
            given.entry(row).or_default().push((claim, **duty));
        }
    }
    for (row, told) in &given {
        report(cx, *row, told, &duties);
    }
}

/// The rows through which a duty has left the client; none where some row keeps it there.
fn given_away<'d>(
    duty: &ActiveDuty,
    claims: &[Claim<'d>],
    duties: &Duties<'_, 'd>,
    engagement: &Engagement<'d>,
) -> Vec<(RowId, Claim<'d>)> {
    let mut given = Vec::new();
    for claim in claims {
        let rows = engagement.answering_rows(claim.row);
        let outside: Vec<RowId> = rows
            .iter()
            .copied()
            .filter(|row| is_outside(*row, duty, duties, engagement))
            .collect();
        let kept = outside.len() < rows.len() || rows.is_empty();
        if outside.is_empty() || (kept && !is_divided(claim.row, engagement)) {
            return Vec::new();
        }
        given.extend(outside.into_iter().map(|row| (row, *claim)));
    }
    given
}

/// Whether a workstream is split into parts of a kind, each of which needs an owner of its own:
/// by place, hour or severity, and not by step.
fn is_divided(row: RowId, engagement: &Engagement<'_>) -> bool {
    let slices = &engagement.row(row).slices;
    let mut tables = slices
        .iter()
        .filter_map(|slice| engagement.row(*slice).slice);
    !slices.is_empty() && tables.all(|slice| slice.step.is_none())
}

/// Whether it is certain that a duty is answered for outside the client in a row.
fn is_outside(
    row: RowId,
    duty: &ActiveDuty,
    duties: &Duties<'_, '_>,
    engagement: &Engagement<'_>,
) -> bool {
    let seats = engagement.row(row).accountable();
    engagement.seats_answer_for(seats, duties.clients()) == Some(false)
        && !is_of_holder(row, duty, duties, engagement)
        && !decides(row, duty, duties, engagement)
}

/// Whether the owner of a row holds the duty from which this one follows.
fn is_of_holder(
    row: RowId,
    duty: &ActiveDuty,
    duties: &Duties<'_, '_>,
    engagement: &Engagement<'_>,
) -> bool {
    let Some(holder) = duties.holder(duty) else {
        return false;
    };
    let owners = || engagement.row(row).accountable().actors();
    let rows = duties.claims(&holder).into_iter();
    rows.flat_map(|claim| engagement.answering_rows(claim.row))
        .any(|held| {
            let mut holders = engagement.row(held).accountable().actors();
            holders.any(|holder| owners().any(|owner| engagement.is_one_owner(holder, owner)))
        })
}

/// Whether a duty is about a decision, and a grant for the row leaves that to the client.
fn decides(
    row: RowId,
    duty: &ActiveDuty,
    duties: &Duties<'_, '_>,
    engagement: &Engagement<'_>,
) -> bool {
    if !duty
        .duty
        .body
        .decision
        .is_some_and(|decision| decision.value)
    {
        return false;
    }
    let lineage = engagement.lineage(row);
    let mut grants = engagement.grants.iter();
    grants.any(|grant| {
        let seats = [&grant.holders, &grant.approvers];
        grant.permits()
            && grant.covers(&lineage)
            && seats.iter().any(|seats| {
                !seats.nobody()
                    && engagement.seats_answer_for(seats, duties.clients()) != Some(false)
            })
    })
}

/// The most duties that a message names one by one.
const MOST_NAMES: usize = 3;

fn report(
    cx: &mut Context<'_, '_>,
    row: RowId,
    told: &[(Claim<'_>, ActiveDuty)],
    duties: &Duties<'_, '_>,
) {
    let engagement = cx.engagement;
    let Some((owner, span)) = engagement.owner_outside(row, duties.clients()) else {
        return;
    };
    let own = engagement.row(row);
    let names: Vec<String> = told.iter().map(|(_, duty)| duty.name()).collect();
    let what = if names.len() <= MOST_NAMES {
        words::list(&names)
    } else {
        format!("{} of its duties", names.len())
    };
    let who = engagement.actor(owner).name;
    let message = format!(
        "`{who}` answers for `{}`, but {what} must stay with the client",
        own.name
    );
    let party = engagement.party_name(owner).filter(|party| *party != who);
    let client = duties.clients().first();
    let client = client.map_or("...", |client| engagement.actor(*client).name);
    let designated = told.iter().any(|(_, duty)| duty.is_designated());
    let finding = cx.report(span, message);
    finding.about(own.object());
    finding.label(party.map_or("not of the client".into(), |party| format!("of `{party}`")));
    let mut seen: Vec<Span> = Vec::new();
    for (claim, duty) in told {
        if !seen.contains(&claim.span) {
            seen.push(claim.span);
            finding.related(claim.span, format!("the client's own: {}", duty.cite()));
        }
    }
    let person = if designated { "one person" } else { "an owner" };
    finding.help(format!(
        "name {person} of `{client}` as `accountable`; whoever does the work can stay `responsible`"
    ));
}

#[cfg(test)]
mod tests;
