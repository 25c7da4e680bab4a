//! Lays out where the fuzzers begin, under `fuzz/corpus`.

#![expect(
    clippy::disallowed_methods,
    clippy::expect_used,
    reason = "it does nothing but write these files"
)]

use std::fs;

use racilint_trials::seeds::{root, seeds};

fn main() {
    for seed in seeds(usize::MAX) {
        let folder = root().join("fuzz/corpus").join(seed.target);
        fs::create_dir_all(&folder).expect("a folder");
        fs::write(folder.join(seed.name), seed.bytes).expect("a seed");
    }
}
