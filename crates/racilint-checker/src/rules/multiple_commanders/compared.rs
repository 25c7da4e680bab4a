//! Which commands contradict each other, found without comparing thoroughly what is apart at first
//! sight.

use std::collections::BTreeMap;

use racilint_parser::language::Incident;

use super::hours::{Common, Forces, common_hours};
use super::{Context, Stretch, are_at_odds, days_of, is_known, two_last_words};
use crate::model::{Command, Effort, Engagement, RowId};

/// So many that contradict one command are told: more of them are one mistake.
const MOST_TOLD: usize = 64;

/// Two commands that may contradict each other.
pub(super) struct Met {
    /// The first row that they share; none where they share whatever is critical.
    pub(super) row: Option<RowId>,
    /// When both are in force.
    pub(super) common: Common,
}

/// What came of comparing all commands.
pub(super) struct Compared {
    /// Those that may contradict each other, by their place in the file.
    pub(super) pairs: BTreeMap<(usize, usize), Met>,
    /// The first that is not compared with all others.
    pub(super) stops_at: Option<usize>,
}

/// What tells commands apart at first sight.
struct Known {
    severities: [bool; 4],
    days: Stretch,
    weight: usize,
}

impl Known {
    /// What is known of a command that is not over; `None` where it cannot be compared.
    fn of(command: &Command<'_>, engagement: &Engagement<'_>) -> Option<Self> {
        use Incident::{Sev1, Sev2, Sev3, Sev4};
        if command.is_over(engagement.start()) || !is_known(command, engagement) {
            return None;
        }
        let leaders = command.commander.actors();
        let people: usize = leaders.map(|own| engagement.answering(own).len()).sum();
        let windows = command.table.hours.as_ref().map(|own| own.windows.len());
        let named = command.commander.links.len() + command.decides.links.len();
        Some(Known {
            severities: [Sev1, Sev2, Sev3, Sev4].map(|own| command.covers_severity(own)),
            days: days_of(command, engagement),
            weight: 1 + people + named + windows.unwrap_or(0),
        })
    }

    /// Whether two commands are for the same severity on the same day.
    fn may_meet(&self, other: &Self) -> bool {
        let ends_before = |one: Stretch, other: Stretch| {
            let days = one.1.zip(other.0);
            days.is_some_and(|(last, first)| last < first)
        };
        let mut severities = self.severities.iter().zip(other.severities);
        severities.any(|(one, other)| *one && other)
            && !ends_before(self.days, other.days)
            && !ends_before(other.days, self.days)
    }
}

/// Compares the commands that have work in common.
pub(super) fn compared(cx: &Context<'_, '_>) -> Compared {
    let engagement = cx.engagement;
    let commands = engagement.commands.iter();
    let known: Vec<Option<Known>> = commands.map(|own| Known::of(own, engagement)).collect();
    let groups = groups(engagement, &known);
    let all = groups.keys().flatten().filter_map(|at| known[*at].as_ref());
    let effort = Effort::for_many(all.map(|own| own.weight).sum());
    let mut forces = Forces::new();
    let mut judged: BTreeMap<(usize, usize), Option<Met>> = BTreeMap::new();
    let mut stops_at = None;
    for (group, row) in &groups {
        for (at, first) in group.iter().enumerate() {
            let mut told = 0;
            for second in &group[at + 1..] {
                let (Some(one), Some(other)) = (&known[*first], &known[*second]) else {
                    continue;
                };
                let is_apart = effort.spend(1) && !one.may_meet(other);
                if is_apart || !effort.spend(one.weight + other.weight) {
                    continue;
                }
                let pair = (*first, *second);
                let met = judged.entry(pair).or_insert_with(|| {
                    let common = judge(cx, pair, &mut forces)?;
                    Some(Met { row: *row, common })
                });
                let Some(met) = met else { continue };
                met.row = met.row.or(*row).min(row.or(met.row));
                told += usize::from(met.common.is_sure());
                if told == MOST_TOLD {
                    break;
                }
            }
            if effort.is_spent() {
                stops_at = stops_at.or(Some(*first));
                break;
            }
        }
    }
    let pairs = judged.into_iter();
    Compared {
        pairs: pairs.filter_map(|(pair, met)| Some((pair, met?))).collect(),
        stops_at,
    }
}

/// The commands of the same work, with the first row that they share. Thousands of rows are covered
/// by the same few commands: each group is looked at once.
fn groups(
    engagement: &Engagement<'_>,
    known: &[Option<Known>],
) -> BTreeMap<Vec<usize>, Option<RowId>> {
    let mut groups: BTreeMap<Vec<usize>, Option<RowId>> = BTreeMap::new();
    let covering = engagement.covering().into_iter();
    let covering = covering.map(|(row, commands)| (commands, Some(row)));
    for (mut commands, row) in covering.chain([(engagement.commands_by_default(), None)]) {
        commands.retain(|at| known[*at].is_some());
        groups.entry(commands).or_insert(row);
    }
    groups
}

/// When two commands that contradict each other are both in force, if they do and are.
fn judge(cx: &Context<'_, '_>, pair: (usize, usize), forces: &mut Forces) -> Option<Common> {
    let engagement = cx.engagement;
    let (earlier, later) = (&engagement.commands[pair.0], &engagement.commands[pair.1]);
    let words =
        || earlier.unity == later.unity && two_last_words(earlier, later, engagement).is_some();
    if !are_at_odds(earlier, later, engagement) && !words() {
        return None;
    }
    match common_hours(cx, pair, forces) {
        Common::Never => None,
        common => Some(common),
    }
}
