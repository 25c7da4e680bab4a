//! What the local clock shows at a minute: asked of jiff for every single one.
//!
//! Answers are kept a day at a time and shared by all tests of a thread, since asking is slow and a
//! clock shows the same whoever looks. Nothing is derived from one minute about another.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::{TimeZone, TimeZoneDatabase};

/// Minutes of a day on the UTC line.
pub(crate) const DAY: i64 = 24 * 60;

/// What a clock on the wall shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Local {
    /// Days since 1 January 1970.
    pub(crate) day: i32,
    /// Minutes since midnight as shown, 0 to 1439.
    pub(crate) minute: u16,
}

/// A time zone with a clock on the wall.
pub(crate) struct Zone {
    zone: TimeZone,
    days: RefCell<BTreeMap<i64, Rc<[Local]>>>,
}

impl Zone {
    /// The zone of a name of the bundled database.
    pub(crate) fn named(name: &str) -> Rc<Zone> {
        thread_local! {
            static ZONES: RefCell<BTreeMap<String, Rc<Zone>>> = RefCell::default();
        }
        ZONES.with_borrow_mut(|zones| {
            let zone = zones.entry(name.to_owned()).or_insert_with(|| {
                let zone = TimeZoneDatabase::bundled().get(name).expect(name);
                Rc::new(Zone {
                    zone,
                    days: RefCell::default(),
                })
            });
            Rc::clone(zone)
        })
    }

    /// What its clock shows at a minute since the Unix epoch.
    pub(crate) fn at(&self, minute: i64) -> Local {
        let of_day = usize::try_from(minute.rem_euclid(DAY)).expect("a minute of a day");
        self.day(minute.div_euclid(DAY))[of_day]
    }

    fn day(&self, day: i64) -> Rc<[Local]> {
        let mut days = self.days.borrow_mut();
        let minutes = days.entry(day).or_insert_with(|| {
            let minutes = day * DAY..(day + 1) * DAY;
            minutes.map(|minute| self.look(minute)).collect()
        });
        Rc::clone(minutes)
    }

    fn look(&self, minute: i64) -> Local {
        let moment = Timestamp::from_second(minute * 60).expect("a moment of our time");
        let shown = self.zone.to_datetime(moment);
        let of_day = i32::from(shown.hour()) * 60 + i32::from(shown.minute());
        Local {
            day: number(shown.date()),
            minute: u16::try_from(of_day).expect("a time of day"),
        }
    }

    /// The first minute at which the clock shows this day or a later one.
    pub(crate) fn first_minute_of(&self, day: i32) -> i64 {
        let near = i64::from(day) * DAY;
        let mut minutes = near - 2 * DAY..near + 2 * DAY;
        let found = minutes.find(|minute| self.at(*minute).day >= day);
        found.expect("every day begins")
    }
}

/// A day as a number, 0 for 1 January 1970.
pub(crate) fn number(date: Date) -> i32 {
    let since = date.since(Date::constant(1970, 1, 1)).expect("a span");
    since.get_days()
}

/// The weekday of a day, Monday being 0.
pub(crate) fn weekday(day: i32) -> u8 {
    u8::try_from((day + 3).rem_euclid(7)).expect("a weekday")
}
