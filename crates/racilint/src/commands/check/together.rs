//! Findings in included files: told once in a run, however many engagements include the file.

use std::collections::BTreeMap;

use racilint_diagnostics::{Finding, Sources, Subject};

use super::one::Elsewhere;

/// The findings in included files so far.
#[derive(Default)]
pub(super) struct Together {
    /// What is needed of the texts.
    pub(super) sources: Sources,
    pub(super) told: Vec<Told>,
    known: BTreeMap<Key, usize>,
}

/// A finding with all engagements that have it.
pub(super) struct Told {
    pub(super) finding: Finding,
    /// The identity of the file that it stands in.
    pub(super) file: String,
    /// By their places among the files of the run.
    pub(super) engagements: Vec<usize>,
}

/// Findings that are the same, whatever engagement they were found in: one cause, one finding.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    file: String,
    start: usize,
    end: usize,
    rule: &'static str,
    message: String,
    subject: Subject,
}

impl Together {
    /// Adds a finding of an engagement. Where another has had the same, only that is noted, and the
    /// heavier of the two counts.
    pub(super) fn add(&mut self, engagement: usize, own: Elsewhere, sources: &Sources) {
        let Elsewhere { mut finding, file } = own;
        let whole = |offset: u32| {
            let text = sources.get(finding.span.file);
            text.map_or(0, |text| text.offset_in_file(offset as usize))
        };
        let key = Key {
            file: file.clone(),
            start: whole(finding.span.start),
            end: whole(finding.span.end),
            rule: finding.rule.name,
            message: finding.message.clone(),
            subject: finding.subject.clone(),
        };
        if let Some(told) = self.known.get(&key).map(|at| &mut self.told[*at]) {
            told.engagements.push(engagement);
            told.finding.severity = told.finding.severity.max(finding.severity);
            told.finding.cites(finding.clauses);
            return;
        }
        finding.move_to(&sources.keep(finding.spans(), &self.sources));
        self.known.insert(key, self.told.len());
        self.told.push(Told {
            finding,
            file,
            engagements: vec![engagement],
        });
    }

    /// In the order of reading: by file, then by place.
    pub(super) fn sorted(mut self) -> Self {
        let mut order: Vec<usize> = vec![0; self.told.len()];
        for (rank, at) in self.known.values().enumerate() {
            order[*at] = rank;
        }
        let mut told: Vec<(usize, Told)> = order.into_iter().zip(self.told).collect();
        told.sort_by_key(|(rank, _)| *rank);
        self.told = told.into_iter().map(|(_, told)| told).collect();
        self.known.clear();
        self
    }
}
