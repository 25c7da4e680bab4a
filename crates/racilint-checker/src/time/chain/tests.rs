//! What whoever is called answers.

use jiff::civil::date;
use racilint_diagnostics::Sources;
use racilint_parser::InMemory;

use super::Answer;
use crate::catalogue::Catalogue;
use crate::model::Engagement;
use crate::time::{Absent, Chain, Clock, Question, Unknown};

const TEXT: &str = r#"
[engagement]
timezone = "UTC"
starts = 2027-01-04
ends = 2027-01-10
[person.none]
hours = "24x7"
[person.off]
hours = "Sun 23:00-24:00"
[person.not]
hours = "24x7"
[person.now]
hours = "24x7"
[person.approved]
hours = "24x7"
[person.silence]
hours = "24x7"
[person.again]
hours = "24x7"
[person.waits]
hours = "24x7"
[person.timeless]
hours = "24x7"
[person.best]
hours = "24x7"
[person.there]
hours = "24x7"
[person.later]
hours = "Mon 01:00-02:00"
[person.often]
hours = "24x7"
[person.twice]
hours = "24x7"
[person.perhaps]
[role.watch]
held-by = ["now", "perhaps"]
[workstream.recovery]
responsible = "none"
needs = "failover"
escalation = "up"
[escalation.up]
steps = STEPS
[[grant]]
holder = "now"
action = "failover"
mode = "pre-authorized"
[[grant]]
holder = ["approved", "best"]
action = "failover"
mode = "approval-required"
approver = "there"
within = "20m"
[[grant]]
holder = ["silence", "best"]
action = "failover"
mode = "approval-required"
approver = "off"
within = "15m"
if-no-answer = "act"
[[grant]]
holder = "again"
action = "failover"
mode = "approval-required"
approver = "later"
within = "30m"
if-no-answer = "escalate"
[[grant]]
holder = ["waits", "best"]
action = "failover"
mode = "approval-required"
approver = "later"
within = "5m"
[[grant]]
holder = "timeless"
action = "failover"
mode = "approval-required"
approver = "there"
[[grant]]
holder = "not"
action = "failover"
mode = "prohibited"
[[grant]]
holder = "often"
action = "failover"
mode = "pre-authorized"
hours = "Mon 05:00-06:00"
[[grant]]
holder = "often"
action = "failover"
mode = "pre-authorized"
[[grant]]
holder = "twice"
action = "failover"
mode = "approval-required"
approver = "off"
within = "30m"
if-no-answer = "escalate"
"#;

/// What comes of a call on the first Monday at 00:00 along these steps.
fn chain(steps: &str) -> Chain {
    chain_if(steps, Unknown::Off)
}

fn chain_if(steps: &str, unknown: Unknown) -> Chain {
    let sources = Sources::default();
    let main = sources.add("test.raci.toml", TEXT.replace("STEPS", steps));
    let (document, _) =
        racilint_parser::read(&sources, main, "test.raci.toml", &InMemory::default());
    let catalogue = Catalogue::of(&document);
    let engagement = Engagement::of(&document, &catalogue, date(2026, 11, 21), None);
    let clock = Clock::of(&engagement).expect("a clock");
    let question = Question {
        row: engagement.names.row("recovery").expect("a row"),
        action: "failover",
    };
    let call = clock.horizon().first().expect("a horizon");
    clock.chain(question, call, &Absent::nobody(), unknown)
}

/// The answer of one who is called and has half an hour, and when somebody may act.
fn answer(name: &str) -> (Answer, Option<u32>) {
    let chain = chain(&format!("[{{ to = \"{name}\", ack-within = \"30m\" }}]"));
    assert_eq!(chain.steps.len(), 1);
    assert_eq!(chain.steps[0].told.len(), 1);
    (chain.steps[0].told[0].answer, chain.ends)
}

#[test]
fn everybody_answers_by_their_grants() {
    assert_eq!(answer("none").0, Answer::MayNot);
    assert_eq!(answer("off").0, Answer::OffDuty);
    assert_eq!(answer("not").0, Answer::Prohibited);
    assert_eq!(answer("now"), (Answer::AtOnce { grant: Some(0) }, Some(30)));
    // Of two grants the one that counts at this hour.
    assert_eq!(answer("often").0, Answer::AtOnce { grant: Some(8) });
    let approved = Answer::Approved {
        grant: 1,
        within: 20,
    };
    assert_eq!(answer("approved"), (approved, Some(50)));
    let silence = Answer::Silence {
        grant: 2,
        within: 15,
    };
    assert_eq!(answer("silence"), (silence, Some(45)));
    let again = Answer::SecondAsking {
        grant: 3,
        within: 30,
    };
    assert_eq!(answer("again"), (again, Some(90)));
    assert_eq!(answer("waits").0, Answer::Unapproved { grant: 4 });
    assert_eq!(answer("twice"), (Answer::Unapproved { grant: 9 }, None));
    assert_eq!(answer("timeless").0, Answer::Timeless { grant: 5 });
    // Of several grants the one that lets them act soonest; what lets nobody act comes last.
    assert_eq!(answer("best"), (silence, Some(45)));
}

#[test]
fn of_several_behind_a_role_those_without_hours_are_taken_to_be_there() {
    let chain = chain_if("[{ to = \"watch\", ack-within = \"30m\" }]", Unknown::On);
    let assumed: Vec<bool> = chain.steps[0].told.iter().map(|own| own.assumed).collect();
    assert_eq!(assumed, [false, true]);
}

#[test]
fn an_answer_says_its_grant_and_how_long_it_takes() {
    let ends = |answer: Answer| (answer.grant(), answer.ends_after(10));
    let (grant, within) = (7, 20);
    assert_eq!(ends(Answer::AtOnce { grant: None }), (None, Some(10)));
    assert_eq!(ends(Answer::AtOnce { grant: Some(7) }), (Some(7), Some(10)));
    assert_eq!(
        ends(Answer::Approved { grant, within }),
        (Some(7), Some(30))
    );
    assert_eq!(ends(Answer::Silence { grant, within }), (Some(7), Some(30)));
    assert_eq!(
        ends(Answer::SecondAsking { grant, within }),
        (Some(7), Some(50))
    );
    assert_eq!(ends(Answer::Unapproved { grant }), (Some(7), None));
    assert_eq!(ends(Answer::Timeless { grant }), (Some(7), None));
    for answer in [Answer::OffDuty, Answer::MayNot, Answer::Prohibited] {
        assert_eq!(ends(answer), (None, None));
    }
}

#[test]
fn whoever_is_called_later_is_there_when_they_are_called() {
    let called = |first: &str| {
        let told = chain(&format!(
            "[{{ to = \"none\", ack-within = \"{first}\" }}, {{ to = \"later\", ack-within = \"5m\" }}]"
        ));
        told.steps[1].told[0].answer
    };
    assert_eq!(called("59m"), Answer::OffDuty);
    assert_eq!(called("60m"), Answer::MayNot);
    assert_eq!(called("120m"), Answer::OffDuty);
}

#[test]
fn steps_behind_the_end_are_not_told() {
    let step = |name: &str, ack: &str| format!("{{ to = \"{name}\", ack-within = \"{ack}\" }}");
    let steps = |all: &[String]| format!("[{}]", all.join(", "));
    let at = |chain: &Chain| chain.steps.iter().map(|step| step.at).collect::<Vec<_>>();
    // The first one would have an approval after fifty minutes: the third is asked before.
    let all = [
        step("approved", "30m"),
        step("none", "10m"),
        step("off", "10m"),
        step("none", "10m"),
    ];
    let told = chain(&steps(&all));
    assert_eq!(told.ends, Some(50));
    assert_eq!(at(&told), [Some(0), Some(30), Some(40)]);
    assert_eq!(told.path, Some(0));
    let nobody = chain(&steps(&[step("none", "10m"), step("off", "10m")]));
    assert_eq!((nobody.ends, nobody.unknown), (None, false));
    assert_eq!(at(&nobody), [Some(0), Some(10)]);
    // A step that does not say how long it has leaves open when the next one is called.
    let open = [
        step("none", "10m"),
        "{ to = \"none\" }".to_owned(),
        step("now", "10m"),
    ];
    let open = chain_if(&steps(&open), Unknown::On);
    assert_eq!((open.ends, open.unknown), (None, true));
    assert_eq!(at(&open), [Some(0), Some(10), None]);
    assert!(open.steps[2].told.is_empty());
}
