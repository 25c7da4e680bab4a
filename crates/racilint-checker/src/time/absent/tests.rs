//! Sets of absent people and of absences that do not happen.

use std::collections::BTreeSet;

use super::Absent;
use crate::model::ActorId;
use crate::model::tests::with;

/// So many people of an engagement.
fn people<const N: usize>() -> [ActorId; N] {
    let text: String = (0..N).map(|at| format!("[person.p{at}]\n")).collect();
    let mut found = Vec::new();
    with(&text, |engagement| {
        found = engagement.actors().map(|(id, _)| id).collect();
    });
    found.try_into().expect("so many")
}

#[test]
fn the_same_people_are_one_question_in_whatever_order() {
    let [one, two, three] = people();
    let both = Absent::of([two, one, two]);
    assert_eq!(both, Absent::of([one, two]));
    assert_eq!(both.people(), [one, two]);
    assert_eq!(Absent::of([two]).and(one).and(two), both);
    assert!(both.contains(one) && both.contains(two) && !both.contains(three));
    assert!(!both.is_nobody() && Absent::nobody().is_nobody());
}

#[test]
fn absences_that_do_not_happen_are_known_by_person_and_number() {
    let [one, two, three] = people();
    let absent = Absent::of([one])
        .setting_aside([(two, 1), (two, 0)])
        .setting_aside([(three, 2), (two, 1)]);
    assert!(absent.sets_aside(two, 0) && absent.sets_aside(two, 1));
    assert!(absent.sets_aside(three, 2));
    assert!(!absent.sets_aside(three, 0) && !absent.sets_aside(one, 0));
    let again = Absent::of([one]).setting_aside([(three, 2), (two, 1), (two, 0)]);
    assert_eq!(absent, again);
    assert_ne!(absent, Absent::of([one]));
    assert_ne!(
        absent,
        Absent::of([one]).setting_aside([(two, 1), (two, 0)])
    );
    assert_eq!(Absent::nobody().setting_aside([]), Absent::nobody());
    assert!(!Absent::nobody().setting_aside([(two, 0)]).is_nobody());
    let plain = absent.but_for_people();
    assert!(plain.people().is_empty() && plain.sets_aside(two, 0));
    assert!(absent.shares_absences_with(&plain));
    assert!(!absent.shares_absences_with(&again));
    let other = Absent::of([two]).with_absences_of(&absent);
    assert_eq!(other.people(), [two]);
    assert!(other.sets_aside(three, 2));
}

#[test]
fn only_what_concerns_somebody_is_left() {
    let all = people();
    let [one, two, three, four, five] = all;
    let absences = [(two, 0), (two, 3), (three, 1), (four, 0)];
    let absent = Absent::of([one, two]).setting_aside(absences);
    let only = |concerned: &[ActorId]| {
        let concerned: BTreeSet<ActorId> = concerned.iter().copied().collect();
        absent.only(&concerned)
    };
    assert_eq!(only(&all), absent);
    assert_eq!(
        only(&[two, five]),
        Absent::of([two]).setting_aside([(two, 0), (two, 3)])
    );
    assert_eq!(
        only(&[one, three]),
        Absent::of([one]).setting_aside([(three, 1)])
    );
    // As many people as there are absences, and more.
    assert_eq!(
        only(&[one, three, four, five]),
        Absent::of([one]).setting_aside([(three, 1), (four, 0)])
    );
    assert_eq!(only(&[five]), Absent::nobody());
    assert_eq!(only(&[]), Absent::nobody());
}
