use std::collections::{BTreeMap, BTreeSet};

use racilint_diagnostics::{DefaultSeverity, Group, Span};
use racilint_parser::language::Mode;

use super::{Context, declare_rule, words};
use crate::model::{ActorId, Effort, Engagement, Grant, GrantsOfMode, days_apart};
use crate::time::{Clock, Set, Unknown};

declare_rule! {
    /// ## What it does
    ///
    /// Reports two grants that cannot both hold: one lets somebody act at once, the other forbids
    /// the same; or both take an approval and name different people to give it.
    ///
    /// Where there are too many to compare all with all, it says so at the first that is left out.
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
    ///   is an exception. Where nothing is left of the permission, by one prohibition or by
    ///   several together, it fires.
    /// - The two never meet: one ends before the other begins, or their hours are apart. In a file
    ///   without `timezone`, hours that differ are taken as apart.
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

/// So many contradictions of one grant about one action are told: more of them are one mistake.
const MOST_TOLD: usize = 32;

fn check(cx: &mut Context<'_, '_>) {
    let engagement = cx.engagement;
    if engagement.grants.is_empty() {
        return cx.lacks_data();
    }
    let prohibitions = GrantsOfMode::of(engagement, Mode::Prohibited);
    let approvals = GrantsOfMode::of(engagement, Mode::ApprovalRequired);
    let weights = engagement.grants.iter().map(Grant::weight);
    let effort = Effort::for_many(weights.sum());
    let mut told = BTreeSet::new();
    let mut shared = Shared::new();
    for (at, grant) in engagement.grants.iter().enumerate() {
        if grant.is_unclear() || grant.has_ended(engagement.start()) || !grant.permits() {
            continue;
        }
        report_forbidden(cx, at, &prohibitions, &mut told, &effort);
        if grant.mode() == Some(Mode::ApprovalRequired) {
            report_other_approver(cx, at, &approvals, &mut told, &mut shared, &effort);
        }
        if effort.is_spent() {
            return cx.stops_at(grant.place(), grant.object(), "about the same actions");
        }
    }
}

/// Pairs of grants that are told already.
type Told = BTreeSet<(usize, usize)>;

/// Whether two approvers have somebody in common or stand in for each other. Thousands of grants
/// may name the same large teams: each two are looked at once.
type Shared = BTreeMap<(ActorId, ActorId), bool>;

/// Tells each prohibition that contradicts a permission, else those that leave nothing of it
/// together.
fn report_forbidden(
    cx: &mut Context<'_, '_>,
    at: usize,
    prohibitions: &GrantsOfMode<'_>,
    told: &mut Told,
    effort: &Effort,
) {
    let (engagement, clock) = (cx.engagement, cx.clock);
    let grant = &engagement.grants[at];
    let actions: BTreeSet<&str> = actions(grant).collect();
    for action in actions {
        let (mut all, mut alone) = (Vec::new(), Vec::new());
        for other in opposite(engagement, grant, action, prohibitions, effort) {
            let prohibition = &engagement.grants[other];
            if !forbids_all_of(engagement, prohibition, grant) {
                continue;
            }
            all.push(other);
            let is_exception = is_for_fewer(engagement, prohibition, grant);
            if !is_exception && contradicts(engagement, clock, other, at) {
                alone.push(other);
            }
            if alone.len() == MOST_TOLD {
                break;
            }
        }
        for other in &alone {
            let pair = (at.min(*other), at.max(*other));
            if told.insert(pair) {
                report(cx, pair, action);
            }
        }
        let together = alone.is_empty() && !all.is_empty();
        if together && leave_nobody(engagement, clock, &all, at) {
            report_together(cx, at, &all, action);
        }
    }
}

fn report_other_approver(
    cx: &mut Context<'_, '_>,
    at: usize,
    approvals: &GrantsOfMode<'_>,
    told: &mut Told,
    shared: &mut Shared,
    effort: &Effort,
) {
    let engagement = cx.engagement;
    let grant = &engagement.grants[at];
    for action in actions(grant) {
        let others = opposite(engagement, grant, action, approvals, effort);
        let others = others.filter(|other| *other != at);
        let others = others.filter(|other| asks_another(cx, *other, at, shared));
        let others: Vec<usize> = others.take(MOST_TOLD).collect();
        for other in others {
            let pair = (at.min(other), at.max(other));
            if told.insert(pair) {
                report(cx, pair, action);
            }
        }
    }
}

/// The actions of a grant that are known.
fn actions<'g>(grant: &'g Grant<'_>) -> impl Iterator<Item = &'g str> {
    let known = grant.actions.iter().filter_map(|link| link.to);
    known.map(|action| &*action.id.name)
}

/// Grants of the index about an action that reach one of a grant's holders and its first row, and
/// hold on one of its days.
fn opposite<'i>(
    engagement: &'i Engagement<'_>,
    grant: &'i Grant<'_>,
    action: &'i str,
    index: &'i GrantsOfMode<'_>,
    effort: &'i Effort,
) -> impl Iterator<Item = usize> {
    let holders: BTreeSet<ActorId> = grant
        .holders
        .actors()
        .flat_map(|holder| engagement.capacities(holder).iter().copied())
        .collect();
    let scope = grant.rows().first().copied();
    let found = scope.map(|scope| index.reaching(holders, action, scope, engagement, effort));
    let found = found.into_iter().flatten();
    found.filter(|other| {
        let other = &engagement.grants[*other];
        !days_apart(grant.days(), other.days()) && effort.spend(steps(grant, other))
    })
}

/// How much it takes to compare two grants.
fn steps(one: &Grant<'_>, other: &Grant<'_>) -> usize {
    let approvers = one.approvers.links.len() * other.approvers.links.len();
    let rows = |grant: &Grant<'_>| grant.on.as_ref().map_or(0, Vec::len);
    one.weight() + other.weight() + approvers + rows(one) * rows(other) / 16
}

/// Whether a prohibition holds for one of the holders of a permission and for all of its work,
/// hours and days left aside.
fn forbids_all_of(
    engagement: &Engagement<'_>,
    prohibition: &Grant<'_>,
    permission: &Grant<'_>,
) -> bool {
    let forbidden = holders(prohibition);
    let mut allowed = permission.holders.actors();
    allowed.any(|holder| is_of(engagement, holder, &forbidden))
        && prohibition.reaches_all_of(permission, engagement)
}

fn holders(grant: &Grant<'_>) -> BTreeSet<ActorId> {
    grant.holders.actors().collect()
}

/// Whether somebody is one of these, or acts in the name of one.
fn is_of(engagement: &Engagement<'_>, holder: ActorId, others: &BTreeSet<ActorId>) -> bool {
    !engagement.capacities(holder).is_disjoint(others)
}

/// Whether a prohibition is for some of those who hold a permission, and for nobody else.
fn is_for_fewer(
    engagement: &Engagement<'_>,
    prohibition: &Grant<'_>,
    permission: &Grant<'_>,
) -> bool {
    let (forbidden, allowed) = (holders(prohibition), holders(permission));
    allowed
        .iter()
        .any(|own| !is_of(engagement, *own, &forbidden))
        && forbidden
            .iter()
            .all(|own| is_of(engagement, *own, &allowed))
}

/// Whether a prohibition and a permission meet, and the prohibition is no exception from it. What
/// takes an approval anyhow is contradicted only where nothing is left of it; that it is forbidden
/// always is `responsibility-without-authority`.
fn contradicts(
    engagement: &Engagement<'_>,
    clock: Option<&Clock<'_, '_>>,
    prohibition: usize,
    permission: usize,
) -> bool {
    let [no, yes] = [prohibition, permission].map(|at| &engagement.grants[at]);
    let at_once = yes.mode() == Some(Mode::PreAuthorized);
    match in_force(clock, prohibition).zip(in_force(clock, permission)) {
        Some((forbidden, allowed)) if at_once => {
            let meeting = forbidden.intersection(&allowed);
            let is_exception = meeting == forbidden && meeting != allowed;
            !meeting.is_empty() && !is_exception
        }
        Some((forbidden, allowed)) => {
            !no.prohibits_always() && allowed.difference(&forbidden).is_empty()
        }
        None => at_once && no.meets(yes) && !no.is_shorter_than(yes),
    }
}

/// Whether several exceptions leave nothing of a permission for any of its holders.
fn leave_nobody(
    engagement: &Engagement<'_>,
    clock: Option<&Clock<'_, '_>>,
    prohibitions: &[usize],
    permission: usize,
) -> bool {
    let grant = &engagement.grants[permission];
    let always = |other: &usize| engagement.grants[*other].prohibits_always();
    // That what takes an approval anyhow is forbidden always is another rule's.
    if grant.mode() == Some(Mode::ApprovalRequired) && prohibitions.iter().any(always) {
        return false;
    }
    let forbidden: Vec<(usize, BTreeSet<ActorId>)> = prohibitions
        .iter()
        .map(|other| (*other, holders(&engagement.grants[*other])))
        .collect();
    let binding = |holder| {
        let theirs = forbidden
            .iter()
            .filter(|(_, own)| is_of(engagement, holder, own));
        theirs.map(|(other, _)| *other).collect::<Vec<usize>>()
    };
    let mut judged = BTreeSet::new();
    let mut bound = grant.holders.actors().map(binding);
    bound.all(|binding| {
        judged.contains(&binding)
            || (binding.iter().any(always) || leave_nothing(clock, &binding, permission))
                && judged.insert(binding)
    })
}

/// Whether several exceptions leave nothing of a permission.
fn leave_nothing(clock: Option<&Clock<'_, '_>>, prohibitions: &[usize], permission: usize) -> bool {
    let forbidden: Option<Vec<Set>> = prohibitions.iter().map(|at| in_force(clock, *at)).collect();
    let Some((forbidden, allowed)) = forbidden.zip(in_force(clock, permission)) else {
        return false;
    };
    allowed.difference(&Set::union_of(&forbidden)).is_empty()
}

/// The minutes of the engagement in which a grant holds. `None` without a clock, when it hangs on
/// hours that nobody wrote, or when there are none.
fn in_force(clock: Option<&Clock<'_, '_>>, grant: usize) -> Option<Set> {
    let clock = clock?;
    let [surely, at_most] = [Unknown::Off, Unknown::On].map(|own| clock.in_force(grant, own));
    let own = surely.intersection(clock.horizon());
    (surely == at_most && !own.is_empty()).then_some(own)
}

/// Whether two approvals of the same are to be asked of different people.
fn asks_another(cx: &Context<'_, '_>, one: usize, other: usize, shared: &mut Shared) -> bool {
    let engagement = cx.engagement;
    let meets = overlap_partly(cx.clock, one, other);
    let [one, other] = [one, other].map(|at| &engagement.grants[at]);
    let holders: BTreeSet<ActorId> = one.holders.actors().collect();
    let same_holder = other
        .holders
        .actors()
        .any(|holder| holders.contains(&holder));
    let approvers = [&one.approvers, &other.approvers];
    let known = approvers
        .iter()
        .all(|seats| !seats.nobody() && !seats.uncertain());
    let exception = || one.is_shorter_than(other) || other.is_shorter_than(one);
    let meets = meets.unwrap_or_else(|| one.meets(other) && !exception());
    if !same_holder || !known || one.rows() != other.rows() || !meets {
        return false;
    }
    one.approvers.actors().all(|a| {
        let mut others = other.approvers.actors();
        others.all(|b| {
            let known = shared.entry((a, b));
            !*known.or_insert_with(|| {
                let stands_in = engagement.is_one_owner(a, b);
                stands_in || !engagement.acting(a).is_disjoint(engagement.acting(b))
            })
        })
    })
}

/// Whether two grants hold at the same time, and neither is an exception from the other; `None`
/// where no clock can say.
fn overlap_partly(clock: Option<&Clock<'_, '_>>, one: usize, other: usize) -> Option<bool> {
    let (one, other) = in_force(clock, one).zip(in_force(clock, other))?;
    let meeting = one.intersection(&other);
    let exception = one != other && (meeting == one || meeting == other);
    Some(!meeting.is_empty() && !exception)
}

/// When two grants hold together, in words, where each holds without the other as well.
fn both_hold(clock: Option<&Clock<'_, '_>>, (one, other): (usize, usize)) -> Option<String> {
    let (one, other) = in_force(clock, one).zip(in_force(clock, other))?;
    let meeting = one.intersection(&other);
    let is_partly = meeting != one && meeting != other;
    clock
        .filter(|_| is_partly)
        .map(|clock| clock.worst_window(&meeting))
}

fn report(cx: &mut Context<'_, '_>, pair: (usize, usize), action: &str) {
    let engagement = cx.engagement;
    let (first, second) = (&engagement.grants[pair.0], &engagement.grants[pair.1]);
    let meeting = both_hold(cx.clock, pair);
    let message = message(engagement, first, second, action);
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
    let when = meeting.map_or(String::new(), |when| format!("; both hold {when}"));
    finding.label(format!("{} here{when}", what(second)));
    finding.related(place(first, action), format!("{} here", what(first)));
    finding.help(if first.mode() == second.mode() {
        "say once who approves: one grant with all approvers in one list, or different `hours` or \
         `on` for each"
    } else {
        "decide which of the two holds and strike the other; a prohibition that is meant as an \
         exception says for which work or hours: `on = [\"...\"]`, `hours`"
    });
}

/// Exceptions that leave nothing of what they are exceptions from.
fn report_together(cx: &mut Context<'_, '_>, at: usize, others: &[usize], action: &str) {
    let engagement = cx.engagement;
    let grant = &engagement.grants[at];
    let holders = words::list(grant.holders.links.iter().map(|link| link.name));
    let message =
        format!("one grant lets {holders} do `{action}`, and others forbid it at all hours");
    let finding = cx.report(place(grant, action), message);
    finding.about(grant.object()).aspect(action);
    finding.label("allowed here");
    for other in others.iter().take(MOST_TOLD) {
        finding.related(place(&engagement.grants[*other], action), "forbidden here");
    }
    finding.help(
        "leave hours at which it is allowed, or strike the grant: together these prohibitions \
         leave nothing of it",
    );
}

fn message(
    engagement: &Engagement<'_>,
    first: &Grant<'_>,
    second: &Grant<'_>,
    action: &str,
) -> String {
    if first.mode() == second.mode() {
        let holders = words::list(first.holders.links.iter().map(|link| link.name));
        return format!("two grants name different people to approve `{action}` for {holders}");
    }
    let (permission, prohibition) = if second.mode() == Some(Mode::Prohibited) {
        (first, second)
    } else {
        (second, first)
    };
    let others = holders(prohibition);
    let forbidden = permission.holders.links.iter().filter(|link| {
        let is_forbidden = |holder| is_of(engagement, holder, &others);
        link.to.is_some_and(is_forbidden)
    });
    let holders = words::list(forbidden.map(|link| link.name));
    format!("one grant lets {holders} do `{action}`, and another forbids it")
}

fn place(grant: &Grant<'_>, action: &str) -> Span {
    let mut actions = grant.actions.iter();
    let named = actions.find(|link| link.name == action);
    named.map_or_else(|| grant.place(), |link| link.span)
}

#[cfg(test)]
mod tests;
