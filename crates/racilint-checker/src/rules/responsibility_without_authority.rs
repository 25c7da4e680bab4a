use racilint_diagnostics::{DefaultSeverity, Finding, Group, Span};
use racilint_parser::language::Mode;

use super::{Context, declare_rule, words};
use crate::model::{ActorId, Authority, Engagement, Grant, Letter, Need, RowId};

declare_rule! {
    /// ## What it does
    ///
    /// Reports work that takes an action which none of those who do it or answer for it may take.
    /// Nobody may do what no grant says. What the work takes is said by `needs`, and where that is
    /// absent by the area.
    ///
    /// ## Why is this bad?
    ///
    /// Responsibility without authority: the people who are blamed for the spread are the ones who
    /// were not allowed to pull the plug.
    ///
    /// ## Example
    ///
    /// ```toml,fires
    /// [engagement]
    ///
    /// [workstream.containment]
    /// responsible = "soc"
    /// accountable = "security-lead"
    /// needs = ["isolate-endpoint"]
    ///
    /// [team.soc]
    /// members = ["li"]
    /// [role.security-lead]
    /// held-by = "jo"
    /// [person.li]
    /// [person.jo]
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```toml,silent
    /// [engagement]
    ///
    /// [workstream.containment]
    /// responsible = "soc"
    /// accountable = "security-lead"
    /// needs = ["isolate-endpoint"]
    ///
    /// [[grant]]
    /// holder = "soc"
    /// action = "isolate-endpoint"
    /// on = "containment"
    /// mode = "pre-authorized"
    ///
    /// [team.soc]
    /// members = ["li"]
    /// [role.security-lead]
    /// held-by = "jo"
    /// [person.li]
    /// [person.jo]
    /// ```
    ///
    /// ## When it stays silent
    ///
    /// - One of them may act, at once or with an approval, as a person, in a role, for a team or
    ///   for a party.
    /// - The action is prohibited to all who do the work, for as long as they do it, and somebody on
    ///   the escalation path may take it.
    /// - They are allowed to act and prohibited to at once: `authority-conflict` says so.
    /// - `needs = []`: the work takes no authority. Or it is a decision and nothing else.
    /// - The work is over: its `until` lies before today.
    /// - The work is split by `step` and a step names no needs of its own: it is enough that one of
    ///   the steps has somebody who may.
    /// - Who does it, or a grant that may be the one, cannot be read or is misspelt.
    ///
    /// ## References
    ///
    /// - FTC Safeguards Rule, 16 CFR 314.4(h)(3): levels of decision-making authority
    /// - 23 NYCRR 500.16(a)(1)(iii): roles, responsibilities and levels of authority
    "responsibility-without-authority" {
        summary: "nobody who does the work or answers for it may do what it takes",
        group: Group::Authority,
        severity: DefaultSeverity::ERROR,
        needs: "`needs`, or areas that take authority",
        frameworks: &["ftc-safeguards", "nydfs-500"],
    }
}

/// Enough of those who may to know whom to ask.
const MOST_OTHERS: usize = 3;

fn check(cx: &mut Context<'_, '_>) {
    let engagement = cx.engagement;
    let leaves = engagement.leaves().filter(|(_, row)| !row.only_decides());
    let taking: Vec<(RowId, Vec<Need<'_>>)> = leaves
        .map(|(id, _)| (id, engagement.needs(id)))
        .filter(|(_, needs)| !needs.is_empty())
        .collect();
    if taking.is_empty() || engagement.is_damaged() {
        return cx.lacks_data();
    }
    for (id, needs) in taking {
        let Some(work) = Work::of(id, engagement) else {
            continue;
        };
        for need in needs {
            let action = &need.action.id.name;
            if work.cannot(action, engagement)
                && !work.is_done_by_others(action, engagement)
                && !work.is_told_of_grants(action, engagement)
            {
                report(cx, &work, &need);
            }
        }
    }
}

/// Whether this rule reports an action of a row, or of the steps that take it together: rules that
/// ask when somebody may act then have nothing to add.
pub(super) fn is_reported(engagement: &Engagement<'_>, row: RowId, action: &str) -> bool {
    let steps = engagement.sharing_needs(row);
    let work = steps.first().and_then(|first| Work::of(*first, engagement));
    work.is_some_and(|work| {
        work.cannot(action, engagement) && !work.is_done_by_others(action, engagement)
    })
}

/// Whether those who do the work of a row are prohibited to take an action, and somebody else on
/// the path does it.
pub(super) fn is_others_by_design(engagement: &Engagement<'_>, row: RowId, action: &str) -> bool {
    let steps = engagement.sharing_needs(row);
    let work = steps.first().and_then(|first| Work::of(*first, engagement));
    work.is_some_and(|work| work.is_done_by_others(action, engagement))
}

/// Work with those who do it and answer for it.
struct Work {
    /// The row that it is reported for.
    row: RowId,
    /// Those of the row itself, or of all steps of a split one.
    seats: Vec<Seat>,
}

/// Who holds which letter in which row, and where that is said.
type Seat = (Letter, RowId, ActorId, Span);

impl Work {
    /// `None` when somebody or nobody may be meant, when another step speaks for this one, or when
    /// the work is over: the authority for it may well have ended with it.
    fn of(id: RowId, engagement: &Engagement<'_>) -> Option<Self> {
        let steps = engagement.sharing_needs(id);
        let is_over = steps.iter().all(|step| engagement.is_over(*step));
        if steps.first() != Some(&id) || is_over {
            return None;
        }
        let mut seats = Vec::new();
        for letter in [Letter::Responsible, Letter::Accountable] {
            for step in &steps {
                let named = engagement.row(*step).seats(letter);
                if named.uncertain() {
                    return None;
                }
                seats.extend(
                    named
                        .placed()
                        .map(|(actor, span)| (letter, *step, actor, span)),
                );
            }
        }
        let whole = engagement.row(id).whole.filter(|_| steps.len() > 1);
        let somebody =
            |(_, _, actor, _): &(_, _, ActorId, _)| !engagement.acting(*actor).is_empty();
        seats.iter().any(somebody).then(|| Work {
            row: whole.unwrap_or(id),
            seats,
        })
    }

    /// Whether it is certain that none of them may.
    fn cannot(&self, action: &str, engagement: &Engagement<'_>) -> bool {
        self.seats.iter().all(|(_, row, actor, _)| {
            let authority = engagement.authority(*actor, action, *row);
            let may = matches!(authority, Authority::May | Authority::Unknown);
            !may && !engagement.may_be_more(*actor) && !engagement.may_within(*actor, action, *row)
        })
    }

    /// Whether all who do the work are prohibited to act by design, and somebody on their escalation
    /// path does it.
    fn is_done_by_others(&self, action: &str, engagement: &Engagement<'_>) -> bool {
        let is_done = |(letter, ..): &&Seat| *letter == Letter::Responsible;
        let somebody_does = self.seats.iter().any(|seat| is_done(&seat));
        let by_design =
            |(_, row, actor, _): &Seat| is_prohibited_throughout(*actor, action, *row, engagement);
        let mut doing = self
            .seats
            .iter()
            .filter(|seat| !somebody_does || is_done(seat));
        doing.all(by_design)
            && self
                .seats
                .iter()
                .any(|(_, row, ..)| is_on_the_path(*row, action, engagement))
    }

    /// Whether one of them holds a grant that a prohibition contradicts: the two are told.
    fn is_told_of_grants(&self, action: &str, engagement: &Engagement<'_>) -> bool {
        self.seats.iter().any(|(_, row, actor, _)| {
            let grants = engagement.grants_of(*actor, action);
            let lineage = engagement.lineage(*row);
            let mut allowed = grants.iter().filter(|own| {
                own.mode() == Some(Mode::PreAuthorized)
                    && own.covers(lineage)
                    && !own.is_unclear()
                    && !own.has_ended(engagement.start())
            });
            allowed.any(|yes| {
                let mut no = grants.iter().filter(|own| own.prohibits_always());
                no.any(|no| !no.is_unclear() && no.reaches_all_of(yes, engagement))
            })
        })
    }

    /// Whether one of them acts by a grant.
    fn holds(&self, grant: &Grant<'_>, engagement: &Engagement<'_>) -> bool {
        let mut seats = self.seats.iter();
        seats.any(|(_, _, actor, _)| {
            let people = engagement.acting(*actor).iter().chain([actor]);
            let mut names = people.flat_map(|own| engagement.capacities(*own));
            names.any(|own| grant.holders.actors().any(|holder| holder == *own))
        })
    }

    /// The first of them to whom a grant could be given: a prohibition counts more than any.
    fn first_free(&self, action: &str, engagement: &Engagement<'_>) -> Option<ActorId> {
        let mut seats = self.seats.iter();
        let free = seats.find(|(_, row, actor, _)| {
            engagement.authority(*actor, action, *row) != Authority::Prohibited
        });
        free.map(|(_, _, actor, _)| *actor)
    }
}

/// Whether an actor, or each person behind it, is prohibited to act on a row at all hours and on all
/// days of the row.
fn is_prohibited_throughout(
    actor: ActorId,
    action: &str,
    row: RowId,
    engagement: &Engagement<'_>,
) -> bool {
    let holds = |own: ActorId| {
        let mut grants = engagement.grants_of(own, action).into_iter();
        grants.any(|grant| {
            grant.mode() == Some(Mode::Prohibited)
                && grant.covers(engagement.lineage(row))
                && (grant.is_unclear() || engagement.holds_on_all_days_of(grant, row))
        })
    };
    let people = engagement.acting(actor);
    holds(actor) || (!people.is_empty() && people.iter().all(|person| holds(*person)))
}

fn is_on_the_path(row: RowId, action: &str, engagement: &Engagement<'_>) -> bool {
    let Some(named) = engagement.escalation(row) else {
        return engagement.may_be_escalated(row);
    };
    // A path that is misspelt may lead to anybody.
    named.to.is_none_or(|path| {
        let mut steps = engagement.paths[path].steps.iter();
        steps.any(|step| {
            let mut actors = step.to.actors();
            let may = |authority| matches!(authority, Authority::May | Authority::Unknown);
            step.to.uncertain() || actors.any(|to| may(engagement.authority(to, action, row)))
        })
    })
}

fn report(cx: &mut Context<'_, '_>, work: &Work, need: &Need<'_>) {
    let engagement = cx.engagement;
    let row = engagement.row(work.row);
    let (name, action) = (&row.name, &need.action.id.name);
    let span = if need.from_area.is_some() {
        row.span
    } else {
        need.span
    };
    let message = format!("nobody who is responsible or accountable for `{name}` may `{action}`");
    let finding = cx.report(span, message);
    finding.about(row.object()).aspect(&**action);
    for (letter, _, _, span) in &work.seats {
        let holds = match letter {
            Letter::Responsible => "does the work, but has no authority to do this",
            _ => "answers for the work, but has no authority to do this",
        };
        finding.related(*span, holds);
    }
    relate_own_grants(finding, work, action, engagement);
    let others = engagement.grants_for(action, work.row);
    let others = others.filter(|grant| !work.holds(grant, engagement));
    for grant in others.take(MOST_OTHERS) {
        let holders = words::list(grant.holders.links.iter().map(|link| link.name));
        finding.related(
            grant.place(),
            format!("{holders} may, without being in charge of this work"),
        );
    }
    if let Some(area) = need.from_area {
        let named = row
            .areas
            .iter()
            .find(|(own, _)| own.id.name == area.id.name);
        let span = named.map_or(row.span, |(_, span)| *span);
        if span != row.span {
            finding.related(span, format!("work of this area takes `{action}`"));
        }
    }
    finding.help(help(work, need, engagement));
}

/// Grants of their own that fall short: prohibited, ended, or for other work.
fn relate_own_grants(
    finding: &mut Finding,
    work: &Work,
    action: &str,
    engagement: &Engagement<'_>,
) {
    let mut told: Vec<Span> = Vec::new();
    for (_, row, actor, _) in &work.seats {
        for grant in engagement.grants_of(*actor, action) {
            let Some((place, label)) = falls_short(grant, *row, engagement) else {
                continue;
            };
            if !told.contains(&place) {
                told.push(place);
                finding.related(place, label);
            }
        }
    }
}

/// Where a grant says why it is none for a row, and what that is.
fn falls_short(
    grant: &Grant<'_>,
    row: RowId,
    engagement: &Engagement<'_>,
) -> Option<(Span, &'static str)> {
    let covers = grant.covers(engagement.lineage(row));
    let (from, until) = (grant.table.from, grant.table.until);
    let first = engagement.first_day(row);
    let is_over = first.is_some_and(|first| grant.has_ended(first));
    match (grant.mode(), until, from) {
        (Some(Mode::Prohibited), ..) => covers.then_some((grant.place(), "prohibited")),
        (_, Some(until), _) if grant.has_ended(engagement.start()) => {
            Some((until.span, "this authority has ended"))
        }
        _ if !covers => Some((grant.place(), "this authority is for other work")),
        (_, Some(until), _) if is_over => {
            Some((until.span, "this authority ends before the work begins"))
        }
        _ => Some((grant.place(), "a prohibition counts more than this")),
    }
}

fn help(work: &Work, need: &Need<'_>, engagement: &Engagement<'_>) -> String {
    let action = need.action;
    let name = &*action.id.name;
    let Some(holder) = work.first_free(name, engagement) else {
        return format!(
            "name somebody on the escalation path who may, or give the work to somebody who may; a \
             grant to those who do it counts only when the prohibition of `{name}` is lifted"
        );
    };
    let holder = engagement.actor(holder).name;
    let irreversible = action.body.irreversible.is_some_and(|flag| flag.value);
    let mode = if irreversible {
        "approval-required"
    } else {
        "pre-authorized"
    };
    let grant = format!(
        "let one of them: `[[grant]]` with `holder = \"{holder}\"`, `action = \"{name}\"` and \
         `mode = \"{mode}\"`"
    );
    match need.from_area {
        None => format!("{grant}; or give the work to somebody who may"),
        Some(area) => format!(
            "{grant}; that the work takes it follows from the area `{}`: if it does not, say what \
             it takes, `needs = [...]`, or `needs = []`",
            area.id.name
        ),
    }
}

#[cfg(test)]
mod tests;
