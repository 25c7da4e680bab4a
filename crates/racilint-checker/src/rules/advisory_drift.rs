use std::collections::BTreeSet;

use racilint_diagnostics::{DefaultSeverity, Group, ModelScope, Span};
use racilint_parser::language::{Activity, IfNoAnswer, Mode, Model};

use super::{
    Context, authority_invalid, declare_rule, prohibiting, responsibility_without_authority, words,
};
use crate::model::{ActorId, Authority, Engagement, Grant, RowId, Soon};
use crate::time::{Absent, Clock, Set, Unknown};

declare_rule! {
    /// ## What it does
    ///
    /// Reports a provider in a co-managed engagement that is responsible for stopping threats and,
    /// in some hours that are promised, may do nothing to stop one without asking; or that has to
    /// ask the client for more than half of what the work takes.
    ///
    /// ## Why is this bad?
    ///
    /// A provider that may not act can only recommend. The contract says containment, and what is
    /// delivered is an e-mail with advice, at three in the morning, to somebody who is asleep.
    ///
    /// ## Example
    ///
    /// ```toml,fires
    /// [engagement]
    /// model = "co-managed"
    /// client = "harbor"
    /// provider = "northwind"
    ///
    /// [workstream.containment]
    /// responsible = "soc"
    /// accountable = "soc"
    /// needs = ["isolate-endpoint", "disable-account", "block-traffic"]
    ///
    /// [[grant]]
    /// holder = "soc"
    /// action = ["isolate-endpoint", "disable-account"]
    /// mode = "approval-required"
    /// approver = "dana"
    /// within = "30m"
    ///
    /// [[grant]]
    /// holder = "soc"
    /// action = "block-traffic"
    /// mode = "pre-authorized"
    ///
    /// [party.harbor]
    /// [party.northwind]
    /// [team.soc]
    /// party = "northwind"
    /// members = ["li"]
    /// [person.li]
    /// party = "northwind"
    /// [person.dana]
    /// party = "harbor"
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```toml,silent
    /// [engagement]
    /// model = "co-managed"
    /// client = "harbor"
    /// provider = "northwind"
    ///
    /// [workstream.containment]
    /// responsible = "soc"
    /// accountable = "soc"
    /// needs = ["isolate-endpoint", "disable-account", "block-traffic"]
    ///
    /// [[grant]]
    /// holder = "soc"
    /// action = ["isolate-endpoint", "block-traffic"]
    /// mode = "pre-authorized"
    ///
    /// [[grant]]
    /// holder = "soc"
    /// action = "disable-account"
    /// mode = "approval-required"
    /// approver = "dana"
    /// within = "30m"
    ///
    /// [party.harbor]
    /// [party.northwind]
    /// [team.soc]
    /// party = "northwind"
    /// members = ["li"]
    /// [person.li]
    /// party = "northwind"
    /// [person.dana]
    /// party = "harbor"
    /// ```
    ///
    /// ## When it stays silent
    ///
    /// - The provider watches, and the client contains: who does the work is asked only where
    ///   threats are stopped.
    /// - The work is over: its `until` lies before today.
    /// - The client's silence means consent (`if-no-answer = "act"`) within `decide-within`.
    /// - Somebody of the provider may act at once at those hours, though others have to ask.
    /// - Nobody at all may: `responsibility-without-authority` says so for each action.
    /// - A grant that may be the one cannot be read or is misspelt.
    ///
    /// ## References
    ///
    /// - NIST SP 800-61r3: who may decide on containment is settled before the incident
    "advisory-drift" {
        summary: "a provider that is to stop threats may only advise",
        group: Group::ModelFit,
        severity: DefaultSeverity::ERROR,
        needs: "a co-managed provider that stops threats, and grants",
        model: ModelScope::CoManaged,
    }
}

fn check(cx: &mut Context<'_, '_>) {
    let engagement = cx.engagement;
    let sides = engagement.sides();
    let Some(sides) = sides.filter(|_| engagement.model() == Model::CoManaged) else {
        return cx.lacks_data();
    };
    let mut evaluated = false;
    for provider in sides.provider.difference(&sides.client) {
        let work = work_of(*provider, engagement);
        if work.is_empty() || engagement.grants.is_empty() || engagement.is_damaged() {
            continue;
        }
        evaluated = true;
        check_provider(cx, *provider, &work, &sides.client);
    }
    if !evaluated {
        cx.lacks_data();
    }
}

/// A row on which a provider has to stop threats.
struct Work {
    row: RowId,
    /// Those of the provider who do it, each with the place that says so.
    doers: Vec<(ActorId, Span)>,
    /// Those, and whoever else of the provider answers for it or is called about it.
    hands: Vec<ActorId>,
    /// What it takes and can be taken back; where nobody in charge may, another rule says so.
    actions: Vec<String>,
    /// Those of its actions that stop a threat.
    stopping: Vec<String>,
}

fn work_of(provider: ActorId, engagement: &Engagement<'_>) -> Vec<Work> {
    let mut all = Vec::new();
    for (id, row) in engagement.leaves() {
        let contains = row.has_activity(Activity::Contain)
            || row
                .areas
                .iter()
                .any(|(area, _)| area.id.name == "containment");
        if !contains || row.responsible().uncertain() || engagement.is_over(id) {
            continue;
        }
        let doers = row.responsible().placed();
        let doers: Vec<(ActorId, Span)> = doers
            .filter(|(own, _)| engagement.parties(*own).contains(&provider))
            .collect();
        if doers.is_empty() {
            continue;
        }
        let needs = engagement.needs(id).into_iter();
        let is_so = |flag: Option<racilint_parser::decode::Spanned<bool>>| {
            flag.is_some_and(|flag| flag.value)
        };
        let mut work = Work {
            row: id,
            hands: hands(id, provider, &doers, engagement),
            doers,
            actions: Vec::new(),
            stopping: Vec::new(),
        };
        // What cannot be taken back may well take an approval.
        for need in needs.filter(|need| !is_so(need.action.body.irreversible)) {
            let action = &*need.action.id.name;
            let by_design = responsibility_without_authority::is_others_by_design;
            if !is_anybodys(id, action, engagement) && !by_design(engagement, id, action) {
                continue;
            }
            work.actions.push(action.to_owned());
            if is_so(need.action.body.containment) {
                work.stopping.push(action.to_owned());
            }
        }
        if !work.stopping.is_empty() {
            all.push(work);
        }
    }
    all
}

/// Those of a provider who do the work, answer for it or are called about it.
fn hands(
    id: RowId,
    provider: ActorId,
    doers: &[(ActorId, Span)],
    engagement: &Engagement<'_>,
) -> Vec<ActorId> {
    let path = engagement.escalation(id).and_then(|link| link.to);
    let steps = path.map(|path| engagement.paths[path].steps.iter());
    let called = steps
        .into_iter()
        .flatten()
        .flat_map(|step| step.to.actors());
    let others = engagement.row(id).accountable().actors().chain(called);
    let others = others.filter(|own| engagement.parties(*own).contains(&provider));
    doers.iter().map(|(own, _)| *own).chain(others).collect()
}

/// Whether somebody who does the work or answers for it may take an action at all.
fn is_anybodys(id: RowId, action: &str, engagement: &Engagement<'_>) -> bool {
    let row = engagement.row(id);
    let mut owners = row.responsible().actors().chain(row.accountable().actors());
    owners.any(|own| engagement.authority(own, action, id) == Authority::May)
}

fn check_provider(
    cx: &mut Context<'_, '_>,
    provider: ActorId,
    work: &[Work],
    client: &BTreeSet<ActorId>,
) {
    let engagement = cx.engagement;
    let mut asked: Vec<(&str, &Grant<'_>)> = Vec::new();
    let mut all = 0;
    for own in work {
        all += own.actions.len();
        for action in &own.actions {
            let grant = asks_client(own, action, client, engagement);
            asked.extend(grant.map(|grant| (action.as_str(), grant)));
        }
    }
    if asked.len() * 2 > all {
        return report_asking(cx, provider, work, &asked, all);
    }
    if let Some(own) = work.iter().find(|own| is_powerless(own, engagement)) {
        return report_powerless(cx, provider, own, None);
    }
    let Some(clock) = cx.clock else { return };
    for own in work {
        let (sure, open) = powerless_hours(own, clock, engagement);
        if let Some(when) = clock.windows(&sure).worst() {
            return report_powerless(cx, provider, own, Some(&when));
        }
        if open {
            // The hours of a grant hang on hours that nobody wrote.
            cx.lacks_data();
        }
    }
}

/// For how much of what the work takes the provider has to ask.
fn how_many(asked: &[(&str, &Grant<'_>)], all: usize) -> String {
    match asked {
        // More than half takes the client: of several actions that are two.
        [(action, _)] => format!("for the only action, `{action}`"),
        _ => format!("for {} of {all} actions", asked.len()),
    }
}

/// The grant by which the provider may take an action only when the client agrees.
fn asks_client<'e, 'd>(
    work: &Work,
    action: &str,
    client: &BTreeSet<ActorId>,
    engagement: &'e Engagement<'d>,
) -> Option<&'e Grant<'d>> {
    let hands = work.hands.iter().copied();
    let (Soon::Approved(_, grant) | Soon::Sometime(grant)) =
        engagement.soonest_of(hands, action, work.row)
    else {
        return None;
    };
    let mut approvers = grant.approvers.actors();
    let asks = !grant.approvers.nobody()
        && !grant.approvers.uncertain()
        && approvers.all(|own| !engagement.parties(own).is_disjoint(client));
    (asks && !is_consent(grant, work.row, engagement)).then_some(grant)
}

/// Whether silence lets them act within the time in which somebody who may has to be reached.
fn is_consent(grant: &Grant<'_>, row: RowId, engagement: &Engagement<'_>) -> bool {
    let table = grant.table;
    let unread = ["if-no-answer", "within"];
    if unread.iter().any(|key| table.unread.could_hold(key)) {
        return true;
    }
    let acts = table
        .if_no_answer
        .is_some_and(|said| said.value == IfNoAnswer::Act);
    let bound = engagement.decide_target(row);
    acts && table.within.is_some_and(|within| {
        bound.is_none_or(|(_, bound)| within.value.minutes <= bound.value.minutes)
    })
}

/// Whether those of the provider may take none of the actions that stop a threat, not even with an
/// approval.
fn is_powerless(work: &Work, engagement: &Engagement<'_>) -> bool {
    let hands = || work.hands.iter().copied();
    let mut actions = work.stopping.iter();
    actions.all(|action| engagement.soonest_of(hands(), action, work.row).never())
}

/// The promised minutes in which those of the provider may take no action that stops a threat
/// without waiting for an answer, and whether more is not known. Days on which their grant has not
/// begun or is over are told by `authority-invalid`.
fn powerless_hours(work: &Work, clock: &Clock<'_, '_>, engagement: &Engagement<'_>) -> (Set, bool) {
    let Some(promised) = clock.promised(work.row) else {
        return (Set::empty(), false);
    };
    let stopping: Vec<&str> = work.stopping.iter().map(String::as_str).collect();
    let lapsed = authority_invalid::reported_hours(clock, engagement, [work.row], &stopping);
    let promised = promised.difference(&lapsed);
    let lacking = |unknown| {
        let mut free = Vec::new();
        for action in &work.stopping {
            for names in capacities(work, clock, engagement) {
                let modes = clock.modes(&names, action, work.row, unknown);
                free.push(modes.at_once.clone());
                let consent = modes
                    .with_approval
                    .iter()
                    .filter(|own| is_consent(&engagement.grants[own.grant], work.row, engagement));
                free.extend(consent.map(|own| own.when.clone()));
            }
        }
        promised.difference(&Set::union_of(&free))
    };
    let sure = lacking(Unknown::On);
    let open = sure.is_empty() && !lacking(Unknown::Off).is_empty();
    (sure, open)
}

/// In whose names those of the provider act, whoever of them it is.
fn capacities(
    work: &Work,
    clock: &Clock<'_, '_>,
    engagement: &Engagement<'_>,
) -> Vec<BTreeSet<ActorId>> {
    let mut all = Vec::new();
    for doer in &work.hands {
        all.push((*clock.capacities(*doer)).clone());
        let people = engagement.acting(*doer).iter();
        all.extend(people.map(|person| (*clock.capacities(*person)).clone()));
        let ways = clock.reached(*doer, &Absent::nobody(), Unknown::On);
        all.extend(ways.iter().map(|way| (*way.capacities).clone()));
    }
    all.sort();
    all.dedup();
    all
}

fn report_asking(
    cx: &mut Context<'_, '_>,
    provider: ActorId,
    work: &[Work],
    asked: &[(&str, &Grant<'_>)],
    all: usize,
) {
    let engagement = cx.engagement;
    let name = engagement.actor(provider).name;
    let rows = words::list(work.iter().map(|own| &engagement.row(own.row).name));
    let message = format!(
        "`{name}` is responsible for {rows} and has to ask the client {}",
        how_many(asked, all)
    );
    let Some((_, place)) = work[0].doers.first() else {
        return;
    };
    let finding = cx.report(*place, message);
    finding.about(format!("party.{name}"));
    let mut told: Vec<Span> = Vec::new();
    for (action, grant) in asked {
        let link = grant.actions.iter().find(|link| link.name == *action);
        let place = link.map_or(grant.place(), |link| link.span);
        if !told.contains(&place) {
            told.push(place);
            let approvers = words::any_of(grant.approvers.links.iter().map(|link| link.name));
            finding.related(place, format!("only when {approvers} agrees"));
        }
    }
    finding.help(
        "let the provider act at once where waiting does harm: `mode = \"pre-authorized\"`; or let \
         silence mean consent: `if-no-answer = \"act\"` with a short `within`",
    );
}

fn report_powerless(cx: &mut Context<'_, '_>, provider: ActorId, work: &Work, when: Option<&str>) {
    let engagement = cx.engagement;
    let name = engagement.actor(provider).name;
    let row = &engagement.row(work.row).name;
    let when = when.map_or_else(String::new, |when| format!(" without asking {when}"));
    let actions = words::any_of(&work.stopping);
    let message = format!("`{name}` is responsible for `{row}` and may not {actions}{when}");
    let Some((_, place)) = work.doers.first() else {
        return;
    };
    let finding = cx.report(*place, message);
    finding.about(format!("party.{name}"));
    for action in &work.stopping {
        let grants = engagement.grants_about(action, work.row).into_iter();
        for grant in grants.map(|index| &engagement.grants[index]) {
            relate_grant(finding, grant);
        }
    }
    if let Some(hours) = engagement.hours(work.row).filter(|_| !when.is_empty()) {
        finding.related(hours.span, format!("`{row}` is promised then"));
    }
    let grant = if is_all_prohibited(work, engagement) {
        "lift the prohibition for one of these actions, which counts more than any grant, and let \
         the provider take it at once"
    } else {
        "let the provider take one of these actions at once, at every hour that is promised: a \
         `[[grant]]` with `mode = \"pre-authorized\"`"
    };
    finding.help(format!(
        "{grant}; or say that it only watches, and who contains"
    ));
}

/// Whether each action that stops a threat is prohibited to all of the provider who could take it.
fn is_all_prohibited(work: &Work, engagement: &Engagement<'_>) -> bool {
    let is_prohibited = |action: &String| {
        let mut hands = work.hands.iter();
        hands.all(|own| engagement.authority(*own, action, work.row) == Authority::Prohibited)
    };
    work.stopping.iter().all(is_prohibited)
}

/// How far a grant goes, at the place where it says so.
fn relate_grant(finding: &mut racilint_diagnostics::Finding, grant: &Grant<'_>) {
    let holders = words::list(grant.holders.links.iter().map(|link| link.name));
    let hours = grant.table.hours.as_ref().filter(|hours| !hours.always());
    let (place, label) = match (grant.mode(), hours) {
        (Some(Mode::PreAuthorized), Some(hours)) => {
            (hours.span, format!("{holders} may at once, in these hours"))
        }
        (Some(Mode::PreAuthorized), None) => (grant.place(), format!("{holders} may at once")),
        (Some(Mode::ApprovalRequired), _) => {
            (grant.place(), format!("{holders} may with an approval"))
        }
        (Some(Mode::Prohibited), _) => {
            let place = hours.map_or(grant.place(), |hours| hours.span);
            (place, prohibiting::label(grant))
        }
        (None, _) => return,
    };
    if finding.related.iter().all(|told| told.span != place) {
        finding.related(place, label);
    }
}

#[cfg(test)]
mod tests;
