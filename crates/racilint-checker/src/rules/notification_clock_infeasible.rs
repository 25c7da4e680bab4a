use std::collections::BTreeMap;

use racilint_diagnostics::{DefaultSeverity, Group};
use racilint_parser::language::{DutyKind, Hold};

use super::chain::Call;
use super::{Context, declare_rule};
use crate::model::{ActiveDuty, ActorId, Claim, Duties, Engagement, RowId};
use crate::time::{Absent, Clock, Minute, Set, Unknown, in_words};

declare_rule! {
    /// ## What it does
    ///
    /// Reports a notice that a law demands within a set time, where whoever may send it can be
    /// reached too late. It follows the escalation path of the work that takes on the notice, at
    /// every minute of the engagement, to somebody who may `notify-regulator`. Where the law counts
    /// what a provider knows as known to the client, the clock starts with the provider, and the
    /// time that its `[[notice]]` allows it comes first. A provider that owes the notice to the
    /// client itself is held to the fastest notice it has agreed to. Where grants of
    /// `notify-regulator` are given for other work only, nobody may send the notice at all.
    ///
    /// ## Why is this bad?
    ///
    /// A law knows no office hours: 24 hours from Friday evening end on Saturday evening. If the only
    /// one who may file is back on Monday, the deadline is lost before anybody has made a mistake.
    ///
    /// ## Example
    ///
    /// ```toml,fires
    /// [engagement]
    /// timezone = "Europe/Berlin"
    /// profiles = ["nis2"]
    ///
    /// [workstream.authorities]
    /// responsible = "eva"
    /// accountable = "eva"
    /// needs = ["notify-regulator"]
    /// respond-within = "1h"
    /// satisfies = ["nis2:early-warning"]
    ///
    /// [[grant]]
    /// holder = "eva"
    /// action = "notify-regulator"
    /// mode = "pre-authorized"
    ///
    /// [person.eva]
    /// hours = "Mon-Fri 08:00-17:00"
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```toml,silent
    /// [engagement]
    /// timezone = "Europe/Berlin"
    /// profiles = ["nis2"]
    ///
    /// [workstream.authorities]
    /// responsible = "eva"
    /// accountable = "eva"
    /// needs = ["notify-regulator"]
    /// respond-within = "1h"
    /// satisfies = ["nis2:early-warning"]
    /// escalation = "authorities"
    ///
    /// [escalation.authorities]
    /// steps = [{ to = "eva", ack-within = "1h" }, { to = "on-call", ack-within = "1h" }]
    ///
    /// [[grant]]
    /// holder = ["eva", "on-call"]
    /// action = "notify-regulator"
    /// mode = "pre-authorized"
    ///
    /// [person.eva]
    /// hours = "Mon-Fri 08:00-17:00"
    /// [team.on-call]
    /// members = ["eva", "jan"]
    /// hours = "24x7"
    /// [person.jan]
    /// ```
    ///
    /// ## When it stays silent
    ///
    /// - The worst case takes exactly as long as the law leaves.
    /// - Steps at which only the provider is called, before the client knows: they count only where
    ///   the law counts what the provider knows.
    /// - The clock starts with an earlier notice, as that of a final report.
    /// - Nobody has taken the notice on, or nobody in charge or on the path may ever send it:
    ///   `unassigned-duty`, `responsibility-without-authority` and `escalation-dead-end` say so.
    /// - No grant in the file is about `notify-regulator`; or the work that takes the notice on says
    ///   `needs = []`, or goes on to work that may send it.
    /// - A notice to the client that does not say how fast: `missing-provider-incident-notice` says
    ///   so.
    /// - A call at an hour or on a day that another slice of the workstream has, where that takes
    ///   the notice on as well; or before the first day of the work, or so late that its last day
    ///   comes before the deadline.
    /// - The authority of those in charge has not begun or is over on those days:
    ///   `authority-invalid` says so.
    /// - Nobody wrote when those who decide it are there, or how long a step takes.
    ///
    /// How long the notice takes to write is not looked at here.
    ///
    /// ## References
    ///
    /// - CJIS Security Policy, IR-6(a): one hour to the agency's response capability
    /// - NYDFS, 23 NYCRR 500.17(a): 72 hours to the department
    /// - FTC Safeguards Rule, 16 CFR 314.4(j) and (j)(2): 30 days, and what an agent knows is known
    /// - NIS2, Art. 23(4): 24 and 72 hours; DORA, Art. 19(4)
    "notification-clock-infeasible" {
        summary: "a notice that a law demands cannot be sent in time at every hour",
        group: Group::Compliance,
        severity: DefaultSeverity::ERROR,
        needs: "work that takes on a notice with a deadline, who may `notify-regulator`, how long \
                each call takes, and `timezone`",
        frameworks: &["cjis", "nydfs-500", "ftc-safeguards", "nis2", "dora"],
    }
}

/// What those who notify an authority have to be allowed.
const ACTION: &str = "notify-regulator";

fn check(cx: &mut Context<'_, '_>) {
    let duties = Duties::of(cx.engagement);
    let all = duties.all.iter();
    let clocks: Vec<Deadline<'_>> = all.filter_map(Deadline::of).collect();
    let (of_provider, of_client): (Vec<_>, Vec<_>) = clocks
        .into_iter()
        .partition(|own| own.duty.hold() == Hold::Provider);
    let has_notices = notices::check(cx, &duties, &of_provider);
    let has_rows = check_rows(cx, &duties, &of_client);
    if !has_notices && !has_rows {
        cx.lacks_data();
    }
}

/// A notice that a profile asks for within a set time.
#[derive(Clone, Copy)]
struct Deadline<'d> {
    duty: ActiveDuty<'d>,
    minutes: Minute,
    trigger: &'d str,
}

impl<'d> Deadline<'d> {
    /// `None` for duties without a clock, and for those whose clock starts with another notice.
    fn of(duty: &ActiveDuty<'d>) -> Option<Self> {
        let body = &duty.duty.body;
        let minutes = Minute::from(body.within?.value.minutes);
        let trigger = &*body.trigger.as_ref()?.value;
        let is_notice = duty.kind() == DutyKind::Notification;
        (is_notice && !follows_another(duty, trigger)).then_some(Deadline {
            duty: *duty,
            minutes,
            trigger,
        })
    }

    /// "24 hours from awareness of the incident (19(1) of dora, ...)".
    fn in_full(&self) -> String {
        let time = minutes(self.minutes);
        format!("{time} from {} ({})", self.trigger, self.duty.cite())
    }

    fn imputes(&self) -> bool {
        let said = self.duty.profile.profile.head.imputes_provider_knowledge;
        said.is_some_and(|imputes| imputes.value)
    }
}

/// Whether what starts the clock is another notice of the same profile, by its title.
fn follows_another(duty: &ActiveDuty<'_>, trigger: &str) -> bool {
    let trigger = trigger.to_lowercase();
    let mut all = duty.profile.profile.duties.iter();
    all.any(|other| {
        let is_notice = other
            .body
            .kind
            .is_some_and(|kind| kind.value == DutyKind::Notification);
        let title = other.body.title.as_ref().map(|title| title.to_lowercase());
        is_notice && title.is_some_and(|title| !title.is_empty() && trigger.contains(&title))
    })
}

/// Work with the deadlines that it takes on, each with the place where it says so.
type Taken<'d> = BTreeMap<RowId, Vec<(Deadline<'d>, Claim<'d>)>>;

/// Judges the work that notifies authorities; whether any of it could be judged.
fn check_rows<'d>(
    cx: &mut Context<'_, 'd>,
    duties: &Duties<'_, 'd>,
    deadlines: &[Deadline<'d>],
) -> bool {
    let Some(clock) = cx.clock else {
        return false;
    };
    let (taken, unsent) = taken(cx.engagement, duties, deadlines);
    let mut has_rows = unsent::check(cx, duties, &unsent);
    for row in taken.keys() {
        let is_needed = needs_it(cx.engagement, *row);
        // Nobody who is called may ever: other rules say so of work that needs it.
        if is_needed && clock.at_best(*row, ACTION).is_none() {
            has_rows = true;
            continue;
        }
        has_rows |= judge(cx, clock, *row, &taken);
    }
    has_rows
}

/// The rows that take on each deadline: those that take the authority, else those about which
/// somebody has it; and apart from them the work with deadlines for which no such row is there.
fn taken<'d>(
    engagement: &Engagement<'d>,
    duties: &Duties<'_, 'd>,
    deadlines: &[Deadline<'d>],
) -> (Taken<'d>, Taken<'d>) {
    let (mut taken, mut unsent) = (Taken::new(), Taken::new());
    for deadline in deadlines {
        let mut rows: Vec<(RowId, Claim<'d>)> = Vec::new();
        for claim in duties.claims(&deadline.duty) {
            let answering = engagement.answering_rows(claim.row).into_iter();
            rows.extend(answering.map(|row| (row, claim)));
        }
        if rows.iter().any(|(row, _)| needs_it(engagement, *row)) {
            rows.retain(|(row, _)| needs_it(engagement, *row));
        }
        let all = rows.clone();
        rows.retain(|(row, _)| {
            needs_it(engagement, *row) || !engagement.grants_about(ACTION, *row).is_empty()
        });
        if rows.is_empty()
            && let Some((row, claim)) = all.first()
        {
            unsent.entry(*row).or_default().push((*deadline, *claim));
        }
        for (row, claim) in rows {
            taken.entry(row).or_default().push((*deadline, claim));
        }
    }
    (taken, unsent)
}

fn needs_it(engagement: &Engagement<'_>, row: RowId) -> bool {
    let needs = engagement.needs(row);
    needs.iter().any(|need| *need.action.id.name == *ACTION)
}

/// A worst case that is later than a deadline.
struct Late<'d> {
    deadline: Deadline<'d>,
    claim: Claim<'d>,
    /// When the call is made that waits so long.
    at: Minute,
    /// From the start of the law's clock until somebody may notify; `None` is never.
    takes: Option<Minute>,
    /// The agreed notice that is part of it.
    notice: Option<notices::Told>,
}

impl Late<'_> {
    fn excess(&self) -> Minute {
        let takes = self.takes.unwrap_or(Minute::MAX);
        takes.saturating_sub(self.deadline.minutes)
    }
}

/// Whether it could be judged.
fn judge<'d>(
    cx: &mut Context<'_, 'd>,
    clock: &Clock<'_, '_>,
    row: RowId,
    taken: &Taken<'d>,
) -> bool {
    let mut late = Vec::new();
    let mut is_open = false;
    for (deadline, claim) in taken.get(&row).into_iter().flatten() {
        let calls = calls::held(cx.engagement, clock, row, (deadline, taken));
        let calls = calls.unwrap_or_default();
        let asked = (*deadline, *claim, &calls);
        let worst = |unknown| worst_case(cx.engagement, clock, row, asked, unknown);
        match worst(Unknown::On) {
            Some(sure) => late.push(sure),
            None => is_open |= worst(Unknown::Off).is_some(),
        }
    }
    report(cx, clock, row, &late);
    if late.is_empty() && is_open {
        cx.needs_hours_of(clock.without_hours_on(row, ACTION));
    }
    !late.is_empty() || !is_open
}

/// The worst case where it is too late.
fn worst_case<'d>(
    engagement: &Engagement<'_>,
    clock: &Clock<'_, '_>,
    row: RowId,
    (deadline, claim, calls): (Deadline<'d>, Claim<'d>, &Set),
    unknown: Unknown,
) -> Option<Late<'d>> {
    let times = clock.time_to_authority(row, ACTION, &Absent::nobody(), unknown);
    let (at, wait) = times.worst(calls)?;
    let before = before_client(engagement, clock, row);
    let notice = deadline
        .imputes()
        .then(|| notices::slowest(engagement))
        .flatten();
    let told = notice.as_ref().map_or(0, |told| told.minutes);
    let first = if deadline.imputes() {
        told.max(before)
    } else {
        0
    };
    let takes = wait.map(|wait| first + Minute::from(wait) - before);
    takes
        .is_none_or(|takes| takes > deadline.minutes)
        .then_some(Late {
            deadline,
            claim,
            at,
            takes,
            notice: notice.filter(|told| told.minutes > before),
        })
}

/// How long the path calls nobody but the provider, in minutes: the client does not know yet.
fn before_client(engagement: &Engagement<'_>, clock: &Clock<'_, '_>, row: RowId) -> Minute {
    let Some(sides) = engagement.sides() else {
        return 0;
    };
    let called = clock.called(row);
    let of_provider = |owner: &ActorId| sides.is_with_provider(*owner, engagement);
    let steps = called.steps.iter().zip(called.moments());
    let mut of_client = steps.filter(|(step, _)| !step.owners.iter().all(of_provider));
    of_client.next().and_then(|(_, at)| at).unwrap_or(0)
}

fn report(cx: &mut Context<'_, '_>, clock: &Clock<'_, '_>, row: RowId, late: &[Late<'_>]) {
    // Of equals the first: the order of the profiles.
    let Some(worst) = late.iter().rev().max_by_key(|own| own.excess()) else {
        return;
    };
    let engagement = cx.engagement;
    let name = engagement.row(row).name.clone();
    let leaves = minutes(worst.deadline.minutes);
    let duty = worst.deadline.duty.name();
    let message = match worst.takes {
        Some(takes) => format!(
            "`{duty}` leaves {leaves}, and it can take {} until somebody who may `{ACTION}` for \
             `{name}` is reached",
            minutes(takes)
        ),
        None => format!(
            "`{duty}` leaves {leaves}, and a call for `{name}` can reach nobody who may `{ACTION}`"
        ),
    };
    let finding = cx.report(worst.claim.span, message);
    finding.about(engagement.row(row).object()).aspect(duty);
    finding.cites(worst.deadline.duty.cited());
    finding.label(format!(
        "the worst call is on {}, first on {}",
        clock.weekday_and_time(worst.at),
        clock.date(worst.at)
    ));
    if let Some(told) = worst.notice {
        let takes = minutes(told.minutes);
        let label = format!("the client is told within {takes}, and the clock is running already");
        finding.related(told.span, label);
    }
    let call = Call {
        clock,
        engagement,
        row,
        action: ACTION,
        absent: &Absent::nobody(),
        at: worst.at,
    };
    call.tell(finding);
    for own in late.iter().filter(|own| own.claim.span != worst.claim.span) {
        let leaves = minutes(own.deadline.minutes);
        finding.related(own.claim.span, format!("this one leaves {leaves}"));
    }
    finding.help(format!(
        "{}; let somebody who is on duty then notify: a deputy, a further step, or a `[[grant]]` \
         of `{ACTION}` for whoever is called",
        worst.deadline.in_full()
    ));
}

fn minutes(minutes: Minute) -> String {
    in_words(minutes.unsigned_abs())
}

mod calls;
mod notices;
mod unsent;

#[cfg(test)]
mod tests;
