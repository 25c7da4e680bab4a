//! Annotations of GitHub Actions: workflow commands that the runner turns into remarks beside the
//! lines of a change.
//!
//! GitHub shows ten errors, ten warnings and ten notices of a step and keeps the others in the log:
//! whoever needs all of them on a page writes [`markdown`](crate::markdown) too.

use std::borrow::Cow;
use std::io::{self, Write};

use racilint_diagnostics::{Finding, Severity, Sources};

use crate::place::Positions;
use crate::plain;
use crate::report::{About, Region};
use crate::summary::{self, Summary};
use crate::text::visible;

/// Writes one annotation for each finding.
///
/// # Errors
///
/// Those of `out`.
pub fn write_findings(
    out: &mut dyn Write,
    sources: &Sources,
    findings: &[Finding],
    about: &About<'_>,
) -> io::Result<()> {
    let mut positions = Positions::default();
    let mut findings = findings.iter();
    findings.try_for_each(|finding| annotation(out, sources, &mut positions, finding, about))
}

/// Writes one annotation for each file that could not be read.
///
/// # Errors
///
/// Those of `out`.
pub fn write_unread(out: &mut dyn Write, summary: &Summary) -> io::Result<()> {
    let mut unread = summary.unread.iter();
    unread.try_for_each(|error| command(out, "error", &[("title", "racilint")], &visible(error)))
}

/// Writes the summary as a notice, waived findings and what was not evaluated included.
///
/// # Errors
///
/// Those of `out`.
pub fn write_summary(out: &mut dyn Write, summary: &Summary) -> io::Result<()> {
    let lines = summary::lines(summary, usize::MAX);
    command(out, "notice", &[("title", "racilint")], lines.trim_end())
}

fn annotation(
    out: &mut dyn Write,
    sources: &Sources,
    positions: &mut Positions,
    finding: &Finding,
    about: &About<'_>,
) -> io::Result<()> {
    let mut properties = vec![("title", finding.rule.name.to_owned())];
    if let Some(region) = Region::shown(sources, positions, finding.span) {
        let path = visible(about.relative(region.file.name())).into_owned();
        properties.extend([
            ("file", path),
            ("line", region.start.line.to_string()),
            ("endLine", region.end.line.to_string()),
        ]);
        // GitHub takes columns only where both are on one line.
        if region.start.line == region.end.line {
            properties.extend([
                ("col", region.start.column.to_string()),
                ("endColumn", region.end.column.to_string()),
            ]);
        }
    }
    let mut text = visible(&finding.message).into_owned();
    for line in plain::details(sources, positions, about, finding) {
        text.push('\n');
        text.push_str(&line);
    }
    let properties: Vec<(&str, &str)> = properties.iter().map(|(k, v)| (*k, &**v)).collect();
    command(out, word(finding.severity), &properties, &text)
}

fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    }
}

fn command(
    out: &mut dyn Write,
    word: &str,
    properties: &[(&str, &str)],
    text: &str,
) -> io::Result<()> {
    let properties: Vec<String> = properties
        .iter()
        .map(|(name, value)| format!("{name}={}", property(value)))
        .collect();
    writeln!(out, "::{word} {}::{}", properties.join(","), data(text))
}

/// What follows the second pair of colons: it ends with the line.
fn data(text: &str) -> Cow<'_, str> {
    if !text.contains(['%', '\r', '\n']) {
        return Cow::Borrowed(text);
    }
    let escaped = text.replace('%', "%25").replace('\r', "%0D");
    Cow::Owned(escaped.replace('\n', "%0A"))
}

/// The value of a property: it ends with a comma or with the pair of colons.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_ends_a_command_early() {
        assert_eq!(data("100 %\r\na: b, c::d"), "100 %25%0D%0Aa: b, c::d");
        assert_eq!(property("a,b::c%3A\n"), "a%2Cb%3A%3Ac%253A%0A");
    }
}
