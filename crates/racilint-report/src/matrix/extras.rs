//! What a matrix says of a row besides letters: how critical it is, when it is promised, which part
//! of the work a slice is, the clause, and notes.

use racilint_checker::model::{Engagement, Row as Work, RowId};
use racilint_parser::language::{Criticality, Slice, Workstream};
use racilint_parser::values::{Date, Many, Ref, Spanned, System};

use super::{Row, hours};
use crate::words::{day, line, paragraphs};

/// The headings, in their order.
const HEADINGS: [&str; 5] = ["Criticality", "Hours", "Applies to", "Clause", "Notes"];

/// What is said of a row, one text for each heading. What a row takes from those above it stands in
/// the row itself, since people filter; a section is only a heading.
pub(super) fn of(engagement: &Engagement<'_>, id: RowId, is_section: bool) -> Vec<String> {
    if is_section {
        return vec![String::new(); HEADINGS.len()];
    }
    let row = engagement.row(id);
    let lineage = engagement.lineage(id);
    let mut above = lineage.iter().map(|id| engagement.row(*id));
    let criticality = above.clone().find_map(Work::own_criticality);
    let hours = above.find_map(Work::own_hours);
    vec![
        criticality.map_or("", Criticality::word).to_owned(),
        hours.map(hours::in_words).unwrap_or_default(),
        applies_to(engagement, row.workstream, row.slice),
        clause(row),
        notes(engagement, id),
    ]
}

/// What is said of a workstream that is shown as the heading of a section: clause and free words.
pub(super) fn of_section(row: &Work<'_>) -> String {
    let said = [clause(row), free_words(row)];
    let said: Vec<String> = said.into_iter().filter(|text| !text.is_empty()).collect();
    said.join("\n")
}

fn clause(row: &Work<'_>) -> String {
    row.clause()
        .map(|clause| line(&clause.value))
        .unwrap_or_default()
}

/// Takes the headings under which no row says anything out of all rows, and returns the others.
pub(super) fn keep_used(rows: &mut [Row]) -> Vec<&'static str> {
    let is_used = |index: usize| {
        let mut texts = rows.iter().filter_map(|row| row.extras.get(index));
        texts.any(|text| !text.is_empty())
    };
    let used: Vec<bool> = (0..HEADINGS.len()).map(is_used).collect();
    for row in rows {
        let mut used = used.iter();
        row.extras.retain(|_| used.next().copied().unwrap_or(false));
    }
    let headings = HEADINGS.into_iter().zip(used);
    headings
        .filter_map(|(heading, used)| used.then_some(heading))
        .collect()
}

/// The systems, severities and steps of a slice, the systems of a workstream, and the days on which
/// it holds.
fn applies_to(
    engagement: &Engagement<'_>,
    work: &Workstream<'_>,
    slice: Option<&Slice<'_>>,
) -> String {
    let mut parts = Vec::new();
    let (systems, from, until) = match slice {
        Some(slice) => (&slice.systems, slice.from, slice.until),
        None => (&work.systems, work.from, work.until),
    };
    if let Some(slice) = slice {
        let severities = Many::of(&slice.severity).iter();
        let severities: Vec<&str> = severities.map(|own| own.value.word()).collect();
        let steps = Many::of(&slice.step).iter();
        let steps: Vec<String> = steps.map(|step| line(&step.value)).collect();
        parts.extend((!severities.is_empty()).then(|| severities.join(", ")));
        parts.extend((!steps.is_empty()).then(|| steps.join(", ")));
    }
    let systems = Many::of(systems).iter();
    let systems: Vec<String> = systems.map(|own| system(engagement, own)).collect();
    parts.extend((!systems.is_empty()).then(|| systems.join(", ")));
    parts.extend(days(from, until));
    parts.join("; ")
}

fn system(engagement: &Engagement<'_>, named: &Ref<'_, System>) -> String {
    let index = engagement.names.system(&named.name);
    let systems = &engagement.document.tables.systems;
    let item = index.and_then(|index| systems.get(index));
    let name = item.and_then(|item| item.body.name.as_ref());
    line(name.map_or(&named.name, |name| &name.value))
}

fn days(from: Option<Spanned<Date>>, until: Option<Spanned<Date>>) -> Option<String> {
    match (from, until) {
        (Some(from), Some(until)) => Some(format!("{} to {}", day(from.value), day(until.value))),
        (Some(from), None) => Some(format!("from {}", day(from.value))),
        (None, Some(until)) => Some(format!("until {}", day(until.value))),
        (None, None) => None,
    }
}

/// Why nobody holds a letter, if that is said, then the free words of the row.
fn notes(engagement: &Engagement<'_>, id: RowId) -> String {
    let said = [
        left_out(engagement, id).unwrap_or_default(),
        free_words(engagement.row(id)),
    ];
    let said: Vec<String> = said.into_iter().filter(|text| !text.is_empty()).collect();
    said.join("\n")
}

/// The description and the notes of the row's own table.
fn free_words(row: &Work<'_>) -> String {
    let texts = match row.slice {
        Some(slice) => [&slice.description, &slice.notes],
        None => [&row.workstream.description, &row.workstream.notes],
    };
    let texts = texts.into_iter().flatten();
    let texts = texts.map(|text| paragraphs(&text.value));
    let texts: Vec<String> = texts.filter(|text| !text.is_empty()).collect();
    texts.join("\n")
}

fn left_out(engagement: &Engagement<'_>, id: RowId) -> Option<String> {
    let row = engagement.row(id);
    if !row.left_out {
        return None;
    }
    let own = row.workstream.not_applicable.as_ref();
    if let Some(reason) = own.filter(|reason| !reason.trim().is_empty()) {
        return Some(format!("Not applicable: {}", line(&reason.value)));
    }
    let exclusions = &engagement.document.tables.exclusions;
    let mut exclusions = exclusions.iter().filter(|exclusion| {
        let mut named = Many::of(&exclusion.area).iter();
        named.any(|named| engagement.names.row(&named.name) == Some(id))
    });
    let reason = exclusions.find_map(|exclusion| exclusion.reason.as_ref());
    Some(match reason {
        Some(reason) => format!("Left out: {}", line(&reason.value)),
        None => "Left out".to_owned(),
    })
}
