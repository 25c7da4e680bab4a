//! Bytes to `racilint_trials::check`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| racilint_trials::check(bytes));
