use std::collections::{BTreeMap, BTreeSet};

use racilint_diagnostics::{DefaultSeverity, Group, Span};
use racilint_parser::values::{Hours, Many, Window};

use super::{Context, coverage_gap, declare_rule, duty_words};
use crate::model::{ActorId, ActorKind, AgreedHandoffs, Engagement, HandoffKey, RowId};
use crate::time::{Clock, Seam, Set, Station, Unknown};

declare_rule! {
    /// ## What it does
    ///
    /// Reports where critical work, or the command of incidents, passes from one to another at the
    /// stroke of the clock: nobody is there on both sides of that minute, and no handoff says how
    /// it is handed over. It also reports hours that are left empty only while some places have
    /// changed their clocks and others have not.
    ///
    /// ## Why is this bad?
    ///
    /// Whoever leaves at 14:00 is gone at 14:00, and takes along what only they knew of the
    /// incident. And two rotas that meet all year part for two weeks in spring.
    ///
    /// ## Example
    ///
    /// ```toml,fires
    /// [engagement]
    /// timezone = "America/Chicago"
    ///
    /// [workstream.triage]
    /// criticality = "critical"
    /// hours = "Mon-Fri 06:00-22:00"
    /// responsible = "soc"
    ///
    /// [team.soc]
    /// members = ["li", "sam"]
    /// shifts = [
    ///   { who = "li", hours = "Mon-Fri 06:00-14:00" },
    ///   { who = "sam", hours = "Mon-Fri 14:00-22:00" },
    /// ]
    /// [person.li]
    /// [person.sam]
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```toml,silent
    /// [engagement]
    /// timezone = "America/Chicago"
    ///
    /// [workstream.triage]
    /// criticality = "critical"
    /// hours = "Mon-Fri 06:00-22:00"
    /// responsible = "soc"
    ///
    /// [team.soc]
    /// members = ["li", "sam"]
    /// shifts = [
    ///   { who = "li", hours = "Mon-Fri 06:00-14:15" },
    ///   { who = "sam", hours = "Mon-Fri 14:00-22:00" },
    /// ]
    /// [person.li]
    /// [person.sam]
    /// ```
    ///
    /// ## When it stays silent
    ///
    /// - The hours overlap, or the same people go on: in another team, as a deputy, in another part.
    ///   Of parts the hours of those who do them count, where they reach beyond the part; but not
    ///   those of somebody who is there at every hour.
    /// - A handoff leads from one to the other, their teams or their parts, in either direction.
    /// - The work is not critical.
    /// - Nobody wrote when some of a team without hours or shifts of its own are there.
    /// - When it is promised, or a command holds, cannot be read or hangs on hours that nobody wrote:
    ///   the rule then says what it needs.
    /// - `coverage-gap` reports the same hours: it tells the reason as well.
    /// - It happens once only: somebody leaves and a successor comes, or one command ends on the day
    ///   before another begins.
    ///
    /// ## References
    ///
    /// - National Incident Management System: transfer of command
    /// - PagerDuty, incident response: handing over on-call
    "shift-seam" {
        summary: "work or command passes on without overlap, or clock changes leave a hole",
        group: Group::Coverage,
        severity: DefaultSeverity::WARNING,
        needs: "promised hours or incident commands that can be read, and `timezone`",
        frameworks: &[],
    }
}

/// A seam that happens less often comes from people who leave and come, not from shifts.
const LEAST_TIMES: usize = 2;

/// The keys that say when work is promised or a command holds.
const WHEN: [&str; 3] = ["hours", "from", "until"];

fn check(cx: &mut Context<'_, '_>) {
    let Some(clock) = cx.clock else {
        return cx.lacks_data();
    };
    let engagement = cx.engagement;
    let leaves = engagement.leaves().map(|(id, _)| id);
    let (promising, others): (Vec<RowId>, Vec<RowId>) =
        leaves.partition(|id| clock.promised(*id).is_some());
    if promising.is_empty() && engagement.commands.is_empty() {
        return cx.lacks_data();
    }
    for row in &promising {
        report_clock_change(cx, clock, *row);
    }
    let agreed = AgreedHandoffs::of(engagement);
    let mut wholes: BTreeMap<RowId, Vec<RowId>> = BTreeMap::new();
    let may_promise =
        |id: &RowId| clock.promise_of(*id).is_some() || engagement.row(*id).could_hold("hours");
    let others = others.into_iter().filter(may_promise);
    for row in promising.into_iter().chain(others) {
        if engagement.is_critical(row) {
            let whole = engagement.row(row).whole.unwrap_or(row);
            wholes.entry(whole).or_default().push(row);
        }
    }
    for (whole, parts) in wholes {
        let mut ids = parts.iter();
        if let Some(unknown) = ids.find_map(|id| unknown_of_work(engagement, clock, *id)) {
            cx.needs_hours_of(unknown);
            continue;
        }
        let turns = Turns::of_work(engagement, clock, whole, &parts);
        report(cx, clock, &turns, &agreed);
    }
    let covering = engagement.covering();
    let is_over = |index: &usize| engagement.commands[*index].is_over(engagement.start());
    let still = |mut commands: Vec<usize>| {
        commands.retain(|index| !is_over(index));
        commands
    };
    let together: BTreeSet<Vec<usize>> =
        covering.into_iter().map(|(_, list)| still(list)).collect();
    for commands in together {
        let mut each = commands.iter();
        if let Some(unknown) = each.find_map(|index| unknown_of_command(engagement, clock, *index))
        {
            cx.needs_hours_of(unknown);
            continue;
        }
        let turns = Turns::of_command(engagement, clock, &commands);
        report(cx, clock, &turns, &agreed);
    }
}

/// Those on whose hours it hangs when work is promised; `None` where that is known.
fn unknown_of_work(
    engagement: &Engagement<'_>,
    clock: &Clock<'_, '_>,
    id: RowId,
) -> Option<BTreeSet<ActorId>> {
    let row = engagement.row(id);
    let is_lost = WHEN.iter().any(|key| row.could_hold(key));
    unknown_hours(engagement, clock, clock.promise_of(id), is_lost)
}

/// The same of a command.
fn unknown_of_command(
    engagement: &Engagement<'_>,
    clock: &Clock<'_, '_>,
    index: usize,
) -> Option<BTreeSet<ActorId>> {
    let command = &engagement.commands[index];
    let table = command.table;
    let is_lost = WHEN.iter().any(|key| table.unread.could_hold(key));
    let known = unknown_hours(engagement, clock, table.hours.as_ref(), is_lost);
    known.filter(|_| !command.only_minor())
}

fn unknown_hours(
    engagement: &Engagement<'_>,
    clock: &Clock<'_, '_>,
    hours: Option<&Hours<'_>>,
    is_lost: bool,
) -> Option<BTreeSet<ActorId>> {
    let mut windows = hours.into_iter().flat_map(|hours| &hours.windows);
    let is_unknown = |window: &Window<'_>| match window {
        Window::Outside(owner) => engagement.names.actor(&owner.name).is_none(),
        _ => false,
    };
    let is_lost = is_lost || windows.any(|(_, window)| is_unknown(window));
    let owners = hours.map_or_else(BTreeSet::new, |hours| clock.without_hours_in(hours));
    (is_lost || !owners.is_empty()).then_some(owners)
}

/// Hours that are empty only while some have changed their clocks and others have not.
fn report_clock_change(cx: &mut Context<'_, '_>, clock: &Clock<'_, '_>, id: RowId) {
    let engagement = cx.engagement;
    if coverage_gap::doers(engagement, id).is_empty() {
        return;
    }
    let gap = clock.uncovered(id, &clock.all_there()).unwrap_or_default();
    if gap.sure.is_empty() {
        return;
    }
    let windows = clock.windows(&gap.sure);
    let mut dated = windows
        .all()
        .iter()
        .filter(|window| window.reason.is_some());
    let Some(window) = dated.next() else {
        return;
    };
    let row = engagement.row(id);
    let message = format!(
        "nobody responsible for `{}` is on duty {}",
        row.name,
        window.sentence()
    );
    let finding = cx.report(duty_words::place_of_promise(engagement, id), message);
    finding.about(row.object()).aspect("clock change");
    for (actor, span) in row.responsible().placed() {
        let zone = clock.zone_of(actor);
        let name = engagement.actor(actor).name;
        finding.related(
            span,
            format!("the hours of `{name}` follow the clock of {zone}"),
        );
    }
    finding.help(
        "let the hours overlap by an hour, or write both in the same zone: \
         `{ window = \"...\", timezone = \"...\" }`",
    );
}

/// Those who take turns at one thing.
struct Turns {
    /// What they take turns at: "`triage`".
    what: String,
    stations: Vec<Station>,
    /// For each of them the place that puts them there, and by what a handoff may know them.
    known_by: Vec<(Span, BTreeSet<HandoffKey>)>,
    /// For each of them what it is that they do, as a waiver would name it.
    objects: Vec<String>,
    within: Set,
    /// Whether two of them may be there at once: not where each has hours of their own, as parts of
    /// work and commands have.
    may_overlap: bool,
}

impl Turns {
    fn of_work(
        engagement: &Engagement<'_>,
        clock: &Clock<'_, '_>,
        whole: RowId,
        parts: &[RowId],
    ) -> Self {
        let row = engagement.row(whole);
        let mut turns = Turns::none(format!("`{}`", row.name));
        let several = several(engagement, clock, parts);
        for part in parts {
            let promised = clock.promised(*part).unwrap_or_default();
            let beyond = several.intersection(&clock.on_days_of(*part));
            let there = promised.union(&beyond);
            let lineage = engagement.lineage(*part).iter().copied();
            let rows: BTreeSet<HandoffKey> = lineage.map(HandoffKey::Row).collect();
            for (actor, span) in engagement.row(*part).responsible().placed() {
                turns.add(engagement, clock, actor, span, &there, &rows);
            }
            turns.within = turns.within.union(&promised);
        }
        turns.objects.resize(turns.stations.len(), row.object());
        turns.may_overlap = parts.len() < 2;
        turns
    }

    fn of_command(engagement: &Engagement<'_>, clock: &Clock<'_, '_>, commands: &[usize]) -> Self {
        let mut turns = Turns::none("command of incidents".to_owned());
        let mut seated: BTreeMap<ActorId, Vec<Set>> = BTreeMap::new();
        for index in commands {
            let command = &engagement.commands[*index];
            if command.only_minor() {
                continue;
            }
            let promised = clock.in_force_as_command(*index, Unknown::On);
            for (actor, span) in command.commander.placed().chain(command.deputy.placed()) {
                // Whoever has the same seat at the same hours comes and goes with the first of them,
                // who is told: thousands of commands of one team cost as much as one.
                let alike = seated.entry(actor).or_default();
                if alike.contains(&promised) {
                    continue;
                }
                alike.push(promised.clone());
                turns.add(engagement, clock, actor, span, &promised, &BTreeSet::new());
            }
            turns.within = turns.within.union(&promised);
            turns.objects.resize(turns.stations.len(), command.object());
        }
        turns.may_overlap = commands.len() < 2;
        turns
    }

    fn none(what: String) -> Self {
        Turns {
            what,
            stations: Vec::new(),
            known_by: Vec::new(),
            objects: Vec::new(),
            within: Set::empty(),
            may_overlap: true,
        }
    }

    fn add(
        &mut self,
        engagement: &Engagement<'_>,
        clock: &Clock<'_, '_>,
        actor: ActorId,
        span: Span,
        promised: &Set,
        rows: &BTreeSet<HandoffKey>,
    ) {
        for station in clock.stations(actor) {
            let mut keys = rows.clone();
            for own in [actor, station.actor] {
                keys.insert(HandoffKey::Actor(own));
                keys.extend(
                    engagement
                        .parties(own)
                        .iter()
                        .copied()
                        .map(HandoffKey::Actor),
                );
            }
            let place = place_in_team(engagement, actor, station.actor).unwrap_or(span);
            self.stations.push(Station {
                actor: station.actor,
                when: station.when.intersection(promised),
            });
            self.known_by.push((place, keys));
        }
    }

    /// Whether a handoff says how it is handed over, in whichever direction it is written.
    fn is_agreed(&self, seam: &Seam, agreed: &AgreedHandoffs) -> bool {
        let (_, before) = &self.known_by[seam.before];
        let (_, after) = &self.known_by[seam.after];
        agreed.has(before, after) || agreed.has(after, before)
    }
}

/// The minutes in which the people of several parts are on duty at once: who is there before their
/// own part begins, or after it ends, meets the others. Whoever is there always was not put there for
/// the handover.
fn several(engagement: &Engagement<'_>, clock: &Clock<'_, '_>, parts: &[RowId]) -> Set {
    let (mut any, mut several) = (Set::empty(), Set::empty());
    if parts.len() < 2 {
        return several;
    }
    for part in parts {
        let actors = engagement.row(*part).responsible().actors();
        let mut hours: Vec<Set> = actors
            .flat_map(|actor| clock.stations(actor))
            .map(|station| station.when)
            .collect();
        hours.retain(|own| !clock.horizon().difference(own).is_empty());
        let own = Set::union_of(&hours).intersection(&clock.on_days_of(*part));
        several = several.union(&any.intersection(&own));
        any = any.union(&own);
    }
    several
}

/// The place that puts somebody on a shift of a team, else into it.
fn place_in_team(engagement: &Engagement<'_>, team: ActorId, person: ActorId) -> Option<Span> {
    let actor = engagement.actor(team);
    let ActorKind::Team(table) = actor.kind else {
        return None;
    };
    let mut named = Many::of(&table.shifts)
        .iter()
        .flat_map(|shift| Many::of(&shift.who));
    let name = engagement.actor(person).name;
    let on_shift = named.find(|who| who.name == name).map(|who| who.span);
    let mut seats = actor.members.placed().chain(actor.lead.placed());
    on_shift.or_else(|| Some(seats.find(|(own, _)| *own == person)?.1))
}

fn report(cx: &mut Context<'_, '_>, clock: &Clock<'_, '_>, turns: &Turns, agreed: &AgreedHandoffs) {
    let engagement = cx.engagement;
    let mut seams = clock.seams(&turns.stations, &turns.within);
    seams.retain(|seam| seam.count >= LEAST_TIMES && !turns.is_agreed(seam, agreed));
    let Some(first) = seams.first() else {
        return;
    };
    let name = |station: usize| engagement.actor(turns.stations[station].actor).name;
    let says = |seam: &Seam| {
        let (before, after) = (name(seam.before), name(seam.after));
        let when = clock.weekday_and_time(seam.first);
        format!("from `{before}` to `{after}`, first on {when}")
    };
    let place = |station: usize| turns.known_by[station].0;
    let message = format!(
        "{} passes {}, without overlap or a rule for the handover",
        turns.what,
        says(first)
    );
    let finding = cx.report(place(first.after), message);
    finding
        .about(turns.objects[first.after].clone())
        .aspect("shifts");
    let times = format!("comes at that minute, {} times until the end", first.count);
    finding.label(times);
    finding.related(
        place(first.before),
        format!("`{}` goes at that minute", name(first.before)),
    );
    for seam in &seams[1..] {
        finding.related(place(seam.after), says(seam));
    }
    finding.help(if turns.may_overlap {
        "let the hours overlap by a quarter of an hour, or write down the handover: `[[handoff]]` \
         with what it carries"
    } else {
        "write down the handover: `[[handoff]]` with what it carries, so that who goes stays until \
         who comes knows what is open"
    });
}

#[cfg(test)]
mod tests;
