//! The table as a reader sees it.

use super::*;
use crate::matrix::tests::{matrix, matrix_of};

fn table(matrix: &Matrix, width: usize, color: bool) -> String {
    let mut out = Vec::new();
    write(&mut out, matrix, Options { width, color }).expect("written");
    String::from_utf8(out).expect("UTF-8")
}

#[test]
fn a_matrix_on_a_terminal() {
    let shown = table(&matrix(Layout::Holders), 80, false);
    let expected = "\
                     Harbor,  Dana
Task                 Inc.     Ortiz  SOC
-------------------  -------  -----  ---
Help the people               A      R

Stop attacks
  Watch: by day      I        A      R
  Watch: by night    I               R/A

R does the work, A answers for it, C is asked before, I is told afterwards
";
    assert!(shown.ends_with(expected), "{shown}");
}

#[test]
fn names_stand_one_below_the_other() {
    let shown = table(&matrix(Layout::Letters), 80, false);
    assert!(
        shown.contains("  Watch: by day      SOC          Dana Ortiz              Harbor, Inc.\n"),
        "{shown}"
    );
}

/// A matrix with so many holders.
fn wide(count: usize) -> Matrix {
    let mut text = String::new();
    for number in 0..count {
        text.push_str(&format!("[role.first-second-{number}]\n"));
        text.push_str(&format!(
            "[workstream.work-{number}]\naccountable = \"first-second-{number}\"\n"
        ));
    }
    matrix_of(&text, Layout::Holders)
}

#[test]
fn what_does_not_fit_comes_in_blocks_and_none_is_missing() {
    let wide = wide(40);
    assert!(!fits(&wide, 80));
    assert!(fits(&matrix(Layout::Holders), 80));
    for width in [0, 1, 20, 40, 80, 132] {
        let shown = table(&wide, width, false);
        assert_eq!(
            shown
                .lines()
                .filter(|line| line.starts_with("work-") && line.ends_with(" A"))
                .count(),
            40,
            "{width}: {shown}"
        );
    }
    let shown = table(&wide, 80, false);
    assert!(shown.lines().all(|line| width_of(line) <= 80), "{shown}");
    assert!(shown.contains("Part 1 of "), "{shown}");
    assert!(shown.contains("to 40 of 40"), "{shown}");
}

#[test]
fn colours_change_nothing_but_colours() {
    let matrix = matrix(Layout::Holders);
    let (plain, coloured) = (table(&matrix, 80, false), table(&matrix, 80, true));
    assert!(coloured.contains("\u{1b}[1;31m"), "{coloured}");
    let mut stripped = String::new();
    for (number, part) in coloured.split('\u{1b}').enumerate() {
        let text = part.split_once('m').map_or(part, |(_, text)| text);
        stripped.push_str(if number == 0 { part } else { text });
    }
    let trimmed: Vec<&str> = stripped.lines().map(str::trim_end).collect();
    assert_eq!(trimmed, plain.lines().collect::<Vec<_>>());
}

#[test]
fn nobody_needed_is_not_a_gap() {
    let matrix = matrix_of(
        "[party.p]\n[workstream]\na = { title = \"Servers\", not-applicable = \"there are none\" }\n\
         b = { accountable = \"p\" }\n",
        Layout::Holders,
    );
    let shown = table(&matrix, 80, false);
    assert!(
        shown.contains("  Not applicable: there are none"),
        "{shown}"
    );
}

#[test]
fn an_engagement_without_rows_is_a_table_without_rows() {
    let shown = table(&matrix_of("[engagement]\n", Layout::Holders), 80, false);
    assert!(shown.contains("Task\n----\n"), "{shown}");
}

#[test]
fn names_that_do_not_fit_stand_in_three_columns() {
    let text = "[role]\ninfrastructure-manager = {}\nsecurity-coordinator = {}\n\
                [party.p]\nname = \"Meridian Health Records\"\n\
                [workstream.x]\ntitle = \"Keep the record of everything that matters\"\n\
                responsible = \"infrastructure-manager\"\naccountable = \"security-coordinator\"\n\
                support = \"p\"\nconsulted = \"infrastructure-manager\"\ninformed = [\"p\", \"security-coordinator\"]\n";
    let shown = table(&matrix_of(text, Layout::Letters), 80, false);
    assert!(shown.contains("Others"), "{shown}");
    assert!(shown.contains("S Meridian"), "{shown}");
    assert!(shown.contains("C infrastructure-"), "{shown}");
    assert!(shown.contains("I security-"), "{shown}");
    assert!(!shown.contains("Part 1"), "{shown}");
    assert!(shown.lines().all(|line| width_of(line) <= 80), "{shown}");
}
