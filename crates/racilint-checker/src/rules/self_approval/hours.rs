//! Whether somebody who has to ask is, at some hour, the only approver on duty.

use std::collections::{BTreeMap, BTreeSet};

use racilint_parser::language::Mode;

use super::super::{Context, words};
use crate::model::{ActorId, Engagement, Grant, RowId, Seats};
use crate::time::{Absent, Clock, Set, Unknown};

/// Reports each grant by which somebody approves their own action, at hours that are promised.
pub(super) fn check(cx: &mut Context<'_, '_>) {
    let Some(clock) = cx.clock else { return };
    let engagement = cx.engagement;
    let mut needed: BTreeMap<usize, Vec<(RowId, &str)>> = BTreeMap::new();
    for (row, _) in engagement.leaves() {
        for need in engagement.needs(row) {
            let action = &*need.action.id.name;
            for grant in engagement.grants_about(action, row) {
                if is_in_question(&engagement.grants[grant], engagement) {
                    needed.entry(grant).or_default().push((row, action));
                }
            }
        }
    }
    for (grant, needs) in needed {
        for person in both(&engagement.grants[grant], engagement) {
            let alone = alone(grant, person, clock, engagement);
            if !alone.is_empty() {
                tell(cx, clock, grant, person, &alone, &needs);
            }
        }
    }
}

/// Whether somebody asks who approves as well, beside others.
fn is_in_question(grant: &Grant<'_>, engagement: &Engagement<'_>) -> bool {
    grant.mode() == Some(Mode::ApprovalRequired)
        && !grant.is_unclear()
        && !grant.approvers.uncertain()
        && !both(grant, engagement).is_empty()
        && !engagement.are_same_hands(&grant.holders, &grant.approvers)
}

/// Those who act and approve, by themselves or for somebody who is away: whoever stands in for the
/// holder of a role acts with its grants, for a person named by name with none of theirs.
fn both(grant: &Grant<'_>, engagement: &Engagement<'_>) -> BTreeSet<ActorId> {
    let approvers = engagement.acting_in(&grant.approvers);
    let holders = engagement.acting_in(&grant.holders);
    let named = grant.holders.actors();
    let seats = named.filter(|actor| !engagement.actor(*actor).is_person());
    let in_seats = seats.flat_map(|seat| engagement.acting(seat));
    let acting = &covers(in_seats, engagement) | &holders;
    &acting & &(&covers(&approvers, engagement) | &approvers)
}

fn covers<'a>(
    people: impl IntoIterator<Item = &'a ActorId>,
    engagement: &Engagement<'_>,
) -> BTreeSet<ActorId> {
    let people = people.into_iter();
    people.flat_map(|own| engagement.covers_of(*own)).collect()
}

/// The minutes in which a person is reached as one who acts and as one who approves, and nobody
/// else as either.
fn alone(grant: usize, person: ActorId, clock: &Clock<'_, '_>, engagement: &Engagement<'_>) -> Set {
    let grant_of = &engagement.grants[grant];
    let (own, others) = reached(&grant_of.holders, person, clock);
    let (approves, other_approvers) = reached(&grant_of.approvers, person, clock);
    let alone = own.intersection(&approves);
    let alone = alone.difference(&others).difference(&other_approvers);
    alone.intersection(&clock.in_force(grant, Unknown::Off))
}

/// When a person is surely reached as one of these, and when somebody else may be.
fn reached(seats: &Seats<'_>, person: ActorId, clock: &Clock<'_, '_>) -> (Set, Set) {
    let nobody = Absent::nobody();
    let when = |unknown: Unknown, is_own: bool| {
        let mut sets = Vec::new();
        for actor in seats.actors() {
            let ways = clock.reached(actor, &nobody, unknown);
            let ways = ways.iter();
            let ways = ways.filter(|way| (way.person == Some(person)) == is_own);
            sets.extend(ways.map(|way| way.when.clone()));
        }
        Set::union_of(&sets)
    };
    (when(Unknown::Off, true), when(Unknown::On, false))
}

fn tell(
    cx: &mut Context<'_, '_>,
    clock: &Clock<'_, '_>,
    grant: usize,
    person: ActorId,
    alone: &Set,
    needs: &[(RowId, &str)],
) {
    let engagement = cx.engagement;
    let (mut sets, mut rows, mut actions) = (Vec::new(), Vec::new(), Vec::new());
    for (row, action) in needs {
        let Some(promised) = clock.promised(*row) else {
            continue;
        };
        let names = clock.capacities(person);
        let modes = clock.modes(&names, action, *row, Unknown::On);
        let set = alone.intersection(&promised).difference(&modes.at_once);
        if set.is_empty() {
            continue;
        }
        sets.push(set);
        if !rows.contains(row) {
            rows.push(*row);
        }
        if !actions.contains(action) {
            actions.push(*action);
        }
    }
    let Some(when) = clock.windows(&Set::union_of(&sets)).worst() else {
        return;
    };
    let grant = &engagement.grants[grant];
    let name = engagement.actor(person).name;
    let actions = words::list(&actions);
    let message = format!("`{name}` alone approves their own {actions} {when}");
    let place = grant.approvers.first_span().unwrap_or(grant.place());
    let finding = cx.report(place, message);
    finding.about(grant.object()).aspect(name);
    for link in &grant.holders.links {
        finding.related(link.span, "asks, and acts");
    }
    for row in rows {
        if let Some(hours) = engagement.hours(row) {
            let name = &engagement.row(row).name;
            finding.related(hours.span, format!("`{name}` is promised then"));
        }
    }
    finding.help(
        "name another approver who is on duty then; where nobody needs to agree, say so for these \
         hours: a `[[grant]]` with `mode = \"pre-authorized\"` and `hours`",
    );
}
