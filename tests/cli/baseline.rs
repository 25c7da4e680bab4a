//! A baseline: what is in it, what is new, what is fixed, and what nobody may lose.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::{Run, folder, racilint_in};

const FILE: &str = "racilint-baseline.json";

/// An engagement in which nobody answers for these workstreams.
fn engagement(workstreams: &[&str]) -> String {
    let mut text = String::from(
        "[engagement]\nprofiles = []\n\n[party.bakery]\n[party.northwind]\n\n\
         [person.ana]\nparty = \"northwind\"\n\n[person.ben]\nparty = \"northwind\"\n",
    );
    for name in workstreams {
        text.push_str(&format!("\n[workstream.{name}]\nresponsible = \"ana\"\n"));
    }
    text
}

/// Only the rule that they break, so that the tests say what they mean.
const CONFIG: &[u8] = b"select = ['missing-accountable', 'multiple-accountable']\n";

fn house(name: &str, files: &[(&str, &str)]) -> PathBuf {
    let own: Vec<(&str, &[u8])> = [(".git/HEAD", "".as_bytes()), ("racilint.toml", CONFIG)]
        .into_iter()
        .chain(files.iter().map(|(name, text)| (*name, text.as_bytes())))
        .collect();
    folder(name, &own)
}

fn write(folder: &Path, more: &[&str]) -> Run {
    let args = ["baseline", "write", "--as-of", "2026-11-21"];
    racilint_in(folder, &[&args[..], more].concat(), None)
}

fn check(folder: &Path, more: &[&str]) -> Run {
    let args = ["check", "--as-of", "2026-11-21", "--format", "concise"];
    let baseline = ["--baseline", FILE];
    racilint_in(folder, &[&args[..], &baseline, more].concat(), None)
}

fn put(folder: &Path, file: &str, text: &str) {
    fs::write(folder.join(file), text).expect("a file");
}

fn read(folder: &Path) -> String {
    fs::read_to_string(folder.join(FILE)).expect("the baseline")
}

#[track_caller]
fn says(run: &Run, text: &str) {
    assert!(run.stdout.contains(text), "{}{}", run.stdout, run.stderr);
}

#[test]
fn what_is_known_fails_nothing_and_is_counted() {
    let folder = house(
        "baseline-known",
        &[("a.raci.toml", &engagement(&["one", "two"]))],
    );
    let run = write(&folder, &[]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert_eq!(
        run.stderr,
        "racilint-baseline.json: 2 findings of 1 engagement; 2 new, 0 gone\n"
    );
    let expected = "{
  \"version\": \"baseline-v1\",
  \"engagements\": [
    {
      \"engagement\": \"a.raci.toml\",
      \"findings\": [
        { \"rule\": \"missing-accountable\", \"object\": \"workstream.one\" },
        { \"rule\": \"missing-accountable\", \"object\": \"workstream.two\" }
      ]
    }
  ]
}
";
    assert_eq!(read(&folder), expected);
    let run = check(&folder, &[]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    says(
        &run,
        "a.raci.toml: 0 errors, 0 warnings, 0 notes, 0 waived, 2 baselined in 1 file\n",
    );
    says(
        &check(&folder, &["-v"]),
        "baselined: missing-accountable on workstream.one",
    );
    let plain = racilint_in(&folder, &["check", "--format", "concise"], None);
    assert_eq!(plain.code, Some(1));
}

#[test]
fn moved_lines_change_nothing_and_swaps_are_seen() {
    let folder = house(
        "baseline-swap",
        &[("a.raci.toml", &engagement(&["one", "two"]))],
    );
    write(&folder, &[]);
    put(
        &folder,
        "a.raci.toml",
        &format!("# moved\n\n\n{}", engagement(&["two", "one"])),
    );
    assert_eq!(check(&folder, &[]).code, Some(0));
    put(&folder, "a.raci.toml", &engagement(&["two", "three"]));
    let run = check(&folder, &[]);
    assert_eq!(run.code, Some(1));
    says(
        &run,
        "error[missing-accountable] nobody is accountable for `three`",
    );
    says(
        &run,
        "1 entry of the baseline racilint-baseline.json is fixed",
    );
    says(
        &run,
        "fixed: missing-accountable on workstream.one in a.raci.toml",
    );
    says(&run, "1 error, 0 warnings, 0 notes, 0 waived, 1 baselined");
}

#[test]
fn one_for_another_at_the_same_object_is_seen() {
    let both = |second: &str| {
        format!(
            "{}accountable = [\"ana\", \"{second}\"]\n[person.cara]\nparty = \"northwind\"\n",
            engagement(&["one"])
        )
    };
    let folder = house("baseline-same", &[("a.raci.toml", &both("ben"))]);
    write(&folder, &[]);
    assert!(
        read(&folder).contains("\"names\": [\"ana\", \"ben\"]"),
        "{}",
        read(&folder)
    );
    assert_eq!(check(&folder, &[]).code, Some(0));
    put(&folder, "a.raci.toml", &both("cara"));
    let run = check(&folder, &[]);
    assert_eq!(run.code, Some(1), "{}", run.stdout);
    says(&run, "is fixed");
}

#[test]
fn a_part_of_the_files_changes_nothing_of_the_others() {
    let files = [
        ("clients/a/a.raci.toml", engagement(&["one"])),
        ("clients/b/b.raci.toml", engagement(&["one", "two"])),
    ];
    let files = files.each_ref().map(|(name, text)| (*name, text.as_str()));
    let folder = house("baseline-part", &files);
    write(&folder, &[]);
    let whole = read(&folder);
    let mended = engagement(&["one"]) + "accountable = \"ben\"\n";
    put(&folder, "clients/a/a.raci.toml", &mended);
    put(&folder, "clients/b/b.raci.toml", &engagement(&["two"]));
    let run = write(&folder, &["clients/a"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let part = read(&folder);
    assert!(!part.contains("a.raci.toml"), "{part}");
    assert_eq!(part.matches("\"rule\"").count(), 2);
    assert_eq!(whole.matches("\"rule\"").count(), 3);
    // From within a folder, engagements are called the same.
    let args = [
        "baseline",
        "write",
        "--output",
        "../../racilint-baseline.json",
    ];
    let run = racilint_in(&folder.join("clients/b"), &args, None);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert_eq!(read(&folder).matches("workstream.two").count(), 1);
    assert_eq!(read(&folder).matches("\"rule\"").count(), 1);
    // A file that is gone keeps its entries until its folder is searched.
    fs::remove_file(folder.join("clients/b/b.raci.toml")).expect("a file");
    put(&folder, "clients/a/a.raci.toml", &engagement(&["one"]));
    write(&folder, &["clients/a/a.raci.toml"]);
    assert!(read(&folder).contains("b.raci.toml"));
    write(&folder, &["clients"]);
    assert!(!read(&folder).contains("b.raci.toml"));
    assert!(read(&folder).contains("clients/a/a.raci.toml"));
}

#[test]
fn a_rule_that_is_off_keeps_its_entries() {
    let folder = house("baseline-off", &[("a.raci.toml", &engagement(&["one"]))]);
    write(&folder, &[]);
    let before = read(&folder);
    put(
        &folder,
        "racilint.toml",
        "ignore = ['missing-accountable']\nselect = ['missing-deputy']\n",
    );
    let run = check(&folder, &["--ignore", "missing-accountable"]);
    says(
        &run,
        "1 entry of the baseline racilint-baseline.json not looked for",
    );
    assert!(!run.stdout.contains("fixed"), "{}", run.stdout);
    write(&folder, &[]);
    assert!(read(&folder).contains("missing-accountable"), "{before}");
}

#[test]
fn what_cannot_be_read_is_never_set_aside() {
    let broken = format!("{}acountable = \"ana\"\n", engagement(&["one"]));
    let folder = house("baseline-broken", &[("a.raci.toml", &engagement(&["one"]))]);
    write(&folder, &[]);
    let before = read(&folder);
    put(&folder, "a.raci.toml", &broken);
    let run = check(&folder, &[]);
    assert_eq!(run.code, Some(1));
    says(&run, "error[unknown-key]");
    assert!(!run.stdout.contains("are fixed"), "{}", run.stdout);
    let run = write(&folder, &[]);
    assert_eq!(run.code, Some(2));
    assert!(
        run.stderr.contains("could not be read completely"),
        "{}",
        run.stderr
    );
    assert_eq!(read(&folder), before);
    // A name that nothing has is readable, and still no baseline holds it.
    let lost = engagement(&["one"]).replace("party = \"northwind\"", "party = \"southwind\"");
    put(&folder, "a.raci.toml", &lost);
    put(&folder, "racilint.toml", "select = ['unknown-reference']\n");
    let run = write(&folder, &[]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert!(
        run.stderr.contains(
            "cannot be put into a baseline, so a check tells of it all the same: unknown-reference"
        ),
        "{}",
        run.stderr
    );
    assert!(!read(&folder).contains("unknown-reference"));
    assert_eq!(check(&folder, &[]).code, Some(1));
}

#[test]
fn findings_told_as_one_are_known_one_by_one() {
    let text =
        engagement(&["backup-restore"]).replace("profiles = []", "profiles = [\"msp-baseline\"]");
    let folder = house("baseline-folded", &[("a.raci.toml", &text)]);
    put(&folder, "racilint.toml", "select = ['unowned-area']\n");
    write(&folder, &[]);
    assert!(read(&folder).matches("\"rule\"").count() > 20);
    let mended = format!("{text}\n[workstream.patching]\nresponsible = \"ana\"\n");
    put(&folder, "a.raci.toml", &mended);
    let run = check(&folder, &[]);
    assert_eq!(run.code, Some(0), "{}", run.stdout);
    says(&run, "1 entry of the baseline");
    // The area comes back, and nothing else is told with it.
    write(&folder, &[]);
    put(&folder, "a.raci.toml", &text);
    let run = check(&folder, &[]);
    says(&run, "nobody owns `patching`");
    says(&run, "1 error,");
}

#[test]
fn a_damaged_baseline_ends_the_run_and_stays_as_it_is() {
    let folder = house(
        "baseline-damaged",
        &[("a.raci.toml", &engagement(&["one"]))],
    );
    let run = check(&folder, &[]);
    assert_eq!(run.code, Some(2));
    assert!(
        run.stderr.contains("there is no such file"),
        "{}",
        run.stderr
    );
    for (text, reason) in [
        ("<<<<<<< ours\n", "line 1"),
        ("{}", "missing field `version`"),
        ("", "EOF"),
        (
            "{ \"version\": \"baseline-v9\", \"more\": 1 }",
            "a baseline of the version `baseline-v9`, and this racilint reads `baseline-v1`",
        ),
        (
            "{ \"version\": \"baseline-v1\", \"engagements\": [], \"extra\": 1 }",
            "unknown field `extra`",
        ),
        (
            "{ \"version\": \"baseline-v1\", \"engagements\": {} }",
            "line 1",
        ),
    ] {
        put(&folder, FILE, text);
        for run in [check(&folder, &[]), write(&folder, &[])] {
            assert_eq!(run.code, Some(2), "{text}");
            assert!(run.stderr.contains(reason), "{text}: {}", run.stderr);
        }
        assert_eq!(read(&folder), text);
    }
}

#[test]
fn a_byte_order_mark_before_a_baseline_says_nothing() {
    let folder = house("baseline-mark", &[("a.raci.toml", &engagement(&["one"]))]);
    write(&folder, &[]);
    let marked = format!("\u{feff}{}", read(&folder));
    put(&folder, FILE, &marked);
    assert_eq!(check(&folder, &[]).code, Some(0));
}

#[test]
fn a_baseline_is_kept_in_a_file() {
    let folder = house("baseline-out", &[("a.raci.toml", &engagement(&["one"]))]);
    let run = racilint_in(&folder, &["baseline", "write", "--output", "-"], None);
    assert_eq!(run.code, Some(2));
    assert!(
        run.stderr.contains("takes a name and not `-`"),
        "{}",
        run.stderr
    );
    assert!(!folder.join("-").exists());
}

#[test]
fn the_file_is_written_only_where_something_changed() {
    let folder = house(
        "baseline-same-bytes",
        &[("a.raci.toml", &engagement(&["one"]))],
    );
    write(&folder, &[]);
    let time = |folder: &Path| {
        let metadata = fs::metadata(folder.join(FILE)).expect("the baseline");
        metadata.modified().expect("a time")
    };
    let before = time(&folder);
    write(&folder, &[]);
    assert_eq!(time(&folder), before);
    let run = write(&folder, &["--output", "b.raci.toml"]);
    assert_eq!(run.code, Some(2));
    assert_eq!(write(&folder, &["-"]).code, Some(2));
    assert_eq!(write(&folder, &["--output", "gone/b.json"]).code, Some(2));
    let empty = house("baseline-empty", &[]);
    assert_eq!(write(&empty, &[]).code, Some(3));
    assert!(!empty.join(FILE).exists());
}

#[test]
fn every_format_shows_what_is_set_aside_and_what_is_off() {
    let folder = house(
        "baseline-formats",
        &[("a.raci.toml", &engagement(&["one", "two"]))],
    );
    write(&folder, &[]);
    put(&folder, "a.raci.toml", &engagement(&["two", "three"]));
    let config = "select = ['missing-accountable']\n[levels]\noverload = 'off'\n\
                  missing-accountable = 'warning'\n";
    put(&folder, "racilint.toml", config);
    let output = |format: &str| {
        let args = [
            "check",
            "--baseline",
            FILE,
            "--as-of",
            "2026-11-21",
            "--format",
            format,
        ];
        racilint_in(&folder, &args, None).stdout
    };
    let json: Value = serde_json::from_str(&output("json")).expect("JSON");
    assert_eq!(json["findings"][0]["object"], "workstream.three");
    assert_eq!(json["baselined"][0]["object"], "workstream.two");
    assert_eq!(json["baseline"]["file"], FILE);
    assert_eq!(json["baseline"]["fixed"][0]["object"], "workstream.one");
    assert_eq!(json["summary"]["baselined"], 1);
    assert_eq!(json["summary"]["waived"], 0);
    let settings = &json["settings"][0];
    assert_eq!(settings["configuration"], "racilint.toml");
    assert_eq!(settings["rules"][1]["rule"], "overload");
    assert_eq!(settings["rules"][1]["level"], Value::Null);
    assert_eq!(settings["rules"][1]["by"], "racilint.toml:3:1");
    let sarif: Value = serde_json::from_str(&output("sarif")).expect("JSON");
    let results = sarif["runs"][0]["results"].as_array().expect("results");
    let states: Vec<&Value> = results.iter().map(|one| &one["baselineState"]).collect();
    assert_eq!(states, ["new", "unchanged"]);
    assert_eq!(results[1]["suppressions"][0]["kind"], "external");
    let changes = &sarif["runs"][0]["invocations"][0]["ruleConfigurationOverrides"];
    assert_eq!(changes[1]["configuration"]["enabled"], false);
    assert_eq!(changes[1]["descriptor"]["id"], "overload");
    crate::formats::is_sarif(&sarif);
    let junit = output("junit");
    assert_eq!(crate::xsd::problem(crate::formats::JUNIT, &junit), None);
    assert!(junit.contains("in the baseline"), "{junit}");
    let gitlab = output("gitlab");
    assert!(gitlab.contains("(in the baseline)"), "{gitlab}");
    let markdown = output("markdown");
    assert!(markdown.contains("## In the baseline"), "{markdown}");
    assert!(
        markdown.contains("- configuration: racilint.toml"),
        "{markdown}"
    );
    let human = output("human");
    assert!(
        human.contains(
            "configuration: racilint.toml; missing-accountable = warning, overload = off"
        ),
        "{human}"
    );
}

#[test]
fn where_nothing_could_be_read_nothing_is_written() {
    let folder = house("baseline-nothing", &[]);
    let run = racilint_in(&folder, &["baseline", "write", "nowhere"], None);
    assert_eq!(run.code, Some(2), "{}", run.stderr);
    assert!(!folder.join(FILE).exists());
}

/// A gap that is open at other hours, or longer, is another gap.
#[test]
fn a_gap_at_other_hours_is_new() {
    let text = r#"[engagement]
model = "fully-managed"
client = "bakery"
provider = "northwind"
profiles = []
timezone = "Europe/Berlin"
starts = 2027-01-01
ends = 2027-12-31
[party]
bakery.name = "Bakery"
northwind.name = "Northwind"
[person]
nils = { name = "Nils", party = "northwind", contact = ["phone:+1-555-0102"] }
olaf = { name = "Olaf", party = "northwind", contact = ["phone:+1-555-0103"] }
[team.desk]
party = "northwind"
members = ["nils", "olaf"]
hours = "Mon-Fri 08:00-18:00"
[workstream.desk-work]
title = "Desk"
needs = []
hours = "Mon-Fri 08:00-19:00"
responsible = "desk"
accountable = "nils"
"#;
    let folder = folder("baseline-gap", &[("a.raci.toml", text.as_bytes())]);
    let args = ["baseline", "write", ".", "--as-of", "2026-11-21"];
    let run = racilint_in(&folder, &args, None);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert_eq!(check(&folder, &[]).code, Some(0));
    for hours in ["Mon-Fri 08:00-17:00", "Mon-Fri 09:00-19:00"] {
        put(
            &folder,
            "a.raci.toml",
            &text.replace("Mon-Fri 08:00-18:00", hours),
        );
        let run = check(&folder, &[]);
        assert_eq!(run.code, Some(1), "{}", run.stdout);
        says(&run, "error[coverage-gap]");
    }
}

/// Rows without an id are no numbers: another one in the same place is another one.
#[test]
fn another_exception_in_the_place_of_a_known_one_is_new() {
    let with = |what: &str| {
        format!(
            "[engagement]\nprofiles = []\n[[exception]]\nwhat = \"{what}\"\n[[exclusion]]\nwhat = \"{what}\"\n"
        )
    };
    let select = b"select = ['side-channel', 'exclusion-unaccepted']\n";
    let folder = folder(
        "baseline-rows",
        &[
            (".git/HEAD", b""),
            ("racilint.toml", select),
            ("a.raci.toml", with("Otis calls Rex").as_bytes()),
        ],
    );
    assert_eq!(write(&folder, &[]).code, Some(0));
    let same = check(&folder, &[]);
    says(&same, "2 baselined");
    assert_eq!(same.code, Some(0));
    put(&folder, "a.raci.toml", &with("the domain is unlocked"));
    let other = check(&folder, &[]);
    says(&other, "0 baselined");
    assert_eq!(other.code, Some(1));
}
