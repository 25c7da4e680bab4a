//! `racilint week`: the map of a week, for people, as a picture and for programs.

use crate::{folder, racilint, racilint_in, root};

const SUN: &str = "examples/follow-the-sun/as-drafted.raci.toml";

/// A small engagement in which one person acts by day and nobody by night.
const DAY_ONLY: &str = r#"
[engagement]
title = "A <small> & quiet office"
timezone = "Europe/Berlin"
starts = 2027-01-01
ends = 2027-02-28

[party.office]
hours = "Mon-Fri 08:00-17:00"

[person.ana]
name = "Ana Berg"
party = "office"

[person.bo]
party = "office"

[workstream.watch]
title = "Watch"
responsible = "ana"
needs = ["isolate-endpoint"]
hours = "24x7"
respond-within = "10m"
decide-within = "30m"

[workstream.idle]
responsible = "bo"
needs = []

[[grant]]
holder = "ana"
action = "isolate-endpoint"
mode = "pre-authorized"
"#;

fn week(args: &[&str]) -> crate::Run {
    let mut all = vec!["week"];
    all.extend(args);
    all.extend(["--as-of", "2026-11-21"]);
    racilint(&all)
}

/// The same of the small engagement.
fn small(args: &[&str]) -> crate::Run {
    let mut all = vec!["week"];
    all.extend(args);
    all.extend(["-", "--as-of", "2026-11-21"]);
    racilint_in(&root(), &all, Some(DAY_ONLY.as_bytes()))
}

#[test]
fn the_map_shows_the_weeks_in_which_two_places_change_their_clocks_apart() {
    let run = week(&[SUN]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    insta::assert_snapshot!("week", run.stdout);
}

#[test]
fn the_map_is_legible_in_80_columns_and_without_colour() {
    let wide = |text: &str| text.lines().map(|line| line.chars().count()).max();
    for run in [week(&[SUN]), small(&["watch"])] {
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        assert!(!run.stdout.contains('\u{1b}'));
        assert!(wide(&run.stdout) <= Some(80), "{}", run.stdout);
    }
    let coloured = week(&[SUN, "--color", "always"]).stdout;
    assert!(
        coloured.contains("\u{1b}[30;48;5;157m15m\u{1b}[0m"),
        "{coloured}"
    );
}

#[test]
fn the_night_is_long() {
    let run = small(&["watch"]);
    let night = run.stdout.lines().find(|line| line.starts_with("23 "));
    let night: Vec<&str> = night
        .expect("a line of the map")
        .split_whitespace()
        .collect();
    assert_eq!(
        night,
        ["23", "10h!", "10h!", "10h!", "10h!", "58h!", "34h!", "10h!"]
    );
    assert!(
        run.stdout.contains("every Friday 17:00 to Monday 07:40"),
        "{}",
        run.stdout
    );
}

/// Ana would keep nobody waiting who was promised anything.
#[test]
fn where_no_hours_are_promised_nothing_is_too_late() {
    let text = DAY_ONLY.replace("hours = \"24x7\"\n", "");
    let args = ["week", "watch", "-", "--as-of", "2026-11-21"];
    let run = racilint_in(&root(), &args, Some(text.as_bytes()));
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert!(
        run.stdout.contains("No hours are promised here."),
        "{}",
        run.stdout
    );
    for word in ["promised within", "are promised\n", "Too late", "!"] {
        assert!(!run.stdout.contains(word), "{word}: {}", run.stdout);
    }
}

#[test]
fn without_a_person_the_map_is_another() {
    let run = small(&["watch", "--without", "ana"]);
    let words: Vec<&str> = run.stdout.split_whitespace().collect();
    let words = words.join(" ");
    assert!(words.contains("without `ana` (Ana Berg)"), "{words}");
    assert!(
        run.stdout.contains("`ana` (Ana Berg): absent"),
        "{}",
        run.stdout
    );
    let lines = run.stdout.lines();
    let cells: Vec<&str> = lines
        .filter(|line| line.starts_with(|c: char| c.is_ascii_digit()))
        .filter(|line| line.get(2..3) == Some(" "))
        .collect();
    assert_eq!(cells.len(), 24);
    let never = |line: &&str| line.matches("never").count() == 7;
    assert!(cells.iter().all(never), "{}", run.stdout);
}

#[test]
fn the_picture_is_well_formed_and_says_every_cell() {
    let run = small(&["watch", "--format", "svg"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let picture = roxmltree::Document::parse(&run.stdout).expect("XML");
    let tips = picture
        .descendants()
        .filter(|node| node.has_tag_name("title"));
    assert_eq!(tips.count(), 7 * 24);
    let texts = picture.descendants().filter_map(|node| node.text());
    assert!(
        texts
            .into_iter()
            .any(|text| text == "A <small> & quiet office")
    );
}

#[test]
fn the_json_keeps_to_its_schema() {
    let schema = racilint(&["schema", "week"]).stdout;
    let schema: serde_json::Value = serde_json::from_str(&schema).expect("JSON");
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    for run in [
        week(&[SUN, "--format", "json"]),
        small(&["--format", "json"]),
    ] {
        let value: serde_json::Value = serde_json::from_str(&run.stdout).expect("JSON");
        let errors: Vec<String> = validator
            .iter_errors(&value)
            .map(|error| error.to_string())
            .collect();
        assert_eq!(errors, [""; 0]);
        assert_eq!(value["version"], "week-v1");
        assert_eq!(value["hours"].as_array().map(Vec::len), Some(168));
    }
}

#[test]
fn a_wrong_name_is_answered_with_the_nearest() {
    let cases: [(&[&str], &str); 6] = [
        (
            &["wach"],
            "there is no workstream `wach`; did you mean `watch`?",
        ),
        (&["quite-another"], "there are `idle`, `watch`"),
        (
            &["--without", "anna"],
            "there is no person `anna`; did you mean `ana`?",
        ),
        (
            &["--without", "office"],
            "`office` is a party; only people can be absent",
        ),
        (
            &["--action", "isolate-endpiont"],
            "did you mean `isolate-endpoint`?",
        ),
        (&["idle"], "`idle` takes no action"),
    ];
    for (args, expected) in cases {
        let run = if args[0].starts_with("--") {
            let mut typed = vec!["week", "watch", "-"];
            typed.extend(args);
            racilint_in(&root(), &typed, Some(DAY_ONLY.as_bytes()))
        } else {
            small(args)
        };
        assert_eq!(run.code, Some(2), "{args:?}");
        assert!(run.stderr.contains(expected), "{args:?}: {}", run.stderr);
    }
}

#[test]
fn one_engagement_is_meant() {
    let file = DAY_ONLY.as_bytes();
    let alone = folder(
        "week-alone",
        &[("a.raci.toml", file), ("b.raci.toml", b"[person.x]\n")],
    );
    let run = racilint_in(&alone, &["week", "--as-of", "2026-11-21"], None);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert!(run.stdout.starts_with("a.raci.toml: "), "{}", run.stdout);
    let two = folder("week-two", &[("a.raci.toml", file), ("b.raci.toml", file)]);
    let run = racilint_in(&two, &["week"], None);
    assert_eq!(run.code, Some(2));
    assert!(
        run.stderr
            .contains("name one of `a.raci.toml`, `b.raci.toml`"),
        "{}",
        run.stderr
    );
    let none = folder("week-none", &[]);
    assert_eq!(racilint_in(&none, &["week"], None).code, Some(3));
}

#[test]
fn what_cannot_be_read_is_told_and_the_rest_is_answered() {
    let broken = format!("{DAY_ONLY}\n[person.cy]\nhours = \"Mon-Fry 08:00-17:00\"\n");
    let args = ["week", "watch", "-", "--as-of", "2026-11-21"];
    let run = racilint_in(&root(), &args, Some(broken.as_bytes()));
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("Mon-Fry"), "{}", run.stderr);
    assert!(
        run.stderr.contains("could not be read completely"),
        "{}",
        run.stderr
    );
    assert!(run.stdout.contains("10h!"), "{}", run.stdout);
}

#[test]
fn an_engagement_without_zone_or_days_says_so() {
    let no_zone = DAY_ONLY.replace("timezone = \"Europe/Berlin\"", "");
    let run = racilint_in(&root(), &["week", "watch", "-"], Some(no_zone.as_bytes()));
    assert_eq!(run.code, Some(2));
    assert!(
        run.stderr.contains("does not say in which zone"),
        "{}",
        run.stderr
    );
    let args = ["week", "watch", "-", "--as-of", "2028-01-01"];
    let run = racilint_in(&root(), &args, Some(DAY_ONLY.as_bytes()));
    assert_eq!(run.code, Some(2));
    assert!(
        run.stderr.contains("of its days none is left"),
        "{}",
        run.stderr
    );
}
