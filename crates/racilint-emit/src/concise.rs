//! One line for each finding, in the form that editors and other tools jump from:
//! `path:line:column: severity[rule] message`.
//!
//! Evidence and help are left out: whoever wants them asks for another format.

use std::fmt::Write as _;
use std::io::{self, Write};

use racilint_diagnostics::{Finding, Position, Sources};

use crate::picture::severity_style;
use crate::place::{Place, Positions};
use crate::summary::{self, Summary, number};
use crate::text::visible;

/// Writes all findings and the summary.
///
/// # Errors
///
/// Those of `out`.
pub fn write(
    out: &mut dyn Write,
    sources: &Sources,
    findings: &[Finding],
    summary: &Summary,
    color: bool,
) -> io::Result<()> {
    write_findings(out, sources, findings, color)?;
    write_summary(out, summary)
}

/// Writes the summary alone.
///
/// # Errors
///
/// Those of `out`.
pub fn write_summary(out: &mut dyn Write, summary: &Summary) -> io::Result<()> {
    out.write_all(summary::lines(summary, usize::MAX).as_bytes())
}

/// Writes the findings alone, one a line whatever their texts hold.
///
/// # Errors
///
/// Those of `out`.
pub fn write_findings(
    out: &mut dyn Write,
    sources: &Sources,
    findings: &[Finding],
    color: bool,
) -> io::Result<()> {
    let mut positions = Positions::default();
    let mut line = String::new();
    for finding in findings {
        line.clear();
        push_line(&mut line, sources, &mut positions, finding, color);
        out.write_all(line.as_bytes())?;
    }
    Ok(())
}

fn push_line(
    line: &mut String,
    sources: &Sources,
    positions: &mut Positions,
    finding: &Finding,
    color: bool,
) {
    if let Some((file, range)) = Place::exact(sources, finding.span) {
        let Position { line: row, column } = positions.at(file, range.start);
        line.push_str(&visible(file.name()));
        // Writing to a string cannot fail.
        let _ = write!(line, ":{row}:{column}: ");
    }
    let (style, reset) = match color {
        true => (severity_style(finding.severity), "\u{1b}[0m"),
        false => ("", ""),
    };
    let (word, rule) = (finding.severity.word(), finding.rule.name);
    for part in [style, word, "[", rule, "]", reset, " "] {
        line.push_str(part);
    }
    line.push_str(&visible(&finding.message));
    if !finding.engagements.is_empty() {
        let count = number(finding.engagements.len(), "engagement");
        let _ = write!(line, " (in {count})");
    }
    line.push('\n');
}
