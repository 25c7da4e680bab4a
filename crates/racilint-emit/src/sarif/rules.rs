//! The rules of a run, as code scanning shows them beside the results.

use std::collections::BTreeMap;

use racilint_diagnostics::{RuleInfo, Severity};

use super::level;
use super::log::Taxonomy;
use super::log::{ComponentRef, DefaultConfiguration, Descriptor, Driver, Message, RuleProperties};
use crate::report::About;
use crate::rule_page;

/// The rules that a run names, by name, with the places at which the results find them.
pub(super) struct Rules {
    infos: Vec<&'static RuleInfo>,
    index: BTreeMap<&'static str, usize>,
}

impl Rules {
    /// Collects rules, each once.
    pub(super) fn of(rules: impl Iterator<Item = &'static RuleInfo>) -> Self {
        let by_name: BTreeMap<&str, &'static RuleInfo> = rules.map(|r| (r.name, r)).collect();
        let infos: Vec<&'static RuleInfo> = by_name.into_values().collect();
        let index = infos.iter().zip(0..).map(|(rule, at)| (rule.name, at));
        Self {
            index: index.collect(),
            infos,
        }
    }

    /// At which place a rule stands.
    pub(super) fn index(&self, rule: &RuleInfo) -> usize {
        self.index.get(rule.name).copied().unwrap_or_default()
    }

    /// racilint with these rules.
    pub(super) fn driver(&self, about: &About<'_>, taxonomies: &[Taxonomy]) -> Driver {
        let supported = taxonomies
            .iter()
            .zip(0..)
            .map(|(taxonomy, index)| ComponentRef {
                name: taxonomy.name.clone(),
                index,
            });
        Driver {
            name: "racilint",
            full_name: format!("racilint {}", about.tool_version),
            semantic_version: about.tool_version.to_owned(),
            information_uri: about.home_page.to_owned(),
            supported_taxonomies: supported.collect(),
            rules: self.infos.iter().map(|r| descriptor(r, about)).collect(),
        }
    }
}

fn descriptor(rule: &'static RuleInfo, about: &About<'_>) -> Descriptor {
    let page = page(rule.docs);
    let what = section(&page, "What it does");
    let why = section(&page, "Why is this bad?");
    let help_uri = rule_page(about.rule_page_base, rule);
    let summary = match rule.summary {
        "" => rule.name.replace('-', " "),
        summary => sentence(summary),
    };
    let full = [what.as_str(), why.as_str()].join("\n\n");
    let full = Some(full.trim()).filter(|full| !full.is_empty());
    Descriptor {
        id: rule.name,
        name: pascal_case(rule.name),
        short_description: Message::plain(summary.clone()),
        full_description: Message::plain(full.unwrap_or(&summary)),
        help: Message {
            text: format!("{}\n\n{help_uri}", full.unwrap_or(&summary)),
            markdown: Some(format!("{}\n\n[{}]({help_uri})", page.trim(), rule.name)),
        },
        help_uri,
        default_configuration: DefaultConfiguration { level: level(rule) },
        properties: RuleProperties {
            tags: tags(rule),
            problem_severity: match rule.severity.unsettled() {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Note => "recommendation",
            },
        },
    }
}

/// The chapter of the rule and the profiles that ask for it.
fn tags(rule: &RuleInfo) -> Vec<String> {
    let group = rule.group.title().to_lowercase().replace(' ', "-");
    let frameworks = rule.frameworks.iter().map(|name| (*name).to_owned());
    std::iter::once(group).chain(frameworks).collect()
}

/// The page as Markdown: the marks that tell which examples fire are for the tests.
fn page(docs: &str) -> String {
    let mut page = String::with_capacity(docs.len());
    for line in docs.lines() {
        let line = line.strip_prefix(' ').unwrap_or(line);
        let is_example = line.starts_with("```toml,");
        page.push_str(if is_example { "```toml" } else { line });
        page.push('\n');
    }
    page
}

/// The text of a section, its paragraphs each in one line.
fn section(page: &str, title: &str) -> String {
    let mut sections = page.split("## ");
    let section = sections.find_map(|section| section.strip_prefix(title)?.strip_prefix('\n'));
    let paragraphs = section.unwrap_or_default().trim().split("\n\n");
    let joined: Vec<String> = paragraphs.map(|text| text.replace('\n', " ")).collect();
    joined.join("\n\n")
}

fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().map(char::to_uppercase);
    first
        .into_iter()
        .flatten()
        .chain(letters)
        .chain(['.'])
        .collect()
}

/// `missing-accountable` as `MissingAccountable`: names in SARIF are identifiers.
fn pascal_case(name: &str) -> String {
    let capital = |word: &str| {
        let mut letters = word.chars();
        let first = letters.next().map(|letter| letter.to_ascii_uppercase());
        first.into_iter().chain(letters).collect::<String>()
    };
    name.split('-').map(capital).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_taken_apart() {
        let docs =
            " ## What it does\n\n Reports\n it.\n\n ## Example\n\n ```toml,fires\n a = 1\n ```\n";
        let page = page(docs);
        assert_eq!(section(&page, "What it does"), "Reports it.");
        assert_eq!(section(&page, "Options"), "");
        assert!(page.contains("```toml\na = 1\n```"), "{page}");
        assert_eq!(pascal_case("missing-accountable"), "MissingAccountable");
        assert_eq!(sentence("äh, so"), "Äh, so.");
    }
}
