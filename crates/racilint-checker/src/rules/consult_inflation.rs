use racilint_diagnostics::{DefaultSeverity, Group, Span};

use super::{Context, declare_rule, words};
use crate::model::{ActorId, Engagement, Letter, Link, Row, RowId};

declare_rule! {
    /// ## What it does
    ///
    /// Reports urgent work before which three or more are consulted. Where the work is not urgent,
    /// more than four is a note.
    ///
    /// ## Why is this bad?
    ///
    /// Whoever is consulted is asked before anything is done. With three to ask, one of them is in a
    /// meeting, and the clock of the incident goes on.
    ///
    /// ## Example
    ///
    /// ```toml,fires
    /// [engagement]
    ///
    /// [workstream.containment]
    /// responsible = "soc"
    /// consulted = ["it-director", "coo", "legal"]
    /// decide-within = "30m"
    ///
    /// [team.soc]
    /// [role.it-director]
    /// [role.coo]
    /// [role.legal]
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```toml,silent
    /// [engagement]
    ///
    /// [workstream.containment]
    /// responsible = "soc"
    /// consulted = "it-director"
    /// informed = ["coo", "legal"]
    /// decide-within = "30m"
    ///
    /// [team.soc]
    /// [role.it-director]
    /// [role.coo]
    /// [role.legal]
    /// ```
    ///
    /// ## When it stays silent
    ///
    /// - The work is urgent, and at most two are asked; it is not, and at most four are. Urgent is
    ///   what must be decided within four hours or less, and the handling of incidents.
    /// - Several names are the same person.
    /// - They are told afterwards: `informed`.
    ///
    /// ## References
    ///
    /// - Smith and Erwin, *Role and Responsibility Charting*: horizontal analysis, "lots of C's"
    "consult-inflation" {
        summary: "too many are asked before urgent work begins",
        group: Group::Load,
        severity: DefaultSeverity::WARNING,
        needs: "workstreams with `consulted`",
    }
}

/// So many are asked before urgent work without delay.
const MOST_URGENT: usize = 2;
/// So many are asked before any work.
const MOST: usize = 4;
/// What must be decided within so many minutes is urgent.
const URGENT: u32 = 4 * 60;
/// The aspect of a finding on work that can wait: the settling step makes it a note.
const NOT_URGENT: &str = "not urgent";

fn check(cx: &mut Context<'_, '_>) {
    let engagement = cx.engagement;
    let consults = |row: &Row<'_>| !row.seats(Letter::Consulted).nobody();
    if !engagement.leaves().any(|(_, row)| consults(row)) {
        return cx.lacks_data();
    }
    for (id, row) in engagement.leaves() {
        let asked = asked(row, engagement);
        if asked.len() <= MOST_URGENT {
            continue;
        }
        match urgency(id, engagement) {
            Some(reason) => report_urgent(cx, row, &asked, reason),
            None if asked.len() > MOST => report_many(cx, row),
            None => {}
        }
    }
}

/// Whoever is asked, each once, whatever the name.
fn asked<'e, 'd>(row: &'e Row<'d>, engagement: &Engagement<'_>) -> Vec<&'e Link<'d, ActorId>> {
    let mut asked: Vec<&Link<'_, ActorId>> = Vec::new();
    for link in &row.seats(Letter::Consulted).links {
        let same = |other: &&Link<'_, ActorId>| match (other.to, link.to) {
            (Some(a), Some(b)) => {
                let people = engagement.answering(a);
                a == b || !people.is_empty() && people == engagement.answering(b)
            }
            _ => other.name == link.name,
        };
        if !asked.iter().any(same) && asked.len() <= MOST {
            asked.push(link);
        }
    }
    asked
}

/// Why a row is urgent, and the place that says so.
fn urgency(id: RowId, engagement: &Engagement<'_>) -> Option<(Span, &'static str)> {
    let row = engagement.row(id);
    if row.only_decides() {
        return None;
    }
    let own = |id: &RowId| {
        let row = engagement.row(*id);
        let slice = row.slice.and_then(|slice| slice.decide_within);
        slice.or(row.workstream.decide_within)
    };
    let within = engagement.lineage(id).iter().find_map(own);
    match within {
        Some(within) if within.value.minutes <= URGENT => {
            Some((within.span, "it must be decided within this"))
        }
        Some(_) => None,
        None => {
            let incident = |area: &crate::catalogue::Area<'_>| {
                area.body.incident.is_some_and(|flag| flag.value)
            };
            let area = row.areas.iter().find(|(area, _)| incident(area));
            let place = area.map_or(row.span, |(_, span)| *span);
            row.handles_incidents()
                .then_some((place, "incidents are handled here"))
        }
    }
}

fn report_urgent(
    cx: &mut Context<'_, '_>,
    row: &Row<'_>,
    asked: &[&Link<'_, ActorId>],
    (place, reason): (Span, &str),
) {
    let names = words::list(asked.iter().map(|link| link.name));
    let message = format!(
        "`{}` is urgent, and waits until {names} were asked",
        row.name
    );
    let finding = cx.report(span(row), message);
    finding.about(row.object());
    finding.related(place, reason);
    finding.help(
        "ask one before, and tell the others afterwards: `consulted = \"...\"`, `informed = [...]`",
    );
}

fn report_many(cx: &mut Context<'_, '_>, row: &Row<'_>) {
    let message = format!(
        "more than {MOST} are asked before anything is done in `{}`",
        row.name
    );
    let finding = cx.report(span(row), message);
    finding.about(row.object()).aspect(NOT_URGENT);
    finding
        .help("ask whose answer can change something, and tell the others afterwards: `informed`");
}

fn span(row: &Row<'_>) -> Span {
    let seats = row.seats(Letter::Consulted);
    seats.span.unwrap_or(row.span)
}

#[cfg(test)]
mod tests {
    use racilint_diagnostics::Sources;

    use crate::rules::tests::{check, is_not_evaluated, is_silent, run};

    const RULE: &str = "consult-inflation";

    #[test]
    fn three_are_asked_before_urgent_work() {
        check(
            RULE,
            r#"
[workstream.security]
decide-within = "30m"
#               ----- it must be decided within this
[workstream.blocking]
parent = "security"
consulted = ["ana", "ben", "vendor"]
#           ^^^^^^^^^^^^^^^^^^^^^^^^ warning: `blocking` is urgent, and waits until `ana`, `ben` and `vendor` were asked
[workstream.containment]
#           ----------- incidents are handled here
consulted = ["ana", "ben", "cleo"]
#           ^^^^^^^^^^^^^^^^^^^^^^ warning: `containment` is urgent, and waits until `ana`, `ben` and `cleo` were asked
[party.vendor]
[person.ana]
[person.ben]
[person.cleo]
"#,
        );
    }

    #[test]
    fn five_are_a_note() {
        check(
            RULE,
            r#"
[workstream.roadmap]
consulted = ["ana", "ben", "cleo", "dora", "emil"]
#           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ note: more than 4 are asked before anything is done in `roadmap`
[person.ana]
[person.ben]
[person.cleo]
[person.dora]
[person.emil]
"#,
        );
    }

    #[test]
    fn a_few_are_silent() {
        is_silent(
            RULE,
            r#"
[workstream.containment]
consulted = ["ana", "ben"]
informed = ["cleo", "dora"]
[workstream.roadmap]
consulted = ["ana", "ben", "cleo", "dora"]
[workstream.breach-decision]
activity = "decision"
decide-within = "1h"
consulted = ["ana", "ben", "cleo"]
[workstream.after-hours-escalation]
decide-within = "1d"
consulted = ["ana", "ben", "cleo"]
[person.ana]
[person.ben]
[person.cleo]
[person.dora]
"#,
        );
    }

    #[test]
    fn one_person_under_three_names_is_one() {
        is_silent(
            RULE,
            r#"
[workstream.containment]
consulted = ["ana", "lead", "office", "ben"]
[role.lead]
held-by = "ana"
[team.office]
members = ["ana"]
[person.ana]
[person.ben]
"#,
        );
    }

    #[test]
    fn without_anybody_asked_there_is_nothing_to_say() {
        is_not_evaluated(RULE, "[workstream.containment]\n");
    }

    #[test]
    fn four_hours_are_urgent_and_a_minute_more_is_not() {
        let messages = |says: &str| {
            let text =
                format!("[workstream.triage]\n{says}\n[person.ana]\n[person.ben]\n[person.cleo]\n");
            let findings = run(RULE, &text, &Sources::default()).findings;
            let messages = findings.into_iter().map(|own| own.message);
            messages.collect::<Vec<String>>()
        };
        let three = "consulted = [\"ana\", \"ben\", \"cleo\"]";
        let urgent = "`triage` is urgent, and waits until `ana`, `ben` and `cleo` were asked";
        assert_eq!(
            messages(&format!("{three}\ndecide-within = \"4h\"")),
            [urgent]
        );
        assert_eq!(
            messages(&format!("{three}\ndecide-within = \"241m\"")),
            [""; 0]
        );
        assert_eq!(messages(three), [""; 0]);
        assert_eq!(
            messages(&format!("{three}\nactivity = \"contain\"")),
            [urgent]
        );
    }

    #[test]
    fn a_name_that_is_not_known_is_its_own() {
        let text = "[workstream.containment]\nconsulted = [\"ana\", \"ben\", \"cleo\", \"gohst\", \"gohst\"]\n\
                    [person.ana]\n[person.ben]\n[person.cleo]\n";
        let findings = run(RULE, text, &Sources::default()).findings;
        let messages: Vec<&str> = findings.iter().map(|own| &*own.message).collect();
        assert_eq!(
            messages,
            [
                "`containment` is urgent, and waits until `ana`, `ben`, `cleo` and `gohst` were \
                 asked"
            ]
        );
    }
}
