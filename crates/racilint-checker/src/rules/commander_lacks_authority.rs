use std::collections::{BTreeMap, BTreeSet};

use racilint_diagnostics::{DefaultSeverity, Group, Span};

use super::commanding::lacking::{self, Case, Extent, Lack};
use super::commanding::{
    ENGAGE_VENDOR, TO_BEGIN, TO_COMMAND, current, first_without, is_in_charge, is_known, known,
    open_hours, powerless, takes, work_of,
};
use super::responsibility_without_authority::is_reported;
use super::{Context, authority_invalid, declare_rule, words};
use crate::model::{ActorId, Command, Engagement, RowId};
use crate::time::{Clock, Set, Verdict};

declare_rule! {
    /// ## What it does
    ///
    /// Reports a commander who may not declare an incident, set its severity or call in a vendor,
    /// neither at once nor with an approval that is to be had at the hour.
    ///
    /// ## Why is this bad?
    ///
    /// Whoever commands decides, and the decision holds. A commander who has to find somebody else
    /// to call it an incident, or to wake the firewall's maker, leads a meeting.
    ///
    /// ## Example
    ///
    /// ```toml,fires
    /// [engagement]
    ///
    /// [workstream.containment]
    /// responsible = "soc"
    ///
    /// [command.security]
    /// covers = "containment"
    /// commander = "jo"
    ///
    /// [[grant]]
    /// holder = "soc"
    /// action = ["declare-incident", "set-severity"]
    /// mode = "pre-authorized"
    ///
    /// [team.soc]
    /// [person.jo]
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```toml,silent
    /// [engagement]
    ///
    /// [workstream.containment]
    /// responsible = "soc"
    ///
    /// [command.security]
    /// covers = "containment"
    /// commander = "jo"
    ///
    /// [[grant]]
    /// holder = "jo"
    /// action = ["declare-incident", "set-severity", "engage-vendor"]
    /// mode = "pre-authorized"
    ///
    /// [team.soc]
    /// [person.jo]
    /// ```
    ///
    /// ## When it stays silent
    ///
    /// - The authority is given for the work that is commanded, for the whole of it, or for a
    ///   workstream of the area `incident-command`: commanding is that work.
    /// - Containment itself: whoever commands directs those who may do it.
    /// - Commands for `sev3` and `sev4` only, and commands that form one with another whose
    ///   commander may.
    /// - Nobody at all may declare an incident or set its severity: that is told once, by
    ///   `missing-declaration-authority`.
    /// - The commander does the work as well, and `responsibility-without-authority` has said of
    ///   that work that nobody who does it may.
    /// - The command is over: its `until` lies before today.
    /// - Who commands, or a grant that may be the one, cannot be read or is misspelt.
    ///
    /// ## References
    ///
    /// - NIMS: authority is delegated to the incident commander in writing
    /// - NIST CSF 2.0, GV.RR-02, RS.MA-01 to RS.MA-05
    "commander-lacks-authority" {
        summary: "a commander may not decide what commanding takes",
        group: Group::Command,
        severity: DefaultSeverity::ERROR,
        needs: "incident commands and work that they cover",
        frameworks: &["nist-csf", "nist-800-53"],
    }
}

fn check(cx: &mut Context<'_, '_>) {
    let engagement = cx.engagement;
    if engagement.commands.is_empty() || engagement.is_damaged() {
        return cx.lacks_data();
    }
    let mut asked = Asked::of(engagement);
    for (index, command) in current(engagement) {
        if command.only_minor() || !is_known(command, engagement) {
            continue;
        }
        let work = work_of(command, engagement);
        for (link, commander) in known(&command.commander) {
            let mut lacking = Vec::new();
            for action in TO_COMMAND {
                let matter = (commander, action, work.clone());
                if asked.is_told_of(&matter) || asked.partner_may(index, &matter) {
                    continue;
                }
                let row = asked.first_without(&matter);
                lacking.extend(lack(cx, index, &matter, row));
            }
            if !lacking.is_empty() {
                report(cx, command, (commander, link.span), &work, &lacking);
            }
        }
    }
}

/// The minutes in which commanders are there and may neither take an action to begin with nor, at
/// the same minutes, call in a vendor: this rule tells of both together. Where it is only the
/// first, `missing-declaration-authority` does.
pub(super) fn reported_hours(
    engagement: &Engagement<'_>,
    clock: &Clock<'_, '_>,
    commands: &[usize],
    action: &'static str,
    asked: &mut Asked<'_, '_>,
) -> Set {
    let mut told = Vec::new();
    for index in commands.iter().copied() {
        let command = &engagement.commands[index];
        let work = work_of(command, engagement);
        for (_, commander) in known(&command.commander) {
            let matter = (commander, action, work.clone());
            let vendor = (commander, ENGAGE_VENDOR, work.clone());
            let is_told = |own: &Matter, asked: &mut Asked<'_, '_>| {
                asked.is_told_of(own)
                    || asked.partner_may(index, own)
                    || asked.first_without(own).is_some()
            };
            if work.is_empty() || is_told(&matter, asked) || is_told(&vendor, asked) {
                continue;
            }
            let [own, vendor] =
                [matter, vendor].map(|own| powerless_hours(engagement, clock, index, &own).sure);
            told.extend((own == vendor).then_some(own));
        }
    }
    Set::union_of(&told)
}

/// Whether it is told already that nobody who does the work may take the action, and the
/// commander is one of them.
fn is_told_of(engagement: &Engagement<'_>, row: RowId, action: &str, commander: ActorId) -> bool {
    takes(engagement, row, action)
        && is_in_charge(engagement, row, commander)
        && is_reported(engagement, row, action)
}

/// Somebody who commands, an action that this takes, and the work.
type Matter = (ActorId, &'static str, BTreeSet<RowId>);

/// What was asked of the grants already: thousands of commands may name the same large team.
pub(super) struct Asked<'e, 'd> {
    engagement: &'e Engagement<'d>,
    formed: BTreeMap<usize, Formed>,
    told: BTreeMap<Matter, bool>,
    without: BTreeMap<Matter, Option<RowId>>,
    /// For what is formed, an action and the work, two commands or more whose commander may: one of
    /// them is another than whichever asks.
    partners: BTreeMap<(usize, &'static str, BTreeSet<RowId>), BTreeSet<usize>>,
}

/// Commands that form one.
#[derive(Default)]
struct Formed {
    /// How many of them are not over.
    count: usize,
    /// Those who command or decide in these, each with the first two in which they do.
    seats: BTreeMap<ActorId, Vec<usize>>,
}

impl<'e, 'd> Asked<'e, 'd> {
    pub(super) fn of(engagement: &'e Engagement<'d>) -> Self {
        let mut formed: BTreeMap<usize, Formed> = BTreeMap::new();
        for (index, command) in current(engagement) {
            let formed = formed.entry(command.unity).or_default();
            formed.count += 1;
            for who in command.commander.actors().chain(command.decides.actors()) {
                let own = formed.seats.entry(who).or_default();
                if own.len() < 2 && !own.contains(&index) {
                    own.push(index);
                }
            }
        }
        Asked {
            engagement,
            formed,
            told: BTreeMap::new(),
            without: BTreeMap::new(),
            partners: BTreeMap::new(),
        }
    }

    /// Whether it is told of some of the work already.
    fn is_told_of(&mut self, matter: &Matter) -> bool {
        if let Some(known) = self.told.get(matter) {
            return *known;
        }
        let (commander, action, work) = matter;
        let told = |row: &RowId| is_told_of(self.engagement, *row, action, *commander);
        let found = work.iter().any(told);
        self.told.insert(matter.clone(), found);
        found
    }

    fn first_without(&mut self, matter: &Matter) -> Option<RowId> {
        known_without(self.engagement, &mut self.without, matter)
    }

    /// Whether the commander of another command that forms one with this may take the action.
    fn partner_may(&mut self, command: usize, (_, action, work): &Matter) -> bool {
        let unity = self.engagement.commands[command].unity;
        let Some(formed) = self.formed.get(&unity).filter(|all| all.count > 1) else {
            return false;
        };
        let key = (unity, *action, work.clone());
        let engagement = self.engagement;
        let without = &mut self.without;
        let partners = self.partners.entry(key).or_insert_with(|| {
            let mut may = BTreeSet::new();
            for (who, commands) in &formed.seats {
                let matter = (*who, *action, work.clone());
                if may.len() < 2 && known_without(engagement, without, &matter).is_none() {
                    may.extend(commands);
                }
            }
            may
        });
        partners.iter().any(|other| *other != command)
    }
}

/// The first piece of the work on which somebody may never take an action, as far as it is known.
fn known_without(
    engagement: &Engagement<'_>,
    known: &mut BTreeMap<Matter, Option<RowId>>,
    matter: &Matter,
) -> Option<RowId> {
    if let Some(known) = known.get(matter) {
        return *known;
    }
    let (who, action, work) = matter;
    let found = first_without(engagement, *who, action, work);
    known.insert(matter.clone(), found);
    found
}

/// `never` is the work on which the commander may never take the action.
fn lack(
    cx: &mut Context<'_, '_>,
    command: usize,
    matter: &Matter,
    never: Option<RowId>,
) -> Option<Lack> {
    let (commander, action, work) = (matter.0, matter.1, &matter.2);
    if let Some(row) = never {
        let extent = Extent::Never(row);
        return Some(Lack { action, extent });
    }
    let clock = cx.clock.filter(|_| !work.is_empty())?;
    let powerless = powerless_hours(cx.engagement, clock, command, matter);
    if powerless.is_open() {
        cx.needs_hours_of(open_hours(clock, commander, action, work));
        return None;
    }
    (!powerless.sure.is_empty()).then_some(Lack {
        action,
        extent: Extent::At(powerless.sure),
    })
}

/// The minutes in which a commander is there, in command, and may not. Where the grant of those in
/// charge, the commander among them, has not begun or is over, `authority-invalid` says so.
fn powerless_hours(
    engagement: &Engagement<'_>,
    clock: &Clock<'_, '_>,
    command: usize,
    (commander, action, work): &Matter,
) -> Verdict {
    let mut powerless = powerless(engagement, clock, command, *commander, action, work);
    let rows = work.iter().copied();
    let rows = rows.filter(|row| is_in_charge(engagement, *row, *commander));
    let lapsed = authority_invalid::reported_hours(clock, engagement, rows, &TO_COMMAND);
    powerless.sure = powerless.sure.difference(&lapsed);
    powerless.at_most = powerless.at_most.difference(&lapsed);
    powerless
}

fn report(
    cx: &mut Context<'_, '_>,
    command: &Command<'_>,
    (commander, span): (ActorId, Span),
    work: &BTreeSet<RowId>,
    lacking: &[Lack],
) {
    let (engagement, clock) = (cx.engagement, cx.clock);
    let name = engagement.actor(commander).name;
    let actions = words::any_of(lacking.iter().map(|lack| lack.action));
    let (when, labels) = lacking::when(lacking, clock);
    let command_name = command.name;
    let message = format!("`{name}` commands `{command_name}` and may not {actions}{when}");
    let finding = cx.report(span, message);
    finding.about(command.object());
    if lacking.iter().all(|lack| TO_BEGIN.contains(&lack.action)) {
        finding.aspect("to begin");
    }
    if command.commander.first_span() != Some(span) {
        finding.aspect(name);
    }
    for label in labels {
        finding.related(span, label);
    }
    let case = Case {
        engagement,
        clock,
        holder: commander,
        work,
    };
    let causes = case.causes(lacking);
    case.relate(finding, &causes);
    case.relate_others(finding, &causes);
    finding.help(case.help(&causes, |actions| {
        let list: Vec<String> = actions
            .iter()
            .map(|action| format!("\"{action}\""))
            .collect();
        format!(
            "let the commander decide: `[[grant]]` with `holder = \"{name}\"`, `action = [{}]` and \
             `mode = \"pre-authorized\"`",
            list.join(", ")
        )
    }));
}

#[cfg(test)]
mod tests;
