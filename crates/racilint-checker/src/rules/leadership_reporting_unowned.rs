use std::collections::BTreeSet;

use racilint_diagnostics::{DefaultSeverity, Group, Span};
use racilint_parser::decode::Item;
use racilint_parser::language;

use super::{Context, declare_rule, words};
use crate::model::{ActorId, Engagement, Letter, Seats, Sides, civil};

declare_rule! {
    /// ## What it does
    ///
    /// Reports a report to the client's leadership that does not say who writes it, who reads it
    /// or how often, and a joint one for which several answer. In a signed engagement also that
    /// there is none.
    ///
    /// ## Why is this bad?
    ///
    /// Both sides expected the other to write it. The leadership hears of the service when it has
    /// failed, or when the contract is to be renewed.
    ///
    /// ## Example
    ///
    /// ```toml,fires
    /// [engagement]
    ///
    /// [report.monthly]
    /// to = "it-director"
    /// every = "1mo"
    /// joint = true
    ///
    /// [role.it-director]
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```toml,silent
    /// [engagement]
    ///
    /// [report.monthly]
    /// to = "it-director"
    /// every = "1mo"
    /// joint = true
    /// owner = "account-manager"
    ///
    /// [role.it-director]
    /// [role.account-manager]
    /// ```
    ///
    /// ## When it stays silent
    ///
    /// - The engagement lasts less than 90 days.
    /// - The report is read on the provider's side alone, and another one reaches the client.
    /// - A draft without any report, or reporting that is a workstream with an owner in which the
    ///   client has a letter: the rule is then not evaluated, and the output says so.
    /// - Several owners are one: a role and its holder, a team and its lead.
    /// - Somebody is named by an id that does not exist: `unknown-reference` says so.
    ///
    /// ## References
    ///
    /// - ISO/IEC 20000-1:2018, 9.4: reports are made for a purpose, for readers, by agreed dates
    /// - NIST CSF 2.0, GV.RR-01: leadership is responsible and accountable for cyber risk
    "leadership-reporting-unowned" {
        summary: "no report reaches the client's leadership, or nobody, or more than one, answers for it",
        group: Group::Communication,
        severity: DefaultSeverity::ByModel,
        needs: "reports",
        frameworks: &["nist-csf"],
    }
}

/// An engagement that ends sooner is over before anybody would read a report.
const SHORTEST_DAYS: i32 = 90;

/// Enough reports to show who reads them instead.
const MOST_REPORTS: usize = 5;

type Report<'d> = Item<'d, language::Report<'d>>;

fn check(cx: &mut Context<'_, '_>) {
    let engagement = cx.engagement;
    let reports = &engagement.document.tables.reports;
    if is_short(engagement) {
        return;
    }
    if reports.is_empty() {
        return match engagement.head() {
            Some(head)
                if engagement.is_signed()
                    && !engagement.is_damaged()
                    && !is_somebodys_work(engagement) =>
            {
                report_none(cx, head.span, reports);
            }
            _ => cx.lacks_data(),
        };
    }
    let sides = engagement.sides();
    let is_theirs = |report: &&Report<'_>| reaches_client(engagement, &report.body, sides);
    let theirs: Vec<&Report<'_>> = reports.iter().filter(is_theirs).collect();
    if let (true, Some(head), false) = (
        theirs.is_empty(),
        engagement.head(),
        engagement.is_damaged(),
    ) {
        report_none(cx, head.span, reports);
    }
    for report in theirs {
        check_report(cx, report);
    }
}

/// Whether a workstream is about reporting, with an owner, and somebody of the client has a letter
/// of it, or may have.
fn is_somebodys_work(engagement: &Engagement<'_>) -> bool {
    let Some(sides) = engagement.sides() else {
        return false;
    };
    engagement.leaves().any(|(_, row)| {
        let mut areas = row.areas.iter();
        let mut letters = Letter::ALL.into_iter().map(|letter| row.seats(letter));
        areas.any(|(area, _)| area.id.name == "reporting")
            && !row.accountable().nobody()
            && letters.any(|seats| {
                let of_client = engagement.is_anybody_of(seats, &sides.client);
                !seats.nobody() && of_client != Some(false)
            })
    })
}

fn is_short(engagement: &Engagement<'_>) -> bool {
    let Some(head) = engagement.head() else {
        return false;
    };
    let starts = head.starts.and_then(|day| civil(day.value));
    let ends = head.ends.and_then(|day| civil(day.value));
    match (starts, ends) {
        (Some(starts), Some(ends)) => (ends - starts).get_days() < SHORTEST_DAYS,
        _ => false,
    }
}

/// Whether somebody of the client reads a report, or may for all that is known.
fn reaches_client<'d>(
    engagement: &Engagement<'d>,
    report: &'d language::Report<'d>,
    sides: Option<&Sides>,
) -> bool {
    let to = engagement.named_in(&report.to, &report.unread, "to");
    let of_client = sides.map(|sides| engagement.is_anybody_of(&to, &sides.client));
    to.nobody() || of_client != Some(Some(false))
}

fn report_none(cx: &mut Context<'_, '_>, place: Span, reports: &[Report<'_>]) {
    let finding = cx.report(place, "no report reaches the client's leadership");
    finding.about("engagement");
    for report in reports.iter().take(MOST_REPORTS) {
        let span = report.body.to.as_ref().map_or(report.id.span, |to| to.span);
        finding.related(span, "nobody of the client");
    }
    finding.help(
        "agree on one: `[report.ID]` with `owner = \"...\"`, `to = \"...\"` on the client's side, \
         and `every = \"1mo\"`",
    );
}

fn check_report<'d>(cx: &mut Context<'_, 'd>, report: &'d Report<'d>) {
    let (engagement, body) = (cx.engagement, &report.body);
    let owner = engagement.named_in(&body.owner, &body.unread, "owner");
    let to = engagement.named_in(&body.to, &body.unread, "to");
    let no_rhythm = body.every.is_none() && !body.unread.could_hold("every");
    let lacks = [
        (
            owner.nobody(),
            "an owner",
            "who answers for it: `owner = \"...\"`",
        ),
        (to.nobody(), "readers", "who reads it: `to = \"...\"`"),
        (no_rhythm, "a rhythm", "how often: `every = \"1mo\"`"),
    ];
    let lacking: Vec<_> = lacks.into_iter().filter(|(lacks, ..)| *lacks).collect();
    let name = &report.id.name;
    if !lacking.is_empty() {
        let names: Vec<&str> = lacking.iter().map(|(_, name, _)| *name).collect();
        let ways: Vec<&str> = lacking.iter().map(|(.., way)| *way).collect();
        let message = format!("the report `{name}` lacks {}", words::plain_list(&names));
        let finding = cx.report(report.id.span, message);
        finding.about(format!("report.{name}"));
        if let Some(joint) = body.joint.filter(|joint| joint.value && owner.nobody()) {
            finding.related(joint.span, "written together, signed by nobody");
        }
        finding.help(format!("say {}", words::plain_list(&ways)));
    }
    check_owners(cx, report, &owner);
}

/// One answers for it, where both sides write it or own it.
fn check_owners(cx: &mut Context<'_, '_>, report: &Report<'_>, owner: &Seats<'_>) {
    let engagement = cx.engagement;
    let joint = report.body.joint.is_some_and(|joint| joint.value);
    let name = &report.id.name;
    let owners = owners(engagement, owner);
    if let [(_, first), (_, second), ..] = owners.as_slice()
        && (joint || are_apart(engagement, &owners))
    {
        let message = format!("more than one answers for the report `{name}`");
        let finding = cx.report(*second, message);
        finding
            .about(format!("report.{name}"))
            .aspect("owners")
            .related(*first, "one of them")
            .help("both may write it; name the one who answers for it as `owner`");
    }
}

/// The first owner and those who are somebody else, each with the place that names them.
fn owners(engagement: &Engagement<'_>, seats: &Seats<'_>) -> Vec<(ActorId, Span)> {
    let known =
        |actor: ActorId| !engagement.answering(actor).is_empty() && !engagement.may_be_more(actor);
    let mut known = seats.placed().filter(|(actor, _)| known(*actor));
    let Some(first) = known.next() else {
        return Vec::new();
    };
    let others = known.filter(|(actor, _)| !engagement.is_one_owner(first.0, *actor));
    [first].into_iter().chain(others).collect()
}

/// Whether one of the owners has no party in common with the first.
fn are_apart(engagement: &Engagement<'_>, owners: &[(ActorId, Span)]) -> bool {
    let parties: Vec<&BTreeSet<ActorId>> = owners
        .iter()
        .map(|(owner, _)| engagement.parties(*owner))
        .collect();
    let apart = |own: &&BTreeSet<ActorId>| {
        !own.is_empty() && !parties[0].is_empty() && parties[0].is_disjoint(own)
    };
    parties.iter().any(apart)
}

#[cfg(test)]
mod tests;
