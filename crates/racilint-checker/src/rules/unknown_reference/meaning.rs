//! Which name was probably meant by one that nothing bears. What is said of it is for the rule.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::rc::Rc;

use racilint_diagnostics::Safety;
use racilint_parser::decode::{Likeness, Vocabulary, nearest};
use racilint_parser::values::{Mention, Target};

use crate::catalogue::clause::{self, Kin};
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
            self.left = self.left.saturating_sub(known.len());
            return Rc::clone(known);
        }
        let names = engagement.candidates(mention);
        self.left = self.left.saturating_sub(names.len());
        let candidates = Rc::new(match names_duty(mention) {
            true => Candidates::of_duties(names),
            false => Candidates::of(names, Vec::new()),
        });
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

/// Whether a place asks for a duty, by its id or by the number of a clause.
fn names_duty(mention: &Mention<'_>) -> bool {
    match mention.target {
        Target::Duty | Target::OwnDuty => true,
        Target::Object => mention.name.starts_with("duty."),
        _ => false,
    }
}

/// What was meant by a name.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Meant<'a> {
    /// Probably this one; with how sure that is, or nothing where another one may be meant as well.
    One(&'a str, Option<Safety>),
    /// One of these clauses, or all of them.
    Clauses(Vec<&'a str>),
}

/// The names that could be meant.
pub(super) struct Candidates {
    /// Those that are words.
    all: Vocabulary,
    /// The duties that go by the number of a clause: of these no letter can be misspelt.
    clauses: Vec<String>,
    /// Which of them end in a word, behind a prefix.
    by_tail: BTreeMap<String, Vec<usize>>,
}

impl Default for Candidates {
    fn default() -> Self {
        Candidates::of(Vec::new(), Vec::new())
    }
}

impl Candidates {
    fn of(names: Vec<String>, mut clauses: Vec<String>) -> Self {
        clauses.sort_unstable();
        clauses.dedup();
        let all = Vocabulary::of(names);
        let mut by_tail: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (index, name) in all.words().iter().enumerate() {
            if let Some((_, tail)) = name.rsplit_once([':', '.']) {
                by_tail.entry(tail.to_owned()).or_default().push(index);
            }
        }
        Candidates {
            all,
            clauses,
            by_tail,
        }
    }

    fn of_duties(names: Vec<String>) -> Self {
        let is_clause = |name: &String| clause::is_clause(of_profile(name).1);
        let (clauses, words) = names.into_iter().partition(is_clause);
        Candidates::of(words, clauses)
    }

    /// All of them.
    pub(super) fn names(&self) -> Cow<'_, [String]> {
        match &*self.clauses {
            [] => Cow::Borrowed(self.all.words()),
            clauses => Cow::Owned([self.all.words(), clauses].concat()),
        }
    }

    /// How many words there are to compare a name with: a number is compared with nothing.
    fn len(&self) -> usize {
        self.all.words().len()
    }

    /// The candidate that is nearest to a name, or that is the name without or with its prefix; of
    /// clauses those that it may be.
    pub(super) fn meant(&self, name: &str) -> Option<Meant<'_>> {
        if !self.clauses.is_empty() {
            if let Some((kin, clauses)) = self.clauses_meant(name) {
                let (profile, _) = of_profile(name);
                return Some(match *clauses {
                    [only] => {
                        let is_same = kin == Kin::Same && of_profile(only).0 == profile;
                        let safety = if is_same {
                            Safety::Safe
                        } else {
                            Safety::Unsafe
                        };
                        Meant::One(only, Some(safety))
                    }
                    _ => Meant::Clauses(clauses),
                });
            }
            if clause::is_clause(of_profile(name).1) {
                return None;
            }
        }
        if let Some(only) = self.only_but_for_its_prefix(name) {
            // A prefix too much is a slip; one too few may be that of something else.
            let safety = match name.ends_with(only) {
                true => Safety::Safe,
                false => Safety::Unsafe,
            };
            return Some(Meant::One(only, Some(safety)));
        }
        let (near, likeness) = self.all.likely(name)?;
        Some(Meant::One(near, likeness.map(Likeness::of_name)))
    }

    /// The clauses that a name may be the number of: in the profile that it names, or seems to
    /// name, and in any where it names none.
    fn clauses_meant(&self, name: &str) -> Option<(Kin, Vec<&str>)> {
        let (profile, number) = of_profile(name);
        let profiles = || self.clauses.iter().map(|own| of_profile(own).0);
        let profile = match profile {
            "" => None,
            other => {
                let near = nearest(other, profiles())?;
                // `iso-27002` is no slip for `iso-27001`.
                Some(digits(near).eq(digits(other)).then_some(near)?)
            }
        };
        let is_there = |own: &&String| profile.is_none_or(|profile| of_profile(own).0 == profile);
        let there = self.clauses.iter().filter(is_there);
        let there: Vec<(&str, &str)> = there.map(|own| (of_profile(own).1, &**own)).collect();
        let (kin, numbers) = clause::kin(number, there.iter().map(|(number, _)| *number))?;
        let is_kin = |(number, _): &&(&str, &str)| numbers.contains(number);
        let clauses = there.iter().filter(is_kin);
        Some((kin, clauses.map(|(_, own)| *own).collect()))
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

/// The profile of a duty, as it is written in front of it, and the duty.
fn of_profile(name: &str) -> (&str, &str) {
    let plain = name.strip_prefix("duty.").unwrap_or(name);
    plain.split_once(':').unwrap_or(("", plain))
}

fn digits(id: &str) -> impl Iterator<Item = char> {
    id.chars().filter(char::is_ascii_digit)
}
