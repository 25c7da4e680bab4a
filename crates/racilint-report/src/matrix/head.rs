//! What the engagement says about itself: title, parties, dates, and what it leaves out.

use jiff::civil::Date;
use racilint_checker::model::{Engagement, plain_area};
use racilint_parser::language::Exclusion;
use racilint_parser::values::{Many, Party, Ref};

use super::Left;
use super::holders::name;
use crate::words::{self, line};

/// What the engagement is called; the name of its file where it has no title.
pub(super) fn title(engagement: &Engagement<'_>, file: &str) -> String {
    let title = engagement.head().and_then(|head| head.title.as_ref());
    let title = title.filter(|title| !title.trim().is_empty());
    title.map_or_else(|| line(file), |title| line(&title.value))
}

/// What else is said about it, in the order of reading.
pub(super) fn facts(engagement: &Engagement<'_>, file: &str) -> Vec<(&'static str, String)> {
    let mut facts = Vec::new();
    if let Some(head) = engagement.head() {
        facts.push(("Client", parties(engagement, &head.client)));
        facts.push(("Provider", parties(engagement, &head.provider)));
        let model = head.model.map(|model| model.value.word().to_owned());
        facts.push(("Model", model.unwrap_or_default()));
        let status = head.status.map(|status| status.value.word().to_owned());
        facts.push(("Status", status.unwrap_or_default()));
        let runs = match (head.starts, head.ends) {
            (Some(starts), Some(ends)) => {
                format!("{} to {}", words::day(starts.value), words::day(ends.value))
            }
            (Some(starts), None) => format!("from {}", words::day(starts.value)),
            (None, Some(ends)) => format!("until {}", words::day(ends.value)),
            (None, None) => String::new(),
        };
        facts.push(("Runs", runs));
        let clause = head.clause.as_ref().map(|clause| line(&clause.value));
        facts.push(("Clause", clause.unwrap_or_default()));
    }
    facts.push(("File", line(file)));
    facts.push(("As of", engagement.today.to_string()));
    facts.retain(|(_, text)| !text.is_empty());
    facts
}

/// A day as a workbook takes it.
pub(super) fn day(today: Date) -> (u16, u8, u8) {
    let part = |part: i8| u8::try_from(part).unwrap_or(1);
    let year = u16::try_from(today.year()).unwrap_or(0);
    (year, part(today.month()), part(today.day()))
}

fn parties(engagement: &Engagement<'_>, parties: &Option<Many<Ref<'_, Party>>>) -> String {
    let parties = Many::of(parties).iter();
    let names: Vec<String> = parties
        .map(|party| named(engagement, &party.name))
        .collect();
    names.join("; ")
}

/// What people call whoever has an id; the id where nobody has it.
fn named(engagement: &Engagement<'_>, id: &str) -> String {
    let actor = engagement.names.actor(id);
    actor.map_or_else(|| line(id), |actor| name(engagement.actor(actor)))
}

/// What is deliberately nobody's.
pub(super) fn left(engagement: &Engagement<'_>) -> Vec<Left> {
    let exclusions = engagement.document.tables.exclusions.iter();
    exclusions.map(|own| left_by(engagement, own)).collect()
}

fn left_by(engagement: &Engagement<'_>, exclusion: &Exclusion<'_>) -> Left {
    let what = exclusion.what.as_ref().map(|what| line(&what.value));
    let areas = Many::of(&exclusion.area).iter();
    let areas: Vec<String> = areas
        .map(|area| area_title(engagement, &area.name))
        .collect();
    let accepted = Many::of(&exclusion.accepted_by).iter();
    let accepted: Vec<String> = accepted.map(|seat| named(engagement, &seat.name)).collect();
    let reason = exclusion.reason.as_ref().map(|reason| line(&reason.value));
    let what = what.into_iter().chain(areas);
    Left {
        what: what.collect::<Vec<_>>().join("; "),
        reason: reason.unwrap_or_default(),
        accepted_by: accepted.join("; "),
    }
}

/// The title of the area or workstream that is left out; the name as written where nothing bears it.
fn area_title(engagement: &Engagement<'_>, id: &str) -> String {
    let row = engagement.names.row(id).map(|id| engagement.row(id));
    let of_row = row.and_then(|row| row.workstream.title.as_ref());
    let area = engagement.catalogue().area(plain_area(id));
    let of_area = area.and_then(|area| area.body.title.as_ref());
    let title = of_row.or(of_area);
    title.map_or_else(|| line(id), |title| line(&title.value))
}
