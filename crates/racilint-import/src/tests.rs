//! Whole files, by shape and notation: what is read, what is said, what is decided.
//!
//! A test writes a file and says what must come of it, one line for each task:
//! `patch-servers: responsible=msp accountable=cio`.

mod below;
mod beside;
mod bombs;
mod examples;
mod judged;
mod layouts;
mod notations;
mod noted;
mod refusals;
mod shapes;
mod sheets;
mod tables;
mod text;
mod totals;
mod unseen;

use racilint_diagnostics::{Finding, Sources};

use crate::{Imported, Kind, Options, import};

/// What came of a file.
pub(super) struct Read {
    pub(super) sources: Sources,
    pub(super) imported: Imported,
}

/// Imports a text as a file of that name.
pub(super) fn file(name: &str, bytes: &[u8], options: &Options) -> Read {
    let sources = Sources::default();
    let kind = Kind::of(name).expect("a kind");
    let imported = import(&sources, name, bytes.to_vec(), kind, options);
    Read { sources, imported }
}

/// Imports a Markdown text with nothing decided.
pub(super) fn markdown(text: &str) -> Read {
    file("matrix.md", text.as_bytes(), &Options::default())
}

impl Read {
    /// The tasks with their letters, one a line, as the written engagement says them.
    pub(super) fn tasks(&self) -> String {
        let toml = self.imported.toml.as_deref().unwrap_or_default();
        let mut lines = Vec::new();
        let table: toml::Table = toml::from_str(toml).expect("what is written is TOML");
        let none = toml::Table::new();
        let work = table
            .get("workstream")
            .and_then(toml::Value::as_table)
            .unwrap_or(&none);
        for (id, body) in in_order(toml, work) {
            let mut line = format!("{id}:");
            if let Some(parent) = body.get("parent") {
                line = format!("{}/{line}", parent.as_str().expect("an id"));
            }
            lines.push(format!("{line}{}", letters(body)));
            let slices = body.get("slice").and_then(toml::Value::as_table);
            for (part, body) in slices.unwrap_or(&none) {
                lines.push(format!("{id}.{part}:{}", letters(body)));
            }
        }
        lines.join("\n")
    }

    /// What a key of a table says.
    pub(super) fn says(&self, path: &[&str]) -> String {
        let toml = self.imported.toml.as_deref().unwrap_or_default();
        let table: toml::Table = toml::from_str(toml).expect("what is written is TOML");
        let mut value = &toml::Value::Table(table);
        for key in path {
            match value.get(key) {
                Some(inner) => value = inner,
                None => return "nothing".into(),
            }
        }
        list(value)
    }

    /// The findings as `rule: text under the mark`, one a line.
    pub(super) fn findings(&self) -> String {
        let line = |finding: &Finding| {
            format!("{}: {}", finding.rule.name, self.sources.text(finding.span))
        };
        let lines: Vec<String> = self.imported.findings.iter().map(line).collect();
        lines.join("\n")
    }

    /// What the findings say.
    pub(super) fn messages(&self) -> Vec<&str> {
        let findings = self.imported.findings.iter();
        findings.map(|finding| finding.message.as_str()).collect()
    }

    /// The choices, one a line.
    pub(super) fn choices(&self) -> String {
        let choices = self.imported.choices.iter();
        let lines: Vec<String> = choices
            .map(|choice| format!("{} [{}]", choice.text, choice.option))
            .collect();
        lines.join("\n")
    }

    /// Why there is no matrix.
    pub(super) fn reason(&self) -> String {
        assert!(
            self.imported.toml.is_none(),
            "a matrix was read:\n{}",
            self.tasks()
        );
        let finding = self.imported.findings.first().expect("a finding");
        format!(
            "{}: {} {}",
            finding.rule.name,
            finding.message,
            finding.help.as_deref().unwrap_or_default()
        )
    }
}

/// The letters of a workstream or slice.
fn letters(body: &toml::Value) -> String {
    let all = crate::Letter::ALL.iter();
    let held = all.filter_map(|letter| Some((letter.key(), body.get(letter.key())?)));
    held.map(|(key, ids)| format!(" {key}={}", list(ids)))
        .collect()
}

/// The tables in the order in which they are written.
fn in_order<'t>(text: &str, work: &'t toml::Table) -> Vec<(&'t String, &'t toml::Value)> {
    let mut all: Vec<(&String, &toml::Value)> = work.iter().collect();
    all.sort_by_key(|(id, _)| text.find(&format!("[workstream.{id}]\n")));
    all
}

fn list(value: &toml::Value) -> String {
    match value {
        toml::Value::Array(all) => all.iter().map(list).collect::<Vec<_>>().join("+"),
        toml::Value::String(text) => text.clone(),
        other => format!("{other:?}"),
    }
}
