//! Several formats of one run, into files.

use std::fs;
use std::path::Path;

use crate::{Run, folder, racilint_in};

const BROKEN: &[u8] = b"[engagement]\nprofiles = []\nmodle = \"co-managed\"\n";

fn check(folder: &Path, more: &[&str]) -> Run {
    let args = ["check", "--select", "unknown-key", "--as-of", "2026-11-21"];
    racilint_in(folder, &[&args[..], more].concat(), None)
}

fn read(folder: &Path, file: &str) -> String {
    fs::read_to_string(folder.join(file)).expect("the output")
}

/// The names in a folder, sorted.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("the folder");
    let name = |entry: fs::DirEntry| entry.file_name().to_string_lossy().into_owned();
    let mut names: Vec<String> = entries.map(|e| name(e.expect("an entry"))).collect();
    names.sort();
    names
}

#[test]
fn one_run_writes_many_formats() {
    let folder = folder(
        "outputs",
        &[("a.raci.toml", BROKEN), ("out/old.md", b"old")],
    );
    let outputs = [
        "--output",
        "sarif=a.sarif",
        "--output",
        "markdown=out/old.md",
        "--output",
        "human=out/a.txt",
    ];
    let run = check(&folder, &[&outputs[..], &["--format", "concise"]].concat());
    assert_eq!(run.code, Some(1), "{}", run.stderr);
    assert!(
        run.stdout
            .starts_with("a.raci.toml:3:1: error[unknown-key]")
    );
    // Each is what the format alone writes, byte for byte.
    for (format, file) in [
        ("sarif", "a.sarif"),
        ("markdown", "out/old.md"),
        ("human", "out/a.txt"),
    ] {
        let alone = check(&folder, &["--format", format]);
        assert_eq!(read(&folder, file), alone.stdout, "{format}");
    }
    assert_eq!(names(&folder), ["a.raci.toml", "a.sarif", "out"]);
    assert_eq!(names(&folder.join("out")), ["a.txt", "old.md"]);
}

#[test]
fn colours_do_not_go_into_files() {
    let folder = folder("outputs-color", &[("a.raci.toml", BROKEN)]);
    let outputs = ["--output", "human=a.txt", "--output", "concise=b.txt"];
    let run = check(&folder, &[&outputs[..], &["--color", "always"]].concat());
    assert!(run.stdout.contains('\u{1b}'));
    let files = read(&folder, "a.txt") + &read(&folder, "b.txt");
    assert!(!files.contains('\u{1b}'));
}

#[test]
fn a_dash_is_standard_output() {
    let folder = folder("outputs-dash", &[("a.raci.toml", BROKEN)]);
    let run = check(&folder, &["--output", "json=-"]);
    let value: serde_json::Value = serde_json::from_str(&run.stdout).expect("only JSON");
    assert_eq!(value["version"], "json-v1");
    assert_eq!(names(&folder), ["a.raci.toml"]);
}

#[test]
fn outputs_that_make_no_sense_are_refused() {
    let folder = folder(
        "outputs-refused",
        &[
            ("a.raci.toml", b"[engagement]\ninclude = \"people.toml\"\n"),
            ("people.toml", b"[person.nina]\n"),
        ],
    );
    let before = names(&folder);
    let says = |args: &[&str], words: &str| {
        let run = check(&folder, args);
        assert_eq!(run.code, Some(2), "{args:?}");
        assert!(run.stderr.contains(words), "{}", run.stderr);
        assert_eq!(run.stdout, "");
        assert_eq!(names(&folder), before);
    };
    says(&["--output", "sarif"], "such as `sarif=racilint.sarif`");
    says(&["--output", "sarif="], "such as `sarif=racilint.sarif`");
    says(&["--output", "sarfi=x"], "did you mean `sarif`?");
    says(
        &["--output", "pdf=x"],
        "there are human, concise, json, sarif",
    );
    let twice = ["--output", "sarif=x", "--output", "junit=./x"];
    says(&twice, "`x` is named by `--output` more than once");
    let both = ["--format", "human", "--output", "json=-"];
    says(&both, "two formats cannot go to standard output");
    let dashes = ["--output", "json=-", "--output", "sarif=-"];
    says(&dashes, "two formats cannot go to standard output");
    let engagement = ["--output", "markdown=a.raci.toml"];
    says(&engagement, "in place of `a.raci.toml`");
    // There is none yet, and the next run would read it.
    for name in ["racilint.toml", "RACILINT.toml", "./.gitignore"] {
        let output = format!("json={name}");
        says(&["--output", &output], "would write findings in place of");
    }
    let args = ["baseline", "write", ".", "--output", "racilint.toml"];
    let run = racilint_in(&folder, &args, None);
    assert_eq!(run.code, Some(2));
    let said = "in place of `racilint.toml`, which is read for its name";
    assert!(run.stderr.contains(said), "{}", run.stderr);
    let roster = ["--output", "markdown=./people.toml"];
    says(&roster, "in place of `people.toml`");
}

/// Whether or not it is read in this run.
#[test]
fn no_output_takes_the_place_of_a_baseline() {
    let folder = folder("outputs-baseline", &[("a.raci.toml", BROKEN)]);
    let baseline: &[u8] = b"{ \"version\": \"baseline-v1\", \"engagements\": [] }\n";
    let (old, other) = (folder.join("base.json"), folder.join("other.json"));
    fs::write(&old, baseline).expect("a file");
    fs::write(&other, b"{ \"version\": \"2.1.0\" }\n").expect("a file");
    let run = check(&folder, &["--output", "json=base.json"]);
    assert_eq!(run.code, Some(2));
    let said = "would write findings in place of `base.json`";
    assert!(run.stderr.contains(said), "{}", run.stderr);
    assert!(fs::read(&old).expect("a file") == baseline);
    let run = check(&folder, &["--output", "json=other.json"]);
    assert!(!run.stderr.contains("would write"), "{}", run.stderr);
    assert!(fs::read(&other).expect("a file").len() > 100);
}

#[test]
fn a_file_that_cannot_be_written_is_told_and_the_rest_is_written() {
    let folder = folder(
        "outputs-failing",
        &[("a.raci.toml", BROKEN), ("file", b"kept"), ("dir/x", b"")],
    );
    for (output, words) in [
        (
            "sarif=no/a.sarif",
            "`no/a.sarif` cannot be written: there is no folder `no`",
        ),
        ("sarif=file/a", "`file` is a file, not a folder"),
        (
            "sarif=dir",
            "`dir` cannot be written: it is a folder, not a file",
        ),
    ] {
        let outputs = ["--output", output, "--output", "junit=a.xml"];
        let run = check(&folder, &outputs);
        assert_eq!(run.code, Some(2), "{output}");
        assert!(run.stderr.contains(words), "{}", run.stderr);
        assert!(run.stdout.contains("error[unknown-key]"));
        assert!(read(&folder, "a.xml").contains("<failure "));
        assert_eq!(names(&folder), ["a.raci.toml", "a.xml", "dir", "file"]);
    }
    assert_eq!(read(&folder, "file"), "kept");
}

#[cfg(unix)]
#[test]
fn a_link_stays_a_link_and_a_device_a_device() {
    let folder = folder(
        "outputs-link",
        &[("a.raci.toml", BROKEN), ("real.md", b"old")],
    );
    std::os::unix::fs::symlink("real.md", folder.join("link.md")).expect("a link");
    let run = check(
        &folder,
        &["--output", "markdown=link.md", "--output", "json=/dev/null"],
    );
    assert_eq!(run.code, Some(1), "{}", run.stderr);
    let link = fs::symlink_metadata(folder.join("link.md")).expect("the link");
    assert!(link.is_symlink());
    assert!(read(&folder, "real.md").starts_with("# racilint\n"));
    let null = fs::metadata("/dev/null").expect("the device");
    assert!(!null.is_file());
    let twice = ["--output", "markdown=link.md", "--output", "json=real.md"];
    assert_eq!(check(&folder, &twice).code, Some(2));
}

/// What cannot be read is in the file as well: nobody sees standard error there.
#[test]
fn a_report_for_people_says_what_was_not_read() {
    let folder = folder("outputs-unread", &[("old.txt", b"0 errors")]);
    let run = check(&folder, &["gone.raci.toml", "--output", "human=old.txt"]);
    assert_eq!(run.code, Some(2));
    let text = read(&folder, "old.txt");
    assert!(
        text.starts_with("not read: `gone.raci.toml` cannot be read"),
        "{text}"
    );
}
