//! An incident, played: who is called at which minute, whether they are there, what they may do,
//! who approves, and when somebody may act.
//!
//! The figures are those of [`Times`]; this tells how they come about. Ids and minutes only: names,
//! words and local times are for whoever shows it.

mod called;
mod commanding;
mod may;
mod running;

use jiff::civil::DateTime;
use jiff::tz::AmbiguousOffset;

use super::clock::find_zone;
use super::local::timestamp;
use super::{Absent, Clock, Minute, Set, Times, Unknown, moment};
use crate::catalogue::Action;
use crate::model::{ActorId, RowId};

pub use called::{Asked, Duty, Owner, Person};
pub use commanding::Commanding;
pub use may::{Asking, May, Outcome};
pub use running::{Running, Started};

/// What is asked.
#[derive(Clone, Copy, Debug)]
pub struct Question<'q, 'd> {
    /// The row that has the incident.
    pub row: RowId,
    /// The action that is needed; `None` for all that the row takes.
    pub action: Option<&'d Action<'d>>,
    /// The minute of the first call; `None` for the worst of the horizon.
    pub at: Option<Minute>,
    /// Who is missing besides those whom the file says are away.
    pub absent: &'q Absent,
}

/// An incident, played from its first call.
#[derive(Clone, Debug)]
pub struct Play<'d> {
    /// The minute of the first call.
    pub at: Minute,
    /// Why then.
    pub chosen: Chosen,
    /// Whether the row promises that minute; `None` where it promises no hours.
    pub promised: Option<bool>,
    /// The escalation path, by its number; `None` where the responsible owners are called.
    pub path: Option<usize>,
    /// What comes of it for each action, the worst first; one without action where the row takes
    /// none.
    pub acts: Vec<Act<'d>>,
    /// Who commands at the first call; nothing where no command covers the row.
    pub commands: Vec<Commanding>,
    /// The clocks that run from the first call.
    pub clocks: Vec<Running<'d>>,
}

/// Why a call is at its minute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chosen {
    /// It was asked for.
    Asked,
    /// No other call of the hours that are looked at waits longer.
    Worst,
}

/// What comes of the call for one action.
#[derive(Clone, Debug)]
pub struct Act<'d> {
    /// The action; `None` where the row takes none.
    pub action: Option<&'d Action<'d>>,
    /// How long it takes until somebody may act.
    pub wait: Answer,
    /// Within how many minutes that is promised.
    pub bound: Option<u32>,
    /// All calls that wait longer than promised, where this one surely does.
    pub late: Set,
    /// The rounds of calls, first to last.
    pub rounds: Vec<Round>,
}

/// How long it takes until somebody may act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// So many minutes.
    After(u32),
    /// No call from here on reaches somebody who may.
    Never,
    /// The file does not say enough: it needs these.
    Open(Vec<Need>),
    /// Nothing was asked.
    NotAsked,
}

/// What is missing to know how long it takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// How long a step, from 1, has to answer.
    AckWithin(usize),
    /// How long the responsible owners have to answer.
    RespondWithin,
    /// When somebody is there.
    HoursOf(ActorId),
    /// Something that could not be read, or names nothing.
    Readable,
}

/// One round of calls along the path.
#[derive(Clone, Debug)]
pub struct Round {
    /// Its first call.
    pub at: Minute,
    /// Why it begins.
    pub why: Why,
    /// Who is called, as far as somebody who may act is not reached before.
    pub steps: Vec<Asked>,
    /// The steps, from 1, that are not called any more, and when they would be.
    pub spared: Vec<(usize, Minute)>,
    /// Who may act, and from when on.
    pub end: Option<End>,
}

/// Why a round begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// It is the first call.
    First,
    /// The path says that it is called again; how often it has been before.
    Repeat(u32),
    /// Whoever is in trouble calls again, and this is the call that counts.
    CallsAgain,
}

/// Who may act at the end of a round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct End {
    /// From this minute on.
    pub at: Minute,
    /// The step, from 1.
    pub step: usize,
    /// Who was called.
    pub owner: ActorId,
    /// The person who answers, where one is named.
    pub person: Option<ActorId>,
}

impl<'d> Clock<'_, 'd> {
    /// Plays an incident. `None` where the minute is not in the horizon, or the horizon is empty.
    pub fn play(&self, question: &Question<'_, 'd>) -> Option<Play<'d>> {
        let actions = match question.action {
            Some(action) => vec![action],
            None => {
                let needs = self.engagement.needs(question.row);
                needs.into_iter().map(|need| need.action).collect()
            }
        };
        let at = match question.at {
            Some(at) => at,
            None => self.worst_call(question, &actions)?,
        };
        if !self.horizon().contains(at) {
            return None;
        }
        let mut acts: Vec<Act<'d>> = actions
            .iter()
            .map(|action| self.act(question, Some(action), at))
            .collect();
        acts.sort_by_key(|act| std::cmp::Reverse(act.wait.weight()));
        if acts.is_empty() {
            acts.push(self.act(question, None, at));
        }
        let promised = self.promised(question.row);
        Some(Play {
            at,
            chosen: question.at.map_or(Chosen::Worst, |_| Chosen::Asked),
            promised: promised.map(|promised| promised.contains(at)),
            path: self.called(question.row).path,
            acts,
            commands: self.commanding(question.row, at, question.absent),
            clocks: self.started(question.row),
        })
    }

    /// The calls that are looked at for the worst: what the row promises, else the horizon.
    pub fn looked_at(&self, row: RowId) -> Set {
        let promised = self.promised(row);
        let promised = promised.filter(|promised| !promised.is_empty());
        promised.map_or_else(|| self.horizon().clone(), |promised| Set::clone(&promised))
    }

    /// The call that waits longest for one of the actions, as far as that is sure; else, where
    /// every call is in time for sure, the one that may wait longest.
    fn worst_call(
        &self,
        question: &Question<'_, 'd>,
        actions: &[&'d Action<'d>],
    ) -> Option<Minute> {
        let calls = self.looked_at(question.row);
        let bound = self.decide_within(question.row);
        let worst = |unknown| {
            let all = actions.iter().filter_map(|action| {
                let times =
                    self.time_to_authority(question.row, &action.id.name, question.absent, unknown);
                times.worst(&calls)
            });
            all.max_by_key(|(call, wait)| {
                (wait.map_or(u64::MAX, u64::from), std::cmp::Reverse(*call))
            })
        };
        let is_late = |wait: Option<u32>| match (wait, bound) {
            (None, _) => true,
            (Some(wait), Some(bound)) => wait > bound,
            (Some(_), None) => false,
        };
        let sure = worst(Unknown::On).filter(|(_, wait)| is_late(*wait));
        let found = sure.or_else(|| worst(Unknown::Off)).map(|(call, _)| call);
        found.or_else(|| self.first_uncovered(question, &calls))
    }

    /// The first call at which no responsible owner is on duty, else the first call.
    fn first_uncovered(&self, question: &Question<'_, 'd>, calls: &Set) -> Option<Minute> {
        let owners = self.engagement.row(question.row).responsible();
        let there = self.any_of(owners.actors(), question.absent, Unknown::On);
        calls.difference(&there).first().or_else(|| calls.first())
    }

    fn act(
        &self,
        question: &Question<'_, 'd>,
        action: Option<&'d Action<'d>>,
        at: Minute,
    ) -> Act<'d> {
        let scene = Scene {
            row: question.row,
            action,
            absent: question.absent,
        };
        let bound = self.decide_within(question.row);
        let Some(action) = action else {
            let rounds = vec![self.round(&scene, at, Why::First)];
            return Act {
                action: None,
                wait: Answer::NotAsked,
                bound,
                late: Set::empty(),
                rounds,
            };
        };
        let name: &'d str = &action.id.name;
        let times = |unknown| self.time_to_authority(scene.row, name, scene.absent, unknown);
        let (sure, hoped) = (times(Unknown::Off), times(Unknown::On));
        let late = sure
            .beyond(bound)
            .intersection(&self.looked_at(question.row));
        let wait = match (sure.at(at), hoped.at(at)) {
            (Some(sure), Some(hoped)) if sure == hoped => Answer::After(sure),
            (None, None) => Answer::Never,
            _ => Answer::Open(self.what_is_missing(scene.row, name)),
        };
        let is_late = late.contains(at) && !matches!(wait, Answer::Open(_));
        Act {
            action: Some(action),
            wait,
            bound,
            late: if is_late { late } else { Set::empty() },
            rounds: self.rounds(&scene, at, &sure),
        }
    }

    fn what_is_missing(&self, row: RowId, action: &'d str) -> Vec<Need> {
        let called = self.called(row);
        let mut steps = called.steps.iter();
        let open = steps.position(|step| step.ack_within.is_none());
        let open = open.map(|index| match called.path {
            Some(_) => Need::AckWithin(index + 1),
            None => Need::RespondWithin,
        });
        let hours = self.without_hours_on(row, action).into_iter();
        let mut needs: Vec<Need> = open.into_iter().collect();
        needs.extend(hours.map(Need::HoursOf));
        if needs.is_empty() {
            needs.push(Need::Readable);
        }
        needs
    }

    /// The first round, those that the path repeats, and the call that counts; nothing after
    /// somebody may act.
    fn rounds(&self, scene: &Scene<'_, 'd>, at: Minute, times: &Times) -> Vec<Round> {
        let called = self.called(scene.row);
        let reached = times.at(at).map(|wait| at + Minute::from(wait));
        let length = called.length();
        let mut starts = vec![(at, Why::First)];
        if let Some(length) = length.filter(|length| *length > 0) {
            let repeats = self.repeats(called.path);
            starts.extend((1..=repeats).map(|round| {
                let start = at + Minute::from(round) * length;
                (start, Why::Repeat(round))
            }));
        }
        let counts = times.call_that_counts(at);
        if let Some(again) = counts.filter(|again| starts.iter().all(|(at, _)| at != again)) {
            starts.push((again, Why::CallsAgain));
        }
        starts.sort_by_key(|(at, _)| *at);
        // An answer within no time ends a round in the minute in which it begins.
        let last = self.calls.1 - 1;
        starts.retain(|(start, _)| *start <= reached.unwrap_or(last).min(last));
        let mut rounds = Vec::new();
        for (start, why) in starts {
            let round = self.round(scene, start, why);
            // A repeated round may end later than a call made meanwhile.
            let is_over = reached.is_some() && round.end_at() == reached;
            rounds.push(round);
            if is_over {
                break;
            }
        }
        rounds
    }

    fn repeats(&self, path: Option<usize>) -> u32 {
        let path = path.map(|index| &self.engagement.paths[index]);
        let repeat = path.and_then(|path| path.table.repeat);
        repeat.map_or(0, |repeat| u32::try_from(repeat.value.0).unwrap_or(0))
    }

    /// What the clock of a zone shows at a minute; `None` where there is no such zone.
    pub fn shown(&self, zone: &str, minute: Minute) -> Option<Shown> {
        let zone = find_zone(zone)?;
        let said = moment(minute, &zone);
        let (day, time) = said.rsplit_once(' ')?;
        let zoned = timestamp(minute).to_zoned(zone);
        Some(Shown {
            at: zoned.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string(),
            day: day.to_owned(),
            time: time.to_owned(),
        })
    }

    /// The minute at which the engagement's clock shows that, the first where it shows it twice.
    /// `None` where it skips it.
    pub fn minute_shown(&self, shown: DateTime) -> Option<Minute> {
        let zone = find_zone(self.home())?;
        let found = zone.to_ambiguous_timestamp(shown);
        if matches!(found.offset(), AmbiguousOffset::Gap { .. }) {
            return None;
        }
        let moment = found.compatible().ok()?;
        Some(moment.as_second().div_euclid(60))
    }
}

/// A minute as the clock of a zone shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// As `YYYY-MM-DDThh:mm:ss+hh:mm`.
    pub at: String,
    /// The day, such as `Friday 1 January 2027`.
    pub day: String,
    /// The time, such as `17:00`.
    pub time: String,
}

/// What a round is about.
#[derive(Clone, Copy)]
struct Scene<'q, 'd> {
    row: RowId,
    action: Option<&'d Action<'d>>,
    absent: &'q Absent,
}

impl Round {
    fn end_at(&self) -> Option<Minute> {
        self.end.as_ref().map(|end| end.at)
    }
}

impl Answer {
    /// How bad it is, for sorting.
    fn weight(&self) -> u64 {
        match self {
            Answer::Never => u64::MAX,
            Answer::Open(..) => u64::MAX - 1,
            Answer::After(minutes) => u64::from(*minutes),
            Answer::NotAsked => 0,
        }
    }
}

#[cfg(test)]
mod tests;
