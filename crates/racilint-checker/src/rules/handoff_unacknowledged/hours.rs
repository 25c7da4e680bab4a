//! Whether somebody is on duty to take what is handed over, while the sender works.

use std::collections::{BTreeMap, BTreeSet};

use racilint_diagnostics::Span;

use super::super::{Context, absence_gap, coverage_gap, words};
use super::{Doors, TAKES};
use crate::model::{ActorId, ActorKind, Engagement, Handoff, Link, Place, RowId};
use crate::time::{Absent, Clock, Set, Unknown, in_words};

/// The recorded absences that `absence-gap` tells of each row: a person and the number of the absence.
pub(super) type Told = BTreeMap<RowId, Vec<(ActorId, usize)>>;

pub(super) fn told_absences(cx: &Context<'_, '_>) -> Told {
    let mut told = Told::new();
    let reported = cx.clock.map(|clock| absence_gap::reported(cx, clock));
    for absence in reported.into_iter().flatten() {
        let of_row = told.entry(absence.row).or_default();
        of_row.push((absence.person, absence.number));
    }
    told
}

/// Whether work is surely handed over at hours at which the front doors where it arrives are closed.
pub(super) fn meets_closed(
    clock: Option<&Clock<'_, '_>>,
    handoff: &Handoff<'_>,
    doors: &Doors<'_>,
    engagement: &Engagement<'_>,
) -> bool {
    let (Some(clock), Some(open)) = (clock, &doors.open) else {
        return false;
    };
    let sent = sent(handoff, clock, engagement, Unknown::Off);
    !engagement.is_change_of_shift(handoff) && !sent.difference(open).is_empty()
}

/// Reports a handoff that, at some hours of the sender, nobody takes in time: no receiver and none
/// of the front doors where it arrives.
pub(super) fn check(
    cx: &mut Context<'_, '_>,
    handoff: &Handoff<'_>,
    doors: &Doors<'_>,
    told: &Told,
) {
    let (Some(clock), Some(within)) = (cx.clock, handoff.table.ack_within) else {
        return;
    };
    let engagement = cx.engagement;
    if engagement.is_change_of_shift(handoff) {
        return;
    }
    let Some(receivers) = receivers(handoff, engagement) else {
        return;
    };
    let within_minutes = within.value.minutes;
    let asked = asked(handoff, clock, engagement, within_minutes);
    let untaken = |unknown: Unknown| {
        let there = there(handoff, (clock, engagement), told, unknown);
        let there = doors
            .open
            .iter()
            .fold(there, |there, open| there.union(open));
        let sent = sent(handoff, clock, engagement, unknown.turned());
        sent.intersection(&asked)
            .difference(&there.reaching_back(within_minutes))
    };
    let sure = untaken(Unknown::On);
    let when = (!sure.is_empty()).then(|| clock.windows(&sure).worst());
    if let Some(when) = when.flatten() {
        let gone = gone(engagement, clock, &receivers, &sure);
        let own = |end: &Link<'_, Place>| seats(end.to, clock, engagement, &sure);
        let seats = handoff.to.iter().flat_map(own).collect();
        let shown = Shown { when, gone, seats };
        return report(cx, handoff, &shown, doors);
    }
    if !untaken(Unknown::Off).is_empty() {
        let senders = handoff.from.iter().filter_map(|end| end.to);
        let senders = senders.flat_map(|end| doers(end, engagement).unwrap_or_default());
        let asked: Vec<ActorId> = senders.chain(receivers).collect();
        cx.needs_hours_of(
            asked
                .into_iter()
                .flat_map(|actor| clock.without_hours(actor)),
        );
    }
}

/// Whoever can take the work; `None` when that is not known, or is nobody.
fn receivers(handoff: &Handoff<'_>, engagement: &Engagement<'_>) -> Option<Vec<ActorId>> {
    let mut all = Vec::new();
    for end in &handoff.to {
        let end = end.to?;
        let doers = doers(end, engagement)?;
        let unknown = |actor: &ActorId| engagement.may_be_more(*actor);
        let undated = |row: &RowId| {
            let row = engagement.row(*row);
            row.could_hold("from") || row.could_hold("until")
        };
        let lost = doers.iter().any(unknown) || parts(end, engagement).iter().any(undated);
        if doers.is_empty() || lost {
            return None;
        }
        all.extend(doers);
    }
    (!all.is_empty() && !handoff.table.unread.could_hold("to")).then_some(all)
}

/// The rows in which the work of an end is done: its slices and itself; none where somebody is named.
fn parts(end: Place, engagement: &Engagement<'_>) -> Vec<RowId> {
    match end {
        Place::Actor(_) => Vec::new(),
        Place::Row(row) => {
            let slices = engagement.row(row).slices.iter().copied();
            slices.chain([row]).collect()
        }
    }
}

/// When somebody is there to take the work: of a row those of each part on the days of that part.
/// Where nobody is and another rule tells it of that part, it counts as if somebody were.
fn there(
    handoff: &Handoff<'_>,
    (clock, engagement): (&Clock<'_, '_>, &Engagement<'_>),
    told: &Told,
    unknown: Unknown,
) -> Set {
    let mut sets = Vec::new();
    for end in handoff.to.iter().filter_map(|end| end.to) {
        if let Place::Actor(actor) = end {
            sets.push(clock.any_of([actor], &Absent::nobody(), unknown));
        }
        for part in parts(end, engagement) {
            let row = engagement.row(part);
            if row.is_leaf() {
                sets.push(coverage_gap::without_doers(engagement, clock, part));
                sets.extend(absence_gap::days_undone(engagement, clock, part));
            }
            let absences = told.get(&part).into_iter().flatten().copied();
            let absent = Absent::nobody().setting_aside(absences);
            let there = clock.any_of(row.responsible().actors(), &absent, unknown);
            sets.push(there.intersection(&clock.on_days_of(part)));
        }
    }
    Set::union_of(&sets)
}

/// The minutes in which the receiver is to take work: those in which some part of it is in force,
/// and still is when the time to take it is over.
fn asked(
    handoff: &Handoff<'_>,
    clock: &Clock<'_, '_>,
    engagement: &Engagement<'_>,
    within: u32,
) -> Set {
    let mut sets = Vec::new();
    for end in handoff.to.iter().filter_map(|end| end.to) {
        let doing = |part: &RowId| !engagement.row(*part).responsible().nobody();
        match end {
            Place::Actor(_) => return clock.horizon().clone(),
            Place::Row(_) => {
                let parts = parts(end, engagement).into_iter().filter(doing);
                sets.extend(parts.map(|part| clock.on_days_of(part)));
            }
        }
    }
    let in_force = Set::union_of(&sets).intersection(clock.horizon());
    let over = clock.horizon().difference(&in_force);
    in_force.difference(&over.reaching_back(within))
}

/// The people behind the receivers, where all of them have left or have not come yet whenever nobody
/// takes the work: it is not a matter of hours then.
fn gone(
    engagement: &Engagement<'_>,
    clock: &Clock<'_, '_>,
    receivers: &[ActorId],
    untaken: &Set,
) -> Vec<ActorId> {
    let behind = receivers.iter().flat_map(|own| engagement.acting(*own));
    let people: BTreeSet<ActorId> = behind.copied().collect();
    let is_gone = |person: &ActorId| {
        let there = clock.available(*person, &clock.all_there());
        there.intersection(untaken).is_empty()
    };
    match people.iter().all(is_gone) {
        true => people.into_iter().collect(),
        false => Vec::new(),
    }
}

fn doers(end: Place, engagement: &Engagement<'_>) -> Option<Vec<ActorId>> {
    match end {
        Place::Actor(actor) => Some(vec![actor]),
        Place::Row(row) => engagement
            .doers(row)
            .map(|doers| doers.into_iter().collect()),
    }
}

/// The minutes in which work may be handed over: promised ones of a sending row in which somebody
/// who does its work is on duty, and those of a sending team or person.
fn sent(
    handoff: &Handoff<'_>,
    clock: &Clock<'_, '_>,
    engagement: &Engagement<'_>,
    unknown: Unknown,
) -> Set {
    let ends = handoff.from.iter().filter_map(|end| end.to);
    let sets = ends.map(|end| {
        let own = doers(end, engagement).unwrap_or_default();
        let there = clock.any_of(own, &Absent::nobody(), unknown);
        match end {
            Place::Actor(_) => there.intersection(clock.horizon()),
            Place::Row(row) => there.intersection(&promised(row, clock, engagement)),
        }
    });
    Set::union_of(&sets.collect::<Vec<_>>())
}

/// The hours that a row promises, or its slices do.
fn promised(row: RowId, clock: &Clock<'_, '_>, engagement: &Engagement<'_>) -> Set {
    let slices = &engagement.row(row).slices;
    let rows = if slices.is_empty() {
        vec![row]
    } else {
        slices.clone()
    };
    let sets: Vec<Set> = rows
        .into_iter()
        .filter_map(|row| clock.promised(row))
        .map(|promised| Set::clone(&promised))
        .collect();
    Set::union_of(&sets)
}

/// What a finding shows of the receivers.
struct Shown {
    /// When nobody takes the work.
    when: String,
    /// See [`gone`].
    gone: Vec<ActorId>,
    /// The places that name those who would take it.
    seats: Vec<Span>,
}

fn report(cx: &mut Context<'_, '_>, handoff: &Handoff<'_>, shown: &Shown, doors: &Doors<'_>) {
    let engagement = cx.engagement;
    let Shown { when, gone, seats } = shown;
    let Some(within) = handoff.table.ack_within else {
        return;
    };
    let name = |links: &[Link<'_, Place>]| words::list(links.iter().map(|link| link.name));
    let message = format!(
        "nobody takes what {} hands to {} within {}: {when}",
        name(&handoff.from),
        name(&handoff.to),
        in_words(u64::from(within.value.minutes))
    );
    let place = handoff.to.first().map_or(handoff.place(), |link| link.span);
    let finding = cx.report(place, message);
    finding.about(handoff.object()).aspect("off duty");
    finding.related(within.span, "it is to be taken within this");
    for end in &handoff.from {
        if let Some(Place::Row(row)) = end.to
            && let Some(hours) = engagement.hours(row)
        {
            finding.related(hours.span, format!("`{}` is promised then", end.name));
        }
    }
    let absence = match gone.is_empty() {
        true => "is off duty then",
        false => "is not there then",
    };
    for span in seats {
        finding.related(*span, absence);
    }
    for (name, span) in &doors.places {
        finding.related(*span, format!("`{name}` {TAKES}"));
    }
    for person in gone {
        let name = engagement.actor(*person).name;
        if let ActorKind::Person(table) = engagement.actor(*person).kind {
            if let Some(until) = table.until {
                finding.related(until.span, format!("the last day of `{name}`"));
            } else if let Some(from) = table.from {
                finding.related(from.span, format!("`{name}` comes only then"));
            }
        }
    }
    if !gone.is_empty() {
        finding.help(
            "let somebody take it who is there then: a successor; or a role, so that whoever holds \
             it does",
        );
        return;
    }
    finding.help(
        "let somebody who is on duty take it; or give the receiver as long as that takes: \
         `ack-within`, and let the sender own it until then",
    );
}

/// The places that name those who would take it at some of these minutes.
fn seats(
    end: Option<Place>,
    clock: &Clock<'_, '_>,
    engagement: &Engagement<'_>,
    when: &Set,
) -> Vec<Span> {
    let mut parts = end.map_or_else(Vec::new, |end| parts(end, engagement));
    parts.retain(|part| !clock.on_days_of(*part).intersection(when).is_empty());
    let seats = |part: RowId| engagement.row(part).responsible().placed();
    parts
        .into_iter()
        .flat_map(seats)
        .map(|(_, span)| span)
        .collect()
}
