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

#[cfg(test)]
mod tests {
    use crate::model::tests::with;

    #[test]
    fn whoever_answers_for_a_whole_answers_in_its_parts_that_are_not_left_out() {
        let text = r#"
[person.ana]
[workstream.program]
[workstream.one]
parent = "program"
accountable = "ana"
[workstream.one.slice.step]
[workstream.two]
parent = "program"
[workstream.two.slice.days]
[workstream.two.slice.nights]
[workstream.gone]
parent = "program"
not-applicable = "there is none"
"#;
        with(text, |engagement| {
            let row = |name: &str| engagement.names.row(name).expect("a row");
            let of = |names: &[&str]| -> Vec<String> {
                let rows = names.iter().map(|name| row(name));
                let found = engagement.answering_rows_of(rows).into_iter();
                found
                    .map(|id| engagement.row(id).name.to_string())
                    .collect()
            };
            let all = ["one", "two.days", "two.nights"];
            assert_eq!(of(&["program"]), all);
            assert_eq!(of(&["program", "two.days", "one"]), all);
            assert_eq!(of(&["gone"]), [""; 0]);
        });
    }
}
