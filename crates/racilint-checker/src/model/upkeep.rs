//! Who keeps systems going: knows them, owns them, holds the highest rights on them.

use std::collections::BTreeMap;

use racilint_diagnostics::Span;
use racilint_parser::language::System;

use super::{Engagement, RowId, Seats};

/// A system with the people around it resolved.
#[derive(Debug)]
pub struct Upkeep<'d> {
    /// The id as written.
    pub name: &'d str,
    /// The id in its header.
    pub span: Span,
    /// Its table.
    pub table: &'d System<'d>,
    /// Who runs it.
    pub owner: Seats<'d>,
    /// Who knows it well enough to repair it.
    pub known_by: Seats<'d>,
    /// Who holds the highest rights on it.
    pub top_admin: Seats<'d>,
}

impl Upkeep<'_> {
    /// The name with its kind, as a waiver would write it: `system.firewall`.
    pub fn object(&self) -> String {
        format!("system.{}", self.name)
    }
}

impl<'d> Engagement<'d> {
    /// All systems, in the order of the file.
    pub fn upkeep(&self) -> Vec<Upkeep<'d>> {
        let systems = self.document.tables.systems.iter();
        let upkeep = |item: &'d racilint_parser::decode::Item<'d, System<'d>>| {
            let table = &item.body;
            let seats = |field, key| self.names.seats(field, &table.unread, key);
            Upkeep {
                name: &item.id.name,
                span: item.id.span,
                table,
                owner: seats(&table.owner, "owner"),
                known_by: self.names.seats(&table.known_by, &table.unread, "known-by"),
                top_admin: seats(&table.top_admin, "top-admin"),
            }
        };
        systems.map(upkeep).collect()
    }

    /// The rows that are done on each system, by its id.
    pub fn rows_by_system(&self) -> BTreeMap<&'d str, Vec<RowId>> {
        let mut by_system: BTreeMap<&str, Vec<RowId>> = BTreeMap::new();
        for (id, row) in self.leaves() {
            for system in row.systems() {
                by_system.entry(&system.name).or_default().push(id);
            }
        }
        by_system
    }
}
