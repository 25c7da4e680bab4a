//! The catalogues that racilint brings: areas, actions and profiles, read from the data files in
//! `data/` when they are first asked for, by the same parser as engagements.
//!
//! The data is a part of the program: a test reads all of it and finds no mistake.

use std::sync::{LazyLock, OnceLock};

use racilint_diagnostics::{FileId, Finding};
use racilint_parser::decode::{DecodeTable, Decoder, Item, Map};
use racilint_parser::language::{
    ActionEntry, ActionFile, AreaEntry, AreaFile, DutyEntry, PairEntry, PairFile, ProfileFile,
    ProfileHead,
};
use racilint_parser::syntax;
use racilint_parser::values::Many;

/// An area.
pub type Area = Item<'static, AreaEntry<'static>>;
/// An action.
pub type Action = Item<'static, ActionEntry<'static>>;
/// Two duties that do not belong in the same hands.
pub type Pair = Item<'static, PairEntry<'static>>;
/// A duty of a profile.
pub type Duty = Item<'static, DutyEntry<'static>>;

/// A profile: what it is, and its duties in the order of its text.
#[derive(Debug)]
pub struct Profile {
    /// Id, title, version, areas.
    pub head: ProfileHead<'static>,
    /// The duties.
    pub duties: Vec<Duty>,
}

/// The profile that holds where an engagement names none.
pub const BASELINE: &str = "msp-baseline";

static AREAS: LazyLock<Vec<Area>> = LazyLock::new(|| {
    let (file, _) = read::<AreaFile<'static>>(include_str!("../../data/areas.toml"));
    items(file.area)
});

static ACTIONS: LazyLock<Vec<Action>> = LazyLock::new(|| {
    let (file, _) = read::<ActionFile<'static>>(include_str!("../../data/actions.toml"));
    items(file.action)
});

static PAIRS: LazyLock<Vec<Pair>> = LazyLock::new(|| {
    let (file, _) = read::<PairFile<'static>>(include_str!("../../data/pairs.toml"));
    items(file.pair)
});

/// A profile's text, and the profile once somebody has asked for it.
struct Shipped {
    id: &'static str,
    text: &'static str,
    profile: OnceLock<Option<Profile>>,
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

/// All areas, in the order of the catalogue.
pub fn areas() -> &'static [Area] {
    &AREAS
}

/// The area with this id.
pub fn area(id: &str) -> Option<&'static Area> {
    areas().iter().find(|area| area.id.name == id)
}

/// All actions, in the order of the catalogue.
pub fn actions() -> &'static [Action] {
    &ACTIONS
}

/// The action with this id.
pub fn action(id: &str) -> Option<&'static Action> {
    actions().iter().find(|action| action.id.name == id)
}

/// All pairs of duties that do not belong in the same hands, in the order of the catalogue.
pub fn pairs() -> &'static [Pair] {
    &PAIRS
}

/// The ids of all profiles, the baseline first.
pub fn profile_ids() -> impl Iterator<Item = &'static str> {
    SHIPPED.iter().map(|shipped| shipped.id)
}

/// The profile with this id.
pub fn profile(id: &str) -> Option<&'static Profile> {
    let shipped = SHIPPED.iter().find(|shipped| shipped.id == id)?;
    let profile = shipped.profile.get_or_init(|| profile_of(shipped.text));
    profile.as_ref()
}

impl Profile {
    /// The duty that an id or a clause of this profile names.
    pub fn duty(&self, name: &str) -> Option<&Duty> {
        let by_id = self.duties.iter().find(|duty| duty.id.name == name);
        by_id.or_else(|| {
            let names_it =
                |duty: &&Duty| Many::of(&duty.body.refs).iter().any(|r| *r.value == *name);
            self.duties.iter().find(names_it)
        })
    }
}

/// The profile and duty that a reference such as `hipaa:sanctions` names.
pub fn duty(reference: &str) -> Option<(&'static Profile, &'static Duty)> {
    let (id, name) = reference.split_once(':')?;
    let profile = profile(id)?;
    Some((profile, profile.duty(name)?))
}

fn profile_of(text: &'static str) -> Option<Profile> {
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
mod tests {
    use super::*;

    #[track_caller]
    fn is_clean<T: DecodeTable<'static>>(text: &'static str) {
        let parsed = syntax::parse(FileId::default(), text);
        assert_eq!(parsed.errors, []);
        let (_, findings) = read::<T>(text);
        assert_eq!(findings, []);
    }

    #[test]
    fn the_data_has_no_mistakes() {
        is_clean::<AreaFile<'static>>(include_str!("../../data/areas.toml"));
        is_clean::<ActionFile<'static>>(include_str!("../../data/actions.toml"));
        is_clean::<PairFile<'static>>(include_str!("../../data/pairs.toml"));
        for shipped in &SHIPPED {
            is_clean::<ProfileFile<'static>>(shipped.text);
            let profile = profile(shipped.id).expect(shipped.id);
            assert_eq!(&*profile.head.id.as_ref().expect("an id").value, shipped.id);
        }
    }

    #[test]
    fn every_area_and_action_that_the_data_names_exists() {
        for entry in areas() {
            for need in Many::of(&entry.body.needs) {
                assert!(action(&need.value).is_some(), "{}", need.value);
            }
        }
        let sides = pairs()
            .iter()
            .flat_map(|pair| [&pair.body.first, &pair.body.second]);
        for side in sides.map(|side| side.as_ref().expect("a side")) {
            for named in Many::of(&side.area) {
                assert!(area(&named.value).is_some(), "{}", named.value);
            }
            for named in Many::of(&side.action).iter().chain(Many::of(&side.needs)) {
                assert!(action(&named.value).is_some(), "{}", named.value);
            }
        }
        for id in profile_ids() {
            for named in Many::of(&profile(id).expect(id).head.areas) {
                assert!(area(&named.value).is_some(), "{id}: {}", named.value);
            }
        }
    }

    #[test]
    fn a_duty_goes_by_its_id_and_by_its_clauses() {
        let (_, by_id) = duty("hipaa:incident-response").expect("by id");
        let (_, by_clause) = duty("hipaa:164.308(a)(6)(ii)").expect("by clause");
        assert_eq!(by_id.id.name, by_clause.id.name);
        assert!(duty("hipaa:nonsense").is_none());
        assert!(duty("incident-response").is_none());
    }
}
