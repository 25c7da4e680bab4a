//! `racilint rules` and `racilint list`: what racilint knows, as tables.

use std::io::Write as _;

use racilint_checker::{catalogue, rules};
use racilint_parser::values::Text;
use serde_json::{Value, json};

use crate::cli::{Catalogue, ListFormat, ListOptions, TableFormat};
use crate::{CLEAN, Failure, RULE_PAGES};

pub(crate) fn rules(options: &ListFormat) -> Result<u8, Failure> {
    let all = rules::all();
    let rows = all.iter().map(|rule| {
        vec![
            rule.name.to_owned(),
            rule.severity.words().to_owned(),
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
    )
}

pub(crate) fn run(options: &ListOptions) -> Result<u8, Failure> {
    let format = options.format.format;
    match options.catalogue {
        Catalogue::Areas => areas(format),
        Catalogue::Actions => actions(format),
        Catalogue::Profiles => profiles(format),
    }
}

fn areas(format: TableFormat) -> Result<u8, Failure> {
    let expected = |field: &Option<
        racilint_parser::decode::Spanned<racilint_parser::language::Expected>,
    >| { field.map_or("", |expected| expected.word()).to_owned() };
    let mut rows = Vec::new();
    let mut values = Vec::new();
    for area in catalogue::areas() {
        let (title, co, fm) = (
            text(&area.body.title),
            expected(&area.body.expected_co),
            expected(&area.body.expected_fm),
        );
        values.push(
            json!({ "id": area.id.name, "title": title, "expected-co": co, "expected-fm": fm }),
        );
        rows.push(vec![
            area.id.name.to_string(),
            format!("{co} / {fm}"),
            title,
        ]);
    }
    write(
        format,
        ["AREA", "USUALLY ANSWERS (CO / FM)", "WHAT IT IS"],
        rows,
        values,
    )
}

fn actions(format: TableFormat) -> Result<u8, Failure> {
    let mut rows = Vec::new();
    let mut values = Vec::new();
    for action in catalogue::actions() {
        let irreversible = action.body.irreversible.is_some_and(|flag| flag.value);
        let title = text(&action.body.title);
        values.push(json!({ "id": action.id.name, "title": title, "irreversible": irreversible }));
        let note = if irreversible { "cannot be undone" } else { "" };
        rows.push(vec![action.id.name.to_string(), note.to_owned(), title]);
    }
    write(format, ["ACTION", "", "WHAT IT IS"], rows, values)
}

fn profiles(format: TableFormat) -> Result<u8, Failure> {
    let mut rows = Vec::new();
    let mut values = Vec::new();
    for profile in catalogue::profile_ids().filter_map(catalogue::profile) {
        let (id, title, version) = (
            text(&profile.head.id),
            text(&profile.head.title),
            text(&profile.head.version),
        );
        let duties = profile.duties.len();
        values.push(json!({ "id": id, "title": title, "version": version, "duties": duties }));
        rows.push(vec![
            id,
            format!("{duties} duties"),
            format!("{title}, {version}"),
        ]);
    }
    write(
        format,
        ["PROFILE", "DUTIES", "TITLE AND VERSION"],
        rows,
        values,
    )
}

fn text(field: &Option<Text<'static>>) -> String {
    field
        .as_ref()
        .map(|text| text.value.to_string())
        .unwrap_or_default()
}

fn write(
    format: TableFormat,
    header: [&str; 3],
    rows: Vec<Vec<String>>,
    values: Vec<Value>,
) -> Result<u8, Failure> {
    let mut out = std::io::stdout().lock();
    match format {
        TableFormat::Json => writeln!(out, "{:#}", Value::Array(values))?,
        TableFormat::Human => out.write_all(table(header, &rows).as_bytes())?,
    }
    Ok(CLEAN)
}

/// Columns as wide as their widest cell, two blanks apart.
fn table(header: [&str; 3], rows: &[Vec<String>]) -> String {
    let width = |column: usize| {
        let cells = rows.iter().map(|row| row[column].chars().count());
        cells
            .chain([header[column].len()])
            .max()
            .unwrap_or_default()
    };
    let widths = [width(0), width(1)];
    let line = |cells: [&str; 3]| {
        let line = format!(
            "{:<w0$}  {:<w1$}  {}",
            cells[0],
            cells[1],
            cells[2],
            w0 = widths[0],
            w1 = widths[1]
        );
        format!("{}\n", line.trim_end())
    };
    let mut table = line(header);
    for row in rows {
        table.push_str(&line([&row[0], &row[1], &row[2]]));
    }
    table
}
