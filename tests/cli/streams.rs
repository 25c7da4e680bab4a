//! Standard streams and terminals: full, closed, narrow, without letters, or not there at all. What is
//! said stays readable, and the exit code is the right one. Where a machine can make no terminal, the
//! test says so and goes on.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::command;
use crate::faults::{contents, error, house, nothing_happened, shell, skipped};

/// Commands that write on standard output, each at some length.
const TELLERS: [&[&str]; 19] = [
    &["--help"],
    &["check", "--help"],
    &["check", "a.raci.toml"],
    &["check", "a.raci.toml", "--format", "concise"],
    &["check", "a.raci.toml", "--format", "json"],
    &["check", "a.raci.toml", "--format", "github"],
    &["check", "a.raci.toml", "--diff"],
    &["check", "a.raci.toml", "--show-settings"],
    &["import", "m.csv"],
    &["matrix", "a.raci.toml"],
    &["matrix", "a.raci.toml", "--format", "xlsx"],
    &["waivers", "a.raci.toml"],
    &["coverage", "a.raci.toml"],
    &["rules"],
    &["list", "areas"],
    &["explain", "missing-accountable"],
    &["schema", "engagement"],
    &["completions", "bash"],
    &["man"],
];

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_behind_standard_output_is_told() {
    let folder = house("fault-dev-full");
    let before = contents(&folder);
    for args in TELLERS {
        let full = fs::OpenOptions::new().write(true).open("/dev/full");
        let mut run = command(&folder, args);
        run.stdin(Stdio::null())
            .stdout(full.expect("a full device"));
        let output = run.output().expect("a run");
        let words = "the output cannot be written: there is no room left on the disk";
        nothing_happened(&before, &folder, &output, words);
    }
}

/// `racilint ... | head -1`: no message, and the exit code that the whole would have.
#[cfg(unix)]
#[test]
fn whoever_reads_one_line_is_served() {
    let folder = house("fault-head");
    for args in TELLERS {
        let whole = command(&folder, args).output().expect("a run");
        let script = "{ \"$@\"; echo $? >code; } 2>error | head -1 >/dev/null";
        shell(&folder, script, args);
        let read = |file: &str| fs::read_to_string(folder.join(file)).expect("a file");
        let code = whole.status.code().expect("a code").to_string();
        assert_eq!(read("code").trim(), code, "{args:?}");
        assert_eq!(read("error"), error(&whole), "{args:?}");
    }
}

/// A run on a terminal of so many columns; none where the machine has no `script` to make one.
#[cfg(target_os = "linux")]
fn on_terminal(folder: &Path, columns: usize, environment: &str, args: &str) -> Option<String> {
    let program = command(folder, &[])
        .get_program()
        .to_string_lossy()
        .into_owned();
    let line = format!("stty cols {columns} rows 24; env {environment} {program} {args}");
    let mut script = Command::new("script");
    script
        .args(["-q", "-e", "-c", &line, "/dev/null"])
        .current_dir(folder);
    script
        .env_remove("NO_COLOR")
        .env("TERM", "xterm")
        .stdin(Stdio::null());
    let Ok(output) = script.output() else {
        skipped("there is no `script`, so no terminal can be made");
        return None;
    };
    Some(String::from_utf8_lossy(&output.stdout).replace('\r', ""))
}

/// A line without colours and links.
#[cfg(target_os = "linux")]
fn plain(line: &str) -> String {
    let mut out = String::new();
    let mut rest = line.chars();
    while let Some(c) = rest.next() {
        match c {
            '\u{1b}' => match rest.next() {
                Some('[') => drop(rest.by_ref().find(char::is_ascii_alphabetic)),
                Some(']') => drop(rest.by_ref().find(|c| *c == '\\' || *c == '\u{7}')),
                _ => {}
            },
            c => out.push(c),
        }
    }
    out
}

#[cfg(target_os = "linux")]
#[test]
fn twenty_columns_are_enough() {
    let folder = house("fault-narrow");
    for args in [
        "check a.raci.toml --as-of 2026-11-21",
        "matrix a.raci.toml",
        "rules",
        "list areas",
        "check nothing",
        "--help",
    ] {
        let Some(told) = on_terminal(&folder, 20, "LC_ALL=C.UTF-8", args) else {
            return;
        };
        assert!(!told.contains("panicked"), "{told}");
        assert!(told.len() > 20, "{args}: {told}");
        if args.starts_with("check a") {
            // Places, addresses and the names of rules stay whole: they are what people copy. What
            // stands under a line of source has at least 16 columns, behind what is drawn before it.
            let is_whole = |line: &String| {
                let copied = [".toml:", "]:", "https://"];
                copied.iter().any(|own| line.contains(own))
            };
            let mut lines = told.lines().map(plain).filter(|line| !is_whole(line));
            let wide = lines.find(|line| line.chars().count() > 20 + 16);
            assert_eq!(wide, None, "{args}");
        }
    }
}

/// Nobody has said which letters the terminal has: it gets plain signs. A pipe gets the same as ever.
#[cfg(target_os = "linux")]
#[test]
fn a_machine_without_a_locale_is_served() {
    let folder = house("fault-locale");
    let args = "check a.raci.toml --as-of 2026-11-21";
    let words: Vec<&str> = args.split(' ').collect();
    for nothing in [
        "-u LANG -u LC_ALL -u LC_CTYPE",
        "LC_ALL=C",
        "LANG=C LC_ALL= LC_CTYPE=",
    ] {
        let Some(told) = on_terminal(&folder, 80, nothing, args) else {
            return;
        };
        assert!(told.contains("error"), "{told}");
        assert!(told.is_ascii(), "{nothing}: {told}");
    }
    let Some(told) = on_terminal(&folder, 80, "LC_ALL=C.UTF-8", args) else {
        return;
    };
    assert!(!told.is_ascii(), "signs that draw: {told}");
    let usual = command(&folder, &words).output().expect("a run");
    let mut bare = command(&folder, &words);
    let bare = bare.env_clear().output().expect("a run");
    assert_eq!(bare.stdout, usual.stdout);
    assert_eq!(bare.status.code(), usual.status.code());
}

/// Streams that were closed before the start, and no terminal at all.
#[cfg(unix)]
#[test]
fn closed_streams_do_no_harm() {
    let folder = house("fault-closed");
    let script = "exec 0<&- 1>&- 2>&-; \"$@\"";
    let output = shell(&folder, script, &["check", "a.raci.toml"]);
    assert_eq!(output.status.code(), Some(1));
    let output = shell(&folder, "\"$@\" 2>&-", &["check", "gone.raci.toml"]);
    assert_eq!(output.status.code(), Some(2));
    let output = shell(
        &folder,
        "setsid \"$@\" 2>&1 || exit $?",
        &["init", "x.raci.toml"],
    );
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    assert_eq!(output.status.code(), Some(2), "nobody can be asked: {told}");
    assert!(!folder.join("x.raci.toml").exists());
}
