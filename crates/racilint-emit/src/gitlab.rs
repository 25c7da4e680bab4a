//! The code quality report of GitLab, a part of the format of Code Climate: a list of findings, and
//! nothing beside it.
//!
//! The list has no place for a summary: how many rules were evaluated, and by what date, is in the
//! other formats. Waived findings are in it as information, so that a merge request shows when one
//! appears.

use std::io::{self, Write};

use racilint_diagnostics::{Finding, Position, Severity, Waived};
use serde::Serialize;

use crate::harmless;
use crate::identity::{Keys, fingerprint};
use crate::place::Positions;
use crate::plain;
use crate::report::{Part, Region, Report};
use crate::text::visible;

/// Writes the report as one line of JSON, with a line break at its end.
///
/// # Errors
///
/// Those of `out`.
pub fn write(out: &mut dyn Write, report: &Report<'_>) -> io::Result<()> {
    let errors = report.summary.unread.iter().enumerate();
    let mut issues: Vec<Issue> = errors.map(|(nth, error)| unread(nth, error)).collect();
    for part in &report.parts {
        let (mut keys, mut positions) = (Keys::default(), Positions::default());
        let mut push = |finding, waived| {
            let key = keys.of(part.sources, finding);
            issues.push(issue(report, &mut positions, part, finding, &key, waived));
        };
        for finding in part.findings {
            push(finding, None);
        }
        for waived in part.waived {
            push(&waived.finding, Some(waived));
        }
    }
    harmless::write(out, &issues)
}

#[derive(Serialize)]
struct Issue {
    /// All that a merge request shows of it.
    description: String,
    check_name: String,
    /// By what GitLab knows it again on another branch; unique in the list.
    fingerprint: String,
    severity: &'static str,
    location: Location,
    content: Content,
}

/// The rest, for those who read the file.
#[derive(Serialize)]
struct Content {
    body: String,
}

#[derive(Serialize)]
struct Location {
    path: String,
    positions: Stretch,
}

#[derive(Serialize)]
struct Stretch {
    begin: Point,
    end: Point,
}

#[derive(Serialize)]
struct Point {
    line: usize,
    column: usize,
}

impl From<Position> for Point {
    fn from(Position { line, column }: Position) -> Self {
        Self { line, column }
    }
}

fn issue(
    report: &Report<'_>,
    positions: &mut Positions,
    part: &Part<'_>,
    finding: &Finding,
    key: &str,
    waived: Option<&Waived>,
) -> Issue {
    let (rule, message) = (finding.rule.name, visible(&finding.message));
    let mut lines = plain::details(part.sources, positions, &report.about, finding);
    let description = match waived {
        None => format!("{rule}: {message}"),
        Some(known) if known.in_baseline => format!("{rule} (in the baseline): {message}"),
        Some(waived) => {
            let (until, by) = (visible(&waived.until), visible(&waived.approved_by));
            lines.insert(0, format!("waived: {}", visible(&waived.reason)));
            format!("{rule} (waived until {until} by {by}): {message}")
        }
    };
    // The engagement is a part of it: two may find the same in a roster that both include.
    let engagement = report.about.relative(part.name);
    let state = match waived {
        Some(known) if known.in_baseline => "baseline",
        Some(_) => "waived",
        None => "",
    };
    Issue {
        description,
        check_name: rule.to_owned(),
        fingerprint: fingerprint(&format!("{engagement}\n{key}\n{state}")),
        severity: match (waived, finding.severity) {
            (Some(_), _) | (None, Severity::Note) => "info",
            (None, Severity::Warning) => "minor",
            (None, Severity::Error) => "major",
        },
        location: location(report, positions, part, finding),
        content: Content {
            body: lines.join("\n"),
        },
    }
}

fn location(
    report: &Report<'_>,
    positions: &mut Positions,
    part: &Part<'_>,
    finding: &Finding,
) -> Location {
    let Some(region) = Region::shown(part.sources, positions, finding.span) else {
        return first_line(report.about.relative(part.name));
    };
    Location {
        path: report.about.relative(region.file.name()).to_owned(),
        positions: Stretch {
            begin: region.start.into(),
            end: region.end.into(),
        },
    }
}

fn first_line(path: &str) -> Location {
    let point = || Point { line: 1, column: 1 };
    Location {
        path: path.to_owned(),
        positions: Stretch {
            begin: point(),
            end: point(),
        },
    }
}

/// A report without what could not be read would look as if all of it had been put right.
fn unread(nth: usize, error: &str) -> Issue {
    Issue {
        description: format!("racilint: {}", visible(error)),
        check_name: "unreadable".to_owned(),
        fingerprint: fingerprint(&format!("{nth}\n{error}")),
        severity: "blocker",
        location: first_line("."),
        content: Content {
            body: String::new(),
        },
    }
}
