//! `racilint.toml`: where it is found, what it changes, and what is said of mistakes in it.

use std::path::Path;

use serde_json::Value;

use crate::{Run, folder, racilint_in};

const ENGAGEMENT: &[u8] = b"[engagement]
profiles = []

[party.bakery]
[party.northwind]

[person.ana]
party = \"northwind\"

[workstream.backup-restore]
responsible = \"ana\"
";

const HOUSE: &[u8] = b"[profile]
id = \"house\"
title = \"House rules\"
version = \"2027\"
areas = [\"backup-restore\", \"cloud-costs\"]

[area.cloud-costs]
title = \"Cloud costs\"
";

/// The rule that the engagement breaks, and nothing beside it.
const ONE: &str = "select = [\"missing-accountable\"]\n";

fn check(folder: &Path, more: &[&str]) -> Run {
    let args = ["check", "--as-of", "2026-11-21", "--format", "concise"];
    racilint_in(folder, &[&args[..], more].concat(), None)
}

/// A folder with a repository, so that nothing above it counts.
fn house(name: &str, config: &str, files: &[(&str, &[u8])]) -> std::path::PathBuf {
    let own: [(&str, &[u8]); 3] = [
        (".git/HEAD", b""),
        ("racilint.toml", config.as_bytes()),
        ("a.raci.toml", ENGAGEMENT),
    ];
    folder(name, &[&own[..], files].concat())
}

fn settings(folder: &Path, more: &[&str]) -> Value {
    let args = ["check", "--show-settings", "--format", "json"];
    let run = racilint_in(folder, &[&args[..], more].concat(), None);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    serde_json::from_str(&run.stdout).expect("JSON")
}

#[test]
fn levels_and_the_gate_come_from_the_configuration() {
    let config = format!("fail-on = 'note'\n{ONE}[levels]\nmissing-accountable = 'note'\n");
    let folder = house("config-levels", &config, &[]);
    let run = check(&folder, &[]);
    assert!(
        run.stdout
            .starts_with("a.raci.toml:10:13: note[missing-accountable]"),
        "{}",
        run.stdout
    );
    assert_eq!(run.code, Some(1));
    assert_eq!(check(&folder, &["--fail-on", "error"]).code, Some(0));
    let louder = check(&folder, &["--level", "missing-accountable=error"]);
    assert!(louder.stdout.contains("error[missing-accountable]"));
    let without = check(&folder, &["--no-config"]);
    assert!(without.stdout.contains("error[missing-accountable]"));
    assert!(without.stdout.lines().count() > run.stdout.lines().count());
}

#[test]
fn whoever_types_a_rule_wants_it() {
    let config = format!("{ONE}[levels]\nmissing-accountable = 'off'\n");
    let folder = house("config-typed", &config, &[]);
    assert_eq!(check(&folder, &[]).code, Some(0));
    for typed in [
        ["--select", "missing-accountable"],
        ["--level", "missing-accountable=error"],
    ] {
        assert_eq!(check(&folder, &typed).code, Some(1), "{typed:?}");
    }
    let ignored = format!("{ONE}[levels]\nmissing-accountable = 'error'\n");
    let folder = house("config-ignored", &ignored, &[]);
    assert_eq!(check(&folder, &[]).code, Some(1));
    let args = ["--ignore", "missing-accountable"];
    assert_eq!(check(&folder, &args).code, Some(0));
}

#[test]
fn the_nearest_counts_alone_and_the_repository_is_the_end() {
    let files: &[(&str, &[u8])] = &[
        ("racilint.toml", b"ignore = ['missing-accountable']\n"),
        ("work/.git", b"gitdir: elsewhere\n"),
        ("work/b.raci.toml", ENGAGEMENT),
        ("inner/racilint.toml", b"fail-on = 'never'\n"),
        ("inner/deep/c.raci.toml", ENGAGEMENT),
    ];
    let folder = house("config-nearest", "", files);
    let names = |value: &Value| {
        let all = value["settings"].as_array().expect("settings").iter();
        let all = all.map(|own| {
            let config = own["configuration"].as_str().unwrap_or("none").to_owned();
            (
                config,
                own["engagements"][0]
                    .as_str()
                    .unwrap_or_default()
                    .to_owned(),
            )
        });
        all.collect::<Vec<_>>()
    };
    let expected = [
        ("racilint.toml", "a.raci.toml"),
        ("inner/racilint.toml", "inner/deep/c.raci.toml"),
        ("none", "work/b.raci.toml"),
    ];
    let expected = expected.map(|(config, file)| (config.to_owned(), file.to_owned()));
    assert_eq!(names(&settings(&folder, &[])), expected);
    // Started further in, the same file counts under another name.
    let inner = names(&settings(&folder.join("inner/deep"), &[]));
    assert_eq!(
        inner,
        [("../racilint.toml".to_owned(), "c.raci.toml".to_owned())]
    );
    let run = check(&folder, &["inner", "--select", "missing-accountable"]);
    assert_eq!(run.code, Some(0), "{}", run.stdout);
    let run = check(&folder, &["work", "--select", "missing-accountable"]);
    assert_eq!(run.code, Some(1), "{}", run.stdout);
}

#[test]
fn profiles_of_the_house_come_besides_those_of_a_file() {
    let config = "profiles = ['./house.profile.toml']\nselect = ['unowned-area']\n";
    let files: &[(&str, &[u8])] = &[("house.profile.toml", HOUSE)];
    let folder = house("config-profiles", config, files);
    let run = check(&folder, &[]);
    assert!(
        run.stdout
            .contains("nobody owns `cloud-costs`, which `house` asks for"),
        "{}",
        run.stdout
    );
    let typed = check(&folder, &["--profile", "hipaa"]);
    assert!(!typed.stdout.contains("`house`"), "{}", typed.stdout);
    let list = racilint_in(&folder, &["list", "areas"], None);
    assert!(list.stdout.contains("cloud-costs"));
    let list = racilint_in(&folder, &["list", "areas", "--no-config"], None);
    assert!(!list.stdout.contains("cloud-costs"));
}

#[test]
fn one_file_extends_another() {
    let base = "fail-on = 'warning'\nignore = ['overload']\n[levels]\nmissing-accountable = 'note'\n\
                missing-deputy = 'off'\n";
    let files: &[(&str, &[u8])] = &[
        ("rules/base.toml", base.as_bytes()),
        (
            "rules/more.toml",
            b"extends = 'base.toml'\nfail-on = 'note'\n",
        ),
    ];
    let config = "extends = ['rules/base.toml', 'rules/more.toml']\nignore = ['self-review']\n\
                  [levels]\nmissing-deputy = 'note'\n";
    let folder = house("config-extends", config, files);
    let value = settings(&folder, &[]);
    let own = &value["settings"][0];
    let extends = [
        Value::from("rules/base.toml"),
        Value::from("rules/more.toml"),
    ];
    assert_eq!(own["extends"], Value::from(extends.to_vec()));
    assert_eq!(own["fail-on"]["severity"], "note");
    assert_eq!(own["fail-on"]["by"], "rules/more.toml:2:11");
    let level = |rule: &str| {
        let levels = own["levels"].as_array().expect("levels").iter();
        let mut levels = levels.filter(|level| level["rule"] == rule);
        levels.next().map(|level| {
            let text = |key: &str| level[key].as_str().unwrap_or_default().to_owned();
            (text("level"), text("by"))
        })
    };
    let said = |level: &str, by: &str| Some((level.to_owned(), by.to_owned()));
    assert_eq!(level("overload"), None);
    assert_eq!(level("self-review"), said("off", "racilint.toml:2:11"));
    assert_eq!(
        level("missing-accountable"),
        said("note", "rules/base.toml:4:1")
    );
    assert_eq!(level("missing-deputy"), said("note", "racilint.toml:4:1"));
}

#[test]
fn all_mistakes_are_shown_in_one_run_and_nothing_is_checked() {
    let config = "extends = ['gone.toml', '../outside.toml', 'racilint.toml']
fial-on = 'error'
select = ['mising-accountable', 3]
ignore = ['overload', 'syntax-error']
profiles = ['hippa', './gone.profile.toml', './bad.profile.toml']

[levels]
overload = 'note'
self-review = 'loud'
unknown-key = 'off'

[paths]
include = ['!x']
exclude = ['../y', '[']
";
    let files: &[(&str, &[u8])] = &[
        (
            "bad.profile.toml",
            b"[profile]\nid = 'x'\ntitle = 'X'\nversion = '1'\nretension = 1\n",
        ),
        ("../config-outside.toml", b""),
    ];
    let config = config.replace("../outside", "../config-outside");
    let folder = house("config-mistakes", &config, files);
    let run = racilint_in(&folder, &["check", "--format", "json"], None);
    assert_eq!(run.code, Some(2));
    assert_eq!(run.stdout, "");
    insta::assert_snapshot!("config-mistakes", run.stderr);
}

#[test]
fn circles_and_depth_end() {
    let files: &[(&str, &[u8])] = &[
        ("b.toml", b"extends = 'c.toml'\n"),
        ("c.toml", b"extends = 'b.toml'\n"),
    ];
    let folder = house("config-circle", "extends = 'b.toml'\n", files);
    let run = check(&folder, &[]);
    assert_eq!(run.code, Some(2));
    assert!(
        run.stderr
            .contains("`b.toml` cannot be extended: that closes a circle"),
        "{}",
        run.stderr
    );
    let name = |depth: usize| format!("d{depth}.toml");
    let texts: Vec<(String, String)> = (0..40)
        .map(|depth| (name(depth), format!("extends = '{}'\n", name(depth + 1))))
        .collect();
    let deep: Vec<(&str, &[u8])> = texts
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_bytes()))
        .collect();
    let folder = house("config-deep", "extends = 'd0.toml'\n", &deep);
    let run = check(&folder, &[]);
    assert!(run.stderr.contains("more than 16 files"), "{}", run.stderr);
}

#[test]
fn folders_are_left_out_and_files_that_are_named_are_not() {
    let files: &[(&str, &[u8])] = &[
        ("archive/old.raci.toml", b"not toml"),
        ("clients/b.raci.toml", ENGAGEMENT),
        ("clients/b.draft.raci.toml", b"not toml"),
    ];
    let config = format!("{ONE}[paths]\nexclude = ['archive/', '*.draft.raci.toml']\n");
    let folder = house("config-paths", &config, files);
    let places = |run: &Run| {
        let lines = run
            .stdout
            .lines()
            .filter_map(|line| line.split_once(": error"));
        lines.map(|(place, _)| place.to_owned()).collect::<Vec<_>>()
    };
    let run = check(&folder, &[]);
    assert_eq!(
        places(&run),
        ["a.raci.toml:10:13", "clients/b.raci.toml:10:13"]
    );
    let run = check(&folder, &["archive"]);
    assert_eq!(run.code, Some(3));
    assert!(run.stderr.contains("leaves 1 path out"), "{}", run.stderr);
    let run = check(&folder, &["archive/old.raci.toml"]);
    assert!(run.stdout.contains("syntax-error"), "{}", run.stdout);
    let only = format!("{ONE}[paths]\ninclude = ['clients/']\nexclude = ['*.draft.raci.toml']\n");
    std::fs::write(folder.join("racilint.toml"), only).expect("a file");
    assert_eq!(places(&check(&folder, &[])), ["clients/b.raci.toml:10:13"]);
}

#[test]
fn a_configuration_can_be_named() {
    let files: &[(&str, &[u8])] = &[
        (
            "gate.toml",
            b"select = ['missing-accountable']\nfail-on = 'never'\n",
        ),
        ("other/b.raci.toml", ENGAGEMENT),
        ("other/racilint.toml", b"nonsense = 1\n"),
    ];
    let folder = house("config-named", "also-nonsense = 1\n", files);
    assert_eq!(check(&folder, &["--config", "gate.toml"]).code, Some(0));
    let run = check(&folder, &["--config", "gone.toml"]);
    assert_eq!(run.code, Some(2));
    assert!(
        run.stderr
            .contains("`gone.toml` cannot be read: there is no such file"),
        "{}",
        run.stderr
    );
    let run = check(&folder, &[]);
    assert!(
        run.stderr.contains("the configuration has 2 mistakes"),
        "{}",
        run.stderr
    );
    assert_eq!(
        check(&folder, &["--config", "gate.toml", "--no-config"]).code,
        Some(2)
    );
    let run = check(&folder, &["--config", "a.raci.toml"]);
    assert!(
        run.stderr.contains("is not a configuration"),
        "{}",
        run.stderr
    );
}

#[test]
fn a_configuration_that_is_no_file_is_told() {
    let folder = folder(
        "config-folder",
        &[("racilint.toml/x", b""), ("a.raci.toml", ENGAGEMENT)],
    );
    let run = check(&folder, &[]);
    assert_eq!(run.code, Some(2));
    assert!(
        run.stderr
            .contains("`racilint.toml` cannot be read: it is a folder, not a file"),
        "{}",
        run.stderr
    );
    assert_ne!(check(&folder, &["--no-config"]).code, Some(2));
}

#[test]
fn standard_input_has_the_configuration_of_its_name() {
    let files: &[(&str, &[u8])] = &[("in/racilint.toml", b"select = ['missing-accountable']\n")];
    let folder = house("config-stdin", "fail-on = 'never'\n", files);
    let args = ["check", "-", "--stdin-filename", "in/x.raci.toml"];
    let run = racilint_in(&folder, &args, Some(ENGAGEMENT));
    assert_eq!(run.code, Some(1), "{}", run.stderr);
    let run = racilint_in(&folder, &["check", "-"], Some(ENGAGEMENT));
    assert_eq!(run.code, Some(0), "{}", run.stderr);
}

#[test]
fn settings_are_shown_with_who_says_so() {
    let config = "fail-on = 'warning'\nignore = ['overload']\n[paths]\nexclude = ['old/']\n";
    let folder = house("config-shown", config, &[]);
    let args = [
        "check",
        "--show-settings",
        "--level",
        "self-review=note",
        "--profile",
        "hipaa",
    ];
    let run = racilint_in(&folder, &args, None);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let expected = "\
configuration racilint.toml
for a.raci.toml

fail-on  warning             racilint.toml:1:11
select   all rules           default
level    overload = off      racilint.toml:2:11
level    self-review = note  --level
profile  hipaa               --profile
exclude  old/                racilint.toml:4:11
";
    assert_eq!(run.stdout, expected);
    let run = racilint_in(&folder, &["check", "nowhere", "--show-settings"], None);
    assert_eq!(run.code, Some(2));
    assert!(
        run.stderr.contains("`nowhere` cannot be read"),
        "{}",
        run.stderr
    );
}

/// The nearer file counts, also against a list of the outer one.
#[test]
fn a_rule_that_the_nearer_file_names_is_not_ignored_by_the_outer_one() {
    for nearer in [
        "select = ['missing-accountable']",
        "[levels]\nmissing-accountable = 'note'",
    ] {
        let config = format!("extends = 'outer.toml'\n{nearer}\n");
        let outer: (&str, &[u8]) = ("outer.toml", b"ignore = ['missing-accountable']\n");
        let folder = house("config-nearer", &config, &[outer]);
        let run = racilint_in(&folder, &["check", "--show-settings"], None);
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        assert!(!run.stdout.contains("= off"), "{}", run.stdout);
    }
}

#[test]
fn no_output_takes_the_place_of_a_configuration() {
    let outer: (&str, &[u8]) = ("outer.toml", b"fail-on = 'never'\n");
    let folder = house("config-output", "extends = 'outer.toml'\n", &[outer]);
    for file in ["racilint.toml", "outer.toml"] {
        let before = std::fs::read(folder.join(file)).expect("it");
        let run = check(&folder, &["--output", &format!("json={file}")]);
        assert_eq!(run.code, Some(2), "{}", run.stderr);
        assert_eq!(std::fs::read(folder.join(file)).expect("it"), before);
    }
}

/// Nobody has named what a search finds: a link must not show a file from elsewhere.
#[cfg(unix)]
#[test]
fn a_configuration_that_is_found_is_a_file_of_its_repository() {
    use std::os::unix::fs::symlink;

    let folder = folder(
        "config-link",
        &[
            ("secret", b"password = 'sesame'\n"),
            ("in/.git/HEAD", b""),
            ("in/rules/house.toml", ONE.as_bytes()),
            ("in/a.raci.toml", ENGAGEMENT),
        ],
    );
    let inside = folder.join("in");
    let link = inside.join("racilint.toml");
    symlink("../secret", &link).expect("a link");
    let run = check(&inside, &[]);
    assert_eq!(run.code, Some(2), "{}", run.stdout);
    assert!(
        run.stderr.contains(
            "`racilint.toml` cannot be read: it leads out of the repository, or the folder, that \
             it is in; allow it with `--allow-outside`, or go without it with `--no-config`"
        ),
        "{}",
        run.stderr
    );
    assert!(!run.stderr.contains("password"), "{}", run.stderr);
    for allowed in [
        &["--allow-outside"] as &[&str],
        &["--config", "racilint.toml"],
    ] {
        let run = check(&inside, allowed);
        assert!(run.stderr.contains("password"), "{}", run.stderr);
    }
    assert_eq!(check(&inside, &["--no-config"]).code, Some(1));

    std::fs::remove_file(&link).expect("no link");
    symlink("rules/house.toml", &link).expect("a link");
    let run = check(&inside, &[]);
    assert_eq!(run.code, Some(1), "{}", run.stderr);
    assert!(
        run.stdout.contains("error[missing-accountable]"),
        "{}",
        run.stdout
    );
}

/// Whoever reads the log of a gate has not typed it.
#[test]
fn what_is_typed_and_what_never_fails_is_told() {
    let files: &[(&str, &[u8])] = &[("a.raci.toml", ENGAGEMENT)];
    let folder = folder("config-on-the-command-line", files);
    let check = |format: &str, more: &[&str]| {
        let args = ["check", "--as-of", "2026-11-21", "--format", format];
        racilint_in(&folder, &[&args[..], more].concat(), None).stdout
    };
    let typed = [
        "--ignore",
        "unassigned-duty",
        "--level",
        "missing-agreement=off",
        "--level",
        "nondelegable-outsourced=note",
    ];
    let said = "command line: missing-agreement = off, nondelegable-outsourced = note, \
                unassigned-duty = off";
    for format in ["concise", "github", "markdown"] {
        let text = check(format, &typed);
        assert!(text.contains(said), "{text}");
    }
    let human = check("human", &typed);
    assert!(
        human.contains("command line: missing-agreement = off,"),
        "{human}"
    );
    let junit = check("junit", &typed);
    assert!(junit.contains("nondelegable-outsourced = note"), "{junit}");
    let plain = check("concise", &[]);
    assert!(!plain.contains("command line"), "{plain}");
    let never = check("concise", &["--fail-on", "never"]);
    assert!(never.contains("command line: fail-on = never"), "{never}");
    std::fs::write(folder.join("racilint.toml"), "fail-on = \"never\"\n").expect("a file");
    let never = check("concise", &[]);
    assert!(
        never.contains("configuration: racilint.toml; fail-on = never"),
        "{never}"
    );
    assert!(check("junit", &[]).contains("name=\"fail on\" value=\"never\""));
}
