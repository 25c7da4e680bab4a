use std::collections::BTreeSet;

use racilint_diagnostics::{DefaultSeverity, Group, Span};

use super::{Context, declare_rule, words};
use crate::model::{ActorId, Engagement, Row};

declare_rule! {
    /// ## What it does
    ///
    /// Reports a workstream, or a slice of one, for which two different owners are accountable.
    ///
    /// ## Why is this bad?
    ///
    /// Where two answer, each can point at the other. "Shared" accountability is the commonest way
    /// to have none.
    ///
    /// ## Example
    ///
    /// ```toml,fires
    /// [engagement]
    ///
    /// [workstream.triage]
    /// responsible = "lee"
    /// accountable = ["it-director", "service-manager"]
    ///
    /// [person.dana]
    /// [person.lee]
    ///
    /// [role.it-director]
    /// held-by = "dana"
    ///
    /// [role.service-manager]
    /// held-by = "lee"
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```toml,silent
    /// [engagement]
    ///
    /// [workstream.triage]
    /// responsible = "lee"
    /// accountable = "service-manager"
    /// consulted   = "it-director"
    ///
    /// [person.dana]
    /// [person.lee]
    ///
    /// [role.it-director]
    /// held-by = "dana"
    ///
    /// [role.service-manager]
    /// held-by = "lee"
    /// ```
    ///
    /// ## When it stays silent
    ///
    /// - The names mean the same people: a role and its holder, a team and its lead.
    /// - One is the deputy of the other, or comes when the other has left, by `from` and `until`.
    /// - One is a party and the other somebody of it, who answers on its behalf.
    /// - Each answers for a slice: by hours, systems, severity or step.
    /// - A name resolves to nobody: `unknown-reference` or `unfilled-assignee` says so.
    ///
    /// ## References
    ///
    /// - Smith and Erwin, *Role and Responsibility Charting*: horizontal analysis, "too many A's"
    /// - COBIT 2019: only one role is accountable for a practice
    "multiple-accountable" {
        summary: "two different owners are accountable for the same work",
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
    for (id, row) in cx.engagement.rows().filter(|(_, row)| is_asked(row)) {
        let owners = cx.engagement.owners(id);
        if let [first, second, more @ ..] = owners.as_slice()
            && !are_successors(&owners, cx.engagement)
        {
            report(cx, row, *first, *second, more);
        }
    }
}

/// Whether a row's own owner counts: of a parent its children say who owns it, unless it fulfils a
/// duty itself.
fn is_asked(row: &Row<'_>) -> bool {
    let counts = row.children.is_empty() || !row.satisfies().is_empty();
    row.slices.is_empty() && !row.left_out && counts
}

type Owner = (ActorId, Span);

/// Whether the owners are people who answer one after the other.
fn are_successors(owners: &[(ActorId, Span)], engagement: &Engagement<'_>) -> bool {
    let people: BTreeSet<ActorId> = owners.iter().map(|(owner, _)| *owner).collect();
    people.iter().all(|own| engagement.actor(*own).is_person())
        && !engagement.are_there_at_once(&people)
}

fn report(cx: &mut Context<'_, '_>, row: &Row<'_>, first: Owner, second: Owner, more: &[Owner]) {
    let name = |owner: &Owner| cx.engagement.actor(owner.0).name;
    let names = [&first, &second].into_iter().chain(more).map(name);
    let names = words::list(names);
    let keep = name(&first);
    let message = format!(
        "more than one owner is accountable for `{}`: {names}",
        row.name
    );
    let finding = cx.report(second.1, message);
    finding
        .about(row.object())
        .related(first.1, "one accountable owner");
    finding.label("another one");
    for (_, span) in more {
        finding.related(*span, "and another");
    }
    let otherwise = if row.slice.is_some() {
        ""
    } else {
        ", or give each a part of their own: `[workstream.NAME.slice.PART]`"
    };
    finding.help(format!(
        "keep the one who answers for the whole, such as `accountable = \"{keep}\"`, and consult \
         the others{otherwise}"
    ));
}

#[cfg(test)]
mod tests {
    use crate::rules::tests::{check, is_silent};

    #[test]
    fn one_who_comes_when_the_other_has_left() {
        let owners = |ana: &str, ben: &str, mark: &str| {
            format!(
                "[engagement]\nstarts = 2027-01-01\n[workstream.triage]\n\
                 accountable = [\"ana\", \"ben\"]\n{mark}[person.ana]\n{ana}\n[person.ben]\n{ben}\n"
            )
        };
        let ana = "until = 2027-06-30";
        is_silent(
            "multiple-accountable",
            &owners(ana, "from = 2027-07-01", ""),
        );
        let mark = "#              ----- one accountable owner\n#                     ^^^^^ error: more than one owner is accountable for `triage`: `ana` and `ben`\n";
        check(
            "multiple-accountable",
            &owners(ana, "from = 2027-06-30", mark),
        );
        check("multiple-accountable", &owners(ana, "", mark));
    }

    #[test]
    fn two_people_answer() {
        check(
            "multiple-accountable",
            r#"
[workstream.triage]
accountable = ["ana", "ben"]
#              ----- one accountable owner
#                     ^^^^^ error: more than one owner is accountable for `triage`: `ana` and `ben`
[person.ana]
[person.ben]
"#,
        );
    }

    #[test]
    fn parties_without_named_people_are_owners_too() {
        check(
            "multiple-accountable",
            r#"
[workstream.triage.slice.nights]
accountable = ["harbor", "northwind", "soc"]
#              -------- one accountable owner
#                        ^^^^^^^^^^^ error: more than one owner is accountable for `triage.nights`: `harbor`, `northwind` and `soc`
#                                     ----- and another
[party.harbor]
[party.northwind]
[team.soc]
members = "ana"
[person.ana]
"#,
        );
    }

    #[test]
    fn two_names_of_one_owner_are_one() {
        is_silent(
            "multiple-accountable",
            r#"
[workstream.one]
accountable = ["director", "ana", "ana"]
[workstream.two]
accountable = ["soc", "ben"]
[workstream.three]
accountable = ["director", "cleo"]
[workstream.four]
accountable = ["northwind", "ben"]
[role.director]
held-by = "ana"
deputy = "cleo"
[team.soc]
members = ["ben", "cleo"]
lead = "ben"
[party.northwind]
[person.ana]
[person.ben]
party = "northwind"
[person.cleo]
"#,
        );
    }

    #[test]
    fn slices_and_containers_are_silent() {
        is_silent(
            "multiple-accountable",
            r#"
[workstream.triage]
accountable = ["ana", "ben"]
[workstream.triage.slice.days]
accountable = "ana"
[workstream.triage.slice.nights]
accountable = "ben"
[person.ana]
[person.ben]
"#,
        );
    }

    #[test]
    fn a_parent_answers_itself_where_it_fulfils_a_duty() {
        let parent = |duty: &str, mark: &str| {
            format!(
                "[workstream.governance]\n{duty}accountable = [\"ana\", \"ben\"]\n{mark}\
                 [workstream.risks]\nparent = \"governance\"\naccountable = \"ana\"\n\
                 [person.ana]\n[person.ben]\n"
            )
        };
        let duty = "satisfies = \"hipaa:security-official\"\n";
        let mark = "#              ----- one accountable owner\n#                     ^^^^^ error: more than one owner is accountable for `governance`: `ana` and `ben`\n";
        check("multiple-accountable", &parent(duty, mark));
        is_silent("multiple-accountable", &parent("", ""));
    }

    #[test]
    fn who_is_not_known_is_not_a_second_owner() {
        is_silent(
            "multiple-accountable",
            r#"
[workstream.one]
accountable = ["ana", "gohst"]
[workstream.two]
accountable = ["ana", "director"]
[workstream.three]
accountable = ["ana", "outer"]
[role.director]
[role.outer]
held-by = "inner"
[role.inner]
held-by = ["ben", "gohst"]
[person.ana]
[person.ben]
"#,
        );
    }
}
