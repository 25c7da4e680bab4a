use racilint_diagnostics::{DefaultSeverity, Group};

use super::{Context, declare_rule};
use crate::model::ActorId;

declare_rule! {
    /// ## What it does
    ///
    /// Reports a person, team, role or party that is declared and has no part in anything: no
    /// letter, no seat, no membership in something that has one.
    ///
    /// ## Why is this bad?
    ///
    /// Either somebody was forgotten where the work was divided, or the roster has outlived its
    /// people. Whoever reads the list believes that the team is larger than it is.
    ///
    /// ## Example
    ///
    /// ```toml,fires
    /// [engagement]
    ///
    /// [workstream.patching]
    /// responsible = "engineers"
    ///
    /// [team.engineers]
    /// members = ["milo"]
    ///
    /// [person.milo]
    /// [person.yuki]
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```toml,silent
    /// [engagement]
    ///
    /// [workstream.patching]
    /// responsible = "engineers"
    ///
    /// [team.engineers]
    /// members = ["milo", "yuki"]
    ///
    /// [person.milo]
    /// [person.yuki]
    /// ```
    ///
    /// ## When it stays silent
    ///
    /// - Anything names them, also as a vendor of a system, in a notice or in an acknowledgement.
    /// - They stand behind somebody who is named: members, leads, holders, deputies, covers.
    /// - A party employs somebody, or is a regulator, an insurer or an auditor.
    /// - They stand in a file that is included: other engagements use it as well.
    /// - They are the people of a team that has no part: the team is reported.
    /// - They only stand in for each other: the first of them is reported.
    /// - A misspelt name may mean them: `unknown-reference` says so.
    ///
    /// ## References
    ///
    /// - Smith and Erwin, *Role and Responsibility Charting*: vertical analysis, "no R's or A's"
    "unused-entity" {
        summary: "somebody is declared who has no part in anything",
        group: Group::Ownership,
        severity: DefaultSeverity::NOTE,
        needs: "workstreams, and people, teams, roles or parties",
    }
}

fn check(cx: &mut Context<'_, '_>) {
    let engagement = cx.engagement;
    let has_data = engagement.rows().next().is_some() && engagement.actors().next().is_some();
    let Some(idle) = engagement.idle_actors().filter(|_| has_data) else {
        return cx.lacks_data();
    };
    for actor in idle {
        report(cx, actor);
    }
}

fn report(cx: &mut Context<'_, '_>, id: ActorId) {
    let engagement = cx.engagement;
    let actor = engagement.actor(id);
    let (kind, name) = (actor.kind.word(), actor.name);
    let finding = cx.report(
        actor.span,
        format!("the {kind} `{name}` has no part in anything"),
    );
    finding.about(actor.object());
    finding.help(format!(
        "give `{name}` something to do, or a place in a team or role that has something to do; \
         if there is nothing, remove it"
    ));
}

#[cfg(test)]
mod tests {
    use crate::rules::tests::{check, is_not_evaluated, is_silent};

    const RULE: &str = "unused-entity";

    #[test]
    fn nobody_names_them() {
        check(
            RULE,
            r#"
[workstream.patching]
responsible = "ana"
[person.ana]
party = "north"
[person.yuki]
#       ^^^^ note: the person `yuki` has no part in anything
party = "north"
[team.reserve]
#     ^^^^^^^ note: the team `reserve` has no part in anything
members = ["rita"]
[person.rita]
[role.liaison]
#     ^^^^^^^ note: the role `liaison` has no part in anything
held-by = "ana"
[party.north]
[party.shop]
#      ^^^^ note: the party `shop` has no part in anything
kind = "vendor"
"#,
        );
    }

    #[test]
    fn every_kind_of_part_is_silent() {
        is_silent(
            RULE,
            r#"
[workstream.patching]
responsible = "engineers"
accountable = "lead"
[team.engineers]
members = ["ana"]
shifts = [{ who = "ben", hours = "24x7" }]
[role.lead]
held-by = "cleo"
deputy = "dora"
[person.ana]
away = [{ from = 2027-01-01, to = 2027-01-05, covered-by = "emil" }]
[person.ben]
[person.cleo]
[person.dora]
[person.emil]
[person.lent]
seconded-to = "engineers"
[person.told]
[person.taker]
[party.maker]
[party.employer]
[person.knower]
party = "employer"
[party.agency]
kind = "regulator"
[system.mail]
vendor = "maker"
known-by = "knower"
[[notice]]
to = "told"
[[acknowledgement]]
who = "taker"
of = "patching"
"#,
        );
    }

    #[test]
    fn of_those_who_only_name_each_other_one_is_told() {
        check(
            RULE,
            r#"
[workstream.patching]
responsible = "ana"
[person.ana]
away = [{ from = 2027-01-01, to = 2027-01-08, covered-by = "ben" }]
[person.ben]
away = [{ from = 2027-02-01, to = 2027-02-08, covered-by = "ana" }]
[person.cleo]
#       ^^^^ note: the person `cleo` has no part in anything
away = [{ from = 2027-01-01, to = 2027-01-08, covered-by = "dora" }]
[person.dora]
away = [{ from = 2027-02-01, to = 2027-02-08, covered-by = "cleo" }]
[person.eli]
away = [{ from = 2027-01-01, to = 2027-01-08, covered-by = "finn" }]
[person.finn]
away = [{ from = 2027-02-01, to = 2027-02-08, covered-by = "eli" }]
[team.reserve]
#     ^^^^^^^ note: the team `reserve` has no part in anything
members = ["eli", "finn"]
"#,
        );
    }

    #[test]
    fn a_shared_roster_is_silent() {
        is_silent(
            RULE,
            r#"
[engagement]
include = ["roster.toml"]
[workstream.patching]
responsible = "ana"
#@ roster.toml
[person.ana]
[person.elsewhere]
"#,
        );
    }

    #[test]
    fn a_misspelt_name_may_mean_them() {
        is_silent(
            RULE,
            r#"
[workstream.patching]
responsible = "engineeers"
[team.engineers]
members = ["ana"]
[person.ana]
"#,
        );
    }

    #[test]
    fn where_names_are_lost_nothing_is_said() {
        is_not_evaluated(
            RULE,
            "[workstream.patching]\nresponsible = { who = \"ana\" }\n[person.ana]\n",
        );
        is_not_evaluated(RULE, "[person.ana]\n");
    }
}
