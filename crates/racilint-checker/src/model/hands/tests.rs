//! In whose hands something is.

use crate::model::tests::with;

#[test]
fn deputies_are_no_hands_and_all_members_are() {
    let text = r#"
[party.north]
[person.ana]
party = "north"
[person.ben]
[role.lead]
held-by = "ana"
deputy = "ben"
[role.empty]
[role.also-empty]
[team.both]
members = ["ana", "ben"]
lead = "ana"
[team.fog]
members = ["ana", "gohst"]
[evidence.e1]
owner = "ana"
producer = "lead"
[evidence.e2]
owner = ["ana", "ben"]
producer = "both"
[evidence.e3]
owner = "ana"
producer = "both"
[evidence.e4]
owner = "north"
producer = "ana"
[evidence.e5]
owner = "empty"
producer = "also-empty"
[evidence.e6]
owner = "fog"
producer = "ana"
[evidence.e7]
owner = ["ana", "gohst"]
producer = "ana"
[evidence.e8]
owner = "north"
producer = "north"
"#;
    with(text, |engagement| {
        let of = |name: &str| -> Vec<&str> {
            let actor = engagement.names.actor(name).expect("an actor");
            let hands = engagement.hands(actor).iter();
            hands.map(|own| engagement.actor(*own).name).collect()
        };
        assert_eq!(of("ana"), ["ana"]);
        assert_eq!(of("lead"), ["ana"]);
        assert_eq!(of("both"), ["ana", "ben"]);
        assert_eq!(of("north"), ["north"]);
        let same = engagement.evidence.iter();
        let same: Vec<bool> = same
            .map(|own| engagement.are_same_hands(&own.owner, &own.producer))
            .collect();
        assert_eq!(same, [true, true, false, false, false, false, false, true]);
    });
}

#[test]
fn whoever_is_beside_a_team_can_act_as_well() {
    let text = r#"
[team.soc]
members = ["ana", "ben"]
[team.desk]
members = ["cleo"]
[role.one]
held-by = ["soc", "dana"]
[role.two]
held-by = ["soc", "desk"]
[role.same]
held-by = ["soc", "ana"]
[person.ana]
[person.ben]
[person.cleo]
[person.dana]
"#;
    with(text, |engagement| {
        let acting = |name: &str| -> Vec<&str> {
            let actor = engagement.names.actor(name).expect("an actor");
            let people = engagement.acting(actor).iter();
            people.map(|own| engagement.actor(*own).name).collect()
        };
        assert_eq!(acting("one"), ["ana", "ben", "dana"]);
        assert_eq!(acting("two"), ["ana", "ben", "cleo"]);
        assert_eq!(acting("same"), ["ana", "ben"]);
    });
}
