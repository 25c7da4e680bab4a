//! Runs one rule on the example of its page and renders what a user would see.

use racilint_checker::rules::Example;
use racilint_checker::settle::Levels;
use racilint_checker::{Options, check, portfolio};
use racilint_diagnostics::{Finding, RuleInfo, Sources};
use racilint_emit::human::{self, Charset, HumanOptions};
use racilint_import::Kind;
use racilint_parser::InMemory;

/// The day on which all examples are looked at.
const TODAY: jiff::civil::Date = jiff::civil::date(2026, 11, 21);

/// The rendered findings of one rule on the example of its page.
pub(crate) fn example(rule: &'static RuleInfo, example: &Example) -> String {
    let output = match example.kind.as_str() {
        "toml" if portfolio::compares(rule) => engagements(&example.text, rule.name),
        "toml" => engagement("example.raci.toml", &example.text, &[rule.name]),
        _ => imported(rule, example),
    };
    // The page itself is what that line leads to.
    let finding = output.split("\nfor more about").next().unwrap_or_default();
    finding.trim_end().to_owned()
}

/// What one rule of the importer says about a file of its kind.
fn imported(rule: &'static RuleInfo, example: &Example) -> String {
    let sources = Sources::default();
    let ending = if example.kind == "markdown" {
        "md"
    } else {
        &example.kind
    };
    let name = format!("matrix.{ending}");
    let kind = Kind::of(&name).unwrap_or(Kind::Markdown);
    let bytes = example.text.clone().into_bytes();
    let mut findings =
        racilint_import::import(&sources, &name, bytes, kind, &Default::default()).findings;
    findings.retain(|finding| finding.rule.name == rule.name);
    rendered(&sources, &findings)
}

/// The rendered findings of some rules on an engagement that includes nothing.
pub(crate) fn engagement(name: &str, text: &str, rules: &[&'static str]) -> String {
    let sources = Sources::default();
    let main = sources.add(name, text);
    let (document, findings) = racilint_parser::read(&sources, main, name, &InMemory::default());
    let options = Options {
        today: TODAY,
        levels: only(rules),
        profiles: None,
        extracts: false,
    };
    let outcome = check(&document, findings, &options);
    rendered(&sources, &outcome.findings)
}

/// The rendered findings of a rule across engagements on a text that holds several.
fn engagements(text: &str, rule: &'static str) -> String {
    let judged = portfolio::judge_example(text, TODAY, &only(&[rule]));
    rendered(&judged.sources, &judged.findings)
}

fn only(rules: &[&'static str]) -> Levels {
    Levels {
        select: rules.iter().copied().collect(),
        ..Levels::default()
    }
}

fn rendered(sources: &Sources, findings: &[Finding]) -> String {
    let human = HumanOptions {
        width: 80,
        color: false,
        charset: Charset::Unicode,
        screen_reader: false,
        links: true,
        rule_page_base: "",
    };
    let mut out = Vec::new();
    // Writing to memory cannot fail.
    let _ = human::write_findings(&mut out, sources, findings, &human);
    without_links(&String::from_utf8_lossy(&out))
        .trim_end()
        .to_owned()
}

/// The text without the escape sequences of hyperlinks. Links are asked for so that the address of
/// the page, on which this stands, is not printed below the finding.
fn without_links(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some(start) = rest.find("\u{1b}]8;") {
        plain.push_str(&rest[..start]);
        let after = &rest[start..];
        let end = after.find("\u{1b}\\").map_or(after.len(), |end| end + 2);
        rest = &after[end..];
    }
    plain.push_str(rest);
    plain
}
