//! Letters with a name or a remark behind them, and legends, which look the same.

use super::file;
use crate::Options;

fn csv(text: &str) -> super::Read {
    file("m.csv", text.as_bytes(), &Options::default())
}

#[test]
fn a_name_behind_each_letter_is_a_note() {
    for sign in [": ", " - ", " – ", " = ", " -> ", "*: "] {
        let text = "Task,HR,IT\nHire,R: Ann Bell,A: Tom Ford\nFire,R: Ann Bell,A: Tom Ford\nPay,R: Eve Low,A: Tom Ford\n";
        let read = csv(&text.replace(": ", sign));
        assert_eq!(
            read.tasks(),
            "hire: responsible=hr accountable=it\nfire: responsible=hr accountable=it\npay: responsible=hr accountable=it",
            "{sign}"
        );
        assert_eq!(read.findings(), "", "{sign}");
        let notes = read.says(&["workstream", "pay", "notes"]);
        assert!(
            notes.contains("Eve Low") && notes.contains("Tom Ford"),
            "{sign}: {notes}"
        );
    }
    // Each letter once in each column, and names that begin with their letter.
    let read = csv("Task,HR,IT\nHire,R: Rita,A: Anna\nFire,A: Anna,R: Rita\n");
    assert_eq!(
        read.tasks(),
        "hire: responsible=hr accountable=it\nfire: responsible=it accountable=hr"
    );
}

#[test]
fn a_header_of_letters_with_their_words_is_a_header() {
    let read = csv("Task,R: Responsible,A: Accountable\nHire,Ann,Tom\nFire,Eve,Tom\n");
    assert_eq!(
        read.tasks(),
        "hire: responsible=ann accountable=tom\nfire: responsible=eve accountable=tom"
    );
    let read = csv("What,A - Team,C - Team\nHire,R,A\nFire,A,R\nPay,R,A\n");
    assert_eq!(
        read.tasks(),
        "hire: responsible=a-team accountable=c-team\nfire: responsible=c-team accountable=a-team\npay: responsible=a-team accountable=c-team"
    );
}

#[test]
fn one_letter_with_a_remark_keeps_its_letter() {
    for cell in [
        "R: kitchen only",
        "R - kitchen only",
        "R – kitchen only",
        "R = kitchen only",
        "R -> kitchen only",
        "R*: kitchen only",
    ] {
        let text = format!("Task,Cook,Waiter\nServe,R,A\nCook,{cell},A\nWash,R,A\nPay,R,A\n");
        let read = csv(&text);
        assert!(
            read.tasks()
                .contains("\ncook: responsible=cook accountable=waiter\n"),
            "{cell}: {}",
            read.tasks()
        );
        assert_eq!(read.findings(), "", "{cell}");
        assert!(!read.choices().contains("legend"), "{}", read.choices());
        let notes = read.says(&["workstream", "cook", "notes"]);
        assert!(notes.contains("kitchen only"), "{cell}: {notes}");
        for options in [
            Options {
                role_columns: vec!["Cook".into()],
                ..Options::default()
            },
            Options {
                map: vec![(cell.into(), "R".into())],
                ..Options::default()
            },
        ] {
            let read = file("m.csv", text.as_bytes(), &options);
            assert!(
                read.tasks()
                    .contains("\ncook: responsible=cook accountable=waiter\n"),
                "{cell}: {}",
                read.tasks()
            );
        }
    }
}

#[test]
fn a_legend_beside_or_below_is_still_one() {
    let expected =
        "serve: responsible=cook accountable=waiter\nbuy: responsible=waiter accountable=cook";
    for text in [
        "Task,Cook,Waiter,,Legend\nServe,R,A,,R = does the work\nBuy,A,R,,A = answers for it\n",
        "Task,Cook,Waiter\nServe,R,A\nBuy,A,R\n,,\nLegend,R = does the work,A = answers for it\n",
        "Task,Cook,Waiter\nServe,R,A\nBuy,A,R\n,,\n,R = does the work,A = answers for it\n",
        "Task,Cook,Waiter\nServe,R,A\nBuy,A,R\n,,\nR = does the work,A = answers for it,\n",
    ] {
        let read = csv(text);
        assert_eq!(read.tasks(), expected, "{text}");
        assert!(
            read.choices().contains("legend") || read.choices().contains("left out"),
            "{text}: {}",
            read.choices()
        );
    }
    // Codes of another kind are no letters with a remark.
    let read = csv("Task,Ref,Cook,Waiter\nServe,R-01,R,A\nBuy,R-02,A,R\nWash,C-03,R,A\n");
    assert_eq!(read.imported.counts.actors, 2, "{}", read.tasks());
}
