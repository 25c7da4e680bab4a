use racilint_diagnostics::{DefaultSeverity, Group};
use racilint_parser::language::Mode;

use super::{Context, declare_rule, words};
use crate::model::{Deviation, Grant, Seats};

declare_rule! {
    /// ## What it does
    ///
    /// Reports an approval that is given by those who ask for it: whoever may act with approval is
    /// the approver as well, or an exception is approved by its owner.
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
    /// - The act is pre-authorized: then nobody approves.
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
    for grant in engagement.grants.iter().filter(asks) {
        if engagement.are_same_hands(&grant.holders, &grant.approvers) {
            report_grant(cx, grant);
        }
    }
    for deviation in &deviations {
        if engagement.are_same_hands(&deviation.owner, &deviation.approvers) {
            report_deviation(cx, deviation);
        }
    }
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
mod tests {
    use crate::rules::tests::{check, is_not_evaluated, is_silent};

    const RULE: &str = "self-approval";

    #[test]
    fn those_who_act_approve() {
        check(
            RULE,
            r#"
[[grant]]
holder = ["ana", "ben"]
#         ----- asks, and acts
#                ----- asks, and acts
action = ["disable-account", "block-traffic"]
mode = "approval-required"
approver = "desk"
#          ^^^^^^ error: `ana` and `ben` may do `disable-account` and `block-traffic` with approval, and the approval is their own
on = "containment"
[workstream.containment]
criticality = "critical"
[team.desk]
members = ["ana", "ben"]
[person.ana]
[person.ben]
"#,
        );
    }

    #[test]
    fn an_exception_of_ones_own() {
        check(
            RULE,
            r#"
[[exception]]
what = "the surgery calls the engineer directly"
#      ----------------------------------------- the exception
owner = "director"
#       ---------- sees to it
approved-by = "ana"
#             ^^^^^ warning: `director` approves an exception of their own
[role.director]
held-by = "ana"
deputy = "ben"
[person.ana]
[person.ben]
"#,
        );
    }

    #[test]
    fn a_second_pair_of_eyes_is_silent() {
        is_silent(
            RULE,
            r#"
[[grant]]
holder = "desk"
action = "disable-account"
mode = "approval-required"
approver = "lead"
[[grant]]
holder = "ana"
action = "disable-account"
mode = "approval-required"
approver = ["ana", "ben"]
[[grant]]
holder = "vendor"
action = "restore-backup"
mode = "approval-required"
approver = "ana"
[[exception]]
what = "direct calls"
owner = "ana"
approved-by = "ben"
[team.desk]
members = ["ana", "ben"]
[role.lead]
held-by = "ana"
[party.vendor]
[person.ana]
party = "vendor"
[person.ben]
"#,
        );
    }

    #[test]
    fn what_takes_no_approval_or_is_unknown_is_silent() {
        is_silent(
            RULE,
            r#"
[[grant]]
holder = "ana"
action = "disable-account"
mode = "pre-authorized"
approver = "ana"
[[grant]]
holder = "ana"
action = "block-traffic"
mode = "approval-required"
approver = ["ana", "gohst"]
[[grant]]
holder = "empty"
action = "block-traffic"
mode = "approval-required"
approver = "empty"
[[grant]]
holder = "ana"
action = "restore-backup"
mode = "approval-required"
[team.empty]
[person.ana]
"#,
        );
    }

    #[test]
    fn without_approvals_there_is_nothing_to_say() {
        is_not_evaluated(RULE, "[engagement]\n");
    }
}
