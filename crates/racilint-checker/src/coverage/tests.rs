//! What the table of duties says.

use racilint_diagnostics::Sources;
use racilint_parser::InMemory;

use super::{Coverage, Line, Status, coverage};

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
accepted-by = "ida"
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

fn read<T>(text: &str, look: impl Fn(&Coverage) -> T) -> T {
    let sources = Sources::default();
    let main = sources.add("bank.raci.toml", text.to_owned());
    let (document, _) =
        racilint_parser::read(&sources, main, "bank.raci.toml", &InMemory::default());
    let all = coverage(&document, jiff::civil::date(2026, 11, 21), None);
    let [one] = all.as_slice() else {
        panic!("one profile with duties, and not {}", all.len());
    };
    look(one)
}

fn with_line<T>(duty: &str, look: impl Fn(&Line) -> T) -> T {
    read(BANK, |one| with_line_of(one, duty, &look))
}

fn with_line_of<T>(one: &Coverage, duty: &str, look: impl Fn(&Line) -> T) -> T {
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

/// The statuses and reasons of duties of `hipaa` that are answered in some way, with what does.
fn of_clinic(text: &str) -> Vec<String> {
    const CLINIC: &str = r#"
[engagement]
client   = "clinic"
provider = "northwind"
profiles = ["hipaa"]
[party.clinic]
[party.northwind]
[person.ida]
party = "clinic"
"#;
    read(&format!("{CLINIC}{text}"), |one| {
        let lines = one.duties.iter().filter(|line| {
            let is_open = line.status == Status::Nobody && line.reason.is_empty();
            !is_open && line.status != Status::NotDemanded
        });
        let words = lines.map(|line| {
            let (duty, by) = (&line.duty, line.answered_by.join(", "));
            format!("{duty}: {}: {by}: {}", line.status.words(), line.reason)
        });
        words.collect()
    })
}

#[test]
fn what_is_unknown_answers_nothing() {
    let work = |name: &str| {
        of_clinic(&format!(
            "[workstream.x]\naccountable = \"ida\"\nsatisfies = \"{name}\"\n"
        ))
    };
    // The clauses within it may be meant, and no other one.
    assert_eq!(
        work("hipaa:164.308(a)(1)"),
        ["risk-analysis", "activity-review", "sanctions"].map(|duty| format!(
            "{duty}: nobody: : workstream.x names `hipaa:164.308(a)(1)`, which is unknown"
        ))
    );
    assert_eq!(
        work("hippa:sanctions"),
        ["sanctions: nobody: : workstream.x names `hippa:sanctions`, which is unknown"]
    );
    assert_eq!(
        work("hipaa:164.308(a)(2)"),
        ["security-official: answered: workstream.x: "]
    );
    let record = "[evidence.x]\nowner = \"ida\"\nproves = \"hipaa:documentatoin\"\n";
    assert_eq!(
        of_clinic(record),
        [
            "documentation: nobody: : what may be meant for it names something unknown, or cannot \
             be read"
        ]
    );
}

#[test]
fn what_cannot_be_read_answers_nothing() {
    let text = BANK.replace("proves = \"nydfs-500:annual-certification\"", "proves = 5");
    read(&text, |one| {
        with_line_of(one, "annual-certification", |line| {
            assert_eq!(line.status, Status::Nobody);
            assert!(line.reason.ends_with("cannot be read"), "{}", line.reason);
        });
    });
}

#[test]
fn work_that_nobody_answers_for_is_only_claimed() {
    let work = |keys: &str| {
        of_clinic(&format!(
            "[workstream.x]\nsatisfies = \"hipaa:sanctions\"\n{keys}\n[role.open]\nparty = \"clinic\"\n\
             held-by = \"TBD\"\n"
        ))
    };
    let open = ["sanctions: only claimed: workstream.x: nobody known is accountable"];
    assert_eq!(work(""), open);
    assert_eq!(work("accountable = \"TBD\""), open);
    assert_eq!(work("accountable = \"idda\""), open);
    assert_eq!(work("accountable = \"open\""), open);
    let held = ["sanctions: answered: workstream.x: "];
    assert_eq!(work("accountable = [\"open\", \"ida\"]"), held);
    assert_eq!(work("accountable = \"clinic\""), held);
}

#[test]
fn work_that_is_over_or_to_come_is_only_claimed() {
    let work = |keys: &str| {
        of_clinic(&format!(
            "[workstream.x]\nsatisfies = \"hipaa:sanctions\"\naccountable = \"ida\"\n{keys}\n"
        ))
    };
    assert_eq!(
        work("until = 2026-11-20"),
        ["sanctions: only claimed: workstream.x: ended on 2026-11-20"]
    );
    assert_eq!(
        work("from = 2026-11-22"),
        ["sanctions: only claimed: workstream.x: begins on 2026-11-22"]
    );
    assert_eq!(
        work("from = 2026-11-21\nuntil = 2026-11-21"),
        ["sanctions: answered: workstream.x: "]
    );
    // One that holds is enough, and the other is told.
    let two = "until = 2026-11-20\n[workstream.y]\nsatisfies = \"hipaa:sanctions\"\n\
               accountable = \"ida\"";
    assert_eq!(
        work(two),
        ["sanctions: answered: workstream.x, workstream.y: workstream.x: ended on 2026-11-20"]
    );
}

#[test]
fn a_contract_that_is_not_in_force_is_only_claimed() {
    let baa = |keys: &str| {
        let text = format!(
            "[agreement.x]\nkind = \"baa\"\nbetween = [\"clinic\", \"northwind\"]\n{keys}\n"
        );
        let lines = of_clinic(&text).into_iter();
        let mut lines = lines.filter(|line| line.starts_with("ba-agreements:"));
        lines.next().unwrap_or_default()
    };
    assert_eq!(
        baa(""),
        "ba-agreements: only claimed: agreement.x: no signature by 2026-11-21 is recorded"
    );
    assert_eq!(baa("signed = 2026-11-22"), baa(""));
    assert_eq!(
        baa("signed = 2025-01-01\nuntil = 2026-11-20"),
        "ba-agreements: only claimed: agreement.x: ended on 2026-11-20"
    );
    assert_eq!(
        baa("signed = 2026-11-21"),
        "ba-agreements: answered: agreement.x: "
    );
    let renewed = "until = 2026-11-20\n[agreement.y]\nkind = \"baa\"\nsigned = 2026-10-01";
    assert_eq!(baa(renewed), "ba-agreements: answered: agreement.y: ");
}

#[test]
fn a_reason_that_the_client_has_not_accepted_is_told_as_that() {
    let reason = |accepted: &str| {
        let text = BANK.replace("accepted-by = \"ida\"", accepted);
        read(&text, |one| {
            with_line_of(one, "extortion-payment", |line| {
                assert_eq!(line.status, Status::NotApplicable);
                line.reason.clone()
            })
        })
    };
    let forbidden = "payment is forbidden by the board";
    assert_eq!(reason("accepted-by = \"ida\""), forbidden);
    for accepted in ["", "accepted-by = \"jo\""] {
        assert_eq!(
            reason(accepted),
            format!("{forbidden}; nobody of the client has accepted that")
        );
    }
}

#[test]
fn a_contract_of_others_or_beside_a_statement() {
    let read = |between: &str, more: &str| {
        let text = format!(
            "[engagement]\nclient = \"bank\"\nprovider = \"northwind\"\nprofiles = [\"dora\"]\n\
             [party.bank]\n[party.northwind]\n[party.cloud]\n[agreement.x]\nkind = \"addendum\"\n\
             between = [\"{between}\", \"northwind\"]\ncovers = \"dora:data-return\"\n\
             until = 2020-01-01\n{more}\n"
        );
        let of = |line: &Line| (line.status, line.answered_by.clone());
        read(&text, |one| {
            of(one
                .duties
                .iter()
                .find(|line| line.duty == "data-return")
                .expect("a duty"))
        })
    };
    let stated = "[[statement]]\nby = \"northwind\"\nprovides = \"dora:data-return\"";
    let one = |by: &str| vec![by.to_owned()];
    assert_eq!(read("bank", ""), (Status::Claimed, one("agreement.x")));
    assert_eq!(read("cloud", ""), (Status::Nobody, Vec::new()));
    let answered = (Status::Answered, one("statement of northwind"));
    assert_eq!(read("bank", stated), answered);
}
