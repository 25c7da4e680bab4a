//! What a run amounts to, and the lines that say so in the formats that people read.
//!
//! A run that found nothing must say what it looked at, and what it could not look at: silence
//! must never look like "fine".

use std::collections::{BTreeMap, BTreeSet};

use racilint_diagnostics::{Finding, RuleInfo, Safety, Severity, Waived};

use crate::asked::{self, Asked, Baseline};
use crate::statistics::Statistics;
use crate::text::{push_wrapped, visible};

/// What a run amounts to. The binary fills it in, every format prints it.
#[derive(Clone, Debug)]
pub struct Summary {
    /// The engagements that were checked, as the user would name them: the path of the main file.
    pub engagements: Vec<String>,
    /// How many files were read, included ones too.
    pub files: usize,
    /// What was asked for and could not be read, a sentence each, as standard error says it.
    pub unread: Vec<String>,
    /// The findings that are reported, by severity; waived ones are not among them.
    pub counts: Counts,
    /// The findings that are waived or in a baseline, in the order of reading.
    pub waived: Vec<Accepted>,
    /// How many rules were evaluated in at least one engagement.
    pub evaluated: usize,
    /// Those of them that another engagement lacks the data for, or has switched off.
    pub evaluated_in_some: BTreeSet<&'static str>,
    /// The rules that lacked their data somewhere, in the order in which they are to be listed.
    pub not_evaluated: Vec<NotEvaluated>,
    /// Those of whom nobody wrote when they are there, though rules had to know it; sorted.
    pub hours_unknown_of: Vec<String>,
    /// The engagements that are over, in the order in which they were checked.
    pub ended: Vec<Ended>,
    /// Whether to list what rules lacked however many there are; otherwise a long list is a count.
    pub detailed: bool,
    /// Findings counted by rule and by engagement, where somebody asked for it.
    pub statistics: Option<Statistics>,
    /// The rules that are switched off, in the order in which they are to be listed.
    pub off: Vec<&'static RuleInfo>,
    /// The date that counted as today.
    pub as_of: AsOf,
    /// What held for which engagements, each different one once.
    pub asked: Vec<Asked>,
    /// The baseline, if there was one.
    pub baseline: Option<Baseline>,
}

impl Summary {
    /// What is accepted by waivers.
    pub(crate) fn accepted(&self) -> impl Iterator<Item = &Accepted> {
        self.waived.iter().filter(|waived| !waived.in_baseline)
    }

    /// What a baseline holds.
    pub(crate) fn baselined(&self) -> impl Iterator<Item = &Accepted> {
        self.waived.iter().filter(|waived| waived.in_baseline)
    }
}

/// An engagement of which no day is left to look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ended {
    /// Its name, as in [`Summary::engagements`].
    pub engagement: String,
    /// Its last day, as `YYYY-MM-DD`.
    pub day: String,
}

/// A finding that somebody has accepted, in few words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accepted {
    /// The rule.
    pub rule: &'static str,
    /// What it is about, as a waiver names it.
    pub object: String,
    /// What was found.
    pub message: String,
    /// Why it is accepted.
    pub reason: String,
    /// Who accepted it, by their ids.
    pub approved_by: String,
    /// The last day, as `YYYY-MM-DD`.
    pub until: String,
    /// Whether a baseline holds it, and no waiver.
    pub in_baseline: bool,
}

impl From<&Waived> for Accepted {
    fn from(waived: &Waived) -> Self {
        Self {
            rule: waived.finding.rule.name,
            object: waived.finding.subject.object.clone(),
            message: waived.finding.message.clone(),
            reason: waived.reason.clone(),
            approved_by: waived.approved_by.clone(),
            until: waived.until.clone(),
            in_baseline: waived.in_baseline,
        }
    }
}

/// How many findings there are of each severity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Not ready to sign.
    pub errors: usize,
    /// Can be signed, with a decision taken knowingly.
    pub warnings: usize,
    /// Information.
    pub notes: usize,
    /// How many of all of these have a fix that keeps the meaning.
    pub fixable: usize,
    /// How many of all of these have a fix that needs a look.
    pub fixable_after_a_look: usize,
}

impl Counts {
    /// Counts the findings given.
    pub fn of(findings: &[Finding]) -> Self {
        let mut counts = Self::default();
        for finding in findings {
            counts.add(finding);
        }
        counts
    }

    /// Counts one more.
    pub fn add(&mut self, finding: &Finding) {
        match finding.severity {
            Severity::Error => self.errors += 1,
            Severity::Warning => self.warnings += 1,
            Severity::Note => self.notes += 1,
        }
        match finding.fix.as_ref().map(|fix| fix.safety) {
            Some(Safety::Safe) => self.fixable += 1,
            Some(Safety::Unsafe) => self.fixable_after_a_look += 1,
            None => {}
        }
    }

    /// Counts those as well.
    pub fn add_all(&mut self, other: Self) {
        self.errors += other.errors;
        self.warnings += other.warnings;
        self.notes += other.notes;
        self.fixable += other.fixable;
        self.fixable_after_a_look += other.fixable_after_a_look;
    }

    /// How many weigh as much as this or more.
    pub fn from(self, least: Severity) -> usize {
        match least {
            Severity::Error => self.errors,
            Severity::Warning => self.errors + self.warnings,
            Severity::Note => self.all(),
        }
    }

    /// How many there are in all.
    pub fn all(self) -> usize {
        self.errors + self.warnings + self.notes
    }
}

/// A rule that could not look, because the files do not say what it needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotEvaluated {
    /// The rule.
    pub rule: &'static RuleInfo,
    /// What it lacked, in words that follow "needs".
    pub needs: String,
    /// The engagements in which it lacked it, by their places in [`Summary::engagements`]; empty for
    /// all of them.
    pub engagements: Vec<usize>,
    /// Whether the rule compares engagements, and so belongs to the run and to none of them.
    pub compares: bool,
}

/// The date that counted as today.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AsOf {
    /// The date as `YYYY-MM-DD`.
    pub date: String,
    /// Who said so.
    pub source: AsOfSource,
    /// The version of the time-zone data by which dates and hours were read, such as `2026e`.
    pub timezone_data: String,
}

/// Where the date came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AsOfSource {
    /// Nobody named one: it is the day of the run.
    Today,
    /// The command line.
    CommandLine,
    /// The configuration file.
    Configuration,
}

impl AsOfSource {
    pub(crate) fn words(self) -> &'static str {
        match self {
            AsOfSource::Today => "today",
            AsOfSource::CommandLine => "--as-of",
            AsOfSource::Configuration => "configured",
        }
    }
}

/// The summary as lines of at most `width` columns, each ended by a line break.
pub(crate) fn lines(summary: &Summary, width: usize) -> String {
    // The verdict comes last, where the eye is when the output has run through.
    let unread = summary.unread.iter();
    let unread = unread.map(|error| format!("not read: {}", visible(error)));
    let mut out = summary
        .statistics
        .as_ref()
        .map_or_else(String::new, |counted| counted.table(summary));
    let mut sentences: Vec<String> = unread
        .chain(not_evaluated_lines(summary, summary.detailed))
        .collect();
    sentences.extend(hours_line(summary));
    sentences.extend(ended_lines(summary));
    sentences.extend(summary.accepted().map(waived_line));
    if summary.detailed {
        sentences.extend(summary.baselined().map(baselined_line));
    }
    sentences.extend(asked_lines(summary));
    sentences.extend(fixes_line(summary));
    sentences.extend([rules_line(summary), findings_line(summary)]);
    for sentence in sentences {
        push_wrapped(&mut out, &sentence, 0, 2, width);
        out.push('\n');
    }
    out
}

pub(crate) fn findings_line(summary: &Summary) -> String {
    let name = match summary.engagements.as_slice() {
        [] => "no engagement".to_owned(),
        [one] => visible(one).into_owned(),
        many => format!("{} engagements", many.len()),
    };
    let Counts {
        errors,
        warnings,
        notes,
        ..
    } = summary.counts;
    let baselined = match summary.baseline {
        Some(_) => format!(", {} baselined", summary.baselined().count()),
        None => String::new(),
    };
    format!(
        "{name}: {}, {}, {}, {} waived{baselined} in {}",
        number(errors, "error"),
        number(warnings, "warning"),
        number(notes, "note"),
        summary.accepted().count(),
        number(summary.files, "file"),
    )
}

/// How much of it can be mended without typing.
pub(crate) fn fixes_line(summary: &Summary) -> Option<String> {
    let Counts {
        fixable,
        fixable_after_a_look,
        ..
    } = summary.counts;
    match (fixable, fixable_after_a_look) {
        (0, 0) => None,
        (safe, 0) => Some(format!("{safe} can be fixed with `--fix`")),
        (0, other) => Some(format!(
            "{other} can be fixed with `--fix --unsafe-fixes`: look at it first"
        )),
        (safe, other) => Some(format!(
            "{safe} can be fixed with `--fix`, {other} more with `--fix --unsafe-fixes`: look at those first"
        )),
    }
}

pub(crate) fn rules_line(summary: &Summary) -> String {
    let compare = match compare_nothing(summary) {
        0 => String::new(),
        1 => " (1 compares engagements)".to_owned(),
        n => format!(" ({n} compare engagements)"),
    };
    // Each rule is counted once, however many engagements there are.
    let in_some = &summary.evaluated_in_some;
    let partly = match in_some.len() {
        0 => String::new(),
        n => format!(" ({n} of them not in every engagement)"),
    };
    let missed: Vec<&str> = nowhere_evaluated(summary).collect();
    let off = summary.off.iter().map(|rule| rule.name);
    let off = match off
        .filter(|name| !in_some.contains(name) && !missed.contains(name))
        .count()
    {
        0 => String::new(),
        n => format!(", {n} off"),
    };
    format!(
        "{} evaluated{partly}, {} not evaluated{compare}{off}, as of {} ({}), time zones {}",
        number(summary.evaluated, "rule"),
        missed.len(),
        visible(&summary.as_of.date),
        summary.as_of.source.words(),
        visible(&summary.as_of.timezone_data),
    )
}

/// The rules that lacked their data wherever they are on.
fn nowhere_evaluated(summary: &Summary) -> impl Iterator<Item = &'static str> {
    let missed = summary.not_evaluated.iter().map(|missed| missed.rule.name);
    missed.filter(|name| !summary.evaluated_in_some.contains(name))
}

/// How many rules compare engagements where there is only one. They have no line of their own: whoever
/// has one contract can do nothing about it.
fn compare_nothing(summary: &Summary) -> usize {
    let compares = summary
        .not_evaluated
        .iter()
        .filter(|missed| missed.compares);
    match summary.engagements.len() {
        0 | 1 => compares.count(),
        _ => 0,
    }
}

/// Who accepted what, until when and why: an accepted finding is never out of sight. Of several at one
/// object each is told.
fn waived_line(waived: &Accepted) -> String {
    format!(
        "waived until {} by {}: {} on {}: {} ({})",
        visible(&waived.until),
        visible(&waived.approved_by),
        waived.rule,
        visible(&waived.object),
        visible(&waived.reason),
        visible(&waived.message),
    )
}

/// A finding that was known before.
fn baselined_line(known: &Accepted) -> String {
    format!("baselined: {} on {}", known.rule, visible(&known.object))
}

/// By which configuration and which baseline the rest was judged.
pub(crate) fn asked_lines(summary: &Summary) -> Vec<String> {
    let mut lines = asked::configuration_lines(&summary.asked, summary.detailed);
    lines.extend(asked::typed_line(&summary.asked, summary.detailed));
    if let Some(baseline) = &summary.baseline {
        lines.extend(asked::baseline_lines(baseline, summary.detailed));
    }
    lines
}

/// Whose hours would have to be written for all that depends on them.
pub(crate) fn hours_line(summary: &Summary) -> Option<String> {
    let names = summary.hours_unknown_of.iter();
    let names: Vec<String> = names.map(|name| format!("`{}`", visible(name))).collect();
    let line = || {
        format!(
            "not known: the hours of {}; what depends on them is not evaluated",
            names.join(", ")
        )
    };
    (!names.is_empty()).then(line)
}

/// So many engagements that are over are named, unless all of them are asked for.
const MOST_ENDED: usize = 3;

/// Which engagements are over: what rules lack there is a day, whatever else they need.
pub(crate) fn ended_lines(summary: &Summary) -> Vec<String> {
    let most = match summary.detailed {
        true => usize::MAX,
        false => MOST_ENDED,
    };
    let told = summary.ended.iter().take(most).map(|own| {
        format!(
            "{} ended on {}: no hours and no days of it are left to look at",
            visible(&own.engagement),
            visible(&own.day),
        )
    });
    let more = summary.ended.len().saturating_sub(most);
    let rest = (more > 0).then(|| {
        let more = number(more, "more engagement");
        format!("{more} ended before this day: `-v` names all of them")
    });
    told.chain(rest).collect()
}

/// One line for each need, with all the rules that have it: people mend a need, not a rule. Where
/// not all of it is asked for, a long list is a count.
pub(crate) fn not_evaluated_lines(summary: &Summary, all: bool) -> Vec<String> {
    let mut order: Vec<&str> = Vec::new();
    let mut by_need: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    let is_told = all || compare_nothing(summary) == 0;
    let told = summary.not_evaluated.iter();
    for missed in told.filter(|missed| is_told || !missed.compares) {
        let rules = by_need.entry(&missed.needs).or_insert_with(|| {
            order.push(&missed.needs);
            Vec::new()
        });
        rules.push(missed_rule(missed, summary.engagements.len()));
    }
    let line = |need: &str| {
        let rules = by_need.get(need).map(|rules| rules.join(", "));
        format!(
            "not evaluated, needs {}: {}",
            visible(need),
            rules.unwrap_or_default()
        )
    };
    if order.len() > MOST_NEEDS && !all {
        let count = summary.not_evaluated.len();
        let partly = match count - nowhere_evaluated(summary).count() {
            0 => String::new(),
            n => format!(", {n} of them only in some engagements"),
        };
        let count = number(count, "rule");
        return vec![format!(
            "{count} not evaluated{partly}, for want of what they need: `-v` lists it"
        )];
    }
    order.into_iter().map(line).collect()
}

/// So many needs are listed unasked. In a first draft nearly all is still to be said, and a list
/// of everything would push the findings off the screen.
const MOST_NEEDS: usize = 8;

fn missed_rule(missed: &NotEvaluated, all: usize) -> String {
    match missed.engagements.len() {
        0 => missed.rule.name.to_owned(),
        some if some == all => missed.rule.name.to_owned(),
        some => format!("{} (in {some} of {all} engagements)", missed.rule.name),
    }
}

/// `1 error`, `2 errors`.
pub(crate) fn number(count: usize, noun: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{plural}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use racilint_diagnostics::{DefaultSeverity, Group, ModelScope};

    const fn rule(name: &'static str) -> RuleInfo {
        RuleInfo {
            name,
            summary: "",
            group: Group::Coverage,
            severity: DefaultSeverity::ByCriticality,
            since: "0.1.0",
            needs: "",
            model: ModelScope::Both,
            waivable: true,
            frameworks: &[],
            aliases: &[],
            docs: "",
        }
    }

    static FIRST: RuleInfo = rule("first-rule");
    static SECOND: RuleInfo = rule("second-rule");
    static THIRD: RuleInfo = rule("third-rule");

    fn clean(engagements: &[&str]) -> Summary {
        Summary {
            engagements: engagements.iter().map(|&name| name.to_owned()).collect(),
            files: 1,
            unread: Vec::new(),
            counts: Counts::default(),
            waived: Vec::new(),
            evaluated: 1,
            evaluated_in_some: BTreeSet::new(),
            not_evaluated: Vec::new(),
            hours_unknown_of: Vec::new(),
            ended: Vec::new(),
            detailed: false,
            statistics: None,
            off: Vec::new(),
            as_of: AsOf {
                date: "2026-11-21".to_owned(),
                source: AsOfSource::Today,
                timezone_data: "2026e".to_owned(),
            },
            asked: Vec::new(),
            baseline: None,
        }
    }

    fn missed(rule: &'static RuleInfo, needs: &str, engagements: &[usize]) -> NotEvaluated {
        NotEvaluated {
            rule,
            needs: needs.to_owned(),
            engagements: engagements.to_vec(),
            compares: false,
        }
    }

    #[test]
    fn a_clean_run_says_what_it_looked_at() {
        assert_eq!(
            lines(&clean(&["a.raci.toml"]), 80),
            "1 rule evaluated, 0 not evaluated, as of 2026-11-21 (today), time zones 2026e\n\
             a.raci.toml: 0 errors, 0 warnings, 0 notes, 0 waived in 1 file\n"
        );
    }

    #[test]
    fn a_long_list_of_needs_is_a_count_until_somebody_asks() {
        let needs = ["a", "b", "c", "d", "e", "f", "g", "h", "i"];
        let mut summary = clean(&["one"]);
        summary.not_evaluated = needs.map(|need| missed(&FIRST, need, &[])).to_vec();
        let short = lines(&summary, 100);
        assert!(
            short.starts_with(
                "9 rules not evaluated, for want of what they need: `-v` lists it\n1 rule"
            ),
            "{short}"
        );
        // A page that holds everything lists it all the same.
        assert_eq!(not_evaluated_lines(&summary, true).len(), 9);
        summary.detailed = true;
        let long = lines(&summary, 100);
        assert_eq!(long.matches("not evaluated, needs").count(), 9, "{long}");
        summary.detailed = false;
        summary.not_evaluated.pop();
        assert_eq!(
            lines(&summary, 100).matches("not evaluated, needs").count(),
            8
        );
    }

    #[test]
    fn rules_without_data_are_folded_by_what_they_need() {
        let mut summary = clean(&["a", "b", "c"]);
        summary.not_evaluated = vec![
            missed(&SECOND, "hours", &[0, 1, 2]),
            missed(&FIRST, "an access table", &[]),
            missed(&FIRST, "hours", &[1]),
        ];
        summary.off = vec![&THIRD];
        assert_eq!(
            lines(&summary, 100),
            "not evaluated, needs hours: second-rule, first-rule (in 1 of 3 engagements)\n\
             not evaluated, needs an access table: first-rule\n\
             1 rule evaluated, 3 not evaluated, 1 off, as of 2026-11-21 (today), time zones 2026e\n\
             3 engagements: 0 errors, 0 warnings, 0 notes, 0 waived in 1 file\n"
        );
    }

    #[test]
    fn each_rule_is_counted_once_however_many_engagements_there_are() {
        let mut summary = clean(&["a", "b"]);
        summary.evaluated = 3;
        summary.not_evaluated = vec![
            missed(&FIRST, "hours", &[0]),
            missed(&SECOND, "hours", &[0, 1]),
        ];
        summary.off = vec![&SECOND, &THIRD];
        summary.evaluated_in_some = BTreeSet::from([FIRST.name, THIRD.name]);
        let line = rules_line(&summary);
        let expected =
            "3 rules evaluated (2 of them not in every engagement), 1 not evaluated, as of ";
        assert!(line.starts_with(expected), "{line}");
        let needs = ["a", "b", "c", "d", "e", "f", "g", "h", "i"];
        summary.not_evaluated = needs.map(|need| missed(&FIRST, need, &[0])).to_vec();
        assert_eq!(
            not_evaluated_lines(&summary, false),
            [
                "9 rules not evaluated, 9 of them only in some engagements, for want of what they \
                 need: `-v` lists it"
            ]
        );
    }
}
