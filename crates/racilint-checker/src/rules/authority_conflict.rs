use std::collections::BTreeSet;

use racilint_diagnostics::{DefaultSeverity, Group, Span};
use racilint_parser::language::Mode;

use super::{Context, declare_rule, words};
use crate::model::{ActorId, Engagement, Grant, GrantsOfMode};

declare_rule! {
    /// ## What it does
    ///
    /// Reports two grants that cannot both hold: one lets somebody act at once, the other forbids
    /// the same; or both take an approval and name different people to give it.
    ///
    /// ## Why is this bad?
    ///
    /// Whoever must act in the night knows both clauses. The careful one hesitates, the other one
    /// acts without authority.
    ///
    /// ## Example
    ///
    /// ```toml,fires
    /// [engagement]
    ///
    /// [[grant]]
    /// holder = "soc"
    /// action = ["isolate-endpoint", "block-traffic"]
    /// mode = "pre-authorized"
    /// clause = "MSA 4.2"
    ///
    /// [[grant]]
    /// holder = "soc"
    /// action = "isolate-endpoint"
    /// mode = "prohibited"
    /// clause = "Annex C 7"
    ///
    /// [team.soc]
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```toml,silent
    /// [engagement]
    ///
    /// [[grant]]
    /// holder = "soc"
    /// action = ["isolate-endpoint", "block-traffic"]
    /// mode = "pre-authorized"
    ///
    /// [[grant]]
    /// holder = "soc"
    /// action = "isolate-endpoint"
    /// on = ["plant-floor"]
    /// mode = "prohibited"
    ///
    /// [workstream.plant-floor]
    /// [team.soc]
    /// ```
    ///
    /// ## When it stays silent
    ///
    /// - The prohibition is the narrower one: for fewer workstreams, hours, days or people. That
    ///   is an exception. The other way round nothing is left of the permission, and it fires.
    /// - The two never meet: one ends before the other begins. Hours that differ are taken as apart.
    /// - A grant could not be read completely.
    /// - Two approvers of whom one stands in for the other.
    ///
    /// ## References
    ///
    /// - NIST SP 800-61 r2, 2.3.1: levels of authority
    /// - FTC Safeguards Rule, 16 CFR 314.4(h)(3)
    "authority-conflict" {
        summary: "one grant lets somebody act, another forbids the same",
        group: Group::Authority,
        severity: DefaultSeverity::ERROR,
        needs: "grants",
        frameworks: &["ftc-safeguards"],
    }
}

/// A grant is compared with so many about each of its actions: more of them are one mistake, and
/// telling every two of them would cost its square.
const MOST_COMPARED: usize = 64;

fn check(cx: &mut Context<'_, '_>) {
    let engagement = cx.engagement;
    if engagement.grants.is_empty() {
        return cx.lacks_data();
    }
    let prohibitions = GrantsOfMode::of(engagement, Mode::Prohibited);
    let approvals = GrantsOfMode::of(engagement, Mode::ApprovalRequired);
    let mut told = BTreeSet::new();
    for (at, grant) in engagement.grants.iter().enumerate() {
        if grant.is_unclear() || grant.has_ended(engagement.start()) {
            continue;
        }
        let (index, contradicts): (_, Test) = match grant.mode() {
            Some(Mode::PreAuthorized) => (&prohibitions, forbids),
            Some(Mode::ApprovalRequired) => (&approvals, asks_another),
            _ => continue,
        };
        for (action, other) in opposite(engagement, grant, index) {
            let pair = (at.min(other), at.max(other));
            if at != other
                && contradicts(engagement, &engagement.grants[other], grant)
                && told.insert(pair)
            {
                report(cx, pair, action);
            }
        }
    }
}

type Test = fn(&Engagement<'_>, &Grant<'_>, &Grant<'_>) -> bool;

/// Grants of the index about the same action that reach one of a grant's holders and its first
/// row, each with the action.
fn opposite<'d>(
    engagement: &Engagement<'d>,
    grant: &Grant<'d>,
    index: &GrantsOfMode<'d>,
) -> Vec<(&'d str, usize)> {
    let Some(scope) = grant.rows().first().copied() else {
        return Vec::new();
    };
    let holders: BTreeSet<ActorId> = grant
        .holders
        .actors()
        .flat_map(|holder| engagement.capacities(holder).iter().copied())
        .collect();
    let actions = grant.actions.iter().filter_map(|link| link.to);
    actions
        .flat_map(|action| {
            let name = &*action.id.name;
            let found = index.reaching(holders.iter().copied(), name, scope, engagement);
            let found = found.into_iter().take(MOST_COMPARED);
            found.map(move |other| (name, other))
        })
        .collect()
}

/// Whether a prohibition leaves nothing of a permission of one of its holders.
fn forbids(engagement: &Engagement<'_>, prohibition: &Grant<'_>, permission: &Grant<'_>) -> bool {
    let forbidden: BTreeSet<ActorId> = prohibition.holders.actors().collect();
    let reaches = |holder| {
        let capacities = engagement.capacities(holder);
        capacities
            .iter()
            .any(|capacity| forbidden.contains(capacity))
    };
    permission.holders.actors().any(reaches)
        && prohibition.reaches_all_of(permission, engagement)
        && prohibition.meets(permission)
        && !prohibition.is_shorter_than(permission)
}

/// Whether two approvals of the same are to be asked of different people.
fn asks_another(engagement: &Engagement<'_>, one: &Grant<'_>, other: &Grant<'_>) -> bool {
    let holders: BTreeSet<ActorId> = one.holders.actors().collect();
    let same_holder = other
        .holders
        .actors()
        .any(|holder| holders.contains(&holder));
    let approvers = [&one.approvers, &other.approvers];
    let known = approvers
        .iter()
        .all(|seats| !seats.nobody() && !seats.uncertain());
    if !same_holder || !known || one.rows() != other.rows() || !one.meets(other) {
        return false;
    }
    let shorter = one.is_shorter_than(other) || other.is_shorter_than(one);
    let stand_in = one.approvers.actors().any(|a| {
        let mut others = other.approvers.actors();
        others.any(|b| engagement.is_one_owner(a, b))
    });
    let (a, b) = (
        engagement.acting_in(&one.approvers),
        engagement.acting_in(&other.approvers),
    );
    !shorter && !stand_in && a.is_disjoint(&b)
}

fn report(cx: &mut Context<'_, '_>, pair: (usize, usize), action: &str) {
    let engagement = cx.engagement;
    let (first, second) = (&engagement.grants[pair.0], &engagement.grants[pair.1]);
    let message = message(first, second, action);
    let what = |grant: &Grant<'_>| match grant.mode() {
        Some(Mode::Prohibited) => "forbidden".to_owned(),
        Some(Mode::ApprovalRequired) => {
            let approvers = grant.approvers.links.iter().map(|link| link.name);
            format!("{} is to be asked", words::any_of(approvers))
        }
        _ => "allowed".to_owned(),
    };
    let finding = cx.report(place(second, action), message);
    finding.about(second.object()).aspect(action);
    finding.label(format!("{} here", what(second)));
    finding.related(place(first, action), format!("{} here", what(first)));
    finding.help(if first.mode() == second.mode() {
        "say once who approves: one grant with all approvers in one list, or different `hours` or \
         `on` for each"
    } else {
        "decide which of the two holds and strike the other; a prohibition that is meant as an \
         exception says for which work or hours: `on = [\"...\"]`, `hours`"
    });
}

fn message(first: &Grant<'_>, second: &Grant<'_>, action: &str) -> String {
    if first.mode() == second.mode() {
        let holders = words::list(first.holders.links.iter().map(|link| link.name));
        return format!("two grants name different people to approve `{action}` for {holders}");
    }
    let permission = if second.mode() == Some(Mode::Prohibited) {
        first
    } else {
        second
    };
    let holders = words::list(permission.holders.links.iter().map(|link| link.name));
    format!("one grant lets {holders} do `{action}`, and another forbids it")
}

fn place(grant: &Grant<'_>, action: &str) -> Span {
    let mut actions = grant.actions.iter();
    let named = actions.find(|link| link.name == action);
    named.map_or_else(|| grant.place(), |link| link.span)
}

#[cfg(test)]
mod tests;
