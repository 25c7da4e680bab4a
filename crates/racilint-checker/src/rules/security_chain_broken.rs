use std::collections::{BTreeMap, BTreeSet};

use racilint_diagnostics::{DefaultSeverity, Group};
use racilint_parser::language::Activity;
use racilint_parser::values::{Many, Target};

use super::{Context, declare_rule};
use crate::model::{Engagement, Row};

mod stages;
mod wording;

use stages::{CHAIN, Stage, is_security, stages_of};
use wording::{report_alerts, report_area, report_missing, report_tools, report_unowned};

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
    /// - One workstream stands for several links: by its `activity`, or by its areas when it names
    ///   no activity, or one that is no link, as in `["operate", "monitor"]`.
    /// - A link is not applicable with a reason, or an exclusion leaves its area out.
    /// - `unowned-area`, `missing-accountable` or `missing-responsible` has said the same.
    /// - Nothing in the engagement is about security, or no link of the chain, as where endpoints
    ///   are kept in order and no profile asks for more: then the rule is not evaluated.
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
    let has_tools = security.iter().any(|row| only_tools(row));
    if chain.links.is_empty() && missing.by_area.is_empty() && !has_tools {
        return cx.lacks_data();
    }
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
    let is_area = |target| target == Target::Area;
    let mut mentions = engagement.document.mentions_of(is_area);
    engagement.rows().any(|(_, row)| unread(row))
        || mentions.any(|mention| {
            engagement.catalogue().area(mention.name).is_none()
                && engagement.names.row(mention.name).is_none()
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
            } else if row.slices.is_empty() {
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
        let is_whole = |row: &&Row<'_>| {
            let has_parts = !row.children.is_empty();
            has_parts || !row.accountable().nobody() && !row.responsible().nobody()
        };
        let mut rows: Vec<&'e Row<'d>> = Vec::new();
        for of_link in self.links.values() {
            let first = of_link.first();
            let first = first.filter(|_| !of_link.iter().any(is_whole));
            let is_new = |row: &&&'e Row<'d>| !rows.iter().any(|own| own.span == row.span);
            let first = first.filter(is_new).copied();
            rows.extend(first);
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
fn demanded<'d>(engagement: &Engagement<'d>) -> BTreeSet<&'d str> {
    if engagement.head().is_none() {
        return BTreeSet::new();
    }
    let profiles = engagement.profiles().into_iter();
    profiles
        .filter_map(|(id, _)| engagement.catalogue().profile(id))
        .flat_map(|profile| Many::of(&profile.head.areas))
        .map(|area| &*area.name)
        .collect()
}

#[cfg(test)]
mod tests;
