//! One engagement of a run: read, checked, told of, and let go except for what is still needed.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use racilint_checker::Options;
use racilint_checker::portfolio::Extract;
use racilint_checker::settle::Outcome;
use racilint_diagnostics::{FileId, Finding, Moved, RuleInfo, Sources, Waived};
use racilint_emit::ReadFile;
use racilint_parser::Document;

use super::Settings;
use super::shared::{SharedLoader, Shelf};
use crate::cli::CheckOptions;
use crate::commands::outputs::{Plan, Style};
use crate::files::{DiskLoader, Input};

/// What holds for all engagements of a run.
pub(super) struct Job<'a> {
    pub(super) options: &'a CheckOptions,
    pub(super) settings: &'a Settings,
    /// How many files are checked.
    pub(super) files: usize,
    /// The moment of the run, so that no two engagements have another one.
    pub(super) now: Timestamp,
    shelf: Shelf,
    /// How findings are written at once.
    pub(super) styles: Vec<Style>,
    /// Whether findings are needed until the end of the run.
    pub(super) keeps: bool,
    /// Whether other files are checked beside this one.
    pub(super) several: bool,
}

impl<'a> Job<'a> {
    #[expect(
        clippy::disallowed_methods,
        reason = "the binary is where the clock is read"
    )]
    pub(super) fn of(
        options: &'a CheckOptions,
        settings: &'a Settings,
        plan: &Plan,
        files: usize,
    ) -> Self {
        Self {
            options,
            settings,
            now: Timestamp::now(),
            shelf: Shelf::default(),
            styles: plan.styles(options),
            keeps: plan.has_documents(),
            several: files > 1,
            files,
        }
    }
}

/// An engagement with what came of it.
pub(super) struct Checked {
    pub(super) name: String,
    pub(super) identity: String,
    pub(super) today: Date,
    /// Whether it has no `[engagement]`, as a roster has none.
    pub(super) is_part: bool,
    /// The files that were read for it, the main one first.
    pub(super) files: Vec<FileOf>,
    /// What of the texts is still needed.
    pub(super) sources: Sources,
    /// The findings, as far as they are still needed.
    pub(super) findings: Vec<Finding>,
    pub(super) waived: Vec<Waived>,
    /// The findings that stand in included files: other engagements may have the same.
    pub(super) elsewhere: Vec<Elsewhere>,
    /// The findings as they are written, one text for each style; empty where they are not written
    /// yet.
    pub(super) written: Vec<Vec<u8>>,
    /// How many findings there are, by rule and severity; those elsewhere are not among them.
    pub(super) tally: Tally,
    /// The rule of the first of them.
    pub(super) first: Option<&'static RuleInfo>,
    pub(super) rules: RulesOf,
    pub(super) needs_hours_of: Vec<String>,
    /// What the rules across engagements are left, with the texts that it points into.
    pub(super) extract: Option<(Extract, Sources)>,
}

/// A file that was read for an engagement.
pub(super) struct FileOf {
    pub(super) identity: String,
    pub(super) read: ReadFile,
}

/// A finding that stands in an included file.
pub(super) struct Elsewhere {
    pub(super) finding: Finding,
    /// The identity of the file.
    pub(super) file: String,
}

/// How many findings there are of each rule.
pub(super) type Tally = BTreeMap<&'static str, racilint_emit::Counts>;

/// What each rule did.
#[derive(Debug, Default)]
pub(in crate::commands) struct RulesOf {
    pub(in crate::commands) evaluated: Vec<&'static RuleInfo>,
    pub(in crate::commands) not_evaluated: Vec<&'static RuleInfo>,
    pub(in crate::commands) off: Vec<&'static RuleInfo>,
}

/// Checks one engagement.
pub(super) fn check_one(input: Input, job: &Job<'_>) -> Checked {
    let sources = Sources::default();
    let loader = SharedLoader {
        disk: DiskLoader {
            root: input.root,
            allow_outside: job.options.allow_outside,
        },
        shelf: &job.shelf,
    };
    let (main, broken) = racilint_parser::bytes::add(&sources, input.name.as_str(), input.bytes);
    let (mut document, findings) = racilint_parser::read(&sources, main, &input.identity, &loader);
    let of_profiles = job.settings.profiles.add_to(&mut document, &sources);
    let today = job.options.as_of;
    let today = today.unwrap_or_else(|| racilint_checker::day_in_zone(&document, job.now));
    let parsed = broken.into_iter().chain(findings).chain(of_profiles);
    let outcome = racilint_checker::check(
        &document,
        parsed.collect(),
        &Options {
            today,
            levels: job.settings.levels.clone(),
            profiles: job.settings.profiles.instead(),
            extracts: job.several,
        },
    );
    let mut checked = Checked {
        name: input.name,
        identity: input.identity,
        today,
        is_part: document.engagement.is_none(),
        files: files_of(&document, &sources),
        sources: Sources::default(),
        findings: Vec::new(),
        waived: Vec::new(),
        elsewhere: Vec::new(),
        written: Vec::new(),
        tally: Tally::new(),
        first: None,
        rules: RulesOf::default(),
        needs_hours_of: Vec::new(),
        extract: None,
    };
    checked.settle(outcome, &sources, main.id(), job);
    checked
}

impl Checked {
    /// Writes what can be written now, and keeps the rest.
    fn settle(&mut self, outcome: Outcome, sources: &Sources, main: FileId, job: &Job<'_>) {
        self.rules = RulesOf {
            evaluated: outcome.evaluated,
            not_evaluated: outcome.not_evaluated,
            off: outcome.off,
        };
        self.extract = outcome.extract.map(|mut extract| {
            let kept = Sources::default();
            let moved = sources.keep(extract.spans(), &kept);
            extract.move_to(&moved);
            (extract, kept)
        });
        self.needs_hours_of = outcome.needs_hours_of.into_iter().collect();
        // Of a single file nothing can be told twice, and a part of another may not be told at all.
        let may_repeat = job.several && !self.is_part;
        let (elsewhere, own): (Vec<Finding>, Vec<Finding>) = outcome
            .findings
            .into_iter()
            .partition(|finding| may_repeat && finding.span.file != main);
        self.first = own.first().map(|finding| finding.rule);
        for finding in &own {
            let counts = self.tally.entry(finding.rule.name).or_default();
            counts.add(finding.severity);
        }
        let is_late = job.several && self.is_part;
        if !is_late {
            let styles = job.styles.iter();
            self.written = styles.map(|style| style.render(sources, &own)).collect();
        }
        self.findings = if job.keeps || is_late {
            own
        } else {
            Vec::new()
        };
        self.waived = outcome.waived;
        self.elsewhere = elsewhere
            .into_iter()
            .map(|finding| Elsewhere {
                file: self.identity_of(finding.span.file),
                finding,
            })
            .collect();
        self.keep_texts(sources, job.keeps);
    }

    fn identity_of(&self, file: FileId) -> String {
        let file = self.files.get(file.index());
        file.map_or_else(String::new, |file| file.identity.clone())
    }

    /// Keeps of the texts what the findings need that are still here.
    fn keep_texts(&mut self, sources: &Sources, with_waived: bool) {
        let elsewhere = self.elsewhere.iter().map(|own| &own.finding);
        let findings = self.findings.iter().chain(elsewhere);
        let mut spans: Vec<_> = findings.flat_map(Finding::spans).collect();
        if with_waived {
            for waived in &self.waived {
                spans.push(waived.waiver);
                spans.extend(waived.finding.spans());
            }
        }
        let moved = sources.keep(spans, &self.sources);
        self.move_to(&moved, with_waived);
    }

    fn move_to(&mut self, moved: &Moved, with_waived: bool) {
        let elsewhere = self.elsewhere.iter_mut().map(|own| &mut own.finding);
        for finding in self.findings.iter_mut().chain(elsewhere) {
            finding.move_to(moved);
        }
        for waived in &mut self.waived {
            if with_waived {
                waived.waiver = moved.span(waived.waiver);
                waived.finding.move_to(moved);
            }
        }
    }
}

/// The files of a document, in the order in which they were read.
fn files_of(document: &Document<'_>, sources: &Sources) -> Vec<FileOf> {
    let mut identities: BTreeMap<FileId, &str> = BTreeMap::new();
    let included = document.files.iter().zip(&document.identities);
    identities.extend(included.map(|(file, identity)| (*file, identity.as_str())));
    let houses = document.houses.iter();
    identities.extend(houses.map(|house| (house.file, house.identity.as_str())));
    let files = sources.iter().map(|file| FileOf {
        // A file that turned out to be something else has no identity beside its name.
        identity: identities
            .get(&file.id())
            .map_or_else(|| file.name().to_owned(), |own| (*own).to_owned()),
        read: ReadFile {
            name: file.name().to_owned(),
            bytes: file.bytes(),
        },
    });
    files.collect()
}
