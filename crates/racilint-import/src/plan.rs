//! Assignments to an engagement: ids, parties, parents. Nothing is invented: what the matrix does
//! not say stays open.

mod work;

use std::collections::{BTreeMap, BTreeSet};

use racilint_diagnostics::Span;

use crate::assign::Assigned;
use crate::plain::map_option;
use crate::words::{self, Letter, Side};
use crate::{Choice, Options, names};

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
    /// The id of the workstream that it is a slice of.
    pub(crate) whole: Option<String>,
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
        let there = self.there_already();
        for (at, actor) in self.assigned.actors.iter().enumerate() {
            if let Some(id) = there.get(&at) {
                let text = format!("`{}` is `{id}`, which is there already", actor.name);
                self.plan.choices.push(Choice {
                    text,
                    option: map_option(&actor.name, "OTHER NAME"),
                });
                self.actor_ids.push(id.clone());
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

    /// The actors that the engagement knows: by their name, else by the id that they would be given,
    /// where no other one is that already. Two columns stay two.
    fn there_already(&mut self) -> BTreeMap<usize, String> {
        let mut there: BTreeMap<usize, String> = BTreeMap::new();
        let Some(existing) = &self.options.existing else {
            return there;
        };
        let actors = || self.assigned.actors.iter().enumerate();
        for (at, actor) in actors() {
            let is_named =
                |(_, own): &&(String, String)| names::key(own) == names::key(&actor.name);
            let mut named = existing.actors.iter().filter(is_named);
            if let Some((id, _)) = named.find(|(id, _)| there.values().all(|own| own != id)) {
                there.insert(at, id.clone());
            }
        }
        for (at, actor) in actors() {
            let own = names::id(&actor.name);
            if there.contains_key(&at) || existing.actors.iter().all(|(id, _)| *id != own) {
                continue;
            }
            let other = there.iter().find(|(_, id)| **id == own).map(|(at, _)| *at);
            let Some(other) = other else {
                there.insert(at, own);
                continue;
            };
            let (name, other) = (&actor.name, &self.assigned.actors[other].name);
            self.plan.choices.push(Choice {
                text: format!(
                    "`{name}` is somebody new, for `{own}`, which is there already, is `{other}`"
                ),
                option: map_option(name, other),
            });
        }
        there
    }

    /// The actors that stand for a side: the one that is named, else those that say so themselves.
    fn side(&mut self, named: Option<&str>, side: Side) -> Vec<usize> {
        let actors = self.assigned.actors.iter().enumerate();
        let is_named = |named: &str, name: &str| {
            names::key(name) == names::key(named) || names::id(name) == named
        };
        if let Some(named) = named {
            return actors
                .filter(|(_, actor)| is_named(named, &actor.name))
                .map(|(at, _)| at)
                .collect();
        }
        let (word, option, other) = match side {
            Side::Client => ("client", "--client NAME", &self.options.provider),
            Side::Provider => ("provider", "--provider NAME", &self.options.client),
        };
        // Whoever is named as the other side is not this one, whatever the name says.
        let is_other = |name: &str| other.as_ref().is_some_and(|other| is_named(other, name));
        let found: Vec<usize> = actors
            .filter(|(_, actor)| words::side(&actor.name) == Some(side) && !is_other(&actor.name))
            .map(|(at, _)| at)
            .collect();
        for at in &found {
            let name = &self.assigned.actors[*at].name;
            self.plan.choices.push(Choice {
                text: format!("`{name}` is taken for the {word}"),
                option: self.decides_side(name, option),
            });
        }
        found
    }

    /// What decides whether a name is a side. Whoever the sides of an engagement are that is there
    /// already, only the name can be said to be another one's.
    fn decides_side(&self, name: &str, option: &str) -> String {
        match self.options.existing {
            Some(_) => map_option(name, "OTHER NAME"),
            None => option.into(),
        }
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
        // A manager beside the provider is one of the client's people, not the client; and whoever is
        // called a client is no provider.
        if words::sounds_like_role(name) || words::side(name).is_some() {
            return (client, provider);
        }
        let text = format!("`{name}` is taken for the {other}, as the only other one");
        self.plan.choices.push(Choice {
            text,
            option: self.decides_side(name, option),
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
        let existing = self.options.existing.iter().flat_map(|all| &all.actors);
        let is_it = |(id, own): &&(String, String)| {
            names::key(own) == names::key(named) || id == named || *id == names::id(named)
        };
        if let Some((id, _)) = existing.into_iter().find(is_it) {
            ids.push(id.clone());
            return;
        }
        let new = free(&names::id(named), "party", 0, taken);
        ids.push(new.clone());
        self.plan.parties.push(Who {
            id: new,
            name: named.clone(),
            span: None,
            notes: Vec::new(),
        });
    }
}

/// An id that nothing has yet: the wanted one, else with a number behind it.
fn free(wanted: &str, kind: &str, at: usize, taken: &mut BTreeSet<String>) -> String {
    let wanted = match wanted {
        "" => format!("{kind}-{}", at + 1),
        wanted => wanted.to_owned(),
    };
    if taken.insert(wanted.clone()) {
        return wanted;
    }
    let numbered = |number: usize| format!("{wanted}-{number}");
    let id = numbered(first_free(|number| taken.contains(&numbered(number))));
    taken.insert(id.clone());
    id
}

/// A number from 2 on that is not taken while the one before it is. Numbers are given one after the
/// other, so that doubling and halving finds the next: thousands of tasks may have one name.
fn first_free(is_taken: impl Fn(usize) -> bool) -> usize {
    let mut free = 2;
    while is_taken(free) {
        free *= 2;
    }
    let mut last = free / 2;
    while last + 1 < free {
        let middle = usize::midpoint(last, free);
        match is_taken(middle) {
            true => last = middle,
            false => free = middle,
        }
    }
    free
}

#[cfg(test)]
mod tests {
    use super::first_free;

    #[test]
    fn the_next_number_is_found_among_many() {
        for taken in [0, 1, 2, 3, 4, 7, 8, 9, 1000] {
            let most = taken + 1;
            assert_eq!(first_free(|number| (2..=most).contains(&number)), most + 1);
        }
    }
}
