use racilint_diagnostics::{DefaultSeverity, Group, Span};
use racilint_parser::decode::Spanned;
use racilint_parser::values::{Elapsed, Many};

use super::{Context, declare_rule};
use crate::model::{Engagement, Hangs, RowId, Target, Underpinning, civil};
use crate::time::{Clock, Unknown, in_words};

declare_rule! {
    /// ## What it does
    ///
    /// Reports a promise that is tighter than the contract it stands on: an agreement with a
    /// supplier, or between two of your own teams, about the same work, about work that it depends
    /// on, or about a system that it is done on. Compared are how soon the service is back, for the
    /// same work also how soon somebody responds, and the hours.
    ///
    /// ## Why is this bad?
    ///
    /// The client was promised four hours, the vendor promised eight. The missing four are yours,
    /// and they come with a penalty clause.
    ///
    /// ## Example
    ///
    /// ```toml,fires
    /// [engagement]
    ///
    /// [workstream.mail]
    /// systems = ["tenant"]
    /// restore-within = "4h"
    ///
    /// [system.tenant]
    /// vendor = "host"
    ///
    /// [agreement.hosting]
    /// kind = "underpinning"
    /// between = ["northwind", "host"]
    /// covers = ["tenant"]
    /// restore-within = "8h"
    ///
    /// [party.northwind]
    /// [party.host]
    /// kind = "vendor"
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```toml,silent
    /// [engagement]
    ///
    /// [workstream.mail]
    /// systems = ["tenant"]
    /// restore-within = "8h"
    ///
    /// [system.tenant]
    /// vendor = "host"
    ///
    /// [agreement.hosting]
    /// kind = "underpinning"
    /// between = ["northwind", "host"]
    /// covers = ["tenant"]
    /// restore-within = "6h"
    ///
    /// [party.northwind]
    /// [party.host]
    /// kind = "vendor"
    /// ```
    ///
    /// ## When it stays silent
    ///
    /// - Both promise the same.
    /// - One of the two promises nothing about it. Where the supplier promises only to respond,
    ///   that has to fit into the time in which the service is back.
    /// - The contract is about a system only, and the work promises no restoration: its vendor is
    ///   not on the way back.
    /// - The agreement is over, or holds on no day on which the work is done: the old contract beside
    ///   the new one. Its hours are compared on its own days.
    /// - The agreement is of another kind, such as a business associate agreement.
    ///
    /// ## References
    ///
    /// - ISO/IEC 20000-1:2018, 8.3.4: targets of suppliers align with what is promised
    /// - ITIL: underpinning contracts and operational level agreements
    "sla-not-underpinned" {
        summary: "a promise is tighter than the contract it stands on",
        group: Group::Escalation,
        severity: DefaultSeverity::ERROR,
        needs: "promises, and agreements of kind `ola` or `underpinning` with theirs",
    }
}

fn check(cx: &mut Context<'_, '_>) {
    let engagement = cx.engagement;
    let agreements = engagement.underpinnings();
    let mut compared = false;
    for (row, _) in engagement.leaves() {
        for agreement in &agreements {
            let Some(hangs) = engagement.hangs(row, agreement) else {
                continue;
            };
            if !engagement.is_at_work_within(row, agreement.days()) {
                continue;
            }
            let (faults, evaluated) = faults(cx, row, agreement, hangs);
            compared |= evaluated;
            if let Some(first) = faults.first() {
                report(cx, row, agreement, hangs, first, &faults[1..]);
            }
        }
    }
    if !compared {
        cx.lacks_data();
    }
}

/// A part of the promise that the agreement does not hold.
struct Fault {
    /// Where it is promised.
    promise: Span,
    /// Where the agreement says less.
    less: Span,
    /// What is promised and what stands behind it, in words.
    says: String,
}

/// What the agreement does not hold, and whether there was anything to compare.
fn faults<'d>(
    cx: &Context<'_, 'd>,
    row: RowId,
    agreement: &Underpinning<'d>,
    hangs: Hangs,
) -> (Vec<Fault>, bool) {
    let engagement = cx.engagement;
    let body = &agreement.item.body;
    let restore = engagement.restore_target(row);
    // A supplier who only promises to respond has to do so before the service is due back.
    let behind = [
        (body.restore_within, "the service is back"),
        (body.respond_within, "somebody responds"),
    ];
    let behind = behind
        .into_iter()
        .find_map(|(said, what)| Some((said?, what)));
    let respond = engagement
        .respond_target(row)
        .filter(|_| hangs == Hangs::Itself);
    let times = [
        slower(restore, "the service is back", behind),
        slower(
            respond,
            "somebody responds",
            body.respond_within.map(|said| (said, "somebody responds")),
        ),
    ];
    let on_the_way = restore.is_some() || !matches!(hangs, Hangs::OnSystem(_));
    let hours = cx
        .clock
        .filter(|_| on_the_way)
        .and_then(|clock| closed(clock, engagement, row, agreement));
    let all = times.into_iter().chain([hours]);
    let all: Vec<Option<Fault>> = all.flatten().collect();
    let evaluated = !all.is_empty();
    (all.into_iter().flatten().collect(), evaluated)
}

/// Whether what stands behind a promise takes longer; `None` when one of the two is not there.
fn slower(
    promise: Option<(RowId, Target)>,
    what: &str,
    behind: Option<(Spanned<Elapsed>, &str)>,
) -> Option<Option<Fault>> {
    let ((_, promise), (said, less)) = promise.zip(behind)?;
    let (own, its) = (promise.value.minutes, said.value.minutes);
    let words = |minutes: u32| in_words(u64::from(minutes));
    Some((its > own).then(|| Fault {
        promise: promise.span,
        less: said.span,
        says: format!(
            "promises that {what} within {}, and stands on a contract in which {less} within {}",
            words(own),
            words(its)
        ),
    }))
}

/// Whether there are promised hours in which the agreement is closed; `None` when one of the two
/// has no hours.
fn closed<'d>(
    clock: &Clock<'_, 'd>,
    engagement: &Engagement<'d>,
    row: RowId,
    agreement: &Underpinning<'d>,
) -> Option<Option<Fault>> {
    let said = agreement.item.body.hours.as_ref()?;
    let promise = engagement.hours(row)?;
    let open = clock.written_hours(said, Unknown::On)?;
    let missing = clock.promised(row)?.difference(&open);
    let [first, last] = <[_; 2]>::from(agreement.days()).map(|day| day.and_then(civil));
    let missing = missing.intersection(&clock.on_dates(first.unwrap_or(engagement.start()), last));
    Some(clock.windows(&missing).worst().map(|when| Fault {
        promise: promise.span,
        less: said.span,
        says: format!("is promised, and the contract it stands on is closed, {when}"),
    }))
}

fn report(
    cx: &mut Context<'_, '_>,
    id: RowId,
    agreement: &Underpinning<'_>,
    hangs: Hangs,
    first: &Fault,
    others: &[Fault],
) {
    let engagement = cx.engagement;
    let row = engagement.row(id);
    let name = &*agreement.item.id.name;
    let message = format!("`{}` {}", row.name, first.says);
    let finding = cx.report(first.promise, message);
    finding.about(row.object()).aspect(name);
    finding.related(first.less, format!("`{name}` says less"));
    for other in others {
        finding.related(other.less, format!("`{}` {}", row.name, other.says));
    }
    match hangs {
        Hangs::Itself => {}
        Hangs::On(carried) => {
            let carried = &engagement.row(carried).name;
            let named = Many::of(&row.workstream.depends_on).iter();
            let place = named.filter(|named| *named.name == **carried);
            for named in place {
                finding.related(named.span, "it depends on this");
            }
        }
        Hangs::OnSystem(system) => {
            let named = row.systems().iter();
            let place = named.filter(|named| engagement.names.system(&named.name) == Some(system));
            for named in place {
                finding.related(named.span, "it is done on this");
            }
        }
    }
    finding.help(format!(
        "agree with whom `{name}` is made on no less than what is promised, or promise what it can \
         carry"
    ));
}

#[cfg(test)]
mod tests;
