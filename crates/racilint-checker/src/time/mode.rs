//! When somebody may take an action on a row: at once, with an approval, or not at all.

use std::collections::BTreeSet;
use std::rc::Rc;

use racilint_parser::language::{IfNoAnswer, Mode, PartyKind};
use racilint_parser::values::{Hours, Many};

use super::clock::recall;
use super::hours::Written;
use super::presence::Presence;
use super::{Absent, Clock, Set, Unknown};
use crate::model::{ActorId, ActorKind, RowId};

/// When an action may be taken by those who act in the same names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
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

impl Modes {
    /// What a grant lets them do with an approval, if it does.
    pub(super) fn approval_by(&self, grant: usize) -> Option<&Approval> {
        // In the order of the grants.
        let found = self
            .with_approval
            .binary_search_by_key(&grant, |own| own.grant);
        found.ok().map(|at| &self.with_approval[at])
    }
}

/// When an action may be taken with somebody's approval.
#[derive(Clone, Debug, PartialEq, Eq)]
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
        action: &str,
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
        action: &str,
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
        let grants = key.0.clone();
        let modes = recall(&self.modes, key, || self.modes_of(&grants, unknown));
        if unknown == Unknown::Off {
            return modes;
        }
        let plain = self.modes_among(about, capacities, action, Unknown::Off);
        if plain == modes { plain } else { modes }
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
        recall(&self.forces, (grant, unknown), || {
            self.force_of(grant, unknown)
        })
    }

    fn force_of(&self, grant: usize, unknown: Unknown) -> Set {
        let table = self.engagement.grants[grant].table;
        if ["hours", "from", "until"]
            .iter()
            .any(|key| table.unread.could_hold(key))
        {
            return self.assumed(unknown);
        }
        let days = self.on_home_days(table.from, table.until);
        let Some(hours) = &table.hours else {
            return days;
        };
        let written = Written {
            zone: self.home(),
            closed: self.closed_days(None),
            unknown,
        };
        let hours = self.hours(hours, &written);
        days.intersection(&hours.unwrap_or_else(|| self.assumed(unknown)))
    }

    /// When one of those who may approve by a grant is on duty.
    pub fn approvers_on_duty(&self, grant: usize, absent: &Absent, unknown: Unknown) -> Rc<Set> {
        let presence = self.those_who_approve(grant, absent, unknown);
        let absent = match presence.needs_any_of(absent.people()) {
            true => absent.clone(),
            false => absent.but_for_people(),
        };
        let found = recall(&self.approvers, (grant, absent.clone(), unknown), || {
            if unknown == Unknown::On && self.engagement.grants[grant].approvers.uncertain() {
                return self.everything();
            }
            presence.when_without(absent.people())
        });
        if unknown == Unknown::Off {
            return found;
        }
        let plain = self.approvers_on_duty(grant, &absent, Unknown::Off);
        if plain == found { plain } else { found }
    }

    /// Those who may approve by a grant, with these absences set aside.
    fn those_who_approve(&self, grant: usize, absent: &Absent, unknown: Unknown) -> Rc<Presence> {
        let approvers = self.engagement.grants[grant].approvers.actors();
        let approvers: Vec<ActorId> = approvers.collect();
        self.presence_of_any(&approvers, absent, unknown)
    }

    /// The people without whom nobody approves by a grant at some minute.
    pub(super) fn needed_to_approve(&self, grant: usize) -> Vec<ActorId> {
        let each = [Unknown::Off, Unknown::On].map(|unknown| {
            let presence = self.those_who_approve(grant, &Absent::nobody(), unknown);
            presence.needed().collect::<Vec<_>>()
        });
        each.concat()
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
        recall(&self.capacities, key, || {
            let mut capacities = self.engagement.capacities(cover).clone();
            if cover != person {
                capacities.extend(self.engagement.seats_with_parties(person));
            }
            capacities
        })
    }

    /// The minutes that a row promises, on the days on which it is in force; `None` where it
    /// promises none.
    ///
    /// Other hours than `24x7` are closed on the client's holidays and on no others.
    pub fn promised(&self, row: RowId) -> Option<Rc<Set>> {
        let known = recall(&self.promised_by, row, || self.find_promised(row));
        Option::clone(&known)
    }

    fn find_promised(&self, row: RowId) -> Option<Rc<Set>> {
        let hours = self.promise_of(row)?;
        let days = self.engagement.days(row);
        let promised = recall(&self.promised, (hours.span, days), || {
            let hours = self.hours_promised(hours)?;
            let in_force = self.on_days_of(row).intersection(self.horizon());
            Some(Rc::new(self.kept(hours.intersection(&in_force))))
        });
        Option::clone(&promised)
    }

    /// The minutes in which a row is promised, as if it began and ended with the engagement.
    pub(super) fn promised_on_any_day(&self, row: RowId) -> Option<Set> {
        let hours = self.hours_promised(self.promise_of(row)?)?;
        Some(hours.intersection(self.horizon()))
    }

    /// The minutes that a row may promise, as if it began and ended with the engagement.
    pub(super) fn possible_hours(&self, row: RowId) -> Option<Set> {
        let hours = self.promise_of(row)?;
        let possible = recall(&self.possible, hours.span, || {
            let possible = self.hours_for_clients(hours, Unknown::On)?;
            Some(self.kept(possible))
        });
        Option::clone(&possible)
    }

    /// The hours that a row promises, as written there or by its nearest ancestor.
    pub fn promise_of(&self, row: RowId) -> Option<&'d Hours<'d>> {
        let lineage = self.engagement.lineage(row);
        let mut lineage = lineage.iter().map(|own| self.engagement.row(*own));
        let row = lineage.find(|own| own.own_hours().is_some() || own.could_hold("hours"))?;
        row.own_hours()
    }

    /// What hours mean that a workstream, a slice or a command promises.
    fn hours_promised(&self, hours: &'d Hours<'d>) -> Option<Set> {
        self.hours_for_clients(hours, Unknown::Off)
    }

    fn hours_for_clients(&self, hours: &'d Hours<'d>, unknown: Unknown) -> Option<Set> {
        self.hours(hours, &self.written_for_client(unknown))
    }

    /// The holidays and the zone that decide what promised hours mean.
    pub(super) fn written_for_client(&self, unknown: Unknown) -> Written<'d> {
        Written {
            zone: self.home(),
            closed: self.closed_for_client(),
            unknown,
        }
    }

    /// The client, as `[engagement]` or its own table names it.
    pub(super) fn client(&self) -> Option<ActorId> {
        *self.client.get_or_init(|| self.find_client())
    }

    fn find_client(&self) -> Option<ActorId> {
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
