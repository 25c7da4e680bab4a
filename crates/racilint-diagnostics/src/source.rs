//! Texts that findings point into, and places in them.
//!
//! [`Sources`] only ever grows and hands out references that live as long as itself, so that a
//! parsed file can borrow its text while the files that it includes are still being added.

mod keep;

use std::fmt;
use std::ops::Range;
use std::sync::OnceLock;

use elsa::FrozenVec;

pub use keep::Moved;

/// Which file of a [`Sources`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(u32);

impl FileId {
    /// The index of the file in the order of loading, starting at 0.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A stretch of one file, in bytes: start included, end excluded.
///
/// Spans sort by file, then by start, then by end, which is the order of reading.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file that the bytes are in.
    pub file: FileId,
    /// Offset of the first byte.
    pub start: u32,
    /// Offset just behind the last byte.
    pub end: u32,
}

impl Span {
    /// The bytes `start..end` of `file`.
    ///
    /// Offsets are kept in 32 bits; a loader refuses larger files long before that.
    pub fn new(file: FileId, range: Range<usize>) -> Self {
        let narrow = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        Self {
            file,
            start: narrow(range.start),
            end: narrow(range.end),
        }
    }

    /// The byte range within the file.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Whether `other` lies wholly within this span.
    pub fn contains(self, other: Span) -> bool {
        self.file == other.file && self.start <= other.start && other.end <= self.end
    }

    /// The smallest span that covers both; `self` when they are in different files.
    pub fn to(self, other: Span) -> Span {
        if self.file != other.file {
            return self;
        }
        Span {
            file: self.file,
            start: self.start.min(other.start),
            end: self.end.max(other.end),
        }
    }

    /// The empty place at the start of this span.
    pub fn at_start(self) -> Span {
        Span {
            end: self.start,
            ..self
        }
    }
}

impl fmt::Debug for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}..{}", self.file.0, self.start, self.end)
    }
}

/// A place as people count: line and column start at 1, columns are Unicode scalar values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Line, starting at 1.
    pub line: usize,
    /// Column in Unicode scalar values, starting at 1.
    pub column: usize,
}

/// What some editors write in front of a text. Nobody sees it, so it has no column.
const BYTE_ORDER_MARK: char = '\u{feff}';

/// One text with the name it is shown under: a whole file, or the lines of it that are still
/// needed (see [`Sources::keep`]). Lines are numbered as in the whole file either way; offsets are
/// those of the text that is here.
#[derive(Debug)]
pub struct SourceFile {
    id: FileId,
    name: String,
    text: String,
    line_starts: OnceLock<Vec<u32>>,
    /// Where the text comes from, where it is not the whole file; ascending.
    pieces: Option<Vec<Piece>>,
    /// How many bytes the whole file has.
    bytes: usize,
}

/// Consecutive lines of a file of which others were left out.
#[derive(Clone, Copy, Debug)]
struct Piece {
    /// Where they begin in the text that is here.
    start: usize,
    /// How many lines stand before them in the text that is here.
    index: usize,
    /// Where they begin in the whole file.
    offset: usize,
    /// How many lines stand before them in the whole file.
    line: usize,
}

impl SourceFile {
    /// The id under which [`Sources`] knows the file.
    pub fn id(&self) -> FileId {
        self.id
    }

    /// The name shown to people: a path as the user would type it, with forward slashes.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The whole text, or the lines of it that were kept.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// How many bytes the whole file has.
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    /// Where an offset of [`text`](Self::text) is in the whole file.
    pub fn offset_in_file(&self, offset: usize) -> usize {
        let last = |piece: &Piece| piece.start <= offset;
        self.last_piece(last)
            .map_or(offset, |piece| piece.offset + offset - piece.start)
    }

    /// Whether the text begins with a byte order mark.
    pub fn has_mark(&self) -> bool {
        self.text.starts_with(BYTE_ORDER_MARK) && self.offset_in_file(0) == 0
    }

    /// The last piece of which something holds that holds of none behind it.
    fn last_piece(&self, holds: impl Fn(&Piece) -> bool) -> Option<&Piece> {
        let pieces = self.pieces.as_ref()?;
        let behind = pieces.partition_point(holds);
        pieces.get(behind.saturating_sub(1))
    }

    /// The offset at which each line of the text begins; the first is 0. Found once, on first use,
    /// so that a clean run never pays for it and a run with many findings pays once.
    fn line_starts(&self) -> &[u32] {
        self.line_starts.get_or_init(|| {
            let after = |newline: usize| u32::try_from(newline + 1).unwrap_or(u32::MAX);
            let newlines = memchr::memchr_iter(b'\n', self.text.as_bytes());
            std::iter::once(0).chain(newlines.map(after)).collect()
        })
    }

    /// The zero-based line that holds a byte offset; offsets behind the end belong to the last.
    pub fn line_of(&self, offset: usize) -> usize {
        self.line_and_start(offset).0
    }

    /// The same, with the offset at which the line begins.
    pub fn line_and_start(&self, offset: usize) -> (usize, usize) {
        let starts = self.line_starts();
        let index = starts.partition_point(|&start| start as usize <= offset) - 1;
        let line = self
            .last_piece(|piece| piece.index <= index)
            .map_or(index, |piece| piece.line + index - piece.index);
        (line, starts[index] as usize)
    }

    /// The byte range of a zero-based line with its line break; empty, at the end, for a line that
    /// is not there.
    pub fn line_with_break(&self, line: usize) -> Range<usize> {
        let index = self
            .last_piece(|piece| piece.line <= line)
            .map_or(Some(line), |piece| {
                Some(piece.index + line.checked_sub(piece.line)?)
            });
        let starts = self.line_starts();
        let start = |index: usize| starts.get(index).map(|&start| start as usize);
        let end = self.text.len();
        let Some((index, first)) = index.and_then(|index| Some((index, start(index)?))) else {
            return end..end;
        };
        if self.line_of(first) != line {
            return end..end;
        }
        first..start(index + 1).unwrap_or(end)
    }

    /// The byte range of a zero-based line, without its line break.
    pub fn line_range(&self, line: usize) -> Range<usize> {
        let Range { start, end } = self.line_with_break(line);
        let body = self.text[start..end].trim_end_matches(['\n', '\r']);
        start..start + body.len()
    }

    /// Line and column of a byte offset. An offset inside a character counts as its start.
    pub fn position(&self, offset: usize) -> Position {
        let mut offset = offset.min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        let (line, start) = self.line_and_start(offset);
        let before = self.text[start..offset].trim_start_matches(BYTE_ORDER_MARK);
        Position {
            line: line + 1,
            column: before.chars().count() + 1,
        }
    }
}

/// All texts of one check, in the order of loading.
#[derive(Default)]
pub struct Sources {
    files: FrozenVec<Box<SourceFile>>,
}

impl Sources {
    /// Takes a text in and returns it with its id. `name` is what people are shown.
    pub fn add(&self, name: impl Into<String>, text: impl Into<String>) -> &SourceFile {
        let text = text.into();
        let bytes = text.len();
        self.push(name.into(), text, None, bytes)
    }

    fn push(
        &self,
        name: String,
        text: String,
        pieces: Option<Vec<Piece>>,
        bytes: usize,
    ) -> &SourceFile {
        let id = FileId(u32::try_from(self.files.len()).unwrap_or(u32::MAX));
        self.files.push_get(Box::new(SourceFile {
            id,
            name,
            text,
            line_starts: OnceLock::new(),
            pieces,
            bytes,
        }))
    }

    /// The file with this id, if it was added here.
    pub fn get(&self, id: FileId) -> Option<&SourceFile> {
        self.files.get(id.index())
    }

    /// All files, in the order of loading.
    pub fn iter(&self) -> impl Iterator<Item = &SourceFile> {
        (0..self.files.len()).filter_map(|index| self.files.get(index))
    }

    /// How many files there are.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether nothing was added yet.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// The text under a span; empty when the span does not fit its file.
    pub fn text(&self, span: Span) -> &str {
        self.get(span.file)
            .and_then(|file| file.text().get(span.range()))
            .unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_characters_and_start_at_one() {
        let sources = Sources::default();
        let file = sources.add("a.toml", "x\nä€b\r\nlast");
        assert_eq!(file.position(0), Position { line: 1, column: 1 });
        assert_eq!(file.position(2), Position { line: 2, column: 1 });
        assert_eq!(file.position(7), Position { line: 2, column: 3 });
        assert_eq!(file.position(3), Position { line: 2, column: 1 });
        assert_eq!(file.position(999), Position { line: 3, column: 5 });
    }

    #[test]
    fn a_byte_order_mark_has_no_column() {
        let sources = Sources::default();
        let file = sources.add("a.toml", "\u{feff}ab");
        assert_eq!(file.position(0), Position { line: 1, column: 1 });
        assert_eq!(file.position(3), Position { line: 1, column: 1 });
        assert_eq!(file.position(4), Position { line: 1, column: 2 });
    }

    #[test]
    fn a_line_is_given_without_its_break() {
        let sources = Sources::default();
        let file = sources.add("a.toml", "one\r\ntwo\n");
        assert_eq!(&file.text()[file.line_range(0)], "one");
        assert_eq!(&file.text()[file.line_range(1)], "two");
        assert_eq!(file.line_range(2), 9..9);
        assert_eq!(file.line_range(99), 9..9);
    }

    #[test]
    fn texts_stay_borrowed_while_more_are_added() {
        let sources = Sources::default();
        let first = sources.add("a", "first").text();
        for n in 0..100 {
            sources.add(format!("{n}"), "more");
        }
        assert_eq!(first, "first");
        assert_eq!(sources.len(), 101);
    }
}
