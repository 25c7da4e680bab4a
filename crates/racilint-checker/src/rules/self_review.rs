use racilint_diagnostics::{DefaultSeverity, Group};

use super::{Context, declare_rule, words};
use crate::model::{Engagement, Evidence, Seats};

declare_rule! {
    /// ## What it does
    ///
    /// Reports evidence that is reviewed by those who made it, or by those who do the work that it
    /// is to prove.
    ///
    /// ## Why is this bad?
    ///
    /// Whoever overlooked something at the console overlooks it in the report as well. Proof that
    /// nobody else has looked at proves nothing to an auditor.
    ///
    /// ## Example
    ///
    /// ```toml,fires
    /// [engagement]
    ///
    /// [evidence.access-review]
    /// owner = "compliance-lead"
    /// producer = "lars"
    /// reviewer = "lars"
    ///
    /// [person.lars]
    /// [role.compliance-lead]
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```toml,silent
    /// [engagement]
    ///
    /// [evidence.access-review]
    /// owner = "compliance-lead"
    /// producer = "lars"
    /// reviewer = "maria"
    ///
    /// [person.lars]
    /// [person.maria]
    /// [role.compliance-lead]
    /// ```
    ///
    /// ## When it stays silent
    ///
    /// - One of several reviewers, or one of several who made it, is somebody else: a lead reviews
    ///   what the team does.
    /// - Owner and producer are the same: whoever makes it may keep it.
    /// - Somebody is unknown, or nobody: other rules say so.
    ///
    /// ## References
    ///
    /// - PCI DSS 4.0.1, 12.4.2: reviews by personnel other than those who perform the task
    /// - ISO/IEC 27001:2022, 9.2: auditors are objective and impartial
    "self-review" {
        summary: "somebody reviews what they did themselves",
        group: Group::Separation,
        severity: DefaultSeverity::ByCriticality,
        needs: "evidence with a reviewer",
        frameworks: &["pci-dss", "iso-27001"],
    }
}

fn check(cx: &mut Context<'_, '_>) {
    let engagement = cx.engagement;
    let reviewed: Vec<(&Evidence<'_>, Seats<'_>)> = engagement
        .evidence
        .iter()
        .map(|evidence| (evidence, engagement.reviewers(evidence)))
        .filter(|(_, reviewers)| !reviewers.nobody())
        .collect();
    if reviewed.is_empty() {
        return cx.lacks_data();
    }
    for (evidence, reviewers) in &reviewed {
        if engagement.are_same_hands(reviewers, &evidence.producer) {
            report(cx, evidence, reviewers, &evidence.producer, "makes it");
        } else if let Some(work) = own_work(evidence, reviewers, engagement) {
            report(
                cx,
                evidence,
                reviewers,
                work,
                "does the work that it proves",
            );
        }
    }
}

/// The seats of those who do the work that evidence is for, where they are its reviewers.
fn own_work<'e, 'd>(
    evidence: &Evidence<'_>,
    reviewers: &Seats<'_>,
    engagement: &'e Engagement<'d>,
) -> Option<&'e Seats<'d>> {
    let rows = evidence.rows.iter().filter_map(|link| link.to);
    let mut work = rows.map(|row| engagement.row(row).responsible());
    work.find(|work| engagement.are_same_hands(reviewers, work))
}

fn report(
    cx: &mut Context<'_, '_>,
    evidence: &Evidence<'_>,
    reviewers: &Seats<'_>,
    work: &Seats<'_>,
    does: &str,
) {
    let name = evidence.name;
    let who = words::list(reviewers.links.iter().map(|link| link.name));
    let message = format!("{who} reviews work of their own: the evidence `{name}`");
    let place = reviewers.first_span().unwrap_or(evidence.span);
    let finding = cx.report(place, message);
    finding.about(evidence.object());
    for link in &work.links {
        finding.related(link.span, does);
    }
    finding.help("let somebody look who neither made it nor did the work: `reviewer = \"...\"`");
}

#[cfg(test)]
mod tests {
    use crate::rules::tests::{check, is_not_evaluated, is_silent};

    const RULE: &str = "self-review";

    #[test]
    fn whoever_made_it_reviews_it() {
        check(
            RULE,
            r#"
[evidence.log-review-record]
for = "log-review"
producer = "soc"
#          ----- makes it
reviewer = "jo"
#          ^^^^ error: `jo` reviews work of their own: the evidence `log-review-record`
[workstream.log-review]
criticality = "high"
responsible = "soc"
[team.soc]
members = ["jo"]
[person.jo]
"#,
        );
    }

    #[test]
    fn whoever_did_the_work_reviews_it() {
        check(
            RULE,
            r#"
[evidence.access-review]
for = "access-management"
producer = "vendor"
reviewer = "identity-team"
#          ^^^^^^^^^^^^^^^ warning: `identity-team` reviews work of their own: the evidence `access-review`
[workstream.access-management]
responsible = "identity-team"
#             --------------- does the work that it proves
[party.vendor]
[team.identity-team]
members = ["ana", "ben"]
[person.ana]
[person.ben]
"#,
        );
    }

    #[test]
    fn another_pair_of_eyes_is_silent() {
        is_silent(
            RULE,
            r#"
[evidence.by-a-lead]
producer = "soc"
reviewer = "jo"
[evidence.by-one-of-two]
producer = "jo"
reviewer = ["jo", "li"]
[evidence.kept-by-its-maker]
owner = "jo"
producer = "jo"
reviewer = "li"
[evidence.unknown]
producer = "jo"
reviewer = ["jo", "gohst"]
[evidence.empty]
producer = "nobody-yet"
reviewer = "nobody-yet"
[role.nobody-yet]
[team.soc]
members = ["jo", "li"]
lead = "jo"
[person.jo]
[person.li]
"#,
        );
    }

    #[test]
    fn without_reviewers_there_is_nothing_to_say() {
        is_not_evaluated(
            RULE,
            "[evidence.record]\nproducer = \"ana\"\n[person.ana]\n",
        );
    }
}
