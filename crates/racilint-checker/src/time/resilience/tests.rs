//! Who can be missing, against the definition minute by minute.

use std::collections::BTreeSet;

use racilint_diagnostics::Sources;
use racilint_parser::{LoadError, Loaded, Loader};

use super::{Loss, Resilience};
use crate::catalogue::Catalogue;
use crate::model::Engagement;
use crate::time::{Absent, Clock, Unknown};

struct NoFiles;

impl Loader for NoFiles {
    fn load(&self, _: &str, _: &str) -> Result<Loaded, LoadError> {
        Err(LoadError {
            reason: "there are no files here".into(),
            help: String::new(),
        })
    }
}

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
    let (document, _) = racilint_parser::read(&sources, file, "test", &NoFiles);
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
        let beyond = |row, action, people: &[_], minute| {
            let absent = Absent::of(people.iter().copied());
            let times = clock.time_to_authority(row, action, &absent, Unknown::On);
            let bound = clock.decide_within(row).unwrap_or(u32::MAX);
            times.at(minute).is_none_or(|wait| wait > bound)
        };
        for answer in answers {
            let actions = questions
                .iter()
                .filter(|question| question.row == answer.row);
            let actions: Vec<&str> = actions.map(|question| question.action).collect();
            for loss in answer.alone.iter().chain(&answer.together) {
                let minutes = answer
                    .minutes
                    .spans()
                    .iter()
                    .flat_map(|(start, end)| *start..*end);
                for minute in minutes {
                    let newly = actions.iter().any(|action| {
                        let lost = |people: &[_]| beyond(answer.row, action, people, minute);
                        let by_fewer = loss.people.len() > 1
                            && loss.people.iter().any(|person| lost(&[*person]));
                        lost(&loss.people) && !lost(&[]) && !by_fewer
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
    });
}
