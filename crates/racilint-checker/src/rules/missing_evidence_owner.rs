use racilint_diagnostics::{DefaultSeverity, Group};

use super::{Context, declare_rule};
use crate::model::Evidence;

declare_rule! {
    /// ## What it does
    ///
    /// Reports evidence that nobody keeps, or that nobody makes. One actor may do both.
    ///
    /// ## Why is this bad?
    ///
    /// The control runs all year, and on the day of the audit each side believed that the other
    /// was saving the reports.
    ///
    /// ## Example
    ///
    /// ```toml,fires
    /// [engagement]
    ///
    /// [evidence.access-review]
    /// for = "identity"
    /// producer = "soc"
    ///
    /// [workstream.identity]
    /// [team.soc]
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```toml,silent
    /// [engagement]
    ///
    /// [evidence.access-review]
    /// for = "identity"
    /// producer = "soc"
    /// owner = "compliance-lead"
    ///
    /// [workstream.identity]
    /// [team.soc]
    /// [role.compliance-lead]
    /// ```
    ///
    /// ## When it stays silent
    ///
    /// - One actor both makes and keeps the evidence.
    /// - The owner or producer is named by an id that does not exist (`unknown-reference`), or
    ///   resolves to nobody (`unfilled-assignee`).
    ///
    /// ## References
    ///
    /// - ISO/IEC 27001:2022, 9.1: documented information is available as evidence of the results
    /// - CMMC assessment practice: a requirement fails when one side cannot show its half
    "missing-evidence-owner" {
        summary: "nobody makes or keeps a piece of evidence",
        group: Group::Evidence,
        severity: DefaultSeverity::ERROR,
        needs: "evidence",
        frameworks: &["iso-27001", "cmmc-l2"],
    }
}

fn check(cx: &mut Context<'_, '_>) {
    let engagement = cx.engagement;
    if engagement.evidence.is_empty() {
        return cx.lacks_data();
    }
    for evidence in &engagement.evidence {
        let missing = match (evidence.owner.nobody(), evidence.producer.nobody()) {
            (true, true) => "makes or keeps",
            (true, false) => "keeps",
            (false, true) => "makes",
            (false, false) => continue,
        };
        report(cx, evidence, missing);
    }
}

fn report(cx: &mut Context<'_, '_>, evidence: &Evidence<'_>, missing: &str) {
    let name = evidence.name;
    let finding = cx.report(
        evidence.span,
        format!("nobody {missing} the evidence `{name}`"),
    );
    finding.about(evidence.object());
    for link in &evidence.producer.links {
        finding.related(link.span, "makes it, but does not keep it");
    }
    for link in &evidence.owner.links {
        finding.related(link.span, "keeps it, but does not make it");
    }
    finding.help(match missing {
        "keeps" => "name who keeps it and shows it when asked: `owner = \"...\"`",
        "makes" => "name who makes it: `producer = \"...\"`; that may be the owner",
        _ => {
            "name who makes it and who keeps it: `producer = \"...\"` and `owner = \"...\"`; \
             one may do both"
        }
    });
}

#[cfg(test)]
mod tests {
    use racilint_diagnostics::Sources;

    use crate::rules::tests::{check, is_not_evaluated, run};

    #[test]
    fn made_and_not_kept() {
        check(
            "missing-evidence-owner",
            r#"
[evidence.access-review]
#         ^^^^^^^^^^^^^ error: nobody keeps the evidence `access-review`
producer = "ana"
#          ----- makes it, but does not keep it
[person.ana]
"#,
        );
    }

    #[test]
    fn kept_and_not_made() {
        check(
            "missing-evidence-owner",
            r#"
[evidence.access-review]
#         ^^^^^^^^^^^^^ error: nobody makes the evidence `access-review`
owner = ["ana"]
#        ----- keeps it, but does not make it
producer = []
[person.ana]
"#,
        );
    }

    #[test]
    fn neither_is_one_finding() {
        check(
            "missing-evidence-owner",
            r#"
[evidence.access-review]
#         ^^^^^^^^^^^^^ error: nobody makes or keeps the evidence `access-review`
every = "90d"
"#,
        );
    }

    #[test]
    fn one_may_do_both_and_what_is_unknown_is_not_missing() {
        check(
            "missing-evidence-owner",
            r#"
[evidence.access-review]
owner = "ana"
producer = "ana"
[evidence.patch-report]
owner = "TBD"
producer = "gohst"
[evidence.log-review]
owner = 7
producer = "ana"
[person.ana]
"#,
        );
    }

    #[test]
    fn without_evidence_there_is_nothing_to_say() {
        is_not_evaluated("missing-evidence-owner", "[engagement]\n");
    }

    #[test]
    fn the_help_asks_for_what_is_missing() {
        let help = |says: &str| {
            let text = format!("[evidence.review]\n{says}\n[person.ana]\n");
            let findings = run("missing-evidence-owner", &text, &Sources::default()).findings;
            findings[0].help.clone().unwrap_or_default()
        };
        let asks = |help: &str| {
            let keys = ["`owner =", "`producer ="];
            keys.map(|key| help.contains(key))
        };
        assert_eq!(asks(&help("owner = \"ana\"")), [false, true]);
        assert_eq!(asks(&help("producer = \"ana\"")), [true, false]);
        assert_eq!(asks(&help("")), [true, true]);
    }
}
