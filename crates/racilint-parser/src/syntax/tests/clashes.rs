//! What is written twice, or added to what is complete: its words, and what can be cut.

use super::*;

#[test]
fn what_cannot_be_added_to_is_named() {
    for (text, piece, message, help) in [
        (
            "a = 1\n[a]\n",
            "a",
            "`a` is already a whole number",
            "keep one of the two, or give one another name",
        ),
        (
            "a = {}\n[a]\n",
            "a",
            "`a` is already a table in braces",
            "keep one of the two, or give one another name",
        ),
        (
            "a.b = 1\n[a]\n",
            "a",
            "`a` is already a table made by dotted keys",
            "keep one of the two, or give one another name",
        ),
        (
            "[[a]]\n[a]\n",
            "a",
            "`a` has single brackets here and double brackets before",
            "write `[[a]]`",
        ),
        (
            "[a]\n[[a]]\n",
            "a",
            "`a` has double brackets here but is a table before",
            "write `[[a]]` in every place, or give one another name",
        ),
        (
            "[a.b]\n[[a]]\n",
            "a",
            "`a` has double brackets here but is a table before",
            "write `[a.ID]`, with an id as in the other places",
        ),
        (
            "a = [1]\n[[a]]\n",
            "a",
            "`a` has double brackets here but is a list before",
            "write `[[a]]` in every place, or give one another name",
        ),
        (
            "a = 'x'\n[a.b]\n",
            "a",
            "`a` is text and cannot be added to",
            "give everything in one place: either the value, or headers",
        ),
        (
            "a = {}\n[a.b]\n",
            "a",
            "`a` is a table in braces and cannot be added to",
            "give everything in one place: either the value, or headers",
        ),
        (
            "[a.b]\n[a]\nb.c = 1\n",
            "b",
            "`b` is a table and cannot be added to here",
            "write the key where the table is",
        ),
        (
            "a = {}\na.b = 1\n",
            "a",
            "`a` is a table in braces and cannot be added to here",
            "write the key where the table is",
        ),
        (
            "a = true\na.b = 1\n",
            "a",
            "`a` is `true` and has no keys of its own",
            "give one of the two another name",
        ),
    ] {
        let error = only(text);
        assert_eq!(
            (under(text, error.span), error.message.as_str()),
            (piece, message),
            "{text}"
        );
        assert_eq!(error.help.as_deref(), Some(help), "{text}");
        let (first, _) = error.related[0];
        assert!(first.start < error.span.start, "{text}");
        assert_eq!(under(text, first), piece, "{text}");
        check(text);
    }
}

#[test]
fn a_key_that_says_the_same_again_can_go() {
    for value in ["1", "'x'", "[1, ['x']]", "2027-01-31", "[]"] {
        let text = format!("a = {value}\nb = 2\n  a = {value}\nc = 3\n");
        let fix = only(&text).fix.expect(value);
        assert_eq!(fix.title, "delete the second, which says the same");
        let mut whole = text.clone();
        whole.replace_range(fix.edits[0].span.range(), &fix.edits[0].text);
        assert_eq!(errors(&whole), [], "{whole}");
        assert_eq!(whole, format!("a = {value}\nb = 2\nc = 3\n"));
    }
    for (one, other) in [
        ("1", "2"),
        ("1", "1.0"),
        ("1", "'1'"),
        ("[1]", "[1, 2]"),
        ("[1, 2]", "[1]"),
        ("[1, 2]", "[1, 3]"),
        ("{}", "{}"),
        ("[{}]", "[{}]"),
    ] {
        let text = format!("a = {one}\na = {other}\n");
        assert_eq!(only(&text).fix, None, "{text}");
    }
    // More stands on the line.
    assert_eq!(only("a = { b = 1, b = 1 }\n").fix, None);
    assert_eq!(only("a = 1\na = 1 # c\n").fix, None);
    assert_eq!(errors("a = x\na = x\n").len(), 3);
}

#[test]
fn tables_in_braces_are_kept_beside_those_with_headers() {
    let text = "a = [{ b = 1 }, 2]\n[[a]]\nb = 3\n";
    assert_eq!(errors(text).len(), 1);
    let parsed = read(text);
    let ValueKind::ArrayOfTables(tables) = &find(&parsed.root, &["a"]).kind else {
        panic!("a list of tables");
    };
    let values = tables.iter().map(|table| &find(table, &["b"]).kind);
    let values: Vec<_> = values.collect();
    assert_eq!(values, [&ValueKind::Integer(1), &ValueKind::Integer(3)]);
}

#[test]
fn a_key_written_twice_is_told_however_late_it_comes_in_a_large_table() {
    let many = (0..40).map(|n| format!("k{n} = {n}\n"));
    let many: String = many.collect();
    for at in [0, 31, 32, 33, 38] {
        let error = only(&format!("{many}k{at} = 7\n"));
        assert_eq!(
            error.message,
            format!("`k{at}` is written twice in the same table"),
            "{at}"
        );
    }
}

/// What could not be read may have been anything.
#[test]
fn what_is_added_to_something_unreadable_is_kept() {
    for added in [
        "a.b = 1\n",
        "[a]\nb = 1\n",
        "[a.b]\nc = 1\n",
        "[[a]]\nb = 1\n",
    ] {
        let text = format!("a = oops\n{added}");
        assert_eq!(
            told(&text),
            [("oops", "text needs quotes around it".into())],
            "{added}"
        );
        let parsed = read(&text);
        match &find(&parsed.root, &["a"]).kind {
            ValueKind::Table(table) => assert!(table.get("b").is_some(), "{added}"),
            ValueKind::ArrayOfTables(tables) => assert!(tables[0].get("b").is_some()),
            other => panic!("{added} {other:?}"),
        }
    }
}

#[test]
fn dotted_keys_go_into_what_headers_imply() {
    for text in [
        "[x.a.b]\n[x]\na.c = 1\n",
        "[[x.a]]\n[x]\na.b.c = 1\n",
        "[[x.a]]\n[x]\na.b = 1\n",
        "[x.a.b]\n[x]\na.c = 1\n[x.a]\n",
    ] {
        check(text);
    }
    assert_eq!(
        told("[x.a.b]\n[x]\na.c = 1\n[x.a]\n"),
        [("a", "`a` is already a table made by dotted keys".into())]
    );
}

/// The second table of the list has the place that the first one's own table had.
#[test]
fn keys_of_a_large_table_are_not_taken_for_those_of_another_in_its_place() {
    let many: String = (0..40).map(|n| format!("k{n} = {n}\n")).collect();
    let text = format!("[a.b]\nk = 1\n[a.b.c]\n{many}[[a.b]]\n{many}");
    assert!(only(&text).message.contains("double brackets"));
    let parsed = read(&text);
    let ValueKind::ArrayOfTables(tables) = &find(&parsed.root, &["a", "b"]).kind else {
        panic!("a list of tables");
    };
    let keys: Vec<usize> = tables.iter().map(|table| table.entries.len()).collect();
    assert_eq!(keys, [2, 40]);
}
