//! Who is there to command an incident, and who may do there what: commands on the time line.
//!
//! Which commands belong to which work, and what is a defect, is for the rules to say.

use std::collections::BTreeSet;
use std::rc::Rc;

use jiff::civil::Date as CivilDate;
use racilint_parser::decode::Spanned;
use racilint_parser::language::IfNoAnswer;
use racilint_parser::values::{Date, Many};

use super::clock::recall;
use super::hours::{ClosedDays, Written};
use super::local::day_number;
use super::{Absent, Clock, Set, Unknown, Verdict};
use crate::model::{ActorId, ActorKind, RowId, Seats, civil};

impl<'d> Clock<'_, 'd> {
    /// The minutes of the horizon in which a command is in force, by its hours and dates. Other
    /// hours than `24x7` are closed on the client's holidays.
    pub fn in_force_as_command(&self, command: usize, unknown: Unknown) -> Set {
        let table = self.engagement.commands[command].table;
        let keys = ["hours", "from", "until"];
        if keys.iter().any(|key| table.unread.could_hold(key)) {
            return self.assumed(unknown).intersection(self.horizon());
        }
        let days = self.on_home_days(table.from, table.until);
        let Some(hours) = &table.hours else {
            return days.intersection(self.horizon());
        };
        let written = Written {
            zone: self.home(),
            closed: self.closed_for_client(),
            unknown,
        };
        let hours = self.hours(hours, &written);
        let hours = hours.unwrap_or_else(|| self.assumed(unknown));
        days.intersection(&hours).intersection(self.horizon())
    }

    /// The minutes of the horizon in which somebody commands of those commands that form one:
    /// `unity` is theirs.
    pub fn commanded(&self, unity: usize, unknown: Unknown) -> Rc<Set> {
        recall(&self.commanded, (unity, unknown), || {
            let each = self.engagement.formed(unity).iter().map(|index| {
                let command = &self.engagement.commands[*index];
                let there = [&command.commander, &command.deputy, &command.decides]
                    .map(|seats| self.seated(seats, unknown));
                self.in_force_as_command(*index, unknown)
                    .intersection(&Set::union_of(&there))
            });
            Set::union_of(&each.collect::<Vec<_>>())
        })
    }

    /// The minutes of the horizon in which one of the commands that form one may be in force.
    pub fn held_in_turn(&self, unity: usize) -> Rc<Set> {
        recall(&self.held_in_turn, unity, || {
            let commands = self.engagement.formed(unity).iter();
            let each = commands.map(|index| self.in_force_as_command(*index, Unknown::On));
            Set::union_of(&each.collect::<Vec<_>>())
        })
    }

    /// Whoever commands, or takes over, in one of the commands that form one.
    pub fn in_turn(&self, unity: usize) -> BTreeSet<ActorId> {
        let commands = self.engagement.formed(unity).iter();
        let seats = commands.flat_map(|index| {
            let command = &self.engagement.commands[*index];
            command.commander.actors().chain(command.deputy.actors())
        });
        seats.collect()
    }

    /// The minutes of the horizon that the file itself says one of them is away.
    pub fn away_in_turn(&self, unity: usize) -> Rc<Set> {
        recall(&self.away_in_turn, unity, || {
            let each = self.in_turn(unity).into_iter().map(|who| self.away(who));
            Set::union_of(&each.collect::<Vec<_>>())
        })
    }

    /// The minutes of the horizon before the first day of a command, and those after its last.
    pub fn outside_days_of_command(&self, command: usize) -> (Set, Set) {
        let table = self.engagement.commands[command].table;
        let begun = self.on_home_days(table.from, None);
        let not_over = self.on_home_days(None, table.until);
        let all = self.horizon();
        (all.difference(&begun), all.difference(&not_over))
    }

    /// The minutes of the horizon from a first day of the file to a last one, both included, in
    /// the engagement's zone.
    pub(super) fn on_home_days(
        &self,
        from: Option<Spanned<Date>>,
        until: Option<Spanned<Date>>,
    ) -> Set {
        let day =
            |date: Option<Spanned<Date>>| date.and_then(|date| civil(date.value)).map(day_number);
        match (day(from), day(until), self.local(self.home())) {
            (None, None, _) | (_, _, None) => self.everything(),
            (from, until, Some(local)) => local.on_days(from, until),
        }
    }

    /// The minutes of the days of a row: its own, or the workstream's for a slice; all of them where
    /// neither says any.
    pub fn on_days_of(&self, row: RowId) -> Set {
        let row = self.engagement.row(row);
        let (slice, whole) = (row.slice, row.workstream);
        let from = slice.and_then(|slice| slice.from).or(whole.from);
        let until = slice.and_then(|slice| slice.until).or(whole.until);
        self.on_home_days(from, until)
    }

    /// The minutes of some days, both included, in the engagement's zone; without a last one to the
    /// end.
    pub fn on_dates(&self, first: CivilDate, last: Option<CivilDate>) -> Set {
        let local = self.local(self.home());
        local.map_or_else(Set::empty, |local| {
            local.on_days(Some(day_number(first)), last.map(day_number))
        })
    }

    /// When one person is there among those behind an actor, and when somebody else is. A team
    /// with hours is somebody else, unless nobody else is in it.
    pub fn there_as(&self, actor: ActorId, person: ActorId, unknown: Unknown) -> (Set, Set) {
        let (mut own, mut others) = (Vec::new(), Vec::new());
        let mut open = vec![actor];
        let mut seen = BTreeSet::new();
        while let Some(next) = open.pop() {
            if !seen.insert(next) {
                continue;
            }
            let table = self.engagement.actor(next);
            if let ActorKind::Team(team) = table.kind
                && team.hours.is_none()
                && Many::of(&team.shifts).is_empty()
            {
                open.extend(table.members.actors().chain(table.lead.actors()));
                continue;
            }
            let only = self
                .engagement
                .acting(next)
                .iter()
                .all(|one| *one == person);
            for reached in self.reached(next, &Absent::nobody(), unknown).iter() {
                let is_own = reached.person.map_or(only, |one| one == person);
                let list = if is_own { &mut own } else { &mut others };
                list.push(reached.when.clone());
            }
        }
        (Set::union_of(&own), Set::union_of(&others))
    }

    /// When somebody of those whom a key names is on duty. Whoever could not be read may be there.
    pub fn seated(&self, seats: &Seats<'_>, unknown: Unknown) -> Set {
        if unknown == Unknown::On && seats.uncertain() {
            return self.everything();
        }
        self.any_of(seats.actors(), &Absent::nobody(), unknown)
    }

    /// The minutes of the horizon that the file itself says somebody behind an actor is away,
    /// whoever stands in.
    pub fn away(&self, actor: ActorId) -> Set {
        let mut sets = Vec::new();
        for person in self.concerned(actor).iter() {
            let ActorKind::Person(table) = self.engagement.actor(*person).kind else {
                continue;
            };
            let days = Many::of(&table.away).iter();
            sets.extend(days.map(|away| self.days_away(*person, away)));
        }
        Set::union_of(&sets).intersection(self.horizon())
    }

    /// The minutes among these in which an actor is on duty and may not take an action on any of
    /// these rows, neither at once nor with an approval that is to be had at that hour.
    pub fn powerless(
        &self,
        actor: ActorId,
        action: &str,
        rows: &BTreeSet<RowId>,
        within: &Set,
    ) -> Verdict {
        let there = |unknown| {
            let duty = self.on_duty(actor, &Absent::nobody(), unknown);
            duty.intersection(within)
        };
        let lacks =
            |there: Set, unknown| there.difference(&self.able(actor, action, rows, unknown));
        Verdict {
            sure: lacks(there(Unknown::Off), Unknown::On),
            at_most: lacks(there(Unknown::On), Unknown::Off),
        }
    }

    /// When whoever answers for an actor is on duty and may take an action on one of these rows.
    pub fn able(
        &self,
        actor: ActorId,
        action: &str,
        rows: &BTreeSet<RowId>,
        unknown: Unknown,
    ) -> Set {
        let mut sets = Vec::new();
        for reached in self.groups(actor, &Absent::nobody(), unknown).iter() {
            for row in rows {
                let may = self.may(&reached.capacities, action, *row, unknown);
                sets.push(reached.when.intersection(&may));
            }
        }
        Set::union_of(&sets)
    }

    /// When those who act in these names may take an action on a row: at once, or with an approval
    /// that somebody gives at that hour or that silence gives.
    pub fn may(
        &self,
        capacities: &BTreeSet<ActorId>,
        action: &str,
        row: RowId,
        unknown: Unknown,
    ) -> Set {
        let modes = self.modes(capacities, action, row, unknown);
        let approved = modes.with_approval.iter().filter_map(|approval| {
            let within = i64::from(approval.within?);
            let first = self.approvers_on_duty(approval.grant, &Absent::nobody(), unknown);
            Some(match approval.if_no_answer {
                IfNoAnswer::Act => approval.when.clone(),
                IfNoAnswer::Wait => approval.when.intersection(&first),
                IfNoAnswer::Escalate => {
                    let either = first.union(&first.shifted(-within));
                    approval.when.intersection(&either)
                }
            })
        });
        let approved: Vec<Set> = approved.collect();
        modes.at_once.union(&Set::union_of(&approved))
    }

    /// When anybody at all is on duty who may take an action on one of these rows.
    pub fn anybody_able(&self, action: &str, rows: &BTreeSet<RowId>, unknown: Unknown) -> Set {
        let engagement = self.engagement;
        if unknown == Unknown::On && engagement.may_be_granted_to_anybody(action) {
            return self.everything();
        }
        let mut holders = BTreeSet::new();
        for row in rows {
            for grant in engagement.grants_about(action, *row) {
                let grant = &engagement.grants[grant];
                holders.extend(grant.holders.actors().filter(|_| grant.permits()));
            }
        }
        // Whoever has hours of their own may be there when their team or party is closed, and acts
        // in its name.
        let nobody = Absent::nobody();
        let has_hours = |person: &ActorId| {
            let [surely, at_most] =
                [Unknown::Off, Unknown::On].map(|own| self.on_duty(*person, &nobody, own));
            surely == at_most
        };
        let mut asked = holders.clone();
        for holder in &holders {
            let people = engagement.acting(*holder).iter().copied();
            asked.extend(people.filter(has_hours));
        }
        let sets: Vec<Set> = asked
            .into_iter()
            .map(|holder| self.able(holder, action, rows, unknown))
            .collect();
        Set::union_of(&sets)
    }

    /// The days on which the client is closed.
    pub(super) fn closed_for_client(&self) -> ClosedDays {
        self.closed_days(self.client())
    }
}

#[cfg(test)]
mod tests;
