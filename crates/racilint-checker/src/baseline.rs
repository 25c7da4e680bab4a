//! Findings that were known before: compared by what they are about, never by lines or counts.
//!
//! Where waivers accept one finding each, with a reason and an end, a baseline sets aside all that a
//! house had on the day it began, so that what is new stands out. It is compared before findings of
//! one cause are told as one: what comes in beside thirty known ones is seen.
//!
//! What is in a baseline and how it is kept is decided here; the file is the binary's matter.

use std::collections::{BTreeMap, BTreeSet};

use racilint_diagnostics::Finding;

use crate::rules;
use crate::settle::Outcome;
use crate::time::ON_DATES;

/// A finding as a baseline knows it.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// The name of the rule.
    pub rule: String,
    /// The object, as a waiver names it: `workstream.triage`.
    pub object: String,
    /// What of the object; empty where the object says it all.
    pub aspect: String,
    /// The other names that the message quotes, sorted, each once: by them two findings of one
    /// object are told apart, and a party or person that comes in for another is seen.
    pub names: Vec<String>,
}

/// What came of comparing with a baseline.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Compared {
    /// Entries whose finding is gone, sorted.
    pub fixed: Vec<Entry>,
    /// Entries that nobody looked for: their rule is off, lacks its data or is not in this version.
    pub not_looked_at: Vec<Entry>,
    /// What a baseline that is written now holds of these findings, sorted.
    pub current: Vec<Entry>,
}

impl Entry {
    /// What a baseline keeps of a finding; nothing of one that nobody may accept.
    pub fn of(finding: &Finding) -> Option<Self> {
        if !finding.rule.waivable {
            return None;
        }
        let subject = &finding.subject;
        let mut entry = Entry {
            rule: finding.rule.name.to_owned(),
            object: subject.object.clone(),
            aspect: subject.aspect.clone(),
            names: Vec::new(),
        };
        let said = [entry.object.as_str(), entry.aspect.as_str()];
        let names = quoted(&finding.message).filter(|name| is_name(name));
        let other = names.filter(|name| !said.iter().any(|said| is_part(name, said)));
        let other: BTreeSet<String> = other.map(str::to_owned).collect();
        entry.names = other.into_iter().collect();
        Some(entry)
    }

    /// Whether it held what `other` says and more: of the dates on which something is open one after
    /// the other goes by, and nobody has broken anything.
    fn held_more(&self, other: &Entry) -> bool {
        let Some((before, held)) = self.aspect.split_once(ON_DATES) else {
            return false;
        };
        let Some(open) = other.aspect.strip_prefix(before) else {
            return false;
        };
        let held: BTreeSet<&str> = held.split("; ").collect();
        let is_held = match open.strip_prefix(ON_DATES) {
            Some(open) => open.split("; ").all(|hours| held.contains(hours)),
            None => open.is_empty(),
        };
        let said = |own: &'_ Entry| (own.rule.clone(), own.object.clone(), own.names.clone());
        is_held && said(self) == said(other)
    }

    /// Whether the rule, by its present or a former name, is one of these.
    fn is_of(&self, rules: &BTreeSet<&str>) -> bool {
        rules::find(&self.rule).is_some_and(|rule| rules.contains(rule.name))
    }

    /// The entry under the present name of its rule.
    fn renamed(&self) -> Self {
        let rule = rules::find(&self.rule).map_or(self.rule.as_str(), |rule| rule.name);
        Entry {
            rule: rule.to_owned(),
            ..self.clone()
        }
    }
}

/// Takes the findings that a baseline holds out of `findings` and gives them back, in the order of
/// reading. Of several that are the same to it,
/// as many are taken out as it holds. `evaluated` are the rules that could look.
pub(crate) fn compare(
    entries: &[Entry],
    findings: &mut Vec<Finding>,
    evaluated: &BTreeSet<&str>,
) -> (Vec<Finding>, Compared) {
    let mut left: BTreeMap<Entry, usize> = BTreeMap::new();
    for entry in entries {
        *left.entry(entry.renamed()).or_default() += 1;
    }
    let mut compared = Compared::default();
    let mut known = Vec::new();
    let mut new = Vec::with_capacity(findings.len());
    for finding in findings.drain(..) {
        let entry = Entry::of(&finding);
        match entry.as_ref().and_then(|entry| held(&left, entry)) {
            Some(held) => {
                left.entry(held).and_modify(|count| *count -= 1);
                known.push(finding);
            }
            None => new.push(finding),
        }
        compared.current.extend(entry);
    }
    *findings = new;
    compared.current.sort();
    for (entry, count) in left {
        let list = match entry.is_of(evaluated) {
            true => &mut compared.fixed,
            false => &mut compared.not_looked_at,
        };
        list.extend(std::iter::repeat_n(entry, count));
    }
    (known, compared)
}

/// The entry by which a finding is known, of those that are left.
fn held(left: &BTreeMap<Entry, usize>, entry: &Entry) -> Option<Entry> {
    let is_left = |own: &Entry| left.get(own).is_some_and(|count| *count > 0);
    if is_left(entry) {
        return Some(entry.clone());
    }
    let mut others = left.keys().filter(|own| own.held_more(entry));
    others.find(|own| is_left(own)).cloned()
}

impl Compared {
    /// The entries that a baseline keeps of an engagement that was looked at: what was found, and
    /// what nobody looked for.
    pub fn kept(&self) -> Vec<Entry> {
        let mut kept: Vec<Entry> = self.current.clone();
        kept.extend(self.not_looked_at.iter().cloned());
        kept.sort();
        kept
    }
}

/// The findings that no baseline can hold, by the names of their rules.
pub fn not_acceptable(outcome: &Outcome) -> BTreeMap<&'static str, usize> {
    let mut rules = BTreeMap::new();
    for finding in &outcome.findings {
        if !finding.rule.waivable {
            *rules.entry(finding.rule.name).or_default() += 1;
        }
    }
    rules
}

/// What stands between backticks in a message.
fn quoted(message: &str) -> impl Iterator<Item = &str> {
    message.split('`').skip(1).step_by(2)
}

/// Whether it can be an id: times, numbers and sentences change without another thing being meant.
fn is_name(text: &str) -> bool {
    text.starts_with(char::is_alphabetic) && !text.contains(char::is_whitespace)
}

/// Whether an object such as `workstream.triage` or `a+b` has named it already.
fn is_part(name: &str, said: &str) -> bool {
    let own_name = said.split_once('.').map_or("", |(_, own)| own);
    said == name || own_name == name || said.split('+').any(|part| part == name)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use racilint_diagnostics::{Finding, Span};
    use racilint_parser::rules::SYNTAX_ERROR;

    use super::{Entry, compare, not_acceptable};
    use crate::rules;
    use crate::settle::Outcome;

    const RULE: &str = "multiple-accountable";

    fn finding(object: &str, message: &str) -> Finding {
        let rule = rules::find(RULE).expect("the rule");
        let mut finding = Finding::new(rule, Span::default(), message);
        finding.about(object);
        finding
    }

    fn entry(object: &str, message: &str) -> Entry {
        Entry::of(&finding(object, message)).expect("it can be accepted")
    }

    fn told(findings: &[Finding]) -> Vec<&str> {
        findings.iter().map(|own| own.message.as_str()).collect()
    }

    fn evaluated() -> BTreeSet<&'static str> {
        BTreeSet::from([RULE])
    }

    #[test]
    fn names_of_the_message_are_kept_and_nothing_else() {
        let entry = entry(
            "workstream.a",
            "more than one owner is accountable for `a`: `dana` and `ben` within `15m` of `key = 1`, `ben`",
        );
        assert_eq!(entry.names, ["ben", "dana"]);
    }

    #[test]
    fn what_makes_a_file_unreadable_cannot_be_accepted() {
        let finding = Finding::new(&SYNTAX_ERROR, Span::default(), "no");
        assert_eq!(Entry::of(&finding), None);
    }

    #[test]
    fn what_no_baseline_can_hold_is_counted_by_rule() {
        let broken = Finding::new(&SYNTAX_ERROR, Span::default(), "no");
        let outcome = Outcome {
            findings: vec![broken.clone(), finding("workstream.a", "one"), broken],
            ..Outcome::default()
        };
        let counted: Vec<_> = not_acceptable(&outcome).into_iter().collect();
        assert_eq!(counted, [(SYNTAX_ERROR.name, 2)]);
    }

    #[test]
    fn one_mended_and_one_broken_is_seen() {
        let entries = [entry("workstream.a", "one"), entry("workstream.b", "two")];
        let mut findings = vec![
            finding("workstream.b", "two"),
            finding("workstream.c", "new"),
        ];
        let (known, compared) = compare(&entries, &mut findings, &evaluated());
        assert_eq!(told(&findings), ["new"]);
        assert_eq!(told(&known), ["two"]);
        assert_eq!(compared.fixed, [entry("workstream.a", "one")]);
    }

    #[test]
    fn one_for_another_at_the_same_object_is_seen() {
        let entries = [entry("workstream.a", "`dana` and `ben`")];
        let mut findings = vec![finding("workstream.a", "`dana` and `cara`")];
        let (_, compared) = compare(&entries, &mut findings, &evaluated());
        assert_eq!(findings.len(), 1);
        assert_eq!(compared.fixed.len(), 1);
    }

    /// What is open at these hours is known to a baseline that held those.
    fn is_known(held: &str, open: &str) -> bool {
        let with = |aspect: &str| {
            let mut own = finding("workstream.a", "x");
            own.aspect(aspect);
            own
        };
        let entries = [Entry::of(&with(held)).expect("it can be accepted")];
        let mut findings = vec![with(open)];
        compare(&entries, &mut findings, &evaluated());
        findings.is_empty()
    }

    #[test]
    fn dates_that_go_by_break_nothing_and_others_do() {
        let both = "on dates: 00:00 to 24:00; 17:00 to 18:00";
        assert!(is_known(both, both));
        assert!(is_known(both, "on dates: 00:00 to 24:00"));
        // The day that is left is today, and cut.
        assert!(is_known("on dates: 00:00 to 24:00", ""));
        assert!(!is_known("on dates: 17:00 to 18:00", both));
        assert!(!is_known("", both));
        assert!(!is_known(both, "every Friday 17:00 to 18:00"));
        assert!(!is_known(
            "isolate on dates: 08:00 to 09:00",
            "on dates: 08:00 to 09:00"
        ));
    }

    #[test]
    fn of_several_alike_as_many_are_known_as_are_held() {
        let entries = [entry("workstream.a", "x"), entry("workstream.a", "x")];
        let mut findings = vec![finding("workstream.a", "x"); 3];
        let (known, compared) = compare(&entries, &mut findings, &evaluated());
        assert_eq!((findings.len(), known.len()), (1, 2));
        assert_eq!(compared.fixed, []);
        let mut findings = vec![finding("workstream.a", "x")];
        let (_, compared) = compare(&entries, &mut findings, &evaluated());
        assert_eq!((findings.len(), compared.fixed.len()), (0, 1));
    }

    #[test]
    fn a_rule_that_did_not_look_has_mended_nothing() {
        let entries = [entry("workstream.a", "x")];
        let (_, compared) = compare(&entries, &mut Vec::new(), &BTreeSet::new());
        assert_eq!(compared.fixed, []);
        assert_eq!(compared.not_looked_at, entries);
        assert_eq!(compared.kept(), entries);
    }
}
