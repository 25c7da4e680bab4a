//! How often and how long a profile asks for, compared with what evidence says.

use racilint_parser::values::{Calendar, Duration, Many, Unit};

use super::Named;

/// A length that a profile asks for, and the clauses that say so.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The length.
    pub length: Calendar,
    /// The clauses: 10.4.1, 10.4.3.
    pub clauses: Vec<String>,
}

impl Named {
    /// How often evidence of the duty is made at least; `None` where the profile leaves it open or
    /// ties it to an event.
    pub fn cadence(&self) -> Option<Asked> {
        let text = self.duty.body.cadence.as_ref()?;
        Some(Asked {
            length: calendar(&text.value)?,
            clauses: self.clauses(),
        })
    }

    /// How long evidence of the duty is kept at least, by the duty or by the profile as a whole.
    pub fn retention(&self) -> Option<Asked> {
        if let Some(own) = self.duty.body.retention {
            return Some(Asked {
                length: own.value,
                clauses: self.clauses(),
            });
        }
        let head = &self.profile.head;
        let clause = head.retention_ref.iter();
        Some(Asked {
            length: head.retention?.value,
            clauses: clause.map(|clause| clause.value.to_string()).collect(),
        })
    }

    fn clauses(&self) -> Vec<String> {
        let clauses = Many::of(&self.duty.body.refs).iter();
        clauses.map(|clause| clause.value.to_string()).collect()
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

/// The length that a profile writes as text, since it may also write `on-change` there.
fn calendar(text: &str) -> Option<Calendar> {
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (amount, unit) = text.split_at(digits);
    let unit = match unit {
        "h" => Unit::Hour,
        "d" => Unit::Day,
        "w" => Unit::Week,
        "mo" => Unit::Month,
        "y" => Unit::Year,
        _ => return None,
    };
    let amount = amount.parse().ok().filter(|amount| *amount > 0)?;
    Some(Calendar(Duration { amount, unit }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn length(text: &str) -> Calendar {
        calendar(text).expect("a length")
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
    fn every_cadence_of_the_profiles_is_a_length_or_an_event() {
        for id in crate::catalogue::profile_ids() {
            let profile = crate::catalogue::profile(id).expect(id);
            for duty in &profile.duties {
                if let Some(cadence) = &duty.body.cadence {
                    let text = &*cadence.value;
                    let known = text == "on-change" || calendar(text).is_some();
                    assert!(known, "{id}:{}: {text}", duty.id.name);
                }
            }
        }
    }
}
