//! What a run amounts to, gathered engagement by engagement in the order of the files.
//!
//! What people read is written as soon as it is known; kept is only what is told at the end, and
//! what the outputs need that are written as one document.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use jiff::civil::Date;
use racilint_checker::portfolio::{self, Portfolio};
use racilint_checker::settle::Levels;
use racilint_diagnostics::{Finding, RuleInfo, Severity, Sources, Waived};
use racilint_emit::{
    Accepted, AsOf, AsOfSource, Baseline, Counts, Ended, Fixed, NotEvaluated, Part, ReadFile,
    Report, SEVERAL, Statistics, Summary,
};

use super::one::{Checked, FileOf, Job, RulesOf, Tally};
use super::progress::Progress;
use super::together::Together;
use crate::cli::CheckOptions;
use crate::commands::outputs::{Outputs, Written, about, here};
use crate::{Failure, terminal};

/// A run so far.
pub(super) struct Gathered<'a> {
    options: &'a CheckOptions,
    job: &'a Job<'a>,
    outputs: Outputs,
    engaged: Vec<Engaged>,
    /// How many files were taken so far.
    taken: usize,
    /// Files without an engagement: told at the end, unless they are a part of one.
    late: Vec<(usize, Checked)>,
    unread: Vec<String>,
    files: Vec<ReadFile>,
    /// The files that were read, by identity, with the number of engagements that include each.
    includers: BTreeMap<String, usize>,
    together: Together,
    portfolio: Portfolio,
    progress: Progress,
    /// What rules did, each only once: it is the same in most engagements.
    rules: BTreeMap<[Vec<&'static str>; 3], Rc<RulesOf>>,
    waived: Vec<Accepted>,
    needs_hours_of: BTreeSet<String>,
    ended: Vec<Ended>,
    days: BTreeSet<Date>,
    /// The findings that were told, by rule; the first rule of all.
    tally: Tally,
    first: Option<&'static RuleInfo>,
    /// Whether something was found that fails the check.
    fails: bool,
    /// What of the baseline is fixed, or was not looked for.
    baseline: Option<Baseline>,
}

/// An engagement that was checked.
pub(in crate::commands) struct Engaged {
    pub(in crate::commands) name: String,
    pub(in crate::commands) rules: Rc<RulesOf>,
    /// Its place among the files of the run.
    index: usize,
    counts: Counts,
    sources: Sources,
    findings: Vec<Finding>,
    waived: Vec<Waived>,
}

/// How a run ended.
pub(super) struct Ending {
    /// Whether something was found that fails the check.
    pub(super) fails: bool,
    /// Whether everything could be read.
    pub(super) is_read: bool,
    /// Whether everything could be written.
    pub(super) is_written: bool,
}

impl<'a> Gathered<'a> {
    /// Nothing yet.
    pub(super) fn of(options: &'a CheckOptions, job: &'a Job<'a>, outputs: Outputs) -> Self {
        Self {
            options,
            job,
            outputs,
            engaged: Vec::new(),
            taken: 0,
            late: Vec::new(),
            unread: Vec::new(),
            files: Vec::new(),
            includers: BTreeMap::new(),
            together: Together::default(),
            portfolio: Portfolio::default(),
            progress: Progress::of(job.files),
            rules: BTreeMap::new(),
            waived: Vec::new(),
            needs_hours_of: BTreeSet::new(),
            ended: Vec::new(),
            days: BTreeSet::new(),
            tally: Tally::new(),
            first: None,
            fails: false,
            baseline: job.baseline.map(|baseline| Baseline {
                file: baseline.name(),
                fixed: Vec::new(),
                not_looked_at: 0,
            }),
        }
    }

    /// Tells of something that cannot be read.
    pub(super) fn unread(&mut self, error: String) {
        self.progress.clear();
        terminal::complain(&error);
        self.unread.push(error);
    }

    /// Takes the next file of the run.
    pub(super) fn take(&mut self, checked: Result<Checked, String>) {
        let index = self.taken;
        self.taken += 1;
        match checked {
            Err(error) => self.unread(error),
            Ok(checked) if checked.is_part && self.job.several => self.late.push((index, checked)),
            Ok(checked) => self.add(index, checked),
        }
        if self.progress.is_due() {
            // What is told so far stands above the line.
            self.progress.clear();
            self.outputs.flush();
            self.progress.show(self.taken);
        }
    }

    fn add(&mut self, index: usize, mut checked: Checked) {
        for (at, text) in std::mem::take(&mut checked.written).iter().enumerate() {
            if !text.is_empty() {
                self.progress.clear();
                self.outputs.push(at, text);
            }
        }
        if let Some((extract, sources)) = checked.extract.take() {
            self.portfolio.take(&checked.name, extract, &sources);
        }
        let least = self
            .job
            .settings
            .of_file(&checked.name)
            .fail_on
            .value
            .least();
        let mut tallies = checked.tally.values();
        self.fails |= least.is_some_and(|least| tallies.any(|own| own.from(least) > 0));
        self.compare(&checked);
        self.count(&checked.tally);
        self.first = self.first.or(checked.first);
        self.read(std::mem::take(&mut checked.files));
        for own in std::mem::take(&mut checked.elsewhere) {
            self.together.add(index, own, &checked.sources);
        }
        self.waived
            .extend(checked.waived.iter().map(Accepted::from));
        self.needs_hours_of.extend(checked.needs_hours_of);
        self.ended.extend(checked.ended.map(|day| Ended {
            engagement: checked.name.clone(),
            day: day.to_string(),
        }));
        self.days.insert(checked.today);
        let rules = self.intern(checked.rules);
        let keeps = self.job.keeps;
        self.engaged.push(Engaged {
            name: checked.name,
            rules,
            index,
            counts: sum(&checked.tally),
            sources: if keeps {
                checked.sources
            } else {
                Sources::default()
            },
            findings: checked.findings,
            waived: if keeps { checked.waived } else { Vec::new() },
        });
    }

    /// Notes what of the baseline is fixed. What could not be read completely has mended nothing.
    fn compare(&mut self, checked: &Checked) {
        let (Some(used), Some(compared)) = (&mut self.baseline, &checked.compared) else {
            return;
        };
        used.not_looked_at += compared.not_looked_at.len();
        if checked.is_incomplete {
            used.not_looked_at += compared.fixed.len();
            return;
        }
        used.fixed.extend(compared.fixed.iter().map(|entry| Fixed {
            engagement: checked.name.clone(),
            rule: entry.rule.clone(),
            object: entry.object.clone(),
            aspect: entry.aspect.clone(),
            names: entry.names.clone(),
        }));
    }

    fn count(&mut self, tally: &Tally) {
        for (rule, counts) in tally {
            self.tally.entry(rule).or_default().add_all(*counts);
        }
    }

    /// Notes the files of an engagement, the main one first.
    fn read(&mut self, files: Vec<FileOf>) {
        for (at, file) in files.into_iter().enumerate() {
            let includers = self.includers.entry(file.identity);
            let is_new = matches!(includers, std::collections::btree_map::Entry::Vacant(_));
            *includers.or_default() += usize::from(at > 0);
            if is_new {
                self.files.push(file.read);
            }
        }
    }

    fn intern(&mut self, rules: RulesOf) -> Rc<RulesOf> {
        let names = |rules: &[&'static RuleInfo]| rules.iter().map(|rule| rule.name).collect();
        let key = [&rules.evaluated, &rules.not_evaluated, &rules.off].map(|rules| names(rules));
        Rc::clone(self.rules.entry(key).or_insert_with(|| Rc::new(rules)))
    }

    /// Tells the rest, and writes what is written at the end.
    ///
    /// # Errors
    ///
    /// Those of standard output, and an output that would take the place of what was read.
    pub(super) fn finish(mut self) -> Result<Ending, Failure> {
        self.add_late();
        self.engaged.sort_by_key(|one| one.index);
        self.progress.clear();
        let mut shared = self.add_together();
        self.add_portfolio(&mut shared);
        let read = self.includers.keys();
        self.outputs.spares(read)?;
        let summary = self.summary(&shared);
        let folder = here();
        let report = Report {
            parts: parts(&self.engaged, &shared, self.job),
            files: &self.files,
            summary: &summary,
            about: about(&folder),
        };
        let is_written = self.outputs.finish(&Written {
            options: self.options,
            report,
            engaged: &self.engaged,
            first: self.first,
            several_rules: self.tally.len() > 1,
        })?;
        Ok(Ending {
            fails: self.fails,
            is_read: self.unread.is_empty(),
            is_written,
        })
    }

    /// Adds the files without an engagement that are a part of none.
    fn add_late(&mut self) {
        let late = std::mem::take(&mut self.late);
        let of_late = late.iter().flat_map(|(_, one)| one.files.iter().skip(1));
        let of_late: BTreeSet<String> = of_late.map(|file| file.identity.clone()).collect();
        for (index, mut checked) in late {
            let is_included = self
                .includers
                .get(&checked.identity)
                .is_some_and(|n| *n > 0);
            if is_included || of_late.contains(&checked.identity) {
                continue;
            }
            let (sources, findings) = (&checked.sources, &checked.findings);
            let styles = self.job.styles.iter();
            checked.written = styles
                .map(|style| style.render(sources, findings))
                .collect();
            self.add(index, checked);
        }
    }

    /// Adds the findings in included files, each once: to the engagement that alone includes the
    /// file, or to what several share, which is returned.
    fn add_together(&mut self) -> Shared {
        let together = std::mem::take(&mut self.together).sorted();
        let mut shared = Shared {
            sources: together.sources,
            ..Shared::default()
        };
        let mut all = Vec::new();
        for told in together.told {
            let mut finding = told.finding;
            self.first = self.first.or(Some(finding.rule));
            self.fails |= self.fails_for(&told.engagements, finding.severity);
            let is_shared = self.includers.get(&told.file).is_some_and(|n| *n > 1);
            if is_shared {
                finding.engagements = self.names(&told.engagements);
                shared.counts.add(&finding);
            } else {
                self.give_back(&told.engagements, &shared.sources, &finding);
            }
            let counts = self.tally.entry(finding.rule.name).or_default();
            counts.add(&finding);
            if is_shared && self.job.keeps {
                shared.findings.push(finding.clone());
            }
            all.push(finding);
        }
        for (at, style) in self.job.styles.iter().enumerate() {
            self.outputs.push(at, &style.render(&shared.sources, &all));
        }
        shared
    }

    /// Whether a finding of this severity fails the check of one of these engagements.
    fn fails_for(&self, indices: &[usize], severity: Severity) -> bool {
        let names = self.names(indices);
        names.iter().any(|name| {
            let own = self.job.settings.of_file(name);
            let least = own.fail_on.value.least();
            least.is_some_and(|least| severity >= least)
        })
    }

    fn names(&self, indices: &[usize]) -> Vec<String> {
        let place = |index: &usize| {
            let found = self.engaged.binary_search_by_key(index, |one| one.index);
            found.ok().map(|at| self.engaged[at].name.clone())
        };
        indices.iter().filter_map(place).collect()
    }

    /// Adds a finding to the findings of the one engagement that has it.
    fn give_back(&mut self, engagements: &[usize], sources: &Sources, finding: &Finding) {
        let Some(first) = engagements.first() else {
            return;
        };
        if let Ok(at) = self.engaged.binary_search_by_key(first, |one| one.index) {
            let engaged = &mut self.engaged[at];
            engaged.counts.add(finding);
            if !self.job.keeps {
                return;
            }
            let mut finding = finding.clone();
            finding.move_to(&sources.keep(finding.spans(), &engaged.sources));
            engaged.findings.push(finding);
        }
    }

    /// The levels of what is found across engagements: those that all of them have, else those of
    /// the command line.
    fn levels(&self) -> Levels {
        let settings = self.job.settings;
        let mut places: Vec<usize> = self
            .engaged
            .iter()
            .map(|one| settings.place(&one.name))
            .collect();
        places.sort_unstable();
        places.dedup();
        let all = settings.in_order();
        let own = match places.as_slice() {
            [common] => all.get(*common),
            _ => all.last(),
        };
        own.map_or_else(Levels::default, |own| own.levels.clone())
    }

    /// Adds what is wrong across engagements.
    fn add_portfolio(&mut self, shared: &mut Shared) {
        let judged = std::mem::take(&mut self.portfolio).judge(&self.levels());
        let everybody: Vec<usize> = self.engaged.iter().map(|one| one.index).collect();
        for finding in &judged.findings {
            self.first = self.first.or(Some(finding.rule));
            self.fails |= self.fails_for(&everybody, finding.severity);
            let counts = self.tally.entry(finding.rule.name).or_default();
            counts.add(finding);
            shared.counts.add(finding);
        }
        for (at, style) in self.job.styles.iter().enumerate() {
            let text = style.render(&judged.sources, &judged.findings);
            self.outputs.push(at, &text);
        }
        self.waived.extend(judged.waived.iter().map(Accepted::from));
        self.needs_hours_of.extend(judged.needs_hours_of);
        for mut finding in judged.findings {
            finding.move_to(&judged.sources.keep(finding.spans(), &shared.sources));
            shared.findings.push(finding);
        }
        for mut waived in judged.waived {
            let spans = waived.finding.spans().chain([waived.waiver]);
            let moved = judged.sources.keep(spans, &shared.sources);
            waived.waiver = moved.span(waived.waiver);
            waived.finding.move_to(&moved);
            shared.waived.push(waived);
        }
        shared.rules = RulesOf {
            evaluated: judged.evaluated,
            not_evaluated: judged.not_evaluated,
            off: judged.off,
        };
        self.add_to_the_only_one(&shared.rules);
    }

    /// In a run over one engagement, that one says what was not compared.
    fn add_to_the_only_one(&mut self, rules: &RulesOf) {
        if let [one] = self.engaged.as_mut_slice() {
            let joined = |own: &[&'static RuleInfo], more: &[&'static RuleInfo]| {
                let mut all: Vec<&'static RuleInfo> = own.iter().chain(more).copied().collect();
                all.sort_by_key(|rule| rule.name);
                all
            };
            one.rules = Rc::new(RulesOf {
                evaluated: joined(&one.rules.evaluated, &rules.evaluated),
                not_evaluated: joined(&one.rules.not_evaluated, &rules.not_evaluated),
                off: joined(&one.rules.off, &rules.off),
            });
        }
    }

    fn statistics(&self, shared: &Shared) -> Option<Statistics> {
        let engaged = self.engaged.iter().enumerate();
        let by_rule = self.tally.iter();
        self.options.statistics.then(|| Statistics {
            by_rule: by_rule.map(|(rule, counts)| (*rule, *counts)).collect(),
            by_engagement: engaged.map(|(at, one)| (at, one.counts)).collect(),
            several: shared.counts,
        })
    }

    fn summary(&mut self, shared: &Shared) -> Summary {
        let all = self.engaged.iter().map(|one| &*one.rules);
        let evaluated: BTreeSet<&'static str> = all
            .chain([&shared.rules])
            .flat_map(|rules| rules.evaluated.iter().map(|rule| rule.name))
            .collect();
        let counts = sum(&self.tally);
        let compared = (self.engaged.len() > 1).then_some(&shared.rules.off);
        let off: BTreeMap<&'static str, &'static RuleInfo> = self
            .rules
            .values()
            .map(|rules| &rules.off)
            .chain(compared)
            .flat_map(|off| off.iter().map(|rule| (rule.name, *rule)))
            .collect();
        let not_evaluated = not_evaluated(&self.engaged, &shared.rules);
        let missed = not_evaluated.iter().map(|missed| missed.rule.name);
        let elsewhere = missed.chain(off.keys().copied());
        let evaluated_in_some = elsewhere.filter(|name| evaluated.contains(name)).collect();
        Summary {
            engagements: self.engaged.iter().map(|one| one.name.clone()).collect(),
            files: self.files.len(),
            unread: self.unread.clone(),
            counts,
            waived: std::mem::take(&mut self.waived),
            evaluated: evaluated.len(),
            evaluated_in_some,
            not_evaluated,
            hours_unknown_of: std::mem::take(&mut self.needs_hours_of)
                .into_iter()
                .collect(),
            ended: std::mem::take(&mut self.ended),
            detailed: self.options.verbose,
            statistics: self.statistics(shared),
            off: off.into_values().collect(),
            as_of: self.as_of(),
            asked: self.asked(),
            baseline: self.baseline.take(),
        }
    }

    /// What held for how many engagements.
    fn asked(&self) -> Vec<racilint_emit::Asked> {
        let settings = self.job.settings;
        let mut counts = vec![0; settings.in_order().len()];
        for one in &self.engaged {
            counts[settings.place(&one.name)] += 1;
        }
        settings.asked(&counts)
    }

    /// The date that was used; two engagements can have different days at one moment.
    fn as_of(&self) -> AsOf {
        let utc = || jiff::tz::TimeZone::UTC.to_datetime(self.job.now).date();
        let mut days = self.days.clone();
        if days.is_empty() {
            days.insert(self.options.as_of.unwrap_or_else(utc));
        }
        let days: Vec<String> = days.iter().map(Date::to_string).collect();
        AsOf {
            date: days.join(" or "),
            source: match self.options.as_of {
                Some(_) => AsOfSource::CommandLine,
                None => AsOfSource::Today,
            },
            timezone_data: racilint_checker::timezone_data_version()
                .unwrap_or("unknown")
                .to_owned(),
        }
    }
}

/// What was found in files that several engagements share, and across engagements.
#[derive(Default)]
struct Shared {
    sources: Sources,
    findings: Vec<Finding>,
    waived: Vec<Waived>,
    counts: Counts,
    rules: RulesOf,
}

fn sum(tally: &Tally) -> Counts {
    let mut all = Counts::default();
    tally.values().for_each(|own| all.add_all(*own));
    all
}

fn parts<'a>(engaged: &'a [Engaged], shared: &'a Shared, job: &Job<'a>) -> Vec<Part<'a>> {
    let settings = job.settings;
    let part = |one: &'a Engaged| Part {
        sources: &one.sources,
        name: &one.name,
        fails_from: settings.of_file(&one.name).fail_on.value.least(),
        findings: &one.findings,
        waived: &one.waived,
        evaluated: &one.rules.evaluated,
        not_evaluated: &one.rules.not_evaluated,
        off: &one.rules.off,
        changes: &settings.of_file(&one.name).changes,
        is_compared: job.baseline.is_some(),
    };
    let mut parts: Vec<Part<'a>> = engaged.iter().map(part).collect();
    if engaged.len() > 1 {
        parts.push(Part {
            sources: &shared.sources,
            name: SEVERAL,
            // The strictest of those that share a file counts.
            fails_from: engaged
                .iter()
                .filter_map(|one| settings.of_file(&one.name).fail_on.value.least())
                .min(),
            findings: &shared.findings,
            waived: &shared.waived,
            evaluated: &shared.rules.evaluated,
            not_evaluated: &shared.rules.not_evaluated,
            off: &shared.rules.off,
            changes: &[],
            is_compared: job.baseline.is_some(),
        });
    }
    parts
}

fn not_evaluated(engaged: &[Engaged], across: &RulesOf) -> Vec<NotEvaluated> {
    let mut by_rule: BTreeMap<&str, NotEvaluated> = BTreeMap::new();
    for rule in &across.not_evaluated {
        let missed = NotEvaluated {
            rule,
            needs: rule.needs.to_owned(),
            engagements: Vec::new(),
            compares: true,
        };
        by_rule.insert(rule.name, missed);
    }
    for (at, one) in engaged.iter().enumerate() {
        let rules = one.rules.not_evaluated.iter();
        for rule in rules.filter(|rule| !portfolio::compares(rule)) {
            let entry = by_rule.entry(rule.name).or_insert_with(|| NotEvaluated {
                rule,
                needs: rule.needs.to_owned(),
                engagements: Vec::new(),
                compares: false,
            });
            entry.engagements.push(at);
        }
    }
    by_rule.into_values().collect()
}
