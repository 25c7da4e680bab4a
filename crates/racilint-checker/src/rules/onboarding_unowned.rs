use racilint_diagnostics::{DefaultSeverity, Group};

use super::{Context, declare_rule, words};
use crate::model::{Milestone, Seats};

declare_rule! {
    /// ## What it does
    ///
    /// Reports a milestone that nobody sees to, that has no day, or that nobody accepts; and an
    /// onboarding in which one of the two sides sees to nothing.
    ///
    /// ## Why is this bad?
    ///
    /// The first weeks decide whether the provider can work at all. What the client has to hand
    /// over waits for somebody of the client, and what nobody has to accept is never done.
    ///
    /// ## Example
    ///
    /// ```toml,fires
    /// [engagement]
    ///
    /// [milestone.access]
    /// title = "Administrative access granted"
    /// owner = "it-director"
    /// accepted-by = "service-manager"
    ///
    /// [role.it-director]
    /// [role.service-manager]
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```toml,silent
    /// [engagement]
    ///
    /// [milestone.access]
    /// title = "Administrative access granted"
    /// owner = "it-director"
    /// due = 2026-12-15
    /// accepted-by = "service-manager"
    ///
    /// [role.it-director]
    /// [role.service-manager]
    /// ```
    ///
    /// ## When it stays silent
    ///
    /// - The milestone is `done`.
    /// - A milestone of the exit has no day: when the contract ends early, nobody knows it yet.
    /// - There are no milestones at all: a renewal brings nothing over. The rule is then not
    ///   evaluated, and the report says so.
    /// - Somebody is named by an id that does not exist (`unknown-reference`), or nobody holds the
    ///   role (`unfilled-assignee`).
    /// - A milestone without an owner could be the other side's: only the milestone is reported.
    ///
    /// ## References
    ///
    /// - NIST CSF 2.0, GV.SC-02: roles of suppliers and customers are set and coordinated
    /// - ISO/IEC 20000-1:2018, 8.5.2: the transition of services is planned, with responsibilities
    "onboarding-unowned" {
        summary: "a milestone lacks an owner, a day or somebody who accepts it, or one side owns none",
        group: Group::Onboarding,
        severity: DefaultSeverity::ERROR,
        needs: "milestones",
        frameworks: &["nist-csf"],
    }
}

/// Enough milestones to show who does it all.
const MOST_MILESTONES: usize = 5;

fn check(cx: &mut Context<'_, '_>) {
    let milestones = cx.engagement.milestones();
    if milestones.is_empty() {
        return cx.lacks_data();
    }
    for milestone in milestones.iter().filter(|milestone| !milestone.is_done()) {
        report_milestone(cx, milestone);
    }
    check_sides(cx, &milestones);
}

fn report_milestone(cx: &mut Context<'_, '_>, milestone: &Milestone<'_>) {
    let table = milestone.table;
    let no_owner = milestone.owner.nobody();
    let no_day =
        milestone.is_onboarding() && table.due.is_none() && !table.unread.could_hold("due");
    let no_judge = milestone.accepted_by.nobody();
    let lacking: Vec<&str> = [
        (no_owner, "somebody who sees to it"),
        (no_day, "a day"),
        (no_judge, "somebody who accepts it"),
    ]
    .into_iter()
    .filter_map(|(lacks, what)| lacks.then_some(what))
    .collect();
    if lacking.is_empty() {
        return;
    }
    let missing = words::plain_list(&lacking);
    let message = format!("the milestone `{}` lacks {missing}", milestone.name);
    let finding = cx.report(milestone.span, message);
    finding.about(milestone.object());
    for link in &milestone.owner.links {
        finding.related(link.span, "sees to it");
    }
    for link in &milestone.accepted_by.links {
        finding.related(link.span, "accepts it");
    }
    let keys = [
        (no_owner, "who sees to it: `owner = \"...\"`"),
        (no_day, "by when: `due = 2027-01-31`"),
        (
            no_judge,
            "who says that it is done: `accepted-by = \"...\"`",
        ),
    ];
    let said: Vec<&str> = keys
        .into_iter()
        .filter_map(|(lacks, what)| lacks.then_some(what))
        .collect();
    finding.help(format!("say {}", words::plain_list(&said)));
}

/// At least one milestone of the onboarding is seen to by each side.
fn check_sides(cx: &mut Context<'_, '_>, milestones: &[Milestone<'_>]) {
    let onboarding: Vec<&Milestone<'_>> = milestones
        .iter()
        .filter(|milestone| milestone.is_onboarding())
        .collect();
    let engagement = cx.engagement;
    let (Some(sides), Some(head)) = (engagement.sides(), engagement.head()) else {
        return;
    };
    if onboarding.is_empty() || engagement.is_damaged() {
        return;
    }
    for (side, word) in [
        (&sides.client, "client"),
        (&sides.with_provider, "provider"),
    ] {
        let sees_to_nothing = |milestone: &&Milestone<'_>| {
            let owner: &Seats<'_> = &milestone.owner;
            !owner.nobody() && engagement.is_anybody_of(owner, side) == Some(false)
        };
        if !onboarding.iter().all(sees_to_nothing) {
            continue;
        }
        let message = format!("nobody of the {word} sees to any milestone of the onboarding");
        let finding = cx.report(head.span, message);
        finding.about("engagement").aspect(word);
        for milestone in onboarding.iter().take(MOST_MILESTONES) {
            if let Some(span) = milestone.owner.first_span() {
                finding.related(span, format!("not of the {word}"));
            }
        }
        finding.help(format!(
            "agree who leads the onboarding for the {word}, and give them a milestone: \
             `[milestone.ID]` with `owner = \"...\"`"
        ));
    }
}

#[cfg(test)]
mod tests {
    use racilint_diagnostics::Sources;

    use crate::rules::tests::{check, is_not_evaluated, is_silent, run};

    #[test]
    fn one_finding_says_all_that_a_milestone_lacks() {
        check(
            "onboarding-unowned",
            r#"
[milestone.access]
#          ^^^^^^ error: the milestone `access` lacks somebody who sees to it, a day and somebody who accepts it
title = "Access granted"
[milestone.vendors]
#          ^^^^^^^ error: the milestone `vendors` lacks somebody who accepts it
owner = ["ana"]
#        ----- sees to it
due = 2027-01-31
[person.ana]
"#,
        );
    }

    #[test]
    fn done_unreadable_and_of_the_exit() {
        is_silent(
            "onboarding-unowned",
            r#"
[milestone.access]
done = 2026-11-02
[milestone.vendors]
owner = "gohst"
due = "soon"
accepted-by = "TBD"
[milestone.keys-returned]
phase = "exit"
owner = "ana"
accepted-by = "ana"
[person.ana]
"#,
        );
    }

    #[test]
    fn one_side_does_it_all() {
        check(
            "onboarding-unowned",
            r#"
 [engagement]
#^^^^^^^^^^^^ error: nobody of the client sees to any milestone of the onboarding
client = "harbor"
provider = "northwind"
[party.harbor]
[party.northwind]
[party.cabling]
kind = "vendor"
[milestone.access]
owner = "kim"
#       ----- not of the client
due = 2026-12-15
accepted-by = "dana"
[milestone.cables]
owner = "cabling"
#       --------- not of the client
due = 2026-12-15
accepted-by = "dana"
[milestone.keys-returned]
phase = "exit"
owner = "dana"
accepted-by = "kim"
[person.dana]
party = "harbor"
[person.kim]
party = "northwind"
"#,
        );
    }

    #[test]
    fn each_side_sees_to_one_and_a_subcontractor_is_of_the_provider() {
        is_silent(
            "onboarding-unowned",
            r#"
[engagement]
client = "harbor"
provider = "northwind"
[party.harbor]
[party.northwind]
[party.desk-co]
kind = "subcontractor"
contracted-by = "northwind"
[milestone.access]
owner = "it-director"
done = 2026-10-01
[milestone.desk-ready]
owner = "desk-co"
due = 2026-12-15
accepted-by = "it-director"
[role.it-director]
held-by = "dana"
[person.dana]
party = "harbor"
"#,
        );
    }

    #[test]
    fn who_is_unknown_may_be_of_the_other_side() {
        is_silent(
            "onboarding-unowned",
            r#"
[engagement]
client = "harbor"
provider = "northwind"
[party.harbor]
[party.northwind]
[milestone.access]
owner = ["kim", "gohst"]
due = 2026-12-15
accepted-by = "kim"
[person.kim]
party = "northwind"
"#,
        );
    }

    #[test]
    fn a_renewal_has_no_milestones() {
        is_not_evaluated("onboarding-unowned", "[engagement]\nstatus = \"signed\"\n");
    }

    #[test]
    fn an_exit_alone_or_lost_text_says_nothing_of_the_onboarding() {
        let text = |head: &str, phase: &str| {
            format!(
                r#"
[engagement]
client = "harbor"
provider = "northwind"
{head}
[party.harbor]
[party.northwind]
[milestone.access]
{phase}
owner = "kim"
due = 2026-12-15
accepted-by = "kim"
[person.kim]
party = "northwind"
"#
            )
        };
        let count = |text: &str| {
            let findings = run("onboarding-unowned", text, &Sources::default()).findings;
            findings.len()
        };
        assert_eq!(count(&text("", "")), 1);
        for (head, phase) in [
            ("include = [\"gone.toml\"]", ""),
            ("", "phase = \"exit\""),
            ("", "phase = 7"),
        ] {
            assert_eq!(count(&text(head, phase)), 0, "{head}{phase}");
        }
    }
}
