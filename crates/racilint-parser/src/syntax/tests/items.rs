//! Mistakes within brackets: each told alone, with everything else of the list or table kept.

use super::*;

/// The only mistake of a text: where it is, its words, and its help.
#[track_caller]
fn expect(text: &str, piece: &str, message: &str, help: &str) {
    let error = only(text);
    let told = (under(text, error.span), error.message.as_str());
    assert_eq!(told, (piece, message), "{text}");
    assert_eq!(error.help.as_deref(), Some(help), "{text}");
    check(text);
}

/// The items of the list `m` that can be read.
fn items(text: &str) -> Vec<i64> {
    let parsed = read(text);
    let ValueKind::Array(items) = &find(&parsed.root, &["m"]).kind else {
        panic!("no list: {text}");
    };
    let numbers = items.iter().filter_map(|item| match item.kind {
        ValueKind::Integer(number) => Some(number),
        _ => None,
    });
    numbers.collect()
}

#[test]
fn what_no_list_holds() {
    let values = "a list holds values, not `key = value`";
    expect(
        "m = [a = 1, 2]\n",
        "a = 1",
        values,
        "put it in braces: `{ a = 1 }`",
    );
    expect(
        "m = ['a' = 1, 2]\n",
        "=",
        values,
        "put it in braces: `{ key = value }`",
    );
    expect(
        "m = [= 1, 2]\n",
        "=",
        values,
        "put it in braces: `{ key = value }`",
    );
    expect(
        "m = [1 x, 2]\n",
        "1 x",
        "text needs quotes around it",
        "write `\"1 x\"`",
    );
    expect(
        "m = [1 }, 2]\n",
        "}",
        "this `}` closes nothing",
        "close brackets in the order in which they were opened",
    );
    expect("m = [, 2]\n", ",", "there is a comma too many", "delete it");
    assert_eq!(items("m = [a = 1, 2]\n"), [2]);
    assert_eq!(items("m = ['a' = 1, 2]\n"), [2]);
    assert_eq!(items("m = [= 1, 2]\n"), [1, 2]);
    assert_eq!(items("m = [1 }, 2]\n"), [1, 2]);
    assert_eq!(items("m = [3, , 2]\n"), [3, 2]);
}

#[test]
fn what_no_table_in_braces_holds() {
    let none = "`a` has no value";
    let leave = "write a value, such as `a = \"text\"`, or leave the line out";
    for (braces, piece, message, help) in [
        ("{ a = , b = 2 }", "=", none, leave),
        ("{ b = 2, a = }", "=", none, leave),
        ("{ a, b = 2 }", "a", none, "write `a = value`"),
        (
            "{ a: [1], b = 2 }",
            "a:",
            "a value is given with `=`, not with `:`",
            "write `a = value`",
        ),
        (
            "{ 'a': 1, b = 2 }",
            "'a'",
            "a value is given with `=`, not with `:`",
            "write `'a' = value`",
        ),
        ("{ a == 1, b = 2 }", "=", "one `=` is enough", "delete it"),
        (
            "{ = 1, b = 2 }",
            "=",
            "`=` stands where a key belongs",
            "write `{ key = value }`",
        ),
        (
            "{ {}, b = 2 }",
            "{",
            "`{` stands where a key belongs",
            "write `{ key = value }`",
        ),
        (
            "{ [1, 2], b = 2 }",
            "[",
            "`[` stands where a key belongs",
            "write `{ key = value }`",
        ),
        (
            "{ c = 1 ], b = 2 }",
            "]",
            "this `]` closes nothing",
            "close brackets in the order in which they were opened",
        ),
        (
            "{ a. = 1, b = 2 }",
            "a. =",
            "a key is missing here",
            "write `{ key = value }`, with a key on each side of a dot",
        ),
        (
            "{ \"\"\"a\"\"\" = 1, b = 2 }",
            "\"\"\"",
            "a key is missing here",
            "write `{ key = value }`, with a key on each side of a dot",
        ),
        ("{ , b = 2 }", ",", "there is a comma too many", "delete it"),
    ] {
        let text = format!("m = {braces}\n");
        expect(&text, piece, message, help);
        let parsed = read(&text);
        assert_eq!(
            find(&parsed.root, &["m", "b"]).kind,
            ValueKind::Integer(2),
            "{text}"
        );
    }
}

#[test]
fn a_table_in_braces_knows_what_it_lost() {
    let damaged = |braces: &str| match &find(&read(&format!("m = {braces}\n")).root, &["m"]).kind {
        ValueKind::Table(table) => table.damaged,
        other => panic!("{other:?}"),
    };
    assert!(damaged("{ a, b = 2 }") && damaged("{ ], b = 2 }") && damaged("{ a. = 1, b = 2 }"));
    assert!(!damaged("{ a = , b = 2 }") && !damaged("{ a = x, b = 2 }"));
}

#[test]
fn a_list_left_open_in_braces_ends_with_them() {
    let text = "m = { a = [1, 2 }\nz = 1\n";
    expect(
        text,
        "2",
        "this list is never closed",
        "add the closing `]`",
    );
    let parsed = read(text);
    assert!(
        matches!(&find(&parsed.root, &["m", "a"]).kind, ValueKind::Array(own) if own.len() == 2)
    );
    assert_eq!(find(&parsed.root, &["z"]).kind, ValueKind::Integer(1));
}

#[test]
fn a_bracket_never_closed_is_told_at_the_last_thing_within() {
    let list = "this list is never closed";
    let add = "add the closing `]`";
    expect("m = [\n", "[", list, add);
    expect("m = [ # c\nb = 1\n", "[", list, add);
    expect("m = [1, 2\n# c\n\nb = 1\n", "2", list, add);
    expect("m = [1, [2]\nb = 1\n", "]", list, add);
    // The bracket of the header is none of the list.
    expect("m = [\n1,\n[w.x]\nb = 1\n", ",", list, add);
    let table = "this table in braces is never closed";
    expect("m = {\n", "{", table, "add the closing `}`");
    expect("m = { a = 1\n[b]\n", "1", table, "add the closing `}`");
    let label = only("m = [\n").label;
    assert_eq!(label, "this list is opened here and never closed");
    let label = only("m = [1\n").label;
    assert_eq!(label, "a `]` belongs after this");
}
