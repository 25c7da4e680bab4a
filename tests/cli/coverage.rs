//! `racilint coverage`: the page that an auditor works from.

use crate::{racilint, racilint_in, root};

fn coverage(args: &[&str]) -> crate::Run {
    let mut all = vec!["coverage"];
    all.extend(args);
    all.extend(["--as-of", "2026-11-21"]);
    racilint(&all)
}

#[test]
fn the_table_of_a_sound_engagement() {
    let run = coverage(&["examples/harbor-clinics"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert!(
        run.stdout.contains("18 duties: 18 answered"),
        "{}",
        run.stdout
    );
    insta::assert_snapshot!("coverage", run.stdout);
}

#[test]
fn another_profile_shows_what_is_open() {
    let run = coverage(&[
        "examples/harbor-clinics",
        "--profile",
        "cjis",
        "--format",
        "csv",
    ]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let laso = run.stdout.lines().find(|line| line.contains(",laso,"));
    let laso = laso.expect("a line on the security officer");
    assert!(laso.ends_with("3.2.9,client,nobody,,,,"), "{laso}");
}

#[test]
fn markdown_and_json_say_the_same() {
    let markdown = coverage(&["examples/harbor-clinics", "--format", "markdown"]);
    assert!(
        markdown.stdout.contains("| risk-analysis |"),
        "{}",
        markdown.stdout
    );
    let json = coverage(&["examples/harbor-clinics", "--format", "json"]);
    let value: serde_json::Value = serde_json::from_str(&json.stdout).expect("JSON");
    let duties = &value["engagements"][0]["profiles"][0]["duties"];
    let risk = duties.as_array().expect("duties").iter();
    let risk = risk
        .into_iter()
        .find(|duty| duty["duty"] == "risk-analysis");
    let risk = risk.expect("a line on the risk analysis");
    assert_eq!(risk["answered-by"][0], "workstream.security-governance");
    assert_eq!(risk["evidence"][0], "risk-analysis-report");
}

#[test]
fn what_cannot_be_read_is_said() {
    let broken = b"[engagement]\nprofiles = [\"hipaa\"]\n[workstream.a\n";
    let run = racilint_in(&root(), &["coverage", "-"], Some(broken));
    assert_eq!(run.code, Some(2));
    assert!(
        run.stderr.contains("could not be read completely"),
        "{}",
        run.stderr
    );
    let run = racilint(&["coverage", "docs"]);
    assert_eq!(run.code, Some(3));
    let run = racilint(&["coverage", "examples/harbor-clinics", "--profile", "hippa"]);
    assert_eq!(run.code, Some(2));
    assert!(
        run.stderr.contains("did you mean `hipaa`?"),
        "{}",
        run.stderr
    );
}
