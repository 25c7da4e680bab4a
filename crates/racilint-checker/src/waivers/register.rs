//! The register: every waiver with what it accepts, for whom, until when, and whether it does.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use racilint_diagnostics::{Finding, Span, Waived};
use racilint_parser::Document;

use super::Lapse;
use crate::catalogue::Catalogue;
use crate::model::{Engagement, Seats, Waiver, civil};
use crate::portfolio;
use crate::rules::Earlier;
use crate::settle::{Levels, Outcome, settle};
use crate::time::Clock;

/// A waiver for one of the objects that it names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The rule as the file names it.
    pub rule: String,
    /// The object as findings name it.
    pub object: String,
    /// Why it is accepted; empty where nobody says.
    pub reason: String,
    /// Who sees to it, by their ids.
    pub owner: Vec<String>,
    /// Who accepted it, by their ids.
    pub approved_by: Vec<String>,
    /// The last day, where there is one.
    pub until: Option<Date>,
    /// How many days are left from today on; 0 on the last one, below 0 when it is over.
    pub days_left: Option<i32>,
    /// What it does today.
    pub state: State,
    /// How many findings it takes away today; of one that has ended, how many are reported again.
    pub findings: usize,
    /// The place that names the rule.
    pub place: Span,
}

/// What a waiver does for an object today.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// It takes findings away.
    InUse,
    /// There is no finding that it could take away.
    Unused,
    /// Another one takes them away already; its place.
    Twice(Span),
    /// Nobody can say, and why: the rule lacks its data or is not in this version, the object is
    /// unknown, or what it accepts is told otherwise.
    NotLookedAt(String),
    /// Its last day is over.
    Ended,
    /// It does not hold, and why.
    DoesNotHold(String),
}

/// The register of a document as on `today`, with all rules on.
pub fn register(document: &Document<'_>, today: Date) -> Vec<Entry> {
    let catalogue = Catalogue::of(document);
    let engagement = Engagement::of(document, &catalogue, today, None);
    let clock = Clock::of(&engagement);
    let waivers = engagement.waivers();
    let levels = Levels::default();
    let (runs, earlier) = crate::run_all(&engagement, clock.as_ref(), &levels);
    let outcome = settle(&engagement, Vec::new(), runs, &levels, None);
    let states = states(&waivers, &engagement, &earlier);
    let entries = waivers.iter().zip(states).flat_map(|(waiver, states)| {
        let objects = waiver.objects.iter().zip(states);
        objects.map(|((object, _), state)| entry(waiver, object, state, today, &outcome))
    });
    entries.collect()
}

fn entry(waiver: &Waiver<'_>, object: &str, state: State, today: Date, outcome: &Outcome) -> Entry {
    let is_own =
        |own: &&Waived| own.waiver == waiver.place() && own.finding.subject.object == object;
    let rule = waiver.rule_info().map_or("", |rule| rule.name);
    let is_back = |own: &&Finding| own.rule.name == rule && own.subject.object == object;
    let findings = match state {
        State::Ended => outcome.findings.iter().filter(is_back).count(),
        _ => outcome.waived.iter().filter(is_own).count(),
    };
    let names = |seats: &Seats<'_>| -> Vec<String> {
        let links = seats.links.iter();
        links.map(|link| link.name.to_owned()).collect()
    };
    let until = waiver.table.until.and_then(|until| civil(until.value));
    let reason = waiver.table.reason.as_ref();
    Entry {
        rule: waiver.rule().unwrap_or_default().to_owned(),
        object: object.to_owned(),
        reason: reason
            .map(|reason| reason.value.to_string())
            .unwrap_or_default(),
        owner: names(&waiver.owner),
        approved_by: names(&waiver.approvers),
        until,
        days_left: until.map(|until| (until - today).get_days()),
        state: match state {
            State::InUse if findings == 0 => {
                let why = "what it accepts follows from another finding";
                State::NotLookedAt(why.to_owned())
            }
            state => state,
        },
        findings,
        place: waiver.place(),
    }
}

/// What each waiver does for each of the objects that it names.
pub(crate) fn states(
    waivers: &[Waiver<'_>],
    engagement: &Engagement<'_>,
    earlier: &Earlier,
) -> Vec<Vec<State>> {
    let mut taken: BTreeMap<(&str, &str), Span> = BTreeMap::new();
    let mut states = Vec::with_capacity(waivers.len());
    for waiver in waivers {
        let fault = fault(waiver, engagement);
        let rule = waiver.rule_info().map_or("", |rule| rule.name);
        let mut own = Vec::with_capacity(waiver.objects.len());
        for (object, span) in &waiver.objects {
            let first = taken.get(&(rule, object.as_str())).copied();
            let state = match &fault {
                Some(fault) => fault.clone(),
                None => looked_at(waiver, object, engagement, earlier),
            };
            own.push(match (state, first) {
                (State::InUse, Some(first)) => State::Twice(first),
                (state, _) => state,
            });
            if fault.is_none() {
                taken.entry((rule, object)).or_insert(*span);
            }
        }
        spare_clauses(waiver, &mut own);
        states.push(own);
    }
    states
}

/// A clause stands for several duties: it is used where a finding on one of them is accepted.
fn spare_clauses(waiver: &Waiver<'_>, states: &mut [State]) {
    let places = || waiver.objects.iter().map(|(_, span)| *span);
    let in_use = places().zip(&*states);
    let in_use = in_use.filter(|(_, state)| matches!(state, State::InUse));
    let in_use: BTreeSet<Span> = in_use.map(|(span, _)| span).collect();
    for (span, state) in places().zip(states) {
        if matches!(state, State::Unused) && in_use.contains(&span) {
            let why = "another duty of the same clause is accepted";
            *state = State::NotLookedAt(why.to_owned());
        }
    }
}

/// What keeps a waiver from taking anything away.
fn fault(waiver: &Waiver<'_>, engagement: &Engagement<'_>) -> Option<State> {
    let (_, why) = waiver.shortfall(engagement)?;
    match waiver.lapse(engagement) {
        Some(Lapse::Ended(..)) => Some(State::Ended),
        _ => Some(State::DoesNotHold(why)),
    }
}

fn looked_at(
    waiver: &Waiver<'_>,
    object: &str,
    engagement: &Engagement<'_>,
    earlier: &Earlier,
) -> State {
    let Some(rule) = waiver.rule_info() else {
        return State::NotLookedAt("there is no such rule".to_owned());
    };
    if earlier.has_found(rule.name, object) {
        return State::InUse;
    }
    let why = if portfolio::compares(rule) {
        "it compares engagements".to_owned()
    } else if engagement.is_damaged() {
        "the file could not be read completely".to_owned()
    } else if !earlier.has_judged(rule.name) {
        format!("needs {}", rule.needs)
    } else if !engagement.knows_object(object) {
        "nothing is called so".to_owned()
    } else if earlier.has_told(rule.name, object) {
        "it is told with others as one".to_owned()
    } else {
        return State::Unused;
    };
    State::NotLookedAt(why)
}

#[cfg(test)]
mod tests;
