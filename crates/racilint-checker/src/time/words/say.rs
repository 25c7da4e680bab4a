//! The words: weekdays, dates, times of day, lengths.
//!
//! No language but English and no locale: times as the clock shows them from 00:00 to 24:00, dates
//! with the month spelled out, lengths in hours until three days are full. An end at midnight is
//! the 24:00 of the day that ends.

use jiff::tz::TimeZone;

use super::fold::{Fold, Kind, WORKING, weekdays, weekdays_between};
use super::local::{DAY, Occurrence, UsualWeek, Wall, civil, day, time, wall, weekday};
use crate::time::set::Minute;

/// From so many minutes on a length is told in days.
pub(super) const DAYS_FROM: i64 = 72 * 60;
/// So many dates are all told.
const MOST_DATES: usize = 4;
/// So many are told of more.
const FIRST_DATES: usize = 3;

const WEEKDAYS: [&str; 7] = [
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
];
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// When the windows of a fold are: `every weekday 17:00 to 18:00`.
pub(super) fn text(fold: &Fold, horizon: &Occurrence) -> String {
    let (Some(first), Some(last)) = (fold.occurrences.first(), fold.occurrences.last()) else {
        return String::new();
    };
    let days = (first.day(), last.day());
    match fold.kind {
        // True beside a "not" as well: "at all times" would say then that it sometimes may.
        Kind::Always => "at any hour".to_owned(),
        Kind::Throughout => every(fold, first, (horizon.day(), horizon.last_day())),
        Kind::Run => format!("{}, {}", dates(days), every(fold, first, days)),
        Kind::Open => format!("from {} on", beginning(first.start)),
        Kind::Dates if fold.occurrences.len() == 1 => by_date(first),
        Kind::Dates => on_dates(&fold.occurrences, first),
    }
}

/// The length as it is told after the text; none where it would only repeat the horizon.
pub(super) fn length(fold: &Fold, usual: i64) -> Option<String> {
    let words = in_words(usual.unsigned_abs());
    match (fold.kind, fold.occurrences.as_slice()) {
        (Kind::Always | Kind::Open, _) => None,
        (Kind::Dates, [one]) if one.minutes() < DAYS_FROM && one.minutes() != one.wall() => {
            Some(words + " as the clocks change")
        }
        (Kind::Dates, [_, _, ..]) => Some(words + " each"),
        _ => Some(words),
    }
}

/// One window by its date: `Friday 1 January 2027 08:00 to 17:00`.
pub(super) fn by_date(one: &Occurrence) -> String {
    let (first, last) = (one.day(), one.last_day());
    let whole_days = time(one.start) == 0 && time(one.end) == 0;
    let start = clock_time(time(one.start));
    let end = end_time(one);
    if whole_days && first == last {
        format!("{}, all day", full_date(first))
    } else if whole_days {
        dates((first, last))
    } else if first == last {
        format!("{} {start} to {end}", full_date(first))
    } else if civil(first).year() == civil(last).year() {
        let (first, last) = (short_date(first), full_date(last));
        format!("{first} {start} to {last} {end}")
    } else {
        let (first, last) = (full_date(first), full_date(last));
        format!("{first} {start} to {last} {end}")
    }
}

/// `63 of 168 hours a week`.
pub(super) fn hours_a_week(usual: UsualWeek) -> String {
    let weeks = if usual.every {
        "a week"
    } else {
        "in most weeks"
    };
    let part = match (usual.minutes / 60, usual.minutes % 60) {
        (hours, 0) => hours.to_string(),
        _ => hours_in_words(usual.minutes.unsigned_abs()),
    };
    format!("{part} of 168 hours {weeks}")
}

/// A number of minutes in words: `30 minutes`, `2 hours 30 minutes`, `63 hours`; from 72 hours on
/// in days: `10 days 4 hours`.
pub fn in_words(minutes: u64) -> String {
    if minutes < DAYS_FROM.unsigned_abs() {
        return hours_in_words(minutes);
    }
    let day = DAY.unsigned_abs();
    let days = counted(minutes / day, "day");
    match minutes % day {
        0 => days,
        rest => format!("{days} {}", hours_in_words(rest)),
    }
}

/// The weekday and the time that the clock of a zone shows: `Friday 17:00`.
pub fn clock(minute: Minute, zone: &TimeZone) -> String {
    let wall = wall(minute, zone);
    let weekday = weekday_name(day(wall));
    format!("{weekday} {}", clock_time(time(wall)))
}

/// The date in a zone: `1 January 2027`.
pub fn date(minute: Minute, zone: &TimeZone) -> String {
    plain_date(day(wall(minute, zone)))
}

/// The date and the time in a zone: `Friday 1 January 2027 17:00`.
pub fn moment(minute: Minute, zone: &TimeZone) -> String {
    let wall = wall(minute, zone);
    format!("{} {}", full_date(day(wall)), clock_time(time(wall)))
}

/// Names one after the other: `Monday, Tuesday and Friday`.
pub(super) fn listed(names: &[impl AsRef<str>]) -> String {
    let mut text = String::new();
    for (index, name) in names.iter().enumerate() {
        text += match names.len() - index {
            _ if index == 0 => "",
            1 => " and ",
            _ => ", ",
        };
        text += name.as_ref();
    }
    text
}

fn every(fold: &Fold, first: &Occurrence, days: (i64, i64)) -> String {
    let bits = weekdays(&fold.occurrences);
    let between = weekdays_between(days.0, days.1);
    let single = bits.count_ones() == 1;
    if bits == between && !single {
        let start = clock_time(time(first.start));
        return format!("every day {start} to {}", end_time(first));
    }
    let names = if bits == between & WORKING && !single {
        "weekday".to_owned()
    } else {
        weekday_names(bits)
    };
    format!("every {names} {}", times(first, single))
}

/// The times of day of windows that are alike; the weekday of the end where all have the same.
fn times(one: &Occurrence, same_weekday: bool) -> String {
    let (start, end) = (clock_time(time(one.start)), end_time(one));
    let (first, last) = (one.day(), one.last_day());
    if first == last {
        format!("{start} to {end}")
    } else if !same_weekday {
        format!("{start} to {end} the next day")
    } else if weekday(first) == weekday(last) {
        format!("{start} to the next {} {end}", weekday_name(last))
    } else {
        format!("{start} to {} {end}", weekday_name(last))
    }
}

/// `on Friday 1 January, Monday 5 April 2027 and 7 more days, 08:00 to 17:00`.
fn on_dates(all: &[Occurrence], first: &Occurrence) -> String {
    let told = if all.len() > MOST_DATES {
        FIRST_DATES
    } else {
        all.len()
    };
    let days: Vec<i64> = all.iter().map(Occurrence::day).collect();
    let mut names: Vec<String> = Vec::new();
    for (index, day) in days.iter().take(told).enumerate() {
        let year = civil(*day).year();
        let next = days.get(index + 1).filter(|_| index + 1 < told);
        let goes_on = next.is_some_and(|next| civil(*next).year() == year);
        names.push(if goes_on {
            short_date(*day)
        } else {
            full_date(*day)
        });
    }
    let more = all.len() - told;
    if more > 0 {
        names.push(counted(more as u64, "more day"));
    }
    let same_weekday = weekdays(all).count_ones() == 1;
    format!("on {}, {}", listed(&names), times(first, same_weekday))
}

/// From one day to another: `11 to 31 March 2027`.
fn dates((first, last): (i64, i64)) -> String {
    let (start, end) = (civil(first), civil(last));
    if first == last {
        plain_date(first)
    } else if start.year() != end.year() {
        format!("{} to {}", plain_date(first), plain_date(last))
    } else if start.month() != end.month() {
        format!("{} to {}", day_and_month(first), plain_date(last))
    } else {
        format!("{} to {}", start.day(), plain_date(last))
    }
}

/// Where something starts: at midnight the date says it.
fn beginning(start: Wall) -> String {
    match time(start) {
        0 => plain_date(day(start)),
        time => format!("{} {}", full_date(day(start)), clock_time(time)),
    }
}

/// `17:00 to 08:00`, whatever the dates.
pub(super) fn from_to(one: &Occurrence) -> String {
    format!("{} to {}", clock_time(time(one.start)), end_time(one))
}

/// `from 17:00`, whatever the date.
pub(super) fn from_time(one: &Occurrence) -> String {
    format!("from {}", clock_time(time(one.start)))
}

fn end_time(one: &Occurrence) -> String {
    clock_time(one.end - one.last_day() * DAY)
}

fn clock_time(minutes: i64) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

fn full_date(day: i64) -> String {
    format!("{} {}", weekday_name(day), plain_date(day))
}

fn short_date(day: i64) -> String {
    format!("{} {}", weekday_name(day), day_and_month(day))
}

fn plain_date(day: i64) -> String {
    format!("{} {}", day_and_month(day), civil(day).year())
}

fn day_and_month(day: i64) -> String {
    let date = civil(day);
    let month = usize::try_from(date.month() - 1).unwrap_or_default();
    let name = MONTHS.get(month).copied().unwrap_or_default();
    format!("{} {name}", date.day())
}

fn weekday_name(day: i64) -> &'static str {
    WEEKDAYS.get(weekday(day)).copied().unwrap_or_default()
}

fn weekday_names(bits: u8) -> String {
    let names = WEEKDAYS.iter().enumerate();
    let names = names.filter(|(at, _)| bits >> at & 1 == 1);
    let names: Vec<&str> = names.map(|(_, name)| *name).collect();
    listed(&names)
}

pub(super) fn hours_in_words(minutes: u64) -> String {
    match (minutes / 60, minutes % 60) {
        (0, minutes) => counted(minutes, "minute"),
        (hours, 0) => counted(hours, "hour"),
        (hours, minutes) => format!("{} {}", counted(hours, "hour"), counted(minutes, "minute")),
    }
}

fn counted(count: u64, noun: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{plural}")
}

#[cfg(test)]
mod tests;
