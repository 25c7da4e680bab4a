//! Bytes to `racilint_trials::fix`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| racilint_trials::fix(bytes));
