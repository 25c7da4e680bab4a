//! The matrix as data, drawn from small engagements; the other tests of this crate draw with this.

use jiff::civil::date;
use racilint_checker::catalogue::Catalogue;
use racilint_checker::{Options, check};
use racilint_diagnostics::Sources;
use racilint_parser::InMemory;

use super::*;
use crate::{At, Remarks};

/// A small engagement with a section, a split workstream, two parties and everything that a row can
/// say.
pub(crate) const SMALL: &str = r#"
[engagement]
title = "Harbor: co-managed"
model = "co-managed"
client = "harbor"
provider = "northwind"
starts = 2027-01-01

[party]
harbor.name = "Harbor, Inc."
northwind.name = "Northwind"

[person.dana]
name = "Dana Ortiz"
party = "harbor"

[team.soc]
name = "SOC"
party = "northwind"
members = "li"

[person.li]
party = "northwind"

[workstream.security]
title = "Stop attacks"
criticality = "critical"
hours = "24x7"
description = "At every hour"
clause = "MSA 4"

[workstream.alerts]
title = "Watch"
parent = "security"

[workstream.alerts.slice.day]
title = "by day"
hours = "Mon-Fri 08:00-17:00"
responsible = "soc"
accountable = "dana"
informed = "harbor"

[workstream.alerts.slice.night]
title = "by night"
severity = "sev1"
responsible = "soc"
accountable = "soc"
informed = "harbor"
notes = "On call"

[workstream.desk]
title = "Help the people"
responsible = "soc"
accountable = "dana"
"#;

/// The matrix of the small engagement.
pub(crate) fn matrix(layout: Layout) -> Matrix {
    matrix_of(SMALL, layout)
}

/// The matrix of a text.
pub(crate) fn matrix_of(text: &str, layout: Layout) -> Matrix {
    drawn(text, layout, &[]).0
}

/// The matrix of a text with what a check of it finds; only some workstreams where any are named.
pub(crate) fn drawn(text: &str, layout: Layout, only: &[&str]) -> (Matrix, Remarks) {
    let sources = Sources::default();
    let file = sources.add("a.raci.toml", text);
    let (document, found) = racilint_parser::read(&sources, file, "a", &InMemory::default());
    let today = date(2027, 1, 31);
    let catalogue = Catalogue::of(&document);
    let engagement = Engagement::of(&document, &catalogue, today, None);
    let only: Vec<RowId> = only
        .iter()
        .map(|name| engagement.names.row(name).expect("a workstream"))
        .collect();
    let sketch = Sketch {
        layout,
        file: "a.raci.toml",
        only: &only,
    };
    let matrix = Matrix::of(&engagement, sketch);
    let options = Options {
        today,
        levels: racilint_checker::settle::Levels::default(),
        profiles: None,
        extracts: false,
    };
    let outcome = check(&document, found, &options);
    let remarks = Remarks::of(&outcome, &sources, &matrix);
    (matrix, remarks)
}

fn titles(columns: &[Column]) -> Vec<&str> {
    columns.iter().map(|column| column.title.as_str()).collect()
}

/// Rows as "  id: R| |A", indented by depth, sections with a star.
fn shown(matrix: &Matrix) -> Vec<String> {
    let row = |row: &Row| {
        let cells: Vec<String> = row.cells.iter().map(Cell::text).collect();
        let indent = "  ".repeat(row.depth);
        match row.is_section {
            true => format!("{indent}*{}", row.title),
            false => format!("{indent}{}: {}", row.id, cells.join("|")),
        }
    };
    matrix.rows.iter().map(row).collect()
}

#[test]
fn holders_stand_by_party_and_rows_by_section() {
    let matrix = matrix(Layout::Holders);
    assert_eq!(
        titles(&matrix.columns),
        ["Harbor, Inc.", "Dana Ortiz", "SOC"]
    );
    assert_eq!(
        shown(&matrix),
        [
            "desk: |A|R",
            "*Stop attacks",
            "  alerts.day: I|A|R",
            "  alerts.night: I||R/A",
        ]
    );
    let soc = &matrix.columns[2];
    assert_eq!((soc.id.as_str(), soc.kind), ("soc", "team"));
    assert_eq!((soc.party.as_str(), soc.group), ("Northwind", 1));
    assert_eq!(soc.people, ["li"]);
    assert_eq!(matrix.title, "Harbor: co-managed");
    assert!(matrix.facts.contains(&("Runs", "from 2027-01-01".into())));
    assert!(matrix.facts.contains(&("As of", "2027-01-31".into())));
}

#[test]
fn parties_take_the_letters_of_their_people() {
    let matrix = matrix(Layout::Parties);
    assert_eq!(titles(&matrix.columns), ["Harbor, Inc.", "Northwind"]);
    assert_eq!(
        shown(&matrix),
        [
            "desk: A|R",
            "*Stop attacks",
            "  alerts.day: A/I|R",
            "  alerts.night: I|R/A",
        ]
    );
    let day = &matrix.rows[2].cells[0];
    assert_eq!(
        day.who,
        [
            (Letter::Accountable, "Dana Ortiz".to_owned()),
            (Letter::Informed, "Harbor, Inc.".to_owned()),
        ]
    );
    assert_eq!(
        titles(&matrix.holders),
        ["Harbor, Inc.", "Dana Ortiz", "SOC"]
    );
}

#[test]
fn letters_hold_names() {
    let matrix = matrix(Layout::Letters);
    assert_eq!(
        titles(&matrix.columns),
        ["Responsible", "Accountable", "Consulted", "Informed"]
    );
    assert_eq!(
        shown(&matrix)[2],
        "  alerts.day: SOC|Dana Ortiz||\"Harbor, Inc.\""
    );
}

#[test]
fn one_workstream_brings_its_parts_and_the_section_above() {
    let (matrix, _) = drawn(SMALL, Layout::Holders, &["alerts.night"]);
    assert_eq!(shown(&matrix), ["*Stop attacks", "  alerts.night: I|R/A"]);
    let (matrix, _) = drawn(SMALL, Layout::Holders, &["desk"]);
    assert_eq!(shown(&matrix), ["desk: A|R"]);
    let (matrix, _) = drawn(SMALL, Layout::Holders, &["security"]);
    assert_eq!(matrix.rows.len(), 3);
}

#[test]
fn whoever_is_not_known_is_not_lost() {
    let matrix = matrix_of(
        "[person]\nann = { name = \"Kim\" }\nbob = { name = \"Kim\" }\n\
         [workstream.x]\nresponsible = [\"ann\", \"bob\"]\naccountable = \"TBD\"\n",
        Layout::Parties,
    );
    assert_eq!(titles(&matrix.columns), ["no party", "TBD"]);
    assert_eq!(titles(&matrix.holders), ["Kim (ann)", "Kim (bob)", "TBD"]);
    assert_eq!(shown(&matrix), ["x: R|A"]);
}

#[test]
fn a_circle_of_parents_loses_no_row() {
    let matrix = matrix_of(
        "[workstream]\na.parent = \"b\"\nb.parent = \"a\"\nc.parent = \"c\"\nd.parent = \"lost\"\n",
        Layout::Holders,
    );
    assert_eq!(shown(&matrix), ["c: ", "d: ", "*a", "  *a › b"]);
}

#[test]
fn a_section_with_letters_keeps_them() {
    let matrix = matrix_of(
        "[party.p]\n[workstream]\na = { accountable = \"p\" }\nb.parent = \"a\"\nc.parent = \"b\"\n",
        Layout::Holders,
    );
    assert_eq!(shown(&matrix), ["*a", "  a: A", "  *a › b", "    c: "]);
}

#[test]
fn what_is_left_out_says_why() {
    let matrix = matrix_of(
        "[party.p]\n\
         [workstream]\na = { not-applicable = \"no servers\" }\nb = {}\n\
         [[exclusion]]\narea = \"b\"\nreason = \"run by the landlord\"\naccepted-by = \"p\"\n",
        Layout::Holders,
    );
    assert_eq!(matrix.extras, ["Notes"]);
    assert_eq!(matrix.rows[0].extras, ["Not applicable: no servers"]);
    assert_eq!(matrix.rows[1].extras, ["Left out: run by the landlord"]);
    assert_eq!(matrix.left[0].what, "b");
    assert_eq!(matrix.left[0].accepted_by, "p");
}

#[test]
fn findings_stand_where_they_belong() {
    let text = "[person.ann]\n\
        [workstream.x]\nresponsible = \"ann\"\naccountable = [\"ann\", \"nobody-known\"]\n\
        [workstream.y]\nresponsible = \"ann\"\n";
    let (_, remarks) = drawn(text, Layout::Holders, &[]);
    let at = |rule: &str| {
        let mut of_rule = remarks.list.iter().filter(|remark| remark.rule == rule);
        of_rule.next().map(|remark| remark.at)
    };
    assert_eq!(at("unknown-reference"), Some(At::Cell(0, 1)));
    assert_eq!(at("missing-accountable"), Some(At::Row(1)));
    assert!(remarks.list.iter().any(|remark| remark.at == At::Nowhere));
    let first = &remarks.list[0];
    assert!(first.place.starts_with("a.raci.toml:"), "{}", first.place);
    assert!(remarks.count("error") > 0);
}

#[test]
fn hours_read_as_they_are_written() {
    let hours = |hours: &str| {
        let text = format!("[workstream.x]\nhours = {hours}\n");
        let matrix = matrix_of(&text, Layout::Holders);
        matrix.rows[0].extras.concat()
    };
    assert_eq!(hours("\"24x7\""), "24x7");
    assert_eq!(hours("\"Fri-Mon 22:00-06:00\""), "Fri-Mon 22:00-06:00");
    assert_eq!(
        hours("[\"Mon-Fri 08:00-17:00\", \"Sat 09:00-24:00\"]"),
        "Mon-Fri 08:00-17:00, Sat 09:00-24:00"
    );
    assert_eq!(
        hours("{ window = \"Mon-Sun 09:00-18:00\", timezone = \"Europe/Berlin\" }"),
        "Mon-Sun 09:00-18:00 (Europe/Berlin)"
    );
    assert_eq!(
        hours("{ outside = \"harbor\" }"),
        "outside the hours of harbor"
    );
}

#[test]
fn names_that_could_be_misread_are_told_apart() {
    let matrix = matrix_of(
        "[role.notes]\nname = \"Notes\"\n[role.dana]\nname = \"Dana \\\"D\\\" Ortiz\"\n\
         [role.lee]\nname = \"Lee Park\"\n\
         [workstream.x]\nresponsible = [\"notes\", \"dana\", \"lee\"]\nnotes = \"one\"\n",
        Layout::Holders,
    );
    assert_eq!(
        titles(&matrix.columns),
        ["Notes (notes)", "Dana \"D\" Ortiz", "Lee Park"]
    );
    let names = matrix_of(
        "[role.a]\nname = \"A, B\"\n[role.c]\nname = \"C \\\"D\\\"\"\n[role.e]\nname = \"E\"\n\
         [workstream.x]\nresponsible = [\"a\", \"c\", \"e\"]\n",
        Layout::Letters,
    );
    assert_eq!(
        names.rows[0].cells[0].text(),
        "\"A, B\", \"C \"\"D\"\"\", E"
    );
}
