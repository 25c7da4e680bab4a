//! Encodings, separators, line breaks; and the text that is written.

use super::{file, markdown};
use crate::{Existing, ExistingWork, Options};

#[test]
fn encodings_and_separators_make_no_difference() {
    let text = "Aufgabe;Geschäftsführung;Dienstleister\r\nPrüfen;A;R\r\n\"Häfen; Tore\";I;R/A\r\n";
    let utf16: Vec<u8> = [0xfeff]
        .into_iter()
        .chain(text.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    let (windows, _, _) = encoding_rs::WINDOWS_1252.encode(text);
    for bytes in [text.as_bytes().to_vec(), utf16, windows.into_owned()] {
        assert_eq!(
            file("m.csv", &bytes, &Options::default()).tasks(),
            "pruefen: responsible=dienstleister accountable=geschaeftsfuehrung\n\
             haefen-tore: responsible=dienstleister accountable=dienstleister informed=geschaeftsfuehrung"
        );
    }
}

#[test]
fn html_is_read_like_the_rest() {
    let text = "<html><head><title>Desk</title></head><body><h2>Run</h2><table><thead><tr><th>Task</th>\
        <th>CIO</th><th>MSP</th></tr></thead><tbody><tr><td colspan=3>Servers</td></tr>\
        <tr><td><p>Patch&nbsp;all</p></td><td><b>A</b></td><td>R<br>C</td></tr></tbody></table></body></html>";
    let read = file("m.html", text.as_bytes(), &Options::default());
    assert_eq!(
        read.tasks(),
        "servers:\nservers/patch-all: responsible=msp accountable=cio consulted=msp"
    );
    assert_eq!(read.says(&["engagement", "title"]), "Desk");
}

#[test]
fn what_a_cell_holds_cannot_break_the_text() {
    let read = markdown(
        "| Task | A \"B\" ] [x] | MSP |\n|---|---|---|\n| Say \"\"\"no\"\"\" \\\\ # here | A (a\"b) | R |\n",
    );
    assert_eq!(read.says(&["party", "a-b-x", "name"]), "A \"B\" ] [x]");
    assert!(read.tasks().starts_with("say-no-here:"), "{}", read.tasks());
}

#[test]
fn every_part_of_the_text_knows_its_cell() {
    let read = markdown("| Task | CIO | MSP |\n|---|---|---|\n| Patch | A (x) | R |\n");
    let toml = read.imported.toml.as_deref().expect("a text");
    let place = |part: &str| {
        let at = toml.find(part).expect("the part");
        read.sources
            .text(read.imported.origins.of(at..at + part.len()))
            .to_owned()
    };
    assert_eq!(place("\"cio\""), "A (x)");
    assert_eq!(place("workstream.patch"), "Patch");
    assert_eq!(place("[party.msp]"), "MSP");
    assert_eq!(place("[engagement]"), "| Task | CIO | MSP |");
}

fn work(id: &str, title: &str) -> ExistingWork {
    ExistingWork {
        id: id.into(),
        title: title.into(),
        ..ExistingWork::default()
    }
}

#[test]
fn an_addition_takes_over_who_is_known() {
    let existing = Existing {
        actors: vec![
            ("dana".into(), "Dana Ortiz".into()),
            ("cio".into(), String::new()),
        ],
        workstreams: vec![work("patch", "Patch the servers"), work("run", "Run")],
    };
    let options = Options {
        existing: Some(existing),
        ..Options::default()
    };
    let text = b"| # | Task | CIO | Dana Ortiz | MSP |\n|---|---|---|---|---|\n| Run | | | | |\n| 1 | Patch | A | C | R |\n";
    let read = file("m.md", text, &options);
    let toml = read.imported.toml.as_deref().expect("a text");
    assert!(
        !toml.contains("[engagement]")
            && !toml.contains("[role.cio]")
            && !toml.contains("[workstream.run]"),
        "{toml}"
    );
    assert_eq!(
        read.tasks(),
        "run/patch-2: responsible=msp accountable=cio consulted=dana"
    );
    assert!(
        read.choices()
            .contains("workstream `patch` is there already"),
        "{}",
        read.choices()
    );
}

#[test]
fn two_columns_are_two_people_where_that_is_asked() {
    let text = b"| Task | CIO | IT lead |\n|---|---|---|\n| Patch | A | A/R |\n";
    let options = Options {
        stand_ins: true,
        ..Options::default()
    };
    let read = file("m.md", text, &options);
    assert_eq!(read.says(&["role", "cio", "held-by"]), "whoever-is-cio");
    assert_ne!(read.says(&["person", "whoever-is-it-lead"]), "nothing");
    assert_eq!(
        markdown("| Task | CIO | IT lead |\n|---|---|---|\n| Patch | A | R |\n")
            .says(&["role", "cio", "held-by"]),
        "nothing"
    );
}
