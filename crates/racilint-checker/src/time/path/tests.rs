//! Who is called, and when.

use jiff::civil::date;
use racilint_diagnostics::Sources;
use racilint_parser::InMemory;

use crate::catalogue::Catalogue;
use crate::model::Engagement;
use crate::time::{Absent, Clock, Unknown};

const TEXT: &str = r#"
[engagement]
timezone = "UTC"
starts = 2027-01-04
ends = 2027-01-10
[person.ana]
[person.ben]
[workstream.top]
escalation = "up"
respond-within = "7m"
[workstream.below]
parent = "top"
responsible = "ben"
[workstream.plain]
responsible = ["ana", "ben"]
respond-within = "5m"
[workstream.unclear]
responsible = ["ana", "gohst"]
[workstream.lost]
escalation = 5
[workstream.misspelt]
escalation = "gohst"
[escalation.up]
steps = [{ to = "ana", ack-within = "90s" }, { to = ["ben", "gohst"] }, { to = "ana", ack-within = "5m" }]
[escalation.unread]
steps = 5
[workstream.unread]
escalation = "unread"
"#;

fn with(text: &str, look: impl FnOnce(&Engagement<'_>, &Clock<'_, '_>)) {
    let sources = Sources::default();
    let main = sources.add("test.raci.toml", text.to_owned());
    let (document, _) =
        racilint_parser::read(&sources, main, "test.raci.toml", &InMemory::default());
    let catalogue = Catalogue::of(&document);
    let engagement = Engagement::of(&document, &catalogue, date(2026, 11, 21), None);
    let clock = Clock::of(&engagement).expect("a clock");
    look(&engagement, &clock);
}

#[test]
fn the_path_is_called_else_those_who_do_the_work() {
    with(TEXT, the_path_is_called);
}

fn the_path_is_called(engagement: &Engagement<'_>, clock: &Clock<'_, '_>) {
    let called = |name: &str| clock.called(engagement.names.row(name).expect("a row"));
    let names = |name: &str| -> Vec<Vec<&str>> {
        let steps = called(name).steps.clone();
        let names = |owners: &[_]| {
            owners
                .iter()
                .map(|own| engagement.actor(*own).name)
                .collect()
        };
        steps.iter().map(|step| names(&step.owners)).collect()
    };
    assert_eq!(names("below"), [vec!["ana"], vec!["ben"], vec!["ana"]]);
    assert_eq!(called("below"), called("top"));
    let path = called("below");
    assert_eq!(path.path, Some(0));
    // Seconds are rounded up, and nothing is known behind a step that does not say how long.
    assert_eq!(path.moments(), [Some(0), Some(2), None]);
    assert_eq!(path.length(), None);
    let uncertain: Vec<bool> = path.steps.iter().map(|step| step.uncertain).collect();
    assert_eq!(uncertain, [false, true, false]);
    let plain = called("plain");
    assert_eq!(
        (plain.path, plain.length(), plain.uncertain),
        (None, Some(5), false)
    );
    assert_eq!(names("plain"), [vec!["ana", "ben"]]);
    let unclear = called("unclear");
    assert!(unclear.steps[0].uncertain && !unclear.uncertain);
    let uncertain = ["lost", "misspelt", "unread", "below"].map(|name| called(name).uncertain);
    assert_eq!(uncertain, [true, true, true, false]);
    assert!(called("misspelt").steps.is_empty());
}

/// How long the first call about a row takes until somebody may fail over: whoever the file does
/// not name counts as off duty, and as on.
fn waits(text: &str, row: &str) -> [Option<u32>; 2] {
    let mut waits = [None; 2];
    with(text, |engagement, clock| {
        let row = engagement.names.row(row).expect("a row");
        let start = clock.horizon().first().expect("a horizon");
        waits = [Unknown::Off, Unknown::On].map(|unknown| {
            let times = clock.time_to_authority(row, "failover", &Absent::nobody(), unknown);
            times.at(start)
        });
    });
    waits
}

#[test]
fn a_path_that_the_file_does_not_give_could_reach_somebody_at_once() {
    for row in ["lost", "misspelt", "unread"] {
        assert_eq!(waits(TEXT, row), [None, Some(0)], "{row}");
    }
    assert_eq!(waits(TEXT, "plain"), [None, None]);
}

/// Approvals are asked for twice; of ten years and more nothing is said.
#[test]
fn an_approval_that_takes_years_is_not_followed() {
    let asks = |days: u32| {
        format!(
            "{TEXT}[person.boss]\nhours = \"24x7\"\n[person.cy]\nhours = \"24x7\"\n\
             [workstream.slow]\nresponsible = \"cy\"\nrespond-within = \"10m\"\n\
             [[grant]]\nholder = \"cy\"\naction = \"failover\"\n\
             mode = \"approval-required\"\napprover = \"boss\"\nwithin = \"{days}d\"\n"
        )
    };
    let year = Some(366 * 24 * 60 + 10);
    assert_eq!(waits(&asks(366), "slow"), [year, year]);
    assert_eq!(waits(&asks(6 * 366), "slow"), [None, Some(0)]);
}

#[test]
fn a_step_that_takes_years_is_not_followed() {
    let answers = |days: u32| {
        format!(
            "{TEXT}[person.cy]\nhours = \"24x7\"\n\
             [workstream.slow]\nresponsible = \"cy\"\nrespond-within = \"{days}d\"\n\
             [[grant]]\nholder = \"cy\"\naction = \"failover\"\nmode = \"pre-authorized\"\n"
        )
    };
    let year = Some(366 * 24 * 60);
    assert_eq!(waits(&answers(366), "slow"), [year, year]);
    assert_eq!(waits(&answers(11 * 366), "slow"), [None, Some(0)]);
}

/// Hours that cannot be read may be any: of a permission and of a prohibition alike.
#[test]
fn a_grant_whose_hours_cannot_be_read_may_count_or_not() {
    let text = |grants: &str| {
        format!(
            "{TEXT}[person.cy]\nhours = \"24x7\"\n\
             [workstream.work]\nresponsible = \"cy\"\nrespond-within = \"10m\"\n{grants}"
        )
    };
    let grant = |mode: &str, more: &str| {
        format!("[[grant]]\nholder = \"cy\"\naction = \"failover\"\nmode = \"{mode}\"\n{more}\n")
    };
    let unread = "hours = \"often\"";
    let plain = grant("pre-authorized", "");
    assert_eq!(waits(&text(&plain), "work"), [Some(10), Some(10)]);
    let perhaps = grant("pre-authorized", unread);
    assert_eq!(waits(&text(&perhaps), "work"), [None, Some(10)]);
    let perhaps_not = plain + &grant("prohibited", unread);
    assert_eq!(waits(&text(&perhaps_not), "work"), [None, Some(10)]);
}

#[test]
fn a_grant_of_which_nobody_can_tell_the_holder_may_be_anybodys() {
    for (holder, expected) in [
        ("\"ben\"", [None, None]),
        ("\"gohst\"", [None, Some(10)]),
        ("5", [None, Some(10)]),
    ] {
        let text = format!(
            "{TEXT}[person.cy]\nhours = \"24x7\"\n\
             [workstream.work]\nresponsible = \"cy\"\nrespond-within = \"10m\"\n\
             [[grant]]\nholder = {holder}\naction = \"failover\"\nmode = \"pre-authorized\"\n"
        );
        assert_eq!(waits(&text, "work"), expected, "{holder}");
    }
}

/// How soon somebody could fail over about work of `cy`, who answers within ten minutes.
fn at_best(row: &str, grant: &str) -> Option<i64> {
    let text = format!(
        "{TEXT}[person.cy]\nhours = \"24x7\"\n[person.gone]\nuntil = 2027-01-01\n[person.boss]\n\
         [workstream.work]\nresponsible = [{row}]\nrespond-within = \"10m\"\n\
         [[grant]]\nholder = \"cy\"\naction = \"failover\"\n{grant}\n"
    );
    let mut best = None;
    with(&text, |engagement, clock| {
        let row = engagement.names.row("work").expect("a row");
        best = clock.at_best(row, "failover");
    });
    best
}

#[test]
fn at_best_everybody_is_there_whom_the_file_does_not_take_away() {
    let cy = "\"cy\"";
    let free = "mode = \"pre-authorized\"";
    assert_eq!(at_best(cy, free), Some(10));
    assert_eq!(at_best("\"boss\"", free), None);
    assert_eq!(at_best("\"boss\", \"cy\"", free), Some(10));
    assert_eq!(at_best("\"boss\", \"gohst\"", free), Some(0));
    let asks = |approver: &str, instead: &str| {
        format!(
            "mode = \"approval-required\"\nwithin = \"20m\"\napprover = \"{approver}\"\n\
             if-no-answer = \"{instead}\""
        )
    };
    assert_eq!(at_best(cy, &asks("boss", "wait")), Some(30));
    assert_eq!(at_best(cy, &asks("gone", "wait")), None);
    assert_eq!(at_best(cy, &asks("gone", "act")), Some(30));
}
