//! The rows, grants and paths of a document, with what slices and children take from above.

use racilint_parser::Document;
use racilint_parser::decode::Item;
use racilint_parser::language::{Escalation, Grant, IfNoAnswer, Mode, Slice, Workstream};
use racilint_parser::values;
use racilint_parser::values::{Elapsed, Hours, Many, Ref, Spanned};

use crate::roster::{Roster, Set, day_number, only};

/// A workstream that is not split, or a slice.
pub struct Row {
    /// `triage`, or `triage.nights`.
    pub name: String,
    /// The actions that it says it needs.
    pub needs: Vec<String>,
    /// When it is promised.
    pub(crate) promised: Option<usize>,
    /// Who is called, first to last.
    pub(crate) steps: Vec<Step>,
    /// The names by which a grant can mean it.
    pub(crate) lineage: Vec<String>,
}

/// A step of the path of a row.
pub(crate) struct Step {
    pub(crate) to: Vec<usize>,
    pub(crate) ack: Option<u32>,
}

/// A grant with names resolved.
pub(crate) struct Power {
    pub(crate) holders: Set,
    pub(crate) actions: Vec<String>,
    /// Names of rows; `None` for all.
    pub(crate) on: Option<Vec<String>>,
    pub(crate) mode: Mode,
    pub(crate) approvers: Vec<usize>,
    pub(crate) within: Option<u32>,
    pub(crate) if_no_answer: IfNoAnswer,
    pub(crate) hours: Option<usize>,
    pub(crate) from: Option<i32>,
    pub(crate) until: Option<i32>,
}

/// Reads the grants.
pub(crate) fn powers(document: &Document<'_>, roster: &mut Roster) -> Vec<Power> {
    let grants = document.tables.grants.iter();
    grants.map(|grant| power(grant, roster)).collect()
}

fn power(grant: &Grant<'_>, roster: &mut Roster) -> Power {
    let holders = roster.actors_in(&grant.holder).into_iter();
    let on = grant.on.as_ref();
    let no_answer = grant.if_no_answer.map(|word| word.value);
    Power {
        holders: holders.fold(0, |set, holder| set | only(holder)),
        actions: names(Many::of(&grant.action)),
        on: on.map(|on| names(&on.items)),
        mode: grant.mode.expect("a mode").value,
        approvers: roster.actors_in(&grant.approver),
        within: minutes(grant.within),
        if_no_answer: no_answer.unwrap_or(IfNoAnswer::Wait),
        hours: grant.hours.as_ref().map(|hours| roster.open(hours)),
        from: grant.from.map(|day| day_number(day.value)),
        until: grant.until.map(|day| day_number(day.value)),
    }
}

/// Reads the rows that are evaluated: a split workstream is not, its slices are.
pub(crate) fn rows(document: &Document<'_>, roster: &mut Roster) -> Vec<Row> {
    let mut rows = Vec::new();
    for item in &document.tables.workstreams {
        let above = ancestry(document, item);
        let slices = item.body.slice.iter().flat_map(|slices| &slices.items);
        let slices: Vec<_> = slices.collect();
        if slices.is_empty() {
            rows.push(row(document, roster, &above, None));
        }
        for slice in slices {
            rows.push(row(document, roster, &above, Some(slice)));
        }
    }
    rows
}

/// A workstream and its ancestors, nearest first.
fn ancestry<'d>(
    document: &'d Document<'d>,
    item: &'d Item<'d, Workstream<'d>>,
) -> Vec<&'d Item<'d, Workstream<'d>>> {
    let mut above = vec![item];
    let mut parent = Many::of(&item.body.parent).first();
    while let Some(named) = parent {
        let mut all = document.tables.workstreams.iter();
        let found = all.find(|item| item.id.name == named.name);
        let found = found.expect("the parent");
        if above.iter().any(|known| known.id.name == found.id.name) {
            break;
        }
        above.push(found);
        parent = Many::of(&found.body.parent).first();
    }
    above
}

fn row(
    document: &Document<'_>,
    roster: &mut Roster,
    above: &[&Item<'_, Workstream<'_>>],
    slice: Option<&Item<'_, Slice<'_>>>,
) -> Row {
    let own = above[0];
    let part = slice.map(|slice| &slice.body);
    let mut lineage: Vec<String> = above.iter().map(|item| item.id.name.to_string()).collect();
    let name = match slice {
        Some(slice) => format!("{}.{}", own.id.name, slice.id.name),
        None => own.id.name.to_string(),
    };
    lineage.push(name.clone());
    let hours: Option<&Hours<'_>> = part
        .and_then(|part| part.hours.as_ref())
        .or_else(|| above.iter().find_map(|item| item.body.hours.as_ref()));
    let needs = part
        .and_then(|part| part.needs.as_ref())
        .or(own.body.needs.as_ref());
    Row {
        name,
        needs: needs.map_or(Vec::new(), |needs| names(&needs.items)),
        promised: hours.map(|hours| roster.promised(hours)),
        steps: steps(document, roster, above, part),
        lineage,
    }
}

fn steps(
    document: &Document<'_>,
    roster: &Roster,
    above: &[&Item<'_, Workstream<'_>>],
    part: Option<&Slice<'_>>,
) -> Vec<Step> {
    let path: Option<&Many<Ref<'_, values::Escalation>>> = part
        .and_then(|part| part.escalation.as_ref())
        .or_else(|| above.iter().find_map(|item| item.body.escalation.as_ref()));
    if let Some(named) = path.and_then(|path| path.items.first()) {
        let mut all = document.tables.escalations.iter();
        let found = all.find(|item| item.id.name == named.name);
        return steps_of(&found.expect("the path").body, roster);
    }
    let responsible = match part {
        Some(part) => &part.responsible,
        None => &above[0].body.responsible,
    };
    let respond = part
        .and_then(|part| part.respond_within)
        .or_else(|| above.iter().find_map(|item| item.body.respond_within));
    vec![Step {
        to: roster.actors_in(responsible),
        ack: minutes(respond),
    }]
}

fn steps_of(path: &Escalation<'_>, roster: &Roster) -> Vec<Step> {
    let steps = Many::of(&path.steps).iter();
    let steps = steps.map(|step| Step {
        to: roster.actors_in(&step.to),
        ack: minutes(step.ack_within),
    });
    steps.collect()
}

fn names<K>(refs: &[Ref<'_, K>]) -> Vec<String> {
    refs.iter().map(|named| named.name.to_string()).collect()
}

fn minutes(duration: Option<Spanned<Elapsed>>) -> Option<u32> {
    duration.map(|duration| duration.value.minutes)
}
