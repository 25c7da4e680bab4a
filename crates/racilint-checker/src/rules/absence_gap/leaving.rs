//! People after whose last day (`until`) nobody answers for work or does it, nobody commands, or
//! nobody gives an approval.
//!
//! Where hours of work, command or approval are promised, the rules on those hours tell it. Where
//! none are, no hour lacks anybody, and only the seat that stays empty shows it: so days count here,
//! not hours. Whoever answers for work does so on every day of it, whatever the hours.

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan;
use jiff::civil::Date;
use racilint_parser::language::{IfNoAnswer, Mode};
use racilint_parser::values::{self, Spanned};

use super::needed::{actions, asking, days_of, may_be_dated};
use super::telling::and_more;
use super::{Asked, Gap, MOST_TOLD};
use crate::model::{
    ActorId, ActorKind, Command, Engagement, Grant, Letter, RowId, Seats, civil, uncovered_days,
};
use crate::rules::Context;
use crate::rules::commanding::{Led, led, promised};
use crate::rules::missing_designated_role::{self, Wanted};
use crate::rules::missing_incident_commander::hours::{may_judge, together, unities};
use crate::rules::missing_interim_owner::PROJECTS;
use crate::time::{Absent, Clock, Minute, Set, Unknown};

/// So many who leave one seat are looked at; a crowd is staffed anew and not named by the day.
const MOST_LEAVING: usize = 32;

/// A seat without hours may be empty for so long: a weekend with a holiday on both sides.
const LONGEST_WEEKEND: Minute = 4 * 24 * 60;

/// So long work may wait for whoever does it next.
const HANDING_OVER: Minute = 7 * 24 * 60;

/// What those who leave leave open, by person.
type Left = BTreeMap<ActorId, Vec<Gap>>;

/// Whether the file says of somebody that they leave, and nothing is lost that could say more.
pub(super) fn is_recorded(engagement: &Engagement<'_>) -> bool {
    let mut actors = engagement.actors();
    let head = engagement.head();
    let is_lost = head.is_some_and(|head| head.unread.could_hold("ends"));
    !is_lost && !engagement.is_damaged() && actors.any(|(id, _)| last_day(engagement, id).is_some())
}

/// Reports everybody who leaves a seat to nobody.
pub(super) fn check(cx: &mut Context<'_, '_>, clock: &Clock<'_, '_>) {
    let engagement = cx.engagement;
    if !is_recorded(engagement) {
        return;
    }
    let mut left = Left::new();
    add_work(engagement, clock, &mut left);
    add_commands(engagement, clock, &mut left);
    add_approvals(engagement, clock, &mut left);
    let wanted = match left.is_empty() {
        true => None,
        false => missing_designated_role::vague(engagement),
    };
    let wanted = wanted.unwrap_or_default();
    for (person, gaps) in &left {
        report(cx, clock, *person, gaps, &wanted);
    }
}

fn last_day(engagement: &Engagement<'_>, actor: ActorId) -> Option<Spanned<values::Date>> {
    match engagement.actor(actor).kind {
        ActorKind::Person(table) => table.until,
        _ => None,
    }
}

/// A seat with those who sit in it, and the minutes in which it counts.
struct Chair {
    actors: Vec<ActorId>,
    counts: Set,
}

fn add_work(engagement: &Engagement<'_>, clock: &Clock<'_, '_>, left: &mut Left) {
    for (id, row) in engagement.leaves() {
        let answers = unanswered(engagement, clock, id);
        let does = undone(engagement, clock, id);
        let seats = [
            (answers, "answers for", row.accountable()),
            (does, "does the work of", row.responsible()),
        ];
        for (lapse, duty, seats) in seats {
            if let Some((person, when)) = lapse {
                let gap = Gap {
                    what: format!("nobody {duty} `{}`", row.name),
                    when,
                    span: seats.first_span().unwrap_or(row.span),
                    row: Some(id),
                    action: None,
                    asked: Asked::default(),
                };
                add(left, person, gap);
            }
        }
    }
}

/// The first days of a row on which nobody answers for it any more, and who has left then.
pub(super) fn unanswered(
    engagement: &Engagement<'_>,
    clock: &Clock<'_, '_>,
    row: RowId,
) -> Option<(ActorId, Set)> {
    let seats = engagement.row(row).accountable();
    vacated(engagement, clock, row, seats, LONGEST_WEEKEND)
}

/// The first days of a row on which nobody does its work any more, and who has left then. Where
/// hours are promised, the rules on those tell it; where whoever answers for it leaves as well, that
/// is told.
pub(super) fn undone(
    engagement: &Engagement<'_>,
    clock: &Clock<'_, '_>,
    row: RowId,
) -> Option<(ActorId, Set)> {
    let own = engagement.row(row);
    let mut areas = own.areas.iter().map(|(area, _)| &*area.id.name);
    let is_project = !own.areas.is_empty() && areas.all(|area| area == PROJECTS);
    let is_promised = engagement.hours(row).is_some();
    if is_promised || is_project || own.only_decides() || !own.seats(Letter::Support).nobody() {
        return None;
    }
    let seats = own.responsible();
    // A party or team of which nobody is named stays.
    let is_named = |own: ActorId| !engagement.acting(own).is_empty();
    if !seats.actors().all(is_named) {
        return None;
    }
    let (person, when) = vacated(engagement, clock, row, seats, HANDING_OVER)?;
    let unanswered = unanswered(engagement, clock, row);
    let is_told = unanswered.is_some_and(|(_, days)| days.first() == when.first());
    (!is_told).then_some((person, when))
}

/// The first days of a row on which nobody is left in some seats, longer than so many minutes, and
/// who has left then: days alone count, since somebody on vacation still has the work.
fn vacated(
    engagement: &Engagement<'_>,
    clock: &Clock<'_, '_>,
    row: RowId,
    seats: &Seats<'_>,
    longest: Minute,
) -> Option<(ActorId, Set)> {
    let own = engagement.row(row);
    let mut actors = seats.actors();
    let is_known = !seats.uncertain() && !actors.any(|own| engagement.may_be_more(own));
    if own.left_out || !is_known || may_be_dated(engagement, &BTreeSet::from([row])) {
        return None;
    }
    let people = seats
        .actors()
        .flat_map(|actor| engagement.acting(actor))
        .copied();
    let people: Vec<ActorId> = people.take(MOST_LEAVING + 1).collect();
    let begins = engagement.first_day(row)?;
    let stays = |own: &ActorId| {
        let (from, until) = engagement.days_of(*own);
        until.is_none() && from.is_none_or(|from| from <= begins)
    };
    if people.len() > MOST_LEAVING || people.iter().any(stays) {
        return None;
    }
    let last = engagement.last_day(row).map(|(day, _)| day);
    let last = [last, engagement.end()].into_iter().flatten().min();
    let days: Vec<_> = people.iter().map(|own| engagement.days_of(*own)).collect();
    let mut first = begins;
    loop {
        let lapse = uncovered_days(first, last, days.clone())?;
        let when = clock.on_dates(lapse.first, lapse.last.or(last));
        let when = when.intersection(clock.horizon());
        let before = lapse.first.checked_sub(1.day()).ok()?;
        let mut people = people.iter().copied();
        let person = people.find(|own| engagement.days_of(*own).1 == Some(before));
        // Whoever is not there on the first day is told of as an empty seat.
        if let Some(person) = person
            && lapse.first > begins
            && when.minutes() > longest
        {
            return Some((person, when));
        }
        first = lapse.last?.checked_add(1.day()).ok()?;
    }
}

/// Commands that form one, by the first of each, the days of the work, and the day from which
/// somebody is needed.
type Formed = (BTreeSet<usize>, Set, Date);

fn add_commands(engagement: &Engagement<'_>, clock: &Clock<'_, '_>, left: &mut Left) {
    let is_known = |command: &Command<'_>| {
        let mut keys = ["hours", "from", "until"].into_iter();
        let unread = keys.any(|key| command.table.unread.could_hold(key));
        !unread && may_judge(command, engagement)
    };
    // Any command that is not known may be the one that follows.
    if !engagement.commands.iter().all(is_known) {
        return;
    }
    let mut told: BTreeSet<usize> = BTreeSet::new();
    // Many that form one lead each work of its own.
    let mut known: BTreeMap<Formed, Vec<(ActorId, Set)>> = BTreeMap::new();
    for led in led(engagement) {
        let is_told = !promised(clock, engagement, &led).is_empty();
        if is_told || may_be_dated(engagement, &led.rows) || !told.insert(led.commands[0]) {
            continue;
        }
        let command = &engagement.commands[led.commands[0]];
        let table = command.table;
        let from = engagement.needed_on(table.from, table.until);
        let days = match led.rows.is_empty() {
            true => clock.horizon().clone(),
            false => days_of(clock, &led.rows),
        };
        let key = (unities(engagement, &led), days, from);
        let emptied = known.entry(key).or_insert_with_key(|(_, days, _)| {
            let chairs = chairs_of(engagement, clock, &led, days);
            emptied(engagement, clock, &chairs, from)
        });
        for (person, when) in emptied.clone() {
            add(
                left,
                person,
                Gap {
                    what: format!("nobody commands `{}`", command.name),
                    when,
                    span: command.commander.first_span().unwrap_or(command.span),
                    row: None,
                    action: None,
                    asked: Asked::default(),
                },
            );
        }
    }
}

/// The commands that lead the same work, on the days on which there is some.
fn chairs_of(
    engagement: &Engagement<'_>,
    clock: &Clock<'_, '_>,
    led: &Led,
    days: &Set,
) -> Vec<Chair> {
    let chairs = together(engagement, led).into_iter().map(|index| {
        let command = &engagement.commands[index];
        let seats = [&command.commander, &command.deputy, &command.decides];
        let force = clock.in_force_as_command(index, Unknown::On);
        Chair {
            actors: seats.into_iter().flat_map(Seats::actors).collect(),
            counts: force.intersection(days),
        }
    });
    chairs.collect()
}

fn add_approvals(engagement: &Engagement<'_>, clock: &Clock<'_, '_>, left: &mut Left) {
    for (index, grant) in engagement.grants.iter().enumerate() {
        let silence = grant.table.if_no_answer.map(|said| said.value);
        let mut approvers = grant.approvers.actors();
        let is_known = !approvers.any(|own| engagement.may_be_more(own));
        if !grant.asks_known_people() || silence == Some(IfNoAnswer::Act) || !is_known {
            continue;
        }
        let actors: Vec<ActorId> = grant.approvers.actors().collect();
        let from = engagement.needed_on(grant.table.from, grant.table.until);
        if leaving(engagement, clock, &actors, from).is_empty() {
            continue;
        }
        let (rows, is_needed) = asking(engagement, index);
        // Where hours are promised for what needs it, the rules on those tell of them.
        if is_needed && rows.iter().any(|row| clock.promised(*row).is_some()) {
            continue;
        }
        if may_be_dated(engagement, &rows) || may_be_given(engagement, grant) {
            continue;
        }
        let counts = clock.in_force(index, Unknown::On);
        let counts = counts.intersection(&days_of(clock, &rows));
        let counts = counts.difference(&otherwise_allowed(engagement, clock, index, &rows));
        let chair = Chair { actors, counts };
        let action = grant.actions.first().map_or("", |action| action.name);
        for (person, when) in emptied(engagement, clock, &[chair], from) {
            add(
                left,
                person,
                Gap {
                    what: format!("nobody approves `{action}`"),
                    when,
                    span: grant.approvers.first_span().unwrap_or(grant.place()),
                    row: None,
                    action: None,
                    asked: Asked::default(),
                },
            );
        }
    }
}

fn add(left: &mut Left, person: ActorId, gap: Gap) {
    let gaps = left.entry(person).or_default();
    if gaps.iter().all(|own| own.what != gap.what) {
        gaps.push(gap);
    }
}

/// When another grant lets the same holders do the same, at once or with the approval of somebody
/// else.
fn otherwise_allowed(
    engagement: &Engagement<'_>,
    clock: &Clock<'_, '_>,
    grant: usize,
    rows: &BTreeSet<RowId>,
) -> Set {
    let own = &engagement.grants[grant];
    let mut others = BTreeSet::new();
    for action in actions(own) {
        let about = rows
            .iter()
            .flat_map(|row| engagement.grants_about(action, *row));
        others.extend(about.filter(|other| *other != grant));
    }
    let people = engagement.acting_in(&own.holders);
    let sets = others.into_iter().filter_map(|index| {
        let other = &engagement.grants[index];
        let named = other.holders.actors().collect::<BTreeSet<_>>();
        let is_theirs = other.uncertain
            || own.holders.actors().any(|holder| named.contains(&holder))
            || !people.is_disjoint(&engagement.acting_in(&other.holders));
        if !other.permits() || !is_theirs {
            return None;
        }
        let force = clock.in_force(index, Unknown::On);
        let silence = other.table.if_no_answer.map(|said| said.value);
        let asks = other.mode() == Some(Mode::ApprovalRequired)
            && silence != Some(IfNoAnswer::Act)
            && !other.approvers.uncertain();
        Some(match asks {
            true => force.intersection(&there(
                clock,
                &other.approvers.actors().collect::<Vec<_>>(),
                &clock.all_there(),
            )),
            false => Set::clone(&force),
        })
    });
    Set::union_of(&sets.collect::<Vec<_>>())
}

/// Whether a grant that could not be read may let the holders of another do the same.
fn may_be_given(engagement: &Engagement<'_>, grant: &Grant<'_>) -> bool {
    let holders = grant.holders.actors();
    let names = holders.flat_map(|own| engagement.capacities(own));
    let names: BTreeSet<ActorId> = names.copied().collect();
    actions(grant).any(|action| engagement.may_be_granted(&names, action))
}

/// When somebody stands in one of these places, whatever the hours.
fn there(clock: &Clock<'_, '_>, actors: &[ActorId], absent: &Absent) -> Set {
    let sets = actors.iter().map(|actor| clock.available(*actor, absent));
    Set::union_of(&sets.collect::<Vec<_>>())
}

/// Those behind some actors who leave after a day, the first to go before the others.
fn leaving(
    engagement: &Engagement<'_>,
    clock: &Clock<'_, '_>,
    actors: &[ActorId],
    from: Date,
) -> Vec<ActorId> {
    let people = actors
        .iter()
        .flat_map(|actor| (*clock.concerned(*actor)).clone());
    let people: BTreeSet<ActorId> = people.collect();
    let leaves = people.into_iter().filter_map(|person| {
        let day = civil(last_day(engagement, person)?.value)?;
        (day >= from).then(|| (day, engagement.actor(person).name, person))
    });
    let mut leaves: Vec<_> = leaves.collect();
    leaves.sort_unstable();
    leaves.into_iter().map(|(_, _, person)| person).collect()
}

/// The people after whom nobody sits in any of some chairs, and when: of what would be their hours
/// if they stayed.
fn emptied(
    engagement: &Engagement<'_>,
    clock: &Clock<'_, '_>,
    chairs: &[Chair],
    from: Date,
) -> Vec<(ActorId, Set)> {
    let actors: Vec<ActorId> = chairs
        .iter()
        .flat_map(|chair| chair.actors.clone())
        .collect();
    let leaving = leaving(engagement, clock, &actors, from);
    if leaving.len() > MOST_LEAVING {
        return Vec::new();
    }
    let staying = |number: usize| {
        let people = leaving[number..].iter();
        clock
            .all_there()
            .setting_aside(people.map(|person| (*person, Absent::LEAVING)))
    };
    let mut emptied = Vec::new();
    for (number, person) in leaving.iter().enumerate() {
        let (before, after) = (staying(number), staying(number + 1));
        let lost = |unknown| {
            let sets = chairs.iter().map(|chair| {
                let own = clock.any_of(chair.actors.iter().copied(), &before, unknown);
                own.intersection(&chair.counts)
            });
            let sets: Vec<Set> = sets.collect();
            let still = chairs.iter().map(|chair| {
                let own = there(clock, &chair.actors, &after);
                own.intersection(&chair.counts)
            });
            let still: Vec<Set> = still.collect();
            let lost = Set::union_of(&sets).difference(&Set::union_of(&still));
            lost.intersection(clock.horizon())
        };
        let when = lost(Unknown::On);
        let mut lengths = when.spans().iter().map(|(start, end)| end - start);
        // Without hours a successor on the Monday looks as if the weekend were lost.
        let is_sure = lengths.any(|length| length > LONGEST_WEEKEND);
        if is_sure || !lost(Unknown::Off).is_empty() {
            emptied.push((*person, when));
        }
    }
    emptied
}

/// Who comes after a person in a role, and too late.
fn successor<'e>(engagement: &'e Engagement<'_>, person: ActorId) -> Option<&'e str> {
    let (_, until) = engagement.days_of(person);
    let roles = engagement.actors().map(|(_, own)| own);
    let roles = roles.filter(|own| matches!(own.kind, ActorKind::Role(_)));
    let theirs = roles.filter(|own| own.members.actors().any(|holder| holder == person));
    let holders = theirs.flat_map(|own| own.members.actors());
    let comes = holders.filter_map(|holder| Some((engagement.days_of(holder).0?, holder)));
    let later = comes.filter(|(from, _)| Some(*from) > until);
    let next = later.min().map(|(_, holder)| holder)?;
    Some(engagement.actor(next).name)
}

fn report(
    cx: &mut Context<'_, '_>,
    clock: &Clock<'_, '_>,
    person: ActorId,
    gaps: &[Gap],
    wanted: &Wanted<'_>,
) {
    let engagement = cx.engagement;
    let (Some(first), Some(until)) = (gaps.first(), last_day(engagement, person)) else {
        return;
    };
    let actor = engagement.actor(person);
    let name = actor.name;
    let said = |gap: &Gap| clock.worst_window(&gap.when);
    let more = and_more(gaps.len() - 1);
    let message = format!(
        "{} once `{name}` has left: {}{more}",
        first.what,
        said(first)
    );
    let finding = cx.report(until.span, message);
    finding.about(actor.object()).aspect("until");
    finding.label(format!("the last day of `{name}`"));
    finding.related(
        first.span,
        format!("without `{name}`, there is nobody for this"),
    );
    for gap in gaps.iter().skip(1).take(MOST_TOLD) {
        finding.related(gap.span, format!("{}: {}", gap.what, said(gap)));
    }
    let rows = gaps.iter().filter_map(|gap| gap.row);
    let asked = rows.filter_map(|row| wanted.get(&row)).flatten();
    for (claim, duty) in asked.take(MOST_TOLD) {
        finding.cites(duty.cited());
        let name = duty.name();
        finding.related(claim.span, format!("`{name}` asks for one person"));
    }
    let comes = successor(engagement, person);
    finding.help(match comes {
        Some(successor) => format!(
            "let `{successor}` come by then: an earlier `from`; or give the role a deputy for \
             the days between"
        ),
        None => format!(
            "give the seat to a role, and name the successor beside `{name}`: \
             `held-by = [\"{name}\", \"...\"]`; the `from` of the successor says who holds it when"
        ),
    });
}
