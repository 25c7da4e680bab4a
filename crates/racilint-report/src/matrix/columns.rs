//! What stands side by side: holders, their parties, or the letters.

use std::collections::{BTreeMap, BTreeSet};

use racilint_checker::model::{ActorId, Engagement, Letter, Link};

use super::holders::{self, Holder, Holders};
use super::order::Entry;
use super::{Column, Layout, letters_used};
use crate::words;

/// The columns, and who belongs into which.
pub(super) struct Columns<'d> {
    pub(super) layout: Layout,
    /// The columns in their order.
    pub(super) list: Vec<Column>,
    /// Where the letters of each holder stand; not for columns that are letters.
    of: BTreeMap<Holder<'d>, Vec<usize>>,
    /// Whose column each is.
    owners: Vec<Holder<'d>>,
    letters: Vec<Letter>,
}

impl<'d> Columns<'d> {
    pub(super) fn of(
        engagement: &Engagement<'d>,
        layout: Layout,
        holders: &Holders<'d>,
        entries: &[Entry],
    ) -> Self {
        let mut columns = Columns {
            layout,
            list: Vec::new(),
            of: BTreeMap::new(),
            owners: Vec::new(),
            letters: Vec::new(),
        };
        match layout {
            Layout::Holders => columns.take_holders(holders),
            Layout::Parties => columns.take_parties(engagement, holders),
            Layout::Letters => columns.take_letters(letters_used(engagement, entries)),
        }
        columns
    }

    fn take_holders(&mut self, holders: &Holders<'d>) {
        self.list.clone_from(&holders.list);
        let mut owners: Vec<(usize, Holder<'d>)> = Vec::new();
        for (holder, index) in holders.indexed() {
            self.of.insert(holder, vec![index]);
            owners.push((index, holder));
        }
        owners.sort_unstable();
        self.owners = owners.into_iter().map(|(_, holder)| holder).collect();
    }

    fn take_parties(&mut self, engagement: &Engagement<'d>, holders: &Holders<'d>) {
        let groups = holders::groups(engagement);
        let parties_of = |holder: Holder<'d>| match holder {
            Holder::Known(id) => {
                let parties = engagement.parties(id);
                let parties: Vec<Holder<'d>> = parties.iter().copied().map(Holder::Known).collect();
                match parties.is_empty() {
                    true => vec![Holder::NoParty],
                    false => parties,
                }
            }
            other => vec![other],
        };
        let all = holders.indexed();
        let rolled: BTreeMap<Holder<'d>, Vec<Holder<'d>>> = all
            .map(|(holder, _)| (holder, parties_of(holder)))
            .collect();
        let parties: BTreeSet<Holder<'d>> = rolled.values().flatten().copied().collect();
        let mut parties: Vec<Holder<'d>> = parties.into_iter().collect();
        parties.sort_by_key(|party| holders::group(engagement, &groups, *party));
        let columns = parties.iter();
        self.list = columns
            .map(|party| holders::column(engagement, &groups, *party))
            .collect();
        holders::tell_apart(&mut self.list);
        let index = |party: &Holder<'d>| parties.iter().position(|own| own == party);
        for (holder, own) in rolled {
            self.of
                .insert(holder, own.iter().filter_map(index).collect());
        }
        self.owners = parties;
    }

    fn take_letters(&mut self, letters: Vec<Letter>) {
        let column = |letter: &Letter| Column {
            title: words::title(*letter).to_owned(),
            id: String::new(),
            kind: "",
            party: String::new(),
            group: 0,
            people: Vec::new(),
        };
        self.list = letters.iter().map(column).collect();
        self.letters = letters;
    }

    /// The columns in which somebody's letter stands.
    pub(super) fn of_link(&self, link: &Link<'d, ActorId>, letter: Letter) -> Vec<usize> {
        if self.layout == Layout::Letters {
            let index = self.letters.iter().position(|own| *own == letter);
            return index.into_iter().collect();
        }
        let columns = self.of.get(&Holder::of(link));
        columns.cloned().unwrap_or_default()
    }

    /// The columns of known actors with their names as waivers write them.
    pub(super) fn objects(&self, engagement: &Engagement<'d>) -> Vec<(usize, String)> {
        let known = |(index, owner): (usize, &Holder<'d>)| match owner {
            Holder::Known(id) => Some((index, engagement.actor(*id).object())),
            Holder::NoParty | Holder::Unknown(_) => None,
        };
        self.owners.iter().enumerate().filter_map(known).collect()
    }
}
