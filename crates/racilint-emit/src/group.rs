//! Findings in groups: by engagement, by rule, or by the party whose they are to mend.

use std::collections::BTreeMap;
use std::io::{self, Write};

use racilint_diagnostics::{Finding, Sources};

use crate::report::{Part, SEVERAL};
use crate::summary::{Counts, number};
use crate::text::visible;

/// By what findings are grouped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GroupBy {
    /// The engagement that they are found in.
    Engagement,
    /// The rule.
    Rule,
    /// The party whose they are to mend.
    Party,
}

/// Findings that belong together.
pub struct Group<'a> {
    /// What they have in common.
    pub title: String,
    /// How many there are.
    pub counts: Counts,
    /// The findings with their texts, as they follow each other in one engagement.
    pub runs: Vec<(&'a Sources, Vec<Finding>)>,
}

/// The findings of a run in groups: engagements in their order, rules and parties by name, what has no
/// party last.
pub fn groups<'a>(parts: &[Part<'a>], by: GroupBy) -> Vec<Group<'a>> {
    let mut groups: BTreeMap<(usize, String), Group<'a>> = BTreeMap::new();
    for (at, part) in parts.iter().enumerate() {
        for finding in part.findings {
            let key = key_of(at, part, finding, by);
            let title = key.1.clone();
            let group = groups.entry(key).or_insert_with(|| Group {
                title,
                counts: Counts::default(),
                runs: Vec::new(),
            });
            group.counts.add(finding);
            match group.runs.last_mut() {
                Some((sources, run)) if std::ptr::eq(*sources, part.sources) => {
                    run.push(finding.clone());
                }
                _ => group.runs.push((part.sources, vec![finding.clone()])),
            }
        }
    }
    groups.into_values().collect()
}

fn key_of(at: usize, part: &Part<'_>, finding: &Finding, by: GroupBy) -> (usize, String) {
    match by {
        GroupBy::Engagement if part.name == SEVERAL => (at, "several engagements".into()),
        GroupBy::Engagement => (at, part.name.to_owned()),
        GroupBy::Rule => (0, finding.rule.name.to_owned()),
        GroupBy::Party if finding.party.is_empty() => (1, "no single party".into()),
        GroupBy::Party => (0, finding.party.clone()),
    }
}

/// Writes what the findings of a group have in common, as a line over them.
///
/// # Errors
///
/// Those of `out`.
pub fn write_title(out: &mut dyn Write, group: &Group<'_>) -> io::Result<()> {
    writeln!(out, "{}", title(group))
}

/// "missing-accountable: 2 errors, 0 warnings, 0 notes".
pub(crate) fn title(group: &Group<'_>) -> String {
    let Counts {
        errors,
        warnings,
        notes,
        ..
    } = group.counts;
    format!(
        "{}: {}, {}, {}",
        visible(&group.title),
        number(errors, "error"),
        number(warnings, "warning"),
        number(notes, "note")
    )
}
