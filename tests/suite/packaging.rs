//! What is published together says the same version, and everything that is needed is published.

use std::fs;

use toml::{Table, Value};

use crate::root;

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).expect("a file of the project")
}

fn table(path: &str) -> Table {
    toml::from_str(&read(path)).expect("valid TOML")
}

/// The version of the workspace: every package takes it from there.
fn version() -> String {
    let version = table("Cargo.toml")["workspace"]["package"]["version"].clone();
    version.as_str().expect("a version").to_owned()
}

#[test]
fn the_hook_takes_the_wheel_of_its_own_version() {
    let project = table("pyproject.toml")["project"].clone();
    assert_eq!(project["version"].as_str(), Some(&*version()));
    let wanted = Value::Array(vec![format!("racilint=={}", version()).into()]);
    assert_eq!(project["dependencies"], wanted);
}

/// The wheel's version is that of Cargo.toml, and the npm packages are laid out with it.
#[test]
fn the_version_stands_nowhere_else() {
    let project = table("crates/racilint/pyproject.toml")["project"].clone();
    assert_eq!(project.get("version"), None);
    assert_eq!(project["dynamic"], Value::Array(vec!["version".into()]));
    assert!(!read("packaging/npm/build.mjs").contains(&version()));
    assert!(!read("action.yml").contains(&format!("default: \"{}", version())));
}

/// Packages cannot reach out of their folder: the licence stands in it once more.
#[test]
fn packages_hold_the_licence() {
    assert_eq!(read("crates/racilint/LICENSE"), read("LICENSE"));
}

/// A crate that `racilint` needs cannot be left at home: what is published names versions only.
#[test]
fn crates_that_are_published_need_only_crates_that_are() {
    let workspace = table("Cargo.toml");
    let shared = workspace["workspace"]["dependencies"]
        .as_table()
        .expect("dependencies");
    for entry in fs::read_dir(root().join("crates")).expect("the crates") {
        let name = entry.expect("a crate").file_name();
        let manifest = table(&format!("crates/{}/Cargo.toml", name.to_string_lossy()));
        if manifest["package"]["publish"] == Value::Boolean(false) {
            continue;
        }
        let used = manifest.get("dependencies").and_then(Value::as_table);
        for dependency in used.into_iter().flat_map(Table::keys) {
            let Some(path) = shared.get(dependency).and_then(|about| about.get("path")) else {
                continue;
            };
            assert_eq!(
                shared[dependency].get("version").and_then(Value::as_str),
                Some(&*version()),
                "{dependency} is a part of what is published: write its version beside its path \
                 in Cargo.toml"
            );
            let path = path.as_str().expect("a path");
            let used = table(&format!("{path}/Cargo.toml"));
            let kept = used["package"]["publish"] == Value::Boolean(false);
            assert!(!kept, "{dependency} is not published");
        }
    }
}

/// What users copy from the pages names the version that there is.
#[test]
fn pages_name_the_version_that_there_is() {
    let version = version();
    for path in [
        "README.md",
        "docs/install.md",
        "docs/pre-commit.md",
        "docs/ci.md",
    ] {
        for line in read(path).lines() {
            for before in [
                "rev: v",
                "racilint==",
                "racilint@",
                "racilint:",
                "racilint@v",
                "version: ",
            ] {
                let Some((_, after)) = line.split_once(before) else {
                    continue;
                };
                let named = after.trim_start_matches('v');
                if named.starts_with(|letter: char| letter.is_ascii_digit()) {
                    assert!(
                        named.starts_with(&version),
                        "{path} names another version than {version}: {line}"
                    );
                }
            }
        }
    }
}
