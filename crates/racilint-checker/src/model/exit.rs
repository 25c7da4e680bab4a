//! The end of the engagement: which work it is, and who asks for it.

use racilint_diagnostics::Span;
use racilint_parser::language::Phase;
use racilint_parser::values::Many;

use super::{Engagement, Row, RowId, Seats};
use crate::catalogue::{Catalogue, Duty, Profile};

/// The area of the catalogue that is about the end.
pub const EXIT_AREA: &str = "transition-out";

/// Duties that are about the end and nothing else, by profile and id.
const EXIT_DUTIES: [(&str, &str); 4] = [
    ("apra-cps-230", "orderly-exit"),
    ("dora", "exit"),
    ("dora", "exit-provider"),
    ("nist-csf", "supplier-exit"),
];

/// A duty about vendors that also asks for an exit.
const VENDOR_DUTY: (&str, &str) = ("soc2", "vendor-management");

impl<'d> Engagement<'d> {
    /// The rows in which the end is planned and carried out, by area or by duty, each with the place
    /// that says so. Rows that are left out come too: they say that nobody needs to.
    pub fn exit_rows(&self) -> Vec<(RowId, Span)> {
        let rows = self.rows().filter(|(_, row)| row.whole.is_none());
        rows.filter_map(|(id, row)| Some((id, self.exit_place(row)?)))
            .collect()
    }

    fn exit_place(&self, row: &Row<'d>) -> Option<Span> {
        let area = row.areas.iter().find(|(area, _)| area.id.name == EXIT_AREA);
        let slices = row.slices.iter().map(|slice| self.row(*slice));
        let mut duties = slices.chain([row]).flat_map(Row::satisfies);
        area.map(|(_, span)| *span).or_else(|| {
            let named = duties.find(|named| is_about_exit(&named.name, self.catalogue()))?;
            Some(named.span)
        })
    }

    /// Whether an active profile asks for an area by its list of areas.
    pub fn demands_area(&self, area: &str) -> bool {
        let profiles = self.profiles().into_iter();
        let mut profiles = profiles.filter_map(|(id, _)| self.catalogue().profile(id));
        profiles.any(|profile| {
            let mut areas = Many::of(&profile.head.areas).iter();
            areas.any(|own| *own.name == *area)
        })
    }

    /// The first duty of an active profile that asks for a planned end, with its profile.
    pub fn exit_duty(&self) -> Option<(&'d Profile<'d>, &'d Duty<'d>)> {
        let wanted = EXIT_DUTIES.iter().chain([&VENDOR_DUTY]);
        let active = self.profiles();
        let mut asked = wanted.filter(|(profile, _)| active.iter().any(|(id, _)| id == profile));
        asked.find_map(|(profile, duty)| self.catalogue().duty(&format!("{profile}:{duty}")))
    }

    /// Whoever sees to a step of the exit, milestone by milestone.
    pub fn exit_owners(&self) -> Vec<Seats<'d>> {
        let milestones = self.document.tables.milestones.iter();
        let of_exit = milestones.filter(|milestone| {
            let phase = milestone.body.phase;
            phase.is_some_and(|phase| phase.value == Phase::Exit)
        });
        of_exit
            .map(|milestone| {
                let body = &milestone.body;
                self.names.seats(&body.owner, &body.unread, "owner")
            })
            .collect()
    }

    /// Whether an area is critical: a row of it is, or it is the exit and a profile asks for one.
    pub fn is_critical_area(&self, area: &str) -> bool {
        let demanded = area == EXIT_AREA && self.exit_duty().is_some();
        let mut rows = self.rows();
        demanded
            || rows.any(|(id, row)| {
                let is_of_area = row.areas.iter().any(|(own, _)| own.id.name == area);
                is_of_area && self.is_critical(id)
            })
    }

    /// Whether critical work is done on a system.
    pub fn is_critical_system(&self, system: &str) -> bool {
        let critical = self.critical_systems.get_or_init(|| {
            let rows = self.rows().filter(|(id, _)| self.is_critical(*id));
            let systems = rows.flat_map(|(_, row)| row.systems());
            systems
                .filter_map(|system| self.names.system(&system.name))
                .collect()
        });
        let system = self.names.system(system);
        system.is_some_and(|system| critical.contains(&system))
    }
}

fn is_about_exit(name: &str, catalogue: &Catalogue<'_>) -> bool {
    let found = catalogue.duty(name);
    found.is_some_and(|(profile, duty)| EXIT_DUTIES.contains(&(profile.id(), &duty.id.name)))
}

#[cfg(test)]
mod tests;
