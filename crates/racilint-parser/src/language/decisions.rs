//! Agreements and decisions: contracts under the contract, onboarding, what is left out, what is
//! accepted.

use crate::decode::{Spanned, choices, tables};
use crate::values::{
    Actor, Area, Date, Duty, Elapsed, Hours, Many, Object, Party, Ref, Seat, Text,
};

choices! {
    /// What sort of contract an agreement is.
    pub enum AgreementKind {
        /// A business associate agreement.
        Baa = "baa",
        /// A written acknowledgement of a third-party service provider.
        Tpsp = "tpsp",
        /// A security addendum.
        Addendum = "addendum",
        /// A data processing agreement.
        Dpa = "dpa",
        /// An operational level agreement within one party.
        Ola = "ola",
        /// A contract that a promise stands on.
        Underpinning = "underpinning",
        /// A confidentiality agreement.
        Nda = "nda",
    }

    /// What onboarding brings over.
    pub enum Input {
        /// Documentation of systems and processes.
        Documentation = "documentation",
        /// Accounts and keys.
        Access = "access",
        /// Who approves what.
        Approvals = "approvals",
        /// Who the users are and what they do.
        UserContext = "user-context",
        /// Contracts and contacts of vendors.
        VendorRecords = "vendor-records",
        /// What matters most to the business.
        BusinessPriorities = "business-priorities",
    }

    /// Which end of the engagement a milestone belongs to.
    pub enum Phase {
        /// The beginning.
        Onboarding = "onboarding",
        /// The end.
        Exit = "exit",
    }
}

tables! {
    /// A contract under the contract.
    pub struct Agreement<'s> {
        /// The name people use for it.
        "title" title: Text<'s>,
        /// What sort of contract it is.
        "kind" kind: Spanned<AgreementKind>,
        /// The parties to it.
        "between" between: Many<Ref<'s, Party>>,
        /// What it covers.
        "covers" covers: Many<Ref<'s, Object>>,
        /// The day it was signed.
        "signed" signed: Spanned<Date>,
        /// The first day.
        "from" from: Spanned<Date>,
        /// The last day.
        "until" until: Spanned<Date>,
        /// The hours that it promises.
        "hours" hours: Hours<'s>,
        /// The response that it promises.
        "respond-within" respond_within: Spanned<Elapsed>,
        /// The restoration that it promises.
        "restore-within" restore_within: Spanned<Elapsed>,
    }

    /// A step of onboarding or of the exit.
    pub struct Milestone<'s> {
        /// The name people use for it.
        "title" title: Text<'s>,
        /// Which end of the engagement it belongs to; onboarding when absent.
        "phase" phase: Spanned<Phase>,
        /// What it brings over.
        "input" input: Many<Spanned<Input>>,
        /// Who sees to it.
        "owner" owner: Many<Ref<'s, Seat>>,
        /// The day it is due.
        "due" due: Spanned<Date>,
        /// The day it was done.
        "done" done: Spanned<Date>,
        /// Who says that it is done.
        "accepted-by" accepted_by: Many<Ref<'s, Seat>>,
        /// Workstreams and milestones that wait for it.
        "before" before: Many<Ref<'s, Object>>,
    }

    /// Deliberately nobody's: said, reasoned and accepted.
    pub struct Exclusion<'s> {
        /// A name, so that a waiver can mean this exclusion.
        "id" id: Text<'s>,
        /// The area or workstream that is left out.
        "area" area: Many<Ref<'s, Area>>,
        /// What is left out, in free words.
        "what" what: Text<'s>,
        /// Why.
        "reason" reason: Text<'s>,
        /// Who accepted it.
        "accepted-by" accepted_by: Many<Ref<'s, Seat>>,
    }

    /// An agreed deviation from the support model.
    pub struct Exception<'s> {
        /// A name, so that a waiver can mean this exception.
        "id" id: Text<'s>,
        /// What is done otherwise.
        @required "what" what: Text<'s>,
        /// Who sees to it.
        "owner" owner: Many<Ref<'s, Seat>>,
        /// Why.
        "reason" reason: Text<'s>,
        /// Who agreed.
        "approved-by" approved_by: Many<Ref<'s, Seat>>,
        /// The last day.
        "until" until: Spanned<Date>,
    }

    /// An accepted finding: kept in the file, shown in every report.
    pub struct Waiver<'s> {
        /// A name.
        "id" id: Text<'s>,
        /// The rule that is waived.
        @required "rule" rule: Text<'s>,
        /// The object for which it is waived, such as `workstream.pacs`.
        @required "on" on: Many<Ref<'s, Object>>,
        /// Why.
        "reason" reason: Text<'s>,
        /// Who sees to it.
        "owner" owner: Many<Ref<'s, Seat>>,
        /// Who accepted it.
        "approved-by" approved_by: Many<Ref<'s, Seat>>,
        /// The last day.
        "until" until: Spanned<Date>,
    }

    /// A duty told is a duty taken.
    pub struct Acknowledgement<'s> {
        /// A name.
        "id" id: Text<'s>,
        /// Who took it.
        @required "who" who: Many<Ref<'s, Actor>>,
        /// What they took.
        @required "of" of: Many<Ref<'s, Object>>,
        /// When.
        "on" on: Spanned<Date>,
    }

    /// What a vendor or provider says that it does, or that the customer must do.
    pub struct Statement<'s> {
        /// A name.
        "id" id: Text<'s>,
        /// Who says so.
        @required "by" by: Many<Ref<'s, Party>>,
        /// The duties it takes on.
        "provides" provides: Many<Ref<'s, Duty>>,
        /// The duties it leaves to the customer.
        "imposes" imposes: Many<Ref<'s, Duty>>,
        /// The customer.
        "on" on: Many<Ref<'s, Party>>,
        /// Who accepted it there.
        "accepted-by" accepted_by: Many<Ref<'s, Seat>>,
    }

    /// Who tells whom of an incident, how fast.
    pub struct Notice<'s> {
        /// A name.
        "id" id: Text<'s>,
        /// Who tells.
        "by" by: Many<Ref<'s, Seat>>,
        /// Who is told.
        "to" to: Many<Ref<'s, Seat>>,
        /// What starts the clock.
        "trigger" trigger: Text<'s>,
        /// They are told within this.
        "within" within: Spanned<Elapsed>,
        /// On which channel.
        "via" via: Many<Text<'s>>,
    }
}
