//! Rows and cells that are easily misjudged: footers, letters in notes, codes that look like
//! letters, columns that are no roles. Each with its look-alike.

use super::{file, markdown};
use crate::Options;

const HEAD: &str = "| Task | CIO | MSP |\n|---|---|---|\n| Run | A | R |\n| Patch | A | R |\n";

#[test]
fn a_letter_in_a_note_is_told_and_the_note_is_kept() {
    for (cell, read) in [
        ("R then A", "R"),
        ("A, if absent C", "A"),
        ("R (A by night)", "R"),
    ] {
        let text = format!("{HEAD}| Watch | I | {cell} |\n");
        let read_of = markdown(&text);
        assert_eq!(read_of.findings(), format!("import-cell-unknown: {cell}"));
        let finding = &read_of.imported.findings[0];
        let said = format!("of `{cell}` only {read} is read as a letter");
        assert!(finding.message.starts_with(&said), "{}", finding.message);
        assert!(
            finding
                .help
                .as_deref()
                .unwrap_or_default()
                .contains(&format!("--map \"{cell}="))
        );
        let options = Options {
            map: vec![(cell.into(), "R/A".into())],
            ..Options::default()
        };
        let mapped = file("m.md", text.as_bytes(), &options);
        assert_eq!(mapped.findings(), "");
        assert!(
            mapped
                .tasks()
                .ends_with("watch: responsible=msp accountable=msp informed=cio")
        );
    }
    for cell in ["R (until go-live)", "R (plan A)", "A (I think)"] {
        assert_eq!(
            markdown(&format!("{HEAD}| Watch | I | {cell} |\n")).findings(),
            ""
        );
    }
}

#[test]
fn a_letter_beside_one_that_is_none_is_no_letter() {
    let read = markdown(&format!("{HEAD}| Watch | A | R/B |\n"));
    assert_eq!(read.findings(), "import-cell-unknown: R/B");
    assert_eq!(read.says(&["workstream", "watch", "notes"]), "MSP: R/B");
}

#[test]
fn lines_below_a_matrix_are_no_tasks() {
    for footer in [
        "Prepared by Dana Ortiz",
        "Version 1.2",
        "-- End of list --",
        "Legend: R = Responsible",
        "Note: by night the SOC watches",
        "Last updated 2026-01-05",
        "Total,2,2",
        "Prepared by,Dana,Lee",
    ] {
        let read = file(
            "m.csv",
            format!("Task,CIO,MSP\nRun,A,R\nPatch,A,R\n{footer}\n").as_bytes(),
            &Options::default(),
        );
        assert_eq!(read.imported.counts.tasks, 2, "{footer}: {}", read.tasks());
        assert!(
            read.choices().contains("line 4"),
            "{footer}: {}",
            read.choices()
        );
        let toml = read.imported.toml.clone().unwrap_or_default();
        let first = footer.split(',').next().unwrap_or_default();
        let is_legend = footer.starts_with("Legend");
        assert!(
            is_legend || toml.contains(&format!("# Beside the matrix: {first}")),
            "{toml}"
        );
        assert_eq!(read.findings(), "", "{footer}");
    }
}

#[test]
fn work_that_sounds_like_a_footer_stays_work() {
    for task in [
        "Version control",
        "Note incidents",
        "Source control",
        "Total cost review",
        "Sign the contract",
    ] {
        let read = markdown(&format!("{HEAD}| {task} | | |\n"));
        assert_eq!(read.imported.counts.tasks, 3, "{task}");
        let read = markdown(&format!("{HEAD}| Note: {task} | A | R |\n"));
        assert_eq!(read.imported.counts.tasks, 3, "{task}");
    }
}

#[test]
fn a_footer_can_be_decided_to_be_work() {
    let options = Options {
        sections: Some(false),
        ..Options::default()
    };
    let text = format!("{HEAD}| Version 1.2 | | |\n");
    assert_eq!(
        file("m.md", text.as_bytes(), &options)
            .imported
            .counts
            .tasks,
        3
    );
}

#[test]
fn a_text_below_an_empty_row_is_no_task() {
    let text = "Task,CIO,MSP\nRun,A,R\nPatch,A,R\n,,\nHarbor Clinics,,\n";
    let read = file("m.csv", text.as_bytes(), &Options::default());
    assert_eq!(read.imported.counts.tasks, 2, "{}", read.tasks());
    assert!(
        read.choices().contains("left out as no task"),
        "{}",
        read.choices()
    );
}

#[test]
fn footers_stand_below_names_too() {
    let read = markdown(
        "| Task | Responsible | Accountable |\n|---|---|---|\n| Run | Desk | CIO |\n| Version control | Desk | CIO |\n| Prepared by | Dana | |\n| Version 1.2 | | |\n",
    );
    assert_eq!(
        read.tasks(),
        "run: responsible=desk accountable=cio\nversion-control: responsible=desk accountable=cio"
    );
    assert!(
        read.choices().contains("line 5, line 6"),
        "{}",
        read.choices()
    );
}

#[test]
fn codes_made_of_letters_are_names_below_letters() {
    let read = markdown(
        "| Task | R | A | C | I |\n|---|---|---|---|---|\n| Patch | IR | PO | CI | RA, AC |\n",
    );
    assert_eq!(
        read.tasks(),
        "patch: responsible=ir accountable=po consulted=ci informed=ra+ac"
    );
    assert_eq!(read.findings(), "");
    let letters = markdown("| Task | CIO | MSP |\n|---|---|---|\n| Patch | RA | CI |\n");
    assert_eq!(
        letters.tasks(),
        "patch: responsible=cio accountable=cio consulted=msp informed=msp"
    );
}

#[test]
fn roles_can_stand_in_rows_below_letters() {
    let text = "| Role | Responsible for | Accountable for | Phone |\n|---|---|---|---|\n\
                | Service desk | Reset passwords; Order laptops | - | 100 |\n\
                | CIO | | Reset passwords; Order laptops | |\n";
    let read = markdown(text);
    assert_eq!(
        read.tasks(),
        "reset-passwords: responsible=service-desk accountable=cio\n\
         order-laptops: responsible=service-desk accountable=cio"
    );
    assert!(
        read.choices().contains("[--no-transpose]"),
        "{}",
        read.choices()
    );
    assert_eq!(read.says(&["role", "service-desk", "notes"]), "Phone: 100");
    let bare = "| | R | A |\n|---|---|---|\n| Security officer | Watch alerts | Report breaches |\n| Network team | Open ports | |\n";
    assert_eq!(
        markdown(bare).tasks(),
        "watch-alerts: responsible=security-officer\n\
         report-breaches: accountable=security-officer\nopen-ports: responsible=network-team"
    );
}

#[test]
fn tasks_in_rows_below_letters_stay_tasks() {
    let text = b"| Team | R | A |\n|---|---|---|\n| Order laptops | Service desk | CIO |\n| Open ports | Network team | CISO |\n";
    assert_eq!(
        file("m.md", text, &Options::default()).tasks(),
        "order-laptops: responsible=service-desk accountable=cio\n\
         open-ports: responsible=network-team accountable=ciso"
    );
    let options = Options {
        transpose: Some(true),
        ..Options::default()
    };
    let turned = file("m.md", text, &options).tasks();
    assert!(
        turned.starts_with("service-desk: responsible=order-laptops"),
        "{turned}"
    );
}

#[test]
fn a_column_that_is_no_role_holds_no_letters() {
    let text = "| Priority | Task | CIO | MSP | Status |\n|---|---|---|---|---|\n| A | Patch | A | R | C |\n| C | Backup | A | R | C |\n| A | Restore | I | R/A | I |\n";
    let read = markdown(text);
    assert_eq!(
        read.tasks(),
        "patch: responsible=msp accountable=cio\nbackup: responsible=msp accountable=cio\n\
         restore: responsible=msp accountable=msp informed=cio"
    );
    assert_eq!(
        read.says(&["workstream", "patch", "notes"]),
        "Priority: A\nStatus: C\n"
    );
    assert!(
        read.choices().contains("[--role-column NAME]"),
        "{}",
        read.choices()
    );
    let options = Options {
        role_columns: vec!["Status".into()],
        ..Options::default()
    };
    let asked = file("m.md", text.as_bytes(), &options).tasks();
    assert!(asked.contains("consulted=status"), "{asked}");
}

#[test]
fn rows_without_names_are_headings_where_names_follow() {
    let text = b"| Task | Responsible | Accountable |\n|---|---|---|\n| Servers | | |\n| Patch | Desk | CIO |\n| Open | | |\n";
    assert_eq!(
        file("m.md", text, &Options::default()).tasks(),
        "servers:\nservers/patch: responsible=desk accountable=cio\nservers/open:"
    );
    let options = Options {
        sections: Some(false),
        ..Options::default()
    };
    assert_eq!(
        file("m.md", text, &options).tasks(),
        "servers:\npatch: responsible=desk accountable=cio\nopen:"
    );
}

#[test]
fn what_an_option_names_and_is_not_there_is_told() {
    let text = HEAD.as_bytes();
    let unused = |options: Options| file("m.md", text, &options).imported.unused.join("; ");
    let cases = [
        (
            Options {
                sheets: vec!["RACI".into()],
                ..Options::default()
            },
            "there is no sheet `RACI`",
        ),
        (
            Options {
                tables: vec![3],
                ..Options::default()
            },
            "there is no table 3: the file has one",
        ),
        (
            Options {
                task_column: Some("Work".into()),
                ..Options::default()
            },
            "there is no column `Work`",
        ),
        (
            Options {
                role_columns: vec!["Board".into()],
                ..Options::default()
            },
            "there is no column `Board`",
        ),
    ];
    for (options, expected) in cases {
        let said = unused(options);
        assert!(said.starts_with(expected), "{said}");
    }
    let there = Options {
        tables: vec![1],
        task_column: Some("A".into()),
        role_columns: vec!["msp".into()],
        ..Options::default()
    };
    assert_eq!(unused(there), "");
    let map = Options {
        map: vec![("Kunde".into(), "R".into())],
        ..Options::default()
    };
    assert!(
        file("m.md", text, &map)
            .choices()
            .contains("`Kunde` stands in no cell")
    );
}

#[test]
fn a_table_below_a_matrix_is_named_where_it_is_none() {
    let text = "Task,CIO,MSP,Board\nRun,A,R,I\nPatch,A,R,C\n,,,\nName,Mail,Phone,Town\nDana,d@x.example,1,Oslo\nLee,l@x.example,2,Turin\nKim,k@x.example,A,Lisbon\n";
    let read = file("m.csv", text.as_bytes(), &Options::default());
    let lost = ["Dana", "Oslo", "Lisbon"];
    let toml = read.imported.toml.clone().unwrap_or_default();
    let told = format!(
        "{toml}{:?}{}{}",
        read.imported.left_out,
        read.choices(),
        read.findings()
    );
    for text in lost {
        let is_named = told.contains(text) || told.contains("from line 5 on");
        assert!(is_named, "{text} is lost: {told}");
    }
}

#[test]
fn numbers_say_what_belongs_to_what() {
    let text = "WBS,Task,CIO,MSP\n1,Start,,\n1.1,Charter,A,R\n1.2,Plan,A,R\n2,Run,,\n2.1,Patch,A,R\n3,Close the books,,\n4,Leave,A,R\n";
    assert_eq!(
        file("m.csv", text.as_bytes(), &Options::default()).tasks(),
        "start:\nstart/charter: responsible=msp accountable=cio\nstart/plan: responsible=msp accountable=cio\n\
         run:\nrun/patch: responsible=msp accountable=cio\nclose-the-books:\nleave: responsible=msp accountable=cio"
    );
}

#[test]
fn headings_over_the_whole_width_are_no_cells_of_a_column() {
    let text = "<table><tr><th>Task</th><th>CIO</th><th>MSP</th></tr><tr><td>Plan</td><td>A</td><td>R</td></tr>\
        <tr><td colspan=3>Run</td></tr><tr><td>Patch</td><td>I</td><td>A/R</td></tr><tr><td colspan=3>Prepared by: Ana</td></tr></table>";
    let read = file("m.html", text.as_bytes(), &Options::default());
    assert_eq!(
        read.tasks(),
        "plan: responsible=msp accountable=cio\nrun:\nrun/patch: responsible=msp accountable=msp informed=cio"
    );
}

#[test]
fn what_a_text_means_is_looked_up_once() {
    let options = Options {
        map: vec![
            ("MSP".into(), "MSP, Desk".into()),
            ("x".into(), "y".into()),
            ("y".into(), "x/y".into()),
        ],
        ..Options::default()
    };
    let text = format!("{HEAD}| Watch | x | y |\n");
    let read = file("m.md", text.as_bytes(), &options);
    assert!(
        read.tasks()
            .starts_with("run: responsible=msp+desk accountable=cio"),
        "{}",
        read.tasks()
    );
    assert_eq!(
        read.findings(),
        "import-cell-unknown: x\nimport-cell-unknown: y\nimport-cell-unknown: y"
    );
}

#[test]
fn a_table_that_is_asked_for_may_have_roles_called_like_properties() {
    let text = b"| Task | Status | Quality |\n|---|---|---|\n| Run | A | R |\n| Patch | A | R |\n";
    assert!(
        file("m.md", text, &Options::default())
            .imported
            .toml
            .is_none()
    );
    let options = Options {
        tables: vec![1],
        role_columns: vec!["Status".into()],
        ..Options::default()
    };
    assert_eq!(
        file("m.md", text, &options).tasks(),
        "run: responsible=quality accountable=status\npatch: responsible=quality accountable=status"
    );
}
