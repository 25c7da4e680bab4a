//! Who is really there: seats, whoever sits in them, and the days from and until which people are.
//!
//! Hours and absences are left aside: a person on leave still holds the seat.

use std::collections::BTreeSet;

use jiff::ToSpan;
use jiff::civil::Date;
use racilint_diagnostics::Span;

use super::engagement::civil;
use super::{ActorId, ActorKind, Engagement, Letter, Link, RowId, Seats, is_placeholder};
use racilint_parser::values::{self, Many};

/// A place in the file that gives somebody something to do.
#[derive(Clone, Copy, Debug)]
pub struct Seat<'e> {
    /// Who is named.
    pub actor: ActorId,
    /// Where.
    pub span: Span,
    /// What whoever sits there does: "answers for".
    does: &'static str,
    /// To what: `triage`.
    what: &'e str,
    /// The day from which it matters that somebody is there.
    pub day: Date,
}

impl Seat<'_> {
    /// What the seat is for: "answers for `triage`".
    pub fn duty(&self) -> String {
        format!("{} `{}`", self.does, self.what)
    }
}

impl Engagement<'_> {
    /// All seats that must be filled: those who do and answer for work, command, approve, keep and
    /// produce evidence, are called, own front doors, milestones, metrics and reports, and stand in,
    /// in this order.
    pub fn seats(&self) -> Vec<Seat<'_>> {
        let mut list = List {
            engagement: self,
            seats: Vec::new(),
        };
        list.take_rows();
        list.take_commands();
        let work = Work::of(&list);
        list.take_the_rest(&work);
        list.take_owners(&work);
        list.take_stand_ins();
        list.seats
    }

    /// The declarations because of which nobody sits in a seat of this actor on `day`: a person who
    /// is not there, alone or as the only one in a team or role, else the innermost teams and roles
    /// that are empty. Empty when somebody does; a party is always somebody, and so is whoever
    /// cannot be known completely.
    pub fn vacancies(&self, actor: ActorId, day: Date) -> BTreeSet<ActorId> {
        let mut seen = BTreeSet::new();
        let mut causes = BTreeSet::new();
        let mut open = vec![actor];
        while let Some(next) = open.pop() {
            if !seen.insert(next) {
                continue;
            }
            if self.is_somebody(next, day) {
                return BTreeSet::new();
            }
            let own = self.actor(next);
            let mut named = own.members.actors().chain(own.lead.actors());
            // Mostly the first of a team is there, however many there are.
            if named.any(|one| self.actor(one).is_person() && self.is_somebody(one, day)) {
                return BTreeSet::new();
            }
            let inner: BTreeSet<ActorId> = own.members.actors().chain(own.lead.actors()).collect();
            let of_people = inner.iter().all(|member| self.actor(*member).is_person());
            if !own.is_person() && of_people {
                let mut alone = inner.iter().copied();
                let person = alone.next().filter(|_| alone.next().is_none());
                causes.insert(person.unwrap_or(next));
            }
            open.extend(inner);
        }
        if causes.is_empty() {
            causes.insert(actor);
        }
        causes
    }

    /// Whether an actor, whoever is behind it left aside, is or may be somebody on `day`.
    fn is_somebody(&self, id: ActorId, day: Date) -> bool {
        let actor = self.actor(id);
        match actor.kind {
            ActorKind::Person(_) => !self.is_away_for_good(id, day),
            ActorKind::Party(_) => true,
            ActorKind::Team(_) | ActorKind::Role(_) => actor.uncertain() || self.is_opaque_team(id),
        }
    }

    /// Whether somebody's last day comes before today, or before the engagement begins.
    pub fn has_left(&self, actor: ActorId) -> bool {
        let (_, until) = self.days_of(actor);
        until.is_some_and(|until| until < self.start())
    }

    /// Whether a person's last day comes before that of the engagement; one without an end goes on.
    pub fn leaves_before_the_end(&self, person: ActorId) -> bool {
        let (_, until) = self.days_of(person);
        until.is_some_and(|until| self.end().is_none_or(|end| until < end))
    }

    /// Whether a person has left before `day`, or only comes after it.
    pub fn is_away_for_good(&self, person: ActorId, day: Date) -> bool {
        let (from, until) = self.days_of(person);
        until.is_some_and(|until| until < day) || from.is_some_and(|from| from > day)
    }

    /// The first and the last day of a person, where it says them; nothing for anybody else.
    pub fn days_of(&self, actor: ActorId) -> (Option<Date>, Option<Date>) {
        let ActorKind::Person(table) = self.actor(actor).kind else {
            return (None, None);
        };
        let date =
            |date: Option<values::Spanned<values::Date>>| date.and_then(|date| civil(date.value));
        (date(table.from), date(table.until))
    }

    /// Whoever stands in while a person is away.
    pub fn covers_of(&self, person: ActorId) -> Vec<ActorId> {
        let ActorKind::Person(table) = self.actor(person).kind else {
            return Vec::new();
        };
        let away = Many::of(&table.away).iter();
        let named = away.flat_map(|away| Many::of(&away.covered_by));
        let covers = named.filter_map(|cover| self.names.actor(&cover.name));
        covers.collect()
    }

    /// Whether two of the people who answer for what an actor holds are there on the same day, from
    /// the first day that counts on. Whoever comes when another has left is no second one.
    pub fn are_several_at_once(&self, actor: ActorId) -> bool {
        self.are_several_at_once_among(&[actor])
    }

    /// The same of all those for whom several names stand.
    pub fn are_several_at_once_among(&self, actors: &[ActorId]) -> bool {
        let people = actors.iter().flat_map(|own| self.answering(*own)).copied();
        let is_undated = |one: &ActorId| self.days_of(*one) == (None, None);
        let mut undated = people.clone().filter(is_undated);
        let first = undated.next();
        if undated.any(|one| first != Some(one)) {
            return true;
        }
        self.are_there_at_once(&people.collect())
    }

    /// Whether two of these people are there on the same day of the engagement, from today on.
    pub fn are_there_at_once(&self, people: &BTreeSet<ActorId>) -> bool {
        let (start, end) = (self.start(), self.end());
        let days = people.iter().map(|one| self.days_of(*one));
        let mut days: Vec<(Date, Option<Date>)> = days
            .map(|(from, until)| (from.map_or(start, |from| from.max(start)), until))
            .filter(|(from, until)| {
                [end, *until]
                    .into_iter()
                    .flatten()
                    .all(|last| *from <= last)
            })
            .collect();
        days.sort_unstable();
        let mut next = days.iter().skip(1);
        let mut each = days.iter().map_while(|own| Some((own, next.next()?)));
        each.any(|((_, until), (from, _))| until.is_none_or(|until| *from <= until))
    }

    /// Whether somebody is behind all whom a key names on `day`, but for those who have handed over
    /// to another of them, or come to others who are there already.
    pub fn are_filled_in_turn(&self, seats: &Seats<'_>, day: Date) -> bool {
        let turn = Turn::of(seats, day, self);
        let mut actors = seats.actors();
        actors.all(|own| self.vacancies(own, day).is_empty() || turn.is_of_others(own))
    }

    /// Whether all who can act for somebody come only after `day`.
    fn is_to_come(&self, actor: ActorId, day: Date) -> bool {
        let mut people = self.acting(actor).iter().peekable();
        let comes = |person: &ActorId| self.days_of(*person).0.is_some_and(|from| from > day);
        people.peek().is_some() && people.all(comes)
    }

    /// A team of a party that names none of its people, such as a vendor's, is somebody when the
    /// file says how to reach it or when it is there.
    pub(crate) fn is_opaque_team(&self, id: ActorId) -> bool {
        let ActorKind::Team(table) = self.actor(id).kind else {
            return false;
        };
        let reachable = table.contact.is_some() || table.hours.is_some();
        let parties = self.parties(id);
        let opaque = |party: &ActorId| self.answering(*party).contains(party);
        reachable && !parties.is_empty() && parties.iter().all(opaque)
    }

    /// The day from which somebody must sit in a seat that is in force from `from` until `until`:
    /// today or the start, but no later than the end of the engagement or of what the seat is for.
    pub(crate) fn needed_on(
        &self,
        from: Option<values::Spanned<values::Date>>,
        until: Option<values::Spanned<values::Date>>,
    ) -> Date {
        let date =
            |date: Option<values::Spanned<values::Date>>| date.and_then(|date| civil(date.value));
        let day = date(from).map_or(self.start(), |from| from.max(self.start()));
        let last = [self.end(), date(until)].into_iter().flatten().min();
        last.map_or(day, |last| last.min(day))
    }
}

/// So many days somebody who leaves and somebody who comes for them are there together at most.
const HANDING_OVER: i32 = 31;

/// Who of a list has their turn on a day.
struct Turn<'t, 'd> {
    engagement: &'t Engagement<'d>,
    seats: &'t Seats<'d>,
    day: Date,
    /// The first day of the last of those who are there.
    came: Option<Date>,
}

impl<'t, 'd> Turn<'t, 'd> {
    fn of(seats: &'t Seats<'d>, day: Date, engagement: &'t Engagement<'d>) -> Self {
        let there = seats.actors();
        let there = there.filter(|actor| !engagement.is_away_for_good(*actor, day));
        Turn {
            engagement,
            seats,
            day,
            came: there.filter_map(|own| engagement.days_of(own).0).max(),
        }
    }

    /// Whether the seat is not empty without somebody who is not there: they have had their turn
    /// before one who is, or come to others who are there already.
    fn is_of_others(&self, actor: ActorId) -> bool {
        let comes = || self.engagement.is_to_come(actor, self.day) && self.is_held();
        self.has_handed_over(actor) || comes()
    }

    /// The two may be there side by side for a month to hand over. Whoever has not left yet leaves no
    /// seat empty, whatever is said of them here.
    fn has_handed_over(&self, person: ActorId) -> bool {
        let (_, until) = self.engagement.days_of(person);
        self.came.zip(until).is_some_and(|(came, until)| {
            let handing_over = came.checked_add(HANDING_OVER.days());
            handing_over.is_ok_and(|at_the_latest| until < at_the_latest)
        })
    }

    /// Whether somebody of the list is there, or may be: a name that nothing bears is somebody
    /// else's, a placeholder is nobody's.
    fn is_held(&self) -> bool {
        let may_be = |name: &str| !is_placeholder(name);
        let is_there = |actor| self.engagement.vacancies(actor, self.day).is_empty();
        let mut links = self.seats.links.iter();
        self.seats.unread || links.any(|link| link.to.map_or_else(|| may_be(link.name), is_there))
    }
}

struct List<'e, 'd> {
    engagement: &'e Engagement<'d>,
    seats: Vec<Seat<'e>>,
}

impl<'e, 'd> List<'e, 'd> {
    /// Takes the seats of one list. One who has handed over to another of the same list, or comes to
    /// them, need not be there on the day on which the other is.
    fn take(&mut self, seats: &Seats<'d>, day: Date, does: &'static str, what: &'e str) {
        let engagement = self.engagement;
        let turn = Turn::of(seats, day, engagement);
        let placed = seats.placed();
        let needed = placed.filter(|(actor, _)| !turn.is_of_others(*actor));
        self.seats.extend(needed.map(|(actor, span)| Seat {
            actor,
            span,
            does,
            what,
            day,
        }));
    }

    /// Takes the seats of a list of which nothing says when it begins: whoever is to come, until the
    /// last of these days or the end, is there in time.
    fn take_whenever(
        &mut self,
        seats: &Seats<'d>,
        (day, last): (Date, Option<Date>),
        does: &'static str,
        what: &'e str,
    ) {
        let engagement = self.engagement;
        let last = [last, engagement.end()].into_iter().flatten().min();
        let people = seats.actors().flat_map(|own| engagement.acting(own));
        let comes = people.filter_map(|one| engagement.days_of(*one).0);
        let comes = comes.filter(|from| *from > day && last.is_none_or(|last| *from <= last));
        let day = match Turn::of(seats, day, engagement).is_held() {
            true => day,
            false => comes.min().unwrap_or(day),
        };
        self.take(seats, day, does, what);
    }

    fn take_rows(&mut self) {
        let engagement = self.engagement;
        let rows = engagement.rows().filter(|(_, row)| !row.left_out);
        for (id, row) in rows {
            let day = self.day_of(id);
            for (letter, does) in [
                (Letter::Accountable, "answers for"),
                (Letter::Responsible, "does the work of"),
            ] {
                self.take(row.seats(letter), day, does, &row.name);
            }
        }
    }

    fn day_of(&self, id: RowId) -> Date {
        let row = self.engagement.row(id);
        let (slice, whole) = (row.slice, row.workstream);
        let from = slice.and_then(|slice| slice.from).or(whole.from);
        let until = slice.and_then(|slice| slice.until).or(whole.until);
        self.engagement.needed_on(from, until)
    }

    fn take_commands(&mut self) {
        let start = self.engagement.start();
        let commands = self.engagement.commands.iter();
        for command in commands.filter(|command| !command.is_over(start)) {
            let table = command.table;
            let day = self.engagement.needed_on(table.from, table.until);
            let name = command.name;
            self.take(&command.commander, day, "commands", name);
            self.take(&command.deputy, day, "stands in as commander of", name);
        }
    }

    fn take_the_rest(&mut self, work: &Work) {
        let engagement = self.engagement;
        for grant in &engagement.grants {
            let day = engagement.needed_on(grant.table.from, grant.table.until);
            let day = match &grant.on {
                Some(on) => work.first_of(on).map(|begins| begins.max(day)),
                // It may be for work that begins later.
                None if grant.table.unread.could_hold("on") => None,
                None => Some(day),
            };
            let name = grant.actions.first().map_or("", |action| action.name);
            if let Some(day) = day {
                self.take(&grant.approvers, day, "approves", name);
            }
        }
        let day = engagement.needed_on(None, None);
        for evidence in &engagement.evidence {
            let name = evidence.name;
            // What was kept of work that is over is kept on.
            let begins = work.begins(&evidence.rows, day);
            self.take(&evidence.owner, begins.unwrap_or(day), "keeps", name);
            if let Some(day) = begins {
                self.take_whenever(&evidence.producer, (day, None), "produces", name);
            }
        }
        for (path, first) in engagement.paths.iter().zip(&work.paths) {
            let name = path.name;
            let Some(day) = first.day(day) else {
                continue;
            };
            for step in &path.steps {
                self.take(&step.to, day, "is called by", name);
            }
        }
    }

    /// Owners of what is no work: front doors, milestones that are still to come, metrics, reports.
    fn take_owners(&mut self, work: &Work) {
        let engagement = self.engagement;
        let day = engagement.needed_on(None, None);
        for intake in engagement.intakes() {
            if let Some(day) = work.begins(&intake.routes, day) {
                self.take_whenever(&intake.owner, (day, None), "owns", intake.name);
            }
        }
        let milestones = engagement.milestones().into_iter();
        for own in milestones.filter(|own| !own.is_done()) {
            let day = engagement.needed_on(None, own.table.due);
            let due = own.due().map(|(due, _)| due);
            self.take_whenever(&own.owner, (day, due), "sees to", own.name);
        }
        let tables = &engagement.document.tables;
        for item in &tables.metrics {
            let own = &item.body;
            let owner = engagement.named_in(&own.owner, &own.unread, "owner");
            let rows = engagement.names.rows(&own.for_);
            if let Some(day) = work.begins(&rows, day) {
                self.take_whenever(&owner, (day, None), "measures", &item.id.name);
            }
        }
        for item in &tables.reports {
            let own = &item.body;
            let owner = engagement.named_in(&own.owner, &own.unread, "owner");
            self.take_whenever(&owner, (day, None), "writes", &item.id.name);
        }
    }

    /// Leads and deputies of those who hold a seat.
    fn take_stand_ins(&mut self) {
        let engagement = self.engagement;
        // For each actor the first day on which it is needed.
        let mut first: Vec<Option<Date>> = engagement.actors().map(|_| None).collect();
        for seat in &self.seats {
            let known = &mut first[seat.actor.index()];
            *known = Some(known.map_or(seat.day, |day| day.min(seat.day)));
        }
        for ((_, actor), day) in engagement.actors().zip(first) {
            let Some(day) = day else {
                continue;
            };
            let name = actor.name;
            self.take(&actor.lead, day, "leads", name);
            self.take(&actor.deputies, day, "is the deputy of", name);
        }
    }
}

/// The first day on which work that is not over takes somebody.
#[derive(Clone, Copy, Default)]
struct First {
    /// Whether there is any work, be it over.
    is_work: bool,
    day: Option<Date>,
}

impl First {
    fn add(&mut self, day: Option<Date>) {
        self.is_work = true;
        self.day = [self.day, day].into_iter().flatten().min();
    }

    /// The day; `otherwise` where there is no such work at all, and none where all of it is over.
    fn day(self, otherwise: Date) -> Option<Date> {
        match self.is_work {
            true => self.day,
            false => Some(otherwise),
        }
    }
}

/// When work begins: row by row, with all that it is part of, and by the path that it follows.
struct Work {
    start: Date,
    rows: Vec<First>,
    paths: Vec<First>,
}

impl Work {
    fn of(list: &List<'_, '_>) -> Self {
        let engagement = list.engagement;
        let mut work = Work {
            start: engagement.needed_on(None, None),
            rows: vec![First::default(); engagement.rows().count()],
            paths: vec![First::default(); engagement.paths.len()],
        };
        for (id, _) in engagement.leaves() {
            let day = (!engagement.is_over(id)).then(|| list.day_of(id));
            for own in engagement.lineage(id) {
                work.rows[own.index()].add(day);
            }
            if let Some(path) = engagement.escalation(id).and_then(|path| path.to) {
                work.paths[path].add(day);
            }
        }
        work
    }

    /// The first day of any of these rows, if any are named, otherwise that day; none where all of
    /// them are over.
    fn begins(&self, rows: &[Link<'_, RowId>], otherwise: Date) -> Option<Date> {
        match rows.is_empty() {
            true => Some(otherwise),
            false => self.first_of(rows),
        }
    }

    /// The first day of any of these rows, the start where one cannot be told; none where all of
    /// them are over.
    fn first_of(&self, rows: &[Link<'_, RowId>]) -> Option<Date> {
        let first = |link: &Link<'_, RowId>| match link.to {
            Some(row) => self.rows[row.index()].day(self.start),
            None => Some(self.start),
        };
        rows.iter().filter_map(first).min()
    }
}

#[cfg(test)]
mod tests;
