//! One fault in a large file is one finding, and everybody else is read as ever.

use super::super::tree::Origin;
use super::*;

/// One section with everything in it that can be left open.
const SECTION: &str = r#"
[workstream.NAME]
owner = "dana"
since = 2027-01-01
members = [
  "dana", # first
  "rene",
]
helpers = ["a", "b"]
cover = { hours = "24x7", zone = "Europe/Zurich" }
matrix = [
  ["a"],
  ["b", "c"],
]
text = """
Call the desk.
Then wait.
"""
raw = '''one
two'''
steps = [
  { after = 1, to = "rene" },
  { after = 2, to = "dana" },
]
[workstream.NAME.evidence]
kept = true
"#;

fn file(count: usize) -> Vec<String> {
    (0..count)
        .map(|n| SECTION.replace("NAME", &format!("w{n}")))
        .collect()
}

/// Checks a file in which one section is broken: few errors, all near it, all others whole.
fn check_broken(sections: &[String], broken: usize, most: usize) {
    let text = sections.concat();
    let parsed = read(&text);
    let count = parsed.errors.len();
    assert!(
        (1..=most).contains(&count),
        "{count}\n{}\n{:#?}",
        sections[broken],
        parsed.errors
    );
    let workstreams = &find(&parsed.root, &["workstream"]).kind;
    let ValueKind::Table(workstreams) = workstreams else {
        panic!("{workstreams:?}");
    };
    let clean = file(2).concat();
    let clean = read(&clean);
    let whole = format!(
        "{:?}",
        plain_value(find(&clean.root, &["workstream", "w1"]))
    );
    for n in (0..sections.len()).filter(|n| *n != broken) {
        let one = workstreams.get(&format!("w{n}"));
        let one = one.unwrap_or_else(|| panic!("w{n} is lost after\n{}", sections[broken]));
        assert_eq!(
            format!("{:?}", plain_value(&one.value)),
            whole,
            "{}",
            sections[broken]
        );
    }
}

/// Takes the first `piece` out of, or replaces it in, section `at` of `count`.
fn broken(count: usize, at: usize, piece: &str, by: &str) -> Vec<String> {
    let mut sections = file(count);
    assert!(sections[at].contains(piece), "{piece}");
    sections[at] = sections[at].replacen(piece, by, 1);
    sections
}

const OPENED: [(&str, &str); 16] = [
    ("  \"rene\",\n]\n", "  \"rene\",\n"),
    ("  \"rene\",\n]\n", "  \"rene\"\n"),
    ("\"b\"]\n", "\"b\"\n"),
    ("\"b\"]\n", "\"b\",\n"),
    ("\"b\"]\n", "\n"),
    ("Zurich\" }", "Zurich\""),
    ("Zurich\" }", "Zurich\","),
    ("\"dana\"\n", "\"dana\n"),
    ("\"dana\"\n", "dana\"\n"),
    ("\"b\"]", "\"b]"),
    ("Zurich\" }", "Zurich }"),
    ("wait.\n\"\"\"\n", "wait.\n"),
    ("\"\"\"\nCall", "Call"),
    ("two'''", "two"),
    ("\"dana\" },\n]", "\"dana\" },\n"),
    ("\"dana\" },\n]", "\"dana\",\n]"),
];

#[test]
fn what_is_left_open_in_a_thousand_workstreams_is_one_finding() {
    for (piece, by) in OPENED {
        for at in [0, 499, 999] {
            let most = if by == "Call" { 3 } else { 1 };
            check_broken(&broken(1_000, at, piece, by), at, most);
        }
    }
}

#[test]
fn any_byte_may_be_missing() {
    let sections = file(7);
    let body = sections[5].find("owner").unwrap();
    for at in (body..sections[5].len()).filter(|at| !sections[5][*at..].starts_with("[work")) {
        let mut cut = sections.clone();
        cut[5].remove(at);
        let text = cut.concat();
        if toml::from_str::<toml::Table>(&text).is_err() {
            check_broken(&cut, 5, 3);
        }
    }
}

#[test]
fn any_line_may_be_missing_or_twice() {
    let sections = file(8);
    let lines: Vec<&str> = sections[3].split_inclusive('\n').collect();
    for at in 2..lines.len() {
        for times in [0, 2] {
            let mut cut = sections.clone();
            let mut changed = lines.clone();
            changed.splice(at..=at, std::iter::repeat_n(lines[at], times));
            cut[3] = changed.concat();
            if toml::from_str::<toml::Table>(&cut.concat()).is_err() {
                check_broken(&cut, 3, 3);
            }
        }
    }
}

#[test]
fn the_rest_of_the_section_is_kept() {
    let text = "[w.a]\nm = [\"x\",\n  \"y\"\nowner = \"d\"\n[w.b]\nk = 1\n";
    let error = only(text);
    assert_eq!(under(text, error.span), "\"y\"");
    assert_eq!(error.message, "this list is never closed");
    assert_eq!(under(text, error.related[0].0), "[");
    assert_eq!(
        error.related[0].1,
        "this list is opened here and never closed"
    );
    assert_eq!(error.related[0].0.range(), 10..11);
    assert_eq!(error.help.as_deref(), Some("add the closing `]`"));
    let parsed = read(text);
    assert_eq!(
        find(&parsed.root, &["w", "a", "m"]).kind,
        ValueKind::Unreadable
    );
    assert_eq!(
        find(&parsed.root, &["w", "a", "owner"]).kind,
        ValueKind::String("d".into())
    );
    assert_eq!(
        find(&parsed.root, &["w", "b", "k"]).kind,
        ValueKind::Integer(1)
    );
    let damaged = |path| match &find(&parsed.root, path).kind {
        ValueKind::Table(table) => table.damaged,
        other => panic!("{other:?}"),
    };
    assert!(damaged(&["w", "a"]) && !damaged(&["w", "b"]) && !damaged(&["w"]));
    assert!(!parsed.root.damaged);
}

#[test]
fn a_list_that_is_closed_further_down_is_not_cut() {
    let text = "m = [\n  [\"a\"],\n  [\"b\"]\n  [\"c\"],\n]\nz = 1\n";
    let error = only(text);
    assert_eq!(
        (under(text, error.span), error.span.range().start),
        ("[", 25)
    );
    assert_eq!(error.message, "a comma is missing between two values");
    let parsed = read(text);
    assert!(matches!(&find(&parsed.root, &["m"]).kind, ValueKind::Array(rows) if rows.len() == 3));
    assert!(!parsed.root.damaged);
}

#[test]
fn braces_over_several_lines_are_not_cut_for_a_comma() {
    let text = "t = {\n x = 1\n y = 2\n}\nz = 1\n";
    assert_eq!(
        told(text),
        [("y", "a comma is missing between two values".into())]
    );
    let parsed = read(text);
    assert_eq!(find(&parsed.root, &["t", "y"]).kind, ValueKind::Integer(2));
}

#[test]
fn braces_forgotten_in_a_list_are_told_once() {
    for text in [
        "m = [\n  { id = 1 },\n  { id = 2,\n  { id = 3 },\n]\nz = 1\n",
        "m = [\n  { id = 1 },\n  { id = 2\n  { id = 3 },\n]\nz = 1\n",
        "m = [\n  { id = 1 },\n  { id = 2 },\n  { id = 3\n]\nz = 1\n",
    ] {
        assert_eq!(only(text).message, "this table in braces is never closed");
        let parsed = read(text);
        let ValueKind::Array(items) = &find(&parsed.root, &["m"]).kind else {
            panic!("{text}");
        };
        assert_eq!(items.len(), 3);
    }
}

#[test]
fn texts_in_three_quotes_may_hold_anything_when_closed() {
    for text in [
        "a = \"\"\"\n[w.x]\nb = 1\n\"\"\"\nc = oops\nd = \"\"\"fine\"\"\"\n",
        "a = '''\nb = '''\nc = oops\nd = '''\nfine\n'''\n",
        "a = [\"\"\"\n[x]\n\"\"\", \"\"\"\nb = \"\"\"]\nc = oops\n",
    ] {
        assert_eq!(
            told(text),
            [("oops", "text needs quotes around it".into())],
            "{text}"
        );
    }
}

#[test]
fn a_text_over_several_lines_in_one_quote_is_told_once() {
    let text = "note = \"This is\na long text\"\nz = 1\n";
    let error = only(text);
    assert_eq!(under(text, error.span), "\"This is");
    assert!(error.help.unwrap().contains("three quotes"));
    assert_eq!(find(&read(text).root, &["z"]).kind, ValueKind::Integer(1));
}

#[test]
fn a_value_on_the_line_below_is_taken() {
    let text = "m =\n\"text\"\nz =\n[\n 1,\n 2\n]\ny = 1\n";
    let starts: Vec<_> = errors(text)
        .iter()
        .map(|error| error.span.range())
        .collect();
    assert_eq!(starts, [2..3, 13..14]);
    let parsed = read(text);
    assert_eq!(
        find(&parsed.root, &["m"]).kind,
        ValueKind::String("text".into())
    );
    assert_eq!(find(&parsed.root, &["y"]).kind, ValueKind::Integer(1));
}

#[test]
fn lines_with_dashes_are_one_mistake() {
    for text in [
        "m:\n  - a\n  - b\nz = 1\n",
        "m =\n- a\n- b\nz = 1\n",
        "m:\"\"\"\na\n- b\n\"\"\"\nz = 1\n",
    ] {
        only(text);
        let parsed = read(text);
        assert_eq!(find(&parsed.root, &["m"]).kind, ValueKind::Unreadable);
        assert_eq!(find(&parsed.root, &["z"]).kind, ValueKind::Integer(1));
    }
}

#[test]
fn headers_with_a_bracket_missing_still_open_their_table() {
    for (text, message) in [
        ("[w.x\no = 1\n", "this header is never closed"),
        (
            "w.x]\no = 1\n",
            "the opening bracket of this header is missing",
        ),
    ] {
        assert_eq!(only(text).message, message);
        assert_eq!(
            find(&read(text).root, &["w", "x", "o"]).kind,
            ValueKind::Integer(1)
        );
    }
    let text = "[[r]\no = 1\n[[r]]\n[r]]\n";
    assert_eq!(errors(text).len(), 2);
    let parsed = read(text);
    assert!(matches!(&find(&parsed.root, &["r"]).kind,
        ValueKind::ArrayOfTables(tables) if tables.len() == 3
            && tables.iter().all(|table| table.origin == Origin::Header)));
}

#[test]
fn what_stands_below_a_header_without_a_name_is_put_nowhere() {
    let text = "a = 1\n[]\nb = 2\nc = oops\n[d]\ne = 1\n";
    assert_eq!(errors(text).len(), 2);
    let parsed = read(text);
    assert!(parsed.root.damaged && parsed.root.get("b").is_none());
    assert_eq!(find(&parsed.root, &["d", "e"]).kind, ValueKind::Integer(1));
}

#[test]
fn a_text_that_holds_a_header_is_good_when_the_next_one_is() {
    let text = "a = '''\n[w.x]\n'''\n";
    for next in [
        "b = [\n'''x''',\n]\n",
        "b = [ # c\n'''x''' # d\n,\n'''y''']\n",
        "b = [1,\n'''x''']\n",
        "b = { c = '''x''' }\n",
        "b = '''x'''\n",
        "b = [[1],\n'''x''']\nc = '''y'''\n",
    ] {
        let text = format!("{text}{next}");
        check(&text);
        assert_eq!(errors(&text), [], "{text}");
    }
}

#[test]
fn a_text_is_not_cut_for_the_next_one_being_a_line_too_late() {
    for below in ["b =\n'''\nc\n'''\n", "b = # x\n\n'''\nc\n'''\n"] {
        let text = format!("a = '''\n[w.x]\n'''\n{below}z = 1\n");
        let parsed = read(&text);
        assert_eq!(
            find(&parsed.root, &["a"]).kind,
            ValueKind::String("[w.x]\n".into())
        );
        assert_eq!(errors(&text)[0].message, "`b` has no value");
    }
}

#[test]
fn a_text_may_end_in_what_looks_like_a_key() {
    for next in [
        "",
        "\n\n",
        "# c\n",
        "[w]\n",
        "\n\"k\" = 1\n",
        "'k' = 1\n",
        "k = 1\n",
    ] {
        let text = format!("a = \"\"\"\nx\nb = \"\"\"\n{next}");
        check(&text);
        assert_eq!(errors(&text), [], "{text}");
    }
    let text = "a = [\"\"\"\nb = \"\"\"\n, \"y\"]\n";
    check(text);
    assert_eq!(errors(text), []);
}

#[test]
fn a_text_left_open_ends_at_the_next_key() {
    for quotes in ["\"\"\"", "'''"] {
        for next in [
            format!("b = {quotes}\nmore\n{quotes}\n"),
            "b = 1\n".to_owned(),
            "b = 'x'\n".to_owned(),
        ] {
            let text = format!("x = 1\na = {quotes}\nCall the desk.\n{next}[z]\n");
            let error = only(&text);
            assert_eq!(error.span.range(), 10..13, "{text}");
            assert_eq!(error.message, "this text in three quotes is never closed");
            assert_eq!(error.help, Some(format!("add the closing `{quotes}`")));
            let parsed = read(&text);
            assert_eq!(find(&parsed.root, &["a"]).kind, ValueKind::Unreadable);
            assert!(parsed.root.get("b").is_some() && parsed.root.get("z").is_some());
        }
    }
}

#[test]
fn a_list_of_one_word_at_the_end_of_a_list_is_no_header() {
    let text = "m = [\n\"a\" \"b\",\n[dana]\n]\nz = 1\n";
    assert_eq!(
        told(text),
        [
            ("\"b\"", "a comma is missing between two values".into()),
            ("dana", "text needs quotes around it".into())
        ]
    );
    assert_eq!(find(&read(text).root, &["z"]).kind, ValueKind::Integer(1));
}

#[test]
fn a_value_below_is_taken_only_where_it_is_one() {
    for below in [
        "b = 1\n",
        "[b]\n",
        "# c\nb = 1\n",
        "\nb = 1\n",
        "]\nb = 1\n",
    ] {
        let text = format!("a =\n{below}");
        assert_eq!(errors(&text)[0].message, "`a` has no value", "{text}");
        assert!(errors(&text).len() <= 2);
        let parsed = read(&text);
        assert_eq!(find(&parsed.root, &["a"]).kind, ValueKind::Unreadable);
        assert!(parsed.root.get("b").is_some(), "{text}");
    }
    let text = "a =\n1,\n2\n]\nb = 1\n";
    only(text);
    assert!(read(text).root.get("b").is_some());
}

#[test]
fn what_is_no_value_below_is_told_for_itself() {
    for below in ["]", "}", "= 1", ", 1"] {
        let text = format!("a =\n{below}\nb = 1\n");
        let starts: Vec<_> = errors(&text).iter().map(|own| own.span.start).collect();
        assert_eq!(starts, [2, 4], "{text}");
        assert_eq!(find(&read(&text).root, &["b"]).kind, ValueKind::Integer(1));
    }
}

#[test]
fn an_open_quote_is_closed_below_only_by_lines_of_its_text() {
    for between in ["", "z = 1\n", "[z]\n"] {
        let text = format!("note = \"This is\n{between}\nlong text\"\n");
        let first = &errors(&text)[0];
        assert_eq!(
            first.help.as_deref(),
            Some("add a `\"` where the text ends"),
            "{text}"
        );
    }
    let text = "note = \"This is\n\"so\" to say\na long text\"\nz = 1\n";
    only(text);
    assert!(read(text).root.get("z").is_some());
}

#[test]
fn every_line_within_brackets_is_looked_at_anew() {
    let text = "m = [\n a,\n]\nn = [\n 1\n b = 1\nc = 2\n";
    assert_eq!(
        told(text),
        [
            ("a", "text needs quotes around it".into()),
            ("1", "this list is never closed".into())
        ]
    );
    assert_eq!(find(&read(text).root, &["b"]).kind, ValueKind::Integer(1));
}

#[test]
fn an_open_quote_takes_no_bracket_of_a_list_over_several_lines() {
    let text = "a = [\n \"y]\n \"z\",\n]\nc = 1\n";
    assert_eq!(told(text), [("\"y]", "this quote is never closed".into())]);
    let parsed = read(text);
    assert!(
        matches!(&find(&parsed.root, &["a"]).kind, ValueKind::Array(items) if items.len() == 2)
    );
    let text = "a = [\n \"y\n\"b\" = 1\nc = 2\n";
    only(text);
    assert_eq!(find(&read(text).root, &["b"]).kind, ValueKind::Integer(1));
}

#[test]
fn a_list_on_a_line_of_its_own_is_counted_once() {
    let text = "m = [\n[dana]\n]\nz = 1\n";
    assert_eq!(told(text), [("dana", "text needs quotes around it".into())]);
    let parsed = read(text);
    assert!(
        matches!(&find(&parsed.root, &["m"]).kind, ValueKind::Array(items) if items.len() == 1)
    );
}

#[test]
fn a_key_below_an_open_list_is_none_of_its_items() {
    for text in [
        "n = [\n 1\nb = [2]]\nc = 1\n",
        "n = [\n 'x' 'y',\n 1,\nb = [2]]\nc = 1\n",
    ] {
        let messages: Vec<_> = errors(text).into_iter().map(|own| own.message).collect();
        assert_eq!(
            messages,
            [
                "this list is never closed",
                "there is a closing bracket too many"
            ]
        );
        let parsed = read(text);
        assert!(matches!(
            &find(&parsed.root, &["b"]).kind,
            ValueKind::Array(_)
        ));
    }
}

#[test]
fn a_bad_escape_opens_no_text_over_several_lines() {
    let text = "x = \"C:\\q\"\nand more\"\nz = 1\n";
    let told = told(text);
    assert_eq!(told.len(), 2, "{told:?}");
    assert_eq!(told[0], ("\\q", "`\\q` is not an escape".to_owned()));
    assert_eq!(told[1].0, "and more\"");
    let in_list = "x = [\"C:\\q\"\n \"b\"\n]\nz = 1\n";
    let messages: Vec<String> = errors(in_list).into_iter().map(|own| own.message).collect();
    assert_eq!(
        messages,
        [
            "`\\q` is not an escape",
            "a comma is missing between two values"
        ]
    );
}

#[test]
fn words_that_begin_with_a_number_are_one_text() {
    for text in ["a = 1 b\nz = 1\n", "a = x y = 2\nz = 1\n"] {
        let value = text.lines().next().unwrap().trim_start_matches("a = ");
        assert_eq!(told(text), [(value, "text needs quotes around it".into())]);
    }
    let two = "a = 1 b = 2\nz = 1\n";
    assert_eq!(told(two)[0].0, "b = 2");
}

/// The brackets in it are closed again, and what stands behind them is not in a list.
#[test]
fn a_text_that_was_left_open_is_told_whatever_brackets_the_next_one_holds() {
    for line in [
        "[1] and [2],",
        "Call if x = [1],",
        "Call if x = [{}],",
        "Call if x = 1,",
    ] {
        let text = format!("a = \"\"\"\nCall.\n[w.x]\nb = \"\"\"\n{line}\n\"\"\"\nz = 1\n");
        let error = only(&text);
        assert_eq!(error.span.range(), 4..7, "{line}");
        assert_eq!(error.message, "this text in three quotes is never closed");
    }
}

#[test]
fn a_text_in_three_quotes_ends_no_line_that_is_given_up() {
    for text in [
        "a = oops \"\"\"x\"\"\" [\n1,\n2\n]\nz = 1\n",
        "a = oops [ \"\"\"x\"\"\"\n,2\n]\nz = 1\n",
    ] {
        only(text);
        assert_eq!(find(&read(text).root, &["z"]).kind, ValueKind::Integer(1));
    }
}

/// It is left open, though the next one has quotes to close it with.
#[test]
fn an_open_text_that_is_given_up_takes_nothing_below_along() {
    let text = "a = oops \"\"\"\nCall.\n[w.x]\nb = \"\"\"\ntext follows\n\"\"\"\nz = 1\n";
    let told = told(text);
    let pieces: Vec<&str> = told.iter().map(|(piece, _)| *piece).collect();
    assert_eq!(pieces, ["oops \"\"\"", "Call."]);
    assert_eq!(
        find(&read(text).root, &["w", "x", "b"]).kind,
        ValueKind::String("text follows\n".into())
    );
}
