//! The tables of a document with names resolved to indices, and the hours of everybody.
//!
//! Reads the parser's tables alone: nothing of the checker's model may slip in here, or a mistake
//! in it would be made twice.

use std::collections::BTreeMap;
use std::rc::Rc;

use racilint_parser::Document;
use racilint_parser::values::{self, Date, Hours, Many, Ref, Timezone};

use crate::hours::Schedule;
use crate::local::{Zone, number};

/// A set of actors, one bit for each.
pub(crate) type Set = u64;

/// The set of one actor.
pub(crate) fn only(actor: usize) -> Set {
    1 << actor
}

/// The actors of a set.
pub(crate) fn each(set: Set) -> impl Iterator<Item = usize> {
    (0..64).filter(move |actor| set & only(*actor) != 0)
}

/// A party, person, team or role.
pub(crate) struct Actor {
    pub(crate) name: String,
    /// The party or parties that its table names.
    pub(crate) party: Set,
    /// Its own hours.
    pub(crate) hours: Option<usize>,
    pub(crate) kind: Kind,
}

pub(crate) enum Kind {
    Party,
    Person {
        zone: Rc<Zone>,
        /// First day, last day, covers.
        away: Vec<(i32, i32, Vec<usize>)>,
        from: Option<i32>,
        until: Option<i32>,
    },
    Team {
        /// As `members` lists them.
        members: Vec<usize>,
        /// Who, and their hours.
        shifts: Vec<(Vec<usize>, usize)>,
    },
    Role {
        holders: Vec<usize>,
        deputies: Vec<usize>,
    },
}

/// All that is declared.
pub(crate) struct Roster {
    pub(crate) actors: Vec<Actor>,
    pub(crate) schedules: Vec<Schedule>,
    /// The engagement's.
    pub(crate) zone: Rc<Zone>,
    /// The days on which the client is closed.
    client_closed: Vec<i32>,
    by_name: BTreeMap<String, usize>,
}

impl Roster {
    /// Reads a document. The engagement must name its zone.
    pub(crate) fn of(document: &Document<'_>) -> Self {
        let head = document.engagement.as_ref().expect("an engagement");
        let zone = Zone::named(&head.timezone.as_ref().expect("a zone").value.0);
        let tables = &document.tables;
        let names = (tables.parties.iter().map(|item| &item.id.name))
            .chain(tables.people.iter().map(|item| &item.id.name))
            .chain(tables.teams.iter().map(|item| &item.id.name))
            .chain(tables.roles.iter().map(|item| &item.id.name));
        let by_name = names.zip(0..).map(|(name, at)| (name.to_string(), at));
        let mut roster = Roster {
            actors: Vec::new(),
            schedules: Vec::new(),
            zone,
            client_closed: Vec::new(),
            by_name: by_name.collect(),
        };
        assert!(roster.by_name.len() <= 64, "too many actors for a set");
        let client = Many::of(&head.client).first();
        let closed = tables
            .parties
            .iter()
            .filter(|item| client.is_some_and(|client| client.name == item.id.name));
        roster.client_closed = closed
            .flat_map(|item| Many::of(&item.body.holidays))
            .map(|day| day_number(day.value))
            .collect();
        roster.add_parties(document);
        roster.add_people(document);
        roster.add_teams(document);
        roster.add_roles(document);
        roster
    }

    /// The actor of a name.
    pub(crate) fn actor(&self, name: &str) -> usize {
        self.by_name[name]
    }

    /// The actors that a key names.
    pub(crate) fn actors_in<K>(&self, many: &Option<Many<Ref<'_, K>>>) -> Vec<usize> {
        let named = Many::of(many).iter();
        named.map(|named| self.actor(&named.name)).collect()
    }

    /// The hours of a person or party: its own, else its party's.
    pub(crate) fn hours_or_of_party(&self, actor: usize) -> Option<usize> {
        let actor = &self.actors[actor];
        let of_party = || each(actor.party).find_map(|party| self.actors[party].hours);
        actor.hours.or_else(of_party)
    }

    /// Hours of grants and of whatever else is read in the engagement's zone; never closed.
    pub(crate) fn open(&mut self, hours: &Hours<'_>) -> usize {
        let zone = Rc::clone(&self.zone);
        self.schedule(hours, &zone, &[])
    }

    /// Promised hours: closed on the client's holidays.
    pub(crate) fn promised(&mut self, hours: &Hours<'_>) -> usize {
        let zone = Rc::clone(&self.zone);
        let closed = self.client_closed.clone();
        self.schedule(hours, &zone, &closed)
    }

    fn schedule(&mut self, hours: &Hours<'_>, zone: &Rc<Zone>, closed: &[i32]) -> usize {
        let schedule = Schedule::of(hours, zone, closed, &|name| self.actor(name));
        self.schedules.push(schedule);
        self.schedules.len() - 1
    }

    fn add_parties(&mut self, document: &Document<'_>) {
        for item in &document.tables.parties {
            let party = &item.body;
            let zone = nearest(&party.timezone).unwrap_or_else(|| Rc::clone(&self.zone));
            let closed = holidays(&party.holidays);
            let hours = party.hours.as_ref();
            let hours = hours.map(|hours| self.schedule(hours, &zone, &closed));
            self.add(&item.id.name, 0, hours, Kind::Party);
        }
    }

    fn add_people(&mut self, document: &Document<'_>) {
        for item in &document.tables.people {
            let person = &item.body;
            let party = self.set(&person.party);
            let (zone, closed) = self.of_party(document, party, &person.timezone);
            let hours = person.hours.as_ref();
            let hours = hours.map(|hours| self.schedule(hours, &zone, &closed));
            let away = Many::of(&person.away).iter().map(|away| {
                let first = away.from.expect("a first day").value;
                let last = away.to.expect("a last day").value;
                let covers = self.actors_in(&away.covered_by);
                (day_number(first), day_number(last), covers)
            });
            let kind = Kind::Person {
                away: away.collect(),
                from: person.from.map(|day| day_number(day.value)),
                until: person.until.map(|day| day_number(day.value)),
                zone,
            };
            self.add(&item.id.name, party, hours, kind);
        }
    }

    fn add_teams(&mut self, document: &Document<'_>) {
        for item in &document.tables.teams {
            let team = &item.body;
            let party = self.set(&team.party);
            let (zone, closed) = self.of_party(document, party, &team.timezone);
            let hours = team.hours.as_ref();
            let hours = hours.map(|hours| self.schedule(hours, &zone, &closed));
            let mut shifts = Vec::new();
            for shift in Many::of(&team.shifts) {
                let hours = shift.hours.as_ref().expect("the hours of a shift");
                let hours = self.schedule(hours, &zone, &closed);
                shifts.push((self.actors_in(&shift.who), hours));
            }
            let members = self.actors_in(&team.members);
            self.add(&item.id.name, party, hours, Kind::Team { members, shifts });
        }
    }

    fn add_roles(&mut self, document: &Document<'_>) {
        for item in &document.tables.roles {
            let role = &item.body;
            let kind = Kind::Role {
                holders: self.actors_in(&role.held_by),
                deputies: self.actors_in(&role.deputy),
            };
            let party = self.set(&role.party);
            self.add(&item.id.name, party, None, kind);
        }
    }

    fn add(&mut self, name: &str, party: Set, hours: Option<usize>, kind: Kind) {
        let name = name.to_owned();
        self.actors.push(Actor {
            name,
            party,
            hours,
            kind,
        });
    }

    fn set<K>(&self, many: &Option<Many<Ref<'_, K>>>) -> Set {
        let actors = self.actors_in(many).into_iter();
        actors.fold(0, |set, actor| set | only(actor))
    }

    /// The zone of somebody of a party, and the days on which that party is closed.
    fn of_party(
        &self,
        document: &Document<'_>,
        party: Set,
        own: &Option<Timezone<'_>>,
    ) -> (Rc<Zone>, Vec<i32>) {
        let table = each(party).next().map(|at| &document.tables.parties[at]);
        let zone = nearest(own)
            .or_else(|| nearest(&table?.body.timezone))
            .unwrap_or_else(|| Rc::clone(&self.zone));
        let closed = table.map_or(Vec::new(), |item| holidays(&item.body.holidays));
        (zone, closed)
    }
}

fn nearest(zone: &Option<Timezone<'_>>) -> Option<Rc<Zone>> {
    zone.as_ref().map(|zone| Zone::named(&zone.value.0))
}

fn holidays(days: &Option<Many<values::Spanned<Date>>>) -> Vec<i32> {
    let days = Many::of(days).iter();
    days.map(|day| day_number(day.value)).collect()
}

/// A date of a file as a number.
pub(crate) fn day_number(date: Date) -> i32 {
    let year = i16::try_from(date.year).expect("a year");
    let month = i8::try_from(date.month).expect("a month");
    let day = i8::try_from(date.day).expect("a day");
    number(jiff::civil::date(year, month, day))
}
