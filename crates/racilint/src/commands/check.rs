//! `racilint check`: find, read, check, write.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use jiff::civil::Date;
use racilint_checker::settle::{Levels, Outcome};
use racilint_checker::{Options, rules};
use racilint_diagnostics::{FileId, Finding, RuleInfo, Severity, Sources};
use racilint_emit::{AsOf, AsOfSource, Counts, NotEvaluated, Summary, concise};
use racilint_parser::decode::nearest;
use racilint_parser::{Document, Loader};

use super::outputs::{self, Plan, Written};
use crate::cli::CheckOptions;
use crate::files::{self, DiskLoader, Input};
use crate::fixing::{self, Fixing, Seen};
use crate::{CLEAN, ERROR, FINDINGS, Failure, NOTHING_FOUND, houses, terminal};

pub(crate) fn run(options: &CheckOptions) -> Result<u8, Failure> {
    let settings = Settings::of(options)?;
    if options.stdin_filename.is_some() && !options.paths.iter().any(|path| files::is_stdin(path)) {
        return Err(Failure::Usage(
            "`--stdin-filename` names what is read from standard input; add `-` to read it".into(),
        ));
    }
    let plan = Plan::of(options)?;
    let fixing = fixing::run(
        options,
        &Asking {
            options,
            settings: &settings,
        },
    )?;
    if let Some(fixing) = fixing.as_ref().filter(|_| options.diff) {
        return Ok(fixing.exit_code());
    }
    let is_written = !fixing.as_ref().is_some_and(Fixing::has_failed);
    if let Some(input) = fixing.and_then(|fixing| fixing.input) {
        return Ok(rest_of_stdin(input, options, &settings));
    }
    let (inputs, mut errors) = files::read_all(
        &options.paths,
        options.stdin_filename.as_deref(),
        options.allow_outside,
    );
    let nothing_to_read = inputs.is_empty() && errors.is_empty();
    if nothing_to_read {
        errors.push(nothing_found(options));
    }
    for error in &errors {
        terminal::complain(error);
    }
    let sources = Sources::default();
    let checked = check_all(inputs, &sources, options, &settings);
    let findings: Vec<Finding> = checked
        .iter()
        .flat_map(|one| one.outcome.findings.clone())
        .collect();
    plan.spares(&checked)?;
    let summary = Summary {
        unread: errors.clone(),
        ..summary(&checked, &findings, &sources, options)
    };
    let written = Written {
        options,
        sources: &sources,
        findings: &findings,
        summary: &summary,
        checked: &checked,
    };
    let is_written = is_written
        && match outputs::write(&plan, &written) {
            // Whoever stops reading has not made the findings go away.
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => true,
            written => written?,
        };
    let fails = findings
        .iter()
        .any(|finding| options.fail_on.fails(finding.severity));
    Ok(match (errors.is_empty(), fails) {
        _ if !is_written => ERROR,
        _ if nothing_to_read => NOTHING_FOUND,
        (false, _) => ERROR,
        (true, true) => FINDINGS,
        (true, false) => CLEAN,
    })
}

/// What the options ask of the checker.
struct Settings {
    levels: Levels,
    profiles: houses::Named,
}

impl Settings {
    fn of(options: &CheckOptions) -> Result<Self, Failure> {
        let mut levels = Levels {
            select: rule_names(&options.select)?,
            ignore: rule_names(&options.ignore)?,
            levels: BTreeMap::new(),
        };
        if !levels.select.is_empty() {
            // A rule says nothing about what could not be read, so that must be said with it.
            let structure = racilint_parser::rules::PARSER_RULES.iter();
            levels.select.extend(structure.map(|rule| rule.name));
        }
        for level in &options.level {
            let (rule, severity) = level_of(level)?;
            levels.levels.insert(rule, severity);
        }
        Ok(Settings {
            levels,
            profiles: houses::Named::of(&options.profile)?,
        })
    }
}

fn rule_names(names: &[String]) -> Result<BTreeSet<&'static str>, Failure> {
    names
        .iter()
        .map(|name| rule(name).map(|rule| rule.name))
        .collect()
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

fn level_of(text: &str) -> Result<(&'static str, Option<Severity>), Failure> {
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
    Ok((rule(name)?.name, severity))
}

/// What is left in standard input whose text has gone out repaired: the findings go to standard error,
/// one line each.
fn rest_of_stdin(input: Input, options: &CheckOptions, settings: &Settings) -> u8 {
    let sources = Sources::default();
    let checked = check_one(input, &sources, options, settings);
    let findings = &checked.outcome.findings;
    let mut out = anstream::stderr().lock();
    // There is nobody left to tell when this fails.
    let _ = concise::write_findings(&mut out, &sources, findings, false);
    match findings
        .iter()
        .any(|own| options.fail_on.fails(own.severity))
    {
        true => FINDINGS,
        false => CLEAN,
    }
}

pub(crate) fn nothing_found(options: &CheckOptions) -> String {
    let places: Vec<String> = options
        .paths
        .iter()
        .map(|path| format!("`{}`", path.display()))
        .collect();
    format!(
        "no engagement file found in {}; they end in `.raci.toml`",
        places.join(", ")
    )
}

/// One engagement with what came of it.
pub(super) struct Checked {
    pub(super) name: String,
    pub(super) identity: String,
    today: Date,
    /// The files that it includes, by identity.
    pub(super) included: Vec<String>,
    /// Whether it has no `[engagement]`, as a roster has none.
    is_part: bool,
    /// The files that were read for it, profile files too, by identity.
    files: Vec<(FileId, String)>,
    pub(super) outcome: Outcome,
}

/// What fixes ask the checker: as the options of the run say.
struct Asking<'o> {
    options: &'o CheckOptions,
    settings: &'o Settings,
}

impl fixing::Checker for Asking<'_> {
    fn check(&self, input: Input, sources: &Sources, loader: &dyn Loader) -> Seen {
        let mut checked = check_with(input, sources, self.options, self.settings, loader);
        // Profile files of the command line were read before, and stay as they are.
        let named = self.settings.profiles.identities();
        checked
            .files
            .retain(|(_, identity)| !named.contains(&&**identity));
        Seen {
            files: checked.files,
            findings: checked.outcome.findings,
        }
    }
}

fn check_all(
    inputs: Vec<Input>,
    sources: &Sources,
    options: &CheckOptions,
    settings: &Settings,
) -> Vec<Checked> {
    let mut checked: Vec<Checked> = inputs
        .into_iter()
        .map(|input| check_one(input, sources, options, settings))
        .collect();
    // A roster that one of them includes is checked there, not on its own.
    let included: BTreeSet<String> = checked
        .iter()
        .flat_map(|one| one.included.clone())
        .collect();
    checked.retain(|one| !(one.is_part && included.contains(&one.identity)));
    checked
}

fn check_one(
    input: Input,
    sources: &Sources,
    options: &CheckOptions,
    settings: &Settings,
) -> Checked {
    let loader = DiskLoader {
        root: input.root.clone(),
        allow_outside: options.allow_outside,
    };
    check_with(input, sources, options, settings, &loader)
}

/// Checks an engagement whose further files come from `loader`.
fn check_with(
    input: Input,
    sources: &Sources,
    options: &CheckOptions,
    settings: &Settings,
    loader: &dyn Loader,
) -> Checked {
    let (main, broken) = racilint_parser::bytes::add(sources, input.name.as_str(), input.bytes);
    let (mut document, findings) = racilint_parser::read(sources, main, &input.identity, loader);
    let of_profiles = settings.profiles.add_to(&mut document, sources);
    let today = options.as_of.unwrap_or_else(|| today(&document));
    let parsed = broken.into_iter().chain(findings).chain(of_profiles);
    let outcome = racilint_checker::check(
        &document,
        parsed.collect(),
        &Options {
            today,
            levels: settings.levels.clone(),
            profiles: settings.profiles.instead(),
        },
    );
    Checked {
        name: input.name,
        today,
        included: document.identities.get(1..).unwrap_or_default().to_vec(),
        is_part: document.engagement.is_none(),
        files: files_of(&document),
        identity: input.identity,
        outcome,
    }
}

fn files_of(document: &Document<'_>) -> Vec<(FileId, String)> {
    let own = document.files.iter().copied().zip(&document.identities);
    let houses = document.houses.iter();
    let houses = houses.map(|house| (house.file, &house.identity));
    own.chain(houses)
        .map(|(file, identity)| (file, identity.clone()))
        .collect()
}

#[expect(
    clippy::disallowed_methods,
    reason = "the binary is where the clock is read"
)]
pub(super) fn today(document: &Document<'_>) -> Date {
    racilint_checker::day_in_zone(document, jiff::Timestamp::now())
}

/// The day by UTC, for a run that has no engagement to ask for its zone.
#[expect(
    clippy::disallowed_methods,
    reason = "the binary is where the clock is read"
)]
fn today_anywhere() -> Date {
    jiff::tz::TimeZone::UTC
        .to_datetime(jiff::Timestamp::now())
        .date()
}

fn summary(
    checked: &[Checked],
    findings: &[Finding],
    sources: &Sources,
    options: &CheckOptions,
) -> Summary {
    let evaluated: BTreeSet<&str> = checked
        .iter()
        .flat_map(|one| one.outcome.evaluated.iter().map(|rule| rule.name))
        .collect();
    Summary {
        engagements: checked.iter().map(|one| one.name.clone()).collect(),
        files: sources.len(),
        unread: Vec::new(),
        counts: Counts::of(findings),
        waived: checked
            .iter()
            .flat_map(|one| one.outcome.waived.clone())
            .collect(),
        evaluated: evaluated.len(),
        not_evaluated: not_evaluated(checked),
        hours_unknown_of: hours_unknown_of(checked),
        detailed: options.verbose,
        off: checked
            .first()
            .map(|one| one.outcome.off.clone())
            .unwrap_or_default(),
        as_of: as_of(checked, options),
    }
}

fn not_evaluated(checked: &[Checked]) -> Vec<NotEvaluated> {
    let mut by_rule: BTreeMap<&str, NotEvaluated> = BTreeMap::new();
    for one in checked {
        for rule in &one.outcome.not_evaluated {
            let entry = by_rule.entry(rule.name).or_insert_with(|| NotEvaluated {
                rule,
                needs: rule.needs.to_owned(),
                engagements: Vec::new(),
            });
            entry.engagements.push(one.name.clone());
        }
    }
    by_rule.into_values().collect()
}

/// Whose hours were not known, over all engagements.
fn hours_unknown_of(checked: &[Checked]) -> Vec<String> {
    let names = checked.iter().flat_map(|one| &one.outcome.needs_hours_of);
    let names: BTreeSet<&String> = names.collect();
    names.into_iter().cloned().collect()
}

/// The date that was used; two engagements can have different days at one moment.
fn as_of(checked: &[Checked], options: &CheckOptions) -> AsOf {
    let mut days: BTreeSet<Date> = checked.iter().map(|one| one.today).collect();
    if days.is_empty() {
        days.insert(options.as_of.unwrap_or_else(today_anywhere));
    }
    let days: Vec<String> = days.iter().map(Date::to_string).collect();
    AsOf {
        date: days.join(" or "),
        source: match options.as_of {
            Some(_) => AsOfSource::CommandLine,
            None => AsOfSource::Today,
        },
        timezone_data: racilint_checker::timezone_data_version()
            .unwrap_or("unknown")
            .to_owned(),
    }
}
