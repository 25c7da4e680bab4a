//! `racilint matrix`: the matrix that people know, in every form.

use std::collections::BTreeMap;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use crate::{Run, command, folder, racilint, racilint_in, root};

fn matrix(args: &[&str]) -> Run {
    let mut all = vec!["matrix"];
    all.extend(args);
    all.extend(["--as-of", "2026-11-21"]);
    racilint(&all)
}

const FOUR_COLUMNS: &str = "examples/midsize-msp-mssp";
const MANY_COLUMNS: &str = "examples/harbor-clinics";
const FAULTY: &str = "examples/unsigned/unsigned.raci.toml";

#[test]
fn the_table_of_a_published_matrix() {
    let run = matrix(&[FOUR_COLUMNS]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert!(run.stdout.lines().all(|line| line.chars().count() <= 80));
    insta::assert_snapshot!("matrix-table", run.stdout);
}

#[test]
fn columns_that_do_not_fit_become_names_and_in_blocks_none_is_missing() {
    let run = matrix(&[MANY_COLUMNS]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert!(run.stdout.lines().all(|line| line.chars().count() <= 80));
    insta::assert_snapshot!("matrix-letters", run.stdout);
    let blocks = matrix(&[MANY_COLUMNS, "--columns", "holders"]);
    let markdown = matrix(&[MANY_COLUMNS, "--format", "markdown"]);
    let columns = markdown.stdout.matches(":-:").count();
    assert!(columns > 20, "{columns}");
    assert!(
        blocks
            .stdout
            .contains(&format!("to {columns} of {columns}")),
        "{columns}: {}",
        blocks.stdout
    );
    assert!(blocks.stdout.lines().all(|line| line.chars().count() <= 80));
}

#[test]
fn parties_side_by_side() {
    let run = matrix(&[
        MANY_COLUMNS,
        "--columns",
        "parties",
        "--workstream",
        "security",
    ]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    insta::assert_snapshot!("matrix-parties", run.stdout);
}

#[test]
fn markdown_csv_and_html_of_an_example() {
    for (format, ending) in [("markdown", "md"), ("csv", "csv"), ("html", "html")] {
        let run = matrix(&["examples/larch-legal", "--format", format]);
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        insta::assert_snapshot!(format!("matrix-{ending}"), run.stdout);
    }
}

/// The parts of a workbook by name.
fn unpacked(file: &Path) -> BTreeMap<String, String> {
    let file = std::fs::File::open(file).expect("a workbook");
    let mut book = zip::ZipArchive::new(file).expect("a workbook is a zip file");
    let parts = (0..book.len()).map(|index| {
        let mut part = book.by_index(index).expect("a part");
        let mut text = String::new();
        let name = part.name().expect("a name").into_owned();
        part.read_to_string(&mut text).expect("UTF-8");
        (name, text)
    });
    parts.collect()
}

fn workbook(name: &str, args: &[&str]) -> (PathBuf, BTreeMap<String, String>) {
    let file = folder(name, &[]).join("matrix.xlsx");
    let mut all = args.to_vec();
    let path = file.display().to_string();
    all.extend(["--output", &path]);
    let run = matrix(&all);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert_eq!((run.stdout.as_str(), run.stderr.as_str()), ("", ""));
    let parts = unpacked(&file);
    (file, parts)
}

#[test]
fn a_workbook_has_a_frozen_header_filters_notes_and_findings() {
    let (_, parts) = workbook("matrix-book", &[FAULTY]);
    let book = &parts["xl/workbook.xml"];
    let at = |name: &str| book.find(&format!("<sheet name=\"{name}\""));
    assert!(at("Matrix") < at("Findings") && at("Findings") < at("Legend"));
    assert!(at("Matrix").is_some());
    let sheet = &parts["xl/worksheets/sheet1.xml"];
    assert!(sheet.contains("topLeftCell=\"C2\"") && sheet.contains("state=\"frozen\""));
    assert!(sheet.contains("<autoFilter ref=\"A1:"));
    for part in parts.values() {
        roxmltree::Document::parse(part).expect("well-formed");
    }
    let notes = &parts["xl/comments1.xml"];
    assert!(
        notes.contains("error missing-responsible: nobody is responsible for doing the work of `security-monitoring`"),
        "{notes}"
    );
    let check = racilint(&["check", FAULTY, "--format", "json", "--as-of", "2026-11-21"]);
    let check: serde_json::Value = serde_json::from_str(&check.stdout).expect("JSON");
    let texts = &parts["xl/sharedStrings.xml"];
    let texts = roxmltree::Document::parse(texts).expect("well-formed");
    let texts: Vec<&str> = texts.descendants().filter_map(|node| node.text()).collect();
    let findings = check["findings"].as_array().expect("findings");
    assert!(findings.len() > 20);
    for finding in findings {
        let message = finding["message"].as_str().expect("a message");
        assert!(texts.contains(&message), "{message}");
    }
    let rows = parts["xl/worksheets/sheet2.xml"].matches("<row ").count();
    assert_eq!(rows, findings.len() + 1);
}

/// What the texts of a workbook and a check say of the same file and configuration.
#[test]
fn a_workbook_holds_what_the_check_says() {
    let text =
        "[engagement]\nprofiles = []\n[workstream.patching]\nresponsible = \"ana\"\n[person.ana]\n";
    let book = |name: &str, levels: &str| {
        let files: [(&str, &[u8]); 2] = [
            ("a.raci.toml", text.as_bytes()),
            ("racilint.toml", levels.as_bytes()),
        ];
        let folder = folder(name, &files);
        let run = racilint_in(
            &folder,
            &[
                "matrix",
                "a.raci.toml",
                "--output",
                "m.xlsx",
                "--as-of",
                "2026-11-21",
            ],
            None,
        );
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        let texts = unpacked(&folder.join("m.xlsx"))["xl/sharedStrings.xml"].clone();
        let texts = roxmltree::Document::parse(&texts).expect("well-formed");
        let texts = texts.descendants().filter_map(|node| node.text());
        texts.map(str::to_owned).collect::<Vec<String>>()
    };
    let says = |texts: &[String], part: &str| texts.iter().any(|text| text.contains(part));
    let plain = book("matrix-plain", "");
    assert!(says(&plain, "missing-accountable"), "{plain:?}");
    // Those that compare engagements have nothing to compare here, and the check counts them.
    assert!(says(&plain, "portfolio-overload"), "{plain:?}");
    assert!(!says(&plain, "rules off"), "{plain:?}");
    let off = book("matrix-levels", "[levels]\nmissing-accountable = \"off\"\n");
    assert!(says(&off, "rules off"), "{off:?}");
    assert!(!says(&off, "nobody is accountable"), "{off:?}");
}

#[test]
fn two_runs_write_the_same_workbook() {
    let (first, _) = workbook("matrix-once", &[MANY_COLUMNS]);
    let (second, _) = workbook("matrix-twice", &[MANY_COLUMNS]);
    let read = |file| std::fs::read(file).expect("a workbook");
    assert!(read(first) == read(second));
}

const FORMULAS: &[u8] = b"[engagement]\ntitle = \"a & b\"\n[party]\nx.name = \"=1+1\"\n\
    [workstream.w]\ntitle = \"=HYPERLINK(\\\"http://evil.example\\\")\"\naccountable = \"x\"\n\
    notes = \"\\u001b[31m\\u202e|<b>\"\n";

#[test]
fn a_formula_stays_text_in_every_form() {
    let folder = folder("matrix-formulas", &[("a.raci.toml", FORMULAS)]);
    let write = |file: &str| {
        let run = racilint_in(&folder, &["matrix", "--output", file], None);
        assert_eq!(run.code, Some(0), "{}", run.stderr);
    };
    write("a.xlsx");
    let parts = unpacked(&folder.join("a.xlsx"));
    assert!(!parts["xl/worksheets/sheet1.xml"].contains("<f>"));
    assert!(parts["xl/sharedStrings.xml"].contains("=HYPERLINK("));
    write("a.csv");
    let csv = std::fs::read_to_string(folder.join("a.csv")).expect("a file");
    assert!(
        csv.starts_with("ID,Task,'=1+1,Notes\r\nw,\"'=HYPERLINK("),
        "{csv}"
    );
    write("a.md");
    write("a.html");
    for file in ["a.csv", "a.md", "a.html"] {
        let text = std::fs::read_to_string(folder.join(file)).expect("a file");
        assert!(!text.contains(['\u{1b}', '\u{202e}']), "{file}");
    }
    let table = racilint_in(&folder, &["matrix"], None);
    assert!(
        !table.stdout.contains(['\u{1b}', '\u{202e}']),
        "{}",
        table.stdout
    );
}

#[test]
fn what_cannot_be_written_is_said_and_nothing_is_left_behind() {
    let long = format!("[workstream.w]\nnotes = \"{}\"\n", "x".repeat(40_000));
    let folder = folder(
        "matrix-wrong",
        &[("a.raci.toml", long.as_bytes()), ("old.xlsx", b"old")],
    );
    let run = |args: &[&str]| {
        let mut all = vec!["matrix", "a.raci.toml"];
        all.extend(args);
        racilint_in(&folder, &all, None)
    };
    let too_long = run(&["--output", "old.xlsx"]);
    assert_eq!(too_long.code, Some(2));
    assert!(
        too_long.stderr.contains("a cell of a workbook holds 32767"),
        "{}",
        too_long.stderr
    );
    assert_eq!(
        std::fs::read(folder.join("old.xlsx")).expect("a file"),
        b"old"
    );
    for (args, said) in [
        (
            &["--output", "b.raci.toml"][..],
            "would write the matrix in place of `b.raci.toml`",
        ),
        (&["--output", "no/a.csv"], "there is no folder `no`"),
        (
            &["--format", "csv", "--output", "b.xlsx"],
            "ends like a workbook",
        ),
        (&["--workstream", "ww"], "did you mean `w`?"),
        (&["--format", "xslx"], "xlsx"),
    ] {
        let run = run(args);
        assert_eq!(run.code, Some(2), "{args:?}");
        assert!(run.stderr.contains(said), "{args:?}: {}", run.stderr);
    }
    let files = std::fs::read_dir(&folder).expect("a folder").count();
    assert_eq!(files, 2);
}

#[test]
fn no_matrix_takes_the_place_of_what_was_read() {
    let files: [(&str, &[u8]); 5] = [
        (".git/HEAD", b""),
        ("racilint.toml", b"extends = \"rules.toml\"\n"),
        ("rules.toml", b"profiles = [\"./house.profile.toml\"]\n"),
        (
            "house.profile.toml",
            b"[profile]\nid = \"house\"\ntitle = \"House\"\nversion = \"1\"\n",
        ),
        ("a.raci.toml", b"[engagement]\n[workstream.w]\n"),
    ];
    let folder = folder("matrix-instead", &files);
    for file in ["racilint.toml", "rules.toml", "house.profile.toml"] {
        let before = std::fs::read(folder.join(file)).expect("a file");
        let run = racilint_in(&folder, &["matrix", "--output", file], None);
        assert_eq!(run.code, Some(2), "{file}");
        let said = format!("would write the matrix in place of `{file}`");
        assert!(run.stderr.contains(&said), "{}", run.stderr);
        assert!(std::fs::read(folder.join(file)).expect("a file") == before);
    }
    let baseline = ["baseline", "write", ".", "--output", "base.json"];
    assert_eq!(racilint_in(&folder, &baseline, None).code, Some(0));
    let before = std::fs::read(folder.join("base.json")).expect("a file");
    let args = ["matrix", "--output", "base.json", "--format", "csv"];
    let run = racilint_in(&folder, &args, None);
    assert_eq!(run.code, Some(2));
    let said = "would write the matrix in place of `base.json`";
    assert!(run.stderr.contains(said), "{}", run.stderr);
    assert!(std::fs::read(folder.join("base.json")).expect("a file") == before);
    for file in ["new/racilint.toml", "new/Racilint.TOML", "new/.gitignore"] {
        std::fs::create_dir_all(folder.join("new")).expect("a folder");
        let args = ["matrix", "--format", "csv", "--output", file];
        let run = racilint_in(&folder, &args, None);
        assert_eq!(run.code, Some(2), "{file}");
        assert!(!folder.join(file).exists());
    }
    let long = format!("{}.csv", "x".repeat(240));
    let run = racilint_in(&folder, &["matrix", "--output", &long], None);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert!(folder.join(long).is_file());
    let run = racilint_in(&folder, &["matrix", "--output", "."], None);
    assert!(
        run.stderr.contains("`.` cannot be written: it is a folder"),
        "{}",
        run.stderr
    );
}

/// Everybody in a column of their own would be a matrix that nobody reads and no memory holds.
#[test]
fn a_matrix_has_an_end() {
    let mut text = String::from("[engagement]\n");
    for at in 0..1_001 {
        text += &format!("[person.p{at}]\n[workstream.w{at}]\nresponsible = \"p{at}\"\n");
    }
    let folder = folder("matrix-large", &[("a.raci.toml", text.as_bytes())]);
    let draw = |args: &[&str]| racilint_in(&folder, &[&["matrix"], args].concat(), None);
    let run = draw(&["--format", "csv"]);
    assert_eq!(run.code, Some(2));
    assert!(
        run.stderr.contains(
            "would have 1001 rows and 1001 columns, which is more than 1000000 cells; `--columns \
             letters`"
        ),
        "{}",
        run.stderr
    );
    for args in [
        &[] as &[&str],
        &["--format", "csv", "--columns", "letters"],
        &["--format", "csv", "--workstream", "w7"],
    ] {
        assert_eq!(draw(args).code, Some(0), "{args:?}");
    }
}

#[test]
fn an_engagement_that_cannot_be_read_completely_is_said_so() {
    let run = racilint_in(
        &root(),
        &["matrix", "-"],
        Some(b"[workstream.a]\n[workstream.b\n"),
    );
    assert_eq!(run.code, Some(2));
    assert!(
        run.stderr.contains("could not be read completely"),
        "{}",
        run.stderr
    );
    assert!(run.stdout.contains("\na\n"), "{}", run.stdout);
    let nothing = racilint_in(&folder("matrix-nothing", &[]), &["matrix"], None);
    assert_eq!(nothing.code, Some(3));
}

#[test]
fn whoever_closes_the_pipe_has_seen_enough() {
    let mut child = command(&root(), &["matrix", MANY_COLUMNS, "--format", "xlsx"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("racilint starts");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("racilint ends");
    assert_eq!(output.status.code(), Some(0));
    assert!(output.stderr.is_empty());
}

#[test]
fn a_matrix_in_place_of_an_engagement_names_the_command_that_reads_it() {
    let engagement = std::fs::read(root().join(FAULTY)).expect("an example");
    let files: [(&str, &[u8]); 2] = [
        ("desk.csv", b"Task,CIO,MSP\nRun,A,R\n"),
        ("desk.toml", &engagement),
    ];
    let dir = folder("matrix-of-a-matrix", &files);
    let run = racilint_in(&dir, &["matrix", "desk.csv"], None);
    assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""));
    assert!(
        run.stderr.contains("`desk.csv` is a matrix already")
            && run.stderr.contains("`racilint import`"),
        "{}",
        run.stderr
    );
    // What is an engagement is drawn under any other name.
    let run = racilint_in(&dir, &["matrix", "desk.toml"], None);
    assert!(run.stdout.contains("Task"), "{}", run.stderr);
}
