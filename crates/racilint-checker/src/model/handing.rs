//! Handoffs looked at one by one: what they are called, and how much depends on them.

use std::collections::BTreeSet;

use racilint_diagnostics::Span;

use super::{ActorId, Engagement, Handoff, Place, RowId};

impl Handoff<'_> {
    /// The name with its kind, as a waiver would write it. A handoff without an id goes by its two
    /// ends, so that moving it changes nothing.
    pub fn object(&self) -> String {
        if let Some(id) = &self.table.id {
            return format!("handoff.{}", id.value);
        }
        let from: Vec<&str> = self.from.iter().map(|link| link.name).collect();
        let to: Vec<&str> = self.to.iter().map(|link| link.name).collect();
        format!("handoff.{}/{}", from.join("+"), to.join("+"))
    }

    /// The value that names the handoff in the file: its first `from`.
    pub fn place(&self) -> Span {
        let mut ends = self.from.iter().chain(&self.to);
        ends.next().map_or(self.table.span, |link| link.span)
    }
}

impl Engagement<'_> {
    /// Whether a handoff, by its name behind `handoff.`, has critical work at one of its ends.
    pub fn is_critical_handoff(&self, name: &str) -> bool {
        let ends = name.split(['/', '+']);
        let rows: Vec<RowId> = ends.filter_map(|end| self.names.row(end)).collect();
        if !rows.is_empty() {
            return rows.into_iter().any(|row| self.is_critical(row));
        }
        let named = |handoff: &&Handoff<'_>| {
            let id = handoff.table.id.as_ref();
            id.is_some_and(|id| *id.value == *name)
        };
        let handoff = self.handoffs.iter().find(named);
        handoff.is_some_and(|handoff| {
            let mut ends = handoff.from.iter().chain(&handoff.to);
            ends.any(|end| matches!(end.to, Some(Place::Row(row)) if self.is_critical(row)))
        })
    }

    /// Whoever does the work of a row, for a split one in all its slices; `None` where that is not
    /// known.
    pub fn doers(&self, row: RowId) -> Option<BTreeSet<ActorId>> {
        let own = self.row(row);
        let mut rows = own.slices.iter().copied().chain([row]);
        let mut doers = BTreeSet::new();
        let known = rows.all(|row| {
            let seats = self.row(row).responsible();
            doers.extend(seats.actors());
            !seats.uncertain()
        });
        known.then_some(doers)
    }

    /// The parties at one end of a handoff; `None` where they are not known.
    pub fn parties_at(&self, place: Place) -> Option<BTreeSet<ActorId>> {
        let actors = match place {
            Place::Row(row) => self.doers(row)?,
            Place::Actor(actor) => BTreeSet::from([actor]),
        };
        let mut all = BTreeSet::new();
        for actor in actors {
            let parties = self.parties(actor);
            if parties.is_empty() || self.actor(actor).parties.uncertain() {
                return None;
            }
            all.extend(parties);
        }
        (!all.is_empty()).then_some(all)
    }
}

#[cfg(test)]
mod tests;
