use racilint_diagnostics::{DefaultSeverity, Group};

use super::{Context, declare_rule};
use crate::model::Row;

declare_rule! {
    /// ## What it does
    ///
    /// Reports a workstream, or a slice of one, that somebody answers for and nobody does.
    ///
    /// ## Why is this bad?
    ///
    /// An owner who answers for the result and a team that believes the work is somebody else's
    /// can sign the same contract. The ticket then waits until somebody asks for it.
    ///
    /// ## Example
    ///
    /// ```toml,fires
    /// [engagement]
    ///
    /// [workstream.patching]
    /// accountable = "it-director"
    ///
    /// [role.it-director]
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```toml,silent
    /// [engagement]
    ///
    /// [workstream.patching]
    /// accountable = "it-director"
    /// responsible = "endpoint-team"
    ///
    /// [role.it-director]
    /// [team.endpoint-team]
    /// ```
    ///
    /// ## When it stays silent
    ///
    /// - One owner holds both letters: named twice, once under each, that is ordinary.
    /// - The work is a decision and nothing else: whoever answers for it takes it.
    /// - Nobody is accountable either: `missing-accountable` says so.
    /// - The workstream is a container, or it is left out on purpose.
    ///
    /// ## References
    ///
    /// - Smith and Erwin, *Role and Responsibility Charting*: horizontal analysis, "no R's"
    /// - PCI DSS 4.0, requirements x.1.2: roles are assigned and understood
    "missing-responsible" {
        summary: "somebody answers for a workstream, and nobody does the work",
        group: Group::Ownership,
        severity: DefaultSeverity::ERROR,
        needs: "workstreams",
        frameworks: &["pci-dss"],
    }
}

fn check(cx: &mut Context<'_, '_>) {
    if cx.engagement.rows().next().is_none() {
        return cx.lacks_data();
    }
    for (_, row) in cx.engagement.leaves() {
        let answered_for = !row.accountable().nobody();
        if row.responsible().nobody() && answered_for && !may_be_decision(row) {
            report(cx, row);
        }
    }
}

fn may_be_decision(row: &Row<'_>) -> bool {
    row.only_decides() || row.could_hold("activity")
}

fn report(cx: &mut Context<'_, '_>, row: &Row<'_>) {
    let message = format!("nobody is responsible for doing the work of `{}`", row.name);
    let finding = cx.report(row.span, message);
    finding.about(row.object());
    for link in &row.accountable().links {
        finding.related(link.span, "answers for it, and is not named to do it");
    }
    let owner = row
        .accountable()
        .links
        .first()
        .filter(|link| link.to.is_some());
    let same = owner.map_or(String::new(), |owner| {
        let name = owner.name;
        format!("; if `{name}` also does it, say so: `responsible = \"{name}\"`")
    });
    finding.help(format!(
        "name whoever does the work: `responsible = \"...\"`{same}"
    ));
}

#[cfg(test)]
mod tests {
    use crate::rules::tests::{check, is_not_evaluated, is_silent};

    #[test]
    fn answered_for_and_not_done() {
        check(
            "missing-responsible",
            r#"
[workstream.patching]
#           ^^^^^^^^ error: nobody is responsible for doing the work of `patching`
accountable = ["ana"]
#              ----- answers for it, and is not named to do it
support = "desk"
[person.ana]
[team.desk]
"#,
        );
    }

    #[test]
    fn a_slice_is_done_by_its_own_people() {
        check(
            "missing-responsible",
            r#"
[workstream.triage]
responsible = "ana"
[workstream.triage.slice.days]
accountable = "ana"
responsible = "ana"
[workstream.triage.slice.nights]
#                        ^^^^^^ error: nobody is responsible for doing the work of `triage.nights`
accountable = "ana"
#             ----- answers for it, and is not named to do it
[person.ana]
"#,
        );
    }

    #[test]
    fn what_is_decided_and_carried_out_is_done_by_somebody() {
        check(
            "missing-responsible",
            r#"
[workstream.firewall]
#           ^^^^^^^^ error: nobody is responsible for doing the work of `firewall`
activity = ["decision", "operate"]
accountable = "ana"
#             ----- answers for it, and is not named to do it
[person.ana]
"#,
        );
    }

    #[test]
    fn decisions_containers_and_what_nobody_owns_are_silent() {
        is_silent(
            "missing-responsible",
            r#"
[workstream.budget]
activity = "decision"
accountable = "ana"
[workstream.security]
accountable = "ana"
[workstream.triage]
parent = "security"
accountable = "ana"
responsible = "ana"
[workstream.patching]
[workstream.mainframe]
accountable = "ana"
not-applicable = "there is none"
[person.ana]
"#,
        );
    }

    #[test]
    fn what_cannot_be_read_is_not_missing() {
        is_silent(
            "missing-responsible",
            r#"
[workstream.triage]
accountable = "ana"
responsible = "gohst"
[workstream.patching]
accountable = "ana"
responsibel = "ana"
[workstream.budget]
accountable = "ana"
activity = "decisoin"
[person.ana]
"#,
        );
        is_not_evaluated("missing-responsible", "[engagement]\n");
    }
}
