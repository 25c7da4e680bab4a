use std::collections::{BTreeMap, BTreeSet};

use racilint_diagnostics::{DefaultSeverity, Edit, Fix, Group, Safety, Span};
use racilint_parser::edits;
use racilint_parser::language::{Engagement as Head, Model, PartyKind};
use racilint_parser::values::{Many, Party, Ref};

use super::{Context, declare_rule, words};
use crate::model::{Actor, ActorId, ActorKind, Engagement, Letter, Seats};

declare_rule! {
    /// ## What it does
    ///
    /// Reports an engagement whose sides are not clear: no client or several, no provider, a fully
    /// managed engagement with several, one party on both sides, a side whose party says of itself
    /// that it is something else, people and teams of no party, and people who work in another
    /// party's team without being lent to it.
    ///
    /// ## Why is this bad?
    ///
    /// A contract has two sides, and everything that crosses between them needs words. Where it is
    /// open who belongs to which, nobody can tell what crosses.
    ///
    /// ## Example
    ///
    /// ```toml,fires
    /// [engagement]
    /// client   = "harbor"
    /// provider = "northwind"
    ///
    /// [party.harbor]
    /// [party.northwind]
    ///
    /// [team.soc]
    /// party   = "northwind"
    /// members = ["li", "dana"]
    ///
    /// [person.li]
    /// party = "northwind"
    ///
    /// [person.dana]
    /// party = "harbor"
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```toml,silent
    /// [engagement]
    /// client   = "harbor"
    /// provider = "northwind"
    ///
    /// [party.harbor]
    /// [party.northwind]
    ///
    /// [team.soc]
    /// party   = "northwind"
    /// members = ["li", "dana"]
    ///
    /// [person.li]
    /// party = "northwind"
    ///
    /// [person.dana]
    /// party       = "harbor"
    /// seconded-to = "soc"
    /// ```
    ///
    /// ## When it stays silent
    ///
    /// - Several providers share a co-managed engagement; vendors and the like are no side.
    /// - A client or provider of other engagements stands in a roster that several share, and holds
    ///   no letter here.
    /// - A regulator, an insurer or an auditor is the client; a vendor or a subcontractor is the
    ///   provider.
    /// - A team lists all the parties that its people come from.
    /// - A role has no party of its own: it has that of whoever holds it.
    ///
    /// ## References
    ///
    /// - ISO/IEC 20000-1:2018, 8.2.3: control of parties involved in the service lifecycle
    "party-shape" {
        summary: "the sides of the engagement, or who belongs to which, are not clear",
        group: Group::Structure,
        waivable: false,
        severity: DefaultSeverity::ERROR,
        needs: "`[engagement]`",
    }
}

fn check(cx: &mut Context<'_, '_>) {
    let Some(head) = cx.engagement.head() else {
        return cx.lacks_data();
    };
    let mut clients = side(
        cx.engagement,
        head,
        "client",
        PartyKind::Client,
        &head.client,
    );
    let mut providers = side(
        cx.engagement,
        head,
        "provider",
        PartyKind::Provider,
        &head.provider,
    );
    add_of_kind(cx.engagement, head, &mut clients, &mut providers);
    check_sides(cx, head, &clients, &providers);
    check_kinds(cx, head);
    for (id, actor) in cx.engagement.actors() {
        match actor.kind {
            ActorKind::Person(_) | ActorKind::Team(_) => check_party(cx, actor),
            ActorKind::Party(_) | ActorKind::Role(_) => {}
        }
        if actor.is_team() {
            check_members(cx, id, actor);
        }
    }
}

/// The only party that can be a side of the engagement, where the other side is known.
fn only_party<'e>(engagement: &'e Engagement<'_>, other: &Side<'_>) -> Option<&'e str> {
    let parties = engagement.document.tables.parties.iter();
    let is_other = |name: &str| other.named.iter().any(|(own, _)| *own == name);
    let mut free = parties.filter(|party| party.body.kind.is_none() && !is_other(&party.id.name));
    let only = free.next().filter(|_| free.next().is_none())?;
    let certain = other.named.len() == 1 && !engagement.is_damaged();
    certain.then_some(&*only.id.name)
}

/// Says `key = "name"` in the table at `place`.
fn add_key(engagement: &Engagement<'_>, place: Span, key: &str, name: &str) -> Option<Fix> {
    let is_plain = !name.contains(['"', '\\']) && !name.contains(char::is_control);
    let statement = format!("{key} = \"{name}\"");
    let text = engagement.document.text(place.file);
    let (at, line) = edits::new_line(text, place.range().start, &statement).filter(|_| is_plain)?;
    Some(Fix {
        title: format!("add `{statement}`"),
        safety: Safety::Unsafe,
        edits: vec![Edit::insert(place.file, at, line)],
    })
}

/// The parties of one side, each with the place that says so.
struct Side<'d> {
    named: Vec<(&'d str, Span)>,
    /// Another party may be on this side, for all that could be read.
    unsure: bool,
}

/// The parties that `[engagement]` names for a side; where it names none, those of that kind.
fn side<'d>(
    engagement: &Engagement<'d>,
    head: &'d Head<'d>,
    key: &str,
    kind: PartyKind,
    said: &'d Option<Many<Ref<'d, Party>>>,
) -> Side<'d> {
    if said.is_some() || head.unread.could_hold(key) {
        let mut named: Vec<(&str, Span)> = Vec::new();
        for party in Many::of(said) {
            if !named.iter().any(|(name, _)| *name == party.name) {
                named.push((&party.name, party.span));
            }
        }
        let unsure = head.unread.could_hold(key);
        return Side { named, unsure };
    }
    let parties = &engagement.document.tables.parties;
    let of_kind = parties
        .iter()
        .filter(|party| party.body.kind.is_some_and(|own| own.value == kind));
    let unread = parties
        .iter()
        .any(|party| party.body.unread.could_hold("kind"));
    Side {
        named: of_kind
            .map(|party| (&*party.id.name, party.id.span))
            .collect(),
        unsure: unread || engagement.is_damaged(),
    }
}

/// Adds to sides that are named the parties that say of themselves that they are on them. What
/// `[engagement]` says of a party weighs more than what it says of itself, and of a roster that
/// several engagements share only those count who hold a letter in this one.
fn add_of_kind<'d>(
    engagement: &Engagement<'d>,
    head: &Head<'_>,
    clients: &mut Side<'d>,
    providers: &mut Side<'d>,
) {
    let sides = [&*clients, &*providers].map(|side| side.named.iter().map(|(name, _)| *name));
    let named: BTreeSet<&str> = sides.into_iter().flatten().collect();
    let mut holding = None;
    for party in &engagement.document.tables.parties {
        let side = match party.body.kind.map(|kind| kind.value) {
            Some(PartyKind::Client) => &mut *clients,
            Some(PartyKind::Provider) => &mut *providers,
            _ => continue,
        };
        let name = &*party.id.name;
        // Where nobody is named the side is empty because that could not be read, or was left so.
        if side.named.is_empty() || named.contains(name) {
            continue;
        }
        let mut holds_letter = || {
            let holding = holding.get_or_insert_with(|| parties_with_letters(engagement));
            let id = engagement.names.actor(name);
            id.is_some_and(|id| holding.contains(&id))
        };
        if party.id.span.file == head.span.file || holds_letter() {
            side.named.push((name, party.id.span));
        }
    }
}

/// The parties of all who hold a letter.
fn parties_with_letters(engagement: &Engagement<'_>) -> BTreeSet<ActorId> {
    let seats = engagement
        .rows()
        .flat_map(|(_, row)| Letter::ALL.map(|letter| row.seats(letter)));
    let holders: BTreeSet<ActorId> = seats.flat_map(Seats::actors).collect();
    let parties = holders.into_iter().map(|actor| engagement.parties(actor));
    parties.flatten().copied().collect()
}

/// A side whose party says of itself that it is something else. In a roster that several
/// engagements share it may be that in another one.
fn check_kinds(cx: &mut Context<'_, '_>, head: &Head<'_>) {
    let mut named: BTreeMap<&str, Option<(Span, &str)>> = BTreeMap::new();
    for (parties, side) in [(&head.client, "client"), (&head.provider, "provider")] {
        for party in Many::of(parties) {
            // Whoever is named twice is told of already.
            let again = named.contains_key(&*party.name);
            named.insert(&party.name, (!again).then_some((party.span, side)));
        }
    }
    for party in &cx.engagement.document.tables.parties {
        let here = party.id.span.file == head.span.file;
        let side = named.get(&*party.id.name).copied().flatten();
        let (Some((place, side)), Some(kind), true) = (side, party.body.kind, here) else {
            continue;
        };
        if !contradicts(side, kind.value) {
            continue;
        }
        let other = kind.value.word();
        let name = &*party.id.name;
        let message = format!("`{name}` is the {side} here, and is declared as a {other}");
        let finding = cx.report(kind.span, message);
        finding
            .about("engagement")
            .aspect(name)
            .related(place, format!("named as the {side}"))
            .help(format!(
                "say `kind = \"{side}\"`, or name another party as `{side}`"
            ));
    }
}

/// Whether a party of a side cannot be of this kind as well. A client may be an insurer or an
/// authority by trade, and whoever provides the service a vendor to somebody else.
fn contradicts(side: &str, kind: PartyKind) -> bool {
    let others: &[PartyKind] = match side {
        "client" => &[
            PartyKind::Provider,
            PartyKind::Vendor,
            PartyKind::Subcontractor,
        ],
        _ => &[PartyKind::Client],
    };
    others.contains(&kind)
}

fn check_sides(
    cx: &mut Context<'_, '_>,
    head: &Head<'_>,
    clients: &Side<'_>,
    providers: &Side<'_>,
) {
    for (side, other, word) in [
        (clients, providers, "client"),
        (providers, clients, "provider"),
    ] {
        if side.named.is_empty() && !side.unsure {
            let message = format!("nobody is named as the {word}");
            let only = only_party(cx.engagement, other);
            let fix = only.and_then(|name| add_key(cx.engagement, head.span, word, name));
            let finding = cx.report(head.span, message);
            finding
                .about("engagement")
                .aspect(word)
                .help(format!("name the party: `{word} = \"...\"`"));
            finding.fix = fix;
        }
    }
    let help = "name the one that signs as `client`; to others the service can be owed as well, in \
                an engagement of their own";
    report_several(
        cx,
        clients,
        "an engagement has one client, and this one names",
        help,
    );
    if cx.engagement.model() == Model::FullyManaged {
        let help = "name the one that answers for the whole as `provider`, and let the others be \
                    subcontractors: `kind = \"subcontractor\"`";
        let words = "a fully managed engagement has one provider, and this one names";
        report_several(cx, providers, words, help);
    }
    let both = |(name, _): &&(&str, Span)| clients.named.iter().any(|(own, _)| own == name);
    if let Some((name, span)) = providers.named.iter().find(both) {
        let message = format!("`{name}` is client and provider at once");
        let finding = cx.report(*span, message);
        finding.about("engagement").aspect("both sides");
        for (_, client) in clients.named.iter().filter(|(own, _)| own == name) {
            finding.related(*client, "the client");
        }
        finding.help("declare whoever provides the service, such as the IT department, as a party");
    }
}

/// Reports a side of which there is more than one.
fn report_several(cx: &mut Context<'_, '_>, side: &Side<'_>, words: &str, help: &str) {
    let [first, second, more @ ..] = side.named.as_slice() else {
        return;
    };
    let names = words::list(side.named.iter().map(|(name, _)| name));
    let finding = cx.report(second.1, format!("{words} {names}"));
    finding
        .about("engagement")
        .aspect(words)
        .related(first.1, "one of them")
        .help(help);
    for (_, span) in more {
        finding.related(*span, "and another");
    }
}

/// A person is of one party, a team of one or of all that it lists.
fn check_party(cx: &mut Context<'_, '_>, actor: &Actor<'_>) {
    let name = actor.name;
    if actor.parties.nobody() {
        let message = format!("the {} `{name}` belongs to no party", actor.kind.word());
        let fix = match cx.engagement.document.tables.parties.as_slice() {
            [only] if !cx.engagement.is_damaged() => {
                add_key(cx.engagement, actor.span, "party", &only.id.name)
            }
            _ => None,
        };
        let finding = cx.report(actor.span, message);
        finding
            .about(actor.object())
            .help("say to which side: `party = \"...\"`");
        finding.fix = fix;
        return;
    }
    let mut parties = actor.parties.placed();
    let first = parties.next();
    let other = parties.find(|(party, _)| first.is_some_and(|(first, _)| first != *party));
    if let (true, Some((_, first)), Some((_, other))) = (actor.is_person(), first, other) {
        let finding = cx.report(other, format!("`{name}` belongs to two parties"));
        finding
            .about(actor.object())
            .related(first, "one of them")
            .help("name the employer as `party`, and the other as `seconded-to`");
    }
}

fn check_members(cx: &mut Context<'_, '_>, id: ActorId, team: &Actor<'_>) {
    let engagement = cx.engagement;
    let own = engagement.parties(id);
    if own.is_empty() || team.parties.uncertain() {
        return;
    }
    let mut members: Vec<(ActorId, Span)> = team.members.placed().collect();
    let leads = team.lead.placed();
    let named: BTreeSet<ActorId> = team.members.actors().collect();
    members.extend(leads.filter(|(lead, _)| !named.contains(lead)));
    for (member, span) in members {
        let theirs = engagement.parties(member);
        let known = !theirs.is_empty() && !engagement.actor(member).parties.uncertain();
        if known && own.is_disjoint(theirs) && !is_lent(engagement, member, id) {
            report_stranger(cx, team, member, span);
        }
    }
}

/// Whether a member, or whoever stands behind it, is seconded to the team or to a party of it.
fn is_lent(engagement: &Engagement<'_>, member: ActorId, team: ActorId) -> bool {
    let parties = engagement.parties(team);
    let to_here = |person: &ActorId| match engagement.actor(*person).kind {
        ActorKind::Person(table) => {
            let lent = Many::of(&table.seconded_to).iter();
            let mut lent = lent.map(|to| engagement.names.actor(&to.name));
            // Lent to nobody known: perhaps to this team.
            let here =
                |to: Option<ActorId>| to.is_none_or(|to| to == team || parties.contains(&to));
            table.unread.could_hold("seconded-to") || lent.any(here)
        }
        _ => false,
    };
    let people = engagement.answering(member);
    !people.is_empty() && people.iter().all(to_here)
}

fn report_stranger(cx: &mut Context<'_, '_>, team: &Actor<'_>, member: ActorId, span: Span) {
    let engagement = cx.engagement;
    let member = engagement.actor(member);
    let message = format!(
        "`{}` is in `{}`, a team of another party, without being lent to it",
        member.name, team.name
    );
    let finding = cx.report(span, message);
    finding.about(team.object()).aspect(member.name);
    for (party, span) in team.parties.placed() {
        let party = engagement.actor(party).name;
        finding.related(span, format!("the team is `{party}`'s"));
    }
    for (party, span) in member.parties.placed() {
        let party = engagement.actor(party).name;
        finding.related(span, format!("`{}` is `{party}`'s", member.name));
    }
    finding.help(if member.is_person() {
        format!("agree on it, and say so: `seconded-to = \"{}\"`", team.name)
    } else {
        format!(
            "list its party as one of `{}`'s, or take it out of the team",
            team.name
        )
    });
}

#[cfg(test)]
mod tests;
