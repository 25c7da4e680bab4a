//! Tests of `unfilled-assignee`: empty chairs, and chairs that only look empty.

mod days;
mod owners;

use racilint_diagnostics::Sources;

use crate::rules::tests::{check, is_silent, run};

const RULE: &str = "unfilled-assignee";

#[test]
fn an_empty_declaration_is_one_finding_with_all_its_seats() {
    check(
        RULE,
        r#"
[workstream.triage]
accountable = "lead"
#             ------ answers for `triage`
responsible = ["soc"]
#              ----- does the work of `triage`
[workstream.patching]
accountable = "outer"
#             ------- answers for `patching`
[role.lead]
#     ^^^^ error: nobody holds the role `lead`
[role.outer]
held-by = "lead"
[team.soc]
#     ^^^ error: nobody is in the team `soc`
[role.unused]
"#,
    );
}

#[test]
fn every_seat_that_matters() {
    check(
        RULE,
        r#"
[command.security]
commander = "lead"
#           ------ commands `security`
deputy = "lead"
#        ------ stands in as commander of `security`
[[grant]]
holder = "lead"
action = "isolate-endpoint"
mode = "approval-required"
approver = "lead"
#          ------ approves `isolate-endpoint`
[evidence.review]
owner = "lead"
#       ------ keeps `review`
[escalation.outage]
steps = [{ to = "lead" }]
#               ------ is called by `outage`
[role.lead]
#     ^^^^ error: nobody holds the role `lead`
"#,
    );
}

#[test]
fn who_has_left_and_who_is_to_come() {
    check(
        RULE,
        r#"
[workstream.triage]
accountable = "dana"
#             ------ answers for `triage`
responsible = "lee"
#             ----- does the work of `triage`
[workstream.patching]
accountable = "chief"
#             ------- answers for `patching`
responsible = "desk"
[person.dana]
until = 2026-11-20
#       ^^^^^^^^^^ error: `dana` is no longer there, and still has something to do
[person.lee]
from = 2026-11-22
#      ^^^^^^^^^^ error: `lee` is not there yet when the work begins
[role.chief]
held-by = "dana"
#         ------ nobody else holds `chief`
deputy = "sam"
[team.desk]
members = ["sam", "dana"]
lead = "dana"
#      ------ leads `desk`
[person.sam]
"#,
    );
}

#[test]
fn one_who_leaves_several_roles_and_teams_is_told_of_once() {
    check(
        RULE,
        r#"
[workstream.triage]
accountable = "outer"
#             ------- answers for `triage`
responsible = "desk"
#             ------ does the work of `triage`
[command.security]
commander = "chief"
#           ------- commands `security`
[role.outer]
held-by = "chief"
[role.chief]
held-by = ["dana", "dana"]
#          ------ nobody else holds `chief`
#                  ------ nobody else holds `chief`
[team.desk]
members = "dana"
#         ------ nobody else is in `desk`
lead = "dana"
#      ------ leads `desk`
[person.dana]
until = 2026-11-20
#       ^^^^^^^^^^ error: `dana` is no longer there, and still has something to do
"#,
    );
}

#[test]
fn a_role_whose_holders_have_all_left_is_empty_itself() {
    check(
        RULE,
        r#"
[workstream.triage]
accountable = "chief"
#             ------- answers for `triage`
[role.chief]
#     ^^^^^ error: nobody holds the role `chief` any more, or yet
held-by = ["dana", "lee"]
#          ------ is not there at that time
#                  ----- is not there at that time
[person.dana]
until = 2026-11-20
[person.lee]
from = 2027-11-20
"#,
    );
}

#[test]
fn placeholders() {
    check(
        RULE,
        r#"
[workstream.triage]
accountable = "TBD"
#             ^^^^^ error: nobody is named as accountable for `triage`: it says `TBD`
[role.chief]
held-by = "?"
#         ^^^ error: nobody is named in the role `chief` (held by): it says `?`
[[grant]]
holder = "N/A"
#        ^^^^^ error: nobody is named in this grant (holder): it says `N/A`
action = "isolate-endpoint"
mode = "prohibited"
[command.security]
commander = ""
#           ^^ error: nobody is named in the command `security` (commander): the name is empty
"#,
    );
}

#[test]
fn whoever_comes_in_time_or_stays_long_enough() {
    is_silent(
        RULE,
        r#"
[engagement]
starts = 2027-01-01
ends = 2027-12-31
[workstream.triage]
accountable = "chief"
from = 2027-03-01
[workstream.cutover]
accountable = "dana"
until = 2026-10-31
[role.chief]
held-by = "lee"
[person.lee]
from = 2027-03-01
[person.dana]
until = 2026-10-31
"#,
    );
}

#[test]
fn the_seats_of_a_command_that_is_over() {
    let command = |until: &str| {
        format!(
            "[engagement]\nstarts = 2026-01-01\n[command.old]\ncommander = \"TBD\"\n\
             deputy = [\"chief\", \"ana\"]\nuntil = {until}\n[role.chief]\n[person.ana]\n\
             until = 2026-06-30\n"
        )
    };
    is_silent(RULE, &command("2026-11-20"));
    let findings = run(RULE, &command("2026-11-21"), &Sources::default()).findings;
    assert_eq!(findings.len(), 3);
}

#[test]
fn parties_and_what_cannot_be_known_are_somebody() {
    is_silent(
        RULE,
        r#"
[workstream.one]
accountable = "vendor"
responsible = "vendor-desk"
[workstream.two]
accountable = "chief"
responsible = ["unread", "misspelt", "mixed"]
[workstream.mainframe]
accountable = "nobody-yet"
not-applicable = "there is none"
[party.vendor]
[team.vendor-desk]
party = "vendor"
contact = "phone:+1-555-0100"
[role.chief]
held-by = "TBDD"
[team.unread]
membres = ["ana"]
[team.misspelt]
members = ["gohst"]
[team.mixed]
members = ["old", "ana"]
[role.nobody-yet]
[person.old]
until = 2020-01-01
[person.ana]
"#,
    );
}

#[test]
fn whoever_is_on_a_shift_is_in_the_team() {
    is_silent(
        "unfilled-assignee",
        r#"
[workstream.watch]
responsible = "soc"
[team.soc]
shifts = [{ who = "li", hours = "24x7" }]
[person.li]
"#,
    );
}

#[test]
fn placeholders_with_words_around_them() {
    check(
        "unfilled-assignee",
        r#"
[workstream.watch]
responsible = "TBD (client)"
#             ^^^^^^^^^^^^^^ error: nobody is named as responsible for `watch`: it says `TBD (client)`
accountable = "to be named"
#             ^^^^^^^^^^^^^ error: nobody is named as accountable for `watch`: it says `to be named`
[workstream.triage]
accountable = "Vacant"
#             ^^^^^^^^ error: nobody is named as accountable for `triage`: it says `Vacant`
responsible = "tbd-team"
[team.tbd-team]
members = "li"
[person.li]
"#,
    );
}

#[test]
fn a_role_that_is_called_as_a_placeholder_is_told_of_once() {
    check(
        "unfilled-assignee",
        r#"
[command.security]
commander = "vacant"
#           -------- commands `security`
[role.vacant]
#     ^^^^^^ error: nobody holds the role `vacant`
"#,
    );
}

#[test]
fn an_empty_role_shows_the_seats_that_it_leaves_empty() {
    check(
        "unfilled-assignee",
        r#"
[workstream.triage]
accountable = "security-lead"
#             --------------- answers for `triage`
[role.security-lead]
held-by = "TBD"
#         ^^^^^ error: nobody is named in the role `security-lead` (held by): it says `TBD`
"#,
    );
}

#[test]
fn placeholders_among_the_people_of_others() {
    check(
        RULE,
        r#"
[workstream.triage]
responsible = ["soc", "desk"]
#                     ------ does the work of `triage`
accountable = "lead"
[team.soc]
members = ["ana", "TBD"]
#                 ^^^^^ error: nobody is named in the team `soc` (members): it says `TBD`
shifts = [{ who = "tba", hours = "24x7" }]
#                 ^^^^^ error: nobody is named in the team `soc` (who): it says `tba`
[team.desk]
members = "TBD"
#         ^^^^^ error: nobody is named in the team `desk` (members): it says `TBD`
[role.lead]
held-by = "ana"
deputy = "TBD"
#        ^^^^^ error: nobody is named in the role `lead` (deputy): it says `TBD`
[command.security]
commander = "ana"
declared-by = ["?"]
#              ^^^ error: nobody is named in the command `security` (declared by): it says `?`
[person.ana]
away = [{ from = 2027-05-03, to = 2027-05-07, covered-by = "TBD" }]
#                                                          ^^^^^ error: nobody is named for `ana` (covered by): it says `TBD`
"#,
    );
    for says in [
        "[team.soc]\nmembers = \"TBD\"\nshifts = [{ who = \"?\", hours = \"24x7\" }]",
        "[command.security]\ndeclared-by = \"TBD\"",
        "[person.ana]\naway = [{ from = 2027-05-03, to = 2027-05-07, covered-by = \"TBD\" }]",
    ] {
        is_silent("unknown-reference", says);
    }
}

/// A list of people of whom each has these days; the engagement begins on 2027-01-01.
fn one_after_another(ana: &str, ben: &str) -> String {
    format!(
        "[engagement]\nstarts = 2027-01-01\n[workstream.triage]\nresponsible = [\"ana\", \"ben\"]\n\
         [person.ana]\n{ana}\n[person.ben]\n{ben}\n"
    )
}

#[test]
fn a_successor_named_beside_whom_they_succeed() {
    for (ana, ben) in [
        ("until = 2027-06-30", "from = 2027-07-01"),
        ("from = 2027-07-01", "until = 2027-06-30"),
        // The predecessor has left already; days in between are for others to tell.
        ("until = 2026-06-30", "from = 2026-07-01"),
        ("until = 2026-05-31", "from = 2026-07-01"),
        ("until = 2027-05-31", "from = 2027-07-01"),
        // They hand over side by side.
        ("until = 2027-06-30", "from = 2027-06-30"),
        ("until = 2027-06-30", "from = 2027-05-31"),
        ("until = 2026-06-30", "from = 2026-05-31"),
    ] {
        is_silent(RULE, &one_after_another(ana, ben));
    }
}

/// What ana's days are said to be wrong with.
fn told(days: &str, message: &str) -> String {
    format!(
        "{days}\n#{}^^^^^^^^^^ error: {message}",
        " ".repeat(days.len() - 11)
    )
}

#[test]
fn somebody_who_has_left_for_nobody() {
    let ana = told(
        "until = 2026-06-30",
        "`ana` is no longer there, and still has something to do",
    );
    // Ben was there before, or came later by more than a month: he has not come for her.
    for ben in ["", "from = 2026-05-30", "until = 2027-12-31"] {
        let fixture = one_after_another(&ana, ben).replace(
            "\"ben\"]\n",
            "\"ben\"]\n#              ----- does the work of `triage`\n",
        );
        check(RULE, &fixture);
    }
}

#[test]
fn somebody_to_come_where_nobody_else_is() {
    check(
        RULE,
        r#"
[engagement]
starts = 2027-01-01
[workstream.triage]
responsible = ["ana", "TBD"]
#              ----- does the work of `triage`
#                     ^^^^^ error: nobody is named as responsible for `triage`: it says `TBD`
[workstream.patching]
responsible = ["ana", "desk", "ana"]
#              ----- does the work of `patching`
#                     ------ does the work of `patching`
#                             ----- does the work of `patching`
[team.desk]
#     ^^^^ error: nobody is in the team `desk`
[person.ana]
from = 2027-07-01
#      ^^^^^^^^^^ error: `ana` is not there yet when the work begins
"#,
    );
}

#[test]
fn somebody_who_comes_to_others() {
    let desk = "[team.desk]\nmembers = [\"ben\", \"ana\"]\n[person.ben]\n";
    let ana = "[person.ana]\nfrom = 2027-07-01\n[team.night]\nmembers = \"ana\"\n";
    for seats in [
        "[workstream.triage]\nresponsible = [\"desk\", \"ana\"]",
        "[workstream.triage]\nresponsible = [\"ana\", \"ben\"]",
        "[workstream.triage]\nresponsible = [\"desk\", \"night\"]",
        // Whoever is misspelt may be there.
        "[workstream.triage]\nresponsible = [\"dsek\", \"ana\"]",
        "[workstream.triage]\naccountable = \"lead\"\n[role.lead]\nheld-by = \"ben\"\n\
         deputy = [\"ben\", \"ana\"]",
        "[escalation.outage]\nsteps = [{ to = [\"desk\", \"ana\"] }]",
        "[command.security]\ncommander = [\"ben\", \"ana\"]",
        "[evidence.review]\nowner = [\"ben\", \"ana\"]",
        "[[grant]]\nholder = \"desk\"\naction = \"isolate-endpoint\"\n\
         mode = \"approval-required\"\napprover = [\"ben\", \"ana\"]",
    ] {
        is_silent(RULE, &format!("{seats}\n{desk}{ana}"));
    }
}

#[test]
fn a_row_goes_by_its_id_else_by_what_it_says() {
    let object = |row: &str| {
        let text = format!("[person.ana]\n{row}\n");
        let findings = run("unfilled-assignee", &text, &Sources::default()).findings;
        findings[0].subject.object.clone()
    };
    for (row, expected) in [
        (
            "[[exception]]\nwhat = 'direct calls'\nowner = 'TBD'",
            "exception.direct calls",
        ),
        (
            "[[exception]]\nid = 'calls'\nowner = 'TBD'",
            "exception.calls",
        ),
        (
            "[[exclusion]]\narea = ['reporting', 'patching']\naccepted-by = 'TBD'",
            "exclusion.reporting+patching",
        ),
        (
            "[[grant]]\nholder = 'ana'\naction = 'failover'\napprover = 'TBD'",
            "grant.ana/failover",
        ),
        (
            "[[handoff]]\nfrom = 'ana'\nto = 'ana'\ntie-breaker = 'TBD'",
            "handoff.ana/ana",
        ),
        ("[[notice]]\nby = 'ana'\nto = 'TBD'", "notice.ana/TBD"),
        ("[[waiver]]\nid = 'spring'\nowner = 'TBD'", "waiver.spring"),
    ] {
        assert_eq!(object(row), expected);
    }
    // Rows are counted file by file.
    let included = "[engagement]\ninclude = ['more.toml']\n[[exception]]\nwhat = 'one'\n\
                    #@ more.toml\n[[exception]]\nwhat = 'two'\nowner = 'TBD'\n";
    assert_eq!(object(included), "exception.two");
}

#[test]
fn a_team_of_which_everybody_has_left_or_is_to_come_is_empty_itself() {
    check(
        RULE,
        r#"
[workstream.triage]
responsible = "desk"
#             ------ does the work of `triage`
[team.desk]
#     ^^^^ error: nobody is in the team `desk` any more, or yet
members = ["dana", "lee"]
#          ------ is not there at that time
#                  ----- is not there at that time
[person.dana]
until = 2026-11-20
[person.lee]
from = 2027-11-20
"#,
    );
}

#[test]
fn a_role_that_sits_in_two_seats_is_told_of_once() {
    let text = "[workstream.triage]\naccountable = \"chief\"\n[workstream.patching]\n\
                accountable = \"chief\"\n[role.chief]\nheld-by = \"dana\"\n[person.dana]\n\
                until = 2026-11-20\n";
    let findings = run(RULE, text, &Sources::default()).findings;
    let labels = findings[0].related.iter().map(|own| &*own.message);
    let labels: Vec<&str> = labels.collect();
    assert_eq!(
        labels,
        [
            "nobody else holds `chief`",
            "answers for `triage`",
            "answers for `patching`"
        ]
    );
}
