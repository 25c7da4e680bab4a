//! What can be typed to turn a matrix into an engagement, or to check one as it is.

use std::path::PathBuf;

use clap::Args;
use racilint_import::Scheme;

use super::{Color, FILES, OUTPUT};

const MATRIX: &str = "Reading a matrix";
const ENGAGEMENT: &str = "What the matrix does not say";

#[derive(Debug, Args)]
#[command(after_help = "\
The engagement goes to standard output, or into a file; what was read, decided and not understood
goes to standard error. `racilint check` reads a matrix directly, and places what it finds there.

Exit codes:
  0  everything was read
  1  written, and some cells were not understood
  2  wrong usage, or a file that cannot be read or written
  3  no matrix found")]
pub(crate) struct ImportOptions {
    /// The file: .md, .csv, .tsv, .xlsx, .ods or .html. `-` is standard input
    #[arg(value_name = "FILE", help_heading = FILES)]
    pub(crate) file: PathBuf,

    /// The name of what standard input holds; its ending says which kind of file it is
    #[arg(long, value_name = "FILE", help_heading = FILES)]
    pub(crate) stdin_filename: Option<PathBuf>,

    /// Append to this engagement, of which no byte is changed; with --output, write both there
    #[arg(long, value_name = "ENGAGEMENT", help_heading = FILES)]
    pub(crate) append: Option<PathBuf>,

    /// Read included files outside the folder that was started in
    #[arg(long, requires = "append", help_heading = FILES)]
    pub(crate) allow_outside: bool,

    /// Write into this file; `-` is standard output
    #[arg(long, value_name = "FILE", help_heading = OUTPUT)]
    pub(crate) output: Option<PathBuf>,

    /// Write in place of a file that is there
    #[arg(long, requires = "output", help_heading = OUTPUT)]
    pub(crate) force: bool,

    /// Say only what was not understood
    #[arg(short, long, help_heading = OUTPUT)]
    pub(crate) quiet: bool,

    /// When to use colours
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = Color::Auto, help_heading = OUTPUT)]
    pub(crate) color: Color,

    #[command(flatten)]
    pub(crate) matrix: ReadingOptions,
}

// How to read a matrix: each option decides what would else be guessed.
#[derive(Debug, Args)]
pub(crate) struct ReadingOptions {
    /// Read only this sheet; also a hidden one, and one that does not look like a matrix
    #[arg(long, value_name = "NAME", help_heading = MATRIX)]
    pub(crate) sheet: Vec<String>,

    /// Read only this table, counted from 1; also one that does not look like a matrix
    #[arg(long, value_name = "N", value_delimiter = ',', help_heading = MATRIX)]
    pub(crate) table: Vec<usize>,

    /// Roles stand in rows, and tasks in columns
    #[arg(long, overrides_with = "no_transpose", help_heading = MATRIX)]
    pub(crate) transpose: bool,

    /// Tasks stand in rows, and roles in columns
    #[arg(long, help_heading = MATRIX)]
    pub(crate) no_transpose: bool,

    /// The row that names the roles, as the sheet or the file counts
    #[arg(long, value_name = "N", help_heading = MATRIX)]
    pub(crate) roles_row: Option<usize>,

    /// The column that names the tasks, by its header or its letter
    #[arg(long, value_name = "NAME", help_heading = MATRIX)]
    pub(crate) task_column: Option<String>,

    /// A column that holds letters, however it looks, by its header
    #[arg(long, value_name = "NAME", help_heading = MATRIX)]
    pub(crate) role_column: Vec<String>,

    /// Every row without letters is a heading
    #[arg(long, overrides_with = "no_sections", help_heading = MATRIX)]
    pub(crate) sections: bool,

    /// Rows without letters are tasks that nobody has
    #[arg(long, help_heading = MATRIX)]
    pub(crate) no_sections: bool,

    /// What stands side by side or below each other on a sheet is one table, empty columns and further
    /// headers or not
    #[arg(long, help_heading = MATRIX)]
    pub(crate) no_split: bool,

    /// A merged cell holds for its first row and column, and not for all that it covers
    #[arg(long, help_heading = MATRIX)]
    pub(crate) no_spread: bool,

    /// Read what is hidden: sheets as well as the rows and columns, which are read in any case
    #[arg(long, overrides_with = "no_hidden", help_heading = MATRIX)]
    pub(crate) hidden: bool,

    /// Leave out rows and columns that are hidden, and those that a filter hides
    #[arg(long, help_heading = MATRIX)]
    pub(crate) no_hidden: bool,

    /// Read what is struck out as if it were not
    #[arg(long, help_heading = MATRIX)]
    pub(crate) struck_out: bool,

    /// What a text means: letters for a cell (`Kunde=R/A`), `-` for nobody, or another name for a
    /// role (`Kunde=Client`)
    #[arg(long, value_name = "TEXT=MEANING", value_parser = mapping, help_heading = MATRIX)]
    pub(crate) map: Vec<(String, String)>,

    /// The letters: raci, rasci, raci-vs, raciq, cairo, daci or rapid
    #[arg(long, value_name = "NAME", value_parser = Scheme::find, help_heading = MATRIX)]
    pub(crate) scheme: Option<&'static Scheme>,

    /// The encoding of a text file, such as windows-1252, utf-16, mac-roman or latin2
    #[arg(long, value_name = "NAME", value_parser = racilint_import::encoding_name, help_heading = MATRIX)]
    pub(crate) encoding: Option<String>,

    /// The character between fields of a CSV file, or `tab`
    #[arg(long, value_name = "CHARACTER", value_parser = separator, help_heading = MATRIX)]
    pub(crate) separator: Option<char>,

    /// The title of the engagement
    #[arg(long, value_name = "TEXT", help_heading = ENGAGEMENT)]
    pub(crate) title: Option<String>,

    /// How client and provider share the work
    #[arg(long, value_name = "MODEL", value_parser = ["co-managed", "fully-managed"], help_heading = ENGAGEMENT)]
    pub(crate) model: Option<String>,

    /// The client: a role of the matrix, or the name of the company
    #[arg(long, value_name = "NAME", help_heading = ENGAGEMENT)]
    pub(crate) client: Option<String>,

    /// The provider: a role of the matrix, or the name of the company
    #[arg(long, value_name = "NAME", help_heading = ENGAGEMENT)]
    pub(crate) provider: Option<String>,
}

impl ReadingOptions {
    /// The options as the importer takes them.
    pub(crate) fn for_import(&self) -> racilint_import::Options {
        let either = |yes: bool, no: bool| (yes || no).then_some(yes);
        racilint_import::Options {
            transpose: either(self.transpose, self.no_transpose),
            roles_row: self.roles_row,
            task_column: self.task_column.clone(),
            role_columns: self.role_column.clone(),
            sheets: self.sheet.clone(),
            tables: self.table.clone(),
            sections: either(self.sections, self.no_sections),
            split: either(false, self.no_split),
            spread: either(false, self.no_spread),
            hidden: either(self.hidden, self.no_hidden),
            struck_out: self.struck_out,
            map: self.map.clone(),
            scheme: self.scheme,
            title: self.title.clone(),
            model: self.model.clone(),
            client: self.client.clone(),
            provider: self.provider.clone(),
            encoding: self.encoding.clone(),
            separator: self.separator,
            ..racilint_import::Options::default()
        }
    }
}

/// `Kunde=R/A`: a text and what it means. A text may hold `=`, as formulas do; a meaning does not.
fn mapping(text: &str) -> Result<(String, String), String> {
    let parts = text.rsplit_once('=');
    let parts = parts.map(|(from, to)| (from.trim(), to.trim()));
    match parts {
        Some((from, to)) if !from.is_empty() && !to.is_empty() => {
            Ok((from.to_owned(), to.to_owned()))
        }
        _ => Err("write a text and what it means, such as `Kunde=R/A`; `-` means nobody".into()),
    }
}

/// A separator, by itself or by its name.
fn separator(text: &str) -> Result<char, String> {
    let mut chars = text.chars();
    match (text, chars.next(), chars.next()) {
        ("tab" | "\\t", ..) => Ok('\t'),
        (_, Some(c), None) if c.is_ascii() && c != '"' => Ok(c),
        _ => Err("write one character, such as `;`, or `tab`".into()),
    }
}
