//! Bytes to `racilint_trials::import`.

#![no_main]

use racilint_trials::{Kind, import};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| import(Kind::Ods, bytes));
