//! Edits of one text: which of them are at odds, and what comes of those that are not.

use std::ops::Range;

/// A replacement of some bytes, as one of the repairs asks for it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Patch {
    /// What is replaced; empty to put something in.
    pub(super) start: usize,
    /// Behind what is replaced.
    pub(super) end: usize,
    /// What stands there afterwards.
    pub(super) text: String,
}

impl Patch {
    fn range(&self) -> Range<usize> {
        self.start..self.end
    }

    /// Whether both cannot be had: they replace the same bytes, or put something else in at the same
    /// place.
    fn is_at_odds_with(&self, other: &Patch) -> bool {
        if self == other {
            return false;
        }
        let (one, two) = (self.range(), other.range());
        match (one.is_empty(), two.is_empty()) {
            (true, true) => one.start == two.start,
            (true, false) => two.start < one.start && one.start < two.end,
            (false, true) => one.start < two.start && two.start < one.end,
            (false, false) => one.start < two.end && two.start < one.end,
        }
    }
}

/// Two of the patches that cannot both be had, by their places in the list. Patches that are the same
/// are one.
pub(super) fn at_odds(patches: &[&Patch]) -> Option<(usize, usize)> {
    let mut order: Vec<usize> = (0..patches.len()).collect();
    order.sort_by_key(|index| patches[*index]);
    for (position, first) in order.iter().enumerate() {
        let behind = order[position + 1..].iter();
        let reach = patches[*first].end.max(patches[*first].start);
        for second in behind.take_while(|index| patches[**index].start <= reach) {
            if patches[*first].is_at_odds_with(patches[*second]) {
                return Some((*first.min(second), *first.max(second)));
            }
        }
    }
    None
}

/// The text with all patches, which are not at odds. One that does not fit the text leaves it alone.
pub(super) fn apply(text: &str, patches: &[&Patch]) -> String {
    let mut patches: Vec<&Patch> = patches.to_vec();
    patches.sort();
    patches.dedup();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for patch in patches {
        let Some(before) = text.get(at..patch.start) else {
            continue;
        };
        out.push_str(before);
        out.push_str(&patch.text);
        at = patch.end;
    }
    out.push_str(text.get(at..).unwrap_or_default());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn patch(start: usize, end: usize, text: &str) -> Patch {
        Patch {
            start,
            end,
            text: text.to_owned(),
        }
    }

    fn odds(patches: &[Patch]) -> Option<(usize, usize)> {
        at_odds(&patches.iter().collect::<Vec<_>>())
    }

    #[test]
    fn patches_side_by_side_go_together() {
        assert_eq!(odds(&[patch(0, 2, "a"), patch(2, 4, "b")]), None);
        assert_eq!(
            odds(&[patch(2, 2, "a"), patch(2, 4, "b"), patch(4, 4, "c")]),
            None
        );
        assert_eq!(odds(&[patch(1, 3, "a"), patch(1, 3, "a")]), None);
    }

    #[test]
    fn patches_of_the_same_bytes_are_at_odds() {
        assert_eq!(odds(&[patch(1, 3, "a"), patch(1, 3, "b")]), Some((0, 1)));
        assert_eq!(
            odds(&[patch(4, 6, "x"), patch(0, 9, ""), patch(9, 9, "y")]),
            Some((0, 1))
        );
        assert_eq!(odds(&[patch(2, 2, "a"), patch(2, 2, "b")]), Some((0, 1)));
        assert_eq!(odds(&[patch(0, 4, ""), patch(2, 2, "b")]), Some((0, 1)));
    }

    #[test]
    fn everything_else_stays_as_it_is() {
        let text = "a = 1 # é\r\nb = 2";
        let patches = [patch(12, 13, "bee"), patch(4, 4, "1"), patch(4, 4, "1")];
        let patches: Vec<&Patch> = patches.iter().collect();
        assert_eq!(apply(text, &patches), "a = 11 # é\r\nbee = 2");
    }
}
