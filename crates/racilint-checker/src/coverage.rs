//! Profile by profile, duty by duty: who has taken it on, what proves it, or that nobody has.
//!
//! An auditor works from this table. Only what is written counts: a misspelt duty is credited to
//! nobody, and an answer that does not hold on the day is told as no more than claimed. Whether the
//! answer is right, such as an owner on the wrong side, is for the rules to find.

use std::collections::BTreeSet;

use jiff::civil::Date;
use racilint_parser::Document;
use racilint_parser::values::{Many, Ref, Text};

use crate::catalogue::Catalogue;
use crate::model::{
    ActiveDuty, ActiveProfile, ActorId, Answer, Claim, Duties, DutyKey, Engagement, Reading, RowId,
    Seats, Signature,
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
    /// Why it does not apply, why what answers it does not count, or by whom it goes along; empty
    /// otherwise.
    pub reason: String,
}

/// How a duty is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// By work, a contract, a notice or a record.
    Answered,
    /// By something that does not hold on the day: nobody known is accountable, it is over or to
    /// come, it is not signed.
    Claimed,
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
            Status::Claimed => "only claimed",
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
    let table = Table {
        engagement: &engagement,
        duties: Duties::read(&engagement, Reading::Written),
        meant: Duties::of(&engagement),
    };
    let of = |profile: ActiveProfile<'_>| {
        let head = &profile.profile.head;
        let all = table.duties.all.iter();
        let own = all.filter(|duty| duty.profile.id == profile.id);
        Coverage {
            profile: profile.id.to_owned(),
            title: words(&head.title),
            version: words(&head.version),
            duties: own.map(|duty| table.line(duty)).collect(),
        }
    };
    let all = engagement.active_profiles().into_iter().map(of);
    all.filter(|coverage| !coverage.duties.is_empty()).collect()
}

/// What the lines are written from.
struct Table<'e, 'd> {
    engagement: &'e Engagement<'d>,
    duties: Duties<'e, 'd>,
    /// The duties with what was probably meant.
    meant: Duties<'e, 'd>,
}

impl<'d> Table<'_, 'd> {
    fn line(&self, duty: &ActiveDuty<'d>) -> Line {
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
        let rows = line.answer(duty, self);
        line.evidence = evidence(duty.key(), &rows, self.engagement);
        line
    }

    /// Why a row answers nothing on the day that is looked at; `None` where it does.
    fn lack_of_row(&self, row: RowId) -> Option<String> {
        let engagement = self.engagement;
        let day = engagement.start();
        let begins = |row: RowId| engagement.first_day(row).filter(|first| *first > day);
        let ended = |row: RowId| {
            let last = engagement.last_day(row).map(|(last, _)| last);
            last.filter(|last| *last < day)
        };
        let rows = engagement.answering_rows(row);
        let mut at_work = rows
            .iter()
            .filter(|row| begins(**row).is_none() && ended(**row).is_none())
            .peekable();
        if at_work.peek().is_none() {
            let first = rows.iter().filter_map(|row| begins(*row)).min();
            let first = first.map(|first| format!("begins on {first}"));
            let last = rows.iter().filter_map(|row| ended(*row)).max();
            let over = first.or_else(|| last.map(|last| format!("ended on {last}")));
            return Some(over.unwrap_or_else(|| NOBODY_ACCOUNTABLE.to_owned()));
        }
        let is_open = |row: &&RowId| !self.has_somebody(engagement.row(**row).accountable());
        at_work
            .any(|row| is_open(&row))
            .then(|| NOBODY_ACCOUNTABLE.to_owned())
    }

    /// Whether somebody who is known sits in these seats on the day that is looked at.
    fn has_somebody(&self, seats: &Seats<'_>) -> bool {
        let day = self.engagement.start();
        let is_there = |actor: ActorId| {
            let own = self.engagement.actor(actor);
            let named = || own.members.links.iter().chain(&own.lead.links);
            let is_open = named().next().is_some() && named().all(|link| link.to.is_none());
            !is_open && self.engagement.vacancies(actor, day).is_empty()
        };
        seats.actors().any(is_there)
    }

    /// Why nobody has taken on a duty that somebody seems to mean; empty where nobody does.
    fn mistaken(&self, duty: &ActiveDuty<'d>) -> String {
        match self.meant.answer(duty) {
            Answer::Rows(claims) => claims.first().map_or_else(String::new, |claim| {
                let row = self.engagement.row(claim.row).object();
                format!("{row} names `{}`, which is unknown", claim.name)
            }),
            Answer::Excused(claim) => {
                let row = self.engagement.row(claim.row).object();
                format!("{row} names `{}`, which is unknown", claim.name)
            }
            Answer::Agreement(_) | Answer::Statement(_) | Answer::Evidence(_) => {
                "what may be meant for it names something unknown, or cannot be read".to_owned()
            }
            Answer::HolderOf(_) | Answer::Notice(_) | Answer::NotDemanded(_) | Answer::Nobody => {
                String::new()
            }
        }
    }
}

/// What is said of an answer that names nobody.
const NOBODY_ACCOUNTABLE: &str = "nobody known is accountable";

impl Line {
    /// Takes over how a duty is answered; gives back the rows that do.
    fn answer<'d>(&mut self, duty: &ActiveDuty<'d>, table: &Table<'_, 'd>) -> Vec<RowId> {
        match table.duties.answer(duty) {
            Answer::Rows(claims) => return self.answer_by_rows(&claims, table),
            Answer::Excused(claim) => {
                let row = table.engagement.row(claim.row);
                let reason = row.workstream.not_applicable.as_ref();
                self.status = Status::NotApplicable;
                self.answered_by = vec![row.object()];
                let reason = reason.map(|own| &*own.value);
                self.because(reason.unwrap_or("left out by an accepted exclusion"));
                if table.duties.unaccepted_excuse(duty).is_some() {
                    self.because("nobody of the client has accepted that");
                }
            }
            Answer::HolderOf(holder) => {
                self.because(&format!("goes with {}", holder.name()));
                return self.answer(&holder, table);
            }
            Answer::Agreement(signature) => self.answer_by_agreement(signature, table.engagement),
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
                if !table.has_somebody(&evidence.owner) {
                    self.only_claimed("nobody known keeps it");
                }
            }
            Answer::NotDemanded(reason) => {
                self.status = Status::NotDemanded;
                self.because(&reason);
            }
            Answer::Nobody => {
                self.status = Status::Nobody;
                self.because(&table.mistaken(duty));
            }
        }
        Vec::new()
    }

    fn answer_by_rows(&mut self, claims: &[Claim<'_>], table: &Table<'_, '_>) -> Vec<RowId> {
        let engagement = table.engagement;
        let rows: Vec<RowId> = claims.iter().map(|claim| claim.row).collect();
        let distinct: BTreeSet<RowId> = rows.iter().copied().collect();
        let mut holds = false;
        for id in &distinct {
            let object = engagement.row(*id).object();
            match table.lack_of_row(*id) {
                Some(lack) if distinct.len() > 1 => self.because(&format!("{object}: {lack}")),
                Some(lack) => self.because(&lack),
                None => holds = true,
            }
            self.answered_by.push(object);
        }
        if !holds {
            self.status = Status::Claimed;
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

    fn answer_by_agreement(&mut self, signature: Signature<'_>, engagement: &Engagement<'_>) {
        let day = engagement.start();
        let (agreement, lack) = match signature {
            Signature::InForce(own) => (own, None),
            Signature::Late(own) => (own, Some(engagement.begins(&own.body))),
            Signature::Unsigned(own) => (own, Some(format!("no signature by {day} is recorded"))),
            Signature::Ended(own) => (own, Some(engagement.ended(&own.body))),
            Signature::Missing => return self.status = Status::Nobody,
        };
        self.answered_by = vec![format!("agreement.{}", agreement.id.name)];
        if let Some(lack) = lack {
            self.only_claimed(&lack);
        }
    }

    fn only_claimed(&mut self, reason: &str) {
        self.status = Status::Claimed;
        self.because(reason);
    }

    /// Adds a reason.
    fn because(&mut self, reason: &str) {
        if !self.reason.is_empty() && !reason.is_empty() {
            self.reason.push_str("; ");
        }
        self.reason.push_str(reason);
    }
}

/// The evidence that proves a duty; where none says so, what is kept for the rows that fulfil it.
fn evidence(duty: DutyKey<'_>, rows: &[RowId], engagement: &Engagement<'_>) -> Vec<String> {
    let all = engagement.evidence.iter();
    let proves = all.clone().filter(|evidence| {
        let mut proves = Many::of(&evidence.table.proves).iter();
        let duties = |name: &str| Reading::Written.duties(name, engagement.catalogue());
        proves.any(|named| duties(&named.name).contains(&duty))
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
