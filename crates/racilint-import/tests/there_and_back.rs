//! Whatever an engagement calls its people and its work: the matrix drawn from it, in every format
//! and with every choice of columns, gives the same letters when it is read again.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use jiff::civil::date;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use racilint_checker::catalogue::Catalogue;
use racilint_checker::model::{Engagement, Letter};
use racilint_diagnostics::Sources;
use racilint_import::{Kind, Options, import};
use racilint_parser::{LoadError, Loaded, Loader};
use racilint_report::{Layout, Matrix, Remarks, Sketch, csv, html, markdown, xlsx};

struct Nothing;

impl Loader for Nothing {
    fn load(&self, _: &str, _: &str) -> Result<Loaded, LoadError> {
        Err(LoadError {
            reason: "there is no such file".into(),
            help: String::new(),
        })
    }
}

/// The matrix of a text.
fn drawn(text: &str, layout: Layout) -> Matrix {
    let sources = Sources::default();
    let file = sources.add("a.raci.toml", text);
    let (document, found) = racilint_parser::read(&sources, file, "a", &Nothing);
    let broken: Vec<&str> = found.iter().map(|finding| finding.rule.name).collect();
    let reads = !broken.contains(&"syntax-error") && !broken.contains(&"duplicate-key");
    assert!(
        reads && document.redeclared.is_empty(),
        "{broken:?}\n{text}"
    );
    let catalogue = Catalogue::of(&document);
    let engagement = Engagement::of(&document, &catalogue, date(2027, 1, 31), None);
    let sketch = Sketch {
        layout,
        file: "a.raci.toml",
        only: &[],
    };
    Matrix::of(&engagement, sketch)
}

const FORMATS: [&str; 4] = ["md", "csv", "html", "xlsx"];

/// The matrix as a file of that ending; nothing where it cannot be written.
fn written(matrix: &Matrix, ending: &str) -> Vec<u8> {
    let mut out = Vec::new();
    let done = match ending {
        "md" => markdown::write(&mut out, matrix).is_ok(),
        "csv" => csv::write(&mut out, matrix).is_ok(),
        "html" => html::write(&mut out, matrix).is_ok(),
        _ => {
            out = xlsx::bytes(matrix, &Remarks::default()).unwrap_or_default();
            !out.is_empty()
        }
    };
    assert!(done, "{ending} is not written");
    out
}

/// Whoever holds which letters of which row, in the order of the rows; sections hold none.
type Rows = Vec<(String, BTreeMap<String, Vec<Letter>>)>;

fn rows(matrix: &Matrix) -> Rows {
    let row = |row: &racilint_report::Row| {
        let cells = matrix.columns.iter().zip(&row.cells);
        let held = cells.filter(|(_, cell)| !cell.letters.is_empty());
        let held = held.map(|(column, cell)| (column.title.clone(), cell.letters.clone()));
        (row.title.clone(), held.collect())
    };
    matrix.rows.iter().map(row).collect()
}

/// Reads a file, and says which matrix the engagement made of it has.
fn read_again(bytes: Vec<u8>, ending: &str) -> Result<Rows, String> {
    let sources = Sources::default();
    let name = format!("matrix.{ending}");
    let kind = Kind::of(&name).ok_or("a kind")?;
    let imported = import(&sources, &name, bytes, kind, &Options::default());
    let findings: Vec<&str> = imported
        .findings
        .iter()
        .map(|own| own.message.as_str())
        .collect();
    if !findings.is_empty() {
        return Err(format!("{findings:?}"));
    }
    let toml = imported.toml.ok_or("a text")?;
    Ok(rows(&drawn(&toml, Layout::Holders)))
}

/// Draws, writes, reads and compares, for all formats and columns.
fn comes_back(text: &str) -> Result<(), TestCaseError> {
    for layout in [Layout::Holders, Layout::Parties, Layout::Letters] {
        let expected = match layout {
            Layout::Letters => rows(&drawn(text, Layout::Holders)),
            layout => rows(&drawn(text, layout)),
        };
        let matrix = drawn(text, layout);
        for ending in FORMATS {
            let bytes = written(&matrix, ending);
            let shown = match ending {
                "xlsx" => String::new(),
                _ => String::from_utf8_lossy(&bytes).into_owned(),
            };
            let read = read_again(bytes, ending);
            prop_assert_eq!(
                read.as_ref(),
                Ok(&expected),
                "{:?} as {}\n{}\n{}",
                layout,
                ending,
                text,
                shown
            );
        }
    }
    Ok(())
}

/// Names as nobody should give them.
const NAMES: [&str; 51] = [
    "=1+1",
    "'=x",
    "-",
    "--",
    "@home",
    "+49 30",
    "A",
    "R",
    "X",
    "R/A",
    "RA",
    "CI",
    "I",
    "S",
    "PO",
    "Total",
    "Notes",
    "Task",
    "ID",
    "Responsible",
    "Accountable",
    "Hours",
    "Status",
    "Q1",
    "Mon",
    "TBD",
    "N/A",
    "none",
    "?",
    "Harbor, Inc.",
    "Lee \"Al\" Park",
    "\"quoted\"",
    "a|b",
    "<b>",
    "one\\ntwo",
    "Ops (EU",
    "Dev / Ops",
    "Dev",
    "dev",
    "Client",
    "R = Responsible",
    "Version 1.2",
    "a; b",
    "a;=1+1",
    "a; '=1",
    "＝1+1",
    "::error::x",
    "~~y~~ `x",
    "a&rlm;&lt;b",
    "@octocat #1",
    "Zürich & Co*",
];

fn name() -> impl Strategy<Value = String> {
    let joined = (select(&NAMES[..]), select(&NAMES[..])).prop_map(|(a, b)| format!("{a} {b}"));
    let plain = "[a-zA-Z][a-zA-Z0-9 ,.'&/()|<>=-]{0,12}[a-z]";
    prop_oneof![
        6 => select(&NAMES[..]).prop_map(str::to_owned),
        2 => joined,
        2 => plain,
    ]
}

/// Who holds each letter of a row, by the number of the actor.
type Held = [Vec<usize>; 5];

#[derive(Clone, Debug)]
struct Work {
    title: String,
    parent: Option<usize>,
    held: Held,
    slices: Vec<(String, Held)>,
}

fn held() -> impl Strategy<Value = Held> {
    let some = || subsequence((0..5).collect::<Vec<usize>>(), 0..3);
    [some(), some(), some(), some(), some()]
}

fn work() -> impl Strategy<Value = Work> {
    let parent = prop_oneof![3 => Just(None), 1 => (0..6_usize).prop_map(Some)];
    let slices =
        prop_oneof![4 => Just(Vec::new()), 1 => proptest::collection::vec((name(), held()), 1..3)];
    (name(), parent, held(), slices).prop_map(|(title, parent, held, slices)| Work {
        title,
        parent,
        held,
        slices,
    })
}

fn quoted(text: &str) -> String {
    format!(
        "\"{}\"",
        text.replace('\\', "\\\\")
            .replace('"', "\\\"")
            .replace("\\\\n", "\\n")
    )
}

fn letters(text: &mut String, held: &Held) {
    for (letter, who) in Letter::ALL.into_iter().zip(held) {
        let ids: Vec<String> = who.iter().map(|own| format!("\"who-{own}\"")).collect();
        if !ids.is_empty() {
            let _ = writeln!(text, "{} = [{}]", letter.key(), ids.join(", "));
        }
    }
}

fn engagement() -> impl Strategy<Value = String> {
    let people = proptest::collection::vec((name(), any::<bool>()), 5);
    let works = proptest::collection::vec(work(), 1..6);
    (name(), people, works).prop_map(|(party, people, works)| {
        let mut text = "[engagement]\ntitle = \"x\"\nprofiles = []\nclient = \"side\"\n".to_owned();
        let _ = writeln!(text, "[party.side]\nname = {}", quoted(&party));
        for (at, (name, is_of_side)) in people.iter().enumerate() {
            let _ = writeln!(text, "[role.who-{at}]\nname = {}", quoted(name));
            if *is_of_side {
                text.push_str("party = \"side\"\n");
            }
        }
        for (at, work) in works.iter().enumerate() {
            let _ = writeln!(
                text,
                "[workstream.work-{at}]\ntitle = {}",
                quoted(&work.title)
            );
            if let Some(parent) = work.parent.filter(|parent| *parent < at) {
                let _ = writeln!(text, "parent = \"work-{parent}\"");
            }
            letters(&mut text, &work.held);
            if at == 0 && work.held.iter().all(Vec::is_empty) {
                text.push_str("responsible = \"who-0\"\n");
            }
            for (part, (title, held)) in work.slices.iter().enumerate() {
                let _ = writeln!(
                    text,
                    "[workstream.work-{at}.slice.part-{part}]\ntitle = {}",
                    quoted(title)
                );
                letters(&mut text, held);
            }
        }
        text
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_matrix_gives_its_letters_back(text in engagement()) {
        comes_back(&text)?;
    }
}

/// All hostile names at once, so that each of them is tried in every run.
#[test]
fn every_hostile_name_comes_back() {
    let mut text = "[engagement]\ntitle = \"x\"\nprofiles = []\n".to_owned();
    for (at, name) in NAMES.iter().enumerate() {
        let _ = writeln!(text, "[role.who-{at}]\nname = {}", quoted(name));
        let _ = writeln!(text, "[workstream.work-{at}]\ntitle = {}", quoted(name));
        let next = (at + 1) % NAMES.len();
        let _ = writeln!(
            text,
            "responsible = \"who-{at}\"\naccountable = [\"who-{at}\", \"who-{next}\"]"
        );
    }
    comes_back(&text).expect("the same letters");
}

/// Slices come back as slices, and say what is lost.
#[test]
fn a_split_workstream_comes_back_split() {
    let text = "[engagement]\ntitle = \"x\"\nprofiles = []\n[role.a]\nname = \"SOC\"\n\
                [workstream.watch]\ntitle = \"Watch: alerts\"\n\
                [workstream.watch.slice.day]\ntitle = \"by day\"\nresponsible = \"a\"\n\
                [workstream.watch.slice.night]\ntitle = \"by night\"\nresponsible = \"a\"\n";
    let bytes = written(&drawn(text, Layout::Holders), "csv");
    let sources = Sources::default();
    let imported = import(&sources, "m.csv", bytes, Kind::Csv, &Options::default());
    let toml = imported.toml.expect("a text");
    for part in [
        "[workstream.watch]\ntitle       = \"Watch: alerts\"\n",
        "[workstream.watch.slice.day]\ntitle       = \"by day\"\n",
        "[workstream.watch.slice.night]\ntitle       = \"by night\"\n",
    ] {
        assert!(toml.contains(part), "{part}\n{toml}");
    }
    let told = imported
        .choices
        .iter()
        .any(|choice| choice.text.contains("`watch` is split"));
    assert!(told, "{:?}", imported.choices);
}
