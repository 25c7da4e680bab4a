//! A matrix that is checked as it is: imported in memory, and what is found is shown in its cells.

use racilint_checker::Options;
use racilint_diagnostics::Sources;
use racilint_emit::ReadFile;
use racilint_import::Kind;

use super::one::{Checked, FileOf, Job};
use crate::commands::matrices;
use crate::files::{DiskLoader, Input};

/// Checks a matrix.
///
/// # Errors
///
/// Says which option names what is not in it, where no other file could be meant.
pub(super) fn check_matrix(input: Input, kind: Kind, job: &Job<'_>) -> Result<Checked, String> {
    let sources = Sources::default();
    let file = FileOf {
        identity: input.identity.clone(),
        read: ReadFile {
            name: input.name.clone(),
            bytes: input.bytes.len(),
        },
    };
    let reading = racilint_import::Options {
        areas: matrices::areas(),
        stand_ins: true,
        ..job.options.matrix.for_import()
    };
    let imported = racilint_import::import(&sources, &input.name, input.bytes, kind, &reading);
    if !imported.unused.is_empty() && !job.several {
        return Err(format!("`{}`: {}", input.name, imported.unused.join("; ")));
    }
    let own = job.settings.of_file(&input.name);
    let levels = match imported.toml {
        Some(_) => own.levels.clone(),
        None => matrices::only_import(&own.levels),
    };
    let text = imported.toml.as_deref().unwrap_or(matrices::NOTHING);
    let main = sources.add(format!("{} as an engagement", input.name), text);
    let loader = DiskLoader {
        root: input.root,
        allow_outside: job.options.allow_outside,
    };
    let (mut document, findings) = racilint_parser::read(&sources, main, &input.identity, &loader);
    let of_profiles = job
        .settings
        .add_profiles(&input.name, &mut document, &sources);
    let today = job.options.as_of;
    let today = today.unwrap_or_else(|| racilint_checker::day_in_zone(&document, job.now));
    let found = imported.findings.iter().cloned();
    let mut outcome = racilint_checker::check(
        &document,
        found.chain(findings).chain(of_profiles).collect(),
        &Options {
            today,
            levels,
            profiles: job.settings.profiles.instead(),
            extracts: false,
        },
    );
    matrices::leave_out_what_no_matrix_says(&mut outcome);
    outcome.findings = matrices::moved(&sources, main.id(), &imported, outcome.findings);
    let mut checked = Checked::of(input.name, input.identity, today, vec![file]);
    checked.settle(outcome, &sources, None, job);
    Ok(checked)
}
