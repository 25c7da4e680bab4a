//! The binary: files, environment, clock, terminal and exit codes. Nothing above it does any I/O.
//!
//! [`cli`] says what can be typed, [`files`] finds and reads, [`config`] reads `racilint.toml`,
//! [`houses`] reads profile files, [`terminal`] looks at what the reader can see, and each command is one file of [`commands`]. It is a library so that the tests can
//! run it in their own process.

mod baseline;
mod cli;
mod commands;
mod config;
mod files;
mod fixing;
mod houses;
mod kind;
mod prose;
mod terminal;
mod written;

use std::ffi::OsString;
use std::io;

use clap::{CommandFactory as _, Parser as _};
use racilint_diagnostics::harmless::visible;

use cli::{BaselineCommand, Cli, Command};

/// Nothing to report at or above `--fail-on`.
const CLEAN: u8 = 0;
/// Findings at or above `--fail-on`.
const FINDINGS: u8 = 1;
/// Wrong usage, or a file that cannot be read or written.
const ERROR: u8 = 2;
/// No engagement file found: an empty selection must never pass a gate.
const NOTHING_FOUND: u8 = 3;

/// Where racilint is at home.
const HOME_PAGE: &str = "https://racilint.github.io/racilint";

/// Where the pages of the rules are published.
const RULE_PAGES: &str = "https://racilint.github.io/racilint/rules/";

/// Why a command stopped before its end.
#[derive(Debug)]
enum Failure {
    /// What was typed makes no sense; the text says why and what would.
    Usage(String),
    /// The output could not be written.
    Output(io::Error),
    /// A configuration is wrong.
    Configuration {
        /// The mistakes, as people read them.
        findings: String,
        /// What else is to be said, a sentence each.
        errors: Vec<String>,
    },
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Failure::Output(error)
    }
}

/// The help text of every command, for the manual.
pub fn help_pages() -> Vec<(String, String)> {
    let mut command = Cli::command().term_width(80);
    command.build();
    let mut pages = vec![("racilint".to_owned(), command.render_help().to_string())];
    for sub in command
        .get_subcommands_mut()
        .filter(|sub| sub.get_name() != "help")
    {
        let name = format!("racilint {}", sub.get_name());
        pages.push((name.clone(), sub.render_help().to_string()));
        for inner in sub
            .get_subcommands_mut()
            .filter(|inner| inner.get_name() != "help")
        {
            let name = format!("{name} {}", inner.get_name());
            pages.push((name, inner.render_help().to_string()));
        }
    }
    pages
}

/// What `check --fix --unsafe-fixes` makes of the text of an engagement, as of a day that stays the
/// same, without configuration and without any other file: for tests of the repairs. A text that
/// needs no repair comes back as it is.
pub fn repaired(name: &str, text: &str) -> String {
    let args = [
        "racilint",
        "check",
        "-",
        "--no-config",
        "--as-of",
        "2026-11-21",
    ];
    let input = files::Input {
        name: name.to_owned(),
        identity: name.to_owned(),
        // Nothing lies in it, so that nothing is read.
        root: name.into(),
        bytes: text.as_bytes().to_vec(),
        is_stdin: true,
    };
    match Cli::try_parse_from(args).map(|cli| cli.command) {
        Ok(Command::Check(options)) => {
            let repaired = commands::check::repaired(input, &options);
            repaired.unwrap_or_else(|_| text.to_owned())
        }
        _ => text.to_owned(),
    }
}

/// Runs racilint with the given arguments, the name of the program first, and returns the exit
/// code.
pub fn run(args: impl IntoIterator<Item = OsString>) -> u8 {
    let args: Vec<OsString> = args.into_iter().collect();
    let cli = match Cli::try_parse_from(&args) {
        Ok(cli) => cli,
        Err(help_or_error) => return help_or_complain(help_or_error, &args),
    };
    let outcome = match cli.command {
        Command::Init(options) => commands::init::run(&options),
        Command::Completions(options) => commands::completions::run(&options),
        Command::Man(options) => commands::completions::man(&options),
        Command::Check(options) => commands::check::run(&options),
        Command::Import(options) => commands::import::run(&options),
        Command::Coverage(options) => commands::coverage::run(&options),
        Command::Drill(options) => commands::drill::run(&options),
        Command::Who(options) => commands::who::run(&options),
        Command::Matrix(options) => commands::matrix::run(&options),
        Command::Waivers(options) => commands::waivers::run(&options),
        Command::Explain(options) => commands::explain::run(&options),
        Command::Rules(options) => commands::list::rules(&options),
        Command::List(options) => commands::list::run(&options),
        Command::Resilience(options) => commands::resilience::run(&options),
        Command::Week(options) => commands::week::run(&options),
        Command::Baseline(BaselineCommand::Write(options)) => commands::baseline::write(&options),
        Command::Schema(options) => commands::schema::run(&options),
    };
    match outcome {
        Ok(code) => code,
        Err(Failure::Output(error)) => not_written(&error),
        Err(Failure::Usage(message)) => {
            terminal::complain(&message);
            ERROR
        }
        Err(Failure::Configuration { findings, errors }) => {
            terminal::tell(&findings);
            errors.iter().for_each(|error| terminal::complain(error));
            ERROR
        }
    }
}

/// Writes help, or what is wrong with what was typed, and returns the exit code.
fn help_or_complain(mut answer: clap::Error, args: &[OsString]) -> u8 {
    let code = if answer.use_stderr() { ERROR } else { CLEAN };
    // What was typed may be the name of a file that somebody else chose, and the answer repeats it:
    // it is made from what can be shown of it.
    let typed: Vec<_> = args.iter().map(|arg| arg.to_string_lossy()).collect();
    let shown: Vec<_> = typed.iter().map(|arg| visible(arg)).collect();
    if shown != typed {
        match Cli::try_parse_from(shown.iter().map(|arg| &**arg)) {
            Err(same) => answer = same,
            Ok(_) => {
                terminal::tell(&terminal::line(&answer.render().to_string()));
                return code;
            }
        }
    }
    match answer.print() {
        Ok(()) => code,
        Err(error) => not_written(&error),
    }
}

/// What a run ends with whose output was not taken. Whoever closed the pipe does not want to read it.
fn not_written(error: &io::Error) -> u8 {
    if error.kind() == io::ErrorKind::BrokenPipe {
        return CLEAN;
    }
    let reason = match error.kind() {
        io::ErrorKind::StorageFull => "there is no room left on the disk".to_owned(),
        _ => files::without_number(error),
    };
    terminal::complain(&format!("the output cannot be written: {reason}"));
    ERROR
}
