//! Workbooks that are written to do harm: they are refused before they cost time or memory.

use super::file;
use super::sheets::{ods, one, zipped};
use crate::{MOST_CHARACTERS, Options};

#[test]
fn a_sheet_with_a_cell_at_its_far_end_is_refused() {
    let read = one(&[("A1", "Task"), ("XFD1048576", "x")], &[]);
    assert!(
        read.reason().contains("more than 20000 rows"),
        "{}",
        read.reason()
    );
}

#[test]
fn a_cell_of_more_than_anybody_writes_is_refused() {
    let table = |letters: usize| {
        let long = "é".repeat(letters);
        format!("Task,CIO,MSP\nBackup,A,R\n{long},A,R\n")
    };
    let read = |letters| file("desk.csv", table(letters).as_bytes(), &Options::default());
    let reason = read(MOST_CHARACTERS + 1).reason();
    assert!(
        reason.contains("a cell in row 3 has more than 100000 characters"),
        "{reason}"
    );
    assert_eq!(read(MOST_CHARACTERS).imported.findings.len(), 0);
    assert!(read(MOST_CHARACTERS).imported.toml.is_some());
}

#[test]
fn what_is_repeated_without_end_is_refused() {
    let rows = "<table:table-row table:number-rows-repeated=\"1000000\"><table:table-cell table:number-columns-repeated=\"16384\"><text:p>R</text:p></table:table-cell></table:table-row>";
    let reason = file("m.ods", &ods(rows), &Options::default()).reason();
    assert!(reason.contains("more than"), "{reason}");
}

#[test]
fn places_that_no_sheet_has_are_refused_before_they_are_computed_with() {
    for area in [
        "C4:A1",
        "A4:A1",
        "ZZZZZZZZ9:A1",
        "A1:B",
        "A1048577:B1048578",
    ] {
        let read = one(&[("A1", "Task"), ("B1", "CIO")], &[area]);
        assert!(
            read.reason().contains("is damaged"),
            "{area}: {}",
            read.reason()
        );
    }
    let read = one(&[("A1", "Task"), ("ZZZZZZZ5", "x")], &[]);
    assert!(read.reason().contains("is damaged"), "{}", read.reason());
}

#[test]
fn text_that_unfolds_without_end_is_refused() {
    let long = "x".repeat(5000);
    let row = format!(
        "<table:table-row table:number-rows-repeated=\"1900\"><table:table-cell \
         table:number-columns-repeated=\"500\"><text:p>{long}</text:p></table:table-cell>\
         </table:table-row>"
    );
    let read = file("desk.ods", &ods(&row), &Options::default());
    let reason = read.reason();
    assert!(
        reason.contains("unfolded it is larger than 128 MiB"),
        "{reason}"
    );
}

#[test]
fn entities_of_a_file_are_refused() {
    let text = "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY a \"A\">]><office:document-content \
                xmlns:office=\"o\"><office:body/></office:document-content>";
    let book = zipped(&[("content.xml", text.to_owned())]);
    let read = file("desk.ods", &book, &Options::default());
    assert!(
        read.reason().contains("entities of its own"),
        "{}",
        read.reason()
    );
}

#[test]
fn the_name_of_a_part_is_told_in_one_line() {
    let links = "<Relationships><Relationship Type=\"/relationships/officeDocument\" \
                 Target=\"xl/a\nbook\"/></Relationships>";
    let parts = [
        ("_rels/.rels", links.to_owned()),
        ("xl/workbook.xml", String::new()),
    ];
    let reason = file("m.xlsx", &zipped(&parts), &Options::default()).reason();
    assert!(
        reason.contains("its part `xl/a book` is missing"),
        "{reason}"
    );
}
