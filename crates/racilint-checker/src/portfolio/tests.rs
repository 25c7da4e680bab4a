//! The rules across engagements, on portfolios of a few.

use super::{Judged, judge_example};
use crate::settle::Levels;

const DOUBLE: &str = "cross-engagement-double-booking";
const OVERLOAD: &str = "portfolio-overload";

fn judge(rule: &'static str, text: &str) -> Judged {
    let levels = Levels {
        select: [rule].into(),
        ..Levels::default()
    };
    judge_example(text, jiff::civil::date(2026, 11, 21), &levels)
}

/// The messages of what was found, with the engagements.
#[track_caller]
fn said(rule: &'static str, text: &str) -> Vec<String> {
    let judged = judge(rule, text);
    assert!(judged.not_evaluated.is_empty(), "not evaluated");
    let findings = judged.findings.iter();
    findings
        .map(|own| format!("{} | {}", own.message, own.engagements.join(" ")))
        .collect()
}

/// An engagement of a client of Northwind.
fn client(name: &str, rest: &str) -> String {
    let number = name.len();
    format!(
        "#@ {name}-{number}.raci.toml\n[engagement]\nclient = '{name}'\ninclude = ['roster.toml']\n\
         starts = 2027-01-01\nends = 2027-12-31\ntimezone = 'America/Chicago'\n\
         [party.{name}]\nname = 'The {name}'\n{rest}\n"
    )
}

const COMMAND: &str = "[workstream.containment]\n[command.security]\ncovers = 'containment'\n\
                       hours = '24x7'\ncommander = 'jo'\n";
const JO: &str = "#@ roster.toml\n[person.jo]\nhours = 'Mon-Fri 08:00-18:00'\n";

#[test]
fn a_commander_of_two_clients_is_told_once_with_the_hours() {
    let text = client("harbor", COMMAND) + &client("larch", COMMAND) + JO;
    let judged = judge(DOUBLE, &text);
    let [finding] = judged.findings.as_slice() else {
        panic!("{:?}", judged.findings);
    };
    assert!(
        finding
            .message
            .ends_with("every weekday 08:00 to 18:00, 10 hours"),
        "{}",
        finding.message
    );
    assert_eq!(
        finding.engagements,
        ["harbor-6.raci.toml", "larch-5.raci.toml"]
    );
    assert_eq!(judged.sources.text(finding.span), "jo");
    let labels: Vec<&str> = finding
        .related
        .iter()
        .map(|own| own.message.as_str())
        .collect();
    assert_eq!(
        labels,
        [
            "the only one who commands, for `The harbor`",
            "the only one who commands, for `The larch`"
        ]
    );
    let file = judged.sources.get(finding.related[1].span.file).unwrap();
    assert_eq!(file.name(), "larch-5.raci.toml");
    assert_eq!(judged.sources.text(finding.related[1].span), "'jo'");
}

#[test]
fn whoever_is_called_alone_is_needed_as_a_commander_is() {
    let work = "[workstream.containment]\nresponsible = 'soc'\nhours = '24x7'\n";
    let roster = "#@ roster.toml\n[person.jo]\n[person.li]\n[team.soc]\n\
        shifts = [{ who = 'jo', hours = 'Sat-Sun 00:00-24:00' }, { who = ['jo', 'li'], hours = 'Mon-Fri 00:00-24:00' }]\n";
    let text = client("harbor", work) + &client("larch", COMMAND) + roster;
    let said = said(DOUBLE, &text);
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(
        said[0].contains("every Saturday to Sunday") || said[0].contains("every Saturday 00:00"),
        "{said:?}"
    );
}

#[test]
fn somebody_else_who_is_there_is_enough() {
    let deputy = format!("{COMMAND}deputy = 'sam'\n");
    let sam = "[person.sam]\nhours = '24x7'\n";
    let text = client("harbor", COMMAND) + &client("larch", &deputy) + JO + sam;
    assert_eq!(said(DOUBLE, &text), [""; 0]);
    let called = "[workstream.containment]\nresponsible = 'jo'\nhours = '24x7'\nescalation = 'e'\n\
        [escalation.e]\nsteps = [{ to = 'jo', ack-within = '15m' }, { to = 'sam', ack-within = '15m' }]\n";
    let roster = "#@ roster.toml\n[person.jo]\nhours = '24x7'\n";
    let text = client("harbor", called) + &client("larch", called) + roster + sam;
    assert_eq!(said(DOUBLE, &text), [""; 0]);
}

#[test]
fn hours_that_do_not_meet_are_no_booking() {
    let early = COMMAND.replace("24x7", "Mon-Fri 08:00-12:00");
    let late = COMMAND.replace("24x7", "Mon-Fri 12:00-18:00");
    let text = client("harbor", &early) + &client("larch", &late) + JO;
    assert_eq!(said(DOUBLE, &text), [""; 0]);
    let late = COMMAND.replace("24x7", "Mon-Fri 11:59-18:00");
    let text = client("harbor", &early) + &client("larch", &late) + JO;
    assert_eq!(said(DOUBLE, &text).len(), 1);
}

#[test]
fn two_people_of_one_id_are_two() {
    let own = format!("{COMMAND}[person.jo]\nhours = '24x7'\n");
    let other = "#@ roster.toml\n[person.sam]\n";
    let text = client("harbor", &own) + &client("larch", &own) + other;
    assert_eq!(said(DOUBLE, &text), [""; 0]);
}

#[test]
fn two_contracts_of_one_client_are_one() {
    let first = client("harbor", COMMAND);
    let second = first.replace("harbor-6.raci", "harbor-7.raci");
    assert_eq!(said(DOUBLE, &(first.clone() + &second + JO)), [""; 0]);
    // A client without a name is known by the file in which it is declared.
    let nameless = |text: &str| text.replace("[party.harbor]\nname = 'The harbor'\n", "");
    let roster = format!("{JO}[party.harbor]\n");
    let both = nameless(&first) + &nameless(&second);
    assert_eq!(said(DOUBLE, &(both + &roster)), [""; 0]);
}

#[test]
fn a_waiver_takes_its_engagement_out() {
    let waiver = "[[waiver]]\nrule = 'cross-engagement-double-booking'\non = 'person.jo'\n\
        reason = 'a second commander starts in March'\nowner = 'jo'\napproved-by = 'ana'\nuntil = 2027-03-31\n";
    let ana = "[person.ana]\n";
    let one = format!("{COMMAND}{ana}{waiver}");
    let text = client("harbor", &one) + &client("larch", COMMAND) + JO;
    let judged = judge(DOUBLE, &text);
    assert!(judged.findings.is_empty(), "{:?}", judged.findings);
    assert_eq!(judged.waived.len(), 1);
    assert_eq!(judged.waived[0].approved_by, "ana");
    let text = client("harbor", &one) + &client("larch", COMMAND) + &client("oak", COMMAND) + JO;
    let judged = judge(DOUBLE, &text);
    assert_eq!(
        judged.findings[0].engagements,
        ["larch-5.raci.toml", "oak-3.raci.toml"]
    );
    let text = client("harbor", COMMAND) + &client("larch", COMMAND) + JO + ana + waiver;
    assert!(judge(DOUBLE, &text).findings.is_empty());
    // One that does not hold takes nobody out.
    let over = waiver.replace("2027-03-31", "2026-11-20");
    let text = client("harbor", COMMAND) + &client("larch", COMMAND) + JO + ana + &over;
    let judged = judge(DOUBLE, &text);
    assert_eq!((judged.findings.len(), judged.waived.len()), (1, 0));
}

#[test]
fn hours_that_nobody_wrote_leave_it_open() {
    let roster = "#@ roster.toml\n[person.jo]\n";
    let text = client("harbor", COMMAND) + &client("larch", COMMAND) + roster;
    let judged = judge(DOUBLE, &text);
    assert!(judged.findings.is_empty());
    assert_eq!(judged.not_evaluated.len(), 1);
    assert_eq!(judged.needs_hours_of, ["jo".to_owned()].into());
    // The hours of the deputy decide it.
    let deputy = format!("{COMMAND}deputy = 'li'\n");
    let li = format!("{JO}[person.li]\n");
    let judged = judge(
        DOUBLE,
        &(client("harbor", &deputy) + &client("larch", COMMAND) + &li),
    );
    assert_eq!(judged.needs_hours_of, ["li".to_owned()].into());
    // One client alone books nobody twice.
    let day = "[command.day]\ncovers = 'containment'\ncommander = 'jo'\nhours = 'Mon 08:00-12:00'";
    let alone = client("harbor", &format!("{deputy}{day}"));
    assert_eq!(said(DOUBLE, &(alone + &client("larch", "") + &li)), [""; 0]);
    // Two others are always there: when a third one is changes nothing.
    let work = "[workstream.containment]\nresponsible = 'soc'\nhours = '24x7'\n";
    let soc = "[person.li]\n[team.soc]\nmembers = ['jo', 'sam', 'li']\n";
    assert_eq!(booked(work, &format!("{ROUND_THE_CLOCK}{soc}")), 0);
    // What is known of others is told all the same.
    let commands = format!(
        "{COMMAND}[command.privacy]\ncovers = 'containment'\nhours = '24x7'\ncommander = 'li'\n"
    );
    let people = format!("{JO}[person.li]\n");
    let text = client("harbor", &commands) + &client("larch", &commands) + &people;
    assert_eq!(said(DOUBLE, &text).len(), 1);
    // Nobody else needs them.
    let text = client("harbor", COMMAND) + &client("larch", "") + roster;
    assert_eq!(said(DOUBLE, &text), [""; 0]);
    // Alone for one client, and for another by the hours of the deputy.
    let deputy = format!("{COMMAND}deputy = 'li'\n");
    let text = client("harbor", COMMAND) + &client("larch", &deputy) + JO + "[person.li]\n";
    assert_eq!(judge(DOUBLE, &text).not_evaluated.len(), 1);
}

#[test]
fn engagements_that_share_nobody_are_not_compared() {
    let own = format!("{COMMAND}[person.jo]\nhours = '24x7'\n");
    let text = client("harbor", &own) + &client("larch", &own) + "#@ roster.toml\n";
    assert_eq!(judge(DOUBLE, &text).not_evaluated.len(), 1);
    let alone = client("harbor", COMMAND) + JO;
    assert_eq!(judge(DOUBLE, &alone).not_evaluated.len(), 1);
}

/// So many engagements, each with so much critical work that `jo` answers for.
fn owned(clients: usize, rows: usize) -> String {
    let rows: String = (0..rows)
        .map(|row| format!("[workstream.row-{row}]\ncriticality = 'high'\naccountable = 'jo'\n"))
        .collect();
    format!(
        "#@ c-1.raci.toml to c-{clients}.raci.toml\n[engagement]\nclient = 'client'\n\
         include = ['roster.toml']\n[party.client]\n{rows}{JO}"
    )
}

#[test]
fn so_much_is_enough_for_one_person() {
    assert_eq!(said(OVERLOAD, &owned(20, 2)), [""; 0]);
    let many = said(OVERLOAD, &owned(21, 1));
    assert!(many[0].starts_with("`jo` answers for 21 workstreams that cannot wait, of 21 clients"));
    let much = said(OVERLOAD, &owned(6, 7));
    assert!(much[0].starts_with("`jo` answers for 42 workstreams that cannot wait, of 6 clients"));
    // One client with too much is a matter of its own engagement.
    let one = owned(1, 41) + &client("larch", "");
    assert_eq!(said(OVERLOAD, &one), [""; 0]);
    // Whoever only commands somewhere owns nothing there.
    let commands = client("larch", COMMAND);
    assert_eq!(said(OVERLOAD, &(owned(20, 2) + &commands)), [""; 0]);
    let much = said(OVERLOAD, &(owned(6, 7) + &commands));
    assert!(much[0].starts_with("`jo` answers for 42 workstreams that cannot wait, of 6 clients"));
}

#[test]
fn few_places_are_shown_and_all_engagements_named() {
    let judged = judge(OVERLOAD, &owned(100, 1));
    assert_eq!(judged.findings[0].engagements.len(), 100);
    assert_eq!(judged.findings[0].related.len(), super::MOST_SHOWN);
    // The texts of all the others are gone.
    let kept: Vec<String> = judged
        .sources
        .iter()
        .map(|own| own.name().to_owned())
        .collect();
    assert_eq!(kept.len(), super::MOST_SHOWN + 1, "{kept:?}");
}

/// Of those who are needed alone, as many again are kept of whom it shows that they meet another.
#[test]
fn the_first_who_meet_are_kept_as_well() {
    let head = "[engagement]\nclient = 'client'\ninclude = ['roster.toml']\n\
                starts = 2027-01-01\nends = 2027-12-31\ntimezone = 'America/Chicago'\n[party.client]\n";
    let quiet = format!(
        "#@ a-1.raci.toml to a-20.raci.toml\n{head}[workstream.row]\n\
                         criticality = 'high'\naccountable = 'jo'\n"
    );
    let needed = format!("#@ b-1.raci.toml to b-50.raci.toml\n{head}{COMMAND}");
    let judged = judge(DOUBLE, &(quiet + &needed + JO));
    assert_eq!(judged.findings[0].engagements.len(), 50);
    assert_eq!(judged.findings[0].related.len(), super::MOST_SHOWN);
    let kept: Vec<String> = judged
        .sources
        .iter()
        .map(|own| own.name().to_owned())
        .collect();
    assert_eq!(kept.len(), 2 * super::MOST_SHOWN + 1, "{kept:?}");
}

#[test]
fn nothing_is_nothing() {
    let judged = super::Portfolio::default().judge(&Levels::default());
    assert_eq!(judged.not_evaluated.len(), 2);
    assert!(judged.findings.is_empty());
}

/// How often `jo` is told to be needed by two clients at once, with this work at both.
fn booked(work: &str, roster: &str) -> usize {
    let roster = format!("#@ roster.toml\n{roster}");
    let text = client("harbor", work) + &client("larch", work) + &roster;
    said(DOUBLE, &text).len()
}

const ROUND_THE_CLOCK: &str = "[person.jo]\nhours = '24x7'\n[person.sam]\nhours = '24x7'\n";

#[test]
fn work_without_hours_or_hands_needs_nobody() {
    let row = |row: &str| format!("[workstream.containment]\nresponsible = 'jo'\n{row}\n");
    let booked = |work: &str| booked(work, ROUND_THE_CLOCK);
    assert_eq!(booked(&row("hours = '24x7'")), 1);
    assert_eq!(booked(&row("")), 0);
    assert_eq!(booked(&row("hours = '24x7'\nactivity = 'decision'")), 0);
    assert_eq!(
        booked(&row("hours = '24x7'\nnot-applicable = 'there is none'")),
        0
    );
    let named = "[workstream.containment]\nresponsible = ['jo', 'gohst']\nhours = '24x7'\n";
    assert_eq!(booked(named), 0);
    let path = "hours = '24x7'\nescalation = 'e'\n[escalation.e]\nsteps = ";
    assert_eq!(booked(&row(&format!("{path}[{{ to = 'jo' }}]"))), 1);
    assert_eq!(booked(&row(&format!("{path}[{{ to = 'sam' }}]"))), 0);
    assert_eq!(booked(&row(&format!("{path}5"))), 0);
    assert_eq!(booked(&row("hours = '24x7'\nescalation = 'gohst'")), 0);
}

#[test]
fn whoever_else_sits_in_a_command_is_there_as_well() {
    let booked = |seats: &str| booked(&format!("{COMMAND}{seats}\n"), ROUND_THE_CLOCK);
    assert_eq!(booked(""), 1);
    assert_eq!(booked("deputy = 'sam'"), 0);
    assert_eq!(booked("deputy = 'gohst'"), 0);
    assert_eq!(booked("deputy = 'jo'"), 1);
    let unified = "unified-with = 'other'\n[command.other]\ncovers = 'containment'\n";
    assert_eq!(booked(&format!("{unified}commander = 'sam'")), 0);
    assert_eq!(booked(&format!("{unified}commander = 'jo'")), 1);
    assert_eq!(booked("unified-with = 'gohst'"), 0);
    // A command beside it is another one, and has its own commander.
    let beside = "[command.other]\ncovers = 'containment'\ncommander = 'sam'";
    assert_eq!(booked(beside), 2);
}

#[test]
fn teams_and_roles_are_looked_into() {
    let work = "[workstream.containment]\nresponsible = 'soc'\nhours = '24x7'\n";
    let booked = |team: &str| booked(work, &format!("{ROUND_THE_CLOCK}{team}\n"));
    assert_eq!(booked("[team.soc]\nmembers = 'jo'"), 1);
    assert_eq!(booked("[team.soc]\nmembers = ['jo', 'sam']"), 0);
    assert_eq!(booked("[team.soc]\nmembers = 'jo'\nlead = 'sam'"), 0);
    assert_eq!(booked("[team.soc]\nmembers = 'jo'\nhours = '24x7'"), 1);
    assert_eq!(
        booked("[team.soc]\nmembers = ['jo', 'sam']\nhours = '24x7'"),
        0
    );
    assert_eq!(booked("[role.soc]\nheld-by = 'jo'"), 1);
    // Where the holder always is, the deputy is nobody else.
    assert_eq!(booked("[role.soc]\nheld-by = 'jo'\ndeputy = 'sam'"), 1);
    assert_eq!(booked("[role.soc]\nheld-by = ['jo', 'sam']"), 0);
    let shift = "[team.soc]\nshifts = [{ who = 'jo', hours = '24x7' }";
    assert_eq!(booked(&format!("{shift}]")), 1);
    assert_eq!(
        booked(&format!("{shift}, {{ who = 'sam', hours = '24x7' }}]")),
        0
    );
}

#[test]
fn of_what_somebody_owns_the_first_is_shown_with_the_number_of_the_others() {
    let label = |rows: usize| {
        let judged = judge(OVERLOAD, &owned(21, rows));
        judged.findings[0].related[0].message.clone()
    };
    assert_eq!(label(1), "answers for `row-0`, for `client`");
    assert_eq!(label(3), "answers for `row-0` and 2 more, for `client`");
    let just_too_much = owned(1, 40)
        + &client(
            "larch",
            "[workstream.a]\ncriticality = 'high'\naccountable = 'jo'\n",
        );
    assert_eq!(said(OVERLOAD, &just_too_much).len(), 1);
    let enough = owned(1, 39)
        + &client(
            "larch",
            "[workstream.a]\ncriticality = 'high'\naccountable = 'jo'\n",
        );
    assert_eq!(said(OVERLOAD, &enough), [""; 0]);
}

#[test]
fn a_client_goes_by_its_name_its_id_or_the_title() {
    let label = |head: &str, party: &str| {
        let one = |number: usize| {
            format!(
                "#@ c-{number}.raci.toml\n[engagement]\n{head}\ninclude = ['roster.toml']\n\
                 starts = 2027-01-01\nends = 2027-12-31\ntimezone = 'America/Chicago'\n{party}\n{COMMAND}"
            )
        };
        let judged = judge(DOUBLE, &(one(1) + &one(2) + JO));
        judged
            .findings
            .first()
            .map(|own| own.related[0].message.clone())
    };
    let said = |of: &str| Some(format!("the only one who commands{of}"));
    // Two of one id and name are one client.
    assert_eq!(label("client = 'a'", "[party.a]\nname = 'The A'"), None);
    assert_eq!(label("client = 'a'", "[party.a]"), said(", for `a`"));
    assert_eq!(label("title = 'IT'", ""), said(", for `IT`"));
    assert_eq!(label("", ""), said(""));
}
