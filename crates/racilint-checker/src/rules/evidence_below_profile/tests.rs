//! What `evidence-below-profile` tells, and what it does not.

use racilint_diagnostics::Sources;

use crate::rules::tests::{check, is_not_evaluated, is_silent, run};

#[track_caller]
fn is_enough(fixture: &str) {
    is_silent("evidence-below-profile", fixture);
}

#[track_caller]
fn is_open(fixture: &str) {
    is_not_evaluated("evidence-below-profile", fixture);
}

#[test]
fn too_rarely_and_too_short() {
    check(
        "evidence-below-profile",
        r#"
[evidence.logs]
proves = ["pci-dss:log-review"]
#         -------------------- `pci-dss:log-review` asks for `1d`
#         -------------------- `pci-dss:log-review` asks for `1y`
every = "1w"
#       ^^^^ error: `logs` is made every `1w`; `pci-dss` 4.0.1 asks for every `1d` in 10.4.1
keep = "3mo"
#      ^^^^^ error: `logs` is kept for `3mo`; `pci-dss` 4.0.1 asks for `1y` in 10.5.1
[evidence.access]
proves = ["pci-dss:7.2.4"]
#         --------------- `pci-dss:access-review` asks for `6mo`
every = "1y"
#       ^^^^ error: `access` is made every `1y`; `pci-dss` 4.0.1 asks for every `6mo` in 7.2.4
"#,
    );
}

#[test]
fn a_profile_may_say_how_long_for_all_its_duties() {
    check(
        "evidence-below-profile",
        r#"
[evidence.access]
proves = ["hipaa:workforce-access"]
#         ------------------------ `hipaa:workforce-access` asks for `6y`
keep = "1y"
#      ^^^^ error: `access` is kept for `1y`; `hipaa` 45 CFR 164 (2013 omnibus rule) asks for `6y` in 164.316(b)(2)(i)
"#,
    );
}

#[test]
fn the_duty_that_asks_for_most_is_told() {
    check(
        "evidence-below-profile",
        r#"
[evidence.access]
proves = ["cjis:account-review", "pci-dss:access-review"]
#         --------------------- `cjis:account-review` asks for `1y`
#                                ----------------------- `pci-dss:access-review` asks for `6mo`
every = "2y"
#       ^^^^ error: `access` is made every `2y`; `pci-dss` 4.0.1 asks for every `6mo` in 7.2.4
"#,
    );
}

#[test]
fn the_work_says_which_duty_it_is() {
    check(
        "evidence-below-profile",
        r#"
[workstream.logs]
satisfies = ["pci-dss:log-review"]
#            -------------------- `pci-dss:log-review` asks for `1d`
[evidence.record]
for = "logs"
every = "1mo"
#       ^^^^^ error: `record` is made every `1mo`; `pci-dss` 4.0.1 asks for every `1d` in 10.4.1
"#,
    );
}

#[test]
fn as_often_and_as_long_as_asked() {
    for (every, keep) in [("1d", "1y"), ("24h", "12mo"), ("1h", "365d"), ("1d", "7y")] {
        is_enough(&format!(
            "[evidence.logs]\nproves = [\"pci-dss:log-review\"]\nevery = \"{every}\"\n\
             keep = \"{keep}\"\n"
        ));
    }
    is_enough("[evidence.access]\nproves = \"pci-dss:access-review\"\nevery = \"180d\"\n");
    is_enough("[evidence.access]\nproves = \"hipaa:sanctions\"\nkeep = \"72mo\"\n");
}

#[test]
fn other_evidence_is_enough() {
    is_enough(
        r#"
[evidence.logs]
proves = ["pci-dss:log-review"]
every = "1d"
keep = "1y"
[evidence.summary]
proves = ["pci-dss:10.4.1"]
every = "1mo"
keep = "3mo"
"#,
    );
}

#[test]
fn a_duty_that_does_not_apply() {
    is_open(
        r#"
[workstream.logs]
satisfies = ["pci-dss:log-review"]
not-applicable = "no card data reaches us"
[evidence.record]
proves = ["pci-dss:log-review"]
every = "1mo"
"#,
    );
    is_open(
        r#"
[workstream.logs]
not-applicable = "no card data reaches us"
[evidence.record]
for = "logs"
proves = ["pci-dss:log-review"]
every = "1mo"
"#,
    );
}

#[test]
fn what_is_not_said_or_not_asked() {
    is_open("[evidence.logs]\nproves = [\"pci-dss:log-review\"]\n");
    is_open("[evidence.logs]\nproves = [\"pci-dss:log-review\"]\nevery = \"often\"\nkeep = 7\n");
    is_open("[evidence.logs]\nproves = [\"soc2:monitoring\"]\nevery = \"1y\"\nkeep = \"1mo\"\n");
    is_open("[evidence.roster]\nproves = [\"cjis:contractor-roster\"]\nevery = \"10y\"\n");
    is_open("[evidence.logs]\nproves = [\"pci-dss:nonsense\"]\nevery = \"1y\"\n");
    is_open("[workstream.logs]\n");
}

#[test]
fn of_several_duties_it_stands_for_all() {
    check(
        "evidence-below-profile",
        r#"
[workstream.logs]
satisfies = ["pci-dss:log-review", "pci-dss:patching", "pci-dss:access-review"]
#            -------------------- `pci-dss:log-review` asks for `1d`
#                                                      ----------------------- `pci-dss:access-review` asks for `6mo`
#            -------------------- `pci-dss:log-review` asks for `1y`
[evidence.record]
for = "logs"
every = "1y"
#       ^^^^ error: `record` is made every `1y`; `pci-dss` 4.0.1 asks for every `1d` in 10.4.1
keep = "1mo"
#      ^^^^^ error: `record` is kept for `1mo`; `pci-dss` 4.0.1 asks for `1y` in 10.5.1
"#,
    );
}

#[test]
fn of_several_duties_one_may_be_misspelt() {
    is_open(
        r#"
[workstream.logs]
satisfies = ["pci-dss:log-review", "pci-dss:acces-review"]
[evidence.record]
for = "logs"
every = "1y"
"#,
    );
}

#[test]
fn what_other_evidence_names_the_record_of_the_work_need_not_prove() {
    is_enough(
        r#"
[workstream.logs]
satisfies = ["pci-dss:log-review", "pci-dss:access-review"]
[evidence.record]
for = "logs"
every = "6mo"
[evidence.log]
proves = "pci-dss:log-review"
every = "1d"
"#,
    );
    check(
        "evidence-below-profile",
        r#"
[workstream.logs]
satisfies = ["pci-dss:log-review", "pci-dss:access-review"]
[evidence.record]
for = "logs"
every = "6mo"
[evidence.log]
proves = "pci-dss:log-review"
#        -------------------- `pci-dss:log-review` asks for `1d`
every = "1w"
#       ^^^^ error: `log` is made every `1w`; `pci-dss` 4.0.1 asks for every `1d` in 10.4.1
"#,
    );
}

#[test]
fn of_several_clauses_it_is_one_that_asks() {
    check(
        "evidence-below-profile",
        r#"
[evidence.record]
proves = "hipaa:risk-analysis"
#        --------------------- `hipaa:risk-analysis` asks for `1y`
every = "2y"
#       ^^^^ error: `record` is made every `2y`; `hipaa` 45 CFR 164 (2013 omnibus rule) asks for every `1y` in one of 164.308(a)(1)(ii)(A), 164.308(a)(1)(ii)(B)
"#,
    );
}

#[test]
fn of_the_clauses_that_are_said_to_ask_each_does_and_none_needs_to_be_said() {
    check(
        "evidence-below-profile",
        r#"
[engagement]
profiles = ["./house.profile.toml"]
[evidence.record]
proves = "house:review"
#        -------------- `house:review` asks for `1y`
every = "2y"
#       ^^^^ error: `record` is made every `2y`; `house` 1 asks for every `1y` in 4.2, 4.4
[evidence.drills]
proves = "house:drill"
#        ------------- `house:drill` asks for `6mo`
every = "1y"
#       ^^^^ error: `drills` is made every `1y`; `house` 1 asks for every `6mo`
#@ ./house.profile.toml
[profile]
id = "house"
title = "House rules"
version = "1"
[duty.review]
title = "A yearly review"
kind = "evidence"
refs = ["4.2", "4.3", "4.4"]
cadence = "1y"
cadence-ref = ["4.2", "4.4"]
[duty.drill]
title = "Two drills a year"
kind = "evidence"
cadence = "6mo"
"#,
    );
}

#[test]
fn the_clauses_that_ask_for_more_are_cited() {
    let text = "[evidence.access]\nproves = [\"pci-dss:7.2.4\"]\nevery = \"1y\"\n";
    let findings = run("evidence-below-profile", text, &Sources::default()).findings;
    let clauses = findings[0].clauses.iter();
    let clauses: Vec<_> = clauses.map(|own| (&*own.profile, &*own.id)).collect();
    assert_eq!(clauses, [("pci-dss", "7.2.4")]);
}
