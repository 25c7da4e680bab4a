//! The extracts put together: who is needed by several clients at once, and who answers for too many.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use racilint_diagnostics::{Finding, RuleInfo, Span, Waived};

use super::people::Home;
use super::{
    Accepted, Entry, Judged, MOST_SHOWN, NEEDS, Portfolio, RULES, Shared,
    cross_engagement_double_booking, portfolio_overload,
};
use crate::settle::Levels;
use crate::time::Set;

/// Runs the rules that are on.
pub(super) fn judge(mut portfolio: Portfolio, levels: &Levels) -> Judged {
    let mut judged = Judged {
        sources: std::mem::take(&mut portfolio.sources),
        ..Judged::default()
    };
    let has_data = portfolio.files.values().any(|count| *count > 1);
    debug_assert!(RULES.iter().all(|rule| rule.needs == NEEDS));
    for rule in RULES {
        if !levels.is_on(rule) {
            judged.off.push(rule);
        } else if has_data {
            run(&portfolio, rule, levels, &mut judged);
        } else {
            judged.not_evaluated.push(rule);
        }
    }
    judged
}

/// What a rule says of one person in some engagements.
pub(super) type Check = fn(&Portfolio, &Home, &Shared, &[&Entry]) -> Option<Finding>;

fn run(portfolio: &Portfolio, rule: &'static RuleInfo, levels: &Levels, judged: &mut Judged) {
    let check: Check = match rule.name == portfolio_overload::INFO.name {
        true => portfolio_overload::check,
        false => cross_engagement_double_booking::check,
    };
    let mut has_found = false;
    let mut open = BTreeSet::new();
    for (home, shared) in &portfolio.people {
        let all: Vec<&Entry> = shared.entries.iter().collect();
        let Some(finding) = check(portfolio, home, shared, &all) else {
            if rule.name == cross_engagement_double_booking::INFO.name {
                open.extend(portfolio.hours_that_decide(&all));
            }
            continue;
        };
        // Whoever waives it is out of it; it stands where the others are enough for it.
        let waiver = |entry: &&Entry| waiver_of(entry, rule);
        let rest: Vec<&Entry> = all
            .iter()
            .copied()
            .filter(|one| waiver(one).is_none())
            .collect();
        let waived = all.iter().find_map(waiver);
        let rest = match &waived {
            None => Some(finding.clone()),
            Some(_) => check(portfolio, home, shared, &rest),
        };
        has_found = true;
        match (rest, waived) {
            (Some(finding), _) => judged.findings.push(settled(finding, levels)),
            (None, Some(accepted)) => judged.waived.push(Waived {
                finding: settled(finding, levels),
                waiver: accepted.place,
                reason: accepted.reason.clone(),
                owner: accepted.owner.clone(),
                approved_by: accepted.approved_by.clone(),
                until: accepted.until.clone(),
                in_baseline: false,
            }),
            (None, None) => {}
        }
    }
    if !has_found && !open.is_empty() {
        judged.not_evaluated.push(rule);
    } else {
        judged.evaluated.push(rule);
    }
    judged.needs_hours_of.extend(open);
}

fn waiver_of(entry: &Entry, rule: &RuleInfo) -> Option<Rc<Accepted>> {
    let mut waived = entry.waived.iter();
    let found = waived.find(|(name, _)| *name == rule.name)?;
    Some(Rc::clone(&found.1))
}

fn settled(mut finding: Finding, levels: &Levels) -> Finding {
    if let Some(Some(level)) = levels.levels.get(finding.rule.name) {
        finding.severity = *level;
    }
    finding
}

impl Portfolio {
    /// The minutes in which a person is the only one there for two clients or more, with the entries
    /// that have such minutes.
    pub(super) fn doubled<'e>(&self, entries: &[&'e Entry]) -> (Set, Vec<&'e Entry>) {
        let mut by_client: BTreeMap<_, Vec<&Set>> = BTreeMap::new();
        for entry in entries {
            let client = &self.engagements[entry.engagement].client;
            if let Some(alone) = &entry.alone {
                let key = client.key(entry.engagement);
                by_client.entry(key).or_default().push(alone);
            }
        }
        // Thousands of clients have the same few sets: each is looked at once.
        let mut counted: BTreeMap<Vec<(i64, i64)>, usize> = BTreeMap::new();
        for sets in by_client.values() {
            let set = Set::union_of(sets.iter().copied());
            *counted.entry(set.spans().to_vec()).or_default() += 1;
        }
        let (mut once, mut twice) = (Set::empty(), Set::empty());
        for (spans, clients) in counted {
            let set = Set::from_spans(spans);
            let again = if clients > 1 {
                set.clone()
            } else {
                once.intersection(&set)
            };
            twice = twice.union(&again);
            once = once.union(&set);
        }
        let meets = |entry: &&&Entry| {
            let alone = entry.alone.as_ref();
            alone.is_some_and(|alone| !alone.intersection(&twice).is_empty())
        };
        let meeting = entries.iter().filter(meets).copied().collect();
        (twice, meeting)
    }

    /// Those by whose hours, which nobody wrote, a person may be needed by several clients at once.
    fn hours_that_decide(&self, entries: &[&Entry]) -> BTreeSet<String> {
        let may_need = |entry: &&&Entry| entry.alone.is_some() || !entry.open.is_empty();
        let needing: Vec<&Entry> = entries.iter().filter(may_need).copied().collect();
        match self.clients(&needing) {
            0 | 1 => BTreeSet::new(),
            _ => needing
                .iter()
                .flat_map(|own| own.open.iter().cloned())
                .collect(),
        }
    }

    /// How many clients these entries are of.
    pub(super) fn clients(&self, entries: &[&Entry]) -> usize {
        let key = |entry: &&Entry| {
            self.engagements[entry.engagement]
                .client
                .key(entry.engagement)
        };
        entries.iter().map(key).collect::<BTreeSet<_>>().len()
    }

    /// A finding about a person, of the engagements that these entries are of.
    pub(super) fn finding(
        &self,
        rule: &'static RuleInfo,
        (home, shared): (&Home, &Shared),
        entries: &[&Entry],
        message: String,
    ) -> Finding {
        let name = |entry: &&Entry| self.engagements[entry.engagement].name.clone();
        let mut finding = Finding::new(rule, shared.place, message);
        finding.about(format!("person.{}", home.id));
        finding.party.clone_from(&shared.party);
        finding.engagements = entries.iter().map(name).collect();
        finding
    }

    /// From the first minute that is known of any of these to the last.
    pub(super) fn horizon(&self, entries: &[&Entry]) -> (i64, i64) {
        let horizons = entries
            .iter()
            .map(|entry| self.engagements[entry.engagement].horizon);
        let (starts, ends): (Vec<i64>, Vec<i64>) = horizons.unzip();
        let first = starts.into_iter().min().unwrap_or_default();
        (first, ends.into_iter().max().unwrap_or_default())
    }
}

/// Shows the first of these places beside a finding; all engagements are named anyway.
pub(super) fn relate<'e>(finding: &mut Finding, at: impl Iterator<Item = &'e (Span, String)>) {
    for (span, label) in at.take(MOST_SHOWN) {
        finding.related(*span, label.clone());
    }
}
