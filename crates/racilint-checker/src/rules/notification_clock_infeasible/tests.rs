//! Tests of `notification-clock-infeasible`.

use racilint_diagnostics::Sources;

use crate::rules::tests::{check, is_not_evaluated, is_silent, run};

mod several;
mod unsent;

const RULE: &str = "notification-clock-infeasible";

/// A privacy officer who may notify, and the work with a path that comes to her.
fn engagement(profile: &str, satisfies: &str, hours: &str) -> String {
    format!(
        r#"
[engagement]
timezone = "Etc/UTC"
profiles = ["{profile}"]
client = "harbor"
provider = "northwind"
[party.harbor]
[party.northwind]
[workstream.authorities]
responsible = "eva"
accountable = "eva"
needs = ["notify-regulator"]
satisfies = ["{profile}:{satisfies}"]
escalation = "breach"
[escalation.breach]
steps = [{{ to = "soc", ack-within = "2h" }}, {{ to = "eva", ack-within = "1h" }}]
[[grant]]
holder = "eva"
action = "notify-regulator"
mode = "pre-authorized"
[person.eva]
party = "harbor"
{hours}
[team.soc]
party = "northwind"
members = ["li"]
hours = "24x7"
[person.li]
party = "northwind"
"#
    )
}

#[test]
fn nobody_who_may_notify_is_there_at_the_weekend() {
    check(
        RULE,
        r#"
[engagement]
timezone = "Etc/UTC"
profiles = ["nis2"]
[workstream.authorities]
responsible = "eva"
#             ----- `eva` is called first, and is off duty then
accountable = "eva"
needs = ["notify-regulator"]
satisfies = ["nis2:early-warning", "nis2:incident-notification", "nis2:final-report"]
#            ^^^^^^^^^^^^^^^^^^^^ error: `nis2:early-warning` leaves 24 hours, and it can take 64 hours until somebody who may `notify-regulator` for `authorities` is reached
respond-within = "1h"
[[grant]]
holder = "eva"
action = "notify-regulator"
mode = "pre-authorized"
[person.eva]
hours = "Mon-Fri 08:00-17:00"
"#,
    );
}

#[test]
fn what_the_provider_knows_counts_where_the_profile_says_so() {
    check(
        RULE,
        r#"
[engagement]
timezone = "Etc/UTC"
profiles = ["ftc-safeguards"]
client = "alder"
provider = "brightside"
[party.alder]
[party.brightside]
[[notice]]
by = "brightside"
to = "alder"
within = "29d"
#        ----- the client is told within 29 days, and the clock is running already
[workstream.authorities]
responsible = "ruth"
#             ------ `ruth` is called first, and is off duty then
needs = ["notify-regulator"]
satisfies = "ftc-safeguards:ftc-notice"
#           ^^^^^^^^^^^^^^^^^^^^^^^^^^^ error: `ftc-safeguards:ftc-notice` leaves 30 days, and it can take 31 days 16 hours until somebody who may `notify-regulator` for `authorities` is reached
respond-within = "1h"
[[grant]]
holder = "ruth"
action = "notify-regulator"
mode = "pre-authorized"
[person.ruth]
party = "alder"
hours = "Mon-Fri 08:00-17:00"
"#,
    );
}

#[test]
fn a_provider_that_owes_the_notice_has_agreed_to_a_slower_one() {
    check(
        RULE,
        r#"
[engagement]
client = "county"
provider = "northwind"
profiles = ["cjis"]
#           ------ asks for it
[party.county]
[party.northwind]
[[notice]]
by = "northwind"
to = "county"
within = "4h"
#        ^^^^ error: the client is told within 4 hours, and `cjis:incident-report-provider` leaves 1 hour
[[notice]]
by = "northwind"
to = "county"
within = "8h"
[workstream.reports]
responsible = "northwind"
satisfies = "cjis:incident-report-provider"
#           ------------------------------- takes this duty on
"#,
    );
}

/// The path comes to the client after two hours, and only then does the client know: a call on
/// Friday 15:00 waits 66 hours, and the clock runs for 64.
#[test]
fn the_steps_of_the_provider_come_before_the_client_knows() {
    check(
        RULE,
        r#"
[engagement]
timezone = "Etc/UTC"
profiles = ["dora"]
client = "harbor"
provider = "northwind"
[party.harbor]
[party.northwind]
[workstream.authorities]
responsible = "eva"
needs = ["notify-regulator"]
satisfies = ["dora:19(4)"]
#            ^^^^^^^^^^^^ error: `dora:report` leaves 24 hours, and it can take 64 hours until somebody who may `notify-regulator` for `authorities` is reached
escalation = "breach"
[escalation.breach]
steps = [
  { to = "soc", ack-within = "2h" },
#        ----- `soc` is called first, and may not `notify-regulator`
  { to = "eva", ack-within = "1h" },
#        ----- `eva` is called after 2 hours, and is off duty then
]
[[grant]]
holder = "eva"
action = "notify-regulator"
mode = "pre-authorized"
[person.eva]
party = "harbor"
hours = "Mon-Fri 08:00-17:00"
[team.soc]
party = "northwind"
members = ["li"]
hours = "24x7"
[person.li]
party = "northwind"
"#,
    );
}

/// From 09:00 to 08:00 on the next day, and an hour to answer.
#[test]
fn exactly_as_long_as_the_law_leaves() {
    let text = engagement("nis2", "early-warning", "hours = \"Mon-Sun 08:00-09:00\"");
    is_silent(RULE, &text);
}

#[test]
fn somebody_is_there_at_every_hour() {
    is_silent(
        RULE,
        &engagement("nis2", "early-warning", "hours = \"24x7\""),
    );
}

#[test]
fn a_notice_that_is_as_fast_as_the_duty_asks() {
    is_silent(
        RULE,
        r#"
[engagement]
client = "county"
provider = "northwind"
profiles = ["cjis"]
[party.county]
[party.northwind]
[[notice]]
by = "northwind"
to = "county"
within = "1h"
[[notice]]
by = "county"
to = "northwind"
within = "3d"
"#,
    );
}

#[test]
fn nobody_may_ever_is_told_elsewhere() {
    let text = engagement("nis2", "early-warning", "hours = \"Mon-Fri 08:00-17:00\"");
    let text = text.replace("holder = \"eva\"", "holder = \"kim\"");
    is_silent(RULE, &format!("{text}[person.kim]\n"));
}

#[test]
fn what_nobody_wrote_is_not_guessed() {
    is_not_evaluated(RULE, &engagement("nis2", "early-warning", ""));
    let text = engagement("nis2", "early-warning", "hours = \"Mon-Fri 08:00-17:00\"");
    is_not_evaluated(RULE, &text.replace(", ack-within = \"1h\"", ""));
    is_not_evaluated(RULE, &text.replace("timezone = \"Etc/UTC\"\n", ""));
}

#[test]
fn a_final_report_and_duties_without_a_clock() {
    let hours = "hours = \"Mon-Fri 08:00-17:00\"";
    is_not_evaluated(RULE, &engagement("nis2", "final-report", hours));
    is_not_evaluated(RULE, &engagement("cjis", "incident-report", hours));
}

/// Work that takes the notice on and does not say what it needs.
fn unsaid(more: &str) -> String {
    format!(
        r#"
[engagement]
timezone = "Etc/UTC"
profiles = ["nis2"]
[workstream.authorities]
responsible = "eva"
satisfies = "nis2:early-warning"
respond-within = "1h"
[person.eva]
hours = "Mon-Fri 08:00-17:00"
{more}
"#
    )
}

#[test]
fn work_that_does_not_say_what_it_needs_is_judged_where_somebody_may_notify() {
    let grant =
        "[[grant]]\nholder = \"eva\"\naction = \"notify-regulator\"\nmode = \"pre-authorized\"";
    let findings = run(RULE, &unsaid(grant), &Sources::default()).findings;
    let messages: Vec<&str> = findings.iter().map(|own| &*own.message).collect();
    assert_eq!(
        messages,
        [
            "`nis2:early-warning` leaves 24 hours, and it can take 64 hours until somebody who may \
             `notify-regulator` for `authorities` is reached"
        ]
    );
    is_not_evaluated(RULE, &unsaid(""));
    let other = grant.replace("notify-regulator", "failover");
    is_not_evaluated(RULE, &unsaid(&other));
}

#[test]
fn of_several_that_take_it_on_those_that_need_it_count() {
    let both = |hours: &str| {
        unsaid(&format!(
            r#"
[workstream.notices]
responsible = "ola"
needs = ["notify-regulator"]
satisfies = "nis2:early-warning"
respond-within = "1h"
[[grant]]
holder = ["eva", "ola"]
action = "notify-regulator"
mode = "pre-authorized"
[person.ola]
hours = "{hours}"
"#
        ))
    };
    is_silent(RULE, &both("24x7"));
    let findings = run(RULE, &both("Mon-Fri 08:00-17:00"), &Sources::default()).findings;
    let about: Vec<&str> = findings.iter().map(|own| &*own.subject.object).collect();
    assert_eq!(about, ["workstream.notices"]);
}

#[test]
fn of_several_notices_of_one_party_the_fastest_counts() {
    let notices = |first: &str, second: &str| {
        let text = format!(
            "[engagement]\nclient = \"county\"\nprovider = \"northwind\"\nprofiles = [\"cjis\"]\n\
             [party.county]\n[party.northwind]\n[[notice]]\nid = \"one\"\nby = \"northwind\"\n\
             to = \"county\"\n{first}\n[[notice]]\nid = \"two\"\nby = \"northwind\"\n\
             to = \"county\"\n{second}\n"
        );
        let findings = run(RULE, &text, &Sources::default()).findings;
        let objects = findings.into_iter().map(|own| own.subject.object);
        objects.collect::<Vec<String>>()
    };
    let hours = |hours: u32| format!("within = \"{hours}h\"");
    assert_eq!(notices(&hours(4), &hours(8)), ["notice.one"]);
    assert_eq!(notices(&hours(8), &hours(4)), ["notice.two"]);
    assert_eq!(notices(&hours(4), &hours(4)), ["notice.one"]);
    assert_eq!(notices(&hours(4), &hours(1)), [""; 0]);
    // What does not say how fast it comes may be meant for just this.
    assert_eq!(notices(&hours(4), ""), [""; 0]);
}

#[test]
fn a_clock_that_runs_out_after_the_last_day_is_not_of_this_contract() {
    let hours = "hours = \"Mon-Fri 08:00-17:00\"";
    let text = |ends: &str| {
        let days = format!("[engagement]\nstarts = 2027-01-04\nends = {ends}");
        engagement("nis2", "early-warning", hours).replace("[engagement]", &days)
    };
    is_silent(RULE, &text("2027-01-08"));
    let findings = run(RULE, &text("2027-01-11"), &Sources::default()).findings;
    assert_eq!(findings.len(), 1);
}

#[test]
fn an_approval_at_other_hours_is_told_from_none_at_all() {
    let said = |grant: &str| {
        let text = unsaid(&format!(
            "[person.max]\nhours = \"24x7\"\n[[grant]]\naction = \"notify-regulator\"\n\
             mode = \"approval-required\"\napprover = \"max\"\nwithin = \"10m\"\n{grant}\n[[grant]]\nholder = \"max\"\n\
             action = \"notify-regulator\"\nmode = \"prohibited\"\n\
             hours = \"Mon-Fri 08:00-17:00\"\n"
        ));
        let text = text.replacen("hours = \"Mon-Fri 08:00-17:00\"", "hours = \"24x7\"", 1);
        let found = run(RULE, &text, &Sources::default()).findings;
        assert_eq!(found.len(), 1);
        let other = |label: &&str| label.ends_with("at other hours only");
        let all = found[0].related.iter().map(|own| own.message.as_str());
        // What is forbidden at some hours lets nobody act at others.
        assert_eq!(all.filter(other).count(), 1, "{found:?}");
        let mut labels = found[0].related.iter().map(|own| own.message.clone());
        labels
            .find(|label| label.contains("may not"))
            .unwrap_or_default()
    };
    let first = "`eva` is called first, and may not `notify-regulator`";
    assert_eq!(
        said("holder = \"eva\"\nhours = \"Mon-Fri 08:00-17:00\""),
        format!("{first} at this hour")
    );
}

#[test]
fn of_several_deadlines_the_one_that_is_missed_by_most_is_told() {
    let text = unsaid("")
        .replace("[\"nis2\"]", "[\"nydfs-500\", \"nis2\"]")
        .replace(
            "satisfies = \"nis2:early-warning\"",
            "satisfies = [\"nydfs-500:incident-notice\", \"nis2:early-warning\"]\n\
         needs = [\"notify-regulator\"]",
        );
    let text = text.replace("Mon-Fri", "Mon-Tue")
        + "[[grant]]\nholder = \"eva\"\naction = \"notify-regulator\"\nmode = \"pre-authorized\"\n";
    let findings = run(RULE, &text, &Sources::default()).findings;
    let [finding] = findings.as_slice() else {
        panic!("{findings:?}");
    };
    assert!(
        finding
            .message
            .starts_with("`nis2:early-warning` leaves 24 hours"),
        "{}",
        finding.message
    );
    let mut labels = finding.related.iter().map(|own| own.message.as_str());
    assert!(
        labels.any(|label| label == "this one leaves 3 days"),
        "{finding:?}"
    );
}

#[test]
fn a_notice_that_is_not_between_provider_and_client_is_not_held_against_the_duty() {
    let count = |notice: &str| {
        let text = format!(
            "[engagement]\nclient = \"county\"\nprovider = \"northwind\"\nprofiles = [\"cjis\"]\n\
             [party.county]\n[party.northwind]\n[party.agency]\nkind = \"regulator\"\n\
             [[notice]]\n{notice}\nwithin = \"8h\"\n"
        );
        run(RULE, &text, &Sources::default()).findings.len()
    };
    assert_eq!(count("by = \"northwind\"\nto = \"county\""), 1);
    assert_eq!(count("by = \"county\"\nto = \"northwind\""), 0);
    assert_eq!(count("by = \"northwind\"\nto = \"agency\""), 0);
    assert_eq!(count("by = \"agency\"\nto = \"county\""), 0);
}

#[test]
fn the_help_says_which_clock_runs() {
    let text = "[engagement]\nclient = \"county\"\nprovider = \"northwind\"\nprofiles = [\"cjis\"]\n\
                [party.county]\n[party.northwind]\n[[notice]]\nby = \"northwind\"\nto = \"county\"\n\
                within = \"4h\"\n";
    let findings = run(RULE, text, &Sources::default()).findings;
    let help = findings[0].help.as_deref().unwrap_or_default();
    assert!(
        help.starts_with("agree on no more than 1 hour from "),
        "{help}"
    );
    assert!(help.contains("of cjis"), "{help}");
}

/// A workstream of two slices with their own people, who may both notify.
fn sliced(first: &str, then: &str, people: [&str; 2]) -> String {
    let [eva, ida] = people;
    format!(
        r#"
[engagement]
starts = 2027-01-01
ends = 2027-12-31
timezone = "Europe/Berlin"
profiles = ["nis2"]
client = "cli"
[party.cli]
hours = "Mon-Fri 08:00-17:00"
[workstream.authorities]
satisfies = ["nis2:early-warning"]
needs = ["notify-regulator"]
hours = "24x7"
respond-within = "1h"
[workstream.authorities.slice.first]
{first}
responsible = "eva"
accountable = "eva"
[workstream.authorities.slice.then]
{then}
responsible = "ida"
accountable = "ida"
[[grant]]
holder = ["eva", "ida"]
action = "notify-regulator"
mode = "pre-authorized"
[person.eva]
party = "cli"
{eva}
[person.ida]
party = "cli"
{ida}
"#
    )
}

fn late(text: &str) -> Vec<String> {
    let findings = run(RULE, text, &Sources::default()).findings;
    let objects = findings.into_iter().map(|own| own.subject.object);
    objects.collect()
}

#[test]
fn each_slice_is_called_at_its_own_hours() {
    const WEEK: &str = "hours = \"Mon-Fri 08:00-17:00\"";
    const REST: &str = "hours = { outside = \"cli\" }";
    const ALWAYS: &str = "hours = \"24x7\"";
    is_silent(RULE, &sliced(WEEK, REST, ["", ALWAYS]));
    // Nobody has the weekend, so that both are called there.
    let hole = sliced(WEEK, "hours = \"Mon-Fri 17:00-08:00\"", ["", WEEK]);
    let both = [
        "workstream.authorities.first",
        "workstream.authorities.then",
    ];
    assert_eq!(late(&hole), both);
    // At the hours that are hers, she is not there.
    let off = sliced(WEEK, REST, ["", WEEK]);
    assert_eq!(late(&off), ["workstream.authorities.then"]);
    // What is told apart by more than hours has all of them.
    let by_severity = format!("{WEEK}\nseverity = \"sev1\"");
    let apart = sliced(&by_severity, REST, ["", ALWAYS]);
    assert_eq!(late(&apart), ["workstream.authorities.first"]);
    // The other hours of other incidents are none at which others notify, and so are the hours of
    // those who do not.
    for other in [
        "severity = \"sev1\"",
        "step = \"send\"",
        "systems = \"mail\"",
        "needs = []",
    ] {
        let rest = format!("{REST}\n{other}");
        let called = late(&sliced(WEEK, &rest, ["", ALWAYS]));
        assert_eq!(called, ["workstream.authorities.first"], "{other}");
    }
}

#[test]
fn each_slice_is_called_on_its_own_days() {
    let (first, then) = ("until = 2027-06-30", "from = 2027-07-01");
    let always = |day: &str| format!("hours = \"24x7\"\n{day}");
    let hours = |eva: &str, ida: &str| sliced(first, then, [&always(eva), &always(ida)]);
    is_silent(RULE, &hours(first, then));
    let gone = late(&hours("until = 2027-05-31", then));
    assert_eq!(gone, ["workstream.authorities.first"]);
}

/// `authority-invalid` tells that nobody may from July on.
#[test]
fn days_without_any_authority_are_told_once() {
    let text = |hours: &str| {
        let text = engagement("nis2", "early-warning", hours);
        let text = text.replace("[engagement]\n", "[engagement]\nends = 2027-12-31\n");
        text.replace(
            "mode = \"pre-authorized\"\n",
            "mode = \"pre-authorized\"\nuntil = 2027-06-30\n",
        )
    };
    is_silent(RULE, &text("hours = \"24x7\""));
    let office = late(&text("hours = \"Mon-Fri 08:00-17:00\""));
    assert_eq!(office, ["workstream.authorities"]);
}

#[test]
fn a_notice_may_be_slow_where_the_duty_does_not_apply() {
    let count = |work: &str| {
        let text = format!(
            "[engagement]\nclient = \"county\"\nprovider = \"northwind\"\nprofiles = [\"cjis\"]\n\
             [party.county]\n[party.northwind]\n[[notice]]\nby = \"northwind\"\nto = \"county\"\n\
             within = \"4h\"\n[workstream.reports]\nsatisfies = \"cjis:incident-report-provider\"\n\
             {work}\n"
        );
        run(RULE, &text, &Sources::default()).findings.len()
    };
    assert_eq!(count("responsible = \"northwind\""), 1);
    assert_eq!(
        count("not-applicable = \"the county sees no such data\""),
        0
    );
}

#[test]
fn the_clause_that_sets_the_clock_is_cited() {
    let text = engagement("nis2", "early-warning", "hours = \"Mon-Fri 08:00-17:00\"");
    let findings = run(RULE, &text, &Sources::default()).findings;
    let [finding] = findings.as_slice() else {
        panic!("one finding, and not {}", findings.len());
    };
    let clauses: Vec<&str> = finding.clauses.iter().map(|own| &*own.id).collect();
    assert!(
        clauses.iter().any(|clause| clause.contains("23")),
        "{clauses:?}"
    );
}
