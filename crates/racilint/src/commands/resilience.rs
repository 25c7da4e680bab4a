//! `racilint resilience`: for each workstream the people who cannot be missing.
//!
//! The checker asks every absence; the emitters write the answer.

use std::collections::BTreeSet;
use std::io::Write as _;

use racilint_checker::model::RowId;
use racilint_checker::time;
use racilint_checker::time::{Minute, Question, Resilience, date, parts_of};
use racilint_emit::resilience::{self, Loss, ResilienceReport, Row};
use racilint_emit::week::Named;

use super::one::{One, with_engagement};
use crate::cli::{ResilienceFormat, ResilienceOptions};
use crate::{CLEAN, ERROR, Failure, terminal};

pub(crate) fn run(options: &ResilienceOptions) -> Result<u8, Failure> {
    with_engagement(&options.engagement, |one| {
        let rows = rows(one, &options.workstream)?;
        let report = report(one, &rows);
        write(&report, options)?;
        Ok(if one.complete { CLEAN } else { ERROR })
    })
}

/// The rows that are asked about: those that are named, else all.
fn rows(one: &One<'_, '_>, names: &[String]) -> Result<Vec<RowId>, Failure> {
    if names.is_empty() {
        let leaves = one.engagement.leaves();
        let working = leaves.filter(|(_, row)| !row.only_decides());
        return Ok(working.map(|(id, _)| id).collect());
    }
    let mut rows = BTreeSet::new();
    for name in names {
        rows.extend(parts_of(one.engagement, one.row(name)?));
    }
    Ok(rows.into_iter().collect())
}

fn report(one: &One<'_, '_>, rows: &[RowId]) -> ResilienceReport {
    let asked: Vec<(RowId, Vec<Question<'_>>)> = rows
        .iter()
        .map(|row| (*row, one.clock.questions(*row)))
        .collect();
    let idle = asked.iter().filter(|(_, questions)| questions.is_empty());
    let without_actions = idle.map(|(row, _)| one.named_row(*row)).collect();
    let questions: Vec<Question<'_>> = asked.iter().flat_map(|(_, own)| own.clone()).collect();
    let mut answers = one.clock.resilience(&questions);
    // The sort is stable: of equals the order of the file.
    answers.sort_by_key(|answer| {
        let weight = |losses: &[time::Loss<'_>]| {
            let never = losses.iter().filter(|loss| !loss.never.is_empty()).count();
            (never, losses.len())
        };
        std::cmp::Reverse((weight(&answer.alone), weight(&answer.together)))
    });
    let horizon = one.clock.horizon();
    let day = |minute: Option<Minute>| minute.map_or_else(String::new, |at| date(at, &one.zone));
    ResilienceReport {
        file: one.file.to_owned(),
        title: one.title(),
        as_of: one.as_of.clone(),
        zone: one.clock.home().to_owned(),
        first_day: day(horizon.first()),
        last_day: day(horizon.end().map(|end| end - 1)),
        rows: answers.iter().map(|answer| row(one, answer)).collect(),
        without_actions,
        complete: one.complete,
    }
}

fn row(one: &One<'_, '_>, answer: &Resilience<'_>) -> Row {
    let people = |people: &BTreeSet<_>| -> Vec<Named> {
        people.iter().map(|person| one.named(*person)).collect()
    };
    let losses = |losses: &[time::Loss<'_>]| losses.iter().map(|own| loss(one, own)).collect();
    let actions = answer.actions.iter();
    let lost =
        (!answer.lost_already.is_empty()).then(|| one.clock.worst_window(&answer.lost_already));
    let promised = one.clock.promised(answer.row).is_some();
    let within = one.clock.decide_within(answer.row);
    Row {
        workstream: one.named_row(answer.row),
        actions: actions.map(|action| one.named_action(action)).collect(),
        within: within.filter(|_| promised),
        promised,
        lost_already: lost,
        actions_lost: owned(&answer.actions_lost),
        all_lost: answer.all_lost,
        is_timed: answer.is_timed,
        is_open: answer.is_open,
        alone: losses(&answer.alone),
        together: losses(&answer.together),
        through: people(&answer.through),
        without_hours: people(&answer.without_hours),
    }
}

fn loss(one: &One<'_, '_>, loss: &time::Loss<'_>) -> Loss {
    let people = loss.people.iter();
    Loss {
        people: people.map(|person| one.named(*person)).collect(),
        actions: owned(&loss.actions),
        windows: one.clock.worst_window(&loss.minutes),
        minutes: loss.minutes.minutes().unsigned_abs(),
        never: loss.never.minutes().unsigned_abs(),
        actions_never: owned(&loss.actions_never),
    }
}

fn owned(actions: &[&str]) -> Vec<String> {
    actions.iter().map(|action| (*action).to_owned()).collect()
}

fn write(report: &ResilienceReport, options: &ResilienceOptions) -> Result<(), Failure> {
    let mut out = terminal::stdout();
    match options.format {
        ResilienceFormat::Human => {
            let options = resilience::ResilienceOptions {
                width: terminal::width(),
                color: terminal::colors(options.color),
            };
            resilience::write_human(&mut out, report, &options)?;
        }
        ResilienceFormat::Markdown => resilience::write_markdown(&mut out, report)?,
        ResilienceFormat::Json => resilience::write_json(&mut out, report)?,
    }
    out.flush()?;
    Ok(())
}
