//! Incidents, played minute by minute.

use jiff::civil::date;
use racilint_diagnostics::Sources;
use racilint_parser::InMemory;

use super::{Answer, Asking, Chosen, Duty, May, Outcome, Owner, Play, Question, Why};
use crate::catalogue::Catalogue;
use crate::model::Engagement;
use crate::time::{Absent, Clock, Minute};

mod missing;
mod rounds;

fn with(text: &str, ask: impl FnOnce(&Engagement<'_>, &Clock<'_, '_>)) {
    let head = "[engagement]\ntimezone = \"UTC\"\nstarts = 2027-01-04\nends = 2027-01-10\n";
    let sources = Sources::default();
    let main = sources.add("test.raci.toml", format!("{head}{text}"));
    let (document, _) =
        racilint_parser::read(&sources, main, "test.raci.toml", &InMemory::default());
    let catalogue = Catalogue::of(&document);
    let engagement = Engagement::of(&document, &catalogue, date(2026, 11, 21), None);
    let clock = Clock::of(&engagement).expect("a zone and a horizon");
    ask(&engagement, &clock);
}

/// Plays an incident of `recovery`, called so many minutes after the horizon begins, without some.
pub(super) fn play(
    text: &str,
    at: Option<Minute>,
    missing: &[&str],
    look: impl FnOnce(&Told<'_, '_, '_>),
) {
    with(text, |_, clock| {
        let engagement = clock.engagement;
        let missing = missing
            .iter()
            .filter_map(|name| engagement.names.actor(name));
        let absent = Absent::of(missing);
        let start = clock.horizon().first().expect("a horizon");
        let question = Question {
            row: engagement.names.row("recovery").expect("a row"),
            action: None,
            at: at.map(|at| start + at),
            absent: &absent,
        };
        let play = clock.play(&question).expect("a play");
        look(&Told {
            engagement,
            start,
            play: &play,
        });
    });
}

/// A play, in words; minutes from the beginning of the horizon.
pub(super) struct Told<'t, 'e, 'd> {
    engagement: &'e Engagement<'d>,
    start: Minute,
    pub(super) play: &'t Play<'d>,
}

impl Told<'_, '_, '_> {
    fn rounds(&self) -> Vec<(Minute, Why)> {
        let rounds = self.play.acts[0].rounds.iter();
        rounds
            .map(|round| (round.at - self.start, round.why))
            .collect()
    }

    /// The people of a step of the first round, with why they answer or not, and what they may.
    fn step(&self, step: usize) -> Vec<String> {
        let owners = self.play.acts[0].rounds[0].steps[step].owners.iter();
        owners.flat_map(|owner| self.people(owner)).collect()
    }

    fn people(&self, owner: &Owner) -> Vec<String> {
        let name = |id| self.engagement.actor(id).name;
        let people = owner.people.iter().map(|person| {
            let duty = match &person.duty {
                Duty::On => "on duty".to_owned(),
                Duty::Unknown => "perhaps".to_owned(),
                Duty::Behind => "behind".to_owned(),
                Duty::Absent => "missing".to_owned(),
                Duty::Off(until) => format!("off until {:?}", until.map(|at| at - self.start)),
                Duty::Away(until, covers) => {
                    let covers: Vec<&str> = covers.iter().map(|own| name(*own)).collect();
                    let until = until.map(|at| at - self.start);
                    format!("away until {until:?}, covered by {covers:?}")
                }
            };
            let instead = person.instead_of.map(|own| format!(" for {}", name(own)));
            let members: String = person
                .members
                .iter()
                .map(|own| format!(" +{}", name(*own)))
                .collect();
            let may = person
                .may
                .as_ref()
                .map(|may| format!(": {}", self.may(may)));
            format!(
                "{}{}{members} {duty}{}",
                name(person.who),
                instead.unwrap_or_default(),
                may.unwrap_or_default()
            )
        });
        people.collect()
    }

    fn may(&self, may: &May) -> String {
        let since = |at: &Option<Minute>| at.map(|at| at - self.start);
        match may {
            May::AtOnce(at, grant) => format!("at once {:?} by {grant:?}", since(at)),
            May::WithApproval(askings) => {
                let all: Vec<String> = askings.iter().map(|own| self.asking(own)).collect();
                all.join("; ")
            }
            May::Prohibited(grant) => format!("prohibited by {grant:?}"),
            May::NotNow(grant, at) => format!("not now by {grant} but {:?}", since(at)),
            May::Nothing => "nothing".to_owned(),
        }
    }

    fn asking(&self, asking: &Asking) -> String {
        let since = |at: Minute| at - self.start;
        match &asking.outcome {
            Outcome::Agreed(at) => format!("agreed {}", since(*at)),
            Outcome::Silence(at) => format!("silence {}", since(*at)),
            Outcome::SecondAsking(at, end, _) => format!("again {} {}", since(*at), since(*end)),
            Outcome::NobodyTwice(at, _) => format!("nobody again {}", since(*at)),
            Outcome::Waits => "waits".to_owned(),
            Outcome::NoTime => "no time".to_owned(),
        }
    }
}

/// Everybody is called at once and has ten minutes.
const GRANTS: &str = r#"
[person.now]
hours = "24x7"
[person.agreed]
hours = "24x7"
[person.silence]
hours = "24x7"
[person.again]
hours = "24x7"
[person.twice]
hours = "24x7"
[person.waits]
hours = "24x7"
[person.timeless]
hours = "24x7"
[person.not]
hours = "24x7"
[person.later]
hours = "24x7"
[person.none]
hours = "24x7"
[person.there]
hours = "24x7"
[person.soon]
hours = "Mon 00:30-02:00"
[person.late]
hours = "Sun 20:00-22:00"
[workstream.recovery]
responsible = "none"
needs = "failover"
escalation = "up"
[escalation.up]
steps = [{ to = ["now", "agreed", "silence", "again", "twice", "waits", "timeless", "not", "later", "none"], ack-within = "10m" }]
[[grant]]
holder = "now"
action = "failover"
mode = "pre-authorized"
[[grant]]
holder = "agreed"
action = "failover"
mode = "approval-required"
approver = "there"
within = "20m"
[[grant]]
holder = "silence"
action = "failover"
mode = "approval-required"
approver = "late"
within = "20m"
if-no-answer = "act"
[[grant]]
holder = "again"
action = "failover"
mode = "approval-required"
approver = "soon"
within = "20m"
if-no-answer = "escalate"
[[grant]]
holder = "twice"
action = "failover"
mode = "approval-required"
approver = "late"
within = "20m"
if-no-answer = "escalate"
[[grant]]
holder = "waits"
action = "failover"
mode = "approval-required"
approver = "late"
within = "20m"
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
holder = "later"
action = "failover"
mode = "pre-authorized"
hours = "Wed 00:00-24:00"
[[grant]]
holder = "later"
action = "failover"
mode = "pre-authorized"
hours = "Mon 05:00-06:00"
"#;

#[test]
fn what_somebody_may_is_told_with_the_grant_and_the_minute() {
    play(GRANTS, Some(0), &[], |told| {
        assert_eq!(
            told.step(0),
            [
                "now on duty: at once Some(10) by Some(0)",
                "agreed on duty: agreed 30",
                "silence on duty: silence 30",
                "again on duty: again 30 50",
                "twice on duty: nobody again 30",
                "waits on duty: waits",
                "timeless on duty: no time",
                "not on duty: prohibited by Some(7)",
                "later on duty: not now by 9 but Some(300)",
                "none on duty: nothing",
            ]
        );
        assert_eq!(told.play.acts[0].wait, Answer::After(10));
        let end = told.play.acts[0].rounds[0].end.as_ref().expect("an end");
        assert_eq!((end.at - told.start, end.step, end.person), (10, 1, None));
        assert_eq!(told.play.chosen, Chosen::Asked);
        assert_eq!(told.play.promised, None);
    });
}

const PEOPLE: &str = r#"
[person.on]
hours = "24x7"
[person.off]
hours = "Mon 05:00-06:00"
[person.perhaps]
[person.away]
hours = "24x7"
away = [
  { from = 2027-01-04, to = 2027-01-05, covered-by = "on" },
  { from = 2027-01-08, to = 2027-01-09, covered-by = "deputy" },
]
[person.gone]
hours = "24x7"
until = 2027-01-01
[person.deputy]
hours = "24x7"
[role.lead]
held-by = ["on", "off"]
deputy = "deputy"
[role.pair]
held-by = ["on", "deputy"]
[role.ghostly]
held-by = "gohst"
[team.desk]
members = ["on", "off", "away"]
hours = "24x7"
[team.closed]
members = ["on", "away"]
hours = "Mon 05:00-06:00"
[team.rota]
shifts = [
  { who = ["on", "away"], hours = "Mon 00:00-01:00" },
  { who = "deputy", hours = "Mon 01:00-02:00" },
]
[team.misspelt]
shifts = [{ who = "deputy", hours = "Mon 00:00-01:00", hour = "Mon 02:00-03:00" }]
[workstream.recovery]
responsible = "on"
needs = []
escalation = "up"
[escalation.up]
steps = [{ to = "STEP", ack-within = "10m" }]
"#;

#[test]
fn who_answers_is_told_before_who_does_not_and_why() {
    let step = |to: &str, missing: &[&str]| {
        let mut told = Vec::new();
        let text = PEOPLE.replace("STEP", to);
        play(&text, Some(0), missing, |play| {
            assert_eq!(play.play.acts[0].wait, Answer::NotAsked);
            told = play.step(0);
        });
        told
    };
    assert_eq!(step("on", &[]), ["on on duty"]);
    assert_eq!(step("on", &["on"]), ["on missing"]);
    assert_eq!(step("off", &[]), ["off off until Some(300)"]);
    assert_eq!(step("perhaps", &[]), ["perhaps perhaps"]);
    let away = "away away until Some(2880), covered by [\"on\"]";
    assert_eq!(step("away", &[]), ["on for away on duty", away]);
    assert_eq!(step("away", &["on"]), [away]);
    assert_eq!(step("gone", &[]), ["gone away until None, covered by []"]);
    assert_eq!(
        step("lead", &[]),
        ["on on duty", "off off until Some(300)", "deputy behind"]
    );
    assert_eq!(
        step("lead", &["on"]),
        ["deputy on duty", "on missing", "off off until Some(300)"]
    );
    assert_eq!(step("pair", &[]), ["on on duty", "deputy on duty"]);
    assert_eq!(step("ghostly", &[]), ["ghostly perhaps"]);
    assert_eq!(
        step("misspelt", &[]),
        ["misspelt +deputy perhaps"],
        "other hours may be meant"
    );
    // Of a team only whoever it misses is named, and those who are there on duty first.
    assert_eq!(step("desk", &[]), ["desk +on +off on duty", away]);
    assert_eq!(
        step("desk", &["off"]),
        ["desk +on on duty", "off missing", away]
    );
    assert_eq!(step("closed", &[]), ["closed off until Some(300)", away]);
    assert_eq!(
        step("rota", &[]),
        ["on on duty", away],
        "the cover is there already"
    );
    assert_eq!(
        step("rota", &["on"]),
        ["rota off until Some(60)", "on missing", away]
    );
}

/// Two steps of ten minutes each, to somebody who may at ten in the morning, and to one who never
/// may; the path is gone through twice.
const AGAIN: &str = r#"
[person.day]
hours = "Mon-Sun 10:00-11:00"
[person.none]
hours = "24x7"
[workstream.recovery]
responsible = "none"
needs = "failover"
escalation = "up"
PROMISE
[escalation.up]
repeat = 2
steps = [{ to = "day", ack-within = "10m" }, { to = "none", ack-within = "10m" }]
[[grant]]
holder = "day"
action = "failover"
mode = "pre-authorized"
"#;

#[test]
fn the_path_is_gone_through_again_until_the_call_that_counts() {
    let ten = 10 * 60;
    let text = AGAIN.replace(
        "PROMISE",
        "hours = \"Mon 09:00-12:00\"\ndecide-within = \"30m\"",
    );
    play(&text, Some(ten - 70), &[], |told| {
        let rounds = [
            (ten - 70, Why::First),
            (ten - 50, Why::Repeat(1)),
            (ten - 30, Why::Repeat(2)),
            (ten, Why::CallsAgain),
        ];
        assert_eq!(told.rounds(), rounds);
        let act = &told.play.acts[0];
        assert_eq!(act.wait, Answer::After(80));
        assert_eq!(act.bound, Some(30));
        assert!(act.late.is_empty(), "nothing is promised then");
        assert_eq!(told.play.promised, Some(false));
    });
    // A repeated round is the one that counts.
    play(&text, Some(ten - 20), &[], |told| {
        assert_eq!(
            told.rounds(),
            [(ten - 20, Why::First), (ten, Why::Repeat(1))]
        );
        let act = &told.play.acts[0];
        assert_eq!(act.wait, Answer::After(30));
        assert!(act.late.is_empty(), "it is in time");
        let last = act.rounds.last().expect("a round");
        assert_eq!(last.steps.len(), 1);
        assert_eq!(last.spared, [(2, told.start + ten + 10)]);
    });
    // The worst call of the promised hours: the first after the last that counts.
    play(&text, None, &[], |told| {
        assert_eq!(told.play.chosen, Chosen::Worst);
        assert_eq!(told.play.at - told.start, ten + 60);
        assert_eq!(told.play.promised, Some(true));
        let act = &told.play.acts[0];
        assert_eq!(act.wait, Answer::After(23 * 60 + 10));
        // From nine until twenty to ten, and from eleven until noon.
        assert_eq!(act.late.minutes(), 40 + 60);
    });
    play(&text, None, &["day"], |told| {
        assert_eq!(told.play.at - told.start, 9 * 60);
        assert_eq!(told.play.acts[0].wait, Answer::Never);
    });
}

#[test]
fn a_row_that_takes_nothing_is_called_when_nobody_is_there() {
    let text = AGAIN.replace("\"failover\"\nescalation", "[]\nescalation");
    let calls = |responsible: &str, promise: &str| {
        let text = text
            .replace(
                "responsible = \"none\"",
                &format!("responsible = \"{responsible}\""),
            )
            .replace("PROMISE", promise);
        let mut at = 0;
        play(&text, None, &[], |told| {
            assert_eq!(told.play.acts[0].wait, Answer::NotAsked);
            at = told.play.at - told.start;
        });
        at
    };
    let promise = "hours = \"Mon 10:00-12:00\"";
    assert_eq!(calls("day", promise), 11 * 60);
    assert_eq!(calls("none", promise), 10 * 60);
    assert_eq!(calls("day", ""), 0);
}

#[test]
fn a_time_that_the_clock_skips_is_none() {
    let text = "[person.ana]\n";
    with(text, |_, clock| {
        let shown = date(2027, 1, 4).at(12, 30, 0, 0);
        let at = clock.minute_shown(shown).expect("a minute");
        let start = clock.horizon().first().expect("a horizon");
        assert_eq!(at - start, 12 * 60 + 30);
        let oslo = clock.shown("Europe/Oslo", at).expect("a zone");
        assert_eq!(oslo.at, "2027-01-04T13:30:00+01:00");
        assert_eq!(
            (&*oslo.day, &*oslo.time),
            ("Monday 4 January 2027", "13:30")
        );
        assert_eq!(clock.shown("Europe/Nowhere", at), None);
    });
}

/// Whoever is on a shift acts for the team, in their own name, and so does whoever covers for them.
#[test]
fn on_a_shift_the_grants_of_the_team_and_of_the_person_count() {
    let text = r#"
[person.ana]
hours = "24x7"
away = [{ from = 2027-01-04, to = 2027-01-05, covered-by = "cy" }]
[person.bo]
hours = "24x7"
[person.cy]
hours = "24x7"
[team.rota]
shifts = { who = ["ana", "bo"], hours = "Mon 00:00-01:00" }
[workstream.recovery]
responsible = "rota"
needs = "failover"
respond-within = "10m"
[[grant]]
holder = "HOLDER"
action = "failover"
mode = "pre-authorized"
"#;
    let may = |holder: &str| {
        let mut told = Vec::new();
        play(&text.replace("HOLDER", holder), Some(0), &[], |play| {
            told = play.step(0);
        });
        let on_duty = told.into_iter().filter(|person| person.contains("on duty"));
        on_duty.collect::<Vec<_>>()
    };
    let (yes, no) = ("on duty: at once Some(10) by Some(0)", "on duty: nothing");
    for (holder, [cover, own]) in [("rota", [yes, yes]), ("cy", [yes, no]), ("bo", [no, yes])] {
        let told = [format!("cy for ana {cover}"), format!("bo {own}")];
        assert_eq!(may(holder), told, "{holder}");
    }
}

#[test]
fn a_round_ends_with_whoever_may_act_first() {
    let text = r#"
[person.asks]
hours = "24x7"
[person.boss]
hours = "24x7"
[person.next]
hours = "24x7"
[person.last]
hours = "24x7"
[workstream.recovery]
responsible = "asks"
needs = "failover"
escalation = "up"
[escalation.up]
steps = [{ to = "asks", ack-within = "5m" }, { to = "next", ack-within = "10m" }, { to = "last", ack-within = "5m" }]
[[grant]]
holder = "asks"
action = "failover"
mode = "approval-required"
approver = "boss"
within = "30m"
[[grant]]
holder = "next"
action = "failover"
MODE
"#;
    let ends = |mode: &str| {
        let mut told = (0, 0, 0);
        play(&text.replace("MODE", mode), Some(0), &[], |play| {
            let round = &play.play.acts[0].rounds[0];
            let end = round.end.as_ref().expect("an end");
            told = (end.at - play.start, end.step, round.spared.len());
        });
        told
    };
    assert_eq!(ends("mode = \"pre-authorized\""), (15, 2, 1));
    let later = "mode = \"approval-required\"\napprover = \"boss\"\nwithin = \"40m\"";
    assert_eq!(ends(later), (35, 1, 0));
    assert_eq!(ends(&later.replace("40m", "20m")), (35, 1, 0));
}

/// Who is called in a role has the authority of the role; a cover, who stands in it for a while,
/// has their own beside it.
#[test]
fn whoever_is_called_in_a_role_acts_by_its_grants() {
    let text = r#"
[person.ana]
hours = "24x7"
[person.bo]
hours = "24x7"
away = [{ from = 2027-01-04, to = 2027-01-05, covered-by = "cy" }]
[person.cy]
hours = "Sun 20:00-22:00"
[person.di]
hours = "24x7"
away = [{ from = 2027-01-04, to = 2027-01-05, covered-by = "cy" }]
[role.lead]
held-by = ["ana", "bo", "di", "cy"]
[workstream.recovery]
responsible = "lead"
needs = "failover"
respond-within = "10m"
[[grant]]
holder = "HOLDER"
action = "failover"
mode = "pre-authorized"
"#;
    let (yes, no) = ("on duty: at once Some(10) by Some(0)", "on duty: nothing");
    for (holder, [own, cover]) in [
        ("lead", [yes, yes]),
        ("ana", [no, no]),
        ("bo", [no, no]),
        ("cy", [no, yes]),
    ] {
        play(&text.replace("HOLDER", holder), Some(0), &[], |told| {
            let step = told.step(0);
            let expected = [
                format!("ana {own}"),
                format!("cy for bo {cover}"),
                format!("cy for di {cover}"),
            ];
            assert_eq!(step[..3], expected, "{holder}");
        });
    }
}
