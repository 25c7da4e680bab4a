//! Tests of `strategy-outsourced`.

use crate::rules::tests::{check, is_not_evaluated, is_silent};

const RULE: &str = "strategy-outsourced";

const SIDES: &str = r#"
[party.harbor]
[party.north]
[person.dana]
party = "harbor"
[person.paulo]
party = "north"
"#;

fn co_managed(body: &str) -> String {
    format!("[engagement]\nmodel = \"co-managed\"\nclient = \"harbor\"\n{body}{SIDES}")
}

#[test]
fn the_provider_decides_where_it_goes() {
    check(
        RULE,
        r#"
[engagement]
model = "co-managed"
client = "harbor"
delegated = ["architecture", { area = "strategic-roadmap", accepted-by = "paulo" }]
#            -------------- given away here, but nobody of `harbor` accepted that
#                                     ------------------- given away here, but nobody of `harbor` accepted that
[workstream.direction]
area = ["strategic-roadmap", "architecture", "documentation"]
#       ------------------- an area that a co-managed client keeps
#                            -------------- an area that a co-managed client keeps
accountable = "paulo"
#             ^^^^^^^ warning: outside `harbor`, `paulo` answers for its `strategic-roadmap` and `architecture`
[party.harbor]
[party.north]
[person.paulo]
party = "north"
"#,
    );
}

#[test]
fn the_provider_may_do_and_advise() {
    let body = r#"
delegated = [{ area = "business-applications", accepted-by = "dana" }]
[workstream.architecture]
accountable = "dana"
responsible = "paulo"
[workstream.strategic-roadmap]
accountable = "dana"
consulted = "paulo"
[workstream.business-applications]
accountable = "paulo"
"#;
    is_silent(RULE, &co_managed(body));
}

#[test]
fn a_step_of_it_may_be_the_providers() {
    let body = r#"
[workstream.architecture]
[workstream.architecture.slice.draft]
step = "draft"
accountable = "paulo"
[workstream.architecture.slice.decide]
step = "decide"
accountable = "dana"
"#;
    is_silent(RULE, &co_managed(body));
}

#[test]
fn nobody_and_the_unknown_are_silent() {
    let body = r#"
[workstream.architecture]
[workstream.strategic-roadmap]
accountable = "gohst"
[workstream.business-applications]
accountable = "board"
[workstream.business-priorities]
accountable = "lent"
[role.board]
[person.lent]
party = "north"
seconded-to = "harbor"
"#;
    is_silent(RULE, &co_managed(body));
}

#[test]
fn fully_managed_is_silent() {
    let body = r#"
[engagement]
model = "fully-managed"
client = "harbor"
[workstream.architecture]
accountable = "paulo"
"#;
    is_silent(RULE, &format!("{body}{SIDES}"));
}

#[test]
fn without_such_work_there_is_nothing_to_say() {
    is_not_evaluated(
        RULE,
        &co_managed("[workstream.patching]\naccountable = \"paulo\"\n"),
    );
    is_not_evaluated(RULE, "[engagement]\n[workstream.architecture]\n");
}
