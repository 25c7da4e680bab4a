//! Workstreams, their slices, and the systems they run on.

use crate::decode::{Map, Spanned, choices, tables};
use crate::values::{
    Action, Actor, Area, Date, Duty, Elapsed, Escalation, Hours, Many, Ref, Seat,
    System as SystemRef, Text, Workstream as WorkstreamRef,
};

choices! {
    /// How much depends on a workstream.
    pub enum Criticality {
        /// The business stops without it.
        Critical = "critical",
        /// The business suffers without it.
        High = "high",
        /// What most work is.
        Normal = "normal",
        /// It can wait.
        Low = "low",
    }

    /// How bad an incident is.
    pub enum Incident {
        /// The business is down or breached.
        Sev1 = "sev1",
        /// A large part is down or at risk.
        Sev2 = "sev2",
        /// A small part is affected.
        Sev3 = "sev3",
        /// A nuisance.
        Sev4 = "sev4",
    }

    /// What kind of work it is.
    pub enum Activity {
        /// Set the rules.
        Govern = "govern",
        /// Give and take access.
        Access = "access",
        /// Watch.
        Monitor = "monitor",
        /// Find out what an alert means.
        Triage = "triage",
        /// Stop an attack from spreading.
        Contain = "contain",
        /// Repair the cause.
        Remediate = "remediate",
        /// Check that it works.
        Validate = "validate",
        /// Supply and run a tool.
        Tooling = "tooling",
        /// Pass alerts on.
        Alerting = "alerting",
        /// Decide.
        Decision = "decision",
        /// Keep a service running.
        Operate = "operate",
        /// Help users.
        Support = "support",
        /// Change something.
        Change = "change",
        /// Bring back what was lost.
        Restore = "restore",
        /// Keep proof.
        Document = "document",
        /// Tell others.
        Report = "report",
        /// Look ahead.
        Plan = "plan",
    }
}

tables! {
    /// A piece of work with one owner: the row of a responsibility matrix.
    pub struct Workstream<'s> {
        /// The name people use for it.
        "title" title: Text<'s>,
        /// The areas of the catalogue that it covers; its id when that is an area.
        "area" area: Many<Ref<'s, Area>>,
        /// What kind of work it is.
        "activity" activity: Many<Spanned<Activity>>,
        /// How much depends on it; `normal` when absent.
        "criticality" criticality: Spanned<Criticality>,
        /// The workstream that it is a part of.
        "parent" parent: Many<Ref<'s, WorkstreamRef>>,
        /// Who does the work.
        "responsible" responsible: Many<Ref<'s, Seat>>,
        /// Who answers for it.
        "accountable" accountable: Many<Ref<'s, Seat>>,
        /// Who helps with the work.
        "support" support: Many<Ref<'s, Seat>>,
        /// Who is asked before.
        "consulted" consulted: Many<Ref<'s, Seat>>,
        /// Who is told afterwards.
        "informed" informed: Many<Ref<'s, Seat>>,
        /// Authority that the work takes; the area's defaults when absent.
        "needs" needs: Many<Ref<'s, Action>>,
        /// The systems it runs on.
        "systems" systems: Many<Ref<'s, SystemRef>>,
        /// When it is promised; without hours, coverage is not checked.
        "hours" hours: Hours<'s>,
        /// Somebody responds within this.
        "respond-within" respond_within: Spanned<Elapsed>,
        /// Somebody who may act is reached within this.
        "decide-within" decide_within: Spanned<Elapsed>,
        /// The service is back within this.
        "restore-within" restore_within: Spanned<Elapsed>,
        /// Who is called, in which order.
        "escalation" escalation: Many<Ref<'s, Escalation>>,
        /// Workstreams without which it cannot be done.
        "depends-on" depends_on: Many<Ref<'s, WorkstreamRef>>,
        /// Workstreams that its work goes on to.
        "flows-to" flows_to: Many<Ref<'s, WorkstreamRef>>,
        /// Duties of the profiles that it fulfils.
        "satisfies" satisfies: Many<Ref<'s, Duty>>,
        /// The first day, if not that of the engagement.
        "from" from: Spanned<Date>,
        /// The last day, if not that of the engagement.
        "until" until: Spanned<Date>,
        /// Why nobody needs to do it here.
        "not-applicable" not_applicable: Box<Text<'s>>,
        /// Who accepted that it is not applicable.
        "accepted-by" accepted_by: Many<Ref<'s, Seat>>,
        /// Parts with owners of their own: by hours, systems, severity or step.
        "slice" slice: Map<'s, Slice<'s>>,
    }

    /// A part of a workstream with owners of its own.
    pub struct Slice<'s> {
        /// The name people use for it.
        "title" title: Text<'s>,
        /// The hours that are this part's.
        "hours" hours: Hours<'s>,
        /// The systems that are this part's.
        "systems" systems: Many<Ref<'s, SystemRef>>,
        /// The severities that are this part's.
        "severity" severity: Many<Spanned<Incident>>,
        /// The step of the work that is this part's.
        "step" step: Many<Text<'s>>,
        /// Who does the work.
        "responsible" responsible: Many<Ref<'s, Seat>>,
        /// Who answers for it.
        "accountable" accountable: Many<Ref<'s, Seat>>,
        /// Who helps with the work.
        "support" support: Many<Ref<'s, Seat>>,
        /// Who is asked before.
        "consulted" consulted: Many<Ref<'s, Seat>>,
        /// Who is told afterwards.
        "informed" informed: Many<Ref<'s, Seat>>,
        /// Authority that this part takes; the workstream's when absent.
        "needs" needs: Many<Ref<'s, Action>>,
        /// Somebody responds within this.
        "respond-within" respond_within: Spanned<Elapsed>,
        /// Somebody who may act is reached within this.
        "decide-within" decide_within: Spanned<Elapsed>,
        /// The service is back within this.
        "restore-within" restore_within: Spanned<Elapsed>,
        /// Who is called, in which order.
        "escalation" escalation: Many<Ref<'s, Escalation>>,
        /// Duties of the profiles that this part fulfils.
        "satisfies" satisfies: Many<Ref<'s, Duty>>,
        /// The first day.
        "from" from: Spanned<Date>,
        /// The last day.
        "until" until: Spanned<Date>,
    }

    /// A system that work is done on.
    pub struct System<'s> {
        /// The name people use for it.
        "name" name: Text<'s>,
        /// Who runs it.
        "owner" owner: Many<Ref<'s, Seat>>,
        /// Who sells or hosts it.
        "vendor" vendor: Many<Ref<'s, Actor>>,
        /// Who on the business side it belongs to.
        "business-owner" business_owner: Many<Ref<'s, Seat>>,
        /// Who holds the highest rights on it.
        "top-admin" top_admin: Many<Ref<'s, Seat>>,
        /// Who knows it well enough to repair it.
        "known-by" known_by: Many<Ref<'s, Actor>>,
        /// Where it is documented.
        "docs" docs: Many<Text<'s>>,
        /// Who can get in, and what for.
        "access" access: Many<Access<'s>>,
    }

    /// Who can do what on a system.
    pub struct Access<'s> {
        /// Who can get in.
        @required "who" who: Many<Ref<'s, Actor>>,
        /// What the access permits.
        @required "can" can: Many<Ref<'s, Action>>,
    }
}
