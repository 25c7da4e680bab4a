//! Where the fuzzers begin: the examples, as engagements and as matrices of every kind, and the
//! examples of the rules' pages, which are short and reach every rule.
//!
//! Nothing of it is kept twice in the project: `cargo run -p racilint-trials --bin seeds` lays the
//! files out under `fuzz/corpus`, and the smoke test takes them from here.

use std::collections::BTreeSet;
use std::io::{Cursor, Read as _};
use std::path::{Path, PathBuf};

use serde_json::Value;
use zip::ZipArchive;

use crate::check::matrices_of;

/// A beginning: the target, the name of the file, and what is in it.
pub struct Seed {
    /// The name of the target in `fuzz/fuzz_targets`.
    pub target: &'static str,
    /// The name of the file.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// The seeds of all examples of at most so many bytes, in an order that stays the same.
pub fn seeds(most: usize) -> Vec<Seed> {
    let mut all = Vec::new();
    for (at, path) in examples("toml").iter().enumerate() {
        let name = format!("{at:03}");
        let text = read(path);
        if text.len() > most {
            continue;
        }
        for target in ["parse", "check", "fix"] {
            push(&mut all, target, &name, text.clone().into_bytes());
        }
        // With what it includes, where a fixture keeps its further files.
        let whole = with_parts(path, &text);
        push(&mut all, "check", &format!("{name}-whole"), whole);
        for (kind, bytes) in matrices_of(&text) {
            push_matrix(&mut all, &name, kind, bytes);
        }
    }
    for (ending, target) in [("csv", "import_csv"), ("md", "import_markdown")] {
        for (at, path) in examples(ending).iter().enumerate() {
            let name = format!("example-{at}");
            push(&mut all, target, &name, read(path).into_bytes());
        }
    }
    all
}

/// The examples on the pages of the rules, in an order that stays the same.
pub fn seeds_of_rules() -> Vec<Seed> {
    let mut all = Vec::new();
    for rule in racilint_checker::rules::all() {
        for (at, example) in tables_of(rule.docs).into_iter().enumerate() {
            let name = format!("{}-{at}", rule.name);
            for target in ["parse", "check", "fix"] {
                push(&mut all, target, &name, example.clone().into_bytes());
            }
        }
    }
    all
}

/// The blocks of TOML on a page. Its lines begin with the blank that stands behind `///`.
fn tables_of(page: &str) -> Vec<String> {
    let mut lines = page
        .lines()
        .map(|line| line.strip_prefix(' ').unwrap_or(line));
    let mut found = Vec::new();
    while let Some(line) = lines.next() {
        if line.starts_with("```toml") {
            let block = lines.by_ref().take_while(|line| !line.starts_with("```"));
            found.push(block.fold(String::new(), |text, line| text + line + "\n"));
        }
    }
    found
}

fn push(all: &mut Vec<Seed>, target: &'static str, name: &str, bytes: Vec<u8>) {
    all.push(Seed {
        target,
        name: name.to_owned(),
        bytes,
    });
}

fn push_matrix(all: &mut Vec<Seed>, name: &str, kind: &str, bytes: Vec<u8>) {
    match kind {
        "matrix.md" => push(all, "import_markdown", name, bytes),
        "matrix.html" => push(all, "import_html", name, bytes),
        "matrix.csv" => {
            push(all, "import_ods", name, ods(&bytes));
            push(all, "import_csv", name, bytes);
        }
        "xlsx" => {
            push(all, "import_xlsx", name, unzipped(&bytes));
            push(all, "import_xlsx", &format!("{name}-zipped"), bytes);
        }
        _ => {}
    }
}

/// The parts of a workbook, each behind its name.
fn unzipped(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else {
        return out;
    };
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).expect("a part of our own workbook");
        let name = part.name().expect("a name of our own").into_owned();
        out.extend(format!("\n#@ {name}\n").into_bytes());
        part.read_to_end(&mut out).expect("memory");
    }
    out
}

/// The rows of a CSV file as a workbook of LibreOffice, as its parts.
fn ods(csv: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(csv);
    let cell = |cell: &str| {
        let text = cell
            .trim_matches('"')
            .replace('&', "&amp;")
            .replace('<', "&lt;");
        format!("<table:table-cell><text:p>{text}</text:p></table:table-cell>")
    };
    let row = |line: &str| {
        let cells: String = line.split(',').map(cell).collect();
        format!("<table:table-row>{cells}</table:table-row>\n")
    };
    let rows: String = text.lines().map(row).collect();
    format!(
        "\n#@ mimetype\napplication/vnd.oasis.opendocument.spreadsheet\n#@ content.xml\n\
         <?xml version=\"1.0\"?><office:document-content xmlns:office=\"o\" xmlns:table=\"t\" \
         xmlns:text=\"x\" xmlns:style=\"s\"><office:body><office:spreadsheet>\
         <table:table table:name=\"RACI\">\n{rows}</table:table></office:spreadsheet>\
         </office:body></office:document-content>\n"
    )
    .into_bytes()
}

/// An engagement with the files beside it, each behind its name.
fn with_parts(path: &Path, text: &str) -> Vec<u8> {
    let mut whole = text.to_owned();
    let folder = path.parent().unwrap_or(path);
    for other in examples("toml") {
        if other.parent() == Some(folder) && other != path {
            let name = other.file_name().unwrap_or_default().to_string_lossy();
            whole.push_str(&format!("\n#@ {name}\n{}", read(&other)));
        }
    }
    whole.into_bytes()
}

/// The files of the examples with this ending, by path.
fn examples(ending: &str) -> Vec<PathBuf> {
    let mut open = vec![root().join("examples")];
    let mut found = Vec::new();
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).expect("the examples") {
            let path = entry.expect("an entry").path();
            let is_meant = path.extension().is_some_and(|own| own == ending);
            match path.is_dir() {
                true => open.push(path),
                false if is_meant => found.push(path),
                false => {}
            }
        }
    }
    found.sort();
    found
}

/// The engagements of the examples, each with its path, by path.
pub fn engagements() -> Vec<(PathBuf, String)> {
    let all = examples("toml").into_iter();
    let is_engagement = |path: &PathBuf| path.to_string_lossy().ends_with(".raci.toml");
    all.filter(is_engagement)
        .map(|path| (path.clone(), read(&path)))
        .collect()
}

/// The words of the language, for fuzzers that cannot guess them: the keys and values that the
/// schema of engagements names, sorted, each once.
pub fn words() -> Vec<String> {
    let schema = read(&root().join("schemas/engagement.schema.json"));
    let schema = serde_json::from_str(&schema).expect("a schema");
    let mut words = BTreeSet::new();
    add_words(&schema, &mut words);
    words.into_iter().collect()
}

fn add_words(part: &Value, words: &mut BTreeSet<String>) {
    match part {
        Value::Object(entries) => {
            if let Some(Value::Object(keys)) = entries.get("properties") {
                words.extend(keys.keys().cloned());
            }
            let choices = entries.get("enum").and_then(Value::as_array);
            let texts = choices.into_iter().flatten().filter_map(Value::as_str);
            words.extend(texts.map(str::to_owned));
            entries.values().for_each(|inner| add_words(inner, words));
        }
        Value::Array(items) => items.iter().for_each(|item| add_words(item, words)),
        _ => {}
    }
}

/// The folder of the project.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..")
}

#[expect(
    clippy::disallowed_methods,
    reason = "these are tests, and begin with the project's own files"
)]
fn read(path: &Path) -> String {
    std::fs::read_to_string(path).expect("an example")
}

#[cfg(test)]
mod tests {
    use super::{seeds_of_rules, tables_of, words};

    #[test]
    fn keys_and_values_are_words() {
        let words = words();
        for word in ["workstream", "ack-within", "pre-authorized", "co-managed"] {
            assert!(words.iter().any(|own| own == word), "{word}");
        }
        let plain = |word: &String| !word.contains(['"', '\\', '\n']);
        assert!(words.iter().all(plain) && words.is_sorted());
    }

    #[test]
    fn every_rule_is_reached() {
        let page = " # One\n\n ```toml,fires\n [a]\n x = 1\n ```\n\n ```toml\n [b]\n ```\n";
        assert_eq!(tables_of(page), ["[a]\nx = 1\n", "[b]\n"]);
        let seeds = seeds_of_rules();
        let all = racilint_checker::rules::all().into_iter();
        // Those of imports have examples of matrices.
        for rule in all.filter(|rule| !rule.name.starts_with("import-")) {
            let first = format!("{}-0", rule.name);
            let is_its = |target: &str| {
                let mut named = seeds.iter().filter(|seed| seed.name == first);
                named.any(|seed| seed.target == target && !seed.bytes.is_empty())
            };
            assert!(is_its("check") && is_its("parse"), "{first}");
        }
    }
}
