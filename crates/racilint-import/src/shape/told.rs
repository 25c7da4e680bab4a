//! What was decided about a grid of letters that could be decided otherwise, in words.

use std::collections::BTreeSet;

use super::choice;
use super::columns::Beside;
use super::letters::Header;
use super::rows::RowKind;
use crate::Choice;
use crate::grid::Grid;
use crate::plain::{line, some};

/// What was decided that could be decided otherwise.
pub(super) fn choices(
    grid: &Grid,
    header: &Header,
    beside: &Beside,
    unused: &[String],
    body: &[(usize, RowKind)],
    legend: &BTreeSet<(usize, usize)>,
) -> Vec<Choice> {
    let mut choices = Vec::new();
    let of = grid.name();
    if header.rows.len() > 1 {
        let all: Vec<String> = header.rows.clone().map(|row| grid.row_name(row)).collect();
        choices.push(choice(
            format!(
                "{of}: of the header ({}), {} names the roles",
                all.join(", "),
                grid.row_name(header.roles)
            ),
            "--roles-row N",
        ));
    }
    let name = |column: usize| {
        let text = header
            .rows
            .clone()
            .rev()
            .map(|row| line(grid.text(row, column)))
            .find(|text| !text.is_empty());
        text.unwrap_or_else(|| grid.column_letters(column))
    };
    if let Some(task) = beside.task
        && (!beside.extra.is_empty() || !beside.groups.is_empty())
    {
        choices.push(choice(
            format!("{of}: `{}` names the tasks", name(task)),
            "--task-column NAME",
        ));
    }
    let groups: Vec<String> = beside
        .groups
        .iter()
        .map(|column| format!("`{}`", name(*column)))
        .collect();
    if !groups.is_empty() {
        choices.push(choice(
            format!(
                "{of}: {} puts tasks into groups, down to the next entry",
                groups.join(", ")
            ),
            "--task-column NAME",
        ));
    }
    let extra: Vec<String> = beside
        .extra
        .iter()
        .map(|(column, _)| format!("`{}`", name(*column)))
        .collect();
    if !extra.is_empty() {
        choices.push(choice(
            format!(
                "{of}: {} {} and {} kept as notes",
                extra.join(", "),
                if extra.len() == 1 {
                    "is no role"
                } else {
                    "are no roles"
                },
                if extra.len() == 1 { "is" } else { "are" },
            ),
            "--role-column NAME",
        ));
    }
    let sections = body
        .iter()
        .filter(|(_, kind)| matches!(kind, RowKind::Section(_)));
    let sections: Vec<String> = sections.map(|(row, _)| grid.row_name(*row)).collect();
    if !sections.is_empty() {
        choices.push(choice(
            format!(
                "{of}: {} without letters {} to be a heading",
                some(&sections),
                if sections.len() == 1 {
                    "is taken"
                } else {
                    "are each taken"
                }
            ),
            "--no-sections",
        ));
    }
    if !unused.is_empty() {
        choices.push(choice(
            format!(
                "{of}: {} without any letter {}",
                unused.join(", "),
                match unused.len() {
                    1 => "is taken for a role",
                    _ => "are each taken for a role",
                }
            ),
            "--map \"NAME=-\"",
        ));
    }
    if !legend.is_empty() {
        let rows: BTreeSet<usize> = legend.iter().map(|(row, _)| *row).collect();
        let rows: Vec<String> = rows.into_iter().map(|row| grid.row_name(row)).collect();
        choices.push(choice(
            format!("{of}: a legend in {} is not read as letters", some(&rows)),
            "--role-column NAME",
        ));
    }
    let remarks: Vec<String> = body
        .iter()
        .filter(|(_, kind)| matches!(kind, RowKind::Remark(_)))
        .map(|(row, _)| grid.row_name(*row))
        .collect();
    if !remarks.is_empty() {
        let is = |(_, kind): &&(usize, RowKind)| matches!(kind, RowKind::Remark(_));
        let first = body.iter().find(is).map_or(0, |(row, _)| *row);
        let mut rest = body.iter().filter(|(row, _)| *row > first);
        let place = match rest.any(|(_, kind)| *kind == RowKind::Task) {
            true => "",
            false => " below the letters",
        };
        choices.push(choice(
            format!(
                "{of}: {}{place} {} and kept as a comment",
                some(&remarks),
                match remarks.len() {
                    1 => "is left out as no task",
                    _ => "are left out as no tasks",
                }
            ),
            "--no-sections",
        ));
    }
    choices
}

/// That another table begins below.
pub(super) fn another(grid: &Grid, row: usize) -> Choice {
    let text = format!(
        "{}: {} begins another table below",
        grid.name(),
        grid.row_name(row)
    );
    choice(text, "--no-split")
}
