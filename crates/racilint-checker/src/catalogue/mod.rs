//! The catalogues of areas, actions and profiles: those that racilint brings, read from the data
//! files in `data/` when they are first asked for, and what profile files of a house add to them.
//!
//! Everybody who looks up an id asks a [`Catalogue`]. The shipped data is a part of the program: a
//! test reads all of it and finds no mistake.

pub(crate) mod clause;
mod facts;
mod house;

use std::borrow::Cow;
use std::sync::{LazyLock, OnceLock};

use racilint_diagnostics::{FileId, Finding};
use racilint_parser::decode::{DecodeTable, Decoder, Item, Map};
use racilint_parser::language::{
    ActionEntry, ActionFile, AreaEntry, AreaFile, DutyEntry, PairEntry, PairFile, ProfileFile,
    ProfileHead,
};
use racilint_parser::syntax;
use racilint_parser::values::Many;

use crate::by_name::ByName;

pub use facts::{KEPT_FOR, calendar, duty_facts};
pub use house::Catalogue;
pub(crate) use house::{is_shipped_action, is_shipped_area, is_shipped_profile};

/// An area.
pub type Area<'d> = Item<'d, AreaEntry<'d>>;
/// An action.
pub type Action<'d> = Item<'d, ActionEntry<'d>>;
/// Two duties that do not belong in the same hands.
pub type Pair = Item<'static, PairEntry<'static>>;
/// A duty of a profile.
pub type Duty<'d> = Item<'d, DutyEntry<'d>>;

/// A profile: what it is, and its duties in the order of its text.
#[derive(Debug)]
pub struct Profile<'d> {
    /// Id, title, version, areas.
    pub head: ProfileHead<'d>,
    /// The duties.
    pub duties: Vec<Duty<'d>>,
}

/// The profile that holds where an engagement names none.
pub const BASELINE: &str = "msp-baseline";

static AREAS: LazyLock<Vec<Area<'static>>> = LazyLock::new(|| {
    let (file, _) = read::<AreaFile<'static>>(include_str!("../../data/areas.toml"));
    items(file.area)
});

static ACTIONS: LazyLock<Vec<Action<'static>>> = LazyLock::new(|| {
    let (file, _) = read::<ActionFile<'static>>(include_str!("../../data/actions.toml"));
    items(file.action)
});

static AREAS_BY_NAME: LazyLock<ByName<'static, &Area<'static>>> = LazyLock::new(|| by_name(&AREAS));

static ACTIONS_BY_NAME: LazyLock<ByName<'static, &Action<'static>>> =
    LazyLock::new(|| by_name(&ACTIONS));

static PAIRS: LazyLock<Vec<Pair>> = LazyLock::new(|| {
    let (file, _) = read::<PairFile<'static>>(include_str!("../../data/pairs.toml"));
    items(file.pair)
});

/// A profile's text, and the profile once somebody has asked for it.
struct Shipped {
    id: &'static str,
    text: &'static str,
    profile: OnceLock<Option<Profile<'static>>>,
}

macro_rules! shipped {
    ($($id:literal),+ $(,)?) => {
        [$(Shipped {
            id: $id,
            text: include_str!(concat!("../../data/profiles/", $id, ".toml")),
            profile: OnceLock::new(),
        }),+]
    };
}

/// Sorted by id, the baseline first: the order in which they are listed.
static SHIPPED: [Shipped; 17] = shipped![
    "msp-baseline",
    "apra-cps-230",
    "cjis",
    "cmmc-l2",
    "csa-ccm-ssrm",
    "dora",
    "fedramp-crm",
    "ferpa-k12",
    "ftc-safeguards",
    "hipaa",
    "iso-27001",
    "nis2",
    "nist-800-53",
    "nist-csf",
    "nydfs-500",
    "pci-dss",
    "soc2",
];

/// All pairs of duties that do not belong in the same hands, in the order of the catalogue.
pub fn pairs() -> &'static [Pair] {
    &PAIRS
}

/// Whether a profile is a shipped framework of compliance, and not the baseline. What every
/// framework asks for is not asked for because a house has rules of its own.
pub fn is_framework(id: &str) -> bool {
    id != BASELINE && SHIPPED.iter().any(|shipped| shipped.id == id)
}

fn by_name<T>(items: &'static [Item<'static, T>]) -> ByName<'static, &'static Item<'static, T>> {
    let items = items.iter();
    ByName::first_of(items.map(|item| (Cow::Borrowed(&*item.id.name), item)))
}

fn shipped_area(id: &str) -> Option<&'static Area<'static>> {
    AREAS_BY_NAME.get(id).copied()
}

fn shipped_action(id: &str) -> Option<&'static Action<'static>> {
    ACTIONS_BY_NAME.get(id).copied()
}

fn shipped_profile(id: &str) -> Option<&'static Profile<'static>> {
    let shipped = SHIPPED.iter().find(|shipped| shipped.id == id)?;
    let profile = shipped.profile.get_or_init(|| profile_of(shipped.text));
    profile.as_ref()
}

impl<'d> Profile<'d> {
    /// The id by which engagements name it; empty where a file of a house has none.
    pub fn id(&self) -> &str {
        self.head.id.as_ref().map_or("", |id| &id.value)
    }

    /// The duty that an id or a clause of this profile names.
    pub fn duty(&self, name: &str) -> Option<&Duty<'d>> {
        let by_id = self.duties.iter().find(|duty| duty.id.name == name);
        by_id.or_else(|| {
            let names_it =
                |duty: &&Duty<'d>| Many::of(&duty.body.refs).iter().any(|r| *r.value == *name);
            self.duties.iter().find(names_it)
        })
    }
}

fn profile_of(text: &'static str) -> Option<Profile<'static>> {
    let (file, _) = read::<ProfileFile<'static>>(text);
    Some(Profile {
        head: file.profile?,
        duties: items(file.duty),
    })
}

fn read<T: DecodeTable<'static>>(text: &'static str) -> (T, Vec<Finding>) {
    let parsed = syntax::parse(FileId::default(), text);
    let mut decoder = Decoder::default();
    let table = T::decode_table(parsed.root, &mut decoder);
    (table, decoder.finish().findings)
}

fn items<T>(map: Option<Map<'static, T>>) -> Vec<Item<'static, T>> {
    map.map(|map| map.items).unwrap_or_default()
}

#[cfg(test)]
mod tests;
