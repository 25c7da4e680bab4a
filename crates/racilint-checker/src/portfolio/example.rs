//! The example on the page of a rule across engagements: a text with several files in it.
//!
//! A line `#@ NAME` begins the file of that name, `#@ client-1.raci.toml to client-9.raci.toml` nine
//! files of one text; what stands before the first is the first engagement. Whatever ends in
//! `.raci.toml` is an engagement of the run.

use std::collections::BTreeMap;

use jiff::civil::Date;
use racilint_diagnostics::Sources;
use racilint_parser::InMemory;

use super::{Judged, Portfolio};
use crate::Options;
use crate::settle::Levels;

/// Checks all engagements of an example, and judges them together.
pub fn judge_example(text: &str, today: Date, levels: &Levels) -> Judged {
    let files = files_of(text);
    let options = Options {
        today,
        levels: levels.clone(),
        profiles: None,
        extracts: true,
    };
    let mut portfolio = Portfolio::default();
    let engagements = files
        .0
        .iter()
        .filter(|(name, _)| name.ends_with(ENGAGEMENT));
    for (name, text) in engagements {
        let sources = Sources::default();
        let main = sources.add(name.as_str(), text.as_str());
        let (document, findings) = racilint_parser::read(&sources, main, name, &files);
        if let Some(extract) = crate::check(&document, findings, &options).extract {
            portfolio.take(name, extract, &sources);
        }
    }
    portfolio.judge(levels)
}

const ENGAGEMENT: &str = ".raci.toml";
/// The name of the first engagement.
const FIRST: &str = "client-0.raci.toml";

/// The files of an example, by name.
fn files_of(text: &str) -> InMemory {
    let mut files: BTreeMap<String, String> = BTreeMap::new();
    let mut names = vec![FIRST.to_owned()];
    for line in text.split_inclusive('\n') {
        match line.strip_prefix("#@ ") {
            Some(marker) => names = named(marker.trim()),
            None => {
                for name in &names {
                    files.entry(name.clone()).or_default().push_str(line);
                }
            }
        }
    }
    InMemory(files)
}

/// The files that a marker names.
fn named(marker: &str) -> Vec<String> {
    let number = |name: &str| -> Option<(String, usize)> {
        let (stem, number) = name.strip_suffix(ENGAGEMENT)?.rsplit_once('-')?;
        Some((stem.to_owned(), number.parse().ok()?))
    };
    let ends = marker.split_once(" to ");
    let ends = ends.and_then(|(first, last)| Some((number(first)?, number(last)?)));
    match ends {
        Some(((stem, first), (_, last))) => (first..=last)
            .map(|number| format!("{stem}-{number}{ENGAGEMENT}"))
            .collect(),
        None => vec![marker.to_owned()],
    }
}
