//! What a week says, in words: when a call is made, who is called, what they answer.

use jiff::Timestamp;
use jiff::tz::TimeZoneDatabase;
use racilint_checker::time::{
    self, Absent, Answer, Chain, Minute, Question, Set, Unknown, Waiting, Week, clock, in_words,
    moment,
};
use racilint_emit::week::{self, Call, Step, Told, Worst};

use super::One;

/// Somebody who knows what was asked.
pub(super) struct Teller<'a, 'd> {
    pub(super) one: &'a One<'a, 'd>,
    pub(super) questions: &'a [Question<'d>],
    pub(super) absent: &'a Absent,
}

const DAYS: [&str; 7] = [
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
];

impl Teller<'_, '_> {
    pub(super) fn hour(&self, hour: &time::Hour) -> week::Hour {
        week::Hour {
            usual: hour.usual.map(|usual| self.waiting(&usual)),
            worst: self.waiting(&hour.worst),
            times: hour.times,
            as_bad: hour.as_bad,
        }
    }

    fn waiting(&self, waiting: &Waiting) -> week::Waiting {
        week::Waiting {
            asked: waiting.question,
            when: moment(waiting.call, &self.one.zone),
            instant: self.instant(waiting.call),
            minutes: waiting.wait,
            exceeds: waiting.exceeds,
            open: waiting.open,
            unknown: waiting.unknown,
        }
    }

    /// The worst hour of a week, explained.
    pub(super) fn worst(&self, week: &Week) -> Option<Worst> {
        let index = week.worst?;
        let hour = week.hours.get(index).copied().flatten()?;
        let worst = hour.worst;
        let question = *self.questions.get(worst.question)?;
        let clock = self.one.clock;
        let times =
            clock.time_to_authority(question.row, question.action, self.absent, Unknown::On);
        let too_late = times.beyond(clock.promised_time(question.row));
        let promised = clock.promised(question.row);
        let too_late = promised.map_or_else(Set::empty, |own| too_late.intersection(&own));
        let later = times.call_that_counts(worst.call);
        let chain = |call| clock.chain(question, call, self.absent, Unknown::On);
        Some(Worst {
            hour: index,
            sentence: self.sentence(index, &hour, question),
            windows: windows(&clock.windows(&too_late)),
            call: self.call(&chain(worst.call), question),
            later: later
                .filter(|later| *later != worst.call)
                .map(|later| self.call(&chain(later), question)),
        })
    }

    fn sentence(&self, index: usize, hour: &time::Hour, question: Question<'_>) -> String {
        let worst = hour.worst;
        let row = &self.one.engagement.row(question.row).name;
        let action = question.action;
        let (day, from) = (DAYS[index / 24 % 7], index % 24);
        let is_promised = self.one.clock.promise_of(question.row).is_some();
        let keeps = match (is_promised, worst.exceeds || worst.open) {
            (false, _) => "No hours are promised here. ",
            (true, false) => "Every hour keeps its promise. ",
            (true, true) => "",
        };
        let when = format!(
            "{keeps}The worst hour: {day} {from:02}:00 to {:02}:00",
            from + 1
        );
        let often = match (hour.as_bad, hour.times) {
            (all, times) if all == times => "every time".to_owned(),
            (1, _) => format!("once, on {}", moment(worst.call, &self.one.zone)),
            (some, times) => format!("{some} of {times} times"),
        };
        let bound = self.one.clock.promised_time(question.row);
        let promised = match bound {
            Some(bound) if worst.exceeds => {
                format!("; {} are promised", in_words(bound.into()))
            }
            Some(bound) => format!(", where {} are promised", in_words(bound.into())),
            None => String::new(),
        };
        if worst.unknown {
            return format!(
                "It is not known how long it takes until somebody may `{action}` for `{row}`: \
                 such as {day} {from:02}:00 to {:02}:00",
                from + 1
            );
        }
        match worst.wait {
            None => format!(
                "{when}, {often}: nobody who may `{action}` for `{row}` is ever reached{promised}"
            ),
            Some(wait) => {
                let least = if worst.open { "at least " } else { "" };
                let wait = in_words(wait.into());
                format!(
                    "{when}, {often}: {least}{wait} until somebody may `{action}` for \
                     `{row}`{promised}"
                )
            }
        }
    }

    fn call(&self, chain: &Chain, question: Question<'_>) -> Call {
        let paths = &self.one.engagement.paths;
        let step = |step: &time::ChainStep| {
            let at = step.at.map(|after| chain.call + Minute::from(after));
            let told = step.told.iter();
            Step {
                after: step.at,
                when: at.map(|at| self.short_time(at)),
                ack: step.ack,
                told: told
                    .map(|told| self.told(told, at.unwrap_or(chain.call), question))
                    .collect(),
            }
        };
        Call {
            when: moment(chain.call, &self.one.zone),
            instant: self.instant(chain.call),
            path: chain.path.map(|path| paths[path].name.to_owned()),
            steps: chain.steps.iter().map(step).collect(),
            ends: chain.ends,
            end: end(chain),
        }
    }

    fn told(&self, told: &time::Told, at: Minute, question: Question<'_>) -> Told {
        let mut words = self.answer(told, question.action);
        if told.assumed {
            words.push_str(" (counted as on duty, since the file does not say when they are)");
        }
        if let Some(person) = told.instead_of {
            let name = self.one.engagement.actor(person).name;
            words = format!("in place of `{name}`, {words}");
        }
        Told {
            called: self.one.named(told.owner),
            person: told.person.map(|person| self.one.named(person)),
            local_time: self.local_time(told.person.unwrap_or(told.owner), at),
            answer: code(told.answer),
            words,
        }
    }

    fn answer(&self, told: &time::Told, action: &str) -> String {
        let is_person = self.one.engagement.actor(told.owner).is_person();
        let approvers = || {
            told.answer
                .grant()
                .map_or_else(String::new, |grant| self.approvers(grant))
        };
        match told.answer {
            Answer::OffDuty if self.absent.contains(told.owner) => "absent".to_owned(),
            Answer::OffDuty if is_person => "off duty".to_owned(),
            Answer::OffDuty => "nobody on duty".to_owned(),
            Answer::MayNot => format!("on duty, and no grant lets them `{action}`"),
            Answer::Prohibited => format!("on duty, and a grant prohibits `{action}`"),
            Answer::AtOnce { .. } => format!("may `{action}` at once"),
            Answer::Approved { within, .. } => format!(
                "asks {} for approval, who is on duty and has {}",
                approvers(),
                in_words(within.into())
            ),
            Answer::Silence { within, .. } => format!(
                "asks {} for approval; nobody is there, and after {} silence means consent",
                approvers(),
                in_words(within.into())
            ),
            Answer::SecondAsking { within, .. } => format!(
                "asks {} for approval twice: nobody is there at first, and each time they have {}",
                approvers(),
                in_words(within.into())
            ),
            Answer::Unapproved { .. } => {
                format!(
                    "has to ask {} for approval, and nobody is there",
                    approvers()
                )
            }
            Answer::Timeless { .. } => format!(
                "has to ask {} for approval, and the grant does not say how long that may take",
                approvers()
            ),
        }
    }

    /// Whoever approves by a grant.
    fn approvers(&self, grant: usize) -> String {
        let links = self.one.engagement.grants[grant].approvers.links.iter();
        let names: Vec<String> = links.map(|link| format!("`{}`", link.name)).collect();
        if names.is_empty() {
            return "nobody named".to_owned();
        }
        names.join(" or ")
    }

    /// The time on the clock of whoever is called, where that shows another.
    fn local_time(&self, actor: racilint_checker::model::ActorId, at: Minute) -> Option<String> {
        let name = self.one.clock.zone_of(actor);
        let zone = TimeZoneDatabase::bundled().get(name).ok()?;
        let (own, home) = (clock(at, &zone), clock(at, &self.one.zone));
        (own != home).then(|| format!("{own} in {name}"))
    }

    fn instant(&self, minute: Minute) -> String {
        let moment = Timestamp::from_second(minute.saturating_mul(60)).unwrap_or_default();
        let zoned = moment.to_zoned(self.one.zone.clone());
        zoned.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
    }

    /// The weekday, shortened, and the time.
    fn short_time(&self, minute: Minute) -> String {
        let moment = Timestamp::from_second(minute.saturating_mul(60)).unwrap_or_default();
        let zoned = moment.to_zoned(self.one.zone.clone());
        zoned.strftime("%a %H:%M").to_string()
    }
}

/// What comes of a call.
fn end(chain: &Chain) -> String {
    let silent = chain.steps.iter().any(|step| step.ack.is_none());
    match chain.ends {
        Some(ends) => format!("somebody may act after {}", in_words(ends.into())),
        None if chain.unknown && silent && chain.path.is_none() => {
            "not known: nothing says how long they have to answer; say it with `respond-within`, \
             or with an escalation path"
                .to_owned()
        }
        None if chain.unknown && silent => {
            "not known: a step does not say how long it has to answer; say it with `ack-within`"
                .to_owned()
        }
        None if chain.unknown => {
            "not known: something that decides it cannot be read or names nothing".to_owned()
        }
        None => "the path has run out, and nobody may act".to_owned(),
    }
}

/// So many windows are told.
const MOST_WINDOWS: usize = 3;

fn windows(all: &time::Windows) -> Vec<String> {
    let all = all.all();
    let told = all.iter().take(MOST_WINDOWS).map(time::Window::sentence);
    let mut told: Vec<String> = told.collect();
    if all.len() > told.len() {
        told.push(format!("and {} more", all.len() - told.len()));
    }
    told
}

/// An answer in one word, for programs.
fn code(answer: Answer) -> &'static str {
    match answer {
        Answer::OffDuty => "off-duty",
        Answer::MayNot => "may-not",
        Answer::Prohibited => "prohibited",
        Answer::AtOnce { .. } => "acts",
        Answer::Approved { .. } => "approved",
        Answer::Silence { .. } => "silence",
        Answer::SecondAsking { .. } => "second-asking",
        Answer::Unapproved { .. } => "unapproved",
        Answer::Timeless { .. } => "no-time",
    }
}
