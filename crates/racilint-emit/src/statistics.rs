//! Findings counted by rule and by engagement, as tables.

use std::cmp::Reverse;
use std::fmt::Write as _;

use crate::summary::{Counts, Summary, number};
use crate::text::visible;

/// How many findings there are, by rule and by engagement.
#[derive(Clone, Debug, Default)]
pub struct Statistics {
    /// By the names of the rules.
    pub by_rule: Vec<(&'static str, Counts)>,
    /// By the places of the engagements in [`Summary::engagements`].
    pub by_engagement: Vec<(usize, Counts)>,
    /// Those that are told once for several engagements.
    pub several: Counts,
}

/// A row: a name, and how many findings it has.
type Row<'s> = (&'s str, Counts);

impl Statistics {
    /// The rules with findings, the worst first.
    pub(crate) fn rules(&self) -> Vec<Row<'_>> {
        worst_first(self.by_rule.clone())
    }

    /// The engagements with findings, the worst first, and what several share behind them.
    pub(crate) fn engagements<'s>(&self, summary: &'s Summary) -> Vec<Row<'s>> {
        let name = |at: usize| summary.engagements.get(at).map_or("", String::as_str);
        let rows = self.by_engagement.iter();
        let mut rows = worst_first(rows.map(|(at, counts)| (name(*at), *counts)).collect());
        rows.extend(Some((SEVERAL, self.several)).filter(|(_, counts)| counts.all() > 0));
        rows
    }

    /// Both as text, an empty line behind each.
    pub(crate) fn table(&self, summary: &Summary) -> String {
        let mut out = String::new();
        push_table(&mut out, "by rule", &self.rules());
        push_table(&mut out, "by engagement", &self.engagements(summary));
        let with = self
            .by_engagement
            .iter()
            .filter(|(_, counts)| counts.all() > 0);
        let all = summary.engagements.len();
        let without = all - with.count().min(all);
        if without > 0 {
            let (all, have) = (
                number(all, "engagement"),
                if without == 1 { "has" } else { "have" },
            );
            let _ = write!(
                out,
                "{without} of {all} {have} no findings of their own\n\n"
            );
        }
        out
    }
}

/// What the row is called that belongs to no single engagement.
const SEVERAL: &str = "(told once for several engagements)";

fn worst_first(mut rows: Vec<Row<'_>>) -> Vec<Row<'_>> {
    rows.retain(|(_, counts)| counts.all() > 0);
    rows.sort_by_key(|(name, counts)| {
        let worst = Reverse((counts.errors, counts.warnings, counts.notes));
        (worst, *name)
    });
    rows
}

fn push_table(out: &mut String, title: &str, rows: &[Row<'_>]) {
    if rows.is_empty() {
        return;
    }
    let _ = writeln!(out, "  errors  warnings  notes  {title}");
    for (name, counts) in rows {
        let Counts {
            errors,
            warnings,
            notes,
            ..
        } = counts;
        let _ = writeln!(out, "{errors:8}{warnings:10}{notes:7}  {}", visible(name));
    }
    out.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worst_come_first_and_the_clean_not_at_all() {
        let counts = |errors, warnings, notes| Counts {
            errors,
            warnings,
            notes,
            ..Counts::default()
        };
        let statistics = Statistics {
            by_rule: vec![
                ("a", counts(0, 3, 0)),
                ("b", counts(1, 0, 0)),
                ("c", counts(0, 0, 0)),
            ],
            by_engagement: Vec::new(),
            several: Counts::default(),
        };
        let mut out = String::new();
        push_table(&mut out, "by rule", &statistics.rules());
        assert_eq!(
            out,
            "  errors  warnings  notes  by rule\n       1         0      0  b\n       0         3      0  a\n\n"
        );
    }
}
