//! Headers with a bracket or a name amiss: what is told, and which table they open.

use super::super::tree::Origin;
use super::*;

#[test]
fn brackets_that_do_not_match_are_told_by_what_was_meant() {
    for (header, piece, message, meant) in [
        ("[a", "[a", "this header is never closed", "[a]"),
        ("[[a", "[[a", "this header is never closed", "[[a]]"),
        ("[[a.b", "[[a.b", "this header is never closed", "[a.b]"),
        (
            "[[a]",
            "[[a",
            "the second closing bracket is missing",
            "[[a]]",
        ),
        (
            "[a]]",
            "[a",
            "the second opening bracket is missing",
            "[[a]]",
        ),
        (
            "[[a.b]",
            "[[a.b",
            "there is an opening bracket too many",
            "[a.b]",
        ),
        (
            "[a.b]]",
            "[a.b",
            "there is a closing bracket too many",
            "[a.b]",
        ),
        (
            "[[a.b.c]",
            "[[a.b.c",
            "the second closing bracket is missing",
            "[[a.b.c]]",
        ),
        (
            "[a = b]",
            "[a",
            "a header holds names and dots, no more",
            "[a]",
        ),
    ] {
        let text = format!("x = 1\n{header}\nc = 1\n");
        let error = only(&text);
        assert_eq!(
            (under(&text, error.span), error.message.as_str()),
            (piece, message)
        );
        assert_eq!(error.help, Some(format!("write `{meant}`")));
        let parsed = read(&text);
        let a = &parsed.root.get("a").unwrap().value.kind;
        let is_list = matches!(a, ValueKind::ArrayOfTables(_));
        assert_eq!(is_list, meant == "[[a]]", "{header}");
    }
}

#[test]
fn a_bracket_too_many_behind_a_header_is_told_alone() {
    for (text, depth) in [("[[a]]]\nb = 1\n", 5), ("[a] ]\nb = 1\n", 4)] {
        let error = only(text);
        assert_eq!(error.message, "there is a closing bracket too many");
        assert_eq!(error.span.range(), depth..depth + 1, "{text}");
    }
    let parsed = read("[a] ]\nb = 1\n");
    let ValueKind::Table(a) = &find(&parsed.root, &["a"]).kind else {
        panic!("no table");
    };
    assert!(!a.damaged && a.get("b").is_some());
}

#[test]
fn what_stands_behind_a_header_may_be_a_key_of_it() {
    let text = "[a] c = [\n1,\n]\nb = 1\n";
    assert_eq!(
        told(text),
        [("c = [", "a header stands alone on its line".into())]
    );
    let parsed = read(text);
    let ValueKind::Table(a) = &find(&parsed.root, &["a"]).kind else {
        panic!("no table");
    };
    assert!(a.damaged && a.get("b").is_some());
}

#[test]
fn a_header_without_a_name_is_told_up_to_where_one_belongs() {
    for (header, piece) in [
        ("[]", "[]"),
        ("[[]]", "[[]"),
        ("[", "["),
        ("[a.", "[a."),
        ("[a.]", "[a.]"),
        ("[.a]", "[."),
        ("[\"\"\"a\"\"\"]", "[\"\"\""),
    ] {
        let text = format!("{header}\nc = 1\n[d]\n");
        assert_eq!(
            told(&text),
            [(piece, "a name is missing in this header".into())],
            "{header}"
        );
        let parsed = read(&text);
        assert!(parsed.root.get("c").is_none() && parsed.root.get("d").is_some());
    }
}

#[test]
fn a_header_without_its_opening_bracket_has_its_place() {
    for (line, meant, list) in [
        ("a.b]", "[a.b]", false),
        ("a.b ]", "[a.b]", false),
        ("a.b]]", "[[a.b]]", true),
    ] {
        let text = format!("x = 1\n{line} # c\nc = 1\n");
        let error = only(&text);
        assert_eq!(under(&text, error.span), line);
        assert_eq!(error.help, Some(format!("write `{meant}`")));
        let parsed = read(&text);
        let b = find(&parsed.root, &["a", "b"]);
        assert_eq!(under(&text, b.span), line);
        let tables = match &b.kind {
            ValueKind::ArrayOfTables(tables) if list => &tables[0],
            ValueKind::Table(table) if !list => table,
            other => panic!("{other:?}"),
        };
        assert_eq!(tables.origin, Origin::Header);
        assert!(tables.get("c").is_some());
    }
    let text = ":a]\nb = 1\n";
    let parsed = read(text);
    assert_eq!(under(text, parsed.root.entries[0].key.span), ":a");
}

#[test]
fn names_with_blanks_open_their_table() {
    for (header, name) in [
        ("[mail service]", "mail service"),
        ("[[mail the service]]", "mail the service"),
        ("[w.mail service]", "mail service"),
    ] {
        let text = format!("{header}\nc = 1\n");
        let error = only(&text);
        assert_eq!(under(&text, error.span), name);
        let parsed = read(&text);
        let first = &parsed.root.entries[0];
        assert!(
            first.key.name == name || find(&parsed.root, &["w", name, "c"]).span.range().len() == 1
        );
    }
    // Whatever else is in the way, the name is not clear.
    for (header, piece, message) in [
        ("[a \"b\"]", "[a", "a header holds names and dots, no more"),
        ("[a b.c]", "[a", "a header holds names and dots, no more"),
        ("[a b = c]", "[a", "a header holds names and dots, no more"),
        ("[a b", "[a", "this header is never closed"),
    ] {
        let text = format!("{header}\nc = 1\n");
        assert_eq!(told(&text), [(piece, message.into())], "{header}");
    }
    // The brackets of a name that needs quotes are not told besides.
    assert_eq!(
        told("[a b]]\n"),
        [("a b", "the key `a b` needs quotes".into())]
    );
}
