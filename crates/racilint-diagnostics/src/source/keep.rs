//! Keeping of texts what findings point at, so that a run over thousands of files need not hold
//! them all until it is told what came of them.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use super::{FileId, Piece, SourceFile, Sources, Span};

/// So many lines before a place, and behind it, are kept with it: as many as are shown round one,
/// and between two that are shown in one piece.
const AROUND: usize = 4;
/// So many lines of a long place are kept, and its last ones: nobody shows more.
const OF_A_PLACE: usize = 12;

/// Where places are after [`Sources::keep`].
#[derive(Debug, Default)]
pub struct Moved {
    files: BTreeMap<FileId, Kept>,
}

#[derive(Debug)]
struct Kept {
    id: FileId,
    /// The start of each piece in the old text, its length, and its start in the new one.
    pieces: Vec<(usize, usize, usize)>,
}

impl Sources {
    /// Adds to `to` the lines of these files that the given places need, and says where the places
    /// are there. Positions, lines and what is drawn stay the same.
    pub fn keep(&self, spans: impl IntoIterator<Item = Span>, to: &Sources) -> Moved {
        let mut by_file: BTreeMap<FileId, Vec<RangeInclusive<usize>>> = BTreeMap::new();
        for span in spans {
            if let Some(file) = self.get(span.file) {
                lines_of(file, span, by_file.entry(span.file).or_default());
            }
        }
        let mut moved = Moved::default();
        for (id, lines) in by_file {
            if let Some(file) = self.get(id) {
                moved.files.insert(id, keep_lines(file, lines, to));
            }
        }
        moved
    }
}

/// The lines that show a place.
fn lines_of(file: &SourceFile, span: Span, lines: &mut Vec<RangeInclusive<usize>>) {
    let range = span.range();
    let (first, last) = (file.line_of(range.start), file.line_of(range.end));
    let to = (first + OF_A_PLACE).min(last + AROUND);
    lines.push(first.saturating_sub(AROUND)..=to);
    lines.push(last.saturating_sub(1)..=last + 1);
}

/// The lines of all stretches, each once, from the first to the last.
fn each_line(mut stretches: Vec<RangeInclusive<usize>>) -> impl Iterator<Item = usize> {
    stretches.sort_unstable_by_key(|stretch| *stretch.start());
    let mut next = 0;
    stretches.into_iter().flat_map(move |stretch| {
        let fresh = next.max(*stretch.start())..=*stretch.end();
        next = next.max(stretch.end() + 1);
        fresh
    })
}

fn keep_lines(file: &SourceFile, lines: Vec<RangeInclusive<usize>>, to: &Sources) -> Kept {
    let mut text = String::new();
    let mut pieces: Vec<Piece> = Vec::new();
    let mut moves: Vec<(usize, usize, usize)> = Vec::new();
    let mut next = None;
    let mut count = 0;
    for line in each_line(lines) {
        let range = file.line_with_break(line);
        let is_there = !range.is_empty() || file.line_of(range.start) == line;
        if !is_there {
            continue;
        }
        if next != Some(line) {
            pieces.push(Piece {
                start: text.len(),
                index: count,
                offset: file.offset_in_file(range.start),
                line,
            });
            moves.push((range.start, 0, text.len()));
        }
        if let Some(piece) = moves.last_mut() {
            piece.1 += range.len();
        }
        text.push_str(&file.text[range]);
        next = Some(line + 1);
        count += 1;
    }
    let new = to.push(file.name.clone(), text, Some(pieces), file.bytes);
    Kept {
        id: new.id,
        pieces: moves,
    }
}

impl Moved {
    /// Where a place is now. One that was not kept for is moved to what is nearest.
    #[must_use]
    pub fn span(&self, span: Span) -> Span {
        let Some(kept) = self.files.get(&span.file) else {
            return span;
        };
        let range = span.range();
        Span::new(kept.id, kept.offset(range.start)..kept.offset(range.end))
    }
}

impl Kept {
    fn offset(&self, offset: usize) -> usize {
        let behind = self.pieces.partition_point(|piece| piece.0 <= offset);
        let piece = behind.checked_sub(1).and_then(|at| self.pieces.get(at));
        piece.map_or(0, |(old, length, new)| new + (offset - old).min(*length))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A text of a hundred lines, `line 0` to `line 99`, and a file in front of it.
    fn hundred() -> (Sources, FileId) {
        let sources = Sources::default();
        sources.add("other", "x");
        let lines: Vec<String> = (0..100).map(|line| format!("line {line}")).collect();
        let id = sources.add("hundred", lines.join("\n")).id();
        (sources, id)
    }

    fn span_of(sources: &Sources, file: FileId, needle: &str) -> Span {
        let start = sources.get(file).unwrap().text().find(needle).unwrap();
        Span::new(file, start..start + needle.len())
    }

    #[test]
    fn places_are_where_they_were() {
        let (sources, file) = hundred();
        let places = ["line 1\n", "line 50", "line 52", "line 99"];
        let spans = places.map(|needle| span_of(&sources, file, needle));
        let kept = Sources::default();
        let moved = sources.keep(spans, &kept);
        assert_eq!(kept.len(), 1);
        for (span, needle) in spans.into_iter().zip(places) {
            let new = moved.span(span);
            let (before, after) = (sources.get(file).unwrap(), kept.get(new.file).unwrap());
            assert_eq!(kept.text(new), needle);
            for (old, new) in [(span.start, new.start), (span.end, new.end)] {
                let (old, new) = (old as usize, new as usize);
                assert_eq!(before.position(old), after.position(new), "{needle}");
                assert_eq!(after.offset_in_file(new), old, "{needle}");
            }
            let line = after.line_of(new.start as usize);
            assert_eq!(&after.text()[after.line_range(line)], needle.trim_end());
        }
    }

    #[test]
    fn the_rest_is_let_go() {
        let (sources, file) = hundred();
        let kept = Sources::default();
        sources.keep([span_of(&sources, file, "line 50")], &kept);
        let file = kept.iter().next().unwrap();
        assert!(file.text().starts_with("line 46\n"), "{}", file.text());
        assert!(file.text().len() < 100);
        assert_eq!(
            file.line_with_break(20),
            file.text().len()..file.text().len()
        );
        assert_eq!(file.bytes(), sources.iter().nth(1).unwrap().text().len());
    }

    #[test]
    fn what_was_kept_can_be_kept_again() {
        let (sources, file) = hundred();
        let spans = ["line 10", "line 90"].map(|needle| span_of(&sources, file, needle));
        let (once, twice) = (Sources::default(), Sources::default());
        let first = sources.keep(spans, &once);
        let second = once.keep([first.span(spans[1])], &twice);
        let span = second.span(first.span(spans[1]));
        assert_eq!(twice.text(span), "line 90");
        let file = twice.get(span.file).unwrap();
        assert_eq!(file.position(span.start as usize).line, 91);
        assert_eq!(
            file.offset_in_file(span.start as usize),
            spans[1].start as usize
        );
    }

    #[test]
    fn ends_of_files_are_kept_as_they_are() {
        for text in ["", "\n", "a", "a\n", "\u{feff}a\r\nb"] {
            let sources = Sources::default();
            let file = sources.add("a", text);
            let kept = Sources::default();
            for offset in 0..=text.len() {
                let span = Span::new(file.id(), offset..offset);
                let new = sources.keep([span], &kept).span(span);
                let copy = kept.get(new.file).unwrap();
                let (old, new) = (file.position(offset), copy.position(new.start as usize));
                assert_eq!(old, new, "{text:?} {offset}");
            }
        }
    }
}
