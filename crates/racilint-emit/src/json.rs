//! Findings for programs: the format `json-v1`.
//!
//! The structs below are the format. They are apart from [`Finding`] and [`Summary`] on purpose, so
//! that those can change freely while scripts and dashboards that read `json-v1` go on working:
//! fields may be added here, but none may be renamed, removed or given another meaning without a
//! `json-v2`. Every field is always present; what there is none of is `null` or an empty list.

use std::io::{self, Write};

use racilint_diagnostics::{
    Clause, Edit, Finding, Fix, Label, Safety, Severity, SourceFile, Sources, Span, Waived,
};
use serde::Serialize;

use crate::asked::{Asked, Baseline};
use crate::harmless;
use crate::place::{Place, Positions};
use crate::report::{ReadFile, Report as Run};
use crate::rule_page;
use crate::summary::{AsOf, AsOfSource, Ended, Summary};

/// Writes the report as one line of JSON, with a line break at its end.
///
/// What could command a terminal is escaped, as JSON allows for any character.
///
/// # Errors
///
/// Those of `out`.
pub fn write(out: &mut dyn Write, run: &Run<'_>) -> io::Result<()> {
    harmless::write(out, &report(run))
}

/// The JSON Schema of the format, draft 2020-12.
#[cfg(any(test, feature = "schema"))]
pub fn json_schema() -> serde_json::Value {
    crate::schema::of::<Report<'_>>("findings-json-v1", "racilint findings, json-v1")
}

/// The findings of one run of racilint.
#[derive(Serialize)]
#[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
struct Report<'a> {
    /// The version of this format.
    version: Version,
    /// What wrote the report.
    tool: ReportTool<'a>,
    /// The date that counted as today.
    as_of: ReportDate<'a>,
    /// The files that were read, in the order of reading.
    files: Vec<ReportFile<'a>>,
    /// What was found, in the order of reading.
    findings: Vec<ReportFinding<'a>>,
    /// What was found and is accepted by a waiver, in the order of reading.
    waived: Vec<ReportWaived<'a>>,
    /// What was found and is in the baseline, in the order of reading.
    baselined: Vec<ReportFinding<'a>>,
    /// The baseline, if there was one.
    baseline: Option<ReportBaseline<'a>>,
    /// What held for which engagements: each different configuration, and the command line.
    settings: Vec<ReportSettings<'a>>,
    /// What the run amounts to.
    summary: ReportSummary<'a>,
}

#[derive(Serialize)]
#[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
enum Version {
    #[serde(rename = "json-v1")]
    V1,
}

/// What wrote the report.
#[derive(Serialize)]
#[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
struct ReportTool<'a> {
    /// Always `racilint`.
    name: &'a str,
    /// Its version.
    version: &'a str,
}

/// A date and where it came from.
#[derive(Serialize)]
#[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
struct ReportDate<'a> {
    /// The date, as `YYYY-MM-DD`.
    date: &'a str,
    /// Where it came from.
    source: ReportDateSource,
    /// The version of the time-zone data by which dates and hours were read, such as `2026e`.
    timezone_data: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
enum ReportDateSource {
    Today,
    CommandLine,
    Configuration,
}

/// A file that was read.
#[derive(Serialize)]
#[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
struct ReportFile<'a> {
    /// Its path, with forward slashes, as locations name it.
    path: &'a str,
    /// Its length in bytes.
    bytes: usize,
}

/// A finding that somebody has accepted.
#[derive(Serialize)]
#[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
struct ReportWaived<'a> {
    /// What is accepted.
    finding: ReportFinding<'a>,
    /// Why.
    reason: &'a str,
    /// Who sees to it, by their ids.
    owner: &'a str,
    /// Who accepted it, by their ids.
    approved_by: &'a str,
    /// The last day, as `YYYY-MM-DD`.
    until: &'a str,
    /// Where the waiver stands; `null` only if no file can be named.
    waiver: Option<ReportLocation<'a>>,
}

/// One thing that is wrong.
#[derive(Serialize)]
#[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
struct ReportFinding<'a> {
    /// The name of the rule.
    rule: &'a str,
    /// How much it weighs.
    severity: ReportSeverity,
    /// What is wrong, in one line.
    message: &'a str,
    /// What it is about, as a waiver names it, such as `workstream.triage`.
    object: Option<&'a str>,
    /// What of the object, where the rule can say several things of it.
    aspect: Option<&'a str>,
    /// Where it is; `null` only if no file can be named.
    location: Option<ReportLocation<'a>>,
    /// What to say at that place, beyond the message.
    label: Option<&'a str>,
    /// The evidence, in the order that tells the story.
    related: Vec<ReportRelated<'a>>,
    /// The clauses of laws and standards that ask for it.
    clauses: Vec<ReportClause<'a>>,
    /// The engagements that have it, where it is told once for several.
    engagements: &'a [String],
    /// The party whose it is to mend, where the file says so.
    party: Option<&'a str>,
    /// What to do.
    help: Option<&'a str>,
    /// The page of the rule.
    url: String,
    /// A repair.
    fix: Option<ReportFix<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
enum ReportSeverity {
    Error,
    Warning,
    Note,
}

/// A clause of a law or a standard.
#[derive(Serialize)]
#[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
struct ReportClause<'a> {
    /// The profile that holds it, such as `hipaa`.
    profile: &'a str,
    /// The edition of its text.
    version: Option<&'a str>,
    /// The clause as the text numbers it.
    id: &'a str,
}

/// A place with a remark.
#[derive(Serialize)]
#[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
struct ReportRelated<'a> {
    /// What the place shows.
    message: &'a str,
    /// Where it is; `null` only if no file can be named.
    location: Option<ReportLocation<'a>>,
}

/// A stretch of a file.
#[derive(Serialize)]
#[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
struct ReportLocation<'a> {
    /// The path of the file.
    file: &'a str,
    /// Where it begins.
    start: ReportPosition,
    /// Right behind its last character; the same as `start` for an empty place.
    end: ReportPosition,
}

/// A place between two characters.
#[derive(Serialize)]
#[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
struct ReportPosition {
    /// Bytes before it in the file, which is UTF-8.
    offset: usize,
    /// The line, counted from 1.
    #[cfg_attr(any(test, feature = "schema"), schemars(range(min = 1)))]
    line: usize,
    /// The column in Unicode scalar values, counted from 1.
    #[cfg_attr(any(test, feature = "schema"), schemars(range(min = 1)))]
    column: usize,
}

/// A repair.
#[derive(Serialize)]
#[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
struct ReportFix<'a> {
    /// What it does.
    title: &'a str,
    /// Whether it can be applied without looking.
    safety: ReportSafety,
    /// What to replace; the places are those before any edit.
    edits: Vec<ReportEdit<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
enum ReportSafety {
    Safe,
    Unsafe,
}

/// One replacement.
#[derive(Serialize)]
#[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
struct ReportEdit<'a> {
    /// What is replaced; empty to insert.
    location: ReportLocation<'a>,
    /// What stands there afterwards.
    text: &'a str,
}

/// The baseline that the run was compared with.
#[derive(Serialize)]
#[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
struct ReportBaseline<'a> {
    /// Its file.
    file: &'a str,
    /// Its entries whose finding is gone.
    fixed: Vec<ReportFixed<'a>>,
    /// How many entries of the engagements that were checked nobody looked for, because their rules
    /// are off or lacked their data.
    not_looked_at: usize,
}

/// An entry of a baseline whose finding is gone.
#[derive(Serialize)]
#[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
struct ReportFixed<'a> {
    /// The engagement, by its main file.
    engagement: &'a str,
    /// The name of the rule.
    rule: &'a str,
    /// What it was about, as a waiver names it.
    object: &'a str,
    /// What of the object.
    aspect: Option<&'a str>,
    /// The other names in it.
    names: &'a [String],
}

/// What held for some of the engagements.
#[derive(Serialize)]
#[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
struct ReportSettings<'a> {
    /// The configuration file; `null` where there was none.
    configuration: Option<&'a str>,
    /// The files that it extends.
    extends: &'a [String],
    /// How many engagements it held for.
    engagements: usize,
    /// The least severity that failed the check; `null` where nothing did.
    fail_on: Option<ReportSeverity>,
    /// The rules that were selected; empty for all.
    select: &'a [&'static str],
    /// Rules that were off, or weighed otherwise than usual, because somebody says so.
    rules: Vec<ReportChange<'a>>,
    /// Profiles that held besides those that an engagement names.
    profiles: &'a [String],
}

/// A rule that is off, or weighs otherwise than usual.
#[derive(Serialize)]
#[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
struct ReportChange<'a> {
    /// The name of the rule.
    rule: &'a str,
    /// How much it weighs; `null` where it is off.
    level: Option<ReportSeverity>,
    /// Who says so: file, line and column, or an option.
    by: &'a str,
}

/// What the run amounts to.
#[derive(Serialize)]
#[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
struct ReportSummary<'a> {
    /// The engagements that were checked, by their main files.
    engagements: &'a [String],
    /// How many files were read.
    files: usize,
    /// What was asked for and could not be read, a sentence each.
    unread: &'a [String],
    /// How many errors are reported.
    errors: usize,
    /// How many warnings are reported.
    warnings: usize,
    /// How many notes are reported.
    notes: usize,
    /// How many findings are waived, and not reported for that.
    waived: usize,
    /// How many findings are in the baseline, and not reported for that.
    baselined: usize,
    /// How many rules were evaluated.
    rules_evaluated: usize,
    /// The rules that lacked their data.
    rules_not_evaluated: Vec<ReportNotEvaluated<'a>>,
    /// Those of whom nobody wrote when they are there, though rules had to know it.
    hours_unknown_of: &'a [String],
    /// The engagements that are over: rules that ask for hours or days had none to look at.
    ended: Vec<ReportEnded<'a>>,
    /// The rules that are switched off.
    rules_off: Vec<&'a str>,
}

/// An engagement that is over.
#[derive(Serialize)]
#[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
struct ReportEnded<'a> {
    /// Its name, as under `engagements`.
    engagement: &'a str,
    /// Its last day.
    last_day: &'a str,
}

impl<'a> From<&'a Ended> for ReportEnded<'a> {
    fn from(ended: &'a Ended) -> Self {
        Self {
            engagement: &ended.engagement,
            last_day: &ended.day,
        }
    }
}

/// A rule that lacked its data.
#[derive(Serialize)]
#[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
struct ReportNotEvaluated<'a> {
    /// The name of the rule.
    rule: &'a str,
    /// What it needs.
    needs: &'a str,
    /// The engagements in which it was not evaluated; empty for all.
    engagements: Vec<&'a str>,
}

fn report<'a>(run: &Run<'a>) -> Report<'a> {
    let (mut findings, mut waived, mut baselined) = (Vec::new(), Vec::new(), Vec::new());
    for part in &run.parts {
        let mut convert = Converter {
            sources: part.sources,
            positions: Positions::default(),
            rule_page_base: run.about.rule_page_base,
        };
        findings.extend(part.findings.iter().map(|own| convert.finding(own)));
        for own in part.waived {
            match own.in_baseline {
                true => baselined.push(convert.finding(&own.finding)),
                false => waived.push(convert.waived(own)),
            }
        }
    }
    Report {
        version: Version::V1,
        tool: ReportTool {
            name: "racilint",
            version: run.about.tool_version,
        },
        as_of: (&run.summary.as_of).into(),
        files: run.files.iter().map(ReportFile::from).collect(),
        findings,
        waived,
        baselined,
        baseline: run.summary.baseline.as_ref().map(Into::into),
        settings: run.summary.asked.iter().map(Into::into).collect(),
        summary: run.summary.into(),
    }
}

/// Turns findings into the wire form; the only part that needs the texts.
struct Converter<'a> {
    sources: &'a Sources,
    positions: Positions,
    rule_page_base: &'a str,
}

impl<'a> Converter<'a> {
    fn waived(&mut self, waived: &'a Waived) -> ReportWaived<'a> {
        ReportWaived {
            finding: self.finding(&waived.finding),
            reason: &waived.reason,
            owner: &waived.owner,
            approved_by: &waived.approved_by,
            until: &waived.until,
            waiver: self.location(waived.waiver),
        }
    }

    fn finding(&mut self, finding: &'a Finding) -> ReportFinding<'a> {
        ReportFinding {
            rule: finding.rule.name,
            severity: finding.severity.into(),
            message: &finding.message,
            object: some_text(&finding.subject.object),
            aspect: some_text(&finding.subject.aspect),
            location: self.location(finding.span),
            label: some_text(&finding.label),
            related: finding.related.iter().map(|l| self.related(l)).collect(),
            clauses: finding.clauses.iter().map(ReportClause::from).collect(),
            engagements: &finding.engagements,
            party: some_text(&finding.party),
            help: finding.help.as_deref(),
            url: rule_page(self.rule_page_base, finding.rule),
            fix: finding.fix.as_ref().map(|fix| self.fix(fix)),
        }
    }

    fn related(&mut self, label: &'a Label) -> ReportRelated<'a> {
        ReportRelated {
            message: &label.message,
            location: self.location(label.span),
        }
    }

    fn fix(&mut self, fix: &'a Fix) -> ReportFix<'a> {
        let edit = |edit: &'a Edit| {
            Some(ReportEdit {
                location: self.location(edit.span)?,
                text: &edit.text,
            })
        };
        ReportFix {
            title: &fix.title,
            safety: match fix.safety {
                Safety::Safe => ReportSafety::Safe,
                Safety::Unsafe => ReportSafety::Unsafe,
            },
            edits: fix.edits.iter().filter_map(edit).collect(),
        }
    }

    /// The span as the rule gave it, fitted to its text. Unlike a picture it may end with a line
    /// break, since an edit may replace one.
    fn location(&mut self, span: Span) -> Option<ReportLocation<'a>> {
        let (file, range) = Place::exact(self.sources, span)?;
        Some(ReportLocation {
            file: file.name(),
            start: self.position(file, range.start),
            end: self.position(file, range.end),
        })
    }

    fn position(&mut self, file: &SourceFile, offset: usize) -> ReportPosition {
        let position = self.positions.at(file, offset);
        ReportPosition {
            offset: file.offset_in_file(offset),
            line: position.line,
            column: position.column,
        }
    }
}

fn some_text(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}

impl<'a> From<&'a Clause> for ReportClause<'a> {
    fn from(clause: &'a Clause) -> Self {
        Self {
            profile: &clause.profile,
            version: some_text(&clause.version),
            id: &clause.id,
        }
    }
}

impl From<Severity> for ReportSeverity {
    fn from(severity: Severity) -> Self {
        match severity {
            Severity::Error => ReportSeverity::Error,
            Severity::Warning => ReportSeverity::Warning,
            Severity::Note => ReportSeverity::Note,
        }
    }
}

impl<'a> From<&'a AsOf> for ReportDate<'a> {
    fn from(as_of: &'a AsOf) -> Self {
        Self {
            date: &as_of.date,
            source: match as_of.source {
                AsOfSource::Today => ReportDateSource::Today,
                AsOfSource::CommandLine => ReportDateSource::CommandLine,
                AsOfSource::Configuration => ReportDateSource::Configuration,
            },
            timezone_data: &as_of.timezone_data,
        }
    }
}

impl<'a> From<&'a ReadFile> for ReportFile<'a> {
    fn from(file: &'a ReadFile) -> Self {
        Self {
            path: &file.name,
            bytes: file.bytes,
        }
    }
}

impl<'a> From<&'a Summary> for ReportSummary<'a> {
    fn from(summary: &'a Summary) -> Self {
        Self {
            engagements: &summary.engagements,
            files: summary.files,
            unread: &summary.unread,
            errors: summary.counts.errors,
            warnings: summary.counts.warnings,
            notes: summary.counts.notes,
            waived: summary.accepted().count(),
            baselined: summary.baselined().count(),
            rules_evaluated: summary.evaluated,
            rules_not_evaluated: missed_rules(summary),
            hours_unknown_of: &summary.hours_unknown_of,
            ended: summary.ended.iter().map(ReportEnded::from).collect(),
            rules_off: summary.off.iter().map(|rule| rule.name).collect(),
        }
    }
}

impl<'a> From<&'a Baseline> for ReportBaseline<'a> {
    fn from(baseline: &'a Baseline) -> Self {
        let fixed = baseline.fixed.iter().map(|fixed| ReportFixed {
            engagement: &fixed.engagement,
            rule: &fixed.rule,
            object: &fixed.object,
            aspect: some_text(&fixed.aspect),
            names: &fixed.names,
        });
        Self {
            file: &baseline.file,
            fixed: fixed.collect(),
            not_looked_at: baseline.not_looked_at,
        }
    }
}

impl<'a> From<&'a Asked> for ReportSettings<'a> {
    fn from(asked: &'a Asked) -> Self {
        let rules = asked.changes.iter().map(|change| ReportChange {
            rule: change.rule.name,
            level: change.level.map(Into::into),
            by: &change.by,
        });
        Self {
            configuration: asked.file.as_deref(),
            extends: &asked.extends,
            engagements: asked.engagements,
            fail_on: asked.fails_from.map(Into::into),
            select: &asked.select,
            rules: rules.collect(),
            profiles: &asked.profiles,
        }
    }
}

fn missed_rules(summary: &Summary) -> Vec<ReportNotEvaluated<'_>> {
    let missed = summary.not_evaluated.iter();
    let name = |at: &usize| summary.engagements.get(*at).map(String::as_str);
    let missed = missed.map(|missed| ReportNotEvaluated {
        rule: missed.rule.name,
        needs: &missed.needs,
        engagements: missed.engagements.iter().filter_map(name).collect(),
    });
    missed.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_schema_is_the_one_published() {
        let published = include_str!("../../../schemas/findings-json-v1.schema.json");
        let published: serde_json::Value = serde_json::from_str(published).unwrap();
        assert!(
            published == json_schema(),
            "the format has changed; write its schema anew with: cargo run -p racilint-emit \
             --features schema --example schema > schemas/findings-json-v1.schema.json"
        );
    }
}
