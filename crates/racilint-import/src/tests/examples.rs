//! The examples of the importer's rules are true: the first kind fires exactly once, the second
//! not.

use racilint_parser::rules::import::IMPORT_RULES;

use super::file;
use crate::Options;

#[test]
fn the_examples_of_all_pages_hold() {
    for rule in IMPORT_RULES {
        let mut seen = (false, false);
        for (kind, fires, text) in examples(rule.docs) {
            let ending = if kind == "markdown" { "md" } else { &kind };
            let read = file(&format!("m.{ending}"), text.as_bytes(), &Options::default());
            let own = read
                .imported
                .findings
                .iter()
                .filter(|finding| finding.rule.name == rule.name)
                .count();
            assert_eq!(
                own,
                usize::from(fires),
                "{}: {}\n{text}",
                rule.name,
                read.findings()
            );
            seen = (seen.0 || fires, seen.1 || !fires);
        }
        assert_eq!(seen, (true, true), "{}: an example is missing", rule.name);
    }
}

#[test]
fn rules_are_sorted() {
    assert!(IMPORT_RULES.is_sorted_by_key(|rule| rule.name));
}

/// The examples of a page: kind, whether it fires, text.
fn examples(docs: &str) -> Vec<(String, bool, String)> {
    let mut examples = Vec::new();
    let mut open: Option<(String, bool, String)> = None;
    for line in docs
        .lines()
        .map(|line| line.strip_prefix(' ').unwrap_or(line))
    {
        let fence = line
            .strip_prefix("```")
            .and_then(|rest| rest.split_once(','));
        match (&mut open, fence) {
            (None, Some((kind, what))) => {
                open = Some((kind.to_owned(), what == "fires", String::new()))
            }
            (Some(_), _) if line == "```" => examples.extend(open.take()),
            (Some((.., text)), _) => {
                text.push_str(line);
                text.push('\n');
            }
            _ => {}
        }
    }
    examples
}
