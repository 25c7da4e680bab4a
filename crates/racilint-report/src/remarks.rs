//! What a check found, as plain data, each finding on the cell, row or column that it concerns.

use racilint_checker::settle::Outcome;
use racilint_diagnostics::{Finding, Sources, Waived};

use crate::Matrix;
use crate::words::{line, paragraphs};

/// What a check found in the engagement of a matrix.
#[derive(Debug, Default)]
pub struct Remarks {
    /// The findings, then those that are accepted, in the order of reading.
    pub list: Vec<Remark>,
    /// How many rules had what they need.
    pub evaluated: usize,
    /// The rules that are silent since the file does not say what they need.
    pub not_evaluated: Vec<&'static str>,
    /// The rules that are switched off.
    pub off: Vec<&'static str>,
}

/// One finding.
#[derive(Debug)]
pub struct Remark {
    /// `error`, `warning`, `note`, or `waived` for what is accepted.
    pub severity: &'static str,
    /// The name of the rule.
    pub rule: &'static str,
    /// What is wrong.
    pub message: String,
    /// What to do; of what is accepted, why, by whom and until when.
    pub help: String,
    /// What it is about, as a waiver names it.
    pub object: String,
    /// `file:line:column`.
    pub place: String,
    /// Where it stands in the matrix.
    pub at: At,
}

/// Where something stands in a matrix; rows and columns counted from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum At {
    /// In a cell: row and column.
    Cell(usize, usize),
    /// On a row.
    Row(usize),
    /// On a column.
    Column(usize),
    /// Not in the matrix: it is about something else of the engagement.
    Nowhere,
}

impl Remarks {
    /// What came of checking the engagement of `matrix`.
    pub fn of(outcome: &Outcome, sources: &Sources, matrix: &Matrix) -> Self {
        let findings = outcome
            .findings
            .iter()
            .map(|finding| remark(finding, sources, matrix));
        let waived = outcome
            .waived
            .iter()
            .map(|waived| accepted(waived, sources, matrix));
        let silent = outcome.not_evaluated.iter();
        Remarks {
            list: findings.chain(waived).collect(),
            evaluated: outcome.evaluated.len(),
            not_evaluated: silent.map(|rule| rule.name).collect(),
            off: outcome.off.iter().map(|rule| rule.name).collect(),
        }
    }

    /// How many findings have a severity.
    pub fn count(&self, severity: &str) -> usize {
        let own = self.list.iter();
        own.filter(|remark| remark.severity == severity).count()
    }
}

fn remark(finding: &Finding, sources: &Sources, matrix: &Matrix) -> Remark {
    Remark {
        severity: finding.severity.word(),
        rule: finding.rule.name,
        message: line(&finding.message),
        help: finding.help.as_deref().map(paragraphs).unwrap_or_default(),
        object: line(&finding.subject.object),
        place: place(finding, sources),
        at: at(finding, matrix),
    }
}

fn accepted(waived: &Waived, sources: &Sources, matrix: &Matrix) -> Remark {
    let (by, until) = (line(&waived.approved_by), line(&waived.until));
    Remark {
        severity: "waived",
        help: format!("{}: accepted by {by} until {until}", line(&waived.reason)),
        ..remark(&waived.finding, sources, matrix)
    }
}

fn place(finding: &Finding, sources: &Sources) -> String {
    let Some(file) = sources.get(finding.span.file) else {
        return String::new();
    };
    let start = file.position(finding.span.range().start);
    format!("{}:{}:{}", line(file.name()), start.line, start.column)
}

/// The cell in which the finding points at a holder; else the row or the column that it is about.
fn at(finding: &Finding, matrix: &Matrix) -> At {
    if let Some((row, column)) = matrix.cell_at(finding.span) {
        return At::Cell(row, column);
    }
    let object = &finding.subject.object;
    match (matrix.row_of(object), matrix.column_of(object)) {
        (Some(row), _) => At::Row(row),
        (None, Some(column)) => At::Column(column),
        (None, None) => At::Nowhere,
    }
}
