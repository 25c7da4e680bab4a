use std::collections::BTreeSet;

use racilint_diagnostics::{DefaultSeverity, Group};

use super::after_hours_authority_gap::{is_feasible, promised_needs};
use super::chain::{self, Call};
use super::seconds::{self, Asked};
use super::{Context, coverage_gap, declare_rule, duty_words, usual, words};
use crate::model::{ActorId, Engagement, Need, RowId};
use crate::time::{Absent, Clock, Set, Unknown};

declare_rule! {
    /// ## What it does
    ///
    /// Reports somebody without whom nobody who may take an action is reached in time: within
    /// `decide-within`, or, where that is not said, ever. It takes every person away in turn, for
    /// as long as you like and with nobody standing in, and follows the escalation path at every
    /// promised minute.
    ///
    /// ## Why is this bad?
    ///
    /// People fall ill, travel and resign without asking the rota. If one of them is enough to stop
    /// a decision, it is a matter of time until it stops.
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
    /// hours = "24x7"
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
    /// accountable = "it-director"
    /// needs = ["disable-account"]
    /// decide-within = "1h"
    /// escalation = "incident"
    ///
    /// [escalation.incident]
    /// steps = [{ to = "soc", ack-within = "15m" }, { to = "it-director", ack-within = "15m" }]
    ///
    /// [[grant]]
    /// holder = "it-director"
    /// action = "disable-account"
    /// mode = "pre-authorized"
    ///
    /// [team.soc]
    /// members = ["li", "sam"]
    /// hours = "24x7"
    /// [role.it-director]
    /// held-by = "dana"
    /// deputy = "lee"
    /// [person.li]
    /// [person.sam]
    /// [person.dana]
    /// hours = "24x7"
    /// [person.lee]
    /// hours = "24x7"
    /// ```
    ///
    /// ## When it stays silent
    ///
    /// - Somebody else who may act is reached in time: a deputy, a colleague of the team, a later
    ///   step; or silence means consent.
    /// - It takes too long with everybody there as well: other rules say so.
    /// - At the time of a recorded absence of the same person: `absence-gap` says so, and of the
    ///   rest of the year nothing.
    /// - At all these hours nobody who does the work is on duty: `coverage-gap` or `absence-gap`
    ///   says so.
    /// - A team with hours and without shifts loses one of several members: it is trusted to be
    ///   staffed as it says.
    ///
    /// ## References
    ///
    /// - SOC 2, CC7.5: recovery, with the absence of key people in mind
    /// - Workflow resiliency: whether work can be done with any one person missing
    "absence-breaks-path" {
        summary: "without one person nobody who may act is reached in time",
        group: Group::Load,
        severity: DefaultSeverity::ByCriticality,
        needs: "promised hours of work that takes authority, and `timezone`",
        frameworks: &["soc2"],
    }
}

fn check(cx: &mut Context<'_, '_>) {
    let Some(clock) = cx.clock else {
        return cx.lacks_data();
    };
    let engagement = cx.engagement;
    let work = promised_needs(engagement, clock);
    if work.is_empty() {
        return cx.lacks_data();
    }
    for (row, needs) in work {
        let needs = needs.into_iter();
        let needs: Vec<Need> = needs
            .filter(|need| is_feasible(clock, row, &need.action.id.name))
            .collect();
        let people = needs
            .iter()
            .flat_map(|need| (*clock.who_is_needed(row, &need.action.id.name)).clone());
        let people: BTreeSet<ActorId> = people.collect();
        let idle = coverage_gap::without_doers(engagement, clock, row);
        for person in people {
            judge(cx, clock, row, &needs, person, &idle);
        }
    }
}

fn judge(
    cx: &mut Context<'_, '_>,
    clock: &Clock<'_, '_>,
    row: RowId,
    needs: &[Need],
    person: ActorId,
    idle: &Set,
) {
    let (nobody, absent) = (Absent::nobody(), Absent::of([person]));
    let mut broken: Vec<(&Need, Set)> = Vec::new();
    for need in needs {
        let action = &*need.action.id.name;
        let change = clock.newly_late(row, action, &nobody, &absent);
        let change = change.unwrap_or_default();
        if change.is_open() {
            cx.needs_hours_of(clock.without_hours_on(row, action));
        } else if !change.sure.difference(idle).is_empty() {
            broken.push((need, change.sure));
        }
    }
    report(cx, clock, row, person, &broken);
}

fn report(
    cx: &mut Context<'_, '_>,
    clock: &Clock<'_, '_>,
    id: RowId,
    person: ActorId,
    broken: &[(&Need, Set)],
) {
    // Of equals the first: the order of the file.
    let Some((need, when)) = broken.iter().rev().max_by_key(|(_, own)| own.minutes()) else {
        return;
    };
    let engagement = cx.engagement;
    let (row, name) = (engagement.row(id), engagement.actor(person).name);
    let alike = broken.iter().filter(|(_, own)| own == when);
    let alike: Vec<&str> = alike.map(|(need, _)| &*need.action.id.name).collect();
    let windows = clock.windows(when);
    let message = format!(
        "without `{name}`, nobody who may {} for `{}` is reached {}: {}",
        words::any_of(&alike),
        row.name,
        chain::bound(clock, id),
        windows.longest().unwrap_or_default()
    );
    let absent = Absent::of([person]);
    let action = &*need.action.id.name;
    let times = clock.time_to_authority(id, action, &absent, Unknown::Off);
    let calls = usual::calls(&windows, &times);
    let worst = chain::worst_call(clock, id, action, &absent, &calls);
    let finding = cx.report(row.span, message);
    finding.about(row.object()).aspect(name);
    if let Some((at, words)) = worst {
        finding.label(format!("{words}; {}", duty_words::how_much(clock, when)));
        let call = Call {
            clock,
            engagement,
            row: id,
            action,
            absent: &absent,
            at,
        };
        call.tell(finding);
    }
    for (need, own) in broken.iter().filter(|(_, own)| own != when) {
        let action = &need.action.id.name;
        let place = if need.from_area.is_some() {
            duty_words::place_of_promise(engagement, id)
        } else {
            need.span
        };
        let when = clock.windows(own).worst().unwrap_or_default();
        finding.related(place, format!("nor anybody who may `{action}`: {when}"));
    }
    let asked = Asked::about(clock, engagement, id, action);
    finding.help(help(engagement, &asked, person));
}

/// Who could act instead: what there is to add where the person sits, and beside the person.
fn help(engagement: &Engagement<'_>, asked: &Asked, person: ActorId) -> String {
    let mut ways = Vec::new();
    if let Some(role) = asked.role(engagement, person) {
        ways.push(seconds::further_deputy(engagement, role, person));
    }
    if let Some(approver) = asked.approver(engagement, person) {
        let name = engagement.actor(approver).name;
        ways.push(format!("a second approver beside `{name}`"));
    }
    ways.push("a grant for somebody who is on duty".to_owned());
    format!(
        "let a second person act: {}, or a further step",
        ways.join(", ")
    )
}

#[cfg(test)]
mod tests;
