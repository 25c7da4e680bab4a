use std::collections::BTreeSet;

use jiff::civil::Date;
use racilint_diagnostics::{Clause, DefaultSeverity, Group, Span};
use racilint_parser::values::Many;

use super::{Context, declare_rule, words};
use crate::model::{ActorId, EXIT_AREA, Engagement, Letter, Row, RowId, Seats, Sides, clauses};

mod keys;

declare_rule! {
    /// ## What it does
    ///
    /// Reports an engagement that only one side, or nobody, prepares to end, and systems of which
    /// the provider alone holds the highest rights.
    ///
    /// ## Why is this bad?
    ///
    /// The day of parting is the day on which nobody feels obliged. Whoever holds the only key then
    /// decides how long it takes, and the client cannot let in the next provider.
    ///
    /// ## Example
    ///
    /// ```toml,fires
    /// [engagement]
    /// client = "harbor"
    /// provider = "northwind"
    /// profiles = []
    ///
    /// [workstream.transition-out]
    /// responsible = "platform-team"
    /// accountable = "platform-team"
    ///
    /// [party.harbor]
    /// [party.northwind]
    /// [team.platform-team]
    /// party = "northwind"
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```toml,silent
    /// [engagement]
    /// client = "harbor"
    /// provider = "northwind"
    /// profiles = []
    ///
    /// [workstream.transition-out.slice.hand-back]
    /// step = "hand back access, data and documents"
    /// responsible = "platform-team"
    /// accountable = "platform-team"
    ///
    /// [workstream.transition-out.slice.take-over]
    /// step = "take over"
    /// responsible = "it-director"
    /// accountable = "it-director"
    ///
    /// [party.harbor]
    /// [party.northwind]
    /// [team.platform-team]
    /// party = "northwind"
    /// [role.it-director]
    /// party = "harbor"
    /// ```
    ///
    /// ## When it stays silent
    ///
    /// - Each side does or answers for a part of the work that goes on until the engagement ends, or
    ///   owns a step of the exit.
    /// - A side helps or is consulted, and no law that an active profile follows asks for more.
    /// - No profile asks for an exit and no workstream is about it: then only systems are looked at.
    /// - The exit is left out, with a reason or with an accepted exclusion.
    /// - The client owns the system, is among its top administrators, or holds break-glass for it,
    ///   by somebody who does not leave before the engagement ends.
    /// - The system is a tool of the provider's own: its business owner is the provider's.
    /// - Nobody at all owns the exit (`missing-accountable`), or who does cannot be read.
    ///
    /// ## References
    ///
    /// - DORA, Regulation (EU) 2022/2554, 28(8) and 30(3)(f)
    /// - NIST CSF 2.0, GV.SC-10
    /// - CISA AA22-131A: the client keeps control of its highest accounts
    "missing-exit-plan" {
        summary: "the end of the engagement is not prepared by both sides",
        group: Group::Handoff,
        severity: DefaultSeverity::ByCriticality,
        needs: "client and provider, and a workstream for the exit, a profile that asks for one, or \
                systems with `top-admin`",
        frameworks: &["dora", "nist-csf", "soc2"],
    }
}

fn check(cx: &mut Context<'_, '_>) {
    let engagement = cx.engagement;
    let no_work = engagement.rows().next().is_none();
    let Some(sides) = engagement.sides() else {
        return cx.lacks_data();
    };
    if no_work || engagement.is_damaged() {
        return cx.lacks_data();
    }
    let knows_exit = check_exit(cx, sides);
    let knows_keys = keys::check(cx, sides);
    if !knows_exit && !knows_keys {
        cx.lacks_data();
    }
}

/// Whether there was anything to judge about the exit.
fn check_exit(cx: &mut Context<'_, '_>, sides: &Sides) -> bool {
    let engagement = cx.engagement;
    let rows = engagement.exit_rows();
    if rows.is_empty() {
        let demanded = engagement.demands_area(EXIT_AREA) || engagement.exit_duty().is_some();
        if demanded && !may_be_said_elsewhere(engagement) {
            report_nothing(cx);
        }
        return demanded;
    }
    let left = rows.iter().filter(|(id, _)| !engagement.row(*id).left_out);
    let left: Vec<(RowId, Span)> = left.copied().collect();
    if let Some(part) = Part::of(&left, engagement) {
        let absent = part.absent(sides, engagement);
        let is_owned = !part.owners.is_empty() || !part.ended.is_empty();
        if !absent.is_empty() && is_owned {
            report_one_sided(cx, &left, &part, &absent);
        }
    }
    true
}

/// Whether the exit is left out on purpose, or may be dealt with where the file cannot be read.
fn may_be_said_elsewhere(engagement: &Engagement<'_>) -> bool {
    let unread = engagement
        .rows()
        .any(|(_, row)| row.could_hold("area") || row.could_hold("satisfies"));
    let mut exclusions = engagement.document.tables.exclusions.iter();
    let excluded = exclusions.any(|row| {
        let accepted =
            !Many::of(&row.accepted_by).is_empty() || row.unread.could_hold("accepted-by");
        let names_it = Many::of(&row.area)
            .iter()
            .any(|area| area.name == EXIT_AREA);
        row.unread.could_hold("area") || accepted && names_it
    });
    unread || excluded
}

/// Who has a part in the exit.
struct Part {
    owners: Vec<(ActorId, Span)>,
    parties: BTreeSet<ActorId>,
    /// The days on which work of it ends before the engagement does, and with it whoever had it.
    ended: Vec<(Date, Span)>,
}

impl Part {
    /// `None` where somebody, or somebody's party, is not known.
    fn of(rows: &[(RowId, Span)], engagement: &Engagement<'_>) -> Option<Self> {
        let mut part = Part {
            owners: Vec::new(),
            parties: BTreeSet::new(),
            ended: Vec::new(),
        };
        let mut seen = BTreeSet::new();
        let mut open: Vec<RowId> = rows.iter().map(|(id, _)| *id).rev().collect();
        while let Some(id) = open.pop() {
            if seen.insert(id) {
                let row = engagement.row(id);
                open.extend(row.slices.iter().chain(&row.children).rev());
                if let Some(ended) = ends_early(id, engagement) {
                    part.ended.push(ended);
                    continue;
                }
                part.take(row.accountable(), engagement)?;
                part.take(row.responsible(), engagement)?;
                part.take_helpers(row, engagement);
            }
        }
        for owner in engagement.exit_owners() {
            part.take(&owner, engagement)?;
        }
        Some(part)
    }

    fn take(&mut self, seats: &Seats<'_>, engagement: &Engagement<'_>) -> Option<()> {
        for (actor, span) in seats.placed() {
            let parties = engagement.parties(actor);
            if parties.is_empty() || engagement.actor(actor).parties.uncertain() {
                return None;
            }
            self.owners.push((actor, span));
            self.parties.extend(parties);
        }
        (!seats.uncertain()).then_some(())
    }

    /// Where no law asks for a planned end, whoever helps or is asked has a part as well.
    fn take_helpers(&mut self, row: &Row<'_>, engagement: &Engagement<'_>) {
        if engagement.exit_duty().is_none() {
            for letter in [Letter::Support, Letter::Consulted] {
                let helpers = row.seats(letter).actors();
                let parties = helpers.flat_map(|actor| engagement.parties(actor).iter().copied());
                self.parties.extend(parties);
            }
        }
    }

    /// The sides that have none.
    fn absent<'s>(
        &self,
        sides: &'s Sides,
        engagement: &Engagement<'_>,
    ) -> Vec<&'s BTreeSet<ActorId>> {
        let mut absent = Vec::new();
        let mut parties = self.parties.iter();
        if !parties.any(|party| sides.is_with_client(*party, engagement)) {
            absent.push(&sides.client);
        }
        let mut parties = self.parties.iter();
        if !parties.any(|party| sides.is_with_provider(*party, engagement)) {
            absent.push(&sides.provider);
        }
        absent
    }
}

/// The last day of work that is over before the engagement is.
fn ends_early(row: RowId, engagement: &Engagement<'_>) -> Option<(Date, Span)> {
    let (last, place) = engagement.last_day(row)?;
    let is_early = last < engagement.end()?;
    is_early.then_some((last, place))
}

fn report_nothing(cx: &mut Context<'_, '_>) {
    let engagement = cx.engagement;
    let head = engagement.head().map(|head| head.span);
    let Some(span) = profile_span(engagement).or(head) else {
        return;
    };
    let finding = cx.report(
        span,
        "nothing says how the engagement ends: nobody hands access, data and documents back",
    );
    finding.about(format!("area.{EXIT_AREA}"));
    if let Some(asks) = asks(engagement) {
        finding.label(asks).cites(cited(engagement));
    }
    finding.help(format!(
        "say who hands back and who takes over: a workstream with `area = \"{EXIT_AREA}\"`, and a \
         slice with owners of its own for each side"
    ));
}

/// The place that names the profile which asks for the exit.
fn profile_span(engagement: &Engagement<'_>) -> Option<Span> {
    let duty = engagement.exit_duty();
    let duty = duty.and_then(|(profile, _)| profile.head.id.as_ref());
    let profiles = engagement.profiles();
    let asking = profiles
        .iter()
        .find(|(id, _)| duty.is_some_and(|own| *own.value == **id));
    asking.or(profiles.first()).and_then(|(_, span)| *span)
}

/// Which clause asks for it, in words.
fn asks(engagement: &Engagement<'_>) -> Option<String> {
    let (profile, duty) = engagement.exit_duty()?;
    let id = profile.head.id.as_ref()?;
    let version = profile.head.version.as_ref()?;
    let clause = Many::of(&duty.body.refs).first()?;
    Some(format!(
        "`{}` {}, {}, asks for it",
        id.value, version.value, clause.value
    ))
}

/// The clause that asks for it: the first, as it is said in words.
fn cited(engagement: &Engagement<'_>) -> Option<Clause> {
    let (profile, duty) = engagement.exit_duty()?;
    clauses(profile, duty).into_iter().next()
}

fn report_one_sided(
    cx: &mut Context<'_, '_>,
    rows: &[(RowId, Span)],
    part: &Part,
    absent: &[&BTreeSet<ActorId>],
) {
    let engagement = cx.engagement;
    let Some((row, span)) = rows.first() else {
        return;
    };
    let row = &engagement.row(*row).name;
    let names = |parties: &BTreeSet<ActorId>| {
        words::any_of(parties.iter().map(|party| engagement.actor(*party).name))
    };
    let sides: Vec<String> = absent.iter().map(|side| names(side)).collect();
    let absent = sides.join(" and nobody of ");
    let message = format!("nobody of {absent} has a part in ending the engagement (`{row}`)");
    let finding = cx.report(*span, message);
    finding.about(format!("area.{EXIT_AREA}"));
    if let Some(asks) = asks(engagement) {
        finding.label(asks).cites(cited(engagement));
    }
    for (actor, span) in &part.owners {
        let of = words::list(
            engagement
                .parties(*actor)
                .iter()
                .copied()
                .map(|party| engagement.actor(party).name),
        );
        finding.related(*span, format!("of {of}"));
    }
    let mut told = BTreeSet::new();
    for (last, place) in part.ended.iter().filter(|(_, place)| told.insert(*place)) {
        let label = format!("over on {last}, before the engagement is");
        finding.related(*place, label);
    }
    let longer = match part.ended.is_empty() {
        true => "",
        false => "; what is over before the engagement ends hands nothing back",
    };
    finding.help(format!(
        "give each side its step: `[workstream.{row}.slice.hand-back]` and \
         `[workstream.{row}.slice.take-over]`, each with `responsible` and `accountable` of its \
         own{longer}"
    ));
}

#[cfg(test)]
mod tests;
