//! Texts made to hurt: too deep, too many, too much open. All must end soon and say little.
//!
//! The sizes are such that anything slower than in proportion would take minutes.

use super::super::tree::Origin;
use super::*;

#[test]
fn brackets_without_end_are_one_error() {
    for count in [65, 10_000, 1_000_000] {
        for text in ["[", "{", "{a=", "[{a=", "[[],"] {
            let text = format!("a = {}", text.repeat(count));
            let kind = only(&text).kind;
            assert!(
                kind == SyntaxErrorKind::TooDeep || text.contains("{{"),
                "{count}"
            );
        }
        assert_eq!(errors(&"[".repeat(count)).len(), 1);
    }
}

#[test]
fn depth_is_allowed_up_to_its_limit() {
    let nested = |depth: usize| format!("a = {}{}\nb = 1\n", "[".repeat(depth), "]".repeat(depth));
    check(&nested(64));
    let text = nested(65);
    let error = only(&text);
    assert_eq!(error.kind, SyntaxErrorKind::TooDeep);
    assert_eq!(error.span.range(), 68..69);
    let parsed = read(&text);
    assert_eq!(find(&parsed.root, &["a"]).kind, ValueKind::Unreadable);
    assert_eq!(find(&parsed.root, &["b"]).kind, ValueKind::Integer(1));
}

#[test]
fn keys_are_allowed_up_to_their_limit() {
    let dotted = |depth: usize| vec!["a"; depth].join(".");
    for depth in [65, 1_000, 300_000] {
        for text in [
            format!("[{}]\nb = 1\n[c]\nd = 1\n", dotted(depth)),
            format!("[[{}]]\nb = 1\n[c]\nd = 1\n", dotted(depth)),
            format!("{} = 1\n[c]\nd = 1\n", dotted(depth)),
            format!("x = {{ {} = 1 }}\n[c]\nd = 1\n", dotted(depth)),
        ] {
            assert_eq!(only(&text).kind, SyntaxErrorKind::TooDeep);
            assert_eq!(
                find(&read(&text).root, &["c", "d"]).kind,
                ValueKind::Integer(1)
            );
        }
    }
    check(&format!("[{0}]\n{0} = 1\n", dotted(64)));
}

#[test]
fn dotted_keys_in_braces_in_one_another_are_bounded_too() {
    let key = vec!["a"; 60].join(".");
    let text = format!("{}1{}", format!("{key} = {{ ").repeat(60), " }".repeat(60));
    assert_eq!(only(&text).kind, SyntaxErrorKind::TooDeep);
}

#[test]
fn lists_opened_on_every_line_are_an_error_each() {
    let text = "a = [\n".repeat(100_000);
    let errors = errors(&text);
    // The first of each pair is open; no name is given twice to a value that can be read.
    assert!(errors.len() >= 100_000 && errors.len() <= 200_000);
}

#[test]
fn whatever_is_repeated_ends_soon() {
    let lines = [
        "a = [\n",
        "a = {\n",
        "a = \"\n",
        "a = '\n",
        "\"\"\"\n",
        "'''\n",
        "a = \"\"\"\n",
        "a = '''\n",
        "\"\"\" ",
        "''' ",
        "\"",
        "'",
        "[",
        "[\n",
        "]",
        "]\n",
        "{",
        "}\n",
        "=",
        "=\n",
        ".",
        "a.",
        ",",
        ",\n",
        "a",
        "a ",
        "a\n",
        "a b c\n",
        "a: b\n",
        "a = b\n",
        "a = [ 1 1\n",
        "a = { b c\n",
        "a = { b = 1\n",
        "#",
        "\\",
        "\\\"\"\"\n",
        "a = \"\"\"\\\n",
        "[a]\n",
        "[[a]]\n",
        "[a.b]\n[[a.b]]\n",
        "[a]]\n",
        "[[a]\n",
        "a = [\"\n",
        "a = [\"x]\n",
        "x = [[1,2],\n",
        "a = [\n[\"x\"]\n",
        "a = [1 1,\n[\"x\"]\n[\"x\"]\n",
        "a = [{ b = [\n",
        "a = { b = [ 1\n",
        "a = [1,,\n",
        "\r",
        "\0",
        "\t",
        "\u{feff}",
        "- a\n",
        "a = \"x\nyy\n",
        "a = 'x,\n",
        "a =\n",
        "a =\n- b\n",
        "a = [ b = 1\n",
        "k = \"\"\"\nk = '''\n",
        "a = [\"\"\"\n",
        "[x]\na = \"\"\"\n",
        "a = }\n",
        "a = ]\n",
        "[a\n",
        "a]\n",
        "[a b]\n",
        "{ a = 1 }\n",
    ];
    for line in lines {
        for start in ["", "a = [", "a = { b = ", "a = \"\"\""] {
            let text = |times: usize| format!("{start}{}", line.repeat(times * 1_200 / line.len()));
            let (small, large) = (work(&text(1)), work(&text(10)));
            // A few hundred bytes are allowed for the start.
            assert!(large <= 11 * small + 5_000, "{start}{line} {small} {large}");
            assert!(large <= 40 * text(10).len(), "{start}{line} {large}");
        }
    }
}

#[test]
fn a_long_line_of_mistakes_is_looked_at_once() {
    let text = |items: usize| format!("a = [\n{}\n]\n", "b, ".repeat(items));
    let (small, large) = (work(&text(100)), work(&text(1_000)));
    assert!(large <= 11 * small + 5_000, "{small} {large}");
}

#[test]
fn mistakes_by_the_thousand_in_one_value_end_soon() {
    for item in [
        "1 1, ",
        "a, ",
        ",,",
        "\"x\" \"y\"\n",
        "[1 2],\n",
        "= 1, ",
        "{ b },\n",
        "\"x\ny\",\n",
    ] {
        let text = format!("a = [\n{}]\nb = 1\n", item.repeat(20_000));
        let parsed = read(&text);
        assert!(!parsed.errors.is_empty());
        assert_eq!(
            find(&parsed.root, &["b"]).kind,
            ValueKind::Integer(1),
            "{item}"
        );
    }
}

#[test]
fn tables_may_be_large() {
    let mut text = String::from("t = { x = 1 }\n");
    for n in 0..20_000 {
        text +=
            &format!("[workstream.w{n}]\na = 1\n[workstream.w{n}.b]\nc = 1\n[[list]]\nd.e = {n}\n");
    }
    let start = &text[..text.len().min(200_000)];
    check(start.rsplit_once("\n[").unwrap().0);
    let parsed = read(&text);
    assert_eq!(parsed.errors, []);
    assert_eq!(
        find(&parsed.root, &["workstream", "w19999", "b", "c"]).kind,
        ValueKind::Integer(1)
    );
}

#[test]
fn keys_of_any_table_may_be_many() {
    let many = |line: &dyn Fn(usize) -> String| (0..20_000).map(line).collect::<String>();
    let braces = format!("t = {{ {} }}\n", many(&|n| format!("k{n} = {n}, ")));
    let dotted_braces = format!("t = {{ {} }}\n", many(&|n| format!("a.k{n} = {n}, ")));
    let texts = [
        braces.clone(),
        dotted_braces,
        many(&|n| format!("k{n} = {n}\n")),
        many(&|n| format!("a.b.k{n} = {n}\n")),
        format!("[x.y]\n{}", many(&|n| format!("k{n} = {n}\n"))),
        format!(
            "[[x.y]]\n{}",
            many(&|n| format!("\"k{n}\\u0020\".z = {n}\n"))
        ),
    ];
    for text in &texts {
        assert_eq!(errors(text), []);
    }
    // Each again, and headers into the braces: an error each, still soon.
    assert_eq!(errors(&format!("{0}{0}", texts[2])).len(), 20_000);
    let headers = many(&|n| format!("[t.k{n}.z]\n"));
    assert_eq!(errors(&format!("{braces}{headers}")).len(), 20_000);
}

#[test]
fn the_index_of_a_large_table_survives_its_change_into_a_list() {
    let many =
        |from: usize| -> String { (from..from + 40).map(|n| format!("k{n} = {n}\n")).collect() };
    let text = format!(
        "[a.b]\n{}[a.b.c]\n{}[[a.b]]\n{0}[a.b.c]\n{1}",
        many(0),
        many(50)
    );
    let error = only(&text);
    assert!(error.message.contains("double brackets"));
    let parsed = read(&text);
    let ValueKind::ArrayOfTables(tables) = &find(&parsed.root, &["a", "b"]).kind else {
        panic!("no list");
    };
    assert_eq!(tables.len(), 2);
    assert!(
        tables
            .iter()
            .all(|table| table.entries.len() == 41 && table.origin == Origin::Header)
    );
}

#[test]
fn tables_and_lists_in_one_another_are_counted_together() {
    let key = |depth: usize| vec!["a"; depth].join(".");
    let text = |last: usize| {
        format!(
            "[{0}]\n{0} = {1}{{ {2} = [] }}{3}\n",
            key(64),
            "[".repeat(20),
            key(last),
            "]".repeat(20)
        )
    };
    check(&text(42));
    assert_eq!(only(&text(43)).kind, SyntaxErrorKind::TooDeep);
}

#[test]
fn what_follows_something_too_deep_is_read() {
    let text = format!("a = {}\n[w]\nk = 1\n", "[".repeat(65));
    only(&text);
    assert_eq!(
        find(&read(&text).root, &["w", "k"]).kind,
        ValueKind::Integer(1)
    );
}
