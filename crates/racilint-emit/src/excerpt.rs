//! The lines to be shown for a finding, copied out of their files and made harmless.
//!
//! A finding's places are grouped into [`Section`]s that can be drawn as one picture; a section is
//! turned into an [`Excerpt`], a small text of its own in which the places have new offsets. That
//! copy is where tabs become spaces, control characters become readable, and long lines are cut
//! to a window round what matters, so the cost depends neither on the size of the file nor on
//! where in it the finding is. How the picture is drawn is not known here.

use std::ops::Range;

use racilint_diagnostics::SourceFile;

use crate::place::{Place, line_body};
use crate::text::{char_columns, columns, is_unsafe, push_escape, push_wrapped};

/// Places at most this many lines apart are shown in one piece.
const GAP: usize = 2;
/// Longer places are marked on their first line only.
const LINES_PER_PLACE: usize = 8;
/// A remark is broken into lines of this many columns where there is no room for more, behind the
/// line that leads to it.
const LEAST_REMARK: usize = 12;
/// What leads to a remark.
const LEADER: usize = 4;
/// More remarks in one piece than this cannot be told apart, and cost more than in proportion.
const REMARKS_PER_SECTION: usize = 12;
/// A tab is shown as this many spaces wherever it stands.
const TAB: &str = "    ";

/// A place with its remark.
pub(crate) struct Mark<'a> {
    /// Where it is.
    pub(crate) place: Place<'a>,
    /// What to say there, harmless already; may be empty.
    pub(crate) remark: String,
    /// Whether it is what the finding is about, and not evidence for it.
    pub(crate) primary: bool,
}

impl<'a> Mark<'a> {
    /// A mark, cut down to its first line when it covers a good part of the file.
    pub(crate) fn new(place: Place<'a>, remark: String, primary: bool) -> Self {
        let mut mark = Self {
            place,
            remark,
            primary,
        };
        if place.last_line - place.first_line >= LINES_PER_PLACE {
            let separator = if mark.remark.is_empty() { "" } else { " " };
            mark.remark += &format!("{separator}(to line {})", place.last_line + 1);
            mark.place.last_line = place.first_line;
            mark.place.end = line_body(place.file, place.first_line).end;
        }
        mark
    }

    /// Where its remark stands: below its middle.
    fn remark_at(&self) -> Option<usize> {
        let is_below = !self.remark.is_empty() && !self.place.is_multiline();
        is_below.then_some(self.place.start + (self.place.end - self.place.start) / 2)
    }
}

/// Neighbouring lines of one file, with the marks to be drawn in them.
pub(crate) struct Section<'a> {
    /// The file of all of it.
    pub(crate) file: &'a SourceFile,
    /// The first line shown, zero-based.
    pub(crate) first: usize,
    /// The last line shown, zero-based.
    pub(crate) last: usize,
    marks: Vec<Mark<'a>>,
    /// How many remarks the marks carry, those on one and the same place counted apart.
    remarks: usize,
}

/// Groups marks into sections, keeping the order in which they tell the story: each mark joins
/// the first or the latest section if it can be drawn there, or else opens a new one.
///
/// `columns` is the room for a line of text.
pub(crate) fn sections(marks: Vec<Mark<'_>>, columns: usize) -> Vec<Section<'_>> {
    let mut sections: Vec<Section<'_>> = Vec::new();
    for mark in marks {
        // Only two are looked at, so that thousands of places stay cheap.
        let candidates = [0, sections.len().saturating_sub(1)];
        let home = candidates
            .into_iter()
            .find(|&at| sections.get(at).is_some_and(|s| s.takes(&mark, columns)));
        match home.and_then(|at| sections.get_mut(at)) {
            Some(section) => section.add(mark),
            None => sections.push(Section::new(mark)),
        }
    }
    sections
}

impl<'a> Section<'a> {
    fn new(mark: Mark<'a>) -> Self {
        let Place {
            file,
            first_line,
            last_line,
            ..
        } = mark.place;
        // An empty line alone shows nothing: the lines before tell where one is.
        let empty = |line: &usize| line_body(file, *line).is_empty();
        let before = (0..=first_line).rev().take(GAP + 2);
        let empty_lines = before.take_while(empty).count();
        Self {
            file,
            first: first_line - empty_lines.min(GAP + 1).min(first_line),
            last: last_line,
            marks: vec![mark],
            remarks: 1,
        }
    }

    /// The mark for which the section was opened.
    pub(crate) fn leader(&self) -> Option<&Mark<'a>> {
        self.marks.first()
    }

    fn takes(&self, mark: &Mark<'a>, columns: usize) -> bool {
        let place = &mark.place;
        let is_near =
            place.first_line <= self.last + GAP + 1 && self.first <= place.last_line + GAP + 1;
        self.file.id() == place.file.id()
            && is_near
            && self.remarks < REMARKS_PER_SECTION
            && self
                .marks
                .iter()
                .all(|other| can_share(other, mark, columns))
    }

    fn add(&mut self, mark: Mark<'a>) {
        self.first = self.first.min(mark.place.first_line);
        self.last = self.last.max(mark.place.last_line);
        self.remarks += 1;
        let same = |other: &&mut Mark<'a>| {
            (other.place.start, other.place.end) == (mark.place.start, mark.place.end)
        };
        match self.marks.iter_mut().find(same) {
            Some(other) if !other.remark.is_empty() && !mark.remark.is_empty() => {
                other.remark.push('\n');
                other.remark.push_str(&mark.remark);
            }
            Some(other) => other.remark.push_str(&mark.remark),
            None => self.marks.push(mark),
        }
    }

    /// Copies the lines, each in at most `columns` columns.
    pub(crate) fn excerpt(&self, columns: usize, ellipsis: &'static str) -> Excerpt {
        let columns = columns.saturating_sub(self.bracket_columns());
        let mut copy = Copy {
            text: String::with_capacity(256),
            moved: Vec::with_capacity(16),
            ellipsis,
        };
        for line in self.first..=self.last {
            let body = line_body(self.file, line);
            let window = self.window(line, &body, columns, ellipsis);
            copy.push_line(self.file.text(), body, window);
        }
        let mut labels: Vec<_> = self.marks.iter().map(|m| copy.label(m, columns)).collect();
        labels.sort_by_key(|label| label.start);
        Excerpt {
            text: copy.text,
            labels,
            first: self.first,
            lines: self.last - self.first + 1,
        }
    }

    /// The room that is taken, to the left of the text, by brackets round several lines.
    fn bracket_columns(&self) -> usize {
        let brackets = self.marks.iter().filter(|mark| mark.place.is_multiline());
        match brackets.count() {
            0 => 0,
            some => some + 3,
        }
    }

    /// What part of a line to show.
    fn window(
        &self,
        line: usize,
        body: &Range<usize>,
        columns: usize,
        ellipsis: &str,
    ) -> Range<usize> {
        let text = self.file.text();
        let focus = self.focus(line, body);
        let lead = focus.range.start - body.start;
        let fits = body.len() <= columns && lead + focus.columns_for_remarks(columns) <= columns;
        if fits && text.get(body.clone()).is_some_and(is_printable) {
            return body.clone();
        }
        let lead = width_within(text, body.start..focus.range.start, columns);
        let wide = width_within(text, focus.range.clone(), columns).unwrap_or(columns);
        let for_remarks = focus.columns_for_remarks(columns);
        let from = match lead {
            Some(lead) if lead + wide.max(for_remarks) <= columns => body.start,
            _ => {
                let most = match focus.last_remark {
                    Some(_) => columns.saturating_sub(for_remarks + ellipsis.len()),
                    None => columns,
                };
                back(text, body.start, focus.range.start, most.min(columns / 4))
            }
        };
        let dots = |cut: bool| if cut { ellipsis.len() } else { 0 };
        let room = columns.saturating_sub(dots(from > body.start));
        let to = forward(text, from..body.end, room);
        if to == body.end {
            return from..to;
        }
        from..forward(text, from..body.end, room.saturating_sub(dots(true)))
    }

    /// The part of a line that the marks are about, and how much room their remarks would like.
    fn focus(&self, line: usize, body: &Range<usize>) -> Focus {
        let here = |m: &&Mark<'_>| m.place.first_line <= line && line <= m.place.last_line;
        let mut focus: Option<Focus> = None;
        let mut first_remark = None;
        for mark in self.marks.iter().filter(here) {
            let range = mark.place.start.max(body.start)..mark.place.end.min(body.end);
            let remark_columns = columns(&mark.remark).min(28) + LEADER;
            let Some(old) = focus.take() else {
                first_remark = mark.remark_at();
                focus = Some(Focus {
                    range,
                    remark_columns,
                    last_remark: None,
                });
                continue;
            };
            focus = Some(Focus {
                range: old.range.start.min(range.start)..old.range.end.max(range.end),
                remark_columns: old.remark_columns.max(remark_columns),
                last_remark: old.last_remark.max(first_remark).max(mark.remark_at()),
            });
        }
        focus.unwrap_or(Focus {
            range: body.start..body.start,
            remark_columns: 0,
            last_remark: None,
        })
    }
}

struct Focus {
    range: Range<usize>,
    remark_columns: usize,
    /// Where the last remark stands, if there are several marks.
    last_remark: Option<usize>,
}

impl Focus {
    /// What remarks need from the first mark on: up to half of the picture, and behind the last of
    /// several marks as much as any remark gets.
    fn columns_for_remarks(&self, columns: usize) -> usize {
        let wanted = self.remark_columns.min(columns / 2);
        self.last_remark.map_or(wanted, |at| {
            let to_last = at.saturating_sub(self.range.start);
            wanted.max(to_last + LEADER + LEAST_REMARK)
        })
    }
}

/// Whether two places can be marked in one picture, with room for what is said of the last.
fn can_share(one: &Mark<'_>, other: &Mark<'_>, columns: usize) -> bool {
    let places = (&one.place, &other.place);
    if places.0.is_multiline() || places.1.is_multiline() {
        return true;
    }
    if places.0.first_line != places.1.first_line {
        return true;
    }
    let is_same = (places.0.start, places.0.end) == (places.1.start, places.1.end);
    let start = places.0.start.min(places.1.start);
    let reach = places.0.end.max(places.1.end) - start;
    let last_remark = one.remark_at().max(other.remark_at()).unwrap_or(start);
    let with_remark = last_remark.saturating_sub(start) + LEADER + LEAST_REMARK;
    is_same || (!places.0.overlaps(places.1) && reach.max(with_remark) <= columns)
}

/// A small harmless text, and where in it the marks are.
#[derive(Debug)]
pub(crate) struct Excerpt {
    /// The lines, each ended by a space (so that a place at its end has something to stand on)
    /// and a line feed.
    pub(crate) text: String,
    /// The marks, in the order of the text.
    pub(crate) labels: Vec<Label>,
    /// The number of the first line, zero-based.
    pub(crate) first: usize,
    /// How many lines there are.
    pub(crate) lines: usize,
}

/// A mark in an [`Excerpt`].
#[derive(Debug)]
pub(crate) struct Label {
    /// Offset of its first byte.
    pub(crate) start: usize,
    /// How many bytes it has, at least 1.
    pub(crate) len: usize,
    /// The remark, broken into lines; empty for none.
    pub(crate) remark: String,
    /// Whether it is what the finding is about.
    pub(crate) primary: bool,
}

/// An excerpt in the making.
struct Copy {
    text: String,
    /// Offsets in the file and in the copy that correspond, ascending. From each to the next, both
    /// advance byte by byte, as far as the next allows.
    moved: Vec<(usize, usize)>,
    ellipsis: &'static str,
}

impl Copy {
    fn push_line(&mut self, text: &str, body: Range<usize>, window: Range<usize>) {
        self.moved.push((body.start, self.text.len()));
        if window.start > body.start {
            self.text.push_str(self.ellipsis);
        }
        self.moved.push((window.start, self.text.len()));
        self.push_shown(text.get(window.clone()).unwrap_or_default(), window.start);
        if window.end < body.end {
            self.moved.push((window.end, self.text.len()));
            self.text.push_str(self.ellipsis);
        }
        self.moved.push((body.end, self.text.len()));
        self.text.push_str(" \n");
    }

    /// Copies the text that stands at an offset of the file, made harmless.
    fn push_shown(&mut self, text: &str, offset: usize) {
        if is_printable(text) {
            self.text.push_str(text);
            return;
        }
        let mut previous = ' ';
        for (at, c) in text.char_indices() {
            let before = self.text.len();
            push_shown(&mut self.text, c, previous);
            if self.text.len() - before != c.len_utf8() {
                self.moved.push((offset + at, before));
                let behind = offset + at + c.len_utf8();
                self.moved.push((behind, self.text.len()));
            }
            previous = c;
        }
    }

    /// Where a byte of the file is in the copy; the nearest place to it when it is not shown.
    fn moved(&self, offset: usize) -> usize {
        let behind = self.moved.partition_point(|&(old, _)| old <= offset);
        let next = self.moved.get(behind);
        let limit = next.map_or(self.text.len(), |&(_, new)| new);
        match behind.checked_sub(1).and_then(|at| self.moved.get(at)) {
            Some(&(old, new)) => (new + offset - old).min(limit),
            None => limit,
        }
    }

    fn label(&self, mark: &Mark<'_>, columns: usize) -> Label {
        let start = self.moved(mark.place.start);
        let one = self.text.get(start..).and_then(|rest| rest.chars().next());
        let least = start + one.map_or(1, char::len_utf8);
        let end = self.moved(mark.place.end).max(least);
        Label {
            start,
            len: end - start,
            remark: self.wrapped_remark(mark, start..end, columns),
            primary: mark.primary,
        }
    }

    /// Breaks the remark so that it fits beside the line that leads to it from the mark's middle.
    fn wrapped_remark(&self, mark: &Mark<'_>, range: Range<usize>, width: usize) -> String {
        if mark.remark.is_empty() {
            return String::new();
        }
        let before = self.text.get(..range.start).unwrap_or_default();
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let lead = columns(self.text.get(line_start..range.start).unwrap_or_default());
        let middle = if mark.place.is_multiline() {
            4
        } else {
            lead + columns(self.text.get(range).unwrap_or_default()) / 2
        };
        let room = width.saturating_sub(middle + LEADER).max(LEAST_REMARK);
        let mut wrapped = String::new();
        push_wrapped(&mut wrapped, &mark.remark, 0, 0, room);
        wrapped
    }
}

/// Whether a text can be shown as it is, a column for each byte.
fn is_printable(text: &str) -> bool {
    text.bytes().all(|byte| (b' '..=b'~').contains(&byte))
}

/// Writes a character of a snippet so that every terminal gives it the same width.
///
/// Joiners and skin tones are left out: terminals disagree on whether the joined sign is one or
/// several, and the line underneath has to fit in each of them.
fn push_shown(out: &mut String, c: char, previous: char) {
    match c {
        '\t' => out.push_str(TAB),
        '\u{200d}' | '\u{fe0e}' | '\u{fe0f}' => {}
        '\u{1f3fb}'..='\u{1f3ff}' if char_columns(previous) == 2 => {}
        _ if is_unsafe(c) => push_escape(out, c),
        _ => out.push(c),
    }
}

/// How many columns [`push_shown`] uses, at most.
fn shown_columns(c: char) -> usize {
    match c {
        ' '..='~' => 1,
        '\t' => TAB.len(),
        '\n' | '\r' => 2,
        '\u{200d}' | '\u{fe0e}' | '\u{fe0f}' => 0,
        _ if is_unsafe(c) && u32::from(c) > 0xffff => 10,
        _ if is_unsafe(c) => 6,
        _ => char_columns(c),
    }
}

/// Characters without width are still counted as a quarter of a column when looking for the edge
/// of a window, so that a million of them cannot make it endless.
fn cost(c: char) -> usize {
    (shown_columns(c) * 4).max(1)
}

/// The width of a stretch, or none when it is wider than `limit`; never walks further than that.
fn width_within(text: &str, range: Range<usize>, limit: usize) -> Option<usize> {
    let mut cost_so_far = 0;
    let mut width = 0;
    for c in text.get(range).unwrap_or_default().chars() {
        width += shown_columns(c);
        cost_so_far += cost(c);
        if width > limit || cost_so_far > limit * 8 {
            return None;
        }
    }
    Some(width)
}

/// The offset at most `room` columns before `to`, not before `from`.
fn back(text: &str, from: usize, to: usize, room: usize) -> usize {
    let mut left = room * 4;
    let mut at = to;
    for c in text.get(from..to).unwrap_or_default().chars().rev() {
        if cost(c) > left {
            break;
        }
        left -= cost(c);
        at -= c.len_utf8();
    }
    at
}

/// The offset at most `room` columns into the range.
fn forward(text: &str, range: Range<usize>, room: usize) -> usize {
    let mut left = room * 4;
    let mut at = range.start;
    for c in text.get(range).unwrap_or_default().chars() {
        if cost(c) > left {
            break;
        }
        left -= cost(c);
        at += c.len_utf8();
    }
    at
}

/// The line in which a place begins, in at most 200 columns.
pub(crate) fn shown_line(place: &Place<'_>) -> String {
    let mark = Mark {
        place: Place {
            last_line: place.first_line,
            end: place.start,
            ..*place
        },
        remark: String::new(),
        primary: true,
    };
    let section = Section {
        file: place.file,
        first: place.first_line,
        last: place.first_line,
        marks: vec![mark],
        remarks: 1,
    };
    section.excerpt(200, "...").text
}
