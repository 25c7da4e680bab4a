//! Contracts that a promise stands on: which agreement carries which work.
//!
//! What they promise is compared by the rules; when their hours are is `time`'s matter.

use std::collections::{BTreeMap, BTreeSet};

use racilint_parser::decode::Item;
use racilint_parser::language::{Agreement, AgreementKind};
use racilint_parser::values::Many;

use super::engagement::civil;
use super::{ActorId, Days, Engagement, RowId};

/// An agreement within a party or with a supplier, with what it carries.
#[derive(Debug)]
pub struct Underpinning<'d> {
    /// Its table, with its id.
    pub item: &'d Item<'d, Agreement<'d>>,
    /// The rows it names.
    rows: BTreeSet<RowId>,
    /// The systems it names, by their index.
    systems: BTreeSet<usize>,
    /// The suppliers all of whose work it carries, where it names nothing.
    suppliers: BTreeSet<ActorId>,
}

/// How a row hangs on an agreement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Hangs {
    /// The agreement carries the work itself.
    Itself,
    /// It carries work that the row depends on.
    On(RowId),
    /// It carries a system, by its index, that the row is done on.
    OnSystem(usize),
    /// The row depends on work that hangs on it in turn, or of which it carries a part.
    Through(RowId),
}

impl Underpinning<'_> {
    /// The first and the last day on which it holds, as far as it says.
    pub fn days(&self) -> Days {
        let body = &self.item.body;
        let [from, until] = [body.from, body.until].map(|day| day.map(|day| day.value));
        (from, until)
    }
}

impl<'d> Engagement<'d> {
    /// The operational and underpinning agreements that are not over and can be read.
    pub fn underpinnings(&self) -> Vec<Underpinning<'d>> {
        let agreements = self.document.tables.agreements.iter();
        let kinds = [AgreementKind::Ola, AgreementKind::Underpinning];
        let carrying = agreements.filter(|item| {
            let body = &item.body;
            let until = body.until.and_then(|until| civil(until.value));
            body.kind.is_some_and(|kind| kinds.contains(&kind.value))
                && until.is_none_or(|until| until >= self.start())
                && !body.unread.could_hold("covers")
        });
        carrying.map(|item| self.underpinning(item)).collect()
    }

    fn underpinning(&self, item: &'d Item<'d, Agreement<'d>>) -> Underpinning<'d> {
        let plain = |name: &str, kind: &str| -> String {
            let plain = name
                .strip_prefix(kind)
                .and_then(|rest| rest.strip_prefix('.'));
            plain.unwrap_or(name).to_owned()
        };
        let covers = Many::of(&item.body.covers);
        let rows = covers.iter();
        let rows = rows.filter_map(|named| self.names.row(&plain(&named.name, "workstream")));
        let systems = covers.iter();
        let systems = systems.filter_map(|named| self.names.system(&plain(&named.name, "system")));
        let mut suppliers = BTreeSet::new();
        if item.body.covers.is_none() {
            let sides = &self.clients() | &self.providers();
            let between = Many::of(&item.body.between).iter();
            let parties = between.filter_map(|party| self.names.actor(&party.name));
            suppliers.extend(parties.filter(|party| !sides.contains(party)));
        }
        Underpinning {
            item,
            rows: rows.collect(),
            systems: systems.collect(),
            suppliers,
        }
    }

    /// How a row hangs on an agreement, the closest way; `None` where it does not.
    pub fn hangs(&self, id: RowId, on: &Underpinning<'_>) -> Option<Hangs> {
        if self.carries(on, id) {
            return Some(Hangs::Itself);
        }
        let row = self.row(id);
        let depends = Many::of(&row.workstream.depends_on).iter();
        let mut depends = depends.filter_map(|named| self.names.row(&named.name));
        if let Some(carried) = depends.find(|other| self.carries(on, *other)) {
            return Some(Hangs::On(carried));
        }
        let systems = row.systems().iter();
        let mut systems = systems.filter_map(|named| self.names.system(&named.name));
        let carried = systems.find(|system| on.systems.contains(system) || self.sells(on, *system));
        carried.map(Hangs::OnSystem)
    }

    /// The leaves that name each row in `depends-on`.
    pub fn dependents(&self) -> BTreeMap<RowId, Vec<RowId>> {
        let mut dependents: BTreeMap<RowId, Vec<RowId>> = BTreeMap::new();
        for (id, row) in self.leaves() {
            for named in Many::of(&row.workstream.depends_on) {
                let on = self.names.row(&named.name);
                if let Some(on) = on.filter(|on| !self.lineage(id).contains(on)) {
                    dependents.entry(on).or_default().push(id);
                }
            }
        }
        dependents
    }

    /// What names a row in another's `depends-on`: the row itself, and the split workstream or the
    /// parent that is there for its parts only.
    pub fn named_for(&self, id: RowId) -> impl Iterator<Item = RowId> {
        let lineage = self.lineage(id).iter().copied();
        lineage.filter(move |own| *own == id || !self.row(*own).is_leaf())
    }

    fn carries(&self, agreement: &Underpinning<'_>, row: RowId) -> bool {
        let mut lineage = self.lineage(row).iter().copied();
        let named = lineage.any(|own| agreement.rows.contains(&own));
        let mut doers = self.doers(row).unwrap_or_default().into_iter();
        named || doers.any(|own| !self.parties(own).is_disjoint(&agreement.suppliers))
    }

    fn sells(&self, agreement: &Underpinning<'_>, system: usize) -> bool {
        let vendors = Many::of(&self.document.tables.systems[system].body.vendor).iter();
        let mut vendors = vendors.filter_map(|vendor| self.names.actor(&vendor.name));
        vendors.any(|vendor| agreement.suppliers.contains(&vendor))
    }
}

#[cfg(test)]
mod tests;
