//! What must hold of any engagement, whatever the figures are.

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::date;
use proptest::prelude::*;
use racilint_checker::catalogue::Catalogue;
use racilint_checker::model::Engagement;
use racilint_checker::time::{Absent, Clock, Unknown};
use racilint_diagnostics::Sources;

use super::generate::{self, FIXED, STEADY};
use super::load::read;
use super::plan::{Grant, Hours, Plan, Step, Window};
use super::properties::hold;

/// How many engagements each law is held against unless the environment says more.
const CASES: u32 = 500;

/// For each row and action the time to authority at every minute of the horizon.
type Figures = BTreeMap<(String, String), Vec<Option<u32>>>;

/// An engagement and what becomes more of it.
#[derive(Clone, Debug)]
enum Addition {
    Hour(u8, Window),
    Step(u8, Step),
    Grant(Grant),
}

#[test]
fn removing_people_never_makes_it_faster() {
    hold(CASES, generate::plan(), |plan| {
        for unknown in [Unknown::Off, Unknown::On] {
            with_clock(&plan, |engagement, clock| {
                let people = engagement.actors().filter(|(_, actor)| actor.is_person());
                let people: Vec<_> = people.map(|(id, _)| id).collect();
                let nobody = figures(engagement, clock, &Absent::nobody(), unknown);
                for one in &people {
                    let without = figures(engagement, clock, &Absent::of([*one]), unknown);
                    never_faster(&nobody, &without)?;
                    let two = Absent::of([*one, people[0]]);
                    never_faster(&without, &figures(engagement, clock, &two, unknown))?;
                }
                Ok::<(), TestCaseError>(())
            })?;
        }
        Ok(())
    });
}

#[test]
fn more_hours_steps_and_grants_never_make_it_slower() {
    let addition = prop_oneof![
        (any::<u8>(), generate::weekly()).prop_map(|(who, window)| Addition::Hour(who, window)),
        (any::<u8>(), generate::step()).prop_map(|(path, step)| Addition::Step(path, step)),
        generate::grant_of(prop_oneof![
            Just("pre-authorized"),
            Just("approval-required")
        ])
        .prop_map(Addition::Grant),
    ];
    hold(CASES, (generate::plan(), addition), |(plan, addition)| {
        let mut more = plan.clone();
        addition.apply(&mut more);
        // Whoever is there for longer is outside of their hours for less.
        if matches!(addition, Addition::Hour(..)) && plan.has_outside() {
            return Ok(());
        }
        let before = all_figures(&plan);
        never_faster(&all_figures(&more), &before)
    });
}

#[test]
fn whoever_is_not_needed_can_be_absent() {
    hold(CASES, generate::plan(), |plan| {
        for unknown in [Unknown::Off, Unknown::On] {
            with_clock(&plan, |engagement, clock| {
                let nobody = figures(engagement, clock, &Absent::nobody(), unknown);
                let people = engagement.actors().filter(|(_, actor)| actor.is_person());
                for (person, _) in people {
                    let without = figures(engagement, clock, &Absent::of([person]), unknown);
                    for ((row, action), waits) in without {
                        let id = engagement.names.row(&row).expect("the row");
                        let needed = clock.who_is_needed(id, &action);
                        let key = (row, action);
                        prop_assert!(
                            needed.contains(&person) || waits == nobody[&key],
                            "{:?} waits without {:?}",
                            key,
                            person
                        );
                    }
                }
                Ok::<(), TestCaseError>(())
            })?;
        }
        Ok(())
    });
}

#[test]
fn whole_weeks_change_nothing_where_no_clock_changes() {
    let base = (0..120_i32).prop_map(|day| date(2027, 1, 20).saturating_add(day.days()));
    let plan = generate::plan_in(STEADY.to_vec(), base);
    hold(CASES, (plan, 1..20_i32), |(plan, weeks)| {
        let mut later = plan.clone();
        later.base = later.base.saturating_add(weeks.weeks());
        prop_assert_eq!(all_figures(&plan), all_figures(&later));
        Ok(())
    });
}

#[test]
fn zones_that_move_together_change_nothing() {
    let zones = FIXED[6..=18].to_vec();
    let plan = generate::plan_in(zones, Just(date(2027, 6, 15)));
    hold(CASES, (plan, 0..15_usize), |(plan, first)| {
        let mut moved = plan.clone();
        moved.zones = FIXED[first.min(14)..].iter().take(13).copied().collect();
        prop_assert_eq!(all_figures(&plan), all_figures(&moved));
        Ok(())
    });
}

impl Addition {
    fn apply(&self, plan: &mut Plan) {
        match self {
            Addition::Grant(grant) => plan.grants.push(grant.clone()),
            Addition::Step(path, step) => {
                let paths = plan.paths.len().max(1);
                if let Some(path) = plan.paths.get_mut(usize::from(*path) % paths) {
                    path.steps.push(step.clone());
                }
            }
            Addition::Hour(who, window) => {
                let mut hours = hours_that_help(plan);
                let owners = hours.len().max(1);
                if let Some(hours) = hours.get_mut(usize::from(*who) % owners) {
                    hours.push(window.clone());
                }
            }
        }
    }
}

/// All hours in which somebody is there or may act. Whoever has none stays without: to write the
/// first hours of a person is to say that there are no others.
fn hours_that_help(plan: &mut Plan) -> Vec<&mut Hours> {
    let parties = plan.parties.iter_mut().map(|party| &mut party.hours);
    let people = plan.people.iter_mut().map(|person| &mut person.hours);
    let mut shifts = Vec::new();
    let mut teams = Vec::new();
    for team in &mut plan.teams {
        teams.extend(&mut team.hours);
        shifts.extend(team.shifts.iter_mut().map(|(_, hours)| hours));
    }
    let grants = plan.grants.iter_mut();
    let grants = grants.filter(|grant| grant.mode != "prohibited");
    let grants = grants.map(|grant| &mut grant.hours);
    let own = parties.chain(people).chain(grants).flatten();
    own.chain(teams).chain(shifts).collect()
}

/// Hands the engine's clock on a plan to `look`.
fn with_clock<T>(
    plan: &Plan,
    look: impl for<'d> FnOnce(&Engagement<'d>, &Clock<'_, 'd>) -> T,
) -> T {
    let sources = Sources::default();
    let text = plan.text();
    let document = read(&text, &sources);
    let catalogue = Catalogue::of(&document);
    let engagement = Engagement::of(&document, &catalogue, plan.as_of(), None);
    let clock = Clock::of(&engagement).expect("a zone and a horizon");
    look(&engagement, &clock)
}

/// The figures with nobody absent and whoever is unknown off duty.
fn all_figures(plan: &Plan) -> Figures {
    with_clock(plan, |engagement, clock| {
        figures(engagement, clock, &Absent::nobody(), Unknown::Off)
    })
}

fn figures<'d>(
    engagement: &Engagement<'d>,
    clock: &Clock<'_, 'd>,
    absent: &Absent,
    unknown: Unknown,
) -> Figures {
    let mut figures = Figures::new();
    let (first, end) = (clock.horizon().first(), clock.horizon().end());
    let horizon = first.unwrap_or(0)..end.unwrap_or(0);
    for (id, row) in engagement.rows().filter(|(_, row)| row.slices.is_empty()) {
        for need in engagement.needs(id) {
            let action = &*need.action.id.name;
            let times = clock.time_to_authority(id, action, absent, unknown);
            let times = horizon.clone().map(|minute| times.at(minute));
            figures.insert((row.name.to_string(), action.to_owned()), times.collect());
        }
    }
    figures
}

/// Whether the second engagement is nowhere faster than the first.
fn never_faster(more: &Figures, less: &Figures) -> Result<(), TestCaseError> {
    for (what, slow) in less {
        for (minute, (fast, slow)) in more[what].iter().zip(slow).enumerate() {
            let rank = |wait: &Option<u32>| wait.unwrap_or(u32::MAX);
            let (fast, slow) = (rank(fast), rank(slow));
            prop_assert!(
                fast <= slow,
                "{:?}, minute {}: {} and {}",
                what,
                minute,
                fast,
                slow
            );
        }
    }
    Ok(())
}
