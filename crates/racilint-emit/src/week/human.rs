//! The map for people at a terminal: days side by side, hours one below the other, like a calendar.
//!
//! Every cell says its figure, so that nothing is lost without colour. It is 80 columns wide.

use std::io::{self, Write};

use super::figure::{Scale, Shade, figures};
use super::{Call, DAYS, Hour, Step, WeekMap};
use crate::text::{columns, push_spaces, push_wrapped, visible};

/// What the reader can see.
#[derive(Clone, Copy, Debug)]
pub struct WeekOptions {
    /// The width of the terminal in columns, for the text; the map takes 80.
    pub width: usize,
    /// Whether to colour.
    pub color: bool,
}

/// The columns of a cell.
const CELL: usize = 11;
/// The widest text that reads well.
const WIDEST: usize = 100;
const RESET: &str = "\u{1b}[0m";
const BOLD: &str = "\u{1b}[1m";

/// Writes the map, what its signs mean, and why its worst hour is so.
///
/// # Errors
///
/// Those of `out`.
pub fn write(out: &mut dyn Write, map: &WeekMap, options: &WeekOptions) -> io::Result<()> {
    let page = Page {
        map,
        scale: Scale::of(map),
        width: options.width.clamp(40, WIDEST),
        color: options.color,
    };
    let mut text = String::new();
    page.push_head(&mut text);
    page.push_map(&mut text);
    page.push_legend(&mut text);
    page.push_worst(&mut text);
    out.write_all(text.as_bytes())
}

struct Page<'a> {
    map: &'a WeekMap,
    scale: Scale,
    width: usize,
    color: bool,
}

impl Page<'_> {
    fn push_head(&self, text: &mut String) {
        let title = self.map.title.as_ref();
        let title = title.map_or(String::new(), |title| format!(": {title}"));
        self.push_paragraph(text, &format!("{}{title}", self.map.file), 0, true);
        self.push_paragraph(text, &self.map.subject(), 0, false);
        self.push_paragraph(text, &self.map.horizon(), 0, false);
        text.push('\n');
    }

    fn push_map(&self, text: &mut String) {
        let mut head = "  ".to_owned();
        for day in DAYS {
            head.push_str(&format!(" {day:<10}"));
        }
        text.push_str(head.trim_end());
        text.push('\n');
        for hour in 0..24 {
            let mut line = format!("{hour:02}");
            for day in 0..7 {
                line.push(' ');
                let cell = self.map.hours.get(day * 24 + hour);
                self.push_cell(&mut line, cell.and_then(Option::as_ref));
            }
            text.push_str(line.trim_end());
            text.push('\n');
        }
        text.push('\n');
    }

    fn push_cell(&self, line: &mut String, hour: Option<&Hour>) {
        let mut used = 0;
        match hour {
            None => {
                line.push('.');
                used = 1;
            }
            Some(hour) => {
                let (usual, worst) = figures(hour);
                let usual_shade = hour.usual.as_ref();
                let usual_shade = usual_shade.and_then(|usual| self.scale.shade(usual));
                used += self.push_figure(line, usual.as_deref().unwrap_or("."), usual_shade);
                if let Some(worst) = worst {
                    line.push('/');
                    let shade = self.scale.shade(&hour.worst);
                    used += 1 + self.push_figure(line, &worst, shade);
                }
            }
        }
        push_spaces(line, (CELL - 1).saturating_sub(used));
    }

    fn push_figure(&self, line: &mut String, figure: &str, shade: Option<Shade>) -> usize {
        match shade.filter(|_| self.color) {
            Some(shade) => {
                line.push_str(style(shade));
                line.push_str(figure);
                line.push_str(RESET);
            }
            None => line.push_str(figure),
        }
        figure.len()
    }

    fn push_legend(&self, text: &mut String) {
        let hours: Vec<&Hour> = self.map.hours.iter().flatten().collect();
        let all = || {
            let both = |hour: &&Hour| [hour.usual.clone(), Some(hour.worst.clone())];
            hours.iter().flat_map(both).flatten().collect::<Vec<_>>()
        };
        let mut signs =
            vec!["15m: the longest time to authority of the hour in most weeks".to_owned()];
        if hours.iter().any(|hour| figures(hour).1.is_some()) {
            signs.push("15m/2h: the same, and at worst".to_owned());
        }
        if all().iter().any(|one| one.exceeds && one.minutes.is_some()) {
            signs.push("!: longer than promised".to_owned());
        }
        if all().iter().any(|one| one.minutes.is_none()) {
            signs.push("never: nobody who may act is ever reached".to_owned());
        }
        if all().iter().any(|one| one.open) {
            signs.push("?: not known, or may be longer: the file does not say enough".to_owned());
        }
        if hours.len() < self.map.hours.len() || hours.iter().any(|hour| hour.usual.is_none()) {
            signs.push(".: nothing promised".to_owned());
        }
        self.push_paragraph(text, &signs.join("; "), 0, false);
        if self.color {
            let shades = Shade::ALL.map(|shade| {
                let meaning = self.scale.meaning(shade);
                format!("{} {meaning} {RESET}", style(shade))
            });
            text.push_str(&shades.join(" "));
            text.push('\n');
        }
        if !self.map.without_hours.is_empty() {
            let names: Vec<String> = self
                .map
                .without_hours
                .iter()
                .map(super::Named::full)
                .collect();
            let names = names.join(", ");
            let sentence = format!("The file does not say when these are there: {names}");
            self.push_paragraph(text, &sentence, 0, false);
        }
    }

    fn push_worst(&self, text: &mut String) {
        text.push('\n');
        let Some(worst) = &self.map.worst else {
            let sentence = "No hours are promised in this time: there is nothing to show";
            return self.push_paragraph(text, sentence, 0, false);
        };
        self.push_paragraph(text, &worst.sentence, 0, true);
        for windows in &worst.windows {
            self.push_paragraph(text, &format!("Too late: {windows}"), 10, false);
        }
        text.push('\n');
        self.push_call(text, &worst.call);
        if let Some(later) = &worst.later {
            text.push('\n');
            self.push_call(text, later);
        }
    }

    fn push_call(&self, text: &mut String, call: &Call) {
        let along = match &call.path {
            Some(path) => format!("along `{path}`"),
            None => "to those who do the work".to_owned(),
        };
        self.push_paragraph(
            text,
            &format!("A call on {}, {along}:", call.when),
            0,
            false,
        );
        for step in &call.steps {
            self.push_step(text, step);
        }
        self.push_paragraph(text, &format!("  = {}", call.end), 4, false);
    }

    fn push_step(&self, text: &mut String, step: &Step) {
        let (Some(after), Some(when)) = (step.after, &step.when) else {
            let words = "  ?    not called: a step before does not say how long it has";
            return self.push_paragraph(text, words, 9, false);
        };
        let mut lead = format!("  {:<7}{when}  ", format!("+{after}m"));
        let indent = columns(&lead) + 2;
        for told in &step.told {
            self.push_paragraph(
                text,
                &format!("{lead}{}", told_in_words(told)),
                indent,
                false,
            );
            lead = " ".repeat(indent - 2);
        }
    }

    fn push_paragraph(&self, text: &mut String, paragraph: &str, indent: usize, bold: bool) {
        let paragraph = visible(paragraph);
        let is_bold = bold && self.color;
        if is_bold {
            text.push_str(BOLD);
        }
        // Leading blanks stay: only what follows them is broken into words.
        let words = paragraph.trim_start_matches(' ');
        let blanks = columns(&paragraph) - columns(words);
        push_spaces(text, blanks);
        push_wrapped(text, words, blanks, indent, self.width);
        if is_bold {
            text.push_str(RESET);
        }
        text.push('\n');
    }
}

/// What somebody who is called answers: "`soc` (SOC), Li Chen, 02:15 in Bogota: may not".
pub(super) fn told_in_words(told: &super::Told) -> String {
    let mut words = told.called.full();
    if let Some(person) = told
        .person
        .as_ref()
        .filter(|person| **person != told.called)
    {
        words.push_str(&format!(", {}", person.full()));
    }
    if let Some(time) = &told.local_time {
        words.push_str(&format!(", {time}"));
    }
    format!("{words}: {}", told.words)
}

pub(super) fn minutes_in_words(minutes: u32) -> String {
    if minutes == 1 {
        "1 minute".to_owned()
    } else {
        format!("{minutes} minutes")
    }
}

fn style(shade: Shade) -> &'static str {
    match shade {
        Shade::Quick => "\u{1b}[30;48;5;157m",
        Shade::InTime => "\u{1b}[30;48;5;193m",
        Shade::Late => "\u{1b}[30;48;5;222m",
        Shade::VeryLate => "\u{1b}[30;48;5;209m",
        Shade::Never => "\u{1b}[1;97;48;5;124m",
    }
}
