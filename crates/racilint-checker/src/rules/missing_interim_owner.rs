use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan;
use jiff::civil::Date;
use racilint_diagnostics::{DefaultSeverity, Group, Span};
use racilint_parser::values::Many;

use super::{Context, declare_rule, words};
use crate::model::{Duties, Engagement, Lapse, Row, RowId, civil, hours_meet, uncovered};
use crate::time::Clock;

declare_rule! {
    /// ## What it does
    ///
    /// Reports work that cannot wait, or for which a profile wants one person named, and that begins
    /// after the engagement, or ends before it, while nobody else has it in the days between. Others
    /// have it who are named for another slice of it, for its parent, or for work of the same area or
    /// of the same kind on the same system. Whoever has another system does not, unless one system
    /// follows the other; nor does whoever has another severity, step or other hours. Letters that a
    /// split workstream keeps beside its slices are nobody's: only those of the slices count.
    ///
    /// ## Why is this bad?
    ///
    /// The old provider has gone and the new one begins in March. In February everybody thinks that
    /// somebody still watches.
    ///
    /// ## Example
    ///
    /// ```toml,fires
    /// [engagement]
    /// starts = 2027-01-01
    ///
    /// [workstream.security-monitoring]
    /// from = 2027-03-01
    /// responsible = "soc"
    /// accountable = "soc-lead"
    ///
    /// [team.soc]
    /// [role.soc-lead]
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```toml,silent
    /// [engagement]
    /// starts = 2027-01-01
    ///
    /// [workstream.security-monitoring]
    ///
    /// [workstream.security-monitoring.slice.until-march]
    /// until = 2027-02-28
    /// responsible = "internal-it"
    /// accountable = "it-director"
    ///
    /// [workstream.security-monitoring.slice.from-march]
    /// from = 2027-03-01
    /// responsible = "soc"
    /// accountable = "soc-lead"
    ///
    /// [team.internal-it]
    /// [team.soc]
    /// [role.it-director]
    /// [role.soc-lead]
    /// ```
    ///
    /// ## When it stays silent
    ///
    /// - The work can wait: it is not critical, promises no hours or times, and its areas are not of
    ///   the daily operation. A project, as all work of the area `project-delivery`, begins and ends
    ///   when it does, also one that fulfils a duty, such as a yearly analysis; only a named officer
    ///   is wanted on every day.
    /// - All work on its systems ends: they are retired. A system that a split workstream names
    ///   beside its slices is promised for as long as one of these goes on.
    /// - All work on the systems of a slice begins with it or later: they are introduced, and until
    ///   the day before another slice has the work, on other systems.
    /// - The days are over already.
    /// - None of the hours that are promised begins on those days: a weekend, or a holiday of the
    ///   client.
    /// - Somebody has it meanwhile whose hours may be the same in other words: in another zone, or
    ///   `outside` of somebody's hours that nobody wrote.
    /// - Somebody who has it meanwhile is named by an id that does not exist (`unknown-reference`).
    ///
    /// ## References
    ///
    /// - NIST CSF 2.0, GV.SC-02: roles of suppliers and customers are set and coordinated
    /// - CISA, Risk Considerations for Managed Service Provider Customers: which duties are shared
    "missing-interim-owner" {
        summary: "before work begins or after it ends, nobody has it",
        group: Group::Onboarding,
        severity: DefaultSeverity::ERROR,
        needs: "workstreams with `from` or `until`, and everything readable",
        frameworks: &["nist-csf"],
    }
}

/// So many others are looked at for one row; where there are more, somebody counts as found.
const MOST_OTHERS: usize = 200;
/// So many of them are shown.
const MOST_SHOWN: usize = 3;

fn check(cx: &mut Context<'_, '_>) {
    let engagement = cx.engagement;
    let is_dated = |id: &RowId| engagement.days(*id) != (None, None);
    if !engagement.rows().any(|(id, _)| is_dated(&id)) || engagement.is_damaged() {
        return cx.lacks_data();
    }
    let others = Others::of(engagement);
    // The owner of a parent counts where the parent fulfils a duty of one named person.
    let is_owned =
        |(id, row): &(RowId, &Row<'_>)| row.is_leaf() || others.officers.contains_key(id);
    let owned = engagement.rows().filter(is_owned).map(|(id, _)| id);
    let dated: Vec<RowId> = owned.filter(is_dated).collect();
    let mut said = BTreeSet::new();
    for id in dated {
        if !others.goes_on(id, engagement) {
            continue;
        }
        for gap in [before(id, engagement), after(id, engagement)] {
            let Some(gap) = gap else { continue };
            if said.contains(&gap.place) {
                continue;
            }
            let is_needless = match gap.begins {
                true => others.are_introduced(id, &gap, engagement, cx.clock),
                false => others.are_retired(id, engagement),
            };
            if is_needless {
                continue;
            }
            let Some(around) = others.around(id, engagement, cx.clock) else {
                continue;
            };
            if let Some(lapse) = open_days(id, &gap, &around, engagement) {
                said.insert(gap.place);
                report(cx, id, &gap, lapse, &others, &around);
            }
        }
    }
}

/// The area of the work that begins and ends when it does.
pub(super) const PROJECTS: &str = "project-delivery";

/// Whether the work itself is to be done on every day.
fn is_daily(id: RowId, engagement: &Engagement<'_>) -> bool {
    let areas = engagement.row(id).areas.iter().map(|(area, _)| area);
    let mut lasting = areas.filter(|area| area.id.name != PROJECTS);
    let operates = lasting.any(|area| area.body.operational.is_some_and(|flag| flag.value));
    operates || engagement.cannot_wait(id).is_some()
}

/// The days before the work begins, or after it ends.
struct Gap {
    first: Date,
    last: Option<Date>,
    /// The day of the work because of which they are open, with its place.
    day: Date,
    place: Span,
    begins: bool,
}

fn before(id: RowId, engagement: &Engagement<'_>) -> Option<Gap> {
    engagement.head()?.starts?;
    let (day, place) = engagement.effective(id)?;
    let first = engagement.start();
    let last = day.checked_sub(1.day()).ok()?;
    (first <= last).then_some(Gap {
        first,
        last: Some(last),
        day,
        place,
        begins: true,
    })
}

fn after(id: RowId, engagement: &Engagement<'_>) -> Option<Gap> {
    let (day, place) = engagement.last_day(id)?;
    let last = engagement.end();
    let first = engagement.start().max(day.checked_add(1.day()).ok()?);
    let is_open = last.is_none_or(|last| first <= last);
    is_open.then_some(Gap {
        first,
        last,
        day,
        place,
        begins: false,
    })
}

/// The first days of a gap on which nobody has the work although it is promised. What ends and is
/// followed by something is told where that begins.
fn open_days(id: RowId, gap: &Gap, around: &[RowId], engagement: &Engagement<'_>) -> Option<Lapse> {
    let stretches: Vec<_> = around.iter().map(|id| engagement.days(*id)).collect();
    let mut first = gap.first;
    loop {
        let lapse = uncovered(first, gap.last, &stretches)?;
        let is_told_later = !gap.begins && lapse.last.is_some();
        if is_told_later {
            return None;
        }
        if engagement.is_promised_within(id, lapse.first, lapse.last.or(gap.last)) {
            return Some(lapse);
        }
        first = lapse.last?.checked_add(1.day()).ok()?;
    }
}

/// Rows by what makes one a replacement of another.
struct Others<'d> {
    /// Without those that are over, which replace nothing, however many they are.
    by_area: BTreeMap<&'d str, Vec<RowId>>,
    /// The same by system.
    lasting: BTreeMap<&'d str, Vec<RowId>>,
    /// All, also those that are over.
    by_system: BTreeMap<&'d str, Vec<RowId>>,
    /// Rows by which a profile has one person named, who is wanted on every day.
    officers: BTreeMap<RowId, Office>,
}

/// What makes a row that of a named officer.
struct Office {
    /// Where the row says that it fulfils the duty.
    place: Span,
    /// All rows that fulfil it.
    rows: Vec<RowId>,
}

impl<'d> Others<'d> {
    fn of(engagement: &Engagement<'d>) -> Self {
        let mut by_area: BTreeMap<&str, Vec<RowId>> = BTreeMap::new();
        for (id, row) in engagement.leaves() {
            let lasting = row.areas.iter().filter(|_| !engagement.is_over(id));
            for (area, _) in lasting {
                by_area.entry(&*area.id.name).or_default().push(id);
            }
        }
        let by_system = engagement.rows_by_system();
        let mut lasting = by_system.clone();
        for rows in lasting.values_mut() {
            rows.retain(|row| !engagement.is_over(*row));
        }
        Others {
            by_area,
            lasting,
            by_system,
            officers: officers(engagement),
        }
    }

    /// Whether somebody must have the work on every day.
    fn goes_on(&self, id: RowId, engagement: &Engagement<'d>) -> bool {
        let row = engagement.row(id);
        let keys = ["from", "until", "area", "hours"];
        let unread = keys.iter().any(|key| row.could_hold(key));
        !unread && (is_daily(id, engagement) || self.officers.contains_key(&id))
    }

    /// Whether all that is done on the systems of a row ends, and no workstream goes on promising
    /// it.
    fn are_retired(&self, id: RowId, engagement: &Engagement<'d>) -> bool {
        let systems = engagement.row(id).systems();
        let ends = |other: &RowId| engagement.days(*other).1.is_some();
        let is_retired = |system: &str| {
            let rows = self.by_system.get(system).map_or(&[][..], |rows| &rows[..]);
            let is_over = |row: &RowId| ends(row) && !is_promised_on(*row, system, engagement);
            rows.len() <= MOST_OTHERS && rows.iter().all(is_over)
        };
        !systems.is_empty() && systems.iter().all(|system| is_retired(&system.name))
    }

    /// Whether nothing is done earlier on the systems of a slice, which another slice hands over to
    /// it: what follows a system that is retired.
    fn are_introduced(
        &self,
        id: RowId,
        gap: &Gap,
        engagement: &Engagement<'d>,
        clock: Option<&Clock<'_, 'd>>,
    ) -> bool {
        let row = engagement.row(id);
        let Some(whole) = row.whole.filter(|_| !row.systems().is_empty()) else {
            return false;
        };
        let begins_then = |other: &RowId| {
            let (from, _) = engagement.days(*other);
            from.and_then(civil).is_some_and(|from| gap.day <= from)
        };
        let is_new = |system: &str| {
            let rows = self.by_system.get(system).map_or(&[][..], |rows| &rows[..]);
            let mut of_whole = Many::of(&row.workstream.systems).iter();
            rows.len() <= MOST_OTHERS
                && rows.iter().all(begins_then)
                && !of_whole.any(|own| *own.name == *system)
        };
        let ends = |row: RowId| engagement.days(row).1.and_then(civil);
        let hands_over = |other: &RowId| {
            let until = ends(*other).filter(|until| ends(id).is_none_or(|own| *until < own));
            until.is_some_and(|until| Some(until) >= gap.last)
                && !begins_then(other)
                && engagement.row(*other).has_somebody()
                && may_meet(id, *other, engagement, clock)
        };
        let mut slices = engagement.row(whole).slices.iter().take(MOST_OTHERS);
        row.systems().iter().all(|system| is_new(&system.name)) && slices.any(hands_over)
    }

    /// The rows that can have the work of another, each once; `None` where there are too many to
    /// tell.
    fn around(
        &self,
        id: RowId,
        engagement: &Engagement<'d>,
        clock: Option<&Clock<'_, 'd>>,
    ) -> Option<Vec<RowId>> {
        let row = engagement.row(id);
        let slices = row.whole.map(|whole| &engagement.row(whole).slices);
        let areas = row.areas.iter();
        let of_areas = areas.filter_map(|(area, _)| self.by_area.get(&*area.id.name));
        let systems = row.systems().iter();
        let on_systems = systems.filter_map(|system| self.lasting.get(&*system.name));
        let (of_areas, on_systems): (Vec<_>, Vec<_>) = (of_areas.collect(), on_systems.collect());
        let mut lists = slices.iter().chain(&of_areas).chain(&on_systems);
        if lists.any(|list| list.len() > MOST_OTHERS) {
            return None;
        }
        let same_kind = |other: &RowId| {
            let other = engagement.row(*other);
            row.activities().any(|own| other.has_activity(own))
        };
        let mut all = with_parts(engagement.lineage(id), engagement);
        all.extend(slices.iter().chain(&of_areas).copied().flatten());
        all.extend(on_systems.into_iter().flatten().filter(|id| same_kind(id)));
        if let Some(office) = self.officers.get(&id).filter(|_| !is_daily(id, engagement)) {
            all.extend(&office.rows);
        }
        all.remove(&id);
        all.retain(|other| {
            engagement.row(*other).has_somebody()
                && !engagement.are_apart(id, *other)
                && may_meet(id, *other, engagement, clock)
        });
        Some(all.into_iter().collect())
    }
}

/// The rows that fulfil a duty for which a profile wants one person named. None where what rows
/// fulfil could not be read: another may fulfil it too.
fn officers(engagement: &Engagement<'_>) -> BTreeMap<RowId, Office> {
    let mut officers: BTreeMap<RowId, Office> = BTreeMap::new();
    let mut rows = engagement.rows();
    if rows.any(|(_, row)| row.could_hold("satisfies")) {
        return officers;
    }
    let duties = Duties::of(engagement);
    let named = duties.all.iter().filter(|duty| duty.is_designated());
    for duty in named.filter(|duty| !duties.is_exempt(duty)) {
        let claims = duties.claims(duty);
        let rows = engagement.answering_rows_of(claims.iter().map(|claim| claim.row));
        if rows.len() > MOST_OTHERS {
            continue;
        }
        for claim in claims {
            for row in engagement.answering_rows(claim.row) {
                let office = officers.entry(row).or_insert_with(|| Office {
                    place: claim.span,
                    rows: Vec::new(),
                });
                office.rows.extend(&rows);
            }
        }
    }
    officers
}

/// Whether the workstream of a slice names a system itself and goes on in another slice.
fn is_promised_on(id: RowId, system: &str, engagement: &Engagement<'_>) -> bool {
    let row = engagement.row(id);
    let mut named = Many::of(&row.workstream.systems).iter();
    let Some(whole) = row.whole.filter(|_| named.any(|own| *own.name == *system)) else {
        return false;
    };
    let mut parts = engagement.row(whole).slices.iter().take(MOST_OTHERS);
    parts.any(|part| engagement.days(*part).1.is_none())
}

/// Rows as they are owned: of a split one its slices, since its own letters count for nothing.
fn with_parts(rows: &[RowId], engagement: &Engagement<'_>) -> BTreeSet<RowId> {
    let parts = |id: &RowId| match &*engagement.row(*id).slices {
        [] => vec![*id],
        slices => slices.iter().copied().take(MOST_OTHERS).collect(),
    };
    rows.iter().flat_map(parts).collect()
}

/// Whether two rows have hours in common: where a clock would have to say and there is none, they
/// may.
pub(super) fn may_meet(
    a: RowId,
    b: RowId,
    engagement: &Engagement<'_>,
    clock: Option<&Clock<'_, '_>>,
) -> bool {
    // Hours that cannot be read may be any.
    let is_lost = |row: RowId| engagement.row(row).could_hold("hours");
    if is_lost(a) || is_lost(b) {
        return true;
    }
    match clock {
        Some(clock) => clock.may_meet(a, b),
        None => hours_meet(engagement.hours(a), engagement.hours(b)).unwrap_or(true),
    }
}

fn report(
    cx: &mut Context<'_, '_>,
    id: RowId,
    gap: &Gap,
    lapse: Lapse,
    others: &Others<'_>,
    around: &[RowId],
) {
    let engagement = cx.engagement;
    let row = subject(id, gap, engagement);
    let (verb, aspect) = if gap.begins {
        ("begins", "before")
    } else {
        ("ends", "after")
    };
    let (name, day) = (&row.name, gap.day);
    let days = days(lapse, gap);
    let message = format!("nobody has `{name}` {days}: it {verb} on {day}");
    let mut evidence = evidence(gap, lapse, around, engagement);
    let why = engagement.cannot_wait(id);
    evidence.extend(why.map(|(span, why)| (span, why.to_owned())));
    let office = others.officers.get(&id).filter(|_| why.is_none());
    let wants = "a profile wants one person named for this";
    evidence.extend(office.map(|office| (office.place, wants.to_owned())));
    let finding = cx.report(gap.place, message);
    finding.about(row.object()).aspect(aspect);
    for (span, label) in evidence {
        finding.related(span, label);
    }
    let beside = row
        .whole
        .and_then(|whole| engagement.row(whole).letter_beside_slices());
    if let Some(span) = beside.or_else(|| row.letter_beside_slices()) {
        finding.related(span, words::BESIDE_SLICES);
    }
    let interim = "name who has it meanwhile, in a slice of its own: `[workstream.ID.slice.interim]` \
                   with `from`, `until`, `responsible` and `accountable`";
    let is_split = row.slice.is_some() || !row.slices.is_empty();
    finding.help(if is_split && beside.is_none() {
        interim.to_owned()
    } else {
        format!(
            "{interim}; the letters of `[workstream.ID]` itself go into a slice too, with its days: \
             beside slices they do not count"
        )
    });
}

/// The row that a date is written in: one of the whole concerns all its parts.
fn subject<'e, 'd>(id: RowId, gap: &Gap, engagement: &'e Engagement<'d>) -> &'e Row<'d> {
    let own = engagement.row(id);
    let whole = own.whole.map(|whole| engagement.row(whole));
    let says_it = |whole: &&Row<'_>| {
        let days = [whole.workstream.from, whole.workstream.until];
        days.into_iter().flatten().any(|day| day.span == gap.place)
    };
    whole.filter(says_it).unwrap_or(own)
}

fn days(lapse: Lapse, gap: &Gap) -> String {
    let until_it_begins = gap.last.filter(|_| gap.begins);
    match lapse.last.or(until_it_begins) {
        Some(last) if last == lapse.first => format!("on {last}"),
        Some(last) => format!("from {} to {last}", lapse.first),
        None => format!("from {} on", lapse.first),
    }
}

/// The chain of dates.
fn evidence(
    gap: &Gap,
    lapse: Lapse,
    around: &[RowId],
    engagement: &Engagement<'_>,
) -> Vec<(Span, String)> {
    let mut evidence = Vec::new();
    let head = engagement.head();
    let starts = head.and_then(|head| head.starts).filter(|_| gap.begins);
    evidence.extend(starts.map(|starts| (starts.span, "the engagement begins".to_owned())));
    let ended = around.iter().filter_map(|other| {
        let (day, span) = engagement.last_day(*other)?;
        let name = &engagement.row(*other).name;
        (day < lapse.first).then(|| (span, format!("`{name}` ends on {day}")))
    });
    evidence.extend(ended.take(MOST_SHOWN));
    let ends = head.and_then(|head| head.ends).filter(|_| !gap.begins);
    evidence.extend(ends.map(|ends| (ends.span, "the engagement goes on until then".to_owned())));
    evidence
}

#[cfg(test)]
mod tests;
