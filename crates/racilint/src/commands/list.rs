//! `racilint rules` and `racilint list`: what racilint knows, as tables.

use std::io::{self, Write as _};

use racilint_checker::catalogue::Profile;
use racilint_checker::{catalogue, rules};
use racilint_diagnostics::harmless::visible;
use racilint_diagnostics::{DefaultSeverity, Sources};
use racilint_emit::harmless;
use racilint_parser::values::Many;
use serde_json::{Value, json};

use super::text;
use crate::cli::{Catalogue, ListAs, ListFormat, ListOptions};
use crate::{CLEAN, ERROR, Failure, RULE_PAGES, config, houses, prose, terminal};

pub(crate) fn rules(options: &ListFormat) -> Result<u8, Failure> {
    let all = rules::all();
    let rows = all.iter().map(|rule| {
        [
            rule.name.to_owned(),
            short(rule.severity).to_owned(),
            rule.summary.to_owned(),
        ]
    });
    let values = all.iter().map(|rule| {
        json!({
            "name": rule.name,
            "summary": rule.summary,
            "group": rule.group.title(),
            "severity": rule.severity.words(),
            "waivable": rule.waivable,
            "needs": rule.needs,
            "since": rule.since,
            "url": racilint_emit::rule_page(RULE_PAGES, rule),
        })
    });
    write(
        options.format,
        ["RULE", "SEVERITY", "FIRES WHEN"],
        rows.collect(),
        values.collect(),
    )?;
    Ok(CLEAN)
}

/// A severity in a narrow column; `explain` has it in full.
fn short(severity: DefaultSeverity) -> &'static str {
    match severity {
        DefaultSeverity::Always(severity) => severity.word(),
        DefaultSeverity::ByCriticality | DefaultSeverity::ByModel => "error or warning",
    }
}

pub(crate) fn run(options: &ListOptions) -> Result<u8, Failure> {
    let format = options.format.format;
    let sources = Sources::default();
    let named = houses::Named::of(&options.profile)?;
    let configs = config::here(&options.config)?;
    let (document, is_whole) = named.document(configs.of(""), &sources);
    let catalogue = catalogue::Catalogue::of(&document);
    match options.catalogue {
        Catalogue::Areas => areas(format, &catalogue)?,
        Catalogue::Actions => actions(format, &catalogue)?,
        Catalogue::Profiles => profiles(format, &catalogue)?,
        Catalogue::Duties => duties(format, &named.names, &catalogue)?,
    }
    Ok(if is_whole { CLEAN } else { ERROR })
}

fn areas(format: ListAs, catalogue: &catalogue::Catalogue<'_>) -> io::Result<()> {
    let expected = |field: &Option<
        racilint_parser::decode::Spanned<racilint_parser::language::Expected>,
    >| { field.map_or("", |expected| expected.word()).to_owned() };
    let mut rows = Vec::new();
    let mut values = Vec::new();
    for area in catalogue.areas() {
        let (title, co, fm) = (
            text(&area.body.title),
            expected(&area.body.expected_co),
            expected(&area.body.expected_fm),
        );
        values.push(
            json!({ "id": area.id.name, "title": title, "expected-co": co, "expected-fm": fm }),
        );
        rows.push([area.id.name.to_string(), co, fm, title]);
    }
    write(
        format,
        ["AREA", "CO-MANAGED", "FULLY MANAGED", "WHAT IT IS"],
        rows,
        values,
    )
}

fn actions(format: ListAs, catalogue: &catalogue::Catalogue<'_>) -> io::Result<()> {
    let mut rows = Vec::new();
    let mut values = Vec::new();
    for action in catalogue.actions() {
        let irreversible = action.body.irreversible.is_some_and(|flag| flag.value);
        let title = text(&action.body.title);
        values.push(json!({ "id": action.id.name, "title": title, "irreversible": irreversible }));
        let note = if irreversible { "cannot be undone" } else { "" };
        rows.push([action.id.name.to_string(), note.to_owned(), title]);
    }
    write(format, ["ACTION", "", "WHAT IT IS"], rows, values)
}

fn profiles(format: ListAs, catalogue: &catalogue::Catalogue<'_>) -> io::Result<()> {
    let mut rows = Vec::new();
    let mut values = Vec::new();
    for profile in all(catalogue) {
        let (id, title, version) = (
            text(&profile.head.id),
            text(&profile.head.title),
            text(&profile.head.version),
        );
        let duties = profile.duties.len();
        values.push(json!({ "id": id, "title": title, "version": version, "duties": duties }));
        rows.push([id, demands(profile), format!("{title}, {version}")]);
    }
    write(
        format,
        ["PROFILE", "ASKS FOR", "TITLE AND VERSION"],
        rows,
        values,
    )
}

fn all<'c, 'd>(catalogue: &'c catalogue::Catalogue<'d>) -> impl Iterator<Item = &'c Profile<'d>> {
    let ids = catalogue.profile_ids();
    ids.filter_map(|id| catalogue.profile(id))
}

/// Duties of these profiles, or of all.
fn duties(format: ListAs, only: &[String], catalogue: &catalogue::Catalogue<'_>) -> io::Result<()> {
    let named: Vec<&str> = only
        .iter()
        .filter_map(|name| Some(catalogue.profile(name)?.id()))
        .collect();
    let mut rows = Vec::new();
    let mut values = Vec::new();
    for profile in all(catalogue).filter(|own| only.is_empty() || named.contains(&own.id())) {
        for duty in &profile.duties {
            let id = format!("{}:{}", profile.id(), duty.id.name);
            let hold = duty.body.hold.map_or("either", |hold| hold.word());
            let title = text(&duty.body.title);
            values.push(json!({ "id": id, "hold": hold, "title": title }));
            rows.push([id, hold.to_owned(), title]);
        }
    }
    write(format, ["DUTY", "ANSWERED BY", "WHAT IT IS"], rows, values)
}

/// What a profile asks for: duties, or of a baseline, which has none, areas.
fn demands(profile: &Profile<'_>) -> String {
    match profile.duties.len() {
        0 => format!("{} areas", Many::of(&profile.head.areas).len()),
        duties => format!("{duties} duties"),
    }
}

fn write<const N: usize>(
    format: ListAs,
    header: [&str; N],
    rows: Vec<[String; N]>,
    values: Vec<Value>,
) -> io::Result<()> {
    let mut out = io::stdout().lock();
    match format {
        ListAs::Json => writeln!(out, "{}", harmless::pretty(&Value::Array(values)))?,
        ListAs::Human => {
            let rows = rows
                .iter()
                .map(|row| row.each_ref().map(|cell| visible(cell).into_owned()));
            let rows: Vec<[String; N]> = rows.collect();
            let table = table(header, &rows, terminal::row_width());
            out.write_all(table.as_bytes())?;
        }
    }
    Ok(())
}

/// The least room for the last column: with less, wrapping makes it no easier to read.
const LEAST_ROOM: usize = 20;

/// Columns as wide as their widest cell, two blanks apart; the last one is wrapped to `width`.
fn table<const N: usize>(header: [&str; N], rows: &[[String; N]], width: Option<usize>) -> String {
    let widest = |column: usize| {
        let cells = rows.iter().map(|row| row[column].chars().count());
        let widest = cells.max().unwrap_or_default();
        widest.max(header[column].len())
    };
    let widths: Vec<usize> = (0..N - 1).map(widest).collect();
    let indent = widths.iter().map(|width| width + 2).sum();
    let width = width.filter(|width| *width >= indent + LEAST_ROOM);
    let line = |cells: [&str; N]| {
        let mut line = String::new();
        for (cell, width) in cells.iter().zip(&widths) {
            line.push_str(&format!("{cell:<width$}  "));
        }
        let last = cells.last().copied().unwrap_or_default();
        prose::push_words(&mut line, last, indent, indent, width.unwrap_or(usize::MAX));
        format!("{}\n", line.trim_end())
    };
    let mut table = line(header);
    for row in rows {
        table.push_str(&line(row.each_ref().map(String::as_str)));
    }
    table
}

#[cfg(test)]
mod tests {
    use super::table;

    fn example(width: Option<usize>) -> String {
        let row = ["one", "error", "five and six and seven"].map(str::to_owned);
        table(["RULE", "LEVEL", "WHEN"], &[row], width)
    }

    #[test]
    fn the_last_column_is_wrapped_below_itself() {
        assert_eq!(
            example(Some(33)),
            "RULE  LEVEL  WHEN\none   error  five and six and\n             seven\n"
        );
    }

    #[test]
    fn without_a_terminal_or_room_a_row_is_a_line() {
        let expected = "RULE  LEVEL  WHEN\none   error  five and six and seven\n";
        assert_eq!(example(None), expected);
        assert_eq!(example(Some(32)), expected);
    }
}
