//! The command as users meet it: exit codes, standard input, bad files, colour, broken pipes, and
//! the rendered output of the examples as references.

#![expect(
    clippy::disallowed_methods,
    clippy::expect_used,
    reason = "these tests lay out folders of files, and fail when they cannot"
)]

mod bad_input;
mod baseline;
mod book;
mod config;
mod coverage;
mod drill;
mod examples;
mod faults;
mod fixes;
mod formats;
mod hostile;
mod house;
mod import;
mod init;
#[cfg(unix)]
mod lines;
mod matrix;
mod outputs;
mod portfolio;
mod resilience;
mod same;
mod streams;
mod there_and_back;
mod usage;
mod waivers;
mod week;
mod who;
mod xsd;

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// What came of one run.
struct Run {
    code: Option<i32>,
    stdout: String,
    stderr: String,
}

/// The folder of the project.
fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// A run in the project's folder on a day that stays the same.
fn racilint(args: &[&str]) -> Run {
    racilint_in(&root(), args, None)
}

/// A run in a folder, with a text on standard input.
fn racilint_in(folder: &Path, args: &[&str], stdin: Option<&[u8]>) -> Run {
    let mut command = command(folder, args);
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().expect("racilint starts");
    if let (Some(text), Some(mut pipe)) = (stdin, child.stdin.take()) {
        // A run that stops early does not read to the end.
        let _ = pipe.write_all(text);
    }
    run(child.wait_with_output().expect("racilint ends"))
}

/// The command without anything from the environment that changes output.
fn command(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_racilint"));
    command.current_dir(folder).args(args);
    for name in [
        "NO_COLOR",
        "CLICOLOR",
        "CLICOLOR_FORCE",
        "FORCE_HYPERLINK",
        "COLUMNS",
    ] {
        command.env_remove(name);
    }
    command
}

fn run(output: Output) -> Run {
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    Run {
        code: output.status.code(),
        stdout: text(output.stdout),
        stderr: text(output.stderr),
    }
}

/// A folder of its own for each test, with the given files, empty at the start.
fn folder(name: &str, files: &[(&str, &[u8])]) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("a folder");
    for (file, bytes) in files {
        let path = folder.join(file);
        std::fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        std::fs::write(path, bytes).expect("a file");
    }
    folder
}
