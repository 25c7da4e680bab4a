//! From files to one document: the main file with everything that it includes.
//!
//! This module asks a [`Loader`] for files and knows neither folders nor disks. Names are not
//! resolved here: that is the checker's matter.

mod house;
mod loader;

use std::collections::{BTreeMap, BTreeSet};

use racilint_diagnostics::{Edit, FileId, Finding, Safety, SourceFile, Sources, Span};

use crate::decode::{DecodeTable, Decoder, Item, Map, Mentions, Rows, ZoneMention};
use crate::edits;
use crate::language::{self, File};
use crate::rules;
use crate::syntax::{self, SyntaxError, SyntaxErrorKind};
use crate::values::{Many, Mention, Profile, Ref, Target};

pub use house::{House, is_house};
pub use loader::{InMemory, LoadError, Loaded, Loader};

/// The most files that one engagement may include.
pub const MOST_INCLUDES: usize = 256;

/// One engagement: the tables of the main file and of all that it includes, in the order of
/// reading.
#[derive(Debug, Default)]
pub struct Document<'s> {
    /// The files, the main one first.
    pub files: Vec<FileId>,
    /// The same files by what a [`Loader`] takes them for.
    pub identities: Vec<String>,
    /// What is in each file that was read, profile files too: repairs are cut to it.
    pub texts: BTreeMap<FileId, &'s str>,
    /// Whether something at the top level could not be read: a table may be missing without
    /// anybody having left it out.
    pub damaged: bool,
    /// `[engagement]` of the main file.
    pub engagement: Option<language::Engagement<'s>>,
    /// Tables that are declared a second time in one file, as TOML does not allow.
    pub redeclared: Vec<Redeclared>,
    /// The profile files that it names, in the order of reading.
    pub houses: Vec<House<'s>>,
    /// Whether a profile file could not be read, or not completely: what is unknown elsewhere may be
    /// declared there.
    pub lost_house: bool,
    /// Profiles that hold besides those that the file names: ids, or the names under which profile
    /// files were added.
    pub more_profiles: Vec<String>,
    /// Every reference, for [`Document::mentions`].
    mentions: Mentions,
    /// Every name of a time zone, in the order of reading.
    pub zones: Vec<ZoneMention<'s>>,
    /// The tables, by kind.
    pub tables: Tables<'s>,
}

/// A table such as `[person.dana]` that stands in a file twice. Both bodies are read as one.
#[derive(Clone, Copy, Debug)]
pub struct Redeclared {
    /// The id in the second header.
    pub span: Span,
    /// The id in the first header.
    pub first: Span,
}

/// The tables of all files of a document.
#[derive(Debug, Default)]
#[expect(
    missing_docs,
    reason = "each field is the table of its name, documented in `language`"
)]
pub struct Tables<'s> {
    pub parties: Vec<Item<'s, language::Party<'s>>>,
    pub people: Vec<Item<'s, language::Person<'s>>>,
    pub teams: Vec<Item<'s, language::Team<'s>>>,
    pub roles: Vec<Item<'s, language::Role<'s>>>,
    pub systems: Vec<Item<'s, language::System<'s>>>,
    pub workstreams: Vec<Item<'s, language::Workstream<'s>>>,
    pub grants: Vec<language::Grant<'s>>,
    pub escalations: Vec<Item<'s, language::Escalation<'s>>>,
    pub commands: Vec<Item<'s, language::Command<'s>>>,
    pub handoffs: Vec<language::Handoff<'s>>,
    pub evidence: Vec<Item<'s, language::Evidence<'s>>>,
    pub milestones: Vec<Item<'s, language::Milestone<'s>>>,
    pub metrics: Vec<Item<'s, language::Metric<'s>>>,
    pub reports: Vec<Item<'s, language::Report<'s>>>,
    pub intakes: Vec<Item<'s, language::Intake<'s>>>,
    pub agreements: Vec<Item<'s, language::Agreement<'s>>>,
    pub statements: Vec<language::Statement<'s>>,
    pub notices: Vec<language::Notice<'s>>,
    pub acknowledgements: Vec<language::Acknowledgement<'s>>,
    pub exclusions: Vec<language::Exclusion<'s>>,
    pub exceptions: Vec<language::Exception<'s>>,
    pub waivers: Vec<language::Waiver<'s>>,
}

/// Reads a main file and all that it includes. `identity` is the main file's, as a [`Loader`]
/// would give it.
pub fn read<'s>(
    sources: &'s Sources,
    main: &'s SourceFile,
    identity: &str,
    loader: &dyn Loader,
) -> (Document<'s>, Vec<Finding>) {
    let mut reader = Reader {
        sources,
        loader,
        document: Document {
            identities: vec![identity.to_owned()],
            ..Document::default()
        },
        findings: Vec::new(),
    };
    let file = reader.parse(main);
    if file.engagement.is_none() && !file.unread.could_hold("engagement") {
        reader.report_no_engagement(main);
    }
    reader.take(main.id(), file, true);
    (reader.document, reader.findings)
}

struct Reader<'s, 'l> {
    sources: &'s Sources,
    loader: &'l dyn Loader,
    document: Document<'s>,
    findings: Vec<Finding>,
}

impl<'s> Reader<'s, '_> {
    fn parse(&mut self, source: &'s SourceFile) -> File<'s> {
        self.document.texts.insert(source.id(), source.text());
        let parsed = syntax::parse(source.id(), source.text());
        for error in parsed.errors {
            self.findings.extend(self.document.take_error(error));
        }
        // A misspelt `[comand.x]` is a table that is not where rules look for it.
        let known = |name: &str| File::INFO.keys.iter().any(|key| key.name == name);
        let misspelt = parsed
            .root
            .entries
            .iter()
            .any(|entry| !known(&entry.key.name));
        self.document.damaged |= parsed.root.damaged || misspelt;
        let mut decoder = Decoder::behind(std::mem::take(&mut self.document.mentions));
        if self.document.files.is_empty() {
            // An included file has no `[engagement]` that anything could be moved to.
            decoder = decoder.within(File::INFO);
        }
        let file = File::decode_table(parsed.root, &mut decoder);
        let decoded = decoder.finish();
        add_decoded(&mut self.findings, decoded.findings);
        self.document.mentions = decoded.mentions;
        append(&mut self.document.zones, Some(decoded.zones));
        self.document.damaged |= decoded.lost_item;
        file
    }

    fn take(&mut self, id: FileId, mut file: File<'s>, is_main: bool) {
        self.document.files.push(id);
        self.document.damaged |= file.unread.could_hold("");
        let engagement = file.engagement.take();
        self.document.tables.append(file);
        let includes = engagement
            .as_ref()
            .map(|engagement| engagement.include.clone());
        let profiles = engagement
            .as_ref()
            .and_then(|engagement| engagement.profiles.clone());
        if is_main {
            self.document.engagement = engagement;
        } else if let Some(engagement) = engagement {
            self.report_second_engagement(engagement.span);
        }
        for include in Many::of(&includes.flatten()) {
            self.include(id, &include.name, include.span);
        }
        if is_main {
            self.read_houses(id, &profiles);
        }
    }

    fn read_houses(&mut self, from: FileId, profiles: &Option<Many<Ref<'s, Profile>>>) {
        let from = self.sources.get(from).map_or("", SourceFile::name);
        let houses = Many::of(profiles).iter();
        for house in houses.filter(|profile| is_house(&profile.name)) {
            self.read_house(from, &house.name, house.span);
        }
    }

    fn read_house(&mut self, from: &str, path: &str, span: Span) {
        match self.loader.load(from, path) {
            Err(error) => {
                self.document.lost_house = true;
                self.report_include(span, path, &error.reason, error.help);
            }
            Ok(_) if self.document.houses.len() >= MOST_INCLUDES => {
                self.document.lost_house = true;
                let reason = format!("there are more than {MOST_INCLUDES} of them");
                let help = "join some of the files into one".into();
                self.report_include(span, path, &reason, help);
            }
            Ok(loaded) => {
                let findings = self
                    .document
                    .add_house(self.sources, path, loaded, Some(span));
                self.findings.extend(findings);
            }
        }
    }

    fn include(&mut self, from: FileId, path: &str, span: Span) {
        let from = self.sources.get(from).map_or("", SourceFile::name);
        match self.loader.load(from, path) {
            Err(error) => self.report_include(span, path, &error.reason, error.help),
            Ok(loaded) if self.document.identities.contains(&loaded.identity) => {
                self.report_included_twice(span, path, &loaded.identity);
            }
            Ok(_) if self.document.identities.len() > MOST_INCLUDES => self.report_include(
                span,
                path,
                &format!("there are more than {MOST_INCLUDES} of them"),
                "join some of the files into one".into(),
            ),
            Ok(loaded) => {
                self.document.identities.push(loaded.identity);
                let (source, finding) = crate::bytes::add(self.sources, loaded.name, loaded.bytes);
                self.findings.extend(finding);
                let file = self.parse(source);
                self.take(source.id(), file, false);
            }
        }
    }

    fn report_included_twice(&mut self, span: Span, path: &str, identity: &str) {
        let is_main = self
            .document
            .identities
            .first()
            .is_some_and(|main| main == identity);
        if is_main {
            let help = "remove it here: a file cannot be a part of itself";
            self.report_include(span, path, "that closes a circle", help.into());
        } else {
            let help = "remove one of the two: everything in it would be declared twice";
            self.report_include(span, path, "it is included already", help.into());
        }
        let tokens = edits::Tokens::of(self.document.text(span.file));
        let cut = tokens.without_value(span.range(), "include");
        if let (Some(finding), Some(range)) = (self.findings.last_mut(), cut) {
            let edits = vec![Edit::delete(span.file, range)];
            finding.fix_all(Safety::Safe, format!("take `{path}` out"), edits);
        }
    }

    fn report_include(&mut self, span: Span, path: &str, reason: &str, help: String) {
        self.document.damaged = true;
        let message = format!("`{path}` cannot be included: {reason}");
        let mut finding = Finding::new(&rules::INVALID_INCLUDE, span, message);
        finding.about("engagement").help(help);
        self.findings.push(finding);
    }

    fn report_second_engagement(&mut self, span: Span) {
        let message = "an included file has an `[engagement]` of its own";
        let mut finding = Finding::new(&rules::INVALID_INCLUDE, span, message);
        finding
            .about("engagement")
            .help("say it once, in the file that includes this one, and remove it here");
        self.findings.push(finding);
    }

    fn report_no_engagement(&mut self, main: &SourceFile) {
        let text = main.text();
        let span = first_line(main);
        let message = if text.trim_start_matches('\u{feff}').trim().is_empty() {
            "this file is empty"
        } else {
            "this file says nothing about an engagement"
        };
        let mut finding = Finding::new(&rules::NO_ENGAGEMENT, span, message);
        finding.about("engagement").help(
            "begin with `[engagement]`, and name model, client and provider below it; \
             a roster is checked through the engagement that includes it",
        );
        self.findings.push(finding);
    }
}

/// The first line of a file that says anything.
pub(crate) fn first_line(source: &SourceFile) -> Span {
    let text = source.text();
    let start = text.len()
        - text
            .trim_start_matches(['\u{feff}', '\n', '\r', ' ', '\t'])
            .len();
    let line = text[start..].lines().next().unwrap_or_default().trim_end();
    Span::new(source.id(), start..start + line.len())
}

/// Adds what is wrong with the tables to what is wrong with the text.
pub(crate) fn add_decoded(syntax: &mut Vec<Finding>, mut decoded: Vec<Finding>) {
    drop_unread_names(syntax, &decoded);
    drop_repairs_of_broken(syntax, &mut decoded);
    syntax.extend(decoded);
}

/// `review every = "1y"` is not TOML and no key either: quotes would not help, so only the second is
/// worth saying.
fn drop_unread_names(syntax: &mut Vec<Finding>, decoded: &[Finding]) {
    let unknown: BTreeSet<Span> = decoded
        .iter()
        .filter(|finding| finding.rule.name == rules::UNKNOWN_KEY.name)
        .map(|finding| finding.span)
        .collect();
    syntax.retain(|finding| {
        finding.rule.name != rules::SYNTAX_ERROR.name || !unknown.contains(&finding.span)
    });
}

/// `[[engagement]` has not the brackets that a repair of the header counts on.
fn drop_repairs_of_broken(syntax: &[Finding], decoded: &mut [Finding]) {
    let start = |span: Span| (span.file, span.start);
    let broken: BTreeSet<(FileId, u32)> = syntax
        .iter()
        .filter(|finding| finding.rule.name == rules::SYNTAX_ERROR.name)
        .map(|finding| start(finding.span))
        .collect();
    for finding in decoded {
        let is_broken = |edit: &Edit| broken.contains(&start(edit.span));
        finding.fix = finding
            .fix
            .take()
            .filter(|fix| !fix.edits.iter().any(is_broken));
    }
}

pub(crate) fn finding(error: SyntaxError) -> Finding {
    let rule = match error.kind {
        SyntaxErrorKind::Syntax | SyntaxErrorKind::TooDeep => &rules::SYNTAX_ERROR,
        SyntaxErrorKind::DuplicateKey | SyntaxErrorKind::DuplicateTable { .. } => {
            &rules::DUPLICATE_KEY
        }
    };
    let mut finding = Finding::new(rule, error.span, error.message);
    finding.label(error.label);
    for (span, message) in error.related {
        finding.related(span, message);
    }
    finding.help = error.help;
    finding.fix = error.fix;
    finding
}

impl<'s> Document<'s> {
    /// What is in one of its files; nothing for a file that is not one of them.
    pub fn text(&self, file: FileId) -> &'s str {
        self.texts.get(&file).copied().unwrap_or_default()
    }

    /// Every reference, in the order of reading.
    pub fn mentions(&self) -> impl Iterator<Item = Mention<'_>> {
        self.mentions_of(|_| true)
    }

    /// Every reference that must name something that is wanted, in the order of reading.
    pub fn mentions_of<'m>(
        &'m self,
        wanted: impl Fn(Target) -> bool + 'm,
    ) -> impl Iterator<Item = Mention<'m>> {
        self.mentions.of(&self.texts, wanted)
    }

    /// A table declared twice is kept for the rule on duplicate ids; everything else is said now.
    fn take_error(&mut self, error: SyntaxError) -> Option<Finding> {
        match (error.kind, error.related.first()) {
            (SyntaxErrorKind::DuplicateTable { depth: 2 }, Some((first, _))) => {
                self.redeclared.push(Redeclared {
                    span: error.span,
                    first: *first,
                });
                None
            }
            _ => Some(finding(error)),
        }
    }
}

impl<'s> Tables<'s> {
    fn append(&mut self, file: File<'s>) {
        fn keyed<'s, T>(to: &mut Vec<Item<'s, T>>, from: Option<Map<'s, T>>) {
            append(to, from.map(|map| map.items));
        }
        fn rows<T>(to: &mut Vec<T>, from: Option<Rows<T>>) {
            append(to, from.map(|rows| rows.items));
        }
        keyed(&mut self.parties, file.party);
        keyed(&mut self.people, file.person);
        keyed(&mut self.teams, file.team);
        keyed(&mut self.roles, file.role);
        keyed(&mut self.systems, file.system);
        keyed(&mut self.workstreams, file.workstream);
        rows(&mut self.grants, file.grant);
        keyed(&mut self.escalations, file.escalation);
        keyed(&mut self.commands, file.command);
        rows(&mut self.handoffs, file.handoff);
        keyed(&mut self.evidence, file.evidence);
        keyed(&mut self.milestones, file.milestone);
        keyed(&mut self.metrics, file.metric);
        keyed(&mut self.reports, file.report);
        keyed(&mut self.intakes, file.intake);
        keyed(&mut self.agreements, file.agreement);
        rows(&mut self.statements, file.statement);
        rows(&mut self.notices, file.notice);
        rows(&mut self.acknowledgements, file.acknowledgement);
        rows(&mut self.exclusions, file.exclusion);
        rows(&mut self.exceptions, file.exception);
        rows(&mut self.waivers, file.waiver);
    }
}

/// Adds to a list. What the first file has stays where it is.
fn append<T>(to: &mut Vec<T>, from: Option<Vec<T>>) {
    match from {
        Some(from) if to.is_empty() => *to = from,
        from => to.extend(from.into_iter().flatten()),
    }
}
