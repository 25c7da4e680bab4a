//! Rows and groups to workstreams: ids, parents, slices, and what is there already.

use std::collections::{BTreeMap, BTreeSet};

use super::{Planner, Work, free};
use crate::assign::{Part, Task};
use crate::words::Letter;
use crate::{Choice, Existing, ExistingWork, names};
use racilint_diagnostics::Span;

/// What is known while the rows are gone through.
struct Rows<'a> {
    existing: Option<&'a Existing>,
    /// Ids that something has.
    taken: BTreeSet<String>,
    /// The ids of the groups, by their number.
    sections: Vec<String>,
    /// Groups that are written.
    written: BTreeSet<usize>,
    /// How often an id would be given.
    times: BTreeMap<String, usize>,
    /// Workstreams of the engagement that a row has been found to be.
    found: BTreeSet<usize>,
    /// Slices that are written, and the workstreams of this file that may have some.
    slices: BTreeSet<String>,
    wholes: BTreeSet<String>,
}

impl Planner<'_> {
    pub(super) fn work(&mut self) {
        let existing = self.options.existing.as_ref();
        let mut taken: BTreeSet<String> = existing
            .into_iter()
            .flat_map(|all| &all.workstreams)
            .map(|work| work.id.clone())
            .collect();
        let sections = self.section_ids(&mut taken, existing);
        let mut rows = Rows {
            existing,
            taken,
            sections,
            written: BTreeSet::new(),
            times: BTreeMap::new(),
            found: BTreeSet::new(),
            slices: BTreeSet::new(),
            wholes: BTreeSet::new(),
        };
        for task in &self.assigned.tasks {
            *rows.times.entry(names::id(&task.title)).or_default() += 1;
        }
        let mut known = Vec::new();
        for (at, task) in self.assigned.tasks.iter().enumerate() {
            match self.row_there(task, &mut rows) {
                Some(id) => known.push(id),
                None => self.row(at, task, &mut rows),
            }
        }
        self.tell_known(&known);
    }

    /// The workstream of the engagement that a row is: of the same title and group, with the same
    /// letters. Each is that of one row only.
    fn row_there(&self, task: &Task, rows: &mut Rows<'_>) -> Option<String> {
        let works = &rows.existing?.workstreams;
        let letters = self.letters(task);
        let parent = task.section.map(|section| &rows.sections[section]);
        let is_it = |work: &ExistingWork| {
            let is_slice = task.part.as_ref().is_some_and(|part| {
                work.id == format!("{}.{}", part.whole.0, part.own.0)
                    && names::key(&work.title) == names::key(&part.own.1)
            });
            let same = names::key(&work.title) == names::key(&task.title)
                && work.parents.first() == parent;
            (is_slice || same) && same_letters(&work.letters, &letters)
        };
        let all = works.iter().enumerate();
        let mut free = all.filter(|(at, _)| !rows.found.contains(at));
        let (at, work) = free.find(|(_, work)| is_it(work))?;
        let id = work.id.clone();
        rows.found.insert(at);
        Some(id)
    }

    fn row(&mut self, at: usize, task: &Task, rows: &mut Rows<'_>) {
        if let Some(part) = &task.part
            && self.slice(task, part, rows)
        {
            return;
        }
        self.ancestors(task.section, rows);
        let own = task.id.clone().unwrap_or_else(|| names::id(&task.title));
        let mut wanted = own.clone();
        if task.id.is_none()
            && rows.times.get(&own).is_some_and(|times| *times > 1)
            && let Some(section) = task.section
        {
            wanted = format!("{}-{own}", rows.sections[section]);
        }
        let id = free(&wanted, "row", at, &mut rows.taken);
        if task.id.as_ref() == Some(&id) {
            // Its slices may follow.
            rows.wholes.insert(id.clone());
        }
        let is_there = rows
            .existing
            .is_some_and(|all| all.workstreams.iter().any(|work| work.id == own));
        if is_there {
            let text = format!(
                "workstream `{own}` is there already, and says something else; `{}` becomes `{id}`",
                task.title
            );
            self.plan.choices.push(Choice {
                text,
                option: "rename one of them in the file".into(),
            });
        }
        let parent = task.section.map(|section| rows.sections[section].clone());
        let work = self.task(task, id, parent);
        self.plan.work.push(work);
    }

    /// Writes a row as a slice of its workstream; not where that is somebody else's id.
    fn slice(&mut self, task: &Task, part: &Part, rows: &mut Rows<'_>) -> bool {
        let (whole, title) = &part.whole;
        let id = format!("{whole}.{}", part.own.0);
        let is_free = rows.wholes.contains(whole) || !rows.taken.contains(whole);
        if !is_free || !rows.slices.insert(id) {
            return false;
        }
        if rows.taken.insert(whole.clone()) {
            self.ancestors(task.section, rows);
            let parent = task.section.map(|section| rows.sections[section].clone());
            let work = self.group(whole, title, task.span, parent);
            self.plan.work.push(work);
        }
        rows.wholes.insert(whole.clone());
        let mut work = self.task(task, part.own.0.clone(), None);
        work.title.clone_from(&part.own.1);
        work.whole = Some(whole.clone());
        self.plan.work.push(work);
        true
    }

    fn section_ids(
        &mut self,
        taken: &mut BTreeSet<String>,
        existing: Option<&Existing>,
    ) -> Vec<String> {
        let wanted = |task: &Task| match &task.part {
            Some(part) => part.whole.0.clone(),
            None => task.id.clone().unwrap_or_else(|| names::id(&task.title)),
        };
        let titles: BTreeSet<String> = self.assigned.tasks.iter().map(wanted).collect();
        let mut ids = Vec::new();
        for (at, section) in self.assigned.sections.iter().enumerate() {
            if let Some(id) = existing.and_then(|all| group(all, &section.title)) {
                let text = format!("`{}` is `{id}`, which is there already", section.title);
                self.plan.choices.push(Choice {
                    text,
                    option: "rename one of them in the file".into(),
                });
                ids.push(id);
                continue;
            }
            let own = names::id(&section.title);
            let wanted = if titles.contains(&own) {
                format!("{own}-group")
            } else {
                own
            };
            ids.push(free(&wanted, "group", at, taken));
        }
        ids
    }

    /// Writes the groups that a task belongs to before their first task.
    fn ancestors(&mut self, section: Option<usize>, rows: &mut Rows<'_>) {
        let Some(at) = section.filter(|at| !rows.written.contains(at)) else {
            return;
        };
        rows.written.insert(at);
        let section = &self.assigned.sections[at];
        self.ancestors(section.parent, rows);
        let id = &rows.sections[at];
        let is_there = |all: &Existing| all.workstreams.iter().any(|work| work.id == *id);
        if rows.existing.is_some_and(is_there) {
            return;
        }
        let parent = section.parent.map(|parent| rows.sections[parent].clone());
        let work = self.group(id, &section.title, section.span, parent);
        self.plan.work.push(work);
    }

    /// A workstream that holds no letters itself.
    fn group(&self, id: &str, title: &str, span: Span, parent: Option<String>) -> Work {
        Work {
            id: id.to_owned(),
            title: title.to_owned(),
            span,
            parent,
            cited: String::new(),
            description: String::new(),
            notes: Vec::new(),
            letters: BTreeMap::new(),
            is_area: self.options.areas.contains(id),
            whole: None,
        }
    }

    fn letters(&self, task: &Task) -> BTreeMap<Letter, Vec<(String, Span)>> {
        let mut letters: BTreeMap<Letter, Vec<(String, Span)>> = BTreeMap::new();
        for holder in &task.holders {
            let ids = letters.entry(holder.letter).or_default();
            let own = &self.actor_ids[holder.actor];
            if !ids.iter().any(|(id, _)| id == own) {
                ids.push((own.clone(), holder.span));
            }
        }
        letters
    }

    fn task(&self, task: &Task, id: String, parent: Option<String>) -> Work {
        Work {
            is_area: self.options.areas.contains(&id),
            id,
            title: task.title.clone(),
            span: task.span,
            parent,
            cited: task.cited.clone(),
            description: task.description.clone(),
            notes: task.notes.clone(),
            letters: self.letters(task),
            whole: None,
        }
    }

    fn tell_known(&mut self, known: &[String]) {
        const MOST: usize = 6;
        if known.is_empty() {
            return;
        }
        let ids: Vec<String> = known
            .iter()
            .take(MOST)
            .map(|id| format!("`{id}`"))
            .collect();
        let more = match known.len().saturating_sub(MOST) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let are = if known.len() == 1 { "is" } else { "are" };
        let text = format!(
            "{}{more} {are} there already with the same letters, and {are} not added again",
            ids.join(", ")
        );
        self.plan.choices.push(Choice {
            text,
            option: "without --append".into(),
        });
    }
}

/// Whether two workstreams have the same holders of every letter, in any order.
fn same_letters(
    one: &BTreeMap<Letter, Vec<String>>,
    other: &BTreeMap<Letter, Vec<(String, Span)>>,
) -> bool {
    Letter::ALL.iter().all(|letter| {
        let one: BTreeSet<&String> = one.get(letter).into_iter().flatten().collect();
        let other = other.get(letter).into_iter().flatten();
        let other: BTreeSet<&String> = other.map(|(id, _)| id).collect();
        one == other
    })
}

/// The workstream that a group is: of its title, else of the id that it would be given.
fn group(all: &Existing, title: &str) -> Option<String> {
    let titled = |work: &&ExistingWork| names::key(&work.title) == names::key(title);
    let named = |work: &&ExistingWork| work.id == names::id(title);
    let works = &all.workstreams;
    let found = works
        .iter()
        .find(titled)
        .or_else(|| works.iter().find(named));
    found.map(|work| work.id.clone())
}
