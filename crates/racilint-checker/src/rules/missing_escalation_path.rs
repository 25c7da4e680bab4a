use racilint_diagnostics::{DefaultSeverity, Group};

use super::{Context, declare_rule};
use crate::model::{Engagement, Row, RowId};

declare_rule! {
    /// ## What it does
    ///
    /// Reports work that is critical, or in which incidents are handled, and for which nobody has
    /// said who is called next when the first one called does not answer.
    ///
    /// ## Why is this bad?
    ///
    /// When it matters, the first call goes unanswered often enough. Whom to call then is found
    /// out in the middle of the night, or not at all.
    ///
    /// ## Example
    ///
    /// ```toml,fires
    /// [engagement]
    ///
    /// [workstream.containment]
    /// responsible = "soc"
    ///
    /// [team.soc]
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```toml,silent
    /// [engagement]
    ///
    /// [workstream.containment]
    /// responsible = "soc"
    /// escalation = "security-incident"
    ///
    /// [escalation.security-incident]
    /// steps = [
    ///   { to = "soc", ack-within = "15m" },
    ///   { to = "it-director", ack-within = "30m" },
    /// ]
    ///
    /// [team.soc]
    /// [role.it-director]
    /// ```
    ///
    /// ## When it stays silent
    ///
    /// - The path is the workstream's own, its slice's or one that it takes from a parent.
    /// - The path is named by an id that does not exist: `unknown-reference` says so.
    /// - The work is a decision and nothing else.
    /// - The work is neither of `critical` or `high` criticality, nor covered by name by an
    ///   incident command, nor of an area in which incidents are handled, nor stops threats.
    ///
    /// ## References
    ///
    /// - NIST CSF 2.0, RS.MA-04: incidents are escalated or elevated as needed
    /// - ISO/IEC 20000-1:2018, 8.6.1: incidents are escalated if needed
    "missing-escalation-path" {
        summary: "critical work has no escalation path",
        group: Group::Escalation,
        severity: DefaultSeverity::ERROR,
        needs: "workstreams",
        frameworks: &["nist-csf"],
    }
}

fn check(cx: &mut Context<'_, '_>) {
    let engagement = cx.engagement;
    if engagement.rows().next().is_none() {
        return cx.lacks_data();
    }
    for (id, row) in engagement.leaves() {
        if is_reported(engagement, id) {
            report(cx, id, row);
        }
    }
}

/// Whether this rule reports a row: nothing is left to say of who is not called about it.
pub(super) fn is_reported(engagement: &Engagement<'_>, id: RowId) -> bool {
    let row = engagement.row(id);
    let matters = row.handles_incidents() || engagement.is_critical(id);
    let said = engagement.escalation(id).is_some() || engagement.may_be_escalated(id);
    matters && !said && !row.only_decides()
}

fn report(cx: &mut Context<'_, '_>, id: RowId, row: &Row<'_>) {
    let reasons = cx.engagement.why_it_matters(id);
    let name = &row.name;
    let message = format!("`{name}` has no escalation path");
    let finding = cx.report(row.span, message);
    finding.about(row.object());
    for (span, reason) in reasons {
        if span == row.span {
            finding.label(reason);
        } else {
            finding.related(span, reason);
        }
    }
    finding.help(
        "name a path, `escalation = \"...\"`, and say in it who is called after how long: \
         `[escalation.ID]` with `steps = [{ to = \"...\", ack-within = \"15m\" }, ...]`",
    );
}

#[cfg(test)]
mod tests {
    use crate::rules::tests::{check, is_not_evaluated, is_silent};

    #[test]
    fn critical_by_its_own_words() {
        check(
            "missing-escalation-path",
            r#"
[workstream.payroll]
#           ^^^^^^^ error: `payroll` has no escalation path
criticality = "high"
#             ------ it is critical
"#,
        );
    }

    #[test]
    fn an_area_with_incidents() {
        check(
            "missing-escalation-path",
            r#"
[workstream.alerts]
#           ^^^^^^ error: `alerts` has no escalation path
area = ["patching", "security-monitoring"]
#                   --------------------- incidents are handled in this area
[workstream.containment]
#           ^^^^^^^^^^^ error: `containment` has no escalation path
activity = "contain"
#          --------- it stops threats
"#,
        );
    }

    #[test]
    fn what_a_parent_or_a_command_makes_critical() {
        check(
            "missing-escalation-path",
            r#"
[workstream.clinics]
criticality = "critical"
#             ---------- it is critical
[workstream.wards]
#           ^^^^^ error: `wards` has no escalation path
parent = "clinics"
[workstream.mail]
[workstream.mail.slice.nights]
#                      ^^^^^^ error: `mail.nights` has no escalation path
[workstream.mail.slice.days]
escalation = "p1"
[command.outage]
covers = ["mail"]
#         ------ its incidents have a command
[escalation.p1]
steps = []
"#,
        );
    }

    #[test]
    fn inherited_paths_count() {
        is_silent(
            "missing-escalation-path",
            r#"
[workstream.security]
criticality = "critical"
escalation = "p1"
[workstream.containment]
parent = "security"
[workstream.containment.slice.days]
[workstream.containment.slice.nights]
[escalation.p1]
steps = []
"#,
        );
    }

    #[test]
    fn work_that_can_wait_and_decisions_are_silent() {
        is_silent(
            "missing-escalation-path",
            r#"
[workstream.reporting]
[workstream.incident-command]
activity = "decision"
[workstream.containment]
not-applicable = "there is nothing to contain"
[workstream.mail]
criticality = "normal"
[command.outage]
"#,
        );
    }

    #[test]
    fn what_cannot_be_read_is_not_missing() {
        is_silent(
            "missing-escalation-path",
            r#"
[workstream.containment]
escalation = "gohst"
[workstream.incident-command]
escalaton = "p1"
[workstream.security-monitoring]
parent = "gohst"
"#,
        );
    }

    #[test]
    fn without_workstreams_there_is_nothing_to_say() {
        is_not_evaluated("missing-escalation-path", "[engagement]\n");
    }
}
