use std::collections::{BTreeMap, BTreeSet};

use racilint_diagnostics::{DefaultSeverity, Group};

use super::{Context, declare_rule, words};
use crate::model::{ActorId, Engagement, Grant, RowId};
use crate::time::{Clock, Set};

declare_rule! {
    /// ## What it does
    ///
    /// Reports an approval that is needed in promised hours in which nobody who may give it is on
    /// duty, and silence does not mean consent.
    ///
    /// ## Why is this bad?
    ///
    /// The engineer sees the attack, may stop it with one call, and the one who has to say yes is
    /// asleep. What was meant as care becomes a waiting room.
    ///
    /// ## Example
    ///
    /// ```toml,fires
    /// [engagement]
    /// timezone = "America/Chicago"
    ///
    /// [workstream.containment]
    /// responsible = "soc"
    /// needs = ["disable-account"]
    /// hours = "24x7"
    ///
    /// [[grant]]
    /// holder = "soc"
    /// action = "disable-account"
    /// mode = "approval-required"
    /// approver = "it-manager"
    /// within = "15m"
    ///
    /// [team.soc]
    /// members = ["li"]
    /// hours = "24x7"
    /// [role.it-manager]
    /// held-by = "pat"
    /// [person.li]
    /// [person.pat]
    /// hours = "Mon-Fri 08:00-17:00"
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```toml,silent
    /// [engagement]
    /// timezone = "America/Chicago"
    ///
    /// [workstream.containment]
    /// responsible = "soc"
    /// needs = ["disable-account"]
    /// hours = "24x7"
    ///
    /// [[grant]]
    /// holder = "soc"
    /// action = "disable-account"
    /// mode = "approval-required"
    /// approver = "it-manager"
    /// within = "15m"
    /// if-no-answer = "act"
    ///
    /// [team.soc]
    /// members = ["li"]
    /// hours = "24x7"
    /// [role.it-manager]
    /// held-by = "pat"
    /// [person.li]
    /// [person.pat]
    /// hours = "Mon-Fri 08:00-17:00"
    /// ```
    ///
    /// ## When it stays silent
    ///
    /// - Silence means consent (`if-no-answer = "act"`), or the approver is asked again
    ///   (`"escalate"`) and is there then.
    /// - At those hours the same people may act without asking.
    /// - Somebody else on the path may act, within `decide-within` where that is promised; so also
    ///   when the approver is back in time.
    /// - No hours are promised for the work, or nobody who would have to ask is on duty.
    /// - Only a recorded absence takes the approver away: `absence-gap` says so.
    /// - Nobody is named to approve: `approval-path-incomplete` says so.
    ///
    /// ## References
    ///
    /// - NIST SP 800-61r3: who may decide on containment is settled before the incident
    /// - FTC Safeguards Rule, 16 CFR 314.4(h)(3): levels of decision-making authority
    "approver-off-duty" {
        summary: "an approval is needed when nobody who may give it is on duty",
        group: Group::Authority,
        severity: DefaultSeverity::ERROR,
        needs: "promised hours for work that takes an approval, and the time zone",
        frameworks: &["ftc-safeguards"],
    }
}

/// Enough rows to see whose hours are meant.
const MOST_ROWS: usize = 3;

/// What a grant is needed for while nobody approves.
#[derive(Default)]
struct Waiting {
    sets: Vec<Set>,
    rows: Vec<RowId>,
    actions: Vec<String>,
}

fn check(cx: &mut Context<'_, '_>) {
    let Some(clock) = cx.clock else {
        return cx.lacks_data();
    };
    let engagement = cx.engagement;
    let mut evaluated = false;
    let mut unknown: BTreeSet<ActorId> = BTreeSet::new();
    let mut waiting: BTreeMap<usize, Waiting> = BTreeMap::new();
    for (row, asking) in approvals(engagement) {
        let Some(promised) = clock.promised(row) else {
            continue;
        };
        evaluated = true;
        for action in asking {
            for (grant, verdict) in clock.unapproved(row, &action).iter() {
                let verdict = verdict.among(&promised);
                if verdict.is_open() {
                    unknown.extend(clock.without_hours_on(row, &action));
                }
                if !verdict.sure.is_empty() {
                    let waiting = waiting.entry(*grant).or_default();
                    waiting.add(row, &action, verdict.sure);
                }
            }
        }
    }
    for (grant, waiting) in &waiting {
        report(cx, clock, &engagement.grants[*grant], waiting);
    }
    if !unknown.is_empty() {
        cx.needs_hours_of(unknown);
    } else if !evaluated {
        cx.lacks_data();
    }
}

impl Waiting {
    fn add(&mut self, row: RowId, action: &str, set: Set) {
        self.sets.push(set);
        if !self.rows.contains(&row) {
            self.rows.push(row);
        }
        if !self.actions.iter().any(|own| own == action) {
            self.actions.push(action.to_owned());
        }
    }
}

/// The rows that take an action for which some grant asks for an approval, with these actions.
fn approvals(engagement: &Engagement<'_>) -> Vec<(RowId, Vec<String>)> {
    let mut approvals = Vec::new();
    let leaves = engagement.leaves().filter(|(_, row)| !row.only_decides());
    for (row, _) in leaves {
        let needs = engagement.needs(row).into_iter();
        let actions = needs.map(|need| need.action.id.name.to_string());
        let asking: Vec<String> = actions
            .filter(|action| {
                let mut grants = engagement.grants_about(action, row).into_iter();
                grants.any(|grant| engagement.grants[grant].asks_known_people())
            })
            .collect();
        if !asking.is_empty() {
            approvals.push((row, asking));
        }
    }
    approvals
}

fn report(cx: &mut Context<'_, '_>, clock: &Clock<'_, '_>, grant: &Grant<'_>, waiting: &Waiting) {
    let engagement = cx.engagement;
    let set = Set::union_of(&waiting.sets);
    let when = clock.windows(&set).worst().unwrap_or_default();
    let actions = words::list(&waiting.actions);
    let names = words::list(waiting.rows.iter().map(|row| &engagement.row(*row).name));
    let message = format!("calls for {names} find nobody to approve {actions} {when}");
    let place = grant.approvers.first_span().unwrap_or(grant.place());
    let finding = cx.report(place, message);
    finding.about(grant.object());
    for link in &grant.holders.links {
        finding.related(link.span, "has to ask, and waits");
    }
    for link in grant.approvers.links.iter().skip(1) {
        finding.related(link.span, "is off duty then as well");
    }
    for row in waiting.rows.iter().take(MOST_ROWS) {
        if let Some(hours) = engagement.hours(*row) {
            let name = &engagement.row(*row).name;
            finding.related(hours.span, format!("`{name}` is promised then"));
        }
    }
    if let Some(said) = grant.table.if_no_answer {
        finding.related(said.span, "what happens without an answer");
    }
    finding.help(
        "name an approver who is on duty then, say that silence means consent: \
         `if-no-answer = \"act\"`, or let them act without asking in those hours: a `[[grant]]` \
         with `mode = \"pre-authorized\"` and `hours`",
    );
}

#[cfg(test)]
mod tests;
