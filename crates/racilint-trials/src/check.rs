//! Bytes to all that is said of them, in every format.

use std::io;

use racilint_checker::catalogue::Catalogue;
use racilint_checker::model::Engagement;
use racilint_checker::settle::{Levels, Outcome};
use racilint_checker::{Options, check as check_engagement};
use racilint_diagnostics::{Finding, Sources};
use racilint_emit::human::{Charset, HumanOptions};
use racilint_emit::{
    About, Accepted, AsOf, AsOfSource, Counts, Part, ReadFile, Report, Summary, concise, github,
    gitlab, human, json, junit, markdown, sarif,
};
use racilint_parser::Document;
use racilint_report::{Layout, Matrix, Remarks, Sketch};

use crate::parts::Files;
use crate::{TODAY, held};

/// Checks any bytes as an engagement and writes what was found in every format: there is an answer,
/// the same one twice, all its places are places, every format is what it claims to be, and nothing
/// in it commands a terminal.
pub fn check(bytes: &[u8]) {
    let files = Files::of(bytes);
    assert_eq!(written(&files), written(&files), "two answers to one text");
}

/// All formats, each with its name.
fn written(files: &Files) -> Vec<(&'static str, Vec<u8>)> {
    let sources = Sources::default();
    let (main, broken) =
        racilint_parser::bytes::add(&sources, "any.raci.toml", files.main().to_vec());
    let (document, found) = racilint_parser::read(&sources, main, "any.raci.toml", files);
    let parsed: Vec<Finding> = broken.into_iter().chain(found).collect();
    let outcome = check_engagement(&document, parsed, &options());
    held::places(&sources, &outcome.findings);
    let waived = outcome.waived.iter().map(|own| own.finding.clone());
    held::places(&sources, &waived.collect::<Vec<_>>());
    let mut all = findings(&sources, &outcome);
    all.extend(matrices(&sources, &document, &outcome));
    all
}

/// How engagements are checked here: all rules, on a day that stays the same.
pub(crate) fn options() -> Options {
    Options {
        today: TODAY,
        levels: Levels::default(),
        profiles: None,
        extracts: true,
    }
}

type Writes<'w> = (&'static str, &'w dyn Fn(&mut Vec<u8>) -> io::Result<()>);

fn findings(sources: &Sources, outcome: &Outcome) -> Vec<(&'static str, Vec<u8>)> {
    let summary = summary(sources, outcome);
    let files = files(sources);
    let report = report(sources, outcome, &summary, &files);
    let (about, found) = (report.about, outcome.findings.as_slice());
    let wide = look(80, Charset::Unicode, false);
    let narrow = look(20, Charset::Ascii, false);
    let spoken = look(80, Charset::Unicode, true);
    let all: [Writes<'_>; 10] = [
        ("human", &|out| {
            human::write(out, sources, found, &summary, &wide)
        }),
        ("narrow", &|out| {
            human::write(out, sources, found, &summary, &narrow)
        }),
        ("spoken", &|out| {
            human::write(out, sources, found, &summary, &spoken)
        }),
        ("concise", &|out| {
            concise::write(out, sources, found, &summary, false)
        }),
        ("github", &|out| {
            github::write_findings(out, sources, found, &about)?;
            github::write_summary(out, &summary)
        }),
        ("gitlab", &|out| gitlab::write(out, &report)),
        ("json", &|out| json::write(out, &report)),
        ("junit", &|out| junit::write(out, &report)),
        ("markdown", &|out| markdown::write(out, &report, None)),
        ("sarif", &|out| sarif::write(out, &report)),
    ];
    all.map(|(name, write)| {
        let mut out = Vec::new();
        write(&mut out).expect("memory");
        let text = std::str::from_utf8(&out).expect("UTF-8");
        held::harmless(text, name);
        match name {
            "json" | "sarif" | "gitlab" => {
                serde_json::from_str::<serde_json::Value>(text).expect("JSON");
            }
            "junit" => {
                roxmltree::Document::parse(text).expect("XML");
            }
            _ => {}
        }
        (name, out)
    })
    .into()
}

fn look(width: usize, charset: Charset, screen_reader: bool) -> HumanOptions<'static> {
    HumanOptions {
        width,
        color: false,
        charset,
        screen_reader,
        links: false,
        rule_page_base: "https://rules.example/",
    }
}

fn files(sources: &Sources) -> Vec<ReadFile> {
    let files = sources.iter().map(|source| ReadFile {
        name: source.name().to_owned(),
        bytes: source.bytes(),
    });
    files.collect()
}

fn report<'a>(
    sources: &'a Sources,
    outcome: &'a Outcome,
    summary: &'a Summary,
    files: &'a [ReadFile],
) -> Report<'a> {
    Report {
        parts: vec![Part {
            sources,
            name: "any.raci.toml",
            fails_from: None,
            findings: &outcome.findings,
            waived: &outcome.waived,
            evaluated: &outcome.evaluated,
            not_evaluated: &outcome.not_evaluated,
            off: &outcome.off,
            changes: &[],
            is_compared: false,
        }],
        files,
        summary,
        about: About {
            tool_version: "0.0.0",
            home_page: "https://home.example",
            rule_page_base: "https://rules.example/",
            folder: "/any",
        },
    }
}

fn summary(sources: &Sources, outcome: &Outcome) -> Summary {
    Summary {
        engagements: vec!["any.raci.toml".to_owned()],
        files: sources.len(),
        unread: Vec::new(),
        counts: Counts::of(&outcome.findings),
        waived: outcome.waived.iter().map(Accepted::from).collect(),
        evaluated: outcome.evaluated.len(),
        not_evaluated: Vec::new(),
        evaluated_in_some: std::collections::BTreeSet::new(),
        hours_unknown_of: outcome.needs_hours_of.iter().cloned().collect(),
        ended: Vec::new(),
        detailed: true,
        statistics: None,
        off: Vec::new(),
        as_of: AsOf {
            date: TODAY.to_string(),
            source: AsOfSource::CommandLine,
            timezone_data: "2026e".to_owned(),
        },
        asked: Vec::new(),
        baseline: None,
    }
}

/// The matrix in each of its formats, for people and for spreadsheets.
fn matrices(
    sources: &Sources,
    document: &Document<'_>,
    outcome: &Outcome,
) -> Vec<(&'static str, Vec<u8>)> {
    let catalogue = Catalogue::of(document);
    let engagement = Engagement::of(document, &catalogue, TODAY, None);
    let layouts = [Layout::Holders, Layout::Parties, Layout::Letters];
    let mut all = Vec::new();
    for layout in layouts {
        let sketch = Sketch {
            layout,
            file: "any.raci.toml",
            only: &[],
        };
        let matrix = Matrix::of(&engagement, sketch);
        all.extend(matrix_formats(&matrix));
        if layout == Layout::Holders {
            let remarks = Remarks::of(outcome, sources, &matrix);
            // What is more than a workbook can hold is refused in words.
            let workbook = racilint_report::xlsx::bytes(&matrix, &remarks);
            all.push(("xlsx", workbook.unwrap_or_else(|error| error.0.into())));
        }
    }
    all
}

fn matrix_formats(matrix: &Matrix) -> Vec<(&'static str, Vec<u8>)> {
    let seen = racilint_report::table::Options {
        width: 80,
        color: false,
    };
    let all: [Writes<'_>; 4] = [
        ("table", &|out| {
            racilint_report::table::write(out, matrix, seen)
        }),
        ("matrix.md", &|out| {
            racilint_report::markdown::write(out, matrix)
        }),
        ("matrix.csv", &|out| {
            racilint_report::csv::write(out, matrix)
        }),
        ("matrix.html", &|out| {
            racilint_report::html::write(out, matrix)
        }),
    ];
    let written = all.map(|(name, write)| {
        let mut out = Vec::new();
        write(&mut out).expect("memory");
        let text = std::str::from_utf8(&out).expect("UTF-8");
        held::harmless(&text.replace("\r\n", "\n").replace('\u{feff}', ""), name);
        (name, out)
    });
    written.into()
}

/// The formats of an engagement's matrix as importers read them, by their endings.
pub(crate) fn matrices_of(text: &str) -> Vec<(&'static str, Vec<u8>)> {
    let sources = Sources::default();
    let main = sources.add("any.raci.toml", text);
    let files = Files::default();
    let (document, found) = racilint_parser::read(&sources, main, "any.raci.toml", &files);
    let outcome = check_engagement(&document, found, &options());
    matrices(&sources, &document, &outcome)
}
