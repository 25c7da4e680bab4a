//! How soon somebody may act when everybody is there.

use crate::model::tests::with;
use crate::model::{Engagement, Soon};

const TEXT: &str = r#"
[person.boss]
[person.now]
[person.slow]
[person.quick]
[person.open]
[person.unread]
[person.not]
[person.none]
[person.both]
[team.desk]
members = ["none", "slow"]
[team.all]
members = ["quick", "slow", "not"]
[role.lead]
held-by = "not"
[team.makers]
party = "maker"
contact = "phone:+1-555-0100"
[party.maker]
[party.insurer]
[team.pair]
members = ["both", "slow"]
[workstream.recovery]
responsible = "quick"
needs = ["failover", "rollback-change"]
escalation = "up"
[escalation.up]
steps = [{ to = "none" }, { to = ["not", "slow"] }]
[[grant]]
holder = ["now", "both"]
action = "failover"
mode = "pre-authorized"
[[grant]]
holder = ["lead", "makers"]
action = "failover"
mode = "pre-authorized"
[[grant]]
holder = ["not", "both"]
action = "failover"
mode = "prohibited"
[[grant]]
holder = "slow"
action = "failover"
mode = "approval-required"
approver = "boss"
within = "30m"
[[grant]]
holder = "quick"
action = ["failover", "rollback-change"]
mode = "approval-required"
approver = "boss"
within = "10m"
[[grant]]
holder = "open"
action = "failover"
mode = "approval-required"
approver = "boss"
[[grant]]
holder = "unread"
action = "failover"
mode = "approval-required"
approver = "boss"
within = "soon"
"#;

fn said(soon: Soon<'_, '_>) -> String {
    match soon {
        Soon::Unknown => "unknown".into(),
        Soon::AtOnce => "at once".into(),
        Soon::Approved(minutes, _) => format!("after {minutes}"),
        Soon::Sometime(_) => "sometime".into(),
        Soon::Never => "never".into(),
    }
}

fn soonest(engagement: &Engagement<'_>, names: &[&str]) -> String {
    let row = engagement.names.row("recovery").expect("a row");
    let actors = names
        .iter()
        .map(|name| engagement.names.actor(name).expect("an actor"));
    said(engagement.soonest_of(actors, "failover", row))
}

#[test]
fn whoever_may_act_first_is_the_soonest() {
    with(TEXT, |engagement| {
        for (name, soon) in [
            ("now", "at once"),
            ("quick", "after 10"),
            ("slow", "after 30"),
            ("open", "sometime"),
            ("unread", "unknown"),
            ("not", "never"),
            ("both", "never"),
            ("none", "never"),
            ("desk", "after 30"),
            ("all", "after 10"),
            // Whoever is reached as a role acts with its grants, whatever else they hold.
            ("lead", "at once"),
            ("makers", "at once"),
            // Somebody of a company may act through a team of it, and of no other.
            ("maker", "unknown"),
            ("insurer", "never"),
            // What is prohibited to one of a team another may do.
            ("pair", "after 30"),
        ] {
            assert_eq!(soonest(engagement, &[name]), soon, "{name}");
        }
        assert_eq!(soonest(engagement, &["slow", "quick", "open"]), "after 10");
        assert_eq!(soonest(engagement, &["slow", "now", "quick"]), "at once");
        assert_eq!(soonest(engagement, &["none", "open"]), "sometime");
        assert_eq!(soonest(engagement, &["now", "unread"]), "unknown");
        assert_eq!(soonest(engagement, &[]), "never");
    });
}

#[test]
fn whoever_is_called_in_a_role_or_as_a_team_acts_with_its_authority() {
    with(TEXT, |engagement| {
        let row = engagement.names.row("recovery").expect("a row");
        let called = |name: &str| {
            let actor = engagement.names.actor(name).expect("an actor");
            said(engagement.soonest_called([actor], "failover", row))
        };
        for (name, soon) in [
            ("quick", "after 10"),
            ("not", "never"),
            ("unread", "unknown"),
            // Its members may as persons.
            ("desk", "never"),
            ("all", "never"),
            ("lead", "at once"),
            ("makers", "at once"),
            ("maker", "unknown"),
            ("insurer", "never"),
        ] {
            assert_eq!(called(name), soon, "{name}");
        }
    });
}

#[test]
fn a_path_leads_past_whoever_may_act() {
    let dead = |text: &str| -> Vec<String> {
        let mut found = Vec::new();
        with(text, |engagement| {
            let row = engagement.names.row("recovery").expect("a row");
            let ends = engagement.dead_ends(row).into_iter();
            found = ends.map(|need| need.action.id.name.to_string()).collect();
        });
        found
    };
    assert_eq!(dead(TEXT), ["rollback-change"]);
    let past_both = TEXT.replace("[\"not\", \"slow\"]", "\"not\"");
    assert_eq!(dead(&past_both), ["failover", "rollback-change"]);
    // Nobody who does it or answers for it may: the path leads past nobody.
    let nobody = TEXT.replace("responsible = \"quick\"", "responsible = \"none\"");
    assert_eq!(dead(&nobody), [""; 0]);
    let answers = nobody.replace("responsible = \"none\"", "accountable = \"quick\"");
    assert_eq!(dead(&answers), ["rollback-change"]);
    for unknown in [
        TEXT.replace("{ to = \"none\" }", "{ to = \"gohst\" }"),
        TEXT.replace("escalation = \"up\"", "escalation = \"down\""),
        TEXT.replace("[{ to = \"none\" }, { to = [\"not\", \"slow\"] }]", "[]"),
        TEXT.replace("{ to = [\"not\", \"slow\"] }", "5"),
        TEXT.replace(
            "steps = [{ to = \"none\" }, { to = [\"not\", \"slow\"] }]",
            "",
        ),
    ] {
        assert_eq!(dead(&unknown), [""; 0]);
    }
}

#[test]
fn targets_are_those_of_the_nearest_who_says_some() {
    let text = r#"
[workstream.top]
respond-within = "1h"
decide-within = "2h"
restore-within = "3h"
[workstream.middle]
parent = "top"
decide-within = "90m"
[workstream.middle.slice.nights]
respond-within = "20m"
[workstream.middle.slice.days]
restore-within = "40m"
[workstream.alone]
"#;
    with(text, |engagement| {
        let targets = |name: &str| {
            let row = engagement.names.row(name).expect("a row");
            let targets = [
                engagement.respond_target(row),
                engagement.decide_target(row),
                engagement.restore_target(row),
            ];
            targets.map(|target| {
                target.map(|(row, said)| (&*engagement.row(row).name, said.value.minutes))
            })
        };
        assert_eq!(
            targets("middle.nights"),
            [
                Some(("middle.nights", 20)),
                Some(("middle", 90)),
                Some(("top", 180))
            ]
        );
        assert_eq!(
            targets("middle.days"),
            [
                Some(("top", 60)),
                Some(("middle", 90)),
                Some(("middle.days", 40))
            ]
        );
        assert_eq!(
            targets("top"),
            [Some(("top", 60)), Some(("top", 120)), Some(("top", 180))]
        );
        assert_eq!(targets("alone"), [None; 3]);
    });
}

#[test]
fn of_grants_that_are_as_soon_the_first_counts() {
    let grant = |id: &str| {
        format!(
            "[[grant]]\nid = \"{id}\"\nholder = \"ana\"\naction = \"failover\"\n\
             mode = \"approval-required\"\napprover = \"boss\"\nwithin = \"10m\"\n"
        )
    };
    let people = "[person.ana]\n[person.boss]\n[workstream.recovery]\n";
    let text = format!("{people}{}{}", grant("one"), grant("two"));
    with(&text, |engagement| {
        let row = engagement.names.row("recovery").expect("a row");
        let ana = engagement.names.actor("ana").expect("an actor");
        let Soon::Approved(10, grant) = engagement.soonest_of([ana], "failover", row) else {
            panic!("an approval");
        };
        assert_eq!(grant.object(), "grant.one");
    });
}
