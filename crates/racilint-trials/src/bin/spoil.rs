//! Tries a target on spoilt seeds for as long as somebody wants, where there is no fuzzer:
//! `spoil TARGET SECONDS [SEED]`. What breaks a promise is written to `spoilt-TARGET-NUMBER` first.

#![expect(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "it is a tool for tests: it measures time, writes what breaks, and says how much it tried"
)]

use std::time::{Duration, Instant};

use racilint_trials::run;
use racilint_trials::seeds::{Seed, seeds, seeds_of_rules};
use racilint_trials::spoil::{Dice, spoilt};

/// What takes longer is told.
const SLOW: Duration = Duration::from_secs(20);

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [target, seconds, more @ ..] = args.as_slice() else {
        println!("spoil TARGET SECONDS [SEED]");
        return;
    };
    let lasts = Duration::from_secs(seconds.parse().expect("seconds"));
    let seed = more
        .first()
        .map_or(1, |seed| seed.parse().expect("a number"));
    let mut all = seeds(6_000);
    all.extend(seeds_of_rules());
    let all: Vec<&Seed> = all.iter().filter(|seed| seed.target == target).collect();
    assert!(!all.is_empty(), "no seeds for `{target}`");
    let (begin, mut dice, mut count) = (Instant::now(), Dice(seed), 0_u64);
    while begin.elapsed() < lasts {
        let bytes = spoilt(&all[dice.below(all.len())].bytes, &mut dice);
        let name = format!("spoilt-{target}-{seed}-{count}");
        std::fs::write(&name, &bytes).expect("a file");
        let one = Instant::now();
        run(target, &bytes);
        if one.elapsed() < SLOW {
            std::fs::remove_file(&name).expect("the file");
        } else {
            println!("{name} took {} seconds", one.elapsed().as_secs());
        }
        count += 1;
    }
    println!("{target}: {count} in {} seconds", begin.elapsed().as_secs());
}
