use std::collections::BTreeSet;

use racilint_diagnostics::{DefaultSeverity, Finding, Group, Span};
use racilint_parser::decode::nearest;
use racilint_parser::language::{Engagement as Head, Expected, Model};
use racilint_parser::values::{Many, Target};

use super::{Context, declare_rule, words};
use crate::catalogue::Area;
use crate::model::{Engagement, Row, RowId, days_apart, is_of_exclusion, plain_area};

declare_rule! {
    /// ## What it does
    ///
    /// Reports an area that the baseline asks for, which no workstream covers and nobody has left
    /// out on purpose. A parent without letters covers its areas through children that name none
    /// of their own. Where there is no workstream at all, or none of such an area, that is one
    /// finding; and so are more than ten areas together. Each of them can be waived by its name,
    /// such as `area.log-review`.
    ///
    /// ## Why is this bad?
    ///
    /// What a matrix does not mention shows nowhere as missing. It is found when it was needed.
    ///
    /// ## Example
    ///
    /// ```toml,fires
    /// [engagement]
    ///
    /// [workstream.it-operations]
    /// area = [
    ///   "help-desk", "after-hours-escalation", "user-onboarding-offboarding",
    ///   "vendor-coordination", "documentation", "reporting", "project-delivery", "monitoring",
    ///   "patching", "lifecycle-management", "change-management", "backup-restore",
    ///   "transition-out", "subcontractors",
    /// ]
    ///
    /// [workstream.security-operations]
    /// area = [
    ///   "security-monitoring", "endpoint-security", "access-management", "privileged-access",
    ///   "incident-planning", "incident-command", "containment", "remediation",
    ///   "control-validation", "log-review", "breach-notification",
    /// ]
    ///
    /// [workstream.direction]
    /// area = [
    ///   "strategic-roadmap", "architecture", "business-priorities", "security-governance",
    ///   "exception-management", "evidence-management", "policy-updates", "decision-log",
    /// ]
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```toml,silent
    /// [engagement]
    ///
    /// [workstream.it-operations]
    /// area = [
    ///   "help-desk", "after-hours-escalation", "user-onboarding-offboarding",
    ///   "vendor-coordination", "documentation", "reporting", "project-delivery", "monitoring",
    ///   "patching", "lifecycle-management", "change-management", "backup-restore",
    ///   "transition-out", "subcontractors",
    /// ]
    ///
    /// [workstream.security-operations]
    /// area = [
    ///   "security-monitoring", "endpoint-security", "access-management", "privileged-access",
    ///   "incident-planning", "incident-command", "containment", "remediation",
    ///   "control-validation", "log-review", "breach-notification",
    /// ]
    ///
    /// [workstream.direction]
    /// area = [
    ///   "strategic-roadmap", "architecture", "business-priorities", "security-governance",
    ///   "exception-management", "evidence-management", "policy-updates", "decision-log",
    /// ]
    ///
    /// [[exclusion]]
    /// area        = "business-applications"
    /// reason      = "run by their vendors under contracts of the client"
    /// accepted-by = "it-director"
    ///
    /// [role.it-director]
    /// ```
    ///
    /// ## When it stays silent
    ///
    /// - A workstream covers the area, whatever else it covers, or says that it is not applicable.
    ///   One that ends before the engagement begins, or begins after it has ended, covers nothing.
    /// - An exclusion leaves it out; where nobody accepted that, `exclusion-unaccepted` says so.
    /// - No profile with areas is active: then the rule is not evaluated.
    /// - A workstream's areas could not be read, or text was lost that may hold it.
    ///
    /// ## References
    ///
    /// - CISA Cross-Sector Cybersecurity Performance Goals 2.0, 1.E
    /// - Sommerville, *Models for Responsibility Assignment*: unassigned responsibility
    "unowned-area" {
        summary: "no workstream covers an area that the baseline asks for",
        group: Group::Ownership,
        severity: DefaultSeverity::ERROR,
        needs: "a baseline profile, and all workstreams readable",
        frameworks: &["msp-baseline"],
    }
}

fn check(cx: &mut Context<'_, '_>) {
    let engagement = cx.engagement;
    let Some(head) = engagement.head() else {
        return cx.lacks_data();
    };
    let demanded = demanded(engagement);
    let unsure = head.unread.could_hold("profiles") || engagement.is_damaged();
    let tables = &engagement.document.tables;
    let unread = engagement.rows().any(|(_, row)| row.could_hold("area"))
        || tables
            .exclusions
            .iter()
            .any(|row| row.unread.could_hold("area"));
    if demanded.is_empty() || unsure || unread {
        return cx.lacks_data();
    }
    let all: BTreeSet<&str> = demanded.iter().map(|d| &*d.area.id.name).collect();
    let never = never_done(engagement, head);
    let claimed = claimed(engagement, &all, &never);
    let open: Vec<Demand> = demanded
        .into_iter()
        .filter(|demand| !claimed.contains(&*demand.area.id.name))
        .collect();
    let nothing = claimed.is_disjoint(&all) && never.is_empty();
    match open.first() {
        Some(first) if nothing => {
            report_all(cx, head, first, &open);
            let areas = open.iter().map(|own| own.area.id.name.as_ref());
            cx.stands_for(areas.map(|area: &str| format!("area.{area}")));
        }
        _ => {
            for demand in &open {
                report(cx, head, demand, &never);
            }
        }
    }
}

/// An area with the profile that asks for it.
struct Demand<'d> {
    area: &'d Area<'d>,
    profile: &'d str,
    span: Option<Span>,
}

/// The areas of all active profiles, each once, in their order.
fn demanded<'d>(engagement: &Engagement<'d>) -> Vec<Demand<'d>> {
    let catalogue = engagement.catalogue();
    let mut seen = BTreeSet::new();
    let mut demanded = Vec::new();
    for (id, span) in engagement.profiles() {
        let Some(profile) = catalogue.profile(id) else {
            continue;
        };
        for name in Many::of(&profile.head.areas) {
            if let (true, Some(area)) = (seen.insert(&*name.name), catalogue.area(&name.name)) {
                demanded.push(Demand {
                    area,
                    profile: profile.id(),
                    span,
                });
            }
        }
    }
    demanded
}

/// The rows that have no day within the engagement. A split workstream is work on the days of its
/// slices.
fn never_done(engagement: &Engagement<'_>, head: &Head<'_>) -> BTreeSet<RowId> {
    let within = (
        head.starts.map(|day| day.value),
        head.ends.map(|day| day.value),
    );
    let is_outside =
        |id: RowId, row: &Row<'_>| !row.left_out && days_apart(engagement.days(id), within);
    let mut never: BTreeSet<RowId> = engagement
        .rows()
        .filter(|(id, row)| is_outside(*id, row))
        .map(|(id, _)| id)
        .collect();
    let parts_are = |row: &Row<'_>| row.slices.iter().all(|slice| never.contains(slice));
    let split = engagement.rows();
    let split = split.filter(|(_, row)| !row.slices.is_empty() && parts_are(row));
    let split: Vec<RowId> = split.map(|(id, _)| id).collect();
    never.extend(split);
    never
}

/// Of the areas that are demanded those that a workstream covers or an exclusion leaves out, also one
/// that nobody accepted: `exclusion-unaccepted` says so. An area that is misspelt in such a place counts as the one
/// that was probably meant.
fn claimed<'d>(
    engagement: &Engagement<'d>,
    demanded: &BTreeSet<&str>,
    never: &BTreeSet<RowId>,
) -> BTreeSet<&'d str> {
    let mut claimed = BTreeSet::new();
    let rows = engagement.rows().filter(|(id, _)| !never.contains(id));
    let owned = rows.map(|(_, row)| row);
    for row in owned.filter(|row| !is_only_a_heading(row, engagement)) {
        let areas = row.areas.iter().map(|(area, _)| &*area.id.name);
        claimed.extend(areas.filter(|area| demanded.contains(area)));
    }
    for exclusion in &engagement.document.tables.exclusions {
        let areas = Many::of(&exclusion.area).iter();
        claimed.extend(areas.map(|area| plain_area(&area.name)));
    }
    let areas = || engagement.catalogue().areas().map(|area| &*area.id.name);
    let mentions = engagement
        .document
        .mentions_of(|target| target == Target::Area);
    let misspelt = mentions.filter(|mention| {
        let claims = is_of_exclusion(mention) || mention.object.starts_with("workstream.");
        claims && engagement.catalogue().area(mention.name).is_none()
    });
    let names: BTreeSet<&str> = misspelt.map(|mention| mention.name).collect();
    claimed.extend(names.into_iter().filter_map(|name| nearest(name, areas())));
    claimed
}

/// Whether a workstream names nobody, and only holds children together that each have areas of
/// their own: nobody has its areas by that.
fn is_only_a_heading(row: &Row<'_>, engagement: &Engagement<'_>) -> bool {
    let has_areas = |child: &RowId| !engagement.row(*child).areas.is_empty();
    !row.left_out
        && !row.has_somebody()
        && !row.children.is_empty()
        && row.children.iter().all(has_areas)
}

fn report(cx: &mut Context<'_, '_>, head: &Head<'_>, demand: &Demand<'_>, never: &BTreeSet<RowId>) {
    let area = &*demand.area.id.name;
    let message = format!("nobody owns `{area}`, which `{}` asks for", demand.profile);
    let hints = hints(cx.engagement, area, never);
    let usual = usual(cx.engagement.model(), demand.area);
    let finding = cx.report(demand.span.unwrap_or(head.span), message);
    finding.about(format!("area.{area}")).aspect(area);
    for (span, hint) in hints {
        finding.related(span, hint);
    }
    explain(finding, demand.area, usual);
}

fn explain(finding: &mut Finding, area: &Area<'_>, usual: Option<&str>) {
    let name = &area.id.name;
    let usual = usual.map_or(String::new(), |usual| format!(" ({usual})"));
    finding.help(format!(
        "give it an owner{usual}: a workstream with `area = \"{name}\"`; if it is nobody's on \
         purpose, say so in an `[[exclusion]]` with `area`, `reason` and `accepted-by`"
    ));
}

/// Who usually answers for an area, in words.
fn usual(model: Model, area: &Area<'_>) -> Option<&'static str> {
    let expected = match model {
        Model::CoManaged => area.body.expected_co,
        Model::FullyManaged => area.body.expected_fm,
    };
    match expected?.value {
        Expected::Client => Some("usually the client"),
        Expected::Provider => Some("usually the provider"),
        Expected::Split => Some("usually each side for a part"),
        Expected::Either | Expected::Joint => None,
    }
}

/// Places that mention an area without giving it an owner.
fn hints(
    engagement: &Engagement<'_>,
    area: &str,
    never: &BTreeSet<RowId>,
) -> Vec<(Span, &'static str)> {
    let mut hints = Vec::new();
    let here = |name: &str| name == area;
    for row in never.iter().map(|id| engagement.row(*id)) {
        if row.areas.iter().any(|(own, _)| here(&own.id.name)) {
            hints.push((row.span, "covers it on no day of the engagement"));
        }
    }
    if let Some(head) = engagement.head() {
        let kept = Many::of(&head.retain)
            .iter()
            .filter(|named| here(&named.name));
        hints.extend(kept.map(|named| (named.span, "the client keeps it, and nobody answers")));
        let given = Many::of(&head.delegated)
            .iter()
            .flat_map(|given| &given.areas);
        let given = given.filter(|named| here(&named.name));
        hints
            .extend(given.map(|named| (named.span, "the client gives it away, and nobody has it")));
    }
    let rows = engagement.rows().map(|(_, row)| row);
    for row in rows.filter(|row| is_only_a_heading(row, engagement)) {
        let named = row.areas.iter().filter(|(own, _)| here(&own.id.name));
        hints.extend(named.map(|(_, span)| (*span, "named here, and nobody has a letter")));
    }
    hints
}

/// No area is owned at all: one finding that says so.
fn report_all(cx: &mut Context<'_, '_>, head: &Head<'_>, first: &Demand<'_>, open: &[Demand<'_>]) {
    let profiles: BTreeSet<&str> = open.iter().map(|demand| demand.profile).collect();
    let asked = words::list(profiles);
    let areas = words::list(open.iter().map(|demand| &demand.area.id.name));
    let count = open.len();
    let nothing = cx.engagement.rows().next().is_none();
    let message = if nothing {
        format!(
            "nobody owns anything: there is no workstream, and {count} areas of {asked} are open"
        )
    } else {
        format!("no workstream says of which area it is, and {count} areas of {asked} are open")
    };
    let help = if nothing {
        format!("declare a `[workstream.ID]` with an owner for each of {areas}")
    } else {
        format!(
            "say of each workstream which areas it covers, such as `area = \"{}\"`, or use the \
             area as its id, so that it shows what nobody owns: {areas}",
            first.area.id.name
        )
    };
    cx.report(first.span.unwrap_or(head.span), message)
        .about("engagement")
        .help(help);
}

#[cfg(test)]
mod tests;
