//! The shipped catalogues with what profile files of a house add to them and change in them.
//!
//! Shipped data is never copied, except for the single area or action that a house changes.

use racilint_parser::Document;
use racilint_parser::language::{ActionEntry, AreaEntry};

use super::{
    ACTIONS, AREAS, Action, Area, Duty, Profile, SHIPPED, shipped_action, shipped_area,
    shipped_profile,
};

/// Areas, actions and profiles, by their ids.
#[derive(Debug, Default)]
pub struct Catalogue<'d> {
    /// Profile files, in the order of reading.
    houses: Vec<House<'d>>,
    /// Areas that a house adds, or says otherwise than shipped.
    areas: Vec<Area<'d>>,
    /// The same of actions.
    actions: Vec<Action<'d>>,
}

/// A profile of a house.
#[derive(Debug)]
struct House<'d> {
    /// The file names by which the engagement asks for it.
    names: &'d [String],
    profile: Profile<'d>,
}

impl House<'_> {
    /// Whether it has an id, and one that no shipped profile has: what that asks for is not taken
    /// for what the house does.
    fn is_new(&self) -> bool {
        !self.profile.id().is_empty() && !is_shipped_profile(self.profile.id())
    }
}

pub(super) static SHIPPED_CATALOGUE: Catalogue<'static> = Catalogue {
    houses: Vec::new(),
    areas: Vec::new(),
    actions: Vec::new(),
};

impl<'d> Catalogue<'d> {
    /// The catalogues as they are shipped.
    pub fn shipped() -> &'static Catalogue<'static> {
        &SHIPPED_CATALOGUE
    }

    /// The catalogues of an engagement: with the profile files that it names.
    pub fn of(document: &'d Document<'d>) -> Self {
        let mut catalogue = Catalogue::default();
        for house in &document.houses {
            for area in house.table.area.iter().flat_map(|map| &map.items) {
                catalogue.take_area(area);
            }
            for action in house.table.action.iter().flat_map(|map| &map.items) {
                catalogue.take_action(action);
            }
            let duties = house.table.duty.iter().flat_map(|map| &map.items);
            if let Some(head) = &house.table.profile {
                catalogue.houses.push(House {
                    names: &house.names,
                    profile: Profile {
                        head: head.clone(),
                        duties: duties.cloned().collect(),
                    },
                });
            }
        }
        catalogue
    }

    fn take_area(&mut self, own: &Area<'d>) {
        let mut area = self.area(&own.id.name).unwrap_or(own).clone();
        change_area(&mut area.body, &own.body);
        match self
            .areas
            .iter_mut()
            .find(|known| known.id.name == own.id.name)
        {
            Some(known) => *known = area,
            None => self.areas.push(area),
        }
    }

    fn take_action(&mut self, own: &Action<'d>) {
        let mut action = self.action(&own.id.name).unwrap_or(own).clone();
        change_action(&mut action.body, &own.body);
        match self
            .actions
            .iter_mut()
            .find(|known| known.id.name == own.id.name)
        {
            Some(known) => *known = action,
            None => self.actions.push(action),
        }
    }

    /// All areas: the shipped ones in the order of the catalogue, then those of the house.
    pub fn areas(&self) -> impl Iterator<Item = &Area<'d>> {
        let shipped = AREAS
            .iter()
            .map(|area| self.own_area(&area.id.name).unwrap_or(area));
        let own = self.areas.iter();
        shipped.chain(own.filter(|area| !is_shipped_area(&area.id.name)))
    }

    /// The area with this id.
    pub fn area(&self, id: &str) -> Option<&Area<'d>> {
        self.own_area(id).or_else(|| shipped_area(id))
    }

    fn own_area(&self, id: &str) -> Option<&Area<'d>> {
        self.areas.iter().find(|area| area.id.name == id)
    }

    /// All actions: the shipped ones in the order of the catalogue, then those of the house.
    pub fn actions(&self) -> impl Iterator<Item = &Action<'d>> {
        let shipped = ACTIONS
            .iter()
            .map(|action| self.own_action(&action.id.name).unwrap_or(action));
        let own = self.actions.iter();
        shipped.chain(own.filter(|action| !is_shipped_action(&action.id.name)))
    }

    /// The action with this id.
    pub fn action(&self, id: &str) -> Option<&Action<'d>> {
        self.own_action(id).or_else(|| shipped_action(id))
    }

    fn own_action(&self, id: &str) -> Option<&Action<'d>> {
        self.actions.iter().find(|action| action.id.name == id)
    }

    /// The ids of all profiles: the baseline, the other shipped ones, then those of the house.
    pub fn profile_ids(&self) -> impl Iterator<Item = &str> {
        let shipped = SHIPPED.iter().map(|shipped| shipped.id);
        shipped.chain(self.own_profiles().map(Profile::id))
    }

    /// The profiles of the house that can be named, in the order of reading.
    pub fn own_profiles(&self) -> impl Iterator<Item = &Profile<'d>> {
        let all = self.houses.iter().filter(|house| house.is_new());
        all.map(|house| &house.profile)
    }

    /// The profile with this id, or of this file.
    pub fn profile(&self, id: &str) -> Option<&Profile<'d>> {
        let own = || {
            let by_id = self.own_profiles().find(|profile| profile.id() == id);
            by_id.or_else(|| self.profile_of_file(id))
        };
        shipped_profile(id).or_else(own)
    }

    /// The profile that a file holds, by the name under which it was asked for.
    pub fn profile_of_file(&self, name: &str) -> Option<&Profile<'d>> {
        let mut houses = self.houses.iter().filter(|house| house.is_new());
        let house = houses.find(|house| house.names.iter().any(|own| own == name))?;
        Some(&house.profile)
    }

    /// The profile and duty that a reference such as `hipaa:sanctions` names.
    pub fn duty(&self, reference: &str) -> Option<(&Profile<'d>, &Duty<'d>)> {
        let (id, name) = reference.split_once(':')?;
        let profile = self.profile(id)?;
        Some((profile, profile.duty(name)?))
    }
}

/// Whether an area is shipped.
pub(crate) fn is_shipped_area(id: &str) -> bool {
    shipped_area(id).is_some()
}

/// Whether an action is shipped.
pub(crate) fn is_shipped_action(id: &str) -> bool {
    shipped_action(id).is_some()
}

/// Whether a profile is shipped.
pub(crate) fn is_shipped_profile(id: &str) -> bool {
    SHIPPED.iter().any(|shipped| shipped.id == id)
}

/// Takes over what a house says of an area; the rest stays.
fn change_area<'d>(area: &mut AreaEntry<'d>, own: &AreaEntry<'d>) {
    change(&mut area.title, &own.title);
    change(&mut area.expected_co, &own.expected_co);
    change(&mut area.expected_fm, &own.expected_fm);
    change(&mut area.note, &own.note);
    change(&mut area.refs, &own.refs);
    change(&mut area.security, &own.security);
    change(&mut area.stages, &own.stages);
    change(&mut area.incident, &own.incident);
    change(&mut area.needs, &own.needs);
    change(&mut area.operational, &own.operational);
    change(&mut area.description, &own.description);
    change(&mut area.notes, &own.notes);
    change(&mut area.clause, &own.clause);
}

/// Takes over what a house says of an action; the rest stays.
fn change_action<'d>(action: &mut ActionEntry<'d>, own: &ActionEntry<'d>) {
    change(&mut action.title, &own.title);
    change(&mut action.irreversible, &own.irreversible);
    change(&mut action.on_system, &own.on_system);
    change(&mut action.containment, &own.containment);
    change(&mut action.incident, &own.incident);
    change(&mut action.decision, &own.decision);
    change(&mut action.description, &own.description);
    change(&mut action.notes, &own.notes);
    change(&mut action.clause, &own.clause);
}

fn change<T: Clone>(to: &mut Option<T>, from: &Option<T>) {
    if from.is_some() {
        to.clone_from(from);
    }
}
