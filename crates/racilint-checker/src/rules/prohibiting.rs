//! How rules tell of a prohibition that overrules what is granted.

use std::collections::BTreeSet;

use racilint_diagnostics::{Finding, Span};
use racilint_parser::values::Hours;

use super::words;
use crate::model::Grant;

/// Enough prohibitions to show why a grant does not count.
const MOST: usize = 3;

/// Shows what prohibits, each place once.
pub(super) fn relate(finding: &mut Finding, prohibitions: &[&Grant<'_>]) {
    let mut told: Vec<Span> = Vec::new();
    for grant in prohibitions {
        let hours = grant.table.hours.as_ref().map(|hours| hours.span);
        let mode = grant.table.mode.map(|mode| mode.span);
        let place = hours.or(mode).unwrap_or_else(|| grant.place());
        if told.len() < MOST && !told.contains(&place) {
            told.push(place);
            finding.related(place, label(grant));
        }
    }
}

/// What a prohibition says.
pub(super) fn label(grant: &Grant<'_>) -> String {
    let hours = grant.table.hours.as_ref();
    let then = match hours.is_none_or(Hours::always) {
        true => "",
        false => ", in these hours",
    };
    format!("this is prohibited to {}{then}", holders(&[grant]))
}

/// What to do first where somebody is prohibited: a further grant would be overruled.
pub(super) fn lift(actions: &[&str], prohibitions: &[&Grant<'_>]) -> String {
    let mut hours = prohibitions.iter().map(|grant| grant.table.hours.is_some());
    let narrow = match hours.any(|has_hours| has_hours) {
        true => ", or narrow its `hours`",
        false => "",
    };
    format!(
        "lift the prohibition of {} for {}{narrow}: it counts more than any grant",
        words::list(actions),
        holders(prohibitions)
    )
}

/// Those to whom it is prohibited, each once.
fn holders(prohibitions: &[&Grant<'_>]) -> String {
    let links = prohibitions.iter().flat_map(|grant| &grant.holders.links);
    let mut seen = BTreeSet::new();
    let names = links.map(|link| link.name);
    words::list(names.filter(|name| seen.insert(*name)))
}
