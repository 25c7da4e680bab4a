use super::generate;
use super::load::read;
use super::minute::Evaluator;
use super::roster::only;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use racilint_diagnostics::Sources;
use std::time::Instant;

#[test]
fn measure() {
    let mut runner = TestRunner::new_with_rng(
        Config::default(),
        TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]),
    );
    let (mut asked, mut ends, mut waits, mut never) = (0, 0, 0, 0);
    let begun = Instant::now();
    for case in 0..50 {
        let plan = generate::plan().new_tree(&mut runner).unwrap().current();
        if case < 2 {
            println!("{plan:?}");
        }
        let sources = Sources::default();
        let document = read(&plan.text(), &sources);
        let e = Evaluator::of(&document, plan.as_of());
        let mut absences = vec![0];
        absences.extend(e.people().into_iter().map(only));
        for absent in absences {
            for unknown in [false, true] {
                if unknown && !e.leaves_something_unknown() {
                    continue;
                }
                let v = e.without(absent, unknown);
                for a in 0..e.roster.actors.len() {
                    for t in e.minutes() {
                        v.is_on_duty(a, t);
                    }
                }
                for row in &e.rows {
                    for need in &row.needs {
                        let times = v.times_to_authority(row, need);
                        asked += times.len();
                        never += times.iter().filter(|t| t.is_none()).count();
                        for (t, m) in times.iter().zip(e.minutes()) {
                            let p = v.pass(row, need, m);
                            if p.is_some() {
                                ends += 1;
                            }
                            if p != *t {
                                waits += 1;
                            }
                        }
                    }
                }
            }
        }
    }
    println!(
        "{asked} asked, {ends} ends {waits} waits {never} never {:?}",
        begun.elapsed()
    );
}
