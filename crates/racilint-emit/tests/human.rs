//! What people see.

#![allow(clippy::unwrap_used, reason = "helpers of tests may fail as tests do")]

mod support;

use racilint_diagnostics::{Finding, Severity, Sources, Span};
use racilint_emit::human::{self, Charset, HumanOptions};
use support::{MISSING, MULTIPLE, harbor, summary};

const PLAIN: HumanOptions<'_> = HumanOptions {
    width: 80,
    color: false,
    charset: Charset::Unicode,
    screen_reader: false,
    links: false,
    rule_page_base: "https://example.org/rules/",
};

/// Everything about the harbor findings.
fn harbor_with(options: &HumanOptions<'_>) -> String {
    let sources = Sources::default();
    let findings = harbor(&sources);
    let summary = summary(&sources, &findings);
    let mut out = Vec::new();
    human::write(&mut out, &sources, &findings, &summary, options).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn unicode() {
    insta::assert_snapshot!(harbor_with(&PLAIN));
}

#[test]
fn ascii() {
    let drawn = harbor_with(&HumanOptions {
        charset: Charset::Ascii,
        ..PLAIN
    });
    assert!(drawn.is_ascii());
    insta::assert_snapshot!(drawn);
}

#[test]
fn narrow() {
    insta::assert_snapshot!(harbor_with(&HumanOptions { width: 40, ..PLAIN }));
}

#[test]
fn very_narrow() {
    insta::assert_snapshot!(harbor_with(&HumanOptions { width: 20, ..PLAIN }));
}

#[test]
fn screen_reader() {
    insta::assert_snapshot!(harbor_with(&HumanOptions {
        screen_reader: true,
        ..PLAIN
    }));
}

#[test]
fn color_and_links() {
    let drawn = harbor_with(&HumanOptions {
        color: true,
        links: true,
        ..PLAIN
    });
    insta::assert_snapshot!(drawn.replace('\u{1b}', "ESC"));
}

/// Findings alone.
fn drawn(sources: &Sources, findings: &[Finding], options: &HumanOptions<'_>) -> String {
    let mut out = Vec::new();
    human::write_findings(&mut out, sources, findings, options).unwrap();
    String::from_utf8(out).unwrap()
}

/// One finding about the bytes given, in a text of its own.
fn draw(text: &str, range: std::ops::Range<usize>, options: &HumanOptions<'_>) -> String {
    let sources = Sources::default();
    let file = sources.add("a.raci.toml", text).id();
    let mut finding = Finding::new(&MISSING, Span::new(file, range), "something is wrong");
    finding.label("here");
    drawn(&sources, &[finding], options)
}

#[test]
fn spans_at_and_past_the_end() {
    let mut out = String::new();
    for (text, range) in [
        ("x = [\n", 6..6),
        ("x = [", 5..5),
        ("x = [", 77..99),
        ("", 0..0),
        ("x = [\n  1,\n\n\n", 13..13),
        ("x = 1\n", 5..6),
    ] {
        out += &format!("{text:?} {range:?}\n{}", draw(text, range.clone(), &PLAIN));
    }
    insta::assert_snapshot!(out);
}

#[test]
fn inverted_spans_mark_their_start() {
    #[expect(
        clippy::reversed_empty_ranges,
        reason = "an inverted span is what is tested"
    )]
    let inverted = draw("x = 1\n", 4..1, &PLAIN);
    assert_eq!(inverted, draw("x = 1\n", 4..4, &PLAIN));
}

#[test]
fn carriage_returns_are_not_shown() {
    let unix = draw("x = 1\ny = [\n", 10..11, &PLAIN);
    let windows = draw("x = 1\r\ny = [\r\n", 11..12, &PLAIN);
    assert_eq!(unix, windows);
}

#[test]
fn widths_of_tabs_and_scripts() {
    let mut out = String::new();
    for line in [
        "\tname\t= \"x\"",
        "name = \"漢字かな\" # \"x\"",
        "e\u{301}\u{301}tat = \"x\"",
        "name = \"👩\u{200d}💻 👍🏽 ❤\u{fe0f} 🇩🇪\" # \"x\"",
        "name = \"שלום\" # \"x\"",
    ] {
        let start = line.rfind("\"x\"").unwrap();
        out += &draw(line, start..start + 3, &PLAIN);
    }
    insta::assert_snapshot!(out);
}

#[test]
fn hostile_characters_are_shown_and_never_sent() {
    let sources = Sources::default();
    let text = "x = \"\u{1b}[31mred\u{1b}]8;;http://evil\u{7}\u{9b}2J\u{202e}gnp\u{200b}\0\u{10ff00}\rx\" # here\n";
    let file = sources.add("a\u{1b}[2J\n.raci.toml", text).id();
    let at = text.find("here").unwrap();
    let hostile = "bad \u{1b}[0m\u{202e} text\u{7}\r\nsecond line";
    let mut finding = Finding::new(&MISSING, Span::new(file, 5..13), hostile);
    finding
        .label(hostile)
        .related(Span::new(file, at..at + 4), hostile)
        .help(hostile);
    for color in [false, true] {
        for screen_reader in [false, true] {
            let options = HumanOptions {
                color,
                screen_reader,
                ..PLAIN
            };
            let out = drawn(&sources, &[finding.clone()], &options);
            assert_only_own_commands(&out);
        }
    }
    let options = HumanOptions {
        width: 160,
        ..PLAIN
    };
    insta::assert_snapshot!(drawn(&sources, &[finding], &options));
}

/// Fails if there is a control character that is no line end and no colour of ours.
#[track_caller]
fn assert_only_own_commands(out: &str) {
    let mut plain = out.replace('\n', "");
    for color in ["0", "1", "1;31", "1;34", "1;36"] {
        plain = plain.replace(&format!("\u{1b}[{color}m"), "");
    }
    let is_bad = |c: char| {
        c.is_control()
            || ('\u{200b}'..='\u{200f}').contains(&c)
            || ('\u{202a}'..='\u{202e}').contains(&c)
    };
    assert!(!plain.chars().any(is_bad), "{plain:?}");
}

#[test]
fn long_lines_are_cut_round_the_place() {
    let mut text = format!("list = [{}]", "\"somebody\", ".repeat(90_000));
    let at = text.len() / 2;
    let at = at + text[at..].find("somebody").unwrap();
    text.push_str("\nnext = 1\n");
    let mut out = draw(&text, at..at + 8, &PLAIN);
    out += &draw(&text, at..at + 300_000, &PLAIN);
    out += &draw(&text, 0..4, &PLAIN);
    assert!(out.lines().all(|line| line.chars().count() <= 80));
    insta::assert_snapshot!(out);
}

#[test]
fn far_places_on_one_line_get_a_piece_each() {
    let sources = Sources::default();
    let text = format!("list = [\"ana\", {}\"ana\"]\n", "\"somebody\", ".repeat(20));
    let file = sources.add("a.raci.toml", text.as_str()).id();
    let span = |at: usize| Span::new(file, at..at + 5);
    let mut finding = Finding::new(
        &MULTIPLE,
        span(text.rfind("\"ana\"").unwrap()),
        "`ana` is listed twice",
    );
    finding
        .label("again")
        .related(span(text.find("\"ana\"").unwrap()), "first here");
    insta::assert_snapshot!(drawn(&sources, &[finding], &PLAIN));
}

#[test]
fn places_that_meet_are_told_apart() {
    let sources = Sources::default();
    let text = "[workstream.triage]\nsteps = [\n  1,\n  2,\n]\nowner = \"x\"\n";
    let file = sources.add("a.raci.toml", text).id();
    let mut finding = Finding::new(&MULTIPLE, Span::new(file, 12..18), "overlap");
    finding
        .label("the name")
        .related(Span::new(file, 12..18), "the same place again")
        .related(Span::new(file, 0..19), "the whole header")
        .related(Span::new(file, 28..42), "several lines")
        .related(Span::new(file, 18..18), "an empty place");
    insta::assert_snapshot!(drawn(&sources, &[finding], &PLAIN));
}

#[test]
fn evidence_without_end_is_shown_to_the_end() {
    let sources = Sources::default();
    let file = sources.add("a.raci.toml", "x = 1\n".repeat(500)).id();
    let mut finding = Finding::new(&MULTIPLE, Span::new(file, 0..1), "m");
    for number in 0..500 {
        finding
            .related(Span::new(file, 4..5), "on one place")
            .related(Span::new(file, number * 6..number * 6 + 1), "line by line");
    }
    let out = drawn(&sources, &[finding], &PLAIN);
    assert_eq!(out.matches("on one place").count(), 500);
    assert_eq!(out.matches("line by line").count(), 500);
}

#[test]
fn a_place_of_many_lines_is_marked_where_it_begins() {
    let text = format!("steps = [\n{}]\n", "  1,\n".repeat(50));
    insta::assert_snapshot!(draw(&text, 8..text.len() - 1, &PLAIN));
}

#[test]
fn far_places_in_one_file_leave_a_gap() {
    let sources = Sources::default();
    let text = format!(
        "[a]\n{}[b]\n{}[c]\n",
        "x = 1\n".repeat(20),
        "x = 1\n".repeat(120)
    );
    let file = sources.add("a.raci.toml", text.as_str()).id();
    let span = |needle: &str| {
        let at = text.find(needle).unwrap();
        Span::new(file, at + 1..at + 2)
    };
    let mut finding = Finding::new(&MULTIPLE, span("[b]"), "three claim the same");
    finding
        .label("this one")
        .related(span("[c]"), "then this")
        .related(span("[a]"), "and this");
    insta::assert_snapshot!(drawn(&sources, &[finding], &PLAIN));
}

#[test]
fn a_finding_without_a_file_still_speaks() {
    let sources = Sources::default();
    let other = Sources::default().add("b", "").id();
    let mut finding = Finding::new(&MISSING, Span::new(other, 3..4), "something is wrong");
    finding.help("mend it");
    insta::assert_snapshot!(drawn(&sources, &[finding], &PLAIN));
}

#[test]
fn severities_differ_in_word_and_color() {
    let mut heads = Vec::new();
    for severity in [Severity::Error, Severity::Warning, Severity::Note] {
        let sources = Sources::default();
        let file = sources.add("a.raci.toml", "x").id();
        let mut finding = Finding::new(&MISSING, Span::new(file, 0..1), "m");
        finding.severity = severity;
        let out = drawn(
            &sources,
            &[finding],
            &HumanOptions {
                color: true,
                ..PLAIN
            },
        );
        heads.push(out.split('[').nth(1).unwrap().to_owned());
    }
    assert_eq!(heads, ["1;31merror", "1;33mwarning", "1;32mnote"]);
}

#[test]
fn no_width_and_no_span_does_harm() {
    let text = "\u{feff}x = \"\t漢\u{1b}\u{301}\"\r\n\r\n[a.b]\n\u{10ffff}y = [\n 1,\n]";
    for width in [0, 1, 19, 20, 21, 33, 200, usize::MAX] {
        for start in 0..text.len() + 2 {
            for len in [0, 1, 3, 12, 99] {
                for charset in [Charset::Unicode, Charset::Ascii] {
                    let options = HumanOptions {
                        width,
                        charset,
                        ..PLAIN
                    };
                    assert!(draw(text, start..start + len, &options).contains("here"));
                }
            }
        }
    }
}

#[test]
fn ten_thousand_findings_in_a_huge_file_are_all_shown() {
    let sources = Sources::default();
    let row =
        "[workstream.x]\nresponsible = [\"soc\"]\n# a line that fills the file up, and then some\n";
    let rows = 20_000_000 / row.len();
    let file = sources.add("big.raci.toml", row.repeat(rows)).id();
    let finding = |number: usize| {
        let at = number * (rows / 10_000) * row.len();
        let mut finding = Finding::new(
            &MISSING,
            Span::new(file, at + 12..at + 13),
            "nobody is accountable",
        );
        finding
            .related(Span::new(file, at + 15..at + 26), "does the work")
            .help("name somebody");
        finding
    };
    let findings: Vec<_> = (0..10_000).map(finding).collect();
    let out = drawn(&sources, &findings, &PLAIN);
    assert_eq!(out.matches("error[missing-accountable]").count(), 10_000);
    assert_eq!(out.matches("does the work").count(), 10_000);
    let last = 9_999 * (rows / 10_000) * 3 + 1;
    assert!(out.contains(&format!("big.raci.toml:{last}:13\n")));
}
