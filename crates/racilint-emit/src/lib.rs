//! What findings look like: one file per output format, each a function of values that writes to
//! whatever it is given.
//!
//! Nothing here looks at a terminal, a file, the environment or the clock: the binary decides what
//! a reader can see and passes it in. No format knows another one.

mod asked;
mod excerpt;
mod identity;
mod picture;
mod place;
mod plain;
mod report;
#[cfg(any(test, feature = "schema"))]
mod schema;
mod spoken;
mod statistics;
mod summary;

pub mod concise;
pub mod csv;
pub mod drill;
pub mod github;
pub mod gitlab;
pub mod group;
pub mod harmless;
pub mod human;
pub mod json;
pub mod junit;
pub mod markdown;
pub mod resilience;
pub mod sarif;
pub mod text;
pub mod week;
pub mod who;

pub use asked::{Asked, Baseline, Change, Fixed};
pub use report::{About, Part, ReadFile, Report, SEVERAL};
pub use statistics::Statistics;
pub use summary::{Accepted, AsOf, AsOfSource, Counts, Ended, NotEvaluated, Summary};

use racilint_diagnostics::RuleInfo;

/// The address of a rule's page. `base` is the folder of the pages, with its closing slash.
///
/// Names of rules are kebab-case, so nothing in them needs escaping.
pub fn rule_page(base: &str, rule: &RuleInfo) -> String {
    format!("{base}{}.html", rule.name)
}
