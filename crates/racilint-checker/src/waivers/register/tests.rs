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
                State::NotLookedAt(why) => format!("not looked at: {why}"),
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
            ("gohst", "not looked at: nothing is called so"),
            ("workstream.patching", "twice"),
            ("workstream.patching", "ended"),
            ("workstream.patching", "it has no reason"),
            (
                "workstream.patching",
                "not looked at: needs promised hours, everybody known who does the work, and `timezone`"
            ),
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

#[test]
fn of_one_that_has_ended_it_says_what_is_reported_again() {
    let waiver = |until: &str| {
        format!(
            "[[waiver]]\nrule = \"missing-accountable\"\non = [\"a\", \"b\"]\nreason = \"r\"\n\
             owner = \"ana\"\napproved-by = \"ben\"\nuntil = {until}\n"
        )
    };
    let rows =
        "[workstream.a]\n[workstream.b]\naccountable = \"ben\"\n[person.ana]\n[person.ben]\n";
    let found = |text: &str| -> Vec<(State, usize)> {
        let entries = register_of(text).into_iter();
        entries.map(|own| (own.state, own.findings)).collect()
    };
    let over = waiver("2026-11-20");
    let ended = found(&format!("{rows}{over}"));
    assert_eq!(ended, [(State::Ended, 1), (State::Ended, 0)]);
    // Another one accepts it.
    let both = found(&format!("{rows}{over}{}", waiver("2027-01-01")));
    assert_eq!(both[0], (State::Ended, 0));
    assert_eq!(both[2], (State::InUse, 1));
}

fn register_of(text: &str) -> Vec<Entry> {
    let sources = Sources::default();
    let main = sources.add("test.raci.toml", text.to_owned());
    let (document, _) =
        racilint_parser::read(&sources, main, "test.raci.toml", &InMemory::default());
    register(&document, date(2026, 11, 21))
}

const REST: &str = "reason = 'r'\nowner = 'ana'\napproved-by = 'ben'\nuntil = 2027-01-01\n\
                    [person.ana]\n[person.ben]\n";

#[test]
fn an_entry_says_how_many_findings_it_takes_away() {
    let count = |needs: &str| {
        let entries = register_of(&format!(
            "[engagement]\n[workstream.containment]\nresponsible = 'ana'\naccountable = 'ben'\n\
             needs = [{needs}]\n[[waiver]]\nrule = 'responsibility-without-authority'\n\
             on = 'containment'\n{REST}"
        ));
        assert_eq!(entries[0].state, State::InUse);
        entries[0].findings
    };
    assert_eq!(count("'isolate-endpoint'"), 1);
    assert_eq!(
        count("'isolate-endpoint', 'disable-account', 'block-traffic'"),
        3
    );
}

#[test]
fn what_is_told_as_one_is_not_called_unused() {
    let state = |rows: &str| {
        let entries = register_of(&format!(
            "[engagement]\nprofiles = ['hipaa']\n{rows}[[waiver]]\nrule = 'unassigned-duty'\n\
             on = 'duty.hipaa:risk-analysis'\n{REST}"
        ));
        entries[0].state.clone()
    };
    let told = State::NotLookedAt("it is told with others as one".to_owned());
    assert_eq!(state(""), told);
    let other = "[workstream.review]\naccountable = 'ana'\nsatisfies = ['hipaa:sanctions']\n";
    assert_eq!(state(other), State::InUse);
}

#[test]
fn what_follows_from_another_finding_takes_nothing_away() {
    let entries = register_of(&format!(
        "[engagement]\nprofiles = ['msp-baseline', 'hipaa']\n[workstream.patching]\n\
         accountable = 'ben'\n[[waiver]]\nrule = 'compliance-duties-incomplete'\n\
         on = 'area.log-review'\n{REST}"
    ));
    let why = "what it accepts follows from another finding".to_owned();
    assert_eq!(entries[0].state, State::NotLookedAt(why));
    assert_eq!(entries[0].findings, 0);
}
