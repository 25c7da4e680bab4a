//! How often and how long a profile asks for, compared with what evidence says.

use jiff::Span;
use jiff::civil::Date;
use racilint_parser::language::Cadence;
use racilint_parser::values::{Calendar, Many, Text, Unit};

use super::Named;

/// A length that a profile asks for, and the clauses that say so.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The length.
    pub length: Calendar,
    /// The clauses: 10.4.1, 10.4.3.
    pub clauses: Vec<String>,
    /// Whether each of them says so; else one of them does, and the profile does not say which.
    pub all: bool,
}

impl Asked {
    /// The clauses in words: "in 10.4.1", "in one of 10.4.1, 10.4.3"; empty where there are none.
    pub fn place(&self) -> String {
        let clauses = self.clauses.join(", ");
        match self.clauses.len() {
            0 => clauses,
            2.. if !self.all => format!(" in one of {clauses}"),
            _ => format!(" in {clauses}"),
        }
    }
}

impl Named<'_> {
    /// How often evidence of the duty is made at least; `None` where the profile leaves it open or
    /// ties it to an event.
    pub fn cadence(&self) -> Option<Asked> {
        match self.duty.body.cadence? {
            Cadence::Every(length) => Some(self.asked(length, &self.duty.body.cadence_ref)),
            Cadence::OnChange => None,
        }
    }

    /// How long evidence of the duty is kept at least, by the duty or by the profile as a whole.
    pub fn retention(&self) -> Option<Asked> {
        if let Some(own) = self.duty.body.retention {
            return Some(self.asked(own.value, &self.duty.body.retention_ref));
        }
        let head = &self.profile.head;
        let clause = head.retention_ref.iter();
        Some(Asked {
            length: head.retention?.value,
            clauses: clause.map(|clause| clause.value.to_string()).collect(),
            all: true,
        })
    }

    /// A length with the clauses that are said to ask for it, else all of the duty.
    fn asked(&self, length: Calendar, said: &Option<Many<Text<'_>>>) -> Asked {
        let all = said.is_some();
        let clauses = if all { said } else { &self.duty.body.refs };
        let clauses = Many::of(clauses).iter();
        Asked {
            length,
            clauses: clauses.map(|clause| clause.value.to_string()).collect(),
            all,
        }
    }
}

/// Whether one length is longer than another. Months and years are compared by the calendar, so
/// that twelve months are a year; against days and weeks a month counts 30 days, a year 365.
pub fn is_longer(one: Calendar, other: Calendar) -> bool {
    match (months(one), months(other)) {
        (Some(one), Some(other)) => one > other,
        _ => one.comparable_minutes() > other.comparable_minutes(),
    }
}

fn months(length: Calendar) -> Option<u64> {
    let amount = u64::from(length.0.amount);
    match length.0.unit {
        Unit::Month => Some(amount),
        Unit::Year => Some(amount * 12),
        _ => None,
    }
}

/// The day so long after another; a month later is the same day of the month, or the last one of a
/// shorter month. Hours count as the days that they begin. `None` beyond the calendar.
pub fn day_after(day: Date, length: Calendar) -> Option<Date> {
    let amount = i64::from(length.0.amount);
    let span = match length.0.unit {
        Unit::Month => Span::new().try_months(amount),
        Unit::Year => Span::new().try_years(amount),
        _ => Span::new().try_days(length.comparable_minutes().div_ceil(24 * 60).cast_signed()),
    };
    day.checked_add(span.ok()?).ok()
}

/// A length as the file writes it: `90d`.
pub fn as_written(length: Calendar) -> String {
    let unit = match length.0.unit {
        Unit::Second => "s",
        Unit::Minute => "m",
        Unit::Hour => "h",
        Unit::Day => "d",
        Unit::Week => "w",
        Unit::Month => "mo",
        Unit::Year => "y",
    };
    format!("{}{unit}", length.0.amount)
}

#[cfg(test)]
mod tests {
    use racilint_parser::values::Duration;

    use super::*;

    fn length(text: &str) -> Calendar {
        let (amount, unit) = match text.strip_suffix("mo") {
            Some(amount) => (amount, Unit::Month),
            None => match text.split_at(text.len() - 1) {
                (amount, "h") => (amount, Unit::Hour),
                (amount, "d") => (amount, Unit::Day),
                (amount, "w") => (amount, Unit::Week),
                (amount, _) => (amount, Unit::Year),
            },
        };
        let amount = amount.parse().expect("a number");
        Calendar(Duration { amount, unit })
    }

    #[test]
    fn months_and_years_are_compared_by_the_calendar() {
        assert!(!is_longer(length("1y"), length("12mo")));
        assert!(!is_longer(length("12mo"), length("1y")));
        assert!(is_longer(length("73mo"), length("6y")));
    }

    #[test]
    fn against_days_a_month_has_thirty_and_a_year_365() {
        assert!(!is_longer(length("180d"), length("6mo")));
        assert!(is_longer(length("181d"), length("6mo")));
        assert!(!is_longer(length("6y"), length("2190d")));
        assert!(is_longer(length("6y"), length("2189d")));
        assert!(!is_longer(length("24h"), length("1d")));
    }

    #[test]
    fn months_and_years_later_are_counted_by_the_calendar() {
        let from = |day, text| day_after(day, length(text)).map(|day| day.to_string());
        let january = jiff::civil::date(2027, 1, 31);
        assert_eq!(from(january, "1mo").as_deref(), Some("2027-02-28"));
        assert_eq!(from(january, "13mo").as_deref(), Some("2028-02-29"));
        assert_eq!(from(january, "1y").as_deref(), Some("2028-01-31"));
        let leap_day_between = jiff::civil::date(2027, 3, 1);
        assert_eq!(from(leap_day_between, "1y").as_deref(), Some("2028-03-01"));
        assert_eq!(from(january, "1w").as_deref(), Some("2027-02-07"));
        assert_eq!(from(january, "25h").as_deref(), Some("2027-02-02"));
        assert_eq!(from(january, "1000000y"), None);
    }
}
