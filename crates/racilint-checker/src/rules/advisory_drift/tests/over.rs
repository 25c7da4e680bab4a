//! Work that is over.

use racilint_diagnostics::Sources;

use crate::rules::tests::run;

#[test]
fn work_that_ended_before_today_is_not_judged() {
    let told = |until: &str| {
        let text = format!(
            "[engagement]\nmodel = \"co-managed\"\nclient = \"harbor\"\n\
             provider = \"northwind\"\nstarts = 2026-01-01\n[party.harbor]\n\
             [party.northwind]\n[person.ana]\nparty = \"harbor\"\n[person.li]\n\
             party = \"northwind\"\n[workstream.watch]\nactivity = \"contain\"\n\
             until = {until}\nresponsible = \"li\"\naccountable = \"ana\"\n\
             needs = \"block-traffic\"\n[[grant]]\nholder = \"li\"\n\
             action = \"block-traffic\"\nmode = \"pre-authorized\"\nuntil = 2026-10-31\n\
             [[grant]]\nholder = \"ana\"\naction = \"block-traffic\"\n\
             mode = \"pre-authorized\"\n"
        );
        let findings = run("advisory-drift", &text, &Sources::default()).findings;
        let messages = findings.into_iter().map(|own| own.message);
        messages.collect::<Vec<_>>()
    };
    assert_eq!(told("2026-11-20"), [""; 0]);
    assert_eq!(
        told("2026-11-21"),
        ["`northwind` is responsible for `watch` and may not `block-traffic`"]
    );
}
