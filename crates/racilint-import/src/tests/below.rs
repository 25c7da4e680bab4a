//! Tables below each other, and rows of words that look like the header of another one.

use super::{Read, file};
use crate::Options;

fn csv(text: &str) -> Read {
    file("m.csv", text.as_bytes(), &Options::default())
}

/// The roles that are written.
fn roles(read: &Read) -> Vec<String> {
    let toml = read.imported.toml.as_deref().unwrap_or_default();
    let heads = toml.lines().filter_map(|line| line.strip_prefix("[role."));
    heads
        .map(|id| id.trim_end_matches(']').to_owned())
        .collect()
}

const WORDS: &str = "Task;IT Manager;Desk;CISO\nPatch;A/R;C;I\nBackups;R;A;-\n\
    Restore test;lead;helps;told\nFirewall;A;R;I\nAccounts;R;A;I\n";

#[test]
fn words_in_place_of_letters_are_no_header() {
    let read = csv(WORDS);
    assert_eq!(
        read.findings(),
        "import-cell-unknown: lead\nimport-cell-unknown: helps\nimport-cell-unknown: told"
    );
    assert_eq!(
        read.messages()[0],
        "`lead` is no letter, for `IT Manager` in `Restore test`"
    );
    assert_eq!(roles(&read), ["it-manager", "desk", "ciso"]);
    assert_eq!(read.imported.counts.tasks, 5);
    assert!(read.tasks().contains("restore-test:\n"), "{}", read.tasks());
    assert_eq!(read.imported.left_out, []);
}

#[test]
fn words_right_below_the_header_are_a_task() {
    let read = csv("Task;IT Manager;Desk\nRestore test;lead;helps\nFirewall;A;R\nDNS;A;R\n");
    assert_eq!(
        read.findings(),
        "import-cell-unknown: lead\nimport-cell-unknown: helps"
    );
    assert_eq!(read.imported.counts.tasks, 3);
}

#[test]
fn no_row_of_words_or_marks_takes_the_letters_below_it() {
    let heads = [
        "Note: from May on,the CISO is,on leave,see annex",
        "Firewall,R.,A.,I.",
        "Firewall,\u{2713},x,\u{2713}",
        "Firewall,yes,no,yes",
        "Firewall,Ann Lee,Bo Kim,Cy Ash",
        "Firewall,by agreement,by agreement,",
        // The code of its own role in one cell, and that of another one.
        "Firewall,Client,CISO,see annex",
    ];
    for row in heads {
        let text = format!(
            "Task,Client,Desk,CISO\nPatch,A,R,I\nBackups,A,R,I\n{row}\nMail,A,R,I\nDNS,A,R,I\n"
        );
        let read = csv(&text);
        assert_eq!(read.imported.counts.tasks, 5, "{row}: {}", read.tasks());
        assert!(
            read.tasks()
                .contains("dns: responsible=desk accountable=client informed=ciso"),
            "{row}: {}",
            read.tasks()
        );
        assert_eq!(roles(&read), ["desk", "ciso"], "{row}");
        let is_read = row.contains("R.,A.");
        assert!(
            is_read || read.findings().contains("import-cell-unknown"),
            "{row}"
        );
    }
}

#[test]
fn the_rest_of_a_table_is_never_lost() {
    for text in [
        "No,Task,Client,Desk\n1,Patch,A,R\n2,Backups,A,R\n3,Firewall,see annex 1,see annex 2\n\
         4,Restore,R,R\n5,DNS,A,A\n",
        "Control,Client,Desk\nAC-1,A,R\nAC-2,A,R\nAC-3,see annex 1,see annex 2\nAC-4,R,R\n\
         AC-5,A,A\n",
    ] {
        let read = csv(text);
        assert_eq!(read.imported.left_out, [], "{text}");
        assert_eq!(read.imported.counts.tasks, 5, "{}", read.tasks());
        assert_eq!(read.imported.findings.len(), 2, "{}", read.findings());
    }
}

#[test]
fn a_header_that_is_known_as_one_begins_another_table_and_that_is_told() {
    let heads = [
        ",,,\nProjects,Sponsor,Lead,Board",
        "Activity,Sponsor,Lead,Board",
        "Projects,,,\n,Sponsor,Lead,Board",
        "Projects,Client,CISO,Desk",
        "Projects,Client,Desk,Board",
    ];
    for head in heads {
        let text = format!(
            "Task,Client,Desk,CISO\nPatch,A,R,I\nBackups,A,R,I\n{head}\nMove,A,C,R\nTest,A,C,R\n"
        );
        let read = csv(&text);
        assert_eq!(read.findings(), "", "{head}");
        assert_eq!(read.imported.counts.matrices, 2, "{head}");
        let told = read.choices();
        assert!(
            told.contains(" begins another table below [--no-split]"),
            "{head}: {told}"
        );
        let joined = Options {
            split: Some(false),
            ..Options::default()
        };
        let read = file("m.csv", text.as_bytes(), &joined);
        assert_eq!(read.imported.counts.matrices, 1, "{head}");
        assert!(
            read.findings().contains("import-cell-unknown"),
            "{head}: {}",
            read.findings()
        );
    }
    let read = csv(
        "Task,Client,Desk\nPatch,A,R\nBackups,A,R\nActivity,Sponsor,Lead\nMove,A,R\nTest,A,R\n",
    );
    assert!(
        read.choices()
            .contains("table 1: line 4 begins another table below [--no-split]"),
        "{}",
        read.choices()
    );
}

#[test]
fn letters_that_nobody_reads_are_a_finding() {
    let tasks =
        ["Patch", "Backups", "Mail", "Phones", "Wifi", "VPN"].map(|task| format!("{task},A,R\n"));
    let head = format!("Task,Client,Desk\n{},,\n", tasks.concat());
    let read = csv(&format!(
        "{head}Firewall,see annex 1,see annex 2\nRestore,R,R\nDNS,A,A\n"
    ));
    assert_eq!(
        read.messages(),
        [
            "table 1 from line 9 on holds letters and is not read: nothing in it names a task or a role, \
             and its rows do not say who answers and who does the work"
        ]
    );
    assert_eq!(
        read.findings(),
        "import-row-unread: Firewall,see annex 1,see annex 2"
    );
    let is_error = |finding: &racilint_diagnostics::Finding| {
        finding.severity == racilint_diagnostics::Severity::Error
    };
    assert!(read.imported.findings.iter().all(is_error));
    // What says that it is something else is named among what is not read, and no more.
    for other in [
        "Permissions,Admin,User\nFiles,RW,R\nMails,CRUD,R\n",
        "Item,Status,Type\nFiles,R,A\nMails,A,C\n",
    ] {
        let read = csv(&format!("{head}{other}"));
        assert_eq!(read.findings(), "", "{other}");
        assert_eq!(read.imported.left_out.len(), 1, "{other}");
    }
}
