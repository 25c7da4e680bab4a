//! The engine against the evaluation minute by minute, on random engagements.

use std::fmt::Debug;

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestError, TestRng, TestRunner};
use racilint_checker::catalogue::Catalogue;
use racilint_checker::model::Engagement;
use racilint_checker::time::{Absent, Clock, Times, Unknown};
use racilint_diagnostics::Sources;
use racilint_minutes::{Evaluator, Times as Figures, View};

use super::generate;
use super::load::read;
use super::plan::ACTIONS;

/// How many engagements are compared minute by minute unless the environment says more.
const CASES: u32 = 120;

/// Runs a property on so many engagements, or on as many as the environment says, the same ones every time, and prints the smallest that
/// breaks it.
#[track_caller]
pub(crate) fn hold<S: Strategy>(
    cases: u32,
    strategy: S,
    property: impl Fn(S::Value) -> Result<(), TestCaseError>,
) where
    S::Value: Debug,
{
    let asked = std::env::var("RACILINT_TIME_CASES").ok();
    let cases = asked.map_or(cases, |cases| cases.parse().expect("a number of cases"));
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
    hold(CASES, generate::plan(), |plan| {
        let sources = Sources::default();
        let text = plan.text();
        let document = read(&text, &sources);
        let evaluator = Evaluator::of(&document, plan.as_of());
        let catalogue = Catalogue::of(&document);
        let engagement = Engagement::of(&document, &catalogue, plan.as_of(), None);
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
        prop_assert_eq!(horizon.spans(), &[(first, end)], "the horizon");
        for row in &self.evaluator.rows {
            let id = self.engagement.names.row(&row.name).expect("the row");
            let promised = self.clock.promised(id);
            let engine = self.minutes_of(promised.as_ref().map_or(&[], |set| set.spans()));
            let naive = self.evaluator.promised(row);
            self.same(&engine, &naive, &|| format!("{} promised", row.name))?;
        }
        Ok(())
    }

    /// For every minute of the horizon whether it is in one of the spans.
    fn minutes_of(&self, spans: &[(i64, i64)]) -> Vec<bool> {
        let (first, end) = self.evaluator.horizon;
        let mut inside = vec![false; self.evaluator.minutes().count()];
        for (from, to) in spans {
            let clipped = (*from).clamp(first, end) - first..(*to).clamp(first, end) - first;
            let place = |minute: i64| usize::try_from(minute).expect("a minute of the horizon");
            inside[place(clipped.start)..place(clipped.end)].fill(true);
        }
        inside
    }

    /// Whether the engine says what was found minute by minute.
    fn same<T: PartialEq + Debug>(
        &self,
        engine: &[T],
        naive: &[T],
        what: &dyn Fn() -> String,
    ) -> Result<(), TestCaseError> {
        if engine == naive {
            return Ok(());
        }
        let differs = engine
            .iter()
            .zip(naive)
            .position(|(one, other)| one != other);
        let when = differs.unwrap_or_default();
        let minute = self.evaluator.minutes().nth(when).unwrap_or_default();
        Err(TestCaseError::fail(format!(
            "{} at {}: {:?} to the engine, {:?} minute by minute",
            what(),
            at(minute),
            engine.get(when),
            naive.get(when)
        )))
    }

    fn same_without(&self, absent: Option<usize>) -> Result<(), TestCaseError> {
        let name = absent.and_then(|person| self.evaluator.actors().nth(person));
        let person = name.and_then(|name| self.engagement.names.actor(name));
        let off = self.evaluator.without(absent, false);
        let on = self.evaluator.without(absent, true);
        let absent = Absent::of(person);
        // Where everything is known the two views are one, and the engine must know that.
        let unknown = self.evaluator.leaves_something_unknown();
        let on = if unknown { &on } else { &off };
        for (view, unknown) in [(&off, Unknown::Off), (on, Unknown::On)] {
            let case = format!("without {name:?}, unknown {unknown:?}");
            self.same_duty(view, &absent, unknown, &case)?;
            self.same_times(view, &absent, unknown, &case)?;
        }
        self.same_verdicts(&absent)
    }

    /// Whether what is too late, which is found on a shorter way, is what the times say.
    fn same_verdicts(&self, absent: &Absent) -> Result<(), TestCaseError> {
        for row in &self.evaluator.rows {
            let id = self.engagement.names.row(&row.name).expect("the row");
            let bound = self.clock.decide_within(id);
            let Some(promised) = self.clock.promised(id) else {
                continue;
            };
            for need in &row.needs {
                let verdict = self.clock.too_late(id, need, absent).unwrap_or_default();
                for (set, unknown) in [(verdict.sure, Unknown::On), (verdict.at_most, Unknown::Off)]
                {
                    let times = self.clock.time_to_authority(id, need, absent, unknown);
                    let late = times.beyond(bound).intersection(&promised);
                    prop_assert_eq!(&set, &late, "{} on {}, {:?}", need, row.name, absent);
                }
            }
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
        for (name, index) in self.evaluator.actors().zip(0..) {
            let id = self.engagement.names.actor(name).expect("the actor");
            let duty = self.clock.on_duty(id, absent, unknown);
            let engine = self.minutes_of(duty.spans());
            self.same(&engine, &view.duty(index), &|| {
                format!("{case}: {name} on duty")
            })?;
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
                let engine = self.figures(&times)?;
                let naive = view.times_to_authority(row, action);
                self.same(&engine, &naive, &|| {
                    format!(
                        "{case}: pass and time to authority, {action} on {}",
                        row.name
                    )
                })?;
            }
        }
        Ok(())
    }

    /// The engine's pass and time to authority at every minute of the horizon.
    fn figures(&self, times: &Times) -> Result<Vec<Figures>, TestCaseError> {
        let (first, end) = self.evaluator.horizon;
        let mut figures = Vec::new();
        for piece in times.pieces() {
            let pass = piece.way.map(|way| times.way(way).end);
            let calls = piece.start.max(first)..piece.end.min(end);
            figures.extend(calls.map(|call| (pass, piece.wait.from(call))));
            // What is asked of one call is what its piece says.
            for call in [piece.start, piece.end - 1] {
                let asked = (times.pass_at(call), times.at(call));
                prop_assert_eq!(asked, (pass, piece.wait.from(call)), "{}", at(call));
            }
        }
        Ok(figures)
    }
}
