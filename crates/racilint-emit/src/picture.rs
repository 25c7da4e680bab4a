//! The picture of an excerpt: its lines, with the marks and remarks under them.
//!
//! The only file that names miette, which draws it. miette does not distinguish what a finding is
//! about from its evidence, and has signs of its own; so it draws with stand-ins, and these are
//! replaced here by the signs and colours of the human format.

use std::fmt;

use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError,
    MietteSpanContents, SourceCode, SourceSpan, SpanContents, ThemeCharacters, ThemeStyles,
};
use racilint_diagnostics::Severity;

use crate::excerpt::Excerpt;
use crate::text::push_spaces;

/// Draws excerpts one after the other.
#[derive(Default)]
pub(crate) struct Painter {
    /// What miette has drawn last; kept so that its room is used again.
    drawn: String,
    /// What draws, and which places of an excerpt it takes for what the finding is about.
    handler: Option<(Vec<bool>, GraphicalReportHandler)>,
}

impl Painter {
    /// Draws one excerpt, moved `margin` columns to the right.
    pub(crate) fn push_picture(
        &mut self,
        out: &mut String,
        excerpt: Excerpt,
        severity: Severity,
        color: bool,
        signs: &Signs,
        margin: usize,
    ) {
        if !self.draw(excerpt) {
            return;
        }
        // Two lines of header come first, and the foot of the frame last; the caller draws its own.
        let mut body = self.drawn.lines().skip(2).peekable();
        while let Some(line) = body.next() {
            if body.peek().is_none() {
                break;
            }
            let start = out.len();
            push_spaces(out, margin);
            push_line(out, line, Pen::new(color, severity), signs);
            let end = out.trim_end_matches(' ').len().max(start);
            out.truncate(end);
            out.push('\n');
        }
    }

    /// Lets miette draw an excerpt; whether it could, and no excerpt is known for which it cannot.
    fn draw(&mut self, excerpt: Excerpt) -> bool {
        self.drawn.clear();
        let labels = excerpt.labels.iter();
        let primary: Vec<bool> = labels.map(|label| label.primary).collect();
        let handler = match self.handler.take() {
            Some((places, handler)) if places == primary => Some((places, handler)),
            _ => handler(&primary).map(|handler| (primary, handler)),
        };
        self.handler = handler;
        let Some((_, handler)) = &self.handler else {
            return false;
        };
        let picture = Picture { excerpt };
        handler.render_report(&mut self.drawn, &picture).is_ok()
    }
}

/// Puts our signs and colours in the place of miette's, told apart by its own colours.
fn push_line(out: &mut String, line: &str, mut pen: Pen, signs: &Signs) {
    let mut rest = line;
    // An escape, or the first byte of a stand-in; the text itself holds neither.
    let is_special = |byte: u8| byte == 0x1b || byte == 0xf4;
    while let Some(at) = rest.bytes().position(is_special) {
        let (run, special) = rest.split_at(at);
        pen.put(out, run);
        rest = if special.starts_with('\u{1b}') {
            pen.turn_to(special)
        } else {
            pen.put_sign(out, signs, special)
        };
    }
    pen.put(out, rest);
    pen.lift(out);
}

pub(crate) const RESET: &str = "\u{1b}[0m";
pub(crate) const BOLD: &str = "\u{1b}[1m";
pub(crate) const HELP: &str = "\u{1b}[1;36m";
pub(crate) const GUTTER: &str = "\u{1b}[1;34m";

/// The colour of a severity, the same in every form.
pub(crate) fn severity_style(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "\u{1b}[1;31m",
        Severity::Warning => "\u{1b}[1;33m",
        Severity::Note => "\u{1b}[1;32m",
    }
}

/// A sign of the frame, which begins so many columns to the left of the bar.
#[derive(Clone, Copy)]
pub(crate) struct Sign {
    pub(crate) text: &'static str,
    pub(crate) left_of_bar: usize,
}

const fn sign(text: &'static str, left_of_bar: usize) -> Sign {
    Sign { text, left_of_bar }
}

/// What a charset draws with.
pub(crate) struct Signs {
    pub(crate) bar: Sign,
    pub(crate) first_file: Sign,
    pub(crate) next_file: Sign,
    pub(crate) note: Sign,
    pub(crate) last_note: Sign,
    pub(crate) ellipsis: &'static str,
    /// The signs for [`STAND_INS`], under what the finding is about.
    own: [char; 10],
    /// The same under its evidence: it must not take colour to tell the two apart.
    evidence: [char; 10],
}

pub(crate) const UNICODE: Signs = Signs {
    bar: sign("│", 0),
    first_file: sign("╭─", 0),
    next_file: sign("├─", 0),
    note: sign("├", 0),
    last_note: sign("╰", 0),
    ellipsis: "…",
    own: ['│', '─', '╭', '╰', '├', '┤', '▶', '━', '┯', '▲'],
    evidence: ['│', '─', '╭', '╰', '├', '┤', '▷', '─', '┬', '△'],
};

pub(crate) const ASCII: Signs = Signs {
    bar: sign("|", 0),
    first_file: sign("-->", 1),
    next_file: sign(":::", 1),
    note: sign("=", 0),
    last_note: sign("=", 0),
    ellipsis: "...",
    own: ['|', '-', ',', '`', '|', '|', '>', '^', '^', '^'],
    evidence: ['|', '-', ',', '`', '|', '|', '>', '-', '-', '-'],
};

/// What miette draws with in place of signs, so that each can be told from the text around it:
/// bar, line, corners at the top and at the bottom, crossings to the right and to the left, arrow,
/// underline, its middle, and the mark of an empty place. Text never holds these characters.
const STAND_INS: [char; 10] = [
    '\u{10ff00}',
    '\u{10ff01}',
    '\u{10ff02}',
    '\u{10ff03}',
    '\u{10ff04}',
    '\u{10ff05}',
    '\u{10ff06}',
    '\u{10ff07}',
    '\u{10ff08}',
    '\u{10ff09}',
];

/// What draws an excerpt, of whose places these are what the finding is about.
fn handler(primary: &[bool]) -> Option<GraphicalReportHandler> {
    let styles = ThemeStyles::ansi();
    let &[own, evidence, ..] = styles.highlights.as_slice() else {
        return None;
    };
    let highlight = |primary: &bool| if *primary { own } else { evidence };
    let theme = GraphicalTheme {
        characters: stand_ins(),
        styles: ThemeStyles {
            highlights: primary.iter().map(highlight).collect(),
            ..styles
        },
    };
    let handler = GraphicalReportHandler::new_themed(theme);
    Some(handler.with_context_lines(0).with_wrap_lines(false))
}

fn stand_ins() -> ThemeCharacters {
    let [
        bar,
        line,
        top,
        bottom,
        right,
        left,
        arrow,
        under,
        middle,
        empty,
    ] = STAND_INS;
    ThemeCharacters {
        vbar: bar,
        vbar_break: bar,
        hbar: line,
        ltop: top,
        lbot: bottom,
        lcross: right,
        rcross: left,
        rarrow: arrow,
        underline: under,
        underbar: middle,
        uarrow: empty,
        ..ThemeCharacters::ascii()
    }
}

/// Turns what miette draws into our signs and colours.
struct Pen {
    color: bool,
    severity: Severity,
    /// What miette is drawing, by the colour that it was given.
    role: Role,
    ink: Ink,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Text,
    Number,
    Own,
    Evidence,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Ink {
    Plain,
    Severity,
    Gutter,
}

impl Pen {
    fn new(color: bool, severity: Severity) -> Self {
        Self {
            color,
            severity,
            role: Role::Text,
            ink: Ink::Plain,
        }
    }

    /// Takes one of miette's colour codes, and returns what follows it: magenta for the first
    /// highlight, yellow for the second, dimmed for line numbers.
    fn turn_to<'t>(&mut self, text: &'t str) -> &'t str {
        let (code, rest) = text.split_once('m').unwrap_or((text, ""));
        self.role = match code {
            "\u{1b}[0" => Role::Text,
            _ if code.contains("35") => Role::Own,
            _ if code.contains("33") => Role::Evidence,
            _ => Role::Number,
        };
        rest
    }

    /// Puts the sign for the stand-in at the start of `text`, and returns what follows it.
    fn put_sign<'t>(&mut self, out: &mut String, signs: &Signs, text: &'t str) -> &'t str {
        let mut chars = text.chars();
        let stand_in = chars.next().map_or(0, u32::from);
        let table = match self.role {
            Role::Own => &signs.own,
            _ => &signs.evidence,
        };
        let at = stand_in.wrapping_sub(u32::from(STAND_INS[0]));
        if let Some(&sign) = table.get(at as usize) {
            self.change_ink(out, self.ink_for(Ink::Gutter));
            out.push(sign);
        }
        chars.as_str()
    }

    fn put(&mut self, out: &mut String, text: &str) {
        if text.bytes().any(|byte| byte != b' ') {
            self.change_ink(out, self.ink_for(Ink::Plain));
        }
        out.push_str(text);
    }

    fn ink_for(&self, of_text: Ink) -> Ink {
        match self.role {
            Role::Own => Ink::Severity,
            Role::Evidence | Role::Number => Ink::Gutter,
            Role::Text => of_text,
        }
    }

    fn change_ink(&mut self, out: &mut String, ink: Ink) {
        if !self.color || self.ink == ink {
            return;
        }
        if self.ink != Ink::Plain {
            out.push_str(RESET);
        }
        match ink {
            Ink::Plain => {}
            Ink::Severity => out.push_str(severity_style(self.severity)),
            Ink::Gutter => out.push_str(GUTTER),
        }
        self.ink = ink;
    }

    /// Ends the last colour.
    fn lift(&mut self, out: &mut String) {
        self.change_ink(out, Ink::Plain);
    }
}

/// An excerpt as miette wants it.
#[derive(Debug)]
struct Picture {
    excerpt: Excerpt,
}

impl fmt::Display for Picture {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        Ok(())
    }
}

impl std::error::Error for Picture {}

impl Diagnostic for Picture {
    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.excerpt)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.excerpt.labels.iter().map(|label| {
            let remark = (!label.remark.is_empty()).then(|| label.remark.clone());
            LabeledSpan::new(remark, label.start, label.len)
        })))
    }
}

impl SourceCode for Excerpt {
    /// Gives all of the excerpt, whatever is asked for: it holds just what is to be shown.
    fn read_span<'a>(
        &'a self,
        _: &SourceSpan,
        _: usize,
        _: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        Ok(Box::new(MietteSpanContents::new(
            self.text.as_bytes(),
            SourceSpan::from(0..self.text.len()),
            self.first,
            0,
            self.lines,
        )))
    }
}
