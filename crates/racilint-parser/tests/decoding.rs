//! What is said of values that do not fit, and what is offered in their place.

use racilint_diagnostics::{Finding, Safety, Sources};
use racilint_parser::InMemory;
use racilint_parser::decode::{Likeness, likely};

fn findings(text: &str) -> Vec<Finding> {
    let sources = Sources::default();
    let main = sources.add("a.raci.toml", text);
    racilint_parser::read(&sources, main, "a.raci.toml", &InMemory::default()).1
}

/// Each finding as the object that it is about, with its message.
fn told(text: &str) -> Vec<String> {
    let told = findings(text).into_iter();
    told.map(|own| format!("{}: {}", own.subject.object, own.message))
        .collect()
}

#[track_caller]
fn only(text: &str) -> Finding {
    let mut all = findings(text);
    assert_eq!(all.len(), 1, "{text}\n{all:#?}");
    all.remove(0)
}

/// The text with the repair of its only finding, if there is one, and how sure that is.
#[track_caller]
fn repaired(text: &str) -> Option<(String, bool)> {
    let fix = only(text).fix?;
    let mut edits = fix.edits;
    edits.sort_by_key(|edit| std::cmp::Reverse(edit.span.range().start));
    let mut whole = text.to_owned();
    for edit in edits {
        whole.replace_range(edit.span.range(), &edit.text);
    }
    Some((whole, matches!(fix.safety, Safety::Safe)))
}

/// A repair that leaves nothing to tell.
#[track_caller]
fn safely(text: &str, expected: &str) {
    assert_eq!(repaired(text), Some((expected.to_owned(), true)));
    assert_eq!(told(expected), [""; 0]);
}

#[test]
fn rows_may_stand_in_braces() {
    let good = "{ holder = 'dana', action = 'reset-password', mode = 'prohibited' }";
    let text = |rows: &str| format!("grant = [{rows}]\n[engagement]\n");
    assert_eq!(told(&text(&format!("{good}, {good}"))), [""; 0]);
    assert_eq!(
        told(&text(&format!(
            "{good}, {{ holder = 'dana', mode = 'prohibited' }}"
        ))),
        ["grant.2: `action` is missing here"]
    );
    assert_eq!(
        told(&text(&format!("{good}, 7"))),
        ["engagement: `grant` does not take a whole number"]
    );
}

#[test]
fn a_name_that_no_quotes_would_save_is_told_once() {
    assert_eq!(
        told("[engagement]\n[workstream.a]\nreview every = '1y'\n"),
        ["workstream.a: `review every` is not a key that racilint knows here"]
    );
    assert_eq!(
        told("[engagement]\n[workstream.a]\ntitle = x\n[workstream.b b]\n"),
        [
            ": text needs quotes around it",
            ": the key `b b` needs quotes"
        ]
    );
}

#[test]
fn a_word_is_evident_where_no_other_is_in_sight() {
    let meant = |word: &str, words: &[&'static str]| {
        let (near, likeness) = likely(word, words.iter().copied())?;
        Some((near, likeness?))
    };
    for (word, words, expected) in [
        ("Review_Every", &["review-every"][..], Some(Likeness::Same)),
        (
            "review every",
            &["review-every", "review-ever"],
            Some(Likeness::Same),
        ),
        ("owenr", &["owner"], Some(Likeness::Slip)),
        ("owenr", &["owner", "owner"], Some(Likeness::Slip)),
        (
            "abcdefghi",
            &["abcdefghx", "abcdefxyz"],
            Some(Likeness::Slip),
        ),
        // Too short to be sure, or with another word in sight.
        ("hald", &["hard"], Some(Likeness::Nearest)),
        ("abcdef", &["abcdex", "abcdyz"], Some(Likeness::Nearest)),
        ("abcdef", &["abcdyz"], Some(Likeness::Nearest)),
        ("at", &["as"], Some(Likeness::Nearest)),
        // Two that are as near, or none.
        ("abcdef", &["abcdex", "abcdey"], None),
        ("abcdef", &["abcxyz"], None),
        ("abcde", &["abxye"], None),
    ] {
        let found = meant(word, words);
        assert_eq!(found.map(|own| own.1), expected, "{word} {words:?}");
        assert!(found.is_none_or(|own| own.0 == words[0]));
    }
}

#[test]
fn a_known_word_is_surer_than_a_name() {
    let sure = |safety| matches!(safety, Safety::Safe);
    let of = |own: Likeness| (sure(own.of_known_word()), sure(own.of_name()));
    assert_eq!(of(Likeness::Same), (true, true));
    assert_eq!(of(Likeness::Slip), (true, false));
    assert_eq!(of(Likeness::Nearest), (false, false));
}

#[test]
fn a_misspelt_key_is_renamed_unless_the_right_one_is_there() {
    let text = |keys: &str| format!("[engagement]\n[workstream.a]\n{keys}");
    safely(
        &text("responsibel = 'dana'\n"),
        &text("responsible = 'dana'\n"),
    );
    let both = text("responsibel = 'dana'\nresponsible = 'dana'\n");
    let finding = only(&both);
    assert_eq!(finding.label, "did you mean `responsible`?");
    assert_eq!(finding.fix, None);
    // The right one is there, but cannot be read.
    let unread = text("responsibel = 'dana'\nresponsible = 7\n");
    assert!(findings(&unread).iter().all(|own| own.fix.is_none()));
    // Of tables there can be several.
    safely(
        "[engagement]\n[persn.a]\n[person.b]\n",
        "[engagement]\n[person.a]\n[person.b]\n",
    );
    let nothing = only("[engagement]\nxyzzy = 1\n");
    assert!(nothing.help.unwrap().starts_with("known here: title, "));
    assert_eq!(nothing.fix, None);
}

#[test]
fn an_id_is_a_name_without_dots() {
    for id in ["a", "A-1_b", "\"a b\"", "\"größe\""] {
        assert_eq!(told(&format!("[engagement]\n[person.{id}]\n")), [""; 0]);
    }
    for (id, name) in [
        ("\"a.b\"", "a.b"),
        ("\"\"", ""),
        ("\" \"", " "),
        ("\"a\\tb\"", "a\tb"),
    ] {
        assert_eq!(
            told(&format!("[engagement]\n[person.{id}]\n")),
            [format!(
                "person.{name}: `{name}` cannot be the id of a person"
            )]
        );
    }
}

#[test]
fn the_last_day_of_a_table_is_not_before_its_first() {
    let person = |keys: &str| told(&format!("[engagement]\n[person.a]\n{keys}"));
    let engagement = |keys: &str| told(&format!("[engagement]\n{keys}"));
    assert_eq!(
        engagement("starts = 2027-02-01\nends = 2027-01-31\n"),
        ["engagement: `ends` lies before `starts`"]
    );
    assert_eq!(
        engagement("ends = 2026-12-31\nreviewed = 2027-01-01\nstarts = 2027-01-01\n"),
        ["engagement: `ends` lies before `starts`"]
    );
    assert_eq!(
        engagement("starts = 2027-01-31\nends = 2027-01-31\n"),
        [""; 0]
    );
    assert_eq!(
        person("from = 2027-02-01\nuntil = 2027-01-31\n"),
        ["person.a: `until` lies before `from`"]
    );
    assert_eq!(
        person("away = { from = 2027-02-01, to = 2027-01-31 }\n"),
        ["person.a: `to` lies before `from`"]
    );
    // The dates of a table within are its own.
    assert_eq!(
        person("from = 2027-02-01\naway = { from = 2026-01-01, to = 2026-01-02 }\n"),
        [""; 0]
    );
    assert_eq!(
        person(
            "from = 2027-02-01\naway = { from = 2026-01-01, to = 2026-01-02 }\nuntil = 2026-03-01\n"
        ),
        ["person.a: `until` lies before `from`"]
    );
}

#[test]
fn a_value_in_the_wrong_form_is_put_in_the_right_one() {
    let text = |line: &str| format!("[engagement]\n{line}\n[person.a]\n");
    for (line, right) in [
        ("title = 7", "title = \"7\""),
        ("title = 7.5", "title = \"7.5\""),
        ("title = true", "title = \"true\""),
        ("title = 2027-01-01", "title = \"2027-01-01\""),
        ("headcount = '12'", "headcount = 12"),
        ("headcount = '0'", "headcount = 0"),
        ("headcount = '10000000'", "headcount = 10000000"),
        ("standardized = 'True'", "standardized = true"),
        ("standardized = 'false'", "standardized = false"),
    ] {
        safely(&text(line), &text(right));
    }
    for line in [
        "title = ['x']",
        "headcount = '10000001'",
        "headcount = '-1'",
        "headcount = 'many'",
        "standardized = 'yes'",
        "standardized = 1",
        "client = 7",
    ] {
        assert_eq!(repaired(&text(line)), None, "{line}");
    }
    let contact = |value: &str| format!("[engagement]\n[person.a]\ncontact = [{value}]\n");
    safely(&contact("'a', 7"), &contact("'a', \"7\""));
}

#[test]
fn brackets_of_a_header_are_put_right() {
    let good = "holder = 'dana'\naction = 'reset-password'\nmode = 'prohibited'\n";
    safely("[[engagement]]\n", "[engagement]\n");
    safely(
        "[engagement]\n[[party.a]]\nname = 'x'\n",
        "[engagement]\n[party.a]\nname = 'x'\n",
    );
    safely(
        &format!("[engagement]\n[grant]\n{good}"),
        &format!("[engagement]\n[[grant]]\n{good}"),
    );
    let row = "{ holder = 'dana', action = 'reset-password', mode = 'prohibited' }";
    safely(
        &format!("grant = {row}\n[engagement]\n"),
        &format!("grant = [{row}]\n[engagement]\n"),
    );
    for text in [
        "[[engagement]]\n[[engagement]]\n".to_owned(),
        "[engagement]\n[[party.a]]\n[[party.a]]\n".to_owned(),
        "grant.holder = 'dana'\ngrant.action = 'reset-password'\ngrant.mode = 'prohibited'\n\
         [engagement]\n"
            .to_owned(),
    ] {
        assert_eq!(repaired(&text), None, "{text}");
    }
}

#[test]
fn a_header_that_is_no_toml_is_mended_by_hand() {
    for text in [
        "[[engagement]\n",
        "[engagement]]\n",
        "[engagement]\n[grant\nholder = 'dana'\naction = 'reset-password'\nmode = 'prohibited'\n",
        "[engagement]\ngrant]\nholder = 'dana'\naction = 'reset-password'\nmode = 'prohibited'\n",
    ] {
        let all = findings(text);
        assert!(all.iter().all(|own| own.fix.is_none()), "{text}\n{all:#?}");
    }
}

#[test]
fn tables_without_an_id_are_told_where_they_stand() {
    assert_eq!(
        told("[engagement]\n[[person]]\n[[person]]\n"),
        [
            "engagement: this person has no id",
            "engagement: this person has no id"
        ]
    );
    let finding = only("[engagement]\n[person]\nname = 'x'\n");
    assert_eq!(finding.message, "`name` is not a key of `person`");
    assert_eq!(
        finding.help.as_deref(),
        Some("give each person a table of its own: a line `[person.ID]`, with its keys below")
    );
    let finding = only("[engagement]\n[workstream.a.slice]\nname = 'x'\n");
    assert_eq!(
        finding.help.as_deref(),
        Some(
            "give each slice a table of its own: a line `[workstream.a.slice.ID]`, with its keys below"
        )
    );
}

#[test]
fn a_key_that_must_be_there_is_missed_once() {
    let grant = |keys: &str| told(&format!("[engagement]\n[[grant]]\n{keys}"));
    assert_eq!(
        grant("holder = 'dana'\nmode = 'prohibited'\n"),
        ["grant.1: `action` is missing here"]
    );
    // It is there, and cannot be read or is misspelt.
    assert_eq!(
        grant("holder = 'dana'\nmode = 'prohibited'\naction = 7\n"),
        ["grant.1: `action` does not take a whole number"]
    );
    assert_eq!(
        grant("holder = 'dana'\nmode = 'prohibited'\nactoin = 'reset-password'\n"),
        ["grant.1: `actoin` is not a key that racilint knows here"]
    );
    assert_eq!(
        grant("holder = 'dana'\nmode = 'prohibited'\naction = [7]\n"),
        ["grant.1: `action` does not take a whole number"]
    );
    assert_eq!(
        grant("holder = 'dana'\nmode = 'prohibited'\naction = [['a']]\n"),
        ["grant.1: `action` takes one list, not lists in a list"]
    );
}

#[test]
fn a_number_out_of_bounds_is_told_with_them() {
    let text = |number: i64| format!("[engagement]\n[person.a]\ncapacity = {number}\n");
    assert_eq!(told(&text(0)), [""; 0]);
    assert_eq!(told(&text(168)), [""; 0]);
    for number in [-1, 169] {
        let finding = only(&text(number));
        assert_eq!(finding.message, format!("`capacity` cannot be {number}"));
        assert_eq!(
            finding.help.as_deref(),
            Some("write a whole number from 0 to 168")
        );
    }
}

#[test]
fn a_misspelt_word_of_a_choice_is_put_right() {
    let text = |word: &str| format!("[engagement]\nstatus = {word}\n");
    safely(&text("'Signed'"), &text("\"signed\""));
    safely(&text("'sigend'"), &text("\"signed\""));
    let finding = only(&text("'final'"));
    assert_eq!(finding.message, "`final` is not a value of `status`");
    assert_eq!(
        finding.help.as_deref(),
        Some("write `\"draft\"` or `\"signed\"`")
    );
    assert_eq!((finding.label.as_str(), finding.fix), ("", None));
}

#[test]
fn a_table_that_is_broken_itself_is_not_told_to_be_one() {
    assert_eq!(
        told("[engagement]\ntitle = { a = 1 }\n"),
        ["engagement: `title` does not take a table"]
    );
    let broken = told("[engagement]\ntitle = { a = 1, b }\n");
    assert_eq!(broken.len(), 1, "{broken:?}");
    assert!(broken[0].contains("has no value"), "{broken:?}");
}

#[test]
fn a_list_with_one_table_in_braces_has_no_brackets_to_take_away() {
    let finding = only("engagement = [{ timezone = 'UTC' }]\n");
    assert!(finding.fix.is_none(), "{finding:?}");
    safely(
        "[[engagement]]\ntimezone = 'UTC'\n",
        "[engagement]\ntimezone = 'UTC'\n",
    );
}

#[test]
fn what_is_given_in_braces_may_have_headers_of_its_own() {
    let shifts = "[[team.desk.shifts]]\nwho = 'dana'\nhours = 'Mon 08:00-12:00'\n";
    let text = format!("[engagement]\n[team.desk]\n{shifts}{shifts}");
    assert_eq!(told(&text), [""; 0]);
    assert_eq!(
        told(&text.replacen("who = 'dana'", "who = 5", 1)),
        ["team.desk: `who` does not take a whole number"]
    );
}

#[test]
fn a_key_below_the_wrong_header_is_told_where_it_belongs() {
    let help = |text: &str| {
        let found = findings(text).into_iter();
        let told = found.map(|own| (own.message, own.help.unwrap_or_default()));
        told.collect::<Vec<(String, String)>>()
    };
    let moved = |key: &str| format!("`{key}` belongs under `[engagement]`: move it there");
    let mut found =
        help("model = 'co-managed'\nprofiles = []\n[engagement]\n[party]\nclient = 'a'\n");
    let expected = [
        ("`model` is not a key that racilint knows here", "model"),
        (
            "`profiles` is not a key that racilint knows here",
            "profiles",
        ),
        ("`client` is not a key of `party`", "client"),
    ];
    let expected = expected.map(|(message, key)| (message.to_owned(), moved(key)));
    // Keys of a table are told before the table itself.
    found.rotate_left(1);
    assert_eq!(found, expected);
    let below = help("[engagement]\n[party.a]\nname = 'A'\nprofiles = []\n");
    let (_, said) = &below[0];
    assert!(said.starts_with("known here: "), "{said}");
    assert!(
        said.ends_with("; `profiles` is a key of `[engagement]`"),
        "{said}"
    );
    let id = help("[engagement]\n[party]\ndana = 'a'\n");
    assert!(
        id[0].1.starts_with("give each party a table of its own"),
        "{id:?}"
    );
}
