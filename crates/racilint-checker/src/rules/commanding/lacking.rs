//! What somebody who commands or takes over may not decide, which of their grants fall short of it,
//! and what to do about each.

use std::collections::BTreeSet;

use racilint_diagnostics::{Finding, Span};
use racilint_parser::language::Mode;

use super::with_commanding;
use crate::model::{ActorId, Engagement, Grant, RowId};
use crate::rules::{prohibiting, words};
use crate::time::{Clock, Set, Unknown};

/// Enough grants to show what there is.
const MOST: usize = 2;

/// An action that somebody may not take.
pub(in crate::rules) struct Lack {
    pub(in crate::rules) action: &'static str,
    pub(in crate::rules) extent: Extent,
}

/// Where or when somebody may not take an action.
pub(in crate::rules) enum Extent {
    /// Never, for this work.
    Never(RowId),
    /// At these minutes.
    At(Set),
}

impl Lack {
    /// When they may not, in words; none where they may never.
    fn hours(&self, clock: Option<&Clock<'_, '_>>) -> Option<String> {
        match &self.extent {
            Extent::Never(_) => None,
            Extent::At(minutes) => clock.map(|clock| clock.worst_window(minutes)),
        }
    }
}

/// When all is lacking, for the end of a message; where that differs by action, what to say of each
/// that is lacking at some hours only.
pub(in crate::rules) fn when(
    lacking: &[Lack],
    clock: Option<&Clock<'_, '_>>,
) -> (String, Vec<String>) {
    let each: Vec<(&str, Option<String>)> = lacking
        .iter()
        .map(|lack| (lack.action, lack.hours(clock)))
        .collect();
    let always = each.iter().any(|(_, hours)| hours.is_none());
    let hours = each.iter().filter_map(|(_, hours)| hours.as_deref());
    let hours: BTreeSet<&str> = hours.collect();
    let when = match hours.first() {
        Some(hours) if !always => format!(" {hours}"),
        _ => String::new(),
    };
    if !always && hours.len() < 2 {
        return (when, Vec::new());
    }
    let labels = each.iter().filter_map(|(action, hours)| {
        let hours = hours.as_ref()?;
        Some(format!("not `{action}` {hours}"))
    });
    (when, labels.collect())
}

/// Somebody who commands or takes over, and the work.
pub(in crate::rules) struct Case<'a, 'e, 'd> {
    pub(in crate::rules) engagement: &'e Engagement<'d>,
    pub(in crate::rules) clock: Option<&'a Clock<'e, 'd>>,
    pub(in crate::rules) holder: ActorId,
    pub(in crate::rules) work: &'a BTreeSet<RowId>,
}

/// What somebody's own grants say about an action, by their place in the file.
#[derive(Default)]
pub(in crate::rules) struct Grants {
    /// Those that prohibit it where or when it is lacking.
    prohibiting: Vec<usize>,
    /// Those that would be enough if nothing prohibited it.
    enough: Vec<usize>,
    /// Those that let them act at other times only, or on other work.
    short: Vec<usize>,
}

impl<'e, 'd> Case<'_, 'e, 'd> {
    /// What is lacking, each with what their grants say of it.
    pub(in crate::rules) fn causes<'l>(&self, lacking: &'l [Lack]) -> Vec<(&'l Lack, Grants)> {
        let each = lacking.iter();
        each.map(|lack| (lack, self.grants(lack))).collect()
    }

    fn grants(&self, lack: &Lack) -> Grants {
        let mut grants = Grants::default();
        for at in self.engagement.grants_held_by(self.holder, lack.action) {
            let grant = self.grant(at);
            match grant.mode() {
                Some(Mode::Prohibited) if self.prohibits(at, &lack.extent) => {
                    grants.prohibiting.push(at);
                }
                Some(Mode::Prohibited) | None => {}
                Some(_) if self.suffices(at, &lack.extent) => grants.enough.push(at),
                Some(_) => grants.short.push(at),
            }
        }
        grants
    }

    fn grant(&self, at: usize) -> &'e Grant<'d> {
        &self.engagement.grants[at]
    }

    fn prohibits(&self, at: usize, extent: &Extent) -> bool {
        let grant = self.grant(at);
        match extent {
            Extent::Never(row) => grant.prohibits_always() && self.holds_for(grant, *row),
            Extent::At(minutes) => {
                let at = self.in_force(at);
                !at.intersection(minutes).is_empty() && self.holds_for_some(grant)
            }
        }
    }

    /// Whether a grant lets them act where and when it is lacking, prohibitions left aside.
    fn suffices(&self, at: usize, extent: &Extent) -> bool {
        let grant = self.grant(at);
        match extent {
            Extent::Never(row) => self.holds_for(grant, *row),
            Extent::At(minutes) => {
                let lacking = minutes.difference(&self.in_force(at));
                let at_once = grant.mode() == Some(Mode::PreAuthorized);
                at_once && lacking.is_empty() && self.holds_for_some(grant)
            }
        }
    }

    fn in_force(&self, at: usize) -> Set {
        let clock = self.clock;
        clock.map_or_else(Set::empty, |clock| {
            Set::clone(&clock.in_force(at, Unknown::Off))
        })
    }

    fn holds_for(&self, grant: &Grant<'_>, row: RowId) -> bool {
        let is_over = grant.has_ended(self.engagement.start());
        !is_over
            && grant.covers(self.engagement.lineage(row))
            && self.engagement.is_at_work_within(row, grant.days())
    }

    fn holds_for_some(&self, grant: &Grant<'_>) -> bool {
        let rows = with_commanding(self.engagement, self.work);
        rows.into_iter().any(|row| self.holds_for(grant, row))
    }

    /// Shows what prohibits it, then the grants that fall short.
    pub(in crate::rules) fn relate(&self, finding: &mut Finding, causes: &[(&Lack, Grants)]) {
        let each = causes.iter().flat_map(|(_, grants)| &grants.prohibiting);
        prohibiting::relate(finding, &self.once(each));
        let mut told = BTreeSet::new();
        for (lack, grants) in causes {
            let enough = grants.enough.iter().map(|at| (*at, true));
            let short = grants.short.iter().map(|at| (*at, false));
            for (at, is_enough) in enough.chain(short).take(MOST) {
                let label = match is_enough {
                    true => "this allows it, and a prohibition counts more".to_owned(),
                    false => self.shortcoming(at, &lack.extent),
                };
                relate_once(finding, &mut told, self.grant(at).place(), label);
            }
        }
    }

    /// Shows who else may, for what nothing lets them take on whatever work.
    pub(in crate::rules) fn relate_others(
        &self,
        finding: &mut Finding,
        causes: &[(&Lack, Grants)],
    ) {
        let mut told = BTreeSet::new();
        for (lack, grants) in causes {
            let Extent::Never(row) = lack.extent else {
                continue;
            };
            if grants.enough.is_empty() && grants.short.is_empty() {
                for grant in self.engagement.grants_for(lack.action, row).take(MOST) {
                    let holders = words::list(grant.holders.links.iter().map(|link| link.name));
                    let label = format!("{holders} may `{}`", lack.action);
                    relate_once(finding, &mut told, grant.place(), label);
                }
            }
        }
    }

    /// Why a grant does not help.
    fn shortcoming(&self, at: usize, extent: &Extent) -> String {
        let row = match extent {
            Extent::Never(row) => row,
            Extent::At(minutes) => return self.shortcoming_at(at, minutes).to_owned(),
        };
        let (grant, name) = (self.grant(at), &self.engagement.row(*row).name);
        if !grant.covers(self.engagement.lineage(*row)) {
            return format!("this is not for `{name}`");
        }
        match grant.has_ended(self.engagement.start()) {
            true => "this is over".to_owned(),
            false => format!("this does not hold on the days of `{name}`"),
        }
    }

    /// Why a grant does not help at some minutes.
    fn shortcoming_at(&self, at: usize, minutes: &Set) -> &'static str {
        let table = self.grant(at).table;
        let has_days = table.from.is_some() || table.until.is_some();
        let holds = minutes.difference(&self.in_force(at)).is_empty();
        match has_days && table.hours.is_none() {
            _ if holds => "may only by this, and nobody is on duty at every hour to approve it",
            true => "may only by this, and not on every day",
            false => "may only by this, and not at every hour",
        }
    }

    /// What to do; `grant` says how actions are given to them, which helps only where nothing
    /// prohibits it.
    pub(in crate::rules) fn help(
        &self,
        causes: &[(&Lack, Grants)],
        grant: impl Fn(&[&str]) -> String,
    ) -> String {
        let prohibited = || {
            let causes = causes.iter();
            causes.filter(|(_, own)| !own.prohibiting.is_empty())
        };
        let lifted: Vec<&str> = prohibited().map(|(lack, _)| lack.action).collect();
        let prohibiting = self.once(prohibited().flat_map(|(_, own)| &own.prohibiting));
        let lift = (!lifted.is_empty()).then(|| prohibiting::lift(&lifted, &prohibiting));
        let lacking = causes
            .iter()
            .filter(|(_, own)| own.prohibiting.is_empty() || own.enough.is_empty());
        let lacking: Vec<&str> = lacking.map(|(lack, _)| lack.action).collect();
        let grant = (!lacking.is_empty()).then(|| grant(&lacking));
        let steps: Vec<String> = lift.into_iter().chain(grant).collect();
        steps.join("; and ")
    }

    /// Grants by their place in the file, each once.
    fn once<'p>(&self, places: impl Iterator<Item = &'p usize>) -> Vec<&'e Grant<'d>> {
        let places: BTreeSet<usize> = places.copied().collect();
        places.into_iter().map(|at| self.grant(at)).collect()
    }
}

/// Shows a grant, and says the same of it once however many actions it is about.
fn relate_once(
    finding: &mut Finding,
    told: &mut BTreeSet<(Span, String)>,
    place: Span,
    label: String,
) {
    if told.insert((place, label.clone())) {
        finding.related(place, label);
    }
}
