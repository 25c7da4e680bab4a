//! In whose name people act: who stands behind a team or role, and whose grants count for whom.

use crate::roster::{Kind, Roster, Set, each, only};

/// The capacities of everybody, computed once.
pub(crate) struct Standing {
    /// For each actor, what it acts with when it is reached as itself: a person, a role, an unnamed
    /// member of a team, a party.
    pub(crate) capacities: Vec<Set>,
    /// For each person, what a cover takes over: roles, teams, and those teams' parties.
    pub(crate) handed_on: Vec<Set>,
    /// For each actor, everything in which anybody reached through it could ever act: no more than a
    /// bound, for saying that there is no need to look.
    pub(crate) at_most: Vec<Set>,
}

impl Standing {
    /// Reads it off the tables.
    pub(crate) fn of(roster: &Roster) -> Self {
        let all = 0..roster.actors.len();
        let behind: Vec<Set> = all.clone().map(|actor| behind(roster, actor)).collect();
        let reader = Reader { roster, behind };
        let capacities: Vec<Set> = all.clone().map(|actor| reader.capacities(actor)).collect();
        let at_most = |actor| {
            let people = with_covers(roster, reader.behind[actor]);
            let theirs = each(people).map(|person| capacities[person]);
            theirs.fold(capacities[actor], |all, own| all | own)
        };
        Standing {
            at_most: all.clone().map(at_most).collect(),
            handed_on: all.map(|actor| reader.handed_on(actor)).collect(),
            capacities,
        }
    }
}

/// The people behind an actor: members of a team, with whoever is on its shifts, holders and
/// deputies of a role.
fn behind(roster: &Roster, actor: usize) -> Set {
    let mut people = 0;
    let mut seen = only(actor);
    let mut open = vec![actor];
    while let Some(next) = open.pop() {
        let named = match &roster.actors[next].kind {
            Kind::Person { .. } => {
                people |= only(next);
                Vec::new()
            }
            Kind::Party => Vec::new(),
            Kind::Team { .. } => members(roster, next),
            Kind::Role { holders, deputies } => [&holders[..], deputies].concat(),
        };
        for next in named {
            if seen & only(next) == 0 {
                seen |= only(next);
                open.push(next);
            }
        }
    }
    people
}

/// People, their covers, and the covers of those.
fn with_covers(roster: &Roster, mut people: Set) -> Set {
    loop {
        let mut more = people;
        for person in each(people) {
            if let Kind::Person { away, .. } = &roster.actors[person].kind {
                let covers = away.iter().flat_map(|(_, _, covers)| covers);
                more = covers.fold(more, |set, cover| set | only(*cover));
            }
        }
        if more == people {
            return people;
        }
        people = more;
    }
}

/// The members of a team: those it lists and those on its shifts.
pub(crate) fn members(roster: &Roster, team: usize) -> Vec<usize> {
    let Kind::Team { members, shifts } = &roster.actors[team].kind else {
        return Vec::new();
    };
    let on_shift = shifts.iter().flat_map(|(who, _)| who);
    members.iter().chain(on_shift).copied().collect()
}

struct Reader<'r> {
    roster: &'r Roster,
    behind: Vec<Set>,
}

impl Reader<'_> {
    fn capacities(&self, actor: usize) -> Set {
        let own = only(actor);
        match self.roster.actors[actor].kind {
            Kind::Party => own,
            Kind::Team { .. } => own | self.party(actor),
            Kind::Person { .. } => own | self.handed_on(actor) | self.party(actor),
            Kind::Role { .. } => own | self.party_of_role(actor) | self.teams_of_all(actor),
        }
    }

    fn handed_on(&self, person: usize) -> Set {
        if !matches!(self.roster.actors[person].kind, Kind::Person { .. }) {
            return 0;
        }
        let all = 0..self.roster.actors.len();
        let groups =
            all.filter(|group| *group != person && self.behind[*group] & only(person) != 0);
        groups.fold(0, |set, group| {
            let party = match self.roster.actors[group].kind {
                Kind::Team { .. } => self.party(group),
                _ => 0,
            };
            set | only(group) | party
        })
    }

    fn party(&self, actor: usize) -> Set {
        self.roster.actors[actor].party
    }

    fn party_of_role(&self, role: usize) -> Set {
        let Kind::Role { holders, .. } = &self.roster.actors[role].kind else {
            return 0;
        };
        match self.party(role) {
            0 => holders
                .iter()
                .fold(0, |set, holder| set | self.party(*holder)),
            own => own,
        }
    }

    /// The teams to which all that hold a role or deputise for it belong.
    fn teams_of_all(&self, role: usize) -> Set {
        let people = self.behind[role];
        let all = 0..self.roster.actors.len();
        let teams = all.filter(|team| {
            let is_team = matches!(self.roster.actors[*team].kind, Kind::Team { .. });
            is_team && people != 0 && people & !self.behind[*team] == 0
        });
        teams.fold(0, |set, team| set | only(team))
    }
}
