//! The engine against the evaluation minute by minute, on random engagements.

use std::fmt::Debug;

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestError, TestRng, TestRunner};
use racilint_checker::model::Engagement;
use racilint_checker::time::{Absent, Clock, Unknown};
use racilint_diagnostics::Sources;

use super::generate;
use super::load::read;
use super::minute::{Evaluator, View};
use super::plan::ACTIONS;
use super::roster::only;

/// How many engagements each property looks at unless the environment says more.
const CASES: u32 = 48;

/// Runs a property on so many engagements, the same ones every time, and prints the smallest that
/// breaks it.
#[track_caller]
pub(crate) fn hold<S: Strategy>(
    strategy: S,
    property: impl Fn(S::Value) -> Result<(), TestCaseError>,
) where
    S::Value: Debug,
{
    let asked = std::env::var("RACILINT_TIME_CASES").ok();
    let cases = asked.map_or(CASES, |cases| cases.parse().expect("a number of cases"));
    let config = Config {
        cases,
        failure_persistence: None,
        max_shrink_iters: 4096,
        ..Config::default()
    };
    let seed = TestRng::from_seed(RngAlgorithm::ChaCha, &[27; 32]);
    let mut runner = TestRunner::new_with_rng(config, seed);
    match runner.run(&strategy, property) {
        Ok(()) => {}
        Err(TestError::Fail(reason, value)) => panic!("{reason}\n{value:#?}"),
        Err(TestError::Abort(reason)) => panic!("{reason}"),
    }
}

/// A point in time, in words for a message.
fn at(minute: i64) -> String {
    let moment = jiff::Timestamp::from_second(minute * 60);
    moment.map_or(minute.to_string(), |moment| moment.to_string())
}

#[test]
fn the_engine_agrees_at_every_minute() {
    hold(generate::plan(), |plan| {
        let sources = Sources::default();
        let text = plan.text();
        let document = read(&text, &sources);
        let evaluator = Evaluator::of(&document, plan.as_of());
        let engagement = Engagement::of(&document, plan.as_of(), None);
        let clock = Clock::of(&engagement).expect("a zone and a horizon");
        let both = Both {
            evaluator: &evaluator,
            engagement: &engagement,
            clock: &clock,
        };
        both.same_horizon()?;
        let people = evaluator.people().into_iter().map(Some);
        for absent in [None].into_iter().chain(people) {
            both.same_without(absent)?;
        }
        Ok(())
    });
}

/// The two evaluations of one engagement.
struct Both<'e, 'd> {
    evaluator: &'e Evaluator,
    engagement: &'e Engagement<'d>,
    clock: &'e Clock<'e, 'd>,
}

impl Both<'_, '_> {
    fn same_horizon(&self) -> Result<(), TestCaseError> {
        let horizon = self.clock.horizon();
        let (first, end) = self.evaluator.horizon;
        for minute in first - 1..=end {
            let inside = (first..end).contains(&minute);
            prop_assert_eq!(horizon.contains(minute), inside, "horizon, {}", at(minute));
        }
        for row in &self.evaluator.rows {
            let id = self.engagement.names.row(&row.name).expect("the row");
            let promised = self.clock.promised(id);
            for minute in first..end {
                let engine = promised.as_ref().is_some_and(|set| set.contains(minute));
                let naive = self.evaluator.is_promised(row, minute);
                prop_assert_eq!(engine, naive, "{} promised, {}", row.name, at(minute));
            }
        }
        Ok(())
    }

    fn same_without(&self, absent: Option<usize>) -> Result<(), TestCaseError> {
        let name = absent.map(|person| self.evaluator.roster.actors[person].name.as_str());
        let person = name.and_then(|name| self.engagement.names.actor(name));
        let set = absent.map_or(0, only);
        let absent = Absent::of(person);
        let off = self.evaluator.without(set, false);
        let on = self.evaluator.without(set, true);
        // Where everything is known the two views are one, and the engine must know that.
        let unknown = self.evaluator.leaves_something_unknown();
        let on = if unknown { &on } else { &off };
        for (view, unknown) in [(&off, Unknown::Off), (on, Unknown::On)] {
            let case = format!("without {name:?}, unknown {unknown:?}");
            self.same_duty(view, &absent, unknown, &case)?;
            self.same_times(view, &absent, unknown, &case)?;
        }
        Ok(())
    }

    fn same_duty(
        &self,
        view: &View<'_>,
        absent: &Absent,
        unknown: Unknown,
        case: &str,
    ) -> Result<(), TestCaseError> {
        for (actor, index) in self.evaluator.roster.actors.iter().zip(0..) {
            let id = self.engagement.names.actor(&actor.name).expect("the actor");
            let duty = self.clock.on_duty(id, absent, unknown);
            for minute in self.evaluator.minutes() {
                if duty.contains(minute) != view.is_on_duty(index, minute) {
                    let engine = duty.contains(minute);
                    let (name, when) = (&actor.name, at(minute));
                    return Err(TestCaseError::fail(format!(
                        "{case}: the engine says {engine} to {name} being on duty at {when}"
                    )));
                }
            }
        }
        Ok(())
    }

    fn same_times(
        &self,
        view: &View<'_>,
        absent: &Absent,
        unknown: Unknown,
        case: &str,
    ) -> Result<(), TestCaseError> {
        for row in &self.evaluator.rows {
            let id = self.engagement.names.row(&row.name).expect("the row");
            for need in &row.needs {
                let action = ACTIONS.iter().find(|action| *action == need);
                let action = action.expect("an action of the plan");
                let times = self.clock.time_to_authority(id, action, absent, unknown);
                let naive = view.times_to_authority(row, action);
                for (minute, naive) in self.evaluator.minutes().zip(naive) {
                    let engine = (times.pass_at(minute), times.at(minute));
                    if engine != naive {
                        let (name, when) = (&row.name, at(minute));
                        return Err(TestCaseError::fail(format!(
                            "{case}: {action} on {name} at {when}: pass and time to authority are \
                             {engine:?} to the engine, {naive:?} minute by minute"
                        )));
                    }
                }
            }
        }
        Ok(())
    }
}
