use std::collections::BTreeSet;

use racilint_diagnostics::{DefaultSeverity, Group};
use racilint_parser::language::{Apart, Within};

use super::{Context, declare_rule, words};
use crate::catalogue::{self, Pair};
use crate::model::{ActorId, ClientSide, Engagement, Held, Meet, RowId};

declare_rule! {
    /// ## What it does
    ///
    /// Reports two duties in the same hands that check each other: approving and carrying out
    /// changes, administering a system and reviewing its logs, fixing a system and closing the
    /// findings on it, running a system and checking or auditing it.
    ///
    /// ## Why is this bad?
    ///
    /// A control that looks at its own work looks away. It takes no bad faith: whoever made the
    /// change is sure that it was right.
    ///
    /// ## Example
    ///
    /// ```toml,fires
    /// [engagement]
    ///
    /// [system.servers]
    /// top-admin = ["gus", "hana"]
    ///
    /// [workstream.log-review]
    /// responsible = "gus"
    /// accountable = "maria"
    /// systems = ["servers"]
    ///
    /// [person.gus]
    /// [person.hana]
    /// [person.maria]
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```toml,silent
    /// [engagement]
    ///
    /// [system.servers]
    /// top-admin = ["gus", "hana"]
    ///
    /// [workstream.log-review]
    /// responsible = "vera"
    /// accountable = "maria"
    /// systems = ["servers"]
    ///
    /// [person.gus]
    /// [person.hana]
    /// [person.vera]
    /// [person.maria]
    /// ```
    ///
    /// ## When it stays silent
    ///
    /// - Somebody on the checking side holds nothing of the other: that person can check.
    /// - Changes are approved by a lead of those who carry them out.
    /// - The two meet on no system or workstream that the file names.
    /// - A workstream lists the checking among other work: the two are not told apart.
    /// - Client staff audit what the client runs, as internal audit does.
    /// - Somebody is unknown: other rules say so.
    ///
    /// ## References
    ///
    /// - ISO/IEC 27001:2022, A.5.3: segregation of duties
    /// - NIST SP 800-53, AC-5: separation of duties
    /// - SOC 2, CC5.1: incompatible duties are segregated
    "incompatible-duties" {
        summary: "whoever does it also checks it",
        group: Group::Separation,
        severity: DefaultSeverity::ByCriticality,
        needs: "systems or grants that say who does and who checks",
        frameworks: &["iso-27001", "nist-800-53", "soc2", "nis2", "cmmc-l2"],
    }
}

/// So many people are named in a message.
const MOST_NAMED: usize = 4;
/// So many places of the other side are shown.
const MOST_SHOWN: usize = 6;

fn check(cx: &mut Context<'_, '_>) {
    let engagement = cx.engagement;
    let mut reported = BTreeSet::new();
    let mut found = false;
    for pair in catalogue::pairs() {
        let Some((first, second)) = engagement.sides_of(&pair.body) else {
            continue;
        };
        for (meet, checks) in &second {
            let Some(does) = first.get(meet) else {
                continue;
            };
            found = true;
            let doing = Hands::of(does, pair, engagement);
            for check in checks {
                let key = check.row.map(|row| whole(row, engagement));
                let checking = Hands::of(std::slice::from_ref(check), pair, engagement);
                if is_same(pair, &doing, &checking, engagement) && reported.insert(key) {
                    report(cx, pair, *meet, does, check, &checking.own);
                }
            }
        }
    }
    if !found {
        cx.lacks_data();
    }
}

fn whole(row: RowId, engagement: &Engagement<'_>) -> RowId {
    engagement.row(row).whole.unwrap_or(row)
}

fn is_of_parties(pair: &Pair) -> bool {
    let within = pair.body.within;
    within.is_some_and(|within| within.value == Within::Party)
}

/// Whoever holds a side somewhere: people, or their parties where a pair is about those.
struct Hands {
    own: BTreeSet<ActorId>,
    /// There may be others.
    unknown: bool,
}

impl Hands {
    fn of(held: &[Held], pair: &Pair, engagement: &Engagement<'_>) -> Self {
        let mut hands = Hands {
            own: BTreeSet::new(),
            unknown: held.iter().any(|held| held.uncertain),
        };
        for (actor, _) in held.iter().flat_map(|held| &held.by) {
            let own = if is_of_parties(pair) {
                let parties = engagement.parties(*actor);
                hands.unknown |= parties.is_empty();
                parties
            } else {
                hands.unknown |= engagement.may_be_more(*actor);
                engagement.hands(*actor)
            };
            hands.own.extend(own);
        }
        hands
    }
}

/// Whether both sides are in the same hands, so that nobody is left to check.
fn is_same(pair: &Pair, doing: &Hands, checking: &Hands, engagement: &Engagement<'_>) -> bool {
    if checking.unknown || checking.own.is_empty() {
        return false;
    }
    if is_of_parties(pair) {
        let Some(client) = ClientSide::of(engagement) else {
            return false;
        };
        let of_client = checking.own.iter().any(|party| client.is_party(*party));
        return !of_client && checking.own.is_subset(&doing.own);
    }
    let apart = pair.body.apart.map(|apart| apart.value);
    match apart.unwrap_or(Apart::Free) {
        Apart::Free => checking.own.is_subset(&doing.own),
        Apart::Other => !doing.unknown && checking.own == doing.own,
    }
}

fn report(
    cx: &mut Context<'_, '_>,
    pair: &Pair,
    meet: Meet<'_>,
    does: &[Held],
    check: &Held,
    hands: &BTreeSet<ActorId>,
) {
    let engagement = cx.engagement;
    let (Some(row), Some((_, place))) = (check.row, check.by.first()) else {
        return;
    };
    let row = engagement.row(whole(row, engagement));
    let at = match meet {
        Meet::System(system) => system,
        Meet::Work(id) => &engagement.row(id).name,
    };
    let title = pair.body.title.as_ref().map_or("", |title| &*title.value);
    let title = title.replace("{}", &format!("`{at}`"));
    let message = format!(
        "{title} are in the same hands: {}",
        named(hands, engagement)
    );
    let finding = cx.report(*place, message);
    finding.about(row.object()).aspect(&*pair.id.name);
    let mut shown = BTreeSet::from([*place]);
    let sides = [
        (&pair.body.second, std::slice::from_ref(check)),
        (&pair.body.first, does),
    ];
    for (side, held) in sides {
        let words = side.as_ref().and_then(|side| side.does.as_ref());
        let words = words.map_or("", |words| &*words.value);
        let places = held.iter().flat_map(|held| &held.by).take(MOST_SHOWN);
        for (_, span) in places {
            if shown.insert(*span) {
                finding.related(*span, words);
            }
        }
    }
    if let Some(help) = &pair.body.help {
        finding.help(&*help.value);
    }
}

fn named(hands: &BTreeSet<ActorId>, engagement: &Engagement<'_>) -> String {
    let names = hands.iter().map(|id| engagement.actor(*id).name);
    let shown = words::list(names.take(MOST_NAMED));
    match hands.len().saturating_sub(MOST_NAMED) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

#[cfg(test)]
mod tests;
