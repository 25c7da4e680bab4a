//! `racilint drill`: scripts for a table.

use crate::{folder, racilint, racilint_in};

fn drill(args: &[&str]) -> String {
    let mut all = vec!["drill"];
    all.extend(args);
    all.extend(["--as-of", "2026-11-21"]);
    let run = racilint(&all);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert_eq!(run.stderr, "");
    run.stdout
}

#[test]
fn a_hole_that_nobody_sees_is_rehearsed_first() {
    let page = drill(&[
        "examples/follow-the-sun/as-drafted.raci.toml",
        "--count",
        "2",
    ]);
    insta::assert_snapshot!("drill", page);
}

#[test]
fn every_script_has_its_answers_and_none_is_left_out_silently() {
    let all = drill(&["examples/harbor-clinics", "--count", "100"]);
    let count = |page: &str, text: &str| page.matches(text).count();
    let scripts = count(&all, "\n## Drill ");
    assert!(scripts > 3, "{all}");
    for part in [
        "### Read out",
        "### Ask, and",
        "### Minute by minute",
        "### Afterwards",
    ] {
        assert_eq!(count(&all, part), scripts, "{part}");
    }
    assert!(!all.contains("more could be rehearsed"));
    let two = drill(&["examples/harbor-clinics", "--count", "2"]);
    assert_eq!(count(&two, "\n## Drill "), 2);
    let more = format!("{} more could be rehearsed", scripts - 2);
    assert!(two.contains(&more), "{two}");
}

/// Two people may act, and on Sundays only `ana` is there.
const FRAGILE: &[u8] = br#"
[engagement]
timezone = "Europe/Madrid"
client = "c"
profiles = []
starts = 2027-01-01
ends = 2027-03-31
[party.c]
[person.ana]
name = "Ana Ruiz"
party = "c"
hours = "24x7"
[person.ben]
party = "c"
hours = "Mon-Sat 00:00-24:00"
[workstream.containment]
responsible = "ana"
needs = "isolate-endpoint"
hours = "24x7"
decide-within = "30m"
escalation = "p"
[escalation.p]
steps = [{ to = "ana", ack-within = "10m" }, { to = "ben", ack-within = "10m" }]
[[grant]]
holder = ["ana", "ben"]
action = "isolate-endpoint"
mode = "pre-authorized"
"#;

#[test]
fn somebody_who_may_not_be_missing_is_ill_in_the_script() {
    let folder = folder("drill-fragile", &[("a.raci.toml", FRAGILE)]);
    let run = racilint_in(&folder, &["drill", "--as-of", "2026-11-21"], None);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let (first, second) = run.stdout.split_once("## Drill 2").expect("two scripts");
    assert!(
        first.contains("> Ana Ruiz (`ana`) is ill and cannot be reached."),
        "{first}"
    );
    assert!(
        first.contains("without Ana Ruiz (`ana`) alone, nobody who may act is reached in time for"),
        "{first}"
    );
    // A call on Saturday at 23:50 or later finds `ben` gone at the second step.
    assert!(
        first.contains("> It is Saturday 2 January 2027, 23:50"),
        "{first}"
    );
    assert!(
        first.contains("Ana Ruiz (`ana`) is missing, as asked"),
        "{first}"
    );
    assert!(second.contains("it is in time"), "{second}");
}
