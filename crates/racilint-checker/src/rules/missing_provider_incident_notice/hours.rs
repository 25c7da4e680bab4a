//! The hours in which nobody is there whom a notice tells.

use std::collections::{BTreeMap, BTreeSet};

use racilint_diagnostics::Span;
use racilint_parser::language::Notice;
use racilint_parser::values::Many;

use super::object;
use crate::model::{ActorId, ActorKind, Engagement, RowId, Seats, Sides};
use crate::rules::duty_words::place_of_promise;
use crate::rules::{Context, words};
use crate::time::{Clock, Minute, Set, Unknown, in_words};

/// Whatever leaves more time, in minutes, is no call: it lies there until somebody comes.
const A_CALL: Minute = 24 * 60;

/// Enough rows to see whose hours are meant.
const MOST_ROWS: usize = 3;

/// A notice with whom it tells.
struct Told<'d> {
    notice: &'d Notice<'d>,
    to: Seats<'d>,
    place: Span,
    within: Minute,
}

/// Reports the notices that reach nobody in time in hours in which the provider promises critical
/// work. Of those of one provider to the same people the fastest is reported.
pub(super) fn check<'d>(
    cx: &mut Context<'_, 'd>,
    clock: &Clock<'_, 'd>,
    sides: &Sides,
    notices: &[&'d Notice<'d>],
) {
    let watched = watched(cx.engagement, clock, sides);
    for (telling, notices) in by_provider(cx.engagement, notices) {
        let rows = without_those_of_others(cx.engagement, &watched, &telling);
        let promised: Vec<_> = rows.iter().filter_map(|row| clock.promised(*row)).collect();
        let promised = Set::union_of(promised.iter().map(std::rc::Rc::as_ref));
        check_provider(cx, clock, &notices, &promised, &rows);
    }
}

/// Work but for that of other providers: each tells of its own. Whoever tells for a provider tells
/// of all.
fn without_those_of_others(
    engagement: &Engagement<'_>,
    rows: &[RowId],
    telling: &BTreeSet<ActorId>,
) -> Vec<RowId> {
    let providers = engagement.providers();
    if providers.is_disjoint(telling) {
        return rows.to_vec();
    }
    let is_others = |id: &RowId| {
        let row = engagement.row(*id);
        let who = row.responsible().actors().chain(row.accountable().actors());
        let parties = who.flat_map(|own| engagement.parties(own)).copied();
        let parties: BTreeSet<ActorId> = parties.collect();
        parties.is_disjoint(telling) && !parties.is_disjoint(&providers)
    };
    rows.iter().copied().filter(|id| !is_others(id)).collect()
}

/// The notices of one provider, the fastest first. Whoever is told by a faster one is told for the
/// slower ones as well.
fn check_provider(
    cx: &mut Context<'_, '_>,
    clock: &Clock<'_, '_>,
    notices: &[Told<'_>],
    promised: &Set,
    rows: &[RowId],
) {
    let mut places: BTreeMap<BTreeSet<ActorId>, Vec<Span>> = BTreeMap::new();
    for told in notices {
        let same = places.entry(told.to.actors().collect()).or_default();
        same.push(told.place);
    }
    let mut there = Set::empty();
    for as_fast in notices.chunk_by(|one, next| one.within == next.within) {
        for told in as_fast {
            let Some(own) = presence(cx.engagement, clock, &told.to) else {
                return;
            };
            there = there.union(&own);
        }
        for told in as_fast {
            // Of those that go to the same people the fastest is told, once.
            let Some(same) = places.remove(&told.to.actors().collect()) else {
                continue;
            };
            if let Some(off) = off_duty(clock, told, promised, &there) {
                report(cx, clock, told, &off, &same, rows);
            }
        }
    }
}

/// The critical work with promised hours in which somebody on the provider's side has a part.
fn watched(engagement: &Engagement<'_>, clock: &Clock<'_, '_>, sides: &Sides) -> Vec<RowId> {
    let is_watched = |id: RowId| {
        let row = engagement.row(id);
        let mut who = row.responsible().actors().chain(row.accountable().actors());
        !row.only_decides()
            && engagement.is_critical(id)
            && clock.promise_of(id).is_some()
            && who.any(|actor| sides.is_with_provider(actor, engagement))
    };
    let leaves = engagement.leaves().map(|(id, _)| id);
    leaves.filter(|id| is_watched(*id)).collect()
}

/// The notices that can be judged, by the parties that tell, the fastest first.
fn by_provider<'d>(
    engagement: &Engagement<'d>,
    notices: &[&'d Notice<'d>],
) -> BTreeMap<BTreeSet<ActorId>, Vec<Told<'d>>> {
    let mut all: BTreeMap<BTreeSet<ActorId>, Vec<Told<'d>>> = BTreeMap::new();
    for notice in notices {
        let by = engagement.named_in(&notice.by, &notice.unread, "by");
        let to = engagement.named_in(&notice.to, &notice.unread, "to");
        let (Some(within), Some(place)) = (notice.within, to.first_span()) else {
            continue;
        };
        let parties = by.actors().flat_map(|who| engagement.parties(who)).copied();
        all.entry(parties.collect()).or_default().push(Told {
            notice,
            to,
            place,
            within: Minute::from(within.value.minutes),
        });
    }
    for notices in all.values_mut() {
        notices.sort_by_key(|told| told.within);
    }
    all
}

/// When somebody of these is on duty, recorded absences left aside; `None` where somebody may
/// always be.
fn presence(engagement: &Engagement<'_>, clock: &Clock<'_, '_>, to: &Seats<'_>) -> Option<Set> {
    let is_known = |actor: ActorId| match engagement.actor(actor).kind {
        ActorKind::Party(_) => false,
        ActorKind::Team(team) => team.hours.is_some() || !Many::of(&team.shifts).is_empty(),
        ActorKind::Person(_) | ActorKind::Role(_) => {
            !engagement.acting(actor).is_empty() && !engagement.may_be_more(actor)
        }
    };
    if to.uncertain() || !to.actors().all(is_known) {
        return None;
    }
    let duty = to.actors();
    let duty: Vec<_> = duty
        .map(|actor| clock.on_duty(actor, &clock.all_there(), Unknown::On))
        .collect();
    Some(Set::union_of(duty.iter().map(std::rc::Rc::as_ref)))
}

/// The stretches of promised minutes without anybody in which the time of a notice runs out.
fn off_duty(clock: &Clock<'_, '_>, told: &Told<'_>, promised: &Set, there: &Set) -> Option<Set> {
    let within = u32::try_from(told.within).ok()?;
    let end = clock.horizon().end()? - told.within;
    let late = promised.difference(&there.reaching_back(within));
    let late = late.clipped(Minute::MIN, end);
    if told.within > A_CALL || late.is_empty() {
        return None;
    }
    let off = promised.difference(there);
    let spans = off.spans().iter().copied();
    let long = spans.filter(|(start, end)| !late.clipped(*start, *end).is_empty());
    Some(Set::from_spans(long.collect()))
}

fn report(
    cx: &mut Context<'_, '_>,
    clock: &Clock<'_, '_>,
    told: &Told<'_>,
    off: &Set,
    same: &[Span],
    rows: &[RowId],
) {
    let engagement = cx.engagement;
    let who = words::list(told.to.links.iter().map(|link| link.name));
    let message = format!(
        "the notice of incidents goes within {} to {who}, off duty {}",
        in_words(told.within.unsigned_abs()),
        clock.worst_window(off)
    );
    let finding = cx.report(told.place, message);
    finding.about(object(told.notice)).aspect("hours");
    for place in same.iter().filter(|place| **place != told.place) {
        finding.related(*place, "so does this one");
    }
    let is_hit = |row: &&RowId| {
        let promised = clock.promised(**row);
        promised.is_some_and(|promised| !promised.intersection(off).is_empty())
    };
    for row in rows.iter().filter(is_hit).take(MOST_ROWS) {
        let name = &engagement.row(*row).name;
        let place = place_of_promise(engagement, *row);
        finding.related(place, format!("`{name}` is promised then"));
    }
    finding.help(
        "tell somebody as well who can be reached in these hours, such as a duty manager: \
         `to = [\"...\", \"...\"]`",
    );
}
