//! Waits as figures that fit a cell, and in how many shades they are drawn.

use super::{Hour, Waiting, WeekMap};

/// A shade, the lighter before the darker.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Shade {
    /// Well in time.
    Quick,
    /// In time.
    InTime,
    /// Late.
    Late,
    /// Much too late.
    VeryLate,
    /// Never.
    Never,
}

impl Shade {
    pub(super) const ALL: [Shade; 5] = [
        Shade::Quick,
        Shade::InTime,
        Shade::Late,
        Shade::VeryLate,
        Shade::Never,
    ];
}

/// Up to how many minutes the first three shades go.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scale([u32; 3]);

/// The scale where promises differ, or where there is none.
const PLAIN: Scale = Scale([15, 60, 240]);

impl Scale {
    /// Measured by the promise, where all have the same.
    pub(super) fn of(map: &WeekMap) -> Self {
        match map.common_bound() {
            Some(bound) => Scale([bound / 2, bound, bound.saturating_mul(4)]),
            None => PLAIN,
        }
    }

    /// `None` where nothing is known.
    pub(super) fn shade(self, waiting: &Waiting) -> Option<Shade> {
        (!waiting.unknown).then(|| self.shade_of(waiting.minutes))
    }

    fn shade_of(self, minutes: Option<u32>) -> Shade {
        let Some(minutes) = minutes else {
            return Shade::Never;
        };
        let above = self.0.iter().filter(|limit| minutes > **limit).count();
        Shade::ALL[above]
    }

    /// What a shade means: `to 30m`.
    pub(super) fn meaning(self, shade: Shade) -> String {
        let [quick, in_time, late] = self.0.map(|limit| length(Some(limit)));
        match shade {
            Shade::Quick => format!("to {quick}"),
            Shade::InTime => format!("to {in_time}"),
            Shade::Late => format!("to {late}"),
            Shade::VeryLate => format!("over {late}"),
            Shade::Never => "never".to_owned(),
        }
    }
}

/// A wait as a figure: `15m`, `63h!`, `15m?`, `never`. What exceeds its promise has a mark, and so
/// has what may be longer.
pub(super) fn figure(waiting: &Waiting) -> String {
    if waiting.unknown {
        return "?".to_owned();
    }
    let mut figure = length(waiting.minutes);
    match waiting.minutes {
        None => {}
        Some(_) if waiting.exceeds => figure.push('!'),
        Some(_) if waiting.open => figure.push('?'),
        Some(_) => {}
    }
    figure
}

/// The two figures of an hour: as it is in most weeks, and at worst where that is another.
pub(super) fn figures(hour: &Hour) -> (Option<String>, Option<String>) {
    let usual = hour.usual.as_ref().map(figure);
    let worst = figure(&hour.worst);
    let differs = usual.as_ref() != Some(&worst);
    (usual, differs.then_some(worst))
}

/// Minutes below a hundred, then hours below a hundred, then days, then weeks: rounded up, since
/// nothing may look quicker than it is.
pub(super) fn length(minutes: Option<u32>) -> String {
    match minutes {
        None => "never".to_owned(),
        Some(minutes @ 0..100) => format!("{minutes}m"),
        Some(minutes @ 100..=5940) => format!("{}h", minutes.div_ceil(60)),
        Some(minutes @ 5941..=142_560) => format!("{}d", minutes.div_ceil(24 * 60)),
        Some(minutes) => format!("{}w", minutes.div_ceil(7 * 24 * 60)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_short_and_never_too_small() {
        let said: Vec<String> = [0, 99, 100, 120, 121, 5940, 5941, 142_560, 142_561]
            .map(|minutes| length(Some(minutes)))
            .into();
        assert_eq!(
            said,
            ["0m", "99m", "2h", "2h", "3h", "99h", "5d", "99d", "15w"]
        );
        assert_eq!(length(None), "never");
        assert!((0..600_000).all(|minutes| length(Some(minutes)).len() <= 3));
    }

    #[test]
    fn shades_follow_the_promise() {
        let scale = Scale([15, 30, 120]);
        let shades = [Some(15), Some(16), Some(30), Some(31), Some(121), None];
        let shades = shades.map(|minutes| scale.shade_of(minutes));
        use Shade::{InTime, Late, Never, Quick, VeryLate};
        assert_eq!(shades, [Quick, InTime, InTime, Late, VeryLate, Never]);
        assert_eq!(scale.meaning(Late), "to 2h");
    }
}
