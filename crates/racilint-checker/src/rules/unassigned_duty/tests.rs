//! What `unassigned-duty` tells, and what it does not.

mod begins;

use racilint_diagnostics::Sources;

use crate::rules::tests::{check, is_not_evaluated, is_silent, run};

mod lapsed;
mod over;

/// Workstreams for all duties of a small profile but one.
const MOST_OF_APRA: &str = r#"
[workstream.governance]
satisfies = ["apra-cps-230:20", "apra-cps-230:senior-roles", "apra-cps-230:arrangement-risk"]
[workstream.contracts]
satisfies = ["apra-cps-230:formal-agreement", "apra-cps-230:subcontractor-notice"]
[workstream.exit]
satisfies = "apra-cps-230:orderly-exit"
"#;

#[test]
fn one_finding_per_duty_at_the_profile() {
    check(
        "unassigned-duty",
        &format!(
            r#"
[engagement]
profiles = ["msp-baseline", "apra-cps-230"]
#                           ^^^^^^^^^^^^^^ error: nobody holds the duty `apra-cps-230:provider-monitoring`, 58
{MOST_OF_APRA}"#
        ),
    );
}

#[test]
fn nothing_at_all_is_one_finding() {
    check(
        "unassigned-duty",
        r#"
[engagement]
profiles = ["hipaa", "soc2"]
#           ^^^^^^^ error: no workstream fulfils any duty of `hipaa`, and 17 of them are nobody's
#                    ^^^^^^ error: no workstream fulfils any duty of `soc2`, and 17 of them are nobody's
[workstream.patching]
"#,
    );
}

#[test]
fn a_notice_that_is_there_anyway_touches_nothing() {
    check(
        "unassigned-duty",
        r#"
[engagement]
client   = "bank"
provider = "northwind"
profiles = ["nydfs-500"]
#           ^^^^^^^^^^^ error: no workstream fulfils any duty of `nydfs-500`, and 5 of them are nobody's
[party.bank]
[party.northwind]
[[notice]]
by = "northwind"
to = "bank"
"#,
    );
}

#[test]
fn a_reason_a_clause_and_a_misspelt_name_count() {
    is_silent(
        "unassigned-duty",
        &format!(
            r#"
[engagement]
profiles = ["apra-cps-230"]
{MOST_OF_APRA}
[workstream.monitoring]
satisfies = "apra-cps-230:provider-monitorng"
"#
        ),
    );
    is_silent(
        "unassigned-duty",
        &format!(
            r#"
[engagement]
profiles = ["apra-cps-230"]
{MOST_OF_APRA}
[workstream.monitoring]
satisfies = "apra-cps-230:58"
not-applicable = "no material arrangement"
accepted-by = "chief"
[role.chief]
"#
        ),
    );
}

/// All duties of the New York regulation that need a workstream of their own.
const NEW_YORK: &str = r#"
[engagement]
client   = "bank"
provider = "northwind"
profiles = ["nydfs-500"]
[party.bank]
[party.northwind]
[party.department]
kind = "regulator"
[person.ida]
party = "bank"
[person.jo]
party = "northwind"
[workstream.plan]
accountable = "ida"
satisfies = ["nydfs-500:ir-decision-authority", "nydfs-500:extortion-payment"]
[evidence.certification]
proves = "nydfs-500:annual-certification"
owner = "ida"
producer = "ida"
[[notice]]
by = "northwind"
to = "ida"
within = "4h"
[[notice]]
by = "ida"
to = "department"
within = "72h"
"#;

#[test]
fn notices_records_and_the_holder_of_the_role_count() {
    is_silent(
        "unassigned-duty",
        &format!(
            r#"{NEW_YORK}
[workstream.security]
accountable = "ida"
satisfies = "nydfs-500:ciso"
"#
        ),
    );
}

#[test]
fn an_outsourced_role_brings_duties_of_its_own() {
    check(
        "unassigned-duty",
        &NEW_YORK.replace(
            "profiles = [\"nydfs-500\"]\n",
            r#"profiles = ["nydfs-500"]
#           ^^^^^^^^^^^ error: nobody holds the duty `nydfs-500:retained-responsibility`, 500.4(a)(1)
#           ^^^^^^^^^^^ error: nobody holds the duty `nydfs-500:provider-program`, 500.4(a)(3)
[workstream.security]
accountable = "jo"
satisfies = "nydfs-500:ciso"
"#,
        ),
    );
}

#[test]
fn a_provider_states_and_a_contract_covers() {
    is_silent(
        "unassigned-duty",
        &format!(
            r#"{NEW_YORK}
[workstream.security]
accountable = "jo"
satisfies = "nydfs-500:ciso"
[agreement.master]
covers = ["nydfs-500:retained-responsibility"]
[[statement]]
by = "northwind"
provides = "nydfs-500:provider-program"
"#
        ),
    );
}

#[test]
fn a_small_client_is_exempt() {
    is_silent(
        "unassigned-duty",
        r#"
[engagement]
client    = "bank"
provider  = "northwind"
profiles  = ["nydfs-500"]
headcount = 12
[party.bank]
[party.northwind]
[workstream.notices]
satisfies = ["nydfs-500:500.17(a)", "nydfs-500:500.17(b)", "nydfs-500:500.17(c)(1)", "nydfs-500:provider-notice"]
"#,
    );
}

#[test]
fn a_notice_that_comes_too_late_or_from_the_wrong_side_is_none() {
    let slow = NEW_YORK
        .replace("within = \"72h\"", "within = \"5d\"")
        .replace("by = \"northwind\"", "by = \"ida\"");
    check(
        "unassigned-duty",
        &slow.replace(
            "profiles = [\"nydfs-500\"]\n",
            r#"profiles = ["nydfs-500"]
#           ^^^^^^^^^^^ error: nobody holds the duty `nydfs-500:incident-notice`, 500.17(a)
#           ^^^^^^^^^^^ error: nobody holds the duty `nydfs-500:provider-notice`, 500.11(b)(3)
[workstream.security]
accountable = "ida"
satisfies = "nydfs-500:ciso"
"#,
        ),
    );
}

#[test]
fn without_duties_there_is_nothing_to_say() {
    is_not_evaluated("unassigned-duty", "[engagement]\n[workstream.patching]\n");
    is_not_evaluated(
        "unassigned-duty",
        "[engagement]\nprofiles = [\"hipaa\"]\n[workstream.patching]\nsatisfies = 7\n",
    );
}

#[test]
fn what_cannot_be_read_may_fulfil_it() {
    let head = "[engagement]\nprofiles = [\"apra-cps-230\"]\n";
    for text in [
        format!("{head}[workstream.a]\nsatisfies = 7\n"),
        format!("{head}include = [\"gone.toml\"]\n"),
        "[engagement]\nprofiles = [\"apra-cps-230\", 7]\n".to_owned(),
    ] {
        is_not_evaluated("unassigned-duty", &text);
    }
}

#[test]
fn the_help_says_what_would_answer_the_duty() {
    let help = |says: &str| {
        let text = format!(
            "[engagement]\nprofiles = [\"./house.profile.toml\"]\n[workstream.patching]\n\
             #@ ./house.profile.toml\n[profile]\nid = \"house\"\ntitle = \"House rules\"\n\
             version = \"1\"\n[duty.d]\ntitle = \"A duty\"\n{says}\n"
        );
        let findings = run("unassigned-duty", &text, &Sources::default()).findings;
        assert_eq!(findings.len(), 1, "{says}");
        findings[0].help.clone().unwrap_or_default()
    };
    let work = |who: &str, instead: &str, applies: &str| {
        format!(
            "give it {who}: a workstream with `satisfies = [\"house:d\"]`{instead}; where it does \
             not apply{applies}, say so there with `not-applicable = \"reason\"` and `accepted-by`"
        )
    };
    assert_eq!(
        help("hold = \"client\""),
        work("an owner of the client", "", "")
    );
    assert_eq!(
        help("hold = \"provider\"\nnamed = true"),
        work("one person of the provider", "", "")
    );
    assert_eq!(
        help("conditional = \"to banks\""),
        work("an owner", "", " (it applies to banks)")
    );
    for (says, instead) in [
        (
            "kind = \"agreement\"",
            ", or cite the contract: `[agreement.ID]` with `covers = [\"house:d\"]`",
        ),
        (
            "kind = \"evidence\"",
            ", or keep the record: `[evidence.ID]` with `proves = [\"house:d\"]`",
        ),
        (
            "kind = \"notification\"\nwithin = \"24h\"\ntrigger = \"awareness\"",
            ", or agree on a `[[notice]]`",
        ),
        ("kind = \"notification\"", ""),
    ] {
        assert_eq!(help(says), work("an owner", instead, ""));
    }
}

/// A duty of a house, and whether it is open.
fn is_open(sides: &str, duty: &str, rest: &str) -> bool {
    let text = format!(
        "[engagement]\n{sides}\nprofiles = [\"./house.profile.toml\"]\n[workstream.patching]\n\
         {rest}\n#@ ./house.profile.toml\n[profile]\nid = \"house\"\ntitle = \"House rules\"\n\
         version = \"1\"\n[duty.d]\ntitle = \"A duty\"\n{duty}\n"
    );
    let findings = run("unassigned-duty", &text, &Sources::default()).findings;
    !findings.is_empty()
}

#[test]
fn a_contract_of_the_kind_that_is_asked_for_answers_the_duty() {
    let is_open = |contract: &str| {
        let duty = "kind = \"agreement\"\ninstrument = \"baa\"";
        is_open("", duty, &format!("[agreement.x]\n{contract}"))
    };
    assert!(!is_open("kind = \"baa\""));
    assert!(is_open("kind = \"nda\""));
    assert!(is_open(""));
    assert!(!is_open("kind = 5"));
    assert!(!is_open("kind = \"nda\"\ncovers = 5"));
    assert!(!is_open("kind = \"nda\"\ncovers = [\"house:d\"]"));
}

#[test]
fn a_contract_may_be_the_clients_where_a_side_of_it_or_the_client_is_not_known() {
    let is_open = |client: &str, between: &str| {
        let rest = format!(
            "[party.harbor]\n[party.cloud]\n[party.north]\n[agreement.x]\n\
             between = [\"cloud\", {between}]\ncovers = \"house:d\""
        );
        is_open(client, "kind = \"agreement\"\nhold = \"client\"", &rest)
    };
    let client = "client = \"harbor\"";
    assert!(is_open(client, "\"north\""));
    assert!(!is_open("", "\"north\""));
    assert!(!is_open(client, "5"));
}

#[test]
fn a_record_of_the_clients_duty_is_kept_by_the_client() {
    let is_open = |hold: &str, owner: &str| {
        let sides = "client = \"harbor\"\nprovider = \"northwind\"";
        let duty = format!("kind = \"evidence\"\nhold = \"{hold}\"");
        let rest = format!(
            "[party.harbor]\n[party.northwind]\n[evidence.e]\nproves = \"house:d\"\n\
             owner = \"{owner}\""
        );
        is_open(sides, &duty, &rest)
    };
    assert!(is_open("client", "northwind"));
    assert!(!is_open("client", "harbor"));
    assert!(!is_open("either", "northwind"));
}

#[test]
fn a_record_of_something_else_leaves_the_duty_open() {
    let is_open = |proves: &str| {
        let rest = format!("[party.harbor]\n[evidence.e]\nowner = \"harbor\"\n{proves}");
        is_open("client = \"harbor\"", "kind = \"evidence\"", &rest)
    };
    assert!(!is_open("proves = \"house:d\""));
    assert!(!is_open("proves = 5"));
    assert!(is_open("proves = \"hipaa:sanctions\""));
    assert!(is_open(""));
}

#[test]
fn an_excuse_that_nobody_needs_is_not_asked_about() {
    let is_open = |proves: &str| {
        let rest = format!(
            "[party.harbor]\n[workstream.review]\nsatisfies = \"house:d\"\n\
             not-applicable = \"there is nothing to review\"\n\
             [evidence.e]\nowner = \"harbor\"\nproves = \"{proves}\""
        );
        is_open("client = \"harbor\"", "kind = \"evidence\"", &rest)
    };
    assert!(is_open("hipaa:sanctions"));
    assert!(!is_open("house:d"));
}

#[test]
fn a_duty_of_a_house_is_told_with_its_clauses_if_it_has_any() {
    let message = |says: &str| {
        let text = format!(
            "[engagement]\nprofiles = [\"./house.profile.toml\"]\n[workstream.patching]\n\
             #@ ./house.profile.toml\n[profile]\nid = \"house\"\ntitle = \"House rules\"\n\
             version = \"1\"\n[duty.d]\ntitle = \"A duty\"\n{says}\n"
        );
        let findings = run("unassigned-duty", &text, &Sources::default()).findings;
        findings[0].message.clone()
    };
    assert_eq!(message(""), "nobody holds the duty `house:d`");
    assert_eq!(
        message("refs = [\"4.2\"]"),
        "nobody holds the duty `house:d`, 4.2"
    );
}

/// The duties of a small profile but for one, with a workstream that leaves that one out.
fn left_out(says: &str) -> String {
    format!(
        r#"
[engagement]
client = "bank"
provider = "northwind"
profiles = ["apra-cps-230"]
[party.bank]
[party.northwind]
[role.chief]
party = "bank"
[role.manager]
party = "northwind"
{MOST_OF_APRA}
{says}"#
    )
}

#[test]
fn what_is_said_not_to_apply_is_accepted_by_the_client() {
    check(
        "unassigned-duty",
        &left_out(
            r#"
[workstream.monitoring]
satisfies = "apra-cps-230:58"
#           ----------------- named here
not-applicable = "no material arrangement"
#                ^^^^^^^^^^^^^^^^^^^^^^^^^ error: `apra-cps-230:provider-monitoring` is said not to apply, but nobody of the client has accepted that
"#,
        ),
    );
    check(
        "unassigned-duty",
        &left_out(
            r#"
[workstream.monitoring]
satisfies = "apra-cps-230:58"
#           ----------------- named here
not-applicable = "no material arrangement"
#                ------------------------- said here
accepted-by = "manager"
#             ^^^^^^^^^ error: `apra-cps-230:provider-monitoring` is said not to apply, and only `manager`, not of the client, has accepted that
"#,
        ),
    );
}

#[test]
fn one_reason_for_several_duties_is_one_finding() {
    let several = left_out(
        r#"
[workstream.monitoring]
satisfies = "apra-cps-230:58"
#           ----------------- named here
"#,
    )
    .replace(
        "[workstream.exit]\nsatisfies = \"apra-cps-230:orderly-exit\"\n",
        r#"
[workstream.oversight]
not-applicable = "no material arrangement"
#                ^^^^^^^^^^^^^^^^^^^^^^^^^ error: `apra-cps-230:orderly-exit` and `apra-cps-230:provider-monitoring` are said not to apply, but nobody of the client has accepted that
[workstream.exit]
parent = "oversight"
satisfies = "apra-cps-230:orderly-exit"
#           --------------------------- named here
"#,
    )
    .replace(
        "[workstream.monitoring]\n",
        "[workstream.monitoring]\nparent = \"oversight\"\n",
    );
    check("unassigned-duty", &several);
}

#[test]
fn an_acceptance_that_may_be_the_clients_is_one() {
    let work = "[workstream.monitoring]\nsatisfies = \"apra-cps-230:58\"\n\
                not-applicable = \"no material arrangement\"\n";
    for accepted in [
        "accepted-by = \"chief\"",
        "accepted-by = [\"manager\", \"bank\"]",
        "accepted-by = \"TBD\"",
        "accepted-by = 7",
        "[[exclusion]]\narea = \"monitoring\"\naccepted-by = \"chief\"",
        "[workstream.oversight]\nsatisfies = \"apra-cps-230:58\"",
    ] {
        is_silent("unassigned-duty", &left_out(&format!("{work}{accepted}\n")));
    }
}

#[test]
fn an_area_alone_needs_no_acceptance() {
    is_silent(
        "unassigned-duty",
        &left_out(
            "[workstream.monitoring]\nsatisfies = \"apra-cps-230:58\"\naccountable = \"chief\"\n\
             [workstream.telephony]\nnot-applicable = \"there are no phones\"\n",
        ),
    );
}

/// A bank with a contract or a statement, and what is said of one duty that a contract has to cover.
fn said_of_data_return(status: &str, more: &str) -> Vec<String> {
    let text = format!(
        r#"
[engagement]
client = "bank"
provider = "northwind"
profiles = ["dora"]
starts = 2027-01-01
{status}
[party.bank]
[party.northwind]
[party.cloud]
kind = "vendor"
contracted-by = "northwind"
[workstream.register]
satisfies = ["dora:register"]
{more}"#
    );
    let findings = run("unassigned-duty", &text, &Sources::default()).findings;
    let messages = findings.into_iter().map(|own| own.message.to_string());
    messages
        .filter(|message| message.contains("data-return"))
        .collect()
}

const NOBODYS: &str = "nobody holds the duty `dora:data-return`, 30(2)(d)";

/// A contract between these that covers the return of data.
fn annex(between: &str, keys: &str) -> String {
    format!(
        "[agreement.annex]\nkind = \"addendum\"\ncovers = [\"dora:data-return\"]\n\
         between = {between}\n{keys}\n"
    )
}

#[test]
fn a_contract_of_others_and_a_statement_of_the_client_provide_nothing() {
    let signed = "signed = 2026-10-10";
    let of_others = annex("[\"cloud\", \"northwind\"]", signed);
    assert_eq!(said_of_data_return("", &of_others), [NOBODYS]);
    for between in ["[\"bank\", \"cloud\"]", "[\"bnak\", \"northwind\"]", "[]"] {
        assert_eq!(said_of_data_return("", &annex(between, signed)), [""; 0]);
    }
    let of_nobody = of_others.replace("between = [\"cloud\", \"northwind\"]\n", "");
    assert_eq!(said_of_data_return("", &of_nobody), [""; 0]);
    let by = |party: &str| {
        let stated = format!("[[statement]]\nby = {party}\nprovides = \"dora:data-return\"\n");
        said_of_data_return("", &stated)
    };
    assert_eq!(by("\"bank\""), [NOBODYS]);
    assert_eq!(by("\"northwind\""), [""; 0]);
    assert_eq!(by("[\"bank\", \"cloud\"]"), [""; 0]);
    assert_eq!(by("\"bnak\""), [""; 0]);
}
