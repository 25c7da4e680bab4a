//! A report in the XML of JUnit, which every CI system shows as tests: a suite for each engagement,
//! a case for each finding, each waived finding and each rule that has nothing to say.
//!
//! A case fails only where the finding fails the check, so that the tests are green where the exit
//! code is 0. Names of cases are rules and ids, never lines, so that a case keeps its history.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::{self, Write};

use racilint_diagnostics::{Finding, Severity, Sources, Waived};

use crate::asked::other_levels;
use crate::identity::Keys;
use crate::place::Positions;
use crate::plain;
use crate::report::{Part, Report};
use crate::summary::{Summary, number};
use crate::text::{push_escape, visible};

/// Writes the report.
///
/// # Errors
///
/// Those of `out`.
pub fn write(out: &mut dyn Write, report: &Report<'_>) -> io::Result<()> {
    let parts = report.parts.iter();
    let mut suites: Vec<Suite> = parts.map(|part| suite(report, part)).collect();
    if suites.is_empty() || !report.summary.unread.is_empty() {
        suites.insert(0, reading(report.summary));
    }
    let total = |count: fn(&Suite) -> usize| suites.iter().map(count).sum::<usize>();
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    writeln!(
        out,
        "<testsuites name=\"racilint\" tests=\"{}\" failures=\"{}\" errors=\"{}\">",
        total(|suite| suite.tests),
        total(|suite| suite.failures),
        total(|suite| suite.errors),
    )?;
    let properties = properties(report);
    for suite in &suites {
        write_suite(out, suite, &properties)?;
    }
    writeln!(out, "</testsuites>")
}

/// A suite while its cases are counted.
#[derive(Default)]
struct Suite {
    name: String,
    tests: usize,
    failures: usize,
    errors: usize,
    skipped: usize,
    cases: String,
}

/// How a case ended.
enum Ending<'a> {
    Passed,
    /// With a remark that fails nothing.
    Remarked(&'a str),
    Failed {
        kind: &'a str,
        message: &'a str,
        text: &'a str,
    },
    Skipped(&'a str),
    /// It could not even begin.
    Broken(&'a str),
}

impl Suite {
    fn push(&mut self, name: &str, ending: &Ending<'_>) {
        self.tests += 1;
        let (suite, name) = (attribute(&self.name), attribute(name));
        let _ = write!(
            self.cases,
            "    <testcase classname=\"{suite}\" name=\"{name}\""
        );
        let inside = match ending {
            Ending::Passed => {
                self.cases.push_str("/>\n");
                return;
            }
            Ending::Remarked(text) => format!("<system-out>{}</system-out>", escaped(text)),
            Ending::Failed {
                kind,
                message,
                text,
            } => {
                self.failures += 1;
                let (message, text) = (attribute(message), escaped(text));
                format!("<failure type=\"{kind}\" message=\"{message}\">{text}</failure>")
            }
            Ending::Skipped(why) => {
                self.skipped += 1;
                format!("<skipped message=\"{}\"/>", attribute(why))
            }
            Ending::Broken(why) => {
                self.errors += 1;
                format!(
                    "<error type=\"unreadable\" message=\"{}\"/>",
                    attribute(why)
                )
            }
        };
        let _ = write!(self.cases, ">\n      {inside}\n    </testcase>\n");
    }
}

fn suite(report: &Report<'_>, part: &Part<'_>) -> Suite {
    let mut positions = Positions::default();
    let mut suite = Suite {
        name: report.about.relative(part.name).to_owned(),
        ..Suite::default()
    };
    let mut keys = Keys::default();
    for finding in part.findings {
        let key = keys.of(part.sources, finding);
        let text = failure(report, part.sources, &mut positions, finding);
        push_finding(&mut suite, part, finding, &key, &text);
    }
    for waived in part.waived {
        let key = keys.of(part.sources, &waived.finding);
        suite.push(&key, &Ending::Skipped(&why_waived(waived)));
    }
    let has_cases = |name: &str| {
        let waived = part.waived.iter().map(|waived| &waived.finding);
        let mut all = part.findings.iter().chain(waived);
        all.any(|finding| finding.rule.name == name)
    };
    for rule in part.evaluated.iter().filter(|rule| !has_cases(rule.name)) {
        suite.push(rule.name, &Ending::Passed);
    }
    for rule in part.not_evaluated {
        let why = format!("not evaluated, needs {}", rule.needs);
        suite.push(rule.name, &Ending::Skipped(&why));
    }
    // Readers take a suite without cases for a run that broke down.
    if suite.tests == 0 {
        suite.push("nothing found", &Ending::Passed);
    }
    suite
}

/// All that a finding says, in lines.
fn failure(
    report: &Report<'_>,
    sources: &Sources,
    positions: &mut Positions,
    finding: &Finding,
) -> String {
    let about = &report.about;
    let (severity, message) = (finding.severity.word(), visible(&finding.message));
    let mut lines = vec![format!("{severity}[{}]: {message}", finding.rule.name)];
    if let Some(place) = plain::place(sources, positions, about, finding.span) {
        lines.push(format!("at {place}"));
    }
    lines.extend(plain::details(sources, positions, about, finding));
    lines.join("\n")
}

fn push_finding(suite: &mut Suite, part: &Part<'_>, finding: &Finding, key: &str, text: &str) {
    let (severity, message) = (finding.severity.word(), visible(&finding.message));
    let ending = if part.fails(finding.severity) {
        Ending::Failed {
            kind: severity,
            message: &message,
            text,
        }
    } else {
        Ending::Remarked(text)
    };
    suite.push(key, &ending);
}

fn why_waived(waived: &Waived) -> String {
    if waived.in_baseline {
        return format!("in the baseline ({})", waived.finding.message);
    }
    format!(
        "waived until {} by {}: {} ({})",
        waived.until, waived.approved_by, waived.reason, waived.finding.message
    )
}

/// What could not be read, or that there was nothing to read.
fn reading(summary: &Summary) -> Suite {
    let mut suite = Suite {
        name: "racilint".to_owned(),
        ..Suite::default()
    };
    for error in &summary.unread {
        suite.push(error, &Ending::Broken(error));
    }
    if suite.tests == 0 {
        suite.push("nothing found", &Ending::Passed);
    }
    suite
}

/// What holds for the run as a whole.
fn properties(report: &Report<'_>) -> String {
    let summary = report.summary;
    let off: Vec<&str> = summary.off.iter().map(|rule| rule.name).collect();
    let as_of = &summary.as_of;
    let mut text = String::from("    <properties>\n");
    for (name, value) in [
        ("racilint", report.about.tool_version.to_owned()),
        (
            "as of",
            format!("{} ({})", as_of.date, as_of.source.words()),
        ),
        ("time zones", as_of.timezone_data.clone()),
        ("read", number(summary.files, "file")),
        ("waived", summary.accepted().count().to_string()),
        ("rules evaluated", summary.evaluated.to_string()),
        (
            "rules not evaluated",
            summary.not_evaluated.len().to_string(),
        ),
        ("rules off", off.join(", ")),
    ]
    .into_iter()
    .chain(asked(summary))
    {
        let value = attribute(&value);
        let _ = writeln!(text, "      <property name=\"{name}\" value=\"{value}\"/>");
    }
    text.push_str("    </properties>\n");
    text
}

/// The configurations and the baseline, where there are any.
fn asked(summary: &Summary) -> Vec<(&'static str, String)> {
    let files: Vec<&str> = summary
        .asked
        .iter()
        .filter_map(|asked| asked.file.as_deref())
        .collect();
    let mut properties = Vec::new();
    if !files.is_empty() {
        properties.push(("configuration", files.join(", ")));
    }
    let levels = other_levels(&summary.asked);
    if !levels.is_empty() {
        properties.push(("rules at another level", levels.join(", ")));
    }
    let said = summary
        .asked
        .iter()
        .filter(|asked| asked.fails_by.is_some());
    let least: BTreeSet<&str> = said
        .map(|asked| asked.fails_from.map_or("never", Severity::word))
        .collect();
    if !least.is_empty() {
        let least: Vec<&str> = least.into_iter().collect();
        properties.push(("fail on", least.join(", ")));
    }
    if let Some(baseline) = &summary.baseline {
        properties.push(("baseline", baseline.file.clone()));
        properties.push(("baselined", summary.baselined().count().to_string()));
        properties.push(("baseline fixed", baseline.fixed.len().to_string()));
    }
    properties
}

fn write_suite(out: &mut dyn Write, suite: &Suite, properties: &str) -> io::Result<()> {
    writeln!(
        out,
        "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"{}\">",
        attribute(&suite.name),
        suite.tests,
        suite.failures,
        suite.errors,
        suite.skipped,
    )?;
    write!(out, "{properties}{}", suite.cases)?;
    writeln!(out, "  </testsuite>")
}

/// Text for an attribute, in which a reader takes a line break that is not written out for a blank.
fn attribute(text: &str) -> String {
    escaped(text).replace('\n', "&#10;")
}

/// Text for XML, in elements. Line breaks stay; what XML cannot hold, and what commands or hides, is
/// written as TOML would write it.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for (number, line) in text.split('\n').enumerate() {
        if number > 0 {
            out.push('\n');
        }
        for c in visible(line).chars() {
            match c {
                '&' => out.push_str("&amp;"),
                '<' => out.push_str("&lt;"),
                '>' => out.push_str("&gt;"),
                '"' => out.push_str("&quot;"),
                '\u{fffe}' | '\u{ffff}' => push_escape(&mut out, c),
                _ => out.push(c),
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_cannot_hold_is_written_out() {
        assert_eq!(
            escaped("a < b && \"c\" > 'd'\n\u{1b}[0m\u{0}\u{ffff}"),
            "a &lt; b &amp;&amp; &quot;c&quot; &gt; 'd'\n\\u001B[0m\\u0000\\uFFFF"
        );
        assert_eq!(attribute("a\n\"b\""), "a&#10;&quot;b&quot;");
    }
}
