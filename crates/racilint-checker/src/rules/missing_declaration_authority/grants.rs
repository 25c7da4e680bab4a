//! Who may declare an incident, and why that does not help.

use std::collections::BTreeSet;

use racilint_diagnostics::Finding;
use racilint_parser::language::Mode;

use crate::model::{ActorId, Engagement, Grant};
use crate::rules::commanding::{Led, alike, with_commanding};
use crate::rules::{prohibiting, words};
use crate::time::{Absent, Clock, Set, Unknown};

/// Actions that nobody may take who is there, and when.
pub(super) struct Case<'a, 'c, 'k, 'e, 'd> {
    pub(super) clock: &'a Clock<'c, 'k>,
    pub(super) engagement: &'e Engagement<'d>,
    pub(super) actions: &'a [&'static str],
    pub(super) gap: &'a Set,
}

/// What prohibits an action to those who are there.
pub(super) struct Overruled<'e, 'd> {
    /// The grants that do, in the order of the file.
    pub(super) prohibiting: Vec<&'e Grant<'d>>,
    /// Whether somebody might act at all of the hours if nothing prohibited it.
    pub(super) is_enough: bool,
}

impl<'e, 'd> Case<'_, '_, '_, 'e, 'd> {
    /// Shows who may, after what prohibits it to those who are there.
    pub(super) fn relate(&self, finding: &mut Finding, led: &Led) -> Overruled<'e, 'd> {
        const MOST: usize = 3;
        let about = self.about(led);
        let start = self.engagement.start();
        let mut seen = BTreeSet::new();
        let mut prohibiting = BTreeSet::new();
        let mut is_enough = false;
        let mut labels = Vec::new();
        for at in &about {
            let grant = &self.engagement.grants[*at];
            let counts = grant.permits() && !grant.has_ended(start);
            if !counts || seen.len() == MOST || !seen.insert(grant.place()) {
                continue;
            }
            let holders = grant.holders.actors();
            let there: Vec<ActorId> = holders.filter(|own| self.is_there(*own)).collect();
            let by = self.prohibiting(&there, &about);
            let holds = self.always_holds(*at);
            let why = match (there.is_empty(), by.is_empty()) {
                (true, _) => "and is not always on duty",
                (false, true) if holds => "but nobody is on duty at every hour to approve it",
                (false, false) if holds => "but a prohibition counts more",
                (false, _) => "but by this grant not at every hour",
            };
            is_enough |= !by.is_empty() && holds;
            prohibiting.extend(by);
            let names = words::list(grant.holders.links.iter().map(|link| link.name));
            labels.push((grant.place(), format!("{names} may, {why}")));
        }
        let prohibiting = prohibiting.into_iter();
        let prohibiting = prohibiting.map(|at| &self.engagement.grants[at]).collect();
        let overruled = Overruled {
            prohibiting,
            is_enough,
        };
        prohibiting::relate(finding, &overruled.prohibiting);
        for (place, label) in labels {
            finding.related(place, label);
        }
        overruled
    }

    /// The grants that say something about one of the actions, by their place in the file.
    fn about(&self, led: &Led) -> BTreeSet<usize> {
        let rows = with_commanding(self.engagement, &led.rows);
        let each = self.actions.iter().flat_map(|action| {
            let rows = alike(self.engagement, action, &rows).into_iter();
            rows.flat_map(|row| self.engagement.grants_about(action, row))
        });
        each.collect()
    }

    /// Whether a grant holds at all of these minutes.
    fn always_holds(&self, grant: usize) -> bool {
        let force = self.clock.in_force(grant, Unknown::Off);
        self.gap.difference(&force).is_empty()
    }

    /// What prohibits it to some who are there.
    fn prohibiting(&self, there: &[ActorId], about: &BTreeSet<usize>) -> Vec<usize> {
        let binds = |at: &usize| {
            let grant = &self.engagement.grants[*at];
            let force = self.clock.in_force(*at, Unknown::Off);
            let mut forbidden = grant.holders.actors();
            grant.mode() == Some(Mode::Prohibited)
                && !force.intersection(self.gap).is_empty()
                && forbidden.any(|own| there.iter().any(|holder| self.is_bound(*holder, own)))
        };
        about.iter().copied().filter(binds).collect()
    }

    /// Whether somebody acts in the name of whom it is forbidden to, or the other way round: what
    /// is granted to a company reaches the one of its people to whom it is forbidden.
    fn is_bound(&self, holder: ActorId, forbidden: ActorId) -> bool {
        let of = |one, other: &ActorId| self.engagement.capacities(one).contains(other);
        of(holder, &forbidden) || of(forbidden, &holder)
    }

    /// Whether somebody is on duty at all of these minutes.
    fn is_there(&self, holder: ActorId) -> bool {
        let duty = self.clock.on_duty(holder, &Absent::nobody(), Unknown::On);
        self.gap.difference(&duty).is_empty()
    }
}
