//! The targets of the fuzzers on every seed, and on seeds that were spoilt a little: a few seconds,
//! on stable, in every run of the tests. What a fuzzer has found stays in `crashes`.

#![expect(
    clippy::disallowed_methods,
    reason = "these tests read the project's own files"
)]

use std::sync::LazyLock;

use racilint_trials::seeds::{self, Seed, root};
use racilint_trials::{Kind, check, fix, import, parse};

static SEEDS: LazyLock<Vec<Seed>> = LazyLock::new(|| seeds::seeds(2_500));

/// Which target takes which bytes, by the name that it has in `fuzz/fuzz_targets`.
fn run(target: &str, bytes: &[u8]) {
    match target {
        "parse" => parse(bytes),
        "check" => check(bytes),
        "fix" => fix(bytes),
        "import_csv" => import(Kind::Csv, bytes),
        "import_markdown" => import(Kind::Markdown, bytes),
        "import_html" => import(Kind::Html, bytes),
        "import_xlsx" => import(Kind::Xlsx, bytes),
        "import_ods" => import(Kind::Ods, bytes),
        other => assert_eq!(other, "a target"),
    }
}

/// The same numbers in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (self.0 >> 33) as usize % most.max(1)
    }
}

/// What people and machines do to files: cut, doubled, exchanged, turned round.
fn spoilt(bytes: &[u8], dice: &mut Dice) -> Vec<u8> {
    const PIECES: [&str; 16] = [
        "\"",
        "[",
        "]",
        "{",
        "}",
        "=",
        "\n",
        "\r\n",
        "\u{feff}",
        "\u{202e}",
        "\u{1b}[31m",
        "|",
        ",",
        "é",
        "\0",
        "99999999999999999999",
    ];
    let mut out = bytes.to_vec();
    for _ in 0..=dice.below(3) {
        let at = dice.below(out.len() + 1);
        let to = (at + dice.below(24)).min(out.len());
        match dice.below(5) {
            0 => drop(out.drain(at..to)),
            1 => {
                let piece = PIECES[dice.below(PIECES.len())];
                out.splice(at..at, piece.bytes());
            }
            2 => {
                let copy = out[at..to].to_vec();
                let there = dice.below(out.len() + 1);
                out.splice(there..there, copy);
            }
            3 => out[at..to].reverse(),
            _ => out[at..to]
                .iter_mut()
                .for_each(|byte| *byte ^= 1 << dice.below(8)),
        }
    }
    out
}

/// The seeds of a target that are small enough to be tried many times.
fn small(target: &str, most: usize) -> Vec<&'static Seed> {
    let of_target = |seed: &&Seed| seed.target == target && seed.bytes.len() <= most;
    SEEDS.iter().filter(of_target).collect()
}

fn smoke(target: &str, most: usize, rounds: usize) {
    let all = small(target, most);
    assert!(!all.is_empty(), "no seeds for `{target}`");
    let mut dice = Dice(2026);
    for seed in &all {
        run(target, &seed.bytes);
    }
    for round in 0..rounds {
        let seed = &all[round % all.len()];
        run(target, &spoilt(&seed.bytes, &mut dice));
    }
}

#[test]
fn any_bytes_are_read() {
    smoke("parse", 20_000, 200);
}

#[test]
fn any_bytes_are_checked() {
    smoke("check", 2_500, 12);
}

#[test]
fn any_bytes_are_repaired() {
    smoke("fix", 2_400, 4);
}

#[test]
fn any_bytes_are_imported() {
    smoke("import_csv", 8_000, 16);
    smoke("import_markdown", 8_000, 16);
    smoke("import_html", 12_000, 16);
    smoke("import_ods", 12_000, 16);
    smoke("import_xlsx", 40_000, 12);
}

/// What once broke a promise: each file is kept under the name of its target.
#[test]
fn what_was_found_stays_mended() {
    let folder = root().join("crates/racilint-trials/tests/crashes");
    for target in std::fs::read_dir(folder).expect("the crashes") {
        let target = target.expect("a target").path();
        if !target.is_dir() {
            continue;
        }
        let name = target
            .file_name()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        for crash in std::fs::read_dir(&target).expect("a folder") {
            let path = crash.expect("a crash").path();
            run(&name, &std::fs::read(&path).expect("a file"));
        }
    }
}

/// The seeds and the fuzzers know the same targets.
#[test]
fn every_target_has_a_fuzzer_and_seeds() {
    let mut targets: Vec<String> = Vec::new();
    for entry in std::fs::read_dir(root().join("fuzz/fuzz_targets")).expect("the targets") {
        let path = entry.expect("a target").path();
        targets.push(
            path.file_stem()
                .expect("a name")
                .to_string_lossy()
                .into_owned(),
        );
    }
    targets.sort();
    let mut seeded: Vec<&str> = SEEDS.iter().map(|seed| seed.target).collect();
    seeded.sort_unstable();
    seeded.dedup();
    assert_eq!(targets, seeded);
}
