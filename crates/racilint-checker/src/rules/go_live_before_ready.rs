use std::collections::BTreeMap;

use jiff::civil::Date;
use racilint_diagnostics::{DefaultSeverity, Finding, Group, Span};
use racilint_parser::language::Input;
use racilint_parser::values::Many;

use super::{Context, declare_rule, words};
use crate::model::{Engagement, Milestone, Need, RowId, Sides};

declare_rule! {
    /// ## What it does
    ///
    /// Reports work of the provider that begins before it can be done: before the milestone that
    /// brings the access or the approvals it takes, or while a milestone that it waits for, and
    /// whose day has passed, is still not done.
    ///
    /// ## Why is this bad?
    ///
    /// From the first day the provider is responsible by contract. Until the accounts are there it
    /// can look at the attack and write a ticket about it.
    ///
    /// ## Example
    ///
    /// ```toml,fires
    /// [engagement]
    /// client = "harbor"
    /// provider = "northwind"
    /// starts = 2027-01-01
    ///
    /// [party.harbor]
    /// [party.northwind]
    ///
    /// [team.soc]
    /// party = "northwind"
    ///
    /// [workstream.containment]
    /// responsible = "soc"
    /// needs = ["isolate-endpoint"]
    ///
    /// [milestone.accounts]
    /// title = "Administrative accounts for Northwind"
    /// input = ["access"]
    /// due = 2027-02-15
    /// ```
    ///
    /// ## Use instead
    ///
    /// The client does the work itself until the accounts are there.
    ///
    /// ```toml,silent
    /// [engagement]
    /// client = "harbor"
    /// provider = "northwind"
    /// starts = 2027-01-01
    ///
    /// [party.harbor]
    /// [party.northwind]
    ///
    /// [team.internal-it]
    /// party = "harbor"
    /// [team.soc]
    /// party = "northwind"
    ///
    /// [workstream.containment]
    /// needs = ["isolate-endpoint"]
    ///
    /// [workstream.containment.slice.until-handover]
    /// until = 2027-02-15
    /// responsible = "internal-it"
    ///
    /// [workstream.containment.slice.from-handover]
    /// from = 2027-02-16
    /// responsible = "soc"
    ///
    /// [milestone.accounts]
    /// title = "Administrative accounts for Northwind"
    /// input = ["access"]
    /// due = 2027-02-15
    /// ```
    ///
    /// ## When it stays silent
    ///
    /// - The milestone is `done`, belongs to the exit, or its day is not said.
    /// - Somebody of the client is responsible as well, or for a slice until then.
    /// - The work takes no authority: documents may follow while it is done.
    /// - The milestone names what waits for it and is due too late: `milestone-order-invalid`.
    /// - A draft is not in force: what is not done there is still to come.
    ///
    /// ## References
    ///
    /// - ISO/IEC 20000-1:2018, 8.5.2: the transition of services is planned, with criteria
    /// - NIST CSF 2.0, GV.SC-02: roles of suppliers and customers are set and coordinated
    "go-live-before-ready" {
        summary: "the provider's work begins before it has the access and the approvals it takes",
        group: Group::Onboarding,
        severity: DefaultSeverity::ERROR,
        needs: "client and provider, and milestones that the provider's work waits for",
        frameworks: &["nist-csf"],
    }
}

/// Enough rows to show what is meant.
const MOST_ROWS: usize = 5;

fn check(cx: &mut Context<'_, '_>) {
    let engagement = cx.engagement;
    let Some(sides) = engagement.sides() else {
        return cx.lacks_data();
    };
    let work = work_of_the_provider(engagement, sides);
    let mut milestones = engagement.milestones();
    milestones.retain(Milestone::is_onboarding);
    let mut has_data = false;
    for milestone in &milestones {
        let waiting = waiting(milestone, &work, engagement);
        has_data |= !waiting.is_empty();
        if let (Some((due, place)), false) = (milestone.due(), milestone.is_done()) {
            check_milestone(cx, milestone, (due, place), &waiting);
        }
    }
    if !has_data {
        cx.lacks_data();
    }
}

/// Work that only the provider does, and the day on which it begins.
struct Work<'a> {
    begins: (Date, Span),
    needs: Vec<Need<'a>>,
}

fn work_of_the_provider<'d>(
    engagement: &Engagement<'d>,
    sides: &Sides,
) -> BTreeMap<RowId, Work<'d>> {
    let mut work = BTreeMap::new();
    for (id, row) in engagement.leaves() {
        let seats = row.responsible();
        let is_providers = |actor| {
            let parties = engagement.parties(actor);
            !parties.is_disjoint(&sides.provider) && parties.is_disjoint(&sides.client)
        };
        if seats.nobody() || seats.uncertain() || !seats.actors().all(is_providers) {
            continue;
        }
        if let Some(begins) = engagement.effective(id) {
            let needs = engagement.needs(id);
            work.insert(id, Work { begins, needs });
        }
    }
    work
}

/// A row that waits for a milestone, and the place that says so.
struct Waits<'w> {
    row: RowId,
    span: Span,
    work: &'w Work<'w>,
    /// The milestone names it.
    is_named: bool,
}

/// The rows that a milestone names; where it names none, those that take what it brings.
fn waiting<'w>(
    milestone: &Milestone<'_>,
    work: &'w BTreeMap<RowId, Work>,
    engagement: &Engagement<'_>,
) -> Vec<Waits<'w>> {
    let mut waiting = Vec::new();
    for (named, span) in &milestone.rows {
        for row in engagement.with_parts([*named]) {
            if let Some(own) = work.get(&row) {
                waiting.push(Waits {
                    row,
                    span: *span,
                    work: own,
                    is_named: true,
                });
            }
        }
    }
    let table = milestone.table;
    let named = Many::of(&table.before).len();
    if named > milestone.milestones.len() || table.unread.could_hold("before") {
        return waiting;
    }
    for (row, own) in work {
        if let Some(need) = own.needs.iter().find(|need| brings(milestone, need)) {
            waiting.push(Waits {
                row: *row,
                span: need.span,
                work: own,
                is_named: false,
            });
        }
    }
    waiting
}

/// Whether a milestone brings what it takes to do an action: accounts for what is done on a
/// system, approvals for anything.
fn brings(milestone: &Milestone<'_>, need: &Need<'_>) -> bool {
    let mut inputs = Many::of(&milestone.table.input).iter();
    let on_system = need.action.body.on_system.is_some_and(|flag| flag.value);
    inputs.any(|input| match input.value {
        Input::Access => on_system,
        Input::Approvals => true,
        _ => false,
    })
}

fn check_milestone(
    cx: &mut Context<'_, '_>,
    milestone: &Milestone<'_>,
    due: (Date, Span),
    waiting: &[Waits<'_>],
) {
    let engagement = cx.engagement;
    let is_late = |waits: &&Waits<'_>| !waits.is_named && waits.work.begins.0 < due.0;
    let planned: Vec<&Waits<'_>> = waiting.iter().filter(is_late).collect();
    if !planned.is_empty() {
        return report_plan(cx, milestone, due, &planned);
    }
    let today = engagement.today;
    let is_live = |waits: &&Waits<'_>| {
        let ends = engagement.last_day(waits.row);
        let (begins, _) = waits.work.begins;
        begins >= due.0 && begins <= today && ends.is_none_or(|(day, _)| day >= today)
    };
    let live: Vec<&Waits<'_>> = waiting.iter().filter(is_live).collect();
    if !live.is_empty() && due.0 < today && !engagement.may_be_draft() {
        report_delay(cx, milestone, due, &live);
    }
}

/// The plan itself lets the work begin first.
fn report_plan(
    cx: &mut Context<'_, '_>,
    milestone: &Milestone<'_>,
    (due, place): (Date, Span),
    waiting: &[&Waits<'_>],
) {
    let begins = who(cx.engagement, waiting, "begins", "begin");
    let name = milestone.name;
    let message =
        format!("{begins} before the milestone `{name}`, which brings what it takes to do it");
    let engagement = cx.engagement;
    let finding = cx.report(place, message);
    finding.about(milestone.object()).aspect("planned");
    finding.label(format!("due on {due}"));
    relate(finding, engagement, waiting);
    finding.help(
        "reach it earlier, or let somebody of the client do the work until then: a slice with \
         `until`, and one of the provider's with `from`",
    );
}

/// The plan was good, and has not been kept.
fn report_delay(
    cx: &mut Context<'_, '_>,
    milestone: &Milestone<'_>,
    (due, place): (Date, Span),
    waiting: &[&Waits<'_>],
) {
    let begun = who(cx.engagement, waiting, "has begun", "have begun");
    let name = milestone.name;
    let message = format!("{begun}, and the milestone `{name}` is still not done");
    let engagement = cx.engagement;
    let finding = cx.report(milestone.span, message);
    finding.about(milestone.object()).aspect("live");
    finding.related(place, format!("was due on {due}"));
    relate(finding, engagement, waiting);
    finding.help(
        "reach it now, and say who does the work until then; if it is done, write the day: \
         `done = ...`",
    );
}

/// "`containment` and 2 others begin".
fn who(engagement: &Engagement<'_>, waiting: &[&Waits<'_>], one: &str, several: &str) -> String {
    let rows = waiting.iter();
    let names: Vec<&str> = rows.map(|waits| &*engagement.row(waits.row).name).collect();
    match names.as_slice() {
        [only] => format!("`{only}` {one}"),
        [first, _, rest @ ..] if !rest.is_empty() => {
            format!("`{first}` and {} others {several}", names.len() - 1)
        }
        _ => format!("{} {several}", words::list(&names)),
    }
}

fn relate(finding: &mut Finding, engagement: &Engagement<'_>, waiting: &[&Waits<'_>]) {
    for waits in waiting.iter().take(MOST_ROWS) {
        let name = &engagement.row(waits.row).name;
        let (day, _) = waits.work.begins;
        let label = if waits.is_named {
            format!("`{name}` waits for it, and begins on {day}")
        } else {
            format!("`{name}` takes it, and begins on {day}")
        };
        finding.related(waits.span, label);
    }
}

#[cfg(test)]
mod tests {
    use racilint_diagnostics::Sources;

    use crate::rules::tests::{check, is_not_evaluated, is_silent, run};

    mod begins;

    const RULE: &str = "go-live-before-ready";

    const SIDES: &str = r#"
[party.harbor]
[party.northwind]
[team.internal-it]
party = "harbor"
[team.soc]
party = "northwind"
[team.desk]
party = "northwind"
"#;

    #[test]
    fn the_accounts_come_later_than_the_work_that_takes_them() {
        check(
            RULE,
            &format!(
                r#"
[engagement]
client = "harbor"
provider = "northwind"
starts = 2027-01-01
[workstream.containment]
#           ----------- `containment` takes it, and begins on 2027-01-01
responsible = "soc"
[workstream.help-desk]
responsible = "desk"
[workstream.joiners]
from = 2027-02-01
responsible = ["desk", "internal-it"]
needs = ["grant-access"]
[milestone.accounts]
input = ["documentation", "access"]
due = 2027-01-15
#     ^^^^^^^^^^ error: `containment` begins before the milestone `accounts`, which brings what it takes to do it
before = ["desk-ready"]
[milestone.desk-ready]
due = 2027-01-15
{SIDES}"#
            ),
        );
    }

    #[test]
    fn live_and_not_ready() {
        check(
            RULE,
            &format!(
                r#"
[engagement]
status = "signed"
client = "harbor"
provider = "northwind"
starts = 2026-10-01
[workstream.containment]
responsible = "soc"
[workstream.help-desk]
responsible = "desk"
[milestone.sensors]
#          ^^^^^^^ error: `containment` and `help-desk` have begun, and the milestone `sensors` is still not done
due = 2026-09-15
#     ---------- was due on 2026-09-15
before = ["containment", "help-desk"]
#         ------------- `containment` waits for it, and begins on 2026-10-01
#                        ----------- `help-desk` waits for it, and begins on 2026-10-01
[milestone.accounts]
input = "access"
due = 2026-09-15
done = 2026-09-20
{SIDES}"#
            ),
        );
    }

    #[test]
    fn a_milestone_that_is_to_be_done_later_is_not_done() {
        let count = |done: &str| {
            let text = format!(
                "[engagement]\nstatus = \"signed\"\nclient = \"harbor\"\nprovider = \"northwind\"\n\
                 starts = 2026-10-01\n[workstream.containment]\nresponsible = \"soc\"\n\
                 [milestone.sensors]\ndue = 2026-09-15\ndone = {done}\n\
                 before = [\"containment\"]\n{SIDES}"
            );
            run(RULE, &text, &Sources::default()).findings.len()
        };
        assert_eq!(count("2026-11-22"), 1);
        assert_eq!(count("2026-11-21"), 0);
    }

    #[test]
    fn work_that_nobody_or_somebody_unknown_does_is_not_the_providers() {
        let count = |doers: &str| {
            let text = format!(
                "[engagement]\nstatus = \"signed\"\nclient = \"harbor\"\nprovider = \"northwind\"\n\
                 starts = 2026-10-01\n[workstream.containment]\n{doers}\n[milestone.sensors]\n\
                 due = 2026-09-15\nbefore = [\"containment\"]\n{SIDES}"
            );
            run(RULE, &text, &Sources::default()).findings.len()
        };
        assert_eq!(count("responsible = \"soc\""), 1);
        assert_eq!(count(""), 0);
        assert_eq!(count("responsible = [\"soc\", \"gohst\"]"), 0);
    }

    #[test]
    fn a_draft_and_a_day_that_is_named_too_late_are_left_to_others() {
        is_silent(
            RULE,
            &format!(
                r#"
[engagement]
status = "draft"
client = "harbor"
provider = "northwind"
starts = 2026-10-01
[workstream.containment]
responsible = "soc"
[milestone.sensors]
due = 2026-09-15
before = ["containment"]
[milestone.accounts]
input = "access"
due = 2026-10-15
before = ["containment"]
[milestone.keys-back]
phase = "exit"
input = "access"
due = 2028-10-15
{SIDES}"#
            ),
        );
    }

    #[test]
    fn without_anything_that_waits_there_is_nothing_to_say() {
        is_not_evaluated(
            RULE,
            &format!(
                r#"
[engagement]
client = "harbor"
provider = "northwind"
starts = 2027-01-01
[workstream.help-desk]
responsible = "desk"
[milestone.accounts]
input = "access"
due = 2027-02-01
before = ["help-dsek"]
{SIDES}"#
            ),
        );
    }

    #[test]
    fn the_day_that_is_due_is_in_time() {
        is_silent(
            RULE,
            &format!(
                r#"
[engagement]
status = "signed"
client = "harbor"
provider = "northwind"
starts = 2026-10-01
[workstream.containment]
from = 2026-11-21
responsible = "soc"
[workstream.help-desk]
until = 2026-11-20
responsible = "desk"
[milestone.accounts]
input = "access"
due = 2026-11-21
before = ["containment"]
[milestone.phones]
due = 2026-09-15
before = ["help-desk"]
{SIDES}"#
            ),
        );
    }

    #[test]
    fn work_that_has_begun_on_the_day_that_was_due_is_live() {
        check(
            RULE,
            &format!(
                r#"
[engagement]
status = "signed"
client = "harbor"
provider = "northwind"
starts = 2026-10-01
[workstream.help-desk]
responsible = "desk"
[milestone.phones]
#          ^^^^^^ error: `help-desk` has begun, and the milestone `phones` is still not done
due = 2026-10-01
#     ---------- was due on 2026-10-01
before = ["help-desk"]
#         ----------- `help-desk` waits for it, and begins on 2026-10-01
{SIDES}"#
            ),
        );
    }

    #[test]
    fn what_begins_and_ends_today_is_live() {
        check(
            RULE,
            &format!(
                r#"
[engagement]
status = "signed"
client = "harbor"
provider = "northwind"
starts = 2026-10-01
[workstream.help-desk]
from = 2026-11-21
until = 2026-11-21
responsible = "desk"
[workstream.patching]
from = 2026-11-22
responsible = "desk"
[milestone.phones]
#          ^^^^^^ error: `help-desk` has begun, and the milestone `phones` is still not done
due = 2026-11-20
#     ---------- was due on 2026-11-20
before = ["help-desk", "patching"]
#         ----------- `help-desk` waits for it, and begins on 2026-11-21
{SIDES}"#
            ),
        );
    }

    #[test]
    fn more_than_two_are_counted() {
        check(
            RULE,
            &format!(
                r#"
[engagement]
client = "harbor"
provider = "northwind"
starts = 2027-01-01
[workstream.containment]
#           ----------- `containment` takes it, and begins on 2027-01-01
responsible = "soc"
[workstream.restores]
responsible = "desk"
needs = ["restore-backup"]
#        ---------------- `restores` takes it, and begins on 2027-01-01
[workstream.joiners]
responsible = "desk"
needs = ["grant-access"]
#        -------------- `joiners` takes it, and begins on 2027-01-01
[milestone.go-ahead]
input = "approvals"
due = 2027-01-15
#     ^^^^^^^^^^ error: `containment` and 2 others begin before the milestone `go-ahead`, which brings what it takes to do it
{SIDES}"#
            ),
        );
    }
}
