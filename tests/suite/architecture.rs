//! Which crate may use which: arrows point down only.

use std::collections::BTreeMap;
use std::fs;

use crate::root;

/// Every crate with the crates of the project that it may use. A new edge is a decision: write it
/// here, and into the architecture page, with its reason.
const ALLOWED: &[(&str, &[&str])] = &[
    ("racilint-diagnostics", &[]),
    ("racilint-parser", &["racilint-diagnostics"]),
    (
        "racilint-checker",
        &["racilint-diagnostics", "racilint-parser"],
    ),
    ("racilint-emit", &["racilint-diagnostics"]),
    // It shares the one list of rules with the parser, and knows nothing of what an engagement means.
    (
        "racilint-import",
        &["racilint-diagnostics", "racilint-parser"],
    ),
    // The matrix is drawn from what the checker knows; from the emitters it takes only how text is
    // made harmless and measured.
    (
        "racilint-report",
        &[
            "racilint-checker",
            "racilint-diagnostics",
            "racilint-emit",
            "racilint-parser",
        ],
    ),
    // What the time engine is tested against: apart from the checker, so that no mistake is shared.
    ("racilint-minutes", &["racilint-parser"]),
    // What speed is measured with: it knows the language as text alone.
    ("racilint-yardstick", &[]),
    // What the fuzzers and the properties hold all the others to: nothing but tests uses it.
    (
        "racilint-trials",
        &[
            "racilint",
            "racilint-checker",
            "racilint-diagnostics",
            "racilint-emit",
            "racilint-import",
            "racilint-parser",
            "racilint-report",
        ],
    ),
    (
        "racilint",
        &[
            "racilint-checker",
            "racilint-diagnostics",
            "racilint-emit",
            "racilint-import",
            "racilint-parser",
            "racilint-report",
        ],
    ),
];

#[test]
fn crates_use_only_what_they_may() {
    let allowed: BTreeMap<&str, &[&str]> = ALLOWED.iter().copied().collect();
    for entry in fs::read_dir(root().join("crates")).expect("the crates") {
        let folder = entry.expect("a crate").path();
        let name = folder
            .file_name()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        let manifest = fs::read_to_string(folder.join("Cargo.toml")).expect("a manifest");
        let manifest: toml::Table = toml::from_str(&manifest).expect("a valid manifest");
        assert_eq!(
            manifest["package"]["name"].as_str(),
            Some(&*name),
            "folder name = crate name"
        );
        let used: Vec<&str> = manifest["dependencies"]
            .as_table()
            .expect("dependencies")
            .keys()
            .map(String::as_str)
            .filter(|dependency| dependency.starts_with("racilint"))
            .collect();
        let may = allowed
            .get(&*name)
            .unwrap_or_else(|| panic!("{name} is not listed"));
        assert_eq!(used, *may, "{name}");
    }
}

/// Only one file knows the library that draws, and only the emitters know a wire format.
#[test]
fn the_drawing_library_is_named_in_one_file() {
    let mut naming = Vec::new();
    for file in sources() {
        let text = fs::read_to_string(&file).expect("a source");
        if text.contains("use miette") || text.contains("miette::") {
            naming.push(
                file.file_name()
                    .expect("a name")
                    .to_string_lossy()
                    .into_owned(),
            );
        }
    }
    assert_eq!(naming, ["picture.rs"]);
}

/// A rule that nobody has added to the list would never run, and nothing else would say so.
#[test]
fn every_file_of_a_rule_is_in_the_list_of_rules() {
    let generated = xtask::generated().expect("the generated files");
    for file in sources() {
        let text = fs::read_to_string(&file).expect("a source");
        if !text.contains("\ndeclare_rule! {") {
            continue;
        }
        let stem = file.file_stem().expect("a name").to_string_lossy();
        let page = format!("docs/rules/{}.md", stem.replace('_', "-"));
        assert!(
            generated.iter().any(|(path, _)| *path == page),
            "{stem}.rs declares no rule of its name that is listed: add it to the `mod` list and \
             to `RULES` in rules/mod.rs"
        );
    }
}

/// Every module says what it is for.
#[test]
fn modules_begin_with_what_they_are_for() {
    for file in sources() {
        let text = fs::read_to_string(&file).expect("a source");
        // A rule's file begins with its page.
        let is_rule = text.contains("declare_rule! {");
        assert!(
            text.starts_with("//!") || is_rule,
            "{} says nothing",
            file.display()
        );
    }
}

fn sources() -> Vec<std::path::PathBuf> {
    let mut open = vec![root().join("crates")];
    let mut sources = Vec::new();
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                sources.push(path);
            }
        }
    }
    sources.sort();
    sources
}
