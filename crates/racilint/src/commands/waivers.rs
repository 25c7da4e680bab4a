//! `racilint waivers`: the register of what is accepted, by whom, why and until when.
//!
//! What a waiver does comes from the checker; here it is written as columns, Markdown, CSV or JSON.

use std::collections::BTreeMap;
use std::io::{self, Write};

use jiff::civil::Date;
use racilint_checker::waivers::register::{Entry, State, register};
use racilint_diagnostics::Sources;
use racilint_diagnostics::harmless::visible;
use racilint_emit::{csv, harmless, markdown};
use serde_json::{Value, json};

use super::{Read, check, table};
use crate::cli::{TableFormat, WaiversOptions};
use crate::config::Config;
use crate::files::{self, Input};
use crate::{CLEAN, ERROR, Failure, NOTHING_FOUND, config, houses, terminal};

pub(crate) fn run(options: &WaiversOptions) -> Result<u8, Failure> {
    let stdin_filename = options.stdin_filename.as_deref();
    let (found, configs) = config::search(
        &options.paths,
        stdin_filename,
        options.allow_outside,
        &options.config,
    )?;
    let (inputs, errors) = files::read_all(found);
    for error in &errors {
        terminal::complain(error);
    }
    let mut unread = !errors.is_empty();
    let mut registers = Vec::new();
    for input in inputs {
        let config = configs.of(&input.name);
        let register = Register::of(input, options, config);
        unread |= register.as_ref().is_some_and(|own| own.incomplete);
        registers.extend(register);
    }
    if registers.is_empty() {
        if !unread {
            terminal::complain("no engagement file found; they end in `.raci.toml`");
        }
        return Ok(if unread { ERROR } else { NOTHING_FOUND });
    }
    let mut out = terminal::stdout();
    match options.format {
        TableFormat::Human => write_human(&mut out, &registers)?,
        TableFormat::Markdown => write_markdown(&mut out, &registers)?,
        TableFormat::Csv => write_csv(&mut out, &registers)?,
        TableFormat::Json => writeln!(out, "{}", harmless::pretty(&as_json(&registers)))?,
    }
    out.flush()?;
    Ok(if unread { ERROR } else { CLEAN })
}

/// The waivers of one engagement.
struct Register {
    name: String,
    /// The texts that the waivers stand in.
    sources: Sources,
    today: Date,
    /// The last day that is looked ahead to, if somebody asked for those that end soon.
    horizon: Option<Date>,
    /// All of them.
    all: Vec<Entry>,
    incomplete: bool,
}

impl Register {
    /// The register of an engagement; none for a roster.
    fn of(input: Input, options: &WaiversOptions, config: Option<&Config>) -> Option<Self> {
        let sources = Sources::default();
        let name = input.name.clone();
        let (today, all, incomplete) = {
            let read = Read::of(
                input,
                options.allow_outside,
                &houses::Named::default(),
                config,
                &sources,
            )?;
            let today = options
                .as_of
                .unwrap_or_else(|| check::today(&read.document));
            (today, register(&read.document, today), read.incomplete)
        };
        let within = options.ending_within;
        let horizon = within.map(|span| today.checked_add(span).unwrap_or(Date::MAX));
        Some(Register {
            name,
            sources,
            today,
            horizon,
            all,
            incomplete,
        })
    }

    /// The file that a waiver stands in, and its line there.
    fn place(&self, entry: &Entry) -> (&str, Option<usize>) {
        let file = self.sources.get(entry.place.file);
        file.map_or((&self.name, None), |file| {
            let line = file.position(entry.place.range().start).line;
            (file.name(), Some(line))
        })
    }

    /// `roster.toml:12`.
    fn shown_place(&self, entry: &Entry) -> String {
        match self.place(entry) {
            (file, Some(line)) => format!("{file}:{line}"),
            (file, None) => file.to_owned(),
        }
    }

    /// Those that are asked for: all, or those that end soon and those that have ended.
    fn shown(&self) -> impl Iterator<Item = &Entry> {
        let ends = |entry: &&Entry| match (self.horizon, entry.until) {
            (Some(horizon), Some(until)) => until <= horizon,
            (Some(_), None) => false,
            (None, _) => true,
        };
        self.all.iter().filter(ends)
    }

    /// "3 waivers: 2 in use, 1 ended".
    fn counts(&self) -> String {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for entry in &self.all {
            *counts.entry(word(&entry.state)).or_default() += 1;
        }
        let counts: Vec<String> = counts
            .iter()
            .map(|(word, count)| format!("{count} {word}"))
            .collect();
        let noun = if self.all.len() == 1 {
            "waiver"
        } else {
            "waivers"
        };
        let mut line = match self.all.len() {
            0 => "no waivers".to_owned(),
            all => format!("{all} {noun}: {}", counts.join(", ")),
        };
        if let Some(horizon) = self.horizon {
            let shown = match self.shown().count() {
                0 => "none of them ends".to_owned(),
                1 => "1 ends".to_owned(),
                several => format!("{several} end"),
            };
            line.push_str(&format!("; {shown} on or before {horizon}"));
        }
        line
    }
}

/// The word for what a waiver does.
fn word(state: &State) -> &'static str {
    match state {
        State::InUse => "in use",
        State::Unused => "unused",
        State::Twice(_) => "accepted twice",
        State::NotLookedAt(_) => "not looked at",
        State::Ended => "ended",
        State::DoesNotHold(_) => "not valid",
    }
}

/// Why a waiver does not hold; empty where it does.
fn why(state: &State) -> &str {
    match state {
        State::DoesNotHold(why) => why,
        _ => "",
    }
}

/// Why nobody can say what it does; empty where somebody can.
fn why_not_looked_at(state: &State) -> &str {
    match state {
        State::NotLookedAt(why) => why,
        _ => "",
    }
}

/// The word with what a reader has to know of the end: "in use, ends within 30 days".
fn status(entry: &Entry) -> String {
    let soon = match entry.days_left {
        Some(0..=30) => ", ends within 30 days",
        Some(31..=60) => ", ends within 60 days",
        _ => "",
    };
    match &entry.state {
        State::DoesNotHold(why) => format!("not valid: {why}"),
        State::NotLookedAt(why) => format!("not looked at: {why}{soon}"),
        State::Ended if entry.findings > 0 => "ended, reported again".to_owned(),
        state => format!("{}{soon}", word(state)),
    }
}

const HEADER: [&str; 9] = [
    "Rule",
    "Object",
    "Until",
    "Status",
    "Findings",
    "Owner",
    "Approved by",
    "Reason",
    "Where",
];

fn cells(register: &Register, entry: &Entry) -> Vec<String> {
    let until = entry.until.map(|until| until.to_string());
    [
        entry.rule.clone(),
        entry.object.clone(),
        until.unwrap_or_default(),
        status(entry),
        entry.findings.to_string(),
        entry.owner.join(", "),
        entry.approved_by.join(", "),
        entry.reason.trim().to_owned(),
        register.shown_place(entry),
    ]
    .map(|cell| visible(&cell).into_owned())
    .to_vec()
}

fn write_human(out: &mut dyn Write, registers: &[Register]) -> io::Result<()> {
    for (index, register) in registers.iter().enumerate() {
        if index > 0 {
            writeln!(out)?;
        }
        let name = visible(&register.name);
        let (day, counts) = (register.today, register.counts());
        writeln!(out, "{name}, as of {day}: {counts}")?;
        let header = HEADER.map(str::to_uppercase).to_vec();
        let rows: Vec<Vec<String>> = [header]
            .into_iter()
            .chain(register.shown().map(|entry| cells(register, entry)))
            .collect();
        if rows.len() > 1 {
            writeln!(out)?;
            table::write_columns(out, &rows, terminal::row_width())?;
        }
    }
    Ok(())
}

fn write_markdown(out: &mut dyn Write, registers: &[Register]) -> io::Result<()> {
    for (index, register) in registers.iter().enumerate() {
        if index > 0 {
            writeln!(out)?;
        }
        writeln!(out, "# {}\n", markdown::literal(&register.name))?;
        let day = register.today;
        writeln!(out, "As of {day}: {}", register.counts())?;
        let rows: Vec<Vec<String>> = register
            .shown()
            .map(|entry| cells(register, entry))
            .collect();
        if !rows.is_empty() {
            writeln!(out)?;
            table::write_markdown(out, &HEADER, &rows)?;
        }
    }
    Ok(())
}

fn write_csv(out: &mut dyn Write, registers: &[Register]) -> io::Result<()> {
    let header = [
        "file",
        "rule",
        "object",
        "until",
        "days left",
        "status",
        "why not valid",
        "owner",
        "approved by",
        "reason",
        "why not looked at",
        "findings",
        "stands in",
        "line",
        "as of",
    ];
    csv::write_line(out, &header)?;
    for register in registers {
        for entry in register.shown() {
            let until = entry.until.map(|until| until.to_string());
            let days = entry.days_left.map(|days| days.to_string());
            let (file, line) = register.place(entry);
            let cells = [
                register.name.clone(),
                entry.rule.clone(),
                entry.object.clone(),
                until.unwrap_or_default(),
                days.unwrap_or_default(),
                word(&entry.state).to_owned(),
                why(&entry.state).to_owned(),
                entry.owner.join("; "),
                entry.approved_by.join("; "),
                entry.reason.clone(),
                why_not_looked_at(&entry.state).to_owned(),
                entry.findings.to_string(),
                file.to_owned(),
                line.map(|line| line.to_string()).unwrap_or_default(),
                register.today.to_string(),
            ];
            csv::write_line(out, &cells)?;
        }
    }
    Ok(())
}

fn as_json(registers: &[Register]) -> Value {
    let waiver = |register: &Register, entry: &Entry| {
        let (file, line) = register.place(entry);
        json!({
            "rule": entry.rule,
            "object": entry.object,
            "until": entry.until.map(|until| until.to_string()),
            "days-left": entry.days_left,
            "status": word(&entry.state),
            "why-not-valid": why(&entry.state),
            "why-not-looked-at": why_not_looked_at(&entry.state),
            "findings": entry.findings,
            "owner": entry.owner,
            "approved-by": entry.approved_by,
            "reason": entry.reason,
            "stands-in": { "file": file, "line": line },
        })
    };
    let engagement = |register: &Register| {
        json!({
            "file": register.name,
            "complete": !register.incomplete,
            "as-of": register.today.to_string(),
            "waivers": register
                .shown()
                .map(|entry| waiver(register, entry))
                .collect::<Vec<_>>(),
        })
    };
    json!({
        "format": "waivers-v1",
        "engagements": registers.iter().map(engagement).collect::<Vec<_>>(),
    })
}
