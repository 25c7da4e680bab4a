//! The map as a picture: days one below the other, hours side by side. It stands alone, asks for no
//! font and runs no script; every cell says its figure, and to whoever points at it the rest.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::figure::{Scale, Shade, figures, length};
use super::human::{minutes_in_words, told_in_words};
use super::{Call, DAYS, Hour, Waiting, WeekMap};
use crate::text::{push_wrapped, visible};

const MARGIN: usize = 24;
const DAY_WIDTH: usize = 48;
const CELL_WIDTH: usize = 46;
const CELL_HEIGHT: usize = 40;
const WIDTH: usize = 2 * MARGIN + DAY_WIDTH + 24 * CELL_WIDTH;
/// Where the first row of cells begins.
const TOP: usize = 132;
const LINE: usize = 19;
/// So many characters of text fit a line, if they are bold as well.
const LINE_CHARACTERS: usize = 136;
/// Where there is no figure.
const BLANK: &str = "#f2f2f2";

/// Writes the map as SVG.
///
/// # Errors
///
/// Those of `out`.
pub fn write(out: &mut dyn Write, map: &WeekMap) -> io::Result<()> {
    let scale = Scale::of(map);
    let mut body = String::new();
    push_head(&mut body, map);
    push_cells(&mut body, map, scale);
    let legend = TOP + 7 * CELL_HEIGHT + 16;
    push_legend(&mut body, map, scale, legend);
    let height = push_notes(&mut body, map, legend + 56) + MARGIN;
    let label = escaped(&map.subject().replace('`', ""));
    writeln!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{height}\" \
         viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" aria-label=\"{label}\" \
         font-family=\"system-ui, 'Segoe UI', 'DejaVu Sans', Arial, sans-serif\" \
         font-size=\"13\" fill=\"#1a1a1a\">"
    )?;
    writeln!(
        out,
        "<rect width=\"{WIDTH}\" height=\"{height}\" fill=\"#ffffff\"/>"
    )?;
    out.write_all(body.as_bytes())?;
    writeln!(out, "</svg>")
}

fn push_head(body: &mut String, map: &WeekMap) {
    let title = map.title.as_ref().unwrap_or(&map.file);
    push_text(
        body,
        MARGIN,
        42,
        "font-size=\"20\" font-weight=\"700\"",
        title,
    );
    let subject = format!("Time to authority, hour by hour. {}", map.subject());
    push_text(body, MARGIN, 66, "", &subject);
    push_text(body, MARGIN, 86, "fill=\"#555555\"", &map.horizon());
    for hour in 0..24 {
        let x = MARGIN + DAY_WIDTH + hour * CELL_WIDTH + CELL_WIDTH / 2;
        let style = "text-anchor=\"middle\" font-size=\"12\" fill=\"#555555\"";
        push_text(body, x, TOP - 8, style, &format!("{hour:02}"));
    }
}

fn push_cells(body: &mut String, map: &WeekMap, scale: Scale) {
    for (day, name) in DAYS.iter().enumerate() {
        let y = TOP + day * CELL_HEIGHT;
        let style = "font-weight=\"700\"";
        push_text(body, MARGIN, y + CELL_HEIGHT / 2 + 5, style, name);
        for hour in 0..24 {
            let x = MARGIN + DAY_WIDTH + hour * CELL_WIDTH;
            let index = day * 24 + hour;
            let cell = map.hours.get(index).and_then(Option::as_ref);
            push_cell(body, map, scale, (x, y), (index, cell));
        }
    }
    if let Some(worst) = &map.worst {
        let x = MARGIN + DAY_WIDTH + (worst.hour % 24) * CELL_WIDTH;
        let y = TOP + (worst.hour / 24) * CELL_HEIGHT;
        let (width, height) = (CELL_WIDTH, CELL_HEIGHT);
        let _ = writeln!(
            body,
            "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" fill=\"none\" \
             stroke=\"#000000\" stroke-width=\"3\"/>"
        );
    }
}

/// The upper half is as in most weeks, the lower one as in the worst.
fn push_cell(
    body: &mut String,
    map: &WeekMap,
    scale: Scale,
    (x, y): (usize, usize),
    (index, hour): (usize, Option<&Hour>),
) {
    let _ = write!(
        body,
        "<g><title>{}</title>",
        escaped(&tip(map, index, hour))
    );
    let Some(hour) = hour else {
        push_box(body, (x, y), CELL_HEIGHT, BLANK);
        body.push_str("</g>\n");
        return;
    };
    let middle = x + CELL_WIDTH / 2;
    let (usual, worst) = figures(hour);
    let usual_shade = hour.usual.as_ref().and_then(|usual| scale.shade(usual));
    let worst_shade = scale.shade(&hour.worst);
    let whole = if worst.is_some() {
        CELL_HEIGHT / 2
    } else {
        CELL_HEIGHT
    };
    push_box(body, (x, y), whole, usual_shade.map_or(BLANK, color));
    let baseline = y + whole / 2 + 5;
    let figure = usual.as_deref().unwrap_or("–");
    push_text(body, middle, baseline, &ink(usual_shade, false), figure);
    if let Some(worst) = worst {
        push_box(
            body,
            (x, y + whole),
            whole,
            worst_shade.map_or(BLANK, color),
        );
        let style = ink(worst_shade, true);
        push_text(body, middle, baseline + whole, &style, &worst);
    }
    body.push_str("</g>\n");
}

fn push_box(body: &mut String, (x, y): (usize, usize), height: usize, fill: &str) {
    let _ = write!(
        body,
        "<rect x=\"{x}\" y=\"{y}\" width=\"{CELL_WIDTH}\" height=\"{height}\" fill=\"{fill}\" \
         stroke=\"#ffffff\"/>"
    );
}

fn ink(shade: Option<Shade>, is_worst: bool) -> String {
    let fill = if shade == Some(Shade::Never) {
        "#ffffff"
    } else {
        "#1a1a1a"
    };
    let style = if is_worst {
        " font-style=\"italic\""
    } else {
        ""
    };
    format!("text-anchor=\"middle\" font-size=\"12\" fill=\"{fill}\"{style}")
}

/// Light to dark, so that it is a map without colour as well.
fn color(shade: Shade) -> &'static str {
    match shade {
        Shade::Quick => "#e3f1df",
        Shade::InTime => "#b5d99c",
        Shade::Late => "#f4b860",
        Shade::VeryLate => "#e0703a",
        Shade::Never => "#8c1d18",
    }
}

/// What a cell says to whoever points at it.
fn tip(map: &WeekMap, index: usize, hour: Option<&Hour>) -> String {
    let (day, from) = (DAYS[index / 24 % 7], index % 24);
    let when = format!("{day} {from:02}:00 to {:02}:00", from + 1);
    let Some(hour) = hour else {
        return format!("{when}: nothing promised");
    };
    let said = |waiting: &Waiting| {
        let asked = &map.asked.get(waiting.asked);
        let what = asked.map_or(String::new(), |asked| {
            format!(" ({}: {})", asked.workstream.id, asked.action.id)
        });
        if waiting.unknown {
            return format!("not known{what}");
        }
        let least = if waiting.open && waiting.minutes.is_some() {
            "at least "
        } else {
            ""
        };
        let minutes = waiting.minutes.map_or("never".to_owned(), minutes_in_words);
        format!("{least}{minutes}{what}")
    };
    let usual = hour
        .usual
        .as_ref()
        .map_or("nothing promised".to_owned(), said);
    let worst = said(&hour.worst);
    let when_worst = &hour.worst.when;
    format!("{when}: in most weeks {usual}; at worst {worst}, first on {when_worst}")
}

fn push_legend(body: &mut String, map: &WeekMap, scale: Scale, y: usize) {
    let mut x = MARGIN + DAY_WIDTH;
    for shade in Shade::ALL {
        let (height, fill) = (18, color(shade));
        let _ = writeln!(
            body,
            "<rect x=\"{x}\" y=\"{y}\" width=\"22\" height=\"{height}\" fill=\"{fill}\"/>"
        );
        push_text(body, x + 28, y + 14, "", &scale.meaning(shade));
        x += 110;
    }
    let _ = writeln!(
        body,
        "<rect x=\"{x}\" y=\"{y}\" width=\"22\" height=\"18\" fill=\"{BLANK}\"/>"
    );
    push_text(body, x + 28, y + 14, "", "nothing promised");
    let bound = map.common_bound().map_or(String::new(), |bound| {
        format!(" (within {})", length(Some(bound)))
    });
    let signs = format!(
        "Above: the longest of the hour in most weeks; below, in italics: at worst. \
         ! longer than promised{bound}   ? not known, or may be longer"
    );
    push_text(body, MARGIN + DAY_WIDTH, y + 38, "fill=\"#555555\"", &signs);
}

/// Writes why the worst hour is so, and returns how far down that goes.
fn push_notes(body: &mut String, map: &WeekMap, top: usize) -> usize {
    let mut y = top + LINE;
    let mut push = |style: &str, indent: usize, text: &str| {
        for line in lines(text) {
            push_text(body, MARGIN + indent, y, style, &line);
            y += LINE;
        }
    };
    if !map.complete {
        push(
            "font-weight=\"700\"",
            0,
            "The file could not be read completely: this map may be wrong.",
        );
    }
    let Some(worst) = &map.worst else {
        push(
            "",
            0,
            "No hours are promised in this time: there is nothing to show.",
        );
        return y;
    };
    push("font-weight=\"700\"", 0, &worst.sentence);
    for windows in &worst.windows {
        push("", 0, &format!("Too late: {windows}"));
    }
    for call in [Some(&worst.call), worst.later.as_ref()]
        .into_iter()
        .flatten()
    {
        push("", 0, "");
        for (indent, line) in call_lines(call) {
            push("", indent, &line);
        }
    }
    if !map.without_hours.is_empty() {
        let names: Vec<String> = map.without_hours.iter().map(super::Named::full).collect();
        let names = names.join(", ");
        push(
            "",
            0,
            &format!("The file does not say when these are there: {names}"),
        );
    }
    y
}

fn call_lines(call: &Call) -> Vec<(usize, String)> {
    let along = match &call.path {
        Some(path) => format!("along `{path}`"),
        None => "to those who do the work".to_owned(),
    };
    let mut lines = vec![(0, format!("A call on {}, {along}:", call.when))];
    for step in &call.steps {
        let Some(after) = step.after else {
            lines.push((
                16,
                "not called: a step before does not say how long it has".to_owned(),
            ));
            continue;
        };
        let told = step.told.iter();
        lines.extend(told.map(|told| {
            let when = step.when.as_deref().unwrap_or_default();
            (16, format!("+{after}m, {when}: {}", told_in_words(told)))
        }));
    }
    lines.push((16, format!("= {}", call.end)));
    lines
}

fn lines(text: &str) -> Vec<String> {
    if text.is_empty() {
        return vec![String::new()];
    }
    let mut wrapped = String::new();
    push_wrapped(&mut wrapped, &visible(text), 0, 0, LINE_CHARACTERS);
    wrapped.lines().map(str::to_owned).collect()
}

fn push_text(body: &mut String, x: usize, y: usize, style: &str, text: &str) {
    // Ids are marked for those who type them, not for those who look at a picture.
    let text = escaped(&text.replace('`', ""));
    let space = if style.is_empty() { "" } else { " " };
    let _ = writeln!(
        body,
        "<text x=\"{x}\" y=\"{y}\"{space}{style}>{text}</text>"
    );
}

/// Text that means nothing to XML.
fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for c in visible(text).chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            // What XML does not know at all.
            '\u{fffe}' | '\u{ffff}' => escaped.push('\u{fffd}'),
            c => escaped.push(c),
        }
    }
    escaped
}
