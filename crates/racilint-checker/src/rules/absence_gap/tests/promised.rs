//! Seats that are needed at promised hours only.

use racilint_diagnostics::Sources;

use crate::rules::tests::{is_silent, run};

/// The work and whoever does it on weekdays, and two seats: of one who is there on weekdays, and of
/// one who is there on Saturdays too and goes on vacation.
fn seats_of_weekdays(more: &str, omid: &str) -> String {
    format!(
        r#"
[engagement]
starts = 2027-01-01
ends = 2027-12-31
timezone = "America/Chicago"
[workstream.operations]
hours = "Mon-Fri 08:00-18:00"
responsible = "ravi"
{more}
[person.ravi]
hours = "Mon-Fri 08:00-18:00"
[person.omid]
hours = "{omid}"
[person.hester]
hours = "Mon-Sat 08:00-18:00"
away = [{{ from = 2027-08-02, to = 2027-08-13 }}]
"#
    )
}

fn messages(text: &str) -> Vec<String> {
    let findings = run("absence-gap", text, &Sources::default()).findings;
    findings.into_iter().map(|own| own.message).collect()
}

const COMMAND: &str =
    "[command.security]\ncovers = \"operations\"\ncommander = \"hester\"\ndeputy = \"omid\"";

#[test]
fn nobody_has_to_command_outside_the_promised_hours() {
    is_silent(
        "absence-gap",
        &seats_of_weekdays(COMMAND, "Mon-Fri 08:00-18:00"),
    );
    // Nothing is critical, and it names no work.
    let any = COMMAND.replace("covers = \"operations\"\n", "");
    is_silent(
        "absence-gap",
        &seats_of_weekdays(&any, "Mon-Fri 08:00-18:00"),
    );
    let monday = messages(&seats_of_weekdays(&any, "Tue-Fri 08:00-18:00"));
    assert_eq!(monday.len(), 1);
    let gap = messages(&seats_of_weekdays(COMMAND, "Tue-Fri 08:00-18:00"));
    assert_eq!(
        gap,
        [
            "nobody commands `security` while `hester` is away: on Monday 2 August and Monday 9 \
             August 2027, 08:00 to 18:00, 10 hours each"
        ]
    );
    // Hours of its own are a promise.
    let own = format!("{COMMAND}\nhours = \"Mon-Sat 08:00-18:00\"");
    let gap = messages(&seats_of_weekdays(&own, "Mon-Fri 08:00-18:00"));
    assert_eq!(
        gap,
        [
            "nobody commands `security` while `hester` is away: Saturday 7 August 2027 08:00 to \
             18:00, 10 hours"
        ]
    );
}

#[test]
fn nobody_has_to_approve_outside_the_promised_hours() {
    let grant = |needs: &str| {
        format!(
            "needs = [{needs}]\n[[grant]]\nholder = \"ravi\"\naction = \"restore-backup\"\n\
             mode = \"approval-required\"\napprover = [\"hester\", \"omid\"]\nwithin = \"1h\""
        )
    };
    for needs in ["", "\"restore-backup\""] {
        let text = seats_of_weekdays(&grant(needs), "Mon-Fri 08:00-18:00");
        is_silent("absence-gap", &text);
        let gap = messages(&seats_of_weekdays(&grant(needs), "Tue-Fri 08:00-18:00"));
        assert_eq!(gap.len(), 1, "{gap:?}");
        // Without hours that are promised, each day counts.
        let any = text.replacen("hours = \"Mon-Fri 08:00-18:00\"\n", "", 1);
        assert_eq!(
            messages(&any),
            [
                "nobody approves `restore-backup` while `hester` is away: Saturday 7 August 2027 \
                 08:00 to 18:00, 10 hours"
            ]
        );
    }
}

#[test]
fn it_is_not_known_what_a_command_covers() {
    let count = |covers: &str| {
        let command = COMMAND.replace("\"operations\"", covers);
        messages(&seats_of_weekdays(&command, "Tue-Fri 08:00-18:00")).len()
    };
    assert_eq!(count("\"operations\""), 1);
    for covers in ["\"gohst\"", "[\"operations\", \"gohst\"]", "7"] {
        assert_eq!(count(covers), 0, "{covers}");
    }
}
