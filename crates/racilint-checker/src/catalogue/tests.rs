//! The shipped data holds together.

use super::*;

static CATALOGUE: &Catalogue<'static> = &house::SHIPPED_CATALOGUE;

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
    assert!(CATALOGUE.areas().all(|area| area.body.title.is_some()));
    assert!(
        CATALOGUE
            .actions()
            .all(|action| action.body.title.is_some())
    );
    for shipped in &SHIPPED {
        is_clean::<ProfileFile<'static>>(shipped.text);
        let profile = CATALOGUE.profile(shipped.id).expect(shipped.id);
        assert_eq!(profile.id(), shipped.id);
    }
}

#[test]
fn every_area_and_action_that_the_data_names_exists() {
    let is_action = |name: &str| CATALOGUE.action(name).is_some();
    let is_area = |name: &str| CATALOGUE.area(name).is_some();
    for entry in CATALOGUE.areas() {
        for need in Many::of(&entry.body.needs) {
            assert!(is_action(&need.name), "{}", need.name);
        }
    }
    let sides = pairs()
        .iter()
        .flat_map(|pair| [&pair.body.first, &pair.body.second]);
    for side in sides.map(|side| side.as_ref().expect("a side")) {
        for named in Many::of(&side.area) {
            assert!(is_area(&named.value), "{}", named.value);
        }
        for named in Many::of(&side.action).iter().chain(Many::of(&side.needs)) {
            assert!(is_action(&named.value), "{}", named.value);
        }
    }
}

#[test]
fn every_area_and_duty_that_a_profile_names_exists() {
    for id in CATALOGUE.profile_ids() {
        let profile = CATALOGUE.profile(id).expect(id);
        for named in Many::of(&profile.head.areas) {
            assert!(
                CATALOGUE.area(&named.name).is_some(),
                "{id}: {}",
                named.name
            );
        }
        for duty in &profile.duties {
            let body = &duty.body;
            for named in body.held_by_duty.iter().chain(&body.only_if_outsourced) {
                assert!(profile.duty(&named.name).is_some(), "{id}: {}", named.name);
            }
        }
    }
}

#[test]
fn a_duty_goes_by_its_id_and_by_its_clauses() {
    let (_, by_id) = CATALOGUE.duty("hipaa:incident-response").expect("by id");
    let (_, by_clause) = CATALOGUE
        .duty("hipaa:164.308(a)(6)(ii)")
        .expect("by clause");
    assert_eq!(by_id.id.name, by_clause.id.name);
    assert!(CATALOGUE.duty("hipaa:nonsense").is_none());
    assert!(CATALOGUE.duty("incident-response").is_none());
}

/// `5` alone is a part of the numbers of any family.
#[test]
fn one_part_of_a_number_is_no_clause_of_a_family() {
    let of = |written: &str| clause::kin(written, ["A.5", "A.5.24", "7"].into_iter());
    assert!(of("5").is_none() && of("A.7").is_none());
    let (_, near) = of("5.24").expect("a clause");
    assert_eq!(near, ["A.5.24"]);
}
