//! Calendar dates.

use racilint_diagnostics::Safety;

use crate::decode::shape::Shape;
use crate::decode::{Decode, Decoder};
use crate::syntax::advice;
use crate::syntax::tree::{Value, ValueKind};

/// A day of the Gregorian calendar; the syntax layer has checked that it exists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    /// 0 to 9999.
    pub year: u16,
    /// 1 to 12.
    pub month: u8,
    /// 1 to 31.
    pub day: u8,
}

impl<'s> Decode<'s> for Date {
    const SHAPE: Shape = Shape::Date;

    fn decode(value: Value<'s>, decoder: &mut Decoder<'s>) -> Option<Self> {
        match &value.kind {
            ValueKind::Datetime(moment) => match (moment.date, moment.time) {
                (Some(date), None) => {
                    let date = Date {
                        year: date.year,
                        month: date.month,
                        day: date.day,
                    };
                    decoder.note_date(date, value.span);
                    Some(date)
                }
                (Some(date), Some(_)) => {
                    let day = date.to_string();
                    decoder
                        .invalid(value.span, "a date is meant here, without a time of day")
                        .help(format!("write the day alone: `{day}`"))
                        .fix(Safety::Unsafe, "remove the time", value.span, day);
                    None
                }
                (None, _) => {
                    decoder
                        .invalid(value.span, "a date is meant here, not a time of day")
                        .help("write the day, such as `2027-01-31`");
                    None
                }
            },
            ValueKind::String(text) => {
                report_text(text, &value, decoder);
                None
            }
            _ => {
                decoder.wrong_type(&value, Self::SHAPE);
                None
            }
        }
    }
}

fn report_text(text: &str, value: &Value<'_>, decoder: &mut Decoder<'_>) {
    let is_date = text
        .parse::<toml_datetime::Datetime>()
        .is_ok_and(|moment| moment.date.is_some() && moment.time.is_none());
    if is_date {
        decoder
            .invalid(value.span, format!("the date `{text}` stands in quotes"))
            .help(format!("write it without them: {text}"))
            .fix(Safety::Safe, "remove the quotes", value.span, text);
    } else if let Some((fixed, safety)) = advice::mended_date(text.trim()) {
        decoder
            .invalid(value.span, format!("`{text}` is not a date"))
            .help(format!(
                "write it without quotes, the year in front: {fixed}"
            ))
            .fix(safety, format!("write `{fixed}`"), value.span, fixed);
    } else {
        decoder
            .invalid(value.span, format!("`{text}` is not a date"))
            .help("write year, month and day without quotes: 2027-01-31");
    }
}
