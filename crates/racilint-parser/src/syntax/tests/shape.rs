//! What the tree of a good text looks like: kinds, origins, spans, borrowing.

use std::borrow::Cow;

use super::super::tree::Origin;
use super::*;

#[test]
fn keys_and_values_know_their_place() {
    let text = "\u{feff}# é\r\na . \"b\\u0020c\" = [ 1 , { d = 'x' } ]\r\n[e.f]\r\n";
    let parsed = read(text);
    assert_eq!(parsed.errors, []);
    let a = &parsed.root.entries[0];
    assert_eq!(
        (under(text, a.key.span), under(text, a.value.span)),
        ("a", "a")
    );
    let b = match &a.value.kind {
        ValueKind::Table(table) => &table.entries[0],
        other => panic!("{other:?}"),
    };
    assert_eq!(b.key.name, "b c");
    assert_eq!(under(text, b.key.span), "\"b\\u0020c\"");
    assert_eq!(under(text, b.value.span), "[ 1 , { d = 'x' } ]");
    let ValueKind::Array(items) = &b.value.kind else {
        panic!("no list");
    };
    assert_eq!(under(text, items[1].span), "{ d = 'x' }");
    let e = &parsed.root.entries[1];
    assert_eq!(
        (under(text, e.key.span), under(text, e.value.span)),
        ("e", "e")
    );
    assert_eq!(under(text, find(&parsed.root, &["e", "f"]).span), "[e.f]");
    assert_eq!(parsed.root.span.range(), 0..0);
}

#[test]
fn tables_know_how_they_came_to_be() {
    let text = "r.s = 1\n[a.b]\nc = {}\nd.e = 1\n[a]\n[[l]]\n[[l]]\n";
    let parsed = read(text);
    let origin = |path: &[&str]| match &find(&parsed.root, path).kind {
        ValueKind::Table(table) => table.origin,
        other => panic!("{other:?}"),
    };
    assert_eq!(parsed.root.origin, Origin::Root);
    assert_eq!(origin(&["r"]), Origin::Dotted);
    assert_eq!(origin(&["a"]), Origin::Header);
    assert_eq!(origin(&["a", "b"]), Origin::Header);
    assert_eq!(origin(&["a", "b", "c"]), Origin::Inline);
    assert_eq!(origin(&["a", "b", "d"]), Origin::Dotted);
    assert_eq!(find(&parsed.root, &["a"]).span.range(), 29..32);
    let ValueKind::ArrayOfTables(tables) = &find(&parsed.root, &["l"]).kind else {
        panic!("no list of tables");
    };
    let spans: Vec<_> = tables.iter().map(|table| table.span.range()).collect();
    assert_eq!(spans, [33..38, 39..44]);
    assert_eq!(find(&parsed.root, &["l"]).span, tables[0].span);
    let ValueKind::Table(implicit) = &find(&read("[x.y]\n").root, &["x"]).kind.clone() else {
        panic!("no table");
    };
    assert_eq!(implicit.origin, Origin::Implicit);
}

#[test]
fn text_is_borrowed_unless_an_escape_needs_decoding() {
    let parsed = read("a = \"plain é\"\nb = 'raw'\nc = \"\"\"\nlong\"\"\"\nd = \"x\\n\"\n");
    let borrowed = |key: &str| match &find(&parsed.root, &[key]).kind {
        ValueKind::String(text) => matches!(text, Cow::Borrowed(_)),
        other => panic!("{other:?}"),
    };
    assert!(borrowed("a") && borrowed("b") && borrowed("c") && !borrowed("d"));
}

#[test]
fn entries_keep_the_order_of_the_file() {
    let parsed = read("z = 1\na = 2\n[m]\n[b]\n[m.x]\n");
    let names: Vec<_> = parsed
        .root
        .entries
        .iter()
        .map(|e| e.key.name.as_ref())
        .collect();
    assert_eq!(names, ["z", "a", "m", "b"]);
}

#[test]
fn texts_with_nothing_in_them_are_good() {
    for text in [
        "",
        "\n",
        "\r\n",
        "# only\n",
        "# only",
        "\u{feff}",
        "\u{feff}# x\n\t \n",
        " \t",
    ] {
        check(text);
        assert!(read(text).root.entries.is_empty(), "{text:?}");
    }
}

#[test]
fn line_ends_and_odd_characters_get_the_verdict_of_toml() {
    for text in [
        "a = 1\r\nb = 2\r\n",
        "a = 1\rb = 2\r",
        "a = [1,\r\n2]\r\n",
        "a = [1,\r2]\n",
        "# c\ra = 1\n",
        "a = \"x\ty\"\n",
        "a\t=\t1\t\n",
        "a = 1\0\n",
        "\0",
        "a = \"\"\"x\ry\"\"\"\n",
        "a = '''x\r\ny'''\n",
        "\u{feff}\u{feff}a = 1\n",
        "a = 1\n\u{feff}b = 2\n",
        "a = 1 \u{feff}\n",
        "é = 1\n",
        "a = \"é\u{2028}\"\n",
        "a = 1\u{b}\n",
        "a = '\u{1}'\n",
        "a = 1 # \u{7f}\n",
    ] {
        check(text);
    }
}

#[test]
fn old_line_ends_are_told_once() {
    let text = "a = 1\rb = [2,\r3]\r# c\rd = 4";
    let error = only(text);
    assert_eq!(error.span.range(), 5..6);
    assert_eq!(find(&read(text).root, &["d"]).kind, ValueKind::Integer(4));
}

#[test]
fn lists_and_braces_may_span_lines_in_any_way() {
    for text in [
        "a = [\n  [1, 2],\n  [3, 4]\n]\n",
        "a = [\n[\"x\"]\n]\n[b]\n",
        "a = [ # c\n\"x\"\n,\n]\n",
        "a = {\n b = 1,\n c = 2\n}\n",
        "a = { b\n= 1 }\n",
        "a = { b =\n1 }\n",
        "a = { b = 1\n, }\n",
        "a = [\n{ b = 1 },\n{\nb = 2\n}\n]\n",
        "a = [[[]]]\n",
        "a = {}\n",
        "a = []\n",
        "a = { # c\n}\n",
        "a = { b.c = 1, b.d = 2, \"e\" = [ {} ] }\n",
        "a = [1979-05-27 07:32:00, 07:32, 1979-05-27]\n",
    ] {
        check(text);
    }
}
