//! What is told of an incident against the figures that it tells of: on random engagements, and on
//! one that was worked out by hand.

use jiff::civil::date;
use proptest::prelude::*;
use racilint_checker::catalogue::Catalogue;
use racilint_checker::model::{ActorId, Engagement, RowId};
use racilint_checker::time::play::{Answer, Chosen, Duty, May, Outcome, Play, Question, Why};
use racilint_checker::time::{Absent, Clock, Minute, Unknown};
use racilint_diagnostics::Sources;

use super::generate;
use super::load::read;
use super::plan::ACTIONS;
use super::properties::hold;

/// So many calls of each horizon are played.
const CALLS: i64 = 9;

/// How many engagements are played unless the environment says more.
const CASES: u32 = 120;

#[test]
fn a_play_ends_when_the_figures_say() {
    hold(CASES, generate::plan(), |plan| {
        let sources = Sources::default();
        let text = plan.text();
        let document = read(&text, &sources);
        let catalogue = Catalogue::of(&document);
        let engagement = Engagement::of(&document, &catalogue, plan.as_of(), None);
        let clock = Clock::of(&engagement).expect("a zone and a horizon");
        let people = engagement.actors().filter(|(_, actor)| actor.is_person());
        let first = people.map(|(id, _)| id).next();
        for absent in [Absent::nobody(), Absent::of(first)] {
            for (row, _) in engagement.leaves() {
                for name in ACTIONS {
                    ends_as_the_figures_say(&clock, row, name, &absent)?;
                }
            }
        }
        Ok(())
    });
}

fn ends_as_the_figures_say(
    clock: &Clock<'_, '_>,
    row: RowId,
    name: &'static str,
    absent: &Absent,
) -> Result<(), TestCaseError> {
    let (start, end) = clock.horizon().spans()[0];
    let times = |unknown| clock.time_to_authority(row, name, absent, unknown);
    let (sure, hoped) = (times(Unknown::Off), times(Unknown::On));
    for call in 0..CALLS {
        let at = start + (end - start - 1) * call / (CALLS - 1);
        let question = Question {
            row,
            action: Catalogue::shipped().action(name),
            at: Some(at),
            absent,
        };
        let play = clock.play(&question).expect("a call of the horizon");
        let act = &play.acts[0];
        match &act.wait {
            Answer::After(wait) => prop_assert_eq!(Some(*wait), hoped.at(at)),
            Answer::Never => prop_assert_eq!(None, hoped.at(at)),
            Answer::Open(needs) => {
                prop_assert!(!needs.is_empty());
                prop_assert_ne!(sure.at(at), hoped.at(at));
            }
            Answer::NotAsked => prop_assert!(false, "an action was asked about"),
        }
        let first = act.rounds[0].end.as_ref().map(|end| end.at - at);
        prop_assert_eq!(first, sure.pass_at(at).map(Minute::from), "the first pass");
        let last = act.rounds.iter().filter_map(|round| round.end.as_ref());
        let last = last.map(|end| end.at - at).min();
        prop_assert_eq!(last, sure.at(at).map(Minute::from), "the call that counts");
    }
    Ok(())
}

#[test]
fn the_worst_call_waits_longest() {
    hold(CASES, generate::plan(), |plan| {
        let sources = Sources::default();
        let text = plan.text();
        let document = read(&text, &sources);
        let catalogue = Catalogue::of(&document);
        let engagement = Engagement::of(&document, &catalogue, plan.as_of(), None);
        let clock = Clock::of(&engagement).expect("a zone and a horizon");
        let nobody = Absent::nobody();
        for (row, _) in engagement.leaves() {
            let question = Question {
                row,
                action: Catalogue::shipped().action(ACTIONS[0]),
                at: None,
                absent: &nobody,
            };
            let play = clock.play(&question).expect("a horizon");
            prop_assert_eq!(play.chosen, Chosen::Worst);
            let times = clock.time_to_authority(row, ACTIONS[0], &nobody, Unknown::On);
            let calls = clock.looked_at(row);
            prop_assert!(calls.contains(play.at));
            let Some(bound) = clock.decide_within(row) else {
                continue;
            };
            let late = times.beyond(Some(bound)).intersection(&calls);
            if !late.is_empty() {
                let worst = times.worst(&calls).expect("a call").1;
                prop_assert_eq!(times.at(play.at), worst);
            }
        }
        Ok(())
    });
}

/// `a` answers by day, `b` covers for `c` on 2 and 3 March; `c` approves by night and is asked
/// twice, and the path is called three times.
const BY_HAND: &str = "\
[engagement]
client = \"c1\"
starts = 2027-03-01
ends = 2027-03-10
timezone = \"Europe/Berlin\"
profiles = [\"hipaa\"]
[party.c1]
[person.a]
party = \"c1\"
hours = \"Mon-Fri 08:00-16:00\"
[person.b]
party = \"c1\"
timezone = \"America/New_York\"
hours = \"24x7\"
[person.c]
party = \"c1\"
hours = \"Mon-Fri 18:00-20:00\"
away = [{ from = 2027-03-02, to = 2027-03-03, covered-by = \"b\" }]
[workstream.w]
needs = \"isolate-endpoint\"
responsible = \"a\"
escalation = \"p\"
decide-within = \"1h\"
respond-within = \"10m\"
restore-within = \"4h\"
[escalation.p]
steps = [{ to = \"a\", ack-within = \"10m\" }, { to = \"b\", ack-within = \"20m\" }]
repeat = 2
[[grant]]
holder = \"a\"
action = \"isolate-endpoint\"
mode = \"pre-authorized\"
[[grant]]
holder = \"b\"
action = \"isolate-endpoint\"
mode = \"approval-required\"
approver = \"c\"
within = \"15m\"
if-no-answer = \"escalate\"
[[notice]]
by = \"b\"
to = \"a\"
trigger = \"anything\"
within = \"2h\"
";

/// Plays a call of it at a local time.
fn by_hand(
    day: i8,
    hour: i8,
    minute: i8,
    absent: &[&str],
    test: impl Fn(&Play<'_>, &dyn Fn(&str) -> ActorId),
) {
    let sources = Sources::default();
    let document = read(BY_HAND, &sources);
    let catalogue = Catalogue::of(&document);
    let engagement = Engagement::of(&document, &catalogue, date(2027, 3, 1), None);
    let clock = Clock::of(&engagement).expect("a clock");
    let id = |name: &str| engagement.names.actor(name).expect("the person");
    let absent = Absent::of(absent.iter().map(|name| id(name)));
    let shown = date(2027, 3, day).at(hour, minute, 0, 0);
    let question = Question {
        row: engagement.names.row("w").expect("the row"),
        action: None,
        at: clock.minute_shown(shown),
        absent: &absent,
    };
    test(&clock.play(&question).expect("a play"), &id);
}

#[test]
fn by_day_the_first_answers_and_the_second_is_spared() {
    by_hand(1, 12, 0, &[], |play, id| {
        let act = &play.acts[0];
        assert_eq!(act.wait, Answer::After(10));
        let round = &act.rounds[0];
        assert_eq!((round.steps.len(), round.spared.len()), (1, 1));
        assert_eq!(round.spared[0], (2, play.at + 10));
        let end = round.end.as_ref().expect("an end");
        assert_eq!((end.owner, end.step), (id("a"), 1));
        assert!(matches!(
            round.steps[0].owners[0].people[0].may,
            Some(May::AtOnce(_, Some(0)))
        ));
    });
}

#[test]
fn an_approver_who_is_not_there_is_asked_again() {
    // 17:20: b answers by 17:50, c is asked then and again at 18:05, and answers by 18:20; who
    // calls again at 17:30 meets c at 18:00, and has the answer by 18:15.
    by_hand(1, 17, 20, &[], |play, _| {
        let act = &play.acts[0];
        assert_eq!(act.wait, Answer::After(55));
        assert_eq!((act.rounds.len(), act.rounds[1].at), (2, play.at + 10));
        let round = &act.rounds[0];
        let people = &round.steps[0].owners[0].people;
        assert!(matches!(people[0].duty, Duty::Off(Some(until)) if until > play.at));
        let Some(May::WithApproval(askings)) = &round.steps[1].owners[0].people[0].may else {
            panic!("an approval is asked for");
        };
        assert_eq!(askings[0].at, Some(play.at + 30));
        assert!(matches!(
            askings[0].outcome,
            Outcome::SecondAsking(again, end, _) if again == play.at + 45 && end == play.at + 60
        ));
    });
}

#[test]
fn the_path_repeats_until_a_call_counts() {
    // 16:30: rounds at 16:30, 17:00 and 17:30; a call at 17:15 has c asked
    // again at 18:00.
    by_hand(1, 16, 30, &[], |play, _| {
        let act = &play.acts[0];
        assert_eq!(act.wait, Answer::After(105));
        let why: Vec<Why> = act.rounds.iter().map(|round| round.why).collect();
        assert_eq!(why, [Why::First, Why::Repeat(1), Why::CallsAgain]);
        assert_eq!(act.rounds[2].at, play.at + 45);
        assert!(act.rounds[1].end.is_none());
    });
}

#[test]
fn whoever_is_away_is_covered_and_whoever_is_absent_is_not() {
    by_hand(2, 18, 0, &[], |play, id| {
        let step = &play.acts[0].rounds[0].steps[1];
        let Some(May::WithApproval(askings)) = &step.owners[0].people[0].may else {
            panic!("an approval is asked for");
        };
        let people = &askings[0].approvers[0].people;
        assert_eq!(
            (people[0].who, people[0].instead_of),
            (id("b"), Some(id("c")))
        );
        assert!(matches!(&people[1].duty, Duty::Away(Some(_), covers) if *covers == [id("b")]));
    });
    by_hand(2, 18, 0, &["b"], |play, id| {
        let step = &play.acts[0].rounds[0].steps[1];
        assert_eq!(step.owners[0].people[0].who, id("b"));
        assert_eq!(step.owners[0].people[0].duty, Duty::Absent);
        assert!(play.acts[0].rounds[0].end.is_none());
    });
}

#[test]
fn promises_notices_and_duties_start_their_clocks() {
    by_hand(1, 12, 0, &[], |play, _| {
        let within: Vec<Option<u32>> = play.clocks.iter().map(|own| own.within).collect();
        assert_eq!(within[..4], [Some(10), Some(60), Some(240), Some(120)]);
        assert_eq!(play.clocks[3].by, ["b"]);
        let duties = &play.clocks[4..];
        assert!(duties.iter().any(|own| own.within == Some(60 * 24 * 60)));
    });
}
