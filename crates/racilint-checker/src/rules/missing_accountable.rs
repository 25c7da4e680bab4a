use std::collections::BTreeSet;

use racilint_diagnostics::{DefaultSeverity, Group};
use racilint_parser::decode::nearest;

use super::{Context, declare_rule};
use crate::model::{Engagement, Letter, Row};

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
    /// - It is `not-applicable` with a reason (`TBD` is none), or an accepted exclusion names it.
    /// - It names nobody, and its name is nearly one that others give as their parent.
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
    let engagement = cx.engagement;
    let parents = lost_parents(engagement);
    for (_, row) in engagement.childless() {
        if row.accountable().nobody() && !may_be_container(row, &parents) {
            report(cx, row);
        }
    }
}

/// So many misspelt parents are compared with each row that names nobody.
const MOST_COMPARED: usize = 32;

/// The names that workstreams give as their parent and that no workstream bears.
fn lost_parents<'d>(engagement: &Engagement<'d>) -> BTreeSet<&'d str> {
    let parents = engagement.rows().flat_map(|(_, row)| &row.parents);
    let lost = parents.filter(|parent| parent.to.is_none());
    lost.map(|parent| parent.name).collect()
}

/// Whether a row that names nobody is probably the parent that others misspell.
fn may_be_container(row: &Row<'_>, lost_parents: &BTreeSet<&str>) -> bool {
    let names_nobody = Letter::ALL.iter().all(|letter| row.seats(*letter).nobody());
    let mut parents = lost_parents.iter().take(MOST_COMPARED);
    names_nobody && parents.any(|parent| nearest(parent, [&*row.name].into_iter()).is_some())
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
    if let Some(reason) = &row.workstream.not_applicable {
        finding.related(reason.span, "this gives no reason yet");
    }
    finding.help(
        "name the one person or role who answers for it: `accountable = \"...\"`; \
         if it is nobody's on purpose, say why: `not-applicable = \"...\"`"
            .to_string(),
    );
}

#[cfg(test)]
mod tests {
    use crate::rules::tests::{check, is_silent};

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
    fn a_placeholder_is_no_reason_to_leave_work_out() {
        check(
            "missing-accountable",
            r#"
[workstream.mainframe]
#           ^^^^^^^^^ error: nobody is accountable or responsible for `mainframe`
not-applicable = "TBD"
#                ----- this gives no reason yet
[workstream.fax]
not-applicable = "none is left"
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

    #[test]
    fn what_is_left_out_takes_its_parts_with_it() {
        is_silent(
            "missing-accountable",
            r#"
[workstream.patching]
[workstream.patching.slice.servers]
systems = "erp"
responsible = "desk"
[workstream.plant]
not-applicable = "there is no plant"
[workstream.plant-floor]
parent = "plant"
responsible = "desk"
[workstream.press]
parent = "plant-floor"
[workstream.archive]
responsible = "desk"
[[exclusion]]
area = "patching"
reason = "the vendor does it"
accepted-by = "desk"
[[exclusion]]
area = "archive"
reason = "accepted by somebody who cannot be read"
accepted-by = 7
[system.erp]
[team.desk]
"#,
        );
    }

    #[test]
    fn the_parent_that_others_misspell() {
        check(
            "missing-accountable",
            r#"
[workstream.security]
[workstream.triage]
parent = "secuirty"
accountable = "desk"
[workstream.secrets]
#           ^^^^^^^ error: nobody is accountable or responsible for `secrets`
[team.desk]
"#,
        );
    }
}
