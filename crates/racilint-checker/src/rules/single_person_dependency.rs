use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use racilint_diagnostics::{DefaultSeverity, Group};
use racilint_parser::values::Many;

use super::turns::Turns;
use super::{Context, declare_rule, words};
use crate::model::{ActorId, ActorKind, Authority, Engagement, Grant, Letter, RowId, Seats};

declare_rule! {
    /// ## What it does
    ///
    /// Reports work that cannot wait and that one person alone can do: nobody else is responsible
    /// for it or supports it; or several do it, and for an action that it takes there is only one
    /// person with the authority, among them and all who are called.
    ///
    /// Everybody who can act counts, at whatever hour: all of a team, the holder of a role and the
    /// deputy, whoever covers for somebody. What somebody knows does not count, since the file does
    /// not say which skills a piece of work takes.
    ///
    /// ## Why is this bad?
    ///
    /// It works for years. Then the one who does it is ill for six weeks.
    ///
    /// ## Example
    ///
    /// ```toml,fires
    /// [engagement]
    ///
    /// [workstream.imaging]
    /// criticality = "critical"
    /// responsible = "radiology-it"
    ///
    /// [role.radiology-it]
    /// held-by = "ana"
    ///
    /// [person.ana]
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```toml,silent
    /// [engagement]
    ///
    /// [workstream.imaging]
    /// criticality = "critical"
    /// responsible = "radiology-it"
    ///
    /// [role.radiology-it]
    /// held-by = "ana"
    /// deputy = "ben"
    ///
    /// [person.ana]
    /// [person.ben]
    /// ```
    ///
    /// ## When it stays silent
    ///
    /// - The work can wait: it is not critical, handles no incidents, and promises no hours or times.
    /// - A party that names no people does it or helps: whom it sends is its own matter.
    /// - It is a decision and nothing else.
    /// - It is split by hours, and others do the same at other hours.
    /// - Nobody does it, or somebody is named by an id that does not exist: other rules say so.
    ///
    /// ## References
    ///
    /// - ISO/IEC 27001:2022, 5.30: readiness of ICT for business continuity
    /// - NIST SP 800-53 r5, CP-2: contingency roles, with individuals assigned
    "single-person-dependency" {
        summary: "one person alone can do work that cannot wait",
        group: Group::Load,
        severity: DefaultSeverity::ByCriticality,
        needs: "work that is critical, or promises hours or times",
        frameworks: &["iso-27001", "nist-800-53"],
    }
}

fn check(cx: &mut Context<'_, '_>) {
    let engagement = cx.engagement;
    let mut present = Present::of(engagement);
    let mut has_data = false;
    for (id, row) in engagement.leaves() {
        if row.only_decides() || engagement.cannot_wait(id).is_none() {
            continue;
        }
        has_data = true;
        let parts = parts(id, engagement);
        if parts.first() != Some(&id) {
            continue;
        }
        let Some(people) = who_does(&parts, &mut present) else {
            continue;
        };
        match people.first() {
            Some(person) if people.len() == 1 => report_alone(cx, &parts, *person),
            Some(_) => check_authority(cx, id, &people, &mut present),
            None => {}
        }
    }
    if !has_data {
        cx.lacks_data();
    }
}

/// The slices that share the work by hours, in the order of the file: whoever does it at night can
/// do it by day. Otherwise the row alone.
fn parts(id: RowId, engagement: &Engagement<'_>) -> Vec<RowId> {
    let has_hours = |id: &RowId| {
        let slice = engagement.row(*id).slice;
        slice.is_some_and(|slice| slice.hours.is_some())
    };
    match engagement.row(id).whole {
        Some(whole) if has_hours(&id) => {
            let slices = engagement.row(whole).slices.iter();
            slices.copied().filter(has_hours).collect()
        }
        _ => vec![id],
    }
}

/// Everybody who does the work or helps with it, sorted; `None` when there may be more.
fn who_does(parts: &[RowId], present: &mut Present<'_, '_>) -> Option<Vec<ActorId>> {
    let mut people = Vec::new();
    for id in parts {
        let row = present.engagement.row(*id);
        for letter in [Letter::Responsible, Letter::Support] {
            present.add(row.seats(letter), *id, &mut people)?;
        }
    }
    Some(each_once(people))
}

fn each_once(mut people: Vec<ActorId>) -> Vec<ActorId> {
    people.sort_unstable();
    people.dedup();
    people
}

/// Who is there behind each name on a day: the same few names stand in most rows.
struct Present<'e, 'd> {
    engagement: &'e Engagement<'d>,
    /// `None` where they cannot be counted.
    known: BTreeMap<(ActorId, Date), Option<Vec<ActorId>>>,
}

impl<'e, 'd> Present<'e, 'd> {
    fn of(engagement: &'e Engagement<'d>) -> Self {
        Present {
            engagement,
            known: BTreeMap::new(),
        }
    }

    /// Adds the people whom a key of a row names and who are there; `None` when they cannot be
    /// counted.
    fn add(&mut self, seats: &Seats<'_>, row: RowId, people: &mut Vec<ActorId>) -> Option<()> {
        let day = self.engagement.first_day(row)?;
        for actor in seats.actors() {
            let known = self.known.entry((actor, day));
            let known = known.or_insert_with(|| people_of(actor, day, self.engagement));
            people.extend(known.as_deref()?);
        }
        (!seats.uncertain()).then_some(())
    }
}

fn people_of(actor: ActorId, day: Date, engagement: &Engagement<'_>) -> Option<Vec<ActorId>> {
    let known = engagement.acting(actor);
    let is_opaque = known.is_empty() && engagement.vacancies(actor, day).is_empty();
    let of_people = known.iter().all(|own| engagement.actor(*own).is_person());
    if is_opaque || !of_people || engagement.may_be_more(actor) {
        return None;
    }
    let people = known.iter().flat_map(|own| {
        let covers = covers(*own, engagement);
        std::iter::once(*own).chain(covers)
    });
    let is_there = |person: &ActorId| !engagement.is_away_for_good(*person, day);
    Some(each_once(people.filter(is_there).collect()))
}

/// Whoever stands in while a person is away.
fn covers(person: ActorId, engagement: &Engagement<'_>) -> Vec<ActorId> {
    let ActorKind::Person(table) = engagement.actor(person).kind else {
        return Vec::new();
    };
    let away = Many::of(&table.away).iter();
    let named = away.flat_map(|away| Many::of(&away.covered_by));
    let covers = named.filter_map(|cover| engagement.names.actor(&cover.name));
    covers.collect()
}

fn report_alone(cx: &mut Context<'_, '_>, parts: &[RowId], person: ActorId) {
    let engagement = cx.engagement;
    let Some(first) = parts.first() else { return };
    let own = engagement.row(*first);
    let row = match own.whole {
        Some(whole) if parts.len() > 1 => engagement.row(whole),
        _ => own,
    };
    let name = engagement.actor(person).name;
    let rows = parts.iter().map(|id| engagement.row(*id));
    let seats: Vec<_> = rows
        .flat_map(|row| [row.responsible(), row.seats(Letter::Support)])
        .flat_map(|seats| &seats.links)
        .collect();
    let named = seats.iter().filter_map(|link| link.to);
    let day = engagement.first_day(*first).unwrap_or(engagement.start());
    let turns = Turns::of(engagement, Some(person), named, day);
    let message = format!("{} can do the work of `{}`", turns.who(), row.name);
    let place = seats.first().map_or(row.span, |link| link.span);
    let why = engagement.cannot_wait(*first);
    let finding = cx.report(place, message);
    finding.about(row.object()).aspect(name);
    for link in &seats {
        let Some(label) = turns.behind(link) else {
            continue;
        };
        if link.span == place {
            finding.label(label);
        } else {
            finding.related(link.span, label);
        }
    }
    if let Some((span, why)) = why {
        finding.related(span, why);
    }
    finding.help(
        "name a second who can do it: another person beside, a deputy of the role, a team of two; \
         until then, say so in a waiver with a last day",
    );
}

/// Several do the work: for each action it takes, one of them may be the only one with the
/// authority.
fn check_authority(
    cx: &mut Context<'_, '_>,
    id: RowId,
    people: &[ActorId],
    present: &mut Present<'_, '_>,
) {
    let engagement = cx.engagement;
    let Some(mut all) = called(id, present) else {
        return;
    };
    all.extend(people);
    let all = each_once(all);
    let mut alone: Option<(ActorId, Vec<&str>)> = None;
    for need in engagement.needs(id) {
        let action: &str = &need.action.id.name;
        let in_own_name = |own: ActorId| {
            let authority = engagement.authority(own, action, id);
            matches!(authority, Authority::May | Authority::Unknown)
        };
        // Whoever covers for somebody has the authority of that one, too.
        let may = |own: &ActorId| {
            let mut covered = people.iter().copied();
            in_own_name(*own)
                || covered.any(|one| covers(one, engagement).contains(own) && in_own_name(one))
        };
        let mut able = all.iter().copied().filter(may);
        let (Some(only), None) = (able.next(), able.next()) else {
            continue;
        };
        if people.binary_search(&only).is_err() {
            continue;
        }
        match &mut alone {
            Some((person, actions)) if *person == only => actions.push(action),
            Some(_) => {}
            None => alone = Some((only, vec![action])),
        }
    }
    if let Some((person, actions)) = alone {
        report_authority(cx, id, person, &actions);
    }
}

/// Everybody else who is called about a row or answers for it; `None` when there may be more.
fn called(id: RowId, present: &mut Present<'_, '_>) -> Option<Vec<ActorId>> {
    let engagement = present.engagement;
    let mut called = Vec::new();
    present.add(engagement.row(id).accountable(), id, &mut called)?;
    let Some(link) = engagement.escalation(id) else {
        return (!engagement.may_be_escalated(id)).then_some(called);
    };
    for step in &engagement.paths.get(link.to?)?.steps {
        present.add(&step.to, id, &mut called)?;
    }
    Some(called)
}

fn report_authority(cx: &mut Context<'_, '_>, id: RowId, person: ActorId, actions: &[&str]) {
    let engagement = cx.engagement;
    let row = engagement.row(id);
    let name = engagement.actor(person).name;
    let what = words::list(actions);
    let message = format!(
        "`{}` hangs on `{name}`: nobody else there may do {what}",
        row.name
    );
    let grants = actions
        .iter()
        .flat_map(|action| engagement.grants_for(action, id));
    let grants: BTreeSet<_> = grants
        .filter(|grant| {
            grant
                .holders
                .actors()
                .any(|own| engagement.acting(own).contains(&person))
        })
        .map(Grant::place)
        .collect();
    let place = row.responsible().first_span().unwrap_or(row.span);
    let why = engagement.cannot_wait(id);
    let finding = cx.report(place, message);
    finding.about(row.object()).aspect(name);
    for grant in grants {
        finding.related(grant, format!("only `{name}` may"));
    }
    if let Some((span, why)) = why {
        finding.related(span, why);
    }
    finding.help("give a second one of them the authority as well, or the whole team");
}

#[cfg(test)]
mod tests {
    use racilint_diagnostics::Sources;

    use crate::rules::tests::{check, is_not_evaluated, is_silent, run};

    const RULE: &str = "single-person-dependency";

    #[test]
    fn one_person_behind_several_names() {
        check(
            RULE,
            r#"
[workstream.imaging]
criticality = "critical"
#             ---------- it is critical
responsible = ["radiology", "imaging-lead"]
#              ^^^^^^^^^^^ error: only `ana` can do the work of `imaging`
#                           -------------- `imaging-lead` is `ana` alone
accountable = "ben"
[workstream.help-desk]
respond-within = "30m"
#                ----- a time is promised for it
responsible = "ana"
#             ^^^^^ warning: only `ana` can do the work of `help-desk`
[team.radiology]
members = ["ana", "leaver", "joiner"]
[role.imaging-lead]
held-by = "ana"
[person.ana]
[person.ben]
[person.leaver]
until = 2026-01-31
[person.joiner]
from = 2027-03-01
"#,
        );
    }

    #[test]
    fn one_does_it_until_the_next_one_comes() {
        let text = r#"
[engagement]
starts = 2027-01-01
ends = 2027-12-31
[workstream.imaging]
criticality = "critical"
#             ---------- it is critical
responsible = "lead"
#             ^^^^^^ error: only one person at a time can do the work of `imaging`
[role.lead]
held-by = ["old", "new"]
[person.old]
until = 2027-06-30
[person.new]
from = 2027-07-02
"#;
        check(RULE, text);
        let label = |text: &str| {
            let mut findings = run(RULE, text, &Sources::default()).findings;
            let finding = findings.pop().expect("a finding");
            (finding.message, finding.label)
        };
        let (_, told) = label(text);
        assert_eq!(told, "`lead` is `old` until 30 June 2027, then `new`");
        // Who stays is no longer alone when the next one comes.
        let (message, told) = label(&text.replace("until = 2027-06-30", ""));
        assert_eq!(message, "only `old` can do the work of `imaging`");
        assert_eq!(
            told,
            "`lead` is `old` alone until `new` comes on 2 July 2027"
        );
    }

    #[test]
    fn only_one_of_several_may_act() {
        check(
            RULE,
            r#"
[workstream.containment]
#           ----------- incidents are handled in this area
responsible = "soc"
#             ^^^^^ warning: `containment` hangs on `jo`: nobody else there may do `isolate-endpoint`
accountable = "ana"
needs = ["isolate-endpoint", "disable-account"]
[[grant]]
holder = "jo"
action = "isolate-endpoint"
#        ------------------ only `jo` may
mode = "pre-authorized"
[[grant]]
holder = ["jo", "ana"]
action = "disable-account"
mode = "pre-authorized"
[team.soc]
members = ["jo", "li"]
[person.jo]
[person.li]
[person.ana]
"#,
        );
    }

    #[test]
    fn deputies_covers_helpers_and_other_hours_are_a_second() {
        is_silent(
            RULE,
            r#"
[workstream.a]
criticality = "high"
responsible = "lead"
[workstream.b]
criticality = "high"
responsible = "cy"
[workstream.c]
criticality = "high"
responsible = "ana"
support = "ben"
[workstream.d]
hours = "24x7"
[workstream.d.slice.days]
hours = "Mon-Sun 08:00-20:00"
responsible = "ana"
[workstream.d.slice.nights]
hours = "Mon-Sun 20:00-08:00"
responsible = "ben"
[role.lead]
held-by = "ana"
deputy = "ben"
[person.ana]
[person.ben]
[person.cy]
away = [{ from = 2027-03-01, to = 2027-03-12, covered-by = "ben" }]
"#,
        );
    }

    #[test]
    fn one_person_day_and_night_is_told_once() {
        check(
            RULE,
            r#"
[workstream.watch]
[workstream.watch.slice.days]
hours = "Mon-Sun 08:00-20:00"
#       --------------------- it is promised at these hours
responsible = "ana"
#             ^^^^^ warning: only `ana` can do the work of `watch`
[workstream.watch.slice.nights]
hours = "Mon-Sun 20:00-08:00"
responsible = "ana"
[person.ana]
"#,
        );
    }

    #[test]
    fn a_part_without_hours_stands_for_itself() {
        let messages = |slices: &str| {
            let text = format!(
                "[workstream.watch]\ncriticality = \"high\"\n{slices}\n[person.ana]\n[person.ben]\n\
                 [person.cy]\n"
            );
            let findings = run(RULE, &text, &Sources::default()).findings;
            let messages = findings.into_iter().map(|own| own.message);
            messages.collect::<Vec<_>>()
        };
        let slice = |name: &str, says: &str| format!("[workstream.watch.slice.{name}]\n{says}\n");
        let only =
            |name: &str, row: &str| format!("only `{name}` can do the work of `watch.{row}`");
        let steps = slice("stop", "step = \"stop\"\nresponsible = \"ana\"")
            + &slice("clean", "step = \"clean\"\nresponsible = [\"ben\", \"cy\"]");
        assert_eq!(messages(&steps), [only("ana", "stop")]);
        let one = slice(
            "nights",
            "hours = \"Mon-Sun 20:00-08:00\"\nresponsible = \"ana\"",
        ) + &slice("rest", "responsible = [\"ben\", \"cy\"]");
        assert_eq!(messages(&one), [only("ana", "nights")]);
    }

    #[test]
    fn parties_decisions_and_the_unknown_are_silent() {
        is_silent(
            RULE,
            r#"
[workstream.a]
criticality = "high"
responsible = "vendor"
[workstream.b]
criticality = "high"
responsible = ["ana", "gohst"]
[workstream.c]
criticality = "high"
activity = "decision"
responsible = "ana"
[workstream.d]
criticality = "high"
responsible = "ana"
support = "vendor"
[workstream.e]
criticality = "high"
responsible = "empty"
[team.empty]
[party.vendor]
[person.ana]
"#,
        );
    }

    #[test]
    fn whoever_covers_has_the_authority_of_the_one_who_is_away() {
        let text = |cover: &str| {
            format!(
                r#"
[workstream.desk]
criticality = "high"
responsible = "chief"
needs = ["grant-access"]
[role.chief]
held-by = "pia"
[[grant]]
holder = "chief"
action = "grant-access"
mode = "pre-authorized"
[person.pia]
away = [{{ from = 2027-03-01, to = 2027-03-05{cover} }}]
[person.dan]
"#
            )
        };
        is_silent(RULE, &text(", covered-by = \"dan\""));
        let found = run(RULE, &text(""), &Sources::default());
        assert_eq!(found.findings.len(), 1, "{:?}", found.findings);
    }

    #[test]
    fn work_that_can_wait_may_wait() {
        is_not_evaluated(
            RULE,
            "[workstream.purchasing]\nresponsible = \"ana\"\n[person.ana]\n",
        );
    }

    #[test]
    fn what_hangs_on_the_first_is_told_together() {
        check(
            RULE,
            r#"
[workstream.containment]
#           ----------- incidents are handled in this area
responsible = ["jo", "li"]
#              ^^^^ warning: `containment` hangs on `jo`: nobody else there may do `isolate-endpoint` and `block-traffic`
needs = ["isolate-endpoint", "disable-account", "block-traffic"]
[[grant]]
holder = "jo"
action = ["isolate-endpoint", "block-traffic"]
#         ------------------ only `jo` may
mode = "pre-authorized"
[[grant]]
holder = "li"
action = "disable-account"
mode = "pre-authorized"
[person.jo]
[person.li]
"#,
        );
    }

    #[test]
    fn whoever_is_called_or_answers_for_it_may_act_as_well() {
        let work = |more: &str| {
            format!(
                r#"
[workstream.containment]
responsible = ["jo", "li"]
needs = ["isolate-endpoint"]
{more}
[[grant]]
holder = "jo"
action = "isolate-endpoint"
mode = "pre-authorized"
[[grant]]
holder = "ana"
action = "isolate-endpoint"
mode = "approval-required"
approver = "jo"
[escalation.p1]
steps = [{{ to = "jo" }}, {{ to = "ana" }}]
[person.jo]
[person.li]
[person.ana]
"#
            )
        };
        let count = |more: &str| run(RULE, &work(more), &Sources::default()).findings.len();
        assert_eq!(count(""), 1);
        assert_eq!(count("accountable = \"li\""), 1);
        for more in [
            "accountable = \"ana\"",
            "escalation = \"p1\"",
            "escalation = \"p2\"",
            "escalation = 7",
        ] {
            assert_eq!(count(more), 0, "{more}");
        }
    }
}
