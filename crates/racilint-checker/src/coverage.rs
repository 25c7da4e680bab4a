//! Profile by profile, duty by duty: who has taken it on, what proves it, or that nobody has.
//!
//! An auditor works from this table. It judges nothing: what is wrong with an answer, such as an
//! owner on the wrong side, is a finding of the rules. It proves that responsibilities are
//! assigned and evidenced, and no compliance.

use std::collections::BTreeSet;

use jiff::civil::Date;
use racilint_parser::Document;
use racilint_parser::values::{Many, Ref, Text};

use crate::catalogue::Catalogue;
use crate::model::{
    ActiveDuty, ActiveProfile, Answer, Claim, Duties, DutyKey, Engagement, RowId, duties_named,
};

/// A profile with the answers to its duties.
#[derive(Debug, PartialEq, Eq)]
pub struct Coverage {
    /// Its id.
    pub profile: String,
    /// Its full name.
    pub title: String,
    /// The version of the text that it follows.
    pub version: String,
    /// Its duties, in the order of its text.
    pub duties: Vec<Line>,
}

/// What the engagement says about one duty.
#[derive(Debug, PartialEq, Eq)]
pub struct Line {
    /// The duty's id within its profile.
    pub duty: String,
    /// Its short name.
    pub title: String,
    /// All its clauses.
    pub clauses: Vec<String>,
    /// Which party must answer: `client`, `provider` or `either`.
    pub hold: &'static str,
    /// How it is answered.
    pub status: Status,
    /// What answers it, each with its kind: `workstream.patching`, `agreement.baa`.
    pub answered_by: Vec<String>,
    /// Who is accountable, or keeps the record.
    pub accountable: Vec<String>,
    /// The ids of the evidence that is kept.
    pub evidence: Vec<String>,
    /// Why it does not apply, or by whom it goes along; empty otherwise.
    pub reason: String,
}

/// How a duty is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// By work, a contract, a notice or a record.
    Answered,
    /// By a reason why it does not apply.
    NotApplicable,
    /// It is not demanded of this engagement.
    NotDemanded,
    /// By nobody.
    Nobody,
}

impl Status {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Status::Answered => "answered",
            Status::NotApplicable => "not applicable",
            Status::NotDemanded => "not demanded",
            Status::Nobody => "nobody",
        }
    }
}

/// What the document says about the duties of its profiles, or of those that are given in their
/// place. Profiles without duties are left out.
pub fn coverage(
    document: &Document<'_>,
    today: Date,
    profiles: Option<&[String]>,
) -> Vec<Coverage> {
    let catalogue = Catalogue::of(document);
    let engagement = Engagement::of(document, &catalogue, today, profiles);
    let duties = Duties::of(&engagement);
    let of = |profile: ActiveProfile<'_>| {
        let head = &profile.profile.head;
        let own = duties
            .all
            .iter()
            .filter(|duty| duty.profile.id == profile.id);
        Coverage {
            profile: profile.id.to_owned(),
            title: words(&head.title),
            version: words(&head.version),
            duties: own.map(|duty| line(duty, &duties, &engagement)).collect(),
        }
    };
    let all = engagement.active_profiles().into_iter().map(of);
    all.filter(|coverage| !coverage.duties.is_empty()).collect()
}

fn line(duty: &ActiveDuty<'_>, duties: &Duties<'_, '_>, engagement: &Engagement<'_>) -> Line {
    let refs = Many::of(&duty.duty.body.refs).iter();
    let mut line = Line {
        duty: duty.duty.id.name.to_string(),
        title: duty.title().to_owned(),
        clauses: refs.map(|clause| clause.value.to_string()).collect(),
        hold: duty.hold().word(),
        status: Status::Answered,
        answered_by: Vec::new(),
        accountable: Vec::new(),
        evidence: Vec::new(),
        reason: String::new(),
    };
    let rows = line.answer(duties.answer(duty), duties, engagement);
    line.evidence = evidence(duty.key(), &rows, engagement);
    line
}

impl Line {
    /// Takes over how a duty is answered; gives back the rows that do.
    fn answer(
        &mut self,
        answer: Answer<'_, '_>,
        duties: &Duties<'_, '_>,
        engagement: &Engagement<'_>,
    ) -> Vec<RowId> {
        match answer {
            Answer::Rows(claims) => return self.answer_by_rows(&claims, engagement),
            Answer::Excused(claim) => {
                let row = engagement.row(claim.row);
                let reason = row.workstream.not_applicable.as_ref();
                self.status = Status::NotApplicable;
                self.answered_by = vec![row.object()];
                self.reason = reason
                    .map_or("left out by an accepted exclusion", |own| &own.value)
                    .to_owned();
            }
            Answer::HolderOf(holder) => {
                let rows = self.answer(duties.answer(&holder), duties, engagement);
                self.reason = format!("goes with {}", holder.name());
                return rows;
            }
            Answer::Agreement(id) => self.answered_by = vec![format!("agreement.{id}")],
            Answer::Statement(statement) => {
                self.answered_by = vec![format!("statement of {}", ids(&statement.by))];
            }
            Answer::Notice(notice) => {
                self.answered_by = vec![format!("notice to {}", ids(&notice.to))];
                self.accountable = names(&notice.by);
            }
            Answer::Evidence(evidence) => {
                self.answered_by = vec![evidence.object()];
                self.accountable = names(&evidence.table.owner);
            }
            Answer::NotDemanded(reason) => {
                self.status = Status::NotDemanded;
                self.reason = reason;
            }
            Answer::Nobody => self.status = Status::Nobody,
        }
        Vec::new()
    }

    fn answer_by_rows(&mut self, claims: &[Claim<'_>], engagement: &Engagement<'_>) -> Vec<RowId> {
        let rows: Vec<RowId> = claims.iter().map(|claim| claim.row).collect();
        let mut seen = BTreeSet::new();
        for id in rows.iter().filter(|id| seen.insert(**id)) {
            self.answered_by.push(engagement.row(*id).object());
        }
        for id in rows.iter().flat_map(|id| engagement.answering_rows(*id)) {
            for link in &engagement.row(id).accountable().links {
                let name = link.name.to_owned();
                if !self.accountable.contains(&name) {
                    self.accountable.push(name);
                }
            }
        }
        rows
    }
}

/// The evidence that proves a duty; where none says so, what is kept for the rows that fulfil it.
fn evidence(duty: DutyKey<'_>, rows: &[RowId], engagement: &Engagement<'_>) -> Vec<String> {
    let all = engagement.evidence.iter();
    let proves = all.clone().filter(|evidence| {
        let mut proves = Many::of(&evidence.table.proves).iter();
        proves.any(|named| duties_named(&named.name, engagement.catalogue()).contains(&duty))
    });
    let proofs: Vec<String> = proves.map(|evidence| evidence.name.to_owned()).collect();
    if !proofs.is_empty() {
        return proofs;
    }
    let lineages: BTreeSet<RowId> = rows
        .iter()
        .flat_map(|row| engagement.lineage(*row).iter().copied())
        .collect();
    let kept = all.filter(|evidence| {
        let mut rows = evidence.rows.iter().filter_map(|link| link.to);
        let is_general = evidence.table.proves.is_none();
        is_general && rows.any(|row| lineages.contains(&row))
    });
    kept.map(|evidence| evidence.name.to_owned()).collect()
}

fn words(field: &Option<Text<'_>>) -> String {
    field.as_ref().map_or("", |text| &text.value).to_owned()
}

fn names<K>(named: &Option<Many<Ref<'_, K>>>) -> Vec<String> {
    let named = Many::of(named).iter();
    named.map(|own| own.name.to_string()).collect()
}

fn ids<K>(named: &Option<Many<Ref<'_, K>>>) -> String {
    names(named).join(", ")
}

#[cfg(test)]
mod tests;
