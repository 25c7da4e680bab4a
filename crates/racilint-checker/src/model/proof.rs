//! What evidence is about: the work that leaves it, the duties it proves, who can get at it.

use std::collections::BTreeSet;

use racilint_diagnostics::Span;
use racilint_parser::values::{Many, Ref, System};

use super::{ActorId, DutyKey, Engagement, Evidence, RowId};
use crate::catalogue::{Catalogue, Duty, Profile};

/// A duty that the file names, with the profile it is of.
#[derive(Clone, Copy, Debug)]
pub struct Named<'d> {
    /// Where it is named.
    pub span: Span,
    /// Its profile.
    pub profile: &'d Profile<'d>,
    /// The duty.
    pub duty: &'d Duty<'d>,
}

impl<'d> Named<'d> {
    /// Profile and duty by their ids: an id and a clause may name the same one.
    pub fn key(&self) -> DutyKey<'d> {
        (self.profile.id(), &self.duty.id.name)
    }

    /// The duty that a reference names, by its id or a clause.
    pub fn of<K>(named: &Ref<'_, K>, catalogue: &'d Catalogue<'d>) -> Option<Self> {
        let (profile, duty) = catalogue.duty(&named.name)?;
        Some(Named {
            span: named.span,
            profile,
            duty,
        })
    }
}

/// Who can get into some systems.
#[derive(Debug, Default)]
pub struct Inside {
    /// Whoever is named as an administrator, as running or knowing a system, or with access.
    pub actors: BTreeSet<ActorId>,
    /// Some system says who gets in.
    pub is_said: bool,
    /// Somebody may get in who is misspelt or cannot be read.
    pub uncertain: bool,
}

impl<'d> Engagement<'d> {
    /// The duties that an item of evidence says it proves. Where it says nothing, all that its work
    /// fulfils; none where one of them is misspelt, which may be the one that is meant.
    pub fn proved(&self, evidence: &Evidence<'_>) -> Vec<Named<'d>> {
        let table = evidence.table;
        if table.proves.is_some() || table.unread.could_hold("proves") {
            return Many::of(&table.proves)
                .iter()
                .filter_map(|named| Named::of(named, self.catalogue()))
                .collect();
        }
        let mut duties: Vec<Named<'d>> = Vec::new();
        for row in evidence.rows.iter().filter_map(|link| link.to) {
            for own in self.row(row).satisfies() {
                let Some(named) = Named::of(own, self.catalogue()) else {
                    return Vec::new();
                };
                if duties.iter().all(|known| known.key() != named.key()) {
                    duties.push(named);
                }
            }
        }
        duties
    }

    /// The duties that only rows fulfil which nobody needs to do.
    pub fn needless_duties(&self) -> BTreeSet<DutyKey<'d>> {
        let (mut needless, mut needed) = (BTreeSet::new(), BTreeSet::new());
        for (_, row) in self.rows() {
            let duties = row.satisfies().iter();
            let duties = duties.filter_map(|own| Named::of(own, self.catalogue()));
            let list = if row.left_out {
                &mut needless
            } else {
                &mut needed
            };
            list.extend(duties.map(|named| named.key()));
        }
        &needless - &needed
    }

    /// Rows with all their slices and children, each once.
    pub fn with_parts(&self, rows: impl IntoIterator<Item = RowId>) -> BTreeSet<RowId> {
        let mut all = BTreeSet::new();
        let mut open: Vec<RowId> = rows.into_iter().collect();
        while let Some(next) = open.pop() {
            if all.insert(next) {
                let row = self.row(next);
                open.extend(row.slices.iter().chain(&row.children));
            }
        }
        all
    }

    /// Who can get into these systems.
    pub fn inside<'s>(&self, systems: impl Iterator<Item = &'s Ref<'s, System>>) -> Inside {
        let mut inside = Inside::default();
        for named in systems {
            match self.names.system(&named.name) {
                Some(system) => self.take_inside(system, &mut inside),
                None => inside.uncertain = true,
            }
        }
        inside
    }

    /// Who can get into a system, by its index.
    pub fn inside_of(&self, system: usize) -> Inside {
        let mut inside = Inside::default();
        self.take_inside(system, &mut inside);
        inside
    }

    fn take_inside(&self, system: usize, inside: &mut Inside) {
        let Some(system) = self.document.tables.systems.get(system) else {
            return;
        };
        let (body, unread) = (&system.body, &system.body.unread);
        let access = Many::of(&body.access);
        inside.is_said |= !access.is_empty() || body.top_admin.is_some();
        inside.uncertain |= unread.could_hold("access");
        let mut all = vec![
            self.names.seats(&body.top_admin, unread, "top-admin"),
            self.names.seats(&body.owner, unread, "owner"),
            self.names.seats(&body.known_by, unread, "known-by"),
            self.names.seats(&body.vendor, unread, "vendor"),
        ];
        all.extend(
            access
                .iter()
                .map(|access| self.names.seats(&access.who, &access.unread, "who")),
        );
        for seats in all {
            inside.uncertain |= seats.uncertain();
            inside.actors.extend(seats.actors());
        }
    }

    /// Whether two actors are the same, share people, or one of them stands for the other's whole
    /// party.
    pub fn share_people(&self, a: ActorId, b: ActorId) -> bool {
        let is_of = |one, other| self.parties(one).contains(&other);
        let (of_a, of_b) = (self.acting(a), self.acting(b));
        a == b || is_of(a, b) || is_of(b, a) || !of_a.is_disjoint(of_b)
    }
}

#[cfg(test)]
mod tests;
