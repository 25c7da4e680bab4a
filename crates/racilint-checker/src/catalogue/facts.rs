//! What a duty of a profile asks for, in words.

use racilint_parser::decode::Spanned;
use racilint_parser::language::{Cadence, DutyKind, Hold};
use racilint_parser::values::{Calendar, Many, Text, Unit};

use super::Duty;
use crate::time::in_words;

/// The label of how long evidence is kept.
pub const KEPT_FOR: &str = "Kept for";

/// What a duty asks for, as labels and words; no words where it does not say.
pub fn duty_facts(duty: &Duty<'_>) -> [(&'static str, String); 9] {
    let body = &duty.body;
    let is = |flag: Option<Spanned<bool>>| flag.is_some_and(|flag| flag.value);
    let answers = match body.hold.map(|hold| hold.value) {
        Some(Hold::Client) => "the client, which may not give it away",
        Some(Hold::Provider) => "the provider",
        Some(Hold::Either) | None => "either side",
    };
    let note = body.within.map_or_else(String::new, |within| {
        let trigger = text(&body.trigger);
        let after = if trigger.is_empty() { "" } else { ", from: " };
        format!(
            "within {}{after}{trigger}",
            in_words(u64::from(within.value.minutes))
        )
    });
    let is_notice = body
        .kind
        .is_none_or(|kind| kind.value == DutyKind::Notification);
    let clock = if is_notice { "Notice" } else { "Deadline" };
    let named = if is(body.named) { "yes, by name" } else { "" };
    let overseer = if is(body.overseer_if_outsourced) {
        "when somebody outside the client has it, somebody of the client oversees them"
    } else {
        ""
    };
    [
        ("Clauses", list(&body.refs)),
        ("Answered by", answers.to_owned()),
        ("One person", named.to_owned()),
        (clock, note),
        ("Evidence", list(&body.evidence)),
        (
            "How often",
            body.cadence.map_or_else(String::new, how_often),
        ),
        (
            KEPT_FOR,
            body.retention
                .as_ref()
                .map_or_else(String::new, |length| calendar(length.value)),
        ),
        ("Overseen", overseer.to_owned()),
        ("Applies", text(&body.conditional)),
    ]
}

fn how_often(cadence: Cadence) -> String {
    match cadence {
        Cadence::Every(Calendar(length)) if length.amount == 1 => {
            format!("at least every {}", unit(length.unit))
        }
        Cadence::Every(length) => format!("at least every {}", calendar(length)),
        Cadence::OnChange => "whenever something changes".to_owned(),
    }
}

/// A length in words: `6 years`.
pub fn calendar(length: Calendar) -> String {
    let unit = unit(length.0.unit);
    match length.0.amount {
        1 => format!("1 {unit}"),
        amount => format!("{amount} {unit}s"),
    }
}

fn unit(unit: Unit) -> &'static str {
    match unit {
        Unit::Second => "second",
        Unit::Minute => "minute",
        Unit::Hour => "hour",
        Unit::Day => "day",
        Unit::Week => "week",
        Unit::Month => "month",
        Unit::Year => "year",
    }
}

fn text(field: &Option<Text<'_>>) -> String {
    field
        .as_ref()
        .map_or_else(String::new, |text| text.value.to_string())
}

fn list(field: &Option<Many<Text<'_>>>) -> String {
    let items: Vec<&str> = Many::of(field).iter().map(|item| &*item.value).collect();
    items.join(", ")
}
