//! Who can get into which system, and what for.

use racilint_diagnostics::Span;
use racilint_parser::decode::Item;
use racilint_parser::language::{Access, System};
use racilint_parser::values::{Many, Ref};

use super::{ActorId, Engagement};

/// An emergency account opens everything on its system.
const BREAK_GLASS: &str = "break-glass";

impl<'d> Engagement<'d> {
    /// A system by its number.
    pub fn system(&self, index: usize) -> Option<&'d Item<'d, System<'d>>> {
        self.document.tables.systems.get(index)
    }

    /// Whether some of an actor's people can take an action on a system, for all that is known:
    /// by an access that permits it, by an emergency account or by the highest rights.
    pub fn has_access(&self, actor: ActorId, action: &str, system: &System<'_>) -> bool {
        let unread = ["access", "top-admin"]
            .iter()
            .any(|key| system.unread.could_hold(key));
        let permitting = Many::of(&system.access).iter();
        let mut permitting = permitting.filter(|access| permits(access, action));
        unread
            || self.is_among(actor, Many::of(&system.top_admin))
            || permitting.any(|access| {
                access.unread.could_hold("who") || self.is_among(actor, Many::of(&access.who))
            })
    }

    /// Whether one of these may be one of an actor's people, the actor, or somebody in whose name
    /// the actor acts. Whoever has left opens no door.
    fn is_among<K>(&self, actor: ActorId, named: &[Ref<'_, K>]) -> bool {
        let people = self.acting(actor);
        let shares = |other: ActorId| {
            let mut both = people.intersection(self.acting(other));
            both.any(|person| !self.has_left(*person))
        };
        let capacities = self.capacities(actor);
        named
            .iter()
            .any(|named| match self.names.actor(&named.name) {
                None => true,
                Some(other) => {
                    capacities.contains(&other) || self.may_be_more(other) || shares(other)
                }
            })
    }
}

/// The places that give somebody access to a system for this action.
pub fn access_for<'d>(system: &'d System<'d>, action: &str) -> Vec<(&'d str, Span)> {
    let permitting = Many::of(&system.access).iter();
    let permitting =
        permitting.filter(|access| Many::of(&access.can).iter().any(|own| own.name == action));
    permitting
        .flat_map(|access| Many::of(&access.who))
        .map(|who| (&*who.name, who.span))
        .collect()
}

fn permits(access: &Access<'_>, action: &str) -> bool {
    let mut can = Many::of(&access.can).iter();
    access.unread.could_hold("can") || can.any(|own| own.name == action || own.name == BREAK_GLASS)
}

#[cfg(test)]
mod tests;
