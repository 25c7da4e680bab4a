//! What stands around a task: headings, groups, footnotes, and the row itself as it is written.

use std::collections::BTreeSet;

use racilint_diagnostics::Span;

use crate::names;
use crate::plain::{fold, footnotes, line};
use crate::shape::{Context, FINDINGS, Kind, Matrix, RowKind, outline};

/// For each matrix the heading that its tasks belong to: none where all stand under one.
pub(super) fn heads(matrices: &[Matrix]) -> Vec<Option<String>> {
    let own = |matrix: &Matrix| {
        let (headings, above) = (matrix.grid.headings.last(), matrix.above.last());
        // Side by side, tables stand below one title, and each below its own.
        let heading = match matrix.grid.columns {
            Some(_) => above.or(headings),
            None => headings.or(above),
        };
        heading.or(matrix.grid.sheet.as_ref()).cloned()
    };
    let all: Vec<Option<String>> = matrices.iter().map(own).collect();
    let differ = all.iter().any(|head| *head != all[0]);
    all.into_iter()
        .map(|head| head.filter(|_| differ))
        .collect()
}

/// The names that stand alone in a cell or header: by them it is known what `Dev / Ops` is.
pub(super) fn known_names(matrices: &[Matrix], context: &Context<'_>) -> BTreeSet<String> {
    let mut known = BTreeSet::new();
    for matrix in matrices.iter().filter(|matrix| matrix.kind == Kind::Names) {
        for (row, _) in matrix
            .body
            .iter()
            .filter(|(_, kind)| *kind == RowKind::Task)
        {
            for seat in &matrix.columns {
                let all = names::list(matrix.grid.text(*row, seat.column));
                known.extend(
                    all.iter()
                        .filter(|name| names::parts(name).len() == 1)
                        .map(|name| fold(name)),
                );
            }
        }
    }
    let letters = matrices
        .iter()
        .filter(|matrix| matrix.kind == Kind::Letters);
    known.extend(
        letters
            .flat_map(|matrix| &matrix.columns)
            .map(|seat| fold(&seat.name)),
    );
    known.retain(|name| context.notation.mapped(name).is_none());
    known
}

/// Takes the entries of group columns over; an empty one means the entry above.
pub(super) fn fill_down(matrix: &Matrix, row: usize, groups: &mut [String]) {
    for at in 0..groups.len() {
        let text = line(matrix.grid.text(row, matrix.groups[at]));
        if text.is_empty() || crate::words::is_nobody(&text) || text == groups[at] {
            continue;
        }
        groups[at] = text;
        for inner in &mut groups[at + 1..] {
            inner.clear();
        }
    }
}

/// Whether the number of a row says that it stands under a section no longer: `3` below `2`, `2.1`.
pub(super) fn leaves(matrix: &Matrix, section: usize, row: usize) -> bool {
    let number = |row: usize| {
        let text = matrix.number.map(|column| matrix.grid.text(row, column));
        outline(text.unwrap_or_default())
    };
    let (of, own) = (number(section), number(row));
    let rest = own.strip_prefix(of);
    let is_inside = rest.is_some_and(|rest| rest.starts_with(['.', '-']));
    let is_number = |text: &str| text.starts_with(|c: char| c.is_ascii_digit());
    is_number(of) && is_number(own) && !matrix.own && !is_inside
}

/// The headings that a task stands under, the outermost first.
pub(super) fn path(
    matrix: &Matrix,
    head: Option<&String>,
    section: Option<&(String, Span)>,
    groups: &[String],
    row: usize,
) -> Vec<(String, Span)> {
    let mut path: Vec<(String, Span)> = Vec::new();
    path.extend(head.map(|head| (head.clone(), matrix.grid.rows[0].span)));
    path.extend(section.cloned());
    for (group, column) in groups.iter().zip(&matrix.groups) {
        if !group.is_empty() {
            let cell = matrix.grid.cell(row, *column);
            path.push((
                group.clone(),
                cell.map_or(matrix.grid.span, |cell| cell.span),
            ));
        }
    }
    path
}

/// A footnote mark with what it stands for, where that stands below the table.
pub(super) fn with_footnote(note: &str, matrix: &Matrix) -> String {
    let is_mark = note.chars().count() <= 5 && !note.chars().any(char::is_alphabetic);
    let bare = note.trim_matches(['[', ']', '^', '(', ')']);
    let belongs = |text: &String| {
        let rest = text.strip_prefix(note).or_else(|| {
            let numbered = text
                .trim_start_matches(['(', '[', '^'])
                .strip_prefix(bare)?;
            numbered
                .starts_with([')', ']', '.', ':', ' '])
                .then_some(numbered)
        });
        // `**` is not the note of `*`.
        rest.is_some_and(|rest| !rest.starts_with('*') || note.starts_with('*') && bare.is_empty())
    };
    if !is_mark {
        return note.to_owned();
    }
    let remarks = matrix.body.iter().filter_map(|(_, kind)| match kind {
        RowKind::Remark(text) => Some(text),
        _ => None,
    });
    let texts = matrix.grid.notes.iter().chain(remarks);
    let mut notes = texts.flat_map(|text| footnotes(text));
    notes.find(belongs).unwrap_or_else(|| note.to_owned())
}

/// What the columns beside the letters say of a row, each behind its header.
pub(super) fn noted_beside(matrix: &Matrix, row: usize) -> Vec<String> {
    // What a check said on the day of an export is no part of the work.
    let is_own_findings = |header: &str| matrix.own && header == FINDINGS;
    let is_bare = |header: &str| header.is_empty() || matrix.own && header == "Notes";
    let text = |column: usize| {
        let text = line(matrix.grid.text(row, column));
        (!text.is_empty()).then_some(text)
    };
    let extra = matrix.extra.iter().filter_map(|(column, header)| {
        let text = text(*column).filter(|_| !is_own_findings(header))?;
        Some(match is_bare(header) {
            true => text,
            false => format!("{}: {text}", line(header)),
        })
    });
    let doubtful = matrix.doubtful.iter().filter_map(|(column, header, ..)| {
        let text = text(*column)?;
        Some(format!("{header}: {text}"))
    });
    extra.chain(doubtful).collect()
}

/// The place of a row and the row itself, as it is written, from the first column of the matrix on.
pub(super) fn cited(matrix: &Matrix, row: usize) -> String {
    let grid = &matrix.grid;
    let used = matrix.columns.iter().map(|seat| seat.column);
    let beside = matrix.groups.iter().copied();
    let kept = matrix.extra.iter().map(|(column, _)| *column);
    let named = [matrix.task, matrix.number, matrix.description];
    let used = used.chain(beside).chain(kept);
    let first = used.chain(named.into_iter().flatten()).min();
    let cells: Vec<String> = grid.rows[row]
        .cells
        .iter()
        .skip(first.unwrap_or(0))
        .map(|cell| {
            if cell.covered {
                String::new()
            } else {
                line(&cell.text)
            }
        })
        .collect();
    let cells = cells.join(" | ");
    let sheet = grid
        .sheet
        .as_ref()
        .map(|sheet| format!("{sheet}, "))
        .unwrap_or_default();
    format!(
        "{sheet}{}: {}",
        grid.row_name(row),
        cells.trim_end_matches([' ', '|'])
    )
}
