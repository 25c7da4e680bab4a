//! One engagement, read for a question that is put to it.
//!
//! What is wrong in the file is shown first, on standard error; the question is still answered as
//! far as the file says.

use std::path::Path;

use anstream::stderr;
use jiff::civil::Date;
use racilint_checker::catalogue::Catalogue;
use racilint_checker::model::Engagement;
use racilint_checker::time::Clock;
use racilint_diagnostics::{Finding, Severity, Sources};
use racilint_emit::human;
use racilint_parser::Document;

use crate::cli::EngagementOptions;
use crate::files::{self, DiskLoader};
use crate::{ERROR, Failure, NOTHING_FOUND, terminal};

/// An engagement with its clock.
pub(super) struct Opened<'e, 'd> {
    /// The name of its file.
    pub(super) file: &'e str,
    /// The engagement.
    pub(super) engagement: &'e Engagement<'d>,
    /// Its clock.
    pub(super) clock: &'e Clock<'e, 'd>,
}

/// Reads the engagement that is meant, as on the day that `today` says, and lets it `answer`. Exit
/// codes are those of the answer, but for what could not be read.
///
/// # Errors
///
/// There is more than one engagement, it has no clock, or what the answer fails with.
pub(super) fn ask(
    options: &EngagementOptions,
    today: impl FnOnce(&Document<'_>) -> Date,
    answer: impl FnOnce(&Opened<'_, '_>) -> Result<u8, Failure>,
) -> Result<u8, Failure> {
    let sources = Sources::default();
    let (inputs, errors) = files::read_all(
        std::slice::from_ref(&options.path),
        options.stdin_filename.as_deref(),
        options.allow_outside,
    );
    for error in &errors {
        terminal::complain(error);
    }
    let mut engagements = Vec::new();
    for input in inputs {
        let loader = DiskLoader {
            root: input.root,
            allow_outside: options.allow_outside,
        };
        let (main, broken) =
            racilint_parser::bytes::add(&sources, input.name.as_str(), input.bytes);
        let (document, findings) = racilint_parser::read(&sources, main, &input.identity, &loader);
        // A roster is read through the engagement that includes it.
        if document.engagement.is_some() || document.damaged {
            let findings: Vec<Finding> = broken.into_iter().chain(findings).collect();
            engagements.push((input.name, document, findings));
        }
    }
    let (file, document, findings) = match engagements.len() {
        1 => engagements.remove(0),
        0 if errors.is_empty() => {
            terminal::complain(&nothing_found(&options.path));
            return Ok(NOTHING_FOUND);
        }
        0 => return Ok(ERROR),
        _ => {
            let names = engagements.iter().map(|(name, ..)| name.as_str());
            return Err(Failure::Usage(several(&names.collect::<Vec<_>>())));
        }
    };
    let is_whole = show_faults(&sources, &file, &findings)? && errors.is_empty();
    let catalogue = Catalogue::of(&document);
    let engagement = Engagement::of(&document, &catalogue, today(&document), None);
    let clock = Clock::of(&engagement).ok_or_else(|| no_clock(&engagement))?;
    let code = answer(&Opened {
        file: &file,
        engagement: &engagement,
        clock: &clock,
    })?;
    Ok(if is_whole { code } else { ERROR })
}

/// Shows what cannot be read in the file; says whether it is sound.
fn show_faults(sources: &Sources, file: &str, findings: &[Finding]) -> Result<bool, Failure> {
    let is_fault = |finding: &&Finding| finding.severity == Severity::Error;
    let faults: Vec<Finding> = findings.iter().filter(is_fault).cloned().collect();
    if faults.is_empty() {
        return Ok(true);
    }
    let options = terminal::aside_options();
    human::write_findings(&mut stderr().lock(), sources, &faults, &options)?;
    terminal::complain(&format!(
        "`{file}` could not be read completely, so the answer may be wrong"
    ));
    Ok(false)
}

fn nothing_found(path: &Path) -> String {
    format!(
        "no engagement file found in `{}`; they end in `.raci.toml`",
        files::shown(path)
    )
}

fn several(names: &[&str]) -> String {
    format!(
        "there are several engagements; name one of them: {}",
        names.join(", ")
    )
}

/// Why nothing can be said about time.
fn no_clock(engagement: &Engagement<'_>) -> Failure {
    let head = engagement.head();
    let zone = head.and_then(|head| head.timezone.as_ref());
    Failure::Usage(match zone {
        None => "the engagement does not say in which zone its hours are read; add `timezone = \
                 \"America/New_York\"`, or another one, under `[engagement]`"
            .into(),
        Some(zone) if !racilint_checker::is_zone(&zone.value.0) => format!(
            "`{}` is no zone, so that no hours can be read; `racilint check` says which is meant",
            zone.value.0
        ),
        Some(_) => format!(
            "no day of the engagement is left on {}; look at another one with `--as-of`",
            engagement.start()
        ),
    })
}
