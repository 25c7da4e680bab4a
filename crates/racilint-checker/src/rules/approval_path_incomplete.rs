use racilint_diagnostics::{DefaultSeverity, Group, Span};
use racilint_parser::language::Mode;

use super::{Context, declare_rule, words};
use crate::model::Grant;

declare_rule! {
    /// ## What it does
    ///
    /// Reports authority that takes an approval which cannot be had: nobody is named to approve,
    /// or the action is one of an incident and nothing says how long the approval may take.
    ///
    /// ## Why is this bad?
    ///
    /// "With the client's approval" is a plan only when somebody can be asked and the wait ends.
    /// Otherwise the responder holds the phone while the attack spreads.
    ///
    /// ## Example
    ///
    /// ```toml,fires
    /// [engagement]
    ///
    /// [[grant]]
    /// holder = "soc"
    /// action = "isolate-endpoint"
    /// mode = "approval-required"
    /// approver = "it-director"
    ///
    /// [team.soc]
    /// [role.it-director]
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```toml,silent
    /// [engagement]
    ///
    /// [[grant]]
    /// holder = "soc"
    /// action = "isolate-endpoint"
    /// mode = "approval-required"
    /// approver = "it-director"
    /// within = "15m"
    /// if-no-answer = "act"
    ///
    /// [team.soc]
    /// [role.it-director]
    /// ```
    ///
    /// ## When it stays silent
    ///
    /// - The action is not one of an incident: its approval may take its time.
    /// - `if-no-answer` is left out: nothing is done then, and that is an answer.
    /// - The grant has ended, or is not for approval.
    ///
    /// ## References
    ///
    /// - NIST SP 800-61 r2, 2.3.1: the policy defines roles, responsibilities and levels of authority
    /// - FTC Safeguards Rule, 16 CFR 314.4(h)(3): levels of decision-making authority
    "approval-path-incomplete" {
        summary: "an approval that an action takes cannot be had",
        group: Group::Authority,
        severity: DefaultSeverity::ERROR,
        needs: "grants",
        frameworks: &["ftc-safeguards"],
    }
}

fn check(cx: &mut Context<'_, '_>) {
    let engagement = cx.engagement;
    if engagement.grants.is_empty() {
        return cx.lacks_data();
    }
    for grant in &engagement.grants {
        if grant.mode() != Some(Mode::ApprovalRequired) || grant.has_ended(engagement.start()) {
            continue;
        }
        let endless = endless_action(grant);
        if grant.approvers.nobody() {
            report_nobody(cx, grant, endless.is_some());
        } else if let Some((span, action)) = endless {
            report_endless(cx, grant, span, action);
        }
    }
}

/// Whether this rule says of a grant that its approval cannot be had.
pub(super) fn is_reported(grant: &Grant<'_>) -> bool {
    grant.approvers.nobody() || endless_action(grant).is_some()
}

/// The first incident action for which the grant sets no limit to the wait.
fn endless_action<'d>(grant: &Grant<'d>) -> Option<(Span, &'d str)> {
    if grant.table.within.is_some() || grant.table.unread.could_hold("within") {
        return None;
    }
    let mut actions = grant.actions.iter();
    let incident =
        actions.find(|link| link.to.is_some_and(|action| is_set(action.body.incident)))?;
    Some((incident.span, incident.name))
}

fn is_set(flag: Option<racilint_parser::decode::Spanned<bool>>) -> bool {
    flag.is_some_and(|flag| flag.value)
}

fn report_nobody(cx: &mut Context<'_, '_>, grant: &Grant<'_>, endless: bool) {
    let actions = words::list(grant.actions.iter().map(|link| link.name));
    let message = match holders(grant) {
        Some(holders) => {
            format!("{holders} may do {actions} with an approval, but nobody is named to give it")
        }
        None => format!("nobody is named to approve {actions}"),
    };
    let finding = cx.report(grant.place(), message);
    finding.about(grant.object());
    relate_mode(finding, grant);
    finding.help(if endless {
        "name who approves and within which time: `approver = \"...\"` and `within = \"15m\"`; \
         or grant it without approval: `mode = \"pre-authorized\"`"
    } else {
        "name who approves: `approver = \"...\"`; \
         or grant it without approval: `mode = \"pre-authorized\"`"
    });
}

fn report_endless(cx: &mut Context<'_, '_>, grant: &Grant<'_>, span: Span, action: &str) {
    let holders = holders(grant).unwrap_or_else(|| "the responder".into());
    let message = format!("{holders} may wait without end for the approval of `{action}`");
    let finding = cx.report(span, message);
    finding.about(grant.object());
    relate_mode(finding, grant);
    for link in &grant.approvers.links {
        finding.related(link.span, "approves, and no time is set for the answer");
    }
    finding.help(if grant.table.if_no_answer.is_some() {
        "set the time in which the answer is due: `within = \"15m\"`"
    } else {
        "set the time in which the answer is due, and say what silence means: \
         `within = \"15m\"` and `if-no-answer = \"act\"`, `\"wait\"` or `\"escalate\"`"
    });
}

fn holders(grant: &Grant<'_>) -> Option<String> {
    let links = &grant.holders.links;
    (!links.is_empty()).then(|| words::list(links.iter().map(|link| link.name)))
}

fn relate_mode(finding: &mut racilint_diagnostics::Finding, grant: &Grant<'_>) {
    if let Some(mode) = grant.table.mode {
        finding.related(mode.span, "it takes an approval");
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::tests::{check, is_not_evaluated, is_silent};

    #[test]
    fn nobody_approves() {
        check(
            "approval-path-incomplete",
            r#"
[[grant]]
holder = "ana"
action = "approve-change"
#        ^^^^^^^^^^^^^^^^ error: `ana` may do `approve-change` with an approval, but nobody is named to give it
mode = "approval-required"
#      ------------------- it takes an approval
[person.ana]
"#,
        );
    }

    #[test]
    fn the_wait_never_ends() {
        check(
            "approval-path-incomplete",
            r#"
[[grant]]
holder = "ana"
action = ["rollback-change", "isolate-endpoint", "disable-account"]
#                            ^^^^^^^^^^^^^^^^^^ error: `ana` may wait without end for the approval of `isolate-endpoint`
mode = "approval-required"
#      ------------------- it takes an approval
approver = "ben"
#          ----- approves, and no time is set for the answer
[person.ana]
[person.ben]
"#,
        );
    }

    #[test]
    fn a_grant_with_both_faults_is_one_finding() {
        check(
            "approval-path-incomplete",
            r#"
[[grant]]
holder = "ana"
action = "isolate-endpoint"
#        ^^^^^^^^^^^^^^^^^^ error: `ana` may do `isolate-endpoint` with an approval, but nobody is named to give it
mode = "approval-required"
#      ------------------- it takes an approval
if-no-answer = "act"
[person.ana]
"#,
        );
    }

    #[test]
    fn sound_grants_are_silent() {
        is_silent(
            "approval-path-incomplete",
            r#"
[[grant]]
holder = "ana"
action = "grant-access"
mode = "approval-required"
approver = "ben"
[[grant]]
holder = "ana"
action = "isolate-endpoint"
mode = "approval-required"
approver = "ben"
within = "15m"
[[grant]]
holder = "ana"
action = "block-traffic"
mode = "pre-authorized"
[[grant]]
holder = "ana"
action = "shutdown-system"
mode = "prohibited"
[person.ana]
[person.ben]
"#,
        );
    }

    #[test]
    fn a_grant_that_has_ended_is_silent() {
        is_silent(
            "approval-path-incomplete",
            r#"
[[grant]]
holder = "ana"
action = "isolate-endpoint"
mode = "approval-required"
until = 2026-06-30
[person.ana]
"#,
        );
    }

    #[test]
    fn what_cannot_be_read_is_not_missing() {
        is_silent(
            "approval-path-incomplete",
            r#"
[[grant]]
holder = "ana"
action = "isolate-endpoint"
mode = "approval-required"
approver = "gohst"
within = "soon"
[[grant]]
holder = "ana"
action = "block-traffic"
mode = "approval-required"
aprover = "ana"
within = "15m"
[person.ana]
"#,
        );
    }

    #[test]
    fn without_grants_there_is_nothing_to_say() {
        is_not_evaluated("approval-path-incomplete", "[engagement]\n");
    }

    #[test]
    fn what_is_said_already_is_not_asked_for_again() {
        let sources = racilint_diagnostics::Sources::default();
        let fixture = r#"
[[grant]]
holder = "soc"
action = "isolate-endpoint"
mode = "approval-required"
approver = "chief"
if-no-answer = "wait"
[team.soc]
[role.chief]
"#;
        let run = crate::rules::tests::run;
        let findings = run("approval-path-incomplete", fixture, &sources).findings;
        let help = findings[0].help.as_deref();
        let time = "set the time in which the answer is due: `within = \"15m\"`";
        assert_eq!(help, Some(time));
    }
}
