//! The file of a baseline, `baseline-v1`: one finding a line, sorted, so that it can be kept beside
//! the engagements and its changes can be read.
//!
//! Engagements are named by their paths from the folder of the baseline, so that it does not matter
//! where racilint is started. What a finding is known by is the checker's matter.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Component, Path, PathBuf};

use racilint_checker::baseline::Entry;
use serde::Deserialize;
use serde_json::json;

use crate::files::{self, shown};
use crate::{Failure, written};

/// The name of a baseline where nobody says another.
pub(crate) const NAME: &str = "racilint-baseline.json";

const VERSION: &str = "baseline-v1";

/// A baseline.
#[derive(Clone, Debug)]
pub(crate) struct Baseline {
    /// The file as it was named.
    path: PathBuf,
    /// The real folder that engagements are named from.
    folder: PathBuf,
    /// The entries of each engagement, sorted; engagements without any are left out.
    engagements: BTreeMap<String, Vec<Entry>>,
    /// What was in the file when it was read; none where there was none.
    before: Option<Vec<u8>>,
}

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// By what a baseline is known, whatever else is in it.
#[derive(Deserialize)]
struct Head {
    version: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    version: String,
    engagements: Vec<Engaged>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Engaged {
    engagement: String,
    findings: Vec<Known>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Known {
    rule: String,
    object: String,
    #[serde(default)]
    aspect: String,
    #[serde(default)]
    names: Vec<String>,
}

impl Baseline {
    /// Reads a baseline.
    ///
    /// # Errors
    ///
    /// It may not be there, or not be one: then nothing is checked, rather than everything be new
    /// or known.
    pub(crate) fn read(path: &Path) -> Result<Self, Failure> {
        let name = shown(path);
        let bytes = files::contents(path).map_err(|reason| {
            Failure::Usage(format!(
                "`{name}` cannot be read: {reason}; `racilint baseline write --output {name}` \
                 makes one"
            ))
        })?;
        let mut baseline = Baseline::empty(path);
        baseline.take(&bytes)?;
        baseline.before = Some(bytes);
        Ok(baseline)
    }

    /// Reads a baseline, or begins one where there is none.
    ///
    /// # Errors
    ///
    /// What is there may be no baseline: it is left alone then.
    pub(crate) fn read_or_begin(path: &Path) -> Result<Self, Failure> {
        match fs::symlink_metadata(path) {
            Ok(_) => Baseline::read(path),
            Err(_) => Ok(Baseline::empty(path)),
        }
    }

    /// Whether a file is a baseline, of whatever version. What is no file is not read.
    pub(crate) fn is_at(path: &Path) -> bool {
        let bytes = files::contents(path).unwrap_or_default();
        let bytes = bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(&bytes);
        let head: Result<Head, _> = serde_json::from_slice(bytes);
        head.is_ok_and(|head| head.version.starts_with("baseline-v"))
    }

    fn empty(path: &Path) -> Self {
        let real = written::identity(path);
        let folder = real.parent().map_or_else(PathBuf::new, Path::to_owned);
        Baseline {
            path: path.to_owned(),
            folder,
            engagements: BTreeMap::new(),
            before: None,
        }
    }

    fn take(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        // Editors put a byte order mark before a text that says nothing else by it.
        let bytes = bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(bytes);
        // What a later version adds may be anything, so the version is looked at first.
        let value: Result<serde_json::Value, _> = serde_json::from_slice(bytes);
        let version = value
            .as_ref()
            .ok()
            .and_then(|value| value["version"].as_str());
        if let Some(other) = version.filter(|version| *version != VERSION) {
            return Err(Failure::Usage(format!(
                "`{}` is a baseline of the version `{}`, and this racilint reads `{VERSION}`; \
                 use the racilint that wrote it",
                self.name(),
                other.escape_debug()
            )));
        }
        let file: File =
            serde_json::from_slice(bytes).map_err(|error| self.is_wrong(&error.to_string()))?;
        if file.version != VERSION {
            return Err(self.is_wrong("it has no version"));
        }
        for engaged in file.engagements {
            let entries = engaged.findings.into_iter().map(|known| Entry {
                rule: known.rule,
                object: known.object,
                aspect: known.aspect,
                names: known.names,
            });
            let all = self.engagements.entry(engaged.engagement).or_default();
            all.extend(entries);
            all.sort();
        }
        Ok(())
    }

    fn is_wrong(&self, reason: &str) -> Failure {
        Failure::Usage(format!(
            "`{}` cannot be read as a baseline: {reason}; take it back from your version control, \
             or remove it and write it anew with `racilint baseline write`",
            self.name()
        ))
    }

    /// The file as it is shown.
    pub(crate) fn name(&self) -> String {
        shown(&self.path)
    }

    /// How the baseline calls an engagement, by what the file is known as.
    pub(crate) fn key(&self, identity: &str) -> String {
        let path = Path::new(identity);
        if !path.is_absolute() {
            return identity.to_owned();
        }
        shown(&from(&self.folder, path))
    }

    /// What it holds of an engagement.
    pub(crate) fn of(&self, key: &str) -> &[Entry] {
        self.engagements.get(key).map_or(&[], Vec::as_slice)
    }

    /// Puts this in place of what it holds of an engagement.
    pub(crate) fn put(&mut self, key: String, entries: Vec<Entry>) {
        if entries.is_empty() {
            self.engagements.remove(&key);
        } else {
            self.engagements.insert(key, entries);
        }
    }

    /// Forgets the engagements whose files are gone from one of these folders, and says how many
    /// findings that were. An engagement elsewhere stays: nobody has looked there.
    pub(crate) fn forget_gone(&mut self, folders: &[PathBuf]) -> usize {
        let mut count = 0;
        let base = &self.folder;
        self.engagements.retain(|key, entries| {
            let path = tidy(&base.join(key));
            let was_looked_for = folders.iter().any(|folder| path.starts_with(folder));
            let is_gone = was_looked_for && fs::symlink_metadata(&path).is_err();
            count += if is_gone { entries.len() } else { 0 };
            !is_gone
        });
        count
    }

    /// How many findings it holds, and of how many engagements.
    pub(crate) fn size(&self) -> (usize, usize) {
        let findings = self.engagements.values().map(Vec::len).sum();
        (findings, self.engagements.len())
    }

    /// Writes it, unless the file says the same already.
    ///
    /// # Errors
    ///
    /// Says why it cannot be written; what another run has written since it was read is not lost.
    pub(crate) fn write(&self) -> Result<(), Failure> {
        let text = self.text();
        let is_said = || files::holds(&self.path, text.as_bytes());
        if is_said() {
            return Ok(());
        }
        let written = match &self.before {
            Some(before) => written::replace_what_was_read(&self.path, before, text.as_bytes()),
            None => written::create(&self.path, text.as_bytes())
                .map_err(|error| written::cannot(&self.path, error)),
        };
        match written {
            // Another run may have written the same.
            Err(_) if is_said() => Ok(()),
            written => written.map_err(Failure::Usage),
        }
    }

    /// One finding a line.
    fn text(&self) -> String {
        let engagements: Vec<String> = self
            .engagements
            .iter()
            .map(|(key, entries)| {
                let lines: Vec<String> = entries.iter().map(line).collect();
                format!(
                    "    {{\n      \"engagement\": {},\n      \"findings\": [\n{}\n      ]\n    }}",
                    json!(key),
                    lines.join(",\n"),
                )
            })
            .collect();
        match engagements.as_slice() {
            [] => format!("{{\n  \"version\": \"{VERSION}\",\n  \"engagements\": []\n}}\n"),
            all => format!(
                "{{\n  \"version\": \"{VERSION}\",\n  \"engagements\": [\n{}\n  ]\n}}\n",
                all.join(",\n"),
            ),
        }
    }
}

fn line(entry: &Entry) -> String {
    let mut line = format!(
        "        {{ \"rule\": {}, \"object\": {}",
        json!(entry.rule),
        json!(entry.object)
    );
    if !entry.aspect.is_empty() {
        line.push_str(&format!(", \"aspect\": {}", json!(entry.aspect)));
    }
    if !entry.names.is_empty() {
        let names: Vec<String> = entry
            .names
            .iter()
            .map(|name| json!(name).to_string())
            .collect();
        line.push_str(&format!(", \"names\": [{}]", names.join(", ")));
    }
    line.push_str(" }");
    line
}

/// The way from a folder to a path, both absolute.
fn from(folder: &Path, path: &Path) -> PathBuf {
    let common = folder
        .components()
        .zip(path.components())
        .take_while(|(one, other)| one == other)
        .count();
    let steps_up = folder.components().count() - common;
    let down = path.components().skip(common);
    std::iter::repeat_n(Component::ParentDir, steps_up)
        .chain(down)
        .collect()
}

/// A path without `..`, where it is known that no link stands before one.
fn tidy(path: &Path) -> PathBuf {
    let mut tidied = PathBuf::new();
    for component in path.components() {
        match component {
            Component::ParentDir => {
                tidied.pop();
            }
            other => tidied.push(other),
        }
    }
    tidied
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use racilint_checker::baseline::Entry;

    use super::{Baseline, from};

    fn entry(rule: &str, object: &str, names: &[&str]) -> Entry {
        Entry {
            rule: rule.to_owned(),
            object: object.to_owned(),
            names: names.iter().map(|&name| name.to_owned()).collect(),
            ..Entry::default()
        }
    }

    #[test]
    fn it_is_read_as_it_is_written() {
        let mut baseline = Baseline::empty(Path::new("b.json"));
        let entries = vec![
            entry("a-rule", "workstream.\"a\"\n", &["x", "y"]),
            entry("b-rule", "engagement", &[]),
        ];
        baseline.put("one.raci.toml".to_owned(), entries);
        baseline.put("two.raci.toml".to_owned(), vec![entry("a-rule", "b", &[])]);
        baseline.put("none.raci.toml".to_owned(), Vec::new());
        let text = baseline.text();
        assert_eq!(text.lines().filter(|line| line.contains("rule")).count(), 3);
        let mut again = Baseline::empty(Path::new("b.json"));
        again.take(text.as_bytes()).expect("a baseline");
        assert_eq!(again.engagements, baseline.engagements);
        assert_eq!(again.text(), text);
    }

    #[test]
    fn engagements_are_named_from_its_folder() {
        let way = |folder: &str, path: &str| {
            let way = from(Path::new(folder), Path::new(path));
            way.to_string_lossy().replace('\\', "/")
        };
        assert_eq!(way("/house", "/house/clients/a.toml"), "clients/a.toml");
        assert_eq!(way("/house/gate", "/house/a.toml"), "../a.toml");
    }
}
