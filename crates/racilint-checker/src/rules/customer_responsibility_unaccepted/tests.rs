//! What `customer-responsibility-unaccepted` tells, and what it does not.

use crate::rules::tests::{check, is_not_evaluated, is_silent};

const SIDES: &str = r#"
[engagement]
client   = "harbor"
provider = "northwind"
[party.harbor]
[party.northwind]
[party.edr]
kind = "vendor"
[person.dana]
party = "harbor"
[person.jo]
party = "northwind"
"#;

#[test]
fn accepted_and_not_done() {
    check(
        "customer-responsibility-unaccepted",
        &format!(
            r#"{SIDES}
[[statement]]
by = "edr"
imposes = ["soc2:access-lifecycle", "soc2:change"]
#                                   ^^^^^^^^^^^^^ error: `edr` leaves `soc2:change` to `harbor`, and no workstream there fulfils it
accepted-by = "dana"
#             ------ has accepted it, and no work follows
[workstream.access]
accountable = "dana"
satisfies = "soc2:CC6.2"
"#
        ),
    );
}

#[test]
fn the_provider_cannot_do_itself_what_it_leaves_to_the_client() {
    check(
        "customer-responsibility-unaccepted",
        &format!(
            r#"{SIDES}
[[statement]]
by = "northwind"
imposes = "soc2:change"
#         ^^^^^^^^^^^^^ error: `northwind` leaves `soc2:change` to `harbor`, and no workstream there fulfils it
on = "harbor"
[workstream.change]
accountable = "jo"
satisfies = "soc2:change"
#           ------------- fulfilled here, by another party
"#
        ),
    );
}

#[test]
fn the_clients_provider_a_reason_and_the_unknown_are_fine() {
    for more in [
        "accountable = \"jo\"\n",
        "accountable = \"dana\"\n",
        "not-applicable = \"no changes of our own\"\n",
        "accountable = \"gohst\"\n",
    ] {
        is_silent(
            "customer-responsibility-unaccepted",
            &format!(
                "{SIDES}\n[[statement]]\nby = \"edr\"\nimposes = \"soc2:change\"\n[workstream.change]\nsatisfies = \"soc2:change\"\n{more}"
            ),
        );
    }
}

#[test]
fn inherited_from_nobody() {
    let work = format!("{SIDES}\n[workstream.hosting]\nsatisfies = \"fedramp-crm:inherited\"\n");
    check(
        "customer-responsibility-unaccepted",
        &format!(
            "{work}#           ^^^^^^^^^^^^^^^^^^^^^^^ error: `hosting` counts on inherited controls, and nobody says that they provide them\n"
        ),
    );
    is_silent(
        "customer-responsibility-unaccepted",
        &format!("{work}\n[[statement]]\nby = \"edr\"\nprovides = \"fedramp-crm:inherited\"\n"),
    );
}

#[test]
fn without_statements_there_is_nothing_to_say() {
    is_not_evaluated("customer-responsibility-unaccepted", SIDES);
}

#[test]
fn lost_text_may_be_the_work() {
    let statement = "[[statement]]\nby = \"edr\"\nimposes = \"soc2:change\"\n";
    is_not_evaluated(
        "customer-responsibility-unaccepted",
        &format!("{SIDES}{statement}[workstream.change]\nsatisfies = 7\n"),
    );
    let damaged = SIDES.replace("[engagement]", "[engagement]\ninclude = [\"gone.toml\"]");
    is_not_evaluated(
        "customer-responsibility-unaccepted",
        &format!("{damaged}{statement}"),
    );
}
