//! Lines that are no `key = value`: where each mistake is told, and what is kept of the line.

use super::*;

fn integer(text: &str, path: &[&str]) -> bool {
    matches!(find(&read(text).root, path).kind, ValueKind::Integer(_))
}

#[test]
fn a_line_that_begins_with_no_key_is_told_at_what_is_there() {
    for (line, piece, message) in [
        (
            "\"\"\"x\"\"\" = 1",
            "\"\"\"",
            "three quotes stand where a key should begin",
        ),
        ("'''", "'''", "three quotes stand where a key should begin"),
        ("] # c", "]", "this `]` closes nothing"),
        ("}} x", "}", "this `}}` closes nothing"),
        ("= 1", "=", "the key before `=` is missing"),
        ("a. = 1", "=", "the key before `=` is missing"),
        (".a = 1", ".", "there is a dot too many, or a key too few"),
        ("a..b = 1", ".", "there is a dot too many, or a key too few"),
        ("a.", "a.", "`a.` is not the start of `key = value`"),
        (", 1", ",", "`, 1` is not the start of `key = value`"),
    ] {
        let text = format!("x = 1\n{line}\nz = 1\n");
        if line != "'''" {
            assert_eq!(told(&text), [(piece, message.into())], "{line}");
            assert!(integer(&text, &["z"]) && read(&text).root.damaged);
        } else {
            assert_eq!(told(&text)[0], (piece, message.into()));
        }
    }
}

#[test]
fn the_gap_between_two_dots_is_told_at_the_second() {
    assert_eq!(only("a..b = 1\n").span.range(), 2..3);
}

#[test]
fn a_line_without_equals_is_told_whole() {
    let missing = |key: &str| format!("the `=` is missing after `{key}`");
    for (line, message) in [
        ("\"foo\" bar", missing("\"foo\"")),
        ("größe x", missing("größe")),
        ("foo [1, 2]", missing("foo")),
        ("a.b c", missing("a.b")),
        (
            "first \"name\" = 1",
            "there is more than a key before the `=`".into(),
        ),
        (
            "first [name] = 1",
            "there is more than a key before the `=`".into(),
        ),
        ("foo bar]x", missing("foo")),
    ] {
        let text = format!("x = 1\n{line} # c\nz = 1\n");
        assert_eq!(told(&text), [(line, message)], "{line}");
        assert!(integer(&text, &["z"]));
    }
}

#[test]
fn a_key_of_several_words_keeps_its_value() {
    for (text, path) in [
        ("first name = 1\n", &["first name"][..]),
        ("a.first long name = 1\n", &["a", "first long name"]),
    ] {
        only(text);
        assert!(integer(text, path), "{text}");
        assert!(!read(text).root.damaged);
    }
}

#[test]
fn comments_of_other_languages_leave_the_table_whole() {
    let text = "// x = [\na = 1\n";
    only(text);
    assert!(integer(text, &["a"]) && !read(text).root.damaged);
}

#[test]
fn a_colon_takes_its_value_with_it() {
    let text = "x = 1\na: [\n1,\n]\nb:\n- c\n- d\nz = 1\n";
    assert_eq!(errors(text).len(), 2);
    let parsed = read(text);
    assert_eq!(under(text, find(&parsed.root, &["a"]).span), ":");
    assert_eq!(find(&parsed.root, &["b"]).kind, ValueKind::Unreadable);
    assert!(integer(text, &["z"]));
    // A key cannot begin with one.
    assert_eq!(told(":a\n"), [(":a", "`:a` has no value".into())]);
}

#[test]
fn lines_with_dashes_and_no_key_are_one_mistake() {
    let text = "- a\n  - b\n\t- c\nz = 1\n- d\n";
    assert_eq!(errors(text).len(), 2);
    assert!(integer(text, &["z"]));
}

#[test]
fn a_bracket_or_comma_too_many_leaves_the_value_clear() {
    for rest in ["]", "}", ",", ";", "]]", "],", "};"] {
        let text = format!("a = \"x\" {rest}\nz = 1\n");
        only(&text);
        let parsed = read(&text);
        assert_eq!(
            find(&parsed.root, &["a"]).kind,
            ValueKind::String("x".into()),
            "{rest}"
        );
        assert!(!parsed.root.damaged && integer(&text, &["z"]));
    }
    let text = "a = \"x\" y\nz = 1\n";
    only(text);
    let parsed = read(text);
    let a = find(&parsed.root, &["a"]);
    assert_eq!(a.kind, ValueKind::Unreadable);
    assert_eq!(under(text, a.span), "\"x\"");
    assert!(parsed.root.damaged);
}

#[test]
fn a_list_without_its_opening_bracket_is_one_mistake() {
    let text = "m = \"a\",\n  \"b\",\n  7\n]\nz = 1\n";
    only(text);
    assert!(integer(text, &["z"]));
    // What follows is no list where no comma ends the line, and no item where it looks like none.
    assert_eq!(errors("m = \"a\" x\n\"b\"\n").len(), 2);
    assert_eq!(errors("m = 1,\nword\n").len(), 2);
    for text in [
        "m = 1,\n2\nz = 1\n",
        "m = 1,\n2\n[z]\n",
        "m = 1,\n2\n]\n\"z\" = 1\n",
    ] {
        only(text);
        assert!(read(text).root.get("z").is_some(), "{text}");
    }
}

#[test]
fn what_is_given_up_takes_its_brackets_along() {
    for text in [
        "foo [1,\n\"x\",\n]\nz = 1\n",
        "foo [[1],\n{ a = 1 }\n] x\nz = 1\n",
        "foo [1] x\nz = 1\n",
        "foo { a = 1,\nb = [2]\n}\nz = 1\n",
        "foo [1,\nz = 1\n",
        "foo \"\"\"\ntext\n\"\"\"\nz = 1\n",
        "foo \"\"\"text\"\"\"\nz = 1\n",
        "foo '''\ntext\n'''\nz = 1\n",
    ] {
        only(text);
        assert!(integer(text, &["z"]), "{text}");
    }
}

#[test]
fn a_remark_may_follow_a_tab() {
    assert_eq!(
        told("owner = dana\t# x\n"),
        [("dana", "text needs quotes around it".into())]
    );
    assert_eq!(
        told("owner = a#b # x\n"),
        [("a#b", "text needs quotes around it".into())]
    );
}
