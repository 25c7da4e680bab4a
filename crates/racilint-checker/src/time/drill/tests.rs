//! Which incidents are rehearsed first.

use jiff::civil::date;
use racilint_diagnostics::Sources;
use racilint_parser::InMemory;

use super::{Worth, in_turn};
use crate::catalogue::Catalogue;
use crate::model::Engagement;
use crate::time::Clock;

#[test]
fn what_is_left_of_the_longer_one_follows() {
    let all = |first: &[u8], second: &[u8]| -> Vec<u8> {
        in_turn(first.iter().copied(), second.iter().copied()).collect()
    };
    assert_eq!(all(&[1, 2], &[7, 8, 9]), [1, 7, 2, 8, 9]);
    assert_eq!(all(&[1, 2, 3], &[7]), [1, 7, 2, 3]);
    assert_eq!(all(&[], &[7]), [7]);
}

const TEXT: &str = r#"
[engagement]
timezone = "UTC"
starts = 2027-01-04
ends = 2027-01-10
[person.ana]
hours = "24x7"
[person.day]
hours = "Mon-Sun 08:00-20:00"
[workstream.late]
hours = "Mon 00:00-12:00"
respond-within = "10m"
decide-within = "30m"
responsible = "day"
needs = ["failover", "rollback-change"]
[workstream.critical-late]
criticality = "critical"
hours = "Mon 07:00-13:00"
respond-within = "10m"
decide-within = "30m"
responsible = "day"
needs = "failover"
[workstream.good]
hours = "Mon 08:00-12:00"
respond-within = "20m"
decide-within = "30m"
responsible = "ana"
needs = "failover"
[workstream.unpromised]
responsible = "ana"
needs = "failover"
[[grant]]
holder = ["ana", "day"]
action = ["failover", "rollback-change"]
mode = "pre-authorized"
"#;

/// The drills: the row, the action, the minutes from the start, and why.
fn drills(text: &str) -> Vec<String> {
    let sources = Sources::default();
    let main = sources.add("test.raci.toml", text.to_owned());
    let (document, _) =
        racilint_parser::read(&sources, main, "test.raci.toml", &InMemory::default());
    let catalogue = Catalogue::of(&document);
    let engagement = Engagement::of(&document, &catalogue, date(2026, 11, 21), None);
    let clock = Clock::of(&engagement).expect("a clock");
    let start = clock.horizon().first().expect("a horizon");
    let drills = clock.drills().into_iter().map(|drill| {
        let row = &engagement.row(drill.question.row).name;
        let why = match drill.why {
            Worth::TooLate => "too late".to_owned(),
            Worth::InTime => "in time".to_owned(),
            Worth::Missing(person, minutes, rows) => {
                let name = engagement.actor(person).name;
                format!("without {name} {minutes} minutes on {rows}")
            }
        };
        format!(
            "{row} {} at {}: {why}",
            drill.question.action,
            drill.at - start
        )
    });
    drills.collect()
}

#[test]
fn calls_that_are_too_late_and_missing_people_come_in_turn() {
    assert_eq!(
        drills(TEXT),
        [
            // What is critical comes before what waits longer.
            "critical-late failover at 420: too late",
            "critical-late failover at 460: without day 580 minutes on 2",
            "late failover at 0: too late",
            "good failover at 480: without ana 240 minutes on 1",
            "good failover at 480: in time",
        ]
    );
}

#[test]
fn where_nothing_is_promised_all_work_is_rehearsed() {
    let text = TEXT
        .replace("hours = \"Mon 00:00-12:00\"\n", "")
        .replace("hours = \"Mon 07:00-13:00\"\n", "")
        .replace("hours = \"Mon 08:00-12:00\"\n", "");
    let rows = drills(&text);
    for row in ["late", "critical-late", "good", "unpromised"] {
        let own = rows
            .iter()
            .filter(|drill| drill.starts_with(&format!("{row} ")));
        assert!(own.count() > 0, "{row}: {rows:?}");
    }
}

#[test]
fn what_takes_as_long_as_promised_is_in_time() {
    let text = TEXT.replace(
        "respond-within = \"20m\"\ndecide-within = \"30m\"",
        "respond-within = \"30m\"\ndecide-within = \"30m\"",
    );
    assert_ne!(text, TEXT);
    assert_eq!(drills(&text), drills(TEXT));
}
