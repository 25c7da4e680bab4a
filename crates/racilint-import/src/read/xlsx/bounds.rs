//! What a workbook of Excel says about places and counts, held against what there can be, before the
//! library that reads its cells computes with it.

use quick_xml::events::BytesStart;

use crate::read::xml::attribute;

/// The last column of a sheet, `XFD`, and the last row.
const MOST: (u64, u64) = (16_384, 1_048_576);

/// Whether what a tag of a sheet says of its place is a place.
pub(super) fn is_sound(tag: &BytesStart<'_>) -> bool {
    let place = |name: &str| {
        let said = attribute(tag, name);
        said.is_empty() || cell(&said).is_some()
    };
    match tag.local_name().as_ref() {
        "c" => place("r"),
        "row" => {
            let said = attribute(tag, "r");
            said.is_empty()
                || said
                    .parse()
                    .is_ok_and(|row: u64| (1..=MOST.1).contains(&row))
        }
        "mergeCell" | "dimension" => is_area(&attribute(tag, "ref")),
        _ => true,
    }
}

/// Whether the shared strings can be as many as they say: each takes a few bytes.
pub(super) fn can_hold(tag: &BytesStart<'_>, bytes: usize) -> bool {
    let said = attribute(tag, "uniqueCount");
    said.is_empty() || said.parse().is_ok_and(|count: usize| count <= bytes)
}

/// `A1` or `A1:C4`, from the upper left to the lower right.
fn is_area(text: &str) -> bool {
    let (first, last) = text.split_once(':').unwrap_or((text, text));
    match (cell(first), cell(last)) {
        (Some(first), Some(last)) => first.0 <= last.0 && first.1 <= last.1,
        _ => false,
    }
}

/// Column and row of `C4`, both counted from 1; `None` when there is no such cell.
pub(super) fn cell(text: &str) -> Option<(u64, u64)> {
    let text = text.replace('$', "");
    let letters = text.len()
        - text
            .trim_start_matches(|c: char| c.is_ascii_alphabetic())
            .len();
    let (column, row) = text.split_at(letters);
    if !(1..=3).contains(&column.len()) || row.len() > 7 {
        return None;
    }
    let column = column.bytes().fold(0, |sum, c| {
        sum * 26 + u64::from(c.to_ascii_uppercase() - b'A' + 1)
    });
    let row = row.parse().ok()?;
    ((1..=MOST.0).contains(&column) && (1..=MOST.1).contains(&row)).then_some((column, row))
}

#[cfg(test)]
mod tests {
    use super::{cell, is_area};

    #[test]
    fn places_are_within_a_sheet() {
        assert_eq!(cell("A1"), Some((1, 1)));
        assert_eq!(cell("$XFD$1048576"), Some((16_384, 1_048_576)));
        for text in [
            "XFE1",
            "A1048577",
            "ZZZZZZZ5",
            "A0",
            "A",
            "1",
            "",
            "A99999999",
        ] {
            assert_eq!(cell(text), None, "{text}");
        }
    }

    #[test]
    fn areas_go_down_and_to_the_right() {
        assert!(is_area("A1:C4") && is_area("B2"));
        assert!(!is_area("C4:A1") && !is_area("A4:A1") && !is_area("ZZZZZZZZ9:A1") && !is_area(""));
    }
}
