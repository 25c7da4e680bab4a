//! Who may accept what is open at an object: whoever answers for it, and whoever of the client may
//! accept a risk or approve an exception.

use std::collections::BTreeSet;

use racilint_diagnostics::Span;

use crate::model::{ActorId, ClientSide, Engagement, RowId, Seats};

/// Whoever may do one of these may live with what is open.
const ACCEPTING: [&str; 2] = ["accept-risk", "approve-exception"];

/// Why none of the approvers may accept it.
#[derive(Debug)]
pub(crate) struct NoSay {
    /// Those who answer for the object.
    pub(crate) answerable: Vec<(ActorId, Span)>,
    /// The grants by which others may.
    pub(crate) grants: Vec<Span>,
}

/// Why none of those in `approvers` may accept what is open at an object; `None` where one may,
/// where somebody there is unknown, and where nothing in the file says who may.
pub(crate) fn no_say(
    engagement: &Engagement<'_>,
    object: &str,
    approvers: &Seats<'_>,
) -> Option<NoSay> {
    if approvers.uncertain() || approvers.links.is_empty() || engagement.is_damaged() {
        return None;
    }
    let answerable = answerable(engagement, object)?;
    let grants = accepting(engagement)?;
    let nothing_said = answerable.is_empty() && grants.is_empty();
    let mut actors = approvers.actors();
    let may = |actor: ActorId| {
        answers(engagement, actor, &answerable) || accepts(engagement, actor, &grants)
    };
    let any = actors.any(|actor| engagement.may_be_more(actor) || may(actor));
    (!nothing_said && !any).then_some(NoSay { answerable, grants })
}

/// Whether an actor is one of those who answer, or acts for them.
fn answers(engagement: &Engagement<'_>, actor: ActorId, answerable: &[(ActorId, Span)]) -> bool {
    let people = engagement.answering(actor);
    answerable.iter().any(|(owner, _)| {
        let acts = !people.is_empty() && people.is_subset(engagement.acting(*owner));
        engagement.is_one_owner(*owner, actor) || acts || engagement.may_be_more(*owner)
    })
}

/// Whether an actor stands with the client, and may accept a risk there. Where no grant says who
/// may, everybody of the client counts; and so does whoever stands nowhere.
fn accepts(engagement: &Engagement<'_>, actor: ActorId, grants: &[Span]) -> bool {
    let client = ClientSide::of(engagement);
    let side = client.and_then(|client| client.holds(actor, engagement));
    if side == Some(false) {
        return false;
    }
    let mut people = engagement.acting(actor).clone();
    people.insert(actor);
    grants.is_empty()
        || people.into_iter().any(|person| {
            let mut grants = ACCEPTING
                .iter()
                .flat_map(|action| engagement.grants_of(person, action));
            grants.any(|grant| grant.permits() && !grant.has_ended(engagement.start()))
        })
}

/// The places of the grants that let anybody accept a risk; `None` where one cannot be read.
fn accepting(engagement: &Engagement<'_>) -> Option<Vec<Span>> {
    let mut places = Vec::new();
    for grant in &engagement.grants {
        let mut named = grant.actions.iter().filter_map(|link| link.to);
        let accepts = named.any(|action| ACCEPTING.contains(&&*action.id.name));
        let unclear = grant.actions.is_empty() || grant.actions.iter().any(|own| own.to.is_none());
        if grant.uncertain && (accepts || unclear) {
            return None;
        }
        if accepts && grant.permits() && !grant.has_ended(engagement.start()) {
            places.push(grant.place());
        }
    }
    Some(places)
}

/// Those who answer for an object, each with the place that says so; empty where the file names
/// nobody; `None` where somebody there is unknown.
fn answerable(engagement: &Engagement<'_>, object: &str) -> Option<Vec<(ActorId, Span)>> {
    let (kind, name) = object.split_once('.').unwrap_or((object, ""));
    let mut all: Vec<Seats<'_>> = own_seats(engagement, kind, name);
    for row in rows_of(engagement, kind, name, object) {
        all.push(engagement.row(row).accountable().clone());
    }
    if all.iter().any(Seats::uncertain) {
        return None;
    }
    let mut seen = BTreeSet::new();
    let placed = all.iter().flat_map(Seats::placed);
    Some(placed.filter(|(actor, _)| seen.insert(*actor)).collect())
}

/// Whoever the object itself names as its owner.
fn own_seats<'d>(engagement: &Engagement<'d>, kind: &str, name: &str) -> Vec<Seats<'d>> {
    let tables = &engagement.document.tables;
    match kind {
        "evidence" => {
            let own = engagement.evidence.iter().filter(|own| own.name == name);
            own.map(|evidence| evidence.owner.clone()).collect()
        }
        "system" => {
            let own = engagement.upkeep().into_iter();
            own.filter(|system| system.name == name)
                .map(|system| system.owner)
                .collect()
        }
        "intake" => {
            let own = tables.intakes.iter().filter(|item| item.id.name == name);
            own.map(|item| engagement.named_in(&item.body.owner, &item.body.unread, "owner"))
                .collect()
        }
        "metric" => {
            let own = tables.metrics.iter().filter(|item| item.id.name == name);
            own.map(|item| engagement.named_in(&item.body.owner, &item.body.unread, "owner"))
                .collect()
        }
        "report" => {
            let own = tables.reports.iter().filter(|item| item.id.name == name);
            own.map(|item| engagement.named_in(&item.body.owner, &item.body.unread, "owner"))
                .collect()
        }
        _ => Vec::new(),
    }
}

/// The rows that an object belongs to, with those that these are a part of.
fn rows_of(engagement: &Engagement<'_>, kind: &str, name: &str, object: &str) -> BTreeSet<RowId> {
    let named: Vec<RowId> = match kind {
        "workstream" => engagement.names.row(name).into_iter().collect(),
        "area" => {
            let rows = engagement.rows().filter(|(_, row)| {
                let mut areas = row.areas.iter();
                areas.any(|(area, _)| area.id.name == name)
            });
            rows.map(|(id, _)| id).collect()
        }
        "evidence" => {
            let own = engagement.evidence.iter().filter(|own| own.name == name);
            own.flat_map(|evidence| evidence.rows.iter().filter_map(|link| link.to))
                .collect()
        }
        "command" => {
            let command = engagement.names.command(name);
            let command = command.map(|index| &engagement.commands[index]);
            let named = command.and_then(|command| command.covers.as_ref());
            named
                .into_iter()
                .flatten()
                .filter_map(|link| link.to)
                .collect()
        }
        "grant" => {
            let own = engagement.grants.iter();
            own.filter(|grant| grant.object() == object)
                .flat_map(|grant| grant.rows().into_iter().flatten())
                .collect()
        }
        "system" => engagement.rows_by_system().remove(name).unwrap_or_default(),
        _ => Vec::new(),
    };
    let mut rows = BTreeSet::new();
    for row in named {
        rows.extend(engagement.row(row).slices.iter().copied());
        rows.extend(engagement.lineage(row));
    }
    rows
}

#[cfg(test)]
mod tests;
