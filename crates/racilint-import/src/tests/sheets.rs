//! Workbooks, built here part by part so that it can be seen what is in them.

use std::io::{Cursor, Write as _};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::{Read, file};
use crate::{Options, address};

/// A sheet: name, whether it is hidden, cells by address, merged areas.
struct Sheet<'a> {
    name: &'a str,
    hidden: bool,
    cells: &'a [(&'a str, &'a str)],
    merged: &'a [&'a str],
}

pub(super) fn zipped(parts: &[(&str, String)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        writer
            .start_file(*name, SimpleFileOptions::default())
            .expect("a part");
        writer.write_all(text.as_bytes()).expect("memory");
    }
    writer.finish().expect("an archive").into_inner()
}

fn xlsx(sheets: &[Sheet<'_>]) -> Vec<u8> {
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const REL: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let mut book = String::new();
    let mut rels = String::new();
    let mut parts = Vec::new();
    for (at, sheet) in sheets.iter().enumerate() {
        let number = at + 1;
        let state = if sheet.hidden {
            " state=\"hidden\""
        } else {
            ""
        };
        book += &format!(
            "<sheet name=\"{}\" sheetId=\"{number}\"{state} r:id=\"rId{number}\"/>",
            sheet.name
        );
        rels += &format!(
            "<Relationship Id=\"rId{number}\" Type=\"{REL}/worksheet\" Target=\"worksheets/sheet{number}.xml\"/>"
        );
        parts.push((
            format!("xl/worksheets/sheet{number}.xml"),
            sheet_xml(sheet, MAIN),
        ));
    }
    let package = "http://schemas.openxmlformats.org/package/2006/relationships";
    let mut all = vec![
        (
            "_rels/.rels".to_owned(),
            format!(
                "<Relationships xmlns=\"{package}\"><Relationship Id=\"rId1\" Type=\"{REL}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/workbook.xml".to_owned(),
            format!(
                "<workbook xmlns=\"{MAIN}\" xmlns:r=\"{REL}\"><sheets>{book}</sheets></workbook>"
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels".to_owned(),
            format!("<Relationships xmlns=\"{package}\">{rels}</Relationships>"),
        ),
    ];
    all.extend(parts);
    let parts: Vec<(&str, String)> = all
        .iter()
        .map(|(name, text)| (name.as_str(), text.clone()))
        .collect();
    zipped(&parts)
}

fn sheet_xml(sheet: &Sheet<'_>, main: &str) -> String {
    let row_of = |address: &str| -> usize {
        address
            .trim_start_matches(|c: char| c.is_ascii_alphabetic())
            .parse()
            .expect("a row")
    };
    let mut rows = String::new();
    let mut open = 0;
    for (address, text) in sheet.cells {
        let row = row_of(address);
        if row != open {
            rows += if open > 0 { "</row>" } else { "" };
            rows += &format!("<row r=\"{row}\">");
            open = row;
        }
        rows += &match text.strip_prefix('=') {
            Some(formula) => format!("<c r=\"{address}\"><f>{formula}</f></c>"),
            None => format!("<c r=\"{address}\" t=\"inlineStr\"><is><t>{text}</t></is></c>"),
        };
    }
    rows += if open > 0 { "</row>" } else { "" };
    let merged: String = sheet
        .merged
        .iter()
        .map(|area| format!("<mergeCell ref=\"{area}\"/>"))
        .collect();
    let merged = if merged.is_empty() {
        merged
    } else {
        format!("<mergeCells>{merged}</mergeCells>")
    };
    format!("<worksheet xmlns=\"{main}\"><sheetData>{rows}</sheetData>{merged}</worksheet>")
}

pub(super) fn one(cells: &[(&str, &str)], merged: &[&str]) -> Read {
    one_with(cells, merged, &Options::default())
}

pub(super) fn one_with(cells: &[(&str, &str)], merged: &[&str], options: &Options) -> Read {
    let sheet = Sheet {
        name: "RACI",
        hidden: false,
        cells,
        merged,
    };
    file("desk.xlsx", &xlsx(&[sheet]), options)
}

const PLAIN: &[(&str, &str)] = &[
    ("A1", "Task"),
    ("B1", "CIO"),
    ("C1", "MSP"),
    ("A2", "Patch"),
    ("B2", "A"),
    ("C2", "R"),
];

#[test]
fn a_finding_names_the_cell_and_shows_the_row() {
    let read = one(
        &[
            ("A1", "Task"),
            ("B1", "CIO"),
            ("C1", "MSP"),
            ("A2", "Patch"),
            ("B2", "A"),
            ("C2", "R"),
            ("A4", "Watch"),
            ("B4", "A"),
            ("C4", "Kunde"),
        ],
        &[],
    );
    let finding = &read.imported.findings[0];
    assert_eq!(
        finding.message,
        "`Kunde` in C4 is no letter, for `MSP` in `Watch`"
    );
    let source = read.sources.get(finding.span.file).expect("the sheet");
    assert_eq!(source.name(), "desk.xlsx!RACI");
    assert_eq!(source.position(finding.span.start as usize).line, 4);
    assert_eq!(&source.text()[source.line_range(3)], "Watch | A | Kunde");
    assert_eq!(
        address(&read.sources, &read.imported.sheets, finding.span).as_deref(),
        Some("C4")
    );
    let toml = read.imported.toml.expect("a text");
    assert!(toml.contains("# RACI, row 2: Patch | A | R"), "{toml}");
}

#[test]
fn titles_merged_headers_and_people_over_roles() {
    let cells = [
        ("A1", "Desk of Larkfield"),
        ("B3", "Client"),
        ("D3", "Provider"),
        ("B4", "Dana"),
        ("C4", "Lee"),
        ("D4", "Jo"),
        ("A5", "Activity"),
        ("B5", "CIO"),
        ("C5", "IT lead"),
        ("D5", "Engineer"),
        ("A6", "Servers"),
        ("A7", "Patch"),
        ("B7", "A"),
        ("C7", "C"),
        ("D7", "R"),
        ("A8", "Watch"),
        ("B8", "I"),
        ("C8", "A"),
        ("D8", "R"),
    ];
    let read = one(&cells, &["A1:D1", "B3:C3", "A6:D6"]);
    assert_eq!(
        read.tasks(),
        "servers:\nservers/patch: responsible=engineer accountable=cio consulted=it-lead\n\
         servers/watch: responsible=engineer accountable=it-lead informed=cio"
    );
    assert_eq!(read.says(&["engagement", "title"]), "Desk of Larkfield");
    assert_eq!(read.says(&["role", "cio", "notes"]), "Client\nDana\n");
    assert!(
        read.choices()
            .contains("row 5 names the roles [--roles-row N]"),
        "{}",
        read.choices()
    );
    let people = Options {
        roles_row: Some(4),
        ..Options::default()
    };
    assert!(
        one_with(&cells, &["A1:D1", "B3:C3", "A6:D6"], &people)
            .tasks()
            .contains("accountable=dana")
    );
}

#[test]
fn a_role_below_a_merged_team_keeps_its_team_where_it_must() {
    let cells = [
        ("A1", "Task"),
        ("B1", "Data team"),
        ("D1", "Web team"),
        ("B2", "Prod"),
        ("C2", "Test"),
        ("D2", "Prod"),
        ("E2", "Test"),
        ("A3", "Deploy"),
        ("B3", "A"),
        ("C3", "R"),
        ("D3", "C"),
        ("E3", "I"),
        ("A4", "Roll back"),
        ("B4", "R"),
        ("C4", "I"),
        ("D4", "A"),
        ("E4", "I"),
    ];
    let read = one(&cells, &["B1:C1", "D1:E1", "A1:A2"]);
    assert_eq!(
        read.tasks().lines().next(),
        Some(
            "deploy: responsible=test-data-team accountable=prod-data-team consulted=prod-web-team informed=test-web-team"
        )
    );
}

#[test]
fn legends_beside_and_below_are_not_read_as_letters() {
    let cells = [
        ("A1", "Task"),
        ("B1", "CIO"),
        ("C1", "MSP"),
        ("A2", "Patch"),
        ("B2", "A"),
        ("C2", "R"),
        ("F2", "R"),
        ("G2", "Responsible"),
        ("A3", "Watch"),
        ("B3", "A"),
        ("C3", "R"),
        ("F3", "A"),
        ("G3", "Accountable"),
        ("A4", "Tidy"),
        ("B4", "I"),
        ("C4", "A/R"),
        ("F4", "C"),
        ("G4", "Consulted"),
        ("A6", "R = Responsible"),
        ("A7", "I = Informed"),
    ];
    let read = one(&cells, &[]);
    assert_eq!(
        read.tasks(),
        "patch: responsible=msp accountable=cio\nwatch: responsible=msp accountable=cio\ntidy: responsible=msp accountable=msp informed=cio"
    );
    assert!(
        read.choices().contains("a legend in row 2, row 3, row 4"),
        "{}",
        read.choices()
    );
    assert_eq!(read.findings(), "");
}

#[test]
fn two_matrices_can_stand_below_each_other() {
    let cells = [
        ("A1", "Task"),
        ("B1", "CIO"),
        ("C1", "MSP"),
        ("A2", "Patch"),
        ("B2", "A"),
        ("C2", "R"),
        ("A4", "Projects"),
        ("A5", "Task"),
        ("B5", "Sponsor"),
        ("C5", "Lead"),
        ("A6", "Move"),
        ("B6", "A"),
        ("C6", "R"),
    ];
    assert_eq!(
        one(&cells, &[]).tasks(),
        "raci:\nraci/patch: responsible=msp accountable=cio\nprojects:\nprojects/move: responsible=lead accountable=sponsor"
    );
}

/// A form as it can be bought: title, facts and legend above, lines that nobody has filled in.
#[test]
fn what_stands_above_a_form_is_no_part_of_it() {
    let cells = [
        ("A1", "RACI form"),
        ("A2", "Project"),
        ("C2", "Move"),
        ("E2", "Date"),
        ("F2", "May"),
        ("A4", "R"),
        ("B4", "Responsible"),
        ("C4", "A"),
        ("D4", "Accountable"),
        ("E4", "C"),
        ("F4", "Consulted"),
        ("A6", "ID"),
        ("B6", "Deliverable"),
        ("C6", "Sponsor"),
        ("D6", "PM"),
        ("E6", "Team lead"),
        ("F6", "Status"),
        ("B7", "Phase 1"),
        ("A8", "1"),
        ("B8", "Plan"),
        ("C8", "A"),
        ("D8", "R"),
        ("E8", "C"),
        ("F8", "Open"),
        ("A9", "2"),
        ("A10", "3"),
        ("B10", "Test"),
        ("D10", "A"),
        ("E10", "R"),
        ("F10", "Open"),
    ];
    let read = one(&cells, &["A1:F1"]);
    assert_eq!(
        read.tasks(),
        "phase-1:\nphase-1/plan: responsible=pm accountable=sponsor consulted=team-lead\n\
         phase-1/test: responsible=team-lead accountable=pm"
    );
    assert_eq!(read.says(&["engagement", "title"]), "RACI form");
    assert_eq!(read.imported.left_out, []);
    assert!(
        read.imported
            .toml
            .expect("a text")
            .contains("# Beside the matrix: Move")
    );
}

#[test]
fn a_sheet_that_is_hidden_is_named_and_left_out() {
    let sheets = [
        Sheet {
            name: "Now",
            hidden: false,
            cells: PLAIN,
            merged: &[],
        },
        Sheet {
            name: "Old",
            hidden: true,
            cells: PLAIN,
            merged: &[],
        },
        Sheet {
            name: "Phones",
            hidden: false,
            cells: &[("A1", "Name"), ("B1", "Phone"), ("A2", "Dana"), ("B2", "1")],
            merged: &[],
        },
    ];
    let book = xlsx(&sheets);
    let read = file("desk.xlsx", &book, &Options::default());
    assert_eq!(read.tasks(), "patch: responsible=msp accountable=cio");
    let left_out: Vec<&str> = read
        .imported
        .left_out
        .iter()
        .map(|(name, _)| name.as_str())
        .collect();
    assert_eq!(left_out, ["sheet `Old`", "sheet `Phones`"]);
    let old = Options {
        sheets: vec!["Old".into()],
        ..Options::default()
    };
    assert_eq!(
        file("desk.xlsx", &book, &old).tasks(),
        "patch: responsible=msp accountable=cio"
    );
}

#[test]
fn several_sheets_are_groups() {
    let sheets = [
        Sheet {
            name: "Run",
            hidden: false,
            cells: PLAIN,
            merged: &[],
        },
        Sheet {
            name: "Guard",
            hidden: false,
            cells: PLAIN,
            merged: &[],
        },
    ];
    assert_eq!(
        file("desk.xlsx", &xlsx(&sheets), &Options::default()).tasks(),
        "run:\nrun/run-patch: responsible=msp accountable=cio\nguard:\nguard/guard-patch: responsible=msp accountable=cio"
    );
}

#[test]
fn merged_letters_hold_for_all_that_they_cover() {
    let cells = [
        ("A1", "Task"),
        ("B1", "CIO"),
        ("C1", "MSP"),
        ("D1", "Desk"),
        ("A2", "Patch"),
        ("B2", "A"),
        ("C2", "R"),
    ];
    assert_eq!(
        one(&cells, &["C2:D2"]).tasks(),
        "patch: responsible=msp+desk accountable=cio"
    );
}

pub(super) fn ods(rows: &str) -> Vec<u8> {
    zipped(&[
        (
            "mimetype",
            "application/vnd.oasis.opendocument.spreadsheet".into(),
        ),
        (
            "content.xml",
            format!(
                "<?xml version=\"1.0\"?><office:document-content xmlns:office=\"o\" xmlns:table=\"t\" xmlns:text=\"x\" xmlns:style=\"s\">\
                 <office:automatic-styles><style:style style:name=\"h\" style:family=\"table\">\
                 <style:table-properties table:display=\"false\"/></style:style></office:automatic-styles>\
                 <office:body><office:spreadsheet><table:table table:name=\"RACI\">{rows}</table:table>\
                 <table:table table:name=\"Old\" table:style-name=\"h\">{rows}</table:table>\
                 </office:spreadsheet></office:body></office:document-content>"
            ),
        ),
    ])
}

fn ods_row(cells: &[&str]) -> String {
    let cell =
        |text: &&str| format!("<table:table-cell><text:p>{text}</text:p></table:table-cell>");
    let cells: String = cells.iter().map(cell).collect();
    format!("<table:table-row>{cells}</table:table-row>")
}

#[test]
fn workbooks_of_libreoffice_are_read() {
    let rows = [
        ods_row(&["Task", "CIO", "MSP", "Desk"]),
        "<table:table-row table:number-rows-repeated=\"2\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>".into(),
        "<table:table-row><table:table-cell table:number-columns-spanned=\"4\"><text:p>Servers</text:p></table:table-cell>\
         <table:covered-table-cell table:number-columns-repeated=\"3\"/></table:table-row>".into(),
        "<table:table-row><table:table-cell><text:p>Patch &amp; <text:span>test</text:span></text:p></table:table-cell>\
         <table:table-cell><office:annotation><text:p>a remark</text:p></office:annotation><text:p>A</text:p></table:table-cell>\
         <table:table-cell table:number-columns-repeated=\"2\"><text:p>R</text:p></table:table-cell></table:table-row>".into(),
        "<table:table-row table:number-rows-repeated=\"1048570\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>".to_owned(),
    ];
    let read = file("desk.ods", &ods(&rows.concat()), &Options::default());
    assert_eq!(
        read.tasks(),
        "servers:\nservers/patch-test: responsible=msp+desk accountable=cio"
    );
    assert_eq!(read.imported.left_out[0].0, "sheet `Old`");
}

/// Programs other than spreadsheets write formulas without what they come to.
#[test]
fn a_formula_that_nobody_has_computed_is_no_empty_cell() {
    let cells = [
        ("A1", "Task"),
        ("B1", "CIO"),
        ("C1", "MSP"),
        ("A2", "Patch"),
        ("B2", "A"),
        ("C2", "R"),
        ("A3", "Backup"),
        ("B3", "=A1"),
        ("C3", "R"),
        ("A4", "Restore"),
        ("B4", "A"),
        ("C4", "R"),
    ];
    let read = one(&cells, &[]);
    let names = read.imported.findings.iter().map(|own| own.rule.name);
    let unknown = names.filter(|name| *name == "import-cell-unknown");
    assert_eq!(unknown.count(), 1);
    let toml = read.imported.toml.as_deref().unwrap_or_default();
    assert!(toml.contains("[workstream.backup]"), "{toml}");
}

#[test]
fn a_sheet_that_holds_the_tasks_of_another_one_is_told() {
    let rows = |last: &'static str| {
        let mut cells = PLAIN.to_vec();
        cells.extend([("A3", last), ("B3", "I"), ("C3", "R/A")]);
        cells
    };
    let with = |last: &'static str| {
        let (first, second) = (rows("Watch"), rows(last));
        let sheet = |name, cells| Sheet {
            name,
            hidden: false,
            cells,
            merged: &[],
        };
        let sheets = [sheet("RACI", &first), sheet("RACI (2)", &second)];
        file("desk.xlsx", &xlsx(&sheets), &Options::default()).choices()
    };
    let said = "sheet `RACI (2)` holds the same tasks and roles as sheet `RACI`, and is read as well [--sheet NAME]";
    assert!(with("Watch").contains(said), "{}", with("Watch"));
    assert!(
        !with("Guard").contains("is read as well"),
        "{}",
        with("Guard")
    );
}
