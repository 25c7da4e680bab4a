//! What a check amounts to, without places: two engagements that mean the same have the same.

use racilint_checker::check as check_engagement;
use racilint_diagnostics::{Finding, Sources};

use crate::check::options;
use crate::parts::Files;

/// A finding without its place.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Told {
    /// The rule.
    pub rule: &'static str,
    /// `error`, `warning` or `note`.
    pub severity: &'static str,
    /// What it is about, as a waiver names it.
    pub object: String,
    /// What of the object.
    pub aspect: String,
    /// What is wrong, in words.
    pub message: String,
    /// Whether the rule can be waived.
    pub waivable: bool,
}

/// What a check amounts to, both parts sorted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// What is wrong.
    pub findings: Vec<Told>,
    /// What is wrong and accepted.
    pub waived: Vec<Told>,
    /// The rules that could look.
    pub evaluated: Vec<&'static str>,
}

/// Checks an engagement with its parts, each behind a line `#@ name`.
pub fn verdict(text: &str) -> Verdict {
    let files = Files::of(text.as_bytes());
    let sources = Sources::default();
    let main = sources.add("any.raci.toml", String::from_utf8_lossy(files.main()));
    let (document, found) = racilint_parser::read(&sources, main, "any.raci.toml", &files);
    let outcome = check_engagement(&document, found, &options());
    let waived = outcome.waived.iter().map(|own| &own.finding);
    Verdict {
        findings: sorted(outcome.findings.iter()),
        waived: sorted(waived),
        evaluated: outcome.evaluated.iter().map(|rule| rule.name).collect(),
    }
}

fn sorted<'f>(findings: impl Iterator<Item = &'f Finding>) -> Vec<Told> {
    let mut all: Vec<Told> = findings.map(told).collect();
    all.sort();
    all
}

fn told(finding: &Finding) -> Told {
    Told {
        rule: finding.rule.name,
        severity: finding.severity.word(),
        object: finding.subject.object.clone(),
        aspect: finding.subject.aspect.clone(),
        message: finding.message.clone(),
        waivable: finding.rule.waivable,
    }
}

impl Verdict {
    /// The same after every text in it was changed.
    pub fn with(&self, change: impl Fn(&str) -> String) -> Self {
        let changed = |all: &[Told]| {
            let mut all: Vec<Told> = all
                .iter()
                .map(|told| Told {
                    object: change(&told.object),
                    aspect: change(&told.aspect),
                    message: change(&told.message),
                    ..told.clone()
                })
                .collect();
            all.sort();
            all
        };
        Verdict {
            findings: changed(&self.findings),
            waived: changed(&self.waived),
            evaluated: self.evaluated.clone(),
        }
    }

    /// What stands in one and not in the other, one a line.
    pub fn difference(&self, other: &Self) -> String {
        let only = |sign: char, one: &[Told], other: &[Told]| -> String {
            let mut left = other.to_vec();
            let mut out = String::new();
            for told in one {
                match left.iter().position(|also| also == told) {
                    Some(at) => drop(left.swap_remove(at)),
                    None => out.push_str(&format!(
                        "{sign} {}[{}] {} {}: {}\n",
                        told.severity, told.rule, told.object, told.aspect, told.message
                    )),
                }
            }
            out
        };
        let rules = match self.evaluated == other.evaluated {
            true => String::new(),
            false => format!(
                "evaluated: {:?}\nand: {:?}\n",
                self.evaluated, other.evaluated
            ),
        };
        [
            only('-', &self.findings, &other.findings),
            only('+', &other.findings, &self.findings),
            only('<', &self.waived, &other.waived),
            only('>', &other.waived, &self.waived),
            rules,
        ]
        .concat()
    }
}
