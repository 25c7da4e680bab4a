use racilint_diagnostics::{DefaultSeverity, Finding, Group, Span};

use super::{Context, declare_rule};
use crate::model::{Actor, ActorId, ActorKind, Engagement, Row, RowId};

declare_rule! {
    /// ## What it does
    ///
    /// Reports a workstream that a group answers for: a team without a lead, a role that several
    /// people hold, a party of which several people are known.
    ///
    /// ## Why is this bad?
    ///
    /// A group answers for nothing. Each of its people has reason to believe that another one
    /// will.
    ///
    /// ## Example
    ///
    /// ```toml,fires
    /// [engagement]
    ///
    /// [workstream.patching]
    /// responsible = "endpoint-team"
    /// accountable = "endpoint-team"
    ///
    /// [team.endpoint-team]
    /// members = ["li", "sam"]
    ///
    /// [person.li]
    /// [person.sam]
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```toml,silent
    /// [engagement]
    ///
    /// [workstream.patching]
    /// responsible = "endpoint-team"
    /// accountable = "endpoint-team"
    ///
    /// [team.endpoint-team]
    /// members = ["li", "sam"]
    /// lead    = "li"
    ///
    /// [person.li]
    /// [person.sam]
    /// ```
    ///
    /// ## When it stays silent
    ///
    /// - One person stands for the group: a lead, the only member, the only holder, or somebody of
    ///   it who is named beside it; and, by their `from` and `until`, one after the other.
    /// - A party that names none of its people, such as a vendor, is taken as one.
    /// - Several owners are named: `multiple-accountable` says so.
    ///
    /// ## References
    ///
    /// - NIST SP 800-66 Rev. 2, on HIPAA 164.308(a)(2): one individual is responsible in the end
    /// - Darley and Latané, on the diffusion of responsibility in groups
    "group-accountable" {
        summary: "a group answers for the work, and nobody in particular",
        group: Group::Ownership,
        severity: DefaultSeverity::ByCriticality,
        needs: "workstreams",
        frameworks: &["hipaa"],
    }
}

fn check(cx: &mut Context<'_, '_>) {
    if cx.engagement.rows().next().is_none() {
        return cx.lacks_data();
    }
    for (id, row) in cx.engagement.leaves() {
        if let Some((actor, span)) = group(cx.engagement, id, row) {
            report(cx, row, actor, span);
        }
    }
}

/// The group that answers for a row, unless one of the names stands for a single person.
fn group(engagement: &Engagement<'_>, id: RowId, row: &Row<'_>) -> Option<(ActorId, Span)> {
    let owners = engagement.owners(id);
    let [(actor, span)] = owners.as_slice() else {
        return None;
    };
    let one_answers =
        |actor| !engagement.answering(actor).is_empty() && !engagement.are_several_at_once(actor);
    let somebody = row.accountable().actors().any(one_answers);
    let unsure = row.accountable().uncertain() || somebody;
    (!unsure).then_some((*actor, *span))
}

fn report(cx: &mut Context<'_, '_>, row: &Row<'_>, actor: ActorId, span: Span) {
    let people = cx.engagement.answering(actor).iter();
    let count = people.filter(|one| !cx.engagement.has_left(**one)).count();
    let group = cx.engagement.actor(actor);
    let message = format!(
        "nobody in particular answers for `{}`: `{}` stands for {count} people",
        row.name, group.name
    );
    let finding = cx.report(span, message);
    finding.about(row.object());
    explain(finding, group);
}

/// Says where the group comes from and how it gets one voice.
fn explain(finding: &mut Finding, group: &Actor<'_>) {
    let name = group.name;
    match (group.kind, group.lead.first_span(), group.members.span) {
        (ActorKind::Team(_), Some(lead), _) => finding
            .related(lead, "its lead is not one person either")
            .help(format!("name one person as the lead of `{name}`")),
        (ActorKind::Team(_), None, _) => finding
            .related(group.span, "this team has no lead")
            .help(format!("name a lead of `{name}`: `lead = \"...\"`")),
        (ActorKind::Role(_), _, Some(holders)) => {
            finding.related(holders, "who hold this role").help(format!(
                "let one person hold `{name}`, with the others as `deputy`, \
                 or name the one who answers here"
            ))
        }
        _ => finding
            .related(group.span, "this party names several people")
            .help(format!(
                "name the person or role of `{name}` who answers for it"
            )),
    };
}

#[cfg(test)]
mod tests {
    use crate::rules::tests::{check, is_silent};

    #[test]
    fn a_team_without_a_lead() {
        check(
            "group-accountable",
            r#"
[workstream.patching]
accountable = "desk"
#             ^^^^^^ warning: nobody in particular answers for `patching`: `desk` stands for 2 people
[team.desk]
#     ---- this team has no lead
members = ["ana", "ben"]
[person.ana]
[person.ben]
"#,
        );
    }

    #[test]
    fn holders_who_come_one_after_the_other() {
        let held = |ana: &str, ben: &str, cat: &str| {
            format!(
                "[engagement]\nstarts = 2027-01-01\n[workstream.patching]\naccountable = \"lead\"\n\
                 [role.lead]\nheld-by = [\"ana\", \"ben\", \"cat\"]\n\
                 [person.ana]\n{ana}\n[person.ben]\n{ben}\n[person.cat]\n{cat}\n"
            )
        };
        let (first, second) = (
            "until = 2027-03-31",
            "from = 2027-04-01\nuntil = 2027-06-30",
        );
        for (ana, ben, cat) in [
            (first, second, "from = 2027-07-01"),
            ("from = 2027-07-01", first, second),
            // Gone before the engagement begins.
            ("until = 2026-12-31", "until = 2026-06-30", ""),
        ] {
            is_silent("group-accountable", &held(ana, ben, cat));
        }
        let mark = "#             ^^^^^^ warning: nobody in particular answers for `patching`: `lead` stands for 3 people";
        let of_two = mark.replace("3 people", "2 people");
        let holders = "#         --------------------- who hold this role";
        for (ana, ben, cat, mark) in [
            (first, second, "from = 2027-06-30", mark),
            (first, second, "", mark),
            ("", "", "from = 2028-01-01", mark),
            ("from = 2027-07-01", "from = 2027-08-01", first, mark),
            // Who has left before it begins is not counted.
            ("", "until = 2026-12-31", "", &of_two),
        ] {
            let marked = held(ana, ben, cat)
                .replace(
                    "accountable = \"lead\"\n",
                    &format!("accountable = \"lead\"\n{mark}\n"),
                )
                .replace("\"cat\"]\n", &format!("\"cat\"]\n{holders}\n"));
            check("group-accountable", &marked);
        }
    }

    #[test]
    fn critical_work_makes_it_an_error() {
        check(
            "group-accountable",
            r#"
[workstream.containment]
criticality = "critical"
accountable = "duty-manager"
#             ^^^^^^^^^^^^^^ error: nobody in particular answers for `containment`: `duty-manager` stands for 2 people
[role.duty-manager]
held-by = ["ana", "ben"]
#         -------------- who hold this role
[person.ana]
[person.ben]
"#,
        );
    }

    #[test]
    fn a_party_and_a_lead_that_is_a_group() {
        check(
            "group-accountable",
            r#"
[workstream.one]
accountable = "harbor"
#             ^^^^^^^^ warning: nobody in particular answers for `one`: `harbor` stands for 2 people
[workstream.two]
accountable = "desk"
#             ^^^^^^ warning: nobody in particular answers for `two`: `desk` stands for 2 people
[party.harbor]
#      ------ this party names several people
[team.desk]
lead = "duty-manager"
#      -------------- its lead is not one person either
[role.duty-manager]
held-by = ["ana", "ben"]
[person.ana]
party = "harbor"
[person.ben]
party = "harbor"
"#,
        );
    }

    #[test]
    fn one_voice_is_enough() {
        is_silent(
            "group-accountable",
            r#"
[workstream.one]
accountable = "led"
[workstream.two]
accountable = "single"
[workstream.three]
accountable = ["northwind", "ben"]
[workstream.four]
accountable = "vendor"
[workstream.five]
responsible = "leaderless"
accountable = "ana"
[team.led]
members = ["ana", "ben"]
lead = "ana"
[team.single]
members = ["ana"]
[team.leaderless]
members = ["ana", "ben"]
[party.vendor]
[party.northwind]
[person.ana]
party = "northwind"
[person.ben]
party = "northwind"
"#,
        );
    }

    #[test]
    fn what_is_said_elsewhere_or_not_known_is_silent() {
        is_silent(
            "group-accountable",
            r#"
[workstream.one]
accountable = ["desk", "cleo"]
[workstream.two]
accountable = ["desk", "gohst"]
[workstream.three]
accountable = "unsure"
[team.desk]
members = ["ana", "ben"]
[team.unsure]
members = ["ana", "ben"]
laed = "ana"
[person.ana]
[person.ben]
[person.cleo]
"#,
        );
    }
}
