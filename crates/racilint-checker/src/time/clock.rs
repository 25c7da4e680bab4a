//! The clock of an engagement: its horizon, its zones, and what has been computed already.

use std::cell::{OnceCell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use jiff::civil::Date;
use jiff::tz::{TimeZone, TimeZoneDatabase};
use racilint_diagnostics::Span;
use racilint_parser::language::Shift;
use racilint_parser::values::{Many, Timezone};

use super::duty::{MOST_COVERS, Standing};
use super::local::{DAY, Local, day_number};
use super::pass::Inputs;
use super::path::Matter;
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
    pub(super) all_there: OnceCell<Absent>,
    pub(super) capacities: Memo<(ActorId, ActorId), BTreeSet<ActorId>>,
    pub(super) known_hours: Memo<(ActorId, Unknown), Set>,
    pub(super) on_shift: Memo<(ActorId, Unknown), Set>,
    pub(super) standing: Memo<(ActorId, Absent), Vec<Standing>>,
    pub(super) duties: Memo<(ActorId, Absent, Unknown), Set>,
    pub(super) ways_to: Memo<(ActorId, Absent, Unknown), Vec<Reached>>,
    /// Those who are being asked for, so that a circle ends.
    pub(super) open: RefCell<Vec<ActorId>>,
    pub(super) hours_open: RefCell<Vec<ActorId>>,
    pub(super) forces: Memo<(usize, Unknown), Set>,
    pub(super) modes: Memo<(Vec<usize>, Unknown), Modes>,
    pub(super) promised: Memo<(Span, Days), Option<Rc<Set>>>,
    pub(super) matters: Memo<Matter, Matter>,
    pub(super) matters_of: RefCell<BTreeMap<RowId, Vec<Rc<Matter>>>>,
    /// By the place where a matter is kept.
    pub(super) mattering: Memo<usize, BTreeSet<ActorId>>,
    pub(super) approvers: Memo<(usize, Absent, Unknown), Set>,
    pub(super) times: Memo<Inputs, Times>,
    /// By the place where a matter is kept.
    pub(super) times_of: Memo<(usize, Absent, Unknown), Rc<Times>>,
    pub(super) lateness: Memo<(Inputs, Option<u32>), Set>,
    /// By the place where a matter is kept.
    pub(super) lateness_of: Memo<(usize, Absent, Unknown, Option<u32>), Rc<Set>>,
    pub(super) unapproved: Memo<(Called, String, Vec<usize>, Option<u32>), Unapproved>,
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
            all_there: OnceCell::new(),
            capacities: RefCell::default(),
            known_hours: RefCell::default(),
            on_shift: RefCell::default(),
            standing: RefCell::default(),
            duties: RefCell::default(),
            ways_to: RefCell::default(),
            open: RefCell::default(),
            hours_open: RefCell::default(),
            forces: RefCell::default(),
            modes: RefCell::default(),
            promised: RefCell::default(),
            matters: RefCell::default(),
            matters_of: RefCell::default(),
            mattering: RefCell::default(),
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
        absent.only(&concerned)
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
        let steps = self.called(row).steps;
        let minutes = steps.iter().filter_map(|step| step.ack_within);
        minutes.fold(0, |sum, ack| sum.saturating_add(Minute::from(ack)))
    }

    /// How long after a call something can still decide about it, in minutes.
    pub fn longest_wait(&self) -> Minute {
        self.known.1 - self.calls.1
    }

    /// Whether a moment so long after a call is followed.
    pub(super) fn follows(&self, after: Minute) -> bool {
        after <= self.known.1 - self.calls.1
    }
}

pub(super) fn find_zone(name: &str) -> Option<TimeZone> {
    TimeZoneDatabase::bundled().get(name).ok()
}

/// The first and last day of the horizon.
fn days(engagement: &Engagement<'_>) -> Option<(Minute, Minute)> {
    let head = engagement.head()?;
    let ends = head.ends.and_then(|ends| civil(ends.value));
    let first = day_number(engagement.start());
    let most = first + MOST_DAYS - 1;
    let last = ends.map_or(most, |ends: Date| day_number(ends).min(most));
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
