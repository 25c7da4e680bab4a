//! `racilint who`: the incident, played.

use crate::{folder, racilint, racilint_in, root};

fn who(args: &[&str]) -> crate::Run {
    let mut all = vec!["who"];
    all.extend(args);
    all.extend(["--as-of", "2026-11-21"]);
    racilint(&all)
}

fn shown(args: &[&str]) -> String {
    let run = who(args);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert_eq!(run.stderr, "");
    run.stdout
}

#[test]
fn the_worst_call_of_a_hole_that_nobody_sees() {
    let shown = shown(&[
        "watch.night",
        "examples/follow-the-sun/as-drafted.raci.toml",
    ]);
    let wide = shown.lines().find(|line| line.chars().count() > 80);
    assert_eq!(wide, None);
    assert!(!shown.contains('\u{1b}'));
    insta::assert_snapshot!("who-worst", shown);
}

#[test]
fn a_call_at_night_with_somebody_missing() {
    insta::assert_snapshot!(
        "who-without",
        shown(&[
            "containment",
            "examples/harbor-clinics",
            "--at",
            "2027-03-03T02:10",
            "--without",
            "jo",
            "--without",
            "ines",
            "--action",
            "disable-account",
        ])
    );
}

#[test]
fn a_page_for_the_run_book() {
    insta::assert_snapshot!(
        "who-markdown",
        shown(&[
            "backup-restore",
            "examples/harbor-clinics",
            "--at",
            "2027-01-02 11:00+01:00",
            "--format",
            "markdown",
        ])
    );
}

#[test]
fn what_is_not_known_is_not_guessed() {
    let operations = shown(&["operations", "examples/larch-legal"]);
    assert!(
        operations.contains("not evaluated, needs `respond-within`"),
        "{operations}"
    );
    let patching = shown(&["patching", "examples/harbor-clinics"]);
    assert!(patching.contains("takes no action"), "{patching}");
}

#[test]
fn the_json_keeps_to_its_schema() {
    let schema = racilint(&["schema", "who"]).stdout;
    let schema = serde_json::from_str(&schema).expect("a schema");
    let validator = jsonschema::validator_for(&schema).expect("a valid schema");
    for (row, file) in [
        ("containment", "examples/harbor-clinics"),
        (
            "watch.night",
            "examples/follow-the-sun/as-drafted.raci.toml",
        ),
        ("incident-command", "examples/unsigned"),
        ("backup-restore", "examples/harbor-clinics"),
    ] {
        let json = shown(&[row, file, "--format", "json"]);
        let play = serde_json::from_str(&json).expect("JSON");
        let errors: Vec<String> = validator
            .iter_errors(&play)
            .map(|error| error.to_string())
            .collect();
        assert_eq!(errors, [""; 0], "{row}");
    }
}

#[test]
fn the_json_says_when_somebody_may_act() {
    let json = shown(&[
        "watch.night",
        "examples/follow-the-sun/as-drafted.raci.toml",
        "--format",
        "json",
    ]);
    let play: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(play["version"], "who-v1");
    assert_eq!(play["at"]["at"], "2027-03-15T08:00:00+01:00");
    let act = &play["actions"][0];
    assert_eq!(act["verdict"], "late");
    assert_eq!(act["time_to_authority"]["minutes"], 495);
    let last = act["rounds"].as_array().expect("rounds").last();
    let person = &last.expect("a round")["steps"][0]["owners"][0]["people"][0];
    assert_eq!(person["local"]["at"], "2027-03-15T10:00:00-05:00");
}

/// What a wrong question gets to hear.
#[track_caller]
fn refused(args: &[&str], because: &str) {
    let run = who(args);
    assert_eq!(run.code, Some(2), "{}", run.stdout);
    assert!(run.stderr.contains(because), "{}", run.stderr);
    assert_eq!(run.stdout, "");
}

#[test]
fn wrong_names_are_told_with_the_right_ones() {
    let harbor = "examples/harbor-clinics";
    refused(&["contaiment", harbor], "did you mean `containment`?");
    refused(
        &["help-desk", harbor],
        "`help-desk.workplace`, `help-desk.health-record`",
    );
    refused(
        &["security", harbor],
        "`security-monitoring`, `containment`",
    );
    refused(
        &["containment", harbor, "--action", "isolate"],
        "`containment` takes isolate-endpoint, block-traffic",
    );
    refused(
        &["containment", harbor, "--without", "soc"],
        "`soc` is a team; only people can be absent",
    );
    refused(
        &["containment", harbor, "--without", "linda"],
        "there is no person `linda`",
    );
    refused(
        &["containment", "examples"],
        "there are several engagements",
    );
}

#[test]
fn wrong_times_are_told_with_what_would_do() {
    let harbor = "examples/harbor-clinics";
    refused(
        &["containment", harbor, "--at", "yesterday"],
        "2027-01-02T03:10",
    );
    refused(
        &["containment", harbor, "--at", "2027-03-14T02:30"],
        "skip 2027-03-14T02:30",
    );
    refused(
        &["containment", harbor, "--at", "2026-12-31T23:59"],
        "Friday 1 January 2027",
    );
    let run = racilint(&["who", "containment", harbor, "--as-of", "2029-06-01"]);
    assert_eq!(run.code, Some(2));
    assert!(
        run.stderr.contains("of its days none is left"),
        "{}",
        run.stderr
    );
    let run = racilint(&["who", "containment", "docs"]);
    assert_eq!(run.code, Some(3));
}

const OPEN_END: &[u8] = b"[engagement]\ntimezone = \"Asia/Tokyo\"\nclient = \"c\"\nprofiles = []\n\
[party.c]\nhours = \"24x7\"\n[person.p]\nparty = \"c\"\n[workstream.w]\nresponsible = \"p\"\n\
needs = \"isolate-endpoint\"\nrespond-within = \"5m\"\n\
[[grant]]\nholder = \"p\"\naction = \"isolate-endpoint\"\nmode = \"pre-authorized\"\n";

#[test]
fn now_is_a_time_and_the_current_folder_an_engagement() {
    let folder = folder("who-now", &[("a.raci.toml", OPEN_END)]);
    let run = racilint_in(&folder, &["who", "w", "--at", "now"], None);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert!(
        run.stdout.contains("may act after 5 minutes"),
        "{}",
        run.stdout
    );
}

#[test]
fn a_damaged_file_is_answered_and_told() {
    let broken = [OPEN_END, b"colour = \"red\"\n"].concat();
    let run = racilint_in(
        &root(),
        &["who", "w", "-", "--at", "2027-01-02T03:10"],
        Some(&broken),
    );
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("unknown-key"), "{}", run.stderr);
    assert!(
        run.stderr.contains("the answer may be wrong"),
        "{}",
        run.stderr
    );
    assert!(
        run.stdout.contains("may act after 5 minutes"),
        "{}",
        run.stdout
    );
    let run = racilint_in(
        &root(),
        &["who", "w", "-"],
        Some(b"[engagement]\nprofiles = []\n"),
    );
    assert_eq!(run.code, Some(2));
    assert!(
        run.stderr.contains("say it as `timezone ="),
        "{}",
        run.stderr
    );
}

#[test]
fn colours_add_nothing_but_colours() {
    let args = ["containment", "examples/harbor-clinics"];
    let plain = shown(&args);
    let coloured = shown(&[&args[..], &["--color", "always"]].concat());
    assert_ne!(plain, coloured);
    let mut stripped = coloured;
    for code in ["\u{1b}[1m", "\u{1b}[1;32m", "\u{1b}[0m"] {
        stripped = stripped.replace(code, "");
    }
    assert_eq!(plain, stripped);
}

/// What the documents show is what the command says.
#[test]
fn the_documents_show_what_it_says() {
    let said = shown(&[
        "watch.night",
        "examples/follow-the-sun/as-drafted.raci.toml",
        "--action",
        "isolate-endpoint",
    ]);
    for page in ["README.md", "docs/who.md"] {
        let text = std::fs::read_to_string(root().join(page)).expect("the page");
        let (_, text) = text
            .split_once("<!-- who begin -->\n\n```text\n")
            .expect("the part");
        let (part, _) = text.split_once("```\n\n<!-- who end -->").expect("its end");
        assert!(
            said.contains(part),
            "{page} shows something else than `racilint who` says:\n{said}"
        );
    }
}
