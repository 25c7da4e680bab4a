//! Who is called, and when.

use jiff::civil::date;
use racilint_diagnostics::Sources;
use racilint_parser::InMemory;

use crate::catalogue::Catalogue;
use crate::model::Engagement;
use crate::time::Clock;

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

#[test]
fn the_path_is_called_else_those_who_do_the_work() {
    let sources = Sources::default();
    let main = sources.add("test.raci.toml", TEXT.to_owned());
    let (document, _) =
        racilint_parser::read(&sources, main, "test.raci.toml", &InMemory::default());
    let catalogue = Catalogue::of(&document);
    let engagement = Engagement::of(&document, &catalogue, date(2026, 11, 21), None);
    let clock = Clock::of(&engagement).expect("a clock");
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
