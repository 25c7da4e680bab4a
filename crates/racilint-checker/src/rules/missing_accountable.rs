use racilint_diagnostics::{DefaultSeverity, Group};

use super::{Context, declare_rule};
use crate::model::Row;

declare_rule! {
    /// ## What it does
    ///
    /// Reports a workstream, or a slice of one, for which nobody is accountable.
    ///
    /// ## Why is this bad?
    ///
    /// Work without an accountable owner gets done until something goes wrong. Then everybody has
    /// helped, and nobody answers.
    ///
    /// ## Example
    ///
    /// ```toml,fires
    /// [engagement]
    ///
    /// [workstream.triage]
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
    /// [workstream.triage]
    /// responsible = "soc"
    /// accountable = "security-lead"
    ///
    /// [team.soc]
    /// [role.security-lead]
    /// ```
    ///
    /// ## When it stays silent
    ///
    /// - The workstream is a container: its children or slices have owners of their own.
    /// - It is `not-applicable` with a reason, or an accepted exclusion names it.
    /// - The owner is named by an id that does not exist: `unknown-reference` says so.
    ///
    /// ## References
    ///
    /// - Smith and Erwin, *Role and Responsibility Charting*: horizontal analysis, "no A's"
    /// - ISO/IEC 27001:2022, 5.3
    "missing-accountable" {
        summary: "nobody is accountable for a workstream",
        group: Group::Ownership,
        severity: DefaultSeverity::ERROR,
        needs: "workstreams",
        frameworks: &["iso-27001"],
    }
}

fn check(cx: &mut Context<'_, '_>) {
    if cx.engagement.rows().next().is_none() {
        return cx.lacks_data();
    }
    for (_, row) in cx.engagement.leaves() {
        if row.accountable().nobody() {
            report(cx, row);
        }
    }
}

fn report(cx: &mut Context<'_, '_>, row: &Row<'_>) {
    let name = &row.name;
    let nobody_at_all = row.responsible().nobody();
    let message = if nobody_at_all {
        format!("nobody is accountable or responsible for `{name}`")
    } else {
        format!("nobody is accountable for `{name}`")
    };
    let finding = cx.report(row.span, message);
    finding.about(row.object());
    for link in &row.responsible().links {
        finding.related(link.span, "does the work, but does not answer for it");
    }
    finding.help(
        "name the one person or role who answers for it: `accountable = \"...\"`; \
         if it is nobody's on purpose, say why: `not-applicable = \"...\"`"
            .to_string(),
    );
}

#[cfg(test)]
mod tests {
    use crate::rules::tests::check;

    #[test]
    fn nobody_answers() {
        check(
            "missing-accountable",
            r#"
[workstream.triage]
#           ^^^^^^ error: nobody is accountable for `triage`
responsible = ["soc"]
#              ----- does the work, but does not answer for it
[team.soc]
"#,
        );
    }

    #[test]
    fn nobody_at_all_is_one_finding() {
        check(
            "missing-accountable",
            r#"
[workstream.triage]
#           ^^^^^^ error: nobody is accountable or responsible for `triage`
"#,
        );
    }

    #[test]
    fn a_slice_answers_for_itself() {
        check(
            "missing-accountable",
            r#"
[workstream.triage]
[workstream.triage.slice.days]
accountable = "ana"
[workstream.triage.slice.nights]
#                        ^^^^^^ error: nobody is accountable for `triage.nights`
responsible = "ana"
#             ----- does the work, but does not answer for it
[person.ana]
"#,
        );
    }

    #[test]
    fn containers_and_what_is_left_out_are_silent() {
        check(
            "missing-accountable",
            r#"
[workstream.security]
[workstream.triage]
parent = "security"
accountable = "ana"
[workstream.mainframe]
not-applicable = "there is none"
[workstream.telephony]
[[exclusion]]
area = "telephony"
reason = "run by the carrier"
accepted-by = "ana"
[person.ana]
"#,
        );
    }

    #[test]
    fn what_cannot_be_read_is_not_missing() {
        check(
            "missing-accountable",
            r#"
[workstream.triage]
accountable = "gohst"
[workstream.patching]
acountable = "ana"
[person.ana]
"#,
        );
    }
}
