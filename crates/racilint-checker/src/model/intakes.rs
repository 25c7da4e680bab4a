//! Front doors: where requests come in, and for whom or what.

use std::collections::BTreeMap;

use racilint_diagnostics::Span;
use racilint_parser::language;
use racilint_parser::values::Many;

use super::{ActorId, Engagement, Link, RowId, Seats};

/// Whose requests a front door takes, or requests for what.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Serves<'d> {
    /// Everybody and everything.
    All,
    /// A workstream or slice.
    Row(RowId),
    /// Work of an area.
    Area(&'d str),
    /// A party, team, role or person: these people's requests.
    People(ActorId),
}

/// A front door with its names resolved.
#[derive(Debug)]
pub struct Intake<'d> {
    /// The id as written.
    pub name: &'d str,
    /// The id in its header.
    pub span: Span,
    /// Its table.
    pub table: &'d language::Intake<'d>,
    /// Who owns the queue.
    pub owner: Seats<'d>,
    /// What it is for, each with the place that says so.
    pub serves: BTreeMap<Serves<'d>, Option<Span>>,
    /// Where it passes requests to.
    pub routes: Vec<Link<'d, RowId>>,
    /// It may be for more than is known.
    pub uncertain: bool,
}

impl Intake<'_> {
    /// Whether requests for a row with this lineage can come in here: it is for everything, for
    /// people, for the row, or passes requests on to it.
    pub fn leads_to(&self, lineage: &[RowId]) -> bool {
        let mut routes = self.routes.iter().filter_map(|link| link.to);
        self.uncertain
            || routes.any(|row| lineage.contains(&row))
            || self.serves.keys().any(|what| match what {
                Serves::All | Serves::People(_) => true,
                Serves::Row(row) => lineage.contains(row),
                Serves::Area(_) => false,
            })
    }

    /// Whether it is for work of this area.
    pub fn serves_area(&self, area: &str) -> bool {
        let mut served = self.serves.keys();
        served.any(|what| matches!(what, Serves::Area(own) if *own == area))
    }
}

impl<'d> Engagement<'d> {
    /// All front doors, in the order of the file.
    pub fn intakes(&self) -> Vec<Intake<'d>> {
        let items = self.document.tables.intakes.iter();
        items
            .map(|item| {
                let table = &item.body;
                let mut intake = Intake {
                    name: &item.id.name,
                    span: item.id.span,
                    table,
                    owner: self.names.seats(&table.owner, &table.unread, "owner"),
                    serves: BTreeMap::new(),
                    routes: self.names.rows(&table.routes),
                    uncertain: ["for", "routes"]
                        .iter()
                        .any(|key| table.unread.could_hold(key)),
                };
                intake.uncertain |= intake.routes.iter().any(|link| link.to.is_none());
                self.take_serves(&mut intake);
                intake
            })
            .collect()
    }

    fn take_serves(&self, intake: &mut Intake<'d>) {
        let named = Many::of(&intake.table.for_);
        if named.is_empty() && intake.routes.is_empty() {
            intake.serves.insert(Serves::All, None);
        }
        for named in named {
            match self.served(&named.name) {
                Some(what) => _ = intake.serves.entry(what).or_insert(Some(named.span)),
                None => intake.uncertain = true,
            }
        }
    }

    fn served(&self, name: &str) -> Option<Serves<'d>> {
        if name == "engagement" {
            return Some(Serves::All);
        }
        if let Some(area) = name
            .strip_prefix("area.")
            .and_then(|area| self.catalogue().area(area))
        {
            return Some(Serves::Area(&area.id.name));
        }
        let row = self.names.row(name).map(Serves::Row);
        row.or_else(|| self.names.actor(name).map(Serves::People))
    }
}

#[cfg(test)]
mod tests;
