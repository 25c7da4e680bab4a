//! Who could take over from somebody who is missing: deputies that are there already, and seats that
//! could have a second.

use racilint_diagnostics::Span;

use crate::model::{ActorId, ActorKind, Authority, Engagement, Grant, RowId};
use crate::time::{Absent, Clock, Set, Unknown};

/// Those who are asked where something is missing.
#[derive(Debug, Default)]
pub(super) struct Asked {
    /// Whoever does it, commands or is called and may act.
    pub(super) seats: Vec<ActorId>,
    /// Whoever is called, and may not act themselves.
    pub(super) called: Vec<ActorId>,
    /// Whoever has to agree.
    pub(super) approvers: Vec<ActorId>,
}

impl Asked {
    /// Those who are called about a row, and those who have to agree to an action there and may
    /// do so in time.
    pub(super) fn about(
        clock: &Clock<'_, '_>,
        engagement: &Engagement<'_>,
        row: RowId,
        action: &str,
    ) -> Self {
        let grants = engagement.grants_about(action, row).into_iter();
        let grants = grants.map(|index| &engagement.grants[index]);
        let in_time = grants.filter(|grant| grant.table.within.is_some());
        let called = clock.called(row);
        let steps = called.steps.iter();
        let owners = steps.flat_map(|step| &step.owners).copied();
        let (called, seats) = owners.partition(|own| {
            let authority = engagement.authority(*own, action, row);
            matches!(authority, Authority::None | Authority::Prohibited)
        });
        Asked {
            seats,
            called,
            approvers: in_time.flat_map(approvers).collect(),
        }
    }

    /// The first of the roles in which a person is asked.
    pub(super) fn role(&self, engagement: &Engagement<'_>, person: ActorId) -> Option<ActorId> {
        let mut all = self.seats.iter().chain(&self.approvers).copied();
        all.find(|own| {
            let is_role = matches!(engagement.actor(*own).kind, ActorKind::Role(_));
            is_role && engagement.acting(*own).contains(&person)
        })
    }

    /// Where a person has to agree by their own name: the first role of theirs, among those who are
    /// called as well, in which somebody else is on duty in all of a gap.
    pub(super) fn role_in_place_of(
        &self,
        engagement: &Engagement<'_>,
        clock: &Clock<'_, '_>,
        person: ActorId,
        (gap, absent): (&Set, &Absent),
    ) -> Option<ActorId> {
        if !self.approvers.contains(&person) {
            return None;
        }
        let mut called = self.called.iter().chain(&self.seats).copied();
        called.find(|own| {
            let is_role = matches!(engagement.actor(*own).kind, ActorKind::Role(_));
            let is_theirs = is_role && engagement.acting(*own).contains(&person);
            let fills = || {
                let duty = clock.on_duty(*own, absent, Unknown::Off);
                gap.difference(&duty).is_empty()
            };
            is_theirs && fills()
        })
    }

    /// The first of those who have to agree behind whom a person is.
    pub(super) fn approver(&self, engagement: &Engagement<'_>, person: ActorId) -> Option<ActorId> {
        let mut approvers = self.approvers.iter().copied();
        approvers.find(|own| engagement.acting(*own).contains(&person))
    }
}

/// Those who have to agree before a grant is used.
pub(super) fn approvers<'g>(grant: &'g Grant<'_>) -> impl Iterator<Item = ActorId> + 'g {
    let asks = grant.mode() == Some(racilint_parser::language::Mode::ApprovalRequired);
    grant.approvers.actors().filter(move |_| asks)
}

/// The deputies of a role but for a person, where they are named.
pub(super) fn deputies(
    engagement: &Engagement<'_>,
    role: ActorId,
    person: ActorId,
) -> Vec<(ActorId, Span)> {
    let deputies = engagement.actor(role).deputies.placed();
    deputies.filter(|(own, _)| *own != person).collect()
}

/// How a role gets somebody who stands in: "a deputy of `director`".
pub(super) fn further_deputy(
    engagement: &Engagement<'_>,
    role: ActorId,
    person: ActorId,
) -> String {
    let name = engagement.actor(role).name;
    let has_one = !engagement.actor(role).deputies.nobody();
    let is_there = has_one && !deputies(engagement, role, person).is_empty();
    match (has_one, is_there) {
        (false, _) => format!("a deputy of `{name}`"),
        (true, false) => format!("one more deputy of `{name}`"),
        (true, true) => format!("a deputy of `{name}` who is on duty then"),
    }
}

/// How a role comes to agree where a person of it does by name.
pub(super) fn role_as_approver(
    engagement: &Engagement<'_>,
    role: ActorId,
    person: ActorId,
) -> String {
    let (role, person) = (engagement.actor(role).name, engagement.actor(person).name);
    format!("name the role `{role}` as the approver in place of `{person}`")
}

/// Why a deputy does not fill a gap.
pub(super) fn why_not(
    clock: &Clock<'_, '_>,
    deputy: ActorId,
    gap: &Set,
    absent: &Absent,
) -> &'static str {
    let is_missed = |there: &Set| there.intersection(gap).is_empty();
    if is_missed(&clock.available(deputy, absent)) {
        return "is away as well";
    }
    let duty = clock.on_duty(deputy, absent, Unknown::On);
    if is_missed(&duty) {
        "is off duty then"
    } else if gap.difference(&duty).is_empty() {
        "may not do this in time"
    } else {
        "is not on duty all that time"
    }
}
