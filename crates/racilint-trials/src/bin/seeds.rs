//! Lays out where the fuzzers begin, under `fuzz/corpus`, and the words that they may use, as
//! `fuzz/words.dict`.

#![expect(
    clippy::disallowed_methods,
    clippy::expect_used,
    reason = "it does nothing but write these files"
)]

use std::fs;

use racilint_trials::seeds::{root, seeds, seeds_of_rules, words};

fn main() {
    for seed in seeds(usize::MAX).into_iter().chain(seeds_of_rules()) {
        let folder = root().join("fuzz/corpus").join(seed.target);
        fs::create_dir_all(&folder).expect("a folder");
        fs::write(folder.join(seed.name), seed.bytes).expect("a seed");
    }
    let words: String = words().iter().map(|word| format!("\"{word}\"\n")).collect();
    fs::write(root().join("fuzz/words.dict"), words).expect("the words");
}
