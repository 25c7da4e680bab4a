//! Assignments to an engagement: ids, parties, parents. Nothing is invented: what the matrix does
//! not say stays open.

use std::collections::{BTreeMap, BTreeSet};

use racilint_diagnostics::Span;

use crate::assign::{Assigned, Task};
use crate::words::{self, Letter, Side};
use crate::{Choice, Existing, Options, names};

/// What is written.
#[derive(Debug, Default)]
pub(crate) struct Plan {
    pub(crate) title: String,
    pub(crate) model: Option<String>,
    pub(crate) client: Vec<String>,
    pub(crate) provider: Vec<String>,
    pub(crate) parties: Vec<Who>,
    pub(crate) roles: Vec<Who>,
    pub(crate) work: Vec<Work>,
    pub(crate) choices: Vec<Choice>,
}

/// A party or a role.
#[derive(Debug)]
pub(crate) struct Who {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) span: Option<Span>,
    pub(crate) notes: Vec<String>,
}

/// A workstream: a task, or the group that tasks belong to.
#[derive(Debug)]
pub(crate) struct Work {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) span: Span,
    pub(crate) parent: Option<String>,
    /// The row as it is written; empty for a group.
    pub(crate) cited: String,
    pub(crate) description: String,
    pub(crate) notes: Vec<String>,
    /// Ids by letter, each with its place.
    pub(crate) letters: BTreeMap<Letter, Vec<(String, Span)>>,
    /// Whether the id is that of an area, which the matrix has not said.
    pub(crate) is_area: bool,
}

/// Gives everything its id.
pub(crate) fn plan(assigned: &Assigned, title: String, options: &Options) -> Plan {
    let mut planner = Planner {
        assigned,
        options,
        plan: Plan {
            title,
            model: options.model.clone(),
            ..Plan::default()
        },
        actor_ids: Vec::new(),
    };
    planner.actors();
    planner.work();
    planner.plan
}

struct Planner<'a> {
    assigned: &'a Assigned,
    options: &'a Options,
    plan: Plan,
    /// The ids of the actors, by their number.
    actor_ids: Vec<String>,
}

impl Planner<'_> {
    fn actors(&mut self) {
        let existing = self.options.existing.as_ref();
        let mut taken: BTreeSet<String> = existing
            .into_iter()
            .flat_map(|all| &all.actors)
            .map(|(id, _)| id.clone())
            .collect();
        let client = self.side(self.options.client.as_deref(), Side::Client);
        let provider = self.side(self.options.provider.as_deref(), Side::Provider);
        let (client, provider) = self.other_side(client, provider);
        for (at, actor) in self.assigned.actors.iter().enumerate() {
            if let Some(id) = existing.and_then(|all| known(&all.actors, &actor.name)) {
                let text = format!("`{}` is `{id}`, which is there already", actor.name);
                self.plan.choices.push(Choice {
                    text,
                    option: "--map \"NAME=OTHER NAME\"".into(),
                });
                self.actor_ids.push(id);
                continue;
            }
            let id = free(&names::id(&actor.name), "role", at, &mut taken);
            let who = Who {
                id: id.clone(),
                name: actor.name.clone(),
                span: Some(actor.span),
                notes: actor.notes.clone(),
            };
            self.actor_ids.push(id);
            if client.contains(&at) || provider.contains(&at) {
                self.plan.parties.push(who);
            } else {
                self.plan.roles.push(who);
            }
        }
        let ids = |found: &[usize]| found.iter().map(|at| self.actor_ids[*at].clone()).collect();
        (self.plan.client, self.plan.provider) = (ids(&client), ids(&provider));
        self.named_party(Side::Client, &mut taken);
        self.named_party(Side::Provider, &mut taken);
    }

    /// The actors that stand for a side: the one that is named, else those that say so themselves.
    fn side(&mut self, named: Option<&str>, side: Side) -> Vec<usize> {
        let actors = self.assigned.actors.iter().enumerate();
        if let Some(named) = named {
            let is_named =
                |name: &str| names::key(name) == names::key(named) || names::id(name) == named;
            return actors
                .filter(|(_, actor)| is_named(&actor.name))
                .map(|(at, _)| at)
                .collect();
        }
        let found: Vec<usize> = actors
            .filter(|(_, actor)| words::side(&actor.name) == Some(side))
            .map(|(at, _)| at)
            .collect();
        let (word, option) = match side {
            Side::Client => ("client", "--client NAME"),
            Side::Provider => ("provider", "--provider NAME"),
        };
        for at in &found {
            let name = &self.assigned.actors[*at].name;
            self.plan.choices.push(Choice {
                text: format!("`{name}` is taken for the {word}"),
                option: option.into(),
            });
        }
        found
    }

    /// Of two, where one is the client, the other is the provider; and the other way round.
    fn other_side(&mut self, client: Vec<usize>, provider: Vec<usize>) -> (Vec<usize>, Vec<usize>) {
        let options = self.options;
        let (one, other, option) = match (client.as_slice(), provider.as_slice()) {
            ([client], []) if options.provider.is_none() => {
                (*client, "provider", "--provider NAME")
            }
            ([], [provider]) if options.client.is_none() => (*provider, "client", "--client NAME"),
            _ => return (client, provider),
        };
        if self.assigned.actors.len() != 2 {
            return (client, provider);
        }
        let at = 1 - one.min(1);
        let name = &self.assigned.actors[at].name;
        // A manager beside the provider is one of the client's people, not the client.
        if words::sounds_like_role(name) {
            return (client, provider);
        }
        let text = format!("`{name}` is taken for the {other}, as the only other one");
        self.plan.choices.push(Choice {
            text,
            option: option.into(),
        });
        if other == "provider" {
            (client, vec![at])
        } else {
            (vec![at], provider)
        }
    }

    /// A party that is named on the command line and has no column.
    fn named_party(&mut self, side: Side, taken: &mut BTreeSet<String>) {
        let (named, ids) = match side {
            Side::Client => (&self.options.client, &mut self.plan.client),
            Side::Provider => (&self.options.provider, &mut self.plan.provider),
        };
        let Some(named) = named.as_ref().filter(|_| ids.is_empty()) else {
            return;
        };
        let new = free(&names::id(named), "party", 0, taken);
        ids.push(new.clone());
        self.plan.parties.push(Who {
            id: new,
            name: named.clone(),
            span: None,
            notes: Vec::new(),
        });
    }

    fn work(&mut self) {
        let existing = self.options.existing.as_ref();
        let mut taken: BTreeSet<String> = existing
            .into_iter()
            .flat_map(|all| &all.workstreams)
            .map(|(id, _)| id.clone())
            .collect();
        let there = taken.clone();
        let sections = self.section_ids(&mut taken, existing);
        let mut times: BTreeMap<String, usize> = BTreeMap::new();
        for task in &self.assigned.tasks {
            *times.entry(names::id(&task.title)).or_default() += 1;
        }
        let mut written: BTreeSet<usize> = BTreeSet::new();
        for (at, task) in self.assigned.tasks.iter().enumerate() {
            self.ancestors(task.section, &sections, &mut written, existing);
            let own = task.id.clone().unwrap_or_else(|| names::id(&task.title));
            let mut wanted = own.clone();
            if task.id.is_none()
                && times.get(&own).is_some_and(|times| *times > 1)
                && let Some(section) = task.section
            {
                wanted = format!("{}-{own}", sections[section]);
            }
            let id = free(&wanted, "row", at, &mut taken);
            if there.contains(&own) {
                let text = format!(
                    "workstream `{own}` is there already; `{}` becomes `{id}`",
                    task.title
                );
                self.plan.choices.push(Choice {
                    text,
                    option: "rename one of them in the file".into(),
                });
            }
            let parent = task.section.map(|section| sections[section].clone());
            let work = self.task(task, id, parent);
            self.plan.work.push(work);
        }
    }

    fn section_ids(
        &self,
        taken: &mut BTreeSet<String>,
        existing: Option<&Existing>,
    ) -> Vec<String> {
        let titles: BTreeSet<String> = self
            .assigned
            .tasks
            .iter()
            .map(|task| task.id.clone().unwrap_or_else(|| names::id(&task.title)))
            .collect();
        let sections = self
            .assigned
            .sections
            .iter()
            .enumerate()
            .map(|(at, section)| {
                if let Some(id) = existing.and_then(|all| known(&all.workstreams, &section.title)) {
                    return id;
                }
                let own = names::id(&section.title);
                let wanted = if titles.contains(&own) {
                    format!("{own}-group")
                } else {
                    own
                };
                free(&wanted, "group", at, taken)
            });
        sections.collect()
    }

    /// Writes the groups that a task belongs to before their first task.
    fn ancestors(
        &mut self,
        section: Option<usize>,
        ids: &[String],
        written: &mut BTreeSet<usize>,
        existing: Option<&Existing>,
    ) {
        let Some(at) = section.filter(|at| !written.contains(at)) else {
            return;
        };
        written.insert(at);
        let section = &self.assigned.sections[at];
        self.ancestors(section.parent, ids, written, existing);
        if existing.is_some_and(|all| all.workstreams.iter().any(|(id, _)| *id == ids[at])) {
            return;
        }
        self.plan.work.push(Work {
            id: ids[at].clone(),
            title: section.title.clone(),
            span: section.span,
            parent: section.parent.map(|parent| ids[parent].clone()),
            cited: String::new(),
            description: String::new(),
            notes: Vec::new(),
            letters: BTreeMap::new(),
            is_area: self.options.areas.contains(&ids[at]),
        });
    }

    fn task(&self, task: &Task, id: String, parent: Option<String>) -> Work {
        let mut letters: BTreeMap<Letter, Vec<(String, Span)>> = BTreeMap::new();
        for holder in &task.holders {
            let ids = letters.entry(holder.letter).or_default();
            let own = &self.actor_ids[holder.actor];
            if !ids.iter().any(|(id, _)| id == own) {
                ids.push((own.clone(), holder.span));
            }
        }
        Work {
            is_area: self.options.areas.contains(&id),
            id,
            title: task.title.clone(),
            span: task.span,
            parent,
            cited: task.cited.clone(),
            description: task.description.clone(),
            notes: task.notes.clone(),
            letters,
        }
    }
}

/// The id of something that is there already, by its name or its id.
fn known(all: &[(String, String)], name: &str) -> Option<String> {
    let is_it = |id: &str, own: &str| names::key(own) == names::key(name) || id == names::id(name);
    all.iter()
        .find(|(id, own)| is_it(id, own))
        .map(|(id, _)| id.clone())
}

/// An id that nothing has yet: the wanted one, else with a number behind it.
fn free(wanted: &str, kind: &str, at: usize, taken: &mut BTreeSet<String>) -> String {
    let wanted = match wanted {
        "" => format!("{kind}-{}", at + 1),
        wanted => wanted.to_owned(),
    };
    let mut id = wanted.clone();
    let mut number = 2;
    while !taken.insert(id.clone()) {
        id = format!("{wanted}-{number}");
        number += 1;
    }
    id
}
