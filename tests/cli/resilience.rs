//! `racilint resilience`: who cannot be missing.

use crate::{racilint, racilint_in, root};

const HOUSE: &str = r#"
[engagement]
title = "A house"
timezone = "Europe/Berlin"
starts = 2027-03-01
ends = 2027-03-31

[person.ana]
name = "Ana Berg"
hours = "Mon-Fri 08:00-18:00"
[person.bo]
hours = "Mon-Fri 08:00-18:00"
[person.cy]
hours = "Mon-Fri 08:00-18:00"

[workstream.watch]
title = "Watch"
responsible = ["ana", "bo"]
needs = ["isolate-endpoint"]
hours = "Mon-Fri 08:00-18:00"
respond-within = "10m"
decide-within = "30m"

[workstream.changes]
responsible = "cy"
needs = ["approve-change"]
hours = "Mon-Fri 09:00-17:00"
respond-within = "10m"

[workstream.orphan]
responsible = "cy"
needs = ["disable-account"]
hours = "Mon-Fri 09:00-17:00"
respond-within = "10m"

[workstream.idle]
responsible = "bo"
needs = []

[[grant]]
holder = ["ana", "bo"]
action = "isolate-endpoint"
mode = "pre-authorized"
[[grant]]
holder = "cy"
action = "approve-change"
mode = "pre-authorized"
"#;

fn house(args: &[&str]) -> crate::Run {
    let mut all = vec!["resilience", "-", "--as-of", "2026-11-21"];
    all.extend(args);
    racilint_in(&root(), &all, Some(HOUSE.as_bytes()))
}

#[test]
fn the_table_names_one_and_two() {
    let run = house(&[]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    insta::assert_snapshot!("resilience", run.stdout);
}

#[test]
fn the_table_fits_80_columns_and_needs_no_colour() {
    let run = racilint(&[
        "resilience",
        "examples/harbor-clinics",
        "--as-of",
        "2026-11-21",
    ]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let widest = run.stdout.lines().map(|line| line.chars().count()).max();
    assert!(widest <= Some(80), "{}", run.stdout);
    assert!(!run.stdout.contains('\u{1b}'));
}

#[test]
fn markdown_says_the_same() {
    let run = house(&["--format", "markdown", "--workstream", "watch"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let row = "| `watch` (Watch) | - | `ana` and `bo` |";
    assert!(run.stdout.contains(row), "{}", run.stdout);
    assert!(!run.stdout.contains("changes"), "{}", run.stdout);
}

#[test]
fn the_json_keeps_to_its_schema() {
    let schema = racilint(&["schema", "resilience"]).stdout;
    let schema: serde_json::Value = serde_json::from_str(&schema).expect("JSON");
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    let run = house(&["--format", "json"]);
    let value: serde_json::Value = serde_json::from_str(&run.stdout).expect("JSON");
    let errors: Vec<String> = validator
        .iter_errors(&value)
        .map(|error| error.to_string())
        .collect();
    assert_eq!(errors, [""; 0]);
    assert_eq!(value["version"], "resilience-v1");
    let rows = value["workstreams"].as_array().expect("workstreams");
    let changes = rows.iter().find(|row| row["id"] == "changes");
    let changes = changes.expect("the changes");
    assert_eq!(changes["alone"][0]["people"][0]["id"], "cy");
    assert_eq!(changes["through"][0]["id"], "cy");
}

#[test]
fn a_wrong_name_is_answered_with_the_nearest() {
    let run = house(&["--workstream", "wach"]);
    assert_eq!(run.code, Some(2));
    assert!(
        run.stderr.contains("did you mean `watch`?"),
        "{}",
        run.stderr
    );
}
