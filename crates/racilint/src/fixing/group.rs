//! Engagements that share a file are repaired together, so that the file is repaired once and no
//! repair for one of them breaks another.

use std::collections::{BTreeMap, BTreeSet};

use super::seen::{Checker, Main, Texts, Wanted};

/// The engagements in which there is something to repair, with all those that read a file that would
/// be changed by it. The others are left out.
pub(super) fn groups(mains: Vec<Main>, checker: &dyn Checker, wanted: Wanted) -> Vec<Vec<Main>> {
    let mut reads: Vec<BTreeSet<String>> = Vec::with_capacity(mains.len());
    let mut changes: Vec<BTreeSet<String>> = Vec::with_capacity(mains.len());
    for main in &mains {
        // One engagement at a time: what was seen of it is dropped before the next.
        let look = main.look(&Texts::new(), checker, wanted);
        let patches = look.repairs.iter().flat_map(|repair| &repair.patches);
        changes.push(patches.map(|(identity, _)| identity.clone()).collect());
        reads.push(look.files.into_keys().collect());
    }
    let touched: BTreeSet<&String> = changes.iter().flatten().collect();
    let mut leaders = Leaders::new(mains.len());
    let mut first_of: BTreeMap<&String, usize> = BTreeMap::new();
    for (index, read) in reads.iter().enumerate() {
        for identity in read.iter().filter(|identity| touched.contains(identity)) {
            let first = *first_of.entry(identity).or_insert(index);
            leaders.join(first, index);
        }
    }
    let mut groups: BTreeMap<usize, Vec<Main>> = BTreeMap::new();
    for (index, main) in mains.into_iter().enumerate() {
        if reads[index]
            .iter()
            .any(|identity| touched.contains(identity))
        {
            groups.entry(leaders.of(index)).or_default().push(main);
        }
    }
    groups.into_values().collect()
}

/// Who belongs together: each points at one before it, or at itself.
struct Leaders(Vec<usize>);

impl Leaders {
    fn new(count: usize) -> Self {
        Leaders((0..count).collect())
    }

    fn of(&mut self, mut index: usize) -> usize {
        while self.0[index] != index {
            self.0[index] = self.0[self.0[index]];
            index = self.0[index];
        }
        index
    }

    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.of(one), self.of(other));
        self.0[one.max(other)] = one.min(other);
    }
}
