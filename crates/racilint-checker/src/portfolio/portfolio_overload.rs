//! One person who answers for more, over all clients, than one person can.

use racilint_diagnostics::{DefaultSeverity, Finding, Group, rule_info};

use super::judge::relate;
use super::people::Home;
use super::{Entry, NEEDS, Portfolio, Shared};

rule_info! {
    /// ## What it does
    ///
    /// Reports a person who answers, over all engagements of the run, for more than forty
    /// workstreams that cannot wait, or for such work of more than twenty clients: critical work,
    /// work in which incidents are handled, and work for which hours or times are promised.
    ///
    /// It takes two people for the same one where both engagements include the file that declares
    /// them. How much is too much in one engagement is for `overload` to say.
    ///
    /// ## Why is this bad?
    ///
    /// The twenty-first client is signed by the same service manager, because the template names
    /// her. No contract shows it, since each is looked at alone; her calendar does.
    ///
    /// ## Example
    ///
    /// ```toml,fires
    /// [engagement]
    /// client = "harbor"
    /// include = ["northwind.roster.toml"]
    ///
    /// [party.harbor]
    /// [workstream.containment]
    /// accountable = "jo"
    ///
    /// #@ client-1.raci.toml to client-20.raci.toml
    /// [engagement]
    /// client = "client"
    /// include = ["northwind.roster.toml"]
    ///
    /// [party.client]
    /// [workstream.containment]
    /// accountable = "jo"
    ///
    /// #@ northwind.roster.toml
    /// [person.jo]
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```toml,silent
    /// [engagement]
    /// client = "harbor"
    /// include = ["northwind.roster.toml"]
    ///
    /// [party.harbor]
    /// [workstream.containment]
    /// accountable = "jo"
    ///
    /// #@ client-1.raci.toml to client-10.raci.toml
    /// [engagement]
    /// client = "client"
    /// include = ["northwind.roster.toml"]
    ///
    /// [party.client]
    /// [workstream.containment]
    /// accountable = "jo"
    ///
    /// #@ client-11.raci.toml to client-20.raci.toml
    /// [engagement]
    /// client = "client"
    /// include = ["northwind.roster.toml"]
    ///
    /// [party.client]
    /// [workstream.containment]
    /// accountable = "sam"
    ///
    /// #@ northwind.roster.toml
    /// [person.jo]
    /// [person.sam]
    /// ```
    ///
    /// ## When it stays silent
    ///
    /// - A party or a group answers, or a role that several people hold.
    /// - The work can wait, or all of it is of one client.
    /// - The two only have the same id, each in a file of its own.
    /// - A waiver in the engagement, or for all of them in the file that they share, accepts it for
    ///   the person.
    ///
    /// ## References
    ///
    /// - ISO/IEC 20000-1:2018, 8.4.3: capacity, also of people
    /// - Smith and Erwin, Role and Responsibility Charting: too many A's
    pub(super) static INFO {
        name: "portfolio-overload",
        summary: "one person answers for too much over all clients",
        group: Group::Load,
        severity: DefaultSeverity::WARNING,
        needs: NEEDS,
    }
}

/// For so much that cannot wait one person can answer: a service manager with twenty clients and two
/// such pieces of work at each.
const MOST_OWNED: usize = 40;
/// And of so many clients: more cannot be met once a month.
const MOST_CLIENTS: usize = 20;

/// Counts what a person answers for.
pub(super) fn check(
    portfolio: &Portfolio,
    home: &Home,
    shared: &Shared,
    entries: &[&Entry],
) -> Option<Finding> {
    let owning: Vec<&Entry> = entries
        .iter()
        .filter(|one| one.owned > 0)
        .copied()
        .collect();
    let owned: usize = owning.iter().map(|entry| entry.owned).sum();
    let clients = portfolio.clients(&owning);
    if clients < 2 || (owned <= MOST_OWNED && clients <= MOST_CLIENTS) {
        return None;
    }
    let message = format!(
        "`{}` answers for {owned} workstreams that cannot wait, of {clients} clients",
        home.id
    );
    let mut finding = portfolio.finding(&INFO, (home, shared), &owning, message);
    relate(
        &mut finding,
        owning.iter().filter_map(|entry| entry.owned_at.as_ref()),
    );
    finding.help(format!(
        "one person can answer for {MOST_OWNED} of them, and for {MOST_CLIENTS} clients; give some \
         of the clients to somebody else"
    ));
    Some(finding)
}
