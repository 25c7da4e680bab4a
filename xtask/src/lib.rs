//! What is generated from the code, so that nothing is typed twice: the schema of the language from
//! the parser's own tables, rule pages and the table of rules from the rules, the pages of the
//! profiles from the catalogue, the page of the command line from its definition, and the book's table
//! of contents from its pages.
//!
//! Everything is computed first ([`generated`]) and then either written or compared; the tests
//! compare.

#![expect(
    clippy::disallowed_methods,
    reason = "a tool of the workshop: it reads and writes the project's own files"
)]

mod book;
mod links;
mod pages;
mod profiles;
mod readme;
mod render;
mod schema;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

pub use links::preprocess;

/// The folder of the project.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Every generated file: its path in the project, and what must be in it.
///
/// # Errors
///
/// Those of reading the files of which only a part is generated.
pub fn generated() -> io::Result<Vec<(String, String)>> {
    let mut files = vec![
        (
            "schemas/engagement.schema.json".to_owned(),
            schema::engagement(),
        ),
        ("schemas/profile.schema.json".to_owned(), schema::profile()),
        (
            "schemas/racilint.schema.json".to_owned(),
            schema::settings(),
        ),
        (
            "schemas/findings-json-v1.schema.json".to_owned(),
            schema::findings(),
        ),
        ("schemas/week-v1.schema.json".to_owned(), schema::week()),
        ("schemas/who-v1.schema.json".to_owned(), schema::who()),
        (
            "schemas/resilience-v1.schema.json".to_owned(),
            schema::resilience(),
        ),
        ("docs/command-line.md".to_owned(), pages::command_line()),
        ("docs/rules/README.md".to_owned(), pages::index()),
        (
            "README.md".to_owned(),
            readme::with_generated_parts(&read("README.md")?, &read(readme::SHOWPIECE)?),
        ),
    ];
    files.extend(pages::rules());
    files.extend(profiles::all());
    let summary = book::summary(&files)?;
    files.push((book::SUMMARY.to_owned(), summary));
    Ok(files)
}

fn read(path: &str) -> io::Result<String> {
    fs::read_to_string(root().join(path))
}

/// Writes everything and returns the paths of the files that were written.
///
/// # Errors
///
/// Those of reading and writing.
pub fn write_all() -> io::Result<Vec<String>> {
    let mut written = Vec::new();
    for (path, text) in generated()? {
        let full = root().join(&path);
        if let Some(folder) = full.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(full, text)?;
        written.push(path);
    }
    remove_forgotten_pages(&written)?;
    Ok(written)
}

/// The files that are not what they must be, pages of rules that are gone included.
///
/// # Errors
///
/// Those of reading.
pub fn stale() -> io::Result<Vec<String>> {
    let mut stale = Vec::new();
    let mut known = Vec::new();
    for (path, text) in generated()? {
        if fs::read_to_string(root().join(&path)).ok().as_deref() != Some(&text) {
            stale.push(path.clone());
        }
        known.push(path);
    }
    stale.extend(forgotten_pages(&known)?);
    Ok(stale)
}

fn remove_forgotten_pages(known: &[String]) -> io::Result<()> {
    for path in forgotten_pages(known)? {
        fs::remove_file(root().join(path))?;
    }
    Ok(())
}

/// Pages of rules and profiles that there are no more.
fn forgotten_pages(known: &[String]) -> io::Result<Vec<String>> {
    let mut orphans = Vec::new();
    for folder in ["docs/rules", "docs/profiles"] {
        for entry in fs::read_dir(root().join(folder))? {
            let path = format!("{folder}/{}", entry?.file_name().to_string_lossy());
            if !known.contains(&path) {
                orphans.push(path);
            }
        }
    }
    orphans.sort();
    Ok(orphans)
}
