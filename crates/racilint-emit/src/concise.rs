//! One line for each finding, in the form that editors and other tools jump from:
//! `path:line:column: severity[rule] message`.
//!
//! Evidence and help are left out: whoever wants them asks for another format.

use std::io::{self, Write};

use racilint_diagnostics::{Finding, Sources};

use crate::human::severity_style;
use crate::place::{Place, Positions};
use crate::summary::{self, Summary};
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
    for finding in findings {
        if let Some(place) = Place::of(sources, finding.span) {
            let position = positions.at(place.file, place.start);
            let name = visible(place.file.name());
            write!(out, "{name}:{}:{}: ", position.line, position.column)?;
        }
        let (style, reset) = match color {
            true => (severity_style(finding.severity), "\u{1b}[0m"),
            false => ("", ""),
        };
        let (word, rule) = (finding.severity.word(), finding.rule.name);
        let message = visible(&finding.message);
        writeln!(out, "{style}{word}[{rule}]{reset} {message}")?;
    }
    Ok(())
}
