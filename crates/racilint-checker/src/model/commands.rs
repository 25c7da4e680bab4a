//! Escalation paths and incident commands.

use jiff::civil::Date;
use racilint_diagnostics::Span;
use racilint_parser::Tables;
use racilint_parser::language::{self, Incident};
use racilint_parser::values::Many;

use super::{Days, Link, Names, RowId, Seats, civil};

/// An escalation path.
#[derive(Debug)]
pub struct Path<'d> {
    /// The id as written.
    pub name: &'d str,
    /// The id in its header.
    pub span: Span,
    /// Its table.
    pub table: &'d language::Escalation<'d>,
    /// The steps, first to last.
    pub steps: Vec<Step<'d>>,
}

/// A step of an escalation path.
#[derive(Debug)]
pub struct Step<'d> {
    /// Who is called.
    pub to: Seats<'d>,
    /// Its table.
    pub table: &'d language::Step<'d>,
}

/// Who commands which incidents.
#[derive(Debug)]
pub struct Command<'d> {
    /// The id as written.
    pub name: &'d str,
    /// The id in its header.
    pub span: Span,
    /// Its table.
    pub table: &'d language::Command<'d>,
    /// What it covers; `None` when the file does not say, which means all critical workstreams.
    pub covers: Option<Vec<Link<'d, RowId>>>,
    /// Who commands.
    pub commander: Seats<'d>,
    /// Who takes over.
    pub deputy: Seats<'d>,
    /// The commands that it forms one with, as its own table says.
    pub unified_with: Vec<Link<'d, usize>>,
    /// Equal for all commands that form one, whichever of them says so.
    pub unity: usize,
    /// Whether it is formed of several, and one of them says who decides.
    pub is_decided_together: bool,
    /// Who decides in a command formed of several.
    pub decides: Seats<'d>,
}

impl Path<'_> {
    /// The name with its kind, as a waiver would write it: `escalation.security-incident`.
    pub fn object(&self) -> String {
        format!("escalation.{}", self.name)
    }
}

impl Command<'_> {
    /// The name with its kind, as a waiver would write it: `command.security`.
    pub fn object(&self) -> String {
        format!("command.{}", self.name)
    }

    /// Whether it commands incidents of this severity; without any it commands all.
    pub fn covers_severity(&self, severity: Incident) -> bool {
        let named = Many::of(&self.table.severity);
        self.table.severity.is_none()
            || self.table.unread.could_hold("severity")
            || named.iter().any(|own| own.value == severity)
    }

    /// Whether it may form one with commands that are not known: a misspelt id, an unreadable value.
    pub fn may_be_unified(&self) -> bool {
        let lost = self.unified_with.iter().any(|link| link.to.is_none());
        lost || self.table.unread.could_hold("unified-with")
    }

    /// Its first and last day, as far as it says.
    pub fn days(&self) -> Days {
        let [from, until] = [self.table.from, self.table.until].map(|day| day.map(|day| day.value));
        (from, until)
    }

    /// Whether its last day comes before a day, as the first that an engagement looks at.
    pub fn is_over(&self, day: Date) -> bool {
        let last = self.days().1.and_then(civil);
        last.is_some_and(|last| last < day)
    }

    /// Whether it commands nothing worse than a local disturbance.
    pub fn only_minor(&self) -> bool {
        ![Incident::Sev1, Incident::Sev2]
            .iter()
            .any(|severity| self.covers_severity(*severity))
    }
}

pub(super) fn paths<'d>(tables: &'d Tables<'d>, names: &Names<'d>) -> Vec<Path<'d>> {
    let step = |table: &'d language::Step<'d>| Step {
        to: names.seats(&table.to, &table.unread, "to"),
        table,
    };
    let path = |item: &'d racilint_parser::decode::Item<'d, language::Escalation<'d>>| Path {
        name: &item.id.name,
        span: item.id.span,
        table: &item.body,
        steps: Many::of(&item.body.steps).iter().map(step).collect(),
    };
    tables.escalations.iter().map(path).collect()
}

pub(super) fn commands<'d>(tables: &'d Tables<'d>, names: &Names<'d>) -> Vec<Command<'d>> {
    let command = |item: &'d racilint_parser::decode::Item<'d, language::Command<'d>>| {
        let table = &item.body;
        Command {
            name: &item.id.name,
            span: item.id.span,
            table,
            covers: table.covers.is_some().then(|| names.rows(&table.covers)),
            commander: names.seats(&table.commander, &table.unread, "commander"),
            deputy: names.seats(&table.deputy, &table.unread, "deputy"),
            unified_with: names.links(&table.unified_with, Names::command),
            unity: 0,
            is_decided_together: false,
            decides: names.seats(&table.decides, &table.unread, "decides"),
        }
    };
    let mut commands: Vec<Command<'d>> = tables.commands.iter().map(command).collect();
    unify(&mut commands);
    commands
}

/// Gives commands that form one the number of the first of them.
fn unify(commands: &mut [Command<'_>]) {
    let mut group: Vec<usize> = (0..commands.len()).collect();
    for (index, command) in commands.iter().enumerate() {
        for other in command.unified_with.iter().filter_map(|link| link.to) {
            let (a, b) = (first_of(&mut group, index), first_of(&mut group, other));
            group[a.max(b)] = a.min(b);
        }
    }
    for (index, command) in commands.iter_mut().enumerate() {
        command.unity = first_of(&mut group, index);
    }
    // By the first of each group how many there are, and whether one says who decides.
    let mut formed = vec![(0, false); commands.len()];
    for command in &*commands {
        let (count, is_decided) = &mut formed[command.unity];
        *count += 1;
        *is_decided |= !command.decides.nobody();
    }
    for command in commands {
        let (count, is_decided) = formed[command.unity];
        command.is_decided_together = count > 1 && is_decided;
    }
}

/// The smallest number of a group, with the way there made shorter for the next who asks.
fn first_of(group: &mut [usize], mut index: usize) -> usize {
    while group[index] != index {
        group[index] = group[group[index]];
        index = group[index];
    }
    index
}

#[cfg(test)]
mod tests;
