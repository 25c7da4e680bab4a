//! Engagements whose figures were worked out by hand, held against the engine and against the
//! evaluation minute by minute, so that the two cannot be wrong together.

use jiff::civil::{DateTime, date};
use jiff::tz::TimeZoneDatabase;
use racilint_checker::catalogue::Catalogue;
use racilint_checker::model::Engagement;
use racilint_checker::time::{Absent, Clock, Unknown};
use racilint_diagnostics::Sources;
use racilint_minutes::Evaluator;

use super::load::read;

const ACTION: &str = "isolate-endpoint";

/// An engagement of a day or more in a zone in which `p` works in some hours and may act; called by
/// `w`, `p` answers within five minutes.
fn engagement(zone: &str, starts: &str, ends: &str, hours: &str) -> String {
    format!(
        "[engagement]\nclient = \"c\"\nstarts = {starts}\nends = {ends}\ntimezone = \"{zone}\"\n\
         [party.c]\n[person.p]\nparty = \"c\"\n{hours}\n\
         [workstream.w]\nneeds = \"{ACTION}\"\nresponsible = \"p\"\nrespond-within = \"5m\"\n\
         hours = \"24x7\"\n\
         [[grant]]\nholder = \"p\"\naction = \"{ACTION}\"\nmode = \"pre-authorized\"\n"
    )
}

/// What was worked out.
struct Expected {
    /// Minutes of the horizon.
    horizon: usize,
    /// Minutes of it in which `p` is on duty.
    on_duty: usize,
    /// Time to authority at some minutes after the horizon's start.
    times: &'static [(i64, Option<u32>)],
}

#[track_caller]
fn check(text: &str, expected: &Expected) {
    let sources = Sources::default();
    let document = read(text, &sources);
    let today = date(2026, 1, 1);
    let evaluator = Evaluator::of(&document, today);
    let catalogue = Catalogue::of(&document);
    let engagement = Engagement::of(&document, &catalogue, today, None);
    let clock = Clock::of(&engagement).expect("a clock");
    let person = engagement.names.actor("p").expect("the person");
    let row = engagement.names.row("w").expect("the row");
    let nobody = Absent::nobody();
    let view = evaluator.without(None, false);
    let duty = clock.on_duty(person, &nobody, Unknown::Off);
    let index = evaluator.actor("p");
    let minutes = || evaluator.minutes();
    let engine = minutes().filter(|minute| duty.contains(*minute)).count();
    let naive = minutes()
        .filter(|minute| view.is_on_duty(index, *minute))
        .count();
    let horizon = clock.horizon().minutes();
    let lengths = (
        usize::try_from(horizon).expect("a length"),
        minutes().count(),
    );
    assert_eq!(lengths, (expected.horizon, expected.horizon), "horizon");
    assert_eq!(
        (engine, naive),
        (expected.on_duty, expected.on_duty),
        "duty"
    );
    let times = clock.time_to_authority(row, ACTION, &nobody, Unknown::Off);
    let naive = view.times_to_authority(&evaluator.rows[0], ACTION);
    for (after, wait) in expected.times {
        let engine = times.at(evaluator.horizon.0 + after);
        let at = usize::try_from(*after).expect("a minute of the horizon");
        assert_eq!(
            (engine, naive[at].1),
            (*wait, *wait),
            "{after} minutes after the start"
        );
    }
}

#[test]
fn lord_howe_repeats_half_an_hour() {
    // On 4 April 2027 clocks go back from 02:00 to 01:30: 24 and a half hours, and 01:30 to 02:00
    // is shown twice.
    let text = engagement(
        "Australia/Lord_Howe",
        "2027-04-04",
        "2027-04-04",
        "hours = \"Sun 01:30-02:00\"",
    );
    let expected = Expected {
        horizon: 1470,
        on_duty: 60,
        // Called at 00:00, 01:30, the second 01:59, and 02:00: the last one waits until 01:30 a
        // week later, seven days less the half hour already gone.
        times: &[
            (0, Some(95)),
            (90, Some(5)),
            (149, Some(5)),
            (150, Some(7 * 1440 - 30 + 5)),
        ],
    };
    check(&text, &expected);
}

#[test]
fn lord_howe_skips_half_an_hour() {
    // On 3 October 2027 clocks go forward from 02:00 to 02:30.
    let text = engagement(
        "Australia/Lord_Howe",
        "2027-10-03",
        "2027-10-03",
        "hours = \"Sun 01:45-02:45\"",
    );
    let expected = Expected {
        horizon: 1410,
        on_duty: 30,
        times: &[
            (0, Some(110)),
            (119, Some(5)),
            (134, Some(5)),
            (135, Some(7 * 1440 - 60 + 5)),
        ],
    };
    check(&text, &expected);
}

#[test]
fn troll_moves_by_two_hours() {
    // On 28 March 2027 clocks go forward from 01:00 to 03:00.
    let text = engagement(
        "Antarctica/Troll",
        "2027-03-28",
        "2027-03-28",
        "hours = \"Mon-Sun 00:30-03:30\"",
    );
    let expected = Expected {
        horizon: 22 * 60,
        on_duty: 60,
        // From 03:30 until 00:30 the next night there are 21 hours.
        times: &[
            (0, Some(35)),
            (59, Some(5)),
            (89, Some(5)),
            (90, Some(21 * 60 + 5)),
        ],
    };
    check(&text, &expected);
    // On 31 October 2027 they go back from 03:00 to 01:00.
    let text = engagement(
        "Antarctica/Troll",
        "2027-10-31",
        "2027-10-31",
        "hours = \"Mon-Sun 00:30-03:30\"",
    );
    let expected = Expected {
        horizon: 26 * 60,
        on_duty: 5 * 60,
        times: &[(0, Some(35)), (329, Some(5)), (330, Some(21 * 60 + 5))],
    };
    check(&text, &expected);
}

#[test]
fn casablanca_changes_for_ramadan_until_it_changes_no_more() {
    let sunday =
        |day: &str| engagement("Africa/Casablanca", day, day, "hours = \"Sun 02:00-03:00\"");
    // On 15 February 2026 clocks go back from 03:00 to 02:00.
    let expected = Expected {
        horizon: 25 * 60,
        on_duty: 120,
        times: &[
            (0, Some(125)),
            (239, Some(5)),
            (240, Some(7 * 1440 - 60 + 5)),
        ],
    };
    check(&sunday("2026-02-15"), &expected);
    // On 22 March they go forward from 02:00 to 03:00: Sunday's hour is skipped, and the next one
    // is 23 hours, six days and two hours away.
    let expected = Expected {
        horizon: 23 * 60,
        on_duty: 0,
        times: &[(0, Some(23 * 60 + 6 * 1440 + 120 + 5))],
    };
    check(&sunday("2026-03-22"), &expected);
    // Since September 2026 the country stays on UTC: Ramadan 2027 begins and ends without a change.
    let expected = Expected {
        horizon: 24 * 60,
        on_duty: 60,
        times: &[(0, Some(125)), (180, Some(7 * 1440 - 60 + 5))],
    };
    check(&sunday("2027-02-07"), &expected);
    check(&sunday("2027-03-14"), &expected);
}

#[test]
fn chatham_changes_at_a_quarter_to_three() {
    // On 4 April 2027 clocks go back from 03:45 to 02:45.
    let text = engagement(
        "Pacific/Chatham",
        "2027-04-04",
        "2027-04-04",
        "hours = \"Sun 02:30-03:00\"",
    );
    let expected = Expected {
        horizon: 25 * 60,
        // 02:30 to 03:00, and 02:45 to 03:00 once more.
        on_duty: 45,
        times: &[
            (0, Some(155)),
            (179, Some(5)),
            (180, Some(50)),
            (225, Some(5)),
            (239, Some(5)),
        ],
    };
    check(&text, &expected);
}

#[test]
fn a_night_window_over_both_changes() {
    let hours = "hours = \"Sat 22:00-06:00\"";
    // New York, 13 and 14 March 2027: the night has seven hours.
    let text = engagement("America/New_York", "2027-03-13", "2027-03-14", hours);
    let expected = Expected {
        horizon: 47 * 60,
        on_duty: 7 * 60,
        times: &[
            (0, Some(22 * 60 + 5)),
            (29 * 60 - 1, Some(5)),
            (29 * 60, Some(6 * 1440 + 16 * 60 + 5)),
        ],
    };
    check(&text, &expected);
    // 6 and 7 November 2027: it has nine.
    let text = engagement("America/New_York", "2027-11-06", "2027-11-07", hours);
    let expected = Expected {
        horizon: 49 * 60,
        on_duty: 9 * 60,
        times: &[
            (0, Some(22 * 60 + 5)),
            (31 * 60 - 1, Some(5)),
            (31 * 60, Some(6 * 1440 + 16 * 60 + 5)),
        ],
    };
    check(&text, &expected);
}

#[test]
fn a_call_counts_for_31_days_after_an_early_end() {
    let away = |to: &str| {
        let hours = format!("hours = \"24x7\"\naway = [{{ from = 2027-01-01, to = {to} }}]");
        engagement("UTC", "2027-01-10", "2027-01-10", &hours)
    };
    // The last call begins at 23:59 on 10 February, on the 31st day after the end.
    let back_in_time = Expected {
        horizon: 1440,
        on_duty: 0,
        times: &[(0, Some(31 * 1440 + 5)), (1439, Some(30 * 1440 + 1 + 5))],
    };
    check(&away("2027-02-09"), &back_in_time);
    let too_late = Expected {
        horizon: 1440,
        on_duty: 0,
        times: &[(0, None), (1439, None)],
    };
    check(&away("2027-02-10"), &too_late);
}

#[test]
fn waiting_for_the_morning_is_shorter_only_from_one_minute_on() {
    // `n` is called five minutes after `p` and answers within the hour: 65 minutes, at any time.
    // Called at nine, `p` acts at 09:05; so it is at 08:01 that waiting for that call is shorter.
    let text = engagement(
        "UTC",
        "2027-01-10",
        "2027-01-10",
        "hours = \"Sun 09:00-17:00\"",
    );
    let text = text.replace("respond-within = \"5m\"", "escalation = \"up\"");
    let text = format!(
        "{text}[person.n]\nparty = \"c\"\nhours = \"24x7\"\n\
         [escalation.up]\nsteps = [{{ to = \"p\", ack-within = \"5m\" }}, \
         {{ to = \"n\", ack-within = \"60m\" }}]\n\
         [[grant]]\nholder = \"n\"\naction = \"{ACTION}\"\nmode = \"pre-authorized\"\n"
    );
    let expected = Expected {
        horizon: 1440,
        on_duty: 480,
        times: &[
            (0, Some(65)),
            (479, Some(65)),
            (480, Some(65)),
            (481, Some(64)),
            (539, Some(6)),
            (540, Some(5)),
            (1019, Some(5)),
            (1020, Some(65)),
        ],
    };
    check(&text, &expected);
}

#[test]
fn without_hours_nothing_is_known() {
    let text = engagement("UTC", "2027-01-10", "2027-01-10", "");
    let off = Expected {
        horizon: 1440,
        on_duty: 0,
        times: &[(0, None)],
    };
    check(&text, &off);
    let sources = Sources::default();
    let document = read(&text, &sources);
    let evaluator = Evaluator::of(&document, date(2026, 1, 1));
    let times = evaluator
        .without(None, true)
        .times_to_authority(&evaluator.rows[0], ACTION);
    assert!(times.iter().all(|times| *times == (Some(5), Some(5))));
    assert!(evaluator.leaves_something_unknown());
}

#[test]
fn holidays_close_what_begins_on_them() {
    // Monday the 4th is a holiday: Sunday's night runs out at 06:00, Monday's does not begin.
    let hours = "hours = \"Mon-Sun 22:00-06:00\"";
    let text = engagement("UTC", "2027-01-04", "2027-01-05", hours);
    let text = text.replace("[party.c]", "[party.c]\nholidays = [2027-01-04]");
    let expected = Expected {
        horizon: 2880,
        on_duty: 6 * 60 + 2 * 60,
        times: &[(359, Some(5)), (360, Some(18 * 60 + 22 * 60 + 5))],
    };
    check(&text, &expected);
}

#[test]
fn the_horizon_is_the_one_that_the_clock_shows() {
    // Havana skips 00:00 to 01:00 on 14 March 2027.
    let text = engagement(
        "America/Havana",
        "2027-03-14",
        "2027-03-14",
        "hours = \"24x7\"",
    );
    let sources = Sources::default();
    let document = read(&text, &sources);
    let evaluator = Evaluator::of(&document, date(2026, 1, 1));
    let zone = TimeZoneDatabase::bundled()
        .get("America/Havana")
        .expect("Havana");
    let one: DateTime = date(2027, 3, 14).at(1, 0, 0, 0);
    let begins = zone.to_timestamp(one).expect("a moment").as_second() / 60;
    assert_eq!(evaluator.horizon, (begins, begins + 23 * 60));
}
