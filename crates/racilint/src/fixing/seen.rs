//! What the checker says of an engagement whose files may be repaired in memory already.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use racilint_diagnostics::{
    FileId, Finding, Fix, Group, RuleInfo, Safety, Severity, SourceFile, Sources,
};
use racilint_parser::rules as parser;
use racilint_parser::{LoadError, Loaded, Loader};

use super::apply::Patch;
use crate::files::{DiskLoader, Found, Input, holds};
use crate::kind;

/// Checks one engagement as the options of the run say.
pub(crate) trait Checker {
    /// What is said where there is nothing to check.
    fn nothing_found(&self) -> String;

    /// What it finds, with the files that it read.
    fn check(&self, input: Input, sources: &Sources, loader: &dyn Loader) -> Seen;
}

/// What a check has seen.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    /// The files that were read for the engagement, each with its identity.
    pub(crate) files: Vec<(FileId, String)>,
    /// What is wrong.
    pub(crate) findings: Vec<Finding>,
}

/// Which repairs are asked for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wanted {
    /// [`Safety::Unsafe`] for all of them.
    pub(super) most: Safety,
    /// Whether files outside the root are read.
    pub(super) allow_outside: bool,
}

/// Where an engagement comes from.
#[derive(Debug)]
pub(super) enum Main {
    /// A file that is read when its turn comes.
    Disk(Found),
    /// Standard input. Nothing but its own text is repaired.
    Given(Input),
}

/// The texts that are another than on the disk, by identity.
pub(super) type Texts = BTreeMap<String, String>;

/// A repair of a finding, in terms of files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Repair {
    /// Where the finding is and what the repair does, in words.
    pub(super) words: String,
    /// The same finding by name, wherever it stands: rule, object, aspect, title.
    pub(super) key: [String; 4],
    /// What hides beneath what it repairs.
    pub(super) level: Level,
    /// The edits, each with the identity of its file.
    pub(super) patches: Vec<(String, Patch)>,
}

/// An error, so that the same one is known again after a repair.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Fault {
    pub(super) level: Level,
    rule: &'static str,
    object: String,
    aspect: String,
    message: String,
}

/// What must be in order before more can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Level {
    /// The text and its files.
    Text,
    /// Keys and values.
    Values,
    /// Names.
    Names,
    /// What the engagement says.
    Meaning,
}

impl Level {
    /// From the lowest on.
    pub(super) const ALL: [Level; 4] = [Level::Text, Level::Values, Level::Names, Level::Meaning];

    fn of(rule: &'static RuleInfo) -> Self {
        const OF_TEXT: [&RuleInfo; 4] = [
            &parser::DUPLICATE_KEY,
            &parser::INVALID_INCLUDE,
            &parser::NO_ENGAGEMENT,
            &parser::SYNTAX_ERROR,
        ];
        let is_in = |rules: &[&RuleInfo]| rules.iter().any(|own| own.name == rule.name);
        match rule.group {
            _ if is_in(&OF_TEXT) => Level::Text,
            _ if is_in(parser::PARSER_RULES) => Level::Values,
            Group::Structure => Level::Names,
            _ => Level::Meaning,
        }
    }
}

/// An engagement as it looks with some texts.
#[derive(Debug, Default)]
pub(super) struct Look {
    /// The repairs that are asked for and possible, in the order of the findings.
    pub(super) repairs: Vec<Repair>,
    /// The errors, with how often each stands there.
    pub(super) faults: BTreeMap<Fault, usize>,
    /// Name and text of each file, by identity.
    pub(super) files: BTreeMap<String, (String, String)>,
    /// The repairs in files outside of the folder, by the name of the file: they are not made.
    pub(super) outside: BTreeMap<String, usize>,
}

impl Main {
    /// Looks at the engagement; nothing is seen where it cannot be read.
    pub(super) fn look(&self, texts: &Texts, checker: &dyn Checker, wanted: Wanted) -> Look {
        let Some(mut input) = self.input() else {
            return Look::default();
        };
        let is_text = std::str::from_utf8(&input.bytes).is_ok();
        if let Some(text) = texts.get(&input.identity) {
            input.bytes = text.clone().into_bytes();
        }
        let loader = Patched {
            disk: DiskLoader {
                root: input.root.clone(),
                allow_outside: wanted.allow_outside,
            },
            texts,
        };
        let reach = Reach {
            files: Writable::of(&input),
            texts,
            is_text,
        };
        let sources = Sources::default();
        let seen = checker.check(input, &sources, &loader);
        Look::of(&seen, &sources, &reach, wanted)
    }

    fn input(&self) -> Option<Input> {
        match self {
            // What cannot be read is told by the check.
            Main::Disk(found) => found.clone().read().ok(),
            Main::Given(input) => Some(input.clone()),
        }
    }
}

impl Look {
    fn of(seen: &Seen, sources: &Sources, reach: &Reach<'_>, wanted: Wanted) -> Self {
        let mut look = Look::default();
        let mut identities: BTreeMap<FileId, &str> = BTreeMap::new();
        let mut outside: BTreeMap<FileId, &str> = BTreeMap::new();
        for (file, identity) in &seen.files {
            let Some(source) = sources.get(*file) else {
                continue;
            };
            let file_of = (source.name().to_owned(), source.text().to_owned());
            look.files.insert(identity.clone(), file_of);
            if reach.has(identity, source) {
                identities.insert(*file, identity);
            } else if reach.is_outside(identity) {
                outside.insert(*file, source.name());
            }
        }
        for finding in &seen.findings {
            if finding.severity == Severity::Error {
                *look.faults.entry(Fault::of(finding)).or_default() += 1;
            }
            let fix = finding.fix.iter().filter(|fix| is_wanted(fix, wanted));
            let mut edits = fix.flat_map(|fix| &fix.edits);
            if let Some(name) = edits.find_map(|edit| outside.get(&edit.span.file)) {
                *look.outside.entry((*name).to_owned()).or_default() += 1;
            }
            look.repairs
                .extend(repair(finding, &identities, sources, wanted));
        }
        look
    }
}

impl Fault {
    fn of(finding: &Finding) -> Self {
        Fault {
            level: Level::of(finding.rule),
            rule: finding.rule.name,
            object: finding.subject.object.clone(),
            aspect: finding.subject.aspect.clone(),
            message: finding.message.clone(),
        }
    }

    /// What must stay the same for it to be the same error. The words of a rule may count things.
    pub(super) fn name(&self) -> (&str, &str, &str, &str) {
        let message = match self.level {
            Level::Meaning => "",
            _ => &self.message,
        };
        (self.rule, &self.object, &self.aspect, message)
    }

    /// What it is, for people.
    pub(super) fn words(&self) -> String {
        format!("error[{}]: {}", self.rule, self.message)
    }
}

fn is_wanted(fix: &Fix, wanted: Wanted) -> bool {
    !fix.edits.is_empty() && (fix.safety == Safety::Safe || wanted.most == Safety::Unsafe)
}

fn repair(
    finding: &Finding,
    identities: &BTreeMap<FileId, &str>,
    sources: &Sources,
    wanted: Wanted,
) -> Option<Repair> {
    let fix = finding.fix.as_ref().filter(|fix| is_wanted(fix, wanted))?;
    let patch = |edit: &racilint_diagnostics::Edit| {
        let identity = identities.get(&edit.span.file)?;
        let range = edit.span.range();
        let fits = sources
            .get(edit.span.file)?
            .text()
            .get(range.clone())
            .is_some();
        fits.then(|| {
            let patch = Patch {
                start: range.start,
                end: range.end,
                text: edit.text.clone(),
            };
            ((*identity).to_owned(), patch)
        })
    };
    let patches: Option<Vec<(String, Patch)>> = fix.edits.iter().map(patch).collect();
    let first = fix.edits.first()?.span;
    let source = sources.get(first.file)?;
    let line = source.position(first.range().start).line;
    Some(Repair {
        words: format!(
            "{}:{line}: {} ({})",
            source.name(),
            fix.title,
            finding.rule.name
        ),
        key: [
            finding.rule.name.to_owned(),
            finding.subject.object.clone(),
            finding.message.clone(),
            fix.title.clone(),
        ],
        level: Level::of(finding.rule),
        patches: patches?,
    })
}

/// Which files of an engagement repairs are written into: those that are named as TOML within the
/// root, and of standard input nothing but its own text.
pub(crate) struct Writable {
    only: Option<String>,
    root: PathBuf,
}

impl Writable {
    pub(crate) fn of(input: &Input) -> Self {
        Writable {
            only: input.is_stdin.then(|| input.identity.clone()),
            root: input.root.clone(),
        }
    }

    /// Whether a file may be changed.
    pub(crate) fn has(&self, identity: &str) -> bool {
        match &self.only {
            Some(only) => only == identity,
            None => kind::is_toml(identity) && self.is_within(identity),
        }
    }

    fn is_within(&self, identity: &str) -> bool {
        Path::new(identity).starts_with(&self.root)
    }
}

/// Which files may be changed, as they are now.
struct Reach<'t> {
    files: Writable,
    texts: &'t Texts,
    /// Whether the main file is UTF-8.
    is_text: bool,
}

impl Reach<'_> {
    /// Whether a file may be changed: repairs are written into it, and it is on the disk as it was
    /// read, so that nothing is lost with bytes that are no text.
    fn has(&self, identity: &str, source: &SourceFile) -> bool {
        if !self.files.has(identity) {
            return false;
        }
        if self.files.only.is_some() {
            return self.is_text;
        }
        self.texts.contains_key(identity) || holds(Path::new(identity), source.text().as_bytes())
    }

    /// Whether a file lies outside of where anything is written.
    fn is_outside(&self, identity: &str) -> bool {
        self.files.only.is_none() && !self.files.is_within(identity)
    }
}

/// The disk, with some texts in place of what is there.
struct Patched<'t> {
    disk: DiskLoader,
    texts: &'t Texts,
}

impl Loader for Patched<'_> {
    fn load(&self, from: &str, path: &str) -> Result<Loaded, LoadError> {
        let mut loaded = self.disk.load(from, path)?;
        if let Some(text) = self.texts.get(&loaded.identity) {
            loaded.bytes = text.clone().into_bytes();
        }
        Ok(loaded)
    }
}
