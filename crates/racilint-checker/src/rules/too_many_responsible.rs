use std::collections::BTreeSet;

use racilint_diagnostics::{DefaultSeverity, Group};

use super::{Context, declare_rule, words};
use crate::model::{ActorId, Engagement, Row};

declare_rule! {
    /// ## What it does
    ///
    /// Reports a workstream that more than five different people or teams are said to do.
    ///
    /// ## Why is this bad?
    ///
    /// What six do together, each leaves to the other five. Nobody outside knows whom to ask.
    ///
    /// ## Example
    ///
    /// ```toml,fires
    /// [engagement]
    ///
    /// [workstream.documentation]
    /// responsible = ["ana", "ben", "cara", "dev", "eva", "finn"]
    ///
    /// [person]
    /// ana = { party = "northwind" }
    /// ben = { party = "northwind" }
    /// cara = { party = "northwind" }
    /// dev = { party = "northwind" }
    /// eva = { party = "northwind" }
    /// finn = { party = "northwind" }
    /// [party.northwind]
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```toml,silent
    /// [engagement]
    ///
    /// [workstream.documentation]
    /// responsible = "platform-team"
    ///
    /// [team.platform-team]
    /// members = ["ana", "ben", "cara", "dev", "eva", "finn"]
    /// lead = "ana"
    ///
    /// [person]
    /// ana = { party = "northwind" }
    /// ben = { party = "northwind" }
    /// cara = { party = "northwind" }
    /// dev = { party = "northwind" }
    /// eva = { party = "northwind" }
    /// finn = { party = "northwind" }
    /// [party.northwind]
    /// ```
    ///
    /// ## When it stays silent
    ///
    /// - Five or fewer do the work; a team counts once, however many are in it.
    /// - Somebody is named twice: in person, in a role and in a team that is also named.
    /// - Any number help, are asked or are told.
    ///
    /// ## References
    ///
    /// - Smith and Erwin, *Role and Responsibility Charting*: horizontal analysis, "too many R's"
    "too-many-responsible" {
        summary: "more than five people or teams do the same work",
        group: Group::Ownership,
        severity: DefaultSeverity::WARNING,
        needs: "workstreams",
    }
}

/// So many can share work and still know of each other.
const MOST: usize = 5;

fn check(cx: &mut Context<'_, '_>) {
    let engagement = cx.engagement;
    if engagement.rows().next().is_none() {
        return cx.lacks_data();
    }
    for (_, row) in engagement.leaves() {
        let doers = doers(row, engagement);
        if doers.len() > MOST {
            report(cx, row, &doers);
        }
    }
}

/// Those who do the work, without those who add nobody to the others.
fn doers<'d>(row: &Row<'d>, engagement: &Engagement<'d>) -> Vec<&'d str> {
    let mut named: Vec<ActorId> = row.responsible().actors().collect();
    if named.len() <= MOST {
        return Vec::new();
    }
    named.sort_by_key(|actor| std::cmp::Reverse(engagement.acting(*actor).len()));
    let mut people: BTreeSet<ActorId> = BTreeSet::new();
    named.retain(|actor| {
        let own = engagement.acting(*actor);
        let adds = own.iter().any(|person| !people.contains(person));
        people.extend(own);
        adds
    });
    let counted: BTreeSet<ActorId> = named.into_iter().collect();
    let mut told = BTreeSet::new();
    let mut doers = Vec::new();
    for link in &row.responsible().links {
        if link
            .to
            .is_some_and(|to| counted.contains(&to) && told.insert(to))
        {
            doers.push(link.name);
        }
    }
    doers
}

fn report(cx: &mut Context<'_, '_>, row: &Row<'_>, doers: &[&str]) {
    let count = doers.len();
    let message = format!("{count} people or teams do the work of `{}`", row.name);
    let finding = cx.report(row.responsible().span.unwrap_or(row.span), message);
    finding.about(row.object());
    finding.label(words::list(doers));
    for (_, span) in row.accountable().placed() {
        finding.related(span, format!("answers for what {count} do"));
    }
    finding.help(
        "name the team that does it, with one who leads it: `responsible = \"TEAM\"`; \
         whoever only helps goes into `support`; or make a slice for each part",
    );
}

#[cfg(test)]
mod tests {
    use crate::rules::tests::{check, is_not_evaluated, is_silent};

    const PEOPLE: &str = r#"
[person]
a = { name = "A" }
b = { name = "B" }
c = { name = "C" }
d = { name = "D" }
e = { name = "E" }
f = { name = "F" }
"#;

    #[test]
    fn six_do_it() {
        let fixture = r#"
[workstream.reports]
responsible = ["a", "b", "c", "d", "e", "f"]
#             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: 6 people or teams do the work of `reports`
accountable = "a"
#             --- answers for what 6 do
"#;
        check("too-many-responsible", &(fixture.to_owned() + PEOPLE));
    }

    #[test]
    fn five_and_those_named_twice() {
        let fixture = r#"
[workstream.reports]
responsible = ["a", "b", "c", "d", "e"]
support = ["f", "desk", "lead"]
[workstream.minutes]
responsible = ["a", "b", "c", "d", "e", "desk", "lead"]
[workstream.archive]
responsible = ["a", "b", "c", "d", "e", "e", "gohst", "empty"]
[team.desk]
members = ["a", "b", "c"]
[team.empty]
[role.lead]
held-by = "d"
"#;
        is_silent("too-many-responsible", &(fixture.to_owned() + PEOPLE));
    }

    #[test]
    fn no_rows() {
        is_not_evaluated("too-many-responsible", "[engagement]\n");
    }
}
