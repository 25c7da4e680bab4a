//! `racilint drill`: the incidents most worth rehearsing, as scripts for a table.
//!
//! The engine says which they are and plays them; here they are told, and the emitter writes them.

use std::io::Write as _;

use racilint_checker::time::play;
use racilint_checker::time::{Absent, Drill, Worth, in_words};
use racilint_emit::drill::{self, Drills, Script};

use super::one::{One, with_engagement};
use super::who::Teller;
use crate::cli::DrillOptions;
use crate::{CLEAN, ERROR, Failure, terminal};

pub(crate) fn run(options: &DrillOptions) -> Result<u8, Failure> {
    with_engagement(&options.engagement, |one| {
        let all = one.clock.drills();
        let scripts = all.iter().take(options.count);
        let drills = Drills {
            file: one.file.to_owned(),
            engagement: one.title(),
            scripts: scripts.filter_map(|drill| script(one, drill)).collect(),
            more: all.len().saturating_sub(options.count),
            as_of: one.as_of.date.clone(),
            timezone_data: one.as_of.timezone_data.clone(),
        };
        let mut out = terminal::stdout();
        drill::write(&mut out, &drills)?;
        out.flush()?;
        Ok(if one.complete { CLEAN } else { ERROR })
    })
}

fn script(one: &One<'_, '_>, drill: &Drill<'_>) -> Option<Script> {
    let missing = match drill.why {
        Worth::Missing(person, ..) => Some(person),
        Worth::TooLate | Worth::InTime => None,
    };
    let absent = Absent::of(missing);
    let question = play::Question {
        row: drill.question.row,
        action: one.engagement.catalogue().action(drill.question.action),
        at: Some(drill.at),
        absent: &absent,
    };
    let play = one.clock.play(&question)?;
    Some(Script {
        why: why(one, drill),
        play: Teller { one }.tell(&question, &play),
    })
}

fn why(one: &One<'_, '_>, drill: &Drill<'_>) -> String {
    let among = match one.clock.promise_of(drill.question.row) {
        Some(_) => "of all its promised hours",
        None => "of all days that are looked at",
    };
    match drill.why {
        Worth::TooLate => {
            format!("{among}, this is the call that waits longest, and that is too long")
        }
        Worth::InTime => format!("{among}, this is the call that waits longest; it is in time"),
        Worth::Missing(person, minutes, rows) => {
            let who = one.named(person);
            let name = who.name.map_or_else(
                || format!("`{}`", who.id),
                |name| format!("{name} (`{}`)", who.id),
            );
            let lost = in_words(minutes.unsigned_abs());
            let rows = match rows {
                1 => String::new(),
                rows => format!(", on {rows} workstreams together"),
            };
            format!(
                "without {name} alone, nobody who may act is reached in time for {lost} of the \
                 promised hours{rows}"
            )
        }
    }
}
