use std::collections::BTreeSet;

use jiff::civil::Date;
use racilint_diagnostics::{DefaultSeverity, Group, Span};

use super::{Context, declare_rule, words};
use crate::graph::waiting_circles;
use crate::model::Milestone;

declare_rule! {
    /// ## What it does
    ///
    /// Reports milestones that cannot be kept in the order that the file says: milestones that
    /// wait for each other in a circle, one that is due before another that it waits for, and one
    /// that is due after the work that needs it has begun.
    ///
    /// ## Why is this bad?
    ///
    /// A plan that contradicts itself is followed by nobody. On the first day of service somebody
    /// asks for the access that was due a week later.
    ///
    /// ## Example
    ///
    /// ```toml,fires
    /// [engagement]
    /// starts = 2027-01-01
    ///
    /// [workstream.containment]
    ///
    /// [milestone.access]
    /// title = "Administrative access granted"
    /// due = 2027-01-15
    /// before = ["containment"]
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```toml,silent
    /// [engagement]
    /// starts = 2027-01-01
    ///
    /// [workstream.containment]
    ///
    /// [milestone.access]
    /// title = "Administrative access granted"
    /// due = 2026-12-15
    /// before = ["containment"]
    /// ```
    ///
    /// ## When it stays silent
    ///
    /// - The milestone is `done` on the day of the check, in time or not.
    /// - Both are due on the same day, or the milestone on the day on which the work begins.
    /// - One of the days is not said: nothing contradicts it.
    /// - A milestone of the exit lies after the beginning of the work, as it must.
    ///
    /// ## References
    ///
    /// - ISO/IEC 20000-1:2018, 8.5.2: the transition of services is planned, with dates
    /// - ISO 21502:2020, 7.6: activities are put in order by what they depend on
    "milestone-order-invalid" {
        summary: "milestones wait for each other in a circle, or are due after what needs them",
        group: Group::Onboarding,
        severity: DefaultSeverity::ERROR,
        needs: "milestones with `before`",
    }
}

/// So many milestones of a circle are named in the message; the rest shows in the evidence.
const MOST_NAMES: usize = 5;

fn check(cx: &mut Context<'_, '_>) {
    let milestones = cx.engagement.milestones();
    let orders =
        |milestone: &Milestone<'_>| !milestone.rows.is_empty() || !milestone.milestones.is_empty();
    if !milestones.iter().any(orders) {
        return cx.lacks_data();
    }
    let mut circling = BTreeSet::new();
    for circle in waiting_circles(&milestones) {
        circling.extend(circle.iter().map(|(index, _)| *index));
        report_circle(cx, &milestones, &circle);
    }
    for (index, milestone) in milestones.iter().enumerate() {
        if let (Some(due), false) = (milestone.due(), milestone.is_done()) {
            check_followers(cx, &milestones, index, due, &circling);
            check_rows(cx, milestone, due);
        }
    }
}

fn report_circle(cx: &mut Context<'_, '_>, milestones: &[Milestone<'_>], circle: &[(usize, Span)]) {
    let [(first, _), ..] = circle else {
        return;
    };
    let Some((last, closing)) = circle.last() else {
        return;
    };
    let name = |index: usize| milestones[index].name;
    let message = if circle.len() == 1 {
        format!("the milestone `{}` waits for itself", name(*first))
    } else {
        let names = circle
            .iter()
            .take(MOST_NAMES)
            .map(|(index, _)| name(*index));
        format!("the milestones {} wait for each other", words::list(names))
    };
    let finding = cx.report(*closing, message);
    finding.about(milestones[*first].object()).aspect("circle");
    if circle.len() > 1 {
        finding.label(format!(
            "`{}` comes before `{}`: the circle closes",
            name(*last),
            name(*first)
        ));
    }
    for (step, next) in circle.iter().zip(&circle[1..]) {
        let label = format!("`{}` comes before `{}`", name(step.0), name(next.0));
        finding.related(step.1, label);
    }
    finding
        .steps()
        .help("take the one that can be reached first out of `before` of the other");
}

/// Milestones that wait for this one and are due before it.
fn check_followers(
    cx: &mut Context<'_, '_>,
    milestones: &[Milestone<'_>],
    index: usize,
    (due, span): (Date, Span),
    circling: &BTreeSet<usize>,
) {
    let milestone = &milestones[index];
    for (next, named) in &milestone.milestones {
        let follower = &milestones[*next];
        let in_circle = circling.contains(&index) && circling.contains(next);
        let Some((earlier, place)) = follower.due().filter(|(day, _)| *day < due) else {
            continue;
        };
        if follower.is_done() || in_circle {
            continue;
        }
        let (name, before) = (follower.name, milestone.name);
        let message = format!("`{name}` is due before `{before}`, which it waits for");
        let finding = cx.report(place, message);
        finding
            .about(follower.object())
            .aspect(before)
            .label(format!("due on {earlier}"))
            .related(span, format!("`{before}` is due on {due}"))
            .related(*named, format!("`{name}` waits for it"))
            .help("move one of the two days, or say that it need not wait");
    }
}

/// Rows that wait for this milestone and begin before it is due.
fn check_rows(cx: &mut Context<'_, '_>, milestone: &Milestone<'_>, (due, span): (Date, Span)) {
    if !milestone.is_onboarding() {
        return;
    }
    let engagement = cx.engagement;
    let mut late: Vec<(&str, Span, Date, Span)> = Vec::new();
    for (row, named) in &milestone.rows {
        let own = engagement.row(*row);
        if let Some((from, place)) = engagement.effective(*row)
            && from < due
            && !own.left_out
        {
            late.push((&own.name, *named, from, place));
        }
    }
    let Some((first, ..)) = late.first() else {
        return;
    };
    let more = match late.len() {
        1 => String::new(),
        2 => " and 1 other".to_owned(),
        count => format!(" and {} others", count - 1),
    };
    let name = milestone.name;
    let message = format!("`{name}` is due after the beginning of `{first}`{more}, which needs it");
    let finding = cx.report(span, message);
    finding.about(milestone.object()).aspect("work");
    finding.label(format!("due on {due}"));
    let mut said = BTreeSet::new();
    for (row, named, from, place) in &late {
        finding.related(*named, format!("`{row}` needs it"));
        if said.insert(*place) {
            finding.related(*place, format!("begins on {from}"));
        }
    }
    finding.help(
        "reach it earlier, or let the work begin later: `from` of the workstream; \
         if the work can begin without it, take it out of `before`",
    );
}

#[cfg(test)]
mod tests;
