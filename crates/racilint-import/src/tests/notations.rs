//! What is said of cells, in whole files.

use super::{file, markdown};
use crate::{Options, Scheme};

const HEAD: &str = "| Task | CIO | MSP |\n|---|---|---|\n| Run | A | R |\n";

fn row(cells: &str) -> super::Read {
    markdown(&format!("{HEAD}| Patch | {cells} |\n"))
}

#[test]
fn a_cell_is_a_set_of_letters() {
    for cells in [
        "A | R/C",
        "A | R, C",
        "A | RC",
        "A | R & C",
        "**A** | __RC__",
        "A | R·C",
        "Accountable | Consulted, Responsible",
    ] {
        assert!(
            row(cells)
                .tasks()
                .ends_with("patch: responsible=msp accountable=cio consulted=msp"),
            "{cells}: {}",
            row(cells).tasks()
        );
    }
}

#[test]
fn notes_are_kept_with_who_and_what() {
    let read = row("C (reviews, then signs) | A & R (by night)");
    assert_eq!(
        read.says(&["workstream", "patch", "notes"]),
        "consulted, CIO: reviews, then signs\nresponsible, MSP: by night\n"
    );
    let free = row("C/A cuando exige | R (lead)");
    assert!(
        free.says(&["workstream", "patch", "notes"])
            .contains("accountable, CIO: cuando exige")
    );
}

#[test]
fn what_is_no_letter_is_told_and_kept() {
    let read = row("A | Kunde");
    assert_eq!(read.findings(), "import-cell-unknown: Kunde");
    assert_eq!(
        read.imported.findings[0].message,
        "`Kunde` is no letter, for `MSP` in `Patch`"
    );
    assert_eq!(read.imported.findings[0].subject.object, "workstream.patch");
    assert_eq!(read.says(&["workstream", "patch", "notes"]), "MSP: Kunde");
}

#[test]
fn open_cells_are_told_and_empty_ones_are_not() {
    let read = row("TBD | Varies");
    assert_eq!(
        read.findings(),
        "import-cell-pending: TBD\nimport-cell-pending: Varies"
    );
    assert_eq!(row("A | N/A").findings(), "");
    assert_eq!(row("A | ---").findings(), "");
}

#[test]
fn small_and_foreign_letters_are_read_and_told() {
    let read = row("a | Р");
    assert_eq!(
        read.findings(),
        "import-letter-lookalike: a\nimport-cell-unknown: Р"
    );
    let read = row("А | R");
    assert_eq!(read.findings(), "import-letter-lookalike: А");
    assert!(
        read.tasks()
            .ends_with("patch: responsible=msp accountable=cio")
    );
}

#[test]
fn a_letter_too_many_in_a_row_is_told() {
    let read = markdown(&format!("{HEAD}| Patch | A | R | I |\n"));
    assert_eq!(
        read.imported.findings[0].message,
        "column D of table 1 holds letters and has no name"
    );
    assert!(
        read.tasks().ends_with("informed=column-d"),
        "{}",
        read.tasks()
    );
}

#[test]
fn letters_of_other_schemes_mean_what_they_mean_there() {
    let text = "| Task | A team | B team | C team |\n|---|---|---|---|\n| Choose | D | A | C |\n| Buy | D | A | I |\n";
    let options = Options {
        scheme: Scheme::find("daci").ok(),
        ..Options::default()
    };
    assert_eq!(
        file("m.md", text.as_bytes(), &options).tasks(),
        "choose: responsible=a-team accountable=b-team consulted=c-team\nbuy: responsible=a-team accountable=b-team informed=c-team"
    );
}

#[test]
fn a_title_names_the_scheme() {
    let text = "# RASCI of the desk\n\n| Task | CIO | MSP |\n|---|---|---|\n| Run | A | R |\n| Patch | S | A/R |\n";
    let read = markdown(text);
    assert!(
        read.tasks()
            .ends_with("patch: responsible=msp accountable=msp support=cio")
    );
    assert!(
        read.choices().contains("[--scheme NAME]"),
        "{}",
        read.choices()
    );
    let plain = markdown(&text.replace("RASCI", "Roles"));
    assert_eq!(plain.findings(), "import-cell-unknown: S");
}

#[test]
fn a_letter_without_counterpart_is_refused_with_its_reason() {
    let options = Options {
        scheme: Scheme::find("raci-vs").ok(),
        ..Options::default()
    };
    let read = file(
        "m.md",
        format!("{HEAD}| Patch | A/V | R |\n").as_bytes(),
        &options,
    );
    assert_eq!(read.findings(), "import-letter-not-carried: A/V");
    assert!(
        read.tasks()
            .ends_with("patch: responsible=msp accountable=cio")
    );
    assert_eq!(
        read.says(&["workstream", "patch", "notes"]),
        "verifies: CIO"
    );
}

#[test]
fn who_is_left_out_by_the_scheme_holds_no_letter() {
    let options = Options {
        scheme: Scheme::find("cairo").ok(),
        ..Options::default()
    };
    let read = file(
        "m.md",
        format!("{HEAD}| Patch | O | A/R |\n").as_bytes(),
        &options,
    );
    assert_eq!(read.findings(), "");
    assert!(
        read.tasks()
            .ends_with("patch: responsible=msp accountable=msp")
    );
    assert_eq!(read.says(&["workstream", "patch", "notes"]), "omitted: CIO");
}

#[test]
fn names_can_be_made_one() {
    let text = "## One\n\n| Task | Kunde | Host |\n|---|---|---|\n| Size | RA | C |\n\n## Two\n\n| Task | Client | Host |\n|---|---|---|\n| Cool | I | RA |\n";
    let options = Options {
        map: vec![("Kunde".into(), "Client".into())],
        ..Options::default()
    };
    let read = file("m.md", text.as_bytes(), &options);
    assert_eq!(read.says(&["party", "client", "name"]), "Client");
    assert_eq!(read.says(&["party", "kunde", "name"]), "nothing");
}

#[test]
fn a_title_names_a_scheme_only_where_its_own_letters_stand() {
    let rapid = "# RAPID prototyping: responsibilities\n\n| Task | Dev | QA |\n|---|---|---|\n| Build | R | A |\n| Test | I | A/R |\n";
    let read = markdown(rapid);
    assert_eq!(
        read.tasks(),
        "build: responsible=dev accountable=qa\ntest: responsible=qa accountable=qa informed=dev"
    );
    assert_eq!(read.findings(), "");
    assert!(
        read.choices().contains(
            "the file names RAPID, and no cell holds P or D: the letters are R, A, C, I [--scheme NAME]"
        ),
        "{}",
        read.choices()
    );
    // With its letters in it, it is that scheme.
    let real = markdown(&rapid.replace("| I | A/R |", "| P | D |"));
    assert!(
        real.tasks()
            .ends_with("test: responsible=dev accountable=qa"),
        "{}",
        real.tasks()
    );
    assert!(
        real.choices().contains("those of rapid"),
        "{}",
        real.choices()
    );
}

#[test]
fn what_racilint_has_written_holds_its_own_letters() {
    let text = "# Pricing (DACI)\n\n| ID | Task | Board | Sales |\n| --- | --- | :-: | :-: |\n| pricing | Pricing | A | R |\n| offers | Offers | A | R/S |\n";
    let read = markdown(text);
    assert!(
        read.tasks()
            .ends_with("offers: responsible=sales accountable=board support=sales"),
        "{}",
        read.tasks()
    );
    let names = "# Pricing (DACI)\n\n| ID | Task | Responsible | Accountable | Consulted | Informed |\n| --- | --- | --- | --- | --- | --- |\n| pricing | Pricing | Sales | Board |  |  |\n";
    assert_eq!(
        markdown(names).tasks(),
        "pricing: responsible=sales accountable=board"
    );
    // The same title above a matrix of somebody else's.
    let other = markdown(
        "# Pricing (DACI)\n\n| Task | Board | Sales |\n|---|---|---|\n| Offers | A | D |\n| Prices | D | A |\n",
    );
    assert!(
        other
            .tasks()
            .starts_with("offers: responsible=sales accountable=board"),
        "{}",
        other.tasks()
    );
}

#[test]
fn a_legend_in_one_line_says_what_s_is() {
    let table = "| Task | CIO | MSP |\n|---|---|---|\n| Run | A | R |\n| Patch | S | A/R |\n";
    for legend in [
        "R=Responsible A=Accountable S=Support C=Consulted I=Informed",
        "R: responsible, A: accountable, S: supports",
        "(R) – Responsible; (S) – Supportive",
    ] {
        let read = markdown(&format!("{table}\n{legend}\n"));
        assert_eq!(read.findings(), "", "{legend}");
        assert!(read.tasks().ends_with("support=cio"), "{}", read.tasks());
    }
    // A class S of the support desk is none.
    let read = markdown(&format!("{table}\nCalls of class S: support by night\n"));
    assert_eq!(read.findings(), "import-cell-unknown: S");
}

#[test]
fn letters_joined_by_a_plus_or_half_open_are_read_and_told() {
    let row = |cells: &str| row(&format!("A | R |\n| Watch | I | R/A |\n| Guard | {cells}"));
    let read = row("R+A | R/TBD");
    assert!(
        read.tasks()
            .ends_with("guard: responsible=cio+msp accountable=cio"),
        "{}",
        read.tasks()
    );
    assert_eq!(read.findings(), "import-cell-pending: R/TBD");
    assert_eq!(
        read.imported.findings[0].message,
        "`R/TBD` leaves open what else `MSP` has to do with `Guard`"
    );
    let read = row("A? | R (TBD by tender)");
    assert_eq!(read.findings(), "import-cell-pending: A?");
    // Rights are joined by a plus as well, and are no letters.
    let rights = markdown(
        "| Object | Admin | User | Guest |\n|---|---|---|---|\n| Files | R+A | R | R |\n| Logs | R+A | R | R |\n",
    );
    assert!(rights.imported.toml.is_none(), "{}", rights.tasks());
}

#[test]
fn shortened_words_are_letters() {
    let read = markdown(
        "| Task | HR | IT |\n|---|---|---|\n| Hire | Resp. | Acc. |\n| Fire | Acc. | Resp. |\n| Pay | Cons. | Resp./Acc. |\n",
    );
    assert_eq!(
        read.tasks(),
        "hire: responsible=hr accountable=it\nfire: responsible=it accountable=hr\npay: responsible=it accountable=it consulted=hr"
    );
    // `Access` begins like one and is none.
    assert_eq!(row("Access | R").findings(), "import-cell-unknown: Access");
}

#[test]
fn a_letter_of_another_scheme_names_that_scheme() {
    let help = |cell: &str| {
        let read = row(&format!("{cell} | R"));
        let finding = read.imported.findings.first().expect("a finding");
        finding.help.clone().unwrap_or_default().to_string()
    };
    assert!(
        help("S").ends_with("; `--scheme rasci` knows it"),
        "{}",
        help("S")
    );
    assert!(help("Supports").ends_with("; `--scheme rasci` knows it"));
    assert!(help("O").ends_with("; `--scheme cairo` knows it"));
    assert!(help("Kunde").ends_with("where nobody is meant"));
}

#[test]
fn letters_in_lower_case_are_told_once() {
    let read = markdown(&format!("{HEAD}| Patch | a | r |\n| Watch | i | R/A |\n"));
    assert_eq!(read.findings(), "import-letter-lookalike: a");
    assert!(
        read.imported.findings[0]
            .message
            .ends_with("lower case, as in 2 cells more"),
        "{}",
        read.imported.findings[0].message
    );
    // A letter of another alphabet is told wherever it stands.
    let read = markdown(&format!("{HEAD}| Patch | А | R |\n| Watch | А | r |\n"));
    assert_eq!(
        read.findings(),
        "import-letter-lookalike: А\nimport-letter-lookalike: А\nimport-letter-lookalike: r"
    );
}

#[test]
fn what_is_proposed_can_be_typed() {
    let with = |cell: &str| {
        let text = format!(
            "Task;CIO;MSP\nPatch;A;R\nWatch;A;\"{}\"\nTidy;A;R\n",
            cell.replace('"', "\"\"")
        );
        let read = file("m.csv", text.as_bytes(), &Options::default());
        read.imported.findings[0].help.clone().expect("help")
    };
    for (cell, proposed) in [
        ("Kunde", r#"`--map "Kunde=R/A"`"#),
        ("=B2", r#"`--map "=B2=R/A"`"#),
        ("it's him", r#"`--map "it's him=R/A"`"#),
        (r#"say "R""#, r#"`--map 'say "R"=R/A'`"#),
        ("$USER", "`--map '$USER=R/A'`"),
        ("`who`", "`--map '`who`=R/A'`"),
        ("yes!", "`--map 'yes!=R/A'`"),
        (r"B\C d", r"`--map 'B\C d=R/A'`"),
        (r#"it's "R""#, r#"`--map 'it'\''s "R"=R/A'`"#),
    ] {
        let help = with(cell);
        assert!(help.contains(proposed), "{cell}: {help}");
        let options = Options {
            map: vec![(cell.into(), "R".into())],
            ..Options::default()
        };
        let text = format!(
            "Task;CIO;MSP\nPatch;A;R\nWatch;A;\"{}\"\nTidy;A;R\n",
            cell.replace('"', "\"\"")
        );
        assert_eq!(
            file("m.csv", text.as_bytes(), &options).findings(),
            "",
            "{cell}"
        );
    }
    // What is too long to be typed is not proposed.
    let help = with(&"see the annex of the contract ".repeat(4));
    assert_eq!(help, "the letters are R, A, C, I; write one of them there");
}
