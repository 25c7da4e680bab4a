//! Each operation against the same operation on bits: every pair of sets of eight minutes.

use super::{Minute, Set};

/// The first of the eight minutes, so that some lie before 1970.
const BASE: Minute = -3;

fn set(bits: u32) -> Set {
    let ones = (0..32).filter(|at| bits >> at & 1 == 1);
    Set::from_spans(ones.map(|at| (BASE + at, BASE + at + 1)).collect())
}

fn bits(set: &Set) -> u32 {
    let minutes = set.spans().iter().flat_map(|span| span.0..span.1);
    minutes.map(|minute| 1 << (minute - BASE)).sum()
}

fn is_normal(set: &Set) -> bool {
    let spans = set.spans();
    let apart = spans.windows(2).all(|pair| pair[0].1 < pair[1].0);
    apart && spans.iter().all(|span| span.0 < span.1)
}

#[test]
fn every_pair_of_sets() {
    for one in 0..256 {
        for other in 0..256 {
            let (this, that) = (set(one), set(other));
            for (result, expected) in [
                (this.union(&that), one | other),
                (this.intersection(&that), one & other),
                (this.difference(&that), one & !other),
                (Set::union_of([&this, &that]), one | other),
            ] {
                assert!(is_normal(&result), "{one:b} {other:b}: {result:?}");
                assert_eq!(bits(&result), expected, "{one:b} {other:b}");
            }
        }
    }
}

#[test]
fn every_set_alone() {
    for one in 0..256_u32 {
        let this = set(one);
        assert!(is_normal(&this));
        assert_eq!(bits(&this), one);
        assert_eq!(this.is_empty(), one == 0);
        assert_eq!(this.minutes(), i64::from(one.count_ones()));
        assert_eq!(bits(&this.shifted(4)), one << 4);
        assert_eq!(this.shifted(4).shifted(-4), this);
        for at in -1..9 {
            let is_in = (0..8).contains(&at) && one >> at & 1 == 1;
            assert_eq!(this.contains(BASE + at), is_in, "{one:b} {at}");
        }
        let ends = (one != 0).then(|| {
            let (first, last) = (one.trailing_zeros(), 32 - one.leading_zeros());
            (BASE + i64::from(first), BASE + i64::from(last))
        });
        assert_eq!(this.first().zip(this.end()), ends);
    }
}

#[test]
fn every_cut_of_every_set() {
    for one in 0..256_u32 {
        for (start, end) in (0..9).flat_map(|start| (0..9).map(move |end| (start, end))) {
            let cut = set(one).clipped(BASE + start, BASE + end);
            let window = (0..8).filter(|at| (start..end).contains(at));
            let mask: u32 = window.map(|at| 1 << at).sum();
            assert!(is_normal(&cut));
            assert_eq!(bits(&cut), one & mask, "{one:b} from {start} to {end}");
        }
    }
}

#[test]
fn the_first_of_the_longest_spans() {
    assert_eq!(Set::empty().longest(), None);
    let set = Set::from_spans(vec![(30, 35), (10, 15), (0, 3), (20, 22)]);
    assert_eq!(set.longest(), Some((10, 15)));
}

#[test]
fn spans_in_any_order() {
    let set = Set::from_spans(vec![(9, 4), (7, 8), (5, 5), (0, 2), (1, 3), (3, 6)]);
    assert_eq!(set.spans(), [(0, 6), (7, 8)]);
    assert_eq!(Set::span(4, 4), Set::empty());
    assert_eq!(Set::union_of([]), Set::empty());
}

#[test]
fn the_ends_of_time() {
    let all = Set::span(Minute::MIN, Minute::MAX);
    assert_eq!(all.minutes(), i64::MAX);
    assert_eq!(all.shifted(1).end(), Some(Minute::MAX));
    let late = Set::from_spans(vec![(0, 1), (Minute::MAX - 2, Minute::MAX - 1)]);
    assert_eq!(late.shifted(Minute::MAX).spans(), []);
}

#[test]
fn what_leaves_a_set_as_it_is_copies_no_spans() {
    let set = Set::from_spans(vec![(0, 10), (20, 30)]);
    let all = Set::span(-5, 35);
    for same in [
        set.clipped(0, 30),
        set.clipped(-5, 35),
        set.shifted(0),
        set.reaching_back(0),
        set.intersection(&all),
        all.intersection(&set),
        set.intersection(&Set::from_spans(vec![(0, 10), (15, 30)])),
        set.union(&Set::span(2, 4)),
        Set::from_spans(vec![(2, 4), (20, 25)]).union(&set),
        set.difference(&Set::span(10, 20)),
        set.difference(&Set::span(30, 40)),
    ] {
        assert_eq!(same.place(), set.place(), "{same:?}");
    }
    let cut = set.clipped(0, 29);
    assert_eq!(cut.spans(), [(0, 10), (20, 29)]);
    assert_ne!(cut.place(), set.place());
}
