use std::collections::{BTreeMap, BTreeSet};

use racilint_diagnostics::{DefaultSeverity, Edit, Finding, Group, Safety};
use racilint_parser::values::{Mention, Target};

use super::{Context, declare_rule, words};
use crate::catalogue;
use crate::model::{Engagement, Lookup, is_of_exclusion, is_placeholder};
use meaning::{Meanings, Meant};

declare_rule! {
    /// ## What it does
    ///
    /// Reports a name that nothing bears, or something of another kind: a person, workstream,
    /// system, action, area, profile or duty that is declared nowhere.
    ///
    /// It asks whether a name near by was meant. One digit makes another clause, so for the number
    /// of a clause only those within it, the one that it lies in, or the same one in another way of
    /// writing are proposed.
    ///
    /// ## Why is this bad?
    ///
    /// A misspelt owner is no owner. The line reads as if somebody answered, and the first who
    /// looks for them does so in the middle of an incident.
    ///
    /// ## Example
    ///
    /// ```toml,fires
    /// [engagement]
    ///
    /// [workstream.triage]
    /// responsible = "dana"
    /// accountable = "it-directer"
    ///
    /// [person.dana]
    ///
    /// [role.it-director]
    /// held-by = "dana"
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```toml,silent
    /// [engagement]
    ///
    /// [workstream.triage]
    /// responsible = "dana"
    /// accountable = "it-director"
    ///
    /// [person.dana]
    ///
    /// [role.it-director]
    /// held-by = "dana"
    /// ```
    ///
    /// ## When it stays silent
    ///
    /// - The name is declared in a file that this one includes, or is part of a catalogue.
    /// - The same unknown name is reported once, however many places write it.
    /// - The duty is of a profile that is unknown in `profiles` already.
    /// - A seat says `TBD`: `unfilled-assignee` says so.
    /// - Text could not be read that may have declared it: then only areas, actions, profiles and
    ///   duties are looked up, and the rule counts as not evaluated.
    ///
    /// ## References
    ///
    /// - The engagement language: nothing is ever silently ignored
    "unknown-reference" {
        summary: "a name stands for nothing, or for something of another kind",
        group: Group::Structure,
        waivable: false,
        severity: DefaultSeverity::ERROR,
        needs: "every file of the engagement, readable",
    }
}

/// What one mistake is known by: what was asked for, and the name.
type Key<'d> = (Target, &'d str);

fn check(cx: &mut Context<'_, '_>) {
    let engagement = cx.engagement;
    let has_lost_house = engagement.has_lost_house();
    if engagement.is_damaged() || has_lost_house {
        cx.lacks_data();
    }
    let mut reported: BTreeMap<Key<'_>, Vec<Mention<'_>>> = BTreeMap::new();
    let mut order = Vec::new();
    let unknown_profiles = unknown_profiles(engagement);
    for (mention, lookup) in engagement.misnamed() {
        let is_certain = (!engagement.is_damaged() || is_of_catalogue(&mention))
            && (!has_lost_house || !may_be_of_house(&mention) || is_in_house(&mention, engagement));
        let is_open = mention.target.is_seat() && is_placeholder(mention.name);
        if !is_certain || is_open || is_told(&mention, &unknown_profiles) {
            continue;
        }
        let key = (namespace(mention.target, &lookup), mention.name);
        let places = reported.entry(key).or_default();
        if places.is_empty() {
            order.push((key, lookup));
        }
        places.push(mention);
    }
    join_places(&mut reported);
    let mut meanings = Meanings::default();
    for (key, lookup) in order {
        if let Some(([first], more)) = reported.get(&key).map(|places| places.split_at(1)) {
            report(cx, first, &lookup, more, &mut meanings);
        }
    }
}

/// Where a workstream or somebody can be named, a name that nothing bears is the same mistake as
/// the same name in a place that takes only one of the two.
fn join_places(reported: &mut BTreeMap<Key<'_>, Vec<Mention<'_>>>) {
    let keys = reported.keys().copied();
    let places: Vec<Key<'_>> = keys.filter(|key| key.0 == Target::Place).collect();
    for place in places {
        let kinds = [Target::Actor, Target::Workstream];
        let other = kinds.map(|kind| (kind, place.1));
        let Some(other) = other.into_iter().find(|key| reported.contains_key(key)) else {
            continue;
        };
        let moved = reported.remove(&place).unwrap_or_default();
        if let Some(places) = reported.get_mut(&other) {
            places.extend(moved);
        }
    }
}

/// Whether a name stands in a profile file while all of those could be read: what it names must be
/// there.
fn is_in_house(mention: &Mention<'_>, engagement: &Engagement<'_>) -> bool {
    let document = engagement.document;
    let mut houses = document.houses.iter();
    !document.lost_house && houses.any(|house| house.file == mention.span.file)
}

/// The profiles that are asked for, and that nobody knows.
fn unknown_profiles<'d>(engagement: &'d Engagement<'_>) -> BTreeSet<&'d str> {
    let is_profile = |target| target == Target::Profile;
    let profiles = engagement.document.mentions_of(is_profile);
    let unknown = profiles.filter(|mention| engagement.look_up(mention) != Lookup::Found);
    unknown.map(|mention| mention.name).collect()
}

/// Whether a duty is of a profile that is unknown where it is asked for: one mistake, told there.
fn is_told(mention: &Mention<'_>, unknown_profiles: &BTreeSet<&str>) -> bool {
    let profile = mention.name.split_once(':').map(|(profile, _)| profile);
    mention.target == Target::Duty && profile.is_some_and(|own| unknown_profiles.contains(own))
}

fn is_of_catalogue(mention: &Mention<'_>) -> bool {
    match mention.target {
        Target::Area => !is_of_exclusion(mention),
        Target::Action | Target::Profile | Target::Duty | Target::OwnDuty => true,
        _ => false,
    }
}

/// Whether a profile file can declare what is named: not the duty of a profile that is shipped.
fn may_be_of_house(mention: &Mention<'_>) -> bool {
    let profile = mention.name.split_once(':').map(|(profile, _)| profile);
    match mention.target {
        Target::Duty => !profile.is_some_and(catalogue::is_shipped_profile),
        Target::Area | Target::Action | Target::Profile | Target::OwnDuty | Target::Object => true,
        _ => false,
    }
}

/// Names that nothing bears are one mistake, whatever kind each place asks for.
fn namespace(target: Target, lookup: &Lookup) -> Target {
    match target {
        Target::Seat | Target::Person | Target::Party if *lookup == Lookup::Nothing => {
            Target::Actor
        }
        Target::Leaf => Target::Workstream,
        Target::Seat => Target::Actor,
        _ => target,
    }
}

fn report(
    cx: &mut Context<'_, '_>,
    mention: &Mention<'_>,
    lookup: &Lookup,
    more: &[Mention<'_>],
    meanings: &mut Meanings,
) {
    let engagement = cx.engagement;
    let finding = cx.report(mention.span, wording::message(mention, lookup));
    let object = match mention.object {
        "" => "engagement",
        object => object,
    };
    finding.about(object).aspect(mention.name);
    match lookup {
        Lookup::WrongKind { declared, .. } => {
            if let Some(span) = declared {
                finding.related(*span, "declared here");
            }
            finding.help(format!("name {} here", mention.target.words()));
        }
        Lookup::Ambiguous(kinds) => {
            let full = kinds.iter().map(|kind| format!("{kind}.{}", mention.name));
            finding.help(format!("write {}", words::any_of(full)));
        }
        _ => suggest(finding, engagement, mention, more, meanings),
    }
    for place in more {
        finding.related(place.span, "named here too");
    }
}

/// Says what was probably meant, else what there is, else how to declare it.
fn suggest(
    finding: &mut Finding,
    engagement: &Engagement<'_>,
    mention: &Mention<'_>,
    more: &[Mention<'_>],
    meanings: &mut Meanings,
) {
    let candidates = meanings.of(mention, engagement);
    match candidates.meant(mention.name) {
        Some(Meant::One(near, safety)) => {
            finding.label(format!("did you mean `{near}`?"));
            if let Some(safety) = safety {
                offer(finding, (near, safety), mention, more);
            }
        }
        Some(Meant::Clauses(clauses)) => {
            finding.help(wording::which_clause(mention, &clauses));
            return;
        }
        None => {}
    }
    let names = candidates.names();
    finding.help(wording::help(mention, &names, engagement.catalogue()));
}

/// Offers to write what was probably meant, in all places at once.
fn offer(
    finding: &mut Finding,
    (near, safety): (&str, Safety),
    mention: &Mention<'_>,
    more: &[Mention<'_>],
) {
    if near.contains(['"', '\\']) || near.contains(char::is_control) {
        return;
    }
    let text = format!("\"{near}\"");
    finding.fix(safety, format!("write `{near}`"), mention.span, &*text);
    if let Some(fix) = &mut finding.fix {
        fix.edits.extend(more.iter().map(|place| Edit {
            span: place.span,
            text: text.clone(),
        }));
    }
}

mod meaning;
#[cfg(test)]
mod tests;
mod wording;
