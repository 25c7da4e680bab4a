use std::collections::BTreeSet;

use racilint_diagnostics::{DefaultSeverity, Group};

use super::{Context, declare_rule, words};
use crate::model::{ActorId, ActorKind, Engagement, Path, Seats, Step};

declare_rule! {
    /// ## What it does
    ///
    /// Reports an escalation path on which two consecutive steps call the same people, under
    /// whatever names: a person and the role that only this person holds, a team and its list.
    /// Whoever has left (`until`) is not called any more.
    ///
    /// ## Why is this bad?
    ///
    /// Whoever did not answer the first call is called again, and the time that the step costs
    /// buys nothing. `repeat` does not need the step: it calls the whole path again.
    ///
    /// ## Example
    ///
    /// ```toml,fires
    /// [engagement]
    ///
    /// [escalation.security-incident]
    /// steps = [
    ///   { to = "dana", ack-within = "15m" },
    ///   { to = "it-director", ack-within = "30m" },
    /// ]
    ///
    /// [person.dana]
    /// [role.it-director]
    /// held-by = "dana"
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```toml,silent
    /// [engagement]
    ///
    /// [escalation.security-incident]
    /// steps = [
    ///   { to = "dana", ack-within = "15m" },
    ///   { to = "it-director", ack-within = "30m" },
    /// ]
    ///
    /// [person.dana]
    /// [person.lee]
    /// [role.it-director]
    /// held-by = "dana"
    /// deputy = "lee"
    /// ```
    ///
    /// ## When it stays silent
    ///
    /// - The later step reaches at least one other person, or fewer of them: a team, then its lead.
    /// - The path has a single step; `repeat` says how often it is called again.
    /// - Two teams of the same people, each with hours or shifts of its own, take turns.
    /// - A step names somebody unknown, or nobody: other rules say so.
    ///
    /// ## References
    ///
    /// - NIST CSF 2.0, RS.MA-04: incidents are escalated or elevated as needed
    /// - ISO/IEC 20000-1:2018, 8.6.1: incidents are escalated if needed
    "escalation-not-progressing" {
        summary: "two steps of an escalation path in a row call the same people",
        group: Group::Escalation,
        severity: DefaultSeverity::ERROR,
        needs: "escalation paths",
        frameworks: &["nist-csf"],
    }
}

/// A path can be called again so often.
const MOST_ROUNDS: i64 = 100;

fn check(cx: &mut Context<'_, '_>) {
    let engagement = cx.engagement;
    if engagement.paths.is_empty() {
        return cx.lacks_data();
    }
    for path in &engagement.paths {
        if let Some((earlier, later)) = standstill(path, engagement) {
            report(cx, path, earlier, later);
        }
    }
}

/// The first two steps in a row, by their index, that reach the same people. A step that reaches
/// nobody is passed over; one that cannot be read may reach anybody.
fn standstill(path: &Path<'_>, engagement: &Engagement<'_>) -> Option<(usize, usize)> {
    let mut before: Option<(usize, BTreeSet<ActorId>)> = None;
    let same_rota = |earlier: usize, later: usize| {
        !take_turns(&path.steps[earlier], &path.steps[later], engagement)
    };
    for (index, step) in path.steps.iter().enumerate() {
        let Some(people) = reached(step, engagement) else {
            before = None;
            continue;
        };
        if people.is_empty() {
            continue;
        }
        if let Some((earlier, same)) = &before
            && *same == people
            && same_rota(*earlier, index)
        {
            return Some((*earlier, index));
        }
        before = Some((index, people));
    }
    None
}

/// Whether two steps call different teams of the same people, each with hours or shifts of its own:
/// a first and a second on call who take turns.
fn take_turns(one: &Step<'_>, other: &Step<'_>, engagement: &Engagement<'_>) -> bool {
    let rotas = |step: &Step<'_>| -> BTreeSet<ActorId> {
        let has_rota = |to: &ActorId| match engagement.actor(*to).kind {
            ActorKind::Team(team) => {
                let hours = team.hours.as_ref();
                team.shifts.is_some() || hours.is_some_and(|hours| !hours.always())
            }
            _ => false,
        };
        step.to.actors().filter(has_rota).collect()
    };
    let (one, other) = (rotas(one), rotas(other));
    !one.is_empty() && !other.is_empty() && one != other
}

/// Whoever can answer a step; `None` when that is not known.
fn reached(step: &Step<'_>, engagement: &Engagement<'_>) -> Option<BTreeSet<ActorId>> {
    let unknown = step.to.uncertain() || step.to.actors().any(|to| engagement.may_be_more(to));
    (!unknown).then(|| still_there(&step.to, engagement))
}

/// The people behind a step without those who have left.
fn still_there(seats: &Seats<'_>, engagement: &Engagement<'_>) -> BTreeSet<ActorId> {
    let mut people = engagement.acting_in(seats);
    people.retain(|person| !engagement.has_left(*person));
    people
}

fn report(cx: &mut Context<'_, '_>, path: &Path<'_>, earlier: usize, later: usize) {
    let engagement = cx.engagement;
    let (first, second) = (&path.steps[earlier].to, &path.steps[later].to);
    let people = still_there(second, engagement);
    let names = words::list(people.iter().map(|person| engagement.actor(*person).name));
    let one_person =
        people.len() == 1 && people.iter().all(|one| engagement.actor(*one).is_person());
    let whom = if one_person { "person" } else { "people" };
    let (step, name) = (later + 1, path.name);
    let span = second.span.unwrap_or(path.span);
    let before = match later - earlier {
        1 => "the step before it".to_owned(),
        _ => format!("step {}, and nobody is called between", earlier + 1),
    };
    let message = format!("step {step} of `{name}` calls the same {whom} as {before}");
    let finding = cx.report(span, message);
    finding.about(path.object());
    finding.label(format!("reaches {names} again"));
    let first = first.span.unwrap_or(path.span);
    finding.related(first, format!("step {} reaches {names}", earlier + 1));
    finding.help(format!(
        "name somebody else who can be called when nobody answers; {}",
        once_only(path, step, &people, engagement)
    ));
}

/// How the same people are called again without a step of their own.
fn once_only(
    path: &Path<'_>,
    step: usize,
    people: &BTreeSet<ActorId>,
    engagement: &Engagement<'_>,
) -> String {
    let repeat = path.table.repeat.map_or(0, |repeat| repeat.value.0);
    let mut steps = path.steps.iter();
    let are_all_alike = steps.all(|own| reached(own, engagement).as_ref() == Some(people));
    if are_all_alike {
        let rounds = i64::try_from(path.steps.len()).unwrap_or(1) * (repeat + 1);
        let more = (rounds - 1).min(MOST_ROUNDS);
        return format!(
            "if the same are to be called again, keep one step and say how often: `repeat = {more}`"
        );
    }
    let again = match repeat {
        0 => "`repeat = 1` calls the whole path once more".to_owned(),
        repeat => format!("`repeat = {repeat}` calls the whole path again"),
    };
    format!("or leave step {step} out: {again}")
}

#[cfg(test)]
mod tests {
    use racilint_diagnostics::Sources;

    use crate::rules::tests::{check, is_not_evaluated, is_silent, run};

    #[test]
    fn a_person_and_the_role_that_is_theirs() {
        check(
            "escalation-not-progressing",
            r#"
[escalation.p1]
steps = [
    { to = "ana" },
#          ----- step 1 reaches `ana`
    { to = "lead" },
#          ^^^^^^ error: step 2 of `p1` calls the same person as the step before it
    { to = "ana" },
]
[role.lead]
held-by = "ana"
[person.ana]
"#,
        );
    }

    #[test]
    fn the_help_ends_the_finding() {
        let path = |steps: &[&str], repeat: &str| {
            let steps: Vec<String> = steps.iter().map(|to| format!("{{ to = {to} }}")).collect();
            format!(
                "[escalation.p1]\nsteps = [{}]\n{repeat}\n[person.ana]\n[person.ben]\n",
                steps.join(", ")
            )
        };
        let rule = "escalation-not-progressing";
        let help = |steps: &[&str], repeat: &str| {
            let mut findings = run(rule, &path(steps, repeat), &Sources::default()).findings;
            let help = findings.remove(0).help.unwrap_or_default();
            help.split_once("; ").map(|(_, help)| help.to_owned())
        };
        let keep = |more| {
            format!(
                "if the same are to be called again, keep one step and say how often: `repeat = {more}`"
            )
        };
        let (ana, ben) = ("\"ana\"", "\"ben\"");
        assert_eq!(help(&[ana, ana], ""), Some(keep(1)));
        assert_eq!(help(&[ana, ana, ana], "repeat = 0"), Some(keep(2)));
        assert_eq!(help(&[ana, ana], "repeat = 3"), Some(keep(7)));
        assert_eq!(help(&[ana, ana], "repeat = 80"), Some(keep(100)));
        is_silent(rule, &path(&[ana], "repeat = 7"));
        let leave = "or leave step 3 out: `repeat = 1` calls the whole path once more";
        assert_eq!(help(&[ana, ben, ben], "").as_deref(), Some(leave));
        let leave = "or leave step 3 out: `repeat = 2` calls the whole path again";
        assert_eq!(help(&[ana, ben, ben], "repeat = 2").as_deref(), Some(leave));
        is_silent(rule, &path(&[ana, ben], "repeat = 2"));
    }

    #[test]
    fn a_team_and_the_list_of_its_members() {
        check(
            "escalation-not-progressing",
            r#"
[escalation.p1]
steps = [
    { to = "boss" },
    { to = "desk" },
#          ------ step 2 reaches `ana` and `ben`
    { to = ["ben", "ana"] },
#          ^^^^^^^^^^^^^^ error: step 3 of `p1` calls the same people as the step before it
]
[team.desk]
members = ["ana", "ben"]
[person.ana]
[person.ben]
[person.boss]
"#,
        );
    }

    #[test]
    fn a_step_that_reaches_nobody_does_not_stand_between() {
        check(
            "escalation-not-progressing",
            r#"
[escalation.p1]
steps = [
    { to = "ana" },
#          ----- step 1 reaches `ana`
    { to = "desk" },
    { to = "ana" },
#          ^^^^^ error: step 3 of `p1` calls the same person as step 1, and nobody is called between
]
[team.desk]
[person.ana]
"#,
        );
    }

    #[test]
    fn paths_that_progress_are_silent() {
        is_silent(
            "escalation-not-progressing",
            r#"
[escalation.narrowing]
steps = [{ to = "desk" }, { to = "ana" }, { to = "desk" }]
[escalation.with-a-deputy]
steps = [{ to = "ana" }, { to = "lead" }]
[escalation.one-step]
steps = [{ to = "ana" }]
repeat = 3
[team.desk]
members = ["ana", "ben"]
[role.lead]
held-by = "ana"
deputy = "ben"
[person.ana]
[person.ben]
"#,
        );
    }

    #[test]
    fn what_is_unknown_may_be_somebody_else() {
        is_silent(
            "escalation-not-progressing",
            r#"
[escalation.misspelt]
steps = [{ to = "ana" }, { to = "gohst" }, { to = "ana" }]
[escalation.unread]
steps = [{ to = "ana" }, { to = ["ana", 7] }]
[escalation.unread-team]
steps = [{ to = "ana" }, { to = "desk" }]
[team.desk]
members = ["ana", 7]
[person.ana]
"#,
        );
    }

    #[test]
    fn parties_are_compared_as_what_they_are() {
        check(
            "escalation-not-progressing",
            r#"
[escalation.p1]
steps = [
    { to = "vendor" },
#          -------- step 1 reaches `vendor`
    { to = "vendor" },
#          ^^^^^^^^ error: step 2 of `p1` calls the same people as the step before it
    { to = "other" },
]
[party.vendor]
[party.other]
"#,
        );
    }

    #[test]
    fn without_paths_there_is_nothing_to_say() {
        is_not_evaluated("escalation-not-progressing", "[engagement]\n");
    }

    #[test]
    fn a_first_and_a_second_on_call_take_turns() {
        check(
            "escalation-not-progressing",
            r#"
[escalation.turns]
steps = [{ to = "first" }, { to = "second" }]
[escalation.no-turns]
steps = [
  { to = "first" },
#        ------- step 1 reaches `jo` and `li`
  { to = "pool" },
#        ^^^^^^ error: step 2 of `no-turns` calls the same people as the step before it
]
[team.first]
members = ["jo", "li"]
shifts = [{ who = "jo", hours = "Mon-Wed 00:00-24:00" }, { who = "li", hours = "Thu-Sun 00:00-24:00" }]
[team.second]
shifts = [{ who = "li", hours = "Mon-Wed 00:00-24:00" }, { who = "jo", hours = "Thu-Sun 00:00-24:00" }]
[team.pool]
members = ["jo", "li"]
hours = "24x7"
[person.jo]
[person.li]
"#,
        );
    }

    #[test]
    fn the_only_other_one_has_left() {
        let path = |lou: &str| {
            format!(
                r#"
[engagement]
starts = 2026-01-01
ends = 2027-12-31
[escalation.incident]
steps = [{{ to = "soc", ack-within = "15m" }}, {{ to = "kim", ack-within = "15m" }}]
[team.soc]
members = ["kim", "lou"]
[person.kim]
[person.lou]
{lou}
"#
            )
        };
        let messages = |lou: &str| {
            let outcome = run(
                "escalation-not-progressing",
                &path(lou),
                &Sources::default(),
            );
            let findings = outcome.findings.into_iter();
            findings.map(|own| own.message).collect::<Vec<String>>()
        };
        let again = ["step 2 of `incident` calls the same person as the step before it"];
        assert_eq!(messages("until = 2026-11-20"), again);
        // Today is a day like any other, and who is still to come will be there.
        for lou in ["", "until = 2026-11-21", "from = 2026-12-01"] {
            is_silent("escalation-not-progressing", &path(lou));
        }
    }

    #[test]
    fn a_step_of_somebody_who_has_left_is_passed_over() {
        let path = |until: &str| {
            format!(
                r#"
[escalation.p1]
steps = [{{ to = "ana" }}, {{ to = "ben" }}, {{ to = "lead" }}]
[role.lead]
held-by = "ana"
[person.ana]
[person.ben]
until = {until}
"#
            )
        };
        let rule = "escalation-not-progressing";
        let told = run(rule, &path("2026-10-31"), &Sources::default()).findings;
        let told: Vec<String> = told.into_iter().map(|own| own.message).collect();
        let again = "step 3 of `p1` calls the same person as step 1, and nobody is called between";
        assert_eq!(told, [again]);
        is_silent(rule, &path("2026-12-31"));
    }
}
