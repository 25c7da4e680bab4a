//! Matrices that are checked as they are: imported in memory, and what is found in the text made of
//! them is shown in the cell that it comes from.

use std::collections::BTreeSet;

use racilint_checker::catalogue::Catalogue;
use racilint_checker::settle::{Levels, Outcome};
use racilint_diagnostics::{FileId, Finding, Sources, Span};
use racilint_import::{Imported, Origins};
use racilint_parser::Document;
use racilint_parser::rules::import::IMPORT_RULES;

/// The ids of all areas.
pub(super) fn areas() -> BTreeSet<String> {
    let document = Document::default();
    let catalogue = Catalogue::of(&document);
    catalogue
        .areas()
        .map(|area| area.id.name.to_string())
        .collect()
}

/// An engagement for a file that holds no matrix: nothing is asked of it.
pub(super) const NOTHING: &str = "[engagement]\nprofiles = []\n";

/// The levels with which a file is looked at that holds no matrix: only what the importer says.
pub(super) fn only_import(levels: &Levels) -> Levels {
    let import = IMPORT_RULES.iter().map(|rule| rule.name);
    Levels {
        select: import
            .filter(|name| levels.select.is_empty() || levels.select.contains(name))
            .collect(),
        ..levels.clone()
    }
}

/// No matrix says who holds a role, and few say who is client and provider: rules that ask for it
/// lack their data, and count as not evaluated.
pub(super) fn leave_out_what_no_matrix_says(outcome: &mut Outcome) {
    for name in ["party-shape", "unfilled-assignee"] {
        outcome.findings.retain(|finding| finding.rule.name != name);
        if let Some(at) = outcome.evaluated.iter().position(|rule| rule.name == name) {
            outcome.not_evaluated.push(outcome.evaluated.remove(at));
        }
    }
    outcome.not_evaluated.sort_by_key(|rule| rule.name);
}

/// Moves what was found in the text of an engagement to the cells that it comes from.
pub(super) fn moved(
    sources: &Sources,
    generated: FileId,
    imported: &Imported,
    findings: Vec<Finding>,
) -> Vec<Finding> {
    let mut findings: Vec<Finding> = findings
        .into_iter()
        .map(|finding| move_one(finding, generated, &imported.origins))
        .collect();
    findings.sort_by_key(|finding| finding.span);
    findings.dedup();
    placed(sources, &imported.sheets, findings)
}

fn move_one(mut finding: Finding, generated: FileId, origins: &Origins) -> Finding {
    let place = |span: Span| match span.file == generated {
        true => origins.of(span.range()),
        false => span,
    };
    finding.span = place(finding.span);
    for related in &mut finding.related {
        related.span = place(related.span);
    }
    // A repair of the generated text repairs no spreadsheet.
    finding.fix = None;
    let own = finding.span;
    finding.related.retain(|related| related.span != own);
    finding.related.dedup();
    finding.steps = finding.steps.min(finding.related.len());
    finding
}

/// Names the cell, such as `F12`, in findings in sheets: a row alone is not a place there.
pub(super) fn placed(
    sources: &Sources,
    sheets: &[FileId],
    mut findings: Vec<Finding>,
) -> Vec<Finding> {
    for finding in &mut findings {
        if let Some(address) = racilint_import::address(sources, sheets, finding.span) {
            finding.label = match finding.label.as_str() {
                "" => address,
                label => format!("{address}: {label}"),
            };
        }
        for related in &mut finding.related {
            if let Some(address) = racilint_import::address(sources, sheets, related.span) {
                related.message = format!("{address}: {}", related.message);
            }
        }
    }
    findings
}
