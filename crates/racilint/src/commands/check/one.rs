//! One engagement of a run: read, checked, told of, and let go except for what is still needed.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use racilint_checker::Options;
use racilint_checker::baseline::Compared;
use racilint_checker::portfolio::Extract;
use racilint_checker::settle::Outcome;
use racilint_diagnostics::{Edit, FileId, Finding, Moved, RuleInfo, Severity, Sources, Waived};
use racilint_emit::ReadFile;
use racilint_import::Kind;
use racilint_parser::{Document, Loader};

use super::matrix::check_matrix;
use super::shared::{SharedLoader, Shelf};
use crate::baseline::Baseline;
use crate::cli::CheckOptions;
use crate::commands::outputs::{Plan, Style};
use crate::config::Settings;
use crate::files::{DiskLoader, Input};
use crate::fixing::Writable;

/// What is asked of a run.
#[derive(Clone, Copy)]
pub(super) struct Asked<'a> {
    pub(super) options: &'a CheckOptions,
    pub(super) settings: &'a Settings,
    pub(super) baseline: Option<&'a Baseline>,
    /// Whether engagements are compared.
    pub(super) compares: bool,
}

/// What holds for all engagements of a run.
pub(super) struct Job<'a> {
    pub(super) options: &'a CheckOptions,
    pub(super) settings: &'a Settings,
    pub(super) baseline: Option<&'a Baseline>,
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
    pub(super) fn of(asked: Asked<'a>, plan: &Plan, files: usize) -> Self {
        let Asked {
            options,
            settings,
            baseline,
            ..
        } = asked;
        Self {
            options,
            settings,
            baseline,
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
    /// The last day, where it is over.
    pub(super) ended: Option<Date>,
    /// What came of the comparison with a baseline.
    pub(super) compared: Option<Compared>,
    /// Something in it could not be read: what is absent may be there.
    pub(super) is_incomplete: bool,
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

/// Checks one engagement, or a matrix as it is.
pub(super) fn check_one(input: Input, job: &Job<'_>) -> Checked {
    if let Some(kind) = Kind::of(&input.name) {
        return check_matrix(input, kind, job);
    }
    let sources = Sources::default();
    let loader = SharedLoader {
        disk: DiskLoader {
            root: input.root.clone(),
            allow_outside: job.options.allow_outside,
        },
        shelf: &job.shelf,
    };
    let (name, identity) = (input.name.clone(), input.identity.clone());
    let writable = Writable::of(&input);
    let asked = Asked {
        options: job.options,
        settings: job.settings,
        baseline: job.baseline,
        compares: job.several,
    };
    let mut examined = examine(input, &sources, &loader, asked, job.now);
    examined.offer_what_is_written(&writable, job.settings);
    let mut checked = Checked {
        is_part: examined.is_part,
        is_incomplete: examined.is_incomplete,
        ..Checked::of(name, identity, examined.today, examined.files)
    };
    checked.settle(examined.outcome, &sources, Some(examined.main), job);
    checked
}

/// An engagement with all that was found, before anything is told or let go.
pub(super) struct Examined {
    today: Date,
    is_part: bool,
    is_incomplete: bool,
    main: FileId,
    /// The files that were read for it, in the order of `sources`.
    pub(super) files: Vec<FileOf>,
    pub(super) outcome: Outcome,
}

impl Examined {
    /// Takes back the repairs that `--fix` would not make, as nobody should be told to ask for them.
    fn offer_what_is_written(&mut self, writable: &Writable, settings: &Settings) {
        // Profile files of the command line stay as they are.
        let named = settings.profiles.identities();
        let files = &self.files;
        let is_written = |edit: &Edit| {
            let file = files.get(edit.span.file.index());
            file.is_some_and(|own| writable.has(&own.identity) && !named.contains(&&*own.identity))
        };
        for finding in &mut self.outcome.findings {
            let fix = finding.fix.take();
            finding.fix = fix.filter(|fix| fix.edits.iter().all(is_written));
        }
    }
}

/// Reads and checks an engagement whose further files come from `loader`, as it is asked at this
/// moment.
pub(super) fn examine(
    input: Input,
    sources: &Sources,
    loader: &dyn Loader,
    asked: Asked<'_>,
    now: Timestamp,
) -> Examined {
    let (main, broken) = racilint_parser::bytes::add(sources, input.name.as_str(), input.bytes);
    let (mut document, findings) = racilint_parser::read(sources, main, &input.identity, loader);
    let settings = asked.settings;
    let of_profiles = settings.add_profiles(&input.name, &mut document, sources);
    let today = asked.options.as_of;
    let today = today.unwrap_or_else(|| racilint_checker::day_in_zone(&document, now));
    let parsed = broken.into_iter().chain(findings).chain(of_profiles);
    let parsed: Vec<Finding> = parsed.collect();
    let is_wrong = parsed.iter().any(|own| own.severity == Severity::Error);
    let key = asked.baseline.map(|baseline| baseline.key(&input.identity));
    let known = asked.baseline.zip(key.as_ref());
    let outcome = racilint_checker::check_against(
        &document,
        parsed,
        &Options {
            today,
            levels: settings.of_file(&input.name).levels.clone(),
            profiles: settings.profiles.instead(),
            extracts: asked.compares,
        },
        known.map(|(baseline, key)| baseline.of(key)),
    );
    Examined {
        today,
        is_part: document.engagement.is_none(),
        is_incomplete: is_wrong || document.damaged || document.lost_house,
        main: main.id(),
        files: files_of(&document, sources),
        outcome,
    }
}

impl Checked {
    /// What came of an engagement before anything came of it.
    pub(super) fn of(name: String, identity: String, today: Date, files: Vec<FileOf>) -> Self {
        Checked {
            name,
            identity,
            today,
            is_part: false,
            files,
            sources: Sources::default(),
            findings: Vec::new(),
            waived: Vec::new(),
            elsewhere: Vec::new(),
            written: Vec::new(),
            tally: Tally::new(),
            first: None,
            rules: RulesOf::default(),
            needs_hours_of: Vec::new(),
            ended: None,
            compared: None,
            is_incomplete: false,
            extract: None,
        }
    }

    /// Writes what can be written now, and keeps the rest. `main` is the file of which all other
    /// files are parts that other engagements may share; none where there are no such files.
    pub(super) fn settle(
        &mut self,
        outcome: Outcome,
        sources: &Sources,
        main: Option<FileId>,
        job: &Job<'_>,
    ) {
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
        self.ended = outcome.ended;
        // Of a single file nothing can be told twice, and a part of another may not be told at all.
        let may_repeat = job.several && !self.is_part;
        let (elsewhere, own): (Vec<Finding>, Vec<Finding>) = outcome
            .findings
            .into_iter()
            .partition(|finding| may_repeat && main.is_some_and(|main| finding.span.file != main));
        self.first = own.first().map(|finding| finding.rule);
        for finding in &own {
            let counts = self.tally.entry(finding.rule.name).or_default();
            counts.add(finding);
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
        self.compared = outcome.compared;
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
