//! The clock of an engagement: its horizon, its zones, and what has been computed already.

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use jiff::tz::{TimeZone, TimeZoneDatabase};
use racilint_diagnostics::Span;
use racilint_parser::language::Shift;
use racilint_parser::values::{Many, Timezone};

use super::holidays::Holiday;
use super::hours::{ClosedDays, Happening};
use super::local::{DAY, Local, day_number};
use super::pass::Inputs;
use super::path::{Matter, MatterKey};
use super::presence::Presence;
use super::standing::{MOST_COVERS, Standing};
use super::{Absent, Called, Minute, Modes, Reached, Set, Times, Unapproved, Unknown};
use crate::model::{ActorId, ActorKind, Days, Engagement, RowId, civil};

/// The most local dates that are looked at.
pub const MOST_DAYS: Minute = 366;

/// How long after the horizon's end a new call still counts.
const CALLS_AFTER: Minute = 31 * DAY;

/// The longest stretch of a path that is followed, ten years; what lies beyond is not evaluated.
pub const MOST_MINUTES_OF_PATH: Minute = 10 * 366 * DAY;

/// What has been computed already.
pub(super) type Memo<Key, Value> = RefCell<BTreeMap<Key, Rc<Value>>>;

/// What is asked of how late it is: where the matter is kept, who is absent, what counts for the
/// unknown, the target, and where the promised minutes are kept.
type Lateness = (usize, Absent, Unknown, Option<u32>, usize);

/// What is known under a key, computed when it is asked for the first time.
pub(super) fn recall<Key: Clone + Ord, Value>(
    memo: &Memo<Key, Value>,
    key: Key,
    compute: impl FnOnce() -> Value,
) -> Rc<Value> {
    if let Some(known) = memo.borrow().get(&key) {
        return Rc::clone(known);
    }
    let value = Rc::new(compute());
    memo.borrow_mut().insert(key, Rc::clone(&value));
    value
}

/// Answers what the file says about time, and remembers what it has computed.
pub struct Clock<'e, 'd> {
    pub(super) engagement: &'e Engagement<'d>,
    horizon: Set,
    /// The minutes at which a call may begin: the horizon, and what follows it.
    pub(super) calls: (Minute, Minute),
    /// The minutes for which anything is known.
    known: (Minute, Minute),
    home: &'d str,
    zones: RefCell<BTreeMap<&'d str, Option<Rc<Local>>>>,
    shifts: BTreeMap<ActorId, Vec<(ActorId, &'d Shift<'d>)>>,
    concerns: Memo<ActorId, BTreeSet<ActorId>>,
    pub(super) client: OnceCell<Option<ActorId>>,
    pub(super) all_there: OnceCell<Absent>,
    /// For each actor, what of it is about those behind the actor.
    all_there_of: Memo<ActorId, Absent>,
    pub(super) capacities: Memo<(ActorId, ActorId), BTreeSet<ActorId>>,
    pub(super) happening: Memo<Happening<'d>, Set>,
    closed_days: RefCell<BTreeMap<Option<ActorId>, ClosedDays>>,
    pub(super) holidays: Memo<ActorId, Vec<Holiday>>,
    pub(super) known_hours: Memo<(ActorId, Unknown), Set>,
    pub(super) on_shift: Memo<(ActorId, Unknown), Set>,
    pub(super) standing: Memo<(ActorId, Absent), Vec<Standing>>,
    /// All who hold a grant.
    pub(super) holders: OnceCell<BTreeSet<ActorId>>,
    pub(super) presences: Memo<(ActorId, Absent, Unknown), Presence>,
    pub(super) presences_of_any: Memo<(Vec<ActorId>, Absent, Unknown), Presence>,
    pub(super) groups: Memo<(ActorId, Absent, Unknown), Vec<Reached>>,
    /// By the place where the groups of those who are reached are kept.
    pub(super) duties: Memo<usize, Set>,
    pub(super) ways_to: Memo<(ActorId, Absent, Unknown), Vec<Reached>>,
    /// Those whose hours are being asked for, so that a circle ends, and how many that were.
    pub(super) hours_open: RefCell<Vec<ActorId>>,
    pub(super) hours_asked: Cell<usize>,
    pub(super) forces: Memo<(usize, Unknown), Set>,
    pub(super) modes: Memo<(Vec<usize>, Unknown), Modes>,
    /// By the first of the commands that form one; so are the next two.
    pub(super) commanded: Memo<(usize, Unknown), Set>,
    pub(super) held_in_turn: Memo<usize, Set>,
    pub(super) away_in_turn: Memo<usize, Set>,
    /// Sets that many tables write, each once.
    kept: RefCell<BTreeSet<Set>>,
    /// By the places of both sets, which are kept with it.
    left: Memo<(usize, usize), [Set; 3]>,
    pub(super) promised_by: Memo<RowId, Option<Rc<Set>>>,
    pub(super) promised: Memo<(Span, Days), Option<Rc<Set>>>,
    /// By the place of the hours.
    pub(super) possible: Memo<Span, Option<Set>>,
    pub(super) called: RefCell<BTreeMap<RowId, Rc<Called>>>,
    pub(super) called_along: Memo<Option<usize>, Called>,
    pub(super) called_directly: Memo<Called, Called>,
    pub(super) matters: Memo<MatterKey, Matter>,
    pub(super) matters_of: RefCell<BTreeMap<RowId, Vec<Rc<Matter>>>>,
    /// By the place where a matter is kept.
    pub(super) mattering: Memo<usize, BTreeSet<ActorId>>,
    /// By the place where a matter is kept.
    pub(super) needed: Memo<usize, BTreeSet<ActorId>>,
    /// By the place where a matter is kept.
    pub(super) at_best: Memo<usize, Option<Minute>>,
    pub(super) approvers: Memo<(usize, Absent, Unknown), Set>,
    pub(super) times: Memo<Inputs, Times>,
    /// By the place where a matter is kept.
    pub(super) times_of: Memo<(usize, Absent, Unknown), Rc<Times>>,
    /// With the target, and where the promised minutes are kept.
    pub(super) lateness: Memo<(Inputs, Option<u32>, usize), Set>,
    pub(super) lateness_of: Memo<Lateness, Rc<Set>>,
    /// By the place where a matter is kept.
    pub(super) unapproved: Memo<(usize, Option<u32>), Unapproved>,
}

impl<'e, 'd> Clock<'e, 'd> {
    /// The clock of an engagement. `None` when it does not say in which zone it is read, or when
    /// no day of it is left.
    pub fn of(engagement: &'e Engagement<'d>) -> Option<Self> {
        let home = engagement.head()?.timezone.as_ref()?;
        let home: &'d str = &home.value.0;
        let zone = find_zone(home)?;
        let (first, last) = days(engagement)?;
        let wide = Local::of(&zone, (first - 2) * DAY, (last + 2) * DAY);
        let horizon = wide.on_days(Some(first), Some(last));
        let (start, end) = (horizon.first()?, horizon.end()?);
        let calls = (start, end + CALLS_AFTER);
        let mut clock = Clock {
            engagement,
            horizon,
            calls,
            known: (start, calls.1),
            home,
            zones: RefCell::default(),
            shifts: shifts(engagement),
            concerns: RefCell::default(),
            client: OnceCell::new(),
            all_there: OnceCell::new(),
            all_there_of: RefCell::default(),
            capacities: RefCell::default(),
            happening: RefCell::default(),
            closed_days: RefCell::default(),
            holidays: RefCell::default(),
            known_hours: RefCell::default(),
            on_shift: RefCell::default(),
            standing: RefCell::default(),
            holders: OnceCell::new(),
            presences: RefCell::default(),
            presences_of_any: RefCell::default(),
            groups: RefCell::default(),
            duties: RefCell::default(),
            ways_to: RefCell::default(),
            hours_open: RefCell::default(),
            hours_asked: Cell::new(0),
            forces: RefCell::default(),
            modes: RefCell::default(),
            commanded: RefCell::default(),
            held_in_turn: RefCell::default(),
            away_in_turn: RefCell::default(),
            kept: RefCell::default(),
            left: RefCell::default(),
            promised_by: RefCell::default(),
            promised: RefCell::default(),
            possible: RefCell::default(),
            called: RefCell::default(),
            called_along: RefCell::default(),
            called_directly: RefCell::default(),
            matters: RefCell::default(),
            matters_of: RefCell::default(),
            mattering: RefCell::default(),
            needed: RefCell::default(),
            at_best: RefCell::default(),
            approvers: RefCell::default(),
            times: RefCell::default(),
            times_of: RefCell::default(),
            lateness: RefCell::default(),
            lateness_of: RefCell::default(),
            unapproved: RefCell::default(),
        };
        clock.known.1 += clock.longest_path();
        Some(clock)
    }

    /// A set that is equal to this one, the same one each time.
    pub(super) fn kept(&self, set: Set) -> Set {
        let mut kept = self.kept.borrow_mut();
        if let Some(same) = kept.get(&set) {
            return same.clone();
        }
        kept.insert(set.clone());
        set
    }

    /// What of a set is not in another: as [`Set::difference`], and remembered, since the same
    /// promise meets the same hours on many rows.
    pub(super) fn left(&self, of: &Set, taken: &Set) -> Set {
        let key = (of.place(), taken.place());
        let left = recall(&self.left, key, || {
            [of.difference(taken), of.clone(), taken.clone()]
        });
        left[0].clone()
    }

    /// The minutes that are judged: from the first day to the last, in the engagement's zone.
    pub fn horizon(&self) -> &Set {
        &self.horizon
    }

    /// All minutes for which anything is known: the horizon, 31 days, and the longest path.
    pub(super) fn everything(&self) -> Set {
        Set::span(self.known.0, self.known.1)
    }

    /// All minutes, or none, for what nobody wrote.
    pub(super) fn assumed(&self, unknown: Unknown) -> Set {
        match unknown {
            Unknown::On => self.everything(),
            Unknown::Off => Set::empty(),
        }
    }

    /// The name of the engagement's zone.
    pub fn home(&self) -> &'d str {
        self.home
    }

    /// The name of the zone in which an actor's hours and dates are read: its own, else its
    /// party's, else the engagement's.
    pub fn zone_of(&self, actor: ActorId) -> &'d str {
        let own = |actor: ActorId| -> Option<&'d Timezone<'d>> {
            match self.engagement.actor(actor).kind {
                ActorKind::Party(table) => table.timezone.as_ref(),
                ActorKind::Person(table) => table.timezone.as_ref(),
                ActorKind::Team(table) => table.timezone.as_ref(),
                ActorKind::Role(_) => None,
            }
        };
        let named = own(actor).or_else(|| own(self.party_of(actor)?));
        named.map_or(self.home, |zone| &zone.value.0)
    }

    /// A zone by its name; `None` where there is none of that name.
    pub(super) fn local(&self, name: &'d str) -> Option<Rc<Local>> {
        let mut zones = self.zones.borrow_mut();
        let local = zones.entry(name).or_insert_with(|| {
            let zone = find_zone(name)?;
            Some(Rc::new(Local::of(&zone, self.known.0, self.known.1)))
        });
        local.clone()
    }

    /// The days on which a party is closed; none for no party.
    pub(super) fn closed_days(&self, party: Option<ActorId>) -> ClosedDays {
        if let Some(known) = self.closed_days.borrow().get(&party) {
            return Rc::clone(known);
        }
        let table = party.map(|party| self.engagement.actor(party).kind);
        let days: ClosedDays = match table {
            Some(ActorKind::Party(table)) => {
                let days = Many::of(&table.holidays).iter();
                let days = days.filter_map(|day| civil(day.value));
                Rc::new(days.map(day_number).collect())
            }
            _ => Rc::default(),
        };
        let mut known = self.closed_days.borrow_mut();
        known.insert(party, Rc::clone(&days));
        days
    }

    /// The shifts that name a person.
    pub(super) fn shifts_of(&self, person: ActorId) -> &[(ActorId, &'d Shift<'d>)] {
        self.shifts.get(&person).map_or(&[], Vec::as_slice)
    }

    /// Those of the absent whose absence can make a difference to an actor.
    pub(super) fn concerning(&self, actor: ActorId, absent: &Absent) -> Absent {
        if absent.is_nobody() {
            return Absent::nobody();
        }
        let concerned = self.concerned(actor);
        let all_there = self.all_there.get();
        if !all_there.is_some_and(|all| absent.shares_absences_with(all)) {
            return absent.only(&concerned);
        }
        let theirs = recall(&self.all_there_of, actor, || {
            self.all_there().only(&concerned)
        });
        if absent.people().is_empty() {
            return Absent::clone(&theirs);
        }
        let people = Absent::of(absent.people().iter().copied());
        people.only(&concerned).with_absences_of(&theirs)
    }

    /// The people who may be reached when an actor is called.
    pub fn concerned(&self, actor: ActorId) -> Rc<BTreeSet<ActorId>> {
        recall(&self.concerns, actor, || self.find_concerned(actor))
    }

    fn find_concerned(&self, actor: ActorId) -> BTreeSet<ActorId> {
        let mut people = self.engagement.acting(actor).clone();
        let mut last: Vec<ActorId> = people.iter().copied().collect();
        for _ in 0..MOST_COVERS {
            let covers: BTreeSet<ActorId> = last.iter().flat_map(|own| self.covers(*own)).collect();
            last = covers
                .into_iter()
                .filter(|own| people.insert(*own))
                .collect();
        }
        people
    }

    fn covers(&self, person: ActorId) -> Vec<ActorId> {
        let ActorKind::Person(table) = self.engagement.actor(person).kind else {
            return Vec::new();
        };
        let away = Many::of(&table.away).iter();
        let named = away.flat_map(|away| Many::of(&away.covered_by));
        named
            .filter_map(|cover| self.engagement.names.actor(&cover.name))
            .collect()
    }

    /// How far behind a call its path may read, in minutes.
    fn longest_path(&self) -> Minute {
        let within = |grant: &crate::model::Grant<'_>| {
            grant
                .table
                .within
                .map_or(0, |within| Minute::from(within.value.minutes))
        };
        let approval = self.engagement.grants.iter().map(within).max().unwrap_or(0);
        // Also those that have parts: a parent may carry letters of its own.
        let rows = self
            .engagement
            .rows()
            .map(|(row, _)| self.length_of_path(row));
        let longest = rows.max().unwrap_or(0).saturating_add(2 * approval);
        longest.saturating_add(1).min(MOST_MINUTES_OF_PATH)
    }

    fn length_of_path(&self, row: RowId) -> Minute {
        let called = self.called(row);
        let minutes = called.steps.iter().filter_map(|step| step.ack_within);
        minutes.fold(0, |sum, ack| sum.saturating_add(Minute::from(ack)))
    }

    /// How long after a call something can still decide about it, in minutes.
    pub fn longest_wait(&self) -> Minute {
        self.known.1 - self.calls.1
    }

    /// Whether a moment so long after a call is followed.
    pub(super) fn follows(&self, after: Minute) -> bool {
        after <= self.longest_wait()
    }
}

pub(super) fn find_zone(name: &str) -> Option<TimeZone> {
    TimeZoneDatabase::bundled().get(name).ok()
}

/// The first and last day of the horizon.
fn days(engagement: &Engagement<'_>) -> Option<(Minute, Minute)> {
    let first = day_number(engagement.start());
    let most = first + MOST_DAYS - 1;
    let last = engagement.end();
    let last = last.map_or(most, |last| day_number(last).min(most));
    (first <= last).then_some((first, last))
}

/// The shifts that name each person.
fn shifts<'d>(engagement: &Engagement<'d>) -> BTreeMap<ActorId, Vec<(ActorId, &'d Shift<'d>)>> {
    let mut shifts: BTreeMap<ActorId, Vec<(ActorId, &'d Shift<'d>)>> = BTreeMap::new();
    for (team, actor) in engagement.actors() {
        let ActorKind::Team(table) = actor.kind else {
            continue;
        };
        for shift in Many::of(&table.shifts) {
            for who in Many::of(&shift.who) {
                if let Some(person) = engagement.names.actor(&who.name) {
                    shifts.entry(person).or_default().push((team, shift));
                }
            }
        }
    }
    shifts
}

#[cfg(test)]
mod tests;
