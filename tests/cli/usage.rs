//! Exit codes, options, streams.

use std::process::Stdio;

use crate::{command, folder, racilint, racilint_in, root};

const CLEAN: &[u8] = b"[engagement]\nprofiles = []\n";
const BROKEN: &[u8] = b"[engagement]\nprofiles = []\nmodle = \"co-managed\"\n";

#[test]
fn a_clean_file_passes_and_says_what_was_looked_at() {
    let folder = folder("clean", &[("a.raci.toml", CLEAN)]);
    let run = racilint_in(
        &folder,
        &["check", "--select", "syntax-error", "--as-of", "2027-01-31"],
        None,
    );
    assert_eq!(run.code, Some(0));
    assert!(
        run.stdout
            .contains("a.raci.toml: 0 errors, 0 warnings, 0 notes, 0 waived in 1 file")
    );
    assert!(
        run.stdout.contains("as of 2027-01-31 (--as-of)"),
        "{}",
        run.stdout
    );
    assert_eq!(run.stderr, "");
}

#[test]
fn an_engagement_that_is_over_is_named() {
    let ends = b"[engagement]\nprofiles = []\nends = 2027-12-31\n";
    let folder = folder("over", &[("a.raci.toml", ends)]);
    let on = |day: &str, format: &str| {
        let args = ["check", "--format", format, "--as-of", day];
        racilint_in(&folder, &args, None).stdout
    };
    let over = "a.raci.toml ended on 2027-12-31: no hours and no days of it are left to look at";
    for format in ["human", "concise", "markdown"] {
        assert!(on("2028-01-01", format).contains(over), "{format}");
        assert!(!on("2027-12-31", format).contains("ended on"), "{format}");
    }
    assert!(on("2028-01-01", "json").contains("\"last_day\":\"2027-12-31\""));
}

#[test]
fn a_finding_fails_the_check_unless_told_otherwise() {
    let folder = folder("findings", &[("a.raci.toml", BROKEN)]);
    let check = |args: &[&str]| racilint_in(&folder, args, None).code;
    let one = ["check", "--select", "unknown-key"];
    assert_eq!(check(&one), Some(1));
    assert_eq!(
        check(&[&one[..], &["--fail-on", "never"]].concat()),
        Some(0)
    );
    assert_eq!(
        check(&[&one[..], &["--level", "unknown-key=note"]].concat()),
        Some(0)
    );
    assert_eq!(
        check(
            &[
                &one[..],
                &["--level", "unknown-key=note", "--fail-on", "note"]
            ]
            .concat()
        ),
        Some(1)
    );
    assert_eq!(
        check(&[&one[..], &["--ignore", "unknown-key"]].concat()),
        Some(0)
    );
}

#[test]
fn an_empty_selection_never_passes() {
    let folder = folder("empty", &[("notes.toml", b"")]);
    let run = racilint_in(&folder, &["check"], None);
    assert_eq!(run.code, Some(3));
    assert!(run.stderr.contains("no engagement file found"));
}

#[test]
fn what_cannot_be_read_is_said_and_the_rest_is_checked() {
    let folder = folder("unreadable", &[("a.raci.toml", BROKEN)]);
    let run = racilint_in(
        &folder,
        &["check", "missing.raci.toml", "a.raci.toml"],
        None,
    );
    assert_eq!(run.code, Some(2));
    assert!(
        run.stderr
            .contains("`missing.raci.toml` cannot be read: there is no such file")
    );
    assert!(run.stdout.contains("unknown-key"));
}

#[test]
fn wrong_usage_is_told_with_what_was_probably_meant() {
    let run = racilint(&["check", "--select", "mising-accountable", "examples"]);
    assert_eq!(run.code, Some(2));
    assert!(
        run.stderr.contains("did you mean `missing-accountable`?"),
        "{}",
        run.stderr
    );
    assert_eq!(
        racilint(&["check", "--level", "missing-accountable=loud"]).code,
        Some(2)
    );
    assert_eq!(racilint(&["chek"]).code, Some(2));
}

#[test]
fn standard_input_is_checked_under_a_name() {
    let run = racilint_in(
        &root(),
        &[
            "check",
            "-",
            "--stdin-filename",
            "draft.raci.toml",
            "--format",
            "concise",
            "--select",
            "unknown-key",
        ],
        Some(BROKEN),
    );
    assert_eq!(run.code, Some(1));
    assert!(
        run.stdout
            .starts_with("draft.raci.toml:3:1: error[unknown-key]"),
        "{}",
        run.stdout
    );
}

#[test]
fn folders_are_searched_and_ignored_files_left_out() {
    let files: &[(&str, &[u8])] = &[
        ("b/two.raci.toml", BROKEN),
        ("a/one.raci.toml", BROKEN),
        ("old/three.raci.toml", BROKEN),
        ("four.toml", BROKEN),
        (".gitignore", b"old/\n"),
    ];
    let folder = folder("folders", files);
    let run = racilint_in(
        &folder,
        &["check", "--format", "concise", "--select", "unknown-key"],
        None,
    );
    let places: Vec<&str> = run
        .stdout
        .lines()
        .filter_map(|line| line.split_once(": error"))
        .map(|(place, _)| place)
        .collect();
    assert_eq!(places, ["a/one.raci.toml:3:1", "b/two.raci.toml:3:1"]);
}

#[test]
fn a_roster_is_checked_through_the_engagement_that_includes_it() {
    let files: &[(&str, &[u8])] = &[
        (
            "main.raci.toml",
            b"[engagement]\ninclude = \"people.raci.toml\"\n",
        ),
        ("people.raci.toml", b"[person.dana]\npatry = \"harbor\"\n"),
    ];
    let folder = folder("roster", files);
    let run = racilint_in(
        &folder,
        &[
            "check",
            "--format",
            "concise",
            "--select",
            "unknown-key,no-engagement",
        ],
        None,
    );
    assert!(
        run.stdout
            .starts_with("people.raci.toml:2:1: error[unknown-key]"),
        "{}",
        run.stdout
    );
    assert!(
        run.stdout.contains("main.raci.toml: 1 error"),
        "{}",
        run.stdout
    );
}

#[test]
fn colour_is_for_terminals_and_for_those_who_ask() {
    let folder = folder("colour", &[("a.raci.toml", BROKEN)]);
    let colored = |args: &[&str], env: &[(&str, &str)]| {
        let mut command = command(
            &folder,
            &[&["check", "--select", "unknown-key"], args].concat(),
        );
        command.envs(env.iter().copied()).stdin(Stdio::null());
        let output = command.output().expect("racilint runs");
        output.stdout.contains(&0x1b)
    };
    assert!(!colored(&[], &[]));
    assert!(colored(&["--color", "always"], &[]));
    assert!(colored(&[], &[("CLICOLOR_FORCE", "1")]));
    assert!(!colored(&[], &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]));
    assert!(!colored(&["--color", "never"], &[("CLICOLOR_FORCE", "1")]));
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let check = |env: &[(&str, &str)]| {
        let mut command = command(&root(), &["check", "examples", "--as-of", "2026-11-21"]);
        command.envs(env.iter().copied()).stdin(Stdio::null());
        command.output().expect("racilint runs").stdout
    };
    let first = check(&[]);
    assert_eq!(first, check(&[("LC_ALL", "C"), ("TZ", "Asia/Tokyo")]));
    assert_eq!(first, check(&[("LANG", "de_DE.UTF-8"), ("TERM", "dumb")]));
}

#[test]
fn whoever_closes_the_pipe_is_not_an_error() {
    let mut child = command(&root(), &["check", "examples", "--format", "json"])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("racilint starts");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("racilint ends");
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    // The findings that nobody read still fail the check.
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn what_one_user_ignores_is_checked_all_the_same() {
    let files: [(&str, &[u8]); 2] = [
        (".git/info/exclude", b"a.raci.toml\n"),
        ("a.raci.toml", CLEAN),
    ];
    let folder = folder("excluded", &files);
    let run = racilint_in(&folder, &["check", "--verbose"], None);
    assert!(run.stdout.contains("read a.raci.toml"), "{}", run.stderr);
}

#[test]
fn rules_and_catalogues_are_listed_and_explained() {
    assert!(racilint(&["rules"]).stdout.contains("missing-accountable"));
    assert!(
        racilint(&["list", "areas"])
            .stdout
            .contains("after-hours-escalation")
    );
    assert!(
        racilint(&["list", "actions"])
            .stdout
            .contains("isolate-endpoint")
    );
    assert!(
        racilint(&["list", "profiles"])
            .stdout
            .contains("msp-baseline")
    );
    let page = racilint(&["explain", "missing-accountable"]).stdout;
    assert!(page.contains("## Why is this bad?") && !page.contains("toml,fires"));
    assert!(
        racilint(&["explain", "hipaa:164.308(a)(6)(ii)"])
            .stdout
            .contains("incident-response")
    );
    let notice = racilint(&["explain", "hipaa:breach-notice"]).stdout;
    for fact in [
        "the client, which may not give it away",
        "within 60 days, from: discovery of the breach",
        "6 years, as all evidence of the profile (164.316(b)(2)(i))",
    ] {
        assert!(notice.contains(fact), "{notice}");
    }
    let logs = racilint(&["explain", "pci-dss:log-review"]).stdout;
    assert!(
        logs.contains("1 year\n") && !logs.contains("give it away"),
        "{logs}"
    );
    let patches = racilint(&["explain", "pci-dss:patching"]).stdout;
    let clock = "Deadline:      within 30 days, from: release of a critical patch";
    assert!(patches.contains(clock), "{patches}");
    let wrong = racilint(&["explain", "missing-acountable"]);
    assert_eq!(wrong.code, Some(2));
    assert!(wrong.stderr.contains("did you mean `missing-accountable`?"));
}

#[test]
fn the_schemas_are_printed() {
    for schema in ["engagement", "findings"] {
        let run = racilint(&["schema", schema]);
        let value: serde_json::Value = serde_json::from_str(&run.stdout).expect("JSON");
        assert!(
            value["$id"]
                .as_str()
                .is_some_and(|id| id.ends_with(".schema.json"))
        );
    }
}

/// A rule is silent about what could not be read, so `--select` does not silence that.
#[test]
fn selected_rules_do_not_hide_what_cannot_be_read() {
    let folder = folder(
        "select-broken",
        &[("a.raci.toml", b"[engagement]\nclient = \n")],
    );
    let check = |more: &[&str]| {
        let args = [&["check", "--select", "missing-responsible"], more].concat();
        racilint_in(&folder, &args, None)
    };
    let run = check(&[]);
    assert_eq!(run.code, Some(1));
    assert!(run.stdout.contains("error[syntax-error]"), "{}", run.stdout);
    assert_eq!(check(&["--ignore", "syntax-error"]).code, Some(0));
}

#[test]
fn options_that_would_mean_nothing_are_refused() {
    let folder = folder("meaningless", &[("a.raci.toml", CLEAN)]);
    let says = |args: &[&str], words: &str| {
        let run = racilint_in(&folder, args, None);
        assert_eq!(run.code, Some(2), "{args:?}");
        assert!(run.stderr.contains(words), "{}", run.stderr);
    };
    says(
        &["check", "--stdin-filename", "a.raci.toml"],
        "add `-` to read it",
    );
    for date in ["today", "2027-02-30", "2027-01-31T10:00", "31.01.2027"] {
        says(&["check", "--as-of", date], "such as 2027-01-31");
    }
}

/// The first engagement in the README, word by word: it gives the numbers that the README says.
#[test]
fn the_readme_says_what_its_first_engagement_gives() {
    let readme = std::fs::read_to_string(root().join("README.md")).expect("the README");
    let begin = readme.find("[engagement]\nmodel").expect("the engagement");
    let end = begin + readme[begin..].find("```").expect("its end");
    let first = &readme[begin..end];
    let errors = |text: &str| {
        let run = racilint_in(&root(), &["check", "-"], Some(text.as_bytes()));
        run.stdout.matches("error[").count()
    };
    assert_eq!(errors(first), 4);
    assert!(readme.contains("It reports 4 errors: 33 other areas"));
    let without_areas = first.replace("[engagement]", "[engagement]\nprofiles = []");
    assert_eq!(errors(&without_areas), 3);
    assert!(readme.contains("three errors remain"));
}

#[test]
fn a_folder_of_matrices_is_told_how_to_check_one() {
    let folder = folder(
        "only-matrices",
        &[
            ("README.md", b"# Ours"),
            ("plan.csv", b"a,b"),
            ("z.md", b""),
        ],
    );
    let run = racilint_in(&folder, &["check"], None);
    assert_eq!(run.code, Some(3));
    let said =
        "they end in `.raci.toml`; a matrix is checked where it is named, such as `plan.csv`";
    assert!(run.stderr.contains(said), "{}", run.stderr);
    std::fs::remove_file(folder.join("plan.csv")).expect("a file");
    std::fs::remove_file(folder.join("z.md")).expect("a file");
    let run = racilint_in(&folder, &["check"], None);
    assert!(!run.stderr.contains("matrix"), "{}", run.stderr);
}

#[test]
fn at_least_one_engagement_is_checked_at_a_time() {
    for number in ["0", "-1", "many"] {
        let run = racilint(&["check", &format!("--threads={number}")]);
        assert_eq!(run.code, Some(2));
        assert!(
            run.stderr.contains("write a whole number, 1 or more"),
            "{}",
            run.stderr
        );
    }
}
