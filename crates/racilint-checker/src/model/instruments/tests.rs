//! Parties that an exclusion leaves out.

use crate::model::Signature;
use crate::model::tests::with;

#[test]
fn an_accepted_exclusion_with_a_reason_leaves_the_party_out_that_it_names() {
    let names = |party: &str, exclusion: &str| {
        let mut out = false;
        let text = format!(
            "[person.ana]\n[party.ehr]\nname = \"Meridian Health\"\n[party.ehr-two]\nname = \"\"\n\
             [[exclusion]]\n{exclusion}\n"
        );
        with(&text, |engagement| {
            let party = engagement.names.actor(party).expect("a party");
            out = engagement.is_out_of_scope(party);
        });
        out
    };
    let is_out = |exclusion: &str| names("ehr", exclusion);
    let rest = "reason = \"r\"\naccepted-by = \"ana\"";
    assert!(is_out(&format!("what = \"ehr\"\n{rest}")));
    assert!(is_out(&format!("what = \"all that (ehr) does\"\n{rest}")));
    assert!(is_out(&format!(
        "what = \"work of Meridian Health\"\n{rest}"
    )));
    assert!(!is_out(&format!("what = \"ehr-two\"\n{rest}")));
    assert!(!is_out(&format!("what = \"ehrs\"\n{rest}")));
    assert!(!is_out(&format!("what = \"Meridian\"\n{rest}")));
    assert!(!is_out(rest));
    assert!(!names("ehr-two", &format!("what = \"ehr\"\n{rest}")));
    assert!(!names("ana", &format!("what = \"ehr\"\n{rest}")));
    assert!(!is_out("what = \"ehr\"\naccepted-by = \"ana\""));
    assert!(!is_out("what = \"ehr\"\nreason = \"r\""));
}

#[test]
fn a_subcontractor_works_for_the_provider_unless_it_says_for_whom() {
    let contracts_of = |sides: &str, says: &str| {
        let text = format!(
            "[engagement]\n{sides}\n[party.harbor]\n[party.northwind]\n[party.sub]\n{says}\n"
        );
        let mut found = Vec::new();
        with(&text, |engagement| {
            for (party, by) in engagement.contracted() {
                let by = by.into_iter().map(|own| engagement.actor(own).name);
                let by = by.collect::<Vec<_>>().join(" ");
                found.push(format!("{}: {by}", engagement.actor(party).name));
            }
        });
        found
    };
    let contracts =
        |says: &str| contracts_of("client = \"harbor\"\nprovider = \"northwind\"", says);
    let sub = "kind = \"subcontractor\"";
    assert_eq!(contracts(sub), ["sub: northwind"]);
    assert_eq!(
        contracts(&format!("{sub}\ncontracted-by = \"harbor\"")),
        ["sub: harbor"]
    );
    assert_eq!(contracts(&format!("{sub}\ncontracted-by = 5")), ["sub: "]);
    assert_eq!(contracts("kind = \"vendor\""), ["sub: "]);
    assert_eq!(
        contracts("kind = \"auditor\"\ncontracted-by = \"harbor\""),
        [""; 0]
    );
    // A company may be its own provider.
    let own = "client = \"harbor\"\nprovider = [\"harbor\", \"northwind\"]";
    assert_eq!(contracts_of(own, "kind = \"vendor\""), ["sub: "]);
}

#[test]
fn an_agreement_is_of_all_whom_it_may_name() {
    let is_theirs = |between: &str| {
        let text = format!(
            "[engagement]\nclient = \"harbor\"\nprovider = \"north\"\n[party.harbor]\n\
             [party.north]\n[party.maker]\n[agreement.annex]\nkind = \"baa\"\n\
             signed = 2026-10-01\n{between}\n"
        );
        let mut is_theirs = false;
        with(&text, |engagement| {
            let actor = |name: &str| engagement.names.actor(name).expect("a party");
            let sides = (actor("harbor"), actor("north"));
            let signature = engagement.signature("baa", sides, engagement.start());
            is_theirs = matches!(signature, Signature::InForce(_));
        });
        is_theirs
    };
    for between in [
        "",
        "between = 5",
        "between = []",
        "between = [\"north\", \"harbor\"]",
        "between = [\"harbor\", \"nroth\"]",
        "between = [\"harbor\", 5]",
    ] {
        assert!(is_theirs(between), "{between}");
    }
    for between in [
        "between = [\"harbor\", \"maker\"]",
        "between = [\"maker\", \"north\"]",
        "between = \"north\"",
    ] {
        assert!(!is_theirs(between), "{between}");
    }
}
