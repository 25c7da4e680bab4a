//! One person whom several clients need at the same hours, with nobody else there for any of them.

use jiff::tz::{TimeZone, TimeZoneDatabase};
use racilint_diagnostics::{DefaultSeverity, Finding, Group, rule_info};

use super::judge::relate;
use super::people::Home;
use super::{Entry, NEEDS, Portfolio, Shared};
use crate::time::Windows;

rule_info! {
    /// ## What it does
    ///
    /// Reports a person who is, at the same hours, the only one there for two or more clients: the
    /// only one who commands their incidents, or the only one on duty of all who do promised work or
    /// are called about it.
    ///
    /// It looks across the engagements of one run, and takes two people for the same one where both
    /// engagements include the file that declares them.
    ///
    /// ## Why is this bad?
    ///
    /// Each contract is sound by itself. The storm that takes down one client takes down its
    /// neighbours too, and then the one who answers has two telephones.
    ///
    /// ## Example
    ///
    /// ```toml,fires
    /// [engagement]
    /// client = "harbor"
    /// starts = 2027-01-01
    /// ends = 2027-12-31
    /// timezone = "America/Chicago"
    /// include = ["northwind.roster.toml"]
    ///
    /// [party.harbor]
    /// [workstream.containment]
    /// [command.security]
    /// covers = "containment"
    /// hours = "24x7"
    /// commander = "jo"
    ///
    /// #@ larch.raci.toml
    /// [engagement]
    /// client = "larch"
    /// starts = 2027-01-01
    /// ends = 2027-12-31
    /// timezone = "America/Chicago"
    /// include = ["northwind.roster.toml"]
    ///
    /// [party.larch]
    /// [workstream.containment]
    /// [command.security]
    /// covers = "containment"
    /// hours = "24x7"
    /// commander = "jo"
    ///
    /// #@ northwind.roster.toml
    /// [person.jo]
    /// hours = "Mon-Fri 08:00-18:00"
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```toml,silent
    /// [engagement]
    /// client = "harbor"
    /// starts = 2027-01-01
    /// ends = 2027-12-31
    /// timezone = "America/Chicago"
    /// include = ["northwind.roster.toml"]
    ///
    /// [party.harbor]
    /// [workstream.containment]
    /// [command.security]
    /// covers = "containment"
    /// hours = "24x7"
    /// commander = "jo"
    ///
    /// #@ larch.raci.toml
    /// [engagement]
    /// client = "larch"
    /// starts = 2027-01-01
    /// ends = 2027-12-31
    /// timezone = "America/Chicago"
    /// include = ["northwind.roster.toml"]
    ///
    /// [party.larch]
    /// [workstream.containment]
    /// [command.security]
    /// covers = "containment"
    /// hours = "24x7"
    /// commander = "jo"
    /// deputy = "sam"
    ///
    /// #@ northwind.roster.toml
    /// [person.jo]
    /// hours = "Mon-Fri 08:00-18:00"
    /// [person.sam]
    /// hours = "Mon-Fri 08:00-18:00"
    /// ```
    ///
    /// ## When it stays silent
    ///
    /// - Somebody else who can do it is on duty: a deputy, a colleague on the shift, the next one who
    ///   is called. A team that keeps hours without shifts counts as several people.
    /// - The hours do not meet, or the engagements are of the same client.
    /// - The two only have the same id, each in a file of its own.
    /// - A waiver in the engagement, or for all of them in the file that they share, accepts it for
    ///   the person.
    /// - The engagement does not say in which zone its hours are read.
    ///
    /// ## References
    ///
    /// - NIST SP 800-61 r3: the people for incidents, also for several at a time
    /// - ISO/IEC 20000-1:2018, 8.4.3: capacity, also of people
    pub(super) static INFO {
        name: "cross-engagement-double-booking",
        summary: "several clients need one person at the same hours, and nobody else is there",
        group: Group::Load,
        severity: DefaultSeverity::WARNING,
        needs: NEEDS,
        frameworks: &["nist-csf"],
    }
}

/// Says when and by whom a person is needed twice.
pub(super) fn check(
    portfolio: &Portfolio,
    home: &Home,
    shared: &Shared,
    entries: &[&Entry],
) -> Option<Finding> {
    let (twice, meeting) = portfolio.doubled(entries);
    if twice.is_empty() {
        return None;
    }
    let zone = shared.zone.as_deref().unwrap_or("UTC");
    let zone = TimeZoneDatabase::bundled()
        .get(zone)
        .unwrap_or(TimeZone::UTC);
    let windows = Windows::of(&twice, portfolio.horizon(&meeting), &zone);
    let clients = portfolio.clients(&meeting);
    let message = format!(
        "`{}` is the only one there for {clients} clients at the same hours: {}",
        home.id,
        windows.worst().unwrap_or_default()
    );
    let mut finding = portfolio.finding(&INFO, (home, shared), &meeting, message);
    relate(
        &mut finding,
        meeting.iter().filter_map(|entry| entry.alone_at.as_ref()),
    );
    finding.help(
        "let somebody else be there for one of them at these hours: a deputy for the command, a \
         second on the shift, or a further step of the escalation",
    );
    Some(finding)
}
