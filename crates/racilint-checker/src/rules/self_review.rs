use std::collections::BTreeMap;

use racilint_diagnostics::{DefaultSeverity, Group};
use racilint_parser::language::Activity;

use super::evidence_owner_cannot_produce::{rows, rows_by_duty};
use super::{Context, declare_rule, words};
use crate::model::{DutyKey, Engagement, Evidence, RowId, Seats};

declare_rule! {
    /// ## What it does
    ///
    /// Reports evidence that is reviewed by those who made it, or by those who do the work that it
    /// is to prove. Of work in parts, and of work that is named by its duty alone, that is at least
    /// half of the parts.
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
    /// - The reviewer does less than half of the parts. Parts that only decide, approve or validate
    ///   are not counted.
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
    let duties = rows_by_duty(engagement);
    for (evidence, reviewers) in &reviewed {
        let own_work = || {
            own_whole(evidence, reviewers, engagement)
                .or_else(|| own_parts(evidence, reviewers, &duties, engagement))
        };
        if engagement.are_same_hands(reviewers, &evidence.producer) {
            report(cx, evidence, reviewers, &evidence.producer, "makes it");
        } else if let Some(work) = own_work() {
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

/// The seats of those who do work that evidence names, where they are its reviewers.
fn own_whole<'e, 'd>(
    evidence: &Evidence<'_>,
    reviewers: &Seats<'_>,
    engagement: &'e Engagement<'d>,
) -> Option<&'e Seats<'d>> {
    let rows = evidence.rows.iter().filter_map(|link| link.to);
    let mut work = rows.map(|row| engagement.row(row).responsible());
    work.find(|work| engagement.are_same_hands(reviewers, work))
}

/// The same of the parts of that work, or of the work behind a duty, where the reviewers do half of
/// it or more.
fn own_parts<'e, 'd>(
    evidence: &Evidence<'_>,
    reviewers: &Seats<'_>,
    duties: &BTreeMap<DutyKey<'_>, Vec<RowId>>,
    engagement: &'e Engagement<'d>,
) -> Option<&'e Seats<'d>> {
    let rows = rows(evidence, duties, engagement);
    let parts = rows.into_iter().filter(|row| is_done(*row, engagement));
    let parts = parts.map(|row| engagement.row(row).responsible());
    let (own, others): (Vec<_>, Vec<_>) =
        parts.partition(|work| engagement.are_same_hands(reviewers, work));
    own.first().copied().filter(|_| own.len() >= others.len())
}

/// Whether somebody carries something out there, and does not only judge what others do.
fn is_done(id: RowId, engagement: &Engagement<'_>) -> bool {
    let row = engagement.row(id);
    let mut activities = row.activities().peekable();
    let judges = activities.peek().is_some()
        && activities.all(|own| matches!(own, Activity::Decision | Activity::Validate));
    let needs = engagement.needs(id);
    let mut actions = needs.iter().map(|need| need.action);
    let approves =
        !needs.is_empty() && actions.all(|own| own.body.decision.is_some_and(|own| own.value));
    row.is_leaf() && !row.responsible().nobody() && !judges && !approves
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

    mod parts;

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
    fn whoever_does_the_part_that_is_carried_out_reviews_it() {
        check(
            RULE,
            r#"
[evidence.change-log]
for = "change-management"
producer = "board"
reviewer = "crew"
#          ^^^^^^ warning: `crew` reviews work of their own: the evidence `change-log`
[workstream.change-management]
[workstream.change-management.slice.approve]
responsible = "board"
needs = ["approve-change"]
[workstream.change-management.slice.carry-out]
responsible = "crew"
#             ------ does the work that it proves
needs = ["emergency-change"]
[party.board]
[team.crew]
members = ["ana", "ben"]
[person.ana]
[person.ben]
"#,
        );
    }

    #[test]
    fn whoever_does_most_of_the_children_reviews_them() {
        check(
            RULE,
            r#"
[evidence.record]
for = "security"
producer = "ana"
reviewer = "soc"
#          ^^^^^ warning: `soc` reviews work of their own: the evidence `record`
[workstream.security]
[workstream.watch]
parent = "security"
responsible = "soc"
#             ----- does the work that it proves
[workstream.triage]
parent = "security"
responsible = "soc"
[workstream.lead]
parent = "security"
responsible = "ana"
[team.soc]
members = ["ben"]
[person.ana]
[person.ben]
"#,
        );
    }

    #[test]
    fn whoever_fulfils_the_duty_reviews_its_proof() {
        check(
            RULE,
            r#"
[engagement]
profiles = ["hipaa"]
[evidence.record]
proves = "hipaa:activity-review"
producer = "ana"
reviewer = "soc"
#          ^^^^^ warning: `soc` reviews work of their own: the evidence `record`
[workstream.logs]
satisfies = "hipaa:activity-review"
responsible = "soc"
#             ----- does the work that it proves
[team.soc]
members = ["ben"]
[person.ana]
[person.ben]
"#,
        );
    }

    /// Whoever approves, validates, has a small part, or does a part that the evidence is not for.
    #[test]
    fn a_reviewer_who_does_little_of_it_is_silent() {
        is_silent(
            RULE,
            r#"
[evidence.by-the-board]
for = "change-management"
producer = "crew"
reviewer = "board"
[evidence.of-the-approvals]
for = "change-management.approve"
producer = "board"
reviewer = "crew"
[evidence.by-two]
for = "change-management"
producer = "ana"
reviewer = ["crew", "audit"]
[evidence.of-security]
for = "security"
producer = "ana"
reviewer = "audit"
[evidence.of-a-third]
for = "operations"
producer = "board"
reviewer = "ana"
[workstream.change-management]
[workstream.change-management.slice.approve]
responsible = "board"
needs = ["approve-change"]
[workstream.change-management.slice.carry-out]
responsible = "crew"
needs = ["emergency-change"]
[workstream.security]
[workstream.watch]
parent = "security"
responsible = "crew"
[workstream.control-validation]
parent = "security"
activity = "validate"
responsible = "audit"
[workstream.operations]
[workstream.operations.slice.a]
responsible = "ana"
[workstream.operations.slice.b]
responsible = "crew"
[workstream.operations.slice.c]
responsible = "audit"
[person.ana]
[person.ben]
[person.cem]
[person.dov]
[team.crew]
members = "ben"
[team.board]
members = "cem"
[team.audit]
members = "dov"
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
