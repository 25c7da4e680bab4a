//! Each usual mistake: one finding, its exact place, its words.

use super::*;

/// A text with one mistake: the piece it is told at, and the help for it.
fn expect(text: &str, piece: &str, message: &str, help: &str) {
    let error = only(text);
    assert_eq!(under(text, error.span), piece, "{text}");
    assert_eq!(error.message, message, "{text}");
    assert_eq!(error.help.as_deref(), Some(help), "{text}");
    check(text);
}

#[test]
fn text_without_quotes() {
    let message = "text needs quotes around it";
    expect(
        "owner = dana\n",
        "dana",
        message,
        "write `owner = \"dana\"`",
    );
    expect(
        "owner = dana # x\n",
        "dana",
        message,
        "write `owner = \"dana\"`",
    );
    expect("every = 90d\n", "90d", message, "write `every = \"90d\"`");
    expect("hours = 24x7", "24x7", message, "write `hours = \"24x7\"`");
    expect(
        "a.\"b c\" = Dana Meyer\n",
        "Dana Meyer",
        message,
        "write `a.\"b c\" = \"Dana Meyer\"`",
    );
    expect("m = [\"x\", dana]\n", "dana", message, "write `\"dana\"`");
    expect(
        "m = { o = dana, p = 1 }\n",
        "dana",
        message,
        "write `o = \"dana\"`",
    );
    expect(
        "m = [dana: 1, 2]\n",
        "dana: 1",
        message,
        "write `\"dana: 1\"`",
    );
}

#[test]
fn an_unreadable_value_keeps_its_key_and_its_neighbours() {
    let parsed = read("[w]\na = 1\nowner = dana\nb = [1, x, 2]\n");
    let ValueKind::Table(table) = &find(&parsed.root, &["w"]).kind else {
        panic!("no table");
    };
    assert!(!table.damaged);
    assert_eq!(
        table.get("owner").unwrap().value.kind,
        ValueKind::Unreadable
    );
    let ValueKind::Array(items) = &table.get("b").unwrap().value.kind else {
        panic!("no list");
    };
    assert_eq!(items[1].kind, ValueKind::Unreadable);
    assert_eq!(items[2].kind, ValueKind::Integer(2));
}

#[test]
fn other_ways_to_write_a_line() {
    let colon = "a value is given with `=`, not with `:`";
    expect("a: 1\n", ":", colon, "write `a = 1`");
    expect("a:1\n", ":", colon, "write `a = 1`");
    expect("\"a b\": x\n", ":", colon, "write `\"a b\" = \"x\"`");
    expect("t = { a: 1, b = 2 }\n", "a:", colon, "write `a = value`");
    expect(
        "foo bar\n",
        "foo bar",
        "the `=` is missing after `foo`",
        "write `foo = \"bar\"`",
    );
    let none = "`foo` has no value";
    expect(
        "foo\n",
        "foo",
        none,
        "write `foo = value`, or `[foo]` for a table",
    );
    let leave = "write a value, such as `foo = \"text\"`, or leave the line out";
    expect("foo =\n", "=", none, leave);
    expect("foo = # later\n", "=", none, leave);
    expect(
        "// note = 1\n",
        "// note = 1",
        "`//` does not begin a comment in TOML",
        "begin comments with `#`",
    );
    expect(
        "= 1\n",
        "=",
        "the key before `=` is missing",
        "write `key = 1`",
    );
    expect("a == 1\n", "=", "one `=` is enough", "delete it");
    assert_eq!(errors("a == 1\n")[0].span.range(), 3..4);
}

#[test]
fn a_known_key_is_kept_and_a_doubtful_one_is_not() {
    let parsed = read("a: 1\nfoo bar\nb = 2\n");
    assert_eq!(find(&parsed.root, &["a"]).kind, ValueKind::Unreadable);
    assert!(parsed.root.get("foo").is_none());
    assert!(parsed.root.damaged);
    assert!(!read("a: 1\n").root.damaged);
}

#[test]
fn keys_that_need_quotes() {
    expect(
        "first name = 1\n",
        "first name",
        "the key `first name` needs quotes",
        "write `\"first name\"`",
    );
    expect(
        "größe = 1\n",
        "größe",
        "the key `größe` needs quotes",
        "write `\"größe\"`",
    );
    expect(
        "[w.Mail Desk]\n",
        "Mail Desk",
        "the key `Mail Desk` needs quotes",
        "write `\"Mail Desk\"`",
    );
    expect(
        "“a” = 1\n",
        "“a”",
        "curly quotes are not quotes in TOML",
        "use straight quotes: `\"a\"`",
    );
    let parsed = read("[w.Mail Desk]\ngröße = 1\n");
    assert_eq!(
        find(&parsed.root, &["w", "Mail Desk", "größe"]).kind,
        ValueKind::Integer(1)
    );
}

#[test]
fn quotes() {
    let never = "this quote is never closed";
    expect(
        "a = \"x # y\nb = 1\n",
        "\"x # y",
        never,
        "add a `\"` where the text ends",
    );
    expect("a = 'x  \n", "'x", never, "add a `'` where the text ends");
    expect(
        "a = [\"x\", \"y]\nb = 1\n",
        "\"y]",
        never,
        "add a `\"` where the text ends",
    );
    expect(
        "\"a = 1\n",
        "\"a = 1",
        never,
        "add a `\"` where the text ends",
    );
    expect(
        "a = “x”\n",
        "“x”",
        "curly quotes are not quotes in TOML",
        "use straight quotes: write `a = \"x\"`",
    );
    expect(
        "a = \"say \"hi\"\"\n",
        "hi\"\"",
        "a quote within the text ends it early",
        "write `\\\"` for a quote within text",
    );
    expect(
        "a = [\"x, \"y\"]\n",
        "y\"",
        "a quote is missing around one of two texts",
        "write each text with a quote on both sides, and a comma after it",
    );
}

#[test]
fn escapes_and_unseen_characters() {
    let help = "write `\\\\` for a backslash, or put the text in single quotes";
    expect("a = \"C:\\Dir\"\n", "\\D", "`\\D` is not an escape", help);
    expect("a = \"\\é\"\n", "\\é", "`\\é` is not an escape", help);
    assert_eq!(errors("a = \"x\\u00zz\"\n")[0].span.range(), 6..11);
    // An escape that was begun, whatever stands where it goes on.
    expect(
        "a = \"x\\\u{1}y\"\n",
        "\\\u{1}",
        "`\\\\u{1}` is not an escape",
        help,
    );
    for (text, range, name) in [
        (
            "a = \"x\0y\"\n",
            6..7,
            "a NUL character (U+0000) is not allowed here",
        ),
        (
            "a = 'x\u{7f}y'\n",
            6..7,
            "a delete character (U+007F) is not allowed here",
        ),
        (
            "a = \"\u{7f}\"\n",
            5..6,
            "a delete character (U+007F) is not allowed here",
        ),
        (
            "# x\u{1b}\na = 1\n",
            3..4,
            "an escape character (U+001B) is not allowed here",
        ),
        (
            "a = 1\n\0\n",
            6..7,
            "a NUL character (U+0000) stands here unseen",
        ),
        (
            "a\u{a0}= 1\n",
            0..3,
            "a no-break space (U+00A0) stands here unseen",
        ),
        (
            "a = 1\u{a0}\n",
            4..7,
            "a no-break space (U+00A0) stands here unseen",
        ),
    ] {
        let error = only(text);
        assert_eq!(
            (error.span.range(), error.message.as_str()),
            (range, name),
            "{text:?}"
        );
    }
}

#[test]
fn dates_and_numbers() {
    for (value, message) in [
        (
            "2027-02-30",
            "there is no such day: month 2 of 2027 has 28 days",
        ),
        (
            "2027-1-1",
            "dates are written with four, two and two digits: year-month-day",
        ),
        (
            "31.12.2027",
            "dates are written with four, two and two digits: year-month-day",
        ),
        (
            "2027-02-30T10:00:00Z",
            "this is not a date and time that exists",
        ),
        (
            "8:00",
            "times are written with two digits each: hours:minutes",
        ),
        ("25:00", "there is no such time of day"),
        (
            "9223372036854775808",
            "`9223372036854775808` is too large for a whole number",
        ),
        (
            "-9223372036854775809",
            "`-9223372036854775809` is too large for a whole number",
        ),
        (
            "0xFFFFFFFFFFFFFFFF",
            "`0xFFFFFFFFFFFFFFFF` is too large for a whole number",
        ),
        ("1e999", "`1e999` is not a number as TOML writes it"),
        ("007", "a number cannot begin with 0"),
        ("1.", "`1.` is not a number as TOML writes it"),
        ("True", "`true` is written in small letters"),
        ("null", "TOML has no empty value"),
    ] {
        let text = format!("a = {value}\n");
        assert_eq!(told(&text), [(value, message.to_owned())]);
        check(&text);
        let text = format!("a = [{value}]\n");
        assert_eq!(told(&text), [(value, message.to_owned())]);
    }
}

#[test]
fn commas_and_what_follows_a_value() {
    let comma = "a comma is missing between two values";
    expect(
        "a = [\"x\" \"y\"]\n",
        "\"y\"",
        comma,
        "put a comma after each value",
    );
    expect("a = [1 2]\n", "1 2", comma, "write `1, 2`");
    expect(
        "a = [1,, 2]\n",
        ",",
        "there is a comma too many",
        "delete it",
    );
    expect(
        "a = { b = 1, , c = 2 }\n",
        ",",
        "there is a comma too many",
        "delete it",
    );
    expect(
        "a = \"x\", \"y\"\n",
        ",",
        "a key has one value",
        "put several in brackets: `[\"x\", \"y\"]`",
    );
    expect(
        "a = [1]]\n",
        "]",
        "there is a closing bracket too many",
        "delete it",
    );
    expect(
        "]\n",
        "]",
        "this `]` closes nothing",
        "delete it, or look for the opening bracket above",
    );
    let own_line = "put it on a line of its own, or begin a comment with `#`";
    expect(
        "a = 1 b = 2\n",
        "b = 2",
        "something follows the value on its line",
        own_line,
    );
    expect(
        "[a] b = 2\n",
        "b = 2",
        "a header stands alone on its line",
        "put this on the next line",
    );
    expect(
        "a = { b = 1 c = 2 }\n",
        "1 c = 2",
        "a comma is missing between two keys with their values",
        "put a comma after each value",
    );
}

#[test]
fn keys_and_tables_written_twice() {
    let text = "a = 1\nb = 2\n'a' = 3\n";
    let error = only(text);
    assert_eq!(error.kind, SyntaxErrorKind::DuplicateKey);
    assert_eq!(error.span.range(), 12..15);
    assert_eq!(
        error.related,
        [(
            Span::new(FileId::default(), 0..1),
            "first written here".into()
        )]
    );
    assert_eq!(find(&read(text).root, &["a"]).kind, ValueKind::Integer(1));

    let text = "[p.dana]\nx = 1\n[q]\n[p.dana]\nx = 2\ny = 3\n";
    let error = only(text);
    assert_eq!(error.kind, SyntaxErrorKind::DuplicateTable { depth: 2 });
    assert_eq!(error.span.range(), 22..26);
    assert_eq!(error.related[0].0.range(), 3..7);
    let parsed = read(text);
    assert_eq!(
        find(&parsed.root, &["p", "dana", "x"]).kind,
        ValueKind::Integer(1)
    );
    assert_eq!(
        find(&parsed.root, &["p", "dana", "y"]).kind,
        ValueKind::Integer(3)
    );
}

#[test]
fn adding_to_what_is_complete_is_told_once() {
    for text in [
        "a = { b = {} }\n[a.b]\n",
        "a = { b = 1 }\na.b = 2\n",
        "a = 5\n[a.b]\n[a.c]\n[[a.d]]\n",
        "a = []\n[[a]]\n[[a]]\n",
        "[a.b]\nc = {}\n[a]\nb.c.d = 1\n",
        "a.b = 1\n[a]\nc = 1\n",
        "[a]\n[[a]]\n[[a]]\n",
        "[[a]]\n[a]\n",
        "x = { a.b = 1, a = 2 }\n",
    ] {
        only(text);
        check(text);
    }
}

#[test]
fn several_mistakes_are_told_in_the_order_of_the_file() {
    let text = "a = x\nc: 2\n[d\ne = 1\ne = 2\nb = [1\nf = \"\n[g]\nh = 2027-13-01\n";
    let starts: Vec<_> = errors(text)
        .iter()
        .map(|error| error.span.range().start)
        .collect();
    assert_eq!(starts, [4, 7, 11, 20, 31, 37, 47]);
    assert_eq!(
        find(&read(text).root, &["d", "e"]).kind,
        ValueKind::Integer(1)
    );
    check(text);
}
