use std::collections::BTreeSet;

use racilint_diagnostics::{DefaultSeverity, Finding, Group, Span};

use super::commanding::lacking::{self, Case, Extent, Lack};
use super::commanding::{
    Led, alike, current, first_uncertain, first_without, is_in_charge, is_known, is_seated, known,
    led, promised, with_commanding, work_of,
};
use super::{Context, authority_invalid, declare_rule, words};
use crate::catalogue::{self, Catalogue};
use crate::model::{ActorId, ActorKind, Command, Engagement, RowId};
use crate::time::{Absent, Clock, Set, Unknown};

declare_rule! {
    /// ## What it does
    ///
    /// Reports a deputy who cannot take over what the commander does: who may not decide in an
    /// incident what the commander may, or not at hours and on days on which the deputy takes over,
    /// or who is off duty whenever the commander is.
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
    /// - The deputy has the authority for the hours at which the commander is off duty, and not for
    ///   others; of a commander who is always on duty every hour may be the one. Or another deputy
    ///   has it who is there at the others.
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
        if !is_seated(&command.deputy, engagement) {
            continue;
        }
        let Some((_, commander)) = known(&command.commander).next() else {
            continue;
        };
        for (link, deputy) in known(&command.deputy) {
            if is_the_same(engagement, commander, deputy) {
                continue;
            }
            let span = link.span;
            check_authority(
                cx,
                Pair {
                    command: index,
                    commander,
                    deputy,
                    span,
                },
            );
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

/// Who may take over from whom, and where the file says so.
#[derive(Clone, Copy)]
struct Pair {
    /// The command, by its place in the file.
    command: usize,
    commander: ActorId,
    deputy: ActorId,
    span: Span,
}

fn check_authority(cx: &mut Context<'_, '_>, pair: Pair) {
    let engagement = cx.engagement;
    let (commander, deputy) = (pair.commander, pair.deputy);
    let work = work_of(&engagement.commands[pair.command], engagement);
    let relieving = cx
        .clock
        .map(|clock| relieving(engagement, clock, pair, &work));
    let mut lacking: Vec<Lack> = Vec::new();
    for action in decided_in_command() {
        let commander_may =
            !work.is_empty() && first_uncertain(engagement, commander, action, &work).is_none();
        if !commander_may {
            continue;
        }
        let extent = match first_without(engagement, deputy, action, &work) {
            Some(row) => Some(Extent::Never(row)),
            None => cx
                .clock
                .zip(relieving.as_ref())
                .and_then(|(clock, within)| {
                    let minutes = powerless_beside(engagement, clock, pair, action, &work, within);
                    (!minutes.is_empty()).then_some(Extent::At(minutes))
                }),
        };
        lacking.extend(extent.map(|extent| Lack { action, extent }));
    }
    if !lacking.is_empty() {
        report(cx, pair, &work, &lacking);
    }
}

/// The promised minutes at which a deputy takes over: those at which the commander is off duty, or
/// all of them where nobody can tell which those will be.
fn relieving(
    engagement: &Engagement<'_>,
    clock: &Clock<'_, '_>,
    pair: Pair,
    work: &BTreeSet<RowId>,
) -> Set {
    let command = &engagement.commands[pair.command];
    let mut commanders = command.commander.actors();
    if commanders.any(|own| !clock.without_hours(own).is_empty()) {
        return Set::empty();
    }
    let promised = promised_to(engagement, clock, pair.command, work.clone());
    let off = off_duty(engagement, clock, command, &promised);
    match off.is_empty() {
        true => promised,
        false => promised.difference(&there(engagement, clock, command)),
    }
}

/// The minutes among these at which the deputy is on duty and may not take an action that the
/// commander may, and no other deputy may who is there. Where the authority of those in charge has
/// not begun or is over, `authority-invalid` says so.
fn powerless_beside(
    engagement: &Engagement<'_>,
    clock: &Clock<'_, '_>,
    pair: Pair,
    action: &str,
    work: &BTreeSet<RowId>,
    within: &Set,
) -> Set {
    let in_charge = work.iter().copied();
    let in_charge = in_charge.filter(|row| is_in_charge(engagement, *row, pair.deputy));
    let lapsed = authority_invalid::reported_hours(clock, engagement, in_charge, &[action]);
    let within = within.difference(&lapsed);
    let capacities = clock.capacities(pair.commander);
    let deputies = &engagement.commands[pair.command].deputy;
    let each = alike(engagement, action, work).into_iter().map(|row| {
        let rows = with_commanding(engagement, &BTreeSet::from([row]));
        let powerless = clock.powerless(pair.deputy, action, &rows, &within).sure;
        let may = |row: &RowId| clock.may(&capacities, action, *row, Unknown::Off);
        let may: Vec<Set> = rows.iter().map(may).collect();
        let powerless = powerless.intersection(&Set::union_of(&may));
        if powerless.is_empty() {
            return powerless;
        }
        let able = |own| clock.able(own, action, &rows, Unknown::On);
        let able: Vec<Set> = deputies.actors().map(able).collect();
        powerless.difference(&Set::union_of(&able))
    });
    Set::union_of(&each.collect::<Vec<Set>>())
}

fn report(cx: &mut Context<'_, '_>, pair: Pair, work: &BTreeSet<RowId>, lacking: &[Lack]) {
    let (engagement, clock) = (cx.engagement, cx.clock);
    let [name, above] = [pair.deputy, pair.commander].map(|own| engagement.actor(own).name);
    let what = words::any_of(lacking.iter().map(|lack| lack.action));
    let (when, labels) = lacking::when(lacking, clock);
    let message = format!("`{name}` takes over from `{above}` and may not {what}{when}");
    let finding = cx.report(pair.span, message);
    let object = engagement.commands[pair.command].object();
    finding.about(object).aspect(name);
    for label in labels {
        finding.related(pair.span, label);
    }
    let case = Case {
        engagement,
        clock,
        holder: pair.deputy,
        work,
    };
    let causes = case.causes(lacking);
    case.relate(finding, &causes);
    relate_commander(finding, engagement, pair, work, lacking);
    let always = lacking
        .iter()
        .all(|lack| matches!(lack.extent, Extent::Never(_)));
    let as_far = if always { "what" } else { "whenever" };
    finding.help(case.help(&causes, |_| {
        format!(
            "let the deputy decide {as_far} the commander may: add `{name}` to the `holder` of the \
             grant, or give it to a role of which `{name}` is the `deputy`"
        )
    }));
}

/// The grants by which the commander may, each once; those that the deputy has as well are told
/// already.
fn relate_commander(
    finding: &mut Finding,
    engagement: &Engagement<'_>,
    pair: Pair,
    work: &BTreeSet<RowId>,
    lacking: &[Lack],
) {
    let above = engagement.actor(pair.commander).name;
    let capacities = engagement.capacities(pair.commander);
    for lack in lacking {
        let row = match lack.extent {
            Extent::Never(row) => Some(row),
            Extent::At(_) => work.first().copied(),
        };
        let Some(row) = row else { continue };
        for grant in engagement.grants_for(lack.action, row) {
            let mut holders = grant.holders.actors();
            let is_theirs = holders.any(|own| capacities.contains(&own));
            let mut related = finding.related.iter();
            let is_told = related.any(|told| told.span == grant.place());
            if is_theirs && !is_told {
                finding.related(grant.place(), format!("`{above}` may by this"));
            }
        }
    }
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
    let promised = promised_to(engagement, clock, index, work_of(command, engagement));
    let off = off_duty(engagement, clock, command, &promised);
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

/// The minutes that a command has promised on its work, as far as it holds then.
fn promised_to(
    engagement: &Engagement<'_>,
    clock: &Clock<'_, '_>,
    command: usize,
    rows: BTreeSet<RowId>,
) -> Set {
    let led = Led {
        commands: vec![command],
        rows,
    };
    let in_force = clock.in_force_as_command(command, Unknown::Off);
    promised(clock, engagement, &led).intersection(&in_force)
}

/// The minutes among these in which nobody commands who is on duty, for another reason than a
/// recorded absence.
fn off_duty(
    engagement: &Engagement<'_>,
    clock: &Clock<'_, '_>,
    command: &Command<'_>,
    within: &Set,
) -> Set {
    let away: Vec<Set> = command
        .commander
        .actors()
        .map(|own| clock.away(own))
        .collect();
    let there = there(engagement, clock, command);
    within.difference(&there).difference(&Set::union_of(&away))
}

/// When somebody who commands is there, of a role whoever holds it.
fn there(engagement: &Engagement<'_>, clock: &Clock<'_, '_>, command: &Command<'_>) -> Set {
    let each = command.commander.actors().map(|own| {
        let actor = engagement.actor(own);
        match actor.kind {
            ActorKind::Role(_) => clock.seated(&actor.members, Unknown::On),
            _ => Set::clone(&clock.on_duty(own, &Absent::nobody(), Unknown::On)),
        }
    });
    Set::union_of(&each.collect::<Vec<Set>>())
}

#[cfg(test)]
mod tests;
