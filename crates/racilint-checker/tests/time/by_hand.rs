use jiff::civil::date;
use racilint_diagnostics::Sources;

use super::load::read;
use super::minute::Evaluator;

#[test]
fn smoke() {
    let sources = Sources::default();
    let text = r#"
[engagement]
client = "a"
starts = 2027-10-31
ends = 2027-10-31
timezone = "Europe/Berlin"
[party.a]
[person.p]
party = "a"
hours = "Sun 02:00-03:00"
[workstream.w]
responsible = "p"
needs = ["isolate-endpoint"]
respond-within = "5m"
hours = "24x7"
[[grant]]
holder = "p"
action = "isolate-endpoint"
mode = "pre-authorized"
"#;
    let document = read(text, &sources);
    let e = Evaluator::of(&document, date(2027, 1, 1));
    let v = e.without(0, false);
    let n = e
        .minutes()
        .filter(|t| v.is_on_duty(e.roster.actor("p"), *t))
        .count();
    assert_eq!(n, 120);
    assert_eq!(e.minutes().count(), 25 * 60);
    let t = v.times_to_authority(&e.rows[0], "isolate-endpoint");
    assert_eq!(t[0], Some(125));
    assert_eq!(t[250], Some(23 * 60 - 250 + 2 * 60 + 5 + 6 * 24 * 60));
}
