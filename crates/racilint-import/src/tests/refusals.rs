//! What looks like a matrix and is none.

use super::{file, markdown};
use crate::Options;

#[track_caller]
fn is_none(text: &str, reason: &str) {
    let said = markdown(text).reason();
    assert!(said.starts_with("import-no-matrix"), "{said}");
    assert!(said.contains(reason), "{said}");
}

#[test]
fn a_list_of_contacts_is_none() {
    is_none(
        "| Role | Name | Mail | Phone |\n|---|---|---|---|\n| CIO | Dana | dana@harbor.example | +1-555-0100 |\n| MSP | Lee | lee@harbor.example | +1-555-0101 |\n",
        "contacts",
    );
}

#[test]
fn a_matrix_of_permissions_is_none() {
    is_none(
        "| Object | Admin | User | Guest |\n|---|---|---|---|\n| Files | CRUD | R | R |\n| Logs | R+A | R | - |\n| Users | CRUD+A | RU | - |\n",
        "",
    );
}

#[test]
fn patch_groups_and_tests_are_none() {
    is_none(
        "| Server | Group |\n|---|---|\n| alpha | A |\n| beta | AA |\n| gamma | B |\n",
        "",
    );
    is_none(
        "| Server | Group |\n|---|---|\n| alpha | A |\n| beta | A |\n| gamma | A |\n",
        "`Group`",
    );
    is_none(
        "| Case | Kind | Done |\n|---|---|---|\n| Login | S | yes |\n| Logout | P | no |\n| Upload | R | yes |\n",
        "",
    );
}

#[test]
fn a_legend_is_none() {
    is_none(
        "| Letter | Meaning |\n|---|---|\n| R | Responsible |\n| A | Accountable |\n| C | Consulted |\n| I | Informed |\n",
        "explains",
    );
    is_none(
        "| Role | Description |\n|---|---|\n| (R) Executes | runs the process |\n| (A) Approves | says yes |\n| (C) Consulted | is asked |\n| (I) Informed | is told |\n",
        "explains",
    );
    is_none(
        "| | Responsible | Accountable | Consulted | Informed |\n|---|---|---|---|---|\n| Definition | does it | owns it | is asked | is told |\n",
        "",
    );
}

#[test]
fn prose_and_marks_are_none() {
    is_none(
        "| Area | What we do for you | What stays with you |\n|---|---|---|\n| Patching | We install all patches on the servers within thirty days of their release | You tell us which machines must not be restarted during the week |\n| Backups | We keep copies of all files in two places and try them once a year | You tell us which files matter most to you and to your customers |\n",
        "prose",
    );
    is_none(
        "| Control | Provider | Customer |\n|---|---|---|\n| Doors | X |  |\n| Keys |  | X |\n| Logs | X | X |\n",
        "marks",
    );
}

#[test]
fn a_summary_of_counts_is_none() {
    is_none(
        "| Role | R | A | C | I |\n|---|---|---|---|---|\n| CIO | 3 | 7 | 0 | 1 |\n| MSP | 9 | 0 | 4 | 2 |\n",
        "",
    );
}

#[test]
fn a_file_without_tables_says_so() {
    is_none(
        "# Who does what\n\nThe MSP patches.\n",
        "there is no table in this file",
    );
    is_none(
        "```mermaid\ngraph LR\n CIO -->|A| Patch\n```\n",
        "there is no table",
    );
}

#[test]
fn a_table_that_is_asked_for_is_read_all_the_same() {
    let text = b"| Task | Desk | Field |\n|---|---|---|\n| Move a desk | R | C |\n| Pull a cable | C | R |\n";
    assert!(
        markdown(&String::from_utf8_lossy(text))
            .imported
            .toml
            .is_none()
    );
    let options = Options {
        tables: vec![1],
        ..Options::default()
    };
    assert_eq!(
        file("m.md", text, &options).tasks(),
        "move-a-desk: responsible=desk consulted=field\npull-a-cable: responsible=field consulted=desk"
    );
}

#[test]
fn the_other_tables_of_a_file_are_named() {
    let read = markdown(
        "| Who | Phone |\n|---|---|\n| CIO | 1 |\n\n| Task | CIO | MSP |\n|---|---|---|\n| Patch | A | R |\n",
    );
    assert_eq!(
        read.imported.left_out,
        [("table 1".to_owned(), "no column holds letters".to_owned())]
    );
}

#[test]
fn a_file_that_is_not_what_its_name_says_is_told() {
    for name in ["m.xlsx", "m.ods"] {
        let read = file(name, b"Task,CIO\nPatch,A\n", &Options::default());
        assert!(
            read.reason().starts_with("import-file-unreadable"),
            "{}",
            read.reason()
        );
    }
    let old = file("m.xlsx", b"\xd0\xcf\x11\xe0 and so on", &Options::default());
    assert!(old.reason().contains("password"), "{}", old.reason());
}
