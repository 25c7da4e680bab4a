//! Engagements that share a file are repaired together, so that the file is repaired once and no
//! repair for one of them breaks another.

use std::collections::{BTreeMap, BTreeSet};

use super::seen::{Checker, Main, Texts, Wanted};

/// What there is to repair.
pub(super) struct Groups {
    /// The engagements in which there is something to repair, with all those that read a file that
    /// would be changed by it. The others are left out.
    pub(super) together: Vec<Vec<Main>>,
    /// How many repairs there are in files outside of the folder, by the name of the file.
    pub(super) outside: BTreeMap<String, usize>,
}

/// Looks at engagements, and puts together what belongs together.
pub(super) fn groups(mains: Vec<Main>, checker: &dyn Checker, wanted: Wanted) -> Groups {
    let mut outside: BTreeMap<String, usize> = BTreeMap::new();
    let mut reads: Vec<BTreeSet<String>> = Vec::with_capacity(mains.len());
    let mut changes: Vec<BTreeSet<String>> = Vec::with_capacity(mains.len());
    for main in &mains {
        // One engagement at a time: what was seen of it is dropped before the next.
        let look = main.look(&Texts::new(), checker, wanted);
        let patches = look.repairs.iter().flat_map(|repair| &repair.patches);
        changes.push(patches.map(|(identity, _)| identity.clone()).collect());
        reads.push(look.files.into_keys().collect());
        for (name, count) in look.outside {
            // Engagements that share the file have the same mistakes in it.
            let most = outside.entry(name).or_default();
            *most = count.max(*most);
        }
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
    Groups {
        together: groups.into_values().collect(),
        outside,
    }
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
