//! The language's section "How it reads time and authority", minute by minute.
//!
//! This is the yardstick of the time engine and shares nothing with it: no interval is formed here,
//! every question is asked of one minute. What has been answered for a minute is remembered, and
//! that is all the cleverness there is. Cost is no concern beyond that.

use racilint_parser::Document;
use racilint_parser::language::{IfNoAnswer, Mode};

use crate::hours::{Held, Memo};
use crate::local::{DAY, number};
use crate::roster::{Kind, Roster, Set, day_number, only};
use crate::standing::{Standing, members};
use crate::work::{self, Power, Row, Step};

/// The days after the end of the horizon in which a call may still be repeated.
const CALLS_AFTER_THE_END: i64 = 31;

/// The most local dates of a horizon.
const MOST_DATES: i32 = 366;

/// An engagement, ready to be asked.
pub struct Evaluator {
    roster: Roster,
    /// The rows that are evaluated.
    pub rows: Vec<Row>,
    powers: Vec<Power>,
    /// For each grant whether it is in force.
    in_force: Vec<Memo<Held>>,
    standing: Standing,
    /// For each person who is there.
    presence: Vec<Memo<Presence>>,
    /// The first minute of the horizon and the first one after it.
    pub horizon: (i64, i64),
}

/// An evaluator with somebody absent, or nobody, and a decision about those whose hours nobody knows.
pub struct View<'e> {
    evaluator: &'e Evaluator,
    absent: Set,
    unknown: bool,
    /// For each actor whether it is on duty.
    duty: Vec<Memo<bool>>,
}

/// Whether a person is there, whoever else is absent.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Presence {
    Here,
    /// Before the first day or after the last one.
    Gone,
    /// Away, as the entries with these bits say.
    Away(u8),
}

/// A pass, and the time to authority.
pub type Times = (Option<u32>, Option<u32>);

impl Evaluator {
    /// Reads a document, as seen on a day.
    pub fn of(document: &Document<'_>, today: jiff::civil::Date) -> Self {
        let mut roster = Roster::of(document);
        let rows = work::rows(document, &mut roster);
        let powers = work::powers(document, &mut roster);
        let standing = Standing::of(&roster);
        let head = document.engagement.as_ref().expect("an engagement");
        let starts = head.starts.map(|day| day_number(day.value));
        let first = number(today).max(starts.unwrap_or(i32::MIN));
        let ends = head.ends.map_or(i32::MAX, |day| day_number(day.value));
        let last = ends.min(first + MOST_DATES - 1);
        let horizon = (
            roster.zone.first_minute_of(first),
            roster.zone.first_minute_of(last + 1),
        );
        Evaluator {
            in_force: powers.iter().map(|_| Memo::default()).collect(),
            presence: roster.actors.iter().map(|_| Memo::default()).collect(),
            roster,
            rows,
            powers,
            standing,
            horizon,
        }
    }

    /// The names of all actors, in the order of their indices.
    pub fn actors(&self) -> impl Iterator<Item = &str> {
        self.roster.actors.iter().map(|actor| actor.name.as_str())
    }

    /// The index of the actor of a name that is declared.
    pub fn actor(&self, name: &str) -> usize {
        self.roster.actor(name)
    }

    /// The people, by their indices.
    pub fn people(&self) -> Vec<usize> {
        let all = 0..self.roster.actors.len();
        let is_person = |at: &usize| matches!(self.roster.actors[*at].kind, Kind::Person { .. });
        all.filter(is_person).collect()
    }

    /// The minutes of the horizon.
    pub fn minutes(&self) -> std::ops::Range<i64> {
        self.horizon.0..self.horizon.1
    }

    /// The engagement, without one person or with all. `unknown` is whether those whose hours nobody knows are
    /// on duty.
    pub fn without(&self, absent: Option<usize>, unknown: bool) -> View<'_> {
        View {
            evaluator: self,
            absent: absent.map_or(0, only),
            unknown,
            duty: self.roster.actors.iter().map(|_| Memo::default()).collect(),
        }
    }

    /// Whether a row is promised, for every minute of the horizon.
    pub fn promised(&self, row: &Row) -> Vec<bool> {
        let is_promised = |minute| {
            row.promised
                .is_some_and(|hours| self.held(hours, minute) == Held::Yes)
        };
        self.minutes().map(is_promised).collect()
    }

    /// Whether the two answers about those whose hours nobody knows can differ at all.
    pub fn leaves_something_unknown(&self) -> bool {
        let without_hours = |at: usize| match self.roster.actors[at].kind {
            Kind::Person { .. } | Kind::Party => self.roster.hours_or_of_party(at).is_none(),
            Kind::Team { .. } | Kind::Role { .. } => false,
        };
        let mut steps = self.rows.iter().flat_map(|row| &row.steps);
        (0..self.roster.actors.len()).any(without_hours) || steps.any(|step| step.ack.is_none())
    }

    fn presence(&self, person: usize, minute: i64) -> Presence {
        self.presence[person].get(minute, || self.find_presence(person, minute))
    }

    fn find_presence(&self, person: usize, minute: i64) -> Presence {
        let Kind::Person {
            zone,
            away,
            from,
            until,
        } = &self.roster.actors[person].kind
        else {
            return Presence::Gone;
        };
        let day = zone.at(minute).day;
        if from.is_some_and(|from| day < from) || until.is_some_and(|until| until < day) {
            return Presence::Gone;
        }
        let away = away.iter().zip(0..);
        let now = away.filter(|((first, last, _), _)| (*first..=*last).contains(&day));
        match now.fold(0, |bits, (_, at)| bits | 1 << at) {
            0 => Presence::Here,
            bits => Presence::Away(bits),
        }
    }

    /// Whether a grant holds at a minute.
    fn is_in_force(&self, at: usize, minute: i64) -> Held {
        self.in_force[at].get(minute, || {
            let power = &self.powers[at];
            let day = self.roster.zone.at(minute).day;
            let begun = power.from.is_none_or(|from| from <= day);
            let ended = power.until.is_some_and(|until| until < day);
            if !begun || ended {
                return Held::No;
            }
            power
                .hours
                .map_or(Held::Yes, |hours| self.held(hours, minute))
        })
    }

    fn held(&self, hours: usize, minute: i64) -> Held {
        self.roster.schedules[hours].hold(minute, &self.roster)
    }
}

impl View<'_> {
    /// `on_duty(owner, t, X)` for every minute of the horizon.
    pub fn duty(&self, owner: usize) -> Vec<bool> {
        let minutes = self.evaluator.minutes();
        minutes
            .map(|minute| self.is_on_duty(owner, minute))
            .collect()
    }

    /// `on_duty(owner, t, X)`.
    pub fn is_on_duty(&self, owner: usize, minute: i64) -> bool {
        self.duty[owner].get(minute, || self.find_duty(owner, minute, 0))
    }

    /// `pass(w, a, t, X)` and `t2a(w, a, t, X)` for every minute of the horizon, none where it fails
    /// or is never. Whoever calls at a
    /// minute either ends with that call or with one that begins a minute later or still later, so
    /// that the least over all later calls is known from the following minute.
    pub fn times_to_authority(&self, row: &Row, action: &str) -> Vec<Times> {
        let (first, end) = self.evaluator.horizon;
        let powers = self.powers_for(row, action);
        let mut best = self.best_from(row, &powers, end);
        let mut times = Vec::new();
        for minute in (first..end).rev() {
            let later = best.map(|best| best + 1);
            let pass = self.pass(row, &powers, minute);
            best = least(pass, later);
            times.push((pass, best));
        }
        times.reverse();
        times
    }

    /// The least over all calls from the end of the horizon on, counted from there.
    fn best_from(&self, row: &Row, powers: &[(usize, &Power)], end: i64) -> Option<u32> {
        if !self.could_ever_end(row, powers) {
            return None;
        }
        let mut best = None;
        for minute in end..end + CALLS_AFTER_THE_END * DAY {
            let waited = u32::try_from(minute - end).expect("a month");
            if best.is_some_and(|best| best <= waited) {
                break;
            }
            let call = self.pass(row, powers, minute).map(|pass| waited + pass);
            best = least(best, call);
        }
        best
    }

    /// Whether any minute could give an end: without a grant for anybody who could ever be reached
    /// none does, and a month of minutes need not be asked.
    fn could_ever_end(&self, row: &Row, powers: &[(usize, &Power)]) -> bool {
        let owners = row.steps.iter().flat_map(|step| &step.to);
        let at_most = owners.fold(0, |all, owner| {
            all | self.evaluator.standing.at_most[*owner]
        });
        let granted = powers
            .iter()
            .any(|(_, power)| power.mode != Mode::Prohibited && power.holders & at_most != 0);
        let open = self.unknown && row.steps.iter().any(|step| step.ack.is_none());
        granted || open
    }

    /// `pass(w, a, t, X)`, none where the pass fails.
    fn pass(&self, row: &Row, powers: &[(usize, &Power)], minute: i64) -> Option<u32> {
        let mut best = None;
        let mut asked = 0;
        for step in &row.steps {
            let Some(ack) = step.ack else {
                return least(best, self.unknown.then_some(asked));
            };
            let end = self.end_of_step(step, powers, minute + i64::from(asked), ack);
            best = least(best, end.map(|end| asked + end));
            asked += ack;
        }
        best
    }

    /// How long after a step is asked it gives an end.
    fn end_of_step(
        &self,
        step: &Step,
        powers: &[(usize, &Power)],
        asked: i64,
        ack: u32,
    ) -> Option<u32> {
        let mut best = None;
        for owner in &step.to {
            for capacities in self.reached(*owner, asked) {
                let end = self.end_of_one(capacities, powers, asked, ack);
                best = least(best, end);
            }
        }
        best
    }

    /// The same for somebody who acts with these capacities.
    fn end_of_one(
        &self,
        capacities: Set,
        powers: &[(usize, &Power)],
        asked: i64,
        ack: u32,
    ) -> Option<u32> {
        let mut pre_authorized = false;
        let mut approved = None;
        for (at, power) in powers {
            if power.holders & capacities == 0 || !self.in_force(*at, asked) {
                continue;
            }
            match power.mode {
                Mode::Prohibited => return None,
                Mode::PreAuthorized => pre_authorized = true,
                Mode::ApprovalRequired => {
                    approved = least(approved, self.approved(power, asked, ack));
                }
            }
        }
        if pre_authorized { Some(ack) } else { approved }
    }

    fn approved(&self, power: &Power, asked: i64, ack: u32) -> Option<u32> {
        let within = power.within?;
        let acknowledged = asked + i64::from(ack);
        let answers = |minute| {
            let mut approvers = power.approvers.iter();
            approvers.any(|approver| self.is_on_duty(*approver, minute))
        };
        if answers(acknowledged) || power.if_no_answer == IfNoAnswer::Act {
            return Some(ack + within);
        }
        let again = power.if_no_answer == IfNoAnswer::Escalate;
        (again && answers(acknowledged + i64::from(within))).then_some(ack + 2 * within)
    }

    fn powers_for(&self, row: &Row, action: &str) -> Vec<(usize, &Power)> {
        let powers = self.evaluator.powers.iter().enumerate();
        let matching = powers.filter(|(_, power)| {
            let on = power.on.as_ref();
            power.actions.iter().any(|own| own == action)
                && on.is_none_or(|on| on.iter().any(|name| row.lineage.contains(name)))
        });
        matching.collect()
    }

    /// Whether a grant holds at a minute. Where its hours hang on somebody whose hours nobody knows,
    /// it does when those are taken to be on duty.
    fn in_force(&self, at: usize, minute: i64) -> bool {
        match self.evaluator.is_in_force(at, minute) {
            Held::Yes => true,
            Held::No => false,
            Held::Unknown => self.unknown,
        }
    }

    fn hold(&self, hours: usize, minute: i64) -> bool {
        match self.evaluator.held(hours, minute) {
            Held::Yes => true,
            Held::No => false,
            Held::Unknown => self.unknown,
        }
    }

    fn kind(&self, actor: usize) -> &Kind {
        &self.evaluator.roster.actors[actor].kind
    }

    /// `above` holds the teams and roles that are being asked, so that a ring is nobody.
    fn find_duty(&self, owner: usize, minute: i64, above: Set) -> bool {
        if above & only(owner) != 0 {
            return false;
        }
        let inside = above | only(owner);
        let actor = &self.evaluator.roster.actors[owner];
        match &actor.kind {
            Kind::Party => actor
                .hours
                .map_or(self.unknown, |hours| self.hold(hours, minute)),
            Kind::Person { .. } => {
                self.is_there(owner, minute)
                    && (self.person_hours(owner, minute) || self.is_on_a_shift(owner, minute))
            }
            Kind::Role { holders, deputies } => {
                let mut people = holders.iter().chain(deputies);
                people.any(|person| self.find_duty(*person, minute, inside))
            }
            Kind::Team { shifts, .. } if !shifts.is_empty() => {
                !self.on_shift(owner, minute).is_empty()
            }
            Kind::Team { .. } => {
                let members = members(&self.evaluator.roster, owner);
                match actor.hours {
                    Some(hours) => {
                        let mut members = members.iter();
                        self.hold(hours, minute)
                            && members.any(|member| self.is_available(*member, minute, inside))
                    }
                    None => members
                        .iter()
                        .any(|member| self.find_duty(*member, minute, inside)),
                }
            }
        }
    }

    fn person_hours(&self, person: usize, minute: i64) -> bool {
        let hours = self.evaluator.roster.hours_or_of_party(person);
        hours.map_or(self.unknown, |hours| self.hold(hours, minute))
    }

    /// Whether a shift that names a person holds.
    fn is_on_a_shift(&self, person: usize, minute: i64) -> bool {
        let mut teams = 0..self.evaluator.roster.actors.len();
        teams.any(|team| {
            let named = self.named_on_shift(team, minute);
            named.contains(&person)
        })
    }

    /// Whoever the shifts of a team name at a minute; nobody outside of the team's own hours.
    fn named_on_shift(&self, team: usize, minute: i64) -> Vec<usize> {
        let actor = &self.evaluator.roster.actors[team];
        let Kind::Team { shifts, .. } = &actor.kind else {
            return Vec::new();
        };
        if shifts.is_empty() || !actor.hours.is_none_or(|hours| self.hold(hours, minute)) {
            return Vec::new();
        }
        let held = shifts.iter().filter(|(_, hours)| self.hold(*hours, minute));
        held.flat_map(|(who, _)| who).copied().collect()
    }

    /// The people on the shifts of a team, or their covers, with what they take over.
    fn on_shift(&self, team: usize, minute: i64) -> Vec<(usize, Set)> {
        let named = self.named_on_shift(team, minute).into_iter();
        named
            .flat_map(|person| self.stand_ins(person, minute))
            .collect()
    }

    /// Whether somebody is there, whatever their hours.
    fn is_available(&self, actor: usize, minute: i64, above: Set) -> bool {
        if above & only(actor) != 0 {
            return false;
        }
        let inside = above | only(actor);
        let named = match self.kind(actor) {
            Kind::Party => return true,
            Kind::Person { .. } => return self.is_there(actor, minute),
            Kind::Role { holders, deputies } => [&holders[..], deputies].concat(),
            Kind::Team { .. } => members(&self.evaluator.roster, actor),
        };
        named
            .iter()
            .any(|named| self.is_available(*named, minute, inside))
    }

    /// Whether a person is there, or a cover.
    fn is_there(&self, person: usize, minute: i64) -> bool {
        match self.evaluator.presence(person, minute) {
            Presence::Gone => false,
            Presence::Here => self.absent & only(person) == 0,
            Presence::Away(_) => !self.stand_ins(person, minute).is_empty(),
        }
    }

    /// Who is there in the place of a person, each with what they take over from that person: the
    /// person alone, or while away the covers.
    fn stand_ins(&self, person: usize, minute: i64) -> Vec<(usize, Set)> {
        let mut there = Vec::new();
        self.find_stand_ins(person, minute, 0, &mut there);
        let handed_on = self.evaluator.standing.handed_on[person];
        let found = there.into_iter().map(|who| match who == person {
            true => (who, 0),
            false => (who, handed_on),
        });
        found.collect()
    }

    /// `above` holds those who are being covered, so that a ring is nobody.
    fn find_stand_ins(&self, person: usize, minute: i64, above: Set, found: &mut Vec<usize>) {
        if above & only(person) != 0 {
            return;
        }
        match self.evaluator.presence(person, minute) {
            Presence::Gone => {}
            Presence::Here if self.absent & only(person) != 0 => {}
            Presence::Here => found.push(person),
            Presence::Away(entries) => {
                for cover in self.covers(person, entries) {
                    self.find_stand_ins(cover, minute, above | only(person), found);
                }
            }
        }
    }

    /// The covers that some entries of a person name.
    fn covers(&self, person: usize, entries: u8) -> Vec<usize> {
        let Kind::Person { away, .. } = self.kind(person) else {
            return Vec::new();
        };
        let now = away
            .iter()
            .zip(0..)
            .filter(|(_, at)| entries & 1 << at != 0);
        now.flat_map(|((_, _, covers), _)| covers)
            .copied()
            .collect()
    }

    /// The capacities in which somebody of an owner is reached at a minute, one set for each who is;
    /// none when nobody is on duty.
    fn reached(&self, owner: usize, minute: i64) -> Vec<Set> {
        if !self.is_on_duty(owner, minute) {
            return Vec::new();
        }
        let capacities = &self.evaluator.standing.capacities;
        let own = capacities[owner];
        match self.kind(owner) {
            Kind::Person { .. } => {
                let people = self.stand_ins(owner, minute).into_iter();
                people
                    .map(|(person, taken_over)| capacities[person] | taken_over)
                    .collect()
            }
            Kind::Team { shifts, .. } if !shifts.is_empty() => {
                let people = self.on_shift(owner, minute).into_iter();
                people
                    .map(|(person, taken_over)| own | capacities[person] | taken_over)
                    .collect()
            }
            Kind::Party | Kind::Team { .. } => vec![own],
            Kind::Role { holders, deputies } => {
                let people = holders.iter().chain(deputies);
                let people = people.filter(|person| self.is_on_duty(**person, minute));
                let sets = people.flat_map(|person| self.reached_in_role(*person, own, minute));
                sets.collect()
            }
        }
    }

    /// Holders and deputies act with what the role may; the cover of one of them with what the cover
    /// may besides.
    fn reached_in_role(&self, person: usize, role: Set, minute: i64) -> Vec<Set> {
        if !matches!(self.kind(person), Kind::Person { .. }) {
            return vec![role];
        }
        let people = self.stand_ins(person, minute).into_iter();
        let capacities = people.map(|(who, _)| match who == person {
            true => role,
            false => role | self.evaluator.standing.capacities[who],
        });
        capacities.collect()
    }
}

fn least(one: Option<u32>, other: Option<u32>) -> Option<u32> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}
