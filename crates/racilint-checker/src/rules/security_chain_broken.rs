use std::collections::{BTreeMap, BTreeSet};

use racilint_diagnostics::{DefaultSeverity, Group, Span};
use racilint_parser::language::Activity;
use racilint_parser::values::{Many, Target};

use super::{Context, declare_rule, words};
use crate::catalogue;
use crate::model::{Engagement, Row};

mod stages;

use stages::{CHAIN, Stage, is_security, stages_of};

declare_rule! {
    /// ## What it does
    ///
    /// Reports a gap in the chain of security work: govern, give access, monitor, triage, contain,
    /// remediate, validate. A link is missing, has no owner, is only a tool, or raises alerts that
    /// go to nobody who acts.
    ///
    /// ## Why is this bad?
    ///
    /// An attack is stopped by the whole chain or not at all. A console full of alerts that nobody
    /// must act on is the most expensive way of not knowing.
    ///
    /// ## Example
    ///
    /// ```toml,fires
    /// [engagement]
    ///
    /// [workstream.security-monitoring]
    /// activity = "alerting"
    /// responsible = "soc"
    /// accountable = "soc-lead"
    ///
    /// [workstream.response]
    /// area = ["containment", "remediation"]
    /// responsible = "soc"
    /// accountable = "soc-lead"
    ///
    /// [workstream.direction]
    /// area = ["security-governance", "access-management", "control-validation"]
    /// responsible = "security-officer"
    /// accountable = "security-officer"
    ///
    /// [team.soc]
    /// [role.soc-lead]
    /// [role.security-officer]
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```toml,silent
    /// [engagement]
    ///
    /// [workstream.security-monitoring]
    /// activity = ["monitor", "triage"]
    /// responsible = "soc"
    /// accountable = "soc-lead"
    ///
    /// [workstream.response]
    /// area = ["containment", "remediation"]
    /// responsible = "soc"
    /// accountable = "soc-lead"
    ///
    /// [workstream.direction]
    /// area = ["security-governance", "access-management", "control-validation"]
    /// responsible = "security-officer"
    /// accountable = "security-officer"
    ///
    /// [team.soc]
    /// [role.soc-lead]
    /// [role.security-officer]
    /// ```
    ///
    /// ## When it stays silent
    ///
    /// - One workstream stands for several links: by its `activity`, or by its area when it names
    ///   no activity.
    /// - A link is not applicable with a reason, or an exclusion leaves its area out.
    /// - `unowned-area`, `missing-accountable` or `missing-responsible` has said the same.
    /// - Nothing in the engagement is about security: then the rule is not evaluated.
    ///
    /// ## References
    ///
    /// - NIST CSF 2.0: DE.AE-06, RS.MA-01 to RS.MA-05, RS.MI-01, RS.MI-02
    /// - CISA AA22-131A
    "security-chain-broken" {
        summary: "a link is missing between watching for an attack and stopping it",
        group: Group::Ownership,
        severity: DefaultSeverity::ERROR,
        needs: "security work, with readable areas and activities",
        frameworks: &["nist-csf"],
    }
}

fn check(cx: &mut Context<'_, '_>) {
    let engagement = cx.engagement;
    let security: Vec<&Row<'_>> = engagement
        .rows()
        .map(|(_, row)| row)
        .filter(|row| is_security(row))
        .collect();
    if security.is_empty() || engagement.is_damaged() || is_lost(engagement) {
        return cx.lacks_data();
    }
    if security.iter().all(|row| only_tools(row)) {
        return report_tools(cx, &security);
    }
    let chain = Chain::of(engagement);
    let missing = chain.missing(engagement);
    for (area, stages) in &missing.by_area {
        report_area(cx, area, stages);
    }
    if !missing.others.is_empty() {
        report_missing(cx, &missing.others, &security);
    }
    for row in chain.unowned() {
        report_unowned(cx, row);
    }
    let told: BTreeSet<Stage> = missing.all();
    if ![Stage::Monitor, Stage::Triage]
        .iter()
        .any(|stage| told.contains(stage))
    {
        report_alerts(cx, &security);
    }
}

/// Whether a row may be about security for all that could be read.
fn is_lost(engagement: &Engagement<'_>) -> bool {
    let unread = |row: &Row<'_>| row.could_hold("area") || row.could_hold("activity");
    let mut mentions = engagement.document.mentions.iter();
    engagement.rows().any(|(_, row)| unread(row))
        || mentions.any(|mention| {
            mention.target == Target::Area
                && catalogue::area(&mention.name).is_none()
                && engagement.names.row(&mention.name).is_none()
        })
}

/// Whether a row supplies tools or passes alerts on, and does nothing else.
fn only_tools(row: &Row<'_>) -> bool {
    let mut activities = row.activities().peekable();
    let is_tool = |own| matches!(own, Activity::Tooling | Activity::Alerting);
    activities.peek().is_some() && activities.all(is_tool)
}

/// The rows that stand for each link, and the links that are left out on purpose.
struct Chain<'e, 'd> {
    links: BTreeMap<Stage, Vec<&'e Row<'d>>>,
    left_out: BTreeSet<Stage>,
}

impl<'e, 'd> Chain<'e, 'd> {
    fn of(engagement: &'e Engagement<'d>) -> Self {
        let mut chain = Chain {
            links: BTreeMap::new(),
            left_out: BTreeSet::new(),
        };
        for (_, row) in engagement.rows() {
            if row.left_out {
                chain.left_out.extend(stages_of(row));
            } else if row.is_leaf() {
                for stage in stages_of(row) {
                    chain.links.entry(stage).or_default().push(row);
                }
            }
        }
        for exclusion in &engagement.document.tables.exclusions {
            for named in Many::of(&exclusion.area) {
                let stages = CHAIN.iter().filter(|stage| stage.area() == named.name);
                chain.left_out.extend(stages);
            }
        }
        chain
    }

    fn missing(&self, engagement: &Engagement<'_>) -> Missing {
        let demanded = demanded(engagement);
        let claimed: BTreeSet<&str> = engagement
            .rows()
            .flat_map(|(_, row)| row.areas.iter().map(|(area, _)| &*area.id.name))
            .collect();
        let mut missing = Missing::default();
        for stage in CHAIN {
            if self.links.contains_key(&stage) || self.left_out.contains(&stage) {
                continue;
            }
            let area = stage.area();
            if demanded.contains(area) && !claimed.contains(area) {
                missing.by_area.entry(area).or_default().push(stage);
            } else {
                missing.others.push(stage);
            }
        }
        missing
    }

    /// For each link that no row stands for with an owner and somebody who does it, the first row
    /// that does so without; each row once.
    fn unowned(&self) -> Vec<&'e Row<'d>> {
        let is_whole = |row: &&Row<'_>| !row.accountable().nobody() && !row.responsible().nobody();
        let mut rows: Vec<&'e Row<'d>> = Vec::new();
        for of_link in self.links.values() {
            match of_link.first() {
                Some(first) if !of_link.iter().any(|row| is_whole(row)) => {
                    if !rows.iter().any(|row| row.span == first.span) {
                        rows.push(first);
                    }
                }
                _ => {}
            }
        }
        rows
    }
}

/// Links that no row stands for.
#[derive(Default)]
struct Missing {
    /// Those whose area nobody claims although a profile asks for it.
    by_area: BTreeMap<&'static str, Vec<Stage>>,
    /// All others.
    others: Vec<Stage>,
}

impl Missing {
    fn all(&self) -> BTreeSet<Stage> {
        self.by_area
            .values()
            .flatten()
            .chain(&self.others)
            .copied()
            .collect()
    }
}

/// The areas that an active profile asks for.
fn demanded(engagement: &Engagement<'_>) -> BTreeSet<&'static str> {
    if engagement.head().is_none() {
        return BTreeSet::new();
    }
    let profiles = engagement.profiles().into_iter();
    profiles
        .filter_map(|(id, _)| catalogue::profile(id))
        .flat_map(|profile| Many::of(&profile.head.areas))
        .map(|area| &*area.value)
        .collect()
}

fn report_tools(cx: &mut Context<'_, '_>, security: &[&Row<'_>]) {
    let place = |row: &Row<'_>| {
        let activities = Many::of(&row.workstream.activity);
        activities
            .first()
            .map_or(row.span, |activity| activity.span)
    };
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

fn report_area(cx: &mut Context<'_, '_>, area: &str, stages: &[Stage]) {
    let head = cx.engagement.head().map(|head| head.span);
    let profiles = cx.engagement.profiles();
    let profile = profiles.iter().find_map(|(id, span)| {
        let areas = Many::of(&catalogue::profile(id)?.head.areas);
        span.filter(|_| areas.iter().any(|own| own.value == area))
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

fn report_missing(cx: &mut Context<'_, '_>, stages: &[Stage], security: &[&Row<'_>]) {
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
    let place = |row: &Row<'_>| {
        let activities = Many::of(&row.workstream.activity);
        activities
            .first()
            .map_or(row.span, |activity| activity.span)
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
    finding.about("engagement");
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

fn report_unowned(cx: &mut Context<'_, '_>, row: &Row<'_>) {
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
fn report_alerts(cx: &mut Context<'_, '_>, security: &[&Row<'_>]) {
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

#[cfg(test)]
mod tests;
