//! `racilint week`: seven days by twenty-four hours, and in each of them how long it takes, at
//! worst, until somebody may act.
//!
//! The checker computes the week, the emitters draw it; here one becomes the other.

mod tell;

use std::collections::BTreeSet;
use std::io::Write as _;
use std::path::PathBuf;

use racilint_checker::model::RowId;
use racilint_checker::time::{Absent, Minute, Question, Unknown, Week, date, parts_of};
use racilint_emit::week::{self, Asked, Named, WeekMap};

use super::one::{One, with_engagement};
use crate::cli::{EngagementOptions, WeekFormat, WeekOptions};
use crate::{CLEAN, ERROR, Failure, terminal};

pub(crate) fn run(options: &WeekOptions) -> Result<u8, Failure> {
    let (workstream, engagement) = named(options);
    with_engagement(&engagement, |one| {
        let questions = questions(one, workstream, options.action.as_deref())?;
        let people = one.people(&options.without)?;
        let map = map(one, &questions, &Absent::of(people));
        write(&map, options)?;
        Ok(if one.complete { CLEAN } else { ERROR })
    })
}

/// What was typed first may be the file: `racilint week contract.raci.toml`.
fn named(options: &WeekOptions) -> (Option<&str>, EngagementOptions) {
    let first = options.workstream.as_deref();
    let path = options.engagement.path.clone();
    let (workstream, path) = match (first, path) {
        (Some(first), None) if is_path(first) => (None, Some(PathBuf::from(first))),
        (first, path) => (first, path),
    };
    let engagement = EngagementOptions {
        path,
        allow_outside: options.engagement.allow_outside,
        as_of: options.engagement.as_of,
        config: options.engagement.config.clone(),
    };
    (workstream, engagement)
}

/// Whether a text is the name of a file and not of a workstream.
fn is_path(text: &str) -> bool {
    text == "-"
        || text == "."
        || text == ".."
        || text.contains(['/', '\\'])
        || text.ends_with(".toml")
}

/// What somebody has to be reached for.
fn questions<'d>(
    one: &One<'_, 'd>,
    workstream: Option<&str>,
    action: Option<&str>,
) -> Result<Vec<Question<'d>>, Failure> {
    let action = action.map(|name| one.action(name)).transpose()?;
    let Some(name) = workstream else {
        let mut all = one.clock.promised_questions();
        all.retain(|question| action.is_none_or(|action| question.action == action));
        return match (all.is_empty(), action) {
            (false, _) => Ok(all),
            (true, Some(action)) => Err(Failure::Usage(format!(
                "no workstream that promises hours takes `{action}`; name a workstream to look \
                 at it there"
            ))),
            (true, None) => Err(Failure::Usage(
                "no workstream promises hours and takes an action: name a workstream, or say \
                 `hours = \"24x7\"` in the file"
                    .into(),
            )),
        };
    };
    let row = one.row(name)?;
    let rows = parts_of(one.engagement, row).into_iter();
    let of_row = |row: RowId| match action {
        Some(action) => vec![Question { row, action }],
        None => one.clock.questions(row),
    };
    let all: Vec<Question<'d>> = rows.flat_map(of_row).collect();
    if all.is_empty() {
        return Err(Failure::Usage(format!(
            "`{name}` takes no action for which somebody must be empowered; name one with \
             `--action`"
        )));
    }
    Ok(all)
}

fn map<'d>(one: &One<'_, 'd>, questions: &[Question<'d>], absent: &Absent) -> WeekMap {
    let week = one.clock.week(questions, absent);
    let horizon = one.clock.horizon();
    let day = |minute: Option<Minute>| minute.map_or_else(String::new, |at| date(at, &one.zone));
    let teller = tell::Teller {
        one,
        questions,
        absent,
    };
    WeekMap {
        file: one.file.to_owned(),
        title: one.title(),
        as_of: one.as_of.clone(),
        zone: one.clock.home().to_owned(),
        first_day: day(horizon.first()),
        last_day: day(horizon.end().map(|end| end - 1)),
        asked: questions
            .iter()
            .map(|question| asked(one, question))
            .collect(),
        without: absent
            .people()
            .iter()
            .map(|person| one.named(*person))
            .collect(),
        worst: teller.worst(&week),
        without_hours: without_hours(one, questions, &week),
        hours: week
            .hours
            .iter()
            .map(|hour| hour.map(|hour| teller.hour(&hour)))
            .collect(),
        complete: one.complete,
    }
}

fn asked(one: &One<'_, '_>, question: &Question<'_>) -> Asked {
    Asked {
        workstream: one.named_row(question.row),
        action: one.named_action(question.action),
        within: one.clock.decide_within(question.row),
        promised: one.clock.promise_of(question.row).is_some(),
    }
}

/// Of whom nobody wrote when they are there, where that matters.
fn without_hours<'d>(one: &One<'_, 'd>, questions: &[Question<'d>], week: &Week) -> Vec<Named> {
    let hours = week.hours.iter().flatten();
    let mut shown = hours.flat_map(|hour| hour.usual.into_iter().chain([hour.worst]));
    if !shown.any(|waiting| waiting.open) {
        return Vec::new();
    }
    let mut actors = BTreeSet::new();
    for question in questions {
        let at = |unknown| {
            let absent = Absent::nobody();
            one.clock
                .time_to_authority(question.row, question.action, &absent, unknown)
        };
        let (least, most) = (at(Unknown::On), at(Unknown::Off));
        if least.pieces() != most.pieces() {
            actors.extend(one.clock.without_hours_on(question.row, question.action));
        }
    }
    actors.into_iter().map(|actor| one.named(actor)).collect()
}

fn write(map: &WeekMap, options: &WeekOptions) -> Result<(), Failure> {
    let mut out = terminal::stdout();
    match options.format {
        WeekFormat::Human => {
            let options = week::WeekOptions {
                width: terminal::width(),
                color: terminal::colors(options.color),
            };
            week::write_human(&mut out, map, &options)?;
        }
        WeekFormat::Svg => week::write_svg(&mut out, map)?,
        WeekFormat::Json => week::write_json(&mut out, map)?,
    }
    out.flush()?;
    Ok(())
}
