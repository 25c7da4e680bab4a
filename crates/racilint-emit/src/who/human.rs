//! A play for people at a terminal: a timeline that can be read aloud on a call.
//!
//! The first column is the clock of the engagement; everything else hangs beside it. Without
//! colour nothing is lost.

use std::io::{self, Write};

use super::story::{self, Event};
use super::{Chosen, Moment, Who, groups};
use crate::text::{push_spaces, push_wrapped, visible};

/// How to write a play for people.
#[derive(Clone, Copy, Debug)]
pub struct PlayOptions {
    /// In columns.
    pub width: usize,
    /// Whether to use colours.
    pub color: bool,
}

/// Where the sentences begin, behind the time.
const INDENT: usize = 9;

/// Writes the play.
///
/// # Errors
///
/// Those of `out`.
pub fn write(out: &mut dyn Write, play: &Who, options: PlayOptions) -> io::Result<()> {
    let mut page = Page {
        text: String::new(),
        options,
    };
    head(&mut page, play);
    for group in groups(&play.actions) {
        page.text.push('\n');
        page.bold(&story::heading(&group));
        for line in story::outcome(group[0]) {
            page.line(2, 2, &line);
        }
        page.text.push('\n');
        page.events(&story::events(group[0]), &play.at);
    }
    commands(&mut page, play);
    clocks(&mut page, play);
    page.text.push('\n');
    page.line(0, 2, &super::seen_on(play));
    out.write_all(page.text.as_bytes())
}

fn head(page: &mut Page, play: &Who) {
    page.bold(&story::named(&play.workstream));
    let title = play.engagement.iter().map(String::as_str);
    let about: Vec<&str> = title.chain([play.file.as_str()]).collect();
    page.line(0, 0, &about.join(", "));
    page.text.push('\n');
    let first = format!(
        "The first call is on {} at {}, {}",
        play.at.day, play.at.time, play.at.zone
    );
    page.line(0, 2, &first);
    page.line(2, 2, &chosen(play));
    if let Some(promised) = promised(play) {
        page.line(2, 2, promised);
    }
    if !play.without.is_empty() {
        let missing: Vec<String> = play.without.iter().map(story::named).collect();
        page.line(2, 2, &format!("missing, as asked: {}", missing.join(", ")));
    }
    let path = play.path.as_ref().map_or_else(
        || "there is no escalation path: the responsible owners are called".to_owned(),
        |path| format!("the path is {}", story::named(path)),
    );
    page.line(2, 2, &path);
}

/// Why the call is then.
pub(super) fn chosen(play: &Who) -> String {
    let [first, last] = &play.looked_at;
    match play.chosen {
        Chosen::Asked => "as asked".to_owned(),
        Chosen::WorstPromised => {
            format!("the worst call of the promised hours, {first} to {last}")
        }
        Chosen::Worst => format!("the worst call, {first} to {last}"),
    }
}

/// Whether the minute is promised.
pub(super) fn promised(play: &Who) -> Option<&'static str> {
    match play.promised {
        Some(true) => None,
        Some(false) => Some("outside of the promised hours"),
        None => Some("no hours are promised here"),
    }
}

fn commands(page: &mut Page, play: &Who) {
    page.text.push('\n');
    page.bold(story::WHO_COMMANDS);
    page.text.push('\n');
    if play.commands.is_empty() {
        page.line(2, 4, story::NOBODY_COMMANDS);
    }
    for command in &play.commands {
        let (title, more) = story::command(command);
        page.line(2, 4, &title);
        for (depth, more) in more {
            let at = 4 + 2 * depth;
            page.line(at, at + 2, &more);
        }
    }
}

fn clocks(page: &mut Page, play: &Who) {
    if play.clocks.is_empty() {
        return;
    }
    page.text.push('\n');
    page.bold("Clocks that start with the call, where it is what they are about");
    page.text.push('\n');
    for clock in &play.clocks {
        let due = match &clock.due {
            Some(due) => format!("by {} {}: ", due.day, due.time),
            None => "no time is said: ".to_owned(),
        };
        page.line(2, 4, &(due + &story::clock(clock)));
    }
}

/// What is written, line by line.
struct Page {
    text: String,
    options: PlayOptions,
}

impl Page {
    fn bold(&mut self, text: &str) {
        if !self.options.color {
            return self.line(0, 2, text);
        }
        self.text.push_str("\u{1b}[1m");
        self.line(0, 2, text);
        // The line break stays outside, so that nothing runs on into the next line.
        self.text.pop();
        self.text.push_str("\u{1b}[0m\n");
    }

    fn line(&mut self, at: usize, indent: usize, text: &str) {
        push_spaces(&mut self.text, at);
        let text = visible(text);
        push_wrapped(&mut self.text, &text, at, indent, self.options.width);
        self.text.push('\n');
    }

    /// The events, with the day in a line of its own where it is another one.
    fn events(&mut self, events: &[Event], first: &Moment) {
        let mut day = &first.day;
        let mut time: Option<&Moment> = None;
        for event in events {
            if let Some(at) = event.at.as_ref().filter(|at| at.day != *day) {
                self.line(2, 2, &at.day);
                day = &at.day;
            }
            let is_new = event.at.as_ref() != time;
            let shown = match &event.at {
                Some(at) if is_new => &at.time,
                Some(_) => "",
                None => "?",
            };
            time = event.at.as_ref().or(time);
            self.event(event, shown);
        }
    }

    fn event(&mut self, event: &Event, time: &str) {
        push_spaces(&mut self.text, 2);
        self.text.push_str(&visible(time));
        let used = 2 + time.len();
        push_spaces(&mut self.text, INDENT.saturating_sub(used));
        if event.is_end && self.options.color {
            self.text.push_str("\u{1b}[1;32m");
        }
        let text = visible(&event.text);
        push_wrapped(
            &mut self.text,
            &text,
            INDENT,
            INDENT + 2,
            self.options.width,
        );
        if event.is_end && self.options.color {
            self.text.push_str("\u{1b}[0m");
        }
        self.text.push('\n');
        for (depth, more) in &event.more {
            let at = INDENT + 2 + 2 * depth;
            self.line(at, at + 2, more);
        }
    }
}
