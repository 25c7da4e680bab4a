//! `racilint import`: a matrix in, an engagement out.

use std::collections::BTreeMap;
use std::io::{self, Write as _};
use std::path::Path;

use racilint_diagnostics::harmless::visible;
use racilint_diagnostics::{Severity, Sources};
use racilint_emit::human;
use racilint_import::{Existing, ExistingWork, Imported, Kind, Letter};
use racilint_parser::Document;
use racilint_parser::language::Workstream;
use racilint_parser::rules::import as rules;
use racilint_parser::values::{Many, Text};

use super::matrices;
use crate::cli::ImportOptions;
use crate::files::{self, DiskLoader, Input, shown};
use crate::{CLEAN, ERROR, FINDINGS, Failure, NOTHING_FOUND, kind, prose, terminal, written};

pub(crate) fn run(options: &ImportOptions) -> Result<u8, Failure> {
    let input = read(options)?;
    let kind = Kind::of(&input.name).ok_or_else(|| unknown_kind(&input.name))?;
    refuse_what_is_said_already(options)?;
    let target = match &options.append {
        Some(path) => Some(Target::read(path, options)?),
        None => None,
    };
    refuse_overwriting(options)?;
    let sources = Sources::default();
    let settings = racilint_import::Options {
        areas: matrices::areas(),
        existing: target.as_ref().map(|target| target.existing.clone()),
        ..options.matrix.for_import()
    };
    let imported = racilint_import::import(&sources, &input.name, input.bytes, kind, &settings);
    if !imported.unused.is_empty() {
        let name = &input.name;
        return Err(Failure::Usage(format!(
            "`{name}`: {}",
            imported.unused.join("; ")
        )));
    }
    if let Some(toml) = &imported.toml {
        match &target {
            // Not even the time of the file changes where nothing is new.
            Some(_) if imported.nothing_new && options.output.is_none() => {}
            Some(own) if imported.nothing_new => put(options, Some(own), &own.text)?,
            Some(own) => put(options, Some(own), &own.with(toml)?)?,
            None => put(options, None, toml)?,
        }
    }
    tell(&sources, &imported, &input.name, options)?;
    Ok(code(&imported))
}

fn read(options: &ImportOptions) -> Result<Input, Failure> {
    if options.stdin_filename.is_some() && !files::is_stdin(&options.file) {
        return Err(Failure::Usage(
            "`--stdin-filename` names what is read from standard input; give `-` as the file to read it".into(),
        ));
    }
    if files::is_stdin(&options.file) {
        return files::standard_input(options.stdin_filename.as_deref()).map_err(Failure::Usage);
    }
    let found = files::find_one(&options.file).map_err(Failure::Usage)?;
    found.read().map_err(Failure::Usage)
}

fn unknown_kind(name: &str) -> Failure {
    let hint = match kind::way_to_read(name) {
        Some(way) => format!("; {way}"),
        None if kind::is_toml(name) => "; an engagement is checked with `racilint check`".into(),
        None if name == "<stdin>" => "; name its kind with `--stdin-filename matrix.csv`".into(),
        None => String::new(),
    };
    Failure::Usage(format!(
        "`{name}` cannot be imported: matrices come as .md, .csv, .tsv, .xlsx, .ods or .html{hint}"
    ))
}

fn code(imported: &Imported) -> u8 {
    let has = |rule: &str| {
        imported
            .findings
            .iter()
            .any(|finding| finding.rule.name == rule)
    };
    let fails = imported
        .findings
        .iter()
        .any(|finding| finding.severity == Severity::Error);
    match () {
        () if has(rules::IMPORT_NO_MATRIX.name) => NOTHING_FOUND,
        () if has(rules::IMPORT_FILE_UNREADABLE.name) => ERROR,
        () if fails => FINDINGS,
        () => CLEAN,
    }
}

/// An engagement that is appended to.
struct Target {
    name: String,
    text: String,
    input: Input,
    existing: Existing,
    allow_outside: bool,
}

impl Target {
    fn read(path: &Path, options: &ImportOptions) -> Result<Self, Failure> {
        let found = files::find_one(path).map_err(Failure::Usage)?;
        let input = found.read().map_err(Failure::Usage)?;
        let name = input.name.clone();
        let text = String::from_utf8(input.bytes.clone()).map_err(|_| {
            Failure::Usage(format!("`{name}` cannot be appended to: it is not UTF-8"))
        })?;
        let mut target = Target {
            name,
            text,
            input,
            existing: Existing::default(),
            allow_outside: options.allow_outside,
        };
        let (existing, errors) = target.parse(&target.text);
        if let Some(error) = errors.first() {
            return Err(Failure::Usage(format!(
                "`{}` cannot be appended to before it can be read: {error}; `racilint check` says where",
                target.name
            )));
        }
        target.existing = existing;
        Ok(target)
    }

    /// What an engagement holds, and what keeps it from being read.
    fn parse(&self, text: &str) -> (Existing, Vec<String>) {
        let sources = Sources::default();
        let source = sources.add(self.name.as_str(), text);
        let loader = DiskLoader {
            root: self.input.root.clone(),
            allow_outside: self.allow_outside,
        };
        let (document, findings) =
            racilint_parser::read(&sources, source, &self.input.identity, &loader);
        let breaks = ["syntax-error", "duplicate-key"];
        let errors = findings
            .iter()
            .filter(|finding| breaks.contains(&finding.rule.name));
        let twice = document
            .redeclared
            .iter()
            .map(|_| "a table stands in it twice".to_owned());
        let errors = errors
            .map(|finding| finding.message.clone())
            .chain(twice)
            .collect();
        (existing(&document), errors)
    }

    /// The engagement with what is appended, in its own kind of line breaks.
    fn with(&self, addition: &str) -> Result<String, Failure> {
        let is_windows = self.text.contains("\r\n");
        let mut text = self.text.clone();
        if !text.is_empty() && !text.ends_with('\n') {
            text.push_str(if is_windows { "\r\n" } else { "\n" });
        }
        match is_windows {
            true => text.push_str(&addition.replace('\n', "\r\n")),
            false => text.push_str(addition),
        }
        match self.parse(&text).1.first() {
            None => Ok(text),
            Some(error) => Err(Failure::Usage(format!(
                "`{}` cannot be appended to as it is written: {error}; write its tables as `[workstream.NAME]`",
                self.name
            ))),
        }
    }
}

/// The names of an optional list of references.
macro_rules! ids {
    ($many:expr) => {
        Many::of(&$many)
            .iter()
            .map(|own| own.name.to_string())
            .collect::<Vec<String>>()
    };
}

/// Who holds which letter of a workstream or slice.
macro_rules! letters {
    ($body:expr) => {
        BTreeMap::from([
            (Letter::Responsible, ids!($body.responsible)),
            (Letter::Accountable, ids!($body.accountable)),
            (Letter::Support, ids!($body.support)),
            (Letter::Consulted, ids!($body.consulted)),
            (Letter::Informed, ids!($body.informed)),
        ])
    };
}

fn existing(document: &Document<'_>) -> Existing {
    let tables = &document.tables;
    let mut existing = Existing::default();
    macro_rules! add {
        ($from:ident) => {
            existing.actors.extend(tables.$from.iter().map(|item| {
                let name = item.body.name.as_ref().map(|name| name.value.to_string());
                (item.id.name.to_string(), name.unwrap_or_default())
            }));
        };
    }
    add!(parties);
    add!(people);
    add!(teams);
    add!(roles);
    let works = tables.workstreams.iter();
    existing.workstreams = works
        .flat_map(|item| works_of(&item.id.name, &item.body))
        .collect();
    existing
}

/// A workstream and its slices.
fn works_of(id: &str, body: &Workstream<'_>) -> Vec<ExistingWork> {
    let title = |title: &Option<Text<'_>>| {
        let title = title.as_ref().map(|title| title.value.to_string());
        title.unwrap_or_default()
    };
    let mut works = vec![ExistingWork {
        id: id.to_owned(),
        title: title(&body.title),
        parents: ids!(body.parent),
        letters: letters!(body),
    }];
    let slices = body.slice.iter().flat_map(|slices| &slices.items);
    works.extend(slices.map(|slice| ExistingWork {
        id: format!("{id}.{}", slice.id.name),
        title: title(&slice.body.title),
        parents: Vec::new(),
        letters: letters!(slice.body),
    }));
    works
}

/// What an engagement says of itself is not said anew by what is appended to it.
fn refuse_what_is_said_already(options: &ImportOptions) -> Result<(), Failure> {
    let Some(target) = &options.append else {
        return Ok(());
    };
    let matrix = &options.matrix;
    let named = [
        ("`--title`", matrix.title.is_some()),
        ("`--model`", matrix.model.is_some()),
        ("`--client`", matrix.client.is_some()),
        ("`--provider`", matrix.provider.is_some()),
    ];
    let named = named.iter().filter(|(_, is_named)| *is_named);
    let named: Vec<&str> = named.map(|(option, _)| *option).collect();
    match named.is_empty() {
        true => Ok(()),
        false => Err(Failure::Usage(format!(
            "{} cannot go with `--append`: `{}` says that itself, and no byte of it is changed; say it there",
            named.join(", "),
            shown(target)
        ))),
    }
}

/// A file that is there is only written over when that is said.
fn refuse_overwriting(options: &ImportOptions) -> Result<(), Failure> {
    let Some(output) = options
        .output
        .as_ref()
        .filter(|output| !files::is_stdin(output))
    else {
        return Ok(());
    };
    let reads = [Some(&options.file), options.append.as_ref()];
    let is_input = reads
        .into_iter()
        .flatten()
        .any(|read| written::identity(read) == written::identity(output));
    if is_input {
        return Err(Failure::Usage(format!(
            "`--output` would write in place of `{}`, which is read; name another file",
            shown(output)
        )));
    }
    written::refuse_name(output, "an engagement")?;
    if output.is_file() && !options.force {
        return Err(Failure::Usage(format!(
            "`{}` is there already; name another file, or write in its place with `--force`",
            shown(output)
        )));
    }
    Ok(())
}

fn put(options: &ImportOptions, target: Option<&Target>, text: &str) -> Result<(), Failure> {
    let file = options.output.as_ref();
    match (file, target.zip(options.append.as_ref())) {
        (Some(file), _) if !files::is_stdin(file) => {
            written::replace(file, |out| out.write_all(text.as_bytes())).map_err(Failure::Usage)
        }
        (None, Some((target, file))) => {
            let before = target.text.as_bytes();
            let after = text.as_bytes();
            written::replace_what_was_read(file, before, after).map_err(Failure::Usage)
        }
        _ => {
            let mut out = terminal::stdout();
            out.write_all(text.as_bytes())?;
            Ok(out.flush()?)
        }
    }
}

/// Says on standard error what was not understood, and what was read and decided.
fn tell(
    sources: &Sources,
    imported: &Imported,
    name: &str,
    options: &ImportOptions,
) -> Result<(), Failure> {
    let mut text = Vec::new();
    let findings = matrices::placed(sources, &imported.sheets, imported.findings.clone());
    let shown = terminal::error_options(options.color);
    human::write_findings(&mut text, sources, &findings, &shown)?;
    if !options.quiet && imported.toml.is_some() {
        let summary = summary(imported, name, options, shown.width);
        text.extend(summary.as_bytes());
    }
    match io::stderr().lock().write_all(&text) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}

fn summary(imported: &Imported, name: &str, options: &ImportOptions, width: usize) -> String {
    let push = |text: &mut String, lead: &str, line: &str| push(text, lead, line, width);
    let counts = &imported.counts;
    let mut text = String::new();
    let letters: Vec<String> = Letter::ALL
        .iter()
        .zip(counts.letters)
        .filter(|(_, count)| *count > 0)
        .map(|(letter, count)| format!("{count} {}", letter.key()))
        .collect();
    let not_understood = imported
        .findings
        .iter()
        .filter(|finding| finding.severity == Severity::Error)
        .count();
    let line = format!(
        "{name}: {} and {} read in {}, of {}{}; {not_understood} not understood",
        many(counts.tasks, "row", "rows"),
        many(counts.letters.iter().sum(), "letter", "letters"),
        many(counts.matrices, "table", "tables"),
        many(counts.actors, "role", "roles"),
        match counts.sections {
            0 => String::new(),
            sections => format!(", in {}", many(sections, "group", "groups")),
        },
    );
    push(&mut text, "", &line);
    push(
        &mut text,
        "  ",
        &format!(
            "{}; {} of nobody",
            letters.join(", "),
            many(counts.empty, "cell", "cells")
        ),
    );
    if !imported.choices.is_empty() {
        text.push_str("decided, each with the option that decides it:\n");
        for choice in &imported.choices {
            push(
                &mut text,
                "  - ",
                &format!("{} [{}]", choice.text, choice.option),
            );
        }
    }
    if !imported.left_out.is_empty() {
        text.push_str(
            "no matrix, and not read (`--table N` or `--sheet NAME` reads one all the same):\n",
        );
        for (table, reason) in &imported.left_out {
            push(&mut text, "  - ", &format!("{table}: {reason}"));
        }
    }
    if imported.nothing_new
        && let Some(target) = &options.append
    {
        let line = format!(
            "nothing is appended to {}: everything stands in it already",
            shown(target)
        );
        push(&mut text, "", &line);
        return text;
    }
    let open = open(options);
    if !open.is_empty() {
        push(
            &mut text,
            "",
            &format!(
                "to complete, for the matrix does not say it: {}",
                open.join(", ")
            ),
        );
    }
    text
}

/// What an engagement needs and no matrix says.
fn open(options: &ImportOptions) -> Vec<&'static str> {
    if options.append.is_some() {
        return vec!["the party of each new role, and who holds it"];
    }
    let mut open = Vec::new();
    if options.matrix.model.is_none() {
        open.push("the model");
    }
    open.extend(["the party of each role", "who holds it", "who may act"]);
    open
}

fn many(count: usize, one: &str, more: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { more })
}

/// Appends a line, wrapped, its further lines below its text.
fn push(text: &mut String, lead: &str, line: &str, width: usize) {
    text.push_str(lead);
    let indent = lead.len().max(2);
    prose::push_words(text, &visible(line), lead.len(), indent, width);
    text.push('\n');
}
