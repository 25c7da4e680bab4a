//! Profile files of a house, from the engagement that names them to the auditor's table.

use crate::{folder, racilint, racilint_in};

const PROFILE: &str = "examples/house-rules/cedarline.profile.toml";

const ENGAGEMENT: &[u8] = b"[engagement]
profiles = [\"./house.profile.toml\"]

[workstream.cloud-costs]
";

const HOUSE: &[u8] = b"[profile]
id = \"house\"
title = \"House rules\"
version = \"2027\"
areas = [\"cloud-costs\", \"patching\"]

[area.cloud-costs]
title = \"Cloud costs\"
";

#[test]
fn an_engagement_is_measured_against_the_house() {
    let files = [("x.raci.toml", ENGAGEMENT), ("house.profile.toml", HOUSE)];
    let folder = folder("house-asks", &files);
    let args = [
        "check",
        "--select",
        "unowned-area",
        "--format",
        "concise",
        "-q",
    ];
    let run = racilint_in(&folder, &args, None);
    assert_eq!(
        run.stdout,
        "x.raci.toml:2:13: error[unowned-area] nobody owns `patching`, which `house` asks for\n"
    );
    assert_eq!(run.code, Some(1), "{}", run.stderr);
}

#[test]
fn mistakes_in_the_house_show_at_their_place() {
    let house = b"[profile]
id = \"hipaa\"
title = \"House\"
version = \"1\"
areas = [\"patchin\"]
retension = \"1y\"

[area.cloud-costs]
expected-co = \"clint\"

[duty.a]
title = \"A\"
held-by-duty = \"b\"
";
    let files = [
        ("x.raci.toml", ENGAGEMENT),
        ("house.profile.toml", house.as_slice()),
    ];
    let folder = folder("house-wrong", &files);
    let rules = "unknown-reference,duplicate-id";
    let args = ["check", "--select", rules, "--format", "concise", "-q"];
    let run = racilint_in(&folder, &args, None);
    let expected = "\
house.profile.toml:2:6: error[duplicate-id] `hipaa` is the id of a profile that racilint brings
house.profile.toml:5:10: error[unknown-reference] there is no area `patchin`
house.profile.toml:6:1: error[unknown-key] `retension` is not a key that racilint knows here
house.profile.toml:8:7: error[missing-key] the new area `cloud-costs` has no title
house.profile.toml:9:15: error[invalid-value] `clint` is not a value of `expected-co`
house.profile.toml:13:16: error[unknown-reference] this profile has no duty `b`
";
    assert_eq!(run.stdout, expected);
}

#[test]
fn a_house_that_is_not_there_or_lies_outside() {
    let names = b"[engagement]
profiles = [\"gone.profile.toml\", \"../outside.profile.toml\"]
";
    let inner = folder("house-outside/inner", &[("x.raci.toml", names.as_slice())]);
    let outside = inner
        .parent()
        .expect("a folder")
        .join("outside.profile.toml");
    std::fs::write(outside, HOUSE).expect("a file");
    let args = [
        "check",
        "--select",
        "invalid-include",
        "--format",
        "concise",
        "-q",
    ];
    let run = racilint_in(&inner, &args, None);
    let expected = "\
x.raci.toml:2:13: error[invalid-include] `gone.profile.toml` cannot be included: there is no such file or folder
x.raci.toml:2:34: error[invalid-include] `../outside.profile.toml` cannot be included: it lies outside the folder that the check was started in
";
    assert_eq!(run.stdout, expected);
}

#[test]
fn a_profile_file_on_the_command_line() {
    let files = [
        (
            "x.raci.toml",
            b"[engagement]\n[workstream.patching]\n".as_slice(),
        ),
        ("house.profile.toml", HOUSE),
    ];
    let folder = folder("house-named", &files);
    let args = [
        "check",
        "--profile",
        "house.profile.toml",
        "--select",
        "unowned-area",
        "--format",
        "concise",
        "-q",
    ];
    let run = racilint_in(&folder, &args, None);
    assert_eq!(
        run.stdout,
        "x.raci.toml:1:1: error[unowned-area] nobody owns `cloud-costs`, which `house` asks for\n"
    );
    let run = racilint_in(&folder, &["check", "--profile", "none.profile.toml"], None);
    assert_eq!(run.code, Some(2));
    assert!(
        run.stderr.contains("`none.profile.toml` cannot be read"),
        "{}",
        run.stderr
    );
}

#[test]
fn a_duty_of_the_house_is_explained() {
    let duty = "cedarline:watched-restore";
    let run = racilint(&["explain", duty, "--profile", PROFILE]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    for part in ["Cedarline house rules, 2027", "H-3", "3 months", "provider"] {
        assert!(run.stdout.contains(part), "{part}\n{}", run.stdout);
    }
    let without = racilint(&["explain", duty]);
    assert_eq!(without.code, Some(2));
    assert!(
        without.stderr.contains("--profile FILE"),
        "{}",
        without.stderr
    );
}

#[test]
fn lists_know_the_house() {
    let duties = racilint(&["list", "duties", "--profile", PROFILE, "--format", "json"]);
    let duties: serde_json::Value = serde_json::from_str(&duties.stdout).expect("JSON");
    let ids: Vec<&str> = duties
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|duty| duty["id"].as_str())
        .collect();
    assert_eq!(
        ids,
        ["cedarline:watched-restore", "cedarline:spending-owner"]
    );
    let areas = racilint(&["list", "areas", "--profile", PROFILE]);
    let line = |name: &str| {
        let mut lines = areas.stdout.lines();
        let line = lines
            .find(|line| line.starts_with(name))
            .unwrap_or_default();
        line.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    assert_eq!(
        line("cloud-costs"),
        "cloud-costs client provider Cloud costs"
    );
    assert_eq!(
        line("decision-log"),
        "decision-log either client Decision log"
    );
    let actions = racilint(&["list", "actions", "--profile", PROFILE]);
    assert!(
        actions.stdout.contains("raise-spending-limit"),
        "{}",
        actions.stdout
    );
    let profiles = racilint(&["list", "profiles", "--profile", PROFILE]);
    assert!(
        profiles.stdout.contains("Cedarline house rules, 2027"),
        "{}",
        profiles.stdout
    );
}

#[test]
fn the_auditor_s_table_has_the_duties_of_the_house() {
    let run = racilint(&[
        "coverage",
        "examples/house-rules",
        "--as-of",
        "2026-11-21",
        "--format",
        "csv",
    ]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let line = run
        .stdout
        .lines()
        .find(|line| line.contains(",watched-restore,"));
    let line = line.expect("a line on the restore");
    assert!(line.contains("H-3,provider,answered,"), "{line}");
    assert!(line.contains("workstream.backup-restore"), "{line}");
}
