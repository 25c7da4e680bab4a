//! What `missing-agreement` tells, and what it does not.

mod days;

use racilint_diagnostics::Sources;

use crate::rules::tests::{check, is_not_evaluated, is_silent, run};

const SIDES: &str = r#"
[engagement]
client   = "harbor"
provider = "northwind"
profiles = ["hipaa"]
starts   = 2027-01-01
[party.harbor]
[party.northwind]
"#;

#[test]
fn none_at_all() {
    check(
        "missing-agreement",
        &format!(
            r#"{SIDES}#      ^^^^^^^^^ error: `harbor` has no business associate agreement with `northwind`
[agreement.confidential]
kind = "nda"
between = ["harbor", "northwind"]
signed = 2026-10-01
[workstream.backup-restore]
responsible = "northwind"
#             ----------- `northwind` does this work
"#
        ),
    );
}

#[test]
fn unsigned_late_and_over() {
    check(
        "missing-agreement",
        &format!(
            r#"{SIDES}
[agreement.baa]
#          ^^^ error: the business associate agreement with `northwind` is not signed by the first day
kind = "baa"
between = ["harbor", "northwind"]
signed = 2027-02-01
"#
        ),
    );
    check(
        "missing-agreement",
        &format!(
            r#"{SIDES}
[agreement.baa]
kind = "baa"
between = ["harbor", "northwind"]
signed = 2024-02-01
until = 2026-12-31
#       ^^^^^^^^^^ error: the business associate agreement with `northwind` ends before the first day
"#
        ),
    );
}

#[test]
fn a_vendor_of_the_client_that_hosts_a_system() {
    let vendor = format!(
        r#"{SIDES}
[agreement.baa]
kind = "baa"
between = ["harbor", "northwind"]
signed = 2026-10-28
[party.meridian]
name = "Meridian Health Records"
kind = "vendor"
contracted-by = "harbor"
"#
    );
    check(
        "missing-agreement",
        &format!(
            r#"{}
[system.ehr]
vendor = "meridian"
#        ---------- `meridian` sells or hosts this system
"#,
            vendor.replace(
                "[party.meridian]\n",
                "[party.meridian]\n#      ^^^^^^^^ error: `harbor` has no business associate agreement with `meridian`\n"
            )
        ),
    );
    for more in [
        "[agreement.meridian-baa]\nkind = \"baa\"\nbetween = [\"meridian\", \"harbor\"]\nsigned = 2025-03-03\n",
        "[[exclusion]]\nwhat = \"meridian: billing only\"\nreason = \"sees no patient data\"\naccepted-by = \"harbor\"\n",
        "[[exclusion]]\nwhat = \"Meridian Health Records\"\nreason = \"sees no patient data\"\naccepted-by = \"harbor\"\n",
    ] {
        is_silent(
            "missing-agreement",
            &format!("{vendor}\n[system.ehr]\nvendor = \"meridian\"\n{more}"),
        );
    }
    is_silent(
        "missing-agreement",
        &format!("{vendor}\n[workstream.ehr]\nconsulted = \"meridian\"\n"),
    );
}

#[test]
fn others_and_what_cannot_be_read_are_silent() {
    is_silent(
        "missing-agreement",
        &format!(
            r#"{SIDES}
[party.hhs]
kind = "regulator"
[party.edr]
kind = "vendor"
contracted-by = "northwind"
[workstream.monitoring]
responsible = ["edr", "hhs"]
[agreement.baa]
kind = "baa"
between = ["harbor", "northwnd"]
signed = 2026-10-28
"#
        ),
    );
}

#[test]
fn what_does_not_apply_is_not_asked_for() {
    is_not_evaluated(
        "missing-agreement",
        &format!(
            r#"{SIDES}
[workstream.contracts]
satisfies = "hipaa:ba-agreements"
not-applicable = "Northwind is part of the same covered entity"
"#
        ),
    );
    is_not_evaluated("missing-agreement", &SIDES.replace("\"hipaa\"", "\"soc2\""));
}

#[test]
fn an_agreement_that_ended_after_the_first_day() {
    let sides = SIDES.replace("2027-01-01", "2026-01-01");
    check(
        "missing-agreement",
        &format!(
            r#"{sides}
[agreement.baa]
kind = "baa"
between = ["harbor", "northwind"]
signed = 2025-02-01
until = 2026-06-30
#       ^^^^^^^^^^ error: the business associate agreement with `northwind` ended on 2026-06-30
"#
        ),
    );
}

#[test]
fn without_sides_or_with_lost_text_none_is_asked_for() {
    is_not_evaluated(
        "missing-agreement",
        &SIDES.replace("provider = \"northwind\"\n", ""),
    );
    is_not_evaluated(
        "missing-agreement",
        &SIDES.replace("[engagement]", "[engagement]\ninclude = [\"gone.toml\"]"),
    );
}

#[test]
fn a_contract_that_two_profiles_ask_for_is_told_once() {
    let count = |kind: &str| {
        let sides = SIDES.replace("[\"hipaa\"]", "[\"hipaa\", \"./house.profile.toml\"]");
        let text = format!(
            "{sides}#@ ./house.profile.toml\n[profile]\nid = \"house\"\ntitle = \"House rules\"\n\
             version = \"1\"\n[duty.contract]\ntitle = \"A contract\"\nkind = \"agreement\"\n\
             hold = \"client\"\ninstrument = \"{kind}\"\n"
        );
        run("missing-agreement", &text, &Sources::default())
            .findings
            .len()
    };
    assert_eq!(count("baa"), 1);
    assert_eq!(count("dpa"), 2);
}
