//! Dates, durations, hours and references: what is read, and what is said where nothing can be.

use racilint_diagnostics::{Finding, Safety, Sources};
use racilint_parser::values::{Hours, Many, Unit, Window};
use racilint_parser::{Document, InMemory};

/// What `look` sees in the document that comes of a text, and what is said of it.
fn read<T>(text: &str, look: impl FnOnce(&Document<'_>) -> T) -> (T, Vec<Finding>) {
    let sources = Sources::default();
    let main = sources.add("a.raci.toml", text);
    let (document, findings) =
        racilint_parser::read(&sources, main, "a.raci.toml", &InMemory::default());
    (look(&document), findings)
}

fn told(text: &str) -> Vec<String> {
    let (_, findings) = read(text, |_| ());
    findings.into_iter().map(|own| own.message).collect()
}

#[track_caller]
fn only(text: &str) -> Finding {
    let (_, mut all) = read(text, |_| ());
    assert_eq!(all.len(), 1, "{text}\n{all:#?}");
    all.remove(0)
}

/// What is offered in place of a value, and whether that is sure.
fn offered(finding: &Finding) -> Option<(&str, bool)> {
    let fix = finding.fix.as_ref()?;
    let edit = fix.edits.first()?;
    assert_eq!((fix.edits.len(), edit.span), (1, finding.span));
    Some((&edit.text, matches!(fix.safety, Safety::Safe)))
}

#[test]
fn a_promise_is_measured_in_whole_minutes() {
    let minutes = |value: &str| {
        let text = format!("[engagement]\n[workstream.a]\nrespond-within = '{value}'\n");
        let (minutes, findings) = read(&text, |document| {
            let work = &document.tables.workstreams[0].body;
            work.respond_within.map(|own| own.minutes)
        });
        let told = findings.into_iter().next();
        minutes.ok_or_else(|| told.map(|own| (own.message, own.help.unwrap_or_default())))
    };
    for (value, expected) in [
        ("0m", 0),
        ("60s", 1),
        ("61s", 2),
        ("15m", 15),
        ("4h", 240),
        ("2d", 2_880),
        ("6w", 60_480),
        ("1000000d", 1_440_000_000),
        ("426088w", 4_294_967_040),
    ] {
        assert_eq!(minutes(value), Ok(expected), "{value}");
    }
    for (value, message, help) in [
        (
            "1000001m",
            "`1000001m` is too large a number for a duration",
            "the number in front of this unit is at most 1000000",
        ),
        (
            "99999999999m",
            "`99999999999m` is too large a number for a duration",
            "the number in front of this unit is at most 1000000",
        ),
        (
            "426089w",
            "`426089w` is too large a number for a duration",
            "the number in front of this unit is at most 426088",
        ),
        (
            "1mo",
            "`1mo` has no fixed length",
            "count in days or weeks where minutes matter, such as `30d`",
        ),
        (
            "1y",
            "`1y` has no fixed length",
            "count in days or weeks where minutes matter, such as `30d`",
        ),
    ] {
        assert_eq!(
            minutes(value),
            Err(Some((message.to_owned(), help.to_owned())))
        );
    }
}

#[test]
fn a_cadence_is_some_time() {
    let text = |value: &str| format!("[engagement]\nreview-every = '{value}'\n");
    let (every, findings) = read(&text("3mo"), |document| {
        let engagement = document.engagement.as_ref()?;
        let every = engagement.review_every?.value.0;
        Some((every.amount, every.unit))
    });
    assert_eq!((every, findings), (Some((3, Unit::Month)), Vec::new()));
    assert_eq!(told(&text("1d")), [""; 0]);
    assert_eq!(told(&text("0d")), ["`0d` is no time at all"]);
}

#[test]
fn a_duration_in_other_words_is_put_right() {
    for (value, right) in [
        ("15 min", ("\"15m\"", true)),
        ("weekly", ("\"1w\"", true)),
        ("3 months", ("\"3mo\"", true)),
        // These can be two.
        ("30M", ("\"30m\"", false)),
        ("3 mon", ("\"3mo\"", false)),
        ("biweekly", ("\"2w\"", false)),
    ] {
        let finding = only(&format!("[engagement]\nreview-every = '{value}'\n"));
        assert_eq!(finding.message, format!("`{value}` is not a duration"));
        assert_eq!(offered(&finding), Some(right));
    }
    for value in ["m", "5", "", "often", "1.5h", "-5m"] {
        let finding = only(&format!("[engagement]\nreview-every = '{value}'\n"));
        assert_eq!(finding.message, format!("`{value}` is not a duration"));
        assert_eq!(offered(&finding), None);
    }
}

#[test]
fn a_date_is_a_day_without_quotes() {
    for (value, message, right) in [
        (
            "'2027-01-31'",
            "the date `2027-01-31` stands in quotes",
            Some(("2027-01-31", true)),
        ),
        (
            "2027-01-31T10:00:00Z",
            "a date is meant here, without a time of day",
            Some(("2027-01-31", false)),
        ),
        ("10:00:00", "a date is meant here, not a time of day", None),
        ("'2027-02-31'", "`2027-02-31` is not a date", None),
        ("'10:00:00'", "`10:00:00` is not a date", None),
        (
            "'2027-01-31T10:00:00'",
            "`2027-01-31T10:00:00` is not a date",
            None,
        ),
        ("7", "`starts` does not take a whole number", None),
    ] {
        let finding = only(&format!("[engagement]\nstarts = {value}\n"));
        assert_eq!(finding.message, message);
        assert_eq!(offered(&finding), right);
    }
}

/// The windows of the only party, and what is said.
fn hours(value: &str) -> (Vec<String>, Vec<String>) {
    let text = format!("[engagement]\n[party.a]\nhours = {value}\n");
    let (windows, findings) = read(&text, |document| {
        let hours = document.tables.parties[0].body.hours.as_ref();
        let windows = hours.map(|own| own.windows.as_slice()).unwrap_or_default();
        windows
            .iter()
            .map(|(span, window)| {
                let place = &text[span.range()];
                match window {
                    Window::Always => format!("{place}: always"),
                    Window::Weekly(weekly) => {
                        let zone = weekly.timezone.as_ref().map_or("", |own| &own.value.0);
                        format!("{place}: {}-{} {zone}", weekly.start, weekly.end)
                    }
                    Window::Outside(owner) => format!("{place}: outside {}", owner.name),
                }
            })
            .collect()
    });
    let told = findings.into_iter().map(|own| own.message).collect();
    (windows, told)
}

#[test]
fn hours_are_words_or_tables_or_lists_of_them() {
    for (value, windows) in [
        ("'24x7'", &["'24x7': always"][..]),
        ("'Mon 08:00-17:00'", &["'Mon 08:00-17:00': 480-1020 "]),
        (
            "['Mon 08:00-17:00', '24x7']",
            &["'Mon 08:00-17:00': 480-1020 ", "'24x7': always"],
        ),
        (
            "{ window = ['Mon 08:00-17:00', '24x7'], timezone = 'UTC' }",
            &["'Mon 08:00-17:00': 480-1020 UTC", "'24x7': always"],
        ),
        (
            "{ window = 'Mon 08:00-17:00' }",
            &["'Mon 08:00-17:00': 480-1020 "],
        ),
        (
            "[{ outside = 'b' }, '24x7']",
            &["{ outside = 'b' }: outside b", "'24x7': always"],
        ),
    ] {
        assert_eq!(
            hours(value),
            (
                windows.iter().map(|own| (*own).to_owned()).collect(),
                Vec::new()
            )
        );
    }
}

#[test]
fn hours_that_say_nothing_are_told_once() {
    for (value, message) in [
        ("[]", "no hours are named here"),
        ("''", "no hours are named here"),
        ("' '", "no hours are named here"),
        ("{ window = [] }", "no hours are named here"),
        ("7", "`hours` does not take a whole number"),
        ("{ window = 7 }", "`window` does not take a whole number"),
        ("{ window = [7] }", "`window` does not take a whole number"),
        ("{ outside = 7 }", "`outside` does not take a whole number"),
        (
            "{ timezone = 'UTC' }",
            "these hours say neither when nor outside of whose hours",
        ),
        (
            "{}",
            "these hours say neither when nor outside of whose hours",
        ),
        (
            "{ window = '24x7', outside = 'b' }",
            "these hours say both when and outside of whose hours",
        ),
        ("'often'", "`often` does not say which hours"),
        (
            "['24x7', ['24x7']]",
            "`hours` takes one list, not lists in a list",
        ),
    ] {
        let (windows, told) = hours(value);
        assert_eq!(told, [message], "{value}");
        assert!(
            windows.is_empty() || value.starts_with("['24x7'"),
            "{value}"
        );
    }
    let (windows, told) = hours("{ outside = 'b', timezone = 'UTC' }");
    assert_eq!(told, ["`outside` takes no zone of its own"]);
    assert_eq!(windows.len(), 1);
}

#[test]
fn hours_in_other_words_are_put_right() {
    let finding = |value: &str| only(&format!("[engagement]\n[party.a]\nhours = '{value}'\n"));
    for (value, right, safe, label) in [
        ("24/7", "24x7", true, "round the clock is written `24x7`"),
        (
            "Mon-Fri 8:00-17:00",
            "Mon-Fri 08:00-17:00",
            true,
            "did you mean `Mon-Fri 08:00-17:00`?",
        ),
        (
            "Mon-Fri 8:00-5:00",
            "Mon-Fri 08:00-05:00",
            false,
            "did you mean `Mon-Fri 08:00-05:00`?",
        ),
    ] {
        let finding = finding(value);
        assert_eq!(offered(&finding), Some((&*format!("\"{right}\""), safe)));
        assert_eq!(finding.label, label);
    }
    let finding = finding("Mon-Fri");
    assert_eq!(offered(&finding), None);
    assert_eq!(
        finding.label,
        "days and times are both needed, with a blank between them"
    );
}

#[test]
fn only_one_word_is_round_the_clock() {
    let always = |value: &str| {
        let text = format!("[engagement]\n[party.a]\nhours = {value}\n");
        read(&text, |document| {
            let hours = document.tables.parties[0].body.hours.as_ref();
            hours.map(Hours::always)
        })
        .0
    };
    assert_eq!(always("'24x7'"), Some(true));
    assert_eq!(always("['24x7', '24x7']"), Some(false));
    assert_eq!(always("'Mon 00:00-24:00'"), Some(false));
}

#[test]
fn references_are_known_by_name_however_they_are_written() {
    let text = "[engagement]\nclient = \"\"\"dana\"\"\"\nprovider = \"d\\u0061na\"\n\
                [workstream.a]\nresponsible = ['rene', \"dana\"]\n\
                [workstream.a.slice.b]\nresponsible = 'x'\n[[grant]]\nholder = ''\n\
                action = 'y'\nmode = 'prohibited'\n";
    let (mentions, _) = read(text, |document| {
        let mentions = document.mentions();
        mentions
            .map(|own| format!("{} {} {}", own.object, own.key, own.name))
            .collect::<Vec<_>>()
    });
    assert_eq!(
        mentions,
        [
            " client dana",
            " provider dana",
            "workstream.a responsible rene",
            "workstream.a responsible dana",
            "workstream.a.b responsible x",
            "grant.1 holder ",
            "grant.1 action y",
        ]
    );
}

#[test]
fn a_reference_in_three_quotes_may_be_of_any_length() {
    for name in ["a", "bo", "ana", "rene", "marie", "marion", "benedict"] {
        let text = format!("[engagement]\nclient = '''{name}'''\n");
        let (names, _) = read(&text, |document| {
            let mentions = document.mentions();
            mentions.map(|own| own.name.to_owned()).collect::<Vec<_>>()
        });
        assert_eq!(names, [name]);
    }
}

#[test]
fn one_name_is_as_good_as_a_list_of_names() {
    let names = |value: &str| {
        let text = format!("[engagement]\n[workstream.a]\nresponsible = {value}\n");
        let (names, findings) = read(&text, |document| {
            let seats = &document.tables.workstreams[0].body.responsible;
            let names = Many::of(seats).iter().map(|own| own.name.to_string());
            let place = seats.as_ref().map(|own| text[own.span.range()].to_owned());
            (names.collect::<Vec<_>>(), place.unwrap_or_default())
        });
        assert_eq!(findings, []);
        (names.0.join(" "), names.1)
    };
    for (value, expected) in [
        ("'a'", "a"),
        ("['a']", "a"),
        ("['a', 'b']", "a b"),
        ("['a', 'b', 'c', 'd']", "a b c d"),
        ("[]", ""),
    ] {
        assert_eq!(names(value), (expected.to_owned(), value.to_owned()));
    }
}

#[test]
fn what_a_key_takes_is_said_with_an_example() {
    for (line, help) in [
        ("[engagement]\ntitle = []", "write text in quotes"),
        ("[engagement]\nheadcount = 'x'", "write a whole number"),
        ("[engagement]\nstandardized = 1", "write `true` or `false`"),
        (
            "[engagement]\nstarts = 1",
            "write a date such as `2027-01-31`, without quotes",
        ),
        (
            "[engagement]\nreview-every = 1",
            "write a duration such as `\"90d\"`",
        ),
        (
            "[engagement]\n[workstream.a]\nrespond-within = 1",
            "write a duration such as `\"15m\"`",
        ),
        (
            "[engagement]\ntimezone = 1",
            "write the name of a time zone such as `\"Europe/Berlin\"`",
        ),
        (
            "[engagement]\ninclude = 1",
            "write the name of a file in quotes, such as `\"roster.toml\"`",
        ),
        (
            "[engagement]\nclient = 1",
            "write the id of a party such as `\"northwind\"`",
        ),
        (
            "[engagement]\n[party.a]\nhours = 1",
            "write hours such as `\"24x7\"` or `\"Mon-Fri 08:00-17:00\"`, or a table: \
             `{ window = …, timezone = … }`, or a list of those",
        ),
        (
            "[engagement]\n[escalation.a]\nsteps = 1",
            "write a table: `{ to = … }`",
        ),
        ("party = 1\n[engagement]", "write tables with an id each"),
        ("grant = 1\n[engagement]", "write a list of tables"),
    ] {
        assert_eq!(only(line).help.as_deref(), Some(help), "{line}");
    }
}

#[test]
fn areas_are_delegated_by_name_or_with_who_accepted() {
    let text = "[engagement]\ndelegated = ['a', { area = ['b', 'c'], accepted-by = 'd' }]\n";
    let (areas, findings) = read(text, |document| {
        let engagement = document.engagement.as_ref();
        let delegated = engagement.and_then(|own| own.delegated.as_ref());
        let delegated = delegated.map(|own| own.items.iter()).into_iter().flatten();
        delegated
            .map(|own| {
                let areas: Vec<_> = own.areas.iter().map(|area| area.name.to_string()).collect();
                (areas.join(" "), Many::of(&own.accepted_by).len())
            })
            .collect::<Vec<_>>()
    });
    assert_eq!(findings, []);
    assert_eq!(areas, [("a".to_owned(), 0), ("b c".to_owned(), 1)]);
    let told = told("[engagement]\ndelegated = [{ accepted-by = 'd' }, 7]\n");
    assert_eq!(
        told,
        [
            "`area` is missing here",
            "`delegated` does not take a whole number"
        ]
    );
}

#[test]
fn a_date_in_quotes_is_put_in_order_as_one_without() {
    for (value, expected) in [
        ("31.12.2026", ("2026-12-31", false)),
        ("12/31/2026", ("2026-12-31", false)),
        (" 2026-1-31", ("2026-01-31", true)),
    ] {
        let finding = only(&format!("[engagement]\nends = '{value}'\n"));
        assert_eq!(finding.message, format!("`{value}` is not a date"));
        assert_eq!(offered(&finding), Some(expected), "{value}");
    }
    for value in ["31.02.2026", "1/2/2026", "soon"] {
        let finding = only(&format!("[engagement]\nends = '{value}'\n"));
        assert_eq!(offered(&finding), None, "{value}");
    }
}
