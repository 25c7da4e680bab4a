//! `racilint matrix`: the responsibility matrix that people know, from the engagement.
//!
//! What stands in it and what it looks like is `racilint-report`'s; here the engagement is read, for
//! a workbook also checked, and the result goes where it shall.

use std::io::{self, IsTerminal as _, Write};
use std::path::Path;

use jiff::civil::Date;
use racilint_checker::catalogue::Catalogue;
use racilint_checker::model::{Engagement, RowId};
use racilint_checker::settle::{Levels, Outcome};
use racilint_checker::{Options, check as check_engagement, portfolio, rules};
use racilint_diagnostics::{Finding, Severity, Sources};
use racilint_parser::Document;
use racilint_report::{
    Layout, MOST_CELLS, Matrix, Remarks, Sketch, csv, html, markdown, table, xlsx,
};

use super::{check, one};
use crate::cli::{MatrixColumns, MatrixFormat, MatrixOptions};
use crate::config::{self, Config};
use crate::files::{DiskLoader, shown};
use crate::{CLEAN, ERROR, Failure, NOTHING_FOUND, terminal, written};

pub(crate) fn run(options: &MatrixOptions) -> Result<u8, Failure> {
    let target = Target::of(options)?;
    refuse_matrix(options.engagement.path.as_deref())?;
    let Some((input, configs)) = one::find(&options.engagement)? else {
        terminal::complain("no engagement file found; they end in `.raci.toml`");
        return Ok(NOTHING_FOUND);
    };
    let sources = Sources::default();
    let loader = DiskLoader {
        root: input.root,
        allow_outside: options.engagement.allow_outside,
    };
    let (main, broken) = racilint_parser::bytes::add(&sources, input.name.as_str(), input.bytes);
    let (mut document, mut found) = racilint_parser::read(&sources, main, &input.identity, &loader);
    if let Some(config) = configs.of(&input.name) {
        found.extend(config.houses.add_besides(&mut document, &sources));
    }
    let parsed: Vec<Finding> = broken.into_iter().chain(found).collect();
    let mut errors = parsed.clone();
    errors.retain(|finding| finding.severity == Severity::Error);
    let complete = errors.is_empty() && !document.damaged && !document.lost_house;
    one::tell(&sources, &errors, &input.name, complete)?;
    let included = document.identities.iter().cloned();
    let houses = document.houses.iter().map(|house| house.identity.clone());
    let configured = configs.of(&input.name).map(Config::identities);
    let configured = configured.into_iter().flatten();
    target.spares(included.chain(houses).chain(configured))?;
    let drawn = Drawn {
        options,
        sources: &sources,
        document: &document,
        parsed,
        name: &input.name,
        levels: config::levels_of(configs.of(&input.name)),
    };
    target.write(&drawn.bytes(&target)?)?;
    Ok(if complete { CLEAN } else { ERROR })
}

/// A matrix is what this command writes; the one that it reads is an engagement.
fn refuse_matrix(path: Option<&Path>) -> Result<(), Failure> {
    let Some(path) = path.filter(|path| path.is_file()) else {
        return Ok(());
    };
    let name = shown(path);
    match racilint_import::Kind::of(&name) {
        None => Ok(()),
        Some(_) => Err(Failure::Usage(format!(
            "`{name}` is a matrix already, or none; `racilint import` makes an engagement of it, and \
             this command draws the matrix of an engagement"
        ))),
    }
}

/// In which format the matrix goes where.
struct Target<'o> {
    format: MatrixFormat,
    file: Option<&'o Path>,
}

impl<'o> Target<'o> {
    /// Takes the options together.
    ///
    /// # Errors
    ///
    /// A workbook is no text for a terminal, nor a text a workbook, and no matrix takes the place of
    /// an engagement, a configuration or a baseline.
    fn of(options: &'o MatrixOptions) -> Result<Self, Failure> {
        let file = options.output.as_deref();
        let file = file.filter(|file| file.as_os_str() != "-");
        let by_ending = file.and_then(MatrixFormat::of_ending);
        let format = options.format.or(by_ending).unwrap_or(MatrixFormat::Table);
        if let Some(file) = file {
            if written::is_for_input(file) {
                return Err(takes_place_of_input(file));
            }
            let is_workbook = by_ending == Some(MatrixFormat::Xlsx);
            if is_workbook && format != MatrixFormat::Xlsx {
                let name = shown(file);
                return Err(Failure::Usage(format!(
                    "`{name}` ends like a workbook, and no spreadsheet would open what is written \
                     into it; say `--format xlsx`, or give the file another ending"
                )));
            }
        } else if format == MatrixFormat::Xlsx && io::stdout().is_terminal() {
            return Err(Failure::Usage(
                "a workbook is nothing for a terminal; give it a file, such as `--output \
                 matrix.xlsx`"
                    .into(),
            ));
        }
        Ok(Target { format, file })
    }

    /// Sees that the matrix does not take the place of a file that was read.
    fn spares(&self, mut read: impl Iterator<Item = String>) -> Result<(), Failure> {
        let Some(file) = self.file else {
            return Ok(());
        };
        let identity = written::identity(file);
        let identity = identity.to_string_lossy();
        match read.any(|own| own == identity) {
            true => Err(takes_place_of_input(file)),
            false => Ok(()),
        }
    }

    fn write(&self, bytes: &[u8]) -> Result<(), Failure> {
        match self.file {
            Some(file) => {
                written::replace(file, |out| out.write_all(bytes)).map_err(Failure::Usage)
            }
            None => {
                let mut out = terminal::stdout();
                out.write_all(bytes)?;
                Ok(out.flush()?)
            }
        }
    }
}

fn takes_place_of_input(file: &Path) -> Failure {
    let name = shown(file);
    Failure::Usage(format!(
        "`--output` would write the matrix in place of `{name}`; name a file that is no engagement, \
         no part of one, no configuration and no baseline"
    ))
}

/// An engagement of which a matrix is drawn.
struct Drawn<'a> {
    options: &'a MatrixOptions,
    sources: &'a Sources,
    document: &'a Document<'a>,
    /// What reading it has found.
    parsed: Vec<Finding>,
    name: &'a str,
    /// How much findings weigh in it.
    levels: Levels,
}

impl Drawn<'_> {
    fn bytes(&self, target: &Target<'_>) -> Result<Vec<u8>, Failure> {
        let day = self.options.engagement.as_of;
        let today = day.unwrap_or_else(|| check::today(self.document));
        let catalogue = Catalogue::of(self.document);
        let engagement = Engagement::of(self.document, &catalogue, today, None);
        let only = self.options.workstream.iter();
        let only: Result<Vec<RowId>, Failure> = only.map(|name| row(&engagement, name)).collect();
        let only = only?;
        let draw = |layout| {
            let sketch = Sketch {
                layout,
                file: self.name,
                only: &only,
            };
            let (rows, columns) = Matrix::size(&engagement, sketch);
            match rows.saturating_mul(columns) > MOST_CELLS {
                true => Err(too_large(rows, columns)),
                false => Ok(Matrix::of(&engagement, sketch)),
            }
        };
        let seen = self.seen(target);
        let is_free = self.options.columns.is_none() && target.format == MatrixFormat::Table;
        let matrix = match (draw(self.layout()), is_free) {
            (Ok(matrix), true) if !table::fits(&matrix, seen.width) => draw(Layout::Letters),
            (Err(_), true) => draw(Layout::Letters),
            (drawn, _) => drawn,
        }?;
        let mut out = Vec::new();
        match target.format {
            MatrixFormat::Table => table::write(&mut out, &matrix, seen)?,
            MatrixFormat::Markdown => markdown::write(&mut out, &matrix)?,
            MatrixFormat::Csv => csv::write(&mut out, &matrix)?,
            MatrixFormat::Html => html::write(&mut out, &matrix)?,
            MatrixFormat::Xlsx => {
                let outcome = self.checked(today);
                let remarks = Remarks::of(&outcome, self.sources, &matrix);
                let bytes = xlsx::bytes(&matrix, &remarks);
                out = bytes.map_err(|too_much| Failure::Usage(too_much.0))?;
            }
        }
        Ok(out)
    }

    /// What a check says of it alone: rules that compare engagements lack the others.
    fn checked(&self, today: Date) -> Outcome {
        let options = Options {
            today,
            levels: self.levels.clone(),
            profiles: None,
            extracts: false,
        };
        let mut outcome = check_engagement(self.document, self.parsed.clone(), &options);
        let comparing = rules::all()
            .into_iter()
            .filter(|rule| portfolio::compares(rule));
        for rule in comparing {
            match self.levels.is_on(rule) {
                true => outcome.not_evaluated.push(rule),
                false => outcome.off.push(rule),
            }
        }
        outcome.not_evaluated.sort_by_key(|rule| rule.name);
        outcome.off.sort_by_key(|rule| rule.name);
        outcome
    }

    fn layout(&self) -> Layout {
        match self.options.columns {
            Some(MatrixColumns::Parties) => Layout::Parties,
            Some(MatrixColumns::Letters) => Layout::Letters,
            Some(MatrixColumns::Holders) | None => Layout::Holders,
        }
    }

    /// What a table is written for; a file has no colours and no width of its own.
    fn seen(&self, target: &Target<'_>) -> table::Options {
        let width = self.options.width;
        match target.file {
            Some(_) => table::Options {
                width: width.unwrap_or(terminal::DEFAULT_WIDTH),
                color: false,
            },
            None => table::Options {
                width: width.unwrap_or_else(terminal::width),
                color: terminal::colors(self.options.color),
            },
        }
    }
}

fn too_large(rows: usize, columns: usize) -> Failure {
    Failure::Usage(format!(
        "the matrix would have {rows} rows and {columns} columns, which is more than {MOST_CELLS} \
         cells; `--columns letters` or `--columns parties` makes it narrow, `--workstream NAME` draws \
         a part of it"
    ))
}

fn row(engagement: &Engagement<'_>, name: &str) -> Result<RowId, Failure> {
    let names = &engagement.names;
    let row = names.row(name);
    row.ok_or_else(|| one::unknown("workstream", name, names.row_names()))
}
