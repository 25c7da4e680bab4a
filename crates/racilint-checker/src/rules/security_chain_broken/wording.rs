//! How a break in the security chain is told.

use std::collections::BTreeSet;

use racilint_diagnostics::Span;
use racilint_parser::language::Activity;
use racilint_parser::values::Many;

use super::stages::{Stage, stages_of};
use super::{Context, only_tools};
use crate::model::Row;
use crate::rules::words;

pub(super) fn report_tools(cx: &mut Context<'_, '_>, security: &[&Row<'_>]) {
    let Some((first, others)) = security.split_first() else {
        return;
    };
    let message = "security is only tools and alerts here: nobody must act on what they show";
    let finding = cx.report(place(first), message);
    finding.about("engagement");
    for row in others {
        finding.related(place(row), "nor does anybody act here");
    }
    finding.help(
        "say who watches, finds out what an alert means, stops the attack and repairs the cause: \
         workstreams with `activity = [\"monitor\", \"triage\", \"contain\", \"remediate\"]` and an \
         owner",
    );
}

pub(super) fn report_area(cx: &mut Context<'_, '_>, area: &str, stages: &[Stage]) {
    let head = cx.engagement.head().map(|head| head.span);
    let profiles = cx.engagement.profiles();
    let profile = profiles.iter().find_map(|(id, span)| {
        let areas = Many::of(&cx.engagement.catalogue().profile(id)?.head.areas);
        span.filter(|_| areas.iter().any(|own| own.name == area))
    });
    let Some(span) = profile.or(head) else {
        return;
    };
    let finding = cx.report(
        span,
        format!(
            "the security chain breaks: nobody is there to {}",
            verbs(stages)
        ),
    );
    finding.about(format!("area.{area}"));
    finding.help(help(stages));
}

pub(super) fn report_missing(cx: &mut Context<'_, '_>, stages: &[Stage], security: &[&Row<'_>]) {
    let areas: BTreeSet<&str> = stages.iter().map(|stage| stage.area()).collect();
    let claims = |row: &&&Row<'_>| {
        row.areas
            .iter()
            .any(|(area, _)| areas.contains(&*area.id.name))
    };
    let claiming: Vec<&&Row<'_>> = security.iter().filter(claims).collect();
    let nearest = claiming
        .first()
        .or(security.first().as_ref())
        .map(|row| **row);
    let Some(row) = nearest else {
        return;
    };
    let span = place(row);
    let others: Vec<Span> = claiming.iter().skip(1).map(|row| place(row)).collect();
    let finding = cx.report(
        span,
        format!(
            "the security chain breaks: nobody is there to {}",
            verbs(stages)
        ),
    );
    // So that other links are another finding to whoever compares.
    let links: Vec<&str> = stages.iter().map(|stage| stage.area()).collect();
    finding.about("engagement").aspect(links.join(" "));
    if claiming.is_empty() {
        finding.label("security work is done here");
    } else {
        finding.label("this is all that is done");
    }
    for span in others {
        finding.related(span, "this is all that is done");
    }
    finding.help(help(stages));
}

fn verbs(stages: &[Stage]) -> String {
    let verbs: Vec<&str> = stages.iter().map(|stage| stage.does()).collect();
    match verbs.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => verbs.concat(),
    }
}

fn help(stages: &[Stage]) -> String {
    let names = words::list(stages.iter().map(|stage| stage.name()));
    format!(
        "give each link an owner and somebody who does it: `activity` with {names}; if a link is \
         nobody's on purpose, say why: `not-applicable = \"...\"`"
    )
}

pub(super) fn report_unowned(cx: &mut Context<'_, '_>, row: &Row<'_>) {
    let stages: Vec<Stage> = stages_of(row).into_iter().collect();
    let who = match (row.accountable().nobody(), row.responsible().nobody()) {
        (true, true) => "nobody answers for it or does it",
        (true, false) => "nobody answers for it",
        _ => "nobody does it",
    };
    let message = format!(
        "the security chain breaks at `{}`, which is there to {}: {who}",
        row.name,
        verbs(&stages)
    );
    let finding = cx.report(row.span, message);
    finding.about(row.object());
    finding.help("name who does it and who answers for it: `responsible` and `accountable`");
}

/// Sources of alerts that pass them on to nobody who must act.
pub(super) fn report_alerts(cx: &mut Context<'_, '_>, security: &[&Row<'_>]) {
    for row in security {
        let mut activities = Many::of(&row.workstream.activity).iter();
        let alerting = activities.find(|own| own.value == Activity::Alerting);
        let Some(alerting) =
            alerting.filter(|_| only_tools(row) && !row.left_out && row.slice.is_none())
        else {
            continue;
        };
        if cx.engagement.somebody_acts_after(row) {
            continue;
        }
        let message = format!(
            "the alerts of `{}` go to nobody who must act on them",
            row.name
        );
        let finding = cx.report(alerting.span, message);
        finding.about(row.object()).aspect("alerts");
        for named in Many::of(&row.workstream.flows_to) {
            finding.related(named.span, "nobody must act here either");
        }
        finding.help(
            "say where the alerts go: `flows-to = [\"...\"]` with the workstream whose people \
             find out what they mean and act",
        );
    }
}

/// The place that says what kind of work a row is, else its id.
fn place(row: &Row<'_>) -> Span {
    let activities = Many::of(&row.workstream.activity);
    activities
        .first()
        .map_or(row.span, |activity| activity.span)
}
