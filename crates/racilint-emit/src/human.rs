//! Findings for people at a terminal, laid out as the Rust compiler does it.
//!
//! Header, frame, the order of files and help are laid out here; the lines of source and what
//! stands under them are drawn by miette, which is given one excerpt at a time and not whole files
//! (see `picture`): left alone it would sort the places of a finding by position, scan files from
//! their start, pass escape codes on, and never cut a line. A form for screen readers is in
//! `spoken`. None of them looks at the terminal.

use std::io::{self, Write};

use racilint_diagnostics::{Finding, Fix, RuleInfo, Safety, Severity, Sources};

use crate::excerpt::{Mark, Section, sections};
use crate::picture::{
    ASCII, BOLD, GUTTER, HELP, Painter, RESET, Sign, Signs, UNICODE, severity_style,
};
use crate::place::{Place, Positions};
use crate::summary::{self, Summary};
use crate::text::{columns, push_spaces, push_wrapped, visible};
use crate::{plain, rule_page, spoken};

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
    if let Some(first) = findings.first() {
        let several = findings.iter().any(|own| own.rule.name != first.rule.name);
        write_read_on(out, first.rule, several, options)?;
    }
    write_summary(out, summary, options)
}

/// Writes the findings alone.
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
    let mut text = String::new();
    for finding in findings {
        text.clear();
        printer.push_finding(&mut text, finding);
        out.write_all(text.as_bytes())?;
    }
    Ok(())
}

/// Appends an address in one piece, which a broken one would not be for whoever opens it: on the same
/// line, on the next one, or from its very beginning.
fn push_whole(out: &mut String, address: &str, width: usize) {
    let needed = columns(address);
    let used = columns(out.lines().last().unwrap_or_default());
    out.push_str(match used + 1 + needed <= width {
        true => " ",
        false if 2 + needed <= width => "\n  ",
        false => "\n",
    });
    out.push_str(address);
}

/// Writes how to learn more about the rules that fired, once for all findings: `first` is the rule
/// of the first one, `several` whether there are others.
///
/// # Errors
///
/// Those of `out`.
pub fn write_read_on(
    out: &mut dyn Write,
    first: &RuleInfo,
    several: bool,
    options: &HumanOptions<'_>,
) -> io::Result<()> {
    let which = if several { "a rule" } else { "this rule" };
    let mut text = format!(
        "for more about {which}, run `racilint explain {}`",
        first.name
    );
    let width = width_of(options);
    let page = (!options.links).then(|| rule_page(options.rule_page_base, first));
    if page.is_some() {
        text.push_str(" or see");
    }
    let mut wrapped = String::new();
    push_wrapped(&mut wrapped, &text, 0, 2, width);
    if let Some(page) = page {
        push_whole(&mut wrapped, &visible(&page), width);
    }
    wrapped.push_str("\n\n");
    out.write_all(wrapped.as_bytes())
}

/// The width for text; sentences for a screen reader are not wrapped.
fn width_of(options: &HumanOptions<'_>) -> usize {
    if options.screen_reader {
        usize::MAX
    } else {
        options.width.max(MIN_WIDTH)
    }
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
    out.write_all(summary::lines(summary, width_of(options)).as_bytes())
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
    painter: Painter,
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
            painter: Painter::default(),
        }
    }

    fn push_finding(&mut self, out: &mut String, finding: &Finding) {
        if self.options.screen_reader {
            let text = spoken::finding(self.sources, &mut self.positions, finding);
            out.push_str(&text);
            return;
        }
        self.push_header(out, finding);
        let marks = marks(self.sources, finding);
        let last_line = marks.iter().map(|mark| mark.place.last_line + 1).max();
        let digits = last_line.unwrap_or(1).to_string().len();
        self.push_pictures(out, finding.severity, marks, digits);
        self.push_advice(out, finding, digits);
        out.push('\n');
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
            let color = self.options.color;
            self.painter
                .push_picture(out, excerpt, severity, color, self.signs, margin);
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

    fn push_advice(&self, out: &mut String, finding: &Finding, digits: usize) {
        let help = finding.help.as_ref().map(|text| ("help", text.as_str()));
        let fix = finding.fix.as_ref();
        let fix = fix.map(|fix| (fix_word(fix), fix.title.as_str()));
        let several = plain::engagements(finding);
        let several = several.as_ref().map(|text| ("in", text.as_str()));
        let notes: Vec<_> = several.into_iter().chain(help).chain(fix).collect();
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
        let mut note = String::from(" ");
        push_wrapped(&mut note, &visible(text), at, indent, self.width);
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
