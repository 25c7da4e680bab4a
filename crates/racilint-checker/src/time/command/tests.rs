//! Who is there to command, and who may do what at which minute.

use std::collections::BTreeSet;

use jiff::civil::date;
use racilint_diagnostics::Sources;
use racilint_parser::InMemory;

use crate::catalogue::Catalogue;
use crate::model::{ActorId, Engagement, RowId};
use crate::time::{Clock, Set, Unknown};

fn with(text: &str, ask: impl FnOnce(&Engagement<'_>, &Clock<'_, '_>)) {
    let head = "[engagement]\nclient = \"harbor\"\ntimezone = \"UTC\"\nstarts = 2027-01-04\n\
                ends = 2027-01-10\n[party.harbor]\nholidays = [2027-01-05]\n";
    let sources = Sources::default();
    let main = sources.add("test.raci.toml", format!("{head}{text}"));
    let (document, _) =
        racilint_parser::read(&sources, main, "test.raci.toml", &InMemory::default());
    let catalogue = Catalogue::of(&document);
    let engagement = Engagement::of(&document, &catalogue, date(2026, 11, 21), None);
    let clock = Clock::of(&engagement).expect("a zone and a horizon");
    ask(&engagement, &clock);
}

fn actor(engagement: &Engagement<'_>, name: &str) -> ActorId {
    engagement.names.actor(name).expect("the actor")
}

/// The stretches of a set within the horizon, in hours from its beginning.
fn hours(clock: &Clock<'_, '_>, set: &Set) -> Vec<(i64, i64)> {
    let start = clock.horizon().first().expect("a horizon");
    let within = set.intersection(clock.horizon());
    let spans = within.spans().iter();
    spans
        .map(|(from, to)| ((from - start) / 60, (to - start) / 60))
        .collect()
}

#[test]
fn a_command_is_in_force_in_its_hours_and_days() {
    let text = r#"
[command.always]
[command.weekly]
hours = "Mon-Wed 08:00-10:00"
[command.dated]
hours = "24x7"
from = 2027-01-05
until = 2027-01-06
[command.unread]
hours = "often"
"#;
    with(text, |engagement, clock| {
        let in_force = |name: &str, unknown| {
            let index = engagement.names.command(name).expect("a command");
            hours(clock, &clock.in_force_as_command(index, unknown))
        };
        assert_eq!(in_force("always", Unknown::Off), [(0, 168)]);
        // The client is closed on Tuesday.
        assert_eq!(in_force("weekly", Unknown::Off), [(8, 10), (56, 58)]);
        assert_eq!(in_force("dated", Unknown::Off), [(24, 72)]);
        assert_eq!(in_force("unread", Unknown::Off), []);
        assert_eq!(in_force("unread", Unknown::On), [(0, 168)]);
        let first = date(2027, 1, 5);
        assert_eq!(
            hours(clock, &clock.on_dates(first, Some(first))),
            [(24, 48)]
        );
        assert_eq!(hours(clock, &clock.on_dates(first, None)), [(24, 168)]);
    });
}

#[test]
fn somebody_in_a_seat_who_is_not_known_may_always_be_there() {
    let text = r#"
[person.ana]
hours = "Mon 08:00-16:00"
[command.known]
commander = "ana"
[command.unknown]
commander = ["ana", "gohst"]
"#;
    with(text, |engagement, clock| {
        let seated = |name: &str| {
            let index = engagement.names.command(name).expect("a command");
            let seats = &engagement.commands[index].commander;
            [Unknown::Off, Unknown::On].map(|unknown| hours(clock, &clock.seated(seats, unknown)))
        };
        let day = vec![(8, 16)];
        assert_eq!(seated("known"), [day.clone(), day.clone()]);
        assert_eq!(seated("unknown"), [day, vec![(0, 168)]]);
    });
}

#[test]
fn the_same_person_in_several_seats_is_no_company() {
    let text = r#"
[person.ana]
hours = "Mon 08:00-16:00"
away = [{ from = 2027-01-09, to = 2027-01-09 }]
[person.ben]
hours = "Mon 12:00-20:00"
[team.both]
members = ["ana", "ben"]
[team.own]
hours = "Mon 00:00-02:00"
members = "ana"
[team.several]
hours = "Mon 00:00-02:00"
members = ["ana", "ben"]
[role.lead]
held-by = "ana"
deputy = "ben"
"#;
    with(text, |engagement, clock| {
        let ana = actor(engagement, "ana");
        let there = |name: &str| {
            let (own, others) = clock.there_as(actor(engagement, name), ana, Unknown::Off);
            (hours(clock, &own), hours(clock, &others))
        };
        let (day, late) = (vec![(8, 16)], vec![(12, 20)]);
        assert_eq!(there("ana"), (day.clone(), vec![]));
        assert_eq!(there("ben"), (vec![], late.clone()));
        assert_eq!(there("both"), (day.clone(), late));
        assert_eq!(there("own"), (vec![(0, 2)], vec![]));
        assert_eq!(there("several"), (vec![], vec![(0, 2)]));
        assert_eq!(there("lead"), (day, vec![(16, 20)]));
        let away = |name: &str| hours(clock, &clock.away(actor(engagement, name)));
        assert_eq!(away("lead"), [(120, 144)]);
        assert_eq!(away("ben"), []);
    });
}

const GRANTS: &str = r#"
[person.now]
hours = "Mon 00:00-04:00"
[person.waits]
hours = "24x7"
[person.acts]
hours = "24x7"
[person.asks-again]
hours = "24x7"
[person.timeless]
hours = "24x7"
[person.none]
hours = "Mon 06:00-07:00"
[person.boss]
hours = "Mon 08:00-10:00"
[workstream.recovery]
[workstream.other]
[[grant]]
holder = "now"
action = "failover"
on = "recovery"
mode = "pre-authorized"
[[grant]]
holder = "waits"
action = "failover"
mode = "approval-required"
approver = "boss"
within = "2h"
[[grant]]
holder = "acts"
action = "failover"
mode = "approval-required"
approver = "boss"
within = "2h"
if-no-answer = "act"
hours = "Mon 00:00-12:00"
[[grant]]
holder = "asks-again"
action = "failover"
mode = "approval-required"
approver = "boss"
within = "2h"
if-no-answer = "escalate"
[[grant]]
holder = "timeless"
action = "failover"
mode = "approval-required"
approver = "boss"
[[grant]]
holder = ["waits", "none"]
action = "failover"
mode = "prohibited"
hours = "Mon 09:00-24:00"
"#;

#[test]
fn whoever_may_act_may_at_once_or_where_an_approval_is_to_be_had() {
    with(GRANTS, |engagement, clock| {
        let row = |name: &str| engagement.names.row(name).expect("a row");
        let able = |name: &str, rows: &[RowId]| {
            let rows: BTreeSet<RowId> = rows.iter().copied().collect();
            let own = actor(engagement, name);
            hours(clock, &clock.able(own, "failover", &rows, Unknown::Off))
        };
        let (recovery, other) = (row("recovery"), row("other"));
        assert_eq!(able("now", &[recovery]), [(0, 4)]);
        assert_eq!(able("now", &[other]), []);
        assert_eq!(able("now", &[other, recovery]), [(0, 4)]);
        assert_eq!(able("waits", &[recovery]), [(8, 9)]);
        assert_eq!(able("acts", &[recovery]), [(0, 12)]);
        // Asked at six, the boss is there when they ask again at eight.
        assert_eq!(able("asks-again", &[recovery]), [(6, 10)]);
        assert_eq!(able("timeless", &[recovery]), []);
        assert_eq!(able("none", &[recovery]), []);
        let all = |row| {
            let rows = BTreeSet::from([row]);
            hours(clock, &clock.anybody_able("failover", &rows, Unknown::Off))
        };
        assert_eq!(all(recovery), [(0, 12)]);
        let week = clock.horizon().clone();
        let powerless = |name: &str, row| {
            let rows = BTreeSet::from([row]);
            let own = actor(engagement, name);
            let found = clock.powerless(own, "failover", &rows, &week);
            assert_eq!(found.sure, found.at_most);
            hours(clock, &found.sure)
        };
        assert_eq!(powerless("now", recovery), []);
        assert_eq!(powerless("now", other), [(0, 4)]);
        assert_eq!(powerless("none", recovery), [(6, 7)]);
        assert_eq!(powerless("acts", recovery), [(12, 168)]);
    });
}

#[test]
fn whoever_may_be_there_is_powerless_at_most() {
    let text = GRANTS.replace(
        "[person.none]\nhours = \"Mon 06:00-07:00\"",
        "[person.none]",
    );
    with(&text, |engagement, clock| {
        let rows = BTreeSet::from([engagement.names.row("recovery").expect("a row")]);
        let none = actor(engagement, "none");
        let found = clock.powerless(none, "failover", &rows, clock.horizon());
        assert!(found.sure.is_empty());
        assert_eq!(found.at_most, *clock.horizon());
    });
}
