//! `racilint who`: an incident, played.
//!
//! The engine plays it and the emitter draws it; here the question is read, and ids and minutes
//! get names and local times.

mod question;
mod telling;

use std::io::Write as _;

use jiff::civil::Date;
use racilint_checker::time::play::Question;
use racilint_checker::time::{Absent, Minute};
use racilint_emit::who::{PlayOptions, write_human, write_json, write_markdown};
use racilint_parser::Document;

use super::check;
use super::one::{One, with_engagement_on};
use crate::cli::{At, WhoFormat, WhoOptions};
use crate::{CLEAN, ERROR, Failure, terminal};

pub(super) use telling::Teller;

pub(crate) fn run(options: &WhoOptions) -> Result<u8, Failure> {
    let at = options.at.map(|at| match at {
        At::Now => At::Moment(now()),
        at => at,
    });
    let today = |document: &Document<'_>| today(at, document);
    with_engagement_on(&options.engagement, today, |one| answer(one, options, at))
}

fn answer(one: &One<'_, '_>, options: &WhoOptions, at: Option<At>) -> Result<u8, Failure> {
    let row = question::row(one, &options.workstream)?;
    let action = options.action.as_deref();
    let action = action.map(|name| question::action(one, row, name));
    let absent = Absent::of(one.people(&options.without)?);
    let question = Question {
        row,
        action: action.transpose()?,
        at: at.map(|at| minute(one, at)).transpose()?,
        absent: &absent,
    };
    let teller = Teller { one };
    let Some(play) = one.clock.play(&question) else {
        return Err(not_looked_at(&teller));
    };
    let told = teller.tell(&question, &play);
    let mut out = terminal::stdout();
    match options.format {
        WhoFormat::Human => write_human(
            &mut out,
            &told,
            PlayOptions {
                width: options.width.unwrap_or_else(terminal::width),
                color: terminal::colors(options.color),
            },
        )?,
        WhoFormat::Markdown => write_markdown(&mut out, &told)?,
        WhoFormat::Json => write_json(&mut out, &told)?,
    }
    out.flush()?;
    Ok(if one.complete { CLEAN } else { ERROR })
}

/// The day on which the engagement is looked at: that of the call, else today.
fn today(at: Option<At>, document: &Document<'_>) -> Date {
    match at {
        Some(At::Shown(shown)) => shown.date(),
        Some(At::Moment(moment)) => racilint_checker::day_in_zone(document, moment),
        Some(At::Now) | None => check::today(document),
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the binary is where the clock is read"
)]
fn now() -> jiff::Timestamp {
    jiff::Timestamp::now()
}

fn minute(one: &One<'_, '_>, at: At) -> Result<Minute, Failure> {
    let shown = match at {
        At::Shown(shown) => shown,
        At::Moment(moment) => return Ok(moment.as_second().div_euclid(60)),
        At::Now => return Ok(now().as_second().div_euclid(60)),
    };
    one.clock.minute_shown(shown).ok_or_else(|| {
        Failure::Usage(format!(
            "the clocks in {} skip {shown}, as they change that day; say an earlier or a later \
             minute",
            one.clock.home()
        ))
    })
}

fn not_looked_at(teller: &Teller<'_, '_>) -> Failure {
    let [first, last] = teller.looked_at();
    Failure::Usage(format!(
        "the call is not in the days that are looked at, {first} to {last}; `starts`, `ends` and \
         `--as-of` decide which these are, and they are a year at most"
    ))
}
