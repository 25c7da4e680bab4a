//! SARIF 2.1.0, for code scanning and for viewers: one run for each engagement.
//!
//! The OASIS standard says what each field means; here is decided what of a finding goes where.
//! GitHub shows the message and what it links to, the help of the rule, and the steps of a path;
//! suppressions, clauses and what was not evaluated are for other readers.

mod log;
mod rules;
mod uri;

use std::collections::BTreeMap;
use std::io::{self, Write};

use racilint_diagnostics::{
    Clause, Edit, Finding, Fix, Label, RuleInfo, Severity, Sources, Span, Waived,
};

use crate::harmless;
use crate::identity::Keys;
use crate::markdown::inline;
use crate::place::Positions;
use crate::plain;
use crate::report::{Part, Region as Stretch, Report};
use crate::summary::Counts;
use log::{
    ArtifactChange, ArtifactContent, ArtifactLocation, AutomationDetails, CodeFlow, ComponentRef,
    Configuration, DescriptorRef, FixLog, Invocation, Location, Log, Message, Notification,
    PhysicalLocation, Region, Replacement, ResultLog, ResultProperties, RootFolder, RuleOverride,
    Run, RunProperties, SaidBy, Suppression, SuppressionProperties, Taxon, TaxonRef, Taxonomy,
    ThreadFlow, ThreadFlowLocation, Tool,
};
use rules::Rules;
use uri::uri;

/// The name of the folder to which relative addresses are relative, as code scanning knows it.
const ROOT: &str = "%SRCROOT%";

/// Writes the report as one line of JSON, with a line break at its end.
///
/// # Errors
///
/// Those of `out`.
pub fn write(out: &mut dyn Write, report: &Report<'_>) -> io::Result<()> {
    let parts = report.parts.iter();
    let mut runs: Vec<Run> = parts
        .map(|part| Converter::of(report, part).run())
        .collect();
    if runs.is_empty() {
        let nothing = Part {
            sources: &Sources::default(),
            name: "",
            fails_from: None,
            findings: &[],
            waived: &[],
            evaluated: &[],
            not_evaluated: &[],
            off: &[],
            changes: &[],
            is_compared: false,
        };
        runs.push(Converter::of(report, &nothing).run());
    }
    harmless::write(out, &Log::of(runs))
}

/// Turns one engagement into a run.
struct Converter<'r, 'a> {
    report: &'r Report<'a>,
    part: &'r Part<'a>,
    positions: Positions,
    rules: Rules,
    taxonomies: Vec<Taxonomy>,
}

impl<'r, 'a> Converter<'r, 'a> {
    fn of(report: &'r Report<'a>, part: &'r Part<'a>) -> Self {
        let waived = part.waived.iter().map(|waived| waived.finding.rule);
        let found = part.findings.iter().map(|finding| finding.rule);
        let missed = part.not_evaluated.iter().copied();
        let changed = part.changes.iter().map(|change| change.rule);
        Self {
            report,
            part,
            positions: Positions::default(),
            rules: Rules::of(found.chain(waived).chain(missed).chain(changed)),
            taxonomies: Vec::new(),
        }
    }

    fn run(mut self) -> Run {
        let mut keys = Keys::default();
        let mut results = Vec::new();
        for finding in self.part.findings {
            let key = keys.of(self.part.sources, finding);
            results.push(self.result(finding, key, None));
        }
        for waived in self.part.waived {
            let key = keys.of(self.part.sources, &waived.finding);
            results.push(self.result(&waived.finding, key, Some(waived)));
        }
        let about = &self.report.about;
        let name = about.relative(self.part.name);
        // GitHub takes what stands before the last slash as the category of the results.
        let id = match name {
            "" => "racilint/".to_owned(),
            name => format!("racilint/{name}/"),
        };
        Run {
            invocations: [self.invocation()],
            tool: Tool {
                driver: self.rules.driver(about, &self.taxonomies),
            },
            automation_details: AutomationDetails { id },
            original_uri_base_ids: BTreeMap::from([(ROOT, RootFolder::default())]),
            column_kind: "unicodeCodePoints",
            taxonomies: self.taxonomies,
            results,
            properties: properties(self.report, self.part),
        }
    }

    fn result(&mut self, finding: &Finding, key: String, waived: Option<&Waived>) -> ResultLog {
        let taxa: Vec<TaxonRef> = finding.clauses.iter().map(|c| self.taxon(c)).collect();
        let related: Vec<Location> = (1..)
            .zip(&finding.related)
            .map(|(id, label)| self.related(id, label))
            .collect();
        ResultLog {
            rule_id: finding.rule.name,
            rule_index: self.rules.index(finding.rule),
            level: finding.severity.word(),
            message: message(finding),
            locations: [self.own_location(finding)],
            code_flows: self.code_flow(finding).into_iter().collect(),
            related_locations: related,
            baseline_state: self.part.is_compared.then_some(match waived {
                Some(known) if known.in_baseline => "unchanged",
                _ => "new",
            }),
            partial_fingerprints: BTreeMap::from([("racilint/v1", key)]),
            suppressions: waived.iter().map(|w| self.suppression(w)).collect(),
            fixes: finding.fix.iter().filter_map(|f| self.fix(f)).collect(),
            taxa,
            properties: ResultProperties {
                tags: finding.clauses.iter().map(tag).collect(),
                object: some_text(&finding.subject.object),
                aspect: some_text(&finding.subject.aspect),
                party: some_text(&finding.party),
                engagements: finding.engagements.clone(),
            },
        }
    }

    /// The place of the finding. One without a place stands at the head of the engagement: code
    /// scanning refuses results without any.
    fn own_location(&mut self, finding: &Finding) -> Location {
        let physical = self.physical(finding.span).unwrap_or(PhysicalLocation {
            artifact_location: self.artifact(self.part.name),
            region: Region::FIRST,
        });
        Location {
            id: None,
            physical_location: Some(physical),
            message: some_text(&finding.label).map(Message::plain),
        }
    }

    fn related(&mut self, id: usize, label: &Label) -> Location {
        Location {
            id: Some(id),
            physical_location: self.physical(label.span),
            message: some_text(&label.message).map(Message::plain),
        }
    }

    fn physical(&mut self, span: Span) -> Option<PhysicalLocation> {
        let stretch = Stretch::shown(self.part.sources, &mut self.positions, span)?;
        Some(PhysicalLocation {
            artifact_location: self.artifact(stretch.file.name()),
            region: region(&stretch),
        })
    }

    fn artifact(&self, name: &str) -> ArtifactLocation {
        let (uri, is_relative) = uri(self.report.about.relative(name));
        ArtifactLocation {
            uri,
            uri_base_id: is_relative.then_some(ROOT),
        }
    }

    /// The steps that lead to the finding, with the finding as the last.
    fn code_flow(&mut self, finding: &Finding) -> Option<CodeFlow> {
        let steps = finding.related.get(..finding.steps)?;
        if steps.is_empty() {
            return None;
        }
        let mut locations: Vec<Location> = steps
            .iter()
            .map(|label| Location {
                id: None,
                ..self.related(0, label)
            })
            .collect();
        let mut last = self.own_location(finding);
        let _ = last
            .message
            .get_or_insert_with(|| Message::plain(finding.message.clone()));
        locations.push(last);
        let locations = locations
            .into_iter()
            .map(|location| ThreadFlowLocation { location });
        Some(CodeFlow {
            thread_flows: [ThreadFlow {
                locations: locations.collect(),
            }],
        })
    }

    fn suppression(&mut self, waived: &Waived) -> Suppression {
        if waived.in_baseline {
            return self.known();
        }
        let (by, until) = (&waived.approved_by, &waived.until);
        Suppression {
            kind: "inSource",
            status: "accepted",
            justification: format!("{} (approved by {by}, until {until})", waived.reason),
            location: self.physical(waived.waiver).map(|physical| Location {
                id: None,
                physical_location: Some(physical),
                message: None,
            }),
            properties: Some(SuppressionProperties {
                approved_by: by.clone(),
                until: until.clone(),
            }),
        }
    }

    /// What a baseline says of a finding: nothing but that it was there.
    fn known(&self) -> Suppression {
        let baseline = self.report.summary.baseline.as_ref();
        let file = baseline.map_or("", |baseline| &baseline.file);
        Suppression {
            kind: "external",
            status: "accepted",
            justification: format!("known before, in the baseline {file}"),
            location: None,
            properties: None,
        }
    }

    fn fix(&mut self, fix: &Fix) -> Option<FixLog> {
        let mut changes: Vec<ArtifactChange> = Vec::new();
        for edit in &fix.edits {
            let (artifact_location, replacement) = self.replacement(edit)?;
            let of_file =
                |change: &&mut ArtifactChange| change.artifact_location == artifact_location;
            match changes.iter_mut().find(of_file) {
                Some(change) => change.replacements.push(replacement),
                None => changes.push(ArtifactChange {
                    artifact_location,
                    replacements: vec![replacement],
                }),
            }
        }
        (!changes.is_empty()).then(|| FixLog {
            description: Message::plain(fix.title.clone()),
            artifact_changes: changes,
        })
    }

    fn replacement(&mut self, edit: &Edit) -> Option<(ArtifactLocation, Replacement)> {
        let stretch = Stretch::exact(self.part.sources, &mut self.positions, edit.span)?;
        let inserted_content = some_text(&edit.text).map(|text| ArtifactContent { text });
        let replacement = Replacement {
            deleted_region: region(&stretch),
            inserted_content,
        };
        Some((self.artifact(stretch.file.name()), replacement))
    }

    /// The clause in its taxonomy; both are added when they are first cited.
    fn taxon(&mut self, clause: &Clause) -> TaxonRef {
        let known = self.taxonomies.iter();
        let index = position_or(known, |taxonomy| taxonomy.name == clause.profile);
        if index == self.taxonomies.len() {
            self.taxonomies.push(Taxonomy {
                name: clause.profile.clone(),
                version: some_text(&clause.version),
                taxa: Vec::new(),
            });
        }
        let taxa = &mut self.taxonomies[index].taxa;
        let place = position_or(taxa.iter(), |taxon| taxon.id == clause.id);
        if place == taxa.len() {
            let id = clause.id.clone();
            taxa.push(Taxon { id });
        }
        TaxonRef {
            id: clause.id.clone(),
            index: place,
            tool_component: ComponentRef {
                name: clause.profile.clone(),
                index,
            },
        }
    }

    /// How the run went: what could not be read, which rules could not look.
    fn invocation(&self) -> Invocation {
        let unread = &self.report.summary.unread;
        let error = |text: &String| Notification {
            level: "error",
            message: Message::plain(text.clone()),
            associated_rule: None,
        };
        let missed = |rule: &&'static RuleInfo| Notification {
            level: "note",
            message: Message::plain(format!("not evaluated, needs {}", rule.needs)),
            associated_rule: Some(self.descriptor(rule)),
        };
        let changed = self.part.changes.iter().map(|change| RuleOverride {
            descriptor: self.descriptor(change.rule),
            configuration: Configuration {
                enabled: change.level.is_some(),
                level: change.level.map(Severity::word),
                properties: SaidBy {
                    by: change.by.clone(),
                },
            },
        });
        Invocation {
            rule_configuration_overrides: changed.collect(),
            execution_successful: unread.is_empty(),
            tool_execution_notifications: unread.iter().map(error).collect(),
            tool_configuration_notifications: self.part.not_evaluated.iter().map(missed).collect(),
        }
    }

    fn descriptor(&self, rule: &RuleInfo) -> DescriptorRef {
        DescriptorRef {
            id: rule.name,
            index: self.rules.index(rule),
        }
    }
}

/// The place of the first that fits, or the one behind the last.
fn position_or<T>(mut items: impl ExactSizeIterator<Item = T>, fits: impl Fn(T) -> bool) -> usize {
    let count = items.len();
    items.position(fits).unwrap_or(count)
}

fn region(stretch: &Stretch<'_>) -> Region {
    Region {
        start_line: stretch.start.line,
        start_column: stretch.start.column,
        end_line: stretch.end.line,
        end_column: stretch.end.column,
    }
}

/// What is wrong, the evidence as links to the related places, and what to do. Viewers with little
/// room show the first sentence alone.
fn message(finding: &Finding) -> Message {
    let mut text = link_safe(&finding.message);
    let mut markdown = inline(&finding.message).into_owned();
    let mut push = |plain: &str, marked: &str| {
        text.push_str(plain);
        markdown.push_str(marked);
    };
    let stop = full_stop(&finding.message);
    push(stop, stop);
    if let Some(label) = some_text(&finding.label) {
        let stop = full_stop(&label);
        push(
            &format!(" Here: {}{stop}", link_safe(&label)),
            &format!(" Here: {}{stop}", inline(&label)),
        );
    }
    for (id, label) in (1..).zip(&finding.related) {
        let words = match label.message.as_str() {
            "" => "see also",
            words => words,
        };
        push(
            &format!("\n- [{}]({id})", link_safe(words)),
            &format!("\n- [{}]({id})", inline(words)),
        );
    }
    if let Some(several) = plain::engagements(finding) {
        push(
            &format!("\n\nIn {}.", link_safe(&several)),
            &format!("\n\nIn {}.", inline(&several)),
        );
    }
    if let Some(help) = &finding.help {
        let stop = full_stop(help);
        push(
            &format!("\n\nHelp: {}{stop}", link_safe(help)),
            &format!("\n\n**Help:** {}{stop}", inline(help)),
        );
    }
    Message {
        text,
        markdown: Some(markdown),
    }
}

/// What ends a sentence that has no end of its own.
fn full_stop(sentence: &str) -> &'static str {
    if sentence.ends_with(['.', '?', '!', ':']) {
        return "";
    }
    "."
}

/// Plain text of SARIF, in which square brackets make a link.
fn link_safe(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '[' | ']') {
            safe.push('\\');
        }
        safe.push(c);
    }
    safe
}

fn tag(clause: &Clause) -> String {
    format!("{}:{}", clause.profile, clause.id)
}

fn some_text(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

fn properties(report: &Report<'_>, part: &Part<'_>) -> RunProperties {
    let summary = report.summary;
    let Counts {
        errors,
        warnings,
        notes,
    } = Counts::of(part.findings);
    let waived = part.waived;
    let known = waived.iter().filter(|own| own.in_baseline).count();
    RunProperties {
        as_of: summary.as_of.date.clone(),
        as_of_source: summary.as_of.source.words(),
        timezone_data: summary.as_of.timezone_data.clone(),
        files: summary.files,
        errors,
        warnings,
        notes,
        waived: waived.len() - known,
        baselined: part.is_compared.then_some(known),
        configuration: summary
            .asked
            .iter()
            .filter_map(|asked| asked.file.clone())
            .collect(),
        rules_evaluated: part.evaluated.len(),
        rules_not_evaluated: part.not_evaluated.len(),
        rules_off: part.off.iter().map(|rule| rule.name).collect(),
    }
}

/// The level of a rule before settling.
fn level(rule: &RuleInfo) -> &'static str {
    let severity: Severity = rule.severity.unsettled();
    severity.word()
}
