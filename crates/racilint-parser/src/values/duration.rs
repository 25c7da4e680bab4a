//! Durations such as `15m` and `90d`.

use racilint_diagnostics::{Safety, Span};

use crate::decode::shape::Shape;
use crate::decode::{Decode, Decoder};
use crate::syntax::tree::Value;

/// The unit of a duration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unit {
    /// `s`
    Second,
    /// `m`
    Minute,
    /// `h`
    Hour,
    /// `d`
    Day,
    /// `w`
    Week,
    /// `mo`
    Month,
    /// `y`
    Year,
}

/// A whole number of one unit, as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Duration {
    /// How many; at most a million.
    pub amount: u32,
    /// Of what.
    pub unit: Unit,
}

/// No promise in a contract needs a larger number in front of its unit.
const MOST: u32 = 1_000_000;

/// A duration that is measured on the clock: a promise to respond, a time to acknowledge.
/// Months and years have no fixed length there and are refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Elapsed {
    /// Whole minutes; seconds are rounded up. A day has 24 hours, a week seven of those days.
    pub minutes: u32,
}

/// A duration that is counted on the calendar: a cadence, a retention. Never zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Calendar(pub Duration);

impl Calendar {
    /// Its length for comparing two of them, in minutes: a month counts 30 days, a year 365.
    pub fn comparable_minutes(self) -> u64 {
        let amount = u64::from(self.0.amount);
        match self.0.unit {
            Unit::Second => amount.div_ceil(60),
            Unit::Minute => amount,
            Unit::Hour => amount * 60,
            Unit::Day => amount * 24 * 60,
            Unit::Week => amount * 7 * 24 * 60,
            Unit::Month => amount * 30 * 24 * 60,
            Unit::Year => amount * 365 * 24 * 60,
        }
    }
}

impl<'s> Decode<'s> for Elapsed {
    const SHAPE: Shape = Shape::Duration { calendar: false };

    fn decode(value: Value<'s>, decoder: &mut Decoder<'s>) -> Option<Self> {
        let span = value.span;
        let text = decoder.text(value, Self::SHAPE)?;
        let duration = parse(&text, span, decoder)?;
        let per_unit = match duration.unit {
            Unit::Second => {
                return Some(Elapsed {
                    minutes: duration.amount.div_ceil(60),
                });
            }
            Unit::Minute => 1,
            Unit::Hour => 60,
            Unit::Day => 24 * 60,
            Unit::Week => 7 * 24 * 60,
            Unit::Month | Unit::Year => {
                decoder
                    .invalid(span, format!("`{text}` has no fixed length"))
                    .help("count in days or weeks where minutes matter, such as `30d`");
                return None;
            }
        };
        let minutes = duration.amount.checked_mul(per_unit);
        if minutes.is_none() {
            report_too_long(&text, span, MOST.min(u32::MAX / per_unit), decoder);
        }
        minutes.map(|minutes| Elapsed { minutes })
    }
}

impl<'s> Decode<'s> for Calendar {
    const SHAPE: Shape = Shape::Duration { calendar: true };

    fn decode(value: Value<'s>, decoder: &mut Decoder<'s>) -> Option<Self> {
        let span = value.span;
        let text = decoder.text(value, Self::SHAPE)?;
        let duration = parse(&text, span, decoder)?;
        if duration.amount == 0 {
            decoder
                .invalid(span, format!("`{text}` is no time at all"))
                .help("write how often or how long, such as `90d`");
            return None;
        }
        Some(Calendar(duration))
    }
}

fn parse(text: &str, span: Span, decoder: &mut Decoder<'_>) -> Option<Duration> {
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (amount, unit) = text.split_at(digits);
    match (amount.parse::<u32>(), unit_of(unit)) {
        (Ok(amount), Some(unit)) if amount <= MOST => Some(Duration { amount, unit }),
        (_, Some(_)) if digits > 0 => {
            report_too_long(text, span, MOST, decoder);
            None
        }
        _ => {
            report_malformed(text, span, decoder);
            None
        }
    }
}

fn unit_of(word: &str) -> Option<Unit> {
    Some(match word {
        "s" => Unit::Second,
        "m" => Unit::Minute,
        "h" => Unit::Hour,
        "d" => Unit::Day,
        "w" => Unit::Week,
        "mo" => Unit::Month,
        "y" => Unit::Year,
        _ => return None,
    })
}

fn report_too_long(text: &str, span: Span, most: u32, decoder: &mut Decoder<'_>) {
    decoder
        .invalid(
            span,
            format!("`{text}` is too large a number for a duration"),
        )
        .help(format!(
            "the number in front of this unit is at most {most}"
        ));
}

fn report_malformed(text: &str, span: Span, decoder: &mut Decoder<'_>) {
    let repaired = repair(text);
    let finding = decoder.invalid(span, format!("`{text}` is not a duration"));
    finding.help(
        "write one whole number and one unit, without a blank: \
         `90s`, `15m`, `4h`, `2d`, `6w`, `3mo`, `1y`",
    );
    if let Some(repaired) = repaired {
        let can_be_two = matches!(
            text.trim_start_matches(|c: char| c.is_ascii_digit() || c == ' '),
            "M" | "mon" | "biweekly"
        );
        let safety = match can_be_two {
            true => Safety::Unsafe,
            false => Safety::Safe,
        };
        finding.label(format!("did you mean `{repaired}`?")).fix(
            safety,
            format!("write `{repaired}`"),
            span,
            format!("\"{repaired}\""),
        );
    }
}

/// What `monthly` means as a duration.
fn cadence(word: &str) -> Option<&'static str> {
    Some(match word.to_lowercase().as_str() {
        "hourly" => "1h",
        "daily" => "1d",
        "weekly" => "1w",
        "biweekly" | "fortnightly" => "2w",
        "monthly" => "1mo",
        "quarterly" => "3mo",
        "yearly" | "annually" | "annual" => "1y",
        _ => return None,
    })
}

/// What `15 min`, `4 hours` or `30M` probably mean.
fn repair(text: &str) -> Option<String> {
    let text = text.trim();
    if let Some(cadence) = cadence(text) {
        return Some(cadence.into());
    }
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (amount, word) = text.split_at(digits);
    let unit = match word.trim().to_lowercase().as_str() {
        "s" | "sec" | "secs" | "second" | "seconds" => "s",
        "m" | "min" | "mins" | "minute" | "minutes" => "m",
        "h" | "hr" | "hrs" | "hour" | "hours" => "h",
        "d" | "day" | "days" => "d",
        "w" | "wk" | "week" | "weeks" => "w",
        "mo" | "mon" | "month" | "months" => "mo",
        "y" | "yr" | "year" | "years" => "y",
        _ => return None,
    };
    (digits > 0).then(|| format!("{amount}{unit}"))
}

#[cfg(test)]
mod tests {
    use super::{Calendar, Duration, Unit, repair, unit_of};

    #[test]
    fn lengths_on_the_calendar_are_compared_in_minutes() {
        for (unit, minutes) in [
            (Unit::Minute, 90),
            (Unit::Hour, 90 * 60),
            (Unit::Day, 90 * 1_440),
            (Unit::Week, 90 * 10_080),
            (Unit::Month, 90 * 43_200),
            (Unit::Year, 90 * 525_600),
            (Unit::Second, 2),
        ] {
            let of = Calendar(Duration { amount: 90, unit });
            assert_eq!(of.comparable_minutes(), minutes, "{unit:?}");
        }
    }

    #[test]
    fn every_unit_is_known() {
        let known = [
            ("s", Unit::Second),
            ("m", Unit::Minute),
            ("h", Unit::Hour),
            ("d", Unit::Day),
            ("w", Unit::Week),
            ("mo", Unit::Month),
            ("y", Unit::Year),
        ];
        for (word, unit) in known {
            assert_eq!(unit_of(word), Some(unit), "{word}");
        }
        assert_eq!(unit_of("M"), None);
        assert_eq!(unit_of(""), None);
    }

    #[test]
    fn what_people_write_is_understood() {
        for (written, meant) in [
            ("hourly", "1h"),
            ("Daily", "1d"),
            ("weekly", "1w"),
            ("biweekly", "2w"),
            ("monthly", "1mo"),
            ("quarterly", "3mo"),
            ("annually", "1y"),
            ("90 sec", "90s"),
            ("15 min", "15m"),
            ("4 hours", "4h"),
            ("2 Days", "2d"),
            ("6 weeks", "6w"),
            ("3 months", "3mo"),
            ("1 yr", "1y"),
            ("fortnightly", "2w"),
            ("yearly", "1y"),
            ("Annual", "1y"),
            ("5 s", "5s"),
            ("5 secs", "5s"),
            ("5 second", "5s"),
            ("30M", "30m"),
            ("5mins", "5m"),
            ("5 minutes", "5m"),
            ("1 hr", "1h"),
            ("1 H", "1h"),
            ("2 d", "2d"),
            ("1 wk", "1w"),
            ("1 W", "1w"),
            ("3 MO", "3mo"),
            ("3 mon", "3mo"),
            ("1 Y", "1y"),
            (" 1 year ", "1y"),
        ] {
            assert_eq!(repair(written).as_deref(), Some(meant), "{written}");
        }
        for nothing in ["hours", "5", "5 moons", ""] {
            assert_eq!(repair(nothing), None, "{nothing}");
        }
    }
}
