//! Who commands an incident at the minute of its first call.
//!
//! Whether that is enough is for the rules to say.

use super::Owner;
use crate::model::{RowId, Seats};
use crate::time::{Absent, Clock, Minute, Unknown};

/// A command that covers the work, as it is at one minute.
#[derive(Clone, Debug)]
pub struct Commanding {
    /// Its number.
    pub command: usize,
    /// Whether it commands at this minute, by its hours and dates.
    pub in_force: bool,
    /// Who commands.
    pub commander: Vec<Owner>,
    /// Who takes over.
    pub deputy: Vec<Owner>,
    /// Who decides where several command together.
    pub decides: Vec<Owner>,
}

impl Clock<'_, '_> {
    /// The commands that cover a row, those first that command at the minute, else in the order of
    /// the file.
    pub(super) fn commanding(&self, row: RowId, at: Minute, absent: &Absent) -> Vec<Commanding> {
        let covering = self.engagement.covering().into_iter();
        let commands = covering
            .filter(|(covered, _)| *covered == row)
            .flat_map(|(_, commands)| commands);
        let mut all: Vec<Commanding> = commands
            .map(|index| {
                let command = &self.engagement.commands[index];
                let seated = |seats: &Seats<'_>| self.seated_at(seats, at, absent);
                Commanding {
                    command: index,
                    in_force: self.in_force_as_command(index, Unknown::On).contains(at),
                    commander: seated(&command.commander),
                    deputy: seated(&command.deputy),
                    decides: seated(&command.decides),
                }
            })
            .collect();
        all.sort_by_key(|own| !own.in_force);
        all
    }

    fn seated_at(&self, seats: &Seats<'_>, at: Minute, absent: &Absent) -> Vec<Owner> {
        let named = seats.actors();
        named
            .map(|actor| self.who_answers(actor, at, absent, |_, _| None))
            .collect()
    }
}

#[cfg(test)]
mod tests;
