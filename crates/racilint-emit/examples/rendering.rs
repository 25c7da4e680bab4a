//! Renders findings spread over a text, to measure what one of them costs:
//!
//! ```sh
//! cargo build --release -p racilint-emit --example rendering
//! for n in 100 1100; do
//!   valgrind --tool=callgrind --callgrind-out-file=/dev/null \
//!     target/release/examples/rendering human 10000 $n
//! done
//! ```
//!
//! The difference between the two, divided by 1000, is the cost of a finding. The arguments are the
//! format (`human`, `spoken`, `concise`, `json`, or `none` for the findings alone), the size of the text in bytes, and the number of
//! findings; the number of bytes written is printed.

use std::io::{self, Write};

use racilint_diagnostics::{
    DefaultSeverity, Finding, Group, ModelScope, RuleInfo, Severity, Sources, Span,
};
use racilint_emit::human::{Charset, HumanOptions};
use racilint_emit::{About, AsOf, AsOfSource, Counts, Part, Report, Summary, concise, human, json};

static RULE: RuleInfo = RuleInfo {
    name: "missing-accountable",
    summary: "",
    group: Group::Ownership,
    severity: DefaultSeverity::Always(Severity::Error),
    since: "0.1.0",
    needs: "",
    model: ModelScope::Both,
    waivable: true,
    frameworks: &[],
    aliases: &[],
    docs: "",
};

/// The tables that the text is made of; a finding is about one, with two places as evidence.
const TABLE: &str = "[workstream.triage]\ntitle = \"Alert triage\"\nresponsible = [\"soc\"]\n\
                     consulted = [\"it-ops\", \"service-desk\"]\n\n";

fn main() -> io::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let format = arguments.next().unwrap_or_default();
    let mut number = || arguments.next().and_then(|n| n.parse::<usize>().ok());
    let (Some(bytes), Some(count)) = (number(), number()) else {
        return Err(io::Error::other("arguments: FORMAT BYTES FINDINGS"));
    };
    let sources = Sources::default();
    let findings = findings(&sources, bytes, count);
    let mut out = Vec::new();
    emit(&mut out, &format, &sources, &findings)?;
    writeln!(io::stdout().lock(), "{} bytes", out.len())
}

fn findings(sources: &Sources, bytes: usize, count: usize) -> Vec<Finding> {
    let tables = (bytes / TABLE.len()).max(1);
    let file = sources.add("big.raci.toml", TABLE.repeat(tables)).id();
    let finding = |number: usize| {
        let at = number * tables / count * TABLE.len();
        let span =
            |range: std::ops::Range<usize>| Span::new(file, at + range.start..at + range.end);
        let mut finding = Finding::new(&RULE, span(12..18), "nobody is accountable for `triage`");
        finding
            .label("needs one person who answers for it")
            .related(span(43..54), "does the work, but does not answer for it")
            .related(span(79..87), "is asked, no more")
            .help("name the one person who answers for triage, and write it into the contract")
            .about("workstream.triage");
        finding
    };
    (0..count).map(finding).collect()
}

fn emit(
    out: &mut dyn Write,
    format: &str,
    sources: &Sources,
    findings: &[Finding],
) -> io::Result<()> {
    let human = HumanOptions {
        width: 80,
        color: true,
        charset: Charset::Unicode,
        screen_reader: format == "spoken",
        links: false,
        rule_page_base: "https://example.org/rules/",
    };
    let summary = summary(sources, findings);
    let run = Report {
        parts: vec![Part {
            changes: &[],
            fails_from: None,
            is_compared: false,
            sources,
            name: "big.raci.toml",
            findings,
            waived: &[],
            evaluated: &[],
            not_evaluated: &[],
            off: &[],
        }],
        files: &[],
        summary: &summary,
        about: About {
            tool_version: "0.1.0",
            home_page: "https://example.org",
            rule_page_base: human.rule_page_base,
            folder: "",
        },
    };
    match format {
        "concise" => concise::write(out, sources, findings, &summary, true),
        "none" => Ok(()),
        "json" => json::write(out, &run),
        _ => human::write(out, sources, findings, &summary, &human),
    }
}

fn summary(sources: &Sources, findings: &[Finding]) -> Summary {
    Summary {
        engagements: vec!["big.raci.toml".to_owned()],
        files: sources.len(),
        unread: Vec::new(),
        counts: Counts::of(findings),
        waived: Vec::new(),
        evaluated: 1,
        not_evaluated: Vec::new(),
        evaluated_in_some: std::collections::BTreeSet::new(),
        hours_unknown_of: Vec::new(),
        ended: Vec::new(),
        detailed: false,
        statistics: None,
        off: Vec::new(),
        as_of: AsOf {
            date: "2026-11-21".to_owned(),
            source: AsOfSource::Today,
            timezone_data: "2026e".to_owned(),
        },
        asked: Vec::new(),
        baseline: None,
    }
}
