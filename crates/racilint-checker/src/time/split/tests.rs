//! Slices by hours, minute by minute.

use jiff::civil::date;
use racilint_diagnostics::Sources;
use racilint_parser::InMemory;

use super::HoursFault;
use crate::catalogue::Catalogue;
use crate::model::Engagement;
use crate::time::Clock;

/// What is wrong with these slices of a workstream that is promised on Monday from eight to twenty.
fn fault(slices: &[&str]) -> String {
    fault_of("Mon 08:00-20:00", slices)
}

fn fault_of(hours: &str, slices: &[&str]) -> String {
    let mut text = format!(
        "[engagement]\ntimezone = \"UTC\"\nstarts = 2027-01-04\nends = 2027-01-10\n\
         [system.mail]\n[system.erp]\n[system.crm]\n\
         [workstream.desk]\nhours = \"{hours}\"\n"
    );
    for (at, slice) in slices.iter().enumerate() {
        text += &format!("[workstream.desk.slice.s{at}]\n{slice}\n");
    }
    let sources = Sources::default();
    let main = sources.add("test.raci.toml", text);
    let (document, _) =
        racilint_parser::read(&sources, main, "test.raci.toml", &InMemory::default());
    let catalogue = Catalogue::of(&document);
    let engagement = Engagement::of(&document, &catalogue, date(2026, 11, 21), None);
    let clock = Clock::of(&engagement).expect("a clock");
    let name = |row| &*engagement.row(row).name;
    match clock.split_fault(engagement.names.row("desk").expect("a row")) {
        None => "none".to_owned(),
        Some(HoursFault::Hole(set, part)) => {
            let severities = part.severities.iter().map(|own| own.word());
            let of: String = severities
                .chain(part.systems)
                .map(|own| format!(" of {own}"))
                .collect();
            format!("{} minutes open{of}", set.minutes())
        }
        Some(HoursFault::Overlap(one, other, set)) => {
            format!(
                "{} minutes twice: {} and {}",
                set.minutes(),
                name(one),
                name(other)
            )
        }
    }
}

const EARLY: &str = "hours = \"Mon 08:00-14:00\"";
const LATE: &str = "hours = \"Mon 14:00-20:00\"";

#[test]
fn every_promised_minute_is_in_one_slice() {
    assert_eq!(fault(&[EARLY, LATE]), "none");
    assert_eq!(
        fault(&[EARLY, "hours = \"Mon 14:30-23:00\""]),
        "30 minutes open"
    );
    assert_eq!(
        fault(&[EARLY, "hours = \"Mon 13:00-20:00\""]),
        "60 minutes twice: desk.s0 and desk.s1"
    );
    let third = "hours = \"Mon 19:00-21:00\"";
    assert_eq!(
        fault(&[EARLY, LATE, third]),
        "60 minutes twice: desk.s1 and desk.s2"
    );
    // A hole is told before an overlap.
    assert_eq!(
        fault(&[EARLY, "hours = \"Mon 13:00-19:00\""]),
        "60 minutes open"
    );
    // What is promised by nobody may be in two.
    let before = "hours = \"Mon 06:00-14:00\"";
    assert_eq!(
        fault(&[before, "hours = \"Mon 06:00-07:00\"", LATE]),
        "none"
    );
}

#[test]
fn what_cannot_be_read_may_have_all_that_is_left() {
    let short = "hours = \"Mon 14:30-20:00\"";
    for more in ["severity = \"often\"", "systems = 5", "systems = \"mial\""] {
        assert_eq!(
            fault(&[EARLY, &format!("{short}\n{more}")]),
            "none",
            "{more}"
        );
    }
    assert_eq!(fault(&[EARLY, short]), "30 minutes open");
}

#[test]
fn one_slice_and_slices_without_hours_are_looked_at_too() {
    assert_eq!(fault(&[EARLY]), "360 minutes open");
    assert_eq!(
        fault(&[EARLY, ""]),
        "360 minutes twice: desk.s0 and desk.s1"
    );
    let short = "hours = \"Mon 14:30-20:00\"";
    assert_eq!(
        fault(&[EARLY, &format!("{short}\nfrom = 2027-01-01")]),
        "30 minutes open"
    );
}

#[test]
fn each_system_has_its_own_hours() {
    let on = |hours: &str, systems: &str| format!("{hours}\nsystems = {systems}");
    let [mail, both] = ["[\"mail\"]", "[\"mail\", \"erp\"]"];
    let split = |one: String, other: String| fault(&[&one, &other]);
    assert_eq!(split(on(EARLY, both), on(LATE, both)), "none");
    assert_eq!(
        split(on(EARLY, both), on(LATE, mail)),
        "360 minutes open of erp"
    );
    let whole = "hours = \"Mon 08:00-20:00\"";
    assert_eq!(split(on(whole, mail), on(whole, "[\"erp\"]")), "none");
    // What all have alike is said of all.
    assert_eq!(
        split(on(EARLY, mail), on(EARLY, "[\"erp\"]")),
        "360 minutes open"
    );
    // The larger hole, whichever comes first.
    let split = [
        on("hours = \"Mon 08:00-19:00\"", mail),
        on(EARLY, "[\"erp\"]"),
    ];
    assert_eq!(fault(&[&split[0], &split[1]]), "360 minutes open of erp");
}

#[test]
fn a_slice_without_systems_has_all_of_them_at_its_hours() {
    let on = |hours: &str, systems: &str| format!("{hours}\nsystems = {systems}");
    let [mail, erp] = ["[\"mail\"]", "[\"erp\"]"];
    assert_eq!(fault(&[&on(EARLY, mail), &on(EARLY, erp), LATE]), "none");
    let late = "hours = \"Mon 15:00-20:00\"";
    assert_eq!(
        fault(&[&on(EARLY, mail), &on(EARLY, erp), late]),
        "60 minutes open"
    );
    assert_eq!(
        fault(&[&on(LATE, mail), &on(late, erp), EARLY]),
        "60 minutes open of erp"
    );
    // Systems that nobody names may not be there at all.
    let whole = "hours = \"Mon 08:00-20:00\"";
    assert_eq!(fault(&[&on(whole, mail), EARLY]), "none");
    let named = "Mon 08:00-20:00\"\nsystems = [\"mail\", \"erp\"]\nnotes = \"";
    assert_eq!(
        fault_of(named, &[&on(whole, mail), EARLY]),
        "360 minutes open of erp"
    );
}

#[test]
fn each_severity_has_its_own_hours() {
    let of = |hours: &str, severities: &str| format!("{hours}\nseverity = [{severities}]");
    let [gravest, grave, both] = ["\"sev1\"", "\"sev2\", \"sev3\"", "\"sev1\", \"sev2\""];
    let whole = "hours = \"Mon 08:00-20:00\"";
    let split = |slices: &[String]| {
        let slices: Vec<&str> = slices.iter().map(String::as_str).collect();
        fault(&slices)
    };
    assert_eq!(split(&[of(EARLY, both), of(LATE, both)]), "none");
    let late = "hours = \"Mon 15:00-20:00\"";
    assert_eq!(split(&[of(EARLY, both), of(late, both)]), "60 minutes open");
    assert_eq!(
        split(&[of(EARLY, gravest), of(late, gravest), of(whole, grave)]),
        "60 minutes open of sev1"
    );
    // Lesser incidents wait while graver ones do not.
    assert_eq!(split(&[of(whole, gravest), of(EARLY, grave)]), "none");
    assert_eq!(split(&[EARLY.to_owned(), of(LATE, gravest)]), "none");
    assert_eq!(
        split(&[EARLY.to_owned(), of(late, gravest)]),
        "60 minutes open"
    );
    // Of one system only.
    let mail = |slice: String| slice + "\nsystems = \"mail\"";
    let erp = |slice: String| slice + "\nsystems = \"erp\"";
    assert_eq!(
        split(&[
            mail(of(whole, gravest)),
            mail(of(whole, grave)),
            erp(of(EARLY, gravest)),
            erp(of(whole, grave)),
        ]),
        "360 minutes open of sev1 of erp"
    );
}

#[test]
fn steps_are_taken_together() {
    let step = |hours: &str, step: &str| format!("{hours}\nstep = \"{step}\"");
    let whole = "hours = \"Mon 08:00-20:00\"";
    let split = |one: String, other: String| fault(&[&one, &other]);
    assert_eq!(split(step(EARLY, "approve"), step(whole, "do")), "none");
    assert_eq!(
        split(step(EARLY, "approve"), step(EARLY, "do")),
        "360 minutes open"
    );
}

#[test]
fn days_of_another_severity_are_no_reason_to_tell() {
    let gravest = "until = 2027-01-05\nseverity = \"sev1\"";
    let grave = "hours = \"Mon 08:00-20:00\"\nseverity = \"sev2\"";
    assert_eq!(fault_in_a_week(&[gravest, grave]), "none");
}

/// The same of a week that is promised every day from eight to twenty.
fn fault_in_a_week(slices: &[&str]) -> String {
    let daily: Vec<String> = slices
        .iter()
        .map(|own| own.replace("Mon ", "Mon-Sun "))
        .collect();
    let daily: Vec<&str> = daily.iter().map(String::as_str).collect();
    fault_of("Mon-Sun 08:00-20:00", &daily)
}

#[test]
fn a_slice_that_is_over_hides_no_hole() {
    let first = "until = 2027-01-05";
    let early = "from = 2027-01-06\nhours = \"Mon 08:00-14:00\"";
    let late = "from = 2027-01-06\nhours = \"Mon 14:30-20:00\"";
    // From the sixth to the tenth half an hour a day.
    assert_eq!(fault_in_a_week(&[first, early, late]), "150 minutes open");
    let late = "from = 2027-01-06\nhours = \"Mon 14:00-20:00\"";
    assert_eq!(fault_in_a_week(&[first, early, late]), "none");
    // The other way round.
    let early = "until = 2027-01-05\nhours = \"Mon 08:00-14:00\"";
    let late = "until = 2027-01-05\nhours = \"Mon 14:30-20:00\"";
    let then = "from = 2027-01-06";
    assert_eq!(fault_in_a_week(&[early, late, then]), "60 minutes open");
}

#[test]
fn days_that_a_slice_leaves_are_told_with_its_days() {
    let early = "hours = \"Mon 08:00-14:00\"";
    let late = "from = 2027-01-06\nhours = \"Mon 14:00-20:00\"";
    assert_eq!(fault_in_a_week(&[early, late]), "none");
    let late = "from = 2027-01-06\nhours = \"Mon 14:30-20:00\"";
    // Half an hour that nobody has on any day: the rest of the first days is told with `from`.
    assert_eq!(fault_in_a_week(&[early, late]), "210 minutes open");
}

#[test]
fn a_slice_that_is_over_hides_no_hole_of_a_system() {
    let first = "until = 2027-01-05\nsystems = \"erp\"";
    let early = "from = 2027-01-06\nsystems = \"erp\"\nhours = \"Mon 08:00-14:00\"";
    let late = "from = 2027-01-06\nsystems = \"erp\"\nhours = \"Mon 14:30-20:00\"";
    let found = fault_in_a_week(&[first, early, late]);
    assert_eq!(found, "150 minutes open");
    let other = "systems = \"crm\"";
    let found = fault_in_a_week(&[first, early, late, other]);
    assert_eq!(found, "150 minutes open of erp");
    let late = "from = 2027-01-06\nsystems = \"erp\"\nhours = \"Mon 14:00-20:00\"";
    assert_eq!(fault_in_a_week(&[first, early, late, other]), "none");
}
