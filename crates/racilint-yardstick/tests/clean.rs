//! What is generated is what it says: clean engagements are clean, wrong ones are not, and hostile
//! files are checked to the end.

use std::collections::BTreeMap;

use jiff::civil::date;
use racilint_checker::Options;
use racilint_checker::settle::{Levels, Outcome};
use racilint_diagnostics::Sources;
use racilint_parser::decode::DecodeTable;
use racilint_parser::language::File;
use racilint_parser::{LoadError, Loaded, Loader};
use racilint_yardstick::{Engagement, Findings, Hostile, Portfolio};

/// The files of a portfolio beside the one that is checked.
struct Files(BTreeMap<String, String>);

impl Loader for Files {
    fn load(&self, _: &str, path: &str) -> Result<Loaded, LoadError> {
        let text = self.0.get(path).ok_or_else(|| LoadError {
            reason: "there is no such file".into(),
            help: "include another".into(),
        })?;
        Ok(Loaded {
            name: path.to_owned(),
            identity: path.to_owned(),
            bytes: text.clone().into_bytes(),
        })
    }
}

fn checked(text: String, others: BTreeMap<String, String>) -> Outcome {
    let sources = Sources::default();
    let name = "generated.raci.toml";
    let (file, broken) = racilint_parser::bytes::add(&sources, name, text.into_bytes());
    let (document, findings) = racilint_parser::read(&sources, file, name, &Files(others));
    let parsed = broken.into_iter().chain(findings).collect();
    let options = Options {
        today: date(2026, 11, 21),
        levels: Levels::default(),
        profiles: None,
        extracts: false,
    };
    racilint_checker::check(&document, parsed, &options)
}

#[track_caller]
fn is_clean(text: String, others: BTreeMap<String, String>) {
    let outcome = checked(text, others);
    let told: Vec<&str> = outcome
        .findings
        .iter()
        .map(|finding| finding.message.as_str())
        .collect();
    assert_eq!(told, <[&str; 0]>::default());
    assert_eq!(outcome.waived.len(), 2, "waivers are among the tables");
}

/// The rules whose data a generated engagement has: all but those of another model, and of profiles that
/// it does not name.
const FEWEST_EVALUATED: usize = 70;

#[test]
fn nothing_is_wrong_with_a_clean_engagement() {
    for seed in 0..8 {
        let wanted = Engagement {
            seed,
            ..Engagement::of(60)
        };
        let all = [true, false];
        for has_hours in all {
            for has_escalations in all {
                for has_absences in all {
                    let wanted = Engagement {
                        has_hours,
                        has_escalations,
                        has_absences,
                        ..wanted
                    };
                    is_clean(wanted.text(), BTreeMap::new());
                }
            }
        }
    }
    let evaluated = checked(Engagement::of(60).text(), BTreeMap::new()).evaluated;
    assert!(evaluated.len() >= FEWEST_EVALUATED, "{}", evaluated.len());
}

#[test]
fn nothing_is_wrong_with_a_portfolio() {
    let portfolio = Portfolio {
        engagements: 3,
        each: Engagement::of(40),
    };
    let mut files: BTreeMap<String, String> = portfolio.files().collect();
    assert_eq!(files.len(), 4);
    let roster = files.remove("birch.roster.toml").expect("a roster");
    for text in files.into_values() {
        let others = BTreeMap::from([("birch.roster.toml".to_owned(), roster.clone())]);
        is_clean(text, others);
    }
}

#[test]
fn there_are_as_many_workstreams_as_asked() {
    for count in [20, 60, 1_000] {
        let text = Engagement::of(count).text();
        let is_head = |line: &&str| line.starts_with("[workstream.") && !line.contains(".slice.");
        assert_eq!(text.lines().filter(is_head).count(), count);
    }
}

#[test]
fn every_table_of_the_language_is_there() {
    let text = Engagement::of(60).text();
    let tables = <File<'static> as DecodeTable>::INFO.keys;
    // Texts for people may stand in any table, and are checked in none.
    let free = ["description", "notes", "clause"];
    for table in tables.iter().filter(|key| !free.contains(&key.name)) {
        let name = table.name;
        let is_there = [
            format!("[{name}]"),
            format!("[{name}."),
            format!("[[{name}]]"),
        ];
        assert!(is_there.iter().any(|head| text.contains(head)), "{name}");
    }
}

#[test]
fn findings_are_few_or_many() {
    let count = |findings| {
        let wanted = Engagement {
            findings,
            ..Engagement::of(220)
        };
        checked(wanted.text(), BTreeMap::new()).findings.len()
    };
    let (few, many) = (count(Findings::Few), count(Findings::Many));
    assert!(few > 5 && many >= few * 5, "{few}, {many}");
}

#[test]
fn hostile_files_are_checked_to_the_end() {
    for kind in Hostile::ALL {
        let small = kind.text(4);
        assert!(small.len() < kind.text(40).len(), "{}", kind.name);
        checked(small, BTreeMap::new());
        checked(kind.text(40), BTreeMap::new());
    }
}
