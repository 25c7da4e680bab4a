//! What may have been meant, through the rule that offers it.

use racilint_diagnostics::Sources;

use crate::rules::tests::run;

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
