//! Where work goes on to.

use std::collections::BTreeSet;

use racilint_parser::language::Activity;
use racilint_parser::values::Many;

use super::{Engagement, Place, Row, RowId};

impl Engagement<'_> {
    /// Whether work goes on from a row, by `flows-to` or a handoff, to somebody who must do more
    /// about it than supply a tool or pass it on. Whatever is not known may be that.
    pub fn somebody_acts_after(&self, row: &Row<'_>) -> bool {
        if row.could_hold("flows-to") {
            return true;
        }
        let mut seen = BTreeSet::new();
        let mut open: Vec<RowId> = Vec::new();
        let mut next = Some(row);
        while let Some(row) = next {
            for named in Many::of(&row.workstream.flows_to) {
                match self.names.row(&named.name) {
                    Some(to) if self.acts(to) => return true,
                    Some(to) if seen.insert(to) => open.push(to),
                    Some(_) => {}
                    None => return true,
                }
            }
            next = open.pop().map(|id| self.row(id));
        }
        let own = self.names.row(&row.name);
        self.handoffs.iter().any(|handoff| {
            let from = |place: Place| own.is_some_and(|own| place == Place::Row(own));
            let starts = handoff.from.iter().any(|link| link.to.is_none_or(from));
            let acts = |place: Place| match place {
                Place::Row(row) => self.acts(row),
                Place::Actor(_) => true,
            };
            starts && handoff.to.iter().any(|link| link.to.is_none_or(acts))
        })
    }

    /// Whether somebody does the work of a row, and it is more than a tool or passing on.
    fn acts(&self, id: RowId) -> bool {
        let row = self.row(id);
        let passes_on = |own| {
            matches!(
                own,
                Activity::Tooling | Activity::Alerting | Activity::Document | Activity::Report
            )
        };
        let mut activities = row.activities().peekable();
        let idle = activities.peek().is_some() && activities.all(passes_on);
        let doers = row
            .slices
            .iter()
            .chain([&id])
            .map(|part| self.row(*part).responsible());
        let somebody = doers.into_iter().any(|seats| !seats.nobody()) || !row.children.is_empty();
        !idle && somebody
    }
}

#[cfg(test)]
mod tests;
