//! Shifts person by person: when somebody is on one, and when nobody else is on it.
//!
//! Whether that is too much is for the rules to say.

use std::collections::BTreeMap;

use racilint_diagnostics::Span;
use racilint_parser::values::Many;

use super::hours::Written;
use super::local::DAY;
use super::{Absent, Clock, Minute, Set, Unknown};
use crate::model::{ActorId, ActorKind, Command};

/// A person on the shifts of a team.
#[derive(Clone, Debug)]
pub struct OnShift {
    /// Who.
    pub person: ActorId,
    /// Of which team.
    pub team: ActorId,
    /// The first place that names them, or the one for whom they stand in.
    pub place: Span,
    /// When, within the horizon.
    pub when: Set,
    /// When nobody else is on a shift of the team.
    pub alone: Set,
}

impl<'d> Clock<'_, 'd> {
    /// Everybody who is on a shift, by team and person. A team of which something could not be read
    /// is left out.
    pub fn rota(&self) -> Vec<OnShift> {
        let teams = self.engagement.actors();
        let teams = teams.filter(|(_, actor)| actor.is_team() && !actor.uncertain());
        teams.flat_map(|(team, _)| self.rota_of(team)).collect()
    }

    fn rota_of(&self, team: ActorId) -> Vec<OnShift> {
        let ActorKind::Team(table) = self.engagement.actor(team).kind else {
            return Vec::new();
        };
        let shifts = Many::of(&table.shifts);
        // What could not be read of its shifts makes the team uncertain.
        if table.unread.could_hold("hours") {
            return Vec::new();
        }
        let mut named: BTreeMap<ActorId, (Span, Vec<Set>)> = BTreeMap::new();
        let mut unnamed = Vec::new();
        for shift in shifts {
            let Some(place) = Many::of(&shift.who).first().map(|who| who.span) else {
                continue;
            };
            let hours = self.shift_hours(team, shift, Unknown::Off);
            for way in self.ways_on_shift(team, shift, &hours, &Absent::nobody()) {
                let when = way.when.intersection(self.horizon());
                let Some(person) = way.person else {
                    unnamed.push(when);
                    continue;
                };
                let own = way.instead_of.unwrap_or(person);
                let mut who = Many::of(&shift.who).iter();
                let token = who.find(|who| self.engagement.names.actor(&who.name) == Some(own));
                let entry = named.entry(person);
                let place = token.map_or(place, |token| token.span);
                entry.or_insert((place, Vec::new())).1.push(when);
            }
        }
        alone(team, &named, &unnamed)
    }

    /// How many minutes of a usual week are in a set: of the weeks of the horizon the middle one.
    pub fn usual_week(&self, set: &Set) -> Minute {
        const WEEK: Minute = 7 * DAY;
        let (Some(start), Some(end)) = (self.horizon().first(), self.horizon().end()) else {
            return 0;
        };
        let weeks = (end - start) / WEEK;
        if weeks == 0 {
            return set.minutes();
        }
        let starts = (0..weeks).map(|week| start + week * WEEK);
        let mut minutes: Vec<Minute> = starts
            .map(|start| set.clipped(start, start + WEEK).minutes())
            .collect();
        minutes.sort_unstable();
        minutes.get(minutes.len() / 2).copied().unwrap_or(0)
    }

    /// When a command is in force, within the horizon: in its own hours, else in those promised for
    /// what it covers. `None` where nothing says so.
    pub fn in_command(&self, command: &Command<'d>) -> Option<Set> {
        let table = command.table;
        let keys = ["hours", "from", "until"];
        if keys.iter().any(|key| table.unread.could_hold(key)) {
            return None;
        }
        let hours = match &table.hours {
            Some(hours) => {
                let written = Written {
                    zone: self.home(),
                    closed: self.closed_for_client(),
                    unknown: Unknown::Off,
                };
                self.hours(hours, &written)?
            }
            None => {
                let rows = self.engagement.covered(command).into_iter();
                let promised: Vec<_> = rows.filter_map(|row| self.promised(row)).collect();
                Set::union_of(promised.iter().map(AsRef::as_ref))
            }
        };
        let days = self.on_home_days(table.from, table.until);
        Some(hours.intersection(&days).intersection(self.horizon()))
    }
}

/// For each person when they are on shift, and when nobody else is.
fn alone(
    team: ActorId,
    named: &BTreeMap<ActorId, (Span, Vec<Set>)>,
    unnamed: &[Set],
) -> Vec<OnShift> {
    let joined: Vec<(ActorId, Span, Set)> = named
        .iter()
        .map(|(person, (place, sets))| (*person, *place, Set::union_of(sets)))
        .collect();
    let shared = shared(joined.iter().map(|(_, _, when)| when).chain(unnamed));
    let of_others = Set::union_of(unnamed);
    let on_shift = joined.into_iter().map(|(person, place, when)| OnShift {
        person,
        team,
        place,
        alone: when.difference(&shared).difference(&of_others),
        when,
    });
    on_shift.collect()
}

/// The minutes that are in more than one set.
fn shared<'s>(sets: impl Iterator<Item = &'s Set>) -> Set {
    let mut edges: Vec<(Minute, i32)> = Vec::new();
    for (start, end) in sets.flat_map(Set::spans) {
        edges.push((*start, 1));
        edges.push((*end, -1));
    }
    edges.sort_unstable();
    let mut count = 0;
    let mut open = None;
    let mut spans = Vec::new();
    for (minute, step) in edges {
        count += step;
        match (open, count > 1) {
            (None, true) => open = Some(minute),
            (Some(start), false) => {
                spans.push((start, minute));
                open = None;
            }
            _ => {}
        }
    }
    Set::from_spans(spans)
}

#[cfg(test)]
mod tests;
