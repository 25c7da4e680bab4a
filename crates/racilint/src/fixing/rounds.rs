//! Repairs of engagements that belong together, level by level and round by round until nothing is left
//! to repair, and the check of what came of it.
//!
//! What is written wrongly hides what is wrong beneath it: a missing quote hides a misspelt key, and
//! that hides a name that nobody bears. So the levels are repaired from the lowest on, and what comes
//! to light on the next one is no fault of the repair. But a repair must not bring another error of its
//! own level or of a lower one: then it was no repair. Where repairs together do that, each is tried
//! alone, and those that do are left out and named.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

use super::Changed;
use super::apply::{Patch, apply, at_odds};
use super::seen::{Checker, Fault, Level, Look, Main, Repair, Texts, Wanted};

/// Repairs uncover repairs; whatever has not come to rest by then never will.
const MOST_ROUNDS: usize = 100;

/// So many times the files are checked on the way, and twice more for each repair that there is at
/// the beginning, should each have to be tried alone. Where each repair brings another, there is no
/// end in sight by then.
const FIRST_LOOKS: usize = 300;

/// However many repairs there are, the files are checked no more often.
const MOST_LOOKS: usize = 1000;

/// What came of it.
#[derive(Debug, Default)]
pub(super) struct Repaired {
    /// The files that are another, by identity.
    pub(super) changed: BTreeMap<String, Changed>,
    /// What was repaired, in words.
    pub(super) done: Vec<String>,
    /// What was not, and why, in words.
    pub(super) left: Vec<String>,
}

/// Repairs the engagements in memory.
pub(super) fn repair(mains: &[Main], checker: &dyn Checker, wanted: Wanted) -> Repaired {
    let mut run = Run {
        mains,
        checker,
        wanted,
        frozen: BTreeSet::new(),
        refused: BTreeSet::new(),
        not_fixed: Vec::new(),
        left: Vec::new(),
        looks: Cell::new(0),
        most_looks: FIRST_LOOKS,
    };
    let before = run.look(&Texts::new());
    let repairs: usize = before.iter().map(|look| look.repairs.len()).sum();
    run.most_looks = MOST_LOOKS.min(FIRST_LOOKS + 2 * repairs);
    let mut state = loop {
        // Every time, at least one more file is frozen.
        if let Some(state) = run.all_levels() {
            break state;
        }
    };
    if run.is_spent() {
        // Half of it would be another file each time that somebody repairs it.
        state = State::default();
        run.not_fixed.clear();
        run.left = vec![format!(
            "nothing is fixed here, since {} tries did not come to an end: mend some of it by hand and \
             try again",
            run.most_looks
        )];
    }
    run.left.append(&mut run.not_fixed);
    let mut repaired = Repaired {
        done: state.done,
        left: run.left,
        ..Repaired::default()
    };
    for (identity, (name, text)) in before.iter().flat_map(|look| &look.files) {
        let after = state.texts.get(identity).filter(|after| *after != text);
        if let Some(after) = after {
            let changed = Changed {
                name: name.clone(),
                before: text.clone(),
                after: after.clone(),
            };
            repaired.changed.entry(identity.clone()).or_insert(changed);
        }
    }
    repaired
}

struct Run<'r> {
    mains: &'r [Main],
    checker: &'r dyn Checker,
    wanted: Wanted,
    /// Files in which two repairs are at odds: nothing of them is written.
    frozen: BTreeSet<String>,
    /// Repairs that would make things worse.
    refused: BTreeSet<[String; 4]>,
    /// The same, in words.
    not_fixed: Vec<String>,
    left: Vec<String>,
    /// How often the files were checked, and how often they may be.
    looks: Cell<usize>,
    most_looks: usize,
}

/// How far the repairs have come.
#[derive(Clone, Default)]
struct State {
    texts: Texts,
    done: Vec<String>,
}

enum Outcome {
    /// Nothing is left to repair on this level.
    Rest(State),
    /// There is always something left, or something is worse than before.
    Worse,
    /// Two repairs of a file are at odds; it is frozen now.
    AtOdds,
}

impl Run<'_> {
    fn is_spent(&self) -> bool {
        self.looks.get() >= self.most_looks
    }

    fn look(&self, texts: &Texts) -> Vec<Look> {
        self.looks.set(self.looks.get() + 1);
        let mains = self.mains.iter();
        mains
            .map(|main| main.look(texts, self.checker, self.wanted))
            .collect()
    }

    /// The repairs of a level that are left, each once though several engagements ask for it.
    fn repairs(&self, looks: &[Look], level: Level) -> Vec<Repair> {
        let mut known: BTreeSet<&[(String, Patch)]> = BTreeSet::new();
        let all = looks.iter().flat_map(|look| &look.repairs);
        let left = all.filter(|repair| {
            let mut files = repair.patches.iter().map(|(identity, _)| identity);
            repair.level == level
                && !files.any(|identity| self.frozen.contains(identity))
                && !self.refused.contains(&repair.key)
                && known.insert(&repair.patches)
        });
        left.cloned().collect()
    }

    /// All levels from the lowest on, again and again until nothing changes. `None` where two repairs
    /// are at odds and a file is frozen that may have been changed by then.
    fn all_levels(&mut self) -> Option<State> {
        let mut state = State::default();
        let mut tried_again_at = 0;
        for _ in 0..MOST_ROUNDS {
            let so_far = state.done.len();
            for level in Level::ALL {
                state = self.level(level, state)?;
            }
            if self.is_spent() {
                break;
            }
            if state.done.len() > so_far {
                continue;
            }
            // What was refused may do no harm in what the others have made of the text since.
            if self.refused.is_empty() || so_far == tried_again_at {
                break;
            }
            tried_again_at = so_far;
            self.refused.clear();
            self.not_fixed.clear();
        }
        Some(state)
    }

    fn level(&mut self, level: Level, state: State) -> Option<State> {
        let before = self.look(&state.texts);
        match self.together(level, state.clone(), &before) {
            Outcome::Rest(state) => Some(state),
            Outcome::Worse => Some(self.one_by_one(level, state, before)),
            Outcome::AtOdds => None,
        }
    }

    fn together(&mut self, level: Level, mut state: State, before: &[Look]) -> Outcome {
        let mut latest: Option<Vec<Look>> = None;
        for _ in 0..MOST_ROUNDS {
            if self.is_spent() {
                break;
            }
            let looks = latest.as_deref().unwrap_or(before);
            let repairs = self.repairs(looks, level);
            if repairs.is_empty() {
                return match worse(before, looks, level) {
                    None => Outcome::Rest(state),
                    Some(_) => Outcome::Worse,
                };
            }
            if self.freeze(&repairs) {
                return Outcome::AtOdds;
            }
            state.apply(&repairs, looks);
            latest = Some(self.look(&state.texts));
        }
        Outcome::Worse
    }

    /// Freezes the files in which two repairs are at odds, and names the two.
    fn freeze(&mut self, repairs: &[Repair]) -> bool {
        let mut by_file: BTreeMap<&String, Vec<(&Patch, &Repair)>> = BTreeMap::new();
        for repair in repairs {
            for (identity, patch) in &repair.patches {
                by_file.entry(identity).or_default().push((patch, repair));
            }
        }
        let mut any = false;
        for (identity, patches) in by_file {
            let list: Vec<&Patch> = patches.iter().map(|(patch, _)| *patch).collect();
            if let Some((one, other)) = at_odds(&list) {
                any = true;
                self.frozen.insert(identity.clone());
                self.left.push(format!(
                    "nothing is fixed in this file, since two fixes are at odds: {}; and {}",
                    patches[one].1.words, patches[other].1.words
                ));
            }
        }
        any
    }

    /// Tries each repair alone, and leaves out those that make things worse.
    fn one_by_one(&mut self, level: Level, mut state: State, mut looks: Vec<Look>) -> State {
        while let Some(repair) = self.repairs(&looks, level).into_iter().next() {
            if self.is_spent() {
                break;
            }
            let mut next = state.clone();
            next.apply(std::slice::from_ref(&repair), &looks);
            let after = self.look(&next.texts);
            match worse(&looks, &after, level) {
                None => (state, looks) = (next, after),
                Some(fault) => {
                    let (fault, words) = (fault.words(), &repair.words);
                    self.not_fixed
                        .push(format!("not fixed, since it would bring {fault}: {words}"));
                    self.refused.insert(repair.key);
                }
            }
        }
        state
    }
}

impl State {
    /// Puts the repairs into the texts that `looks` were taken at.
    fn apply(&mut self, repairs: &[Repair], looks: &[Look]) {
        let mut by_file: BTreeMap<&String, Vec<&Patch>> = BTreeMap::new();
        for repair in repairs {
            self.done.push(repair.words.clone());
            for (identity, patch) in &repair.patches {
                by_file.entry(identity).or_default().push(patch);
            }
        }
        for (identity, patches) in by_file {
            let text = looks.iter().find_map(|look| look.files.get(identity));
            if let Some((_, text)) = text {
                self.texts.insert(identity.clone(), apply(text, &patches));
            }
        }
    }
}

/// An error of this level or a lower one that is there afterwards and was not before.
fn worse(before: &[Look], after: &[Look], level: Level) -> Option<Fault> {
    for (before, after) in before.iter().zip(after) {
        let mut known: BTreeMap<_, usize> = BTreeMap::new();
        for (fault, count) in &before.faults {
            *known.entry(fault.name()).or_default() += count;
        }
        for (fault, count) in after.faults.iter().filter(|(own, _)| own.level <= level) {
            let left = known.entry(fault.name()).or_default();
            if *left < *count {
                return Some(fault.clone());
            }
            *left -= count;
        }
    }
    None
}
