use std::collections::{BTreeMap, BTreeSet};

use racilint_diagnostics::{DefaultSeverity, Group, Span};
use racilint_parser::language::{IfNoAnswer, Mode};

use super::after_hours_authority_gap::is_feasible;
use super::seconds::Asked;
use super::{
    Context, chain, coverage_gap, declare_rule, duty_words, responsibility_without_authority,
};
use crate::model::{ActorId, Engagement, RowId};
use crate::time::{Absent, Clock, Minute, Recorded, Set, Unknown, Verdict};

mod leaving;
mod needed;
mod telling;

declare_rule! {
    /// ## What it does
    ///
    /// Reports an absence in the file that leaves a gap: promised hours in which nobody does the
    /// work, or nobody who may act is reached in time, though without the absence somebody would
    /// be; or days on which nobody commands, or nobody gives an approval. Where several absences
    /// together open a gap, it is told once, for the one that begins last.
    ///
    /// Whoever leaves (`until`) is away from then on: reported is the last day of the person after
    /// whom nobody answers for work or does it, nobody commands, or nobody gives an approval.
    ///
    /// ## Why is this bad?
    ///
    /// The vacation was planned for months. That it takes the only approver away is found out by
    /// whoever needs the approval.
    ///
    /// ## Example
    ///
    /// ```toml,fires
    /// [engagement]
    /// timezone = "America/Chicago"
    ///
    /// [workstream.help-desk]
    /// hours = "Mon-Fri 08:00-17:00"
    /// responsible = "dana"
    ///
    /// [person.dana]
    /// hours = "Mon-Fri 08:00-17:00"
    /// away = [{ from = 2027-03-01, to = 2027-03-12 }]
    /// [person.lee]
    /// hours = "Mon-Fri 08:00-17:00"
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```toml,silent
    /// [engagement]
    /// timezone = "America/Chicago"
    ///
    /// [workstream.help-desk]
    /// hours = "Mon-Fri 08:00-17:00"
    /// responsible = "dana"
    ///
    /// [person.dana]
    /// hours = "Mon-Fri 08:00-17:00"
    /// away = [{ from = 2027-03-01, to = 2027-03-12, covered-by = "lee" }]
    /// [person.lee]
    /// hours = "Mon-Fri 08:00-17:00"
    /// ```
    ///
    /// ## When it stays silent
    ///
    /// - Whoever covers is there and may do the same: of their own, or by the roles and teams of
    ///   the person for whom they stand in.
    /// - Somebody else does the work, decides, commands or approves meanwhile.
    /// - The gap is there without the absence: `coverage-gap` and `after-hours-authority-gap` say
    ///   so.
    /// - The absence lies outside the engagement, outside the hours that are promised, or on days
    ///   and at hours at which nobody has to command or approve. For a command without hours of its
    ///   own these are the promised hours of what it covers; for an approval those of the work that
    ///   takes the action, else of all that the grant is for. Where none are promised, each day of
    ///   that work counts.
    /// - Whoever leaves has a deputy, a successor who comes within four days, or a seat that ends by
    ///   then. Whoever does the work may have one who comes within a week, or somebody who supports
    ///   it; and a project ends when it does.
    /// - Whoever does the work leaves on the same day as whoever answers for it: that is told.
    /// - Whoever leaves commands, approves or works at hours that are promised: `missing-incident-commander`,
    ///   `approver-off-duty` and `coverage-gap` say so. Of whoever has left when the seat is first
    ///   needed, `unfilled-assignee` does.
    ///
    /// ## References
    ///
    /// - SOC 2, CC7.5: recovery, with the absence of key people in mind
    /// - ISO/IEC 20000-1:2018, 7.2: competence of the people who do the work
    "absence-gap" {
        summary: "a recorded absence leaves work, decisions, command or approvals to nobody",
        group: Group::Coverage,
        severity: DefaultSeverity::ERROR,
        needs: "recorded absences (`away`) or people who leave (`until`), and `timezone`",
        frameworks: &["soc2"],
    }
}

fn check(cx: &mut Context<'_, '_>) {
    let Some(clock) = cx.clock else {
        return cx.lacks_data();
    };
    let absences = Absences::of(clock);
    if absences.recorded.is_empty() && !leaving::is_recorded(cx.engagement) {
        return cx.lacks_data();
    }
    let (opened, open) = found(cx, clock);
    if opened.is_empty() && !open.is_empty() {
        cx.needs_hours_of(open.iter().copied());
    }
    for (number, gaps) in opened {
        telling::report(cx, clock, &absences, *number, gaps);
    }
    leaving::check(cx, clock);
}

/// What the absences open, found once for all rules that ask.
fn found<'e>(cx: &Context<'e, '_>, clock: &Clock<'_, '_>) -> &'e Found {
    let found = &cx.earlier.absence_gaps;
    found.get_or_init(|| Absences::of(clock).opened(cx.engagement, clock))
}

/// A recorded absence that this rule reports for a row.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Reported {
    pub(super) row: RowId,
    pub(super) person: ActorId,
    /// Which of the absences of that person, from 0.
    pub(super) number: usize,
}

/// The recorded absences that this rule reports, row by row.
pub(super) fn reported(cx: &Context<'_, '_>, clock: &Clock<'_, '_>) -> BTreeSet<Reported> {
    let recorded = Absences::of(clock).recorded;
    let (opened, _) = found(cx, clock);
    let told = opened.iter().flat_map(|(index, gaps)| {
        let absence = &recorded[*index];
        let (person, number) = (absence.person, absence.number);
        let rows = gaps.iter().filter_map(|gap| gap.row);
        rows.map(move |row| Reported {
            row,
            person,
            number,
        })
    });
    told.collect()
}

/// After whose last day nobody answers for a row.
pub(super) fn leaves_unanswered(
    engagement: &Engagement<'_>,
    clock: &Clock<'_, '_>,
    row: RowId,
) -> Option<ActorId> {
    leaving::unanswered(engagement, clock, row).map(|(person, _)| person)
}

/// The days of a row without promised hours on which nobody does the work, as whoever did has left.
pub(super) fn days_undone(
    engagement: &Engagement<'_>,
    clock: &Clock<'_, '_>,
    row: RowId,
) -> Option<Set> {
    leaving::undone(engagement, clock, row).map(|(_, days)| days)
}

/// So many gaps are told besides the first; the message counts them all.
const MOST_TOLD: usize = 5;

/// A gap that an absence opens.
#[derive(Debug)]
pub(super) struct Gap {
    /// What is missing, up to the words that say when: "nobody commands `security`".
    what: String,
    when: Set,
    /// Where the file asks for it.
    span: Span,
    row: Option<RowId>,
    /// The action that somebody would have to be able to take.
    action: Option<String>,
    /// Who is asked for it.
    asked: Asked,
}

/// By the number of the absence in the list of all that are recorded.
type Opened = BTreeMap<usize, Vec<Gap>>;

/// What each absence opens, and those whose hours one would have to know to tell more.
pub(super) type Found = (Opened, BTreeSet<ActorId>);

/// All recorded absences, counted one after the other: what an absence opens, it opens beside
/// those that begin before it.
struct Absences<'d> {
    recorded: Vec<Recorded<'d>>,
    by_person: BTreeMap<ActorId, Vec<usize>>,
}

/// What changes between two questions: surely, and at most.
type Change<'c> = &'c dyn Fn(&Absent, &Absent) -> Verdict;

impl<'d> Absences<'d> {
    fn of(clock: &Clock<'_, 'd>) -> Self {
        let recorded = clock.recorded();
        let mut by_person: BTreeMap<ActorId, Vec<usize>> = BTreeMap::new();
        for (number, absence) in recorded.iter().enumerate() {
            by_person.entry(absence.person).or_default().push(number);
        }
        Absences {
            recorded,
            by_person,
        }
    }

    /// The first so many absences happen, the others do not: told of those that could make a
    /// difference.
    fn with_first(&self, count: usize, all: &BTreeSet<usize>) -> Absent {
        let others = all.range(count..).map(|number| &self.recorded[*number]);
        Absent::nobody().setting_aside(others.map(|absence| (absence.person, absence.number)))
    }

    /// The absences of these people, in order.
    fn of_people(&self, people: impl IntoIterator<Item = ActorId>) -> BTreeSet<usize> {
        let own = people.into_iter();
        own.filter_map(|person| self.by_person.get(&person))
            .flatten()
            .copied()
            .collect()
    }

    /// Those of the absences that may have a part in minutes that are lost when all of them happen:
    /// during which they lie, or at most `reach` minutes before one begins. No other opens a gap,
    /// since somebody more away never makes one shorter.
    fn near(
        &self,
        clock: &Clock<'_, '_>,
        numbers: &BTreeSet<usize>,
        lost: &Set,
        reach: Option<Minute>,
    ) -> Vec<usize> {
        let is_near = |number: &usize| {
            let days = clock.days_of_absence(&self.recorded[*number]);
            let (Some(first), Some(end)) = (days.first(), days.end()) else {
                return false;
            };
            let from = reach.map_or(Minute::MIN, |reach| first - reach);
            !lost.clipped(from, end).is_empty()
        };
        numbers.iter().copied().filter(is_near).collect()
    }

    /// What each of some absences changes that changes anything, in their order.
    fn opening(
        &self,
        clock: &Clock<'_, '_>,
        numbers: impl FnOnce() -> BTreeSet<usize>,
        reach: Option<Minute>,
        change: Change<'_>,
    ) -> Vec<(usize, Verdict)> {
        let most = change(&clock.all_there(), &Absent::nobody());
        let mut found = Vec::new();
        if !most.at_most.is_empty() {
            let all = numbers();
            let near = self.near(clock, &all, &most.at_most, reach);
            self.add_changes(&near, &all, change, &mut found);
        }
        found
    }

    /// Looks at many absences together first: most change nothing, and then none of them does.
    /// `all` are all absences that could make a difference.
    fn add_changes(
        &self,
        numbers: &[usize],
        all: &BTreeSet<usize>,
        change: Change<'_>,
        found: &mut Vec<(usize, Verdict)>,
    ) {
        let (Some(first), Some(last)) = (numbers.first(), numbers.last()) else {
            return;
        };
        let changed = change(
            &self.with_first(*first, all),
            &self.with_first(*last + 1, all),
        );
        if changed.at_most.is_empty() {
            return;
        }
        if first == last {
            found.push((*first, changed));
            return;
        }
        let (these, those) = numbers.split_at(numbers.len() / 2);
        self.add_changes(these, all, change, found);
        self.add_changes(those, all, change, found);
    }

    /// What each absence opens, and those whose hours one would have to know to tell more.
    fn opened<'e>(&self, engagement: &Engagement<'e>, clock: &Clock<'_, '_>) -> Found {
        let mut opened = Opened::new();
        let mut open = BTreeSet::new();
        let rows: Vec<RowId> = engagement.leaves().map(|(id, _)| id).collect();
        for row in rows {
            if clock.promised(row).is_some() {
                self.add_row(engagement, clock, row, &mut opened, &mut open);
            }
        }
        self.add_commands(engagement, clock, &mut opened);
        self.add_approvals(engagement, clock, &mut opened);
        (opened, open)
    }

    fn add_row(
        &self,
        engagement: &Engagement<'_>,
        clock: &Clock<'_, '_>,
        id: RowId,
        opened: &mut Opened,
        open: &mut BTreeSet<ActorId>,
    ) {
        let row = engagement.row(id);
        let doers = coverage_gap::doers(engagement, id);
        let behind = || {
            let each = doers.iter().map(|own| clock.concerned(*own));
            self.of_people(each.flat_map(|own| (*own).clone()))
        };
        let mut idle: BTreeMap<usize, Set> = BTreeMap::new();
        let uncovered = |before: &Absent, after: &Absent| {
            let change = clock.newly_uncovered(id, before, after);
            change.unwrap_or_default()
        };
        for (number, change) in self.opening(clock, behind, Some(0), &uncovered) {
            if change.is_open() {
                open.extend(doers.iter().flat_map(|own| clock.without_hours(*own)));
            }
            if !change.sure.is_empty() {
                opened.entry(number).or_default().push(Gap {
                    what: format!("nobody responsible for `{}` is on duty", row.name),
                    when: change.sure.clone(),
                    span: duty_words::place_of_promise(engagement, id),
                    row: Some(id),
                    action: None,
                    asked: Asked {
                        seats: doers.clone(),
                        ..Asked::default()
                    },
                });
            }
            idle.insert(number, change.sure);
        }
        if row.only_decides() {
            return;
        }
        for need in engagement.needs(id) {
            let action = &*need.action.id.name;
            let told = responsibility_without_authority::is_reported(engagement, id, action);
            if told || !is_feasible(clock, id, action) {
                continue;
            }
            let reach = clock.decide_within(id).map(Minute::from);
            let mattering = || self.of_people(clock.who_matters(id, action).iter().copied());
            let late = |before: &Absent, after: &Absent| {
                let change = clock.newly_late(id, action, before, after);
                change.unwrap_or_default()
            };
            for (number, change) in self.opening(clock, mattering, reach, &late) {
                if change.is_open() {
                    open.extend(clock.without_hours_on(id, action));
                }
                let uncovered = idle.get(&number).cloned().unwrap_or_default();
                let when = change.sure.difference(&uncovered);
                if when.is_empty() {
                    continue;
                }
                opened.entry(number).or_default().push(Gap {
                    what: format!(
                        "nobody who may `{action}` for `{}` is reached {}",
                        row.name,
                        chain::bound(clock, id)
                    ),
                    when,
                    span: need.span,
                    row: Some(id),
                    action: Some(action.to_owned()),
                    asked: Asked::about(clock, engagement, id, action),
                });
            }
        }
    }

    fn add_commands(
        &self,
        engagement: &Engagement<'_>,
        clock: &Clock<'_, '_>,
        opened: &mut Opened,
    ) {
        for (index, command) in engagement.commands.iter().enumerate() {
            if command.commander.uncertain() || command.deputy.uncertain() {
                continue;
            }
            let seats = command.commander.actors().chain(command.deputy.actors());
            let seats: Vec<ActorId> = seats.collect();
            let vacant = self.vacant(clock, &seats);
            if vacant.is_empty() {
                continue;
            }
            let Some(needed) = needed::of_command(engagement, clock, command) else {
                continue;
            };
            let span = command.commander.first_span().unwrap_or(command.span);
            let force = clock.in_force_as_command(index, Unknown::Off);
            let force = force.intersection(&needed);
            for (number, when) in vacant {
                let when = when.intersection(&force);
                if when.is_empty() {
                    continue;
                }
                opened.entry(number).or_default().push(Gap {
                    what: format!("nobody commands `{}`", command.name),
                    when,
                    span,
                    row: None,
                    action: None,
                    asked: Asked {
                        seats: seats.clone(),
                        ..Asked::default()
                    },
                });
            }
        }
    }

    fn add_approvals(
        &self,
        engagement: &Engagement<'_>,
        clock: &Clock<'_, '_>,
        opened: &mut Opened,
    ) {
        for (index, grant) in engagement.grants.iter().enumerate() {
            let silence = grant.table.if_no_answer.map(|said| said.value);
            let asks = grant.mode() == Some(Mode::ApprovalRequired);
            if !asks || silence == Some(IfNoAnswer::Act) || grant.approvers.uncertain() {
                continue;
            }
            let Some(action) = grant.actions.first() else {
                continue;
            };
            let approvers: Vec<ActorId> = grant.approvers.actors().collect();
            let vacant = self.vacant(clock, &approvers);
            if vacant.is_empty() {
                continue;
            }
            let needed = needed::of_grant(engagement, clock, index);
            let force = clock.in_force(index, Unknown::Off).intersection(&needed);
            for (number, when) in vacant {
                let when = when.intersection(&force);
                let gaps = opened.entry(number).or_default();
                let is_told = gaps
                    .iter()
                    .any(|gap| gap.action.as_deref() == Some(action.name));
                if is_told || when.is_empty() {
                    continue;
                }
                gaps.push(Gap {
                    what: format!("nobody approves `{}`", action.name),
                    when,
                    span: grant.approvers.first_span().unwrap_or(grant.place()),
                    row: None,
                    action: None,
                    asked: Asked {
                        approvers: approvers.clone(),
                        ..Asked::default()
                    },
                });
            }
        }
        opened.retain(|_, gaps| !gaps.is_empty());
    }

    /// The absences that leave seats to nobody, and when.
    fn vacant(&self, clock: &Clock<'_, '_>, seats: &[ActorId]) -> Vec<(usize, Set)> {
        let behind = seats
            .iter()
            .flat_map(|own| (*clock.concerned(*own)).clone());
        let all = self.of_people(behind);
        let numbers: Vec<usize> = all.iter().copied().collect();
        let without = |before: &Absent, after: &Absent| {
            let lost = clock.newly_without(seats, before, after);
            Verdict {
                sure: lost.clone(),
                at_most: lost,
            }
        };
        let mut found = Vec::new();
        self.add_changes(&numbers, &all, &without, &mut found);
        let vacant = found.into_iter();
        vacant.map(|(number, lost)| (number, lost.sure)).collect()
    }
}

#[cfg(test)]
mod tests;
