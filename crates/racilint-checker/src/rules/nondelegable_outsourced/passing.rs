//! Roles that pass from the client to somebody outside when a holder leaves.

use std::collections::BTreeSet;

use jiff::ToSpan;
use jiff::civil::Date;
use racilint_diagnostics::Span;

use crate::model::{ActorId, ActorKind, Engagement, RowId, civil};

/// What somebody outside the client answers for once the client's last holder has left.
pub(super) struct Passing {
    /// Who then does.
    pub person: ActorId,
    /// The role, with the place that names it.
    pub seat: (ActorId, Span),
    /// The first of those days.
    pub first: Date,
    /// The last day of the client's last holder.
    pub left: Span,
}

/// How the one role that answers for a row surely passes on.
pub(super) fn of(
    row: RowId,
    clients: &BTreeSet<ActorId>,
    engagement: &Engagement<'_>,
) -> Option<Passing> {
    let seats = engagement.row(row).accountable();
    let mut placed = seats.placed();
    let seat = placed.next()?;
    let is_role = matches!(engagement.actor(seat.0).kind, ActorKind::Role(_));
    let more = placed.next().is_some() || seats.uncertain() || engagement.may_be_more(seat.0);
    if more || !is_role || engagement.is_over(row) {
        return None;
    }
    let mut last: Option<(Date, Span)> = None;
    let mut outside = Vec::new();
    for person in engagement.answering(seat.0) {
        let ActorKind::Person(table) = engagement.actor(*person).kind else {
            return None;
        };
        if table.unread.could_hold("from") || table.unread.could_hold("until") {
            return None;
        }
        let until = match table.until {
            Some(until) => Some((civil(until.value)?, until.span)),
            None => None,
        };
        if engagement.answers_for(*person, clients)? {
            let until = until?;
            last = last.filter(|last| last.0 >= until.0).or(Some(until));
        } else {
            let from = table.from.and_then(|from| civil(from.value));
            outside.push((*person, from, until));
        }
    }
    let (last, left) = last?;
    let next = last.checked_add(1.day()).ok()?;
    let ends = [engagement.last_day(row).map(|own| own.0), engagement.end()];
    let end = ends.into_iter().flatten().min();
    let stays = outside.into_iter().find_map(|(person, from, until)| {
        let first = from.map_or(next, |from| from.max(next));
        let goes_on = until.is_none_or(|(until, _)| until >= first);
        (goes_on && end.is_none_or(|end| end >= first)).then_some((person, first))
    });
    let (person, first) = stays?;
    Some(Passing {
        person,
        seat,
        first,
        left,
    })
}
