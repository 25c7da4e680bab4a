//! Weekly hours: `24x7`, `Mon-Fri 08:00-17:00`, windows over midnight, lists, zones of their own.
//!
//! This module reads what is written. What it means on the time line (zones, holidays, clock
//! changes) is the checker's matter.

use std::ops::Deref;

use racilint_diagnostics::{Safety, Span};

use super::{Actor, Many, Ref, Text};
use crate::decode::shape::Shape;
use crate::decode::{Decode, Decoder, tables};
use crate::syntax::tree::{Value, ValueKind};

/// Minutes from midnight to midnight on a day without a clock change.
pub const MINUTES_PER_DAY: u16 = 24 * 60;

/// The name of a time zone. Whether it exists is checked where the zone data is.
pub type Timezone<'s> = super::Spanned<ZoneName<'s>>;

/// An IANA name as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ZoneName<'s>(pub std::borrow::Cow<'s, str>);

impl<'s> Decode<'s> for ZoneName<'s> {
    const SHAPE: Shape = Shape::Timezone;

    fn decode(value: Value<'s>, decoder: &mut Decoder<'s>) -> Option<Self> {
        let span = value.span;
        let name = decoder.text(value, Self::SHAPE)?;
        decoder.mention_zone(name.clone(), span);
        Some(ZoneName(name))
    }
}

/// A set of weekdays.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DaySet(u8);

impl DaySet {
    /// Whether a weekday is in the set; Monday is 0.
    pub fn has(self, weekday: u8) -> bool {
        self.0 & (1 << weekday) != 0
    }

    /// From `first` to `last`, both included, over the week's end where `last` comes first.
    fn range(first: u8, last: u8) -> Self {
        let mut days = 0;
        let mut day = first;
        loop {
            days |= 1 << day;
            if day == last {
                return DaySet(days);
            }
            day = (day + 1) % 7;
        }
    }
}

/// A weekly window on the local clock.
#[derive(Clone, Debug)]
pub struct Weekly<'s> {
    /// The weekdays on which it begins.
    pub days: DaySet,
    /// Minute of the day at which it begins, 0 to 1439.
    pub start: u16,
    /// Minute of the day at which it ends, 1 to 1440; at or before the start it is the following
    /// day's, and equal means 24 hours.
    pub end: u16,
    /// A zone of its own.
    pub timezone: Option<Timezone<'s>>,
}

/// One window.
#[derive(Clone, Debug)]
pub enum Window<'s> {
    /// `24x7`: every minute, holidays or not.
    Always,
    /// The same hours every week.
    Weekly(Weekly<'s>),
    /// Every minute in which the hours of somebody do not hold.
    Outside(Ref<'s, Actor>),
}

/// Hours: one window or several, as written. As [`Many`], they take one word of a table.
#[derive(Clone, Debug)]
pub struct Hours<'s>(Box<Windows<'s>>);

/// What stands under a key that takes hours.
#[derive(Clone, Debug)]
pub struct Windows<'s> {
    /// The windows with their places.
    pub windows: Vec<(Span, Window<'s>)>,
    /// The single window, or the whole list with its brackets.
    pub span: Span,
}

impl<'s> Deref for Hours<'s> {
    type Target = Windows<'s>;

    fn deref(&self) -> &Windows<'s> {
        &self.0
    }
}

impl Hours<'_> {
    /// Whether they are the word `24x7` and nothing else.
    pub fn always(&self) -> bool {
        matches!(self.windows.as_slice(), [(_, Window::Always)])
    }
}

impl<'s> Decode<'s> for Hours<'s> {
    const SHAPE: Shape = Shape::OneOrMany(&Shape::Either(
        &Shape::Hours,
        &Shape::Table(<WindowTable<'static> as crate::decode::DecodeTable>::INFO),
    ));

    fn decode(value: Value<'s>, decoder: &mut Decoder<'s>) -> Option<Self> {
        if matches!(&value.kind, ValueKind::Array(items) if items.is_empty()) {
            report_empty(value.span, decoder);
            return None;
        }
        let many = Many::<Placed<'s>>::decode(value, decoder)?;
        let span = many.span;
        let placed = many.into_items().into_iter();
        let windows = placed.flat_map(|placed| placed.0).collect();
        Some(Hours(Box::new(Windows { windows, span })))
    }
}

/// One item of the list: a window, or several where a table holds a list of its own.
struct Placed<'s>(Vec<(Span, Window<'s>)>);

impl<'s> Decode<'s> for Placed<'s> {
    const SHAPE: Shape = Shape::Hours;

    fn decode(value: Value<'s>, decoder: &mut Decoder<'s>) -> Option<Self> {
        let span = value.span;
        match value.kind {
            ValueKind::String(text) => {
                window(&text, span, decoder).map(|window| Placed(vec![(span, window)]))
            }
            ValueKind::Table(_) => {
                let table = WindowTable::decode(value, decoder)?;
                Some(Placed(table.windows(span, decoder)))
            }
            _ => {
                decoder.wrong_type(&value, Hours::SHAPE);
                None
            }
        }
    }
}

tables! {
    /// Hours with a zone of their own, or everything outside somebody's hours.
    pub struct WindowTable<'s> {
        /// The hours, in the zone named beside them.
        "window" window: Many<Text<'s>>,
        /// The zone in which the hours are read.
        "timezone" timezone: Timezone<'s>,
        /// After hours: every minute in which the hours of this party, person or team do not hold.
        "outside" outside: Ref<'s, Actor>,
    }
}

impl<'s> WindowTable<'s> {
    fn windows(self, span: Span, decoder: &mut Decoder<'s>) -> Vec<(Span, Window<'s>)> {
        let mut windows = Vec::new();
        match (self.window, self.outside) {
            (Some(texts), None) if texts.items.is_empty() && !self.unread.could_hold("window") => {
                report_empty(texts.span, decoder);
            }
            (Some(texts), None) => {
                for text in texts.into_items() {
                    let parsed = window(&text.value, text.span, decoder);
                    let zoned = parsed.map(|window| with_zone(window, self.timezone.as_ref()));
                    windows.extend(zoned.map(|window| (text.span, window)));
                }
            }
            (None, Some(owner)) => {
                if let Some(timezone) = &self.timezone {
                    report_zone_of_outside(timezone.span, &owner.name, decoder);
                }
                windows.push((span, Window::Outside(owner)));
            }
            (Some(_), Some(_)) => {
                decoder
                    .invalid(span, "these hours say both when and outside of whose hours")
                    .help(
                        "keep one of `window` and `outside`; for both, write a list of two tables",
                    );
            }
            (None, None)
                if self.unread.could_hold("window") || self.unread.could_hold("outside") => {}
            (None, None) => {
                decoder
                    .invalid(span, "these hours say neither when nor outside of whose hours")
                    .help(
                        "write `{ window = \"Mon-Fri 09:00-18:00\", timezone = \"Europe/Berlin\" }` \
                         or `{ outside = \"PARTY\" }`",
                    );
            }
        }
        windows
    }
}

fn report_empty(span: Span, decoder: &mut Decoder<'_>) {
    decoder
        .invalid(span, "no hours are named here")
        .help("write hours such as `Mon-Fri 08:00-17:00`, or leave the key out");
}

/// The hours of the other one are in a zone already: a second one would mean nothing.
fn report_zone_of_outside(span: Span, owner: &str, decoder: &mut Decoder<'_>) {
    decoder
        .invalid(span, "`outside` takes no zone of its own")
        .label(format!("the hours of `{owner}` are read in their own zone"))
        .help("remove `timezone` here");
}

fn with_zone<'s>(window: Window<'s>, timezone: Option<&Timezone<'s>>) -> Window<'s> {
    match window {
        Window::Weekly(weekly) => Window::Weekly(Weekly {
            timezone: timezone.cloned(),
            ..weekly
        }),
        other => other,
    }
}

fn window<'s>(text: &str, span: Span, decoder: &mut Decoder<'s>) -> Option<Window<'s>> {
    if text == "24x7" {
        return Some(Window::Always);
    }
    match weekly(text) {
        Ok(weekly) => Some(Window::Weekly(weekly)),
        Err(why) => {
            report(text, &why, span, decoder);
            None
        }
    }
}

fn report(text: &str, why: &str, span: Span, decoder: &mut Decoder<'_>) {
    if text.trim().is_empty() {
        return report_empty(span, decoder);
    }
    let finding = decoder.invalid(span, format!("`{text}` does not say which hours"));
    finding.help(
        "write `24x7`, or days and times such as `Mon-Fri 08:00-17:00`; \
         a window over midnight is `Fri 22:00-06:00`",
    );
    if is_always(text) {
        finding.label("round the clock is written `24x7`");
        finding.fix(Safety::Safe, "write `24x7`", span, "\"24x7\"");
        return;
    }
    match repaired(text) {
        Some(repaired) => finding.label(format!("did you mean `{repaired}`?")).fix(
            as_written(&repaired),
            format!("write `{repaired}`"),
            span,
            format!("\"{repaired}\""),
        ),
        None => finding.label(why),
    };
}

fn is_always(text: &str) -> bool {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    matches!(
        text.to_lowercase().as_str(),
        "24x7" | "24/7" | "24x7x365" | "24/7/365" | "24*7" | "24\u{d7}7" | "24-7"
    )
}

/// How sure it is that hours were meant as repaired: whoever writes `8:00-5:00` means the afternoon.
fn as_written(repaired: &str) -> Safety {
    let times = repaired.rsplit(' ').next().unwrap_or_default();
    match times.split_once('-') {
        Some((from, to)) if from < to => Safety::Safe,
        _ => Safety::Unsafe,
    }
}

/// The same hours with plain hyphens, without blanks around them, and with the days as they are
/// written here, if those are hours.
fn repaired(text: &str) -> Option<String> {
    let mut plain = text
        .trim()
        .replace(['\u{2013}', '\u{2014}', '\u{2212}'], "-");
    for (wrong, right) in [(" - ", "-"), (", ", ",")] {
        plain = plain.replace(wrong, right);
    }
    let (days, times) = plain.rsplit_once(' ')?;
    let days: Option<Vec<String>> = days
        .split(',')
        .map(|range| {
            let days: Option<Vec<&str>> = range.split('-').map(full_weekday).collect();
            Some(days?.join("-"))
        })
        .collect();
    let times: Option<Vec<String>> = times.split('-').map(padded_time).collect();
    let repaired = format!("{} {}", days?.join(","), times?.join("-"));
    (repaired != text && weekly(&repaired).is_ok()).then_some(repaired)
}

/// `8:00` as `08:00`.
fn padded_time(time: &str) -> Option<String> {
    let (hour, minute) = time.split_once(':')?;
    Some(format!("{hour:0>2}:{minute}"))
}

/// The weekday that a word in any case, short or in full, names.
fn full_weekday(word: &str) -> Option<&'static str> {
    const FULL: [&str; 7] = [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
    ];
    let word = word.trim().to_lowercase();
    let found = FULL
        .iter()
        .zip(DAYS)
        .find(|(full, _)| word.len() >= 3 && full.starts_with(&word));
    found.map(|(_, day)| day)
}

const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/// `Mon-Fri 08:00-17:00`, or what is wrong with it.
fn weekly<'s>(text: &str) -> Result<Weekly<'s>, String> {
    let colons = text.matches(':').count();
    let joined = text.contains([',', ';', '&']) || text.contains(" and ");
    if colons > 2 && joined {
        return Err("there are several windows: write a list of texts, one for each".into());
    }
    if let Some((_, zone)) = text
        .trim()
        .rsplit_once(' ')
        .filter(|(_, last)| last.contains('/'))
    {
        return Err(format!(
            "a zone stands beside them: `{{ window = \"...\", timezone = \"{zone}\" }}`"
        ));
    }
    let (days, times) = text
        .trim()
        .rsplit_once(' ')
        .ok_or("days and times are both needed, with a blank between them")?;
    let days = day_set(days)?;
    let (start, end) = times
        .split_once('-')
        .ok_or_else(|| format!("`{times}` has no end: write `08:00-17:00`"))?;
    let start = minute_of_day(start)?;
    let end = minute_of_day(end)?;
    if start == MINUTES_PER_DAY {
        return Err("a window cannot begin at 24:00: write 00:00 of the next day".into());
    }
    Ok(Weekly {
        days,
        start,
        end: if end == 0 { MINUTES_PER_DAY } else { end },
        timezone: None,
    })
}

fn day_set(text: &str) -> Result<DaySet, String> {
    let mut days = DaySet::default();
    for part in text.split(',') {
        let part = part.trim();
        let range = match part.split_once('-') {
            Some((first, last)) => DaySet::range(weekday(first)?, weekday(last)?),
            None => {
                let day = weekday(part)?;
                DaySet::range(day, day)
            }
        };
        days.0 |= range.0;
    }
    Ok(days)
}

fn weekday(word: &str) -> Result<u8, String> {
    let found = DAYS.iter().zip(0..).find(|(day, _)| **day == word.trim());
    found.map(|(_, index)| index).ok_or_else(|| {
        let word = word.trim();
        match full_weekday(word) {
            Some(day) => format!("`{word}` is written `{day}`"),
            None => format!("`{word}` is not a day: Mon, Tue, Wed, Thu, Fri, Sat, Sun"),
        }
    })
}

fn minute_of_day(text: &str) -> Result<u16, String> {
    let text = text.trim();
    let wrong = || format!("`{text}` is not a time: write it with two digits each, `08:00`");
    let (hour, minute) = text.split_once(':').ok_or_else(wrong)?;
    let two_digits = |part: &str| {
        let plain = part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
        plain.then(|| part.parse::<u16>().ok()).flatten()
    };
    let (Some(hour), Some(minute)) = (two_digits(hour), two_digits(minute)) else {
        return Err(wrong());
    };
    let total = hour * 60 + minute;
    if minute > 59 || total > MINUTES_PER_DAY {
        return Err(format!("`{text}` is not a time of day"));
    }
    Ok(total)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn reads(text: &str, days: u8, start: u16, end: u16) {
        let weekly = weekly(text).expect(text);
        assert_eq!(
            (weekly.days.0, weekly.start, weekly.end),
            (days, start, end)
        );
    }

    #[test]
    fn days_and_times() {
        reads("Mon-Fri 08:00-17:00", 0b001_1111, 480, 1020);
        reads("Fri-Mon 22:00-06:00", 0b111_0001, 1320, 360);
        reads("Sat,Sun 00:00-24:00", 0b110_0000, 0, 1440);
        reads("Mon 00:00-00:00", 1, 0, 1440);
        reads("Tue 10:00-10:00", 2, 600, 600);
        reads("Mon,Wed-Fri 08:00-00:00", 0b001_1101, 480, 1440);
        reads("Sun-Mon, Wed 00:01-23:59", 0b100_0101, 1, 1439);
        reads(" Mon - Fri 08:00-17:00 ", 0b001_1111, 480, 1020);
        assert!(DaySet(0b100).has(2) && !DaySet(0b100).has(1));
    }

    #[test]
    fn a_time_of_day_has_four_digits() {
        for (text, minute) in [
            ("00:00", 0),
            ("08:59", 539),
            (" 23:59", 1439),
            ("24:00", 1440),
        ] {
            assert_eq!(minute_of_day(text), Ok(minute), "{text}");
        }
        for text in ["24:01", "25:00", "12:60", "99:99"] {
            let told = format!("`{text}` is not a time of day");
            assert_eq!(minute_of_day(text), Err(told));
        }
        for text in [
            "8:00", "08:0", "008:00", "08.00", "0a:00", "08:0a", "+8:00", "",
        ] {
            let told = minute_of_day(text).expect_err(text);
            assert!(told.ends_with("with two digits each, `08:00`"), "{told}");
        }
    }

    #[test]
    fn days_are_known_by_three_letters_or_more() {
        for (word, day) in [
            ("mon", "Mon"),
            ("TUES", "Tue"),
            (" thurs ", "Thu"),
            ("Sunday", "Sun"),
        ] {
            assert_eq!(full_weekday(word), Some(day), "{word}");
        }
        for word in ["mo", "", "mondays", "day"] {
            assert_eq!(full_weekday(word), None, "{word}");
        }
    }

    #[test]
    fn hours_are_surely_meant_where_they_end_later_than_they_begin() {
        let is_safe = |text| matches!(as_written(text), Safety::Safe);
        assert!(is_safe("Mon-Fri 08:00-17:00") && is_safe("Mon 00:00-00:01"));
        // Whoever writes `8:00-8:00` may mean the evening.
        for text in ["Mon 08:00-05:00", "Mon 08:00-08:00", "Mon 08:00"] {
            assert!(!is_safe(text), "{text}");
        }
    }

    #[test]
    fn round_the_clock_is_known_in_many_spellings() {
        for text in [
            "24X7",
            "24/7",
            "24x7x365",
            "24/7/365",
            "24*7",
            "24\u{d7}7",
            "24-7",
        ] {
            assert!(is_always(text), "{text}");
        }
        for text in ["24x5", "7x24", "", "24x7 Mon"] {
            assert!(!is_always(text), "{text}");
        }
    }

    #[test]
    fn what_is_wrong_is_said() {
        let why = |text: &str| weekly(text).map(|_| ()).expect_err(text);
        assert!(why("Monday-Friday 08:00-17:00").contains("written `Mon`"));
        assert!(why("Mon-Fri 8:00-17:00").contains("two digits"));
        assert!(why("Mon-Fri 08:00").contains("no end"));
        assert!(why("Mon-Fri 08:00-24:30").contains("not a time of day"));
        assert!(why("Mon 24:00-06:00").contains("cannot begin"));
        assert!(why("whenever needed").contains("not a day"));
        assert!(why("24/7").contains("both needed"));
        for joint in [" and ", ";", "&", ","] {
            let text = format!("Mon 08:00-17:00{joint}Sat 09:00-12:00");
            assert!(why(&text).contains("a list of texts"), "{text}");
        }
        assert!(why("Mon 08:00-12:00-13:00").contains("is not a time"));
        assert!(why("Mon,Sat 8:00-9:00").contains("is not a time"));
        assert!(why("Mon-Fri 08:00-17:00, Sat 09:00-12:00").contains("a list of texts"));
        assert!(why("Mon-Fri 08:00-17:00 Europe/Berlin").contains("timezone = \"Europe/Berlin\""));
        assert!(why("Mon-Fri 08:00 -17:00").contains("`Fri 08:00` is not a day"));
    }

    #[test]
    fn what_was_meant_is_guessed_only_when_it_reads_as_hours() {
        let meant = |text: &str| repaired(text);
        for text in [
            "Monday-Friday 8:00-17:00",
            "mon\u{2013}fri 08:00 - 17:00",
            " MON-FRI 08:00\u{2013}17:00",
        ] {
            assert_eq!(
                meant(text).as_deref(),
                Some("Mon-Fri 08:00-17:00"),
                "{text}"
            );
        }
        assert_eq!(
            meant("Sat, Sun 9:00-12:00").as_deref(),
            Some("Sat,Sun 09:00-12:00")
        );
        for text in [
            "mon-fri 8-5",
            "business hours",
            "Mon-Fri 8:00-25:00",
            "Mo-Fr 08:00-17:00",
        ] {
            assert_eq!(meant(text), None, "{text}");
        }
        assert!(is_always(" 24 X 7 ") && is_always("24/7/365") && !is_always("24"));
    }
}
