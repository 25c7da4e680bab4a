//! `racilint baseline write`: puts what is found today into a baseline, so that a check can tell
//! what is new.
//!
//! Only what was looked at is changed: of engagements that were not checked, or could not be read
//! completely, and of rules that are off or lacked their data, the baseline keeps what it holds.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use racilint_checker::baseline::not_acceptable;
use racilint_checker::{Options, check_against};
use racilint_diagnostics::{Finding, Severity, Sources};

use super::check;
use crate::baseline::Baseline;
use crate::cli::BaselineOptions;
use crate::config::{self, Settings};
use crate::files::{self, DiskLoader, Input};
use crate::{CLEAN, ERROR, Failure, NOTHING_FOUND, terminal, written};

pub(crate) fn write(options: &BaselineOptions) -> Result<u8, Failure> {
    if options.paths.iter().any(|path| files::is_stdin(path)) {
        return Err(Failure::Usage(
            "a baseline knows engagements by their files, so it cannot hold standard input".into(),
        ));
    }
    if files::is_stdin(&options.output) {
        return Err(Failure::Usage(
            "a baseline is kept in a file beside the engagements, so `--output` takes a name and \
             not `-`"
                .into(),
        ));
    }
    if files::is_engagement(options.output.file_name().unwrap_or_default()) {
        return Err(Failure::Usage(format!(
            "`--output` would write a baseline in place of the engagement `{}`",
            files::shown(&options.output)
        )));
    }
    written::refuse_name(&options.output, "a baseline")?;
    let (found, configs) =
        config::search(&options.paths, None, options.allow_outside, &options.config)?;
    let settings = Settings::with_profiles(&options.profile, configs)?;
    let mut baseline = Baseline::read_or_begin(&options.output)?;
    let (inputs, errors) = files::read_all(found);
    errors.iter().for_each(|error| terminal::complain(error));
    if inputs.is_empty() && errors.is_empty() {
        terminal::complain("no engagement file found; they end in `.raci.toml`");
        return Ok(NOTHING_FOUND);
    }
    if inputs.is_empty() {
        // Nobody looked at anything: there is nothing to write.
        return Ok(ERROR);
    }
    let mut tally = Tally::default();
    let before = baseline.clone();
    for input in inputs {
        take(input, options, &settings, &mut baseline, &mut tally);
    }
    let folders: Vec<PathBuf> = options
        .paths
        .iter()
        .filter_map(|path| fs::canonicalize(path).ok())
        .filter(|path| path.is_dir())
        .collect();
    tally.gone += baseline.forget_gone(&folders);
    baseline.write()?;
    tally.tell(&before, &baseline);
    let is_whole = errors.is_empty() && tally.incomplete == 0;
    Ok(if is_whole { CLEAN } else { ERROR })
}

/// What is told at the end.
#[derive(Default)]
struct Tally {
    /// Entries whose finding, or whose file, is gone.
    gone: usize,
    /// Engagements that could not be read completely.
    incomplete: usize,
    /// Findings that no baseline holds, by rule.
    left: BTreeMap<&'static str, usize>,
}

/// Puts the findings of an engagement into the baseline.
fn take(
    input: Input,
    options: &BaselineOptions,
    settings: &Settings,
    baseline: &mut Baseline,
    tally: &mut Tally,
) {
    let sources = Sources::default();
    let loader = DiskLoader {
        root: input.root,
        allow_outside: options.allow_outside,
    };
    let (main, broken) = racilint_parser::bytes::add(&sources, input.name.as_str(), input.bytes);
    let (mut document, found) = racilint_parser::read(&sources, main, &input.identity, &loader);
    let mut findings: Vec<Finding> = broken.into_iter().chain(found).collect();
    findings.extend(settings.add_profiles(&input.name, &mut document, &sources));
    let is_wrong = findings.iter().any(|own| own.severity == Severity::Error);
    if document.engagement.is_none() && !document.damaged {
        // A roster is checked through the engagement that includes it.
        return;
    }
    if is_wrong || document.damaged || document.lost_house {
        tally.incomplete += 1;
        terminal::complain(&format!(
            "`{}` could not be read completely, so the baseline keeps what it holds of it; \
             `racilint check` says what to mend",
            input.name
        ));
        return;
    }
    let key = baseline.key(&input.identity);
    let asked = Options {
        today: options.as_of.unwrap_or_else(|| check::today(&document)),
        levels: settings.of_file(&input.name).levels.clone(),
        profiles: settings.profiles.instead(),
        extracts: false,
    };
    let outcome = check_against(&document, findings, &asked, Some(baseline.of(&key)));
    for (rule, count) in not_acceptable(&outcome) {
        *tally.left.entry(rule).or_default() += count;
    }
    if let Some(compared) = &outcome.compared {
        tally.gone += compared.fixed.len();
        baseline.put(key, compared.kept());
    }
}

impl Tally {
    fn tell(&self, before: &Baseline, after: &Baseline) {
        let (findings, engagements) = after.size();
        let added = findings + self.gone - before.size().0.min(findings + self.gone);
        let noun = |count: usize, noun: &str| {
            let plural = if count == 1 { "" } else { "s" };
            format!("{count} {noun}{plural}")
        };
        terminal::say(&format!(
            "{}: {} of {}; {added} new, {} gone",
            after.name(),
            noun(findings, "finding"),
            noun(engagements, "engagement"),
            self.gone,
        ));
        if !self.left.is_empty() {
            let count = self.left.values().sum();
            let rules: Vec<&str> = self.left.keys().copied().collect();
            terminal::say(&format!(
                "{} cannot be put into a baseline, so a check tells of it all the same: {}",
                noun(count, "finding"),
                rules.join(", ")
            ));
        }
    }
}
