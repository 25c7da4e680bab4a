//! What `racilint matrix` writes, `racilint import` reads: the same letters, in the same sections.

use std::collections::BTreeMap;
use std::path::Path;

use crate::{folder, racilint_in, root};

/// The letters of each row by the names of their columns, and the titles of the sections, read from
/// CSV.
#[derive(Debug, Default, PartialEq, Eq)]
struct Letters {
    rows: Vec<(String, BTreeMap<String, String>)>,
    sections: Vec<String>,
}

/// The matrix of an engagement as CSV, taken apart.
fn letters(folder: &Path, engagement: &str) -> Letters {
    let args = ["matrix", engagement, "--format", "csv"];
    let run = racilint_in(folder, &args, None);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let mut lines = records(&run.stdout).into_iter();
    let header = lines.next().expect("a header");
    let extras = ["Criticality", "Hours", "Applies to", "Clause", "Notes"];
    let extra = |own: &String| extras.contains(&own.as_str());
    let end = header.iter().position(extra).unwrap_or(header.len());
    let mut letters = Letters::default();
    for line in lines {
        if line[0].is_empty() {
            letters.sections.push(line[1].clone());
            continue;
        }
        let held = (2..end).filter(|column| !line[*column].is_empty());
        let held = held.map(|column| (header[column].clone(), line[column].clone()));
        letters.rows.push((line[1].clone(), held.collect()));
    }
    letters
}

/// The records of a CSV file.
fn records(text: &str) -> Vec<Vec<String>> {
    let mut records = vec![vec![String::new()]];
    let mut quoted = false;
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        let record = records.last_mut().expect("a record");
        let cell = record.last_mut().expect("a cell");
        match c {
            '"' if quoted && characters.peek() == Some(&'"') => {
                characters.next();
                cell.push('"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => record.push(String::new()),
            '\r' if !quoted => {}
            '\n' if !quoted => records.push(vec![String::new()]),
            c => cell.push(c),
        }
    }
    records.pop();
    records
}

/// Writes the matrix of an engagement in a format, reads it, and compares the letters.
#[track_caller]
fn comes_back(folder: &Path, engagement: &str, ending: &str) {
    let file = folder.join(format!("matrix.{ending}"));
    let file = file.display().to_string();
    let written = racilint_in(&root(), &["matrix", engagement, "--output", &file], None);
    assert_eq!(written.code, Some(0), "{ending}: {}", written.stderr);
    let read = racilint_in(folder, &["import", &file, "--scheme", "rasci"], None);
    assert_eq!(read.code, Some(0), "{ending}: {}", read.stderr);
    std::fs::write(folder.join("again.raci.toml"), &read.stdout).expect("a file");
    assert_eq!(
        letters(folder, "again.raci.toml"),
        letters(&root(), engagement),
        "{engagement} as {ending}"
    );
}

const ENDINGS: [&str; 4] = ["csv", "md", "html", "xlsx"];

#[test]
fn the_letters_of_the_examples_come_back() {
    for example in [
        "harbor-clinics",
        "midsize-msp-mssp",
        "larch-legal",
        "unsigned",
    ] {
        let folder = folder(&format!("back-{example}"), &[]);
        for ending in ENDINGS {
            comes_back(&folder, &format!("examples/{example}"), ending);
        }
    }
}

/// Import, export, import: a matrix as people write it, with sections and two letters in a cell.
#[test]
fn a_matrix_of_somebody_else_comes_back() {
    let table = "| Task | CIO | Service desk | Provider |\n|---|---|---|---|\n\
                 | **Users** | | | |\n\
                 | Help users | I | R/A | C |\n\
                 | Set up joiners | A | R | |\n\
                 | **Servers** | | | |\n\
                 | Patch | C | I | A, R |\n";
    let folder = folder("back-other", &[("theirs.md", table.as_bytes())]);
    let read = racilint_in(&folder, &["import", "theirs.md"], None);
    assert_eq!(read.code, Some(0), "{}", read.stderr);
    std::fs::write(folder.join("first.raci.toml"), &read.stdout).expect("a file");
    let first = letters(&folder, "first.raci.toml");
    assert_eq!(first.sections, ["Users", "Servers"]);
    assert_eq!(first.rows[0].1["Service desk"], "R/A");
    let first = folder.join("first.raci.toml").display().to_string();
    for ending in ENDINGS {
        comes_back(&folder, &first, ending);
    }
}
