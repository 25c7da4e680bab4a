//! Rows of the responsibility matrix: workstreams and their slices.

use std::borrow::Cow;

use racilint_diagnostics::Span;
use racilint_parser::decode::Unread;
use racilint_parser::language::{Activity, Criticality, Slice, Workstream};
use racilint_parser::values::{Many, Ref};
use racilint_parser::{Tables, values};

use super::{Link, Names, Seats, is_placeholder};
use crate::catalogue::{Area, Catalogue};

pub use racilint_parser::language::Letter;

/// Which row of an engagement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RowId(u32);

impl RowId {
    pub(super) fn new(index: usize) -> Self {
        RowId(u32::try_from(index).unwrap_or(u32::MAX))
    }

    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }
}

/// A workstream, or a slice of one.
#[derive(Debug)]
pub struct Row<'d> {
    /// `triage`, or `triage.nights` for a slice.
    pub name: Cow<'d, str>,
    /// The id in its header.
    pub span: Span,
    /// The workstream's table.
    pub workstream: &'d Workstream<'d>,
    /// The slice's table, if it is one.
    pub slice: Option<&'d Slice<'d>>,
    /// The workstream that a slice is a part of.
    pub whole: Option<RowId>,
    /// The slices of a split workstream.
    pub slices: Vec<RowId>,
    /// The workstreams it is a child of.
    pub parents: Vec<Link<'d, RowId>>,
    /// The workstreams that are its children.
    pub children: Vec<RowId>,
    /// Who holds which letter.
    seats: [Seats<'d>; 5],
    /// Areas of the catalogue with the place that names them.
    pub areas: Vec<(&'d Area<'d>, Span)>,
    /// Whether nobody needs to own it: a reason is given, or an accepted exclusion names it, for it or
    /// for what it is a part of.
    pub left_out: bool,
    /// Whether an accepted exclusion names this very row.
    pub excluded: bool,
}

impl<'d> Row<'d> {
    /// The name with its kind, as a waiver would write it: `workstream.triage`.
    pub fn object(&self) -> String {
        format!("workstream.{}", self.name)
    }

    /// Who holds a letter.
    pub fn seats(&self, letter: Letter) -> &Seats<'d> {
        &self.seats[letter as usize]
    }

    /// Who answers for it.
    pub fn accountable(&self) -> &Seats<'d> {
        self.seats(Letter::Accountable)
    }

    /// Who does the work.
    pub fn responsible(&self) -> &Seats<'d> {
        self.seats(Letter::Responsible)
    }

    /// Whether somebody answers for it or does the work, or may be meant to.
    pub fn has_somebody(&self) -> bool {
        let nobody = self.accountable().nobody() && self.responsible().nobody();
        !self.left_out && !nobody
    }

    /// Where a split workstream names somebody who answers for it or does the work: nobody has it
    /// by that, since only the letters of its slices count.
    pub fn letter_beside_slices(&self) -> Option<Span> {
        let seats = [self.responsible(), self.accountable()];
        let mut places = seats.into_iter().flat_map(|own| &own.links);
        let first = places.next().map(|link| link.span);
        first.filter(|_| !self.slices.is_empty())
    }

    /// Whether it is itself owned, not through its slices or children.
    pub fn is_leaf(&self) -> bool {
        self.slices.is_empty() && !self.is_container()
    }

    /// Whether it only holds its children together. A parent that itself says which actions it takes
    /// and who does the work is work of its own beside theirs: neither comes down to children.
    pub fn is_container(&self) -> bool {
        let takes_action = !Many::of(&self.workstream.needs).is_empty();
        !self.children.is_empty() && (self.responsible().nobody() || !takes_action)
    }

    /// Whether the work is of this kind.
    pub fn has_activity(&self, activity: Activity) -> bool {
        self.activities().any(|own| own == activity)
    }

    /// What kinds of work it is; a slice does its workstream's.
    pub fn activities(&self) -> impl Iterator<Item = Activity> + '_ {
        Many::of(&self.workstream.activity).iter().map(|a| a.value)
    }

    /// Whether it is a decision and nothing else: there is nothing to carry out.
    pub fn only_decides(&self) -> bool {
        let mut activities = self.activities().peekable();
        activities.peek().is_some() && activities.all(|own| own == Activity::Decision)
    }

    /// Whether it is of an area in which incidents are handled, or stops threats.
    pub fn handles_incidents(&self) -> bool {
        let incident = |area: &Area<'_>| area.body.incident.is_some_and(|flag| flag.value);
        self.areas.iter().any(|(area, _)| incident(area)) || self.has_activity(Activity::Contain)
    }

    /// The criticality that its own table says.
    pub fn own_criticality(&self) -> Option<Criticality> {
        self.workstream
            .criticality
            .map(|criticality| criticality.value)
    }

    /// The escalation path that its own table names, and the slice's before the workstream's.
    pub fn own_escalation(&self) -> Option<&'d Many<Ref<'d, values::Escalation>>> {
        let slice = self.slice.and_then(|slice| slice.escalation.as_ref());
        slice.or(self.workstream.escalation.as_ref())
    }

    /// The systems that its own table names, and the slice's before the workstream's.
    pub fn systems(&self) -> &'d [Ref<'d, values::System>] {
        let slice = self.slice.and_then(|slice| slice.systems.as_ref());
        let systems = slice.or(self.workstream.systems.as_ref());
        systems.map_or(&[], |many| &many.items)
    }

    /// The hours that its own table promises, and the slice's before the workstream's.
    pub fn own_hours(&self) -> Option<&'d values::Hours<'d>> {
        let slice = self.slice.and_then(|slice| slice.hours.as_ref());
        slice.or(self.workstream.hours.as_ref())
    }

    /// The duties that its own table says it fulfils.
    pub fn satisfies(&self) -> &'d [Ref<'d, values::Duty>] {
        match self.slice {
            Some(slice) => Many::of(&slice.satisfies),
            None => Many::of(&self.workstream.satisfies),
        }
    }

    /// The clause of the contract that its own table cites, and the slice's before the
    /// workstream's.
    pub fn clause(&self) -> Option<&'d values::Text<'d>> {
        let slice = self.slice.and_then(|slice| slice.clause.as_deref());
        slice.or(self.workstream.clause.as_deref())
    }

    /// The keys of its own table that could not be read.
    pub fn unread(&self) -> &'d Unread {
        self.slice
            .map_or(&self.workstream.unread, |slice| &slice.unread)
    }

    /// Whether `key` is in a table of this row or its workstream and could not be read.
    pub fn could_hold(&self, key: &str) -> bool {
        self.unread().could_hold(key) || self.workstream.unread.could_hold(key)
    }
}

/// In the order in which [`Names`] numbers them.
pub(super) fn list<'d>(tables: &'d Tables<'d>, names: &Names<'d>) -> Vec<Row<'d>> {
    let slices = tables.workstreams.iter().flat_map(|item| &item.body.slice);
    let slices: usize = slices.map(|map| map.items.len()).sum();
    let mut rows: Vec<Row<'d>> = Vec::with_capacity(tables.workstreams.len() + slices);
    for item in &tables.workstreams {
        let whole = RowId::new(rows.len());
        rows.push(workstream_row(
            item.id.span,
            &item.id.name,
            &item.body,
            names,
        ));
        for slice in item.body.slice.iter().flat_map(|map| &map.items) {
            let id = RowId::new(rows.len());
            rows[whole.index()].slices.push(id);
            let row = slice_row(
                &rows[whole.index()],
                whole,
                slice.id.span,
                &slice.id.name,
                &slice.body,
                names,
            );
            rows.push(row);
        }
    }
    link_children(&mut rows);
    rows
}

fn workstream_row<'d>(
    span: Span,
    name: &'d str,
    body: &'d Workstream<'d>,
    names: &Names<'d>,
) -> Row<'d> {
    let unread = &body.unread;
    Row {
        name: Cow::Borrowed(name),
        span,
        workstream: body,
        slice: None,
        whole: None,
        slices: Vec::new(),
        parents: names.rows(&body.parent),
        children: Vec::new(),
        seats: [
            names.seats(&body.responsible, unread, "responsible"),
            names.seats(&body.accountable, unread, "accountable"),
            names.seats(&body.support, unread, "support"),
            names.seats(&body.consulted, unread, "consulted"),
            names.seats(&body.informed, unread, "informed"),
        ],
        areas: areas_of(name, span, body, names.catalogue),
        left_out: reason_left_out(body).is_some(),
        excluded: false,
    }
}

fn slice_row<'d>(
    whole_row: &Row<'d>,
    whole: RowId,
    span: Span,
    name: &str,
    body: &'d Slice<'d>,
    names: &Names<'d>,
) -> Row<'d> {
    let unread = &body.unread;
    Row {
        name: Cow::Owned(format!("{}.{name}", whole_row.name)),
        span,
        workstream: whole_row.workstream,
        slice: Some(body),
        whole: Some(whole),
        slices: Vec::new(),
        parents: whole_row.parents.clone(),
        children: Vec::new(),
        seats: [
            names.seats(&body.responsible, unread, "responsible"),
            names.seats(&body.accountable, unread, "accountable"),
            names.seats(&body.support, unread, "support"),
            names.seats(&body.consulted, unread, "consulted"),
            names.seats(&body.informed, unread, "informed"),
        ],
        areas: whole_row.areas.clone(),
        left_out: whole_row.left_out,
        excluded: false,
    }
}

/// Why nobody needs to own a workstream, as its own table says; "TBD" is no reason.
pub(super) fn reason_left_out<'d>(body: &'d Workstream<'d>) -> Option<&'d values::Text<'d>> {
    let reason = body.not_applicable.as_deref();
    reason.filter(|reason| !is_placeholder(&reason.value))
}

/// The areas that a workstream names; its id where that is an area and it names none.
fn areas_of<'d>(
    name: &str,
    span: Span,
    body: &Workstream<'d>,
    catalogue: &'d Catalogue<'d>,
) -> Vec<(&'d Area<'d>, Span)> {
    match &body.area {
        Some(areas) => {
            let known = areas.items.iter();
            known
                .filter_map(|named| Some((catalogue.area(&named.name)?, named.span)))
                .collect()
        }
        None => catalogue
            .area(name)
            .map(|area| (area, span))
            .into_iter()
            .collect(),
    }
}

fn link_children(rows: &mut [Row<'_>]) {
    for index in 0..rows.len() {
        if rows[index].slice.is_some() {
            continue;
        }
        let parents: Vec<RowId> = rows[index]
            .parents
            .iter()
            .filter_map(|link| link.to)
            .collect();
        for parent in parents {
            if parent.index() != index {
                rows[parent.index()].children.push(RowId::new(index));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::model::tests::with;

    #[test]
    fn a_parent_is_work_of_its_own_where_it_says_who_takes_which_actions() {
        for (keys, expected) in [
            ("", vec!["child"]),
            ("accountable = \"ana\"", vec!["child"]),
            ("needs = []", vec!["child"]),
            ("responsible = \"ana\"", vec!["child"]),
            ("needs = [\"block-traffic\"]", vec!["child"]),
            (
                "needs = [\"block-traffic\"]\naccountable = \"ana\"",
                vec!["child"],
            ),
            (
                "needs = [\"block-traffic\"]\nresponsible = \"ana\"",
                vec!["whole", "child"],
            ),
            (
                "needs = [\"block-traffic\"]\nresponsible = \"gohst\"",
                vec!["whole", "child"],
            ),
        ] {
            let text = format!(
                "[engagement]\n[person.ana]\n[workstream.whole]\n{keys}\n\
                 [workstream.child]\nparent = \"whole\"\n"
            );
            with(&text, |engagement| {
                let leaves: Vec<&str> = engagement.leaves().map(|(_, row)| &*row.name).collect();
                assert_eq!(leaves, expected, "{keys}");
            });
        }
    }
}
