//! `racilint drill`: scripts for a table.

use crate::racilint;

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

#[test]
fn somebody_who_may_not_be_missing_is_ill_in_the_script() {
    let page = drill(&[
        "examples/broken/coverage/coverage.raci.toml",
        "--count",
        "100",
    ]);
    assert!(page.contains("is ill and cannot be reached"), "{page}");
    assert!(
        page.contains("nobody who may act is reached in time for"),
        "{page}"
    );
}
