use std::collections::BTreeMap;

use racilint_diagnostics::{DefaultSeverity, Group, ModelScope, Span};
use racilint_parser::language::Model;

use super::{Context, declare_rule};
use crate::model::{ActorId, ActorKind, ClientSide, Engagement, Letter, RowId};

declare_rule! {
    /// ## What it does
    ///
    /// Reports a co-managed engagement in which nobody of the client answers for anything or does
    /// any of the work, or in which one person carries nearly all that is the client's.
    ///
    /// ## Why is this bad?
    ///
    /// Co-management takes somebody on the other side. Where nobody is, the provider waits for
    /// answers that do not come; where it is one person, all of it waits for the one who is on
    /// holiday.
    ///
    /// ## Example
    ///
    /// ```toml,fires
    /// [engagement]
    /// model = "co-managed"
    /// client = "harbor"
    ///
    /// [workstream.patching]
    /// responsible = "engineers"
    /// accountable = "service-manager"
    /// informed = "dana"
    ///
    /// [party.harbor]
    /// [party.northwind]
    /// [person.dana]
    /// party = "harbor"
    /// [team.engineers]
    /// party = "northwind"
    /// [role.service-manager]
    /// party = "northwind"
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```toml,silent
    /// [engagement]
    /// model = "co-managed"
    /// client = "harbor"
    ///
    /// [workstream.patching]
    /// responsible = "engineers"
    /// accountable = "dana"
    ///
    /// [party.harbor]
    /// [party.northwind]
    /// [person.dana]
    /// party = "harbor"
    /// [team.engineers]
    /// party = "northwind"
    /// ```
    ///
    /// ## When it stays silent
    ///
    /// - The engagement is fully managed.
    /// - A seat of the client is held for a time: by somebody of the provider with a last day, or
    ///   who is lent to the client.
    /// - The client holds letters as a party, and names no people; or answers for the whole of which
    ///   others do the parts.
    /// - The work is spread: with three people or more nobody carries 60 % of the client's letters,
    ///   with two nobody 80 %. What a team does is shared by its members.
    /// - The client holds fewer than five letters, or employs ten people or fewer (`headcount`).
    ///
    /// ## References
    ///
    /// - ISO/IEC 20000-1:2018, 8.2.3: the organization keeps accountability for its services
    /// - ISO/IEC 20000-1:2018, 7.1: the resources that the services take
    "co-managed-without-internal-capacity" {
        summary: "a co-managed client has nobody of its own for it, or one person for all of it",
        group: Group::ModelFit,
        severity: DefaultSeverity::ByCriticality,
        needs: "`model`, `client` and workstreams with owners",
        model: ModelScope::CoManaged,
    }
}

/// Below so many letters of the client a share says nothing.
const FEWEST_LETTERS: u64 = 5;
/// With so few people on the payroll there is nobody to spread the work to.
const SMALL: i64 = 10;
/// A letter is counted in so many parts, to be divided evenly by teams of up to ten.
const PARTS: u64 = 2520;
/// So many places are shown.
const MOST_SHOWN: usize = 5;

/// A letter that somebody holds, and where.
#[derive(Clone, Copy)]
struct Held {
    actor: ActorId,
    span: Span,
    letter: Letter,
    row: RowId,
}

fn check(cx: &mut Context<'_, '_>) {
    let engagement = cx.engagement;
    let client = ClientSide::of(engagement);
    let (Some(model), Some(client)) = (engagement.stated_model(), client) else {
        return cx.lacks_data();
    };
    if model.value != Model::CoManaged {
        return;
    }
    let seats = Seats::of(&client, engagement);
    if seats.is_empty() || engagement.is_damaged() {
        return cx.lacks_data();
    }
    if seats.own.is_empty() {
        if !seats.unknown && !answers_for_a_whole(&client, engagement) {
            report_nobody(cx, model.span, &client, &seats);
        }
    } else if !is_small(engagement) {
        check_shares(cx, model.span, &client, &seats.own);
    }
}

/// All seats of those who answer and do the work, by whose they are.
#[derive(Default)]
struct Seats {
    /// The client's.
    own: Vec<Held>,
    /// The client's by name, held by somebody else for good.
    hollow: Vec<Held>,
    others: usize,
    /// Somebody may be the client's for all that is known.
    unknown: bool,
}

impl Seats {
    fn of(client: &ClientSide, engagement: &Engagement<'_>) -> Self {
        let mut all = Seats::default();
        for (id, row) in engagement.leaves() {
            for letter in [Letter::Accountable, Letter::Responsible] {
                let seats = row.seats(letter);
                all.unknown |= seats.uncertain();
                for (actor, span) in seats.placed() {
                    let row = id;
                    all.take(
                        Held {
                            actor,
                            span,
                            letter,
                            row,
                        },
                        client,
                        engagement,
                    );
                }
            }
        }
        all
    }

    fn take(&mut self, held: Held, client: &ClientSide, engagement: &Engagement<'_>) {
        match client.holds(held.actor, engagement) {
            None => self.unknown = true,
            Some(false) => self.others += 1,
            Some(true) if is_hollow(held.actor, client, engagement) => self.hollow.push(held),
            Some(true) => self.own.push(held),
        }
    }

    fn is_empty(&self) -> bool {
        self.own.is_empty() && self.hollow.is_empty() && self.others == 0
    }
}

/// Whether somebody of the client holds a letter for work whose parts others do: who answers for the
/// whole is there, whoever does the parts.
fn answers_for_a_whole(client: &ClientSide, engagement: &Engagement<'_>) -> bool {
    let mut rows = engagement.rows().filter(|(_, row)| !row.left_out);
    rows.any(|(_, row)| {
        let letters = [Letter::Accountable, Letter::Responsible].into_iter();
        let mut held = letters.flat_map(|letter| row.seats(letter).actors().collect::<Vec<_>>());
        held.any(|actor| {
            client.holds(actor, engagement) != Some(false) && !is_hollow(actor, client, engagement)
        })
    })
}

/// Whether only people of others stand behind a seat of the client, and none of them for a time.
fn is_hollow(actor: ActorId, client: &ClientSide, engagement: &Engagement<'_>) -> bool {
    let stays = |person: &ActorId| match engagement.actor(*person).kind {
        ActorKind::Person(table) => {
            let parties = engagement.parties(*person);
            let other = !parties.is_empty() && !parties.iter().any(|own| client.is_party(*own));
            other && table.until.is_none() && !table.unread.could_hold("until")
        }
        _ => false,
    };
    let people = engagement.answering(actor);
    !people.is_empty() && people.iter().all(stays)
}

fn report_nobody(cx: &mut Context<'_, '_>, span: Span, client: &ClientSide, seats: &Seats) {
    let engagement = cx.engagement;
    let name = client.name(engagement);
    let message = format!("co-managed, but nobody of `{name}` answers for or does any of the work");
    let finding = cx.report(span, message);
    finding.about(client.object(engagement));
    for held in seats.hollow.iter().take(MOST_SHOWN) {
        let seat = engagement.actor(held.actor).name;
        let label = format!("`{seat}` sits here for `{name}`, but is of another party, for good");
        finding.related(held.span, label);
    }
    finding.help(format!(
        "name who of `{name}` answers, at least for priorities, changes and risks; \
         where nobody can, it is another contract: `model = \"fully-managed\"`"
    ));
}

fn is_small(engagement: &Engagement<'_>) -> bool {
    let headcount = engagement.head().and_then(|head| head.headcount);
    headcount.is_some_and(|headcount| headcount.value.0 <= SMALL)
}

/// What each person carries of the client's letters.
#[derive(Default)]
struct Load {
    parts: u64,
    held: Vec<Held>,
}

fn check_shares(cx: &mut Context<'_, '_>, span: Span, client: &ClientSide, seats: &[Held]) {
    let loads = loads(client, seats, cx.engagement);
    let total: u64 = loads.values().map(|load| load.parts).sum();
    let limit = if loads.len() == 2 { 80 } else { 60 };
    let most = loads.iter().max_by_key(|(_, load)| load.parts);
    if let Some((person, load)) = most
        && total >= FEWEST_LETTERS * PARTS
        && load.parts * 100 >= total * limit
    {
        report_share(cx, span, client, *person, load, load.parts * 100 / total);
    }
}

/// Every letter to whoever carries it: a role's to its holder, a team's to its members in equal
/// parts.
fn loads(
    client: &ClientSide,
    seats: &[Held],
    engagement: &Engagement<'_>,
) -> BTreeMap<ActorId, Load> {
    let mut loads: BTreeMap<ActorId, Load> = BTreeMap::new();
    for held in seats {
        let people = match engagement.actor(held.actor).kind {
            ActorKind::Party(_) => continue,
            ActorKind::Team(_) => engagement.acting(held.actor),
            ActorKind::Person(_) | ActorKind::Role(_) => engagement.answering(held.actor),
        };
        let parts = PARTS / u64::try_from(people.len().max(1)).unwrap_or(PARTS);
        let own = people.iter();
        for person in own.filter(|person| client.holds(**person, engagement) == Some(true)) {
            let load = loads.entry(*person).or_default();
            load.parts += parts;
            load.held.push(*held);
        }
    }
    loads
}

fn report_share(
    cx: &mut Context<'_, '_>,
    span: Span,
    client: &ClientSide,
    person: ActorId,
    load: &Load,
    percent: u64,
) {
    let engagement = cx.engagement;
    let (actor, name) = (engagement.actor(person), client.name(engagement));
    let who = actor.name;
    let message = if percent == 100 {
        format!("co-managed, but `{who}` alone carries all that is `{name}`'s")
    } else {
        format!("co-managed, but `{who}` carries {percent}% of all that is `{name}`'s")
    };
    let finding = cx.report(span, message);
    finding.about(actor.object());
    for held in load.held.iter().take(MOST_SHOWN) {
        let does = match held.letter {
            Letter::Accountable => "answers for",
            _ => "does the work of",
        };
        let row = &engagement.row(held.row).name;
        finding.related(held.span, format!("{does} `{row}`"));
    }
    finding.help(format!(
        "let more people of `{name}` answer, or let the provider take over more of the work; \
         name a deputy for what must stay with `{who}`"
    ));
}

#[cfg(test)]
mod tests;
