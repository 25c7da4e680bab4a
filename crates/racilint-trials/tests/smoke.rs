//! The targets of the fuzzers on every seed, and on seeds that were spoilt a little: a few seconds,
//! on stable, in every run of the tests. What a fuzzer has found stays in `crashes`.

#![expect(
    clippy::disallowed_methods,
    reason = "these tests read the project's own files"
)]

use std::sync::LazyLock;

use racilint_trials::run;
use racilint_trials::seeds::{self, Seed, root};
use racilint_trials::spoil::{Dice, spoilt};

static SEEDS: LazyLock<Vec<Seed>> = LazyLock::new(|| seeds::seeds(2_500));

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
