//! What can be typed to have the responsibility matrix of an engagement.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{Color, EngagementOptions, OUTPUT};

#[derive(Debug, Args)]
#[command(after_help = "\
The matrix never fails: `racilint check` says what is wrong. A workbook holds the findings of that
check, as notes on the cells that they concern and on a sheet of their own.

Exit codes:
  0  written
  2  wrong usage, or a file that cannot be read or written
  3  no engagement file found")]
pub(crate) struct MatrixOptions {
    #[command(flatten)]
    pub(crate) engagement: EngagementOptions,

    /// Only these workstreams, with their slices and children
    #[arg(long, value_name = "WORKSTREAM", value_delimiter = ',')]
    pub(crate) workstream: Vec<String>,

    /// What stands side by side; by default everybody who holds a letter, and in a terminal that is
    /// too narrow for that the letters
    #[arg(long, value_enum, value_name = "COLUMNS", help_heading = OUTPUT)]
    pub(crate) columns: Option<MatrixColumns>,

    /// How to write the matrix; by default as the ending of the file says, else `table`
    #[arg(long, value_enum, value_name = "FORMAT", help_heading = OUTPUT)]
    pub(crate) format: Option<MatrixFormat>,

    /// Write into this file, in place of what it holds; `-` is standard output
    #[arg(long, value_name = "FILE", help_heading = OUTPUT)]
    pub(crate) output: Option<PathBuf>,

    /// When to use colours
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = Color::Auto, help_heading = OUTPUT)]
    pub(crate) color: Color,

    /// The width of a table, in columns; by default that of the terminal, else 80
    #[arg(long, value_name = "WIDTH", help_heading = OUTPUT)]
    pub(crate) width: Option<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum MatrixColumns {
    /// Everybody who holds a letter, by party
    Holders,
    /// The parties, each with the letters of all who belong to it
    Parties,
    /// The letters, each with the names of those who hold it
    Letters,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum MatrixFormat {
    /// For people at a terminal
    Table,
    /// For wikis and documents
    Markdown,
    /// For spreadsheets and scripts
    Csv,
    /// An Excel workbook, with the findings of a check
    Xlsx,
    /// A page that stands alone, to be printed or sent
    Html,
}

impl MatrixFormat {
    /// The format that the ending of a file stands for, if it stands for one.
    pub(crate) fn of_ending(file: &std::path::Path) -> Option<Self> {
        let ending = file.extension()?.to_str()?.to_ascii_lowercase();
        match ending.as_str() {
            "txt" => Some(MatrixFormat::Table),
            "md" | "markdown" => Some(MatrixFormat::Markdown),
            "csv" => Some(MatrixFormat::Csv),
            "xlsx" => Some(MatrixFormat::Xlsx),
            "html" | "htm" => Some(MatrixFormat::Html),
            _ => None,
        }
    }
}
