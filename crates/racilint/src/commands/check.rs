//! `racilint check`: find, read, check, write.
//!
//! One engagement may be checked, or thousands: each is read, checked and told of on its own
//! ([`one`]), several at a time ([`pipeline`]), and let go again; [`gather`] keeps, in the order of
//! the files, what the whole amounts to.

mod gather;
mod one;
mod pipeline;
mod progress;
mod shared;
mod together;

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZero;

use jiff::civil::Date;
use racilint_checker::rules;
use racilint_checker::settle::Levels;
use racilint_diagnostics::{RuleInfo, Severity};
use racilint_parser::decode::nearest;

use super::outputs::Plan;
use crate::cli::CheckOptions;
use crate::{CLEAN, ERROR, FINDINGS, Failure, NOTHING_FOUND, files, houses};
use gather::Gathered;
use one::{Job, check_one};
use pipeline::in_order;

pub(super) use gather::Engaged;

pub(crate) fn run(options: &CheckOptions) -> Result<u8, Failure> {
    let settings = Settings::of(options)?;
    if options.stdin_filename.is_some() && !options.paths.iter().any(|path| files::is_stdin(path)) {
        return Err(Failure::Usage(
            "`--stdin-filename` names what is read from standard input; add `-` to read it".into(),
        ));
    }
    let plan = Plan::of(options)?;
    let inputs = files::find_all(
        &options.paths,
        options.stdin_filename.as_deref(),
        options.allow_outside,
    );
    plan.spares(inputs.found.iter().filter_map(files::Found::identity))?;
    let nothing_to_read = inputs.found.is_empty() && inputs.errors.is_empty();
    let job = Job::of(options, &settings, &plan, inputs.found.len());
    let mut gathered = Gathered::of(options, &job, plan.start(options));
    for error in inputs.errors {
        gathered.unread(error);
    }
    if nothing_to_read {
        gathered.unread(nothing_found(options));
    }
    let work = |found: files::Found| found.read().map(|input| check_one(input, &job));
    in_order(threads(options), inputs.found, work, |checked| {
        gathered.take(checked);
    });
    let ending = gathered.finish()?;
    let fails = options.fail_on.least();
    let fails = fails.is_some_and(|least| ending.counts.from(least) > 0);
    Ok(match (ending.is_read, fails) {
        _ if !ending.is_written => ERROR,
        _ if nothing_to_read => NOTHING_FOUND,
        (false, _) => ERROR,
        (true, true) => FINDINGS,
        (true, false) => CLEAN,
    })
}

/// How many engagements are checked at one time.
fn threads(options: &CheckOptions) -> usize {
    let available = || std::thread::available_parallelism().map_or(1, NonZero::get);
    options.threads.map_or_else(available, NonZero::get)
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

fn nothing_found(options: &CheckOptions) -> String {
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

#[expect(
    clippy::disallowed_methods,
    reason = "the binary is where the clock is read"
)]
pub(super) fn today(document: &racilint_parser::Document<'_>) -> Date {
    racilint_checker::day_in_zone(document, jiff::Timestamp::now())
}
