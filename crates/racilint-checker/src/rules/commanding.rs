//! What the rules on incident command share: which commands lead which work, and how those who sit
//! in them are told of.

pub(super) mod lacking;

use std::collections::{BTreeMap, BTreeSet};

use racilint_diagnostics::Finding;
use racilint_parser::language::Incident;

use crate::model::{ActorId, Authority, Command, Engagement, Link, RowId, Seats};
use crate::time::{Clock, Set, Unknown, Verdict};

/// The severities for which somebody must be in command.
pub(super) const MAJOR: [Incident; 2] = [Incident::Sev1, Incident::Sev2];

/// What commanding takes.
pub(super) const TO_COMMAND: [&str; 3] = ["declare-incident", "set-severity", ENGAGE_VENDOR];

/// What commanding takes beside calling something an incident.
pub(super) const ENGAGE_VENDOR: &str = "engage-vendor";

/// What it takes to call something an incident.
pub(super) const TO_BEGIN: [&str; 2] = ["declare-incident", "set-severity"];

/// Commands that lead the same work in major incidents.
pub(super) struct Led {
    /// By their place in the file.
    pub(super) commands: Vec<usize>,
    /// The work that is led; none where it is not known which.
    pub(super) rows: BTreeSet<RowId>,
}

/// All work that is led in major incidents, by the commands that lead it: by those that are over
/// only where no other does.
pub(super) fn led(engagement: &Engagement<'_>) -> Vec<Led> {
    let mut groups: BTreeMap<Vec<usize>, BTreeSet<RowId>> = BTreeMap::new();
    for (row, commands) in engagement.covering() {
        for severity in MAJOR {
            let leading = leading(engagement, &commands, severity);
            groups.entry(leading).or_default().insert(row);
        }
    }
    let led: BTreeSet<usize> = groups.keys().flatten().copied().collect();
    for (index, command) in engagement.commands.iter().enumerate() {
        let may_lead = !command.only_minor() && !command.is_over(engagement.start());
        if !led.contains(&index) && may_lead {
            groups.entry(vec![index]).or_default();
        }
    }
    let groups = groups.into_iter();
    groups
        .filter(|(commands, _)| !commands.is_empty())
        .map(|(mut commands, rows)| {
            // The first stands for all: by name, not by place, so that a waiver holds in whatever
            // order they are written.
            commands.sort_by_key(|index| engagement.commands[*index].name);
            Led { commands, rows }
        })
        .collect()
}

fn leading(engagement: &Engagement<'_>, commands: &[usize], severity: Incident) -> Vec<usize> {
    let all = commands.iter().copied();
    let all = all.filter(|index| engagement.commands[*index].covers_severity(severity));
    let (over, leading): (Vec<usize>, Vec<usize>) =
        all.partition(|index| engagement.commands[*index].is_over(engagement.start()));
    if leading.is_empty() { over } else { leading }
}

/// The work that a command leads: what it covers, on days on which both are there.
pub(super) fn work_of(command: &Command<'_>, engagement: &Engagement<'_>) -> BTreeSet<RowId> {
    let mut work = covered_work(command, engagement);
    work.retain(|id| engagement.is_at_work_within(*id, command.days()));
    work
}

/// The work that a command covers and that is owned itself, on whatever days.
pub(super) fn covered_work(command: &Command<'_>, engagement: &Engagement<'_>) -> BTreeSet<RowId> {
    let covered = engagement.covered(command).into_iter();
    covered
        .filter(|id| {
            let row = engagement.row(*id);
            row.is_leaf() && !row.left_out
        })
        .collect()
}

/// The commands on which something may still depend, each with its place in the file: days that are
/// over are nobody's trouble.
pub(super) fn current<'e, 'd>(
    engagement: &'e Engagement<'d>,
) -> impl Iterator<Item = (usize, &'e Command<'d>)> {
    let commands = engagement.commands.iter().enumerate();
    commands.filter(|(_, command)| !command.is_over(engagement.start()))
}

/// Whether all that decides what a command covers, and who sits in it, could be read and names
/// somebody.
pub(super) fn is_known(command: &Command<'_>, engagement: &Engagement<'_>) -> bool {
    let keys = ["covers", "severity"];
    let unread = keys.iter().any(|key| command.table.unread.could_hold(key));
    let lost = command
        .covers
        .iter()
        .flatten()
        .any(|link| link.to.is_none());
    !unread && !lost && !command.may_be_unified() && is_seated(&command.commander, engagement)
}

/// The same as [`is_filled`], of a seat that one may hold after another.
pub(super) fn is_seated(seats: &Seats<'_>, engagement: &Engagement<'_>) -> bool {
    let mut actors = seats.actors();
    !seats.nobody()
        && !seats.uncertain()
        && !actors.any(|actor| engagement.may_be_more(actor))
        && engagement.are_filled_in_turn(seats, engagement.start())
}

/// Whether a key names somebody, everybody it names is known, and none of them is a seat that
/// nobody fills.
pub(super) fn is_filled(seats: &Seats<'_>, engagement: &Engagement<'_>) -> bool {
    let day = engagement.start();
    let filled = |actor: ActorId| {
        !engagement.may_be_more(actor) && engagement.vacancies(actor, day).is_empty()
    };
    !seats.nobody() && !seats.uncertain() && seats.actors().all(filled)
}

/// The minutes that commands have promised: what the work they lead promises, and their own hours.
pub(super) fn promised(clock: &Clock<'_, '_>, engagement: &Engagement<'_>, led: &Led) -> Set {
    let mut sets: Vec<Set> = led
        .rows
        .iter()
        .filter_map(|row| clock.promised(*row))
        .map(|promised| Set::clone(&promised))
        .collect();
    for index in &led.commands {
        if engagement.commands[*index].table.hours.is_some() {
            sets.push(clock.in_force_as_command(*index, Unknown::Off));
        }
    }
    Set::union_of(&sets)
}

/// The links of a key that name somebody.
pub(super) fn known<'e, 'd>(
    seats: &'e Seats<'d>,
) -> impl Iterator<Item = (&'e Link<'d, ActorId>, ActorId)> {
    seats.links.iter().filter_map(|link| Some((link, link.to?)))
}

/// Tells where the hours of work are promised, for the first few rows.
pub(super) fn relate_promises(
    finding: &mut Finding,
    engagement: &Engagement<'_>,
    rows: &BTreeSet<RowId>,
) {
    const MOST: usize = 3;
    let mut told = BTreeSet::new();
    for id in rows {
        let Some(hours) = engagement.hours(*id) else {
            continue;
        };
        if told.len() < MOST && told.insert(hours.span) {
            let name = &engagement.row(*id).name;
            finding.related(hours.span, format!("promised for `{name}`"));
        }
    }
}

/// The first piece of work on which somebody may never take an action that commanding takes.
pub(super) fn first_without(
    engagement: &Engagement<'_>,
    who: ActorId,
    action: &str,
    work: &BTreeSet<RowId>,
) -> Option<RowId> {
    first_where_not(engagement, work, |row| {
        let authority = engagement.authority(who, action, row);
        let within = || engagement.may_within(who, action, row);
        matches!(authority, Authority::May | Authority::Unknown) || within()
    })
}

/// The first piece of work on which it is not certain that somebody may take an action: a grant that
/// names an unknown action could be of any, and proves nothing.
pub(super) fn first_uncertain(
    engagement: &Engagement<'_>,
    who: ActorId,
    action: &str,
    work: &BTreeSet<RowId>,
) -> Option<RowId> {
    first_where_not(engagement, work, |row| {
        let is_sure = engagement.authority(who, action, row) == Authority::May;
        is_sure || engagement.may_within(who, action, row)
    })
}

fn first_where_not(
    engagement: &Engagement<'_>,
    work: &BTreeSet<RowId>,
    may: impl Fn(RowId) -> bool,
) -> Option<RowId> {
    if engagement.commanding_work().iter().copied().any(&may) {
        return None;
    }
    work.iter().copied().find(|row| !may(*row))
}

/// The minutes in which the commander is there, in command, and may not.
pub(super) fn powerless(
    engagement: &Engagement<'_>,
    clock: &Clock<'_, '_>,
    command: usize,
    commander: ActorId,
    action: &str,
    work: &BTreeSet<RowId>,
) -> Verdict {
    let in_force = clock.in_force_as_command(command, Unknown::Off);
    let mut worst = Verdict::default();
    for row in alike(engagement, action, work) {
        let rows = with_commanding(engagement, &BTreeSet::from([row]));
        let own = clock.powerless(commander, action, &rows, &in_force);
        worst.sure = worst.sure.union(&own.sure);
        worst.at_most = worst.at_most.union(&own.at_most);
    }
    worst
}

/// One row for all those about which the same grants say something.
pub(super) fn alike(
    engagement: &Engagement<'_>,
    action: &str,
    work: &BTreeSet<RowId>,
) -> Vec<RowId> {
    let mut seen = BTreeSet::new();
    let rows = work.iter().copied();
    rows.filter(|row| seen.insert(engagement.grants_about(action, *row)))
        .collect()
}

/// Those whose hours would decide it: the commander, and whoever approves.
pub(super) fn open_hours(
    clock: &Clock<'_, '_>,
    commander: ActorId,
    action: &str,
    work: &BTreeSet<RowId>,
) -> BTreeSet<ActorId> {
    let mut open = clock.without_hours(commander);
    for row in work {
        open.extend(clock.without_hours_of_approvers(*row, action));
    }
    open
}

/// Whether the commander, or whoever holds that role, does the work or answers for it.
pub(super) fn is_in_charge(engagement: &Engagement<'_>, row: RowId, commander: ActorId) -> bool {
    let people = engagement.answering(commander);
    let row = engagement.row(row);
    let seats = [row.responsible(), row.accountable()];
    let mut actors = seats.into_iter().flat_map(Seats::actors);
    actors.any(|own| !engagement.acting(own).is_disjoint(people))
}

/// Whether a row takes an action.
pub(super) fn takes(engagement: &Engagement<'_>, row: RowId, action: &str) -> bool {
    let needs = engagement.needs(row).into_iter();
    needs
        .map(|need| &*need.action.id.name)
        .any(|own| own == action)
}

/// Work, and beside it the work of commanding: who may there, may for all that is commanded.
pub(super) fn with_commanding(
    engagement: &Engagement<'_>,
    rows: &BTreeSet<RowId>,
) -> BTreeSet<RowId> {
    let commanding = engagement.commanding_work().iter();
    commanding.chain(rows).copied().collect()
}

#[cfg(test)]
mod tests;
