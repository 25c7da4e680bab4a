//! Slices in a matrix that racilint has written: rows such as `watch.nights`, "Watch: by night".

use std::collections::BTreeMap;

use super::Part;
use crate::plain::line;
use crate::shape::{Matrix, RowKind};
use crate::{Choice, names};

/// The rows that are slices.
pub(super) fn of(matrix: &Matrix) -> BTreeMap<usize, Part> {
    let mut wholes: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for row in rows(matrix) {
        if let Some((whole, _)) = split(matrix.grid.text(row, 0)) {
            wholes.entry(whole.to_owned()).or_default().push(row);
        }
    }
    let mut parts = BTreeMap::new();
    for (whole, own) in wholes {
        let Some(title) = title(matrix, &whole, &own) else {
            continue;
        };
        for row in own {
            let id = split(matrix.grid.text(row, 0)).map_or("", |(_, part)| part);
            let text = line(matrix.grid.text(row, 1));
            let rest = text
                .strip_prefix(&*title)
                .and_then(|rest| rest.strip_prefix(": "));
            let part = Part {
                whole: (names::id(&whole), title.clone()),
                own: (names::id(id), rest.unwrap_or(&text).to_owned()),
            };
            parts.insert(row, part);
        }
    }
    parts.retain(|_, part| !part.whole.0.is_empty() && !part.own.0.is_empty());
    parts
}

/// What is said of slices that come back: a matrix does not say in a way that can be read by what the
/// work is split.
pub(super) fn told(matrix: &Matrix) -> Option<Choice> {
    let parts = of(matrix);
    let mut ids: Vec<String> = parts.values().map(|part| part.whole.0.clone()).collect();
    ids.dedup();
    let ids: Vec<String> = ids.iter().map(|id| format!("`{id}`")).collect();
    let text = format!(
        "{}: {} {} split; by which hours, systems, severities or steps stands in the notes of each part",
        matrix.grid.name(),
        ids.join(", "),
        if ids.len() == 1 { "is" } else { "are" },
    );
    let option = "change the ID in the file".to_owned();
    (!ids.is_empty()).then_some(Choice { text, option })
}

fn rows(matrix: &Matrix) -> impl Iterator<Item = usize> {
    let tasks = matrix
        .body
        .iter()
        .filter(|(_, kind)| matrix.own && *kind == RowKind::Task);
    tasks.map(|(row, _)| *row)
}

/// `watch.nights` as both ids.
fn split(id: &str) -> Option<(&str, &str)> {
    id.split_once('.')
        .filter(|(whole, part)| !whole.is_empty() && !part.is_empty())
}

/// What the titles of all slices begin with, up to the last colon that they share; for one that stands
/// alone, up to its first.
fn title(matrix: &Matrix, whole: &str, own: &[usize]) -> Option<String> {
    let row = rows(matrix).find(|row| matrix.grid.text(*row, 0) == whole);
    if let Some(row) = row {
        return Some(line(matrix.grid.text(row, 1)));
    }
    let titles: Vec<String> = own
        .iter()
        .map(|row| line(matrix.grid.text(*row, 1)))
        .collect();
    let first = titles.first()?;
    let mut ends = first.match_indices(": ").map(|(at, _)| &first[..at]);
    let is_shared = |start: &&str| {
        let all = |title: &String| {
            title
                .strip_prefix(start)
                .is_some_and(|rest| rest.starts_with(": "))
        };
        titles.iter().all(all)
    };
    let found = match titles.len() {
        1 => ends.next(),
        _ => ends.filter(is_shared).last(),
    };
    found.map(str::to_owned)
}
