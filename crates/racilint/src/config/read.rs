//! A configuration with all that it extends, as one.
//!
//! A file counts in place of what it extends, key by key; `[levels]` rule by rule. `profiles` add
//! up: what an outer book of rules asks for is not lost because an inner one asks for more.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use racilint_diagnostics::{Finding, RuleInfo, Severity, SourceFile, Sources, Span};
use racilint_parser::language::SettingsFile;
use racilint_parser::rules::INVALID_INCLUDE;
use racilint_parser::values::Many;
use racilint_parser::{LoadError, Loaded, Loader as _};

use super::patterns::Patterns;
use super::{ROOT_MARK, from_here, real, valid};
use crate::cli::FailOn;
use crate::files::{self, DiskLoader, LeaveOut};
use crate::{houses, written};

/// So many files deep one may extend another.
const DEEPEST: usize = 16;
/// So many files one configuration may be made of.
const MOST_FILES: usize = 64;

/// A value with the place that says it: `racilint.toml:3:11`, or an option.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Said<T> {
    pub(crate) value: T,
    pub(crate) by: String,
}

/// What a configuration says.
#[derive(Clone, Debug, Default)]
pub(crate) struct Config {
    /// The file, then those that it extends, each once.
    pub(crate) files: Vec<String>,
    pub(crate) fail_on: Option<Said<FailOn>>,
    /// Only these rules; all where the list is empty.
    pub(crate) select: Option<Vec<Said<&'static RuleInfo>>>,
    pub(crate) ignore: Option<Vec<Said<&'static RuleInfo>>>,
    /// By the name of the rule; no severity switches it off.
    pub(crate) levels: BTreeMap<&'static str, Said<(&'static RuleInfo, Option<Severity>)>>,
    /// As written, with the place; the files among them are in `houses`.
    pub(crate) profiles: Vec<Said<String>>,
    pub(crate) houses: houses::Named,
    pub(crate) include: Option<Said<Patterns>>,
    pub(crate) exclude: Option<Said<Patterns>>,
}

impl Config {
    /// The file.
    pub(crate) fn name(&self) -> &str {
        self.files.first().map_or("", String::as_str)
    }

    /// The files of which it is made, and the profile files that it names, by identity.
    pub(crate) fn identities(&self) -> Vec<String> {
        let own = self.files.iter().map(Path::new).map(written::identity);
        let own = own.map(|path| path.to_string_lossy().into_owned());
        let houses = self.houses.identities().into_iter().map(str::to_owned);
        own.chain(houses).collect()
    }

    /// Whether a real path is among what is found in folders.
    pub(super) fn finds(&self, path: &Path) -> bool {
        let holds = |patterns: &Said<Patterns>| patterns.value.hold(path, false);
        self.include.as_ref().is_none_or(holds) && !self.exclude.as_ref().is_some_and(holds)
    }

    /// What a search does not enter or take.
    pub(super) fn leave_out(&self) -> Option<LeaveOut> {
        let patterns = self.exclude.as_ref()?.value.clone();
        Some(Arc::new(move |path: &Path, is_folder: bool| {
            patterns.hold(path, is_folder)
        }))
    }

    /// Takes over what another says; of lists the whole, of levels rule by rule, and profiles
    /// besides those that there are.
    fn take(&mut self, other: Config) {
        for file in other.files {
            if !self.files.contains(&file) {
                self.files.push(file);
            }
        }
        fn change<T>(to: &mut Option<T>, from: Option<T>) {
            if from.is_some() {
                *to = from;
            }
        }
        change(&mut self.fail_on, other.fail_on);
        if let Some(ignored) = &mut self.ignore {
            // Whoever is nearer and names a rule wants it.
            let is_named = |own: &Said<&'static RuleInfo>| {
                let name = own.value.name;
                let mut selected = other.select.iter().flatten();
                other.levels.contains_key(name) || selected.any(|rule| rule.value.name == name)
            };
            ignored.retain(|own| !is_named(own));
        }
        change(&mut self.select, other.select);
        change(&mut self.ignore, other.ignore);
        change(&mut self.include, other.include);
        change(&mut self.exclude, other.exclude);
        self.levels.extend(other.levels);
        for profile in other.profiles {
            if self.profiles.iter().all(|own| own.value != profile.value) {
                self.profiles.push(profile);
            }
        }
        self.houses.join(other.houses);
    }
}

/// Reads configurations, and collects what is wrong with them.
pub(super) struct Reader<'s> {
    pub(super) sources: &'s Sources,
    /// Mistakes, each once.
    pub(super) findings: Vec<Finding>,
    /// What could not be read at all, in words.
    pub(super) unread: Vec<String>,
    allow_outside: bool,
    /// How many files the present configuration is made of so far.
    files: usize,
    /// What came of the files that were extended, each read once.
    done: BTreeMap<String, Config>,
}

/// A file that is being read, and where it is asked to extend the next.
struct Open {
    identity: String,
    extends: Span,
}

impl<'s> Reader<'s> {
    pub(super) fn new(sources: &'s Sources, allow_outside: bool) -> Self {
        Reader {
            sources,
            findings: Vec::new(),
            unread: Vec::new(),
            allow_outside,
            files: 0,
            done: BTreeMap::new(),
        }
    }

    /// Reads a configuration that a search has found. Nobody has named it, so a link must not lead
    /// out of what it may extend: its words would be shown.
    pub(super) fn read_found(&mut self, path: &Path) -> Option<Config> {
        let leads_out = fs::canonicalize(path).is_ok_and(|file| !file.starts_with(root_of(path)));
        if leads_out && !self.allow_outside {
            let name = from_here(path);
            self.unread.push(format!(
                "`{name}` cannot be read: it leads out of the repository, or the folder, that it is in; \
                 allow it with `--allow-outside`, or go without it with `--no-config`"
            ));
            return None;
        }
        self.read(path)
    }

    /// Reads a configuration by its real path.
    pub(super) fn read(&mut self, path: &Path) -> Option<Config> {
        let name = from_here(path);
        let own = DiskLoader {
            root: PathBuf::new(),
            // Whoever names it wants that file, and one that was found lies inside.
            allow_outside: true,
        };
        match own.load("", &name) {
            Ok(loaded) => {
                self.files = 0;
                let loader = DiskLoader {
                    root: root_of(path),
                    allow_outside: self.allow_outside,
                };
                Some(self.read_loaded(loaded, &loader, &mut Vec::new()))
            }
            Err(error) => {
                let reason = error.reason;
                self.unread.push(format!(
                    "`{name}` cannot be read: {reason}; `--no-config` goes without it"
                ));
                None
            }
        }
    }

    fn read_loaded(&mut self, loaded: Loaded, loader: &DiskLoader, open: &mut Vec<Open>) -> Config {
        self.files += 1;
        let sources = self.sources;
        let folder = folder_of(&loaded.name);
        let (source, broken) = racilint_parser::bytes::add(sources, loaded.name, loaded.bytes);
        self.findings.extend(broken);
        let (file, mut findings) = racilint_parser::settings::read(source);
        // Whatever stands beside the name of no rule is not worth telling of.
        let moot = valid::moot(&file);
        findings.retain(|finding| !moot.contains(&finding.span));
        self.findings.extend(findings);
        let mut config = self.extended(source, &loaded.identity, &file, loader, open);
        let own = self.own(source, &folder, &file, loader);
        // The file itself comes first in the list, what it says last.
        let mut files = own.files.clone();
        files.append(&mut config.files);
        config.files = files;
        config.take(own);
        config
    }

    /// What the files that are extended say together, the last one most.
    fn extended(
        &mut self,
        source: &SourceFile,
        identity: &str,
        file: &SettingsFile<'_>,
        loader: &DiskLoader,
        open: &mut Vec<Open>,
    ) -> Config {
        let mut config = Config::default();
        for extends in Many::of(&file.extends) {
            open.push(Open {
                identity: identity.to_owned(),
                extends: extends.span,
            });
            if let Some(base) = self.extend(source, &extends.name, extends.span, loader, open) {
                config.take(base);
            }
            open.pop();
        }
        config
    }

    fn extend(
        &mut self,
        from: &SourceFile,
        path: &str,
        span: Span,
        loader: &DiskLoader,
        open: &mut Vec<Open>,
    ) -> Option<Config> {
        let loaded = match loader.load(from.name(), path) {
            Ok(loaded) => loaded,
            Err(error) => {
                let (reason, help) = in_words(error, "extends");
                self.cannot_extend(span, path, &reason, &help);
                return None;
            }
        };
        if let Some(first) = open.iter().position(|own| own.identity == loaded.identity) {
            let help = "remove it here: no file can be extended by itself";
            let finding = self.cannot_extend(span, path, "that closes a circle", help);
            for step in open[first..].iter().filter(|step| step.extends != span) {
                finding.related(step.extends, "extended here");
            }
            return None;
        }
        if open.len() >= DEEPEST || self.files >= MOST_FILES {
            let reason = match open.len() >= DEEPEST {
                true => format!("it is more than {DEEPEST} files deep"),
                false => format!("the configuration has more than {MOST_FILES} files"),
            };
            self.cannot_extend(span, path, &reason, "join some of the files into one");
            return None;
        }
        if let Some(known) = self.done.get(&loaded.identity) {
            return Some(known.clone());
        }
        let identity = loaded.identity.clone();
        let config = self.read_loaded(loaded, loader, open);
        self.done.insert(identity, config.clone());
        Some(config)
    }

    fn cannot_extend(&mut self, span: Span, path: &str, reason: &str, help: &str) -> &mut Finding {
        let message = format!("`{path}` cannot be extended: {reason}");
        let mut finding = Finding::new(&INVALID_INCLUDE, span, message);
        finding.help(help);
        self.findings.push(finding);
        let last = self.findings.len() - 1;
        &mut self.findings[last]
    }

    /// What one file says, without what it extends.
    fn own(
        &mut self,
        source: &'s SourceFile,
        folder: &Path,
        file: &SettingsFile<'s>,
        loader: &DiskLoader,
    ) -> Config {
        let check = valid::Check {
            sources: self.sources,
            source,
            folder,
            loader,
        };
        let (config, findings) = check.config(file);
        self.findings.extend(findings);
        config
    }
}

/// Why a file that a configuration names cannot be had, and what to do about it.
pub(super) fn in_words(error: LoadError, verb: &str) -> (String, String) {
    if error.reason == files::OUTSIDE {
        return (
            "it lies outside the repository, or the folder, of this configuration".to_owned(),
            "move it in, or allow it with `--allow-outside`".to_owned(),
        );
    }
    let help = error.help.replace("includes it", &format!("{verb} it"));
    (error.reason, help)
}

/// The folder of a file that is shown under a name, without links.
fn folder_of(name: &str) -> PathBuf {
    real(super::folder_of(name))
}

/// The folder that what a configuration names may not leave: its repository; where there is none,
/// the folder that racilint was started in if the file lies there, else its own.
fn root_of(path: &Path) -> PathBuf {
    let folder = path.parent().unwrap_or(path);
    let is_root = |folder: &&Path| fs::symlink_metadata(folder.join(ROOT_MARK)).is_ok();
    let here = real(Path::new("."));
    match folder.ancestors().find(is_root) {
        Some(root) => root.to_owned(),
        None if folder.starts_with(&here) => here,
        None => folder.to_owned(),
    }
}
