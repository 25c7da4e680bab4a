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
