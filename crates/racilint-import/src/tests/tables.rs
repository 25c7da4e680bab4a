//! Both kinds of mistake, counted: tables that are no matrix and are taken for one, and matrices
//! that are passed over or of which something is lost.
//!
//! Each entry of the lists is a file: `=== name`, and for a matrix its rows and letters.

use super::{Read, file};
use crate::Options;

const OTHERS: &str = include_str!("tables/others.txt");
const MATRICES: &str = include_str!("tables/matrices.txt");

/// The files of a list: head and text.
fn files(list: &'static str) -> Vec<(&'static str, &'static str)> {
    let parts = list.split("=== ").skip(1);
    parts.filter_map(|part| part.split_once('\n')).collect()
}

fn read(name: &str, text: &str) -> Read {
    file(name, text.as_bytes(), &Options::default())
}

#[test]
fn no_other_table_is_taken_for_a_matrix() {
    let others = files(OTHERS);
    assert!(others.len() >= 40, "{}", others.len());
    let taken = others
        .iter()
        .filter(|(name, text)| read(name, text).imported.toml.is_some());
    let taken: Vec<&str> = taken.map(|(name, _)| *name).collect();
    assert_eq!(taken, [""; 0]);
}

#[test]
fn every_other_table_is_left_out_with_a_reason() {
    for (name, text) in files(OTHERS) {
        let reason = read(name, text).reason();
        assert!(reason.starts_with("import-no-matrix"), "{name}: {reason}");
        let tells = reason.contains("is none, ") || reason.contains("none of its");
        assert!(tells && reason.contains("--table N"), "{name}: {reason}");
    }
}

#[test]
fn no_matrix_is_passed_over_and_no_letter_is_lost() {
    let matrices = files(MATRICES);
    assert!(matrices.len() >= 40, "{}", matrices.len());
    let mut wrong = Vec::new();
    for (head, text) in matrices {
        let (name, expected) = head.split_once(" | ").expect("counts");
        let counts = read(name, text).imported.counts;
        let letters: usize = counts.letters.iter().sum();
        let found = format!("{} {letters}", counts.tasks);
        if found != expected {
            wrong.push(format!("{name}: {found} in place of {expected}"));
        }
    }
    assert_eq!(wrong, [""; 0]);
}
