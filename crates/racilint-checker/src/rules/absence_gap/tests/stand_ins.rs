//! Who could stand in, and why whoever does is no help.

use racilint_diagnostics::Sources;

use crate::rules::tests::{check, is_silent, run};

/// Who has to approve, who is in the role beside dana, and when she is away.
fn approved_by(approver: &str, deputy: &str, away: &str) -> String {
    format!(
        r#"
[engagement]
timezone = "America/Chicago"
starts = 2027-01-01
ends = 2027-12-31
[workstream.containment]
hours = "24x7"
responsible = "soc"
needs = "failover"
decide-within = "30m"
escalation = "up"
[escalation.up]
steps = [{{ to = "soc", ack-within = "10m" }}, {{ to = "director", ack-within = "10m" }}]
[[grant]]
holder = "soc"
action = "failover"
mode = "approval-required"
approver = "{approver}"
within = "10m"
[role.director]
held-by = "dana"
deputy = "lee"
[team.soc]
hours = "24x7"
members = ["jo", "li"]
[person]
jo = {{ hours = "24x7" }}
li = {{ hours = "24x7" }}
dana = {{ hours = "24x7"{away} }}
lee = {{ {deputy} }}
"#
    )
}

const AWAY: &str = ", away = [{ from = 2027-05-03, to = 2027-05-14 }]";

fn helps(rule: &str, text: &str) -> Vec<String> {
    let findings = run(rule, text, &Sources::default()).findings.into_iter();
    findings.filter_map(|own| own.help).collect()
}

#[test]
fn the_role_agrees_where_its_deputy_is_on_duty() {
    let instead = "name the role `director` as the approver in place of `dana`";
    let always = "hours = \"24x7\"";
    let help = helps("absence-gap", &approved_by("dana", always, AWAY));
    assert_eq!(help.len(), 1);
    assert!(help[0].ends_with(&format!("; or {instead}")), "{help:?}");
    is_silent("absence-gap", &approved_by("director", always, AWAY));
    let rule = "absence-breaks-path";
    assert_eq!(helps(rule, &approved_by("dana", always, "")), [instead]);
    is_silent(rule, &approved_by("director", always, ""));
}

#[test]
fn a_deputy_who_is_off_duty_could_not_agree_either() {
    let saturdays = "hours = \"Sat 08:00-09:00\"";
    for (rule, help) in [
        ("absence-gap", "; or name a second approver beside `dana`"),
        (
            "absence-breaks-path",
            ": a second approver beside `dana`, a grant for somebody who is on duty, or a further step",
        ),
    ] {
        let away = if rule == "absence-gap" { AWAY } else { "" };
        let found = helps(rule, &approved_by("dana", saturdays, away));
        assert!(found[0].ends_with(help), "{found:?}");
    }
    let found = helps("absence-gap", &approved_by("director", saturdays, AWAY));
    assert!(found[0].ends_with("; or add a deputy of `director` who is on duty then"));
}

#[test]
fn whoever_stands_in_is_away_though_a_call_before_would_have_reached_them() {
    let away = "hours = \"24x7\", away = [{ from = 2027-05-10, to = 2027-05-12, \
                covered-by = \"dana\" }]";
    let covered = AWAY.replace(" }]", ", covered-by = \"lee\" }]");
    let text = approved_by("dana", away, &covered);
    let findings = run("absence-gap", &text, &Sources::default()).findings;
    assert_eq!(findings.len(), 1);
    let mut related = findings[0].related.iter();
    let why = "`dana` stands in, and is away as well";
    assert!(related.any(|own| own.message == why), "{findings:?}");
}

#[test]
fn work_of_a_role_goes_to_its_deputy() {
    let text = |deputy: &str| {
        format!(
            r#"
[engagement]
timezone = "America/Chicago"
[workstream.help-desk]
hours = "Mon-Fri 08:00-17:00"
#       --------------------- without `dana`, there is nobody for this
responsible = "desk-lead"
[role.desk-lead]
held-by = "dana"
{deputy}
[person.dana]
hours = "Mon-Fri 08:00-17:00"
away = [{{ from = 2027-03-01, to = 2027-03-12 }}]
#                ^^^^^^^^^^ error: nobody responsible for `help-desk` is on duty while `dana` is away: 1 to 12 March 2027, every weekday 08:00 to 17:00, 9 hours
[person.lee]
hours = "Sat 08:00-17:00"
"#
        )
    };
    let lee = "deputy = \"lee\"\n#        ----- `lee` is a deputy, and is off duty then";
    check("absence-gap", &text(lee));
    let help = helps("absence-gap", &text(lee));
    assert!(help[0].ends_with("; or add a deputy of `desk-lead` who is on duty then"));
    let help = helps("absence-gap", &text(""));
    assert!(help[0].ends_with("; or add a deputy of `desk-lead`"));
}

#[test]
fn whoever_approves_or_commands_gets_a_second() {
    let text = |seat: &str, dana: &str| {
        format!(
            "[engagement]\ntimezone = \"America/Chicago\"\n{seat} = \"{dana}\"\n[role.director]\n\
             held-by = \"dana\"\n[person.jo]\n[person.dana]\n\
             away = [{{ from = 2027-03-01, to = 2027-03-05 }}]\n"
        )
    };
    let approves = "[[grant]]\nholder = \"jo\"\naction = \"restore-backup\"\n\
                    mode = \"approval-required\"\napprover";
    let commands = "[command.security]\ncommander";
    for (seat, dana, second) in [
        (approves, "dana", "name a second approver beside `dana`"),
        (approves, "director", "add a deputy of `director`"),
        (commands, "dana", "give the seat of `dana` a deputy"),
        (commands, "director", "add a deputy of `director`"),
    ] {
        let help = helps("absence-gap", &text(seat, dana));
        assert_eq!(help.len(), 1);
        assert!(help[0].ends_with(&format!("; or {second}")), "{help:?}");
    }
}
