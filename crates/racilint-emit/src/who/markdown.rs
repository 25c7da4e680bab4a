//! A play in Markdown, for a run book or a ticket.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::human::{chosen, promised};
use super::story::{self, Event};
use super::{Act, Clock, Command, Moment, Who, groups};
use crate::markdown::inline;
use crate::text::visible;

/// Writes the play.
///
/// # Errors
///
/// Those of `out`.
pub fn write(out: &mut dyn Write, play: &Who) -> io::Result<()> {
    let mut page = String::new();
    push_head(&mut page, play);
    for group in groups(&play.actions) {
        let _ = write!(page, "\n## {}\n\n", inline(&story::heading(&group)));
        for line in story::outcome(group[0]) {
            let _ = writeln!(page, "**{}**\n", inline(&line));
        }
        push_story(&mut page, group[0], &play.at);
    }
    let _ = write!(page, "\n## {}\n\n", story::WHO_COMMANDS);
    push_commands(&mut page, &play.commands);
    if !play.clocks.is_empty() {
        page.push_str("\n## Clocks that start with the call\n\n");
        page.push_str("Each runs where the incident is what it is about.\n\n");
        push_clocks(&mut page, &play.clocks);
    }
    let _ = write!(page, "\n---\n\n{}\n", inline(&super::seen_on(play)));
    out.write_all(page.as_bytes())
}

fn push_head(page: &mut String, play: &Who) {
    let _ = write!(page, "# {}\n\n", inline(&story::named(&play.workstream)));
    if let Some(title) = &play.engagement {
        let _ = write!(page, "{}, ", inline(title));
    }
    let _ = write!(page, "`{}`\n\n", visible(&play.file).replace('`', "'"));
    let first = format!(
        "The first call is on {} at {}, {}: {}",
        play.at.day,
        play.at.time,
        play.at.zone,
        chosen(play)
    );
    let _ = writeln!(page, "- {}", inline(&first));
    if let Some(promised) = promised(play) {
        let _ = writeln!(page, "- {promised}");
    }
    for missing in &play.without {
        let missing = story::named(missing);
        let _ = writeln!(page, "- missing, as asked: {}", inline(&missing));
    }
    let path = play.path.as_ref().map_or_else(
        || "there is no escalation path: the responsible owners are called".to_owned(),
        |path| format!("the path is {}", story::named(path)),
    );
    let _ = writeln!(page, "- {}", inline(&path));
}

/// What happens minute by minute, as a list.
pub(crate) fn push_story(page: &mut String, act: &Act, first: &Moment) {
    let mut day = &first.day;
    let events = story::events(act);
    for event in &events {
        let time = match &event.at {
            Some(at) if at.day != *day => {
                day = &at.day;
                format!("{} {}", at.day, at.time)
            }
            Some(at) => at.time.clone(),
            None => "?".to_owned(),
        };
        push_event(page, event, &time);
    }
}

fn push_event(page: &mut String, event: &Event, time: &str) {
    let text = inline(&event.text);
    let _ = match event.is_end {
        true => writeln!(page, "- **{time}** **{text}**"),
        false => writeln!(page, "- **{time}** {text}"),
    };
    for (depth, more) in &event.more {
        let _ = writeln!(page, "{}- {}", "  ".repeat(depth + 1), inline(more));
    }
}

/// The commands, as a list.
pub(crate) fn push_commands(page: &mut String, commands: &[Command]) {
    if commands.is_empty() {
        let _ = writeln!(page, "- {}", story::NOBODY_COMMANDS);
    }
    for command in commands {
        let (title, more) = story::command(command);
        let _ = writeln!(page, "- **{}**", inline(&title));
        for (depth, more) in more {
            let _ = writeln!(page, "{}- {}", "  ".repeat(depth + 1), inline(&more));
        }
    }
}

/// The clocks, as a list.
pub(crate) fn push_clocks(page: &mut String, clocks: &[Clock]) {
    for clock in clocks {
        let due = match &clock.due {
            Some(due) => format!("by {} {}", due.day, due.time),
            None => "no time is said".to_owned(),
        };
        let _ = writeln!(page, "- **{due}**: {}", inline(&story::clock(clock)));
    }
}
