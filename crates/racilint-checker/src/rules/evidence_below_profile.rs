use std::collections::BTreeMap;

use racilint_diagnostics::{DefaultSeverity, Group};
use racilint_parser::values::{Calendar, Spanned};

use super::{Context, declare_rule};
use crate::model::{Asked, DutyKey, Engagement, Evidence, Named, RowId, as_written, is_longer};

declare_rule! {
    /// ## What it does
    ///
    /// Reports evidence that is made more rarely, or kept for less time, than the profile of a duty
    /// asks for. Evidence without `proves` stands for every duty that its work fulfils and that no
    /// other evidence names.
    ///
    /// ## Why is this bad?
    ///
    /// The work is done, the record is there, and it still does not count. Reviews that were not
    /// made, and records that were deleted, cannot be made up for.
    ///
    /// ## Example
    ///
    /// ```toml,fires
    /// [engagement]
    /// profiles = ["msp-baseline", "pci-dss"]
    ///
    /// [evidence.log-review-record]
    /// proves = ["pci-dss:log-review"]
    /// owner = "soc-lead"
    /// producer = "soc-lead"
    /// every = "1w"
    /// keep = "1y"
    ///
    /// [role.soc-lead]
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```toml,silent
    /// [engagement]
    /// profiles = ["msp-baseline", "pci-dss"]
    ///
    /// [evidence.log-review-record]
    /// proves = ["pci-dss:log-review"]
    /// owner = "soc-lead"
    /// producer = "soc-lead"
    /// every = "1d"
    /// keep = "1y"
    ///
    /// [role.soc-lead]
    /// ```
    ///
    /// ## When it stays silent
    ///
    /// - Other evidence of the same duty is made as often, and kept as long, as the profile asks.
    /// - The evidence does not say how often it is made or how long it is kept, or the profile
    ///   leaves it open or asks for it when something changes.
    /// - The duty does not apply: only work that nobody needs to do fulfils it.
    /// - Months and years are compared by the calendar; against days and weeks a month counts 30
    ///   days, a year 365.
    ///
    /// ## References
    ///
    /// - PCI DSS v4.0.1, 7.2.4, 10.4.1, 10.5.1
    /// - HIPAA, 45 CFR 164.316(b)(2)(i): documentation is kept for six years
    "evidence-below-profile" {
        summary: "evidence is made too rarely, or kept too short, for a profile",
        group: Group::Evidence,
        severity: DefaultSeverity::ERROR,
        needs: "evidence with `every` or `keep`, of a duty whose profile says how often or how long",
        frameworks: &["pci-dss", "hipaa"],
    }
}

fn check(cx: &mut Context<'_, '_>) {
    let engagement = cx.engagement;
    let proofs = proofs(engagement);
    let mut judged = false;
    let mut short: BTreeMap<(usize, Aspect), Vec<Shortfall>> = BTreeMap::new();
    for items in proofs.values() {
        let verdicts: Vec<Verdict> = items
            .iter()
            .map(|(item, named)| Verdict::of(named, &engagement.evidence[*item]))
            .collect();
        judged |= verdicts.iter().any(|verdict| verdict.judged);
        if verdicts.iter().any(|verdict| verdict.short.is_empty()) {
            continue;
        }
        let names_it = |item: usize| engagement.evidence[item].table.proves.is_some();
        let is_named = items.iter().any(|(item, _)| names_it(*item));
        for ((item, _), verdict) in items.iter().zip(verdicts) {
            if is_named && !names_it(*item) {
                continue;
            }
            for (aspect, shortfall) in verdict.short {
                short.entry((*item, aspect)).or_default().push(shortfall);
            }
        }
    }
    for ((item, aspect), shortfalls) in &short {
        report(cx, &engagement.evidence[*item], *aspect, shortfalls);
    }
    if !judged {
        cx.lacks_data();
    }
}

/// For every duty that applies, the evidence of it, with the place that says so.
fn proofs<'d>(engagement: &Engagement<'d>) -> BTreeMap<DutyKey<'d>, Vec<(usize, Named<'d>)>> {
    let needless = engagement.needless_duties();
    let mut proofs: BTreeMap<_, Vec<(usize, Named<'d>)>> = BTreeMap::new();
    for (item, evidence) in engagement.evidence.iter().enumerate() {
        if is_needless(evidence, engagement) {
            continue;
        }
        for named in engagement.proved(evidence) {
            if !needless.contains(&named.key()) {
                let items = proofs.entry(named.key()).or_default();
                if items.last().is_none_or(|(last, _)| *last != item) {
                    items.push((item, named));
                }
            }
        }
    }
    proofs
}

/// Whether the evidence is for work that nobody needs to do, and for no other.
fn is_needless(evidence: &Evidence<'_>, engagement: &Engagement<'_>) -> bool {
    let left_out = |row: Option<RowId>| row.is_some_and(|row| engagement.row(row).left_out);
    !evidence.rows.is_empty() && evidence.rows.iter().all(|link| left_out(link.to))
}

/// What falls short.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Aspect {
    /// How often it is made.
    Every,
    /// How long it is kept.
    Keep,
}

/// A length that falls short of what a profile asks for.
struct Shortfall<'d> {
    said: Spanned<Calendar>,
    asked: Asked,
    named: Named<'d>,
}

/// What one item of evidence is worth to one duty.
struct Verdict<'d> {
    judged: bool,
    short: Vec<(Aspect, Shortfall<'d>)>,
}

impl<'d> Verdict<'d> {
    fn of(named: &Named<'d>, evidence: &Evidence<'_>) -> Self {
        let mut verdict = Verdict {
            judged: false,
            short: Vec::new(),
        };
        let table = evidence.table;
        verdict.take(Aspect::Every, table.every, named.cadence(), named);
        verdict.take(Aspect::Keep, table.keep, named.retention(), named);
        verdict
    }

    fn take(
        &mut self,
        aspect: Aspect,
        said: Option<Spanned<Calendar>>,
        asked: Option<Asked>,
        named: &Named<'d>,
    ) {
        let (Some(said), Some(asked)) = (said, asked) else {
            return;
        };
        self.judged = true;
        let is_short = match aspect {
            Aspect::Every => is_longer(said.value, asked.length),
            Aspect::Keep => is_longer(asked.length, said.value),
        };
        if is_short {
            let named = *named;
            let shortfall = Shortfall { said, asked, named };
            self.short.push((aspect, shortfall));
        }
    }
}

/// The duty that asks for most is told; the others are evidence of it.
fn report(
    cx: &mut Context<'_, '_>,
    evidence: &Evidence<'_>,
    aspect: Aspect,
    shortfalls: &[Shortfall],
) {
    let most = |one: &&Shortfall, other: &&Shortfall| {
        let (one, other) = (one.asked.length, other.asked.length);
        let order = one.comparable_minutes().cmp(&other.comparable_minutes());
        match aspect {
            Aspect::Every => order,
            Aspect::Keep => order.reverse(),
        }
    };
    let Some(first) = shortfalls.iter().min_by(most) else {
        return;
    };
    let (name, said) = (evidence.name, as_written(first.said.value));
    let asked = as_written(first.asked.length);
    let (source, place) = (source(first), first.asked.place());
    let (message, key) = match aspect {
        Aspect::Every => (
            format!("`{name}` is made every `{said}`; {source} asks for every `{asked}`{place}"),
            "every",
        ),
        Aspect::Keep => (
            format!("`{name}` is kept for `{said}`; {source} asks for `{asked}`{place}"),
            "keep",
        ),
    };
    let finding = cx.report(first.said.span, message);
    finding.about(evidence.object()).aspect(key);
    for shortfall in shortfalls {
        let (profile, duty) = shortfall.named.key();
        let asked = as_written(shortfall.asked.length);
        finding.related(
            shortfall.named.span,
            format!("`{profile}:{duty}` asks for `{asked}`"),
        );
    }
    finding.cites(first.named.cited(&first.asked.clauses));
    finding.help(format!(
        "agree on `{key} = \"{asked}\"`; or keep other evidence that is made as often and kept as \
         long, and name the duty under its `proves`"
    ));
}

/// The profile with its version: "`pci-dss` 4.0.1".
fn source(shortfall: &Shortfall) -> String {
    let head = &shortfall.named.profile.head;
    let (profile, _) = shortfall.named.key();
    let version = head.version.as_ref().map_or("", |version| &version.value);
    format!("`{profile}` {version}")
}

#[cfg(test)]
mod tests;
