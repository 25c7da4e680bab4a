use std::collections::BTreeSet;

use racilint_diagnostics::{DefaultSeverity, Group};
use racilint_parser::language::Mode;

use super::chain::{self, Call};
use super::{
    Context, approval_path_incomplete, authority_invalid, declare_rule, duty_words,
    escalation_dead_end, escalation_too_slow, missing_escalation_path,
    responsibility_without_authority, usual, words,
};
use crate::model::{ActorId, Engagement, Grant, Need, RowId};
use crate::time::{Absent, Clock, Minute, Set, Unknown};

declare_rule! {
    /// ## What it does
    ///
    /// Reports promised hours at which somebody is on duty for the work, and yet nobody who may
    /// take an action that it takes is reached in time: within `decide-within`, or, where that is
    /// not said, ever. It follows the escalation path minute by minute: who is called when, whether
    /// they are on duty then, whether they may act at that hour, whether their approver is there.
    /// Without a path those who do the work are called, and have `respond-within` to answer.
    ///
    /// ## Why is this bad?
    ///
    /// The alert is seen, the engineer is awake, and the only person who may cut the machine off is
    /// asleep until Monday. Plans that name people and rotas that name hours each look complete.
    ///
    /// ## Example
    ///
    /// ```toml,fires
    /// [engagement]
    /// timezone = "America/Chicago"
    ///
    /// [workstream.containment]
    /// hours = "24x7"
    /// responsible = "soc"
    /// accountable = "dana"
    /// needs = ["disable-account"]
    /// decide-within = "1h"
    /// escalation = "incident"
    ///
    /// [escalation.incident]
    /// steps = [{ to = "soc", ack-within = "15m" }, { to = "dana", ack-within = "15m" }]
    ///
    /// [[grant]]
    /// holder = "dana"
    /// action = "disable-account"
    /// mode = "pre-authorized"
    ///
    /// [team.soc]
    /// members = ["li", "sam"]
    /// hours = "24x7"
    /// [person.li]
    /// [person.sam]
    /// [person.dana]
    /// hours = "Mon-Fri 08:00-17:00"
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```toml,silent
    /// [engagement]
    /// timezone = "America/Chicago"
    ///
    /// [workstream.containment]
    /// hours = "24x7"
    /// responsible = "soc"
    /// accountable = "dana"
    /// needs = ["disable-account"]
    /// decide-within = "1h"
    /// escalation = "incident"
    ///
    /// [escalation.incident]
    /// steps = [{ to = "soc", ack-within = "15m" }, { to = "dana", ack-within = "15m" }]
    ///
    /// [[grant]]
    /// holder = ["dana", "soc"]
    /// action = "disable-account"
    /// mode = "pre-authorized"
    ///
    /// [team.soc]
    /// members = ["li", "sam"]
    /// hours = "24x7"
    /// [person.li]
    /// [person.sam]
    /// [person.dana]
    /// hours = "Mon-Fri 08:00-17:00"
    /// ```
    ///
    /// ## When it stays silent
    ///
    /// - No hours are promised, or the work takes no authority: `needs = []`.
    /// - At those hours nobody who does the work is on duty: `coverage-gap` says so.
    /// - At those hours only the one who has to agree is missing: `approver-off-duty` says so. Or
    ///   the authority of those in charge has not begun or is over: `authority-invalid`.
    /// - The path takes too long even if everybody is on duty, or nobody on it may ever act or
    ///   decide it for the client, or there has to be a path, or nobody in charge may, or an approval
    ///   can never be had: `escalation-too-slow`, `escalation-dead-end`, `missing-escalation-path`,
    ///   `responsibility-without-authority` and `approval-path-incomplete` say so.
    /// - Only a recorded absence opens the gap: `absence-gap` says so.
    /// - Nobody wrote when those who decide it are there: the rule then says whose hours it needs.
    ///
    /// ## References
    ///
    /// - PCI DSS v4.0.1, 12.10.3: personnel available 24/7 to respond to incidents
    /// - NIST SP 800-61: delegated authority of incident response teams
    "after-hours-authority-gap" {
        summary: "somebody is on duty, and nobody who may act is reached in time",
        group: Group::Coverage,
        severity: DefaultSeverity::ERROR,
        needs: "promised hours of work that takes authority, and `timezone`",
        frameworks: &["pci-dss"],
    }
}

fn check(cx: &mut Context<'_, '_>) {
    let Some(clock) = cx.clock else {
        return cx.lacks_data();
    };
    let work = promised_needs(cx.engagement, clock);
    if work.is_empty() {
        return cx.lacks_data();
    }
    let all_there = clock.all_there();
    for (row, needs) in work {
        let covered_by_another = clock.uncovered(row, &all_there).unwrap_or_default().sure;
        let mut gaps = Vec::new();
        let mut open = BTreeSet::new();
        for need in needs {
            let action = &*need.action.id.name;
            if !is_feasible(clock, row, action) && !is_untold(cx.engagement, row, action) {
                continue;
            }
            let Some(late) = clock.too_late(row, action, &all_there) else {
                continue;
            };
            let lapsed = authority_invalid::reported_hours(clock, cx.engagement, [row], &[action]);
            let told = unapproved(clock, row, action)
                .union(&covered_by_another)
                .union(&lapsed);
            let gap = late.sure.difference(&told);
            if !gap.is_empty() && escalation_dead_end::is_reported(cx.engagement, row, action) {
                continue;
            }
            if !gap.is_empty() {
                gaps.push((need, gap));
            } else if !late.at_most.difference(&told).is_empty() {
                open.extend(clock.without_hours_on(row, action));
            }
        }
        report(cx, clock, row, &gaps, &all_there);
        if gaps.is_empty() && !open.is_empty() {
            cx.needs_hours_of(open);
        }
    }
}

/// The promised minutes in which nobody is there to agree: `approver-off-duty` tells them.
fn unapproved(clock: &Clock<'_, '_>, row: RowId, action: &str) -> Set {
    let promised = clock.promised(row).unwrap_or_default();
    let grants = clock.unapproved(row, action);
    let waiting = grants
        .iter()
        .map(|(_, verdict)| verdict.sure.intersection(&promised));
    Set::union_of(&waiting.collect::<Vec<Set>>())
}

/// The rows that promise hours and take authority that somebody in charge may have, with what they
/// take.
pub(super) fn promised_needs<'e>(
    engagement: &'e Engagement<'_>,
    clock: &Clock<'_, '_>,
) -> Vec<(RowId, Vec<Need<'e>>)> {
    let leaves = engagement.leaves().filter(|(_, row)| !row.only_decides());
    let promising = leaves.filter(|(id, _)| clock.promised(*id).is_some());
    let lacks = |id: RowId, need: &Need| {
        let action = &*need.action.id.name;
        responsibility_without_authority::is_reported(engagement, id, action)
    };
    let needing = promising.map(|(id, _)| {
        let mut needs = engagement.needs(id);
        needs.retain(|need| !lacks(id, need));
        (id, needs)
    });
    needing.filter(|(_, needs)| !needs.is_empty()).collect()
}

/// Whether somebody who may act would be reached in time if everybody were on duty.
pub(super) fn is_feasible(clock: &Clock<'_, '_>, row: RowId, action: &str) -> bool {
    let best = clock.at_best(row, action);
    let bound = clock.decide_within(row).map(Minute::from);
    best.is_some_and(|best| bound.is_none_or(|bound| best <= bound))
}

/// Whether somebody who may act is reached, and too late even if everybody were on duty.
fn is_too_slow(clock: &Clock<'_, '_>, row: RowId, action: &str) -> bool {
    clock.at_best(row, action).is_some() && !is_feasible(clock, row, action)
}

/// Whether no rule that asks for no hours says that nobody who may act is reached in time even if
/// everybody were on duty: there is no path, or those on it may act as persons and are called in a
/// role that may not.
fn is_untold(engagement: &Engagement<'_>, row: RowId, action: &str) -> bool {
    let mut grants = engagement.grants_for(action, row);
    let waits_for_ever = |grant: &Grant<'_>| {
        let asks = grant.mode() == Some(Mode::ApprovalRequired);
        asks && approval_path_incomplete::is_reported(grant)
    };
    !missing_escalation_path::is_reported(engagement, row)
        && !escalation_too_slow::is_reported(engagement, row, action)
        && !escalation_dead_end::is_reported(engagement, row, action)
        && !grants.any(waits_for_ever)
}

fn report(
    cx: &mut Context<'_, '_>,
    clock: &Clock<'_, '_>,
    id: RowId,
    gaps: &[(Need, Set)],
    absent: &Absent,
) {
    // Of equals the first: the order of the file.
    let Some((need, gap)) = gaps.iter().rev().max_by_key(|(_, gap)| gap.minutes()) else {
        return;
    };
    let engagement = cx.engagement;
    let row = engagement.row(id);
    let alike: Vec<&str> = gaps
        .iter()
        .filter(|(_, own)| own == gap)
        .map(|(need, _)| &*need.action.id.name)
        .collect();
    let action = &*need.action.id.name;
    let windows = clock.windows(gap);
    let in_time = chain::bound(clock, id);
    let too_slow = is_too_slow(clock, id, action);
    let reached = match clock.at_best(id, action) {
        None => "ever reached".to_owned(),
        Some(_) if too_slow => format!("ever reached {in_time}"),
        Some(_) => {
            let when = windows.longest().unwrap_or_default();
            format!("reached {in_time}: {when}")
        }
    };
    let message = format!(
        "nobody who may {} for `{}` is {reached}",
        words::any_of(&alike),
        row.name,
    );
    let times = clock.time_to_authority(id, action, absent, Unknown::Off);
    let calls = usual::calls(&windows, &times);
    let worst = chain::worst_call(clock, id, action, absent, &calls);
    let finding = cx.report(need.span, message);
    let weekly = windows.same_hours();
    finding
        .about(row.object())
        .aspect(format!("{} {weekly}", alike.join(" ")));
    let much = duty_words::how_much(clock, gap);
    let call = Call {
        clock,
        engagement,
        row: id,
        action,
        absent,
        at: worst.as_ref().map_or(0, |(at, _)| *at),
    };
    if let Some((_, words)) = worst {
        finding.label(format!("{words}; {much}"));
        call.tell(finding);
    }
    if let Some((_, target)) = engagement.decide_target(id).filter(|_| too_slow) {
        finding.related(target.span, "somebody who may act is reached within this");
    }
    for (need, own) in gaps.iter().filter(|(_, own)| own != gap) {
        let when = clock.windows(own).worst().unwrap_or_default();
        let action = &need.action.id.name;
        let place = if need.from_area.is_some() {
            duty_words::place_of_promise(engagement, id)
        } else {
            need.span
        };
        finding.related(place, format!("nor anybody who may `{action}`: {when}"));
    }
    finding.help(help(call, gap));
}

/// Somebody who is called, is there all the time that is lacking and is not prohibited is the one to
/// empower: a further grant to whoever is would be overruled.
fn help(call: Call<'_, '_, '_, '_>, gap: &Set) -> String {
    let (engagement, action) = (call.engagement, call.action);
    let called = call.clock.called(call.row);
    let there = |owner: &ActorId| {
        let duty = call.clock.on_duty(*owner, call.absent, Unknown::Off);
        gap.difference(&duty).is_empty()
    };
    let is_prohibited = |owner: &ActorId| !call.prohibitions(*owner, gap).is_empty();
    let owners = || called.steps.iter().flat_map(|step| &step.owners).copied();
    let name = |owner| engagement.actor(owner).name;
    let [answer, decide] = [
        call.clock.respond_within(call.row),
        call.clock.decide_within(call.row),
    ];
    if called.path.is_none() && is_too_slow(call.clock, call.row, action) && answer > decide {
        return "answer sooner: a shorter `respond-within`; or promise what can be kept: a longer \
                `decide-within`"
            .to_owned();
    }
    let call_somebody = match called.path {
        Some(_) => "put somebody on the path",
        None => "name an `escalation` with somebody",
    };
    if let Some(owner) = owners().find(|owner| there(owner) && !is_prohibited(owner)) {
        return format!(
            "let whoever is there act: `[[grant]]` with `holder = \"{}\"`, `action = \
             \"{action}\"` and `mode = \"pre-authorized\"`; or {call_somebody} who may and is on \
             duty",
            name(owner)
        );
    }
    match owners().find(is_prohibited) {
        Some(owner) => format!(
            "lift the prohibition of `{action}` for `{}`, or narrow its `hours`: it counts more than \
             any grant{}; or {call_somebody} who may and is on duty",
            name(owner),
            if call.is_granted(owner, gap) {
                String::new()
            } else {
                format!(
                    "; and let `{}` act at these hours: `[[grant]]` with `mode = \"pre-authorized\"`",
                    name(owner)
                )
            }
        ),
        None => {
            let grants = engagement.grants_about(action, call.row).into_iter();
            let mut modes = grants.filter_map(|index| engagement.grants[index].mode());
            let consent = match modes.any(|mode| mode == Mode::ApprovalRequired) {
                true => "; or say that silence means consent: `if-no-answer = \"act\"`",
                false => "",
            };
            format!("{call_somebody} who may act and is on duty at these hours{consent}")
        }
    }
}

#[cfg(test)]
mod tests;
