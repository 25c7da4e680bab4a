use std::collections::BTreeMap;

use racilint_diagnostics::{DefaultSeverity, Group, Span};
use racilint_parser::language::Hold;

use super::{Context, absence_gap, declare_rule, words};
use crate::model::{
    ActiveDuty, ActorId, ActorKind, Claim, Duties, Engagement, Lapse, RowId, uncovered_days,
};

declare_rule! {
    /// ## What it does
    ///
    /// Reports a role that a profile wants one person to have, and for which a team, a party or
    /// several people answer, or nobody.
    ///
    /// ## Why is this bad?
    ///
    /// The rule asks for a name because a name can be called, trained and held to it. A team has
    /// nobody who signs the designation.
    ///
    /// ## Example
    ///
    /// ```toml,fires
    /// [engagement]
    /// profiles = ["msp-baseline", "hipaa"]
    ///
    /// [workstream.security-governance]
    /// responsible = "security-office"
    /// accountable = "security-office"
    /// satisfies   = ["hipaa:security-official"]
    ///
    /// [team.security-office]
    /// members = ["maria", "tom"]
    ///
    /// [person.maria]
    /// [person.tom]
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```toml,silent
    /// [engagement]
    /// profiles = ["msp-baseline", "hipaa"]
    ///
    /// [workstream.security-governance]
    /// responsible = "security-office"
    /// accountable = "security-officer"
    /// satisfies   = ["hipaa:security-official"]
    ///
    /// [role.security-officer]
    /// held-by = "maria"
    ///
    /// [team.security-office]
    /// members = ["maria", "tom"]
    ///
    /// [person.maria]
    /// [person.tom]
    /// ```
    ///
    /// ## When it stays silent
    ///
    /// - A person answers, or a role that one person at a time holds, for as long as the work is done;
    ///   that role may have deputies.
    /// - Nobody fulfils the duty at all: `unassigned-duty` says that.
    /// - The owner is outside the client and may not be: `nondelegable-outsourced` says that.
    /// - Whoever answers leaves, and nobody comes: `absence-gap` says that, and for what one person is
    ///   wanted.
    /// - The role has no holder yet, which is `unfilled-assignee`'s.
    /// - The profile exempts a client of this size.
    ///
    /// ## References
    ///
    /// - HIPAA, 45 CFR 164.308(a)(2); FTC Safeguards Rule, 16 CFR 314.4(a)
    /// - CJIS 5.9.5, 3.2.9; PCI DSS v4.0.1, 12.1.4
    "missing-designated-role" {
        summary: "a profile wants one person to be named, and nobody or a group is",
        group: Group::Compliance,
        severity: DefaultSeverity::ERROR,
        needs: "a workstream that fulfils a duty of one named person",
        frameworks: &["hipaa", "ftc-safeguards", "cjis", "pci-dss", "nydfs-500", "dora"],
    }
}

fn check(cx: &mut Context<'_, '_>) {
    let Some(vague) = vague(cx.engagement) else {
        return cx.lacks_data();
    };
    for (row, told) in &vague {
        if !is_told(cx, *row) {
            report(cx, *row, told);
        }
    }
}

/// Rows whose owner is not one person, each with what asks for one and where the row says that it
/// fulfils that.
pub(super) type Wanted<'d> = BTreeMap<RowId, Vec<(Claim<'d>, ActiveDuty<'d>)>>;

/// The rows whose owner is not one person; `None` where nothing asks for one.
pub(super) fn vague<'d>(engagement: &Engagement<'d>) -> Option<Wanted<'d>> {
    let duties = Duties::of(engagement);
    let named = duties.all.iter().filter(|duty| duty.is_designated());
    let claimed: Vec<(&ActiveDuty<'d>, Vec<Claim<'d>>)> = named
        .map(|duty| (duty, duties.claims(duty)))
        .filter(|(_, claims)| !claims.is_empty())
        .collect();
    if claimed.is_empty() {
        return None;
    }
    let mut vague = Wanted::new();
    for (duty, claims) in claimed.iter().filter(|(duty, _)| !duties.is_exempt(duty)) {
        let row = first_vague(duty, claims, &duties, engagement);
        if let (Some(row), Some(claim)) = (row, claims.first()) {
            vague.entry(row).or_default().push((*claim, **duty));
        }
    }
    Some(vague)
}

/// Whether `absence-gap` tells that whoever answers for a row leaves, and what is open from then on.
fn is_told(cx: &Context<'_, '_>, row: RowId) -> bool {
    let engagement = cx.engagement;
    let own = engagement.row(row);
    let owner = own.accountable().actors().next();
    let lapse = owner.and_then(|owner| vacancy(owner, row, engagement));
    let (Some(clock), Some(lapse)) = (cx.clock.filter(|_| own.is_leaf()), lapse) else {
        return false;
    };
    let leaves = absence_gap::leaves_unanswered(engagement, clock, row);
    let until = leaves.and_then(|person| engagement.days_of(person).1);
    until.and_then(|until| until.tomorrow().ok()) == Some(lapse.first)
}

/// The row whose owner is not one person; `None` where some row that fulfils the duty has one, or
/// may have.
fn first_vague(
    duty: &ActiveDuty,
    claims: &[Claim<'_>],
    duties: &Duties<'_, '_>,
    engagement: &Engagement<'_>,
) -> Option<RowId> {
    let rows = claims
        .iter()
        .flat_map(|claim| engagement.answering_rows(claim.row));
    let rows: Vec<RowId> = rows.collect();
    let is_fine = |row: &RowId| {
        let seats = engagement.row(*row).accountable();
        let outside = duty.hold() == Hold::Client
            && engagement.seats_answer_for(seats, duties.clients()) == Some(false);
        let mut owners = seats.actors();
        outside || seats.uncertain() || owners.any(|owner| may_be_one(owner, *row, engagement))
    };
    if rows.iter().any(is_fine) {
        return None;
    }
    rows.first().copied()
}

/// Whether an owner is one person, as far as it is known.
fn may_be_one(owner: ActorId, row: RowId, engagement: &Engagement<'_>) -> bool {
    match engagement.actor(owner).kind {
        ActorKind::Person(_) => vacancy(owner, row, engagement).is_none(),
        ActorKind::Role(_) => {
            let people = engagement.answering(owner);
            let one = people
                .first()
                .is_none_or(|holder| engagement.actor(*holder).is_person());
            let is_one = one && !engagement.are_several_at_once(owner);
            engagement.may_be_more(owner) || (is_one && vacancy(owner, row, engagement).is_none())
        }
        ActorKind::Team(_) | ActorKind::Party(_) => false,
    }
}

/// The first days of the work on which nobody has a role any more, or not yet again: between holders
/// who come one after the other, or after the last of them.
fn vacancy(owner: ActorId, row: RowId, engagement: &Engagement<'_>) -> Option<Lapse> {
    if engagement.are_several_at_once(owner) {
        return None;
    }
    let people = engagement.answering(owner).iter();
    let days: Vec<_> = people.map(|one| engagement.days_of(*one)).collect();
    let start = engagement.start();
    let earliest = days.iter().map(|(from, _)| *from).min()?;
    let first = earliest.map_or(start, |from| from.max(start));
    uncovered_days(first, engagement.last_day(row).map(|(day, _)| day), days)
}

fn report(cx: &mut Context<'_, '_>, row: RowId, told: &[(Claim<'_>, ActiveDuty)]) {
    let engagement = cx.engagement;
    let own = engagement.row(row);
    let names: Vec<String> = told.iter().map(|(_, duty)| duty.name()).collect();
    let asks = match names.len() {
        1 => "asks for one person",
        _ => "ask for one person each",
    };
    let (span, is) = match own.accountable().placed().next() {
        Some((owner, span)) => (span, what_it_is(owner, row, engagement)),
        None => (own.span, format!("nobody answers for `{}`", own.name)),
    };
    let finding = cx.report(span, format!("{} {asks}, and {is}", words::list(&names)));
    finding.about(own.object());
    let mut seen: Vec<Span> = Vec::new();
    for (claim, duty) in told {
        finding.cites(duty.cited());
        if !seen.contains(&claim.span) {
            seen.push(claim.span);
            finding.related(claim.span, duty.cite());
        }
    }
    finding.help(
        "name the person as `accountable`, or a role that one person holds; a team may do the work",
    );
}

fn what_it_is(owner: ActorId, row: RowId, engagement: &Engagement<'_>) -> String {
    let actor = engagement.actor(owner);
    let name = actor.name;
    if let Some(lapse) = vacancy(owner, row, engagement) {
        let first = lapse.first;
        let last = engagement.last_day(row).map(|(day, _)| day);
        let last = lapse.last.or(last);
        let days = last.map_or_else(
            || format!("from {first} on"),
            |last| format!("from {first} to {last}"),
        );
        return match actor.kind {
            ActorKind::Person(_) => format!("`{name}` is not there {days}"),
            _ => format!("nobody holds `{name}` {days}"),
        };
    }
    match actor.kind {
        ActorKind::Role(_) => {
            let people = engagement.answering(owner).iter();
            let people = words::list(people.map(|id| engagement.actor(*id).name));
            format!("`{name}` is held by {people}")
        }
        kind => format!("`{name}` is a {}", kind.word()),
    }
}

#[cfg(test)]
mod tests;
