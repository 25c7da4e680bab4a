//! How wide the columns of a matrix are in a terminal, and how its texts are wrapped.

use racilint_emit::text::{char_columns, columns as width_of, is_command};

use super::why_empty;
use crate::Matrix;

/// Blanks between two columns.
const GAP: usize = 2;
/// The names of the rows are not made narrower than this.
const LEAST_LABEL: usize = 26;
/// No heading is made narrower than this.
const LEAST: usize = 8;
/// No name in a cell is made narrower than this.
const LEAST_NAME: usize = 15;
/// No heading is given more than this for words that do not break.
const MOST: usize = 24;

/// The widths of all columns.
#[derive(Debug)]
pub(super) struct Fit {
    /// That of the names of the rows.
    pub(super) label: usize,
    /// Those of the others, in blocks that stand one below the other.
    pub(super) blocks: Vec<Block>,
}

/// Columns that stand side by side.
#[derive(Debug)]
pub(super) struct Block {
    /// The first of them.
    pub(super) first: usize,
    /// How wide they are.
    pub(super) widths: Vec<usize>,
}

/// What a column asks for.
#[derive(Clone, Copy)]
struct Need {
    /// With nothing wrapped but between words.
    natural: usize,
    /// At the least.
    least: usize,
}

impl Fit {
    pub(super) fn of(matrix: &Matrix, width: usize) -> Self {
        let label = label(matrix);
        let needs: Vec<Need> = (0..matrix.columns.len())
            .map(|column| need(matrix, column))
            .collect();
        let mut blocks = Vec::new();
        let mut first = 0;
        let mut fitted = label.least;
        while first < needs.len() {
            let count = fitting(label, &needs[first..], width);
            let mut widths = vec![label];
            widths.extend(&needs[first..first + count]);
            let mut widths = shrunk(&widths, width);
            let own_label = widths.remove(0);
            // All blocks have the narrowest label, so that rows are found again by eye.
            fitted = if blocks.is_empty() {
                own_label
            } else {
                fitted.min(own_label)
            };
            blocks.push(Block { first, widths });
            first += count;
        }
        if blocks.is_empty() {
            let widths = Vec::new();
            blocks.push(Block { first, widths });
            fitted = label.natural.min(width.max(1));
        }
        Fit {
            label: fitted.max(1),
            blocks,
        }
    }
}

fn label(matrix: &Matrix) -> Need {
    let rows = matrix.rows.iter().filter(|row| !row.is_section);
    let widths = rows.map(|row| width_of(&row.title) + row.depth.min(4) * 2 + 2);
    let reasons = matrix.rows.iter().filter_map(|row| why_empty(matrix, row));
    let reason = reasons.map(|why| width_of(why) + 6).max().unwrap_or(0);
    let natural = widths
        .max()
        .unwrap_or(0)
        .max(reason.min(40))
        .max("Task".len());
    Need {
        natural,
        least: natural.min(LEAST_LABEL),
    }
}

/// Letters are never wrapped; headings and names are, between words and behind hyphens.
fn need(matrix: &Matrix, column: usize) -> Need {
    let pieces = |text: &str| pieces(text).map(width_of).max().unwrap_or(0);
    let title = matrix.columns.get(column).map_or("", |own| &own.title);
    let heading = pieces(title).max(1);
    let is_letters = matrix.layout != crate::Layout::Letters;
    let lines = || matrix.cells_of(column).flat_map(|cell| &cell.lines);
    let widest = lines().map(|line| width_of(line)).max().unwrap_or(0);
    if is_letters {
        return Need {
            natural: heading.min(MOST).max(widest),
            least: heading.min(LEAST).max(widest),
        };
    }
    let piece = lines().map(|line| pieces(line)).max().unwrap_or(0);
    // Names in a column for several letters have theirs in front, and a blank.
    let letter = if lines().any(|line| line.contains('\u{a0}')) {
        2
    } else {
        0
    };
    Need {
        natural: widest.max(heading),
        least: piece.min(LEAST_NAME + letter).max(heading.min(MOST)),
    }
}

/// How many of the columns fit beside the names of the rows; at least one.
fn fitting(label: Need, needs: &[Need], width: usize) -> usize {
    let mut taken = label.least;
    let mut count = 0;
    for need in needs {
        taken += GAP + need.least;
        if taken > width && count > 0 {
            break;
        }
        count += 1;
    }
    count
}

/// The natural widths, the widest made narrower until all fit.
fn shrunk(needs: &[Need], width: usize) -> Vec<usize> {
    let mut widths: Vec<usize> = needs.iter().map(|need| need.natural).collect();
    let room = width.saturating_sub(GAP * (needs.len() - 1));
    while widths.iter().sum::<usize>() > room {
        let shrinkable = widths.iter().zip(needs).enumerate();
        let shrinkable = shrinkable.filter(|(_, (own, need))| **own > need.least);
        let Some((widest, _)) = shrinkable.max_by_key(|(_, (own, _))| **own) else {
            break;
        };
        widths[widest] -= 1;
    }
    widths
}

/// What stays in one piece: words, and what ends with a hyphen.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    text.split(' ').flat_map(|word| word.split_inclusive('-'))
}

/// The lines of a text, broken between words, behind hyphens, and where a piece is wider than a
/// line.
pub(crate) fn wrapped(text: &str, width: usize) -> Vec<String> {
    let width = width.max(1);
    let mut lines = vec![String::new()];
    let mut at = 0;
    for word in text.split(' ') {
        for (number, piece) in word.split_inclusive('-').enumerate() {
            let gap = usize::from(number == 0 && at > 0);
            if at > 0 && at + gap + width_of(piece) > width && !is_command(piece) {
                lines.push(String::new());
                at = 0;
            } else if gap > 0 {
                push(&mut lines, " ");
                at += 1;
            }
            at = push_piece(&mut lines, piece, at, width);
        }
    }
    lines
}

fn push(lines: &mut [String], text: &str) {
    if let Some(line) = lines.last_mut() {
        line.push_str(text);
    }
}

/// Appends a piece, broken where it is wider than a line, and returns the column behind it.
fn push_piece(lines: &mut Vec<String>, piece: &str, mut at: usize, width: usize) -> usize {
    for (place, c) in piece.char_indices() {
        let needed = char_columns(c);
        if at + needed > width && at > 0 && !is_command(&piece[place..]) {
            lines.push(String::new());
            at = 0;
        }
        push(lines, c.encode_utf8(&mut [0; 4]));
        at += needed;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::wrapped;

    #[test]
    fn lines_break_between_words_and_behind_hyphens() {
        assert_eq!(wrapped("one two three", 8), ["one two", "three"]);
        assert_eq!(
            wrapped("infrastructure-manager", 16),
            ["infrastructure-", "manager"]
        );
        assert_eq!(wrapped("abcdefgh", 3), ["abc", "def", "gh"]);
        assert_eq!(wrapped("漢字漢字", 4), ["漢字", "漢字"]);
        assert_eq!(wrapped("", 5), [""]);
    }
}
