//! `racilint check --show-settings`: what holds, and who says so.

use std::io::Write as _;

use racilint_emit::{Change, harmless};
use serde_json::{Value, json};

use super::settings::DEFAULT;
use super::{Own, Said, Settings};
use crate::cli::Format;
use crate::files::Found;
use crate::{CLEAN, Failure, terminal};

/// Writes the settings of the files that were found, those that are the same together.
///
/// # Errors
///
/// There are two forms to choose from.
pub(crate) fn show(
    settings: &Settings,
    found: &[Found],
    format: Option<Format>,
) -> Result<u8, Failure> {
    let mut groups: Vec<Vec<String>> = vec![Vec::new(); settings.in_order().len()];
    for found in found {
        let name = found.name();
        groups[settings.place(&name)].push(name);
    }
    let nobody = groups.iter().all(Vec::is_empty);
    let all = settings.in_order().iter().zip(&groups);
    // Where nothing was found, what a file would have is shown: the first that there is.
    let mut shown: Vec<(&Own, &Vec<String>)> = all
        .filter(|(_, names)| nobody || !names.is_empty())
        .collect();
    if nobody {
        shown.truncate(1);
    }
    let mut out = terminal::stdout();
    match format {
        None | Some(Format::Human | Format::Concise) => {
            for (index, (own, names)) in shown.iter().enumerate() {
                if index > 0 {
                    writeln!(out)?;
                }
                for line in human(settings, own, names) {
                    out.write_all(terminal::line(&line).as_bytes())?;
                }
            }
        }
        Some(Format::Json) => {
            let all = shown
                .iter()
                .map(|(own, names)| as_json(settings, own, names));
            let all: Vec<Value> = all.collect();
            let value = json!({ "format": "settings-v1", "settings": all });
            writeln!(out, "{}", harmless::pretty(&value))?;
        }
        Some(_) => {
            return Err(Failure::Usage(
                "settings are shown as `--format human` or `--format json`".into(),
            ));
        }
    }
    out.flush()?;
    Ok(CLEAN)
}

/// A line of the table: what, how, who says so.
type Row = [String; 3];

fn row(what: &str, how: impl Into<String>, by: &str) -> Row {
    [what.to_owned(), how.into(), by.to_owned()]
}

fn rows(settings: &Settings, own: &Own) -> Vec<Row> {
    let mut rows = vec![row("fail-on", own.fail_on.value.word(), &own.fail_on.by)];
    if own.select.is_empty() {
        rows.push(row("select", "all rules", DEFAULT));
    }
    let selected = own.select.iter();
    rows.extend(selected.map(|rule| row("select", rule.value.name, &rule.by)));
    for change in &own.changes {
        let how = format!("{} = {}", change.rule.name, change.word());
        rows.push(row("level", how, &change.by));
    }
    let typed = &settings.profiles.names;
    let typed_rows = typed.iter().map(|name| row("profile", name, "--profile"));
    rows.extend(typed_rows);
    if typed.is_empty() {
        let of_file = "those that a file names, else msp-baseline";
        rows.push(row("profile", of_file, DEFAULT));
        let more = own.config.iter().flat_map(|config| &config.profiles);
        rows.extend(more.map(|profile| row("profile", &profile.value, &profile.by)));
    }
    for (what, patterns) in patterns(own) {
        let written = patterns.value.written.iter();
        rows.extend(written.map(|pattern| row(what, pattern, &patterns.by)));
    }
    rows
}

fn patterns(own: &Own) -> Vec<(&'static str, &Said<super::patterns::Patterns>)> {
    let config = own.config.as_ref();
    let include = config.and_then(|config| config.include.as_ref());
    let exclude = config.and_then(|config| config.exclude.as_ref());
    let include = include.map(|patterns| ("include", patterns));
    let exclude = exclude.map(|patterns| ("exclude", patterns));
    include.into_iter().chain(exclude).collect()
}

/// The lines for people.
fn human(settings: &Settings, own: &Own, names: &[String]) -> Vec<String> {
    let mut lines = Vec::new();
    match &own.config {
        Some(config) => {
            lines.push(format!("configuration {}", config.name()));
            let bases = config.files.iter().skip(1);
            lines.extend(bases.map(|base| format!("      extends {base}")));
        }
        None => lines.push("no configuration".to_owned()),
    }
    lines.push(match names {
        [] => "for whatever is checked here".to_owned(),
        [one] => format!("for {one}"),
        [first, rest @ ..] => format!("for {first} and {} more", rest.len()),
    });
    lines.push(String::new());
    let rows = rows(settings, own);
    let wide = |column: usize| rows.iter().map(|row| row[column].chars().count()).max();
    let (first, second) = (wide(0).unwrap_or_default(), wide(1).unwrap_or_default());
    let rows = rows.iter();
    lines.extend(rows.map(|[what, how, by]| format!("{what:first$}  {how:second$}  {by}")));
    lines
}

fn as_json(settings: &Settings, own: &Own, names: &[String]) -> Value {
    let config = own.config.as_ref();
    let files = config.map_or(&[][..], |config| &config.files);
    let level = |change: &Change| json!({ "rule": change.rule.name, "level": change.word(), "by": change.by });
    let select = own.select.iter();
    let select = select.map(|rule| json!({ "rule": rule.value.name, "by": rule.by }));
    let typed = settings.profiles.names.iter();
    let typed = typed.map(|name| json!({ "profile": name, "by": "--profile" }));
    let more = config.iter().flat_map(|config| &config.profiles);
    let more = more.map(|own| json!({ "profile": own.value, "by": own.by }));
    let profiles: Vec<Value> = match settings.profiles.names.as_slice() {
        [] => more.collect(),
        _ => typed.collect(),
    };
    let list = |wanted: &str| {
        let all = patterns(own).into_iter();
        let mut all = all.filter(|(what, _)| *what == wanted);
        all.next()
            .map(|(_, patterns)| json!({ "patterns": patterns.value.written, "by": patterns.by }))
    };
    json!({
        "configuration": config.map(super::Config::name),
        "extends": files.get(1..).unwrap_or_default(),
        "engagements": names,
        "fail-on": { "severity": own.fail_on.value.word(), "by": own.fail_on.by },
        "select": select.collect::<Vec<_>>(),
        "levels": own.changes.iter().map(level).collect::<Vec<_>>(),
        "profiles": profiles,
        "profiles-in-place": !settings.profiles.names.is_empty(),
        "include": list("include"),
        "exclude": list("exclude"),
    })
}
