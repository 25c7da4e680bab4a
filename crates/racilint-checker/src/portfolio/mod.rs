//! What is wrong across engagements: one person who is promised to several clients.
//!
//! No rule here sees an engagement. Each leaves an [`Extract`] behind, a few lines on the people whom
//! it shares with others, and is let go; [`Portfolio`] puts the extracts together. People are the same
//! when they are declared in the same file under the same id: two files may each have a `jo` of their
//! own. Whoever is declared in the engagement's own file belongs to it alone.

mod cross_engagement_double_booking;
mod example;
mod extract;
mod judge;
mod people;
mod portfolio_overload;

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use racilint_diagnostics::{Finding, RuleInfo, Sources, Span, Waived};

use crate::settle::Levels;
use crate::time::{Minute, Set};

pub use example::judge_example;
pub use extract::Extract;
pub(crate) use extract::extract;
use people::{Client, Home};

/// The rules across engagements, sorted by name.
pub(crate) static RULES: [&RuleInfo; 2] = [
    &cross_engagement_double_booking::INFO,
    &portfolio_overload::INFO,
];

/// What the rules across engagements need.
const NEEDS: &str = "several engagements in one run whose people stand in a file that they share";

/// Whether a rule compares engagements, and has nothing to say of a single one.
pub fn compares(rule: &RuleInfo) -> bool {
    RULES.iter().any(|own| own.name == rule.name)
}

/// The places of so many engagements are shown; all of them are named.
const MOST_SHOWN: usize = 6;

/// What the engagements so far say about the people whom they share.
#[derive(Default)]
pub struct Portfolio {
    /// What is needed of the texts.
    sources: Sources,
    engagements: Vec<Engaged>,
    people: BTreeMap<Home, Shared>,
    /// How many engagements take people from each file.
    files: BTreeMap<String, usize>,
    /// The sets of minutes, each once: the hours of a roster are the same for all who include it.
    sets: BTreeMap<Vec<(Minute, Minute)>, Rc<Set>>,
}

/// An engagement, as far as it is told of.
struct Engaged {
    name: String,
    client: Client,
    horizon: (Minute, Minute),
}

/// A person whom several engagements may share.
struct Shared {
    /// Where they are declared.
    place: Span,
    /// Their party.
    party: String,
    /// The zone in which their hours are told.
    zone: Option<String>,
    entries: Vec<Entry>,
    /// When they were needed so far.
    so_far: Set,
    shown: usize,
}

/// A person in one engagement.
struct Entry {
    engagement: usize,
    /// When nobody else is there.
    alone: Option<Rc<Set>>,
    /// Those by whose hours, which nobody wrote, they may be alone.
    open: BTreeSet<String>,
    /// For how many workstreams that cannot wait they answer.
    owned: usize,
    /// The places that say so, where they are shown.
    alone_at: Option<(Span, String)>,
    owned_at: Option<(Span, String)>,
    /// The rules that are waived for them, with what the waiver says.
    waived: Vec<(&'static str, Rc<Accepted>)>,
}

/// What a waiver says.
#[derive(Clone, Debug)]
struct Accepted {
    place: Span,
    reason: String,
    owner: String,
    approved_by: String,
    until: String,
}

/// What came of the rules across engagements.
#[derive(Default)]
pub struct Judged {
    /// The texts that the findings point into.
    pub sources: Sources,
    /// What was found, in the order of reading.
    pub findings: Vec<Finding>,
    /// What was found and is accepted.
    pub waived: Vec<Waived>,
    /// The rules that had what they need.
    pub evaluated: Vec<&'static RuleInfo>,
    /// The rules that lacked it.
    pub not_evaluated: Vec<&'static RuleInfo>,
    /// The rules that are switched off.
    pub off: Vec<&'static RuleInfo>,
    /// Those of whom nobody wrote when they are there, though rules had to know it.
    pub needs_hours_of: BTreeSet<String>,
}

impl Portfolio {
    /// Takes in what an engagement leaves behind. `name` is the path of its main file; `sources` are
    /// the texts that the extract points into.
    pub fn take(&mut self, name: &str, extract: Extract, sources: &Sources) {
        let engagement = self.engagements.len();
        self.engagements.push(Engaged {
            name: name.to_owned(),
            client: extract.client,
            horizon: extract.horizon,
        });
        for file in extract.files {
            *self.files.entry(file).or_default() += 1;
        }
        for person in extract.people {
            self.take_person(engagement, person, sources);
        }
    }

    fn take_person(&mut self, engagement: usize, person: extract::Person, sources: &Sources) {
        let keep = |span: Span, to: &Sources| sources.keep([span], to).span(span);
        let shared = self.people.entry(person.home).or_insert_with(|| Shared {
            place: keep(person.place, &self.sources),
            party: person.party,
            zone: person.zone,
            entries: Vec::new(),
            so_far: Set::empty(),
            shown: 0,
        });
        let overlaps = !person.alone.intersection(&shared.so_far).is_empty();
        // The first ones, and the first that meet an earlier one: who else will meet whom is known
        // only when all are read, and their texts are gone by then.
        let is_shown = shared.shown < MOST_SHOWN || (overlaps && shared.shown < 2 * MOST_SHOWN);
        shared.shown += usize::from(is_shown);
        shared.so_far = shared.so_far.union(&person.alone);
        let place = |at: Option<(Span, String)>| {
            let at = at.filter(|_| is_shown);
            at.map(|(span, label)| (keep(span, &self.sources), label))
        };
        let alone = (!person.alone.is_empty()).then(|| {
            let key = person.alone.spans().to_vec();
            let known = self.sets.entry(key);
            Rc::clone(known.or_insert_with(|| Rc::new(person.alone)))
        });
        let waived = person.waived.into_iter().map(|(rule, mut accepted)| {
            accepted.place = keep(accepted.place, &self.sources);
            (rule, Rc::new(accepted))
        });
        let waived = waived.collect();
        shared.entries.push(Entry {
            engagement,
            alone,
            open: person.open,
            owned: person.owned,
            alone_at: place(person.alone_at),
            owned_at: place(person.owned_at),
            waived,
        });
    }

    /// What is wrong with all of them together.
    pub fn judge(self, levels: &Levels) -> Judged {
        judge::judge(self, levels)
    }
}

#[cfg(test)]
mod tests;
