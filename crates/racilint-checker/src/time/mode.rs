//! When somebody may take an action on a row: at once, with an approval, or not at all.

use std::collections::BTreeSet;
use std::rc::Rc;

use racilint_parser::language::{IfNoAnswer, Mode, PartyKind};
use racilint_parser::values::{Hours, Many};

use super::hours::Written;
use super::local::day_number;
use super::{Absent, Clock, Set, Unknown};
use crate::model::{ActorId, ActorKind, RowId, civil};

/// When an action may be taken by those who act in the same names.
#[derive(Clone, Debug, Default)]
pub struct Modes {
    /// At once.
    pub at_once: Set,
    /// The grant that lets them, for each minute of `at_once` the first one.
    pub by: Vec<usize>,
    /// With an approval.
    pub with_approval: Vec<Approval>,
    /// Not, whatever else is granted.
    pub prohibited: Set,
}

/// When an action may be taken with somebody's approval.
#[derive(Clone, Debug)]
pub struct Approval {
    /// The grant that asks for it.
    pub grant: usize,
    /// When the grant counts.
    pub when: Set,
    /// How long the approver has, in minutes; without it the approval ends nothing.
    pub within: Option<u32>,
    /// What happens when nobody answers.
    pub if_no_answer: IfNoAnswer,
}

impl<'d> Clock<'_, 'd> {
    /// When those who act in these names may take an action on a row.
    pub fn modes(
        &self,
        capacities: &BTreeSet<ActorId>,
        action: &'static str,
        row: RowId,
        unknown: Unknown,
    ) -> Rc<Modes> {
        let about = self.engagement.grants_about(action, row);
        self.modes_among(&about, capacities, action, unknown)
    }

    /// The same, where the grants about the action and the row are known already.
    pub(super) fn modes_among(
        &self,
        about: &[usize],
        capacities: &BTreeSet<ActorId>,
        action: &'static str,
        unknown: Unknown,
    ) -> Rc<Modes> {
        let engagement = self.engagement;
        let theirs = |index: &&usize| {
            let mut holders = engagement.grants[**index].holders.actors();
            holders.any(|holder| capacities.contains(&holder))
        };
        let mut key = (
            about.iter().filter(theirs).copied().collect::<Vec<_>>(),
            unknown,
        );
        if unknown == Unknown::On && engagement.may_be_granted(capacities, action) {
            // Not the number of a grant: it stands for those that could not be read.
            key.0.push(usize::MAX);
        }
        if let Some(known) = self.modes.borrow().get(&key) {
            return Rc::clone(known);
        }
        let modes = Rc::new(self.modes_of(&key.0, unknown));
        self.modes.borrow_mut().insert(key, Rc::clone(&modes));
        modes
    }

    fn modes_of(&self, grants: &[usize], unknown: Unknown) -> Modes {
        let mut modes = Modes::default();
        let (mut at_once, mut prohibited) = (Vec::new(), Vec::new());
        for index in grants {
            let Some(grant) = self.engagement.grants.get(*index) else {
                at_once.push(Rc::new(self.everything()));
                continue;
            };
            let table = grant.table;
            match grant.mode() {
                Some(Mode::Prohibited) => prohibited.push(self.in_force(*index, unknown.turned())),
                Some(Mode::PreAuthorized) => {
                    at_once.push(self.in_force(*index, unknown));
                    modes.by.push(*index);
                }
                Some(Mode::ApprovalRequired) => modes.with_approval.push(Approval {
                    grant: *index,
                    when: Set::clone(&self.in_force(*index, unknown)),
                    within: table.within.map(|within| within.value.minutes),
                    if_no_answer: table
                        .if_no_answer
                        .map_or(IfNoAnswer::Wait, |said| said.value),
                }),
                None => {}
            }
        }
        modes.prohibited = Set::union_of(prohibited.iter().map(Rc::as_ref));
        let allowed = Set::union_of(at_once.iter().map(Rc::as_ref));
        modes.at_once = allowed.difference(&modes.prohibited);
        for approval in &mut modes.with_approval {
            approval.when = approval.when.difference(&modes.prohibited);
        }
        modes
    }

    /// When a grant counts, by its dates and hours.
    pub fn in_force(&self, grant: usize, unknown: Unknown) -> Rc<Set> {
        if let Some(known) = self.forces.borrow().get(&(grant, unknown)) {
            return Rc::clone(known);
        }
        let force = Rc::new(self.force_of(grant, unknown));
        self.forces
            .borrow_mut()
            .insert((grant, unknown), Rc::clone(&force));
        force
    }

    fn force_of(&self, grant: usize, unknown: Unknown) -> Set {
        let table = self.engagement.grants[grant].table;
        if ["hours", "from", "until"]
            .iter()
            .any(|key| table.unread.could_hold(key))
        {
            return self.assumed(unknown);
        }
        let day = |date: Option<racilint_parser::decode::Spanned<_>>| {
            date.and_then(|date| civil(date.value)).map(day_number)
        };
        let (from, until) = (day(table.from), day(table.until));
        let days = match (from, until, self.local(self.home())) {
            (None, None, _) | (_, _, None) => self.everything(),
            (from, until, Some(local)) => local.on_days(from, until),
        };
        let Some(hours) = &table.hours else {
            return days;
        };
        let written = Written {
            zone: self.home(),
            closed: &BTreeSet::new(),
            unknown,
        };
        let hours = self.hours(hours, written);
        days.intersection(&hours.unwrap_or_else(|| self.assumed(unknown)))
    }

    /// When one of those who may approve by a grant is on duty.
    pub fn approvers_on_duty(&self, grant: usize, absent: &Absent, unknown: Unknown) -> Set {
        let approvers = &self.engagement.grants[grant].approvers;
        if unknown == Unknown::On && approvers.uncertain() {
            return self.everything();
        }
        let duties: Vec<Rc<Set>> = approvers
            .actors()
            .map(|own| self.on_duty(own, absent, unknown))
            .collect();
        Set::union_of(duties.iter().map(Rc::as_ref))
    }

    /// In whose names an actor acts: the person, the roles they hold or deputise for, their teams,
    /// those teams' parties and their own party; a role, its party and the teams of all who can
    /// act in it; a team and its party; a party.
    pub fn capacities(&self, actor: ActorId) -> Rc<BTreeSet<ActorId>> {
        self.capacities_in_place_of(actor, actor)
    }

    /// In whose names a cover acts: their own, and those of the roles and teams in which the
    /// person stands for whom they act.
    pub fn capacities_in_place_of(&self, cover: ActorId, person: ActorId) -> Rc<BTreeSet<ActorId>> {
        let key = (cover, person);
        if let Some(known) = self.capacities.borrow().get(&key) {
            return Rc::clone(known);
        }
        let mut capacities = self.engagement.capacities(cover);
        if cover != person && matches!(self.engagement.actor(person).kind, ActorKind::Person(_)) {
            capacities.extend(self.engagement.seats_with_parties(person));
        }
        let capacities = Rc::new(capacities);
        self.capacities
            .borrow_mut()
            .insert(key, Rc::clone(&capacities));
        capacities
    }

    /// The minutes that a row promises; `None` where it promises none.
    ///
    /// Other hours than `24x7` are closed on the client's holidays and on no others. Nothing is
    /// promised before the row's own first day or after its last.
    pub fn promised(&self, row: RowId) -> Option<Set> {
        if let Some(known) = self.promises.borrow().get(&row) {
            return Option::clone(known);
        }
        let promised = self.promised_by(row);
        let known = Rc::new(promised.clone());
        self.promises.borrow_mut().insert(row, known);
        promised
    }

    fn promised_by(&self, row: RowId) -> Option<Set> {
        let days = self.days_of(row);
        let lineage = self.engagement.lineage(row);
        let mut lineage = lineage.into_iter().map(|own| self.engagement.row(own));
        let row = lineage.find(|own| own.own_hours().is_some() || own.could_hold("hours"))?;
        let hours = self.hours_promised(row.own_hours()?)?;
        Some(hours.intersection(&days))
    }

    /// The minutes in which a command is promised; `None` where it says no hours.
    pub fn commanded(&self, command: usize) -> Option<Set> {
        let hours = self.engagement.commands[command].table.hours.as_ref()?;
        self.hours_promised(hours)
    }

    /// What hours mean that a workstream, a slice or a command promises.
    fn hours_promised(&self, hours: &'d Hours<'d>) -> Option<Set> {
        let closed = self
            .client()
            .map(|client| self.closed_days(client))
            .unwrap_or_default();
        let written = Written {
            zone: self.home(),
            closed: &closed,
            unknown: Unknown::Off,
        };
        let hours = self.hours(hours, written)?;
        Some(hours.intersection(self.horizon()))
    }

    /// The days on which a row is at work at all.
    fn days_of(&self, row: RowId) -> Set {
        let row = self.engagement.row(row);
        let (slice, whole) = (row.slice, row.workstream);
        let from = slice.and_then(|slice| slice.from).or(whole.from);
        let until = slice.and_then(|slice| slice.until).or(whole.until);
        let day = |date: Option<racilint_parser::decode::Spanned<_>>| {
            date.and_then(|date| civil(date.value)).map(day_number)
        };
        match (day(from), day(until), self.local(self.home())) {
            (None, None, _) | (_, _, None) => self.everything(),
            (from, until, Some(local)) => local.on_days(from, until),
        }
    }

    /// The client, as `[engagement]` or its own table names it.
    fn client(&self) -> Option<ActorId> {
        let head = self.engagement.head()?;
        let mut named = Many::of(&head.client).iter();
        let said = named.find_map(|client| self.engagement.names.actor(&client.name));
        said.or_else(|| {
            let mut actors = self.engagement.actors();
            let client = actors.find(|(_, actor)| match actor.kind {
                ActorKind::Party(party) => party
                    .kind
                    .is_some_and(|kind| kind.value == PartyKind::Client),
                _ => false,
            });
            client.map(|(id, _)| id)
        })
    }
}
