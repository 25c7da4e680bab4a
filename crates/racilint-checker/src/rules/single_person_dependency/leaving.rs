//! Work that several can do until all of them but one have left.

use std::collections::BTreeSet;

use jiff::ToSpan;
use jiff::civil::Date;

use super::{Alone, able};
use crate::model::{ActorId, Engagement, Letter, RowId, Seats};
use crate::rules::{Context, absence_gap, coverage_gap, missing_secondary};
use crate::time::MOST_DAYS;

/// So many people of one piece of work are looked at; a crowd is staffed anew and not named by the
/// day.
const MOST_PEOPLE: usize = 64;

/// So long one person alone hands over to the next, or winds the work up.
const HANDING_OVER: i32 = 7;

/// The person who alone can do the work from a later day on, once the others have left, where no
/// other rule says so. `people` are there on the first day.
pub(super) fn left_alone(
    cx: &Context<'_, '_>,
    parts: &[RowId],
    people: &[ActorId],
) -> Option<Alone> {
    let engagement = cx.engagement;
    let last = last_day(parts, engagement)?;
    let stays = |own: &&ActorId| {
        let (_, until) = engagement.days_of(**own);
        until.is_none_or(|until| last <= until)
    };
    if people.iter().filter(stays).nth(1).is_some() {
        return None;
    }
    let everybody = everybody(parts, engagement)?;
    let begins = parts.iter().filter_map(|id| engagement.first_day(*id));
    let begins = begins.max()?;
    let gone = everybody.iter().filter_map(|own| gone_on(*own, engagement));
    let days: BTreeSet<Date> = gone.filter(|day| *day > begins && *day <= last).collect();
    let mut left = days.into_iter().filter_map(|day| {
        let person = alone_on(day, &everybody, last, engagement)?;
        Some((day, person))
    });
    let (day, person) = left.next()?;
    let leaving = everybody.into_iter();
    let leaving = leaving.filter(|own| gone_on(*own, engagement) == Some(day));
    let leaving: Vec<ActorId> = leaving.collect();
    let mut ids = parts.iter();
    let is_told = ids.any(|id| is_told(cx, *id, (day, person), &leaving));
    (!is_told).then_some(Alone {
        person,
        since: Some((day, leaving)),
    })
}

/// The last day of work that is looked at; `None` where it may end on a day that could not be read.
fn last_day(parts: &[RowId], engagement: &Engagement<'_>) -> Option<Date> {
    let head = engagement.head();
    let is_lost = head.is_some_and(|head| head.unread.could_hold("ends"));
    let mut ids = parts.iter();
    if is_lost || ids.any(|id| engagement.row(*id).could_hold("until")) {
        return None;
    }
    let in_a_year = engagement.start().checked_add((MOST_DAYS - 1).days()).ok();
    let last = parts.iter().filter_map(|id| {
        let own = engagement.last_day(*id).map(|(day, _)| day);
        let last = [own, engagement.end(), in_a_year];
        last.into_iter().flatten().min()
    });
    last.max()
}

/// The first day without somebody who leaves.
fn gone_on(person: ActorId, engagement: &Engagement<'_>) -> Option<Date> {
    let (_, until) = engagement.days_of(person);
    until?.tomorrow().ok()
}

/// Everybody who can do the work some day; `None` where they are a crowd.
fn everybody(parts: &[RowId], engagement: &Engagement<'_>) -> Option<BTreeSet<ActorId>> {
    let rows = parts.iter().map(|id| engagement.row(*id));
    let letters = [Letter::Responsible, Letter::Support];
    let seats = rows.flat_map(|row| letters.map(|letter| row.seats(letter)));
    let mut everybody = BTreeSet::new();
    for actor in seats.flat_map(Seats::actors) {
        if engagement.acting(actor).len() > MOST_PEOPLE {
            return None;
        }
        everybody.extend(able(actor, engagement));
    }
    (everybody.len() <= MOST_PEOPLE).then_some(everybody)
}

/// The one who is there on a day, and alone for longer than it takes to hand over.
fn alone_on(
    day: Date,
    everybody: &BTreeSet<ActorId>,
    last: Date,
    engagement: &Engagement<'_>,
) -> Option<ActorId> {
    let is_there = |own: &&ActorId| !engagement.is_away_for_good(**own, day);
    let mut there = everybody.iter().filter(is_there);
    let (Some(person), None) = (there.next(), there.next()) else {
        return None;
    };
    let comes = |own: &ActorId| engagement.days_of(*own).0.filter(|from| *from > day);
    let next = everybody.iter().filter_map(comes).min();
    let changes = [next, gone_on(*person, engagement), last.tomorrow().ok()];
    let handed_over = day.checked_add(HANDING_OVER.days()).ok()?;
    let mut changes = changes.into_iter().flatten();
    let stays = changes.all(|change| handed_over <= change);
    stays.then_some(*person)
}

/// Whether another rule tells of a row what comes of their leaving.
fn is_told(
    cx: &Context<'_, '_>,
    row: RowId,
    (day, person): (Date, ActorId),
    leaving: &[ActorId],
) -> bool {
    let Some(clock) = cx.clock else {
        return false;
    };
    let unanswered = absence_gap::leaves_unanswered(cx.engagement, clock, row);
    unanswered.is_some_and(|own| leaving.contains(&own))
        || coverage_gap::is_left_open(cx.engagement, clock, row, leaving)
        || missing_secondary::is_alone_since(cx.engagement, clock, row, person, day)
}
