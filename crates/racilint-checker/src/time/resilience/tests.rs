//! Who can be missing, against the definition minute by minute.

use std::collections::BTreeSet;
use std::rc::Rc;

use racilint_diagnostics::Sources;
use racilint_parser::InMemory;

use super::{Loss, Resilience};
use crate::catalogue::Catalogue;
use crate::model::{ActorId, Engagement};
use crate::time::{Absent, Clock, Times, Unknown};

/// Two who act by day, one by night, one who approves.
const HOUSE: &str = r#"
    [engagement]
    timezone = "Europe/Berlin"
    starts = 2027-03-01
    ends = 2027-03-31
    [person.ana]
    hours = "Mon-Fri 08:00-18:00"
    [person.bo]
    hours = "Mon-Fri 08:00-18:00"
    [person.cy]
    hours = "Mon-Fri 18:00-08:00"
    [person.boss]
    hours = "24x7"
    [workstream.watch]
    responsible = ["ana", "bo", "cy"]
    needs = ["isolate-endpoint", "disable-account"]
    hours = ["Mon-Fri 08:00-24:00"]
    respond-within = "10m"
    decide-within = "30m"
    [workstream.changes]
    responsible = "bo"
    needs = "approve-change"
    hours = "Mon-Fri 09:00-17:00"
    respond-within = "10m"
    [[grant]]
    holder = ["ana", "bo", "cy"]
    action = "isolate-endpoint"
    mode = "pre-authorized"
    [[grant]]
    holder = ["ana", "bo", "cy"]
    action = "disable-account"
    mode = "approval-required"
    approver = "boss"
    within = "10m"
    [[grant]]
    holder = "bo"
    action = "approve-change"
    mode = "pre-authorized"
"#;

fn with_answers(text: &str, look: impl FnOnce(&Engagement<'_>, &Clock<'_, '_>, &[Resilience<'_>])) {
    let sources = Sources::default();
    let file = sources.add("test", text.to_owned());
    let (document, _) = racilint_parser::read(&sources, file, "test", &InMemory::default());
    let catalogue = Catalogue::of(&document);
    let today = jiff::civil::date(2027, 1, 1);
    let engagement = Engagement::of(&document, &catalogue, today, None);
    let clock = Clock::of(&engagement).expect("a clock");
    let answers = clock.resilience(&clock.promised_questions());
    look(&engagement, &clock, &answers);
}

fn names(engagement: &Engagement<'_>, losses: &[Loss<'_>]) -> BTreeSet<String> {
    let name = |loss: &Loss<'_>| {
        let people = loss.people.iter();
        let people: Vec<&str> = people
            .map(|person| engagement.actor(*person).name)
            .collect();
        people.join("+")
    };
    losses.iter().map(name).collect()
}

fn set(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

#[test]
fn one_alone_and_two_together() {
    with_answers(HOUSE, |engagement, _, answers| {
        let watch = &answers[0];
        assert_eq!(names(engagement, &watch.alone), set(&["cy", "boss"]));
        assert_eq!(names(engagement, &watch.together), set(&["ana+bo"]));
        let boss = watch.alone.iter().find(|loss| loss.actions.len() == 1);
        let boss = boss.expect("the approver");
        assert_eq!(boss.actions, ["disable-account"]);
        assert_eq!(boss.minutes, boss.never, "nobody else ever approves");
        let changes = &answers[1];
        assert_eq!(names(engagement, &changes.alone), set(&["bo"]));
        assert!(
            changes.together.is_empty(),
            "whoever else is missing changes nothing"
        );
    });
}

#[test]
fn the_graph_says_through_whom_all_ways_lead() {
    with_answers(HOUSE, |engagement, _, answers| {
        let name = |answer: &Resilience<'_>| -> Vec<&str> {
            let through = answer.through.iter();
            through
                .map(|person| engagement.actor(*person).name)
                .collect()
        };
        assert_eq!(name(&answers[0]), [""; 0]);
        assert_eq!(name(&answers[1]), ["bo"]);
    });
}

#[test]
fn the_graph_names_nobody_where_somebody_unknown_is_called() {
    let through = |responsible: &str| {
        let text = HOUSE.replace("responsible = \"bo\"", responsible);
        let mut people = 0;
        with_answers(&text, |_, _, answers| people = answers[1].through.len());
        people
    };
    assert_eq!(through("responsible = [\"bo\", \"ana\"]"), 1);
    assert_eq!(through("responsible = [\"bo\", \"gohst\"]"), 0);
    assert_eq!(through("responsible = \"bo\"\nescalation = \"gone\""), 0);
}

#[test]
fn whoever_the_graph_names_is_missed_by_the_clock() {
    for text in [
        HOUSE.to_owned(),
        HOUSE.replace("[\"ana\", \"bo\", \"cy\"]", "[\"cy\"]"),
    ] {
        with_answers(&text, |_, _, answers| {
            for answer in answers {
                for person in &answer.through {
                    let missed = answer.alone.iter().any(|loss| loss.people == [*person]);
                    assert!(missed, "{person:?} on {:?}", answer.row);
                }
            }
        });
    }
}

#[test]
fn every_minute_that_is_lost_is_lost_by_definition() {
    with_answers(HOUSE, |_, clock, answers| {
        let questions = clock.promised_questions();
        for answer in answers {
            let actions = questions.iter().filter(|asked| asked.row == answer.row);
            let actions: Vec<&str> = actions.map(|asked| asked.action).collect();
            let bound = clock.decide_within(answer.row).unwrap_or(u32::MAX);
            let times = |people: &[ActorId]| -> Vec<Rc<Times>> {
                let absent = Absent::of(people.iter().copied());
                let of = |action: &&str| {
                    clock.time_to_authority(answer.row, action, &absent, Unknown::On)
                };
                actions.iter().map(of).collect()
            };
            for loss in answer.alone.iter().chain(&answer.together) {
                // Whoever else is missing: nobody, and of two either.
                let mut fewer = vec![times(&[])];
                if let [one, other] = loss.people[..] {
                    fewer.extend([times(&[one]), times(&[other])]);
                }
                let without = times(&loss.people);
                let spans = answer.minutes.spans().iter();
                for minute in spans.flat_map(|(start, end)| *start..*end) {
                    let is_lost = |times: &Times| times.at(minute).is_none_or(|wait| wait > bound);
                    let newly = (0..actions.len()).any(|action| {
                        let before = fewer.iter().any(|times| is_lost(&times[action]));
                        is_lost(&without[action]) && !before
                    });
                    assert_eq!(loss.minutes.contains(minute), newly, "{loss:?} at {minute}");
                }
            }
        }
    });
}

#[test]
fn unwritten_hours_are_named() {
    let text = HOUSE.replace(
        "[person.bo]\n    hours = \"Mon-Fri 08:00-18:00\"",
        "[person.bo]",
    );
    with_answers(&text, |engagement, _, answers| {
        let bo = engagement.names.actor("bo").expect("bo");
        assert_eq!(answers[0].without_hours, BTreeSet::from([bo]));
        assert!(answers[0].is_open);
    });
}

/// The vendor may stand in until its grant ends, and does not afterwards: whatever its hours are, ana
/// is missed.
#[test]
fn hours_that_only_say_how_long_somebody_is_missed_leave_nothing_open() {
    let text = r#"
    [engagement]
    timezone = "Europe/Berlin"
    starts = 2027-03-01
    ends = 2027-03-31
    [person.ana]
    hours = "24x7"
    [party.vendor]
    [workstream.watch]
    responsible = ["ana", "vendor"]
    needs = "isolate-endpoint"
    hours = "24x7"
    respond-within = "10m"
    [[grant]]
    holder = "ana"
    action = "isolate-endpoint"
    mode = "pre-authorized"
    [[grant]]
    holder = "vendor"
    action = "isolate-endpoint"
    mode = "pre-authorized"
    until = 2027-03-15
    "#;
    with_answers(text, |engagement, _, answers| {
        let watch = &answers[0];
        assert_eq!(names(engagement, &watch.alone), set(&["ana"]));
        assert_eq!(watch.alone[0].minutes.minutes(), 16 * 24 * 60 - 60);
        assert!(watch.together.is_empty() && !watch.is_open);
    });
}

#[test]
fn work_without_a_time_to_answer_is_asked_only_whether_anybody_is_reached() {
    let text = HOUSE.replace("respond-within = \"10m\"", "accountable = \"boss\"");
    with_answers(&text, |engagement, _, answers| {
        let watch = &answers[0];
        assert!(!watch.is_timed);
        assert!(!watch.is_open);
        assert!(watch.lost_already.is_empty());
        assert_eq!(names(engagement, &watch.alone), set(&["boss"]));
    });
    // Whoever is meant may do it all.
    let text = HOUSE.replace("respond-within = \"10m\"", "accountable = \"gohst\"");
    with_answers(&text, |_, _, answers| {
        assert!(answers[0].is_open && answers[0].alone.is_empty());
    });
}

#[test]
fn for_ever_and_too_late_are_told_apart_by_action() {
    let text = r#"
    [engagement]
    timezone = "Europe/Berlin"
    starts = 2027-03-01
    ends = 2027-03-31
    [person.tomi]
    hours = "24x7"
    [person.resi]
    hours = "24x7"
    [workstream.watch]
    responsible = "tomi"
    needs = ["shutdown-system", "isolate-endpoint"]
    hours = "24x7"
    decide-within = "30m"
    escalation = "p"
    [escalation.p]
    steps = [{ to = "tomi", ack-within = "10m" }, { to = "resi", ack-within = "25m" }]
    [[grant]]
    holder = "tomi"
    action = ["shutdown-system", "isolate-endpoint"]
    mode = "pre-authorized"
    [[grant]]
    holder = "resi"
    action = "shutdown-system"
    mode = "pre-authorized"
    "#;
    with_answers(text, |_, _, answers| {
        let loss = &answers[0].alone[0];
        assert_eq!(loss.actions, ["shutdown-system", "isolate-endpoint"]);
        assert_eq!(loss.actions_never, ["isolate-endpoint"]);
    });
}

#[test]
fn whoever_approves_for_somebody_of_a_team_is_missed() {
    let team = "[team.crew]\n    members = [\"ana\", \"bo\", \"cy\"]\n    [workstream.watch]";
    let text = HOUSE
        .replace("= [\"ana\", \"bo\", \"cy\"]\n", "= \"crew\"\n")
        .replace("[workstream.watch]", team);
    with_answers(&text, |engagement, _, answers| {
        assert_eq!(names(engagement, &answers[0].alone), set(&["cy", "boss"]));
    });
}
