//! How cells are read.

use super::*;

fn notation(scheme: &str, mapped: &[(&str, &str)]) -> Notation {
    let mapped = mapped.iter();
    Notation::of(
        Scheme::find(scheme).expect("a scheme"),
        mapped
            .map(|(from, to)| (fold(from), (*to).to_owned()))
            .collect(),
    )
}

/// The letters with their notes, such as `R A(lead)`.
fn said(notation: &Notation, text: &str) -> String {
    match notation.read(text) {
        Reading::Letters(held) => {
            let one = |held: &Held| match held.note.as_str() {
                "" => held.sign.letter.to_string(),
                note => format!("{}({note})", held.sign.letter),
            };
            held.iter().map(one).collect::<Vec<_>>().join(" ")
        }
        other => format!("{other:?}").to_lowercase(),
    }
}

#[test]
fn every_notation_of_the_trade_is_read() {
    let raci = notation("raci", &[]);
    let cases = [
        ("R", "R"),
        ("R/A", "R A"),
        ("A/R", "A R"),
        ("R, A", "R A"),
        ("C,I", "C I"),
        ("R / A", "R A"),
        ("RA", "R A"),
        ("A R", "A R"),
        ("C  I", "C I"),
        ("CI", "C I"),
        ("RAC", "R A C"),
        ("A & R", "A R"),
        ("R and A", "R A"),
        ("R·A", "R A"),
        ("R\nA", "R A"),
        (
            "R (Ops) & C (Reviews & advises)",
            "R(Ops) C(Reviews & advises)",
        ),
        ("A & R (Config, Ops, QoS)", "A R(Config, Ops, QoS)"),
        ("C (Technical Input)", "C(Technical Input)"),
        ("I*", "I(*)"),
        ("CI*", "C I(*)"),
        ("RA¹", "R A(¹)"),
        ("R[^1]", "R([^1])"),
        ("Responsible", "R"),
        ("Accountable / Responsible", "A R"),
        ("Responsabiliza", "A"),
        ("(R)", "R"),
        ("(R) Responsible", "R"),
        ("R - Responsible", "R"),
        ("A: answers by night", "A(answers by night)"),
        ("R -> kitchen", "R(kitchen)"),
        ("A/chair", "A(chair)"),
        ("C→duyệt", "C(duyệt)"),
        (
            "C/A cuando exige autorización",
            "C A(cuando exige autorización)",
        ),
        ("R (attend)", "R(attend)"),
        ("R/R", "R"),
        ("", "empty"),
        ("—", "nobody"),
        ("N/A", "nobody"),
        ("/", "nobody"),
        ("TBD", "pending"),
        ("Varies", "pending"),
        ("OPS", "unknown"),
        ("Kunde", "unknown"),
        ("O", "unknown"),
        ("S", "unknown"),
        ("X", "unknown"),
        ("R+A", "R A"),
        ("R + C", "R C"),
        ("R\\A", "R A"),
        ("C:\\I", "C(\\I)"),
        ("R+W", "unknown"),
        ("CRUD+A", "unknown"),
        ("A?", "A(?)"),
        ("R/TBD", "R(TBD)"),
        ("Resp.", "R"),
        ("Acc.", "A"),
        ("Cons.", "C"),
        ("Inf.", "I"),
        ("Access", "unknown"),
        ("Info", "unknown"),
        ("nobody", "nobody"),
        ("CRUD", "unknown"),
        ("Ria", "unknown"),
        ("AA", "unknown"),
        ("PO", "unknown"),
        ("3", "unknown"),
    ];
    for (text, expected) in cases {
        assert_eq!(said(&raci, text), expected, "{text}");
    }
}

#[test]
fn other_letters_are_those_of_their_scheme() {
    assert_eq!(said(&notation("rasci", &[]), "S/I"), "S I");
    assert_eq!(said(&notation("cairo", &[]), "O"), "O");
    assert_eq!(said(&notation("daci", &[]), "Driver"), "D");
    assert_eq!(said(&notation("daci", &[]), "R"), "unknown");
    assert_eq!(said(&notation("rapid", &[]), "R, P"), "R P");
}

#[test]
fn what_a_text_means_can_be_said() {
    let mapped = notation(
        "raci",
        &[("Kunde", "R/A"), ("✅", "R"), ("V", "C"), ("none", "-")],
    );
    assert_eq!(said(&mapped, "Kunde"), "R A");
    assert_eq!(said(&mapped, "✅"), "R");
    assert_eq!(said(&mapped, "R/V"), "R C");
    assert_eq!(said(&mapped, "none"), "nobody");
    let swapped = notation("raci", &[("R", "A"), ("A", "R"), ("H", "S"), ("x", "x, y")]);
    assert_eq!(said(&swapped, "R"), "A");
    assert_eq!(said(&swapped, "RA"), "A R");
    assert_eq!(said(&swapped, "R/H"), "A S");
    assert_eq!(said(&swapped, "x"), "unknown");
}

#[test]
fn letters_that_only_look_right_are_told() {
    let raci = notation("raci", &[]);
    let odd = |text: &str| match raci.read(text) {
        Reading::Letters(held) => held[0].odd.clone(),
        _ => "unknown".into(),
    };
    assert!(odd("С").contains("U+0421"), "{}", odd("С"));
    assert!(odd("r/a").contains("lower case"));
    assert_eq!(odd("R"), "");
}

#[test]
fn a_letter_in_a_note_is_seen() {
    let raci = notation("raci", &[]);
    let stray = |text: &str| match raci.read(text) {
        Reading::Letters(held) => held.iter().map(|held| held.stray.as_str()).collect(),
        other => format!("{other:?}"),
    };
    for (text, expected) in [
        ("R then A", "A"),
        ("A, if absent C", "C"),
        ("R (A)", "A"),
        ("R (A for production)", "A"),
        ("C -> A", "A"),
        ("R or A/C", "A"),
        ("R (until go-live)", ""),
        ("R (plan A)", ""),
        ("C (A second look)", ""),
        ("R (R&D)", ""),
        ("A (see C-12)", ""),
        ("I (by mail)", ""),
        ("R (I/O tuning)", ""),
        ("A/B", "Unknown"),
        ("A/chair", ""),
    ] {
        assert_eq!(stray(text), expected, "{text}");
    }
}

#[test]
fn prose_makes_no_column_of_letters() {
    let raci = notation("raci", &[]);
    for text in [
        "A person on call",
        "I think so",
        "R: see below",
        "R+A",
        "A?",
        "Responsible for backups",
    ] {
        assert!(!raci.is_letters(text), "{text}");
    }
    assert!(raci.is_letters("C (Ops Integration)"));
}
