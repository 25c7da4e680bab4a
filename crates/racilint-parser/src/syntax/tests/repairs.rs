//! What is offered to be written in place of a mistake, and what comes of it.

use racilint_diagnostics::{Edit, Safety};

use super::*;

/// The title of the only repair of a text, and the text that it makes.
fn repaired(text: &str) -> (String, Safety, String) {
    let fix = only(text)
        .fix
        .unwrap_or_else(|| panic!("no repair: {text}"));
    let [Edit { span, text: new }] = fix.edits.as_slice() else {
        panic!("{:?}", fix.edits);
    };
    let mut whole = text.to_owned();
    whole.replace_range(span.range(), new);
    (fix.title, fix.safety, whole)
}

#[test]
fn what_is_evident_is_mended() {
    for (text, title, mended) in [
        ("x = 1\na: 2\n", "write `=`", "x = 1\na = 2\n"),
        ("x = 1\na:2\n", "write `=`", "x = 1\na = 2\n"),
        ("x = 1\na : 2\n", "write `=`", "x = 1\na = 2\n"),
        ("x = 1\na :2\n", "write `=`", "x = 1\na = 2\n"),
        ("a == 1\n", "delete it", "a = 1\n"),
        ("a = \"x\";\n", "delete it", "a = \"x\"\n"),
        ("a = [1,, 2]\n", "delete it", "a = [1, 2]\n"),
        (
            "a = { b = 1,, c = 2 }\n",
            "delete it",
            "a = { b = 1, c = 2 }\n",
        ),
        ("a = dana # x\n", "write `\"dana\"`", "a = \"dana\" # x\n"),
        ("foo 1\n", "write `foo = 1`", "foo = 1\n"),
        ("// x\n", "write `# x`", "# x\n"),
    ] {
        let (is, safety, whole) = repaired(text);
        assert_eq!((is.as_str(), whole.as_str()), (title, mended));
        assert!(matches!(safety, Safety::Safe), "{text}");
        check(&whole);
        assert_eq!(errors(&whole), [], "{whole}");
    }
}

#[test]
fn a_comma_or_bracket_is_put_in_where_it_is_missing() {
    for (text, title, mended) in [
        (
            "a = [\"x\" \"y\"]\n",
            "put a `,` there",
            "a = [\"x\", \"y\"]\n",
        ),
        (
            "a = { b = \"x\" c = 2 }\n",
            "put a `,` there",
            "a = { b = \"x\", c = 2 }\n",
        ),
        (
            "a = [\"x\",\n  \"y\"\nb = 1\n",
            "put a `]` there",
            "a = [\"x\",\n  \"y\"]\nb = 1\n",
        ),
        (
            "a = { x = 1\n[b]\n",
            "put a `}` there",
            "a = { x = 1}\n[b]\n",
        ),
    ] {
        let (is, safety, whole) = repaired(text);
        assert_eq!((is.as_str(), whole.as_str()), (title, mended));
        assert!(matches!(safety, Safety::Unsafe), "{text}");
        assert_eq!(errors(&whole), [], "{whole}");
    }
}

#[test]
fn nothing_is_put_in_where_more_could_be_meant() {
    for text in [
        "a:\n",
        "foo bar\n",
        "a = [\"x, \"y\"]\n",
        "a = [\n",
        "a = 1.\n",
        "/* x */\n",
    ] {
        assert_eq!(only(text).fix, None, "{text}");
    }
}
