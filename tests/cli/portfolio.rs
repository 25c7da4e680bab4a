//! Many engagements in one run: order, shared files, what is compared, tables and groups.

use crate::{folder, racilint_in};
use std::path::{Path, PathBuf};

/// An engagement in which nobody answers for the backups.
fn engagement(client: &str, rest: &str) -> String {
    format!(
        "[engagement]\nclient = 'client'\nstarts = 2026-01-01\nends = 2027-12-31\n\
         timezone = 'America/Chicago'\nprofiles = []\ninclude = ['../roster.toml']\n\
         [party.client]\nname = '{client}'\n[workstream.backup]\nresponsible = 'jo'\n{rest}"
    )
}

const COMMAND: &str = "[workstream.containment]\nresponsible = 'jo'\naccountable = 'jo'\n\
                       [command.security]\ncovers = 'containment'\nhours = '24x7'\ncommander = 'jo'\n";

/// A roster with something wrong in it, whoever includes it.
const ROSTER: &str = "[party.northwind]\nname = 'Northwind'\n[person.jo]\nparty = 'northwind'\n\
                      hours = 'Mon-Fri 08:00-18:00'\nphone = '1'\n";

fn portfolio(name: &str, clients: usize, rest: &str) -> PathBuf {
    let files: Vec<(String, String)> = (0..clients)
        .map(|client| {
            let path = format!("clients/c{client:03}.raci.toml");
            (path, engagement(&format!("Client {client}"), rest))
        })
        .chain([("roster.toml".to_owned(), ROSTER.to_owned())])
        .collect();
    let files: Vec<(&str, &[u8])> = files
        .iter()
        .map(|(path, text)| (path.as_str(), text.as_bytes()))
        .collect();
    folder(name, &files)
}

const RULES: &str = "--select=missing-accountable,cross-engagement-double-booking";

fn check(folder: &Path, args: &[&str]) -> crate::Run {
    let mut all = vec!["check", "clients", "--as-of", "2026-11-21"];
    all.extend(args);
    racilint_in(folder, &all, None)
}

#[test]
fn the_bytes_are_the_same_with_any_number_of_threads() {
    let folder = portfolio("portfolio-threads", 60, COMMAND);
    for format in [
        "human", "concise", "json", "sarif", "junit", "github", "gitlab", "markdown",
    ] {
        let one = check(&folder, &["--format", format, "--threads", "1"]);
        assert_eq!(one.code, Some(1), "{format}: {}", one.stderr);
        for threads in ["2", "7"] {
            let more = check(&folder, &["--format", format, "--threads", threads]);
            assert_eq!(one.stdout, more.stdout, "{format}, {threads} threads");
            assert_eq!(more.stderr, "");
        }
    }
}

#[test]
fn findings_come_in_the_order_of_the_paths() {
    let folder = portfolio("portfolio-order", 40, "");
    let run = check(&folder, &[RULES, "--format", "concise", "-q"]);
    let files: Vec<&str> = run
        .stdout
        .lines()
        .filter(|line| line.contains("missing-accountable"))
        .filter_map(|line| line.split(':').next())
        .collect();
    assert_eq!(files.len(), 40);
    assert!(files.is_sorted(), "{files:?}");
}

#[test]
fn what_is_wrong_in_a_shared_file_is_told_once_behind_the_others() {
    let folder = portfolio("portfolio-shared", 12, "");
    let run = check(&folder, &["--select", "unknown-key", "--format", "concise"]);
    let lines: Vec<&str> = run.stdout.lines().collect();
    assert!(
        lines[0].starts_with("roster.toml:6:1: error[unknown-key]"),
        "{}",
        run.stdout
    );
    assert!(lines[0].ends_with("(in 12 engagements)"), "{}", run.stdout);
    assert_eq!(run.stdout.matches("[unknown-key]").count(), 1);
    assert!(
        run.stdout.contains("12 engagements: 1 error,"),
        "{}",
        run.stdout
    );
    assert!(run.stdout.contains("in 13 files"), "{}", run.stdout);
    let human = check(&folder, &["--select", "unknown-key"]);
    let named = "in: 12 engagements: clients/c000.raci.toml, clients/c001.raci.toml,";
    assert!(human.stdout.contains(named), "{}", human.stdout);
    assert!(human.stdout.contains("and 6 more"), "{}", human.stdout);
}

#[test]
fn a_file_that_one_engagement_includes_is_its_own() {
    let folder = portfolio("portfolio-own", 1, "");
    std::fs::write(
        folder.join("clients/other.raci.toml"),
        "[engagement]\nprofiles = []\n",
    )
    .expect("a file");
    let run = check(&folder, &["--select", "unknown-key", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&run.stdout).expect("JSON");
    assert_eq!(json["findings"].as_array().map(Vec::len), Some(1), "{json}");
    assert_eq!(json["findings"][0]["engagements"], serde_json::json!([]));
    assert_eq!(json["findings"][0]["location"]["start"]["line"], 6);
}

#[test]
fn one_person_for_several_clients_is_found_across_them() {
    let folder = portfolio("portfolio-double", 3, COMMAND);
    let run = check(&folder, &[RULES, "--width", "160"]);
    let message =
        "warning[cross-engagement-double-booking]: `jo` is the only one there for 3 clients at";
    assert!(run.stdout.contains(message), "{}", run.stdout);
    assert!(
        run.stdout.contains("clients/c002.raci.toml:"),
        "{}",
        run.stdout
    );
    insta::assert_snapshot!(run.stdout);
}

#[test]
fn a_single_engagement_says_what_was_not_compared() {
    let folder = portfolio("portfolio-single", 1, COMMAND);
    let run = check(&folder, &[RULES]);
    assert!(
        run.stdout
            .contains("1 not evaluated (1 compares engagements)"),
        "{}",
        run.stdout
    );
    assert!(
        !run.stdout.contains("not evaluated, needs several"),
        "{}",
        run.stdout
    );
    let all = check(&folder, &[RULES, "-v"]);
    assert!(
        all.stdout
            .contains("not evaluated, needs several engagements in one run"),
        "{}",
        all.stdout
    );
    let json = check(&folder, &[RULES, "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&json.stdout).expect("JSON");
    let missed = &json["summary"]["rules_not_evaluated"][0];
    assert_eq!(missed["rule"], "cross-engagement-double-booking");
}

#[test]
fn statistics_count_by_rule_and_by_engagement() {
    let folder = portfolio("portfolio-statistics", 2, "accountable = 'jo'\n");
    std::fs::write(folder.join("clients/a.raci.toml"), engagement("A", "")).expect("a file");
    let run = check(
        &folder,
        &[
            "--select",
            "missing-accountable,unknown-key",
            "--statistics",
            "--format",
            "concise",
        ],
    );
    insta::assert_snapshot!(run.stdout);
}

#[test]
fn findings_are_grouped_by_what_is_asked() {
    let folder = portfolio("portfolio-groups", 2, COMMAND);
    for by in ["engagement", "rule", "party"] {
        let run = check(&folder, &[RULES, "--group-by", by, "--format", "concise"]);
        insta::assert_snapshot!(format!("by-{by}"), run.stdout);
    }
    let markdown = check(
        &folder,
        &[RULES, "--group-by", "rule", "--format", "markdown"],
    );
    assert!(
        markdown
            .stdout
            .contains("\n## missing-accountable: 2 errors, 0 warnings, 0 notes\n")
            || markdown
                .stdout
                .contains("\n## missing-accountable: 0 errors, 2 warnings, 0 notes\n"),
        "{}",
        markdown.stdout
    );
    let wrong = check(&folder, &["--group-by", "rule", "--format", "sarif"]);
    assert_eq!(wrong.code, Some(2));
    assert!(
        wrong.stderr.contains("for what people read"),
        "{}",
        wrong.stderr
    );
}

#[test]
fn a_file_that_cannot_be_read_keeps_nothing_else_from_being_checked() {
    let folder = portfolio("portfolio-unread", 5, "");
    let run = check(
        &folder,
        &[RULES, "missing.raci.toml", "--format", "concise"],
    );
    assert_eq!(run.code, Some(2));
    assert!(
        run.stderr.contains("`missing.raci.toml` cannot be read"),
        "{}",
        run.stderr
    );
    assert!(run.stdout.contains("5 engagements:"), "{}", run.stdout);
}

#[test]
fn an_output_never_takes_the_place_of_a_shared_file() {
    let folder = portfolio("portfolio-spares", 2, "");
    let run = check(&folder, &["--output", "human=roster.toml"]);
    assert_eq!(run.code, Some(2));
    assert!(
        run.stderr.contains("in place of `roster.toml`"),
        "{}",
        run.stderr
    );
    let text = std::fs::read_to_string(folder.join("roster.toml")).expect("the roster");
    assert_eq!(text, ROSTER);
    let left = std::fs::read_dir(&folder).expect("the folder");
    let hidden = left.filter(|entry| {
        let entry = entry.as_ref().expect("an entry");
        entry.file_name().to_string_lossy().starts_with('.')
    });
    assert_eq!(hidden.count(), 0);
}
