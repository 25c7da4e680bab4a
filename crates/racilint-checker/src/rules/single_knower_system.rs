use std::collections::{BTreeMap, BTreeSet};

use racilint_diagnostics::{DefaultSeverity, Group};
use racilint_parser::values::Many;

use super::turns::Turns;
use super::{Context, declare_rule};
use crate::model::{ActorId, Engagement, Row, RowId, Upkeep};

declare_rule! {
    /// ## What it does
    ///
    /// Reports a system that one person knows, or nobody, and that no documentation with an owner
    /// stands in for.
    ///
    /// ## Why is this bad?
    ///
    /// One colleague knows the firewall. On the day on which it fails, that colleague is on a
    /// plane, or has a new job.
    ///
    /// ## Example
    ///
    /// ```toml,fires
    /// [engagement]
    ///
    /// [system.firewall]
    /// owner = "sal"
    /// known-by = "sal"
    ///
    /// [person.sal]
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```toml,silent
    /// [engagement]
    ///
    /// [system.firewall]
    /// owner = "sal"
    /// known-by = ["sal", "bo"]
    ///
    /// [person.sal]
    /// [person.bo]
    /// ```
    ///
    /// ## When it stays silent
    ///
    /// - It is written down (`docs`), and somebody keeps that current: the system's `owner`, or
    ///   whoever answers for a workstream of the area `documentation` that covers the system.
    /// - A party that names no people knows it: whom it sends is its own matter.
    /// - All work on it ends on a day: it is being retired.
    /// - The file does not say who knows it, or names somebody unknown.
    ///
    /// ## References
    ///
    /// - ISO/IEC 27001:2022, 5.37: operating procedures are documented and at hand
    /// - ISO/IEC 27001:2022, 7.2: people are competent for what they do
    "single-knower-system" {
        summary: "one person knows a system, and nothing is written down",
        group: Group::Load,
        severity: DefaultSeverity::ByCriticality,
        needs: "systems with `known-by`",
        frameworks: &["iso-27001"],
    }
}

fn check(cx: &mut Context<'_, '_>) {
    let engagement = cx.engagement;
    let systems = engagement.upkeep();
    let says = |system: &Upkeep<'_>| system.known_by.span.is_some() || system.known_by.unread;
    if !systems.iter().any(says) {
        return cx.lacks_data();
    }
    let rows = engagement.rows_by_system();
    let documentation = documentation(engagement);
    let mut counted = Counted::new();
    for system in systems.iter().filter(|system| says(system)) {
        let Some(people) = people(system, engagement, &mut counted) else {
            continue;
        };
        if people.len() <= 1
            && !is_written_down(system, &documentation)
            && !is_retired(system, &rows, engagement)
        {
            report(cx, system, &people);
        }
    }
}

/// For each actor who is still there of it, two at most; `None` when they cannot be counted. One
/// team may know thousands of systems: it is counted once.
type Counted = BTreeMap<ActorId, Option<Vec<ActorId>>>;

/// The people who know a system and are still there, at most two of each who is named; `None` when
/// they cannot be counted.
fn people(
    system: &Upkeep<'_>,
    engagement: &Engagement<'_>,
    counted: &mut Counted,
) -> Option<BTreeSet<ActorId>> {
    if system.known_by.uncertain() {
        return None;
    }
    let mut people = BTreeSet::new();
    for actor in system.known_by.actors() {
        let there = counted
            .entry(actor)
            .or_insert_with(|| two_of(actor, engagement));
        people.extend(there.as_ref()?);
    }
    Some(people)
}

fn two_of(actor: ActorId, engagement: &Engagement<'_>) -> Option<Vec<ActorId>> {
    let day = engagement.start();
    let known = engagement.acting(actor);
    let is_opaque = known.is_empty() && engagement.vacancies(actor, day).is_empty();
    if is_opaque || engagement.actor(actor).is_party() || engagement.may_be_more(actor) {
        return None;
    }
    let there = known.iter().copied();
    let there = there.filter(|person| !engagement.is_away_for_good(*person, day));
    Some(there.take(2).collect())
}

fn is_written_down(system: &Upkeep<'_>, documentation: &[&Row<'_>]) -> bool {
    let kept = || !system.owner.nobody() || is_kept_current(system, documentation);
    system.table.unread.could_hold("docs") || has_docs(system) && kept()
}

fn has_docs(system: &Upkeep<'_>) -> bool {
    let mut docs = Many::of(&system.table.docs).iter();
    docs.any(|docs| !docs.value.trim().is_empty())
}

/// The rows in which systems are documented and somebody answers for it.
fn documentation<'e, 'd>(engagement: &'e Engagement<'d>) -> Vec<&'e Row<'d>> {
    let rows = engagement.leaves().map(|(_, row)| row);
    let documents = |row: &&Row<'_>| {
        let mut areas = row.areas.iter();
        areas.any(|(area, _)| area.id.name == "documentation") && !row.accountable().nobody()
    };
    rows.filter(documents).collect()
}

fn is_kept_current(system: &Upkeep<'_>, documentation: &[&Row<'_>]) -> bool {
    documentation.iter().any(|row| {
        let systems = row.systems();
        systems.is_empty() || systems.iter().any(|own| own.name == system.name)
    })
}

/// Whether all work on a system ends on a day.
fn is_retired(
    system: &Upkeep<'_>,
    rows: &BTreeMap<&str, Vec<RowId>>,
    engagement: &Engagement<'_>,
) -> bool {
    let rows = rows.get(system.name).map_or(&[][..], |rows| &rows[..]);
    let ends = |id: &RowId| {
        let row = engagement.row(*id);
        let own = row.slice.is_some_and(|slice| slice.until.is_some());
        own || row.workstream.until.is_some()
    };
    !rows.is_empty() && rows.iter().all(ends)
}

fn report(cx: &mut Context<'_, '_>, system: &Upkeep<'_>, people: &BTreeSet<ActorId>) {
    let engagement = cx.engagement;
    let name = system.name;
    let named = system.known_by.actors();
    let turns = Turns::of(
        engagement,
        people.first().copied(),
        named,
        engagement.start(),
    );
    let who = turns.who();
    let written = if has_docs(system) {
        "nobody keeps its documentation current"
    } else {
        "nothing is written down"
    };
    let links = &system.known_by.links;
    let place = system.known_by.first_span().or(system.known_by.span);
    let message = format!("{who} knows `{name}`, and {written}");
    let finding = cx.report(place.unwrap_or(system.span), message);
    finding.about(system.object());
    for link in links {
        if let Some(label) = turns.behind(link) {
            finding.related(link.span, label);
        }
    }
    for docs in Many::of(&system.table.docs) {
        finding.related(docs.span, "written down here");
    }
    finding.help(
        "have a second person learn it: `known-by = [\"...\", \"...\"]`; or have it written down, by \
         somebody who keeps that current: `docs = \"...\"`, `owner = \"...\"`",
    );
}

#[cfg(test)]
mod tests {
    use racilint_diagnostics::Sources;

    use crate::rules::tests::{check, is_not_evaluated, is_silent, run};

    const RULE: &str = "single-knower-system";

    #[test]
    fn one_person_knows_it() {
        check(
            RULE,
            r#"
[system.firewall]
known-by = ["sal", "firewall-engineer", "leaver"]
#           ^^^^^ error: only `sal` knows `firewall`, and nobody keeps its documentation current
#                  ------------------- `firewall-engineer` is `sal` alone
#                                       -------- `leaver` was there until 31 January 2026
docs = "Wiki"
#      ------ written down here
[workstream.containment]
criticality = "high"
systems = ["firewall"]
[role.firewall-engineer]
held-by = "sal"
[person.sal]
[person.leaver]
until = 2026-01-31
"#,
        );
    }

    #[test]
    fn nobody_knows_it() {
        check(
            RULE,
            r#"
[system.mainframe]
known-by = []
#          ^^ warning: nobody knows `mainframe`, and nothing is written down
owner = "ana"
[person.ana]
"#,
        );
    }

    #[test]
    fn one_knows_it_until_the_next_one_comes() {
        check(
            RULE,
            r#"
[engagement]
starts = 2027-01-01
ends = 2027-12-31
[system.firewall]
known-by = ["old", "new"]
#           ^^^^^ warning: only one person at a time knows `firewall`, and nothing is written down
#           ----- `old` is there until 30 June 2027
#                  ----- `new` comes on 1 July 2027
[system.mail]
known-by = "keeper"
#          ^^^^^^^^ warning: only one person at a time knows `mail`, and nothing is written down
#          -------- `keeper` is `old` until 30 June 2027, then `new`
[system.dns]
known-by = ["sal", "new"]
#           ^^^^^ warning: only `sal` knows `dns`, and nothing is written down
#                  ----- `new` comes on 1 July 2027
[role.keeper]
held-by = ["old", "new"]
[person.sal]
[person.old]
until = 2027-06-30
[person.new]
from = 2027-07-01
"#,
        );
    }

    #[test]
    fn one_of_two_who_are_there_leaves() {
        is_silent(
            RULE,
            r#"
[system.firewall]
known-by = ["old", "sal"]
[person.sal]
[person.old]
until = 2027-06-30
"#,
        );
    }

    #[test]
    fn two_people_or_a_kept_runbook_are_silent() {
        is_silent(
            RULE,
            r#"
[system.by-a-team]
known-by = "desk"
[system.by-a-role]
known-by = "lead"
[system.written-down]
known-by = "ana"
docs = "Wiki"
owner = "ana"
[system.by-its-maker]
known-by = "maker"
[system.nobody-says]
[team.desk]
members = ["ana", "ben"]
[role.lead]
held-by = "ana"
deputy = "ben"
[party.maker]
[person.ana]
[person.ben]
"#,
        );
    }

    #[test]
    fn documentation_as_a_workstream_counts() {
        is_silent(
            RULE,
            r#"
[system.mail]
known-by = "ana"
docs = "Wiki"
[workstream.documentation]
accountable = "ben"
[person.ana]
[person.ben]
"#,
        );
    }

    #[test]
    fn what_is_retired_or_unknown_is_silent() {
        is_silent(
            RULE,
            r#"
[system.old-mail]
known-by = "ana"
[system.misspelt]
known-by = "gohst"
[system.unread]
known-by = 7
[workstream.move-mail]
systems = ["old-mail"]
until = 2027-03-31
[person.ana]
"#,
        );
    }

    #[test]
    fn without_knowers_there_is_nothing_to_say() {
        is_not_evaluated(RULE, "[system.mail]\nowner = \"ana\"\n[person.ana]\n");
    }

    #[test]
    fn what_is_written_down_is_kept_current_by_somebody() {
        let count = |says: &str, more: &str| {
            let text = format!(
                "[system.mail]\nknown-by = \"ana\"\n{says}\n[system.dns]\n{more}\n\
                 [person.ana]\n[person.ben]\n"
            );
            run(RULE, &text, &Sources::default()).findings.len()
        };
        let row = "[workstream.documentation]\naccountable = \"ben\"";
        let docs = "docs = \"Wiki\"";
        assert_eq!(count("", row), 1);
        assert_eq!(count("docs = \"  \"", row), 1);
        assert_eq!(count("docs = 7", ""), 0);
        assert_eq!(count(docs, ""), 1);
        assert_eq!(count(docs, row), 0);
        assert_eq!(
            count(docs, "[workstream.documentation]\nresponsible = \"ben\""),
            1
        );
        assert_eq!(count(docs, &row.replace("documentation", "reporting")), 1);
        assert_eq!(count(docs, &format!("{row}\nsystems = [\"dns\"]")), 1);
        assert_eq!(
            count(docs, &format!("{row}\nsystems = [\"dns\", \"mail\"]")),
            0
        );
        assert_eq!(count(&format!("{docs}\nowner = \"ben\""), ""), 0);
    }

    #[test]
    fn a_system_on_which_all_work_ends_is_retired() {
        let count = |rows: &str| {
            let text = format!("[system.mail]\nknown-by = \"ana\"\n[person.ana]\n{rows}\n");
            run(RULE, &text, &Sources::default()).findings.len()
        };
        let on_mail = "systems = [\"mail\"]";
        let ends = format!("[workstream.a]\n{on_mail}\nuntil = 2027-03-31\n");
        assert_eq!(count(&ends), 0);
        assert_eq!(count(&format!("{ends}[workstream.b]\n{on_mail}")), 1);
        let slices = format!("[workstream.a]\n{on_mail}\n[workstream.a.slice.one]\n");
        assert_eq!(count(&slices), 1);
        assert_eq!(count(&format!("{slices}until = 2027-03-31")), 0);
    }
}
