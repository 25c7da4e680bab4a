use std::collections::BTreeMap;

use jiff::civil::Date;
use racilint_diagnostics::{DefaultSeverity, Group};
use racilint_parser::language::Activity;

use super::evidence_owner_cannot_produce::{rows, rows_by_duty};
use super::{Context, declare_rule, words};
use crate::model::{DutyKey, Engagement, Evidence, RowId, Seats};

declare_rule! {
    /// ## What it does
    ///
    /// Reports evidence that is reviewed by those who made it, or by those who do the work that it
    /// is to prove. Of work in parts, and of work that is named by its duty alone, that is at least
    /// half of the parts. Of people who follow one another those are compared who are there on the
    /// same day.
    ///
    /// ## Why is this bad?
    ///
    /// Whoever overlooked something at the console overlooks it in the report as well. Proof that
    /// nobody else has looked at proves nothing to an auditor.
    ///
    /// ## Example
    ///
    /// ```toml,fires
    /// [engagement]
    ///
    /// [evidence.access-review]
    /// owner = "compliance-lead"
    /// producer = "lars"
    /// reviewer = "lars"
    ///
    /// [person.lars]
    /// [role.compliance-lead]
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```toml,silent
    /// [engagement]
    ///
    /// [evidence.access-review]
    /// owner = "compliance-lead"
    /// producer = "lars"
    /// reviewer = "maria"
    ///
    /// [person.lars]
    /// [person.maria]
    /// [role.compliance-lead]
    /// ```
    ///
    /// ## When it stays silent
    ///
    /// - One of several reviewers, or one of several who made it, is somebody else: a lead reviews
    ///   what the team does.
    /// - The reviewer does less than half of the parts. Parts that only decide, approve or validate
    ///   are not counted.
    /// - Only while one hands over to another, for less than a month, the two are the same.
    /// - Owner and producer are the same: whoever makes it may keep it.
    /// - Somebody is unknown, or nobody: other rules say so.
    ///
    /// ## References
    ///
    /// - PCI DSS 4.0.1, 12.4.2: reviews by personnel other than those who perform the task
    /// - ISO/IEC 27001:2022, 9.2: auditors are objective and impartial
    "self-review" {
        summary: "somebody reviews what they did themselves",
        group: Group::Separation,
        severity: DefaultSeverity::ByCriticality,
        needs: "evidence with a reviewer",
        frameworks: &["pci-dss", "iso-27001"],
    }
}

fn check(cx: &mut Context<'_, '_>) {
    let engagement = cx.engagement;
    let reviewed: Vec<(&Evidence<'_>, Seats<'_>)> = engagement
        .evidence
        .iter()
        .map(|evidence| (evidence, engagement.reviewers(evidence)))
        .filter(|(_, reviewers)| !reviewers.nobody())
        .collect();
    if reviewed.is_empty() {
        return cx.lacks_data();
    }
    let duties = rows_by_duty(engagement);
    for (evidence, reviewers) in &reviewed {
        let own_work = || {
            own_whole(evidence, reviewers, engagement)
                .or_else(|| own_parts(evidence, reviewers, &duties, engagement))
        };
        let days = days_of(evidence, engagement);
        if let Some(when) = same_hands(reviewers, &evidence.producer, days, engagement) {
            let own = Own {
                work: &evidence.producer,
                does: "makes it",
                when,
            };
            report(cx, evidence, reviewers, &own);
        } else if let Some((work, when)) = own_work() {
            let own = Own {
                work,
                does: "does the work that it proves",
                when,
            };
            report(cx, evidence, reviewers, &own);
        }
    }
}

/// Those who review what they did themselves.
struct Own<'e, 'd> {
    work: &'e Seats<'d>,
    does: &'static str,
    /// On which days, in words; empty where it is all of them.
    when: String,
}

/// A first and a last day; open where none is said.
type Days = (Date, Option<Date>);

/// Whether two keys are the same hands, and on which days where not on all.
fn same_hands(
    reviewers: &Seats<'_>,
    work: &Seats<'_>,
    days: Days,
    engagement: &Engagement<'_>,
) -> Option<String> {
    if engagement.are_same_hands(reviewers, work) {
        return Some(String::new());
    }
    let (first, last) = days;
    let same = engagement.days_in_same_hands(reviewers, work, days)?;
    Some(match same.last {
        until if same.first == first && until == last => String::new(),
        Some(until) if same.first == first => format!(" until {until}"),
        Some(until) => format!(" from {} to {until}", same.first),
        None => format!(" from {} on", same.first),
    })
}

/// The days of the work that evidence is for, or of the engagement.
fn days_of(evidence: &Evidence<'_>, engagement: &Engagement<'_>) -> Days {
    let rows = evidence.rows.iter().filter_map(|link| link.to);
    let days = rows.map(|row| days_of_row(row, engagement));
    // Without a last day work goes on.
    let whole = days.reduce(|(first, last), (other, until)| {
        let last = last.zip(until).map(|(last, until)| last.max(until));
        (first.min(other), last)
    });
    whole.unwrap_or((engagement.start(), engagement.end()))
}

fn days_of_row(row: RowId, engagement: &Engagement<'_>) -> Days {
    let first = engagement.first_day(row).unwrap_or(engagement.start());
    (first, engagement.last_day(row).map(|(last, _)| last))
}

/// The seats of those who do work that evidence names, where they are its reviewers, and when.
fn own_whole<'e, 'd>(
    evidence: &Evidence<'_>,
    reviewers: &Seats<'_>,
    engagement: &'e Engagement<'d>,
) -> Option<(&'e Seats<'d>, String)> {
    let mut rows = evidence.rows.iter().filter_map(|link| link.to);
    rows.find_map(|row| {
        let work = engagement.row(row).responsible();
        let days = days_of_row(row, engagement);
        Some((work, same_hands(reviewers, work, days, engagement)?))
    })
}

/// The same of the parts of that work, or of the work behind a duty, where the reviewers do half of
/// it or more.
fn own_parts<'e, 'd>(
    evidence: &Evidence<'_>,
    reviewers: &Seats<'_>,
    duties: &BTreeMap<DutyKey<'_>, Vec<RowId>>,
    engagement: &'e Engagement<'d>,
) -> Option<(&'e Seats<'d>, String)> {
    let rows = rows(evidence, duties, engagement);
    let parts = rows.into_iter().filter(|row| is_done(*row, engagement));
    let (mut own, mut others) = (Vec::new(), 0);
    for row in parts {
        let work = engagement.row(row).responsible();
        let days = days_of_row(row, engagement);
        match same_hands(reviewers, work, days, engagement) {
            Some(when) => own.push((work, when)),
            None => others += 1,
        }
    }
    let is_half = own.len() >= others;
    own.into_iter().next().filter(|_| is_half)
}

/// Whether somebody carries something out there, and does not only judge what others do.
fn is_done(id: RowId, engagement: &Engagement<'_>) -> bool {
    let row = engagement.row(id);
    let mut activities = row.activities().peekable();
    let judges = activities.peek().is_some()
        && activities.all(|own| matches!(own, Activity::Decision | Activity::Validate));
    let needs = engagement.needs(id);
    let mut actions = needs.iter().map(|need| need.action);
    let approves =
        !needs.is_empty() && actions.all(|own| own.body.decision.is_some_and(|own| own.value));
    row.is_leaf() && !row.responsible().nobody() && !judges && !approves
}

fn report(
    cx: &mut Context<'_, '_>,
    evidence: &Evidence<'_>,
    reviewers: &Seats<'_>,
    own: &Own<'_, '_>,
) {
    let (name, when) = (evidence.name, &own.when);
    let who = words::list(reviewers.links.iter().map(|link| link.name));
    let message = format!("{who} reviews work of their own{when}: the evidence `{name}`");
    let place = reviewers.first_span().unwrap_or(evidence.span);
    let finding = cx.report(place, message);
    finding.about(evidence.object());
    for link in &own.work.links {
        finding.related(link.span, own.does);
    }
    finding.help("let somebody look who neither made it nor did the work: `reviewer = \"...\"`");
}

#[cfg(test)]
mod tests;
