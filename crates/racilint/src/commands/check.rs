//! `racilint check`: find, read, check, write.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use jiff::civil::Date;
use racilint_checker::Options;
use racilint_checker::settle::Outcome;
use racilint_diagnostics::{Finding, Severity, Sources};
use racilint_emit::{AsOf, AsOfSource, Counts, Fixed, NotEvaluated, Summary};

use super::outputs::{self, Plan, Written};
use crate::baseline::Baseline;
use crate::cli::CheckOptions;
use crate::config::Settings;
use crate::files::{self, DiskLoader, Input};
use crate::{CLEAN, ERROR, FINDINGS, Failure, NOTHING_FOUND, config, terminal};

pub(crate) fn run(options: &CheckOptions) -> Result<u8, Failure> {
    if options.stdin_filename.is_some() && !options.paths.iter().any(|path| files::is_stdin(path)) {
        return Err(Failure::Usage(
            "`--stdin-filename` names what is read from standard input; add `-` to read it".into(),
        ));
    }
    let plan = Plan::of(options)?;
    let baseline = options
        .baseline
        .as_deref()
        .map(Baseline::read)
        .transpose()?;
    let stdin_filename = options.stdin_filename.as_deref();
    let (found, configs) = config::search(
        &options.paths,
        stdin_filename,
        options.allow_outside,
        &options.config,
    )?;
    let settings = Settings::of(options, configs)?;
    if options.show_settings {
        return config::show(&settings, &found.found, &named(options), options.format);
    }
    let (inputs, mut errors) = files::read_all(&options.paths, stdin_filename, found);
    let nothing_to_read = inputs.is_empty() && errors.is_empty();
    if nothing_to_read {
        errors.push(nothing_found(options, &settings));
    }
    for error in &errors {
        terminal::complain(error);
    }
    let sources = Sources::default();
    let checked = check_all(inputs, &sources, options, &settings, baseline.as_ref());
    let findings: Vec<Finding> = checked
        .iter()
        .flat_map(|one| one.outcome.findings.clone())
        .collect();
    plan.spares(&checked)?;
    let summary = Summary {
        unread: errors.clone(),
        asked: settings.asked(&engagements_of(&checked, &settings)),
        baseline: baseline.map(|baseline| baseline_use(&baseline, &checked)),
        ..summary(&checked, &findings, &sources, options)
    };
    let written = Written {
        options,
        settings: &settings,
        sources: &sources,
        findings: &findings,
        summary: &summary,
        checked: &checked,
    };
    let is_written = match outputs::write(&plan, &written) {
        // Whoever stops reading has not made the findings go away.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => true,
        written => written?,
    };
    let fails = checked.iter().any(|one| {
        let fail_on = settings.of_file(&one.name).fail_on.value;
        let mut findings = one.outcome.findings.iter();
        findings.any(|finding| fail_on.fails(finding.severity))
    });
    Ok(match (errors.is_empty(), fails) {
        _ if !is_written => ERROR,
        _ if nothing_to_read => NOTHING_FOUND,
        (false, _) => ERROR,
        (true, true) => FINDINGS,
        (true, false) => CLEAN,
    })
}

/// What is checked though no file need be there.
fn named(options: &CheckOptions) -> Vec<String> {
    let is_read = options.paths.iter().any(|path| files::is_stdin(path));
    let name = options.stdin_filename.as_deref();
    let name = name.map_or_else(|| "<stdin>".to_owned(), files::shown);
    is_read.then_some(name).into_iter().collect()
}

fn nothing_found(options: &CheckOptions, settings: &Settings) -> String {
    let places: Vec<String> = options
        .paths
        .iter()
        .map(|path| format!("`{}`", path.display()))
        .collect();
    let left_out = match settings.configs.left_out.len() {
        0 => String::new(),
        1 => ", and the configuration leaves 1 path out".to_owned(),
        count => format!(", and the configuration leaves {count} paths out"),
    };
    format!(
        "no engagement file found in {}; they end in `.raci.toml`{left_out}",
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
    /// Something in it could not be read: what is absent may be there.
    is_incomplete: bool,
    pub(super) outcome: Outcome,
}

fn check_all(
    inputs: Vec<Input>,
    sources: &Sources,
    options: &CheckOptions,
    settings: &Settings,
    baseline: Option<&Baseline>,
) -> Vec<Checked> {
    let mut checked: Vec<Checked> = inputs
        .into_iter()
        .map(|input| check_one(input, sources, options, settings, baseline))
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
    baseline: Option<&Baseline>,
) -> Checked {
    let loader = DiskLoader {
        root: input.root,
        allow_outside: options.allow_outside,
    };
    let (main, broken) = racilint_parser::bytes::add(sources, input.name.as_str(), input.bytes);
    let (mut document, findings) = racilint_parser::read(sources, main, &input.identity, &loader);
    let own = settings.of_file(&input.name);
    let of_profiles = settings.add_profiles(&input.name, &mut document, sources);
    let today = options.as_of.unwrap_or_else(|| today(&document));
    let parsed = broken.into_iter().chain(findings).chain(of_profiles);
    let key = baseline.map(|baseline| baseline.key(&input.identity));
    let known = baseline.zip(key.as_ref());
    let parsed: Vec<Finding> = parsed.collect();
    let is_wrong = parsed.iter().any(|own| own.severity == Severity::Error);
    let outcome = racilint_checker::check_against(
        &document,
        parsed,
        &Options {
            today,
            levels: own.levels.clone(),
            profiles: settings.profiles.instead(),
        },
        known.map(|(baseline, key)| baseline.of(key)),
    );
    Checked {
        name: input.name,
        today,
        included: document.identities.get(1..).unwrap_or_default().to_vec(),
        is_part: document.engagement.is_none(),
        is_incomplete: is_wrong || document.damaged || document.lost_house,
        identity: input.identity,
        outcome,
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the binary is where the clock is read"
)]
pub(super) fn today(document: &racilint_parser::Document<'_>) -> Date {
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
        asked: Vec::new(),
        baseline: None,
    }
}

/// For how many engagements each of the settings held.
fn engagements_of(checked: &[Checked], settings: &Settings) -> Vec<usize> {
    let mut counts = vec![0; settings.in_order().len()];
    for one in checked {
        counts[settings.place(&one.name)] += 1;
    }
    counts
}

/// What came of the comparison with a baseline. What could not be read completely has mended
/// nothing.
fn baseline_use(baseline: &Baseline, checked: &[Checked]) -> racilint_emit::Baseline {
    let mut used = racilint_emit::Baseline {
        file: baseline.name(),
        fixed: Vec::new(),
        not_looked_at: 0,
    };
    for one in checked {
        let Some(compared) = &one.outcome.compared else {
            continue;
        };
        used.not_looked_at += compared.not_looked_at.len();
        if one.is_incomplete {
            used.not_looked_at += compared.fixed.len();
            continue;
        }
        used.fixed.extend(compared.fixed.iter().map(|entry| Fixed {
            engagement: one.name.clone(),
            rule: entry.rule.clone(),
            object: entry.object.clone(),
            aspect: entry.aspect.clone(),
            names: entry.names.clone(),
        }));
    }
    used
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
