use std::collections::BTreeSet;

use racilint_diagnostics::{DefaultSeverity, Group};

use super::commanding::{current, is_filled, is_known, known, work_of};
use super::{Context, declare_rule};
use crate::model::{ActorId, Command, Engagement, Row, RowId};
use crate::time::{Clock, Set, Unknown};

declare_rule! {
    /// ## What it does
    ///
    /// Reports a commander who is, in the same incident, the only one there to do the work.
    ///
    /// ## Why is this bad?
    ///
    /// Whoever has both hands on a console has no eye on the whole: nobody calls the vendor, nobody
    /// tells the client, and nobody notices that the second server is gone.
    ///
    /// ## Example
    ///
    /// ```toml,fires
    /// [engagement]
    ///
    /// [workstream.containment]
    /// responsible = "jo"
    ///
    /// [command.security]
    /// covers = "containment"
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
    /// [workstream.containment]
    /// responsible = ["jo", "li"]
    ///
    /// [command.security]
    /// covers = "containment"
    /// commander = "jo"
    ///
    /// [person.jo]
    /// [person.li]
    /// ```
    ///
    /// ## When it stays silent
    ///
    /// - Somebody else who is responsible is on duty at the same time.
    /// - The work is command itself, its planning, or a decision.
    /// - The commander does the work on other days, or at other promised hours, than those of the
    ///   command.
    /// - Commands for `sev3` and `sev4` only, and those that are over.
    /// - Responsible or in command is a party, or a team with `hours` of several people: it sends
    ///   whom it has.
    /// - Nobody wrote when the others are there: they may be.
    ///
    /// ## References
    ///
    /// - NIMS: the incident commander does not do the work of the sections
    /// - NIST SP 800-61: an incident lead beside those who analyse and repair
    "commander-is-responder" {
        summary: "a commander is the only one there to do the work",
        group: Group::Command,
        severity: DefaultSeverity::WARNING,
        needs: "incident commands",
        frameworks: &["nist-csf"],
    }
}

/// Enough rows to show what the commander does besides.
const MOST_ROWS: usize = 5;

fn check(cx: &mut Context<'_, '_>) {
    let engagement = cx.engagement;
    if engagement.commands.is_empty() {
        return cx.lacks_data();
    }
    for (index, command) in current(engagement) {
        if command.only_minor() || !is_known(command, engagement) {
            continue;
        }
        let Some((commander, person)) = commander(command, engagement) else {
            continue;
        };
        let mut always: Vec<RowId> = Vec::new();
        let mut at_times: Vec<RowId> = Vec::new();
        let mut minutes = Vec::new();
        for row in work_of(command, engagement) {
            if !is_work_in_incidents(engagement.row(row))
                || !is_filled(engagement.row(row).responsible(), engagement)
            {
                continue;
            }
            if is_alone(engagement, row, person) {
                if meet(engagement, cx.clock, index, row) {
                    always.push(row);
                }
            } else if let Some(alone) = cx
                .clock
                .map(|clock| alone(engagement, clock, (index, commander), row, person))
                .filter(|alone| !alone.is_empty())
            {
                at_times.push(row);
                minutes.push(alone);
            }
        }
        if !always.is_empty() {
            report(cx, command, person, &always, None);
        } else if let Some(clock) = cx.clock.filter(|_| !at_times.is_empty()) {
            let when = clock.worst_window(&Set::union_of(&minutes));
            report(cx, command, person, &at_times, Some(when));
        }
    }
}

/// Who commands, where that is one person.
fn commander(command: &Command<'_>, engagement: &Engagement<'_>) -> Option<(ActorId, ActorId)> {
    let (_, commander) = known(&command.commander).next()?;
    let mut people = engagement.answering(commander).iter().copied();
    let first = people.next().filter(|_| people.next().is_none())?;
    engagement
        .actor(first)
        .is_person()
        .then_some((commander, first))
}

/// Whether something is done in an incident of a row, other than commanding it.
fn is_work_in_incidents(row: &Row<'_>) -> bool {
    const COMMANDING: [&str; 2] = ["incident-command", "incident-planning"];
    let mut areas = row.areas.iter();
    let only_command = areas.all(|(area, _)| COMMANDING.contains(&&*area.id.name));
    !row.only_decides() && (row.areas.is_empty() || !only_command)
}

/// Whether nobody but this person is responsible.
fn is_alone(engagement: &Engagement<'_>, row: RowId, person: ActorId) -> bool {
    let mut people = engagement.acting_in(engagement.row(row).responsible());
    people.remove(&person) && people.is_empty()
}

/// Whether a row is at work on a day on which a command is in force, and at an hour of it where hours
/// are promised.
fn meet(
    engagement: &Engagement<'_>,
    clock: Option<&Clock<'_, '_>>,
    command: usize,
    row: RowId,
) -> bool {
    let days = engagement.commands[command].days();
    let promised = clock.and_then(|clock| Some((clock, clock.promised(row)?)));
    let at_other_hours = promised.is_some_and(|(clock, promised)| {
        let in_force = clock.in_force_as_command(command, Unknown::On);
        promised.intersection(&in_force).is_empty()
    });
    engagement.is_at_work_within(row, days) && !at_other_hours
}

/// The promised minutes in which this person is in command, and the only responsible one there.
fn alone(
    engagement: &Engagement<'_>,
    clock: &Clock<'_, '_>,
    (command, commander): (usize, ActorId),
    row: RowId,
    person: ActorId,
) -> Set {
    let Some(promised) = clock.promised(row) else {
        return Set::empty();
    };
    let in_force = clock.in_force_as_command(command, Unknown::Off);
    let commands = clock.there_as(commander, person, Unknown::Off).0;
    let (mut own, mut others) = (Vec::new(), Vec::new());
    for actor in engagement.row(row).responsible().actors() {
        own.push(clock.there_as(actor, person, Unknown::Off).0);
        others.push(clock.there_as(actor, person, Unknown::On).1);
    }
    let works = Set::union_of(&own).difference(&Set::union_of(&others));
    let both = commands.intersection(&works);
    promised.intersection(&in_force).intersection(&both)
}

fn report(
    cx: &mut Context<'_, '_>,
    command: &Command<'_>,
    person: ActorId,
    rows: &[RowId],
    when: Option<String>,
) {
    let engagement = cx.engagement;
    let (name, own) = (command.name, engagement.actor(person).name);
    let Some(first) = rows.first() else { return };
    let work = &engagement.row(*first).name;
    let more = match rows.len() {
        1 => String::new(),
        count => format!(" and {} more", count - 1),
    };
    let when = when.map_or(String::new(), |when| format!(", {when}"));
    let message =
        format!("`{own}` commands `{name}` and is alone with the work of `{work}`{more}{when}");
    let span = command.commander.first_span().unwrap_or(command.span);
    let finding = cx.report(span, message);
    finding.about(command.object());
    let mut told = BTreeSet::new();
    for row in rows.iter().take(MOST_ROWS) {
        let row = engagement.row(*row);
        if let Some(span) = row.responsible().first_span()
            && told.insert(span)
        {
            let label = format!("does the work of `{}` in the same incident", row.name);
            finding.related(span, label);
        }
    }
    finding.help(
        "let somebody else command, or name a second one who is responsible and there at the same \
         hours",
    );
}

#[cfg(test)]
mod tests;
