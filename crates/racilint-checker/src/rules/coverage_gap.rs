use std::collections::BTreeSet;

use racilint_diagnostics::{DefaultSeverity, Group};

use super::{Context, declare_rule, duty_words};
use crate::model::{ActorId, Engagement, RowId};
use crate::time::{Absent, Clock, Set};

declare_rule! {
    /// ## What it does
    ///
    /// Reports promised hours in which nobody is on duty who does the work: at no minute of them,
    /// or at some. Every minute until the end of the engagement counts, for a year at most, with
    /// holidays, clock changes and the days on which people come and leave.
    ///
    /// ## Why is this bad?
    ///
    /// The contract says 24x7 and the roster says Monday to Friday. Nobody notices until somebody
    /// calls on a Saturday.
    ///
    /// ## Example
    ///
    /// ```toml,fires
    /// [engagement]
    /// timezone = "America/Chicago"
    ///
    /// [workstream.containment]
    /// hours = "24x7"
    /// responsible = "engineers"
    ///
    /// [team.engineers]
    /// members = ["sal", "bo"]
    /// hours = "Mon-Fri 08:00-18:00"
    /// [person.sal]
    /// [person.bo]
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
    ///
    /// [workstream.containment.slice.days]
    /// hours = "Mon-Fri 08:00-18:00"
    /// responsible = "engineers"
    ///
    /// [workstream.containment.slice.nights]
    /// hours = { outside = "engineers" }
    /// responsible = "on-call"
    ///
    /// [team.engineers]
    /// members = ["sal", "bo"]
    /// hours = "Mon-Fri 08:00-18:00"
    /// [team.on-call]
    /// members = ["sal", "bo"]
    /// hours = "24x7"
    /// [person.sal]
    /// [person.bo]
    /// ```
    ///
    /// ## When it stays silent
    ///
    /// - No hours are promised, or the client is closed on that day.
    /// - Somebody is there, if only for a part of the people: one is enough.
    /// - Only a recorded absence opens the gap: `absence-gap` says so.
    /// - Nobody wrote when those who do the work are there, or those are outside of whose hours it is
    ///   promised: the rule then says whose hours it needs.
    /// - Somebody who does the work cannot be read, or is called by an id that does not exist, and may
    ///   be there: `unknown-reference` says so.
    /// - Nobody does the work at all, or nobody sits in the seat: `missing-responsible` and
    ///   `unfilled-assignee` say so.
    ///
    /// ## References
    ///
    /// - PCI DSS v4.0.1, 12.10.3: personnel available 24/7 to respond to incidents
    /// - SOC 2, CC7.4: responsibilities for the response to incidents
    "coverage-gap" {
        summary: "nobody who does the work is on duty at hours that are promised",
        group: Group::Coverage,
        severity: DefaultSeverity::ERROR,
        needs: "promised hours, everybody known who does the work, and `timezone`",
        frameworks: &["pci-dss", "soc2"],
    }
}

fn check(cx: &mut Context<'_, '_>) {
    let Some(clock) = cx.clock else {
        return cx.lacks_data();
    };
    let engagement = cx.engagement;
    let leaves = engagement.leaves().map(|(id, _)| id);
    let (promising, others): (Vec<RowId>, Vec<RowId>) =
        leaves.partition(|id| clock.promised(*id).is_some());
    let others = others.into_iter();
    let unknown_promises: BTreeSet<ActorId> = others
        .flat_map(|id| clock.without_hours_to_promise(id))
        .collect();
    if !unknown_promises.is_empty() {
        cx.needs_hours_of(unknown_promises);
    }
    if promising.is_empty() {
        return cx.lacks_data();
    }
    let all_there = clock.all_there();
    for row in promising {
        let doers = doers(engagement, row);
        if doers.is_empty() {
            continue;
        }
        let Some(gap) = clock.uncovered(row, &all_there) else {
            continue;
        };
        if gap.is_open() {
            cx.needs_hours_of(unknown(clock, doers));
        } else if !gap.sure.is_empty() {
            report(cx, clock, row, &gap.sure, &all_there);
        }
    }
}

/// The promised minutes in which nobody who does the work is on duty, by the hours or by an absence
/// that the file records: what this rule or `absence-gap` says.
pub(super) fn without_doers(engagement: &Engagement<'_>, clock: &Clock<'_, '_>, row: RowId) -> Set {
    if doers(engagement, row).is_empty() {
        return Set::empty();
    }
    let gap = clock.uncovered(row, &Absent::nobody());
    gap.map(|gap| gap.sure).unwrap_or_default()
}

/// Whether nobody does the work at some promised minutes because these people have left.
pub(super) fn is_left_open(
    engagement: &Engagement<'_>,
    clock: &Clock<'_, '_>,
    row: RowId,
    leaving: &[ActorId],
) -> bool {
    if doers(engagement, row).is_empty() {
        return false;
    }
    let left = clock.all_there();
    let people = leaving.iter();
    let stayed = clock
        .all_there()
        .setting_aside(people.map(|person| (*person, Absent::LEAVING)));
    let gap = clock.newly_uncovered(row, &stayed, &left);
    gap.is_some_and(|gap| !gap.sure.is_empty())
}

/// Those who do the work, if somebody does.
pub(super) fn doers(engagement: &Engagement<'_>, row: RowId) -> Vec<ActorId> {
    let Some(day) = engagement.first_day(row) else {
        return Vec::new();
    };
    let doers: Vec<ActorId> = engagement.row(row).responsible().actors().collect();
    let is_vacant = |doer: &ActorId| !engagement.vacancies(*doer, day).is_empty();
    if doers.iter().all(is_vacant) {
        return Vec::new();
    }
    doers
}

fn unknown(clock: &Clock<'_, '_>, actors: Vec<ActorId>) -> BTreeSet<ActorId> {
    let actors = actors.into_iter();
    actors.flat_map(|own| clock.without_hours(own)).collect()
}

fn report(
    cx: &mut Context<'_, '_>,
    clock: &Clock<'_, '_>,
    id: RowId,
    gap: &Set,
    all_there: &Absent,
) {
    let engagement = cx.engagement;
    let row = engagement.row(id);
    let name = &row.name;
    let windows = clock.windows(gap);
    let message = if clock.promised(id).is_some_and(|promised| *promised == *gap) {
        format!("nobody responsible for `{name}` is on duty at any of the hours that it promises")
    } else {
        let when = windows.longest().unwrap_or_default();
        format!("nobody responsible for `{name}` is on duty {when}")
    };
    let finding = cx.report(duty_words::place_of_promise(engagement, id), message);
    // So that another gap of the same work is another finding to whoever compares.
    finding.about(row.object()).aspect(windows.same_hours());
    let mut label = format!(
        "promised, and without anybody: {}",
        duty_words::how_much(clock, gap)
    );
    // What a clock change opens is seldom the worst, and nobody else would find it.
    let dated = windows
        .all()
        .iter()
        .filter(|window| window.reason.is_some());
    for window in dated.filter(|window| !finding.message.contains(&window.text)) {
        label.push_str("; also ");
        label.push_str(&window.sentence());
    }
    finding.label(label);
    if let Some(span) = duty_words::inherited_promise(engagement, id) {
        finding.related(span, "these hours are promised");
    }
    let doers: Vec<_> = row.responsible().placed().collect();
    let holidays: Vec<_> = doers
        .iter()
        .map(|(own, _)| clock.holidays_of(*own))
        .collect();
    let reasons = duty_words::reasons(&windows, holidays.iter().flat_map(|own| own.iter()), gap);
    for ((actor, span), own) in doers.iter().zip(&holidays) {
        let words = duty_words::on_duty(clock, *actor, all_there, gap);
        let mut closed = own.iter();
        let is_closed = closed.any(|day| reasons.iter().any(|reason| reason.span == day.span));
        let but = if is_closed {
            ", but not on holidays"
        } else {
            ""
        };
        let name = engagement.actor(*actor).name;
        finding.related(*span, format!("`{name}` {words}{but}"));
    }
    duty_words::tell_holidays(finding, engagement, &reasons);
    finding.help(
        "staff these hours, or give them to somebody else in a slice of their own; if nobody has \
         to be there, promise fewer hours",
    );
}

#[cfg(test)]
mod tests;
