//! Work that is over.

use racilint_diagnostics::Sources;

use crate::rules::tests::run;

#[test]
fn work_that_ended_before_today_is_not_judged() {
    let told = |until: &str| {
        let text = format!(
            "[engagement]\nstarts = 2026-01-01\n[workstream.move]\nuntil = {until}\n\
             responsible = \"ana\"\naccountable = \"ben\"\nneeds = \"block-traffic\"\nescalation = \"p1\"\n\
             [workstream.rest]\nresponsible = \"ben\"\nneeds = \"block-traffic\"\n\
             escalation = \"p2\"\n[escalation.p1]\nsteps = [{{ to = \"ana\" }}]\n\
             [escalation.p2]\nsteps = [{{ to = \"ben\" }}]\n[person.ana]\n[person.ben]\n\
             [[grant]]\nholder = \"ben\"\naction = \"block-traffic\"\n\
             mode = \"pre-authorized\"\n"
        );
        let outcome = run("escalation-dead-end", &text, &Sources::default());
        assert!(outcome.not_evaluated.is_empty());
        let messages = outcome.findings.into_iter().map(|own| own.message);
        messages.collect::<Vec<_>>()
    };
    assert_eq!(told("2026-11-20"), [""; 0]);
    assert_eq!(
        told("2026-11-21"),
        ["`p1` leads to nobody who may `block-traffic` for `move`"]
    );
}
