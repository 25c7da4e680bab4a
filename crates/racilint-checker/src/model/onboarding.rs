//! Milestones: what has to be there before the work starts or ends, and what waits for it.

use std::collections::BTreeMap;

use jiff::civil::Date;
use racilint_diagnostics::Span;
use racilint_parser::decode::{Item, Spanned};
use racilint_parser::language::{self, Phase};
use racilint_parser::values::{self, Many};

use super::engagement::civil;
use super::{Engagement, RowId, Seats};

/// A step of onboarding or of the exit, with its names resolved.
#[derive(Debug)]
pub struct Milestone<'d> {
    /// The id as written.
    pub name: &'d str,
    /// The id in its header.
    pub span: Span,
    /// Its table.
    pub table: &'d language::Milestone<'d>,
    /// Who sees to it.
    pub owner: Seats<'d>,
    /// Who says that it is done.
    pub accepted_by: Seats<'d>,
    /// The milestones that wait for it, by index, each with the place that says so.
    pub milestones: Vec<(usize, Span)>,
    /// The rows that wait for it, each with the place that says so.
    pub rows: Vec<(RowId, Span)>,
    /// See [`Milestone::is_done`].
    done: bool,
}

/// What waits for a milestone.
enum Waiting {
    Milestone(usize),
    Row(RowId),
}

impl Milestone<'_> {
    /// The name with its kind, as a waiver would write it: `milestone.access`.
    pub fn object(&self) -> String {
        format!("milestone.{}", self.name)
    }

    /// Whether it belongs to the beginning; one that does not say does.
    pub fn is_onboarding(&self) -> bool {
        let exit = self
            .table
            .phase
            .is_some_and(|phase| phase.value == Phase::Exit);
        !exit && !self.table.unread.could_hold("phase")
    }

    /// Whether it is done on the day that is looked at, or may be for all that could be read.
    pub fn is_done(&self) -> bool {
        self.done
    }

    /// The day it is due, with the place that says so.
    pub fn due(&self) -> Option<(Date, Span)> {
        let due = self.table.due?;
        Some((civil(due.value)?, due.span))
    }
}

impl<'d> Engagement<'d> {
    /// All milestones, in the order of the file.
    pub fn milestones(&self) -> Vec<Milestone<'d>> {
        let items = &self.document.tables.milestones;
        let mut ids = BTreeMap::new();
        for (index, item) in items.iter().enumerate() {
            ids.entry(&*item.id.name).or_insert(index);
        }
        let milestone = |item: &'d Item<'d, language::Milestone<'d>>| {
            let table = &item.body;
            let waiting = self.waiting(table, &ids);
            let milestones = waiting.iter().filter_map(|(what, span)| match what {
                Waiting::Milestone(index) => Some((*index, *span)),
                Waiting::Row(_) => None,
            });
            let rows = waiting.iter().filter_map(|(what, span)| match what {
                Waiting::Row(row) => Some((*row, *span)),
                Waiting::Milestone(_) => None,
            });
            Milestone {
                name: &item.id.name,
                span: item.id.span,
                table,
                owner: self.named_in(&table.owner, &table.unread, "owner"),
                accepted_by: self.named_in(&table.accepted_by, &table.unread, "accepted-by"),
                milestones: milestones.collect(),
                rows: rows.collect(),
                done: self.has_come(table.done) || table.unread.could_hold("done"),
            }
        };
        items.iter().map(milestone).collect()
    }

    /// Whether a day is no later than the one that is looked at.
    pub(super) fn has_come(&self, day: Option<Spanned<values::Date>>) -> bool {
        day.and_then(|day| civil(day.value))
            .is_some_and(|day| day <= self.today)
    }

    /// What `before` names, as milestone and as row. An id that both bear names neither.
    fn waiting(
        &self,
        table: &language::Milestone<'d>,
        ids: &BTreeMap<&str, usize>,
    ) -> Vec<(Waiting, Span)> {
        let mut waiting = Vec::new();
        for named in Many::of(&table.before) {
            let name = &*named.name;
            let plain = name.strip_prefix("milestone.").unwrap_or(name);
            match (ids.get(plain), self.names.row(name)) {
                (Some(index), None) => waiting.push((Waiting::Milestone(*index), named.span)),
                (None, Some(row)) => waiting.push((Waiting::Row(row), named.span)),
                _ => {}
            }
        }
        waiting
    }

    /// The day on which a row takes effect, with the place that says so: its own first day, the
    /// workstream's for a slice, else that of the engagement; of a split row the earliest of its
    /// slices.
    pub fn effective(&self, row: RowId) -> Option<(Date, Span)> {
        let row = self.row(row);
        let slices = row.slices.iter().filter_map(|slice| self.effective(*slice));
        if let Some(earliest) = slices.min_by_key(|(day, _)| *day) {
            return Some(earliest);
        }
        let own = row.slice.and_then(|slice| slice.from);
        let starts = self.head().and_then(|head| head.starts);
        let from = own.or(row.workstream.from).or(starts)?;
        Some((civil(from.value)?, from.span))
    }

    /// The last day of a row, with the place that says so: its own, the workstream's for a slice,
    /// else that of the engagement.
    pub fn last_day(&self, row: RowId) -> Option<(Date, Span)> {
        let row = self.row(row);
        let own = row.slice.and_then(|slice| slice.until);
        let ends = self.head().and_then(|head| head.ends);
        let until = own.or(row.workstream.until).or(ends)?;
        Some((civil(until.value)?, until.span))
    }

    /// Whether work ended before today by a day of its own, and not only with the engagement.
    pub fn is_over(&self, row: RowId) -> bool {
        let (_, until) = self.days(row);
        let last = until.and_then(civil);
        last.is_some_and(|last| last < self.today)
    }
}

#[cfg(test)]
mod tests;
