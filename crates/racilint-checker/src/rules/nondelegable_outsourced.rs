use std::collections::{BTreeMap, BTreeSet};

use racilint_diagnostics::{DefaultSeverity, Group, Span};
use racilint_parser::language::Hold;
use racilint_parser::values::Many;

use super::{Context, declare_rule, words};
use crate::catalogue::{Action, is_shipped_profile};
use crate::model::{
    ActiveDuty, ActorId, Claim, Days, Duties, Engagement, Grant, Link, RowId, Seats, days_apart,
};

mod passing;

declare_rule! {
    /// ## What it does
    ///
    /// Reports a duty that the client may not give away, and for which somebody outside the client
    /// answers, be it from the first day or once somebody of the client has left.
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
    ///   client on some of the same days: the rest contributes.
    /// - The duty is about a decision, and a grant leaves that to the client: one for the work, for an
    ///   action that the work needs, or for one that is taken in an incident, either without `on` or
    ///   for what the work depends on. Who approves exceptions everywhere has not kept it by that.
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
    let mut given: BTreeMap<RowId, Vec<Given<'_>>> = BTreeMap::new();
    for (duty, claims) in &claimed {
        for (row, own) in given_away(duty, claims, &duties, cx.engagement) {
            given.entry(row).or_default().push(own);
        }
    }
    for (row, told) in &given {
        report(cx, *row, told, &duties);
    }
}

/// A duty that has left the client.
struct Given<'d> {
    claim: Claim<'d>,
    duty: ActiveDuty<'d>,
    /// A row that keeps it at the client, on other days.
    kept: Option<RowId>,
}

/// The rows through which a duty has left the client; none where some row keeps it there on the same
/// days.
fn given_away<'d>(
    duty: &ActiveDuty<'d>,
    claims: &[Claim<'d>],
    duties: &Duties<'_, 'd>,
    engagement: &Engagement<'d>,
) -> Vec<(RowId, Given<'d>)> {
    let keeper = Keeper::of(duty, duties, engagement);
    let mut given = Vec::new();
    let mut kept_by = Vec::new();
    let mut passing = Vec::new();
    for claim in claims {
        let rows = engagement.answering_rows(claim.row);
        if let [row] = *rows
            && keeper.passes(row)
        {
            passing.push((row, *claim));
        }
        let all = rows.iter().copied();
        let outside: Vec<RowId> = all.filter(|row| keeper.lacks(*row)).collect();
        let kept = outside.len() < rows.len() || rows.is_empty();
        if outside.is_empty() || (kept && !is_divided(claim.row, engagement)) {
            kept_by.push(claim.row);
        } else {
            given.extend(outside.into_iter().map(|row| (row, *claim)));
        }
    }
    let kept = begun(kept_by.iter().map(|row| engagement.days(*row)).collect());
    let is_apart = |row: RowId| {
        let days = engagement.days(row);
        let is_behind = |own: &Days| own.0.zip(days.1).is_some_and(|(first, last)| last < first);
        let before = kept.partition_point(|own| !is_behind(own));
        let last = before.checked_sub(1).map(|at| kept[at]);
        last.is_none_or(|own| days_apart((None, own.1), days))
    };
    let told = |row: RowId| kept_by.is_empty() || (is_apart(row) && !engagement.is_over(row));
    given.retain(|(row, _)| told(*row));
    // Only where no other row keeps it after that.
    if kept_by.len() == passing.len() {
        given.extend(passing);
        kept_by.clear();
    }
    let given = given.into_iter().map(|(row, claim)| {
        let (duty, kept) = (*duty, kept_by.first().copied());
        (row, Given { claim, duty, kept })
    });
    given.collect()
}

/// Stretches of days by their first, each with the last day of all that begin no later: however many
/// there are, one look says whether another meets one of them.
fn begun(mut days: Vec<Days>) -> Vec<Days> {
    days.sort_unstable();
    let mut latest = days.first().and_then(|own| own.1);
    for own in &mut days {
        latest = latest.zip(own.1).map(|(one, other)| one.max(other));
        own.1 = latest;
    }
    days
}

/// Who keeps a duty where it belongs, other than an owner of the client.
struct Keeper<'e, 'd> {
    engagement: &'e Engagement<'d>,
    clients: &'e BTreeSet<ActorId>,
    /// Whoever holds the duty from which this one follows.
    holders: BTreeSet<ActorId>,
    /// The rows for which a grant leaves a decision to the client, if the duty is about one; `None`
    /// is everything.
    decided: BTreeSet<Option<RowId>>,
    /// The actions that a grant for everything leaves to the client, and that may be another decision
    /// than the duty's.
    other_decisions: BTreeSet<&'d str>,
    /// Of the rows those for which it is an action that may be the duty's decision, with what they are
    /// parts of: they keep it also for the work that depends on them.
    leaned_on: BTreeSet<RowId>,
}

impl<'e, 'd> Keeper<'e, 'd> {
    fn of(duty: &ActiveDuty, duties: &'e Duties<'_, 'd>, engagement: &'e Engagement<'d>) -> Self {
        let mut keeper = Keeper {
            engagement,
            clients: duties.clients(),
            holders: BTreeSet::new(),
            decided: BTreeSet::new(),
            other_decisions: BTreeSet::new(),
            leaned_on: BTreeSet::new(),
        };
        if let Some(holder) = duties.holder(duty) {
            let rows = duties.claims(&holder).into_iter().map(|claim| claim.row);
            let rows = engagement.answering_rows_of(rows).into_iter();
            let owners = rows.flat_map(|row| engagement.row(row).accountable().actors());
            keeper.holders = owners.collect();
        }
        if duty.duty.body.decision.is_some_and(|own| own.value) {
            for grant in &engagement.grants {
                if keeper.decides(grant) {
                    keeper.take_decision(duty, grant);
                }
            }
        }
        keeper
    }

    /// What is granted for everything need not be about the duty: whoever approves exceptions has
    /// not thereby kept the decision to invoke the contingency plan.
    fn take_decision(&mut self, duty: &ActiveDuty, grant: &Grant<'d>) {
        let is_of_duty = grant.actions.iter().any(|link| may_be_of(duty, link));
        for scope in grant.rows() {
            if scope.is_some() || is_of_duty {
                self.decided.insert(scope);
            } else {
                let actions = grant.actions.iter().filter_map(|link| link.to);
                self.other_decisions
                    .extend(actions.map(|action| &*action.id.name));
            }
            if let Some(row) = scope.filter(|_| is_of_duty) {
                self.leaned_on.extend(self.engagement.lineage(row));
            }
        }
    }

    /// Whether a grant leaves something to the client.
    fn decides(&self, grant: &Grant<'d>) -> bool {
        let mut seats = [&grant.holders, &grant.approvers].into_iter();
        let is_clients = |seats: &Seats<'d>| {
            let side = self.engagement.seats_answer_for(seats, self.clients);
            !seats.nobody() && side != Some(false)
        };
        grant.permits() && seats.any(is_clients)
    }

    /// Whether it is certain that a row's owner is outside the client and nothing else keeps the
    /// duty there.
    fn lacks(&self, row: RowId) -> bool {
        let seats = self.engagement.row(row).accountable();
        self.engagement.seats_answer_for(seats, self.clients) == Some(false) && !self.has_other(row)
    }

    /// Whether a row's owner is of the client until a day, and nothing else keeps the duty there.
    fn passes(&self, row: RowId) -> bool {
        passing::of(row, self.clients, self.engagement).is_some() && !self.has_other(row)
    }

    /// Whether something else than the owner of a row may keep the duty at the client.
    fn has_other(&self, row: RowId) -> bool {
        let engagement = self.engagement;
        let seats = engagement.row(row).accountable();
        let holds = |owner: ActorId| {
            let mut holders = self.holders.iter();
            holders.any(|holder| engagement.is_one_owner(*holder, owner))
        };
        let lineage = engagement.lineage(row).iter().copied();
        let mut scopes = lineage.map(Some).chain([None]);
        let needs = engagement.needs(row);
        let mut needs = needs.iter().map(|need| &*need.action.id.name);
        let below = Many::of(&engagement.row(row).workstream.depends_on).iter();
        let below = below.filter_map(|named| engagement.names.row(&named.name));
        let mut below = below.flat_map(|row| engagement.lineage(row));
        seats.actors().any(holds)
            || scopes.any(|scope| self.decided.contains(&scope))
            || needs.any(|action| self.other_decisions.contains(action))
            || below.any(|row| self.leaned_on.contains(row))
    }
}

/// Whether an action may be the decision that a duty is about. Those of the shipped profiles are
/// taken when something has failed; what a house means by its own is not known.
fn may_be_of(duty: &ActiveDuty, action: &Link<'_, &Action<'_>>) -> bool {
    let in_incidents = |action: &Action<'_>| action.body.incident.is_some_and(|own| own.value);
    !is_shipped_profile(duty.profile.id) || action.to.is_none_or(in_incidents)
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

/// The most duties that a message names one by one.
const MOST_NAMES: usize = 3;

fn report(cx: &mut Context<'_, '_>, row: RowId, told: &[Given<'_>], duties: &Duties<'_, '_>) {
    let engagement = cx.engagement;
    let outside = engagement.owner_outside(row, duties.clients());
    let passing = match outside {
        Some(_) => None,
        None => passing::of(row, duties.clients(), engagement),
    };
    let later = passing.as_ref().map(|own| (own.person, own.seat.1));
    let Some((owner, span)) = outside.or(later) else {
        return;
    };
    let own = engagement.row(row);
    let names: Vec<String> = told.iter().map(|own| own.duty.name()).collect();
    let what = if names.len() <= MOST_NAMES {
        words::list(&names)
    } else {
        format!("{} of its duties", names.len())
    };
    let who = engagement.actor(owner).name;
    let since = passing.as_ref().map_or_else(String::new, |own| {
        let role = engagement.actor(own.seat.0).name;
        format!(" as `{role}` from {} on", own.first)
    });
    let message = format!(
        "`{who}` answers for `{}`{since}, but {what} must stay with the client",
        own.name
    );
    let party = engagement.party_name(owner).filter(|party| *party != who);
    let client = duties.clients().first();
    let client = client.map_or("...", |client| engagement.actor(*client).name);
    let designated = told.iter().any(|own| own.duty.is_designated());
    let finding = cx.report(span, message);
    finding.about(own.object());
    finding.label(party.map_or("not of the client".into(), |party| format!("of `{party}`")));
    let mut seen: Vec<Span> = Vec::new();
    for Given { claim, duty, kept } in told {
        finding.cites(duty.cited());
        if !seen.contains(&claim.span) {
            seen.push(claim.span);
            finding.related(claim.span, format!("the client's own: {}", duty.cite()));
        }
        if let Some((span, label)) = kept.and_then(|kept| days_kept(kept, row, engagement))
            && !seen.contains(&span)
        {
            seen.push(span);
            finding.related(span, label);
        }
    }
    if let Some(passing) = passing {
        finding.related(passing.left, "until then somebody of the client has it");
    }
    let person = if designated { "one person" } else { "an owner" };
    finding.help(format!(
        "name {person} of `{client}` as `accountable`; whoever does the work can stay `responsible`"
    ));
}

/// On which days another row keeps the duty at the client, with the place that says so.
fn days_kept(kept: RowId, row: RowId, engagement: &Engagement<'_>) -> Option<(Span, String)> {
    let name = &engagement.row(kept).name;
    if days_apart((engagement.days(kept).0, None), engagement.days(row)) {
        let (day, span) = engagement.effective(kept)?;
        return Some((span, format!("the client has it in `{name}` from {day} on")));
    }
    let (day, span) = engagement.last_day(kept)?;
    Some((span, format!("the client has it in `{name}` until {day}")))
}

#[cfg(test)]
mod tests;
