use std::collections::BTreeMap;

use racilint_diagnostics::{DefaultSeverity, Group, Span};
use racilint_parser::decode::ZoneMention;
use racilint_parser::values::{Hours, Many, Timezone, Weekly, Window};

use super::{Context, declare_rule};
use crate::model::{ActorId, ActorKind, Engagement};
use crate::zones::{self, Vague};

declare_rule! {
    /// ## What it does
    ///
    /// Reports an offset such as `+02:00` or an abbreviation such as `EST` where a time zone is
    /// meant, and hours for which the file says no zone at all.
    ///
    /// ## Why is this bad?
    ///
    /// An offset does not know when the clocks change, and an abbreviation means several places.
    /// Twice a year the night shift begins an hour late, and each side has read its own contract
    /// correctly.
    ///
    /// ## Example
    ///
    /// ```toml,fires
    /// [engagement]
    /// title = "Co-managed IT"
    ///
    /// [workstream.help-desk]
    /// hours = "Mon-Fri 08:00-17:00"
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```toml,silent
    /// [engagement]
    /// title = "Co-managed IT"
    /// timezone = "America/Los_Angeles"
    ///
    /// [workstream.help-desk]
    /// hours = "Mon-Fri 08:00-17:00"
    /// ```
    ///
    /// ## When it stays silent
    ///
    /// - The hours are `24x7`, or begin where those of somebody else end: they need no zone.
    /// - Each window names a zone of its own, or the person, team or party that keeps the hours
    ///   does.
    /// - `UTC` is a zone.
    /// - A name that no zone bears is `invalid-value`.
    ///
    /// ## References
    ///
    /// - IANA Time Zone Database: zones are named after places, since offsets change
    /// - RFC 9557: an offset is not a time zone
    "timezone-ambiguous" {
        summary: "hours are read in no zone, an offset or an abbreviation",
        group: Group::Communication,
        severity: DefaultSeverity::ERROR,
        needs: "hours or time zones",
    }
}

/// Enough hours to show which ones nobody can place.
const MOST_HOURS: usize = 5;

fn check(cx: &mut Context<'_, '_>) {
    let engagement = cx.engagement;
    let hours = all_hours(engagement);
    if hours.is_empty() && engagement.document.zones.is_empty() {
        return cx.lacks_data();
    }
    report_vague(cx);
    let Some(head) = engagement.head() else {
        return;
    };
    if head.timezone.is_some() || head.unread.could_hold("timezone") || engagement.is_damaged() {
        return;
    }
    let floating: Vec<Span> = hours.into_iter().filter_map(floating).collect();
    if !floating.is_empty() {
        report_floating(cx, head.span, &floating);
    }
}

/// Offsets and abbreviations, each once with all places that write it.
fn report_vague(cx: &mut Context<'_, '_>) {
    let mut places: BTreeMap<&str, Vec<&ZoneMention<'_>>> = BTreeMap::new();
    for zone in &cx.engagement.document.zones {
        if zones::vague(&zone.name).is_some() {
            places.entry(&zone.name).or_default().push(zone);
        }
    }
    for (name, places) in places {
        let (Some(vague), [first, others @ ..]) = (zones::vague(name), places.as_slice()) else {
            continue;
        };
        let object = match &*first.object {
            "" => "engagement",
            object => object,
        };
        let (what, place) = match vague {
            Vague::Abbreviation(place) => ("an abbreviation", place),
            Vague::Offset => ("an offset", "Europe/Berlin"),
        };
        let name = name.escape_debug();
        let finding = cx.report(first.span, format!("`{name}` is {what}, not a time zone"));
        finding.about(object).help(format!(
            "name the place: `{place}`, since an offset does not know when the clocks change"
        ));
        for other in others {
            finding.related(other.span, "written here too");
        }
    }
}

fn report_floating(cx: &mut Context<'_, '_>, head: Span, floating: &[Span]) {
    let message = "nothing says in which time zone the hours are meant";
    let finding = cx.report(head, message);
    finding.about("engagement").aspect("timezone");
    for span in floating.iter().take(MOST_HOURS) {
        finding.related(*span, "whose clock?");
    }
    if let Some(more) = floating
        .len()
        .checked_sub(MOST_HOURS)
        .filter(|more| *more > 0)
    {
        finding.label(format!("and {more} more below"));
    }
    finding.help("name the place whose clock counts: `timezone = \"America/New_York\"`");
}

/// Hours, and whether whoever keeps them has a zone nearer than the engagement's.
type Kept<'d> = (&'d Hours<'d>, bool);

/// The place of hours that only the engagement's zone could say.
fn floating((hours, zoned): Kept<'_>) -> Option<Span> {
    let unplaced = |window: &Window<'_>| {
        let bare = |weekly: &Weekly<'_>| weekly.timezone.is_none();
        matches!(window, Window::Weekly(weekly) if bare(weekly))
    };
    let mut windows = hours.windows.iter();
    let found = windows.find(|(_, window)| unplaced(window));
    found.filter(|_| !zoned).map(|(span, _)| *span)
}

/// All hours of the file, those of the work first.
fn all_hours<'d>(engagement: &Engagement<'d>) -> Vec<Kept<'d>> {
    let tables = &engagement.document.tables;
    let mut hours: Vec<Option<&'d Hours<'d>>> = Vec::new();
    for workstream in &tables.workstreams {
        hours.push(workstream.body.hours.as_ref());
        let slices = workstream.body.slice.iter().flat_map(|map| &map.items);
        hours.extend(slices.map(|slice| slice.body.hours.as_ref()));
    }
    hours.extend(tables.grants.iter().map(|grant| grant.hours.as_ref()));
    hours.extend(tables.commands.iter().map(|item| item.body.hours.as_ref()));
    hours.extend(tables.intakes.iter().map(|item| item.body.hours.as_ref()));
    hours.extend(
        tables
            .agreements
            .iter()
            .map(|item| item.body.hours.as_ref()),
    );
    let mut kept: Vec<Kept<'d>> = hours
        .into_iter()
        .flatten()
        .map(|own| (own, false))
        .collect();
    for (id, actor) in engagement.actors() {
        let zoned = has_zone(engagement, id);
        match actor.kind {
            ActorKind::Party(party) => kept.extend(party.hours.iter().map(|own| (own, zoned))),
            ActorKind::Person(person) => kept.extend(person.hours.iter().map(|own| (own, zoned))),
            ActorKind::Team(team) => {
                kept.extend(team.hours.iter().map(|own| (own, zoned)));
                let shifts = Many::of(&team.shifts).iter();
                let shifts = shifts.filter_map(|shift| shift.hours.as_ref());
                kept.extend(shifts.map(|own| (own, zoned)));
            }
            ActorKind::Role(_) => {}
        }
    }
    kept
}

/// Whether an actor, or a party of theirs, names a zone, or may for all that could be read.
fn has_zone(engagement: &Engagement<'_>, id: ActorId) -> bool {
    let actor = engagement.actor(id);
    let said = |zone: &Option<Timezone<'_>>, unread: bool| zone.is_some() || unread;
    let own = match actor.kind {
        ActorKind::Party(table) => said(&table.timezone, table.unread.could_hold("timezone")),
        ActorKind::Person(table) => said(&table.timezone, table.unread.could_hold("timezone")),
        ActorKind::Team(table) => said(&table.timezone, table.unread.could_hold("timezone")),
        ActorKind::Role(_) => false,
    };
    let mut parties = actor.parties.actors();
    own || actor.parties.uncertain()
        || parties.any(|party| party != id && party_has_zone(engagement, party))
}

fn party_has_zone(engagement: &Engagement<'_>, id: ActorId) -> bool {
    match engagement.actor(id).kind {
        ActorKind::Party(table) => table.timezone.is_some() || table.unread.could_hold("timezone"),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use racilint_diagnostics::Sources;

    use crate::rules::tests::{check, is_not_evaluated, is_silent, run};

    #[test]
    fn offsets_and_abbreviations() {
        check(
            "timezone-ambiguous",
            r#"
[engagement]
timezone = "EST"
#          ^^^^^ error: `EST` is an abbreviation, not a time zone
[party.northwind]
timezone = "UTC+2"
#          ^^^^^^^ error: `UTC+2` is an offset, not a time zone
[person.dana]
timezone = "EST"
#          ----- written here too
hours = { window = "Mon-Fri 09:00-18:00", timezone = "+02:00" }
#                                                    ^^^^^^^^ error: `+02:00` is an offset, not a time zone
"#,
        );
    }

    #[test]
    fn hours_on_nobodys_clock() {
        check(
            "timezone-ambiguous",
            r#"
 [engagement]
#^^^^^^^^^^^^ error: nothing says in which time zone the hours are meant
[workstream.help-desk]
hours = ["24x7", "Mon-Fri 08:00-17:00"]
#                --------------------- whose clock?
[workstream.nights]
hours = { outside = "harbor" }
[party.harbor]
hours = { window = "Mon-Fri 08:00-17:00", timezone = "Europe/Berlin" }
[party.northwind]
timezone = "UTC"
hours = "Mon-Fri 08:00-17:00"
[person.kim]
party = "northwind"
hours = "Mon-Fri 08:00-17:00"
[team.desk]
party = "harbor"
shifts = [{ who = "kim", hours = "Mon 08:00-12:00" }]
#                                ----------------- whose clock?
"#,
        );
    }

    #[test]
    fn zones_that_are_none_and_hours_that_need_none() {
        is_silent(
            "timezone-ambiguous",
            r#"
[engagement]
[workstream.help-desk]
hours = "24x7"
[party.harbor]
timezone = "Europe/Berln"
hours = "Mon-Fri 08:00-17:00"
"#,
        );
        is_silent(
            "timezone-ambiguous",
            "[engagement]\ntimezone = 7\n[workstream.help-desk]\nhours = \"Mon 08:00-17:00\"\n",
        );
    }

    #[test]
    fn without_hours_no_clock_is_asked() {
        is_not_evaluated("timezone-ambiguous", "[engagement]\n");
    }

    #[test]
    fn five_are_shown_and_the_others_counted() {
        let told = |count: usize| {
            let person = |number| format!("[person.p{number}]\nhours = \"Mon-Fri 08:00-17:00\"\n");
            let people: String = (0..count).map(person).collect();
            let text = format!("[engagement]\n{people}");
            let findings = run("timezone-ambiguous", &text, &Sources::default()).findings;
            (findings[0].related.len(), findings[0].label.clone())
        };
        assert_eq!(told(4), (4, String::new()));
        assert_eq!(told(5), (5, String::new()));
        assert_eq!(told(6), (5, "and 1 more below".to_owned()));
        assert_eq!(told(7), (5, "and 2 more below".to_owned()));
    }

    #[test]
    fn hours_are_found_wherever_they_stand() {
        let hours = "hours = \"Mon-Fri 08:00-17:00\"";
        let zone = "timezone = \"Europe/Oslo\"";
        let count = |text: &str| {
            let text = format!("[engagement]\n{text}\n");
            let findings = run("timezone-ambiguous", &text, &Sources::default()).findings;
            findings.len()
        };
        for text in [
            format!("[workstream.desk.slice.days]\n{hours}"),
            format!(
                "[[grant]]\nholder = \"a\"\naction = \"failover\"\nmode = \"prohibited\"\n{hours}"
            ),
            format!("[command.security]\n{hours}"),
            format!("[intake.desk]\n{hours}"),
            format!("[agreement.msa]\n{hours}"),
            format!("[party.a]\n{hours}"),
            format!("[team.a]\n{hours}"),
            format!("[person.a]\nparty = \"b\"\n{hours}\n[party.b]"),
        ] {
            assert_eq!(count(&text), 1, "{text}");
        }
        for text in [
            format!("[person.a]\n{zone}\n{hours}"),
            format!("[team.a]\n{zone}\n{hours}"),
            format!("[person.a]\ntimezone = 7\n{hours}"),
            format!("[person.a]\nparty = 7\n{hours}"),
            format!("[person.a]\nparty = \"b\"\n{hours}\n[party.b]\n{zone}"),
            format!("[person.a]\nparty = \"b\"\n{hours}\n[party.b]\ntimezone = 7"),
        ] {
            assert_eq!(count(&text), 0, "{text}");
        }
    }

    #[test]
    fn a_zone_is_about_whoever_says_it_first() {
        let about = |text: &str| {
            let findings = run("timezone-ambiguous", text, &Sources::default()).findings;
            findings[0].subject.object.clone()
        };
        let dana = "[person.dana]\ntimezone = \"EST\"\n";
        assert_eq!(about(dana), "person.dana");
        let head = format!("[engagement]\ntimezone = \"EST\"\n{dana}");
        assert_eq!(about(&head), "engagement");
    }
}
