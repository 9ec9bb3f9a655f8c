//! Browsers at every door at once, over bad networks, with a store in trouble, while users are signed out and servers replaced: no
//! session is lost, no event is lost or doubled, and nothing begins after a sign-out.
//!
//! Each browser is honest: it has the token of the last answer that has reached it, and sends again what is not settled.

#[path = "storm/browser.rs"]
mod browser;
#[path = "storm/world.rs"]
mod world;

use std::time::{Duration, Instant};

use browser::Browser;
use tokio::task::LocalSet;
use world::World;

const BROWSERS: usize = 24;
const THREADS: usize = 4;

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

/// Numbers that look random, the same for the same seed.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn roll(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) % sides.max(1)
    }

    pub(crate) fn one_in(&mut self, sides: u64) -> bool {
        self.roll(sides) == 0
    }
}

/// Runs on a thread of its own, as a worker does.
fn on_worker(work: impl Future<Output = ()>) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .unwrap();
    LocalSet::new().block_on(&runtime, work);
    runtime.shutdown_timeout(Duration::from_secs(1));
}

/// `TAUT_STORM` says how many seconds it takes, and `TAUT_SEED` repeats one.
#[test]
fn no_session_is_lost_in_a_storm() {
    let seed = number("TAUT_SEED").unwrap_or_else(|| u64::from(std::process::id()) << 20 | 1);
    let time = Duration::from_secs(number("TAUT_STORM").unwrap_or(3));
    println!("TAUT_SEED={seed}");
    let world = World::new(seed, BROWSERS);
    let end = Instant::now() + time;
    std::thread::scope(|scope| {
        for thread in 0..THREADS {
            let world = &world;
            scope.spawn(move || {
                on_worker(async {
                    let mut dice = Dice(seed.wrapping_mul(2 * thread as u64 + 3) | 1);
                    let mut browsers = Vec::new();
                    for at in 0..BROWSERS / THREADS {
                        browsers.push(Browser::new(world, at * THREADS + thread).await);
                    }
                    while Instant::now() < end {
                        let at = dice.roll(browsers.len() as u64) as usize;
                        browsers[at].step(&mut dice).await;
                    }
                    for browser in &mut browsers {
                        browser.come_to_rest().await;
                    }
                });
            });
        }
        scope.spawn(|| on_worker(world.replace_servers_until(end)));
    });
    let (events, violations) = world.verdict();
    println!("{events} events of {BROWSERS} browsers on {THREADS} threads in {time:?}");
    assert!(violations.is_empty(), "TAUT_SEED={seed}: {violations:#?}");
    assert!(events > 100, "hardly anything has happened");
}
