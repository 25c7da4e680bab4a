//! Whose an object is: the party that has to mend what is wrong with it.

use std::collections::{BTreeMap, BTreeSet};

use super::{ActorId, ActorKind, Engagement, Seats};

/// The parties of grants and of evidence, by object: found once for all findings about them.
#[derive(Debug)]
pub(super) struct Whose {
    grants: BTreeMap<String, BTreeSet<ActorId>>,
    evidence: BTreeMap<String, BTreeSet<ActorId>>,
}

impl Engagement<'_> {
    /// The name of the party to which an object belongs, as findings name it: that of whoever answers
    /// for a workstream, else of those who do it; that of an actor, of the holder of a grant, of a
    /// commander, of whoever owns evidence. None where the file does not say, or names several.
    pub fn party_of_object(&self, object: &str) -> Option<String> {
        let (kind, name) = object.split_once('.')?;
        let parties = self.parties_of_object(kind, name, object);
        let first = parties.first().filter(|_| parties.len() == 1)?;
        let party = self.actor(*first);
        let title = match party.kind {
            ActorKind::Party(table) => table.name.as_ref().map(|name| name.value.to_string()),
            _ => None,
        };
        Some(title.unwrap_or_else(|| party.name.to_owned()))
    }

    fn parties_of_object(&self, kind: &str, name: &str, object: &str) -> BTreeSet<ActorId> {
        match kind {
            "party" | "person" | "team" | "role" => {
                let actor = self.names.actor(name).into_iter();
                actor
                    .flat_map(|id| self.parties(id).iter().copied())
                    .collect()
            }
            "workstream" => self.names.row(name).map_or_else(BTreeSet::new, |row| {
                let row = self.row(row);
                let answering = self.parties_in(row.accountable());
                if answering.is_empty() {
                    return self.parties_in(row.responsible());
                }
                answering
            }),
            "grant" => self.whose().grants.get(object).cloned().unwrap_or_default(),
            "command" => {
                let command = self.names.command(name).into_iter();
                command
                    .flat_map(|index| self.parties_in(&self.commands[index].commander))
                    .collect()
            }
            "evidence" => self.whose().evidence.get(name).cloned().unwrap_or_default(),
            _ => BTreeSet::new(),
        }
    }

    fn whose(&self) -> &Whose {
        self.whose.get_or_init(|| {
            let mut whose = Whose {
                grants: BTreeMap::new(),
                evidence: BTreeMap::new(),
            };
            for grant in &self.grants {
                let own = whose.grants.entry(grant.object()).or_default();
                own.extend(self.parties_in(&grant.holders));
            }
            for evidence in &self.evidence {
                let own = whose.evidence.entry(evidence.name.to_owned()).or_default();
                own.extend(self.parties_in(&evidence.owner));
            }
            whose
        })
    }

    fn parties_in(&self, seats: &Seats<'_>) -> BTreeSet<ActorId> {
        let actors = seats.actors();
        actors
            .flat_map(|actor| self.parties(actor).iter().copied())
            .collect()
    }
}

#[cfg(test)]
mod tests;
