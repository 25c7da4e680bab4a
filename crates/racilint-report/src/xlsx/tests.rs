//! What a workbook must not lose. What it looks like inside is tested end to end, by unpacking it.

use super::*;
use crate::Layout;
use crate::matrix::tests::{SMALL, drawn, matrix_of};

#[test]
fn the_same_engagement_gives_the_same_bytes() {
    let workbook = || {
        let (matrix, remarks) = drawn(SMALL, Layout::Holders, &[]);
        bytes(&matrix, &remarks).expect("a workbook")
    };
    let first = workbook();
    assert!(first.starts_with(b"PK"));
    assert!(first == workbook());
}

#[test]
fn what_no_cell_can_hold_is_said_and_not_cut() {
    let remarks = Remarks::default();
    let noted = |length: usize| {
        let notes = "x".repeat(length);
        let text = format!("[workstream.a]\nnotes = \"{notes}\"\n");
        bytes(&matrix_of(&text, Layout::Holders), &remarks)
    };
    assert!(noted(32_767).is_ok());
    let Err(TooMuch(why)) = noted(32_768) else {
        panic!("a cell holds 32,767 characters");
    };
    assert!(
        why.starts_with("what stands under \"Notes\" of `a` is 32768 characters long"),
        "{why}"
    );
    assert!(why.contains("--format csv"), "{why}");
}

#[test]
fn more_rows_than_a_sheet_holds_are_refused() {
    assert!(sheet::cell(1_048_575, 16_383).is_ok());
    assert!(sheet::cell(1_048_576, 0).is_err());
    assert!(sheet::cell(0, 16_384).is_err());
}

#[test]
fn texts_are_shortened_between_characters() {
    assert_eq!(sheet::short("abc", 3), "abc");
    assert_eq!(sheet::short("abcd", 3), "ab…");
    assert_eq!(sheet::short("a𝄞𝄞", 4), "a𝄞…");
}

#[test]
fn an_empty_engagement_is_a_workbook() {
    let (matrix, remarks) = drawn("", Layout::Holders, &[]);
    assert!(bytes(&matrix, &remarks).is_ok());
}
