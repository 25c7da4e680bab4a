//! Which holidays take hours from somebody, and which.
//!
//! That they do is `hours`'s matter.

use std::collections::BTreeMap;
use std::rc::Rc;

use racilint_diagnostics::Span;
use racilint_parser::values::{Hours, Many};

use super::clock::recall;
use super::hours::{ClosedDays, Written};
use super::local::day_number;
use super::{Clock, Set, Unknown};
use crate::model::{ActorId, ActorKind, RowId, civil};

/// A day on which a party is closed.
#[derive(Clone, Debug)]
pub struct Holiday {
    /// Who is closed.
    pub party: ActorId,
    /// The place that says so.
    pub span: Span,
    /// The minutes that it takes, of that day or of the night after it.
    pub when: Set,
}

impl<'d> Clock<'_, 'd> {
    /// The holidays that take hours from those behind an actor, each with what it takes.
    pub fn holidays_of(&self, actor: ActorId) -> Rc<Vec<Holiday>> {
        recall(&self.holidays, actor, || {
            let mut taken: BTreeMap<ActorId, Vec<Set>> = BTreeMap::new();
            for keeper in self.keepers_of_hours(actor) {
                if let Some(party) = self.party_closing(keeper) {
                    let (tables, writer) = self.tables_of_hours(keeper);
                    let written = self.written_by(keeper, writer, Unknown::Off);
                    let own = self.taken_from(tables.into_iter().flatten(), &written);
                    taken.entry(party).or_default().push(own);
                }
            }
            let taken = taken.into_iter();
            taken
                .flat_map(|(party, sets)| self.by_day(party, &Set::union_of(&sets)))
                .collect()
        })
    }

    /// The holidays of the client that take hours from the parts of a row.
    pub fn holidays_of_parts(&self, row: RowId) -> Vec<Holiday> {
        let Some(client) = self.client() else {
            return Vec::new();
        };
        let slices = self.engagement.row(row).slices.iter();
        let promises = slices.filter_map(|slice| self.promise_of(*slice));
        let written = self.written_for_client(Unknown::Off);
        self.by_day(client, &self.taken_from(promises, &written))
    }

    /// The minutes that these hours would have if nobody was ever closed, and have not.
    fn taken_from(
        &self,
        tables: impl Iterator<Item = &'d Hours<'d>> + Clone,
        written: &Written<'d>,
    ) -> Set {
        if written.closed.is_empty() {
            return Set::empty();
        }
        let open = Written {
            closed: ClosedDays::default(),
            ..written.clone()
        };
        let all = |written| {
            let sets = tables
                .clone()
                .filter_map(|hours| self.hours(hours, written));
            Set::union_of(&sets.collect::<Vec<_>>())
        };
        let taken = all(&open).difference(&all(written));
        taken.intersection(self.horizon())
    }

    /// What the holidays of a party take, day by day, in the order of the file.
    fn by_day(&self, party: ActorId, taken: &Set) -> Vec<Holiday> {
        let ActorKind::Party(table) = self.engagement.actor(party).kind else {
            return Vec::new();
        };
        let Some(local) = self
            .local(self.zone_of(party))
            .filter(|_| !taken.is_empty())
        else {
            return Vec::new();
        };
        let closed = self.closed_days(Some(party));
        let days = Many::of(&table.holidays).iter();
        let holidays = days.filter_map(|day| {
            let first = day_number(civil(day.value)?);
            // What it takes of the day after belongs to a night that would have begun on it.
            let is_followed = closed.contains(&(first + 1));
            let last = if is_followed { first } else { first + 1 };
            let days = local.on_days(Some(first), Some(last));
            Some(Holiday {
                party,
                span: day.span,
                when: days.intersection(taken),
            })
        });
        holidays.filter(|day| !day.when.is_empty()).collect()
    }
}
