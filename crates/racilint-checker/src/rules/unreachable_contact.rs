use std::collections::{BTreeMap, BTreeSet};

use racilint_diagnostics::{DefaultSeverity, Group, Span};
use racilint_parser::language::{Incident, Person};
use racilint_parser::values::Many;

use super::{Context, declare_rule, words};
use crate::model::{ActorId, ActorKind, Engagement, Seats};

declare_rule! {
    /// ## What it does
    ///
    /// Reports a person on an escalation path, or in command of incidents, who can be reached in
    /// one way only or in none; and one who is to be called for critical work and has nothing but
    /// e-mail.
    ///
    /// ## Why is this bad?
    ///
    /// Phones are empty, switched off and in the other jacket, and nobody reads mail at three in
    /// the morning. In an attack the mail may be what is down.
    ///
    /// ## Example
    ///
    /// ```toml,fires
    /// [engagement]
    ///
    /// [escalation.major-incident]
    /// steps = [
    ///   { to = "on-call", ack-within = "15m" },
    ///   { to = "dana", ack-within = "30m" },
    /// ]
    ///
    /// [team.on-call]
    /// [person.dana]
    /// contact = "phone:+1-555-0100"
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```toml,silent
    /// [engagement]
    ///
    /// [escalation.major-incident]
    /// steps = [
    ///   { to = "on-call", ack-within = "15m" },
    ///   { to = "dana", ack-within = "30m" },
    /// ]
    ///
    /// [team.on-call]
    /// [person.dana]
    /// contact = ["phone:+1-555-0100", "email:dana@harbor.example"]
    /// ```
    ///
    /// ## When it stays silent
    ///
    /// - The step calls a team or a party: whoever is on duty there carries the phone.
    /// - No contact of any person stands in the file: they are kept elsewhere.
    /// - A phone of the person's team or party is a way to reach them, too.
    /// - Two phones are two ways.
    /// - The command is over: its `until` lies before today.
    /// - Two e-mail addresses are enough where nothing critical is escalated.
    ///
    /// One phone and nothing else is a note: small offices work so, and know it.
    ///
    /// ## References
    ///
    /// - CIS Controls v8, 17.2 and 17.6: contacts for incidents, and ways to reach them that hold
    /// - NIST SP 800-53 r5, CP-8: alternate telecommunications
    "unreachable-contact" {
        summary: "a person who is called in incidents can be reached in one way only",
        group: Group::Communication,
        severity: DefaultSeverity::WARNING,
        needs: "contacts, and escalation paths or commands",
        frameworks: &["nist-800-53"],
    }
}

/// A reason to call somebody.
struct Call<'e> {
    span: Span,
    why: &'static str,
    of: &'e str,
    critical: bool,
}

fn check(cx: &mut Context<'_, '_>) {
    let engagement = cx.engagement;
    let calls = calls(engagement);
    let mut people = engagement.document.tables.people.iter();
    let any_contact = people.any(|person| person.body.contact.is_some());
    if calls.is_empty() || !any_contact {
        return cx.lacks_data();
    }
    let mut by_lack: BTreeMap<Lack, Vec<Callee<'_, '_>>> = BTreeMap::new();
    for (person, calls) in &calls {
        if let ActorKind::Person(table) = engagement.actor(*person).kind
            && !table.unread.could_hold("contact")
            && !engagement.is_away_for_good(*person, engagement.start())
            && let Some(lack) = lack(&ways(engagement, *person), calls)
        {
            let id = *person;
            let callee = Callee { id, table, calls };
            by_lack.entry(lack).or_default().push(callee);
        }
    }
    for (lack, callees) in &by_lack {
        report(cx, *lack, callees);
    }
}

/// What is wrong with the ways in which somebody can be reached.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Lack {
    NoWay,
    OnlyMail,
    OneWay,
}

impl Lack {
    fn words(self) -> &'static str {
        match self {
            Lack::NoWay => "cannot be reached: the file says no contact",
            Lack::OnlyMail => "can be reached by e-mail only, for critical work",
            Lack::OneWay => "can be reached in one way only",
        }
    }
}

/// Somebody who is called, with the places.
struct Callee<'e, 'd> {
    id: ActorId,
    table: &'e Person<'d>,
    calls: &'e [Call<'e>],
}

impl Callee<'_, '_> {
    fn place(&self, engagement: &Engagement<'_>) -> Span {
        let contact = self.table.contact.as_ref();
        contact.map_or(engagement.actor(self.id).span, |many| many.span)
    }
}

/// The ways to reach a person: their own, and those of their teams and party.
fn ways<'e>(engagement: &'e Engagement<'_>, person: ActorId) -> BTreeSet<&'e str> {
    let seats = engagement
        .capacities(person)
        .iter()
        .copied()
        .chain([person]);
    let ways = seats.flat_map(|seat| match engagement.actor(seat).kind {
        ActorKind::Party(party) => Many::of(&party.contact),
        ActorKind::Person(person) => Many::of(&person.contact),
        ActorKind::Team(team) => Many::of(&team.contact),
        ActorKind::Role(_) => &[],
    });
    ways.map(|way| way.trim())
        .filter(|way| !way.is_empty())
        .collect()
}

/// The persons who are called by name or in a role, with the places.
fn calls<'e>(engagement: &'e Engagement<'_>) -> BTreeMap<ActorId, Vec<Call<'e>>> {
    let critical = critical_paths(engagement);
    let mut calls: BTreeMap<ActorId, Vec<Call<'e>>> = BTreeMap::new();
    let mut take = |seats: &Seats<'_>, why, of, critical| {
        for (actor, span) in seats.placed() {
            for person in called(engagement, actor) {
                let call = Call {
                    span,
                    why,
                    of,
                    critical,
                };
                calls.entry(person).or_default().push(call);
            }
        }
    };
    for (index, path) in engagement.paths.iter().enumerate() {
        for step in &path.steps {
            take(
                &step.to,
                "is called by",
                path.name,
                critical.contains(&index),
            );
        }
    }
    for (_, command) in super::commanding::current(engagement) {
        let of_these = [Incident::Sev1, Incident::Sev2];
        let major = of_these.into_iter().any(|one| command.covers_severity(one));
        take(&command.commander, "commands", command.name, major);
        take(&command.deputy, "takes over in", command.name, major);
    }
    calls
}

/// A person themselves, the holders and deputies of a role.
fn called(engagement: &Engagement<'_>, actor: ActorId) -> BTreeSet<ActorId> {
    let own = engagement.actor(actor);
    match own.kind {
        ActorKind::Person(_) => BTreeSet::from([actor]),
        ActorKind::Role(_) => {
            let named = own.members.actors().chain(own.deputies.actors());
            named
                .filter(|one| engagement.actor(*one).is_person())
                .collect()
        }
        ActorKind::Team(_) | ActorKind::Party(_) => BTreeSet::new(),
    }
}

/// The paths, by index, on which something critical is escalated.
fn critical_paths(engagement: &Engagement<'_>) -> BTreeSet<usize> {
    let critical = engagement
        .leaves()
        .filter(|(id, _)| engagement.is_critical(*id));
    critical
        .filter_map(|(id, _)| engagement.escalation(id)?.to)
        .collect()
}

fn lack(ways: &BTreeSet<&str>, calls: &[Call<'_>]) -> Option<Lack> {
    let only_mail = ways.iter().all(|way| is_mail(way));
    match ways.len() {
        0 => Some(Lack::NoWay),
        _ if only_mail && calls.iter().any(|call| call.critical) => Some(Lack::OnlyMail),
        1 => Some(Lack::OneWay),
        _ => None,
    }
}

fn is_mail(way: &str) -> bool {
    let kind = way.split_once(':').map_or("", |(kind, _)| kind).trim();
    let mail = ["email", "e-mail", "mail", "mailto"];
    let bare = kind.is_empty() && way.contains('@');
    bare || mail.iter().any(|word| kind.eq_ignore_ascii_case(word))
}

/// Enough calls to show what hangs on it.
const MOST_CALLS: usize = 4;

/// One finding for all who lack the same.
fn report(cx: &mut Context<'_, '_>, lack: Lack, callees: &[Callee<'_, '_>]) {
    let engagement = cx.engagement;
    let Some((first, others)) = callees.split_first() else {
        return;
    };
    let name = |callee: &Callee<'_, '_>| engagement.actor(callee.id).name;
    let names = words::list(callees.iter().map(name));
    let message = format!("{names} {}", lack.words());
    let finding = cx.report(first.place(engagement), message);
    if others.is_empty() {
        finding.about(engagement.actor(first.id).object());
    } else {
        finding.about("engagement");
    }
    if lack == Lack::OneWay {
        finding.aspect("one way");
    }
    for other in others {
        finding.related(other.place(engagement), "likewise");
    }
    let mut said = BTreeSet::new();
    let calls = callees.iter().flat_map(|callee| callee.calls);
    let (critical, others): (Vec<_>, Vec<_>) = calls.partition(|call| call.critical);
    for call in critical.into_iter().chain(others) {
        if said.len() < MOST_CALLS && said.insert(call.span) {
            finding.related(call.span, format!("{} `{}`", call.why, call.of));
        }
    }
    finding.help(
        "give two ways, one of which rings: \
         `contact = [\"phone:+1-555-0100\", \"email:name@company.example\"]`",
    );
}

#[cfg(test)]
mod tests {
    use crate::rules::tests::{check, is_not_evaluated, is_silent};

    mod ways;

    #[test]
    fn one_way_no_way_and_mail_alone() {
        check(
            "unreachable-contact",
            r#"
[workstream.containment]
escalation = "major"
[escalation.major]
steps = [{ to = "soc" }, { to = "director" }, { to = "ana" }]
#                               ---------- is called by `major`
#                               ---------- is called by `major`
[command.security]
commander = "director"
#           ---------- commands `security`
#           ---------- commands `security`
deputy = "kim"
#        ----- takes over in `security`
[team.soc]
members = "ben"
[role.director]
held-by = "dana"
deputy = "lee"
[person.dana]
contact = "phone:+1-555-0100"
#         ^^^^^^^^^^^^^^^^^^^ note: `dana` can be reached in one way only
[person.lee]
contact = ["email:lee@harbor.example", "lee@home.example"]
#         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: `lee` can be reached by e-mail only, for critical work
[person.kim]
#       ^^^ warning: `kim` cannot be reached: the file says no contact
[person.ana]
contact = ["phone:+1-555-0101", "phone:+1-555-0102"]
[person.ben]
"#,
        );
    }

    #[test]
    fn two_mail_addresses_where_nothing_is_critical() {
        is_silent(
            "unreachable-contact",
            r#"
[workstream.help-desk]
escalation = "service"
[escalation.service]
steps = [{ to = "ana" }, { to = "kim" }, { to = "vendor" }, { to = "gone" }]
[command.desk]
severity = "sev4"
commander = "ana"
[person.ana]
contact = ["ana@desk.example", "email:ana@home.example"]
[person.kim]
contact = 7
[person.gone]
until = 2026-01-31
[party.vendor]
contact = "phone:+1-555-0300"
"#,
        );
    }

    #[test]
    fn mail_alone_is_too_little_on_the_path_of_critical_work() {
        check(
            "unreachable-contact",
            r#"
[workstream.containment]
criticality = "critical"
escalation = "major"
[workstream.help-desk]
escalation = "service"
[escalation.major]
steps = [{ to = "lee" }]
#               ----- is called by `major`
[escalation.service]
steps = [{ to = "kim" }]
[person.lee]
contact = ["lee@harbor.example", "lee@home.example"]
#         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: `lee` can be reached by e-mail only, for critical work
[person.kim]
contact = ["kim@harbor.example", "kim@home.example"]
"#,
        );
    }

    #[test]
    fn of_many_calls_the_first_four_are_shown() {
        check(
            "unreachable-contact",
            r#"
[escalation.a]
steps = [{ to = "ana" }]
#               ----- is called by `a`
[escalation.b]
steps = [{ to = "ana" }]
#               ----- is called by `b`
[escalation.c]
steps = [{ to = "ana" }]
#               ----- is called by `c`
[escalation.d]
steps = [{ to = "ana" }]
#               ----- is called by `d`
[escalation.e]
steps = [{ to = "ana" }]
[person.ana]
contact = "phone:+1-555-0100"
#         ^^^^^^^^^^^^^^^^^^^ note: `ana` can be reached in one way only
"#,
        );
    }

    #[test]
    fn all_who_lack_the_same_are_one_finding() {
        check(
            "unreachable-contact",
            r#"
[escalation.p1]
steps = [{ to = "ana" }, { to = "ben" }, { to = "kim" }]
#                               ----- is called by `p1`
#                                               ----- is called by `p1`
[person.ana]
contact = ["phone:+1-555-0100", "ana@desk.example"]
[person.ben]
#       ^^^ warning: `ben` and `kim` cannot be reached: the file says no contact
[person.kim]
#       --- likewise
"#,
        );
    }

    #[test]
    fn the_desk_has_a_phone() {
        is_silent(
            "unreachable-contact",
            r#"
[escalation.p1]
steps = [{ to = "ana" }, { to = "ben" }]
[party.northwind]
contact = "phone:+1-555-0300"
[team.desk]
party = "northwind"
members = "ben"
contact = "phone:+1-555-0301"
[person.ana]
party = "northwind"
contact = "ana@desk.example"
[person.ben]
party = "northwind"
"#,
        );
    }

    #[test]
    fn contacts_may_be_kept_elsewhere() {
        is_not_evaluated(
            "unreachable-contact",
            "[escalation.p1]\nsteps = [{ to = \"ana\" }]\n[person.ana]\n[party.vendor]\ncontact = \"phone:1\"\n",
        );
        is_not_evaluated(
            "unreachable-contact",
            "[escalation.p1]\nsteps = [{ to = \"ana\" }]\n[person.ana]\n",
        );
        is_not_evaluated(
            "unreachable-contact",
            "[person.ana]\ncontact = \"phone:1\"\n",
        );
    }
}
