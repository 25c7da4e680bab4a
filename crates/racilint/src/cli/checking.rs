//! What can be typed for a check, and for a baseline of its findings.

use std::num::NonZero;
use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use jiff::civil::Date;
use racilint_diagnostics::Severity;
use racilint_parser::decode::nearest;

use super::{CONFIGURATION, Color, FILES, FIXES, OUTPUT, RULES, ReadingOptions, day};
use crate::baseline;

#[derive(Debug, Args)]
#[command(after_help = "\
Exit codes:
  0  nothing found at or above --fail-on
  1  findings
  2  wrong usage, or a file that cannot be read or written
  3  no engagement file found")]
pub(crate) struct CheckOptions {
    /// Files or folders; in folders, every `*.raci.toml` that is not hidden or ignored by git. `-` is
    /// standard input. A matrix (.md, .csv, .tsv, .xlsx, .ods, .html) is imported in memory
    #[arg(value_name = "PATH", default_value = ".", help_heading = FILES)]
    pub(crate) paths: Vec<PathBuf>,

    /// The name to show for standard input, and the place that its includes are relative to
    #[arg(long, value_name = "FILE", help_heading = FILES)]
    pub(crate) stdin_filename: Option<PathBuf>,

    /// Read included files outside the folder that the check was started in
    #[arg(long, help_heading = FILES)]
    pub(crate) allow_outside: bool,

    /// Write the fixes that keep the meaning into the files, then check what is left
    #[arg(long, help_heading = FIXES)]
    pub(crate) fix: bool,

    /// Also the fixes that need a look, with --fix or --diff
    #[arg(long, help_heading = FIXES)]
    pub(crate) unsafe_fixes: bool,

    /// Show what --fix would change, and change nothing; ends with 1 where there is something
    #[arg(long, help_heading = FIXES)]
    pub(crate) diff: bool,

    /// Run only these rules, and those on what cannot be read
    #[arg(long, value_name = "RULE", value_delimiter = ',', help_heading = RULES)]
    pub(crate) select: Vec<String>,

    /// Do not run these rules
    #[arg(long, value_name = "RULE", value_delimiter = ',', help_heading = RULES)]
    pub(crate) ignore: Vec<String>,

    /// Give a rule another severity: error, warning, note or off
    #[arg(long, value_name = "RULE=LEVEL", help_heading = RULES)]
    pub(crate) level: Vec<String>,

    /// Measure against these profiles, or profile files, in place of those that the file names
    #[arg(long, value_name = "PROFILE", value_delimiter = ',', help_heading = RULES)]
    pub(crate) profile: Vec<String>,

    /// Look at the engagement as on this day, such as 2027-01-31
    #[arg(long, value_name = "DATE", value_parser = day, help_heading = RULES)]
    pub(crate) as_of: Option<Date>,

    /// The least severity that fails the check; `error` where nothing is said
    #[arg(long, value_enum, value_name = "SEVERITY", help_heading = RULES)]
    pub(crate) fail_on: Option<FailOn>,

    /// Set aside what stands in this baseline, so that only what is new fails the check
    #[arg(long, value_name = "FILE", help_heading = RULES)]
    pub(crate) baseline: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) config: ConfigOptions,

    /// Print the settings that hold, and who says so, and check nothing; as `human` or `json`
    #[arg(long, help_heading = CONFIGURATION)]
    pub(crate) show_settings: bool,

    /// How to write findings on standard output; `human` where nothing is said
    #[arg(long, value_enum, value_name = "FORMAT", help_heading = OUTPUT)]
    pub(crate) format: Option<Format>,

    /// Also write findings into a file, such as `sarif=racilint.sarif`, in place of what it holds;
    /// can be given several times. `-` is standard output
    #[arg(long, value_name = "FORMAT=FILE", value_parser = output, help_heading = OUTPUT)]
    pub(crate) output: Vec<Output>,

    /// When to use colours
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = Color::Auto, help_heading = OUTPUT)]
    pub(crate) color: Color,

    /// The signs to draw with; by default what the terminal can show
    #[arg(long, value_enum, value_name = "SIGNS", help_heading = OUTPUT)]
    pub(crate) charset: Option<Charset>,

    /// Write sentences in place of drawings, for reading aloud
    #[arg(long, help_heading = OUTPUT)]
    pub(crate) screen_reader: bool,

    /// The width to write for, in columns; by default that of the terminal, else 80
    #[arg(long, value_name = "COLUMNS", help_heading = OUTPUT)]
    pub(crate) width: Option<usize>,

    /// Print findings only, no summary
    #[arg(short, long, conflicts_with = "verbose", help_heading = OUTPUT)]
    pub(crate) quiet: bool,

    /// Also print which files were read and what each rule did
    #[arg(short, long, help_heading = OUTPUT)]
    pub(crate) verbose: bool,

    /// Also count the findings by rule and by engagement (human, concise and markdown)
    #[arg(long, help_heading = OUTPUT)]
    pub(crate) statistics: bool,

    /// Put findings that belong together under one title (human, concise and markdown)
    #[arg(long, value_enum, value_name = "WHAT", help_heading = OUTPUT)]
    pub(crate) group_by: Option<GroupBy>,

    /// Check so many engagements at a time; by default as many as the machine has processors
    #[arg(long, value_name = "NUMBER", value_parser = threads, help_heading = FILES)]
    pub(crate) threads: Option<NonZero<usize>>,

    #[command(flatten)]
    pub(crate) matrix: ReadingOptions,
}

#[derive(Debug, Subcommand)]
pub(crate) enum BaselineCommand {
    /// Write what is found now into a baseline; what is not checked keeps its entries
    Write(BaselineOptions),
}

#[derive(Debug, Args)]
#[command(after_help = "\
Exit codes:
  0  written, or nothing has changed
  2  wrong usage, or a file that cannot be read completely or written
  3  no engagement file found")]
pub(crate) struct BaselineOptions {
    /// Files or folders; in folders, `*.raci.toml` is read
    #[arg(value_name = "PATH", default_value = ".")]
    pub(crate) paths: Vec<PathBuf>,

    /// The baseline
    #[arg(long, value_name = "FILE", default_value = baseline::NAME)]
    pub(crate) output: PathBuf,

    /// Read included files outside the folder that was started in
    #[arg(long)]
    pub(crate) allow_outside: bool,

    /// Measure against these profiles, or profile files, in place of those that the file names
    #[arg(long, value_name = "PROFILE", value_delimiter = ',')]
    pub(crate) profile: Vec<String>,

    /// Look at the engagement as on this day, such as 2027-01-31
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub(crate) as_of: Option<Date>,

    #[command(flatten)]
    pub(crate) config: ConfigOptions,
}

// Which configuration counts.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct ConfigOptions {
    /// Use this configuration for everything, in place of the nearest `racilint.toml`
    #[arg(long, value_name = "FILE", conflicts_with = "no_config", help_heading = CONFIGURATION)]
    pub(crate) config: Option<PathBuf>,

    /// Use no configuration
    #[arg(long, help_heading = CONFIGURATION)]
    pub(crate) no_config: bool,
}

/// A format and where it goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Output {
    /// How to write.
    pub(crate) format: Format,
    /// The file; `-` is standard output.
    pub(crate) file: PathBuf,
}

/// How many engagements are checked at a time.
fn threads(text: &str) -> Result<NonZero<usize>, String> {
    let number = text.parse().ok().and_then(NonZero::new);
    number.ok_or_else(|| "write a whole number, 1 or more".into())
}

fn output(text: &str) -> Result<Output, String> {
    let parts = text.split_once('=').filter(|(_, file)| !file.is_empty());
    let (format, file) =
        parts.ok_or("write a format and a file, such as `sarif=racilint.sarif`")?;
    let format = Format::from_str(format, false).map_err(|_| unknown_format(format))?;
    Ok(Output {
        format,
        file: file.into(),
    })
}

fn unknown_format(name: &str) -> String {
    let all = Format::value_variants().iter();
    let names = || all.clone().filter_map(ValueEnum::to_possible_value);
    let names: Vec<String> = names().map(|value| value.get_name().to_owned()).collect();
    match nearest(name, names.iter().map(String::as_str)) {
        Some(near) => format!("there is no format `{name}`; did you mean `{near}`?"),
        None => format!(
            "there is no format `{name}`; there are {}",
            names.join(", ")
        ),
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people at a terminal
    Human,
    /// One line a finding
    Concise,
    /// For programs, `json-v1`
    Json,
    /// For code scanning and viewers, SARIF 2.1.0
    Sarif,
    /// Annotations of GitHub Actions
    Github,
    /// A code quality report of GitLab
    Gitlab,
    /// Tests, for any CI
    Junit,
    /// For documents and step summaries
    Markdown,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Charset {
    /// Lines and corners
    Unicode,
    /// What every terminal has
    Ascii,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum GroupBy {
    /// By the engagement that they are found in
    Engagement,
    /// By the rule
    Rule,
    /// By the party whose they are to mend
    Party,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum FailOn {
    /// Only errors fail
    Error,
    /// Errors and warnings fail
    Warning,
    /// Everything fails
    Note,
    /// Nothing fails
    Never,
}

impl FailOn {
    /// The word as it is typed.
    pub(crate) fn word(self) -> &'static str {
        self.least().map_or("never", Severity::word)
    }

    /// The least severity that fails the check.
    pub(crate) fn least(self) -> Option<Severity> {
        match self {
            FailOn::Error => Some(Severity::Error),
            FailOn::Warning => Some(Severity::Warning),
            FailOn::Note => Some(Severity::Note),
            FailOn::Never => None,
        }
    }
}
