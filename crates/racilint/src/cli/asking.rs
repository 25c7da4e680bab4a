//! What can be typed to put a question to one engagement.

use clap::{Args, ValueEnum};
use jiff::Timestamp;
use jiff::civil::DateTime;

use super::{Color, EngagementOptions, OUTPUT};

const INCIDENT: &str = "Incident";

#[derive(Debug, Args)]
#[command(after_help = "\
The play never fails, however long it takes until somebody may act: `racilint check` says what is
wrong.

Exit codes:
  0  written
  2  wrong usage, or a file that cannot be read
  3  no engagement file found")]
pub(crate) struct WhoOptions {
    /// The workstream that has the incident, or a slice of one as `workstream.slice`
    #[arg(value_name = "WORKSTREAM", help_heading = INCIDENT)]
    pub(crate) workstream: String,

    /// The action that is needed; by default all that the work takes, the worst first
    #[arg(long, value_name = "ACTION", help_heading = INCIDENT)]
    pub(crate) action: Option<String>,

    /// When the first call is made: `now`, or what the clock of the engagement shows, such as
    /// 2027-01-02T03:10; by default the call that waits longest
    #[arg(long, value_name = "TIME", value_parser = moment, help_heading = INCIDENT)]
    pub(crate) at: Option<At>,

    /// Suppose that this person is missing; can be given several times
    #[arg(long, value_name = "PERSON", help_heading = INCIDENT)]
    pub(crate) without: Vec<String>,

    #[command(flatten)]
    pub(crate) engagement: EngagementOptions,

    /// How to write the play
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = WhoFormat::Human, help_heading = OUTPUT)]
    pub(crate) format: WhoFormat,

    /// When to use colours
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = Color::Auto, help_heading = OUTPUT)]
    pub(crate) color: Color,

    /// The width to write for, in columns; by default that of the terminal, else 80
    #[arg(long, value_name = "COLUMNS", help_heading = OUTPUT)]
    pub(crate) width: Option<usize>,
}

#[derive(Debug, Args)]
#[command(after_help = "\
The scripts are in Markdown, with the expected answers: they are for whoever leads the drill.

Exit codes:
  0  written
  2  wrong usage, or a file that cannot be read
  3  no engagement file found")]
pub(crate) struct DrillOptions {
    #[command(flatten)]
    pub(crate) engagement: EngagementOptions,

    /// How many scripts to write at most; it is said how many more there are
    #[arg(long, value_name = "NUMBER", default_value_t = 5)]
    pub(crate) count: usize,
}

/// A moment as it can be typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum At {
    /// The moment of the run.
    Now,
    /// What the clock of the engagement shows.
    Shown(DateTime),
    /// A moment with its own offset.
    Moment(Timestamp),
}

fn moment(text: &str) -> Result<At, String> {
    let has_time = text.contains(':');
    let shown = || text.parse().map(At::Shown).ok();
    let moment = || text.parse().map(At::Moment).ok();
    let at = match text {
        "now" => Some(At::Now),
        _ if has_time => moment().or_else(shown),
        _ => None,
    };
    at.ok_or_else(|| "write a date and a time, such as 2027-01-02T03:10, or `now`".into())
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum WhoFormat {
    /// For people at a terminal
    Human,
    /// For documents
    Markdown,
    /// For programs, `who-v1`
    Json,
}
