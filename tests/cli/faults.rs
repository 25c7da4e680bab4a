//! What goes wrong with disks, pipes and files: nothing is lost, nothing is half-written, the
//! message says what happened, and the exit code is the right one. Each fault is brought about for
//! real; where a machine cannot, the test says so and goes on.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::thread::sleep;
use std::time::Duration;

use crate::{command, folder};

/// A run that writes a file.
struct Writer {
    args: &'static [&'static str],
    /// The file that it writes.
    file: &'static str,
    /// Whether it is there before.
    is_there: bool,
}

const ALWAYS: &[&str] = &["--quiet", "--as-of", "2026-11-21"];

/// Every command that writes a file, with each way to do it.
const WRITERS: [Writer; 10] = [
    Writer::over(
        &["check", "a.raci.toml", "--output", "json=out.json"],
        "out.json",
    ),
    Writer::over(
        &["check", "a.raci.toml", "--output", "human=out.txt"],
        "out.txt",
    ),
    Writer::over(
        &["check", "a.raci.toml", "--output", "sarif=out.sarif"],
        "out.sarif",
    ),
    Writer::over(&["check", "a.raci.toml", "--fix"], "a.raci.toml"),
    Writer::over(
        &[
            "baseline",
            "write",
            "sound.raci.toml",
            "--output",
            "known.json",
        ],
        "known.json",
    ),
    Writer::over(
        &["import", "m.csv", "--output", "out.toml", "--force"],
        "out.toml",
    ),
    Writer::over(
        &["import", "m.csv", "--append", "a.raci.toml"],
        "a.raci.toml",
    ),
    Writer::over(
        &["matrix", "sound.raci.toml", "--output", "out.html"],
        "out.html",
    ),
    Writer::over(
        &["matrix", "sound.raci.toml", "--output", "out.xlsx"],
        "out.xlsx",
    ),
    Writer {
        args: &[
            "init",
            "new.raci.toml",
            "--yes",
            "--model",
            "co-managed",
            "--client",
            "Harbor",
            "--provider",
            "Northwind",
        ],
        file: "new.raci.toml",
        is_there: false,
    },
];

impl Writer {
    const fn over(args: &'static [&'static str], file: &'static str) -> Self {
        Writer {
            args,
            file,
            is_there: true,
        }
    }

    fn args(&self) -> Vec<&'static str> {
        let more = match self.args[0] {
            "check" => ALWAYS,
            "baseline" => &ALWAYS[1..],
            "import" => &ALWAYS[..1],
            "matrix" => &ALWAYS[1..],
            _ => &[],
        };
        [self.args, more].concat()
    }

    /// A folder with all that the writer reads, and what it writes over.
    fn folder(&self, name: &str) -> PathBuf {
        let (engagement, matrix) = (engagement(), matrix());
        // Of what cannot be read completely, no baseline is made.
        let sound = engagement.replace("modle", "model");
        let known = baseline();
        let old: (&str, &[u8]) = match self.file {
            "known.json" => ("known.json", known.as_bytes()),
            file => (file, b"old"),
        };
        let mut files: Vec<(&str, &[u8])> = Vec::new();
        if self.is_there {
            files.push(old);
        }
        files.push(("a.raci.toml", engagement.as_bytes()));
        files.push(("m.csv", matrix.as_bytes()));
        files.push(("sound.raci.toml", sound.as_bytes()));
        folder(name, &files)
    }
}

/// An engagement with many findings, one of which can be fixed: every output of it is long.
fn engagement() -> String {
    let mut text = String::from(
        "[engagement]\nprofiles = []\nmodle = \"co-managed\"\n\n[party.harbor]\n\n\
         [person.dana]\nparty = \"harbor\"\n",
    );
    for at in 0..40 {
        text.push_str(&format!(
            "\n[workstream.work-{at}]\ntitle = \"Work {at}\"\nresponsible = \"dana\"\n"
        ));
    }
    text
}

fn matrix() -> String {
    let mut text = String::from("Task,CIO,Provider,Desk\n");
    for at in 0..40 {
        text.push_str(&format!("Task {at},A,R,I\n"));
    }
    text
}

fn baseline() -> String {
    "{\n  \"version\": \"baseline-v1\",\n  \"engagements\": []\n}\n".to_owned()
}

/// The names in a folder with what is in each file, sorted.
pub(crate) fn contents(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).expect("the folder") {
        let path = entry.expect("an entry").path();
        let name = path
            .file_name()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        all.push((name, fs::read(&path).unwrap_or_default()));
    }
    all.sort();
    all
}

/// A run within a shell that prepares the fault; `"$@"` is the run.
pub(crate) fn shell(folder: &Path, script: &str, args: &[&str]) -> Output {
    let run = command(folder, args);
    let mut shell = Command::new("sh");
    shell.arg("-c").arg(script).arg("sh").arg(run.get_program());
    shell.args(run.get_args()).current_dir(folder);
    for (name, value) in run.get_envs() {
        match value {
            Some(value) => shell.env(name, value),
            None => shell.env_remove(name),
        };
    }
    shell.stdin(Stdio::null()).output().expect("a shell")
}

/// Says why a test proves nothing on this machine.
#[expect(clippy::print_stderr, reason = "there is no other way to say it")]
pub(crate) fn skipped(reason: &str) {
    eprintln!("skipped: {reason}");
}

pub(crate) fn error(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Whether mounts can be made that nobody else sees; without root that takes a namespace of users.
fn unshared() -> Option<&'static str> {
    let works = |unshare: &&str| {
        let args: Vec<&str> = unshare.split(' ').collect();
        let mut try_it = Command::new(args[0]);
        try_it
            .args(&args[1..])
            .args(["sh", "-c", "mount -t tmpfs tmpfs /mnt"]);
        try_it.output().is_ok_and(|output| output.status.success())
    };
    let found = ["unshare -m", "unshare -rm"].into_iter().find(works);
    if found.is_none() {
        skipped("nobody can mount anything here, not even in a namespace of their own");
    }
    found
}

/// Everything is as it was, and the run has said why.
#[track_caller]
pub(crate) fn nothing_happened(
    before: &[(String, Vec<u8>)],
    folder: &Path,
    output: &Output,
    words: &str,
) {
    let error = error(output);
    assert_eq!(output.status.code(), Some(2), "{error}");
    assert!(error.contains(words), "{words:?} is not in {error}");
    assert!(!error.contains("os error"), "{error}");
    let names = |all: &[(String, Vec<u8>)]| -> Vec<String> {
        all.iter().map(|(name, _)| name.clone()).collect()
    };
    let after = contents(folder);
    assert_eq!(names(&after), names(before), "{error}");
    assert!(after == before, "something was written: {error}");
}

/// A limit on the size of files is a disk that is full after so many bytes.
#[cfg(unix)]
#[test]
fn a_write_that_fails_leaves_the_old_file() {
    for (at, writer) in WRITERS.iter().enumerate() {
        let folder = writer.folder(&format!("fault-limit-{at}"));
        let before = contents(&folder);
        let script = "trap '' XFSZ; ulimit -f 1; exec \"$@\"";
        let output = shell(&folder, script, &writer.args());
        let words = format!("`{}` cannot be written: File too large", writer.file);
        nothing_happened(&before, &folder, &output, &words);
    }
}

/// The same limit kills a run that does not ask for the signal to be left out: always in the middle
/// of a write, which no timing could promise.
#[cfg(unix)]
#[test]
fn a_run_killed_in_the_middle_of_a_write_leaves_the_old_file() {
    for (at, writer) in WRITERS.iter().enumerate() {
        let folder = writer.folder(&format!("fault-kill-{at}"));
        let before = contents(&folder);
        let output = shell(&folder, "ulimit -f 1; exec \"$@\"", &writer.args());
        assert_eq!(output.status.code(), None, "{}", error(&output));
        let (left, after): (Vec<_>, Vec<_>) = contents(&folder)
            .into_iter()
            .partition(|(name, _)| name.starts_with('.'));
        assert!(after == before, "{:?}", writer.args);
        // Nobody is there to remove what was begun. It is hidden, and named after the file.
        assert_eq!(left.len(), 1, "{:?}", writer.args);
        let (name, _) = &left[0];
        assert!(name.starts_with(&format!(".{}.", writer.file)), "{name}");
        assert!(name.ends_with(".tmp"), "{name}");
        // And it is in nobody's way.
        let again = command(&folder, &writer.args()).output().expect("a run");
        assert!(
            matches!(again.status.code(), Some(0 | 1)),
            "{}",
            error(&again)
        );
        let written = fs::read(folder.join(writer.file)).expect("the file");
        assert!(written.len() > 512, "{:?}", writer.args);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_leaves_the_old_file() {
    let Some(unshare) = unshared() else { return };
    for (at, writer) in WRITERS.iter().enumerate() {
        let folder = writer.folder(&format!("fault-full-{at}"));
        let before = contents(&folder);
        // Both are looked at from within: the disk is gone with the shell.
        let script = format!(
            "exec {unshare} sh -c 'set -e; mkdir ../disk-{at}; \
             mount -t tmpfs -o size=64k tmpfs ../disk-{at}; cp -R . ../disk-{at}; cd ../disk-{at}; \
             dd if=/dev/zero of=../disk-{at}/zzz 2>/dev/null || true; code=0; \"$@\" || code=$?; \
             rm zzz; rm -rf ../kept-{at}; cp -R . ../kept-{at}; exit $code' sh \"$@\""
        );
        for left in ["disk", "kept"] {
            let _ = fs::remove_dir_all(folder.join(format!("../{left}-{at}")));
        }
        let output = shell(&folder, &script, &writer.args());
        let words = format!(
            "`{}` cannot be written: there is no room left on the disk",
            writer.file
        );
        let kept = folder.join(format!("../kept-{at}"));
        nothing_happened(&before, &kept, &output, &words);
        for left in ["disk", "kept"] {
            let _ = fs::remove_dir_all(folder.join(format!("../{left}-{at}")));
        }
    }
}

/// Several files are repaired in one run: where one of them finds no room, none is changed.
#[cfg(unix)]
#[test]
fn repairs_of_several_files_are_all_or_nothing() {
    let short = "[engagement]\nprofiles = []\nmodle = \"co-managed\"\n";
    let files: [(&str, &[u8]); 2] = [
        ("a.raci.toml", short.as_bytes()),
        ("b.raci.toml", &engagement().into_bytes()),
    ];
    let folder = folder("fault-several", &files);
    let before = contents(&folder);
    let script = "trap '' XFSZ; ulimit -f 1; exec \"$@\"";
    let output = shell(&folder, script, &["check", ".", "--fix", "--quiet"]);
    nothing_happened(&before, &folder, &output, "`b.raci.toml` cannot be written");
}

#[cfg(target_os = "linux")]
#[test]
fn a_disk_that_cannot_be_written_is_told() {
    let Some(unshare) = unshared() else { return };
    for (at, writer) in WRITERS.iter().enumerate() {
        let folder = writer.folder(&format!("fault-read-only-{at}"));
        let before = contents(&folder);
        let script = format!(
            "exec {unshare} sh -c 'mount --bind . . && cd \"$PWD\" && mount -o remount,bind,ro . \
             && exec \"$@\"' sh \"$@\""
        );
        let output = shell(&folder, &script, &writer.args());
        let words = format!(
            "`{}` cannot be written: nothing can be written on that disk",
            writer.file
        );
        nothing_happened(&before, &folder, &output, &words);
    }
}

/// Where nobody can create a file, though the folder is there; not even who may do everything.
#[cfg(target_os = "linux")]
#[test]
fn a_folder_that_takes_no_files_is_told() {
    let writer = &WRITERS[0];
    let folder = writer.folder("fault-proc");
    let before = contents(&folder);
    let run = |args: &[&str]| command(&folder, args).output().expect("a run");
    let words = "`/proc/a.json` cannot be written: ";
    let output = run(&["check", "a.raci.toml", "--output", "json=/proc/a.json"]);
    nothing_happened(&before, &folder, &output, words);
    let output = run(&["matrix", "a.raci.toml", "--output", "/proc/a.csv"]);
    nothing_happened(
        &before,
        &folder,
        &output,
        "`/proc/a.csv` cannot be written: ",
    );
    let output = run(&["import", "m.csv", "--output", "m.csv/a.toml"]);
    nothing_happened(&before, &folder, &output, "`m.csv` is a file, not a folder");
    let output = run(&["baseline", "write", "--output", "no/known.json"]);
    nothing_happened(&before, &folder, &output, "there is no folder `no`");
}

/// What somebody has protected stays, though a new file could take its name.
#[test]
fn a_file_that_is_read_only_is_not_replaced() {
    for (at, writer) in WRITERS.iter().enumerate().filter(|(_, own)| own.is_there) {
        let folder = writer.folder(&format!("fault-protected-{at}"));
        let file = folder.join(writer.file);
        let mut permissions = fs::metadata(&file).expect("the file").permissions();
        permissions.set_readonly(true);
        fs::set_permissions(&file, permissions).expect("permissions");
        let before = contents(&folder);
        let output = command(&folder, &writer.args()).output().expect("a run");
        let words = format!("`{}` cannot be written: it is read-only", writer.file);
        nothing_happened(&before, &folder, &output, &words);
    }
}

/// Files that are there when a folder is searched and gone when their turn comes.
#[cfg(target_os = "linux")]
#[test]
fn a_file_that_vanishes_is_told_and_the_rest_is_checked() {
    let files: [(&str, &[u8]); 2] = [
        ("gone.raci.toml", b"[engagement]\n"),
        ("there.raci.toml", b"[engagement]\nmodle = 1\n"),
    ];
    let folder = folder("fault-vanish", &files);
    let args = [
        "check",
        "-",
        ".",
        "--threads",
        "1",
        "--format",
        "concise",
        "--stdin-filename",
        "first.raci.toml",
    ];
    let mut run = command(&folder, &args);
    run.stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = run.spawn().expect("a run");
    // Everything is found before standard input is read, and that does not end yet.
    wait_until_it_reads(&child);
    fs::remove_file(folder.join("gone.raci.toml")).expect("it is there");
    drop(child.stdin.take());
    let output = child.wait_with_output().expect("it ends");
    let error = error(&output);
    assert_eq!(output.status.code(), Some(2), "{error}");
    assert!(
        error.contains("`gone.raci.toml` cannot be read: there is no such file"),
        "{error}"
    );
    let told = String::from_utf8_lossy(&output.stdout);
    assert!(told.contains("there.raci.toml:2:1"), "{told}");
}

/// Waits until a run waits for a pipe.
fn wait_until_it_reads(child: &Child) {
    let place = format!("/proc/{}/wchan", child.id());
    for _ in 0..200 {
        sleep(Duration::from_millis(25));
        let waits = fs::read_to_string(&place).unwrap_or_default();
        if waits.contains("pipe") {
            return;
        }
    }
    // Not every kernel says so; five seconds are enough to find three files.
}

#[cfg(unix)]
#[test]
fn links_that_lead_to_themselves_are_told() {
    use std::os::unix::fs::symlink;

    let folder = WRITERS[0].folder("fault-links");
    symlink("loop.raci.toml", folder.join("loop.raci.toml")).expect("a link");
    symlink("one.json", folder.join("two.json")).expect("a link");
    symlink("two.json", folder.join("one.json")).expect("a link");
    symlink(".", folder.join("again")).expect("a link");
    let run = |args: &[&str]| command(&folder, args).output().expect("a run");
    // A folder within itself is searched once; a link to itself is a file that cannot be read.
    let output = run(&[
        "check",
        ".",
        "--format",
        "concise",
        "--select",
        "unknown-key",
    ]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        error(&output).contains("`loop.raci.toml` cannot be read"),
        "{}",
        error(&output)
    );
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    assert_eq!(told.matches("[unknown-key]").count(), 1, "{told}");
    let output = run(&[
        "check",
        "a.raci.toml",
        "--quiet",
        "--output",
        "json=one.json",
    ]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        error(&output).contains("`one.json` cannot be written: it is a link that leads back"),
        "{}",
        error(&output)
    );
    // A link to nothing is a name for the file that will be there.
    symlink("target.json", folder.join("link.json")).expect("a link");
    let output = run(&[
        "check",
        "a.raci.toml",
        "--quiet",
        "--output",
        "json=link.json",
    ]);
    assert_eq!(output.status.code(), Some(1), "{}", error(&output));
    let link = fs::symlink_metadata(folder.join("link.json")).expect("the link");
    assert!(link.is_symlink());
    assert!(folder.join("target.json").is_file());
}

/// Killed at any moment, the file holds what it held or what it shall hold.
#[test]
fn a_run_that_is_killed_leaves_the_old_or_the_new() {
    let writer = &WRITERS[0];
    let folder = writer.folder("fault-any-moment");
    let whole = command(&folder, &writer.args()).output().expect("a run");
    assert_eq!(whole.status.code(), Some(1), "{}", error(&whole));
    let new = fs::read(folder.join(writer.file)).expect("the file");
    for moment in 0..40_u64 {
        fs::write(folder.join(writer.file), "old").expect("a file");
        let mut run = command(&folder, &writer.args());
        run.stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let mut child = run.spawn().expect("a run");
        sleep(Duration::from_millis(moment));
        let _ = child.kill();
        child.wait().expect("it ends");
        let now = fs::read(folder.join(writer.file)).expect("the file is there");
        assert!(now == b"old" || now == new, "half of it after {moment} ms");
    }
}

#[test]
fn runs_that_write_the_same_file_at_once_write_one_of_the_two() {
    let folder = WRITERS[0].folder("fault-at-once");
    fs::write(folder.join("b.raci.toml"), "[engagement]\nprofiles = []\n").expect("a file");
    let args = |engagement: &'static str| {
        [
            "check",
            engagement,
            "--quiet",
            "--as-of",
            "2026-11-21",
            "--output",
            "json=out.json",
        ]
    };
    let alone = |engagement: &'static str| {
        command(&folder, &args(engagement)).output().expect("a run");
        fs::read(folder.join("out.json")).expect("the file")
    };
    let (one, other) = (alone("a.raci.toml"), alone("b.raci.toml"));
    let start = |at: usize| {
        let engagement = ["a.raci.toml", "b.raci.toml"][at % 2];
        let mut run = command(&folder, &args(engagement));
        run.stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped());
        run.spawn().expect("a run")
    };
    let children: Vec<Child> = (0..12).map(start).collect();
    for child in children {
        let output = child.wait_with_output().expect("it ends");
        assert!(
            matches!(output.status.code(), Some(0 | 1)),
            "{}",
            error(&output)
        );
    }
    let now = fs::read(folder.join("out.json")).expect("the file");
    assert!(now == one || now == other);
    let hidden = contents(&folder)
        .into_iter()
        .filter(|(name, _)| name.starts_with('.'));
    assert_eq!(hidden.count(), 0);
}

/// What a run appends is there, or the run has said that it is not.
#[test]
fn runs_that_append_at_once_lose_nothing() {
    let folder = folder(
        "fault-append",
        &[("a.raci.toml", b"[engagement]\nprofiles = []\n")],
    );
    let start = |at: usize| {
        let file = format!("m{at}.csv");
        let matrix = format!("Task,CIO,Provider\nTask of run {at},A,R\nMore of {at},A,R\n");
        fs::write(folder.join(&file), matrix).expect("a matrix");
        let mut run = command(
            &folder,
            &["import", &file, "--append", "a.raci.toml", "--quiet"],
        );
        run.stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        run.spawn().expect("a run")
    };
    let children: Vec<Child> = (0..8).map(start).collect();
    let outputs = children
        .into_iter()
        .map(|child| child.wait_with_output().expect("it ends"));
    let outputs: Vec<Output> = outputs.collect();
    let text = fs::read_to_string(folder.join("a.raci.toml")).expect("the file");
    for (at, output) in outputs.iter().enumerate() {
        let is_there = text.contains(&format!("Task of run {at}"));
        let error = error(output);
        match output.status.code() {
            Some(2) => assert!(error.contains("was changed in the meantime"), "{error}"),
            code => assert!(is_there && code == Some(0), "run {at}: {code:?} {error}"),
        }
    }
    assert!(outputs.iter().any(|output| output.status.code() == Some(0)));
}

/// A folder with the engagement and the matrix that are written here.
pub(crate) fn house(name: &str) -> PathBuf {
    WRITERS[0].folder(name)
}
