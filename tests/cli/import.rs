//! `racilint import`, and `racilint check` of a matrix as it is.

use crate::{folder, racilint, racilint_in};

const MATRIX: &[u8] = b"# Desk\n\n| Task | CIO | MSP |\n|---|---|---|\n| Patch servers | A | R |\n| Watch alerts | I | R/A |\n";
const FAULTY: &[u8] = b"Task;CIO;MSP\nPatch servers;A;R\nWatch alerts;I;R\nRestore files;A;Kunde\n";
const CONTACTS: &[u8] =
    b"| Who | Phone |\n|---|---|\n| CIO | +1-555-0100 |\n| MSP | +1-555-0101 |\n";

#[test]
fn a_matrix_becomes_an_engagement_that_can_be_checked() {
    let folder = folder("import-plain", &[("matrix.md", MATRIX)]);
    let import = ["import", "matrix.md", "--output", "desk.raci.toml"];
    let run = racilint_in(&folder, &import, None);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert_eq!(run.stdout, "");
    assert!(
        run.stderr.contains(
            "matrix.md: 2 rows and 5 letters read in 1 table, of 2 roles; 0 not understood"
        ),
        "{}",
        run.stderr
    );
    let check = ["check", "desk.raci.toml", "--format", "concise"];
    let run = racilint_in(&folder, &check, None);
    for gap in [
        "syntax-error",
        "unknown-key",
        "unknown-reference",
        "invalid-value",
    ] {
        assert!(!run.stdout.contains(gap), "{}", run.stdout);
    }
    // What the matrix does not say is asked for.
    assert!(run.stdout.contains("unfilled-assignee"), "{}", run.stdout);
    assert!(run.stdout.contains("party-shape"), "{}", run.stdout);
}

#[test]
fn what_is_not_understood_is_told_and_the_rest_is_written() {
    let folder = folder("import-faulty", &[("matrix.csv", FAULTY)]);
    let run = racilint_in(&folder, &["import", "matrix.csv"], None);
    assert_eq!(run.code, Some(1));
    assert!(
        run.stderr.contains("error[import-cell-unknown]"),
        "{}",
        run.stderr
    );
    assert!(
        run.stderr.contains("Restore files;A;Kunde"),
        "{}",
        run.stderr
    );
    assert!(
        run.stdout.contains("notes       = \"MSP: Kunde\""),
        "{}",
        run.stdout
    );
    let mapped = ["import", "matrix.csv", "--map", "Kunde=R", "--quiet"];
    let run = racilint_in(&folder, &mapped, None);
    assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""));
}

#[test]
fn a_matrix_is_checked_as_it_is() {
    let folder = folder("import-check", &[("matrix.csv", FAULTY)]);
    let check = ["check", "matrix.csv", "--format", "concise"];
    let run = racilint_in(&folder, &check, None);
    assert_eq!(run.code, Some(1));
    let places: Vec<&str> = run
        .stdout
        .lines()
        .filter(|line| line.starts_with("matrix.csv:"))
        .collect();
    assert!(
        places
            .iter()
            .any(|line| line.starts_with("matrix.csv:3:1: error[missing-accountable]")),
        "{}",
        run.stdout
    );
    assert!(
        places
            .iter()
            .any(|line| line.starts_with("matrix.csv:4:17: error[import-cell-unknown]")),
        "{}",
        run.stdout
    );
    assert!(run.stdout.contains("in 1 file"), "{}", run.stdout);
    // Who holds a role is nothing that a matrix says.
    assert!(!run.stdout.contains("unfilled-assignee"), "{}", run.stdout);
    let select = [
        "check",
        "matrix.csv",
        "--select",
        "missing-accountable",
        "--map",
        "Kunde=R",
        "--format",
        "concise",
        "--quiet",
    ];
    let run = racilint_in(&folder, &select, None);
    assert_eq!(run.stdout.lines().count(), 1, "{}", run.stdout);
}

/// Two columns with an A are two owners, though no matrix says who sits in them.
#[test]
fn two_accountables_in_a_row_are_found() {
    let matrix = b"| Task | CIO | IT lead | MSP |\n|---|---|---|---|\n| Patch | A | A | R |\n| Watch | A | I | R |\n";
    let folder = folder("import-two", &[("m.md", matrix)]);
    let run = racilint_in(
        &folder,
        &["check", "m.md", "--format", "concise", "--quiet"],
        None,
    );
    assert_eq!(run.code, Some(1));
    assert!(
        run.stdout
            .starts_with("m.md:3:15: error[multiple-accountable]"),
        "{}",
        run.stdout
    );
    assert_eq!(run.stdout.lines().count(), 1, "{}", run.stdout);
    assert!(!run.stdout.contains("whoever"), "{}", run.stdout);
}

#[test]
fn every_format_can_tell_of_a_matrix() {
    let folder = folder("import-formats", &[("matrix.csv", FAULTY)]);
    for format in [
        "human", "json", "sarif", "github", "gitlab", "junit", "markdown",
    ] {
        let run = racilint_in(&folder, &["check", "matrix.csv", "--format", format], None);
        assert_eq!(run.code, Some(1), "{format}: {}", run.stderr);
        assert!(
            run.stdout.contains("import-cell-unknown"),
            "{format}: {}",
            run.stdout
        );
        assert!(
            !run.stdout.contains("as an engagement"),
            "{format}: {}",
            run.stdout
        );
    }
}

#[test]
fn matrices_and_engagements_are_checked_together() {
    let engagement = b"[engagement]\nprofiles = []\n";
    let files: [(&str, &[u8]); 3] = [
        ("a.csv", FAULTY),
        ("b.raci.toml", engagement),
        ("c.md", MATRIX),
    ];
    let folder = folder("import-together", &files);
    let check = [
        "check",
        "a.csv",
        "b.raci.toml",
        "c.md",
        "--format",
        "concise",
    ];
    let run = racilint_in(&folder, &check, None);
    assert_eq!(run.code, Some(1));
    assert!(run.stdout.contains("a.csv:4:17"), "{}", run.stdout);
    assert!(run.stdout.contains("3 files"), "{}", run.stdout);
}

#[test]
fn a_file_without_a_matrix_says_why() {
    let folder = folder("import-none", &[("contacts.md", CONTACTS)]);
    let run = racilint_in(&folder, &["import", "contacts.md"], None);
    assert_eq!(run.code, Some(3));
    assert_eq!(run.stdout, "");
    assert!(run.stderr.contains("import-no-matrix"), "{}", run.stderr);
    let run = racilint_in(&folder, &["check", "contacts.md"], None);
    assert_eq!(run.code, Some(1));
    assert!(run.stdout.contains("import-no-matrix"), "{}", run.stdout);
}

#[test]
fn wrong_usage_is_told_with_what_would_be_right() {
    let files: [(&str, &[u8]); 3] = [("m.docx", b"x"), ("m.xlsx", b"x"), ("m.md", MATRIX)];
    let folder = folder("import-usage", &files);
    let cases: [(&[&str], &str); 9] = [
        (&["import", "m.docx"], "copy the table into a spreadsheet"),
        (&["import", "missing.md"], "there is no such file"),
        (&["import", "."], "it is a folder"),
        (&["import", "m.xlsx"], "import-file-unreadable"),
        (&["import", "m.md", "--scheme", "darci"], "driver"),
        (&["import", "m.md", "--scheme", "rally"], "there are raci"),
        (&["import", "m.md", "--map", "Kunde"], "Kunde=R/A"),
        (
            &["import", "m.md", "--output", "m.md"],
            "would write in place of `m.md`",
        ),
        (
            &["import", "m.md", "--output", "racilint.toml", "--force"],
            "in place of `racilint.toml`, which is read for its name",
        ),
    ];
    for (args, said) in cases {
        let run = racilint_in(&folder, args, None);
        assert_eq!(run.code, Some(2), "{args:?}: {}", run.stderr);
        assert!(run.stderr.contains(said), "{args:?}: {}", run.stderr);
        assert_eq!(run.stdout, "", "{args:?}");
    }
    assert!(!folder.join("racilint.toml").exists());
}

#[test]
fn a_file_that_is_there_is_only_written_over_when_told() {
    let files: [(&str, &[u8]); 2] = [("m.md", MATRIX), ("desk.raci.toml", b"mine")];
    let folder = folder("import-force", &files);
    let import = ["import", "m.md", "--output", "desk.raci.toml"];
    let run = racilint_in(&folder, &import, None);
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("--force"), "{}", run.stderr);
    let text = || std::fs::read_to_string(folder.join("desk.raci.toml")).expect("the file");
    assert_eq!(text(), "mine");
    let run = racilint_in(&folder, &[&import[..], &["--force"]].concat(), None);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert!(text().contains("[workstream.patch-servers]"));
}

#[test]
fn standard_input_says_what_it_is_by_its_name() {
    let folder = folder("import-stdin", &[]);
    let named = ["import", "-", "--stdin-filename", "m.md", "--quiet"];
    let run = racilint_in(&folder, &named, Some(MATRIX));
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert!(run.stdout.contains("[workstream.watch-alerts]"));
    let run = racilint_in(&folder, &["import", "-"], Some(MATRIX));
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("--stdin-filename"), "{}", run.stderr);
    let check = [
        "check",
        "-",
        "--stdin-filename",
        "m.md",
        "--format",
        "concise",
    ];
    let run = racilint_in(&folder, &check, Some(MATRIX));
    assert!(run.stdout.contains("m.md: 0 errors"), "{}", run.stdout);
}

/// Every byte of the engagement stays, its line breaks and its comments too.
#[test]
fn appending_changes_nothing_that_is_there() {
    let harbor = "# ours\r\n[engagement]\r\nclient = \"harbor\"\r\nprovider = \"msp\"\r\nprofiles = []\r\n\r\n[party]\r\nharbor.name = \"Harbor\"\r\nmsp.name = \"MSP\"\r\n\r\n[role.cio] # the boss\r\nparty = \"harbor\"\r\n[workstream.patch-servers]\r\ntitle = \"Patch\"";
    let files: [(&str, &[u8]); 2] = [("m.md", MATRIX), ("harbor.raci.toml", harbor.as_bytes())];
    let folder = folder("import-append", &files);
    let run = racilint_in(
        &folder,
        &["import", "m.md", "--append", "harbor.raci.toml"],
        None,
    );
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert!(
        run.stderr
            .contains("`MSP` is `msp`, which is there already"),
        "{}",
        run.stderr
    );
    assert!(
        run.stderr
            .replace("\n    ", " ")
            .contains("becomes `patch-servers-2`"),
        "{}",
        run.stderr
    );
    let text = std::fs::read_to_string(folder.join("harbor.raci.toml")).expect("the file");
    assert!(text.starts_with(harbor), "{text}");
    let added = &text[harbor.len()..];
    assert!(
        added.contains("[workstream.patch-servers-2]\r\n"),
        "{added}"
    );
    assert!(
        !added.contains("[role.") && !added.contains("[party."),
        "{added}"
    );
    let check = ["check", "harbor.raci.toml", "--format", "concise"];
    let run = racilint_in(&folder, &check, None);
    for broken in ["syntax-error", "duplicate", "unknown"] {
        assert!(!run.stdout.contains(broken), "{}", run.stdout);
    }
}

#[test]
fn nothing_is_appended_where_it_would_break_what_is_there() {
    let files: [(&str, &[u8]); 3] = [
        ("m.md", MATRIX),
        (
            "inline.raci.toml",
            b"workstream = { a = { title = \"A\" } }\n[engagement]\n",
        ),
        ("broken.raci.toml", b"[engagement\n"),
    ];
    let folder = folder("import-append-broken", &files);
    for (file, text) in [
        ("inline.raci.toml", files[1].1),
        ("broken.raci.toml", files[2].1),
    ] {
        let run = racilint_in(&folder, &["import", "m.md", "--append", file], None);
        assert_eq!(run.code, Some(2), "{}", run.stderr);
        assert!(
            run.stderr.contains("cannot be appended to"),
            "{}",
            run.stderr
        );
        assert_eq!(std::fs::read(folder.join(file)).expect("the file"), text);
    }
}

#[test]
fn the_example_shows_what_is_told() {
    let run = racilint(&["import", "examples/bring-your-matrix/larkfield.md"]);
    assert_eq!(run.code, Some(1));
    insta::assert_snapshot!("larkfield", run.stdout + "\n" + &run.stderr);
    let run = racilint(&[
        "import",
        "examples/bring-your-matrix/projects.csv",
        "--quiet",
    ]);
    assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""));
    assert!(
        run.stdout
            .contains("responsible = [\"summit-it\", \"cable-crew\"]"),
        "{}",
        run.stdout
    );
}

const MINE: &[u8] = b"[engagement]\nprofiles = []\n[role.it-manager]\nname = \"Chief\"\n[role.lead]\nname = \"IT Manager\"\n";

/// A name is surer than an id, two columns stay two, and what is there is not added once more.
#[test]
fn a_second_append_adds_nothing() {
    let matrix = b"| Task | IT Manager | it-manager. | MSP |\n|---|---|---|---|\n| Patch | A | C | R |\n| Watch | I | R | A |\n";
    let files: [(&str, &[u8]); 2] = [("m.md", matrix), ("e.raci.toml", MINE)];
    let folder = folder("import-twice", &files);
    let append = ["import", "m.md", "--append", "e.raci.toml"];
    let text = || std::fs::read_to_string(folder.join("e.raci.toml")).expect("the file");
    let run = racilint_in(&folder, &append, None);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert!(text().starts_with(&*String::from_utf8_lossy(MINE)));
    assert!(
        text().contains("accountable = \"lead\"\nconsulted   = \"it-manager\""),
        "{}",
        text()
    );
    let first = text();
    let run = racilint_in(&folder, &append, None);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert_eq!(text(), first);
    assert!(
        run.stderr.contains("nothing is appended to e.raci.toml"),
        "{}",
        run.stderr
    );
    let both = [&append[..], &["--output", "both.raci.toml"]].concat();
    let run = racilint_in(&folder, &both, None);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let both = std::fs::read_to_string(folder.join("both.raci.toml")).expect("the file");
    assert_eq!(both, first);
}

#[test]
fn what_an_engagement_says_of_itself_is_not_said_by_what_is_appended() {
    let files: [(&str, &[u8]); 2] = [("m.md", MATRIX), ("e.raci.toml", MINE)];
    let folder = folder("import-append-said", &files);
    for (option, value) in [
        ("--title", "Desk"),
        ("--model", "co-managed"),
        ("--client", "Harbor"),
        ("--provider", "MSP"),
    ] {
        let append = ["import", "m.md", "--append", "e.raci.toml", option, value];
        let run = racilint_in(&folder, &append, None);
        assert_eq!(run.code, Some(2), "{option}: {}", run.stderr);
        let said = format!("`{option}` cannot go with `--append`: `e.raci.toml` says that itself");
        assert!(run.stderr.contains(&said), "{}", run.stderr);
        let text = std::fs::read(folder.join("e.raci.toml")).expect("the file");
        assert_eq!(text, MINE);
    }
}

/// The text ends at the last `=`, so that the meaning of a formula can be said.
#[test]
fn a_text_with_an_equals_sign_can_be_given_a_meaning() {
    let matrix = b"Task;CIO;MSP\nPatch;A;R\nWatch;A;=B2\nTidy;A;R\n";
    let folder = folder("import-map-formula", &[("m.csv", matrix)]);
    let run = racilint_in(&folder, &["import", "m.csv", "--map", "=B2=R", "-q"], None);
    assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""));
}

#[test]
fn an_option_that_names_nothing_is_wrong_usage_for_both() {
    let folder = folder(
        "import-names-nothing",
        &[("m.csv", FAULTY), ("n.csv", FAULTY)],
    );
    for (option, value, said) in [
        ("--sheet", "foo", "there is no sheet `foo`"),
        ("--table", "7", "there is no table 7: the file has one"),
        ("--roles-row", "9", "there is no row 9: the last one is 4"),
        ("--task-column", "Work", "there is no column `Work`"),
        ("--encoding", "klingon", "there is no encoding `klingon`"),
    ] {
        for command in ["check", "import"] {
            let run = racilint_in(&folder, &[command, "m.csv", option, value], None);
            assert_eq!(run.code, Some(2), "{command} {option}: {}", run.stdout);
            assert!(run.stderr.contains(said), "{command}: {}", run.stderr);
        }
    }
    // Of several files one may have what another one lacks.
    let check = ["check", "m.csv", "n.csv", "--task-column", "Work"];
    let run = racilint_in(&folder, &check, None);
    assert_eq!(run.code, Some(1), "{}", run.stderr);
}

#[test]
fn a_workbook_is_known_whatever_its_name_says() {
    let folder = folder(
        "import-renamed",
        &[
            ("m.csv", b"PK\x03\x04rest"),
            ("n.md", b"\xd0\xcf\x11\xe0rest"),
        ],
    );
    for (name, said) in [("m.csv", "name it `.xlsx`"), ("n.md", "save it as `.xlsx`")] {
        let run = racilint_in(&folder, &["import", name], None);
        assert_eq!(run.code, Some(2), "{}", run.stderr);
        let text = run.stderr.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(
            text.contains("it is a workbook") && text.contains(said),
            "{text}"
        );
    }
}

/// Two columns that would get one id are not made one without a word.
#[test]
fn two_columns_do_not_become_one_role() {
    let matrix = b"| Task | IT-Lead | IT Lead | MSP |\n|---|---|---|---|\n| Patch | A | C | R |\n";
    let mine = b"[engagement]\nprofiles = []\n[role.it-lead]\n";
    let files: [(&str, &[u8]); 2] = [("m.md", matrix), ("e.raci.toml", mine)];
    let folder = folder("import-two-columns", &files);
    let run = racilint_in(
        &folder,
        &["import", "m.md", "--append", "e.raci.toml"],
        None,
    );
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let told = run.stderr.replace("\n    ", " ");
    assert!(
        told.contains("`IT Lead` is somebody new, for `it-lead`, which is there already, is `IT-Lead` [--map \"IT Lead=IT-Lead\"]"),
        "{told}"
    );
    let text = std::fs::read_to_string(folder.join("e.raci.toml")).expect("the file");
    assert!(
        text.contains("accountable = \"it-lead\"\nconsulted   = \"it-lead-2\""),
        "{text}"
    );
}

/// What is no table is told for what it is, with what could be read.
#[test]
fn texts_that_are_no_table_are_told_for_what_they_are() {
    let files: [(&str, &[u8]); 5] = [
        (
            "list.md",
            b"## Patch\n\n- Responsible: MSP\n- Accountable: CIO\n",
        ),
        (
            "edges.md",
            b"```mermaid\ngraph LR\n CIO -->|A| Patch\n```\n",
        ),
        (
            "data.md",
            b"{\"task\": \"Patch\", \"responsible\": \"MSP\"}\n",
        ),
        (
            "bars.md",
            b"Task | CIO | MSP\nPatch | A | R\nWatch | I | R\n",
        ),
        (
            "prose.md",
            b"The MSP patches, and the CIO answers for it.\n",
        ),
    ];
    let folder = folder("import-no-table", &files);
    let said = [
        (
            "list.md",
            "Responsible: NAME",
            "Task, Responsible, Accountable",
        ),
        ("edges.md", "draws a diagram", "write its edges as a table"),
        ("data.md", "data for programs", "write a table"),
        ("bars.md", "|---|---|", "below the header"),
        ("prose.md", "no table in this file", "R, A, C and I"),
    ];
    for (file, what, help) in said {
        let run = racilint_in(&folder, &["import", file], None);
        assert_eq!((run.code, run.stdout.as_str()), (Some(3), ""), "{file}");
        let words: Vec<&str> = run.stderr.split_whitespace().collect();
        let told = words.join(" ").replace(" │ ", " ");
        assert!(told.contains(what) && told.contains(help), "{file}: {told}");
    }
    for (file, hint) in [
        ("m.json", "data for programs"),
        ("m.mmd", "a diagram"),
        ("m.txt", "--stdin-filename"),
    ] {
        std::fs::write(folder.join(file), "x").expect("a file");
        let run = racilint_in(&folder, &["import", file], None);
        assert_eq!(run.code, Some(2), "{file}");
        assert!(run.stderr.contains(hint), "{file}: {}", run.stderr);
    }
}

#[test]
fn an_option_that_names_nothing_is_wrong_usage() {
    let folder = folder("import-unused", &[("m.md", MATRIX)]);
    for (option, value) in [
        ("--sheet", "RACI"),
        ("--table", "7"),
        ("--task-column", "Work"),
        ("--role-column", "Board"),
    ] {
        let run = racilint_in(&folder, &["import", "m.md", option, value], None);
        assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""), "{option}");
        assert!(
            run.stderr.contains("there is no"),
            "{option}: {}",
            run.stderr
        );
    }
}
