//! What an engagement leaves behind for the rules across engagements.

use std::collections::{BTreeMap, BTreeSet};

use racilint_diagnostics::{FileId, Moved, Span};
use racilint_parser::values::Many;

use super::people::{Client, Home};
use super::{Accepted, RULES};
use crate::model::{ActorId, ActorKind, Engagement, RowId, civil};
use crate::rules::owned;
use crate::settle::Levels;
use crate::time::{Absent, Clock, Minute, Set, Unknown};
use crate::waivers;

/// A few lines on the people whom an engagement shares with others.
#[derive(Debug)]
pub struct Extract {
    pub(super) client: Client,
    pub(super) horizon: (Minute, Minute),
    /// The included files that declare people.
    pub(super) files: BTreeSet<String>,
    pub(super) people: Vec<Person>,
}

/// A person of an included file, and what is asked of them here.
#[derive(Debug)]
pub(super) struct Person {
    pub(super) home: Home,
    pub(super) place: Span,
    pub(super) party: String,
    pub(super) zone: Option<String>,
    pub(super) alone: Set,
    pub(super) alone_at: Option<(Span, String)>,
    pub(super) open: BTreeSet<String>,
    pub(super) owned: usize,
    pub(super) owned_at: Option<(Span, String)>,
    pub(super) waived: Vec<(&'static str, Accepted)>,
}

/// What an engagement leaves behind; none where nobody of it is declared in an included file, and
/// where no rule asks.
pub(crate) fn extract<'e, 'd>(
    engagement: &'e Engagement<'d>,
    clock: Option<&'e Clock<'e, 'd>>,
    levels: &Levels,
) -> Option<Extract> {
    if !RULES.iter().any(|rule| levels.is_on(rule)) {
        return None;
    }
    let homes = homes(engagement);
    if homes.is_empty() {
        return None;
    }
    let client = client(engagement);
    let alone = clock.map(|clock| Alone::of(engagement, clock, &homes));
    let alone = alone.unwrap_or_default();
    let owned = owned(engagement);
    let mut people = Vec::new();
    for (actor, home) in &homes {
        let needed = alone.needed.get(actor);
        let rows = owned.get(actor);
        let open = alone.open.get(actor);
        if needed.is_none() && rows.is_none() && open.is_none() {
            continue;
        }
        let of = of_client(&client);
        people.push(Person {
            home: home.clone(),
            place: engagement.actor(*actor).span,
            party: engagement
                .party_of_object(&engagement.actor(*actor).object())
                .unwrap_or_default(),
            zone: clock.map(|clock| clock.zone_of(*actor).to_owned()),
            alone: needed.map_or_else(Set::empty, |needed| needed.when.clone()),
            alone_at: needed.map(|needed| (needed.place, format!("{}{of}", needed.what))),
            open: open.map_or_else(BTreeSet::new, |open| {
                let names = open.iter().map(|own| engagement.actor(*own).name);
                names.map(str::to_owned).collect()
            }),
            owned: rows.map_or(0, BTreeMap::len),
            owned_at: rows.and_then(|rows| {
                let (row, place) = rows.values().next()?;
                let name = &engagement.row(*row).name;
                let more = match rows.len() - 1 {
                    0 => String::new(),
                    more => format!(" and {more} more"),
                };
                Some((*place, format!("answers for `{name}`{more}{of}")))
            }),
            waived: waived(engagement, *actor),
        });
    }
    let horizon = clock.map(Clock::horizon);
    let horizon = horizon.and_then(|horizon| horizon.first().zip(horizon.end()));
    Some(Extract {
        client,
        horizon: horizon.unwrap_or_default(),
        files: homes.into_values().map(|home| home.file).collect(),
        people,
    })
}

impl Extract {
    /// All its places.
    pub fn spans(&self) -> impl Iterator<Item = Span> {
        self.people.iter().flat_map(|person| {
            let at = [&person.alone_at, &person.owned_at].into_iter().flatten();
            let waived = person.waived.iter().map(|(_, accepted)| accepted.place);
            let at = at.map(|(span, _)| *span);
            std::iter::once(person.place).chain(at).chain(waived)
        })
    }

    /// The same where the texts are after [`Sources::keep`](racilint_diagnostics::Sources::keep).
    pub fn move_to(&mut self, moved: &Moved) {
        for person in &mut self.people {
            person.place = moved.span(person.place);
            for (span, _) in [&mut person.alone_at, &mut person.owned_at]
                .into_iter()
                .flatten()
            {
                *span = moved.span(*span);
            }
            for (_, accepted) in &mut person.waived {
                accepted.place = moved.span(accepted.place);
            }
        }
    }
}

/// The people who are declared in included files.
fn homes(engagement: &Engagement<'_>) -> BTreeMap<ActorId, Home> {
    let files = identities(engagement);
    let people = engagement.actors().filter(|(_, actor)| actor.is_person());
    people
        .filter_map(|(id, actor)| {
            let file = files.get(&actor.span.file)?;
            let home = Home {
                file: (*file).to_owned(),
                id: actor.name.to_owned(),
            };
            Some((id, home))
        })
        .collect()
}

/// The included files, as the loader knows them.
fn identities<'e>(engagement: &'e Engagement<'_>) -> BTreeMap<FileId, &'e str> {
    let document = engagement.document;
    let all = document.files.iter().zip(&document.identities).skip(1);
    all.map(|(file, identity)| (*file, identity.as_str()))
        .collect()
}

fn client(engagement: &Engagement<'_>) -> Client {
    let head = engagement.head();
    let named = head.and_then(|head| Many::of(&head.client).first());
    let actor = named.and_then(|named| engagement.names.actor(&named.name));
    let actor = actor.map(|id| engagement.actor(id));
    let name = actor.and_then(|actor| match actor.kind {
        ActorKind::Party(table) => table.name.as_ref().map(|name| name.value.to_string()),
        _ => None,
    });
    let id = named.map(|named| named.name.to_string());
    let file = actor.and_then(|actor| identities(engagement).get(&actor.span.file).copied());
    let same = match (&id, &name, file) {
        (Some(id), _, Some(file)) => Some((id.clone(), file.to_owned())),
        (Some(id), Some(name), None) => Some((id.clone(), name.clone())),
        _ => None,
    };
    let title = head.and_then(|head| head.title.as_ref());
    let title = title.map(|title| title.value.to_string());
    Client {
        name: name.or(id).or(title).unwrap_or_default(),
        same,
    }
}

/// " of `Harbor Clinics`", where the client is known.
fn of_client(client: &Client) -> String {
    if client.name.is_empty() {
        return String::new();
    }
    format!(", for `{}`", client.name)
}

/// The waivers that hold, of rules across engagements, for one person.
fn waived(engagement: &Engagement<'_>, person: ActorId) -> Vec<(&'static str, Accepted)> {
    let all = engagement.waivers();
    let object = engagement.actor(person).object();
    let live = waivers::live(&all, engagement).into_iter();
    live.filter_map(|waiver| {
        let rule = waiver.rule_info().filter(|rule| super::compares(rule))?;
        let is_meant = waiver.objects.iter().any(|(named, _)| *named == object);
        let until = waiver.table.until.and_then(|until| civil(until.value));
        is_meant.then(|| {
            let accepted = Accepted {
                place: waiver.place(),
                reason: waiver
                    .table
                    .reason
                    .as_ref()
                    .map_or_else(String::new, |own| own.value.to_string()),
                owner: waivers::names(&waiver.owner),
                approved_by: waivers::names(&waiver.approvers),
                until: until.map_or_else(String::new, |until| until.to_string()),
            };
            (rule.name, accepted)
        })
    })
    .collect()
}

/// When each of the shared people is the only one there.
#[derive(Default)]
struct Alone {
    needed: BTreeMap<ActorId, Needed>,
    /// Those who may be, with those by whose hours, which nobody wrote.
    open: BTreeMap<ActorId, BTreeSet<ActorId>>,
}

struct Needed {
    when: Set,
    place: Span,
    what: String,
}

impl Alone {
    fn of<'d>(
        engagement: &Engagement<'d>,
        clock: &Clock<'_, 'd>,
        shared: &BTreeMap<ActorId, Home>,
    ) -> Self {
        let of = |owners| Group {
            engagement,
            clock,
            shared,
            owners,
        };
        let mut alone = Alone::default();
        for (index, command) in engagement.commands.iter().enumerate() {
            let unified = engagement.commands.iter();
            let seats = unified.filter(|other| other.unity == command.unity);
            let seats = seats.flat_map(|own| [&own.commander, &own.deputy, &own.decides]);
            let seats: Vec<_> = seats.collect();
            if seats.iter().any(|own| own.uncertain()) || command.may_be_unified() {
                continue;
            }
            let owners: BTreeSet<ActorId> = seats.iter().flat_map(|own| own.actors()).collect();
            let within = clock.in_force_as_command(index, Unknown::Off);
            let place = command.commander.first_span().unwrap_or(command.span);
            let told = (place, "the only one who commands".to_owned());
            alone.add(&of(owners), &within, &told);
        }
        let mut seen = BTreeSet::new();
        for (row, owners, within) in called(engagement, clock) {
            // Thousands of rows are promised at the same hours and answered by the same people.
            if !seen.insert((owners.clone(), within.spans().to_vec())) {
                continue;
            }
            let own = engagement.row(row);
            let place = own.responsible().first_span().unwrap_or(own.span);
            let told = (
                place,
                format!("the only one who is called for `{}`", own.name),
            );
            alone.add(&of(owners), &within, &told);
        }
        alone
    }

    fn add(&mut self, group: &Group<'_, '_, '_>, within: &Set, told: &(Span, String)) {
        let without_hours = group.without_hours();
        for (person, (sure, open)) in group.alone(within, !without_hours.is_empty()) {
            if !sure.is_empty() {
                let needed = self.needed.entry(person).or_insert_with(|| Needed {
                    when: Set::empty(),
                    place: told.0,
                    what: told.1.clone(),
                });
                needed.when = needed.when.union(&sure);
            }
            if open {
                let by = self.open.entry(person).or_default();
                by.extend(without_hours.iter().copied());
            }
        }
    }
}

/// The rows that promise hours, with whoever is called about each.
fn called<'e, 'd>(
    engagement: &'e Engagement<'d>,
    clock: &'e Clock<'_, 'd>,
) -> impl Iterator<Item = (RowId, BTreeSet<ActorId>, Set)> {
    let rows = engagement.leaves();
    let rows = rows.filter(|(_, row)| !row.only_decides() && !row.left_out);
    rows.filter_map(|(id, row)| {
        let within = clock.promised(id)?;
        let path = clock.called(id);
        let is_known = !path.uncertain && !row.responsible().uncertain();
        let owners = clock.on_call(id);
        let is_known = is_known && !owners.iter().any(|own| engagement.may_be_more(*own));
        is_known.then(|| (id, owners, Set::clone(&within)))
    })
}

/// Those of whom any can do it.
struct Group<'g, 'e, 'd> {
    engagement: &'g Engagement<'d>,
    clock: &'g Clock<'e, 'd>,
    shared: &'g BTreeMap<ActorId, Home>,
    owners: BTreeSet<ActorId>,
}

impl Group<'_, '_, '_> {
    /// Those of them of whom nobody wrote when they are there.
    fn without_hours(&self) -> BTreeSet<ActorId> {
        let owners = self.owners.iter();
        owners
            .flat_map(|own| self.clock.without_hours(*own))
            .collect()
    }

    /// The minutes in which each of the shared people is the only one there, and whether there may
    /// be more such minutes.
    fn alone(&self, within: &Set, is_open: bool) -> BTreeMap<ActorId, (Set, bool)> {
        let off = Presence::of(self, Unknown::Off);
        let on = is_open.then(|| Presence::of(self, Unknown::On));
        let people = on.as_ref().unwrap_or(&off).people.iter();
        let people = people.filter_map(|(person, there)| Some(((*person)?, there)));
        let mut alone = BTreeMap::new();
        for (person, at_most) in people.filter(|(person, _)| self.shared.contains_key(person)) {
            let own = off.people.get(&Some(person));
            let sure = own.map_or_else(Set::empty, |own| {
                let crowded = on.as_ref().map_or(&off.twice, |on| &on.twice);
                own.difference(crowded).intersection(within)
            });
            let may_be = on.is_some() && {
                let others = match own {
                    Some(own) => off.twice.union(&off.once.difference(own)),
                    None => off.once.clone(),
                };
                let at_most = at_most.difference(&others).intersection(within);
                !at_most.difference(&sure).is_empty()
            };
            alone.insert(person, (sure, may_be));
        }
        alone
    }
}

/// When each of some people is there; under no name those whom nobody names.
struct Presence {
    people: BTreeMap<Option<ActorId>, Set>,
    /// When anybody is there, and when two are.
    once: Set,
    twice: Set,
}

impl Presence {
    fn of(group: &Group<'_, '_, '_>, unknown: Unknown) -> Self {
        let mut sets: BTreeMap<Option<ActorId>, Vec<Set>> = BTreeMap::new();
        let mut open: Vec<ActorId> = group.owners.iter().copied().collect();
        let mut seen = BTreeSet::new();
        while let Some(next) = open.pop() {
            if !seen.insert(next) {
                continue;
            }
            let actor = group.engagement.actor(next);
            if let ActorKind::Team(team) = actor.kind
                && team.hours.is_none()
                && Many::of(&team.shifts).is_empty()
            {
                open.extend(actor.members.actors().chain(actor.lead.actors()));
                continue;
            }
            let acting = group.engagement.acting(next);
            let only = acting.first().filter(|_| acting.len() == 1).copied();
            for way in group.clock.reached(next, &Absent::nobody(), unknown).iter() {
                let who = way.person.or(only);
                sets.entry(who).or_default().push(way.when.clone());
            }
        }
        let joined = |(who, sets): (Option<ActorId>, Vec<Set>)| (who, Set::union_of(&sets));
        let people: BTreeMap<_, _> = sets.into_iter().map(joined).collect();
        let (mut once, mut twice) = (Set::empty(), Set::empty());
        for set in people.values() {
            twice = twice.union(&once.intersection(set));
            once = once.union(set);
        }
        Presence {
            people,
            once,
            twice,
        }
    }
}
