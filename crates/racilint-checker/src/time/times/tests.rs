//! How long calls wait for one another.

use super::{Piece, Times, Wait};
use crate::time::pass::By;
use crate::time::{Set, Way};

/// Passes that end after so many minutes, each with the calls that it ends.
fn times(ways: &[(u32, (i64, i64))]) -> Times {
    let ways = ways.iter().map(|(end, (from, to))| Way {
        end: *end,
        when: Set::span(*from, *to),
        step: 0,
        owner: None,
        person: None,
        instead_of: None,
        by: By::Unknown,
    });
    Times::of(ways.collect(), (0, 100))
}

#[test]
fn a_call_outside_of_those_that_are_looked_at_has_no_answer() {
    let times = times(&[(5, (0, 100))]);
    for call in [-1, 100] {
        assert_eq!(times.at(call), None, "{call}");
        assert_eq!(times.pass_at(call), None, "{call}");
        assert_eq!(times.call_that_counts(call), None, "{call}");
    }
    for call in [0, 99] {
        assert_eq!(times.at(call), Some(5), "{call}");
        assert_eq!(times.pass_at(call), Some(5), "{call}");
        assert_eq!(times.call_that_counts(call), Some(call), "{call}");
    }
}

#[test]
fn the_call_that_counts_is_the_next_that_ends_by_its_own_pass() {
    // Both the first calls and those from 40 on end at 50 at the soonest: of the calls between,
    // those count that are still to come.
    let times = times(&[(10, (40, 60)), (50, (0, 1))]);
    let piece = |start, end, way, wait| Piece {
        start,
        end,
        way,
        wait,
    };
    let pieces = [
        piece(0, 1, Some(1), Wait::Minutes(50)),
        piece(1, 40, None, Wait::Until(50)),
        piece(40, 60, Some(0), Wait::Minutes(10)),
        piece(60, 100, None, Wait::Never),
    ];
    assert_eq!(times.pieces(), pieces);
    let counts = [0, 1, 39, 40, 59, 60].map(|call| times.call_that_counts(call));
    assert_eq!(
        counts,
        [Some(0), Some(40), Some(40), Some(40), Some(59), None]
    );
    let waits = [0, 1, 39, 40, 59, 60].map(|call| times.at(call));
    assert_eq!(
        waits,
        [Some(50), Some(49), Some(11), Some(10), Some(10), None]
    );
}
