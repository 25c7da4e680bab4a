//! Whether hours hold at a minute, as the language says it under "Hours" and "Holidays".

use std::cell::RefCell;
use std::rc::Rc;

use racilint_parser::values::{DaySet, Hours, Window};

use crate::local::{Zone, weekday};
use crate::roster::Roster;

/// Hours with everything that is needed to read them.
pub(crate) struct Schedule {
    windows: Vec<Compiled>,
    /// Local dates on which no window begins.
    closed: Vec<i32>,
    memo: Memo<Held>,
}

enum Compiled {
    Always,
    Weekly {
        days: DaySet,
        start: u16,
        end: u16,
        zone: Rc<Zone>,
    },
    /// Outside of the hours of this actor.
    Outside(usize),
}

/// Whether hours hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Held {
    Yes,
    No,
    /// They depend on somebody whose hours nobody knows.
    Unknown,
}

impl Schedule {
    /// Reads hours in a zone, closed on some dates. `actor` finds an actor by name.
    pub(crate) fn of(
        hours: &Hours<'_>,
        zone: &Rc<Zone>,
        closed: &[i32],
        actor: &dyn Fn(&str) -> usize,
    ) -> Self {
        let windows = hours.windows.iter().map(|(_, window)| match window {
            Window::Always => Compiled::Always,
            Window::Outside(owner) => Compiled::Outside(actor(&owner.name)),
            Window::Weekly(weekly) => Compiled::Weekly {
                days: weekly.days,
                start: weekly.start,
                end: weekly.end,
                zone: match &weekly.timezone {
                    Some(own) => Zone::named(&own.value.0),
                    None => Rc::clone(zone),
                },
            },
        });
        Schedule {
            windows: windows.collect(),
            closed: closed.to_vec(),
            memo: Memo::default(),
        }
    }

    /// Whether one of the windows holds at a minute.
    pub(crate) fn hold(&self, minute: i64, roster: &Roster) -> Held {
        self.memo.get(minute, || {
            let windows = self.windows.iter();
            let mut held: Vec<Held> = windows
                .map(|window| self.holds(window, minute, roster))
                .collect();
            held.dedup();
            if held.contains(&Held::Yes) {
                Held::Yes
            } else if held.contains(&Held::Unknown) {
                Held::Unknown
            } else {
                Held::No
            }
        })
    }

    fn holds(&self, window: &Compiled, minute: i64, roster: &Roster) -> Held {
        match window {
            Compiled::Always => Held::Yes,
            Compiled::Outside(owner) => {
                let hours = roster.hours_or_of_party(*owner);
                let held = hours.map(|hours| roster.schedules[hours].hold(minute, roster));
                match held {
                    Some(Held::Yes) => Held::No,
                    Some(Held::No) => Held::Yes,
                    Some(Held::Unknown) | None => Held::Unknown,
                }
            }
            Compiled::Weekly {
                days,
                start,
                end,
                zone,
            } => {
                let now = zone.at(minute);
                let begins = |day: i32| days.has(weekday(day)) && !self.closed.contains(&day);
                let over_midnight = end <= start;
                let of_today = now.minute >= *start && (over_midnight || now.minute < *end);
                let of_yesterday = over_midnight && now.minute < *end;
                if of_today && begins(now.day) || of_yesterday && begins(now.day - 1) {
                    Held::Yes
                } else {
                    Held::No
                }
            }
        }
    }
}

/// What was found for a minute already.
pub(crate) struct Memo<T> {
    found: RefCell<Minutes<T>>,
}

struct Minutes<T> {
    /// The minute of the first cell.
    first: i64,
    cells: Vec<Option<T>>,
}

impl<T> Default for Memo<T> {
    fn default() -> Self {
        let found = RefCell::new(Minutes {
            first: 0,
            cells: Vec::new(),
        });
        Memo { found }
    }
}

impl<T: Copy> Memo<T> {
    /// The value at a minute, computed when it is asked for the first time.
    pub(crate) fn get(&self, minute: i64, compute: impl FnOnce() -> T) -> T {
        if let Some(value) = self.found.borrow().look_up(minute) {
            return value;
        }
        let value = compute();
        self.found.borrow_mut().keep(minute, value);
        value
    }
}

impl<T: Copy> Minutes<T> {
    fn look_up(&self, minute: i64) -> Option<T> {
        let at = usize::try_from(minute - self.first).ok()?;
        *self.cells.get(at)?
    }

    /// Minutes are asked in no order, but close to one another.
    fn keep(&mut self, minute: i64, value: T) {
        if self.cells.is_empty() {
            self.first = minute;
        }
        if minute < self.first {
            let more = usize::try_from(self.first - minute).expect("a distance") + 1440;
            self.first -= i64::try_from(more).expect("a distance");
            let fresh = std::iter::repeat_n(None, more);
            self.cells.splice(0..0, fresh);
        }
        let at = usize::try_from(minute - self.first).expect("a distance");
        if at >= self.cells.len() {
            self.cells.resize(at + 1440, None);
        }
        self.cells[at] = Some(value);
    }
}
