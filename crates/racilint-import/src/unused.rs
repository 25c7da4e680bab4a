//! Options that met nothing in the file: a sheet, a table or a column that is not there. A decision
//! that decides nothing is a mistake, and is told as one.

use crate::grid::{Grid, Workbook, column_name};
use crate::plain::{fold, map_option};
use crate::{Choice, Options};

/// What is asked for by name or number and is not there, one sentence each.
pub(crate) fn options(workbook: &Workbook, options: &Options) -> Vec<String> {
    let sheets = options
        .sheets
        .iter()
        .filter_map(|name| no_sheet(workbook, name));
    let tables = options
        .tables
        .iter()
        .filter_map(|number| no_table(workbook, *number));
    let task = options.task_column.iter();
    let task = task.filter_map(|name| no_column(workbook, name, true));
    let roles = options.role_columns.iter();
    let roles = roles.filter_map(|name| no_column(workbook, name, false));
    let sides = same_sides(options);
    let row = options.roles_row.and_then(|row| no_row(workbook, row));
    sheets
        .chain(tables)
        .chain(row)
        .chain(task)
        .chain(roles)
        .chain(sides)
        .collect()
}

/// One name for both sides of the engagement.
fn same_sides(options: &Options) -> Option<String> {
    let (client, provider) = (options.client.as_deref()?, options.provider.as_deref()?);
    (fold(client) == fold(provider)).then(|| {
        format!(
            "`{client}` cannot be the client and the provider; `--client` and `--provider` name two"
        )
    })
}

/// Texts that are given a meaning and stand nowhere.
pub(crate) fn texts(workbook: &Workbook, options: &Options) -> Vec<Choice> {
    let cells = || {
        workbook
            .grids
            .iter()
            .flat_map(|grid| &grid.rows)
            .flat_map(|row| &row.cells)
    };
    let is_there = |text: &str| cells().any(|cell| fold(&cell.text).contains(&fold(text)));
    let lost = options.map.iter().filter(|(from, _)| !is_there(from));
    let told = lost.map(|(from, to)| Choice {
        text: format!("`{from}` stands in no cell, so that nothing is `{to}`"),
        option: map_option(from, to),
    });
    told.collect()
}

fn no_sheet(workbook: &Workbook, name: &str) -> Option<String> {
    let sheets: Vec<&String> = workbook
        .grids
        .iter()
        .filter_map(|grid| grid.sheet.as_ref())
        .collect();
    if sheets.iter().any(|sheet| *sheet == name) {
        return None;
    }
    let all: Vec<String> = sheets.iter().map(|sheet| format!("`{sheet}`")).collect();
    Some(match all.is_empty() {
        true => format!(
            "there is no sheet `{name}`: this kind of file has none; `--table N` names a table"
        ),
        false => format!("there is no sheet `{name}`; there are {}", all.join(", ")),
    })
}

fn no_table(workbook: &Workbook, number: usize) -> Option<String> {
    if workbook.grids.iter().any(|grid| grid.number == number) {
        return None;
    }
    let tables = workbook.grids.len();
    Some(match tables {
        0 => format!("there is no table {number}: the file has none"),
        1 => format!("there is no table {number}: the file has one"),
        _ => format!("there is no table {number}: the file has {tables}, counted from 1"),
    })
}

/// Roles in rows are named by a column, which is counted like a row.
fn no_row(workbook: &Workbook, number: usize) -> Option<String> {
    let has = |grid: &Grid| {
        grid.rows.iter().any(|row| row.number == number) || (1..=grid.width()).contains(&number)
    };
    if workbook.grids.iter().any(has) {
        return None;
    }
    let rows = workbook.grids.iter().flat_map(|grid| &grid.rows);
    let last = rows.map(|row| row.number).max();
    Some(match last {
        Some(last) if last < number => format!("there is no row {number}: the last one is {last}"),
        _ => format!("there is no row {number} in a table"),
    })
}

fn no_column(workbook: &Workbook, name: &str, by_letter: bool) -> Option<String> {
    let has = |grid: &Grid| {
        let rows = grid.rows.iter().take(12);
        let is_header = rows
            .flat_map(|row| &row.cells)
            .any(|cell| fold(&cell.text) == fold(name));
        // Roles in rows have their headers in the first column.
        let is_first = grid.rows.iter().any(|row| {
            row.cells
                .first()
                .is_some_and(|cell| fold(&cell.text) == fold(name))
        });
        is_header
            || is_first
            || by_letter
                && (0..grid.width()).any(|column| column_name(column) == name.to_uppercase())
    };
    if workbook.grids.iter().any(has) {
        return None;
    }
    let headers = workbook.grids.iter().filter_map(|grid| grid.rows.first());
    let headers = headers
        .flat_map(|row| &row.cells)
        .filter(|cell| !cell.is_empty());
    let mut all: Vec<String> = headers
        .map(|cell| format!("`{}`", crate::plain::line(&cell.text)))
        .collect();
    all.dedup();
    all.truncate(12);
    Some(format!(
        "there is no column `{name}`; the first rows name {}",
        all.join(", ")
    ))
}
