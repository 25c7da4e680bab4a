//! What stands beside the letters: columns of numbers and dates, titles in the corner, a last line
//! over the whole width. Each with its look-alike.

use super::sheets::one_with;
use super::{Read, file};
use crate::{Options, address};

fn csv(text: &str) -> Read {
    file("m.csv", text.as_bytes(), &Options::default())
}

fn html(rows: &str) -> Read {
    let text = format!("<table>{rows}</table>");
    file("m.html", text.as_bytes(), &Options::default())
}

#[test]
fn a_column_of_numbers_keeps_its_header() {
    for (header, value) in [
        ("Due", "2026-05-01"),
        ("Hours", "12"),
        ("Prio", "1"),
        ("R count", "1"),
    ] {
        for text in [
            format!("Task,HR,Boss,{header}\nHire,R,A,{value}\nFire,R,A,{value}\n"),
            format!("{header},Task,HR,Boss\n{value},Hire,R,A\n{value},Fire,R,A\n"),
        ] {
            let read = csv(&text);
            if header == "R count" && text.starts_with('R') {
                continue;
            }
            let notes = read.says(&["workstream", "hire", "notes"]);
            assert_eq!(notes, format!("{header}: {value}"), "{text}");
            assert!(
                read.choices().contains(&format!("`{header}` is no role")),
                "{text}: {}",
                read.choices()
            );
        }
    }
}

#[test]
fn numbers_of_tasks_are_still_numbers() {
    for text in [
        "No.,Task,HR,Boss\n1.1,Hire,R,A\n1.2,Fire,R,A\n",
        "Punkt,Task,HR,Boss\n1.1,Hire,R,A\n1.2,Fire,R,A\n",
        "Task,HR,Boss,#\nHire,R,A,1.1\nFire,R,A,1.2\n",
    ] {
        let notes = csv(text).says(&["workstream", "hire", "notes"]);
        assert_eq!(notes, "number: 1.1", "{text}");
    }
}

#[test]
fn a_last_line_over_the_whole_width_is_kept() {
    const BODY: &str = "<tr><td>Task</td><td>HR</td><td>IT</td></tr><tr><td>Hire</td><td>R</td><td>A</td></tr><tr><td>Fire</td><td>A</td><td>R</td></tr><tr><td colspan=3>Valid for London only</td></tr>";
    let read = html(BODY);
    let toml = read.imported.toml.clone().unwrap_or_default();
    assert!(
        toml.contains("Beside the matrix: Valid for London only"),
        "{toml}"
    );
    assert!(
        read.choices().contains("kept as a comment"),
        "{}",
        read.choices()
    );
    // With tasks below it is a heading, whether they have letters or not.
    for row in [
        "<tr><td>Pay</td><td>R</td><td>A</td></tr>",
        "<tr><td>Pay</td><td></td><td></td></tr>",
    ] {
        let read = html(&format!("{BODY}{row}"));
        assert!(
            read.tasks().contains("valid-for-london-only/pay:"),
            "{}",
            read.tasks()
        );
    }
}

#[test]
fn a_title_in_the_corner_of_a_header_is_kept() {
    let read = csv("Annual conference,Committee,Hotel\nWhat,Chair,Sales\nHall,A,R\nFood,R,A\n");
    assert_eq!(read.says(&["engagement", "title"]), "Annual conference");
    let read = csv("Activities,Committee,Hotel\nWhat,Chair,Sales\nHall,A,R\nFood,R,A\n");
    assert_eq!(read.says(&["engagement", "title"]), "m");
}

#[test]
fn a_letter_below_no_header_is_shown_where_it_stands() {
    let cells = [
        ("A1", "Task"),
        ("B1", "HR"),
        ("C1", "IT"),
        ("A2", "Hire"),
        ("B2", "R"),
        ("C2", "A"),
        ("A4", "Pay"),
        ("B4", "A"),
        ("C4", "R"),
        ("F4", "R"),
    ];
    let read = one_with(&cells, &[], &Options::default());
    let finding = &read.imported.findings[0];
    assert!(
        finding.message.starts_with("column F "),
        "{}",
        finding.message
    );
    let place = address(&read.sources, &read.imported.sheets, finding.span);
    assert_eq!(place.as_deref(), Some("F4"));
}

#[test]
fn a_row_without_a_task_goes_by_its_number() {
    let read = csv("Task,HR,IT\nHire,R,A\n,A,R\n");
    assert_eq!(read.says(&["workstream", "line-3", "title"]), "Line 3");
}

#[test]
fn a_table_far_to_the_right_is_cited_from_its_first_column() {
    let cells = [
        ("AA5", "Task"),
        ("AB5", "HR"),
        ("AC5", "IT"),
        ("AA6", "Hire"),
        ("AB6", "R"),
        ("AC6", "A"),
        ("AB7", "R"),
        ("AC7", "A"),
    ];
    let read = one_with(&cells, &[], &Options::default());
    let toml = read.imported.toml.unwrap_or_default();
    assert!(toml.contains("# RACI, row 6: Hire | R | A\n"), "{toml}");
    assert!(toml.contains("# RACI, row 7:  | R | A\n"), "{toml}");
}

#[test]
fn ids_of_a_letter_and_a_number_are_no_letters() {
    let read = csv(
        "ID,Risk,Likelihood,Owner,Rating\nR1,Flood,H,Ann,A\nR2,Theft,L,Tom,R\nR3,Fraud,M,Ann,A\n",
    );
    let reason = read.reason();
    assert!(!reason.contains("`ID`"), "{reason}");
    // In the column of a role they are letters with a footnote.
    let read = csv("Task,HR,IT\nHire,R1,A\nFire,A,R2\n");
    assert_eq!(read.imported.counts.actors, 2);
}

#[test]
fn every_row_of_a_header_is_kept() {
    let head = "<tr><th>Task</th><th colspan=2>People</th><th colspan=2>Planning</th></tr>\
                <tr><th></th><th>HR</th><th>Boss</th><th>Due</th><th>Budget</th></tr>";
    let row = |task: &str| {
        format!("<tr><td>{task}</td><td>R</td><td>A</td><td>May</td><td>{task} 9</td></tr>")
    };
    let body = ["Hire", "Fire", "Pay"].map(row).concat();
    let read = html(&format!("{head}{body}"));
    assert_eq!(
        read.says(&["workstream", "hire", "notes"]),
        "Planning, Due: May\nPlanning, Budget: Hire 9\n"
    );
    // One header that reaches over both rows is told once.
    let head = "<tr><th rowspan=2>Task</th><th colspan=2>People</th><th rowspan=2>Due</th></tr>\
                <tr><th>HR</th><th>Boss</th></tr>";
    let row = |task: &str| format!("<tr><td>{task}</td><td>R</td><td>A</td><td>May</td></tr>");
    let body = ["Hire", "Fire", "Pay"].map(row).concat();
    let read = html(&format!("{head}{body}"));
    assert_eq!(read.says(&["workstream", "hire", "notes"]), "Due: May");
}
