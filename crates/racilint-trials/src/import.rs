//! The bytes of a matrix to an engagement.

use racilint_checker::check as check_engagement;
use racilint_diagnostics::Sources;
use racilint_import::{Imported, Kind, Options};

use crate::check::options;
use crate::held;
use crate::parts::{Files, of_parts, zipped};

/// Imports any bytes as a matrix: there is an answer, the same one twice, all its places are places,
/// and what is written is an engagement that can be read and checked.
///
/// Bytes of a workbook that are no archive are taken for its parts, each behind a line with its name:
/// what is within an archive is changed that way, and not only its outside.
pub fn import(kind: Kind, bytes: &[u8]) {
    let is_book = matches!(kind, Kind::Xlsx | Kind::Ods);
    let bytes = match is_book && !bytes.starts_with(b"PK") {
        true => zipped(&of_parts(bytes)),
        false => bytes.to_vec(),
    };
    let first = imported(kind, &bytes);
    assert_eq!(first, imported(kind, &bytes), "two answers to one matrix");
}

fn imported(kind: Kind, bytes: &[u8]) -> String {
    let sources = Sources::default();
    let name = name(kind);
    let imported =
        racilint_import::import(&sources, name, bytes.to_vec(), kind, &Options::default());
    held::places(&sources, &imported.findings);
    if let Some(toml) = &imported.toml {
        engagement(&sources, &imported, toml);
    }
    format!(
        "{:?}\n{:?}\n{:?}\n{:?}",
        imported.toml, imported.findings, imported.choices, imported.left_out
    )
}

fn name(kind: Kind) -> &'static str {
    match kind {
        Kind::Markdown => "any.md",
        Kind::Csv => "any.csv",
        Kind::Tsv => "any.tsv",
        Kind::Html => "any.html",
        Kind::Xlsx => "any.xlsx",
        Kind::Ods => "any.ods",
    }
}

/// What was written can be read and checked, and each finding in it has a place in the matrix.
fn engagement(matrix: &Sources, imported: &Imported, toml: &str) {
    let sources = Sources::default();
    let main = sources.add("any.raci.toml", toml);
    let files = Files::default();
    let (document, found) = racilint_parser::read(&sources, main, "any.raci.toml", &files);
    let unreadable = found.iter().find(|own| {
        let name = own.rule.name;
        name == "syntax-error" || name == "duplicate-key" || name == "unknown-key"
    });
    assert!(unreadable.is_none(), "{unreadable:?} in\n{toml}");
    assert!(document.redeclared.is_empty(), "a table twice in\n{toml}");
    held::harmless(toml, "the engagement");
    let outcome = check_engagement(&document, found, &options());
    for finding in &outcome.findings {
        for span in finding.spans() {
            held::place(matrix, imported.origins.of(span.range()), &finding.message);
        }
    }
}
