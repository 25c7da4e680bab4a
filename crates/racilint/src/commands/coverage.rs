//! `racilint coverage`: duty by duty who has taken it on, for auditors.
//!
//! The table itself comes from the checker; here it is written as columns, Markdown, CSV or JSON.

use std::collections::BTreeMap;
use std::io::{self, Write};

use jiff::civil::Date;
use racilint_checker::coverage::{self, Coverage, Line, Status};
use racilint_diagnostics::Sources;
use racilint_diagnostics::harmless::visible;
use racilint_emit::{csv, harmless, markdown};
use serde_json::{Value, json};

use super::{Read, check, table};
use crate::cli::{CoverageOptions, TableFormat};
use crate::config::Config;
use crate::files::{self, Input};
use crate::{CLEAN, ERROR, Failure, NOTHING_FOUND, config, houses, prose, terminal};

/// What the table says about itself in every form that has room for it.
const SHOWS: &str = "This shows who has taken on which duty, as the file has it on that day, and \
                     which evidence it names. It does not show whether the work is done, or at \
                     which hours, or what `racilint check` finds wrong with it. It proves no \
                     compliance.";

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
            write_human(&mut out, &reports)?;
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
    /// The day on which it is looked at.
    as_of: Date,
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
            as_of: today,
            profiles: coverage::coverage(&read.document, today, instead.as_deref()),
            incomplete: read.incomplete,
        })
    }
}

/// "As of 2026-11-21, 17 duties: 16 answered, 1 nobody".
fn counts(coverage: &Coverage, as_of: Date) -> String {
    let mut counts: BTreeMap<Status, usize> = BTreeMap::new();
    for line in &coverage.duties {
        *counts.entry(line.status).or_default() += 1;
    }
    let counts: Vec<String> = counts
        .iter()
        .map(|(status, count)| format!("{count} {}", status.words()))
        .collect();
    format!(
        "As of {as_of}, {} duties: {}",
        coverage.duties.len(),
        counts.join(", ")
    )
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

/// Where clauses stand in the columns.
const CLAUSES: usize = 1;

/// So many clauses stand in one line of the columns.
const CLAUSES_ON_A_LINE: usize = 2;

/// The lines of the columns for one duty: clauses that find no room on the first go on below it.
fn lines(line: &Line) -> Vec<Vec<String>> {
    let mut rows = vec![cells(line)];
    let mut parts = line.clauses.chunks(CLAUSES_ON_A_LINE).peekable();
    let mut at = 0;
    while let Some(part) = parts.next() {
        let comma = if parts.peek().is_some() { "," } else { "" };
        if at == rows.len() {
            rows.push(vec![String::new(); HEADER.len()]);
        }
        rows[at][CLAUSES] = visible(&format!("{}{comma}", part.join(", "))).into_owned();
        at += 1;
    }
    rows
}

fn cells(line: &Line) -> Vec<String> {
    [
        line.duty.to_owned(),
        line.clauses.join(", "),
        line.hold.to_owned(),
        line.accountable.join(", "),
        line.evidence.join(", "),
        answer(line),
    ]
    .map(|cell| visible(&cell).into_owned())
    .to_vec()
}

fn write_human(out: &mut dyn Write, reports: &[Report]) -> io::Result<()> {
    for report in reports {
        for coverage in &report.profiles {
            let (title, version) = (&coverage.title, &coverage.version);
            let name = format!("{}: {}, {title}, {version}", report.name, coverage.profile);
            write!(out, "{}", terminal::line(&name))?;
            writeln!(out, "{}\n", counts(coverage, report.as_of))?;
            let width = terminal::row_width();
            let lines = coverage.duties.iter().flat_map(|line| match width {
                // What is too long for a terminal is broken there.
                Some(_) => vec![cells(line)],
                None => lines(line),
            });
            let header = HEADER.map(str::to_owned).to_vec();
            let rows: Vec<Vec<String>> = [header].into_iter().chain(lines).collect();
            table::write_columns(out, &rows, width)?;
            writeln!(out)?;
        }
        if report.profiles.is_empty() {
            let line = terminal::line(&format!("{}: {NO_DUTIES}", report.name));
            writeln!(out, "{line}")?;
        }
    }
    write_note(out, reports)
}

/// What the tables show and what they do not, where there are any.
fn write_note(out: &mut dyn Write, reports: &[Report]) -> io::Result<()> {
    if reports.iter().all(|report| report.profiles.is_empty()) {
        return Ok(());
    }
    write!(out, "{}", prose::wrapped(SHOWS, NOTE_WIDTH))
}

/// In columns.
const NOTE_WIDTH: usize = 100;

/// What is said where there is no table.
const NO_DUTIES: &str = "no active profile has duties; name one in `profiles`, or with `--profile`";

fn write_markdown(out: &mut dyn Write, reports: &[Report]) -> io::Result<()> {
    for report in reports {
        writeln!(out, "# {}\n", markdown::literal(&report.name))?;
        for coverage in &report.profiles {
            let (title, version) = (&coverage.title, &coverage.version);
            let heading = format!("{}: {title}, {version}", coverage.profile);
            writeln!(out, "## {}\n", markdown::literal(&heading))?;
            writeln!(out, "{}\n", counts(coverage, report.as_of))?;
            let header = [
                "Duty",
                "Clauses",
                "Side",
                "Accountable",
                "Evidence",
                "Answered by",
            ];
            let lines = coverage.duties.iter();
            let rows: Vec<Vec<String>> = lines.map(cells).collect();
            table::write_markdown(out, &header, &rows)?;
            writeln!(out)?;
        }
        if report.profiles.is_empty() {
            writeln!(out, "{NO_DUTIES}\n")?;
        }
    }
    write_note(out, reports)
}

fn write_csv(out: &mut dyn Write, reports: &[Report]) -> io::Result<()> {
    let header = [
        "file",
        "profile",
        "version",
        "as of",
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
                    report.as_of.to_string(),
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
            "as-of": report.as_of.to_string(),
            "complete": !report.incomplete,
            "profiles": report.profiles.iter().map(profile).collect::<Vec<_>>(),
        })
    };
    json!({
        "format": "coverage-v1",
        "note": SHOWS,
        "engagements": reports.iter().map(engagement).collect::<Vec<_>>(),
    })
}
