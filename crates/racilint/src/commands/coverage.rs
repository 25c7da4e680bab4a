//! `racilint coverage`: duty by duty who has taken it on, for auditors.
//!
//! The table itself comes from the checker; here it is written as columns, Markdown, CSV or JSON.

use std::collections::BTreeMap;
use std::io::{self, Write};

use racilint_checker::coverage::{self, Coverage, Line, Status};
use racilint_diagnostics::Sources;
use racilint_emit::{csv, harmless};
use serde_json::{Value, json};

use super::{Read, check, table};
use crate::cli::{CoverageOptions, TableFormat};
use crate::config::Config;
use crate::files::{self, Input};
use crate::{CLEAN, ERROR, Failure, NOTHING_FOUND, config, houses, terminal};

/// What every form of the table says about itself.
const PROVES: &str = "This table proves that responsibilities are assigned and evidenced. It \
                      proves no compliance.";

pub(crate) fn run(options: &CoverageOptions) -> Result<u8, Failure> {
    let profiles = houses::Named::of(&options.profile)?;
    let stdin_filename = options.stdin_filename.as_deref();
    let (found, configs) = config::search(
        &options.paths,
        stdin_filename,
        options.allow_outside,
        &options.config,
    )?;
    let (inputs, errors) = files::read_all(found);
    for error in &errors {
        terminal::complain(error);
    }
    let mut reports = Vec::new();
    let mut unread = !errors.is_empty();
    for input in inputs {
        let config = configs.of(&input.name);
        let report = Report::of(input, options, &profiles, config);
        unread |= report.as_ref().is_some_and(|report| report.incomplete);
        reports.extend(report);
    }
    if reports.is_empty() {
        if !unread {
            terminal::complain("no engagement file found; they end in `.raci.toml`");
        }
        return Ok(if unread { ERROR } else { NOTHING_FOUND });
    }
    let mut out = terminal::stdout();
    match options.format {
        TableFormat::Human => {
            let mut text = Vec::new();
            write_human(&mut text, &reports)?;
            out.write_all(&terminal::harmless(&text))?;
        }
        TableFormat::Markdown => write_markdown(&mut out, &reports)?,
        TableFormat::Csv => write_csv(&mut out, &reports)?,
        TableFormat::Json => writeln!(out, "{}", harmless::pretty(&as_json(&reports)))?,
    }
    out.flush()?;
    Ok(if unread { ERROR } else { CLEAN })
}

/// One engagement with the answers to its duties.
struct Report {
    name: String,
    profiles: Vec<Coverage>,
    /// Something in it could not be read: "nobody" may be wrong.
    incomplete: bool,
}

impl Report {
    /// The report on an engagement; none for a roster, which is read through the one that includes
    /// it.
    fn of(
        input: Input,
        options: &CoverageOptions,
        profiles: &houses::Named,
        config: Option<&Config>,
    ) -> Option<Report> {
        let sources = Sources::default();
        let name = input.name.clone();
        let read = Read::of(input, options.allow_outside, profiles, config, &sources)?;
        let today = options
            .as_of
            .unwrap_or_else(|| check::today(&read.document));
        let instead = profiles.instead();
        Some(Report {
            name,
            profiles: coverage::coverage(&read.document, today, instead.as_deref()),
            incomplete: read.incomplete,
        })
    }
}

/// "17 duties: 16 answered, 1 nobody".
fn counts(coverage: &Coverage) -> String {
    let mut counts: BTreeMap<Status, usize> = BTreeMap::new();
    for line in &coverage.duties {
        *counts.entry(line.status).or_default() += 1;
    }
    let counts: Vec<String> = counts
        .iter()
        .map(|(status, count)| format!("{count} {}", status.words()))
        .collect();
    format!("{} duties: {}", coverage.duties.len(), counts.join(", "))
}

/// What answers a duty, in one cell: the objects, else why not.
fn answer(line: &Line) -> String {
    let mut cell = match line.answered_by.as_slice() {
        [] => line.status.words().to_owned(),
        by if line.status == Status::Answered => by.join(", "),
        by => format!("{}: {}", line.status.words(), by.join(", ")),
    };
    if !line.reason.is_empty() {
        cell.push_str(&format!(" ({})", line.reason));
    }
    cell
}

const HEADER: [&str; 6] = [
    "DUTY",
    "CLAUSES",
    "SIDE",
    "ACCOUNTABLE",
    "EVIDENCE",
    "ANSWERED BY",
];

/// The longest list of clauses that columns show whole.
const MOST_CLAUSES: usize = 2;

/// The cells of a line; `most` clauses are named, and of more only how many.
fn cells(line: &Line, most: usize) -> Vec<String> {
    let mut clauses = line
        .clauses
        .iter()
        .take(most)
        .map(String::as_str)
        .collect::<Vec<_>>()
        .join(", ");
    if line.clauses.len() > most {
        clauses.push_str(&format!(" and {} more", line.clauses.len() - most));
    }
    [
        line.duty.to_owned(),
        clauses,
        line.hold.to_owned(),
        line.accountable.join(", "),
        line.evidence.join(", "),
        answer(line),
    ]
    .map(|cell| table::visible(&cell))
    .to_vec()
}

fn write_human(out: &mut dyn Write, reports: &[Report]) -> io::Result<()> {
    for report in reports {
        for coverage in &report.profiles {
            let (title, version) = (&coverage.title, &coverage.version);
            writeln!(
                out,
                "{}: {}, {title}, {version}",
                report.name, coverage.profile
            )?;
            writeln!(out, "{}\n", counts(coverage))?;
            let lines = coverage.duties.iter().map(|line| cells(line, MOST_CLAUSES));
            let header = HEADER.map(str::to_owned).to_vec();
            let rows: Vec<Vec<String>> = [header].into_iter().chain(lines).collect();
            table::write_columns(out, &rows)?;
            writeln!(out)?;
        }
        if report.profiles.is_empty() {
            writeln!(out, "{}: {NO_DUTIES}\n", report.name)?;
        }
    }
    writeln!(out, "{PROVES}")
}

/// What is said where there is no table.
const NO_DUTIES: &str = "no active profile has duties; name one in `profiles`, or with `--profile`";

fn write_markdown(out: &mut dyn Write, reports: &[Report]) -> io::Result<()> {
    for report in reports {
        writeln!(out, "# {}\n", table::escaped(&report.name))?;
        for coverage in &report.profiles {
            let (title, version) = (&coverage.title, &coverage.version);
            let heading = format!("{}: {title}, {version}", coverage.profile);
            writeln!(out, "## {}\n", table::escaped(&heading))?;
            writeln!(out, "{}\n", counts(coverage))?;
            let header = [
                "Duty",
                "Clauses",
                "Side",
                "Accountable",
                "Evidence",
                "Answered by",
            ];
            let lines = coverage.duties.iter();
            let rows: Vec<Vec<String>> = lines.map(|line| cells(line, usize::MAX)).collect();
            table::write_markdown(out, &header, &rows)?;
            writeln!(out)?;
        }
        if report.profiles.is_empty() {
            writeln!(out, "{NO_DUTIES}\n")?;
        }
    }
    writeln!(out, "{PROVES}")
}

fn write_csv(out: &mut dyn Write, reports: &[Report]) -> io::Result<()> {
    let header = [
        "file",
        "profile",
        "version",
        "duty",
        "title",
        "clauses",
        "side",
        "status",
        "answered by",
        "accountable",
        "evidence",
        "reason",
    ];
    csv::write_line(out, &header)?;
    for report in reports {
        for coverage in &report.profiles {
            for line in &coverage.duties {
                let cells = [
                    report.name.clone(),
                    coverage.profile.to_owned(),
                    coverage.version.to_owned(),
                    line.duty.to_owned(),
                    line.title.to_owned(),
                    line.clauses.join("; "),
                    line.hold.to_owned(),
                    line.status.words().to_owned(),
                    line.answered_by.join("; "),
                    line.accountable.join("; "),
                    line.evidence.join("; "),
                    line.reason.clone(),
                ];
                csv::write_line(out, &cells)?;
            }
        }
    }
    Ok(())
}

fn as_json(reports: &[Report]) -> Value {
    let line = |line: &Line| {
        json!({
            "duty": line.duty,
            "title": line.title,
            "clauses": line.clauses,
            "side": line.hold,
            "status": line.status.words(),
            "answered-by": line.answered_by,
            "accountable": line.accountable,
            "evidence": line.evidence,
            "reason": line.reason,
        })
    };
    let profile = |coverage: &Coverage| {
        json!({
            "profile": coverage.profile,
            "title": coverage.title,
            "version": coverage.version,
            "duties": coverage.duties.iter().map(line).collect::<Vec<_>>(),
        })
    };
    let engagement = |report: &Report| {
        json!({
            "file": report.name,
            "complete": !report.incomplete,
            "profiles": report.profiles.iter().map(profile).collect::<Vec<_>>(),
        })
    };
    json!({
        "format": "coverage-v1",
        "note": PROVES,
        "engagements": reports.iter().map(engagement).collect::<Vec<_>>(),
    })
}
