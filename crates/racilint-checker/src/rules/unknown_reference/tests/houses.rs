//! Names that a profile file of one's own may declare, where such a file could not be read or used.

use racilint_diagnostics::Sources;

use crate::rules::tests::run;

/// The names that are told of.
fn told(text: &str) -> Vec<String> {
    let findings = run("unknown-reference", text, &Sources::default()).findings;
    let names = findings.into_iter().map(|own| own.subject.aspect);
    names.collect()
}

#[test]
fn what_a_lost_profile_may_declare_is_left_alone() {
    let text = |profiles: &str| {
        format!(
            "[engagement]\nprofiles = [{profiles}]\n[workstream.triage]\narea = \"own-area\"\n\
             needs = \"own-action\"\nsatisfies = [\"house:audit\", \"hipaa:sanction\"]\n"
        )
    };
    let lost = text("\"./gone.profile.toml\"");
    assert_eq!(told(&lost), ["hipaa:sanction"]);
    let all = ["own-area", "own-action", "house:audit", "hipaa:sanction"];
    assert_eq!(told(&text("")), all);
}

/// The file is there, and cannot be used by that name.
#[test]
fn what_no_profile_declares_is_looked_up_beside_one_under_a_taken_name() {
    let text = r#"
[engagement]
profiles = ["./house.profile.toml"]
[workstream.triage]
accountable = "gohst"
satisfies = ["house:audit"]
#@ ./house.profile.toml
[profile]
id = "hipaa"
title = "House rules"
version = "1"
[duty.official]
title = "Official"
[duty.review]
title = "Review"
held-by-duty = "officer"
"#;
    assert_eq!(told(text), ["gohst", "officer"]);
}
