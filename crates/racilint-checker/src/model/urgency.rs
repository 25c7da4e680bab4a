//! Which work cannot wait until somebody is back.

use racilint_diagnostics::Span;

use super::{Engagement, RowId};

impl Engagement<'_> {
    /// What makes a row work that cannot wait, with the place that says so: it is critical, incidents
    /// are handled in it, or hours or times are promised for it. `None` for all other work.
    pub fn cannot_wait(&self, id: RowId) -> Option<(Span, &'static str)> {
        let matters = self.why_it_matters(id).into_iter().next();
        matters
            .or_else(|| Some((self.hours(id)?.span, "it is promised at these hours")))
            .or_else(|| Some((self.time_promised(id)?, "a time is promised for it")))
    }

    /// The place that promises how long something takes on a row; its own, else an ancestor's.
    fn time_promised(&self, id: RowId) -> Option<Span> {
        let mut lineage = self.lineage(id).iter().copied().map(|own| self.row(own));
        lineage.find_map(|row| {
            let whole = row.workstream;
            let slice = row.slice.map(|own| {
                let targets = [own.respond_within, own.decide_within, own.restore_within];
                targets.into_iter().flatten().next()
            });
            let targets = [
                slice.flatten(),
                whole.respond_within,
                whole.decide_within,
                whole.restore_within,
            ];
            targets.into_iter().flatten().next().map(|own| own.span)
        })
    }
}

#[cfg(test)]
mod tests;
