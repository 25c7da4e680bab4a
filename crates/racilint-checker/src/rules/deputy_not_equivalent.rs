use std::collections::BTreeSet;

use racilint_diagnostics::{DefaultSeverity, Group, Span};

use super::commanding::{
    Led, current, first_uncertain, first_without, is_filled, is_known, known, led, promised,
    work_of,
};
use super::{Context, declare_rule, words};
use crate::catalogue::{self, Catalogue};
use crate::model::{ActorId, ActorKind, Command, Engagement, RowId};
use crate::time::{Absent, Clock, Set, Unknown};

declare_rule! {
    /// ## What it does
    ///
    /// Reports a deputy who cannot take over what the commander does: who may not decide in an
    /// incident what the commander may, or who is off duty whenever the commander is.
    ///
    /// ## Why is this bad?
    ///
    /// The deputy matters in the hour in which the commander is not there. Whoever takes over
    /// without the authority takes over the phone, not the incident.
    ///
    /// ## Example
    ///
    /// ```toml,fires
    /// [engagement]
    ///
    /// [workstream.containment]
    ///
    /// [command.security]
    /// covers = "containment"
    /// commander = "jo"
    /// deputy = "dana"
    ///
    /// [[grant]]
    /// holder = "jo"
    /// action = ["declare-incident", "set-severity", "engage-vendor"]
    /// mode = "pre-authorized"
    ///
    /// [person.jo]
    /// [person.dana]
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```toml,silent
    /// [engagement]
    ///
    /// [workstream.containment]
    ///
    /// [command.security]
    /// covers = "containment"
    /// commander = "incident-commander"
    /// deputy = "dana"
    ///
    /// [[grant]]
    /// holder = "incident-commander"
    /// action = ["declare-incident", "set-severity", "engage-vendor"]
    /// mode = "pre-authorized"
    ///
    /// [role.incident-commander]
    /// held-by = "jo"
    /// deputy = "dana"
    /// [person.jo]
    /// [person.dana]
    /// ```
    ///
    /// ## When it stays silent
    ///
    /// - The deputy holds or deputises for the role to which the authority is given.
    /// - What is done with the hands, such as isolating a device: whoever commands directs those
    ///   who do it.
    /// - The commander may not either: `commander-lacks-authority` says so.
    /// - The deputy is off duty at other hours than the commander, or no hours are promised.
    /// - Which skills commanding takes cannot be told from the file.
    /// - Commands for `sev3` and `sev4` only, and those that are over; deputies that cannot be read,
    ///   or that nobody is.
    ///
    /// ## References
    ///
    /// - NIMS: deputies are as qualified as the person for whom they stand in
    /// - CIS Controls v8, 17.1: one key person, and at least one backup
    "deputy-not-equivalent" {
        summary: "a deputy cannot take over what the commander does",
        group: Group::Command,
        severity: DefaultSeverity::ERROR,
        needs: "incident commands with a deputy",
        frameworks: &["nist-csf"],
    }
}

fn check(cx: &mut Context<'_, '_>) {
    let engagement = cx.engagement;
    let commands = || engagement.commands.iter().enumerate();
    let may_judge = |command: &Command<'_>| {
        !command.only_minor() && !command.deputy.nobody() && is_known(command, engagement)
    };
    if !commands().any(|(_, command)| !command.deputy.nobody()) || engagement.is_damaged() {
        return cx.lacks_data();
    }
    let leading: BTreeSet<usize> = led(engagement)
        .iter()
        .filter_map(|led| led.commands.first().copied())
        .collect();
    for (index, command) in current(engagement).filter(|(_, command)| may_judge(command)) {
        if !is_filled(&command.deputy, engagement) {
            continue;
        }
        let Some((_, commander)) = known(&command.commander).next() else {
            continue;
        };
        for (link, deputy) in known(&command.deputy) {
            if is_the_same(engagement, commander, deputy) {
                continue;
            }
            check_authority(cx, command, commander, (deputy, link.span));
            if leading.contains(&index) {
                check_hours(cx, index, commander, (deputy, link.span));
            }
        }
    }
}

/// Whether commander and deputy are the same people: `missing-deputy` says so.
fn is_the_same(engagement: &Engagement<'_>, commander: ActorId, deputy: ActorId) -> bool {
    engagement.answering(commander) == engagement.answering(deputy)
}

fn check_authority(
    cx: &mut Context<'_, '_>,
    command: &Command<'_>,
    commander: ActorId,
    (deputy, span): (ActorId, Span),
) {
    let engagement = cx.engagement;
    let work = work_of(command, engagement);
    let mut lacking: Vec<(&'static str, RowId)> = Vec::new();
    for action in decided_in_command() {
        let commander_may =
            !work.is_empty() && first_uncertain(engagement, commander, action, &work).is_none();
        let without = first_without(engagement, deputy, action, &work);
        lacking.extend(without.filter(|_| commander_may).map(|row| (action, row)));
    }
    if lacking.is_empty() {
        return;
    }
    let (name, above) = (
        engagement.actor(deputy).name,
        engagement.actor(commander).name,
    );
    let actions: Vec<&str> = lacking.iter().map(|(action, _)| *action).collect();
    let what = words::any_of(&actions);
    let message = format!("`{name}` takes over from `{above}` and may not {what}");
    let finding = cx.report(span, message);
    finding.about(command.object()).aspect(name);
    let mut told = Vec::new();
    for (action, row) in &lacking {
        for grant in engagement.grants_for(action, *row) {
            let mut holders = grant.holders.actors();
            let is_theirs = holders.any(|own| engagement.capacities(commander).contains(&own));
            if is_theirs && !told.contains(&grant.place()) {
                told.push(grant.place());
                finding.related(grant.place(), format!("`{above}` may by this"));
            }
        }
    }
    finding.help(format!(
        "let the deputy decide what the commander may: add `{name}` to the `holder` of the grant, \
         or give it to a role of which `{name}` is the `deputy`"
    ));
}

/// What is decided or said by whoever commands, in the order of the catalogue: neither done on a
/// system nor owed to those outside.
fn decided_in_command() -> impl Iterator<Item = &'static str> {
    let on_system =
        |action: &catalogue::Action<'_>| action.body.on_system.is_some_and(|flag| flag.value);
    let decided = |action: &catalogue::Action<'_>| {
        let incident = action.body.incident.is_some_and(|flag| flag.value);
        let decision = action.body.decision.is_some_and(|flag| flag.value);
        let irreversible = action.body.irreversible.is_some_and(|flag| flag.value);
        (incident && decision && !irreversible) || action.id.name == "engage-vendor"
    };
    let all = Catalogue::shipped().actions();
    all.filter(move |action| decided(action) && !on_system(action))
        .map(|action| &*action.id.name)
}

/// Reports a deputy who is there at none of the promised minutes at which the commander is not.
fn check_hours(
    cx: &mut Context<'_, '_>,
    index: usize,
    commander: ActorId,
    (deputy, span): (ActorId, Span),
) {
    let engagement = cx.engagement;
    let Some(clock) = cx.clock else { return };
    let command = &engagement.commands[index];
    let led = Led {
        commands: vec![index],
        rows: work_of(command, engagement),
    };
    let promised = promised(clock, engagement, &led)
        .intersection(&clock.in_force_as_command(index, Unknown::Off));
    let off = off_duty(engagement, clock, commander, &promised);
    let of_deputy = clock.on_duty(deputy, &Absent::nobody(), Unknown::On);
    if off.is_empty() || !off.intersection(&of_deputy).is_empty() {
        return;
    }
    let (name, above) = (
        engagement.actor(deputy).name,
        engagement.actor(commander).name,
    );
    let message = format!(
        "`{name}` is never there when `{above}` is off duty: {}",
        clock.worst_window(&off)
    );
    let finding = cx.report(span, message);
    finding.about(command.object()).aspect("hours");
    for link in &command.commander.links {
        finding.related(link.span, "commands, and is off duty at the same hours");
    }
    finding.help("name a deputy who can be reached when the commander cannot");
}

/// The minutes among these in which the commander, of a role whoever holds it, is off duty for
/// another reason than a recorded absence.
fn off_duty(
    engagement: &Engagement<'_>,
    clock: &Clock<'_, '_>,
    commander: ActorId,
    within: &Set,
) -> Set {
    let actor = engagement.actor(commander);
    let there = match actor.kind {
        ActorKind::Role(_) => clock.seated(&actor.members, Unknown::On),
        _ => Set::clone(&clock.on_duty(commander, &Absent::nobody(), Unknown::On)),
    };
    within.difference(&there).difference(&clock.away(commander))
}

#[cfg(test)]
mod tests;
