//! What is said about texts that are no TOML.

use super::*;

fn help(raw: &str) -> String {
    unquoted(raw, Some("owner")).help
}

#[test]
fn text_is_offered_in_quotes() {
    assert_eq!(help("dana"), "write `owner = \"dana\"`");
    assert_eq!(help("90d"), "write `owner = \"90d\"`");
    assert_eq!(help("24x7"), "write `owner = \"24x7\"`");
    assert_eq!(help("1.2.3.4"), "write `owner = \"1.2.3.4\"`");
    assert_eq!(help("dana\""), "write `owner = \"dana\"`");
    assert_eq!(
        help("“dana”"),
        "use straight quotes: write `owner = \"dana\"`"
    );
    assert_eq!(help("12:00-13:00"), "write `owner = \"12:00-13:00\"`");
    assert_eq!(help("a\\b"), "write `owner = 'a\\b'`");
    assert_eq!(
        help("dana, rene"),
        "write `owner = \"dana, rene\"`, or a list: `[\"dana\", \"rene\"]`"
    );
    assert_eq!(unquoted("dana", None).help, "write `\"dana\"`");
}

#[test]
fn dates_and_times_are_put_right() {
    assert_eq!(help("2027-1-1"), "write `owner = 2027-01-01`");
    assert_eq!(help("31.12.2027"), "write `owner = 2027-12-31`");
    assert_eq!(help("2027/12/31"), "write `owner = 2027-12-31`");
    assert_eq!(help("12/31/2027"), "write `owner = 2027-12-31`");
    assert_eq!(
        help("8:30"),
        "write `owner = 08:30`, or `\"8:30\"` for text"
    );
    let message = |raw| unquoted(raw, None).message;
    assert_eq!(
        message("2027-02-30"),
        "there is no such day: month 2 of 2027 has 28 days"
    );
    assert_eq!(message("2027-13-01"), "there is no month 13");
    assert_eq!(message("24:30"), "there is no such time of day");
}

#[test]
fn numbers_and_words_are_put_right() {
    assert_eq!(help("007"), "write `owner = 7`, or `\"007\"` for text");
    assert_eq!(help(".5"), "write `owner = 0.5`");
    assert_eq!(help("True"), "write `owner = true`");
    assert_eq!(help("yes"), "write `owner = true`, or `\"yes\"` for text");
    assert_eq!(help("null"), "leave the whole line out");
    let message = |raw| unquoted(raw, None).message;
    assert_eq!(
        message("9223372036854775808"),
        "`9223372036854775808` is too large for a whole number"
    );
}

#[test]
fn unseen_characters_are_named() {
    assert_eq!(
        key("a\u{a0}").message,
        "a no-break space (U+00A0) stands here unseen"
    );
    assert_eq!(key("größe").help, "write `\"größe\"`");
}

#[test]
fn what_stands_for_an_assignment_is_explained() {
    assert_eq!(no_equals("foo bar", "foo").help, "write `foo = \"bar\"`");
    assert_eq!(no_equals("foo", "foo").message, "`foo` has no value");
    assert_eq!(
        no_equals("- dana", "-").help,
        "write lists in brackets: `key = [\"dana\"]`"
    );
    assert_eq!(
        other_comment("// hi").unwrap().help,
        "begin comments with `#`"
    );
    assert_eq!(colon("a", "1").help, "write `a = 1`");
}

#[test]
fn text_is_repaired_where_nothing_else_can_be_meant() {
    let repair = |raw, key| unquoted(raw, key).repair.map(|own| own.text);
    assert_eq!(
        repair("Dana Ortiz", Some("owner")).as_deref(),
        Some("\"Dana Ortiz\"")
    );
    assert_eq!(
        repair("https://wiki.example/runbook", Some("owner")).as_deref(),
        Some("\"https://wiki.example/runbook\"")
    );
    assert_eq!(repair("dana // until May", Some("owner")), None);
    assert_eq!(repair("dana rene", None), None);
}

#[test]
fn curly_quotes_become_straight_where_nothing_ends_them_early() {
    assert_eq!(straight("“noc”").as_deref(), Some("\"noc\""));
    assert_eq!(straight("“Ana’s team”").as_deref(), Some("\"Ana’s team\""));
    for raw in ["“a\"b”", "“a\\b”", "“a“b”", "noc”", "“noc"] {
        assert_eq!(straight(raw), None, "{raw}");
    }
}

#[test]
fn dates_are_read_in_every_order_that_leaves_no_doubt() {
    for (raw, parts) in [
        ("2027/3/1", (2027, 3, 1)),
        ("1.3.2027", (2027, 3, 1)),
        ("31-12-2027", (2027, 12, 31)),
        ("31/12/2027", (2027, 12, 31)),
        ("12/31/2027", (2027, 12, 31)),
    ] {
        assert_eq!(date_parts(raw), Some(parts), "{raw}");
    }
    for raw in [
        "3/4/2027",
        "1.3",
        "1.3.27",
        "a.b.2027",
        "1..2027",
        "1.2.3.2027",
        "+1.3.2027",
    ] {
        assert_eq!(date_parts(raw), None, "{raw}");
    }
    assert_eq!(fixed_date("1.3.2027").as_deref(), Some("2027-03-01"));
    assert_eq!(fixed_date("30.2.2027"), None);
    assert!(matches!(order_of("2027/3/1"), Safety::Safe));
    assert!(matches!(order_of("1.3.2027"), Safety::Unsafe));
}

#[test]
fn february_has_29_days_in_leap_years() {
    for (year, days) in [(2024, 29), (2027, 28), (2000, 29), (1900, 28)] {
        assert_eq!(days_in(year, 2), days, "{year}");
    }
    assert_eq!((days_in(2027, 4), days_in(2027, 12)), (30, 31));
}

#[test]
fn every_month_has_its_days() {
    let days: Vec<_> = (1..=12).map(|month| days_in(2027, month)).collect();
    assert_eq!(days, [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]);
    let message = |raw| unquoted(raw, None).message;
    assert_eq!(message("2027-03-0"), "a month has no day 0");
    assert_eq!(message("2027-0-10"), "there is no month 0");
    assert_eq!(
        message("31.4.2027"),
        "there is no such day: month 4 of 2027 has 30 days"
    );
}

#[test]
fn a_date_that_people_read_in_two_ways_is_text() {
    for raw in ["12/5/2027", "5/12/2027", "12/12/27", "2027-1-"] {
        assert_eq!(date_parts(raw), None, "{raw}");
    }
    assert_eq!(fixed_date("2027-01-31"), None);
}

#[test]
fn times_have_two_or_three_parts_of_two_digits() {
    assert_eq!(
        help("8:5:07"),
        "write `owner = 08:05:07`, or `\"8:5:07\"` for text"
    );
    let is_time = |raw| time(raw, None).is_some();
    assert!(is_time("8:30") && is_time("8:30:15") && is_time("25:00"));
    for raw in [
        "830", "8:", ":30", "123:00", "8:300", "a:30", "8:b", "1:2:3:4",
    ] {
        assert!(!is_time(raw), "{raw}");
    }
}

#[test]
fn a_date_with_a_time_is_known_by_its_looks() {
    let is_moment = |raw| date_and_time(raw).is_some();
    assert!(is_moment("2027-02-30T10:00:00Z") && is_moment("2027-02-30t25:00:00.5+01:00"));
    assert!(is_moment("2027-02-30 10:00"));
    for raw in [
        "x027-02-30 10:00",
        "27-02-30 10:00",
        "2027-02-30 1000",
        "2027-02-30 10:00 CET",
    ] {
        assert!(!is_moment(raw), "{raw}");
    }
}

#[test]
fn numbers_that_are_none_are_told_from_text() {
    let message = |raw| unquoted(raw, None).message;
    for raw in ["1e999", "1__0", "-.5", "+1.", "1e5.0", "0e"] {
        assert_eq!(
            message(raw),
            format!("`{raw}` is not a number as TOML writes it")
        );
    }
    for raw in [
        "0x10000000000000000",
        "0o7777777777777777777777",
        "+99999999999999999999",
    ] {
        assert_eq!(
            message(raw),
            format!("`{raw}` is too large for a whole number")
        );
    }
    let binary = format!("0b{}", "1".repeat(64));
    assert!(message(&binary).ends_with("is too large for a whole number"));
    for raw in [
        "90d", "1.2.3", "0x", "0xZZ", "0o8", "0b12", "-0xFF", "-dana",
    ] {
        assert_eq!(message(raw), "text needs quotes around it", "{raw}");
    }
}

#[test]
fn a_number_is_offered_as_it_should_be_written() {
    assert_eq!(
        help("1."),
        "write `owner = 1.0`, with digits on both sides of the point"
    );
    assert_eq!(
        help("1_0."),
        "write `owner = 10.0`, with digits on both sides of the point"
    );
    assert_eq!(help("-.5"), "write `owner = -0.5`");
    assert_eq!(
        help("1e999"),
        "write a plain number, or `\"1e999\"` for text"
    );
    assert_eq!(help("000"), "write `owner = 0`, or `\"000\"` for text");
    assert_eq!(help("-012"), "write `owner = 12`, or `\"-012\"` for text");
}

#[test]
fn words_for_yes_no_and_nothing_are_known_in_any_case() {
    for (raw, meant) in [
        ("YES", "true"),
        ("on", "true"),
        ("no", "false"),
        ("Off", "false"),
    ] {
        let advice = unquoted(raw, Some("owner"));
        assert_eq!(
            advice.help,
            format!("write `owner = {meant}`, or `\"{raw}\"` for text")
        );
        assert_eq!(advice.repair, None);
    }
    for raw in ["null", "Nil", "NONE", "~"] {
        assert_eq!(unquoted(raw, None).message, "TOML has no empty value");
    }
    let repair = |raw| unquoted(raw, None).repair.map(|own| own.text);
    assert_eq!(repair("True").as_deref(), Some("true"));
    assert_eq!(repair("FALSE").as_deref(), Some("false"));
}

#[test]
fn every_character_that_nobody_sees_has_a_name() {
    for (c, name) in [
        ('\0', "a NUL character (U+0000)"),
        ('\u{8}', "a backspace (U+0008)"),
        ('\u{b}', "a vertical tab (U+000B)"),
        ('\u{c}', "a form feed (U+000C)"),
        ('\r', "a carriage return (U+000D)"),
        ('\u{1b}', "an escape character (U+001B)"),
        ('\u{7f}', "a delete character (U+007F)"),
        ('\u{a0}', "a no-break space (U+00A0)"),
        ('\u{3000}', "an ideographic space (U+3000)"),
        ('\u{200b}', "a zero-width space (U+200B)"),
        ('\u{2028}', "a line separator (U+2028)"),
        ('\u{feff}', "a byte order mark (U+FEFF)"),
        ('\u{1}', "a control character"),
    ] {
        assert_eq!(name_of(c), Some(name));
    }
    assert_eq!(
        (name_of('a'), name_of(' '), name_of('é')),
        (None, None, None)
    );
}

#[test]
fn what_is_a_value_already_is_shown_without_more_quotes() {
    for raw in [
        "\"x\"",
        "'x'",
        "[1, 2]",
        "{ a = 1 }",
        "true",
        "false",
        "0",
        "-7",
        "2027-01-31",
        "08:30",
    ] {
        assert_eq!(value(raw), raw);
    }
    for (raw, shown) in [
        ("dana", "\"dana\""),
        ("007", "\"007\""),
        ("True", "\"True\""),
        ("2027-1-31", "2027-01-31"),
    ] {
        assert_eq!(value(raw), shown);
    }
}

#[test]
fn long_texts_are_cut_and_line_breaks_are_shown() {
    let forty = "x".repeat(40);
    assert_eq!(short(&forty), forty);
    assert_eq!(short(&format!("{forty}yz")), format!("{forty}…"));
    assert_eq!(short("a\nb"), "a\\nb");
}

#[test]
fn quotes_are_chosen_by_what_is_within() {
    assert_eq!(quoted("say \"hi\" now"), "'say \"hi\" now'");
    assert_eq!(quoted("it's \"so\" x"), "\"it's \\\"so\\\" x\"");
    assert_eq!(quoted("it's C:\\x"), "\"it's C:\\\\x\"");
    assert_eq!(quoted("it's"), "\"it's\"");
}

#[test]
fn a_list_is_offered_only_to_a_key_of_its_own() {
    assert_eq!(unquoted("dana, rene", None).help, "write `\"dana, rene\"`");
    let label = |raw| unquoted(raw, Some("owner")).label;
    assert_eq!(label("dana\""), "no quote before it");
    assert_eq!(label("dana'"), "no quote before it");
    assert_eq!(label("dana"), "text without quotes");
}

#[test]
fn text_with_anything_odd_in_it_is_not_repaired() {
    let repair = |raw, key| unquoted(raw, key).repair.map(|own| own.text);
    assert_eq!(repair("dana\"", None).as_deref(), Some("\"dana\""));
    assert_eq!(repair("dana", None).as_deref(), Some("\"dana\""));
    for raw in ["dana \"", "a, b", "a = b", "a [b]", "a\\b"] {
        assert_eq!(repair(raw, Some("owner")), None, "{raw}");
    }
}

#[test]
fn one_curly_quote_is_enough_to_be_told() {
    for raw in ["“noc", "noc”", "‘noc", "noc’", "`noc`", "«noc»"] {
        let advice = unquoted(raw, None);
        assert_eq!(
            advice.message, "curly quotes are not quotes in TOML",
            "{raw}"
        );
        assert_eq!(advice.help, "use straight quotes: write `\"noc\"`", "{raw}");
    }
    assert_eq!(
        unquoted("Ana’s team", None).message,
        "text needs quotes around it"
    );
}

#[test]
fn an_equals_sign_is_put_in_before_what_is_a_value() {
    let repair = |rest: &str| no_equals(&format!("foo {rest}"), "foo").repair;
    for rest in ["\"bar\"", "'bar'", "7", "true", "false", "2027-01-31"] {
        assert_eq!(
            repair(rest),
            Some(Repair {
                safety: Safety::Safe,
                text: format!("foo = {rest}")
            })
        );
    }
    for rest in [
        "bar", "007", "True", "\"a\"b\"", "\"a\\b\"", "\"a", "a\"", "[1]",
    ] {
        assert_eq!(repair(rest), None, "{rest}");
    }
}

#[test]
fn lines_without_a_key_and_its_value_are_told_apart() {
    let message = |line, key| no_equals(line, key).message;
    assert_eq!(
        message("* dana", "*"),
        "a dash does not make a list in TOML"
    );
    assert_eq!(message("-- dana", "--"), "the `=` is missing after `--`");
    assert_eq!(
        message("foo\u{a0}bar", "foo\u{a0}bar"),
        "a no-break space (U+00A0) stands here unseen"
    );
    assert_eq!(
        message("foo \"x\" = 1", "foo"),
        "there is more than a key before the `=`"
    );
    assert_eq!(colon("a", "").help, "write `a = value`");
    assert_eq!(colon("a", "true").help, "write `a = true`");
    assert_eq!(colon("a", "[1]").help, "write `a = [1]`");
}

#[test]
fn a_number_with_commas_is_one_number() {
    let message = |value, rest| after_value(value, rest).message;
    assert_eq!(after_value("1", ",000").help, "write `1000`");
    assert_eq!(after_value("12", ",345,678").help, "write `12345678`");
    assert_eq!(message("123", ",456"), "a number has no commas in it");
    for (value, rest) in [
        ("1", ",00"),
        ("1", ",0000"),
        ("1", ",0a0"),
        ("1", ",000,"),
        ("1234", ",000"),
        ("x", ",000"),
        ("", ",000"),
    ] {
        assert_eq!(message(value, rest), "a key has one value", "{value}{rest}");
    }
}

#[test]
fn what_follows_a_value_is_told_by_its_first_letter() {
    let message = |value, rest| after_value(value, rest).message;
    let inner = "a quote within the text ends it early";
    assert_eq!(message("\"say \"", "hi\" now\""), inner);
    for (value, rest) in [("7", "hi\""), ("\"a\"", "hi"), ("\"a\"", "b = \"c\"")] {
        assert_eq!(
            message(value, rest),
            "something follows the value on its line",
            "{rest}"
        );
    }
    for rest in ["\"b\"", "'b'", ", \"b\"", ",\"b\""] {
        let advice = after_value("\"a\"", rest);
        assert_eq!(advice.message, "a key has one value", "{rest}");
        assert!(
            advice
                .help
                .starts_with("put several in brackets: `[\"a\", ")
        );
        assert!(!advice.help.contains(", ,"));
    }
    for rest in ["]", "}", "]]", "}\"", "]\""] {
        assert_eq!(
            message("\"a\"", rest),
            "there is a closing bracket too many",
            "{rest}"
        );
    }
    assert_eq!(
        message("1", "\u{200b}"),
        "a zero-width space (U+200B) stands here unseen"
    );
}

#[test]
fn a_mark_at_the_end_of_a_line_is_taken_off() {
    let repair = |rest| after_value("1", rest).repair;
    let delete = |safety| {
        let text = String::new();
        Some(Repair { safety, text })
    };
    assert_eq!(repair(";"), delete(Safety::Safe));
    assert_eq!(repair(","), delete(Safety::Unsafe));
    assert_eq!(repair(";;"), None);
    assert_eq!(repair(", 2"), None);
}

#[test]
fn a_comma_is_not_missing_where_a_quote_is() {
    for piece in ["y\"", "y'"] {
        assert!(!missing_comma(piece).is_of_comma(), "{piece}");
    }
    for piece in ["\"y\"", "'y'", "y", "7", "\"y"] {
        assert!(missing_comma(piece).is_of_comma(), "{piece}");
    }
}

#[test]
fn comments_of_other_languages_become_comments() {
    let repair = |line| other_comment(line).and_then(|own| own.repair);
    for line in ["// x", "; x", "-- x", "% x"] {
        let repaired = repair(line).map(|own| own.text);
        assert_eq!(repaired.as_deref(), Some("# x"), "{line}");
    }
    for line in ["/* x */", "<!-- x -->"] {
        assert!(other_comment(line).is_some(), "{line}");
        assert_eq!(repair(line), None, "{line}");
    }
    assert_eq!(other_comment("x // y"), None);
}
