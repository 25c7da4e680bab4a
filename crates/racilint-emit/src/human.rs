//! Findings for people at a terminal, laid out as the Rust compiler does it.
//!
//! The only file that names miette, which draws the lines of source and what stands under them.
//! Everything round that (the header, the frame, the order of files, the help) is laid out here,
//! and so miette is given one [`Excerpt`] at a time, not whole files: it would sort the places of a
//! finding by position, scan files from their start, pass escape codes on, and never cut a line.
//! A form for screen readers is in `spoken`; neither form looks at the terminal.

use std::fmt;
use std::io::{self, Write};

use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError,
    MietteSpanContents, SourceCode, SourceSpan, SpanContents, ThemeCharacters, ThemeStyles,
};
use racilint_diagnostics::{Finding, Fix, RuleInfo, Safety, Severity, Sources};

use crate::excerpt::{Excerpt, Label, Mark, Section, sections};
use crate::place::{Place, Positions};
use crate::summary::{self, Summary};
use crate::text::{columns, push_spaces, push_wrapped, visible};
use crate::{rule_page, spoken};

/// What the reader can see.
#[derive(Clone, Copy, Debug)]
pub struct HumanOptions<'a> {
    /// The width of the terminal in columns; anything under 20 counts as 20.
    pub width: usize,
    /// Whether to colour. Without, no escape code is written, save for links.
    pub color: bool,
    /// The signs to draw with.
    pub charset: Charset,
    /// Whether to write sentences in place of pictures; `charset` and `width` then play no part.
    pub screen_reader: bool,
    /// Whether the terminal understands hyperlinks; the names of rules then lead to their pages.
    pub links: bool,
    /// The folder of the rule pages, with its closing slash.
    pub rule_page_base: &'a str,
}

/// The signs to draw with. It says nothing of the text that is shown: that stays as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Charset {
    /// Box-drawing characters.
    Unicode,
    /// What every terminal and log has.
    Ascii,
}

/// Writes all findings, where to read on, and the summary.
///
/// # Errors
///
/// Those of `out`.
pub fn write(
    out: &mut dyn Write,
    sources: &Sources,
    findings: &[Finding],
    summary: &Summary,
    options: &HumanOptions<'_>,
) -> io::Result<()> {
    write_findings(out, sources, findings, options)?;
    write_summary(out, summary, options)
}

/// Writes the findings alone, and where to read about their rules.
///
/// # Errors
///
/// Those of `out`.
pub fn write_findings(
    out: &mut dyn Write,
    sources: &Sources,
    findings: &[Finding],
    options: &HumanOptions<'_>,
) -> io::Result<()> {
    let mut printer = Printer::new(sources, options);
    for finding in findings {
        let text = printer.finding(finding);
        out.write_all(text.as_bytes())?;
    }
    out.write_all(printer.read_on(findings).as_bytes())
}

/// Writes the summary alone.
///
/// # Errors
///
/// Those of `out`.
pub fn write_summary(
    out: &mut dyn Write,
    summary: &Summary,
    options: &HumanOptions<'_>,
) -> io::Result<()> {
    let width = if options.screen_reader {
        usize::MAX
    } else {
        options.width.max(MIN_WIDTH)
    };
    out.write_all(summary::lines(summary, width).as_bytes())
}

const MIN_WIDTH: usize = 20;
/// Lines of source get at least this much room, however long the line numbers are.
const MIN_TEXT_WIDTH: usize = 16;
/// And at most this much, however wide the terminal claims to be.
const MAX_TEXT_WIDTH: usize = 1000;

struct Printer<'a> {
    sources: &'a Sources,
    options: &'a HumanOptions<'a>,
    width: usize,
    signs: &'static Signs,
    positions: Positions,
}

impl<'a> Printer<'a> {
    fn new(sources: &'a Sources, options: &'a HumanOptions<'a>) -> Self {
        Self {
            sources,
            options,
            width: options.width.max(MIN_WIDTH),
            signs: match options.charset {
                Charset::Unicode => &UNICODE,
                Charset::Ascii => &ASCII,
            },
            positions: Positions::default(),
        }
    }

    fn finding(&mut self, finding: &Finding) -> String {
        if self.options.screen_reader {
            return spoken::finding(self.sources, &mut self.positions, finding);
        }
        let mut out = String::with_capacity(1024);
        self.push_header(&mut out, finding);
        let marks = marks(self.sources, finding);
        let last_line = marks.iter().map(|mark| mark.place.last_line + 1).max();
        let digits = last_line.unwrap_or(1).to_string().len();
        self.push_pictures(&mut out, finding.severity, marks, digits);
        self.push_advice(&mut out, finding, digits);
        out.push('\n');
        out
    }

    /// `error[rule-name]: what is wrong`.
    fn push_header(&self, out: &mut String, finding: &Finding) {
        let word = finding.severity.word();
        let style = severity_style(finding.severity);
        let name = finding.rule.name;
        let head = columns(word) + columns(name) + 4;
        self.paint(out, style, &format!("{word}["));
        self.push_rule_name(out, finding.rule, style);
        self.paint(out, style, "]");
        self.paint(out, BOLD, ":");
        let mut message = String::new();
        if head + 12 > self.width {
            message.push_str("\n  ");
            push_wrapped(&mut message, &visible(&finding.message), 2, 2, self.width);
        } else {
            message.push(' ');
            push_wrapped(
                &mut message,
                &visible(&finding.message),
                head,
                2,
                self.width,
            );
        }
        self.paint(out, BOLD, &message);
        out.push('\n');
    }

    fn push_rule_name(&self, out: &mut String, rule: &RuleInfo, style: &str) {
        if self.options.links {
            let page = rule_page(self.options.rule_page_base, rule);
            out.push_str(&format!("\u{1b}]8;;{}\u{1b}\\", visible(&page)));
        }
        self.paint(out, style, rule.name);
        if self.options.links {
            out.push_str("\u{1b}]8;;\u{1b}\\");
        }
    }

    /// All places of the finding: its own first, then the evidence in the order of the story.
    fn push_pictures(
        &mut self,
        out: &mut String,
        severity: Severity,
        marks: Vec<Mark<'_>>,
        digits: usize,
    ) {
        let room = self
            .width
            .saturating_sub(digits + 4)
            .clamp(MIN_TEXT_WIDTH, MAX_TEXT_WIDTH);
        let mut previous: Option<Section<'_>> = None;
        for section in sections(marks, room) {
            self.push_section_header(out, previous.as_ref(), &section, digits);
            let excerpt = section.excerpt(room, self.signs.ellipsis);
            let own_digits = (section.last + 1).to_string().len();
            let margin = digits.saturating_sub(own_digits);
            self.push_picture(out, severity, excerpt, margin);
            previous = Some(section);
        }
    }

    /// Where the next lines are from: in full for another file, else a gap, else nothing.
    fn push_section_header(
        &mut self,
        out: &mut String,
        previous: Option<&Section<'_>>,
        section: &Section<'_>,
        digits: usize,
    ) {
        match previous {
            Some(previous) if previous.file.id() == section.file.id() => {
                if section.first != previous.last + 1 {
                    self.paint(out, GUTTER, " ...\n");
                }
                return;
            }
            Some(_) => {
                self.push_bar(out, digits);
                self.push_gutter(out, digits, self.signs.next_file);
            }
            None => self.push_gutter(out, digits, self.signs.first_file),
        }
        let start = section.leader().map_or(0, |mark| mark.place.start);
        let position = self.positions.at(section.file, start);
        let name = visible(section.file.name());
        out.push_str(&format!(" {name}:{}:{}\n", position.line, position.column));
        self.push_bar(out, digits);
    }

    /// Draws one excerpt, moved `margin` columns to the right.
    fn push_picture(&self, out: &mut String, severity: Severity, excerpt: Excerpt, margin: usize) {
        let Some(drawn) = draw(excerpt) else {
            return;
        };
        // Two lines of header come first, and the foot of the frame last; both are drawn here.
        let mut body = drawn.lines().skip(2).peekable();
        while let Some(line) = body.next() {
            if body.peek().is_none() {
                break;
            }
            let start = out.len();
            push_spaces(out, margin);
            self.push_drawn_line(out, severity, line);
            let end = out.trim_end_matches(' ').len().max(start);
            out.truncate(end);
            out.push('\n');
        }
    }

    /// Puts our signs and colours in the place of miette's, told apart by its own colours.
    fn push_drawn_line(&self, out: &mut String, severity: Severity, line: &str) {
        let mut pen = Pen::new(self.options.color, severity);
        let mut rest = line;
        // An escape, or the first byte of a stand-in; the text itself holds neither.
        let is_special = |byte: u8| byte == 0x1b || byte == 0xf4;
        while let Some(at) = rest.bytes().position(is_special) {
            let (run, special) = rest.split_at(at);
            pen.put(out, run);
            rest = if special.starts_with('\u{1b}') {
                pen.turn_to(special)
            } else {
                pen.put_sign(out, self.signs, special)
            };
        }
        pen.put(out, rest);
        pen.lift(out);
    }

    fn push_advice(&self, out: &mut String, finding: &Finding, digits: usize) {
        let help = finding.help.as_ref().map(|text| ("help", text.as_str()));
        let fix = finding.fix.as_ref();
        let fix = fix.map(|fix| (fix_word(fix), fix.title.as_str()));
        let notes: Vec<_> = help.into_iter().chain(fix).collect();
        if !notes.is_empty() {
            self.push_bar(out, digits);
        }
        for (number, (word, text)) in notes.iter().enumerate() {
            let is_last = number + 1 == notes.len();
            let sign = match is_last {
                true => self.signs.last_note,
                false => self.signs.note,
            };
            self.push_gutter(out, digits, sign);
            self.push_note(out, word, text, digits);
        }
    }

    fn push_note(&self, out: &mut String, word: &str, text: &str, digits: usize) {
        out.push(' ');
        self.paint(out, HELP, word);
        out.push(':');
        let at = digits + 6 + columns(word);
        let indent = if at + 12 > self.width { 2 } else { at };
        let paragraphs: Vec<_> = text.lines().map(visible).collect();
        let mut note = String::from(" ");
        push_wrapped(&mut note, &paragraphs.join("\n"), at, indent, self.width);
        // The space goes where the first word does not fit behind the colon.
        out.push_str(if note.starts_with(" \n") {
            &note[1..]
        } else {
            &note
        });
        out.push('\n');
    }

    /// A line of the frame with nothing on it.
    fn push_bar(&self, out: &mut String, digits: usize) {
        self.push_gutter(out, digits, self.signs.bar);
        out.push('\n');
    }

    /// A sign of the frame, with the space to its left.
    fn push_gutter(&self, out: &mut String, digits: usize, sign: Sign) {
        push_spaces(out, digits + 2 - sign.left_of_bar);
        self.paint(out, GUTTER, sign.text);
    }

    fn paint(&self, out: &mut String, style: &str, text: &str) {
        if self.options.color {
            out.push_str(style);
        }
        out.push_str(text);
        if self.options.color {
            out.push_str(RESET);
        }
    }

    /// How to learn more about the rules that fired, once for all findings.
    fn read_on(&self, findings: &[Finding]) -> String {
        let mut names: Vec<&str> = findings.iter().map(|f| f.rule.name).collect();
        names.sort_unstable();
        names.dedup();
        let Some(first) = findings.first().map(|finding| finding.rule) else {
            return String::new();
        };
        let which = match names.len() {
            1 => "this rule",
            _ => "a rule",
        };
        let mut text = format!(
            "for more about {which}, run `racilint explain {}`",
            first.name
        );
        if !self.options.links {
            let page = rule_page(self.options.rule_page_base, first);
            text.push_str(&format!(" or see {}", visible(&page)));
        }
        let mut out = String::new();
        let width = if self.options.screen_reader {
            usize::MAX
        } else {
            self.width
        };
        push_wrapped(&mut out, &text, 0, 2, width);
        out.push_str("\n\n");
        out
    }
}

/// The finding's own place and its evidence, as far as their files are known.
fn marks<'a>(sources: &'a Sources, finding: &Finding) -> Vec<Mark<'a>> {
    let own = std::iter::once((finding.span, &finding.label, true));
    let evidence = finding.related.iter().map(|l| (l.span, &l.message, false));
    own.chain(evidence)
        .filter_map(|(span, remark, primary)| {
            let place = Place::of(sources, span)?;
            Some(Mark::new(place, visible(remark).into_owned(), primary))
        })
        .collect()
}

/// The word before a fix, which says whether it needs a look.
fn fix_word(fix: &Fix) -> &'static str {
    match fix.safety {
        Safety::Safe => "fix",
        Safety::Unsafe => "fix (needs a look)",
    }
}

const RESET: &str = "\u{1b}[0m";
const BOLD: &str = "\u{1b}[1m";
const HELP: &str = "\u{1b}[1;36m";
const GUTTER: &str = "\u{1b}[1;34m";

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
struct Sign {
    text: &'static str,
    left_of_bar: usize,
}

const fn sign(text: &'static str, left_of_bar: usize) -> Sign {
    Sign { text, left_of_bar }
}

/// What a charset draws with.
struct Signs {
    bar: Sign,
    first_file: Sign,
    next_file: Sign,
    note: Sign,
    last_note: Sign,
    ellipsis: &'static str,
    /// The signs for [`STAND_INS`], under what the finding is about.
    own: [char; 10],
    /// The same under its evidence: it must not take colour to tell the two apart.
    evidence: [char; 10],
}

const UNICODE: Signs = Signs {
    bar: sign("│", 0),
    first_file: sign("╭─", 0),
    next_file: sign("├─", 0),
    note: sign("├", 0),
    last_note: sign("╰", 0),
    ellipsis: "…",
    own: ['│', '─', '╭', '╰', '├', '┤', '▶', '━', '┯', '▲'],
    evidence: ['│', '─', '╭', '╰', '├', '┤', '▷', '─', '┬', '△'],
};

const ASCII: Signs = Signs {
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

/// Lets miette draw an excerpt. None if it cannot, which no excerpt is known to cause.
fn draw(excerpt: Excerpt) -> Option<String> {
    let styles = ThemeStyles::ansi();
    let &[own, evidence, ..] = styles.highlights.as_slice() else {
        return None;
    };
    let highlight = |label: &Label| if label.primary { own } else { evidence };
    let highlights = excerpt.labels.iter().map(highlight).collect();
    let theme = GraphicalTheme {
        characters: stand_ins(),
        styles: ThemeStyles {
            highlights,
            ..styles
        },
    };
    let mut drawn = String::with_capacity(excerpt.text.len() * 4 + 512);
    GraphicalReportHandler::new_themed(theme)
        .with_context_lines(0)
        .with_wrap_lines(false)
        .render_report(&mut drawn, &Picture { excerpt })
        .ok()?;
    Some(drawn)
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
