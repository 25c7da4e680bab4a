//! The windows of a set as they are said: in local time, folded where they repeat, else by date.
//!
//! [`local`] turns minutes into what the clock on the wall shows, [`fold`] finds what repeats,
//! [`say`] has the words, [`clocks`] the reason when two places change their clocks apart. Nothing
//! here knows what the minutes of a set mean: a hole in duty is said like a shift.

mod clocks;
mod fold;
mod local;
mod say;

use std::collections::BTreeSet;

use jiff::tz::TimeZone;

pub use clocks::clock_reason;
pub use say::{clock, date, in_words, moment};

use super::set::{Minute, Set};
use fold::{Fold, Kind};
use local::{Occurrence, Wall};

/// What the hours begin with that are open on certain dates only, see [`Windows::same_hours`].
pub const ON_DATES: &str = "on dates: ";

/// Windows whose length differs by so many minutes are about as long: clocks change by no more.
const ALIKE: u64 = 60;

/// The windows of a set within a horizon, folded.
///
/// First those that hold throughout, the longest first; then those that are bound to dates, the
/// longest first; of equals the earlier first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Windows {
    windows: Vec<Window>,
    minutes: i64,
    weekly: Option<String>,
}

/// One window of a set, with everything that folds into it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Window {
    /// When it is: `every Friday 17:00 to Monday 08:00`.
    pub text: String,
    /// Why it is only on these dates: `while New York has changed its clocks and Berlin has not`.
    pub reason: Option<String>,
    /// How many minutes it lasts, as a rule: single ones may be cut by the horizon, by a holiday
    /// or by a clock change. From three days on it is counted by the calendar.
    pub length: u64,
    /// How many minutes it has in the whole horizon.
    pub minutes: i64,
    /// Each time that it happens, in order.
    pub spans: Vec<(Minute, Minute)>,
    /// Whether it holds through the whole horizon, and not only on some dates.
    pub throughout: bool,
    kind: Kind,
    said_length: Option<String>,
    /// The first one, by its date.
    example: String,
    /// The time of day at which it starts, and how long it lasts on the wall clock.
    shape: (i64, i64),
    /// The times of day between which it lasts; empty where the horizon cuts it.
    hours: String,
}

impl Windows {
    /// The windows of `set` between the two minutes of `horizon`, read on the clock of `zone`.
    pub fn of(set: &Set, horizon: (Minute, Minute), zone: &TimeZone) -> Self {
        let set = set.clipped(horizon.0, horizon.1);
        let walls = local::occurrence(horizon, zone);
        let found = set.spans().iter();
        let found = found.map(|span| local::occurrence(*span, zone)).collect();
        let folds = fold::fold(found, &walls);
        let mut windows: Vec<Window> = folds.iter().map(|fold| window(fold, &walls)).collect();
        windows.sort_by_key(|window| {
            let longest_first = std::cmp::Reverse(window.length);
            (!window.throughout, longest_first, window.first())
        });
        Self {
            windows,
            minutes: set.minutes(),
            weekly: local::usual_week(&set, &walls, zone).map(say::hours_a_week),
        }
    }

    /// Adds the reason to what happens only while some of these zones have changed their clocks
    /// and others have not. Each zone comes with its IANA name.
    #[must_use]
    pub fn explained_by(mut self, zones: &[(&str, TimeZone)]) -> Self {
        let shapes = self.windows.iter().map(|window| window.shape).collect();
        for window in &mut self.windows {
            if matches!(window.kind, Kind::Run | Kind::Dates) {
                let span = (window.first(), window.end());
                window.reason = clocks::reason_of(span, window.shape, &shapes, zones);
            }
        }
        self
    }

    /// The worst window, and where others hold throughout as well, how much of a week they are
    /// together; where the others are bound to dates, how much all of them are: the worst alone
    /// would be taken for all there is. None for a set without minutes.
    pub fn worst(&self) -> Option<String> {
        let worst = self.longest()?;
        let throughout = self.windows.iter().filter(|window| window.throughout);
        let in_all = match throughout.count() {
            0 => self.hours_beyond(self.dated()?.minutes),
            1 => {
                let longer = self.longer().map_or(0, |longer| longer.minutes);
                self.hours_beyond(self.windows.first()?.minutes + longer)
            }
            _ => self.weekly().map(str::to_owned),
        };
        Some(match in_all {
            Some(in_all) => format!("{worst}; in all {in_all}"),
            None => worst,
        })
    }

    /// How many hours there are, where so many minutes are far from all.
    fn hours_beyond(&self, told: i64) -> Option<String> {
        let is_most = told.saturating_mul(10) >= self.minutes.saturating_mul(9);
        (!is_most).then(|| say::hours_in_words(self.minutes.unsigned_abs()))
    }

    /// Of the windows on dates the one that is told: of those that are about as long as the longest
    /// the one that happens most.
    fn dated(&self) -> Option<&Window> {
        let dated = || self.windows.iter().filter(|window| !window.throughout);
        let longest = dated().next()?.length;
        let alike = dated().take_while(|window| window.length + ALIKE >= longest);
        let alike: Vec<&Window> = alike.collect();
        alike.into_iter().rev().max_by_key(|window| window.minutes)
    }

    /// The worst window alone, with its length: the longest of those that hold throughout, and the
    /// longest on certain dates where that is longer still. For what says elsewhere how much there
    /// is in all. None for a set without minutes.
    pub fn longest(&self) -> Option<String> {
        let worst = self.windows.first()?;
        if !worst.throughout {
            return Some(self.dated()?.sentence());
        }
        Some(match self.longer() {
            Some(longer) => format!("{}; at worst {}", worst.sentence(), longer.one()),
            None => worst.sentence(),
        })
    }

    /// The longest on certain dates, where that is longer than the worst of those that hold
    /// throughout.
    fn longer(&self) -> Option<&Window> {
        let worst = self.windows.first()?;
        let mut dated = self.windows.iter().filter(|window| !window.throughout);
        dated.next().filter(|other| other.length > worst.length)
    }

    /// All windows: those that hold throughout, then those on certain dates; each the longest
    /// first.
    pub fn all(&self) -> &[Window] {
        &self.windows
    }

    /// The hours of the week that are in the set throughout, in words: as long as they are the same,
    /// it is the same hole, whatever single dates come and go.
    pub fn every_week(&self) -> String {
        let throughout = self.windows.iter().filter(|window| window.throughout);
        let texts: Vec<&str> = throughout.map(|window| window.text.as_str()).collect();
        texts.join("; ")
    }

    /// By which hours it is known again: those of every week; where there are none, the times of
    /// day on its dates. The dates themselves come and go as the days go by.
    pub fn same_hours(&self) -> String {
        let weekly = self.every_week();
        let dated: BTreeSet<&str> = self.windows.iter().map(|own| own.hours.as_str()).collect();
        let dated: Vec<&str> = dated.into_iter().filter(|own| !own.is_empty()).collect();
        match (weekly.is_empty(), dated.is_empty()) {
            (true, false) => ON_DATES.to_owned() + &dated.join("; "),
            _ => weekly,
        }
    }

    /// How many minutes of the horizon are in the set.
    pub fn minutes(&self) -> i64 {
        self.minutes
    }

    /// How much of a week it is, where the weeks of the horizon are alike: `63 of 168 hours a
    /// week`, or `63 of 168 hours in most weeks`.
    pub fn weekly(&self) -> Option<&str> {
        self.weekly.as_deref()
    }
}

impl Window {
    /// When it is, how long it lasts, and why only then.
    pub fn sentence(&self) -> String {
        self.told(&self.text, self.said_length.as_deref())
    }

    /// The first minute of the first one.
    pub fn first(&self) -> Minute {
        self.spans.first().map_or(0, |span| span.0)
    }

    /// The first minute after the last one.
    pub fn end(&self) -> Minute {
        self.spans.last().map_or(0, |span| span.1)
    }

    /// How often it happens in the horizon.
    pub fn count(&self) -> usize {
        self.spans.len()
    }

    /// The sentence, with the first of several dates only.
    fn one(&self) -> String {
        match self.kind {
            Kind::Dates if self.count() > 1 => {
                self.told(&self.example, Some(&in_words(self.length)))
            }
            _ => self.sentence(),
        }
    }

    fn told(&self, text: &str, length: Option<&str>) -> String {
        let parts = [length, self.reason.as_deref()];
        let parts = parts.into_iter().flatten();
        parts.fold(text.to_owned(), |text, part| text + ", " + part)
    }
}

fn window(fold: &Fold, horizon: &Occurrence) -> Window {
    let all = || fold.occurrences.iter().chain(&fold.absorbed);
    let mut spans: Vec<_> = all().map(|occurrence| occurrence.span).collect();
    spans.sort_unstable();
    let minutes = all().map(Occurrence::minutes);
    let first = fold.occurrences.first();
    let length = usual_length(&fold.occurrences);
    Window {
        text: say::text(fold, horizon),
        reason: None,
        length: length.unsigned_abs(),
        minutes: minutes.fold(0, i64::saturating_add),
        spans,
        throughout: matches!(fold.kind, Kind::Always | Kind::Throughout),
        kind: fold.kind,
        said_length: say::length(fold, length),
        example: first.map(say::by_date).unwrap_or_default(),
        shape: first.map_or((0, 0), |first| (local::time(first.start), first.wall())),
        hours: first.map_or_else(String::new, |first| hours(fold.kind, first, horizon)),
    }
}

/// The times of day between which one of several alike lasts.
fn hours(kind: Kind, one: &Occurrence, horizon: &Occurrence) -> String {
    match kind {
        _ if one.start == horizon.start => String::new(),
        Kind::Open => say::from_time(one),
        _ => say::from_to(one),
    }
}

/// The length that most have; of equally frequent ones the longest. Days are those of the
/// calendar, where a day with a clock change is a day like any other.
fn usual_length(occurrences: &[Occurrence]) -> Wall {
    let mut lengths: Vec<i64> = occurrences.iter().map(Occurrence::minutes).collect();
    lengths.sort_unstable();
    let alike = lengths.chunk_by(|one, next| one == next);
    let usual = alike.max_by_key(|alike| alike.len());
    let usual = usual.and_then(|alike| alike.first()).copied();
    let wall = occurrences.first().map_or(0, Occurrence::wall);
    usual
        .filter(|usual| *usual < say::DAYS_FROM)
        .unwrap_or(wall)
}

#[cfg(test)]
mod tests;
