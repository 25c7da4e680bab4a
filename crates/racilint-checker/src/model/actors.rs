//! Whoever can hold a letter: parties, people, teams and roles, in one list.

use std::collections::BTreeSet;

use racilint_diagnostics::Span;
use racilint_parser::Tables;
use racilint_parser::language::{Party, Person, Role, Team};
use racilint_parser::values::Many;

use super::{Names, Seats};

/// Which actor of an engagement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ActorId(u32);

impl ActorId {
    pub(super) fn new(index: usize) -> Self {
        ActorId(u32::try_from(index).unwrap_or(u32::MAX))
    }

    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }
}

/// What an actor is, with the table that declares it.
#[derive(Clone, Copy, Debug)]
pub enum ActorKind<'d> {
    /// A company or authority.
    Party(&'d Party<'d>),
    /// A person.
    Person(&'d Person<'d>),
    /// A team.
    Team(&'d Team<'d>),
    /// A role.
    Role(&'d Role<'d>),
}

/// A party, person, team or role.
#[derive(Debug)]
pub struct Actor<'d> {
    /// The id as written.
    pub name: &'d str,
    /// The id in the header that declares it.
    pub span: Span,
    /// What it is.
    pub kind: ActorKind<'d>,
    /// The party or parties it belongs to; for a party, none.
    pub parties: Seats<'d>,
    /// Members of a team, holders of a role.
    pub members: Seats<'d>,
    /// The lead of a team.
    pub lead: Seats<'d>,
    /// The deputies of a role.
    pub deputies: Seats<'d>,
}

impl Actor<'_> {
    /// The name with its kind, as a waiver would write it: `team.soc`.
    pub fn object(&self) -> String {
        format!("{}.{}", self.kind.word(), self.name)
    }

    /// Whether it is a person.
    pub fn is_person(&self) -> bool {
        matches!(self.kind, ActorKind::Person(_))
    }

    /// Whether it is a party.
    pub fn is_party(&self) -> bool {
        matches!(self.kind, ActorKind::Party(_))
    }

    /// Whether it is a team.
    pub fn is_team(&self) -> bool {
        matches!(self.kind, ActorKind::Team(_))
    }

    /// Whether who is behind it could not be read completely.
    pub fn uncertain(&self) -> bool {
        self.members.uncertain() || self.lead.uncertain() || self.deputies.uncertain()
    }
}

impl ActorKind<'_> {
    /// The kind as the file's tables call it.
    pub fn word(self) -> &'static str {
        match self {
            ActorKind::Party(_) => "party",
            ActorKind::Person(_) => "person",
            ActorKind::Team(_) => "team",
            ActorKind::Role(_) => "role",
        }
    }
}

/// In the order in which [`Names`] numbers them.
pub(super) fn list<'d>(tables: &'d Tables<'d>, names: &Names<'d>) -> Vec<Actor<'d>> {
    let people = tables.parties.len() + tables.people.len();
    let groups = tables.teams.len() + tables.roles.len();
    let mut actors = Vec::with_capacity(people + groups);
    for item in &tables.parties {
        actors.push(bare(
            &item.id.name,
            item.id.span,
            ActorKind::Party(&item.body),
        ));
    }
    for item in &tables.people {
        let person = &item.body;
        actors.push(Actor {
            parties: names.seats(&person.party, &person.unread, "party"),
            ..bare(&item.id.name, item.id.span, ActorKind::Person(person))
        });
    }
    for item in &tables.teams {
        let team = &item.body;
        actors.push(Actor {
            parties: names.seats(&team.party, &team.unread, "party"),
            members: members_of(team, names),
            lead: names.seats(&team.lead, &team.unread, "lead"),
            ..bare(&item.id.name, item.id.span, ActorKind::Team(team))
        });
    }
    for item in &tables.roles {
        let role = &item.body;
        actors.push(Actor {
            parties: names.seats(&role.party, &role.unread, "party"),
            members: names.seats(&role.held_by, &role.unread, "held-by"),
            deputies: names.seats(&role.deputy, &role.unread, "deputy"),
            ..bare(&item.id.name, item.id.span, ActorKind::Role(role))
        });
    }
    actors
}

/// Whoever is named as a member, and whoever is on a shift.
fn members_of<'d>(team: &'d Team<'d>, names: &Names<'d>) -> Seats<'d> {
    let mut members = names.seats(&team.members, &team.unread, "members");
    members.unread |= team.unread.could_hold("shifts");
    let mut named: BTreeSet<&str> = members.links.iter().map(|link| link.name).collect();
    for shift in Many::of(&team.shifts) {
        let on_shift = names.seats(&shift.who, &shift.unread, "who");
        members.unread |= on_shift.unread;
        let links = on_shift.links.into_iter();
        members
            .links
            .extend(links.filter(|link| named.insert(link.name)));
    }
    members
}

fn bare<'d>(name: &'d str, span: Span, kind: ActorKind<'d>) -> Actor<'d> {
    Actor {
        name,
        span,
        kind,
        parties: Seats::default(),
        members: Seats::default(),
        lead: Seats::default(),
        deputies: Seats::default(),
    }
}

#[cfg(test)]
mod tests {
    use crate::model::tests::with;

    #[test]
    fn whoever_cannot_be_read_may_be_one_more() {
        let may_be_more = |says: &str| {
            let text = format!("[person.ana]\n[team.soc]\n{says}\n");
            let mut found = None;
            with(&text, |engagement| {
                let team = engagement.names.actor("soc").expect("a team");
                found = Some(engagement.may_be_more(team));
            });
            found.expect("an answer")
        };
        let shift = |who: &str| format!("{{ who = {who}, hours = \"Sat 08:00-12:00\" }}");
        let (of_ana, unread) = (shift("\"ana\""), shift("5"));
        for says in [
            "members = 5".to_owned(),
            "members = [\"ana\", \"gohst\"]".to_owned(),
            "shifts = 5".to_owned(),
            format!("shifts = [{unread}, {of_ana}]"),
            format!("members = \"ana\"\nshifts = {unread}"),
            format!("members = 5\nshifts = {of_ana}"),
            format!("shifts = {}", shift("\"gohst\"")),
        ] {
            assert!(may_be_more(&says), "{says}");
        }
        for says in ["members = \"ana\"".to_owned(), format!("shifts = {of_ana}")] {
            assert!(!may_be_more(&says), "{says}");
        }
    }
}
