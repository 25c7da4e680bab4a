//! What waits for a milestone, and on which days work takes effect.

use super::Milestone;
use crate::model::tests::with;

#[test]
fn milestones_and_rows_wait_by_name() {
    let text = r#"
[milestone.access]
before = ["keys", "milestone.both", "triage", "workstream.both", "both", "gohst"]
[milestone.keys]
phase = "exit"
done = 2026-10-01
[milestone.both]
phase = "someday"
done = "soon"
due = 2026-12-15
[workstream.triage]
[workstream.both]
"#;
    with(text, |engagement| {
        let all = engagement.milestones();
        let waiting: Vec<usize> = all[0].milestones.iter().map(|(index, _)| *index).collect();
        // A name that a milestone and a row bear means neither, unless it says which.
        assert_eq!(waiting, [1, 2]);
        let rows = all[0].rows.iter();
        let rows: Vec<&str> = rows.map(|(row, _)| &*engagement.row(*row).name).collect();
        assert_eq!(rows, ["triage", "both"]);
        let onboarding: Vec<bool> = all.iter().map(Milestone::is_onboarding).collect();
        assert_eq!(onboarding, [true, false, false]);
        let done: Vec<bool> = all.iter().map(Milestone::is_done).collect();
        assert_eq!(done, [false, true, true]);
        let due: Vec<Option<i8>> = all
            .iter()
            .map(|own| own.due().map(|(day, _)| day.day()))
            .collect();
        assert_eq!(due, [None, None, Some(15)]);
        assert_eq!(all[0].object(), "milestone.access");
    });
}

#[test]
fn the_nearest_day_that_is_said_counts() {
    let text = r#"
[engagement]
starts = 2027-01-01
ends = 2027-12-31
[workstream.plain]
[workstream.dated]
from = 2027-02-02
until = 2027-11-11
[workstream.dated.slice.own]
from = 2027-03-03
until = 2027-10-10
[workstream.dated.slice.none]
"#;
    with(text, |engagement| {
        let days = |name: &str| {
            let row = engagement.names.row(name).expect("a row");
            let days = [engagement.effective(row), engagement.last_day(row)];
            days.map(|day| day.map(|(day, _)| (day.month(), day.day())))
        };
        assert_eq!(days("plain"), [Some((1, 1)), Some((12, 31))]);
        assert_eq!(days("dated"), [Some((2, 2)), Some((11, 11))]);
        assert_eq!(days("dated.own"), [Some((3, 3)), Some((10, 10))]);
        assert_eq!(days("dated.none"), [Some((2, 2)), Some((11, 11))]);
    });
    with("[workstream.plain]\n", |engagement| {
        let row = engagement.names.row("plain").expect("a row");
        assert!(engagement.effective(row).is_none() && engagement.last_day(row).is_none());
    });
}
