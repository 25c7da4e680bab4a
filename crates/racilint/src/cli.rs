//! What can be typed.

mod asking;
mod checking;
mod importing;
mod making;
mod matrix;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::Span;
use jiff::civil::Date;

pub(crate) use asking::{At, DrillOptions, WhoFormat, WhoOptions};
pub(crate) use checking::{
    BaselineCommand, BaselineOptions, Charset, CheckOptions, ConfigOptions, FailOn, Format,
    GroupBy, Output,
};
pub(crate) use importing::{ImportOptions, ReadingOptions};
pub(crate) use making::{CompletionsOptions, InitOptions, ManOptions, Model, Shell};
pub(crate) use matrix::{MatrixColumns, MatrixFormat, MatrixOptions};

const OUTPUT: &str = "Output";
const RULES: &str = "Rules";
const FILES: &str = "Files";
const CONFIGURATION: &str = "Configuration";
const FIXES: &str = "Fixes";

/// The compiler for responsibility: checks who owns, who may act, who is called, who commands and
/// who keeps the evidence in an IT engagement
#[derive(Debug, Parser)]
#[command(name = "racilint", version, max_term_width = 100)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

// What a command takes is described when it is asked for: a check need not describe the other
// sixteen. What several commands share has no documentation comment of its own: it would be taken for
// that of the command.
#[derive(Debug, Subcommand)]
#[command(defer = true)]
pub(crate) enum Command {
    /// Write a first engagement from a few questions
    Init(InitOptions),
    /// Check engagement files, or responsibility matrices as they are
    Check(CheckOptions),
    /// Turn a responsibility matrix (Markdown, CSV, XLSX, ODS, HTML) into an engagement
    Import(ImportOptions),
    /// Show duty by duty who has taken it on, what proves it, or that nobody has
    Coverage(CoverageOptions),
    /// Play an incident: who is called, who answers, and when somebody may act
    Who(WhoOptions),
    /// Write scripts for rehearsing the incidents that are worth it most
    Drill(DrillOptions),
    /// Write the responsibility matrix: as a table, Markdown, CSV, a workbook or a page
    Matrix(MatrixOptions),
    /// Show what is accepted: by whom, why, until when, and whether it is still needed
    Waivers(WaiversOptions),
    /// Set known findings aside, so that a check tells what is new
    #[command(subcommand)]
    Baseline(BaselineCommand),
    /// Explain a rule, or a duty such as `hipaa:incident-response`
    Explain(ExplainOptions),
    /// List all rules
    Rules(ListFormat),
    /// List what the catalogues hold
    List(ListOptions),
    /// Show for each workstream who cannot be missing, alone or two together
    Resilience(ResilienceOptions),
    /// Show hour by hour of the week how long it takes until somebody may act
    Week(WeekOptions),
    /// Print a JSON Schema
    Schema(SchemaOptions),
    /// Print what a shell needs to complete commands and options
    Completions(CompletionsOptions),
    /// Print a manual page, for `man`
    Man(ManOptions),
}

/// A day as `2027-01-31`, and nothing beside it.
pub(crate) fn day(text: &str) -> Result<Date, String> {
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
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub(crate) as_of: Option<Date>,

    /// How to write the table
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = TableFormat::Human)]
    pub(crate) format: TableFormat,

    #[command(flatten)]
    pub(crate) config: ConfigOptions,
}

#[derive(Debug, Args)]
#[command(after_help = "\
The register never fails: `racilint check` says which waivers do not hold.

Exit codes:
  0  written
  2  wrong usage, or a file that cannot be read
  3  no engagement file found")]
pub(crate) struct WaiversOptions {
    /// Files or folders; in folders, `*.raci.toml` is read. `-` is standard input
    #[arg(value_name = "PATH", default_value = ".")]
    pub(crate) paths: Vec<PathBuf>,

    /// The name to show for standard input, and the place that its includes are relative to
    #[arg(long, value_name = "FILE")]
    pub(crate) stdin_filename: Option<PathBuf>,

    /// Read included files outside the folder that was started in
    #[arg(long)]
    pub(crate) allow_outside: bool,

    /// Show only those that end within this time, such as 60d, 8w or 2mo, and those that have ended
    #[arg(long, value_name = "TIME", value_parser = time)]
    pub(crate) ending_within: Option<Span>,

    /// Look at the waivers as on this day, such as 2027-01-31
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub(crate) as_of: Option<Date>,

    /// How to write the register
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = TableFormat::Human)]
    pub(crate) format: TableFormat,

    #[command(flatten)]
    pub(crate) config: ConfigOptions,
}

/// A time on the calendar as `60d`, `8w`, `2mo` or `1y`.
fn time(text: &str) -> Result<Span, String> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (amount, unit) = text.split_at(digits);
    let amount: Option<i64> = amount.parse().ok().filter(|amount| *amount <= MOST_DAYS);
    let span = match (amount, unit) {
        (Some(amount), "d") => Some(Span::new().days(amount)),
        (Some(amount), "w") => Some(Span::new().weeks(amount)),
        (Some(amount), "mo") => Some(Span::new().months(amount)),
        _ => None,
    };
    span.ok_or_else(|| "write a number of days, weeks or months, such as 60d, 8w or 2mo".into())
}

/// The longest time to look ahead, in whatever unit: nobody accepts anything for longer.
const MOST_DAYS: i64 = 9_999;

// Which engagement is asked about, and as on which day.
#[derive(Debug, Args)]
pub(crate) struct EngagementOptions {
    /// The engagement file, or a folder with one; `-` is standard input [default: the one in this
    /// folder]
    #[arg(value_name = "PATH", help_heading = FILES)]
    pub(crate) path: Option<PathBuf>,

    /// Read included files outside the folder that was started in
    #[arg(long, help_heading = FILES)]
    pub(crate) allow_outside: bool,

    /// Look at the engagement as on this day, such as 2027-01-31
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub(crate) as_of: Option<Date>,

    #[command(flatten)]
    pub(crate) config: ConfigOptions,
}

#[derive(Debug, Args)]
#[command(after_help = "\
A cell holds the longest time to authority of its hour, as it is in most weeks, and behind a slash
the longest of the whole engagement where that is another.

Exit codes:
  0  written
  2  wrong usage, or a file that cannot be read
  3  no engagement file found")]
pub(crate) struct WeekOptions {
    /// The workstream; of one that is split or has children, all its parts; `workstream.slice` for
    /// one slice. By default the worst of all that promise hours
    #[arg(value_name = "WORKSTREAM")]
    pub(crate) workstream: Option<String>,

    #[command(flatten)]
    pub(crate) engagement: EngagementOptions,

    /// Only for this action; by default the worst of all that the work takes
    #[arg(long, value_name = "ACTION")]
    pub(crate) action: Option<String>,

    /// Suppose that this person is absent; can be given several times
    #[arg(long, value_name = "PERSON", value_delimiter = ',')]
    pub(crate) without: Vec<String>,

    /// How to write the map
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = WeekFormat::Human, help_heading = OUTPUT)]
    pub(crate) format: WeekFormat,

    /// When to use colours
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = Color::Auto, help_heading = OUTPUT)]
    pub(crate) color: Color,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Every absence is tried, and every two together, at every minute that is promised. Where no hours are
promised, every hour is looked at.

Exit codes:
  0  written
  2  wrong usage, or a file that cannot be read
  3  no engagement file found")]
pub(crate) struct ResilienceOptions {
    #[command(flatten)]
    pub(crate) engagement: EngagementOptions,

    /// Only these workstreams; of one that is split or has children, all its parts
    #[arg(long, value_name = "WORKSTREAM", value_delimiter = ',')]
    pub(crate) workstream: Vec<String>,

    /// How to write the answer
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = ResilienceFormat::Human, help_heading = OUTPUT)]
    pub(crate) format: ResilienceFormat,

    /// When to use colours
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = Color::Auto, help_heading = OUTPUT)]
    pub(crate) color: Color,
}

#[derive(Debug, Args)]
pub(crate) struct ExplainOptions {
    /// A rule, or a duty as `profile:duty` or `profile:clause`
    #[arg(value_name = "NAME")]
    pub(crate) name: String,

    /// A profile file that the duty may be of
    #[arg(long, value_name = "FILE")]
    pub(crate) profile: Vec<String>,

    #[command(flatten)]
    pub(crate) config: ConfigOptions,
}

#[derive(Debug, Args)]
pub(crate) struct ListFormat {
    /// How to write the list
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = ListAs::Human)]
    pub(crate) format: ListAs,
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

    #[command(flatten)]
    pub(crate) config: ConfigOptions,
}

#[derive(Debug, Args)]
pub(crate) struct SchemaOptions {
    /// The schema of engagement files, of profile files, of `racilint.toml`, or of a JSON output
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
    /// `racilint.toml`
    Config,
    /// `--format json`
    Findings,
    /// `racilint week --format json`
    Week,
    /// `racilint who --format json`
    Who,
    /// `racilint resilience --format json`
    Resilience,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ListAs {
    /// For people at a terminal
    Human,
    /// For programs
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum TableFormat {
    /// For people at a terminal
    Human,
    /// For documents
    Markdown,
    /// For spreadsheets
    Csv,
    /// For programs, in a versioned form
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ResilienceFormat {
    /// For people at a terminal
    Human,
    /// For documents
    Markdown,
    /// For programs, `resilience-v1`
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum WeekFormat {
    /// For people at a terminal
    Human,
    /// A picture, for slides and documents
    Svg,
    /// For programs, `week-v1`
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
