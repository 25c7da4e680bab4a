//! What evidence proves, and who gets at it.

use crate::model::tests::with;

const TEXT: &str = r#"
[party.north]
[person.ana]
party = "north"
[person.ben]
[person.cleo]
[team.desk]
members = ["ana", "ben"]
[team.empty]
party = "north"
[workstream.one]
satisfies = "hipaa:sanctions"
[workstream.two]
satisfies = ["hipaa:sanctions", "hipaa:security-official"]
[workstream.clause]
satisfies = "hipaa:164.308(a)(2)"
[workstream.same]
satisfies = ["hipaa:security-official", "hipaa:164.308(a)(2)"]
[workstream.wrong]
satisfies = "hipaa:gohst"
[workstream.out]
satisfies = ["hipaa:privacy-official", "hipaa:sanctions"]
not-applicable = "there is none"
[workstream.silent]
[evidence.said]
for = "two"
proves = "hipaa:privacy-official"
[evidence.one]
for = ["one", "silent"]
[evidence.two]
for = "two"
[evidence.same]
for = ["same", "clause"]
[evidence.wrong]
for = ["one", "wrong"]
[evidence.unread]
for = "one"
proves = 5
[system.mail]
top-admin = "ana"
owner = "ben"
[system.erp]
known-by = "cleo"
access = [{ who = "desk", can = ["failover"] }]
[system.quiet]
vendor = "north"
[system.unclear]
owner = "gohst"
[system.lost]
access = 5
"#;

#[test]
fn evidence_proves_what_it_says_or_all_duties_of_its_work() {
    with(TEXT, |engagement| {
        let proved: Vec<(&str, Vec<&str>)> = engagement
            .evidence
            .iter()
            .map(|own| {
                let duties = engagement.proved(own).into_iter();
                (own.name, duties.map(|named| named.key().1).collect())
            })
            .collect();
        assert_eq!(
            proved,
            [
                ("said", vec!["privacy-official"]),
                ("one", vec!["sanctions"]),
                ("two", vec!["sanctions", "security-official"]),
                ("same", vec!["security-official"]),
                ("wrong", vec![]),
                ("unread", vec![]),
            ]
        );
        let needless = engagement.needless_duties().into_iter();
        let needless: Vec<&str> = needless.map(|(_, duty)| duty).collect();
        assert_eq!(needless, ["privacy-official"]);
    });
}

#[test]
fn whoever_runs_knows_or_enters_a_system_is_inside() {
    with(TEXT, |engagement| {
        let inside = |name: &str| {
            let system = engagement.names.system(name).expect("a system");
            let found = engagement.inside_of(system);
            let actors = found.actors.iter().map(|id| engagement.actor(*id).name);
            (actors.collect::<Vec<_>>(), found.is_said, found.uncertain)
        };
        assert_eq!(inside("mail"), (vec!["ana", "ben"], true, false));
        assert_eq!(inside("erp"), (vec!["cleo", "desk"], true, false));
        assert_eq!(inside("quiet"), (vec!["north"], false, false));
        assert_eq!(inside("unclear"), (vec![], false, true));
        assert_eq!(inside("lost"), (vec![], false, true));
    });
}

#[test]
fn two_actors_share_people_or_one_stands_for_the_others_party() {
    with(TEXT, |engagement| {
        let share = |a: &str, b: &str| {
            let of = |name: &str| engagement.names.actor(name).expect("an actor");
            [(a, b), (b, a)].map(|(a, b)| engagement.share_people(of(a), of(b)))
        };
        assert_eq!(share("ana", "ana"), [true, true]);
        assert_eq!(share("ana", "desk"), [true, true]);
        assert_eq!(share("ana", "north"), [true, true]);
        assert_eq!(share("desk", "north"), [true, true]);
        // Whoever is in a team of a party is of the party, also where nobody is named.
        assert_eq!(share("empty", "north"), [true, true]);
        assert_eq!(share("empty", "empty"), [true, true]);
        assert_eq!(share("ben", "north"), [false, false]);
        assert_eq!(share("cleo", "desk"), [false, false]);
    });
}
