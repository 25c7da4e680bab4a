//! `racilint check`: find, read, check, write.
//!
//! One engagement may be checked, or thousands: each is read, checked and told of on its own
//! ([`one`]), several at a time ([`pipeline`]), and let go again; [`gather`] keeps, in the order of
//! the files, what the whole amounts to.

mod asking;
mod gather;
mod matrix;
mod one;
mod pipeline;
mod progress;
mod shared;
mod together;

use std::fs;
use std::num::NonZero;
use std::path::Path;

use jiff::civil::Date;
use racilint_import::Kind;

use super::outputs::Plan;
use crate::baseline::Baseline;
use crate::cli::CheckOptions;
use crate::config::Settings;
use crate::files::Input;
use crate::fixing::Fixing;
use crate::{
    CLEAN, ERROR, FINDINGS, Failure, NOTHING_FOUND, config, files, fixing, terminal, written,
};
use asking::Asking;
use gather::Gathered;
use one::{Asked, Job, check_one};
use pipeline::in_order;

pub(super) use gather::Engaged;

pub(crate) fn run(options: &CheckOptions) -> Result<u8, Failure> {
    if options.stdin_filename.is_some() && !options.paths.iter().any(|path| files::is_stdin(path)) {
        return Err(Failure::Usage(
            "`--stdin-filename` names what is read from standard input; add `-` to read it".into(),
        ));
    }
    let plan = Plan::of(options)?;
    let baseline = options.baseline.as_deref();
    let held = baseline.map(written::identity);
    let baseline = baseline.map(Baseline::read).transpose()?;
    let (inputs, configs) = config::search(
        &options.paths,
        options.stdin_filename.as_deref(),
        options.allow_outside,
        &options.config,
    )?;
    let settings = Settings::of(options, configs)?;
    if options.show_settings {
        let code = config::show(&settings, &inputs.found, options.format)?;
        inputs
            .errors
            .iter()
            .for_each(|error| terminal::complain(error));
        return Ok(if inputs.errors.is_empty() {
            code
        } else {
            ERROR
        });
    }
    let asking = Asking::of(options, &settings);
    let fixing = fixing::run(options, &inputs, &asking)?;
    if let Some(fixing) = fixing.as_ref().filter(|_| options.diff) {
        return Ok(fixing.exit_code());
    }
    let is_stored = !fixing.as_ref().is_some_and(Fixing::has_failed);
    if let Some(input) = fixing.and_then(|fixing| fixing.input) {
        return Ok(asking.rest_of_stdin(input));
    }
    let found = inputs.found.iter().filter_map(files::Found::identity);
    let configured = settings.files();
    let configured = configured.iter().map(std::path::PathBuf::as_path);
    plan.spares(found.chain(held.as_deref()).chain(configured))?;
    let nothing_to_read = inputs.found.is_empty() && inputs.errors.is_empty();
    let asked = Asked {
        options,
        settings: &settings,
        baseline: baseline.as_ref(),
        compares: inputs.found.len() > 1,
    };
    let job = Job::of(asked, &plan, inputs.found.len());
    let mut gathered = Gathered::of(options, &job, plan.start(options));
    for error in inputs.errors {
        gathered.unread(error);
    }
    if nothing_to_read {
        gathered.unread(nothing_found(options, &settings));
    }
    let work = |found: files::Found| found.read().and_then(|input| check_one(input, &job));
    in_order(threads(options), inputs.found, work, |checked| {
        gathered.take(checked);
    });
    let ending = gathered.finish()?;
    Ok(match (ending.is_read, ending.fails) {
        _ if !ending.is_written || !is_stored => ERROR,
        _ if nothing_to_read => NOTHING_FOUND,
        (false, _) => ERROR,
        (true, true) => FINDINGS,
        (true, false) => CLEAN,
    })
}

/// What `--fix --unsafe-fixes` makes of a text that includes nothing.
///
/// # Errors
///
/// There are none as long as the options are the usual ones.
pub(crate) fn repaired(input: Input, options: &CheckOptions) -> Result<String, Failure> {
    let settings = Settings::of(options, config::Configs::default())?;
    let asking = Asking::of(options, &settings);
    Ok(fixing::repaired(input, &asking))
}

/// How many engagements are checked at one time.
fn threads(options: &CheckOptions) -> usize {
    let available = || std::thread::available_parallelism().map_or(1, NonZero::get);
    options.threads.map_or_else(available, NonZero::get)
}

pub(crate) fn nothing_found(options: &CheckOptions, settings: &Settings) -> String {
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
    let matrix = options.paths.iter().find_map(|path| matrix_in(path));
    let matrix = matrix.map_or_else(String::new, |file| {
        format!("; a matrix is checked where it is named, such as `{file}`")
    });
    format!(
        "no engagement file found in {}; they end in `.raci.toml`{left_out}{matrix}",
        places.join(", ")
    )
}

/// The first file in a folder that looks like a matrix; a page that says what the folder is for does
/// not.
fn matrix_in(folder: &Path) -> Option<String> {
    let files = fs::read_dir(folder).ok()?.filter_map(Result::ok);
    let names = files.map(|file| files::shown(&file.path()));
    let is_matrix = |name: &String| {
        let file = name.rsplit('/').next().unwrap_or(name);
        let is_page = ["README", "CHANGELOG", "index", "."].iter();
        Kind::of(name).is_some() && !is_page.into_iter().any(|page| file.starts_with(page))
    };
    names.filter(is_matrix).min()
}

#[expect(
    clippy::disallowed_methods,
    reason = "the binary is where the clock is read"
)]
pub(super) fn today(document: &racilint_parser::Document<'_>) -> Date {
    racilint_checker::day_in_zone(document, jiff::Timestamp::now())
}
