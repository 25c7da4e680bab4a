use std::collections::BTreeSet;

use racilint_diagnostics::{DefaultSeverity, Group, Span};
use racilint_parser::values::Many;

use super::{Context, declare_rule, words};
use crate::model::{ActorId, Engagement, Link, Place, Row, RowId};

declare_rule! {
    /// ## What it does
    ///
    /// Reports work that waits for, or goes on to, work of another party while no handoff is agreed
    /// between the two. For critical work the same goes for two teams of one party.
    ///
    /// ## Why is this bad?
    ///
    /// Work is lost where it changes hands. Each side has done its part, and the ticket lies in
    /// between.
    ///
    /// ## Example
    ///
    /// ```toml,fires
    /// [engagement]
    ///
    /// [workstream.help-desk]
    /// responsible = "service-desk"
    /// flows-to = ["identity"]
    ///
    /// [workstream.identity]
    /// responsible = "it-ops"
    ///
    /// [party.northwind]
    /// [party.harbor]
    /// [team.service-desk]
    /// party = "northwind"
    /// [team.it-ops]
    /// party = "harbor"
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```toml,silent
    /// [engagement]
    ///
    /// [workstream.help-desk]
    /// responsible = "service-desk"
    /// flows-to = ["identity"]
    ///
    /// [workstream.identity]
    /// responsible = "it-ops"
    ///
    /// [[handoff]]
    /// from = "help-desk"
    /// to = "identity"
    /// when = "an account, not the device, is at fault"
    /// carries = "the ticket, with user and device"
    ///
    /// [party.northwind]
    /// [party.harbor]
    /// [team.service-desk]
    /// party = "northwind"
    /// [team.it-ops]
    /// party = "harbor"
    /// ```
    ///
    /// ## When it stays silent
    ///
    /// - Somebody of the same party does both; another party only supports, is asked or is told.
    /// - A handoff names the two ends: a workstream, its parent or a slice of it, whoever does the
    ///   work, a team or role of theirs, or their party. What depends on other work is answered by
    ///   a handoff in either direction.
    /// - The work is a container, or nobody needs to do it.
    /// - Who does it, or the party, is not said or cannot be read.
    ///
    /// ## References
    ///
    /// - Google, *Site Reliability Engineering*, ch. 14: a clear, live handoff
    /// - CISA AA22-131A: both sides understand who does what
    "missing-handoff" {
        summary: "work changes hands between parties without a handoff",
        group: Group::Handoff,
        severity: DefaultSeverity::ERROR,
        needs: "`depends-on` or `flows-to`",
    }
}

fn check(cx: &mut Context<'_, '_>) {
    let engagement = cx.engagement;
    let edges = edges(engagement);
    if edges.is_empty() || engagement.is_damaged() {
        return cx.lacks_data();
    }
    let agreed = Agreed::of(engagement);
    let mut told = BTreeSet::new();
    for edge in &edges {
        let pair = (edge.from.min(edge.to), edge.from.max(edge.to));
        let (Some(from), Some(to)) = (End::of(edge.from, engagement), End::of(edge.to, engagement))
        else {
            continue;
        };
        let Some(crossing) = crossing(&from, &to, engagement) else {
            continue;
        };
        let is_agreed = agreed.has(&from, &to) || edge.either_way && agreed.has(&to, &from);
        if !is_agreed && told.insert(pair) {
            report(cx, edge, &from, &to, &crossing);
        }
    }
}

/// One workstream names another.
struct Edge {
    from: RowId,
    to: RowId,
    span: Span,
    /// Whether it says only that the one needs the other.
    either_way: bool,
}

fn edges(engagement: &Engagement<'_>) -> Vec<Edge> {
    let mut edges = Vec::new();
    let rows = engagement
        .rows()
        .filter(|(_, row)| row.slice.is_none() && !row.left_out);
    for (from, row) in rows {
        let fields = [
            (&row.workstream.depends_on, true),
            (&row.workstream.flows_to, false),
        ];
        for (field, either_way) in fields {
            for named in Many::of(field) {
                let to = engagement.names.row(&named.name).filter(|to| *to != from);
                edges.extend(to.map(|to| Edge {
                    from,
                    to,
                    span: named.span,
                    either_way,
                }));
            }
        }
    }
    edges
}

/// One end of an edge, with those who do the work there.
struct End<'e, 'd> {
    id: RowId,
    row: &'e Row<'d>,
    /// Who does it, in all slices.
    doers: Vec<Link<'d, ActorId>>,
    parties: BTreeSet<ActorId>,
    /// What a handoff may name to mean this end.
    keys: BTreeSet<Key>,
}

impl<'e, 'd> End<'e, 'd> {
    /// `None` where it is not known who does the work, or for which party.
    fn of(id: RowId, engagement: &'e Engagement<'d>) -> Option<Self> {
        let row = engagement.row(id);
        if row.left_out || !row.children.is_empty() {
            return None;
        }
        let mut rows = vec![row];
        if !row.slices.is_empty() {
            rows = row
                .slices
                .iter()
                .map(|slice| engagement.row(*slice))
                .collect();
        }
        if rows.iter().any(|row| row.responsible().uncertain()) {
            return None;
        }
        let doers: Vec<_> = rows
            .iter()
            .flat_map(|row| row.responsible().links.clone())
            .collect();
        let mut end = End {
            id,
            row,
            doers,
            parties: BTreeSet::new(),
            keys: BTreeSet::new(),
        };
        end.keys
            .extend(engagement.lineage(id).into_iter().map(Key::Row));
        end.keys.extend(row.slices.iter().copied().map(Key::Row));
        for doer in end.doers.iter().filter_map(|link| link.to) {
            let parties = engagement.parties(doer);
            let lost = engagement.actor(doer).parties.uncertain() || engagement.may_be_more(doer);
            if parties.is_empty() || lost {
                return None;
            }
            end.keys
                .extend(engagement.capacities(doer).into_iter().map(Key::Actor));
            if engagement.actor(doer).is_party() {
                end.keys.insert(Key::Inside(doer));
            }
            end.parties.extend(parties);
        }
        (!end.parties.is_empty()).then_some(end)
    }

    /// The teams that do the work, where only teams do it, with all who are in them.
    fn teams(&self, engagement: &Engagement<'_>) -> Option<BTreeSet<ActorId>> {
        let mut people = BTreeSet::new();
        for doer in self.doers.iter().filter_map(|link| link.to) {
            if !engagement.actor(doer).is_team() || engagement.acting(doer).is_empty() {
                return None;
            }
            people.insert(doer);
            people.extend(engagement.acting(doer));
        }
        Some(people)
    }
}

/// What changes hands: from whom to whom, in words. `None` when nothing does.
fn crossing(from: &End<'_, '_>, to: &End<'_, '_>, engagement: &Engagement<'_>) -> Option<String> {
    if from.parties.is_disjoint(&to.parties) {
        let names = |end: &End<'_, '_>| {
            words::list(
                end.parties
                    .iter()
                    .map(|party| engagement.actor(*party).name),
            )
        };
        return Some(format!("{} and {}", names(from), names(to)));
    }
    if from.parties != to.parties
        || !engagement.is_critical(from.id) && !engagement.is_critical(to.id)
    {
        return None;
    }
    let apart = from.teams(engagement)?.is_disjoint(&to.teams(engagement)?);
    let names = |end: &End<'_, '_>| {
        let names: BTreeSet<&str> = end.doers.iter().map(|link| link.name).collect();
        words::list(names)
    };
    apart.then(|| format!("{} and {}", names(from), names(to)))
}

/// What an end of a handoff can be known by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Row(RowId),
    Actor(ActorId),
    /// Somebody of this party.
    Inside(ActorId),
    /// An end that cannot be read, or names nothing: it may be any.
    Any,
}

/// The handoffs, by what their ends can be known by.
struct Agreed(BTreeSet<(Key, Key)>);

impl Agreed {
    fn of(engagement: &Engagement<'_>) -> Self {
        let mut agreed = BTreeSet::new();
        for handoff in &engagement.handoffs {
            let unread = |key| handoff.table.unread.could_hold(key);
            let from = keys_of(&handoff.from, unread("from"), engagement);
            let to = keys_of(&handoff.to, unread("to"), engagement);
            for start in from {
                agreed.extend(to.iter().map(|end| (start, *end)));
            }
        }
        Agreed(agreed)
    }

    fn has(&self, from: &End<'_, '_>, to: &End<'_, '_>) -> bool {
        let starts = || from.keys.iter().chain([&Key::Any]);
        let mut ends = to.keys.iter().chain([&Key::Any]);
        ends.any(|end| starts().any(|start| self.0.contains(&(*start, *end))))
    }
}

fn keys_of(links: &[Link<'_, Place>], unread: bool, engagement: &Engagement<'_>) -> BTreeSet<Key> {
    let mut keys = BTreeSet::new();
    if unread || links.is_empty() {
        keys.insert(Key::Any);
    }
    for link in links {
        match link.to {
            None => _ = keys.insert(Key::Any),
            Some(Place::Row(row)) => _ = keys.insert(Key::Row(row)),
            Some(Place::Actor(actor)) => {
                keys.insert(Key::Actor(actor));
                keys.extend(engagement.parties(actor).into_iter().map(Key::Inside));
                // Whoever names the lead of a team, or a role in it, means the team.
                let others = engagement.capacities(actor).into_iter();
                let others = others.filter(|other| !engagement.actor(*other).is_party());
                keys.extend(others.map(Key::Actor));
            }
        }
    }
    keys
}

fn report(
    cx: &mut Context<'_, '_>,
    edge: &Edge,
    from: &End<'_, '_>,
    to: &End<'_, '_>,
    crossing: &str,
) {
    let (start, end) = (&from.row.name, &to.row.name);
    let message = format!(
        "no handoff is agreed between `{start}` and `{end}`, where work passes between {crossing}"
    );
    let finding = cx.report(edge.span, message);
    finding.about(from.row.object()).aspect(&**end);
    for side in [from, to] {
        for doer in &side.doers {
            finding.related(doer.span, format!("does `{}`", side.row.name));
        }
    }
    // Whoever depends on work receives it.
    let (start, end) = if edge.either_way {
        (end, start)
    } else {
        (start, end)
    };
    finding.help(format!(
        "agree on when the work passes, what goes with it and how soon the other side takes it: \
         `[[handoff]]` with `from = \"{start}\"`, `to = \"{end}\"`, `when`, `carries`, `ack-within` \
         and `until-acknowledged`"
    ));
}

#[cfg(test)]
mod tests {
    use crate::rules::tests::{check, is_not_evaluated, is_silent};

    /// Two parties with two teams each.
    const ROSTER: &str = r#"
[party.acme]
[party.zeta]
[team.desk]
party = "acme"
members = ["ana"]
[team.soc]
party = "acme"
members = ["ben"]
[team.it]
party = "zeta"
[person.ana]
party = "acme"
[person.ben]
party = "acme"
[person.cleo]
party = "zeta"
[role.it-lead]
held-by = "cleo"
"#;

    #[track_caller]
    fn is_agreed(fixture: &str) {
        is_silent("missing-handoff", &format!("{fixture}{ROSTER}"));
    }

    #[track_caller]
    fn finds(fixture: &str) {
        check("missing-handoff", &format!("{fixture}{ROSTER}"));
    }

    #[test]
    fn work_that_crosses_parties() {
        finds(
            r#"
[workstream.tickets]
responsible = "desk"
#             ------ does `tickets`
flows-to = ["accounts"]
#           ^^^^^^^^^^ error: no handoff is agreed between `tickets` and `accounts`, where work passes between `acme` and `zeta`
[workstream.accounts]
responsible = ["it", "it-lead"]
#              ---- does `accounts`
#                    --------- does `accounts`
[workstream.changes]
responsible = "zeta"
#             ------ does `changes`
depends-on = ["tickets"]
#             ^^^^^^^^^ error: no handoff is agreed between `changes` and `tickets`, where work passes between `zeta` and `acme`
"#,
        );
    }

    #[test]
    fn both_directions_are_one_finding() {
        finds(
            r#"
[workstream.tickets]
responsible = "desk"
#             ------ does `tickets`
flows-to = "accounts"
#          ^^^^^^^^^^ error: no handoff is agreed between `tickets` and `accounts`, where work passes between `acme` and `zeta`
[workstream.accounts]
responsible = "it"
#             ---- does `accounts`
depends-on = "tickets"
"#,
        );
    }

    #[test]
    fn slices_are_taken_together() {
        finds(
            r#"
[workstream.tickets]
flows-to = ["accounts", "mixed"]
#           ^^^^^^^^^^ error: no handoff is agreed between `tickets` and `accounts`, where work passes between `acme` and `zeta`
[workstream.tickets.slice.days]
responsible = "desk"
#             ------ does `tickets`
[workstream.tickets.slice.nights]
responsible = "soc"
#             ----- does `tickets`
[workstream.accounts]
responsible = "it"
#             ---- does `accounts`
[workstream.mixed.slice.days]
responsible = "it"
[workstream.mixed.slice.nights]
responsible = "soc"
"#,
        );
    }

    #[test]
    fn a_handoff_of_work_that_flows_has_a_direction() {
        finds(
            r#"
[workstream.tickets]
responsible = "desk"
#             ------ does `tickets`
flows-to = "accounts"
#          ^^^^^^^^^^ error: no handoff is agreed between `tickets` and `accounts`, where work passes between `acme` and `zeta`
[workstream.accounts]
responsible = "it"
#             ---- does `accounts`
[[handoff]]
from = "accounts"
to = "tickets"
"#,
        );
    }

    #[test]
    fn critical_work_that_crosses_teams() {
        finds(
            r#"
[workstream.tickets]
responsible = "desk"
#             ------ does `tickets`
flows-to = ["quarantine", "reports"]
#           ^^^^^^^^^^^^ error: no handoff is agreed between `tickets` and `quarantine`, where work passes between `desk` and `soc`
[workstream.quarantine]
criticality = "critical"
responsible = "soc"
#             ----- does `quarantine`
[workstream.reports]
responsible = "soc"
"#,
        );
    }

    #[test]
    fn ends_are_named_by_work_people_and_parties() {
        for (from, to) in [
            ("tickets", "accounts"),
            ("accounts", "tickets"),
            ("operations", "accounts.days"),
            ("desk", "it"),
            ("ana", "it-lead"),
            ("acme", "cleo"),
            ("tickets", "zeta"),
        ] {
            is_agreed(&format!(
                r#"
[workstream.operations]
[workstream.tickets]
parent = "operations"
responsible = "desk"
depends-on = "accounts"
[workstream.accounts.slice.days]
responsible = ["it", "it-lead"]
[[handoff]]
from = "{from}"
to = "{to}"
"#
            ));
        }
    }

    #[test]
    fn a_handoff_of_other_work_does_not_count() {
        finds(
            r#"
[workstream.tickets]
responsible = "desk"
#             ------ does `tickets`
flows-to = "accounts"
#          ^^^^^^^^^^ error: no handoff is agreed between `tickets` and `accounts`, where work passes between `acme` and `zeta`
[workstream.accounts]
responsible = "it"
#             ---- does `accounts`
[workstream.other]
[[handoff]]
from = "soc"
to = "accounts"
[[handoff]]
from = "tickets"
to = "other"
"#,
        );
    }

    #[test]
    fn the_same_hands_are_silent() {
        is_agreed(
            r#"
[workstream.tickets]
responsible = "desk"
support = "it"
criticality = "high"
flows-to = ["reports", "rosters", "nothing", "left-out", "container"]
[workstream.reports]
responsible = ["desk", "it"]
[workstream.rosters]
responsible = "ana"
[workstream.nothing]
[workstream.left-out]
responsible = "it"
not-applicable = "there is none"
[workstream.container]
[workstream.child]
parent = "container"
responsible = "it"
"#,
        );
    }

    #[test]
    fn what_is_unknown_is_silent() {
        is_agreed(
            r#"
[workstream.tickets]
responsible = "desk"
flows-to = ["accounts", "misspelt", "no-party", "nonsense"]
[workstream.accounts]
responsible = "it"
[workstream.misspelt]
responsible = ["it", "gohst"]
[workstream.no-party]
responsible = "nomads"
[[handoff]]
from = "tickets"
to = "acounts"
[team.nomads]
"#,
        );
    }

    #[test]
    fn without_edges_there_is_nothing_to_say() {
        is_not_evaluated("missing-handoff", "[engagement]\n[workstream.tickets]\n");
    }
}
