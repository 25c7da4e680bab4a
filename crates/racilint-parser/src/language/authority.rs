//! Who may act, who is called, who commands.

use crate::decode::{Spanned, Whole, choices, tables};
use crate::values::{
    Action, Command as CommandRef, Date, Elapsed, Hours, Leaf, Many, Ref, Seat, Text,
};

use super::work::Incident;

choices! {
    /// How far a grant goes.
    pub enum Mode {
        /// May act at once.
        PreAuthorized = "pre-authorized",
        /// May act when somebody has agreed.
        ApprovalRequired = "approval-required",
        /// May not act.
        Prohibited = "prohibited",
    }

    /// What happens when nobody answers a request for approval.
    pub enum IfNoAnswer {
        /// Silence is consent.
        Act = "act",
        /// Nothing is done.
        Wait = "wait",
        /// The approvers are asked once more.
        Escalate = "escalate",
    }
}

tables! {
    /// The authority to act. Nobody may do what no grant says.
    pub struct Grant<'s> {
        /// A name, so that a waiver can mean this grant.
        "id" id: Text<'s>,
        /// Who may act.
        @required "holder" holder: Many<Ref<'s, Seat>>,
        /// What they may do.
        @required "action" action: Many<Ref<'s, Action>>,
        /// The workstreams it holds for; all when absent.
        "on" on: Many<Ref<'s, Leaf>>,
        /// How far it goes.
        @required "mode" mode: Spanned<Mode>,
        /// Who agrees.
        "approver" approver: Many<Ref<'s, Seat>>,
        /// The approver answers within this.
        "within" within: Spanned<Elapsed>,
        /// What happens when nobody answers; `wait` when absent.
        "if-no-answer" if_no_answer: Spanned<IfNoAnswer>,
        /// When it holds; always when absent.
        "hours" hours: Hours<'s>,
        /// The first day.
        "from" from: Spanned<Date>,
        /// The last day.
        "until" until: Spanned<Date>,
    }

    /// Who is called, in which order.
    pub struct Escalation<'s> {
        /// The name people use for it.
        "title" title: Text<'s>,
        /// The steps, first to last.
        @required "steps" steps: Many<Step<'s>>,
        /// How often the whole path is called again.
        "repeat" repeat: Spanned<Whole<0, 100>>,
    }

    /// One step of an escalation path.
    pub struct Step<'s> {
        /// Who is called.
        @required "to" to: Many<Ref<'s, Seat>>,
        /// How long before the next step is called.
        "ack-within" ack_within: Spanned<Elapsed>,
    }

    /// Who commands which incidents.
    pub struct Command<'s> {
        /// The name people use for it.
        "title" title: Text<'s>,
        /// The workstreams whose incidents it commands; all critical ones when absent.
        "covers" covers: Many<Ref<'s, Leaf>>,
        /// The severities; all when absent.
        "severity" severity: Many<Spanned<Incident>>,
        /// When it is in command.
        "hours" hours: Hours<'s>,
        /// The one who commands.
        "commander" commander: Many<Ref<'s, Seat>>,
        /// Who takes over.
        "deputy" deputy: Many<Ref<'s, Seat>>,
        /// Who may declare an incident.
        "declared-by" declared_by: Many<Ref<'s, Seat>>,
        /// Another command that it forms one with.
        "unified-with" unified_with: Many<Ref<'s, CommandRef>>,
        /// Who decides in a command formed of several.
        "decides" decides: Many<Ref<'s, Seat>>,
        /// The first day.
        "from" from: Spanned<Date>,
        /// The last day.
        "until" until: Spanned<Date>,
    }
}
