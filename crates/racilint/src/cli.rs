//! What can be typed.

mod asking;
mod importing;
mod making;
mod matrix;

use std::num::NonZero;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::Span;
use jiff::civil::Date;
use racilint_diagnostics::Severity;
use racilint_parser::decode::nearest;

use crate::baseline;
pub(crate) use matrix::{MatrixColumns, MatrixFormat, MatrixOptions};

pub(crate) use asking::{At, DrillOptions, WhoFormat, WhoOptions};
pub(crate) use importing::{ImportOptions, ReadingOptions};
pub(crate) use making::{CompletionsOptions, InitOptions, ManOptions, Model, Shell};

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

#[derive(Debug, Subcommand)]
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
    #[arg(long, value_name = "NUMBER", help_heading = FILES)]
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

/// Which configuration counts.
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

/// Which engagement is asked about, and as on which day.
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
