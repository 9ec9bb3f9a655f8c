//! Whatever is lost between processes, those that have missed something notice, and no others.

use std::borrow::Cow;
use std::time::Instant;

use taut_core::presence::Change;

use super::notice::{Notice, What};
use super::outbox::{MAX_BYTES, Outbox};
use super::peers::{Order, Peers, SILENCE};

/// Numbers that look random, the same for the same seed.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

/// A process that tells, and one that hears.
struct Pair {
    outbox: Outbox,
    peers: Peers,
    now: Instant,
    /// How many notices were told that are neither heard nor known to be missing.
    unknown: u32,
    /// Whether something was lost since the last gap.
    is_missing: bool,
}

impl Pair {
    fn tell(&mut self) {
        if !self.outbox.is_open() {
            self.is_missing = true;
        }
        self.unknown += 1;
        self.outbox.put(What::SignOut {
            user: Cow::Borrowed("ada"),
        });
    }

    /// Takes what is told over, or loses it.
    fn pass_on(&mut self, is_lost: bool) {
        for text in self.outbox.take() {
            let notice: Notice<'_> = serde_json::from_str(&text).unwrap();
            let counts = !matches!(notice.what, What::Alive | What::Bye);
            if is_lost {
                self.is_missing |= counts;
                continue;
            }
            match self
                .peers
                .receive(notice.from, notice.number, counts, self.now)
            {
                Order::Next => assert!(!self.is_missing, "it has not noticed"),
                Order::AfterGap => {
                    assert!(self.is_missing, "nothing was missing");
                    self.is_missing = false;
                }
                Order::Known => unreachable!("nothing is told twice"),
            }
        }
        if !is_lost {
            self.unknown = 0;
        }
    }
}

#[test]
fn whatever_is_lost_is_noticed_at_the_next_notice_and_nothing_else_is() {
    for seed in 0..2000 {
        let mut dice = Dice(seed);
        let mut pair = Pair {
            outbox: Outbox::new(7),
            peers: Peers::default(),
            now: Instant::now(),
            unknown: 0,
            is_missing: false,
        };
        pair.outbox.set_open(true);
        for _ in 0..dice.roll(60) {
            match dice.roll(8) {
                is_open @ (0 | 1) => {
                    // What waits is gone with the connection.
                    pair.is_missing |= pair.unknown > 0;
                    pair.outbox.set_open(is_open == 1);
                }
                2 => pair.pass_on(true),
                3 => pair.pass_on(false),
                4 => pair.outbox.put(What::Alive),
                _ => pair.tell(),
            }
        }
        if pair.outbox.is_open() {
            pair.pass_on(false);
        }
        pair.is_missing |= pair.unknown > 0;
        pair.outbox.set_open(true);
        pair.outbox.put(What::Alive);
        pair.pass_on(false);
        assert!(!pair.is_missing && pair.unknown == 0, "seed {seed}");
    }
}

#[test]
fn what_waits_for_the_engine_is_bounded_and_what_does_not_fit_is_noticed() {
    let (outbox, mut peers, now) = (Outbox::new(7), Peers::default(), Instant::now());
    outbox.set_open(true);
    let change = Change {
        topic: "x".repeat(1 << 20),
        key: String::new(),
        person: String::new(),
        description: None,
        order: 0,
    };
    (0..20).for_each(|_| outbox.put(What::Presence(change.clone())));
    let waiting = outbox.take();
    let bytes: usize = waiting.iter().map(String::len).sum();
    assert!(bytes < MAX_BYTES + (2 << 20), "{bytes}");
    let fitted = u64::try_from(waiting.len()).unwrap();
    assert_eq!(peers.receive(7, fitted, true, now), Order::AfterGap);
    outbox.put(What::Alive);
    let alive: Notice<'_> = serde_json::from_str(&outbox.take()[0])
        .map(|notice: Notice<'_>| Notice {
            what: What::Alive,
            ..notice
        })
        .unwrap();
    assert_eq!(peers.receive(7, alive.number, false, now), Order::AfterGap);
    assert_eq!(peers.receive(7, alive.number, false, now), Order::Next);
}

#[test]
fn a_process_that_is_silent_is_taken_for_dead_and_one_that_was_not_heard_for_want_of_an_engine_is_not()
 {
    let (mut peers, start) = (Peers::default(), Instant::now());
    peers.receive(1, 0, false, start);
    peers.receive(2, 0, false, start);
    let later = start + SILENCE / 2;
    peers.receive(2, 1, true, later);
    assert_eq!(peers.take_silent(start + SILENCE), [1]);
    assert!(peers.has(2) && !peers.has(1));
    peers.listen_again(start + 3 * SILENCE);
    assert_eq!(peers.take_silent(start + 3 * SILENCE), [0; 0]);
    assert_eq!(
        peers.receive(1, 4, false, later),
        Order::AfterGap,
        "it was dead, and is heard again"
    );
}
