//! Responsibility matrices in, an engagement out.
//!
//! Bytes become grids ([`grid`], read by [`read`]), grids become shapes ([`shape`]: which table is
//! a matrix, and what its rows and columns are), shapes become assignments ([`assign`], with
//! [`notation`] for a single cell), and those become the text of an engagement ([`plan`],
//! [`mod@write`]). Each step is a function of values; no file is touched here.
//!
//! Nothing is guessed silently: a cell that is not understood is a finding in the original, and
//! every choice is told with the option that decides it.

mod assign;
mod findings;
mod grid;
mod names;
mod notation;
mod other;
mod plain;
mod plan;
mod read;
mod scheme;
mod shape;
#[cfg(test)]
mod tests;
mod text;
mod unseen;
mod unused;
mod words;
mod write;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use racilint_diagnostics::{FileId, Finding, Sources, Span};

pub use grid::{MOST_CELLS, MOST_CHARACTERS, MOST_COLUMNS, MOST_ROWS};
pub use scheme::{Meaning, SCHEMES, Scheme, Sign};
pub use text::encoding_name;
pub use words::Letter;

use crate::assign::Assigned;
use crate::grid::Workbook;
use crate::notation::Notation;
use crate::plain::fold;
use crate::shape::{Context, Found, Matrix, Why};

/// What a file is, by its ending.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Markdown, `.md`.
    Markdown,
    /// Fields parted by a character, `.csv`.
    Csv,
    /// Fields parted by tabs, `.tsv`.
    Tsv,
    /// HTML, `.html`.
    Html,
    /// A workbook of Excel, `.xlsx`.
    Xlsx,
    /// A workbook of LibreOffice, `.ods`.
    Ods,
}

impl Kind {
    /// The kind of a file by its name.
    pub fn of(name: &str) -> Option<Self> {
        let ending = name.rsplit_once('.')?.1.to_ascii_lowercase();
        match ending.as_str() {
            "md" | "markdown" | "mdx" | "mkd" => Some(Kind::Markdown),
            "csv" => Some(Kind::Csv),
            "tsv" | "tab" => Some(Kind::Tsv),
            "html" | "htm" | "xhtml" => Some(Kind::Html),
            "xlsx" | "xlsm" => Some(Kind::Xlsx),
            "ods" => Some(Kind::Ods),
            _ => None,
        }
    }
}

/// What the user decided.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Whether roles stand in rows; found out when absent.
    pub transpose: Option<bool>,
    /// The row that names the roles, as people count.
    pub roles_row: Option<usize>,
    /// The header, or the letter, of the column that names the tasks.
    pub task_column: Option<String>,
    /// Headers of columns that hold letters, however they look.
    pub role_columns: Vec<String>,
    /// Only these sheets.
    pub sheets: Vec<String>,
    /// Only these tables, counted from 1.
    pub tables: Vec<usize>,
    /// Whether rows without letters are headings; found out when absent.
    pub sections: Option<bool>,
    /// Whether what is hidden counts: rows and columns do, and sheets do not, when absent.
    pub hidden: Option<bool>,
    /// Whether a merged cell holds for all that it covers; it does when absent.
    pub spread: Option<bool>,
    /// Whether tables may stand side by side or below each other on a sheet.
    pub split: Option<bool>,
    /// Whether what is struck out counts.
    pub struck_out: bool,
    /// What texts mean: letters for a cell, another name for a role.
    pub map: Vec<(String, String)>,
    /// The letters; those that the file names when absent, else RACI.
    pub scheme: Option<&'static Scheme>,
    /// The title of the engagement.
    pub title: Option<String>,
    /// `co-managed` or `fully-managed`.
    pub model: Option<String>,
    /// The name of the client, a column or not.
    pub client: Option<String>,
    /// The name of the provider, a column or not.
    pub provider: Option<String>,
    /// The encoding of a text file.
    pub encoding: Option<String>,
    /// The separator of a CSV file.
    pub separator: Option<char>,
    /// The areas of the catalogue: ids that would mean more than the matrix says.
    pub areas: BTreeSet<String>,
    /// What is in the engagement that the matrix is appended to.
    pub existing: Option<Existing>,
    /// Whether each role is given somebody who stands in for its holder. Then two roles are two
    /// owners, as a reader of the matrix takes them; for a check alone, never for a file.
    pub stand_ins: bool,
}

/// What an engagement holds already, as ids and names.
#[derive(Clone, Debug, Default)]
pub struct Existing {
    /// People, teams, roles and parties.
    pub actors: Vec<(String, String)>,
    /// Workstreams and slices.
    pub workstreams: Vec<ExistingWork>,
}

/// A workstream of an engagement, or a slice of one.
#[derive(Clone, Debug, Default)]
pub struct ExistingWork {
    /// The id; `watch.nights` for a slice.
    pub id: String,
    /// The title; empty where there is none.
    pub title: String,
    /// The workstreams that it belongs to.
    pub parents: Vec<String>,
    /// The ids of those who hold each letter.
    pub letters: BTreeMap<Letter, Vec<String>>,
}

/// Something that could be decided otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What was decided.
    pub text: String,
    /// The option that decides it.
    pub option: String,
}

/// What came of a file.
#[derive(Debug)]
pub struct Imported {
    /// The file that findings point into where they point at no cell.
    pub file: FileId,
    /// The text of the engagement, or what is to be appended to one; none without a matrix.
    pub toml: Option<String>,
    /// The texts that are sheets: one line for each row.
    pub sheets: Vec<FileId>,
    /// Where the parts of that text come from.
    pub origins: Origins,
    /// What was not understood.
    pub findings: Vec<Finding>,
    /// What was decided.
    pub choices: Vec<Choice>,
    /// The tables that are no matrix, each with the reason.
    pub left_out: Vec<(String, String)>,
    /// What was read.
    pub counts: Counts,
    /// Whether the engagement that the matrix is appended to says all of it already.
    pub nothing_new: bool,
    /// Options that name what is not in the file, a sentence each.
    pub unused: Vec<String>,
}

/// How much was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Tables that are matrices.
    pub matrices: usize,
    /// Rows that are tasks.
    pub tasks: usize,
    /// Groups of tasks.
    pub sections: usize,
    /// Roles, people and parties.
    pub actors: usize,
    /// Cells that hold letters, or names under a letter.
    pub cells: usize,
    /// Letters by kind, in the order of [`Letter::ALL`].
    pub letters: [usize; 5],
    /// Cells that say that nobody is meant, or nothing.
    pub empty: usize,
    /// The name of the scheme.
    pub scheme: &'static str,
}

/// Where the parts of a written text come from.
#[derive(Clone, Debug, Default)]
pub struct Origins {
    parts: Vec<(Range<usize>, Span)>,
    whole: Span,
}

impl Origins {
    /// The place in the original of a stretch of the written text: that of the smallest part that
    /// holds it.
    pub fn of(&self, range: Range<usize>) -> Span {
        let holding = self
            .parts
            .iter()
            .filter(|(part, _)| part.start <= range.start && range.end <= part.end);
        let smallest = holding.min_by_key(|(part, _)| part.len());
        smallest.map_or(self.whole, |(_, span)| *span)
    }
}

/// Reads a file and writes what it says as an engagement.
pub fn import(
    sources: &Sources,
    name: &str,
    bytes: Vec<u8>,
    kind: Kind,
    options: &Options,
) -> Imported {
    let input = read::Input {
        sources,
        name,
        bytes,
        options,
    };
    let read = read::read(input, kind);
    let mut imported = Imported {
        file: read.file,
        toml: None,
        sheets: Vec::new(),
        origins: Origins::default(),
        findings: Vec::new(),
        choices: Vec::new(),
        left_out: Vec::new(),
        counts: Counts::default(),
        nothing_new: false,
        unused: Vec::new(),
    };
    let whole = first_line(sources, read.file);
    match read.workbook {
        Err(reason) => imported.findings.push(findings::unreadable(whole, &reason)),
        Ok(workbook) => {
            let of_sheets = workbook.grids.iter().filter(|grid| grid.sheet.is_some());
            imported.sheets = of_sheets.map(|grid| grid.span.file).collect();
            let text = sources.get(read.file).map_or("", |source| source.text());
            let file = (name, text, whole);
            imported.take(workbook, file, options);
        }
    }
    imported
}

/// The cell of a sheet that a place is in, such as `F12`; none for a place in another text, or one
/// that covers several cells.
pub fn address(sources: &Sources, sheets: &[FileId], span: Span) -> Option<String> {
    let source = sources
        .get(span.file)
        .filter(|source| sheets.contains(&source.id()))?;
    let line = source.line_of(span.start as usize);
    let range = source.line_range(line);
    let before = source.text().get(range.start..span.start as usize)?;
    let inside = source.text().get(span.range())?;
    let column = before.matches(CELL_BREAK).count();
    (!inside.contains(CELL_BREAK)).then(|| format!("{}{}", grid::column_name(column), line + 1))
}

/// What parts the cells of a sheet in its text; no cell holds it.
const CELL_BREAK: &str = " | ";

/// The first line of a text that says anything.
fn first_line(sources: &Sources, file: FileId) -> Span {
    let text = sources.get(file).map_or("", |source| source.text());
    let start = text.len() - text.trim_start().len();
    let line = text[start..].lines().next().unwrap_or_default();
    Span::new(file, start..start + line.trim_end().len())
}

impl Imported {
    fn take(
        &mut self,
        mut workbook: Workbook,
        (name, text, whole): (&str, &str, Span),
        options: &Options,
    ) {
        self.choices.append(&mut workbook.choices);
        self.choices.extend(unused::texts(&workbook, options));
        self.unused = unused::options(&workbook, options);
        unseen::decide(&mut workbook, options);
        let (scheme, choice) = scheme::of_file(&workbook, name, options);
        self.choices.extend(choice);
        let mapped = options.map.iter();
        let notation = Notation::of(
            scheme,
            mapped.map(|(from, to)| (fold(from), to.clone())).collect(),
        );
        let mut context = Context {
            notation: &notation,
            options,
            roles: BTreeSet::new(),
            title: None,
            file: String::new(),
        };
        if workbook.grids.len() == 1 {
            context.title.clone_from(&workbook.title);
            let file = name.rsplit(['/', '\\']).next();
            context.file = file.unwrap_or(name).to_owned();
        }
        let (matrices, others) = matrices(&workbook, &context);
        // Looked at once more with the roles that the first look has found.
        let letters = matrices
            .iter()
            .filter(|matrix| matrix.kind == shape::Kind::Letters);
        let roles = letters
            .filter(|matrix| matrix.columns.len() > 1)
            .flat_map(|matrix| &matrix.columns);
        context.roles = roles.map(|seat| fold(&seat.name)).collect();
        let (matrices, others) = match context.roles.is_empty() {
            true => (matrices, others),
            false => self::matrices(&workbook, &context),
        };
        self.findings.extend(lost(&matrices, &others));
        let left_out = others
            .into_iter()
            .map(|other| (other.name, other.why.reason));
        self.left_out = left_out.collect();
        if matrices.is_empty() {
            let is_sheet = workbook.grids.iter().any(|grid| grid.sheet.is_some());
            let other = other::of(text).filter(|_| !is_sheet);
            self.findings
                .push(findings::no_matrix(whole, &self.left_out, other.as_ref()));
            return;
        }
        let title = title(&workbook, &matrices, name, options);
        let mut assigned = assign::assign(&matrices, &context);
        unseen::leftovers(&workbook, &matrices, &mut assigned);
        let plan = plan::plan(&assigned, title, options);
        self.nothing_new = plan.parties.is_empty() && plan.roles.is_empty() && plan.work.is_empty();
        let first = matrices[0].grid.rows.first().map_or(whole, |row| row.span);
        let head = write::Head {
            file: name,
            span: first,
            remarks: &assigned.remarks,
        };
        let written = match &options.existing {
            None => write::engagement(&plan, &head, options.stand_ins),
            Some(_) => write::addition(&plan, &head),
        };
        self.counts = counts(&matrices, &assigned, scheme);
        self.choices.extend(twins(&matrices));
        self.choices.extend(assigned.choices);
        self.choices.extend(plan.choices);
        findings::lower_case_once(&mut assigned.findings);
        self.findings.extend(assigned.findings);
        self.toml = Some(written.text);
        self.origins = Origins {
            parts: written.origins,
            whole: first,
        };
    }
}

/// A table that is no matrix, or a part of one.
struct Other {
    /// The number of the table.
    number: usize,
    name: String,
    /// Its first row.
    span: Span,
    why: Why,
}

/// The tables that are matrices, and the others.
fn matrices(workbook: &Workbook, context: &Context<'_>) -> (Vec<Matrix>, Vec<Other>) {
    let (mut matrices, mut weak, mut others): (Vec<Matrix>, Vec<Matrix>, Vec<Other>) =
        Default::default();
    let is_ours = workbook.grids.iter().any(shape::is_own);
    for grid in &workbook.grids {
        let number = grid.number;
        let other = |name, span, why| Other {
            number,
            name,
            span,
            why,
        };
        if let Some(reason) = passed_over(grid, is_ours, context.options) {
            others.push(other(grid.name(), grid.first_row(), reason.into()));
            continue;
        }
        for found in shape::find(grid, context) {
            match found {
                Found::Other(name, span, why) => others.push(other(name, span, why)),
                Found::Matrix(matrix) if matrix.weak.is_some() => weak.push(*matrix),
                Found::Matrix(matrix) => matrices.push(*matrix),
            }
        }
    }
    // A table without an A is a matrix where another one has the same roles.
    for mut matrix in weak {
        let is_sure = matrices.iter().any(|sure| same_roles(sure, &matrix));
        let grid = &matrix.grid;
        match matrix.weak.take().filter(|_| !is_sure) {
            None => matrices.push(matrix),
            Some(why) => others.push(Other {
                number: grid.number,
                name: match is_part(grid.number, &matrices) {
                    true => format!("{} from {} on", grid.name(), grid.row_name(0)),
                    false => grid.name(),
                },
                span: grid.first_row(),
                why,
            }),
        }
    }
    matrices.sort_by_key(|matrix| {
        (
            matrix.grid.number,
            matrix.grid.rows.first().map(|row| row.number),
        )
    });
    others.sort_by(|one, other| (one.number, &one.name).cmp(&(other.number, &other.name)));
    (matrices, others)
}

/// Whether a part of this table is a matrix.
fn is_part(number: usize, matrices: &[Matrix]) -> bool {
    matrices.iter().any(|matrix| matrix.grid.number == number)
}

/// Rows with letters in one sheet with a matrix, of which nothing says that they are something else.
fn lost(matrices: &[Matrix], others: &[Other]) -> Vec<Finding> {
    let lost = others
        .iter()
        .filter(|other| other.why.is_lack && is_part(other.number, matrices));
    lost.map(|other| findings::lost_rows(other.span, &other.name, &other.why.reason))
        .collect()
}

/// Sheets that hold the tasks of another one: copies, mostly, and each of their letters counts.
fn twins(matrices: &[Matrix]) -> Vec<Choice> {
    let tasks = |matrix: &Matrix| -> Vec<String> {
        let rows = matrix.body.iter();
        let rows = rows.filter(|(_, kind)| *kind == shape::RowKind::Task);
        let texts = rows.filter_map(|(row, _)| Some(fold(matrix.grid.text(*row, matrix.task?))));
        texts.collect()
    };
    let mut told = Vec::new();
    for (at, later) in matrices.iter().enumerate() {
        let own = tasks(later);
        let is_twin = |first: &&Matrix| {
            first.grid.sheet != later.grid.sheet && same_roles(first, later) && tasks(first) == own
        };
        let first = matrices[..at].iter().find(is_twin);
        if let Some(first) = first.filter(|_| own.len() > 1) {
            let (copy, name) = (later.grid.name(), first.grid.name());
            told.push(Choice {
                text: format!(
                    "{copy} holds the same tasks and roles as {name}, and is read as well"
                ),
                option: "--sheet NAME".into(),
            });
        }
    }
    told
}

fn same_roles(one: &Matrix, other: &Matrix) -> bool {
    let names = |matrix: &Matrix| -> BTreeSet<String> {
        matrix.columns.iter().map(|seat| fold(&seat.name)).collect()
    };
    one.kind == other.kind && names(one) == names(other)
}

/// Why a table is not looked at; nothing when it is.
fn passed_over(grid: &grid::Grid, is_ours: bool, options: &Options) -> Option<String> {
    let chosen = !options.sheets.is_empty() || !options.tables.is_empty();
    let is_chosen = options.tables.contains(&grid.number)
        || grid
            .sheet
            .as_ref()
            .is_some_and(|sheet| options.sheets.contains(sheet));
    match () {
        () if chosen && !is_chosen => Some("it is not asked for".into()),
        () if grid.hidden && !is_chosen && options.hidden != Some(true) => {
            Some("it is hidden; `--sheet NAME` or `--hidden` reads it".into())
        }
        () if is_ours && !is_chosen && is_companion(grid) => {
            Some("racilint writes it beside its matrix; nothing in it is work".into())
        }
        () => None,
    }
}

/// Whether a sheet is called as those that `racilint matrix` writes beside the matrix.
fn is_companion(grid: &grid::Grid) -> bool {
    let name = grid.sheet.as_deref();
    matches!(name, Some("Findings" | "Legend"))
}

/// What the engagement is called: as asked for, as the file says, else by the name of the file.
fn title(workbook: &Workbook, matrices: &[Matrix], name: &str, options: &Options) -> String {
    let above = matrices.iter().find_map(|matrix| matrix.above.first());
    let heading = matrices
        .first()
        .and_then(|matrix| matrix.grid.headings.first());
    let found = options
        .title
        .as_ref()
        .or(workbook.title.as_ref())
        .or(above)
        .or(heading);
    found.cloned().unwrap_or_else(|| {
        let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
        file.rsplit_once('.')
            .map_or(file, |(stem, _)| stem)
            .to_owned()
    })
}

fn counts(matrices: &[Matrix], assigned: &Assigned, scheme: &Scheme) -> Counts {
    let mut letters = [0; 5];
    for holder in assigned.tasks.iter().flat_map(|task| &task.holders) {
        letters[holder.letter as usize] += 1;
    }
    Counts {
        matrices: matrices.len(),
        tasks: assigned.tasks.len(),
        sections: assigned.sections.len(),
        actors: assigned.actors.len(),
        cells: assigned.cells,
        letters,
        empty: assigned.empty,
        scheme: scheme_name(scheme),
    }
}

fn scheme_name(scheme: &Scheme) -> &'static str {
    scheme.name
}
