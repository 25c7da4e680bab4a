//! The same files give the same bytes: twice, with any number of threads, in any order of arguments,
//! under any locale and in any zone of the machine.

use std::process::{Output, Stdio};

use crate::{command, root};

const FORMATS: [&str; 8] = [
    "human", "concise", "json", "sarif", "github", "gitlab", "junit", "markdown",
];

const EXAMPLES: [&str; 4] = [
    "examples/broken/coverage",
    "examples/follow-the-sun",
    "examples/house-rules",
    "examples/unsigned/unsigned.raci.toml",
];

/// An engagement that says in which zone its hours are read.
const TIMED: &str = "examples/follow-the-sun/as-drafted.raci.toml";

/// What a machine can be set to, in ways that change what other programs write.
const MACHINES: [&[(&str, &str)]; 5] = [
    &[("LC_ALL", "C"), ("TZ", "Asia/Tokyo")],
    &[
        ("LANG", "de_DE.UTF-8"),
        ("LC_ALL", ""),
        ("TZ", "America/St_Johns"),
    ],
    &[
        ("LC_ALL", "tr_TR.UTF-8"),
        ("TZ", ":/nowhere"),
        ("TERM", "dumb"),
    ],
    &[
        ("LANGUAGE", "ar"),
        ("LC_TIME", "ja_JP.UTF-8"),
        ("TZ", "Pacific/Kiritimati"),
    ],
    &[
        ("HOME", "/nowhere"),
        ("TMPDIR", "/nowhere"),
        ("COLUMNS", "20"),
    ],
];

fn run(args: &[&str], environment: &[(&str, &str)]) -> Output {
    let mut run = command(&root(), args);
    run.envs(environment.iter().copied()).stdin(Stdio::null());
    run.output().expect("a run")
}

/// Asserts that two runs have written the same, byte for byte, and ended the same.
#[track_caller]
fn same(one: &Output, other: &Output, how: &str) {
    assert_eq!(one.status.code(), other.status.code(), "{how}");
    assert!(!one.stdout.is_empty(), "{how}");
    if one.stdout != other.stdout {
        let text = |output: &Output| String::from_utf8_lossy(&output.stdout).into_owned();
        let (one, other) = (text(one), text(other));
        let mut lines = one.lines().zip(other.lines());
        assert_eq!(lines.find(|(one, other)| one != other), None, "{how}");
        assert_eq!(one.len(), other.len(), "{how}");
    }
    assert_eq!(
        String::from_utf8_lossy(&one.stderr),
        String::from_utf8_lossy(&other.stderr),
        "{how}"
    );
}

fn check<'a>(format: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    let args = [
        "check",
        "--format",
        format,
        "--as-of",
        "2026-11-21",
        "--statistics",
    ];
    [&args[..], more].concat()
}

#[test]
fn threads_and_repetition_change_nothing() {
    for format in FORMATS {
        let with = |threads: &str| {
            let args = check(format, &["--threads", threads]);
            run(&[&args[..], &EXAMPLES].concat(), &[])
        };
        let first = with("1");
        for threads in ["1", "2", "8"] {
            same(
                &first,
                &with(threads),
                &format!("{format}, {threads} threads"),
            );
        }
    }
}

#[test]
fn locale_and_zone_change_nothing() {
    for (turn, format) in FORMATS.into_iter().enumerate() {
        let args = [&check(format, &[])[..], &EXAMPLES].concat();
        let first = run(&args, &[]);
        // Each format on two of the machines, and the one for people on all of them.
        let machines = MACHINES.iter().enumerate();
        let of_format = |at: usize| format == "human" || (at + turn) % 5 < 2;
        for (_, machine) in machines.filter(|(at, _)| of_format(*at)) {
            same(
                &first,
                &run(&args, machine),
                &format!("{format}, {machine:?}"),
            );
        }
    }
}

#[test]
fn the_order_of_arguments_changes_nothing() {
    for format in FORMATS {
        let of = |paths: &[&str]| run(&[&check(format, &[])[..], paths].concat(), &[]);
        let first = of(&EXAMPLES);
        let mut paths = EXAMPLES;
        paths.reverse();
        same(&first, &of(&paths), &format!("{format}, {paths:?}"));
        paths.rotate_left(1);
        // Named once more in another way, and what is not there in another place.
        let again = [&["examples/broken/../unsigned"][..], &paths].concat();
        same(&first, &of(&again), &format!("{format}, {again:?}"));
    }
    let of = |paths: &[&str]| run(&[&check("json", &[])[..], paths].concat(), &[]);
    let one = of(&["no-file", EXAMPLES[0], "nowhere"]);
    same(&one, &of(&["nowhere", "no-file", EXAMPLES[0]]), "errors");
}

/// Options stand in any order, before and behind the paths.
#[test]
fn the_order_of_options_changes_nothing() {
    let first = run(
        &[
            "check",
            "--as-of",
            "2026-11-21",
            "--format",
            "json",
            "--ignore",
            "unowned-area",
            EXAMPLES[3],
        ],
        &[],
    );
    let second = run(
        &[
            "check",
            EXAMPLES[3],
            "--ignore",
            "unowned-area",
            "--format",
            "json",
            "--as-of",
            "2026-11-21",
        ],
        &[],
    );
    same(&first, &second, "options");
}

/// A path is shown as it was typed, without what means nothing in it.
#[test]
fn another_way_to_type_a_path_changes_nothing() {
    for format in FORMATS {
        let of = |path: &str| run(&check(format, &[path]), &[]);
        let first = of("examples/unsigned");
        for path in [
            "./examples/unsigned",
            "examples/./unsigned/",
            "examples/../examples/unsigned",
        ] {
            same(&first, &of(path), &format!("{format}, {path}"));
        }
    }
}

/// The other commands that show something of an engagement.
#[test]
fn what_else_is_shown_is_the_same() {
    let day = ["--as-of", "2026-11-21"];
    let commands: [&[&str]; 14] = [
        &["matrix", "examples/harbor-clinics", "--format", "csv"],
        &["matrix", "examples/harbor-clinics", "--format", "html"],
        &["matrix", "examples/harbor-clinics", "--format", "markdown"],
        &["matrix", "examples/harbor-clinics", "--format", "xlsx"],
        &["matrix", "examples/harbor-clinics"],
        &["coverage", "examples/harbor-clinics", "--format", "json"],
        &["waivers", "examples/midsize-msp-mssp", "--format", "csv"],
        &["resilience", TIMED],
        &["drill", TIMED],
        &["week", TIMED, "--format", "svg"],
        &["week", TIMED, "--format", "json"],
        &["rules"],
        &["list", "areas"],
        &["import", "examples/bring-your-matrix/projects.csv"],
    ];
    for args in commands {
        let is_dated = !["rules", "list", "import"].contains(&args[0]);
        let args = [args, if is_dated { &day } else { &[] }].concat();
        let first = run(&args, &[]);
        assert_ne!(
            first.status.code(),
            Some(2),
            "{args:?}: {}",
            String::from_utf8_lossy(&first.stderr)
        );
        for machine in &MACHINES[..2] {
            same(
                &first,
                &run(&args, machine),
                &format!("{args:?}, {machine:?}"),
            );
        }
    }
}
