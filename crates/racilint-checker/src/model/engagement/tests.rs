//! What matters, what is commanded and what is left out.

use jiff::civil::date;
use racilint_diagnostics::Sources;
use racilint_parser::InMemory;

use crate::catalogue::Catalogue;
use crate::model::Engagement;
use crate::model::tests::with;

#[test]
fn what_is_left_out_takes_its_parts_with_it() {
    let text = r#"
[person.ana]
[workstream.accepted]
[workstream.accepted.slice.one]
[workstream.child]
parent = "accepted"
[workstream.grandchild]
parent = "child"
[workstream.needless]
not-applicable = "there is none"
[workstream.blank]
not-applicable = " "
[workstream.proposed]
[workstream.unread]
[[exclusion]]
area = "accepted"
accepted-by = "ana"
[[exclusion]]
area = "proposed"
[[exclusion]]
area = "unread"
accepted-by = 5
"#;
    with(text, |engagement| {
        let out = engagement.rows().filter(|(_, row)| row.left_out);
        let out: Vec<&str> = out.map(|(_, row)| &*row.name).collect();
        assert_eq!(
            out,
            [
                "accepted",
                "accepted.one",
                "child",
                "grandchild",
                "needless",
                "unread"
            ]
        );
        let leaves: Vec<&str> = engagement.leaves().map(|(_, row)| &*row.name).collect();
        assert_eq!(leaves, ["blank", "proposed"]);
    });
}

const COMMANDS: &str = r#"
[workstream.hot]
criticality = "high"
[workstream.hotter]
parent = "hot"
criticality = "low"
[workstream.below]
parent = "hot"
[workstream.stopping]
activity = ["triage", "contain"]
[workstream.named]
[workstream.named.slice.one]
[workstream.cold]
criticality = "normal"
[workstream.containment]
[command.default]
[command.named]
covers = ["named", "gohst"]
[command.lost]
covers = 5
"#;

#[test]
fn work_is_critical_by_its_table_its_kind_or_its_command() {
    with(COMMANDS, |engagement| {
        let critical = engagement
            .rows()
            .filter(|(id, _)| engagement.is_critical(*id));
        let critical: Vec<&str> = critical.map(|(_, row)| &*row.name).collect();
        assert_eq!(critical, ["hot", "below", "stopping", "named", "named.one"]);
        let why = |name: &str| -> Vec<&str> {
            let row = engagement.names.row(name).expect("a row");
            let reasons = engagement.why_it_matters(row).into_iter();
            reasons.map(|(_, why)| why).collect()
        };
        assert_eq!(why("hot"), ["it is critical"]);
        assert_eq!(why("below"), ["it is critical"]);
        assert_eq!(why("hotter"), [""; 0]);
        assert_eq!(why("stopping"), ["it stops threats"]);
        assert_eq!(why("named.one"), ["its incidents have a command"]);
        assert_eq!(why("containment"), ["incidents are handled in this area"]);
        assert_eq!(why("cold"), [""; 0]);
    });
}

#[test]
fn a_command_that_names_nothing_covers_what_is_critical() {
    with(COMMANDS, |engagement| {
        let covering = engagement.covering().into_iter();
        let covering: Vec<(&str, Vec<usize>)> = covering
            .map(|(row, commands)| (&*engagement.row(row).name, commands))
            .collect();
        assert_eq!(
            covering,
            [
                ("below", vec![0]),
                ("stopping", vec![0]),
                ("named.one", vec![1]),
            ]
        );
        assert_eq!(engagement.commands_by_default(), [0]);
        let covered = engagement.covered(&engagement.commands[1]).into_iter();
        let covered: Vec<&str> = covered.map(|row| &*engagement.row(row).name).collect();
        assert_eq!(covered, ["named", "named.one"]);
    });
}

#[test]
fn several_commands_that_say_who_decides_decide_together() {
    let text = r#"
[person.ana]
[command.one]
unified-with = "two"
[command.two]
decides = "ana"
[command.three]
unified-with = "four"
[command.four]
[command.alone]
decides = "ana"
"#;
    with(text, |engagement| {
        let together = engagement.commands.iter();
        let together: Vec<bool> = together
            .map(|command| command.is_decided_together)
            .collect();
        assert_eq!(together, [true, true, false, false, false]);
    });
}

#[test]
fn a_row_is_looked_at_from_the_latest_day_on() {
    let first = |starts: &str, from: &str| {
        let mut day = String::new();
        let text = format!("[engagement]\n{starts}\n[workstream.a]\n{from}\n");
        with(&text, |engagement| {
            let row = engagement.names.row("a").expect("a row");
            day = engagement.first_day(row).expect("a day").to_string();
        });
        day
    };
    // Today is 21 November 2026.
    assert_eq!(first("", ""), "2026-11-21");
    assert_eq!(
        first("starts = 2026-01-01", "from = 2026-02-01"),
        "2026-11-21"
    );
    assert_eq!(first("starts = 2027-01-01", ""), "2027-01-01");
    assert_eq!(
        first("starts = 2027-01-01", "from = 2026-12-01"),
        "2027-01-01"
    );
    assert_eq!(first("", "from = 2026-12-01"), "2026-12-01");
}

#[test]
fn a_path_is_the_nearest_that_is_named_and_may_be_lost() {
    let text = r#"
[workstream.top]
escalation = "up"
[workstream.below]
parent = "top"
[workstream.own]
parent = "top"
escalation = "down"
[workstream.stray]
parent = "gohst"
[workstream.unread]
escalation = 5
[workstream.alone]
[escalation.up]
[escalation.other]
"#;
    with(text, |engagement| {
        let path = |name: &str| {
            let row = engagement.names.row(name).expect("a row");
            let link = engagement.escalation(row);
            let link = link.map(|link| (link.name, link.to));
            (link, engagement.may_be_escalated(row))
        };
        assert_eq!(path("below"), (Some(("up", Some(0))), false));
        assert_eq!(path("own"), (Some(("down", None)), false));
        assert_eq!(path("stray"), (None, true));
        assert_eq!(path("unread"), (None, true));
        assert_eq!(path("alone"), (None, false));
    });
}

#[test]
fn profiles_that_hold_besides_are_added_once() {
    let text = "[engagement]\nprofiles = [\"msp-baseline\", \"hipaa\"]\n";
    let sources = Sources::default();
    let main = sources.add("test.raci.toml", text.to_owned());
    let (mut document, _) =
        racilint_parser::read(&sources, main, "test.raci.toml", &InMemory::default());
    document.more_profiles = ["hipaa", "soc2", "soc2"].map(str::to_owned).into();
    let catalogue = Catalogue::of(&document);
    let engagement = Engagement::of(&document, &catalogue, date(2026, 11, 21), None);
    let profiles = engagement.profiles().into_iter();
    let profiles: Vec<(&str, bool)> = profiles.map(|(id, span)| (id, span.is_some())).collect();
    assert_eq!(
        profiles,
        [("msp-baseline", true), ("hipaa", true), ("soc2", false)]
    );
}
