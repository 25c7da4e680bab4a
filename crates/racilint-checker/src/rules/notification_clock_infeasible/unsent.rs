//! Notices that nobody may send: the grants are given for other work only.

use std::collections::BTreeSet;

use racilint_parser::values::Many;

use super::{ACTION, Claim, Deadline, Taken, minutes, needs_it};
use crate::model::{Duties, Engagement, Grant, Place, RowId};
use crate::rules::Context;

/// Whether there was anything to judge.
pub(super) fn check<'d>(
    cx: &mut Context<'_, 'd>,
    duties: &Duties<'_, 'd>,
    unsent: &Taken<'d>,
) -> bool {
    let engagement = cx.engagement;
    if unsent.is_empty() {
        return false;
    }
    let given: Vec<&Grant<'_>> = engagement
        .grants
        .iter()
        .filter(|own| gives_it(own))
        .collect();
    if given.is_empty() || engagement.may_be_granted_to_anybody(ACTION) || engagement.is_damaged() {
        cx.lacks_data();
        return false;
    }
    let passing = passing_on(engagement);
    for (row, told) in unsent {
        let mut told = told.clone();
        told.retain(|(deadline, _)| duties.applies(&deadline.duty));
        if !passing.contains(row) && is_silent_about_it(engagement, *row) {
            report(cx, *row, &told, &given);
        }
    }
    true
}

fn gives_it(grant: &Grant<'_>) -> bool {
    grant.permits() && grant.actions.iter().any(|link| link.name == ACTION)
}

/// Whether somebody does the work, and it does not say which authority it takes.
fn is_silent_about_it(engagement: &Engagement<'_>, row: RowId) -> bool {
    let own = engagement.row(row);
    let needs = own.slice.and_then(|slice| slice.needs.as_ref());
    let says = needs.or(own.workstream.needs.as_ref()).is_some();
    own.has_somebody() && !says && !own.could_hold("needs")
}

/// The rows whose work goes on to, depends on or is handed to work that takes the authority, or
/// about which somebody has it.
fn passing_on(engagement: &Engagement<'_>) -> BTreeSet<RowId> {
    let sends =
        |row: RowId| needs_it(engagement, row) || !engagement.grants_about(ACTION, row).is_empty();
    let sending: BTreeSet<RowId> = engagement
        .rows()
        .map(|(id, _)| id)
        .filter(|id| sends(*id))
        .collect();
    let is_sending = |name: &str| {
        let row = engagement.names.row(name);
        row.is_none_or(|row| sending.contains(&row))
    };
    let mut passing = BTreeSet::new();
    for (id, row) in engagement.rows() {
        let table = row.workstream;
        let mut on = Many::of(&table.flows_to)
            .iter()
            .chain(Many::of(&table.depends_on));
        if on.any(|named| is_sending(&named.name)) {
            passing.insert(id);
        }
    }
    for handoff in &engagement.handoffs {
        let to = handoff.to.iter().map(|link| link.to);
        let reaches = |to: Option<Place>| match to {
            Some(Place::Row(row)) => sending.contains(&row),
            _ => true,
        };
        if to.into_iter().any(reaches) {
            let from = handoff.from.iter().filter_map(|link| link.to);
            passing.extend(from.filter_map(|place| match place {
                Place::Row(row) => Some(row),
                _ => None,
            }));
        }
    }
    passing
}

fn report(
    cx: &mut Context<'_, '_>,
    row: RowId,
    told: &[(Deadline<'_>, Claim<'_>)],
    given: &[&Grant<'_>],
) {
    // Of equals the first: the order of the profiles.
    let Some((deadline, claim)) = told.iter().min_by_key(|(deadline, _)| deadline.minutes) else {
        return;
    };
    let engagement = cx.engagement;
    let name = engagement.row(row).name.clone();
    let (duty, leaves) = (deadline.duty.name(), minutes(deadline.minutes));
    let message = format!("`{duty}` leaves {leaves}, and nobody may `{ACTION}` for `{name}`");
    let finding = cx.report(claim.span, message);
    finding
        .about(engagement.row(row).object())
        .aspect(duty)
        .cites(deadline.duty.cited());
    let links = given.iter().flat_map(|grant| &grant.actions);
    for link in links.filter(|link| link.name == ACTION) {
        finding.related(link.span, "given for other work only");
    }
    for (own, other) in told.iter().filter(|(_, own)| own.span != claim.span) {
        finding.related(
            other.span,
            format!("this one leaves {}", minutes(own.minutes)),
        );
    }
    finding.help(format!(
        "{}; give whoever is called for `{name}` a `[[grant]]` of `{ACTION}`, or let the work that may \
         send it take on the duty",
        deadline.in_full()
    ));
}
