//! Bytes to `racilint_trials::parse`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| racilint_trials::parse(bytes));
