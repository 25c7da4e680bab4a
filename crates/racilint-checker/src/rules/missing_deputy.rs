use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan;
use jiff::civil::Date;
use racilint_diagnostics::{DefaultSeverity, Finding, Group};

use super::commanding::current;
use super::{Context, declare_rule, words};
use crate::model::{ActorId, ActorKind, Command, Engagement, Lapse, Seats, civil};

declare_rule! {
    /// ## What it does
    ///
    /// Reports an incident command that hangs on one person: there is no deputy, the deputy is the
    /// same person under another name, or everybody else has left (`until`) or is still to come
    /// (`from`).
    ///
    /// ## Why is this bad?
    ///
    /// Incidents do not wait for holidays. Without an agreed alternate the command is settled by
    /// whoever speaks first, in the worst hour of the year.
    ///
    /// ## Example
    ///
    /// ```toml,fires
    /// [engagement]
    ///
    /// [command.security]
    /// commander = "jo"
    ///
    /// [person.jo]
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```toml,silent
    /// [engagement]
    ///
    /// [command.security]
    /// commander = "jo"
    /// deputy = "it-director"
    ///
    /// [person.jo]
    /// [person.dana]
    /// [role.it-director]
    /// held-by = "dana"
    /// ```
    ///
    /// ## When it stays silent
    ///
    /// - The commander is a role with a deputy of its own, or a team of several people.
    /// - The commander is a party that names no people: whom it sends is its own matter.
    /// - The command is for `sev3` and `sev4` only.
    /// - It hangs on one person for less than a week, until a successor comes, or on recorded
    ///   absences (`away`) only.
    /// - What it covers begins or ends on those days too, or the command is over: its `until` lies
    ///   before today.
    /// - It is formed with the command of somebody else, `unified-with`, who goes on alone.
    /// - Nobody is named to command: `missing-incident-commander` says so.
    /// - Commander or deputy cannot be read, or resolve to nobody: other rules say so.
    ///
    /// ## References
    ///
    /// - CIS Controls v8, 17.1: one key person, and at least one backup
    /// - NIMS: deputies are as qualified as the person for whom they stand in
    "missing-deputy" {
        summary: "an incident command hangs on one person",
        group: Group::Command,
        severity: DefaultSeverity::ByCriticality,
        needs: "incident commands",
        frameworks: &["nist-csf"],
    }
}

fn check(cx: &mut Context<'_, '_>) {
    let engagement = cx.engagement;
    if engagement.commands.is_empty() {
        return cx.lacks_data();
    }
    let by_several = led_by_several(engagement);
    for (_, command) in current(engagement) {
        // Formed, as it may be, with the command of somebody else, who goes on alone.
        let is_formed = command.may_be_unified() || by_several.contains(&command.unity);
        let elsewhere = command.commander.nobody() || is_formed;
        if elsewhere || command.only_minor() || !is_known(command, engagement) {
            continue;
        }
        if let Some(person) = sole_person(engagement, command, &BTreeSet::new()) {
            report(cx, command, person);
        } else if let Some(alone) = Alone::of(engagement, command) {
            alone.report(cx, command);
        }
    }
}

/// The one person without whom nobody commands while some people are gone: everybody else who can
/// act as commander or deputy is this one. `None` when there is an alternate, or nobody at all.
fn sole_person(
    engagement: &Engagement<'_>,
    command: &Command<'_>,
    gone: &BTreeSet<ActorId>,
) -> Option<ActorId> {
    let seats = [&command.commander, &command.deputy].into_iter();
    let mut people = seats
        .flat_map(Seats::actors)
        .flat_map(|actor| engagement.acting(actor))
        .filter(|person| !gone.contains(person));
    let first = people.next()?;
    let is_sole = people.all(|person| person == first) && engagement.actor(*first).is_person();
    is_sole.then_some(*first)
}

/// What several commands form together that are led by different people.
fn led_by_several(engagement: &Engagement<'_>) -> BTreeSet<usize> {
    let mut leaders: BTreeMap<usize, (usize, ActorId)> = BTreeMap::new();
    let (mut of_several, mut by_several) = (BTreeSet::new(), BTreeSet::new());
    for (index, command) in current(engagement) {
        let is_somebody = |who: &ActorId| !engagement.answering(*who).is_empty();
        for who in command.commander.actors().filter(is_somebody) {
            let (first, leader) = leaders.entry(command.unity).or_insert((index, who));
            if *first != index {
                of_several.insert(command.unity);
            }
            if !engagement.are_answered_alike(*leader, who) {
                by_several.insert(command.unity);
            }
        }
    }
    &of_several & &by_several
}

/// Whether everybody who could take over is known, and nobody who is named resolves to nobody.
fn is_known(command: &Command<'_>, engagement: &Engagement<'_>) -> bool {
    let is_known = |seats: &Seats<'_>| {
        let hidden =
            |actor| engagement.may_be_more(actor) || engagement.answering(actor).is_empty();
        !seats.uncertain() && !seats.actors().any(hidden)
    };
    is_known(&command.commander) && is_known(&command.deputy)
}

/// So many days on which somebody comes or leaves are looked at; a crowd is no one person.
const MOST_TURNS: usize = 64;

/// A successor who comes within a week leaves a command to one person no longer than a vacation.
const WEEK: i32 = 7;

/// Days on which everybody but one person has left or is still to come.
struct Alone {
    person: ActorId,
    days: Lapse,
    /// Those who are not there then.
    gone: BTreeSet<ActorId>,
}

impl Alone {
    /// The first such days of a command.
    fn of(engagement: &Engagement<'_>, command: &Command<'_>) -> Option<Self> {
        let seats = [&command.commander, &command.deputy];
        let mut named = seats.into_iter().flat_map(Seats::actors);
        // A party sends somebody else, whoever of its people has left.
        if may_be_dated(command, engagement) || named.any(|own| engagement.actor(own).is_party()) {
            return None;
        }
        let (first, last) = days_of(command, engagement);
        let mut each = seats.into_iter();
        if each.any(|own| !engagement.are_filled_in_turn(own, first)) {
            return None;
        }
        let people = seats.into_iter().flat_map(|own| engagement.acting_in(own));
        let people: BTreeSet<ActorId> = people.collect();
        let mut turns: BTreeSet<Date> = people
            .iter()
            .flat_map(|person| turns_of(engagement, *person))
            .filter(|day| last.is_none_or(|last| *day <= last))
            .collect();
        let mut turns = turns.split_off(&first);
        if turns.len() > MOST_TURNS {
            return None;
        }
        turns.insert(first);
        let turns: Vec<Date> = turns.into_iter().collect();
        turns.iter().enumerate().find_map(|(at, first)| {
            let next = turns.get(at + 1);
            let days = Lapse {
                first: *first,
                last: next.and_then(|next| next.checked_sub(1.day()).ok()),
            };
            let end = days.last.or(last);
            let is_long = end.is_none_or(|end| (end - *first).get_days() + 1 >= WEEK);
            let gone = people.iter().copied();
            let gone = gone.filter(|person| engagement.is_away_for_good(*person, *first));
            let gone: BTreeSet<ActorId> = gone.collect();
            let person = sole_person(engagement, command, &gone).filter(|_| is_long)?;
            Some(Alone { person, days, gone })
        })
    }

    fn report(&self, cx: &mut Context<'_, '_>, command: &Command<'_>) {
        let engagement = cx.engagement;
        let when = match self.days.last {
            Some(last) => format!("from {} to {last}", self.days.first),
            None => format!("from {} on", self.days.first),
        };
        let (name, person) = (command.name, engagement.actor(self.person).name);
        let is_gone = |own: ActorId| engagement.acting(own).is_subset(&self.gone);
        let mut deputies = command.deputy.placed();
        let deputy = deputies
            .find(|(own, _)| is_gone(*own))
            .map(|(_, span)| span);
        let message = format!("{when} nobody takes over when `{person}` cannot command `{name}`");
        let finding = cx.report(deputy.unwrap_or(command.span), message);
        finding.about(command.object());
        for gone in &self.gone {
            self.relate(finding, engagement, *gone);
        }
        finding.help(
            "name somebody who can command on those days when the commander cannot; one who follows \
             another sits with them in a role: `held-by = [\"...\", \"...\"]`, the one with \
             `until` and the other with `from`",
        );
    }

    fn relate(&self, finding: &mut Finding, engagement: &Engagement<'_>, gone: ActorId) {
        let actor = engagement.actor(gone);
        let ActorKind::Person(table) = actor.kind else {
            return;
        };
        let left = table.until.filter(|until| {
            let day = civil(until.value);
            day.is_some_and(|day| day < self.days.first)
        });
        if let Some(until) = left {
            finding.related(until.span, format!("`{}` leaves", actor.name));
        } else if let Some(from) = table.from {
            finding.related(from.span, format!("`{}` comes only then", actor.name));
        }
    }
}

/// Whether it, or what it covers, may begin or end by something that could not be read.
fn may_be_dated(command: &Command<'_>, engagement: &Engagement<'_>) -> bool {
    let head = engagement.head().map(|head| &head.unread);
    let own = [Some(&command.table.unread), head];
    let keys = ["from", "until", "covers", "starts", "ends"];
    let unread = own.into_iter().flatten();
    let mut unread = unread.flat_map(|unread| keys.map(|key| unread.could_hold(key)));
    let mut named = command.covers.iter().flatten();
    let mut covered = engagement.covered(command).into_iter();
    let lost = |row| ["from", "until"].map(|key| engagement.row(row).could_hold(key));
    engagement.is_damaged()
        || unread.any(|lost| lost)
        || named.any(|link| link.to.is_none())
        || covered.any(|row| lost(row).contains(&true))
}

/// The first and the last day on which somebody has to command: of the command, and of what it
/// covers.
fn days_of(command: &Command<'_>, engagement: &Engagement<'_>) -> (Date, Option<Date>) {
    let table = command.table;
    let covered = engagement.covered(command);
    let first = covered
        .iter()
        .map(|row| engagement.effective(*row).map(|(day, _)| day));
    let first = first.min().flatten();
    let ends = covered
        .iter()
        .map(|row| engagement.last_day(*row).map(|(day, _)| day));
    // Without a last day work goes on.
    let ends: Option<Vec<Date>> = ends.collect();
    let ends = ends.and_then(|days| days.into_iter().max());
    let until = table.until.and_then(|until| civil(until.value));
    let from = engagement.needed_on(table.from, table.until);
    (
        first.map_or(from, |first| first.max(from)),
        [ends, until, engagement.end()].into_iter().flatten().min(),
    )
}

/// The first day of a person, and the first one after the last.
fn turns_of(engagement: &Engagement<'_>, person: ActorId) -> Vec<Date> {
    let ActorKind::Person(table) = engagement.actor(person).kind else {
        return Vec::new();
    };
    let from = table.from.and_then(|from| civil(from.value));
    let until = table.until.and_then(|until| civil(until.value));
    let next = until.and_then(|until| until.checked_add(1.day()).ok());
    [from, next].into_iter().flatten().collect()
}

fn report(cx: &mut Context<'_, '_>, command: &Command<'_>, person: ActorId) {
    let engagement = cx.engagement;
    let (name, person) = (command.name, engagement.actor(person).name);
    let (span, message) = match command.deputy.first_span() {
        Some(deputy) => (
            deputy,
            format!("commander and deputy of `{name}` are the same person, `{person}`"),
        ),
        None => (
            command.span,
            format!("nobody takes over when `{person}` cannot command `{name}`"),
        ),
    };
    let finding = cx.report(span, message);
    finding.about(command.object());
    for link in &command.commander.links {
        let label = if link.name == person {
            "commands".to_owned()
        } else {
            format!("{} is `{person}` alone", words::list([link.name]))
        };
        finding.related(link.span, label);
    }
    finding.help("name somebody else who commands when the commander cannot: `deputy = \"...\"`");
}

#[cfg(test)]
mod tests {
    use racilint_diagnostics::Sources;

    use crate::rules::tests::{check, is_not_evaluated, is_silent, run};

    mod days;

    #[test]
    fn days_between_a_deputy_and_the_next() {
        let told = |next: &str| {
            let text = format!(
                "[engagement]\nstarts = 2027-01-01\nends = 2027-12-31\n[command.security]\n\
                 commander = \"ana\"\ndeputy = [\"ben\", \"lee\"]\n[person.ana]\n\
                 [person.ben]\nuntil = 2027-03-31\n[person.lee]\nfrom = {next}\n"
            );
            let findings = run("missing-deputy", &text, &Sources::default()).findings;
            let messages = findings.into_iter().map(|own| own.message);
            messages.collect::<Vec<String>>()
        };
        let alone = "from 2027-04-01 to 2027-06-30 nobody takes over when `ana` cannot command \
                     `security`";
        assert_eq!(told("2027-07-01"), [alone]);
        assert_eq!(told("2027-04-01"), [""; 0]);
    }

    #[test]
    fn nobody_takes_over() {
        check(
            "missing-deputy",
            r#"
[command.security]
#        ^^^^^^^^ warning: nobody takes over when `ana` cannot command `security`
commander = "lead"
#           ------ `lead` is `ana` alone
[role.lead]
held-by = "ana"
[person.ana]
"#,
        );
    }

    #[test]
    fn the_deputy_is_the_commander() {
        check(
            "missing-deputy",
            r#"
[command.security]
commander = "ana"
#           ----- commands
deputy = "lead"
#        ^^^^^^ error: commander and deputy of `security` are the same person, `ana`
covers = "triage"
[role.lead]
held-by = "ana"
[workstream.triage]
[person.ana]
"#,
        );
    }

    #[test]
    fn the_deputy_leaves() {
        check(
            "missing-deputy",
            r#"
[engagement]
starts = 2027-01-01
ends = 2027-12-31
[command.security]
commander = "ana"
deputy = "ben"
#        ^^^^^ warning: from 2027-02-01 on nobody takes over when `ana` cannot command `security`
[person.ana]
[person.ben]
until = 2027-01-31
#       ---------- `ben` leaves
"#,
        );
    }

    #[test]
    fn one_leaves_before_the_other_comes() {
        check(
            "missing-deputy",
            r#"
[engagement]
starts = 2027-01-01
ends = 2027-12-31
[command.security]
#        ^^^^^^^^ warning: from 2027-01-01 to 2027-03-31 nobody takes over when `old` cannot command `security`
commander = "lead"
[role.lead]
held-by = ["old", "new"]
[person.old]
until = 2027-03-31
[person.new]
from = 2027-04-01
#      ---------- `new` comes only then
"#,
        );
    }

    #[test]
    fn a_week_without_a_second_is_told_and_six_days_are_not() {
        let count = |from: &str| {
            let text = format!(
                "[engagement]\nstarts = 2027-01-01\nends = 2027-12-31\n[command.security]\n\
                 commander = \"lead\"\n[role.lead]\nheld-by = [\"old\", \"new\"]\n[person.old]\n\
                 [person.new]\nfrom = {from}\n"
            );
            run("missing-deputy", &text, &Sources::default())
                .findings
                .len()
        };
        assert_eq!(count("2027-01-08"), 1);
        assert_eq!(count("2027-01-07"), 0);
    }

    #[test]
    fn another_deputy_follows_or_nothing_is_left_to_command() {
        const PEOPLE: &str = r#"
[engagement]
starts = 2027-01-01
ends = 2027-12-31
[person.ana]
[person.old]
until = 2027-03-31
[person.new]
from = 2027-04-05
[role.deputy-lead]
held-by = ["old", "new"]
[workstream.cutover]
until = 2027-03-31
[workstream.triage]
criticality = "critical"
[party.vendor]
[command.security]
commander = "ana"
"#;
        for command in [
            "deputy = \"deputy-lead\"",
            "deputy = [\"old\", \"new\"]\nfrom = 2027-04-05",
            "deputy = \"old\"\nuntil = 2027-03-31",
            "deputy = \"old\"\ncovers = \"cutover\"",
            "deputy = [\"old\", \"vendor\"]",
            // `unfilled-assignee` says so.
            "deputy = \"new\"",
            // What could not be read may be a successor.
            "deputy = \"old\"\nfrom = 7",
        ] {
            is_silent("missing-deputy", &format!("{PEOPLE}{command}\n"));
        }
    }

    #[test]
    fn everybody_with_an_alternate_is_silent() {
        is_silent(
            "missing-deputy",
            r#"
[command.with-a-deputy]
commander = "ana"
deputy = "ben"
[command.role-with-a-deputy]
commander = "lead"
[command.team]
commander = "desk"
[command.opaque-party]
commander = "vendor"
[command.nuisances]
commander = "ana"
severity = ["sev3", "sev4"]
[role.lead]
held-by = "ana"
deputy = "ben"
[team.desk]
members = ["ana", "ben"]
lead = "ana"
[party.vendor]
[person.ana]
[person.ben]
"#,
        );
    }

    #[test]
    fn what_other_rules_say_is_silent() {
        is_silent(
            "missing-deputy",
            r#"
[command.nobody]
[command.misspelt-deputy]
commander = "ana"
deputy = "gohst"
[command.unread-deputy]
commander = "ana"
deputy = 7
[command.empty-team]
commander = "ana"
deputy = "standby"
[command.vacant-role]
commander = "director"
[command.misspelt-member]
commander = "desk"
[role.director]
deputy = "ana"
[team.standby]
[team.desk]
members = ["ana", "gohst"]
[person.ana]
"#,
        );
    }

    #[test]
    fn without_commands_there_is_nothing_to_say() {
        is_not_evaluated("missing-deputy", "[engagement]\n");
    }

    #[test]
    fn commands_that_form_one_stand_in_for_each_other() {
        is_silent(
            "missing-deputy",
            r#"
[command.client-plan]
commander = "ana"
unified-with = "provider-plan"
decides = "ana"
[command.provider-plan]
commander = "ben"
[command.deputy-only]
deputy = "ben"
[person.ana]
[person.ben]
"#,
        );
    }

    #[test]
    fn one_person_in_both_commands_is_still_one_person() {
        check(
            "missing-deputy",
            r#"
[command.client-plan]
#        ^^^^^^^^^^^ warning: nobody takes over when `ana` cannot command `client-plan`
commander = "ana"
#           ----- commands
unified-with = "provider-plan"
severity = "sev1"
[command.provider-plan]
commander = "chief"
severity = "sev3"
[role.chief]
held-by = "ana"
[person.ana]
"#,
        );
    }
}
