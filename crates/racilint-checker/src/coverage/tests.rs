//! What the table of duties says.

use racilint_diagnostics::Sources;
use racilint_parser::InMemory;

use super::{Line, Status, coverage};

const BANK: &str = r#"
[engagement]
client   = "bank"
provider = "northwind"
profiles = ["msp-baseline", "nydfs-500"]
[party.bank]
[party.northwind]
[person.ida]
party = "bank"
[person.jo]
party = "northwind"
[workstream.security]
accountable = "ida"
satisfies = ["nydfs-500:500.4(a)"]
[workstream.planning]
satisfies = "nydfs-500:ir-decision-authority"
[workstream.planning.slice.plan]
step = "plan"
accountable = "ida"
[workstream.planning.slice.drill]
step = "drill"
accountable = "jo"
[workstream.extortion]
satisfies = "nydfs-500:extortion-payment"
not-applicable = "payment is forbidden by the board"
[evidence.plan]
for = "planning"
owner = "ida"
[evidence.charter]
proves = "nydfs-500:ciso"
owner = "ida"
[evidence.certificate]
proves = "nydfs-500:annual-certification"
owner = "ida"
[[notice]]
by = "northwind"
to = "ida"
"#;

fn with_line<T>(duty: &str, look: impl Fn(&Line) -> T) -> T {
    let sources = Sources::default();
    let main = sources.add("bank.raci.toml", BANK.to_owned());
    let (document, _) =
        racilint_parser::read(&sources, main, "bank.raci.toml", &InMemory::default());
    let all = coverage(&document, jiff::civil::date(2026, 11, 21), None);
    let [one] = all.as_slice() else {
        panic!("one profile with duties, and not {}", all.len());
    };
    assert_eq!(one.profile, "nydfs-500");
    assert_eq!(one.title, "NYDFS Cybersecurity Regulation");
    assert!(one.version.starts_with("23 NYCRR 500"), "{}", one.version);
    look(
        one.duties
            .iter()
            .find(|line| line.duty == duty)
            .expect(duty),
    )
}

#[track_caller]
fn says(duty: &str, status: Status, by: &[&str], who: &[&str], evidence: &[&str], reason: &str) {
    with_line(duty, |line| {
        assert_eq!(line.status, status);
        assert_eq!(line.answered_by, by);
        assert_eq!(line.accountable, who);
        assert_eq!(line.evidence, evidence);
        assert_eq!(line.reason, reason);
    });
}

#[test]
fn work_with_its_owners_and_its_proof() {
    let by = Status::Answered;
    says(
        "ciso",
        by,
        &["workstream.security"],
        &["ida"],
        &["charter"],
        "",
    );
    let rows = &["workstream.planning"];
    says(
        "ir-decision-authority",
        by,
        rows,
        &["ida", "jo"],
        &["plan"],
        "",
    );
}

#[test]
fn records_notices_and_what_goes_with_a_role() {
    let by = Status::Answered;
    let record = &["evidence.certificate"];
    says(
        "annual-certification",
        by,
        record,
        &["ida"],
        &["certificate"],
        "",
    );
    says(
        "provider-notice",
        by,
        &["notice to ida"],
        &["northwind"],
        &[],
        "",
    );
    let goes = "goes with nydfs-500:ciso";
    says(
        "ciso-report",
        by,
        &["workstream.security"],
        &["ida"],
        &[],
        goes,
    );
}

#[test]
fn reasons_conditions_and_nobody() {
    let reason = "payment is forbidden by the board";
    let excused = Status::NotApplicable;
    says(
        "extortion-payment",
        excused,
        &["workstream.extortion"],
        &[],
        &[],
        reason,
    );
    let condition = "only when the chief information security officer works for the provider";
    says(
        "ciso-overseer",
        Status::NotDemanded,
        &[],
        &[],
        &[],
        condition,
    );
    says("incident-notice", Status::Nobody, &[], &[], &[], "");
}

#[test]
fn clauses_and_side_are_those_of_the_profile() {
    with_line("incident-notice", |line| {
        assert_eq!(line.clauses, ["500.17(a)"]);
        assert_eq!(line.hold, "client");
    });
}
