//! The week of an engagement: for each hour of it how long it takes, at worst, to reach somebody
//! who may act; as it is in most weeks, and as it is in the worst of them.
//!
//! Nothing is sampled: every promised minute of the horizon is in one of the cells. How a week is
//! drawn is for the formats to say.

use std::collections::BTreeSet;

use super::local::{day_of, weekday};
use super::pass::By;
use super::{Absent, Clock, Minute, Set, Times, Unknown};
use crate::model::{Engagement, RowId};

/// The hours of a week.
pub const HOURS: usize = 7 * 24;

/// One thing that somebody has to be reached for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Question<'d> {
    /// The work.
    pub row: RowId,
    /// What has to be done.
    pub action: &'d str,
}

/// A call that waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// Which question, by its place in the list that was asked.
    pub question: usize,
    /// When the call is made.
    pub call: Minute,
    /// How many minutes it takes until somebody may act; `None` is never.
    pub wait: Option<u32>,
    /// Whether that is more than is promised; without a promise, whether it is for ever.
    pub exceeds: bool,
    /// Whether it may take longer: of somebody nobody wrote when they are there. What is said then
    /// is the least.
    pub open: bool,
    /// Whether not even the least is known: the file does not say how long a step has to answer,
    /// or something that decides it could not be read.
    pub unknown: bool,
}

/// An hour of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hour {
    /// The longest wait of that hour, as it is in most weeks; `None` where nothing is promised in
    /// most of them.
    pub usual: Option<Waiting>,
    /// The longest in the whole horizon, the first of equals.
    pub worst: Waiting,
    /// How often the hour happens in the horizon.
    pub times: usize,
    /// How often it is as bad as its worst.
    pub as_bad: usize,
}

/// A week.
#[derive(Clone, Debug)]
pub struct Week {
    /// The hours from Monday 00:00 on; `None` where nothing is promised.
    pub hours: Vec<Option<Hour>>,
    /// The worst of them: what exceeds its promise before what does not, then the longest, then
    /// the one that is so bad most often, then the first.
    pub worst: Option<usize>,
}

/// An hour on a date, as the clock on the wall shows it.
struct Slot {
    start: Minute,
    end: Minute,
    /// Which hour of the week.
    hour: usize,
}

/// What is found of a slot: the longest wait if all of whom nobody wrote it are there, and how bad
/// it is if they are not.
#[derive(Clone, Copy, Default)]
struct Found {
    least: Option<Waiting>,
    most: Option<Weight>,
}

impl Found {
    fn waiting(self) -> Option<Waiting> {
        let least = self.least?;
        let open = self.most.is_some_and(|most| most > least.weight());
        Some(Waiting { open, ..least })
    }
}

/// What makes one wait worse than another.
type Weight = (bool, bool, u32);

impl Waiting {
    fn weight(&self) -> Weight {
        weight(self.exceeds, self.wait)
    }
}

fn weight(exceeds: bool, wait: Option<u32>) -> Weight {
    (exceeds, wait.is_none(), wait.unwrap_or(0))
}

impl<'d> Clock<'_, 'd> {
    /// The week, with these people absent, of several questions at once: in each minute the one
    /// counts that is answered worst. Where no hours are promised every minute of the horizon is
    /// looked at.
    pub fn week(&self, questions: &[Question<'d>], absent: &Absent) -> Week {
        let slots = self.slots();
        let mut found = vec![Found::default(); slots.len()];
        for question in questions.iter().enumerate() {
            self.fill(question, absent, &slots, &mut found);
        }
        let hours = (0..HOURS).map(|hour| {
            let same = slots.iter().zip(&found);
            let same: Vec<Option<Waiting>> = same
                .filter(|(slot, _)| slot.hour == hour)
                .map(|(_, found)| found.waiting())
                .collect();
            let mut hour = hour_of(&same)?;
            let is_unknown = |own: &Waiting| self.is_unknown(&questions[own.question], own, absent);
            hour.worst.unknown = is_unknown(&hour.worst);
            if let Some(usual) = &mut hour.usual {
                usual.unknown = is_unknown(usual);
            }
            Some(hour)
        });
        let hours: Vec<Option<Hour>> = hours.collect();
        Week {
            worst: worst_of(&hours),
            hours,
        }
    }

    /// The rows that promise hours, each with every action that it takes.
    pub fn promised_questions(&self) -> Vec<Question<'d>> {
        let engagement = self.engagement;
        let leaves = engagement.leaves();
        let promising =
            leaves.filter(|(id, row)| !row.only_decides() && self.promise_of(*id).is_some());
        promising.flat_map(|(id, _)| self.questions(id)).collect()
    }

    /// A row with every action that it takes. Of slices by step, which take them together, only
    /// those that can: the others leave it to them.
    pub fn questions(&self, row: RowId) -> Vec<Question<'d>> {
        let needs = self.engagement.needs(row).into_iter();
        let actions: Vec<&'d str> = needs.map(|need| &*need.action.id.name).collect();
        let sharing = self.engagement.sharing_needs(row);
        let mut seen = BTreeSet::new();
        let left_to_another = |action: &'d str| {
            sharing.len() > 1
                && !self.ever_ends(row, action)
                && sharing.iter().any(|other| self.ever_ends(*other, action))
        };
        let own = actions
            .into_iter()
            .filter(|action| seen.insert(*action) && !left_to_another(action));
        own.map(|action| Question { row, action }).collect()
    }

    fn ever_ends(&self, row: RowId, action: &'d str) -> bool {
        let times = self.time_to_authority(row, action, &Absent::nobody(), Unknown::On);
        times.pieces().iter().any(|piece| piece.way.is_some())
    }

    /// Within how many minutes somebody has to be reached. Where no hours are promised nothing can
    /// be late: only for ever counts.
    pub fn promised_time(&self, row: RowId) -> Option<u32> {
        let promised = self.promised(row);
        promised.and_then(|_| self.decide_within(row))
    }

    /// The minutes of the horizon that a question is about.
    pub fn asked_minutes(&self, row: RowId) -> Set {
        let promised = self.promised(row);
        promised.map_or_else(|| self.horizon().clone(), |promised| (*promised).clone())
    }

    /// Adds what one question is answered to what is found already.
    fn fill(
        &self,
        (index, question): (usize, &Question<'d>),
        absent: &Absent,
        slots: &[Slot],
        found: &mut [Found],
    ) {
        let minutes = self.asked_minutes(question.row);
        let bound = self.promised_time(question.row);
        let exceeds = |wait: Option<u32>| match (wait, bound) {
            (None, _) => true,
            (Some(wait), Some(bound)) => wait > bound,
            (Some(_), None) => false,
        };
        let times =
            |unknown| self.time_to_authority(question.row, question.action, absent, unknown);
        longest(&times(Unknown::Off), &minutes, slots, |slot, _, wait| {
            let most = &mut found[slot].most;
            *most = (*most).max(Some(weight(exceeds(wait), wait)));
        });
        longest(&times(Unknown::On), &minutes, slots, |slot, call, wait| {
            let waiting = Waiting {
                question: index,
                call,
                wait,
                exceeds: exceeds(wait),
                open: false,
                unknown: false,
            };
            let least = &mut found[slot].least;
            if least.is_none_or(|known| waiting.weight() > known.weight()) {
                *least = Some(waiting);
            }
        });
    }

    /// Whether a call ends only for all the file says.
    fn is_unknown(&self, question: &Question<'d>, own: &Waiting, absent: &Absent) -> bool {
        if !own.open {
            return false;
        }
        let Question { row, action } = *question;
        let times = self.time_to_authority(row, action, absent, Unknown::On);
        let counts = times.call_that_counts(own.call);
        let way = counts.and_then(|call| times.way_at(call));
        way.is_some_and(|way| way.by == By::Unknown)
    }

    /// The horizon, hour by hour.
    fn slots(&self) -> Vec<Slot> {
        let Some(local) = self.local(self.home()) else {
            return Vec::new();
        };
        let mut slots = Vec::new();
        for (start, end) in self.horizon().spans() {
            for (start, end, wall) in local.hours_between(*start, *end) {
                let day = usize::from(weekday(day_of(wall)));
                let hour = usize::try_from(wall.div_euclid(60).rem_euclid(24)).unwrap_or(0);
                slots.push(Slot {
                    start,
                    end,
                    hour: day * 24 + hour,
                });
            }
        }
        slots
    }
}

/// Tells of every stretch of minutes that lies in one slot and waits in one way how long its first
/// call, which waits longest, takes.
fn longest(
    times: &Times,
    minutes: &Set,
    slots: &[Slot],
    mut tell: impl FnMut(usize, Minute, Option<u32>),
) {
    let pieces = times.pieces();
    let (mut piece, mut slot) = (0, 0);
    for (start, end) in minutes.spans() {
        let mut at = *start;
        while at < *end {
            piece += pieces[piece..].partition_point(|piece| piece.end <= at);
            slot += slots[slot..].partition_point(|slot| slot.end <= at);
            let (Some(waiting), Some(hour)) = (pieces.get(piece), slots.get(slot)) else {
                return;
            };
            if hour.start <= at {
                tell(slot, at, waiting.wait.from(at));
            }
            at = waiting.end.min(hour.end);
        }
    }
}

/// One hour of the week, from all that happen in the horizon.
fn hour_of(all: &[Option<Waiting>]) -> Option<Hour> {
    let mut known = all.iter().flatten();
    let mut worst = *known.next()?;
    for waiting in known {
        if waiting.weight() > worst.weight() {
            worst = *waiting;
        }
    }
    let is_worst = |own: &&Waiting| own.weight() == worst.weight();
    Some(Hour {
        usual: usual_of(all),
        worst,
        times: all.len(),
        as_bad: all.iter().flatten().filter(is_worst).count(),
    })
}

/// What is so most often; of equals the worse.
fn usual_of(all: &[Option<Waiting>]) -> Option<Waiting> {
    let weigh = |one: &Option<Waiting>| one.map(|one| (one.weight(), one.open));
    let mut sorted = all.to_vec();
    sorted.sort_by_key(|one| (weigh(one), one.map(|one| one.call)));
    let alike = sorted.chunk_by(|one, next| weigh(one) == weigh(next));
    let most = alike.max_by_key(|alike| alike.len())?;
    most.first().copied().flatten()
}

fn worst_of(hours: &[Option<Hour>]) -> Option<usize> {
    let known = hours.iter().enumerate();
    let known = known.filter_map(|(index, hour)| Some((index, hour.as_ref()?)));
    let worst = known.max_by_key(|(index, hour)| {
        let share = hour.as_bad * 1000 / hour.times.max(1);
        (hour.worst.weight(), share, std::cmp::Reverse(*index))
    });
    worst.map(|(index, _)| index)
}

/// The rows that are looked at when one is named: itself, or all that it consists of.
pub fn parts_of(engagement: &Engagement<'_>, row: RowId) -> Vec<RowId> {
    let mut parts = BTreeSet::new();
    let mut seen = BTreeSet::new();
    let mut open = vec![row];
    while let Some(next) = open.pop() {
        if !seen.insert(next) {
            continue;
        }
        let row = engagement.row(next);
        if row.is_leaf() {
            parts.insert(next);
        }
        open.extend(row.slices.iter().chain(&row.children));
    }
    parts.into_iter().collect()
}

#[cfg(test)]
mod tests;
