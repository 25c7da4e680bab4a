//! Work on several things at a time whose results are taken one by one, in the order of the things.
//!
//! Threads of the standard library and no pool: what is needed beside them is the order and a bound
//! on how far ahead of it anybody may work, and neither would come with one. A single file starts
//! no thread at all.

use std::collections::BTreeMap;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError, mpsc};

/// So many results may wait for an earlier one, for each thread.
const AHEAD: usize = 16;

/// Calls `work` for each of `items`, on so many threads, and `take` with each result, on this one, in
/// the order of `items`.
pub(super) fn in_order<T: Send, R: Send>(
    threads: usize,
    items: Vec<T>,
    work: impl Fn(T) -> R + Sync,
    mut take: impl FnMut(R),
) {
    let threads = threads.min(items.len());
    if threads <= 1 {
        items.into_iter().for_each(|item| take(work(item)));
        return;
    }
    let items = Mutex::new(items.into_iter().enumerate());
    let gate = Gate::default();
    let (sender, results) = mpsc::channel();
    std::thread::scope(|scope| {
        for _ in 0..threads {
            let sender = sender.clone();
            let (items, gate, work) = (&items, &gate, &work);
            scope.spawn(move || {
                let _alarm = Alarm(gate);
                loop {
                    // The lock is let go before the work begins.
                    let next = locked(items).next();
                    let Some((at, item)) = next else { break };
                    if !gate.pass(at, threads * AHEAD) || sender.send((at, work(item))).is_err() {
                        break;
                    }
                }
            });
        }
        drop(sender);
        let mut waiting = BTreeMap::new();
        let mut next = 0;
        for (at, result) in results {
            waiting.insert(at, result);
            while let Some(result) = waiting.remove(&next) {
                take(result);
                next += 1;
            }
            gate.open_to(next);
        }
    });
}

/// Keeps those who are far ahead from going on.
#[derive(Default)]
struct Gate {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    /// How many results were taken.
    taken: usize,
    /// Whether a thread broke down: whoever waits for its result would wait for ever.
    broken: bool,
}

impl Gate {
    /// Waits until the item at this place is near enough; `false` when there is nothing to wait for.
    fn pass(&self, at: usize, ahead: usize) -> bool {
        let mut state = locked(&self.state);
        while at >= state.taken + ahead && !state.broken {
            let woken = self.changed.wait(state);
            state = woken.unwrap_or_else(PoisonError::into_inner);
        }
        !state.broken
    }

    fn open_to(&self, taken: usize) {
        locked(&self.state).taken = taken;
        self.changed.notify_all();
    }
}

/// Tells the others when a thread breaks down.
struct Alarm<'g>(&'g Gate);

impl Drop for Alarm<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            locked(&self.0.state).broken = true;
            self.0.changed.notify_all();
        }
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    /// Work that takes longest for the first, so that results arrive out of order.
    fn uneven(item: usize) -> usize {
        let rounds = (1000 - item) * 50;
        let sum: usize = (0..rounds).map(std::hint::black_box).sum();
        item * 2 + usize::from(sum == 1)
    }

    #[test]
    fn results_come_in_the_order_of_the_items() {
        let expected: Vec<usize> = (0..1000).map(|item| item * 2).collect();
        for threads in [0, 1, 2, 7] {
            let mut taken = Vec::new();
            in_order(threads, (0..1000).collect(), uneven, |result| {
                taken.push(result);
            });
            assert_eq!(taken, expected, "{threads}");
        }
    }

    #[test]
    fn nobody_runs_far_ahead() {
        let (begun, taken) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let work = |item: usize| {
            let begun = begun.fetch_add(1, Ordering::SeqCst) + 1;
            if item == 0 {
                std::thread::sleep(std::time::Duration::from_millis(50));
            }
            begun - taken.load(Ordering::SeqCst)
        };
        let mut most = 0;
        in_order(2, (0..500).collect(), work, |ahead| {
            most = most.max(ahead);
            taken.fetch_add(1, Ordering::SeqCst);
        });
        // Each thread may hold one more than waits, and one that was just taken.
        assert!(most <= 2 * AHEAD + 4, "{most}");
    }

    #[test]
    fn a_thread_that_breaks_down_stops_the_others() {
        let run = || {
            let work = |item: usize| assert_ne!(item, 3, "breaks down");
            in_order(2, (0..10_000).collect(), work, |()| ());
        };
        assert!(std::panic::catch_unwind(run).is_err());
    }

    #[test]
    fn nothing_to_do_is_done() {
        in_order(4, Vec::<usize>::new(), uneven, |_| unreachable!());
    }
}
