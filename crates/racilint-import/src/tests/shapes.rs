//! Every shape in which matrices are found.

use super::{file, markdown};
use crate::Options;

#[test]
fn tasks_down_and_roles_across() {
    let read = markdown(
        "# Larkfield\n\n| # | Task | IT lead | MSP | CFO |\n|---|---|:-:|:-:|:-:|\n\
         | 1 | Patch servers | C | **R** | **A** |\n| 2 | Order licences | R/A |  | I |\n",
    );
    assert_eq!(
        read.tasks(),
        "patch-servers: responsible=msp accountable=cfo consulted=it-lead\n\
         order-licences: responsible=it-lead accountable=it-lead informed=cfo"
    );
    assert_eq!(read.says(&["engagement", "title"]), "Larkfield");
    assert_eq!(read.says(&["role", "it-lead", "name"]), "IT lead");
    assert_eq!(
        read.says(&["workstream", "patch-servers", "notes"]),
        "number: 1"
    );
    assert_eq!(read.findings(), "");
    let toml = read.imported.toml.expect("a text");
    assert!(
        toml.contains("# line 5: 1 | Patch servers | C | R | A\n[workstream.patch-servers]"),
        "{toml}"
    );
}

#[test]
fn a_row_that_names_a_group_is_its_tasks_parent() {
    for blank in ["|  |  |  |", "| --- | --- | --- |"] {
        let read = markdown(&format!(
            "| # | Task | CIO | MSP |\n|---|---|---|---|\n| **Run** {blank}\n| 1 | Patch | A | R |\n\
             | **Guard** {blank}\n| 2 | Watch | A | R |\n"
        ));
        assert_eq!(
            read.tasks(),
            "run:\nrun/patch: responsible=msp accountable=cio\nguard:\nguard/watch: responsible=msp accountable=cio",
            "{blank}"
        );
        assert!(
            read.choices().contains("[--no-sections]"),
            "{}",
            read.choices()
        );
    }
}

#[test]
fn a_task_that_nobody_has_is_still_a_task() {
    let text = "| Task | CIO | MSP |\n|---|---|---|\n| Patch | A | R |\n| Watch | - | - |\n| Tidy | - | R |\n| Sweep | A | R |\n| Mop |  |  |\n";
    assert_eq!(
        markdown(text).tasks(),
        "patch: responsible=msp accountable=cio\nwatch:\ntidy: responsible=msp\nsweep: responsible=msp accountable=cio\nmop:"
    );
    let options = Options {
        sections: Some(false),
        ..Options::default()
    };
    let sections = "| Task | CIO | MSP |\n|---|---|---|\n| Run | | |\n| Patch | A | R |\n";
    assert_eq!(
        file("m.md", sections.as_bytes(), &options).tasks(),
        "run:\npatch: responsible=msp accountable=cio"
    );
}

#[test]
fn a_row_of_dashes_is_a_task_that_nobody_has() {
    let with = |row: &str| {
        markdown(&format!(
            "| Task | Client | Desk | Notes |\n|---|---|---|---|\n| Patch | A | R | |\n\
             | Backups | A | R | monthly |\n{row}\n| Firewall | A | R | |\n"
        ))
        .tasks()
    };
    for row in [
        "| Restore test | - | - | |",
        "| Restore test | — | — | |",
        "| Restore test | n/a | n/a | |",
    ] {
        let tasks = with(row);
        assert!(
            tasks.ends_with("restore-test:\nfirewall: responsible=desk accountable=client"),
            "{row}: {tasks}"
        );
    }
    // Nothing at all, or a line through the row, is a heading.
    for row in ["| Servers | | | |", "| Servers | --- | --- | --- |"] {
        assert!(with(row).contains("servers/firewall:"), "{row}");
    }
}

#[test]
fn small_tables_of_two_parties_belong_to_their_headings() {
    let read = markdown(
        "# Cloud\n\n## Before\n\n| Activity | Customer | Skyline |\n|---|---|---|\n| Size it | RA | CI |\n\n\
         ## In use\n\n| Activity | Customer | Skyline |\n|---|---|---|\n| Keep it cool |  | RA |\n| Size it | I* | RA |\n\n\
         *By a further contract.\n",
    );
    assert_eq!(
        read.tasks(),
        "before:\nbefore/before-size-it: responsible=customer accountable=customer consulted=skyline informed=skyline\n\
         in-use:\nin-use/keep-it-cool: responsible=skyline accountable=skyline\n\
         in-use/in-use-size-it: responsible=skyline accountable=skyline informed=customer"
    );
    assert_eq!(read.says(&["engagement", "client"]), "customer");
    assert_eq!(read.says(&["engagement", "provider"]), "skyline");
    assert_eq!(
        read.says(&["workstream", "in-use-size-it", "notes"]),
        "informed, Customer: *By a further contract."
    );
    assert!(
        read.choices()
            .contains("`Skyline` is taken for the provider"),
        "{}",
        read.choices()
    );
}

#[test]
fn a_table_without_an_a_is_read_beside_one_with_the_same_roles() {
    let text = "## One\n\n| Task | Client | Host |\n|---|---|---|\n| Size | RA | C |\n\n## Two\n\n| Task | Client | Host |\n|---|---|---|\n| Cool | I | R |\n";
    assert_eq!(
        markdown(text).tasks(),
        "one:\none/size: responsible=client accountable=client consulted=host\ntwo:\ntwo/cool: responsible=host informed=client"
    );
}

#[test]
fn a_known_role_stays_one_where_its_cells_hold_a_name() {
    let text = "## One\n\n| Task | Kunde | Nordwolke |\n|---|---|---|\n| Planen | RA | C |\n\n## Zwei\n\n| Task | Kunde | Nordwolke |\n|---|---|---|\n| Trennen |  | Nordwolke |\n| Filtern | Kunde |  |\n| Melden | Kunde | C |\n";
    let read = markdown(text);
    assert_eq!(
        read.findings(),
        "import-cell-unknown: Nordwolke\nimport-cell-unknown: Kunde\nimport-cell-unknown: Kunde"
    );
    let options = Options {
        map: vec![
            ("Kunde".into(), "R/A".into()),
            ("Nordwolke".into(), "RA".into()),
        ],
        ..Options::default()
    };
    let mapped = file("m.md", text.as_bytes(), &options);
    assert_eq!(mapped.findings(), "");
    assert!(
        mapped
            .tasks()
            .contains("zwei/filtern: responsible=kunde accountable=kunde"),
        "{}",
        mapped.tasks()
    );
}

#[test]
fn letters_across_and_names_in_the_cells() {
    for header in [
        "Task,Responsible,Accountable,Consulted,Informed",
        "Task,R,A,C,I",
        "Activity,R (Responsible),Accountable/decision,C (Consulted),Informed (I)",
        "Task,Durchführung (R),Entscheidung (A),C - Rat,I: Nachricht",
        "Tarefa,Responsável (R),Autoridade (A),Consultado (C),Informado (I)",
    ] {
        let text =
            format!("{header}\nPatch,\"MSP, IT lead\",CIO,-,All\nWatch,SOC;MSP,CISO,IT lead,\n");
        let read = file("m.csv", text.as_bytes(), &Options::default());
        assert_eq!(
            read.tasks(),
            "patch: responsible=msp+it-lead accountable=cio informed=all\n\
             watch: responsible=soc+msp accountable=ciso consulted=it-lead",
            "{header}"
        );
    }
}

#[test]
fn a_header_can_be_given_its_letter() {
    let text = "Task,Owner,Doer\nPatch,CIO,MSP\n";
    let map = vec![("Owner".into(), "A".into())];
    let options = Options {
        map,
        ..Options::default()
    };
    assert_eq!(
        file("m.csv", text.as_bytes(), &options).tasks(),
        "patch: responsible=msp accountable=cio"
    );
}

#[test]
fn the_order_of_inverted_columns_carries_no_meaning() {
    let text = "Task;Accountable;Responsible;Tool\nPatch;CIO;MSP;Intune\n";
    let read = file("m.csv", text.as_bytes(), &Options::default());
    assert_eq!(read.tasks(), "patch: responsible=msp accountable=cio");
    assert_eq!(read.says(&["workstream", "patch", "notes"]), "Tool: Intune");
}

#[test]
fn a_slash_can_stand_in_one_name() {
    let text = "Task,Responsible,Accountable\nPatch,Legal/Finance,Dev\nWatch,Dev / Ops,Ops\nTidy,Sales and Marketing,Ops\n";
    let read = file("m.csv", text.as_bytes(), &Options::default());
    assert_eq!(
        read.tasks(),
        "patch: responsible=legal-finance accountable=dev\nwatch: responsible=dev+ops accountable=ops\n\
         tidy: responsible=sales-and-marketing accountable=ops"
    );
    assert!(
        read.choices().contains(
            "`Legal/Finance` is taken for one name [--map \"Legal/Finance=Legal, Finance\"]"
        ),
        "{}",
        read.choices()
    );
}

#[test]
fn roles_in_rows_are_turned() {
    let text = "| Team | Patch | Watch | Restore |\n|---|---|---|---|\n| Cloud team | R | A | I |\n| Security lead | A | R | A |\n| Ops manager | C | I | R |\n";
    let read = markdown(text);
    assert_eq!(
        read.tasks(),
        "patch: responsible=cloud-team accountable=security-lead consulted=ops-manager\n\
         watch: responsible=security-lead accountable=cloud-team informed=ops-manager\n\
         restore: responsible=ops-manager accountable=security-lead informed=cloud-team"
    );
    assert!(
        read.choices().contains("[--no-transpose]"),
        "{}",
        read.choices()
    );
    let upright = Options {
        transpose: Some(false),
        ..Options::default()
    };
    assert!(
        file("m.md", text.as_bytes(), &upright)
            .tasks()
            .starts_with("cloud-team: responsible=patch")
    );
}

#[test]
fn a_group_column_is_filled_down() {
    let text = "Phase,Step,Lead,Crew\nPlan,Scope,A,R\n,Budget,A,C\nRun,Build,I,A/R\n,Test,I,R/A\n";
    let read = file("m.csv", text.as_bytes(), &Options::default());
    assert_eq!(
        read.tasks(),
        "plan:\nplan/scope: responsible=crew accountable=lead\nplan/budget: accountable=lead consulted=crew\n\
         run:\nrun/build: responsible=crew accountable=crew informed=lead\nrun/test: responsible=crew accountable=crew informed=lead"
    );
}

#[test]
fn further_columns_are_kept_as_notes() {
    let text = "| Task | Description | CIO | MSP | SLA |\n|---|---|---|---|---|\n| Patch | All servers, every month | A | R | 30 days |\n| Watch | Day and night | A | R | 15 minutes |\n";
    let read = markdown(text);
    assert_eq!(
        read.says(&["workstream", "patch", "description"]),
        "All servers, every month"
    );
    assert_eq!(read.says(&["workstream", "patch", "notes"]), "SLA: 30 days");
    assert!(
        read.choices()
            .contains("`SLA` is no role and is kept as notes"),
        "{}",
        read.choices()
    );
}

#[test]
fn a_role_without_letters_is_kept() {
    let read = markdown(
        "| Task | CIO | Board | MSP |\n|---|---|---|---|\n| Patch | A |  | R |\n| Watch | A |  | R |\n",
    );
    assert_eq!(read.says(&["role", "board", "name"]), "Board");
    assert!(
        read.choices()
            .contains("`Board` without any letter is taken for a role"),
        "{}",
        read.choices()
    );
    let without = Options {
        map: vec![("Board".into(), "-".into())],
        ..Options::default()
    };
    let text = "| Task | CIO | Board | MSP |\n|---|---|---|---|\n| Patch | A |  | R |\n";
    assert_eq!(
        file("m.md", text.as_bytes(), &without).says(&["role", "board", "name"]),
        "nothing"
    );
}

#[test]
fn names_with_letters_in_brackets() {
    let text = "Task,Who\nPatch,\"Ben (A), Alex (R, C)\"\nWatch,Alex(R/A)\nTidy,Ben (R)\n";
    assert_eq!(
        file("m.csv", text.as_bytes(), &Options::default()).tasks(),
        "patch: responsible=alex accountable=ben consulted=alex\nwatch: responsible=alex accountable=alex\ntidy: responsible=ben"
    );
}

#[test]
fn one_task_can_stand_upright() {
    let text = "### Restore\n\n| Activity | Restore a server |\n|---|---|\n| Responsible | MSP |\n| Accountable | IT lead |\n| Informed | CFO, Board |\n";
    assert_eq!(
        markdown(text).tasks(),
        "restore-a-server: responsible=msp accountable=it-lead informed=cfo+board"
    );
}

#[test]
fn role_codes_that_look_like_letters_are_roles() {
    let read = markdown(
        "| Task | PO | IA | CI | OPS |\n|---|---|---|---|---|\n| Patch | A | R | C | I |\n| Watch | R | A | I | OPS |\n",
    );
    assert_eq!(
        read.tasks(),
        "patch: responsible=ia accountable=po consulted=ci informed=ops\nwatch: responsible=po accountable=ia informed=ci"
    );
    assert_eq!(read.findings(), "import-cell-unknown: OPS");
}

#[test]
fn ids_do_not_change_when_rows_move() {
    let one = "| Task | CIO | MSP |\n|---|---|---|\n| Patch | A | R |\n| Watch | A | R |\n";
    let other = "| Task | CIO | MSP |\n|---|---|---|\n| Watch | A | R |\n| Patch | A | R |\n";
    let sorted = |text: &str| {
        let mut lines: Vec<String> = markdown(text).tasks().lines().map(str::to_owned).collect();
        lines.sort();
        lines
    };
    assert_eq!(sorted(one), sorted(other));
}

/// What `racilint matrix` writes keeps its ids when it comes back.
#[test]
fn an_export_keeps_its_ids() {
    let text = "ID,Task,office-lead,msp\nsupport,Help the twelve,C,R/A\nchange.approve,Approve changes,R/A,\n,Rules,,\nconduct,Sign and train,A,R\n";
    assert_eq!(
        file("m.csv", text.as_bytes(), &Options::default()).tasks(),
        "support: responsible=msp accountable=msp consulted=office-lead\n\
         change-approve: responsible=office-lead accountable=office-lead\n\
         rules:\nrules/conduct: responsible=msp accountable=office-lead"
    );
}

#[test]
fn an_id_that_is_an_area_does_not_claim_it() {
    let options = Options {
        areas: ["patching".to_owned()].into(),
        ..Options::default()
    };
    let read = file(
        "m.md",
        b"| Task | CIO | MSP |\n|---|---|---|\n| Patching | A | R |\n",
        &options,
    );
    assert_eq!(read.says(&["workstream", "patching", "area"]), "");
    assert!(
        read.imported
            .toml
            .expect("a text")
            .contains("area        = []")
    );
}
