use std::collections::{BTreeMap, BTreeSet};

use racilint_diagnostics::{DefaultSeverity, Group, Span};
use racilint_parser::language::{AgreementKind, Cadence, DutyKind};
use racilint_parser::values::{Many, Spanned};

use super::{Context, declare_rule, words};
use crate::catalogue::{self, Catalogue, Duty};
use crate::model::{DutyKey, Engagement, Evidence, Row, RowId, as_written, clauses};

declare_rule! {
    /// ## What it does
    ///
    /// Reports work that is said to fulfil a duty, and that leaves no evidence of it. With a profile
    /// of compliance such as `hipaa` this also goes for log review, exceptions, evidence, access
    /// management and policy updates.
    ///
    /// ## Why is this bad?
    ///
    /// To an auditor a control without proof did not run. The proof cannot be made up for the
    /// months that have passed.
    ///
    /// ## Example
    ///
    /// ```toml,fires
    /// [engagement]
    ///
    /// [workstream.identity]
    /// accountable = "it-director"
    /// satisfies = ["hipaa:workforce-access"]
    ///
    /// [role.it-director]
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```toml,silent
    /// [engagement]
    ///
    /// [workstream.identity]
    /// accountable = "it-director"
    /// satisfies = ["hipaa:workforce-access"]
    ///
    /// [evidence.access-review]
    /// for = "identity"
    /// proves = ["hipaa:workforce-access"]
    /// owner = "it-director"
    /// producer = "it-director"
    /// every = "6mo"
    ///
    /// [role.it-director]
    /// ```
    ///
    /// ## When it stays silent
    ///
    /// - Evidence is kept for the work, or for a parent or a part of it, and does not say which duties
    ///   it proves; or it names the duty under `proves`.
    /// - Other evidence is kept for the work, and the profile does not say what the duty leaves.
    /// - The profile asks for no evidence, `none`.
    /// - The duty is a contract, and an agreement of its kind is in the file, or the workstream
    ///   cites its clause.
    /// - The area is evidence itself, and the file has some.
    /// - Nobody needs to own the work: `not-applicable`, or an accepted exclusion.
    /// - Some evidence is for something that is misspelt or cannot be read: it may be this.
    ///
    /// ## References
    ///
    /// - HIPAA, 45 CFR 164.316(b)(1): actions and assessments are kept in writing
    /// - ISO/IEC 27001:2022, 9.1: documented information is available as evidence of the results
    "control-without-evidence" {
        summary: "work that fulfils a duty leaves no evidence",
        group: Group::Evidence,
        severity: DefaultSeverity::ERROR,
        needs: "`satisfies`, or a profile of compliance such as `hipaa`",
        frameworks: &["hipaa", "iso-27001"],
    }
}

/// Areas that are about proof, whatever duties they name.
const COMPLIANCE_AREAS: [&str; 5] = [
    "log-review",
    "exception-management",
    "evidence-management",
    "access-management",
    "policy-updates",
];

fn check(cx: &mut Context<'_, '_>) {
    let engagement = cx.engagement;
    let claims = claims(engagement);
    if claims.is_empty() || engagement.is_damaged() {
        return cx.lacks_data();
    }
    let kept = Kept::of(engagement);
    for claim in claims {
        let unproved = kept.unproved(claim, engagement);
        if let Some(claim) = unproved {
            report(cx, &claim, &kept);
        }
    }
}

/// The most duties that a message names one by one.
const MOST_NAMES: usize = 3;

/// What a row says that it fulfils.
struct Claim<'d> {
    row: RowId,
    /// The duties that are known and ask for evidence, with names and places.
    duties: Vec<(&'d str, Span, &'d Duty<'d>)>,
    /// The compliance area, with its place.
    area: Option<(&'d str, Span)>,
}

/// Every row that names duties or is of a compliance area, also when none of that asks for proof.
fn claims<'d>(engagement: &Engagement<'d>) -> Vec<Claim<'d>> {
    let profiles = engagement.profiles();
    let with_areas = profiles.iter().any(|(id, _)| catalogue::is_framework(id));
    let mut claims = Vec::new();
    for (id, row) in engagement.rows().filter(|(_, row)| !row.left_out) {
        let area = compliance_area(row).filter(|_| with_areas && row.whole.is_none());
        if area.is_some() || !row.satisfies().is_empty() {
            claims.push(Claim {
                row: id,
                duties: duties(row, engagement),
                area,
            });
        }
    }
    claims
}

fn duties<'d>(row: &Row<'d>, engagement: &Engagement<'d>) -> Vec<(&'d str, Span, &'d Duty<'d>)> {
    let named = row.satisfies().iter();
    let known = named.filter_map(|named| {
        let (_, duty) = engagement.catalogue().duty(&named.name)?;
        Some((&*named.name, named.span, duty))
    });
    known
        .filter(|(_, _, duty)| asks_for_evidence(duty) && !is_agreed(duty, row, engagement))
        .collect()
}

fn asks_for_evidence(duty: &Duty<'_>) -> bool {
    let kinds = Many::of(&duty.body.evidence);
    !kinds.iter().any(|kind| *kind.value == *"none")
}

fn compliance_area<'d>(row: &Row<'d>) -> Option<(&'d str, Span)> {
    let mut areas = row.areas.iter();
    let found = areas.find(|(area, _)| COMPLIANCE_AREAS.contains(&&*area.id.name));
    found.map(|(area, span)| (&*area.id.name, *span))
}

/// What evidence is kept for.
#[derive(Default)]
struct Kept<'d> {
    /// What says nothing of duties: it is kept for all that the work fulfils.
    whole: Rows,
    /// What says which duties it proves.
    partial: Rows,
    /// By the addresses of profile and duty: an id and a clause may name the same one.
    duties: BTreeSet<DutyKey<'d>>,
    /// Some of it is for something that is not known.
    unknown: bool,
}

/// Rows for which evidence is kept, and all that they are parts of; each with a place.
#[derive(Default)]
struct Rows {
    own: BTreeMap<RowId, Span>,
    above: BTreeMap<RowId, Span>,
}

impl Rows {
    /// Where evidence is kept for a row, for what it is a part of, or for a part of it.
    fn place(&self, row: RowId, engagement: &Engagement<'_>) -> Option<Span> {
        let mut lineage = engagement.lineage(row).iter();
        let own = lineage.find_map(|row| self.own.get(row));
        own.or_else(|| self.above.get(&row)).copied()
    }
}

impl<'d> Kept<'d> {
    fn of(engagement: &Engagement<'d>) -> Self {
        let mut kept = Kept::default();
        for evidence in &engagement.evidence {
            kept.take_rows(evidence, engagement);
            kept.take_duties(evidence, engagement.catalogue());
        }
        kept
    }

    fn take_rows(&mut self, evidence: &Evidence<'_>, engagement: &Engagement<'_>) {
        let lost = evidence.rows.iter().any(|link| link.to.is_none());
        self.unknown |= lost || evidence.table.unread.could_hold("for");
        let proves = Many::of(&evidence.table.proves).first();
        let (rows, span) = match proves {
            Some(first) => (&mut self.partial, first.span),
            None => (&mut self.whole, evidence.span),
        };
        for row in evidence.rows.iter().filter_map(|link| link.to) {
            rows.own.entry(row).or_insert(span);
            for above in engagement.lineage(row) {
                rows.above.entry(*above).or_insert(span);
            }
        }
    }

    fn take_duties(&mut self, evidence: &Evidence<'_>, catalogue: &'d Catalogue<'d>) {
        self.unknown |= evidence.table.unread.could_hold("proves");
        for named in Many::of(&evidence.table.proves) {
            match key(&named.name, catalogue) {
                Some(key) => _ = self.duties.insert(key),
                None => self.unknown = true,
            }
        }
    }

    /// What of a claim nothing proves; `None` where something may prove all of it. Beside evidence
    /// for some of it only duties count of which the profile says what is to be kept.
    fn unproved(&self, mut claim: Claim<'d>, engagement: &Engagement<'d>) -> Option<Claim<'d>> {
        let has_part = self.partial.place(claim.row, engagement).is_some();
        if self.unknown || self.whole.place(claim.row, engagement).is_some() {
            return None;
        }
        if claim.duties.is_empty() {
            let is_evidence = claim
                .area
                .is_some_and(|(area, _)| area == "evidence-management");
            let is_proved = has_part || is_evidence && !engagement.evidence.is_empty();
            return (!is_proved).then_some(claim);
        }
        let all = claim.duties.len();
        claim.duties.retain(|(name, ..)| {
            let key = key(name, engagement.catalogue());
            key.is_none_or(|key| !self.duties.contains(&key))
        });
        if has_part || claim.duties.len() < all {
            let says_what = |duty: &Duty<'_>| !Many::of(&duty.body.evidence).is_empty();
            claim.duties.retain(|(_, _, duty)| says_what(duty));
        }
        (!claim.duties.is_empty()).then_some(claim)
    }
}

fn key<'d>(name: &str, catalogue: &'d Catalogue<'d>) -> Option<DutyKey<'d>> {
    let (profile, duty) = catalogue.duty(name)?;
    Some((profile.id(), &*duty.id.name))
}

/// Whether a duty is a contract, and the contract is there.
fn is_agreed(duty: &Duty<'_>, row: &Row<'_>, engagement: &Engagement<'_>) -> bool {
    let is_contract = duty
        .body
        .kind
        .is_some_and(|kind| kind.value == DutyKind::Agreement);
    is_contract && (row.clause().is_some() || has_instrument(duty, engagement))
}

fn has_instrument(duty: &Duty<'_>, engagement: &Engagement<'_>) -> bool {
    let mut agreements = engagement.document.tables.agreements.iter();
    duty.body.instrument.is_some_and(|instrument| {
        let is_it = |kind: Spanned<AgreementKind>| kind.value == instrument.value;
        agreements.any(|own| own.body.kind.is_some_and(is_it))
    })
}

fn report(cx: &mut Context<'_, '_>, claim: &Claim<'_>, kept: &Kept<'_>) {
    let engagement = cx.engagement;
    let row = engagement.row(claim.row);
    let name = &row.name;
    let (span, message) = match (claim.duties.first(), claim.area) {
        (Some((_, span, _)), _) => {
            let duties = names(&claim.duties);
            (
                *span,
                format!("nothing proves that `{name}` fulfils {duties}"),
            )
        }
        (None, Some((_, span))) => (span, format!("nothing proves that `{name}` is done")),
        (None, None) => return,
    };
    let finding = cx.report(span, message);
    finding.about(row.object());
    for (_, span, _) in claim.duties.iter().skip(1) {
        finding.related(*span, "nothing proves this either");
    }
    let partial = kept.partial.place(claim.row, engagement);
    if let Some(span) = partial {
        finding.related(span, "what is kept proves this, and says no more");
    }
    let catalogue = engagement.catalogue();
    for (profile, duty) in claim
        .duties
        .iter()
        .filter_map(|(name, ..)| catalogue.duty(name))
    {
        finding.cites(clauses(profile, duty));
    }
    let duty = claim.duties.first().map(|(_, _, duty)| *duty);
    if let Some(wanted) = duty.and_then(|duty| Many::of(&duty.body.evidence).first()) {
        finding.label(format!("asks for: {}", wanted.value));
    }
    finding.help(help(name, duty, partial.is_some()));
}

/// The first few duties by name, and how many more there are.
fn names(duties: &[(&str, Span, &Duty<'_>)]) -> String {
    let names = || duties.iter().map(|(name, ..)| *name);
    if duties.len() <= MOST_NAMES {
        return words::list(names());
    }
    let more = duties.len() - 1;
    format!("{} and {more} more duties", words::list(names().take(1)))
}

fn help(name: &str, duty: Option<&Duty<'_>>, has_part: bool) -> String {
    let instead = if has_part {
        "; where what is kept shows it as well, name it there under `proves`"
    } else {
        ""
    };
    let every = match duty.and_then(|duty| duty.body.cadence) {
        Some(Cadence::Every(length)) => as_written(length),
        Some(Cadence::OnChange) | None => "90d".to_owned(),
    };
    format!(
        "say what is kept, who makes it and who keeps it: `[evidence.ID]` with `for = \"{name}\"`, \
         `producer`, `owner` and `every = \"{every}\"`{instead}"
    )
}

#[cfg(test)]
mod tests;
