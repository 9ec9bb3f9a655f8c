//! Sessions on their way to the store and back: at each moment they can be had, once.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::task::Waker;
use std::time::Duration;

use taut_runtime::{Owner, Refusal};

use crate::scene::{Desk, Diary, Fleeting, Ledger, Scene, WRITE, Watch, run, until};
use crate::storm::Dice;

#[test]
fn a_session_can_be_had_until_it_is_saved_and_then_from_the_store() {
    run(async {
        let scene = Scene::default();
        scene.store.keeps.shut();
        let token = scene.add(Desk { count: 7 });
        scene.sweep();
        scene.store.keeps.meet();
        assert!(scene.claim(token).is_some(), "it is not saved yet");
        scene.store.keeps.meet();
        until(|| scene.registry.is_empty()).await;
        assert!(scene.claim(token).is_none());
        let slot = scene
            .restore::<Desk>(token)
            .await
            .expect("it is in the store");
        assert!(Arc::ptr_eq(&slot, &scene.claim(token).unwrap()));
        assert_eq!(scene.registry.len(), 1);
    });
}

#[test]
fn a_browser_that_comes_back_while_its_session_is_saved_keeps_it() {
    run(async {
        let scene = Scene::default();
        scene.store.keeps.shut();
        let (token, other) = (scene.add(Desk { count: 7 }), scene.add(Desk::default()));
        scene.sweep();
        scene.store.keeps.meet();
        let browser = scene.join(token);
        scene.store.keeps.meet();
        until(|| !scene.registry.has(other)).await;
        let slot = scene.claim(token).expect("a browser has it");
        drop(browser);
        assert!(Arc::ptr_eq(
            &slot,
            &scene.claim(token).expect("it waits again")
        ));
        assert_eq!(scene.registry.stats().waiting, 1);
    });
}

#[test]
fn a_browser_that_comes_and_goes_before_its_session_is_saved_finds_it_in_the_store() {
    run(async {
        let scene = Scene::default();
        let token = scene.add(Desk { count: 7 });
        scene.sweep();
        drop(scene.join(token));
        scene.sweep();
        until(|| scene.registry.is_empty()).await;
        assert!(
            scene.restore::<Desk>(token).await.is_some(),
            "it is neither in memory nor in the store"
        );
    });
}

#[test]
fn browsers_that_ask_at_once_for_a_saved_session_get_the_same() {
    run(async {
        let scene = Scene::default();
        let token = scene.add(Desk { count: 7 });
        scene.sweep();
        until(|| scene.registry.is_empty()).await;
        scene.store.finds.shut();
        let store = Arc::clone(&scene.store);
        let passes = std::thread::spawn(move || store.finds.pass());
        let (one, other) = tokio::join!(scene.restore::<Desk>(token), scene.restore::<Desk>(token));
        passes.join().unwrap();
        assert!(Arc::ptr_eq(
            &one.expect("it is in the store"),
            &other.expect("it is on its way")
        ));
    });
}

#[test]
fn what_is_not_saved_is_over_when_its_time_is() {
    let scene = Scene::default();
    scene.store.keeps.shut();
    let (kept, lost) = (scene.add(Desk::default()), scene.add(Fleeting));
    assert!(scene.claim(kept).is_some() && scene.claim(lost).is_some());
    scene.sweep();
    assert!(scene.claim(kept).is_some(), "it is on its way to the store");
    assert!(scene.claim(lost).is_none());
    scene.store.keeps.pass();
}

#[test]
fn what_is_always_saved_is_so_again_when_it_has_come_back() {
    run(async {
        let scene = Scene::default();
        let token = scene.add(Diary { count: 7 });
        scene.sweep();
        until(|| scene.registry.is_empty()).await;
        assert!(scene.restore::<Diary>(token).await.is_some());
        until(|| scene.saved(token).is_some()).await;
    });
}

#[test]
fn what_is_always_saved_stays_so_when_its_browser_comes_back_in_time() {
    run(async {
        let scene = Scene::default();
        let (token, other) = (scene.add(Diary { count: 7 }), scene.add(Desk::default()));
        scene.sweep();
        let _browser = scene.join(token);
        until(|| !scene.registry.has(other)).await;
        assert!(
            scene.saved(token).is_some(),
            "a server that is killed loses it"
        );
    });
}

#[test]
fn what_is_always_saved_is_so_after_a_failure() {
    run(async {
        let scene = Scene::default();
        scene.store.failures.store(1, Ordering::SeqCst);
        let token = scene.add(Diary { count: 7 });
        let mut browser = scene.join(token);
        browser.click(WRITE).unwrap();
        until(|| scene.saved(token).is_some()).await;
    });
}

/// What a browser has been told that its view counts, by the frames that it gets: `[number, settled, hole, value]`.
fn told(frames: &[String]) -> Option<u32> {
    let last = frames.last()?.strip_suffix(']')?;
    last.rsplit(',').next()?.parse().ok()
}

#[test]
fn a_browser_is_told_of_an_event_when_it_is_saved() {
    run(async {
        let scene = Scene::default();
        let token = scene.add(Ledger::default());
        let mut browser = scene.join(token);
        until(|| scene.saved(token).is_some()).await;
        scene.store.keeps.shut();
        browser.send(WRITE).unwrap();
        scene.store.keeps.meet();
        assert_eq!(browser.frames(Waker::noop()).unwrap(), [""; 0]);
        scene.store.keeps.meet();
        let mut frames = Vec::new();
        while told(&frames) != Some(1) {
            tokio::time::sleep(Duration::from_millis(1)).await;
            frames.extend(browser.frames(Waker::noop()).unwrap());
        }
    });
}

#[test]
fn events_that_are_posted_are_confirmed_when_they_are_saved() {
    run(async {
        let scene = Scene::default();
        let token = scene.add(Ledger::default());
        scene.store.is_broken.store(true, Ordering::SeqCst);
        for _ in 0..2 {
            let posted = scene.post(token, "[1,0,1]").await;
            assert!(matches!(posted, Err(Refusal::Unsaved)), "{posted:?}");
        }
        scene.store.is_broken.store(false, Ordering::SeqCst);
        scene.post(token, "[1,0,1]").await.unwrap();
        let saved = scene.saved(token).unwrap();
        assert!(saved.contains(r#""count\":1"#), "{saved}");
    });
}

/// Whatever the store does, and whenever the process ends: what a browser has been told is saved, and it is told in the end.
#[test]
fn whatever_the_store_does_a_browser_is_told_only_of_what_is_saved() {
    let seed = std::env::var("TAUT_SEED")
        .ok()
        .and_then(|seed| seed.parse().ok());
    let seed = seed.unwrap_or_else(|| u64::from(std::process::id()));
    let mut dice = Dice(seed);
    run(async move {
        let scene = Scene::default();
        let token = scene.add(Ledger::default());
        let mut browser = scene.join(token);
        let (mut sent, mut known) = (0, 0);
        for _ in 0..200 {
            match dice.roll(8) {
                0 => scene
                    .store
                    .failures
                    .store(dice.roll(6) as u32, Ordering::SeqCst),
                1 => scene.store.panics.store(1, Ordering::SeqCst),
                2..5 if sent < known + 50 => {
                    browser.send(WRITE).unwrap();
                    sent += 1;
                }
                _ => tokio::time::sleep(Duration::from_millis(1)).await,
            }
            known = told(&browser.frames(Waker::noop()).unwrap()).unwrap_or(known);
            let saved = scene.saved(token).unwrap_or_default();
            let count = saved.split(r#""count\":"#).nth(1).unwrap_or("0");
            let count: u32 = count
                .split(|c: char| !c.is_ascii_digit())
                .next()
                .unwrap()
                .parse()
                .unwrap();
            assert!(
                known <= count && count <= sent,
                "told {known}, saved {count}, sent {sent}: TAUT_SEED={seed}"
            );
        }
        while known < sent {
            tokio::time::sleep(Duration::from_millis(1)).await;
            known = told(&browser.frames(Waker::noop()).unwrap()).unwrap_or(known);
        }
    });
}

/// Saves a session in a store that is in trouble, once.
fn check_trouble(trouble: impl Fn(&Watch) -> &AtomicU32) {
    run(async {
        let scene = Scene::default();
        trouble(&scene.store).store(1, Ordering::SeqCst);
        let token = scene.add(Desk { count: 7 });
        scene.sweep();
        until(|| scene.registry.is_empty()).await;
        assert!(
            scene.restore::<Desk>(token).await.is_some(),
            "it is neither in memory nor in the store"
        );
    });
}

#[test]
fn a_store_that_fails_is_asked_again() {
    check_trouble(|store| &store.failures);
}

#[test]
fn a_store_that_panics_is_asked_again() {
    check_trouble(|store| &store.panics);
}

#[test]
fn a_saved_session_cannot_be_had_after_a_sign_out() {
    run(async {
        let of = |since| Owner {
            user: Some("eve".into()),
            since,
            ..Owner::of_route("/")
        };
        let mut scene = Scene {
            owner: of(0),
            ..Scene::default()
        };
        let token = scene.add(Desk { count: 7 });
        scene.sweep();
        until(|| scene.registry.is_empty()).await;
        scene.registry.sign_out("eve");
        scene.owner = of(scene.registry.auth_epoch());
        assert!(
            scene.restore::<Desk>(token).await.is_none(),
            "she may come back with fewer rights"
        );
    });
}
