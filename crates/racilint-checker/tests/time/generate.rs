//! Random engagements: small, valid, and full of what goes wrong with time.
//!
//! Most days lie around a change of some zone's clock, most people have hours, and whoever is called
//! is likely to be one of few, so that paths meet authority often enough to be worth comparing.

use jiff::civil::{Date, date};
use proptest::collection::vec;
use proptest::option::{of, weighted};
use proptest::prelude::*;
use proptest::sample::select;

use super::plan::{
    Away, Day, Grant, Hours, Party, Path, Person, Pick, Plan, Role, Row, Slice, Step, Team, Window,
};

/// Zones whose clocks change, in ordinary and in odd ways, and some that never do.
pub(crate) const CHANGING: [&str; 13] = [
    "America/Los_Angeles",
    "America/New_York",
    "Europe/Berlin",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
    "Antarctica/Troll",
    "Africa/Casablanca",
    "Pacific/Chatham",
    "America/Sao_Paulo",
    "Africa/Cairo",
    "Asia/Gaza",
    "America/Havana",
    "UTC",
];

/// Zones whose clocks do not change in 2027.
pub(crate) const STEADY: [&str; 5] = [
    "UTC",
    "Asia/Kolkata",
    "America/Sao_Paulo",
    "Asia/Kathmandu",
    "Pacific/Port_Moresby",
];

/// Fixed offsets, each an hour from the next.
pub(crate) const FIXED: [&str; 27] = [
    "Etc/GMT+12",
    "Etc/GMT+11",
    "Etc/GMT+10",
    "Etc/GMT+9",
    "Etc/GMT+8",
    "Etc/GMT+7",
    "Etc/GMT+6",
    "Etc/GMT+5",
    "Etc/GMT+4",
    "Etc/GMT+3",
    "Etc/GMT+2",
    "Etc/GMT+1",
    "Etc/GMT",
    "Etc/GMT-1",
    "Etc/GMT-2",
    "Etc/GMT-3",
    "Etc/GMT-4",
    "Etc/GMT-5",
    "Etc/GMT-6",
    "Etc/GMT-7",
    "Etc/GMT-8",
    "Etc/GMT-9",
    "Etc/GMT-10",
    "Etc/GMT-11",
    "Etc/GMT-12",
    "Etc/GMT-13",
    "Etc/GMT-14",
];

/// The eves of changes in one of the zones, the end of a year, and a quiet day.
const EVES: [Date; 17] = [
    date(2026, 2, 14),
    date(2026, 3, 21),
    date(2026, 9, 19),
    date(2027, 2, 6),
    date(2027, 3, 13),
    date(2027, 3, 26),
    date(2027, 3, 27),
    date(2027, 4, 3),
    date(2027, 4, 29),
    date(2027, 9, 25),
    date(2027, 10, 2),
    date(2027, 10, 28),
    date(2027, 10, 30),
    date(2027, 11, 6),
    date(2027, 12, 30),
    date(2028, 2, 28),
    date(2027, 6, 15),
];

/// Times at which windows begin and end: round ones, and those at which clocks change.
const TIMES: [u16; 20] = [
    0, 30, 60, 90, 105, 120, 135, 150, 165, 180, 210, 360, 480, 540, 720, 1020, 1320, 1380, 1425,
    1439,
];

/// How long steps and approvals take.
const TIMES_TO_ANSWER: [u16; 9] = [0, 1, 5, 15, 30, 45, 60, 240, 1500];

/// Engagements around changes of the clock.
pub(crate) fn plan() -> impl Strategy<Value = Plan> {
    plan_in(CHANGING.to_vec(), select(&EVES[..]))
}

/// Engagements in some zones that begin on some days.
pub(crate) fn plan_in(
    zones: Vec<&'static str>,
    base: impl Strategy<Value = Date>,
) -> impl Strategy<Value = Plan> {
    let days = prop_oneof![4 => 1..=2_i16, 1 => 3..=5_i16];
    let head = (base, any::<Pick>(), -1..=2_i16, days);
    let who = (
        [party(), party()],
        vec(person(), 1..=4),
        vec(team(), 0..=2),
        vec(role(), 0..=2),
    );
    let what = (vec(grant(), 1..=5), vec(path(), 0..=2), vec(row(), 1..=2));
    (head, who, what).prop_map(move |(head, who, what)| Plan {
        base: head.0,
        zones: zones.clone(),
        zone: head.1,
        // A horizon that has begun already, but never one that is over.
        today: head.2.min(head.3 - 1),
        days: head.3,
        parties: who.0,
        people: who.1,
        teams: who.2,
        roles: who.3,
        grants: what.0,
        paths: what.1,
        rows: what.2,
    })
}

fn day() -> impl Strategy<Value = Day> {
    prop_oneof![4 => -1..=4_i16, 1 => -3..=30_i16]
}

fn time_to_answer() -> impl Strategy<Value = u16> {
    select(&TIMES_TO_ANSWER[..])
}

/// A window of the week.
pub(crate) fn weekly() -> impl Strategy<Value = Window> {
    let time = || select(&TIMES[..]);
    let days = prop_oneof![Just((0, 4)), Just((0, 6)), (0..7_u8, 0..7_u8)];
    let end = prop_oneof![6 => time(), 1 => Just(1440)];
    let zone = weighted(0.15, any::<Pick>());
    (days, time(), end, zone).prop_map(|((first, last), start, end, zone)| Window::Weekly {
        first,
        last,
        start,
        end,
        zone,
    })
}

/// One window or a few.
pub(crate) fn hours() -> impl Strategy<Value = Hours> {
    let window = prop_oneof![
        8 => weekly(),
        2 => Just(Window::Always),
        1 => any::<Pick>().prop_map(Window::Outside),
    ];
    vec(window, 1..=2)
}

/// Hours that are not those outside of somebody's: of parties, so that no ring is formed.
fn plain_hours() -> impl Strategy<Value = Hours> {
    vec(prop_oneof![6 => weekly(), 1 => Just(Window::Always)], 1..=2)
}

fn party() -> impl Strategy<Value = Party> {
    let zone = of(any::<Pick>());
    let hours = weighted(0.6, plain_hours());
    (zone, hours, vec(day(), 0..=2)).prop_map(|(zone, hours, holidays)| Party {
        zone,
        hours,
        holidays,
    })
}

fn person() -> impl Strategy<Value = Person> {
    let away = (day(), 0..=3_i16, vec(any::<Pick>(), 0..=2));
    let away = away.prop_map(|(from, days, covers)| Away { from, days, covers });
    (
        any::<Pick>(),
        weighted(0.3, any::<Pick>()),
        weighted(0.7, hours()),
        prop_oneof![3 => Just(Vec::new()), 2 => vec(away, 1..=2)],
        weighted(0.1, day()),
        weighted(0.1, day()),
    )
        .prop_map(|(party, zone, hours, away, from, until)| Person {
            party,
            zone,
            hours,
            away,
            from,
            until,
        })
}

fn team() -> impl Strategy<Value = Team> {
    let shift = (vec(any::<Pick>(), 1..=2), hours());
    (
        of(any::<Pick>()),
        weighted(0.3, any::<Pick>()),
        weighted(0.5, hours()),
        vec(any::<Pick>(), 1..=3),
        prop_oneof![Just(Vec::new()), vec(shift, 1..=2)],
    )
        .prop_map(|(party, zone, hours, members, shifts)| Team {
            party,
            zone,
            hours,
            members,
            shifts,
        })
}

fn role() -> impl Strategy<Value = Role> {
    let people = vec(any::<Pick>(), 1..=2);
    (of(any::<Pick>()), people, vec(any::<Pick>(), 0..=2)).prop_map(|(party, holders, deputies)| {
        Role {
            party,
            holders,
            deputies,
        }
    })
}

/// Grants of all modes.
fn grant() -> impl Strategy<Value = Grant> {
    grant_of(prop_oneof![
        3 => Just("pre-authorized"),
        4 => Just("approval-required"),
        1 => Just("prohibited"),
    ])
}

/// Grants of some modes.
pub(crate) fn grant_of(mode: impl Strategy<Value = &'static str>) -> impl Strategy<Value = Grant> {
    let scope = (
        vec(any::<Pick>(), 1..=3),
        prop_oneof![5 => Just(0), 1 => Just(1)],
        weighted(0.2, any::<Pick>()),
    );
    let approval = (
        vec(any::<Pick>(), 0..=2),
        weighted(0.9, time_to_answer()),
        of(select(&["act", "wait", "escalate"][..])),
    );
    let when = (
        weighted(0.3, hours()),
        weighted(0.15, day()),
        weighted(0.15, day()),
    );
    (scope, mode, approval, when).prop_map(|(scope, mode, approval, when)| Grant {
        holders: scope.0,
        action: scope.1,
        on: scope.2,
        mode,
        approvers: approval.0,
        within: approval.1,
        if_no_answer: approval.2,
        hours: when.0,
        from: when.1,
        until: when.2,
    })
}

/// A step of a path.
pub(crate) fn step() -> impl Strategy<Value = Step> {
    let ack = weighted(0.85, time_to_answer());
    (vec(any::<Pick>(), 1..=2), ack).prop_map(|(to, ack)| Step { to, ack })
}

fn path() -> impl Strategy<Value = Path> {
    vec(step(), 1..=3).prop_map(|steps| Path { steps })
}

fn needs() -> impl Strategy<Value = Vec<Pick>> {
    prop_oneof![8 => Just(vec![0]), 1 => Just(vec![0, 1]), 1 => Just(vec![1])]
}

fn row() -> impl Strategy<Value = Row> {
    let slice = (
        vec(any::<Pick>(), 1..=2),
        weighted(0.3, needs()),
        weighted(0.5, hours()),
        weighted(0.3, time_to_answer()),
        weighted(0.5, any::<Pick>()),
    );
    let slice = slice.prop_map(|(responsible, needs, hours, respond, path)| Slice {
        responsible,
        needs,
        hours,
        respond,
        path,
    });
    (
        vec(any::<Pick>(), 1..=2),
        needs(),
        weighted(0.8, hours()),
        weighted(0.7, time_to_answer()),
        weighted(0.5, time_to_answer()),
        weighted(0.7, any::<Pick>()),
        any::<bool>(),
        prop_oneof![4 => Just(Vec::new()), 1 => vec(slice, 1..=2)],
    )
        .prop_map(
            |(responsible, needs, hours, respond, decide, path, child, slices)| Row {
                responsible,
                needs,
                hours,
                respond,
                decide,
                path,
                child,
                slices,
            },
        )
}
