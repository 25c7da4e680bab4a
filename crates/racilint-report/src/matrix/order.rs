//! Which rows there are, in which order: first what belongs to nothing, then section by section.
//!
//! A workstream that belongs to nothing stands above all sections, since below one it would look
//! like a part of it. Within this the order is that of the file.

use std::collections::{BTreeMap, BTreeSet};

use racilint_checker::model::{Engagement, Letter, MOST_ANCESTORS, RowId};

/// A row to be drawn.
#[derive(Debug)]
pub(super) struct Entry {
    /// The workstream or slice.
    pub(super) row: RowId,
    /// What people call it.
    pub(super) title: String,
    /// How many sections it stands under.
    pub(super) depth: usize,
    /// Whether only its title is shown, as the heading of its children.
    pub(super) is_section: bool,
}

/// The rows of a matrix; only those of some workstreams where there are any in `only`.
pub(super) fn entries(engagement: &Engagement<'_>, only: &[RowId]) -> Vec<Entry> {
    let mut tree = Tree::of(engagement);
    let mut entries = tree.entries();
    if !only.is_empty() {
        keep(engagement, &mut entries, only);
    }
    entries
}

/// Keeps what is in one of the named rows, with the headings above it.
fn keep(engagement: &Engagement<'_>, entries: &mut Vec<Entry>, only: &[RowId]) {
    let mut above: BTreeSet<RowId> = BTreeSet::new();
    entries.retain(|entry| {
        let lineage = engagement.lineage(entry.row);
        let is_meant = lineage.iter().any(|row| only.contains(row));
        if is_meant && !entry.is_section {
            above.extend(lineage);
        }
        is_meant || entry.is_section
    });
    entries.retain(|entry| !entry.is_section || above.contains(&entry.row));
}

/// The workstreams by the first parent that each has.
struct Tree<'e, 'd> {
    engagement: &'e Engagement<'d>,
    roots: Vec<RowId>,
    children: BTreeMap<RowId, Vec<RowId>>,
    seen: BTreeSet<RowId>,
}

/// A step of the walk.
enum Step {
    /// A workstream that nothing belongs to, at a depth.
    Leaf(RowId, usize),
    /// A workstream with what belongs to it, below the titles of those it is a part of.
    Section(RowId, Vec<String>),
}

impl<'e, 'd> Tree<'e, 'd> {
    fn of(engagement: &'e Engagement<'d>) -> Self {
        let mut tree = Tree {
            engagement,
            roots: Vec::new(),
            children: BTreeMap::new(),
            seen: BTreeSet::new(),
        };
        for (id, row) in engagement.rows().filter(|(_, row)| row.slice.is_none()) {
            let parent = row.parents.iter().find_map(|parent| parent.to);
            let parent = parent.map(|parent| engagement.row(parent).whole.unwrap_or(parent));
            match parent.filter(|parent| *parent != id) {
                Some(parent) => tree.children.entry(parent).or_default().push(id),
                None => tree.roots.push(id),
            }
        }
        tree
    }

    fn entries(&mut self) -> Vec<Entry> {
        let mut entries = Vec::new();
        let roots = std::mem::take(&mut self.roots);
        self.walk(roots, &mut entries);
        // Those whose parents form a circle have no root above them.
        let all: Vec<RowId> = self.engagement.rows().map(|(id, _)| id).collect();
        for id in all {
            let is_slice = self.engagement.row(id).slice.is_some();
            if !is_slice && !self.seen.contains(&id) {
                self.walk(vec![id], &mut entries);
            }
        }
        entries
    }

    /// What belongs to nothing first, then section by section; nobody's parents can be nested so
    /// deeply that this runs out of stack.
    fn walk(&mut self, roots: Vec<RowId>, entries: &mut Vec<Entry>) {
        let mut open: Vec<Step> = self.steps(roots, &[]);
        while let Some(step) = open.pop() {
            match step {
                Step::Leaf(row, depth) if self.seen.insert(row) => {
                    self.push_own(row, depth, entries);
                }
                Step::Section(row, above) if self.seen.insert(row) => {
                    let depth = above.len();
                    let mut path = above;
                    path.push(title(self.engagement, row));
                    if path.len() > MOST_ANCESTORS {
                        // What is nested more deeply is a finding, and would make this slow.
                        path.remove(0);
                    }
                    entries.push(Entry {
                        row,
                        title: path.join(" › "),
                        depth,
                        is_section: true,
                    });
                    if self.has_own(row) {
                        self.push_own(row, depth + 1, entries);
                    }
                    let children = self.children.get(&row).cloned().unwrap_or_default();
                    open.extend(self.steps(children, &path));
                }
                Step::Leaf(..) | Step::Section(..) => {}
            }
        }
    }

    /// The steps to take, the last one first.
    fn steps(&self, rows: Vec<RowId>, above: &[String]) -> Vec<Step> {
        let is_section = |row: &RowId| self.children.contains_key(row);
        let (sections, leaves): (Vec<RowId>, Vec<RowId>) = rows.into_iter().partition(is_section);
        let leaves = leaves.into_iter().map(|row| Step::Leaf(row, above.len()));
        let sections = sections
            .into_iter()
            .map(|row| Step::Section(row, above.to_vec()));
        let mut steps: Vec<Step> = leaves.chain(sections).collect();
        steps.reverse();
        steps
    }

    /// Whether a workstream with children also has rows of its own.
    fn has_own(&self, row: RowId) -> bool {
        !self.engagement.row(row).slices.is_empty() || self.has_letters(row)
    }

    fn has_letters(&self, row: RowId) -> bool {
        let row = self.engagement.row(row);
        let mut letters = Letter::ALL.into_iter();
        letters.any(|letter| !row.seats(letter).nobody())
    }

    /// The workstream itself, or its slices; both where a split one holds letters all the same.
    fn push_own(&self, row: RowId, depth: usize, entries: &mut Vec<Entry>) {
        let slices = &self.engagement.row(row).slices;
        if slices.is_empty() || self.has_letters(row) {
            entries.push(Entry {
                row,
                title: title(self.engagement, row),
                depth,
                is_section: false,
            });
        }
        for slice in slices {
            entries.push(Entry {
                row: *slice,
                title: slice_title(self.engagement, row, *slice),
                depth,
                is_section: false,
            });
        }
    }
}

fn title(engagement: &Engagement<'_>, row: RowId) -> String {
    let row = engagement.row(row);
    let title = row.workstream.title.as_ref();
    let title = title.filter(|title| !title.trim().is_empty());
    title.map_or_else(|| row.name.to_string(), |title| title.value.to_string())
}

/// "Watch and triage alerts: at night". A slice stands for itself in every list and filter, so that
/// it also says what it is a part of.
fn slice_title(engagement: &Engagement<'_>, whole: RowId, slice: RowId) -> String {
    let row = engagement.row(slice);
    let own = row.slice.and_then(|slice| slice.title.as_ref());
    let own = own.filter(|own| !own.trim().is_empty());
    let own = match own {
        Some(own) => own.value.to_string(),
        None => {
            let id = row.name.rsplit('.').next().unwrap_or(&row.name);
            id.replace('-', " ")
        }
    };
    format!("{}: {own}", title(engagement, whole))
}
