//! `racilint coverage`: duty by duty who has taken it on, for auditors.
//!
//! The table itself comes from the checker; here it is written as columns, Markdown, CSV or JSON.

use std::collections::BTreeMap;
use std::io::{self, Write};

use racilint_checker::coverage::{self, Coverage, Line, Status};
use racilint_diagnostics::{Severity, Sources};
use serde_json::{Value, json};

use super::check;
use crate::cli::{CoverageFormat, CoverageOptions};
use crate::files::{self, DiskLoader, Input};
use crate::{CLEAN, ERROR, Failure, NOTHING_FOUND, houses, terminal};

/// What every form of the table says about itself.
const PROVES: &str = "This table proves that responsibilities are assigned and evidenced. It \
                      proves no compliance.";

pub(crate) fn run(options: &CoverageOptions) -> Result<u8, Failure> {
    let profiles = houses::Named::of(&options.profile)?;
    let (inputs, errors) = read_all(options);
    for error in &errors {
        terminal::complain(error);
    }
    let mut reports = Vec::new();
    let mut unread = !errors.is_empty();
    for input in inputs {
        let report = Report::of(input, options, &profiles);
        unread |= report.as_ref().is_some_and(|report| report.incomplete);
        reports.extend(report);
    }
    if reports.is_empty() {
        if !unread {
            terminal::complain("no engagement file found; they end in `.raci.toml`");
        }
        return Ok(if unread { ERROR } else { NOTHING_FOUND });
    }
    let mut out = io::BufWriter::new(io::stdout().lock());
    match options.format {
        CoverageFormat::Human => write_human(&mut out, &reports)?,
        CoverageFormat::Markdown => write_markdown(&mut out, &reports)?,
        CoverageFormat::Csv => write_csv(&mut out, &reports)?,
        CoverageFormat::Json => writeln!(out, "{:#}", as_json(&reports))?,
    }
    out.flush()?;
    Ok(if unread { ERROR } else { CLEAN })
}

fn read_all(options: &CoverageOptions) -> (Vec<Input>, Vec<String>) {
    let is_stdin = |path: &std::path::PathBuf| path.as_os_str() == "-";
    let (stdin, paths): (Vec<_>, Vec<_>) = options.paths.iter().cloned().partition(is_stdin);
    let found = files::find(&paths, options.allow_outside);
    let mut results: Vec<Result<Input, String>> = Vec::new();
    if !stdin.is_empty() {
        results.push(files::standard_input(options.stdin_filename.as_deref()));
    }
    results.extend(found.found.into_iter().map(files::Found::read));
    let (mut inputs, mut errors) = (Vec::new(), found.errors);
    for result in results {
        match result {
            Ok(input) => inputs.push(input),
            Err(error) => errors.push(error),
        }
    }
    (inputs, errors)
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
    fn of(input: Input, options: &CoverageOptions, profiles: &houses::Named) -> Option<Report> {
        let sources = Sources::default();
        let loader = DiskLoader {
            root: input.root,
            allow_outside: options.allow_outside,
        };
        let (main, broken) =
            racilint_parser::bytes::add(&sources, input.name.as_str(), input.bytes);
        let (mut document, mut findings) =
            racilint_parser::read(&sources, main, &input.identity, &loader);
        findings.extend(profiles.add_to(&mut document, &sources));
        let wrong = |severity: Severity| severity == Severity::Error;
        let faults = findings
            .iter()
            .filter(|finding| wrong(finding.severity))
            .count();
        let is_roster = document.engagement.is_none() && !document.damaged;
        if is_roster {
            return None;
        }
        let incomplete = broken.is_some() || document.damaged || document.lost_house || faults > 0;
        if incomplete {
            terminal::complain(&format!(
                "`{}` could not be read completely, so the table may be wrong; `racilint check` says what to mend",
                input.name
            ));
        }
        let today = options.as_of.unwrap_or_else(|| check::today(&document));
        Some(Report {
            name: input.name,
            profiles: coverage::coverage(&document, today, profiles.instead().as_deref()),
            incomplete,
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
fn cells(line: &Line, most: usize) -> [String; 6] {
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
    .map(|cell| cell.replace(char::is_control, "\u{fffd}"))
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
            let rows: Vec<[String; 6]> = [HEADER.map(str::to_owned)]
                .into_iter()
                .chain(lines)
                .collect();
            write_columns(out, &rows)?;
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

/// Columns as wide as their widest cell, two blanks apart.
fn write_columns(out: &mut dyn Write, rows: &[[String; 6]]) -> io::Result<()> {
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max();
    let widths: Vec<usize> = (0..6).map(|column| width(column).unwrap_or(0)).collect();
    for row in rows {
        let line: Vec<String> = row
            .iter()
            .zip(&widths)
            .map(|(cell, width)| format!("{cell:<width$}"))
            .collect();
        writeln!(out, "{}", line.join("  ").trim_end())?;
    }
    Ok(())
}

fn write_markdown(out: &mut dyn Write, reports: &[Report]) -> io::Result<()> {
    for report in reports {
        writeln!(out, "# {}\n", escaped(&report.name))?;
        for coverage in &report.profiles {
            let (title, version) = (&coverage.title, &coverage.version);
            writeln!(out, "## {}: {title}, {version}\n", coverage.profile)?;
            writeln!(out, "{}\n", counts(coverage))?;
            let header = [
                "Duty",
                "Clauses",
                "Side",
                "Accountable",
                "Evidence",
                "Answered by",
            ];
            writeln!(out, "| {} |", header.join(" | "))?;
            writeln!(out, "|{}", " --- |".repeat(header.len()))?;
            for line in &coverage.duties {
                let cells = cells(line, usize::MAX).map(|cell| escaped(&cell));
                writeln!(out, "| {} |", cells.join(" | "))?;
            }
            writeln!(out)?;
        }
        if report.profiles.is_empty() {
            writeln!(out, "{NO_DUTIES}\n")?;
        }
    }
    writeln!(out, "{PROVES}")
}

/// Text that means nothing to Markdown.
fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for c in text.chars() {
        match c {
            '\n' | '\r' => escaped.push(' '),
            '|' | '\\' | '*' | '_' | '`' | '<' | '>' | '[' | ']' | '#' => {
                escaped.push('\\');
                escaped.push(c);
            }
            _ => escaped.push(c),
        }
    }
    escaped
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
    write!(out, "{}\r\n", header.join(","))?;
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
                write!(out, "{}\r\n", cells.map(|cell| quoted(&cell)).join(","))?;
            }
        }
    }
    Ok(())
}

/// A cell of a CSV file. What a spreadsheet would take for a formula is shown as text.
fn quoted(cell: &str) -> String {
    let is_formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let cell = if is_formula {
        format!("'{cell}")
    } else {
        cell.to_owned()
    };
    if cell.contains(['"', ',', '\n', '\r']) {
        return format!("\"{}\"", cell.replace('"', "\"\""));
    }
    cell
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

#[cfg(test)]
mod tests {
    use super::{escaped, quoted};

    #[test]
    fn cells_stay_cells() {
        assert_eq!(quoted("a"), "a");
        assert_eq!(quoted("a, b"), "\"a, b\"");
        assert_eq!(quoted("\"a\""), "\"\"\"a\"\"\"");
        assert_eq!(quoted("=1+1"), "'=1+1");
        assert_eq!(escaped("a|b\nc"), "a\\|b c");
    }
}
