//! The harness of rule tests, and the tests of the list of rules itself.
//!
//! A fixture is an engagement whose comments carry what is expected: `^` marks the exact token of
//! a finding on the line above, `-` a related place.
//!
//! ```toml
//! [workstream.triage]
//! #           ^^^^^^ error: nobody is accountable for `triage`
//! responsible = ["soc"]
//! #              ----- does the work, but does not answer for it
//! ```
//!
//! A finding or related place without a mark fails the test, and so does a mark without a finding.
//! A line `#@ roster.toml` begins a file that can be included.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use jiff::civil::Date;
use racilint_diagnostics::{Finding, SourceFile, Sources, Span};
use racilint_parser::InMemory;

use super::{RULES, all};
use crate::Options;
use crate::portfolio;
use crate::settle::{Levels, Outcome};

/// The day on which all tests look.
const TODAY: Date = jiff::civil::date(2026, 11, 21);

/// Runs one rule on a fixture and compares what it says with what the fixture's marks expect.
#[track_caller]
pub(crate) fn check(rule: &str, fixture: &str) {
    let sources = Sources::default();
    let outcome = run(rule, fixture, &sources);
    let said = render(&outcome.findings, &sources);
    let marked = expectations(&sources);
    assert!(said == marked, "{}", difference(&said, &marked));
}

/// What the rule says without a mark, and what the marks say without the rule, one a line.
fn difference(said: &str, marked: &str) -> String {
    let only = |one: &str, other: &str| -> String {
        let lines = one
            .lines()
            .filter(|line| !other.lines().any(|also| also == *line));
        lines.map(|line| format!("  {line}\n")).collect()
    };
    format!(
        "rule and marks differ, as file:line:from-to (columns, the last one excluded)\n\
         the rule says, and no mark does:\n{}the marks say, and the rule does not:\n{}",
        only(said, marked),
        only(marked, said)
    )
}

/// Asserts that a rule lacks the data to say anything about a fixture.
#[track_caller]
pub(crate) fn is_not_evaluated(rule: &str, fixture: &str) {
    let sources = Sources::default();
    let outcome = run(rule, fixture, &sources);
    assert_eq!(outcome.findings, []);
    assert!(outcome.not_evaluated.iter().any(|info| info.name == rule));
}

/// Asserts that a rule has the data it needs and finds nothing.
#[track_caller]
pub(crate) fn is_silent(rule: &str, fixture: &str) {
    let sources = Sources::default();
    let outcome = run(rule, fixture, &sources);
    assert_eq!(outcome.findings, []);
    assert!(
        outcome.evaluated.iter().any(|info| info.name == rule),
        "not evaluated"
    );
}

pub(crate) fn run(rule: &str, fixture: &str, sources: &Sources) -> Outcome {
    run_together(&[rule], fixture, sources)
}

/// Runs several rules, so that one can tell what another has told already.
pub(crate) fn run_together(rules: &[&str], fixture: &str, sources: &Sources) -> Outcome {
    let names = rules
        .iter()
        .map(|rule| super::find(rule).expect("a rule of this name").name);
    let levels = Levels {
        select: names.collect(),
        ..Levels::default()
    };
    if rules
        .iter()
        .any(|rule| portfolio::compares(super::find(rule).expect("a rule")))
    {
        return of_portfolio(portfolio::judge_example(fixture, TODAY, &levels));
    }
    let options = Options {
        today: TODAY,
        levels,
        profiles: None,
        extracts: false,
    };
    let files = files_of(fixture);
    let main = sources.add("engagement.raci.toml", files.0[MAIN].clone());
    let (document, findings) = racilint_parser::read(sources, main, "engagement.raci.toml", &files);
    crate::check(&document, findings, &options)
}

fn of_portfolio(judged: portfolio::Judged) -> Outcome {
    Outcome {
        findings: judged.findings,
        waived: judged.waived,
        evaluated: judged.evaluated,
        not_evaluated: judged.not_evaluated,
        ..Outcome::default()
    }
}

/// What stands before the first `#@`.
const MAIN: &str = "";

/// The files of a fixture, by name.
fn files_of(fixture: &str) -> InMemory {
    let mut files = BTreeMap::from([(MAIN.to_owned(), String::new())]);
    let mut name = MAIN.to_owned();
    for line in fixture.split_inclusive('\n') {
        match line.strip_prefix("#@ ") {
            Some(next) => name = next.trim().to_owned(),
            None => files.entry(name.clone()).or_default().push_str(line),
        }
    }
    InMemory(files)
}

/// A mark as `file:line:column-column text`, one a line, sorted.
fn render(findings: &[Finding], sources: &Sources) -> String {
    let mut marks = Vec::new();
    for finding in findings {
        let text = format!("{}: {}", finding.severity.word(), finding.message);
        marks.push((place(finding.span, sources), '^', text));
        for related in &finding.related {
            marks.push((place(related.span, sources), '-', related.message.clone()));
        }
    }
    lines(marks)
}

type Place = (String, usize, usize, usize);

fn lines(mut marks: Vec<(Place, char, String)>) -> String {
    marks.sort();
    marks.dedup();
    let mut lines = String::new();
    for ((file, line, start, end), mark, text) in marks {
        let _ = writeln!(lines, "{file}:{line}:{start}-{end} {mark} {text}");
    }
    lines
}

fn place(span: Span, sources: &Sources) -> Place {
    let file = sources.get(span.file).expect("a file");
    let start = file.position(span.start as usize);
    let end = file.position(span.end as usize);
    (file.name().to_owned(), start.line, start.column, end.column)
}

fn expectations(sources: &Sources) -> String {
    let mut marks = Vec::new();
    for file in sources.iter() {
        marks.extend(marks_of(file));
    }
    lines(marks)
}

fn marks_of(file: &SourceFile) -> Vec<(Place, char, String)> {
    let mut marks = Vec::new();
    let mut target = 0;
    for (index, line) in file.text().lines().enumerate() {
        let Some(mark) = mark_of(line) else {
            target = index + 1;
            continue;
        };
        let (start, end, sign, text) = mark;
        let place = (file.name().to_owned(), target, start, end);
        marks.push((place, sign, text));
    }
    marks
}

/// Columns, sign and text of a line such as `#    ^^^^ error: nobody`.
fn mark_of(line: &str) -> Option<(usize, usize, char, String)> {
    let body = line.strip_prefix('#')?;
    let trimmed = body.trim_start();
    let sign = trimmed
        .chars()
        .next()
        .filter(|sign| matches!(sign, '^' | '-'))?;
    let start = 1 + (body.len() - trimmed.len());
    let length = trimmed.chars().take_while(|c| *c == sign).count();
    let text = trimmed[length..].trim().to_owned();
    Some((start + 1, start + 1 + length, sign, text))
}

#[test]
fn a_mark_in_the_wrong_column_is_named_once_for_each_side() {
    let said = "a:1:2-3 ^ error: one\na:2:1-4 - two\n";
    let marked = "a:1:2-4 ^ error: one\na:2:1-4 - two\n";
    let difference = difference(said, marked);
    assert_eq!(difference.matches("error: one").count(), 2);
    assert!(!difference.contains("two"));
}

#[test]
fn rules_are_sorted_and_unique() {
    for pair in RULES.windows(2) {
        let (first, second) = (pair[0].info.name, pair[1].info.name);
        assert!(
            first < second,
            "in `RULES`, `{second}` belongs before `{first}`"
        );
    }
}

#[test]
fn every_rule_says_what_a_reader_needs() {
    for info in all() {
        let sections: Vec<&str> = info
            .docs
            .lines()
            .filter_map(|line| line.trim().strip_prefix("## "))
            .collect();
        assert_eq!(
            sections,
            [
                "What it does",
                "Why is this bad?",
                "Example",
                "Use instead",
                "When it stays silent",
                "References"
            ],
            "{}",
            info.name
        );
        assert!(
            !info.summary.ends_with('.') && !info.summary.is_empty(),
            "{}",
            info.name
        );
    }
}

/// The examples in a rule's page are true: the first kind fires exactly once, the second not.
#[test]
fn the_examples_of_all_pages_hold() {
    for info in all() {
        let examples = crate::rules::examples(info);
        assert!(
            examples.iter().any(|example| example.fires),
            "{}: no firing example",
            info.name
        );
        assert!(
            examples.iter().any(|example| !example.fires),
            "{}: no silent example",
            info.name
        );
        // What is imported is tried by the importer's own tests.
        for example in examples
            .into_iter()
            .filter(|example| example.kind == "toml")
        {
            let sources = Sources::default();
            let findings = run(info.name, &example.text, &sources).findings;
            let names_object = |finding: &Finding| !finding.subject.object.is_empty();
            assert!(
                !info.waivable || findings.iter().all(names_object),
                "{}: a finding does not say what it is about: call `about`",
                info.name
            );
            let count = usize::from(example.fires);
            assert_eq!(
                findings.len(),
                count,
                "{}: {}\n{findings:?}",
                info.name,
                example.text
            );
            assert_eq!(unreadable(&example.text, info.name), "", "{}", info.name);
        }
    }
}

/// What the parser, or the check for references, has against an example of another rule.
fn unreadable(text: &str, rule: &str) -> String {
    let sources = Sources::default();
    let files = files_of(text);
    let main = sources.add("example.raci.toml", files.0[MAIN].clone());
    let (document, findings) = racilint_parser::read(&sources, main, "example.raci.toml", &files);
    let options = Options {
        today: TODAY,
        levels: Levels::default(),
        profiles: None,
        extracts: false,
    };
    let outcome = crate::check(&document, findings, &options);
    let structural = outcome.findings.iter().filter(|finding| {
        let is_parsers = racilint_parser::rules::PARSER_RULES.contains(&finding.rule);
        let structure = is_parsers || finding.rule.name == "unknown-reference";
        structure && finding.rule.name != rule
    });
    structural
        .map(|finding| format!("{}: {}\n", finding.rule.name, finding.message))
        .collect()
}

#[test]
fn what_is_switched_off_is_told_and_what_compares_engagements_is_left_to_the_run() {
    let outcome = run("overload", "[engagement]\n", &Sources::default());
    let off: Vec<&str> = outcome.off.iter().map(|info| info.name).collect();
    assert!(off.contains(&"unowned-area") && !off.contains(&"overload"));
    assert!(!off.contains(&"portfolio-overload"));
}
