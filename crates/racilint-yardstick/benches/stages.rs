//! How long the stages of a check take on generated engagements: reading, checking, telling, and all of
//! it again, as an editor asks for at every key.
//!
//! `cargo bench -p racilint-yardstick`. Times move with what else the machine does: what must not
//! grow is watched as counts of instructions, by `measure.py`.

#![allow(clippy::expect_used)] // A bench that cannot run may as well stop.

use std::hint::black_box;

use jiff::civil::date;
use racilint_checker::Options;
use racilint_checker::settle::{Levels, Outcome};
use racilint_diagnostics::{Finding, Sources};
use racilint_emit::concise;
use racilint_emit::human::{self, Charset, HumanOptions};
use racilint_parser::{Document, LoadError, Loaded, Loader};
use racilint_yardstick::{Engagement, Findings};

const SIZES: [usize; 3] = [60, 1_000, 10_000];

fn main() {
    divan::main();
}

struct NoFiles;

impl Loader for NoFiles {
    fn load(&self, _: &str, _: &str) -> Result<Loaded, LoadError> {
        Err(LoadError {
            reason: "there are no files".into(),
            help: "include none".into(),
        })
    }
}

fn options() -> Options {
    Options {
        today: date(2026, 11, 21),
        levels: Levels::default(),
        profiles: None,
        extracts: false,
    }
}

fn read<'s>(sources: &'s Sources, text: &str) -> (Document<'s>, Vec<Finding>) {
    let file = sources.add("bench.raci.toml", text);
    racilint_parser::read(sources, file, "bench.raci.toml", &NoFiles)
}

fn check(sources: &Sources, text: &str) -> Outcome {
    let (document, findings) = read(sources, text);
    racilint_checker::check(&document, findings, &options())
}

#[divan::bench(args = SIZES)]
fn parse(bencher: divan::Bencher, size: usize) {
    let text = Engagement::of(size).text();
    bencher
        .counter(divan::counter::BytesCount::of_str(&text))
        .bench_local(|| {
            let sources = Sources::default();
            black_box(read(&sources, &text).1.len())
        });
}

/// Everything that an editor asks for at every key.
#[divan::bench(args = SIZES)]
fn whole_without_hours(bencher: divan::Bencher, size: usize) {
    let text = Engagement::of(size).without_hours().text();
    bencher.bench_local(|| black_box(check(&Sources::default(), &text).findings.len()));
}

#[divan::bench(args = [60, 1_000])]
fn whole_with_hours(bencher: divan::Bencher, size: usize) {
    let text = Engagement::of(size).text();
    bencher.bench_local(|| black_box(check(&Sources::default(), &text).findings.len()));
}

#[divan::bench]
fn tell_a_human(bencher: divan::Bencher) {
    let options = HumanOptions {
        width: 100,
        color: true,
        charset: Charset::Unicode,
        screen_reader: false,
        links: false,
        rule_page_base: "https://example.com/rules/",
    };
    tell(bencher, |out, sources, findings| {
        human::write_findings(out, sources, findings, &options)
    });
}

#[divan::bench]
fn tell_in_one_line_each(bencher: divan::Bencher) {
    tell(bencher, |out, sources, findings| {
        concise::write_findings(out, sources, findings, false)
    });
}

fn tell(
    bencher: divan::Bencher,
    write: impl Fn(&mut Vec<u8>, &Sources, &[Finding]) -> std::io::Result<()>,
) {
    let wanted = Engagement {
        findings: Findings::Many,
        ..Engagement::of(1_000).without_hours()
    };
    let sources = Sources::default();
    let findings = check(&sources, &wanted.text()).findings;
    bencher
        .counter(divan::counter::ItemsCount::new(findings.len()))
        .bench_local(|| {
            let mut out = Vec::new();
            write(&mut out, &sources, &findings).expect("memory is always there");
            black_box(out.len())
        });
}
