//! Who can get into a system.

use crate::model::access_for;
use crate::model::tests::with;

const TEXT: &str = r#"
[party.north]
[person.ana]
party = "north"
[person.ben]
[person.cleo]
[team.desk]
members = ["ana", "ben"]
[team.fog]
members = "gohst"
[system.open]
access = [{ who = "ben", can = ["failover", "rollback-change"] }]
[system.team]
access = [{ who = "desk", can = "failover" }]
[system.party]
access = [{ who = "north", can = "failover" }]
[system.glass]
access = [{ who = "ben", can = "break-glass" }]
[system.admin]
top-admin = "ben"
[system.other]
access = [{ who = "cleo", can = "failover" }, { who = "ben", can = "rollback-change" }]
[system.misspelt]
access = [{ who = "gohst", can = "failover" }]
[system.fog]
access = [{ who = "fog", can = "failover" }]
[system.lost]
access = 5
[system.lost-admin]
top-admin = 5
[system.lost-who]
access = [{ who = 5, can = "failover" }]
[system.lost-can]
access = [{ who = "ben", can = 5 }]
[system.none]
"#;

#[test]
fn somebody_gets_in_by_an_access_or_as_administrator_or_perhaps() {
    with(TEXT, |engagement| {
        let entering = |name: &str| -> Vec<&str> {
            let actor = engagement.names.actor(name).expect("an actor");
            let systems = engagement.document.tables.systems.iter();
            let systems =
                systems.filter(|system| engagement.has_access(actor, "failover", &system.body));
            systems.map(|system| &*system.id.name).collect()
        };
        let perhaps = [
            "misspelt",
            "fog",
            "lost",
            "lost-admin",
            "lost-who",
            "lost-can",
        ];
        let with = |own: &[&'static str]| [own, &perhaps].concat();
        let ben = ["open", "team", "glass", "admin"];
        assert_eq!(entering("ben"), with(&ben));
        assert_eq!(entering("ana"), with(&["team", "party"]));
        assert_eq!(entering("cleo"), with(&["other"]));
        // Some of the people of a team are enough.
        let desk = ["open", "team", "party", "glass", "admin"];
        assert_eq!(entering("desk"), with(&desk));
    });
}

#[test]
fn the_places_that_give_access_for_an_action() {
    with(TEXT, |engagement| {
        let places = |index: usize, action: &str| -> Vec<&str> {
            let system = engagement.system(index).expect("a system");
            let found = access_for(&system.body, action).into_iter();
            found.map(|(name, _)| name).collect()
        };
        assert_eq!(places(0, "rollback-change"), ["ben"]);
        assert_eq!(places(5, "failover"), ["cleo"]);
        assert_eq!(places(3, "failover"), [""; 0]);
        assert!(engagement.system(13).is_none());
    });
}
