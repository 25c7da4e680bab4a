//! Hours in the words in which they are written.

use racilint_parser::values::{Hours, Weekly, Window};

use crate::words::line;

const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/// `Mon-Fri 08:00-17:00, Sat 09:00-12:00`.
pub(super) fn in_words(hours: &Hours<'_>) -> String {
    let windows: Vec<String> = hours.windows.iter().map(|(_, own)| window(own)).collect();
    windows.join(", ")
}

fn window(window: &Window<'_>) -> String {
    match window {
        Window::Always => "24x7".to_owned(),
        Window::Outside(owner) => format!("outside the hours of {}", line(&owner.name)),
        Window::Weekly(weekly) => {
            let zone = weekly.timezone.as_ref();
            let zone = zone.map(|zone| format!(" ({})", line(&zone.value.0)));
            let (from, to) = (time(weekly.start), time(weekly.end));
            format!("{} {from}-{to}{}", days(weekly), zone.unwrap_or_default())
        }
    }
}

fn time(minute: u16) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

/// `Mon-Fri`, `Sat-Sun`, `Mon Wed`: a run of three or more days by its ends, also over the end of the
/// week.
fn days(weekly: &Weekly<'_>) -> String {
    let has = |day: u8| weekly.days.has(day % 7);
    let all: Vec<u8> = (0..7).filter(|day| has(*day)).collect();
    let starts: Vec<u8> = all.iter().copied().filter(|day| !has(day + 6)).collect();
    if starts.is_empty() {
        return "Mon-Sun".to_owned();
    }
    let run = |start: &u8| {
        let end = (*start..*start + 7).take_while(|day| has(*day)).last();
        let end = end.unwrap_or(*start);
        let name = |day: u8| DAYS[usize::from(day % 7)];
        match end == *start {
            true => name(end).to_owned(),
            false => format!("{}-{}", name(*start), name(end)),
        }
    };
    let runs: Vec<String> = starts.iter().map(run).collect();
    runs.join(" ")
}
