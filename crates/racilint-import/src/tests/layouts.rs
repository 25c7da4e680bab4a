//! How tables stand on a sheet: side by side, below each other, beside legends, merged; and marks
//! in place of letters.

use super::sheets::one_with;
use super::{Read, file, markdown};
use crate::Options;

/// Reads a sheet from its rows, cells parted by bars.
fn sheet(rows: &[&str], merged: &[&str]) -> Read {
    sheet_with(rows, merged, &Options::default())
}

fn sheet_with(rows: &[&str], merged: &[&str], options: &Options) -> Read {
    let mut cells: Vec<(String, String)> = Vec::new();
    for (row, line) in rows.iter().enumerate() {
        for (column, text) in line.split('|').enumerate() {
            let address = format!("{}{}", char::from(b'A' + column as u8), row + 1);
            if !text.trim().is_empty() {
                cells.push((address, text.trim().to_owned()));
            }
        }
    }
    let cells: Vec<(&str, &str)> = cells.iter().map(|(at, text)| (&**at, &**text)).collect();
    one_with(&cells, merged, options)
}

const SIDES: &[&str] = &[
    "Task|CIO|MSP||Task|Sponsor|Lead",
    "Patch|A|R||Move|A|R",
    "Watch|A|R/C||Test|C|A/R",
    "Tidy|I|A/R",
];

#[test]
fn tables_side_by_side_are_two() {
    let read = sheet(SIDES, &[]);
    assert_eq!(
        read.tasks(),
        "patch: responsible=msp accountable=cio\n\
         watch: responsible=msp accountable=cio consulted=msp\n\
         tidy: responsible=msp accountable=msp informed=cio\n\
         move: responsible=lead accountable=sponsor\n\
         test: responsible=lead accountable=lead consulted=sponsor"
    );
    assert_eq!(read.findings(), "");
    assert!(
        read.choices().contains(
            "sheet `RACI`, columns A to C and columns E to G are two tables [--no-split]"
        ),
        "{}",
        read.choices()
    );
    let joined = Options {
        split: Some(false),
        ..Options::default()
    };
    assert!(
        sheet_with(SIDES, &[], &joined)
            .tasks()
            .starts_with("patch: responsible=msp+lead")
    );
}

#[test]
fn tables_side_by_side_below_a_title_and_above_a_third() {
    let mut rows = vec!["Responsibilities of Larkfield"];
    rows.extend(SIDES);
    rows.extend([
        "",
        "Activity|CIO|MSP|Desk|Board|Audit|SOC",
        "Close|A|R|I|I|C|R",
        "Open|I|R|I|A|C|R",
    ]);
    let read = sheet(&rows, &["A1:G1"]);
    assert_eq!(
        read.says(&["engagement", "title"]),
        "Responsibilities of Larkfield"
    );
    let tasks = read.tasks();
    assert!(
        tasks.contains("move: responsible=lead accountable=sponsor"),
        "{tasks}"
    );
    assert!(
        tasks.contains(
            "close: responsible=msp+soc accountable=cio consulted=audit informed=desk+board"
        ),
        "{tasks}"
    );
    assert_eq!(read.imported.counts.letters.iter().sum::<usize>(), 25);
    assert_eq!(read.findings(), "");
}

#[test]
fn an_empty_column_alone_parts_no_table() {
    let read = sheet(
        &[
            "Task|CIO|IT||MSP|SOC|Notes",
            "Patch|A|R||C|I|at night",
            "Watch|A|C||R|R|daily",
            "Tidy|A|||R",
        ],
        &[],
    );
    assert!(
        read.tasks()
            .starts_with("patch: responsible=it accountable=cio consulted=msp informed=soc\n")
    );
    assert!(!read.choices().contains("--no-split"), "{}", read.choices());
}

#[test]
fn a_legend_beside_hides_nothing_of_the_table_below() {
    for words in [
        ["Does the work", "Answers for it", "Is asked", "Is told"],
        ["Responsible", "Accountable", "Consulted", "Informed"],
    ] {
        let lines = ["Patch|A|R", "Watch|A|R", "Tidy|C|A/R", "||"];
        let legend = lines.iter().zip(["R", "A", "C", "I"]).zip(words);
        let beside: Vec<String> = legend
            .map(|((line, letter), word)| format!("{line}||{letter}|{word}"))
            .collect();
        let mut rows = vec!["Task|CIO|MSP||Legend"];
        rows.extend(beside.iter().map(String::as_str));
        rows.extend([
            "",
            "Task|Sponsor|Lead|Board|Desk|Audit",
            "Move|A|R|I|C|I",
            "Test|I|A|C|R|I",
        ]);
        let read = sheet(&rows, &[]);
        assert_eq!(
            read.tasks(),
            "patch: responsible=msp accountable=cio\nwatch: responsible=msp accountable=cio\n\
             tidy: responsible=msp accountable=msp consulted=cio\n\
             move: responsible=lead accountable=sponsor consulted=desk informed=board+audit\n\
             test: responsible=desk accountable=lead consulted=board informed=sponsor+audit"
        );
        assert_eq!(read.findings(), "");
        assert_eq!(read.imported.counts.actors, 7);
    }
}

#[test]
fn a_narrow_table_below_a_wide_one_is_another() {
    let read = sheet(
        &[
            "Task|CIO|MSP|Desk|Board|Audit|SOC|DPO",
            "Close|A|R|I|I|C|R|C",
            "Open|I|R|I|A|C|R|I",
            "",
            "Task|Sponsor",
            "Move|A/R",
            "Test|A",
        ],
        &[],
    );
    let tasks = read.tasks();
    assert!(
        tasks.ends_with("move: responsible=sponsor accountable=sponsor\ntest: accountable=sponsor"),
        "{tasks}"
    );
}

#[test]
fn merged_letters_hold_for_what_they_cover_and_that_is_said() {
    let rows = ["Task|CIO|MSP|SOC", "Patch|A|R", "Watch||R|C", "Tidy|C|R|A"];
    let merged = ["B2:B3", "C2:D2"];
    let read = sheet(&rows, &merged);
    assert!(read.tasks().starts_with(
        "patch: responsible=msp+soc accountable=cio\nwatch: responsible=msp accountable=cio"
    ));
    assert!(
        read.choices().contains(
            "sheet `RACI`: merged cells hold as well for what they cover: D2, B3 [--no-spread]"
        ),
        "{}",
        read.choices()
    );
    let first = Options {
        spread: Some(false),
        ..Options::default()
    };
    let read = sheet_with(&rows, &merged, &first);
    assert!(
        read.tasks().starts_with(
            "patch: responsible=msp accountable=cio\nwatch: responsible=msp consulted=soc"
        ),
        "{}",
        read.tasks()
    );
}

#[test]
fn marks_below_letters_below_roles_are_letters() {
    let rows = [
        "|CIO||||MSP",
        "Task|R|A|C|I|R|A|C|I",
        "Patch||X|||X",
        "Watch||x|||X||X|",
        "Tidy||?|||X|X",
    ];
    for merged in [&["B1:E1", "F1:I1"][..], &[]] {
        let read = sheet(&rows, merged);
        assert_eq!(
            read.tasks(),
            "patch: responsible=msp accountable=cio\nwatch: responsible=msp accountable=cio consulted=msp\n\
             tidy: responsible=msp accountable=msp"
        );
        assert_eq!(read.findings(), "import-cell-unknown: ?");
        assert!(
            read.choices()
                .contains("its cells are marks below the letters"),
            "{}",
            read.choices()
        );
    }
}

#[test]
fn marks_beside_a_column_of_roles_are_letters() {
    let read = sheet(
        &[
            "Task|Role|R|A|C|I",
            "Patch|MSP|X",
            "|CIO||X",
            "Watch|MSP|X|X",
            "|CIO||||X",
        ],
        &[],
    );
    assert_eq!(
        read.tasks(),
        "patch: responsible=msp accountable=cio\nwatch: responsible=msp accountable=msp informed=cio"
    );
    assert_eq!(read.findings(), "");
    let nobody = sheet(&["Task|R|A|C|I", "Patch|X||X", "Watch|X"], &[]).reason();
    assert!(nobody.contains("nothing names who"), "{nobody}");
}

#[test]
fn a_choice_between_names_is_not_one_name() {
    let read = markdown(
        "| Task | R | A |\n|---|---|---|\n| Patch | SOC or MSP | CIO |\n| Watch | SOC | CIO |\n\
         | Tidy | MSP | CIO or delegate |\n",
    );
    assert_eq!(
        read.tasks(),
        "patch: accountable=cio\nwatch: responsible=soc accountable=cio\n\
         tidy: responsible=msp accountable=cio-or-delegate"
    );
    assert_eq!(read.findings(), "import-cell-pending: SOC or MSP");
    assert!(
        read.choices()
            .contains("`CIO or delegate` is taken for one name [--map \"CIO or delegate=NAME\"]"),
        "{}",
        read.choices()
    );
}

#[test]
fn footnotes_of_one_paragraph_are_told_apart() {
    let read = markdown(
        "| Task | CIO | MSP |\n|---|---|---|\n| Patch | A* | R** |\n| Watch | A¹ | R² |\n\n\
         * by day\n** by night\n\n¹ on weekdays ² at weekends\n",
    );
    assert_eq!(
        read.says(&["workstream", "patch", "notes"]),
        "accountable, CIO: * by day\nresponsible, MSP: ** by night\n"
    );
    assert_eq!(
        read.says(&["workstream", "watch", "notes"]),
        "accountable, CIO: ¹ on weekdays\nresponsible, MSP: ² at weekends\n"
    );
    let read = sheet(
        &[
            "Task|CIO|MSP",
            "Patch|A*|R",
            "Watch|A|R**",
            "",
            "* by day",
            "** by night",
        ],
        &[],
    );
    assert_eq!(
        read.says(&["workstream", "patch", "notes"]),
        "accountable, CIO: * by day"
    );
    assert_eq!(
        read.says(&["workstream", "watch", "notes"]),
        "responsible, MSP: ** by night"
    );
}

#[test]
fn a_row_for_each_letter_is_a_matrix() {
    let read = sheet(
        &[
            "Task|Role|RACI",
            "Patch|MSP|R",
            "Patch|CIO|A",
            "Watch|MSP|R/A",
            "|CIO|I",
            "|SOC|C",
        ],
        &[],
    );
    assert_eq!(
        read.tasks(),
        "patch: responsible=msp accountable=cio\n\
         watch: responsible=msp accountable=msp consulted=soc informed=cio"
    );
    assert_eq!(read.findings(), "");
    assert!(
        read.choices()
            .contains("each row says one letter of one role")
    );
    // One row for each task is a matrix of one role.
    let one = sheet(
        &[
            "Task|Team|MSP",
            "Patch|Run|R",
            "Watch|Guard|A",
            "Tidy|Run|R/A",
        ],
        &[],
    );
    assert_eq!(one.tasks().lines().count(), 3, "{}", one.tasks());
}

#[test]
fn rows_can_be_numbered_by_letters() {
    let read = sheet(
        &[
            "|Task|CIO|MSP",
            "A|Patch|A|R",
            "B|Watch|A|R",
            "C|Tidy|I|R/A",
            "D|Move|A|R",
            "E|Test|A|R",
        ],
        &[],
    );
    assert_eq!(read.findings(), "");
    assert_eq!(read.imported.counts.actors, 2);
    assert_eq!(read.says(&["workstream", "tidy", "notes"]), "number: C");
}

#[test]
fn roles_stand_beside_the_word_for_tasks() {
    let read = sheet(
        &["Task|CIO|MSP", "|Dana Lee|Bo Kim", "Patch|A|R", "Watch|A|R"],
        &[],
    );
    assert!(
        read.tasks()
            .starts_with("patch: responsible=msp accountable=cio"),
        "{}",
        read.tasks()
    );
    assert_eq!(read.says(&["role", "cio", "notes"]), "Dana Lee");
}

/// A task may be called as a column of tasks is.
#[test]
fn a_task_with_a_cell_that_is_not_understood_is_no_header() {
    let read = sheet(
        &[
            "Task|CIO|MSP|Desk|Board",
            "Patch|A|R||",
            "Restore service||Kunde",
            "Watch|A|R",
        ],
        &[],
    );
    assert_eq!(read.imported.counts.tasks, 3);
    assert_eq!(read.findings(), "import-cell-unknown: Kunde");
}

/// `AC` may be the code of a role, where a header of letters stands above it.
#[test]
fn a_row_of_letters_is_no_header_of_letters() {
    let rows = "| Task | Client | MSP |\n|---|---|---|\n| Patch | R | A |\n| Watch | AC | |\n| Tidy | R | AR |\n| Move | AC | Kunde |\n";
    let read = markdown(rows);
    assert_eq!(read.imported.counts.tasks, 4, "{}", read.tasks());
    assert!(
        read.tasks()
            .starts_with("patch: responsible=client accountable=msp\n")
    );
}

#[test]
fn people_above_roles_are_no_roles_in_markdown() {
    let read = markdown(
        "| | Ann | Tom |\n|---|---|---|\n| **Task** | **HR** | **Web** |\n| Hire | A | R |\n| Site | I | A/R |\n",
    );
    assert_eq!(
        read.tasks(),
        "hire: responsible=web accountable=hr\nsite: responsible=web accountable=web informed=hr"
    );
    assert!(
        read.choices().contains("names the roles [--roles-row N]"),
        "{}",
        read.choices()
    );
    // Where the header names the tasks, the row below it is one.
    let read = markdown(
        "| Task | HR | Web |\n|---|---|---|\n| Process | see B | see C |\n| Hire | A | R |\n| Site | I | A/R |\n",
    );
    assert!(read.tasks().contains("process:"), "{}", read.tasks());
}

#[test]
fn codes_below_a_header_of_tasks_name_them() {
    let text = "Control,ISO,Ops,HR\nA.5.1,A,R,I\nA.5.2,A,R,\nA.6.1,C,I,A/R\n";
    let read = file("m.csv", text.as_bytes(), &Options::default());
    assert!(
        read.tasks()
            .starts_with("a-5-1: responsible=ops accountable=iso informed=hr"),
        "{}",
        read.tasks()
    );
    // Beside a column of titles they are numbers.
    let text =
        "Control,Title,ISO,Ops\nA.5.1,Policies for security,A,R\nA.5.2,Roles for security,A,R\n";
    let read = file("m.csv", text.as_bytes(), &Options::default());
    assert!(
        read.tasks().starts_with("policies-for-security:"),
        "{}",
        read.tasks()
    );
    let text = "No.,ISO,Ops\n1,A,R\n2,A,R\n3,I,A/R\n";
    let reason = file("m.csv", text.as_bytes(), &Options::default()).reason();
    assert!(
        reason.contains("`--task-column NAME` says which"),
        "{reason}"
    );
}

#[test]
fn one_name_for_both_sides_is_told() {
    let text = b"Task,CIO,MSP\nRun,A,R\n";
    let with = |client: &str, provider: &str| {
        let options = Options {
            client: Some(client.into()),
            provider: Some(provider.into()),
            ..Options::default()
        };
        file("m.csv", text, &options).imported.unused
    };
    assert_eq!(
        with("Acme", "acme"),
        ["`Acme` cannot be the client and the provider; `--client` and `--provider` name two"]
    );
    assert!(with("Acme", "Harbor").is_empty());
}

/// Nobody is taken for the provider who is named as the client.
#[test]
fn one_name_is_never_taken_for_both_sides() {
    let text = "Aufgabe;Kunde;Dienstleister\nPatchen;A;R\nWachen;I;A/R\n";
    let with = |client: Option<&str>, provider: Option<&str>| {
        let options = Options {
            client: client.map(Into::into),
            provider: provider.map(Into::into),
            ..Options::default()
        };
        let read = file("m.csv", text.as_bytes(), &options);
        ["client", "provider"].map(|side| read.says(&["engagement", side]))
    };
    assert_eq!(with(None, None), ["kunde", "dienstleister"]);
    assert_eq!(with(Some("Kunde"), None), ["kunde", "dienstleister"]);
    assert_eq!(
        with(Some("Dienstleister"), None),
        ["dienstleister", "nothing"]
    );
    assert_eq!(with(None, Some("kunde")), ["nothing", "kunde"]);
    assert_eq!(
        with(Some("dienstleister"), Some("Kunde")),
        ["dienstleister", "kunde"]
    );
}

#[test]
fn who_signed_below_the_letters_is_no_task() {
    let with = |last: &str| {
        let text = format!("Task,CIO,MSP\nRun,A,R\nPatch,A,R\n{last},,\n");
        file("m.csv", text.as_bytes(), &Options::default()).tasks()
    };
    assert!(!with("Approved by J. Smith 2026-01-01").contains("approved"));
    assert!(with("Approved by the board").contains("approved-by-the-board:"));
}

#[test]
fn a_row_that_has_slipped_makes_no_role_of_the_tasks() {
    let text = "Nr;Task;Client IT;Desk;Notes\n1;Patch;A;R;monthly\n2;Backups;A;R;\n\
                3;Watch;I;A/R;24x7\n;A;R;;\n5;DNS;A;R;\n";
    for column in [None, Some("Task".to_owned())] {
        let options = Options {
            task_column: column,
            ..Options::default()
        };
        let read = file("m.csv", text.as_bytes(), &options);
        assert_eq!(read.findings(), "import-row-unread: A");
        assert_eq!(
            read.messages(),
            ["`A` stands in the column of tasks and is a letter, in line 5 of table 1"]
        );
        assert_eq!(read.imported.counts.actors, 2, "{}", read.tasks());
        assert!(
            read.tasks()
                .starts_with("patch: responsible=desk accountable=client-it\n"),
            "{}",
            read.tasks()
        );
    }
    // Tasks may be called as letters are, and roles as tasks are.
    for text in [
        "Task,CIO,Desk\nAI,A,R\nPatch,A,R\nWatch,A,R\nTest,A,R\n",
        "Task,Service,Control\nPatch,A,R\nWatch,R,A\n",
    ] {
        let read = file("m.csv", text.as_bytes(), &Options::default());
        assert_eq!(read.findings(), "", "{text}");
        assert_eq!(read.imported.counts.actors, 2, "{text}");
    }
}
