//! The answer as Markdown, for documents.

use std::io::{self, Write};

use super::ResilienceReport;
use crate::markdown::{cell, inline};

/// Writes the table and what is to be said about each workstream.
///
/// # Errors
///
/// Those of `out`.
pub fn write(out: &mut dyn Write, report: &ResilienceReport) -> io::Result<()> {
    let title = report.title.as_ref().unwrap_or(&report.file);
    writeln!(out, "# Who can be missing: {}\n", inline(title))?;
    writeln!(
        out,
        "{}; as of {}.\n",
        inline(&report.horizon()),
        report.as_of.date
    )?;
    writeln!(
        out,
        "| Workstream | Cannot spare | Cannot spare both |\n| --- | --- | --- |"
    )?;
    for row in &report.rows {
        let [alone, together] = row.cells();
        let (alone, together) = (cell(&alone), cell(&together));
        let name = cell(&row.workstream.full());
        writeln!(out, "| {name} | {alone} | {together} |")?;
    }
    writeln!(out, "\n{}.", report.summary())?;
    for row in &report.rows {
        let notes = row.notes();
        if notes.is_empty() {
            continue;
        }
        writeln!(out, "\n## {}\n", inline(&row.workstream.full()))?;
        for note in notes {
            writeln!(out, "- {}", inline(&note))?;
        }
    }
    if let Some(untimed) = report.untimed() {
        writeln!(out, "\n{}.", inline(&untimed))?;
    }
    if !report.without_actions.is_empty() {
        let ids: Vec<&str> = report.without_actions.iter().map(|row| &*row.id).collect();
        let ids = ids.join(", ");
        let ids = inline(&ids);
        writeln!(out, "\nNothing to be empowered for: {ids}.")?;
    }
    if !report.complete {
        writeln!(
            out,
            "\nThe file could not be read completely: this may be wrong."
        )?;
    }
    Ok(())
}
