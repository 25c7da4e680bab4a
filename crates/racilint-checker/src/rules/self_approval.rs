use racilint_diagnostics::{DefaultSeverity, Group};
use racilint_parser::language::Mode;

use super::{Context, declare_rule, words};
use crate::model::{ActorId, Deviation, Effort, Engagement, Grant, GrantsOfMode, Seats};

mod hours;

declare_rule! {
    /// ## What it does
    ///
    /// Reports an approval that is given by those who ask for it: whoever may act with approval is
    /// the approver as well, or is the only approver on duty at some hour that is promised; or an
    /// exception is approved by its owner.
    ///
    /// ## Why is this bad?
    ///
    /// The clause promises four eyes, and there are two. An auditor who reads a year of such
    /// approvals counts them as none.
    ///
    /// ## Example
    ///
    /// ```toml,fires
    /// [engagement]
    ///
    /// [[grant]]
    /// holder = "milo"
    /// action = "grant-access"
    /// mode = "approval-required"
    /// approver = "lead-engineer"
    ///
    /// [person.milo]
    /// [role.lead-engineer]
    /// held-by = "milo"
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```toml,silent
    /// [engagement]
    ///
    /// [[grant]]
    /// holder = "milo"
    /// action = "grant-access"
    /// mode = "approval-required"
    /// approver = "office-manager"
    ///
    /// [person.milo]
    /// [person.omid]
    /// [role.office-manager]
    /// held-by = "omid"
    /// ```
    ///
    /// ## When it stays silent
    ///
    /// - One of several approvers, or one of several who act, is somebody else: a lead approves what
    ///   the team does, a colleague what a colleague does.
    /// - The act is pre-authorized, at those hours at least: then nobody approves. Or the grant is
    ///   over.
    /// - Nobody who approves is on duty: `approver-off-duty` says so. Or it is not known by name
    ///   who acts or approves, as in a team with hours and without shifts.
    /// - Somebody is unknown, or nobody: other rules say so.
    ///
    /// ## References
    ///
    /// - SOC 2, CC8.1: changes are authorized and approved
    /// - PCI DSS 4.0.1, 6.5.1: changes are approved by authorized parties
    /// - NIST SP 800-53, CM-5: access restrictions for change
    "self-approval" {
        summary: "somebody approves their own request",
        group: Group::Separation,
        severity: DefaultSeverity::ByCriticality,
        needs: "grants with an approver, or exceptions",
        frameworks: &["soc2", "pci-dss", "nist-800-53"],
    }
}

fn check(cx: &mut Context<'_, '_>) {
    let engagement = cx.engagement;
    let deviations = engagement.deviations();
    let asks = |grant: &&Grant<'_>| grant.mode() == Some(Mode::ApprovalRequired);
    if deviations.is_empty() && !engagement.grants.iter().any(|grant| asks(&grant)) {
        return cx.lacks_data();
    }
    let free = GrantsOfMode::of(engagement, Mode::PreAuthorized);
    let effort = Effort::for_many(engagement.grants.len());
    for grant in engagement.grants.iter().filter(asks) {
        if engagement.are_same_hands(&grant.holders, &grant.approvers)
            && !grant.has_ended(engagement.start())
            && !is_for_nothing(grant, &free, engagement, &effort)
        {
            report_grant(cx, grant);
        }
    }
    hours::check(cx);
    for deviation in &deviations {
        if engagement.are_same_hands(&deviation.owner, &deviation.approvers) {
            report_deviation(cx, deviation);
        }
    }
}

/// Whether all who hold a grant may do all of it without asking, whenever it holds. Where that takes
/// too much to see, it counts as asked for.
fn is_for_nothing(
    grant: &Grant<'_>,
    free: &GrantsOfMode<'_>,
    engagement: &Engagement<'_>,
    effort: &Effort,
) -> bool {
    let Some(scope) = grant.rows().first().copied() else {
        return false;
    };
    let need_not_ask = |holder: ActorId, action: &str| {
        let names = engagement.capacities(holder).iter().copied();
        let mut others = free.reaching(names, action, scope, engagement, effort);
        others.any(|other| {
            let other = &engagement.grants[other];
            other.holds_whenever(grant) && other.reaches_all_of(grant, engagement)
        })
    };
    let mut holders = grant.holders.actors();
    holders.all(|holder| {
        let mut actions = grant.actions.iter();
        actions.all(|action| need_not_ask(holder, action.name))
    })
}

fn names(seats: &Seats<'_>) -> String {
    words::list(seats.links.iter().map(|link| link.name))
}

fn report_grant(cx: &mut Context<'_, '_>, grant: &Grant<'_>) {
    let holders = names(&grant.holders);
    let actions = words::list(grant.actions.iter().map(|action| action.name));
    let place = grant.approvers.first_span().unwrap_or(grant.place());
    let message =
        format!("{holders} may do {actions} with approval, and the approval is their own");
    let finding = cx.report(place, message);
    finding.about(grant.object());
    for link in &grant.holders.links {
        finding.related(link.span, "asks, and acts");
    }
    finding.help(
        "let somebody else agree: `approver = \"...\"`; where nobody needs to, say so: \
         `mode = \"pre-authorized\"`, and have it reviewed afterwards",
    );
}

fn report_deviation(cx: &mut Context<'_, '_>, deviation: &Deviation<'_>) {
    let owner = names(&deviation.owner);
    let place = deviation.approvers.first_span();
    let message = format!("{owner} approves an exception of their own");
    let finding = cx.report(place.unwrap_or(deviation.table.span), message);
    finding.about(deviation.object());
    for link in &deviation.owner.links {
        finding.related(link.span, "sees to it");
    }
    if let Some(what) = &deviation.table.what {
        finding.related(what.span, "the exception");
    }
    finding.help("let somebody who does not profit from it agree: `approved-by = \"...\"`");
}

#[cfg(test)]
mod tests;
