//! What can be typed.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::civil::Date;
use racilint_diagnostics::Severity;

const OUTPUT: &str = "Output";
const RULES: &str = "Rules";
const FILES: &str = "Files";

/// The compiler for responsibility: checks who owns, who may act, who is called, who commands and
/// who keeps the evidence in an IT engagement
#[derive(Debug, Parser)]
#[command(name = "racilint", version, max_term_width = 100)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Check engagement files
    Check(CheckOptions),
    /// Show duty by duty who has taken it on, what proves it, or that nobody has
    Coverage(CoverageOptions),
    /// Explain a rule, or a duty such as `hipaa:incident-response`
    Explain(ExplainOptions),
    /// List all rules
    Rules(ListFormat),
    /// List what the catalogues hold
    List(ListOptions),
    /// Print a JSON Schema
    Schema(SchemaOptions),
}

#[derive(Debug, Args)]
#[command(after_help = "\
Exit codes:
  0  nothing found at or above --fail-on
  1  findings
  2  wrong usage, or a file that cannot be read
  3  no engagement file found")]
pub(crate) struct CheckOptions {
    /// Files or folders; in folders, every `*.raci.toml` that is not hidden or ignored by git. `-` is
    /// standard input
    #[arg(value_name = "PATH", default_value = ".", help_heading = FILES)]
    pub(crate) paths: Vec<PathBuf>,

    /// The name to show for standard input, and the place that its includes are relative to
    #[arg(long, value_name = "FILE", help_heading = FILES)]
    pub(crate) stdin_filename: Option<PathBuf>,

    /// Read included files outside the folder that the check was started in
    #[arg(long, help_heading = FILES)]
    pub(crate) allow_outside: bool,

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

    /// The least severity that fails the check
    #[arg(long, value_enum, value_name = "SEVERITY", default_value_t = FailOn::Error, help_heading = RULES)]
    pub(crate) fail_on: FailOn,

    /// How to write findings
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = Format::Human, help_heading = OUTPUT)]
    pub(crate) format: Format,

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
}

/// A day as `2027-01-31`, and nothing beside it.
fn day(text: &str) -> Result<Date, String> {
    let is_plain = text.len() == 10;
    let date = text.parse().ok().filter(|_| is_plain);
    date.ok_or_else(|| "write a day of the calendar as year-month-day, such as 2027-01-31".into())
}

#[derive(Debug, Args)]
#[command(after_help = "\
The table proves that responsibilities are assigned and evidenced. It proves no compliance, and it
never fails: `racilint check` says what is wrong.

Exit codes:
  0  written
  2  wrong usage, or a file that cannot be read
  3  no engagement file found")]
pub(crate) struct CoverageOptions {
    /// Files or folders; in folders, `*.raci.toml` is read. `-` is standard input
    #[arg(value_name = "PATH", default_value = ".")]
    pub(crate) paths: Vec<PathBuf>,

    /// The name to show for standard input, and the place that its includes are relative to
    #[arg(long, value_name = "FILE")]
    pub(crate) stdin_filename: Option<PathBuf>,

    /// Read included files outside the folder that was started in
    #[arg(long)]
    pub(crate) allow_outside: bool,

    /// Show these profiles, or profile files, in place of those that the file names
    #[arg(long, value_name = "PROFILE", value_delimiter = ',')]
    pub(crate) profile: Vec<String>,

    /// Look at the engagement as on this day, such as 2027-01-31
    #[arg(long, value_name = "DATE")]
    pub(crate) as_of: Option<Date>,

    /// How to write the table
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = CoverageFormat::Human)]
    pub(crate) format: CoverageFormat,
}

#[derive(Debug, Args)]
pub(crate) struct ExplainOptions {
    /// A rule, or a duty as `profile:duty` or `profile:clause`
    #[arg(value_name = "NAME")]
    pub(crate) name: String,

    /// A profile file that the duty may be of
    #[arg(long, value_name = "FILE")]
    pub(crate) profile: Vec<String>,
}

#[derive(Debug, Args)]
pub(crate) struct ListFormat {
    /// How to write the list
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = TableFormat::Human)]
    pub(crate) format: TableFormat,
}

#[derive(Debug, Args)]
pub(crate) struct ListOptions {
    /// Which catalogue
    #[arg(value_enum)]
    pub(crate) catalogue: Catalogue,

    /// Also list what is in this profile file; of duties, those of this profile or file only
    #[arg(long, value_name = "PROFILE", value_delimiter = ',')]
    pub(crate) profile: Vec<String>,

    #[command(flatten)]
    pub(crate) format: ListFormat,
}

#[derive(Debug, Args)]
pub(crate) struct SchemaOptions {
    /// The schema of engagement files, of profile files, or of the JSON output
    #[arg(value_enum, default_value_t = Schema::Engagement)]
    pub(crate) schema: Schema,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Catalogue {
    /// Areas that an engagement gives an owner, and who that usually is
    Areas,
    /// Actions for which somebody must hold authority
    Actions,
    /// Profiles that an engagement is measured against
    Profiles,
    /// Duties of the profiles, by the names that `satisfies` takes
    Duties,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Schema {
    /// Engagement files
    Engagement,
    /// Profile files of your own
    Profile,
    /// `--format json`
    Findings,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people at a terminal
    Human,
    /// One line a finding
    Concise,
    /// For programs, `json-v1`
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum TableFormat {
    /// For people at a terminal
    Human,
    /// For programs
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum CoverageFormat {
    /// For people at a terminal
    Human,
    /// For documents
    Markdown,
    /// For spreadsheets
    Csv,
    /// For programs, `coverage-v1`
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Charset {
    /// Lines and corners
    Unicode,
    /// What every terminal has
    Ascii,
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
    /// Whether a finding of this severity fails the check.
    pub(crate) fn fails(self, severity: Severity) -> bool {
        match self {
            FailOn::Error => severity >= Severity::Error,
            FailOn::Warning => severity >= Severity::Warning,
            FailOn::Note => true,
            FailOn::Never => false,
        }
    }
}
