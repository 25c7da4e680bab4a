//! On which side of the contract somebody stands.
//!
//! There are three questions, and they are not the same. *Whose seat is it?* ([`holds_for`]): a role
//! of the client is the client's, whoever sits in it for a time. *On whose behalf does somebody
//! answer?* ([`answers_for`]): an officer of the client who is on the provider's payroll answers
//! from outside. *Who has whom under contract?* ([`Sides::is_with_client`]): when the engagement
//! ends, only these stay. Somebody who is lent to a party counts as its own for the first two.
//!
//! What is wrong with the sides themselves (none, several, one that is both) is not asked here.
//!
//! [`holds_for`]: Engagement::holds_for
//! [`answers_for`]: Engagement::answers_for

use std::collections::BTreeSet;

use racilint_diagnostics::Span;
use racilint_parser::decode::Unread;
use racilint_parser::language::{Model, PartyKind, Status};
use racilint_parser::values::{Date, Many, Party, Ref, Spanned};

use super::engagement::civil;
use super::{ActorId, ActorKind, Engagement, Letter, Row, RowId, Seats};

/// The parties on both sides of the contract.
#[derive(Debug, Default)]
pub struct Sides {
    /// Whose IT it is: the parties that `[engagement]` names, and those of that kind.
    pub client: BTreeSet<ActorId>,
    /// Who provides the service, found likewise.
    pub provider: BTreeSet<ActorId>,
    /// The client, with whomever it has under contract, directly or through others.
    pub with_client: BTreeSet<ActorId>,
    /// The provider, with whomever it has under contract, directly or through others.
    pub with_provider: BTreeSet<ActorId>,
    client_is_known: bool,
    provider_is_known: bool,
}

impl Sides {
    pub(super) fn of(engagement: &Engagement<'_>) -> Self {
        let head = engagement.head();
        let client = head.and_then(|head| head.client.as_ref());
        let provider = head.and_then(|head| head.provider.as_ref());
        let lost = |key| head.is_some_and(|head| head.unread.could_hold(key));
        let (named_client, all_client) = named(engagement, client);
        let (named_provider, all_provider) = named(engagement, provider);
        // What `[engagement]` says of a party weighs more than the kind that the party says.
        let of_kind = |kind, other: &BTreeSet<ActorId>| {
            let mut parties = engagement.parties_of_kind(kind);
            parties.retain(|party| !other.contains(party));
            parties
        };
        let mut sides = Sides {
            client: of_kind(PartyKind::Client, &named_provider),
            provider: of_kind(PartyKind::Provider, &named_client),
            ..Sides::default()
        };
        sides.client.extend(named_client);
        sides.provider.extend(named_provider);
        sides.client_is_known = all_client && !lost("client") && !sides.client.is_empty();
        sides.provider_is_known = all_provider && !lost("provider") && !sides.provider.is_empty();
        sides.with_client = with_contractors(sides.client.clone(), engagement);
        sides.with_provider = with_contractors(sides.provider.clone(), engagement);
        sides
    }

    /// Whether an actor stands with the client, also under contract to it.
    pub fn is_with_client(&self, actor: ActorId, engagement: &Engagement<'_>) -> bool {
        !engagement.parties(actor).is_disjoint(&self.with_client)
    }

    /// Whether an actor stands with the provider alone, also under contract to it.
    pub fn is_with_provider(&self, actor: ActorId, engagement: &Engagement<'_>) -> bool {
        let parties = engagement.parties(actor);
        !parties.is_empty() && parties.is_subset(&self.with_provider)
    }
}

/// The parties that a key names, and whether all of them are known.
fn named(
    engagement: &Engagement<'_>,
    said: Option<&Many<Ref<'_, Party>>>,
) -> (BTreeSet<ActorId>, bool) {
    let items = said.map_or(&[][..], |said| &said.items);
    let parties: Vec<Option<ActorId>> = items
        .iter()
        .map(|party| engagement.names.actor(&party.name))
        .collect();
    let all = parties.iter().all(Option::is_some);
    (parties.into_iter().flatten().collect(), all)
}

/// These parties, those they have under contract, those which those have, and so on.
fn with_contractors(parties: BTreeSet<ActorId>, engagement: &Engagement<'_>) -> BTreeSet<ActorId> {
    let mut contracts = Vec::new();
    for (id, actor) in engagement.actors() {
        if let ActorKind::Party(party) = actor.kind {
            let by = Many::of(&party.contracted_by).iter();
            let by = by.filter_map(|named| engagement.names.actor(&named.name));
            contracts.extend(by.map(|by| (by, id)));
        }
    }
    contracts.sort_unstable();
    let mut all = parties.clone();
    let mut open: Vec<ActorId> = parties.into_iter().collect();
    while let Some(next) = open.pop() {
        let first = contracts.partition_point(|(by, _)| *by < next);
        for (_, party) in contracts[first..].iter().take_while(|(by, _)| *by == next) {
            if all.insert(*party) {
                open.push(*party);
            }
        }
    }
    all
}

impl<'d> Engagement<'d> {
    /// Whether both sides agreed to it.
    pub fn is_signed(&self) -> bool {
        let status = self.head().and_then(|head| head.status);
        status.is_some_and(|status| status.value == Status::Signed)
    }

    /// Whether it says that it is still being written, or may say so.
    pub fn may_be_draft(&self) -> bool {
        self.head().is_some_and(|head| {
            let said = head.status.is_some_and(|own| own.value == Status::Draft);
            said || head.unread.could_hold("status")
        })
    }

    /// Whether the day on which it is looked at lies before its first day or after its last.
    pub fn is_out_of_force(&self) -> bool {
        let day = |date: Option<Spanned<Date>>| date.and_then(|date| civil(date.value));
        self.head().is_some_and(|head| {
            day(head.starts).is_some_and(|starts| starts > self.today)
                || day(head.ends).is_some_and(|ends| ends < self.today)
        })
    }

    /// The two sides; `None` when one of them is not known.
    pub fn sides(&self) -> Option<&Sides> {
        let sides = self.all_sides();
        (sides.client_is_known && sides.provider_is_known).then_some(sides)
    }

    /// The client; empty where it is not known.
    pub fn clients(&self) -> BTreeSet<ActorId> {
        let sides = self.all_sides();
        if sides.client_is_known {
            sides.client.clone()
        } else {
            BTreeSet::new()
        }
    }

    /// The providers; empty where one of them is not known.
    pub fn providers(&self) -> BTreeSet<ActorId> {
        let sides = self.all_sides();
        if sides.provider_is_known {
            sides.provider.clone()
        } else {
            BTreeSet::new()
        }
    }

    /// Whether any party is the client.
    pub fn has_client(&self) -> bool {
        !self.all_sides().client.is_empty()
    }

    /// Whether a party is the client.
    pub fn is_client(&self, party: ActorId) -> bool {
        self.all_sides().client.contains(&party)
    }

    /// Whether a party is a provider.
    pub fn is_provider(&self, party: ActorId) -> bool {
        self.all_sides().provider.contains(&party)
    }

    /// The sides as far as they are known.
    fn all_sides(&self) -> &Sides {
        self.sides.get_or_init(|| Sides::of(self))
    }

    fn parties_of_kind(&self, kind: PartyKind) -> BTreeSet<ActorId> {
        let of_kind = |actor: ActorKind<'_>| match actor {
            ActorKind::Party(table) => table.kind.is_some_and(|own| own.value == kind),
            _ => false,
        };
        let parties = self.actors().filter(|(_, actor)| of_kind(actor.kind));
        parties.map(|(id, _)| id).collect()
    }

    /// Whether a seat is that of one of these parties: its own, or that of somebody who is lent to
    /// it; `None` where no party is known.
    pub fn holds_for(&self, actor: ActorId, parties: &BTreeSet<ActorId>) -> Option<bool> {
        let own = self.works_for(actor);
        if !own.is_disjoint(parties) {
            return Some(true);
        }
        let unknown = own.is_empty() || self.actor(actor).parties.uncertain();
        (!unknown).then_some(false)
    }

    /// Whether one of the seats that a key names is that of one of these parties; `None` when it
    /// cannot be told, because somebody there is unknown or belongs to no known party.
    pub fn is_anybody_of(&self, seats: &Seats<'_>, parties: &BTreeSet<ActorId>) -> Option<bool> {
        let mut known = if seats.uncertain() { None } else { Some(false) };
        for actor in seats.actors() {
            match self.holds_for(actor, parties) {
                Some(true) => return Some(true),
                Some(false) => {}
                None => known = None,
            }
        }
        known
    }

    /// Whether somebody answers on behalf of one of these parties; `None` where that is not known.
    pub fn answers_for(&self, actor: ActorId, parties: &BTreeSet<ActorId>) -> Option<bool> {
        if parties.is_empty() {
            return None;
        }
        match self.actor(actor).kind {
            ActorKind::Role(_) => self.role_answers_for(actor, parties),
            _ => self.person_answers_for(actor, parties),
        }
    }

    fn person_answers_for(&self, actor: ActorId, parties: &BTreeSet<ActorId>) -> Option<bool> {
        match self.actor(actor).kind {
            // To whom they are lent could not be read: it may be to one of these.
            ActorKind::Person(table) if table.unread.could_hold("seconded-to") => Some(true),
            _ => self.holds_for(actor, parties),
        }
    }

    fn role_answers_for(&self, role: ActorId, parties: &BTreeSet<ActorId>) -> Option<bool> {
        let people = self.answering(role);
        if people.is_empty() || self.may_be_more(role) {
            return self.holds_for(role, parties);
        }
        let mut known = Some(false);
        for person in people {
            match self.person_answers_for(*person, parties) {
                Some(true) => return Some(true),
                Some(false) => {}
                None => known = None,
            }
        }
        known
    }

    /// Whether anybody in these seats answers on behalf of one of these parties; `None` where
    /// nobody sits there, or that is not known.
    pub fn seats_answer_for(&self, seats: &Seats<'d>, parties: &BTreeSet<ActorId>) -> Option<bool> {
        let known: Vec<Option<bool>> = seats
            .actors()
            .map(|actor| self.answers_for(actor, parties))
            .collect();
        if known.contains(&Some(true)) {
            return Some(true);
        }
        let unknown = seats.uncertain() || known.is_empty() || known.contains(&None);
        if unknown { None } else { Some(false) }
    }

    /// The first accountable owner of a row who answers on behalf of none of these parties.
    pub fn owner_outside(
        &self,
        row: RowId,
        parties: &BTreeSet<ActorId>,
    ) -> Option<(ActorId, Span)> {
        let mut owners = self.row(row).accountable().placed();
        owners.find(|(actor, _)| self.answers_for(*actor, parties) == Some(false))
    }

    /// The party of somebody, as a name for messages; for a role that of its holders.
    pub fn party_name(&self, actor: ActorId) -> Option<&'d str> {
        let people = self.answering(actor);
        let holder = match self.actor(actor).kind {
            ActorKind::Role(_) => people.first().copied().unwrap_or(actor),
            _ => actor,
        };
        let party = self.parties(holder).iter().copied().next()?;
        Some(self.actor(party).name)
    }

    /// Whoever a key of a table names, for tables that the model does not keep a list of.
    pub fn named_in<K>(
        &self,
        field: &'d Option<Many<Ref<'d, K>>>,
        unread: &Unread,
        key: &str,
    ) -> Seats<'d> {
        self.names.seats(field, unread, key)
    }
}

impl Engagement<'_> {
    /// The model that the file states, with its place; `None` where it states none that can be
    /// read.
    pub fn stated_model(&self) -> Option<Spanned<Model>> {
        self.head().and_then(|head| head.model)
    }
}

/// The client's side, for rules that look at it alone.
#[derive(Debug)]
pub struct ClientSide {
    parties: BTreeSet<ActorId>,
}

impl ClientSide {
    /// The client; `None` when it is not known.
    pub fn of(engagement: &Engagement<'_>) -> Option<Self> {
        let parties = engagement.clients();
        let is_known = engagement.head().is_some() && !parties.is_empty();
        is_known.then_some(ClientSide { parties })
    }

    /// The name of the client.
    pub fn name<'e>(&self, engagement: &'e Engagement<'_>) -> &'e str {
        let first = self.parties.first();
        first.map_or("client", |party| engagement.actor(*party).name)
    }

    /// The client with its kind, as a waiver names it.
    pub fn object(&self, engagement: &Engagement<'_>) -> String {
        format!("party.{}", self.name(engagement))
    }

    /// Whether a party is the client.
    pub fn is_party(&self, party: ActorId) -> bool {
        self.parties.contains(&party)
    }

    /// Whether a seat is the client's, as [`Engagement::holds_for`]; `None` when that is not known.
    pub fn holds(&self, actor: ActorId, engagement: &Engagement<'_>) -> Option<bool> {
        engagement.holds_for(actor, &self.parties)
    }

    /// Whether somebody of the client holds a letter of a row. Whoever is not known may be of it.
    pub fn may_hold(&self, letter: Letter, row: &Row<'_>, engagement: &Engagement<'_>) -> bool {
        let seats = row.seats(letter);
        let mut actors = seats.actors();
        seats.uncertain() || actors.any(|actor| self.holds(actor, engagement) != Some(false))
    }

    /// Whether a row is one step of work of which another step is answered for by the client
    /// (`true`) or by somebody else (`false`): the two share it on purpose.
    pub fn another_step_is(&self, client: bool, id: RowId, engagement: &Engagement<'_>) -> bool {
        let row = engagement.row(id);
        let is_step = |row: &Row<'_>| row.slice.is_some_and(|slice| slice.step.is_some());
        let Some(whole) = row.whole.filter(|_| is_step(row)) else {
            return false;
        };
        let others = engagement.row(whole).slices.iter();
        let mut others = others.filter(|other| **other != id);
        others.any(|other| {
            let mut owners = engagement.row(*other).accountable().actors();
            owners.any(|owner| self.holds(owner, engagement) == Some(client))
        })
    }
}

#[cfg(test)]
mod tests {
    use racilint_diagnostics::Sources;
    use racilint_parser::InMemory;

    use super::Engagement;

    /// Asks something of an engagement.
    fn ask<T>(text: &str, question: impl Fn(&Engagement<'_>) -> T) -> T {
        let sources = Sources::default();
        let main = sources.add("engagement.raci.toml", text.to_owned());
        let (document, _) = racilint_parser::read(&sources, main, "main", &InMemory::default());
        let today = jiff::civil::date(2026, 11, 21);
        let catalogue = crate::catalogue::Catalogue::of(&document);
        question(&Engagement::of(&document, &catalogue, today, None))
    }

    const PARTIES: &str = r#"
[party.harbor]
[party.harbor-labs]
kind = "client"
[party.northwind]
kind = "client"
[party.soc-works]
kind = "vendor"
contracted-by = "northwind"
[person.dana]
party = "harbor-labs"
[person.jo]
party = "northwind"
[person.lent]
party = "northwind"
seconded-to = "harbor"
[role.officer]
party = "harbor"
held-by = "jo"
[role.stray]
"#;

    fn engagement(head: &str) -> String {
        format!("[engagement]\n{head}\n{PARTIES}")
    }

    fn names(engagement: &Engagement<'_>, client: bool) -> Vec<String> {
        let parties = if client {
            engagement.clients()
        } else {
            engagement.providers()
        };
        let names = parties.into_iter();
        names.map(|id| engagement.actor(id).name.into()).collect()
    }

    /// What the engagement says of a party weighs more than the party's own kind, and a party of
    /// the client's group counts as the client's though only the first is named.
    #[test]
    fn named_and_of_that_kind() {
        let both = engagement("client = 'harbor'\nprovider = 'northwind'");
        ask(&both, |own| {
            assert_eq!(names(own, true), ["harbor", "harbor-labs"]);
            assert_eq!(names(own, false), ["northwind"]);
        });
        let one = engagement("provider = 'northwind'");
        assert_eq!(ask(&one, |own| names(own, true)), ["harbor-labs"]);
    }

    #[test]
    fn a_side_with_a_misspelt_party_is_not_known() {
        let text = engagement("client = ['harbor', 'habror']\nprovider = 'northwind'");
        ask(&text, |own| {
            assert!(own.sides().is_none());
            assert!(own.clients().is_empty());
            assert_eq!(names(own, false), ["northwind"]);
        });
    }

    /// Whose seat it is, and who answers in it.
    #[test]
    fn two_questions_with_two_answers() {
        let text = engagement("client = 'harbor'\nprovider = 'northwind'");
        ask(&text, |own| {
            let client = own.clients();
            let of = |name: &str| own.names.actor(name).expect("an actor");
            let both = |name| {
                let actor = of(name);
                (
                    own.holds_for(actor, &client),
                    own.answers_for(actor, &client),
                )
            };
            assert_eq!(both("officer"), (Some(true), Some(false)));
            assert_eq!(both("dana"), (Some(true), Some(true)));
            assert_eq!(both("lent"), (Some(true), Some(true)));
            assert_eq!(both("jo"), (Some(false), Some(false)));
            assert_eq!(both("stray"), (None, None));
            let sides = own.sides().expect("both sides");
            assert!(sides.is_with_provider(of("soc-works"), own));
            assert!(!sides.is_with_client(of("lent"), own));
        });
    }
}
