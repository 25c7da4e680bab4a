//! Whose objects are.

use crate::model::tests::with;

const TEXT: &str = r#"
[party.harbor]
name = "Harbor Clinics"
[party.northwind]
[person.dana]
party = "harbor"
[person.jo]
party = "northwind"
[person.free]
[team.both]
party = ["harbor", "northwind"]
[workstream.triage]
accountable = "dana"
responsible = "jo"
[workstream.patching]
responsible = "jo"
[workstream.mixed]
accountable = ["dana", "jo"]
[command.security]
commander = "jo"
deputy = "dana"
[[grant]]
holder = "jo"
action = "isolate-endpoint"
mode = "approval-required"
approver = "dana"
[evidence.review]
owner = "dana"
producer = "jo"
"#;

#[test]
fn an_object_belongs_to_the_party_of_whoever_has_to_mend_it() {
    with(TEXT, |engagement| {
        let party = |object: &str| engagement.party_of_object(object);
        for object in [
            "party.harbor",
            "person.dana",
            "workstream.triage",
            "evidence.review",
        ] {
            assert_eq!(party(object).as_deref(), Some("Harbor Clinics"), "{object}");
        }
        for object in [
            "person.jo",
            "workstream.patching",
            "command.security",
            "grant.jo/isolate-endpoint",
        ] {
            assert_eq!(party(object).as_deref(), Some("northwind"), "{object}");
        }
        for object in [
            "person.free",
            "person.nobody",
            "team.both",
            "workstream.mixed",
            "workstream.gone",
            "evidence.gone",
            "area.patching",
            "engagement",
        ] {
            assert_eq!(party(object), None, "{object}");
        }
    });
}

#[test]
fn a_role_is_of_its_own_party_else_of_its_holders() {
    let text = "[party.north]\n[party.south]\n[person.ana]\nparty = \"south\"\n\
                [role.lent]\nparty = \"north\"\nheld-by = \"ana\"\n[role.own]\nheld-by = \"ana\"\n";
    with(text, |engagement| {
        let parties = |name: &str| -> Vec<&str> {
            let actor = engagement.names.actor(name).expect("an actor");
            let parties = engagement.parties(actor).iter();
            parties.map(|own| engagement.actor(*own).name).collect()
        };
        assert_eq!(parties("lent"), ["north"]);
        assert_eq!(parties("own"), ["south"]);
    });
}

#[test]
fn an_engagement_is_in_force_from_its_first_to_its_last_day() {
    let is_out = |says: &str| {
        let mut out = None;
        with(&format!("[engagement]\n{says}\n"), |engagement| {
            out = Some(engagement.is_out_of_force());
        });
        out.expect("an answer")
    };
    for within in ["", "starts = 2026-11-21", "ends = 2026-11-21"] {
        assert!(!is_out(within), "{within}");
    }
    for outside in ["starts = 2026-11-22", "ends = 2026-11-20"] {
        assert!(is_out(outside), "{outside}");
    }
}

#[test]
fn the_sides_are_known_where_all_of_both_are() {
    let are_known = |says: &str| {
        let mut known = None;
        let text = format!("[engagement]\n{says}\n[party.harbor]\n[party.northwind]\n");
        with(&text, |engagement| {
            known = Some(engagement.sides().is_some());
        });
        known.expect("an answer")
    };
    let (client, provider) = ("client = \"harbor\"\n", "provider = \"northwind\"\n");
    assert!(are_known(&format!("{client}{provider}")));
    for says in [
        client.to_owned(),
        provider.to_owned(),
        format!("{client}provider = [\"northwind\", \"gohst\"]"),
        format!("client = [\"harbor\", \"gohst\"]\n{provider}"),
        format!("{client}provider = 5"),
        format!("client = 5\n{provider}"),
    ] {
        assert!(!are_known(&says), "{says}");
    }
}
