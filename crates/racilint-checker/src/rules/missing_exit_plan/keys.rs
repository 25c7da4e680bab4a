//! The second half of the rule: systems to which the client holds no key.

use racilint_diagnostics::Span;
use racilint_parser::decode::Item;
use racilint_parser::language::System;
use racilint_parser::values::Many;

use crate::model::{ActorId, ActorKind, Engagement, Grant, Row, Seats, Sides};
use crate::rules::{Context, words};

const BREAK_GLASS: &str = "break-glass";

/// Whether there was anything to judge.
pub(super) fn check(cx: &mut Context<'_, '_>, sides: &Sides) -> bool {
    let engagement = cx.engagement;
    let held = BreakGlass::of(engagement, sides);
    let mut judged = false;
    for system in &engagement.document.tables.systems {
        let body = &system.body;
        let admins = engagement
            .names
            .seats(&body.top_admin, &body.unread, "top-admin");
        if admins.nobody() {
            continue;
        }
        judged = true;
        let keeps_none = |actor| {
            sides.is_with_provider(actor, engagement) || engagement.leaves_before_the_end(actor)
        };
        let all = admins.placed().all(|(actor, _)| keeps_none(actor)) && !admins.uncertain();
        if all
            && !client_has_a_key(system, sides, engagement)
            && !held.may_be_for(&system.id.name)
            && !is_providers_own(system, sides, engagement)
        {
            report(cx, system, &admins, sides);
        }
    }
    judged
}

/// Whether the client owns the system or has break-glass access to it, or may have.
fn client_has_a_key(
    system: &Item<'_, System<'_>>,
    sides: &Sides,
    engagement: &Engagement<'_>,
) -> bool {
    let body = &system.body;
    let owner = engagement.names.seats(&body.owner, &body.unread, "owner");
    let mut access = Many::of(&body.access).iter();
    let opens = access.any(|access| {
        let seats = engagement.names.seats(&access.who, &access.unread, "who");
        let unread = access.unread.could_hold("can");
        let glass = Many::of(&access.can)
            .iter()
            .any(|can| can.name == BREAK_GLASS);
        (glass || unread) && holds(&seats, sides, engagement)
    });
    opens || body.unread.could_hold("access") || holds(&owner, sides, engagement)
}

/// Whether somebody of the client sits, or may sit, in these seats until the end.
fn holds(seats: &Seats<'_>, sides: &Sides, engagement: &Engagement<'_>) -> bool {
    let mut actors = seats.actors();
    let stays = |actor: ActorId| {
        sides.is_with_client(actor, engagement) && !engagement.leaves_before_the_end(actor)
    };
    seats.uncertain() || actors.any(stays)
}

/// A tool of the provider's own trade belongs to nobody else.
fn is_providers_own(
    system: &Item<'_, System<'_>>,
    sides: &Sides,
    engagement: &Engagement<'_>,
) -> bool {
    let body = &system.body;
    let business = engagement
        .names
        .seats(&body.business_owner, &body.unread, "business-owner");
    let mut owners = business.actors().peekable();
    let provider = |actor: ActorId| sides.is_with_provider(actor, engagement);
    business.uncertain() || owners.peek().is_some() && owners.all(provider)
}

/// The systems for which a grant or a workstream gives the client break-glass.
#[derive(Default)]
struct BreakGlass<'e> {
    everywhere: bool,
    systems: std::collections::BTreeSet<&'e str>,
}

impl<'e> BreakGlass<'e> {
    fn of(engagement: &'e Engagement<'_>, sides: &Sides) -> Self {
        let mut held = BreakGlass::default();
        for grant in &engagement.grants {
            if opens(grant) && holds(&grant.holders, sides, engagement) {
                match &grant.on {
                    None => held.everywhere = true,
                    Some(links) => {
                        let rows = links.iter().filter_map(|link| link.to);
                        rows.for_each(|row| held.take(engagement.row(row)));
                    }
                }
            }
        }
        for (_, row) in engagement.leaves() {
            let is_area = |(area, _): &(&crate::catalogue::Area<'_>, Span)| {
                area.id.name == "privileged-access"
            };
            if row.areas.iter().any(is_area) && holds(row.responsible(), sides, engagement) {
                held.take(row);
            }
        }
        held
    }

    fn take(&mut self, row: &Row<'e>) {
        self.everywhere |= row.systems().is_empty();
        let systems = row.systems().iter();
        self.systems.extend(systems.map(|system| &*system.name));
    }

    fn may_be_for(&self, system: &str) -> bool {
        self.everywhere || self.systems.contains(system)
    }
}

fn opens(grant: &Grant<'_>) -> bool {
    let glass = grant
        .actions
        .iter()
        .any(|action| action.name == BREAK_GLASS);
    glass && (grant.permits() || grant.uncertain)
}

fn report(
    cx: &mut Context<'_, '_>,
    system: &Item<'_, System<'_>>,
    admins: &Seats<'_>,
    sides: &Sides,
) {
    let engagement = cx.engagement;
    let name = &system.id.name;
    let client = words::list(
        sides
            .client
            .iter()
            .map(|party| engagement.actor(*party).name),
    );
    let leaves = |(actor, _): &(ActorId, Span)| {
        !sides.is_with_provider(*actor, engagement) && engagement.leaves_before_the_end(*actor)
    };
    let leaver = admins.placed().find(leaves);
    let first = leaver.map(|(_, span)| span);
    let Some(first) = first.or(admins.first_span()) else {
        return;
    };
    let when = leaver.map_or(String::new(), |(leaver, _)| {
        format!(" when `{}` has left", engagement.actor(leaver).name)
    });
    let message =
        format!("{client} holds no key to `{name}`{when}: only the provider has top rights");
    let finding = cx.report(first, message);
    finding.about(format!("system.{name}")).aspect("top-admin");
    if let Some((leaver, _)) = leaver
        && let ActorKind::Person(person) = engagement.actor(leaver).kind
        && let Some(until) = person.until
    {
        finding.related(until.span, "the last day");
    }
    for admin in admins.placed().filter(|(_, span)| *span != first) {
        let label = match leaves(&admin) {
            true => "leaves as well",
            false if leaver.is_some() => "of the provider",
            false => "of the provider as well",
        };
        finding.related(admin.1, label);
    }
    finding.help(
        "add somebody of the client to `top-admin`, or give the client a sealed emergency account: \
         `access = [{ who = \"...\", can = [\"break-glass\"] }]`",
    );
}
