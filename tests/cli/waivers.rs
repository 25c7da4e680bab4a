//! `racilint waivers`: the register of what is accepted.

use crate::{folder, racilint, racilint_in, root};

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
    let run = waivers(&["--ending-within", "60d"]);
    let said = "; 2 end on or before 2027-02-13";
    assert!(run.stdout.contains(said), "{}", run.stdout);
    let run = waivers(&["--ending-within", "soon"]);
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("such as 60d"), "{}", run.stderr);
}

#[test]
fn markdown_and_json_say_the_same() {
    let markdown = waivers(&["--format", "markdown"]);
    assert!(
        markdown.stdout.contains(
            "| missing-accountable | workstream.plant-network | 2027-01-31 | in use, ends within 60 days | 1 | otis | it-manager |"
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
    assert_eq!(first["findings"], 1);
    assert_eq!(
        first["stands-in"]["file"],
        "examples/broken/waivers/waivers.raci.toml"
    );
    assert_eq!(value["engagements"][0]["as-of"], "2026-12-15");
    let csv = waivers(&["--format", "csv"]).stdout;
    let lines = csv.lines().skip(1);
    assert!(lines.clone().count() > 0 && lines.clone().all(|line| line.ends_with(",2026-12-15")));
    let human = waivers(&[]).stdout;
    assert!(human.contains(", as of 2026-12-15: "), "{human}");
}

const EXTORTION: &str = r#"
[engagement]
profiles = []
[workstream.containment]
responsible = "ana"
accountable = "ben"
needs = [NEEDS]
[person.ana]
[person.ben]
[[waiver]]
rule = "responsibility-without-authority"
on = "containment"
reason = "agreed in the kick-off"
owner = "ana"
approved-by = "ben"
until = 2027-02-20
"#;

/// One that was written for one action takes the next ones away too: whoever reads sees which.
#[test]
fn all_that_one_waiver_takes_away_is_told() {
    let check = |needs: &str| {
        let text = EXTORTION.replace("NEEDS", needs);
        let args = ["check", "-", "--as-of", "2026-11-21"];
        let run = racilint_in(&root(), &args, Some(text.as_bytes()));
        let lines = run.stdout.lines().map(str::to_owned);
        let text = lines.collect::<Vec<_>>().join(" ");
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let one = check("\"isolate-endpoint\"");
    assert!(
        one.contains("1 waived") && !one.contains("pay-extortion"),
        "{one}"
    );
    let three = check("\"isolate-endpoint\", \"disable-account\", \"pay-extortion\"");
    assert!(three.contains("3 waived"), "{three}");
    for action in ["isolate-endpoint", "disable-account", "pay-extortion"] {
        assert!(three.contains(&format!("`{action}`")), "{three}");
    }
    let text = EXTORTION.replace("NEEDS", "\"isolate-endpoint\", \"pay-extortion\"");
    let args = ["waivers", "-", "--format", "json", "--as-of", "2026-11-21"];
    let register = racilint_in(&root(), &args, Some(text.as_bytes())).stdout;
    let register: serde_json::Value = serde_json::from_str(&register).expect("JSON");
    let entry = &register["engagements"][0]["waivers"][0];
    assert_eq!(entry["findings"], 2);
    assert_eq!(entry["stands-in"]["line"], 11);
    let args = ["check", "-", "--format", "json", "--as-of", "2026-11-21"];
    let report = racilint_in(&root(), &args, Some(text.as_bytes())).stdout;
    let report: serde_json::Value = serde_json::from_str(&report).expect("JSON");
    assert_eq!(report["waived"][0]["owner"], "ana");
}

#[test]
fn a_waiver_stands_where_it_is_written() {
    let roster = "[person.ana]\n\n[[waiver]]\nrule = \"missing-accountable\"\non = \"patching\"\n";
    let main = "[engagement]\ninclude = [\"roster.toml\"]\n[workstream.patching]\n";
    let files: [(&str, &[u8]); 2] = [
        ("a.raci.toml", main.as_bytes()),
        ("roster.toml", roster.as_bytes()),
    ];
    let folder = folder("waiver-place", &files);
    let run = racilint_in(&folder, &["waivers", "a.raci.toml"], None);
    assert!(run.stdout.contains("roster.toml:4"), "{}", run.stdout);
}

#[test]
fn whoever_is_nobody_accepts_nothing() {
    let check = |approver: &str| {
        let text = EXTORTION.replace("NEEDS", "\"isolate-endpoint\"").replace(
            "approved-by = \"ben\"",
            &format!("approved-by = \"{approver}\""),
        );
        // That the name is unknown is an error of its own, which weighs nothing here.
        let args = [
            "check",
            "-",
            "--as-of",
            "2026-11-21",
            "--ignore",
            "unknown-reference",
            "--format",
            "concise",
        ];
        racilint_in(&root(), &args, Some(text.as_bytes())).stdout
    };
    let ghost = check("ghost");
    assert!(
        ghost.contains("[responsibility-without-authority]"),
        "{ghost}"
    );
    assert!(ghost.contains("0 waived"), "{ghost}");
    let ben = check("ben");
    assert!(!ben.contains("[responsibility-without-authority]"), "{ben}");
    assert!(ben.contains("1 waived"), "{ben}");
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
