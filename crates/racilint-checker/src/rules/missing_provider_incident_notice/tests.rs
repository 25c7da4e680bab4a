//! Tests of `missing-provider-incident-notice`.

use crate::rules::tests::{check, is_not_evaluated, is_silent};

#[test]
fn a_notice_that_leaves_things_open() {
    check(
        "missing-provider-incident-notice",
        r#"
[engagement]
client = "harbor"
provider = "northwind"
[party.harbor]
[party.northwind]
[[notice]]
by = "kim"
#    ^^^^^ error: this notice of incidents does not say how fast and on which channel
to = "harbor"
trigger = "any incident"
[[notice]]
to = "harbor"
#    ^^^^^^^^ error: this notice of incidents does not say who tells and of what
within = "1h"
via = "phone"
[person.kim]
party = "northwind"
"#,
    );
}

#[test]
fn one_of_two_providers_tells_nobody() {
    check(
        "missing-provider-incident-notice",
        r#"
 [engagement]
#^^^^^^^^^^^^ error: nothing says when and how `watch` tells the client of incidents
client = "harbor"
provider = ["northwind", "watch"]
#                        ------- tells nobody, as far as the contract goes
[party.harbor]
[party.northwind]
[party.watch]
[party.insurer]
kind = "insurer"
[[notice]]
by = "northwind"
#    ----------- somebody else's, or not to the client
to = "harbor"
trigger = "any incident"
within = "1h"
via = "phone"
[[notice]]
by = "harbor"
#    -------- somebody else's, or not to the client
to = "insurer"
[[notice]]
by = "watch"
#    ------- somebody else's, or not to the client
to = "insurer"
"#,
    );
}

#[test]
fn signed_without_any_notice() {
    check(
        "missing-provider-incident-notice",
        r#"
 [engagement]
#^^^^^^^^^^^^ error: nothing says when and how `northwind` tells the client of incidents
status = "signed"
client = "harbor"
provider = "northwind"
#          ----------- tells nobody, as far as the contract goes
[party.harbor]
[party.northwind]
"#,
    );
}

#[test]
fn who_cannot_be_told_may_be_the_provider() {
    is_silent(
        "missing-provider-incident-notice",
        r#"
[engagement]
client = "harbor"
provider = "northwind"
[party.harbor]
[party.northwind]
[[notice]]
by = "gohst"
to = "dana"
trigger = "any incident"
within = "soon"
via = "phone"
[person.dana]
"#,
    );
}

#[test]
fn a_subcontractor_tells_for_its_provider() {
    is_silent(
        "missing-provider-incident-notice",
        r#"
[engagement]
client = "harbor"
provider = "northwind"
[party.harbor]
[party.northwind]
[party.watch]
kind = "subcontractor"
contracted-by = "northwind"
[[notice]]
by = "watch"
to = "harbor"
trigger = "any incident"
within = "1h"
via = "phone"
"#,
    );
}

#[test]
fn a_draft_without_notices_is_not_evaluated() {
    is_not_evaluated(
        "missing-provider-incident-notice",
        "[engagement]\nclient = \"a\"\nprovider = \"b\"\n[party.a]\n[party.b]\n",
    );
    is_not_evaluated(
        "missing-provider-incident-notice",
        "[engagement]\nstatus = \"signed\"\n",
    );
}
