//! What is kept as proof.

use racilint_diagnostics::Span;
use racilint_parser::Tables;
use racilint_parser::decode::Item;
use racilint_parser::language;

use super::{Link, Names, RowId, Seats};

/// An evidence item.
#[derive(Debug)]
pub struct Evidence<'d> {
    /// The id as written.
    pub name: &'d str,
    /// The id in its header.
    pub span: Span,
    /// Its table.
    pub table: &'d language::Evidence<'d>,
    /// The rows it belongs to.
    pub rows: Vec<Link<'d, RowId>>,
    /// Who keeps it.
    pub owner: Seats<'d>,
    /// Who makes it.
    pub producer: Seats<'d>,
}

impl Evidence<'_> {
    /// The name with its kind, as a waiver would write it: `evidence.access-review`.
    pub fn object(&self) -> String {
        format!("evidence.{}", self.name)
    }
}

pub(super) fn list<'d>(tables: &'d Tables<'d>, names: &Names<'d>) -> Vec<Evidence<'d>> {
    let evidence = |item: &'d Item<'d, language::Evidence<'d>>| {
        let table = &item.body;
        Evidence {
            name: &item.id.name,
            span: item.id.span,
            table,
            rows: names.rows(&table.for_),
            owner: names.seats(&table.owner, &table.unread, "owner"),
            producer: names.seats(&table.producer, &table.unread, "producer"),
        }
    };
    tables.evidence.iter().map(evidence).collect()
}
