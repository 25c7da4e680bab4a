//! What a check writes, and where: one format on standard output, any number of them into files.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use racilint_checker::settle::Outcome;
use racilint_diagnostics::{Finding, Sources};
use racilint_emit::{
    About, Part, Report, Summary, concise, github, gitlab, human, json, junit, markdown, sarif,
};

use super::check::Checked;
use crate::cli::{CheckOptions, Format, Output};
use crate::config::Settings;
use crate::files::{self, shown};
use crate::{Failure, HOME_PAGE, RULE_PAGES, terminal, written};

/// Which format goes where.
#[derive(Debug)]
pub(super) struct Plan {
    stdout: Format,
    files: Vec<Output>,
}

impl Plan {
    /// Takes the options together.
    ///
    /// # Errors
    ///
    /// Two outputs cannot go to one place, and none can take the place of an engagement.
    pub(super) fn of(options: &CheckOptions) -> Result<Self, Failure> {
        let is_stdout = |output: &&Output| output.file.as_os_str() == "-";
        let mut to_stdout = options.output.iter().filter(is_stdout);
        let named = to_stdout.next().map(|output| output.format);
        if to_stdout.next().is_some() || (named.is_some() && options.format.is_some()) {
            return Err(Failure::Usage(
                "two formats cannot go to standard output; give one of them a file, such as \
                 `--output sarif=racilint.sarif`"
                    .into(),
            ));
        }
        let files = options.output.iter().filter(|output| !is_stdout(output));
        let files: Vec<Output> = files.cloned().collect();
        let mut seen: Vec<PathBuf> = Vec::new();
        for output in &files {
            if files::is_engagement(output.file.file_name().unwrap_or_default()) {
                return Err(takes_place_of_input(output));
            }
            let identity = written::identity(&output.file);
            if seen.contains(&identity) {
                let name = shown(&output.file);
                return Err(Failure::Usage(format!(
                    "`{name}` is named by `--output` more than once; give each format a file of its own"
                )));
            }
            seen.push(identity);
        }
        Ok(Self {
            stdout: options.format.or(named).unwrap_or(Format::Human),
            files,
        })
    }

    /// Sees that no output takes the place of a file that was read.
    ///
    /// # Errors
    ///
    /// Names the first that would.
    pub(super) fn spares(&self, checked: &[Checked]) -> Result<(), Failure> {
        let was_read = |output: &&Output| {
            let identity = written::identity(&output.file);
            let identity = identity.to_string_lossy();
            checked.iter().any(|one| {
                one.identity == *identity || one.included.iter().any(|i| *i == *identity)
            })
        };
        match self.files.iter().find(was_read) {
            Some(output) => Err(takes_place_of_input(output)),
            None => Ok(()),
        }
    }
}

fn takes_place_of_input(output: &Output) -> Failure {
    let name = shown(&output.file);
    Failure::Usage(format!(
        "`--output` would write findings in place of `{name}`; name a file that is no engagement \
         and no part of one"
    ))
}

/// What there is to write.
pub(super) struct Written<'a> {
    pub(super) options: &'a CheckOptions,
    pub(super) settings: &'a Settings,
    pub(super) sources: &'a Sources,
    pub(super) findings: &'a [Finding],
    pub(super) summary: &'a Summary,
    pub(super) checked: &'a [Checked],
}

/// Writes the files, then standard output. A file that cannot be written keeps nothing else from
/// being written; `false` says that there was one.
///
/// # Errors
///
/// Those of standard output.
pub(super) fn write(plan: &Plan, written: &Written<'_>) -> io::Result<bool> {
    let errors = write_files(plan, written);
    let mut out = io::BufWriter::new(io::stdout().lock());
    // What people read has been said on standard error when there was nothing to check.
    let for_people = matches!(plan.stdout, Format::Human | Format::Concise);
    let result = if for_people && written.checked.is_empty() {
        Ok(())
    } else {
        write_as(&mut out, plan.stdout, Target::Stdout, written).and_then(|()| out.flush())
    };
    for error in &errors {
        terminal::complain(error);
    }
    result.map(|()| errors.is_empty())
}

fn write_files(plan: &Plan, written: &Written<'_>) -> Vec<String> {
    let write = |output: &Output| {
        let write = |out: &mut dyn Write| write_as(out, output.format, Target::File, written);
        written::replace(&output.file, write).err()
    };
    plan.files.iter().filter_map(write).collect()
}

/// What a terminal can show does not matter to a file.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Target {
    Stdout,
    File,
}

fn write_as(
    out: &mut dyn Write,
    format: Format,
    target: Target,
    written: &Written<'_>,
) -> io::Result<()> {
    match format {
        Format::Human => write_human(out, target, written),
        Format::Concise => write_concise(out, target, written),
        Format::Json => {
            let json = json::JsonOptions {
                tool_version: env!("CARGO_PKG_VERSION"),
                rule_page_base: RULE_PAGES,
            };
            let Written {
                sources,
                findings,
                summary,
                ..
            } = written;
            json::write(out, sources, findings, summary, &json)
        }
        Format::Sarif => sarif::write(out, &report(written, &here())),
        Format::Github => write_github(out, written),
        Format::Gitlab => gitlab::write(out, &report(written, &here())),
        Format::Junit => junit::write(out, &report(written, &here())),
        Format::Markdown => markdown::write(out, &report(written, &here())),
    }
}

fn write_human(out: &mut dyn Write, target: Target, written: &Written<'_>) -> io::Result<()> {
    let (options, sources) = (written.options, written.sources);
    let human = match target {
        Target::Stdout => terminal::human_options(options),
        Target::File => terminal::file_options(options),
    };
    human::write_findings(out, sources, written.findings, &human)?;
    if options.verbose {
        write_details(out, sources, written.checked)?;
    }
    if options.quiet {
        return Ok(());
    }
    human::write_summary(out, written.summary, &human)
}

fn write_concise(out: &mut dyn Write, target: Target, written: &Written<'_>) -> io::Result<()> {
    let (options, sources) = (written.options, written.sources);
    let color = target == Target::Stdout && terminal::colors(options.color);
    concise::write_findings(out, sources, written.findings, color)?;
    if options.verbose {
        write_details(out, sources, written.checked)?;
    }
    if options.quiet {
        return Ok(());
    }
    concise::write_summary(out, written.summary)
}

fn write_github(out: &mut dyn Write, written: &Written<'_>) -> io::Result<()> {
    let here = here();
    let report = report(written, &here);
    github::write_findings(out, &report)?;
    if written.options.quiet {
        return Ok(());
    }
    github::write_summary(out, &report)
}

/// The folder in which the check was started.
fn here() -> String {
    fs::canonicalize(".").map_or_else(|_| String::new(), |folder| shown(&folder))
}

/// The run, for the formats that keep engagements apart.
fn report<'a>(written: &Written<'a>, folder: &'a str) -> Report<'a> {
    Report {
        sources: written.sources,
        parts: written
            .checked
            .iter()
            .map(|one| part(one, written.settings))
            .collect(),
        summary: written.summary,
        about: About {
            tool_version: env!("CARGO_PKG_VERSION"),
            home_page: HOME_PAGE,
            rule_page_base: RULE_PAGES,
            folder,
        },
    }
}

fn part<'a>(checked: &'a Checked, settings: &'a Settings) -> Part<'a> {
    let own = settings.of_file(&checked.name);
    let Outcome {
        findings,
        waived,
        evaluated,
        not_evaluated,
        off,
        ..
    } = &checked.outcome;
    Part {
        name: &checked.name,
        fails_from: own.fail_on.value.least(),
        findings,
        waived,
        evaluated,
        not_evaluated,
        off,
        changes: &own.changes,
        is_compared: checked.outcome.compared.is_some(),
    }
}

/// Which files were read, and what each rule did in each engagement.
fn write_details(out: &mut dyn Write, sources: &Sources, checked: &[Checked]) -> io::Result<()> {
    for source in sources.iter() {
        writeln!(out, "read {}", Path::new(source.name()).display())?;
    }
    for one in checked {
        for (word, rules) in [
            ("evaluated", &one.outcome.evaluated),
            ("not evaluated", &one.outcome.not_evaluated),
            ("off", &one.outcome.off),
        ] {
            let names: Vec<&str> = rules.iter().map(|rule| rule.name).collect();
            if !names.is_empty() {
                writeln!(out, "{}: {word}: {}", one.name, names.join(", "))?;
            }
        }
    }
    Ok(())
}
