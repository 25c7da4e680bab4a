//! Which name was probably meant by one that nothing bears. What is said of it is for the rule.

use std::collections::BTreeMap;
use std::rc::Rc;

use racilint_diagnostics::Safety;
use racilint_parser::decode::{Likeness, Vocabulary};
use racilint_parser::values::{Mention, Target};

use crate::model::Engagement;

/// So many names are compared to find what was meant; beyond that a file has other troubles, and
/// comparing would cost the square of its size.
const MOST_COMPARISONS: usize = 200_000;

/// What could be meant, gathered once for each kind of place.
pub(super) struct Meanings {
    gathered: BTreeMap<Target, Rc<Candidates>>,
    /// So many names may still be compared.
    left: usize,
}

impl Default for Meanings {
    fn default() -> Self {
        Meanings {
            gathered: BTreeMap::new(),
            left: MOST_COMPARISONS,
        }
    }
}

impl Meanings {
    /// What a name could have meant; nothing once too many were looked at.
    pub(super) fn of(
        &mut self,
        mention: &Mention<'_>,
        engagement: &Engagement<'_>,
    ) -> Rc<Candidates> {
        if self.left == 0 {
            return Rc::default();
        }
        if let Some(known) = self.gathered.get(&mention.target) {
            self.left = self.left.saturating_sub(known.all.words().len());
            return Rc::clone(known);
        }
        let names = engagement.candidates(mention);
        self.left = self.left.saturating_sub(names.len());
        let candidates = Rc::new(Candidates::of(names));
        // What else can stand there depends on the name itself.
        let is_fixed = !matches!(
            mention.target,
            Target::Object | Target::Duty | Target::OwnDuty
        );
        if is_fixed {
            let own = Rc::clone(&candidates);
            self.gathered.insert(mention.target, own);
        }
        candidates
    }
}

/// The names that could be meant.
pub(super) struct Candidates {
    pub(super) all: Vocabulary,
    /// Which of them end in a word, behind a prefix.
    by_tail: BTreeMap<String, Vec<usize>>,
}

impl Default for Candidates {
    fn default() -> Self {
        Candidates::of(Vec::new())
    }
}

impl Candidates {
    fn of(names: Vec<String>) -> Self {
        let all = Vocabulary::of(names);
        let mut by_tail: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (index, name) in all.words().iter().enumerate() {
            if let Some((_, tail)) = name.rsplit_once([':', '.']) {
                by_tail.entry(tail.to_owned()).or_default().push(index);
            }
        }
        Candidates { all, by_tail }
    }

    /// The candidate that is nearest to a name, or that is the name without or with its prefix; with
    /// how sure it is, or nothing where another one may be meant as well.
    pub(super) fn meant(&self, name: &str) -> Option<(&str, Option<Safety>)> {
        if let Some(only) = self.only_but_for_its_prefix(name) {
            // A prefix too much is a slip; one too few may be that of something else.
            let safety = match name.ends_with(only) {
                true => Safety::Safe,
                false => Safety::Unsafe,
            };
            return Some((only, Some(safety)));
        }
        let (near, likeness) = self.all.likely(name)?;
        Some((near, likeness.map(Likeness::of_name)))
    }

    /// The one candidate that is the name without its prefix, or with one.
    fn only_but_for_its_prefix(&self, name: &str) -> Option<&str> {
        let words = self.all.words();
        let tails = [name.rsplit('.').next(), name.rsplit(':').next()];
        let plain = tails.into_iter().flatten().filter_map(|tail| {
            let found = words.binary_search_by(|word| word.as_str().cmp(tail));
            found.ok()
        });
        let longer = self.by_tail.get(name).into_iter().flatten().copied();
        let mut found: Vec<usize> = plain.chain(longer).collect();
        found.sort_unstable();
        found.dedup();
        match *found {
            [only] => words.get(only).map(String::as_str),
            _ => None,
        }
    }
}
