//! Front doors: where requests come in, and for whom or what.

use std::collections::{BTreeMap, BTreeSet};

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

/// Front doors, by what may come in there: asked of every row, and each walks over its own doors
/// only.
pub struct Doors<'i, 'd> {
    intakes: &'i [Intake<'d>],
    /// By their place among all; those to which people come with anything under [`Serves::All`].
    by_matter: BTreeMap<Serves<'d>, Vec<usize>>,
}

impl<'i, 'd> Doors<'i, 'd> {
    /// These front doors.
    pub fn of(intakes: &'i [Intake<'d>]) -> Self {
        let mut by_matter: BTreeMap<Serves<'d>, Vec<usize>> = BTreeMap::new();
        for (index, intake) in intakes.iter().enumerate() {
            for what in intake.takes() {
                by_matter.entry(what).or_default().push(index);
            }
        }
        Doors { intakes, by_matter }
    }

    /// For what requests for a row come in somewhere: for everything, for the row or what it is a
    /// part of, for an area that it has.
    pub fn ways_to(&self, id: RowId, engagement: &Engagement<'d>) -> Vec<Serves<'d>> {
        let areas = engagement.row(id).areas.iter();
        let areas = areas.map(|(area, _)| Serves::Area(&area.id.name));
        let lineage = engagement.lineage(id).iter();
        let rows = lineage.map(|row| Serves::Row(*row));
        let all = areas.chain(rows).chain([Serves::All]);
        all.filter(|what| self.by_matter.contains_key(what))
            .collect()
    }

    /// The front doors at which one of these comes in, in the order of the file.
    pub fn at(&self, ways: &[Serves<'d>]) -> Vec<&'i Intake<'d>> {
        let doors = ways.iter().filter_map(|what| self.by_matter.get(what));
        let doors: BTreeSet<usize> = doors.flatten().copied().collect();
        doors.into_iter().map(|at| &self.intakes[at]).collect()
    }
}

impl<'d> Intake<'d> {
    /// What it takes, or passes on. People may come with anything, and so they may where it is not
    /// known what a door is for.
    fn takes(&self) -> BTreeSet<Serves<'d>> {
        let served = self.serves.keys().map(|what| match what {
            Serves::People(_) => Serves::All,
            what => *what,
        });
        let routed = self.routes.iter().filter_map(|link| link.to);
        let unknown = self.uncertain.then_some(Serves::All);
        served
            .chain(routed.map(Serves::Row))
            .chain(unknown)
            .collect()
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
