//! Rows that count, and marks among letters; and tables of marks, which look the same.

use super::{Read, file};
use crate::Options;

fn csv(text: &str) -> Read {
    file("m.csv", text.as_bytes(), &Options::default())
}

#[test]
fn rows_of_numbers_are_no_tasks() {
    const HEAD: &str = "Task,Cook,Waiter,Boss\nServe,R,A,I\nBuy,A,R,I\n";
    for (tail, row) in [
        ("Total R,1,1,0\nTotal A,1,1,0\n", "line 4"),
        ("Plan,1,1,1\n", "line 4"),
        ("Summe,,2,\n", "line 4"),
        ("Total,4,4,2\nPay,R,A,I\n", "line 4"),
        (
            ",,,\nTotal R,2,2,0\nTotal A,1,1,2\nTotal C,0,1,2\nTotal I,1,0,0\n",
            "line 5",
        ),
    ] {
        let read = csv(&format!("{HEAD}{tail}"));
        let more = usize::from(tail.contains("Pay"));
        assert_eq!(read.imported.counts.tasks, 2 + more, "{}", read.tasks());
        assert_eq!(read.imported.counts.actors, 3, "{tail}");
        assert!(read.choices().contains(row), "{tail}: {}", read.choices());
        assert_eq!(read.findings(), "", "{tail}");
    }
}

#[test]
fn a_few_marks_do_not_outvote_the_letters() {
    let text = "Task,Cook,Waiter,Boss,Guest\nServe,R,A,C,I\nCook,A,R,C,I\nBuy,R,C,A,I\nPay,I,R,A,C\nWash,x,x,,\n";
    let read = csv(text);
    assert_eq!(read.imported.counts.tasks, 5, "{}", read.tasks());
    assert_eq!(
        read.findings(),
        "import-cell-unknown: x\nimport-cell-unknown: x"
    );
    let read = csv("Task,HR,IT,Boss\nHire,R,C,A\nFire,C,R,A\nPay,R,I,A\nPlan,✓,,\nBuild,,✓,✓\n");
    assert_eq!(read.imported.counts.tasks, 5, "{}", read.tasks());
}

#[test]
fn marks_below_letters_and_hours_beside_them_are_what_they_were() {
    let read = csv(",Cook,,Waiter,\nTask,R,A,R,A\nServe,1,,,1\nBuy,,1,1,\n");
    assert_eq!(
        read.tasks(),
        "serve: responsible=cook accountable=waiter\nbuy: responsible=waiter accountable=cook"
    );
    let read = csv("Task,Cook,Waiter,Hours\nDay,,,40\nServe,R,A,20\nBuy,A,R,20\n");
    assert!(!read.choices().contains("no task"), "{}", read.choices());
}
