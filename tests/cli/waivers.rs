//! `racilint waivers`: the register of what is accepted.

use crate::{racilint, racilint_in, root};

fn waivers(args: &[&str]) -> crate::Run {
    let mut all = vec!["waivers", "examples/broken/waivers"];
    all.extend(args);
    all.extend(["--as-of", "2026-12-15"]);
    racilint(&all)
}

#[test]
fn the_register_says_what_each_waiver_does() {
    let run = waivers(&[]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    insta::assert_snapshot!("waivers", run.stdout);
}

#[test]
fn those_that_end_soon_or_have_ended() {
    let run = waivers(&["--ending-within", "60d", "--format", "csv"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let lines: Vec<&str> = run.stdout.lines().skip(1).collect();
    assert_eq!(lines.len(), 2, "{}", run.stdout);
    assert!(
        lines[0].contains(",workstream.plant-network,2027-01-31,47,in use,,"),
        "{}",
        lines[0]
    );
    assert!(lines[1].contains(",2026-09-30,-76,ended,,"), "{}", lines[1]);
    let run = waivers(&["--ending-within", "soon"]);
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("such as 60d"), "{}", run.stderr);
}

#[test]
fn markdown_and_json_say_the_same() {
    let markdown = waivers(&["--format", "markdown"]);
    assert!(
        markdown.stdout.contains(
            "| missing-accountable | workstream.plant-network | 2027-01-31 | in use, ends within 60 days | otis | it-manager |"
        ),
        "{}",
        markdown.stdout
    );
    let json = waivers(&["--format", "json"]);
    let value: serde_json::Value = serde_json::from_str(&json.stdout).expect("JSON");
    let first = &value["engagements"][0]["waivers"][0];
    assert_eq!(first["object"], "workstream.plant-network");
    assert_eq!(first["status"], "in use");
    assert_eq!(first["days-left"], 47);
}

#[test]
fn no_waivers_no_file_and_what_cannot_be_read() {
    let none = racilint_in(&root(), &["waivers", "-"], Some(b"[engagement]\n"));
    assert_eq!(none.code, Some(0));
    assert!(none.stdout.ends_with(": no waivers\n"), "{}", none.stdout);
    assert_eq!(racilint(&["waivers", "docs"]).code, Some(3));
    let broken = b"[engagement]\n[[waiver]]\nrule = \n";
    let broken = racilint_in(&root(), &["waivers", "-"], Some(broken));
    assert_eq!(broken.code, Some(2));
    assert!(broken.stderr.contains("could not be read completely"));
}
