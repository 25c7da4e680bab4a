//! What proving a year costs: every promised action of every row, with nobody and with each single
//! person absent; and how that grows with people, workstreams, steps and the horizon.
//!
//! `cargo bench -p racilint-checker --bench time`. For instruction counts run the same under
//! callgrind.

#![allow(clippy::expect_used)] // A bench that cannot run may as well stop.

use std::fmt::Write as _;
use std::hint::black_box;

use jiff::civil::date;
use racilint_checker::catalogue::Catalogue;
use racilint_checker::model::Engagement;
use racilint_checker::time::{Absent, Clock};
use racilint_diagnostics::Sources;
use racilint_parser::InMemory;

fn main() {
    divan::main();
}

/// How large an engagement is.
#[derive(Clone, Copy, Debug)]
struct Size {
    people: usize,
    rows: usize,
    steps: usize,
    days: i32,
    /// How many escalation paths the rows share, each with grants of its own.
    paths: usize,
}

/// What most engagements look like.
const TYPICAL: Size = Size {
    people: 25,
    rows: 60,
    steps: 3,
    days: 366,
    paths: 6,
};

/// The same, with a path and grants for every row: nothing is shared.
const UNSHARED: Size = Size {
    paths: 60,
    ..TYPICAL
};

#[divan::bench]
fn typical(bencher: divan::Bencher) {
    measure(bencher, TYPICAL);
}

#[divan::bench(args = [1, 6, 30, 60])]
fn paths(bencher: divan::Bencher, paths: usize) {
    measure(bencher, Size { paths, ..TYPICAL });
}

#[divan::bench(args = [25, 50, 100, 200])]
fn people(bencher: divan::Bencher, people: usize) {
    measure(bencher, Size { people, ..UNSHARED });
}

#[divan::bench(args = [60, 120, 240, 480])]
fn workstreams(bencher: divan::Bencher, rows: usize) {
    measure(
        bencher,
        Size {
            rows,
            paths: rows,
            ..TYPICAL
        },
    );
}

#[divan::bench(args = [1, 2, 4, 8])]
fn steps(bencher: divan::Bencher, steps: usize) {
    measure(bencher, Size { steps, ..UNSHARED });
}

#[divan::bench(args = [7, 92, 183, 366])]
fn days(bencher: divan::Bencher, days: i32) {
    measure(bencher, Size { days, ..UNSHARED });
}

fn measure(bencher: divan::Bencher, size: Size) {
    let text = engagement(size);
    let sources = Sources::default();
    let file = sources.add("bench.raci.toml", text);
    let (document, findings) =
        racilint_parser::read(&sources, file, "bench.raci.toml", &InMemory::default());
    assert_eq!(findings, []);
    let catalogue = Catalogue::of(&document);
    let engagement = Engagement::of(&document, &catalogue, date(2026, 11, 21), None);
    bencher.bench_local(|| black_box(prove(&engagement)));
}

/// The minutes in which somebody waits too long, over all questions.
fn prove(engagement: &Engagement<'_>) -> i64 {
    let clock = Clock::of(engagement).expect("a zone and days");
    let mut minutes = 0;
    for (row, _) in engagement.leaves() {
        for need in engagement.needs(row) {
            let action = &*need.action.id.name;
            let mut late = |absent: &Absent| {
                let verdict = clock.too_late(row, action, absent);
                minutes += verdict.map_or(0, |verdict| verdict.sure.minutes());
            };
            late(&Absent::nobody());
            for person in clock.who_matters(row, action).iter().copied() {
                late(&Absent::of([person]));
            }
        }
    }
    minutes
}

/// An engagement in which hours, holidays, absences, shifts, roles and approvals all count.
fn engagement(size: Size) -> String {
    let ends = date(2027, 1, 1)
        .checked_add(jiff::Span::new().days(size.days - 1))
        .expect("a date");
    let mut text = format!(
        "[engagement]\ntitle = \"Bench\"\nmodel = \"co-managed\"\nclient = \"harbor\"\n\
         provider = \"northwind\"\nstarts = 2027-01-01\nends = {ends}\n\
         timezone = \"America/Los_Angeles\"\n\
         [party.harbor]\nhours = \"Mon-Fri 08:00-17:00\"\nholidays = [2027-01-01, 2027-05-31]\n\
         [party.northwind]\ntimezone = \"America/New_York\"\nhours = \"Mon-Fri 08:00-18:00\"\n"
    );
    for person in 0..size.people {
        let party = if person % 3 == 0 {
            "harbor"
        } else {
            "northwind"
        };
        let _ = writeln!(text, "[person.p{person}]\nparty = \"{party}\"");
        if person % 4 == 1 {
            let start = 6 + person % 12;
            let _ = writeln!(
                text,
                "hours = \"Mon-Sun {start:02}:00-{:02}:00\"",
                start + 9 - 12 * (start / 15)
            );
        }
        if person % 5 == 2 {
            let cover = (person + 3) % size.people;
            let _ = writeln!(
                text,
                "away = [{{ from = 2027-03-01, to = 2027-03-12, covered-by = \"p{cover}\" }}]"
            );
        }
    }
    let teams = (size.people / 5).max(1);
    for team in 0..teams {
        let member = |at: usize| (team * 5 + at) % size.people;
        let _ = writeln!(
            text,
            "[team.t{team}]\nparty = \"northwind\"\nmembers = [\"p{}\", \"p{}\", \"p{}\"]",
            member(1),
            member(2),
            member(4),
        );
        if team % 2 == 0 {
            let _ = writeln!(text, "hours = \"24x7\"");
        }
        let _ = writeln!(
            text,
            "[role.r{team}]\nparty = \"harbor\"\nheld-by = \"p{}\"\ndeputy = \"p{}\"",
            member(0),
            member(3),
        );
    }
    for path in 0..size.paths {
        let (team, role) = (path % teams, (path + 1) % teams);
        let rows = (path..size.rows).step_by(size.paths);
        let rows: Vec<String> = rows.map(|row| format!("\"w{row}\"")).collect();
        let rows = rows.join(", ");
        for row in (path..size.rows).step_by(size.paths) {
            let _ = writeln!(
                text,
                "[workstream.w{row}]\nresponsible = \"t{team}\"\naccountable = \"r{role}\"\n\
                 criticality = \"high\"\nneeds = [\"isolate-endpoint\", \"disable-account\"]\n\
                 hours = \"24x7\"\ndecide-within = \"1h\"\nescalation = \"e{path}\""
            );
        }
        let _ = writeln!(
            text,
            "[[grant]]\nholder = \"t{team}\"\naction = \"isolate-endpoint\"\non = [{rows}]\n\
             mode = \"pre-authorized\"\nhours = \"Mon-Fri 06:00-20:00\"\n\
             [[grant]]\nholder = [\"t{team}\", \"r{role}\"]\n\
             action = [\"disable-account\", \"isolate-endpoint\"]\non = [{rows}]\n\
             mode = \"approval-required\"\napprover = \"r{role}\"\nwithin = \"15m\"\n\
             if-no-answer = \"escalate\"\n[escalation.e{path}]\nsteps = ["
        );
        for step in 0..size.steps {
            let called = match step % 3 {
                0 => format!("t{team}"),
                1 => format!("r{role}"),
                _ => format!("p{}", (path + step) % size.people),
            };
            let _ = writeln!(text, "  {{ to = \"{called}\", ack-within = \"15m\" }},");
        }
        text.push_str("]\n");
    }
    text
}
