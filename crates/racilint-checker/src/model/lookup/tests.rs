//! What may have been meant, through the rule that offers it.

use racilint_diagnostics::Sources;

use crate::model::tests::with;
use crate::rules::tests::{is_silent, run};

/// What is offered in place of a duty that does not exist.
fn offered(duty: &str) -> Vec<String> {
    let text = format!(
        r#"
[engagement]
profiles = ["soc2", "./house.profile.toml"]
[workstream.governance]
satisfies = "{duty}"
#@ ./house.profile.toml
[profile]
id = "soc3"
title = "House rules"
version = "2027"
[duty.keys-and-locks]
title = "Keys"
"#
    );
    let findings = run("unknown-reference", &text, &Sources::default()).findings;
    let labels = findings.iter().map(|own| own.label.clone());
    labels
        .filter(|label| label.contains("did you mean"))
        .collect()
}

#[test]
fn a_duty_is_looked_for_in_the_profile_that_is_named() {
    let meant = "did you mean `soc3:keys-and-locks`?";
    assert_eq!(offered("soc3:keys-and-lock"), [meant]);
    assert_eq!(offered("soc2:keys-and-locks"), [""; 0]);
    // There is no such profile, so that it may be the name of the profile that is wrong.
    assert_eq!(offered("soc4:keys-and-locks"), [meant]);
    assert_eq!(offered("keys-and-lock"), [meant]);
}

#[test]
fn objects_without_an_id_are_known_by_their_form() {
    let text = "[workstream.patching]\n[team.both]\n[person.both]\n[system.mail]\n[metric.mail]\n";
    with(text, |engagement| {
        for name in [
            "engagement",
            "patching",
            "workstream.patching",
            "area.patching",
            "duty.hipaa:sanctions",
            "hipaa:sanctions",
            "grant.3",
            "grant.soc/isolate-endpoint",
            "handoff.a+b",
            "waiver.12",
            "notice.1",
            "statement.1",
            "acknowledgement.1",
            // Two things with one id are told by another rule.
            "both",
            "mail",
        ] {
            assert!(engagement.knows_object(name), "{name}");
        }
        for name in [
            "nothing",
            "workstream.nothing",
            "area.nothing",
            "duty.hipaa:nothing",
            "hipaa:nothing",
            "grant.soc",
            "grant.soc-1_b",
            // They go by what they say, and there are none.
            "exclusion.1",
            "exception.1",
            "exception.the surgeons call directly",
            "metric.3",
            "waivers.3",
        ] {
            assert!(!engagement.knows_object(name), "{name}");
        }
    });
}

#[test]
fn an_object_is_looked_for_behind_its_kind() {
    let offered = |object: &str| {
        let text = format!(
            "[workstream.triage]\n[team.night-desk]\n[[waiver]]\nrule = \"missing-deputy\"\n\
             on = \"{object}\"\n"
        );
        let findings = run("unknown-reference", &text, &Sources::default()).findings;
        findings[0].label.clone()
    };
    for (object, meant) in [
        ("traige", "triage"),
        ("workstream.traige", "workstream.triage"),
        ("team.nigth-desk", "team.night-desk"),
        ("area.pathcing", "area.patching"),
        ("duty.hipaa:sanction", "duty.hipaa:sanctions"),
    ] {
        assert_eq!(offered(object), format!("did you mean `{meant}`?"));
    }
    assert_eq!(offered("team.traige"), "");
}

/// That they share it is told by `duplicate-id`.
#[test]
fn an_id_that_two_actors_share_is_no_question_of_kind() {
    is_silent(
        "unknown-reference",
        "[team.both]\n[person.both]\n[[waiver]]\nrule = \"missing-deputy\"\non = \"both\"\n",
    );
}
