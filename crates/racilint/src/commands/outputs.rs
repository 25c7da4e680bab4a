//! What a check writes, and where: one format on standard output, any number of them into files.
//!
//! What people and annotations read is written engagement by engagement, as soon as it is known; the
//! other formats are documents, written at the end.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use racilint_diagnostics::harmless::visible;
use racilint_diagnostics::{Finding, RuleInfo, Sources};
use racilint_emit::human::HumanOptions;
use racilint_emit::{
    About, Report, concise, github, gitlab, group, human, json, junit, markdown, sarif,
};

use super::check::Engaged;
use crate::cli::{CheckOptions, Format, GroupBy, Output};
use crate::files::shown;
use crate::written::{self, Pending};
use crate::{Failure, HOME_PAGE, RULE_PAGES, prose, terminal};

/// Which format goes where.
#[derive(Debug)]
pub(super) struct Plan {
    stdout: Format,
    files: Vec<Output>,
    group_by: Option<GroupBy>,
}

impl Plan {
    /// Takes the options together.
    ///
    /// # Errors
    ///
    /// Two outputs cannot go to one place, and none can take the place of an engagement, a
    /// configuration or a baseline.
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
        let stdout = options.format.or(named).unwrap_or(Format::Human);
        let mut formats = files.iter().map(|output| output.format).chain([stdout]);
        if options.group_by.is_some() && !formats.any(has_groups) {
            return Err(Failure::Usage(
                "`--group-by` is for what people read: human, concise and markdown; the other \
                 formats name engagement, rule and party with each finding"
                    .into(),
            ));
        }
        let mut seen: Vec<PathBuf> = Vec::new();
        for output in &files {
            if written::is_for_input(&output.file) {
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
            stdout,
            files,
            group_by: options.group_by,
        })
    }

    /// Sees that no output takes the place of a file that is read.
    ///
    /// # Errors
    ///
    /// Names the first that would.
    pub(super) fn spares<'p>(&self, read: impl Iterator<Item = &'p Path>) -> Result<(), Failure> {
        let targets = self.files.iter();
        let targets: Vec<(PathBuf, &Output)> = targets
            .map(|output| (written::identity(&output.file), output))
            .collect();
        if targets.is_empty() {
            return Ok(());
        }
        for path in read {
            if let Some((_, output)) = targets.iter().find(|(target, _)| target == path) {
                return Err(takes_place_of_input(output));
            }
        }
        Ok(())
    }

    /// All outputs, that on standard output first.
    fn all(&self) -> impl Iterator<Item = (Format, Option<&Path>)> {
        let files = self.files.iter();
        let files = files.map(|output| (output.format, Some(&*output.file)));
        std::iter::once((self.stdout, None)).chain(files)
    }

    /// Whether something is written as one document, for which findings are kept to the end.
    pub(super) fn has_documents(&self) -> bool {
        self.group_by.is_some() || self.all().any(|(format, _)| !is_streamed(format))
    }

    /// How to write what is written as soon as it is known.
    pub(super) fn styles(&self, options: &CheckOptions) -> Vec<Style> {
        let streamed = self.all().filter(|(format, _)| is_streamed(*format));
        let style = |(format, file): (Format, Option<&Path>)| Style::of(format, file, options);
        streamed.map(style).collect()
    }

    /// Opens the outputs.
    pub(super) fn start(self, options: &CheckOptions) -> Outputs {
        let mut streams = Vec::new();
        let mut errors = Vec::new();
        for (format, file) in self.all().filter(|(format, _)| is_streamed(*format)) {
            let out = match file {
                None => Out::Stdout(io::BufWriter::new(io::stdout())),
                Some(file) => Pending::of(file).map_or_else(
                    |error| {
                        errors.push(error);
                        Out::Gone
                    },
                    Out::File,
                ),
            };
            let style = Style::of(format, file, options);
            streams.push(Stream { style, out });
        }
        Outputs {
            plan: self,
            streams,
            errors,
            stdout_error: None,
        }
    }
}

/// Whether a format can put findings under titles.
fn has_groups(format: Format) -> bool {
    matches!(format, Format::Human | Format::Concise | Format::Markdown)
}

/// Whether a format can be written engagement by engagement, and does not begin with what is known
/// only at the end.
fn is_streamed(format: Format) -> bool {
    matches!(format, Format::Human | Format::Concise | Format::Github)
}

fn takes_place_of_input(output: &Output) -> Failure {
    let name = shown(&output.file);
    Failure::Usage(format!(
        "`--output` would write findings in place of `{name}`; name a file that is no engagement, \
         no part of one, no configuration and no baseline"
    ))
}

/// How the findings of an engagement are written as soon as they are known.
#[derive(Clone)]
pub(super) struct Style {
    format: Format,
    human: HumanOptions<'static>,
    folder: String,
    group_by: Option<group::GroupBy>,
}

impl Style {
    /// What a terminal can show does not matter to a file.
    fn of(format: Format, file: Option<&Path>, options: &CheckOptions) -> Self {
        Self {
            format,
            human: match file {
                None => terminal::human_options(options),
                Some(_) => terminal::file_options(options),
            },
            folder: here(),
            group_by: grouping(options.group_by),
        }
    }

    /// The findings as they are written; nothing where they are put in groups, which are known only
    /// at the end.
    pub(super) fn render(&self, sources: &Sources, findings: &[Finding]) -> Vec<u8> {
        let mut out = Vec::new();
        if self.group_by.is_none() || !has_groups(self.format) {
            self.push(&mut out, sources, findings);
        }
        out
    }

    fn push(&self, out: &mut Vec<u8>, sources: &Sources, findings: &[Finding]) {
        // Writing into memory cannot fail.
        let _ = match self.format {
            Format::Concise => concise::write_findings(out, sources, findings, self.human.color),
            Format::Github => {
                let about = about(&self.folder);
                github::write_findings(out, sources, findings, &about)
            }
            _ => human::write_findings(out, sources, findings, &self.human),
        };
    }

    /// All findings under titles.
    fn write_groups(&self, out: &mut dyn Write, report: &Report<'_>) -> io::Result<()> {
        let Some(by) = self.group_by.filter(|_| has_groups(self.format)) else {
            return Ok(());
        };
        for group in group::groups(&report.parts, by) {
            group::write_title(out, &group)?;
            let mut text = Vec::new();
            for (sources, findings) in &group.runs {
                self.push(&mut text, sources, findings);
            }
            text.push(b'\n');
            out.write_all(&text)?;
        }
        Ok(())
    }

    /// What stands behind all findings.
    fn write_end(&self, out: &mut dyn Write, written: &Written<'_>) -> io::Result<()> {
        let (options, summary) = (written.options, written.report.summary);
        self.write_groups(out, &written.report)?;
        if let (Format::Human, Some(first)) = (self.format, written.first) {
            human::write_read_on(out, first, written.several_rules, &self.human)?;
        }
        if self.format == Format::Github {
            github::write_unread(out, summary)?;
        } else if options.verbose {
            let width = match self.format {
                Format::Human if !self.human.screen_reader => self.human.width,
                _ => usize::MAX,
            };
            out.write_all(details(written, width).as_bytes())?;
        }
        if options.quiet {
            return Ok(());
        }
        match self.format {
            Format::Concise => concise::write_summary(out, summary),
            Format::Github => github::write_summary(out, summary),
            _ => human::write_summary(out, summary, &self.human),
        }
    }
}

/// The outputs of a run.
pub(super) struct Outputs {
    plan: Plan,
    /// In the order of [`Plan::styles`].
    streams: Vec<Stream>,
    /// Which files could not be written, and why.
    errors: Vec<String>,
    /// Why standard output could not be written.
    stdout_error: Option<io::Error>,
}

/// An output that is written as the run goes on.
struct Stream {
    style: Style,
    out: Out,
}

enum Out {
    Stdout(io::BufWriter<io::Stdout>),
    File(Pending),
    /// It cannot be written, or nobody reads it.
    Gone,
}

/// What there is to write at the end.
pub(super) struct Written<'a> {
    pub(super) options: &'a CheckOptions,
    pub(super) report: Report<'a>,
    pub(super) engaged: &'a [Engaged],
    /// The rule of a finding to read about, if there are findings.
    pub(super) first: Option<&'static RuleInfo>,
    /// Whether there are findings of several rules.
    pub(super) several_rules: bool,
}

impl Outputs {
    /// Adds a text to one of the outputs, by its place among [`Plan::styles`].
    pub(super) fn push(&mut self, at: usize, text: &[u8]) {
        let Some(stream) = self.streams.get_mut(at) else {
            return;
        };
        let result = match &mut stream.out {
            Out::Stdout(out) => out.write_all(text),
            Out::File(out) => out.write_all(text),
            Out::Gone => Ok(()),
        };
        if let Err(error) = result {
            self.give_up(at, error);
        }
    }

    /// Sends what was written so far to the terminal.
    pub(super) fn flush(&mut self) {
        for stream in &mut self.streams {
            if let Out::Stdout(out) = &mut stream.out {
                // A failure shows at the end.
                let _ = out.flush();
            }
        }
    }

    /// Sees that no output takes the place of a file that was read.
    ///
    /// # Errors
    ///
    /// Names the first that would.
    pub(super) fn spares<'i>(
        &self,
        identities: impl Iterator<Item = &'i String>,
    ) -> Result<(), Failure> {
        self.plan.spares(identities.map(Path::new))
    }

    /// Writes the rest: the files, then standard output. A file that cannot be written keeps nothing
    /// else from being written; `false` says that there was one.
    ///
    /// # Errors
    ///
    /// Those of standard output; whoever stops reading has not made the findings go away.
    pub(super) fn finish(mut self, written: &Written<'_>) -> io::Result<bool> {
        let (stdout, files): (Vec<usize>, Vec<usize>) =
            (0..self.streams.len()).partition(|at| matches!(self.streams[*at].out, Out::Stdout(_)));
        files.into_iter().for_each(|at| self.end(at, written));
        for (format, file) in self.plan.all().filter(|(format, _)| !is_streamed(*format)) {
            if let Some(file) = file {
                let write = |out: &mut dyn Write| write_document(out, format, written);
                self.errors.extend(written::replace(file, write).err());
            }
        }
        stdout.into_iter().for_each(|at| self.end(at, written));
        if !is_streamed(self.plan.stdout) {
            let mut out = io::BufWriter::new(io::stdout().lock());
            let result = write_document(&mut out, self.plan.stdout, written);
            self.stdout_error = result.and_then(|()| out.flush()).err();
        }
        for error in &self.errors {
            terminal::complain(error);
        }
        match self.stdout_error {
            Some(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error),
            _ => Ok(self.errors.is_empty()),
        }
    }

    fn end(&mut self, at: usize, written: &Written<'_>) {
        let Stream { style, out } = &mut self.streams[at];
        let result = match std::mem::replace(out, Out::Gone) {
            Out::Gone => Ok(()),
            Out::File(mut file) => {
                let result = style.write_end(&mut file, written);
                self.errors.extend(file.finish(result).err());
                Ok(())
            }
            // What people read has been said on standard error when there was nothing to check.
            Out::Stdout(_) if style.format != Format::Github && written.engaged.is_empty() => {
                Ok(())
            }
            Out::Stdout(mut out) => {
                let result = style.write_end(&mut out, written);
                result.and_then(|()| out.flush())
            }
        };
        if let Err(error) = result {
            self.stdout_error = Some(error);
        }
    }

    /// Writes no more to an output, and remembers why.
    fn give_up(&mut self, at: usize, error: io::Error) {
        match std::mem::replace(&mut self.streams[at].out, Out::Gone) {
            Out::Stdout(out) => {
                // What is still in the buffer cannot be written either.
                let _ = out.into_parts();
                self.stdout_error = Some(error);
            }
            Out::File(file) => self.errors.extend(file.finish(Err(error)).err()),
            Out::Gone => {}
        }
    }
}

fn write_document(out: &mut dyn Write, format: Format, written: &Written<'_>) -> io::Result<()> {
    let report = &written.report;
    match format {
        Format::Json => json::write(out, report),
        Format::Sarif => sarif::write(out, report),
        Format::Gitlab => gitlab::write(out, report),
        Format::Junit => junit::write(out, report),
        Format::Markdown => markdown::write(out, report, grouping(written.options.group_by)),
        Format::Human | Format::Concise | Format::Github => Ok(()),
    }
}

fn grouping(by: Option<GroupBy>) -> Option<group::GroupBy> {
    by.map(|by| match by {
        GroupBy::Engagement => group::GroupBy::Engagement,
        GroupBy::Rule => group::GroupBy::Rule,
        GroupBy::Party => group::GroupBy::Party,
    })
}

/// The folder in which the check was started.
pub(super) fn here() -> String {
    fs::canonicalize(".").map_or_else(|_| String::new(), |folder| shown(&folder))
}

/// What the formats say besides findings.
pub(super) fn about(folder: &str) -> About<'_> {
    About {
        tool_version: env!("CARGO_PKG_VERSION"),
        home_page: HOME_PAGE,
        rule_page_base: RULE_PAGES,
        folder,
    }
}

/// Which files were read, and what each rule did in each engagement, in lines of so many columns.
fn details(written: &Written<'_>, width: usize) -> String {
    let mut text = String::new();
    for file in written.report.files {
        text.push_str(&terminal::line(&format!("read {}", file.name)));
    }
    for one in written.engaged {
        for (word, rules) in [
            ("evaluated", &one.rules.evaluated),
            ("not evaluated", &one.rules.not_evaluated),
            ("off", &one.rules.off),
        ] {
            let names: Vec<&str> = rules.iter().map(|rule| rule.name).collect();
            if !names.is_empty() {
                let line = format!("{}: {word}: {}", one.name, names.join(", "));
                prose::push_words(&mut text, &visible(&line), 0, 2, width);
                text.push('\n');
            }
        }
    }
    text
}
