use racilint_diagnostics::{DefaultSeverity, Group, Span};
use racilint_parser::values::Many;

use super::{Context, declare_rule, duty_words, words};
use crate::model::{ActorId, Days, Engagement, Fault, Letter, Row, RowId, civil};
use crate::time::{Clock, HoursFault, OpenPart};

declare_rule! {
    /// ## What it does
    ///
    /// Reports work that people of two parties are to do, or to answer for, without a word on who
    /// has which part; and slices that overlap or leave something out.
    ///
    /// Where there are too many to compare all with all, it says so at the first that is left out.
    ///
    /// ## Why is this bad?
    ///
    /// What two companies share is done twice or not at all, and each can show that it was the
    /// other's.
    ///
    /// ## Example
    ///
    /// ```toml,fires
    /// [engagement]
    ///
    /// [workstream.patching]
    /// responsible = ["harbor-it", "northwind"]
    /// accountable = "harbor-it"
    ///
    /// [team.harbor-it]
    /// party = "harbor"
    ///
    /// [party.harbor]
    /// [party.northwind]
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```toml,silent
    /// [engagement]
    ///
    /// [workstream.patching.slice.workstations]
    /// systems     = "workstations"
    /// responsible = "northwind"
    /// accountable = "harbor-it"
    ///
    /// [workstream.patching.slice.servers]
    /// systems     = "servers"
    /// responsible = "harbor-it"
    /// accountable = "harbor-it"
    ///
    /// [system.workstations]
    /// [system.servers]
    ///
    /// [team.harbor-it]
    /// party = "harbor"
    ///
    /// [party.harbor]
    /// [party.northwind]
    /// ```
    ///
    /// ## When it stays silent
    ///
    /// - Two teams of one party share the work.
    /// - The other party only helps, is asked or is told.
    /// - A deputy of the owner is of another party.
    /// - Slices by hours that share no minute and leave none of the promised hours to nobody, each
    ///   system and each severity for itself. Where the engagement names no zone, different hours
    ///   are taken as apart.
    /// - At some hours only the graver incidents are in somebody's hands: the others wait. Whether
    ///   severities graver or lesser than all that slices name are a matter of this work, is not
    ///   known.
    /// - One step keeps shorter hours than the others: an approval can wait.
    /// - Slices one after the other: no day is in two of them. Days that nobody has are told by
    ///   `missing-interim-owner`.
    /// - A slice that names no system, severity or step takes the rest beside one that does. A
    ///   slice without hours takes no rest: it has all the hours that the workstream promises.
    /// - Nobody has one of the slices yet.
    ///
    /// ## References
    ///
    /// - PCI DSS 4.0, 12.8.5: which requirements each side manages, and which are shared
    /// - CSA Cloud Controls Matrix 4, STA-04: delineation of shared responsibility
    "shared-without-split" {
        summary: "two parties share work, and nobody says who has which part",
        group: Group::Ownership,
        severity: DefaultSeverity::ERROR,
        needs: "workstreams",
        frameworks: &["pci-dss", "csa-ccm-ssrm"],
    }
}

fn check(cx: &mut Context<'_, '_>) {
    let engagement = cx.engagement;
    if engagement.rows().next().is_none() {
        return cx.lacks_data();
    }
    for (_, row) in engagement.childless() {
        let shared = |letter| Some((letter, spanned(engagement, row, letter)?));
        let found = shared(Letter::Responsible).or_else(|| shared(Letter::Accountable));
        if let Some((letter, sides)) = found {
            report(cx, row, letter, &sides);
        }
    }
    for (id, row) in engagement.rows() {
        if row.left_out {
            continue;
        }
        if let Some(fault) = engagement.split_fault(id) {
            report_split(cx, id, &fault);
        } else if let Some(clock) = cx.clock
            && let Some(fault) = clock.split_fault(id)
        {
            report_hours(cx, clock, id, &fault);
        }
    }
}

/// Slices by hours that leave minutes of the promise to nobody, or give some to two.
fn report_hours(
    cx: &mut Context<'_, '_>,
    clock: &Clock<'_, '_>,
    id: RowId,
    fault: &HoursFault<'_>,
) {
    let engagement = cx.engagement;
    let row = engagement.row(id);
    let when = |minutes| clock.worst_window(minutes);
    let own_hours = |slice: RowId| {
        let slice = engagement.row(slice).slice;
        slice.and_then(|slice| slice.hours.as_ref())
    };
    let place = |slice: RowId| {
        let hours = own_hours(slice).map(|hours| hours.span);
        hours.unwrap_or(engagement.row(slice).span)
    };
    let (span, message, others, help) = match fault {
        HoursFault::Overlap(first, second, both) => (
            place(*second),
            format!(
                "two parts of `{}` have the same hours, `{}` and `{}`: {}",
                row.name,
                engagement.row(*first).name,
                engagement.row(*second).name,
                when(both)
            ),
            vec![*first],
            if own_hours(*first).is_none() || own_hours(*second).is_none() {
                "give each of them hours of its own: a part without hours has all that is promised"
            } else {
                "let one of them end where the other begins; both in the same zone, so that no \
                 clock change parts them"
            },
        ),
        HoursFault::Hole(left, part) => (
            clock.promise_of(id).map_or(row.span, |hours| hours.span),
            format!(
                "no part of `{}` has {}these of its hours: {}",
                row.name,
                open_part(part),
                when(left)
            ),
            row.slices.clone(),
            "let one part take what is left, such as `{ outside = \"PARTY\" }`, or promise less",
        ),
    };
    let finding = cx.report(span, message);
    finding.about(row.object()).aspect("hours");
    for other in others {
        let label = match own_hours(other) {
            Some(_) => "the hours of this part",
            None => "this part names no hours and so has all of them",
        };
        finding.related(place(other), label);
    }
    if let HoursFault::Hole(left, _) = fault {
        if let Some(span) = row.letter_beside_slices() {
            finding.related(span, words::BESIDE_SLICES);
        }
        let holidays = clock.holidays_of_parts(id);
        let reasons = duty_words::reasons(&clock.windows(left), &holidays, left);
        duty_words::tell_holidays(finding, engagement, &reasons);
    }
    finding.help(help);
}

/// What of the work a hole is about: nothing for all of it, "`sev1` of `erp` at ".
fn open_part(part: &OpenPart<'_>) -> String {
    let severities = words::any_of(part.severities.iter().map(|own| own.word()));
    let systems = words::any_of(&part.systems);
    match (severities.is_empty(), systems.is_empty()) {
        (true, true) => String::new(),
        (false, false) => format!("{severities} of {systems} at "),
        _ => format!("{severities}{systems} at "),
    }
}

/// Two holders of a letter who have no party in common, in the order of the file.
#[derive(Clone, Copy)]
struct Camps {
    one: (ActorId, Span),
    other: (ActorId, Span),
}

fn spanned(engagement: &Engagement<'_>, row: &Row<'_>, letter: Letter) -> Option<Camps> {
    let known = |(actor, _): &(ActorId, Span)| {
        let unsure = engagement.actor(*actor).parties.uncertain();
        !unsure && !engagement.parties(*actor).is_empty()
    };
    let seats = row.seats(letter);
    if seats.links.len() < 2 {
        return None;
    }
    let holders: Vec<(ActorId, Span)> = seats.placed().filter(known).collect();
    // Whoever works for the fewest parties has the least in common with the others.
    let narrowest = holders
        .iter()
        .min_by_key(|(actor, _)| engagement.works_for(*actor).len())?;
    let own = engagement.works_for(narrowest.0);
    let stranger = holders.iter().find(|(actor, _)| {
        let stands_in = letter == Letter::Accountable
            && (engagement.is_deputy(*actor, narrowest.0)
                || engagement.is_deputy(narrowest.0, *actor));
        !stands_in && engagement.works_for(*actor).is_disjoint(own)
    })?;
    let (one, other) = if narrowest.1 <= stranger.1 {
        (*narrowest, *stranger)
    } else {
        (*stranger, *narrowest)
    };
    Some(Camps { one, other })
}

fn report(cx: &mut Context<'_, '_>, row: &Row<'_>, letter: Letter, sides: &Camps) {
    let engagement = cx.engagement;
    let party = |actor: ActorId| {
        let parties = engagement.parties(actor);
        words::list(parties.iter().map(|party| engagement.actor(*party).name))
    };
    let (does, part) = match letter {
        Letter::Accountable => ("answer for", "answers for"),
        _ => ("do the work of", "does"),
    };
    let message = format!(
        "people of {} and of {} {does} `{}`, and nobody says who {part} which part",
        party(sides.one.0),
        party(sides.other.0),
        row.name
    );
    let finding = cx.report(sides.other.1, message);
    finding.about(row.object());
    finding.label(format!("of {}", party(sides.other.0)));
    for (actor, span) in row.seats(letter).placed() {
        let parties = engagement.parties(actor);
        if span != sides.other.1 && !parties.is_empty() {
            finding.related(span, format!("of {}", party(actor)));
        }
    }
    let keep = match letter {
        Letter::Accountable => "let one of them answer for it",
        _ => "let one of them do it and the other support",
    };
    finding.help(if row.slice.is_some() {
        format!("{keep}, or make a slice for each")
    } else {
        format!(
            "say who has which part, by hours, systems, severity or step: \
             `[workstream.{}.slice.PART]`; or {keep}",
            row.name
        )
    });
}

fn report_split(cx: &mut Context<'_, '_>, id: RowId, fault: &Fault<'_>) {
    let row = cx.engagement.row(id);
    let name = |slice: RowId| &*cx.engagement.row(slice).name;
    match fault {
        Fault::Overlap {
            what,
            first,
            second,
        } => {
            let message = format!(
                "`{what}` is in two parts of `{}`: `{}` and `{}`",
                row.name,
                name(first.0),
                name(second.0)
            );
            let finding = cx.report(second.1, message);
            finding
                .about(row.object())
                .aspect(*what)
                .related(first.1, "already in this part")
                .help("leave it in one of the two, or tell them apart by hours, severity or step");
        }
        Fault::Alike {
            first,
            second,
            days,
        } => {
            let (one, other, whole) = (name(first.0), name(second.0), &row.name);
            let (when, help) = match days_in_words(*days) {
                None => (
                    String::new(),
                    "say which part each of them has, by `hours`, `systems`, `severity` or `step`",
                ),
                Some(when) => (
                    format!(" {when}"),
                    "let one of them end on the day before the other begins, or say which part \
                     each has",
                ),
            };
            let message = format!("`{one}` and `{other}` have the same part of `{whole}`{when}");
            let finding = cx.report(second.1, message);
            finding
                .about(row.object())
                .aspect("days")
                .related(first.1, format!("`{one}` has it too"))
                .help(help);
        }
        Fault::Uncompared(slice) => {
            let slice = cx.engagement.row(*slice);
            cx.stops_at(slice.span, slice.object(), "of the same workstream");
        }
        Fault::LeftOut { system, span } => {
            let message = format!("no part of `{}` takes care of `{system}`", row.name);
            let slices: Vec<(Span, &str)> = row
                .slices
                .iter()
                .map(|slice| (cx.engagement.row(*slice).span, name(*slice)))
                .collect();
            let finding = cx.report(*span, message);
            finding.about(row.object()).aspect(*system);
            for (span, _) in slices {
                finding.related(span, "has other systems");
            }
            finding.help("add it to the systems of one of the slices");
        }
        Fault::Skipped(severity) => {
            let word = severity.word();
            let message = format!(
                "no part of `{}` takes care of `{word}`, only of graver and of lesser incidents",
                row.name
            );
            let slices = row.slices.iter();
            let tables = slices.filter_map(|slice| cx.engagement.row(*slice).slice);
            let named = tables.flat_map(|slice| Many::of(&slice.severity).first());
            let places: Vec<Span> = named.map(|own| own.span).collect();
            let finding = cx.report(row.span, message);
            finding.about(row.object()).aspect(word);
            for span in places {
                finding.related(span, "has other severities");
            }
            finding.help("add it to the severities of one of the slices");
        }
    }
}

/// The days that slices say to have in common: "from 2027-04-01 to 2027-06-30".
fn days_in_words(days: Days) -> Option<String> {
    match (days.0.and_then(civil), days.1.and_then(civil)) {
        (None, None) => None,
        (Some(from), None) => Some(format!("from {from} on")),
        (None, Some(until)) => Some(format!("until {until}")),
        (Some(from), Some(until)) if from == until => Some(format!("on {from}")),
        (Some(from), Some(until)) => Some(format!("from {from} to {until}")),
    }
}

#[cfg(test)]
mod tests;
