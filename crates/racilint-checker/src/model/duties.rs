//! Who answers each duty of the active profiles: a workstream, a reason why it does not apply, a
//! contract, a notice, a record, or nobody.
//!
//! A profile never proves compliance. What is found here is whether somebody has taken the duty
//! on, in whatever form the file can say that.

use std::collections::BTreeSet;

use racilint_parser::language::{Agreement, DutyKind, Hold, Notice, PartyKind, Statement};
use racilint_parser::values::{Many, Ref};

use super::{
    ActiveDuty, ActorId, ActorKind, Claim, Claims, DutyKey, Engagement, Evidence, Excuse, Reading,
    Signature,
};

/// How a duty is answered.
#[derive(Debug)]
pub enum Answer<'e, 'd> {
    /// By the rows that say so.
    Rows(Vec<Claim<'d>>),
    /// By a reason why it does not apply.
    Excused(Claim<'d>),
    /// By whoever holds another duty of the profile.
    HolderOf(ActiveDuty<'d>),
    /// By a contract, as far as it has come.
    Agreement(Signature<'d>),
    /// By what a party has said that it provides.
    Statement(&'d Statement<'d>),
    /// By an agreed notice.
    Notice(&'d Notice<'d>),
    /// By a record that somebody keeps.
    Evidence(&'e Evidence<'d>),
    /// Not at all, and it need not be, for this reason.
    NotDemanded(String),
    /// By nobody.
    Nobody,
}

/// The duties of an engagement with all that answers them.
pub struct Duties<'e, 'd> {
    engagement: &'e Engagement<'d>,
    reading: Reading,
    /// Those of all active profiles.
    pub all: Vec<ActiveDuty<'d>>,
    claims: Claims<'d>,
    clients: BTreeSet<ActorId>,
    providers: BTreeSet<ActorId>,
}

impl<'e, 'd> Duties<'e, 'd> {
    /// The duties of the active profiles of an engagement, as the rules look at them.
    pub fn of(engagement: &'e Engagement<'d>) -> Self {
        Duties::read(engagement, Reading::Meant)
    }

    /// The same, with names read in this way.
    pub fn read(engagement: &'e Engagement<'d>, reading: Reading) -> Self {
        Duties {
            engagement,
            reading,
            all: engagement.active_duties(),
            claims: engagement.claims(reading),
            clients: engagement.clients(),
            providers: engagement.providers(),
        }
    }

    /// The client, as far as it is known.
    pub fn clients(&self) -> &BTreeSet<ActorId> {
        &self.clients
    }

    /// Whether both sides of the contract are known.
    pub fn knows_sides(&self) -> bool {
        !self.clients.is_empty() && !self.providers.is_empty()
    }

    /// The rows that say that they fulfil a duty, without those that are left out.
    pub fn claims(&self, duty: &ActiveDuty<'d>) -> Vec<Claim<'d>> {
        let all = self.claims.of(duty.key()).iter().copied();
        all.filter(|claim| !self.engagement.row(claim.row).left_out)
            .collect()
    }

    /// How a duty is answered: rows come first, then what stands in for them.
    pub fn answer(&self, duty: &ActiveDuty<'d>) -> Answer<'e, 'd> {
        let rows = self.claims(duty);
        if !rows.is_empty() {
            return Answer::Rows(rows);
        }
        match self.claims.of(duty.key()).first() {
            Some(excused) => Answer::Excused(*excused),
            None => self.answer_without_rows(duty),
        }
    }

    /// What answers a duty beside the rows that name it.
    fn answer_without_rows(&self, duty: &ActiveDuty<'d>) -> Answer<'e, 'd> {
        if let Some(holder) = self.holder(duty) {
            return Answer::HolderOf(holder);
        }
        match self.stand_in(duty) {
            Some(answer) => answer,
            None => self
                .why_not_demanded(duty)
                .map_or(Answer::Nobody, Answer::NotDemanded),
        }
    }

    /// The reason for which a duty is said not to apply and that the client has not accepted; `None`
    /// where one is accepted, or nothing is missing without it.
    pub fn unaccepted_excuse(&self, duty: &ActiveDuty<'d>) -> Option<Excuse<'d>> {
        let mut first = None;
        for claim in self.claims.of(duty.key()) {
            // A row that does the work has no excuse.
            let excuse = self.engagement.unaccepted_excuse(claim, &self.clients)?;
            first.get_or_insert(excuse);
        }
        first.filter(|_| matches!(self.answer_without_rows(duty), Answer::Nobody))
    }

    /// The duty whose holder also holds this one.
    pub fn holder(&self, duty: &ActiveDuty<'d>) -> Option<ActiveDuty<'d>> {
        let named = duty.duty.body.held_by_duty.as_ref()?;
        duty.sibling(&named.name)
    }

    /// The duty that puts somebody of the client over an outsourced holder of this one.
    pub fn overseer(&self, duty: &ActiveDuty<'d>) -> Option<ActiveDuty<'d>> {
        let asks = duty.duty.body.overseer_if_outsourced;
        let is_overseer = |own: &&ActiveDuty<'d>| {
            let only = own.duty.body.only_if_outsourced.as_ref();
            own.profile.id == duty.profile.id
                && own.kind() == DutyKind::DesignatedRole
                && only.is_some_and(|only| *only.name == *duty.duty.id.name)
        };
        let found = self.all.iter().find(is_overseer).copied();
        found.filter(|_| asks.is_some_and(|asks| asks.value))
    }

    /// The duty whose outsourced holder this one is about.
    pub fn overseen(&self, duty: &ActiveDuty<'d>) -> Option<ActiveDuty<'d>> {
        let only = duty.duty.body.only_if_outsourced.as_ref()?;
        duty.sibling(&only.name).filter(|role| {
            self.overseer(role)
                .is_some_and(|own| own.key() == duty.key())
        })
    }

    /// Whether all who answer for a duty are outside the client; `None` where that is not known.
    pub fn is_outsourced(&self, duty: &ActiveDuty<'d>) -> Option<bool> {
        let claims = self.claims(duty);
        let rows = claims
            .iter()
            .flat_map(|claim| self.engagement.answering_rows(claim.row));
        let mut outside = None;
        for row in rows {
            let seats = self.engagement.row(row).accountable();
            match self.engagement.seats_answer_for(seats, &self.clients) {
                Some(true) => return Some(false),
                Some(false) => outside = Some(true),
                None => {}
            }
        }
        outside
    }

    /// Whether the client is too small for a duty.
    pub fn is_exempt(&self, duty: &ActiveDuty<'d>) -> bool {
        let people = self.engagement.head().and_then(|head| head.headcount);
        let least = duty.duty.body.exempt_below;
        matches!((people, least), (Some(people), Some(least)) if people.value.0 < least.value.0)
    }

    /// Whether the profile demands a duty here and nobody has said why it does not apply.
    pub fn applies(&self, duty: &ActiveDuty<'d>) -> bool {
        let excused = self.claims(duty).is_empty() && !self.claims.of(duty.key()).is_empty();
        !excused && self.why_not_demanded(duty).is_none()
    }

    fn stand_in(&self, duty: &ActiveDuty<'d>) -> Option<Answer<'e, 'd>> {
        match duty.kind() {
            DutyKind::Agreement => {
                let agreement = self.agreement(duty);
                let holds = agreement.filter(|own| matches!(own, Signature::InForce(_)));
                let statement = self.statement(duty).map(Answer::Statement);
                let lapsed = || agreement.map(Answer::Agreement);
                holds.map(Answer::Agreement).or(statement).or_else(lapsed)
            }
            DutyKind::Notification => self.notice(duty).map(Answer::Notice),
            DutyKind::Evidence => self.evidence(duty).map(Answer::Evidence),
            DutyKind::Area | DutyKind::DesignatedRole => None,
        }
    }

    /// A contract of the kind that the duty asks for, or one that names the duty; of several the
    /// one that has come farthest.
    fn agreement(&self, duty: &ActiveDuty<'d>) -> Option<Signature<'d>> {
        let agreements = &self.engagement.document.tables.agreements;
        let fits = |agreement: &Agreement<'d>| {
            let kind = agreement.kind.map(|kind| kind.word());
            let is_instrument = kind.is_some() && kind == duty.instrument();
            let unread = &agreement.unread;
            let unknown = unread.could_hold("kind") || unread.could_hold("covers");
            let may_be_it = unknown && self.guesses();
            let covers = || self.names(&agreement.covers, duty.key());
            is_instrument || may_be_it || covers() && self.may_bind(agreement, duty.hold())
        };
        let fitting = agreements.iter().filter(|agreement| fits(&agreement.body));
        let day = self.engagement.start();
        let signatures = fitting.map(|agreement| self.engagement.standing(agreement, day));
        signatures.min_by_key(Signature::rank)
    }

    /// Whether a contract is one of the client's: what others have agreed among themselves owes the
    /// client nothing. Of a duty that either side may hold the provider's may be meant.
    fn may_bind(&self, agreement: &Agreement<'d>, hold: Hold) -> bool {
        let named = Many::of(&agreement.between);
        let is_unknown = |own: &Ref<'d, _>| self.engagement.names.actor(&own.name).is_none();
        let unsure = named.is_empty()
            || self.clients.is_empty()
            || agreement.unread.could_hold("between")
            || named.iter().any(is_unknown);
        unsure
            || self.is_of(&agreement.between, &self.clients)
            || hold == Hold::Either && self.is_of(&agreement.between, &self.providers)
    }

    /// What a party has said that it provides; the client does not provide what is owed to it.
    fn statement(&self, duty: &ActiveDuty<'d>) -> Option<&'d Statement<'d>> {
        let is_owed = duty.hold() == Hold::Provider;
        let may_provide = |statement: &Statement<'d>| {
            let by = self
                .actors(&statement.by)
                .map(|by| self.engagement.answers_for(by, &self.clients));
            let by: Vec<Option<bool>> = by.collect();
            let is_clients = !by.is_empty() && by.iter().all(|own| *own == Some(true));
            !(is_owed && is_clients)
        };
        let mut statements = self.engagement.document.tables.statements.iter();
        statements.find(|statement| {
            let unknown = statement.unread.could_hold("provides") && self.guesses();
            unknown || self.names(&statement.provides, duty.key()) && may_provide(statement)
        })
    }

    /// A record of the duty that somebody keeps who may.
    fn evidence(&self, duty: &ActiveDuty<'d>) -> Option<&'e Evidence<'d>> {
        let may_keep = |evidence: &&Evidence<'d>| {
            let side = self
                .engagement
                .seats_answer_for(&evidence.owner, &self.clients);
            let given_away = duty.hold() == Hold::Client && side == Some(false);
            !evidence.owner.nobody() && !given_away
        };
        let mut evidence = self.engagement.evidence.iter();
        evidence.find(|own| {
            let unknown = own.table.unread.could_hold("proves") && self.guesses();
            may_keep(own) && (unknown || self.names(&own.table.proves, duty.key()))
        })
    }

    /// An agreed notice of incidents. A duty without a trigger is about something else, such as
    /// changes of staff: only a row can take that on.
    fn notice(&self, duty: &ActiveDuty<'d>) -> Option<&'d Notice<'d>> {
        duty.duty.body.trigger.as_ref()?;
        let mut notices = self.engagement.document.tables.notices.iter();
        notices.find(|notice| match duty.hold() {
            Hold::Provider => {
                self.is_of(&notice.by, &self.providers) && self.is_of(&notice.to, &self.clients)
            }
            Hold::Client => {
                let asked = duty.duty.body.within;
                let slow = matches!((asked, notice.within), (Some(asked), Some(own)) if own.minutes > asked.minutes);
                self.is_of(&notice.by, &self.clients) && self.is_authority(&notice.to) && !slow
            }
            Hold::Either => false,
        })
    }

    fn is_of<K>(&self, named: &Option<Many<Ref<'d, K>>>, parties: &BTreeSet<ActorId>) -> bool {
        self.actors(named)
            .any(|actor| self.engagement.answers_for(actor, parties) != Some(false))
    }

    fn is_authority<K>(&self, named: &Option<Many<Ref<'d, K>>>) -> bool {
        let is_authority = |party: ActorId| match self.engagement.actor(party).kind {
            ActorKind::Party(table) => table
                .kind
                .is_some_and(|kind| kind.value == PartyKind::Regulator),
            _ => false,
        };
        self.actors(named).any(|actor| {
            self.engagement
                .parties(actor)
                .iter()
                .copied()
                .any(is_authority)
        })
    }

    fn actors<K>(&self, named: &Option<Many<Ref<'d, K>>>) -> impl Iterator<Item = ActorId> {
        let named = Many::of(named).iter();
        named.filter_map(|named| self.engagement.names.actor(&named.name))
    }

    /// Why nobody needs to hold a duty, if the profile or the engagement says so.
    fn why_not_demanded(&self, duty: &ActiveDuty<'d>) -> Option<String> {
        let body = &duty.duty.body;
        if body.demanded.is_some_and(|demanded| !demanded.value) {
            return Some(match duty.condition() {
                "" => "not demanded".into(),
                condition => condition.to_owned(),
            });
        }
        if let Some(least) = body.exempt_below.filter(|_| self.is_exempt(duty)) {
            return Some(format!("not below {} people", least.value.0));
        }
        let role = body.only_if_outsourced.as_ref()?;
        let outsourced = duty
            .sibling(&role.name)
            .and_then(|role| self.is_outsourced(&role));
        (outsourced != Some(true)).then(|| duty.condition().to_owned())
    }

    /// Whether what cannot be read may be any duty.
    fn guesses(&self) -> bool {
        self.reading == Reading::Meant
    }

    /// Whether one of these references means this duty.
    fn names<K>(&self, references: &Option<Many<Ref<'_, K>>>, duty: DutyKey<'_>) -> bool {
        let catalogue = self.engagement.catalogue();
        Many::of(references).iter().any(|reference| {
            let name = &*reference.name;
            let name = name.strip_prefix("duty.").unwrap_or(name);
            self.reading.duties(name, catalogue).contains(&duty)
        })
    }
}

#[cfg(test)]
mod tests;
