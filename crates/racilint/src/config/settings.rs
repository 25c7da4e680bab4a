//! What holds in the end: the command line before the configuration before the defaults.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use racilint_checker::rules;
use racilint_checker::settle::Levels;
use racilint_diagnostics::{Finding, RuleInfo, Severity, Sources};
use racilint_emit::{Asked, Change};
use racilint_parser::Document;
use racilint_parser::decode::nearest;

use super::{Config, Configs, Said};
use crate::cli::{CheckOptions, FailOn};
use crate::{Failure, houses, written};

/// What is asked of a check: for each engagement what its configuration and the command line say.
pub(crate) struct Settings {
    /// Profiles that are typed in place of those of an engagement.
    pub(crate) profiles: houses::Named,
    /// One for each configuration, then that of engagements without one.
    all: Vec<Own>,
    pub(crate) configs: Configs,
}

/// What is asked of the check of some engagements.
pub(crate) struct Own {
    /// The configuration, if there is one.
    pub(crate) config: Option<Config>,
    pub(crate) levels: Levels,
    pub(crate) fail_on: Said<FailOn>,
    /// Who says which rules run, where not all do.
    pub(crate) select: Vec<Said<&'static RuleInfo>>,
    /// The rules that are off or weigh otherwise than usual, by name, with who says so.
    pub(crate) changes: Vec<Change>,
}

impl Settings {
    /// Takes the command line and the configurations together.
    ///
    /// # Errors
    ///
    /// What is typed may name a rule or a profile that is not there.
    pub(crate) fn of(options: &CheckOptions, configs: Configs) -> Result<Self, Failure> {
        Settings::with(&Typed::of(options)?, &options.profile, configs)
    }

    /// The same where no rules are typed, only profiles.
    ///
    /// # Errors
    ///
    /// There may be no such profile.
    pub(crate) fn with_profiles(profiles: &[String], configs: Configs) -> Result<Self, Failure> {
        Settings::with(&Typed::default(), profiles, configs)
    }

    fn with(typed: &Typed, profiles: &[String], configs: Configs) -> Result<Self, Failure> {
        let mut all: Vec<Own> = configs
            .all
            .iter()
            .map(|config| typed.over(Some(config)))
            .collect();
        all.push(typed.over(None));
        Ok(Settings {
            profiles: houses::Named::of(profiles)?,
            all,
            configs,
        })
    }

    /// What holds for a file, by the name under which it is shown.
    pub(crate) fn of_file(&self, name: &str) -> &Own {
        &self.all[self.place(name)]
    }

    /// Adds the profiles that hold for a file besides those that it names, or in their place.
    pub(crate) fn add_profiles<'s>(
        &self,
        name: &str,
        document: &mut Document<'s>,
        sources: &'s Sources,
    ) -> Vec<Finding> {
        let mut findings = self.profiles.add_to(document, sources);
        if let Some(config) = &self.of_file(name).config {
            findings.extend(config.houses.add_besides(document, sources));
        }
        findings
    }

    /// At which place of [`Settings::in_order`] that stands.
    pub(crate) fn place(&self, name: &str) -> usize {
        let last = self.all.len().saturating_sub(1);
        self.configs.index_of(name).unwrap_or(last)
    }

    /// What held for so many engagements each, in the same order; what held for none is left out.
    pub(crate) fn asked(&self, engagements: &[usize]) -> Vec<Asked> {
        let all = self.all.iter().zip(engagements);
        let held = all.filter(|(_, count)| **count > 0);
        held.map(|(own, count)| own.asked(*count)).collect()
    }

    /// The configurations that hold somewhere, with those that they extend: equal for two names of
    /// one file.
    pub(crate) fn files(&self) -> Vec<PathBuf> {
        let configs = self.all.iter().filter_map(|own| own.config.as_ref());
        let files = configs.flat_map(|config| &config.files);
        files
            .map(|name| written::identity(Path::new(name)))
            .collect()
    }

    /// All that holds somewhere; the last is for what has no configuration.
    pub(crate) fn in_order(&self) -> &[Own] {
        &self.all
    }
}

impl Own {
    fn asked(&self, engagements: usize) -> Asked {
        let config = self.config.as_ref();
        let profiles = config.iter().flat_map(|config| &config.profiles);
        let files = config.map_or(&[][..], |config| &config.files);
        Asked {
            file: files.first().cloned(),
            extends: files.iter().skip(1).cloned().collect(),
            engagements,
            fails_from: self.fail_on.value.least(),
            fails_by: Some(self.fail_on.by.clone()).filter(|by| by != DEFAULT),
            select: self.select.iter().map(|rule| rule.value.name).collect(),
            select_by: self.select.first().map(|rule| rule.by.clone()),
            changes: self.changes.clone(),
            profiles: profiles.map(|profile| profile.value.clone()).collect(),
        }
    }
}

/// What the command line says of rules.
#[derive(Default)]
struct Typed {
    select: Vec<&'static RuleInfo>,
    ignore: Vec<&'static RuleInfo>,
    levels: BTreeMap<&'static str, (&'static RuleInfo, Option<Severity>)>,
    fail_on: Option<FailOn>,
}

impl Typed {
    fn of(options: &CheckOptions) -> Result<Self, Failure> {
        let named = |names: &[String]| names.iter().map(|name| rule(name)).collect();
        let levels: Result<Vec<_>, Failure> =
            options.level.iter().map(|level| level_of(level)).collect();
        let levels = levels?.into_iter();
        let select: Result<Vec<_>, Failure> = named(&options.select);
        let ignore: Result<Vec<_>, Failure> = named(&options.ignore);
        Ok(Typed {
            select: select?,
            ignore: ignore?,
            levels: levels
                .map(|(rule, level)| (rule.name, (rule, level)))
                .collect(),
            fail_on: options.fail_on,
        })
    }

    /// What holds where this is typed and a configuration says that.
    fn over(&self, config: Option<&Config>) -> Own {
        let nothing = Config::default();
        let said = config.unwrap_or(&nothing);
        let select = self.select(said);
        let changes = self.changes(said);
        Own {
            levels: levels(&select, &changes),
            fail_on: self.fail_on(said),
            config: config.cloned(),
            select,
            changes: changes.into_values().map(change).collect(),
        }
    }

    fn fail_on(&self, config: &Config) -> Said<FailOn> {
        let typed = self.fail_on.map(|value| said(value, "--fail-on"));
        let configured = || config.fail_on.clone();
        typed
            .or_else(configured)
            .unwrap_or_else(|| said(FailOn::Error, DEFAULT))
    }

    fn select(&self, config: &Config) -> Vec<Said<&'static RuleInfo>> {
        match self.select.as_slice() {
            [] => config.select.clone().unwrap_or_default(),
            typed => typed.iter().map(|rule| said(*rule, "--select")).collect(),
        }
    }

    /// Rule by rule, whoever speaks last counts: the configuration, then what is typed. Whoever
    /// types a rule wants it, whatever the configuration says.
    fn changes(
        &self,
        config: &Config,
    ) -> BTreeMap<&'static str, Said<(&'static RuleInfo, Option<Severity>)>> {
        let mut changes = config.levels.clone();
        for ignored in config.ignore.iter().flatten() {
            let off = said((ignored.value, None), &ignored.by);
            changes.insert(ignored.value.name, off);
        }
        for rule in &self.select {
            let is_off = |own: &Said<(_, Option<Severity>)>| own.value.1.is_none();
            if changes.get(rule.name).is_some_and(is_off) {
                changes.remove(rule.name);
            }
        }
        for (name, level) in &self.levels {
            changes.insert(name, said(*level, "--level"));
        }
        for rule in &self.ignore {
            changes.insert(rule.name, said((*rule, None), "--ignore"));
        }
        changes
    }
}

fn change(said: Said<(&'static RuleInfo, Option<Severity>)>) -> Change {
    let (rule, level) = said.value;
    let by = said.by;
    Change { rule, level, by }
}

/// How much findings weigh where nothing is typed and a configuration may say so.
pub(crate) fn levels_of(config: Option<&Config>) -> Levels {
    Typed::default().over(config).levels
}

/// Who has said what nobody has said.
pub(crate) const DEFAULT: &str = "default";

fn said<T>(value: T, by: &str) -> Said<T> {
    let by = by.to_owned();
    Said { value, by }
}

fn levels(
    select: &[Said<&'static RuleInfo>],
    changes: &BTreeMap<&'static str, Said<(&'static RuleInfo, Option<Severity>)>>,
) -> Levels {
    let mut levels = Levels {
        select: select.iter().map(|rule| rule.value.name).collect(),
        ignore: BTreeSet::new(),
        levels: changes
            .iter()
            .map(|(name, change)| (*name, change.value.1))
            .collect(),
    };
    if !levels.select.is_empty() {
        // A rule says nothing about what could not be read, so that must be said with it.
        let structure = racilint_parser::rules::PARSER_RULES.iter();
        let import = racilint_parser::rules::import::IMPORT_RULES.iter();
        let structure = structure.chain(import).map(|rule| rule.name);
        levels.select.extend(structure);
    }
    levels
}

fn rule(name: &str) -> Result<&'static RuleInfo, Failure> {
    rules::find(name).ok_or_else(|| {
        let all = rules::all();
        let near = nearest(name, all.iter().map(|rule| rule.name));
        let hint = near.map_or("`racilint rules` lists them all".into(), |near| {
            format!("did you mean `{near}`?")
        });
        Failure::Usage(format!("there is no rule `{name}`; {hint}"))
    })
}

fn level_of(text: &str) -> Result<(&'static RuleInfo, Option<Severity>), Failure> {
    let wrong = || {
        Failure::Usage(format!(
            "`--level {text}` makes no sense; write it as `--level RULE=warning`, \
             with error, warning, note or off"
        ))
    };
    let (name, level) = text.split_once('=').ok_or_else(wrong)?;
    let severity = match level {
        "error" => Some(Severity::Error),
        "warning" => Some(Severity::Warning),
        "note" => Some(Severity::Note),
        "off" => None,
        _ => return Err(wrong()),
    };
    Ok((rule(name)?, severity))
}
