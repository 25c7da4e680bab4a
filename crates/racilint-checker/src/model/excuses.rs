//! Work that is said not to apply, and whether the client has accepted that.
//!
//! For an area a reason is enough. A duty of a law or a standard falls to the client when nobody does
//! it, whatever the file says: somebody there has to know.

use std::collections::BTreeSet;

use racilint_diagnostics::Span;
use racilint_parser::values::Text;

use super::rows::reason_left_out;
use super::{ActorId, Claim, Engagement, RowId, Seats};

/// A reason for which a duty is said not to apply, and that nobody of the client has accepted.
#[derive(Clone, Debug)]
pub struct Excuse<'d> {
    /// The row that gives it.
    pub row: RowId,
    /// The reason.
    pub reason: &'d Text<'d>,
    /// Where the duty is named.
    pub named: Span,
    /// Those who have accepted it all the same, none of them of the client.
    pub only_by: Vec<(ActorId, Span)>,
}

impl<'d> Engagement<'d> {
    /// The reason for which a row that names a duty is left out, where nobody of the client has
    /// accepted it; an accepted exclusion needs none.
    pub(super) fn unaccepted_excuse(
        &self,
        claim: &Claim<'d>,
        clients: &BTreeSet<ActorId>,
    ) -> Option<Excuse<'d>> {
        let lineage = self.lineage(claim.row);
        if lineage.iter().any(|row| self.row(*row).excluded) {
            return None;
        }
        let mut first = None;
        for row in lineage {
            let table = self.row(*row).workstream;
            // Of a slice, its workstream says it, which is in the lineage too.
            let reason = reason_left_out(table).filter(|_| self.row(*row).slice.is_none());
            let Some(reason) = reason else { continue };
            let accepted = self.named_in(&table.accepted_by, &table.unread, "accepted-by");
            if self.is_accepted(&accepted, clients) {
                return None;
            }
            first.get_or_insert_with(|| Excuse {
                row: *row,
                reason,
                named: claim.span,
                only_by: accepted.placed().collect(),
            });
        }
        first
    }

    /// Whether somebody of the client has accepted something, or may have.
    fn is_accepted(&self, accepted: &Seats<'d>, clients: &BTreeSet<ActorId>) -> bool {
        !accepted.nobody() && self.seats_answer_for(accepted, clients) != Some(false)
    }
}
