//! Where a span really is: fitted to its text, with its lines, and its column found without
//! walking through a very long line again and again.

use std::collections::BTreeMap;
use std::ops::Range;

use racilint_diagnostics::{FileId, Position, SourceFile, Sources, Span};

/// A span fitted to its text: within it, not inverted, on character boundaries, and without the
/// line break at its end.
#[derive(Clone, Copy)]
pub(crate) struct Place<'a> {
    /// The file it is in.
    pub(crate) file: &'a SourceFile,
    /// Offset of the first byte.
    pub(crate) start: usize,
    /// Offset behind the last byte; equals `start` for an empty place.
    pub(crate) end: usize,
    /// The zero-based line of the start.
    pub(crate) first_line: usize,
    /// The zero-based line of the end.
    pub(crate) last_line: usize,
}

impl<'a> Place<'a> {
    /// The place of a span; none when its file is unknown.
    pub(crate) fn of(sources: &'a Sources, span: Span) -> Option<Self> {
        let (file, Range { start, end }) = Self::exact(sources, span)?;
        let first_line = file.line_of(start);
        let start = start.min(line_body(file, first_line).end);
        // An end right behind a line break belongs to the line that it breaks.
        let last_line = file.line_of(end.saturating_sub(1).max(start));
        let end = end.min(line_body(file, last_line).end).max(start);
        Some(Self {
            file,
            start,
            end,
            first_line,
            last_line,
        })
    }

    /// The file of a span and the bytes meant by it, which may include a line break at the end.
    pub(crate) fn exact(
        sources: &'a Sources,
        span: Span,
    ) -> Option<(&'a SourceFile, Range<usize>)> {
        let file = sources.get(span.file)?;
        let start = boundary_before(file.text(), span.range().start);
        let end = boundary_behind(file.text(), span.range().end).max(start);
        Some((file, start..end))
    }

    /// Whether it spreads over several lines.
    pub(crate) fn is_multiline(&self) -> bool {
        self.first_line != self.last_line
    }

    /// Whether the two share a character; an empty place counts as the character behind it.
    pub(crate) fn overlaps(&self, other: &Self) -> bool {
        self.start < other.end.max(other.start + 1) && other.start < self.end.max(self.start + 1)
    }
}

fn boundary_before(text: &str, offset: usize) -> usize {
    let offset = offset.min(text.len());
    (0..=offset)
        .rev()
        .find(|&at| text.is_char_boundary(at))
        .unwrap_or(0)
}

fn boundary_behind(text: &str, offset: usize) -> usize {
    (offset.min(text.len())..text.len())
        .find(|&at| text.is_char_boundary(at))
        .unwrap_or(text.len())
}

/// The bytes of a zero-based line without its line break, `\n` or `\r\n`.
///
/// Unlike [`SourceFile::line_range`] it looks at two bytes only, whatever the line holds, and lets
/// a lone carriage return stand, so that it is shown.
pub(crate) fn line_body(file: &SourceFile, line: usize) -> Range<usize> {
    let Range { start, end } = file.line_with_break(line);
    let text = file.text().as_bytes();
    let line = text.get(start..end).unwrap_or_default();
    let Some(body) = line.strip_suffix(b"\n") else {
        return start..end;
    };
    let carriage_return = usize::from(body.last() == Some(&b'\r'));
    start..start + body.len() - carriage_return
}

/// Finds lines and columns. Remembers how many characters precede each kilobyte of the files with
/// very long lines, so that ten thousand places in one line do not walk through it as many times.
#[derive(Default)]
pub(crate) struct Positions {
    counted: BTreeMap<FileId, Vec<usize>>,
}

/// Columns nearer than this are counted directly, and this far lie the remembered counts apart.
const STRIDE: usize = 1024;

impl Positions {
    /// Line and column of an offset on a character boundary.
    pub(crate) fn at(&mut self, file: &SourceFile, offset: usize) -> Position {
        let offset = offset.min(file.text().len());
        let (line, start) = file.line_and_start(offset);
        let bytes = file.text().as_bytes();
        let before = if offset - start < STRIDE {
            count_chars(bytes.get(start..offset))
        } else {
            let counted = self
                .counted
                .entry(file.id())
                .or_insert_with(|| running_counts(bytes));
            chars_up_to(bytes, counted, offset) - chars_up_to(bytes, counted, start)
        };
        // A byte order mark is a character that nobody sees: it has no column.
        let mark = start == 0 && offset > 0 && file.has_mark();
        Position {
            line: line + 1,
            column: before + 1 - usize::from(mark),
        }
    }
}

/// How many characters start before each multiple of the stride.
fn running_counts(bytes: &[u8]) -> Vec<usize> {
    let sum = |total: &mut usize, chunk: &[u8]| {
        let before = *total;
        *total += count_chars(Some(chunk));
        Some(before)
    };
    let mut counts: Vec<usize> = bytes.chunks(STRIDE).scan(0, sum).collect();
    if bytes.len().is_multiple_of(STRIDE) {
        counts.push(count_chars(Some(bytes)));
    }
    counts
}

fn chars_up_to(bytes: &[u8], counted: &[usize], offset: usize) -> usize {
    let mark = offset / STRIDE;
    let before = counted.get(mark).copied().unwrap_or(0);
    before + count_chars(bytes.get(mark * STRIDE..offset))
}

/// Counts the bytes that begin a character, which needs no boundaries at the ends of the slice.
fn count_chars(bytes: Option<&[u8]>) -> usize {
    let begins = |byte: &&u8| **byte & 0b1100_0000 != 0b1000_0000;
    bytes.unwrap_or_default().iter().filter(begins).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(text: &str, range: Range<usize>) -> (usize, usize, usize, usize) {
        let sources = Sources::default();
        let file = sources.add("a.toml", text).id();
        let place = Place::of(&sources, Span::new(file, range)).unwrap();
        (place.start, place.end, place.first_line, place.last_line)
    }

    #[test]
    fn spans_are_fitted_to_the_text() {
        assert_eq!(place("ab\ncd", 1..99), (1, 5, 0, 1));
        assert_eq!(place("ab\ncd", 70..99), (5, 5, 1, 1));
        #[expect(
            clippy::reversed_empty_ranges,
            reason = "an inverted span is what is tested"
        )]
        let inverted = 4..1;
        assert_eq!(place("ab\ncd", inverted), (4, 4, 1, 1));
        assert_eq!(place("a€b", 2..3), (1, 4, 0, 0));
        assert_eq!(place("", 0..0), (0, 0, 0, 0));
    }

    #[test]
    fn line_breaks_do_not_count() {
        assert_eq!(place("ab\r\ncd", 0..4), (0, 2, 0, 0));
        assert_eq!(place("ab\r\ncd", 3..4), (2, 2, 0, 0));
        assert_eq!(place("ab\n", 3..3), (3, 3, 1, 1));
    }

    #[test]
    fn columns_agree_with_the_plain_count_everywhere() {
        let sources = Sources::default();
        let text = format!("x\n{}\n{}", "aä€𝄞".repeat(700), "b".repeat(3072));
        let file = sources.add("a.toml", text.as_str());
        let mut positions = Positions::default();
        for (offset, _) in text.char_indices() {
            assert_eq!(positions.at(file, offset), file.position(offset));
        }
        assert_eq!(positions.at(file, text.len()), file.position(text.len()));
    }
}
