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

#[test]
fn every_form_says_the_day_and_all_clauses() {
    let of = |format: &str| {
        let run = coverage(&[
            "examples/harbor-clinics",
            "--profile",
            "pci-dss",
            "--format",
            format,
        ]);
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        run.stdout
    };
    for format in ["human", "markdown", "csv", "json"] {
        let text = of(format);
        assert!(text.contains("2026-11-21"), "{format}");
        for clause in ["1.1.2", "6.1.2", "11.1.2"] {
            assert!(text.contains(clause), "{format}: {clause}");
        }
        let says_what_it_is = text.contains("does not show whether the work is done");
        assert_eq!(says_what_it_is, format != "csv", "{format}");
    }
}

#[test]
fn nobody_is_credited_with_a_misspelt_clause() {
    let text = br#"
[engagement]
model    = "co-managed"
client   = "a"
provider = "b"
profiles = ["hipaa"]
[party.a]
[party.b]
[person.p]
party = "a"
[workstream.x]
responsible = "p"
accountable = "p"
satisfies   = ["hipaa:164.530(a)"]
"#;
    let args = ["coverage", "-", "--as-of", "2026-11-21"];
    let run = racilint_in(&root(), &args, Some(text));
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert!(!run.stdout.contains("answered,"), "{}", run.stdout);
    let said = "nobody (workstream.x names `hipaa:164.530(a)`, which is unknown)";
    assert!(run.stdout.contains(said), "{}", run.stdout);
}
