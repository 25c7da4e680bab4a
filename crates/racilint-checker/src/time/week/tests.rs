//! The week against every single minute of its horizon.

use std::collections::BTreeMap;

use jiff::tz::TimeZoneDatabase;
use racilint_diagnostics::Sources;
use racilint_parser::InMemory;

use super::{HOURS, Hour, Waiting, Week, hour_of, parts_of, worst_of};
use crate::catalogue::Catalogue;
use crate::model::Engagement;
use crate::time::{Absent, Clock, Minute, Unknown};

/// Two zones that change their clocks apart, a recorded absence, a holiday, an approval.
const WATCH: &str = r#"
    [engagement]
    client = "north"
    timezone = "Europe/Berlin"
    starts = 2027-02-15
    ends = 2027-04-18
    [party.north]
    kind = "client"
    hours = "Mon-Fri 08:00-17:00"
    holidays = [2027-03-26]
    [party.west]
    kind = "msp"
    timezone = "America/New_York"
    hours = "Mon-Fri 08:00-18:00"
    [person.ana]
    party = "north"
    [[person.ana.away]]
    from = 2027-04-05
    to = 2027-04-09
    [person.bo]
    party = "west"
    [workstream.watch]
    responsible = "ana"
    needs = ["isolate-endpoint", "disable-account"]
    hours = ["Mon-Sat 06:00-23:30"]
    decide-within = "45m"
    escalation = "up"
    [workstream.desk]
    responsible = "bo"
    needs = ["grant-access"]
    hours = "Mon-Fri 08:00-17:00"
    respond-within = "10m"
    [escalation.up]
    steps = [{ to = "ana", ack-within = "15m" }, { to = "bo", ack-within = "30m" }]
    [[grant]]
    holder = ["ana", "bo"]
    action = ["isolate-endpoint", "grant-access"]
    mode = "pre-authorized"
    [[grant]]
    holder = "bo"
    action = "disable-account"
    mode = "approval-required"
    approver = "ana"
    within = "20m"
"#;

/// The same as the week says, from every minute by itself.
fn by_the_minute(clock: &Clock<'_, '_>, absent: &Absent) -> BTreeMap<(usize, i64), (bool, u64)> {
    let zone = TimeZoneDatabase::bundled()
        .get(clock.home())
        .expect("a zone");
    let mut found = BTreeMap::new();
    for question in clock.promised_questions() {
        let times = clock.time_to_authority(question.row, question.action, absent, Unknown::On);
        let bound = clock.decide_within(question.row);
        let minutes = clock.asked_minutes(question.row);
        for minute in minutes.spans().iter().flat_map(|(start, end)| *start..*end) {
            let moment = jiff::Timestamp::from_second(minute * 60).expect("in range");
            let wall = zone.to_datetime(moment);
            let hour =
                i64::from(wall.weekday().to_monday_zero_offset()) * 24 + i64::from(wall.hour());
            let date = minute.div_euclid(24 * 60);
            let wait = times.at(minute);
            let exceeds = wait.is_none_or(|wait| bound.is_some_and(|bound| wait > bound));
            let weight = (exceeds, wait.map_or(u64::MAX, u64::from));
            let entry = found.entry((hour as usize, date)).or_insert(weight);
            *entry = (*entry).max(weight);
        }
    }
    found
}

fn with_clock(text: &str, look: impl FnOnce(&Engagement<'_>, &Clock<'_, '_>)) {
    let sources = Sources::default();
    let file = sources.add("test", text.to_owned());
    let (document, _) = racilint_parser::read(&sources, file, "test", &InMemory::default());
    let catalogue = Catalogue::of(&document);
    let today = jiff::civil::date(2027, 1, 1);
    let engagement = Engagement::of(&document, &catalogue, today, None);
    let clock = Clock::of(&engagement).expect("a clock");
    look(&engagement, &clock);
}

fn hour(week: &Week, day: usize, hour: usize) -> Hour {
    week.hours[day * 24 + hour].expect("a promised hour")
}

fn minutes(waiting: Option<Waiting>) -> Option<u32> {
    waiting.expect("usually promised").wait
}

#[test]
fn every_hour_is_as_bad_as_its_worst_minute() {
    with_clock(WATCH, |engagement, clock| {
        let bo = engagement.names.actor("bo").expect("bo");
        for absent in [Absent::nobody(), Absent::of([bo])] {
            let week = clock.week(&clock.promised_questions(), &absent);
            let minutes = by_the_minute(clock, &absent);
            assert!(minutes.len() > 800);
            for index in 0..HOURS {
                let same = minutes.iter().filter(|((hour, _), _)| *hour == index);
                let worst = same.map(|(_, weight)| *weight).max();
                let said = week.hours[index].map(|hour| {
                    let wait = hour.worst.wait.map_or(u64::MAX, u64::from);
                    (hour.worst.exceeds, wait)
                });
                assert_eq!(said, worst, "hour {index}");
            }
        }
    });
}

#[test]
fn the_usual_week_leaves_out_what_is_rare() {
    with_clock(WATCH, |_, clock| {
        let week = clock.week(&clock.promised_questions(), &Absent::nobody());
        // Both are there at once from two in the afternoon on, an hour earlier while only New York
        // has changed its clocks. On Good Friday Ana is not.
        let three = hour(&week, 0, 15);
        assert_eq!(minutes(three.usual), Some(65));
        assert!(three.worst.wait > Some(65), "{three:?}");
        assert_eq!(three.times, 9);
        let nothing = week.hours[6 * 24 + 12];
        assert_eq!(nothing, None, "Sundays are not promised");
        let early = hour(&week, 0, 6);
        assert!(early.usual.is_some_and(|usual| usual.exceeds));
    });
}

#[test]
fn unwritten_hours_leave_a_figure_open() {
    let text = WATCH.replace("hours = \"Mon-Fri 08:00-18:00\"", "");
    with_clock(&text, |_, clock| {
        let week = clock.week(&clock.promised_questions(), &Absent::nobody());
        let worst = hour(&week, 0, 20).worst;
        assert!(worst.open && !worst.unknown, "it is known who answers");
        let ana = clock.promised_questions()[0];
        let own = clock.week(&[ana], &Absent::nobody());
        assert!(!hour(&own, 1, 10).usual.expect("promised").open);
    });
}

/// At night, and until Ana is there, only somebody could answer whom the file does not name.
#[test]
fn an_answer_that_hangs_on_an_unknown_name_is_none_that_is_known() {
    let text = WATCH.replace(
        "{ to = \"bo\", ack-within = \"30m\" }",
        "{ to = \"gohst\", ack-within = \"30m\" }",
    );
    with_clock(&text, |_, clock| {
        let ana = clock.promised_questions()[0];
        let week = clock.week(&[ana], &Absent::nobody());
        let (night, day) = (hour(&week, 0, 20), hour(&week, 1, 10));
        for known in [night.worst, night.usual.expect("promised")] {
            assert_eq!(known.wait, Some(15));
            assert!(known.open && known.unknown, "{known:?}");
        }
        let usual = day.usual.expect("promised");
        assert!(!usual.open && !usual.unknown, "{usual:?}");
    });
}

/// On Good Friday the desk is closed, whether the engagement names its client or the party does.
#[test]
fn the_client_is_the_party_of_that_kind_where_none_is_named() {
    let text = WATCH.replace("kind = \"msp\"", "kind = \"provider\"");
    let others = text.replace("kind = \"client\"", "");
    let unnamed = |text: &str| text.replace("client = \"north\"\n", "");
    let minutes = |text: &str| {
        let mut minutes = 0;
        with_clock(text, |engagement, clock| {
            let desk = engagement.names.row("desk").expect("a row");
            minutes = clock.asked_minutes(desk).minutes();
        });
        minutes
    };
    let day = 9 * 60;
    assert_eq!(minutes(&text), 44 * day);
    assert_eq!(minutes(&unnamed(&text)), 44 * day);
    assert_eq!(minutes(&unnamed(&others)), 45 * day);
}

#[test]
fn what_takes_just_as_long_as_promised_is_in_time() {
    let exceeds = |target: &str| {
        let text = WATCH.replace("\"45m\"", target);
        let mut exceeds = None;
        with_clock(&text, |_, clock| {
            let week = clock.week(&clock.promised_questions(), &Absent::nobody());
            let usual = hour(&week, 0, 15).usual.expect("promised");
            assert_eq!(usual.wait, Some(65));
            exceeds = Some(usual.exceeds);
        });
        exceeds
    };
    assert_eq!(exceeds("\"64m\""), Some(true));
    assert_eq!(exceeds("\"65m\""), Some(false));
}

/// What the whole takes, the steps take together: who never may leaves it to whoever does.
/// Ana is there on weekdays: at night it takes longer than what is promised for other hours.
#[test]
fn in_hours_that_nobody_promises_nothing_is_late() {
    let unpromised = WATCH.replace("    hours = [\"Mon-Sat 06:00-23:30\"]\n", "");
    for (text, late) in [(WATCH, true), (&*unpromised, false)] {
        with_clock(text, |engagement, clock| {
            let row = engagement.names.row("watch").expect("a row");
            let week = clock.week(&clock.questions(row), &Absent::nobody());
            let hours = week.hours.iter().flatten();
            let mut waits = hours.map(|hour| hour.worst);
            let exceeds = waits.any(|worst| worst.exceeds && worst.wait.is_some());
            assert_eq!(exceeds, late);
        });
    }
}

#[test]
fn steps_leave_an_action_to_the_one_that_can_take_it() {
    let slices = |more: &str| {
        format!(
            "{WATCH}\n[workstream.rescue]\nneeds = [\"grant-access\", \"failover\"]\n\
             respond-within = \"10m\"\nhours = \"24x7\"\n\
             [workstream.rescue.slice.first]\nstep = \"find\"\nresponsible = \"ana\"\n{more}\
             [workstream.rescue.slice.second]\nstep = \"mend\"\nresponsible = \"cy\"\n\
             [person.cy]\nhours = \"24x7\"\n"
        )
    };
    let asked = |text: &str| {
        let mut asked = Vec::new();
        with_clock(text, |engagement, clock| {
            for name in ["rescue.first", "rescue.second"] {
                let row = engagement.names.row(name).expect("a slice");
                let actions = clock.questions(row).into_iter().map(|own| own.action);
                asked.push(actions.map(str::to_owned).collect::<Vec<_>>());
            }
        });
        asked
    };
    // Nobody may fail over, so that both are asked for it; Ana may grant access.
    let (both, one) = (vec!["grant-access", "failover"], vec!["failover"]);
    assert_eq!(asked(&slices("")), [both.clone(), one]);
    // A step with needs of its own leaves nothing to the others.
    let own = slices("needs = \"failover\"\n");
    assert_eq!(asked(&own), [vec!["failover"], both]);
}

#[test]
fn an_action_that_is_named_twice_is_asked_about_once() {
    let text = WATCH.replace("\"disable-account\"]", "\"isolate-endpoint\"]");
    with_clock(&text, |engagement, clock| {
        let watch = engagement.names.row("watch").expect("a row");
        let asked = clock.questions(watch).into_iter();
        let asked: Vec<_> = asked.map(|own| own.action).collect();
        assert_eq!(asked, ["isolate-endpoint"]);
    });
}

#[test]
fn what_promises_hours_and_does_more_than_decide_is_asked_about() {
    let text = format!(
        "{WATCH}\n[workstream.quiet]\nresponsible = \"bo\"\nneeds = [\"failover\"]\n\
         [workstream.board]\nresponsible = \"bo\"\nneeds = [\"failover\"]\nhours = \"24x7\"\n\
         activity = \"decision\"\n\
         [workstream.both]\nresponsible = \"bo\"\nneeds = [\"failover\"]\nhours = \"24x7\"\n\
         activity = [\"decision\", \"restore\"]\n"
    );
    with_clock(&text, |engagement, clock| {
        let asked = clock.promised_questions().into_iter();
        let asked: Vec<_> = asked
            .map(|own| (&*engagement.row(own.row).name, own.action))
            .collect();
        assert_eq!(
            asked,
            [
                ("watch", "isolate-endpoint"),
                ("watch", "disable-account"),
                ("desk", "grant-access"),
                ("both", "failover"),
            ]
        );
    });
}

#[test]
fn a_named_row_stands_for_its_parts() {
    let text = format!(
        "{WATCH}\n[workstream.all]\n[workstream.part]\nparent = \"all\"\nresponsible = \"bo\"\n"
    );
    with_clock(&text, |engagement, _| {
        let row = |name: &str| engagement.names.row(name).expect("a row");
        assert_eq!(parts_of(engagement, row("all")), [row("part")]);
        assert_eq!(parts_of(engagement, row("watch")), [row("watch")]);
    });
}

#[test]
fn a_chain_tells_who_was_called_and_what_they_may() {
    use crate::time::{Answer, moment};
    with_clock(WATCH, |engagement, clock| {
        let watch = engagement.names.row("watch").expect("a row");
        let account = clock.questions(watch)[1];
        assert_eq!(account.action, "disable-account");
        let zone = TimeZoneDatabase::bundled()
            .get("Europe/Berlin")
            .expect("a zone");
        let call = |text: &str| -> Minute {
            let wall: jiff::civil::DateTime = text.parse().expect("a time");
            let moment = zone.to_zoned(wall).expect("in range").timestamp();
            moment.as_second() / 60
        };
        let at = call("2027-02-17 15:00");
        let chain = clock.chain(account, at, &Absent::nobody(), Unknown::On);
        assert_eq!(
            moment(chain.call, &zone),
            "Wednesday 17 February 2027 15:00"
        );
        assert_eq!(chain.ends, Some(65));
        let answers: Vec<Answer> = chain
            .steps
            .iter()
            .flat_map(|step| step.told.iter().map(|told| told.answer))
            .collect();
        assert_eq!(
            answers,
            [
                Answer::MayNot,
                Answer::Approved {
                    grant: 1,
                    within: 20
                }
            ]
        );
        // Nobody of the north is there at night to agree.
        let night = clock.chain(
            account,
            call("2027-02-17 20:00"),
            &Absent::nobody(),
            Unknown::On,
        );
        assert_eq!(night.ends, None);
        assert_eq!(night.steps[0].told[0].answer, Answer::OffDuty);
        assert_eq!(
            night.steps[1].told[0].answer,
            Answer::Unapproved { grant: 1 }
        );
    });
}

#[test]
fn a_chain_tells_of_whom_nobody_wrote_that_they_are_there() {
    let text = WATCH.replace("hours = \"Mon-Fri 08:00-18:00\"", "");
    with_clock(&text, |engagement, clock| {
        let watch = engagement.names.row("watch").expect("a row");
        let question = clock.questions(watch)[0];
        // Tuesday 16 February 2027, noon in Berlin.
        let noon = jiff::civil::datetime(2027, 2, 16, 11, 0, 0, 0);
        let noon = noon.in_tz("UTC").expect("a zone").timestamp().as_second() / 60;
        let assumed = |unknown: Unknown, call: Minute| -> Vec<bool> {
            let chain = clock.chain(question, call, &Absent::nobody(), unknown);
            let told = chain.steps.iter().flat_map(|step| &step.told);
            told.map(|told| told.assumed).collect()
        };
        assert_eq!(assumed(Unknown::On, noon), [false]);
        let night = noon + 10 * 60;
        assert_eq!(assumed(Unknown::On, night), [false, true]);
        assert_eq!(assumed(Unknown::Off, night), [false, false]);
    });
}

/// A call of an hour that waits so long, for ever where that is `None`.
fn waiting(call: Minute, wait: Option<u32>, exceeds: bool) -> Option<Waiting> {
    Some(Waiting {
        question: 0,
        call,
        wait,
        exceeds,
        open: false,
        unknown: false,
    })
}

#[test]
fn an_hour_is_usually_what_it_is_most_often() {
    let [short, long] = [10, 20].map(|wait| move |call| waiting(call, Some(wait), false));
    let late = |call| waiting(call, Some(15), true);
    let never = |call| waiting(call, None, true);
    let told = |all: &[Option<Waiting>]| {
        let hour = hour_of(all)?;
        let usual = hour.usual.map(|own| (own.call, own.wait));
        Some((
            usual,
            (hour.worst.call, hour.worst.wait),
            hour.times,
            hour.as_bad,
        ))
    };
    assert_eq!(told(&[]), None);
    assert_eq!(told(&[None, None]), None);
    assert_eq!(
        told(&[short(3), long(2), short(1)]),
        Some((Some((1, Some(10))), (2, Some(20)), 3, 1))
    );
    // What exceeds its promise is worse than what waits longer, and for ever is worst.
    assert_eq!(
        told(&[long(1), late(2), late(3), long(4), long(5)]),
        Some((Some((1, Some(20))), (2, Some(15)), 5, 2))
    );
    assert_eq!(
        told(&[late(1), never(2), late(3)]),
        Some((Some((1, Some(15))), (2, None), 3, 1))
    );
    // Of equals the worse; and most often nothing may be promised.
    assert_eq!(
        told(&[short(1), long(2)]),
        Some((Some((2, Some(20))), (2, Some(20)), 2, 1))
    );
    assert_eq!(
        told(&[None, None, long(3)]),
        Some((None, (3, Some(20)), 3, 1))
    );
}

#[test]
fn of_hours_as_bad_as_each_other_the_one_that_is_so_most_often_is_the_worst() {
    let hour = |wait, as_bad, times| {
        let worst = waiting(0, Some(wait), false).expect("a wait");
        Some(Hour {
            usual: None,
            worst,
            times,
            as_bad,
        })
    };
    assert_eq!(worst_of(&[]), None);
    assert_eq!(worst_of(&[None]), None);
    assert_eq!(
        worst_of(&[None, hour(10, 5, 5), hour(20, 1, 5), None]),
        Some(2)
    );
    assert_eq!(worst_of(&[hour(20, 1, 5), hour(20, 2, 5)]), Some(1));
    assert_eq!(worst_of(&[hour(20, 1, 4), hour(20, 1, 5)]), Some(0));
    assert_eq!(worst_of(&[hour(20, 2, 5), hour(20, 2, 5)]), Some(0));
}
