//! What somebody agreed to or looked at: exceptions with their approvers, evidence with its
//! reviewers.

use racilint_parser::language::Exception;

use super::{Engagement, Evidence, Seats};

/// An agreed deviation with its names resolved.
#[derive(Debug)]
pub struct Deviation<'d> {
    /// Its table.
    pub table: &'d Exception<'d>,
    /// Who sees to it.
    pub owner: Seats<'d>,
    /// Who agreed.
    pub approvers: Seats<'d>,
    /// Its number in the file, from 1.
    number: usize,
}

impl Deviation<'_> {
    /// The name with its kind, as a waiver would write it: `exception.surgery`, or `exception.2`.
    pub fn object(&self) -> String {
        match &self.table.id {
            Some(id) => format!("exception.{}", id.value),
            None => format!("exception.{}", self.number),
        }
    }
}

impl<'d> Engagement<'d> {
    /// All exceptions, in the order of the file.
    pub fn deviations(&self) -> Vec<Deviation<'d>> {
        let exceptions = self.document.tables.exceptions.iter().enumerate();
        let deviation = |(index, table): (usize, &'d Exception<'d>)| Deviation {
            table,
            owner: self.names.seats(&table.owner, &table.unread, "owner"),
            approvers: self
                .names
                .seats(&table.approved_by, &table.unread, "approved-by"),
            number: index + 1,
        };
        exceptions.map(deviation).collect()
    }

    /// Who checks a piece of evidence.
    pub fn reviewers(&self, evidence: &Evidence<'d>) -> Seats<'d> {
        let table = evidence.table;
        self.names.seats(&table.reviewer, &table.unread, "reviewer")
    }
}
