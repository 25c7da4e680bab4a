//! What people see.

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
