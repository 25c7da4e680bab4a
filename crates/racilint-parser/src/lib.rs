//! Engagement files in, a spanned model out.

pub mod syntax;
