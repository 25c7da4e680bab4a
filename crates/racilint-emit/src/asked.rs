//! What a run was asked: by which configuration and which baseline. It is told in every summary, so
//! that nothing is switched off or set aside unseen.

use std::collections::BTreeSet;

use racilint_diagnostics::{RuleInfo, Severity};

use crate::summary::number;
use crate::text::visible;

/// What held for some engagements of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The configuration file; none where there was none.
    pub file: Option<String>,
    /// The files that it extends.
    pub extends: Vec<String>,
    /// How many engagements it held for.
    pub engagements: usize,
    /// The least severity that fails the check; none if nothing does.
    pub fails_from: Option<Severity>,
    /// Who says so, as in [`Change::by`]; none where nobody does.
    pub fails_by: Option<String>,
    /// Only these rules were selected; all where there are none.
    pub select: Vec<&'static str>,
    /// Who says so, as in [`Change::by`]; none where nobody does.
    pub select_by: Option<String>,
    /// Rules that are off or weigh otherwise than usual, sorted by name.
    pub changes: Vec<Change>,
    /// Profiles that held besides those that an engagement names.
    pub profiles: Vec<String>,
}

/// A rule that is off or weighs otherwise than usual.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The rule.
    pub rule: &'static RuleInfo,
    /// How much it weighs; none where it is off.
    pub level: Option<Severity>,
    /// Who says so: `racilint.toml:3:11`, or an option.
    pub by: String,
}

impl Change {
    /// The word for how much it weighs.
    pub fn word(&self) -> &'static str {
        self.level.map_or("off", Severity::word)
    }

    /// `side-channel = note`.
    fn words(&self) -> String {
        format!("{} = {}", self.rule.name, self.word())
    }
}

/// The baseline that a run was compared with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Baseline {
    /// The file.
    pub file: String,
    /// Its entries whose finding is gone, by engagement.
    pub fixed: Vec<Fixed>,
    /// How many of its entries nobody looked for, in engagements that were checked.
    pub not_looked_at: usize,
}

/// An entry of a baseline whose finding is gone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fixed {
    /// The main file of the engagement.
    pub engagement: String,
    /// The rule.
    pub rule: String,
    /// What it was about, as a waiver names it.
    pub object: String,
    /// What of the object.
    pub aspect: String,
    /// The other names in it.
    pub names: Vec<String>,
}

/// So many configurations, or fixed entries, are told each in a line unasked.
const MOST_LINES: usize = 5;
/// So many changes of a configuration are named unasked.
const MOST_CHANGES: usize = 8;

/// The configurations of a run, each in a line.
pub(crate) fn configuration_lines(all: &[Asked], detailed: bool) -> Vec<String> {
    let used: Vec<&Asked> = all.iter().filter(|asked| asked.file.is_some()).collect();
    if used.len() > MOST_LINES && !detailed {
        let count = used.len();
        return vec![format!(
            "{count} configurations were used: `--show-settings` shows them, `-v` lists them"
        )];
    }
    let line = |asked: &&Asked| configuration_line(asked, used.len() > 1, detailed);
    used.iter().map(line).collect()
}

fn configuration_line(asked: &Asked, several: bool, detailed: bool) -> String {
    let file = asked.file.as_deref().unwrap_or_default();
    let mut line = format!("configuration: {}", visible(file));
    if several {
        let engagements = number(asked.engagements, "engagement");
        line.push_str(&format!(" (for {engagements})"));
    }
    if !asked.profiles.is_empty() {
        let profiles: Vec<_> = asked.profiles.iter().map(|name| visible(name)).collect();
        line.push_str(&format!("; adds {}", profiles.join(", ")));
    }
    for words in words(asked, |by| !is_typed(by), detailed) {
        line.push_str("; ");
        line.push_str(&words);
    }
    line
}

/// What is typed: whoever reads the log has not seen it.
pub(crate) fn typed_line(all: &[Asked], detailed: bool) -> Option<String> {
    let mut parts: Vec<String> = Vec::new();
    for words in all.iter().flat_map(|own| words(own, is_typed, detailed)) {
        if !parts.contains(&words) {
            parts.push(words);
        }
    }
    (!parts.is_empty()).then(|| format!("command line: {}", parts.join("; ")))
}

/// Whether the command line says so.
fn is_typed(by: &str) -> bool {
    by.starts_with("--")
}

/// What somebody says of rules: those that are off or weigh otherwise, those that are all, and from
/// when on a finding fails the check.
fn words(asked: &Asked, says: impl Fn(&str) -> bool, detailed: bool) -> Vec<String> {
    let mut parts = Vec::new();
    let changes: Vec<&Change> = asked.changes.iter().filter(|own| says(&own.by)).collect();
    if changes.len() > MOST_CHANGES && !detailed {
        let off = changes.iter().filter(|own| own.level.is_none()).count();
        let other = changes.len() - off;
        parts.push(format!(
            "{} off and {other} at another level: `--show-settings` shows them",
            number(off, "rule")
        ));
    } else if !changes.is_empty() {
        let changes: Vec<String> = changes.into_iter().map(Change::words).collect();
        parts.push(changes.join(", "));
    }
    if asked.select_by.as_deref().is_some_and(&says) {
        let count = asked.select.len();
        parts.push(match count > MOST_CHANGES && !detailed {
            true => format!("only {count} rules: `--show-settings` shows them"),
            false => format!("only {}", asked.select.join(", ")),
        });
    }
    if asked.fails_by.as_deref().is_some_and(&says) {
        let least = asked.fails_from.map_or("never", Severity::word);
        parts.push(format!("fail-on = {least}"));
    }
    parts
}

/// The rules that weigh otherwise than usual, each once: `side-channel = note`.
pub(crate) fn other_levels(all: &[Asked]) -> Vec<String> {
    let changes = all.iter().flat_map(|asked| &asked.changes);
    let levels = changes.filter(|change| change.level.is_some());
    let levels: BTreeSet<String> = levels.map(Change::words).collect();
    levels.into_iter().collect()
}

/// What a baseline has set aside, and what of it is fixed.
pub(crate) fn baseline_lines(baseline: &Baseline, detailed: bool) -> Vec<String> {
    let mut lines = Vec::new();
    let file = visible(&baseline.file);
    let fixed = baseline.fixed.len();
    if fixed > 0 {
        let (entries, are, them) = match fixed {
            1 => ("1 entry".to_owned(), "is", "it"),
            count => (format!("{count} entries"), "are", "them"),
        };
        lines.push(format!(
            "{entries} of the baseline {file} {are} fixed; `racilint baseline write` takes {them} out"
        ));
    }
    if fixed <= MOST_LINES || detailed {
        lines.extend(baseline.fixed.iter().map(fixed_line));
    }
    if baseline.not_looked_at > 0 {
        lines.push(format!(
            "{} of the baseline {file} not looked for: their rules are off or lacked their data",
            match baseline.not_looked_at {
                1 => "1 entry".to_owned(),
                count => format!("{count} entries"),
            }
        ));
    }
    lines
}

fn fixed_line(fixed: &Fixed) -> String {
    let mut line = format!(
        "fixed: {} on {}",
        visible(&fixed.rule),
        visible(&fixed.object)
    );
    if !fixed.aspect.is_empty() {
        line.push_str(&format!(", {}", visible(&fixed.aspect)));
    }
    if !fixed.names.is_empty() {
        line.push_str(&format!(" ({})", visible(&fixed.names.join(", "))));
    }
    line.push_str(&format!(" in {}", visible(&fixed.engagement)));
    line
}
