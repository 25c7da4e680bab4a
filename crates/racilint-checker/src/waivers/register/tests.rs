//! What the register says of each waiver.

use jiff::civil::date;
use racilint_diagnostics::Sources;
use racilint_parser::InMemory;

use super::{Entry, State, register};

const TEXT: &str = r#"
[workstream.patching]
responsible = "ana"
[workstream.backup]
responsible = "ana"
accountable = "ben"
[person.ana]
[person.ben]
[person.cleo]
[[waiver]]
rule = "missing-accountable"
on = ["patching", "backup", "gohst"]
reason = "r"
owner = ["ana", "cleo"]
approved-by = "ben"
until = 2026-11-21
[[waiver]]
rule = "missing-accountable"
on = "patching"
reason = "r"
owner = "ana"
approved-by = "ben"
until = 2027-01-01
[[waiver]]
rule = "missing-accountable"
on = "patching"
reason = "r"
owner = "ana"
approved-by = "ben"
until = 2026-11-20
[[waiver]]
rule = "missing-accountable"
on = "patching"
owner = "ana"
approved-by = "ben"
until = 2027-01-01
[[waiver]]
rule = "coverage-gap"
on = "patching"
reason = "r"
owner = "ana"
approved-by = "ben"
until = 2027-01-01
[[waiver]]
rule = "missing-accountable"
on = "backup"
reason = "r"
owner = "TBD"
approved-by = "ben"
until = 2027-01-01
"#;

fn entries() -> Vec<Entry> {
    let sources = Sources::default();
    let main = sources.add("test.raci.toml", TEXT.to_owned());
    let (document, _) =
        racilint_parser::read(&sources, main, "test.raci.toml", &InMemory::default());
    register(&document, date(2026, 11, 21))
}

#[test]
fn a_waiver_is_entered_for_each_object_with_what_it_does() {
    let said: Vec<(String, String)> = entries()
        .into_iter()
        .map(|own| {
            let state = match own.state {
                State::InUse => "in use".to_owned(),
                State::Unused => "unused".to_owned(),
                State::Twice(_) => "twice".to_owned(),
                State::NotLookedAt => "not looked at".to_owned(),
                State::Ended => "ended".to_owned(),
                State::DoesNotHold(why) => why,
            };
            (own.object, state)
        })
        .collect();
    let said: Vec<(&str, &str)> = said
        .iter()
        .map(|(object, state)| (&**object, &**state))
        .collect();
    assert_eq!(
        said,
        [
            ("workstream.patching", "in use"),
            ("workstream.backup", "unused"),
            ("gohst", "not looked at"),
            ("workstream.patching", "twice"),
            ("workstream.patching", "ended"),
            ("workstream.patching", "it has no reason"),
            ("workstream.patching", "not looked at"),
            ("workstream.backup", "a seat of it is still to be filled"),
        ]
    );
}

#[test]
fn an_entry_says_who_and_until_when() {
    let entries = entries();
    assert_eq!(entries[0].owner, ["ana", "cleo"]);
    assert_eq!(entries[0].approved_by, ["ben"]);
    assert_eq!(entries[0].reason, "r");
    assert_eq!(entries[5].reason, "");
    let left: Vec<Option<i32>> = entries.iter().map(|own| own.days_left).collect();
    assert_eq!(left[..5], [Some(0), Some(0), Some(0), Some(41), Some(-1)]);
    assert_eq!(entries[0].until, Some(date(2026, 11, 21)));
}
