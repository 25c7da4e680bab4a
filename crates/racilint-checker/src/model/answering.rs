//! Which rows answer for a row.

use std::collections::BTreeSet;

use super::{Engagement, RowId};

impl Engagement<'_> {
    /// The rows that answer for a row: itself where it is owned, its parts where those are.
    pub fn answering_rows(&self, row: RowId) -> Vec<RowId> {
        self.answering_rows_of([row])
    }

    /// The rows that answer for any of these, each once.
    pub fn answering_rows_of(&self, rows: impl IntoIterator<Item = RowId>) -> Vec<RowId> {
        let mut seen = BTreeSet::new();
        let mut found = Vec::new();
        for row in rows {
            let mut open = vec![row];
            while let Some(next) = open.pop() {
                let row = self.row(next);
                if !seen.insert(next) || row.left_out {
                    continue;
                }
                if row.is_leaf() || !row.accountable().nobody() {
                    found.push(next);
                } else {
                    open.extend(row.slices.iter().chain(&row.children).rev());
                }
            }
        }
        found
    }
}
