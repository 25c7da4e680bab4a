//! What one configuration file says, checked against what there is: rules, profiles, patterns.

use std::path::Path;

use racilint_checker::catalogue::Catalogue;
use racilint_checker::rules;
use racilint_diagnostics::{Finding, RuleInfo, Severity, SourceFile, Sources, Span};
use racilint_parser::decode::{DecodeTable as _, nearest};
use racilint_parser::language::{FailOn, Level, Levels, RuleLevel, RuleName, SettingsFile};
use racilint_parser::rules::import::IMPORT_RULES;
use racilint_parser::rules::{INVALID_INCLUDE, INVALID_VALUE, PARSER_RULES};
use racilint_parser::values::{Many, Profile, Ref, Text};
use racilint_parser::{Document, Loader as _, is_house};

use super::patterns::{self, Patterns};
use super::read::{Config, Said, in_words};
use crate::cli;
use crate::files::DiskLoader;

/// What a file is checked with.
pub(super) struct Check<'s, 'l> {
    pub(super) sources: &'s Sources,
    pub(super) source: &'s SourceFile,
    /// The real folder of the file.
    pub(super) folder: &'l Path,
    pub(super) loader: &'l DiskLoader,
}

impl Check<'_, '_> {
    /// What the file says, and what of it makes no sense.
    pub(super) fn config(&self, file: &SettingsFile<'_>) -> (Config, Vec<Finding>) {
        let mut findings = Vec::new();
        let mut config = Config {
            files: vec![self.source.name().to_owned()],
            fail_on: file.fail_on.map(|fail_on| Said {
                value: fail_on_of(fail_on.value),
                by: self.place(fail_on.span),
            }),
            select: self.rules(&file.select, &mut findings),
            ignore: self.rules(&file.ignore, &mut findings),
            ..Config::default()
        };
        self.keep_structure(&file.ignore, &mut findings);
        if let Some(levels) = &file.levels {
            self.take_levels(levels, &mut config, &mut findings);
        }
        contradictions(file, &mut findings);
        for profile in Many::of(&file.profiles) {
            self.take_profile(profile, &mut config, &mut findings);
        }
        if let Some(paths) = &file.paths {
            config.include = self.patterns(&paths.include, true, &mut findings);
            config.exclude = self.patterns(&paths.exclude, false, &mut findings);
        }
        findings.sort_by_key(|finding| finding.span);
        (config, findings)
    }

    /// `racilint.toml:3:11`.
    fn place(&self, span: Span) -> String {
        let position = self.source.position(span.range().start);
        let (line, column) = (position.line, position.column);
        format!("{}:{line}:{column}", self.source.name())
    }

    fn rules(
        &self,
        names: &Option<Many<RuleName<'_>>>,
        findings: &mut Vec<Finding>,
    ) -> Option<Vec<Said<&'static RuleInfo>>> {
        let names = names.as_ref()?;
        let mut found: Vec<Said<&'static RuleInfo>> = Vec::new();
        for RuleName { name } in &names.items {
            match rules::find(&name.value) {
                Some(rule) => found.push(Said {
                    value: rule,
                    by: self.place(name.span),
                }),
                None => findings.push(no_rule(&name.value, name.span)),
            }
        }
        Some(found)
    }

    fn take_levels(&self, levels: &Levels<'_>, config: &mut Config, findings: &mut Vec<Finding>) {
        for item in &levels.items {
            let Some(rule) = rules::find(&item.rule.name) else {
                findings.push(no_rule_but_key(&item.rule.name, item.rule.span));
                continue;
            };
            let Some(level) = item.level else { continue };
            if level.value == Level::Off && is_structure(rule) {
                findings.push(stays_on(rule, item.span()));
            }
            let by = self.place(item.rule.span);
            let value = (rule, severity(level.value));
            config.levels.insert(rule.name, Said { value, by });
        }
    }

    /// What makes a file unreadable is told whatever a configuration says.
    fn keep_structure(&self, names: &Option<Many<RuleName<'_>>>, findings: &mut Vec<Finding>) {
        for RuleName { name } in Many::of(names) {
            if let Some(rule) = rules::find(&name.value).filter(|rule| is_structure(rule)) {
                findings.push(stays_on(rule, name.span));
            }
        }
    }

    fn take_profile(
        &self,
        profile: &Ref<'_, Profile>,
        config: &mut Config,
        findings: &mut Vec<Finding>,
    ) {
        let (name, span) = (&*profile.name, profile.span);
        let by = self.place(span);
        if !is_house(name) {
            if Catalogue::shipped().profile(name).is_none() {
                findings.push(no_profile(name, span));
                return;
            }
            config.houses.names.push(name.to_owned());
            let value = name.to_owned();
            config.profiles.push(Said { value, by });
            return;
        }
        match self.loader.load(self.source.name(), name) {
            Ok(loaded) => {
                let mut document = Document::default();
                let wrong = document.add_house(self.sources, name, loaded.clone(), Some(span));
                findings.extend(wrong);
                let value = loaded.name.clone();
                config.profiles.push(Said { value, by });
                config.houses.add_file(loaded);
            }
            Err(error) => {
                let (reason, help) = in_words(error, "names");
                let message = format!("`{name}` cannot be read: {reason}");
                let mut finding = Finding::new(&INVALID_INCLUDE, span, message);
                finding.help(help);
                findings.push(finding);
            }
        }
    }

    fn patterns(
        &self,
        written: &Option<Many<Text<'_>>>,
        is_include: bool,
        findings: &mut Vec<Finding>,
    ) -> Option<Said<Patterns>> {
        let many = written.as_ref()?;
        // An empty list takes back what an extended file says, and finds nothing by itself.
        let mut all = Vec::new();
        for text in &many.items {
            match patterns::problem(&text.value, is_include) {
                None => all.push(text.value.to_string()),
                Some((reason, help)) => {
                    let message = format!("`{}` is no pattern: {reason}", text.value);
                    let mut finding = Finding::new(&INVALID_VALUE, text.span, message);
                    finding.help(help);
                    findings.push(finding);
                }
            }
        }
        if is_include && many.items.is_empty() {
            all.push("*".to_owned());
        }
        Some(Said {
            value: Patterns::of(self.folder, all)?,
            by: self.place(many.span),
        })
    }
}

fn no_rule(name: &str, span: Span) -> Finding {
    let message = format!("there is no rule `{}`", name.escape_debug());
    let mut finding = Finding::new(&INVALID_VALUE, span, message);
    let all = rules::all();
    if let Some(near) = nearest(name, all.iter().map(|rule| rule.name)) {
        finding.label(format!("did you mean `{near}`?"));
    }
    finding.help("`racilint rules` lists them all");
    finding
}

/// In TOML, whatever stands below `[levels]` is a part of it.
fn no_rule_but_key(name: &str, span: Span) -> Finding {
    let mut finding = no_rule(name, span);
    let keys = SettingsFile::INFO.keys.iter().map(|key| key.name);
    if let Some(key) = nearest(name, keys) {
        finding.label("").help(format!(
            "everything below `[levels]` is a rule with its level: put `{key}` above it"
        ));
    }
    finding
}

/// Where levels of rules stand that there are not.
pub(super) fn moot(file: &SettingsFile<'_>) -> Vec<Span> {
    let levels = file.levels.iter().flat_map(|levels| &levels.items);
    let unknown = levels.filter(|level| rules::find(&level.rule.name).is_none());
    unknown.map(|level| level.place).collect()
}

fn no_profile(name: &str, span: Span) -> Finding {
    let shipped = Catalogue::shipped();
    let message = format!("there is no profile `{}`", name.escape_debug());
    let mut finding = Finding::new(&INVALID_VALUE, span, message);
    if let Some(near) = nearest(name, shipped.profile_ids()) {
        finding.label(format!("did you mean `{near}`?"));
    }
    finding.help(
        "`racilint list profiles` lists them all; a profile file of your own ends in `.toml`",
    );
    finding
}

fn is_structure(rule: &RuleInfo) -> bool {
    let mut structure = PARSER_RULES.iter().chain(IMPORT_RULES.iter());
    structure.any(|own| own.name == rule.name)
}

fn stays_on(rule: &RuleInfo, span: Span) -> Finding {
    let message = format!("`{}` cannot be switched off in a configuration", rule.name);
    let mut finding = Finding::new(&INVALID_VALUE, span, message);
    finding.help(
        "what cannot be read is not checked, and nobody would see it; it can weigh less, as in \
         `[levels]` with `\"warning\"`",
    );
    finding
}

/// Of a rule that is ignored, nothing else that the same file says can come true.
fn contradictions(file: &SettingsFile<'_>, findings: &mut Vec<Finding>) {
    let known = |name: &str| rules::find(name).map(|rule| rule.name);
    for RuleName { name } in Many::of(&file.ignore) {
        let Some(rule) = known(&name.value) else {
            continue;
        };
        let mut report = |span: Span, what: &str| {
            let message = format!("`{rule}` is ignored, so {what}");
            let mut finding = Finding::new(&INVALID_VALUE, span, message);
            finding.related(name.span, "ignored here");
            finding.help("remove one of the two");
            findings.push(finding);
        };
        let selected = Many::of(&file.select).iter();
        for other in selected.filter(|other| known(&other.name.value) == Some(rule)) {
            report(other.name.span, "selecting it changes nothing");
        }
        let levels = file.levels.iter().flat_map(|levels| &levels.items);
        let same = |level: &&RuleLevel<'_>| known(&level.rule.name) == Some(rule);
        for level in levels.filter(same) {
            report(level.rule.span, "its level changes nothing");
        }
    }
}

fn fail_on_of(fail_on: FailOn) -> cli::FailOn {
    match fail_on {
        FailOn::Error => cli::FailOn::Error,
        FailOn::Warning => cli::FailOn::Warning,
        FailOn::Note => cli::FailOn::Note,
        FailOn::Never => cli::FailOn::Never,
    }
}

fn severity(level: Level) -> Option<Severity> {
    match level {
        Level::Error => Some(Severity::Error),
        Level::Warning => Some(Severity::Warning),
        Level::Note => Some(Severity::Note),
        Level::Off => None,
    }
}
